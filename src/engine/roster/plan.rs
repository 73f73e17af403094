//! Compares an imported roster with the existing one before anything is written.
//!
//! The rows of a person replace their shifts from the first to the last day named by any row; other people and days are
//! unchanged. Absences are replaced likewise if the file contains any. One invalid row rejects the whole file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::engine::roster::cells::{Away, Cell, Shape, absences, settle, settle_away};
use crate::engine::roster::typed;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::shift::{Hours, Shift};
use crate::model::team::Team;
use crate::model::text::{fold, nearest};

/// Maximum span of an import: one year.
pub const MOST_DAYS: i64 = 366;

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// From 1.
    pub line: u64,
    pub person: String,
    pub day: NaiveDate,
    pub entry: Entry,
}

/// Content of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Shift(Shape),
    /// A shift by template name, with its own breaks if any.
    Named(String, Vec<Hours>),
    Away(Away),
}

/// A rejected row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub line: u64,
    pub reason: String,
}

/// What happens to a shift or a day's absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    Added,
    Changed,
    Removed,
    Same,
}

impl Turn {
    pub const ALL: [Turn; 4] = [Turn::Added, Turn::Changed, Turn::Removed, Turn::Same];

    /// Stable name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Turn::Added => "added",
            Turn::Changed => "changed",
            Turn::Removed => "removed",
            Turn::Same => "same",
        }
    }
}

/// A shift or an absence in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    Shift(Shape),
    Away(Away),
}

/// One line of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub turn: Turn,
    pub person: PersonId,
    pub day: NaiveDate,
    pub before: Option<Stands>,
    pub after: Option<Stands>,
}

/// Preview and changes of an import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// First and last day, both included.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// By day, then person.
    pub lines: Vec<Line>,
    /// Applied as one transaction.
    pub changes: Vec<Change>,
}

impl Plan {
    pub fn count(&self, turn: Turn) -> usize {
        self.lines.iter().filter(|line| line.turn == turn).count()
    }
}

/// First and last day named by the rows.
pub fn days(rows: &[Row]) -> Option<(NaiveDate, NaiveDate)> {
    Some((rows.iter().map(|row| row.day).min()?, rows.iter().map(|row| row.day).max()?))
}

/// Compares rows with the team. The team must be loaded from the day before the first to the day after the last.
///
/// # Errors
/// Every rejected row, by line.
pub fn plan(team: &Team, rows: &[Row], with_absences: bool) -> Result<Plan, Vec<Refused>> {
    let Some((first, last)) = days(rows) else { return Ok(Plan::default()) };
    let mut refused = Vec::new();
    let mut refuse = |line, reason: String| refused.push(Refused { line, reason });
    if (last - first).num_days() >= MOST_DAYS {
        let far = rows.iter().filter(|row| (row.day - first).num_days() >= MOST_DAYS);
        far.for_each(|row| {
            refuse(row.line, format!("{} is more than a year after {first}; import a year at a time", row.day))
        });
        return Err(refused);
    }
    let mut shifts: BTreeMap<Cell, Vec<(u64, Shape)>> = BTreeMap::new();
    let mut aways: BTreeMap<PersonId, BTreeMap<NaiveDate, Vec<Away>>> = BTreeMap::new();
    for row in rows {
        let person = match person_named(team, &row.person) {
            Ok(person) => person,
            Err(why) => {
                refuse(row.line, why);
                continue;
            }
        };
        let own = aways.entry(person).or_default();
        let shape = match &row.entry {
            Entry::Away(away) => {
                // Two absences may overlap; both then apply to this day.
                let list = own.entry(row.day).or_default();
                if !list.contains(away) {
                    list.push(away.clone());
                }
                continue;
            }
            Entry::Shift(shape) => shape.clone(),
            Entry::Named(name, breaks) => match typed::template(name, &team.templates) {
                Some(template) if breaks.is_empty() => Shape::from(template),
                // Breaks were parsed without the shift's hours: those of a night shift may be after midnight.
                Some(template) => {
                    let own = |pause: &Hours| typed::within(template.hours, *pause).unwrap_or(*pause);
                    Shape { breaks: breaks.iter().map(own).collect(), ..Shape::from(template) }
                }
                None => {
                    refuse(row.line, format!("there is no shift template named ‘{name}’; write the hours, or add it"));
                    continue;
                }
            },
        };
        if let Err(why) = sound(&shape) {
            refuse(row.line, why.into());
            continue;
        }
        let list = shifts.entry((person, row.day)).or_default();
        match list.iter().find(|(_, other)| *other == shape) {
            Some((line, _)) => refuse(row.line, format!("this shift stands in line {line} already")),
            None => list.push((row.line, shape)),
        }
    }
    overlaps(team, &shifts, aways.keys().copied().collect(), (first, last), &mut refuse);
    if !refused.is_empty() {
        refused.sort_by_key(|one| one.line);
        return Err(refused);
    }
    let people: BTreeSet<PersonId> = aways.keys().copied().collect();
    let mut wanted: BTreeMap<Cell, Vec<Shape>> = BTreeMap::new();
    for person in &people {
        for day in first.iter_days().take_while(|day| *day <= last) {
            let own = shifts.get(&(*person, day)).into_iter().flatten().map(|(_, shape)| shape.clone());
            wanted.insert((*person, day), own.collect());
        }
    }
    let steps = settle(team, &wanted);
    let mut changes: Vec<Change> = steps.iter().filter_map(|step| step.change()).collect();
    let mut lines: Vec<Line> = steps
        .into_iter()
        .map(|step| {
            let turn = match (&step.before, &step.after) {
                _ if step.is_same() => Turn::Same,
                (None, _) => Turn::Added,
                (_, None) => Turn::Removed,
                _ => Turn::Changed,
            };
            let before = step.before.map(|shift| Stands::Shift(Shape::from(&shift.it)));
            Line { turn, person: step.cell.0, day: step.cell.1, before, after: step.after.map(Stands::Shift) }
        })
        .collect();
    for (person, wanted) in aways.iter().filter(|_| with_absences) {
        lines.extend(compared(team, *person, (first, last), wanted));
        changes.extend(settle_away(team, *person, (first, last), wanted));
    }
    lines.sort_by_key(|line| (line.day, line.person));
    Ok(Plan { days: Some((first, last)), lines, changes })
}

