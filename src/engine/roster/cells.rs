//! A roster cell is one person's day: its shifts and absences. [`plan_cell_changes`] and [`absence_changes`] compute
//! the minimal changes to a target state.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::events::change::Change;
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind, Hours, Shift, ShiftTemplate};
use crate::model::team::Team;

/// A person and a day.
pub type RosterCell = (PersonId, NaiveDate);

/// A shift without its person and day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShiftPattern {
    pub hours: Hours,
    pub name: Option<String>,
    /// In order of time.
    pub breaks: Vec<Hours>,
}

impl ShiftPattern {
    /// Hours without a name or breaks.
    pub fn from_hours(hours: Hours) -> ShiftPattern {
        ShiftPattern { hours, name: None, breaks: Vec::new() }
    }

    pub fn to_shift(&self, (person, day): RosterCell) -> Shift {
        Shift { person, day, hours: self.hours, name: self.name.clone(), breaks: self.breaks.clone() }
    }
}

impl From<&Shift> for ShiftPattern {
    fn from(shift: &Shift) -> ShiftPattern {
        let mut breaks = shift.breaks.clone();
        breaks.sort();
        ShiftPattern { hours: shift.hours, name: shift.name.clone(), breaks }
    }
}

impl From<&ShiftTemplate> for ShiftPattern {
    fn from(template: &ShiftTemplate) -> ShiftPattern {
        let mut breaks = template.breaks.clone();
        breaks.sort();
        ShiftPattern { hours: template.hours, name: Some(template.name.clone()), breaks }
    }
}

/// An absence as it applies to one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayAbsence {
    pub kind: AbsenceKind,
    /// `None` for the whole day.
    pub hours: Option<Hours>,
    pub note: Option<String>,
}

impl From<&Absence> for DayAbsence {
    fn from(absence: &Absence) -> DayAbsence {
        DayAbsence { kind: absence.kind, hours: absence.hours, note: absence.note.clone() }
    }
}

/// Shifts of a cell, by hours.
pub fn shifts_in_cell(team: &Team, (person, day): RosterCell) -> Vec<&WithId<Shift>> {
    let mut own: Vec<_> = team.shifts.iter().filter(|shift| shift.person == person && shift.day == day).collect();
    own.sort_by_key(|shift| (shift.hours, shift.id));
    own
}

/// Shifts by cell, for the cells that `asked` accepts, by hours. One pass over the team for any number of cells.
pub fn shifts_by_cell(team: &Team, asked: impl Fn(RosterCell) -> bool) -> BTreeMap<RosterCell, Vec<&WithId<Shift>>> {
    let mut cells: BTreeMap<RosterCell, Vec<&WithId<Shift>>> = BTreeMap::new();
    for shift in team.shifts.iter().filter(|shift| asked((shift.person, shift.day))) {
        cells.entry((shift.person, shift.day)).or_default().push(shift);
    }
    for own in cells.values_mut() {
        own.sort_by_key(|shift| (shift.hours, shift.id));
    }
    cells
}

/// Absences that include the day.
pub fn absences_in_cell(team: &Team, (person, day): RosterCell) -> impl Iterator<Item = &WithId<Absence>> {
    team.absences.iter().filter(move |it| it.person == person && it.first <= day && day <= it.last)
}

/// Transition of one shift in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellChange {
    pub cell: RosterCell,
    /// The existing shift with its id.
    pub before: Option<WithId<Shift>>,
    /// The target.
    pub after: Option<ShiftPattern>,
}

impl CellChange {
    pub fn is_unchanged(&self) -> bool {
        matches!((&self.before, &self.after), (Some(before), Some(after)) if ShiftPattern::from(&before.it) == *after)
    }

    /// `None` if nothing changes.
    pub fn to_change(&self) -> Option<Change> {
        let record = self.after.as_ref().map(|shape| Record::Shift(shape.to_shift(self.cell)));
        match (&self.before, record) {
            _ if self.is_unchanged() => None,
            (None, None) => None,
            (None, Some(record)) => Some(Change::AddRecord(record)),
            (Some(before), record) => Some(Change::ReplaceRecord { kind: RecordKind::Shift, id: before.id, record }),
        }
    }
}

/// Transitions from the current shifts to exactly the wanted ones. Equal shifts stay; as many of the others as possible
/// are edited in place, so they keep their ids.
pub fn plan_cell_changes(team: &Team, wanted: &BTreeMap<RosterCell, Vec<ShiftPattern>>) -> Vec<CellChange> {
    let mut steps = Vec::new();
    let mut standing = shifts_by_cell(team, |cell| wanted.contains_key(&cell));
    for (cell, shapes) in wanted {
        let mut there = standing.remove(cell).unwrap_or_default();
        let mut open = Vec::new();
        for shape in shapes {
            match there.iter().position(|shift| ShiftPattern::from(&shift.it) == *shape) {
                Some(at) => {
                    let before = Some(there.remove(at).clone());
                    steps.push(CellChange { cell: *cell, before, after: Some(shape.clone()) });
                }
                None => open.push(shape.clone()),
            }
        }
        let mut there = there.into_iter();
        let mut open = open.into_iter();
        loop {
            let (before, after) = (there.next().cloned(), open.next());
            if before.is_none() && after.is_none() {
                break;
            }
            steps.push(CellChange { cell: *cell, before, after });
        }
    }
    steps
}

