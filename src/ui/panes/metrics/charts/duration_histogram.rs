//! Histogram of durations, with the median and p90 beside their bars.

use chrono::TimeDelta;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::charts::{DURATION_BIN_MINUTES, duration_bin, duration_histogram};
use crate::engine::metrics::sample::Sample;
use crate::model::figure::FigureId;
use crate::model::text::{fit, pad, pad_left};
use crate::presentation::numbers;
use crate::query::protocol::MetricsSlot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::cells;
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::view::View;
use crate::ui::widgets::list::visible_rows;

/// Rows are duration bins, columns are figures.
pub struct DurationHistogram;

const FIGURES: [FigureId; 5] = [
    FigureId::FirstResponse,
    FigureId::ResponseTime,
    FigureId::FirstResolution,
    FigureId::FullResolution,
    FigureId::HoldTime,
];

fn bin_counts(figure: FigureId, view: &View) -> [usize; DURATION_BIN_MINUTES.len()] {
    let (cut, business) = (&view.metrics_view.filter, view.metrics_view.business_time);
    let counts = view.metrics_view.counts("spread", figure, view, |metrics| {
        let samples = &metrics.samples;
        duration_histogram(
            samples.matching(figure, cut).filter_map(|sample| samples.duration_of(&sample, cut, business)),
        )
        .to_vec()
    });
    counts.and_then(|counts| counts.as_slice().try_into().ok()).unwrap_or([0; DURATION_BIN_MINUTES.len()])
}

/// Label of a bin: `5–15 m`; the last is open-ended.
fn bin_label(at: usize) -> String {
    let short = |minutes: i64| match minutes {
        0..60 => format!("{minutes} m"),
        60..1440 => format!("{} h", minutes / 60),
        _ => format!("{} d", minutes / 1440),
    };
    match (at, DURATION_BIN_MINUTES.get(at + 1)) {
        (0, Some(end)) => format!("< {}", short(*end)),
        (_, Some(end)) => {
            let (from, end) = (short(DURATION_BIN_MINUTES[at]), short(*end));
            // Print a shared unit once.
            let same = from.split(' ').nth(1) == end.split(' ').nth(1);
            format!("{}–{end}", if same { from.split(' ').next().unwrap_or_default().to_owned() } else { from })
        }
        (_, None) => format!("≥ {}", short(DURATION_BIN_MINUTES[at])),
    }
}

impl MetricsChart for DurationHistogram {
    fn name(&self) -> &'static str {
        "spread"
    }

    fn grid_size(&self, view: &View) -> ChartPosition {
        let any = view
            .metrics_view
            .figures(MetricsSlot::Selected, &view.metrics_view.filter, view)
            .is_some_and(|figures| FIGURES.iter().any(|figure| figures.n(*figure) > 0));
        (if any { DURATION_BIN_MINUTES.len() } else { 0 }, FIGURES.len())
    }

    fn describe(&self, (row, column): ChartPosition, view: &View) -> String {
        let figure = FIGURES[column];
        let n = bin_counts(figure, view);
        let upto: usize = n[..=row].iter().sum();
        let all: usize = n.iter().sum();
        let share = numbers::format_share((all > 0).then(|| upto as f64 / all as f64));
        let values = [("bin", bin_label(row).into()), ("n", n[row].into()), ("share", share.into())];
        view.tt("chart-spread-summary", &values)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View) {
        let theme = view.theme;
        let (row, column) = at.unwrap_or((0, 0));
        let figure = FIGURES[column];
        let counts = bin_counts(figure, view);
        let figures = view.metrics_view.figures(MetricsSlot::Selected, &view.metrics_view.filter, view);
        let spread =
            figures.as_ref().and_then(|figures| cells::duration_stats(figures.get(figure), view)).unwrap_or_default();
        let columns = usize::from(area.width);
        let head = format!(
            "{} · n {}{}",
            view.t(&format!("figure-{}", figure.name())),
            spread.n,
            if at.is_some() { format!(" · {}", view.t("chart-spread-switch")) } else { String::new() }
        );
        frame.render_widget(Line::styled(fit(&head, columns), theme.dim), Rect { height: area.height.min(1), ..area });
        let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let (name, number, note) = (9, 7, 20);
        let room = columns.saturating_sub(name + 1 + number + note).max(1);
        let place = |seconds: Option<f64>| {
            seconds.map(|seconds| duration_bin(TimeDelta::milliseconds((seconds * 1000.0) as i64)))
        };
        let marks = [(place(spread.median), "median", spread.median), (place(spread.p90), "p90", spread.p90)];
        // If not all bins fit, show those with samples.
        let last = counts.iter().rposition(|n| *n > 0).map_or(1, |at| at + 1);
        let shown = if usize::from(rows.height) >= counts.len() {
            0..counts.len()
        } else {
            visible_rows(row.min(last), last.max(row + 1), usize::from(rows.height))
        };
        for (at_row, place) in shown.zip(rows.rows()) {
            let n = counts[at_row];
            let here = at.is_some() && at_row == row;
            let bar = (n * room / most).max(usize::from(n > 0));
            let notes: Vec<String> = marks
                .iter()
                .filter(|(bin, ..)| *bin == Some(at_row))
                .map(|(_, key, value)| format!("{} {}", view.t(key), numbers::format_duration(*value)))
                .collect();
            let note = if notes.is_empty() { String::new() } else { format!("◂ {}", notes.join(", ")) };
            let used = name + 1 + room + number;
            let line = Line::from(vec![
                Span::styled(pad_left(&bin_label(at_row), name), if here { theme.selected } else { theme.dim }),
                Span::raw(" "),
                Span::styled("█".repeat(bar), if here { theme.strong } else { theme.accent }),
                Span::styled(
                    pad(&if n > 0 { format!(" {n}") } else { String::new() }, room - bar + number),
                    theme.text,
                ),
                Span::styled(fit(&note, columns.saturating_sub(used)), theme.mark),
            ]);
            frame.render_widget(line, place);
        }
    }

    fn open(&self, (row, column): ChartPosition, view: &View) -> Effect {
        let Some(metrics) = view.metrics_view.metrics(MetricsSlot::Selected, view) else { return Effect::Handled };
        let (cut, business) = (&view.metrics_view.filter, view.metrics_view.business_time);
        let fits = |sample: &Sample| {
            metrics.samples.duration_of(sample, cut, business).is_some_and(|span| duration_bin(span) == row)
        };
        let part = Some((bin_label(row), &fits as &dyn Fn(&_) -> bool));
        drill_down::open(
            DrillDown { figure: FIGURES[column], filter: cut, slot: MetricsSlot::Selected, subset: part },
            view,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_named_by_their_bounds() {
        let all: Vec<String> = (0..DURATION_BIN_MINUTES.len()).map(bin_label).collect();
        assert_eq!(
            all,
            [
                "< 5 m",
                "5–15 m",
                "15–30 m",
                "30 m–1 h",
                "1–2 h",
                "2–4 h",
                "4–8 h",
                "8 h–1 d",
                "1–2 d",
                "2–4 d",
                "4–7 d",
                "≥ 7 d"
            ]
        );
    }
}
