//! Metrics charts: as many side by side as fit, each with a cursor over its bars or cells. To add a chart, add a file
//! here and a line in [`CHARTS`].

pub mod arrivals;
pub mod chart;
pub mod drivers;
pub mod duration_histogram;
pub mod flow;
pub mod rates;
pub mod targets;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::text::{fit, width};
use crate::query::protocol::MetricsSlot;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::view::View;

/// Every chart, in display order.
const CHARTS: [&dyn MetricsChart; 7] = [
    &flow::TicketFlowChart,
    &duration_histogram::DurationHistogram,
    &arrivals::ArrivalsChart,
    &rates::SATISFACTION,
    &drivers::ContactDriversChart,
    &rates::SLA_ATTAINMENT,
    &targets::TargetsChart,
];

/// Minimum width and height of a chart.
const MIN_CHART_SIZE: (u16, u16) = (56, 14);

/// The charts pane.
#[derive(Default)]
pub struct ChartsPane {
    /// Index of the focused chart.
    focused: usize,
    /// Cursor position per chart, once moved.
    positions: BTreeMap<usize, ChartPosition>,
}

/// Charts per row, and rows.
fn chart_grid(area: Rect) -> (usize, usize) {
    let across = usize::from(area.width / MIN_CHART_SIZE.0).clamp(1, 3);
    let down = usize::from(area.height / MIN_CHART_SIZE.1).max(1);
    (across, if across == 1 { 1 } else { down })
}

impl ChartsPane {
    /// A chart's cursor, clamped to its current size; `None` if empty.
    fn position(&self, n: usize, view: &View) -> Option<ChartPosition> {
        let (rows, columns) = CHARTS[n].grid_size(view);
        let (row, column) = self.positions.get(&n).copied().unwrap_or_else(|| CHARTS[n].initial_position(view));
        (rows > 0 && columns > 0).then(|| (row.min(rows - 1), column.min(columns - 1)))
    }

    fn moved_position(&self, action: Action, view: &View) -> Option<ChartPosition> {
        let ((row, column), (rows, columns)) =
            (self.position(self.focused, view)?, CHARTS[self.focused].grid_size(view));
        Some(match action {
            Action::Up => (row.saturating_sub(1), column),
            Action::Down => ((row + 1).min(rows - 1), column),
            Action::Left => (row, column.saturating_sub(1)),
            Action::Right => (row, (column + 1).min(columns - 1)),
            Action::Top | Action::PageUp => (0, column),
            Action::Bottom | Action::PageDown => (rows - 1, column),
            _ => return None,
        })
    }
}

impl Pane for ChartsPane {
    fn title(&self, view: &View) -> String {
        super::metrics_title(view)
    }

    fn badge(&self, view: &View) -> String {
        view.tt("n-of-m", &[("n", (self.focused + 1).into()), ("m", CHARTS.len().into())])
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        super::tab_actions(&[Action::Open, Action::NextPane], view)
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::NextPane).then(|| view.t("do-next-chart"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::NextPane => self.focused = (self.focused + 1) % CHARTS.len(),
            Action::PreviousPane => self.focused = (self.focused + CHARTS.len() - 1) % CHARTS.len(),
            Action::Open => {
                return self
                    .position(self.focused, view)
                    .map_or(Effect::Handled, |at| CHARTS[self.focused].open(at, view));
            }
            _ => match self.moved_position(action, view) {
                Some(at) => drop(self.positions.insert(self.focused, at)),
                None if Action::CURSOR_MOVES.contains(&action) || [Action::Left, Action::Right].contains(&action) => {}
                None => return super::handle_shared_action(action, view).unwrap_or(Effect::Ignored),
            },
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        frame.render_widget(
            super::status_line(usize::from(area.width), view),
            Rect { height: area.height.min(1), ..area },
        );
        let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if view.metrics_view.metrics(MetricsSlot::Selected, view).is_none() {
            frame.render_widget(Line::styled(view.t("reading"), view.theme.dim), area);
            return;
        }
        let (across, down) = chart_grid(area);
        let page = across * down;
        let first = self.focused / page * page;
        let shown: Vec<usize> = (first..CHARTS.len()).take(page).collect();
        let count = shown.len();
        // The charts of a partial last page share the room.
        let down = shown.len().div_ceil(across).max(1);
        let (wide, high) = (area.width / across as u16, area.height / down as u16);
        for (place, n) in shown.into_iter().enumerate() {
            let (x, y) = (place % across, place / across);
            // A chart alone in its row gets the full width.
            let alone = x == 0 && place + 1 == count;
            let gap = u16::from(x + 1 < across && !alone) * 2;
            let place = Rect {
                x: area.x + wide * x as u16,
                y: area.y + high * y as u16,
                width: if alone { area.width } else { wide.saturating_sub(gap) },
                height: high,
            };
            self.draw_chart(frame, place, n, view);
        }
    }
}

impl ChartsPane {
    /// Draws a chart with its title and a description of the selected part.
    fn draw_chart(&self, frame: &mut Frame, area: Rect, n: usize, view: &View) {
        let theme = view.theme;
        let on = n == self.focused && view.focused;
        let name = view.t(&format!("chart-{}", CHARTS[n].name()));
        let columns = usize::from(area.width);
        let head = Span::styled(name.clone(), if on { theme.accent.patch(theme.strong) } else { theme.strong });
        let at = self.position(n, view);
        let description = at.filter(|_| on).map(|at| CHARTS[n].describe(at, view)).unwrap_or_default();
        let spacing = u16::from(area.height >= 12);
        // The description goes beside the title if it fits, else below it.
        let beside = width(&name) + width(&description) + 3 <= columns;
        let mut line = Line::from(head);
        if beside && !description.is_empty() {
            line.push_span(Span::styled(format!("  {description}"), theme.text));
        }
        frame.render_widget(line, Rect { height: area.height.min(1), ..area });
        if !beside && area.height > 2 {
            let place = Rect { y: area.y + 1, height: 1, ..area };
            frame.render_widget(Line::styled(fit(&description, columns), theme.text), place);
        }
        let above = 1 + u16::from(!beside);
        let body = Rect { y: area.y + above, height: area.height.saturating_sub(above + spacing), ..area };
        match at {
            Some(at) => CHARTS[n].draw(frame, body, on.then_some(at), view),
            None => frame.render_widget(Line::styled(view.t("chart-empty"), theme.dim), body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_on_a_small_screen_and_all_on_a_large_one() {
        assert_eq!(chart_grid(Rect::new(0, 0, 76, 19)), (1, 1));
        assert_eq!(chart_grid(Rect::new(0, 0, 116, 29)), (2, 2));
        let (across, down) = chart_grid(Rect::new(0, 0, 196, 54));
        assert!(across * down >= CHARTS.len());
    }
}
