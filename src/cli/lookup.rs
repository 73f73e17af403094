//! Finds the one person, customer, ticket or record that an argument names.

use crate::cli::failure::Failure;
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, PersonId, TicketId, WithId};
use crate::model::record::RecordKind;
use crate::model::text::fold;
use crate::store::Store;

/// Finds the one person whose name equals or contains `name`, ignoring case and accents. A full match wins over a
/// longer name: An is not Anh.
pub fn find_person(store: &Store, name: &str) -> anyhow::Result<PersonId> {
    if let Some(id) = store.find_person(name)? {
        return Ok(id);
    }
    let like = if name.trim().is_empty() { Vec::new() } else { store.search_people(name)? };
    unique_match(name, like, || {
        format!("There is nobody named ‘{name}’ in the team; `shiftdesk person list` shows who is.")
    })
}

/// Like [`find_person`], for a customer.
pub fn find_customer(store: &Store, name: &str) -> anyhow::Result<CustomerId> {
    let like = if name.trim().is_empty() { Vec::new() } else { store.search_customers(name, MAX_CANDIDATES)? };
    unique_match(name, like, || {
        format!("There is no customer named ‘{name}’ in the file; `ticket new --customer` adds one with their ticket.")
    })
}

/// Maximum number of candidates listed for an ambiguous name.
const MAX_CANDIDATES: usize = 9;

fn unique_match<T: Copy>(name: &str, like: Vec<(T, String)>, nobody: impl FnOnce() -> String) -> anyhow::Result<T> {
    let wanted = fold(name.trim());
    let whole: Vec<_> = like.iter().filter(|(_, other)| fold(other) == wanted).collect();
    match (&whole[..], &like[..]) {
        ([(id, _)], _) | (_, [(id, _)]) => Ok(*id),
        (_, []) => Err(Failure::not_found(nobody())),
        (_, several) => {
            let names: Vec<_> = several.iter().map(|(_, name)| name.as_str()).collect();
            Err(Failure::usage(format!("‘{name}’ could be {}; write more of the name.", names.join(" or "))))
        }
    }
}

/// Like [`find_person`]; `nobody` is `None`.
pub fn find_assignee(store: &Store, name: &str) -> anyhow::Result<Option<PersonId>> {
    if name.eq_ignore_ascii_case("nobody") { Ok(None) } else { find_person(store, name).map(Some) }
}

/// The error for an unknown ticket.
pub fn ticket_not_found(id: TicketId) -> anyhow::Error {
    Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` lists the numbers in use."))
}

/// The error for an unknown record ID.
pub fn record_not_found(kind: RecordKind, id: i64) -> anyhow::Error {
    let kind = kind.name();
    Failure::not_found(format!("There is no {kind} {id}; `shiftdesk {kind} list` shows the numbers."))
}

/// Finds a customer by name and loads their record.
pub fn load_customer(store: &Store, name: &str) -> anyhow::Result<(CustomerId, Customer)> {
    let id = find_customer(store, name)?;
    let gone = || Failure::not_found(format!("There is no customer {} any more.", id.0));
    Ok((id, store.customer(id)?.ok_or_else(gone)?))
}

/// Finds the record with the ID.
pub fn find_record<T>(all: Vec<WithId<T>>, kind: RecordKind, id: i64) -> anyhow::Result<WithId<T>> {
    all.into_iter().find(|one| one.id == id).ok_or_else(|| record_not_found(kind, id))
}

/// Like [`find_person`], if a name is given.
pub fn find_optional_person(store: &Store, name: Option<String>) -> anyhow::Result<Option<PersonId>> {
    name.map(|name| find_person(store, &name)).transpose()
}

/// Converts ticket IDs; fails if one does not exist.
pub fn find_tickets(store: &Store, numbers: &[i64]) -> anyhow::Result<Vec<TicketId>> {
    let known = |id: &i64| match store.ticket(TicketId(*id))? {
        Some(_) => Ok(TicketId(*id)),
        None => Err(Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` shows the numbers."))),
    };
    numbers.iter().map(known).collect()
}
