//! A goal: a target value for a figure by a date, reviewed at an interval.
//!
//! Progress is computed from the live figure, never entered: (now − start) ÷ (target − start).

use chrono::Days;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::engine::goal_figure;
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::{Author, Profile};
use crate::model::target::Reading;

/// Whose figure the goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
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
    pub of: Whose,
    /// Start of the expected pace.
    pub begun: NaiveDate,
    pub start: Milli,
    pub target: Milli,
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
    pub closed: Option<Closed>,
}

/// A review of a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalReview {
    pub on: NaiveDate,
    pub by: Author,
    /// Value of the figure at the review.
    pub value: Option<Milli>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Closing date and outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub on: NaiveDate,
    /// `false`: dropped.
    pub reached: bool,
}

/// State of a goal on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
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

impl State {
    pub const ALL: [State; 6] =
        [State::Missed, State::Behind, State::OnTrack, State::Reached, State::NoData, State::Dropped];

    pub fn name(self) -> &'static str {
        match self {
            State::Missed => "missed",
            State::Behind => "behind",
            State::OnTrack => "on_track",
            State::Reached => "reached",
            State::NoData => "no_data",
            State::Dropped => "dropped",
        }
    }
}

/// Computed status of a goal on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    pub state: State,
    /// Current reading; for a closed goal, the reading at closing.
    pub live: Reading,
    /// 1 at the target, below 0 if it moved away, above 1 beyond it (bars clamp it). `None` without a value, and if the
    /// start was already beyond the target.
    pub progress: Option<f64>,
    /// Expected progress at a steady pace, 0–1.
    pub pace: f64,
    /// Next review; `None` without an interval or if closed.
    pub next_review: Option<NaiveDate>,
}

impl Standing {
    /// Whether a review is due on that day.
    pub fn wants_review(&self, today: NaiveDate) -> bool {
        self.next_review.is_some_and(|day| day <= today)
    }

