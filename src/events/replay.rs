//! Replays a ticket's events into its state: the one place that defines what each event does.
//!
//! Columns, lists and figures all derive from [`replay_ticket`], so undo needs no inverse: undone events are skipped.
//! Imported data is the base layer that local events apply to, so a newer export changes only what nobody here has set.

use std::collections::BTreeSet;

use crate::events::active_events::active_events;
use crate::events::sla_attributes::sla_attributes;
use crate::model::event::{Event, EventPayload, ImportedTicket, OpenedTicket, TicketEdit, TicketField};
use crate::model::ids::{PersonId, SourceRef, TicketId};
use crate::model::person::Author;
use crate::model::rating::{Credits, Rating};
use crate::model::ticket::{
    Escalation, ImpossibleTime, Promise, ResponsePair, Status, StatusInterval, Ticket, TicketHandOff, UpsetState,
};
use crate::model::time::{Instant, Period};

/// Fields set locally, which a newer export does not overwrite.
pub fn locally_set_fields(events: &[Event]) -> BTreeSet<TicketField> {
    active_events(events).filter_map(|event| event.what.field()).collect()
}

/// The ticket after `events` (in log order); with `until`, as of that instant. `None` if it did not exist yet. An
/// imported ticket follows the times in its file, whenever it was imported.
pub fn replay_ticket(id: TicketId, events: &[Event], until: Option<Instant>) -> Option<Ticket> {
    let counts = |at: Instant| until.is_none_or(|until| at <= until);
    let mut fold = None;
    if let Some((facts, at)) = active_events(events).filter_map(as_import).last() {
        let here =
            |is: fn(&EventPayload) -> bool| active_events(events).find(|event| is(&event.what)).map(|event| event.at);
        let reach = ImportCutoff {
            until,
            first_status_set: here(|what| what.field() == Some(TicketField::Status)),
            first_reply: here(|what| matches!(what, EventPayload::Replied { .. })),
        };
        fold = Some(TicketReplay::from_import(id, facts, at, &reach)).filter(|_| facts.created.is_none_or(counts));
    }
    let again = crate::events::survey_answers::superseded_answers(events, until);
    let here = |event: &&Event| as_import(event).is_none() && counts(event.at) && !again.contains(&event.seq);
    for event in active_events(events).filter(here) {
        match (&event.what, fold.as_mut()) {
            (EventPayload::Opened(opened), None) => {
                fold = Some(TicketReplay::from_opened(id, opened, event.at, &event.by))
            }
            (_, None) => {}
            (_, Some(fold)) => fold.apply(event),
        }
    }
    if let Some(fold) = fold.as_mut() {
        fold.ticket.sla_attributes =
            sla_attributes(active_events(events).filter(|event| as_import(event).is_some() || counts(event.at)));
    }
    let opening_undone = fold.is_none() && until.is_none();
    if opening_undone && let Some(event) = events.first() {
        fold = match &event.what {
            EventPayload::Opened(opened) => Some(TicketReplay::from_opened(id, opened, event.at, &event.by)),
            EventPayload::Imported(facts) => {
                Some(TicketReplay::from_import(id, facts, event.at, &ImportCutoff::default()))
            }
            _ => None,
        };
        if let Some(fold) = fold.as_mut() {
            fold.ticket.removed = true;
        }
    }
    fold.map(TicketReplay::finish)
}

/// How far imported data applies. Its states end where the status was first set locally, and its first reply counts
/// only if nobody here replied earlier; its other values always apply.
#[derive(Default)]
struct ImportCutoff {
    until: Option<Instant>,
    /// When the status was first set locally.
    first_status_set: Option<Instant>,
    /// When somebody here first replied.
    first_reply: Option<Instant>,
}

impl ImportCutoff {
    fn is_visible(&self, at: Instant) -> bool {
        self.until.is_none_or(|until| at <= until)
    }

    fn status_applies(&self, at: Instant) -> bool {
        self.is_visible(at) && self.first_status_set.is_none_or(|here| at <= here)
    }

    fn reply_is_first(&self, at: Instant) -> bool {
        self.is_visible(at) && self.first_reply.is_none_or(|here| at <= here)
    }
}

fn as_import(event: &Event) -> Option<(&ImportedTicket, Instant)> {
    match &event.what {
        EventPayload::Imported(facts) => Some((facts, event.at)),
        _ => None,
    }
}

