//! Validates a change against the current state and turns it into events.

use std::collections::BTreeMap;

use crate::events::change::{Change, Refusal};
use crate::events::records::{acknowledge, current, filled, replace, rewrites, sound};
use crate::events::replay;
use crate::model::customer::Customer;
use crate::model::event::{Edit, Event, Field, Opened, What};
use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::person::{Author, Person};
use crate::model::record::{Record, RecordKind};
use crate::model::ticket::{Escalation, Link, Status, Ticket};

/// The state [`Change::validate`] needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The changed ticket, and others that must exist.
    pub tickets: Vec<TicketId>,
    pub person: Option<PersonId>,
    pub customer: Option<CustomerId>,
    pub record: Option<(RecordKind, i64)>,
    /// A name that no other record of this kind may have.
    pub unnamed: Option<(RecordKind, String)>,
}

/// The state read for [`ChangePrerequisites`].
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub tickets: BTreeMap<TicketId, (Option<Ticket>, Vec<Event>)>,
    pub person: Option<Person>,
    pub customer: Option<Customer>,
    /// Events of the record.
    pub record: Vec<Event>,
    /// The record that already has the unique name.
    pub named: Option<i64>,
    /// The ID a new ticket would get.
    pub next_ticket: Option<TicketId>,
}

impl Known {
    fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.tickets.get(&id).and_then(|(ticket, _)| ticket.as_ref()).filter(|ticket| !ticket.removed)
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Ticket(TicketId),
    NewTicket,
    Record(RecordKind, i64),
    NewRecord(RecordKind),
}

/// One event of a change, not yet in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub on: On,
    pub what: What,
}

impl Change {
    pub fn needs(&self) -> Needs {
        let mut needs = Needs { tickets: self.ticket().into_iter().collect(), ..Needs::default() };
        match self {
            Change::Assign { to, .. } | Change::HandOff { to, .. } => needs.person = *to,
            Change::Open(opened) | Change::OpenFor { opened, .. } | Change::Split { opened, .. } => {
                needs.person = opened.assignee;
                needs.customer = opened.customer;
            }
            Change::Edit { edit: Edit::Customer(customer), .. } => needs.customer = *customer,
            Change::SurveyOf { survey, .. } => needs.person = survey.credit,
            Change::Merge { into: other, .. } | Change::Link { to: other, .. } => needs.tickets.push(*other),
            Change::Add(record) | Change::Replace { record: Some(record), .. } => match record {
                Record::Person(person) => needs.unnamed = Some((RecordKind::Person, person.name.clone())),
                Record::Template(template) => needs.unnamed = Some((RecordKind::Template, template.name.clone())),
                // Checked for new feedback only: its tickets may be merged later.
                Record::Feedback(said) if matches!(self, Change::Add(_)) => needs.tickets.extend(&said.tickets),
                record => needs.person = record.person(),
            },
            _ => {}
        }
        match self {
            Change::Replace { kind, id, .. } => needs.record = Some((*kind, *id)),
            Change::Acknowledge { notice, .. } => needs.record = Some((RecordKind::Notice, *notice)),
            _ => {}
        }
        needs
    }

    /// Turns the change into events; none if it would change nothing.
    ///
    /// # Errors
    /// If a rule is broken, or somebody else changed the same field since `seen`.
    pub fn check(&self, known: &Known, seen: Option<Seq>, by: &Author) -> Result<Vec<Step>, Refusal> {
        self.present(known)?;
        let steps = self.steps(known, by)?;
        for step in &steps {
            match (step.on, step.what.field()) {
                (On::Ticket(id), Some(field)) => {
                    if let Some((_, events)) = known.tickets.get(&id) {
                        unmoved(id, field, events, seen, by)?;
                    }
                }
                (On::Record(kind, _), _) => {
                    // Two readers of a notice do not conflict; a reader and an editor do.
                    let clashes = |what: &What| !matches!(self, Change::Acknowledge { .. }) || rewrites(what);
                    if seen.is_some_and(|seen| changed_since(&known.record, seen, by).any(clashes)) {
                        return Err(Refusal::RecordMoved { what: kind.name() });
                    }
                }
                _ => {}
            }
        }
        Ok(steps)
    }

