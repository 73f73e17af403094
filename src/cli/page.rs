//! Pages of lines, facts and tables, rendered in two formats.
//!
//! [`OutputPage::render`] aligns columns and fits a width; [`OutputPage::plain`] writes one fact per line with numbered
//! lists, for screen readers. All texts are sanitized, so pages accept untrusted text.

use std::borrow::Cow;

use crate::model::text::{clean, clean_line, fit, pad, pad_left, width, wrap};
use super::words;

/// Gap between two columns.
const GAP: &str = "  ";

/// A value with its text in aligned columns, and its text in plain output if different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    shown: String,
    said: Option<String>,
}

impl Cell {
    pub fn text(text: impl AsRef<str>) -> Cell {
        Cell { shown: clean_line(text.as_ref()).into_owned(), said: None }
    }

    /// A cell with different texts for columns and plain output.
    pub fn both(shown: impl AsRef<str>, said: impl AsRef<str>) -> Cell {
        Cell { said: Some(clean_line(said.as_ref()).into_owned()), ..Cell::text(shown) }
    }

    /// A missing value.
    pub fn none() -> Cell {
        Cell::both(words::NONE, "none")
    }

    /// A text; missing if `None` or empty.
    pub fn maybe(text: Option<impl AsRef<str>>) -> Cell {
        text.filter(|text| !text.as_ref().is_empty()).map_or_else(Cell::none, Cell::text)
    }

    pub fn number(number: impl ToString) -> Cell {
        Cell::text(number.to_string())
    }

    fn said(&self) -> &str {
        self.said.as_deref().unwrap_or(&self.shown)
    }
}

/// A column of a [`PageTable`].
#[derive(Debug, Clone, Copy)]
pub struct Column {
    name: &'static str,
    /// Right-aligned, as numbers are.
    right: bool,
    /// Minimum width, if the column may be narrower than its content.
    least: Option<usize>,
}

impl Column {
    pub fn left(name: &'static str) -> Column {
        Column { name, right: false, least: None }
    }

    pub fn right(name: &'static str) -> Column {
        Column { name, right: true, least: None }
    }

    /// A text column that may be truncated to fit, down to `least` columns.
    pub fn cut(name: &'static str, least: usize) -> Column {
        Column { name, right: false, least: Some(least) }
    }
}

/// A table with column headers.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn new(columns: impl Into<Vec<Column>>) -> Table {
        Table { columns: columns.into(), rows: Vec::new() }
    }

    /// Adds a row: one cell per column.
    pub fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Column widths that fit into `room`.
    fn widths(&self, room: usize) -> Vec<usize> {
        let natural = |(at, column): (usize, &Column)| {
            let cells = self.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(&cell.shown));
            cells.max().unwrap_or(0).max(width(column.name))
        };
        let mut widths: Vec<usize> = self.columns.iter().enumerate().map(natural).collect();
        let gaps = GAP.len() * self.columns.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > room {
            let can = |(at, column): (usize, &Column)| column.least.filter(|least| *least < widths[at]).map(|_| at);
            let widest = self.columns.iter().enumerate().filter_map(can).max_by_key(|at| widths[*at]);
            match widest {
                Some(at) => widths[at] -= 1,
                None => break,
            }
        }
        widths
    }

    fn render(&self, room: usize, out: &mut String) {
        let widths = self.widths(room);
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            let padded = cells
                .zip(&self.columns)
                .zip(&widths)
                .map(|((text, column), width)| if column.right { pad_left(text, *width) } else { pad(text, *width) });
            let row = padded.collect::<Vec<_>>().join(GAP);
            out.push_str(row.trim_end());
            out.push('\n');
        };
        line(&mut self.columns.iter().map(|column| column.name));
        for row in &self.rows {
            line(&mut row.iter().map(|cell| cell.shown.as_str()));
        }
    }

    /// A numbered list; every value has its column's name.
    fn plain(&self, out: &mut String) {
        for (n, row) in (1..).zip(&self.rows) {
            let facts = self.columns.iter().zip(row).map(|(column, cell)| match column.name {
                "" => cell.said().to_owned(),
                name => format!("{name}: {}", cell.said()),
            });
            out.push_str(&format!("{n}. {}\n", facts.collect::<Vec<_>>().join("; ")));
        }
    }
}