struct TicketReplay {
    ticket: Ticket,
    /// Since when the current assignee has it.
    assigned_since: Option<Instant>,
    /// Times and authors of public replies, in log order; of an import only the first is known.
    repliers: Vec<(Instant, PersonId)>,
    /// Public replies an import counts, if the first of all was sent here before any of them.
    imported_replies: u32,
    /// End of the imported states.
    imported_states_until: Option<Instant>,
}

impl TicketReplay {
    fn blank(id: TicketId, at: Instant) -> TicketReplay {
        TicketReplay {
            ticket: Ticket::blank(id, at),
            assigned_since: None,
            repliers: Vec::new(),
            imported_replies: 0,
            imported_states_until: None,
        }
    }

    fn finish(self) -> Ticket {
        let replies = self.ticket.replies.map(|replies| replies.max(self.imported_replies));
        Ticket { replies, ..self.ticket }
    }

    fn from_opened(id: TicketId, opened: &OpenedTicket, at: Instant, by: &Author) -> TicketReplay {
        let mut fold = TicketReplay::blank(id, at);
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
        fold.set_initial_state(
            at,
            if opened.assignee.is_some() { Status::Open } else { Status::New },
            opened.assignee,
            by.person,
        );
        fold
    }

    /// Applies imported data as the base layer, as far as `reach` allows.
    fn from_import(id: TicketId, facts: &ImportedTicket, read_at: Instant, reach: &ImportCutoff) -> TicketReplay {
        let possible = |at: &Instant| facts.created.is_none_or(|created| created <= *at);
        let happened = |at: &Option<Instant>| at.filter(|at| reach.is_visible(*at));
        let mut fold = TicketReplay::blank(id, read_at);
        let ticket = &mut fold.ticket;
        ticket.source = Some(SourceRef { name: facts.source.clone(), id: facts.source_id.clone() });
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
        ticket.impossible_times = facts
            .first_reply
            .filter(|at| !possible(at))
            .map(ImpossibleTime::FirstReplyBeforeCreation)
            .into_iter()
            .chain(facts.solved.filter(|at| !possible(at)).map(ImpossibleTime::SolveBeforeCreation))
            .collect();
        ticket.first_reply_at = facts.first_reply.filter(|at| reach.reply_is_first(*at));
        if let (Some(asked), Some(replied)) = (facts.created, ticket.first_reply_at.filter(possible)) {
            let pair = ResponsePair { asked, replied, by: facts.assignee, assigned: None, first: true };
            ticket.responses.push(pair);
        }
        let unanswered = facts.first_reply.is_none() && facts.replies == Some(0);
        let not_yet = facts.first_reply.is_some_and(|at| !reach.reply_is_first(at));
        ticket.waiting_since = facts.created.filter(|_| unanswered || not_yet);
        if not_yet {
            ticket.replies = Some(0);
        }
        let replies = if happened(&facts.first_reply).is_some() && not_yet { facts.replies } else { None };
        let known = [facts.created, facts.first_reply, facts.solved, facts.closed, facts.updated];
        ticket.last_event = known.iter().filter_map(happened).max().unwrap_or(read_at);
        let replied = facts.first_reply.or(facts.created).unwrap_or(Instant::MIN_UTC);
        fold.repliers.extend(facts.assignee.map(|by| (replied, by)));
        fold.imported_replies = replies.unwrap_or(0);
        fold.apply_imported_states(facts, reach);
        fold.imported_states_until = fold.ticket.status_intervals.last().map(|stretch| stretch.from);
        let ticket = &mut fold.ticket;
        ticket.reopened = ticket.reopened.max(facts.reopens.unwrap_or(0));
        if let Some(score) = facts.rating {
            let ended = facts.closed.filter(|closed| facts.solved.is_none_or(|solved| solved <= *closed));
            let at = ended.or(facts.solved).filter(possible);
            if at.is_none_or(|at| reach.is_visible(at)) {
                let credits = Credits { replied: None, solved: facts.assignee, had: facts.assignee };
                ticket.ratings.push(Rating { at, score, credits });
            }
        }
        fold
    }

