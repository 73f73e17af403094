//! Ticket list: filters and sorts the open tickets.

use std::cmp::Ordering;

use crate::engine::desk::{Desk, TicketRow};
use crate::model::ids::TicketId;
use crate::query::filter::ast::TicketFilter;
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::matching::FilterContext;
use crate::query::filter::text_index::TextIndex;
use crate::query::sort::QueueSort;

/// A list query, and the data it runs on.
#[derive(Clone, Copy)]
pub struct TicketList<'a> {
    pub query: &'a TicketFilter,
    pub sort: &'a QueueSort,
    pub desk: &'a Desk,
    /// All tickets of the desk, in queue order.
    pub queue: &'a [TicketId],
    pub index: &'a TextIndex,
    pub moment: &'a FilterContext<'a>,
}

impl<'a> TicketList<'a> {
    /// Matching tickets, by `sort`, then in queue order.
    pub fn ticket_ids(&self) -> Vec<TicketId> {
        if self.is_entire_queue() {
            return self.queue.to_vec();
        }
        let mut fitting: Vec<(TicketId, &TicketRow, &FoldedText)> =
            matching_rows(self.query, self.desk, self.index, self.moment)
                .map(|(row, text)| (row.id, row, text))
                .collect();
        // Sort few tickets directly; for many, walk the queue.
        if fitting.len() < self.queue.len() / 16 {
            fitting.sort_by_cached_key(|(_, row, _)| crate::engine::board::brief::queue_order(row));
        } else {
            let places = PositionIndex::new(fitting.iter().map(|(id, ..)| *id));
            fitting = self.queue.iter().filter_map(|id| places.position(*id)).map(|at| fitting[at]).collect();
        }
        self.sort.sort(&mut fitting, |(_, row, text)| (row, text), self.moment);
        fitting.into_iter().map(|(id, ..)| id).collect()
    }

    /// Updates an earlier result in which only the `touched` tickets changed: each is removed, and inserted by binary
    /// search.
    pub fn update(&self, listed: &mut Vec<TicketId>, touched: &[TicketId]) {
        if self.is_entire_queue() {
            *listed = self.queue.to_vec();
            return;
        }
        listed.retain(|id| !touched.contains(id));
        for id in touched {
            let Some(new) = self.row_and_text(*id) else { continue };
            if self.query.matches(new.0, new.1, self.moment) {
                let before =
                    |other: &TicketId| self.row_and_text(*other).is_some_and(|other| self.compare(other, new).is_lt());
                listed.insert(listed.partition_point(before), *id);
            }
        }
    }

    /// Whether the list is the whole queue, in queue order.
    fn is_entire_queue(&self) -> bool {
        self.query.is_empty() && self.sort.keys.is_empty()
    }

    fn row_and_text(&self, id: TicketId) -> Option<(&'a TicketRow, &'a FoldedText)> {
        let row = self.desk.tickets.get(&id)?;
        Some((row, self.index.text_of(row, self.desk)?))
    }

    /// Compares two rows.
    fn compare(&self, a: (&TicketRow, &FoldedText), b: (&TicketRow, &FoldedText)) -> Ordering {
        self.sort.compare(a, b, self.moment).then_with(|| {
            crate::engine::board::brief::queue_order(a.0).cmp(&crate::engine::board::brief::queue_order(b.0))
        })
    }
}

/// Number of tickets that match each filter, in one pass.
pub fn count_matches(queries: &[TicketFilter], desk: &Desk, index: &TextIndex, moment: &FilterContext) -> Vec<usize> {
    let mut counts = vec![0; queries.len()];
    for (row, text) in index.rows_with_text(desk) {
        for (count, query) in counts.iter_mut().zip(queries) {
            *count += usize::from(query.matches(row, text, moment));
        }
    }
    counts
}

/// Position of each ticket in a list. IDs lie close together, so a dense table is used; otherwise binary search.
enum PositionIndex {
    /// From the first ID on: position plus one, or 0 for none.
    Dense(i64, Vec<u32>),
    Sorted(Vec<TicketId>),
}

impl PositionIndex {
    fn new(ids: impl Iterator<Item = TicketId>) -> PositionIndex {
        let ids: Vec<TicketId> = ids.collect();
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return PositionIndex::Sorted(ids) };
        let span = last.0.checked_sub(first.0).and_then(|span| usize::try_from(span).ok());
        let Some(span) = span.filter(|span| *span <= ids.len().saturating_mul(32)) else {
            return PositionIndex::Sorted(ids);
        };
        let mut table = vec![0; span + 1];
        for (id, place) in ids.iter().zip(1..) {
            if let Ok(at) = usize::try_from(id.0 - first.0) {
                table[at] = place;
            }
        }
        PositionIndex::Dense(first.0, table)
    }

    fn position(&self, id: TicketId) -> Option<usize> {
        match self {
            PositionIndex::Dense(first, table) => {
                let at = usize::try_from(id.0.checked_sub(*first)?).ok()?;
                table.get(at).and_then(|place| (*place as usize).checked_sub(1))
            }
            PositionIndex::Sorted(ids) => ids.binary_search(&id).ok(),
        }
    }
}

