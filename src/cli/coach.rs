//! `shiftdesk coach`: coaching notes, and the feedback, 1:1s, reviews and trainings due. Leads only.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::cli::person::member::{find_member, require_lead};
use crate::engine::coaching::{CoachingTaskKind, FeedbackStatus, due_coaching_tasks, feedback_status};
use crate::engine::desk::Desk;
use crate::events::change::Change;
use crate::model::coaching::{NoteKind, PersonNote};
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::record::{Record, RecordKind};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: CoachCommand,
}

#[derive(Debug, Subcommand)]
enum CoachCommand {
    /// Add a coaching note: coach add Minh "Hand on calls with a note" --about yesterday
    Add(AddCoachingNoteArgs),
    /// Mark coaching feedback as delivered
    Said {
        /// Note ID (see `coach list`)
        id: i64,
        /// Day of delivery [default: today]
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List notes, newest first
    List {
        /// Name, or its beginning [default: everybody]
        person: Option<String>,
        /// Only this kind: note, coaching, one_on_one, review, feedback, recognition, incident
        #[arg(long, value_name = "KIND", value_parser = parse_note_kind)]
        kind: Option<NoteKind>,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Remove notes
    Remove {
        /// Note IDs (see `coach list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List feedback, 1:1s, reviews and trainings due, longest overdue first
    Due {
        /// Name, or its beginning [default: everybody]
        person: Option<String>,
        #[command(flatten)]
        form: OutputArgs,
    },
}

#[derive(Debug, clap::Args)]
struct AddCoachingNoteArgs {
    /// Name, or its beginning
    person: String,
    /// What they did, or what was discussed
    text: String,
    /// Kind: note, coaching, one_on_one (1:1), review (quarterly), feedback, recognition or incident
    #[arg(long, value_name = "KIND", value_parser = parse_note_kind, default_value = "coaching")]
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
    answer: ConfirmationArgs,
}

fn parse_note_kind(text: &str) -> Result<NoteKind, String> {
    text.parse()
}

/// JSON of a coaching note.
#[derive(Debug, Serialize)]
struct CoachingNoteJson<'a> {
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
struct DueCoachingJson {
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

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        CoachCommand::Add(add) => run_add(add, context),
        CoachCommand::Said { id, on, answer } => mark_delivered(id, on.as_deref(), answer, context),
        CoachCommand::List { person, kind, form } => list(person.as_deref(), kind, form, context),
        CoachCommand::Remove { ids, answer } => {
            let store = context.open_store()?;
            require_lead(context, &store, &load_desk(context, &store)?)?;
            drop(store);
            changes::remove_records(context, RecordKind::Note, &ids, answer)
        }
        CoachCommand::Due { person, form } => print_due(person.as_deref(), form, context),
    }
}

fn run_add(add: AddCoachingNoteArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let live = load_desk(context, &store)?;
    require_lead(context, &store, &live)?;
    let (person, _) = find_member(&add.person, &store, &live)?;
    let coaching = add.kind == NoteKind::Coaching;
    if add.said.is_some() && !coaching {
        return Err(Failure::usage("Only coaching has a day on which it was said; leave --said out."));
    }
    if add.from.is_some() && add.kind != NoteKind::Feedback {
        return Err(Failure::usage("Only feedback is somebody else’s; leave --from out, or say --kind feedback."));
    }
    let day = |text: &Option<String>| text.as_deref().map(|day| parse::parse_date(day, context)).transpose();
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
        from: add.from.as_deref().map(|name| find_person(&store, name)).transpose()?,
        ticket,
        ..PersonNote::plain(person, day(&add.about)?.unwrap_or(today), context.author(&store)?, add.text)
    };
    let outcome = changes::apply_change(context, &mut store, Change::AddRecord(Record::Note(note)), None)?;
    changes::print_confirmation(&store, &outcome, add.answer)
}

fn mark_delivered(id: i64, on: Option<&str>, answer: ConfirmationArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let live = load_desk(context, &store)?;
    require_lead(context, &store, &live)?;
    let missing = || Failure::not_found(format!("There is no note {id}; `shiftdesk coach list` shows the numbers."));
    let note = live.team.notes.iter().find(|note| note.id == id).ok_or_else(missing)?;
    if note.kind != NoteKind::Coaching {
        return Err(Failure::usage(format!(
            "Note {id} is no coaching but {}; it has no clock.",
            formatting::humanize(note.kind.name())
        )));
    }
    let given = Some(parse::parse_date(on.unwrap_or("today"), context)?);
    let record = Some(Record::Note(PersonNote { given, ..note.it.clone() }));
    let outcome =
        changes::apply_change(context, &mut store, Change::ReplaceRecord { kind: RecordKind::Note, id, record }, None)?;
    changes::print_confirmation(&store, &outcome, answer)
}

/// Looks up the person, if a name is given.
fn find_optional_member(
    name: Option<&str>,
    store: &crate::store::Store,
    live: &Desk,
) -> anyhow::Result<Option<PersonId>> {
    name.map(|name| find_member(name, store, live).map(|(id, _)| id)).transpose()
}

fn list(name: Option<&str>, kind: Option<NoteKind>, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let live = load_desk(context, &store)?;
    require_lead(context, &store, &live)?;
    let who = find_optional_member(name, &store, &live)?;
    let names = store.person_names()?;
    let rules = &context.settings.coaching_rules;
    let wanted = |note: &&WithId<PersonNote>| {
        who.is_none_or(|who| note.person == who) && kind.is_none_or(|kind| note.kind == kind)
    };
    let notes: Vec<_> = live.team.notes.iter().rev().filter(wanted).collect();
    let shown: Vec<_> = (notes.iter())
        .map(|note| CoachingNoteJson {
            id: note.id,
            person: formatting::person_name(note.person, &names),
            kind: note.kind,
            on: note.on,
            by: note.author.person.map_or_else(|| note.author.login.clone(), |by| formatting::person_name(by, &names)),
            body: &note.it.body,
            said: note.given,
            due: match feedback_status(note, rules) {
                Some(FeedbackStatus::Due { by }) => Some(by),
                _ => None,
            },
            from: note.from.map(|from| formatting::person_name(from, &names)),
            ticket: note.ticket,
        })
        .collect();
    let today = context.settings.zone.date(context.now());
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::left("day"),
            PageColumn::truncatable("person", 8),
            PageColumn::left("kind"),
            PageColumn::left("clock"),
            PageColumn::truncatable("what", 16),
            PageColumn::right("id"),
        ]);
        for (note, shown) in notes.iter().zip(&shown) {
            let state = feedback_status(note, rules).map(|clock| match clock {
                FeedbackStatus::Delivered { after } => format!("said after {after} d"),
                FeedbackStatus::Due { by } => format_days_left((by - today).num_days()),
            });
            table.add_row([
                PageCell::text(formatting::format_date(note.on)),
                PageCell::text(&shown.person),
                PageCell::text(formatting::humanize(note.kind.name())),
                PageCell::optional(state),
                PageCell::text(shown.body),
                PageCell::number(note.id),
            ]);
        }
        let page = OutputPage::new(format!("Log · {}", formatting::format_count(shown.len(), "note"))).table(table);
        if shown.is_empty() { page.line("Nothing is noted; `shiftdesk coach add` writes something.") } else { page }
    })
}

