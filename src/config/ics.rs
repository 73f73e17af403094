//! Parses holidays from an iCalendar file (RFC 5545) as published by governments and calendar programs.
//!
//! No crate is used: none reports the line of an error, and those that expand rules depend on a regex engine. Holidays
//! need only whole days, a name and yearly rules.
//!
//! - An event lasts whole days, with an exclusive end: `DTSTART;VALUE=DATE`, `DTEND` or `DURATION` in days.
//! - Yearly `RRULE` with `INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`, `BYMONTHDAY` and `BYDAY`; `RDATE`, `EXDATE`.
//!   Recurrences are expanded from 1990 to 2049.
//! - Cancelled events are ignored. Events on the same day are one holiday with all their names.
//!
//! Anything else that affects dates is an error with its line, so that no holiday is silently lost.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::model::icalendar::{IcalProperty, unescape, unfold_lines};
use crate::model::text::clean_line;

/// Years for which recurrence rules are expanded.
const EXPANDED_YEARS: RangeInclusive<i32> = 1990..=2049;
/// Maximum length of a holiday, in days.
const MAX_EVENT_DAYS: u64 = 366;

/// Parse error with its byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayIcsError {
    pub bytes: Range<usize>,
    pub message: String,
}

/// Parses the holidays: each day once, with its name.
pub fn parse_holidays(text: &str) -> Result<BTreeMap<NaiveDate, String>, HolidayIcsError> {
    let mut days = BTreeMap::new();
    let mut open: Vec<(String, Range<usize>)> = Vec::new();
    let mut event = HolidayEvent::default();
    for line in unfold_lines(text) {
        let wrong = |message: String| HolidayIcsError { bytes: line.bytes.clone(), message };
        if line.text.trim().is_empty() {
            continue;
        }
        let property = IcalProperty::parse(&line.text).map_err(wrong)?;
        match (property.name.as_str(), open.len()) {
            ("BEGIN", depth) => {
                let component = property.value.trim().to_ascii_uppercase();
                check_component(&component, depth).map_err(wrong)?;
                if component == "VEVENT" {
                    event = HolidayEvent::default();
                }
                open.push((component, line.bytes));
            }
            (_, 0) => return Err(wrong("this is no iCalendar file: it does not begin with BEGIN:VCALENDAR".into())),
            ("END", depth) => {
                let component = property.value.trim().to_ascii_uppercase();
                let (begun, bytes) = open.pop().unwrap_or_default();
                if begun != component {
                    return Err(wrong(format!("{component} ends here, but what is open is {begun}")));
                }
                if component == "VEVENT" && depth == 2 {
                    std::mem::take(&mut event)
                        .add_days(&mut days)
                        .map_err(|message| HolidayIcsError { bytes, message })?;
                }
            }
            // Properties of alarms and time zones do not affect dates.
            (_, 2) if open[1].0 == "VEVENT" => event.read_property(&property).map_err(wrong)?,
            _ => {}
        }
    }
    if let Some((component, bytes)) = open.pop() {
        return Err(HolidayIcsError {
            bytes,
            message: format!("the file ends before this {component} does; fetch it again"),
        });
    }
    Ok(days)
}

/// Checks that a component is valid at this depth and is either understood or safe to ignore.
fn check_component(component: &str, depth: usize) -> Result<(), String> {
    match (component, depth) {
        ("VCALENDAR", 0) | ("VEVENT" | "VTIMEZONE", 1) => Ok(()),
        (_, 0) => Err("this is no iCalendar file: it does not begin with BEGIN:VCALENDAR".into()),
        ("VCALENDAR" | "VEVENT", _) => Err(format!("a {component} cannot stand inside of another component")),
        (other, 1) if !other.starts_with("X-") => {
            Err(format!("a {other} is no holiday; take it out, or export only events"))
        }
        _ => Ok(()),
    }
}

/// Date values of a property.
trait DateValues {
    fn parse_day(&self) -> Result<NaiveDate, String>;
    fn days(&self) -> Result<Vec<NaiveDate>, String>;
}

impl DateValues for IcalProperty {
    /// The value as a date.
    fn parse_day(&self) -> Result<NaiveDate, String> {
        day(self.value.trim())
    }

    fn days(&self) -> Result<Vec<NaiveDate>, String> {
        if self.parameters.iter().any(|parameter| parameter == "VALUE=PERIOD") {
            return Err(format!("{} names hours; a holiday lasts whole days", self.name));
        }
        self.value.split(',').map(|value| day(value.trim())).collect()
    }
}

/// Parses a date such as `20260217`.
fn day(value: &str) -> Result<NaiveDate, String> {
    if value.contains('T') {
        return Err(format!("‘{value}’ is a time of day; a holiday lasts whole days, such as 20260217"));
    }
    let date = NaiveDate::parse_from_str(value, "%Y%m%d").ok().filter(|_| value.len() == 8);
    date.filter(|date| (1..=9000).contains(&date.year()))
        .ok_or_else(|| format!("‘{value}’ is not a day; it is written as 20260217"))
}

