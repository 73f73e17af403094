//! Holidays out of an iCalendar file (RFC 5545), as governments and calendar programs hand them out.
//!
//! Read here rather than by a crate: none of them says in which line a file is wrong, and those that work out rules bring
//! an engine for regular expressions along; a holiday needs whole days, a name and rules by the year.
//!
//! - An event lasts whole days, of which the last is not in it: `DTSTART;VALUE=DATE`, `DTEND` or `DURATION` in days.
//! - `RRULE` by the year, with `INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`, `BYMONTHDAY` and `BYDAY`; `RDATE`, `EXDATE`. What
//!   comes back is listed from 1990 to 2049.
//! - A cancelled event is none. Events of one day are one holiday with all their names.
//!
//! Whatever else would bear on the days is refused with its line, so that no holiday is lost unseen.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::domain::text::clean_line;

/// The years for which a rule is worked out. A calendar is a list, and a list has an end.
const YEARS: RangeInclusive<i32> = 1990..=2049;
/// The longest holiday, in days.
const LONGEST: u64 = 366;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub bytes: Range<usize>,
    pub message: String,
}

/// The holidays of a file: each day once, with its name.
pub fn holidays(text: &str) -> Result<BTreeMap<NaiveDate, String>, Wrong> {
    let mut days = BTreeMap::new();
    let mut open: Vec<(String, Range<usize>)> = Vec::new();
    let mut event = Event::default();
    for line in lines(text) {
        let wrong = |message: String| Wrong { bytes: line.bytes.clone(), message };
        if line.text.trim().is_empty() {
            continue;
        }
        let property = Property::read(&line.text).map_err(wrong)?;
        match (property.name.as_str(), open.len()) {
            ("BEGIN", depth) => {
                let component = property.value.trim().to_ascii_uppercase();
                known(&component, depth).map_err(wrong)?;
                if component == "VEVENT" {
                    event = Event::default();
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
                    std::mem::take(&mut event).put(&mut days).map_err(|message| Wrong { bytes, message })?;
                }
            }
            // What an alarm or a time zone says bears on no day.
            (_, 2) if open[1].0 == "VEVENT" => event.take(&property).map_err(wrong)?,
            _ => {}
        }
    }
    if let Some((component, bytes)) = open.pop() {
        return Err(Wrong { bytes, message: format!("the file ends before this {component} does; fetch it again") });
    }
    Ok(days)
}

/// Whether a component can stand here and what it says is known or cannot matter.
fn known(component: &str, depth: usize) -> Result<(), String> {
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

/// A line as it was before it was folded, and the bytes that it takes in the file.
struct Line {
    bytes: Range<usize>,
    text: String,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let bytes = at..at + raw.trim_end_matches(['\r', '\n']).len();
        let content = &text[bytes.clone()];
        at += raw.len();
        match (content.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(line)) if !content.trim().is_empty() => {
                line.text.push_str(rest);
                line.bytes.end = bytes.end;
            }
            _ => lines.push(Line { bytes, text: content.trim_start_matches('\u{feff}').to_owned() }),
        }
    }
    lines
}

/// `NAME;PARAMETER=VALUE:VALUE`.
struct Property {
    name: String,
    /// In upper case, as they stand.
    parameters: Vec<String>,
    value: String,
}

impl Property {
    fn read(line: &str) -> Result<Property, String> {
        // A colon or semicolon between quotation marks is part of a parameter.
        let mut quoted = false;
        let mut parts = vec![0];
        let colon = line.char_indices().find_map(|(at, c)| {
            match c {
                '"' => quoted = !quoted,
                ';' if !quoted => parts.push(at + 1),
                ':' if !quoted => return Some(at),
                _ => {}
            }
            None
        });
        let colon = colon.ok_or("this is not a line of an iCalendar file, which is NAME:VALUE")?;
        let ends = parts.iter().skip(1).map(|start| start - 1).chain([colon]);
        let mut parts = parts.iter().zip(ends).map(|(start, end)| line[*start..end].trim().to_ascii_uppercase());
        let name = parts.next().unwrap_or_default();
        Ok(Property { name, parameters: parts.collect(), value: line[colon + 1..].to_owned() })
    }

