//! HTML report: one self-contained file for browser and print, light and dark.
//!
//! All external text goes through [`escape_html`]. Every number's element carries the exact value: `data-figure`,
//! `data-of`, `data-value`, `data-n`.

use std::fmt::Write as _;

use super::escape::escape_html;
use super::page::{FIGURE_FAMILIES, describe_figure, describe_target, figures_with_data, has_value, review_questions};
use super::svg;
use crate::engine::metrics::filter::Dimension;
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::report::{HEADLINE_FIGURES, Report, ReportGrouping, ReportPart, Trend};
use crate::engine::targets::TargetState;
use crate::model::figure::FigureId;
use crate::presentation::report::{NO_VALUE, ReportFormatter};

const STYLE: &str = include_str!("../../../assets/report/report.css");

/// Parts shown per breakdown; spreadsheet and JSON have all.
const MAX_PARTS: usize = 40;

pub fn render_html(report: &Report, shown: ReportFormatter) -> String {
    let title = escape_html(&shown.title(report));
    let mut out = String::new();
    // Writing into a String cannot fail, here and below.
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n",
        shown.0.lang()
    );
    out.push_str(&header_section(report, shown));
    out.push_str(&headline_section(report, shown));
    out.push_str(&charts_section(report, shown));
    out.push_str(&review_section(report, shown));
    out.push_str(&all_figures_section(report, shown));
    for grouping in &report.groups {
        out.push_str(&breakdown_section(grouping, shown));
    }
    out.push_str(&notes_section(report, shown));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn header_section(report: &Report, shown: ReportFormatter) -> String {
    let kind = shown.text(&format!("report-{}", report.period.kind.name()));
    let whose = report.person.clone().unwrap_or_else(|| report.title.clone());
    let whose =
        if whose.is_empty() { String::new() } else { format!("<p class=\"whose\">{}</p>\n", escape_html(&whose)) };
    let beside = report.period.comparison.as_ref().map(|beside| {
        let text = shown.text_with("report-note-beside", &[("days", shown.format_days(beside).into())]);
        format!("<p class=\"beside\">{}</p>\n", escape_html(&text))
    });
    let days = escape_html(&shown.format_days(&report.period.days));
    let mut out = format!("<header>\n{whose}<h1>{} <span>{days}</span></h1>\n", escape_html(&kind));
    out.push_str(&beside.unwrap_or_default());
    if report.period.running {
        let text =
            shown.text_with("report-note-running", &[("at", shown.format_instant(report.now, report.zone).into())]);
        let _ = writeln!(out, "<p class=\"running\">{}</p>", escape_html(&text));
    }
    out + "</header>\n"
}

/// Machine-readable attributes of a figure's element.
fn data_attributes(figure: FigureId, part: &ReportPart) -> String {
    let sum = part.summary(figure);
    let value = sum.value().map(|value| format!(" data-value=\"{value}\"")).unwrap_or_default();
    format!("data-figure=\"{}\" data-of=\"{}\"{value} data-n=\"{}\"", figure.name(), escape_html(&part.key), sum.n())
}

/// The change against the previous period: glyph, number, word.
fn change_html(figure: FigureId, part: &ReportPart, shown: ReportFormatter) -> Option<String> {
    let turn = part.trend(figure)?;
    let (glyph, word) = shown.trend_label(turn);
    // A change based on a few samples is not judged.
    let class = if part.has_enough_samples(figure) { turn.name() } else { Trend::Changed.name() };
    let delta = shown.format_delta(figure, part.delta(figure));
    let glyph = if part.has_enough_samples(figure) { glyph } else { "" };
    let label = if matches!(turn, Trend::Changed | Trend::Same) { String::new() } else { format!(" {word}") };
    Some(format!("<span class=\"change {class}\">{}</span>", escape_html(format!("{glyph} {delta}{label}").trim())))
}

/// The headline figures.
fn headline_section(report: &Report, shown: ReportFormatter) -> String {
    let mut out = format!("<section class=\"tiles\" aria-label=\"{}\">\n", escape_html(&shown.text("report-head")));
    let all = &report.total;
    for figure in HEADLINE_FIGURES.into_iter().filter(|figure| all.figures.value(*figure).is_some()) {
        let value = escape_html(&shown.format_value(figure, all.figures.value(figure)));
        let _ = write!(
            out,
            "<div class=\"tile\"><p class=\"name\">{}</p><p class=\"value\">{value}</p>",
            escape_html(&shown.figure_name(figure))
        );
        let _ = write!(out, "<p class=\"by\">{}</p>", change_html(figure, all, shown).unwrap_or_default());
        let mut small = vec![shown.sample_notes(all.summary(figure))];
        if let FigureSummary::Time { spread, .. } = all.summary(figure)
            && let Some(p90) = spread.p90
        {
            small.insert(0, format!("p90 {}", shown.format_duration(p90)));
        }
        small.extend(describe_target(report, figure, shown));
        small.retain(|text| !text.is_empty());
        let _ = writeln!(out, "<p class=\"small\">{}</p></div>", escape_html(&small.join(" · ")));
    }
    out + "</section>\n"
}

