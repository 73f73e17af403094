//! Cell texts of the metrics tables: value, sample size, change, target state and notes.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::summary::{FigureSummary, Figures};
use crate::engine::period_selection::figure_difference;
use crate::engine::summary::DurationStats;
use crate::engine::targets::{self, TargetState, target_state};
use crate::model::figure::{FigureId, FigureShape};
use crate::model::person::Profile;
use crate::model::target::{FigureReading, ProfileExpectations, Target};
use crate::model::text::{fit, width};
use crate::presentation::numbers::{self, NO_VALUE};
use crate::query::protocol::MetricsSlot;
use crate::ui::dialogs::person::rows::{self, format_target};
use crate::ui::state::metrics::FigureSeries;
use crate::ui::view::View;

/// The figure's long name if it fits, else its short one.
pub fn figure_name(figure: FigureId, room: usize, view: &View) -> String {
    let long = view.t(&format!("figure-{}", figure.name()));
    if width(&long) <= room { long } else { fit(&view.t(&format!("short-{}", figure.name())), room) }
}

/// Duration statistics, in business time if selected and known.
pub fn duration_stats(sum: &FigureSummary, view: &View) -> Option<DurationStats> {
    match sum {
        FigureSummary::Time { spread, business } => {
            Some(business.filter(|_| view.metrics_view.business_time).unwrap_or(*spread))
        }
        _ => None,
    }
}

/// The displayed value: the median of durations, else the figure's value.
pub fn display_value(sum: &FigureSummary, view: &View) -> Option<f64> {
    duration_stats(sum, view).map_or_else(|| sum.value(), |spread| spread.median)
}

/// The displayed value as text.
pub fn format_value(figure: FigureId, sum: &FigureSummary, view: &View) -> String {
    numbers::format_figure(figure, display_value(sum, view))
}

/// Mean of durations or ratings, else the numerator of a share.
pub fn format_mean(sum: &FigureSummary, view: &View) -> String {
    match sum {
        FigureSummary::Time { .. } => {
            numbers::format_duration(duration_stats(sum, view).and_then(|spread| spread.mean))
        }
        FigureSummary::Share(share) => match share.mean {
            Some(mean) => format!("{mean:.2} ★"),
            None if share.n > 0 => view.tt("n-hits", &[("n", share.hits.into())]),
            None => String::new(),
        },
        _ => String::new(),
    }
}

pub fn format_p90(sum: &FigureSummary, view: &View) -> String {
    duration_stats(sum, view).map(|spread| numbers::format_duration(spread.p90)).unwrap_or_default()
}

/// Sample size; small samples are marked.
pub fn format_sample_size(sum: &FigureSummary, view: &View) -> String {
    match sum {
        FigureSummary::Count(_) | FigureSummary::Stock(_) => String::new(),
        _ if sum.is_low() => format!("{}{}", view.t("low-mark"), sum.n()),
        _ => sum.n().to_string(),
    }
}

/// Style of a value: dim for small samples or no data.
pub fn value_style(sum: &FigureSummary, view: &View) -> Style {
    match display_value(sum, view) {
        None => view.theme.dim,
        Some(_) if sum.is_low() => view.theme.dim,
        Some(_) => view.theme.strong,
    }
}

/// Change against the comparison: `▲ −4 m` if better.
pub fn format_change(
    figure: FigureId,
    now: &FigureSummary,
    then: Option<&FigureSummary>,
    view: &View,
) -> (String, Style) {
    let theme = view.theme;
    let (Some(a), Some(b)) = (display_value(now, view), then.and_then(|then| display_value(then, view))) else {
        return (NO_VALUE.into(), theme.dim);
    };
    if numbers::format_figure(figure, Some(a)) == numbers::format_figure(figure, Some(b)) {
        return ("=".into(), theme.dim);
    }
    let change = figure_difference(figure, a, b);
    let text = numbers::format_difference(figure, change.delta, &view.t("points"));
    let unsigned = |text: &str| text.trim_start_matches(['+', '−']).to_owned();
    if unsigned(&text) == unsigned(&numbers::format_difference(figure, 0.0, &view.t("points"))) {
        return ("=".into(), theme.dim);
    }
    let low = now.is_low() || then.is_some_and(FigureSummary::is_low);
    match change.better {
        Some(true) => (format!("▲ {text}"), if low { theme.dim } else { theme.good }),
        Some(false) => (format!("▼ {text}"), if low { theme.dim } else { theme.warn }),
        None => (text, theme.dim),
    }
}

