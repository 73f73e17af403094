//! Details of one coverage cell: who is seated and why, who is seated elsewhere, who is missing, who could step in.

use chrono::Days;

use crate::engine::coverage::there::overlap;
use crate::engine::coverage::{Candidate, Dealt, Roster, Slot, seats};
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::shift::{AbsenceKind, Shift};
use crate::model::time::{Instant, Period};

/// One profile in one slot, with everybody concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub profile: Profile,
    pub slot: Slot,
    /// In the order of [`CoverageSlot::seated`].
    pub sits: Vec<Sits>,
    /// Holders seated in their other profile.
    pub elsewhere: Vec<Elsewhere>,
    /// Present people without any seat, whether or not they hold the profile; by id.
    pub spare: Vec<PersonId>,
    /// Scheduled people who are not present; by id.
    pub out: Vec<(PersonId, Standing)>,
    /// As returned by [`CoverageInput::step_in_candidates`].
    pub could: Vec<Candidate>,
}

/// A seated person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sits {
    pub person: PersonId,
    /// For people seated in their secondary profile: the primary one and why it is unused. Seats go to primary holders
    /// first, so it has no seat left for them.
    pub second_since: Option<(Profile, FirstIs)>,
}

/// Why somebody is not seated in their primary profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstIs {
    /// No need for it in this slot.
    NotNeeded,
    /// All of its seats are filled by others.
    Filled,
}

/// A holder of the profile seated in their other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub person: PersonId,
    /// Profile they are seated in.
    pub sits: Profile,
    pub because: Because,
}

/// Why a holder is seated in their other profile: how the best assignment would change if they sat here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// These profiles would have fewer seats filled.
    ElseShort(Vec<Profile>),
    /// Same number of seats filled, but fewer people in their primary profile.
    FirstProfile,
    /// Equally good; ties are broken deterministically.
    Equal,
}

/// Where a person is in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Present without a seat.
    Spare,
    /// Seated in this profile.
    Seated(Profile),
    OnBreak {
        until: Instant,
    },
    Absent {
        kind: AbsenceKind,
        until: Instant,
    },
    /// Scheduled, but not checked in for all of the slot.
    NotIn,
    /// Their shift of the day starts later.
    Later {
        from: Instant,
    },
    /// Their shift of the day has ended.
    Over {
        since: Instant,
    },
    /// No shift on that day.
    Off,
}

