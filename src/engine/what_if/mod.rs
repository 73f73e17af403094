//! What-if scenarios: hypothetical changes of people, shifts, absences and requirements, and the resulting coverage.
//!
//! A [`WhatIfChange`] becomes the same [`Change`]s that would apply it, executed on a copy of the team, so preview and
//! result cannot differ.

pub mod compare;
pub mod parse;
#[cfg(test)]
mod tests;
pub mod words;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::what_if::compare::{Turn, compare};
use crate::engine::what_if::parse::{Moment, parse};
use crate::events::change::Change;
use crate::events::records::reject_overlap;
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::record::{WithId, Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind, Hours, Requirement, Shift, ShiftTemplate};
use crate::model::team::Team;

/// A hypothetical change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supposition {
    /// Absent on some days (inclusive), all day or for some hours.
    Away { person: PersonId, kind: AbsenceKind, first: NaiveDate, last: NaiveDate, hours: Option<Hours> },
    /// Adds a shift on a day; replaces that day's shifts it overlaps.
    Works { person: PersonId, day: NaiveDate, shift: ShiftTemplate },
    /// Replaces the person's shifts of a day.
    Moves { person: PersonId, day: NaiveDate, shift: ShiftTemplate },
    /// Two people swap their shifts of a day.
    Swap { one: PersonId, other: PersonId, day: NaiveDate },
    /// Leaves the team: removes the loaded shifts from a day on, and excludes the person from stepping in.
    Gone { person: PersonId, from: NaiveDate },
    /// Adds a profile (the second one, if there is a primary one).
    Holds { person: PersonId, profile: Profile },
    /// Adds a requirement on a weekday.
    Needs { profile: Profile, weekday: u8, hours: Hours, need: u32 },
}

impl Supposition {
    /// The day it is about (the first of several); `None` if not tied to a day.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Supposition::Away { first, .. } => Some(*first),
            Supposition::Works { day, .. } | Supposition::Moves { day, .. } | Supposition::Swap { day, .. } => {
                Some(*day)
            }
            Supposition::Gone { from, .. } => Some(*from),
            Supposition::Holds { .. } | Supposition::Needs { .. } => None,
        }
    }

    /// The people it is about.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Supposition::Away { person, .. }
            | Supposition::Works { person, .. }
            | Supposition::Moves { person, .. }
            | Supposition::Gone { person, .. }
            | Supposition::Holds { person, .. } => vec![*person],
            Supposition::Swap { one, other, .. } => vec![*one, *other],
            Supposition::Needs { .. } => Vec::new(),
        }
    }
}

/// Why a text is not a valid scenario, or a change is impossible. Texts are in the message catalog under
/// [`WhatIfError::key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Empty input.
    Empty,
    /// Unknown person.
    Nobody { text: String },
    /// The name matches several people.
    Several { text: String, names: Vec<String> },
    /// A person without a verb.
    NoVerb { name: String },
    /// Unknown word.
    NotUnderstood { text: String },
    /// Hours or a shift name are missing.
    NoHours { name: String },
    /// Unknown shift name; `known` lists the valid ones.
    NoShiftNamed { text: String, known: Vec<String> },
    /// The person has no shift on that day.
    NoShift { name: String, day: NaiveDate },
    /// Neither person works on that day.
    NothingToSwap { day: NaiveDate },
    /// A profile is missing.
    NoProfile { name: String },
    /// The person already has the profile.
    Holds { name: String, profile: Profile },
    /// Outside the loaded range of days.
    TooLong,
    /// The person would have overlapping shifts.
    Overlap { name: String, day: NaiveDate },
}

