//! Parses sentences such as "Minh is sick tomorrow, Thảo moves to evening". English and Vietnamese can be mixed; case
//! and diacritics are ignored.

pub mod reader;
pub mod said;

use chrono::{Datelike, NaiveDate};

use crate::engine::what_if::parse::reader::{Reader, words};
use crate::engine::what_if::parse::said::{Said, hours_of};
use crate::engine::what_if::words::{BE, IF, NEED, SWAP, VERBS, Verb, WITHOUT};
use crate::engine::what_if::{Supposition, Wrong};
use crate::model::ids::PersonId;
use crate::model::shift::{AbsenceKind, Hours, ShiftTemplate};
use crate::model::team::Team;

const DAY: u32 = 24 * 60;
/// Days ahead that the live team is loaded for.
const MOST_DAYS: i64 = 62;

/// Context for parsing.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub team: &'a Team,
    pub today: NaiveDate,
    /// Center of the loaded range of days.
    pub around: NaiveDate,
    /// Day meant if none is named.
    pub day: NaiveDate,
}

/// Parses all changes, in order.
pub fn parse(text: &str, moment: &Moment) -> Result<Vec<Supposition>, Wrong> {
    let words = words(text);
    let mut reader = Reader::new(&words, moment);
    let mut found = Vec::new();
    loop {
        while reader.take_break() || reader.take(IF) {}
        if reader.is_done() {
            break;
        }
        found.extend(reader.clause()?);
    }
    if found.is_empty() { Err(Wrong::Empty) } else { Ok(found) }
}

