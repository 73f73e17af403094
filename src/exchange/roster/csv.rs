//! Roster table: lenient reader for spreadsheets, and writer.

use std::io::{Read as Bytes, Seek};

use chrono::NaiveDate;

use super::RosterFile;
use crate::engine::roster::cell_input::break_within;
use crate::engine::roster::cells::{DayAbsence, ShiftPattern};
use crate::engine::roster::import_plan::{RosterEntry, RosterImportRow, RosterRowError};
use crate::engine::roster::table::ROSTER_COLUMNS;
use crate::exchange::csv::ImportError;
use crate::exchange::csv::dates::{self, DateFormat, DateOrder, ParsedDate};
use crate::exchange::csv::format::CsvFormat;
use crate::exchange::csv::headers::match_key;
use crate::exchange::csv::records::CsvRecord;
use crate::exchange::csv::values::clean_line_cell;
use crate::model::shift::Hours;

const MINUTES_PER_DAY: u32 = 24 * 60;

/// A column of the roster table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RosterColumn {
    Person,
    Day,
    From,
    To,
    Shift,
    Breaks,
    Absence,
    Note,
}

/// Known headers besides our own, in the order of the columns.
const HEADERS: [(RosterColumn, &[&str]); 8] = [
    (RosterColumn::Person, &["name", "agent", "employee", "who", "nhân viên", "họ tên", "tên"]),
    (RosterColumn::Day, &["date", "ngày"]),
    (RosterColumn::From, &["start", "start time", "begin", "begins", "từ", "bắt đầu"]),
    (RosterColumn::To, &["end", "end time", "until", "ends", "đến", "kết thúc"]),
    (RosterColumn::Shift, &["shift name", "template", "ca", "ca làm"]),
    (RosterColumn::Breaks, &["break", "pause", "nghỉ", "nghỉ giữa ca"]),
    (RosterColumn::Absence, &["away", "leave", "vắng", "vắng mặt"]),
    (RosterColumn::Note, &["notes", "comment", "ghi chú"]),
];

/// Reads a roster table. `written` is the specified date format, if any.
///
/// # Errors
/// If the file is unreadable, has no person or day column, or its dates are ambiguous.
pub fn read_roster_table(mut file: impl Bytes + Seek, written: Option<&DateFormat>) -> Result<RosterFile, ImportError> {
    let format = CsvFormat::detect(&mut file)?;
    let mut records = format.records(file)?;
    let mut record = CsvRecord::default();
    if !records.read(&mut record)? {
        return Err(ImportError::NeedsInput("The file is empty; a roster begins with a line of column names.".into()));
    }
    let header: Vec<String> = record.cells().map(|cell| match_key(&clean_line_cell(&cell))).collect();
    let find = |column: RosterColumn| {
        let others = HEADERS[column as usize].1;
        let names = [ROSTER_COLUMNS[column as usize]].into_iter().chain(others.iter().copied());
        names.into_iter().find_map(|name| header.iter().position(|head| *head == match_key(name)))
    };
    let places = HEADERS.map(|(column, _)| find(column));
    for column in [RosterColumn::Person, RosterColumn::Day] {
        if places[column as usize].is_none() {
            let (names, missing) = (ROSTER_COLUMNS.join(","), ROSTER_COLUMNS[column as usize]);
            return Err(ImportError::NeedsInput(format!(
                "The file has no column ‘{missing}’. A roster’s columns are {names}."
            )));
        }
    }
    let mut read =
        RosterFile { has_absences: places[RosterColumn::Absence as usize].is_some(), ..RosterFile::default() };
    let mut raw: Vec<(u64, [String; 8])> = Vec::new();
    while records.read(&mut record)? {
        if record.is_blank() {
            continue;
        }
        if record.fault.is_some() {
            let reason = "this row cannot be read: a quotation mark is never closed, or it is far too long".into();
            read.rejected.push(RosterRowError { line: record.line, reason });
            continue;
        }
        let cell =
            |place: Option<usize>| place.map(|at| clean_line_cell(&record.cell(at)).into_owned()).unwrap_or_default();
        raw.push((record.line, places.map(cell)));
    }
    let order = detect_date_order(&raw, written)?;
    for (line, cells) in &raw {
        match parse_row(cells, order, written) {
            Ok((person, day, entry)) => read.rows.push(RosterImportRow { line: *line, person, day, entry }),
            Err(reason) => read.rejected.push(RosterRowError { line: *line, reason }),
        }
    }
    Ok(read)
}

/// The date order, decided by the whole column.
fn detect_date_order(raw: &[(u64, [String; 8])], written: Option<&DateFormat>) -> Result<DateOrder, ImportError> {
    if let Some(DateFormat::Order(order)) = written {
        return Ok(*order);
    }
    let (mut sure, mut open) = (None, None);
    for (line, cells) in raw {
        let Some(day @ ParsedDate::Ambiguous { .. }) =
            parse_day_cell(&cells[RosterColumn::Day as usize], written).map(|it| it.day)
        else {
            continue;
        };
        match (day.resolve(DateOrder::DayFirst), day.resolve(DateOrder::MonthFirst)) {
            (Some(a), Some(b)) if a != b => open = open.or(Some((*line, &cells[RosterColumn::Day as usize]))),
            (Some(_), None) => sure = sure.or(Some(DateOrder::DayFirst)),
            (None, Some(_)) => sure = sure.or(Some(DateOrder::MonthFirst)),
            _ => {}
        }
    }
    match (sure, open) {
        (None, Some((line, day))) => Err(ImportError::NeedsInput(format!(
            "Line {line}: ‘{day}’ can be two different days. Say --dates dmy if the day comes first, or --dates mdy."
        ))),
        (sure, _) => Ok(sure.unwrap_or(DateOrder::DayFirst)),
    }
}