/// Sparkline of a figure over time.
pub fn sparkline(figure: FigureId, series: &FigureSeries, view: &View) -> String {
    let values: Vec<Option<f64>> = series.sums.iter().map(|sum| display_value(sum, view)).collect();
    let (least, most) =
        values.iter().flatten().fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
    // Durations and counts start at zero. Shares vary within a few points and would look flat: they start at their
    // minimum, over a range of at least ten points.
    let foot = match figure.shape() {
        FigureShape::Time | FigureShape::Count | FigureShape::Stock => 0.0,
        FigureShape::NetScore => least.min(most - 10.0),
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => least.min(most - 0.1),
    };
    numbers::sparkline_with_gaps(&values.into_iter().map(|value| value.map(|value| value - foot)).collect::<Vec<_>>())
}

/// How many people meet their target for a figure.
#[derive(Default, Clone, Copy)]
pub struct TargetTally {
    met: usize,
    /// People with enough samples to be judged.
    judged: usize,
}

/// Tally per figure with a target.
pub type TargetTallies = BTreeMap<FigureId, TargetTally>;

/// Tallies the credited people of a filter, each judged by own samples and own target.
pub fn tally_targets(filter: &MetricFilter, view: &View) -> TargetTallies {
    let mut all = TargetTallies::new();
    let Some(groups) = view.metrics_view.groups(MetricsSlot::Selected, Dimension::Agent, filter, view) else {
        return all;
    };
    for (one, figures) in groups.iter() {
        let DimensionValue::Agent(Some(id)) = one else { continue };
        let Some(person) = view.desk.team.people.get(id) else { continue };
        for due in targets::targets_of_person(person, &view.settings.profile_requirements) {
            let meeting = all.entry(due.figure).or_default();
            let state = target_state(due.figure, &due.target, FigureReading::from_figures(due.figure, figures));
            meeting.judged += usize::from(!matches!(state, TargetState::LowN | TargetState::NoData));
            meeting.met += usize::from(matches!(state, TargetState::Met | TargetState::Stretch));
        }
    }
    all
}

/// A figure's state against targets.
pub enum TargetSummary {
    /// No target.
    NoTarget,
    /// Filtered to one person or profile: a single target.
    Single { profile: Profile, target: Target, state: TargetState },
    /// Otherwise each person has their own target.
    PerPerson(TargetTally),
}

/// The figure's state against targets; `tallies` are those of the filter's people.
pub fn target_summary(
    figure: FigureId,
    figures: &Figures,
    filter: &MetricFilter,
    tallies: &TargetTallies,
    view: &View,
) -> TargetSummary {
    let profiles = &view.settings.profile_requirements;
    let profile = filter.0.iter().find_map(|one| match one {
        DimensionValue::Profile(profile) => *profile,
        _ => None,
    });
    let target = match (filter.person(), profile) {
        (Some(person), _) => {
            let person = view.desk.team.people.get(&person);
            let due = person.map(|person| targets::targets_of_person(person, profiles)).unwrap_or_default();
            due.into_iter().find(|due| due.figure == figure).map(|due| (due.profile, due.target))
        }
        (None, Some(profile)) => ProfileExpectations::for_profile(profile, profiles)
            .and_then(|asked| Some((profile, *asked.targets.get(&figure)?))),
        (None, None) => {
            return tallies.get(&figure).map_or(TargetSummary::NoTarget, |meeting| TargetSummary::PerPerson(*meeting));
        }
    };
    let judged = |(profile, target)| {
        let state = target_state(figure, &target, FigureReading::from_figures(figure, figures));
        TargetSummary::Single { profile, target, state }
    };
    target.map_or(TargetSummary::NoTarget, judged)
}

/// Cell text: `★ ≤ 30 m` for one target, `4/10 ✓` for people who meet theirs.
pub fn format_target_summary(figure: FigureId, summary: &TargetSummary, view: &View) -> (String, Style) {
    let theme = view.theme;
    match summary {
        TargetSummary::NoTarget => (String::new(), theme.dim),
        TargetSummary::Single { target, state, .. } => {
            let (glyph, _, style) = rows::target_status(*state, view);
            (format!("{glyph} {}", format_target_bound(figure, target)), style)
        }
        TargetSummary::PerPerson(TargetTally { judged: 0, .. }) => (format!("· {}", view.t("target-low_n")), theme.dim),
        TargetSummary::PerPerson(TargetTally { met, judged }) => {
            let style = match () {
                () if met == judged => theme.good,
                () if met * 2 < *judged => theme.warn,
                () => theme.text,
            };
            (format!("{met}/{judged} ✓"), style)
        }
    }
}

