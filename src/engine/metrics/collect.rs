//! Collects the samples of tickets, surveys, reviews and customers, and the reasons for exclusions.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use crate::engine::business_time::BusinessTimeIndex;
use crate::engine::desk::StringInterner;
use crate::engine::metrics::daily_backlog::DailyBacklog;
use crate::engine::metrics::exclusions::ExclusionReason;
use crate::engine::metrics::filter::SampleAttributes;
use crate::engine::metrics::sample::{PackedSample, SampleSubject, SampleValue, SubjectRecord};
use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::engine::metrics::time_series::{TimeBucket, bucket_edges};
use crate::engine::metrics::{MetricsDepth, MetricsWindow, Samples};
use crate::model::figure::FigureId;
use crate::model::ids::{CustomerId, PersonId, TicketId, WithId};
use crate::model::person::Profile;
use crate::model::policy::ClockKind;
use crate::model::review::Review;
use crate::model::survey::{NpsGroup, Survey, SurveyKind};
use crate::model::ticket::{ImpossibleTime, Priority, Status, StatusInterval};
use crate::model::time::{Instant, Period};

/// Limit for precomputed business time before the period: 20 years.
const MAX_BUSINESS_LOOKBACK: TimeDelta = TimeDelta::days(7_305);

/// Attributes of a ticket that a survey or review refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketAttributes {
    pub channel: Option<String>,
    pub category: Option<String>,
    pub priority: Priority,
    pub customer: Option<CustomerId>,
    pub group: Option<String>,
}

impl Samples {
    /// Empty. `tiers` and `profiles` are the current ones.
    pub fn new(
        window: &MetricsWindow,
        profiles: impl IntoIterator<Item = (PersonId, Profile)>,
        tiers: impl IntoIterator<Item = (CustomerId, String)>,
    ) -> Samples {
        let mut samples = Samples { profiles: profiles.into_iter().collect(), ..Samples::default() };
        for (customer, tier) in tiers {
            let tier = samples.interner.intern(&tier);
            samples.tiers.insert(customer, tier);
        }
        let mut ends = bucket_edges(window.config.zone, window.period, TimeBucket::Day);
        ends.remove(0);
        samples.daily_backlog = DailyBacklog::new(ends);
        samples
    }

    /// Collects the samples of a period's tickets.
    pub fn from_facts<'a>(
        window: MetricsWindow,
        pasts: impl IntoIterator<Item = (TicketId, &'a TicketFacts)>,
    ) -> Samples {
        let mut samples = Samples::new(&window, [], []);
        for (ticket, past) in pasts {
            samples.add_ticket(ticket, past, &window);
        }
        samples.finish(&window)
    }

    /// Collects the samples of one ticket.
    pub fn add_ticket(&mut self, ticket: TicketId, past: &TicketFacts, window: &MetricsWindow) {
        let before = self.subjects.len();
        let facet = SampleAttributes {
            channel: past.channel.as_deref().map(|word| self.interner.intern(word)),
            category: past.category.as_deref().map(|word| self.interner.intern(word)),
            priority: Some(past.priority),
            tier: past.customer.and_then(|customer| self.tiers.get(&customer).cloned()),
            group: past.group.as_deref().map(|word| self.interner.intern(word)),
        };
        self.begin_subject(SampleSubject::Ticket(ticket), Some(ticket), past.customer, facet);
        let drawn: usize = self.by_figure.iter().map(Vec::len).sum();
        self.collect_ticket(ticket, past, window);
        // Drop the subject if the ticket added no sample, to save memory.
        if self.by_figure.iter().map(Vec::len).sum::<usize>() == drawn {
            self.subjects.truncate(before);
        }
    }

    fn collect_ticket(&mut self, ticket: TicketId, past: &TicketFacts, window: &MetricsWindow) {
        let period = window.period;
        // Data without a timestamp is reported in the period in which the ticket was created or last changed.
        let touched = past.created.is_none_or(|at| period.contains(at)) || period.contains(past.last_event);
        self.collect_arrival(ticket, past, period);
        self.collect_replies(ticket, past, period);
        self.collect_solves(ticket, past, window, touched);
        self.collect_sla_outcomes(past, window);
        for rating in &past.ratings {
            match rating.at {
                Some(at) if period.contains(at) => {
                    let value = SampleValue::Rating { good: rating.score.is_satisfied(), score: rating.score.stars() };
                    self.push_credited(FigureId::Csat, window.config.credit.credited_person(rating.credits), at, value);
                    if past.surveys.is_none() {
                        self.count_offered(FigureId::Csat, 1, false);
                    }
                }
                Some(_) => {}
                None if touched => self.exclude(ticket, ExclusionReason::NoRatingTime),
                None => {}
            }
        }
        if let (Some(surveys), true) = (past.surveys, past.last_solved.is_some_and(|at| period.contains(at))) {
            self.count_offered(FigureId::Csat, surveys as usize, surveys > 0);
        }
        if past.untimed_reopens > 0 && touched {
            self.exclude(ticket, ExclusionReason::NoReopenTime);
        }
        self.daily_backlog.add_ticket(past);
        if let Some(end) = past.backlog_state_at(period.to) {
            self.push_credited(FigureId::Backlog, end.assignee, period.to, SampleValue::WaitsOn(end.waits_on));
            if end.unanswered == Some(true) && !past.proactive {
                self.push_credited(FigureId::Unanswered, end.assignee, period.to, SampleValue::Count);
            }
        }
    }

