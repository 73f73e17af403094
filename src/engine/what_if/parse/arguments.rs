//! Arguments after a verb: days, hours, shifts, profiles, in any order.

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::what_if::parse::reader::SentenceReader;
use crate::engine::what_if::vocabulary::{
    ALL_DAY, AUXILIARY_VERBS, DAY_PARTS, DayPart, FILLER_WORDS, FROM_WORDS, NEXT_WEEK, PROFILES, RELATIVE_DAYS,
    THIS_WEEK, UNTIL_WORDS, WEEKDAYS,
};
use crate::engine::what_if::{WhatIfError, end_of_week};
use crate::model::person::Profile;
use crate::model::shift::{Hours, ShiftTemplate};
use crate::model::text::fold;
use crate::model::time::{MINUTES_PER_DAY, parse_clock, parse_day};

/// Arguments of a clause.
#[derive(Default)]
pub struct ClauseArguments {
    pub days: Option<(NaiveDate, NaiveDate)>,
    pub hours: Option<Hours>,
    /// Open-ended start or end.
    pub from: Option<u32>,
    pub until: Option<u32>,
    /// A single time.
    pub at: Option<u32>,
    pub shift: Option<ShiftTemplate>,
    pub day_part: Option<&'static DayPart>,
    /// Word that is not a known shift name.
    pub unknown_shift: Option<String>,
    pub profile: Option<Profile>,
    pub count: Option<u32>,
}

