//! Inline SVG charts of a report. Each has a title and a description for screen readers; colours come from the page's
//! style sheet, so light and dark work.

use std::fmt::Write as _;

use chrono::Datelike;

use super::escape::escape_html;
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::Report;
use crate::engine::report::charts::{BucketLength, TicketFlow};
use crate::model::figure::FigureId;
use crate::model::time::Instant;
use crate::presentation::report::{NO_VALUE, ReportFormatter};

/// A rendered chart with its texts.
pub struct SvgChart {
    pub title: String,
    /// Colour legend, as escaped HTML.
    pub legend: String,
    pub wide: bool,
    pub svg: String,
}

/// All charts with data.
pub fn all_charts(report: &Report, shown: ReportFormatter) -> Vec<SvgChart> {
    let charts = [
        flow_chart(report, shown),
        first_response_chart(report, shown),
        sla_chart(report, shown),
        trend_chart(report, FigureId::Csat, shown),
        trend_chart(report, FigureId::Nps, shown),
        category_chart(report, shown),
        arrivals_heat_map(report, shown),
    ];
    charts.into_iter().flatten().collect()
}

/// An SVG being drawn, in units of about a pixel.
struct SvgCanvas {
    body: String,
    width: f64,
    height: f64,
}

impl SvgCanvas {
    fn new(width: f64, height: f64) -> SvgCanvas {
        SvgCanvas { body: String::new(), width, height }
    }

