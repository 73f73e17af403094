//! Tickets with selected columns, as JSON and as a table.

use chrono::TimeDelta;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::cli::formatting;
use crate::cli::page::{PageCell as Shown, PageColumn, PageTable};
use crate::model::table::{DataTable, TableCell};
use crate::model::time::{Zone, seconds};

/// A row as a JSON object with the column names as keys, in column order. Durations in seconds, timestamps RFC 3339 in
/// the team's time zone, missing values null.
pub struct QueueRowJson<'a> {
    pub columns: &'a [&'static str],
    pub cells: &'a [TableCell],
    pub zone: Zone,
}

impl Serialize for QueueRowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (name, cell) in self.columns.iter().zip(self.cells) {
            match cell {
                TableCell::Empty => map.serialize_entry(name, &())?,
                TableCell::Text(text) => map.serialize_entry(name, text)?,
                TableCell::Count(n) => map.serialize_entry(name, n)?,
                TableCell::Number(n) => map.serialize_entry(name, n)?,
                TableCell::Moment(at) => map.serialize_entry(name, &self.zone.rfc3339(*at))?,
                TableCell::Duration(span) => map.serialize_entry(name, &seconds(*span))?,
                TableCell::YesNo(so) => map.serialize_entry(name, so)?,
            }
        }
        map.end()
    }
}

/// Formats the table for a page.
pub fn page_table(table: &DataTable, zone: Zone) -> PageTable {
    let column = |(at, name): (usize, &&'static str)| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| **cell != TableCell::Empty);
        match cells.next() {
            Some(TableCell::Text(_)) if *name == "subject" => PageColumn::truncatable(name, 16),
            Some(TableCell::Text(_)) => PageColumn::truncatable(name, 8),
            Some(TableCell::Count(_) | TableCell::Number(_) | TableCell::Duration(_) | TableCell::Moment(_)) => {
                PageColumn::right(name)
            }
            _ => PageColumn::left(name),
        }
    };
    let mut shown = PageTable::new(table.columns.iter().enumerate().map(column).collect::<Vec<_>>());
    for row in &table.rows {
        let cells = table.columns.iter().zip(row).map(|(name, cell)| page_cell(name, cell, zone));
        shown.add_row(cells.collect::<Vec<_>>());
    }
    shown
}

fn page_cell(name: &str, cell: &TableCell, zone: Zone) -> Shown {
    match cell {
        TableCell::Empty => Shown::none(),
        TableCell::Text(text) if ["status", "waits_on", "clock"].contains(&name) => {
            Shown::text(formatting::humanize(text))
        }
        TableCell::Text(text) => Shown::text(text),
        TableCell::Count(n) => Shown::number(n),
        TableCell::Number(n) => Shown::number(n),
        TableCell::Moment(at) => Shown::text(formatting::format_timestamp(*at, zone)),
        TableCell::Duration(left) if name == "left" => formatting::time_left_cell(Some(*left)),
        TableCell::Duration(span) => Shown::text(formatting::format_duration((*span).max(TimeDelta::zero()))),
        TableCell::YesNo(so) => Shown::text(if *so { "yes" } else { "no" }),
    }
}
