//! The backlog at the end of each day of a period.

use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::model::time::Instant;

/// Backlog at the end of each day.
#[derive(Debug, Clone, Default)]
pub struct DailyBacklog {
    day_ends: Vec<Instant>,
    /// Change from the previous end.
    deltas: Vec<i32>,
}

impl DailyBacklog {
    /// Empty.
    pub(super) fn new(ends: Vec<Instant>) -> DailyBacklog {
        DailyBacklog { deltas: vec![0; ends.len() + 1], day_ends: ends }
    }

    /// Counts a ticket on every day at whose end it was in the backlog.
    pub(super) fn add_ticket(&mut self, past: &TicketFacts) {
        if past.created.is_none() {
            return;
        }
        let place = |at: Instant| self.day_ends.partition_point(|end| *end <= at);
        let nexts = past.status_intervals.iter().skip(1).map(|next| place(next.from)).chain([self.day_ends.len()]);
        let stretches: Vec<_> = past.status_intervals.iter().zip(nexts).collect();
        for (stretch, to) in stretches {
            let from = place(stretch.from);
            if stretch.status.in_backlog() && from < to {
                self.deltas[from] += 1;
                self.deltas[to] -= 1;
            }
        }
    }

    /// End of each day and the backlog then.
    pub fn at_day_ends(&self) -> impl Iterator<Item = (Instant, usize)> {
        let mut total = 0_i64;
        self.day_ends.iter().zip(&self.deltas).map(move |(end, more)| {
            total += i64::from(*more);
            (*end, usize::try_from(total).unwrap_or(0))
        })
    }
}
