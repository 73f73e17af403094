//! Compares an imported roster with the existing one before anything is written.
//!
//! The rows of a person replace their shifts from the first to the last day named by any row; other people and days are
//! unchanged. Absences are replaced likewise if the file contains any. One invalid row rejects the whole file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::engine::roster::cell_input;
use crate::engine::roster::cells::{
    DayAbsence, RosterCell, ShiftPattern, absence_changes, absences_in_cell, plan_cell_changes,
};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::shift::{Hours, Shift};
use crate::model::team::Team;
use crate::model::text::{closest_name, fold};

/// Maximum span of an import: one year.
pub const MAX_DAYS: i64 = 366;

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterImportRow {
    /// From 1.
    pub line: u64,
    pub person: String,
    pub day: NaiveDate,
    pub entry: RosterEntry,
}

/// Content of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterEntry {
    Shift(ShiftPattern),
    /// A shift by template name, with its own breaks if any.
    Template(String, Vec<Hours>),
    Absence(DayAbsence),
}

/// A rejected row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRowError {
    pub line: u64,
    pub reason: String,
}

/// What happens to a shift or a day's absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RosterDiffKind {
    Added,
    Changed,
    Removed,
    Same,
}

impl RosterDiffKind {
    pub const ALL: [RosterDiffKind; 4] =
        [RosterDiffKind::Added, RosterDiffKind::Changed, RosterDiffKind::Removed, RosterDiffKind::Same];

    /// Stable name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            RosterDiffKind::Added => "added",
            RosterDiffKind::Changed => "changed",
            RosterDiffKind::Removed => "removed",
            RosterDiffKind::Same => "same",
        }
    }
}

/// A shift or an absence in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterCellContent {
    Shift(ShiftPattern),
    Absence(DayAbsence),
}

/// One line of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDiffLine {
    pub kind: RosterDiffKind,
    pub person: PersonId,
    pub day: NaiveDate,
    pub before: Option<RosterCellContent>,
    pub after: Option<RosterCellContent>,
}

/// Preview and changes of an import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RosterImportPlan {
    /// First and last day, both included.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// By day, then person.
    pub lines: Vec<RosterDiffLine>,
    /// Applied as one transaction.
    pub changes: Vec<Change>,
}

impl RosterImportPlan {
    pub fn count(&self, turn: RosterDiffKind) -> usize {
        self.lines.iter().filter(|line| line.kind == turn).count()
    }
}

/// First and last day named by the rows.
pub fn day_range(rows: &[RosterImportRow]) -> Option<(NaiveDate, NaiveDate)> {
    Some((rows.iter().map(|row| row.day).min()?, rows.iter().map(|row| row.day).max()?))
}

