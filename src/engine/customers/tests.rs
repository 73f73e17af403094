//! Customer totals, risks and order, checked by hand.

use super::*;
use crate::engine::customers::contacts::{ContactReason, due_contacts};
use crate::events::replay;
use crate::model::event::{Event, EventPayload, OpenedTicket};
use crate::model::ids::{PersonId, Seq};
use crate::model::person::Author;
use crate::model::rating::Score;
use crate::model::ticket::Status;
use crate::model::time::from_millis;
use crate::query::customer_sort;
use crate::query::customers::CustomerSort;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn at(ms: i64) -> Instant {
    from_millis(ms).unwrap()
}

fn past(events: &[(i64, EventPayload)]) -> TicketFacts {
    let by = Author { person: Some(PersonId(1)), login: String::new() };
    let events: Vec<Event> = (1..)
        .zip(events)
        .map(|(seq, (ms, what))| Event { seq: Seq(seq), at: at(*ms), by: by.clone(), what: what.clone() })
        .collect();
    TicketFacts::from_ticket(&replay::replay_ticket(TicketId(1), &events, None).unwrap(), &[])
}

fn opened() -> EventPayload {
    EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() })
}

fn set(status: Status) -> EventPayload {
    EventPayload::StatusSet { status }
}

#[test]
fn time_with_us_is_that_of_new_and_open_within_the_period() {
    let period = Period { from: at(10 * HOUR), to: at(20 * HOUR) };
    let mut sums = CustomerTotals::default();
    // Two hours before the period do not count, three of waiting for the customer neither.
    sums.add(
        &past(&[(8 * HOUR, opened()), (11 * HOUR, set(Status::Pending)), (14 * HOUR, set(Status::Open))]),
        period,
        at(18 * HOUR),
    );
    assert_eq!((sums.time_with_us(), sums.tickets, sums.open), (TimeDelta::hours(1 + 4), 0, 1));
    sums.add(&past(&[(19 * HOUR, opened()), (21 * HOUR, set(Status::Solved))]), period, at(30 * HOUR));
    assert_eq!((sums.time_with_us(), sums.tickets, sums.open), (TimeDelta::hours(6), 1, 1));
}

#[test]
fn a_ticket_within_a_week_of_the_one_before_is_a_repeat() {
    let period = Period { from: at(30 * DAY), to: at(60 * DAY) };
    let mut sums = CustomerTotals::default();
    // In no order; one before the period makes the first in it a repeat, one after it counts for nothing.
    for day in [45, 25, 32, 52, 61, 53] {
        sums.add(&past(&[(day * DAY, opened())]), period, at(62 * DAY));
    }
    assert_eq!((sums.tickets, sums.repeat_contacts(period)), (4, 3), "32 after 25, 52 after 45, 53 after 52");
}

#[test]
fn only_bad_ratings_of_the_period_count() {
    let period = Period { from: at(DAY), to: at(2 * DAY) };
    let rated = |score, ms| past(&[(0, opened()), (ms, EventPayload::Rated(Score { score, out_of: 5 }))]);
    let mut sums = CustomerTotals::default();
    for (score, ms) in [(1, DAY), (5, DAY), (2, DAY - 1), (3, 2 * DAY - 1), (1, 2 * DAY)] {
        sums.add(&rated(score, ms), period, at(3 * DAY));
    }
    assert_eq!(sums.bad_ratings, 2);
}

fn risks(customer: &Customer, sums: &CustomerTotals, nps: Option<u8>, last: Option<i64>) -> Vec<ChurnRisk> {
    let nps = nps.map(|score| LastNps { score, at: at(95 * DAY) });
    let signs = ChurnSignals { customer, totals: sums, repeat_contacts: 0, nps, last_contact: last.map(at) };
    signs.churn_risks(at(100 * DAY), TimeDelta::days(60))
}

#[test]
fn who_may_leave_is_said_with_the_reasons() {
    let plain = Customer { name: "Hoa".into(), ..Customer::default() };
    let key = Customer { owner: Some(PersonId(1)), ..plain.clone() };
    let calm = CustomerTotals::default();
    assert!(risks(&plain, &calm, Some(9), Some(0)).is_empty(), "only key accounts are missed");
    assert_eq!(risks(&key, &calm, None, Some(40 * DAY)), [ChurnRisk::Silent(60)]);
    assert!(risks(&key, &calm, Some(7), Some(41 * DAY)).is_empty());
    assert!(risks(&key, &calm, None, None).is_empty(), "nothing is known of when they came");
    let since = Customer { since: chrono::NaiveDate::from_ymd_opt(1970, 1, 11), ..key.clone() };
    assert_eq!(risks(&since, &calm, None, None), [ChurnRisk::Silent(90)]);
    let sums = CustomerTotals { upset: true, bad_ratings: 2, ..CustomerTotals::default() };
    assert_eq!(
        risks(&plain, &sums, Some(6), None),
        [ChurnRisk::Upset, ChurnRisk::Detractor(6), ChurnRisk::BadRatings(2)]
    );
    let gone = Customer { lost: chrono::NaiveDate::from_ymd_opt(1970, 3, 1), ..key };
    assert!(risks(&gone, &sums, Some(0), Some(0)).is_empty());
}

