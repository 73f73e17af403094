//! Voice of the customer: feedback entries grouped by theme or by responsible department, with ticket counts and
//! status.

use chrono::Days;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::feedback::{Feedback, tally_feedback};
use crate::model::ids::WithId;
use crate::model::record::RecordKind;
use crate::model::text::{clean, clean_line, fold, pad, width, wrap};
use crate::presentation::numbers::format_age;
use crate::ui::action::Action;
use crate::ui::dialogs::plan as acts;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::plan::rows::{align_ends, draw_empty_state, right_align};
use crate::ui::plan_format;
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;

/// Settled entries stay visible for this many days.
const RECENT_DAYS: u64 = 60;
/// Width of the longest bar beside a group heading.
const BAR_WIDTH: usize = 20;

/// The pane. The cursor is on a feedback entry.
#[derive(Default)]
pub struct FeedbackPane {
    cursor: Cursor<i64>,
    by_department: bool,
}

/// Entries with the same theme or department.
struct FeedbackGroup<'a> {
    name: String,
    tickets: usize,
    entries: Vec<&'a WithId<Feedback>>,
}

impl FeedbackPane {
    fn group_key<'a>(&self, one: &'a Feedback) -> &'a str {
        if self.by_department { &one.department } else { &one.theme }
    }

    /// Groups by ticket count, entries newest first, open ones before settled ones.
    fn groups<'a>(&self, view: &View<'a>) -> Vec<FeedbackGroup<'a>> {
        let zone = view.zone();
        let since = zone.midnight(zone.date(view.now) - Days::new(RECENT_DAYS));
        let shown = |one: &&WithId<Feedback>| one.status.is_open() || one.at >= since;
        let shown: Vec<_> = view.desk.team.feedback.iter().filter(shown).collect();
        let group = |tally: crate::model::feedback::FeedbackTally| {
            let name = fold(&tally.key);
            let mut entries: Vec<_> = shown.iter().copied().filter(|one| fold(self.group_key(one)) == name).collect();
            entries.sort_by_key(|one| (!one.status.is_open(), std::cmp::Reverse((one.at, one.id))));
            FeedbackGroup { name: clean_line(&tally.key).into_owned(), tickets: tally.tickets, entries }
        };
        tally_feedback(shown.iter().copied(), |one| self.group_key(one)).into_iter().map(group).collect()
    }

    fn ids(&self, view: &View) -> Vec<i64> {
        self.groups(view).iter().flat_map(|group| &group.entries).map(|one| one.id).collect()
    }

    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<Feedback>> {
        let id = self.cursor.item(&self.ids(view))?;
        view.desk.team.feedback.iter().find(|one| one.id == id)
    }
}

impl Pane for FeedbackPane {
    fn title(&self, view: &View) -> String {
        view.t(if self.by_department { "voice-by-department" } else { "voice-by-theme" })
    }

