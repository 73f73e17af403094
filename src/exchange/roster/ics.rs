//! The roster as a calendar (RFC 5545): a VEVENT for each shift and for each day of an absence.
//!
//! Read are single events with a beginning and an end: moments in UTC, in the zone of their `TZID`, or without a zone as the
//! team's clocks show them; whole days are absences. `SUMMARY` is `Minh: Morning`, or `Minh: sick` for an absence. An
//! event that repeats, or says nothing of when it is, is refused with its line; a cancelled one is none.
//!
//! Written are moments in UTC, which every calendar understands, and what a calendar has no place for (breaks, the kind of
//! an absence) beside it in properties of our own. A shift that begins in an hour that the clocks skip comes back as it
//! really is: later.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use super::Read;
use super::csv::{absence, breaks};
use crate::domain::desk::Team;
use crate::domain::icalendar::{Property, escaped, folded, lines, unescaped};
use crate::domain::roster::cells::{Away, Shape, absences, shifts};
use crate::domain::roster::plan::{Entry, Refused, Row};
use crate::domain::roster::table::listed;
use crate::domain::shift::Hours;
use crate::domain::text::fold;
use crate::domain::time::{Instant, Zone};

const BREAKS: &str = "X-SHIFTDESK-BREAKS";
const ABSENCE: &str = "X-SHIFTDESK-ABSENCE";
/// More than any person or roster needs; a longer absence is a typing error.
const MOST_DAYS: i64 = 366;

/// A day, or a moment as clocks of the team's zone show it.
#[derive(Debug, Clone, Copy)]
enum When {
    Day(NaiveDate),
    At(NaiveDateTime),
}

/// What is known of an event while it is read.
#[derive(Default)]
struct Event {
    line: u64,
    start: Option<When>,
    end: Option<When>,
    lasts: Option<TimeDelta>,
    summary: String,
    note: Option<String>,
    breaks: String,
    absence: Option<String>,
    cancelled: bool,
    /// Why it cannot be taken.
    wrong: Option<String>,
}

/// Reads a calendar; `names` are those of the team, of which one may have a colon in it.
///
/// # Errors
/// A sentence, where the text is no calendar.
pub fn read(text: &str, zone: Zone, names: &[&str]) -> Result<Read, String> {
    let mut read = Read { absences: true, ..Read::default() };
    let mut open: Vec<String> = Vec::new();
    let mut event = Event::default();
    let mut line = 1;
    let mut counted = 0;
    for one in lines(text) {
        line += text[counted..one.bytes.start].matches('\n').count() as u64;
        counted = one.bytes.start;
        if one.text.trim().is_empty() {
            continue;
        }
        let property = match Property::read(&one.text) {
            Ok(property) => property,
            Err(_) if open.is_empty() => {
                return Err("This is no calendar: it does not begin with BEGIN:VCALENDAR.".into());
            }
            Err(why) => {
                event.wrong.get_or_insert(why);
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
                    event = Event { line, ..Event::default() };
                }
                open.push(component);
            }
            (_, []) => return Err("This is no calendar: it does not begin with BEGIN:VCALENDAR.".into()),
            ("END", _) => {
                open.pop();
                if component == "VEVENT" {
                    let event = std::mem::take(&mut event);
                    let line = event.line;
                    match event.rows(names) {
                        Ok(rows) => read.rows.extend(rows),
                        Err(reason) => read.refused.push(Refused { line, reason }),
                    }
                }
            }
            (_, [.., inner]) if inner == "VEVENT" => event.take(&property, zone),
            _ => {}
        }
    }
    match open.pop() {
        Some(component) => Err(format!("The file ends before its {component} does; fetch it again.")),
        None => Ok(read),
    }
}

