//! Between columns and words: instants as milliseconds, states by name, events as JSON, and packed what nobody but this
//! program reads.

use std::str::FromStr;

use chrono::{Datelike, TimeDelta};
use rusqlite::Row;
use rusqlite::types::Type;

use crate::domain::event::{Author, Event, Seq};
use crate::domain::person::PersonId;
use crate::domain::time::{Instant, from_millis};

/// Column `index` as an instant.
pub fn instant(row: &Row, index: usize) -> rusqlite::Result<Instant> {
    let ms: i64 = row.get(index)?;
    from_millis(ms)
        .filter(|at| (1..=9998).contains(&at.year()))
        .ok_or_else(|| unreadable(index, Type::Integer, format!("{ms} is no instant")))
}

/// Column `index` as an instant, where there is one.
pub fn instant_opt(row: &Row, index: usize) -> rusqlite::Result<Option<Instant>> {
    match row.get::<_, Option<i64>>(index)? {
        None => Ok(None),
        Some(_) => instant(row, index).map(Some),
    }
}

pub fn person_opt(row: &Row, index: usize) -> rusqlite::Result<Option<PersonId>> {
    Ok(row.get::<_, Option<i64>>(index)?.map(PersonId))
}

/// Column `index` as one of the field's words.
pub fn word<T: FromStr<Err = String>>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str().map_err(|e| unreadable(index, Type::Text, e.to_string()))?;
    text.parse().map_err(|why: String| unreadable(index, Type::Text, why))
}

pub fn word_opt<T: FromStr<Err = String>>(row: &Row, index: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => word(row, index).map(Some),
    }
}

/// Column `index` as JSON.
pub fn json<T: serde::de::DeserializeOwned>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str().map_err(|e| unreadable(index, Type::Text, e.to_string()))?;
    serde_json::from_str(text).map_err(|e| unreadable(index, Type::Text, e.to_string()))
}

/// The columns that [`event`] reads, in its order.
pub const EVENT_COLUMNS: &str = "seq, at, by_person, login, data";

pub fn event(row: &Row) -> rusqlite::Result<Event> {
    Ok(Event {
        seq: Seq(row.get(0)?),
        at: instant(row, 1)?,
        by: Author { person: person_opt(row, 2)?, login: row.get(3)? },
        what: json(row, 4)?,
    })
}

pub fn unreadable(index: usize, kind: Type, why: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, kind, why.into())
}

/// An instant as its column keeps it.
pub fn ms(at: Instant) -> i64 {
    at.timestamp_millis()
}

pub fn ms_opt(at: Option<Instant>) -> Option<i64> {
    at.map(ms)
}

pub fn span(row: &Row, index: usize) -> rusqlite::Result<TimeDelta> {
    row.get(index).map(TimeDelta::milliseconds)
}

/// Packed, for a column of bytes. Its form follows from the order of the fields; a change of them is a new format of the
/// file.
pub fn packed<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, super::Error> {
    postcard::to_stdvec(value).map_err(|error| super::Error::Unreadable(error.to_string()))
}

/// Column `index`, unpacked.
pub fn unpacked<T: serde::de::DeserializeOwned>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let bytes = row.get_ref(index)?.as_blob().map_err(|e| unreadable(index, Type::Blob, e.to_string()))?;
    postcard::from_bytes(bytes).map_err(|e| unreadable(index, Type::Blob, e.to_string()))
}
