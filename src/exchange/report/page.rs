//! Shared by the one-page formats: which figures appear, in which order.

use crate::engine::metrics::cut::By;
use crate::engine::report::frame::Kind;
use crate::engine::report::{Grouping, Part, Report};
use crate::model::figure::{FigureId, Shape};
use crate::presentation::report::Shown;
use crate::presentation::report_talk::Talk;

/// Breakdown columns of the one-page formats.
pub const ONE_PAGE_FIGURES: [FigureId; 6] =
    [FigureId::Received, FigureId::Solved, FigureId::FirstResponse, FigureId::Fcr, FigureId::Csat, FigureId::SlaFirst];

/// Breakdown columns of the wide formats, by topic.
pub const FIGURE_FAMILIES: [(&str, &[FigureId]); 4] = [
    (
        "report-family-work",
        &[
            FigureId::Received,
            FigureId::Solved,
            FigureId::Resolution,
            FigureId::Cohort,
            FigureId::Unanswered,
            FigureId::Backlog,
            FigureId::Reopen,
            FigureId::Upset,
        ],
    ),
    (
        "report-family-speed",
        &[
            FigureId::FirstResponse,
            FigureId::Response,
            FigureId::ResolutionFirst,
            FigureId::ResolutionFull,
            FigureId::Hold,
            FigureId::SlaFirst,
            FigureId::SlaNext,
            FigureId::SlaResolution,
        ],
    ),
    (
        "report-family-quality",
        &[
            FigureId::Fcr,
            FigureId::Csat,
            FigureId::Nps,
            FigureId::Ces,
            FigureId::Quality,
            FigureId::Churn,
            FigureId::Retention,
        ],
    ),
    ("report-family-roster", &[FigureId::Adherence, FigureId::Conformance]),
];

/// The figures with data in a breakdown. The part without a value does not count: the roster, for instance, has no
/// channel.
pub fn figures_with_data(grouping: &Grouping, figures: &[FigureId]) -> Vec<FigureId> {
    let named = || grouping.parts.iter().filter(|part| part.name.is_some());
    let has = |figure: &FigureId| named().any(|part| has_value(part, *figure));
    figures.iter().copied().filter(has).collect()
}

/// Whether a part has a value for a figure; a count of 0 is none.
pub fn has_value(part: &Part, figure: FigureId) -> bool {
    let counted = matches!(figure.shape(), Shape::Count | Shape::Stock);
    part.figures.value(figure).is_some_and(|value| !counted || value != 0.0)
}

/// The breakdown on a one-page report: the requested one, else by agent, else by category.
pub fn one_page_grouping(report: &Report) -> Option<&Grouping> {
    match report.groups.as_slice() {
        [one] => Some(one),
        _ => report.by(By::Agent).or_else(|| report.by(By::Category)),
    }
}

/// A figure as a bullet: `Satisfied (CSAT): 91 % (+2 pt, better)`.
pub fn describe_figure(report: &Report, figure: FigureId, shown: Shown) -> String {
    let all = &report.all;
    let value = shown.value(figure, all.figures.value(figure));
    let mut beside = Vec::new();
    if let Some(turn) = all.turn(figure) {
        beside.push(format!("{} {}", shown.delta(figure, all.delta(figure)), shown.turn(turn).1).trim().to_owned());
    }
    beside.push(shown.rests_on(all.sum(figure)));
    if let Some(met) = describe_target(report, figure, shown) {
        beside.push(met);
    }
    beside.retain(|text| !text.is_empty());
    match beside.is_empty() {
        true => format!("{}: {value}", shown.figure(figure)),
        false => format!("{}: {value} ({})", shown.figure(figure), beside.join(" · ")),
    }
}

/// A figure against its target: the person's own state, or how many people meet theirs.
pub fn describe_target(report: &Report, figure: FigureId, shown: Shown) -> Option<String> {
    if let Some((target, state)) = report.all.due.get(&figure) {
        let (glyph, word) = shown.state(*state);
        let target = shown.value(figure, Some(target.good));
        return Some(
            shown.tt("report-target", &[("state", format!("{glyph} {word}").into()), ("target", target.into())]),
        );
    }
    let (met, of) = report.meeting(figure)?;
    Some(shown.tt("report-meeting", &[("met", met.into()), ("of", of.into())]))
}

/// Weekly-review questions with their figures; empty unless the report is the team's week.
pub fn review_questions(report: &Report) -> Vec<(&'static str, Vec<FigureId>)> {
    if report.frame.kind != Kind::Week || report.of.is_some() {
        return Vec::new();
    }
    let Talk { works, works_not, loyalty } = Talk::of(report);
    vec![("report-works", works), ("report-works-not", works_not), ("report-loyalty", loyalty)]
}