impl Wrong {
    /// Message key.
    pub fn key(&self) -> &'static str {
        match self {
            Wrong::Empty => "suppose-empty",
            Wrong::Nobody { .. } => "suppose-nobody",
            Wrong::Several { .. } => "suppose-several",
            Wrong::NoVerb { .. } => "suppose-no-verb",
            Wrong::NotUnderstood { .. } => "suppose-not-understood",
            Wrong::NoHours { .. } => "suppose-no-hours",
            Wrong::NoShiftNamed { known, .. } if known.is_empty() => "suppose-no-shift-names",
            Wrong::NoShiftNamed { .. } => "suppose-no-shift-named",
            Wrong::NoShift { .. } => "suppose-no-shift",
            Wrong::NothingToSwap { .. } => "suppose-nothing-to-swap",
            Wrong::NoProfile { .. } => "suppose-no-profile",
            Wrong::Holds { .. } => "suppose-holds-already",
            Wrong::TooLong => "suppose-too-long",
            Wrong::Overlap { .. } => "suppose-overlap",
        }
    }

    /// Whether further typing may complete it; such errors are shown quietly.
    pub fn is_unfinished(&self) -> bool {
        matches!(self, Wrong::Empty | Wrong::NoVerb { .. } | Wrong::NoHours { .. } | Wrong::NoProfile { .. })
    }

    /// Message arguments; profiles by stable name.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Wrong::Nobody { text } | Wrong::NotUnderstood { text } => vec![("text", text.clone())],
            Wrong::Several { text, names } => vec![("text", text.clone()), ("names", names.join(", "))],
            Wrong::NoShiftNamed { text, known } => vec![("text", text.clone()), ("names", known.join(", "))],
            Wrong::NoVerb { name } | Wrong::NoHours { name } | Wrong::NoProfile { name } => {
                vec![("name", name.clone())]
            }
            Wrong::NoShift { name, day } | Wrong::Overlap { name, day } => {
                vec![("name", name.clone()), ("day", day.to_string())]
            }
            Wrong::NothingToSwap { day } => vec![("day", day.to_string())],
            Wrong::Holds { name, profile } => vec![("name", name.clone()), ("profile", profile.name().into())],
            Wrong::Empty | Wrong::TooLong => Vec::new(),
        }
    }
}

/// The team after the changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Supposed {
    pub team: Team,
    /// Changes that would apply it, in order, as one transaction.
    pub changes: Vec<Change>,
    /// People who left; they cannot step in.
    pub gone: BTreeSet<PersonId>,
}

/// Applies the changes in order to a copy of the team.
pub fn suppose(team: &Team, suppositions: &[Supposition]) -> Result<Supposed, Wrong> {
    let mut draft = Draft { team: team.clone(), changes: Vec::new(), next: -1 };
    let mut gone = BTreeSet::new();
    for supposition in suppositions {
        draft.take(supposition)?;
        if let Supposition::Gone { person, .. } = supposition {
            gone.insert(*person);
        }
    }
    draft.sound()?;
    let changes = draft.changes.into_iter().map(|(_, change)| change).collect();
    Ok(Supposed { team: draft.team, changes, gone })
}

/// Team under modification and its changes. New records have negative ids until the store assigns one.
struct Draft {
    team: Team,
    changes: Vec<(i64, Change)>,
    next: i64,
}

impl Draft {
    fn take(&mut self, supposition: &Supposition) -> Result<(), Wrong> {
        match supposition {
            Supposition::Away { person, kind, first, last, hours } => {
                let (person, kind, first, last) = (*person, *kind, *first, *last);
                self.add(Record::Absence(Absence { person, kind, first, last, hours: *hours, note: None }));
            }
            Supposition::Works { person, day, shift } => {
                let new = shift_of(shift, *person, *day);
                let met: Vec<_> = self.shifts(*person, *day).into_iter().filter(|old| old.overlaps(&new)).collect();
                self.rearrange(&met, vec![new]);
            }
            Supposition::Moves { person, day, shift } => {
                let old = self.shifts(*person, *day);
                if old.is_empty() {
                    return Err(Wrong::NoShift { name: self.name(*person), day: *day });
                }
                self.rearrange(&old, vec![shift_of(shift, *person, *day)]);
            }
            Supposition::Swap { one, other, day } => {
                let (of_one, of_other) = (self.shifts(*one, *day), self.shifts(*other, *day));
                if of_one.is_empty() && of_other.is_empty() {
                    return Err(Wrong::NothingToSwap { day: *day });
                }
                let given = |shifts: &[WithId<Shift>], to: PersonId| -> Vec<Shift> {
                    shifts.iter().map(|shift| Shift { person: to, ..shift.it.clone() }).collect()
                };
                let (for_one, for_other) = (given(&of_other, *one), given(&of_one, *other));
                self.rearrange(&of_one, for_one);
                self.rearrange(&of_other, for_other);
            }
            Supposition::Gone { person, from } => {
                let theirs = |shift: &&WithId<Shift>| shift.person == *person && shift.day >= *from;
                let gone: Vec<i64> = self.team.shifts.iter().filter(theirs).map(|shift| shift.id).collect();
                gone.into_iter().for_each(|id| self.put(RecordKind::Shift, id, None));
            }
            Supposition::Holds { person, profile } => {
                let Some(known) = self.team.people.get(person) else {
                    return Err(Wrong::Nobody { text: person.0.to_string() });
                };
                if known.has_profile(*profile) {
                    return Err(Wrong::Holds { name: known.name.clone(), profile: *profile });
                }
                let held = match known.primary {
                    Some(_) => Person { second: Some(*profile), ..known.clone() },
                    None => Person { primary: Some(*profile), ..known.clone() },
                };
                self.put(RecordKind::Person, person.0, Some(Record::Person(held)));
            }
            Supposition::Needs { profile, weekday, hours, need } => {
                let (profile, hours, need) = (*profile, *hours, *need);
                self.add(Record::Requirement(Requirement { profile, weekdays: 1 << weekday, hours, need }));
            }
        }
        Ok(())
    }

