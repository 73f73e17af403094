//! Form for a shift of a step-in person: person, day and hours only.

use chrono::NaiveDate;

use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::Record;
use crate::model::shift::{Hours, Shift};
use crate::model::time::clock;
use crate::ui::view::View;
use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};

const DAY: u32 = 24 * 60;

/// The form, preset to the uncovered hours.
pub struct Cover {
    people: Vec<PersonId>,
    person: Option<PersonId>,
    day: NaiveDate,
    hours: Hours,
}

impl Cover {
    pub fn new(person: Option<PersonId>, day: NaiveDate, hours: Hours, view: &View) -> Cover {
        Cover { people: everybody(view), person, day, hours }
    }
}

impl Sheet for Cover {
    fn title(&self, view: &View) -> String {
        view.t("new-shift-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        let end = if self.hours.to > DAY { self.hours.to - DAY } else { self.hours.to };
        vec![
            Field::pick("person", self.people.iter().map(|person| view.name(Some(*person)).to_owned()), at),
            Field::day("day", self.day),
            Field::line("from", clock(self.hours.from)),
            Field::line("to", clock(end)),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let person =
            *self.people.get(filled.picked("person")).ok_or_else(|| filled.wrong("person", "no-people", &[]))?;
        let (from, to) = (filled.minute("from")?, filled.minute("to")?);
        if from >= DAY {
            return Err(filled.wrong("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let shift = Shift { person, day: filled.day("day")?, hours, name: None, breaks: Vec::new() };
        Ok(vec![Change::Add(Record::Shift(shift))])
    }
}