    /// The value as a whole day.
    fn day(&self) -> Result<NaiveDate, String> {
        day(self.value.trim())
    }

    fn days(&self) -> Result<Vec<NaiveDate>, String> {
        if self.parameters.iter().any(|parameter| parameter == "VALUE=PERIOD") {
            return Err(format!("{} names hours; a holiday lasts whole days", self.name));
        }
        self.value.split(',').map(|value| day(value.trim())).collect()
    }
}

/// Reads `20260217`.
fn day(value: &str) -> Result<NaiveDate, String> {
    if value.contains('T') {
        return Err(format!("‘{value}’ is a time of day; a holiday lasts whole days, such as 20260217"));
    }
    let date = NaiveDate::parse_from_str(value, "%Y%m%d").ok().filter(|_| value.len() == 8);
    date.filter(|date| (1..=9000).contains(&date.year()))
        .ok_or_else(|| format!("‘{value}’ is not a day; it is written as 20260217"))
}

/// What is known of an event while it is read.
#[derive(Default)]
struct Event {
    first: Option<NaiveDate>,
    /// The day after the last.
    end: Option<NaiveDate>,
    length: Option<u64>,
    name: Option<String>,
    rule: Option<Rule>,
    more: Vec<NaiveDate>,
    except: Vec<NaiveDate>,
    cancelled: bool,
}

impl Event {
    fn take(&mut self, property: &Property) -> Result<(), String> {
        let twice = match property.name.as_str() {
            "DTSTART" => self.first.replace(property.day()?).is_some(),
            "DTEND" => self.end.replace(property.day()?).is_some(),
            "DURATION" => self.length.replace(length(&property.value)?).is_some(),
            "SUMMARY" => self.name.replace(unescaped(&property.value)).is_some(),
            "RRULE" => self.rule.replace(Rule::read(&property.value)?).is_some(),
            "RDATE" => {
                self.more.extend(property.days()?);
                false
            }
            "EXDATE" => {
                self.except.extend(property.days()?);
                false
            }
            "STATUS" => {
                self.cancelled = property.value.trim().eq_ignore_ascii_case("CANCELLED");
                false
            }
            "EXRULE" | "RECURRENCE-ID" => {
                return Err(format!("{} is not understood here; list the days themselves", property.name));
            }
            // The rest says who, where and when it was written: no day depends on it.
            _ => false,
        };
        if twice { Err(format!("{} stands twice in this event; keep one of them", property.name)) } else { Ok(()) }
    }

    /// Puts the days of the event among the others, or says what is wrong with it.
    fn put(self, days: &mut BTreeMap<NaiveDate, String>) -> Result<(), String> {
        if self.cancelled {
            return Ok(());
        }
        let name = self.name.filter(|name| !name.is_empty());
        let name = name.ok_or("this event has no SUMMARY; a holiday needs a name")?;
        let first = self.first.ok_or_else(|| format!("the event ‘{name}’ has no DTSTART, so no day"))?;
        // Some programs write the first day as the end of a day.
        let length = match (self.end, self.length) {
            (None, None) => 1,
            (None, Some(length)) => length,
            (Some(end), None) if end < first => return Err(format!("the event ‘{name}’ ends before it begins")),
            (Some(end), None) => (end - first).num_days().unsigned_abs().max(1),
            (Some(_), Some(_)) => return Err(format!("the event ‘{name}’ has both DTEND and DURATION; keep one")),
        };
        if !(1..=LONGEST).contains(&length) {
            return Err(format!("the event ‘{name}’ lasts {length} days; a holiday lasts 1 to {LONGEST}"));
        }
        let mut starts = match self.rule {
            None => vec![first],
            Some(rule) => rule.days(first).map_err(|why| format!("the event ‘{name}’ {why}"))?,
        };
        starts.extend(self.more);
        for start in starts.into_iter().filter(|start| !self.except.contains(start)) {
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

/// Reads `P3D` or `P1W`.
fn length(value: &str) -> Result<u64, String> {
    let value = value.trim();
    let number = |unit| value.strip_prefix('+').unwrap_or(value).strip_prefix('P')?.strip_suffix(unit)?.parse().ok();
    number('D')
        .or_else(|| number('W').map(|weeks: u64| weeks.saturating_mul(7)))
        .ok_or_else(|| format!("‘{value}’ is not a length in days; it is written as P3D"))
}

/// A text without the backslashes that iCalendar needs, on one line.
fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c) => text.push(c),
                None => {}
            },
            c => text.push(c),
        }
    }
    clean_line(&text).into_owned()
}

