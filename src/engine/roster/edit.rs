//! Bulk edits of roster cells. Each returns the changes of one transaction; overlaps between shifts are checked when it
//! is applied.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate, TimeDelta};

use crate::engine::roster::cell_input::break_within;
use crate::engine::roster::cells::{
    CellChange, DayAbsence, RosterCell, ShiftPattern, absence_changes, absences_in_cell, plan_cell_changes,
    shifts_in_cell,
};
use crate::engine::roster::rules::monday;
use crate::events::change::Change;
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{AbsenceKind, Hours, Shift};
use crate::model::team::Team;

const DAY: u32 = 24 * 60;

/// Combines changes into one; `None` if empty.
pub fn combine_changes(mut changes: Vec<Change>) -> Option<Change> {
    match changes.len() {
        0 => None,
        1 => changes.pop(),
        _ => Some(Change::Batch(changes)),
    }
}

/// Copies the shifts of a cell.
pub fn copy_cell(team: &Team, cell: RosterCell) -> Vec<ShiftPattern> {
    shifts_in_cell(team, cell).into_iter().map(|shift| ShiftPattern::from(&shift.it)).collect()
}

/// Changes that set these cells to these shifts.
pub fn shift_changes(team: &Team, wanted: &BTreeMap<RosterCell, Vec<ShiftPattern>>) -> Vec<Change> {
    plan_cell_changes(team, wanted).iter().filter_map(CellChange::to_change).collect()
}

/// Sets every cell to the same shifts.
pub fn fill(team: &Team, cells: &BTreeSet<RosterCell>, shapes: &[ShiftPattern]) -> Vec<Change> {
    shift_changes(team, &cells.iter().map(|cell| (*cell, shapes.to_vec())).collect())
}

/// Clears the shifts of these cells, or their absences if there are no shifts.
pub fn clear(team: &Team, cells: &BTreeSet<RosterCell>) -> Vec<Change> {
    let changes = fill(team, cells, &[]);
    if changes.is_empty() { clear_absences(team, cells) } else { changes }
}

/// A copied block of cells: row and day offset from the first cell, and its shifts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterBlock {
    pub cells: Vec<(usize, i64, Vec<ShiftPattern>)>,
}

impl RosterBlock {
    /// Copies cells; `rows` are the people in display order.
    pub fn copy(team: &Team, cells: &BTreeSet<RosterCell>, rows: &[PersonId]) -> RosterBlock {
        let row = |person: PersonId| rows.iter().position(|one| *one == person);
        let placed: Vec<_> = cells.iter().filter_map(|cell| Some((row(cell.0)?, *cell))).collect();
        let top = placed.iter().map(|(row, _)| *row).min().unwrap_or(0);
        let left = placed.iter().map(|(_, cell)| cell.1).min().unwrap_or_default();
        let cells =
            placed.into_iter().map(|(row, cell)| (row - top, (cell.1 - left).num_days(), copy_cell(team, cell)));
        RosterBlock { cells: cells.collect() }
    }

