//! A goal: a target value for a figure by a date, reviewed at an interval.
//!
//! Progress is computed from the live figure, never entered: (now − start) ÷ (target − start).

use chrono::Days;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::{Author, Profile};
use crate::model::target::FigureReading;

/// Whose figure the goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalScope {
    Team,
    Person(PersonId),
    /// Everyone with this primary profile.
    Profile(Profile),
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    pub name: String,
    /// Stable name of a figure.
    pub figure: String,
    pub of: GoalScope,
    /// Start of the expected pace.
    pub begun: NaiveDate,
    pub start: Thousandths,
    pub target: Thousandths,
    /// Last day.
    pub due: NaiveDate,
    /// Days between two reviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// Oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<GoalReview>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<GoalClosure>,
}

/// A review of a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalReview {
    pub on: NaiveDate,
    pub by: Author,
    /// Value of the figure at the review.
    pub value: Option<Thousandths>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Closing date and outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalClosure {
    pub on: NaiveDate,
    /// `false`: dropped.
    pub reached: bool,
}

/// State of a goal on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GoalState {
    /// Past the due date and not reached.
    Missed,
    /// Below the expected pace.
    Behind,
    OnTrack,
    Reached,
    /// The figure has no value.
    NoData,
    /// Closed without being reached.
    Dropped,
}

impl GoalState {
    pub const ALL: [GoalState; 6] = [
        GoalState::Missed,
        GoalState::Behind,
        GoalState::OnTrack,
        GoalState::Reached,
        GoalState::NoData,
        GoalState::Dropped,
    ];

    pub fn name(self) -> &'static str {
        match self {
            GoalState::Missed => "missed",
            GoalState::Behind => "behind",
            GoalState::OnTrack => "on_track",
            GoalState::Reached => "reached",
            GoalState::NoData => "no_data",
            GoalState::Dropped => "dropped",
        }
    }
}

/// Computed status of a goal on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalStatus {
    pub state: GoalState,
    /// Current reading; for a closed goal, the reading at closing.
    pub live: FigureReading,
    /// 1 at the target, below 0 if it moved away, above 1 beyond it (bars clamp it). `None` without a value, and if the
    /// start was already beyond the target.
    pub progress: Option<f64>,
    /// Expected progress at a steady pace, 0–1.
    pub pace: f64,
    /// Next review; `None` without an interval or if closed.
    pub next_review: Option<NaiveDate>,
}

impl GoalStatus {
    /// Whether a review is due on that day.
    pub fn is_review_due(&self, today: NaiveDate) -> bool {
        self.next_review.is_some_and(|day| day <= today)
    }

    /// Progress for display, capped at 1.
    pub fn displayed_progress(&self) -> Option<f64> {
        match (self.state, self.progress) {
            (GoalState::Reached, None) => Some(1.0),
            (_, progress) => progress.map(|way| way.min(1.0)),
        }
    }
}

impl Goal {
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Progress of a value from start to target; `None` if start and target are equal or the start is beyond the
    /// target.
    pub fn progress(&self, value: f64) -> Option<f64> {
        let way = self.target.to_f64() - self.start.to_f64();
        (way != 0.0 && !self.is_reached_by(self.start)).then(|| (value - self.start.to_f64()) / way)
    }

    /// Whether a value is as good as the target. For a figure without a direction, start and target define it.
    pub fn is_reached_by(&self, value: Thousandths) -> bool {
        match crate::model::goal::figure_by_name(&self.figure).filter(|figure| figure.has_better_direction()) {
            Some(figure) => FigureId::meets(figure, value.to_f64(), self.target.to_f64()),
            None if self.target < self.start => value <= self.target,
            None => value >= self.target,
        }
    }

    /// Share of the time elapsed at the end of a day, 0–1.
    pub fn pace(&self, today: NaiveDate) -> f64 {
        let (all, gone) = ((self.due - self.begun).num_days(), (today - self.begun).num_days());
        if all <= 0 { 1.0 } else { (gone as f64 / all as f64).clamp(0.0, 1.0) }
    }

    /// Status for the reading `live`.
    pub fn status_on(&self, live: FigureReading, today: NaiveDate) -> GoalStatus {
        // A closed goal keeps its last reading.
        let last = self.reviews.last().and_then(|review| review.value);
        let (live, day) = match &self.closed {
            Some(closed) => (FigureReading { value: last.map(Thousandths::to_f64), n: live.n }, closed.on),
            None => (live, today),
        };
        // Rounded like the stored start, so progress is exactly 0 on the day the goal is set.
        let progress = live.value.and_then(|value| self.progress(Thousandths::from_f64(value).to_f64()));
        let pace = self.pace(day);
        let state = match (&self.closed, live.value) {
            (Some(closed), _) if closed.reached => GoalState::Reached,
            (Some(_), _) => GoalState::Dropped,
            (None, None) => GoalState::NoData,
            (None, Some(value)) if self.is_reached_by(Thousandths::from_f64(value)) => GoalState::Reached,
            (None, Some(_)) if today > self.due => GoalState::Missed,
            (None, Some(_)) if progress.is_some_and(|progress| progress >= pace) => GoalState::OnTrack,
            (None, Some(_)) => GoalState::Behind,
        };
        let last = self.reviews.last().map_or(self.begun, |review| review.on);
        let next_review = next_due_date(self.every, last).filter(|_| self.is_open());
        GoalStatus { state, live, progress, pace, next_review }
    }

    /// Adds a review.
    pub fn with_review(&self, review: GoalReview) -> Goal {
        let reviews = self.reviews.iter().cloned().chain([review]).collect();
        Goal { reviews, ..self.clone() }
    }

