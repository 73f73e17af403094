//! Plain-text report: one fixed-width page for a mail.

use super::page::{
    ONE_PAGE_FIGURES, describe_figure, describe_target, figures_with_data, one_page_grouping, review_questions,
};
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::{Report, ReportGrouping};
use crate::model::figure::FigureId;
use crate::model::text::{clean, clean_line, fit, width, wrap};
use crate::presentation::report::ReportFormatter;

/// Page width.
const PAGE_WIDTH: usize = 78;
/// Longer names are truncated.
const MAX_NAME_WIDTH: usize = 24;
/// Indent of continuation lines.
const CONTINUATION_INDENT: usize = 4;

pub fn render_text(report: &Report, shown: ReportFormatter) -> String {
    let mut lines = vec![shown.title(report)];
    lines.push("=".repeat(width(&lines[0]).min(PAGE_WIDTH)));
    lines.extend(std::iter::once(String::new()).chain(figure_lines(report, shown)));
    for (question, figures) in review_questions(report) {
        lines.extend([String::new(), shown.text(question)]);
        lines.extend(figures.iter().flat_map(|figure| bullet_lines(&describe_figure(report, *figure, shown))));
        lines.push("- …".into());
    }
    if let Some(grouping) = one_page_grouping(report) {
        lines.push(String::new());
        lines.extend(breakdown_lines(grouping, shown));
    }
    lines.push(String::new());
    lines.extend(shown.notes(report).iter().flat_map(|note| bullet_lines(note)));
    lines.iter().map(|line| clean(line).trim_end().to_owned() + "\n").collect()
}

/// A bullet, wrapped.
fn bullet_lines(text: &str) -> Vec<String> {
    let lines = wrap(text, PAGE_WIDTH - 2).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { "- " } else { "  " })).collect()
}

/// One line per known figure: value, change, sample size.
fn figure_lines(report: &Report, shown: ReportFormatter) -> Vec<String> {
    let all = &report.total;
    let row = |figure: FigureId| {
        let sum = all.summary(figure);
        let change = all.trend(figure).map(|turn| {
            let word = if all.has_enough_samples(figure) { shown.trend_label(turn).1 } else { String::new() };
            format!("{} {word}", shown.format_delta(figure, all.delta(figure))).trim_end().to_owned()
        });
        let mut rests = Vec::new();
        if let FigureSummary::Time { spread, .. } = sum
            && let (Some(mean), Some(p90)) = (spread.mean, spread.p90)
        {
            rests.push(format!(
                "{} {} · p90 {}",
                shown.text("report-mean"),
                shown.format_duration(mean),
                shown.format_duration(p90)
            ));
        }
        rests.extend([shown.sample_notes(sum)].into_iter().chain(describe_target(report, figure, shown)));
        rests.retain(|text| !text.is_empty());
        let value = shown.format_value(figure, sum.value());
        ([shown.figure_name(figure), value, change.unwrap_or_default()], rests.join(" · "))
    };
    let (heads, rests): (Vec<_>, Vec<_>) = all.known_figures().map(row).unzip();
    let heads = align_columns(heads, &[false, true, false]);
    let wide = heads.iter().map(|head| width(head)).max().unwrap_or(0);
    let lines = heads.into_iter().zip(rests).flat_map(|(head, rest)| {
        // Details that do not fit beside the value go below it.
        if wide + 2 + width(&rest) <= PAGE_WIDTH {
            return vec![format!("{head}{}{rest}", " ".repeat(wide + 2 - width(&head)))];
        }
        let below = wrap(&rest, PAGE_WIDTH - CONTINUATION_INDENT)
            .into_iter()
            .map(|line| format!("{}{line}", " ".repeat(CONTINUATION_INDENT)));
        std::iter::once(head).chain(below).collect()
    });
    lines.collect()
}

/// A breakdown table with a few figures.
fn breakdown_lines(grouping: &ReportGrouping, shown: ReportFormatter) -> Vec<String> {
    let figures = figures_with_data(grouping, &ONE_PAGE_FIGURES);
    let head = |figure: &FigureId| shown.text(&format!("report-short-{}", figure.name()));
    let by = shown.text(&format!("report-by-{}", grouping.dimension.name()));
    let mut rows = vec![[vec![by], figures.iter().map(head).collect()].concat()];
    for part in &grouping.parts {
        let value = |figure: &FigureId| {
            let sum = part.summary(*figure);
            let low = if sum.is_low() { "°" } else { " " };
            format!("{}{low}", shown.format_value(*figure, sum.value()))
        };
        let name = fit(&clean_line(&shown.part_name(grouping.dimension, part)), MAX_NAME_WIDTH);
        rows.push([vec![name], figures.iter().map(value).collect()].concat());
    }
    let right: Vec<bool> = (0..=figures.len()).map(|at| at > 0).collect();
    let mut lines = align_columns(rows, &right);
    lines.push(shown.text("report-low-mark"));
    lines
}

/// Aligns rows in columns.
fn align_columns(rows: Vec<impl AsRef<[String]>>, right: &[bool]) -> Vec<String> {
    let wide =
        |at: usize| rows.iter().filter_map(|row| row.as_ref().get(at)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..right.len()).map(wide).collect();
    let line = |row: &[String]| {
        let cells = row.iter().zip(&widths).zip(right).map(|((cell, wide), right)| {
            let blanks = " ".repeat(wide - width(cell));
            if *right { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(|row| line(row.as_ref())).collect()
}
