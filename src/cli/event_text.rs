//! Describes events, transactions and records, and confirms changes.

use crate::cli::formatting::{
    PersonNames, escalation_target, format_concession, format_count, format_date, format_weekdays, humanize,
    person_name, profile_names,
};
use crate::events::transaction::{EventSubject, Transaction, TransactionSummary};
use crate::model::event::{EventPayload, OpenedTicket, TicketEdit};
use crate::model::record::Record;
use crate::model::shift::{Absence, Shift};
use crate::model::ticket::LinkKind;
use crate::query::protocol::{ChangeOutcome, UndoStep};

/// Describes an event as a predicate after its author's name: "assigned it to Minh".
pub fn describe_event(what: &EventPayload, names: &PersonNames) -> String {
    match what {
        EventPayload::Opened(opened) => format!("opened it{}", describe_opening(opened, names)),
        EventPayload::Asked { .. } => "the customer wrote".into(),
        EventPayload::Replied { then: None, .. } => "replied".into(),
        EventPayload::Replied { then: Some(status), .. } => {
            format!("replied and set it to {}", humanize(status.name()))
        }
        EventPayload::Noted { .. } => "noted".into(),
        EventPayload::Assigned { to: None } => "gave it back to the queue".into(),
        EventPayload::Assigned { to: Some(person) } => format!("assigned it to {}", person_name(*person, names)),
        EventPayload::StatusSet { status } => format!("set it to {}", humanize(status.name())),
        EventPayload::PrioritySet { priority } => format!("set its priority to {}", priority.name()),
        EventPayload::Edited(edit) => describe_edit(edit),
        EventPayload::Escalated { level: 0, .. } => "took it back down".into(),
        EventPayload::Escalated { level, reason } => format!("passed it up to {}: {reason}", escalation_target(*level)),
        EventPayload::Promised { what, due } => format!("promised: {what} (by {} UTC)", due.format("%F %H:%M")),
        EventPayload::PromiseEnded { kept: true, .. } => "kept the promise".into(),
        EventPayload::PromiseEnded { kept: false, .. } => "called the promise off".into(),
        EventPayload::HandedOff { to, why, next } => {
            let to = to.map_or_else(|| "nobody".to_owned(), |to| person_name(to, names));
            let why = if why.is_empty() { String::new() } else { format!(" because {why}") };
            format!("handed it to {to}{why}; next: {next}")
        }
        EventPayload::Conceded(concession) => format!("gave {}: {}", format_concession(concession), concession.reason),
        EventPayload::Upset { recovery, .. } if recovery.is_empty() => "marked the customer as upset".into(),
        EventPayload::Upset { recovery, .. } => format!("marked the customer as upset; to win them back: {recovery}"),
        EventPayload::Soothed => "marked the customer as no longer upset".into(),
        EventPayload::Ticked { item, done: true } => format!("ticked off ‘{item}’"),
        EventPayload::Ticked { item, done: false } => format!("unticked ‘{item}’"),
        EventPayload::MergedInto { ticket } => format!("merged it into ticket {ticket}"),
        EventPayload::Absorbed { ticket, .. } => format!("merged ticket {ticket} into it"),
        EventPayload::Linked { ticket, how: LinkKind::Related } => format!("linked it with ticket {ticket}"),
        EventPayload::Linked { ticket, how: LinkKind::SplitInto } => format!("split ticket {ticket} off"),
        EventPayload::Linked { ticket, how: LinkKind::SplitFrom } => format!("split it off ticket {ticket}"),
        EventPayload::RulesSet(_) => "changed the policies".into(),
        EventPayload::Surveyed => "sent the survey".into(),
        EventPayload::Rated(score) | EventPayload::Answered { score, .. } => {
            format!("the customer rated it {} of {}", score.score, score.out_of)
        }
        EventPayload::Imported(facts) => format!("imported it from {}", facts.source),
        EventPayload::Put { before, after, .. } => describe_record_change(before.as_ref(), after.as_ref(), names),
        EventPayload::Undone { event } => format!("took back event {}", event.0),
    }
}

fn describe_edit(edit: &TicketEdit) -> String {
    let set =
        |value: &Option<String>| value.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("‘{value}’"));
    let value = match edit {
        TicketEdit::Subject(subject) => format!("‘{subject}’"),
        TicketEdit::Customer(customer) => {
            customer.map_or_else(|| "nobody".to_owned(), |id| format!("customer {}", id.0))
        }
        TicketEdit::Tags(tags) if tags.is_empty() => "nothing".to_owned(),
        TicketEdit::Tags(tags) => tags.join(", "),
        TicketEdit::Channel(value)
        | TicketEdit::Category(value)
        | TicketEdit::Language(value)
        | TicketEdit::Cause(value)
        | TicketEdit::Stage(value) => set(value),
        TicketEdit::Dissatisfied(with) => with.map_or_else(|| "nothing".to_owned(), |with| with.name().to_owned()),
    };
    format!("set its {} to {value}", humanize(edit.field().name()))
}

