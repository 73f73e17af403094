//! Describes the outcome of a change for the footer.

use crate::events::change::Request;
use crate::events::transaction::{Act, Did, Subject};
use crate::model::event::What;
use crate::model::ids::PersonId;
use crate::model::record::Record;
use crate::model::text::clean_line;
use crate::query::protocol::{Outcome, Written};
use crate::ui::action::Action;
use crate::ui::plan;
use crate::ui::view::View;
use crate::ui::widgets::{mark, tale, when};
use crate::ui::words::Value;

/// What was done and the undo key; or what was undone or redone.
pub fn words_for(_request: &Request, outcome: &Outcome, view: &View) -> String {
    if let Some(turned) = &outcome.turned {
        let key = if turned.again { "redone" } else { "undone" };
        let what = match turned.did.n {
            0 | 1 => told("was", &turned.what, outcome.subject, view),
            _ => did(&turned.did, view),
        };
        return view.tt(key, &[("what", what.into())]);
    }
    let Some(event) = outcome.event() else { return view.t("nothing-changed") };
    let act = outcome.did();
    let done = match act.n {
        0 | 1 => told("done", &event.what, outcome.subject, view),
        _ => view.tt("done-many", &[("what", did(&act, view).into())]),
    };
    match view.keys.key(Action::Undo) {
        Some(key) => format!("{done} · {}", view.tt("undo-hint", &[("key", key.to_string().into())])),
        None => done,
    }
}

/// Summary of a transaction: "assigned 12 tickets".
pub fn did(did: &Did, view: &View) -> String {
    let id = match did.subject {
        Some(Subject::Ticket(id)) => id.0,
        Some(Subject::Record(_, id)) => id,
        None => 0,
    };
    let known = [
        "opened",
        "assigned",
        "handed_off",
        "status_set",
        "priority_set",
        "noted",
        "replied",
        "promised",
        "merged_into",
        "linked",
        "edited",
        "escalated",
        "put",
    ];
    let kind = known.into_iter().find(|kind| *kind == did.kind).unwrap_or("changed");
    let text = view.tt(&format!("did-{kind}"), &[("n", did.n.into()), ("id", id.to_string().into())]);
    match did.subject {
        Some(Subject::Ticket(id)) if did.n > 1 => format!("{text} (#{id}, …)"),
        _ => text,
    }
}

/// A transaction as listed in the change history.
pub fn words_for_act(act: &Act, view: &View) -> String {
    match act.did.subject {
        Some(subject) if act.did.n <= 1 && act.did.kind != "changed" => told("was", &act.what, subject, view),
        _ => did(&act.did, view),
    }
}

/// Row count and path of a written file.
pub fn words_for_file(written: &Written, view: &View) -> String {
    let path = clean_line(&written.path).into_owned();
    match written.rows {
        Some(rows) => view.tt("written", &[("n", rows.into()), ("path", path.into())]),
        None => view.tt("report-written", &[("path", path.into())]),
    }
}

