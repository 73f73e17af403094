//! Parses timestamps in the formats of help-desk exports: any date order, month names, optional zone.
//!
//! `03/04/2024` is ambiguous. [`ParsedTimestamp`] preserves that; the whole column or the user decides.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use serde::Deserialize;

use crate::model::time::{Instant, Zone, from_millis};

/// Plausible years; a time outside is an error in the file.
pub const VALID_YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// Order of day, month and year in an all-numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
    /// Matters only for two-digit years; four digits are unambiguous.
    YearFirst,
}

/// A specified date format.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DateFormat {
    Order(DateOrder),
    /// A chrono pattern such as `%d.%m.%Y %H:%M`.
    Pattern(String),
}

impl FromStr for DateFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<DateFormat, String> {
        match text {
            "dmy" => Ok(DateFormat::Order(DateOrder::DayFirst)),
            "mdy" => Ok(DateFormat::Order(DateOrder::MonthFirst)),
            "ymd" => Ok(DateFormat::Order(DateOrder::YearFirst)),
            pattern if pattern.contains('%') => {
                use chrono::format::{Item, StrftimeItems};
                match StrftimeItems::new(pattern).any(|item| item == Item::Error) {
                    true => Err(format!("‘{pattern}’ is not a pattern for times; write one such as %d.%m.%Y %H:%M")),
                    false => Ok(DateFormat::Pattern(pattern.to_owned())),
                }
            }
            _ => Err(format!("‘{text}’ is not an order; write dmy, mdy or ymd, or a pattern such as %d.%m.%Y %H:%M")),
        }
    }
}

impl TryFrom<String> for DateFormat {
    type Error = String;

    fn try_from(text: String) -> Result<DateFormat, String> {
        text.parse()
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateFormat::Order(DateOrder::DayFirst) => "dmy",
            DateFormat::Order(DateOrder::MonthFirst) => "mdy",
            DateFormat::Order(DateOrder::YearFirst) => "ymd",
            DateFormat::Pattern(pattern) => pattern,
        })
    }
}

/// A parsed timestamp.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParsedTimestamp {
    pub day: ParsedDate,
    /// `None` for a date only.
    pub time: Option<NaiveTime>,
    /// `None` without a zone.
    pub offset: Option<FixedOffset>,
}

/// The date of a [`ParsedTimestamp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParsedDate {
    Exact(NaiveDate),
    /// Three numbers. The year is last, or first if it has two digits.
    Ambiguous {
        first: u32,
        second: u32,
        third: u32,
        short_year: bool,
    },
}

impl ParsedDate {
    /// Resolves the date with `order`; `None` if invalid.
    pub fn resolve(self, order: DateOrder) -> Option<NaiveDate> {
        match self {
            ParsedDate::Exact(date) => Some(date),
            ParsedDate::Ambiguous { first, second, third, short_year } => {
                let century = if short_year { 2000 } else { 0 };
                let (year, month, day) = match order {
                    DateOrder::DayFirst => (third + century, second, first),
                    DateOrder::MonthFirst => (third + century, first, second),
                    DateOrder::YearFirst if short_year => (first + century, second, third),
                    DateOrder::YearFirst => return None,
                };
                NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)
            }
        }
    }
}

impl ParsedTimestamp {
    /// Resolves to an instant, to the millisecond, with `order` for ambiguous dates and `zone` if the cell has none.
    /// `None` if invalid.
    pub fn instant(self, order: DateOrder, zone: Zone) -> Option<Instant> {
        let civil = self.day.resolve(order)?.and_time(self.time.unwrap_or(NaiveTime::MIN));
        let at = match self.offset {
            Some(offset) => offset.from_local_datetime(&civil).single()?.to_utc(),
            None => zone.instant(civil),
        };
        from_millis(at.timestamp_millis())
    }
}

/// Parses a timestamp. 9–10 digits are Unix seconds, 12–13 digits milliseconds.
pub fn parse_timestamp(text: &str) -> Option<ParsedTimestamp> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_unix_time(text);
    }
    let mut scan = TimestampScanner(text);
    scan.skip_weekday();
    let day = scan.day()?;
    let mut stamp = ParsedTimestamp { day, time: None, offset: None };
    if scan.0.is_empty() {
        return Some(stamp);
    }
    scan.skip_separator()?;
    stamp.time = Some(scan.time()?);
    stamp.offset = scan.offset()?;
    scan.0.is_empty().then_some(stamp)
}

/// Parses by a chrono pattern, with or without time of day and offset.
pub fn parse_with_pattern(text: &str, pattern: &str) -> Option<ParsedTimestamp> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_str(text, pattern) {
        let civil = at.naive_local();
        return Some(ParsedTimestamp {
            day: ParsedDate::Exact(civil.date()),
            time: Some(civil.time()),
            offset: Some(*at.offset()),
        });
    }
    if let Ok(civil) = NaiveDateTime::parse_from_str(text, pattern) {
        return Some(ParsedTimestamp { day: ParsedDate::Exact(civil.date()), time: Some(civil.time()), offset: None });
    }
    let date = NaiveDate::parse_from_str(text, pattern).ok()?;
    Some(ParsedTimestamp { day: ParsedDate::Exact(date), time: None, offset: None })
}

fn parse_unix_time(digits: &str) -> Option<ParsedTimestamp> {
    let number: i64 = digits.parse().ok()?;
    let at = match digits.len() {
        9 | 10 => from_millis(number * 1000),
        12 | 13 => from_millis(number),
        _ => None,
    }?;
    let civil = at.naive_utc();
    let offset = FixedOffset::east_opt(0);
    Some(ParsedTimestamp { day: ParsedDate::Exact(civil.date()), time: Some(civil.time()), offset })
}