impl Event {
    fn take(&mut self, property: &Property, zone: Zone) {
        let said = || Some(unescaped(&property.value)).filter(|text| !text.is_empty());
        let outcome = match property.name.as_str() {
            "DTSTART" => when(property, zone).map(|at| self.start = Some(at)),
            "DTEND" => when(property, zone).map(|at| self.end = Some(at)),
            "DURATION" => length(&property.value).map(|span| self.lasts = Some(span)),
            "RRULE" | "RDATE" | "EXDATE" | "RECURRENCE-ID" => {
                Err("this event repeats, which is not understood here; export single events".into())
            }
            name => {
                match name {
                    "SUMMARY" => self.summary = said().unwrap_or_default(),
                    "DESCRIPTION" => self.note = said(),
                    "STATUS" => self.cancelled = property.value.trim().eq_ignore_ascii_case("CANCELLED"),
                    BREAKS => self.breaks = said().unwrap_or_default(),
                    ABSENCE => self.absence = said(),
                    _ => {}
                }
                Ok(())
            }
        };
        if let Err(why) = outcome {
            self.wrong.get_or_insert(why);
        }
    }

    fn rows(self, names: &[&str]) -> Result<Vec<Row>, String> {
        if self.cancelled {
            return Ok(Vec::new());
        }
        if let Some(why) = self.wrong {
            return Err(why);
        }
        let (person, called) = named(&self.summary, names).ok_or("this event has no SUMMARY; write ‘Minh: Morning’")?;
        let start = self.start.ok_or("this event has no DTSTART, so no day")?;
        let kind = match &self.absence {
            Some(kind) => Some(absence(kind)?),
            None => called.as_deref().and_then(|called| absence(called).ok()),
        };
        let row = |day, entry| Row { line: self.line, person: person.clone(), day, entry };
        match start {
            When::Day(first) => {
                let kind = kind.ok_or("an event of whole days is an absence; write ‘Minh: sick’")?;
                let end = match (self.end, self.lasts) {
                    (Some(When::Day(end)), _) => end.max(first + Days::new(1)),
                    (Some(When::At(_)), _) => return Err("an event begins and ends with days, or with hours".into()),
                    (None, Some(span)) => first + Days::new(span.num_days().clamp(1, MOST_DAYS + 1).unsigned_abs()),
                    (None, None) => first + Days::new(1),
                };
                if (end - first).num_days() > MOST_DAYS {
                    return Err("an absence lasts a year at most".into());
                }
                let away = Away { kind, hours: None, note: self.note };
                Ok(first
                    .iter_days()
                    .take_while(|day| *day < end)
                    .map(|day| row(day, Entry::Away(away.clone())))
                    .collect())
            }
            When::At(from) => {
                let to = match (self.end, self.lasts) {
                    (Some(When::At(to)), _) => to,
                    (Some(When::Day(_)), _) => return Err("an event begins and ends with days, or with hours".into()),
                    (None, Some(span)) => from + span,
                    (None, None) => return Err("this event has no DTEND; a shift has an end".into()),
                };
                let begins = from.hour() * 60 + from.minute();
                let lasts = (to - from).num_minutes();
                if !(1..=24 * 60).contains(&lasts) {
                    return Err(format!("this event lasts {lasts} minutes; a shift lasts up to 24 hours"));
                }
                let hours = Hours { from: begins, to: begins + lasts.unsigned_abs() as u32 };
                let entry = match kind {
                    Some(kind) => Entry::Away(Away { kind, hours: Some(hours), note: self.note }),
                    None => Entry::Shift(Shape { hours, name: called, breaks: breaks(&self.breaks, Some(hours))? }),
                };
                Ok(vec![row(from.date(), entry)])
            }
        }
    }
}

