//! Checks the shifts written by a transaction for overlaps.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rusqlite::Connection;

use super::{StoreError, team};
use crate::events::change::ValidationError;
use crate::events::transaction::EventSubject;
use crate::model::event::Event;
use crate::model::ids::{PersonId, WithId};
use crate::model::record::RecordKind;
use crate::model::shift::Shift;

/// Overlap check, run after the whole transaction because a swap overlaps in between.
pub(super) fn find_shift_overlaps(
    db: &Connection,
    events: &[(EventSubject, Event)],
) -> Result<Vec<ValidationError>, StoreError> {
    let mut refused = Vec::new();
    let put: BTreeSet<i64> = events
        .iter()
        .filter_map(|(subject, _)| match subject {
            EventSubject::Record(RecordKind::Shift, id) => Some(*id),
            _ => None,
        })
        .collect();
    let mut shifts: BTreeMap<PersonId, Vec<WithId<Shift>>> = BTreeMap::new();
    for id in put {
        if let Some(shift) = team::read_shift(db, id)? {
            shifts.entry(shift.person).or_default().push(shift);
        }
    }
    // Night shifts of the neighbouring days may overlap.
    let (before, after) = (|day: NaiveDate| day - Days::new(1), |day: NaiveDate| day + Days::new(1));
    for (person, put) in shifts {
        let days = || put.iter().map(|shift| shift.day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { continue };
        let mut theirs: BTreeMap<NaiveDate, Vec<WithId<Shift>>> = BTreeMap::new();
        for shift in team::read_shifts_of_person(db, person, before(first), after(last))? {
            theirs.entry(shift.day).or_default().push(shift);
        }
        let name = team::read_person(db, person)?.map(|person| person.name).unwrap_or_default();
        for shift in put {
            let near = theirs.range(before(shift.day)..=after(shift.day)).flat_map(|(_, near)| near);
            let others: Vec<_> = near.filter(|other| other.id != shift.id).cloned().collect();
            refused.extend(crate::events::record_validation::reject_overlap(&shift, &others, &name).err());
        }
    }
    Ok(refused)
}
