//! Customer feedback log: recurring themes by touch point and department, and what became of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::ids::{TicketId, WithId};
use crate::model::person::Author;
use crate::model::text::fold;
use crate::model::time::Instant;

/// Departments suggested as owners; stored in English.
pub const DEPARTMENTS: [&str; 7] = ["product", "sales", "marketing", "shipping", "billing", "IT", "support"];

/// Status of a feedback entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerFeedbackStatus {
    #[default]
    New,
    /// Forwarded to the department.
    PassedOn,
    /// The department has answered.
    Answered,
    /// Resolved, and the customers were told.
    Done,
    /// Will not be changed.
    Declined,
}

impl CustomerFeedbackStatus {
    pub const ALL: [CustomerFeedbackStatus; 5] = [
        CustomerFeedbackStatus::New,
        CustomerFeedbackStatus::PassedOn,
        CustomerFeedbackStatus::Answered,
        CustomerFeedbackStatus::Done,
        CustomerFeedbackStatus::Declined,
    ];

    pub fn name(self) -> &'static str {
        match self {
            CustomerFeedbackStatus::New => "new",
            CustomerFeedbackStatus::PassedOn => "passed_on",
            CustomerFeedbackStatus::Answered => "answered",
            CustomerFeedbackStatus::Done => "done",
            CustomerFeedbackStatus::Declined => "declined",
        }
    }

    /// Whether it still needs work.
    pub fn is_open(self) -> bool {
        !matches!(self, CustomerFeedbackStatus::Done | CustomerFeedbackStatus::Declined)
    }

    /// The usual next status.
    pub fn next(self) -> Option<CustomerFeedbackStatus> {
        match self {
            CustomerFeedbackStatus::New => Some(CustomerFeedbackStatus::PassedOn),
            CustomerFeedbackStatus::PassedOn => Some(CustomerFeedbackStatus::Answered),
            CustomerFeedbackStatus::Answered => Some(CustomerFeedbackStatus::Done),
            CustomerFeedbackStatus::Done | CustomerFeedbackStatus::Declined => None,
        }
    }
}

impl fmt::Display for CustomerFeedbackStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for CustomerFeedbackStatus {
    type Err = String;

    fn from_str(text: &str) -> Result<CustomerFeedbackStatus, String> {
        let wanted = text.trim().to_lowercase().replace(['-', ' '], "_");
        let found = CustomerFeedbackStatus::ALL.into_iter().find(|status| status.name() == wanted);
        let all = || CustomerFeedbackStatus::ALL.map(CustomerFeedbackStatus::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is no status of feedback; there are {}", all()))
    }
}

/// A feedback entry: one statement by one or more customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Short recurring topic: `delivery date`.
    pub theme: String,
    /// Customer touch point: `order mail`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The department that owns the change.
    pub department: String,
    /// Quote or summary.
    pub said: String,
    /// Linked tickets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<TicketId>,
    pub at: Instant,
    pub by: Author,
    #[serde(default)]
    pub status: CustomerFeedbackStatus,
    /// Who forwarded it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<ForwardedToDepartment>,
    /// The department's answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

/// When the department was informed, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardedToDepartment {
    pub by: Author,
    pub at: Instant,
}

impl Feedback {
    /// Changes the status. The first forwarding is kept; going back to new clears it.
    pub fn with_status(&self, status: CustomerFeedbackStatus, by: &Author, at: Instant) -> Feedback {
        let passed = match status {
            CustomerFeedbackStatus::New => None,
            CustomerFeedbackStatus::Declined => self.passed.clone(),
            _ => self.passed.clone().or_else(|| Some(ForwardedToDepartment { by: by.clone(), at })),
        };
        Feedback { status, passed, ..self.clone() }
    }

    /// Links another ticket.
    pub fn with_ticket(&self, ticket: TicketId) -> Feedback {
        let mut feedback = self.clone();
        if !feedback.tickets.contains(&ticket) {
            feedback.tickets.push(ticket);
        }
        feedback
    }
}

/// Feedback counts of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackTally {
    /// Spelling of the newest entry.
    pub key: String,
    pub entries: usize,
    /// Entries that still need work.
    pub open: usize,
    /// Distinct linked tickets.
    pub tickets: usize,
}

/// Groups entries by a key, ignoring case and accents; sorted by tickets, then entries, descending.
pub fn tally_feedback<'a>(
    entries: impl IntoIterator<Item = &'a WithId<Feedback>>,
    by: impl Fn(&Feedback) -> &str,
) -> Vec<FeedbackTally> {
    let mut found: BTreeMap<String, Vec<&WithId<Feedback>>> = BTreeMap::new();
    for entry in entries {
        found.entry(fold(by(entry))).or_default().push(entry);
    }
    let counted = |entries: Vec<&WithId<Feedback>>| {
        let newest = entries.iter().max_by_key(|entry| (entry.at, entry.id))?;
        let tickets: BTreeSet<TicketId> = entries.iter().flat_map(|entry| &entry.tickets).copied().collect();
        Some(FeedbackTally {
            key: by(newest).to_owned(),
            entries: entries.len(),
            open: entries.iter().filter(|entry| entry.status.is_open()).count(),
            tickets: tickets.len(),
        })
    };
    let mut tallies: Vec<_> = found.into_values().filter_map(counted).collect();
    tallies.sort_by_key(|tally| std::cmp::Reverse((tally.tickets, tally.entries)));
    tallies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::from_millis;

    fn entry(id: i64, theme: &str, tickets: &[i64]) -> WithId<Feedback> {
        let it = Feedback {
            theme: theme.into(),
            touch_point: None,
            department: "shipping".into(),
            said: "Where is it?".into(),
            tickets: tickets.iter().copied().map(TicketId).collect(),
            at: from_millis(0).unwrap(),
            by: Author::default(),
            status: CustomerFeedbackStatus::New,
            passed: None,
            answer: String::new(),
        };
        WithId { id, it }
    }

    #[test]
    fn a_ticket_counts_once_for_a_theme_however_it_is_spelled() {
        let all = [entry(1, "Delivery date", &[1, 2]), entry(2, "delivery DATE", &[2, 3]), entry(3, "Invoice", &[9])];
        let tallies = tally_feedback(&all, |feedback| &feedback.theme);
        let actual: Vec<_> = tallies.iter().map(|one| (one.key.as_str(), one.entries, one.tickets)).collect();
        assert_eq!(actual, [("delivery DATE", 2, 3), ("Invoice", 1, 1)]);
        assert_eq!(tally_feedback(&all, |feedback| &feedback.department)[0].tickets, 4);
    }

    #[test]
    fn who_passed_it_on_first_is_kept() {
        let (lan, minh) = (Author { person: None, login: "lan".into() }, Author { person: None, login: "minh".into() });
        let (first, then) = (from_millis(1).unwrap(), from_millis(2).unwrap());
        let entry = entry(1, "Invoice", &[]).it;
        let passed = entry.with_status(CustomerFeedbackStatus::PassedOn, &lan, first);
        let done = passed.with_status(CustomerFeedbackStatus::Done, &minh, then);
        assert_eq!(done.passed, Some(ForwardedToDepartment { by: lan, at: first }));
        assert_eq!(entry.with_status(CustomerFeedbackStatus::Declined, &minh, then).passed, None);
        assert_eq!(done.with_status(CustomerFeedbackStatus::New, &minh, then), entry);
        assert_eq!(entry.with_ticket(TicketId(4)).with_ticket(TicketId(4)).tickets, [TicketId(4)]);
        assert_eq!("Passed-on".parse(), Ok(CustomerFeedbackStatus::PassedOn));
    }
}