    fn steps(&self, known: &Known, by: &Author) -> Result<Vec<Step>, Refusal> {
        let ticket = self.ticket().and_then(|id| known.ticket(id));
        let what = match self {
            Change::Open(opened) | Change::OpenFor { opened, .. } => {
                return Ok(vec![Step { on: On::NewTicket, what: opening(opened)? }]);
            }
            Change::Assign { to, .. } => What::Assigned { to: *to },
            Change::SetStatus { status: Status::New, .. } if ticket.is_some_and(|ticket| ticket.assignee.is_some()) => {
                return Err(Refusal::Invalid(
                    "New means that nobody has it. Give the ticket back to nobody first, or set it to open.".into(),
                ));
            }
            Change::SetStatus { status, .. } => What::StatusSet { status: *status },
            Change::SetPriority { priority, .. } => What::PrioritySet { priority: *priority },
            Change::Note { body, .. } => {
                filled(body, "The note is empty; write something first.")?;
                What::Noted { body: body.clone() }
            }
            Change::Reply { body, then, .. } => {
                filled(body, "The reply is empty; write what the customer was told.")?;
                What::Replied { body: body.clone(), then: *then }
            }
            Change::Ask { body, .. } => {
                filled(body, "The message is empty; write what the customer said.")?;
                What::Asked { body: body.clone() }
            }
            Change::Edit { edit, .. } => {
                if let Edit::Subject(subject) = edit {
                    filled(subject, "A ticket needs a subject.")?;
                }
                What::Edited(edit.clone())
            }
            Change::Escalate { level, .. } if *level > Escalation::TOP => {
                return Err(Refusal::Invalid(format!(
                    "There is no level {level}; the highest is {}, management.",
                    Escalation::TOP
                )));
            }
            Change::Escalate { level, reason, .. } => {
                if *level > 0 {
                    filled(reason, "Say why it is passed up; whoever gets it reads that first.")?;
                }
                What::Escalated { level: *level, reason: reason.clone() }
            }
            Change::Promise { what, due, .. } => {
                filled(what, "Say what was promised; whoever keeps it reads that.")?;
                What::Promised { what: what.clone(), due: *due }
            }
            Change::EndPromise { promise, kept, .. } => What::PromiseEnded { promise: *promise, kept: *kept },
            Change::HandOff { to, why, next, .. } => {
                if to.is_some() && ticket.is_some_and(|ticket| ticket.assignee == *to) {
                    return Err(Refusal::Invalid("They have it already; choose somebody else.".into()));
                }
                filled(next, "Say what the next step is; whoever takes over begins with it.")?;
                What::HandedOff { to: *to, why: why.clone(), next: next.clone() }
            }
            Change::Concede { concession, .. } => {
                if concession.amount <= 0 {
                    return Err(Refusal::Invalid("A concession is an amount above 0.".into()));
                }
                What::Conceded(concession.clone())
            }
            Change::Upset { recovery, follow_up, .. } => {
                What::Upset { recovery: recovery.clone(), follow_up: *follow_up }
            }
            Change::Soothe { .. } => What::Soothed,
            Change::Tick { item, done, .. } => What::Ticked { item: item.clone(), done: *done },
            Change::Rate { ticket: id, score, at, source, comment } => {
                let events = known.tickets.get(id).map_or(&[][..], |(_, events)| events);
                let answer =
                    What::Answered { score: *score, at: *at, source: source.clone(), comment: comment.clone() };
                let theirs = |what: &&What| matches!(what, What::Answered { source: other, .. } if other == source);
                // An answer imported with other content replaces the earlier one.
                if replay::active(events).map(|event| &event.what).filter(theirs).last() == Some(&answer) {
                    return Ok(Vec::new());
                }
                answer
            }
            Change::Merge { ticket: id, into } => return merge(*id, *into, known),
            Change::Link { ticket: id, to } => return link(*id, *to, ticket),
            Change::Split { ticket: id, opened } => return split(*id, opened, known),
            Change::SurveyOf { survey, .. } => {
                let record = Record::Survey(survey.clone());
                sound(&record)?;
                let what = What::Put { before: None, after: Some(record), came_along: false };
                return Ok(vec![Step { on: On::NewRecord(RecordKind::Survey), what }]);
            }
            Change::Add(record) => {
                sound(record)?;
                let what = What::Put { before: None, after: Some(record.clone()), came_along: false };
                return Ok(vec![Step { on: On::NewRecord(record.kind()), what }]);
            }
            Change::Acknowledge { notice, at } => return acknowledge(*notice, *at, by, known),
            Change::Replace { kind, id, record } => return replace(*kind, *id, record.as_ref(), known),
            Change::Many(_) | Change::Undo | Change::Redo | Change::Turn(_) => return Ok(Vec::new()),
        };
        let Some(ticket) = ticket else { return Ok(Vec::new()) };
        if changes_nothing(&what, ticket)? {
            return Ok(Vec::new());
        }
        Ok(vec![Step { on: On::Ticket(ticket.id), what }])
    }

