//! Table of figures: name, shape and direction. A new figure is one row here plus the code that collects its samples.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Figures with a drill-down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureId {
    FirstResponse,
    ResponseTime,
    FirstResolution,
    FullResolution,
    HoldTime,
    ResolutionRate,
    SolvedToDate,
    Fcr,
    Csat,
    Nps,
    Ces,
    Reopen,
    SlaFirstResponse,
    SlaNextResponse,
    SlaResolution,
    Quality,
    Adherence,
    Conformance,
    Upset,
    Churn,
    Retention,
    Received,
    Solved,
    Unanswered,
    Backlog,
}

/// How samples are aggregated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureShape {
    /// Durations: median, mean and p90, in calendar and business time.
    Time,
    /// Hits of n.
    Share,
    /// Distinct tickets ÷ distinct tickets of another figure.
    Ratio(FigureId),
    /// Promoters − detractors, in percent of n: −100 to 100.
    NetScore,
    /// Mean of shares, 0–1.
    Mean,
    /// Part ÷ whole of a duration, summed over all samples; can exceed 1.
    Portion,
    /// Distinct tickets.
    Count,
    /// Tickets at the end of the period, by who is waited on.
    Stock,
}

/// Which direction is an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BetterDirection {
    Higher,
    Lower,
    /// Volume: no better direction.
    Neither,
}

struct FigureSpec {
    id: FigureId,
    name: &'static str,
    /// Common abbreviation.
    alias: &'static str,
    shape: FigureShape,
    better: BetterDirection,
    /// Samples are an agent's work; a missing agent is then an exclusion. Other samples may have none (an unassigned
    /// ticket).
    is_credited_work: bool,
}

const fn spec(
    id: FigureId,
    name: &'static str,
    short: &'static str,
    shape: FigureShape,
    better: BetterDirection,
    work: bool,
) -> FigureSpec {
    FigureSpec { id, name, alias: short, shape, better, is_credited_work: work }
}

const FIGURES: [FigureSpec; 25] = [
    spec(FigureId::FirstResponse, "first_response", "frt", FigureShape::Time, BetterDirection::Lower, true),
    spec(FigureId::ResponseTime, "response", "art", FigureShape::Time, BetterDirection::Lower, true),
    spec(FigureId::FirstResolution, "resolution_first", "", FigureShape::Time, BetterDirection::Lower, true),
    spec(FigureId::FullResolution, "resolution_full", "", FigureShape::Time, BetterDirection::Lower, true),
    spec(FigureId::HoldTime, "hold", "", FigureShape::Time, BetterDirection::Lower, true),
    spec(
        FigureId::ResolutionRate,
        "resolution_rate",
        "rr",
        FigureShape::Ratio(FigureId::Received),
        BetterDirection::Higher,
        true,
    ),
    spec(FigureId::SolvedToDate, "cohort", "", FigureShape::Share, BetterDirection::Higher, false),
    spec(FigureId::Fcr, "fcr", "", FigureShape::Share, BetterDirection::Higher, true),
    spec(FigureId::Csat, "csat", "", FigureShape::Share, BetterDirection::Higher, true),
    spec(FigureId::Nps, "nps", "", FigureShape::NetScore, BetterDirection::Higher, false),
    spec(FigureId::Ces, "ces", "", FigureShape::Share, BetterDirection::Higher, false),
    spec(FigureId::Reopen, "reopen", "", FigureShape::Ratio(FigureId::Solved), BetterDirection::Lower, true),
    spec(FigureId::SlaFirstResponse, "sla_first", "", FigureShape::Share, BetterDirection::Higher, false),
    spec(FigureId::SlaNextResponse, "sla_next", "", FigureShape::Share, BetterDirection::Higher, false),
    spec(FigureId::SlaResolution, "sla_resolution", "", FigureShape::Share, BetterDirection::Higher, false),
    spec(FigureId::Quality, "quality", "qc", FigureShape::Mean, BetterDirection::Higher, true),
    spec(FigureId::Adherence, "adherence", "", FigureShape::Portion, BetterDirection::Higher, false),
    spec(FigureId::Conformance, "conformance", "", FigureShape::Portion, BetterDirection::Neither, false),
    spec(FigureId::Upset, "upset", "", FigureShape::Share, BetterDirection::Lower, false),
    spec(FigureId::Churn, "churn", "ccr", FigureShape::Share, BetterDirection::Lower, false),
    spec(FigureId::Retention, "retention", "", FigureShape::Share, BetterDirection::Higher, false),
    spec(FigureId::Received, "received", "", FigureShape::Count, BetterDirection::Neither, false),
    spec(FigureId::Solved, "solved", "", FigureShape::Count, BetterDirection::Neither, true),
    spec(FigureId::Unanswered, "unanswered", "", FigureShape::Count, BetterDirection::Neither, false),
    spec(FigureId::Backlog, "backlog", "tb", FigureShape::Stock, BetterDirection::Neither, false),
];

