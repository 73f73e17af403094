//! Backlog aging: age distribution, oldest tickets, stuck tickets.

use chrono::TimeDelta;

use crate::model::aging::{AgingBuckets, StuckRule, StuckRules};
use crate::model::ids::TicketId;
use crate::model::ticket::WaitsOn;
use crate::model::time::Instant;

/// Ticket fields that aging needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgingTicket {
    pub id: TicketId,
    /// `None` if an import did not provide it.
    pub created: Option<Instant>,
    pub waits_on: WaitsOn,
    pub last_event: Instant,
    /// Number of reassignments.
    pub reassigned: u32,
    /// Number of reopens.
    pub reopened: u32,
}

/// First rule that fires, in the order of [`StuckRule`]; `None` if the ticket does not wait on us.
pub fn stuck_rule(item: &AgingTicket, rules: &StuckRules, now: Instant) -> Option<StuckRule> {
    stuck_rule_since(item, rules, saturating_before(now, rules.silent))
}

/// Like [`stuck_rule`]; tickets without an event since `quiet` count as silent.
fn stuck_rule_since(item: &AgingTicket, rules: &StuckRules, quiet: Instant) -> Option<StuckRule> {
    let silent = rules.silent > TimeDelta::zero() && item.last_event <= quiet;
    let reached = |count, limit| limit > 0 && count >= limit;
    match item.waits_on {
        WaitsOn::Customer | WaitsOn::ThirdParty => None,
        WaitsOn::Us if silent => Some(StuckRule::Silent),
        WaitsOn::Us if reached(item.reassigned, rules.reassigned) => Some(StuckRule::Reassigned),
        WaitsOn::Us if reached(item.reopened, rules.reopened) => Some(StuckRule::Reopened),
        WaitsOn::Us => None,
    }
}

/// `now - span`, saturating at the earliest instant.
fn saturating_before(now: Instant, span: TimeDelta) -> Instant {
    now.checked_sub_signed(span).unwrap_or(Instant::MIN_UTC)
}

/// Tickets in one age bucket, by who they wait on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketCount {
    pub label: String,
    /// Sum of the three counts.
    pub total: usize,
    pub us: usize,
    pub customer: usize,
    pub third_party: usize,
}

/// Backlog by age at one instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BacklogAging {
    /// Sum of the buckets.
    pub total: usize,
    /// Youngest first, empty buckets included.
    pub buckets: Vec<BucketCount>,
    /// At most [`MAX_OLDEST`] tickets with their ages, oldest first, ties by id.
    pub oldest: Vec<(TicketId, TimeDelta)>,
    /// By id; includes tickets of unknown age.
    pub stuck: Vec<(TicketId, StuckRule)>,
    /// Tickets without a creation time: in no bucket and not in `total`.
    pub unknown_age: usize,
}

/// Maximum length of the list of oldest tickets.
pub const MAX_OLDEST: usize = 10;

