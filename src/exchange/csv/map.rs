//! Map file: user-defined column, status, priority and unit mappings.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::dates::DateFormat;
use super::headers::{ImportField, match_key};
use super::values::DurationUnit;
use crate::model::ticket::{Priority, Status};

/// A parsed map file. Everything it omits is detected.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImportMap {
    /// `dmy`, `mdy`, `ymd` or a pattern such as `%d.%m.%Y %H:%M`.
    pub dates: Option<DateFormat>,
    /// Field → header.
    pub columns: BTreeMap<ImportField, MappedHeaders>,
    /// Word in the file → status.
    pub status: BTreeMap<String, Status>,
    /// Word in the file → priority.
    pub priority: BTreeMap<String, Priority>,
    /// Header of a plain-number duration → unit.
    pub units: BTreeMap<String, DurationUnit>,
}

/// One header, several for tags, or none to ignore a column that would be recognised.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum MappedHeaders {
    One(String),
    Many(Vec<String>),
}

impl MappedHeaders {
    pub fn as_slice(&self) -> &[String] {
        match self {
            MappedHeaders::One(header) => std::slice::from_ref(header),
            MappedHeaders::Many(headers) => headers,
        }
    }
}

impl ImportMap {
    /// Parses a map file.
    ///
    /// # Errors
    /// What is wrong, with the line and a caret below the position.
    pub fn parse(text: &str) -> Result<ImportMap, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    pub fn status_of(&self, word: &str) -> Option<Status> {
        look_up(&self.status, word)
    }

    pub fn priority_of(&self, word: &str) -> Option<Priority> {
        look_up(&self.priority, word)
    }

    pub fn unit_of(&self, header: &str) -> Option<DurationUnit> {
        look_up(&self.units, header)
    }
}

fn look_up<T: Copy>(table: &BTreeMap<String, T>, word: &str) -> Option<T> {
    let wanted = match_key(word);
    table.iter().find(|(one, _)| match_key(one) == wanted).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::super::dates::DateOrder;
    use super::*;

    #[test]
    fn a_map_reads_as_it_is_written() {
        let map = ImportMap::parse(
            "dates = \"dmy\"\n[columns]\nid = \"unique_key\"\ntags = [\"a\", \"b\"]\ncreated = []\n\
             [status]\n\"In Progress\" = \"on_hold\"\n[priority]\nP0 = \"urgent\"\n[units]\nWait = \"minutes\"\n",
        )
        .unwrap();
        assert_eq!(map.dates, Some(DateFormat::Order(DateOrder::DayFirst)));
        assert_eq!(map.columns[&ImportField::Tags].as_slice(), ["a", "b"]);
        assert!(map.columns[&ImportField::Created].as_slice().is_empty());
        assert_eq!(map.status_of("in progress"), Some(Status::OnHold));
        assert_eq!(map.priority_of("p0"), Some(Priority::Urgent));
        assert_eq!(map.unit_of("wait"), Some(DurationUnit::Minutes));
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (text, line, says) in [
            ("[columns]\nid = \"a\"\ncolour = \"b\"\n", "line 3", "first_response"),
            ("\n[colums]\n", "line 2", "columns"),
            ("[status]\nWip = \"wip\"\n", "line 2", "on_hold"),
            ("dates = \"dym\"\n", "line 1", "dmy, mdy or ymd"),
            ("dates = \n", "line 1", ""),
        ] {
            let error = ImportMap::parse(text).unwrap_err();
            assert!(error.contains(line) && error.contains('^') && error.contains(says), "{error}");
        }
    }
}