impl FigureId {
    pub const COUNT: usize = FIGURES.len();

    /// Every figure, in display order.
    pub const ALL: [FigureId; FigureId::COUNT] = {
        let mut all = [FigureId::FirstResponse; FigureId::COUNT];
        let mut n = 0;
        while n < all.len() {
            all[n] = FIGURES[n].id;
            n += 1;
        }
        all
    };

    fn spec(self) -> &'static FigureSpec {
        &FIGURES[self as usize]
    }

    /// Stable name in settings and JSON, and suffix of its message keys.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    pub fn shape(self) -> FigureShape {
        self.spec().shape
    }

    pub fn better_direction(self) -> BetterDirection {
        self.spec().better
    }

    /// Whether the value is a duration in seconds.
    pub fn is_time(self) -> bool {
        self.shape() == FigureShape::Time
    }

    /// Whether it can improve and therefore have a target.
    pub fn has_better_direction(self) -> bool {
        self.better_direction() != BetterDirection::Neither
    }

    /// Figures that can have a target.
    pub fn with_targets() -> impl Iterator<Item = FigureId> {
        FigureId::ALL.into_iter().filter(|figure| figure.has_better_direction())
    }

    /// Common abbreviation (`frt`); empty if it equals the name.
    pub fn alias(self) -> &'static str {
        self.spec().alias
    }

    pub fn is_credited_work(self) -> bool {
        self.spec().is_credited_work
    }

    /// Whether it can be split into buckets. Stocks at the end, and churn of the initial customers, cannot.
    pub fn has_time_series(self) -> bool {
        !matches!(self, FigureId::Backlog | FigureId::Unanswered | FigureId::Churn | FigureId::Retention)
    }

    /// Whether a ticket assigned to several people counts once when their work is grouped.
    pub fn counts_reassigned_once(self) -> bool {
        matches!(self, FigureId::Received | FigureId::SolvedToDate | FigureId::Upset)
    }

    /// The figure whose samples it uses; usually its own.
    pub fn sample_source(self) -> FigureId {
        match self {
            FigureId::ResolutionRate => FigureId::Solved,
            FigureId::Retention => FigureId::Churn,
            own => own,
        }
    }

    /// Whether `value` is as good as `asked` or better.
    pub fn meets(self, value: f64, asked: f64) -> bool {
        if self.better_direction() == BetterDirection::Lower { value <= asked } else { value >= asked }
    }
}

impl fmt::Display for FigureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for FigureId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl FromStr for FigureId {
    type Err = String;

    /// Accepts the stable name (also with dashes) and abbreviations: `frt`, `art`, `rr`.
    fn from_str(text: &str) -> Result<FigureId, String> {
        let wanted = text.trim().to_lowercase().replace(['-', ' '], "_");
        let found = FIGURES.iter().find(|line| line.name == wanted || (!wanted.is_empty() && line.alias == wanted));
        let all = || FigureId::ALL.map(FigureId::name).join(", ");
        found.map(|line| line.id).ok_or_else(|| format!("‘{text}’ is not a figure; there are {}", all()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_figures() {
        for (n, figure) in FigureId::ALL.into_iter().enumerate() {
            assert_eq!(figure as usize, n, "{figure}");
        }
    }

    #[test]
    fn figures_go_by_their_stable_names_and_the_usual_short_ones() {
        for figure in FigureId::ALL {
            assert_eq!(figure.name().parse(), Ok(figure));
        }
        assert_eq!("frt".parse(), Ok(FigureId::FirstResponse));
        assert_eq!("First-Response".parse(), Ok(FigureId::FirstResponse));
        assert!("speed".parse::<FigureId>().unwrap_err().contains("csat"));
        assert!("".parse::<FigureId>().is_err());
    }
}
