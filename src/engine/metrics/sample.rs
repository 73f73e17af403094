//! Samples and their packed form: a month has hundreds of thousands, kept in memory while a screen is open.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::survey::NpsGroup;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, from_millis};

/// The subject a sample counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SampleSubject {
    Ticket(TicketId),
    /// Survey answer, by record id.
    Survey(i64),
    /// Review, by record id.
    Review(i64),
    Customer(CustomerId),
    /// One day of a person's work.
    WorkDay(PersonId),
}

/// Subject of samples, with its references.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubjectRecord {
    pub subject: SampleSubject,
    /// The ticket it is or refers to.
    pub ticket: Option<TicketId>,
    /// The customer it is or refers to.
    pub customer: Option<CustomerId>,
    /// Index of its attribute set.
    pub attribute_set: u32,
}

/// One counted event: a ticket, or one reply on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    pub subject: SampleSubject,
    pub ticket: Option<TicketId>,
    pub customer: Option<CustomerId>,
    /// Credited person.
    pub credited: Option<PersonId>,
    /// Determines the period it belongs to.
    pub at: Instant,
    /// Received by reassignment: counts for the person, not for the team, which already had the ticket.
    pub reassigned: bool,
    pub value: SampleValue,
}

/// Contribution to the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SampleValue {
    /// Unit count.
    Count,
    /// Duration that ends at `at`; for the team, and for the credited person from assignment.
    Duration {
        team: TimeDelta,
        own: TimeDelta,
    },
    /// Total of intervals that need not end at `at`.
    TotalDuration(TimeDelta),
    /// Hit or miss; provisional if a hit can still become a miss.
    Hit {
        hit: bool,
        provisional: bool,
    },
    /// Survey answer; the score only on the default scale.
    Rating {
        good: bool,
        score: Option<u8>,
    },
    Nps(NpsGroup, u8),
    /// Share, 0–1.
    Score(f64),
    /// Part of a duration.
    Portion {
        part: TimeDelta,
        whole: TimeDelta,
    },
    WaitsOn(WaitsOn),
}

/// Interns credited people.
#[derive(Debug, Clone, Default)]
pub(super) struct PersonIndex {
    indices: BTreeMap<PersonId, u32>,
    people: Vec<PersonId>,
    /// Cache: most samples of a ticket belong to one person.
    last: Option<(PersonId, u32)>,
}

impl PersonIndex {
    pub fn all(&self) -> &[PersonId] {
        &self.people
    }

    fn intern(&mut self, who: PersonId) -> u32 {
        let PersonIndex { indices: numbers, people, last } = self;
        if let Some((_, number)) = last.filter(|(last, _)| *last == who) {
            return number;
        }
        let number = *numbers.entry(who).or_insert_with(|| {
            people.push(who);
            u32::try_from(people.len() - 1).unwrap_or(NO_PERSON)
        });
        *last = Some((who, number));
        number
    }
}

const NO_PERSON: u32 = u32::MAX;

/// A [`Sample`] packed into 40 bytes. Durations and instants in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedSample {
    at: i64,
    /// Meaning depends on `tag`: duration, or bits of an f64.
    first_payload: i64,
    second_payload: i64,
    subject: u32,
    person: u32,
    reassigned: bool,
    tag: PackedValueKind,
}

#[derive(Debug, Clone, Copy)]
enum PackedValueKind {
    Count,
    Duration,
    TotalDuration,
    Hit { hit: bool, provisional: bool },
    Rating { good: bool, score: Option<u8> },
    Nps(NpsGroup, u8),
    Score,
    Portion,
    WaitsOn(WaitsOn),
}

impl PackedSample {
    pub fn new(
        thing: u32,
        by: Option<PersonId>,
        at: Instant,
        value: SampleValue,
        people: &mut PersonIndex,
    ) -> PackedSample {
        let (mut team, mut own) = (0, 0);
        let tag = match value {
            SampleValue::Count => PackedValueKind::Count,
            SampleValue::Duration { team: all, own: theirs } => {
                (team, own) = (all.num_milliseconds(), theirs.num_milliseconds());
                PackedValueKind::Duration
            }
            SampleValue::TotalDuration(span) => {
                team = span.num_milliseconds();
                PackedValueKind::TotalDuration
            }
            SampleValue::Hit { hit, provisional } => PackedValueKind::Hit { hit, provisional },
            SampleValue::Rating { good, score } => PackedValueKind::Rating { good, score },
            SampleValue::Nps(camp, score) => PackedValueKind::Nps(camp, score),
            SampleValue::Score(share) => {
                team = i64::from_ne_bytes(share.to_ne_bytes());
                PackedValueKind::Score
            }
            SampleValue::Portion { part, whole } => {
                (team, own) = (part.num_milliseconds(), whole.num_milliseconds());
                PackedValueKind::Portion
            }
            SampleValue::WaitsOn(on) => PackedValueKind::WaitsOn(on),
        };
        let by = by.map_or(NO_PERSON, |who| people.intern(who));
        PackedSample {
            at: at.timestamp_millis(),
            first_payload: team,
            second_payload: own,
            subject: thing,
            person: by,
            reassigned: false,
            tag,
        }
    }