/// Preview lines for a person's absences, unchanged ones included.
fn compared(
    team: &Team,
    person: PersonId,
    (first, last): (NaiveDate, NaiveDate),
    wanted: &BTreeMap<NaiveDate, Vec<Away>>,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let mut there: Vec<Away> = absences(team, (person, day)).map(|absence| Away::from(&absence.it)).collect();
        for away in wanted.get(&day).into_iter().flatten() {
            let before = there.contains(away).then(|| Stands::Away(away.clone()));
            there.retain(|one| one != away);
            let turn = if before.is_some() { Turn::Same } else { Turn::Added };
            let after = Some(Stands::Away(away.clone()));
            lines.push(Line { turn, person, day, before, after });
        }
        lines.extend(there.into_iter().map(|away| Line {
            turn: Turn::Removed,
            person,
            day,
            before: Some(Stands::Away(away)),
            after: None,
        }));
    }
    lines
}

/// Same rule as the validation on write.
fn sound(shape: &Shape) -> Result<(), &'static str> {
    if shape.breaks.iter().any(|pause| pause.from < shape.hours.from || shape.hours.to < pause.to) {
        return Err("a break lies outside of its shift");
    }
    Ok(())
}

/// Rejects rows whose shift overlaps another of the same person, in the file or adjacent to its days.
fn overlaps(
    team: &Team,
    shifts: &BTreeMap<Cell, Vec<(u64, Shape)>>,
    people: BTreeSet<PersonId>,
    (first, last): (NaiveDate, NaiveDate),
    refuse: &mut impl FnMut(u64, String),
) {
    for person in people {
        let own = shifts.range((person, NaiveDate::MIN)..=(person, NaiveDate::MAX));
        let own = own.flat_map(|(cell, list)| list.iter().map(|(line, shape)| (Some(*line), shape.shift(*cell))));
        let beside = [first - Days::new(1), last + Days::new(1)];
        let others = team.shifts.iter().filter(|it| it.person == person && beside.contains(&it.day));
        let mut all: Vec<(Option<u64>, Shift)> = others.map(|shift| (None, shift.it.clone())).chain(own).collect();
        all.sort_by_key(|(line, _)| *line);
        for (n, (line, shift)) in all.iter().enumerate() {
            let Some(line) = line else { continue };
            let Some((other, met)) = all[..n].iter().find(|(_, other)| other.meets(shift)) else { continue };
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
fn person_named(team: &Team, name: &str) -> Result<PersonId, String> {
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
    Err(match nearest(name, names.into_iter()) {
        Some(near) => format!("there is nobody named ‘{name}’ in the team; did you mean {near}?"),
        None => format!("there is nobody named ‘{name}’ in the team; `shiftdesk person add` adds them"),
    })
}

#[cfg(test)]
mod tests {
    use crate::engine::roster::plan::*;
    use crate::model::person::Person;
    use crate::model::record::Numbered;
    use crate::model::shift::{Absence, AbsenceKind, Template};

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    fn shape(from: u32, to: u32) -> Shape {
        Shape::plain(Hours::new(from * 60, to * 60))
    }

    fn row(line: u64, person: &str, on: u32, from: u32, to: u32) -> Row {
        Row { line, person: person.into(), day: day(on), entry: Entry::Shift(shape(from, to)) }
    }

    /// Minh works on the 2nd to 4th and the 8th, Thảo on the 3rd; Minh is on leave on the 5th and 6th.
    fn team() -> Team {
        let people = BTreeMap::from([(PersonId(1), Person::named("Minh")), (PersonId(2), Person::named("Thảo"))]);
        let list = [(1, 2), (1, 3), (1, 4), (1, 8), (2, 3)];
        let shifts = (1..)
            .zip(list)
            .map(|(id, (person, on))| Numbered { id, it: shape(8, 16).shift((PersonId(person), day(on))) });
        let leave = Absence {
            person: PersonId(1),
            kind: AbsenceKind::Leave,
            first: day(5),
            last: day(6),
            hours: None,
            note: None,
        };
        let absences = vec![Numbered { id: 1, it: leave }];
        Team { people, shifts: shifts.collect(), absences, ..Team::default() }
    }

    #[test]
    fn the_rows_of_a_person_take_the_place_of_theirs_on_the_days_of_the_file() {
        let rows = [row(2, "minh", 2, 8, 16), row(3, "Minh", 3, 9, 17), row(4, "MINH", 6, 22, 6)];
        let plan = plan(&team(), &rows, false).unwrap();
        let told: Vec<_> = plan.lines.iter().map(|line| (line.day, line.turn)).collect();
        let expected = [(2, Turn::Same), (3, Turn::Changed), (4, Turn::Removed), (6, Turn::Added)];
        assert_eq!(told, expected.map(|(on, turn)| (day(on), turn)));
        assert_eq!(plan.changes.len(), 3);
        assert!(plan.lines.iter().all(|line| line.person == PersonId(1)), "nobody else is touched");
    }

    #[test]
    fn absences_are_compared_only_where_the_file_has_them() {
        let rows = [row(2, "Minh", 4, 8, 16), row(3, "Minh", 6, 8, 16)];
        assert_eq!(plan(&team(), &rows, false).unwrap().count(Turn::Removed), 0);
        let with = plan(&team(), &rows, true).unwrap();
        assert_eq!(with.count(Turn::Removed), 2, "the leave of the 5th and the 6th");
        let away = |line, on| {
            let leave = Away { kind: AbsenceKind::Leave, hours: None, note: None };
            Row { line, person: "Minh".into(), day: day(on), entry: Entry::Away(leave) }
        };
        let rows = [row(2, "Minh", 4, 8, 16), away(3, 5), away(4, 6)];
        assert_eq!(plan(&team(), &rows, true).unwrap().changes, []);
    }

    #[test]
    fn a_break_of_a_night_by_its_name_is_after_midnight() {
        let night = Template { name: "Night".into(), hours: Hours::new(1320, 360), breaks: Vec::new() };
        let team = Team { templates: vec![night.into()], ..team() };
        let row = |from, to| {
            let breaks = vec![Hours::new(from, to)];
            [Row { line: 2, person: "Minh".into(), day: day(5), entry: Entry::Named("night".into(), breaks) }]
        };
        let plan = |from, to| plan(&team, &row(from, to), false);
        let Some(Stands::Shift(shape)) = plan(120, 150).unwrap().lines[0].after.clone() else { panic!() };
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
            Row { line: 8, person: "Minh".into(), day: day(5), entry: Entry::Named("Late".into(), Vec::new()) },
        ];
        let refused = plan(&team(), &rows, false).unwrap_err();
        let told: Vec<_> = refused.iter().map(|one| (one.line, one.reason.as_str())).collect();
        assert_eq!(told.len(), 5, "{told:?}");
        assert_eq!(told[0], (3, "this shift stands in line 2 already"));
        assert!(told[1].1.contains("did you mean Minh?"), "{told:?}");
        assert_eq!(told[2], (6, "this shift is at the same time as that of line 5, 2026-03-03 08:00–16:00"));
        assert_eq!(told[3], (7, "this shift is at the same time as the one that is there, 2026-03-08 08:00–16:00"));
        assert!(told[4].1.contains("no shift template named ‘Late’"), "{told:?}");
    }
}
