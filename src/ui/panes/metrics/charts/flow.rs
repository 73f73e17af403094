//! Received against solved tickets: bars up and down, with the backlog as a line below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::{Axis, Chart as Plot, Dataset, GraphType};

use crate::model::figure::FigureId;
use crate::model::text::fit;
use crate::query::protocol::MetricsSlot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::panes::metrics::labels::format_bucket;
use crate::ui::view::View;
use crate::ui::widgets::plot;

/// Rows are received and solved, columns are days or weeks.
pub struct TicketFlowChart;

/// Maximum number of buckets: a month of days.
const MAX_BUCKETS: usize = 31;

const FLOW_FIGURES: [FigureId; 2] = [FigureId::Received, FigureId::Solved];

fn bucket_counts(figure: FigureId, view: &View) -> Vec<usize> {
    let series = view.metrics_view.series(MetricsSlot::Selected, figure, &view.metrics_view.filter, MAX_BUCKETS, view);
    series.map(|series| series.sums.iter().map(|sum| sum.value().unwrap_or(0.0) as usize).collect()).unwrap_or_default()
}

fn bucket_edges(view: &View) -> std::rc::Rc<Vec<crate::model::time::Instant>> {
    let series = view.metrics_view.series(
        MetricsSlot::Selected,
        FigureId::Received,
        &view.metrics_view.filter,
        MAX_BUCKETS,
        view,
    );
    series.map(|series| series.edges.clone()).unwrap_or_default()
}

/// The team's backlog at the end of each bucket.
fn backlog_sizes(view: &View) -> Vec<usize> {
    let Some(metrics) = view.metrics_view.metrics(MetricsSlot::Selected, view) else { return Vec::new() };
    let stocks: Vec<_> = metrics.samples.daily_backlog().at_day_ends().collect();
    let at = |end: &crate::model::time::Instant| {
        let place = stocks.partition_point(|(at, _)| at <= end);
        place.checked_sub(1).and_then(|place| stocks.get(place)).map(|(_, n)| *n)
    };
    bucket_edges(view).iter().skip(1).filter_map(at).collect()
}

