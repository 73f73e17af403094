//! Vocabulary of help desks: status, priority and rating words, and ways to write "no value".

use super::headers::match_key;
use crate::model::rating::Score;
use crate::model::ticket::{Priority, Status};

const STATUSES: &[(Status, &[&str])] = &[
    (Status::New, &["New", "To Do", "Unassigned", "Submitted", "Selected for development"]),
    (
        Status::Open,
        &[
            "Open",
            "Opened",
            "Reopened",
            "In progress",
            "Work in progress",
            "WIP",
            "Active",
            "Assigned",
            "Being processed",
            "Processing",
            "In review",
            "Under review",
            "Under investigation",
            "Investigating",
            "Escalated",
            "Acknowledged",
            "Accepted",
            "Waiting on us",
            "Waiting for support",
            "Waiting for agent",
            "Awaiting agent",
            "Customer responded",
            "Customer replied",
            "In development",
            "In testing",
        ],
    ),
    (
        Status::Pending,
        &[
            "Pending",
            "Pending reminder",
            "Pending close",
            "Pending customer response",
            "Pending customer",
            "Pending user",
            "Waiting for customer",
            "Waiting on customer",
            "Waiting on contact",
            "Waiting for contact",
            "Waiting for customer response",
            "Waiting for reporter",
            "Waiting for requester",
            "Awaiting customer",
            "Awaiting customer response",
            "Awaiting user info",
            "Awaiting user information",
            "Awaiting caller",
            "Awaiting your reply",
            "Awaiting reply from customer",
            "Answered",
            "Snoozed",
        ],
    ),
    (
        Status::OnHold,
        &[
            "On hold",
            "Hold",
            "Blocked",
            "Waiting on third party",
            "Waiting for third party",
            "Awaiting third party",
            "Pending third party",
            "Waiting for vendor",
            "Awaiting vendor",
            "Pending vendor",
            "Awaiting problem",
            "Awaiting change",
            "Awaiting evidence",
            "Deferred",
        ],
    ),
    (Status::Solved, &["Solved", "Resolved", "Done", "Fixed", "Complete", "Completed", "Finished"]),
    (
        Status::Closed,
        &[
            "Closed",
            "Closed complete",
            "Closed incomplete",
            "Closed skipped",
            "Cancelled",
            "Canceled",
            "Declined",
            "Rejected",
            "Won't do",
            "Won't fix",
            "Duplicate",
            "Merged",
            "Archived",
            "Deleted",
            "Removed",
            "Spam",
            "Withdrawn",
        ],
    ),
];

const PRIORITIES: &[(Priority, &[&str])] = &[
    (Priority::Low, &["Low", "Lowest", "Very low", "Minor", "Trivial", "Planning", "P4", "P5"]),
    (Priority::Normal, &["Normal", "Medium", "Moderate", "Average", "Standard", "Default", "P3"]),
    (Priority::High, &["High", "Major", "Important", "P2"]),
    (Priority::Urgent, &["Urgent", "Critical", "Highest", "Very high", "Blocker", "Emergency", "Immediate", "P1"]),
];

fn look_up<T: Copy>(table: &[(T, &[&str])], word: &str) -> Option<T> {
    let wanted = match_key(word);
    table.iter().find(|(_, words)| words.iter().any(|one| match_key(one) == wanted)).map(|(meaning, _)| *meaning)
}

/// The status that a word commonly means.
pub fn parse_status(word: &str) -> Option<Status> {
    look_up(STATUSES, word)
}

/// The priority that a word means. `3 - Moderate` and `2 normal` are matched by their word; a bare number is not,
/// because desks count from either end.
pub fn parse_priority(word: &str) -> Option<Priority> {
    let word = word.trim();
    let unnumbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let unnumbered =
        if unnumbered.len() < word.len() { unnumbered.trim_start_matches([' ', '-', '.', ')']) } else { word };
    look_up(PRIORITIES, unnumbered)
}

/// A parsed rating cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingCell {
    Score(Score),
    /// A survey was sent and not answered yet.
    Offered,
    NotOffered,
    /// Not within 1 to 5.
    OffScale,
    Unknown,
}