/// Confirmation of a change to many tickets: "Assigned 12 tickets."
pub fn describe_bulk_change(outcome: &ChangeOutcome) -> String {
    let did = outcome.summary();
    capitalize(&format!("{}.", describe_bulk(&did)))
}

fn describe_bulk(did: &TransactionSummary) -> String {
    let n = format_count(did.count, "ticket");
    match did.kind {
        "opened" => format!("opened {n}"),
        "asked" => format!("wrote down what customers said on {n}"),
        "promised" => format!("promised something on {n}"),
        "promise_ended" => format!("ended promises of {n}"),
        "upset" => format!("marked the customers of {n} as upset"),
        "soothed" => format!("marked the customers of {n} as no longer upset"),
        "ticked" => format!("ticked something off on {n}"),
        "linked" => format!("linked {n}"),
        "assigned" => format!("assigned {n}"),
        "handed_off" => format!("handed off {n}"),
        "status_set" => format!("set the status of {n}"),
        "priority_set" => format!("set the priority of {n}"),
        "noted" => format!("noted on {n}"),
        "replied" => format!("replied to {n}"),
        "merged_into" => format!("merged {n}"),
        "escalated" => format!("escalated {n}"),
        "edited" => format!("edited {n}"),
        "answered" => format!("took in ratings of {n}"),
        "put" => format!("changed {}", format_count(did.count, "entry").replace("entrys", "entries")),
        _ => format!("changed {n}"),
    }
}

/// Confirmation of an undo or redo: "Taken back: assigned 12 tickets."
pub fn describe_undo(ticket: Option<i64>, n: usize, turned: &UndoStep, names: &PersonNames) -> String {
    let begin = if turned.is_redo { "Done again" } else { "Taken back" };
    if n > 1 {
        return format!("{begin}: {}.", describe_bulk(&turned.summary));
    }
    describe_undone_event(begin, ticket, &turned.first_event, names)
}

/// A transaction in the undo list: "assigned 12 tickets", "ticket 4: assigned it to Minh".
pub fn describe_transaction(act: &Transaction, names: &PersonNames) -> String {
    match (act.summary.subject, &act.first_event) {
        _ if act.summary.count > 1 => describe_bulk(&act.summary),
        (Some(EventSubject::Ticket(id)), EventPayload::Opened(opened)) => {
            format!("ticket {id}: opened it, {}", opened.subject)
        }
        (Some(EventSubject::Ticket(id)), _) if act.summary.kind == "changed" => format!("ticket {id}: several changes"),
        (Some(EventSubject::Ticket(id)), what) => format!("ticket {id}: {}", describe_event(what, names)),
        (_, what) => describe_event(what, names),
    }
}

/// Confirmation of several events on one ticket: "Ticket 4: set its channel to ‘chat’, set its category to ‘billing’."
pub fn confirm_ticket_events(id: i64, events: &[&EventPayload], names: &PersonNames) -> String {
    let all: Vec<String> = events.iter().map(|what| describe_event(what, names)).collect();
    format!("Ticket {id}: {}.", all.join(", "))
}

fn describe_opening(opened: &OpenedTicket, names: &PersonNames) -> String {
    let mut text = opened.channel.as_ref().map(|channel| format!(" by {channel}")).unwrap_or_default();
    if opened.proactive {
        text += ", before the customer asked";
    }
    if let Some(person) = opened.assignee {
        text += &format!(", for {}", person_name(person, names));
    }
    text
}

fn describe_record_change(before: Option<&Record>, after: Option<&Record>, names: &PersonNames) -> String {
    match (before, after) {
        (None, Some(record)) => format!("added {}", describe_record(record, names)),
        (Some(_), Some(record)) => format!("changed {}", describe_record(record, names)),
        (Some(record), None) => format!("removed {}", describe_record(record, names)),
        (None, None) => "changed nothing".into(),
    }
}

/// Message text of an event, if any.
pub fn event_body(what: &EventPayload) -> Option<&str> {
    match what {
        EventPayload::Opened(OpenedTicket { body, .. })
        | EventPayload::Asked { body }
        | EventPayload::Replied { body, .. }
        | EventPayload::Noted { body } => Some(body),
        EventPayload::Imported(facts) => Some(&facts.body),
        _ => None,
    }
    .map(String::as_str)
    .filter(|body| !body.trim().is_empty())
}

