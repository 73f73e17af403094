//! Survey response rate, and what dissatisfied customers were dissatisfied with.

use serde::Serialize;

use crate::engine::metrics::summary::FigureSummary;
use crate::model::survey::DissatisfactionDriver;

/// How many were asked, and how many answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResponseCounts {
    pub answered: usize,
    pub asked: usize,
}

impl ResponseCounts {
    /// Counts behind a CSAT, NPS or CES figure; zero for any other figure.
    pub fn from_summed(sum: &FigureSummary) -> ResponseCounts {
        let (answered, asked) = match sum {
            FigureSummary::Share(share) => (share.n, share.offered),
            FigureSummary::NetScore(balance) => (balance.n, balance.offered),
            _ => (0, None),
        };
        ResponseCounts { answered, asked: asked.unwrap_or(0).max(answered) }
    }

    /// Answers ÷ asked. `None` unless somebody is known not to have answered: a file of answers alone does not say how
    /// many were asked.
    pub fn response_rate(self) -> Option<f64> {
        (self.asked > self.answered).then(|| self.answered as f64 / self.asked as f64)
    }

    /// Whether the response rate is below `floor`, too low to speak for the others.
    pub fn is_below(self, floor: f64) -> bool {
        self.response_rate().is_some_and(|rate| rate < floor)
    }
}

/// Dissatisfaction drivers of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DriverCounts {
    pub agent: usize,
    pub process: usize,
    pub product: usize,
    /// Not recorded.
    pub unsaid: usize,
}

impl DriverCounts {
    /// Counts the driver of each bad answer.
    pub fn from_drivers(bad: impl IntoIterator<Item = Option<DissatisfactionDriver>>) -> DriverCounts {
        let mut causes = DriverCounts::default();
        for blame in bad {
            *match blame {
                Some(DissatisfactionDriver::Agent) => &mut causes.agent,
                Some(DissatisfactionDriver::Process) => &mut causes.process,
                Some(DissatisfactionDriver::Product) => &mut causes.product,
                None => &mut causes.unsaid,
            } += 1;
        }
        causes
    }

    pub fn total(&self) -> usize {
        self.agent + self.process + self.product + self.unsaid
    }

    /// Share of a driver among those recorded.
    pub fn share(&self, blame: DissatisfactionDriver) -> Option<f64> {
        let n = match blame {
            DissatisfactionDriver::Agent => self.agent,
            DissatisfactionDriver::Process => self.process,
            DissatisfactionDriver::Product => self.product,
        };
        let known = self.agent + self.process + self.product;
        (known > 0).then(|| n as f64 / known as f64)
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::metrics::summary::{NetScore, ShareSummary};
    use crate::engine::survey_stats::*;

    #[test]
    fn how_many_answered_is_known_only_where_somebody_did_not() {
        let of = |n, offered| {
            ResponseCounts::from_summed(&FigureSummary::NetScore(NetScore { n, offered, ..NetScore::default() }))
        };
        assert_eq!((of(2, Some(2)).response_rate(), of(2, None).response_rate()), (None, None));
        let one_of_four = of(1, Some(4));
        assert_eq!(one_of_four.response_rate(), Some(0.25));
        assert!(one_of_four.is_below(0.3) && !one_of_four.is_below(0.25));
        let rated = FigureSummary::Share(ShareSummary { n: 3, hits: 1, offered: Some(6), ..ShareSummary::default() });
        assert_eq!(ResponseCounts::from_summed(&rated), ResponseCounts { answered: 3, asked: 6 });
    }

    #[test]
    fn causes_are_shares_of_what_is_known() {
        let causes = DriverCounts::from_drivers([
            Some(DissatisfactionDriver::Agent),
            Some(DissatisfactionDriver::Process),
            None,
            Some(DissatisfactionDriver::Process),
            None,
        ]);
        assert_eq!(causes, DriverCounts { agent: 1, process: 2, product: 0, unsaid: 2 });
        assert_eq!((causes.total(), causes.share(DissatisfactionDriver::Process)), (5, Some(2.0 / 3.0)));
        assert_eq!(
            (
                causes.share(DissatisfactionDriver::Product),
                DriverCounts::from_drivers([None]).share(DissatisfactionDriver::Agent)
            ),
            (Some(0.0), None)
        );
    }
}