    /// Closes it; the review keeps the final value.
    pub fn close(&self, reached: bool, review: GoalReview) -> Goal {
        let closed = Some(GoalClosure { on: review.on, reached });
        Goal { closed, ..self.with_review(review) }
    }

    /// Reopens it.
    pub fn reopened(&self) -> Goal {
        Goal { closed: None, ..self.clone() }
    }
}

/// Figure value in thousandths (of a second, a share, a point or a ticket): exact comparison, and shares keep a tenth
/// of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Thousandths(pub i64);

impl Thousandths {
    /// Rounds to the nearest thousandth.
    pub fn from_f64(value: f64) -> Thousandths {
        Thousandths((value * 1000.0).round() as i64)
    }

    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

/// Next date of something done every `rhythm` days; `None` without an interval.
pub fn next_due_date(rhythm: Option<u32>, last: NaiveDate) -> Option<NaiveDate> {
    rhythm.filter(|days| *days > 0).and_then(|days| last.checked_add_days(Days::new(u64::from(days))))
}

/// Figure by stable name; `None` if unknown.
pub fn figure_by_name(name: &str) -> Option<FigureId> {
    name.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn goal(start: i64, target: i64) -> Goal {
        Goal {
            name: "Answer sooner".into(),
            figure: "first_response".into(),
            of: GoalScope::Team,
            begun: day("2026-03-01"),
            start: Thousandths(start),
            target: Thousandths(target),
            due: day("2026-03-31"),
            every: Some(7),
            owner: None,
            reviews: Vec::new(),
            closed: None,
        }
    }

    fn at(value: f64) -> FigureReading {
        FigureReading { value: Some(value), n: 40 }
    }

    #[test]
    fn progress_goes_from_start_to_target_whichever_is_larger() {
        let up = Goal { figure: "csat".into(), ..goal(800, 900) };
        assert_eq!(up.progress(0.85).map(|share| (share * 100.0).round()), Some(50.0));
        assert_eq!(up.progress(0.75).map(|share| (share * 100.0).round()), Some(-50.0), "away from it");
        let down = goal(60_000, 30_000);
        assert_eq!(down.progress(15.0), Some(1.5), "beyond it");
        assert_eq!(goal(5, 5).progress(1.0), None);
    }

    #[test]
    fn what_is_there_already_is_reached_whichever_way_the_goal_points() {
        let easy = goal(1_260_000, 1_800_000);
        let status_of = |value| easy.status_on(at(value), day("2026-03-02"));
        let there = status_of(1260.0);
        assert_eq!((there.state, there.progress, there.displayed_progress()), (GoalState::Reached, None, Some(1.0)));
        assert_eq!(
            (status_of(1900.0).state, status_of(1900.0).displayed_progress()),
            (GoalState::Behind, None),
            "and lost again"
        );
        let share = Goal { figure: "csat".into(), ..goal(930, 800) };
        assert_eq!(share.status_on(at(0.93), day("2026-03-02")).state, GoalState::Reached);
        let stock = Goal { figure: "backlog".into(), ..goal(200_000, 100_000) };
        let state = |value| stock.status_on(at(value), day("2026-03-30")).state;
        assert_eq!((state(150.0), state(90.0)), (GoalState::Behind, GoalState::Reached), "fewer is what is wanted");
        assert_eq!(
            goal(60_000, 30_000).status_on(at(15.0), day("2026-03-02")).displayed_progress(),
            Some(1.0),
            "no more than all of it"
        );
    }

    #[test]
    fn a_steady_pace_decides_who_is_behind() {
        let goal = goal(60_000, 30_000);
        assert_eq!(goal.pace(day("2026-02-20")), 0.0);
        assert_eq!(goal.pace(day("2026-03-16")), 0.5);
        assert_eq!(goal.pace(day("2026-04-09")), 1.0);
        let state = |value, on| goal.status_on(at(value), day(on)).state;
        assert_eq!(state(45.0, "2026-03-16"), GoalState::OnTrack, "half of the way in half of the time");
        assert_eq!(state(45.1, "2026-03-16"), GoalState::Behind);
        assert_eq!(state(60.0, "2026-03-01"), GoalState::OnTrack, "nothing is asked for on the first day");
        assert_eq!(state(30.0, "2026-03-02"), GoalState::Reached);
        assert_eq!(state(31.0, "2026-03-31"), GoalState::Behind, "the last day is not over");
        assert_eq!(state(31.0, "2026-04-01"), GoalState::Missed);
        assert_eq!(goal.status_on(FigureReading::default(), day("2026-03-02")).state, GoalState::NoData);
    }

    #[test]
    fn it_is_to_be_looked_at_again_in_its_rhythm_until_it_is_closed() {
        let goal = goal(60_000, 30_000);
        let looked = |on: &str| GoalReview {
            on: day(on),
            by: Author::default(),
            value: Some(Thousandths(40_000)),
            note: String::new(),
        };
        assert_eq!(goal.status_on(at(50.0), day("2026-03-02")).next_review, Some(day("2026-03-08")));
        let reviewed = goal.with_review(looked("2026-03-10"));
        let standing = reviewed.status_on(at(50.0), day("2026-03-17"));
        assert_eq!(standing.next_review, Some(day("2026-03-17")));
        assert!(standing.is_review_due(day("2026-03-17")) && !standing.is_review_due(day("2026-03-16")));
        let closed = reviewed.close(false, looked("2026-03-20")).status_on(at(20.0), day("2026-05-01"));
        assert_eq!((closed.state, closed.next_review), (GoalState::Dropped, None));
        assert_eq!(closed.live.value, Some(40.0), "what it said when it was closed");
        assert_eq!(Goal { every: None, ..goal }.status_on(at(50.0), day("2026-03-02")).next_review, None);
    }
}
