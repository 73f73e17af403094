//! A new shift, or the same one on several days in a row.

use chrono::Days;

use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};
use crate::domain::change::Change;
use crate::domain::person::PersonId;
use crate::domain::record::Record;
use crate::domain::shift::{Hours, Shift};
use crate::ui::view::View;

/// So many days at once, and no more: a typing error should not fill a year.
const MOST_DAYS: u32 = 31;
const DAY: u32 = 24 * 60;

/// The form.
pub struct NewShift {
    people: Vec<PersonId>,
    /// Whose shift it is at first.
    person: Option<PersonId>,
}

impl NewShift {
    pub fn new(person: Option<PersonId>, view: &View) -> NewShift {
        NewShift { people: everybody(view), person }
    }
}

/// The hours of a break within those of its shift: after midnight, if the shift reaches there.
fn within(shift: Hours, pause: Hours) -> Option<Hours> {
    let late = Hours { from: pause.from + DAY, to: pause.to + DAY };
    [pause, late].into_iter().find(|pause| shift.from <= pause.from && pause.to <= shift.to)
}

impl Sheet for NewShift {
    fn title(&self, view: &View) -> String {
        view.t("new-shift-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        vec![
            Field::pick("person", self.people.iter().map(|person| view.name(Some(*person)).to_owned()), at),
            Field::day("day", view.zone().date(view.now)),
            Field::line("from", "8:00"),
            Field::line("to", "16:00"),
            Field::line("shift-name", ""),
            Field::line("break", ""),
            Field::line("repeat", "1"),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let person =
            *self.people.get(filled.picked("person")).ok_or_else(|| filled.wrong("person", "no-people", &[]))?;
        let first = filled.day("day")?;
        let (from, to) = (filled.minute("from")?, filled.minute("to")?);
        if from >= DAY {
            return Err(filled.wrong("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let pause = match filled.hours("break")? {
            Some(pause) => Some(within(hours, pause).ok_or_else(|| filled.wrong("break", "break-outside", &[]))?),
            None => None,
        };
        let days = filled.number("repeat", 1, MOST_DAYS)?.unwrap_or(1);
        let shift = |day| Shift {
            person,
            day,
            hours,
            name: filled.optional("shift-name"),
            breaks: pause.into_iter().collect(),
        };
        Ok((0..days).map(|n| Change::Add(Record::Shift(shift(first + Days::new(n.into()))))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_after_midnight_is_found_in_a_night_shift() {
        let night = Hours::new(22 * 60, 6 * 60);
        assert_eq!(within(night, Hours::new(120, 150)), Some(Hours { from: 120 + DAY, to: 150 + DAY }));
        assert_eq!(within(night, Hours::new(23 * 60, 30)), Some(Hours { from: 23 * 60, to: DAY + 30 }));
        assert_eq!(within(night, Hours::new(12 * 60, 13 * 60)), None);
    }
}
