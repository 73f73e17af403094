//! Validates a change against the current state and turns it into events.

use crate::events::active_events::{active_events, undone_seqs};
use crate::events::change::{Change, ValidationError};
use crate::events::change_context::{ChangeContext, ChangePrerequisites, EventTarget, PendingEvent};
use crate::events::record_validation::{
    acknowledge_events, changes_notice_text, current_record, replace_events, require_text, validate_record,
};
use crate::model::event::{Event, EventPayload, OpenedTicket, TicketEdit, TicketField};
use crate::model::ids::{Seq, TicketId};
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::ticket::{Escalation, LinkKind, Status, Ticket};

impl Change {
    pub fn prerequisites(&self) -> ChangePrerequisites {
        let mut needs =
            ChangePrerequisites { tickets: self.ticket().into_iter().collect(), ..ChangePrerequisites::default() };
        match self {
            Change::Assign { to, .. } | Change::HandOffTicket { to, .. } => needs.person = *to,
            Change::OpenTicket(opened)
            | Change::OpenTicketForCustomer { opened, .. }
            | Change::Split { opened, .. } => {
                needs.person = opened.assignee;
                needs.customer = opened.customer;
            }
            Change::EditTicket { edit: TicketEdit::Customer(customer), .. } => needs.customer = *customer,
            Change::AddSurveyForCustomer { survey, .. } => needs.person = survey.credit,
            Change::Merge { into: other, .. } | Change::Link { to: other, .. } => needs.tickets.push(*other),
            Change::AddRecord(record) | Change::ReplaceRecord { record: Some(record), .. } => match record {
                Record::Person(person) => needs.unique_name = Some((RecordKind::Person, person.name.clone())),
                Record::Template(template) => needs.unique_name = Some((RecordKind::Template, template.name.clone())),
                // Checked for new feedback only: its tickets may be merged later.
                Record::Feedback(feedback) if matches!(self, Change::AddRecord(_)) => {
                    needs.tickets.extend(&feedback.tickets)
                }
                record => needs.person = record.person(),
            },
            _ => {}
        }
        match self {
            Change::ReplaceRecord { kind, id, .. } => needs.record = Some((*kind, *id)),
            Change::AcknowledgeNotice { notice, .. } => needs.record = Some((RecordKind::Notice, *notice)),
            _ => {}
        }
        needs
    }

    /// Turns the change into events; none if it would change nothing.
    ///
    /// # Errors
    /// If a rule is broken, or somebody else changed the same field since `seen`.
    pub fn validate(
        &self,
        known: &ChangeContext,
        seen: Option<Seq>,
        by: &Author,
    ) -> Result<Vec<PendingEvent>, ValidationError> {
        self.check_references_exist(known)?;
        let steps = self.pending_events(known, by)?;
        for step in &steps {
            match (step.target, step.payload.field()) {
                (EventTarget::Ticket(id), Some(field)) => {
                    if let Some((_, events)) = known.tickets.get(&id) {
                        check_unchanged(id, field, events, seen, by)?;
                    }
                }
                (EventTarget::Record(kind, _), _) => {
                    // Two readers of a notice do not conflict; a reader and an editor do.
                    let clashes = |what: &EventPayload| {
                        !matches!(self, Change::AcknowledgeNotice { .. }) || changes_notice_text(what)
                    };
                    if seen.is_some_and(|seen| changed_since(&known.record_events, seen, by).any(clashes)) {
                        return Err(ValidationError::RecordConflict { what: kind.name() });
                    }
                }
                _ => {}
            }
        }
        Ok(steps)
    }

