//! Survey response rate, and what dissatisfied customers were dissatisfied with.

use serde::Serialize;

use crate::engine::metrics::sum::Summed;
use crate::model::survey::Blame;

/// How many were asked, and how many answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    pub answered: usize,
    pub asked: usize,
}

impl Answers {
    /// Counts behind a CSAT, NPS or CES figure; zero for any other figure.
    pub fn of(sum: &Summed) -> Answers {
        let (answered, asked) = match sum {
            Summed::Share(share) => (share.n, share.offered),
            Summed::Balance(balance) => (balance.n, balance.offered),
            _ => (0, None),
        };
        Answers { answered, asked: asked.unwrap_or(0).max(answered) }
    }

    /// Answers ÷ asked. `None` unless somebody is known not to have answered: a file of answers alone does not say how
    /// many were asked.
    pub fn rate(self) -> Option<f64> {
        (self.asked > self.answered).then(|| self.answered as f64 / self.asked as f64)
    }

    /// Whether the response rate is below `floor`, too low to speak for the others.
    pub fn is_doubtful(self, floor: f64) -> bool {
        self.rate().is_some_and(|rate| rate < floor)
    }
}

/// Dissatisfaction drivers of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Causes {
    pub agent: usize,
    pub process: usize,
    pub product: usize,
    /// Not recorded.
    pub unsaid: usize,
}

impl Causes {
    /// Counts the driver of each bad answer.
    pub fn of(bad: impl IntoIterator<Item = Option<Blame>>) -> Causes {
        let mut causes = Causes::default();
        for blame in bad {
            *match blame {
                Some(Blame::Agent) => &mut causes.agent,
                Some(Blame::Process) => &mut causes.process,
                Some(Blame::Product) => &mut causes.product,
                None => &mut causes.unsaid,
            } += 1;
        }
        causes
    }

    pub fn n(&self) -> usize {
        self.agent + self.process + self.product + self.unsaid
    }

    /// Share of a driver among those recorded.
    pub fn share(&self, blame: Blame) -> Option<f64> {
        let n = match blame {
            Blame::Agent => self.agent,
            Blame::Process => self.process,
            Blame::Product => self.product,
        };
        let known = self.agent + self.process + self.product;
        (known > 0).then(|| n as f64 / known as f64)
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::survey_tally::*;
    use crate::engine::metrics::sum::{Balance, Share};

    #[test]
    fn how_many_answered_is_known_only_where_somebody_did_not() {
        let of = |n, offered| Answers::of(&Summed::Balance(Balance { n, offered, ..Balance::default() }));
        assert_eq!((of(2, Some(2)).rate(), of(2, None).rate()), (None, None));
        let one_of_four = of(1, Some(4));
        assert_eq!(one_of_four.rate(), Some(0.25));
        assert!(one_of_four.is_doubtful(0.3) && !one_of_four.is_doubtful(0.25));
        let rated = Summed::Share(Share { n: 3, hits: 1, offered: Some(6), ..Share::default() });
        assert_eq!(Answers::of(&rated), Answers { answered: 3, asked: 6 });
    }

    #[test]
    fn causes_are_shares_of_what_is_known() {
        let causes = Causes::of([Some(Blame::Agent), Some(Blame::Process), None, Some(Blame::Process), None]);
        assert_eq!(causes, Causes { agent: 1, process: 2, product: 0, unsaid: 2 });
        assert_eq!((causes.n(), causes.share(Blame::Process)), (5, Some(2.0 / 3.0)));
        assert_eq!((causes.share(Blame::Product), Causes::of([None]).share(Blame::Agent)), (Some(0.0), None));
    }
}