/// Whose event it is, and what it is called: a name of the team with a colon behind it, else what is before the first one.
fn named(summary: &str, names: &[&str]) -> Option<(String, Option<String>)> {
    let whole = fold(summary);
    let fits = |name: &&&str| {
        let rest = whole.strip_prefix(&fold(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with(':'))
    };
    let known = names.iter().filter(fits).max_by_key(|name| name.len());
    let colons = known.map_or(0, |name| name.matches(':').count());
    let mut cut = summary.match_indices(':').map(|(at, _)| at);
    let (person, called) = match cut.nth(colons) {
        Some(at) => (&summary[..at], summary[at + 1..].trim()),
        None => (summary, ""),
    };
    let person = Some(person.trim().to_owned()).filter(|person| !person.is_empty())?;
    Some((person, Some(called.to_owned()).filter(|called| !called.is_empty())))
}

/// `20260217`, `20260217T080000Z`, or in the zone of its `TZID`.
fn when(property: &Property, zone: Zone) -> Result<When, String> {
    let text = property.value.trim();
    let bad = || format!("‘{text}’ is not a time; it is written as 20260217T080000Z");
    if text.len() == 8 {
        return NaiveDate::parse_from_str(text, "%Y%m%d").map(When::Day).map_err(|_| bad());
    }
    let civil = |text: &str| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map_err(|_| bad());
    let at: Instant = match (text.strip_suffix('Z'), property.parameter("TZID")) {
        (Some(text), _) => civil(text)?.and_utc(),
        (None, None) => return civil(text).map(When::At),
        (None, Some(name)) => {
            let there: Zone = name.parse().map_err(|_| {
                format!("‘{name}’ is not a time zone that is known here; export the calendar with times in UTC")
            })?;
            there.instant(civil(text)?)
        }
    };
    Ok(When::At(zone.civil(at)))
}

/// `PT8H30M`, `P1D`.
fn length(text: &str) -> Result<TimeDelta, String> {
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
    }
    if number.is_empty() && total > 0 { Ok(TimeDelta::seconds(total)) } else { Err(bad()) }
}

/// The calendar of the days from `first` to `last`, both included, made at `now`.
pub fn write(team: &Team, zone: Zone, (first, last): (NaiveDate, NaiveDate), now: Instant) -> String {
    let mut out = String::new();
    let mut put = |text: String| out.push_str(&folded(&text));
    let utc = |at: Instant| at.format("%Y%m%dT%H%M%SZ").to_string();
    put("BEGIN:VCALENDAR".into());
    put("VERSION:2.0".into());
    put("PRODID:-//shiftdesk//roster//EN".into());
    for (id, person) in &team.people {
        for day in first.iter_days().take_while(|day| *day <= last) {
            for shift in shifts(team, (*id, day)) {
                let Shape { name, breaks, .. } = Shape::from(&shift.it);
                let name = name.map(|name| format!(": {name}")).unwrap_or_default();
                put("BEGIN:VEVENT".into());
                put(format!("UID:shift-{}@shiftdesk", shift.id));
                put(format!("DTSTAMP:{}", utc(now)));
                put(format!("DTSTART:{}", utc(shift.starts(zone))));
                put(format!("DTEND:{}", utc(shift.ends(zone))));
                put(format!("SUMMARY:{}", escaped(&format!("{}{name}", person.name))));
                if !breaks.is_empty() {
                    put(format!("{BREAKS}:{}", escaped(&listed(&breaks))));
                }
                put("END:VEVENT".into());
            }
            for absence in absences(team, (*id, day)) {
                let kind = absence.kind.name();
                put("BEGIN:VEVENT".into());
                put(format!("UID:absence-{}-{day}@shiftdesk", absence.id));
                put(format!("DTSTAMP:{}", utc(now)));
                match absence.hours {
                    Some(hours) => {
                        put(format!("DTSTART:{}", utc(zone.at_minute(day, hours.from))));
                        put(format!("DTEND:{}", utc(zone.at_minute(day, hours.to))));
                    }
                    None => {
                        put(format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
                        put(format!("DTEND;VALUE=DATE:{}", (day + Days::new(1)).format("%Y%m%d")));
                    }
                }
                put(format!("SUMMARY:{}", escaped(&format!("{}: {kind}", person.name))));
                put(format!("{ABSENCE}:{kind}"));
                if let Some(note) = &absence.note {
                    put(format!("DESCRIPTION:{}", escaped(note)));
                }
                put("END:VEVENT".into());
            }
        }
    }
    put("END:VCALENDAR".into());
    out
}
