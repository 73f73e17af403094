//! From history to ticket: the one place that says what each event does.
//!
//! A ticket's columns, its lists and every figure rest on [`replay`], so undo needs no inverse of its own: an undone
//! event is passed over. What an imported file says is the ground that the events of this desk are laid on; therefore
//! a newer export changes what nobody here has touched, and nothing else.

use std::collections::{BTreeSet, HashSet};

use super::event::{Author, Event, Facts, Field, Opened, Seq, What};
use super::person::PersonId;
use super::ticket::{Impossible, Rating, ResponsePair, Source, Status, Stretch, Ticket, TicketId};
use super::time::Instant;

/// The events that no longer count. Undoing an undo brings the first event back.
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

/// The events that count, in order.
pub fn active(events: &[Event]) -> impl Iterator<Item = &Event> {
    let gone = undone(events);
    events.iter().filter(move |event| !gone.contains(&event.seq) && !matches!(event.what, What::Undone { .. }))
}

/// The fields that somebody here has set, which a newer export leaves alone.
pub fn set_here(events: &[Event]) -> BTreeSet<Field> {
    active(events).filter_map(|event| event.what.field()).collect()
}

/// The ticket that `events` (in log order) add up to; with `until`, as it stood at that instant. `None` if there was no
/// such ticket yet. An imported ticket stands at an instant as its file tells it, whenever the file was imported.
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
    let local = active(events).filter(|event| imported(event).is_none() && counts(event.at));
    for event in local {
        match (&event.what, fold.as_mut()) {
            (What::Opened(opened), None) => fold = Some(Fold::open(id, opened, event.at, &event.by)),
            (_, None) => {}
            (what, Some(fold)) => fold.apply(what, event.at, event.by.person),
        }
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

/// How far a foreign file is believed. Its states end where somebody here first set one, and its first reply is the
/// first only if nobody here had replied by then; what it says beside them stands, whoever touched the ticket here.
#[derive(Default)]
struct Reach {
    until: Option<Instant>,
    /// When the status was first set here.
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
    /// Since when the present assignee has it.
    assigned: Option<Instant>,
    /// Who sent the last public reply.
    replied_by: Option<PersonId>,
    /// How many public replies a foreign file counts, where the first of all was sent here before any of them.
    told: u32,
    /// Up to when a foreign file tells of states.
    stood_until: Option<Instant>,
}

impl Fold {
    fn blank(id: TicketId, at: Instant) -> Fold {
        Fold { ticket: Ticket::blank(id, at), assigned: None, replied_by: None, told: 0, stood_until: None }
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
        ticket.priority = opened.priority;
        ticket.proactive = opened.proactive;
        ticket.created = Some(at);
        ticket.waiting_since = (!opened.proactive).then_some(at);
        fold.begin(at, if opened.assignee.is_some() { Status::Open } else { Status::New }, opened.assignee, by.person);
        fold
    }

    /// Lays the ground that a foreign file gives, as far as it reaches.
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
        fold.replied_by = facts.assignee;
        fold.told = told.unwrap_or(0);
        fold.lay_states(facts, reach);
        fold.stood_until = fold.ticket.stretches.last().map(|stretch| stretch.from);
        let ticket = &mut fold.ticket;
        ticket.reopened = ticket.reopened.max(facts.reopens.unwrap_or(0));
        if let Some(score) = facts.rating {
            let ended = facts.closed.filter(|closed| facts.solved.is_none_or(|solved| solved <= *closed));
            let at = ended.or(facts.solved).filter(possible);
            if at.is_none_or(|at| reach.happened(at)) {
                ticket.ratings.push(Rating { at, score, credit: facts.assignee });
            }
        }
        fold
    }

    /// Of a foreign ticket's states only the ends are known: created, solved, closed. Where the time of a solve is
    /// missing or impossible, the ticket counts as out of the backlog from its creation, and its solve is in no figure.
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

    /// Moves to another status or assignee. Time never runs backwards inside a ticket, even where the clock did.
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

    fn apply(&mut self, what: &What, at: Instant, by: Option<PersonId>) {
        let (status, assignee) = (self.ticket.status, self.ticket.assignee);
        match what {
            What::Asked { .. } => {
                self.ticket.waiting_since.get_or_insert(at);
                // A state that a newer export tells of, and that came after the message, is its answer.
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
            What::Assigned { to } => {
                let begun = if status == Status::New && to.is_some() { Status::Open } else { status };
                self.step(at, by, begun, *to);
            }
            What::StatusSet { status } => self.step(at, by, *status, assignee),
            What::PrioritySet { priority } => self.ticket.priority = *priority,
            What::Surveyed => self.ticket.surveys = self.ticket.surveys.map(|n| n + 1),
            What::Rated(score) => {
                let credit = self.replied_by.or(self.ticket.solved_by).or(assignee);
                self.ticket.ratings.push(Rating { at: Some(at), score: *score, credit });
            }
            What::Noted { .. } | What::Opened(_) | What::Imported(_) | What::Put { .. } | What::Undone { .. } => {}
        }
        self.ticket.last_event = self.ticket.last_event.max(at);
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
        self.replied_by = by.or(self.replied_by);
    }
}
