//! What a list shows of the open tickets: those that fit a filter, in the order that is wanted.

use super::columns::Sort;
use super::desk::{Desk, Row};
use super::filter::{Index, Moment, Query, Text};
use super::ticket::TicketId;

/// The tickets that fit, in the order of `sort`, and where that says nothing in the order of `queue`, which has every
/// ticket of the desk.
pub fn listed(
    query: &Query,
    sort: &Sort,
    desk: &Desk,
    queue: &[TicketId],
    index: &Index,
    moment: &Moment,
) -> Vec<TicketId> {
    if query.is_empty() && sort.by.is_empty() {
        return queue.to_vec();
    }
    let fitting: Vec<(TicketId, &Row, &Text)> =
        fitting(query, desk, index, moment).map(|(row, text)| (row.id, row, text)).collect();
    // The numbers stand beside the rows, so that looking one up touches no row.
    let at = |id: &TicketId| fitting.binary_search_by_key(id, |(id, ..)| *id).ok();
    let mut listed: Vec<_> = queue.iter().filter_map(at).map(|at| fitting[at]).collect();
    sort.sort(&mut listed, |(_, row, text)| (row, text), moment);
    listed.into_iter().map(|(id, ..)| id).collect()
}

/// How many tickets fit.
pub fn count(query: &Query, desk: &Desk, index: &Index, moment: &Moment) -> usize {
    fitting(query, desk, index, moment).count()
}

fn fitting<'a>(
    query: &Query,
    desk: &'a Desk,
    index: &'a Index,
    moment: &Moment,
) -> impl Iterator<Item = (&'a Row, &'a Text)> {
    index.rows(desk).filter(|(row, text)| query.fits(row, text, moment))
}
