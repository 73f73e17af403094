//! What the cells of the tables say: a value, what it rests on, how it differs from another, how it stands against targets,
//! and what is to be said of it in words.

use ratatui::style::Style;

use crate::domain::dialogue::Slot;
use crate::domain::figure::Spread;
use crate::domain::looked::difference;
use crate::domain::metrics::{By, Cut, FigureId, Figures, Shape, Summed, Trait};
use crate::domain::person::Profile;
use crate::domain::skills::Asked;
use crate::domain::targets::{Reading, State, Target, judge};
use crate::domain::text::{fit, width};
use crate::ui::dialogs::person::rows::{self, goal};
use crate::ui::looking::Series;
use crate::ui::view::View;
use crate::ui::widgets::numbers::{self, NONE};

/// Below this share of answers, those who answered may well be others than those who did not.
const FEW_ANSWER: f64 = 0.2;

/// What a figure is called, where there is so much room for it.
pub fn name(figure: FigureId, room: usize, view: &View) -> String {
    let long = view.t(&format!("figure-{}", figure.name()));
    if width(&long) <= room { long } else { fit(&view.t(&format!("short-{}", figure.name())), room) }
}

/// The times of a figure as they are looked at: business time where that is wanted and known.
pub fn spread(sum: &Summed, view: &View) -> Option<Spread> {
    match sum {
        Summed::Time { spread, business } => Some(business.filter(|_| view.looking.business).unwrap_or(*spread)),
        _ => None,
    }
}

/// The one number as it is looked at.
pub fn value(sum: &Summed, view: &View) -> Option<f64> {
    spread(sum, view).map_or_else(|| sum.value(), |spread| spread.median)
}

/// The same in words.
pub fn number(figure: FigureId, sum: &Summed, view: &View) -> String {
    numbers::figure(figure, value(sum, view))
}

/// The mean beside the one number: of times, of ratings; else what is counted above the line.
pub fn mean(sum: &Summed, view: &View) -> String {
    match sum {
        Summed::Time { .. } => numbers::took(spread(sum, view).and_then(|spread| spread.mean)),
        Summed::Share(share) => match share.mean {
            Some(mean) => format!("{mean:.2} ★"),
            None if share.n > 0 => view.tt("n-hits", &[("n", share.hits.into())]),
            None => String::new(),
        },
        _ => String::new(),
    }
}

pub fn p90(sum: &Summed, view: &View) -> String {
    spread(sum, view).map(|spread| numbers::took(spread.p90)).unwrap_or_default()
}

/// What it rests on; few are marked.
pub fn n(sum: &Summed, view: &View) -> String {
    match sum {
        Summed::Count(_) | Summed::Stock(_) => String::new(),
        _ if sum.is_low() => format!("{}{}", view.t("low-mark"), sum.n()),
        _ => sum.n().to_string(),
    }
}

/// Few samples are quiet, and so is nothing.
pub fn style(sum: &Summed, view: &View) -> Style {
    match value(sum, view) {
        None => view.theme.dim,
        Some(_) if sum.is_low() => view.theme.dim,
        Some(_) => view.theme.strong,
    }
}

/// How a figure differs from what it is held against: `▲ −4 m` where that is better.
pub fn delta(figure: FigureId, now: &Summed, then: Option<&Summed>, view: &View) -> (String, Style) {
    let theme = view.theme;
    let (Some(a), Some(b)) = (value(now, view), then.and_then(|then| value(then, view))) else {
        return (NONE.into(), theme.dim);
    };
    if numbers::figure(figure, Some(a)) == numbers::figure(figure, Some(b)) {
        return ("=".into(), theme.dim);
    }
    let told = difference(figure, a, b);
    let text = numbers::difference(figure, told.by, &view.t("points"));
    let low = now.is_low() || then.is_some_and(Summed::is_low);
    match told.better {
        Some(true) => (format!("▲ {text}"), if low { theme.dim } else { theme.good }),
        Some(false) => (format!("▼ {text}"), if low { theme.dim } else { theme.warn }),
        None => (text, theme.dim),
    }
}

/// A figure over time as a row of bars.
pub fn trend(figure: FigureId, series: &Series, view: &View) -> String {
    if figure.shape() == Shape::Stock || figure == FigureId::Unanswered {
        return String::new();
    }
    let values: Vec<Option<f64>> = series.sums.iter().map(|sum| value(sum, view)).collect();
    let (least, most) =
        values.iter().flatten().fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
    // How long and how many is drawn from nothing on. How well moves within a few points, and would look flat so: from
    // its lowest on, of at least ten points.
    let foot = match figure.shape() {
        Shape::Time | Shape::Count | Shape::Stock => 0.0,
        Shape::Balance => least.min(most - 10.0),
        Shape::Share | Shape::Ratio(_) | Shape::Mean | Shape::Part => least.min(most - 0.1),
    };
    numbers::trend(&values.into_iter().map(|value| value.map(|value| value - foot)).collect::<Vec<_>>())
}

