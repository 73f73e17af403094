//! Metrics engine: the figures of a period for panes, drill-down, reports and exports.
//!
//! The store provides the [`TicketFacts`] of every ticket that can affect a figure of the period, plus surveys, reviews
//! and customers. [`Sample`]s are collected from them, one per counted event. [`Figures`] aggregate samples and a
//! drill-down lists the same samples, so the two cannot disagree.

pub mod cut;
pub mod draw;
pub mod flat;
pub mod left_out;
pub mod opened;
pub mod over_time;
pub mod past;
pub mod sample;
pub mod sum;
#[cfg(test)]
mod tests;
pub mod work;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use crate::engine::metrics::cut::{By, Cut, Facet, Facets, Trait};
use crate::engine::metrics::draw::About;
use crate::engine::metrics::left_out::LeftOut;
use crate::engine::metrics::opened::Tally;
use crate::engine::metrics::over_time::{Bucket, Stocks, edges};
use crate::engine::metrics::past::{AtEnd, Judged, Past};
use crate::engine::metrics::sample::{Kept, Of, People, Sample, Thing, Value};
use crate::engine::metrics::sum::{Backlog, Balance, Figures, Share, Summed, nothing};
use crate::engine::summary::DurationStats;
use crate::model::calendar::Calendar;
use crate::model::calendar::ruler::BusinessTimeIndex;
use crate::model::figure::{Better, FigureId, Shape};
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::settings::Counting;
use crate::model::survey::NpsGroup;
use crate::model::ticket::WaitsOn;
use crate::model::ticket::rating::Credits;
use crate::model::time::{Instant, Period, Zone};

/// Period and rules for collecting samples.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    pub period: Period,
    /// Reference time for "solved to date" and "provisional".
    pub now: Instant,
    pub counting: &'a Counting,
    pub depth: Depth,
}

/// How much to read and aggregate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// Calendar time only; tickets, surveys and reviews only.
    Glance,
    /// Adds business time and customers.
    #[default]
    Whole,
}

/// Samples of a period, by figure.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// In the order of [`FigureId::ALL`].
    by_figure: [Vec<Kept>; FigureId::COUNT],
    things: Vec<Thing>,
    facets: Facets,
    people: People,
    profiles: BTreeMap<PersonId, Profile>,
    tiers: HashMap<CustomerId, Arc<str>>,
    words: crate::engine::desk::StringInterner,
    left_out: BTreeMap<LeftOut, BTreeSet<TicketId>>,
    /// Surveys sent, by figure and attribute set.
    offered: BTreeMap<FigureId, BTreeMap<u32, usize>>,
    /// Figures for which unanswered surveys are known, so that a response rate exists.
    asked: BTreeSet<FigureId>,
    stocks: Stocks,
    ruler: Option<BusinessTimeIndex>,
}

/// Samples that match a filter, by figure.
type Drawn<'a> = [Vec<&'a Kept>; FigureId::COUNT];