/// Compares rows with the team. The team must be loaded from the day before the first to the day after the last.
///
/// # Errors
/// Every rejected row, by line.
pub fn plan_import(
    team: &Team,
    rows: &[RosterImportRow],
    with_absences: bool,
) -> Result<RosterImportPlan, Vec<RosterRowError>> {
    let Some((first, last)) = day_range(rows) else { return Ok(RosterImportPlan::default()) };
    let mut refused = Vec::new();
    let mut refuse = |line, reason: String| refused.push(RosterRowError { line, reason });
    if (last - first).num_days() >= MAX_DAYS {
        let far = rows.iter().filter(|row| (row.day - first).num_days() >= MAX_DAYS);
        far.for_each(|row| {
            refuse(row.line, format!("{} is more than a year after {first}; import a year at a time", row.day))
        });
        return Err(refused);
    }
    let mut shifts: BTreeMap<RosterCell, Vec<(u64, ShiftPattern)>> = BTreeMap::new();
    let mut aways: BTreeMap<PersonId, BTreeMap<NaiveDate, Vec<DayAbsence>>> = BTreeMap::new();
    for row in rows {
        let person = match find_person(team, &row.person) {
            Ok(person) => person,
            Err(why) => {
                refuse(row.line, why);
                continue;
            }
        };
        let own = aways.entry(person).or_default();
        let shape = match &row.entry {
            RosterEntry::Absence(away) => {
                // Two absences may overlap; both then apply to this day.
                let list = own.entry(row.day).or_default();
                if !list.contains(away) {
                    list.push(away.clone());
                }
                continue;
            }
            RosterEntry::Shift(shape) => shape.clone(),
            RosterEntry::Template(name, breaks) => match cell_input::find_template(name, &team.templates) {
                Some(template) if breaks.is_empty() => ShiftPattern::from(template),
                // Breaks were parsed without the shift's hours: those of a night shift may be after midnight.
                Some(template) => {
                    let own = |pause: &Hours| cell_input::break_within(template.hours, *pause).unwrap_or(*pause);
                    ShiftPattern { breaks: breaks.iter().map(own).collect(), ..ShiftPattern::from(template) }
                }
                None => {
                    refuse(row.line, format!("there is no shift template named ‘{name}’; write the hours, or add it"));
                    continue;
                }
            },
        };
        if let Err(why) = validate_breaks(&shape) {
            refuse(row.line, why.into());
            continue;
        }
        let list = shifts.entry((person, row.day)).or_default();
        match list.iter().find(|(_, other)| *other == shape) {
            Some((line, _)) => refuse(row.line, format!("this shift stands in line {line} already")),
            None => list.push((row.line, shape)),
        }
    }
    reject_overlaps(team, &shifts, aways.keys().copied().collect(), (first, last), &mut refuse);
    if !refused.is_empty() {
        refused.sort_by_key(|one| one.line);
        return Err(refused);
    }
    let people: BTreeSet<PersonId> = aways.keys().copied().collect();
    let mut wanted: BTreeMap<RosterCell, Vec<ShiftPattern>> = BTreeMap::new();
    for person in &people {
        for day in first.iter_days().take_while(|day| *day <= last) {
            let own = shifts.get(&(*person, day)).into_iter().flatten().map(|(_, shape)| shape.clone());
            wanted.insert((*person, day), own.collect());
        }
    }
    let steps = plan_cell_changes(team, &wanted);
    let mut changes: Vec<Change> = steps.iter().filter_map(|step| step.to_change()).collect();
    let mut lines: Vec<RosterDiffLine> = steps
        .into_iter()
        .map(|step| {
            let turn = match (&step.before, &step.after) {
                _ if step.is_unchanged() => RosterDiffKind::Same,
                (None, _) => RosterDiffKind::Added,
                (_, None) => RosterDiffKind::Removed,
                _ => RosterDiffKind::Changed,
            };
            let before = step.before.map(|shift| RosterCellContent::Shift(ShiftPattern::from(&shift.it)));
            RosterDiffLine {
                kind: turn,
                person: step.cell.0,
                day: step.cell.1,
                before,
                after: step.after.map(RosterCellContent::Shift),
            }
        })
        .collect();
    for (person, wanted) in aways.iter().filter(|_| with_absences) {
        lines.extend(absence_lines(team, *person, (first, last), wanted));
        changes.extend(absence_changes(team, *person, (first, last), wanted));
    }
    lines.sort_by_key(|line| (line.day, line.person));
    Ok(RosterImportPlan { days: Some((first, last)), lines, changes })
}

/// Preview lines for a person's absences, unchanged ones included.
fn absence_lines(
    team: &Team,
    person: PersonId,
    (first, last): (NaiveDate, NaiveDate),
    wanted: &BTreeMap<NaiveDate, Vec<DayAbsence>>,
) -> Vec<RosterDiffLine> {
    let mut lines = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let mut there: Vec<DayAbsence> =
            absences_in_cell(team, (person, day)).map(|absence| DayAbsence::from(&absence.it)).collect();
        for away in wanted.get(&day).into_iter().flatten() {
            let before = there.contains(away).then(|| RosterCellContent::Absence(away.clone()));
            there.retain(|one| one != away);
            let turn = if before.is_some() { RosterDiffKind::Same } else { RosterDiffKind::Added };
            let after = Some(RosterCellContent::Absence(away.clone()));
            lines.push(RosterDiffLine { kind: turn, person, day, before, after });
        }
        lines.extend(there.into_iter().map(|away| RosterDiffLine {
            kind: RosterDiffKind::Removed,
            person,
            day,
            before: Some(RosterCellContent::Absence(away)),
            after: None,
        }));
    }
    lines
}