/// The properties of a `VEVENT` read so far.
#[derive(Default)]
struct HolidayEvent {
    start: Option<NaiveDate>,
    /// Exclusive.
    end: Option<NaiveDate>,
    duration_days: Option<u64>,
    name: Option<String>,
    rule: Option<RecurrenceRule>,
    extra_dates: Vec<NaiveDate>,
    excluded_dates: Vec<NaiveDate>,
    cancelled: bool,
}

impl HolidayEvent {
    fn read_property(&mut self, property: &IcalProperty) -> Result<(), String> {
        let twice = match property.name.as_str() {
            "DTSTART" => self.start.replace(property.parse_day()?).is_some(),
            "DTEND" => self.end.replace(property.parse_day()?).is_some(),
            "DURATION" => self.duration_days.replace(parse_duration_days(&property.value)?).is_some(),
            "SUMMARY" => self.name.replace(unescape(&property.value)).is_some(),
            "RRULE" => self.rule.replace(RecurrenceRule::parse(&property.value)?).is_some(),
            "RDATE" => {
                self.extra_dates.extend(property.days()?);
                false
            }
            "EXDATE" => {
                self.excluded_dates.extend(property.days()?);
                false
            }
            "STATUS" => {
                self.cancelled = property.value.trim().eq_ignore_ascii_case("CANCELLED");
                false
            }
            "EXRULE" | "RECURRENCE-ID" => {
                return Err(format!("{} is not understood here; list the days themselves", property.name));
            }
            // Other properties do not affect dates.
            _ => false,
        };
        if twice { Err(format!("{} stands twice in this event; keep one of them", property.name)) } else { Ok(()) }
    }

    /// Adds the event's days to `days`.
    fn add_days(self, days: &mut BTreeMap<NaiveDate, String>) -> Result<(), String> {
        if self.cancelled {
            return Ok(());
        }
        let name = self.name.filter(|name| !name.is_empty());
        let name = name.ok_or("this event has no SUMMARY; a holiday needs a name")?;
        let first = self.start.ok_or_else(|| format!("the event ‘{name}’ has no DTSTART, so no day"))?;
        // Some programs set DTEND to the first day of a one-day event.
        let length = match (self.end, self.duration_days) {
            (None, None) => 1,
            (None, Some(length)) => length,
            (Some(end), None) if end < first => return Err(format!("the event ‘{name}’ ends before it begins")),
            (Some(end), None) => (end - first).num_days().unsigned_abs().max(1),
            (Some(_), Some(_)) => return Err(format!("the event ‘{name}’ has both DTEND and DURATION; keep one")),
        };
        if !(1..=MAX_EVENT_DAYS).contains(&length) {
            return Err(format!("the event ‘{name}’ lasts {length} days; a holiday lasts 1 to {MAX_EVENT_DAYS}"));
        }
        let mut starts = match self.rule {
            None => vec![first],
            Some(rule) => rule.days(first).map_err(|why| format!("the event ‘{name}’ {why}"))?,
        };
        starts.extend(self.extra_dates);
        for start in starts.into_iter().filter(|start| !self.excluded_dates.contains(start)) {
            for day in (0..length).filter_map(|n| start.checked_add_days(Days::new(n))) {
                let named: &mut String = days.entry(day).or_default();
                if !named.split(", ").any(|other| other == name) {
                    named.push_str(if named.is_empty() { "" } else { ", " });
                    named.push_str(&name);
                }
            }
        }
        Ok(())
    }
}

/// Parses a duration such as `P3D` or `P1W`, in days.
fn parse_duration_days(value: &str) -> Result<u64, String> {
    let value = value.trim();
    let number = |unit| value.strip_prefix('+').unwrap_or(value).strip_prefix('P')?.strip_suffix(unit)?.parse().ok();
    number('D')
        .or_else(|| number('W').map(|weeks: u64| weeks.saturating_mul(7)))
        .ok_or_else(|| format!("‘{value}’ is not a length in days; it is written as P3D"))
}

/// A yearly recurrence rule.
#[derive(Debug, Default)]
struct RecurrenceRule {
    interval: Option<u32>,
    count: Option<usize>,
    until: Option<NaiveDate>,
    months: Vec<u32>,
    /// Negative: counted from the end of the month.
    month_days: Vec<i64>,
    /// With its ordinal in the month or year; negative: from the end.
    weekdays: Vec<(Option<i64>, Weekday)>,
}

