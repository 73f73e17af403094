//! Formats durations, rates, timestamps, events and confirmations for the command line.
//!
//! English only, unlike the UI: scripts and bug reports need the same text everywhere.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::page::PageCell;
use crate::engine::metrics::filter::DimensionValue;
use crate::engine::roster::rules::RosterFlagKind;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::events::transaction::{EventSubject, Transaction, TransactionSummary};
use crate::model::event::{EventPayload, OpenedTicket, TicketEdit};
use crate::model::figure::{FigureId, FigureShape};
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::record::Record;
use crate::model::shift::{Absence, Requirement, Shift};
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::ticket::{Concession, LinkKind};
use crate::model::time::{Instant, Zone};
use crate::query::protocol::{ChangeOutcome, UndoStep};

pub use crate::presentation::numbers::format_percent;
/// A missing value.
pub const NO_VALUE: &str = "–";

/// Names of people by ID.
pub type PersonNames = BTreeMap<PersonId, String>;

/// A person's name, or their ID if they were removed.
pub fn person_name(person: PersonId, names: &PersonNames) -> String {
    names.get(&person).cloned().unwrap_or_else(|| format!("person {}", person.0))
}

/// A stable name as text: `on_hold` is "on hold".
pub fn humanize(name: &str) -> String {
    name.replace('_', " ")
}

/// `45 s`, `22 m`, `1 h 12 m`, `3 d 4 h`: the two largest units, with a minus if negative.
pub fn format_duration(delta: TimeDelta) -> String {
    // Round to the smallest unit shown, as the UI does.
    let exact = (delta.num_milliseconds() as f64 / 1000.0).round() as i64;
    let seconds =
        if exact.abs() >= 60 && exact.abs() < 86_370 { (exact + 30 * exact.signum()) / 60 * 60 } else { exact };
    let sign = if seconds < 0 { "−" } else { "" };
    let text = match seconds.unsigned_abs() {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} m", s / 60),
        s @ 3600..86_400 => format_two_units(s / 3600, "h", s % 3600 / 60, "m"),
        s => format_two_units(s / 86_400, "d", s % 86_400 / 3600, "h"),
    };
    format!("{sign}{text}")
}

fn format_two_units(large: u64, unit: &str, small: u64, part: &str) -> String {
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {part}") }
}

/// Working time in hours, never in days: `40 h`, `37.5 h`, `0.4 h`.
pub fn format_work_hours(delta: TimeDelta) -> String {
    let tenths = (delta.num_minutes() as f64 / 6.0).round() / 10.0;
    format!("{} h", if tenths == 0.0 { 0.0 } else { tenths })
}

/// A mean or median in seconds, formatted with [`format_duration`].
pub fn duration_cell(seconds: Option<f64>) -> PageCell {
    seconds.map_or_else(PageCell::none, |s| {
        PageCell::text(format_duration(TimeDelta::milliseconds((s * 1000.0).round() as i64)))
    })
}

/// Cell with a figure's value: a duration, percentage, score or count, depending on its shape.
pub fn figure_cell(figure: FigureId, value: Option<f64>) -> PageCell {
    PageCell::optional(value.map(|value| format_figure(figure, Some(value))))
}

pub fn format_figure(figure: FigureId, value: Option<f64>) -> String {
    let Some(value) = value else { return "–".into() };
    match figure.shape() {
        FigureShape::Time => format_duration(TimeDelta::milliseconds((value * 1000.0).round() as i64)),
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => format_percent(value),
        FigureShape::NetScore => format!("{value:+.1}"),
        FigureShape::Count | FigureShape::Stock => format!("{value:.0}"),
    }
}

/// Name of a dimension value; `None` if not set.
pub fn dimension_value_name(one: &DimensionValue, names: &PersonNames) -> Option<String> {
    match one {
        DimensionValue::Agent(person) => person.map(|person| person_name(person, names)),
        DimensionValue::Profile(profile) => profile.map(|profile| profile.name().to_owned()),
        DimensionValue::Channel(word)
        | DimensionValue::Category(word)
        | DimensionValue::Tier(word)
        | DimensionValue::Group(word) => word.as_deref().map(str::to_owned),
        DimensionValue::Priority(priority) => Some(priority.name().to_owned()),
    }
}

/// Time left on an SLA clock: `0:25`, `−0:12` when breached, `3 d 4 h` from a day on.
pub fn time_left_cell(left: Option<TimeDelta>) -> PageCell {
    let Some(left) = left else { return PageCell::none() };
    let over = left < TimeDelta::zero();
    let minutes = left.num_minutes().unsigned_abs();
    let shown = match minutes {
        0..1440 => format!("{}{}:{:02}", if over { "−" } else { "" }, minutes / 60, minutes % 60),
        _ => format_duration(left),
    };
    PageCell::with_plain_text(shown, format!("{} {}", format_duration(left.abs()), if over { "over" } else { "left" }))
}

