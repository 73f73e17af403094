//! The people pane.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

#[derive(Default)]
pub struct People {}

impl Pane for People {
    fn title(&self, view: &View) -> String {
        view.t("people")
    }
    fn actions(&self, _view: &View) -> Vec<Action> {
        Vec::new()
    }
    fn on(&mut self, _action: Action, _view: &View) -> Effect {
        Effect::Pass
    }
    fn draw(&self, _frame: &mut Frame, _area: Rect, _view: &View) {}
}
