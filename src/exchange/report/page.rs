//! Shared by the one-page formats: which figures appear, in which order.

use crate::engine::metrics::filter::Dimension;
use crate::engine::report::period::ReportPeriodKind;
use crate::engine::report::{Report, ReportGrouping, ReportPart};
use crate::model::figure::{FigureId, FigureShape};
use crate::presentation::report::ReportFormatter;
use crate::presentation::report_discussion::DiscussionPoints;

/// Breakdown columns of the one-page formats.
pub const ONE_PAGE_FIGURES: [FigureId; 6] = [
    FigureId::Received,
    FigureId::Solved,
    FigureId::FirstResponse,
    FigureId::Fcr,
    FigureId::Csat,
    FigureId::SlaFirstResponse,
];

/// Breakdown columns of the wide formats, by topic.
pub const FIGURE_FAMILIES: [(&str, &[FigureId]); 4] = [
    (
        "report-family-work",
        &[
            FigureId::Received,
            FigureId::Solved,
            FigureId::ResolutionRate,
            FigureId::SolvedToDate,
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
            FigureId::ResponseTime,
            FigureId::FirstResolution,
            FigureId::FullResolution,
            FigureId::HoldTime,
            FigureId::SlaFirstResponse,
            FigureId::SlaNextResponse,
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
pub fn figures_with_data(grouping: &ReportGrouping, figures: &[FigureId]) -> Vec<FigureId> {
    let named = || grouping.parts.iter().filter(|part| part.name.is_some());
    let has = |figure: &FigureId| named().any(|part| has_value(part, *figure));
    figures.iter().copied().filter(has).collect()
}

/// Whether a part has a value for a figure; a count of 0 is none.
pub fn has_value(part: &ReportPart, figure: FigureId) -> bool {
    let counted = matches!(figure.shape(), FigureShape::Count | FigureShape::Stock);
    part.figures.value(figure).is_some_and(|value| !counted || value != 0.0)
}

/// The breakdown on a one-page report: the requested one, else by agent, else by category.
pub fn one_page_grouping(report: &Report) -> Option<&ReportGrouping> {
    match report.groups.as_slice() {
        [one] => Some(one),
        _ => report.grouping(Dimension::Agent).or_else(|| report.grouping(Dimension::Category)),
    }
}

/// A figure as a bullet: `Satisfied (CSAT): 91 % (+2 pt, better)`.
pub fn describe_figure(report: &Report, figure: FigureId, shown: ReportFormatter) -> String {
    let all = &report.total;
    let value = shown.format_value(figure, all.figures.value(figure));
    let mut beside = Vec::new();
    if let Some(turn) = all.trend(figure) {
        beside.push(
            format!("{} {}", shown.format_delta(figure, all.delta(figure)), shown.trend_label(turn).1)
                .trim()
                .to_owned(),
        );
    }
    beside.push(shown.sample_notes(all.summary(figure)));
    if let Some(met) = describe_target(report, figure, shown) {
        beside.push(met);
    }
    beside.retain(|text| !text.is_empty());
    match beside.is_empty() {
        true => format!("{}: {value}", shown.figure_name(figure)),
        false => format!("{}: {value} ({})", shown.figure_name(figure), beside.join(" · ")),
    }
}

/// A figure against its target: the person's own state, or how many people meet theirs.
pub fn describe_target(report: &Report, figure: FigureId, shown: ReportFormatter) -> Option<String> {
    if let Some((target, state)) = report.total.targets.get(&figure) {
        let (glyph, word) = shown.target_state_label(*state);
        let target = shown.format_value(figure, Some(target.good));
        return Some(
            shown.text_with("report-target", &[("state", format!("{glyph} {word}").into()), ("target", target.into())]),
        );
    }
    let (met, of) = report.target_attainment(figure)?;
    Some(shown.text_with("report-meeting", &[("met", met.into()), ("of", of.into())]))
}

/// Weekly-review questions with their figures; empty unless the report is the team's week.
pub fn review_questions(report: &Report) -> Vec<(&'static str, Vec<FigureId>)> {
    if report.period.kind != ReportPeriodKind::Week || report.person.is_some() {
        return Vec::new();
    }
    let DiscussionPoints { going_well: works, needs_work: works_not, loyalty } = DiscussionPoints::from_report(report);
    vec![("report-works", works), ("report-works-not", works_not), ("report-loyalty", loyalty)]
}
