//! The roster as a table, read as leniently as other people's spreadsheets are, and written.

use std::io::{Read as Bytes, Seek};

use chrono::NaiveDate;

use super::Read;
use crate::domain::roster::cells::{Away, Shape};
use crate::domain::roster::plan::{Entry, Refused, Row};
use crate::domain::roster::table::COLUMNS;
use crate::domain::roster::typed::within;
use crate::domain::shift::Hours;
use crate::exchange::csv::Error;
use crate::exchange::csv::dates::{self, Day, Order, Written};
use crate::exchange::csv::format::Format;
use crate::exchange::csv::names::key;
use crate::exchange::csv::records::Record;
use crate::exchange::csv::values::line;

const DAY: u32 = 24 * 60;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Person,
    Day,
    From,
    To,
    Shift,
    Breaks,
    Absence,
    Note,
}

/// What the columns are called besides the name that we give them, in the same order.
const HEADERS: [(Column, &[&str]); 8] = [
    (Column::Person, &["name", "agent", "employee", "who", "nhân viên", "họ tên", "tên"]),
    (Column::Day, &["date", "ngày"]),
    (Column::From, &["start", "start time", "begin", "begins", "từ", "bắt đầu"]),
    (Column::To, &["end", "end time", "until", "ends", "đến", "kết thúc"]),
    (Column::Shift, &["shift name", "template", "ca", "ca làm"]),
    (Column::Breaks, &["break", "pause", "nghỉ", "nghỉ giữa ca"]),
    (Column::Absence, &["away", "leave", "vắng", "vắng mặt"]),
    (Column::Note, &["notes", "comment", "ghi chú"]),
];

/// Reads a table. `written` is how its dates are written, where somebody has said so.
///
/// # Errors
/// Where the file cannot be read at all, has no header that names person and day, or leaves open which of two days its
/// dates mean.
pub fn read(mut file: impl Bytes + Seek, written: Option<&Written>) -> Result<Read, Error> {
    let format = Format::detect(&mut file)?;
    let mut records = format.records(file)?;
    let mut record = Record::default();
    if !records.read(&mut record)? {
        return Err(Error::Ask("The file is empty; a roster begins with a line of column names.".into()));
    }
    let header: Vec<String> = record.cells().map(|cell| key(&line(&cell))).collect();
    let find = |column: Column| {
        let others = HEADERS[column as usize].1;
        let names = [COLUMNS[column as usize]].into_iter().chain(others.iter().copied());
        names.into_iter().find_map(|name| header.iter().position(|head| *head == key(name)))
    };
    let places = HEADERS.map(|(column, _)| find(column));
    for column in [Column::Person, Column::Day] {
        if places[column as usize].is_none() {
            let (names, missing) = (COLUMNS.join(","), COLUMNS[column as usize]);
            return Err(Error::Ask(format!("The file has no column ‘{missing}’. A roster’s columns are {names}.")));
        }
    }
    let mut read = Read { absences: places[Column::Absence as usize].is_some(), ..Read::default() };
    let mut raw: Vec<(u64, [String; 8])> = Vec::new();
    while records.read(&mut record)? {
        if record.is_blank() {
            continue;
        }
        if record.fault.is_some() {
            let reason = "this row cannot be read: a quotation mark is never closed, or it is far too long".into();
            read.refused.push(Refused { line: record.line, reason });
            continue;
        }
        let cell = |place: Option<usize>| place.map(|at| line(&record.cell(at)).into_owned()).unwrap_or_default();
        raw.push((record.line, places.map(cell)));
    }
    let order = order(&raw, written)?;
    for (line, cells) in &raw {
        match row(cells, order, written) {
            Ok((person, day, entry)) => read.rows.push(Row { line: *line, person, day, entry }),
            Err(reason) => read.refused.push(Refused { line: *line, reason }),
        }
    }
    Ok(read)
}

