//! Cells to values: durations, counts and text.

use std::borrow::Cow;

use chrono::TimeDelta;
use serde::Deserialize;

use super::super::guard::unguarded;
use super::names::key;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::parse_duration;

/// The unit of a duration that is written as a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
}

impl Unit {
    fn seconds(self) -> f64 {
        match self {
            Unit::Milliseconds => 0.001,
            Unit::Seconds => 1.0,
            Unit::Minutes => 60.0,
            Unit::Hours => 3600.0,
        }
    }

    /// The unit that a header names: "First reply time in minutes", "Resolution time (in hrs)".
    pub fn of_header(header: &str) -> Option<Unit> {
        /// HubSpot's internal names say nothing of it.
        const IN_MILLISECONDS: [&str; 2] = ["timetofirstagentreply", "timetoclose"];
        let key = key(header);
        let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
        if IN_MILLISECONDS.contains(&key.as_str()) || ends(&["milliseconds", "inms"]) {
            Some(Unit::Milliseconds)
        } else if ends(&["inseconds", "insec", "seconds", "insecs"]) {
            Some(Unit::Seconds)
        } else if ends(&["minutes", "inmin", "inmins"]) || key.contains("inminutes") {
            Some(Unit::Minutes)
        } else if ends(&["inhours", "inhrs", "hours"]) {
            Some(Unit::Hours)
        } else {
            None
        }
    }
}

/// A duration as a cell gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span {
    /// `26:03:59`, `-0:12`, `2h 5m`: it says its own units.
    Told(TimeDelta),
    /// A number, of whatever unit.
    Number(f64),
}

impl Span {
    /// The duration, kept to the millisecond; `None` where a number has no `unit`, or is beyond all measure.
    pub fn delta(self, unit: Option<Unit>) -> Option<TimeDelta> {
        match self {
            Span::Told(delta) => Some(delta),
            Span::Number(number) => {
                let ms = (number * unit?.seconds() * 1000.0).round();
                // A thousand years; beyond it lies nothing that was measured.
                (ms.abs() < 3.2e13).then_some(TimeDelta::milliseconds(ms as i64))
            }
        }
    }
}

/// Reads a duration: hours and minutes on a clock, with or without seconds; words such as `1d 4h`; a plain number.
pub fn span(text: &str) -> Option<Span> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then_some(Span::Number(number));
    }
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, text),
    };
    clock(rest).or_else(|| parse_duration(rest)).map(|delta| Span::Told(delta * sign))
}

/// `H:MM`, `H:MM:SS` or `H:MM:SS.fff`, with as many hours as there were.
fn clock(text: &str) -> Option<TimeDelta> {
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

/// Reads a count: a whole number from 0, also as `3.0`.
pub fn count(text: &str) -> Option<u32> {
    let number: f64 = text.trim().parse().ok()?;
    let whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    whole.then_some(number as u32)
}

/// A cell as one line of harmless text.
pub fn line(cell: &str) -> Cow<'_, str> {
    clean_line(unguarded(cell))
}

/// A cell as harmless text of as many lines as it has.
pub fn text(cell: &str) -> Cow<'_, str> {
    match clean(unguarded(cell)) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_end()),
        Cow::Owned(text) => Cow::Owned(text.trim_end().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str, unit: Option<Unit>) -> Option<f64> {
        span(text)?.delta(unit).map(crate::domain::time::seconds)
    }

    #[test]
    fn durations_say_their_units_or_need_one() {
        assert_eq!(seconds("26:03:59", None), Some(93_839.0));
        assert_eq!(seconds("0:12", None), Some(720.0));
        assert_eq!(seconds("-01:00:00.5", None), Some(-3600.5));
        assert_eq!(seconds("1d 4h", None), Some(100_800.0));
        assert_eq!(seconds("35", Some(Unit::Minutes)), Some(2100.0));
        assert_eq!(seconds("1.5", Some(Unit::Hours)), Some(5400.0));
        assert_eq!(seconds("1500", Some(Unit::Milliseconds)), Some(1.5));
        assert_eq!(seconds("35", None), None);
        for bad in ["", "x", "1:2", "1:60:00", "::", "1:00:-5", "NaN", "inf", "2024-01-01 10:00", "99999999:00"] {
            assert_eq!(span(bad), None, "{bad}");
        }
        assert_eq!(seconds("1e300", Some(Unit::Hours)), None);
    }

    #[test]
    fn headers_name_units() {
        for (header, unit) in [
            ("First reply time in minutes", Some(Unit::Minutes)),
            ("First Response In Min", Some(Unit::Minutes)),
            ("First reply time in minutes within business hours", Some(Unit::Minutes)),
            ("First response time (in hrs)", Some(Unit::Hours)),
            ("time_to_close", Some(Unit::Milliseconds)),
            ("Wait (seconds)", Some(Unit::Seconds)),
            ("First response time", None),
            ("Admin", None),
        ] {
            assert_eq!(Unit::of_header(header), unit, "{header}");
        }
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(count("3.0"), Some(3));
        assert_eq!(count(" 12 "), Some(12));
        for bad in ["-1", "1.5", "x", "", "NaN", "1e99"] {
            assert_eq!(count(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_is_cleaned_and_loses_its_guard() {
        assert_eq!(line(" a\x1b[31m\nb "), "a b");
        assert_eq!(text("a\r\nb\n\n"), "a\nb");
        assert_eq!(line("'=1+1"), "=1+1");
        assert_eq!(line("'tis"), "'tis");
    }
}
