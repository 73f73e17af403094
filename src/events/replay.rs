//! Replays a ticket's events into its state: the one place that defines what each event does.
//!
//! Columns, lists and figures all derive from [`replay_ticket`], so undo needs no inverse: undone events are skipped.
//! Imported data is the base layer that local events apply to, so a newer export changes only what nobody here has set.

use std::collections::{BTreeSet, HashSet};

use crate::model::event::{Edit, Event, Facts, Field, Opened, What};
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::person::Author;
use crate::model::ticket::rating::{Credits, Rating};
use crate::model::ticket::{Escalation, Facet, HandOff, Impossible, Promise, ResponsePair, Source, Status, Stretch, Ticket, Upset};
use crate::model::time::{Instant, Period};

/// Events cancelled by an undo. Undoing an undo restores the event.
pub fn undone(events: &[Event]) -> HashSet<Seq> {
    let mut gone = HashSet::new();
    for event in events.iter().rev() {
        if let What::Undone { event: target } = event.what
            && !gone.contains(&event.seq)
        {
            gone.insert(target);
        }
    }
    gone
}

/// Events in effect, in order.
pub fn active(events: &[Event]) -> impl Iterator<Item = &Event> {
    let gone = undone(events);
    events.iter().filter(move |event| !gone.contains(&event.seq) && !matches!(event.what, What::Undone { .. }))
}

/// Fields set locally, which a newer export does not overwrite.
pub fn set_here(events: &[Event]) -> BTreeSet<Field> {
    active(events).filter_map(|event| event.what.field()).collect()
}

/// The ticket after `events` (in log order); with `until`, as of that instant. `None` if it did not exist yet. An
/// imported ticket follows the times in its file, whenever it was imported.
pub fn replay(id: TicketId, events: &[Event], until: Option<Instant>) -> Option<Ticket> {
    let counts = |at: Instant| until.is_none_or(|until| at <= until);
    let mut fold = None;
    if let Some((facts, at)) = active(events).filter_map(imported).last() {
        let here = |is: fn(&What) -> bool| active(events).find(|event| is(&event.what)).map(|event| event.at);
        let reach = Reach {
            until,
            status: here(|what| what.field() == Some(Field::Status)),
            reply: here(|what| matches!(what, What::Replied { .. })),
        };
        fold = Some(Fold::import(id, facts, at, &reach)).filter(|_| facts.created.is_none_or(counts));
    }
    let again = crate::events::ratings::told_again(events, until);
    let here = |event: &&Event| imported(event).is_none() && counts(event.at) && !again.contains(&event.seq);
    for event in active(events).filter(here) {
        match (&event.what, fold.as_mut()) {
            (What::Opened(opened), None) => fold = Some(Fold::open(id, opened, event.at, &event.by)),
            (_, None) => {}
            (_, Some(fold)) => fold.apply(event),
        }
    }
    if let Some(fold) = fold.as_mut() {
        fold.ticket.facets = facets(active(events).filter(|event| imported(event).is_some() || counts(event.at)));
    }
    let opening_undone = fold.is_none() && until.is_none();
    if opening_undone && let Some(event) = events.first() {
        fold = match &event.what {
            What::Opened(opened) => Some(Fold::open(id, opened, event.at, &event.by)),
            What::Imported(facts) => Some(Fold::import(id, facts, event.at, &Reach::default())),
            _ => None,
        };
        if let Some(fold) = fold.as_mut() {
            fold.ticket.removed = true;
        }
    }
    fold.map(Fold::done)
}

