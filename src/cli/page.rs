//! Pages of lines, facts and tables, rendered in two formats.
//!
//! [`OutputPage::render`] aligns columns and fits a width; [`OutputPage::plain`] writes one fact per line with numbered
//! lists, for screen readers. All texts are sanitized, so pages accept untrusted text.

use std::borrow::Cow;

use crate::model::text::{clean, clean_line, fit, pad, pad_left, width, wrap};
use crate::presentation::numbers::NO_VALUE;

/// Gap between two columns.
const COLUMN_GAP: &str = "  ";

/// A value with its text in aligned columns, and its text in plain output if different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCell {
    column_text: String,
    plain_text: Option<String>,
}

impl PageCell {
    pub fn text(text: impl AsRef<str>) -> PageCell {
        PageCell { column_text: clean_line(text.as_ref()).into_owned(), plain_text: None }
    }

    /// A cell with different texts for columns and plain output.
    pub fn with_plain_text(columns: impl AsRef<str>, plain: impl AsRef<str>) -> PageCell {
        PageCell { plain_text: Some(clean_line(plain.as_ref()).into_owned()), ..PageCell::text(columns) }
    }

    /// A missing value.
    pub fn none() -> PageCell {
        PageCell::with_plain_text(NO_VALUE, "none")
    }

    /// A text; missing if `None` or empty.
    pub fn optional(text: Option<impl AsRef<str>>) -> PageCell {
        text.filter(|text| !text.as_ref().is_empty()).map_or_else(PageCell::none, PageCell::text)
    }

    pub fn number(number: impl ToString) -> PageCell {
        PageCell::text(number.to_string())
    }

    fn plain_text(&self) -> &str {
        self.plain_text.as_deref().unwrap_or(&self.column_text)
    }
}

/// A column of a [`PageTable`].
#[derive(Debug, Clone, Copy)]
pub struct PageColumn {
    name: &'static str,
    /// Right-aligned, as numbers are.
    right_aligned: bool,
    /// Minimum width, if the column may be narrower than its content.
    min_width: Option<usize>,
}

impl PageColumn {
    pub fn left(name: &'static str) -> PageColumn {
        PageColumn { name, right_aligned: false, min_width: None }
    }

    pub fn right(name: &'static str) -> PageColumn {
        PageColumn { name, right_aligned: true, min_width: None }
    }

    /// A text column that may be truncated to fit, down to `least` columns.
    pub fn truncatable(name: &'static str, least: usize) -> PageColumn {
        PageColumn { name, right_aligned: false, min_width: Some(least) }
    }
}

/// A table with column headers.
#[derive(Debug, Clone)]
pub struct PageTable {
    columns: Vec<PageColumn>,
    rows: Vec<Vec<PageCell>>,
}

impl PageTable {
    pub fn new(columns: impl Into<Vec<PageColumn>>) -> PageTable {
        PageTable { columns: columns.into(), rows: Vec::new() }
    }

    /// Adds a row: one cell per column.
    pub fn add_row(&mut self, cells: impl Into<Vec<PageCell>>) {
        self.rows.push(cells.into());
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Column widths that fit into `room`.
    fn widths(&self, room: usize) -> Vec<usize> {
        let natural = |(at, column): (usize, &PageColumn)| {
            let cells = self.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(&cell.column_text));
            cells.max().unwrap_or(0).max(width(column.name))
        };
        let mut widths: Vec<usize> = self.columns.iter().enumerate().map(natural).collect();
        let gaps = COLUMN_GAP.len() * self.columns.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > room {
            let can =
                |(at, column): (usize, &PageColumn)| column.min_width.filter(|least| *least < widths[at]).map(|_| at);
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
            let padded = cells.zip(&self.columns).zip(&widths).map(|((text, column), width)| {
                if column.right_aligned { pad_left(text, *width) } else { pad(text, *width) }
            });
            let row = padded.collect::<Vec<_>>().join(COLUMN_GAP);
            out.push_str(row.trim_end());
            out.push('\n');
        };
        line(&mut self.columns.iter().map(|column| column.name));
        for row in &self.rows {
            line(&mut row.iter().map(|cell| cell.column_text.as_str()));
        }
    }