    fn pending_events(&self, known: &ChangeContext, by: &Author) -> Result<Vec<PendingEvent>, ValidationError> {
        let ticket = self.ticket().and_then(|id| known.ticket(id));
        let what = match self {
            Change::OpenTicket(opened) | Change::OpenTicketForCustomer { opened, .. } => {
                return Ok(vec![PendingEvent { target: EventTarget::NewTicket, payload: opened_event(opened)? }]);
            }
            Change::Assign { to, .. } => EventPayload::Assigned { to: *to },
            Change::SetStatus { status: Status::New, .. } if ticket.is_some_and(|ticket| ticket.assignee.is_some()) => {
                return Err(ValidationError::Invalid(
                    "New means that nobody has it. Give the ticket back to nobody first, or set it to open.".into(),
                ));
            }
            Change::SetStatus { status, .. } => EventPayload::StatusSet { status: *status },
            Change::SetPriority { priority, .. } => EventPayload::PrioritySet { priority: *priority },
            Change::AddNote { body, .. } => {
                require_text(body, "The note is empty; write something first.")?;
                EventPayload::Noted { body: body.clone() }
            }
            Change::Reply { body, then, .. } => {
                require_text(body, "The reply is empty; write what the customer was told.")?;
                EventPayload::Replied { body: body.clone(), then: *then }
            }
            Change::AddCustomerMessage { body, .. } => {
                require_text(body, "The message is empty; write what the customer said.")?;
                EventPayload::Asked { body: body.clone() }
            }
            Change::EditTicket { edit, .. } => {
                if let TicketEdit::Subject(subject) = edit {
                    require_text(subject, "A ticket needs a subject.")?;
                }
                EventPayload::Edited(edit.clone())
            }
            Change::Escalate { level, .. } if *level > Escalation::MAX_LEVEL => {
                return Err(ValidationError::Invalid(format!(
                    "There is no level {level}; the highest is {}, management.",
                    Escalation::MAX_LEVEL
                )));
            }
            Change::Escalate { level, reason, .. } => {
                if *level > 0 {
                    require_text(reason, "Say why it is passed up; whoever gets it reads that first.")?;
                }
                EventPayload::Escalated { level: *level, reason: reason.clone() }
            }
            Change::AddPromise { what, due, .. } => {
                require_text(what, "Say what was promised; whoever keeps it reads that.")?;
                EventPayload::Promised { what: what.clone(), due: *due }
            }
            Change::EndPromise { promise, kept, .. } => EventPayload::PromiseEnded { promise: *promise, kept: *kept },
            Change::HandOffTicket { to, why, next, .. } => {
                if to.is_some() && ticket.is_some_and(|ticket| ticket.assignee == *to) {
                    return Err(ValidationError::Invalid("They have it already; choose somebody else.".into()));
                }
                require_text(next, "Say what the next step is; whoever takes over begins with it.")?;
                EventPayload::HandedOff { to: *to, why: why.clone(), next: next.clone() }
            }
            Change::GrantConcession { concession, .. } => {
                if concession.amount <= 0 {
                    return Err(ValidationError::Invalid("A concession is an amount above 0.".into()));
                }
                EventPayload::Conceded(concession.clone())
            }
            Change::MarkUpset { recovery, follow_up, .. } => {
                EventPayload::Upset { recovery: recovery.clone(), follow_up: *follow_up }
            }
            Change::MarkRecovered { .. } => EventPayload::Soothed,
            Change::SetChecklistItem { item, done, .. } => EventPayload::Ticked { item: item.clone(), done: *done },
            Change::Rate { ticket: id, score, at, source, comment } => {
                let events = known.tickets.get(id).map_or(&[][..], |(_, events)| events);
                let answer =
                    EventPayload::Answered { score: *score, at: *at, source: source.clone(), comment: comment.clone() };
                let theirs = |what: &&EventPayload| matches!(what, EventPayload::Answered { source: other, .. } if other == source);
                // An answer imported with other content replaces the earlier one.
                if active_events(events).map(|event| &event.what).filter(theirs).last() == Some(&answer) {
                    return Ok(Vec::new());
                }
                answer
            }
            Change::Merge { ticket: id, into } => return merge_events(*id, *into, known),
            Change::Link { ticket: id, to } => return link_events(*id, *to, ticket),
            Change::Split { ticket: id, opened } => return split_events(*id, opened, known),
            Change::AddSurveyForCustomer { survey, .. } => {
                let record = Record::Survey(survey.clone());
                validate_record(&record)?;
                let what = EventPayload::Put { before: None, after: Some(record), came_along: false };
                return Ok(vec![PendingEvent { target: EventTarget::NewRecord(RecordKind::Survey), payload: what }]);
            }
            Change::AddRecord(record) => {
                validate_record(record)?;
                let what = EventPayload::Put { before: None, after: Some(record.clone()), came_along: false };
                return Ok(vec![PendingEvent { target: EventTarget::NewRecord(record.kind()), payload: what }]);
            }
            Change::AcknowledgeNotice { notice, at } => return acknowledge_events(*notice, *at, by, known),
            Change::ReplaceRecord { kind, id, record } => return replace_events(*kind, *id, record.as_ref(), known),
            Change::Batch(_) | Change::Undo | Change::Redo | Change::UndoOrRedo(_) => return Ok(Vec::new()),
        };
        let Some(ticket) = ticket else { return Ok(Vec::new()) };
        if is_no_op(&what, ticket)? {
            return Ok(Vec::new());
        }
        Ok(vec![PendingEvent { target: EventTarget::Ticket(ticket.id), payload: what }])
    }