fn charts_section(report: &Report, shown: ReportFormatter) -> String {
    let drawn = svg::all_charts(report, shown);
    if drawn.is_empty() {
        return String::new();
    }
    let mut out =
        format!("<section>\n<h2>{}</h2>\n<div class=\"charts\">\n", escape_html(&shown.text("report-charts")));
    for chart in drawn {
        let _ = writeln!(
            out,
            "<figure class=\"{}\"><figcaption>{}<span>{}</span></figcaption>{}</figure>",
            if chart.wide { "wide" } else { "half" },
            escape_html(&chart.title),
            chart.legend,
            chart.svg
        );
    }
    out + "</div>\n</section>\n"
}

/// Weekly-review questions, with space for answers.
fn review_section(report: &Report, shown: ReportFormatter) -> String {
    let questions = review_questions(report);
    if questions.is_empty() {
        return String::new();
    }
    let mut out = format!("<section class=\"review\">\n<h2>{}</h2>\n", escape_html(&shown.text("report-review")));
    for (question, figures) in questions {
        let _ = write!(out, "<div><h3>{}</h3>", escape_html(&shown.text(question)));
        if !figures.is_empty() {
            out.push_str("<ul>");
            for figure in figures {
                let _ = write!(out, "<li>{}</li>", escape_html(&describe_figure(report, figure, shown)));
            }
            out.push_str("</ul>");
        }
        out.push_str("<p class=\"answer\"></p><p class=\"answer\"></p></div>\n");
    }
    out + "</section>\n"
}

