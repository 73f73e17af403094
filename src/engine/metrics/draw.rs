//! Collects the samples of tickets, surveys, reviews and customers, and the reasons for exclusions.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use crate::engine::desk::StringInterner;
use crate::engine::metrics::cut::Facet;
use crate::engine::metrics::left_out::LeftOut;
use crate::engine::metrics::over_time::{Bucket, Stocks, edges};
use crate::engine::metrics::past::Past;
use crate::engine::metrics::sample::{Kept, Of, Thing, Value};
use crate::engine::metrics::{Depth, Samples, Window};
use crate::model::calendar::ruler::BusinessTimeIndex;
use crate::model::figure::FigureId;
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::policy::ClockKind;
use crate::model::record::WithId;
use crate::model::review::Review;
use crate::model::survey::{NpsGroup, Survey, SurveyKind};
use crate::model::ticket::{ImpossibleTime, Priority, Status, StatusInterval};
use crate::model::time::{Instant, Period};

/// Limit for precomputed business time before the period: 20 years.
const OLDEST: TimeDelta = TimeDelta::days(7_305);

/// Attributes of a ticket that a survey or review refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub channel: Option<String>,
    pub category: Option<String>,
    pub priority: Priority,
    pub customer: Option<CustomerId>,
    pub group: Option<String>,
}

impl Samples {
    /// Empty. `tiers` and `profiles` are the current ones.
    pub fn new(
        window: &Window,
        profiles: impl IntoIterator<Item = (PersonId, Profile)>,
        tiers: impl IntoIterator<Item = (CustomerId, String)>,
    ) -> Samples {
        let mut samples = Samples { profiles: profiles.into_iter().collect(), ..Samples::default() };
        for (customer, tier) in tiers {
            let tier = samples.words.intern(&tier);
            samples.tiers.insert(customer, tier);
        }
        let mut ends = edges(window.counting.zone, window.period, Bucket::Day);
        ends.remove(0);
        samples.stocks = Stocks::at(ends);
        samples
    }