    /// No shift in the block.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|(_, _, shapes)| shapes.is_empty())
    }

    /// Target cells when the block is placed at `at`, and the number of shifts that do not fit: below the last row or
    /// outside the days.
    fn place_at(
        &self,
        at: RosterCell,
        rows: &[PersonId],
        days: &RangeInclusive<NaiveDate>,
    ) -> (BTreeMap<RosterCell, Vec<ShiftPattern>>, usize) {
        let top = rows.iter().position(|one| *one == at.0);
        let mut put = BTreeMap::new();
        let mut left_out = 0;
        for (down, on, shapes) in &self.cells {
            let person = top.and_then(|top| rows.get(top + down));
            let day = at.1.checked_add_signed(TimeDelta::days(*on)).filter(|day| days.contains(day));
            match person.zip(day) {
                Some((person, day)) => drop(put.insert((*person, day), shapes.clone())),
                None => left_out += shapes.len(),
            }
        }
        (put, left_out)
    }

    /// Pastes the block at the first of `cells`; a single-cell block into every one of them. Also returns the number of
    /// shifts that did not fit.
    pub fn paste(
        &self,
        team: &Team,
        cells: &BTreeSet<RosterCell>,
        rows: &[PersonId],
        days: &RangeInclusive<NaiveDate>,
    ) -> (Vec<Change>, usize) {
        match (&self.cells[..], cells.first()) {
            ([(_, _, shapes)], _) => (fill(team, cells, shapes), 0),
            (_, Some(at)) => {
                let (put, left_out) = self.place_at(*at, rows, days);
                (shift_changes(team, &put), left_out)
            }
            _ => (Vec::new(), 0),
        }
    }

    /// Moves the block to `at`, replacing what is there and clearing the source cells.
    ///
    /// # Errors
    /// The number of shifts that do not fit.
    pub fn move_to(
        &self,
        team: &Team,
        from: &BTreeSet<RosterCell>,
        at: RosterCell,
        rows: &[PersonId],
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<Vec<Change>, usize> {
        let (put, left_out) = self.place_at(at, rows, days);
        if left_out > 0 {
            return Err(left_out);
        }
        // Only visible rows were copied.
        let from = from.iter().filter(|cell| rows.contains(&cell.0));
        let mut wanted: BTreeMap<RosterCell, Vec<ShiftPattern>> = from.map(|cell| (*cell, Vec::new())).collect();
        wanted.extend(put);
        // Pairs removals with additions, so that a moved shift keeps its id.
        Ok(move_changes(plan_cell_changes(team, &wanted)))
    }
}

/// Turns transitions into changes; a shift removed from one cell and added to another becomes a move.
fn move_changes(steps: Vec<CellChange>) -> Vec<Change> {
    let (gone, rest): (Vec<CellChange>, Vec<CellChange>) = steps.into_iter().partition(|step| step.after.is_none());
    let mut gone: Vec<WithId<Shift>> = gone.into_iter().filter_map(|step| step.before).collect();
    let mut changes = Vec::new();
    for step in rest {
        let same =
            |shift: &WithId<Shift>| step.after.as_ref().is_some_and(|after| ShiftPattern::from(&shift.it) == *after);
        let moved = gone.iter().position(same).filter(|_| step.before.is_none());
        let before = moved.map(|at| gone.remove(at)).or_else(|| step.before.clone());
        let same_cell = step.before.is_some();
        let step = CellChange { before, ..step };
        changes.extend(if same_cell { step.to_change() } else { step.to_move() });
    }
    changes.extend(gone.into_iter().map(|shift| Change::ReplaceRecord {
        kind: RecordKind::Shift,
        id: shift.id,
        record: None,
    }));
    changes
}

impl CellChange {
    /// The change, where `before` may be in another cell.
    fn to_move(&self) -> Option<Change> {
        let record = self.after.as_ref().map(|shape| shape.to_shift(self.cell)).map(Record::Shift);
        match &self.before {
            Some(before) => Some(Change::ReplaceRecord { kind: RecordKind::Shift, id: before.id, record }),
            None => record.map(Change::AddRecord),
        }
    }
}

/// Swaps the shifts of two cells.
pub fn swap(team: &Team, one: RosterCell, other: RosterCell) -> Vec<Change> {
    let put = |from: RosterCell, to: RosterCell| {
        let shifts = shifts_in_cell(team, from).into_iter();
        shifts.map(move |shift| {
            let record = Record::Shift(ShiftPattern::from(&shift.it).to_shift(to));
            Change::ReplaceRecord { kind: RecordKind::Shift, id: shift.id, record: Some(record) }
        })
    };
    put(one, other).chain(put(other, one)).collect()
}