#[derive(Debug, Clone)]
enum Block {
    Line(String),
    Text(String),
    Facts(Vec<(&'static str, Cell)>),
    Table(Table),
}

/// Output of a command, from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// A page with a heading.
    pub fn new(head: impl AsRef<str>) -> Page {
        Page::default().line(head)
    }

    /// A sentence.
    pub fn line(mut self, text: impl AsRef<str>) -> Page {
        self.blocks.push(Block::Line(clean_line(text.as_ref()).into_owned()));
        self
    }

    /// An indented text of several lines.
    pub fn text(mut self, text: &str) -> Page {
        self.blocks.push(Block::Text(clean(text).into_owned()));
        self
    }

    /// Names and values, one per line.
    pub fn facts(mut self, facts: impl Into<Vec<(&'static str, Cell)>>) -> Page {
        self.blocks.push(Block::Facts(facts.into()));
        self
    }

    /// A table; omitted if it has no rows.
    pub fn table(mut self, table: Table) -> Page {
        if !table.is_empty() {
            self.blocks.push(Block::Table(table));
        }
        self
    }

    /// Renders aligned columns within a width of `columns`.
    pub fn render(&self, columns: usize) -> String {
        self.joined(|block, out| match block {
            Block::Line(text) => put_lines(out, &wrap(text, columns), ""),
            Block::Text(text) => put_lines(out, &wrap(text, columns.saturating_sub(4)), "    "),
            Block::Facts(facts) => {
                let names = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
                for (name, cell) in facts {
                    let room = columns.saturating_sub(names + GAP.len());
                    out.push_str(&format!("{}{GAP}{}\n", pad(name, names), fit(&cell.shown, room)));
                }
            }
            Block::Table(table) => table.render(columns, out),
        })
    }

    /// Renders one fact per line, with numbered lists and no columns.
    pub fn plain(&self) -> String {
        self.joined(|block, out| match block {
            Block::Line(text) => put_lines(out, &[Cow::Borrowed(text.as_str())], ""),
            Block::Text(text) => put_lines(out, &text.lines().collect::<Vec<_>>(), ""),
            Block::Facts(facts) => {
                for (name, cell) in facts {
                    out.push_str(&format!("{name}: {}\n", cell.said()));
                }
            }
            Block::Table(table) => table.plain(out),
        })
    }

    /// Joins the blocks with blank lines between them, but none between lines.
    fn joined(&self, put: impl Fn(&Block, &mut String)) -> String {
        let mut out = String::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let follows_line = at > 0 && matches!(self.blocks[at - 1], Block::Line(_));
            let keeps = follows_line && matches!(block, Block::Line(_) | Block::Text(_));
            if at > 0 && !keeps {
                out.push('\n');
            }
            put(block, &mut out);
        }
        out
    }
}

fn put_lines(out: &mut String, lines: &[impl AsRef<str>], indent: &str) {
    for line in lines {
        let line = line.as_ref().replace('\t', " ");
        out.push_str(if line.is_empty() { "" } else { indent });
        out.push_str(&line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut table = Table::new([Column::right("left"), Column::cut("subject", 8), Column::left("who")]);
        table.row([Cell::both("−0:12", "12 m over"), Cell::text("Nguyễn’s refund\x1b[31m is\nmissing"), Cell::none()]);
        table.row([Cell::both("1:05", "1 h 5 m left"), Cell::text("日本語"), Cell::text("Minh")]);
        Page::new("Queue").table(table).facts([("total", Cell::number(2)), ("of", Cell::none())])
    }

    #[test]
    fn columns_are_aligned_and_fit() {
        let expected = "\
Queue

 left  subject         who
−0:12  Nguyễn’s refu…  –
 1:05  日本語          Minh

total  2
of     –
";
        assert_eq!(page().render(27), expected);
        assert!(page().render(80).contains("Nguyễn’s refund is missing  –"));
        assert!(page().render(3).contains("Nguyễn’…"), "below the least width nothing is cut");
    }

    #[test]
    fn plain_lists_are_numbered_and_say_what_the_values_are() {
        let expected = "\
Queue

1. left: 12 m over; subject: Nguyễn’s refund is missing; who: none
2. left: 1 h 5 m left; subject: 日本語; who: Minh

total: 2
of: none
";
        assert_eq!(page().plain(), expected);
    }
}