/// Scanner over the rest of the text.
struct TimestampScanner<'a>(&'a str);

impl<'a> TimestampScanner<'a> {
    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        match self.0.strip_prefix(wanted) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// A number of one to `most` digits, and its digit count.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some((number.parse().ok()?, digits))
    }

    /// The next run of letters.
    fn word(&mut self) -> &'a str {
        let end = self.0.find(|c: char| !c.is_alphabetic()).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }

    /// Skips a weekday such as `Mon,`.
    fn skip_weekday(&mut self) {
        let before = self.0;
        let word = self.word().to_ascii_lowercase();
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        if word.len() >= 3 && days.iter().any(|day| day.starts_with(&word)) {
            self.eat(|c| c == ',' || c == '.');
            self.skip_blanks();
        } else {
            self.0 = before;
        }
    }

    /// The month number for an English name or its prefix.
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

    fn day(&mut self) -> Option<ParsedDate> {
        let sure = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(ParsedDate::Exact);
        if self.0.starts_with(char::is_alphabetic) {
            let month = self.month()?;
            self.skip_blanks();
            let (day, _) = self.number(2)?;
            self.eat(|c| c == ',');
            self.skip_blanks();
            return sure(self.year()?, month, day);
        }
        let (first, digits) = self.number(4)?;
        let separator = self.0.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | ' '))?;
        let next = |scan: &mut TimestampScanner| scan.eat(|c| c == separator).then_some(());
        next(self)?;
        self.skip_blanks();
        if self.0.starts_with(char::is_alphabetic) {
            let month = self.month()?;
            if separator == ' ' {
                self.eat(|c| c == ',');
                self.skip_blanks();
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
        // `12. 3. 2024`, as written in some languages.
        self.skip_blanks();
        let (third, year_digits) = self.number(4)?;
        match (digits, year_digits) {
            (4, 1 | 2) => sure(first.try_into().ok()?, second, third),
            (1 | 2, 2 | 4) if separator == '.' => {
                let day = ParsedDate::Ambiguous { first, second, third, short_year: year_digits == 2 };
                day.resolve(DateOrder::DayFirst).map(ParsedDate::Exact)
            }
            (1 | 2, 2 | 4) => {
                let day = ParsedDate::Ambiguous { first, second, third, short_year: year_digits == 2 };
                [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst]
                    .iter()
                    .find_map(|o| day.resolve(*o))
                    .map(|_| day)
            }
            _ => None,
        }
    }

    fn skip_separator(&mut self) -> Option<()> {
        let comma = self.eat(|c| c == ',');
        let t = !comma && self.eat(|c| matches!(c, 'T' | 't'));
        let before = self.0.len();
        self.skip_blanks();
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
        self.apply_am_pm(time)
    }

    /// Applies an optional `AM` or `PM`.
    fn apply_am_pm(&mut self, time: NaiveTime) -> Option<NaiveTime> {
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

    /// The optional offset; the outer `None` means unreadable.
    fn offset(&mut self) -> Option<Option<FixedOffset>> {
        self.skip_blanks();
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

    /// In UTC, day-first.
    fn utc(text: &str) -> Option<String> {
        let at = parse_timestamp(text)?.instant(DateOrder::DayFirst, Zone::UTC)?;
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
        let day = parse_timestamp("3/4/2024 10:00").unwrap().day;
        assert_eq!(day.resolve(DateOrder::DayFirst).unwrap().to_string(), "2024-04-03");
        assert_eq!(day.resolve(DateOrder::MonthFirst).unwrap().to_string(), "2024-03-04");
        assert_eq!(day.resolve(DateOrder::YearFirst), None);
        let american = parse_timestamp("6/21/2025 16:14").unwrap().day;
        assert_eq!(american.resolve(DateOrder::DayFirst), None);
        assert_eq!(american.resolve(DateOrder::MonthFirst).unwrap().to_string(), "2025-06-21");
        let short = parse_timestamp("24-03-12").unwrap().day;
        assert_eq!(short.resolve(DateOrder::YearFirst).unwrap().to_string(), "2024-03-12");
    }

    #[test]
    fn a_zone_is_used_where_the_cell_has_none() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let stamp = parse_timestamp("2024-07-01 12:00").unwrap();
        assert_eq!(stamp.instant(DateOrder::DayFirst, berlin).unwrap().to_rfc3339(), "2024-07-01T10:00:00+00:00");
        let stamp = parse_timestamp("2024-07-01 12:00Z").unwrap();
        assert_eq!(stamp.instant(DateOrder::DayFirst, berlin).unwrap().to_rfc3339(), "2024-07-01T12:00:00+00:00");
    }

    #[test]
    fn a_pattern_reads_what_nothing_else_does() {
        let stamp = parse_with_pattern("12_03_2024 9h41", "%d_%m_%Y %Hh%M").unwrap();
        assert_eq!(stamp.instant(DateOrder::DayFirst, Zone::UTC).unwrap().to_rfc3339(), "2024-03-12T09:41:00+00:00");
        assert_eq!(parse_with_pattern("20240312", "%Y%m%d").unwrap().time, None);
        assert_eq!(parse_with_pattern("12.03.2024", "%Y%m%d"), None);
        assert!("%Q".parse::<DateFormat>().is_err());
        assert!("dym".parse::<DateFormat>().is_err());
        for written in ["dmy", "mdy", "ymd", "%d.%m.%Y"] {
            assert_eq!(written.parse::<DateFormat>().unwrap().to_string(), written);
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in "[0-9a-zA-Z:/.+ ,−-]{0,24}|\\PC{0,12}") {
            for order in [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst] {
                parse_timestamp(&text).map(|stamp| stamp.instant(order, Zone::UTC));
            }
        }
    }
}
