//! A slow reference implementation of the figures: straight from the events of each ticket, without the engine. Where the
//! two disagree, one of them is wrong.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, TimeDelta};

use crate::histories::World;
use shiftdesk::model::event::{Event, EventPayload, TicketEdit};
use shiftdesk::model::figure::FigureId;
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::review::Review;
use shiftdesk::model::survey::{Survey, SurveyKind};
use shiftdesk::model::ticket::Status;
use shiftdesk::model::time::{Instant, Zone};

/// The value of a figure, and its number of samples.
pub type Told = (Option<f64>, usize);

/// Start and end of each sample of a time figure.
pub type Spans = Vec<(Instant, Instant)>;

/// Filter: the person and the channel.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    pub who: Option<PersonId>,
    pub channel: Option<&'a str>,
}

/// A change of status or assignee.
struct Move {
    at: Instant,
    was: Status,
    status: Status,
    assignee: Option<PersonId>,
    /// Who made the change; if unknown, the assignee.
    by: Option<PersonId>,
    /// The ticket was merged into another one, which does not count as a solve.
    merged: bool,
    /// It was assigned to somebody else.
    given: bool,
}

/// The customer's oldest unanswered message, and the reply to it.
struct Pair {
    asked: Instant,
    replied: Instant,
    by: Option<PersonId>,
    /// Since when the ticket was assigned to the author of the reply, if that was after the message.
    had_since: Option<Instant>,
    first: bool,
}

/// The facts of one ticket, read from its events.
struct Tale {
    id: TicketId,
    created: Instant,
    proactive: bool,
    channel: Option<String>,
    moves: Vec<Move>,
    replies: Vec<Instant>,
    pairs: Vec<Pair>,
    ratings: Vec<(Instant, u8, Option<PersonId>)>,
    surveyed: usize,
    upset: bool,
    merged: bool,
}

impl Tale {
    fn read(id: TicketId, events: &[Event]) -> Option<Tale> {
        let mut gone = BTreeSet::new();
        for event in events.iter().rev() {
            if let EventPayload::Undone { event: target } = event.what
                && !gone.contains(&event.seq)
            {
                gone.insert(target);
            }
        }
        let mut tale: Option<Tale> = None;
        let (mut status, mut assignee, mut had_since) = (Status::New, None, None);
        let (mut waiting, mut last_replier, mut solver) = (None, None, None);
        for event in events.iter().filter(|event| !gone.contains(&event.seq)) {
            let (at, by) = (event.at, event.by.person);
            if let EventPayload::Opened(opened) = &event.what {
                (assignee, had_since) = (opened.assignee, opened.assignee.map(|_| at));
                status = if assignee.is_some() { Status::Open } else { Status::New };
                waiting = (!opened.proactive).then_some(at);
                let begun =
                    Move { at, was: Status::New, status, assignee, by, merged: false, given: assignee.is_some() };
                tale = Some(Tale {
                    id,
                    created: at,
                    proactive: opened.proactive,
                    channel: opened.channel.clone(),
                    moves: vec![begun],
                    replies: Vec::new(),
                    pairs: Vec::new(),
                    ratings: Vec::new(),
                    surveyed: 0,
                    upset: false,
                    merged: false,
                });
                continue;
            }
            let Some(tale) = tale.as_mut() else { continue };
            let (mut next, mut whose) = (status, assignee);
            let mut merged = false;
            match &event.what {
                EventPayload::Asked { .. } => {
                    waiting = waiting.or(Some(at));
                    if matches!(status, Status::Pending | Status::Solved | Status::Closed) {
                        next = Status::Open;
                    }
                }
                EventPayload::Replied { then, .. } => {
                    let first = tale.replies.is_empty() && !tale.proactive;
                    if let Some(asked) = waiting.take() {
                        let theirs = by.is_some() && by == assignee;
                        let had_since = had_since.filter(|since| theirs && *since > asked);
                        tale.pairs.push(Pair { asked, replied: at, by, had_since, first });
                    }
                    tale.replies.push(at);
                    last_replier = by.or(last_replier);
                    next = then.unwrap_or(if status == Status::New { Status::Open } else { status });
                }
                EventPayload::Assigned { to } | EventPayload::HandedOff { to, .. } => {
                    whose = *to;
                    if status == Status::New && to.is_some() {
                        next = Status::Open;
                    }
                }
                EventPayload::StatusSet { status } => next = *status,
                EventPayload::MergedInto { .. } => {
                    (next, merged) = (Status::Closed, true);
                    tale.merged = true;
                }
                EventPayload::Absorbed { waiting_since, open, .. } => {
                    waiting = waiting.into_iter().chain(*waiting_since).min();
                    let done = !status.in_backlog();
                    let asks = waiting_since.is_some();
                    if asks && status == Status::Pending || done && (*open || asks) {
                        next = Status::Open;
                    }
                }
                EventPayload::Rated(score) => {
                    tale.ratings.push((at, score.score, last_replier.or(solver).or(assignee)))
                }
                EventPayload::Surveyed => tale.surveyed += 1,
                EventPayload::Upset { .. } => tale.upset = true,
                EventPayload::Edited(TicketEdit::Channel(channel)) => tale.channel = channel.clone(),
                _ => {}
            }
            if (next, whose) == (status, assignee) {
                continue;
            }
            let given = whose.is_some() && whose != assignee;
            if whose != assignee {
                had_since = whose.map(|_| at);
            }
            if status.in_backlog() && !next.in_backlog() && !merged {
                solver = by.or(whose);
            }
            tale.moves.push(Move { at, was: status, status: next, assignee: whose, by: by.or(whose), merged, given });
            (status, assignee) = (next, whose);
        }
        tale
    }