/// Splits a cell's shift at a time of day. `None` if no shift contains that time, or a break does.
pub fn split(team: &Team, cell: RosterCell, minute: u32) -> Option<Vec<Change>> {
    let shapes = copy_cell(team, cell);
    let inside = |hours: Hours| [minute, minute + DAY].into_iter().find(|at| hours.from < *at && *at < hours.to);
    let (n, at) = shapes.iter().enumerate().find_map(|(n, shape)| Some((n, inside(shape.hours)?)))?;
    let shape = &shapes[n];
    if shape.breaks.iter().any(|pause| pause.from < at && at < pause.to) {
        return None;
    }
    let part = |from: u32, to: u32| ShiftPattern {
        hours: Hours { from, to },
        name: shape.name.clone(),
        breaks: shape.breaks.iter().copied().filter(|pause| from <= pause.from && pause.to <= to).collect(),
    };
    let mut parts = vec![part(shape.hours.from, at)];
    // A shift begins within its own day, so the rest of a night shift belongs to the next day.
    let rest = part(at, shape.hours.to);
    let mut wanted = BTreeMap::new();
    let next = (cell.0, cell.1 + Days::new(1));
    if at < DAY {
        parts.push(rest);
    } else {
        let back = |hours: Hours| Hours { from: hours.from - DAY, to: hours.to - DAY };
        let breaks = rest.breaks.iter().copied().map(back).collect();
        let mut tomorrow = copy_cell(team, next);
        tomorrow.push(ShiftPattern { hours: back(rest.hours), breaks, ..rest });
        wanted.insert(next, tomorrow);
    }
    let others = shapes.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, shape)| shape.clone());
    wanted.insert(cell, parts.into_iter().chain(others).collect());
    Some(shift_changes(team, &wanted))
}

/// Replaces the breaks of the cells' shifts; empty `breaks` removes them. `None` if no break lies within any shift.
pub fn set_breaks(team: &Team, cells: &BTreeSet<RosterCell>, breaks: &[Hours]) -> Option<Vec<Change>> {
    let mut wanted: BTreeMap<RosterCell, Vec<ShiftPattern>> = BTreeMap::new();
    let mut fits = breaks.is_empty();
    for cell in cells {
        let mut shapes = copy_cell(team, *cell);
        for shape in &mut shapes {
            let inside: Vec<_> = breaks.iter().filter_map(|pause| break_within(shape.hours, *pause)).collect();
            if !inside.is_empty() || breaks.is_empty() {
                fits = true;
                shape.breaks = inside;
                shape.breaks.sort();
            }
        }
        wanted.insert(*cell, shapes);
    }
    fits.then(|| shift_changes(team, &wanted))
}

/// Repeats a week `weeks` times from the week of `to`, for everybody with a shift in it or only for `of`. Replaces the
/// shifts of the target weeks.
pub fn repeat_week(team: &Team, from: NaiveDate, to: NaiveDate, weeks: u32, of: Option<PersonId>) -> Vec<Change> {
    let (from, to) = (monday(from), monday(to));
    let people: BTreeSet<PersonId> = (team.shifts.iter())
        .filter(|shift| monday(shift.day) == from && of.is_none_or(|person| shift.person == person))
        .map(|shift| shift.person)
        .collect();
    let mut wanted = BTreeMap::new();
    for (person, n, day) in people.iter().flat_map(|p| (0..weeks).flat_map(move |n| (0..7).map(move |d| (*p, n, d)))) {
        let cell = (person, to + Days::new(u64::from(n) * 7 + day));
        wanted.insert(cell, copy_cell(team, (person, from + Days::new(day))));
    }
    shift_changes(team, &wanted)
}

/// Copies the cell's shifts to Monday to Friday of its week.
pub fn fill_weekdays(team: &Team, cells: &BTreeSet<RosterCell>) -> Vec<Change> {
    // The first selected day per person is the source.
    let mut first: BTreeMap<PersonId, NaiveDate> = BTreeMap::new();
    for (person, day) in cells {
        first.entry(*person).or_insert(*day);
    }
    let mut wanted = BTreeMap::new();
    for (person, day) in first {
        let shapes = copy_cell(team, (person, day));
        let week = monday(day).iter_days().take(5);
        wanted.extend(week.map(|day| ((person, day), shapes.clone())));
    }
    shift_changes(team, &wanted)
}

