//! Metrics charts: as many side by side as fit, each with a cursor over its bars or cells. To add a chart, add a file
//! here and a line in [`CHARTS`].

mod arrivals;
mod drivers;
mod flow;
mod levels;
mod spread;
mod targets;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::text::{fit, width};
use crate::query::protocol::Slot;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

/// Row and column of a chart's cursor.
type At = (usize, usize);

/// A chart of the current samples.
trait Chart: Sync {
    /// Name; the title is `chart-NAME` in the message catalog.
    fn name(&self) -> &'static str;

    /// Selectable rows and columns; zero if there is nothing to show.
    fn size(&self, view: &View) -> At;

    /// Initial cursor position.
    fn start(&self, _view: &View) -> At {
        (0, 0)
    }

    /// Describes the selected part.
    fn told(&self, at: At, view: &View) -> String;

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<At>, view: &View);

    /// Opens the tickets of the selected part.
    fn open(&self, at: At, view: &View) -> Effect;
}

/// Every chart, in display order.
const ALL: [&dyn Chart; 7] = [
    &flow::Flow,
    &spread::Spread,
    &arrivals::Arrivals,
    &levels::SATISFACTION,
    &drivers::Drivers,
    &levels::PROMISES,
    &targets::Targets,
];

/// Minimum width and height of a chart.
const LEAST: (u16, u16) = (56, 14);

/// The charts pane.
#[derive(Default)]
pub struct Charts {
    /// Index of the focused chart.
    on: usize,
    /// Cursor position per chart, once moved.
    at: BTreeMap<usize, At>,
}

/// Charts per row, and rows.
fn grid(area: Rect) -> (usize, usize) {
    let across = usize::from(area.width / LEAST.0).clamp(1, 3);
    let down = usize::from(area.height / LEAST.1).max(1);
    (across, if across == 1 { 1 } else { down })
}

impl Charts {
    /// A chart's cursor, clamped to its current size; `None` if empty.
    fn at(&self, n: usize, view: &View) -> Option<At> {
        let (rows, columns) = ALL[n].size(view);
        let (row, column) = self.at.get(&n).copied().unwrap_or_else(|| ALL[n].start(view));
        (rows > 0 && columns > 0).then(|| (row.min(rows - 1), column.min(columns - 1)))
    }

    fn moved(&self, action: Action, view: &View) -> Option<At> {
        let ((row, column), (rows, columns)) = (self.at(self.on, view)?, ALL[self.on].size(view));
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

impl Pane for Charts {
    fn title(&self, view: &View) -> String {
        super::title(view)
    }

    fn badge(&self, view: &View) -> String {
        view.tt("n-of-m", &[("n", (self.on + 1).into()), ("m", ALL.len().into())])
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        super::face_actions(&[Action::Open, Action::NextPane], view)
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::NextPane).then(|| view.t("do-next-chart"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::NextPane => self.on = (self.on + 1) % ALL.len(),
            Action::PreviousPane => self.on = (self.on + ALL.len() - 1) % ALL.len(),
            Action::Open => return self.at(self.on, view).map_or(Effect::Done, |at| ALL[self.on].open(at, view)),
            _ => match self.moved(action, view) {
                Some(at) => drop(self.at.insert(self.on, at)),
                None if Action::MOVES.contains(&action) || [Action::Left, Action::Right].contains(&action) => {}
                None => return super::on_face(action, view).unwrap_or(Effect::Pass),
            },
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        frame.render_widget(super::head(usize::from(area.width), view), Rect { height: area.height.min(1), ..area });
        let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if view.looking.metrics(Slot::Looked, view).is_none() {
            frame.render_widget(Line::styled(view.t("reading"), view.theme.dim), area);
            return;
        }
        let (across, down) = grid(area);
        let page = across * down;
        let first = self.on / page * page;
        let shown: Vec<usize> = (first..ALL.len()).take(page).collect();
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
            self.chart(frame, place, n, view);
        }
    }
}

impl Charts {
    /// Draws a chart with its title and a description of the selected part.
    fn chart(&self, frame: &mut Frame, area: Rect, n: usize, view: &View) {
        let theme = view.theme;
        let on = n == self.on && view.focused;
        let name = view.t(&format!("chart-{}", ALL[n].name()));
        let columns = usize::from(area.width);
        let head = Span::styled(name.clone(), if on { theme.accent.patch(theme.strong) } else { theme.strong });
        let at = self.at(n, view);
        let description = at.filter(|_| on).map(|at| ALL[n].told(at, view)).unwrap_or_default();
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
            Some(at) => ALL[n].draw(frame, body, on.then_some(at), view),
            None => frame.render_widget(Line::styled(view.t("chart-empty"), theme.dim), body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_on_a_small_screen_and_all_on_a_large_one() {
        assert_eq!(grid(Rect::new(0, 0, 76, 19)), (1, 1));
        assert_eq!(grid(Rect::new(0, 0, 116, 29)), (2, 2));
        let (across, down) = grid(Rect::new(0, 0, 196, 54));
        assert!(across * down >= ALL.len());
    }
}
