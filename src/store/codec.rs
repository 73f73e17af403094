//! Conversions between columns and Rust types: instants as milliseconds, enums by name, events as JSON, internal data
//! as packed blobs.

use std::str::FromStr;

use chrono::{Datelike, TimeDelta};
use rusqlite::Row;
use rusqlite::types::Type;

use crate::model::event::Event;
use crate::model::ids::{PersonId, Seq};
use crate::model::person::Author;
use crate::model::time::{Instant, from_millis};

/// Reads column `index` as an instant; years outside 1–9998 are errors.
pub fn read_instant(row: &Row, index: usize) -> rusqlite::Result<Instant> {
    let ms: i64 = row.get(index)?;
    from_millis(ms)
        .filter(|at| (1..=9998).contains(&at.year()))
        .ok_or_else(|| conversion_error(index, Type::Integer, format!("{ms} is no instant")))
}

/// Reads column `index` as an optional instant.
pub fn read_instant_opt(row: &Row, index: usize) -> rusqlite::Result<Option<Instant>> {
    match row.get::<_, Option<i64>>(index)? {
        None => Ok(None),
        Some(_) => read_instant(row, index).map(Some),
    }
}

/// Reads column `index` as an optional person id.
pub fn read_person_id_opt(row: &Row, index: usize) -> rusqlite::Result<Option<PersonId>> {
    Ok(row.get::<_, Option<i64>>(index)?.map(PersonId))
}

/// Reads column `index` as an enum by its name.
pub fn read_enum<T: FromStr<Err = String>>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str().map_err(|e| conversion_error(index, Type::Text, e.to_string()))?;
    text.parse().map_err(|why: String| conversion_error(index, Type::Text, why))
}

/// Reads column `index` as an optional enum by its name.
pub fn read_enum_opt<T: FromStr<Err = String>>(row: &Row, index: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => read_enum(row, index).map(Some),
    }
}

/// Reads column `index` as JSON.
pub fn read_json<T: serde::de::DeserializeOwned>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str().map_err(|e| conversion_error(index, Type::Text, e.to_string()))?;
    serde_json::from_str(text).map_err(|e| conversion_error(index, Type::Text, e.to_string()))
}

/// The columns that [`read_event`] expects, in order.
pub const EVENT_COLUMNS: &str = "seq, at, by_person, login, data";

/// Reads an event from the columns [`EVENT_COLUMNS`].
pub fn read_event(row: &Row) -> rusqlite::Result<Event> {
    Ok(Event {
        seq: Seq(row.get(0)?),
        at: read_instant(row, 1)?,
        by: Author { person: read_person_id_opt(row, 2)?, login: row.get(3)? },
        what: read_json(row, 4)?,
    })
}

/// The error for a column whose value cannot be decoded.
pub fn conversion_error(index: usize, kind: Type, why: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, kind, why.into())
}

/// The column value of an instant: milliseconds since the epoch.
pub fn millis(at: Instant) -> i64 {
    at.timestamp_millis()
}

/// The column value of an optional instant.
pub fn millis_opt(at: Option<Instant>) -> Option<i64> {
    at.map(millis)
}

/// Reads column `index`, in milliseconds, as a duration.
pub fn read_duration(row: &Row, index: usize) -> rusqlite::Result<TimeDelta> {
    row.get(index).map(TimeDelta::milliseconds)
}

/// Packs a value for a blob column (postcard). The encoding depends on the field order: changing it needs a new schema
/// version.
pub fn encode_blob<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, super::StoreError> {
    postcard::to_stdvec(value).map_err(|error| super::StoreError::Unreadable(error.to_string()))
}

/// Unpacks blob column `index`.
pub fn read_blob<T: serde::de::DeserializeOwned>(row: &Row, index: usize) -> rusqlite::Result<T> {
    let bytes = row.get_ref(index)?.as_blob().map_err(|e| conversion_error(index, Type::Blob, e.to_string()))?;
    postcard::from_bytes(bytes).map_err(|e| conversion_error(index, Type::Blob, e.to_string()))
}