    fn badge(&self, view: &View) -> String {
        let open = view.desk.team.feedback.iter().filter(|one| one.status.is_open());
        let all = tally_feedback(open, |_| "");
        let (entries, tickets) = all.first().map_or((0, 0), |all| (all.entries, all.tickets));
        view.tt("voice-count", &[("n", entries.into()), ("tickets", tickets.into())])
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.selected(view).map(|_| acts::FEEDBACK_ACTIONS).into_iter().flatten();
        [Action::NewTicket, Action::Sort].into_iter().chain(on).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Sort => Some(view.t(if self.by_department { "voice-sort-theme" } else { "voice-sort-department" })),
            _ => {
                let closed = self.selected(view).is_some_and(|one| one.status.next().is_none());
                acts::action_label(RecordKind::Feedback, action, closed, view)
            }
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let ids = self.ids(view);
        if self.cursor.on_action(action, &ids) {
            return Effect::Handled;
        }
        self.cursor.pin(&ids);
        match (action, self.selected(view)) {
            (Action::NewTicket | Action::LogFeedback, _) => acts::open_new_form(RecordKind::Feedback, view),
            (Action::Sort, _) => {
                self.by_department = !self.by_department;
                Effect::Handled
            }
            (_, Some(entry)) => acts::run_feedback_action(action, entry, view),
            (_, None) => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (groups, columns) = (self.groups(view), usize::from(area.width));
        if groups.is_empty() {
            return draw_empty_state("voice-none", frame, area, view);
        }
        let chosen = self.selected(view);
        let most = groups.iter().map(|group| group.tickets).max().unwrap_or(0);
        let label = groups.iter().map(|group| width(&group.name)).max().unwrap_or(0).min(columns / 3);
        let mut rows: Vec<(bool, Line)> = Vec::new();
        for group in &groups {
            if !rows.is_empty() {
                rows.push((false, Line::default()));
            }
            rows.push((false, group_line(group, label, most, columns, view)));
            for entry in &group.entries {
                let here = chosen.is_some_and(|one| one.id == entry.id);
                let line = self.entry_line(entry, columns, view);
                rows.push((here, if here { view.theme.highlight_row(line, view.focused) } else { line }));
            }
        }
        // The selected entry's full text goes below the list if it fits.
        let details = chosen.map(|one| detail_lines(one, columns, view)).unwrap_or_default();
        let height = usize::from(area.height);
        let details = if rows.len() + details.len() <= height { details } else { Vec::new() };
        let room = height - details.len();
        let at = rows.iter().position(|(here, _)| *here).unwrap_or(0);
        // Keep the group heading of the selected entry visible.
        let skip = if at < room { 0 } else { (at + 1 - room).max(at.saturating_sub(room / 2)) };
        let skip = skip.min(rows.len().saturating_sub(room));
        let list = rows.into_iter().skip(skip).map(|(_, line)| line).take(room);
        let blank = vec![Line::default(); height];
        let list: Vec<_> = list.chain(blank).take(room).collect();
        for (line, place) in list.into_iter().chain(details).zip(area.rows()) {
            frame.render_widget(line, place);
        }
    }
}

/// `delivery date   ▇▇▇▇▇▇▇▇  7 tickets · 3 entries`.
fn group_line(group: &FeedbackGroup, label: usize, most: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let bar = if columns >= 70 { BAR_WIDTH } else { 0 };
    let full = if most > 0 { (group.tickets * bar).div_ceil(most) } else { 0 };
    let tickets = view.tt("voice-n-tickets", &[("n", group.tickets.into())]);
    let entries = view.tt("n-entries", &[("n", group.entries.len().into())]);
    let left = Line::from(vec![
        Span::styled(pad(&crate::model::text::fit(&group.name, label), label), theme.strong),
        Span::styled(format!("  {}", pad(&"▇".repeat(full), bar)), theme.accent),
    ]);
    align_ends(
        left,
        vec![Span::styled(tickets, theme.strong), Span::styled(format!(" · {entries}"), theme.dim)],
        columns,
    )
}

impl FeedbackPane {
    /// `  ▸ passed on  shipping  “When does it come?”       3 · 2 d`.
    fn entry_line(&self, entry: &WithId<Feedback>, columns: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let mark = plan_format::feedback_status_label(entry.status, view);
        let other = if self.by_department { &entry.theme } else { &entry.department };
        let text = clean_line(&entry.said);
        let style = if entry.status.is_open() { theme.text } else { theme.dim };
        let left = Line::from(vec![
            Span::styled(format!("  {} {}", mark.glyph, pad(&mark.text, 10)), mark.style),
            Span::styled(format!(" {}  ", pad(&crate::model::text::fit(&clean_line(other), 14), 10)), theme.dim),
            Span::styled(text.into_owned(), style),
        ]);
        let end = vec![
            Span::styled(right_align(&entry.tickets.len().to_string(), 3), theme.text),
            Span::styled(" ✉", theme.dim),
            Span::styled(right_align(&format_age(view.now - entry.at), 6), theme.dim),
        ];
        align_ends(left, end, columns)
    }
}

/// Full text of an entry, its tickets, touch point and the department's answer.
fn detail_lines(entry: &Feedback, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let tickets: Vec<_> = entry.tickets.iter().map(|id| format!("#{id}")).collect();
    let point = entry.touch_point.as_deref().map(|point| clean_line(point).into_owned());
    let facts: Vec<_> = point.into_iter().chain((!tickets.is_empty()).then(|| tickets.join(" "))).collect();
    let mut rows = vec![Line::styled("─".repeat(columns), theme.border)];
    if !facts.is_empty() {
        rows.push(Line::styled(crate::model::text::fit(&facts.join(" · "), columns), theme.dim));
    }
    let texts = [("", &entry.said), ("◂ ", &entry.answer)];
    for (lead, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        for line in clean(&format!("{lead}{text}")).lines() {
            rows.extend(wrap(line, columns).into_iter().map(|row| Line::styled(row, theme.text)));
        }
    }
    rows
}