impl Samples {
    /// Samples of a figure that match a filter.
    pub fn of<'a>(&'a self, figure: FigureId, cut: &Cut) -> impl Iterator<Item = Sample> + use<'a> {
        self.kept(figure, cut).map(move |kept| self.told(kept, figure))
    }

    fn told(&self, kept: &Kept, figure: FigureId) -> Sample {
        let thing = self.things.get(kept.thing());
        let nothing = Thing { of: Of::Survey(0), ticket: None, customer: None, facet: 0 };
        let sample = kept.sample(thing.unwrap_or(&nothing), &self.people);
        match (figure, sample.value) {
            // Retention counts the inverse of churn.
            (FigureId::Retention, Value::Hit { hit, provisional }) => {
                Sample { value: Value::Hit { hit: !hit, provisional }, ..sample }
            }
            _ => sample,
        }
    }

    fn kept<'a>(&'a self, figure: FigureId, cut: &Cut) -> impl Iterator<Item = &'a Kept> + use<'a> {
        let (fits, own) = (self.fitting(cut), cut.is_own());
        let solved_only = figure == FigureId::Resolution;
        let mut last = None;
        self.by_figure[figure.drawn_as() as usize].iter().filter(move |kept| {
            let fits = fits.fits(kept, own, &self.things) && (!solved_only || kept.is_hit());
            // Samples of a ticket are adjacent.
            let again = fits && figure.is_of_arrivals() && last.replace(kept.thing()) == Some(kept.thing());
            fits && !again
        })
    }

    /// Attribute sets and people that match a filter.
    fn fitting(&self, cut: &Cut) -> Fitting {
        let facets = self.facets.all().iter().map(|facet| cut.0.iter().all(|one| facet.has(one))).collect();
        let has = |person: Option<PersonId>| {
            cut.0.iter().all(|one| match one {
                Trait::Agent(wanted) => person == *wanted,
                Trait::Profile(wanted) => person.and_then(|who| self.profiles.get(&who).copied()) == *wanted,
                _ => true,
            })
        };
        let people = self.people.all().iter().map(|person| has(Some(*person))).collect();
        Fitting { facets, people, nobody: has(None) }
    }

    /// Tickets excluded from figures, by reason.
    pub fn left_out(&self) -> impl Iterator<Item = (LeftOut, &BTreeSet<TicketId>)> {
        self.left_out.iter().map(|(reason, tickets)| (*reason, tickets))
    }

    /// Everyone credited with a sample.
    pub fn credited(&self) -> impl Iterator<Item = PersonId> {
        self.people.all().iter().copied()
    }

    /// Backlog at the end of each day.
    pub fn stocks(&self) -> &Stocks {
        &self.stocks
    }

    /// Figures of the team and of every credited person, by id.
    pub fn report(&self, period: Period) -> Report {
        let agents = self.groups(By::Agent, &Cut::team());
        let agents = agents.into_iter().filter_map(|(one, figures)| match one {
            Trait::Agent(Some(person)) => Some((person, figures)),
            _ => None,
        });
        Report {
            period,
            team: self.figures(&Cut::team()),
            agents: agents.collect(),
            left_out: self.left_out().map(|(reason, tickets)| (reason, tickets.len())).collect(),
        }
    }

    /// Aggregates the samples that match a filter.
    pub fn figures(&self, cut: &Cut) -> Figures {
        let drawn = FigureId::ALL.map(|figure| match figure.drawn_as() == figure {
            true => self.kept(figure, cut).collect(),
            false => Vec::new(),
        });
        self.summed(&drawn, cut)
    }

    /// Figures by dimension value, in value order with "not set" first. Values without samples are omitted.
    pub fn groups(&self, by: By, cut: &Cut) -> Vec<(Trait, Figures)> {
        let fits = self.fitting(cut);
        let own = cut.is_own() || matches!(by, By::Agent | By::Profile);
        let of_facet: Vec<Option<Trait>> = self.facets.all().iter().map(|facet| facet.by(by)).collect();
        let of_person = |person: Option<PersonId>| match by {
            By::Agent => Some(Trait::Agent(person)),
            By::Profile => Some(Trait::Profile(person.and_then(|who| self.profiles.get(&who).copied()))),
            _ => None,
        };
        let of_people: Vec<Option<Trait>> = self.people.all().iter().map(|who| of_person(Some(*who))).collect();
        let nobody = of_person(None);
        let mut traits: Vec<&Trait> =
            of_facet.iter().chain(&of_people).chain([&nobody]).filter_map(Option::as_ref).collect();
        traits.sort();
        traits.dedup();
        let place = |one: &Option<Trait>| one.as_ref().and_then(|one| traits.binary_search(&one).ok());
        let (by_facet, by_person): (Vec<_>, Vec<_>) =
            (of_facet.iter().map(place).collect(), of_people.iter().map(place).collect());
        let no_one = place(&nobody);
        let mut drawn: Vec<Drawn> = traits.iter().map(|_| Drawn::default()).collect();
        for (figure, samples) in self.by_figure.iter().enumerate() {
            for kept in samples.iter().filter(|kept| fits.fits(kept, own, &self.things)) {
                let facet = || self.things.get(kept.thing()).and_then(|thing| by_facet.get(thing.facet as usize));
                let group = match (by, kept.who()) {
                    (By::Agent | By::Profile, Some(who)) => by_person.get(who).copied().flatten(),
                    (By::Agent | By::Profile, None) => no_one,
                    _ => facet().copied().flatten(),
                };
                if let Some(drawn) = group.and_then(|group| drawn.get_mut(group)) {
                    let last = drawn[figure].last().map(|last: &&Kept| last.thing());
                    if !FigureId::ALL[figure].is_of_arrivals() || last != Some(kept.thing()) {
                        drawn[figure].push(kept);
                    }
                }
            }
        }
        let some = |drawn: &Drawn| drawn.iter().any(|samples| !samples.is_empty());
        let groups = traits.into_iter().zip(&drawn).filter(|(_, drawn)| some(drawn));
        groups.map(|(one, drawn)| (one.clone(), self.summed(drawn, &cut.and(one.clone())))).collect()
    }

    fn summed(&self, drawn: &Drawn, cut: &Cut) -> Figures {
        let own = cut.is_own();
        Figures::each(|figure| self.sum(figure, drawn, own, cut))
    }

    fn sum(&self, figure: FigureId, drawn: &Drawn, own: bool, cut: &Cut) -> Summed {
        let samples = &drawn[figure.drawn_as() as usize];
        let hits = || samples.iter().filter(|kept| kept.is_hit()).count();
        match figure.shape() {
            Shape::Time => self.times(samples, own),
            Shape::Share if figure == FigureId::Retention => {
                Summed::Share(Share { n: samples.len(), hits: samples.len() - hits(), ..Share::default() })
            }
            Shape::Share => {
                let provisional = |kept: &&&Kept| matches!(kept.value(), Value::Hit { hit: true, provisional: true });
                let scores = samples.iter().filter_map(|kept| match kept.value() {
                    Value::Rated { score, .. } => score.map(f64::from),
                    _ => None,
                });
                let provisional = samples.iter().filter(provisional).count();
                let (mean, offered) = (mean(scores), self.offered(figure, cut, samples.len()));
                Summed::Share(Share { n: samples.len(), hits: hits(), provisional, mean, offered })
            }
            Shape::Ratio(of) => {
                let counts = |kept: &Kept| figure != FigureId::Resolution || kept.is_hit();
                let n = self.distinct(&drawn[of.drawn_as() as usize], |_| true);
                Summed::Share(Share { n, hits: self.distinct(samples, counts), ..Share::default() })
            }
            Shape::Balance => {
                let mut balance = Balance {
                    n: samples.len(),
                    offered: self.offered(figure, cut, samples.len()),
                    ..Balance::default()
                };
                for kept in samples {
                    match kept.value() {
                        Value::Camp(NpsGroup::Promoter, _) => balance.promoters += 1,
                        Value::Camp(NpsGroup::Passive, _) => balance.passives += 1,
                        _ => balance.detractors += 1,
                    }
                }
                Summed::Balance(balance)
            }
            Shape::Mean => {
                let points = samples.iter().filter_map(|kept| match kept.value() {
                    Value::Points(share) => Some(share),
                    _ => None,
                });
                Summed::Mean { n: samples.len(), mean: mean(points) }
            }
            Shape::Part => {
                let parts = samples.iter().filter_map(|kept| match kept.value() {
                    Value::Part { part, whole } => Some((part.num_milliseconds(), whole.num_milliseconds())),
                    _ => None,
                });
                let (part, whole) = parts.fold((0, 0), |(part, whole), (p, w)| (part + p, whole + w));
                let mean = (whole > 0).then(|| part as f64 / whole as f64);
                Summed::Mean { n: samples.len(), mean }
            }
            Shape::Count | Shape::Stock if samples.is_empty() && !self.can_count(figure) => match figure.shape() {
                Shape::Stock => Summed::Stock(None),
                _ => Summed::Count(None),
            },
            Shape::Count => Summed::Count(Some(self.distinct(samples, |_| true))),
            Shape::Stock => Summed::Stock(Some(backlog(samples))),
        }
    }

    /// Whether an empty count is a true zero: not if no ticket has a creation time.
    fn can_count(&self, figure: FigureId) -> bool {
        let needs_creation = matches!(figure, FigureId::Received | FigureId::Unanswered | FigureId::Backlog);
        !needs_creation
            || !self.left_out.contains_key(&LeftOut::NoCreationTime)
            || !self.by_figure[FigureId::Received as usize].is_empty()
            || !self.by_figure[FigureId::Backlog as usize].is_empty()
    }

    fn times(&self, samples: &[&Kept], own: bool) -> Summed {
        let took = |kept: &&Kept| match kept.value() {
            Value::Took { team, own: theirs } => Some(if own { theirs } else { team }),
            Value::Lasted(span) => Some(span),
            _ => None,
        };
        let spread = DurationStats::from_durations(samples.iter().filter_map(took));
        let business = self.ruler.as_ref().map(|ruler| {
            let open = samples.iter().filter_map(|kept| match kept.value() {
                Value::Took { .. } => {
                    let at = kept.at();
                    took(kept).map(|span| ruler.business_time(at - span, at))
                }
                _ => None,
            });
            DurationStats::from_durations(open)
        });
        Summed::Time { spread, business: business.filter(|business| business.n == spread.n) }
    }

    /// Number of distinct subjects among the samples for which `counts` is true.
    fn distinct(&self, samples: &[&Kept], counts: impl Fn(&Kept) -> bool) -> usize {
        let mut things: Vec<_> = samples.iter().filter(|kept| counts(kept)).map(|kept| kept.thing()).collect();
        things.sort_unstable();
        things.dedup();
        things.len()
    }

    /// Surveys sent, at least the number answered. `None` for filters on people (an unanswered survey has no credit)
    /// and if only answers are known.
    fn offered(&self, figure: FigureId, cut: &Cut, answered: usize) -> Option<usize> {
        let known = self.asked.contains(&figure) && !cut.0.iter().any(|one| one.by() <= By::Profile);
        let offered = self.offered.get(&figure).filter(|_| known)?;
        let fits = self.fitting(cut);
        let fits = |facet: &u32| fits.facets.get(*facet as usize).copied().unwrap_or(false);
        let offered: usize = offered.iter().filter(|(facet, _)| fits(facet)).map(|(_, n)| n).sum();
        Some(offered.max(answered))
    }
}

