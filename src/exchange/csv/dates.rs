//! Times as desks write them: with the year first or last, the month in digits or letters, a zone or none.
//!
//! `03/04/2024` is two different days. A [`Stamp`] says so, and nothing here chooses: the whole column decides, or the
//! person who knows the file does.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use serde::Deserialize;

use crate::domain::time::{Instant, Zone, from_millis};

/// The years in which a ticket can have been worked on; whatever lies outside is an error in the file.
pub const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// The order of day, month and year where all three are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    DayFirst,
    MonthFirst,
    /// Matters only for years of two digits: a year of four is plain to see.
    YearFirst,
}

/// How the times of a file are written, where somebody has said so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Written {
    In(Order),
    /// A pattern such as `%d.%m.%Y %H:%M`, as chrono has them.
    As(String),
}

impl FromStr for Written {
    type Err = String;

    fn from_str(text: &str) -> Result<Written, String> {
        match text {
            "dmy" => Ok(Written::In(Order::DayFirst)),
            "mdy" => Ok(Written::In(Order::MonthFirst)),
            "ymd" => Ok(Written::In(Order::YearFirst)),
            pattern if pattern.contains('%') => {
                use chrono::format::{Item, StrftimeItems};
                match StrftimeItems::new(pattern).any(|item| item == Item::Error) {
                    true => Err(format!("‘{pattern}’ is not a pattern for times; write one such as %d.%m.%Y %H:%M")),
                    false => Ok(Written::As(pattern.to_owned())),
                }
            }
            _ => Err(format!("‘{text}’ is not an order; write dmy, mdy or ymd, or a pattern such as %d.%m.%Y %H:%M")),
        }
    }
}

impl TryFrom<String> for Written {
    type Error = String;

    fn try_from(text: String) -> Result<Written, String> {
        text.parse()
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Written::In(Order::DayFirst) => "dmy",
            Written::In(Order::MonthFirst) => "mdy",
            Written::In(Order::YearFirst) => "ymd",
            Written::As(pattern) => pattern,
        })
    }
}

/// A time as a cell gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stamp {
    pub day: Day,
    /// `None` where the cell names a day only.
    pub time: Option<NaiveTime>,
    /// `None` where the cell names no zone.
    pub offset: Option<FixedOffset>,
}

/// The day of a [`Stamp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Sure(NaiveDate),
    /// Three numbers, the last of them the year unless it has two digits and the year comes first.
    Numbers {
        first: u32,
        second: u32,
        third: u32,
        short_year: bool,
    },
}

impl Day {
    /// The day, if the numbers stand in that order; `None` if they then are none.
    pub fn read(self, order: Order) -> Option<NaiveDate> {
        match self {
            Day::Sure(date) => Some(date),
            Day::Numbers { first, second, third, short_year } => {
                let century = if short_year { 2000 } else { 0 };
                let (year, month, day) = match order {
                    Order::DayFirst => (third + century, second, first),
                    Order::MonthFirst => (third + century, first, second),
                    Order::YearFirst if short_year => (first + century, second, third),
                    Order::YearFirst => return None,
                };
                NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)
            }
        }
    }
}

impl Stamp {
    /// The moment, to the millisecond, with three numbers in `order` and clocks of `zone` where the cell names none.
    /// `None` if that is no moment.
    pub fn instant(self, order: Order, zone: Zone) -> Option<Instant> {
        let civil = self.day.read(order)?.and_time(self.time.unwrap_or(NaiveTime::MIN));
        let at = match self.offset {
            Some(offset) => offset.from_local_datetime(&civil).single()?.to_utc(),
            None => zone.instant(civil),
        };
        from_millis(at.timestamp_millis())
    }
}

/// Reads a time; `None` if `text` is none. Numbers of 9 or 10 digits are seconds since 1970, of 12 or 13 milliseconds.
pub fn read(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return epoch(text);
    }
    let mut scan = Scan(text);
    scan.weekday();
    let day = scan.day()?;
    let mut stamp = Stamp { day, time: None, offset: None };
    if scan.0.is_empty() {
        return Some(stamp);
    }
    scan.between_day_and_time()?;
    stamp.time = Some(scan.time()?);
    stamp.offset = scan.offset()?;
    scan.0.is_empty().then_some(stamp)
}