    /// Collects a survey answer, or a survey without answer, with the attributes of its ticket.
    pub fn add_survey(&mut self, survey: &WithId<Survey>, about: Option<&TicketAttributes>, window: &MetricsWindow) {
        if !window.period.contains(survey.at) {
            return;
        }
        let figure = match survey.kind {
            SurveyKind::Csat => FigureId::Csat,
            SurveyKind::Nps => FigureId::Nps,
            SurveyKind::Ces => FigureId::Ces,
        };
        let customer = survey.customer.or(about.and_then(|about| about.customer));
        let mut facet = self.attributes_of(about, customer);
        if let Some(word) = survey.about.as_deref() {
            facet.category = Some(self.interner.intern(word));
        }
        self.begin_subject(SampleSubject::Survey(survey.id), survey.ticket, customer, facet);
        self.count_offered(figure, 1, survey.score.is_none());
        let Some(score) = survey.score else { return };
        let usual = survey.scale == survey.kind.default_scale();
        let value = match survey.kind {
            SurveyKind::Nps => SampleValue::Nps(NpsGroup::from_score(score), score),
            SurveyKind::Csat | SurveyKind::Ces => {
                SampleValue::Rating { good: survey.is_good() == Some(true), score: Some(score).filter(|_| usual) }
            }
        };
        self.push_sample(figure, survey.credit, survey.at, value);
    }

    /// Collects a review, with the attributes of its ticket.
    pub fn add_review(&mut self, review: &WithId<Review>, about: Option<&TicketAttributes>, window: &MetricsWindow) {
        let Some(score) = review.score().filter(|_| window.period.contains(review.at)) else { return };
        let customer = about.and_then(|about| about.customer);
        let facet = self.attributes_of(about, customer);
        self.begin_subject(SampleSubject::Review(review.id), Some(review.ticket), customer, facet);
        self.push_credited(FigureId::Quality, Some(review.agent), review.at, SampleValue::Score(score));
    }

    /// Collects a customer who existed at the start of the period, with first and lost day.
    pub fn add_customer(
        &mut self,
        id: CustomerId,
        since: Option<NaiveDate>,
        lost: Option<NaiveDate>,
        window: &MetricsWindow,
    ) {
        let (zone, period) = (window.config.zone, window.period);
        let first = zone.date(period.from);
        let came = since.is_some_and(|since| since < first);
        if !came || lost.is_some_and(|lost| lost < first) {
            return;
        }
        let lost = lost.map(|lost| zone.midnight(lost)).filter(|at| period.contains(*at) && *at <= window.now);
        let tier = self.tiers.get(&id).cloned();
        self.begin_subject(
            SampleSubject::Customer(id),
            None,
            Some(id),
            SampleAttributes { tier, ..SampleAttributes::default() },
        );
        let value = SampleValue::Hit { hit: lost.is_some(), provisional: false };
        self.push_sample(FigureId::Churn, None, lost.unwrap_or(period.from), value);
    }

    /// Releases working memory and prepares business time; a screen keeps the samples while it is open.
    pub fn finish(mut self, window: &MetricsWindow) -> Samples {
        self.by_figure.iter_mut().for_each(Vec::shrink_to_fit);
        self.subjects.shrink_to_fit();
        self.tiers = HashMap::new();
        self.interner = Default::default();
        if let (MetricsDepth::Full, Some(calendar)) = (window.depth, &window.config.calendar) {
            let took = |kept: &PackedSample| match kept.value() {
                SampleValue::Duration { team, own } => Some(kept.at() - team.max(own)),
                _ => None,
            };
            let first = self.by_figure.iter().flatten().filter_map(took).min().unwrap_or(window.period.to);
            // For older start times, business time counts from here.
            let from = first.max(window.period.from - MAX_BUSINESS_LOOKBACK);
            self.business_time = Some(BusinessTimeIndex::new(calendar, Period { from, to: window.period.to }));
        }
        self
    }

