//! Details of one coverage cell: who is seated and why, who is seated elsewhere, who is missing, who could step in.

use chrono::Days;

use crate::engine::coverage::seat_assignment;
use crate::engine::coverage::slot_seating::SlotSeating;
use crate::engine::coverage::types::{CoverageInput, CoverageSlot, SlotPresence, StepInCandidate};
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::shift::Shift;
use crate::model::time::Period;

/// One profile in one slot, with everybody concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotDetail {
    pub profile: Profile,
    pub slot: CoverageSlot,
    /// In the order of [`CoverageSlot::seated`].
    pub occupants: Vec<SeatOccupant>,
    /// Holders seated in their other profile.
    pub elsewhere: Vec<SeatedElsewhere>,
    /// Present people without any seat, whether or not they hold the profile; by id.
    pub unseated: Vec<PersonId>,
    /// Scheduled people who are not present; by id.
    pub rostered_not_present: Vec<(PersonId, SlotPresence)>,
    /// As returned by [`CoverageInput::step_in_candidates`].
    pub candidates: Vec<StepInCandidate>,
}

/// A seated person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatOccupant {
    pub person: PersonId,
    /// For people seated in their secondary profile: the primary one and why it is unused. Seats go to primary holders
    /// first, so it has no seat left for them.
    pub not_in_primary: Option<(Profile, PrimaryUnused)>,
}

/// Why somebody is not seated in their primary profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrimaryUnused {
    /// No need for it in this slot.
    NotNeeded,
    /// All of its seats are filled by others.
    Filled,
}

/// A holder of the profile seated in their other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatedElsewhere {
    pub person: PersonId,
    /// Profile they are seated in.
    pub seated_in: Profile,
    pub reason: ElsewhereReason,
}

/// Why a holder is seated in their other profile: how the best assignment would change if they sat here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElsewhereReason {
    /// These profiles would have fewer seats filled.
    OthersShort(Vec<Profile>),
    /// Same number of seats filled, but fewer people in their primary profile.
    PrimaryProfile,
    /// Equally good; ties are broken deterministically.
    Equal,
}

