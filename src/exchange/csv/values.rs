//! Parses cells: durations, counts and text.

use std::borrow::Cow;

use chrono::TimeDelta;
use serde::Deserialize;

use super::super::formula_guard::unescape_formula;
use super::headers::match_key;
use crate::model::text::{clean, clean_line};
use crate::model::time::parse_duration;

/// Unit of a duration given as a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DurationUnit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
}

impl DurationUnit {
    fn seconds(self) -> f64 {
        match self {
            DurationUnit::Milliseconds => 0.001,
            DurationUnit::Seconds => 1.0,
            DurationUnit::Minutes => 60.0,
            DurationUnit::Hours => 3600.0,
        }
    }

    /// The unit named in a header: "First reply time in minutes", "Resolution time (in hrs)".
    pub fn from_header(header: &str) -> Option<DurationUnit> {
        /// HubSpot's internal names do not contain the unit.
        const IN_MILLISECONDS: [&str; 2] = ["timetofirstagentreply", "timetoclose"];
        let key = match_key(header);
        let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
        if IN_MILLISECONDS.contains(&key.as_str()) || ends(&["milliseconds", "inms"]) {
            Some(DurationUnit::Milliseconds)
        } else if ends(&["inseconds", "insec", "seconds", "insecs"]) {
            Some(DurationUnit::Seconds)
        } else if ends(&["minutes", "inmin", "inmins"]) || key.contains("inminutes") {
            Some(DurationUnit::Minutes)
        } else if ends(&["inhours", "inhrs", "hours"]) {
            Some(DurationUnit::Hours)
        } else {
            None
        }
    }
}

/// A duration as parsed from a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ParsedDuration {
    /// With units: `26:03:59`, `-0:12`, `2h 5m`.
    WithUnits(TimeDelta),
    /// A plain number without unit.
    Plain(f64),
}

impl ParsedDuration {
    /// The duration, to the millisecond; `None` for a number without `unit`, or out of range.
    pub fn to_duration(self, unit: Option<DurationUnit>) -> Option<TimeDelta> {
        match self {
            ParsedDuration::WithUnits(delta) => Some(delta),
            ParsedDuration::Plain(number) => {
                let ms = (number * unit?.seconds() * 1000.0).round();
                // 1,000 years: no measured duration is longer.
                (ms.abs() < 3.2e13).then_some(TimeDelta::milliseconds(ms as i64))
            }
        }
    }
}

/// Parses `H:MM[:SS]`, units such as `1d 4h`, or a plain number.
pub fn parse_duration_cell(text: &str) -> Option<ParsedDuration> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then_some(ParsedDuration::Plain(number));
    }
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, text),
    };
    parse_clock(rest).or_else(|| parse_duration(rest)).map(|delta| ParsedDuration::WithUnits(delta * sign))
}

/// `H:MM`, `H:MM:SS` or `H:MM:SS.fff`; hours are unbounded.
fn parse_clock(text: &str) -> Option<TimeDelta> {
    let mut parts = text.splitn(3, ':');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok())?;
    let hours = digits(parts.next()?).filter(|hours| *hours < 10_000_000)?;
    let minutes = parts.next().filter(|part| part.len() == 2).and_then(digits).filter(|minutes| *minutes < 60)?;
    let seconds = match parts.next() {
        None => 0.0,
        Some(part) if part.starts_with(|c: char| c.is_ascii_digit()) => part.parse().ok().filter(|s| *s < 60.0)?,
        Some(_) => return None,
    };
    Some(TimeDelta::minutes(hours * 60 + minutes) + TimeDelta::milliseconds((seconds * 1000.0_f64).round() as i64))
}

/// Parses a whole number from 0, also written `3.0`.
pub fn parse_count(text: &str) -> Option<u32> {
    let number: f64 = text.trim().parse().ok()?;
    let whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    whole.then_some(number as u32)
}

/// The cell as one sanitized line.
pub fn clean_line_cell(cell: &str) -> Cow<'_, str> {
    clean_line(unescape_formula(cell))
}

/// The cell as sanitized multi-line text.
pub fn clean_text_cell(cell: &str) -> Cow<'_, str> {
    match clean(unescape_formula(cell)) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_end()),
        Cow::Owned(text) => Cow::Owned(text.trim_end().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str, unit: Option<DurationUnit>) -> Option<f64> {
        parse_duration_cell(text)?.to_duration(unit).map(crate::model::time::seconds)
    }

    #[test]
    fn durations_say_their_units_or_need_one() {
        assert_eq!(seconds("26:03:59", None), Some(93_839.0));
        assert_eq!(seconds("0:12", None), Some(720.0));
        assert_eq!(seconds("-01:00:00.5", None), Some(-3600.5));
        assert_eq!(seconds("1d 4h", None), Some(100_800.0));
        assert_eq!(seconds("35", Some(DurationUnit::Minutes)), Some(2100.0));
        assert_eq!(seconds("1.5", Some(DurationUnit::Hours)), Some(5400.0));
        assert_eq!(seconds("1500", Some(DurationUnit::Milliseconds)), Some(1.5));
        assert_eq!(seconds("35", None), None);
        for bad in ["", "x", "1:2", "1:60:00", "::", "1:00:-5", "NaN", "inf", "2024-01-01 10:00", "99999999:00"] {
            assert_eq!(parse_duration_cell(bad), None, "{bad}");
        }
        assert_eq!(seconds("1e300", Some(DurationUnit::Hours)), None);
    }

    #[test]
    fn headers_name_units() {
        for (header, unit) in [
            ("First reply time in minutes", Some(DurationUnit::Minutes)),
            ("First Response In Min", Some(DurationUnit::Minutes)),
            ("First reply time in minutes within business hours", Some(DurationUnit::Minutes)),
            ("First response time (in hrs)", Some(DurationUnit::Hours)),
            ("time_to_close", Some(DurationUnit::Milliseconds)),
            ("Wait (seconds)", Some(DurationUnit::Seconds)),
            ("First response time", None),
            ("Admin", None),
        ] {
            assert_eq!(DurationUnit::from_header(header), unit, "{header}");
        }
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(parse_count("3.0"), Some(3));
        assert_eq!(parse_count(" 12 "), Some(12));
        for bad in ["-1", "1.5", "x", "", "NaN", "1e99"] {
            assert_eq!(parse_count(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_is_cleaned_and_loses_its_guard() {
        assert_eq!(clean_line_cell(" a\x1b[31m\nb "), "a b");
        assert_eq!(clean_text_cell("a\r\nb\n\n"), "a\nb");
        assert_eq!(clean_line_cell("'=1+1"), "=1+1");
        assert_eq!(clean_line_cell("'tis"), "'tis");
    }
}
