//! A spreadsheet: numbers are numbers, moments are dates, and texts are texts whatever they begin with.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_xlsxwriter::{ColNum, DocProperties, Format, RowNum, Workbook, Worksheet, XlsxError};

use super::{Error, plain};
use crate::domain::table::{Cell, Table};
use crate::domain::text::{clean, width};
use crate::domain::time::Zone;

/// Rows of a sheet below its header.
const MOST_ROWS: usize = 1_048_575;
/// Units of UTF-16 in a cell.
const LONGEST: usize = 32_767;
/// Whole numbers up to here are exact in a spreadsheet.
const EXACT: u64 = 1 << 53;
/// How wide a column is, in characters, and of how many rows it is taken.
const NARROWEST: usize = 6;
const WIDEST: usize = 60;
const MEASURED: usize = 500;

pub fn xlsx(table: &Table, zone: Zone, out: &mut dyn Write) -> Result<(), Error> {
    if table.rows.len() > MOST_ROWS {
        return Err(Error::Unfit(format!(
            "A sheet of an xlsx file has {MOST_ROWS} rows at most, and these are {}; choose csv.",
            table.rows.len()
        )));
    }
    let mut book = Workbook::new();
    let comment = format!("Times are those of {zone}; durations are seconds.");
    book.set_properties(&DocProperties::new().set_comment(comment));
    fill(book.add_worksheet(), table, zone).map_err(unfit)?;
    out.write_all(&book.save_to_buffer().map_err(unfit)?)?;
    Ok(())
}

/// What went wrong while a spreadsheet was written.
pub fn unfit(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => Error::Io(error),
        other => Error::Io(io::Error::other(other)),
    }
}

/// Puts a table on a sheet, with its names on top.
pub fn fill(sheet: &mut Worksheet, table: &Table, zone: Zone) -> Result<(), XlsxError> {
    let (head, moment) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"));
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, *name, &head)?;
        let cells = table.rows.iter().take(MEASURED).filter_map(|row| row.get(usize::from(column)));
        let widest = cells.map(|cell| shown_width(cell, zone)).max().unwrap_or(0).max(width(name) + 1);
        sheet.set_column_width(column, widest.clamp(NARROWEST, WIDEST) as f64 + 1.0)?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            put(sheet, row, column, cell, zone, &moment)?;
        }
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    row: RowNum,
    column: ColNum,
    cell: &Cell,
    zone: Zone,
    moment: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => drop(sheet.write_string(row, column, cut(&clean(text)))?),
        Cell::Count(n) if n.unsigned_abs() <= EXACT => drop(sheet.write_number(row, column, *n as f64)?),
        Cell::Number(number) if number.is_finite() => drop(sheet.write_number(row, column, *number)?),
        Cell::Span(span) => drop(sheet.write_number(row, column, span.num_seconds() as f64)?),
        Cell::YesNo(yes) => drop(sheet.write_boolean(row, column, *yes)?),
        Cell::Moment(at) if fits(zone.civil(*at)) => {
            sheet.write_datetime_with_format(row, column, zone.civil(*at), moment)?;
        }
        other => drop(sheet.write_string(row, column, plain(other, zone).unwrap_or_default())?),
    }
    Ok(())
}

/// Spreadsheets count from 1900, and there know a 29 February that never was.
fn fits(civil: NaiveDateTime) -> bool {
    (1901..=9999).contains(&civil.year()) && civil.nanosecond() < 1_000_000_000
}

/// A text that fits into a cell; what is cut off leaves an ellipsis.
fn cut(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units >= LONGEST
    });
    match end {
        // The character may be the last one that there is room for.
        Some((at, c)) if units > LONGEST || at + c.len_utf8() < text.len() => Cow::Owned(format!("{}…", &text[..at])),
        _ => Cow::Borrowed(text),
    }
}

fn shown_width(cell: &Cell, zone: Zone) -> usize {
    match cell {
        Cell::Text(text) => text.lines().map(width).max().unwrap_or(0),
        Cell::Moment(_) => "2026-03-02 09:00:00".len(),
        other => plain(other, zone).map_or(0, |text| text.len()),
    }
}
