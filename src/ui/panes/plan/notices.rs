//! Notices and policy pages, with who still has to read them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::ids::WithId;
use crate::model::notice::Notice;
use crate::model::record::RecordKind;
use crate::model::text::{clean, clean_line};
use crate::ui::action::Action;
use crate::ui::dialogs::plan as acts;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::plan::rows::{align_ends, draw_empty_state, right_align};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};
use crate::ui::widgets::markdown::markdown_rows;

/// Minimum rows for showing a notice's text.
const MIN_TEXT_ROWS: usize = 4;

/// The pane. The cursor is on a notice.
#[derive(Default)]
pub struct NoticesPane {
    cursor: Cursor<i64>,
}

fn is_unread_by_viewer(notice: &Notice, view: &View) -> bool {
    let today = view.zone().date(view.now);
    view.author.person.is_some_and(|me| notice.is_unread_by(me, &view.desk.team, today))
}

/// The viewer's unread notices first, then the current ones; newest first.
fn sorted_notices<'a>(view: &View<'a>) -> Vec<&'a WithId<Notice>> {
    let today = view.zone().date(view.now);
    let mut notices: Vec<_> = view.desk.team.notices.iter().filter(|notice| notice.is_active(today)).collect();
    notices.sort_by_key(|notice| (!is_unread_by_viewer(notice, view), std::cmp::Reverse((notice.at, notice.id))));
    notices
}

fn sorted_ids(view: &View) -> Vec<i64> {
    sorted_notices(view).iter().map(|notice| notice.id).collect()
}

impl NoticesPane {
    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<Notice>> {
        let id = self.cursor.item(&sorted_ids(view))?;
        sorted_notices(view).into_iter().find(|notice| notice.id == id)
    }
}

impl Pane for NoticesPane {
    fn title(&self, view: &View) -> String {
        view.t("plan-notices")
    }

    fn badge(&self, view: &View) -> String {
        match acts::unread_notices(view).len() {
            0 => String::new(),
            n => view.tt("notices-for-you", &[("n", n.into())]),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.selected(view).map(|_| acts::NOTICE_ACTIONS).into_iter().flatten();
        [Action::NewTicket].into_iter().chain(on).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        acts::action_label(RecordKind::Notice, action, false, view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let ids = sorted_ids(view);
        if self.cursor.on_action(action, &ids) {
            return Effect::Handled;
        }
        self.cursor.pin(&ids);
        match (action, self.selected(view)) {
            (Action::NewTicket, _) => acts::open_new_form(RecordKind::Notice, view),
            (_, Some(notice)) => acts::run_notice_action(action, notice, view),
            (_, None) => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (notices, columns) = (sorted_notices(view), usize::from(area.width));
        if notices.is_empty() {
            return draw_empty_state("notices-none", frame, area, view);
        }
        let at = self.cursor.row(&sorted_ids(view)).unwrap_or(0);
        let height = usize::from(area.height);
        // The selected notice's text goes below the list if it fits.
        let text = height.saturating_sub(notices.len() + 2);
        let list = if text >= MIN_TEXT_ROWS { notices.len() } else { height };
        for (n, place) in visible_rows(at, notices.len(), list).zip(area.rows()) {
            let line = notice_line(notices[n], columns, view);
            frame.render_widget(if n == at { view.theme.highlight_row(line, view.focused) } else { line }, place);
        }
        if text < MIN_TEXT_ROWS {
            return;
        }
        let rule = Line::styled("─".repeat(columns), view.theme.border);
        let body = markdown_rows(&clean(&notices[at].body), columns, view);
        for (line, place) in [rule].into_iter().chain(body).zip(area.rows().skip(list + 1)) {
            frame.render_widget(line, place);
        }
    }
}

/// `◆ Refunds up to 20 €            everybody · Lan · until Fri 27 Nov   3 of 9 read`.
fn notice_line(notice: &WithId<Notice>, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let (read, asked) = notice.read_count(&view.desk.team);
    let (glyph, style) = match (is_unread_by_viewer(notice, view), read < asked) {
        (true, _) => ("◆", theme.accent),
        (false, true) => ("○", theme.warn),
        (false, false) => ("✓", theme.good),
    };
    let left = Line::from(vec![
        Span::styled(format!("{glyph} "), style),
        Span::styled(
            clean_line(&notice.title).into_owned(),
            if is_unread_by_viewer(notice, view) { theme.strong } else { theme.text },
        ),
    ]);
    let mut end = Vec::new();
    if columns >= 100 {
        let to = notice.to.map_or_else(|| view.t("notice-everybody"), |to| view.t(&format!("profile-{}", to.name())));
        let by = notice.by.person.map_or(notice.by.login.as_str(), |by| view.person_name(Some(by)));
        end.push(Span::styled(format!("{to} · {} · ", clean_line(by)), theme.dim));
    }
    let until = notice.until.map_or_else(
        || view.t("notice-further"),
        |day| view.tt("notice-until-day", &[("day", dates::format_day(day, view).into())]),
    );
    end.push(Span::styled(until, theme.dim));
    let counted = view.tt("notice-n-of-m", &[("n", read.into()), ("m", asked.into())]);
    end.push(Span::styled(right_align(&counted, 16), if read < asked { theme.text } else { theme.dim }));
    align_ends(left, end, columns)
}