/// Same rule as the validation on write.
fn validate_breaks(shape: &ShiftPattern) -> Result<(), &'static str> {
    if shape.breaks.iter().any(|pause| pause.from < shape.hours.from || shape.hours.to < pause.to) {
        return Err("a break lies outside of its shift");
    }
    Ok(())
}

/// Rejects rows whose shift overlaps another of the same person, in the file or adjacent to its days.
fn reject_overlaps(
    team: &Team,
    shifts: &BTreeMap<RosterCell, Vec<(u64, ShiftPattern)>>,
    people: BTreeSet<PersonId>,
    (first, last): (NaiveDate, NaiveDate),
    refuse: &mut impl FnMut(u64, String),
) {
    for person in people {
        let own = shifts.range((person, NaiveDate::MIN)..=(person, NaiveDate::MAX));
        let own = own.flat_map(|(cell, list)| list.iter().map(|(line, shape)| (Some(*line), shape.to_shift(*cell))));
        let beside = [first - Days::new(1), last + Days::new(1)];
        let others = team.shifts.iter().filter(|it| it.person == person && beside.contains(&it.day));
        let mut all: Vec<(Option<u64>, Shift)> = others.map(|shift| (None, shift.it.clone())).chain(own).collect();
        all.sort_by_key(|(line, _)| *line);
        for (n, (line, shift)) in all.iter().enumerate() {
            let Some(line) = line else { continue };
            let Some((other, met)) = all[..n].iter().find(|(_, other)| other.overlaps(shift)) else { continue };
            let hours = met.hours.to_string();
            let wher = match other {
                Some(line) => format!("that of line {line}"),
                None => "the one that is there".to_owned(),
            };
            refuse(*line, format!("this shift is at the same time as {wher}, {} {hours}", met.day));
        }
    }
}

/// Person by exact name, else by name without case and accents.
fn find_person(team: &Team, name: &str) -> Result<PersonId, String> {
    let whose = |fits: &dyn Fn(&str) -> bool| {
        let named = team.people.iter().filter(|(_, person)| fits(&person.name));
        named.map(|(id, _)| *id).collect::<Vec<_>>()
    };
    let wanted = fold(name.trim());
    match (&whose(&|other| other == name.trim())[..], &whose(&|other| fold(other) == wanted)[..]) {
        ([id], _) | (_, [id]) => return Ok(*id),
        (_, [_, _, ..]) => return Err(format!("‘{name}’ could be several people; write the name as the team has it")),
        _ => {}
    }
    let names: Vec<&str> = team.people.values().map(|person| person.name.as_str()).collect();
    Err(match closest_name(name, names.into_iter()) {
        Some(near) => format!("there is nobody named ‘{name}’ in the team; did you mean {near}?"),
        None => format!("there is nobody named ‘{name}’ in the team; `shiftdesk person add` adds them"),
    })
}

#[cfg(test)]
mod tests {
    use crate::engine::roster::import_plan::*;
    use crate::model::ids::WithId;
    use crate::model::person::Person;
    use crate::model::shift::{Absence, AbsenceKind, ShiftTemplate};

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    fn shape(from: u32, to: u32) -> ShiftPattern {
        ShiftPattern::from_hours(Hours::new(from * 60, to * 60))
    }

    fn row(line: u64, person: &str, on: u32, from: u32, to: u32) -> RosterImportRow {
        RosterImportRow { line, person: person.into(), day: day(on), entry: RosterEntry::Shift(shape(from, to)) }
    }

    /// Minh works on the 2nd to 4th and the 8th, Thảo on the 3rd; Minh is on leave on the 5th and 6th.
    fn team() -> Team {
        let people =
            BTreeMap::from([(PersonId(1), Person::with_name("Minh")), (PersonId(2), Person::with_name("Thảo"))]);
        let list = [(1, 2), (1, 3), (1, 4), (1, 8), (2, 3)];
        let shifts = (1..)
            .zip(list)
            .map(|(id, (person, on))| WithId { id, it: shape(8, 16).to_shift((PersonId(person), day(on))) });
        let leave = Absence {
            person: PersonId(1),
            kind: AbsenceKind::Leave,
            first: day(5),
            last: day(6),
            hours: None,
            note: None,
        };
        let absences = vec![WithId { id: 1, it: leave }];
        Team { people, shifts: shifts.collect(), absences, ..Team::default() }
    }

