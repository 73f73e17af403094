//! `shiftdesk coach`: coaching notes, and the feedback, 1:1s, reviews and trainings due. Leads only.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use crate::engine::coaching::{FeedbackStatus, CoachingTaskKind, feedback_status, due_coaching_tasks};
use crate::engine::desk::Desk;
use crate::events::change::Change;
use crate::model::coaching::NoteKind;
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::PersonNote;
use crate::model::record::{Numbered, Record, RecordKind};
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::person::{desk, found, leads_only};
use super::{Context, Failure, one_person, typed, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a coaching note: coach add Minh "Hand on calls with a note" --about yesterday
    Add(Add),
    /// Mark coaching feedback as delivered
    Said {
        /// Note ID (see `coach list`)
        id: i64,
        /// Day of delivery [default: today]
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        #[command(flatten)]
        answer: Answer,
    },
    /// List notes, newest first
    List {
        /// Name, or its beginning [default: everybody]
        person: Option<String>,
        /// Only this kind: note, coaching, one_on_one, review, feedback, recognition, incident
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Option<NoteKind>,
        #[command(flatten)]
        form: Form,
    },
    /// Remove notes
    Remove {
        /// Note IDs (see `coach list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: Answer,
    },
    /// List feedback, 1:1s, reviews and trainings due, longest overdue first
    Due {
        /// Name, or its beginning [default: everybody]
        person: Option<String>,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Name, or its beginning
    person: String,
    /// What they did, or what was discussed
    text: String,
    /// Kind: note, coaching, one_on_one (1:1), review (quarterly), feedback, recognition or incident
    #[arg(long, value_name = "KIND", value_parser = kind, default_value = "coaching")]
    kind: NoteKind,
    /// Day the note is about; for coaching, the day of the behaviour [default: today]
    #[arg(long, value_name = "DAY")]
    about: Option<String>,
    /// Coaching only: day the feedback was delivered; without it the feedback is due
    #[arg(long, value_name = "DAY")]
    said: Option<String>,
    /// Feedback only: who gave it
    #[arg(long, value_name = "PERSON")]
    from: Option<String>,
    /// Ticket it is about
    #[arg(long, value_name = "NUMBER")]
    ticket: Option<i64>,
    #[command(flatten)]
    answer: Answer,
}

fn kind(text: &str) -> Result<NoteKind, String> {
    text.parse()
}

/// JSON of a coaching note.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: i64,
    person: String,
    kind: NoteKind,
    on: NaiveDate,
    by: String,
    body: &'a str,
    /// Coaching only: the day it was delivered.
    said: Option<NaiveDate>,
    /// Coaching only: the day by which it has to be delivered, while it has not been.
    due: Option<NaiveDate>,
    from: Option<String>,
    ticket: Option<TicketId>,
}

/// JSON of a due item.
#[derive(Debug, Serialize)]
struct ShownDue {
    person: String,
    /// feedback, one_on_one, review or training.
    owed: &'static str,
    due: NaiveDate,
    /// Negative once overdue.
    days_left: i64,
    /// ID of the note (feedback) or of the training.
    id: Option<i64>,
    /// Name of the training.
    training: Option<String>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(add) => run_add(add, context),
        Act::Said { id, on, answer } => said(id, on.as_deref(), answer, context),
        Act::List { person, kind, form } => list(person.as_deref(), kind, form, context),
        Act::Remove { ids, answer } => {
            let store = context.store()?;
            leads_only(context, &store, &desk(context, &store)?)?;
            drop(store);
            act::remove(context, RecordKind::Note, &ids, answer)
        }
        Act::Due { person, form } => print_due(person.as_deref(), form, context),
    }
}

fn run_add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let live = desk(context, &store)?;
    leads_only(context, &store, &live)?;
    let (person, _) = found(&add.person, &store, &live)?;
    let coaching = add.kind == NoteKind::Coaching;
    if add.said.is_some() && !coaching {
        return Err(Failure::usage("Only coaching has a day on which it was said; leave --said out."));
    }
    if add.from.is_some() && add.kind != NoteKind::Feedback {
        return Err(Failure::usage("Only feedback is somebody else’s; leave --from out, or say --kind feedback."));
    }
    let day = |text: &Option<String>| text.as_deref().map(|day| typed::day(day, context)).transpose();
    let today = context.settings.zone.date(context.now());
    let ticket = add.ticket.map(TicketId);
    if let Some(id) = ticket.filter(|id| !matches!(store.ticket(*id), Ok(Some(_)))) {
        return Err(Failure::not_found(format!(
            "There is no ticket {id}; `shiftdesk queue` shows those that are open."
        )));
    }
    let note = PersonNote {
        kind: add.kind,
        given: day(&add.said)?,
        from: add.from.as_deref().map(|name| one_person(&store, name)).transpose()?,
        ticket,
        ..PersonNote::plain(person, day(&add.about)?.unwrap_or(today), context.author(&store)?, add.text)
    };
    let outcome = act::make(context, &mut store, Change::Add(Record::Note(note)), None)?;
    act::say(&store, &outcome, add.answer)
}

