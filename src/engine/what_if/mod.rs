//! What if: changes of people, shifts, absences and needs that are only thought of, and what coverage would be with them.
//!
//! A [`Supposition`] becomes the same [`Change`]s with which it is made so, and they are done to a copy of the team: what
//! is supposed and what comes of it cannot differ.

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
use crate::events::records::apart;
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind, Hours, Requirement, Shift, Template};
use crate::model::team::Team;

/// Something that might be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supposition {
    /// Away on some days, both included; for all of each or for some hours.
    Away { person: PersonId, kind: AbsenceKind, first: NaiveDate, last: NaiveDate, hours: Option<Hours> },
    /// A shift of theirs on a day, in the place of those of that day that it meets.
    Works { person: PersonId, day: NaiveDate, shift: Template },
    /// Their shift of a day becomes another one.
    Moves { person: PersonId, day: NaiveDate, shift: Template },
    /// Two people change shifts on a day.
    Swap { one: PersonId, other: PersonId, day: NaiveDate },
    /// Not in the team any more: their shifts from a day on are gone, as far as the team that is given knows them, and
    /// they cannot step in.
    Gone { person: PersonId, from: NaiveDate },
    /// Somebody holds a profile beside their first one.
    Holds { person: PersonId, profile: Profile },
    /// So many more of a profile are needed on a weekday.
    Needs { profile: Profile, weekday: u8, hours: Hours, need: u32 },
}

impl Supposition {
    /// The day that it is about, the first one where it is about several; `None` where it is about every one.
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

    /// Those whom it is about.
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

/// Why a text is no supposition, or why one cannot be. The words are in the language files, under [`Wrong::key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was typed.
    Empty,
    /// Nobody is called like that.
    Nobody { text: String },
    /// Several people are.
    Several { text: String, names: Vec<String> },
    /// A person is named, but not what they do.
    NoVerb { name: String },
    /// A word that means nothing here.
    NotUnderstood { text: String },
    /// It takes hours or the name of a shift.
    NoHours { name: String },
    /// No shift is called like that; these are.
    NoShiftNamed { text: String, known: Vec<String> },
    /// They do not work on that day.
    NoShift { name: String, day: NaiveDate },
    /// Neither works on that day.
    NothingToSwap { day: NaiveDate },
    /// It takes a profile.
    NoProfile { name: String },
    /// They hold the profile already.
    Holds { name: String, profile: Profile },
    /// More days than are read around today.
    TooLong,
    /// They would be in two shifts at once.
    Overlap { name: String, day: NaiveDate },
}

impl Wrong {
    /// The key of its sentence.
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

    /// Whether more letters may mend it: then there is no need to be loud about it.
    pub fn is_unfinished(&self) -> bool {
        matches!(self, Wrong::Empty | Wrong::NoVerb { .. } | Wrong::NoHours { .. } | Wrong::NoProfile { .. })
    }

    /// What goes into its sentence, by name; a profile by its stable name.
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

/// A team as it would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Supposed {
    pub team: Team,
    /// What makes it so, in order; one act.
    pub changes: Vec<Change>,
    /// Those who are thought to be gone: they cannot step in.
    pub gone: BTreeSet<PersonId>,
}

/// The team with all of it, one after the other. The team that was given stays as it is.
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

/// A team that is being changed, and how. What is added has a number below 0 until the file gives it one.
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
                let met: Vec<_> = self.shifts(*person, *day).into_iter().filter(|old| old.meets(&new)).collect();
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
                let given = |shifts: &[Numbered<Shift>], to: PersonId| -> Vec<Shift> {
                    shifts.iter().map(|shift| Shift { person: to, ..shift.it.clone() }).collect()
                };
                let (for_one, for_other) = (given(&of_other, *one), given(&of_one, *other));
                self.rearrange(&of_one, for_one);
                self.rearrange(&of_other, for_other);
            }
            Supposition::Gone { person, from } => {
                let theirs = |shift: &&Numbered<Shift>| shift.person == *person && shift.day >= *from;
                let gone: Vec<i64> = self.team.shifts.iter().filter(theirs).map(|shift| shift.id).collect();
                gone.into_iter().for_each(|id| self.put(RecordKind::Shift, id, None));
            }
            Supposition::Holds { person, profile } => {
                let Some(known) = self.team.people.get(person) else {
                    return Err(Wrong::Nobody { text: person.0.to_string() });
                };
                if known.holds(*profile) {
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
    fn shifts(&self, person: PersonId, day: NaiveDate) -> Vec<Numbered<Shift>> {
        self.team.shifts.iter().filter(|shift| shift.person == person && shift.day == day).cloned().collect()
    }

    /// Puts new shifts in the place of old ones.
    fn rearrange(&mut self, old: &[Numbered<Shift>], new: Vec<Shift>) {
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
        self.changes.push((id, Change::Add(record)));
    }

    /// Puts a record anew or takes it away; of one that was only added here, what was added becomes another.
    fn put(&mut self, kind: RecordKind, id: i64, record: Option<Record>) {
        put(&mut self.team, id, record.as_ref(), kind);
        let before = self.changes.iter().position(|(of, change)| *of == id && kind_of(change) == Some(kind));
        match (before, record) {
            (Some(at), None) if id < 0 => drop(self.changes.remove(at)),
            (Some(at), Some(record)) if id < 0 => self.changes[at].1 = Change::Add(record),
            (Some(at), record) => self.changes[at].1 = Change::Replace { kind, id, record },
            (None, record) => self.changes.push((id, Change::Replace { kind, id, record })),
        }
    }

    /// Nobody whose shifts were changed is in two at once.
    fn sound(&self) -> Result<(), Wrong> {
        let touched = |shift: &&Numbered<Shift>| {
            self.changes.iter().any(|(id, change)| *id == shift.id && kind_of(change) == Some(RecordKind::Shift))
        };
        for shift in self.team.shifts.iter().filter(touched) {
            let others = self.team.shifts.iter().filter(|one| one.person == shift.person && one.id != shift.id);
            let others: Vec<_> = others.cloned().collect();
            let name = self.name(shift.person);
            apart(shift, &others, &name).map_err(|_| Wrong::Overlap { name, day: shift.day })?;
        }
        Ok(())
    }
}

/// The kind of record that a change puts.
fn kind_of(change: &Change) -> Option<RecordKind> {
    match change {
        Change::Add(record) => Some(record.kind()),
        Change::Replace { kind, .. } => Some(*kind),
        _ => None,
    }
}

/// Does to a team what the change does to the file.
fn put(team: &mut Team, id: i64, record: Option<&Record>, kind: RecordKind) {
    fn placed<T: Clone>(list: &mut Vec<Numbered<T>>, id: i64, it: Option<&T>) {
        list.retain(|one| one.id != id);
        list.extend(it.map(|it| Numbered { id, it: it.clone() }));
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

/// A shift like the template on a day; without a name where it has none.
fn shift_of(template: &Template, person: PersonId, day: NaiveDate) -> Shift {
    let shift = template.shift(person, day);
    Shift { name: shift.name.filter(|name| !name.is_empty()), ..shift }
}

/// The last day of the ISO week of a day.
fn week_end(day: NaiveDate) -> NaiveDate {
    day + Days::new(6 - u64::from(day.weekday().num_days_from_monday()))
}
