//! Computes a ticket's clocks from its history and the policies in force.
//!
//! An obligation lasts from question to reply, or from creation to solve. Its terms can change; each change opens
//! another clock that counts from the same start. So an obligation has one or more clocks, of which at most the last
//! one is running.

use chrono::TimeDelta;

use crate::engine::sla::{ClockProgress, ClockTerms, PolicyHistory, SlaClock};
use crate::model::ids::CustomerId;
use crate::model::policy::ClockKind;
use crate::model::ticket::{Status, StatusInterval, Ticket};
use crate::model::time::{Instant, Period};

/// Tier of a customer at an instant.
pub type TierLookup<'a> = &'a dyn Fn(CustomerId, Instant) -> Option<String>;

/// Every clock of a ticket, ended ones included, by start.
pub fn ticket_clocks(ticket: &Ticket, tier: TierLookup, book: &PolicyHistory) -> Vec<SlaClock> {
    let mut clocks: Vec<SlaClock> =
        obligations(ticket).iter().flat_map(|life| clocks_of(life, ticket, tier, book)).collect();
    clocks.sort_by_key(|clock| (clock.terms.started, clock.terms.effective_from, clock.terms.kind));
    clocks
}

/// One obligation, from start to end.
struct Obligation {
    kind: ClockKind,
    started: Instant,
    end: Option<(Instant, ObligationEnd)>,
}

#[derive(Clone, Copy, PartialEq)]
enum ObligationEnd {
    /// Fulfilled.
    Fulfilled,
    /// No longer owed: solved without the reply, or merged into another ticket.
    Cancelled,
}

fn obligations(ticket: &Ticket) -> Vec<Obligation> {
    let Some(created) = ticket.created else { return Vec::new() };
    let mut lives = Vec::new();
    for pair in &ticket.responses {
        let kind = if pair.first { ClockKind::FirstReply } else { ClockKind::NextReply };
        lives.push(Obligation { kind, started: pair.asked, end: Some((pair.replied, ObligationEnd::Fulfilled)) });
    }
    let left = left_backlog_at(ticket);
    if let Some(asked) = ticket.waiting_since {
        let first = ticket.replies == Some(0) && !ticket.proactive;
        let kind = if first { ClockKind::FirstReply } else { ClockKind::NextReply };
        lives.push(Obligation { kind, started: asked, end: left.map(|at| (at, ObligationEnd::Cancelled)) });
    }
    // A merge cancels the obligation unless the ticket had been solved before.
    let solved = ticket.status_intervals.iter().any(|stretch| Some(stretch.from) == left && stretch.solve);
    let how = if ticket.merged_into.is_some() && !solved { ObligationEnd::Cancelled } else { ObligationEnd::Fulfilled };
    lives.push(Obligation { kind: ClockKind::Resolution, started: created, end: left.map(|at| (at, how)) });
    // Drops questions after the end, which a newer export reports as answered.
    lives.retain(|life| life.end.is_none_or(|(at, _)| life.started <= at));
    // Obligations that ended in the source system are not judged here.
    let here = ticket.sla_attributes.first().filter(|_| ticket.source.is_some()).map(|facet| facet.since);
    lives.retain(|life| life.end.is_none_or(|(at, _)| here.is_none_or(|here| here < at)));
    lives
}

/// When the ticket last left the backlog; `None` while it is in it.
fn left_backlog_at(ticket: &Ticket) -> Option<Instant> {
    let out = ticket.status_intervals.iter().rev().take_while(|stretch| !stretch.status.in_backlog());
    let left = out.last().map(|stretch| stretch.from);
    left.or_else(|| (!ticket.status.in_backlog()).then_some(ticket.last_event))
}

