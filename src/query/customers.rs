//! Customer lists: what to list, how to sort, and the result.

use chrono::TimeDelta;

use crate::engine::customers::CustomerRow;
use crate::engine::customers::contacts::DueContact;
use crate::engine::metrics::summary::ShareSummary;
use crate::model::ids::Seq;
use crate::model::time::Period;
use crate::query::customer_filter::CustomerFilter;

/// Sort order of the customer list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CustomerSort {
    Name,
    Tier,
    Owner,
    #[default]
    Tickets,
    TimeWithUs,
    RepeatContacts,
    Nps,
    BadRatings,
    DaysSilent,
}

impl CustomerSort {
    pub const ALL: [CustomerSort; 9] = [
        CustomerSort::Name,
        CustomerSort::Tier,
        CustomerSort::Owner,
        CustomerSort::Tickets,
        CustomerSort::TimeWithUs,
        CustomerSort::RepeatContacts,
        CustomerSort::Nps,
        CustomerSort::BadRatings,
        CustomerSort::DaysSilent,
    ];

    pub fn name(self) -> &'static str {
        match self {
            CustomerSort::Name => "name",
            CustomerSort::Tier => "tier",
            CustomerSort::Owner => "owner",
            CustomerSort::Tickets => "tickets",
            CustomerSort::TimeWithUs => "hours",
            CustomerSort::RepeatContacts => "repeats",
            CustomerSort::Nps => "nps",
            CustomerSort::BadRatings => "bad",
            CustomerSort::DaysSilent => "silent",
        }
    }

    /// Whether ascending is the default: names from A, lowest NPS first; but most tickets first.
    pub fn is_ascending_by_default(self) -> bool {
        matches!(self, CustomerSort::Name | CustomerSort::Tier | CustomerSort::Owner | CustomerSort::Nps)
    }
}

impl std::str::FromStr for CustomerSort {
    type Err = String;

    fn from_str(text: &str) -> Result<CustomerSort, String> {
        let found = CustomerSort::ALL.into_iter().find(|sort| sort.name() == text.trim());
        let names = || CustomerSort::ALL.map(CustomerSort::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is nothing that customers are ordered by; there are {}", names()))
    }
}

/// A query of the customer list.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerQuery {
    pub period: Period,
    pub sort: CustomerSort,
    /// Reverse the default order.
    pub reversed: bool,
    pub filter: CustomerFilter,
    /// Maximum number of rows.
    pub limit: usize,
    /// Time without contact after which a key account counts as silent.
    pub silent_after: TimeDelta,
}

/// Result of a [`CustomerQuery`].
#[derive(Debug, Clone)]
pub struct CustomerList {
    pub query: CustomerQuery,
    pub rows: Vec<CustomerRow>,
    /// Customers matching the filter, and all customers.
    pub matching: usize,
    pub total: usize,
    /// Customers lost in the period, of those at its start; the churn figure.
    pub churn: ShareSummary,
    /// Customers to contact, longest overdue first.
    pub contacts_due: Vec<DueContact>,
    /// Newest event included.
    pub seq: Seq,
}
