//! Form for a new or existing coverage requirement: profile, number, weekdays, hours.

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Requirement};
use crate::model::time::format_clock;
use crate::ui::view::View;

/// Monday to Friday.
const WORKDAYS: u8 = 0b001_1111;
const MINUTES_PER_DAY: u32 = 24 * 60;
/// Maximum number of people required.
pub const MAX_SEATS: u32 = 99;

/// The form.
pub struct RequirementForm {
    /// The ID of the requirement being edited; `None` for a new one.
    id: Option<i64>,
    /// Initial values.
    initial: Requirement,
}

impl RequirementForm {
    pub fn new() -> RequirementForm {
        let (profile, hours) = (Profile::CustomerChampion, Hours { from: 8 * 60, to: 16 * 60 });
        RequirementForm::prefilled(Requirement { profile, weekdays: WORKDAYS, hours, need: 1 })
    }

    /// A new requirement with preset values.
    pub fn prefilled(begun: Requirement) -> RequirementForm {
        RequirementForm { id: None, initial: begun }
    }

    pub fn edit(id: i64, begun: Requirement) -> RequirementForm {
        RequirementForm { id: Some(id), initial: begun }
    }
}

impl Default for RequirementForm {
    fn default() -> RequirementForm {
        RequirementForm::new()
    }
}

impl FormSpec for RequirementForm {
    fn title(&self, view: &View) -> String {
        view.t(if self.id.is_some() { "edit-requirement-title" } else { "new-requirement-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let Requirement { profile, weekdays, hours, need } = &self.initial;
        let end = if hours.to > MINUTES_PER_DAY { hours.to - MINUTES_PER_DAY } else { hours.to };
        vec![
            FormField::pick(
                "profile",
                Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name()))),
                *profile as usize,
            ),
            FormField::weekdays("weekdays", *weekdays),
            FormField::line("from", format_clock(hours.from)),
            FormField::line("to", format_clock(end)),
            FormField::line("need", need.to_string()),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let weekdays = filled.weekdays("weekdays");
        if weekdays == 0 {
            return Err(filled.error("weekdays", "no-weekday", &[]));
        }
        let (from, to) = (filled.minute_of_day("from")?, filled.minute_of_day("to")?);
        let requirement = Requirement {
            profile: Profile::ALL[filled.picked_index("profile")],
            weekdays,
            hours: Hours::new(from, to),
            need: filled.number("need", 1, MAX_SEATS)?.unwrap_or(1),
        };
        let record = Record::Requirement(requirement);
        Ok(vec![match self.id {
            None => Change::AddRecord(record),
            Some(id) => Change::ReplaceRecord { kind: RecordKind::Requirement, id, record: Some(record) },
        }])
    }
}
