//! Roster export table: one row per shift and per day of an absence.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::engine::roster::cells::{ShiftPattern, shifts_by_cell};
use crate::model::ids::PersonId;
use crate::model::shift::{Absence, Hours};
use crate::model::table::{DataTable, TableCell};
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::time::format_clock;

/// Column names in files.
pub const ROSTER_COLUMNS: [&str; 8] = ["person", "day", "from", "to", "shift", "breaks", "absence", "note"];

const DAY: u32 = 24 * 60;

/// Rows of the days `first` to `last`, both included, by person name then day.
pub fn roster_table(team: &Team, first: NaiveDate, last: NaiveDate) -> DataTable {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let mut people: Vec<_> = team.people.iter().collect();
    people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
    let mut rows = Vec::new();
    let shifts = shifts_by_cell(team, |(_, day)| first <= day && day <= last);
    let mut absences: BTreeMap<PersonId, Vec<&Absence>> = BTreeMap::new();
    for absence in &team.absences {
        absences.entry(absence.person).or_default().push(absence);
    }
    for (id, person) in people {
        let away = absences.get(id).map_or(&[][..], Vec::as_slice);
        for day in first.iter_days().take_while(|day| *day <= last) {
            let begin = || [text(&person.name), text(&day.to_string())];
            for shift in shifts.get(&(*id, day)).into_iter().flatten() {
                let ShiftPattern { hours, name, breaks } = ShiftPattern::from(&shift.it);
                let [from, to] = hour_cells(Some(hours));
                let rest = [
                    from,
                    to,
                    TableCell::from(name.as_deref()),
                    text(&format_breaks(&breaks)),
                    TableCell::Empty,
                    TableCell::Empty,
                ];
                rows.push(begin().into_iter().chain(rest).collect());
            }
            for absence in away.iter().filter(|it| it.first <= day && day <= it.last) {
                let [from, to] = hour_cells(absence.hours);
                let kind = text(absence.kind.name());
                let rest =
                    [from, to, TableCell::Empty, TableCell::Empty, kind, TableCell::from(absence.note.as_deref())];
                rows.push(begin().into_iter().chain(rest).collect());
            }
        }
    }
    DataTable { columns: ROSTER_COLUMNS.into(), rows }
}

fn hour_cells(hours: Option<Hours>) -> [TableCell; 2] {
    match hours {
        Some(hours) => [hours.from % DAY, hours.clock_end()].map(|minute| TableCell::Text(format_clock(minute))),
        None => [TableCell::Empty, TableCell::Empty],
    }
}

/// Breaks as in the table: `12:00-12:30; 15:00-15:10`.
pub fn format_breaks(breaks: &[Hours]) -> String {
    let one = |pause: &Hours| format!("{}-{}", format_clock(pause.from % DAY), format_clock(break_end(*pause)));
    breaks.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A break that ends at midnight ends at 24:00 on either day.
fn break_end(pause: Hours) -> u32 {
    if pause.to.is_multiple_of(DAY) { DAY } else { pause.to % DAY }
}