/// Sets an all-day absence, replacing other all-day absences. Partial absences (training, late) stay, and so does an
/// equal absence with its note.
pub fn mark_absent(team: &Team, cells: &BTreeSet<RosterCell>, kind: AbsenceKind) -> Vec<Change> {
    replace_absences(team, cells, |_, mut there| {
        there.retain(|away| away.hours.is_some() || away.kind == kind);
        if !there.iter().any(|away| away.hours.is_none()) {
            there.push(DayAbsence { kind, hours: None, note: None });
        }
        there
    })
}

/// Removes all absences, including partial ones.
pub fn clear_absences(team: &Team, cells: &BTreeSet<RosterCell>) -> Vec<Change> {
    replace_absences(team, cells, |_, _| Vec::new())
}

/// Marks people late until a time within their first shift. Cells without such a shift are skipped. Replaces an earlier
/// lateness, keeps other absences.
pub fn mark_late(team: &Team, cells: &BTreeSet<RosterCell>, until: u32) -> Vec<Change> {
    let lates: BTreeMap<RosterCell, Hours> = cells
        .iter()
        .filter_map(|cell| {
            let shift = shifts_in_cell(team, *cell).into_iter().next()?.hours;
            let at = [until, until + DAY].into_iter().find(|at| shift.from < *at && *at < shift.to)?;
            Some((*cell, Hours { from: shift.from, to: at }))
        })
        .collect();
    let cells = lates.keys().copied().collect();
    replace_absences(team, &cells, |cell, there| {
        let (older, mut list): (Vec<DayAbsence>, Vec<DayAbsence>) =
            there.into_iter().partition(|away| away.kind == AbsenceKind::Late);
        let note = older.into_iter().find_map(|late| late.note);
        list.extend(lates.get(&cell).map(|hours| DayAbsence { kind: AbsenceKind::Late, hours: Some(*hours), note }));
        list
    })
}

/// Sets the absences of each cell to the result of `with`, called with the cell and its current absences.
fn replace_absences(
    team: &Team,
    cells: &BTreeSet<RosterCell>,
    with: impl Fn(RosterCell, Vec<DayAbsence>) -> Vec<DayAbsence>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let people: BTreeSet<PersonId> = cells.iter().map(|(person, _)| *person).collect();
    for person in people {
        let days: Vec<NaiveDate> = cells.iter().filter(|cell| cell.0 == person).map(|cell| cell.1).collect();
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else { continue };
        let mut wanted: BTreeMap<NaiveDate, Vec<DayAbsence>> = BTreeMap::new();
        for day in first.iter_days().take_while(|day| *day <= last) {
            let there = absences_in_cell(team, (person, day)).map(|absence| DayAbsence::from(&absence.it)).collect();
            wanted.insert(day, if days.contains(&day) { with((person, day), there) } else { there });
        }
        changes.extend(absence_changes(team, person, (first, last), &wanted));
    }
    changes
}

