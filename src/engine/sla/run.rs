//! Computes a ticket's clocks from its history and the policies in force.
//!
//! An obligation lasts from question to reply, or from creation to solve. Its terms can change; each change opens
//! another clock that counts from the same start. So an obligation has one or more clocks, of which at most the last
//! one is running.

use chrono::TimeDelta;

use crate::engine::sla::{Book, Clock, Run, Terms};
use crate::model::ids::CustomerId;
use crate::model::policy::ClockKind;
use crate::model::ticket::{Status, Stretch, Ticket};
use crate::model::time::{Instant, Period};

/// Tier of a customer at an instant.
pub type TierOf<'a> = &'a dyn Fn(CustomerId, Instant) -> Option<String>;

/// Every clock of a ticket, ended ones included, by start.
pub fn clocks(ticket: &Ticket, tier: TierOf, book: &Book) -> Vec<Clock> {
    let mut clocks: Vec<Clock> = lives(ticket).iter().flat_map(|life| told(life, ticket, tier, book)).collect();
    clocks.sort_by_key(|clock| (clock.terms.started, clock.terms.opened, clock.terms.kind));
    clocks
}

/// One obligation, from start to end.
struct Life {
    kind: ClockKind,
    started: Instant,
    end: Option<(Instant, End)>,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    /// Fulfilled.
    Done,
    /// No longer owed: solved without the reply, or merged into another ticket.
    Off,
}

fn lives(ticket: &Ticket) -> Vec<Life> {
    let Some(created) = ticket.created else { return Vec::new() };
    let mut lives = Vec::new();
    for pair in &ticket.responses {
        let kind = if pair.first { ClockKind::FirstReply } else { ClockKind::NextReply };
        lives.push(Life { kind, started: pair.asked, end: Some((pair.replied, End::Done)) });
    }
    let left = left_backlog(ticket);
    if let Some(asked) = ticket.waiting_since {
        let first = ticket.replies == Some(0) && !ticket.proactive;
        let kind = if first { ClockKind::FirstReply } else { ClockKind::NextReply };
        lives.push(Life { kind, started: asked, end: left.map(|at| (at, End::Off)) });
    }
    // A merge cancels the obligation unless the ticket had been solved before.
    let solved = ticket.stretches.iter().any(|stretch| Some(stretch.from) == left && stretch.solve);
    let how = if ticket.merged_into.is_some() && !solved { End::Off } else { End::Done };
    lives.push(Life { kind: ClockKind::Resolution, started: created, end: left.map(|at| (at, how)) });
    // Drops questions after the end, which a newer export reports as answered.
    lives.retain(|life| life.end.is_none_or(|(at, _)| life.started <= at));
    // Obligations that ended in the source system are not judged here.
    let here = ticket.facets.first().filter(|_| ticket.source.is_some()).map(|facet| facet.since);
    lives.retain(|life| life.end.is_none_or(|(at, _)| here.is_none_or(|here| here < at)));
    lives
}

/// When the ticket last left the backlog; `None` while it is in it.
fn left_backlog(ticket: &Ticket) -> Option<Instant> {
    let out = ticket.stretches.iter().rev().take_while(|stretch| !stretch.status.in_backlog());
    let left = out.last().map(|stretch| stretch.from);
    left.or_else(|| (!ticket.status.in_backlog()).then_some(ticket.last_event))
}

/// The successive clocks of one obligation.
fn told(life: &Life, ticket: &Ticket, tier: TierOf, book: &Book) -> Vec<Clock> {
    let known_here = ticket.facets.first().map_or(life.started, |facet| facet.since);
    let pledged = life.started.max(known_here);
    let mut told = Vec::new();
    let mut current = terms(life, pledged, life.started, ticket, tier, book);
    // Start of the counted time; if no policy applied at first, when one did.
    let mut began = current.as_ref().map(|terms| terms.started);
    for change in changes(life, pledged, ticket, book) {
        let next = terms(life, change, change, ticket, tier, book);
        if same(current.as_ref(), next.as_ref()) {
            continue;
        }
        let started = *began.get_or_insert(change);
        told.extend(current.map(|terms| closed(terms, ticket, change)));
        current = next.map(|terms| Terms { started, ..terms });
    }
    told.extend(current.map(|terms| match life.end {
        None => going_on(terms, ticket),
        Some((at, End::Done)) => judged(terms, ticket, at),
        Some((at, End::Off)) => closed(terms, ticket, at),
    }));
    told
}

/// When terms may have changed during the obligation. A change outside the backlog takes effect at the reopening.
fn changes(life: &Life, pledged: Instant, ticket: &Ticket, book: &Book) -> Vec<Instant> {
    let moved = ticket.facets.windows(2).filter(|pair| pair[0].priority != pair[1].priority).map(|pair| pair[1].since);
    let in_backlog = |at: Instant| {
        let mut spans = spans(&ticket.stretches).filter(|(stretch, _)| stretch.status.in_backlog());
        spans.find(|(_, to)| to.is_none_or(|to| at < to)).map(|(stretch, _)| at.max(stretch.from))
    };
    let mut changes: Vec<Instant> = moved
        .chain(book.changes())
        .filter(|at| pledged < *at)
        .filter_map(in_backlog)
        .filter(|at| life.end.is_none_or(|(end, _)| *at < end))
        .collect();
    changes.sort();
    changes.dedup();
    changes
}

