//! Parses sentences such as "Minh is sick tomorrow, Thảo moves to evening". English and Vietnamese can be mixed; case
//! and diacritics are ignored.

pub mod arguments;
pub mod context;
pub mod reader;

use chrono::{Datelike, NaiveDate};

use crate::engine::what_if::parse::arguments::{ClauseArguments, day_part_hours};
use crate::engine::what_if::parse::context::WhatIfContext;
use crate::engine::what_if::parse::reader::{SentenceReader, split_words};
use crate::engine::what_if::vocabulary::{
    AUXILIARY_VERBS, IF_PREFIXES, NEED_PREFIXES, SWAP_PREFIXES, VERBS, WITHOUT_PREFIXES, WhatIfVerb,
};
use crate::engine::what_if::{WhatIfChange, WhatIfError};
use crate::model::ids::PersonId;
use crate::model::shift::{AbsenceKind, Hours, ShiftTemplate};
use crate::model::time::MINUTES_PER_DAY;

/// Days ahead that the live team is loaded for.
const MAX_DAYS: i64 = 62;

/// Parses all changes, in order.
pub fn parse_what_if(text: &str, moment: &WhatIfContext) -> Result<Vec<WhatIfChange>, WhatIfError> {
    let words = split_words(text);
    let mut reader = SentenceReader::new(&words, moment);
    let mut found = Vec::new();
    loop {
        while reader.accept_break() || reader.accept(IF_PREFIXES) {}
        if reader.is_done() {
            break;
        }
        found.extend(reader.parse_clause()?);
    }
    if found.is_empty() { Err(WhatIfError::Empty) } else { Ok(found) }
}