/// Whether a day is in the ISO week that begins on the Monday `first`.
pub fn is_in_week(day: NaiveDate, first: NaiveDate) -> bool {
    monday(day) == first
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;
    use crate::model::shift::Absence;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    fn march() -> RangeInclusive<NaiveDate> {
        day(1)..=day(31)
    }

    fn shape(from: u32, to: u32) -> ShiftPattern {
        ShiftPattern::from_hours(Hours::new(from * 60, to * 60))
    }

    fn team(list: &[(i64, u32, ShiftPattern)]) -> Team {
        let shift = |(id, (person, on, shape)): (i64, &(i64, u32, ShiftPattern))| WithId {
            id,
            it: shape.to_shift((PersonId(*person), day(*on))),
        };
        Team { shifts: (1..).zip(list).map(shift).collect(), ..Team::default() }
    }

    /// Shifts after applying the changes.
    fn after(team: &Team, changes: Vec<Change>) -> Vec<(i64, u32, Hours)> {
        let mut shifts: BTreeMap<i64, Shift> = team.shifts.iter().map(|shift| (shift.id, shift.it.clone())).collect();
        for change in changes {
            match change {
                Change::AddRecord(Record::Shift(shift)) => {
                    shifts.insert(shifts.keys().max().unwrap_or(&0) + 1, shift);
                }
                Change::ReplaceRecord { id, record: Some(Record::Shift(shift)), .. } => {
                    shifts.insert(id, shift).unwrap();
                }
                Change::ReplaceRecord { id, record: None, .. } => {
                    shifts.remove(&id).unwrap();
                }
                other => panic!("{other:?}"),
            }
        }
        let mut all: Vec<_> = shifts.into_values().map(|it| (it.person.0, it.day.day(), it.hours)).collect();
        all.sort();
        all
    }

    fn cells(list: &[(i64, u32)]) -> BTreeSet<RosterCell> {
        list.iter().map(|(person, on)| (PersonId(*person), day(*on))).collect()
    }

    #[test]
    fn two_people_swap_and_a_shift_moves_with_its_number() {
        let (early, late) = (shape(6, 14), shape(14, 22));
        let team = team(&[(1, 2, early.clone()), (2, 2, late.clone())]);
        let rows = [PersonId(1), PersonId(2)];
        let swapped = swap(&team, (PersonId(1), day(2)), (PersonId(2), day(2)));
        assert_eq!(after(&team, swapped), [(1, 2, late.hours), (2, 2, early.hours)]);
        let from = cells(&[(1, 2)]);
        let moved = RosterBlock::copy(&team, &from, &rows)
            .move_to(&team, &from, (PersonId(1), day(5)), &rows, &march())
            .unwrap();
        assert_eq!(moved.len(), 1);
        assert!(matches!(moved[0], Change::ReplaceRecord { id: 1, record: Some(_), .. }), "{moved:?}");
        assert_eq!(after(&team, moved), [(1, 5, early.hours), (2, 2, late.hours)]);
    }

    #[test]
    fn a_shift_is_split_at_a_time_even_after_midnight() {
        let night = ShiftPattern { breaks: vec![Hours { from: 26 * 60, to: 26 * 60 + 30 }], ..shape(22, 6) };
        let team = team(&[(1, 2, shape(8, 16)), (1, 4, night)]);
        let cell = |n| (PersonId(1), day(n));
        let hours = |from: u32, to: u32| Hours { from: from * 60, to: to * 60 };
        let parts = after(&team, split(&team, cell(2), 12 * 60).unwrap());
        assert_eq!(parts[..2], [(1, 2, hours(8, 12)), (1, 2, hours(12, 16))]);
        let parts = after(&team, split(&team, cell(4), 60).unwrap());
        assert_eq!(parts[1..], [(1, 4, hours(22, 25)), (1, 5, hours(1, 6))]);
        for wrong in [8 * 60, 16 * 60, 20 * 60] {
            assert_eq!(split(&team, cell(2), wrong), None, "{wrong}");
        }
        assert_eq!(split(&team, cell(4), 2 * 60 + 15), None, "in the break");
    }

    #[test]
    fn a_week_and_a_day_are_repeated() {
        let team = team(&[(1, 2, shape(8, 16)), (1, 7, shape(6, 10)), (2, 9, shape(8, 16)), (1, 10, shape(9, 12))]);
        let again = repeat_week(&team, day(2), day(9), 2, None);
        let days: Vec<_> = after(&team, again).into_iter().map(|(person, on, _)| (person, on)).collect();
        assert_eq!(days, [(1, 2), (1, 7), (1, 9), (1, 14), (1, 16), (1, 21), (2, 9)], "the other one is left alone");
        let weekdays = after(&team, fill_weekdays(&team, &cells(&[(1, 2)])));
        assert_eq!(weekdays.iter().filter(|(person, on, _)| *person == 1 && *on < 7).count(), 5);
    }

    #[test]
    fn a_block_is_pasted_where_the_cursor_is() {
        let team = team(&[(1, 2, shape(8, 16)), (2, 3, shape(14, 22))]);
        let rows = [PersonId(1), PersonId(2), PersonId(3)];
        let block = RosterBlock::copy(&team, &cells(&[(1, 2), (1, 3), (2, 2), (2, 3)]), &rows);
        let pasted = after(&team, block.paste(&team, &cells(&[(2, 4)]), &rows, &march()).0);
        assert_eq!(pasted[2..], [(2, 4, Hours::new(480, 960)), (3, 5, Hours::new(840, 1320))]);
        // A single cell is pasted into every selected one.
        let one = RosterBlock::copy(&team, &cells(&[(1, 2)]), &rows);
        assert_eq!(one.paste(&team, &cells(&[(2, 4), (2, 5), (3, 9)]), &rows, &march()).0.len(), 3);
    }

    #[test]
    fn breaks_and_lateness_go_where_the_shift_is() {
        let team = team(&[(1, 2, shape(8, 16)), (2, 2, shape(22, 6))]);
        let both = cells(&[(1, 2), (2, 2)]);
        assert_eq!(set_breaks(&team, &both, &[Hours { from: 720, to: 750 }]).unwrap().len(), 1);
        assert_eq!(set_breaks(&team, &both, &[Hours { from: 17 * 60, to: 18 * 60 }]), None);
        let late = mark_late(&team, &both, 9 * 60);
        let [Change::AddRecord(Record::Absence(absence))] = &late[..] else { panic!("{late:?}") };
        assert_eq!((absence.kind, absence.hours), (AbsenceKind::Late, Some(Hours { from: 480, to: 540 })));
        let sick = mark_absent(&team, &cells(&[(1, 2), (1, 3), (1, 5)]), AbsenceKind::Sick);
        assert_eq!(sick.len(), 2, "days that follow each other are one absence");
    }

    #[test]
    fn a_block_that_finds_no_place_is_not_moved() {
        let team = team(&[(1, 2, shape(8, 16)), (2, 2, shape(14, 22)), (3, 2, shape(6, 14))]);
        let rows = [PersonId(1), PersonId(2), PersonId(3)];
        let from = cells(&[(1, 2), (2, 2)]);
        let block = RosterBlock::copy(&team, &from, &rows);
        let moved = |person, on| block.move_to(&team, &from, (PersonId(person), day(on)), &rows, &(day(1)..=day(9)));
        assert_eq!(moved(3, 2), Err(1), "below the last row");
        assert_eq!(moved(1, 10), Err(2), "after the last day");
        assert_eq!(moved(2, 5).map(|changes| changes.len()), Ok(2));
        let (pasted, left_out) = block.paste(&team, &cells(&[(3, 4)]), &rows, &march());
        assert_eq!((pasted.len(), left_out), (1, 1), "what is copied is left out, and that is told");
    }

    #[test]
    fn what_else_stands_in_a_day_stays() {
        let away = |kind, hours, note: Option<&str>| Absence {
            person: PersonId(1),
            kind,
            first: day(2),
            last: day(2),
            hours,
            note: note.map(str::to_owned),
        };
        let training = away(AbsenceKind::Training, Some(Hours { from: 840, to: 960 }), None);
        let sick = away(AbsenceKind::Sick, None, Some("flu"));
        let all = [training, sick];
        let absences = (1..).zip(all).map(|(id, it)| WithId { id, it }).collect();
        let team = Team { absences, ..team(&[(1, 2, shape(8, 16))]) };
        let cell = cells(&[(1, 2)]);
        let late = |team: &Team, at: u32| crate::engine::roster::edit::mark_late(team, &cell, at * 60);
        let [Change::AddRecord(Record::Absence(first))] = &late(&team, 9)[..] else { panic!("only added") };
        let mut later = team.clone();
        later.absences.push(WithId { id: 3, it: first.clone() });
        let changes = late(&later, 10);
        assert!(matches!(changes[..], [Change::ReplaceRecord { id: 3, .. }, Change::AddRecord(_)]), "{changes:?}");
        assert_eq!(mark_absent(&team, &cell, AbsenceKind::Sick), [], "with its note");
        let leave = mark_absent(&team, &cell, AbsenceKind::Leave);
        assert!(
            matches!(leave[..], [Change::ReplaceRecord { id: 2, record: None, .. }, Change::AddRecord(_)]),
            "{leave:?}"
        );
        assert_eq!(clear_absences(&team, &cell).len(), 2);
    }
}