    /// Progress for display, capped at 1.
    pub fn way(&self) -> Option<f64> {
        match (self.state, self.progress) {
            (State::Reached, None) => Some(1.0),
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
        let way = self.target.value() - self.start.value();
        (way != 0.0 && !self.reaches(self.start)).then(|| (value - self.start.value()) / way)
    }

    /// Whether a value is as good as the target. For a figure without a direction, start and target define it.
    pub fn reaches(&self, value: Milli) -> bool {
        match goal_figure::known(&self.figure).filter(|figure| figure.can_be_better()) {
            Some(figure) => FigureId::reaches(figure, value.value(), self.target.value()),
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
    pub fn stands(&self, live: Reading, today: NaiveDate) -> Standing {
        // A closed goal keeps its last reading.
        let last = self.reviews.last().and_then(|review| review.value);
        let (live, day) = match &self.closed {
            Some(closed) => (Reading { value: last.map(Milli::value), n: live.n }, closed.on),
            None => (live, today),
        };
        // Rounded like the stored start, so progress is exactly 0 on the day the goal is set.
        let progress = live.value.and_then(|value| self.progress(Milli::of(value).value()));
        let pace = self.pace(day);
        let state = match (&self.closed, live.value) {
            (Some(closed), _) if closed.reached => State::Reached,
            (Some(_), _) => State::Dropped,
            (None, None) => State::NoData,
            (None, Some(value)) if self.reaches(Milli::of(value)) => State::Reached,
            (None, Some(_)) if today > self.due => State::Missed,
            (None, Some(_)) if progress.is_some_and(|progress| progress >= pace) => State::OnTrack,
            (None, Some(_)) => State::Behind,
        };
        let last = self.reviews.last().map_or(self.begun, |review| review.on);
        let next_review = next_in(self.every, last).filter(|_| self.is_open());
        Standing { state, live, progress, pace, next_review }
    }

    /// Adds a review.
    pub fn reviewed(&self, review: GoalReview) -> Goal {
        let reviews = self.reviews.iter().cloned().chain([review]).collect();
        Goal { reviews, ..self.clone() }
    }

    /// Closes it; the review keeps the final value.
    pub fn close(&self, reached: bool, review: GoalReview) -> Goal {
        let closed = Some(Closed { on: review.on, reached });
        Goal { closed, ..self.reviewed(review) }
    }

    /// Reopens it.
    pub fn reopened(&self) -> Goal {
        Goal { closed: None, ..self.clone() }
    }
}

/// Figure value in thousandths (of a second, a share, a point or a ticket): exact comparison, and shares keep a tenth
/// of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Milli(pub i64);

impl Milli {
    /// Rounds to the nearest thousandth.
    pub fn of(value: f64) -> Milli {
        Milli((value * 1000.0).round() as i64)
    }

    pub fn value(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

/// Next date of something done every `rhythm` days; `None` without an interval.
pub fn next_in(rhythm: Option<u32>, last: NaiveDate) -> Option<NaiveDate> {
    rhythm.filter(|days| *days > 0).and_then(|days| last.checked_add_days(Days::new(u64::from(days))))
}

#[cfg(test)]
mod tests {
    use crate::model::goal::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn goal(start: i64, target: i64) -> Goal {
        Goal {
            name: "Answer sooner".into(),
            figure: "first_response".into(),
            of: Whose::Team,
            begun: day("2026-03-01"),
            start: Milli(start),
            target: Milli(target),
            due: day("2026-03-31"),
            every: Some(7),
            owner: None,
            reviews: Vec::new(),
            closed: None,
        }
    }

    fn at(value: f64) -> Reading {
        Reading { value: Some(value), n: 40 }
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
        let stands = |value| easy.stands(at(value), day("2026-03-02"));
        let there = stands(1260.0);
        assert_eq!((there.state, there.progress, there.way()), (State::Reached, None, Some(1.0)));
        assert_eq!((stands(1900.0).state, stands(1900.0).way()), (State::Behind, None), "and lost again");
        let share = Goal { figure: "csat".into(), ..goal(930, 800) };
        assert_eq!(share.stands(at(0.93), day("2026-03-02")).state, State::Reached);
        let stock = Goal { figure: "backlog".into(), ..goal(200_000, 100_000) };
        let state = |value| stock.stands(at(value), day("2026-03-30")).state;
        assert_eq!((state(150.0), state(90.0)), (State::Behind, State::Reached), "fewer is what is wanted");
        assert_eq!(goal(60_000, 30_000).stands(at(15.0), day("2026-03-02")).way(), Some(1.0), "no more than all of it");
    }

    #[test]
    fn a_steady_pace_decides_who_is_behind() {
        let goal = goal(60_000, 30_000);
        assert_eq!(goal.pace(day("2026-02-20")), 0.0);
        assert_eq!(goal.pace(day("2026-03-16")), 0.5);
        assert_eq!(goal.pace(day("2026-04-09")), 1.0);
        let state = |value, on| goal.stands(at(value), day(on)).state;
        assert_eq!(state(45.0, "2026-03-16"), State::OnTrack, "half of the way in half of the time");
        assert_eq!(state(45.1, "2026-03-16"), State::Behind);
        assert_eq!(state(60.0, "2026-03-01"), State::OnTrack, "nothing is asked for on the first day");
        assert_eq!(state(30.0, "2026-03-02"), State::Reached);
        assert_eq!(state(31.0, "2026-03-31"), State::Behind, "the last day is not over");
        assert_eq!(state(31.0, "2026-04-01"), State::Missed);
        assert_eq!(goal.stands(Reading::default(), day("2026-03-02")).state, State::NoData);
    }

    #[test]
    fn it_is_to_be_looked_at_again_in_its_rhythm_until_it_is_closed() {
        let goal = goal(60_000, 30_000);
        let looked = |on: &str| GoalReview {
            on: day(on),
            by: Author::default(),
            value: Some(Milli(40_000)),
            note: String::new(),
        };
        assert_eq!(goal.stands(at(50.0), day("2026-03-02")).next_review, Some(day("2026-03-08")));
        let reviewed = goal.reviewed(looked("2026-03-10"));
        let standing = reviewed.stands(at(50.0), day("2026-03-17"));
        assert_eq!(standing.next_review, Some(day("2026-03-17")));
        assert!(standing.wants_review(day("2026-03-17")) && !standing.wants_review(day("2026-03-16")));
        let closed = reviewed.close(false, looked("2026-03-20")).stands(at(20.0), day("2026-05-01"));
        assert_eq!((closed.state, closed.next_review), (State::Dropped, None));
        assert_eq!(closed.live.value, Some(40.0), "what it said when it was closed");
        assert_eq!(Goal { every: None, ..goal }.stands(at(50.0), day("2026-03-02")).next_review, None);
    }
}
