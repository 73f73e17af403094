//! Coaching per person: last 1:1, reviews and feedback due, open trainings, praise, last QA score. For leads only;
//! `Enter` opens the person's log.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::coaching::{self, CoachingTaskKind, coaching_status};
use crate::model::coaching::NoteKind;
use crate::model::ids::PersonId;
use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::presentation::numbers::{self, NO_VALUE};
use crate::ui::action::Action;
use crate::ui::dialogs::person::{self, notes, training};
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Columns with widths: 1:1, review, feedback due, training, praise, QA score.
const COLUMNS: [(&str, usize); 6] =
    [("talk", 9), ("review", 11), ("say", 13), ("learn", 14), ("praise", 7), ("score", 11)];

/// Minimum width for the side panel that lists what is due.
const SIDE_PANEL_MIN_WIDTH: u16 = 150;
const SIDE_PANEL_WIDTH: u16 = 58;

/// The pane. The cursor is on a person.
#[derive(Default)]
pub struct CoachingPane {
    cursor: Cursor<PersonId>,
}

/// Text and style of a cell.
type CoachingCell = (String, Style);

impl CoachingPane {
    /// The team by name; empty unless the viewer is a lead.
    fn team_by_name(&self, view: &View) -> Vec<PersonId> {
        let mut people: Vec<_> = view.desk.team.people.iter().filter(|_| view.viewer_is_lead()).collect();
        people.retain(|(_, person)| person.primary.is_some());
        people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
        people.into_iter().map(|(id, _)| *id).collect()
    }
}

fn abs_days(n: i64) -> usize {
    usize::try_from(n.abs()).unwrap_or_default()
}

/// A person's cells, one per column.
fn coaching_cells(id: PersonId, view: &View) -> [CoachingCell; 6] {
    let (theme, today, team) = (view.theme, view.zone().date(view.now), &view.desk.team);
    let care = coaching_status(team, id, today, &view.settings.coaching_rules);
    let n = |key: &str, n: usize| view.tt(key, &[("n", n.into())]);
    let none = || (NO_VALUE.to_owned(), theme.dim);
    let late = |by: Option<NaiveDate>| by.is_some_and(|by| by < today);
    let talk = match (care.last_one_on_one, late(care.next_one_on_one)) {
        (Some(last), true) => (format!("▲ {}", n("care-days", abs_days((today - last).num_days()))), theme.bad),
        (Some(last), false) => (n("care-days", abs_days((today - last).num_days())), theme.text),
        (None, _) if care.next_one_on_one.is_none() => none(),
        (None, true) => (format!("▲ {}", view.t("care-never")), theme.bad),
        (None, false) => (view.t("care-never"), theme.dim),
    };
    let review = match care.next_review.map(|by| (by - today).num_days()) {
        None => none(),
        Some(over @ ..0) => (format!("▲ {}", n("care-over", abs_days(over))), theme.bad),
        Some(left @ 0..=7) => (format!("○ {}", n("care-in", abs_days(left))), theme.warn),
        Some(left) => (n("care-in", abs_days(left)), theme.text),
    };
    let say = match care.feedback_due.first().map(|by| (*by - today).num_days()) {
        None => none(),
        Some(first) => {
            let many =
                if care.feedback_due.len() > 1 { format!("{} × ", care.feedback_due.len()) } else { String::new() };
            match first {
                over @ ..0 => (format!("▲ {many}{}", n("care-over", abs_days(over))), theme.bad),
                left => (format!("○ {many}{}", n("care-in", abs_days(left))), theme.warn),
            }
        }
    };
    let learn = match (care.missing_trainings, care.expiring_trainings) {
        (0, 0) if coaching::required_trainings(team, id, today).is_empty() => none(),
        (0, 0) => (format!("✓ {}", view.t("care-learnt")), theme.good),
        (0, expiring) => (format!("○ {}", n("care-expiring", expiring)), theme.warn),
        (lacking, _) => (format!("▲ {}", n("care-lacking", lacking)), theme.bad),
    };
    let praise = if care.recognitions == 0 { none() } else { (care.recognitions.to_string(), theme.text) };
    let last = team.reviews.iter().rev().find(|review| review.agent == id);
    let score = last.map_or_else(none, |review| {
        let ago = (today - view.zone().date(review.at)).num_days();
        (format!("{} {}", numbers::format_share(review.score()), n("care-ago", abs_days(ago))), theme.text)
    });
    [talk, review, say, learn, praise, score]
}

