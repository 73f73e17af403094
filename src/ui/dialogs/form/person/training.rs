//! A training of the team, new or changed; for leads.

use crate::events::change::Change;
use crate::model::coaching::Training;
use crate::model::person::Profile;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::ui::dialogs::form::Sheet;
use crate::ui::dialogs::form::field::{Field, Filled, Wrong};
use crate::ui::view::View;

/// The form; by default for a new one.
#[derive(Default)]
pub struct NewTraining {
    old: Option<Numbered<Training>>,
}

impl NewTraining {
    pub fn change(training: &Numbered<Training>) -> NewTraining {
        NewTraining { old: Some(training.clone()) }
    }
}

impl Sheet for NewTraining {
    fn title(&self, view: &View) -> String {
        view.t(if self.old.is_some() { "training-title" } else { "new-training-title" })
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let old = self.old.as_ref().map(|training| &training.it);
        let days = old.and_then(|old| old.valid_days).map(|days| days.to_string()).unwrap_or_default();
        let place = old.and_then(|old| old.place.clone()).unwrap_or_default();
        let everybody = [view.t("training-everybody")].into_iter();
        let profiles = Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name())));
        let only = old.and_then(|old| old.profiles.first());
        let at = Profile::ALL.iter().position(|profile| Some(profile) == only).map_or(0, |at| at + 1);
        vec![
            Field::edit("training-name", old.map(|old| old.name.as_str()).unwrap_or_default()),
            Field::edit("training-place", place),
            Field::edit("training-days", days),
            Field::pick("training-profile", everybody.chain(profiles), at),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let name = filled.required("training-name", "write-something")?;
        let (place, valid_days) = (filled.optional("training-place"), filled.number("training-days", 1, 3650)?);
        let picked = filled.picked("training-profile").checked_sub(1).and_then(|at| Profile::ALL.get(at));
        // Several profiles can be named on the command line; they stay unless another one is picked here.
        let profiles = match &self.old {
            Some(old) if !filled.touched("training-profile") => old.profiles.clone(),
            _ => picked.into_iter().copied().collect(),
        };
        let record = Record::Training(Training { name, place, valid_days, profiles });
        Ok(vec![match &self.old {
            Some(old) => Change::Replace { kind: RecordKind::Training, id: old.id, record: Some(record) },
            None => Change::Add(record),
        }])
    }
}