/// Groups a backlog by age since creation. A creation after `now` (clock set back) counts as age 0. Single pass; memory
/// grows only with the oldest, stuck and unknown-age tickets.
pub fn backlog_aging(
    items: impl IntoIterator<Item = AgingTicket>,
    now: Instant,
    buckets: &AgingBuckets,
    rules: &StuckRules,
) -> BacklogAging {
    // Compares creation instants instead of ages: saves a subtraction per ticket and bound.
    let starts: Vec<Instant> = buckets.bounds.iter().map(|bound| saturating_before(now, *bound)).collect();
    let quiet = saturating_before(now, rules.silent);
    // Per bucket, tickets by `WaitsOn` in declaration order.
    let mut counts = vec![[0; WaitsOn::ALL.len()]; buckets.count()];
    let mut oldest: Vec<(Instant, TicketId)> = Vec::with_capacity(MAX_OLDEST + 1);
    let (mut stuck_ones, mut unknown_age) = (Vec::new(), 0);
    for item in items {
        stuck_ones.extend(stuck_rule_since(&item, rules, quiet).map(|rule| (item.id, rule)));
        let Some(created) = item.created else {
            unknown_age += 1;
            continue;
        };
        let created = created.min(now);
        counts[starts.iter().take_while(|start| created <= **start).count()][item.waits_on as usize] += 1;
        let one = (created, item.id);
        if oldest.len() < MAX_OLDEST || oldest.last().is_some_and(|last| one < *last) {
            oldest.insert(oldest.partition_point(|other| *other < one), one);
            oldest.truncate(MAX_OLDEST);
        }
    }
    stuck_ones.sort_unstable_by_key(|(id, _)| *id);
    let bucket = |(label, [us, customer, third_party]): (String, [usize; 3])| {
        let n = us + customer + third_party;
        BucketCount { label, total: n, us, customer, third_party }
    };
    let buckets: Vec<BucketCount> = buckets.labels().into_iter().zip(counts).map(bucket).collect();
    BacklogAging {
        total: buckets.iter().map(|bucket| bucket.total).sum(),
        buckets,
        oldest: oldest.into_iter().map(|(created, id)| (id, now - created)).collect(),
        stuck: stuck_ones,
        unknown_age,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{Zone, parse_moment};

    fn now() -> Instant {
        parse_moment("2026-03-02T09:00", Zone::UTC).unwrap()
    }

    fn hours(n: i64) -> TimeDelta {
        TimeDelta::hours(n)
    }

    /// A ticket of the given age whose last event is `now`.
    fn item(id: i64, age: TimeDelta, waits_on: WaitsOn) -> AgingTicket {
        AgingTicket {
            id: TicketId(id),
            created: Some(now() - age),
            waits_on,
            last_event: now(),
            reassigned: 0,
            reopened: 0,
        }
    }

    fn sorted(items: impl IntoIterator<Item = AgingTicket>) -> BacklogAging {
        backlog_aging(items, now(), &AgingBuckets::default(), &StuckRules::default())
    }

    #[test]
    fn labels_read_as_a_person_would_write_them() {
        let labels = |text: &str| text.parse::<AgingBuckets>().unwrap().labels().join(" | ");
        assert_eq!(AgingBuckets::default().labels().join(" | "), "<4 h | 4–24 h | 1–3 d | 3–7 d | 7–30 d | >30 d");
        assert_eq!(labels("4h,24h,3d,7d,30d"), AgingBuckets::default().labels().join(" | "));
        assert_eq!(labels("1d, 3d, 7d, 14d, 30d"), "<1 d | 1–3 d | 3–7 d | 7–14 d | 14–30 d | >30 d");
        assert_eq!(labels("30m,1h,4h,36h,5d"), "<30 min | 30–60 min | 1–4 h | 4–36 h | 36 h–5 d | >5 d");
        assert_eq!(labels("100d,365d"), "<100 d | 100–365 d | >365 d");
        assert_eq!(labels("45s"), "<45 s | >45 s");
    }

    #[test]
    fn bounds_have_to_ascend_from_above_zero() {
        for bad in ["", "4", "4h,", "0h,1d", "1d,1d", "1d,24h", "3d,1d"] {
            assert!(bad.parse::<AgingBuckets>().is_err(), "{bad}");
        }
        assert_eq!("4h,1d,3d,7d,30d".parse(), Ok(AgingBuckets::default()));
    }

    #[test]
    fn a_boundary_belongs_to_the_older_bucket() {
        let buckets = AgingBuckets::default();
        assert_eq!(buckets.count(), buckets.labels().len());
        for (index, bound) in [4, 24, 72, 168, 720].into_iter().map(hours).enumerate() {
            assert_eq!(buckets.index(bound - TimeDelta::milliseconds(1)), index);
            assert_eq!(buckets.index(bound), index + 1);
        }
    }

    #[test]
    fn every_ticket_of_known_age_is_in_one_bucket_under_who_it_waits_on() {
        let unknown = AgingTicket { created: None, ..item(6, hours(0), WaitsOn::Us) };
        let result = sorted([
            item(1, hours(3), WaitsOn::Us),
            item(2, hours(4), WaitsOn::Customer),
            item(3, hours(5), WaitsOn::Us),
            item(4, hours(800), WaitsOn::ThirdParty),
            item(5, hours(-2), WaitsOn::Us),
            unknown,
        ]);
        let counts: Vec<_> = result.buckets.iter().map(|b| (b.total, b.us, b.customer, b.third_party)).collect();
        let none = (0, 0, 0, 0);
        assert_eq!(counts, [(2, 2, 0, 0), (2, 1, 1, 0), none, none, none, (1, 0, 0, 1)]);
        assert_eq!((result.total, result.unknown_age), (5, 1));
        assert_eq!(result.oldest.first(), Some(&(TicketId(4), hours(800))));
        assert_eq!(result.oldest.last(), Some(&(TicketId(5), hours(0))), "from the future: no age yet");
    }

    #[test]
    fn the_ten_oldest_come_oldest_first_and_by_id() {
        let result = sorted((1..=30).map(|id| item(id, hours(id / 4), WaitsOn::Us)));
        let ids: Vec<_> = result.oldest.iter().map(|(id, _)| id.0).collect();
        assert_eq!(ids, [28, 29, 30, 24, 25, 26, 27, 20, 21, 22]);
        assert_eq!(sorted([]).oldest, []);
    }

    #[test]
    fn stuck_says_the_first_rule_that_fires_and_only_for_us() {
        let rules = StuckRules::default();
        let fresh = item(1, hours(100), WaitsOn::Us);
        let silent = AgingTicket { last_event: now() - hours(24), ..fresh };
        let passed_on = AgingTicket { reassigned: 3, ..fresh };
        let reopened = AgingTicket { reopened: 2, ..fresh };
        for (item, rule) in [
            (fresh, None),
            (
                AgingTicket {
                    last_event: now() - hours(24) + TimeDelta::seconds(1),
                    reassigned: 2,
                    reopened: 1,
                    ..fresh
                },
                None,
            ),
            (silent, Some(StuckRule::Silent)),
            (passed_on, Some(StuckRule::Reassigned)),
            (reopened, Some(StuckRule::Reopened)),
            (AgingTicket { reassigned: 9, reopened: 9, ..silent }, Some(StuckRule::Silent)),
            (AgingTicket { reopened: 9, ..passed_on }, Some(StuckRule::Reassigned)),
            (AgingTicket { waits_on: WaitsOn::Customer, ..silent }, None),
            (AgingTicket { waits_on: WaitsOn::ThirdParty, ..reopened }, None),
        ] {
            assert_eq!(stuck_rule(&item, &rules, now()), rule, "{item:?}");
        }
        let off = StuckRules { silent: TimeDelta::zero(), reassigned: 0, reopened: 0 };
        assert_eq!(stuck_rule(&AgingTicket { reassigned: 9, reopened: 9, ..silent }, &off, now()), None);
    }

    #[test]
    fn the_stuck_come_by_id_and_need_no_age() {
        let result = sorted([
            AgingTicket { reopened: 2, ..item(7, hours(1), WaitsOn::Us) },
            AgingTicket { created: None, last_event: now() - hours(30), ..item(3, hours(0), WaitsOn::Us) },
        ]);
        assert_eq!(result.stuck, [(TicketId(3), StuckRule::Silent), (TicketId(7), StuckRule::Reopened)]);
        assert_eq!((result.total, result.unknown_age), (1, 1));
    }
}
