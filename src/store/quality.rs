//! Input of QA sampling: who solved what in a week, as of the week's end; and the reviews.

use chrono::{Days, NaiveDate, TimeDelta};

use super::as_of::replay_tickets;
use super::team::read_records_between;
use super::{Store, StoreError};
use crate::engine::quality::sampling::{SolvedTicket, SolvedWeek};
use crate::model::ids::WithId;
use crate::model::record::RecordKind;
use crate::model::review::Review;
use crate::model::ticket::Ticket;
use crate::model::time::{Instant, Period, Zone};

impl Store {
    /// What was solved in the week from `monday`, up to `now`. A later reopen or rating does not change it.
    pub fn solved_work_of_week(&self, monday: NaiveDate, zone: Zone, now: Instant) -> Result<SolvedWeek, StoreError> {
        let week = Period::days(zone, monday, monday + Days::new(7));
        let mut ids = Vec::new();
        self.for_each_ticket_fact(week, |ticket, past| {
            let solves =
                past.status_intervals.iter().any(|one| one.solve && one.by.is_some() && week.contains(one.from));
            ids.extend(solves.then_some(ticket));
        })?;
        ids.sort_unstable();
        let end = (week.to - TimeDelta::milliseconds(1)).min(now);
        let db = self.db.unchecked_transaction()?;
        let works = replay_tickets(&db, &ids, end)?.iter().flat_map(|ticket| solved_work(ticket, week)).collect();
        Ok(SolvedWeek { monday, tickets: works })
    }

    /// All reviews of a period, in time order.
    pub fn reviews(&self, period: Period) -> Result<Vec<WithId<Review>>, StoreError> {
        let (first, last) = (period.from.date_naive(), period.to.date_naive());
        let mut reviews: Vec<WithId<Review>> = read_records_between(&self.db, RecordKind::Review, first, last)?;
        reviews.retain(|review| period.contains(review.at));
        Ok(reviews)
    }
}

/// One work item per agent who solved the ticket in the week, dated by their first solve.
fn solved_work(ticket: &Ticket, week: Period) -> Vec<SolvedTicket> {
    let mut works: Vec<SolvedTicket> = Vec::new();
    if ticket.merged_into.is_some() {
        return works;
    }
    for stretch in ticket.status_intervals.iter().filter(|stretch| stretch.solve && week.contains(stretch.from)) {
        let Some(agent) = stretch.by.filter(|by| !works.iter().any(|work| work.agent == *by)) else { continue };
        works.push(SolvedTicket {
            ticket: ticket.id,
            agent,
            at: stretch.from,
            subject: ticket.subject.clone(),
            channel: ticket.channel.clone(),
            category: ticket.category.clone(),
            priority: ticket.priority,
            has_bad_rating: ticket.ratings.iter().any(|rating| !rating.score.is_satisfied()),
        });
    }
    works
}