/// The successive clocks of one obligation.
fn clocks_of(life: &Obligation, ticket: &Ticket, tier: TierLookup, book: &PolicyHistory) -> Vec<SlaClock> {
    let known_here = ticket.sla_attributes.first().map_or(life.started, |facet| facet.since);
    let pledged = life.started.max(known_here);
    let mut actual = Vec::new();
    let mut current = terms_at(life, pledged, life.started, ticket, tier, book);
    // Start of the counted time; if no policy applied at first, when one did.
    let mut began = current.as_ref().map(|terms| terms.started);
    for change in terms_changes(life, pledged, ticket, book) {
        let next = terms_at(life, change, change, ticket, tier, book);
        if is_same_terms(current.as_ref(), next.as_ref()) {
            continue;
        }
        let started = *began.get_or_insert(change);
        actual.extend(current.map(|terms| cancelled_clock(terms, ticket, change)));
        current = next.map(|terms| ClockTerms { started, ..terms });
    }
    actual.extend(current.map(|terms| match life.end {
        None => open_clock(terms, ticket),
        Some((at, ObligationEnd::Fulfilled)) => ended_clock(terms, ticket, at),
        Some((at, ObligationEnd::Cancelled)) => cancelled_clock(terms, ticket, at),
    }));
    actual
}

/// When terms may have changed during the obligation. A change outside the backlog takes effect at the reopening.
fn terms_changes(life: &Obligation, pledged: Instant, ticket: &Ticket, book: &PolicyHistory) -> Vec<Instant> {
    let moved =
        ticket.sla_attributes.windows(2).filter(|pair| pair[0].priority != pair[1].priority).map(|pair| pair[1].since);
    let in_backlog = |at: Instant| {
        let mut spans = status_intervals(&ticket.status_intervals).filter(|(stretch, _)| stretch.status.in_backlog());
        spans.find(|(_, to)| to.is_none_or(|to| at < to)).map(|(stretch, _)| at.max(stretch.from))
    };
    let mut changes: Vec<Instant> = moved
        .chain(book.change_instants())
        .filter(|at| pledged < *at)
        .filter_map(in_backlog)
        .filter(|at| life.end.is_none_or(|(end, _)| *at < end))
        .collect();
    changes.sort();
    changes.dedup();
    changes
}

/// Terms at an instant; `None` without a policy or target.
fn terms_at(
    life: &Obligation,
    at: Instant,
    opened: Instant,
    ticket: &Ticket,
    tier: TierLookup,
    book: &PolicyHistory,
) -> Option<ClockTerms> {
    let facet = ticket.sla_attributes.iter().rev().find(|facet| facet.since <= at).or(ticket.sla_attributes.first())?;
    let tier = facet.customer.and_then(|customer| tier(customer, at));
    let place = book.version_at(at);
    let rules = book.version(place)?;
    let policy = rules.policies.iter().find(|policy| policy.matches(facet, tier.as_deref()))?;
    Some(ClockTerms {
        kind: life.kind,
        started: life.started,
        effective_from: opened,
        policy: policy.name.as_str().into(),
        priority: facet.priority,
        target: policy.target(life.kind)?,
        mode: policy.mode,
        calendar: rules.calendar(policy.calendar.as_deref()).cloned(),
        policy_version: place,
    })
}

fn is_same_terms(one: Option<&ClockTerms>, other: Option<&ClockTerms>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let ClockTerms { started, effective_from: opened, policy_version: rules, .. } = *one;
            *one == ClockTerms { started, effective_from: opened, policy_version: rules, ..other.clone() }
        }
        _ => false,
    }
}

/// Status intervals with their ends; the last one has none.
fn status_intervals(stretches: &[StatusInterval]) -> impl Iterator<Item = (&StatusInterval, Option<Instant>)> {
    stretches.iter().zip(stretches.iter().skip(1).map(|next| Some(next.from)).chain([None]))
}

/// A clock's time split by status. A question from a merged ticket counts as open in the source until the merge,
/// whatever this ticket's status.
pub(super) fn status_periods(
    terms: &ClockTerms,
    ticket: &Ticket,
    until: Instant,
) -> impl Iterator<Item = (Status, Period)> {
    let reply = terms.kind != ClockKind::Resolution;
    let elsewhere = ticket.waits_before_merge.iter().find(|asked| reply && asked.from == terms.started);
    let started = elsewhere.map_or(terms.started, |asked| asked.to);
    let before = elsewhere.map(|asked| (Status::Open, Period { from: asked.from, to: asked.to.min(until) }));
    let here = status_intervals(&ticket.status_intervals).map(move |(stretch, to)| {
        (stretch.status, Period { from: stretch.from.max(started), to: to.map_or(until, |to| to.min(until)) })
    });
    before.into_iter().chain(here).filter(|(_, part)| part.from < part.to)
}