/// How an event comes back every year or every few years.
#[derive(Debug, Default)]
struct Rule {
    interval: Option<u32>,
    count: Option<usize>,
    until: Option<NaiveDate>,
    months: Vec<u32>,
    /// From the month's end where negative.
    month_days: Vec<i64>,
    /// With the number of the one that is meant in its month or year, from the end where negative.
    weekdays: Vec<(Option<i64>, Weekday)>,
}

impl Rule {
    fn read(text: &str) -> Result<Rule, String> {
        let mut rule = Rule::default();
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
                // The day on which it ends, at whatever hour.
                "UNTIL" => rule.until = Some(day(value.split('T').next().unwrap_or(value))?),
                "BYMONTH" => {
                    rule.months = list(value, |it| it.parse().ok().filter(|n| (1..=12).contains(n))).ok_or_else(bad)?
                }
                "BYMONTHDAY" => {
                    let fits = |n: &i64| (1..=31).contains(&n.abs());
                    rule.month_days = list(value, |it| it.parse().ok().filter(fits)).ok_or_else(bad)?;
                }
                "BYDAY" => rule.weekdays = list(value, weekday).ok_or_else(bad)?,
                // On which day a week begins matters only to rules by the week.
                "WKST" => {}
                _ => return Err(bad()),
            }
        }
        if rule.count.is_some() && rule.until.is_some() {
            return Err("a rule has COUNT or UNTIL, not both".into());
        }
        // Some programs take the month of DTSTART then, some every month.
        if rule.months.is_empty() && !rule.month_days.is_empty() {
            return Err("this rule has BYMONTHDAY without BYMONTH, which programs read differently; add BYMONTH".into());
        }
        if yearly { Ok(rule) } else { Err("this rule does not say how often; write FREQ=YEARLY".into()) }
    }

    /// The days on which it begins, in the years that are worked out.
    fn days(&self, first: NaiveDate) -> Result<Vec<NaiveDate>, String> {
        let until = self.until.unwrap_or(NaiveDate::MAX);
        let every = self.interval.unwrap_or(1) as usize;
        let days = (first.year()..=*YEARS.end()).step_by(every).flat_map(|year| self.of_year(year, first));
        let days: Vec<_> =
            days.filter(|day| (first..=until).contains(day)).take(self.count.unwrap_or(usize::MAX)).collect();
        if first.year() <= *YEARS.end() && first <= until && days.first() != Some(&first) {
            return Err("does not begin on a day of its own rule".into());
        }
        Ok(days.into_iter().filter(|day| YEARS.contains(&day.year())).collect())
    }

    fn of_year(&self, year: i32, first: NaiveDate) -> Vec<NaiveDate> {
        let plain = self.month_days.is_empty() && self.weekdays.is_empty();
        let fits = |month: u32| match (self.months.is_empty(), plain) {
            (false, _) => self.months.contains(&month),
            (true, true) => month == first.month(),
            (true, false) => true,
        };
        let months = (1..=12).filter(|month| fits(*month)).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1));
        let days = months.flat_map(|start| start.iter_days().take_while(move |day| day.month() == start.month()));
        days.filter(|day| if plain { day.day() == first.day() } else { self.has(*day) }).collect()
    }

    fn has(&self, day: NaiveDate) -> bool {
        let in_month = i64::from(day.num_days_in_month());
        let month_day = i64::from(day.day());
        let by_month_day = |wanted: &i64| *wanted == month_day || *wanted == month_day - in_month - 1;
        // Of the year where the rule names no month, else of the month.
        let (at, length) = match self.months.is_empty() {
            true => (i64::from(day.ordinal0()), if day.leap_year() { 366 } else { 365 }),
            false => (month_day - 1, in_month),
        };
        let by_weekday = |(wanted, weekday): &(Option<i64>, Weekday)| {
            let number = |n: i64| n == at / 7 + 1 || n == -((length - 1 - at) / 7 + 1);
            *weekday == day.weekday() && wanted.is_none_or(number)
        };
        (self.month_days.is_empty() || self.month_days.iter().any(by_month_day))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(by_weekday))
    }
}

