//! Ratings of a ticket, and who can be credited with them.

use chrono::serde::ts_milliseconds_option;
use serde::{Deserialize, Serialize};

use crate::model::ids::PersonId;
use crate::model::time::Instant;

/// A satisfaction score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub score: u8,
    /// The top of the scale: 5 stars, 3 steps, or 1 for good (1) and bad (0).
    pub out_of: u8,
}

impl Score {
    /// Satisfied by scale: 4–5 of 5, 5–7 of 7, 9–10 of 10; on any other scale only the top score.
    pub fn is_satisfied(self) -> bool {
        match self.out_of {
            5 => self.score >= 4,
            7 => self.score >= 5,
            10 => self.score >= 9,
            top => self.score >= top,
        }
    }

    /// Stars, on a five-point scale.
    pub fn stars(self) -> Option<u8> {
        (self.out_of == 5).then_some(self.score)
    }
}

/// Who can be credited with a rating.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credits {
    /// Sender of the last public reply.
    pub replied: Option<PersonId>,
    /// Solver.
    pub solved: Option<PersonId>,
    /// Assignee.
    pub had: Option<PersonId>,
}

impl Credits {
    pub fn includes(self, person: PersonId) -> bool {
        [self.replied, self.solved, self.had].contains(&Some(person))
    }
}

/// A rating, and who can be credited with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    #[serde(with = "ts_milliseconds_option")]
    pub at: Option<Instant>,
    pub score: Score,
    pub credits: Credits,
}

#[cfg(test)]
mod tests {
    use crate::model::rating::*;

    #[test]
    fn three_of_seven_and_two_of_ten_are_satisfied() {
        let least = |out_of: u8| (0..=out_of).find(|score| Score { score: *score, out_of }.is_satisfied());
        assert_eq!([5, 7, 10, 3, 1].map(least), [Some(4), Some(5), Some(9), Some(3), Some(1)]);
    }

    #[test]
    fn only_the_top_of_three_steps_is_satisfied() {
        assert!(Score { score: 4, out_of: 5 }.is_satisfied());
        assert!(!Score { score: 3, out_of: 5 }.is_satisfied());
        assert!(!Score { score: 2, out_of: 3 }.is_satisfied());
        assert!(Score { score: 3, out_of: 3 }.is_satisfied());
        assert!(Score { score: 1, out_of: 1 }.is_satisfied());
        assert!(!Score { score: 0, out_of: 1 }.is_satisfied());
    }
}
