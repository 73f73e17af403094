//! Review results: item scores per agent, and agreement between reviewers.

use std::collections::BTreeMap;

use crate::model::ids::{PersonId, TicketId};
use crate::model::review::Review;

/// Item scores of one agent. The mean score is [`FigureId::Quality`](crate::model::figure::FigureId).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgentReviewScores {
    /// Reviews failed by an auto-fail item.
    pub auto_failed: usize,
    /// Item, earned and possible points where it applied; weakest first.
    pub items: Vec<(String, u32, u32)>,
}

impl AgentReviewScores {
    /// Items with lost points, weakest first, with their share 0–1.
    pub fn weakest_items(&self) -> impl Iterator<Item = (&str, f64)> {
        let lost = self.items.iter().filter(|(_, earned, of)| earned < of);
        lost.map(|(name, earned, of)| (name.as_str(), f64::from(*earned) / f64::from(*of)))
    }
}

/// Item scores by agent.
pub fn scores_by_agent<'a>(reviews: impl IntoIterator<Item = &'a Review>) -> BTreeMap<PersonId, AgentReviewScores> {
    let mut of: BTreeMap<PersonId, Vec<&Review>> = BTreeMap::new();
    for review in reviews {
        of.entry(review.agent).or_default().push(review);
    }
    of.into_iter().map(|(agent, reviews)| (agent, agent_scores(&reviews))).collect()
}

fn agent_scores(reviews: &[&Review]) -> AgentReviewScores {
    let mut items: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for mark in reviews.iter().flat_map(|review| &review.marks) {
        if let Some(points) = mark.points {
            let (earned, possible) = items.entry(&mark.item).or_default();
            *earned += points.min(mark.of);
            *possible += mark.of;
        }
    }
    let mut items: Vec<_> = items.into_iter().map(|(name, (earned, of))| (name.to_owned(), earned, of)).collect();
    // Compares a/b with c/d by cross-multiplication.
    items.sort_by_key(|(name, ..)| name.clone());
    items.sort_by(|(_, a, b), (_, c, d)| (u64::from(*a) * u64::from(*d)).cmp(&(u64::from(*c) * u64::from(*b))));
    let failed =
        reviews.iter().filter(|review| review.marks.iter().any(crate::model::review::ReviewMark::is_auto_fail)).count();
    AgentReviewScores { auto_failed: failed, items }
}

/// Agreement between reviewers of the same tickets.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ReviewerAgreement {
    /// Pairs of reviews of the same ticket and agent by two reviewers.
    pub pairs: usize,
    /// Items scored in both.
    pub items: usize,
    /// Items with the same points, or N/A in both.
    pub agreeing_items: usize,
    /// Mean difference between the two scores, 0–1.
    pub mean_score_difference: Option<f64>,
}

impl ReviewerAgreement {
    /// Share of items scored alike.
    pub fn agreement_rate(&self) -> Option<f64> {
        crate::engine::summary::rate(self.agreeing_items, self.items)
    }
}

/// Agreement wherever two reviewers scored the same ticket.
pub fn reviewer_agreement<'a>(reviews: impl IntoIterator<Item = &'a Review>) -> ReviewerAgreement {
    let mut of: BTreeMap<(TicketId, PersonId), Vec<&Review>> = BTreeMap::new();
    for review in reviews {
        of.entry((review.ticket, review.agent)).or_default().push(review);
    }
    let mut found = ReviewerAgreement::default();
    let mut differences = Vec::new();
    for reviews in of.values() {
        let pairs =
            reviews.iter().enumerate().flat_map(|(at, one)| reviews[at + 1..].iter().map(move |two| (one, two)));
        for (one, two) in pairs.filter(|(one, two)| !one.reviewer.is_same(&two.reviewer)) {
            found.pairs += 1;
            for mark in &one.marks {
                let other = two.marks.iter().find(|other| other.item == mark.item);
                found.items += usize::from(other.is_some());
                found.agreeing_items += usize::from(other.is_some_and(|other| other.points == mark.points));
            }
            differences.extend(one.score().zip(two.score()).map(|(one, two)| (one - two).abs()));
        }
    }
    found.mean_score_difference =
        (!differences.is_empty()).then(|| differences.iter().sum::<f64>() / differences.len() as f64);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::Author;
    use crate::model::review::ReviewMark;
    use crate::model::time::from_millis;

    fn review(ticket: i64, by: i64, marks: &[(&str, Option<u32>, u32)]) -> Review {
        let mark = |(item, points, of): &(&str, Option<u32>, u32)| ReviewMark {
            item: (*item).into(),
            points: *points,
            of: *of,
            fatal: *item == "data",
        };
        Review {
            ticket: TicketId(ticket),
            agent: PersonId(7),
            reviewer: Author { person: Some(PersonId(by)), login: String::new() },
            at: from_millis(0).unwrap(),
            card: "answers".into(),
            marks: marks.iter().map(mark).collect(),
            comment: String::new(),
        }
    }

    #[test]
    fn two_reviewers_agree_item_by_item() {
        let reviews = [
            review(1, 1, &[("tone", Some(2), 2), ("solution", Some(1), 4), ("data", None, 2)]),
            review(1, 2, &[("tone", Some(2), 2), ("solution", Some(4), 4), ("data", None, 2)]),
            review(1, 1, &[("tone", Some(0), 2)]),
            review(2, 1, &[("tone", Some(2), 2)]),
        ];
        let found = reviewer_agreement(&reviews);
        // The second reviewer is compared with both reviews of the first; nobody with themselves.
        assert_eq!((found.pairs, found.items, found.agreeing_items), (2, 4, 2));
        assert_eq!(found.agreement_rate(), Some(0.5));
        assert!((found.mean_score_difference.unwrap() - (0.5 + 1.0) / 2.0).abs() < 1e-9, "{found:?}");
        assert_eq!(reviewer_agreement(&reviews[..1]), ReviewerAgreement::default());
        assert_eq!(reviewer_agreement(&[]).agreement_rate(), None);
    }

    #[test]
    fn the_weakest_item_comes_first_and_what_did_not_apply_counts_nowhere() {
        let reviews = [
            review(1, 1, &[("tone", Some(1), 2), ("solution", Some(1), 4), ("data", None, 2)]),
            review(2, 1, &[("tone", Some(2), 2), ("solution", Some(4), 4), ("data", Some(1), 2)]),
        ];
        let scored = &scores_by_agent(&reviews)[&PersonId(7)];
        assert_eq!(scored.auto_failed, 1);
        let names: Vec<_> = scored.items.iter().map(|(name, earned, of)| (name.as_str(), *earned, *of)).collect();
        assert_eq!(names, [("data", 1, 2), ("solution", 5, 8), ("tone", 3, 4)]);
    }
}
