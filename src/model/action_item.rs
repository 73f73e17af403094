//! An action item: what somebody does by a day so that something gets better, how one will know, and where it comes from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, TicketId};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    pub title: String,
    pub owner: Option<PersonId>,
    pub opened: NaiveDate,
    /// The last day.
    pub due: NaiveDate,
    /// How one will know that it helped.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub criterion: String,
    /// Days between two looks at whether it helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// Whose idea it was, whoever does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// A part of it that is done by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<NaiveDate>,
}

/// What made somebody think of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The number of a goal.
    Goal(i64),
    /// The number of an entry in the voice of the customer.
    Feedback(i64),
    Tickets(Vec<TicketId>),
    /// Where customers meet the company: `invoice mail`.
    TouchPoint(String),
}

/// That it is over, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub on: NaiveDate,
    /// Else it was given up.
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

    /// Whether its last day is over and it is still to be done.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && self.due < today
    }

    /// How many of its steps are done, and how many there are.
    pub fn ticked(&self) -> (usize, usize) {
        (self.steps.iter().filter(|step| step.done.is_some()).count(), self.steps.len())
    }

    /// The same, over; or, where it was, open again.
    pub fn end(&self, done: bool, on: NaiveDate) -> ActionItem {
        let ended = if self.is_open() { Some(Ended { on, done }) } else { None };
        ActionItem { ended, ..self.clone() }
    }

    /// The same with a step done, or not any more.
    pub fn tick(&self, step: usize, on: NaiveDate) -> ActionItem {
        let mut item = self.clone();
        if let Some(step) = item.steps.get_mut(step) {
            step.done = if step.done.is_some() { None } else { Some(on) };
        }
        item
    }

    /// The same with these steps: one that was there stays done if it was.
    pub fn with_steps<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> ActionItem {
        let known = |what: &str| self.steps.iter().find(|step| step.what == what).and_then(|step| step.done);
        let steps = steps.into_iter().map(str::trim).filter(|what| !what.is_empty());
        let steps = steps.map(|what| Step { what: what.to_owned(), done: known(what) }).collect();
        ActionItem { steps, ..self.clone() }
    }

    /// First what is open, by its last day; then what is over, the newest first.
    pub fn order(&self) -> impl Ord + use<> {
        let over = self.ended.map(|ended| std::cmp::Reverse(ended.on));
        (over, self.due)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::action_item::*;

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
        let done = item.end(true, next);
        assert!(!done.is_overdue(next) && done.status() == "done");
        assert_eq!(item.end(false, next).status(), "dropped");
        assert_eq!(done.end(true, next), item, "what was over is open again");
    }

    #[test]
    fn steps_that_stay_keep_their_tick() {
        let on = "2026-03-02".parse().unwrap();
        let item = item("2026-03-05").with_steps(["ask", " ", "write"]).tick(0, on);
        assert_eq!(item.ticked(), (1, 2));
        assert_eq!(item.with_steps(["write", "ask", "send"]).ticked(), (1, 3));
        assert_eq!(item.tick(0, on).ticked(), (0, 2));
        assert_eq!(item.tick(9, on), item);
    }

    #[test]
    fn what_is_due_first_comes_first_and_what_is_over_last() {
        let on = "2026-03-02".parse().unwrap();
        let (soon, late, done) = (item("2026-03-03"), item("2026-03-09"), item("2026-03-01").end(true, on));
        let mut all = [&done, &late, &soon];
        all.sort_by_key(|item| item.order());
        assert_eq!(all, [&soon, &late, &done]);
    }
}