    fn solves(&self) -> Vec<&Move> {
        self.moves.iter().filter(|one| one.was.in_backlog() && !one.status.in_backlog() && !one.merged).collect()
    }

    fn reopens(&self) -> Vec<&Move> {
        let is = |(n, one): &(usize, &Move)| *n > 0 && !one.was.in_backlog() && one.status.in_backlog();
        self.moves.iter().enumerate().filter(is).map(|(_, one)| one).collect()
    }

    /// Its state just before an instant, if it existed.
    fn before(&self, at: Instant) -> Option<&Move> {
        self.moves.iter().rev().find(|one| one.at < at)
    }

    /// Time on hold up to an instant; `None` if it was never on hold.
    fn held(&self, until: Instant) -> Option<TimeDelta> {
        let mut held = None;
        for (n, one) in self.moves.iter().enumerate() {
            let end = self.moves.get(n + 1).map_or(until, |next| next.at).min(until);
            if one.status == Status::OnHold && one.at < until {
                *held.get_or_insert(TimeDelta::zero()) += end - one.at;
            }
        }
        held
    }
}

/// The median in seconds, and the number of values.
pub fn median(mut values: Vec<TimeDelta>) -> Told {
    values.sort();
    let n = values.len();
    let at = |n: usize| values[n].num_milliseconds() as f64 / 1000.0;
    let value = match n {
        0 => None,
        n if n % 2 == 1 => Some(at(n / 2)),
        n => Some((at(n / 2 - 1) + at(n / 2)) / 2.0),
    };
    (value, n)
}

/// In seconds: the mean, and the ⌈0.9·n⌉-th smallest value.
pub fn mean_and_p90(mut values: Vec<TimeDelta>) -> (Option<f64>, Option<f64>) {
    values.sort();
    let seconds: Vec<f64> = values.iter().map(|value| value.num_milliseconds() as f64 / 1000.0).collect();
    let n = seconds.len();
    let mean = (n > 0).then(|| seconds.iter().sum::<f64>() / n as f64);
    (mean, seconds.get((n * 9).div_ceil(10).max(1) - 1).copied())
}

/// Business time: 8:00–12:00 and 13:00–17:00, Monday to Friday.
pub fn office(from: Instant, to: Instant) -> TimeDelta {
    let mut open = TimeDelta::zero();
    let mut day = Zone::UTC.date(from);
    while Zone::UTC.midnight(day) < to {
        if day.weekday().num_days_from_monday() < 5 {
            for (begins, ends) in [(8, 12), (13, 17)] {
                let at = |hour| Zone::UTC.midnight(day) + TimeDelta::hours(hour);
                open += (at(ends).min(to) - at(begins).max(from)).max(TimeDelta::zero());
            }
        }
        day = day.succ_opt().unwrap();
    }
    open
}

fn share(hits: usize, n: usize) -> Told {
    ((n > 0).then(|| hits as f64 / n as f64), n)
}

fn count(n: usize) -> Told {
    (Some(n as f64), n)
}