/// Attribute sets and people that match a filter, by index.
struct Fitting {
    facets: Vec<bool>,
    people: Vec<bool>,
    nobody: bool,
}

impl Fitting {
    fn fits(&self, kept: &Kept, own: bool, things: &[Thing]) -> bool {
        let person = kept.who().map_or(self.nobody, |who| self.people.get(who).copied().unwrap_or(false));
        let facet = things.get(kept.thing()).and_then(|thing| self.facets.get(thing.facet as usize));
        person && (own || !kept.handed()) && facet.copied().unwrap_or(false)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values.fold((0_usize, 0.0), |(n, sum), value| (n + 1, sum + value));
    (n > 0).then(|| sum / n as f64)
}

fn backlog(samples: &[&Kept]) -> Backlog {
    let mut backlog = Backlog { total: samples.len(), ..Backlog::default() };
    for kept in samples {
        match kept.value() {
            Value::Waits(WaitsOn::Us) => backlog.us += 1,
            Value::Waits(WaitsOn::Customer) => backlog.customer += 1,
            Value::Waits(WaitsOn::ThirdParty) => backlog.third_party += 1,
            _ => {}
        }
    }
    backlog
}

/// Figures of the team and of each agent.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub period: Period,
    pub team: Figures,
    pub agents: Vec<(PersonId, Figures)>,
    pub left_out: Vec<(LeftOut, usize)>,
}

impl Report {
    /// Figures of one person; `None` without samples.
    pub fn agent(&self, person: PersonId) -> Option<&Figures> {
        self.agents.iter().find(|(who, _)| *who == person).map(|(_, figures)| figures)
    }
}

impl Figures {
    /// Figures without any samples.
    pub fn none() -> Figures {
        Figures::each(|figure| nothing(figure.shape()))
    }
}
