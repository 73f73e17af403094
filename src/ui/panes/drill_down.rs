//! Drill-down from a figure to its samples: the list, the formula, the count, the credit rule and what was left out.

use std::cmp::Reverse;

use crate::engine::metrics::drill_down::SampleTally;
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::sample::{Sample, SampleSubject, SampleValue};
use crate::engine::metrics::summary::FigureSummary;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::ids::PersonId;
use crate::model::time::seconds;
use crate::presentation::numbers;
use crate::query::protocol::{MetricsSlot, MetricsSnapshot};
use crate::ui::dialogs::sample_list::{SampleListDialog, SampleRow};
use crate::ui::dialogs::ticket_list::TicketListDialog;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// A subset of the samples, such as one bar or bucket: its label and its predicate.
pub type SampleSubset<'a> = (String, &'a dyn Fn(&Sample) -> bool);

/// The figure to open: its filter and the slot whose samples it uses.
pub struct DrillDown<'a> {
    pub figure: FigureId,
    pub filter: &'a MetricFilter,
    pub slot: MetricsSlot,
    /// Limits the drill-down to these samples.
    pub subset: Option<SampleSubset<'a>>,
}

impl<'a> DrillDown<'a> {
    pub fn new(figure: FigureId, cut: &'a MetricFilter, slot: MetricsSlot) -> DrillDown<'a> {
        DrillDown { figure, filter: cut, slot, subset: None }
    }
}

/// Opens the recent figure of the team (`None`) or of one person.
pub fn open_recent_figure(figure: FigureId, who: Option<PersonId>, view: &View) -> Effect {
    open(DrillDown::new(figure, &MetricFilter::for_person(who), MetricsSlot::Recent), view)
}

/// The samples of a drill-down: longest duration first, then newest.
pub fn matching_samples(opened: &DrillDown, metrics: &MetricsSnapshot, business: bool) -> Vec<Sample> {
    let fits = |sample: &Sample| opened.subset.as_ref().is_none_or(|(_, fits)| fits(sample));
    let mut samples: Vec<_> = metrics.samples.matching(opened.figure, opened.filter).filter(fits).collect();
    let took = |sample: &Sample| metrics.samples.duration_of(sample, opened.filter, business);
    samples.sort_by_cached_key(|sample| Reverse((took(sample), sample.at, sample.ticket, sample.subject)));
    samples
}

/// Opens the samples behind a figure.
pub fn open(opened: DrillDown, view: &View) -> Effect {
    let Some(metrics) = view.metrics_view.metrics(opened.slot, view) else { return Effect::Message(view.t("reading")) };
    let business = view.metrics_view.business_time && opened.slot != MetricsSlot::Recent;
    let samples = matching_samples(&opened, metrics, business);
    let (figure, filter) = (opened.figure, opened.filter);
    let value = |sample: &Sample| match metrics.samples.duration_of(sample, filter, business) {
        Some(span) => numbers::format_duration(Some(seconds(span))),
        None => format_sample_value(sample),
    };
    let left_out = metrics.samples.excluded().filter(|(reason, _)| reason.affects(figure));
    let left_out: Vec<String> = left_out
        .map(|(reason, tickets)| format!("{} {}", tickets.len(), view.t(&format!("left-out-{}", reason.name()))))
        .collect();
    let mut title = vec![view.t(&format!("figure-{}", figure.name()))];
    title.extend(crate::ui::panes::metrics::labels::filter_breadcrumb(filter, view));
    title.extend(opened.subset.as_ref().map(|(name, _)| name.clone()));
    title.push(format_tally(&opened, &samples, view));
    let title = title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut formula = vec![view.t(&format!("formula-{}", figure.name()))];
    if business && figure.is_time() {
        formula.push(view.t("metrics-in-business"));
    }
    if figure == FigureId::Csat {
        formula.push(view.t(&format!("credit-{}", view.settings.csat_credit.name())));
    }
    let formula = formula.join(" ");
    if samples.iter().all(|sample| matches!(sample.subject, SampleSubject::Ticket(_))) {
        let rows = samples.iter().filter_map(|sample| Some((sample.ticket?, value(sample)))).collect();
        return TicketListDialog::open_samples(title, formula, rows, left_out, view);
    }
    let rows = samples.iter().map(|sample| SampleRow {
        source: sample.subject,
        ticket: sample.ticket,
        credited_to: sample.credited,
        at: sample.at,
        value: value(sample),
    });
    SampleListDialog::open(title, formula, rows.collect(), left_out)
}

/// How the samples add up: `107 of 118` for a share, `1102 of 1133` for a ratio.
fn format_tally(opened: &DrillDown, samples: &[Sample], view: &View) -> String {
    let tally = SampleTally::from_samples(samples);
    let separator = view.t("thousands-separator");
    let text = |n: usize| crate::presentation::numbers::format_count(n, &separator);
    let of = |n: usize, m: usize| view.tt("n-of-m", &[("n", text(n).into()), ("m", text(m).into())]);
    match opened.figure.shape() {
        FigureShape::Share => of(tally.hits, tally.samples),
        FigureShape::Ratio(_) if opened.subset.is_none() => {
            let figures = view.metrics_view.figures(opened.slot, opened.filter, view);
            match figures.as_ref().map(|figures| figures.get(opened.figure)) {
                Some(FigureSummary::Share(share)) => of(share.hits, share.n),
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// The value column of a sample without a duration.
fn format_sample_value(sample: &Sample) -> String {
    match sample.value {
        SampleValue::Hit { hit: true, provisional: true } => "(✓)".into(),
        SampleValue::Hit { hit: true, .. } => "✓".into(),
        SampleValue::Hit { hit: false, .. } => numbers::NO_VALUE.into(),
        SampleValue::Rating { score: Some(score), .. } => format!("{score} ★"),
        SampleValue::Rating { good, .. } => if good { "✓" } else { numbers::NO_VALUE }.into(),
        SampleValue::Nps(_, score) => score.to_string(),
        SampleValue::Score(share) => numbers::format_share(Some(share)),
        SampleValue::Portion { part, whole } => {
            numbers::format_share(Some(seconds(whole)).filter(|whole| *whole > 0.0).map(|whole| seconds(part) / whole))
        }
        SampleValue::Count | SampleValue::WaitsOn(_) | SampleValue::Duration { .. } | SampleValue::TotalDuration(_) => {
            String::new()
        }
    }
}
