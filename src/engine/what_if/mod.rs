//! What-if scenarios: hypothetical changes of people, shifts, absences and requirements, and the resulting coverage.
//!
//! A [`WhatIfChange`] becomes the same [`Change`]s that would apply it, executed on a copy of the team, so preview and
//! result cannot differ.

pub mod compare;
pub mod parse;
#[cfg(test)]
mod tests;
pub mod vocabulary;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use crate::events::change::Change;
use crate::events::record_validation::reject_overlap;
use crate::model::ids::{PersonId, WithId};
use crate::model::person::{Person, Profile};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind, Hours, Requirement, Shift, ShiftTemplate};
use crate::model::team::Team;

/// A hypothetical change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatIfChange {
    /// Absent on some days (inclusive), all day or for some hours.
    Absence { person: PersonId, kind: AbsenceKind, first: NaiveDate, last: NaiveDate, hours: Option<Hours> },
    /// Adds a shift on a day; replaces that day's shifts it overlaps.
    AddShift { person: PersonId, day: NaiveDate, shift: ShiftTemplate },
    /// Replaces the person's shifts of a day.
    ChangeShift { person: PersonId, day: NaiveDate, shift: ShiftTemplate },
    /// Two people swap their shifts of a day.
    SwapShifts { one: PersonId, other: PersonId, day: NaiveDate },
    /// Leaves the team: removes the loaded shifts from a day on, and excludes the person from stepping in.
    LeaveTeam { person: PersonId, from: NaiveDate },
    /// Adds a profile (the second one, if there is a primary one).
    AddProfile { person: PersonId, profile: Profile },
    /// Adds a requirement on a weekday.
    AddRequirement { profile: Profile, weekday: u8, hours: Hours, need: u32 },
}

impl WhatIfChange {
    /// The day it is about (the first of several); `None` if not tied to a day.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            WhatIfChange::Absence { first, .. } => Some(*first),
            WhatIfChange::AddShift { day, .. }
            | WhatIfChange::ChangeShift { day, .. }
            | WhatIfChange::SwapShifts { day, .. } => Some(*day),
            WhatIfChange::LeaveTeam { from, .. } => Some(*from),
            WhatIfChange::AddProfile { .. } | WhatIfChange::AddRequirement { .. } => None,
        }
    }

    /// The people it is about.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            WhatIfChange::Absence { person, .. }
            | WhatIfChange::AddShift { person, .. }
            | WhatIfChange::ChangeShift { person, .. }
            | WhatIfChange::LeaveTeam { person, .. }
            | WhatIfChange::AddProfile { person, .. } => vec![*person],
            WhatIfChange::SwapShifts { one, other, .. } => vec![*one, *other],
            WhatIfChange::AddRequirement { .. } => Vec::new(),
        }
    }
}

/// Why a text is not a valid scenario, or a change is impossible. Texts are in the message catalog under
/// [`WhatIfError::key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatIfError {
    /// Empty input.
    Empty,
    /// Unknown person.
    UnknownPerson { text: String },
    /// The name matches several people.
    AmbiguousPerson { text: String, names: Vec<String> },
    /// A person without a verb.
    MissingVerb { name: String },
    /// Unknown word.
    UnknownWord { text: String },
    /// Hours or a shift name are missing.
    MissingHours { name: String },
    /// Unknown shift name; `known` lists the valid ones.
    UnknownShift { text: String, known: Vec<String> },
    /// The person has no shift on that day.
    NoShiftOnDay { name: String, day: NaiveDate },
    /// Neither person works on that day.
    NothingToSwap { day: NaiveDate },
    /// A profile is missing.
    MissingProfile { name: String },
    /// The person already has the profile.
    ProfileAlreadyHeld { name: String, profile: Profile },
    /// Outside the loaded range of days.
    TooLong,
    /// The person would have overlapping shifts.
    OverlappingShifts { name: String, day: NaiveDate },
}

