//! One cell of the grid in full: who sits there and why, who holds the profile and sits elsewhere, who is not there,
//! and who could step in.

use chrono::Days;

use super::there::overlap;
use super::{Candidate, Dealt, Roster, Slot, seats};
use crate::domain::person::{Person, PersonId, Profile};
use crate::domain::shift::{AbsenceKind, Shift};
use crate::domain::time::{Instant, Period};

/// A profile in a slot, and everybody whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub profile: Profile,
    pub slot: Slot,
    /// Who sits there, in the order of [`Slot::seated`].
    pub sits: Vec<Sits>,
    /// Who holds the profile and sits in their other one.
    pub elsewhere: Vec<Elsewhere>,
    /// Who is present and fills no seat at all, be it that they do not hold the profile; by id.
    pub spare: Vec<PersonId>,
    /// Whose shift it is, but they are not there; by id.
    pub out: Vec<(PersonId, Standing)>,
    /// Who could step in, as [`Roster::step_in`] has them.
    pub could: Vec<Candidate>,
}

/// Somebody in a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sits {
    pub person: PersonId,
    /// Of somebody who sits in their second profile: their first one, and why they do not sit there. Seats are dealt to
    /// primary holders first, so there is nothing for them to do in it.
    pub second_since: Option<(Profile, FirstIs)>,
}

/// Why somebody does not sit in their first profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstIs {
    /// Nobody asks for it in this slot.
    NotNeeded,
    /// Others fill all of its seats.
    Filled,
}

/// Somebody who holds the profile and sits in their other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub person: PersonId,
    /// Where they sit.
    pub sits: Profile,
    pub because: Because,
}

/// Why a holder of the profile sits in their other one: what the best dealing would be if they sat here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// These profiles would have fewer of their seats filled.
    ElseShort(Vec<Profile>),
    /// As many seats would be filled, but fewer people would sit in their first profile.
    FirstProfile,
    /// It would be as good; of equals the dealing takes the same one every time.
    Equal,
}

/// Where somebody is in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Present without a seat.
    Spare,
    /// Present in a seat of this profile.
    Seated(Profile),
    OnBreak {
        until: Instant,
    },
    Absent {
        kind: AbsenceKind,
        until: Instant,
    },
    /// On shift by the roster, but they have not checked in for all of it.
    NotIn,
    /// Their shift of that day begins only then.
    Later {
        from: Instant,
    },
    /// Their shift of that day is over since.
    Over {
        since: Instant,
    },
    /// No shift on that day.
    Off,
}

impl Roster<'_> {
    /// The slot of a profile that begins at `time.from` in full; `None` where nobody is needed then.
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

    /// Deals once more, with the person for this profile alone.
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

    /// Whether a shift of theirs touches the slot, whatever keeps them away.
    fn rostered(&self, person: PersonId, time: Period) -> bool {
        self.near(person, time).any(|(_, span)| overlap(span, time))
    }

    /// A person's shifts of that day and the one before, as the roster has them.
    fn near(&self, person: PersonId, time: Period) -> impl Iterator<Item = (&Shift, Period)> {
        let (first, last) = (self.zone.date(time.from) - Days::new(1), self.zone.date(time.to));
        let theirs =
            self.shifts.iter().filter(move |shift| shift.person == person && first <= shift.day && shift.day <= last);
        theirs.filter_map(|shift| Some((&shift.it, self.span(shift.day, shift.hours)?)))
    }

    /// Where a person is in a slot, of which these are the seats.
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

    /// Of somebody whose shifts do not touch the slot.
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