    /// An imported ticket's states are known only at the ends: created, solved, closed. If the solve time is missing or
    /// impossible, it leaves the backlog at its creation and the solve is in no figure.
    fn apply_imported_states(&mut self, facts: &ImportedTicket, reach: &ImportCutoff) {
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
        self.set_initial_state(first, begins, by, by);
        if let (false, Some(solved)) = (facts.status.in_backlog(), solved.filter(|at| reach.status_applies(*at))) {
            let closed = facts.closed.filter(|closed| facts.status == Status::Closed && solved < *closed);
            let ends = if facts.status == Status::Closed && closed.is_none() { Status::Closed } else { Status::Solved };
            self.transition(solved, by, ends, by);
            if let Some(closed) = closed.filter(|at| reach.status_applies(*at)) {
                self.transition(closed, by, Status::Closed, by);
            }
        }
    }

    fn set_initial_state(&mut self, from: Instant, status: Status, assignee: Option<PersonId>, by: Option<PersonId>) {
        let assigned = assignee.is_some();
        self.ticket.status = status;
        self.ticket.assignee = assignee;
        self.assigned_since = assignee.map(|_| from);
        self.ticket.status_intervals.push(StatusInterval {
            from,
            status,
            assignee,
            by,
            solve: false,
            reopen: false,
            assigned,
        });
    }

    /// Changes status or assignee. Time never runs backwards within a ticket, even if the clock did.
    fn transition(&mut self, at: Instant, by: Option<PersonId>, status: Status, assignee: Option<PersonId>) {
        let ticket = &mut self.ticket;
        let at = ticket.status_intervals.last().map_or(at, |last| at.max(last.from));
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
            self.assigned_since = assignee.map(|_| at);
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
        ticket.status_intervals.push(StatusInterval {
            from: at,
            status,
            assignee,
            by: by.or(assignee),
            solve,
            reopen,
            assigned,
        });
    }

    fn apply(&mut self, event: &Event) {
        let (at, by) = (event.at, event.by.person);
        let (status, assignee) = (self.ticket.status, self.ticket.assignee);
        match &event.what {
            EventPayload::Asked { .. } => {
                self.ticket.waiting_since.get_or_insert(at);
                // An imported state later than the message is its answer.
                let answered = self.imported_states_until.is_some_and(|stood| at < stood);
                if !answered && matches!(status, Status::Pending | Status::Solved | Status::Closed) {
                    self.transition(at, by, Status::Open, assignee);
                }
            }
            EventPayload::Replied { then, .. } => {
                self.reply(at, by);
                let begun = if status == Status::New { Status::Open } else { status };
                self.transition(at, by, then.unwrap_or(begun), assignee);
            }
            EventPayload::Assigned { to } => self.assign(at, by, *to),
            EventPayload::HandedOff { to, why, next } => {
                let (why, next) = (why.clone(), next.clone());
                self.ticket.last_hand_off = Some(TicketHandOff { at, from: assignee, to: *to, why, next });
                self.assign(at, by, *to);
            }
            EventPayload::StatusSet { status } => self.transition(at, by, *status, assignee),
            EventPayload::Surveyed => self.ticket.surveys = self.ticket.surveys.map(|n| n + 1),
            EventPayload::Rated(score) => {
                let replied = self.repliers.last().map(|(_, by)| *by);
                let credits = Credits { replied, solved: self.ticket.solved_by, had: assignee };
                self.ticket.ratings.push(Rating { at: Some(at), score: *score, credits });
            }
            EventPayload::Answered { score, at, .. } => {
                return self.ticket.apply_survey_answer(
                    *at,
                    *score,
                    crate::events::survey_answers::last_replier_at(&self.repliers, *at),
                );
            }
            EventPayload::MergedInto { ticket } => self.merge_into(at, by, *ticket),
            EventPayload::Absorbed { ticket, waiting_since, open } => {
                self.merge_from(at, by, *ticket, *waiting_since, *open)
            }
            _ => self.apply_attribute(event),
        }
        self.ticket.last_event = self.ticket.last_event.max(at);
    }