/// SLA attributes over time. A newer export changes only what was not set locally by then.
fn facets<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = Vec::new();
    let mut here = BTreeSet::new();
    for event in events {
        let since = facets.last().map_or(event.at, |last| event.at.max(last.since));
        let last = facets.last().cloned().map(|last| Facet { since, ..last });
        let next = match (&event.what, last) {
            (What::Opened(opened), _) => Some(Facet {
                since,
                priority: opened.priority,
                channel: opened.channel.clone(),
                category: opened.category.clone(),
                customer: opened.customer,
            }),
            (What::Imported(facts), last) => {
                let kept = |field: Field| last.as_ref().filter(|_| here.contains(&field));
                Some(Facet {
                    since,
                    priority: kept(Field::Priority).map_or(facts.priority, |last| last.priority),
                    channel: kept(Field::Channel).map_or(facts.channel.clone(), |last| last.channel.clone()),
                    category: kept(Field::Category).map_or(facts.category.clone(), |last| last.category.clone()),
                    customer: kept(Field::Customer).map_or(facts.customer, |last| last.customer),
                })
            }
            (What::PrioritySet { priority }, Some(last)) => Some(Facet { priority: *priority, ..last }),
            (What::Edited(Edit::Channel(channel)), Some(last)) => Some(Facet { channel: channel.clone(), ..last }),
            (What::Edited(Edit::Category(category)), Some(last)) => Some(Facet { category: category.clone(), ..last }),
            (What::Edited(Edit::Customer(customer)), Some(last)) => Some(Facet { customer: *customer, ..last }),
            _ => None,
        };
        here.extend(event.what.field());
        facets.extend(next);
    }
    facets
}

/// How far imported data applies. Its states end where the status was first set locally, and its first reply counts
/// only if nobody here replied earlier; its other values always apply.
#[derive(Default)]
struct Reach {
    until: Option<Instant>,
    /// When the status was first set locally.
    status: Option<Instant>,
    /// When somebody here first replied.
    reply: Option<Instant>,
}

impl Reach {
    fn happened(&self, at: Instant) -> bool {
        self.until.is_none_or(|until| at <= until)
    }

    fn stood(&self, at: Instant) -> bool {
        self.happened(at) && self.status.is_none_or(|here| at <= here)
    }

    fn replied_first(&self, at: Instant) -> bool {
        self.happened(at) && self.reply.is_none_or(|here| at <= here)
    }
}

fn imported(event: &Event) -> Option<(&Facts, Instant)> {
    match &event.what {
        What::Imported(facts) => Some((facts, event.at)),
        _ => None,
    }
}

struct Fold {
    ticket: Ticket,
    /// Since when the current assignee has it.
    assigned: Option<Instant>,
    /// Times and authors of public replies, in log order; of an import only the first is known.
    replied: Vec<(Instant, PersonId)>,
    /// Public replies an import counts, if the first of all was sent here before any of them.
    told: u32,
    /// End of the imported states.
    stood_until: Option<Instant>,
}

impl Fold {
    fn blank(id: TicketId, at: Instant) -> Fold {
        Fold { ticket: Ticket::blank(id, at), assigned: None, replied: Vec::new(), told: 0, stood_until: None }
    }

    fn done(self) -> Ticket {
        let replies = self.ticket.replies.map(|replies| replies.max(self.told));
        Ticket { replies, ..self.ticket }
    }

    fn open(id: TicketId, opened: &Opened, at: Instant, by: &Author) -> Fold {
        let mut fold = Fold::blank(id, at);
        let ticket = &mut fold.ticket;
        ticket.subject.clone_from(&opened.subject);
        ticket.customer = opened.customer;
        ticket.channel.clone_from(&opened.channel);
        ticket.category.clone_from(&opened.category);
        ticket.tags.clone_from(&opened.tags);
        ticket.language.clone_from(&opened.language);
        ticket.priority = opened.priority;
        ticket.proactive = opened.proactive;
        ticket.created = Some(at);
        ticket.waiting_since = (!opened.proactive).then_some(at);
        fold.begin(at, if opened.assignee.is_some() { Status::Open } else { Status::New }, opened.assignee, by.person);
        fold
    }

