//! Charts over time: upright bars, dots for levels, and bars that hang from the top, with a scale, a time axis and a
//! cursor.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

use crate::engine::charts::{bar_eighths, column_span, row_of_value};
use crate::model::figure::{FigureId, FigureShape};
use crate::model::text::{fit, width};
use crate::model::time::Instant;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// A value; `None` without samples.
#[derive(Debug, Clone, Copy)]
pub struct PlotPoint {
    pub value: Option<f64>,
    pub low_n: bool,
}

/// Value range of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlotScale {
    pub min: f64,
    pub max: f64,
}

impl PlotScale {
    /// Scores use their whole range, other figures start at 0.
    pub fn for_figure(figure: FigureId, values: impl Iterator<Item = f64>) -> PlotScale {
        let most = values.fold(0.0, f64::max);
        match figure.shape() {
            FigureShape::Share | FigureShape::Mean => PlotScale { min: 0.0, max: 1.0 },
            FigureShape::NetScore => PlotScale { min: -100.0, max: 100.0 },
            FigureShape::Ratio(_) | FigureShape::Portion => PlotScale { min: 0.0, max: most.max(1.0) },
            FigureShape::Time | FigureShape::Count | FigureShape::Stock => PlotScale { min: 0.0, max: most.max(1.0) },
        }
    }

    /// For levels: of high shares only the upper part, from a multiple of 10 %.
    pub fn for_levels(figure: FigureId, values: impl Iterator<Item = f64> + Clone) -> PlotScale {
        let scale = PlotScale::for_figure(figure, values.clone());
        match figure.shape() {
            FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => {
                let least = values.fold(1.0, f64::min);
                PlotScale { min: ((least * 10.0).floor() / 10.0 - 0.1).clamp(0.0, 0.9), ..scale }
            }
            _ => scale,
        }
    }
}

const LOWER_BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Columns of the scale labels.
pub const SCALE_COLUMNS: u16 = 8;

/// The plot area: without scale labels and time axis.
pub fn plot_area(area: Rect) -> Rect {
    let gutter = SCALE_COLUMNS.min(area.width / 3);
    Rect { x: area.x + gutter, width: area.width - gutter, height: area.height.saturating_sub(1), ..area }
}

/// A chart over time.
pub struct Plot<'a> {
    pub points: &'a [PlotPoint],
    pub scale: PlotScale,
    /// The bucket under the cursor.
    pub cursor: Option<usize>,
    /// Start of the first bucket, end of the last.
    pub edges: (Instant, Instant),
}

/// Draws bars, scale and time axis.
pub fn draw_bars(frame: &mut Frame, area: Rect, plot: &Plot, text: impl Fn(f64) -> String, view: &View) {
    let Plot { points: marks, scale, cursor: at, edges } = *plot;
    let inner = plot_area(area);
    draw_scale(frame, area, [text(scale.max), text(scale.min)], view);
    draw_time_axis(frame, area, marks.len(), at, edges, view);
    for (n, mark) in marks.iter().enumerate() {
        let style = if mark.low_n { view.theme.dim } else { view.theme.accent };
        let place = column_area(inner, n, marks.len());
        draw_bar_up(frame.buffer_mut(), place, mark.value.unwrap_or(0.0), scale.max, style);
    }
}

/// Draws dots, scale and time axis; with values where a bucket is wide enough.
pub fn draw_dots(frame: &mut Frame, area: Rect, plot: &Plot, text: impl Fn(f64) -> String, view: &View) {
    let Plot { points: marks, scale, cursor: at, edges } = *plot;
    let inner = plot_area(area);
    draw_scale(frame, area, [text(scale.max), text(scale.min)], view);
    draw_time_axis(frame, area, marks.len(), at, edges, view);
    for (n, mark) in marks.iter().enumerate() {
        let place = column_area(inner, n, marks.len());
        let Some(value) = mark.value.filter(|_| place.height > 0 && place.width > 0) else { continue };
        let y = row_of_value(value, scale.min, scale.max, usize::from(place.height));
        let glyph = if mark.low_n { "○" } else { "●" };
        let number = text(value);
        let label = match usize::from(place.width) > width(&number) + 2 {
            true => format!("{glyph} {number}"),
            false => glyph.to_owned(),
        };
        let style = match (mark.low_n, at == Some(n)) {
            (_, true) => view.theme.accent.patch(view.theme.strong),
            (true, _) => view.theme.dim,
            (false, _) => view.theme.text,
        };
        let y = place.y + u16::try_from(y).unwrap_or(0);
        frame.buffer_mut().set_stringn(place.x, y, label, usize::from(place.width), style);
    }
}

/// The area of bucket `at` of `n`, with a gap column if there is room.
pub fn column_area(area: Rect, at: usize, n: usize) -> Rect {
    let (from, each) = column_span(at, n, usize::from(area.width));
    let gap = usize::from(each >= 3);
    let from = u16::try_from(from).unwrap_or(u16::MAX);
    let left = area.width.saturating_sub(from);
    let columns = u16::try_from(each - gap).unwrap_or(u16::MAX).min(left);
    Rect { x: area.x + from.min(area.width), width: columns, ..area }
}