    fn bar(&mut self, class: &str, [x, y, width, height]: [f64; 4], title: &str) {
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{}</title></rect>",
            width.max(0.0),
            height.max(0.0),
            escape_html(title)
        );
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let _ = write!(self.body, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escape_html(text));
    }

    fn line(&mut self, class: &str, [x1, y1, x2, y2]: [f64; 4]) {
        let _ =
            write!(self.body, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
    }

    /// A polyline, interrupted at missing points.
    fn polyline(&mut self, class: &str, points: &[Option<(f64, f64)>]) {
        let mut path = String::new();
        let mut pen = false;
        for point in points {
            if let Some((x, y)) = point {
                let _ = write!(path, "{}{x:.1} {y:.1}", if pen { "L" } else { "M" });
            }
            pen = point.is_some();
        }
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    fn finish(self, title: &str, says: &str) -> String {
        let SvgCanvas { body, width, height } = self;
        format!(
            "<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\"><title>{}</title>{body}</svg>",
            escape_html(&format!("{title}. {says}")),
            escape_html(title),
        )
    }
}

/// A rounded axis maximum of at least `top`, and its number of divisions.
fn axis_scale(top: f64) -> (f64, usize) {
    let rough = (top / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|one| one * power).find(|step| *step >= rough);
    let step = step.unwrap_or(rough).ceil();
    let parts = (top / step).ceil().max(1.0);
    (step * parts, parts as usize)
}

/// Axis labels per bucket; empty where there is no room.
fn axis_labels(flow: &TicketFlow, report: &Report, shown: ReportFormatter) -> Vec<String> {
    let starts = flow.edges.split_last().map_or(&[][..], |(_, starts)| starts);
    let every = starts.len().div_ceil(if flow.bucket == BucketLength::Hour { 12 } else { 10 });
    let label = |(n, at): (usize, &Instant)| {
        if !n.is_multiple_of(every.max(1)) {
            return String::new();
        }
        bucket_label(*at, flow.bucket, report, shown)
    };
    starts.iter().enumerate().map(label).collect()
}

/// The label of a bucket.
fn bucket_label(at: Instant, step: BucketLength, report: &Report, shown: ReportFormatter) -> String {
    let civil = report.zone.civil(at);
    match step {
        BucketLength::Hour => civil.format("%H").to_string(),
        BucketLength::Day if report.period.days.days() <= 7 => {
            let weekday = shown.text(&format!("day-{}", civil.weekday().number_from_monday()));
            format!("{weekday} {}", civil.day())
        }
        BucketLength::Day | BucketLength::Week => shown.format_date(civil.date(), false),
        BucketLength::Month => shown.text(&format!("month-{}", civil.month())),
    }
}

/// Received and solved as bars, backlog as a line.
fn flow_chart(report: &Report, shown: ReportFormatter) -> Option<SvgChart> {
    let flow = &report.charts.flow;
    let n = flow.received.len();
    let most = flow.received.iter().chain(&flow.solved).copied().max().filter(|most| *most > 0)?;
    let stocks: Vec<usize> = flow.backlog.iter().flatten().copied().collect();
    let (width, height, left, bottom) = (900.0, 250.0, 40.0, 24.0);
    let mut paper = SvgCanvas::new(width, height);
    let right = if stocks.is_empty() { 0.0 } else { 44.0 };
    let (top, parts) = axis_scale(most as f64);
    // The backlog has its own axis on the right, with as many divisions.
    let (room, floor) = (height - bottom - 12.0, height - bottom);
    let deepest = stocks.iter().copied().max().unwrap_or(0) as f64;
    let stock_step = (deepest / parts as f64).ceil().max(1.0);
    let stock_top = stock_step * parts as f64;
    for part in 0..=parts {
        let share = part as f64 / parts as f64;
        let y = floor - share * room;
        paper.line(if part == 0 { "axis" } else { "rule" }, [left, y, width - right, y]);
        paper.text("end", left - 6.0, y + 4.0, &shown.format_count((share * top).round() as usize));
        if !stocks.is_empty() {
            paper.text("", width - right + 6.0, y + 4.0, &shown.format_count((share * stock_top).round() as usize));
        }
    }
    let each = (width - left - right) / n.max(1) as f64;
    let bar = (each * 0.36).min(34.0);
    let (names, labels) =
        (["figure-received", "figure-solved"].map(|key| shown.text(key)), axis_labels(flow, report, shown));
    for (at, label) in labels.iter().enumerate() {
        let mid = left + each * (at as f64 + 0.5);
        let called = bucket_label(flow.edges[at], flow.bucket, report, shown);
        for (side, class, count) in [(0, "a", flow.received[at]), (1, "b", flow.solved[at])] {
            let tall = count as f64 / top * room;
            let x = if side == 0 { mid - bar - 0.5 } else { mid + 0.5 };
            let title = format!("{called} · {}: {}", names[side], shown.format_count(count));
            paper.bar(class, [x, floor - tall, bar, tall], &title);
        }
        paper.text("mid", mid, height - 6.0, label);
    }
    if !stocks.is_empty() {
        let point = |(at, stock): (usize, &Option<usize>)| {
            let y = floor - (*stock)? as f64 / stock_top * room;
            Some((left + each * (at as f64 + 0.5), y))
        };
        let points: Vec<_> = flow.backlog.iter().enumerate().map(point).collect();
        paper.polyline("line", &points);
    }
    let mut legend =
        format!("<i class=\"a\"></i>{}<i class=\"b\"></i>{}", escape_html(&names[0]), escape_html(&names[1]));
    if !stocks.is_empty() {
        let _ = write!(legend, "<i class=\"c\"></i>{}", escape_html(&shown.text("report-backlog-right")));
    }
    let title = shown.text(&format!("report-chart-flow-{}", flow.bucket.name()));
    let says = format!(
        "{}: {}. {}: {}.",
        names[0],
        shown.format_count(report.total.figures.n(FigureId::Received)),
        names[1],
        shown.format_count(report.total.figures.n(FigureId::Solved))
    );
    Some(SvgChart { svg: paper.finish(&title, &says), title, legend, wide: true })
}

/// A horizontal bar with name and end label.
struct BarRow {
    name: String,
    class: &'static str,
    /// Bar length, from 0 to 1.
    share: f64,
    end_label: String,
}

fn bar_chart(title: &str, rows: &[BarRow], names: f64, ends: f64) -> String {
    let (width, tall) = (430.0, 26.0);
    let mut paper = SvgCanvas::new(width, tall * rows.len() as f64);
    let room = width - names - ends;
    for (n, row) in rows.iter().enumerate() {
        let y = n as f64 * tall;
        paper.text("say", 0.0, y + 17.0, &row.name);
        paper.bar("bed", [names, y + 5.0, room, tall - 10.0], &row.name);
        paper.bar(row.class, [names, y + 5.0, room * row.share.clamp(0.0, 1.0), tall - 10.0], &row.name);
        paper.text("", names + room + 8.0, y + 17.0, &row.end_label);
    }
    let says: Vec<_> = rows.iter().map(|row| format!("{}: {}", row.name, row.end_label)).collect();
    paper.finish(title, &says.join("; "))
}

/// Distribution of first response times.
fn first_response_chart(report: &Report, shown: ReportFormatter) -> Option<SvgChart> {
    let buckets = &report.charts.first_response_histogram.0;
    let all: usize = buckets.iter().map(|(_, n)| n).sum();
    let most = buckets.iter().map(|(_, n)| *n).max().filter(|most| *most > 0)?;
    // Drop empty trailing buckets.
    let last = buckets.iter().rposition(|(_, n)| *n > 0)?;
    let mut before = None;
    let mut drawn = Vec::new();
    for (bound, n) in &buckets[..=last] {
        let name = match (before, bound) {
            (None, Some(bound)) => format!("< {}", shown.format_duration_bound(*bound)),
            (Some(from), Some(bound)) => {
                format!("{} – {}", shown.format_duration_bound(from), shown.format_duration_bound(*bound))
            }
            (Some(from), None) => format!("≥ {}", shown.format_duration_bound(from)),
            (None, None) => NO_VALUE.into(),
        };
        before = *bound;
        let end = format!("{} · {}", shown.format_count(*n), shown.format_percent(*n as f64 / all as f64));
        drawn.push(BarRow { name, class: "a", share: *n as f64 / most as f64, end_label: end });
    }
    let title = shown.text("report-chart-answers");
    let legend = escape_html(&format!("n {}", shown.format_count(all)));
    Some(SvgChart { svg: bar_chart(&title, &drawn, 125.0, 88.0), title, legend, wide: false })
}

/// SLA attainment by clock.
fn sla_chart(report: &Report, shown: ReportFormatter) -> Option<SvgChart> {
    let clocks = [FigureId::SlaFirstResponse, FigureId::SlaNextResponse, FigureId::SlaResolution];
    let row = |figure: FigureId| {
        let sum = report.total.summary(figure);
        let rate = sum.value()?;
        let low = if sum.is_low() { "°" } else { "" };
        let end = format!("{} · n {}{low}", shown.format_percent(rate), shown.format_count(sum.n()));
        Some(BarRow { name: shown.figure_name(figure), class: "a", share: rate, end_label: end })
    };
    let drawn: Vec<BarRow> = clocks.into_iter().filter_map(row).collect();
    if drawn.is_empty() {
        return None;
    }
    let title = shown.text("report-chart-promises");
    let svg = bar_chart(&title, &drawn, 150.0, 100.0);
    Some(SvgChart { svg, title, legend: escape_html(&shown.text("report-kept")), wide: false })
}

/// A figure per bucket; hollow markers for low n.
fn trend_chart(report: &Report, figure: FigureId, shown: ReportFormatter) -> Option<SvgChart> {
    let flow = &report.charts.flow;
    let series: &[FigureSummary] = if figure == FigureId::Nps { &flow.nps } else { &flow.csat };
    if series.iter().filter(|sum| sum.value().is_some()).count() < 2 {
        return None;
    }
    let (width, height, left, bottom) = (430.0, 170.0, 46.0, 22.0);
    let mut paper = SvgCanvas::new(width, height);
    let (low, high) = if figure == FigureId::Nps { (-100.0, 100.0) } else { (0.0, 1.0) };
    let (room, floor) = (height - bottom - 12.0, height - bottom);
    let place = |value: f64| floor - (value - low) / (high - low) * room;
    for part in 0..=4 {
        let value = low + (high - low) * f64::from(part) / 4.0;
        paper.line(if part == 0 { "axis" } else { "rule" }, [left, place(value), width, place(value)]);
        paper.text("end", left - 6.0, place(value) + 4.0, &shown.format_value(figure, Some(value)));
    }
    let each = (width - left) / series.len().max(1) as f64;
    let x = |at: usize| left + each * (at as f64 + 0.5);
    let points: Vec<_> = series.iter().enumerate().map(|(at, sum)| Some((x(at), place(sum.value()?)))).collect();
    paper.polyline("trend", &points);
    let every = series.len().div_ceil(7).max(1);
    for (at, sum) in series.iter().enumerate() {
        if let Some((x, y)) = points[at] {
            let class = if sum.is_low() { "low" } else { "a" };
            let called = bucket_label(flow.edges[at], flow.bucket, report, shown);
            let title = format!("{called}: {} · n {}", shown.format_value(figure, sum.value()), sum.n());
            let _ = write!(
                paper.body,
                "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.2\"><title>{}</title></circle>",
                escape_html(&title)
            );
        }
        if at.is_multiple_of(every) {
            paper.text("mid", x(at), height - 5.0, &bucket_label(flow.edges[at], flow.bucket, report, shown));
        }
    }
    let title = shown.figure_name(figure);
    let says = format!(
        "{} · {}",
        shown.format_value(figure, report.total.figures.value(figure)),
        shown.sample_notes(report.total.summary(figure))
    );
    let legend = escape_html(&shown.text("report-hollow"));
    Some(SvgChart { svg: paper.finish(&title, &says), title, legend, wide: false })
}

/// Categories by volume, with cumulative share and change.
fn category_chart(report: &Report, shown: ReportFormatter) -> Option<SvgChart> {
    let drivers = &report.charts.contact_drivers;
    let most = drivers.iter().map(|driver| driver.n).max().filter(|most| *most > 0)?;
    if drivers.len() < 2 {
        return None;
    }
    let mut drawn = Vec::new();
    for driver in drivers {
        let name = match (&driver.name, driver.is_other) {
            (Some(name), _) => truncate_name(name),
            (None, true) => shown.text("report-others"),
            (None, false) => shown.text("report-no-category"),
        };
        let moved = driver.previous.map(|before| {
            let delta = driver.n as f64 - before as f64;
            format!(" · {}", shown.format_delta(FigureId::Received, Some(delta)))
        });
        let end = format!(
            "{}{} · Σ {}",
            shown.format_count(driver.n),
            moved.unwrap_or_default(),
            shown.format_percent(driver.cumulative_share)
        );
        let class = if driver.is_other { "b" } else { "a" };
        drawn.push(BarRow { name, class, share: driver.n as f64 / most as f64, end_label: end });
    }
    let title = shown.text("report-chart-drivers");
    let svg = bar_chart(&title, &drawn, 120.0, 132.0);
    Some(SvgChart { svg, title, legend: escape_html(&shown.text("report-drivers-legend")), wide: false })
}

/// Truncates a name to fit beside its bar.
fn truncate_name(name: &str) -> String {
    const MOST: usize = 18;
    if name.chars().count() <= MOST { name.to_owned() } else { name.chars().take(MOST - 1).chain(['…']).collect() }
}

/// Arrivals heat map by hour of week.
fn arrivals_heat_map(report: &Report, shown: ReportFormatter) -> Option<SvgChart> {
    let heat = &report.charts.arrivals_heatmap;
    let most = heat.iter().flatten().copied().max().filter(|most| *most > 0)?;
    let (side, left, above) = (15.4, 34.0, 16.0);
    let mut paper = SvgCanvas::new(left + 24.0 * (side + 1.0), above + 7.0 * (side + 1.0));
    for hour in (0..24).step_by(3) {
        paper.text("mid", left + (f64::from(hour) + 0.5) * (side + 1.0), 10.0, &format!("{hour:02}"));
    }
    for (weekday, hours) in heat.iter().enumerate() {
        let (y, name) = (above + weekday as f64 * (side + 1.0), shown.text(&format!("day-{}", weekday + 1)));
        paper.text("", 0.0, y + 12.0, &name);
        for (hour, n) in hours.iter().enumerate() {
            let x = left + hour as f64 * (side + 1.0);
            paper.bar("bed", [x, y, side, side], "");
            if *n > 0 {
                let strength = 0.15 + 0.85 * *n as f64 / most as f64;
                let _ = write!(
                    paper.body,
                    "<rect class=\"a\" fill-opacity=\"{strength:.2}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{side}\" \
                     height=\"{side}\"><title>{} {hour:02}: {n}</title></rect>",
                    escape_html(&name)
                );
            }
        }
    }
    let title = shown.text("report-chart-heat");
    let legend = escape_html(&shown.text_with("report-at-most", &[("n", most.into())]));
    let says = shown.text_with("report-at-most", &[("n", most.into())]);
    Some(SvgChart { svg: paper.finish(&title, &says), title, legend, wide: false })
}