    /// Checks that everything the change refers to exists.
    fn present(&self, known: &Known) -> Result<(), Refusal> {
        let needs = self.needs();
        for id in needs.tickets {
            let ticket = known.ticket(id).ok_or(Refusal::NotFound { what: "ticket", id: id.0 })?;
            if let (Some(into), false) = (ticket.merged_into, matches!(self, Change::Note { .. } | Change::Link { .. }))
            {
                return Err(Refusal::Merged { ticket: id, into });
            }
        }
        if let (Some(id), None) = (needs.person, &known.person) {
            return Err(Refusal::NotFound { what: "person", id: id.0 });
        }
        if let (Some(id), None) = (needs.customer, &known.customer) {
            return Err(Refusal::NotFound { what: "customer", id: id.0 });
        }
        if let (Some((kind, id)), None) = (needs.record, current(&known.record)) {
            return Err(Refusal::NotFound { what: kind.name(), id });
        }
        let own = needs.record.map(|(_, id)| id);
        if let (Some((kind, name)), Some(_)) = (needs.unnamed, known.named.filter(|id| Some(*id) != own)) {
            return Err(Refusal::Invalid(format!(
                "There is a {} named {name} already; give the new one a name of their own.",
                kind.name()
            )));
        }
        Ok(())
    }
}

fn opening(opened: &Opened) -> Result<What, Refusal> {
    filled(&opened.subject, "A ticket needs a subject.")?;
    Ok(What::Opened(opened.clone()))
}

/// Open work moves along: the unanswered message, promises, upset state, escalation.
fn merge(id: TicketId, into: TicketId, known: &Known) -> Result<Vec<Step>, Refusal> {
    if id == into {
        return Err(Refusal::Invalid("A ticket cannot go on in itself; name another one.".into()));
    }
    let (Some(from), Some(target)) = (known.ticket(id), known.ticket(into)) else { return Ok(Vec::new()) };
    let open = from.status.in_backlog();
    let there = |what| Step { on: On::Ticket(into), what };
    let mut steps = vec![
        Step { on: On::Ticket(id), what: What::MergedInto { ticket: into } },
        there(What::Absorbed {
            ticket: id,
            waiting_since: from.waiting_since.filter(|_| open),
            open: open && from.status != Status::Pending,
        }),
    ];
    let promises = from.promises.iter().filter(|promise| promise.ended.is_none());
    steps.extend(promises.map(|promise| there(What::Promised { what: promise.what.clone(), due: promise.due })));
    if let (Some(upset), None) = (&from.upset, &target.upset) {
        steps.push(there(What::Upset { recovery: upset.recovery.clone(), follow_up: upset.follow_up }));
    }
    if let Some(up) = &from.escalation
        && target.escalation.as_ref().is_none_or(|there| there.level < up.level)
    {
        steps.push(there(What::Escalated { level: up.level, reason: up.reason.clone() }));
    }
    Ok(steps)
}

fn link(id: TicketId, to: TicketId, ticket: Option<&Ticket>) -> Result<Vec<Step>, Refusal> {
    if id == to {
        return Err(Refusal::Invalid("A ticket has to do with itself anyway; name another one.".into()));
    }
    if ticket.is_some_and(|ticket| ticket.links.iter().any(|(other, _)| *other == to)) {
        return Ok(Vec::new());
    }
    let linked = |on, ticket| Step { on: On::Ticket(on), what: What::Linked { ticket, how: Link::Related } };
    Ok(vec![linked(id, to), linked(to, id)])
}

fn split(id: TicketId, opened: &Opened, known: &Known) -> Result<Vec<Step>, Refusal> {
    let Some(new) = known.next_ticket else { return Ok(Vec::new()) };
    let linked = |on, ticket, how| Step { on: On::Ticket(on), what: What::Linked { ticket, how } };
    Ok(vec![
        Step { on: On::NewTicket, what: opening(opened)? },
        linked(new, id, Link::SplitFrom),
        linked(id, new, Link::SplitInto),
    ])
}