fn parse_day_cell(text: &str, written: Option<&DateFormat>) -> Option<dates::ParsedTimestamp> {
    match written {
        Some(DateFormat::Pattern(pattern)) => {
            dates::parse_with_pattern(text, pattern).or_else(|| dates::parse_timestamp(text))
        }
        _ => dates::parse_timestamp(text),
    }
}

fn parse_row(
    cells: &[String; 8],
    order: DateOrder,
    written: Option<&DateFormat>,
) -> Result<(String, NaiveDate, RosterEntry), String> {
    let cell = |column: RosterColumn| cells[column as usize].as_str();
    let non_empty = |column: RosterColumn| Some(cell(column)).filter(|text| !text.is_empty());
    let person = non_empty(RosterColumn::Person).ok_or("this row names nobody")?.to_owned();
    let text = non_empty(RosterColumn::Day).ok_or("this row names no day")?;
    let day = parse_day_cell(text, written).and_then(|stamp| stamp.day.resolve(order));
    let day = day.ok_or_else(|| format!("‘{text}’ is not a day; write it as 2026-11-23"))?;
    let hours = match (non_empty(RosterColumn::From), non_empty(RosterColumn::To)) {
        (None, None) => None,
        (Some(from), Some(to)) => {
            let read = |text: &str| {
                parse_time_of_day(text).ok_or_else(|| format!("‘{text}’ is not a time of day; write 8:00"))
            };
            let (from, to) = (read(from)?, read(to)?);
            if from >= MINUTES_PER_DAY {
                return Err("24:00 is the end of a day; write 0:00 of the next one".into());
            }
            Some(Hours::new(from, to))
        }
        _ => return Err("a row has both hours, from and to, or none".into()),
    };
    if let Some(kind) = non_empty(RosterColumn::Absence) {
        if non_empty(RosterColumn::Shift).is_some() || non_empty(RosterColumn::Breaks).is_some() {
            return Err("a row is a shift or an absence, not both; give each a row of its own".into());
        }
        let note = non_empty(RosterColumn::Note).map(str::to_owned);
        return Ok((person, day, RosterEntry::Absence(DayAbsence { kind: kind.parse()?, hours, note })));
    }
    if non_empty(RosterColumn::Note).is_some() {
        return Err("a note belongs to an absence; a shift has none. Leave it out".into());
    }
    let pauses = parse_breaks(cell(RosterColumn::Breaks), hours)?;
    let name = non_empty(RosterColumn::Shift).map(str::to_owned);
    let entry = match (hours, name) {
        (Some(hours), name) => RosterEntry::Shift(ShiftPattern { hours, name, breaks: pauses }),
        (None, Some(name)) => RosterEntry::Template(name, pauses),
        (None, None) => return Err("this row has neither hours, nor a shift, nor an absence".into()),
    };
    Ok((person, day, entry))
}

/// Parses `12:00-12:30; 15:00-15:10`; with a shift, breaks must lie within it.
pub fn parse_breaks(text: &str, shift: Option<Hours>) -> Result<Vec<Hours>, String> {
    let parts = text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty());
    let mut breaks = parts
        .map(|part| {
            let bad = || format!("‘{part}’ is not a break; write 12:00-12:30");
            let (from, to) = part.split_once(['-', '–']).ok_or_else(bad)?;
            let pause = parse_time_of_day(from)
                .zip(parse_time_of_day(to))
                .map(|(from, to)| Hours::new(from, to))
                .ok_or_else(bad)?;
            match shift {
                Some(shift) => {
                    break_within(shift, pause).ok_or_else(|| format!("the break {part} lies outside of its shift"))
                }
                None => Ok(pause),
            }
        })
        .collect::<Result<Vec<_>, String>>()?;
    breaks.sort();
    Ok(breaks)
}

/// Parses a time of day to minutes: `8`, `8:00`, `08:00:00`, `8.30`, `8h30`, `8:00 PM`.
pub fn parse_time_of_day(text: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    let (text, half) = ["am", "pm"]
        .into_iter()
        .find_map(|half| Some((text.strip_suffix(half)?.trim_end().to_owned(), Some(half))))
        .unwrap_or((text.clone(), None));
    let text = text.trim_end_matches('h');
    let digits = |part: &str| part.len() <= 2 && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split([':', 'h', '.']).collect();
    let (hours, minutes) = match parts[..] {
        [hours] if hours.len() == 4 && hours.is_ascii() => hours.split_at(2),
        [hours] => (hours, "0"),
        [hours, minutes] => (hours, minutes),
        [hours, minutes, "0" | "00"] => (hours, minutes),
        _ => return None,
    };
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let hours = match half {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some("am") => hours % 12,
        Some(_) => hours % 12 + 12,
        None => hours,
    };
    (minutes < 60 && hours * 60 + minutes <= MINUTES_PER_DAY).then_some(hours * 60 + minutes)
}
