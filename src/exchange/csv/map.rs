//! A map file: what a person says of a file that its headers do not tell.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::dates::Written;
use super::names::{Field, key};
use super::values::Unit;
use crate::domain::ticket::{Priority, Status};

/// What a map file says. What it leaves out is recognised as without one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Map {
    /// `dmy`, `mdy`, `ymd` or a pattern such as `%d.%m.%Y %H:%M`.
    pub dates: Option<Written>,
    /// Our field, the header that gives it.
    pub columns: BTreeMap<Field, Headers>,
    /// The desk's word, our status.
    pub status: BTreeMap<String, Status>,
    /// The desk's word, our priority.
    pub priority: BTreeMap<String, Priority>,
    /// The header of a duration in plain numbers, its unit.
    pub units: BTreeMap<String, Unit>,
}

/// One header, several for tags, or none to leave a column alone that would be recognised.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Headers {
    One(String),
    Many(Vec<String>),
}

impl Headers {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Headers::One(header) => std::slice::from_ref(header),
            Headers::Many(headers) => headers,
        }
    }
}

impl Map {
    /// Reads a map file.
    ///
    /// # Errors
    /// What is wrong with it, with the line and a caret under the place.
    pub fn parse(text: &str) -> Result<Map, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    pub fn status_of(&self, word: &str) -> Option<Status> {
        of_word(&self.status, word)
    }

    pub fn priority_of(&self, word: &str) -> Option<Priority> {
        of_word(&self.priority, word)
    }

    pub fn unit_of(&self, header: &str) -> Option<Unit> {
        of_word(&self.units, header)
    }
}

fn of_word<T: Copy>(table: &BTreeMap<String, T>, word: &str) -> Option<T> {
    let wanted = key(word);
    table.iter().find(|(one, _)| key(one) == wanted).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::super::dates::Order;
    use super::*;

    #[test]
    fn a_map_reads_as_it_is_written() {
        let map = Map::parse(
            "dates = \"dmy\"\n[columns]\nid = \"unique_key\"\ntags = [\"a\", \"b\"]\ncreated = []\n\
             [status]\n\"In Progress\" = \"on_hold\"\n[priority]\nP0 = \"urgent\"\n[units]\nWait = \"minutes\"\n",
        )
        .unwrap();
        assert_eq!(map.dates, Some(Written::In(Order::DayFirst)));
        assert_eq!(map.columns[&Field::Tags].as_slice(), ["a", "b"]);
        assert!(map.columns[&Field::Created].as_slice().is_empty());
        assert_eq!(map.status_of("in progress"), Some(Status::OnHold));
        assert_eq!(map.priority_of("p0"), Some(Priority::Urgent));
        assert_eq!(map.unit_of("wait"), Some(Unit::Minutes));
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
            let error = Map::parse(text).unwrap_err();
            assert!(error.contains(line) && error.contains('^') && error.contains(says), "{error}");
        }
    }
}
