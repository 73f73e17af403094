//! An action item: task, owner, due date, success criterion and origin.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, TicketId};

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    pub title: String,
    pub owner: Option<PersonId>,
    pub opened: NaiveDate,
    /// Last day.
    pub due: NaiveDate,
    /// How success is recognized.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub criterion: String,
    /// Days between two reviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ActionStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ActionOrigin>,
    /// Who had the idea, independent of the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<ActionClosure>,
}

/// A checklist step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionStep {
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<NaiveDate>,
}

/// What prompted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionOrigin {
    /// Record id of a goal.
    Goal(i64),
    /// Record id of a feedback entry.
    Feedback(i64),
    Tickets(Vec<TicketId>),
    /// A customer touch point: `invoice mail`.
    TouchPoint(String),
}

/// Closing date and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionClosure {
    pub on: NaiveDate,
    /// `false`: dropped.
    pub done: bool,
}

impl ActionItem {
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// `open`, `done` or `dropped`.
    pub fn status(&self) -> &'static str {
        match self.ended {
            None => "open",
            Some(ended) if ended.done => "done",
            Some(_) => "dropped",
        }
    }

    /// Whether it is open and past its due date.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && self.due < today
    }

    /// Completed and total steps.
    pub fn step_progress(&self) -> (usize, usize) {
        (self.steps.iter().filter(|step| step.done.is_some()).count(), self.steps.len())
    }

    /// Closes an open item, reopens a closed one.
    pub fn toggle_closed(&self, done: bool, on: NaiveDate) -> ActionItem {
        let ended = if self.is_open() { Some(ActionClosure { on, done }) } else { None };
        ActionItem { ended, ..self.clone() }
    }

    /// Toggles a step.
    pub fn toggle_step(&self, step: usize, on: NaiveDate) -> ActionItem {
        let mut item = self.clone();
        if let Some(step) = item.steps.get_mut(step) {
            step.done = if step.done.is_some() { None } else { Some(on) };
        }
        item
    }

    /// Replaces the steps; a step with the same text keeps its completion date.
    pub fn with_steps<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> ActionItem {
        let known = |what: &str| self.steps.iter().find(|step| step.what == what).and_then(|step| step.done);
        let steps = steps.into_iter().map(str::trim).filter(|what| !what.is_empty());
        let steps = steps.map(|what| ActionStep { what: what.to_owned(), done: known(what) }).collect();
        ActionItem { steps, ..self.clone() }
    }

    /// Open items by due date, then closed ones, newest first.
    pub fn sort_key(&self) -> impl Ord + use<> {
        let over = self.ended.map(|ended| std::cmp::Reverse(ended.on));
        (over, self.due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(due: &str) -> ActionItem {
        ActionItem {
            title: "Rewrite the mail".into(),
            owner: None,
            opened: "2026-03-01".parse().unwrap(),
            due: due.parse().unwrap(),
            criterion: String::new(),
            every: None,
            steps: Vec::new(),
            from: None,
            credit: None,
            ended: None,
        }
    }

    #[test]
    fn it_is_overdue_after_its_last_day_and_never_once_it_is_over() {
        let (item, last, next) = (item("2026-03-05"), "2026-03-05".parse().unwrap(), "2026-03-06".parse().unwrap());
        assert!(!item.is_overdue(last) && item.is_overdue(next));
        let done = item.toggle_closed(true, next);
        assert!(!done.is_overdue(next) && done.status() == "done");
        assert_eq!(item.toggle_closed(false, next).status(), "dropped");
        assert_eq!(done.toggle_closed(true, next), item, "what was over is open again");
    }

    #[test]
    fn steps_that_stay_keep_their_tick() {
        let on = "2026-03-02".parse().unwrap();
        let item = item("2026-03-05").with_steps(["ask", " ", "write"]).toggle_step(0, on);
        assert_eq!(item.step_progress(), (1, 2));
        assert_eq!(item.with_steps(["write", "ask", "send"]).step_progress(), (1, 3));
        assert_eq!(item.toggle_step(0, on).step_progress(), (0, 2));
        assert_eq!(item.toggle_step(9, on), item);
    }

    #[test]
    fn what_is_due_first_comes_first_and_what_is_over_last() {
        let on = "2026-03-02".parse().unwrap();
        let (soon, late, done) = (item("2026-03-03"), item("2026-03-09"), item("2026-03-01").toggle_closed(true, on));
        let mut all = [&done, &late, &soon];
        all.sort_by_key(|item| item.sort_key());
        assert_eq!(all, [&soon, &late, &done]);
    }
}
