//! Tickets with selected columns, as JSON and as a table.

use chrono::TimeDelta;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::cli::page::{PageCell as Shown, PageColumn as PageColumn, PageTable as PageTable};
use crate::cli::formatting;
use crate::model::table::{Cell, Table};
use crate::model::time::{Zone, seconds};

/// A row as a JSON object with the column names as keys, in column order. Durations in seconds, timestamps RFC 3339 in
/// the team's time zone, missing values null.
pub struct QueueRowJson<'a> {
    pub columns: &'a [&'static str],
    pub cells: &'a [Cell],
    pub zone: Zone,
}

impl Serialize for QueueRowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (name, cell) in self.columns.iter().zip(self.cells) {
            match cell {
                Cell::Empty => map.serialize_entry(name, &())?,
                Cell::Text(text) => map.serialize_entry(name, text)?,
                Cell::Count(n) => map.serialize_entry(name, n)?,
                Cell::Number(n) => map.serialize_entry(name, n)?,
                Cell::Moment(at) => map.serialize_entry(name, &self.zone.rfc3339(*at))?,
                Cell::Span(span) => map.serialize_entry(name, &seconds(*span))?,
                Cell::YesNo(so) => map.serialize_entry(name, so)?,
            }
        }
        map.end()
    }
}

/// Formats the table for a page.
pub fn page_table(table: &Table, zone: Zone) -> PageTable {
    let column = |(at, name): (usize, &&'static str)| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| **cell != Cell::Empty);
        match cells.next() {
            Some(Cell::Text(_)) if *name == "subject" => PageColumn::truncatable(name, 16),
            Some(Cell::Text(_)) => PageColumn::truncatable(name, 8),
            Some(Cell::Count(_) | Cell::Number(_) | Cell::Span(_) | Cell::Moment(_)) => PageColumn::right(name),
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

fn page_cell(name: &str, cell: &Cell, zone: Zone) -> Shown {
    match cell {
        Cell::Empty => Shown::none(),
        Cell::Text(text) if ["status", "waits_on", "clock"].contains(&name) => Shown::text(formatting::humanize(text)),
        Cell::Text(text) => Shown::text(text),
        Cell::Count(n) => Shown::number(n),
        Cell::Number(n) => Shown::number(n),
        Cell::Moment(at) => Shown::text(formatting::format_timestamp(*at, zone)),
        Cell::Span(left) if name == "left" => formatting::time_left_cell(Some(*left)),
        Cell::Span(span) => Shown::text(formatting::format_duration((*span).max(TimeDelta::zero()))),
        Cell::YesNo(so) => Shown::text(if *so { "yes" } else { "no" }),
    }
}
