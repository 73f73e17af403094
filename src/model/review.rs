//! QA reviews: a ticket scored item by item on a scorecard.

use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Author;
use crate::model::time::Instant;

/// A review of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub ticket: TicketId,
    /// The agent who is reviewed.
    pub agent: PersonId,
    pub reviewer: Author,
    pub at: Instant,
    /// Name of the scorecard.
    pub card: String,
    pub marks: Vec<ReviewMark>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

/// Score of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewMark {
    pub item: String,
    /// Points earned, at most `of`; `None` = N/A.
    pub points: Option<u32>,
    /// Possible points: the item's weight.
    pub of: u32,
    /// Auto-fail: missing it scores the whole review 0.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fatal: bool,
}

impl ReviewMark {
    /// Whether this is an auto-fail item that was not fully met.
    pub fn is_auto_fail(&self) -> bool {
        self.fatal && self.points.is_some_and(|points| points < self.of)
    }
}

impl Review {
    /// Earned ÷ possible points, 0–1; 0 if an auto-fail item was missed, `None` if no item applied.
    pub fn score(&self) -> Option<f64> {
        let (earned, possible) = self.points();
        if self.marks.iter().any(ReviewMark::is_auto_fail) {
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

/// Sampling settings.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplingConfig {
    /// Tickets per agent and week.
    pub size: usize,
    pub seed: u64,
    pub strata: Vec<Stratum>,
    /// Share that a second reviewer scores too, 0–1.
    pub second_review_share: f64,
}

/// Stratification: each stratum gets its share of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    Channel,
    Category,
    Priority,
    /// Bad ratings against all others; the sample contains at least one bad rating.
    Rating,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::from_millis;

    fn review(marks: &[(Option<u32>, u32, bool)]) -> Review {
        let mark = |(points, of, fatal): &(Option<u32>, u32, bool)| ReviewMark {
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