/// Every figure of a world, and the samples of its time figures.
pub fn figures(world: &World, look: Look) -> (BTreeMap<FigureId, Told>, BTreeMap<FigureId, Spans>) {
    let Look { who, channel } = look;
    let period = world.period;
    let read = |id: i64| {
        let detail = world.store.ticket(TicketId(id)).unwrap()?;
        Some((Tale::read(TicketId(id), &detail.events)?, detail.clocks))
    };
    let all: Vec<_> = (1..=world.tickets).filter_map(read).collect();
    let all: Vec<_> =
        all.into_iter().filter(|(tale, _)| channel.is_none() || tale.channel.as_deref() == channel).collect();
    let mine = |by: Option<PersonId>| who.is_none() || by == who;
    let mut told = BTreeMap::new();

    // Received: by the team when the ticket is created, by a person when it is first assigned to them.
    let came = |tale: &Tale| match who {
        None => period.contains(tale.created),
        // Only the first assignment to them counts.
        Some(_) => {
            let first = tale.moves.iter().find(|one| one.given && one.assignee == who);
            first.is_some_and(|one| period.contains(one.at))
        }
    };
    let received: Vec<&Tale> = all.iter().map(|(tale, _)| tale).filter(|tale| came(tale) && !tale.merged).collect();
    told.insert(FigureId::Received, count(received.len()));
    let done = |tale: &&&Tale| tale.moves.last().is_some_and(|last| !last.status.in_backlog());
    told.insert(FigureId::SolvedToDate, share(received.iter().filter(done).count(), received.len()));
    told.insert(FigureId::Upset, share(received.iter().filter(|tale| tale.upset).count(), received.len()));

    let (mut solved, mut reopened) = (BTreeSet::new(), BTreeSet::new());
    let (mut first, mut response) = (Vec::new(), Vec::new());
    let (mut first_solve, mut full, mut hold) = (Vec::new(), Vec::new(), Vec::new());
    let (mut fcr, mut fcr_n) = (0, 0);
    let (mut unanswered, mut backlog) = (0, 0);
    for (tale, _) in &all {
        let solves = tale.solves();
        if solves.iter().any(|solve| period.contains(solve.at) && mine(solve.by)) {
            solved.insert(tale.id);
        }
        for reopen in tale.reopens().iter().filter(|reopen| period.contains(reopen.at)) {
            let before = solves.iter().rev().find(|solve| solve.at <= reopen.at);
            if mine(before.and_then(|solve| solve.by)) {
                reopened.insert(tale.id);
            }
        }
        for pair in tale.pairs.iter().filter(|pair| period.contains(pair.replied) && mine(pair.by)) {
            let from = if who.is_some() { pair.had_since.unwrap_or(pair.asked) } else { pair.asked };
            response.push((pair.asked, pair.replied));
            if pair.first {
                first.push((from, pair.replied));
            }
        }
        if let Some(one) = solves.first().filter(|one| period.contains(one.at) && mine(one.by)) {
            first_solve.push((tale.created, one.at));
        }
        if let Some(last) = solves.last().filter(|one| period.contains(one.at) && mine(one.by)) {
            full.push((tale.created, last.at));
            hold.extend(tale.held(last.at));
            if !tale.replies.is_empty() {
                fcr_n += 1;
                let again =
                    tale.reopens().iter().any(|one| one.at >= last.at && one.at - last.at <= TimeDelta::days(7));
                fcr += usize::from(tale.replies.len() == 1 && !again);
            }
        }
        let last = tale.before(period.to).filter(|last| last.status.in_backlog() && mine(last.assignee));
        if last.is_some() {
            backlog += 1;
            let answered = tale.replies.iter().any(|at| *at < period.to);
            unanswered += usize::from(!answered && !tale.proactive);
        }
    }
    told.insert(FigureId::Solved, count(solved.len()));
    // A merged ticket is received as the other one, so it is not part of this rate.
    let merged: BTreeSet<_> = all.iter().filter(|(tale, _)| tale.merged).map(|(tale, _)| tale.id).collect();
    told.insert(FigureId::ResolutionRate, share(solved.difference(&merged).count(), received.len()));
    told.insert(FigureId::Reopen, share(reopened.len(), solved.len()));
    let mut spans = BTreeMap::new();
    for (figure, took) in [
        (FigureId::FirstResponse, first),
        (FigureId::ResponseTime, response),
        (FigureId::FirstResolution, first_solve),
        (FigureId::FullResolution, full),
    ] {
        told.insert(figure, median(took.iter().map(|(from, to)| *to - *from).collect()));
        spans.insert(figure, took);
    }
    told.insert(FigureId::HoldTime, median(hold));
    told.insert(FigureId::Fcr, share(fcr, fcr_n));
    told.insert(FigureId::Unanswered, count(unanswered));
    told.insert(FigureId::Backlog, count(backlog));

    // A survey answer has the channel of its ticket; without a ticket it has none.
    let ids: BTreeSet<TicketId> = all.iter().map(|(tale, _)| tale.id).collect();
    let there = |ticket: Option<TicketId>| channel.is_none() || ticket.is_some_and(|ticket| ids.contains(&ticket));
    let surveys: Vec<&Survey> = world.surveys.iter().filter(|one| there(one.ticket) && mine(one.credit)).collect();
    let answers = |kind: SurveyKind| {
        let some = surveys.iter().filter(move |one| one.kind == kind && period.contains(one.at));
        some.filter_map(|one| Some((one.score?, one.scale.to))).collect::<Vec<_>>()
    };
    let good = |(score, top): &&(u8, u8)| match top {
        7 => *score >= 5,
        5 => *score >= 4,
        top => score == top,
    };
    let csat = answers(SurveyKind::Csat);
    let rated = all.iter().flat_map(|(tale, _)| &tale.ratings);
    let rated: Vec<_> = rated.filter(|(at, _, by)| period.contains(*at) && mine(*by)).collect();
    let hits = csat.iter().filter(good).count() + rated.iter().filter(|(_, score, _)| *score >= 4).count();
    told.insert(FigureId::Csat, share(hits, csat.len() + rated.len()));
    let ces = answers(SurveyKind::Ces);
    told.insert(FigureId::Ces, share(ces.iter().filter(good).count(), ces.len()));
    let nps = answers(SurveyKind::Nps);
    let (up, down) = (nps.iter().filter(|(it, _)| *it >= 9).count(), nps.iter().filter(|(it, _)| *it <= 6).count());
    let score = (!nps.is_empty()).then(|| (up as f64 - down as f64) * 100.0 / nps.len() as f64);
    told.insert(FigureId::Nps, (score, nps.len()));

    told.insert(FigureId::Quality, quality(world, look, &ids));
    told.extend(churn(world, look));
    (told, spans)
}