    #[test]
    fn the_rows_of_a_person_take_the_place_of_theirs_on_the_days_of_the_file() {
        let rows = [row(2, "minh", 2, 8, 16), row(3, "Minh", 3, 9, 17), row(4, "MINH", 6, 22, 6)];
        let plan = plan_import(&team(), &rows, false).unwrap();
        let actual: Vec<_> = plan.lines.iter().map(|line| (line.day, line.kind)).collect();
        let expected = [
            (2, RosterDiffKind::Same),
            (3, RosterDiffKind::Changed),
            (4, RosterDiffKind::Removed),
            (6, RosterDiffKind::Added),
        ];
        assert_eq!(actual, expected.map(|(on, turn)| (day(on), turn)));
        assert_eq!(plan.changes.len(), 3);
        assert!(plan.lines.iter().all(|line| line.person == PersonId(1)), "nobody else is touched");
    }

    #[test]
    fn absences_are_compared_only_where_the_file_has_them() {
        let rows = [row(2, "Minh", 4, 8, 16), row(3, "Minh", 6, 8, 16)];
        assert_eq!(plan_import(&team(), &rows, false).unwrap().count(RosterDiffKind::Removed), 0);
        let with = plan_import(&team(), &rows, true).unwrap();
        assert_eq!(with.count(RosterDiffKind::Removed), 2, "the leave of the 5th and the 6th");
        let away = |line, on| {
            let leave = DayAbsence { kind: AbsenceKind::Leave, hours: None, note: None };
            RosterImportRow { line, person: "Minh".into(), day: day(on), entry: RosterEntry::Absence(leave) }
        };
        let rows = [row(2, "Minh", 4, 8, 16), away(3, 5), away(4, 6)];
        assert_eq!(plan_import(&team(), &rows, true).unwrap().changes, []);
    }

    #[test]
    fn a_break_of_a_night_by_its_name_is_after_midnight() {
        let night = ShiftTemplate { name: "Night".into(), hours: Hours::new(1320, 360), breaks: Vec::new() };
        let team = Team { templates: vec![night.into()], ..team() };
        let row = |from, to| {
            let breaks = vec![Hours::new(from, to)];
            [RosterImportRow {
                line: 2,
                person: "Minh".into(),
                day: day(5),
                entry: RosterEntry::Template("night".into(), breaks),
            }]
        };
        let plan = |from, to| plan_import(&team, &row(from, to), false);
        let Some(RosterCellContent::Shift(shape)) = plan(120, 150).unwrap().lines[0].after.clone() else { panic!() };
        assert_eq!(shape.breaks, [Hours { from: 26 * 60, to: 26 * 60 + 30 }]);
        assert_eq!(plan(720, 750).unwrap_err()[0].reason, "a break lies outside of its shift");
    }

    #[test]
    fn whatever_cannot_be_meant_is_told_by_line() {
        let rows = [
            row(2, "Thao", 3, 8, 16),
            row(3, "Tháo", 3, 8, 16),
            row(4, "Mihn", 3, 8, 16),
            row(5, "Minh", 3, 8, 16),
            row(6, "Minh", 3, 15, 23),
            row(7, "Minh", 7, 22, 10),
            RosterImportRow {
                line: 8,
                person: "Minh".into(),
                day: day(5),
                entry: RosterEntry::Template("Late".into(), Vec::new()),
            },
        ];
        let refused = plan_import(&team(), &rows, false).unwrap_err();
        let actual: Vec<_> = refused.iter().map(|one| (one.line, one.reason.as_str())).collect();
        assert_eq!(actual.len(), 5, "{actual:?}");
        assert_eq!(actual[0], (3, "this shift stands in line 2 already"));
        assert!(actual[1].1.contains("did you mean Minh?"), "{actual:?}");
        assert_eq!(actual[2], (6, "this shift is at the same time as that of line 5, 2026-03-03 08:00–16:00"));
        assert_eq!(actual[3], (7, "this shift is at the same time as the one that is there, 2026-03-08 08:00–16:00"));
        assert!(actual[4].1.contains("no shift template named ‘Late’"), "{actual:?}");
    }
}