    /// Counts for the person only.
    pub fn for_person_only(self) -> PackedSample {
        PackedSample { reassigned: true, ..self }
    }

    pub fn unpack(&self, thing: &SubjectRecord, people: &PersonIndex) -> Sample {
        Sample {
            subject: thing.subject,
            ticket: thing.ticket,
            customer: thing.customer,
            credited: self.person_index().and_then(|number| people.people.get(number)).copied(),
            at: self.at(),
            reassigned: self.reassigned,
            value: self.value(),
        }
    }

    /// Index of the subject.
    pub fn subject_index(&self) -> usize {
        self.subject as usize
    }

    /// Index of the credited person.
    pub fn person_index(&self) -> Option<usize> {
        if self.person == NO_PERSON { None } else { usize::try_from(self.person).ok() }
    }

    pub fn at(&self) -> Instant {
        from_millis(self.at).unwrap_or(Instant::UNIX_EPOCH)
    }

    pub fn is_reassigned(&self) -> bool {
        self.reassigned
    }

    pub fn is_hit(&self) -> bool {
        matches!(self.tag, PackedValueKind::Hit { hit: true, .. } | PackedValueKind::Rating { good: true, .. })
    }

    pub fn value(&self) -> SampleValue {
        match self.tag {
            PackedValueKind::Count => SampleValue::Count,
            PackedValueKind::Duration => SampleValue::Duration {
                team: TimeDelta::milliseconds(self.first_payload),
                own: TimeDelta::milliseconds(self.second_payload),
            },
            PackedValueKind::TotalDuration => SampleValue::TotalDuration(TimeDelta::milliseconds(self.first_payload)),
            PackedValueKind::Hit { hit, provisional } => SampleValue::Hit { hit, provisional },
            PackedValueKind::Rating { good, score } => SampleValue::Rating { good, score },
            PackedValueKind::Nps(camp, score) => SampleValue::Nps(camp, score),
            PackedValueKind::Score => SampleValue::Score(f64::from_ne_bytes(self.first_payload.to_ne_bytes())),
            PackedValueKind::Portion => SampleValue::Portion {
                part: TimeDelta::milliseconds(self.first_payload),
                whole: TimeDelta::milliseconds(self.second_payload),
            },
            PackedValueKind::WaitsOn(on) => SampleValue::WaitsOn(on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_what_it_was() {
        let mut people = PersonIndex::default();
        let span = TimeDelta::milliseconds;
        for (n, value) in [
            SampleValue::Count,
            SampleValue::Duration { team: span(7), own: span(-3) },
            SampleValue::TotalDuration(span(9)),
            SampleValue::Hit { hit: true, provisional: true },
            SampleValue::Rating { good: false, score: Some(2) },
            SampleValue::Nps(NpsGroup::Passive, 7),
            SampleValue::Score(0.375),
            SampleValue::Portion { part: span(1), whole: span(2) },
            SampleValue::WaitsOn(WaitsOn::ThirdParty),
        ]
        .into_iter()
        .enumerate()
        {
            let by = (n % 2 == 1).then_some(PersonId(70 + n as i64));
            let at = from_millis(n as i64).unwrap();
            let of = SampleSubject::Ticket(TicketId(9));
            let thing = SubjectRecord { subject: of, ticket: Some(TicketId(9)), customer: None, attribute_set: 0 };
            let kept = PackedSample::new(0, by, at, value, &mut people);
            let kept = if n == 2 { kept.for_person_only() } else { kept };
            let sample = Sample {
                subject: of,
                ticket: thing.ticket,
                customer: None,
                credited: by,
                at,
                reassigned: n == 2,
                value,
            };
            assert_eq!(kept.unpack(&thing, &people), sample);
        }
        assert_eq!(size_of::<PackedSample>(), 40);
    }
}
