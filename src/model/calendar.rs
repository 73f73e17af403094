//! Business calendars: opening hours, business time and due instants.
//!
//! Opening hours are civil times, due instants are UTC; [`Zone`] converts. Hours belong to the day they start on and
//! may run past midnight. A special date replaces the hours that *start* on it: night hours from the evening before
//! still run into a holiday.
//!
//! Across clock changes, hours last as long as the time between their ends: 22:00–06:00 is seven hours in spring and
//! nine in autumn. [`Zone::instant`] resolves skipped and repeated local times.

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::shift::Hours;
use crate::model::text::clean_line;
use crate::model::time::{Instant, MINUTES_PER_DAY, Period, Zone, format_clock, parse_clock, parse_day};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Search limit of [`Calendar::due_at`]: ten years.
const DUE_HORIZON: Days = Days::new(3653);

/// Opening hours. Sorted and without overlaps within a day; hours of two days may overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredCalendar")]
pub struct Calendar {
    name: String,
    zone: Zone,
    /// Monday first.
    week: [Vec<Hours>; 7],
    special: BTreeMap<NaiveDate, SpecialDate>,
}

/// A stored calendar, validated again when read.
#[derive(Deserialize)]
struct StoredCalendar {
    name: String,
    zone: Zone,
    week: [Vec<Hours>; 7],
    special: BTreeMap<NaiveDate, SpecialDate>,
}

impl TryFrom<StoredCalendar> for Calendar {
    type Error = String;

    fn try_from(StoredCalendar { name, zone, week, special }: StoredCalendar) -> Result<Calendar, String> {
        Calendar::new(name, zone, week, special)
    }
}

/// A date with its own hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDate {
    /// Display name, e.g. "Tết".
    pub name: String,
    /// Empty: closed all day.
    pub hours: Vec<Hours>,
}

/// A span that is open, or closed for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarSpan<'a> {
    pub period: Period,
    /// `None` if open.
    pub closed: Option<ClosedReason<'a>>,
}

/// Why the desk is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedReason<'a> {
    /// A special date, with its name.
    SpecialDate(&'a str),
    /// Outside the opening hours of an ordinary day.
    OutsideHours,
}

impl Calendar {
    /// Open 24/7.
    pub fn always_open(zone: Zone) -> Calendar {
        let week = std::array::from_fn(|_| vec![Hours { from: 0, to: MINUTES_PER_DAY }]);
        Calendar { name: "24/7".to_owned(), zone, week, special: BTreeMap::new() }
    }

    /// Validates a calendar, Monday first.
    ///
    /// # Errors
    /// A sentence naming the invalid hours: they start on their own day, end after they start and by the end of the
    /// next day, and do not overlap within a day.
    pub fn new(
        name: String,
        zone: Zone,
        mut week: [Vec<Hours>; 7],
        mut special: BTreeMap<NaiveDate, SpecialDate>,
    ) -> Result<Calendar, String> {
        for (hours, weekday) in week.iter_mut().zip(WEEKDAYS) {
            sort_and_validate(hours).map_err(|why| format!("calendar ‘{name}’, {weekday}: {why}"))?;
        }
        for (date, day) in &mut special {
            sort_and_validate(&mut day.hours)
                .map_err(|why| format!("calendar ‘{name}’, {date} ({}): {why}", day.name))?;
        }
        Ok(Calendar { name, zone, week, special })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// Hours that start on a civil day, in order.
    pub fn hours_on(&self, day: NaiveDate) -> &[Hours] {
        match self.special.get(&day) {
            Some(special) => &special.hours,
            None => &self.week[day.weekday().num_days_from_monday() as usize],
        }
    }

    /// Open spans that start on a civil day, unclipped.
    fn spans_on(&self, day: NaiveDate) -> impl Iterator<Item = Period> {
        let at = move |minute| self.zone.at_minute(day, minute);
        self.hours_on(day).iter().map(move |hours| Period { from: at(hours.from), to: at(hours.to) })
    }

    /// Open spans of `[from, to)`: ordered, disjoint, clipped.
    pub fn open_spans(&self, from: Instant, to: Instant) -> impl Iterator<Item = Period> {
        // Hours end on the next day at the latest, so yesterday's may still be open.
        let today = self.zone.date(from);
        let first = today.pred_opt().unwrap_or(today);
        let mut days = first.iter_days().take_while(move |day| self.zone.midnight(*day) < to).peekable();
        let mut open: Vec<Period> = Vec::new();
        iter::from_fn(move || {
            // A span is final once the next day begins after it.
            while let Some(day) =
                days.next_if(|day| open.first().is_none_or(|first| first.to >= self.zone.midnight(*day)))
            {
                let cut = self.spans_on(day).map(|span| Period { from: span.from.max(from), to: span.to.min(to) });
                open.extend(cut.filter(|span| span.from < span.to));
                // Not always in order: a clock change can move hours past later ones.
                open.sort_by_key(|span| span.from);
                open.dedup_by(|next, span| {
                    let joined = next.from <= span.to;
                    if joined {
                        span.to = span.to.max(next.to);
                    }
                    joined
                });
            }
            (!open.is_empty()).then(|| open.remove(0))
        })
    }

    /// Business time in `[from, to)`; zero if `to` precedes `from`.
    pub fn business_time(&self, from: Instant, to: Instant) -> TimeDelta {
        self.open_spans(from, to).map(|span| span.to - span.from).sum()
    }

    /// The earliest instant at which business time since `from` reaches `amount`.
    ///
    /// A deadline that falls on closing time is due then, not at the next opening; zero time is due at `from`, open or
    /// closed. `None` if it is not reached within ten years.
    pub fn due_at(&self, from: Instant, amount: TimeDelta) -> Option<Instant> {
        if amount <= TimeDelta::zero() {
            return Some(from);
        }
        let end = from.checked_add_days(DUE_HORIZON)?;
        let (mut start, mut left) = (from, amount);
        // Most deadlines are near: search one day ahead, then two, then four.
        let mut step = TimeDelta::days(1);
        while start < end {
            let stop = start + step.min(end - start);
            for span in self.open_spans(start, stop) {
                let open = span.to - span.from;
                if left <= open {
                    return Some(span.from + left);
                }
                left -= open;
            }
            (start, step) = (stop, step * 2);
        }
        None
    }

    /// The first open instant from `at` on; `None` if there is none within ten years.
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        // Hours are whole minutes, so the first second of a span is fully open.
        let second = TimeDelta::seconds(1);
        if self.closed_because(at).is_none() { Some(at) } else { Some(self.due_at(at, second)? - second) }
    }