/// A rate in percent with its sample size (see [`format_sample_size`]).
pub fn rate_cell(rate: Option<f64>, n: usize) -> PageCell {
    rate.map_or_else(PageCell::none, |rate| {
        PageCell::text(format!("{} ({})", format_percent(rate), format_sample_size(n)))
    })
}

/// `n 118`, or `n 7, low` for few samples.
pub fn format_sample_size(n: usize) -> String {
    if (1..LOW_SAMPLE_COUNT).contains(&n) { format!("n {n}, low") } else { format!("n {n}") }
}

/// `Mon 2 Mar 2026 09:00`, in the time zone.
pub fn format_timestamp(at: Instant, zone: Zone) -> String {
    zone.civil(at).format("%a %-d %b %Y %H:%M").to_string()
}

/// `Mon 2 Mar 2026`.
pub fn format_date(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// `every day`, `Mon–Fri`, `Mon, Wed, Sat`.
pub fn format_weekdays(bits: u8) -> String {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    match bits & Requirement::EVERY_DAY {
        Requirement::EVERY_DAY => "every day".into(),
        0b001_1111 => "Mon–Fri".into(),
        bits => {
            let on = NAMES.iter().enumerate().filter(|(day, _)| bits >> day & 1 == 1);
            on.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The people of the team, sorted by name.
pub fn people_by_name(team: &Team) -> Vec<PersonId> {
    let mut people: Vec<_> = team.people.iter().collect();
    people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
    people.into_iter().map(|(id, _)| *id).collect()
}

/// Describes a roster rule violation, without the final period.
pub fn describe_roster_flag(what: RosterFlagKind) -> String {
    let hours = format_work_hours;
    match what {
        RosterFlagKind::DaysInRow { n, most } => format!("{n} days in a row, {most} are usual"),
        RosterFlagKind::Turnaround { rest, least } => {
            format!("{} of rest before, {} are needed", format_duration(rest), format_duration(least))
        }
        RosterFlagKind::WeekHours { worked, most } => {
            format!("{} in the week, {} above {}", hours(worked), hours(worked - most), hours(most))
        }
        RosterFlagKind::WeeklyRest { rest, least } => {
            format!("the week’s longest rest is {}, {} are needed", hours(rest), hours(least))
        }
        RosterFlagKind::NoBreak { worked, after } => {
            format!("{} without a break, one is due after {}", hours(worked), hours(after))
        }
    }
}

/// `1 ticket`, `3 tickets`.
pub fn format_count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

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

/// Recipient of an escalation level.
pub fn escalation_target(level: u8) -> &'static str {
    match level {
        0 => "nobody",
        1 => "the lead",
        2 => "the experts",
        _ => "management",
    }
}

/// `12.50 EUR`.
pub fn format_concession(concession: &Concession) -> String {
    format!("{} {}", format_hundredths(concession.amount), concession.currency).trim_end().to_owned()
}

/// `12.50`.
pub fn format_hundredths(amount: i64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
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

/// "customer champion and field expert".
pub fn profile_names(person: &Person) -> String {
    let hats = [person.primary, person.second];
    hats.into_iter().flatten().map(|profile| humanize(profile.name())).collect::<Vec<_>>().join(" and ")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_their_two_largest_units() {
        for (seconds, said) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 m"),
            (4320, "1 h 12 m"),
            (7200, "2 h"),
            (86_400, "1 d"),
            (273_600, "3 d 4 h"),
            (-720, "−12 m"),
        ] {
            assert_eq!(format_duration(TimeDelta::seconds(seconds)), said);
        }
    }

    #[test]
    fn time_left_is_a_clock_until_it_is_far() {
        let shown = |minutes| time_left_cell(Some(TimeDelta::minutes(minutes)));
        assert_eq!(shown(25), PageCell::with_plain_text("0:25", "25 m left"));
        assert_eq!(shown(-12), PageCell::with_plain_text("−0:12", "12 m over"));
        assert_eq!(shown(-1500), PageCell::with_plain_text("−1 d 1 h", "1 d 1 h over"));
        assert_eq!(time_left_cell(None), PageCell::none());
    }

    #[test]
    fn nearly_all_is_not_all_and_few_is_said() {
        assert_eq!(
            (format_percent(1.0), format_percent(0.999), format_percent(0.0)),
            ("100 %".into(), "99.9 %".into(), "0 %".into())
        );
        assert_eq!(rate_cell(Some(0.5), 4), PageCell::text("50 % (n 4, low)"));
        assert_eq!(rate_cell(None, 0), PageCell::none());
    }

    #[test]
    fn weekdays_read_as_on_a_roster() {
        assert_eq!(format_weekdays(0b010_0101), "Mon, Wed, Sat");
    }
}