impl RecurrenceRule {
    fn parse(text: &str) -> Result<RecurrenceRule, String> {
        let mut rule = RecurrenceRule::default();
        let mut yearly = false;
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let bad = || format!("‘{part}’ is not understood in a rule");
            match key.to_ascii_uppercase().as_str() {
                "FREQ" if value.eq_ignore_ascii_case("YEARLY") => yearly = true,
                "FREQ" => {
                    return Err(format!("holidays come back by the year, not {}; list the days", clean_line(value)));
                }
                "INTERVAL" => {
                    rule.interval = Some(value.parse().ok().filter(|n| (1..1000).contains(n)).ok_or_else(bad)?)
                }
                "COUNT" => rule.count = Some(value.parse().ok().filter(|n| *n > 0).ok_or_else(bad)?),
                // Only the date matters.
                "UNTIL" => rule.until = Some(day(value.split('T').next().unwrap_or(value))?),
                "BYMONTH" => {
                    rule.months =
                        parse_list(value, |it| it.parse().ok().filter(|n| (1..=12).contains(n))).ok_or_else(bad)?
                }
                "BYMONTHDAY" => {
                    let fits = |n: &i64| (1..=31).contains(&n.abs());
                    rule.month_days = parse_list(value, |it| it.parse().ok().filter(fits)).ok_or_else(bad)?;
                }
                "BYDAY" => rule.weekdays = parse_list(value, parse_weekday).ok_or_else(bad)?,
                // The first day of the week matters only to weekly rules.
                "WKST" => {}
                _ => return Err(bad()),
            }
        }
        if rule.count.is_some() && rule.until.is_some() {
            return Err("a rule has COUNT or UNTIL, not both".into());
        }
        // Programs disagree on whether this means the month of DTSTART or every month.
        if rule.months.is_empty() && !rule.month_days.is_empty() {
            return Err("this rule has BYMONTHDAY without BYMONTH, which programs read differently; add BYMONTH".into());
        }
        if yearly { Ok(rule) } else { Err("this rule does not say how often; write FREQ=YEARLY".into()) }
    }

    /// The start days within the expanded years.
    fn days(&self, first: NaiveDate) -> Result<Vec<NaiveDate>, String> {
        let until = self.until.unwrap_or(NaiveDate::MAX);
        let every = self.interval.unwrap_or(1) as usize;
        let days =
            (first.year()..=*EXPANDED_YEARS.end()).step_by(every).flat_map(|year| self.days_in_year(year, first));
        let days: Vec<_> =
            days.filter(|day| (first..=until).contains(day)).take(self.count.unwrap_or(usize::MAX)).collect();
        if first.year() <= *EXPANDED_YEARS.end() && first <= until && days.first() != Some(&first) {
            return Err("does not begin on a day of its own rule".into());
        }
        Ok(days.into_iter().filter(|day| EXPANDED_YEARS.contains(&day.year())).collect())
    }

    fn days_in_year(&self, year: i32, first: NaiveDate) -> Vec<NaiveDate> {
        let plain = self.month_days.is_empty() && self.weekdays.is_empty();
        let fits = |month: u32| match (self.months.is_empty(), plain) {
            (false, _) => self.months.contains(&month),
            (true, true) => month == first.month(),
            (true, false) => true,
        };
        let months = (1..=12).filter(|month| fits(*month)).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1));
        let days = months.flat_map(|start| start.iter_days().take_while(move |day| day.month() == start.month()));
        days.filter(|day| if plain { day.day() == first.day() } else { self.matches(*day) }).collect()
    }

    fn matches(&self, day: NaiveDate) -> bool {
        let in_month = i64::from(day.num_days_in_month());
        let month_day = i64::from(day.day());
        let by_month_day = |ordinal: &i64| *ordinal == month_day || *ordinal == month_day - in_month - 1;
        // Ordinals count within the year if the rule has no BYMONTH, else within the month.
        let (at, length) = match self.months.is_empty() {
            true => (i64::from(day.ordinal0()), if day.leap_year() { 366 } else { 365 }),
            false => (month_day - 1, in_month),
        };
        let by_weekday = |(ordinal, weekday): &(Option<i64>, Weekday)| {
            let number = |n: i64| n == at / 7 + 1 || n == -((length - 1 - at) / 7 + 1);
            *weekday == day.weekday() && ordinal.is_none_or(number)
        };
        (self.month_days.is_empty() || self.month_days.iter().any(by_month_day))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(by_weekday))
    }
}

/// Parses a comma-separated list; `None` if any item is invalid.
fn parse_list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|item| read(item.trim())).collect()
}

/// Parses `MO`, `4TH` or `-1FR`.
fn parse_weekday(text: &str) -> Option<(Option<i64>, Weekday)> {
    let (number, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = match name.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    if number.is_empty() {
        return Some((None, weekday));
    }
    let number = number.parse().ok().filter(|n: &i64| (1..=53).contains(&n.abs()))?;
    Some((Some(number), weekday))
}

#[cfg(test)]
mod tests;
