//! Instants, civil days, and the conversion between them.
//!
//! Stored instants are UTC; shifts, opening hours, days and weeks are civil times in the team's zone. A day may have 23
//! or 25 hours; only [`Zone`] handles that.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// UTC instant, with millisecond precision.
pub type Instant = DateTime<Utc>;

/// The instant `ms` milliseconds after 1970-01-01T00:00:00Z, the stored form. `None` outside about ±262,000 years.
pub fn from_millis(ms: i64) -> Option<Instant> {
    DateTime::from_timestamp_millis(ms)
}

/// Duration in fractional seconds, the unit of all JSON output.
pub fn seconds(delta: TimeDelta) -> f64 {
    delta.num_milliseconds() as f64 / 1000.0
}

/// Half-open period, `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Instant,
    pub to: Instant,
}

impl Period {
    pub fn contains(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    pub fn overlaps(&self, other: Period) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Whole civil days from `first` to `end`, `end` excluded.
    pub fn days(zone: Zone, first: NaiveDate, end: NaiveDate) -> Period {
        Period { from: zone.midnight(first), to: zone.midnight(end) }
    }

    /// The last `n` civil days including today, up to `now`.
    pub fn last_days(zone: Zone, now: Instant, n: u32) -> Period {
        let first = zone.date(now) - Days::new(u64::from(n.saturating_sub(1)));
        Period { from: zone.midnight(first), to: now }
    }
}

/// The team's IANA time zone.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

impl Zone {
    pub const UTC: Zone = Zone(Tz::UTC);

    pub fn civil(self, at: Instant) -> NaiveDateTime {
        at.with_timezone(&self.0).naive_local()
    }

    pub fn date(self, at: Instant) -> NaiveDate {
        self.civil(at).date()
    }

    /// The instant at which clocks in the zone show `civil`. A skipped time moves forward by the gap; of a repeated
    /// time, the first is taken.
    pub fn instant(self, civil: NaiveDateTime) -> Instant {
        match self.0.from_local_datetime(&civil) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
            LocalResult::None => {
                // Real gaps are at most a day long (Samoa, 2011) and begin on a quarter of an hour.
                let before = (1..=96)
                    .map(|n| TimeDelta::minutes(15 * n))
                    .find_map(|back| self.0.from_local_datetime(&(civil - back)).latest().map(|at| at + back));
                before.map_or_else(|| Utc.from_utc_datetime(&civil), |at| at.with_timezone(&Utc))
            }
        }
    }

    /// The first moment of a civil day.
    pub fn midnight(self, date: NaiveDate) -> Instant {
        self.instant(date.and_time(NaiveTime::MIN))
    }

    /// The instant `minute` clock minutes after the midnight of `date`; more than 1440 is the next day.
    pub fn at_minute(self, date: NaiveDate, minute: u32) -> Instant {
        self.instant(date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute)))
    }

    /// RFC 3339 with the zone's offset, as in all output.
    pub fn rfc3339(self, at: Instant) -> String {
        at.with_timezone(&self.0).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(name: &str) -> Result<Zone, String> {
        Tz::from_str_insensitive(name)
            .map(Zone)
            .map_err(|_| format!("‘{name}’ is not a time zone; write an IANA name such as Asia/Ho_Chi_Minh or UTC"))
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(name: String) -> Result<Zone, String> {
        name.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.to_string()
    }
}

/// Parses an instant: `2026-03-02T09:00`, with or without seconds, a fraction or an offset, a blank instead of the `T`;
/// without an offset it is civil time in `zone`. A day alone means its last second, so that "the backlog at 31 March"
/// is the backlog at the end of that day.
pub fn parse_moment(text: &str, zone: Zone) -> Result<Instant, String> {
    let text = text.trim();
    if let Ok(date) = parse_day(text) {
        return Ok(zone.midnight(date + Days::new(1)) - TimeDelta::seconds(1));
    }
    let usual = |year: i32| YEARS.contains(&year);
    let with_offset = text.replacen(' ', "T", 1);
    let with_offset = DateTime::parse_from_rfc3339(&with_offset)
        .or_else(|_| DateTime::parse_from_str(&with_offset, "%Y-%m-%dT%H:%M%#z"))
        .map(|at| at.with_timezone(&Utc));
    if let Some(at) = with_offset.ok().filter(|at| usual(at.year())) {
        return Ok(at);
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .filter(|civil| usual(civil.year()))
        .map(|civil| zone.instant(civil))
        .ok_or_else(|| format!("‘{text}’ is not a moment; write 2026-03-02T09:00, or a day such as 2026-03-02"))
}

/// Accepted years, so that date arithmetic cannot overflow.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;

/// Parses a civil day, `2026-03-02`.
pub fn parse_day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    day.filter(|day| YEARS.contains(&day.year()))
        .ok_or_else(|| format!("‘{text}’ is not a day; write it as 2026-03-02"))
}

/// Parses a clock time as minutes after midnight: `9`, `9:30`, `0930`, up to `24:00`.
pub fn parse_clock(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let (hours, minutes) = match text.split_once(':') {
        Some(parts) => parts,
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => (text, "0"),
    };
    match (hours.parse::<u32>(), minutes.parse::<u32>()) {
        (Ok(h), Ok(m)) if h <= 24 && m < 60 && h * 60 + m <= 24 * 60 => Ok(h * 60 + m),
        _ => Err(format!("‘{text}’ is not a time of day; write it as 9:30")),
    }
}

/// Parses a duration such as `90s`, `15m`, `4h`, `3d`, `1h30m`; `None` if invalid. A day is 24 hours.
pub fn parse_duration(text: &str) -> Option<TimeDelta> {
    let mut total = 0i64;
    let mut number = String::new();
    let mut any = false;
    for c in text.trim().chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let unit = match c {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            ' ' if number.is_empty() => continue,
            _ => return None,
        };
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then(|| TimeDelta::try_seconds(total)).flatten()
}

/// Formats minutes after midnight: `08:00`, `24:00`, `26:30` for half past two the next day.
pub fn format_clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Civil days `[from, to)`.
pub type DateRange = (NaiveDate, NaiveDate);

/// Like [`parse_date_range`], with an English error sentence.
pub fn parse_date_range_verbose(text: &str) -> Result<DateRange, String> {
    parse_date_range(text).map_err(|why| {
        let text = text.trim();
        match why {
            DateRangeError::InvalidFormat(None) => {
                format!("‘{text}’ is no stretch of days; write FIRST..END, such as 2026-01-01..2026-04-01")
            }
            DateRangeError::InvalidFormat(Some(why)) => why,
            DateRangeError::Backwards => {
                format!("{text} ends before it begins; the second day is the one after the last")
            }
            DateRangeError::TooLong => {
                format!("{text} is longer than {MAX_RANGE_YEARS} years; write a shorter stretch of days")
            }
        }
    })
}

/// Parses `2026-01-01..2026-04-01`: first day, and the day after the last.
pub fn parse_date_range(text: &str) -> Result<DateRange, DateRangeError> {
    let (first, end) = text.trim().split_once("..").ok_or(DateRangeError::InvalidFormat(None))?;
    let day = |text| parse_day(text).map_err(|why| DateRangeError::InvalidFormat(Some(why)));
    let (first, end) = (day(first)?, day(end)?);
    match first.checked_add_months(Months::new(12 * MAX_RANGE_YEARS)) {
        _ if end <= first => Err(DateRangeError::Backwards),
        Some(last) if end > last => Err(DateRangeError::TooLong),
        _ => Ok((first, end)),
    }
}

/// Why a text is not a valid date range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateRangeError {
    /// Wrong syntax, or the parse error of one of the days.
    InvalidFormat(Option<String>),
    Backwards,
    /// Longer than `MAX_RANGE_YEARS`.
    TooLong,
}