/// Confirmation of a change to ticket `id`: "Ticket 12 is assigned to Minh."
pub fn confirm_event(id: i64, what: &EventPayload, names: &PersonNames) -> String {
    match what {
        EventPayload::Opened(opened) => format!("Ticket {id} is open: {}.", opened.subject),
        EventPayload::Asked { .. } => format!("The customer’s message is on ticket {id}."),
        EventPayload::Replied { then: None, .. } => format!("The reply is on ticket {id}."),
        EventPayload::Replied { then: Some(status), .. } => {
            format!("The reply is on ticket {id}, which is now {}.", humanize(status.name()))
        }
        EventPayload::Noted { .. } => format!("The note is on ticket {id}."),
        EventPayload::Assigned { to: None } => format!("Ticket {id} is with nobody."),
        EventPayload::Assigned { to: Some(person) } => {
            format!("Ticket {id} is assigned to {}.", person_name(*person, names))
        }
        EventPayload::StatusSet { status } => format!("Ticket {id} is now {}.", humanize(status.name())),
        EventPayload::PrioritySet { priority } => format!("Ticket {id} has priority {} now.", priority.name()),
        EventPayload::Put { .. } => capitalize(&format!("{}.", describe_event(what, names))),
        other => format!("Ticket {id}: {}.", describe_event(other, names)),
    }
}

/// "Taken back on ticket 12: assigned it to Minh."
fn describe_undone_event(begin: &str, ticket: Option<i64>, what: &EventPayload, names: &PersonNames) -> String {
    match (ticket, what) {
        (Some(id), EventPayload::Opened(opened)) => format!("{begin}: ticket {id}, {}.", opened.subject),
        (None, EventPayload::Put { before: None, after: Some(record), .. }) => {
            format!("{begin}: {}.", describe_record(record, names))
        }
        (Some(id), what) => format!("{begin} on ticket {id}: {}.", describe_event(what, names)),
        (None, what) => format!("{begin}: {}.", describe_event(what, names)),
    }
}

/// A record as a noun phrase: "the shift of Minh on Mon 2 Mar 2026, 08:00–16:00".
fn describe_record(record: &Record, names: &PersonNames) -> String {
    match record {
        Record::Person(person) => match profile_names(person) {
            hats if hats.is_empty() => format!("{}, without a profile", person.name),
            hats => format!("{}, {hats}", person.name),
        },
        Record::Customer(customer) => format!("the customer {}", customer.name),
        Record::Shift(Shift { person, day: date, hours: at, .. }) => {
            format!("the shift of {} on {}, {}", person_name(*person, names), format_date(*date), at)
        }
        Record::Absence(absence) => {
            format!("the absence of {}: {}", person_name(absence.person, names), describe_absence(absence))
        }
        Record::Requirement(r) => {
            let profile = humanize(r.profile.name());
            format!("the need for {} × {profile}, {} {}", r.need, format_weekdays(r.weekdays), r.hours)
        }
        Record::View(view) => format!("the view ‘{}’", view.name),
        Record::Template(template) => format!("the shift template {}, {}", template.name, template.hours),
        Record::Attendance(there) => match there.to {
            None => format!("that {} is in", person_name(there.person, names)),
            Some(_) => format!("when {} was there", person_name(there.person, names)),
        },
        Record::Note(note) => format!("a note on {}", person_name(note.person, names)),
        Record::HandOver(left) => match &left.shift {
            Some(shift) => format!("the hand-over after {shift}"),
            None => "the hand-over".into(),
        },
        Record::Survey(survey) => format!("an answer to a {} survey", survey.kind),
        Record::Review(review) => {
            format!("a review of ticket {}, by {}", review.ticket.0, person_name(review.agent, names))
        }
        Record::Goal(goal) => format!("the goal ‘{}’", goal.name),
        Record::Action(item) => format!("the action item ‘{}’, {}", item.title, item.status()),
        Record::Feedback(feedback) => {
            format!("feedback on {} for {}, {}", feedback.theme, feedback.department, humanize(feedback.status.name()))
        }
        Record::Notice(notice) => format!("the notice ‘{}’", notice.title),
        Record::Training(training) => format!("the training ‘{}’", training.name),
        Record::Trained(done) => format!("a training done by {}", person_name(done.person, names)),
    }
}

/// "sick, Mon 2 Mar 2026 to Tue 3 Mar 2026".
fn describe_absence(absence: &Absence) -> String {
    let days = if absence.first == absence.last {
        format_date(absence.first)
    } else {
        format!("{} to {}", format_date(absence.first), format_date(absence.last))
    };
    let at = absence.hours.map(|at| format!(", {}", at)).unwrap_or_default();
    format!("{}, {days}{at}", absence.kind.name())
}

/// Capitalizes the first letter.
fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