impl Roster<'_> {
    /// Details of the slot that begins at `time.from`; `None` without a need.
    pub fn seat(&self, profile: Profile, time: Period) -> Option<Seat> {
        let team = self.team(time);
        let dealt = self.dealt(&team, time);
        if dealt.need[profile as usize] == 0 {
            return None;
        }
        let slot = dealt.slot(profile, time);
        let sits = slot.seated.iter().map(|person| self.sits(*person, profile, &dealt)).collect();
        let elsewhere = slot.elsewhere.iter().map(|(person, sits)| Elsewhere {
            person: *person,
            sits: *sits,
            because: self.because(*person, profile, &dealt),
        });
        let spare = dealt.here.iter().filter(|person| dealt.sits(**person).is_none()).copied().collect();
        let away = self.people.keys().filter(|id| !dealt.here.contains(id) && self.rostered(**id, time));
        let out = away.map(|id| (*id, self.standing(*id, time, &dealt))).collect();
        let elsewhere = elsewhere.collect();
        Some(Seat { profile, slot, sits, elsewhere, spare, out, could: self.could(profile, time, &team, &dealt) })
    }

    fn sits(&self, person: PersonId, profile: Profile, dealt: &Dealt) -> Sits {
        let first = self.people.get(&person).and_then(|person| person.primary);
        let why = |first: Profile| match dealt.need[first as usize] {
            0 => (first, FirstIs::NotNeeded),
            _ => (first, FirstIs::Filled),
        };
        Sits { person, second_since: first.filter(|first| *first != profile).map(why) }
    }

    /// Repeats the assignment with the person restricted to this profile.
    fn because(&self, person: PersonId, profile: Profile, dealt: &Dealt) -> Because {
        let only = Person { primary: Some(profile), second: None, ..Person::default() };
        let people = dealt.here.iter().filter_map(|id| {
            let known = self.people.get(id)?;
            Some((*id, if *id == person { &only } else { known }))
        });
        let other = seats::deal(people, dealt.need, self.importance);
        let filled = |seats: &[Vec<PersonId>; 6], profile: Profile| seats[profile as usize].len();
        let fewer = |other_one: &Profile| filled(&other, *other_one) < filled(&dealt.seats, *other_one);
        let short: Vec<Profile> = self.importance.into_iter().filter(fewer).collect();
        match self.people.get(&person) {
            _ if !short.is_empty() => Because::ElseShort(short),
            Some(known) if known.primary != Some(profile) => Because::FirstProfile,
            _ => Because::Equal,
        }
    }

    /// Whether a scheduled shift overlaps the slot, absent or not.
    fn rostered(&self, person: PersonId, time: Period) -> bool {
        self.near(person, time).any(|(_, span)| overlap(span, time))
    }

    /// A person's scheduled shifts of that day and the day before.
    fn near(&self, person: PersonId, time: Period) -> impl Iterator<Item = (&Shift, Period)> {
        let (first, last) = (self.zone.date(time.from) - Days::new(1), self.zone.date(time.to));
        let theirs =
            self.shifts.iter().filter(move |shift| shift.person == person && first <= shift.day && shift.day <= last);
        theirs.filter_map(|shift| Some((&shift.it, self.span(shift.day, shift.hours)?)))
    }

    pub(super) fn standing(&self, person: PersonId, time: Period, dealt: &Dealt) -> Standing {
        let zone = self.zone;
        if dealt.here.contains(&person) {
            return dealt.sits(person).map_or(Standing::Spare, Standing::Seated);
        }
        let theirs = self.absences.iter().filter(|absence| absence.person == person);
        let away = theirs.filter(|absence| absence.touches(zone, time.from, time.to)).map(|absence| {
            let until = match absence.hours {
                None => zone.midnight(absence.last + Days::new(1)),
                Some(hours) => {
                    let today = zone.date(time.from);
                    let ends = [today - Days::new(1), today].map(|day| zone.at_minute(day, hours.to));
                    ends.into_iter().find(|end| *end > time.from).unwrap_or(time.to)
                }
            };
            (until, absence.kind)
        });
        if let Some((until, kind)) = away.max_by_key(|(until, _)| *until) {
            return Standing::Absent { kind, until };
        }
        let touching: Vec<_> = self.near(person, time).filter(|(_, span)| overlap(*span, time)).collect();
        let pauses = touching.iter().flat_map(|(shift, _)| {
            shift.breaks.iter().filter_map(|hours| self.span(shift.day, *hours)).filter(|pause| overlap(*pause, time))
        });
        if let Some(until) = pauses.map(|pause| pause.to).max() {
            return Standing::OnBreak { until };
        }
        let begins = touching.iter().map(|(_, span)| span.from).min();
        let ends = touching.iter().map(|(_, span)| span.to).max();
        match (begins, ends) {
            (Some(from), _) if from > time.from => Standing::Later { from },
            (_, Some(since)) if since < time.to => Standing::Over { since },
            (Some(_), _) => Standing::NotIn,
            _ => self.apart_from(person, time),
        }
    }

    /// Presence of somebody without a shift that overlaps the slot.
    fn apart_from(&self, person: PersonId, time: Period) -> Standing {
        let today = self.zone.date(time.from);
        let that_day = || self.near(person, time).filter(|(shift, span)| shift.day == today || span.to > time.to);
        let later = that_day().map(|(_, span)| span.from).filter(|from| *from >= time.to).min();
        let over = that_day().map(|(_, span)| span.to).filter(|to| *to <= time.from).max();
        match (later.filter(|from| self.zone.date(*from) == today), over) {
            (Some(from), _) => Standing::Later { from },
            (None, Some(since)) => Standing::Over { since },
            (None, None) => Standing::Off,
        }
    }
}