impl MetricsChart for TicketFlowChart {
    fn name(&self) -> &'static str {
        "flow"
    }

    fn grid_size(&self, view: &View) -> ChartPosition {
        let any = FLOW_FIGURES.iter().any(|figure| bucket_counts(*figure, view).iter().any(|n| *n > 0))
            || backlog_sizes(view).iter().any(|n| *n > 0);
        (if any { FLOW_FIGURES.len() } else { 0 }, bucket_edges(view).len().saturating_sub(1))
    }

    fn initial_position(&self, view: &View) -> ChartPosition {
        (0, self.grid_size(view).1.saturating_sub(1))
    }

    fn describe(&self, (_, column): ChartPosition, view: &View) -> String {
        let edges = bucket_edges(view);
        let Some((from, to)) = edges.get(column).zip(edges.get(column + 1)) else { return String::new() };
        let n = |figure| bucket_counts(figure, view).get(column).copied().unwrap_or(0);
        let values = [
            ("days", format_bucket(*from, *to, view).into()),
            ("received", n(FigureId::Received).into()),
            ("solved", n(FigureId::Solved).into()),
            ("backlog", backlog_sizes(view).get(column).map_or_else(|| "–".into(), |n| n.to_string()).into()),
        ];
        view.tt("chart-flow-summary", &values)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View) {
        let theme = view.theme;
        let (received, solved, stocks, edges) = (
            bucket_counts(FigureId::Received, view),
            bucket_counts(FigureId::Solved, view),
            backlog_sizes(view),
            bucket_edges(view),
        );
        let n = received.len();
        let most = received.iter().chain(&solved).copied().max().unwrap_or(0).max(1);
        // The backlog line needs three rows and a title.
        let line = if area.height >= 10 { (area.height / 3).max(4) } else { 0 };
        let upper = Rect { height: area.height - line, ..area };
        let inner = plot::plot_area(upper);
        // The axis separates the bars where there are no colours.
        let half = inner.height.saturating_sub(1);
        let top = Rect { height: half.div_ceil(2), ..inner };
        let bottom = Rect { y: top.bottom() + 1, height: half / 2, ..inner };
        let ground =
            "─".repeat(usize::from(plot::column_area(inner, n.saturating_sub(1), n).right().saturating_sub(inner.x)));
        if inner.height > 0 {
            frame.render_widget(Line::styled(ground, theme.dim), Rect { y: top.bottom(), height: 1, ..inner });
        }
        for (place, text) in [
            (top.y, view.t("chart-came")),
            (top.y + 1, format!("≤ {most}")),
            (bottom.bottom().saturating_sub(1), view.t("chart-solved")),
        ] {
            if place < inner.bottom() && inner.x > area.x {
                let room = inner.x - area.x - 1;
                let text = fit(&text, usize::from(room));
                frame.render_widget(
                    Line::styled(text, theme.dim).right_aligned(),
                    Rect { x: area.x, y: place, width: room, height: 1 },
                );
            }
        }
        let style = |row: usize, column: usize| {
            let usual = if row == 0 { theme.accent } else { theme.good };
            if at == Some((row, column)) { theme.strong } else { usual }
        };
        for column in 0..n {
            let value = |list: &[usize]| list.get(column).copied().unwrap_or(0) as f64;
            let buf = frame.buffer_mut();
            plot::draw_bar_up(buf, plot::column_area(top, column, n), value(&received), most as f64, style(0, column));
            plot::draw_bar_down(
                buf,
                plot::column_area(bottom, column, n),
                value(&solved),
                most as f64,
                style(1, column),
            );
        }
        if let Some((from, to)) = edges.first().zip(edges.last()) {
            plot::draw_time_axis(frame, upper, n, at.map(|(_, column)| column), (*from, *to), view);
        }
        if line > 0 {
            draw_backlog(frame, Rect { y: upper.bottom(), height: line, ..area }, &stocks, n, view);
        }
    }

    fn open(&self, (row, column): ChartPosition, view: &View) -> Effect {
        let edges = bucket_edges(view);
        let Some((from, to)) = edges.get(column).copied().zip(edges.get(column + 1).copied()) else {
            return Effect::Handled;
        };
        let fits = move |sample: &crate::engine::metrics::sample::Sample| from <= sample.at && sample.at < to;
        let part = Some((format_bucket(from, to, view), &fits as &dyn Fn(&_) -> bool));
        drill_down::open(
            DrillDown {
                figure: FLOW_FIGURES[row.min(1)],
                filter: &view.metrics_view.filter,
                slot: MetricsSlot::Selected,
                subset: part,
            },
            view,
        )
    }
}

/// Draws the backlog line with its minimum and maximum at the side.
fn draw_backlog(frame: &mut Frame, area: Rect, stocks: &[usize], n: usize, view: &View) {
    let theme = view.theme;
    let (least, most) = (stocks.iter().min().copied().unwrap_or(0), stocks.iter().max().copied().unwrap_or(0));
    let last = stocks.last().copied().unwrap_or(0);
    let key = if view.metrics_view.filter.0.is_empty() { "chart-backlog" } else { "chart-backlog-team" };
    let head = view.tt(key, &[("n", last.into())]);
    frame.render_widget(Line::styled(fit(&head, usize::from(area.width)), theme.dim), Rect { height: 1, ..area });
    // One extra row keeps the day labels and the line separate.
    let rest = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let inner = Rect { height: rest.height, ..plot::plot_area(rest) };
    plot::draw_scale(frame, Rect { height: rest.height + 1, ..rest }, [most.to_string(), least.to_string()], view);
    let each = (inner.width / u16::try_from(n.max(1)).unwrap_or(u16::MAX)).max(1);
    let used = (each * u16::try_from(n).unwrap_or(u16::MAX)).min(inner.width);
    let points: Vec<(f64, f64)> = stocks.iter().enumerate().map(|(at, n)| (at as f64 + 0.5, *n as f64)).collect();
    let line = Dataset::default().marker(Marker::Braille).graph_type(GraphType::Line).style(theme.text).data(&points);
    let (low, high) = (least as f64, (most.max(least + 1)) as f64);
    let chart = Plot::new(vec![line])
        .x_axis(Axis::default().bounds([0.0, n.max(1) as f64]))
        .y_axis(Axis::default().bounds([low, high]));
    if used > 1 {
        frame.render_widget(chart, Rect { width: used, ..inner });
    }
}