    /// Checks that everything the change refers to exists.
    fn check_references_exist(&self, known: &ChangeContext) -> Result<(), ValidationError> {
        let needs = self.prerequisites();
        for id in needs.tickets {
            let ticket = known.ticket(id).ok_or(ValidationError::NotFound { what: "ticket", id: id.0 })?;
            if let (Some(into), false) =
                (ticket.merged_into, matches!(self, Change::AddNote { .. } | Change::Link { .. }))
            {
                return Err(ValidationError::TicketMerged { ticket: id, into });
            }
        }
        if let (Some(id), None) = (needs.person, &known.person) {
            return Err(ValidationError::NotFound { what: "person", id: id.0 });
        }
        if let (Some(id), None) = (needs.customer, &known.customer) {
            return Err(ValidationError::NotFound { what: "customer", id: id.0 });
        }
        if let (Some((kind, id)), None) = (needs.record, current_record(&known.record_events)) {
            return Err(ValidationError::NotFound { what: kind.name(), id });
        }
        let own = needs.record.map(|(_, id)| id);
        if let (Some((kind, name)), Some(_)) = (needs.unique_name, known.name_holder.filter(|id| Some(*id) != own)) {
            return Err(ValidationError::Invalid(format!(
                "There is a {} named {name} already; give the new one a name of their own.",
                kind.name()
            )));
        }
        Ok(())
    }
}

fn opened_event(opened: &OpenedTicket) -> Result<EventPayload, ValidationError> {
    require_text(&opened.subject, "A ticket needs a subject.")?;
    Ok(EventPayload::Opened(opened.clone()))
}

/// Open work moves along: the unanswered message, promises, upset state, escalation.
fn merge_events(id: TicketId, into: TicketId, known: &ChangeContext) -> Result<Vec<PendingEvent>, ValidationError> {
    if id == into {
        return Err(ValidationError::Invalid("A ticket cannot go on in itself; name another one.".into()));
    }
    let (Some(from), Some(target)) = (known.ticket(id), known.ticket(into)) else { return Ok(Vec::new()) };
    let open = from.status.in_backlog();
    let there = |what| PendingEvent { target: EventTarget::Ticket(into), payload: what };
    let mut steps = vec![
        PendingEvent { target: EventTarget::Ticket(id), payload: EventPayload::MergedInto { ticket: into } },
        there(EventPayload::Absorbed {
            ticket: id,
            waiting_since: from.waiting_since.filter(|_| open),
            open: open && from.status != Status::Pending,
        }),
    ];
    let promises = from.promises.iter().filter(|promise| promise.ended.is_none());
    steps
        .extend(promises.map(|promise| there(EventPayload::Promised { what: promise.what.clone(), due: promise.due })));
    if let (Some(upset), None) = (&from.upset, &target.upset) {
        steps.push(there(EventPayload::Upset { recovery: upset.recovery.clone(), follow_up: upset.follow_up }));
    }
    if let Some(up) = &from.escalation
        && target.escalation.as_ref().is_none_or(|there| there.level < up.level)
    {
        steps.push(there(EventPayload::Escalated { level: up.level, reason: up.reason.clone() }));
    }
    Ok(steps)
}

fn link_events(id: TicketId, to: TicketId, ticket: Option<&Ticket>) -> Result<Vec<PendingEvent>, ValidationError> {
    if id == to {
        return Err(ValidationError::Invalid("A ticket has to do with itself anyway; name another one.".into()));
    }
    if ticket.is_some_and(|ticket| ticket.links.iter().any(|(other, _)| *other == to)) {
        return Ok(Vec::new());
    }
    let linked = |on, ticket| PendingEvent {
        target: EventTarget::Ticket(on),
        payload: EventPayload::Linked { ticket, how: LinkKind::Related },
    };
    Ok(vec![linked(id, to), linked(to, id)])
}

fn split_events(
    id: TicketId,
    opened: &OpenedTicket,
    known: &ChangeContext,
) -> Result<Vec<PendingEvent>, ValidationError> {
    let Some(new) = known.next_ticket_id else { return Ok(Vec::new()) };
    let linked = |on, ticket, how| PendingEvent {
        target: EventTarget::Ticket(on),
        payload: EventPayload::Linked { ticket, how },
    };
    Ok(vec![
        PendingEvent { target: EventTarget::NewTicket, payload: opened_event(opened)? },
        linked(new, id, LinkKind::SplitFrom),
        linked(id, new, LinkKind::SplitInto),
    ])
}

