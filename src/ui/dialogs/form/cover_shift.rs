//! Form for a shift of a step-in person: person, day and hours only.

use chrono::NaiveDate;

use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, people_by_name};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::Record;
use crate::model::shift::{Hours, Shift};
use crate::model::time::format_clock;
use crate::ui::view::View;

const MINUTES_PER_DAY: u32 = 24 * 60;

/// The form, preset to the uncovered hours.
pub struct CoverShiftForm {
    people: Vec<PersonId>,
    person: Option<PersonId>,
    day: NaiveDate,
    hours: Hours,
}

impl CoverShiftForm {
    pub fn new(person: Option<PersonId>, day: NaiveDate, hours: Hours, view: &View) -> CoverShiftForm {
        CoverShiftForm { people: people_by_name(view), person, day, hours }
    }
}

impl FormSpec for CoverShiftForm {
    fn title(&self, view: &View) -> String {
        view.t("new-shift-title")
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        let end = if self.hours.to > MINUTES_PER_DAY { self.hours.to - MINUTES_PER_DAY } else { self.hours.to };
        vec![
            FormField::pick("person", self.people.iter().map(|person| view.person_name(Some(*person)).to_owned()), at),
            FormField::day("day", self.day),
            FormField::line("from", format_clock(self.hours.from)),
            FormField::line("to", format_clock(end)),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let person =
            *self.people.get(filled.picked_index("person")).ok_or_else(|| filled.error("person", "no-people", &[]))?;
        let (from, to) = (filled.minute_of_day("from")?, filled.minute_of_day("to")?);
        if from >= MINUTES_PER_DAY {
            return Err(filled.error("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let shift = Shift { person, day: filled.day("day")?, hours, name: None, breaks: Vec::new() };
        Ok(vec![Change::AddRecord(Record::Shift(shift))])
    }
}
