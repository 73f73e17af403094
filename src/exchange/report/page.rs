//! What the one-page formats have in common: which figures stand on the page, and in which order.

use crate::domain::metrics::{By, FigureId, Shape};
use crate::domain::report::shown::Shown;
use crate::domain::report::{Grouping, Kind, Part, Report, Talk};

/// The columns of the parts on one page.
pub const NARROW: [FigureId; 6] =
    [FigureId::Received, FigureId::Solved, FigureId::FirstResponse, FigureId::Fcr, FigureId::Csat, FigureId::SlaFirst];

/// The columns of the parts where there is room, by what they are about.
pub const FAMILIES: [(&str, &[FigureId]); 4] = [
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

/// The figures of a list that are told apart by a grouping: not those that only what has none of its traits has, as the
/// roster has no channel.
pub fn used(grouping: &Grouping, figures: &[FigureId]) -> Vec<FigureId> {
    let named = || grouping.parts.iter().filter(|part| part.name.is_some());
    let has = |figure: &FigureId| named().any(|part| has_any(part, *figure));
    figures.iter().copied().filter(has).collect()
}

/// A part has nothing of a figure where there is no value, or none of them in a count.
pub fn has_any(part: &Part, figure: FigureId) -> bool {
    let counted = matches!(figure.shape(), Shape::Count | Shape::Stock);
    part.figures.value(figure).is_some_and(|value| !counted || value != 0.0)
}

/// What a page of the report tells apart: what was asked for, else people, else what a person's work was about.
pub fn on_one_page(report: &Report) -> Option<&Grouping> {
    match report.groups.as_slice() {
        [one] => Some(one),
        _ => report.by(By::Agent).or_else(|| report.by(By::Category)),
    }
}

/// A figure in a list of points: `Satisfied (CSAT): 91 % (+2 pt, better)`.
pub fn told(report: &Report, figure: FigureId, shown: Shown) -> String {
    let all = &report.all;
    let value = shown.value(figure, all.figures.value(figure));
    let mut beside = Vec::new();
    if let Some(turn) = all.turn(figure) {
        beside.push(format!("{} {}", shown.delta(figure, all.delta(figure)), shown.turn(turn).1).trim().to_owned());
    }
    beside.push(shown.rests_on(all.sum(figure)));
    if let Some(met) = meeting(report, figure, shown) {
        beside.push(met);
    }
    beside.retain(|text| !text.is_empty());
    match beside.is_empty() {
        true => format!("{}: {value}", shown.figure(figure)),
        false => format!("{}: {value} ({})", shown.figure(figure), beside.join(" · ")),
    }
}

/// How a figure stands against its target: a person's own, or of how many people it is met.
pub fn meeting(report: &Report, figure: FigureId, shown: Shown) -> Option<String> {
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

/// The questions of the weekly review, each with the figures that belong to it; none but in a week's report of the team.
pub fn questions(report: &Report) -> Vec<(&'static str, Vec<FigureId>)> {
    if report.frame.kind != Kind::Week || report.of.is_some() {
        return Vec::new();
    }
    let Talk { works, works_not, loyalty } = Talk::of(report);
    vec![("report-works", works), ("report-works-not", works_not), ("report-loyalty", loyalty)]
}
