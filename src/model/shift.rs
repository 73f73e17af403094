//! Shifts, absences and coverage requirements, in civil times of the team's zone.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::text::fold;
use crate::model::time::{Instant, MINUTES_PER_DAY, Period, Zone, format_clock};

/// A time range in minutes after a day's midnight; `to` beyond 1440 reaches into the next day (night shift).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hours {
    pub from: u32,
    pub to: u32,
}

impl Hours {
    /// If `to` is not after `from`, it is on the next day.
    pub fn new(from: u32, to: u32) -> Hours {
        Hours { from, to: if to <= from { to + MINUTES_PER_DAY } else { to } }
    }

    pub fn minutes(self) -> u32 {
        self.to - self.from
    }

    /// End as the clock shows it, in minutes after midnight: an end on the next day wraps, 1440 stays 24:00.
    pub fn clock_end(self) -> u32 {
        if self.to > MINUTES_PER_DAY { self.to - MINUTES_PER_DAY } else { self.to }
    }

    /// Whether two ranges of the same day overlap.
    pub fn overlaps(self, other: Hours) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The range, `days` later; `None` if it would begin before midnight.
    fn shifted_by_days(self, days: i64) -> Option<Hours> {
        let shift = |minute: u32| u32::try_from(i64::from(minute) + days * i64::from(MINUTES_PER_DAY)).ok();
        Some(Hours { from: shift(self.from)?, to: shift(self.to)? })
    }
}

/// Formats as `22:00–06:00`.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", format_clock(self.from % MINUTES_PER_DAY), format_clock(self.clock_end()))
    }
}

/// One person's shift on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub person: PersonId,
    pub day: NaiveDate,
    pub hours: Hours,
    /// Shift name: "Morning".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Hours>,
}

impl Shift {
    pub fn starts(&self, zone: Zone) -> Instant {
        zone.at_minute(self.day, self.hours.from)
    }

    pub fn ends(&self, zone: Zone) -> Instant {
        zone.at_minute(self.day, self.hours.to)
    }

    pub fn covers(&self, zone: Zone, at: Instant) -> bool {
        self.starts(zone) <= at && at < self.ends(zone)
    }

    /// Whether two shifts overlap, by the clock.
    pub fn overlaps(&self, other: &Shift) -> bool {
        let days = (other.day - self.day).num_days();
        if days >= 0 {
            other.hours.shifted_by_days(days).is_some_and(|hours| self.hours.overlaps(hours))
        } else {
            other.overlaps(self)
        }
    }
}

/// A named shift, to fill a roster from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftTemplate {
    /// Shift name: "Morning".
    pub name: String,
    pub hours: Hours,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Hours>,
}

impl ShiftTemplate {
    /// A person's shift from this template.
    pub fn shift(&self, person: PersonId, day: NaiveDate) -> Shift {
        Shift { person, day, hours: self.hours, name: Some(self.name.clone()), breaks: self.breaks.clone() }
    }
}

/// Reason for an absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    Sick,
    Leave,
    Training,
    /// Arrival after the shift begins.
    Late,
    Other,
}

impl AbsenceKind {
    pub const ALL: [AbsenceKind; 5] =
        [AbsenceKind::Sick, AbsenceKind::Leave, AbsenceKind::Training, AbsenceKind::Late, AbsenceKind::Other];

    pub fn name(self) -> &'static str {
        match self {
            AbsenceKind::Sick => "sick",
            AbsenceKind::Leave => "leave",
            AbsenceKind::Training => "training",
            AbsenceKind::Late => "late",
            AbsenceKind::Other => "other",
        }
    }
}

impl FromStr for AbsenceKind {
    type Err = String;

    /// Accepts the name in any case.
    fn from_str(text: &str) -> Result<AbsenceKind, String> {
        let wanted = fold(text.trim());
        AbsenceKind::ALL.into_iter().find(|kind| kind.name() == wanted).ok_or_else(|| {
            let names = AbsenceKind::ALL.map(AbsenceKind::name).join(", ");
            format!("‘{text}’ is no reason to be away; it is one of {names}")
        })
    }
}

/// An absence for whole civil days, `first` to `last` inclusive, or for some hours of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub person: PersonId,
    pub kind: AbsenceKind,
    pub first: NaiveDate,
    pub last: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Absence {
    /// Whether the absence overlaps `[from, to)`.
    pub fn overlaps(&self, zone: Zone, from: Instant, to: Instant) -> bool {
        match self.hours {
            None => zone.midnight(self.first) < to && from < zone.midnight(self.last + Days::new(1)),
            // Hours may reach into the next day, so the day before counts too.
            Some(hours) => self
                .first
                .max(zone.date(from) - Days::new(1))
                .iter_days()
                .take_while(|day| *day <= self.last.min(zone.date(to)))
                .any(|day| zone.at_minute(day, hours.from) < to && from < zone.at_minute(day, hours.to)),
        }
    }
}

/// A coverage requirement: on weekdays from 8 to 16, two customer champions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub profile: Profile,
    /// Bit 0 is Monday, bit 6 is Sunday.
    pub weekdays: u8,
    pub hours: Hours,
    /// Number of people, each in their own seat.
    pub need: u32,
}

impl Requirement {
    pub const EVERY_DAY: u8 = 0b111_1111;

    pub fn applies_on(&self, day: NaiveDate) -> bool {
        self.weekdays >> day.weekday().num_days_from_monday() & 1 == 1
    }
}

/// A period of attendance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    pub person: PersonId,
    pub from: Instant,
    /// `None` while checked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
}

impl Attendance {
    /// The period; without a check-out it lasts [`MAX_ATTENDANCE`].
    pub fn period(&self) -> Period {
        Period { from: self.from, to: self.to.unwrap_or(self.from + MAX_ATTENDANCE) }
    }

    /// Whether it covers an instant.
    pub fn covers(&self, at: Instant) -> bool {
        self.period().contains(at)
    }
}

/// Without a check-out, attendance ends after this time: the check-out was forgotten.
pub const MAX_ATTENDANCE: TimeDelta = TimeDelta::hours(16);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_print_as_clock_times() {
        assert_eq!(Hours::new(22 * 60, 6 * 60).to_string(), "22:00–06:00");
        assert_eq!(Hours::new(0, 24 * 60).to_string(), "00:00–24:00");
    }

    #[test]
    fn shifts_meet_over_midnight_too() {
        let shift = |day: &str, from: u32, to: u32| Shift {
            person: PersonId(1),
            day: day.parse().unwrap(),
            hours: Hours::new(from * 60, to * 60),
            name: None,
            breaks: Vec::new(),
        };
        let night = shift("2026-03-02", 22, 6);
        for (other, meets) in [
            (shift("2026-03-03", 5, 9), true),
            (shift("2026-03-03", 6, 14), false),
            (shift("2026-03-02", 14, 22), false),
            (shift("2026-03-02", 14, 23), true),
            (shift("2026-03-01", 22, 6), false),
            (shift("2026-03-04", 0, 6), false),
        ] {
            assert_eq!((night.overlaps(&other), other.overlaps(&night)), (meets, meets), "{other:?}");
        }
    }
}