#[test]
fn who_has_to_be_contacted_is_who_was_promised_it_or_waits_for_a_word() {
    let customer = Customer { name: "Hoa".into(), ..Customer::default() };
    let sums = CustomerTotals::default();
    let now = (at(100 * DAY + 9 * HOUR), at(101 * DAY));
    let of = |nps: Option<(u8, i64)>, last: i64, follow_up: i64| {
        let nps = nps.map(|(score, day)| LastNps { score, at: at(day * DAY) });
        let signs = ChurnSignals {
            customer: &customer,
            totals: &sums,
            repeat_contacts: 0,
            nps,
            last_contact: Some(at(last * DAY)),
        };
        let again = UpsetFollowUp { ticket: TicketId(4), customer: CustomerId(2), at: Some(at(follow_up * DAY)) };
        let other = UpsetFollowUp { customer: CustomerId(3), ..again };
        let found = due_contacts(CustomerId(2), &signs, &[again, other], now, TimeDelta::days(60));
        found.into_iter().map(|due| due.reason).collect::<Vec<_>>()
    };
    assert_eq!(of(None, 99, 100), [ContactReason::FollowUp(TicketId(4))]);
    assert!(of(None, 99, 101).is_empty(), "tomorrow begins at midnight");
    assert_eq!(of(Some((6, 98)), 98, 200), [ContactReason::Detractor(6)]);
    assert!(of(Some((6, 98)), 99, 200).is_empty(), "somebody has talked to them since");
    assert!(of(Some((7, 98)), 98, 200).is_empty());
    assert!(of(Some((0, 9)), 9, 200).is_empty(), "too long ago");
}

fn standing(id: i64, name: &str, tickets: usize, nps: Option<u8>) -> CustomerRow {
    CustomerRow {
        id: CustomerId(id),
        customer: Customer { name: name.into(), ..Customer::default() },
        tickets,
        open: 0,
        time_with_us: TimeDelta::zero(),
        repeat_contacts: 0,
        bad_ratings: 0,
        nps: nps.map(|score| LastNps { score, at: at(0) }),
        last_contact: None,
        risks: Vec::new(),
    }
}

fn first(sort: CustomerSort, turned: bool, most: usize) -> Vec<i64> {
    let mut first = customer_sort::TopCustomers::new(most);
    for one in [
        standing(1, "Đào", 3, None),
        standing(2, "An", 1, Some(9)),
        standing(3, "Bình", 5, Some(2)),
        standing(4, "Châu", 1, None),
    ] {
        first.add(customer_sort::CustomerSortKey::new(&one, "", sort, turned, at(0)), one);
    }
    assert_eq!(first.total, 4);
    first.into_rows().iter().map(|one| one.id.0).collect()
}

#[test]
fn what_is_not_known_comes_last_whichever_way_it_is_sorted() {
    assert_eq!(first(CustomerSort::Tickets, false, 9), [3, 1, 2, 4], "the most first, then by name");
    assert_eq!(first(CustomerSort::Tickets, true, 2), [2, 4]);
    assert_eq!(first(CustomerSort::Nps, false, 9), [3, 2, 4, 1]);
    assert_eq!(first(CustomerSort::Nps, true, 9), [2, 3, 4, 1]);
    assert_eq!((first(CustomerSort::Name, false, 2), first(CustomerSort::Name, true, 1)), (vec![2, 3], vec![1]));
}

#[test]
fn the_first_of_many_are_found_though_few_are_kept() {
    let mut first = customer_sort::TopCustomers::new(3);
    for id in 0..1_000_i64 {
        let one = standing(id, "x", usize::try_from(id * 7_919 % 1_000).unwrap(), None);
        first.add(customer_sort::CustomerSortKey::new(&one, "", CustomerSort::Tickets, false, at(0)), one);
    }
    let tickets: Vec<_> = first.into_rows().iter().map(|one| one.tickets).collect();
    assert_eq!(tickets, [999, 998, 997]);
}
