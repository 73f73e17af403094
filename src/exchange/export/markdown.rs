//! Markdown table, as rendered by GitHub and most chats.

use std::io::{self, Write};

use super::cell::format_non_text;
use crate::model::table::{DataTable, TableCell};
use crate::model::text::clean;
use crate::model::time::Zone;

/// Writes a table as Markdown.
pub fn write_markdown(table: &DataTable, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for cell in cells {
            write!(out, "| {cell} ")?;
        }
        writeln!(out, "|")
    };
    line(&mut table.columns.iter().map(|name| escape_markdown(name)))?;
    // Numeric columns are right-aligned.
    let right = |at: usize| {
        let mut cells =
            table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| **cell != TableCell::Empty).peekable();
        cells.peek().is_some()
            && cells.all(|cell| matches!(cell, TableCell::Count(_) | TableCell::Number(_) | TableCell::Duration(_)))
    };
    line(&mut (0..table.columns.len()).map(|at| if right(at) { "---:".into() } else { "---".into() }))?;
    for row in &table.rows {
        line(&mut row.iter().map(|cell| match cell {
            TableCell::Text(text) => escape_markdown(text),
            other => format_non_text(other, zone).unwrap_or_default(),
        }))?;
    }
    Ok(())
}

/// Escapes text for a table cell: anything that would end the cell or form a link, image or tag.
pub fn escape_markdown(text: &str) -> String {
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