    /// All of `[from, to)` in order: open spans, and closed spans with their reason.
    pub fn open_and_closed_spans(&self, from: Instant, to: Instant) -> Vec<CalendarSpan<'_>> {
        let mut stretches = Vec::new();
        let mut reached = from;
        for open in self.open_spans(from, to) {
            self.push_closed_spans(Period { from: reached, to: open.from }, &mut stretches);
            stretches.push(CalendarSpan { period: open, closed: None });
            reached = open.to;
        }
        self.push_closed_spans(Period { from: reached, to }, &mut stretches);
        stretches
    }

    /// Splits a closed span where its reason changes, which is at midnight.
    fn push_closed_spans<'a>(&'a self, time: Period, into: &mut Vec<CalendarSpan<'a>>) {
        let mut reached = time.from;
        while reached < time.to {
            let day = self.zone.date(reached);
            // If a clock change moved back over midnight, the next midnight can lie in the past.
            let midnight = day.iter_days().skip(1).map(|day| self.zone.midnight(day)).find(|at| reached < *at);
            let to = midnight.map_or(time.to, |at| at.min(time.to));
            let closed = Some(self.closed_reason_on(day));
            match into.last_mut().filter(|last| last.closed == closed) {
                Some(last) => last.period.to = to,
                None => into.push(CalendarSpan { period: Period { from: reached, to }, closed }),
            }
            reached = to;
        }
    }

    /// Why the desk is closed at an instant; `None` if open. On a special date the date is the reason, even if it has
    /// opening hours.
    pub fn closed_because(&self, at: Instant) -> Option<ClosedReason<'_>> {
        let today = self.zone.date(at);
        let mut days = today.pred_opt().into_iter().chain([today]);
        if days.any(|day| self.spans_on(day).any(|span| span.contains(at))) {
            return None;
        }
        Some(self.closed_reason_on(today))
    }

    /// The reason for closed time on a day.
    fn closed_reason_on(&self, day: NaiveDate) -> ClosedReason<'_> {
        self.special.get(&day).map_or(ClosedReason::OutsideHours, |special| ClosedReason::SpecialDate(&special.name))
    }
}

/// Sorts and validates the hours of one day.
fn sort_and_validate(hours: &mut [Hours]) -> Result<(), String> {
    hours.sort();
    for &Hours { from, to } in hours.iter() {
        let shown = format!("{}-{}", format_clock(from), format_clock(to));
        if from >= MINUTES_PER_DAY {
            return Err(format!("‘{shown}’ starts after the day has ended; list it under the next day"));
        }
        if to <= from {
            return Err(format!("‘{shown}’ ends before it starts; write the end after the start"));
        }
        if to > 2 * MINUTES_PER_DAY {
            return Err(format!(
                "‘{shown}’ runs past the next day; end it by 48:00 and list the rest under the day after"
            ));
        }
    }
    for pair in hours.windows(2) {
        let (first, second) = (pair[0], pair[1]);
        if second.from < first.to {
            return Err(format!(
                "‘{}-{}’ and ‘{}-{}’ overlap; make one of them or move one",
                format_clock(first.from),
                format_clock(first.to),
                format_clock(second.from),
                format_clock(second.to)
            ));
        }
    }
    Ok(())
}

