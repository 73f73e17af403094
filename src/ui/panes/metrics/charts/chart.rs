//! What a metrics chart provides: its size, cursor, description, drawing and tickets.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Row and column of a chart's cursor.
pub type ChartPosition = (usize, usize);

/// A chart of the current samples.
pub trait MetricsChart: Sync {
    /// Name; the title is `chart-NAME` in the message catalog.
    fn name(&self) -> &'static str;

    /// Selectable rows and columns; zero if there is nothing to show.
    fn grid_size(&self, view: &View) -> ChartPosition;

    /// Initial cursor position.
    fn initial_position(&self, _view: &View) -> ChartPosition {
        (0, 0)
    }

    /// Describes the selected part.
    fn describe(&self, at: ChartPosition, view: &View) -> String;

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View);

    /// Opens the tickets of the selected part.
    fn open(&self, at: ChartPosition, view: &View) -> Effect;
}
