//! The aging pane.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

#[derive(Default)]
pub struct Aging {}

impl Pane for Aging {
    fn title(&self, view: &View) -> String {
        view.t("aging")
    }
    fn actions(&self, _view: &View) -> Vec<Action> {
        Vec::new()
    }
    fn on(&mut self, _action: Action, _view: &View) -> Effect {
        Effect::Pass
    }
    fn draw(&self, _frame: &mut Frame, _area: Rect, _view: &View) {}
}
