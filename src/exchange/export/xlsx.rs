//! Spreadsheet export: numbers are numbers, timestamps are dates, text is never a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_xlsxwriter::{ColNum, DocProperties, Format, RowNum, Workbook, Worksheet, XlsxError};

use super::cell::format_non_text;
use super::error::ExportError;
use crate::model::table::{DataTable, TableCell};
use crate::model::text::{clean, width};
use crate::model::time::Zone;

/// Maximum rows below the header.
const MAX_ROWS: usize = 1_048_575;
/// Maximum UTF-16 units per cell.
const MAX_CELL_UTF16: usize = 32_767;
/// Largest integer that a spreadsheet holds exactly.
const MAX_EXACT_INTEGER: u64 = 1 << 53;
/// Column width limits in characters, and how many rows are measured.
const MIN_COLUMN_WIDTH: usize = 6;
const MAX_COLUMN_WIDTH: usize = 60;
const MEASURED_ROWS: usize = 500;

/// Writes a table as a workbook with one sheet.
pub fn write_xlsx(table: &DataTable, zone: Zone, out: &mut dyn Write) -> Result<(), ExportError> {
    if table.rows.len() > MAX_ROWS {
        return Err(ExportError::DoesNotFit(format!(
            "A sheet of an xlsx file has {MAX_ROWS} rows at most, and these are {}; choose csv.",
            table.rows.len()
        )));
    }
    let mut book = Workbook::new();
    let comment = format!("Times are those of {zone}; durations are seconds.");
    book.set_properties(&DocProperties::new().set_comment(comment));
    write_sheet(book.add_worksheet(), table, zone).map_err(from_xlsx_error)?;
    out.write_all(&book.save_to_buffer().map_err(from_xlsx_error)?)?;
    Ok(())
}

/// Converts a writer error.
pub fn from_xlsx_error(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => ExportError::Io(error),
        other => ExportError::Io(io::Error::other(other)),
    }
}

/// Writes a table to a sheet, with a header row.
pub fn write_sheet(sheet: &mut Worksheet, table: &DataTable, zone: Zone) -> Result<(), XlsxError> {
    let (head, moment) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"));
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, *name, &head)?;
        let cells = table.rows.iter().take(MEASURED_ROWS).filter_map(|row| row.get(usize::from(column)));
        let widest = cells.map(|cell| display_width(cell, zone)).max().unwrap_or(0).max(width(name) + 1);
        sheet.set_column_width(column, widest.clamp(MIN_COLUMN_WIDTH, MAX_COLUMN_WIDTH) as f64 + 1.0)?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, row, column, cell, zone, &moment)?;
        }
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: RowNum,
    column: ColNum,
    cell: &TableCell,
    zone: Zone,
    moment: &Format,
) -> Result<(), XlsxError> {
    match cell {
        TableCell::Empty => {}
        TableCell::Text(text) => drop(sheet.write_string(row, column, truncate_cell(&clean(text)))?),
        TableCell::Count(n) if n.unsigned_abs() <= MAX_EXACT_INTEGER => {
            sheet.write_number(row, column, *n as f64)?;
        }
        TableCell::Number(number) if number.is_finite() => drop(sheet.write_number(row, column, *number)?),
        TableCell::Duration(span) => drop(sheet.write_number(row, column, span.num_seconds() as f64)?),
        TableCell::YesNo(yes) => drop(sheet.write_boolean(row, column, *yes)?),
        TableCell::Moment(at) if is_excel_date(zone.civil(*at)) => {
            sheet.write_datetime_with_format(row, column, zone.civil(*at), moment)?;
        }
        other => drop(sheet.write_string(row, column, format_non_text(other, zone).unwrap_or_default())?),
    }
    Ok(())
}

/// Excel dates start in 1900 and include a 29 February 1900 that did not exist.
fn is_excel_date(civil: NaiveDateTime) -> bool {
    (1901..=9999).contains(&civil.year()) && civil.nanosecond() < 1_000_000_000
}

/// Truncates text to the cell limit, with an ellipsis.
fn truncate_cell(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units >= MAX_CELL_UTF16
    });
    match end {
        // A character that ends exactly at the limit still fits.
        Some((at, c)) if units > MAX_CELL_UTF16 || at + c.len_utf8() < text.len() => {
            Cow::Owned(format!("{}…", &text[..at]))
        }
        _ => Cow::Borrowed(text),
    }
}

fn display_width(cell: &TableCell, zone: Zone) -> usize {
    match cell {
        TableCell::Text(text) => text.lines().map(width).max().unwrap_or(0),
        TableCell::Moment(_) => "2026-03-02 09:00:00".len(),
        other => format_non_text(other, zone).map_or(0, |text| text.len()),
    }
}
