//! Formats durations, rates, timestamps, events and confirmations for the command line.
//!
//! English only, unlike the UI: scripts and bug reports need the same text everywhere.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::engine::metrics::cut::Trait;
use crate::engine::roster::rules::RosterFlagKind;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::events::transaction::{Act, Did, Subject};
use crate::model::event::{Edit, Opened, What};
use crate::model::figure::{FigureId, Shape};
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::record::Record;
use crate::model::shift::{Absence, Requirement, Shift};
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::ticket::{Concession, Link};
use crate::model::time::{Instant, Zone};
use crate::query::protocol::{Outcome, Turned};
use super::page::Cell;

pub use crate::engine::summary::format_percent;
/// A missing value.
pub const NONE: &str = "–";

/// Names of people by ID.
pub type Names = BTreeMap<PersonId, String>;

/// A person's name, or their ID if they were removed.
pub fn who(person: PersonId, names: &Names) -> String {
    names.get(&person).cloned().unwrap_or_else(|| format!("person {}", person.0))
}

/// A stable name as text: `on_hold` is "on hold".
pub fn word(name: &str) -> String {
    name.replace('_', " ")
}

/// `45 s`, `22 m`, `1 h 12 m`, `3 d 4 h`: the two largest units, with a minus if negative.
pub fn span(delta: TimeDelta) -> String {
    // Round to the smallest unit shown, as the UI does.
    let exact = (delta.num_milliseconds() as f64 / 1000.0).round() as i64;
    let seconds =
        if exact.abs() >= 60 && exact.abs() < 86_370 { (exact + 30 * exact.signum()) / 60 * 60 } else { exact };
    let sign = if seconds < 0 { "−" } else { "" };
    let text = match seconds.unsigned_abs() {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} m", s / 60),
        s @ 3600..86_400 => two(s / 3600, "h", s % 3600 / 60, "m"),
        s => two(s / 86_400, "d", s % 86_400 / 3600, "h"),
    };
    format!("{sign}{text}")
}

fn two(large: u64, unit: &str, small: u64, part: &str) -> String {
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {part}") }
}

/// Working time in hours, never in days: `40 h`, `37.5 h`, `0.4 h`.
pub fn hours_of_work(delta: TimeDelta) -> String {
    let tenths = (delta.num_minutes() as f64 / 6.0).round() / 10.0;
    format!("{} h", if tenths == 0.0 { 0.0 } else { tenths })
}

/// A mean or median in seconds, formatted with [`format_duration`].
pub fn seconds(seconds: Option<f64>) -> Cell {
    seconds.map_or_else(Cell::none, |s| Cell::text(span(TimeDelta::milliseconds((s * 1000.0).round() as i64))))
}

/// Cell with a figure's value: a duration, percentage, score or count, depending on its shape.
pub fn figure(figure: FigureId, value: Option<f64>) -> Cell {
    Cell::maybe(value.map(|value| number(figure, Some(value))))
}

pub fn number(figure: FigureId, value: Option<f64>) -> String {
    let Some(value) = value else { return "–".into() };
    match figure.shape() {
        Shape::Time => span(TimeDelta::milliseconds((value * 1000.0).round() as i64)),
        Shape::Share | Shape::Ratio(_) | Shape::Mean | Shape::Part => format_percent(value),
        Shape::Balance => format!("{value:+.1}"),
        Shape::Count | Shape::Stock => format!("{value:.0}"),
    }
}

/// Name of a dimension value; `None` if not set.
pub fn which(one: &Trait, names: &Names) -> Option<String> {
    match one {
        Trait::Agent(person) => person.map(|person| who(person, names)),
        Trait::Profile(profile) => profile.map(|profile| profile.name().to_owned()),
        Trait::Channel(word) | Trait::Category(word) | Trait::Tier(word) | Trait::Group(word) => {
            word.as_deref().map(str::to_owned)
        }
        Trait::Priority(priority) => Some(priority.name().to_owned()),
    }
}

/// Time left on an SLA clock: `0:25`, `−0:12` when breached, `3 d 4 h` from a day on.
pub fn left(left: Option<TimeDelta>) -> Cell {
    let Some(left) = left else { return Cell::none() };
    let over = left < TimeDelta::zero();
    let minutes = left.num_minutes().unsigned_abs();
    let shown = match minutes {
        0..1440 => format!("{}{}:{:02}", if over { "−" } else { "" }, minutes / 60, minutes % 60),
        _ => span(left),
    };
    Cell::both(shown, format!("{} {}", span(left.abs()), if over { "over" } else { "left" }))
}

/// A rate in percent with its sample size (see [`format_sample_size`]).
pub fn share(rate: Option<f64>, n: usize) -> Cell {
    rate.map_or_else(Cell::none, |rate| Cell::text(format!("{} ({})", format_percent(rate), samples(n))))
}

