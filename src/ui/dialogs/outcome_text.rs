//! Describes the outcome of a change for the footer.

use crate::events::change::ChangeRequest;
use crate::events::transaction::{EventSubject, Transaction, TransactionSummary};
use crate::model::event::EventPayload;
use crate::model::ids::PersonId;
use crate::model::record::Record;
use crate::model::text::clean_line;
use crate::presentation::catalog::CatalogValue;
use crate::query::protocol::{ChangeOutcome, ExportedFile};
use crate::ui::action::Action;
use crate::ui::plan_format;
use crate::ui::view::View;
use crate::ui::widgets::{dates, event_text, state_label};

/// What was done and the undo key; or what was undone or redone.
pub fn describe_outcome(_request: &ChangeRequest, outcome: &ChangeOutcome, view: &View) -> String {
    if let Some(turned) = &outcome.undo_step {
        let key = if turned.is_redo { "redone" } else { "undone" };
        let what = match turned.summary.count {
            0 | 1 => describe_event("was", &turned.first_event, outcome.subject, view),
            _ => describe_summary(&turned.summary, view),
        };
        return view.tt(key, &[("what", what.into())]);
    }
    let Some(event) = outcome.first_event() else { return view.t("nothing-changed") };
    let act = outcome.summary();
    let done = match act.count {
        0 | 1 => describe_event("done", &event.what, outcome.subject, view),
        _ => view.tt("done-many", &[("what", describe_summary(&act, view).into())]),
    };
    match view.keymap.first_key(Action::Undo) {
        Some(key) => format!("{done} · {}", view.tt("undo-hint", &[("key", key.to_string().into())])),
        None => done,
    }
}

/// Summary of a transaction: "assigned 12 tickets".
pub fn describe_summary(did: &TransactionSummary, view: &View) -> String {
    let id = match did.subject {
        Some(EventSubject::Ticket(id)) => id.0,
        Some(EventSubject::Record(_, id)) => id,
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
    let text = view.tt(&format!("did-{kind}"), &[("n", did.count.into()), ("id", id.to_string().into())]);
    match did.subject {
        Some(EventSubject::Ticket(id)) if did.count > 1 => format!("{text} (#{id}, …)"),
        _ => text,
    }
}

/// A transaction as listed in the change history.
pub fn describe_transaction(act: &Transaction, view: &View) -> String {
    match act.summary.subject {
        Some(subject) if act.summary.count <= 1 && act.summary.kind != "changed" => {
            describe_event("was", &act.first_event, subject, view)
        }
        _ => describe_summary(&act.summary, view),
    }
}

/// Row count and path of a written file.
pub fn describe_written_file(written: &ExportedFile, view: &View) -> String {
    let path = clean_line(&written.path).into_owned();
    match written.rows {
        Some(rows) => view.tt("written", &[("n", rows.into()), ("path", path.into())]),
        None => view.tt("report-written", &[("path", path.into())]),
    }
}

/// Describes an event: messages that begin with `done` are sentences, those with `was` are phrases.
fn describe_event(begin: &str, what: &EventPayload, subject: EventSubject, view: &View) -> String {
    let id = match subject {
        EventSubject::Ticket(id) => id.0,
        EventSubject::Record(_, id) => id,
    };
    let say = |key: &str, name: &str, value: String| {
        let id = CatalogValue::from(id.to_string());
        view.tt(&format!("{begin}-{key}"), &[("id", id), (name, value.into())])
    };
    let who = |person: PersonId| view.person_name(Some(person)).to_owned();
    let status = |status| state_label::status(status, view).text;
    match what {
        EventPayload::Opened(opened) => say("opened", "subject", clean_line(&opened.subject).into_owned()),
        EventPayload::Asked { .. } => say("asked", "", String::new()),
        EventPayload::Replied { then: None, .. } => say("replied", "", String::new()),
        EventPayload::Replied { then: Some(then), .. } => say("replied-then", "status", status(*then)),
        EventPayload::Noted { .. } => say("noted", "", String::new()),
        EventPayload::Assigned { to: Some(to) } => say("assigned", "who", who(*to)),
        EventPayload::Assigned { to: None } => say("unassigned", "", String::new()),
        EventPayload::StatusSet { status: to } => say("status", "status", status(*to)),
        EventPayload::PrioritySet { priority } => {
            say("priority", "priority", state_label::priority(*priority, view).text)
        }
        EventPayload::Put { before: Some(record), after: None, .. } if begin == "done" => {
            view.tt("done-gone", &[("what", describe_record("was", record, view).into())])
        }
        EventPayload::Put { before: Some(before), after: Some(after), .. } if begin == "done" => {
            describe_record_change(before, after, view).unwrap_or_else(|| describe_record(begin, after, view))
        }
        EventPayload::Put { before: None, after: Some(Record::Goal(goal)), .. } if begin == "done" => {
            let (standing, today) = (plan_format::goal_standing(goal, view), view.zone().date(view.now));
            let remarks = crate::presentation::goals::goal_remark_keys(goal, &standing, today).map(|key| view.t(key));
            let kept = describe_record(begin, &Record::Goal(goal.clone()), view);
            [kept].into_iter().chain(remarks).collect::<Vec<_>>().join("; ")
        }
        EventPayload::Put { after: Some(record), .. } | EventPayload::Put { before: Some(record), after: None, .. } => {
            describe_record(begin, record, view)
        }
        other => {
            let what = event_text::describe_event(other, who, view).unwrap_or_default();
            view.tt(&format!("{begin}-ticket"), &[("id", id.to_string().into()), ("what", what.into())])
        }
    }
}

/// Describes a record's change, where that says more than "saved".
fn describe_record_change(before: &Record, after: &Record, view: &View) -> Option<String> {
    let named = |name: &str| CatalogValue::from(clean_line(name).into_owned());
    match (before, after) {
        (Record::Notice(before), Record::Notice(after)) if after.read.len() > before.read.len() => {
            Some(view.tt("done-notice-read", &[("name", named(&after.title))]))
        }
        (Record::Goal(before), Record::Goal(after))
            if after.is_open() && after.reviews.len() > before.reviews.len() =>
        {
            Some(match plan_format::goal_standing(after, view).next_review {
                Some(next) => {
                    let values = [("name", named(&after.name)), ("day", dates::format_day(next, view).into())];
                    view.tt("done-goal-reviewed-next", &values)
                }
                None => view.tt("done-goal-reviewed", &[("name", named(&after.name))]),
            })
        }
        _ => None,
    }
}

fn describe_record(begin: &str, record: &Record, view: &View) -> String {
    let who = |person: PersonId| CatalogValue::from(view.person_name(Some(person)));
    let key = format!("{begin}-{}", record.kind().name());
    let values = match record {
        Record::Person(person) => vec![("name", clean_line(&person.name).into_owned().into())],
        Record::Customer(customer) => vec![("name", clean_line(&customer.name).into_owned().into())],
        Record::Shift(shift) => vec![("name", who(shift.person)), ("day", dates::format_day(shift.day, view).into())],
        Record::Absence(absence) => {
            vec![("name", who(absence.person)), ("day", dates::format_day(absence.first, view).into())]
        }
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
