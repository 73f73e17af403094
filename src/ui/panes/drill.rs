//! From a figure to the tickets behind it: the same samples that the figure sums up, with its formula and what was
//! left out.

use std::cmp::Reverse;

use chrono::TimeDelta;

use crate::domain::metrics::{Cut, FigureId, Sample, Value};
use crate::domain::person::PersonId;
use crate::domain::time::seconds;
use crate::ui::dialogs::tickets::Tickets;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::numbers;

/// Opens the tickets behind a figure of the team, or of one person.
pub fn figure(figure: FigureId, who: Option<PersonId>, view: &View) -> Effect {
    let Some(metrics) = view.metrics else { return Effect::Say(view.t("reading")) };
    let mut samples: Vec<_> = metrics.samples.of(figure, &Cut::whose(who)).collect();
    // What took longest first, since that is what makes the number; elsewhere the newest.
    samples.sort_by_key(|sample| Reverse((took(sample, who), sample.at, sample.ticket)));
    let told = samples.into_iter().filter_map(|sample| Some((sample.ticket?, value(&sample, who)))).collect();
    let left_out = metrics
        .samples
        .left_out()
        .filter(|(reason, _)| reason.touches(figure))
        .map(|(reason, tickets)| format!("{} {}", tickets.len(), view.t(&format!("left-out-{}", reason.name()))))
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
        Value::Lasted(span) => Some(span),
        _ => None,
    }
}

/// What a sample adds to its figure, for the column at the end of its row.
fn value(sample: &Sample, who: Option<PersonId>) -> String {
    match sample.value {
        Value::Took { .. } | Value::Lasted(_) => numbers::took(took(sample, who).map(seconds)),
        Value::Hit { hit: true, provisional: true } => "(✓)".into(),
        Value::Hit { hit: true, .. } => "✓".into(),
        Value::Hit { hit: false, .. } => numbers::NONE.into(),
        Value::Rated { score: Some(score), .. } => format!("{score} ★"),
        Value::Rated { good, .. } => if good { "✓" } else { numbers::NONE }.into(),
        Value::Camp(_, score) => score.to_string(),
        Value::Points(share) => numbers::percent(Some(share)),
        Value::Part { part, whole } => {
            numbers::percent((whole > TimeDelta::zero()).then(|| seconds(part) / seconds(whole)))
        }
        Value::One | Value::Waits(_) => String::new(),
    }
}