/// Parses a rating: 1 to 5 stars, also `4.0`; good or bad; happy, neutral or unhappy.
pub fn parse_rating(text: &str) -> RatingCell {
    if let Ok(number) = text.trim().parse::<f64>() {
        let whole = (1.0..=5.0).contains(&number) && number.fract() == 0.0;
        return if whole { RatingCell::Score(Score { score: number as u8, out_of: 5 }) } else { RatingCell::OffScale };
    }
    let of = |score, out_of| RatingCell::Score(Score { score, out_of });
    match match_key(text).as_str() {
        "good" | "goodwithcomment" | "satisfied" | "goodimsatisfied" => of(1, 1),
        "bad" | "badwithcomment" | "unsatisfied" | "dissatisfied" | "badimunsatisfied" => of(0, 1),
        "extremelyhappy" | "veryhappy" | "happy" => of(3, 3),
        "neutral" => of(2, 3),
        "unhappy" | "veryunhappy" | "extremelyunhappy" => of(1, 3),
        "offered" => RatingCell::Offered,
        "notoffered" | "unoffered" => RatingCell::NotOffered,
        _ => RatingCell::Unknown,
    }
}

/// Whether a cell is empty or a placeholder for no value.
pub fn is_missing(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 5
        && ["", "-", "--", "–", "—", "?", "nan", "na", "n/a", "#n/a", "null", "none", "nil", "(nil)", "\\n"]
            .contains(&text.to_lowercase().as_str())
}

/// Whether an assignee cell means unassigned.
pub fn is_unassigned(name: &str) -> bool {
    is_missing(name)
        || ["unassigned", "no agent", "not assigned", "nobody", "no owner"]
            .contains(&name.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_things() {
        fn check<T: Copy + PartialEq + std::fmt::Debug>(table: &[(T, &[&str])]) {
            for (meaning, words) in table {
                for word in *words {
                    assert_eq!(look_up(table, word), Some(*meaning), "{word}");
                }
            }
        }
        check(STATUSES);
        check(PRIORITIES);
    }

    #[test]
    fn common_words_are_known_and_others_are_not_guessed() {
        assert_eq!(parse_status("in progress"), Some(Status::Open));
        assert_eq!(parse_status("On-Hold"), Some(Status::OnHold));
        assert_eq!(parse_status("Pending Customer Response"), Some(Status::Pending));
        assert_eq!(parse_status("verifyy"), None);
        assert_eq!(parse_priority("3 - Moderate"), Some(Priority::Normal));
        assert_eq!(parse_priority("2 normal"), Some(Priority::Normal));
        assert_eq!(parse_priority("Critical"), Some(Priority::Urgent));
        assert_eq!(parse_priority("P1"), Some(Priority::Urgent));
        assert_eq!(parse_priority("3"), None);
    }

    #[test]
    fn ratings_keep_their_scale() {
        assert_eq!(parse_rating("4.0"), RatingCell::Score(Score { score: 4, out_of: 5 }));
        assert_eq!(parse_rating("Good"), RatingCell::Score(Score { score: 1, out_of: 1 }));
        assert_eq!(parse_rating("Neutral"), RatingCell::Score(Score { score: 2, out_of: 3 }));
        assert_eq!(parse_rating("Not Offered"), RatingCell::NotOffered);
        for off in ["0", "6", "4.5", "-1", "NaN", "inf"] {
            assert_eq!(parse_rating(off), RatingCell::OffScale, "{off}");
        }
        assert_eq!(parse_rating("splendid"), RatingCell::Unknown);
    }

    #[test]
    fn nothing_is_written_in_many_ways() {
        for nothing in ["", "  ", "NaN", "N/A", "?", "null", "None", "-", "\\N"] {
            assert!(is_missing(nothing), "{nothing}");
        }
        assert!(!is_missing("0"));
        assert!(!is_missing("Nana"));
        assert!(
            is_unassigned("Unassigned")
                && is_unassigned("No Agent")
                && is_unassigned("-")
                && !is_unassigned("Noa Gent")
        );
    }
}