    /// Applies imported data as the base layer, as far as `reach` allows.
    fn import(id: TicketId, facts: &Facts, read_at: Instant, reach: &Reach) -> Fold {
        let possible = |at: &Instant| facts.created.is_none_or(|created| created <= *at);
        let happened = |at: &Option<Instant>| at.filter(|at| reach.happened(*at));
        let mut fold = Fold::blank(id, read_at);
        let ticket = &mut fold.ticket;
        ticket.source = Some(Source { name: facts.source.clone(), id: facts.source_id.clone() });
        ticket.subject.clone_from(&facts.subject);
        ticket.customer = facts.customer;
        ticket.channel.clone_from(&facts.channel);
        ticket.category.clone_from(&facts.category);
        ticket.group.clone_from(&facts.group);
        ticket.tags.clone_from(&facts.tags);
        ticket.priority = facts.priority;
        ticket.created = facts.created;
        ticket.replies = facts.replies;
        ticket.conversation_known = false;
        ticket.surveys = facts.surveyed.map(u32::from);
        ticket.extra.clone_from(&facts.extra);
        ticket.impossible = facts
            .first_reply
            .filter(|at| !possible(at))
            .map(Impossible::FirstReplyBeforeCreation)
            .into_iter()
            .chain(facts.solved.filter(|at| !possible(at)).map(Impossible::SolveBeforeCreation))
            .collect();
        ticket.first_reply_at = facts.first_reply.filter(|at| reach.replied_first(*at));
        if let (Some(asked), Some(replied)) = (facts.created, ticket.first_reply_at.filter(possible)) {
            let pair = ResponsePair { asked, replied, by: facts.assignee, assigned: None, first: true };
            ticket.responses.push(pair);
        }
        let unanswered = facts.first_reply.is_none() && facts.replies == Some(0);
        let not_yet = facts.first_reply.is_some_and(|at| !reach.replied_first(at));
        ticket.waiting_since = facts.created.filter(|_| unanswered || not_yet);
        if not_yet {
            ticket.replies = Some(0);
        }
        let told = if happened(&facts.first_reply).is_some() && not_yet { facts.replies } else { None };
        let known = [facts.created, facts.first_reply, facts.solved, facts.closed, facts.updated];
        ticket.last_event = known.iter().filter_map(happened).max().unwrap_or(read_at);
        let replied = facts.first_reply.or(facts.created).unwrap_or(Instant::MIN_UTC);
        fold.replied.extend(facts.assignee.map(|by| (replied, by)));
        fold.told = told.unwrap_or(0);
        fold.lay_states(facts, reach);
        fold.stood_until = fold.ticket.stretches.last().map(|stretch| stretch.from);
        let ticket = &mut fold.ticket;
        ticket.reopened = ticket.reopened.max(facts.reopens.unwrap_or(0));
        if let Some(score) = facts.rating {
            let ended = facts.closed.filter(|closed| facts.solved.is_none_or(|solved| solved <= *closed));
            let at = ended.or(facts.solved).filter(possible);
            if at.is_none_or(|at| reach.happened(at)) {
                let credits = Credits { replied: None, solved: facts.assignee, had: facts.assignee };
                ticket.ratings.push(Rating { at, score, credits });
            }
        }
        fold
    }

    /// An imported ticket's states are known only at the ends: created, solved, closed. If the solve time is missing or
    /// impossible, it leaves the backlog at its creation and the solve is in no figure.
    fn lay_states(&mut self, facts: &Facts, reach: &Reach) {
        let by = facts.assignee;
        let fresh = if by.is_some() { Status::Open } else { Status::New };
        let solved = facts.solved.or(facts.closed).filter(|at| facts.created.is_none_or(|created| created <= *at));
        let begins = match (facts.status.in_backlog(), solved) {
            (true, _) if facts.status == Status::New => fresh,
            (true, _) | (false, None) => facts.status,
            (false, Some(_)) => fresh,
        };
        let Some(first) = facts.created.or(solved) else {
            self.ticket.status = facts.status;
            self.ticket.assignee = by;
            return;
        };
        self.begin(first, begins, by, by);
        if let (false, Some(solved)) = (facts.status.in_backlog(), solved.filter(|at| reach.stood(*at))) {
            let closed = facts.closed.filter(|closed| facts.status == Status::Closed && solved < *closed);
            let ends = if facts.status == Status::Closed && closed.is_none() { Status::Closed } else { Status::Solved };
            self.step(solved, by, ends, by);
            if let Some(closed) = closed.filter(|at| reach.stood(*at)) {
                self.step(closed, by, Status::Closed, by);
            }
        }
    }