/// Whether the ticket is already in that state; an error if the event makes no sense.
fn changes_nothing(what: &What, ticket: &Ticket) -> Result<bool, Refusal> {
    Ok(match what {
        What::Assigned { to } => *to == ticket.assignee,
        What::StatusSet { status } => *status == ticket.status,
        What::PrioritySet { priority } => *priority == ticket.priority,
        What::Edited(edit) => match edit {
            Edit::Subject(subject) => *subject == ticket.subject,
            Edit::Customer(customer) => *customer == ticket.customer,
            Edit::Channel(channel) => *channel == ticket.channel,
            Edit::Category(category) => *category == ticket.category,
            Edit::Tags(tags) => *tags == ticket.tags,
            Edit::Language(language) => *language == ticket.language,
            Edit::Cause(cause) => *cause == ticket.cause,
            Edit::Stage(stage) => *stage == ticket.stage,
            Edit::Dissatisfied(with) => *with == ticket.blame,
        },
        What::Escalated { level, reason } => match &ticket.escalation {
            Some(up) => up.level == *level && up.reason == *reason,
            None => *level == 0,
        },
        What::PromiseEnded { promise, .. } => {
            let made = ticket.promises.iter().find(|one| one.seq == *promise);
            let made = made.ok_or_else(|| {
                Refusal::Invalid(format!("Ticket {} has no such promise; open it to see those it has.", ticket.id))
            })?;
            made.ended.is_some()
        }
        What::Soothed => ticket.upset.is_none(),
        What::Ticked { item, done } => ticket.ticked.contains(item) == *done,
        _ => false,
    })
}

/// Rejects if somebody else set `field` since the author looked.
fn unmoved(ticket: TicketId, field: Field, events: &[Event], seen: Option<Seq>, by: &Author) -> Result<(), Refusal> {
    let Some(seen) = seen else { return Ok(()) };
    let gone = replay::undone(events);
    let counts = |event: &&Event| !gone.contains(&event.seq) && event.seq > seen && event.by != *by;
    let moved = events.iter().filter(counts).any(|event| origin(event, events).what.field() == Some(field));
    if moved { Err(Refusal::Moved { ticket, field: field.name() }) } else { Ok(()) }
}

/// The event that an undo (or an undo of an undo) is ultimately about.
fn origin<'a>(event: &'a Event, events: &'a [Event]) -> &'a Event {
    let mut at = event;
    while let What::Undone { event: target } = at.what
        && let Some(found) = events.iter().find(|event| event.seq == target && event.seq < at.seq)
    {
        at = found;
    }
    at
}

/// What others changed since: their later events in effect, and older ones that they undid or redid since.
pub fn changed_since<'a>(events: &'a [Event], since: Seq, by: &'a Author) -> impl Iterator<Item = &'a What> {
    let gone = replay::undone(events);
    let theirs = events.iter().filter(move |event| event.seq > since && event.by != *by);
    theirs.filter_map(move |event| {
        let first = origin(event, events);
        let counts = first.seq <= since || !gone.contains(&first.seq);
        (counts && (first.seq == event.seq || first.seq <= since)).then_some(&first.what)
    })
}

/// Whether `event`, one of a ticket's `events`, may be undone or redone: since `since`, nobody else set the same field
/// or built on it.
pub fn may_turn(ticket: TicketId, event: &Event, since: Seq, events: &[Event]) -> Result<(), Refusal> {
    let changed = || changed_since(events, since, &event.by);
    if let Some(field) = event.what.field() {
        let overtaken = changed().any(|what| what.field() == Some(field));
        return if overtaken { Err(Refusal::Overtaken { ticket, field: field.name() }) } else { Ok(()) };
    }
    let absorbs = |other: &Event| matches!(other.what, What::Absorbed { .. }) && other.seq > event.seq;
    let in_use = match &event.what {
        What::Opened(_) => changed().next().is_some() || replay::active(events).any(absorbs),
        // A reply here also answered the merged ticket's customer.
        What::Absorbed { .. } => {
            changed().any(|what| matches!(what, What::Replied { .. }) || what.field() == Some(Field::Status))
        }
        What::Promised { .. } => {
            changed().any(|what| matches!(what, What::PromiseEnded { promise, .. } if *promise == event.seq))
        }
        _ => false,
    };
    if in_use { Err(Refusal::InUse(format!("ticket {ticket}"))) } else { Ok(()) }
}

/// Whether an event of a ticket may be redone: everything it refers to still exists.
pub fn may_return(event: &What, known: &Known) -> Result<(), Refusal> {
    if let What::MergedInto { ticket: other } | What::Absorbed { ticket: other, .. } = event {
        let ticket = known.ticket(*other).ok_or(Refusal::NotFound { what: "ticket", id: other.0 })?;
        if let Some(into) = ticket.merged_into {
            return Err(Refusal::Merged { ticket: *other, into });
        }
    }
    let to = match event {
        What::Assigned { to } | What::HandedOff { to, .. } => *to,
        _ => None,
    };
    match to {
        Some(id) if known.person.is_none() => Err(Refusal::NotFound { what: "person", id: id.0 }),
        _ => Ok(()),
    }
}
