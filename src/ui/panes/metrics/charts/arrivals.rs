//! Arrivals heat map: weekdays by hour, darker where more tickets arrived.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::charts::{HOURS_PER_DAY, count_by_hour_of_week, hour_of_week};
use crate::engine::metrics::sample::Sample;
use crate::model::figure::FigureId;
use crate::model::text::{pad, width};
use crate::query::protocol::MetricsSlot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::view::View;

/// Rows are weekdays, columns are hours of day.
pub struct ArrivalsChart;

/// Shades from light to dark.
const SHADES: [&str; 4] = ["░", "▒", "▓", "█"];

/// Width of the weekday names.
const DAY_NAME_WIDTH: usize = 5;

fn hourly_counts(view: &View) -> [[usize; HOURS_PER_DAY]; 7] {
    let received = FigureId::Received;
    let counts = view.metrics_view.counts("arrivals", received, view, |metrics| {
        let moments = metrics.samples.matching(received, &view.metrics_view.filter).map(|sample| sample.at);
        count_by_hour_of_week(view.zone(), moments).into_iter().flatten().collect()
    });
    let mut all = [[0; HOURS_PER_DAY]; 7];
    for (day, hours) in all.iter_mut().zip(counts.iter().flat_map(|counts| counts.chunks_exact(HOURS_PER_DAY))) {
        day.copy_from_slice(hours);
    }
    all
}

fn hour_label((day, hour): ChartPosition, view: &View) -> String {
    format!("{} {hour:02}–{:02}", view.t(&format!("day-{}", day + 1)), hour + 1)
}

/// Shade index relative to the maximum; `None` for zero.
fn shade_index(n: usize, most: usize) -> Option<usize> {
    (n > 0).then(|| (n * SHADES.len()).div_ceil(most.max(1)).clamp(1, SHADES.len()) - 1)
}

impl MetricsChart for ArrivalsChart {
    fn name(&self) -> &'static str {
        "arrivals"
    }

    fn grid_size(&self, view: &View) -> ChartPosition {
        let any = hourly_counts(view).iter().flatten().any(|n| *n > 0);
        (if any { 7 } else { 0 }, HOURS_PER_DAY)
    }

    /// The busiest hour.
    fn initial_position(&self, view: &View) -> ChartPosition {
        let counts = hourly_counts(view);
        let all = (0..7).flat_map(|day| (0..HOURS_PER_DAY).map(move |hour| (day, hour)));
        all.rev().max_by_key(|(day, hour)| counts[*day][*hour]).unwrap_or((0, 0))
    }

    fn describe(&self, at: ChartPosition, view: &View) -> String {
        let values = [("hour", hour_label(at, view).into()), ("n", hourly_counts(view)[at.0][at.1].into())];
        view.tt("chart-arrivals-summary", &values)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View) {
        let theme = view.theme;
        let counts = hourly_counts(view);
        let most = counts.iter().flatten().copied().max().unwrap_or(0);
        let each = (usize::from(area.width).saturating_sub(DAY_NAME_WIDTH) / HOURS_PER_DAY).clamp(1, 4);
        let mut hours = Line::from(Span::raw(" ".repeat(DAY_NAME_WIDTH)));
        for hour in 0..HOURS_PER_DAY {
            // Label every third hour, so that labels do not touch.
            let text = if hour % 3 == 0 { format!("{hour:02}") } else { String::new() };
            if each == 1 {
                continue;
            }
            hours.push_span(Span::styled(pad(&text, each), theme.dim));
        }
        let styles = [theme.dim, theme.text, theme.accent, theme.accent.patch(theme.strong)];
        let mut lines = vec![hours];
        // Double the row height where possible: nearly square cells.
        let high = if usize::from(area.height) >= 7 * 2 + 3 { 2 } else { 1 };
        for (day, hours) in counts.iter().enumerate() {
            for part in 0..high {
                let name = if part == 0 { view.t(&format!("day-{}", day + 1)) } else { String::new() };
                let mut line = Line::from(Span::styled(pad(&name, DAY_NAME_WIDTH), theme.text));
                for (hour, n) in hours.iter().enumerate() {
                    let shade = shade_index(*n, most);
                    let glyph = shade.map_or("·", |shade| SHADES[shade]);
                    let text = if shade.is_some() { glyph.repeat(each) } else { pad(glyph, each) };
                    let style = shade.map_or(theme.dim, |shade| styles[shade]);
                    line.push_span(Span::styled(text, if at == Some((day, hour)) { theme.selected } else { style }));
                }
                lines.push(line);
            }
        }
        lines.push(Line::default());
        let mut legend = Line::from(Span::raw(" ".repeat(DAY_NAME_WIDTH)));
        for (place, glyph) in SHADES.iter().enumerate() {
            let upto = most * (place + 1) / SHADES.len();
            let from = if place == 0 { 1 } else { most * place / SHADES.len() + 1 };
            if upto < from {
                continue;
            }
            legend.push_span(Span::styled((*glyph).repeat(2), styles[place]));
            let text = if from == upto { format!(" {upto}   ") } else { format!(" {from}–{upto}   ") };
            legend.push_span(Span::styled(text, theme.dim));
        }
        let room = usize::from(area.width).saturating_sub(legend.width());
        let text = view.t("chart-an-hour");
        // Show the unit whole or not at all.
        legend.push_span(Span::styled(if width(&text) <= room { text } else { String::new() }, theme.dim));
        lines.push(legend);
        for (line, place) in lines.into_iter().zip(area.rows()) {
            frame.render_widget(line, place);
        }
    }

    fn open(&self, at: ChartPosition, view: &View) -> Effect {
        let zone = view.zone();
        let fits = move |sample: &Sample| hour_of_week(zone, sample.at) == at;
        let part = Some((hour_label(at, view), &fits as &dyn Fn(&_) -> bool));
        drill_down::open(
            DrillDown {
                figure: FigureId::Received,
                filter: &view.metrics_view.filter,
                slot: MetricsSlot::Selected,
                subset: part,
            },
            view,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_reach_up_to_the_most() {
        assert_eq!([0, 1, 2, 3, 5, 8].map(|n| shade_index(n, 8)), [None, Some(0), Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(shade_index(1, 1), Some(3));
    }
}