    /// A numbered list; every value has its column's name.
    fn plain(&self, out: &mut String) {
        for (n, row) in (1..).zip(&self.rows) {
            let facts = self.columns.iter().zip(row).map(|(column, cell)| match column.name {
                "" => cell.plain_text().to_owned(),
                name => format!("{name}: {}", cell.plain_text()),
            });
            out.push_str(&format!("{n}. {}\n", facts.collect::<Vec<_>>().join("; ")));
        }
    }
}

#[derive(Debug, Clone)]
enum PageBlock {
    Line(String),
    Text(String),
    Facts(Vec<(&'static str, PageCell)>),
    Table(PageTable),
}

/// Output of a command, from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct OutputPage {
    blocks: Vec<PageBlock>,
}

impl OutputPage {
    /// A page with a heading.
    pub fn new(head: impl AsRef<str>) -> OutputPage {
        OutputPage::default().line(head)
    }

    /// A sentence.
    pub fn line(mut self, text: impl AsRef<str>) -> OutputPage {
        self.blocks.push(PageBlock::Line(clean_line(text.as_ref()).into_owned()));
        self
    }

    /// An indented text of several lines.
    pub fn text(mut self, text: &str) -> OutputPage {
        self.blocks.push(PageBlock::Text(clean(text).into_owned()));
        self
    }

    /// Names and values, one per line.
    pub fn facts(mut self, facts: impl Into<Vec<(&'static str, PageCell)>>) -> OutputPage {
        self.blocks.push(PageBlock::Facts(facts.into()));
        self
    }

    /// A table; omitted if it has no rows.
    pub fn table(mut self, table: PageTable) -> OutputPage {
        if !table.is_empty() {
            self.blocks.push(PageBlock::Table(table));
        }
        self
    }

    /// Renders aligned columns within a width of `columns`.
    pub fn render(&self, columns: usize) -> String {
        self.join_blocks(|block, out| match block {
            PageBlock::Line(text) => push_lines(out, &wrap(text, columns), ""),
            PageBlock::Text(text) => push_lines(out, &wrap(text, columns.saturating_sub(4)), "    "),
            PageBlock::Facts(facts) => {
                let names = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
                for (name, cell) in facts {
                    let room = columns.saturating_sub(names + COLUMN_GAP.len());
                    out.push_str(&format!("{}{COLUMN_GAP}{}\n", pad(name, names), fit(&cell.column_text, room)));
                }
            }
            PageBlock::Table(table) => table.render(columns, out),
        })
    }

    /// Renders one fact per line, with numbered lists and no columns.
    pub fn plain(&self) -> String {
        self.join_blocks(|block, out| match block {
            PageBlock::Line(text) => push_lines(out, &[Cow::Borrowed(text.as_str())], ""),
            PageBlock::Text(text) => push_lines(out, &text.lines().collect::<Vec<_>>(), ""),
            PageBlock::Facts(facts) => {
                for (name, cell) in facts {
                    out.push_str(&format!("{name}: {}\n", cell.plain_text()));
                }
            }
            PageBlock::Table(table) => table.plain(out),
        })
    }

    /// Joins the blocks with blank lines between them, but none between lines.
    fn join_blocks(&self, put: impl Fn(&PageBlock, &mut String)) -> String {
        let mut out = String::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let follows_line = at > 0 && matches!(self.blocks[at - 1], PageBlock::Line(_));
            let keeps = follows_line && matches!(block, PageBlock::Line(_) | PageBlock::Text(_));
            if at > 0 && !keeps {
                out.push('\n');
            }
            put(block, &mut out);
        }
        out
    }
}

fn push_lines(out: &mut String, lines: &[impl AsRef<str>], indent: &str) {
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

    fn page() -> OutputPage {
        let mut table =
            PageTable::new([PageColumn::right("left"), PageColumn::truncatable("subject", 8), PageColumn::left("who")]);
        table.add_row([
            PageCell::with_plain_text("−0:12", "12 m over"),
            PageCell::text("Nguyễn’s refund\x1b[31m is\nmissing"),
            PageCell::none(),
        ]);
        table.add_row([
            PageCell::with_plain_text("1:05", "1 h 5 m left"),
            PageCell::text("日本語"),
            PageCell::text("Minh"),
        ]);
        OutputPage::new("Queue").table(table).facts([("total", PageCell::number(2)), ("of", PageCell::none())])
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
