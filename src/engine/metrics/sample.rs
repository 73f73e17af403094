//! Samples and their packed form: a month has hundreds of thousands, kept in memory while a screen is open.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::survey::NpsGroup;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, from_millis};

/// The subject a sample counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Of {
    Ticket(TicketId),
    /// Survey answer, by record id.
    Survey(i64),
    /// Review, by record id.
    Review(i64),
    Customer(CustomerId),
    /// One day of a person's work.
    Work(PersonId),
}

/// Subject of samples, with its references.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thing {
    pub of: Of,
    /// The ticket it is or refers to.
    pub ticket: Option<TicketId>,
    /// The customer it is or refers to.
    pub customer: Option<CustomerId>,
    /// Index of its attribute set.
    pub facet: u32,
}

/// One counted event: a ticket, or one reply on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    pub of: Of,
    pub ticket: Option<TicketId>,
    pub customer: Option<CustomerId>,
    /// Credited person.
    pub by: Option<PersonId>,
    /// Determines the period it belongs to.
    pub at: Instant,
    /// Received by reassignment: counts for the person, not for the team, which already had the ticket.
    pub handed: bool,
    pub value: Value,
}

/// Contribution to the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Unit count.
    One,
    /// Duration that ends at `at`; for the team, and for the credited person from assignment.
    Took {
        team: TimeDelta,
        own: TimeDelta,
    },
    /// Total of intervals that need not end at `at`.
    Lasted(TimeDelta),
    /// Hit or miss; provisional if a hit can still become a miss.
    Hit {
        hit: bool,
        provisional: bool,
    },
    /// Survey answer; the score only on the default scale.
    Rated {
        good: bool,
        score: Option<u8>,
    },
    Camp(NpsGroup, u8),
    /// Share, 0–1.
    Points(f64),
    /// Part of a duration.
    Part {
        part: TimeDelta,
        whole: TimeDelta,
    },
    Waits(WaitsOn),
}

/// Interns credited people.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    numbers: BTreeMap<PersonId, u32>,
    people: Vec<PersonId>,
    /// Cache: most samples of a ticket belong to one person.
    last: Option<(PersonId, u32)>,
}

impl People {
    pub fn all(&self) -> &[PersonId] {
        &self.people
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

/// A [`Sample`] packed into 40 bytes. Durations and instants in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    at: i64,
    /// Meaning depends on `tag`: duration, or bits of an f64.
    team: i64,
    own: i64,
    thing: u32,
    by: u32,
    handed: bool,
    tag: Tag,
}

#[derive(Debug, Clone, Copy)]
enum Tag {
    One,
    Took,
    Lasted,
    Hit { hit: bool, provisional: bool },
    Rated { good: bool, score: Option<u8> },
    Camp(NpsGroup, u8),
    Points,
    Part,
    Waits(WaitsOn),
}

impl Kept {
    pub fn new(thing: u32, by: Option<PersonId>, at: Instant, value: Value, people: &mut People) -> Kept {
        let (mut team, mut own) = (0, 0);
        let tag = match value {
            Value::One => Tag::One,
            Value::Took { team: all, own: theirs } => {
                (team, own) = (all.num_milliseconds(), theirs.num_milliseconds());
                Tag::Took
            }
            Value::Lasted(span) => {
                team = span.num_milliseconds();
                Tag::Lasted
            }
            Value::Hit { hit, provisional } => Tag::Hit { hit, provisional },
            Value::Rated { good, score } => Tag::Rated { good, score },
            Value::Camp(camp, score) => Tag::Camp(camp, score),
            Value::Points(share) => {
                team = i64::from_ne_bytes(share.to_ne_bytes());
                Tag::Points
            }
            Value::Part { part, whole } => {
                (team, own) = (part.num_milliseconds(), whole.num_milliseconds());
                Tag::Part
            }
            Value::Waits(on) => Tag::Waits(on),
        };
        let by = by.map_or(NOBODY, |who| people.numbered(who));
        Kept { at: at.timestamp_millis(), team, own, thing, by, handed: false, tag }
    }

    /// Counts for the person only.
    pub fn handed_on(self) -> Kept {
        Kept { handed: true, ..self }
    }

    pub fn sample(&self, thing: &Thing, people: &People) -> Sample {
        Sample {
            of: thing.of,
            ticket: thing.ticket,
            customer: thing.customer,
            by: self.who().and_then(|number| people.people.get(number)).copied(),
            at: self.at(),
            handed: self.handed,
            value: self.value(),
        }
    }

    /// Index of the subject.
    pub fn thing(&self) -> usize {
        self.thing as usize
    }

    /// Index of the credited person.
    pub fn who(&self) -> Option<usize> {
        if self.by == NOBODY { None } else { usize::try_from(self.by).ok() }
    }

    pub fn at(&self) -> Instant {
        from_millis(self.at).unwrap_or(Instant::UNIX_EPOCH)
    }

    pub fn handed(&self) -> bool {
        self.handed
    }

    pub fn is_hit(&self) -> bool {
        matches!(self.tag, Tag::Hit { hit: true, .. } | Tag::Rated { good: true, .. })
    }

    pub fn value(&self) -> Value {
        match self.tag {
            Tag::One => Value::One,
            Tag::Took => {
                Value::Took { team: TimeDelta::milliseconds(self.team), own: TimeDelta::milliseconds(self.own) }
            }
            Tag::Lasted => Value::Lasted(TimeDelta::milliseconds(self.team)),
            Tag::Hit { hit, provisional } => Value::Hit { hit, provisional },
            Tag::Rated { good, score } => Value::Rated { good, score },
            Tag::Camp(camp, score) => Value::Camp(camp, score),
            Tag::Points => Value::Points(f64::from_ne_bytes(self.team.to_ne_bytes())),
            Tag::Part => {
                Value::Part { part: TimeDelta::milliseconds(self.team), whole: TimeDelta::milliseconds(self.own) }
            }
            Tag::Waits(on) => Value::Waits(on),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::metrics::sample::*;

    #[test]
    fn a_sample_is_what_it_was() {
        let mut people = People::default();
        let span = TimeDelta::milliseconds;
        for (n, value) in [
            Value::One,
            Value::Took { team: span(7), own: span(-3) },
            Value::Lasted(span(9)),
            Value::Hit { hit: true, provisional: true },
            Value::Rated { good: false, score: Some(2) },
            Value::Camp(NpsGroup::Passive, 7),
            Value::Points(0.375),
            Value::Part { part: span(1), whole: span(2) },
            Value::Waits(WaitsOn::ThirdParty),
        ]
        .into_iter()
        .enumerate()
        {
            let by = (n % 2 == 1).then_some(PersonId(70 + n as i64));
            let at = from_millis(n as i64).unwrap();
            let of = Of::Ticket(TicketId(9));
            let thing = Thing { of, ticket: Some(TicketId(9)), customer: None, facet: 0 };
            let kept = Kept::new(0, by, at, value, &mut people);
            let kept = if n == 2 { kept.handed_on() } else { kept };
            let sample = Sample { of, ticket: thing.ticket, customer: None, by, at, handed: n == 2, value };
            assert_eq!(kept.sample(&thing, &people), sample);
        }
        assert_eq!(size_of::<Kept>(), 40);
    }
}