impl WhatIfError {
    /// Message key.
    pub fn key(&self) -> &'static str {
        match self {
            WhatIfError::Empty => "what-if-empty",
            WhatIfError::UnknownPerson { .. } => "what-if-nobody",
            WhatIfError::AmbiguousPerson { .. } => "what-if-several",
            WhatIfError::MissingVerb { .. } => "what-if-no-verb",
            WhatIfError::UnknownWord { .. } => "what-if-not-understood",
            WhatIfError::MissingHours { .. } => "what-if-no-hours",
            WhatIfError::UnknownShift { known, .. } if known.is_empty() => "what-if-no-shift-names",
            WhatIfError::UnknownShift { .. } => "what-if-no-shift-named",
            WhatIfError::NoShiftOnDay { .. } => "what-if-no-shift",
            WhatIfError::NothingToSwap { .. } => "what-if-nothing-to-swap",
            WhatIfError::MissingProfile { .. } => "what-if-no-profile",
            WhatIfError::ProfileAlreadyHeld { .. } => "what-if-holds-already",
            WhatIfError::TooLong => "what-if-too-long",
            WhatIfError::OverlappingShifts { .. } => "what-if-overlap",
        }
    }

    /// Whether further typing may complete it; such errors are shown quietly.
    pub fn is_unfinished(&self) -> bool {
        matches!(
            self,
            WhatIfError::Empty
                | WhatIfError::MissingVerb { .. }
                | WhatIfError::MissingHours { .. }
                | WhatIfError::MissingProfile { .. }
        )
    }

    /// Message arguments; profiles by stable name.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            WhatIfError::UnknownPerson { text } | WhatIfError::UnknownWord { text } => vec![("text", text.clone())],
            WhatIfError::AmbiguousPerson { text, names } => vec![("text", text.clone()), ("names", names.join(", "))],
            WhatIfError::UnknownShift { text, known } => vec![("text", text.clone()), ("names", known.join(", "))],
            WhatIfError::MissingVerb { name }
            | WhatIfError::MissingHours { name }
            | WhatIfError::MissingProfile { name } => {
                vec![("name", name.clone())]
            }
            WhatIfError::NoShiftOnDay { name, day } | WhatIfError::OverlappingShifts { name, day } => {
                vec![("name", name.clone()), ("day", day.to_string())]
            }
            WhatIfError::NothingToSwap { day } => vec![("day", day.to_string())],
            WhatIfError::ProfileAlreadyHeld { name, profile } => {
                vec![("name", name.clone()), ("profile", profile.name().into())]
            }
            WhatIfError::Empty | WhatIfError::TooLong => Vec::new(),
        }
    }
}

/// The team after the changes.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIfResult {
    pub team: Team,
    /// Changes that would apply it, in order, as one transaction.
    pub changes: Vec<Change>,
    /// People who left; they cannot step in.
    pub departed: BTreeSet<PersonId>,
}

/// Applies the changes in order to a copy of the team.
pub fn apply_what_if(team: &Team, suppositions: &[WhatIfChange]) -> Result<WhatIfResult, WhatIfError> {
    let mut draft = WhatIfTeam { team: team.clone(), changes: Vec::new(), next_temporary_id: -1 };
    let mut gone = BTreeSet::new();
    for supposition in suppositions {
        draft.apply(supposition)?;
        if let WhatIfChange::LeaveTeam { person, .. } = supposition {
            gone.insert(*person);
        }
    }
    draft.check_overlaps()?;
    let changes = draft.changes.into_iter().map(|(_, change)| change).collect();
    Ok(WhatIfResult { team: draft.team, changes, departed: gone })
}

/// Team under modification and its changes. New records have negative ids until the store assigns one.
struct WhatIfTeam {
    team: Team,
    changes: Vec<(i64, Change)>,
    next_temporary_id: i64,
}

impl WhatIfTeam {
    fn apply(&mut self, supposition: &WhatIfChange) -> Result<(), WhatIfError> {
        match supposition {
            WhatIfChange::Absence { person, kind, first, last, hours } => {
                let (person, kind, first, last) = (*person, *kind, *first, *last);
                self.add_record(Record::Absence(Absence { person, kind, first, last, hours: *hours, note: None }));
            }
            WhatIfChange::AddShift { person, day, shift } => {
                let new = shift_from_template(shift, *person, *day);
                let met: Vec<_> = self.shifts_on(*person, *day).into_iter().filter(|old| old.overlaps(&new)).collect();
                self.replace_shifts(&met, vec![new]);
            }
            WhatIfChange::ChangeShift { person, day, shift } => {
                let old = self.shifts_on(*person, *day);
                if old.is_empty() {
                    return Err(WhatIfError::NoShiftOnDay { name: self.person_name(*person), day: *day });
                }
                self.replace_shifts(&old, vec![shift_from_template(shift, *person, *day)]);
            }
            WhatIfChange::SwapShifts { one, other, day } => {
                let (of_one, of_other) = (self.shifts_on(*one, *day), self.shifts_on(*other, *day));
                if of_one.is_empty() && of_other.is_empty() {
                    return Err(WhatIfError::NothingToSwap { day: *day });
                }
                let given = |shifts: &[WithId<Shift>], to: PersonId| -> Vec<Shift> {
                    shifts.iter().map(|shift| Shift { person: to, ..shift.it.clone() }).collect()
                };
                let (for_one, for_other) = (given(&of_other, *one), given(&of_one, *other));
                self.replace_shifts(&of_one, for_one);
                self.replace_shifts(&of_other, for_other);
            }
            WhatIfChange::LeaveTeam { person, from } => {
                let theirs = |shift: &&WithId<Shift>| shift.person == *person && shift.day >= *from;
                let gone: Vec<i64> = self.team.shifts.iter().filter(theirs).map(|shift| shift.id).collect();
                gone.into_iter().for_each(|id| self.replace_record(RecordKind::Shift, id, None));
            }
            WhatIfChange::AddProfile { person, profile } => {
                let Some(known) = self.team.people.get(person) else {
                    return Err(WhatIfError::UnknownPerson { text: person.0.to_string() });
                };
                if known.has_profile(*profile) {
                    return Err(WhatIfError::ProfileAlreadyHeld { name: known.name.clone(), profile: *profile });
                }
                let held = match known.primary {
                    Some(_) => Person { second: Some(*profile), ..known.clone() },
                    None => Person { primary: Some(*profile), ..known.clone() },
                };
                self.replace_record(RecordKind::Person, person.0, Some(Record::Person(held)));
            }
            WhatIfChange::AddRequirement { profile, weekday, hours, need } => {
                let (profile, hours, need) = (*profile, *hours, *need);
                self.add_record(Record::Requirement(Requirement { profile, weekdays: 1 << weekday, hours, need }));
            }
        }
        Ok(())
    }

