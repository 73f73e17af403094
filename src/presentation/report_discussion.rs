//! Discussion points for a weekly review: what works, what does not, and what affects loyalty, with their figures.
//! Answers are left to the team.

use crate::engine::metrics::filter::Dimension;
use crate::engine::report::{Report, Trend};
use crate::engine::targets::TargetState;
use crate::model::figure::FigureId;

/// Maximum number of figures per question.
const MAX_FIGURES_PER_QUESTION: usize = 4;

/// Figures related to customer loyalty.
const LOYALTY_FIGURES: [FigureId; 6] =
    [FigureId::Reopen, FigureId::Upset, FigureId::Nps, FigureId::Churn, FigureId::SlaNextResponse, FigureId::Ces];

/// Figures per question, most significant first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiscussionPoints {
    pub going_well: Vec<FigureId>,
    pub needs_work: Vec<FigureId>,
    pub loyalty: Vec<FigureId>,
}

impl DiscussionPoints {
    /// Largest improvements and deteriorations with enough samples, and targets that most people miss.
    pub fn from_report(report: &Report) -> DiscussionPoints {
        let all = &report.total;
        let mut moved: Vec<(FigureId, f64)> = FigureId::with_targets()
            // Retention is the inverse of churn.
            .filter(|figure| *figure != FigureId::Retention && all.has_enough_samples(*figure))
            .filter_map(|figure| Some((figure, relative_change(report, figure)?)))
            .collect();
        moved.sort_by(|one, other| other.1.total_cmp(&one.1));
        let turned = |turn: Trend| {
            let some = moved.iter().filter(move |(figure, _)| all.trend(*figure) == Some(turn));
            some.map(|(figure, _)| *figure).take(MAX_FIGURES_PER_QUESTION).collect::<Vec<_>>()
        };
        let (works, mut works_not) = (turned(Trend::Better), turned(Trend::Worse));
        for figure in missed_targets(report).into_iter().filter(|figure| !works.contains(figure)) {
            if works_not.len() < MAX_FIGURES_PER_QUESTION && !works_not.contains(&figure) {
                works_not.push(figure);
            }
        }
        let known = |figure: &FigureId| all.figures.value(*figure).is_some();
        let loyalty = LOYALTY_FIGURES.into_iter().filter(known).take(MAX_FIGURES_PER_QUESTION).collect();
        DiscussionPoints { going_well: works, needs_work: works_not, loyalty }
    }
}

/// Relative change of a figure; shares by their points.
fn relative_change(report: &Report, figure: FigureId) -> Option<f64> {
    let delta = report.total.delta(figure)?.abs();
    let before = report.total.previous.as_ref()?.value(figure)?.abs();
    match figure {
        FigureId::Nps => Some(delta / 100.0),
        _ if figure.is_time() => (before > 0.0).then(|| delta / before),
        _ => Some(delta),
    }
    .filter(|moved| *moved >= 0.01)
}

/// Figures whose target most people miss.
fn missed_targets(report: &Report) -> Vec<FigureId> {
    let Some(agents) = report.grouping(Dimension::Agent) else { return Vec::new() };
    let short = |figure: &FigureId| {
        let short = agents
            .parts
            .iter()
            .filter(|part| part.targets.get(figure).is_some_and(|(_, it)| *it == TargetState::Missed));
        short.count()
    };
    let most =
        |figure: &FigureId| report.target_attainment(*figure).is_some_and(|(_, judged)| 2 * short(figure) > judged);
    FigureId::ALL.into_iter().filter(most).collect()
}