/// In which order the dates of three numbers are, told by the whole column.
fn order(raw: &[(u64, [String; 8])], written: Option<&Written>) -> Result<Order, Error> {
    if let Some(Written::In(order)) = written {
        return Ok(*order);
    }
    let (mut sure, mut open) = (None, None);
    for (line, cells) in raw {
        let Some(day @ Day::Numbers { .. }) = stamp(&cells[Column::Day as usize], written).map(|it| it.day) else {
            continue;
        };
        match (day.read(Order::DayFirst), day.read(Order::MonthFirst)) {
            (Some(a), Some(b)) if a != b => open = open.or(Some((*line, &cells[Column::Day as usize]))),
            (Some(_), None) => sure = sure.or(Some(Order::DayFirst)),
            (None, Some(_)) => sure = sure.or(Some(Order::MonthFirst)),
            _ => {}
        }
    }
    match (sure, open) {
        (None, Some((line, day))) => Err(Error::Ask(format!(
            "Line {line}: ‘{day}’ can be two different days. Say --dates dmy if the day comes first, or --dates mdy."
        ))),
        (sure, _) => Ok(sure.unwrap_or(Order::DayFirst)),
    }
}

fn stamp(text: &str, written: Option<&Written>) -> Option<dates::Stamp> {
    match written {
        Some(Written::As(pattern)) => dates::read_as(text, pattern).or_else(|| dates::read(text)),
        _ => dates::read(text),
    }
}

fn row(cells: &[String; 8], order: Order, written: Option<&Written>) -> Result<(String, NaiveDate, Entry), String> {
    let cell = |column: Column| cells[column as usize].as_str();
    let said = |column: Column| Some(cell(column)).filter(|text| !text.is_empty());
    let person = said(Column::Person).ok_or("this row names nobody")?.to_owned();
    let text = said(Column::Day).ok_or("this row names no day")?;
    let day = stamp(text, written).and_then(|stamp| stamp.day.read(order));
    let day = day.ok_or_else(|| format!("‘{text}’ is not a day; write it as 2026-11-23"))?;
    let hours = match (said(Column::From), said(Column::To)) {
        (None, None) => None,
        (Some(from), Some(to)) => {
            let read = |text: &str| time(text).ok_or_else(|| format!("‘{text}’ is not a time of day; write 8:00"));
            let (from, to) = (read(from)?, read(to)?);
            if from >= DAY {
                return Err("24:00 is the end of a day; write 0:00 of the next one".into());
            }
            Some(Hours::new(from, to))
        }
        _ => return Err("a row has both hours, from and to, or none".into()),
    };
    if let Some(kind) = said(Column::Absence) {
        if said(Column::Shift).is_some() || said(Column::Breaks).is_some() {
            return Err("a row is a shift or an absence, not both; give each a row of its own".into());
        }
        let note = said(Column::Note).map(str::to_owned);
        return Ok((person, day, Entry::Away(Away { kind: kind.parse()?, hours, note })));
    }
    if said(Column::Note).is_some() {
        return Err("a note belongs to an absence; a shift has none. Leave it out".into());
    }
    let pauses = breaks(cell(Column::Breaks), hours)?;
    let name = said(Column::Shift).map(str::to_owned);
    let entry = match (hours, name) {
        (Some(hours), name) => Entry::Shift(Shape { hours, name, breaks: pauses }),
        (None, Some(name)) => Entry::Named(name, pauses),
        (None, None) => return Err("this row has neither hours, nor a shift, nor an absence".into()),
    };
    Ok((person, day, entry))
}

/// `12:00-12:30; 15:00-15:10`, where the shift has them.
pub fn breaks(text: &str, shift: Option<Hours>) -> Result<Vec<Hours>, String> {
    let parts = text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty());
    let mut breaks = parts
        .map(|part| {
            let bad = || format!("‘{part}’ is not a break; write 12:00-12:30");
            let (from, to) = part.split_once(['-', '–']).ok_or_else(bad)?;
            let pause = time(from).zip(time(to)).map(|(from, to)| Hours::new(from, to)).ok_or_else(bad)?;
            match shift {
                Some(shift) => {
                    within(shift, pause).ok_or_else(|| format!("the break {part} lies outside of its shift"))
                }
                None => Ok(pause),
            }
        })
        .collect::<Result<Vec<_>, String>>()?;
    breaks.sort();
    Ok(breaks)
}

/// A time of day as spreadsheets and people write it, in minutes: `8`, `8:00`, `08:00:00`, `8.30`, `8h30`, `8:00 PM`.
pub fn time(text: &str) -> Option<u32> {
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
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}
