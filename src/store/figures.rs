//! What the figures of a period are drawn from: the pasts of all tickets that reach into it, the answers and reviews of
//! it, and the customers who were lost.

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, params};

use super::codec::{json, ms, unpacked, word};
use super::{Error, Store};
use crate::domain::customer::CustomerId;
use crate::domain::dialogue::Known;
use crate::domain::metrics::{About, Depth, Of, Past, Samples, Window};
use crate::domain::person::{PersonId, Profile};
use crate::domain::quality::Review;
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::survey::Survey;
use crate::domain::ticket::TicketId;
use crate::domain::time::Period;

/// By number, so that neighbours are read together. The index says which: whatever was done with before the period began
/// is not looked at.
const PASTS: &str = "SELECT p.ticket, p.data FROM
    (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
    CROSS JOIN past p ON p.ticket = r.ticket";

const KEPT: &str = "SELECT id, data FROM kept WHERE kind = ?1 AND at >= ?2 AND at < ?3 AND removed = 0 ORDER BY id";

/// Shifts and attendance of so many days around a period can have to do with it.
const AROUND: Days = Days::new(4);

impl Store {
    /// The samples of a period.
    pub fn samples(&self, window: Window) -> Result<Samples, Error> {
        let mut samples = Samples::new(&window, self.profiles()?, self.tiers()?);
        self.each_past(window.period, |ticket, past| samples.add(ticket, &past, &window))?;
        self.each_kept(RecordKind::Survey, window.period, |survey: Numbered<Survey>| {
            let about = survey.ticket.map(|ticket| self.about(ticket)).transpose()?.flatten();
            samples.add_survey(&survey, about.as_ref(), &window);
            Ok(())
        })?;
        self.each_kept(RecordKind::Review, window.period, |review: Numbered<Review>| {
            samples.add_review(&review, self.about(review.ticket)?.as_ref(), &window);
            Ok(())
        })?;
        if window.depth == Depth::Whole {
            let zone = window.counting.zone;
            let (first, last) = (zone.date(window.period.from) - AROUND, zone.date(window.period.to) + AROUND);
            samples.add_work(&self.team_of(first, last)?, &window);
            self.each_customer(|id, since, lost| samples.add_customer(id, since, lost, &window))?;
        }
        Ok(samples.settled(&window))
    }

    /// Hands over the past of every ticket that reaches into a period, by number; it may have nothing in it there.
    pub fn each_past(&self, period: Period, mut take: impl FnMut(TicketId, Past)) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(PASTS)?;
        let mut rows = statement.query(params![ms(period.from), ms(period.to)])?;
        while let Some(row) = rows.next()? {
            take(TicketId(row.get(0)?), unpacked(row, 1)?);
        }
        Ok(())
    }

    /// Hands over the records of a kind whose moment lies in a period.
    fn each_kept<T: serde::de::DeserializeOwned>(
        &self,
        kind: RecordKind,
        period: Period,
        mut take: impl FnMut(Numbered<T>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(KEPT)?;
        let mut rows = statement.query(params![kind.name(), ms(period.from), ms(period.to)])?;
        while let Some(row) = rows.next()? {
            take(Numbered { id: row.get(0)?, it: json(row, 1)? })?;
        }
        Ok(())
    }

    /// What a ticket is told apart by.
    fn about(&self, ticket: TicketId) -> Result<Option<About>, Error> {
        let sql = "SELECT channel, category, priority, customer, team FROM ticket WHERE id = ?1 AND removed = 0";
        let mut statement = self.db.prepare_cached(sql)?;
        let about = statement.query_row([ticket.0], |row| {
            Ok(About {
                channel: row.get(0)?,
                category: row.get(1)?,
                priority: word(row, 2)?,
                customer: row.get::<_, Option<i64>>(3)?.map(CustomerId),
                group: row.get(4)?,
            })
        });
        Ok(about.optional()?)
    }

    /// Hands over every customer of whom it is known since when they are one.
    fn each_customer(
        &self,
        mut take: impl FnMut(CustomerId, Option<NaiveDate>, Option<NaiveDate>),
    ) -> Result<(), Error> {
        let sql = "SELECT id, since, lost FROM customer WHERE since IS NOT NULL AND removed = 0 ORDER BY since, id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let day = |index: usize| -> Result<Option<NaiveDate>, Error> {
                Ok(row
                    .get_ref(index)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)?
                    .and_then(|day| day.parse().ok()))
            };
            take(CustomerId(row.get(0)?), day(1)?, day(2)?);
        }
        Ok(())
    }

    /// What is known of answers, reviews and customers; of tickets nothing is looked up here.
    pub fn known(&self, things: &[Of]) -> Result<Vec<(Of, Known)>, Error> {
        let mut names = self.db.prepare_cached("SELECT name FROM customer WHERE id = ?1")?;
        let mut name = |id: CustomerId| names.query_row([id.0], |row| row.get::<_, String>(0)).optional();
        let mut known = Vec::with_capacity(things.len());
        for thing in things {
            let of = match thing {
                Of::Ticket(_) | Of::Work(_) => continue,
                Of::Customer(id) => Known { customer: name(*id)?, words: None },
                Of::Survey(id) => match self.one_kept::<Survey>(RecordKind::Survey, *id)? {
                    Some(survey) => {
                        Known { customer: survey.customer.map(&mut name).transpose()?.flatten(), words: survey.comment }
                    }
                    None => Known::default(),
                },
                // What a reviewer wrote is for reviewers, who have it in Reviews.
                Of::Review(_) => Known::default(),
            };
            known.push((*thing, of));
        }
        Ok(known)
    }

    fn one_kept<T: serde::de::DeserializeOwned>(&self, kind: RecordKind, id: i64) -> Result<Option<T>, Error> {
        let mut statement = self.db.prepare_cached("SELECT data FROM kept WHERE kind = ?1 AND id = ?2")?;
        let mut rows = statement.query(params![kind.name(), id])?;
        Ok(rows.next()?.map(|row| json(row, 0)).transpose()?)
    }

    /// The first profile of everybody who is or was in the team.
    fn profiles(&self) -> Result<Vec<(PersonId, Profile)>, Error> {
        let mut statement = self.db.prepare_cached("SELECT id, primary_profile FROM person")?;
        let all = statement.query_map([], |row| Ok((PersonId(row.get(0)?), row.get::<_, Option<String>>(1)?)))?;
        let mut profiles = Vec::new();
        for row in all {
            let (person, profile) = row?;
            profiles.extend(profile.and_then(|name| Profile::from_str(&name).ok()).map(|profile| (person, profile)));
        }
        Ok(profiles)
    }

    /// The tier of every customer who has one.
    fn tiers(&self) -> Result<Vec<(CustomerId, String)>, Error> {
        let mut statement = self.db.prepare_cached("SELECT id, tier FROM customer WHERE tier IS NOT NULL")?;
        let tiers = statement.query_map([], |row| Ok((CustomerId(row.get(0)?), row.get(1)?)))?;
        Ok(tiers.collect::<Result<_, _>>()?)
    }
}
