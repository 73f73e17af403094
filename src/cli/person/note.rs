//! `shiftdesk person note`: what leads keep in mind about people. Nobody else can write or read it here.

use clap::ArgGroup;

use super::{desk, found, leads_only};
use crate::cli::act::{self, Answer};
use crate::cli::{Context, Failure, typed};
use crate::domain::change::Change;
use crate::domain::person::PersonNote;
use crate::domain::record::{Record, RecordKind};

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("what").required(true).args(["text", "remove"]))]
pub struct Args {
    /// A name, or its beginning
    person: String,
    /// What is to be kept in mind
    text: Option<String>,
    /// The day that it is about [default: today; of a note that is changed, its own]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Puts the text in the place of this note; `person show NAME --notes` has the numbers
    #[arg(long, value_name = "NUMBER", conflicts_with = "remove")]
    change: Option<i64>,
    /// Takes this note away
    #[arg(long, value_name = "NUMBER", conflicts_with = "on")]
    remove: Option<i64>,
    #[command(flatten)]
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let desk = desk(context, &store)?;
    leads_only(context, &store, &desk)?;
    let (person, known) = found(&args.person, &store, &desk)?;
    let kind = RecordKind::Note;
    let old = args.change.or(args.remove);
    let old = old
        .map(|id| {
            let mut theirs = desk.team.notes.iter().filter(|note| note.person == person);
            let missing = || format!("There is no note {id} on {}; `person show --notes` has the numbers.", known.name);
            theirs.find(|note| note.id == id).ok_or_else(|| Failure::not_found(missing()))
        })
        .transpose()?;
    let on = match (&args.on, old) {
        (Some(day), _) => typed::day(day, context)?,
        (None, Some(note)) => note.on,
        (None, None) => context.settings.zone.date(context.now()),
    };
    let author = old.map_or_else(|| context.author(&store), |note| Ok(note.author.clone()))?;
    // A note that is changed stays what it is: coaching, a talk.
    let whole = |body: String| match old {
        Some(old) => PersonNote { on, body, ..old.it.clone() },
        None => PersonNote::plain(person, on, author, body),
    };
    let written = args.text.map(|body| Record::Note(whole(body)));
    let change = match (old, written) {
        (Some(note), record) => Change::Replace { kind, id: note.id, record },
        (None, Some(record)) => Change::Add(record),
        // The group of arguments sees to it that there is one of the two.
        (None, None) => return Err(Failure::usage("Write the note, or name one with --remove.")),
    };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, args.answer)
}