/// Sentence: `target: champion ≤ 30 m ✓ met`, `4 of 10 people meet their target: champion ≤ 30 m`.
pub fn describe_targets(figure: FigureId, summary: &TargetSummary, view: &View) -> Option<String> {
    let goal = |profile: Profile, target: &Target| {
        format!("{} {}", view.t(&format!("profile-{profile}")), format_target_bound(figure, target))
    };
    match summary {
        TargetSummary::NoTarget => None,
        TargetSummary::Single { profile, target, state } => {
            let (glyph, word, _) = rows::target_status(*state, view);
            let what = format!("{} {glyph} {word}", goal(*profile, target));
            Some(view.tt("metrics-targets", &[("what", what.into())]))
        }
        TargetSummary::PerPerson(TargetTally { met, judged }) => {
            let with = view.settings.profile_requirements.iter();
            let goals = with.filter_map(|asked| Some(goal(asked.profile, asked.targets.get(&figure)?)));
            let goals = goals.collect::<Vec<_>>().join(", ");
            let key = if *judged == 0 { "metrics-people-few" } else { "metrics-people-meet" };
            Some(view.tt(key, &[("n", (*met).into()), ("m", (*judged).into()), ("what", goals.into())]))
        }
    }
}

/// Formats a target: `≤ 30 m`.
pub fn format_target_bound(figure: FigureId, target: &Target) -> String {
    let sign = if figure.better_direction() == crate::model::figure::BetterDirection::Lower { "≤" } else { "≥" };
    format!("{sign} {}", format_target(figure, target.good))
}

/// Notes on a figure (sample size, response rate, exclusions), each with whether it is a warning.
pub fn figure_notes(figure: FigureId, figures: &Figures, view: &View) -> Vec<(String, bool)> {
    let sum = figures.get(figure);
    let mut notes = Vec::new();
    if sum.is_low() {
        notes.push((view.tt("metrics-low-n", &[("n", sum.n().into())]), false));
    }
    let answered = |n: usize, offered: usize| {
        let rate = n as f64 / offered.max(1) as f64;
        let values = [("n", n.into()), ("m", offered.into()), ("rate", numbers::format_share(Some(rate)).into())];
        // Below the floor, respondents may not represent the customers asked.
        let few = rate < view.settings.response_floor;
        (view.tt(if few { "metrics-few-answered" } else { "metrics-answered" }, &values), few)
    };
    match sum {
        FigureSummary::Share(share) => {
            if share.provisional > 0 {
                notes.push((view.tt("metrics-provisional", &[("n", share.provisional.into())]), false));
            }
            notes.extend(share.offered.filter(|offered| *offered > 0).map(|offered| answered(share.n, offered)));
        }
        FigureSummary::NetScore(balance) => {
            let values = [
                ("promoters", balance.promoters.into()),
                ("passives", balance.passives.into()),
                ("detractors", balance.detractors.into()),
            ];
            if balance.n > 0 {
                notes.push((view.tt("metrics-nps-groups", &values), false));
            }
            notes.extend(balance.offered.filter(|offered| *offered > 0).map(|offered| answered(balance.n, offered)));
        }
        FigureSummary::Stock(Some(backlog)) => {
            let values = [
                ("us", backlog.us.into()),
                ("customer", backlog.customer.into()),
                ("third", backlog.third_party.into()),
            ];
            notes.push((view.tt("metrics-stock", &values), false));
        }
        FigureSummary::Time { business: None, spread } if view.metrics_view.business_time && spread.n > 0 => {
            notes.push((view.t("metrics-calendar-only"), false));
        }
        _ => {}
    }
    if figure == FigureId::Csat {
        notes.push((view.t(&format!("credit-{}", view.settings.csat_credit.name())), false));
    }
    if let Some(metrics) = view.selected_metrics {
        let touching = metrics.samples.excluded().filter(|(reason, _)| reason.affects(figure));
        notes.extend(touching.map(|(reason, tickets)| {
            (format!("{} {}", tickets.len(), view.t(&format!("left-out-{}", reason.name()))), false)
        }));
    }
    notes
}
