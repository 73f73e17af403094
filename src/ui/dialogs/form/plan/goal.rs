//! A goal, new or changed.

use chrono::Days;

use super::{picked_person, put, read_rhythm, rhythm, somebody};
use crate::engine::goal_figure;
use crate::events::change::Change;
use crate::model::figure::FigureId;
use crate::model::goal::{Goal, GoalScope, Thousandths};
use crate::model::ids::WithId;
use crate::model::person::Profile;
use crate::model::record::Record;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::dialogs::form::{FormSpec, people_by_name};
use crate::ui::plan_format;
use crate::ui::view::View;

/// A new goal has so many days, unless somebody says otherwise: a quarter of a year.
const USUAL: u64 = 91;

/// The form.
#[derive(Default)]
pub struct SetGoal {
    known: Option<WithId<Goal>>,
}

impl SetGoal {
    pub fn new() -> SetGoal {
        SetGoal::default()
    }

    pub fn edit(goal: &WithId<Goal>) -> SetGoal {
        SetGoal { known: Some(goal.clone()) }
    }
}

/// Everybody whose figure it can be, in the order in which they are picked.
fn whose(view: &View) -> Vec<GoalScope> {
    let people = people_by_name(view).into_iter().map(GoalScope::Person);
    [GoalScope::Team].into_iter().chain(Profile::ALL.map(GoalScope::Profile)).chain(people).collect()
}

/// What a figure is called elsewhere: its stable name, its short one, and its name in Metrics.
fn other_names(figure: FigureId, view: &View) -> impl Iterator<Item = String> {
    let names = [figure.name().to_owned(), figure.alias().to_owned(), view.t(&format!("figure-{figure}"))];
    names.into_iter().filter(|name| !name.is_empty())
}

impl FormSpec for SetGoal {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "goal-edit-title" } else { "goal-new-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let known = self.known.as_ref().map(|known| &known.it);
        let at = known
            .and_then(|goal| goal_figure::goal_figures().position(|figure| figure.name() == goal.figure))
            .unwrap_or(0);
        let of = whose(view);
        let whom = known.and_then(|goal| of.iter().position(|one| *one == goal.of)).unwrap_or(0);
        let names = of.iter().map(|one| match one {
            GoalScope::Team => view.t("goal-team"),
            GoalScope::Profile(profile) => view.t(&format!("profile-{}", profile.name())),
            GoalScope::Person(person) => view.person_name(Some(*person)).to_owned(),
        });
        let typed = |milli: fn(&Goal) -> Thousandths| {
            let known = known.and_then(|goal| Some((crate::model::goal::figure_by_name(&goal.figure)?, goal)));
            known
                .map(|(figure, goal)| goal_figure::figure_unit(figure).format_editable(milli(goal)))
                .unwrap_or_default()
        };
        let due = known.map_or(view.zone().date(view.now) + Days::new(USUAL), |goal| goal.due);
        vec![
            FormField::edit_line("goal-name", known.map(|goal| goal.name.clone()).unwrap_or_default()),
            FormField::pick(
                "goal-figure",
                goal_figure::goal_figures()
                    .map(|figure| crate::presentation::goals::figure_label(figure.name(), view.catalog)),
                at,
            )
            .with_aliases(goal_figure::goal_figures().map(|figure| other_names(figure, view))),
            FormField::pick("goal-of", names, whom).with_aliases(of.iter().map(|one| match one {
                GoalScope::Team => Some("team"),
                GoalScope::Profile(profile) => Some(profile.name()),
                GoalScope::Person(_) => None,
            })),
            FormField::line("goal-start", typed(|goal| goal.start)),
            FormField::line("goal-target", typed(|goal| goal.target)),
            FormField::day("goal-due", due),
            rhythm("goal-every", known.map_or(Some(7), |goal| goal.every)),
            somebody("owner", known.map_or(view.author.person, |goal| goal.owner), view),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let view = filled.view;
        let figure =
            goal_figure::goal_figures().nth(filled.picked_index("goal-figure")).unwrap_or(FigureId::FirstResponse);
        let amount = |name: &'static str, text: String| {
            let read = goal_figure::figure_unit(figure).parse(&text);
            read.map_err(|_| filled.error(name, "wrong-figure-value", &[("text", text.into())]))
        };
        let mut goal = Goal {
            name: filled.required("goal-name", "wrong-goal-name")?,
            figure: figure.name().into(),
            of: whose(view).get(filled.picked_index("goal-of")).copied().unwrap_or(GoalScope::Team),
            begun: view.zone().date(view.now),
            start: Thousandths(0),
            target: amount("goal-target", filled.required("goal-target", "wrong-goal-target")?)?,
            due: filled.day("goal-due")?,
            every: read_rhythm(filled, "goal-every")?,
            owner: picked_person(filled, "owner"),
            reviews: Vec::new(),
            closed: None,
        };
        if let Some(known) = &self.known {
            (goal.begun, goal.closed) = (known.begun, known.closed.clone());
            goal.reviews = known.reviews.clone();
        }
        goal.start = match filled.optional("goal-start") {
            Some(text) => amount("goal-start", text)?,
            None => {
                let live = plan_format::live_reading(&goal, view).value.map(Thousandths::from_f64);
                live.ok_or_else(|| filled.error("goal-start", "wrong-goal-start", &[]))?
            }
        };
        if goal.start == goal.target {
            return Err(filled.error("goal-target", "wrong-goal-way", &[]));
        }
        if goal.due <= goal.begun {
            return Err(filled.error("goal-due", "wrong-goal-due", &[]));
        }
        Ok(put(self.known.as_ref().map(|known| known.id), Record::Goal(goal)))
    }
}
