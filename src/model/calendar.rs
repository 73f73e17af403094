//! Business calendars: opening hours, business time and due instants.
//!
//! Opening hours are civil times, due instants are UTC; [`Zone`] converts. Hours belong to the day they start on and
//! may run past midnight. A special date replaces the hours that *start* on it: night hours from the evening before
//! still run into a holiday.
//!
//! Across clock changes, hours last as long as the time between their ends: 22:00–06:00 is seven hours in spring and
//! nine in autumn. [`Zone::instant`] resolves skipped and repeated local times.

pub mod ruler;

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::calendar::ruler::Ruler;
use crate::model::shift::Hours;
use crate::model::text::clean_line;
use crate::model::time::{Instant, Period, Zone, clock, parse_clock, parse_day};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY: u32 = 24 * 60;
/// Search limit of [`Calendar::due_at`]: ten years.
const HORIZON: Days = Days::new(3653);

/// Opening hours. Sorted and without overlaps within a day; hours of two days may overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept")]
pub struct Calendar {
    name: String,
    zone: Zone,
    /// Monday first.
    week: [Vec<Hours>; 7],
    special: BTreeMap<NaiveDate, Special>,
}

/// A stored calendar, validated again when read.
#[derive(Deserialize)]
struct Kept {
    name: String,
    zone: Zone,
    week: [Vec<Hours>; 7],
    special: BTreeMap<NaiveDate, Special>,
}

impl TryFrom<Kept> for Calendar {
    type Error = String;

    fn try_from(Kept { name, zone, week, special }: Kept) -> Result<Calendar, String> {
        Calendar::new(name, zone, week, special)
    }
}

/// A date with its own hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Special {
    /// Display name, e.g. "Tết".
    pub name: String,
    /// Empty: closed all day.
    pub hours: Vec<Hours>,
}

/// A span that is open, or closed for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    pub time: Period,
    /// `None` if open.
    pub closed: Option<Closed<'a>>,
}

/// Why the desk is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed<'a> {
    /// A special date, with its name.
    Special(&'a str),
    /// Outside the opening hours of an ordinary day.
    Hours,
}

impl Calendar {
    /// Open 24/7.
    pub fn always(zone: Zone) -> Calendar {
        let week = std::array::from_fn(|_| vec![Hours { from: 0, to: DAY }]);
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
        mut special: BTreeMap<NaiveDate, Special>,
    ) -> Result<Calendar, String> {
        for (hours, weekday) in week.iter_mut().zip(WEEKDAYS) {
            arrange(hours).map_err(|why| format!("calendar ‘{name}’, {weekday}: {why}"))?;
        }
        for (date, day) in &mut special {
            arrange(&mut day.hours).map_err(|why| format!("calendar ‘{name}’, {date} ({}): {why}", day.name))?;
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
    pub fn hours(&self, day: NaiveDate) -> &[Hours] {
        match self.special.get(&day) {
            Some(special) => &special.hours,
            None => &self.week[day.weekday().num_days_from_monday() as usize],
        }
    }

    /// Open spans that start on a civil day, unclipped.
    fn spans_of(&self, day: NaiveDate) -> impl Iterator<Item = Period> {
        let at = move |minute| self.zone.at_minute(day, minute);
        self.hours(day).iter().map(move |hours| Period { from: at(hours.from), to: at(hours.to) })
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
                let cut = self.spans_of(day).map(|span| Period { from: span.from.max(from), to: span.to.min(to) });
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
    pub fn business(&self, from: Instant, to: Instant) -> TimeDelta {
        self.open_spans(from, to).map(|span| span.to - span.from).sum()
    }

    /// The earliest instant at which business time since `from` reaches `amount`.
    ///
    /// A deadline that falls on closing time is due then, not at the next opening; zero time is due at `from`, open or
    /// closed. `None` if it is not reached within ten years.
    pub fn due(&self, from: Instant, amount: TimeDelta) -> Option<Instant> {
        if amount <= TimeDelta::zero() {
            return Some(from);
        }
        let end = from.checked_add_days(HORIZON)?;
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
    pub fn opening(&self, at: Instant) -> Option<Instant> {
        // Hours are whole minutes, so the first second of a span is fully open.
        let second = TimeDelta::seconds(1);
        if self.closed_because(at).is_none() { Some(at) } else { Some(self.due(at, second)? - second) }
    }

    /// All of `[from, to)` in order: open spans, and closed spans with their reason.
    pub fn stretches(&self, from: Instant, to: Instant) -> Vec<Stretch<'_>> {
        let mut stretches = Vec::new();
        let mut reached = from;
        for open in self.open_spans(from, to) {
            self.closed_stretches(Period { from: reached, to: open.from }, &mut stretches);
            stretches.push(Stretch { time: open, closed: None });
            reached = open.to;
        }
        self.closed_stretches(Period { from: reached, to }, &mut stretches);
        stretches
    }

    /// Splits a closed span where its reason changes, which is at midnight.
    fn closed_stretches<'a>(&'a self, time: Period, into: &mut Vec<Stretch<'a>>) {
        let mut reached = time.from;
        while reached < time.to {
            let day = self.zone.date(reached);
            // If a clock change moved back over midnight, the next midnight can lie in the past.
            let midnight = day.iter_days().skip(1).map(|day| self.zone.midnight(day)).find(|at| reached < *at);
            let to = midnight.map_or(time.to, |at| at.min(time.to));
            let closed = Some(self.reason(day));
            match into.last_mut().filter(|last| last.closed == closed) {
                Some(last) => last.time.to = to,
                None => into.push(Stretch { time: Period { from: reached, to }, closed }),
            }
            reached = to;
        }
    }

    /// Why the desk is closed at an instant; `None` if open. On a special date the date is the reason, even if it has
    /// opening hours.
    pub fn closed_because(&self, at: Instant) -> Option<Closed<'_>> {
        let today = self.zone.date(at);
        let mut days = today.pred_opt().into_iter().chain([today]);
        if days.any(|day| self.spans_of(day).any(|span| span.contains(at))) {
            return None;
        }
        Some(self.reason(today))
    }

    /// The reason for closed time on a day.
    fn reason(&self, day: NaiveDate) -> Closed<'_> {
        self.special.get(&day).map_or(Closed::Hours, |special| Closed::Special(&special.name))
    }
}

