//! Markdown report: one page for chats, issues and wikis.

use super::page::{
    ONE_PAGE_FIGURES, describe_figure, describe_target, figures_with_data, one_page_grouping, review_questions,
};
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::{Report, ReportGrouping};
use crate::exchange::export::markdown_text as safe;
use crate::presentation::report::ReportFormatter;

pub fn render_markdown(report: &Report, shown: ReportFormatter) -> String {
    let mut out = format!("# {}\n\n", safe(&shown.title(report)));
    out.push_str(&figures_table(report, shown));
    for (question, figures) in review_questions(report) {
        out.push_str(&format!("\n## {}\n\n", safe(&shown.text(question))));
        for figure in figures {
            out.push_str(&format!("- {}\n", safe(&describe_figure(report, figure, shown))));
        }
        out.push_str("- …\n");
    }
    if let Some(grouping) = one_page_grouping(report) {
        out.push_str(&breakdown_table(grouping, shown));
    }
    out.push_str(&format!("\n## {}\n\n", safe(&shown.text("report-notes"))));
    for note in shown.notes(report) {
        out.push_str(&format!("- {}\n", safe(&note)));
    }
    out
}

fn table_row(cells: &[String]) -> String {
    cells.iter().map(|cell| format!("| {} ", safe(cell))).collect::<String>() + "|\n"
}

fn figures_table(report: &Report, shown: ReportFormatter) -> String {
    let heads = ["report-figure", "report-value", "report-change", "report-mean", "report-p90", "report-based-on"];
    let mut out = table_row(&heads.map(|key| shown.text(key)));
    out.push_str("| --- | ---: | ---: | ---: | ---: | --- |\n");
    let all = &report.total;
    for figure in all.known_figures() {
        let sum = all.summary(figure);
        let change = all.trend(figure).map(|turn| {
            let word = if all.has_enough_samples(figure) { shown.trend_label(turn).1 } else { String::new() };
            format!("{} {word}", shown.format_delta(figure, all.delta(figure))).trim_end().to_owned()
        });
        let took = |seconds: Option<f64>| seconds.map(|seconds| shown.format_duration(seconds)).unwrap_or_default();
        let (mean, p90) = match sum {
            FigureSummary::Time { spread, .. } => (took(spread.mean), took(spread.p90)),
            _ => Default::default(),
        };
        let rests = [shown.sample_notes(sum)].into_iter().chain(describe_target(report, figure, shown));
        let rests: Vec<_> = rests.filter(|text| !text.is_empty()).collect();
        let value = shown.format_value(figure, sum.value());
        let cells = [shown.figure_name(figure), value, change.unwrap_or_default(), mean, p90, rests.join(" · ")];
        out.push_str(&table_row(&cells));
    }
    out
}

fn breakdown_table(grouping: &ReportGrouping, shown: ReportFormatter) -> String {
    let figures = figures_with_data(grouping, &ONE_PAGE_FIGURES);
    let mut out = format!("\n## {}\n\n", safe(&shown.text(&format!("report-by-{}", grouping.dimension.name()))));
    let heads = figures.iter().map(|figure| shown.text(&format!("report-short-{}", figure.name())));
    out.push_str(&table_row(&[String::new()].into_iter().chain(heads).collect::<Vec<_>>()));
    out.push_str(&format!("| --- |{}\n", " ---: |".repeat(figures.len())));
    for part in &grouping.parts {
        let value = |figure| {
            let sum = part.summary(figure);
            format!("{}{}", shown.format_value(figure, sum.value()), if sum.is_low() { " °" } else { "" })
        };
        let cells = figures.iter().map(|figure| value(*figure));
        out.push_str(&table_row(
            &[shown.part_name(grouping.dimension, part)].into_iter().chain(cells).collect::<Vec<_>>(),
        ));
    }
    out + "\n" + &safe(&shown.text("report-low-mark")) + "\n"
}
