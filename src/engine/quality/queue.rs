//! Review queue: sampled tickets of some weeks with their reviews.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::engine::quality::sample::{Week, Work, sample};
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::{Person, Profile};
use crate::model::record::WithId;
use crate::model::review::{Draw, Review};

/// A sampled ticket.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub monday: NaiveDate,
    pub work: &'a Work,
    /// Whether two reviewers score it.
    pub second: bool,
    /// Reviews of this agent's part, oldest first.
    pub reviews: Vec<&'a WithId<Review>>,
}

/// Review state of a sampled ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Not reviewed.
    Open,
    /// Reviewed once, second review pending; the first result stays hidden from possible second reviewers.
    Second,
    Done,
}

impl Entry<'_> {
    /// State as seen by `me`. The agent reviews nothing but may see the state.
    pub fn stand(&self, me: Option<PersonId>) -> Stand {
        let by_me = me.is_some() && self.reviews.iter().any(|review| review.reviewer.person == me);
        match self.reviews.len() {
            0 => Stand::Open,
            1 if self.second && !by_me => Stand::Second,
            _ => Stand::Done,
        }
    }

    /// The review by `me`.
    pub fn by(&self, me: Option<PersonId>) -> Option<&WithId<Review>> {
        me?;
        self.reviews.iter().copied().find(|review| review.reviewer.person == me)
    }

    /// Mean score, if `me` may see it.
    pub fn score(&self, me: Option<PersonId>) -> Option<f64> {
        let scores: Vec<f64> = self.reviews.iter().filter_map(|review| review.score()).collect();
        let known = self.stand(me) == Stand::Done && !scores.is_empty();
        known.then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }
}

/// Whether someone reviews tickets: quality controllers and leads.
pub fn reviews(person: &Person) -> bool {
    person.lead || person.has_profile(Profile::QualityController)
}

/// Sampled tickets in the order of `weeks`, then by agent id.
pub fn queue<'a>(weeks: &'a [Week], reviews: &'a [WithId<Review>], how: &Draw) -> Vec<Entry<'a>> {
    let mut of: BTreeMap<(TicketId, PersonId), Vec<&WithId<Review>>> = BTreeMap::new();
    for review in reviews {
        of.entry((review.ticket, review.agent)).or_default().push(review);
    }
    of.values_mut().for_each(|reviews| reviews.sort_by_key(|review| (review.at, review.id)));
    let mut entries = Vec::new();
    for week in weeks {
        let mut works: BTreeMap<PersonId, BTreeMap<TicketId, &Work>> = BTreeMap::new();
        for work in &week.works {
            works.entry(work.agent).or_default().insert(work.ticket, work);
        }
        for (agent, theirs) in works {
            let reviewed: BTreeSet<TicketId> =
                theirs.keys().copied().filter(|ticket| of.contains_key(&(*ticket, agent))).collect();
            for picked in sample(week.monday, agent, &week.works, &reviewed, how) {
                let reviews = of.get(&(picked.ticket, agent)).cloned().unwrap_or_default();
                let work = theirs[&picked.ticket];
                entries.push(Entry { monday: week.monday, work, second: picked.second, reviews });
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use crate::engine::quality::queue::*;
    use crate::model::person::Author;
    use crate::model::review::Mark;
    use crate::model::ticket::Priority;
    use crate::model::time::from_millis;

    fn review(id: i64, ticket: i64, by: i64) -> WithId<Review> {
        let mark = Mark { item: "tone".into(), points: Some(1), of: 2, fatal: false };
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
        let work = Work {
            ticket: TicketId(1),
            agent: PersonId(7),
            at: from_millis(1).unwrap(),
            subject: String::new(),
            channel: None,
            category: None,
            priority: Priority::Normal,
            bad: false,
        };
        let weeks = [Week { monday: "2026-11-16".parse().unwrap(), works: vec![work] }];
        let how = Draw { size: 3, seed: 1, strata: Vec::new(), second: 1.0 };
        let stands = |reviews: &[WithId<Review>], me| {
            let queue = queue(&weeks, reviews, &how);
            assert_eq!(queue.len(), 1);
            (queue[0].stand(me), queue[0].score(me))
        };
        let (first, other) = (Some(PersonId(1)), Some(PersonId(2)));
        assert_eq!(stands(&[], first), (Stand::Open, None));
        let one = [review(1, 1, 1)];
        assert_eq!(stands(&one, first), (Stand::Done, Some(0.5)));
        assert_eq!(stands(&one, other), (Stand::Second, None));
        assert_eq!(stands(&one, None), (Stand::Second, None));
        assert_eq!(stands(&[review(1, 1, 1), review(2, 1, 2)], other), (Stand::Done, Some(0.5)));
        assert_eq!(stands(&[review(1, 2, 1)], other).0, Stand::Open, "another ticket");
    }
}
