//! The plan view: goals, action items, customer feedback and notices, one pane each.

pub mod actions;
pub mod feedback;
pub mod goals;
pub mod notices;
pub mod rows;

use ratatui::layout::Rect;

use crate::ui::panes::plan::rows::PaneRows;
use crate::ui::view::View;

/// Height of the goals pane above the action items, borders included.
pub fn goals_pane_height(area: Rect, view: &View) -> u16 {
    const BORDERS: usize = 2;
    let columns = usize::from(area.width).saturating_sub(4);
    let rows = usize::from(area.height).saturating_sub(2 * BORDERS);
    let (goals, _) = PaneRows::split(goals::pane_rows(columns, view), actions::pane_rows(columns, view), rows);
    u16::try_from(goals + BORDERS).unwrap_or(area.height)
}