impl DateRangeError {
    /// Stable name; `period-NAME` in the message catalog.
    pub fn name(&self) -> &'static str {
        match self {
            DateRangeError::InvalidFormat(_) => "wrong",
            DateRangeError::Backwards => "backwards",
            DateRangeError::TooLong => "long",
        }
    }
}

/// Longer ranges are typing errors and slow to draw.
pub const MAX_RANGE_YEARS: u32 = 20;

pub const MINUTES_PER_DAY: u32 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    fn civil(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_skipped_time_moves_forward_and_a_doubled_one_is_the_first() {
        let zone = berlin();
        assert_eq!(zone.rfc3339(zone.instant(civil("2026-03-29 02:30"))), "2026-03-29T03:30:00+02:00");
        assert_eq!(zone.rfc3339(zone.instant(civil("2026-10-25 02:30"))), "2026-10-25T02:30:00+02:00");
    }

    #[test]
    fn days_have_23_24_and_25_hours() {
        let zone = berlin();
        for (day, hours) in [("2026-03-29", 23), ("2026-05-01", 24), ("2026-10-25", 25)] {
            let date = parse_day(day).unwrap();
            let day = Period::days(zone, date, date + Days::new(1));
            assert_eq!((day.to - day.from).num_hours(), hours);
        }
    }

    #[test]
    fn a_day_alone_is_its_last_second() {
        assert_eq!(parse_moment("2023-03-31", Zone::UTC).unwrap().to_rfc3339(), "2023-03-31T23:59:59+00:00");
        assert_eq!(parse_moment("2023-03-31 10:00", berlin()).unwrap().to_rfc3339(), "2023-03-31T08:00:00+00:00");
        assert_eq!(
            parse_moment("2023-03-31T10:00:00+07:00", berlin()).unwrap().to_rfc3339(),
            "2023-03-31T03:00:00+00:00"
        );
        for offset in ["2026-03-02T16:00+07:00", "2026-03-02 09:00Z", "2026-03-02T09:00:00.000Z"] {
            assert_eq!(parse_moment(offset, berlin()).unwrap().to_rfc3339(), "2026-03-02T09:00:00+00:00", "{offset}");
        }
        for far in ["31/3", "+262142-12-31", "0000-01-01", "9999-12-31T23:59:59-12:00", "-262143-01-01T00:00"] {
            assert!(parse_moment(far, Zone::UTC).is_err(), "{far}");
        }
    }

    #[test]
    fn durations_and_clock_times_read_as_typed() {
        assert_eq!(parse_duration("1h30m").unwrap().num_minutes(), 90);
        assert_eq!(parse_duration("3d").unwrap().num_hours(), 72);
        for bad in ["", "3", "h", "3x", "99999999999999999d"] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
        assert_eq!(parse_clock("9:30"), Ok(570));
        assert_eq!(parse_clock("0930"), Ok(570));
        assert!(parse_clock("25:00").is_err());
        assert!(parse_clock("99999999:00").is_err());
    }
}
