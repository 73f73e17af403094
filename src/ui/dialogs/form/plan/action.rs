//! An action item, new or changed.

use chrono::Days;

use super::{numbers, picked_person, put, read_rhythm, read_tickets, rhythm, somebody};
use crate::events::change::Change;
use crate::model::action_item::{ActionItem, ActionOrigin};
use crate::model::ids::WithId;
use crate::model::record::Record;
use crate::model::text::clean_line;
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::view::View;

/// A new item has so many days, unless somebody says otherwise.
const USUAL: u64 = 14;

/// The form.
pub struct ToDo {
    known: Option<WithId<ActionItem>>,
    /// What a new one comes from.
    from: Option<ActionOrigin>,
}

impl ToDo {
    pub fn new(from: Option<ActionOrigin>) -> ToDo {
        ToDo { known: None, from }
    }

    pub fn edit(item: &WithId<ActionItem>) -> ToDo {
        ToDo { from: item.from.clone(), known: Some(item.clone()) }
    }
}

/// The goals and entries of feedback that it can come from, in the order in which they are picked, and their names.
fn origins(view: &View) -> Vec<(ActionOrigin, String)> {
    let team = &view.desk.team;
    let line = |key: &str, text: &str| view.tt(key, &[("name", clean_line(text).into_owned().into())]);
    let goals = team.goals.iter().filter(|goal| goal.is_open());
    let goals = goals.map(|goal| (ActionOrigin::Goal(goal.id), line("from-goal", &goal.name)));
    let voice = team.feedback.iter().rev().filter(|one| one.status.is_open());
    goals.chain(voice.map(|one| (ActionOrigin::Feedback(one.id), line("from-voice", &one.theme)))).collect()
}

impl FormSpec for ToDo {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "action-edit-title" } else { "action-new-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let known = self.known.as_ref().map(|known| &known.it);
        let origins = origins(view);
        let at = origins.iter().position(|(origin, _)| Some(origin) == self.from.as_ref()).map_or(0, |at| at + 1);
        let names = origins.into_iter().map(|(_, name)| name);
        let steps: Vec<_> = known.iter().flat_map(|item| &item.steps).map(|step| step.what.as_str()).collect();
        let tickets = match &self.from {
            Some(ActionOrigin::Tickets(ids)) => numbers(ids),
            _ => String::new(),
        };
        let point = match &self.from {
            Some(ActionOrigin::TouchPoint(point)) => point.clone(),
            _ => String::new(),
        };
        let due = known.map_or(view.zone().date(view.now) + Days::new(USUAL), |item| item.due);
        vec![
            FormField::edit_line("action-title", known.map(|item| item.title.clone()).unwrap_or_default()),
            somebody("owner", known.map_or(view.author.person, |item| item.owner), view),
            FormField::day("action-due", due),
            FormField::edit_line("action-criterion", known.map(|item| item.criterion.clone()).unwrap_or_default()),
            rhythm("action-every", known.and_then(|item| item.every)),
            FormField::pick("action-from", [view.t("from-nothing")].into_iter().chain(names), at),
            FormField::line("action-tickets", tickets),
            FormField::line("touch-point", point),
            somebody("credit", known.and_then(|item| item.credit), view),
            FormField::body_with("action-steps", &steps.join("\n")),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let view = filled.view;
        let tickets = read_tickets(filled, "action-tickets")?;
        // What it came from may be closed by now, and so is no more to be picked: untouched, it stays.
        let kept = self.from.clone().filter(|_| !filled.is_changed("action-from"));
        let kept = kept.filter(|from| matches!(from, ActionOrigin::Goal(_) | ActionOrigin::Feedback(_)));
        let picked = filled.picked_index("action-from").checked_sub(1);
        let picked = picked.and_then(|at| origins(view).into_iter().nth(at)).map(|(origin, _)| origin);
        let typed = if tickets.is_empty() { None } else { Some(ActionOrigin::Tickets(tickets)) };
        let point = filled.optional("touch-point").map(ActionOrigin::TouchPoint);
        let blank = ActionItem {
            title: String::new(),
            owner: None,
            opened: view.zone().date(view.now),
            due: filled.day("action-due")?,
            criterion: String::new(),
            every: None,
            steps: Vec::new(),
            from: None,
            credit: None,
            ended: None,
        };
        let known = self.known.as_ref().map_or(blank.clone(), |known| known.it.clone());
        let item = ActionItem {
            title: filled.required("action-title", "wrong-action-title")?,
            owner: picked_person(filled, "owner"),
            due: blank.due,
            criterion: filled.text("action-criterion"),
            every: read_rhythm(filled, "action-every")?,
            from: kept.or(picked).or(typed).or(point),
            credit: picked_person(filled, "credit"),
            ..known
        };
        let steps = filled.text("action-steps");
        let item = item.with_steps(steps.lines());
        Ok(put(self.known.as_ref().map(|known| known.id), Record::Action(item)))
    }
}