fn matching_rows<'a>(
    query: &TicketFilter,
    desk: &'a Desk,
    index: &'a TextIndex,
    moment: &FilterContext,
) -> impl Iterator<Item = (&'a TicketRow, &'a FoldedText)> {
    index.rows_with_text(desk).filter(|(row, text)| query.matches(row, text, moment))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::engine::board::Board;
    use crate::engine::desk::DeskDelta;
    use crate::model::aging::{AgingBuckets, StuckRules};
    use crate::model::ids::PersonId;
    use crate::model::ids::Seq;
    use crate::model::person::{Person, Profile};
    use crate::model::settings::BoardConfig;
    use crate::model::ticket::{Priority, Status};
    use crate::model::time::{Instant, Zone, from_millis};
    use crate::query::ticket_list::*;

    fn now() -> Instant {
        from_millis(1_772_442_000_000).unwrap()
    }

    fn row(id: i64, random: &mut fastrand::Rng) -> TicketRow {
        let ago = |hours: i64| now() - TimeDelta::hours(hours);
        TicketRow {
            subject: ["Refund", "Đổi số", "refund again"][random.usize(..3)].into(),
            status: Status::ALL[random.usize(..4)],
            priority: Priority::ALL[random.usize(..4)],
            assignee: random.bool().then(|| PersonId(random.i64(1..3))),
            created: random.bool().then(|| ago(random.i64(0..90))),
            ..TicketRow::blank(TicketId(id), ago(random.i64(0..60)))
        }
    }

    #[test]
    fn places_are_found_whether_numbers_lie_close_together_or_not() {
        for ids in [vec![], vec![-3, -1, 0, 7], vec![1, 5_000_000_000], vec![i64::MIN, 0, i64::MAX]] {
            let places = PositionIndex::new(ids.iter().copied().map(TicketId));
            for (at, id) in ids.iter().enumerate() {
                assert_eq!(places.position(TicketId(*id)), Some(at), "{ids:?}");
            }
            assert!([i64::MIN + 1, -2, 3, 8, i64::MAX - 1].iter().all(|id| places.position(TicketId(*id)).is_none()));
        }
    }

    #[test]
    fn a_list_that_follows_is_one_that_is_worked_out_anew() {
        let mut random = fastrand::Rng::with_seed(8);
        let (buckets, stuck) = (AgingBuckets::default(), StuckRules::default());
        let config = BoardConfig {
            zone: Zone::UTC,
            buckets: &buckets,
            stuck: &stuck,
            importance: Profile::ALL,
            slot_minutes: 30,
        };
        let mut desk = Desk::default();
        desk.team.people.insert(PersonId(1), Person::with_name("Đặng Minh"));
        desk.tickets = (1..80).map(|id| (TicketId(id), row(id, &mut random))).collect();
        let mut index = TextIndex::for_desk(&desk);
        let mut board = Board::from_desk(&desk, now(), config);
        for (filter, sort) in [("", ""), ("", "-prio,subject"), ("refund", ""), ("age:>1d or who:dang", "who,-quiet")] {
            let (query, sort) = (TicketFilter::parse(filter).unwrap(), QueueSort::parse(sort).unwrap());
            let mut known: Option<Vec<TicketId>> = None;
            for _ in 0..200 {
                let ids = [0; 3].map(|_| random.i64(1..90));
                let tickets = ids.map(|id| (TicketId(id), random.bool().then(|| row(id, &mut random))));
                let news = desk.apply(DeskDelta { seq: Seq(1), tickets: tickets.into(), team: None });
                index.apply_changes(&news, &desk);
                board.apply_changes(&desk, &news, now(), config);
                let moment = FilterContext { now: now(), shift_end: None, stuck: &stuck, me: None, team: &desk.team };
                let (desk, queue, index, moment) = (&desk, &board.queue, &index, &moment);
                let listing = TicketList { query: &query, sort: &sort, desk, queue, index, moment };
                let rebuilt = listing.ticket_ids();
                if let Some(known) = &mut known {
                    listing.update(known, &news.tickets.keys().copied().collect::<Vec<_>>());
                    assert_eq!(*known, rebuilt, "{filter} by {sort}");
                }
                known = Some(rebuilt);
            }
        }
    }
}