/// Draws a bar from the bottom.
pub fn draw_bar_up(buf: &mut Buffer, place: Rect, value: f64, most: f64, style: Style) {
    let high = bar_eighths(value, most, usize::from(place.height));
    for (n, y) in (place.y..place.bottom()).rev().enumerate() {
        let cell = high.saturating_sub(n * 8).min(8);
        if cell == 0 {
            break;
        }
        for x in place.x..place.right() {
            buf[(x, y)].set_symbol(LOWER_BLOCKS[cell]).set_style(style);
        }
    }
}

/// Draws a bar from the top.
pub fn draw_bar_down(buf: &mut Buffer, place: Rect, value: f64, most: f64, style: Style) {
    let long = bar_eighths(value, most, usize::from(place.height));
    for (n, y) in (place.y..place.bottom()).enumerate() {
        let cell = long.saturating_sub(n * 8).min(8);
        if cell == 0 {
            break;
        }
        // Unicode has no upper partial blocks: reverse the complementary lower block.
        let (symbol, style) = match cell {
            8 => (LOWER_BLOCKS[8], style),
            part => (LOWER_BLOCKS[8 - part], style.add_modifier(Modifier::REVERSED)),
        };
        for x in place.x..place.right() {
            buf[(x, y)].set_symbol(symbol).set_style(style);
        }
    }
}

/// Draws the highest and the lowest value of the scale.
pub fn draw_scale(frame: &mut Frame, area: Rect, [top, foot]: [String; 2], view: &View) {
    let inner = plot_area(area);
    let room = inner.x.saturating_sub(area.x + 1);
    let rows = [(top, inner.y), (foot, inner.bottom().saturating_sub(1))];
    for (text, y) in rows.into_iter().filter(|(_, y)| inner.height > 0 && *y >= area.y).take(usize::from(inner.height))
    {
        let text = fit(&text, usize::from(room));
        frame.render_widget(
            Line::styled(text, view.theme.dim).right_aligned(),
            Rect { x: area.x, y, width: room, height: 1 },
        );
    }
}

/// Draws the first and the last day, and a mark below the bucket under the cursor.
pub fn draw_time_axis(
    frame: &mut Frame,
    area: Rect,
    n: usize,
    at: Option<usize>,
    (from, to): (Instant, Instant),
    view: &View,
) {
    let inner = plot_area(area);
    if area.height == 0 {
        return;
    }
    let line = Rect { y: area.bottom() - 1, height: 1, ..inner };
    let day = |at: Instant| dates::format_day(view.zone().date(at), view);
    let (_, each) = column_span(0, n, usize::from(inner.width));
    let used = u16::try_from(each * n).unwrap_or(u16::MAX).clamp(1, inner.width.max(1));
    let (first, last) = (day(from), day(to - chrono::TimeDelta::milliseconds(1)));
    let wide = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    let mark = at.map(|at| column_area(line, at, n)).filter(|place| place.width > 0);
    let mark = mark.map(|place| place.x + (place.width - 1) / 2);
    // Skip a day label that the mark would overlap; the text beside the chart names the bucket.
    let free = |from: u16, to: u16| mark.is_none_or(|mark| mark < from || to <= mark);
    let from_last = line.x + used.saturating_sub(wide(&last));
    if wide(&first) + wide(&last) + 2 <= used && free(from_last, line.x + used) {
        frame.render_widget(Line::styled(last, view.theme.dim).right_aligned(), Rect { width: used, ..line });
    }
    if free(line.x, line.x + wide(&first)) {
        frame.render_widget(Line::styled(first, view.theme.dim), line);
    }
    if let Some(mark) = mark {
        frame.buffer_mut()[(mark, line.y)].set_symbol("▲").set_style(view.theme.accent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_and_hang() {
        let area = Rect::new(0, 0, 2, 2);
        let mut buf = Buffer::empty(area);
        draw_bar_up(&mut buf, Rect { width: 1, ..area }, 3.0, 4.0, Style::new());
        draw_bar_down(&mut buf, Rect { x: 1, width: 1, ..area }, 3.0, 4.0, Style::new());
        let text = |x, y| buf[(x, y)].symbol().to_owned();
        assert_eq!([text(0, 0), text(0, 1), text(1, 0), text(1, 1)], ["▄", "█", "█", "▄"]);
        assert!(buf[(1, 1)].modifier.contains(Modifier::REVERSED), "the upper half of it");
    }

    #[test]
    fn parts_lie_side_by_side_and_never_outside() {
        let area = Rect::new(5, 0, 50, 4);
        for n in 1..80 {
            let mut right = area.x;
            for at in 0..n {
                let place = column_area(area, at, n);
                assert!(place.x >= right.min(area.right()) && place.right() <= area.right(), "{at} of {n}: {place:?}");
                right = place.right();
            }
        }
    }

    #[test]
    fn shares_are_drawn_out_of_all() {
        assert_eq!(PlotScale::for_figure(FigureId::Csat, [0.9].into_iter()), PlotScale { min: 0.0, max: 1.0 });
        let levels = PlotScale::for_levels(FigureId::Csat, [0.93, 0.88].into_iter());
        assert!((levels.min - 0.7).abs() < 1e-9 && levels.max == 1.0, "{levels:?}");
        assert_eq!(PlotScale::for_figure(FigureId::Nps, [].into_iter()), PlotScale { min: -100.0, max: 100.0 });
        assert_eq!(PlotScale::for_figure(FigureId::Received, [3.0, 7.0].into_iter()).max, 7.0);
    }
}