    /// Attributes of a subject that refers to a ticket or only to a customer.
    fn attributes_of(&mut self, about: Option<&TicketAttributes>, customer: Option<CustomerId>) -> SampleAttributes {
        let word = |words: &mut StringInterner, text: Option<&String>| text.map(|text| words.intern(text));
        SampleAttributes {
            channel: word(&mut self.interner, about.and_then(|about| about.channel.as_ref())),
            category: word(&mut self.interner, about.and_then(|about| about.category.as_ref())),
            priority: about.map(|about| about.priority),
            tier: customer.and_then(|customer| self.tiers.get(&customer).cloned()),
            group: word(&mut self.interner, about.and_then(|about| about.group.as_ref())),
        }
    }

    /// Starts the subject of the following samples.
    pub(super) fn begin_subject(
        &mut self,
        of: SampleSubject,
        ticket: Option<TicketId>,
        customer: Option<CustomerId>,
        facet: SampleAttributes,
    ) {
        let facet = self.attribute_sets.intern(facet);
        self.subjects.push(SubjectRecord { subject: of, ticket, customer, attribute_set: facet });
    }

    /// Counts sent surveys; `says` = unanswered ones are known too.
    fn count_offered(&mut self, figure: FigureId, n: usize, says: bool) {
        let facet = self.subjects.last().map_or(0, |thing| thing.attribute_set);
        *self.surveys_offered.entry(figure).or_default().entry(facet).or_default() += n;
        if says {
            self.response_rate_known.insert(figure);
        }
    }

    fn push_credited(&mut self, figure: FigureId, by: Option<PersonId>, at: Instant, value: SampleValue) {
        if let (None, true, Some(ticket)) =
            (by, figure.is_credited_work(), self.subjects.last().and_then(|thing| thing.ticket))
        {
            self.exclude(ticket, ExclusionReason::NoAgent);
        }
        self.push_sample(figure, by, at, value);
    }

    pub(super) fn push_sample(&mut self, figure: FigureId, by: Option<PersonId>, at: Instant, value: SampleValue) {
        let kept = self.pack(by, at, value);
        self.by_figure[figure as usize].push(kept);
    }

    fn pack(&mut self, by: Option<PersonId>, at: Instant, value: SampleValue) -> PackedSample {
        let thing = u32::try_from(self.subjects.len().saturating_sub(1)).unwrap_or(u32::MAX);
        PackedSample::new(thing, by, at, value, &mut self.people)
    }

    fn exclude(&mut self, ticket: TicketId, why: ExclusionReason) {
        self.excluded.entry(why).or_default().insert(ticket);
    }

    /// SLA outcomes due in the period; clocks still running at `now` are not judged.
    fn collect_sla_outcomes(&mut self, past: &TicketFacts, window: &MetricsWindow) {
        for judged in past.sla_outcomes.iter().filter(|judged| window.period.contains(judged.at)) {
            if !judged.met && window.now < judged.at {
                continue;
            }
            let figure = match judged.kind {
                ClockKind::FirstReply => FigureId::SlaFirstResponse,
                ClockKind::NextReply => FigureId::SlaNextResponse,
                ClockKind::Resolution => FigureId::SlaResolution,
            };
            self.push_credited(figure, judged.by, judged.at, SampleValue::Hit { hit: judged.met, provisional: false });
        }
    }

    fn collect_arrival(&mut self, ticket: TicketId, past: &TicketFacts, period: Period) {
        let Some(created) = past.created else { return self.exclude(ticket, ExclusionReason::NoCreationTime) };
        // A merged ticket is received and solved in its target; its replies still count here.
        if past.merged {
            if period.contains(created) {
                self.exclude(ticket, ExclusionReason::Merged);
            }
            return;
        }
        let solved = SampleValue::Hit { hit: !past.status.in_backlog(), provisional: false };
        let angered = SampleValue::Hit { hit: past.was_upset, provisional: false };
        let first = past.status_intervals.first().and_then(|stretch| stretch.assignee);
        if period.contains(created) {
            self.push_credited(FigureId::Received, first, created, SampleValue::Count);
            self.push_credited(FigureId::SolvedToDate, first, created, solved);
            self.push_credited(FigureId::Upset, first, created, angered);
        }
        // The team receives a ticket at creation, a person at the first assignment to them.
        let given = |stretch: &&StatusInterval| stretch.assigned && stretch.assignee.is_some();
        for (n, stretch) in past.status_intervals.iter().enumerate().filter(|(_, stretch)| given(stretch)) {
            let by = stretch.assignee;
            let had =
                by == first || past.status_intervals[..n].iter().filter(given).any(|earlier| earlier.assignee == by);
            if !had && period.contains(stretch.from) {
                let all = [
                    (FigureId::Received, SampleValue::Count),
                    (FigureId::SolvedToDate, solved),
                    (FigureId::Upset, angered),
                ];
                for (figure, value) in all {
                    let kept = self.pack(by, stretch.from, value).for_person_only();
                    self.by_figure[figure as usize].push(kept);
                }
            }
        }
    }

