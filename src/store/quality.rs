//! What reviews of answers rest on: who solved what in a week, as it stood when the week ended; and the reviews.

use chrono::{Days, NaiveDate, TimeDelta};

use super::past::replayed;
use super::team::kept_between;
use super::{Error, Store};
use crate::domain::quality::Review;
use crate::domain::quality::sample::{Week, Work};
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::ticket::Ticket;
use crate::domain::time::{Instant, Period, Zone};

impl Store {
    /// What was solved in the week that begins on a Monday, up to `now`. What happens to a ticket later, a reopen or a
    /// rating, does not change it.
    pub fn solved_in(&self, monday: NaiveDate, zone: Zone, now: Instant) -> Result<Week, Error> {
        let week = Period::days(zone, monday, monday + Days::new(7));
        let mut ids = Vec::new();
        self.each_past(week, |ticket, past| {
            let solves = past.stretches.iter().any(|one| one.solve && one.by.is_some() && week.contains(one.from));
            ids.extend(solves.then_some(ticket));
        })?;
        ids.sort_unstable();
        let end = (week.to - TimeDelta::milliseconds(1)).min(now);
        let db = self.db.unchecked_transaction()?;
        let works = replayed(&db, &ids, end)?.iter().flat_map(|ticket| works(ticket, week)).collect();
        Ok(Week { monday, works })
    }

    /// Every review of a period, in order of time.
    pub fn reviews(&self, period: Period) -> Result<Vec<Numbered<Review>>, Error> {
        let (first, last) = (period.from.date_naive(), period.to.date_naive());
        let mut reviews: Vec<Numbered<Review>> = kept_between(&self.db, RecordKind::Review, first, last)?;
        reviews.retain(|review| period.contains(review.at));
        Ok(reviews)
    }
}

/// Whoever solved a ticket in a week has work in it, once, from their first solve there on.
fn works(ticket: &Ticket, week: Period) -> Vec<Work> {
    let mut works: Vec<Work> = Vec::new();
    if ticket.merged_into.is_some() {
        return works;
    }
    for stretch in ticket.stretches.iter().filter(|stretch| stretch.solve && week.contains(stretch.from)) {
        let Some(agent) = stretch.by.filter(|by| !works.iter().any(|work| work.agent == *by)) else { continue };
        works.push(Work {
            ticket: ticket.id,
            agent,
            at: stretch.from,
            subject: ticket.subject.clone(),
            channel: ticket.channel.clone(),
            category: ticket.category.clone(),
            priority: ticket.priority,
            bad: ticket.ratings.iter().any(|rating| !rating.score.satisfied()),
        });
    }
    works
}