/// Whether the ticket is already in that state; an error if the event makes no sense.
fn is_no_op(what: &EventPayload, ticket: &Ticket) -> Result<bool, ValidationError> {
    Ok(match what {
        EventPayload::Assigned { to } => *to == ticket.assignee,
        EventPayload::StatusSet { status } => *status == ticket.status,
        EventPayload::PrioritySet { priority } => *priority == ticket.priority,
        EventPayload::Edited(edit) => match edit {
            TicketEdit::Subject(subject) => *subject == ticket.subject,
            TicketEdit::Customer(customer) => *customer == ticket.customer,
            TicketEdit::Channel(channel) => *channel == ticket.channel,
            TicketEdit::Category(category) => *category == ticket.category,
            TicketEdit::Tags(tags) => *tags == ticket.tags,
            TicketEdit::Language(language) => *language == ticket.language,
            TicketEdit::Cause(cause) => *cause == ticket.cause,
            TicketEdit::Stage(stage) => *stage == ticket.stage,
            TicketEdit::Dissatisfied(with) => *with == ticket.dissatisfaction_driver,
        },
        EventPayload::Escalated { level, reason } => match &ticket.escalation {
            Some(up) => up.level == *level && up.reason == *reason,
            None => *level == 0,
        },
        EventPayload::PromiseEnded { promise, .. } => {
            let made = ticket.promises.iter().find(|one| one.seq == *promise);
            let made = made.ok_or_else(|| {
                ValidationError::Invalid(format!(
                    "Ticket {} has no such promise; open it to see those it has.",
                    ticket.id
                ))
            })?;
            made.ended.is_some()
        }
        EventPayload::Soothed => ticket.upset.is_none(),
        EventPayload::Ticked { item, done } => ticket.done_checklist_items.contains(item) == *done,
        _ => false,
    })
}

/// Rejects if somebody else set `field` since the author looked.
fn check_unchanged(
    ticket: TicketId,
    field: TicketField,
    events: &[Event],
    seen: Option<Seq>,
    by: &Author,
) -> Result<(), ValidationError> {
    let Some(seen) = seen else { return Ok(()) };
    let gone = undone_seqs(events);
    let counts = |event: &&Event| !gone.contains(&event.seq) && event.seq > seen && event.by != *by;
    let moved = events.iter().filter(counts).any(|event| root_event(event, events).what.field() == Some(field));
    if moved { Err(ValidationError::FieldConflict { ticket, field: field.name() }) } else { Ok(()) }
}

/// The event that an undo (or an undo of an undo) is ultimately about.
fn root_event<'a>(event: &'a Event, events: &'a [Event]) -> &'a Event {
    let mut at = event;
    while let EventPayload::Undone { event: target } = at.what
        && let Some(found) = events.iter().find(|event| event.seq == target && event.seq < at.seq)
    {
        at = found;
    }
    at
}

/// What others changed since: their later events in effect, and older ones that they undid or redid since.
pub fn changed_since<'a>(events: &'a [Event], since: Seq, by: &'a Author) -> impl Iterator<Item = &'a EventPayload> {
    let gone = undone_seqs(events);
    let theirs = events.iter().filter(move |event| event.seq > since && event.by != *by);
    theirs.filter_map(move |event| {
        let first = root_event(event, events);
        let counts = first.seq <= since || !gone.contains(&first.seq);
        (counts && (first.seq == event.seq || first.seq <= since)).then_some(&first.what)
    })
}

/// Whether `event`, one of a ticket's `events`, may be undone or redone: since `since`, nobody else set the same field
/// or built on it.
pub fn can_undo(ticket: TicketId, event: &Event, since: Seq, events: &[Event]) -> Result<(), ValidationError> {
    let changed = || changed_since(events, since, &event.by);
    if let Some(field) = event.what.field() {
        let overtaken = changed().any(|what| what.field() == Some(field));
        return if overtaken { Err(ValidationError::UndoConflict { ticket, field: field.name() }) } else { Ok(()) };
    }
    let absorbs = |other: &Event| matches!(other.what, EventPayload::Absorbed { .. }) && other.seq > event.seq;
    let in_use = match &event.what {
        EventPayload::Opened(_) => changed().next().is_some() || active_events(events).any(absorbs),
        // A reply here also answered the merged ticket's customer.
        EventPayload::Absorbed { .. } => changed()
            .any(|what| matches!(what, EventPayload::Replied { .. }) || what.field() == Some(TicketField::Status)),
        EventPayload::Promised { .. } => {
            changed().any(|what| matches!(what, EventPayload::PromiseEnded { promise, .. } if *promise == event.seq))
        }
        _ => false,
    };
    if in_use { Err(ValidationError::InUse(format!("ticket {ticket}"))) } else { Ok(()) }
}

/// Whether an event of a ticket may be redone: everything it refers to still exists.
pub fn can_restore(event: &EventPayload, known: &ChangeContext) -> Result<(), ValidationError> {
    if let EventPayload::MergedInto { ticket: other } | EventPayload::Absorbed { ticket: other, .. } = event {
        let ticket = known.ticket(*other).ok_or(ValidationError::NotFound { what: "ticket", id: other.0 })?;
        if let Some(into) = ticket.merged_into {
            return Err(ValidationError::TicketMerged { ticket: *other, into });
        }
    }
    let to = match event {
        EventPayload::Assigned { to } | EventPayload::HandedOff { to, .. } => *to,
        _ => None,
    };
    match to {
        Some(id) if known.person.is_none() => Err(ValidationError::NotFound { what: "person", id: id.0 }),
        _ => Ok(()),
    }
}
