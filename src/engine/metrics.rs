//! Metrics engine: the figures of a period for panes, drill-down, reports and exports.
//!
//! The store provides the [`TicketFacts`] of every ticket that can affect a figure of the period, plus surveys, reviews
//! and customers. [`Sample`]s are collected from them, one per counted event. [`Figures`] aggregate samples and a
//! drill-down lists the same samples, so the two cannot disagree.

pub mod adherence;
pub mod collect;
pub mod daily_backlog;
pub mod drill_down;
pub mod exclusions;
pub mod filter;
pub mod flat_table;
pub mod sample;
pub mod summary;
#[cfg(test)]
mod tests;
pub mod ticket_facts;
pub mod time_series;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::engine::business_time::BusinessTimeIndex;
use crate::engine::metrics::daily_backlog::DailyBacklog;
use crate::engine::metrics::exclusions::ExclusionReason;
use crate::engine::metrics::filter::{AttributeSetIndex, Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::sample::{PackedSample, PersonIndex, Sample, SampleSubject, SampleValue, SubjectRecord};
use crate::engine::metrics::summary::{Backlog, FigureSummary, Figures, NetScore, ShareSummary, empty_summary};
use crate::engine::summary::DurationStats;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::settings::MetricsConfig;
use crate::model::survey::NpsGroup;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period};

/// Period and rules for collecting samples.
#[derive(Debug, Clone, Copy)]
pub struct MetricsWindow<'a> {
    pub period: Period,
    /// Reference time for "solved to date" and "provisional".
    pub now: Instant,
    pub config: &'a MetricsConfig,
    pub depth: MetricsDepth,
}

/// How much to read and aggregate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MetricsDepth {
    /// Calendar time only; tickets, surveys and reviews only.
    Summary,
    /// Adds business time and customers.
    #[default]
    Full,
}

/// Samples of a period, by figure.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// In the order of [`FigureId::ALL`].
    by_figure: [Vec<PackedSample>; FigureId::COUNT],
    subjects: Vec<SubjectRecord>,
    attribute_sets: AttributeSetIndex,
    people: PersonIndex,
    profiles: BTreeMap<PersonId, Profile>,
    tiers: HashMap<CustomerId, Arc<str>>,
    interner: crate::engine::desk::StringInterner,
    excluded: BTreeMap<ExclusionReason, BTreeSet<TicketId>>,
    /// Surveys sent, by figure and attribute set.
    surveys_offered: BTreeMap<FigureId, BTreeMap<u32, usize>>,
    /// Figures for which unanswered surveys are known, so that a response rate exists.
    response_rate_known: BTreeSet<FigureId>,
    daily_backlog: DailyBacklog,
    business_time: Option<BusinessTimeIndex>,
}

/// Samples that match a filter, by figure.
type SamplesByFigure<'a> = [Vec<&'a PackedSample>; FigureId::COUNT];