/// "3 d over", "today", "in 2 d".
fn format_days_left(days: i64) -> String {
    match days {
        0 => "today".into(),
        over @ ..0 => format!("{} d over", -over),
        left => format!("in {left} d"),
    }
}

fn print_due(name: Option<&str>, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let live = load_desk(context, &store)?;
    require_lead(context, &store, &live)?;
    let who = find_optional_member(name, &store, &live)?;
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
            let (person, owed) = (formatting::person_name(due.person, &names), due.kind.name());
            DueCoachingJson { person, owed, due: due.due, days_left: (due.due - today).num_days(), id, training }
        })
        .collect();
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::left("due"),
            PageColumn::left(""),
            PageColumn::truncatable("person", 8),
            PageColumn::truncatable("what", 12),
            PageColumn::right("id"),
        ]);
        for one in &shown {
            let what = one.training.as_ref().map(|name| format!("training: {name}"));
            table.add_row([
                PageCell::text(formatting::format_date(one.due)),
                PageCell::text(format_days_left(one.days_left)),
                PageCell::text(&one.person),
                PageCell::text(what.unwrap_or_else(|| formatting::humanize(one.owed))),
                one.id.map_or_else(PageCell::none, PageCell::number),
            ]);
        }
        let over = shown.iter().filter(|one| one.days_left < 0).count();
        let page = OutputPage::new(format!("Due to people · {over} overdue, {} soon", shown.len() - over)).table(table);
        if shown.is_empty() { page.line("Nothing is due.") } else { page }
    })
}
