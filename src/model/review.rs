//! Reviews of answers: a ticket is read again and marked item by item on a scorecard.
//!
//! - [`card`]: what is looked at; [`sample`]: which tickets are read; [`queue`]: what of that is still to be done;
//! - [`told`]: what reviews say of people, and how far two reviewers agree.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::Datelike;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Author;
use crate::model::ticket::Priority;
use crate::model::time::Instant;

/// One reading of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub ticket: TicketId,
    /// Whose answers were read.
    pub agent: PersonId,
    pub reviewer: Author,
    pub at: Instant,
    /// The name of the scorecard.
    pub card: String,
    pub marks: Vec<Mark>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

/// How well one item was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub item: String,
    /// The points earned, at most `of`; `None` where the item did not apply.
    pub points: Option<u32>,
    /// The points that could be earned: the item's weight on the scorecard.
    pub of: u32,
    /// Whoever misses it fails the whole review.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fatal: bool,
}

impl Mark {
    /// A fatal item that was not met in full.
    pub fn fails(&self) -> bool {
        self.fatal && self.points.is_some_and(|points| points < self.of)
    }
}

impl Review {
    /// Earned ÷ possible points, 0–1; 0 where a fatal item was missed, `None` where nothing applied.
    pub fn score(&self) -> Option<f64> {
        let (earned, possible) = self.points();
        if self.marks.iter().any(Mark::fails) {
            return Some(0.0);
        }
        (possible > 0).then(|| f64::from(earned) / f64::from(possible))
    }

    /// Earned and possible points of the items that applied.
    pub fn points(&self) -> (u32, u32) {
        let applied = self.marks.iter().filter_map(|mark| Some((mark.points?, mark.of)));
        applied.fold((0, 0), |(earned, possible), (points, of)| (earned + points.min(of), possible + of))
    }
}

/// How samples are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Tickets of each agent and week.
    pub size: usize,
    pub seed: u64,
    pub strata: Vec<Stratum>,
    /// The share of them that a second reviewer reads too, 0–1.
    pub second: f64,
}

/// By what the tickets of a week are told apart, so that each kind has its share of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    Channel,
    Category,
    Priority,
    /// Bad ratings against all others; of the bad ones there is one at least in the sample.
    Rating,
}

#[cfg(test)]
mod tests {
    use crate::model::review::*;
    use crate::model::time::from_millis;

    fn review(marks: &[(Option<u32>, u32, bool)]) -> Review {
        let mark = |(points, of, fatal): &(Option<u32>, u32, bool)| Mark {
            item: "greeting".into(),
            points: *points,
            of: *of,
            fatal: *fatal,
        };
        Review {
            ticket: TicketId(1),
            agent: PersonId(1),
            reviewer: Author::default(),
            at: from_millis(0).unwrap(),
            card: "answers".into(),
            marks: marks.iter().map(mark).collect(),
            comment: String::new(),
        }
    }

    #[test]
    fn what_does_not_apply_is_not_possible_either() {
        assert_eq!(review(&[(Some(1), 2, false), (None, 10, false), (Some(2), 2, false)]).score(), Some(0.75));
        assert_eq!(review(&[(None, 10, false)]).score(), None);
    }

    #[test]
    fn a_fatal_item_that_is_missed_makes_the_review_nothing() {
        assert_eq!(review(&[(Some(9), 9, false), (Some(0), 1, true)]).score(), Some(0.0));
        assert_eq!(review(&[(Some(9), 9, false), (Some(1), 1, true)]).score(), Some(1.0));
        assert_eq!(review(&[(Some(9), 9, false), (None, 1, true)]).score(), Some(1.0));
    }
}
