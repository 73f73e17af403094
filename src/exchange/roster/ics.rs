//! Roster as a calendar (RFC 5545): one VEVENT per shift and per day of absence.
//!
//! Reads single events with start and end: in UTC, in the zone of their `TZID`, or without a zone in the team's.
//! All-day events are absences. `SUMMARY` is `Minh: Morning`, or `Minh: sick` for an absence. Recurring events and
//! events without times are rejected with their line; cancelled ones are skipped.
//!
//! Writes times in UTC, which every calendar understands. `X-SHIFTDESK-*` properties hold the rest: kind, shift name,
//! breaks, absence kind, and the civil day and hours, which UTC cannot express for hours that a clock change skips.
//! Where present they take precedence over the `SUMMARY`; the civil hours only if the event was not moved since.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use super::RosterFile;
use super::csv::parse_breaks;
use crate::engine::roster::cells::{DayAbsence, ShiftPattern, absences_in_cell, shifts_in_cell};
use crate::engine::roster::import_plan::{RosterEntry, RosterImportRow, RosterRowError};
use crate::engine::roster::table::format_breaks;
use crate::model::icalendar::{IcalProperty, escape, fold_line, unescape, unfold_lines};
use crate::model::shift::{AbsenceKind, Hours};
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::time::{Instant, Zone};

/// `shift` or `absence`.
const KIND: &str = "X-SHIFTDESK-KIND";
/// The shift's name.
const NAME: &str = "X-SHIFTDESK-NAME";
/// `20260217`, the civil day of a timed event.
const DAY: &str = "X-SHIFTDESK-DAY";
/// `1320-1800`, in minutes after that day's midnight.
const HOURS: &str = "X-SHIFTDESK-HOURS";
const BREAKS: &str = "X-SHIFTDESK-BREAKS";
const ABSENCE: &str = "X-SHIFTDESK-ABSENCE";
/// Longer absences are taken for typing errors.
const MAX_DAYS: i64 = 366;

/// A date, or a civil time in the team's zone.
#[derive(Debug, Clone, Copy)]
enum IcsTime {
    Date(NaiveDate),
    DateTime(NaiveDateTime),
}

/// An event while it is parsed.
#[derive(Default)]
struct IcsEvent {
    line: u64,
    start: Option<IcsTime>,
    end: Option<IcsTime>,
    duration: Option<TimeDelta>,
    summary: String,
    note: Option<String>,
    kind: Option<String>,
    name: Option<String>,
    day: Option<NaiveDate>,
    hours: Option<Hours>,
    breaks: String,
    absence: Option<String>,
    cancelled: bool,
    /// Why it is rejected.
    error: Option<String>,
}

/// Reads a calendar. The team resolves names that contain colons, and templates named like an absence kind.
///
/// # Errors
/// A sentence, if the text is not a calendar.
pub fn read_calendar(text: &str, zone: Zone, team: &Team) -> Result<RosterFile, String> {
    let mut read = RosterFile { has_absences: true, ..RosterFile::default() };
    let mut open: Vec<String> = Vec::new();
    let mut event = IcsEvent::default();
    let mut line = 1;
    let mut counted = 0;
    for one in unfold_lines(text) {
        line += text[counted..one.bytes.start].matches('\n').count() as u64;
        counted = one.bytes.start;
        if one.text.trim().is_empty() {
            continue;
        }
        let property = match IcalProperty::parse(&one.text) {
            Ok(property) => property,
            Err(_) if open.is_empty() => {
                return Err("This is no calendar: it does not begin with BEGIN:VCALENDAR.".into());
            }
            Err(why) => {
                event.error.get_or_insert(why);
                continue;
            }
        };
        let component = property.value.trim().to_ascii_uppercase();
        match (property.name.as_str(), open.as_slice()) {
            ("BEGIN", before) => {
                if before.is_empty() && component != "VCALENDAR" {
                    return Err("This is no calendar: it does not begin with BEGIN:VCALENDAR.".into());
                }
                if component == "VEVENT" {
                    event = IcsEvent { line, ..IcsEvent::default() };
                }
                open.push(component);
            }
            (_, []) => return Err("This is no calendar: it does not begin with BEGIN:VCALENDAR.".into()),
            ("END", _) => {
                open.pop();
                if component == "VEVENT" {
                    let event = std::mem::take(&mut event);
                    let line = event.line;
                    match event.into_rows(zone, team) {
                        Ok(rows) => read.rows.extend(rows),
                        Err(reason) => read.rejected.push(RosterRowError { line, reason }),
                    }
                }
            }
            (_, [.., inner]) if inner == "VEVENT" => event.apply_property(&property, zone),
            _ => {}
        }
    }
    match open.pop() {
        Some(component) => Err(format!("The file ends before its {component} does; fetch it again.")),
        None => Ok(read),
    }
}