    /// Applies everything but status and assignee changes.
    fn apply_attribute(&mut self, event: &Event) {
        let (at, ticket) = (event.at, &mut self.ticket);
        match &event.what {
            EventPayload::PrioritySet { priority } => ticket.priority = *priority,
            EventPayload::Edited(edit) => match edit.clone() {
                TicketEdit::Subject(subject) => ticket.subject = subject,
                TicketEdit::Customer(customer) => ticket.customer = customer,
                TicketEdit::Channel(channel) => ticket.channel = channel,
                TicketEdit::Category(category) => ticket.category = category,
                TicketEdit::Tags(tags) => ticket.tags = tags,
                TicketEdit::Language(language) => ticket.language = language,
                TicketEdit::Cause(cause) => ticket.cause = cause,
                TicketEdit::Stage(stage) => ticket.stage = stage,
                TicketEdit::Dissatisfied(with) => ticket.dissatisfaction_driver = with,
            },
            EventPayload::Escalated { level: 0, .. } => ticket.escalation = None,
            EventPayload::Escalated { level, reason } => {
                let since = ticket.escalation.as_ref().map_or(at, |up| up.since);
                ticket.escalation = Some(Escalation { level: *level, since, reason: reason.clone() });
            }
            EventPayload::Promised { what, due } => ticket.promises.push(Promise {
                seq: event.seq,
                what: what.clone(),
                made: at,
                by: event.by.person,
                due: *due,
                ended: None,
            }),
            EventPayload::PromiseEnded { promise, kept } => {
                if let Some(promise) = ticket.promises.iter_mut().find(|one| one.seq == *promise) {
                    promise.ended.get_or_insert((at, *kept));
                }
            }
            EventPayload::Conceded(concession) => ticket.concessions.push((at, concession.clone())),
            EventPayload::Upset { recovery, follow_up } => {
                let since = ticket.upset.as_ref().map_or(at, |upset| upset.since);
                ticket.first_upset_at.get_or_insert(at);
                ticket.upset = Some(UpsetState { since, recovery: recovery.clone(), follow_up: *follow_up });
            }
            EventPayload::Soothed => ticket.upset = None,
            EventPayload::Ticked { item, done: true } => {
                ticket.done_checklist_items.insert(item.clone());
            }
            EventPayload::Ticked { item, done: false } => {
                ticket.done_checklist_items.remove(item);
            }
            EventPayload::Linked { ticket: other, how } => {
                ticket.links.insert((*other, *how));
            }
            _ => {}
        }
    }

    fn assign(&mut self, at: Instant, by: Option<PersonId>, to: Option<PersonId>) {
        let status = self.ticket.status;
        let begun = if status == Status::New && to.is_some() { Status::Open } else { status };
        self.transition(at, by, begun, to);
    }

    /// Leaves the backlog without being solved; the customer waits in the other ticket.
    fn merge_into(&mut self, at: Instant, by: Option<PersonId>, into: TicketId) {
        let kept = (self.ticket.first_solved, self.ticket.last_solved, self.ticket.solved_by);
        let before = self.ticket.status_intervals.len();
        self.transition(at, by, Status::Closed, self.ticket.assignee);
        (self.ticket.first_solved, self.ticket.last_solved, self.ticket.solved_by) = kept;
        // The merge itself is not a solve.
        for stretch in self.ticket.status_intervals.iter_mut().skip(before) {
            stretch.solve = false;
        }
        self.ticket.merged_into = Some(into);
    }

    fn merge_from(&mut self, at: Instant, by: Option<PersonId>, other: TicketId, asked: Option<Instant>, open: bool) {
        self.ticket.merged_from.insert(other);
        self.ticket.waits_before_merge.extend(asked.map(|from| Period { from, to: at.max(from) }));
        let since = self.ticket.waiting_since;
        self.ticket.waiting_since = since.into_iter().chain(asked).min();
        let done = !self.ticket.status.in_backlog();
        if (asked.is_some() && self.ticket.status == Status::Pending) || (done && (open || asked.is_some())) {
            self.transition(at, by, Status::Open, self.ticket.assignee);
        }
    }

    fn reply(&mut self, at: Instant, by: Option<PersonId>) {
        let ticket = &mut self.ticket;
        let first = ticket.first_reply_at.is_none() && ticket.replies == Some(0) && !ticket.proactive;
        ticket.first_reply_at.get_or_insert(at);
        ticket.replies = ticket.replies.map(|n| n + 1);
        if let Some(asked) = ticket.waiting_since.take() {
            let holds = by.is_some() && by == ticket.assignee;
            let assigned = self.assigned_since.filter(|since| holds && *since > asked);
            ticket.responses.push(ResponsePair { asked, replied: at.max(asked), by, assigned, first });
        }
        self.repliers.extend(by.map(|by| (at, by)));
    }
}
