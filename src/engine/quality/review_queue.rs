//! Review queue: sampled tickets of some weeks with their reviews.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::engine::quality::sampling::{SolvedTicket, SolvedWeek, sample_week};
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::person::{Person, Profile};
use crate::model::review::{Review, SamplingConfig};

/// A sampled ticket.
#[derive(Debug, Clone)]
pub struct ReviewQueueEntry<'a> {
    pub monday: NaiveDate,
    pub ticket: &'a SolvedTicket,
    /// Whether two reviewers score it.
    pub needs_second_review: bool,
    /// Reviews of this agent's part, oldest first.
    pub reviews: Vec<&'a WithId<Review>>,
}

/// Review state of a sampled ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewState {
    /// Not reviewed.
    Open,
    /// Reviewed once, second review pending; the first result stays hidden from possible second reviewers.
    NeedsSecondReview,
    Done,
}

impl ReviewQueueEntry<'_> {
    /// State as seen by `me`. The agent reviews nothing but may see the state.
    pub fn state_for(&self, me: Option<PersonId>) -> ReviewState {
        let by_me = me.is_some() && self.reviews.iter().any(|review| review.reviewer.person == me);
        match self.reviews.len() {
            0 => ReviewState::Open,
            1 if self.needs_second_review && !by_me => ReviewState::NeedsSecondReview,
            _ => ReviewState::Done,
        }
    }

    /// The review by `me`.
    pub fn own_review(&self, me: Option<PersonId>) -> Option<&WithId<Review>> {
        me?;
        self.reviews.iter().copied().find(|review| review.reviewer.person == me)
    }

    /// Mean score, if `me` may see it.
    pub fn visible_score(&self, me: Option<PersonId>) -> Option<f64> {
        let scores: Vec<f64> = self.reviews.iter().filter_map(|review| review.score()).collect();
        let known = self.state_for(me) == ReviewState::Done && !scores.is_empty();
        known.then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }
}

/// Whether someone reviews tickets: quality controllers and leads.
pub fn can_review(person: &Person) -> bool {
    person.lead || person.has_profile(Profile::QualityController)
}

/// Sampled tickets in the order of `weeks`, then by agent id.
pub fn review_queue<'a>(
    weeks: &'a [SolvedWeek],
    reviews: &'a [WithId<Review>],
    how: &SamplingConfig,
) -> Vec<ReviewQueueEntry<'a>> {
    let mut of: BTreeMap<(TicketId, PersonId), Vec<&WithId<Review>>> = BTreeMap::new();
    for review in reviews {
        of.entry((review.ticket, review.agent)).or_default().push(review);
    }
    of.values_mut().for_each(|reviews| reviews.sort_by_key(|review| (review.at, review.id)));
    let mut entries = Vec::new();
    for week in weeks {
        let mut works: BTreeMap<PersonId, BTreeMap<TicketId, &SolvedTicket>> = BTreeMap::new();
        for work in &week.tickets {
            works.entry(work.agent).or_default().insert(work.ticket, work);
        }
        for (agent, theirs) in works {
            let reviewed: BTreeSet<TicketId> =
                theirs.keys().copied().filter(|ticket| of.contains_key(&(*ticket, agent))).collect();
            for picked in sample_week(week.monday, agent, &week.tickets, &reviewed, how) {
                let reviews = of.get(&(picked.ticket, agent)).cloned().unwrap_or_default();
                let work = theirs[&picked.ticket];
                entries.push(ReviewQueueEntry {
                    monday: week.monday,
                    ticket: work,
                    needs_second_review: picked.needs_second_review,
                    reviews,
                });
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::Author;
    use crate::model::review::ReviewMark;
    use crate::model::ticket::Priority;
    use crate::model::time::from_millis;

    fn review(id: i64, ticket: i64, by: i64) -> WithId<Review> {
        let mark = ReviewMark { item: "tone".into(), points: Some(1), of: 2, fatal: false };
        let reviewer = Author { person: Some(PersonId(by)), login: "desk".into() };
        let it = Review {
            ticket: TicketId(ticket),
            agent: PersonId(7),
            reviewer,
            at: from_millis(id).unwrap(),
            card: "answers".into(),
            marks: vec![mark],
            comment: String::new(),
        };
        WithId { id, it }
    }

    #[test]
    fn a_second_reviewer_is_blind_until_they_have_read_it() {
        let work = SolvedTicket {
            ticket: TicketId(1),
            agent: PersonId(7),
            at: from_millis(1).unwrap(),
            subject: String::new(),
            channel: None,
            category: None,
            priority: Priority::Normal,
            has_bad_rating: false,
        };
        let weeks = [SolvedWeek { monday: "2026-11-16".parse().unwrap(), tickets: vec![work] }];
        let how = SamplingConfig { size: 3, seed: 1, strata: Vec::new(), second_review_share: 1.0 };
        let status_of = |reviews: &[WithId<Review>], me| {
            let queue = review_queue(&weeks, reviews, &how);
            assert_eq!(queue.len(), 1);
            (queue[0].state_for(me), queue[0].visible_score(me))
        };
        let (first, other) = (Some(PersonId(1)), Some(PersonId(2)));
        assert_eq!(status_of(&[], first), (ReviewState::Open, None));
        let one = [review(1, 1, 1)];
        assert_eq!(status_of(&one, first), (ReviewState::Done, Some(0.5)));
        assert_eq!(status_of(&one, other), (ReviewState::NeedsSecondReview, None));
        assert_eq!(status_of(&one, None), (ReviewState::NeedsSecondReview, None));
        assert_eq!(status_of(&[review(1, 1, 1), review(2, 1, 2)], other), (ReviewState::Done, Some(0.5)));
        assert_eq!(status_of(&[review(1, 2, 1)], other).0, ReviewState::Open, "another ticket");
    }
}
