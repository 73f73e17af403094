//! Discussion points for a weekly review: what works, what does not, and what affects loyalty, with their figures.
//! Answers are left to the team.

use crate::engine::metrics::cut::By;
use crate::engine::report::{Report, Turn};
use crate::engine::targets::State;
use crate::model::figure::FigureId;

/// Maximum number of figures per question.
const MOST: usize = 4;

/// Figures related to customer loyalty.
const LOYALTY: [FigureId; 6] =
    [FigureId::Reopen, FigureId::Upset, FigureId::Nps, FigureId::Churn, FigureId::SlaNext, FigureId::Ces];

/// Figures per question, most significant first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Talk {
    pub works: Vec<FigureId>,
    pub works_not: Vec<FigureId>,
    pub loyalty: Vec<FigureId>,
}

impl Talk {
    /// Largest improvements and deteriorations with enough samples, and targets that most people miss.
    pub fn of(report: &Report) -> Talk {
        let all = &report.all;
        let mut moved: Vec<(FigureId, f64)> = FigureId::with_targets()
            // Retention is the inverse of churn.
            .filter(|figure| *figure != FigureId::Retention && all.says_much(*figure))
            .filter_map(|figure| Some((figure, weight(report, figure)?)))
            .collect();
        moved.sort_by(|one, other| other.1.total_cmp(&one.1));
        let turned = |turn: Turn| {
            let some = moved.iter().filter(move |(figure, _)| all.turn(*figure) == Some(turn));
            some.map(|(figure, _)| *figure).take(MOST).collect::<Vec<_>>()
        };
        let (works, mut works_not) = (turned(Turn::Better), turned(Turn::Worse));
        for figure in missed(report).into_iter().filter(|figure| !works.contains(figure)) {
            if works_not.len() < MOST && !works_not.contains(&figure) {
                works_not.push(figure);
            }
        }
        let known = |figure: &FigureId| all.figures.value(*figure).is_some();
        let loyalty = LOYALTY.into_iter().filter(known).take(MOST).collect();
        Talk { works, works_not, loyalty }
    }
}

/// Relative change of a figure; shares by their points.
fn weight(report: &Report, figure: FigureId) -> Option<f64> {
    let delta = report.all.delta(figure)?.abs();
    let before = report.all.before.as_ref()?.value(figure)?.abs();
    match figure {
        FigureId::Nps => Some(delta / 100.0),
        _ if figure.is_time() => (before > 0.0).then(|| delta / before),
        _ => Some(delta),
    }
    .filter(|moved| *moved >= 0.01)
}

/// Figures whose target most people miss.
fn missed(report: &Report) -> Vec<FigureId> {
    let Some(agents) = report.by(By::Agent) else { return Vec::new() };
    let short = |figure: &FigureId| {
        let short = agents.parts.iter().filter(|part| part.due.get(figure).is_some_and(|(_, it)| *it == State::Short));
        short.count()
    };
    let most = |figure: &FigureId| report.meeting(*figure).is_some_and(|(_, judged)| 2 * short(figure) > judged);
    FigureId::ALL.into_iter().filter(most).collect()
}