/// Indices of the columns that fit; praise, score and review are dropped first.
fn fitting_columns(room: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..COLUMNS.len()).collect();
    for least in [4, 5, 1] {
        if shown.iter().map(|at| COLUMNS[*at].1 + 2).sum::<usize>() > room {
            shown.retain(|at| *at != least);
        }
    }
    shown
}

impl Pane for CoachingPane {
    fn title(&self, view: &View) -> String {
        view.t("care-title")
    }

    fn badge(&self, view: &View) -> String {
        if !view.viewer_is_lead() {
            return String::new();
        }
        let today = view.zone().date(view.now);
        let due = coaching::due_coaching_tasks(&view.desk.team, today, &view.settings.coaching_rules);
        let over = due.iter().filter(|due| due.is_overdue(today)).count();
        view.tt("care-badge", &[("over", over.into()), ("soon", (due.len() - over).into())])
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.cursor.item(&self.team_by_name(view)).map(|_| {
            [
                Action::Open,
                Action::LogCoaching,
                Action::LogOneOnOne,
                Action::LogPraise,
                Action::Note,
                Action::Trainings,
                Action::Edit,
            ]
        });
        on.into_iter().flatten().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("do-log"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let people = self.team_by_name(view);
        if self.cursor.on_action(action, &people) {
            return Effect::Handled;
        }
        let Some(id) = self.cursor.item(&people) else {
            let acts = [Action::Open, Action::Note].contains(&action) || Action::COACHING_ACTIONS.contains(&action);
            return if acts { Effect::Message(view.t("care-leads-only")) } else { Effect::Ignored };
        };
        if !action.is_global() {
            self.cursor.pin(&people);
        }
        match action {
            Action::Open => notes::PersonNotesDialog::open(id),
            Action::LogCoaching => crate::ui::dialogs::person::notes::open_note_form(id, NoteKind::Coaching, view),
            Action::LogOneOnOne => crate::ui::dialogs::person::notes::open_note_form(id, NoteKind::OneOnOne, view),
            Action::LogPraise => crate::ui::dialogs::person::notes::open_note_form(id, NoteKind::Recognition, view),
            Action::Note => crate::ui::dialogs::person::notes::open_note_form(id, NoteKind::Note, view),
            Action::Trainings => training::PersonTrainingDialog::open(id),
            Action::Edit => person::run_person_action(action, id, view),
            _ => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let people = self.team_by_name(view);
        // A wide screen lists what is due beside the table.
        let area = match area.width {
            SIDE_PANEL_MIN_WIDTH.. if !people.is_empty() => {
                let [list, _, side] = Layout::horizontal([
                    Constraint::Min(0),
                    Constraint::Length(3),
                    Constraint::Length(SIDE_PANEL_WIDTH),
                ])
                .areas(area);
                draw_due_list(frame, side, view);
                list
            }
            _ => area,
        };
        let columns = usize::from(area.width);
        if people.is_empty() {
            let key = if view.viewer_is_lead() { "care-empty" } else { "care-leads-only" };
            for (text, row) in wrap(&view.t(key), columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let longest = people.iter().map(|id| width(view.person_name(Some(*id)))).max().unwrap_or(0);
        let name = longest.clamp(6, (columns / 5).max(9));
        let shown = fitting_columns(columns.saturating_sub(name));
        // Spread spare width between the columns.
        let used: usize = shown.iter().map(|at| COLUMNS[*at].1 + 2).sum::<usize>() + name;
        let gap = 2 + (columns.saturating_sub(used) / shown.len().max(1)).min(4);
        let cell = |at: usize, text: &str| match at {
            4 | 5 => pad_left(text, COLUMNS[at].1),
            _ => pad(text, COLUMNS[at].1),
        };
        let mut header = Line::styled(" ".repeat(name), theme.dim);
        for at in &shown {
            let text = view.t(&format!("care-{}", COLUMNS[*at].0));
            header.push_span(Span::styled(format!("{}{}", " ".repeat(gap), cell(*at, &text)), theme.dim));
        }
        frame.render_widget(header, Rect { height: 1, ..area });
        let height = usize::from(area.height.saturating_sub(1));
        let row = self.cursor.row(&people).unwrap_or(0);
        for (y, index) in (area.y + 1..).zip(visible_rows(row, people.len(), height)) {
            let id = people[index];
            let here = index == row && view.focused;
            let mut who = Span::styled(pad(&clean_line(view.person_name(Some(id))), name), theme.strong);
            if here {
                who = who.patch_style(theme.selected);
            }
            let mut line = Line::from(who);
            let cells = coaching_cells(id, view);
            for at in &shown {
                let (text, style) = &cells[*at];
                line.push_span(Span::raw(" ".repeat(gap)));
                line.push_span(Span::styled(cell(*at, text), *style));
            }
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        let below = area.y + 2 + u16::try_from(people.len()).unwrap_or(u16::MAX);
        let rest = Rect { y: below, height: area.bottom().saturating_sub(below), ..area };
        if rest.height >= 4 && below < area.bottom() {
            draw_log(frame, rest, people[row], view);
        }
    }
}

/// The newest log entries of the selected person, one line each.
fn draw_log(frame: &mut Frame, area: Rect, id: PersonId, view: &View) {
    let theme = view.theme;
    let theirs: Vec<_> = view.desk.team.notes.iter().rev().filter(|note| note.person == id).collect();
    let who = clean_line(view.person_name(Some(id))).into_owned();
    let head = view.tt("care-log", &[("who", who.into()), ("n", theirs.len().into())]);
    frame.render_widget(Line::styled(head, theme.dim), Rect { height: 1, ..area });
    for (note, row) in theirs.iter().zip(area.rows().skip(1)) {
        let head = format!("{} {}", pad(&dates::format_day(note.on, view), 11), notes::kind_prefix(note, view));
        let (status, style) = notes::coaching_status(note, view).unwrap_or((String::new(), theme.dim));
        let status = if status.is_empty() { status } else { format!("{status}  ") };
        let body = clean_line(&note.it.body).into_owned();
        let room = usize::from(row.width).saturating_sub(width(&head) + width(&status));
        let line = Line::from(vec![
            Span::styled(head, theme.mark),
            Span::styled(status, style),
            Span::styled(fit(&body, room), theme.text),
        ]);
        frame.render_widget(line, row);
    }
}

/// Everything due, one line each, longest overdue first.
fn draw_due_list(frame: &mut Frame, area: Rect, view: &View) {
    let (theme, today, team) = (view.theme, view.zone().date(view.now), &view.desk.team);
    let due = coaching::due_coaching_tasks(team, today, &view.settings.coaching_rules);
    let head = view.tt("care-due", &[("n", due.len().into())]);
    frame.render_widget(Line::styled(head, theme.dim), Rect { height: 1, ..area });
    let (room, all) = (usize::from(area.height.saturating_sub(1)), due.len());
    for (n, (due, row)) in due.iter().zip(area.rows().skip(1)).enumerate() {
        if n + 1 == room && n + 1 < all {
            let more = view.tt("n-more", &[("n", (all - n).into())]);
            return frame.render_widget(Line::styled(more, theme.dim), row);
        }
        let left = (due.due - today).num_days();
        let (glyph, status, style) = match left {
            ..0 => ("▲", view.tt("care-over", &[("n", abs_days(left).into())]), theme.bad),
            0..=7 => ("○", view.tt("care-in", &[("n", abs_days(left).into())]), theme.warn),
            _ => (" ", view.tt("care-in", &[("n", abs_days(left).into())]), theme.dim),
        };
        let what = match due.kind {
            CoachingTaskKind::Training { training } => {
                let item = team.trainings.iter().find(|one| one.id == training);
                item.map(|one| clean_line(&one.name).into_owned()).unwrap_or_default()
            }
            other => view.t(&format!("owed-{}", other.name())),
        };
        let head = format!("{glyph} {} ", pad(&status, 10));
        let who = pad(&fit(&clean_line(view.person_name(Some(due.person))), 16), 16);
        let room = usize::from(row.width).saturating_sub(width(&head) + width(&who) + 1);
        let line = Line::from(vec![
            Span::styled(head, style),
            Span::styled(who, theme.strong),
            Span::styled(format!(" {}", fit(&what, room)), theme.text),
        ]);
        frame.render_widget(line, row);
    }
}