    /// Collects the samples of a period's tickets.
    pub fn draw<'a>(window: Window, pasts: impl IntoIterator<Item = (TicketId, &'a Past)>) -> Samples {
        let mut samples = Samples::new(&window, [], []);
        for (ticket, past) in pasts {
            samples.add(ticket, past, &window);
        }
        samples.settled(&window)
    }

    /// Collects the samples of one ticket.
    pub fn add(&mut self, ticket: TicketId, past: &Past, window: &Window) {
        let before = self.things.len();
        let facet = Facet {
            channel: past.channel.as_deref().map(|word| self.words.intern(word)),
            category: past.category.as_deref().map(|word| self.words.intern(word)),
            priority: Some(past.priority),
            tier: past.customer.and_then(|customer| self.tiers.get(&customer).cloned()),
            group: past.group.as_deref().map(|word| self.words.intern(word)),
        };
        self.thing(Of::Ticket(ticket), Some(ticket), past.customer, facet);
        let drawn: usize = self.by_figure.iter().map(Vec::len).sum();
        self.draw_ticket(ticket, past, window);
        // Drop the subject if the ticket added no sample, to save memory.
        if self.by_figure.iter().map(Vec::len).sum::<usize>() == drawn {
            self.things.truncate(before);
        }
    }

    fn draw_ticket(&mut self, ticket: TicketId, past: &Past, window: &Window) {
        let period = window.period;
        // Data without a timestamp is reported in the period in which the ticket was created or last changed.
        let touched = past.created.is_none_or(|at| period.contains(at)) || period.contains(past.last_event);
        self.arrival(ticket, past, period);
        self.replies(ticket, past, period);
        self.solves(ticket, past, window, touched);
        self.promises(past, window);
        for rating in &past.ratings {
            match rating.at {
                Some(at) if period.contains(at) => {
                    let value = Value::Rated { good: rating.score.is_satisfied(), score: rating.score.stars() };
                    self.push(FigureId::Csat, window.counting.credit.of(rating.credits), at, value);
                    if past.surveys.is_none() {
                        self.offer(FigureId::Csat, 1, false);
                    }
                }
                Some(_) => {}
                None if touched => self.leave_out(ticket, LeftOut::NoRatingTime),
                None => {}
            }
        }
        if let (Some(surveys), true) = (past.surveys, past.last_solved.is_some_and(|at| period.contains(at))) {
            self.offer(FigureId::Csat, surveys as usize, surveys > 0);
        }
        if past.unseen_reopens > 0 && touched {
            self.leave_out(ticket, LeftOut::NoReopenTime);
        }
        self.stocks.add(past);
        if let Some(end) = past.at_end(period.to) {
            self.push(FigureId::Backlog, end.assignee, period.to, Value::Waits(end.waits_on));
            if end.unanswered == Some(true) && !past.proactive {
                self.push(FigureId::Unanswered, end.assignee, period.to, Value::One);
            }
        }
    }

    /// Collects a survey answer, or a survey without answer, with the attributes of its ticket.
    pub fn add_survey(&mut self, survey: &WithId<Survey>, about: Option<&About>, window: &Window) {
        if !window.period.contains(survey.at) {
            return;
        }
        let figure = match survey.kind {
            SurveyKind::Csat => FigureId::Csat,
            SurveyKind::Nps => FigureId::Nps,
            SurveyKind::Ces => FigureId::Ces,
        };
        let customer = survey.customer.or(about.and_then(|about| about.customer));
        let mut facet = self.facet(about, customer);
        if let Some(word) = survey.about.as_deref() {
            facet.category = Some(self.words.intern(word));
        }
        self.thing(Of::Survey(survey.id), survey.ticket, customer, facet);
        self.offer(figure, 1, survey.score.is_none());
        let Some(score) = survey.score else { return };
        let usual = survey.scale == survey.kind.default_scale();
        let value = match survey.kind {
            SurveyKind::Nps => Value::Camp(NpsGroup::from_score(score), score),
            SurveyKind::Csat | SurveyKind::Ces => {
                Value::Rated { good: survey.is_good() == Some(true), score: Some(score).filter(|_| usual) }
            }
        };
        self.keep(figure, survey.credit, survey.at, value);
    }

    /// Collects a review, with the attributes of its ticket.
    pub fn add_review(&mut self, review: &WithId<Review>, about: Option<&About>, window: &Window) {
        let Some(score) = review.score().filter(|_| window.period.contains(review.at)) else { return };
        let customer = about.and_then(|about| about.customer);
        let facet = self.facet(about, customer);
        self.thing(Of::Review(review.id), Some(review.ticket), customer, facet);
        self.push(FigureId::Quality, Some(review.agent), review.at, Value::Points(score));
    }

    /// Collects a customer who existed at the start of the period, with first and lost day.
    pub fn add_customer(&mut self, id: CustomerId, since: Option<NaiveDate>, lost: Option<NaiveDate>, window: &Window) {
        let (zone, period) = (window.counting.zone, window.period);
        let first = zone.date(period.from);
        let came = since.is_some_and(|since| since < first);
        if !came || lost.is_some_and(|lost| lost < first) {
            return;
        }
        let lost = lost.map(|lost| zone.midnight(lost)).filter(|at| period.contains(*at) && *at <= window.now);
        let tier = self.tiers.get(&id).cloned();
        self.thing(Of::Customer(id), None, Some(id), Facet { tier, ..Facet::default() });
        let value = Value::Hit { hit: lost.is_some(), provisional: false };
        self.keep(FigureId::Churn, None, lost.unwrap_or(period.from), value);
    }

    /// Releases working memory and prepares business time; a screen keeps the samples while it is open.
    pub fn settled(mut self, window: &Window) -> Samples {
        self.by_figure.iter_mut().for_each(Vec::shrink_to_fit);
        self.things.shrink_to_fit();
        self.tiers = HashMap::new();
        self.words = Default::default();
        if let (Depth::Whole, Some(calendar)) = (window.depth, &window.counting.calendar) {
            let took = |kept: &Kept| match kept.value() {
                Value::Took { team, own } => Some(kept.at() - team.max(own)),
                _ => None,
            };
            let first = self.by_figure.iter().flatten().filter_map(took).min().unwrap_or(window.period.to);
            // For older start times, business time counts from here.
            let from = first.max(window.period.from - OLDEST);
            self.ruler = Some(BusinessTimeIndex::new(calendar, Period { from, to: window.period.to }));
        }
        self
    }

    /// Attributes of a subject that refers to a ticket or only to a customer.
    fn facet(&mut self, about: Option<&About>, customer: Option<CustomerId>) -> Facet {
        let word = |words: &mut StringInterner, text: Option<&String>| text.map(|text| words.intern(text));
        Facet {
            channel: word(&mut self.words, about.and_then(|about| about.channel.as_ref())),
            category: word(&mut self.words, about.and_then(|about| about.category.as_ref())),
            priority: about.map(|about| about.priority),
            tier: customer.and_then(|customer| self.tiers.get(&customer).cloned()),
            group: word(&mut self.words, about.and_then(|about| about.group.as_ref())),
        }
    }

    /// Starts the subject of the following samples.
    pub(super) fn thing(&mut self, of: Of, ticket: Option<TicketId>, customer: Option<CustomerId>, facet: Facet) {
        let facet = self.facets.number(facet);
        self.things.push(Thing { of, ticket, customer, facet });
    }

    /// Counts sent surveys; `says` = unanswered ones are known too.
    fn offer(&mut self, figure: FigureId, n: usize, says: bool) {
        let facet = self.things.last().map_or(0, |thing| thing.facet);
        *self.offered.entry(figure).or_default().entry(facet).or_default() += n;
        if says {
            self.asked.insert(figure);
        }
    }

    fn push(&mut self, figure: FigureId, by: Option<PersonId>, at: Instant, value: Value) {
        if let (None, true, Some(ticket)) = (by, figure.is_work(), self.things.last().and_then(|thing| thing.ticket)) {
            self.leave_out(ticket, LeftOut::NoAgent);
        }
        self.keep(figure, by, at, value);
    }

    pub(super) fn keep(&mut self, figure: FigureId, by: Option<PersonId>, at: Instant, value: Value) {
        let kept = self.kept_of(by, at, value);
        self.by_figure[figure as usize].push(kept);
    }

    fn kept_of(&mut self, by: Option<PersonId>, at: Instant, value: Value) -> Kept {
        let thing = u32::try_from(self.things.len().saturating_sub(1)).unwrap_or(u32::MAX);
        Kept::new(thing, by, at, value, &mut self.people)
    }

    fn leave_out(&mut self, ticket: TicketId, why: LeftOut) {
        self.left_out.entry(why).or_default().insert(ticket);
    }

    /// SLA outcomes due in the period; clocks still running at `now` are not judged.
    fn promises(&mut self, past: &Past, window: &Window) {
        for judged in past.judged.iter().filter(|judged| window.period.contains(judged.at)) {
            if !judged.met && window.now < judged.at {
                continue;
            }
            let figure = match judged.kind {
                ClockKind::FirstReply => FigureId::SlaFirst,
                ClockKind::NextReply => FigureId::SlaNext,
                ClockKind::Resolution => FigureId::SlaResolution,
            };
            self.push(figure, judged.by, judged.at, Value::Hit { hit: judged.met, provisional: false });
        }
    }

    fn arrival(&mut self, ticket: TicketId, past: &Past, period: Period) {
        let Some(created) = past.created else { return self.leave_out(ticket, LeftOut::NoCreationTime) };
        // A merged ticket is received and solved in its target; its replies still count here.
        if past.merged {
            if period.contains(created) {
                self.leave_out(ticket, LeftOut::Merged);
            }
            return;
        }
        let solved = Value::Hit { hit: !past.status.in_backlog(), provisional: false };
        let angered = Value::Hit { hit: past.angered, provisional: false };
        let first = past.stretches.first().and_then(|stretch| stretch.assignee);
        if period.contains(created) {
            self.push(FigureId::Received, first, created, Value::One);
            self.push(FigureId::Cohort, first, created, solved);
            self.push(FigureId::Upset, first, created, angered);
        }
        // The team receives a ticket at creation, a person at the first assignment to them.
        let given = |stretch: &&StatusInterval| stretch.assigned && stretch.assignee.is_some();
        for (n, stretch) in past.stretches.iter().enumerate().filter(|(_, stretch)| given(stretch)) {
            let by = stretch.assignee;
            let had = by == first || past.stretches[..n].iter().filter(given).any(|earlier| earlier.assignee == by);
            if !had && period.contains(stretch.from) {
                let all = [(FigureId::Received, Value::One), (FigureId::Cohort, solved), (FigureId::Upset, angered)];
                for (figure, value) in all {
                    let kept = self.kept_of(by, stretch.from, value).handed_on();
                    self.by_figure[figure as usize].push(kept);
                }
            }
        }
    }

    fn replies(&mut self, ticket: TicketId, past: &Past, period: Period) {
        for pair in past.responses.iter().filter(|pair| period.contains(pair.replied)) {
            let team = pair.replied - pair.asked;
            let own = pair.assigned.map_or(team, |assigned| pair.replied - assigned);
            if pair.first {
                if !past.conversation_known {
                    self.leave_out(ticket, LeftOut::NoAssignment);
                }
                self.push(FigureId::FirstResponse, pair.by, pair.replied, Value::Took { team, own });
            }
            if past.conversation_known {
                self.push(FigureId::Response, pair.by, pair.replied, Value::Took { team, own: team });
            } else {
                self.leave_out(ticket, LeftOut::NoMessageTimes);
            }
        }
        for impossible in &past.impossible {
            match *impossible {
                ImpossibleTime::FirstReplyBeforeCreation(at) if period.contains(at) => {
                    self.leave_out(ticket, LeftOut::FirstReplyBeforeCreation);
                }
                ImpossibleTime::SolveBeforeCreation(at) if period.contains(at) => {
                    self.leave_out(ticket, LeftOut::SolveBeforeCreation);
                }
                _ => {}
            }
        }
    }

    fn solves(&mut self, ticket: TicketId, past: &Past, window: &Window, touched: bool) {
        let period = window.period;
        let first_solver = past.stretches.iter().find(|stretch| stretch.solve).and_then(|stretch| stretch.by);
        let mut last_solver = None;
        for stretch in &past.stretches {
            if stretch.solve {
                last_solver = stretch.by;
            }
            if !period.contains(stretch.from) {
                continue;
            }
            if stretch.solve {
                // The resolution rate excludes tickets with unknown creation time and merged tickets.
                let came = past.created.is_some() && !past.merged;
                let value = Value::Hit { hit: came, provisional: false };
                self.push(FigureId::Solved, stretch.by, stretch.from, value);
            }
            if stretch.reopen {
                self.push(FigureId::Reopen, last_solver, stretch.from, Value::One);
            }
        }
        if touched && !past.status.in_backlog() && past.last_solved.is_none() && !past.merged {
            self.leave_out(ticket, LeftOut::NoSolveTime);
        }
        for (figure, solved, by) in [
            (FigureId::ResolutionFirst, past.first_solved, first_solver),
            (FigureId::ResolutionFull, past.last_solved, past.solved_by),
        ] {
            if let (Some(at), Some(created)) = (solved.filter(|at| period.contains(*at)), past.created) {
                let took = at - created;
                self.push(figure, by, at, Value::Took { team: took, own: took });
            }
        }
        if let Some(at) = past.last_solved.filter(|at| period.contains(*at)) {
            if let Some(held) = held(past, at) {
                self.push(FigureId::Hold, past.solved_by, at, Value::Lasted(held));
            }
            match past.replies {
                None => self.leave_out(ticket, LeftOut::NoReplyCount),
                Some(0) => {}
                Some(replies) => {
                    let back = past
                        .last_reopened
                        .is_some_and(|reopened| at <= reopened && reopened - at <= window.counting.fcr_window);
                    let hit = replies == 1 && !back;
                    let provisional = hit && window.now - at < window.counting.fcr_window;
                    self.push(FigureId::Fcr, past.solved_by, at, Value::Hit { hit, provisional });
                }
            }
        }
    }
}

/// Time on hold until the solve; `None` if it was never on hold.
fn held(past: &Past, solved: Instant) -> Option<TimeDelta> {
    let ends = past.stretches.iter().skip(1).map(|next| next.from).chain([solved]);
    let spans = past.stretches.iter().zip(ends).filter(|(stretch, _)| stretch.status == Status::OnHold);
    let held: TimeDelta = spans.map(|(stretch, to)| (to.min(solved) - stretch.from).max(TimeDelta::zero())).sum();
    (held > TimeDelta::zero()).then_some(held)
}