/// Reads a time by a chrono pattern, with or without a time of day, with or without an offset.
pub fn read_as(text: &str, pattern: &str) -> Option<Stamp> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_str(text, pattern) {
        let civil = at.naive_local();
        return Some(Stamp { day: Day::Sure(civil.date()), time: Some(civil.time()), offset: Some(*at.offset()) });
    }
    if let Ok(civil) = NaiveDateTime::parse_from_str(text, pattern) {
        return Some(Stamp { day: Day::Sure(civil.date()), time: Some(civil.time()), offset: None });
    }
    let date = NaiveDate::parse_from_str(text, pattern).ok()?;
    Some(Stamp { day: Day::Sure(date), time: None, offset: None })
}

fn epoch(digits: &str) -> Option<Stamp> {
    let number: i64 = digits.parse().ok()?;
    let at = match digits.len() {
        9 | 10 => from_millis(number * 1000),
        12 | 13 => from_millis(number),
        _ => None,
    }?;
    let civil = at.naive_utc();
    let offset = FixedOffset::east_opt(0);
    Some(Stamp { day: Day::Sure(civil.date()), time: Some(civil.time()), offset })
}

/// What is left to read.
struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        match self.0.strip_prefix(wanted) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn blanks(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// A number of one to `most` digits, and how many it has.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some((number.parse().ok()?, digits))
    }

    /// The letters that come next.
    fn word(&mut self) -> &'a str {
        let end = self.0.find(|c: char| !c.is_alphabetic()).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }

    /// Passes over `Mon,` and the like.
    fn weekday(&mut self) {
        let before = self.0;
        let word = self.word().to_ascii_lowercase();
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        if word.len() >= 3 && days.iter().any(|day| day.starts_with(&word)) {
            self.eat(|c| c == ',' || c == '.');
            self.blanks();
        } else {
            self.0 = before;
        }
    }

    /// The number of the month of that English name or the beginning of it.
    fn month(&mut self) -> Option<u32> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let word = self.word().to_ascii_lowercase();
        self.eat(|c| c == '.');
        let index = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
        Some(index as u32 + 1)
    }

    fn year(&mut self) -> Option<i32> {
        match self.number(4)? {
            (year, 4) => year.try_into().ok(),
            (year, 2) => (year + 2000).try_into().ok(),
            _ => None,
        }
    }

    fn day(&mut self) -> Option<Day> {
        let sure = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(Day::Sure);
        if self.0.starts_with(char::is_alphabetic) {
            let month = self.month()?;
            self.blanks();
            let (day, _) = self.number(2)?;
            self.eat(|c| c == ',');
            self.blanks();
            return sure(self.year()?, month, day);
        }
        let (first, digits) = self.number(4)?;
        let separator = self.0.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | ' '))?;
        let next = |scan: &mut Scan| scan.eat(|c| c == separator).then_some(());
        next(self)?;
        self.blanks();
        if self.0.starts_with(char::is_alphabetic) {
            let month = self.month()?;
            if separator == ' ' {
                self.eat(|c| c == ',');
                self.blanks();
            } else {
                next(self)?;
            }
            return if digits == 4 {
                let (day, _) = self.number(2)?;
                sure(first.try_into().ok()?, month, day)
            } else {
                sure(self.year()?, month, first)
            };
        }
        if separator == ' ' {
            return None;
        }
        let (second, _) = self.number(2)?;
        next(self)?;
        // `12. 3. 2024`, as some languages have it.
        self.blanks();
        let (third, year_digits) = self.number(4)?;
        match (digits, year_digits) {
            (4, 1 | 2) => sure(first.try_into().ok()?, second, third),
            (1 | 2, 2 | 4) if separator == '.' => {
                let day = Day::Numbers { first, second, third, short_year: year_digits == 2 };
                day.read(Order::DayFirst).map(Day::Sure)
            }
            (1 | 2, 2 | 4) => {
                let day = Day::Numbers { first, second, third, short_year: year_digits == 2 };
                [Order::DayFirst, Order::MonthFirst, Order::YearFirst].iter().find_map(|o| day.read(*o)).map(|_| day)
            }
            _ => None,
        }
    }

    fn between_day_and_time(&mut self) -> Option<()> {
        let comma = self.eat(|c| c == ',');
        let t = !comma && self.eat(|c| matches!(c, 'T' | 't'));
        let before = self.0.len();
        self.blanks();
        (t || self.0.len() < before).then_some(())
    }

    fn time(&mut self) -> Option<NaiveTime> {
        let (hour, _) = self.number(2)?;
        self.eat(|c| c == ':').then_some(())?;
        let (minute, _) = self.number(2)?;
        let mut second = 0;
        let mut nanos = 0;
        if self.eat(|c| c == ':') {
            second = self.number(2)?.0;
            if self.eat(|c| matches!(c, '.' | ',')) {
                let (fraction, digits) = self.number(9)?;
                nanos = fraction * 10u32.pow(9 - digits as u32);
            }
        }
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?;
        self.half_of_day(time)
    }

    /// `AM` or `PM`, after which twelve o'clock is the first hour.
    fn half_of_day(&mut self, time: NaiveTime) -> Option<NaiveTime> {
        let rest = self.0.trim_start();
        let half = rest.get(..2).map(str::to_ascii_lowercase);
        let afternoon = match half.as_deref() {
            Some("am") => false,
            Some("pm") => true,
            _ => return Some(time),
        };
        self.0 = &rest[2..];
        let hour = Some(time.hour()).filter(|hour| (1..=12).contains(hour))?;
        time.with_hour(hour % 12 + if afternoon { 12 } else { 0 })
    }

    /// The offset, if there is one. The outer `None` is an offset that cannot be read.
    fn offset(&mut self) -> Option<Option<FixedOffset>> {
        self.blanks();
        if self.0.is_empty() {
            return Some(None);
        }
        for name in ["UTC", "GMT", "Z", "z"] {
            if self.0 == name {
                self.0 = "";
                return Some(FixedOffset::east_opt(0));
            }
        }
        let sign = match self.0.chars().next()? {
            '+' => 1,
            '-' | '\u{2212}' => -1,
            _ => return None,
        };
        self.eat(|_| true);
        let (hours, minutes) = match self.number(4)? {
            (clock, 4) => (clock / 100, clock % 100),
            (hours, 2) if self.eat(|c| c == ':') => (hours, self.number(2).filter(|(_, digits)| *digits == 2)?.0),
            (hours, 2) => (hours, 0),
            _ => return None,
        };
        if hours > 18 || minutes > 59 {
            return None;
        }
        FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60) as i32).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The moment in UTC, three numbers read day first.
    fn utc(text: &str) -> Option<String> {
        let at = read(text)?.instant(Order::DayFirst, Zone::UTC)?;
        Some(Zone::UTC.rfc3339(at))
    }

    #[test]
    fn times_are_read_as_desks_write_them() {
        for (text, at) in [
            ("2023-01-02 01:03:17.432", "2023-01-02T01:03:17.432Z"),
            ("2024-05-27T02:08:51.000", "2024-05-27T02:08:51Z"),
            ("2024-03-12T09:41:00.000+0700", "2024-03-12T02:41:00Z"),
            ("2024-03-12 09:41:00 +07:00", "2024-03-12T02:41:00Z"),
            ("2024-03-12 09:41:00 UTC", "2024-03-12T09:41:00Z"),
            ("2024-03-12T09:41Z", "2024-03-12T09:41:00Z"),
            ("2023-06-01 7:29", "2023-06-01T07:29:00Z"),
            ("2024/03/12 09:41", "2024-03-12T09:41:00Z"),
            ("2024-03-12", "2024-03-12T00:00:00Z"),
            ("12/Mar/24 9:41 AM", "2024-03-12T09:41:00Z"),
            ("12/Mar/24 12:05 am", "2024-03-12T00:05:00Z"),
            ("12/Mar/24 12:05\u{202f}PM", "2024-03-12T12:05:00Z"),
            ("Mar 12, 2024 9:41 PM", "2024-03-12T21:41:00Z"),
            ("Tue, 12 March 2024 09:41:00 +0000", "2024-03-12T09:41:00Z"),
            ("12 Sept 2024", "2024-09-12T00:00:00Z"),
            ("31.12.2024 23:59", "2024-12-31T23:59:00Z"),
            ("1. 2. 2024 8:00", "2024-02-01T08:00:00Z"),
            ("29/2/2016 01:16", "2016-02-29T01:16:00Z"),
            ("06-09-2024 13:55", "2024-09-06T13:55:00Z"),
            ("1700000000", "2023-11-14T22:13:20Z"),
            ("1700000000123", "2023-11-14T22:13:20.123Z"),
        ] {
            assert_eq!(utc(text).as_deref(), Some(at), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "x",
            "12",
            "20240312",
            "2024-02-30",
            "2023-02-29 10:00",
            "32.01.2024",
            "13/13/2024",
            "2024-03-12 25:00",
            "2024-03-12 9",
            "2024-03-12 09:41 EST",
            "2024-03-12 09:41+25:00",
            "13:05:07",
            "00:12:07",
            "1/2",
            "12 Foo 2024",
            "2024-03-12 13:00 PM",
            "2024-03-12 0:10 AM",
            "2024-03-1209:41",
            "99999999999999999999",
            "+07:00",
            "2024-3",
            "01/02/003",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    #[test]
    fn two_numbers_that_could_be_both_stay_open() {
        let day = read("3/4/2024 10:00").unwrap().day;
        assert_eq!(day.read(Order::DayFirst).unwrap().to_string(), "2024-04-03");
        assert_eq!(day.read(Order::MonthFirst).unwrap().to_string(), "2024-03-04");
        assert_eq!(day.read(Order::YearFirst), None);
        let american = read("6/21/2025 16:14").unwrap().day;
        assert_eq!(american.read(Order::DayFirst), None);
        assert_eq!(american.read(Order::MonthFirst).unwrap().to_string(), "2025-06-21");
        let short = read("24-03-12").unwrap().day;
        assert_eq!(short.read(Order::YearFirst).unwrap().to_string(), "2024-03-12");
    }

    #[test]
    fn a_zone_is_used_where_the_cell_has_none() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let stamp = read("2024-07-01 12:00").unwrap();
        assert_eq!(stamp.instant(Order::DayFirst, berlin).unwrap().to_rfc3339(), "2024-07-01T10:00:00+00:00");
        let stamp = read("2024-07-01 12:00Z").unwrap();
        assert_eq!(stamp.instant(Order::DayFirst, berlin).unwrap().to_rfc3339(), "2024-07-01T12:00:00+00:00");
    }

    #[test]
    fn a_pattern_reads_what_nothing_else_does() {
        let stamp = read_as("12_03_2024 9h41", "%d_%m_%Y %Hh%M").unwrap();
        assert_eq!(stamp.instant(Order::DayFirst, Zone::UTC).unwrap().to_rfc3339(), "2024-03-12T09:41:00+00:00");
        assert_eq!(read_as("20240312", "%Y%m%d").unwrap().time, None);
        assert_eq!(read_as("12.03.2024", "%Y%m%d"), None);
        assert!("%Q".parse::<Written>().is_err());
        assert!("dym".parse::<Written>().is_err());
        for written in ["dmy", "mdy", "ymd", "%d.%m.%Y"] {
            assert_eq!(written.parse::<Written>().unwrap().to_string(), written);
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in "[0-9a-zA-Z:/.+ ,−-]{0,24}|\\PC{0,12}") {
            for order in [Order::DayFirst, Order::MonthFirst, Order::YearFirst] {
                read(&text).map(|stamp| stamp.instant(order, Zone::UTC));
            }
        }
    }
}
