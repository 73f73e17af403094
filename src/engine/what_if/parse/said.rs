//! Arguments after a verb: days, hours, shifts, profiles, in any order.

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::what_if::parse::DAY;
use crate::engine::what_if::parse::reader::Reader;
use crate::engine::what_if::words::{ALL_DAY, BE, DAYS, FILL, FROM, NEXT_WEEK, PARTS, PROFILES, Part, THIS_WEEK, UNTIL, WEEKDAYS};
use crate::engine::what_if::{Wrong, week_end};
use crate::model::person::Profile;
use crate::model::shift::{Hours, ShiftTemplate};
use crate::model::text::fold;
use crate::model::time::{parse_clock, parse_day};

/// Arguments of a clause.
#[derive(Default)]
pub struct Said {
    pub days: Option<(NaiveDate, NaiveDate)>,
    pub hours: Option<Hours>,
    /// Open-ended start or end.
    pub from: Option<u32>,
    pub until: Option<u32>,
    /// A single time.
    pub point: Option<u32>,
    pub shift: Option<ShiftTemplate>,
    pub part: Option<&'static Part>,
    /// Word that is not a known shift name.
    pub unknown: Option<String>,
    pub profile: Option<Profile>,
    pub count: Option<u32>,
}

impl Reader<'_> {
    /// Reads arguments up to the next clause. `parts`: parts of the day mean hours, not shifts.
    pub fn said(&mut self, parts: bool) -> Result<Said, Wrong> {
        let mut said = Said::default();
        while !self.at_break() {
            if self.take(ALL_DAY) {
                continue;
            }
            if let Some(first) = self.days_ahead() {
                said.days = Some(first);
            } else if self.take_hours(&mut said) {
            } else if let Some(profile) = self.longest(profile) {
                said.profile = Some(profile);
            } else if let Some(part) = self.longest(|text| part(text).filter(|_| parts)) {
                said.part = Some(part);
            } else if let Some(shift) = self.shift_named() {
                said.shift = Some(shift);
            } else if let Some(part) = self.longest(part) {
                said.unknown = Some(part.names[0].to_owned());
            } else if let Some(count) = self.longest(|text| text.parse::<u32>().ok()) {
                said.count = Some(count);
            } else if !self.take(FILL) && !self.take(BE) {
                return Err(Wrong::NotUnderstood { text: self.word() });
            }
        }
        Ok(said)
    }

    /// A day or a range of days.
    fn days_ahead(&mut self) -> Option<(NaiveDate, NaiveDate)> {
        let before = self.at;
        if self.take(THIS_WEEK) {
            return Some((self.moment.day, week_end(self.moment.day)));
        }
        if self.take(NEXT_WEEK) {
            let end = week_end(self.moment.today);
            return Some((end + Days::new(1), end + Days::new(7)));
        }
        // "mon-fri" is a single word.
        if let Some((first, last)) = self.next(1).as_deref().and_then(|text| text.split_once(['-', '–']))
            && let (Some(first), Some(last)) = (self.weekday(first), self.weekday(last))
        {
            self.at += 1;
            return Some((first, if last < first { last + Days::new(7) } else { last }));
        }
        let until = self.take(UNTIL);
        self.take(&["ngay"]);
        let Some(first) = self.day().or_else(|| {
            self.at = before;
            self.day()
        }) else {
            self.at = before;
            return None;
        };
        if until && self.at > before + 1 {
            return Some((self.moment.day.min(first), first));
        }
        let after = self.at;
        if self.take(UNTIL) || self.take(&["-", "–"]) {
            match self.day() {
                Some(last) => {
                    let again = if last < first { last + Days::new(7) } else { last };
                    return Some((first, again));
                }
                None => self.at = after,
            }
        }
        Some((first, first))
    }

    /// A day by name or date.
    pub fn day(&mut self) -> Option<NaiveDate> {
        let (today, year) = (self.moment.today, self.moment.today.year());
        let next = self.take(&["next"]);
        let weekday = |reader: &Reader, text: &str| reader.weekday(text);
        let here = *self;
        if let Some(day) = self.longest(|text| weekday(&here, text)) {
            let coming = next || self.take(NEXT_WEEK);
            return Some(if coming && day <= week_end(today) { day + Days::new(7) } else { day });
        }
        if next {
            self.at -= 1;
            return None;
        }
        self.longest(|text| {
            if let Some((_, days)) = DAYS.iter().find(|(name, _)| *name == text) {
                return Some(today + Days::new(*days));
            }
            let numbers: Vec<u32> = text.split('/').map(str::parse).collect::<Result<_, _>>().ok()?;
            match numbers.as_slice() {
                [day, month] => NaiveDate::from_ymd_opt(year, *month, *day),
                [day, month, year @ 1900..=9998] => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
                _ => None,
            }
            .or_else(|| parse_day(text).ok())
        })
        .or_else(|| self.longest(|text| parse_day(text).ok()))
    }

    /// Next day with that name, today included.
    fn weekday(&self, text: &str) -> Option<NaiveDate> {
        let weekday = WEEKDAYS.iter().position(|names| names.contains(&text))?;
        let today = self.moment.today;
        let ahead = (weekday + 7 - today.weekday().num_days_from_monday() as usize) % 7;
        Some(today + Days::new(ahead as u64))
    }

    /// Reads hours or one end of them; returns whether it did.
    fn take_hours(&mut self, said: &mut Said) -> bool {
        if let Some((from, to)) = self.next(1).as_deref().and_then(|text| text.split_once(['-', '–']))
            && let (Some(from), Some(to)) = (clock(from), clock(to))
            && from < DAY
        {
            self.at += 1;
            said.hours = Some(Hours::new(from, to));
            return true;
        }
        let before = self.at;
        // "toi" means "until" before a time, otherwise "evening".
        let (until, from) = (self.take(UNTIL), self.take(FROM));
        let Some(time) = self.next(1).as_deref().and_then(clock).filter(|_| !self.counts()) else {
            self.at = before;
            return false;
        };
        self.at += 1;
        let after = self.at;
        if !until && time < DAY && (self.take(UNTIL) || self.take(&["-", "–"])) {
            if let Some(end) = self.next(1).as_deref().and_then(clock) {
                self.at += 1;
                said.hours = Some(Hours::new(time, end));
                return true;
            }
            self.at = after;
        }
        match () {
            () if until => said.until = Some(time),
            () if from && time < DAY => said.from = Some(time),
            () if time < DAY => said.point = Some(time),
            () => return false,
        }
        true
    }

    /// Whether the next number is a headcount: a profile follows it.
    fn counts(&self) -> bool {
        let mut ahead = Reader { at: self.at + 1, ..*self };
        while ahead.take(FILL) {}
        ahead.longest(profile).is_some() && self.next(1).is_some_and(|text| text.parse::<u32>().is_ok())
    }

    /// A shift by name, or the one at that part of the day.
    fn shift_named(&mut self) -> Option<ShiftTemplate> {
        let known = self.shifts_known();
        let found = self.longest(|text| {
            let whole = known.iter().find(|one| fold(&one.name) == text);
            let begun = || known.iter().find(|one| text.chars().count() > 2 && fold(&one.name).starts_with(text));
            whole.or_else(begun).cloned()
        });
        found.or_else(|| {
            self.longest(|text| {
                let part = part(text)?;
                let called = known.iter().find(|one| part.names.contains(&fold(&one.name).as_str()));
                called.or_else(|| known.iter().find(|one| part.begins.contains(&one.hours.from))).cloned()
            })
        })
    }

    /// Named shifts: templates, then other names in the roster.
    fn shifts_known(&self) -> Vec<ShiftTemplate> {
        let mut known: Vec<ShiftTemplate> = self.moment.team.templates.iter().map(|template| template.it.clone()).collect();
        for shift in &self.moment.team.shifts {
            if let Some(name) = &shift.name
                && known.iter().all(|one| fold(&one.name) != fold(name))
            {
                known.push(ShiftTemplate { name: name.clone(), hours: shift.hours, breaks: shift.breaks.clone() });
            }
        }
        known
    }

    pub fn known_shifts(&self) -> Vec<String> {
        self.shifts_known().into_iter().map(|shift| shift.name).collect()
    }
}

/// Hours of a part of the day if there is no shift for it.
pub fn hours_of(part: &Part) -> Hours {
    Hours { from: part.hours.0, to: part.hours.1 }
}

fn part(text: &str) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.names.contains(&text))
}

/// A profile by name; English names by a word prefix of at least three letters.
fn profile(text: &str) -> Option<Profile> {
    let own = PROFILES.iter().find(|(name, _)| *name == text).map(|(_, profile)| *profile);
    let english = |text: &str| text.parse().ok().filter(|_| text.chars().count() > 2);
    own.or_else(|| english(text)).or_else(|| english(text.strip_suffix('s')?))
}

/// `14`, `14:30`, `14h`, `14h30`, `2pm`.
fn clock(text: &str) -> Option<u32> {
    let (text, later) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(text), _) => (text, Some(true)),
        (_, Some(text)) => (text, Some(false)),
        _ => (text, None),
    };
    let text = text.trim_end_matches('h').replace('h', ":");
    let minute = parse_clock(&text).ok()?;
    match later {
        Some(_) if minute >= 13 * 60 => None,
        Some(later) => Some(minute % (12 * 60) + if later { 12 * 60 } else { 0 }),
        None => Some(minute),
    }
}
