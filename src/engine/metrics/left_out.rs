//! Why something that looks like a sample is in no figure, or in fewer than it looks.

use crate::model::figure::FigureId;

/// The reasons.
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
    /// It goes on in another ticket, where it counts.
    Merged,
    /// Somebody's work, but it is not known whose.
    NoAgent,
    /// It counts; but a person's own time runs from its creation.
    NoAssignment,
}

impl LeftOut {
    /// The stable name; `left-out-NAME` in the language files.
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

    /// The reason in words, as the JSON has it.
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

    /// Whether it says something about this figure.
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