impl IcsEvent {
    fn apply_property(&mut self, property: &IcalProperty, zone: Zone) {
        let value = || Some(unescape(&property.value)).filter(|text| !text.is_empty());
        let outcome = match property.name.as_str() {
            "DTSTART" => parse_ics_time(property, zone).map(|at| self.start = Some(at)),
            "DTEND" => parse_ics_time(property, zone).map(|at| self.end = Some(at)),
            "DURATION" => parse_ics_duration(&property.value).map(|span| self.duration = Some(span)),
            "RRULE" | "RDATE" | "EXDATE" | "RECURRENCE-ID" => {
                Err("this event repeats, which is not understood here; export single events".into())
            }
            name => {
                match name {
                    "SUMMARY" => self.summary = value().unwrap_or_default(),
                    "DESCRIPTION" => self.note = value(),
                    "STATUS" => self.cancelled = property.value.trim().eq_ignore_ascii_case("CANCELLED"),
                    KIND => self.kind = value().map(|kind| kind.to_ascii_lowercase()),
                    NAME => self.name = value(),
                    DAY => self.day = NaiveDate::parse_from_str(property.value.trim(), "%Y%m%d").ok(),
                    HOURS => self.hours = parse_minutes_range(&property.value),
                    BREAKS => self.breaks = value().unwrap_or_default(),
                    ABSENCE => self.absence = value(),
                    _ => {}
                }
                Ok(())
            }
        };
        if let Err(why) = outcome {
            self.error.get_or_insert(why);
        }
    }

    /// The person and the event's title.
    fn person_and_title(&self, team: &Team) -> Option<(String, Option<String>)> {
        // Our own name property marks the end of our summary, whatever colons it has, unless the summary was edited.
        let own = self.name.as_ref().and_then(|name| Some((self.summary.strip_suffix(name.as_str())?, name)));
        let own = own.and_then(|(rest, name)| Some((rest.trim_end().strip_suffix(':')?.trim(), name)));
        match own.filter(|(person, _)| !person.is_empty()) {
            Some((person, name)) => Some((person.to_owned(), Some(name.clone()))),
            None => split_summary(&self.summary, team),
        }
    }

    /// The absence kind, if it is an absence.
    fn absence_kind(&self, called: Option<&str>, team: &Team) -> Result<Option<AbsenceKind>, String> {
        let called = called.filter(|_| self.kind.as_deref() != Some("shift"));
        match (&self.absence, called) {
            (Some(kind), _) => kind.parse().map(Some),
            (None, Some(called)) => {
                let is_shift = |name: &str| fold(name) == fold(called);
                let timed = matches!(self.start, Some(IcsTime::DateTime(_))) && self.kind.is_none();
                let shift = timed && team.templates.iter().any(|template| is_shift(&template.name));
                Ok(called.parse().ok().filter(|_| !shift))
            }
            (None, None) => Ok(None),
        }
    }

    /// The recorded civil day and hours, if the event still has the same times.
    fn recorded_hours(&self, zone: Zone, from: NaiveDateTime, to: NaiveDateTime) -> Option<(NaiveDate, Hours)> {
        let (day, hours) = self.day.zip(self.hours)?;
        let (begins, ends) = hours_to_instants(zone, day, hours);
        ((zone.civil(begins), zone.civil(ends)) == (from, to)).then_some((day, hours))
    }

