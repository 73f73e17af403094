//! List of recent hand-overs, newest first, and drafting of the next one.

pub mod draft_form;
pub mod reader;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::handover::draft::draft_hand_over;
use crate::model::handover::HandOver;
use crate::model::ids::WithId;
use crate::model::text::{fit, pad, width, wrap};
use crate::query::protocol::{Query, Response};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::dialogs::handover::reader::author_name;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

pub use self::reader::HandOverDialog;
/// Hand-over list dialog.
#[derive(Default)]
pub struct HandOverListDialog {
    cursor: Cursor<i64>,
    /// Whether the query for the next draft is pending.
    query_pending: bool,
}

/// The newest hand-over, if it is less than a day old, by someone else and not acknowledged.
pub fn unacknowledged<'a>(view: &View<'a>) -> Option<&'a WithId<HandOver>> {
    let newest = view.desk.team.hand_overs.last()?;
    let fresh = view.now - newest.at < chrono::TimeDelta::days(1);
    (fresh && newest.acknowledged.is_none() && !newest.author.is_same(view.author)).then_some(newest)
}

/// Opens the unacknowledged hand-over, else the list; if there are no hand-overs, the first draft.
pub fn open(view: &View) -> Effect {
    let list = Effect::Open(Box::new(HandOverListDialog {
        query_pending: view.desk.team.hand_overs.is_empty(),
        ..HandOverListDialog::default()
    }));
    match unacknowledged(view) {
        Some(left) => Effect::All(vec![list, HandOverDialog::open(left)]),
        None if view.desk.team.hand_overs.is_empty() => Effect::All(vec![list, Effect::Query(Query::SinceHandOver)]),
        None => list,
    }
}

impl HandOverListDialog {
    fn ids(view: &View) -> Vec<i64> {
        view.desk.team.hand_overs.iter().rev().map(|left| left.id).collect()
    }

    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<HandOver>> {
        let at = self.cursor.row(&HandOverListDialog::ids(view))?;
        view.desk.team.hand_overs.iter().rev().nth(at)
    }
}

fn hand_over_line(left: &HandOver, chosen: bool, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let shift = left.shift.clone().unwrap_or_else(|| "–".into());
    let (glyph, mark, state) = match &left.acknowledged {
        Some(taken) => {
            let values =
                [("who", author_name(&taken.by, view).into()), ("when", dates::format_moment(taken.at, view).into())];
            ("✓", theme.good, view.tt("handover-taken", &values))
        }
        None => ("○", theme.warn, view.t("handover-waits")),
    };
    let head = format!("{}  {}  ", pad(&dates::format_full_moment(left.at, view), 17), pad(&fit(&shift, 12), 12));
    let name = pad(&fit(&author_name(&left.author, view), 14), 14);
    let state = fit(&state, columns.saturating_sub(width(&head) + 14 + 4));
    let line = Line::from(vec![
        Span::styled(head, theme.dim),
        Span::styled(name, theme.text),
        Span::styled(format!("  {glyph} "), mark),
        Span::styled(state, theme.text),
    ]);
    if chosen { theme.highlight_row(line, view.focused) } else { line }
}

impl Pane for HandOverListDialog {
    fn title(&self, view: &View) -> String {
        view.t("handovers-title")
    }

    fn badge(&self, view: &View) -> String {
        if self.query_pending { view.t("reading") } else { view.desk.team.hand_overs.len().to_string() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let read = self.selected(view).map(|_| Action::Open);
        read.into_iter().chain([Action::Edit]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Open => Some(view.t("handover-read")),
            Action::Edit => Some(view.t("handover-draft")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::Open => self.selected(view).map_or(Effect::Handled, HandOverDialog::open),
            Action::Edit | Action::HandOver if self.query_pending => Effect::Handled,
            Action::Edit | Action::HandOver => {
                self.query_pending = true;
                Effect::Query(Query::SinceHandOver)
            }
            _ if self.cursor.on_action(action, &HandOverListDialog::ids(view)) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        match answer {
            Response::SinceHandOver(since) if self.query_pending => {
                self.query_pending = false;
                let config = view.settings.board_config();
                let draft = draft_hand_over(view.desk, view.board, config, view.now, (**since).clone());
                form::open(draft_form::HandOverForm::from_draft(&draft, view), view)
            }
            Response::Failed(_) => {
                self.query_pending = false;
                Effect::Handled
            }
            _ => Effect::Handled,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows = u16::try_from(view.desk.team.hand_overs.len()).unwrap_or(u16::MAX);
        (96, rows.saturating_add(4).clamp(10, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let all = &view.desk.team.hand_overs;
        if all.is_empty() {
            for (text, row) in wrap(&view.t("handovers-none"), columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, view.theme.dim), row);
            }
            return;
        }
        let at = self.cursor.row(&HandOverListDialog::ids(view)).unwrap_or(0);
        for (n, row) in visible_rows(at, all.len(), usize::from(area.height)).zip(area.rows()) {
            if let Some(left) = all.iter().rev().nth(n) {
                frame.render_widget(hand_over_line(left, n == at, columns, view), row);
            }
        }
    }
}