/// How a profile stands against its target.
pub struct Stands {
    pub profile: Profile,
    pub target: Target,
    pub state: State,
}

/// How the profiles stand that have a target for a figure, in a cut.
pub fn stands(figure: FigureId, cut: &Cut, view: &View) -> Vec<Stands> {
    let groups = view.looking.groups(Slot::Looked, By::Profile, cut, view);
    let of = |profile: Profile| {
        let groups = groups.as_ref()?;
        groups.iter().find(|(one, _)| *one == Trait::Profile(Some(profile))).map(|(_, figures)| figures)
    };
    let asked = view.settings.profiles.iter().filter_map(|asked: &Asked| {
        let target = *asked.targets.get(&figure)?;
        let reading = of(asked.profile).map(|figures| Reading::of(figure, figures)).unwrap_or_default();
        Some(Stands { profile: asked.profile, target, state: judge(figure, &target, reading) })
    });
    asked.collect()
}

/// How many of the profiles that can be judged meet their target: `✓ 2/3`; nothing where none has any.
pub fn met(stands: &[Stands], view: &View) -> (String, Style) {
    let judged: Vec<_> =
        stands.iter().filter(|one| !matches!(one.state, State::LowN | State::NoData)).map(|one| one.state).collect();
    let met = judged.iter().filter(|state| **state != State::Short).count();
    match (stands.len(), judged.len()) {
        (0, _) => (String::new(), view.theme.dim),
        (_, 0) => (format!("· {}", view.t("target-low_n")), view.theme.dim),
        (_, all) if met == all => (format!("✓ {met}/{all}"), view.theme.good),
        (_, all) => (format!("▼ {met}/{all}"), view.theme.warn),
    }
}

/// `champion ≤ 30 m ✓ met`, for each profile that has a target.
pub fn targets(figure: FigureId, stands: &[Stands], view: &View) -> Option<String> {
    let one = |one: &Stands| {
        let (glyph, word, _) = rows::state(one.state, view);
        let profile = view.t(&format!("profile-{}", one.profile));
        format!("{profile} {} {glyph} {word}", wanted(figure, &one.target))
    };
    let all: Vec<String> = stands.iter().map(one).collect();
    (!all.is_empty()).then(|| view.tt("metrics-targets", &[("what", all.join(", ").into())]))
}

/// `≤ 30 m`.
pub fn wanted(figure: FigureId, target: &Target) -> String {
    let sign = if figure.better() == crate::domain::metrics::Better::Less { "≤" } else { "≥" };
    format!("{sign} {}", goal(figure, target.good))
}

/// What is to be said of a figure beside its number, and whether that is a warning.
pub fn notes(figure: FigureId, figures: &Figures, view: &View) -> Vec<(String, bool)> {
    let sum = figures.of(figure);
    let mut notes = Vec::new();
    if sum.is_low() {
        notes.push((view.tt("metrics-low-n", &[("n", sum.n().into())]), false));
    }
    let answered = |n: usize, offered: usize| {
        let rate = n as f64 / offered.max(1) as f64;
        let values = [("n", n.into()), ("m", offered.into()), ("rate", numbers::percent(Some(rate)).into())];
        (
            view.tt(if rate < FEW_ANSWER { "metrics-few-answered" } else { "metrics-answered" }, &values),
            rate < FEW_ANSWER,
        )
    };
    match sum {
        Summed::Share(share) => {
            if share.provisional > 0 {
                notes.push((view.tt("metrics-provisional", &[("n", share.provisional.into())]), false));
            }
            notes.extend(share.offered.filter(|offered| *offered > 0).map(|offered| answered(share.n, offered)));
        }
        Summed::Balance(balance) => {
            let values = [
                ("promoters", balance.promoters.into()),
                ("passives", balance.passives.into()),
                ("detractors", balance.detractors.into()),
            ];
            if balance.n > 0 {
                notes.push((view.tt("metrics-camps", &values), false));
            }
            notes.extend(balance.offered.filter(|offered| *offered > 0).map(|offered| answered(balance.n, offered)));
        }
        Summed::Stock(Some(backlog)) => {
            let values = [
                ("us", backlog.us.into()),
                ("customer", backlog.customer.into()),
                ("third", backlog.third_party.into()),
            ];
            notes.push((view.tt("metrics-stock", &values), false));
        }
        Summed::Time { business: None, spread } if view.looking.business && spread.n > 0 => {
            notes.push((view.t("metrics-calendar-only"), false));
        }
        _ => {}
    }
    if figure == FigureId::Csat {
        notes.push((view.t(&format!("credit-{}", view.settings.csat_credit.name())), false));
    }
    if let Some(metrics) = view.looked {
        let touching = metrics.samples.left_out().filter(|(reason, _)| reason.touches(figure));
        notes.extend(touching.map(|(reason, tickets)| {
            (format!("{} {}", tickets.len(), view.t(&format!("left-out-{}", reason.name()))), false)
        }));
    }
    notes
}
