//! A report as plain text: one page that can be pasted into a mail, aligned where letters are equally wide.

use super::page::{NARROW, meeting, on_one_page, questions, told, used};
use crate::domain::metrics::{FigureId, Summed};
use crate::domain::report::shown::Shown;
use crate::domain::report::{Grouping, Report};
use crate::domain::text::{clean, clean_line, fit, width, wrap};

/// How wide a page is.
const COLUMNS: usize = 78;
/// A name longer than that is cut.
const LONGEST_NAME: usize = 24;
/// How far in a line stands that goes on with the one before.
const BELOW: usize = 4;

pub fn text(report: &Report, shown: Shown) -> String {
    let mut lines = vec![shown.title(report)];
    lines.push("=".repeat(width(&lines[0]).min(COLUMNS)));
    lines.extend(std::iter::once(String::new()).chain(figures(report, shown)));
    for (question, figures) in questions(report) {
        lines.extend([String::new(), shown.t(question)]);
        lines.extend(figures.iter().flat_map(|figure| hanging(&told(report, *figure, shown))));
        lines.push("- …".into());
    }
    if let Some(grouping) = on_one_page(report) {
        lines.push(String::new());
        lines.extend(parts(grouping, shown));
    }
    lines.push(String::new());
    lines.extend(shown.notes(report).iter().flat_map(|note| hanging(note)));
    lines.iter().map(|line| clean(line).trim_end().to_owned() + "\n").collect()
}

/// A point of a list, on as many lines as it needs.
fn hanging(text: &str) -> Vec<String> {
    let lines = wrap(text, COLUMNS - 2).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { "- " } else { "  " })).collect()
}

/// The figures that there are, one a line: value, change, what it rests on.
fn figures(report: &Report, shown: Shown) -> Vec<String> {
    let all = &report.all;
    let row = |figure: FigureId| {
        let sum = all.sum(figure);
        let change = all.turn(figure).map(|turn| {
            let word = if all.says_much(figure) { shown.turn(turn).1 } else { String::new() };
            format!("{} {word}", shown.delta(figure, all.delta(figure))).trim_end().to_owned()
        });
        let mut rests = Vec::new();
        if let Summed::Time { spread, .. } = sum
            && let (Some(mean), Some(p90)) = (spread.mean, spread.p90)
        {
            rests.push(format!("{} {} · p90 {}", shown.t("report-mean"), shown.took(mean), shown.took(p90)));
        }
        rests.extend([shown.rests_on(sum)].into_iter().chain(meeting(report, figure, shown)));
        rests.retain(|text| !text.is_empty());
        let value = shown.value(figure, sum.value());
        ([shown.figure(figure), value, change.unwrap_or_default()], rests.join(" · "))
    };
    let (heads, rests): (Vec<_>, Vec<_>) = all.known().map(row).unzip();
    let heads = aligned(heads, &[false, true, false]);
    let wide = heads.iter().map(|head| width(head)).max().unwrap_or(0);
    let lines = heads.into_iter().zip(rests).flat_map(|(head, rest)| {
        // What does not fit beside it stands below.
        if wide + 2 + width(&rest) <= COLUMNS {
            return vec![format!("{head}{}{rest}", " ".repeat(wide + 2 - width(&head)))];
        }
        let below = wrap(&rest, COLUMNS - BELOW).into_iter().map(|line| format!("{}{line}", " ".repeat(BELOW)));
        std::iter::once(head).chain(below).collect()
    });
    lines.collect()
}

/// The parts by one trait, with a few figures each.
fn parts(grouping: &Grouping, shown: Shown) -> Vec<String> {
    let figures = used(grouping, &NARROW);
    let head = |figure: &FigureId| shown.t(&format!("report-short-{}", figure.name()));
    let by = shown.t(&format!("report-by-{}", grouping.by.name()));
    let mut rows = vec![[vec![by], figures.iter().map(head).collect()].concat()];
    for part in &grouping.parts {
        let value = |figure: &FigureId| {
            let sum = part.sum(*figure);
            let low = if sum.is_low() { "°" } else { " " };
            format!("{}{low}", shown.value(*figure, sum.value()))
        };
        let name = fit(&clean_line(&shown.part(grouping.by, part)), LONGEST_NAME);
        rows.push([vec![name], figures.iter().map(value).collect()].concat());
    }
    let right: Vec<bool> = (0..=figures.len()).map(|at| at > 0).collect();
    let mut lines = aligned(rows, &right);
    lines.push(shown.t("report-low-mark"));
    lines
}

/// Rows with their columns below each other.
fn aligned(rows: Vec<impl AsRef<[String]>>, right: &[bool]) -> Vec<String> {
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
