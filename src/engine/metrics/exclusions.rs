//! Reasons why data is excluded from figures.

use crate::model::figure::FigureId;

/// Exclusion reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExclusionReason {
    FirstReplyBeforeCreation,
    SolveBeforeCreation,
    NoCreationTime,
    NoMessageTimes,
    NoReplyCount,
    NoSolveTime,
    NoRatingTime,
    NoReopenTime,
    /// Counted under the merge target.
    Merged,
    /// The agent is unknown.
    NoAgent,
    /// Counted, but the agent's time runs from creation.
    NoAssignment,
}

impl ExclusionReason {
    /// Stable name; `left-out-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            ExclusionReason::FirstReplyBeforeCreation => "reply-before-creation",
            ExclusionReason::SolveBeforeCreation => "solve-before-creation",
            ExclusionReason::NoCreationTime => "no-creation",
            ExclusionReason::NoMessageTimes => "no-messages",
            ExclusionReason::NoReplyCount => "no-replies",
            ExclusionReason::NoSolveTime => "no-solve",
            ExclusionReason::NoRatingTime => "no-rating-time",
            ExclusionReason::NoReopenTime => "no-reopen-time",
            ExclusionReason::Merged => "merged",
            ExclusionReason::NoAgent => "no-agent",
            ExclusionReason::NoAssignment => "no-assignment",
        }
    }

    /// English text for JSON output.
    pub fn reason(self) -> &'static str {
        match self {
            ExclusionReason::FirstReplyBeforeCreation => "first reply before creation",
            ExclusionReason::SolveBeforeCreation => "solved before creation",
            ExclusionReason::NoCreationTime => "no creation time: no first response, resolution time, backlog or aging",
            ExclusionReason::NoMessageTimes => "imported without the time of every message: no response pairs",
            ExclusionReason::NoReplyCount => "imported without a count of public replies: no first-contact resolution",
            ExclusionReason::NoSolveTime => "solved at an unknown time: in no period",
            ExclusionReason::NoRatingTime => "rated at an unknown time: in no period",
            ExclusionReason::NoReopenTime => "reopened at an unknown time: in no period",
            ExclusionReason::Merged => "merged into another ticket: counted there",
            ExclusionReason::NoAgent => "no agent known: in the team’s figures, in nobody’s own",
            ExclusionReason::NoAssignment => "no history of who had it: a person’s own time runs from its creation",
        }
    }

    /// Whether this reason applies to the figure.
    pub fn affects(self, figure: FigureId) -> bool {
        use FigureId::*;
        match self {
            ExclusionReason::FirstReplyBeforeCreation => matches!(figure, FirstResponse | ResponseTime),
            ExclusionReason::SolveBeforeCreation | ExclusionReason::NoSolveTime => {
                matches!(figure, Solved | ResolutionRate | FirstResolution | FullResolution | HoldTime | Fcr)
            }
            ExclusionReason::NoCreationTime => {
                matches!(
                    figure,
                    Received
                        | ResolutionRate
                        | FirstResponse
                        | Unanswered
                        | FirstResolution
                        | FullResolution
                        | SolvedToDate
                        | Upset
                        | Backlog
                )
            }
            ExclusionReason::NoMessageTimes => figure == ResponseTime,
            ExclusionReason::NoReplyCount => figure == Fcr,
            ExclusionReason::NoRatingTime => figure == Csat,
            ExclusionReason::NoReopenTime => figure == Reopen,
            ExclusionReason::Merged => matches!(figure, Received | SolvedToDate | Upset | ResolutionRate),
            ExclusionReason::NoAgent => false,
            ExclusionReason::NoAssignment => figure == FirstResponse,
        }
    }
}
