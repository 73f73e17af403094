//! Arrivals heat map: weekdays by hour, darker where more tickets arrived.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::charts::{HOURS, hour_of_week, week};
use crate::engine::metrics::sample::Sample;
use crate::model::figure::FigureId;
use crate::model::text::{pad, width};
use crate::query::protocol::Slot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill::{self, Opened};
use crate::ui::view::View;
use super::{At, Chart};

/// Rows are weekdays, columns are hours of day.
pub struct Arrivals;

/// Shades from light to dark.
const SHADES: [&str; 4] = ["░", "▒", "▓", "█"];

/// Width of the weekday names.
const NAME: usize = 5;

fn counts(view: &View) -> [[usize; HOURS]; 7] {
    let received = FigureId::Received;
    let counts = view.looking.counts("arrivals", received, view, |metrics| {
        let moments = metrics.samples.of(received, &view.looking.cut).map(|sample| sample.at);
        week(view.zone(), moments).into_iter().flatten().collect()
    });
    let mut all = [[0; HOURS]; 7];
    for (day, hours) in all.iter_mut().zip(counts.iter().flat_map(|counts| counts.chunks_exact(HOURS))) {
        day.copy_from_slice(hours);
    }
    all
}

fn named((day, hour): At, view: &View) -> String {
    format!("{} {hour:02}–{:02}", view.t(&format!("day-{}", day + 1)), hour + 1)
}

/// Shade index relative to the maximum; `None` for zero.
fn shade(n: usize, most: usize) -> Option<usize> {
    (n > 0).then(|| (n * SHADES.len()).div_ceil(most.max(1)).clamp(1, SHADES.len()) - 1)
}

impl Chart for Arrivals {
    fn name(&self) -> &'static str {
        "arrivals"
    }

    fn size(&self, view: &View) -> At {
        let any = counts(view).iter().flatten().any(|n| *n > 0);
        (if any { 7 } else { 0 }, HOURS)
    }

    /// The busiest hour.
    fn start(&self, view: &View) -> At {
        let counts = counts(view);
        let all = (0..7).flat_map(|day| (0..HOURS).map(move |hour| (day, hour)));
        all.rev().max_by_key(|(day, hour)| counts[*day][*hour]).unwrap_or((0, 0))
    }

    fn told(&self, at: At, view: &View) -> String {
        let values = [("hour", named(at, view).into()), ("n", counts(view)[at.0][at.1].into())];
        view.tt("chart-arrivals-told", &values)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<At>, view: &View) {
        let theme = view.theme;
        let counts = counts(view);
        let most = counts.iter().flatten().copied().max().unwrap_or(0);
        let each = (usize::from(area.width).saturating_sub(NAME) / HOURS).clamp(1, 4);
        let mut hours = Line::from(Span::raw(" ".repeat(NAME)));
        for hour in 0..HOURS {
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
                let mut line = Line::from(Span::styled(pad(&name, NAME), theme.text));
                for (hour, n) in hours.iter().enumerate() {
                    let shade = shade(*n, most);
                    let glyph = shade.map_or("·", |shade| SHADES[shade]);
                    let text = if shade.is_some() { glyph.repeat(each) } else { pad(glyph, each) };
                    let style = shade.map_or(theme.dim, |shade| styles[shade]);
                    line.push_span(Span::styled(text, if at == Some((day, hour)) { theme.selected } else { style }));
                }
                lines.push(line);
            }
        }
        lines.push(Line::default());
        let mut legend = Line::from(Span::raw(" ".repeat(NAME)));
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

    fn open(&self, at: At, view: &View) -> Effect {
        let zone = view.zone();
        let fits = move |sample: &Sample| hour_of_week(zone, sample.at) == at;
        let part = Some((named(at, view), &fits as &dyn Fn(&_) -> bool));
        drill::open(Opened { figure: FigureId::Received, cut: &view.looking.cut, slot: Slot::Looked, part }, view)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_reach_up_to_the_most() {
        assert_eq!([0, 1, 2, 3, 5, 8].map(|n| shade(n, 8)), [None, Some(0), Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(shade(1, 1), Some(3));
    }
}
