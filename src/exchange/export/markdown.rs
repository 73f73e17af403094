//! A table in Markdown, as GitHub and most chats show it.

use std::io::{self, Write};

use super::plain;
use crate::domain::table::{Cell, Table};
use crate::domain::text::clean;
use crate::domain::time::Zone;

pub fn markdown(table: &Table, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for cell in cells {
            write!(out, "| {cell} ")?;
        }
        writeln!(out, "|")
    };
    line(&mut table.columns.iter().map(|name| escaped(name)))?;
    // Numbers stand on the right, as everywhere.
    let right = |at: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| **cell != Cell::Empty).peekable();
        cells.peek().is_some() && cells.all(|cell| matches!(cell, Cell::Count(_) | Cell::Number(_) | Cell::Span(_)))
    };
    line(&mut (0..table.columns.len()).map(|at| if right(at) { "---:".into() } else { "---".into() }))?;
    for row in &table.rows {
        line(&mut row.iter().map(|cell| match cell {
            Cell::Text(text) => escaped(text),
            other => plain(other, zone).unwrap_or_default(),
        }))?;
    }
    Ok(())
}

/// The text as it is meant to be read: what would end the cell, or make a link, a picture or a tag, has a backslash.
pub fn escaped(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '\t' => out.push(' '),
            '\\' | '|' | '[' | ']' | '<' | '&' | '`' | '*' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