    fn collect_replies(&mut self, ticket: TicketId, past: &TicketFacts, period: Period) {
        for pair in past.responses.iter().filter(|pair| period.contains(pair.replied)) {
            let team = pair.replied - pair.asked;
            let own = pair.assigned.map_or(team, |assigned| pair.replied - assigned);
            if pair.first {
                if !past.conversation_known {
                    self.exclude(ticket, ExclusionReason::NoAssignment);
                }
                self.push_credited(FigureId::FirstResponse, pair.by, pair.replied, SampleValue::Duration { team, own });
            }
            if past.conversation_known {
                self.push_credited(
                    FigureId::ResponseTime,
                    pair.by,
                    pair.replied,
                    SampleValue::Duration { team, own: team },
                );
            } else {
                self.exclude(ticket, ExclusionReason::NoMessageTimes);
            }
        }
        for impossible in &past.impossible_times {
            match *impossible {
                ImpossibleTime::FirstReplyBeforeCreation(at) if period.contains(at) => {
                    self.exclude(ticket, ExclusionReason::FirstReplyBeforeCreation);
                }
                ImpossibleTime::SolveBeforeCreation(at) if period.contains(at) => {
                    self.exclude(ticket, ExclusionReason::SolveBeforeCreation);
                }
                _ => {}
            }
        }
    }

    fn collect_solves(&mut self, ticket: TicketId, past: &TicketFacts, window: &MetricsWindow, touched: bool) {
        let period = window.period;
        let first_solver = past.status_intervals.iter().find(|stretch| stretch.solve).and_then(|stretch| stretch.by);
        let mut last_solver = None;
        for stretch in &past.status_intervals {
            if stretch.solve {
                last_solver = stretch.by;
            }
            if !period.contains(stretch.from) {
                continue;
            }
            if stretch.solve {
                // The resolution rate excludes tickets with unknown creation time and merged tickets.
                let came = past.created.is_some() && !past.merged;
                let value = SampleValue::Hit { hit: came, provisional: false };
                self.push_credited(FigureId::Solved, stretch.by, stretch.from, value);
            }
            if stretch.reopen {
                self.push_credited(FigureId::Reopen, last_solver, stretch.from, SampleValue::Count);
            }
        }
        if touched && !past.status.in_backlog() && past.last_solved.is_none() && !past.merged {
            self.exclude(ticket, ExclusionReason::NoSolveTime);
        }
        for (figure, solved, by) in [
            (FigureId::FirstResolution, past.first_solved, first_solver),
            (FigureId::FullResolution, past.last_solved, past.solved_by),
        ] {
            if let (Some(at), Some(created)) = (solved.filter(|at| period.contains(*at)), past.created) {
                let took = at - created;
                self.push_credited(figure, by, at, SampleValue::Duration { team: took, own: took });
            }
        }
        if let Some(at) = past.last_solved.filter(|at| period.contains(*at)) {
            if let Some(held) = hold_time(past, at) {
                self.push_credited(FigureId::HoldTime, past.solved_by, at, SampleValue::TotalDuration(held));
            }
            match past.replies {
                None => self.exclude(ticket, ExclusionReason::NoReplyCount),
                Some(0) => {}
                Some(replies) => {
                    let back = past
                        .last_reopened
                        .is_some_and(|reopened| at <= reopened && reopened - at <= window.config.fcr_window);
                    let hit = replies == 1 && !back;
                    let provisional = hit && window.now - at < window.config.fcr_window;
                    self.push_credited(FigureId::Fcr, past.solved_by, at, SampleValue::Hit { hit, provisional });
                }
            }
        }
    }
}

/// Time on hold until the solve; `None` if it was never on hold.
fn hold_time(past: &TicketFacts, solved: Instant) -> Option<TimeDelta> {
    let ends = past.status_intervals.iter().skip(1).map(|next| next.from).chain([solved]);
    let spans = past.status_intervals.iter().zip(ends).filter(|(stretch, _)| stretch.status == Status::OnHold);
    let held: TimeDelta = spans.map(|(stretch, to)| (to.min(solved) - stretch.from).max(TimeDelta::zero())).sum();
    (held > TimeDelta::zero()).then_some(held)
}
