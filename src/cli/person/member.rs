//! Finds and saves members of the team, and checks that the user is a lead.

use crate::cli::changes::{self, ConfirmationArgs};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::engine::desk::Desk;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::record::{Record, RecordKind};
use crate::store::Store;

/// Whether the current user is a lead.
fn is_lead(context: &CliContext, store: &Store, desk: &Desk) -> anyhow::Result<bool> {
    let me = context.author(store)?.person;
    Ok(me.and_then(|me| desk.team.people.get(&me)).is_some_and(|me| me.lead))
}

/// Fails unless the current user is a lead.
pub fn require_lead(context: &CliContext, store: &Store, desk: &Desk) -> anyhow::Result<()> {
    if is_lead(context, store, desk)? {
        return Ok(());
    }
    let sentence =
        "Notes on people are for leads alone. Say with --as which lead you are, or set `me` in your settings.";
    Err(Failure { code: 1, sentence: sentence.into() }.into())
}

/// Finds a team member by name.
pub fn find_member<'a>(name: &str, store: &Store, desk: &'a Desk) -> anyhow::Result<(PersonId, &'a Person)> {
    let id = find_person(store, name)?;
    let person = desk.team.people.get(&id);
    let person = person.ok_or_else(|| Failure::not_found(format!("‘{name}’ is not on the team any more.")))?;
    Ok((id, person))
}

/// Saves a changed person and prints the confirmation.
pub fn save_person(
    context: &CliContext,
    store: &mut Store,
    id: PersonId,
    person: Person,
    answer: ConfirmationArgs,
) -> anyhow::Result<()> {
    let record = Some(Record::Person(person));
    let outcome = changes::apply_change(
        context,
        store,
        Change::ReplaceRecord { kind: RecordKind::Person, id: id.0, record },
        None,
    )?;
    changes::print_confirmation(store, &outcome, answer)
}