    fn begin(&mut self, from: Instant, status: Status, assignee: Option<PersonId>, by: Option<PersonId>) {
        let assigned = assignee.is_some();
        self.ticket.status = status;
        self.ticket.assignee = assignee;
        self.assigned = assignee.map(|_| from);
        self.ticket.stretches.push(Stretch { from, status, assignee, by, solve: false, reopen: false, assigned });
    }

    /// Changes status or assignee. Time never runs backwards within a ticket, even if the clock did.
    fn step(&mut self, at: Instant, by: Option<PersonId>, status: Status, assignee: Option<PersonId>) {
        let ticket = &mut self.ticket;
        let at = ticket.stretches.last().map_or(at, |last| at.max(last.from));
        if (status, assignee) == (ticket.status, ticket.assignee) {
            return;
        }
        let solve = ticket.status.in_backlog() && !status.in_backlog();
        let reopen = !ticket.status.in_backlog() && status.in_backlog();
        let assigned = assignee.is_some() && assignee != ticket.assignee;
        if assigned {
            ticket.reassigned += u32::from(ticket.assignee.is_some());
        }
        if assignee != ticket.assignee {
            self.assigned = assignee.map(|_| at);
        }
        if solve {
            ticket.first_solved.get_or_insert(at);
            ticket.last_solved = Some(at);
            ticket.solved_by = by.or(assignee);
        }
        if reopen {
            ticket.reopened += 1;
            ticket.last_reopened = Some(at);
        }
        ticket.status = status;
        ticket.assignee = assignee;
        ticket.stretches.push(Stretch { from: at, status, assignee, by: by.or(assignee), solve, reopen, assigned });
    }

    fn apply(&mut self, event: &Event) {
        let (at, by) = (event.at, event.by.person);
        let (status, assignee) = (self.ticket.status, self.ticket.assignee);
        match &event.what {
            What::Asked { .. } => {
                self.ticket.waiting_since.get_or_insert(at);
                // An imported state later than the message is its answer.
                let answered = self.stood_until.is_some_and(|stood| at < stood);
                if !answered && matches!(status, Status::Pending | Status::Solved | Status::Closed) {
                    self.step(at, by, Status::Open, assignee);
                }
            }
            What::Replied { then, .. } => {
                self.reply(at, by);
                let begun = if status == Status::New { Status::Open } else { status };
                self.step(at, by, then.unwrap_or(begun), assignee);
            }
            What::Assigned { to } => self.hand(at, by, *to),
            What::HandedOff { to, why, next } => {
                let (why, next) = (why.clone(), next.clone());
                self.ticket.handed = Some(HandOff { at, from: assignee, to: *to, why, next });
                self.hand(at, by, *to);
            }
            What::StatusSet { status } => self.step(at, by, *status, assignee),
            What::Surveyed => self.ticket.surveys = self.ticket.surveys.map(|n| n + 1),
            What::Rated(score) => {
                let replied = self.replied.last().map(|(_, by)| *by);
                let credits = Credits { replied, solved: self.ticket.solved_by, had: assignee };
                self.ticket.ratings.push(Rating { at: Some(at), score: *score, credits });
            }
            What::Answered { score, at, .. } => {
                return self.ticket.answered(*at, *score, crate::events::ratings::replied_by(&self.replied, *at));
            }
            What::MergedInto { ticket } => self.merge(at, by, *ticket),
            What::Absorbed { ticket, waiting_since, open } => self.absorb(at, by, *ticket, *waiting_since, *open),
            _ => self.mark(event),
        }
        self.ticket.last_event = self.ticket.last_event.max(at);
    }