/// All figures: value, mean, p90, business time, change, n, target.
fn all_figures_section(report: &Report, shown: ReportFormatter) -> String {
    let all = &report.total;
    let business = report.calendar.is_some();
    let heads = ["report-figure", "report-value", "report-mean", "report-p90"];
    let mut out =
        format!("<section>\n<h2>{}</h2>\n<table>\n<thead><tr>", escape_html(&shown.text("report-all-figures")));
    let _ = write!(out, "<th scope=\"col\" class=\"text\">{}</th>", escape_html(&shown.text(heads[0])));
    let columns: Vec<&str> = heads[1..].iter().copied().chain(business.then_some("report-business")).collect();
    for head in columns.iter().chain(&["report-change"]) {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape_html(&shown.text(head)));
    }
    for head in ["report-based-on", "report-against-target"] {
        let _ = write!(out, "<th scope=\"col\" class=\"text\">{}</th>", escape_html(&shown.text(head)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let took =
        |seconds: Option<f64>| seconds.map_or_else(|| NO_VALUE.to_owned(), |seconds| shown.format_duration(seconds));
    for (figure, sum) in all.figures.iter() {
        let value = escape_html(&shown.format_value(figure, sum.value()));
        let _ = write!(
            out,
            "<tr><th scope=\"row\" class=\"text\">{}</th><td {}>{value}</td>",
            escape_html(&shown.figure_name(figure)),
            data_attributes(figure, all)
        );
        let cells = match sum {
            FigureSummary::Time { spread, business: open } => {
                let open = open.map(|open| took(open.median));
                [took(spread.mean), took(spread.p90), open.unwrap_or_else(|| NO_VALUE.into())]
            }
            _ => [String::new(), String::new(), String::new()],
        };
        for cell in cells.iter().take(if business { 3 } else { 2 }) {
            let _ = write!(out, "<td>{}</td>", escape_html(cell));
        }
        let _ = write!(out, "<td>{}</td>", change_html(figure, all, shown).unwrap_or_default());
        let _ = write!(out, "<td class=\"text small\">{}</td>", escape_html(&shown.sample_notes(sum)));
        let met = describe_target(report, figure, shown).unwrap_or_default();
        let _ = writeln!(out, "<td class=\"text small\">{}</td></tr>", escape_html(&met));
    }
    out + "</tbody>\n</table>\n</section>\n"
}

/// A breakdown: one table per group of figures.
fn breakdown_section(grouping: &ReportGrouping, shown: ReportFormatter) -> String {
    let by = escape_html(&shown.text(&format!("report-by-{}", grouping.dimension.name())));
    let mut out = format!("<section class=\"by-{}\">\n<h2>{by}</h2>\n", grouping.dimension.name());
    let hidden = grouping.parts.len().saturating_sub(MAX_PARTS);
    for (family, figures) in FIGURE_FAMILIES {
        let figures = figures_with_data(grouping, figures);
        if figures.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "<table class=\"parts\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\" class=\"text\"></th>",
            escape_html(&shown.text(family))
        );
        for figure in &figures {
            let _ = write!(
                out,
                "<th scope=\"col\">{}</th>",
                escape_html(&shown.text(&format!("report-short-{}", figure.name())))
            );
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        let some = |part: &&ReportPart| figures.iter().any(|figure| has_value(part, *figure));
        for part in grouping.parts.iter().take(MAX_PARTS).filter(some) {
            let name = escape_html(&shown.part_name(grouping.dimension, part));
            let _ = write!(out, "<tr><th scope=\"row\" class=\"text\">{name}</th>");
            for figure in &figures {
                out.push_str(&figure_cell(*figure, part, grouping.dimension, shown));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
    }
    let judged = grouping.parts.iter().any(|part| !part.targets.is_empty());
    let _ = writeln!(out, "<p class=\"small\">{}</p>", escape_html(&legend_text(judged, shown)));
    if hidden > 0 {
        let _ = writeln!(
            out,
            "<p class=\"small\">{}</p>",
            escape_html(&shown.text_with("report-more-parts", &[("n", hidden.into())]))
        );
    }
    out + "</section>\n"
}

/// Legend of the marks beside the numbers.
fn legend_text(judged: bool, shown: ReportFormatter) -> String {
    let mut texts = vec![shown.text("report-low-mark")];
    for state in [TargetState::Stretch, TargetState::Met, TargetState::Missed].into_iter().filter(|_| judged) {
        let (glyph, word) = shown.target_state_label(state);
        texts.push(format!("{glyph} {word}"));
    }
    texts.join(" · ")
}

/// A figure of a part: value, with sample size and target state below.
fn figure_cell(figure: FigureId, part: &ReportPart, by: Dimension, shown: ReportFormatter) -> String {
    let sum = part.summary(figure);
    let value = if has_value(part, figure) { shown.format_value(figure, sum.value()) } else { NO_VALUE.into() };
    let counted = matches!(sum, FigureSummary::Count(_) | FigureSummary::Stock(_));
    let mut small = Vec::new();
    if sum.value().is_some() && !counted {
        small.push(format!("n {}{}", shown.format_count(sum.n()), if sum.is_low() { "°" } else { "" }));
    }
    let (mut class, mut tooltip) = ("", String::new());
    if let Some((_, state)) = part.targets.get(&figure).filter(|_| matches!(by, Dimension::Agent | Dimension::Profile))
    {
        class = state.name();
        // Low n is marked already.
        if !sum.is_low() && sum.value().is_some() {
            let (glyph, word) = shown.target_state_label(*state);
            small.push(glyph.to_owned());
            tooltip = format!(" title=\"{}\"", escape_html(&word));
        }
    }
    let small = match small.is_empty() {
        true => String::new(),
        false => format!("<small class=\"{class}\"{tooltip}>{}</small>", escape_html(&small.join(" "))),
    };
    let more = match sum {
        FigureSummary::Time { spread, .. } => spread.mean.zip(spread.p90).map(|(mean, p90)| {
            let (mean, p90) = (shown.format_duration(mean), shown.format_duration(p90));
            format!(" title=\"{}\"", escape_html(&format!("{} {mean} · p90 {p90}", shown.text("report-mean"))))
        }),
        _ => None,
    };
    format!("<td {}{}>{}{small}</td>", data_attributes(figure, part), more.unwrap_or_default(), escape_html(&value))
}

fn notes_section(report: &Report, shown: ReportFormatter) -> String {
    let mut out = format!("<section class=\"notes\">\n<h2>{}</h2>\n<ul>\n", escape_html(&shown.text("report-notes")));
    for note in shown.notes(report) {
        let _ = writeln!(out, "<li>{}</li>", escape_html(&note));
    }
    let _ = writeln!(out, "</ul>\n<h3>{}</h3>\n<dl>", escape_html(&shown.text("report-formulas")));
    for figure in report.total.known_figures() {
        let formula = shown.text(&format!("formula-{}", figure.name()));
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape_html(&shown.figure_name(figure)), escape_html(&formula));
    }
    out + "</dl>\n</section>\n"
}