impl SentenceReader<'_> {
    /// Reads arguments up to the next clause. `parts`: parts of the day mean hours, not shifts.
    pub fn arguments(&mut self, parts: bool) -> Result<ClauseArguments, WhatIfError> {
        let mut args = ClauseArguments::default();
        while !self.at_break() {
            if self.accept(ALL_DAY) {
                continue;
            }
            if let Some(first) = self.parse_days() {
                args.days = Some(first);
            } else if self.parse_hours(&mut args) {
            } else if let Some(profile) = self.accept_longest(find_profile) {
                args.profile = Some(profile);
            } else if let Some(part) = self.accept_longest(|text| find_day_part(text).filter(|_| parts)) {
                args.day_part = Some(part);
            } else if let Some(shift) = self.parse_shift() {
                args.shift = Some(shift);
            } else if let Some(part) = self.accept_longest(find_day_part) {
                args.unknown_shift = Some(part.names[0].to_owned());
            } else if let Some(count) = self.accept_longest(|text| text.parse::<u32>().ok()) {
                args.count = Some(count);
            } else if !self.accept(FILLER_WORDS) && !self.accept(AUXILIARY_VERBS) {
                return Err(WhatIfError::UnknownWord { text: self.current_word() });
            }
        }
        Ok(args)
    }

    /// A day or a range of days.
    fn parse_days(&mut self) -> Option<(NaiveDate, NaiveDate)> {
        let before = self.at;
        if self.accept(THIS_WEEK) {
            return Some((self.context.default_day, end_of_week(self.context.default_day)));
        }
        if self.accept(NEXT_WEEK) {
            let end = end_of_week(self.context.today);
            return Some((end + Days::new(1), end + Days::new(7)));
        }
        // "mon-fri" is a single word.
        if let Some((first, last)) = self.peek(1).as_deref().and_then(|text| text.split_once(['-', '–']))
            && let (Some(first), Some(last)) = (self.next_weekday(first), self.next_weekday(last))
        {
            self.at += 1;
            return Some((first, if last < first { last + Days::new(7) } else { last }));
        }
        let until = self.accept(UNTIL_WORDS);
        self.accept(&["ngay"]);
        let Some(first) = self.parse_single_day().or_else(|| {
            self.at = before;
            self.parse_single_day()
        }) else {
            self.at = before;
            return None;
        };
        if until && self.at > before + 1 {
            return Some((self.context.default_day.min(first), first));
        }
        let after = self.at;
        if self.accept(UNTIL_WORDS) || self.accept(&["-", "–"]) {
            match self.parse_single_day() {
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
    pub fn parse_single_day(&mut self) -> Option<NaiveDate> {
        let (today, year) = (self.context.today, self.context.today.year());
        let next = self.accept(&["next"]);
        let weekday = |reader: &SentenceReader, text: &str| reader.next_weekday(text);
        let here = *self;
        if let Some(day) = self.accept_longest(|text| weekday(&here, text)) {
            let coming = next || self.accept(NEXT_WEEK);
            return Some(if coming && day <= end_of_week(today) { day + Days::new(7) } else { day });
        }
        if next {
            self.at -= 1;
            return None;
        }
        self.accept_longest(|text| {
            if let Some((_, days)) = RELATIVE_DAYS.iter().find(|(name, _)| *name == text) {
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
        .or_else(|| self.accept_longest(|text| parse_day(text).ok()))
    }

    /// Next day with that name, today included.
    fn next_weekday(&self, text: &str) -> Option<NaiveDate> {
        let weekday = WEEKDAYS.iter().position(|names| names.contains(&text))?;
        let today = self.context.today;
        let ahead = (weekday + 7 - today.weekday().num_days_from_monday() as usize) % 7;
        Some(today + Days::new(ahead as u64))
    }

    /// Reads hours or one end of them; returns whether it did.
    fn parse_hours(&mut self, args: &mut ClauseArguments) -> bool {
        if let Some((from, to)) = self.peek(1).as_deref().and_then(|text| text.split_once(['-', '–']))
            && let (Some(from), Some(to)) = (parse_time_of_day(from), parse_time_of_day(to))
            && from < MINUTES_PER_DAY
        {
            self.at += 1;
            args.hours = Some(Hours::new(from, to));
            return true;
        }
        let before = self.at;
        // "toi" means "until" before a time, otherwise "evening".
        let (until, from) = (self.accept(UNTIL_WORDS), self.accept(FROM_WORDS));
        let Some(time) = self.peek(1).as_deref().and_then(parse_time_of_day).filter(|_| !self.is_headcount()) else {
            self.at = before;
            return false;
        };
        self.at += 1;
        let after = self.at;
        if !until && time < MINUTES_PER_DAY && (self.accept(UNTIL_WORDS) || self.accept(&["-", "–"])) {
            if let Some(end) = self.peek(1).as_deref().and_then(parse_time_of_day) {
                self.at += 1;
                args.hours = Some(Hours::new(time, end));
                return true;
            }
            self.at = after;
        }
        match () {
            () if until => args.until = Some(time),
            () if from && time < MINUTES_PER_DAY => args.from = Some(time),
            () if time < MINUTES_PER_DAY => args.at = Some(time),
            () => return false,
        }
        true
    }

    /// Whether the next number is a headcount: a profile follows it.
    fn is_headcount(&self) -> bool {
        let mut ahead = SentenceReader { at: self.at + 1, ..*self };
        while ahead.accept(FILLER_WORDS) {}
        ahead.accept_longest(find_profile).is_some() && self.peek(1).is_some_and(|text| text.parse::<u32>().is_ok())
    }

    /// A shift by name, or the one at that part of the day.
    fn parse_shift(&mut self) -> Option<ShiftTemplate> {
        let known = self.known_shifts();
        let found = self.accept_longest(|text| {
            let whole = known.iter().find(|one| fold(&one.name) == text);
            let begun = || known.iter().find(|one| text.chars().count() > 2 && fold(&one.name).starts_with(text));
            whole.or_else(begun).cloned()
        });
        found.or_else(|| {
            self.accept_longest(|text| {
                let part = find_day_part(text)?;
                let called = known.iter().find(|one| part.names.contains(&fold(&one.name).as_str()));
                called.or_else(|| known.iter().find(|one| part.shift_starts.contains(&one.hours.from))).cloned()
            })
        })
    }

    /// Named shifts: templates, then other names in the roster.
    fn known_shifts(&self) -> Vec<ShiftTemplate> {
        let mut known: Vec<ShiftTemplate> =
            self.context.team.templates.iter().map(|template| template.it.clone()).collect();
        for shift in &self.context.team.shifts {
            if let Some(name) = &shift.name
                && known.iter().all(|one| fold(&one.name) != fold(name))
            {
                known.push(ShiftTemplate { name: name.clone(), hours: shift.hours, breaks: shift.breaks.clone() });
            }
        }
        known
    }

    pub fn known_shift_names(&self) -> Vec<String> {
        self.known_shifts().into_iter().map(|shift| shift.name).collect()
    }
}

/// Hours of a part of the day if there is no shift for it.
pub fn day_part_hours(part: &DayPart) -> Hours {
    Hours { from: part.hours.0, to: part.hours.1 }
}

fn find_day_part(text: &str) -> Option<&'static DayPart> {
    DAY_PARTS.iter().find(|part| part.names.contains(&text))
}

/// A profile by name; English names by a word prefix of at least three letters.
fn find_profile(text: &str) -> Option<Profile> {
    let own = PROFILES.iter().find(|(name, _)| *name == text).map(|(_, profile)| *profile);
    let english = |text: &str| text.parse().ok().filter(|_| text.chars().count() > 2);
    own.or_else(|| english(text)).or_else(|| english(text.strip_suffix('s')?))
}

/// `14`, `14:30`, `14h`, `14h30`, `2pm`.
fn parse_time_of_day(text: &str) -> Option<u32> {
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