/// Terms at an instant; `None` without a policy or target.
fn terms(life: &Life, at: Instant, opened: Instant, ticket: &Ticket, tier: TierOf, book: &Book) -> Option<Terms> {
    let facet = ticket.facets.iter().rev().find(|facet| facet.since <= at).or(ticket.facets.first())?;
    let tier = facet.customer.and_then(|customer| tier(customer, at));
    let place = book.place(at);
    let rules = book.version(place)?;
    let policy = rules.policies.iter().find(|policy| policy.fits(facet, tier.as_deref()))?;
    Some(Terms {
        kind: life.kind,
        started: life.started,
        opened,
        policy: policy.name.as_str().into(),
        priority: facet.priority,
        target: policy.target(life.kind)?,
        mode: policy.mode,
        calendar: rules.calendar(policy.calendar.as_deref()).cloned(),
        rules: place,
    })
}

fn same(one: Option<&Terms>, other: Option<&Terms>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let Terms { started, opened, rules, .. } = *one;
            *one == Terms { started, opened, rules, ..other.clone() }
        }
        _ => false,
    }
}

/// Status intervals with their ends; the last one has none.
fn spans(stretches: &[Stretch]) -> impl Iterator<Item = (&Stretch, Option<Instant>)> {
    stretches.iter().zip(stretches.iter().skip(1).map(|next| Some(next.from)).chain([None]))
}

/// A clock's time split by status. A question from a merged ticket counts as open in the source until the merge,
/// whatever this ticket's status.
pub(super) fn parts(terms: &Terms, ticket: &Ticket, until: Instant) -> impl Iterator<Item = (Status, Period)> {
    let reply = terms.kind != ClockKind::Resolution;
    let elsewhere = ticket.asked_elsewhere.iter().find(|asked| reply && asked.from == terms.started);
    let started = elsewhere.map_or(terms.started, |asked| asked.to);
    let before = elsewhere.map(|asked| (Status::Open, Period { from: asked.from, to: asked.to.min(until) }));
    let here = spans(&ticket.stretches).map(move |(stretch, to)| {
        (stretch.status, Period { from: stretch.from.max(started), to: to.map_or(until, |to| to.min(until)) })
    });
    before.into_iter().chain(here).filter(|(_, part)| part.from < part.to)
}

/// Time used up to an instant, and when the target was reached.
fn spent(terms: &Terms, ticket: &Ticket, until: Instant) -> (TimeDelta, Option<Instant>) {
    let (mut used, mut reached) = (TimeDelta::zero(), None);
    for (_, part) in parts(terms, ticket, until).filter(|(status, _)| terms.runs_in(*status)) {
        let more = terms.elapsed(part.from, part.to);
        if reached.is_none() && used + more >= terms.target {
            reached = Some(terms.due(part.from, terms.target - used));
        }
        used += more;
    }
    (used, reached)
}

/// Clock of an obligation fulfilled at `at`.
fn judged(terms: Terms, ticket: &Ticket, at: Instant) -> Clock {
    let late = spent(&terms, ticket, at).1.filter(|due| *due < at);
    Clock { terms, run: late.map_or(Run::Met { at }, |due| Run::Breached { at, due }) }
}

/// Clock cancelled at `at`: breached and met outcomes before that remain.
fn closed(terms: Terms, ticket: &Ticket, at: Instant) -> Clock {
    let clock = judged(terms, ticket, at);
    let solved = Some(at).filter(|_| clock.terms.kind == ClockKind::Resolution).and_then(|at| solved_until(ticket, at));
    match (clock.run, solved) {
        (Run::Met { .. }, Some(at)) => Clock { run: Run::Met { at }, ..clock },
        (Run::Met { .. }, None) => Clock { run: Run::Off { at }, ..clock },
        (Run::Breached { due, .. }, Some(at)) => Clock { run: Run::Breached { at, due }, ..clock },
        _ => clock,
    }
}

/// When the ticket had left the backlog, if it was reopened at `at`.
fn solved_until(ticket: &Ticket, at: Instant) -> Option<Instant> {
    let before: Vec<_> = spans(&ticket.stretches).filter(|(_, to)| to.is_some_and(|to| to <= at)).collect();
    before.last().filter(|(_, to)| *to == Some(at))?;
    before.iter().rev().take_while(|(stretch, _)| !stretch.status.in_backlog()).last().map(|(stretch, _)| stretch.from)
}

/// When the target was or will be exceeded, whatever the progress; `None` if not exceeded or unknown.
pub fn lapse(clock: &Clock, ticket: &Ticket) -> Option<Instant> {
    match clock.run {
        Run::Running { due, .. } | Run::Breached { due, .. } => Some(due),
        Run::Paused { left } if left <= TimeDelta::zero() => {
            spent(&clock.terms, ticket, ticket.stretches.last()?.from).1
        }
        Run::Paused { .. } | Run::Met { .. } | Run::Off { .. } => None,
    }
}

fn going_on(terms: Terms, ticket: &Ticket) -> Clock {
    let Some(last) = ticket.stretches.last() else {
        let due = terms.due(terms.started, terms.target);
        let run = Run::Running { due, since: terms.started, left: terms.target };
        return Clock { terms, run };
    };
    let since = last.from.max(terms.started);
    let (used, reached) = spent(&terms, ticket, since);
    let left = terms.target - used;
    let run = if terms.runs_in(last.status) {
        Run::Running { due: reached.unwrap_or_else(|| terms.due(since, left)), since, left }
    } else {
        Run::Paused { left }
    };
    Clock { terms, run }
}
