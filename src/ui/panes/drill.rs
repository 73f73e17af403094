//! From a figure to the tickets behind it: the same samples that the figure sums up, with its formula and what was
//! left out.

use std::collections::BTreeSet;

use crate::domain::metrics::{FigureId, LeftOut};
use crate::domain::person::PersonId;
use crate::ui::dialogs::tickets::Tickets;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Opens the tickets behind a figure of the team, or of one person.
pub fn figure(figure: FigureId, who: Option<PersonId>, view: &View) -> Effect {
    let Some(metrics) = view.metrics else { return Effect::Say(view.t("reading")) };
    let mut seen = BTreeSet::new();
    let newest_first: Vec<_> = {
        let mut samples: Vec<_> = metrics.samples.of(figure, who).collect();
        samples.sort_by_key(|sample| std::cmp::Reverse((sample.at, sample.ticket)));
        samples.into_iter().map(|sample| sample.ticket).filter(|id| seen.insert(*id)).collect()
    };
    let left_out = metrics
        .samples
        .left_out()
        .filter(|(reason, _)| touches(*reason, figure))
        .map(|(reason, tickets)| format!("{} {}", tickets.len(), view.t(reason_key(reason))))
        .collect();
    let name = view.t(&format!("figure-{}", figure.name()));
    let title = match who {
        Some(_) => format!("{name} · {}", view.name(who)),
        None => name,
    };
    Tickets::open(title, view.t(&format!("formula-{}", figure.name())), newest_first, left_out, view)
}

/// The words for a reason.
pub fn reason_key(reason: LeftOut) -> &'static str {
    match reason {
        LeftOut::FirstReplyBeforeCreation => "left-out-reply-before-creation",
        LeftOut::SolveBeforeCreation => "left-out-solve-before-creation",
        LeftOut::NoCreationTime => "left-out-no-creation",
        LeftOut::NoMessageTimes => "left-out-no-messages",
        LeftOut::NoReplyCount => "left-out-no-replies",
        LeftOut::NoSolveTime => "left-out-no-solve",
        LeftOut::NoRatingTime => "left-out-no-rating-time",
        LeftOut::NoAgent => "left-out-no-agent",
    }
}

/// Whether a reason keeps tickets out of this figure.
fn touches(reason: LeftOut, figure: FigureId) -> bool {
    use FigureId::*;
    match reason {
        LeftOut::FirstReplyBeforeCreation => matches!(figure, FirstResponse | Response),
        LeftOut::SolveBeforeCreation | LeftOut::NoSolveTime => {
            matches!(figure, Solved | ResolutionFirst | ResolutionFull | Fcr)
        }
        LeftOut::NoCreationTime => {
            matches!(
                figure,
                Received | FirstResponse | Unanswered | ResolutionFirst | ResolutionFull | Cohort | Backlog
            )
        }
        LeftOut::NoMessageTimes => figure == Response,
        LeftOut::NoReplyCount => figure == Fcr,
        LeftOut::NoRatingTime => figure == Csat,
        LeftOut::NoAgent => false,
    }
}