impl CoverageInput<'_> {
    /// Details of the slot that begins at `time.from`; `None` without a need.
    pub fn slot_detail(&self, profile: Profile, time: Period) -> Option<SlotDetail> {
        let team = self.member_times(time);
        let seating = self.seating(&team, time);
        if seating.need[profile as usize] == 0 {
            return None;
        }
        let slot = seating.slot(profile, time);
        let sits = slot.seated.iter().map(|person| self.occupant(*person, profile, &seating)).collect();
        let elsewhere = slot.elsewhere.iter().map(|(person, sits)| SeatedElsewhere {
            person: *person,
            seated_in: *sits,
            reason: self.elsewhere_reason(*person, profile, &seating),
        });
        let spare = seating.present.iter().filter(|person| seating.seat_of(**person).is_none()).copied().collect();
        let away = self.people.keys().filter(|id| !seating.present.contains(id) && self.is_rostered(**id, time));
        let out = away.map(|id| (*id, self.presence_in_slot(*id, time, &seating))).collect();
        let elsewhere = elsewhere.collect();
        Some(SlotDetail {
            profile,
            slot,
            occupants: sits,
            elsewhere,
            unseated: spare,
            rostered_not_present: out,
            candidates: self.candidates(profile, time, &team, &seating),
        })
    }

    fn occupant(&self, person: PersonId, profile: Profile, seating: &SlotSeating) -> SeatOccupant {
        let first = self.people.get(&person).and_then(|person| person.primary);
        let why = |first: Profile| match seating.need[first as usize] {
            0 => (first, PrimaryUnused::NotNeeded),
            _ => (first, PrimaryUnused::Filled),
        };
        SeatOccupant { person, not_in_primary: first.filter(|first| *first != profile).map(why) }
    }

    /// Repeats the assignment with the person restricted to this profile.
    fn elsewhere_reason(&self, person: PersonId, profile: Profile, seating: &SlotSeating) -> ElsewhereReason {
        let only = Person { primary: Some(profile), second: None, ..Person::default() };
        let people = seating.present.iter().filter_map(|id| {
            let known = self.people.get(id)?;
            Some((*id, if *id == person { &only } else { known }))
        });
        let other = seat_assignment::assign_seats(people, seating.need, self.importance);
        let filled = |seats: &[Vec<PersonId>; 6], profile: Profile| seats[profile as usize].len();
        let fewer = |other_one: &Profile| filled(&other, *other_one) < filled(&seating.seats, *other_one);
        let short: Vec<Profile> = self.importance.into_iter().filter(fewer).collect();
        match self.people.get(&person) {
            _ if !short.is_empty() => ElsewhereReason::OthersShort(short),
            Some(known) if known.primary != Some(profile) => ElsewhereReason::PrimaryProfile,
            _ => ElsewhereReason::Equal,
        }
    }

    /// Whether a scheduled shift overlaps the slot, absent or not.
    fn is_rostered(&self, person: PersonId, time: Period) -> bool {
        self.shifts_around(person, time).any(|(_, span)| span.overlaps(time))
    }

    /// A person's scheduled shifts of that day and the day before.
    fn shifts_around(&self, person: PersonId, time: Period) -> impl Iterator<Item = (&Shift, Period)> {
        let (first, last) = (self.zone.date(time.from) - Days::new(1), self.zone.date(time.to));
        let theirs =
            self.shifts.iter().filter(move |shift| shift.person == person && first <= shift.day && shift.day <= last);
        theirs.filter_map(|shift| Some((&shift.it, self.hours_to_period(shift.day, shift.hours)?)))
    }

    pub(super) fn presence_in_slot(&self, person: PersonId, time: Period, seating: &SlotSeating) -> SlotPresence {
        let zone = self.zone;
        if seating.present.contains(&person) {
            return seating.seat_of(person).map_or(SlotPresence::Unseated, SlotPresence::Seated);
        }
        let theirs = self.absences.iter().filter(|absence| absence.person == person);
        let away = theirs.filter(|absence| absence.overlaps(zone, time.from, time.to)).map(|absence| {
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
            return SlotPresence::Absent { kind, until };
        }
        let touching: Vec<_> = self.shifts_around(person, time).filter(|(_, span)| span.overlaps(time)).collect();
        let pauses = touching.iter().flat_map(|(shift, _)| {
            shift
                .breaks
                .iter()
                .filter_map(|hours| self.hours_to_period(shift.day, *hours))
                .filter(|pause| pause.overlaps(time))
        });
        if let Some(until) = pauses.map(|pause| pause.to).max() {
            return SlotPresence::OnBreak { until };
        }
        let begins = touching.iter().map(|(_, span)| span.from).min();
        let ends = touching.iter().map(|(_, span)| span.to).max();
        match (begins, ends) {
            (Some(from), _) if from > time.from => SlotPresence::StartsLater { from },
            (_, Some(since)) if since < time.to => SlotPresence::Ended { since },
            (Some(_), _) => SlotPresence::NotCheckedIn,
            _ => self.presence_between_shifts(person, time),
        }
    }

    /// Presence of somebody without a shift that overlaps the slot.
    fn presence_between_shifts(&self, person: PersonId, time: Period) -> SlotPresence {
        let today = self.zone.date(time.from);
        let that_day =
            || self.shifts_around(person, time).filter(|(shift, span)| shift.day == today || span.to > time.to);
        let later = that_day().map(|(_, span)| span.from).filter(|from| *from >= time.to).min();
        let over = that_day().map(|(_, span)| span.to).filter(|to| *to <= time.from).max();
        match (later.filter(|from| self.zone.date(*from) == today), over) {
            (Some(from), _) => SlotPresence::StartsLater { from },
            (None, Some(since)) => SlotPresence::Ended { since },
            (None, None) => SlotPresence::NoShift,
        }
    }
}