/// A calendar as written in the config; [`Calendar::from`] converts it with the team's zone. Values are validated
/// during deserialization, so that errors carry their line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a calendar")]
pub struct CalendarConfig {
    #[serde(deserialize_with = "name")]
    pub name: String,
    /// Overrides the team's time zone.
    pub timezone: Option<Zone>,
    /// `08:00-12:00`; an end at or before the start is on the next day. An omitted day is closed.
    #[serde(default)]
    pub monday: DayHours,
    #[serde(default)]
    pub tuesday: DayHours,
    #[serde(default)]
    pub wednesday: DayHours,
    #[serde(default)]
    pub thursday: DayHours,
    #[serde(default)]
    pub friday: DayHours,
    #[serde(default)]
    pub saturday: DayHours,
    #[serde(default)]
    pub sunday: DayHours,
    #[serde(default)]
    pub holidays: HolidayDates,
    /// Holiday files (.ics); the caller reads them and adds their days with [`CalendarConfig::add_holiday`].
    #[serde(default)]
    pub holidays_ics: Vec<String>,
}

impl CalendarConfig {
    /// Adds a closed day, unless the date is listed already.
    pub fn add_holiday(&mut self, day: NaiveDate, name: String) {
        self.holidays.0.entry(day).or_insert(SpecialDate { name, hours: Vec::new() });
    }
}

/// The hours of one day, in order and without overlaps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct DayHours(Vec<Hours>);

impl TryFrom<Vec<String>> for DayHours {
    type Error = String;

    fn try_from(texts: Vec<String>) -> Result<DayHours, String> {
        let mut hours = texts.iter().map(|text| parse_hours(text)).collect::<Result<Vec<_>, _>>()?;
        sort_and_validate(&mut hours)?;
        Ok(DayHours(hours))
    }
}

/// Special dates, each listed once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<HolidayConfig>")]
pub struct HolidayDates(BTreeMap<NaiveDate, SpecialDate>);

/// One special date: date (`2026-12-24`), name, and hours as on a weekday; no hours means closed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a holiday with a date and a name")]
struct HolidayConfig {
    #[serde(deserialize_with = "date")]
    date: NaiveDate,
    #[serde(deserialize_with = "name")]
    name: String,
    #[serde(default)]
    hours: DayHours,
}

impl TryFrom<Vec<HolidayConfig>> for HolidayDates {
    type Error = String;

    fn try_from(days: Vec<HolidayConfig>) -> Result<HolidayDates, String> {
        let mut special = BTreeMap::new();
        for HolidayConfig { date, name, hours: DayHours(hours) } in days {
            if special.insert(date, SpecialDate { name, hours }).is_some() {
                return Err(format!("the holiday {date} is listed twice; keep one of them"));
            }
        }
        Ok(HolidayDates(special))
    }
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    parse_day(&String::deserialize(from)?).map_err(D::Error::custom)
}

fn name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match clean_line(&String::deserialize(from)?).into_owned() {
        empty if empty.is_empty() => Err(D::Error::custom("a name needs at least one character")),
        name => Ok(name),
    }
}

impl From<(CalendarConfig, Zone)> for Calendar {
    fn from((written, team): (CalendarConfig, Zone)) -> Calendar {
        let CalendarConfig {
            name,
            timezone,
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
            holidays,
            ..
        } = written;
        let week = [monday, tuesday, wednesday, thursday, friday, saturday, sunday].map(|DayHours(hours)| hours);
        Calendar { name, zone: timezone.unwrap_or(team), week, special: holidays.0 }
    }
}

/// Parses `08:00-12:00`. An end at or before the start is on the next day, so `08:00-08:00` is 24 hours.
fn parse_hours(text: &str) -> Result<Hours, String> {
    let (from, to) = text
        .split_once(['-', '–'])
        .ok_or_else(|| format!("‘{text}’ is not a stretch of hours; write it as 08:00-12:00"))?;
    let read = |time| parse_clock(time).map_err(|why| format!("in ‘{text}’, {why}"));
    Ok(Hours::new(read(from)?, read(to)?))
}

#[cfg(test)]
mod tests;