    fn into_rows(self, zone: Zone, team: &Team) -> Result<Vec<RosterImportRow>, String> {
        if self.cancelled {
            return Ok(Vec::new());
        }
        if let Some(why) = self.error {
            return Err(why);
        }
        let (person, called) = self.person_and_title(team).ok_or("this event has no SUMMARY; write ‘Minh: Morning’")?;
        let start = self.start.ok_or("this event has no DTSTART, so no day")?;
        let kind = self.absence_kind(called.as_deref(), team)?;
        let row = |day, entry| RosterImportRow { line: self.line, person: person.clone(), day, entry };
        match start {
            IcsTime::Date(first) => {
                let kind = kind.ok_or("an event of whole days is an absence; write ‘Minh: sick’")?;
                let end = match (self.end, self.duration) {
                    (Some(IcsTime::Date(end)), _) => end.max(first + Days::new(1)),
                    (Some(IcsTime::DateTime(_)), _) => {
                        return Err("an event begins and ends with days, or with hours".into());
                    }
                    (None, Some(span)) => first + Days::new(span.num_days().max(1).unsigned_abs()),
                    (None, None) => first + Days::new(1),
                };
                if (end - first).num_days() > MAX_DAYS {
                    return Err("an absence lasts a year at most".into());
                }
                let away = DayAbsence { kind, hours: None, note: self.note };
                Ok(first
                    .iter_days()
                    .take_while(|day| *day < end)
                    .map(|day| row(day, RosterEntry::Absence(away.clone())))
                    .collect())
            }
            IcsTime::DateTime(from) => {
                let to = match (self.end, self.duration) {
                    (Some(IcsTime::DateTime(to)), _) => to,
                    (Some(IcsTime::Date(_)), _) => {
                        return Err("an event begins and ends with days, or with hours".into());
                    }
                    (None, Some(span)) => from.checked_add_signed(span).ok_or("this event ends too late")?,
                    (None, None) => return Err("this event has no DTEND; a shift has an end".into()),
                };
                let (day, hours) = match self.recorded_hours(zone, from, to) {
                    Some(own) => own,
                    None => hours_between(from, to)?,
                };
                let entry = match kind {
                    Some(kind) => RosterEntry::Absence(DayAbsence { kind, hours: Some(hours), note: self.note }),
                    None => RosterEntry::Shift(ShiftPattern {
                        hours,
                        name: called,
                        breaks: parse_breaks(&self.breaks, Some(hours))?,
                    }),
                };
                Ok(vec![row(day, entry)])
            }
        }
    }
}

/// The day and hours between two times, rounded to minutes.
fn hours_between(from: NaiveDateTime, to: NaiveDateTime) -> Result<(NaiveDate, Hours), String> {
    let whole = |at: NaiveDateTime| at.checked_add_signed(TimeDelta::seconds(29))?.with_second(0);
    let (from, to) = whole(from).zip(whole(to)).ok_or("this event is too late")?;
    let lasts = (to - from).num_minutes();
    if !(1..=24 * 60).contains(&lasts) {
        return Err(format!("this event lasts {lasts} minutes; a shift lasts up to 24 hours"));
    }
    let begins = from.hour() * 60 + from.minute();
    Ok((from.date(), Hours { from: begins, to: begins + lasts.unsigned_abs() as u32 }))
}

/// Start and end of a day's hours. If a clock change skips the start, the shift may have no length.
fn hours_to_instants(zone: Zone, day: NaiveDate, hours: Hours) -> (Instant, Instant) {
    let begins = zone.at_minute(day, hours.from);
    (begins, zone.at_minute(day, hours.to).max(begins))
}

/// Parses `1320-1800`.
fn parse_minutes_range(text: &str) -> Option<Hours> {
    let (from, to) = text.trim().split_once('-')?;
    let hours = Hours { from: from.parse().ok()?, to: to.parse().ok()? };
    (hours.from < 24 * 60 && hours.from < hours.to && hours.to - hours.from <= 24 * 60).then_some(hours)
}

/// Splits a summary at the colon after a known name, else at the first colon.
fn split_summary(summary: &str, team: &Team) -> Option<(String, Option<String>)> {
    let whole = fold(summary);
    let fits = |name: &&str| {
        let rest = whole.strip_prefix(&fold(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with(':'))
    };
    let known = team.people.values().map(|person| person.name.as_str()).filter(fits).max_by_key(|name| name.len());
    let colons = known.map_or(0, |name| name.matches(':').count());
    let mut cut = summary.match_indices(':').map(|(at, _)| at);
    let (person, called) = match cut.nth(colons) {
        Some(at) => (&summary[..at], summary[at + 1..].trim()),
        None => (summary, ""),
    };
    let person = Some(person.trim().to_owned()).filter(|person| !person.is_empty())?;
    Some((person, Some(called.to_owned()).filter(|called| !called.is_empty())))
}

/// Parses `20260217`, `20260217T080000Z`, or a time in the zone of its `TZID`.
fn parse_ics_time(property: &IcalProperty, zone: Zone) -> Result<IcsTime, String> {
    let text = property.value.trim();
    let bad = || format!("‘{text}’ is not a time; it is written as 20260217T080000Z");
    // Rejects signed years.
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(bad());
    }
    if text.len() == 8 {
        return NaiveDate::parse_from_str(text, "%Y%m%d").map(IcsTime::Date).map_err(|_| bad());
    }
    let civil = |text: &str| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map_err(|_| bad());
    let at: Instant = match (text.strip_suffix('Z'), property.parameter("TZID")) {
        (Some(text), _) => civil(text)?.and_utc(),
        (None, None) => return civil(text).map(IcsTime::DateTime),
        (None, Some(name)) => {
            let there: Zone = name.parse().map_err(|_| {
                format!("‘{name}’ is not a time zone that is known here; export the calendar with times in UTC")
            })?;
            there.instant(civil(text)?)
        }
    };
    Ok(IcsTime::DateTime(zone.civil(at)))
}

