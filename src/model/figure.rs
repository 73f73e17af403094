//! Table of figures: name, shape and direction. A new figure is one row here plus the code that collects its samples.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Figures with a drill-down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureId {
    FirstResponse,
    Response,
    ResolutionFirst,
    ResolutionFull,
    Hold,
    Resolution,
    Cohort,
    Fcr,
    Csat,
    Nps,
    Ces,
    Reopen,
    SlaFirst,
    SlaNext,
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
pub enum Shape {
    /// Durations: median, mean and p90, in calendar and business time.
    Time,
    /// Hits of n.
    Share,
    /// Distinct tickets ÷ distinct tickets of another figure.
    Ratio(FigureId),
    /// Promoters − detractors, in percent of n: −100 to 100.
    Balance,
    /// Mean of shares, 0–1.
    Mean,
    /// Part ÷ whole of a duration, summed over all samples; can exceed 1.
    Part,
    /// Distinct tickets.
    Count,
    /// Tickets at the end of the period, by who is waited on.
    Stock,
}

/// Which direction is an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    More,
    Less,
    /// Volume: no better direction.
    Neither,
}

struct Line {
    id: FigureId,
    name: &'static str,
    /// Common abbreviation.
    short: &'static str,
    shape: Shape,
    better: Better,
    /// Samples are an agent's work; a missing agent is then an exclusion. Other samples may have none (an unassigned
    /// ticket).
    work: bool,
}

const fn line(id: FigureId, name: &'static str, short: &'static str, shape: Shape, better: Better, work: bool) -> Line {
    Line { id, name, short, shape, better, work }
}

const TABLE: [Line; 25] = [
    line(FigureId::FirstResponse, "first_response", "frt", Shape::Time, Better::Less, true),
    line(FigureId::Response, "response", "art", Shape::Time, Better::Less, true),
    line(FigureId::ResolutionFirst, "resolution_first", "", Shape::Time, Better::Less, true),
    line(FigureId::ResolutionFull, "resolution_full", "", Shape::Time, Better::Less, true),
    line(FigureId::Hold, "hold", "", Shape::Time, Better::Less, true),
    line(FigureId::Resolution, "resolution_rate", "rr", Shape::Ratio(FigureId::Received), Better::More, true),
    line(FigureId::Cohort, "cohort", "", Shape::Share, Better::More, false),
    line(FigureId::Fcr, "fcr", "", Shape::Share, Better::More, true),
    line(FigureId::Csat, "csat", "", Shape::Share, Better::More, true),
    line(FigureId::Nps, "nps", "", Shape::Balance, Better::More, false),
    line(FigureId::Ces, "ces", "", Shape::Share, Better::More, false),
    line(FigureId::Reopen, "reopen", "", Shape::Ratio(FigureId::Solved), Better::Less, true),
    line(FigureId::SlaFirst, "sla_first", "", Shape::Share, Better::More, false),
    line(FigureId::SlaNext, "sla_next", "", Shape::Share, Better::More, false),
    line(FigureId::SlaResolution, "sla_resolution", "", Shape::Share, Better::More, false),
    line(FigureId::Quality, "quality", "qc", Shape::Mean, Better::More, true),
    line(FigureId::Adherence, "adherence", "", Shape::Part, Better::More, false),
    line(FigureId::Conformance, "conformance", "", Shape::Part, Better::Neither, false),
    line(FigureId::Upset, "upset", "", Shape::Share, Better::Less, false),
    line(FigureId::Churn, "churn", "ccr", Shape::Share, Better::Less, false),
    line(FigureId::Retention, "retention", "", Shape::Share, Better::More, false),
    line(FigureId::Received, "received", "", Shape::Count, Better::Neither, false),
    line(FigureId::Solved, "solved", "", Shape::Count, Better::Neither, true),
    line(FigureId::Unanswered, "unanswered", "", Shape::Count, Better::Neither, false),
    line(FigureId::Backlog, "backlog", "tb", Shape::Stock, Better::Neither, false),
];

impl FigureId {
    pub const COUNT: usize = TABLE.len();

    /// Every figure, in display order.
    pub const ALL: [FigureId; FigureId::COUNT] = {
        let mut all = [FigureId::FirstResponse; FigureId::COUNT];
        let mut n = 0;
        while n < all.len() {
            all[n] = TABLE[n].id;
            n += 1;
        }
        all
    };

    fn line(self) -> &'static Line {
        &TABLE[self as usize]
    }

    /// Stable name in settings and JSON, and suffix of its message keys.
    pub fn name(self) -> &'static str {
        self.line().name
    }

    pub fn shape(self) -> Shape {
        self.line().shape
    }

    pub fn better(self) -> Better {
        self.line().better
    }

    /// Whether the value is a duration in seconds.
    pub fn is_time(self) -> bool {
        self.shape() == Shape::Time
    }

    /// Whether it can improve and therefore have a target.
    pub fn can_be_better(self) -> bool {
        self.better() != Better::Neither
    }

    /// Figures that can have a target.
    pub fn with_targets() -> impl Iterator<Item = FigureId> {
        FigureId::ALL.into_iter().filter(|figure| figure.can_be_better())
    }

    /// Common abbreviation (`frt`); empty if it equals the name.
    pub fn short(self) -> &'static str {
        self.line().short
    }

    pub fn is_work(self) -> bool {
        self.line().work
    }

    /// Whether it can be split into buckets. Stocks at the end, and churn of the initial customers, cannot.
    pub fn has_course(self) -> bool {
        !matches!(self, FigureId::Backlog | FigureId::Unanswered | FigureId::Churn | FigureId::Retention)
    }

    /// Whether a ticket assigned to several people counts once when their work is grouped.
    pub fn is_of_arrivals(self) -> bool {
        matches!(self, FigureId::Received | FigureId::Cohort | FigureId::Upset)
    }

    /// The figure whose samples it uses; usually its own.
    pub fn drawn_as(self) -> FigureId {
        match self {
            FigureId::Resolution => FigureId::Solved,
            FigureId::Retention => FigureId::Churn,
            own => own,
        }
    }

    /// Whether `value` is as good as `asked` or better.
    pub fn reaches(self, value: f64, asked: f64) -> bool {
        if self.better() == Better::Less { value <= asked } else { value >= asked }
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
        let found = TABLE.iter().find(|line| line.name == wanted || (!wanted.is_empty() && line.short == wanted));
        let all = || FigureId::ALL.map(FigureId::name).join(", ");
        found.map(|line| line.id).ok_or_else(|| format!("‘{text}’ is not a figure; there are {}", all()))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::figure::*;

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
