//! Reasons why data is excluded from figures.

use crate::model::figure::FigureId;

/// Exclusion reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
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

impl LeftOut {
    /// Stable name; `left-out-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            LeftOut::FirstReplyBeforeCreation => "reply-before-creation",
            LeftOut::SolveBeforeCreation => "solve-before-creation",
            LeftOut::NoCreationTime => "no-creation",
            LeftOut::NoMessageTimes => "no-messages",
            LeftOut::NoReplyCount => "no-replies",
            LeftOut::NoSolveTime => "no-solve",
            LeftOut::NoRatingTime => "no-rating-time",
            LeftOut::NoReopenTime => "no-reopen-time",
            LeftOut::Merged => "merged",
            LeftOut::NoAgent => "no-agent",
            LeftOut::NoAssignment => "no-assignment",
        }
    }

    /// English text for JSON output.
    pub fn reason(self) -> &'static str {
        match self {
            LeftOut::FirstReplyBeforeCreation => "first reply before creation",
            LeftOut::SolveBeforeCreation => "solved before creation",
            LeftOut::NoCreationTime => "no creation time: no first response, resolution time, backlog or aging",
            LeftOut::NoMessageTimes => "imported without the time of every message: no response pairs",
            LeftOut::NoReplyCount => "imported without a count of public replies: no first-contact resolution",
            LeftOut::NoSolveTime => "solved at an unknown time: in no period",
            LeftOut::NoRatingTime => "rated at an unknown time: in no period",
            LeftOut::NoReopenTime => "reopened at an unknown time: in no period",
            LeftOut::Merged => "merged into another ticket: counted there",
            LeftOut::NoAgent => "no agent known: in the team’s figures, in nobody’s own",
            LeftOut::NoAssignment => "no history of who had it: a person’s own time runs from its creation",
        }
    }

    /// Whether this reason applies to the figure.
    pub fn touches(self, figure: FigureId) -> bool {
        use FigureId::*;
        match self {
            LeftOut::FirstReplyBeforeCreation => matches!(figure, FirstResponse | Response),
            LeftOut::SolveBeforeCreation | LeftOut::NoSolveTime => {
                matches!(figure, Solved | Resolution | ResolutionFirst | ResolutionFull | Hold | Fcr)
            }
            LeftOut::NoCreationTime => {
                matches!(
                    figure,
                    Received
                        | Resolution
                        | FirstResponse
                        | Unanswered
                        | ResolutionFirst
                        | ResolutionFull
                        | Cohort
                        | Upset
                        | Backlog
                )
            }
            LeftOut::NoMessageTimes => figure == Response,
            LeftOut::NoReplyCount => figure == Fcr,
            LeftOut::NoRatingTime => figure == Csat,
            LeftOut::NoReopenTime => figure == Reopen,
            LeftOut::Merged => matches!(figure, Received | Cohort | Upset | Resolution),
            LeftOut::NoAgent => false,
            LeftOut::NoAssignment => figure == FirstResponse,
        }
    }
}
