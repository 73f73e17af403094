//! Sort keys of customers, computed once per row, and a bounded top-n selection.

use std::cmp::Reverse;

use crate::engine::customers::CustomerRow;
use crate::model::text::fold;
use crate::model::time::Instant;
use crate::query::customers::CustomerSort;

/// Sort key, smallest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CustomerSortKey {
    /// Unknown values come last in either direction.
    missing: bool,
    number: i64,
    text: SortText,
    name: String,
    id: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum SortText {
    Ascending(String),
    Descending(Reverse<String>),
}

impl CustomerSortKey {
    /// Sort key of a row; `owner` is the owner's name, `turned` reverses the default order.
    pub fn new(standing: &CustomerRow, owner: &str, sort: CustomerSort, turned: bool, now: Instant) -> CustomerSortKey {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let rises = sort.is_ascending_by_default() != turned;
        let number = match sort {
            CustomerSort::Name | CustomerSort::Tier | CustomerSort::Owner => Some(0),
            CustomerSort::Tickets => Some(count(standing.tickets)),
            CustomerSort::TimeWithUs => Some(standing.time_with_us.num_milliseconds()),
            CustomerSort::RepeatContacts => Some(count(standing.repeat_contacts)),
            CustomerSort::Nps => standing.nps.map(|nps| i64::from(nps.score)),
            CustomerSort::BadRatings => Some(count(standing.bad_ratings)),
            CustomerSort::DaysSilent => standing.last_contact.map(|last| (now - last).num_milliseconds()),
        };
        let name = fold(&standing.customer.name);
        let text = match sort {
            CustomerSort::Name => name.clone(),
            CustomerSort::Tier => standing.customer.tier.as_deref().map(fold).unwrap_or_default(),
            CustomerSort::Owner => fold(owner),
            _ => String::new(),
        };
        let unsaid = matches!(sort, CustomerSort::Tier | CustomerSort::Owner) && text.is_empty();
        let number_or = number.unwrap_or(0);
        CustomerSortKey {
            missing: number.is_none() || unsaid,
            number: if rises { number_or } else { -number_or },
            text: if rises { SortText::Ascending(text) } else { SortText::Descending(Reverse(text)) },
            name,
            id: standing.id.0,
        }
    }
}

/// Keeps the first `limit` rows in bounded memory.
pub struct TopCustomers {
    limit: usize,
    rows: Vec<(CustomerSortKey, CustomerRow)>,
    /// Number of rows added.
    pub total: usize,
}

impl TopCustomers {
    pub fn new(most: usize) -> TopCustomers {
        TopCustomers { limit: most.max(1), rows: Vec::new(), total: 0 }
    }

    pub fn add(&mut self, place: CustomerSortKey, standing: CustomerRow) {
        self.total += 1;
        self.rows.push((place, standing));
        // Truncate at twice the limit only, so that sorting stays rare.
        if self.rows.len() >= self.limit * 2 + 64 {
            self.truncate();
        }
    }

    fn truncate(&mut self) {
        self.rows.sort_by(|a, b| a.0.cmp(&b.0));
        self.rows.truncate(self.limit);
    }

    /// The first rows, in order.
    pub fn into_rows(mut self) -> Vec<CustomerRow> {
        self.truncate();
        self.rows.into_iter().map(|(_, standing)| standing).collect()
    }
}