impl SentenceReader<'_> {
    fn parse_clause(&mut self) -> Result<Vec<WhatIfChange>, WhatIfError> {
        let begin = self.at;
        if self.accept(WITHOUT_PREFIXES) {
            let people = self.parse_people(true)?;
            let args = self.arguments(true)?;
            let from = args.days.map_or(self.context.default_day, |days| days.0);
            return Ok(people.into_iter().map(|person| WhatIfChange::LeaveTeam { person, from }).collect());
        }
        if self.accept(SWAP_PREFIXES) {
            let one = self.parse_person()?;
            while self.accept_break() || self.accept(&["with", "for", "voi", "cho"]) {}
            let other = self.parse_person()?;
            return self.parse_swap(one, other);
        }
        let counts = self.peek(1).is_some_and(|word| word.parse::<u32>().is_ok());
        if self.accept(NEED_PREFIXES) || counts {
            return self.parse_requirement();
        }
        self.at = begin;
        let people = self.parse_people(false)?;
        while self.accept(AUXILIARY_VERBS) {}
        let name = self.person_name(people[0]);
        let verb = self.accept_longest(|text| VERBS.iter().find(|(words, _)| *words == text).map(|(_, verb)| *verb));
        let verb = match verb {
            Some(verb) => verb,
            None if self.at_break() => return Err(WhatIfError::MissingVerb { name }),
            None => return Err(WhatIfError::UnknownWord { text: self.current_word() }),
        };
        if verb == WhatIfVerb::Swaps {
            let other = self.parse_person()?;
            return self.parse_swap(people[0], other);
        }
        let args = self.arguments(matches!(
            verb,
            WhatIfVerb::Away(_) | WhatIfVerb::Late | WhatIfVerb::LeavesEarly | WhatIfVerb::LeavesTeam
        ))?;
        let mut found = Vec::new();
        for person in people {
            found.extend(self.changes_for(person, verb, &args)?);
        }
        Ok(found)
    }

    fn parse_swap(&mut self, one: PersonId, other: PersonId) -> Result<Vec<WhatIfChange>, WhatIfError> {
        let args = self.arguments(true)?;
        let days = self.resolve_days(&args)?;
        Ok(days.into_iter().map(|day| WhatIfChange::SwapShifts { one, other, day }).collect())
    }

    fn parse_requirement(&mut self) -> Result<Vec<WhatIfChange>, WhatIfError> {
        let args = self.arguments(true)?;
        let name = || self.words.iter().map(|word| word.raw.as_str()).collect::<Vec<_>>().join(" ");
        let profile = args.profile.ok_or_else(|| WhatIfError::MissingProfile { name: name() })?;
        let hours = args.hours.or(args.shift.as_ref().map(|shift| shift.hours)).or(args.day_part.map(day_part_hours));
        let hours = hours.ok_or_else(|| WhatIfError::MissingHours { name: name() })?;
        let need = args.count.unwrap_or(1).clamp(1, 99);
        let weekdays = self.resolve_days(&args)?.into_iter().map(|day| day.weekday().num_days_from_monday() as u8);
        let mut weekdays: Vec<u8> = weekdays.collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        Ok(weekdays.into_iter().map(|weekday| WhatIfChange::AddRequirement { profile, weekday, hours, need }).collect())
    }

    fn changes_for(
        &self,
        person: PersonId,
        verb: WhatIfVerb,
        args: &ClauseArguments,
    ) -> Result<Vec<WhatIfChange>, WhatIfError> {
        let name = || self.person_name(person);
        let days = self.resolve_days(args)?;
        let (first, last) = (days[0], days[days.len() - 1]);
        let on_each = |supposition: &dyn Fn(NaiveDate, ShiftTemplate) -> WhatIfChange| {
            let shift = self.resolve_shift(person, args, first).ok_or_else(|| match &args.unknown_shift {
                Some(text) => WhatIfError::UnknownShift { text: text.clone(), known: self.known_shift_names() },
                None => WhatIfError::MissingHours { name: name() },
            })?;
            Ok(days.iter().map(|day| supposition(*day, shift.clone())).collect())
        };
        Ok(match verb {
            WhatIfVerb::Away(kind) => {
                vec![WhatIfChange::Absence {
                    person,
                    kind,
                    first,
                    last,
                    hours: self.absence_hours(person, args, first),
                }]
            }
            WhatIfVerb::Late => {
                let shift = self.working_span(person, first).unwrap_or(Hours { from: 0, to: MINUTES_PER_DAY });
                let until = args.until.or(args.at).or(args.hours.map(|hours| hours.to));
                let until = until.ok_or_else(|| WhatIfError::MissingHours { name: name() })?;
                let from = args.hours.map_or(shift.from, |hours| hours.from);
                // On a night shift, a time after midnight.
                let until = if until <= from && shift.to > MINUTES_PER_DAY { until + MINUTES_PER_DAY } else { until };
                let hours = Some(Hours { from, to: until }).filter(|_| from < until);
                let hours = Some(hours.ok_or_else(|| WhatIfError::MissingHours { name: name() })?);
                vec![WhatIfChange::Absence { person, kind: AbsenceKind::Late, first, last, hours }]
            }
            WhatIfVerb::LeavesEarly => {
                let from = args.from.or(args.at).or(args.hours.map(|hours| hours.from));
                let from = from.ok_or_else(|| WhatIfError::MissingHours { name: name() })?;
                let end = self.working_span(person, first).map_or(MINUTES_PER_DAY, |hours| hours.to).max(from + 1);
                let hours = Some(Hours { from, to: end });
                vec![WhatIfChange::Absence { person, kind: AbsenceKind::Other, first, last, hours }]
            }
            WhatIfVerb::Works => return on_each(&|day, shift| WhatIfChange::AddShift { person, day, shift }),
            WhatIfVerb::Moves => return on_each(&|day, shift| WhatIfChange::ChangeShift { person, day, shift }),
            WhatIfVerb::Holds => {
                let profile = args.profile.ok_or_else(|| WhatIfError::MissingProfile { name: name() })?;
                vec![WhatIfChange::AddProfile { person, profile }]
            }
            WhatIfVerb::LeavesTeam => vec![WhatIfChange::LeaveTeam { person, from: first }],
            WhatIfVerb::Swaps => Vec::new(),
        })
    }

    /// Hours of an absence; `None` = all day.
    fn absence_hours(&self, person: PersonId, args: &ClauseArguments, day: NaiveDate) -> Option<Hours> {
        let shift = self.working_span(person, day);
        let open = match (args.from.or(args.at), args.until) {
            (None, None) => None,
            (from, until) => {
                let from = from.unwrap_or_else(|| shift.map_or(0, |hours| hours.from));
                Some(Hours {
                    from,
                    to: until.unwrap_or_else(|| shift.map_or(MINUTES_PER_DAY, |hours| hours.to)).max(from + 1),
                })
            }
        };
        args.hours.or(open).or(args.day_part.map(day_part_hours))
    }

    /// From the first to the last working hour of a person's day.
    fn working_span(&self, person: PersonId, day: NaiveDate) -> Option<Hours> {
        let theirs = || self.context.team.shifts.iter().filter(|shift| shift.person == person && shift.day == day);
        let from = theirs().map(|shift| shift.hours.from).min()?;
        Some(Hours { from, to: theirs().map(|shift| shift.hours.to).max()? })
    }

    /// The named shift, with the person's usual breaks, or a shift from hours.
    fn resolve_shift(&self, person: PersonId, args: &ClauseArguments, day: NaiveDate) -> Option<ShiftTemplate> {
        if let Some(hours) = args.hours {
            return Some(ShiftTemplate { name: String::new(), hours, breaks: Vec::new() });
        }
        if let Some(shift) = &args.shift {
            let own = self.context.team.shifts.iter().filter(|one| {
                one.person == person && one.name.as_ref() == Some(&shift.name) && one.hours == shift.hours
            });
            let own = own.min_by_key(|one| (one.day - day).num_days().abs());
            return Some(
                own.map_or_else(|| shift.clone(), |own| ShiftTemplate { breaks: own.breaks.clone(), ..shift.clone() }),
            );
        }
        let end = self.working_span(person, day);
        let (from, until) = (args.from.or(args.at), args.until);
        let hours = match (from, until, end) {
            (Some(from), Some(until), _) => Hours::new(from, until),
            (Some(from), None, Some(end)) if from < end.to => Hours { from, to: end.to },
            (None, Some(until), Some(end)) if end.from < until => Hours { from: end.from, to: until },
            _ => return None,
        };
        let usual = hours.minutes() <= MINUTES_PER_DAY;
        usual.then(|| ShiftTemplate { name: String::new(), hours, breaks: Vec::new() })
    }

    /// All days meant, in order; at least one.
    fn resolve_days(&self, args: &ClauseArguments) -> Result<Vec<NaiveDate>, WhatIfError> {
        let (first, last) = args.days.unwrap_or((self.context.default_day, self.context.default_day));
        let far = (last - first).num_days() > MAX_DAYS
            || (first - self.context.team_loaded_around).num_days().abs() > MAX_DAYS;
        if far || last < first {
            return Err(WhatIfError::TooLong);
        }
        Ok(first.iter_days().take_while(|day| *day <= last).collect())
    }
}