/// Sorts and validates the hours of one day.
fn arrange(hours: &mut [Hours]) -> Result<(), String> {
    hours.sort();
    for &Hours { from, to } in hours.iter() {
        let shown = format!("{}-{}", clock(from), clock(to));
        if from >= DAY {
            return Err(format!("‘{shown}’ starts after the day has ended; list it under the next day"));
        }
        if to <= from {
            return Err(format!("‘{shown}’ ends before it starts; write the end after the start"));
        }
        if to > 2 * DAY {
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
                clock(first.from),
                clock(first.to),
                clock(second.from),
                clock(second.to)
            ));
        }
    }
    Ok(())
}

/// A calendar as written in the config; [`Calendar::from`] converts it with the team's zone. Values are validated
/// during deserialization, so that errors carry their line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a calendar")]
pub struct Written {
    #[serde(deserialize_with = "name")]
    pub name: String,
    /// Overrides the team's time zone.
    pub timezone: Option<Zone>,
    /// `08:00-12:00`; an end at or before the start is on the next day. An omitted day is closed.
    #[serde(default)]
    pub monday: Day,
    #[serde(default)]
    pub tuesday: Day,
    #[serde(default)]
    pub wednesday: Day,
    #[serde(default)]
    pub thursday: Day,
    #[serde(default)]
    pub friday: Day,
    #[serde(default)]
    pub saturday: Day,
    #[serde(default)]
    pub sunday: Day,
    #[serde(default)]
    pub holidays: Holidays,
    /// Holiday files (.ics); the caller reads them and adds their days with [`CalendarConfig::add_holiday`].
    #[serde(default)]
    pub holidays_ics: Vec<String>,
}

impl Written {
    /// Adds a closed day, unless the date is listed already.
    pub fn close(&mut self, day: NaiveDate, name: String) {
        self.holidays.0.entry(day).or_insert(Special { name, hours: Vec::new() });
    }
}

/// The hours of one day, in order and without overlaps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Day(Vec<Hours>);

impl TryFrom<Vec<String>> for Day {
    type Error = String;

    fn try_from(texts: Vec<String>) -> Result<Day, String> {
        let mut hours = texts.iter().map(|text| parse_hours(text)).collect::<Result<Vec<_>, _>>()?;
        arrange(&mut hours)?;
        Ok(Day(hours))
    }
}

/// Special dates, each listed once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Holiday>")]
pub struct Holidays(BTreeMap<NaiveDate, Special>);

/// One special date: date (`2026-12-24`), name, and hours as on a weekday; no hours means closed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a holiday with a date and a name")]
struct Holiday {
    #[serde(deserialize_with = "date")]
    date: NaiveDate,
    #[serde(deserialize_with = "name")]
    name: String,
    #[serde(default)]
    hours: Day,
}

impl TryFrom<Vec<Holiday>> for Holidays {
    type Error = String;

    fn try_from(days: Vec<Holiday>) -> Result<Holidays, String> {
        let mut special = BTreeMap::new();
        for Holiday { date, name, hours: Day(hours) } in days {
            if special.insert(date, Special { name, hours }).is_some() {
                return Err(format!("the holiday {date} is listed twice; keep one of them"));
            }
        }
        Ok(Holidays(special))
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

impl From<(Written, Zone)> for Calendar {
    fn from((written, team): (Written, Zone)) -> Calendar {
        let Written {
            name, timezone, monday, tuesday, wednesday, thursday, friday, saturday, sunday, holidays, ..
        } = written;
        let week = [monday, tuesday, wednesday, thursday, friday, saturday, sunday].map(|Day(hours)| hours);
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
