//! Concessions (refunds, credits, gifts) summed by currency and by reason, agent or customer.
//!
//! Amounts in different currencies are never added.

use std::collections::BTreeMap;

use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::text::fold;
use crate::model::ticket::Concession;
use crate::model::time::Instant;

/// A concession with its ticket and grantor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedConcession {
    pub at: Instant,
    pub ticket: TicketId,
    pub customer: Option<CustomerId>,
    /// `None` unless a team member granted it.
    pub granted_by: Option<PersonId>,
    pub concession: Concession,
}

/// Sum of concessions in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConcessionTotal {
    pub n: usize,
    /// In hundredths of the currency's unit.
    pub amount: i64,
}

impl ConcessionTotal {
    fn add(&mut self, amount: i64) {
        self.n += 1;
        self.amount = self.amount.saturating_add(amount);
    }
}

/// Totals by currency code, sorted. Codes are case-insensitive.
pub fn totals_by_currency<'a>(
    given: impl IntoIterator<Item = &'a GrantedConcession>,
) -> BTreeMap<String, ConcessionTotal> {
    let mut totals: BTreeMap<String, ConcessionTotal> = BTreeMap::new();
    for one in given {
        totals.entry(currency_code(one)).or_default().add(one.concession.amount);
    }
    totals
}

fn currency_code(given: &GrantedConcession) -> String {
    given.concession.currency.trim().to_uppercase()
}

/// Total per grouping key and currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcessionShare<K> {
    pub key: K,
    pub currency: String,
    pub total: ConcessionTotal,
}

/// Totals per `key`, largest first within each currency.
pub fn totals_by<K: Ord + Clone>(
    given: &[GrantedConcession],
    key: impl Fn(&GrantedConcession) -> K,
) -> Vec<ConcessionShare<K>> {
    let mut shares: BTreeMap<(String, K), ConcessionTotal> = BTreeMap::new();
    for one in given {
        shares.entry((currency_code(one), key(one))).or_default().add(one.concession.amount);
    }
    let mut shares: Vec<_> =
        shares.into_iter().map(|((currency, of), total)| ConcessionShare { key: of, currency, total }).collect();
    shares.sort_by(|a, b| a.currency.cmp(&b.currency).then(b.total.amount.cmp(&a.total.amount)));
    shares
}

/// Totals per reason. Reasons are compared case- and accent-insensitively and shown in their first spelling.
pub fn totals_by_reason(given: &[GrantedConcession]) -> Vec<ConcessionShare<String>> {
    let mut called: BTreeMap<String, String> = BTreeMap::new();
    for one in given {
        called.entry(fold(one.concession.reason.trim())).or_insert_with(|| one.concession.reason.trim().to_owned());
    }
    let shares = totals_by(given, |one| fold(one.concession.reason.trim())).into_iter();
    shares.map(|share| ConcessionShare { key: called.get(&share.key).cloned().unwrap_or_default(), ..share }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::from_millis;

    fn given(by: Option<i64>, amount: i64, currency: &str, reason: &str) -> GrantedConcession {
        GrantedConcession {
            at: from_millis(0).unwrap(),
            ticket: TicketId(1),
            customer: None,
            granted_by: by.map(PersonId),
            concession: Concession { amount, currency: currency.into(), reason: reason.into() },
        }
    }

    #[test]
    fn currencies_are_never_added_and_reasons_are_the_same_in_any_letters() {
        let all = [
            given(Some(1), 1_500, "EUR", "late delivery"),
            given(Some(2), 500, "eur", "Late Delivery"),
            given(None, 4_000, "EUR", "broken"),
            given(Some(1), 5_000_000, "VND", "late delivery"),
        ];
        let totals = totals_by_currency(&all);
        assert_eq!(totals["EUR"], ConcessionTotal { n: 3, amount: 6_000 });
        assert_eq!(totals["VND"], ConcessionTotal { n: 1, amount: 5_000_000 });
        let actual: Vec<_> =
            totals_by_reason(&all).into_iter().map(|share| (share.key, share.currency, share.total.amount)).collect();
        let eur = |reason: &str, amount| (reason.to_owned(), "EUR".to_owned(), amount);
        assert_eq!(actual[..2], [eur("broken", 4_000), eur("late delivery", 2_000)]);
        let agents: Vec<_> =
            totals_by(&all, |one| one.granted_by).into_iter().map(|share| (share.key, share.total.n)).collect();
        assert_eq!(agents[..3], [(None, 1), (Some(PersonId(1)), 1), (Some(PersonId(2)), 1)]);
    }
}