/// `n 118`, or `n 7, low` for few samples.
pub fn samples(n: usize) -> String {
    if (1..LOW_SAMPLE_COUNT).contains(&n) { format!("n {n}, low") } else { format!("n {n}") }
}

/// `Mon 2 Mar 2026 09:00`, in the time zone.
pub fn moment(at: Instant, zone: Zone) -> String {
    zone.civil(at).format("%a %-d %b %Y %H:%M").to_string()
}

/// `Mon 2 Mar 2026`.
pub fn day(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// `every day`, `Mon–Fri`, `Mon, Wed, Sat`.
pub fn weekdays(bits: u8) -> String {
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
pub fn by_name(team: &Team) -> Vec<PersonId> {
    let mut people: Vec<_> = team.people.iter().collect();
    people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
    people.into_iter().map(|(id, _)| *id).collect()
}

/// Describes a roster rule violation, without the final period.
pub fn flagged(what: RosterFlagKind) -> String {
    let hours = hours_of_work;
    match what {
        RosterFlagKind::DaysInRow { n, most } => format!("{n} days in a row, {most} are usual"),
        RosterFlagKind::Turnaround { rest, least } => format!("{} of rest before, {} are needed", span(rest), span(least)),
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
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Describes an event as a predicate after its author's name: "assigned it to Minh".
pub fn did(what: &What, names: &Names) -> String {
    match what {
        What::Opened(opened) => format!("opened it{}", opening(opened, names)),
        What::Asked { .. } => "the customer wrote".into(),
        What::Replied { then: None, .. } => "replied".into(),
        What::Replied { then: Some(status), .. } => format!("replied and set it to {}", word(status.name())),
        What::Noted { .. } => "noted".into(),
        What::Assigned { to: None } => "gave it back to the queue".into(),
        What::Assigned { to: Some(person) } => format!("assigned it to {}", who(*person, names)),
        What::StatusSet { status } => format!("set it to {}", word(status.name())),
        What::PrioritySet { priority } => format!("set its priority to {}", priority.name()),
        What::Edited(edit) => edited(edit),
        What::Escalated { level: 0, .. } => "took it back down".into(),
        What::Escalated { level, reason } => format!("passed it up to {}: {reason}", level_word(*level)),
        What::Promised { what, due } => format!("promised: {what} (by {} UTC)", due.format("%F %H:%M")),
        What::PromiseEnded { kept: true, .. } => "kept the promise".into(),
        What::PromiseEnded { kept: false, .. } => "called the promise off".into(),
        What::HandedOff { to, why, next } => {
            let to = to.map_or_else(|| "nobody".to_owned(), |to| who(to, names));
            let why = if why.is_empty() { String::new() } else { format!(" because {why}") };
            format!("handed it to {to}{why}; next: {next}")
        }
        What::Conceded(concession) => format!("gave {}: {}", amount(concession), concession.reason),
        What::Upset { recovery, .. } if recovery.is_empty() => "marked the customer as upset".into(),
        What::Upset { recovery, .. } => format!("marked the customer as upset; to win them back: {recovery}"),
        What::Soothed => "marked the customer as no longer upset".into(),
        What::Ticked { item, done: true } => format!("ticked off ‘{item}’"),
        What::Ticked { item, done: false } => format!("unticked ‘{item}’"),
        What::MergedInto { ticket } => format!("merged it into ticket {ticket}"),
        What::Absorbed { ticket, .. } => format!("merged ticket {ticket} into it"),
        What::Linked { ticket, how: Link::Related } => format!("linked it with ticket {ticket}"),
        What::Linked { ticket, how: Link::SplitInto } => format!("split ticket {ticket} off"),
        What::Linked { ticket, how: Link::SplitFrom } => format!("split it off ticket {ticket}"),
        What::RulesSet(_) => "changed the policies".into(),
        What::Surveyed => "sent the survey".into(),
        What::Rated(score) | What::Answered { score, .. } => {
            format!("the customer rated it {} of {}", score.score, score.out_of)
        }
        What::Imported(facts) => format!("imported it from {}", facts.source),
        What::Put { before, after, .. } => put(before.as_ref(), after.as_ref(), names),
        What::Undone { event } => format!("took back event {}", event.0),
    }
}

fn edited(edit: &Edit) -> String {
    let set =
        |value: &Option<String>| value.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("‘{value}’"));
    let value = match edit {
        Edit::Subject(subject) => format!("‘{subject}’"),
        Edit::Customer(customer) => customer.map_or_else(|| "nobody".to_owned(), |id| format!("customer {}", id.0)),
        Edit::Tags(tags) if tags.is_empty() => "nothing".to_owned(),
        Edit::Tags(tags) => tags.join(", "),
        Edit::Channel(value)
        | Edit::Category(value)
        | Edit::Language(value)
        | Edit::Cause(value)
        | Edit::Stage(value) => set(value),
        Edit::Dissatisfied(with) => with.map_or_else(|| "nothing".to_owned(), |with| with.name().to_owned()),
    };
    format!("set its {} to {value}", word(edit.field().name()))
}

/// Recipient of an escalation level.
pub fn level_word(level: u8) -> &'static str {
    match level {
        0 => "nobody",
        1 => "the lead",
        2 => "the experts",
        _ => "management",
    }
}

/// `12.50 EUR`.
pub fn amount(concession: &Concession) -> String {
    format!("{} {}", hundredths(concession.amount), concession.currency).trim_end().to_owned()
}

/// `12.50`.
pub fn hundredths(amount: i64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

/// Confirmation of a change to many tickets: "Assigned 12 tickets."
pub fn done_many(outcome: &Outcome) -> String {
    let did = outcome.did();
    capital(&format!("{}.", many(&did)))
}

fn many(did: &Did) -> String {
    let n = count(did.n, "ticket");
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
        "put" => format!("changed {}", count(did.n, "entry").replace("entrys", "entries")),
        _ => format!("changed {n}"),
    }
}

/// Confirmation of an undo or redo: "Taken back: assigned 12 tickets."
pub fn turned(ticket: Option<i64>, n: usize, turned: &Turned, names: &Names) -> String {
    let begin = if turned.again { "Done again" } else { "Taken back" };
    if n > 1 {
        return format!("{begin}: {}.", many(&turned.did));
    }
    taken_back(begin, ticket, &turned.what, names)
}

/// A transaction in the undo list: "assigned 12 tickets", "ticket 4: assigned it to Minh".
pub fn deed(act: &Act, names: &Names) -> String {
    match (act.did.subject, &act.what) {
        _ if act.did.n > 1 => many(&act.did),
        (Some(Subject::Ticket(id)), What::Opened(opened)) => format!("ticket {id}: opened it, {}", opened.subject),
        (Some(Subject::Ticket(id)), _) if act.did.kind == "changed" => format!("ticket {id}: several changes"),
        (Some(Subject::Ticket(id)), what) => format!("ticket {id}: {}", did(what, names)),
        (_, what) => did(what, names),
    }
}

/// Confirmation of several events on one ticket: "Ticket 4: set its channel to ‘chat’, set its category to ‘billing’."
pub fn stand(id: i64, events: &[&What], names: &Names) -> String {
    let all: Vec<String> = events.iter().map(|what| did(what, names)).collect();
    format!("Ticket {id}: {}.", all.join(", "))
}

fn opening(opened: &Opened, names: &Names) -> String {
    let mut text = opened.channel.as_ref().map(|channel| format!(" by {channel}")).unwrap_or_default();
    if opened.proactive {
        text += ", before the customer asked";
    }
    if let Some(person) = opened.assignee {
        text += &format!(", for {}", who(person, names));
    }
    text
}

fn put(before: Option<&Record>, after: Option<&Record>, names: &Names) -> String {
    match (before, after) {
        (None, Some(record)) => format!("added {}", thing(record, names)),
        (Some(_), Some(record)) => format!("changed {}", thing(record, names)),
        (Some(record), None) => format!("removed {}", thing(record, names)),
        (None, None) => "changed nothing".into(),
    }
}

/// Message text of an event, if any.
pub fn body(what: &What) -> Option<&str> {
    match what {
        What::Opened(Opened { body, .. })
        | What::Asked { body }
        | What::Replied { body, .. }
        | What::Noted { body } => Some(body),
        What::Imported(facts) => Some(&facts.body),
        _ => None,
    }
    .map(String::as_str)
    .filter(|body| !body.trim().is_empty())
}

/// Confirmation of a change to ticket `id`: "Ticket 12 is assigned to Minh."
pub fn stands(id: i64, what: &What, names: &Names) -> String {
    match what {
        What::Opened(opened) => format!("Ticket {id} is open: {}.", opened.subject),
        What::Asked { .. } => format!("The customer’s message is on ticket {id}."),
        What::Replied { then: None, .. } => format!("The reply is on ticket {id}."),
        What::Replied { then: Some(status), .. } => {
            format!("The reply is on ticket {id}, which is now {}.", word(status.name()))
        }
        What::Noted { .. } => format!("The note is on ticket {id}."),
        What::Assigned { to: None } => format!("Ticket {id} is with nobody."),
        What::Assigned { to: Some(person) } => format!("Ticket {id} is assigned to {}.", who(*person, names)),
        What::StatusSet { status } => format!("Ticket {id} is now {}.", word(status.name())),
        What::PrioritySet { priority } => format!("Ticket {id} has priority {} now.", priority.name()),
        What::Put { .. } => capital(&format!("{}.", did(what, names))),
        other => format!("Ticket {id}: {}.", did(other, names)),
    }
}

/// "Taken back on ticket 12: assigned it to Minh."
fn taken_back(begin: &str, ticket: Option<i64>, what: &What, names: &Names) -> String {
    match (ticket, what) {
        (Some(id), What::Opened(opened)) => format!("{begin}: ticket {id}, {}.", opened.subject),
        (None, What::Put { before: None, after: Some(record), .. }) => format!("{begin}: {}.", thing(record, names)),
        (Some(id), what) => format!("{begin} on ticket {id}: {}.", did(what, names)),
        (None, what) => format!("{begin}: {}.", did(what, names)),
    }
}

/// A record as a noun phrase: "the shift of Minh on Mon 2 Mar 2026, 08:00–16:00".
fn thing(record: &Record, names: &Names) -> String {
    match record {
        Record::Person(person) => match profiles(person) {
            hats if hats.is_empty() => format!("{}, without a profile", person.name),
            hats => format!("{}, {hats}", person.name),
        },
        Record::Customer(customer) => format!("the customer {}", customer.name),
        Record::Shift(Shift { person, day: date, hours: at, .. }) => {
            format!("the shift of {} on {}, {}", who(*person, names), day(*date), at)
        }
        Record::Absence(absence) => format!("the absence of {}: {}", who(absence.person, names), away(absence)),
        Record::Requirement(r) => {
            let profile = word(r.profile.name());
            format!("the need for {} × {profile}, {} {}", r.need, weekdays(r.weekdays), r.hours)
        }
        Record::View(view) => format!("the view ‘{}’", view.name),
        Record::Template(template) => format!("the shift template {}, {}", template.name, template.hours),
        Record::Attendance(there) => match there.to {
            None => format!("that {} is in", who(there.person, names)),
            Some(_) => format!("when {} was there", who(there.person, names)),
        },
        Record::Note(note) => format!("a note on {}", who(note.person, names)),
        Record::HandOver(left) => match &left.shift {
            Some(shift) => format!("the hand-over after {shift}"),
            None => "the hand-over".into(),
        },
        Record::Survey(survey) => format!("an answer to a {} survey", survey.kind),
        Record::Review(review) => format!("a review of ticket {}, by {}", review.ticket.0, who(review.agent, names)),
        Record::Goal(goal) => format!("the goal ‘{}’", goal.name),
        Record::Action(item) => format!("the action item ‘{}’, {}", item.title, item.status()),
        Record::Feedback(feedback) => {
            format!("feedback on {} for {}, {}", feedback.theme, feedback.department, word(feedback.status.name()))
        }
        Record::Notice(notice) => format!("the notice ‘{}’", notice.title),
        Record::Training(training) => format!("the training ‘{}’", training.name),
        Record::Trained(done) => format!("a training done by {}", who(done.person, names)),
    }
}

/// "customer champion and field expert".
pub fn profiles(person: &Person) -> String {
    let hats = [person.primary, person.second];
    hats.into_iter().flatten().map(|profile| word(profile.name())).collect::<Vec<_>>().join(" and ")
}

/// "sick, Mon 2 Mar 2026 to Tue 3 Mar 2026".
fn away(absence: &Absence) -> String {
    let days = if absence.first == absence.last {
        day(absence.first)
    } else {
        format!("{} to {}", day(absence.first), day(absence.last))
    };
    let at = absence.hours.map(|at| format!(", {}", at)).unwrap_or_default();
    format!("{}, {days}{at}", absence.kind.name())
}

/// Capitalizes the first letter.
fn capital(text: &str) -> String {
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
            assert_eq!(span(TimeDelta::seconds(seconds)), said);
        }
    }

    #[test]
    fn time_left_is_a_clock_until_it_is_far() {
        let shown = |minutes| left(Some(TimeDelta::minutes(minutes)));
        assert_eq!(shown(25), Cell::both("0:25", "25 m left"));
        assert_eq!(shown(-12), Cell::both("−0:12", "12 m over"));
        assert_eq!(shown(-1500), Cell::both("−1 d 1 h", "1 d 1 h over"));
        assert_eq!(left(None), Cell::none());
    }

    #[test]
    fn nearly_all_is_not_all_and_few_is_said() {
        assert_eq!((format_percent(1.0), format_percent(0.999), format_percent(0.0)), ("100 %".into(), "99.9 %".into(), "0 %".into()));
        assert_eq!(share(Some(0.5), 4), Cell::text("50 % (n 4, low)"));
        assert_eq!(share(None, 0), Cell::none());
    }

    #[test]
    fn weekdays_read_as_on_a_roster() {
        assert_eq!(weekdays(0b010_0101), "Mon, Wed, Sat");
    }
}