fn said(id: i64, on: Option<&str>, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let live = desk(context, &store)?;
    leads_only(context, &store, &live)?;
    let missing = || Failure::not_found(format!("There is no note {id}; `shiftdesk coach list` shows the numbers."));
    let note = live.team.notes.iter().find(|note| note.id == id).ok_or_else(missing)?;
    if note.kind != NoteKind::Coaching {
        return Err(Failure::usage(format!(
            "Note {id} is no coaching but {}; it has no clock.",
            words::word(note.kind.name())
        )));
    }
    let given = Some(typed::day(on.unwrap_or("today"), context)?);
    let record = Some(Record::Note(PersonNote { given, ..note.it.clone() }));
    let outcome = act::make(context, &mut store, Change::Replace { kind: RecordKind::Note, id, record }, None)?;
    act::say(&store, &outcome, answer)
}

/// Looks up the person, if a name is given.
fn asked(name: Option<&str>, store: &crate::store::Store, live: &Desk) -> anyhow::Result<Option<PersonId>> {
    name.map(|name| found(name, store, live).map(|(id, _)| id)).transpose()
}

fn list(name: Option<&str>, kind: Option<NoteKind>, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let live = desk(context, &store)?;
    leads_only(context, &store, &live)?;
    let who = asked(name, &store, &live)?;
    let names = store.person_names()?;
    let rules = &context.settings.coaching_rules;
    let wanted = |note: &&Numbered<PersonNote>| {
        who.is_none_or(|who| note.person == who) && kind.is_none_or(|kind| note.kind == kind)
    };
    let notes: Vec<_> = live.team.notes.iter().rev().filter(wanted).collect();
    let shown: Vec<_> = (notes.iter())
        .map(|note| Shown {
            id: note.id,
            person: words::who(note.person, &names),
            kind: note.kind,
            on: note.on,
            by: note.author.person.map_or_else(|| note.author.login.clone(), |by| words::who(by, &names)),
            body: &note.it.body,
            said: note.given,
            due: match feedback_status(note, rules) {
                Some(FeedbackStatus::Due { by }) => Some(by),
                _ => None,
            },
            from: note.from.map(|from| words::who(from, &names)),
            ticket: note.ticket,
        })
        .collect();
    let today = context.settings.zone.date(context.now());
    print(form, &shown, || {
        let mut table = Table::new([
            Column::left("day"),
            Column::cut("person", 8),
            Column::left("kind"),
            Column::left("clock"),
            Column::cut("what", 16),
            Column::right("id"),
        ]);
        for (note, shown) in notes.iter().zip(&shown) {
            let state = feedback_status(note, rules).map(|clock| match clock {
                FeedbackStatus::Delivered { after } => format!("said after {after} d"),
                FeedbackStatus::Due { by } => in_days((by - today).num_days()),
            });
            table.row([
                Cell::text(words::day(note.on)),
                Cell::text(&shown.person),
                Cell::text(words::word(note.kind.name())),
                Cell::maybe(state),
                Cell::text(shown.body),
                Cell::number(note.id),
            ]);
        }
        let page = Page::new(format!("Log · {}", words::count(shown.len(), "note"))).table(table);
        if shown.is_empty() { page.line("Nothing is noted; `shiftdesk coach add` writes something.") } else { page }
    })
}

/// "3 d over", "today", "in 2 d".
fn in_days(days: i64) -> String {
    match days {
        0 => "today".into(),
        over @ ..0 => format!("{} d over", -over),
        left => format!("in {left} d"),
    }
}

fn print_due(name: Option<&str>, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let live = desk(context, &store)?;
    leads_only(context, &store, &live)?;
    let who = asked(name, &store, &live)?;
    let today = context.settings.zone.date(context.now());
    let names = store.person_names()?;
    let trainings: BTreeMap<i64, &str> = live.team.trainings.iter().map(|one| (one.id, one.it.name.as_str())).collect();
    let all = due_coaching_tasks(&live.team, today, &context.settings.coaching_rules);
    let shown: Vec<_> = (all.iter().filter(|due| who.is_none_or(|who| due.person == who)))
        .map(|due| {
            let (id, training) = match due.kind {
                CoachingTaskKind::Feedback { note } => (Some(note), None),
                CoachingTaskKind::Training { training } => {
                    (Some(training), trainings.get(&training).map(|name| (*name).to_owned()))
                }
                CoachingTaskKind::OneOnOne | CoachingTaskKind::Review => (None, None),
            };
            let (person, owed) = (words::who(due.person, &names), due.kind.name());
            ShownDue { person, owed, due: due.due, days_left: (due.due - today).num_days(), id, training }
        })
        .collect();
    print(form, &shown, || {
        let mut table = Table::new([
            Column::left("due"),
            Column::left(""),
            Column::cut("person", 8),
            Column::cut("what", 12),
            Column::right("id"),
        ]);
        for one in &shown {
            let what = one.training.as_ref().map(|name| format!("training: {name}"));
            table.row([
                Cell::text(words::day(one.due)),
                Cell::text(in_days(one.days_left)),
                Cell::text(&one.person),
                Cell::text(what.unwrap_or_else(|| words::word(one.owed))),
                one.id.map_or_else(Cell::none, Cell::number),
            ]);
        }
        let over = shown.iter().filter(|one| one.days_left < 0).count();
        let page = Page::new(format!("Due to people · {over} overdue, {} soon", shown.len() - over)).table(table);
        if shown.is_empty() { page.line("Nothing is due.") } else { page }
    })
}
