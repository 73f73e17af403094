//! What the cells of the tables say: a value, what it rests on, how it differs from another, how it stands against targets,
//! and what is to be said of it in words.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::dialogue::Slot;
use crate::domain::figure::Spread;
use crate::domain::looked::difference;
use crate::domain::metrics::{By, Cut, FigureId, Figures, Shape, Summed, Trait};
use crate::domain::person::Profile;
use crate::domain::skills::Asked;
use crate::domain::targets::{self, Reading, State, Target, judge};
use crate::domain::text::{fit, width};
use crate::ui::dialogs::person::rows::{self, goal};
use crate::ui::looking::Series;
use crate::ui::view::View;
use crate::ui::widgets::numbers::{self, NONE};

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
    let unsigned = |text: &str| text.trim_start_matches(['+', '−']).to_owned();
    if unsigned(&text) == unsigned(&numbers::difference(figure, 0.0, &view.t("points"))) {
        return ("=".into(), theme.dim);
    }
    let low = now.is_low() || then.is_some_and(Summed::is_low);
    match told.better {
        Some(true) => (format!("▲ {text}"), if low { theme.dim } else { theme.good }),
        Some(false) => (format!("▼ {text}"), if low { theme.dim } else { theme.warn }),
        None => (text, theme.dim),
    }
}

/// A figure over time as a row of bars.
pub fn trend(figure: FigureId, series: &Series, view: &View) -> String {
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

/// How the people of a cut stand against the targets that they have for a figure.
#[derive(Default, Clone, Copy)]
pub struct Meeting {
    met: usize,
    /// Those who have samples enough to be judged.
    judged: usize,
}

/// The same for every figure that anybody has a target for.
pub type Meetings = BTreeMap<FigureId, Meeting>;

/// How those who are credited with anything in a cut stand; each is judged by their own samples and their own target.
pub fn meetings(cut: &Cut, view: &View) -> Meetings {
    let mut all = Meetings::new();
    let Some(groups) = view.looking.groups(Slot::Looked, By::Agent, cut, view) else { return all };
    for (one, figures) in groups.iter() {
        let Trait::Agent(Some(id)) = one else { continue };
        let Some(person) = view.desk.team.people.get(id) else { continue };
        for due in targets::of(person, &view.settings.profiles) {
            let meeting = all.entry(due.figure).or_default();
            let state = judge(due.figure, &due.target, Reading::of(due.figure, figures));
            meeting.judged += usize::from(!matches!(state, State::LowN | State::NoData));
            meeting.met += usize::from(matches!(state, State::Met | State::Stretch));
        }
    }
    all
}

/// How a figure of a cut stands against targets.
pub enum Stands {
    /// There is none for it.
    Free,
    /// One person's work, or one profile's, has one target.
    One { profile: Profile, target: Target, state: State },
    /// Elsewhere everybody has their own.
    People(Meeting),
}

/// How a figure of a cut stands; `meetings` are those of its people.
pub fn stands(figure: FigureId, figures: &Figures, cut: &Cut, meetings: &Meetings, view: &View) -> Stands {
    let profiles = &view.settings.profiles;
    let profile = cut.0.iter().find_map(|one| match one {
        Trait::Profile(profile) => *profile,
        _ => None,
    });
    let target = match (cut.person(), profile) {
        (Some(person), _) => {
            let person = view.desk.team.people.get(&person);
            let due = person.map(|person| targets::of(person, profiles)).unwrap_or_default();
            due.into_iter().find(|due| due.figure == figure).map(|due| (due.profile, due.target))
        }
        (None, Some(profile)) => {
            Asked::by(profile, profiles).and_then(|asked| Some((profile, *asked.targets.get(&figure)?)))
        }
        (None, None) => return meetings.get(&figure).map_or(Stands::Free, |meeting| Stands::People(*meeting)),
    };
    let judged = |(profile, target)| {
        let state = judge(figure, &target, Reading::of(figure, figures));
        Stands::One { profile, target, state }
    };
    target.map_or(Stands::Free, judged)
}

/// The same in a cell: `★ ≤ 30 m` for one, `4/10 ✓` for those of the people who meet theirs.
pub fn met(figure: FigureId, stands: &Stands, view: &View) -> (String, Style) {
    let theme = view.theme;
    match stands {
        Stands::Free => (String::new(), theme.dim),
        Stands::One { target, state, .. } => {
            let (glyph, _, style) = rows::state(*state, view);
            (format!("{glyph} {}", wanted(figure, target)), style)
        }
        Stands::People(Meeting { judged: 0, .. }) => (format!("· {}", view.t("target-low_n")), theme.dim),
        Stands::People(Meeting { met, judged }) => {
            let style = match () {
                () if met == judged => theme.good,
                () if met * 2 < *judged => theme.warn,
                () => theme.text,
            };
            (format!("{met}/{judged} ✓"), style)
        }
    }
}

/// The same in words: `target: champion ≤ 30 m ✓ met`, `4 of 10 people meet their target: champion ≤ 30 m`.
pub fn targets(figure: FigureId, stands: &Stands, view: &View) -> Option<String> {
    let goal = |profile: Profile, target: &Target| {
        format!("{} {}", view.t(&format!("profile-{profile}")), wanted(figure, target))
    };
    match stands {
        Stands::Free => None,
        Stands::One { profile, target, state } => {
            let (glyph, word, _) = rows::state(*state, view);
            let what = format!("{} {glyph} {word}", goal(*profile, target));
            Some(view.tt("metrics-targets", &[("what", what.into())]))
        }
        Stands::People(Meeting { met, judged }) => {
            let with = view.settings.profiles.iter();
            let goals = with.filter_map(|asked| Some(goal(asked.profile, asked.targets.get(&figure)?)));
            let goals = goals.collect::<Vec<_>>().join(", ");
            let key = if *judged == 0 { "metrics-people-few" } else { "metrics-people-meet" };
            Some(view.tt(key, &[("n", (*met).into()), ("m", (*judged).into()), ("what", goals.into())]))
        }
    }
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
        // So few may well be others than those who did not answer.
        let few = rate < view.settings.response_floor;
        (view.tt(if few { "metrics-few-answered" } else { "metrics-answered" }, &values), few)
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
