//! From a figure to the tickets behind it: the same samples that the figure sums up, with its formula and what was
//! left out.

use std::cmp::Reverse;

use chrono::TimeDelta;

use crate::domain::metrics::{FigureId, LeftOut, Sample, Value};
use crate::domain::person::PersonId;
use crate::domain::time::seconds;
use crate::ui::dialogs::tickets::Tickets;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::numbers;

/// Opens the tickets behind a figure of the team, or of one person.
pub fn figure(figure: FigureId, who: Option<PersonId>, view: &View) -> Effect {
    let Some(metrics) = view.metrics else { return Effect::Say(view.t("reading")) };
    let mut samples: Vec<_> = metrics.samples.of(figure, who).collect();
    // What took longest first, since that is what makes the number; elsewhere the newest.
    samples.sort_by_key(|sample| Reverse((took(sample, who), sample.at, sample.ticket)));
    let told = samples.into_iter().map(|sample| (sample.ticket, value(&sample, who))).collect();
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
    Tickets::of_samples(title, view.t(&format!("formula-{}", figure.name())), told, left_out, view)
}

/// How long a sample took, where it took anything.
fn took(sample: &Sample, who: Option<PersonId>) -> Option<TimeDelta> {
    match sample.value {
        Value::Took { team, own } => Some(if who.is_some() { own } else { team }),
        _ => None,
    }
}

/// What a sample adds to its figure, for the column at the end of its row.
fn value(sample: &Sample, who: Option<PersonId>) -> String {
    match sample.value {
        Value::Took { .. } => numbers::took(took(sample, who).map(seconds)),
        Value::Hit { hit: true, provisional: true } => "(✓)".into(),
        Value::Hit { hit: true, .. } => "✓".into(),
        Value::Hit { hit: false, .. } => numbers::NONE.into(),
        Value::Rated { stars: Some(stars), .. } => format!("{stars} ★"),
        Value::Rated { satisfied, .. } => if satisfied { "✓" } else { numbers::NONE }.into(),
        Value::One | Value::Waits(_) => String::new(),
    }
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
        LeftOut::Merged => "left-out-merged",
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
        LeftOut::Merged => matches!(figure, Received | Cohort),
        LeftOut::NoAgent => false,
    }
}