/// QA reviews are filtered by the reviewed person, and by the channel of the ticket.
fn quality(world: &World, look: Look, ids: &BTreeSet<TicketId>) -> Told {
    let score = |review: &Review| {
        let marks: Vec<_> = review.marks.iter().filter_map(|mark| Some((mark.points?, mark.of, mark.fatal))).collect();
        let (earned, possible) =
            (marks.iter().map(|one| one.0).sum::<u32>(), marks.iter().map(|one| one.1).sum::<u32>());
        let failed = marks.iter().any(|(points, of, fatal)| *fatal && points < of);
        (possible > 0).then(|| if failed { 0.0 } else { f64::from(earned) / f64::from(possible) })
    };
    let some = world.reviews.iter().filter(|one| world.period.contains(one.at));
    let some = some.filter(|one| look.channel.is_none() || ids.contains(&one.ticket));
    let some = some.filter(|one| look.who.is_none_or(|who| one.agent == who));
    let scores: Vec<f64> = some.filter_map(score).collect();
    let mean = (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64);
    (mean, scores.len())
}

/// Churn and retention, only for the whole team: a customer has no channel and no agent.
fn churn(world: &World, look: Look) -> [(FigureId, Told); 2] {
    let none = [(FigureId::Churn, share(0, 0)), (FigureId::Retention, share(0, 0))];
    if look.who.is_some() || look.channel.is_some() {
        return none;
    }
    let (from, to) = (Zone::UTC.date(world.period.from), Zone::UTC.date(world.period.to));
    let there = |since: Option<chrono::NaiveDate>| since.is_some_and(|since| since < from);
    let start: Vec<_> =
        world.customers.iter().filter(|one| there(one.since) && one.lost.is_none_or(|lost| lost >= from)).collect();
    let lost = start.iter().filter(|one| one.lost.is_some_and(|lost| lost < to)).count();
    [(FigureId::Churn, share(lost, start.len())), (FigureId::Retention, share(start.len() - lost, start.len()))]
}

/// SLA clocks that ended in the period: how many were met, of how many. How a clock runs has its own tests and the ledger;
/// here clocks are only counted.
pub fn promises(world: &World) -> BTreeMap<FigureId, Told> {
    use shiftdesk::engine::sla::ClockProgress;
    use shiftdesk::engine::sla::clocks::target_elapsed_at;
    use shiftdesk::model::policy::ClockKind;
    let mut told = BTreeMap::new();
    for (kind, figure) in [
        (ClockKind::FirstReply, FigureId::SlaFirstResponse),
        (ClockKind::NextReply, FigureId::SlaNextResponse),
        (ClockKind::Resolution, FigureId::SlaResolution),
    ] {
        let (mut met, mut ended) = (0, 0);
        for id in 1..=world.tickets {
            let Some(detail) = world.store.ticket(TicketId(id)).unwrap() else { continue };
            for clock in detail.clocks.iter().filter(|clock| clock.terms.kind == kind) {
                let (kept, at) = match (clock.progress, target_elapsed_at(clock, &detail.ticket)) {
                    (ClockProgress::Met { at }, _) => (true, at),
                    (_, Some(lapsed)) if lapsed <= world.now => (false, lapsed),
                    _ => continue,
                };
                if world.period.contains(at) {
                    ended += 1;
                    met += usize::from(kept);
                }
            }
        }
        told.insert(figure, share(met, ended));
    }
    told
}
