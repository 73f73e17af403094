//! A report in Markdown, as chats, issues and wikis show it: one page.

use super::page::{NARROW, meeting, on_one_page, questions, told, used};
use crate::domain::metrics::Summed;
use crate::domain::report::shown::Shown;
use crate::domain::report::{Grouping, Report};
use crate::exchange::export::markdown_text as safe;

pub fn markdown(report: &Report, shown: Shown) -> String {
    let mut out = format!("# {}\n\n", safe(&shown.title(report)));
    out.push_str(&figures(report, shown));
    for (question, figures) in questions(report) {
        out.push_str(&format!("\n## {}\n\n", safe(&shown.t(question))));
        for figure in figures {
            out.push_str(&format!("- {}\n", safe(&told(report, figure, shown))));
        }
        out.push_str("- …\n");
    }
    if let Some(grouping) = on_one_page(report) {
        out.push_str(&parts(grouping, shown));
    }
    out.push_str(&format!("\n## {}\n\n", safe(&shown.t("report-notes"))));
    for note in shown.notes(report) {
        out.push_str(&format!("- {}\n", safe(&note)));
    }
    out
}

fn row(cells: &[String]) -> String {
    cells.iter().map(|cell| format!("| {} ", safe(cell))).collect::<String>() + "|\n"
}

fn figures(report: &Report, shown: Shown) -> String {
    let heads = ["report-figure", "report-value", "report-change", "report-mean", "report-p90", "report-rests-on"];
    let mut out = row(&heads.map(|key| shown.t(key)));
    out.push_str("| --- | ---: | ---: | ---: | ---: | --- |\n");
    let all = &report.all;
    for figure in all.known() {
        let sum = all.sum(figure);
        let change = all.turn(figure).map(|turn| {
            let word = if all.says_much(figure) { shown.turn(turn).1 } else { String::new() };
            format!("{} {word}", shown.delta(figure, all.delta(figure))).trim_end().to_owned()
        });
        let took = |seconds: Option<f64>| seconds.map(|seconds| shown.took(seconds)).unwrap_or_default();
        let (mean, p90) = match sum {
            Summed::Time { spread, .. } => (took(spread.mean), took(spread.p90)),
            _ => Default::default(),
        };
        let rests = [shown.rests_on(sum)].into_iter().chain(meeting(report, figure, shown));
        let rests: Vec<_> = rests.filter(|text| !text.is_empty()).collect();
        let value = shown.value(figure, sum.value());
        let cells = [shown.figure(figure), value, change.unwrap_or_default(), mean, p90, rests.join(" · ")];
        out.push_str(&row(&cells));
    }
    out
}

fn parts(grouping: &Grouping, shown: Shown) -> String {
    let figures = used(grouping, &NARROW);
    let mut out = format!("\n## {}\n\n", safe(&shown.t(&format!("report-by-{}", grouping.by.name()))));
    let heads = figures.iter().map(|figure| shown.t(&format!("report-short-{}", figure.name())));
    out.push_str(&row(&[String::new()].into_iter().chain(heads).collect::<Vec<_>>()));
    out.push_str(&format!("| --- |{}\n", " ---: |".repeat(figures.len())));
    for part in &grouping.parts {
        let value = |figure| {
            let sum = part.sum(figure);
            format!("{}{}", shown.value(figure, sum.value()), if sum.is_low() { " °" } else { "" })
        };
        let cells = figures.iter().map(|figure| value(*figure));
        out.push_str(&row(&[shown.part(grouping.by, part)].into_iter().chain(cells).collect::<Vec<_>>()));
    }
    out + "\n" + &safe(&shown.t("report-low-mark")) + "\n"
}
