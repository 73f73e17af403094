//! `shiftdesk person note`: adds, edits and removes notes about people. Leads only.

use clap::ArgGroup;

use crate::cli::changes::{self, ConfirmationArgs};
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::parse;
use crate::cli::person::member::{find_member, require_lead};
use crate::events::change::Change;
use crate::model::coaching::PersonNote;
use crate::model::record::{Record, RecordKind};

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("what").required(true).args(["text", "remove"]))]
pub struct Args {
    /// Name, or its beginning
    person: String,
    /// Text of the note
    text: Option<String>,
    /// Day the note is about [default: today; when editing, unchanged]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Replace the text of this note (IDs: `person show NAME --notes`)
    #[arg(long, value_name = "NUMBER", conflicts_with = "remove")]
    change: Option<i64>,
    /// Remove this note
    #[arg(long, value_name = "NUMBER", conflicts_with = "on")]
    remove: Option<i64>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    require_lead(context, &store, &desk)?;
    let (person, known) = find_member(&args.person, &store, &desk)?;
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
        (Some(day), _) => parse::parse_date(day, context)?,
        (None, Some(note)) => note.on,
        (None, None) => context.settings.zone.date(context.now()),
    };
    let author = old.map_or_else(|| context.author(&store), |note| Ok(note.author.clone()))?;
    // An edited note keeps its kind.
    let whole = |body: String| match old {
        Some(old) => PersonNote { on, body, ..old.it.clone() },
        None => PersonNote::plain(person, on, author, body),
    };
    let written = args.text.map(|body| Record::Note(whole(body)));
    let change = match (old, written) {
        (Some(note), record) => Change::ReplaceRecord { kind, id: note.id, record },
        (None, Some(record)) => Change::AddRecord(record),
        // Unreachable: the argument group requires one of the two.
        (None, None) => return Err(Failure::usage("Write the note, or name one with --remove.")),
    };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, args.answer)
}