impl Samples {
    /// Samples of a figure that match a filter.
    pub fn matching<'a>(&'a self, figure: FigureId, cut: &MetricFilter) -> impl Iterator<Item = Sample> + use<'a> {
        self.packed_matching(figure, cut).map(move |kept| self.unpack(kept, figure))
    }

    fn unpack(&self, kept: &PackedSample, figure: FigureId) -> Sample {
        let thing = self.subjects.get(kept.subject_index());
        let nothing =
            SubjectRecord { subject: SampleSubject::Survey(0), ticket: None, customer: None, attribute_set: 0 };
        let sample = kept.unpack(thing.unwrap_or(&nothing), &self.people);
        match (figure, sample.value) {
            // Retention counts the inverse of churn.
            (FigureId::Retention, SampleValue::Hit { hit, provisional }) => {
                Sample { value: SampleValue::Hit { hit: !hit, provisional }, ..sample }
            }
            _ => sample,
        }
    }

    fn packed_matching<'a>(
        &'a self,
        figure: FigureId,
        cut: &MetricFilter,
    ) -> impl Iterator<Item = &'a PackedSample> + use<'a> {
        let (fits, own) = (self.filter_matches(cut), cut.is_individual());
        let solved_only = figure == FigureId::ResolutionRate;
        let mut last = None;
        self.by_figure[figure.sample_source() as usize].iter().filter(move |kept| {
            let fits = fits.matches(kept, own, &self.subjects) && (!solved_only || kept.is_hit());
            // Samples of a ticket are adjacent.
            let again = fits
                && figure.counts_reassigned_once()
                && last.replace(kept.subject_index()) == Some(kept.subject_index());
            fits && !again
        })
    }

    /// Attribute sets and people that match a filter.
    fn filter_matches(&self, cut: &MetricFilter) -> FilterMatches {
        let facets = self.attribute_sets.all().iter().map(|facet| cut.0.iter().all(|one| facet.matches(one))).collect();
        let has = |person: Option<PersonId>| {
            cut.0.iter().all(|one| match one {
                DimensionValue::Agent(wanted) => person == *wanted,
                DimensionValue::Profile(wanted) => person.and_then(|who| self.profiles.get(&who).copied()) == *wanted,
                _ => true,
            })
        };
        let people = self.people.all().iter().map(|person| has(Some(*person))).collect();
        FilterMatches { attribute_sets: facets, people, uncredited: has(None) }
    }

    /// Tickets excluded from figures, by reason.
    pub fn excluded(&self) -> impl Iterator<Item = (ExclusionReason, &BTreeSet<TicketId>)> {
        self.excluded.iter().map(|(reason, tickets)| (*reason, tickets))
    }

    /// Everyone credited with a sample.
    pub fn credited_people(&self) -> impl Iterator<Item = PersonId> {
        self.people.all().iter().copied()
    }

    /// Backlog at the end of each day.
    pub fn daily_backlog(&self) -> &DailyBacklog {
        &self.daily_backlog
    }

    /// Figures of the team and of every credited person, by id.
    pub fn team_figures(&self, period: Period) -> TeamFigures {
        let agents = self.group_by(Dimension::Agent, &MetricFilter::whole_team());
        let agents = agents.into_iter().filter_map(|(one, figures)| match one {
            DimensionValue::Agent(Some(person)) => Some((person, figures)),
            _ => None,
        });
        TeamFigures {
            period,
            team: self.figures(&MetricFilter::whole_team()),
            agents: agents.collect(),
            excluded: self.excluded().map(|(reason, tickets)| (reason, tickets.len())).collect(),
        }
    }

    /// Aggregates the samples that match a filter.
    pub fn figures(&self, cut: &MetricFilter) -> Figures {
        let drawn = FigureId::ALL.map(|figure| match figure.sample_source() == figure {
            true => self.packed_matching(figure, cut).collect(),
            false => Vec::new(),
        });
        self.summarize_all(&drawn, cut)
    }

    /// Figures by dimension value, in value order with "not set" first. Values without samples are omitted.
    pub fn group_by(&self, by: Dimension, cut: &MetricFilter) -> Vec<(DimensionValue, Figures)> {
        let fits = self.filter_matches(cut);
        let own = cut.is_individual() || matches!(by, Dimension::Agent | Dimension::Profile);
        let of_facet: Vec<Option<DimensionValue>> =
            self.attribute_sets.all().iter().map(|facet| facet.value_of(by)).collect();
        let of_person = |person: Option<PersonId>| match by {
            Dimension::Agent => Some(DimensionValue::Agent(person)),
            Dimension::Profile => {
                Some(DimensionValue::Profile(person.and_then(|who| self.profiles.get(&who).copied())))
            }
            _ => None,
        };
        let of_people: Vec<Option<DimensionValue>> =
            self.people.all().iter().map(|who| of_person(Some(*who))).collect();
        let nobody = of_person(None);
        let mut traits: Vec<&DimensionValue> =
            of_facet.iter().chain(&of_people).chain([&nobody]).filter_map(Option::as_ref).collect();
        traits.sort();
        traits.dedup();
        let place = |one: &Option<DimensionValue>| one.as_ref().and_then(|one| traits.binary_search(&one).ok());
        let (by_facet, by_person): (Vec<_>, Vec<_>) =
            (of_facet.iter().map(place).collect(), of_people.iter().map(place).collect());
        let no_one = place(&nobody);
        let mut drawn: Vec<SamplesByFigure> = traits.iter().map(|_| SamplesByFigure::default()).collect();
        for (figure, samples) in self.by_figure.iter().enumerate() {
            for kept in samples.iter().filter(|kept| fits.matches(kept, own, &self.subjects)) {
                let facet = || {
                    self.subjects.get(kept.subject_index()).and_then(|thing| by_facet.get(thing.attribute_set as usize))
                };
                let group = match (by, kept.person_index()) {
                    (Dimension::Agent | Dimension::Profile, Some(who)) => by_person.get(who).copied().flatten(),
                    (Dimension::Agent | Dimension::Profile, None) => no_one,
                    _ => facet().copied().flatten(),
                };
                if let Some(drawn) = group.and_then(|group| drawn.get_mut(group)) {
                    let last = drawn[figure].last().map(|last: &&PackedSample| last.subject_index());
                    if !FigureId::ALL[figure].counts_reassigned_once() || last != Some(kept.subject_index()) {
                        drawn[figure].push(kept);
                    }
                }
            }
        }
        let some = |drawn: &SamplesByFigure| drawn.iter().any(|samples| !samples.is_empty());
        let groups = traits.into_iter().zip(&drawn).filter(|(_, drawn)| some(drawn));
        groups.map(|(one, drawn)| (one.clone(), self.summarize_all(drawn, &cut.with(one.clone())))).collect()
    }

    fn summarize_all(&self, drawn: &SamplesByFigure, cut: &MetricFilter) -> Figures {
        let own = cut.is_individual();
        Figures::from_fn(|figure| self.summarize(figure, drawn, own, cut))
    }

    fn summarize(&self, figure: FigureId, drawn: &SamplesByFigure, own: bool, cut: &MetricFilter) -> FigureSummary {
        let samples = &drawn[figure.sample_source() as usize];
        let hits = || samples.iter().filter(|kept| kept.is_hit()).count();
        match figure.shape() {
            FigureShape::Time => self.summarize_durations(samples, own),
            FigureShape::Share if figure == FigureId::Retention => FigureSummary::Share(ShareSummary {
                n: samples.len(),
                hits: samples.len() - hits(),
                ..ShareSummary::default()
            }),
            FigureShape::Share => {
                let provisional =
                    |kept: &&&PackedSample| matches!(kept.value(), SampleValue::Hit { hit: true, provisional: true });
                let scores = samples.iter().filter_map(|kept| match kept.value() {
                    SampleValue::Rating { score, .. } => score.map(f64::from),
                    _ => None,
                });
                let provisional = samples.iter().filter(provisional).count();
                let (mean, offered) = (mean(scores), self.surveys_offered(figure, cut, samples.len()));
                FigureSummary::Share(ShareSummary { n: samples.len(), hits: hits(), provisional, mean, offered })
            }
            FigureShape::Ratio(of) => {
                let counts = |kept: &PackedSample| figure != FigureId::ResolutionRate || kept.is_hit();
                let n = self.count_distinct(&drawn[of.sample_source() as usize], |_| true);
                FigureSummary::Share(ShareSummary {
                    n,
                    hits: self.count_distinct(samples, counts),
                    ..ShareSummary::default()
                })
            }
            FigureShape::NetScore => {
                let mut balance = NetScore {
                    n: samples.len(),
                    offered: self.surveys_offered(figure, cut, samples.len()),
                    ..NetScore::default()
                };
                for kept in samples {
                    match kept.value() {
                        SampleValue::Nps(NpsGroup::Promoter, _) => balance.promoters += 1,
                        SampleValue::Nps(NpsGroup::Passive, _) => balance.passives += 1,
                        _ => balance.detractors += 1,
                    }
                }
                FigureSummary::NetScore(balance)
            }
            FigureShape::Mean => {
                let points = samples.iter().filter_map(|kept| match kept.value() {
                    SampleValue::Score(share) => Some(share),
                    _ => None,
                });
                FigureSummary::Mean { n: samples.len(), mean: mean(points) }
            }
            FigureShape::Portion => {
                let parts = samples.iter().filter_map(|kept| match kept.value() {
                    SampleValue::Portion { part, whole } => Some((part.num_milliseconds(), whole.num_milliseconds())),
                    _ => None,
                });
                let (part, whole) = parts.fold((0, 0), |(part, whole), (p, w)| (part + p, whole + w));
                let mean = (whole > 0).then(|| part as f64 / whole as f64);
                FigureSummary::Mean { n: samples.len(), mean }
            }
            FigureShape::Count | FigureShape::Stock if samples.is_empty() && !self.is_count_known(figure) => {
                match figure.shape() {
                    FigureShape::Stock => FigureSummary::Stock(None),
                    _ => FigureSummary::Count(None),
                }
            }
            FigureShape::Count => FigureSummary::Count(Some(self.count_distinct(samples, |_| true))),
            FigureShape::Stock => FigureSummary::Stock(Some(count_backlog(samples))),
        }
    }

    /// Whether an empty count is a true zero: not if no ticket has a creation time.
    fn is_count_known(&self, figure: FigureId) -> bool {
        let needs_creation = matches!(figure, FigureId::Received | FigureId::Unanswered | FigureId::Backlog);
        !needs_creation
            || !self.excluded.contains_key(&ExclusionReason::NoCreationTime)
            || !self.by_figure[FigureId::Received as usize].is_empty()
            || !self.by_figure[FigureId::Backlog as usize].is_empty()
    }

    fn summarize_durations(&self, samples: &[&PackedSample], own: bool) -> FigureSummary {
        let took = |kept: &&PackedSample| match kept.value() {
            SampleValue::Duration { team, own: theirs } => Some(if own { theirs } else { team }),
            SampleValue::TotalDuration(span) => Some(span),
            _ => None,
        };
        let spread = DurationStats::from_durations(samples.iter().filter_map(took));
        let business = self.business_time.as_ref().map(|ruler| {
            let open = samples.iter().filter_map(|kept| match kept.value() {
                SampleValue::Duration { .. } => {
                    let at = kept.at();
                    took(kept).map(|span| ruler.business_time(at - span, at))
                }
                _ => None,
            });
            DurationStats::from_durations(open)
        });
        FigureSummary::Time { spread, business: business.filter(|business| business.n == spread.n) }
    }

    /// Number of distinct subjects among the samples for which `counts` is true.
    fn count_distinct(&self, samples: &[&PackedSample], counts: impl Fn(&PackedSample) -> bool) -> usize {
        let mut things: Vec<_> = samples.iter().filter(|kept| counts(kept)).map(|kept| kept.subject_index()).collect();
        things.sort_unstable();
        things.dedup();
        things.len()
    }

    /// Surveys sent, at least the number answered. `None` for filters on people (an unanswered survey has no credit)
    /// and if only answers are known.
    fn surveys_offered(&self, figure: FigureId, cut: &MetricFilter, answered: usize) -> Option<usize> {
        let known = self.response_rate_known.contains(&figure)
            && !cut.0.iter().any(|one| one.dimension() <= Dimension::Profile);
        let offered = self.surveys_offered.get(&figure).filter(|_| known)?;
        let fits = self.filter_matches(cut);
        let fits = |facet: &u32| fits.attribute_sets.get(*facet as usize).copied().unwrap_or(false);
        let offered: usize = offered.iter().filter(|(facet, _)| fits(facet)).map(|(_, n)| n).sum();
        Some(offered.max(answered))
    }
}