    fn person_name(&self, person: PersonId) -> String {
        self.team.name(person).unwrap_or_default().to_owned()
    }

    /// A person's shifts that begin on a day.
    fn shifts_on(&self, person: PersonId, day: NaiveDate) -> Vec<WithId<Shift>> {
        self.team.shifts.iter().filter(|shift| shift.person == person && shift.day == day).cloned().collect()
    }

    /// Replaces shifts.
    fn replace_shifts(&mut self, old: &[WithId<Shift>], new: Vec<Shift>) {
        let mut new = new.into_iter();
        for shift in old {
            self.replace_record(RecordKind::Shift, shift.id, new.next().map(Record::Shift));
        }
        new.for_each(|shift| self.add_record(Record::Shift(shift)));
    }

    fn add_record(&mut self, record: Record) {
        let id = self.next_temporary_id;
        self.next_temporary_id -= 1;
        apply_to_team(&mut self.team, id, Some(&record), record.kind());
        self.changes.push((id, Change::AddRecord(record)));
    }

    /// Replaces or removes a record. A record added in this scenario is modified in place.
    fn replace_record(&mut self, kind: RecordKind, id: i64, record: Option<Record>) {
        apply_to_team(&mut self.team, id, record.as_ref(), kind);
        let before = self.changes.iter().position(|(of, change)| *of == id && record_kind_of(change) == Some(kind));
        match (before, record) {
            (Some(at), None) if id < 0 => drop(self.changes.remove(at)),
            (Some(at), Some(record)) if id < 0 => self.changes[at].1 = Change::AddRecord(record),
            (Some(at), record) => self.changes[at].1 = Change::ReplaceRecord { kind, id, record },
            (None, record) => self.changes.push((id, Change::ReplaceRecord { kind, id, record })),
        }
    }

    /// Rejects overlapping shifts of a person whose shifts changed.
    fn check_overlaps(&self) -> Result<(), WhatIfError> {
        let touched = |shift: &&WithId<Shift>| {
            self.changes.iter().any(|(id, change)| *id == shift.id && record_kind_of(change) == Some(RecordKind::Shift))
        };
        for shift in self.team.shifts.iter().filter(touched) {
            let others = self.team.shifts.iter().filter(|one| one.person == shift.person && one.id != shift.id);
            let others: Vec<_> = others.cloned().collect();
            let name = self.person_name(shift.person);
            reject_overlap(shift, &others, &name)
                .map_err(|_| WhatIfError::OverlappingShifts { name, day: shift.day })?;
        }
        Ok(())
    }
}

/// Record kind that a change affects.
fn record_kind_of(change: &Change) -> Option<RecordKind> {
    match change {
        Change::AddRecord(record) => Some(record.kind()),
        Change::ReplaceRecord { kind, .. } => Some(*kind),
        _ => None,
    }
}

/// Applies a change to the team like the store would.
fn apply_to_team(team: &mut Team, id: i64, record: Option<&Record>, kind: RecordKind) {
    fn placed<T: Clone>(list: &mut Vec<WithId<T>>, id: i64, it: Option<&T>) {
        list.retain(|one| one.id != id);
        list.extend(it.map(|it| WithId { id, it: it.clone() }));
    }
    match (kind, record) {
        (RecordKind::Shift, None) => placed(&mut team.shifts, id, None),
        (_, Some(Record::Shift(shift))) => placed(&mut team.shifts, id, Some(shift)),
        (_, Some(Record::Absence(absence))) => placed(&mut team.absences, id, Some(absence)),
        (_, Some(Record::Requirement(requirement))) => placed(&mut team.requirements, id, Some(requirement)),
        (_, Some(Record::Person(person))) => drop(team.people.insert(PersonId(id), person.clone())),
        _ => {}
    }
}

/// Shift from a template; no name if the template's is empty.
fn shift_from_template(template: &ShiftTemplate, person: PersonId, day: NaiveDate) -> Shift {
    let shift = template.shift(person, day);
    Shift { name: shift.name.filter(|name| !name.is_empty()), ..shift }
}

/// Sunday of the ISO week.
fn end_of_week(day: NaiveDate) -> NaiveDate {
    day + Days::new(6 - u64::from(day.weekday().num_days_from_monday()))
}
