//! A page for a browser and for paper: one file that fetches nothing, light and dark.
//!
//! Whatever comes from outside goes through [`escaped`], and nothing else is put into a page. Each number stands in an
//! element that says which figure of what it is, exactly: `data-figure`, `data-of`, `data-value`, `data-n`.

use std::fmt::Write as _;

use super::page::{FAMILIES, has_any, meeting, questions, told, used};
use super::svg;
use crate::domain::metrics::{By, FigureId, Summed};
use crate::domain::report::shown::{NONE, Shown};
use crate::domain::report::{Grouping, HEAD, Part, Report, Turn};
use crate::domain::targets::State;
use crate::domain::text::clean_line;

const STYLE: &str = include_str!("../../../assets/report/report.css");

/// So many parts of a grouping are shown; spreadsheets and programs get them all.
const MOST_PARTS: usize = 40;

pub fn html(report: &Report, shown: Shown) -> String {
    let title = escaped(&shown.title(report));
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
    out.push_str(&head(report, shown));
    out.push_str(&tiles(report, shown));
    out.push_str(&charts(report, shown));
    out.push_str(&review(report, shown));
    out.push_str(&every(report, shown));
    for grouping in &report.groups {
        out.push_str(&grouped(grouping, shown));
    }
    out.push_str(&notes(report, shown));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The text as a browser shows it, whatever is in it, also between quotation marks.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn head(report: &Report, shown: Shown) -> String {
    let kind = shown.t(&format!("report-{}", report.frame.kind.name()));
    let whose = report.of.clone().unwrap_or_else(|| report.title.clone());
    let whose = if whose.is_empty() { String::new() } else { format!("<p class=\"whose\">{}</p>\n", escaped(&whose)) };
    let beside = report.frame.beside.as_ref().map(|beside| {
        let said = shown.tt("report-note-beside", &[("days", shown.stretch(beside).into())]);
        format!("<p class=\"beside\">{}</p>\n", escaped(&said))
    });
    let days = escaped(&shown.stretch(&report.frame.stretch));
    let mut out = format!("<header>\n{whose}<h1>{} <span>{days}</span></h1>\n", escaped(&kind));
    out.push_str(&beside.unwrap_or_default());
    if report.frame.running {
        let said = shown.tt("report-note-running", &[("at", shown.moment(report.now, report.zone).into())]);
        let _ = writeln!(out, "<p class=\"running\">{}</p>", escaped(&said));
    }
    out + "</header>\n"
}

/// What says which number an element shows: exactly, for programs.
fn data(figure: FigureId, part: &Part) -> String {
    let sum = part.sum(figure);
    let value = sum.value().map(|value| format!(" data-value=\"{value}\"")).unwrap_or_default();
    format!("data-figure=\"{}\" data-of=\"{}\"{value} data-n=\"{}\"", figure.name(), escaped(&part.key), sum.n())
}

/// The change against before, as glyph, number and word.
fn change(figure: FigureId, part: &Part, shown: Shown) -> Option<String> {
    let turn = part.turn(figure)?;
    let (glyph, word) = shown.turn(turn);
    // A few samples more or less are no turn for the better.
    let class = if part.says_much(figure) { turn.name() } else { Turn::Moved.name() };
    let delta = shown.delta(figure, part.delta(figure));
    let glyph = if part.says_much(figure) { glyph } else { "" };
    let told = if matches!(turn, Turn::Moved | Turn::Same) { String::new() } else { format!(" {word}") };
    Some(format!("<span class=\"change {class}\">{}</span>", escaped(format!("{glyph} {delta}{told}").trim())))
}

/// The figures that a reader looks for first.
fn tiles(report: &Report, shown: Shown) -> String {
    let mut out = format!("<section class=\"tiles\" aria-label=\"{}\">\n", escaped(&shown.t("report-head")));
    let all = &report.all;
    for figure in HEAD.into_iter().filter(|figure| all.figures.value(*figure).is_some()) {
        let value = escaped(&shown.value(figure, all.figures.value(figure)));
        let _ = write!(
            out,
            "<div class=\"tile\"><p class=\"name\">{}</p><p class=\"value\">{value}</p>",
            escaped(&shown.figure(figure))
        );
        let _ = write!(out, "<p class=\"by\">{}</p>", change(figure, all, shown).unwrap_or_default());
        let mut small = vec![shown.rests_on(all.sum(figure))];
        if let Summed::Time { spread, .. } = all.sum(figure)
            && let Some(p90) = spread.p90
        {
            small.insert(0, format!("p90 {}", shown.took(p90)));
        }
        small.extend(meeting(report, figure, shown));
        small.retain(|text| !text.is_empty());
        let _ = writeln!(out, "<p class=\"small\">{}</p></div>", escaped(&small.join(" · ")));
    }
    out + "</section>\n"
}

fn charts(report: &Report, shown: Shown) -> String {
    let drawn = svg::all(report, shown);
    if drawn.is_empty() {
        return String::new();
    }
    let mut out = format!("<section>\n<h2>{}</h2>\n<div class=\"charts\">\n", escaped(&shown.t("report-charts")));
    for chart in drawn {
        let _ = writeln!(
            out,
            "<figure class=\"{}\"><figcaption>{}<span>{}</span></figcaption>{}</figure>",
            if chart.wide { "wide" } else { "half" },
            escaped(&chart.title),
            chart.legend,
            chart.svg
        );
    }
    out + "</div>\n</section>\n"
}

/// The questions of the weekly review, with room for what people answer.
fn review(report: &Report, shown: Shown) -> String {
    let questions = questions(report);
    if questions.is_empty() {
        return String::new();
    }
    let mut out = format!("<section class=\"review\">\n<h2>{}</h2>\n", escaped(&shown.t("report-review")));
    for (question, figures) in questions {
        let _ = write!(out, "<div><h3>{}</h3>", escaped(&shown.t(question)));
        if !figures.is_empty() {
            out.push_str("<ul>");
            for figure in figures {
                let _ = write!(out, "<li>{}</li>", escaped(&told(report, figure, shown)));
            }
            out.push_str("</ul>");
        }
        out.push_str("<p class=\"answer\"></p><p class=\"answer\"></p></div>\n");
    }
    out + "</section>\n"
}

/// Every figure of the whole: value, mean, p90, n, in business time, against before and the target.
fn every(report: &Report, shown: Shown) -> String {
    let all = &report.all;
    let business = report.calendar.is_some();
    let heads = ["report-figure", "report-value", "report-mean", "report-p90"];
    let mut out = format!("<section>\n<h2>{}</h2>\n<table>\n<thead><tr>", escaped(&shown.t("report-all-figures")));
    let _ = write!(out, "<th scope=\"col\" class=\"text\">{}</th>", escaped(&shown.t(heads[0])));
    let columns: Vec<&str> = heads[1..].iter().copied().chain(business.then_some("report-business")).collect();
    for head in columns.iter().chain(&["report-change"]) {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(&shown.t(head)));
    }
    for head in ["report-rests-on", "report-against-target"] {
        let _ = write!(out, "<th scope=\"col\" class=\"text\">{}</th>", escaped(&shown.t(head)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let took = |seconds: Option<f64>| seconds.map_or_else(|| NONE.to_owned(), |seconds| shown.took(seconds));
    for (figure, sum) in all.figures.iter() {
        let value = escaped(&shown.value(figure, sum.value()));
        let _ = write!(
            out,
            "<tr><th scope=\"row\" class=\"text\">{}</th><td {}>{value}</td>",
            escaped(&shown.figure(figure)),
            data(figure, all)
        );
        let cells = match sum {
            Summed::Time { spread, business: open } => {
                let open = open.map(|open| took(open.median));
                [took(spread.mean), took(spread.p90), open.unwrap_or_else(|| NONE.into())]
            }
            _ => [String::new(), String::new(), String::new()],
        };
        for cell in cells.iter().take(if business { 3 } else { 2 }) {
            let _ = write!(out, "<td>{}</td>", escaped(cell));
        }
        let _ = write!(out, "<td>{}</td>", change(figure, all, shown).unwrap_or_default());
        let _ = write!(out, "<td class=\"text small\">{}</td>", escaped(&shown.rests_on(sum)));
        let met = meeting(report, figure, shown).unwrap_or_default();
        let _ = writeln!(out, "<td class=\"text small\">{}</td></tr>", escaped(&met));
    }
    out + "</tbody>\n</table>\n</section>\n"
}

/// The parts by one trait: figures that belong together in one table.
fn grouped(grouping: &Grouping, shown: Shown) -> String {
    let by = escaped(&shown.t(&format!("report-by-{}", grouping.by.name())));
    let mut out = format!("<section class=\"by-{}\">\n<h2>{by}</h2>\n", grouping.by.name());
    let hidden = grouping.parts.len().saturating_sub(MOST_PARTS);
    for (family, figures) in FAMILIES {
        let figures = used(grouping, figures);
        if figures.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "<table class=\"parts\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\" class=\"text\"></th>",
            escaped(&shown.t(family))
        );
        for figure in &figures {
            let _ =
                write!(out, "<th scope=\"col\">{}</th>", escaped(&shown.t(&format!("report-short-{}", figure.name()))));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        let some = |part: &&Part| figures.iter().any(|figure| has_any(part, *figure));
        for part in grouping.parts.iter().take(MOST_PARTS).filter(some) {
            let name = escaped(&shown.part(grouping.by, part));
            let _ = write!(out, "<tr><th scope=\"row\" class=\"text\">{name}</th>");
            for figure in &figures {
                out.push_str(&cell(*figure, part, grouping.by, shown));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
    }
    let judged = grouping.parts.iter().any(|part| !part.due.is_empty());
    let _ = writeln!(out, "<p class=\"small\">{}</p>", escaped(&marks(judged, shown)));
    if hidden > 0 {
        let _ = writeln!(
            out,
            "<p class=\"small\">{}</p>",
            escaped(&shown.tt("report-more-parts", &[("n", hidden.into())]))
        );
    }
    out + "</section>\n"
}

/// What the marks beside the numbers mean.
fn marks(judged: bool, shown: Shown) -> String {
    let mut said = vec![shown.t("report-low-mark")];
    for state in [State::Stretch, State::Met, State::Short].into_iter().filter(|_| judged) {
        let (glyph, word) = shown.state(state);
        said.push(format!("{glyph} {word}"));
    }
    said.join(" · ")
}

/// A figure of a part: its value, and small below it what it rests on and how it stands against a target.
fn cell(figure: FigureId, part: &Part, by: By, shown: Shown) -> String {
    let sum = part.sum(figure);
    let value = if has_any(part, figure) { shown.value(figure, sum.value()) } else { NONE.into() };
    let counted = matches!(sum, Summed::Count(_) | Summed::Stock(_));
    let mut small = Vec::new();
    if sum.value().is_some() && !counted {
        small.push(format!("n {}{}", shown.count(sum.n()), if sum.is_low() { "°" } else { "" }));
    }
    let (mut class, mut told) = ("", String::new());
    if let Some((_, state)) = part.due.get(&figure).filter(|_| matches!(by, By::Agent | By::Profile)) {
        class = state.name();
        // Of few it is said already.
        if !sum.is_low() && sum.value().is_some() {
            let (glyph, word) = shown.state(*state);
            small.push(glyph.to_owned());
            told = format!(" title=\"{}\"", escaped(&word));
        }
    }
    let small = match small.is_empty() {
        true => String::new(),
        false => format!("<small class=\"{class}\"{told}>{}</small>", escaped(&small.join(" "))),
    };
    let more = match sum {
        Summed::Time { spread, .. } => spread.mean.zip(spread.p90).map(|(mean, p90)| {
            let (mean, p90) = (shown.took(mean), shown.took(p90));
            format!(" title=\"{}\"", escaped(&format!("{} {mean} · p90 {p90}", shown.t("report-mean"))))
        }),
        _ => None,
    };
    format!("<td {}{}>{}{small}</td>", data(figure, part), more.unwrap_or_default(), escaped(&value))
}

fn notes(report: &Report, shown: Shown) -> String {
    let mut out = format!("<section class=\"notes\">\n<h2>{}</h2>\n<ul>\n", escaped(&shown.t("report-notes")));
    for note in shown.notes(report) {
        let _ = writeln!(out, "<li>{}</li>", escaped(&note));
    }
    let _ = writeln!(out, "</ul>\n<h3>{}</h3>\n<dl>", escaped(&shown.t("report-formulas")));
    for figure in report.all.known() {
        let formula = shown.t(&format!("formula-{}", figure.name()));
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(&shown.figure(figure)), escaped(&formula));
    }
    out + "</dl>\n</section>\n"
}