/// Describes an event: messages that begin with `done` are sentences, those with `was` are phrases.
fn told(begin: &str, what: &What, subject: Subject, view: &View) -> String {
    let id = match subject {
        Subject::Ticket(id) => id.0,
        Subject::Record(_, id) => id,
    };
    let say = |key: &str, name: &str, value: String| {
        let id = Value::from(id.to_string());
        view.tt(&format!("{begin}-{key}"), &[("id", id), (name, value.into())])
    };
    let who = |person: PersonId| view.name(Some(person)).to_owned();
    let status = |status| mark::status(status, view).word;
    match what {
        What::Opened(opened) => say("opened", "subject", clean_line(&opened.subject).into_owned()),
        What::Asked { .. } => say("asked", "", String::new()),
        What::Replied { then: None, .. } => say("replied", "", String::new()),
        What::Replied { then: Some(then), .. } => say("replied-then", "status", status(*then)),
        What::Noted { .. } => say("noted", "", String::new()),
        What::Assigned { to: Some(to) } => say("assigned", "who", who(*to)),
        What::Assigned { to: None } => say("unassigned", "", String::new()),
        What::StatusSet { status: to } => say("status", "status", status(*to)),
        What::PrioritySet { priority } => say("priority", "priority", mark::priority(*priority, view).word),
        What::Put { before: Some(record), after: None, .. } if begin == "done" => {
            view.tt("done-gone", &[("what", told_record("was", record, view).into())])
        }
        What::Put { before: Some(before), after: Some(after), .. } if begin == "done" => {
            kept(before, after, view).unwrap_or_else(|| told_record(begin, after, view))
        }
        What::Put { before: None, after: Some(Record::Goal(goal)), .. } if begin == "done" => {
            let (standing, today) = (plan::standing(goal, view), view.zone().date(view.now));
            let remarks = plan::remarks(goal, &standing, today).map(|key| view.t(key));
            let kept = told_record(begin, &Record::Goal(goal.clone()), view);
            [kept].into_iter().chain(remarks).collect::<Vec<_>>().join("; ")
        }
        What::Put { after: Some(record), .. } | What::Put { before: Some(record), after: None, .. } => {
            told_record(begin, record, view)
        }
        other => {
            let what = tale::act(other, who, view).unwrap_or_default();
            view.tt(&format!("{begin}-ticket"), &[("id", id.to_string().into()), ("what", what.into())])
        }
    }
}

/// Describes a record's change, where that says more than "saved".
fn kept(before: &Record, after: &Record, view: &View) -> Option<String> {
    let named = |name: &str| Value::from(clean_line(name).into_owned());
    match (before, after) {
        (Record::Notice(before), Record::Notice(after)) if after.read.len() > before.read.len() => {
            Some(view.tt("done-notice-read", &[("name", named(&after.title))]))
        }
        (Record::Goal(before), Record::Goal(after))
            if after.is_open() && after.reviews.len() > before.reviews.len() =>
        {
            Some(match plan::standing(after, view).next_review {
                Some(next) => {
                    let values = [("name", named(&after.name)), ("day", when::day(next, view).into())];
                    view.tt("done-goal-reviewed-next", &values)
                }
                None => view.tt("done-goal-reviewed", &[("name", named(&after.name))]),
            })
        }
        _ => None,
    }
}

fn told_record(begin: &str, record: &Record, view: &View) -> String {
    let who = |person: PersonId| Value::from(view.name(Some(person)));
    let key = format!("{begin}-{}", record.kind().name());
    let values = match record {
        Record::Person(person) => vec![("name", clean_line(&person.name).into_owned().into())],
        Record::Customer(customer) => vec![("name", clean_line(&customer.name).into_owned().into())],
        Record::Shift(shift) => vec![("name", who(shift.person)), ("day", when::day(shift.day, view).into())],
        Record::Absence(absence) => vec![("name", who(absence.person)), ("day", when::day(absence.first, view).into())],
        Record::Requirement(requirement) => {
            vec![("profile", view.t(&format!("profile-{}", requirement.profile.name())).into())]
        }
        Record::View(kept) => vec![("name", clean_line(&kept.name).into_owned().into())],
        Record::Template(template) => vec![("name", clean_line(&template.name).into_owned().into())],
        Record::Attendance(there) => vec![("name", who(there.person))],
        Record::Note(note) => vec![("name", who(note.person))],
        Record::HandOver(_) => Vec::new(),
        Record::Survey(survey) => vec![("kind", survey.kind.name().into())],
        Record::Review(review) => vec![("name", who(review.agent)), ("id", review.ticket.0.to_string().into())],
        Record::Goal(goal) => vec![("name", clean_line(&goal.name).into_owned().into())],
        Record::Action(item) => vec![("name", clean_line(&item.title).into_owned().into())],
        Record::Feedback(feedback) => vec![("name", clean_line(&feedback.theme).into_owned().into())],
        Record::Notice(notice) => vec![("name", clean_line(&notice.title).into_owned().into())],
        Record::Training(training) => vec![("name", clean_line(&training.name).into_owned().into())],
        Record::Trained(done) => vec![("name", who(done.person))],
    };
    view.tt(&key, &values)
}
