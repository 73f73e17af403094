//! A new requirement: how many of a profile the desk needs, on which days and at what hours.

use super::Sheet;
use super::field::{Field, Filled, Wrong};
use crate::domain::change::Change;
use crate::domain::person::Profile;
use crate::domain::record::Record;
use crate::domain::shift::{Hours, Requirement};
use crate::ui::view::View;

/// Monday to Friday.
const WORKDAYS: u8 = 0b001_1111;
/// More seats than any desk has.
const MOST: u32 = 99;

/// The form.
pub struct NewRequirement;

impl Sheet for NewRequirement {
    fn title(&self, view: &View) -> String {
        view.t("new-requirement-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        vec![
            Field::pick("profile", Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name()))), 0),
            Field::week("weekdays", WORKDAYS),
            Field::line("from", "8:00"),
            Field::line("to", "16:00"),
            Field::line("need", "1"),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let weekdays = filled.weekdays("weekdays");
        if weekdays == 0 {
            return Err(filled.wrong("weekdays", "no-weekday", &[]));
        }
        let (from, to) = (filled.minute("from")?, filled.minute("to")?);
        let requirement = Requirement {
            profile: Profile::ALL[filled.picked("profile")],
            weekdays,
            hours: Hours::new(from, to),
            need: filled.number("need", 1, MOST)?.unwrap_or(1),
        };
        Ok(vec![Change::Add(Record::Requirement(requirement))])
    }
}