impl Reader<'_> {
    fn clause(&mut self) -> Result<Vec<Supposition>, Wrong> {
        let begin = self.at;
        if self.take(WITHOUT) {
            let people = self.people(true)?;
            let said = self.said(true)?;
            let from = said.days.map_or(self.moment.day, |days| days.0);
            return Ok(people.into_iter().map(|person| Supposition::Gone { person, from }).collect());
        }
        if self.take(SWAP) {
            let one = self.person()?;
            while self.take_break() || self.take(&["with", "for", "voi", "cho"]) {}
            let other = self.person()?;
            return self.swap(one, other);
        }
        let counts = self.next(1).is_some_and(|word| word.parse::<u32>().is_ok());
        if self.take(NEED) || counts {
            return self.needs();
        }
        self.at = begin;
        let people = self.people(false)?;
        while self.take(BE) {}
        let name = self.name(people[0]);
        let verb = self.longest(|text| VERBS.iter().find(|(words, _)| *words == text).map(|(_, verb)| *verb));
        let verb = match verb {
            Some(verb) => verb,
            None if self.at_break() => return Err(Wrong::NoVerb { name }),
            None => return Err(Wrong::NotUnderstood { text: self.word() }),
        };
        if verb == Verb::Swaps {
            let other = self.person()?;
            return self.swap(people[0], other);
        }
        let said = self.said(matches!(verb, Verb::Away(_) | Verb::Late | Verb::Leaves | Verb::Gone))?;
        let mut found = Vec::new();
        for person in people {
            found.extend(self.done(person, verb, &said)?);
        }
        Ok(found)
    }

    fn swap(&mut self, one: PersonId, other: PersonId) -> Result<Vec<Supposition>, Wrong> {
        let said = self.said(true)?;
        let days = self.days(&said)?;
        Ok(days.into_iter().map(|day| Supposition::Swap { one, other, day }).collect())
    }

    fn needs(&mut self) -> Result<Vec<Supposition>, Wrong> {
        let said = self.said(true)?;
        let name = || self.words.iter().map(|word| word.raw.as_str()).collect::<Vec<_>>().join(" ");
        let profile = said.profile.ok_or_else(|| Wrong::NoProfile { name: name() })?;
        let hours = said.hours.or(said.shift.as_ref().map(|shift| shift.hours)).or(said.part.map(hours_of));
        let hours = hours.ok_or_else(|| Wrong::NoHours { name: name() })?;
        let need = said.count.unwrap_or(1).clamp(1, 99);
        let weekdays = self.days(&said)?.into_iter().map(|day| day.weekday().num_days_from_monday() as u8);
        let mut weekdays: Vec<u8> = weekdays.collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        Ok(weekdays.into_iter().map(|weekday| Supposition::Needs { profile, weekday, hours, need }).collect())
    }

    fn done(&self, person: PersonId, verb: Verb, said: &Said) -> Result<Vec<Supposition>, Wrong> {
        let name = || self.name(person);
        let days = self.days(said)?;
        let (first, last) = (days[0], days[days.len() - 1]);
        let on_each = |supposition: &dyn Fn(NaiveDate, ShiftTemplate) -> Supposition| {
            let shift = self.shift(person, said, first).ok_or_else(|| match &said.unknown {
                Some(text) => Wrong::NoShiftNamed { text: text.clone(), known: self.known_shifts() },
                None => Wrong::NoHours { name: name() },
            })?;
            Ok(days.iter().map(|day| supposition(*day, shift.clone())).collect())
        };
        Ok(match verb {
            Verb::Away(kind) => {
                vec![Supposition::Away { person, kind, first, last, hours: self.away(person, said, first) }]
            }
            Verb::Late => {
                let shift = self.span_of(person, first).unwrap_or(Hours { from: 0, to: DAY });
                let until = said.until.or(said.point).or(said.hours.map(|hours| hours.to));
                let until = until.ok_or_else(|| Wrong::NoHours { name: name() })?;
                let from = said.hours.map_or(shift.from, |hours| hours.from);
                // On a night shift, a time after midnight.
                let until = if until <= from && shift.to > DAY { until + DAY } else { until };
                let hours = Some(Hours { from, to: until }).filter(|_| from < until);
                let hours = Some(hours.ok_or_else(|| Wrong::NoHours { name: name() })?);
                vec![Supposition::Away { person, kind: AbsenceKind::Late, first, last, hours }]
            }
            Verb::Leaves => {
                let from = said.from.or(said.point).or(said.hours.map(|hours| hours.from));
                let from = from.ok_or_else(|| Wrong::NoHours { name: name() })?;
                let end = self.span_of(person, first).map_or(DAY, |hours| hours.to).max(from + 1);
                let hours = Some(Hours { from, to: end });
                vec![Supposition::Away { person, kind: AbsenceKind::Other, first, last, hours }]
            }
            Verb::Works => return on_each(&|day, shift| Supposition::Works { person, day, shift }),
            Verb::Moves => return on_each(&|day, shift| Supposition::Moves { person, day, shift }),
            Verb::Holds => {
                let profile = said.profile.ok_or_else(|| Wrong::NoProfile { name: name() })?;
                vec![Supposition::Holds { person, profile }]
            }
            Verb::Gone => vec![Supposition::Gone { person, from: first }],
            Verb::Swaps => Vec::new(),
        })
    }

    /// Hours of an absence; `None` = all day.
    fn away(&self, person: PersonId, said: &Said, day: NaiveDate) -> Option<Hours> {
        let shift = self.span_of(person, day);
        let open = match (said.from.or(said.point), said.until) {
            (None, None) => None,
            (from, until) => {
                let from = from.unwrap_or_else(|| shift.map_or(0, |hours| hours.from));
                Some(Hours { from, to: until.unwrap_or_else(|| shift.map_or(DAY, |hours| hours.to)).max(from + 1) })
            }
        };
        said.hours.or(open).or(said.part.map(hours_of))
    }

    /// From the first to the last working hour of a person's day.
    fn span_of(&self, person: PersonId, day: NaiveDate) -> Option<Hours> {
        let theirs = || self.moment.team.shifts.iter().filter(|shift| shift.person == person && shift.day == day);
        let from = theirs().map(|shift| shift.hours.from).min()?;
        Some(Hours { from, to: theirs().map(|shift| shift.hours.to).max()? })
    }

    /// The named shift, with the person's usual breaks, or a shift from hours.
    fn shift(&self, person: PersonId, said: &Said, day: NaiveDate) -> Option<ShiftTemplate> {
        if let Some(hours) = said.hours {
            return Some(ShiftTemplate { name: String::new(), hours, breaks: Vec::new() });
        }
        if let Some(shift) = &said.shift {
            let own = self.moment.team.shifts.iter().filter(|one| {
                one.person == person && one.name.as_ref() == Some(&shift.name) && one.hours == shift.hours
            });
            let own = own.min_by_key(|one| (one.day - day).num_days().abs());
            return Some(
                own.map_or_else(|| shift.clone(), |own| ShiftTemplate { breaks: own.breaks.clone(), ..shift.clone() }),
            );
        }
        let end = self.span_of(person, day);
        let (from, until) = (said.from.or(said.point), said.until);
        let hours = match (from, until, end) {
            (Some(from), Some(until), _) => Hours::new(from, until),
            (Some(from), None, Some(end)) if from < end.to => Hours { from, to: end.to },
            (None, Some(until), Some(end)) if end.from < until => Hours { from: end.from, to: until },
            _ => return None,
        };
        let usual = hours.minutes() <= DAY;
        usual.then(|| ShiftTemplate { name: String::new(), hours, breaks: Vec::new() })
    }

    /// All days meant, in order; at least one.
    fn days(&self, said: &Said) -> Result<Vec<NaiveDate>, Wrong> {
        let (first, last) = said.days.unwrap_or((self.moment.day, self.moment.day));
        let far = (last - first).num_days() > MOST_DAYS || (first - self.moment.around).num_days().abs() > MOST_DAYS;
        if far || last < first {
            return Err(Wrong::TooLong);
        }
        Ok(first.iter_days().take_while(|day| *day <= last).collect())
    }
}
