//! A look at a goal: what its figure says is kept, and whether it goes on.

use super::put;
use crate::events::change::Change;
use crate::model::goal::{Goal, GoalReview, Thousandths};
use crate::model::ids::WithId;
use crate::model::record::Record;
use crate::model::text::clean_line;
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::plan_format;
use crate::ui::view::View;

/// The form.
pub struct LookAgain {
    goal: WithId<Goal>,
}

impl LookAgain {
    pub fn new(goal: &WithId<Goal>) -> LookAgain {
        LookAgain { goal: goal.clone() }
    }
}

/// A review of now without words.
pub fn now(goal: &Goal, view: &View) -> GoalReview {
    let value = plan_format::live_reading(goal, view).value.map(Thousandths::from_f64);
    GoalReview { on: view.zone().date(view.now), by: view.author.clone(), value, note: String::new() }
}

impl FormSpec for LookAgain {
    fn title(&self, view: &View) -> String {
        let says = crate::presentation::goals::format_figure_value(
            &self.goal.figure,
            plan_format::live_reading(&self.goal, view).value,
        );
        let goal = clean_line(&self.goal.name).into_owned();
        view.tt("goal-review-title", &[("goal", goal.into()), ("now", says.into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let outcome = ["goal-goes-on", "goal-reached", "goal-dropped"].map(|key| view.t(key));
        vec![FormField::body("goal-review"), FormField::pick("goal-outcome", outcome, 0)]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let review = GoalReview { note: filled.text("goal-review"), ..now(&self.goal, filled.view) };
        let goal = match filled.picked_index("goal-outcome") {
            1 => self.goal.close(true, review),
            2 => self.goal.close(false, review),
            _ => self.goal.with_review(review),
        };
        Ok(put(Some(self.goal.id), Record::Goal(goal)))
    }
}