/// Parses `PT8H30M` or `P1D`, at most [`MAX_DAYS`].
fn parse_ics_duration(text: &str) -> Result<TimeDelta, String> {
    let bad = || format!("‘{text}’ is not a length; it is written as PT8H");
    let body = text.trim().trim_start_matches('+').strip_prefix('P').ok_or_else(bad)?;
    let (mut total, mut number) = (0_i64, String::new());
    for c in body.chars() {
        let unit = match c {
            '0'..='9' if number.len() < 6 => {
                number.push(c);
                continue;
            }
            'T' if number.is_empty() => continue,
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            _ => return Err(bad()),
        };
        total += std::mem::take(&mut number).parse::<i64>().map_err(|_| bad())? * unit;
        if total > MAX_DAYS * 86_400 {
            return Err(format!("‘{}’ is too long: a shift lasts up to 24 hours, an absence a year", text.trim()));
        }
    }
    if number.is_empty() && total > 0 { Ok(TimeDelta::seconds(total)) } else { Err(bad()) }
}

/// Writes the calendar from `first` to `last`, both included; `now` becomes DTSTAMP.
pub fn write_calendar(team: &Team, zone: Zone, (first, last): (NaiveDate, NaiveDate), now: Instant) -> String {
    let mut out = String::new();
    let mut put = |text: String| out.push_str(&fold_line(&text));
    let utc = |at: Instant| at.format("%Y%m%dT%H%M%SZ").to_string();
    let timed = |day: NaiveDate, hours: Hours| {
        let (begins, ends) = hours_to_instants(zone, day, hours);
        [
            format!("DTSTART:{}", utc(begins)),
            format!("DTEND:{}", utc(ends)),
            format!("{DAY}:{}", day.format("%Y%m%d")),
            format!("{HOURS}:{}-{}", hours.from, hours.to),
        ]
    };
    put("BEGIN:VCALENDAR".into());
    put("VERSION:2.0".into());
    put("PRODID:-//shiftdesk//roster//EN".into());
    for (id, person) in &team.people {
        for day in first.iter_days().take_while(|day| *day <= last) {
            for shift in shifts_in_cell(team, (*id, day)) {
                let ShiftPattern { hours, name, breaks } = ShiftPattern::from(&shift.it);
                let called = name.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
                put("BEGIN:VEVENT".into());
                put(format!("UID:shift-{}@shiftdesk", shift.id));
                put(format!("DTSTAMP:{}", utc(now)));
                timed(day, hours).into_iter().for_each(&mut put);
                put(format!("SUMMARY:{}", escape(&format!("{}{called}", person.name))));
                put(format!("{KIND}:shift"));
                if let Some(name) = &name {
                    put(format!("{NAME}:{}", escape(name)));
                }
                if !breaks.is_empty() {
                    put(format!("{BREAKS}:{}", escape(&format_breaks(&breaks))));
                }
                put("END:VEVENT".into());
            }
            for absence in absences_in_cell(team, (*id, day)) {
                let kind = absence.kind.name();
                put("BEGIN:VEVENT".into());
                put(format!("UID:absence-{}-{day}@shiftdesk", absence.id));
                put(format!("DTSTAMP:{}", utc(now)));
                match absence.hours {
                    Some(hours) => timed(day, hours).into_iter().for_each(&mut put),
                    None => {
                        put(format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
                        put(format!("DTEND;VALUE=DATE:{}", (day + Days::new(1)).format("%Y%m%d")));
                    }
                }
                put(format!("SUMMARY:{}", escape(&format!("{}: {kind}", person.name))));
                put(format!("{KIND}:absence"));
                put(format!("{ABSENCE}:{kind}"));
                if let Some(note) = &absence.note {
                    put(format!("DESCRIPTION:{}", escape(note)));
                }
                put("END:VEVENT".into());
            }
        }
    }
    put("END:VCALENDAR".into());
    out
}