    fn name(&self, person: PersonId) -> String {
        self.team.name(person).unwrap_or_default().to_owned()
    }

    /// A person's shifts that begin on a day.
    fn shifts(&self, person: PersonId, day: NaiveDate) -> Vec<WithId<Shift>> {
        self.team.shifts.iter().filter(|shift| shift.person == person && shift.day == day).cloned().collect()
    }

    /// Replaces shifts.
    fn rearrange(&mut self, old: &[WithId<Shift>], new: Vec<Shift>) {
        let mut new = new.into_iter();
        for shift in old {
            self.put(RecordKind::Shift, shift.id, new.next().map(Record::Shift));
        }
        new.for_each(|shift| self.add(Record::Shift(shift)));
    }

    fn add(&mut self, record: Record) {
        let id = self.next;
        self.next -= 1;
        put(&mut self.team, id, Some(&record), record.kind());
        self.changes.push((id, Change::AddRecord(record)));
    }

    /// Replaces or removes a record. A record added in this scenario is modified in place.
    fn put(&mut self, kind: RecordKind, id: i64, record: Option<Record>) {
        put(&mut self.team, id, record.as_ref(), kind);
        let before = self.changes.iter().position(|(of, change)| *of == id && kind_of(change) == Some(kind));
        match (before, record) {
            (Some(at), None) if id < 0 => drop(self.changes.remove(at)),
            (Some(at), Some(record)) if id < 0 => self.changes[at].1 = Change::AddRecord(record),
            (Some(at), record) => self.changes[at].1 = Change::ReplaceRecord { kind, id, record },
            (None, record) => self.changes.push((id, Change::ReplaceRecord { kind, id, record })),
        }
    }

    /// Rejects overlapping shifts of a person whose shifts changed.
    fn sound(&self) -> Result<(), Wrong> {
        let touched = |shift: &&WithId<Shift>| {
            self.changes.iter().any(|(id, change)| *id == shift.id && kind_of(change) == Some(RecordKind::Shift))
        };
        for shift in self.team.shifts.iter().filter(touched) {
            let others = self.team.shifts.iter().filter(|one| one.person == shift.person && one.id != shift.id);
            let others: Vec<_> = others.cloned().collect();
            let name = self.name(shift.person);
            reject_overlap(shift, &others, &name).map_err(|_| Wrong::Overlap { name, day: shift.day })?;
        }
        Ok(())
    }
}

/// Record kind that a change affects.
fn kind_of(change: &Change) -> Option<RecordKind> {
    match change {
        Change::AddRecord(record) => Some(record.kind()),
        Change::ReplaceRecord { kind, .. } => Some(*kind),
        _ => None,
    }
}

/// Applies a change to the team like the store would.
fn put(team: &mut Team, id: i64, record: Option<&Record>, kind: RecordKind) {
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
fn shift_of(template: &ShiftTemplate, person: PersonId, day: NaiveDate) -> Shift {
    let shift = template.shift(person, day);
    Shift { name: shift.name.filter(|name| !name.is_empty()), ..shift }
}

/// Sunday of the ISO week.
fn week_end(day: NaiveDate) -> NaiveDate {
    day + Days::new(6 - u64::from(day.weekday().num_days_from_monday()))
}
