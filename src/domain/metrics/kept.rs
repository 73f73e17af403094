//! Samples in little room: of a month there are hundreds of thousands, and a screen keeps them as long as it is open.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Sample, Value};
use crate::domain::person::PersonId;
use crate::domain::ticket::{TicketId, WaitsOn};
use crate::domain::time::{Instant, from_millis};

/// Everybody who is credited with a sample, numbered in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct People {
    numbers: BTreeMap<PersonId, u32>,
    people: Vec<PersonId>,
    /// The one who was numbered last: most samples of a ticket are one person's.
    last: Option<(PersonId, u32)>,
}

impl People {
    pub fn all(&self) -> impl Iterator<Item = PersonId> {
        self.people.iter().copied()
    }

    pub fn number(&self, who: PersonId) -> Option<u32> {
        self.numbers.get(&who).copied()
    }

    fn numbered(&mut self, who: PersonId) -> u32 {
        let People { numbers, people, last } = self;
        if let Some((_, number)) = last.filter(|(last, _)| *last == who) {
            return number;
        }
        let number = *numbers.entry(who).or_insert_with(|| {
            people.push(who);
            u32::try_from(people.len() - 1).unwrap_or(NOBODY)
        });
        *last = Some((who, number));
        number
    }
}

const NOBODY: u32 = u32::MAX;

/// A [`Sample`] in forty bytes. Durations and instants are milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    ticket: TicketId,
    at: i64,
    team: i64,
    own: i64,
    by: u32,
    handed: bool,
    tag: Tag,
}

#[derive(Debug, Clone, Copy)]
enum Tag {
    One,
    Took,
    Hit { hit: bool, provisional: bool },
    Rated { satisfied: bool, stars: Option<u8> },
    Waits(WaitsOn),
}

impl Kept {
    pub fn of(sample: Sample, people: &mut People) -> Kept {
        let (mut team, mut own) = (0, 0);
        let tag = match sample.value {
            Value::One => Tag::One,
            Value::Took { team: all, own: theirs } => {
                (team, own) = (all.num_milliseconds(), theirs.num_milliseconds());
                Tag::Took
            }
            Value::Hit { hit, provisional } => Tag::Hit { hit, provisional },
            Value::Rated { satisfied, stars } => Tag::Rated { satisfied, stars },
            Value::Waits(on) => Tag::Waits(on),
        };
        let by = sample.by.map_or(NOBODY, |who| people.numbered(who));
        Kept { ticket: sample.ticket, at: sample.at.timestamp_millis(), team, own, by, handed: sample.handed, tag }
    }

    pub fn sample(&self, people: &People) -> Sample {
        Sample {
            ticket: self.ticket,
            by: self.who().and_then(|number| people.people.get(number)).copied(),
            at: from_millis(self.at).unwrap_or(Instant::UNIX_EPOCH),
            handed: self.handed,
            value: self.value(),
        }
    }

    pub fn ticket(&self) -> TicketId {
        self.ticket
    }

    /// The number of the person who is credited.
    pub fn who(&self) -> Option<usize> {
        if self.by == NOBODY { None } else { usize::try_from(self.by).ok() }
    }

    pub fn is_by(&self, number: u32) -> bool {
        self.by == number
    }

    pub fn handed(&self) -> bool {
        self.handed
    }

    pub fn value(&self) -> Value {
        match self.tag {
            Tag::One => Value::One,
            Tag::Took => {
                Value::Took { team: TimeDelta::milliseconds(self.team), own: TimeDelta::milliseconds(self.own) }
            }
            Tag::Hit { hit, provisional } => Value::Hit { hit, provisional },
            Tag::Rated { satisfied, stars } => Value::Rated { satisfied, stars },
            Tag::Waits(on) => Value::Waits(on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_what_it_was() {
        let mut people = People::default();
        let span = TimeDelta::milliseconds;
        for (n, value) in [
            Value::One,
            Value::Took { team: span(7), own: span(-3) },
            Value::Hit { hit: true, provisional: true },
            Value::Rated { satisfied: false, stars: Some(2) },
            Value::Waits(WaitsOn::ThirdParty),
        ]
        .into_iter()
        .enumerate()
        {
            let by = (n % 2 == 1).then_some(PersonId(70 + n as i64));
            let at = from_millis(n as i64).unwrap();
            let sample = Sample { ticket: TicketId(9), by, at, handed: n == 2, value };
            assert_eq!(Kept::of(sample, &mut people).sample(&people), sample);
        }
        assert_eq!(size_of::<Kept>(), 40);
        assert!(super::super::FigureId::ALL.iter().enumerate().all(|(n, figure)| *figure as usize == n), "in order");
    }
}
