//! Form for a new or existing coverage requirement: profile, number, weekdays, hours.

use crate::events::change::Change;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Requirement};
use crate::model::time::clock;
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// Monday to Friday.
const WORKDAYS: u8 = 0b001_1111;
const DAY: u32 = 24 * 60;
/// Maximum number of people required.
pub const MOST: u32 = 99;

/// The form.
pub struct Needed {
    /// The ID of the requirement being edited; `None` for a new one.
    id: Option<i64>,
    /// Initial values.
    begun: Requirement,
}

impl Needed {
    pub fn new() -> Needed {
        let (profile, hours) = (Profile::CustomerChampion, Hours { from: 8 * 60, to: 16 * 60 });
        Needed::like(Requirement { profile, weekdays: WORKDAYS, hours, need: 1 })
    }

    /// A new requirement with preset values.
    pub fn like(begun: Requirement) -> Needed {
        Needed { id: None, begun }
    }

    pub fn edit(id: i64, begun: Requirement) -> Needed {
        Needed { id: Some(id), begun }
    }
}

impl Default for Needed {
    fn default() -> Needed {
        Needed::new()
    }
}

impl Sheet for Needed {
    fn title(&self, view: &View) -> String {
        view.t(if self.id.is_some() { "edit-requirement-title" } else { "new-requirement-title" })
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let Requirement { profile, weekdays, hours, need } = &self.begun;
        let end = if hours.to > DAY { hours.to - DAY } else { hours.to };
        vec![
            Field::pick(
                "profile",
                Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name()))),
                *profile as usize,
            ),
            Field::week("weekdays", *weekdays),
            Field::line("from", clock(hours.from)),
            Field::line("to", clock(end)),
            Field::line("need", need.to_string()),
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
        let record = Record::Requirement(requirement);
        Ok(vec![match self.id {
            None => Change::Add(record),
            Some(id) => Change::Replace { kind: RecordKind::Requirement, id, record: Some(record) },
        }])
    }
}