/// Every item of a list, if all of them can be read.
fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|item| read(item.trim())).collect()
}

/// Reads `MO`, `4TH` or `-1FR`.
fn weekday(text: &str) -> Option<(Option<i64>, Weekday)> {
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
mod tests {
    use std::path::{Path, PathBuf};

    use serde_json::Value;

    use super::*;

    fn of(events: &str) -> Result<Vec<String>, Wrong> {
        let days = holidays(&format!("BEGIN:VCALENDAR\r\n{events}\r\nEND:VCALENDAR\r\n"))?;
        Ok(days.iter().map(|(day, name)| format!("{day} {name}")).collect())
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT")
    }

    /// What is wrong, and the text that it points at.
    fn wrong(text: &str) -> (String, String) {
        let wrong = holidays(text).unwrap_err();
        (text[wrong.bytes].to_owned(), wrong.message)
    }

    #[test]
    fn whole_days_are_read_with_their_names() {
        let tet = event("DTSTART;VALUE=DATE:20260216\nDTEND;VALUE=DATE:20260219\nSUMMARY:Tết\\, năm\n  mới\\nBính Ngọ");
        let one = event("SUMMARY;LANGUAGE=\"a:b;c\":Liberation\r\nDTSTART:20260430\r\nDURATION:P1D");
        let same = event("DTSTART;VALUE=DATE:20260430\nDTEND;VALUE=DATE:20260430\nSUMMARY:Jubilee");
        let off = event("DTSTART;VALUE=DATE:20260501\nSUMMARY:x\nSTATUS:CANCELLED");
        let alarm = event("DTSTART:20260902\nSUMMARY:Quốc khánh\nBEGIN:VALARM\nSUMMARY:y\nTRIGGER:-PT15H\nEND:VALARM");
        assert_eq!(
            of(&format!("X-WR-CALNAME:Vietnam\n{tet}\n{one}\n{one}\n{same}\n{off}\n\n{alarm}")).unwrap(),
            [
                "2026-02-16 Tết, năm mới Bính Ngọ",
                "2026-02-17 Tết, năm mới Bính Ngọ",
                "2026-02-18 Tết, năm mới Bính Ngọ",
                "2026-04-30 Liberation, Jubilee",
                "2026-09-02 Quốc khánh",
            ]
        );
        assert_eq!(of("").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_comes_back_every_year_is_listed() {
        let days = |lines: &str| {
            let days = of(&event(&format!("SUMMARY:x\n{lines}"))).unwrap();
            days.into_iter().map(|day| day[..10].to_owned()).collect::<Vec<_>>()
        };
        let thanksgiving = days("DTSTART:20251127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3");
        assert_eq!(thanksgiving, ["2025-11-27", "2026-11-26", "2027-11-25"]);
        let memorial = days("DTSTART:20250526\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270101T000000Z");
        assert_eq!(memorial, ["2025-05-26", "2026-05-25"]);
        let labour =
            days("DTSTART:20000501\nDURATION:P2D\nRRULE:FREQ=YEARLY;INTERVAL=10\nEXDATE:20100501\nRDATE:20110501");
        assert_eq!(labour[..6], ["2000-05-01", "2000-05-02", "2011-05-01", "2011-05-02", "2020-05-01", "2020-05-02"]);
        assert_eq!(labour.last().unwrap(), "2040-05-02");
        let leap = days("DTSTART:20240229\nRRULE:FREQ=YEARLY;COUNT=2");
        assert_eq!(leap, ["2024-02-29", "2028-02-29"]);
        let ancient = days("DTSTART:19000101\nRRULE:FREQ=YEARLY");
        assert_eq!((ancient.len(), ancient[0].as_str(), ancient[59].as_str()), (60, "1990-01-01", "2049-01-01"));
    }

    #[test]
    fn what_is_not_understood_is_said_with_its_line() {
        let whole = |line: &str| {
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:a\n{line}\nEND:VEVENT\nEND:VCALENDAR")
        };
        for (line, why) in [
            ("DTEND:20260101T120000Z", "whole days"),
            ("DTEND;VALUE=DATE:2026", "is not a day"),
            ("DTEND:20261331", "is not a day"),
            ("DURATION:PT5H", "length in days"),
            ("RRULE:FREQ=WEEKLY", "by the year"),
            ("RRULE:INTERVAL=2", "does not say how often"),
            ("RRULE:FREQ=YEARLY;BYSETPOS=1", "‘BYSETPOS=1’"),
            ("RRULE:FREQ=YEARLY;BYDAY=5XX", "‘BYDAY=5XX’"),
            ("RRULE:FREQ=YEARLY;BYMONTHDAY=1", "without BYMONTH"),
            ("RRULE:FREQ=YEARLY;COUNT=1;UNTIL=20300101", "not both"),
            ("RDATE;VALUE=PERIOD:20260101T090000Z/20260101T100000Z", "names hours"),
            ("RECURRENCE-ID;VALUE=DATE:20260101", "is not understood"),
            ("SUMMARY:b", "stands twice"),
            ("this is nothing", "NAME:VALUE"),
        ] {
            let (at, said) = wrong(&whole(line));
            assert!(at == line && said.contains(why), "{line}: {at}: {said}");
        }
        for (event, why) in [
            ("DTSTART:20260101\nSUMMARY: ", "no SUMMARY"),
            ("SUMMARY:a", "no DTSTART"),
            ("SUMMARY:a\nDTSTART:20260102\nDTEND:20260101", "before it begins"),
            ("SUMMARY:a\nDTSTART:20260102\nDTEND:20360101", "lasts 3651 days"),
            ("SUMMARY:a\nDTSTART:20260102\nDTEND:20260103\nDURATION:P1D", "both"),
            ("SUMMARY:a\nDTSTART:20260102\nRRULE:FREQ=YEARLY;BYMONTH=3", "own rule"),
        ] {
            let (at, said) = wrong(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR"));
            assert!(at == "BEGIN:VEVENT" && said.contains(why), "{event}: {at}: {said}");
        }
        for (text, at, why) in [
            ("2026-01-01,New Year", "2026-01-01,New Year", "NAME:VALUE"),
            ("DTSTART:20260101", "DTSTART:20260101", "does not begin with"),
            ("BEGIN:VCARD", "BEGIN:VCARD", "does not begin with"),
            ("BEGIN:VCALENDAR\nBEGIN:VTODO", "BEGIN:VTODO", "no holiday"),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "END:VCALENDAR", "what is open is VEVENT"),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a", "BEGIN:VEVENT", "ends before"),
        ] {
            let (pointed, said) = wrong(text);
            assert!(pointed == at && said.contains(why), "{text}: {pointed}: {said}");
        }
    }

    fn shared(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/calendar").join(name)
    }

    fn shared_text(name: &str) -> Option<String> {
        std::fs::read_to_string(shared(name))
            .inspect_err(|why| println!("skipped: {} cannot be read: {why}", shared(name).display()))
            .ok()
    }

    #[test]
    fn calendars_of_other_programs_are_read_or_refused_in_a_sentence() {
        let Some(apple) = shared_text("zammad/calendar2.ics") else { return };
        let days = holidays(&apple).unwrap();
        let day = |text: &str| days.get(&text.parse().unwrap()).map(String::as_str);
        assert_eq!(
            (days.len(), day("2012-12-24"), day("2049-12-25")),
            (2 * 38, Some("Christmas1"), Some("Christmas2"))
        );

        let mut outcomes = BTreeMap::new();
        for entry in std::fs::read_dir(shared("icaljs_samples")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "ics") {
                let text = std::fs::read_to_string(&path).unwrap();
                let outcome = match holidays(&text) {
                    Ok(days) => days.len().to_string(),
                    Err(wrong) => format!("line {}: {}", text[..wrong.bytes.start].lines().count() + 1, wrong.message),
                };
                outcomes.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), outcome);
            }
        }
        for (name, outcome) in [
            ("only_dtstart_date", "1"),
            ("blank_line_end", "0"),
            ("day_long_recur_yearly", "line 28: holidays come back by the year, not WEEKLY; list the days"),
            ("google_birthday", "line 11: holidays come back by the year, not DAILY; list the days"),
            ("minimal", "whole days"),
            ("multiple_rrules", "not WEEKLY"),
            ("recur_instances", "not MONTHLY"),
            ("rdate_exdate", "line 4: ‘20240609T030000Z’ is a time of day"),
        ] {
            assert!(outcomes[name].contains(outcome), "{name}: {}", outcomes[name]);
        }
        assert!(outcomes.len() > 15);
    }

    /// The yearly rules of another library's tests. What it knows and we do not, we say.
    #[test]
    fn yearly_rules_agree_with_another_library() {
        let Some(json) = shared_text("rrule_cases.json") else { return };
        let json: Value = serde_json::from_str(&json).unwrap();
        let (mut agreed, mut refused) = (0, 0);
        for case in json["cases"].as_array().unwrap() {
            let text = |key: &str| case[key].as_str().unwrap_or_default();
            if !text("RRULE").contains("FREQ=YEARLY") {
                continue;
            }
            let first = day(&text("DTSTART")[..8]).unwrap();
            let Ok(rule) = Rule::read(text("RRULE")) else {
                assert!(
                    ["BYWEEKNO", "BYYEARDAY", "BYSETPOS", "BYMONTHDAY=29;COUNT"]
                        .iter()
                        .any(|it| text("RRULE").contains(it)),
                    "{case}"
                );
                refused += 1;
                continue;
            };
            let expected: Vec<_> = text("INSTANCES").split(',').map(|it| day(&it[..8]).unwrap()).collect();
            match rule.days(first) {
                Ok(days) => {
                    assert_eq!(days[..expected.len().min(days.len())], expected, "{case}");
                    agreed += 1;
                }
                Err(why) => {
                    assert!(why.contains("own rule") && expected.first() != Some(&first), "{why} {case}");
                    refused += 1;
                }
            }
        }
        println!("{agreed} agree, {refused} are refused");
        assert!(agreed >= 8, "{agreed}");
    }

    #[test]
    fn any_bytes_are_read_or_refused() {
        let sound = event("DTSTART;VALUE=DATE:20260216\nSUMMARY:Tết\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=1MO");
        let sound = format!("BEGIN:VCALENDAR\n{sound}\nEND:VCALENDAR");
        for at in (0..sound.len()).filter(|at| sound.is_char_boundary(*at)) {
            for typed in ["", "\n", " ", ";", "=", "\"", "é", "9", "-", "\u{0}", ":"] {
                let mut text = sound.clone();
                text.insert_str(at, typed);
                if let Err(wrong) = holidays(&text) {
                    assert!(text.get(wrong.bytes.clone()).is_some(), "{wrong:?}");
                }
                let _ = holidays(&sound[..at]);
            }
        }
    }
}
