//! A training of the team, new or changed; for leads.

use crate::events::change::Change;
use crate::model::coaching::Training;
use crate::model::ids::WithId;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::view::View;

/// The form; by default for a new one.
#[derive(Default)]
pub struct NewTraining {
    old: Option<WithId<Training>>,
}

impl NewTraining {
    pub fn change(training: &WithId<Training>) -> NewTraining {
        NewTraining { old: Some(training.clone()) }
    }
}

impl FormSpec for NewTraining {
    fn title(&self, view: &View) -> String {
        view.t(if self.old.is_some() { "training-title" } else { "new-training-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let old = self.old.as_ref().map(|training| &training.it);
        let days = old.and_then(|old| old.valid_days).map(|days| days.to_string()).unwrap_or_default();
        let place = old.and_then(|old| old.place.clone()).unwrap_or_default();
        let everybody = [view.t("training-everybody")].into_iter();
        let profiles = Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name())));
        let only = old.and_then(|old| old.profiles.first());
        let at = Profile::ALL.iter().position(|profile| Some(profile) == only).map_or(0, |at| at + 1);
        vec![
            FormField::edit_line("training-name", old.map(|old| old.name.as_str()).unwrap_or_default()),
            FormField::edit_line("training-place", place),
            FormField::edit_line("training-days", days),
            FormField::pick("training-profile", everybody.chain(profiles), at),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let name = filled.required("training-name", "write-something")?;
        let (place, valid_days) = (filled.optional("training-place"), filled.number("training-days", 1, 3650)?);
        let picked = filled.picked_index("training-profile").checked_sub(1).and_then(|at| Profile::ALL.get(at));
        // Several profiles can be named on the command line; they stay unless another one is picked here.
        let profiles = match &self.old {
            Some(old) if !filled.is_changed("training-profile") => old.profiles.clone(),
            _ => picked.into_iter().copied().collect(),
        };
        let record = Record::Training(Training { name, place, valid_days, profiles });
        Ok(vec![match &self.old {
            Some(old) => Change::ReplaceRecord { kind: RecordKind::Training, id: old.id, record: Some(record) },
            None => Change::AddRecord(record),
        }])
    }
}