/// Changes after which a person's absences on the days `[first, last]` are exactly `wanted`. An absence that extends
/// beyond these days keeps its outer part. Equal absences from several records all stay.
pub fn absence_changes(
    team: &Team,
    person: PersonId,
    (first, last): (NaiveDate, NaiveDate),
    wanted: &BTreeMap<NaiveDate, Vec<DayAbsence>>,
) -> Vec<Change> {
    let mut missing = wanted.clone();
    let mut changes = Vec::new();
    let own = team.absences.iter().filter(|it| it.person == person && it.first <= last && first <= it.last);
    for absence in own {
        let mut stays = Vec::new();
        for day in absence.first.iter_days().take_while(|day| *day <= absence.last) {
            let inside = first <= day && day <= last;
            let away = DayAbsence::from(&absence.it);
            let asked = wanted.get(&day).is_some_and(|list| list.contains(&away));
            if let Some(list) = missing.get_mut(&day) {
                list.retain(|one| *one != away);
            }
            if !inside || asked {
                stays.push(day);
            }
        }
        if stays.len() as i64 == (absence.last - absence.first).num_days() + 1 {
            continue;
        }
        let mut runs =
            consecutive_days(stays).into_iter().map(|(first, last)| Absence { first, last, ..absence.it.clone() });
        let record = runs.next().map(Record::Absence);
        changes.push(Change::ReplaceRecord { kind: RecordKind::Absence, id: absence.id, record });
        changes.extend(runs.map(|rest| Change::AddRecord(Record::Absence(rest))));
    }
    // Adds what is still missing; consecutive days become one absence.
    while let Some(away) = missing.values().flatten().next().cloned() {
        let mut days = Vec::new();
        for (day, list) in &mut missing {
            if let Some(at) = list.iter().position(|one| *one == away) {
                list.remove(at);
                days.push(*day);
            }
        }
        changes.extend(consecutive_days(days).into_iter().map(|(first, last)| {
            let DayAbsence { kind, hours, note } = away.clone();
            Change::AddRecord(Record::Absence(Absence { person, kind, first, last, hours, note }))
        }));
    }
    changes
}

/// Groups sorted days into runs of consecutive days, both ends included.
fn consecutive_days(days: Vec<NaiveDate>) -> Vec<(NaiveDate, NaiveDate)> {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + Days::new(1) == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shape(from: u32, to: u32) -> ShiftPattern {
        ShiftPattern::from_hours(Hours::new(from * 60, to * 60))
    }

    fn team(shapes: &[ShiftPattern]) -> Team {
        let cell = (PersonId(1), day("2026-03-02"));
        let shifts = (1..).zip(shapes).map(|(id, shape)| WithId { id, it: shape.to_shift(cell) }).collect();
        Team { shifts, ..Team::default() }
    }

    #[test]
    fn what_stands_there_already_is_left_alone() {
        let cell = (PersonId(1), day("2026-03-02"));
        let team = team(&[shape(6, 10), shape(12, 16)]);
        let to = |shapes: Vec<ShiftPattern>| {
            let steps = plan_cell_changes(&team, &BTreeMap::from([(cell, shapes)]));
            steps.iter().filter_map(CellChange::to_change).collect::<Vec<_>>()
        };
        assert_eq!(to(vec![shape(12, 16), shape(6, 10)]), []);
        let put = |id, record: Option<ShiftPattern>| Change::ReplaceRecord {
            kind: RecordKind::Shift,
            id,
            record: record.map(|shape| Record::Shift(shape.to_shift(cell))),
        };
        assert_eq!(to(vec![shape(12, 16)]), [put(1, None)]);
        assert_eq!(to(vec![shape(12, 16), shape(7, 10)]), [put(1, Some(shape(7, 10)))]);
        let add = Change::AddRecord(Record::Shift(shape(20, 22).to_shift(cell)));
        assert_eq!(to(vec![shape(6, 10), shape(12, 16), shape(20, 22)]), [add]);
    }

    #[test]
    fn a_day_taken_out_of_an_absence_leaves_two() {
        let (person, sick) = (PersonId(1), AbsenceKind::Sick);
        let absence = |first: &str, last: &str| {
            let (first, last) = (day(first), day(last));
            Absence { person, kind: sick, first, last, hours: None, note: Some("flu".into()) }
        };
        let absences = vec![WithId { id: 7, it: absence("2026-03-02", "2026-03-06") }];
        let team = Team { absences, ..Team::default() };
        let whole = (day("2026-03-04"), day("2026-03-04"));
        let changes = absence_changes(&team, person, whole, &BTreeMap::new());
        let record = Some(Record::Absence(absence("2026-03-02", "2026-03-03")));
        let rest = Change::AddRecord(Record::Absence(absence("2026-03-05", "2026-03-06")));
        assert_eq!(changes, [Change::ReplaceRecord { kind: RecordKind::Absence, id: 7, record }, rest]);
        // An equal target changes nothing; adjacent days become one absence.
        let same = DayAbsence { kind: sick, hours: None, note: Some("flu".into()) };
        let days = |from: &str, n: usize| {
            let days = day(from).iter_days().take(n);
            days.map(|day| (day, vec![same.clone()])).collect::<BTreeMap<_, _>>()
        };
        let week = (day("2026-03-02"), day("2026-03-08"));
        assert_eq!(absence_changes(&team, person, week, &days("2026-03-02", 5)), []);
        let more = absence_changes(&team, person, week, &days("2026-03-02", 7));
        assert_eq!(more, [Change::AddRecord(Record::Absence(absence("2026-03-07", "2026-03-08")))]);
    }
}
