//! Huddle dialog: the daily page, and the weekly page one key away.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use crate::engine::huddle::{HuddleFigures, HuddleKind, build_huddle};
use crate::presentation::hand_over_page::PageFormatter;
use crate::query::protocol::{Query, Response};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::plan_format;
use crate::ui::view::View;
use crate::ui::widgets::markdown::markdown_rows;
use crate::ui::widgets::scroll::Scroll;

/// Huddle dialog.
pub struct HuddleDialog {
    form: HuddleKind,
    /// `None` while the figures are being queried.
    text: Option<String>,
    scroll: Scroll,
}

/// Opens the daily page.
pub fn open() -> Effect {
    let page = HuddleDialog { form: HuddleKind::Day, text: None, scroll: Scroll::default() };
    Effect::All(vec![Effect::Open(Box::new(page)), Effect::Query(Query::HuddleFigures(HuddleKind::Day))])
}

/// The page as Markdown.
fn huddle_markdown(back: &HuddleFigures, view: &View) -> String {
    let config = view.settings.board_config();
    let huddle = build_huddle(view.desk, view.board, config, view.now, back.clone(), |goal| {
        plan_format::live_reading(goal, view)
    });
    PageFormatter { words: view.catalog, zone: view.zone(), desk: view.desk, at: view.now }.huddle_page(&huddle)
}

impl Pane for HuddleDialog {
    fn title(&self, view: &View) -> String {
        view.t(if self.form == HuddleKind::Day { "huddle-title" } else { "huddle-week-title" })
    }

    fn badge(&self, view: &View) -> String {
        if self.text.is_none() { view.t("reading") } else { String::new() }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::NextPane].into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        let other = if self.form == HuddleKind::Day { "huddle-week-title" } else { "huddle-title" };
        (action == Action::NextPane).then(|| view.t(other))
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        match action {
            Action::NextPane | Action::PreviousPane | Action::NextTab | Action::PreviousTab => {
                self.form = if self.form == HuddleKind::Day { HuddleKind::Week } else { HuddleKind::Day };
                self.text = None;
                self.scroll.scroll_to_top();
                Effect::Query(Query::HuddleFigures(self.form))
            }
            Action::Huddle => Effect::Handled,
            _ if self.scroll.on_action(action) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        match answer {
            Response::HuddleFigures(back) if back.kind == self.form => self.text = Some(huddle_markdown(back, view)),
            Response::Failed(_) if self.text.is_none() => return Effect::Close,
            _ => {}
        }
        Effect::Handled
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows = self.text.as_ref().map_or(0, |text| markdown_rows(text, 96, view).len());
        (100, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4).clamp(12, 56))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let Some(body) = &self.text else {
            return frame.render_widget(Span::styled(view.t("reading"), view.theme.dim), area);
        };
        let rows = markdown_rows(body, usize::from(area.width), view);
        let [text, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(area);
        self.scroll.draw_hidden_count(frame, foot, rows.len(), usize::from(text.height), view.theme.accent);
        self.scroll.draw(frame, text, rows);
    }
}