    /// Applies everything but status and assignee changes.
    fn mark(&mut self, event: &Event) {
        let (at, ticket) = (event.at, &mut self.ticket);
        match &event.what {
            What::PrioritySet { priority } => ticket.priority = *priority,
            What::Edited(edit) => match edit.clone() {
                Edit::Subject(subject) => ticket.subject = subject,
                Edit::Customer(customer) => ticket.customer = customer,
                Edit::Channel(channel) => ticket.channel = channel,
                Edit::Category(category) => ticket.category = category,
                Edit::Tags(tags) => ticket.tags = tags,
                Edit::Language(language) => ticket.language = language,
                Edit::Cause(cause) => ticket.cause = cause,
                Edit::Stage(stage) => ticket.stage = stage,
                Edit::Dissatisfied(with) => ticket.blame = with,
            },
            What::Escalated { level: 0, .. } => ticket.escalation = None,
            What::Escalated { level, reason } => {
                let since = ticket.escalation.as_ref().map_or(at, |up| up.since);
                ticket.escalation = Some(Escalation { level: *level, since, reason: reason.clone() });
            }
            What::Promised { what, due } => ticket.promises.push(Promise {
                seq: event.seq,
                what: what.clone(),
                made: at,
                by: event.by.person,
                due: *due,
                ended: None,
            }),
            What::PromiseEnded { promise, kept } => {
                if let Some(promise) = ticket.promises.iter_mut().find(|one| one.seq == *promise) {
                    promise.ended.get_or_insert((at, *kept));
                }
            }
            What::Conceded(concession) => ticket.concessions.push((at, concession.clone())),
            What::Upset { recovery, follow_up } => {
                let since = ticket.upset.as_ref().map_or(at, |upset| upset.since);
                ticket.angered.get_or_insert(at);
                ticket.upset = Some(Upset { since, recovery: recovery.clone(), follow_up: *follow_up });
            }
            What::Soothed => ticket.upset = None,
            What::Ticked { item, done: true } => {
                ticket.ticked.insert(item.clone());
            }
            What::Ticked { item, done: false } => {
                ticket.ticked.remove(item);
            }
            What::Linked { ticket: other, how } => {
                ticket.links.insert((*other, *how));
            }
            _ => {}
        }
    }

    fn hand(&mut self, at: Instant, by: Option<PersonId>, to: Option<PersonId>) {
        let status = self.ticket.status;
        let begun = if status == Status::New && to.is_some() { Status::Open } else { status };
        self.step(at, by, begun, to);
    }

    /// Leaves the backlog without being solved; the customer waits in the other ticket.
    fn merge(&mut self, at: Instant, by: Option<PersonId>, into: TicketId) {
        let kept = (self.ticket.first_solved, self.ticket.last_solved, self.ticket.solved_by);
        let before = self.ticket.stretches.len();
        self.step(at, by, Status::Closed, self.ticket.assignee);
        (self.ticket.first_solved, self.ticket.last_solved, self.ticket.solved_by) = kept;
        // The merge itself is not a solve.
        for stretch in self.ticket.stretches.iter_mut().skip(before) {
            stretch.solve = false;
        }
        self.ticket.merged_into = Some(into);
    }

    fn absorb(&mut self, at: Instant, by: Option<PersonId>, other: TicketId, asked: Option<Instant>, open: bool) {
        self.ticket.absorbed.insert(other);
        self.ticket.asked_elsewhere.extend(asked.map(|from| Period { from, to: at.max(from) }));
        let since = self.ticket.waiting_since;
        self.ticket.waiting_since = since.into_iter().chain(asked).min();
        let done = !self.ticket.status.in_backlog();
        if (asked.is_some() && self.ticket.status == Status::Pending) || (done && (open || asked.is_some())) {
            self.step(at, by, Status::Open, self.ticket.assignee);
        }
    }

    fn reply(&mut self, at: Instant, by: Option<PersonId>) {
        let ticket = &mut self.ticket;
        let first = ticket.first_reply_at.is_none() && ticket.replies == Some(0) && !ticket.proactive;
        ticket.first_reply_at.get_or_insert(at);
        ticket.replies = ticket.replies.map(|n| n + 1);
        if let Some(asked) = ticket.waiting_since.take() {
            let holds = by.is_some() && by == ticket.assignee;
            let assigned = self.assigned.filter(|since| holds && *since > asked);
            ticket.responses.push(ResponsePair { asked, replied: at.max(asked), by, assigned, first });
        }
        self.replied.extend(by.map(|by| (at, by)));
    }
}