/// Time used up to an instant, and when the target was reached.
fn time_used(terms: &ClockTerms, ticket: &Ticket, until: Instant) -> (TimeDelta, Option<Instant>) {
    let (mut used, mut reached) = (TimeDelta::zero(), None);
    for (_, part) in status_periods(terms, ticket, until).filter(|(status, _)| terms.runs_in(*status)) {
        let more = terms.elapsed(part.from, part.to);
        if reached.is_none() && used + more >= terms.target {
            reached = Some(terms.due_after(part.from, terms.target - used));
        }
        used += more;
    }
    (used, reached)
}

/// Clock of an obligation fulfilled at `at`.
fn ended_clock(terms: ClockTerms, ticket: &Ticket, at: Instant) -> SlaClock {
    let late = time_used(&terms, ticket, at).1.filter(|due| *due < at);
    SlaClock { terms, progress: late.map_or(ClockProgress::Met { at }, |due| ClockProgress::Breached { at, due }) }
}

/// Clock cancelled at `at`: breached and met outcomes before that remain.
fn cancelled_clock(terms: ClockTerms, ticket: &Ticket, at: Instant) -> SlaClock {
    let clock = ended_clock(terms, ticket, at);
    let solved = Some(at)
        .filter(|_| clock.terms.kind == ClockKind::Resolution)
        .and_then(|at| solved_before_reopening(ticket, at));
    match (clock.progress, solved) {
        (ClockProgress::Met { .. }, Some(at)) => SlaClock { progress: ClockProgress::Met { at }, ..clock },
        (ClockProgress::Met { .. }, None) => SlaClock { progress: ClockProgress::Cancelled { at }, ..clock },
        (ClockProgress::Breached { due, .. }, Some(at)) => {
            SlaClock { progress: ClockProgress::Breached { at, due }, ..clock }
        }
        _ => clock,
    }
}

/// When the ticket had left the backlog, if it was reopened at `at`.
fn solved_before_reopening(ticket: &Ticket, at: Instant) -> Option<Instant> {
    let before: Vec<_> =
        status_intervals(&ticket.status_intervals).filter(|(_, to)| to.is_some_and(|to| to <= at)).collect();
    before.last().filter(|(_, to)| *to == Some(at))?;
    before.iter().rev().take_while(|(stretch, _)| !stretch.status.in_backlog()).last().map(|(stretch, _)| stretch.from)
}

/// When the target was or will be exceeded, whatever the progress; `None` if not exceeded or unknown.
pub fn target_elapsed_at(clock: &SlaClock, ticket: &Ticket) -> Option<Instant> {
    match clock.progress {
        ClockProgress::Running { due, .. } | ClockProgress::Breached { due, .. } => Some(due),
        ClockProgress::Paused { left } if left <= TimeDelta::zero() => {
            time_used(&clock.terms, ticket, ticket.status_intervals.last()?.from).1
        }
        ClockProgress::Paused { .. } | ClockProgress::Met { .. } | ClockProgress::Cancelled { .. } => None,
    }
}

fn open_clock(terms: ClockTerms, ticket: &Ticket) -> SlaClock {
    let Some(last) = ticket.status_intervals.last() else {
        let due = terms.due_after(terms.started, terms.target);
        let run = ClockProgress::Running { due, since: terms.started, left: terms.target };
        return SlaClock { terms, progress: run };
    };
    let since = last.from.max(terms.started);
    let (used, reached) = time_used(&terms, ticket, since);
    let left = terms.target - used;
    let run = if terms.runs_in(last.status) {
        ClockProgress::Running { due: reached.unwrap_or_else(|| terms.due_after(since, left)), since, left }
    } else {
        ClockProgress::Paused { left }
    };
    SlaClock { terms, progress: run }
}
