//! When the desk is open: business calendars, and the sums of business time over them.
//!
//! Opening hours are civil times, deadlines are instants; [`Zone`] says where they meet. Hours belong to the day on
//! which they start, and may run past midnight. A special date replaces the hours that *start* on it: the night hours
//! of the evening before still run into a holiday, and none run out of a closed one into the morning after.
//!
//! When the clocks change, hours are as long as the time between their two ends: a night from 22:00 to 06:00 lasts
//! seven hours in spring and nine in autumn. An end that the clocks skip or show twice is read as [`Zone::instant`]
//! reads it.

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::shift::Hours;
use super::text::clean_line;
use super::time::{Instant, Period, Zone, clock, parse_clock, parse_day};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY: u32 = 24 * 60;
/// How far [`Calendar::due`] looks ahead: ten years.
const HORIZON: Days = Days::new(3653);

/// The hours in which the desk is open. Sorted and without overlaps within a day; hours of two days may overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept")]
pub struct Calendar {
    name: String,
    zone: Zone,
    /// Monday first.
    week: [Vec<Hours>; 7],
    special: BTreeMap<NaiveDate, Special>,
}

/// A calendar as it was kept, which is checked again when it is read back.
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

/// A date with hours of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Special {
    /// What the team calls it: "Tết".
    pub name: String,
    /// None at all: closed.
    pub hours: Vec<Hours>,
}

/// A stretch of time in which the desk is open or, for one reason, closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    pub time: Period,
    /// `None`: open.
    pub closed: Option<Closed<'a>>,
}

/// Why the desk is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed<'a> {
    /// On a special date, by its name.
    Special(&'a str),
    /// Outside the opening hours of an ordinary day.
    Hours,
}

impl Calendar {
    /// Open day and night.
    pub fn always(zone: Zone) -> Calendar {
        let week = std::array::from_fn(|_| vec![Hours { from: 0, to: DAY }]);
        Calendar { name: "24/7".to_owned(), zone, week, special: BTreeMap::new() }
    }

    /// A calendar of checked hours, Monday first. The error is a sentence for whoever wrote them: hours start on their
    /// own day, end at most at the close of the next one, after they start, and do not overlap within a day.
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

    /// The hours that start on a civil day, in order.
    pub fn hours(&self, day: NaiveDate) -> &[Hours] {
        match self.special.get(&day) {
            Some(special) => &special.hours,
            None => &self.week[day.weekday().num_days_from_monday() as usize],
        }
    }

    /// The stretches that start on a civil day, whole, as they are written.
    fn spans_of(&self, day: NaiveDate) -> impl Iterator<Item = Period> {
        let at = move |minute| self.zone.at_minute(day, minute);
        self.hours(day).iter().map(move |hours| Period { from: at(hours.from), to: at(hours.to) })
    }