/// Attribute sets and people that match a filter, by index.
struct FilterMatches {
    attribute_sets: Vec<bool>,
    people: Vec<bool>,
    uncredited: bool,
}

impl FilterMatches {
    fn matches(&self, kept: &PackedSample, own: bool, things: &[SubjectRecord]) -> bool {
        let person = kept.person_index().map_or(self.uncredited, |who| self.people.get(who).copied().unwrap_or(false));
        let facet =
            things.get(kept.subject_index()).and_then(|thing| self.attribute_sets.get(thing.attribute_set as usize));
        person && (own || !kept.is_reassigned()) && facet.copied().unwrap_or(false)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values.fold((0_usize, 0.0), |(n, sum), value| (n + 1, sum + value));
    (n > 0).then(|| sum / n as f64)
}

fn count_backlog(samples: &[&PackedSample]) -> Backlog {
    let mut backlog = Backlog { total: samples.len(), ..Backlog::default() };
    for kept in samples {
        match kept.value() {
            SampleValue::WaitsOn(WaitsOn::Us) => backlog.us += 1,
            SampleValue::WaitsOn(WaitsOn::Customer) => backlog.customer += 1,
            SampleValue::WaitsOn(WaitsOn::ThirdParty) => backlog.third_party += 1,
            _ => {}
        }
    }
    backlog
}

/// Figures of the team and of each agent.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamFigures {
    pub period: Period,
    pub team: Figures,
    pub agents: Vec<(PersonId, Figures)>,
    pub excluded: Vec<(ExclusionReason, usize)>,
}

impl TeamFigures {
    /// Figures of one person; `None` without samples.
    pub fn agent(&self, person: PersonId) -> Option<&Figures> {
        self.agents.iter().find(|(who, _)| *who == person).map(|(_, figures)| figures)
    }
}

impl Figures {
    /// Figures without any samples.
    pub fn empty() -> Figures {
        Figures::from_fn(|figure| empty_summary(figure.shape()))
    }
}