    /// The open stretches of `[from, to)`, in order, apart from each other, cut off at both ends.
    pub fn open_spans(&self, from: Instant, to: Instant) -> impl Iterator<Item = Period> {
        // Hours end at most with the day after they start, so yesterday's can still be open.
        let today = self.zone.date(from);
        let first = today.pred_opt().unwrap_or(today);
        let mut days = first.iter_days().take_while(move |day| self.zone.midnight(*day) < to).peekable();
        let mut open: Vec<Period> = Vec::new();
        iter::from_fn(move || {
            // A stretch is complete when the next day begins after it.
            while let Some(day) =
                days.next_if(|day| open.first().is_none_or(|first| first.to >= self.zone.midnight(*day)))
            {
                let cut = self.spans_of(day).map(|span| Period { from: span.from.max(from), to: span.to.min(to) });
                open.extend(cut.filter(|span| span.from < span.to));
                // Not always in order: hours that the clocks skip move past later ones.
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

    /// The business time in `[from, to)`; zero where `to` lies before `from`, for time does not run backwards.
    pub fn business(&self, from: Instant, to: Instant) -> TimeDelta {
        self.open_spans(from, to).map(|span| span.to - span.from).sum()
    }

    /// The earliest instant at which the business time since `from` reaches `amount`.
    ///
    /// So a deadline that falls on closing time is due at closing time, not at the next opening; and an amount of
    /// nothing is due at `from`, open or closed. `None` when the desk is not open for so long in the next ten years.
    pub fn due(&self, from: Instant, amount: TimeDelta) -> Option<Instant> {
        if amount <= TimeDelta::zero() {
            return Some(from);
        }
        let end = from.checked_add_days(HORIZON)?;
        let (mut start, mut left) = (from, amount);
        // Most deadlines are near: look a day ahead, then two, then four.
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

    /// The first moment from `at` on at which the desk is open; `None` when that is more than ten years ahead.
    pub fn opening(&self, at: Instant) -> Option<Instant> {
        // Hours are made of minutes, so the first second of a stretch is whole.
        let second = TimeDelta::seconds(1);
        if self.closed_because(at).is_none() { Some(at) } else { Some(self.due(at, second)? - second) }
    }

    /// All of `[from, to)`, in order: each open stretch, and between them each closed one with its reason.
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

    /// Cuts a stretch without open hours where its reason changes, which is at a midnight.
    fn closed_stretches<'a>(&'a self, time: Period, into: &mut Vec<Stretch<'a>>) {
        let mut reached = time.from;
        while reached < time.to {
            let day = self.zone.date(reached);
            // Where the clocks once went back over midnight, the next one can lie behind us.
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

    /// Why the desk is closed at a moment; `None` when it is open. On a special date the date is the reason, even
    /// where it is open for some hours.
    pub fn closed_because(&self, at: Instant) -> Option<Closed<'_>> {
        let today = self.zone.date(at);
        let mut days = today.pred_opt().into_iter().chain([today]);
        if days.any(|day| self.spans_of(day).any(|span| span.contains(at))) {
            return None;
        }
        Some(self.reason(today))
    }

    /// Why the desk is closed when it is on a day.
    fn reason(&self, day: NaiveDate) -> Closed<'_> {
        self.special.get(&day).map_or(Closed::Hours, |special| Closed::Special(&special.name))
    }
}

/// Puts the hours of one day in order, or says what is wrong with them.
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

/// A calendar as it is written in the config; [`Calendar::from`] reads it, with the team's zone beside it. What is wrong
/// in it is refused while it is deserialised, so that whoever reads the file can say in which line it stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a calendar")]
pub struct Written {
    #[serde(deserialize_with = "name")]
    pub name: String,
    /// Where the hours are not meant in the team's time zone.
    pub timezone: Option<Zone>,
    /// `08:00-12:00`; an end at or before the start is on the next day. A day that is not written is closed.
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
    /// Files of holidays, as they are named; whoever can read files gives what is in them to [`Written::close`].
    #[serde(default)]
    pub holidays_ics: Vec<String>,
}

impl Written {
    /// Adds a day without hours. One that is listed already stays as it is written.
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

/// Special dates, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Holiday>")]
pub struct Holidays(BTreeMap<NaiveDate, Special>);

/// One special date: its day as `2026-12-24`, what the team calls it, and its hours as on a weekday; none: closed.
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

/// Reads `08:00-12:00`. An end at or before the start is on the next day, so `08:00-08:00` is a day and a night.
fn parse_hours(text: &str) -> Result<Hours, String> {
    let (from, to) = text
        .split_once(['-', '–'])
        .ok_or_else(|| format!("‘{text}’ is not a stretch of hours; write it as 08:00-12:00"))?;
    let read = |time| parse_clock(time).map_err(|why| format!("in ‘{text}’, {why}"));
    Ok(Hours::new(read(from)?, read(to)?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use serde_json::Value;

    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn moment(text: &str, zone: Zone) -> Instant {
        super::super::time::parse_moment(text, zone).unwrap()
    }

    fn hours(texts: &[&str]) -> Vec<Hours> {
        texts.iter().map(|text| parse_hours(text).unwrap()).collect()
    }

    /// The same hours on every day, and some special dates.
    fn daily(zone: Zone, texts: &[&str], special: &[(&str, &[&str])]) -> Calendar {
        let special = special
            .iter()
            .map(|(day, texts)| (date(day), Special { name: format!("holiday {day}"), hours: hours(texts) }));
        let week = std::array::from_fn(|_| hours(texts));
        Calendar::new("test".to_owned(), zone, week, special.collect()).unwrap()
    }

    /// The open stretches between two moments of the calendar's zone, as clock times.
    fn shown(calendar: &Calendar, from: &str, to: &str) -> Vec<String> {
        let zone = calendar.zone;
        let clock = |at| zone.civil(at).format("%d %H:%M").to_string();
        calendar
            .open_spans(moment(from, zone), moment(to, zone))
            .map(|span| format!("{} - {}", clock(span.from), clock(span.to)))
            .collect()
    }

    #[test]
    fn stretches_are_joined_in_order_and_cut() {
        let calendar = daily(Zone::UTC, &["13:00-17:00", "08:00-12:00", "12:00-12:30"], &[]);
        assert_eq!(
            shown(&calendar, "2026-03-02T09:00", "2026-03-03T09:00"),
            ["02 09:00 - 02 12:30", "02 13:00 - 02 17:00", "03 08:00 - 03 09:00"]
        );
        let always = Calendar::always(Zone::UTC);
        assert_eq!(shown(&always, "2026-03-02T09:00", "2026-04-03T10:00"), ["02 09:00 - 03 10:00"]);
        assert!(shown(&always, "2026-03-03T09:00", "2026-03-02T09:00").is_empty());
    }

    #[test]
    fn a_holiday_replaces_the_hours_that_start_on_it() {
        let night = daily(Zone::UTC, &["22:00-06:00"], &[("2026-03-03", &[])]);
        assert_eq!(
            shown(&night, "2026-03-02T12:00", "2026-03-05T12:00"),
            ["02 22:00 - 03 06:00", "04 22:00 - 05 06:00"],
        );
        let eve = daily(Zone::UTC, &["08:00-18:00"], &[("2026-12-24", &["08:00-12:00"])]);
        assert_eq!(shown(&eve, "2026-12-24T00:00", "2026-12-25T00:00"), ["24 08:00 - 24 12:00"]);
    }

    #[test]
    fn closed_hours_have_a_reason() {
        let calendar = daily(Zone::UTC, &["22:00-06:00"], &[("2026-03-03", &["10:00-12:00"])]);
        let why = |at| calendar.closed_because(moment(at, Zone::UTC));
        assert_eq!(why("2026-03-02T21:59"), Some(Closed::Hours));
        assert_eq!(why("2026-03-02T22:00"), None);
        assert_eq!(why("2026-03-03T05:59"), None, "last evening's hours run into the holiday");
        assert_eq!(why("2026-03-03T06:00"), Some(Closed::Special("holiday 2026-03-03")));
        assert_eq!(why("2026-03-03T11:00"), None);
        assert_eq!(why("2026-03-03T23:00"), Some(Closed::Special("holiday 2026-03-03")));
        assert_eq!(why("2026-03-04T05:00"), Some(Closed::Hours));
    }

    #[test]
    fn stretches_have_their_reasons_and_are_cut_where_these_change() {
        let calendar = daily(Zone::UTC, &["09:00-17:00"], &[("2026-03-03", &[]), ("2026-03-04", &["10:00-12:00"])]);
        let zone = calendar.zone;
        let said = calendar.stretches(moment("2026-03-02T16:00", zone), moment("2026-03-05T09:30", zone));
        let said: Vec<_> = said
            .iter()
            .map(|Stretch { time, closed }| {
                let why = match closed {
                    None => "open",
                    Some(Closed::Hours) => "closed",
                    Some(Closed::Special(name)) => name,
                };
                format!("{} {why}", time.from.format("%d %H:%M"))
            })
            .collect();
        let expected = [
            "02 16:00 open",
            "02 17:00 closed",
            "03 00:00 holiday 2026-03-03",
            "04 00:00 holiday 2026-03-04",
            "04 10:00 open",
            "04 12:00 holiday 2026-03-04",
            "05 00:00 closed",
            "05 09:00 open",
        ];
        assert_eq!(said, expected);
        assert_eq!(calendar.opening(moment("2026-03-02T17:00", zone)), Some(moment("2026-03-04T10:00", zone)));
        assert_eq!(daily(Zone::UTC, &[], &[]).opening(moment("2026-03-02T17:00", zone)), None);

        // On 7 November 2010 one minute after midnight it was a minute past eleven again.
        let goose = daily(self::zone("America/Goose_Bay"), &[], &[("2010-11-06", &[])]);
        let (from, to) = (moment("2010-11-06T23:00", goose.zone), moment("2010-11-07T02:00", goose.zone));
        let stretches = goose.stretches(from, to);
        assert!(stretches.iter().all(|it| it.time.from < it.time.to), "{stretches:?}");
        assert_eq!(stretches.iter().map(|it| it.time.to - it.time.from).sum::<TimeDelta>(), to - from);
    }

    #[test]
    fn clock_changes_shorten_and_lengthen_business_time() {
        let berlin = zone("Europe/Berlin");
        let open = |texts: &[&str], from: &str, to: &str| {
            daily(berlin, texts, &[]).business(moment(from, berlin), moment(to, berlin)).num_minutes()
        };
        assert_eq!(open(&["00:00-24:00"], "2026-03-29T00:00", "2026-03-30T00:00"), 23 * 60);
        assert_eq!(open(&["00:00-24:00"], "2026-10-25T00:00", "2026-10-26T00:00"), 25 * 60);
        assert_eq!(open(&["22:00-06:00"], "2026-03-28T12:00", "2026-03-29T12:00"), 7 * 60);
        assert_eq!(open(&["22:00-06:00"], "2026-10-24T12:00", "2026-10-25T12:00"), 9 * 60);
        // The clocks skip from 2:00 to 3:00: 2:30 is read as 3:30, which is past 3:00.
        assert_eq!(open(&["02:30-04:00"], "2026-03-29T00:00", "2026-03-30T00:00"), 30);
        assert_eq!(open(&["02:30-03:00"], "2026-03-29T00:00", "2026-03-30T00:00"), 0);
        assert_eq!(open(&["02:30-02:45", "03:00-03:10"], "2026-03-29T00:00", "2026-03-30T00:00"), 25);
        // They show 2:00 to 3:00 twice: hours begin and end with the first.
        assert_eq!(open(&["02:30-04:00"], "2026-10-25T00:00", "2026-10-26T00:00"), 150);
        assert_eq!(open(&["01:00-02:30"], "2026-10-25T00:00", "2026-10-26T00:00"), 90);
    }

    #[test]
    fn deadlines_fall_on_closing_time_and_over_holidays() {
        let calendar = daily(Zone::UTC, &["09:00-17:00"], &[("2026-03-03", &[])]);
        let due = |from: &str, minutes: i64| {
            let due = calendar.due(moment(from, Zone::UTC), TimeDelta::minutes(minutes)).unwrap();
            due.format("%d %H:%M").to_string()
        };
        assert_eq!(due("2026-03-02T16:00", 60), "02 17:00");
        assert_eq!(due("2026-03-02T16:00", 61), "04 09:01");
        assert_eq!(due("2026-03-02T05:00", 1), "02 09:01");
        assert_eq!(due("2026-03-02T20:00", 0), "02 20:00");
    }

    #[test]
    fn a_deadline_that_never_comes_is_none() {
        let start = moment("2026-03-02T16:00", Zone::UTC);
        assert_eq!(daily(Zone::UTC, &[], &[]).due(start, TimeDelta::seconds(1)), None);
        let once = daily(Zone::UTC, &[], &[("2035-03-02", &["09:00-10:00"])]);
        assert_eq!(once.due(start, TimeDelta::hours(1)), Some(moment("2035-03-02T10:00", Zone::UTC)));
        assert_eq!(once.due(start, TimeDelta::minutes(61)), None);
        let too_late = daily(Zone::UTC, &[], &[("2036-03-03", &["09:00-10:00"])]);
        assert_eq!(too_late.due(start, TimeDelta::hours(1)), None);
        assert_eq!(Calendar::always(Zone::UTC).due(start, TimeDelta::MAX), None);
    }

    #[test]
    fn wrong_hours_are_refused_in_a_sentence() {
        for (from, to, complaint) in [(1440, 1500, "next day"), (600, 600, "ends before"), (0, 2881, "48:00")] {
            let mut week = <[Vec<Hours>; 7]>::default();
            week[5] = vec![Hours { from, to }];
            let why = Calendar::new("Support".to_owned(), Zone::UTC, week, BTreeMap::new()).unwrap_err();
            assert!(why.starts_with("calendar ‘Support’, Saturday: ‘") && why.contains(complaint), "{why}");
        }
    }

    #[test]
    fn what_was_kept_is_read_back_and_checked() {
        let calendar = daily(zone("Asia/Ho_Chi_Minh"), &["08:00-12:00", "22:00-06:00"], &[("2026-02-17", &[])]);
        let kept = serde_json::to_string(&calendar).unwrap();
        assert_eq!(serde_json::from_str::<Calendar>(&kept).unwrap(), calendar);
        for (sound, wrong, complaint) in [
            (r#""to":720"#, r#""to":480"#, "ends before"),
            (r#""to":720"#, r#""to":1400"#, "overlap"),
            ("Ho_Chi_Minh", "Mars", "not a time zone"),
        ] {
            let why = serde_json::from_str::<Calendar>(&kept.replace(sound, wrong)).unwrap_err().to_string();
            assert!(why.contains(complaint), "{why}");
        }
    }

    #[test]
    fn a_written_calendar_is_read() {
        let written: Written = toml::from_str(
            r#"
            name = "Support"
            timezone = "Europe/Berlin"
            monday = ["08:00-12:00", "13-17:30"]
            friday = ["22:00–06:00"]
            holidays = [{ date = "2026-12-25", name = "Christmas" }, { date = "2026-12-24", name = "Eve", hours = ["8-12"] }]
            "#,
        )
        .unwrap();
        let calendar = Calendar::from((written, Zone::UTC));
        assert_eq!((calendar.name(), calendar.zone()), ("Support", zone("Europe/Berlin")));
        assert_eq!(calendar.hours(date("2026-03-02")), hours(&["08:00-12:00", "13:00-17:30"]));
        assert_eq!(calendar.hours(date("2026-03-06")), [Hours { from: 22 * 60, to: 30 * 60 }]);
        assert!(calendar.hours(date("2026-03-07")).is_empty());
        assert!(calendar.hours(date("2026-12-25")).is_empty());
        assert_eq!(calendar.hours(date("2026-12-24")), hours(&["08:00-12:00"]));
    }

    #[test]
    fn a_day_that_is_written_goes_before_one_that_is_brought() {
        let eve = r#"holidays = [{ date = "2026-12-24", name = "Eve", hours = ["8-12"] }]"#;
        let mut written: Written = toml::from_str(&format!("name = \"Support\"\n{eve}")).unwrap();
        written.close(date("2026-12-24"), "Christmas Eve".to_owned());
        written.close(date("2026-12-25"), "Christmas".to_owned());
        let calendar = Calendar::from((written, Zone::UTC));
        assert_eq!(calendar.hours(date("2026-12-24")), hours(&["08:00-12:00"]));
        assert_eq!(calendar.closed_because(moment("2026-12-25T09:00", Zone::UTC)), Some(Closed::Special("Christmas")));
    }

    #[test]
    fn a_wrong_value_is_quoted_where_it_stands() {
        for (toml, line, quoted) in [
            (r#"monday = ["8 to 12"]"#, 2, "‘8 to 12’"),
            (r#"sunday = ["08:00-25:00"]"#, 2, "in ‘08:00-25:00’, ‘25:00’"),
            (r#"monday = ["08:00-12:00", "11:00-13:00"]"#, 2, "‘08:00-12:00’ and ‘11:00-13:00’ overlap"),
            ("holidays = [\n{ date = \"25.12.\", name = \"Christmas\" }]", 3, "‘25.12.’"),
            ("holidays = [\n{ date = \"2026-12-24\", name = \"Eve\", hours = [\"noon\"] }]", 3, "‘noon’"),
            (
                r#"holidays = [{ date = "2026-12-24", name = "a" }, { date = "2026-12-24", name = "b" }]"#,
                2,
                "holiday 2026-12-24 is listed twice",
            ),
            ("timezone = \"Mars\"", 2, "‘Mars’ is not a time zone"),
            ("mondays = []", 2, "unknown field `mondays`"),
            ("holidays = [{ date = \"2026-12-24\" }]", 2, "missing field `name`"),
            ("holidays = [{ date = \"2026-12-24\", name = \"\" }]", 2, "a name needs"),
        ] {
            let why = toml::from_str::<Written>(&format!("name = \"Support\"\n{toml}")).unwrap_err().to_string();
            assert!(why.contains(&format!("line {line},")) && why.contains(quoted), "{why}");
        }
    }

    /// The cases of other libraries. Where these differ we say: reversed arguments give zero, as in `biz`.
    #[test]
    fn sums_agree_with_other_libraries() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/business_hours/cases.json");
        let json = match std::fs::read_to_string(&path) {
            Ok(json) => serde_json::from_str::<Value>(&json).unwrap(),
            Err(why) => return println!("skipped: {} cannot be read: {why}", path.display()),
        };
        let cases = json["cases"].as_array().unwrap();
        assert_eq!(cases.len(), 22);
        for case in cases {
            let calendar = foreign(&json["schedules"][case["schedule"].as_str().unwrap()]);
            let at = |key: &str| moment(case[key].as_str().unwrap(), Zone::UTC);
            if case["op"] == "add_business_seconds" {
                let amount = TimeDelta::seconds(case["seconds"].as_i64().unwrap());
                assert_eq!(calendar.due(at("from"), amount), Some(at("expect")), "{}", case["id"]);
            } else {
                let seconds = case["expect_seconds"].as_i64().unwrap();
                let business = calendar.business(at("from"), at("to")).num_seconds();
                assert_eq!(business, seconds.max(0), "{}", case["id"]);
                let reversed = calendar.business(at("to"), at("from")).num_seconds();
                assert_eq!(reversed, (-seconds).max(0), "{}", case["id"]);
            }
        }
    }

    /// A schedule of the cases' file: hours by weekday, breaks to take out of single dates, closed dates.
    fn foreign(schedule: &Value) -> Calendar {
        let pairs = |value: &Value| -> Vec<Hours> {
            let pairs = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let minute = |time: &Value| parse_clock(time.as_str().unwrap()).unwrap();
            pairs.iter().map(|pair| Hours { from: minute(&pair[0]), to: minute(&pair[1]) }).collect()
        };
        let week = WEEKDAYS.map(|weekday| pairs(&schedule["hours"][weekday[..3].to_lowercase()]));
        let mut special = BTreeMap::new();
        for (day, breaks) in schedule["breaks"].as_object().into_iter().flatten() {
            let mut hours = week[date(day).weekday().num_days_from_monday() as usize].clone();
            for pause in pairs(breaks) {
                let split = |open: Hours| {
                    [Hours { to: open.to.min(pause.from), ..open }, Hours { from: open.from.max(pause.to), ..open }]
                };
                hours = hours.into_iter().flat_map(split).filter(|open| open.from < open.to).collect();
            }
            special.insert(date(day), Special { name: "breaks".to_owned(), hours });
        }
        for day in schedule["holidays"].as_array().into_iter().flatten() {
            let closed = Special { name: "holiday".to_owned(), hours: Vec::new() };
            special.insert(date(day.as_str().unwrap()), closed);
        }
        Calendar::new("case".to_owned(), zone(schedule["tz"].as_str().unwrap()), week, special).unwrap()
    }

    const DAYS: usize = 4;
    const MINUTES: usize = DAYS * DAY as usize;

    fn some_hours() -> impl Strategy<Value = Vec<Hours>> {
        // An even number of different quarters of an hour; the last stretch may run into the next day.
        (prop::collection::btree_set(0..96u32, 0..6), 0..96u32).prop_map(|(quarters, late)| {
            let quarters: Vec<u32> = quarters.into_iter().map(|quarter| quarter * 15).collect();
            let mut hours: Vec<Hours> =
                quarters.chunks_exact(2).map(|pair| Hours { from: pair[0], to: pair[1] }).collect();
            if let Some(last) = hours.last_mut().filter(|_| late % 2 == 0) {
                last.to += late * 15;
            }
            hours
        })
    }

    /// Zones, each with days after which the clocks soon change; on Lord Howe they do by half an hour.
    const PLACES: [(&str, &str); 9] = [
        ("Europe/Berlin", "2026-03-27"),
        ("Europe/Berlin", "2026-10-23"),
        ("Europe/Berlin", "2026-10-24"),
        ("America/New_York", "2026-03-06"),
        ("America/New_York", "2026-10-30"),
        ("Australia/Lord_Howe", "2026-04-03"),
        ("Australia/Lord_Howe", "2026-10-02"),
        ("Asia/Ho_Chi_Minh", "2026-02-15"),
        ("UTC", "2026-12-30"),
    ];

    /// A calendar with special dates, and the midnight that begins its four days.
    fn some_calendar() -> impl Strategy<Value = (Calendar, NaiveDate)> {
        let place = prop::sample::select(&PLACES[..]);
        let special = prop::collection::btree_map(0..DAYS as u64, some_hours(), 0..3);
        (prop::array::uniform7(some_hours()), special, place).prop_map(|(week, special, (place, start))| {
            let start = date(start);
            let special = special
                .into_iter()
                .map(|(day, hours)| (start + Days::new(day), Special { name: format!("special {day}"), hours }));
            (Calendar::new("random".to_owned(), zone(place), week, special.collect()).unwrap(), start)
        })
    }

    /// Whether the calendar is open in each minute after the midnight that begins `start`: every stretch is painted
    /// minute by minute, over whatever is there.
    fn painted(calendar: &Calendar, start: NaiveDate) -> Vec<bool> {
        let origin = calendar.zone.midnight(start);
        let minute = |day, minute| {
            let minutes = (calendar.zone.at_minute(day, minute) - origin).num_minutes();
            minutes.clamp(0, MINUTES as i64) as usize
        };
        let mut open = vec![false; MINUTES];
        for day in (start - Days::new(3)).iter_days().take(DAYS + 6) {
            for hours in calendar.hours(day) {
                // Hours that the clocks skip can end before they start.
                if let Some(minutes) = open.get_mut(minute(day, hours.from)..minute(day, hours.to)) {
                    minutes.fill(true);
                }
            }
        }
        open
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_260_302), ..ProptestConfig::with_cases(10_000) })]

        #[test]
        fn sums_agree_with_counting_minutes(
            (calendar, start) in some_calendar(),
            ranges in prop::array::uniform3((0..MINUTES, 0..MINUTES)),
        ) {
            let open = painted(&calendar, start);
            let origin = calendar.zone.midnight(start);
            let at = |minute: usize| origin + TimeDelta::minutes(minute as i64);
            for (from, to) in ranges {
                let counted = open.get(from..to).map_or(0, |range| range.iter().filter(|open| **open).count());
                let business = calendar.business(at(from), at(to));
                prop_assert_eq!(business, TimeDelta::minutes(counted as i64));

                let spans: Vec<Period> = calendar.open_spans(at(from), at(to)).collect();
                prop_assert!(spans.windows(2).all(|pair| pair[0].to < pair[1].from), "{:?}", spans);
                prop_assert!(spans.iter().all(|span| at(from) <= span.from && span.from < span.to && span.to <= at(to)));

                // Due after the last minute that was counted, which may lie before `to`.
                let last = (from..to).rev().find(|minute| open[*minute]);
                prop_assert_eq!(calendar.due(at(from), business), Some(at(last.map_or(from, |last| last + 1))));

                prop_assert_eq!(calendar.closed_because(at(from)).is_none(), open[from]);
                if let Some(next) = (from..MINUTES).find(|minute| open[*minute]) {
                    prop_assert_eq!(calendar.opening(at(from)), Some(at(next)));
                }

                // The stretches leave nothing out, and say of every moment what there is to say of it.
                let stretches = calendar.stretches(at(from), at(to));
                let ends = |stretch: &Stretch| (stretch.time.from, stretch.time.to);
                let met = stretches.windows(2).all(|pair| ends(&pair[0]).1 == ends(&pair[1]).0 && pair[0].closed != pair[1].closed);
                prop_assert!(met, "{:?}", stretches);
                let outer = stretches.first().zip(stretches.last()).map(|(first, last)| (ends(first).0, ends(last).1));
                prop_assert_eq!(outer, (from < to).then_some((at(from), at(to))));
                let opened: Vec<Period> = stretches.iter().filter(|it| it.closed.is_none()).map(|it| it.time).collect();
                prop_assert_eq!(opened, spans);
                for Stretch { time, closed } in stretches {
                    prop_assert_eq!(calendar.closed_because(time.from), closed);
                    prop_assert_eq!(calendar.closed_because(time.to - TimeDelta::milliseconds(1)), closed);
                }
            }
        }
    }
}
