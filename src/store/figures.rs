//! Input of the figures of a period: ticket facts, survey answers, reviews, and customer starts and losses.

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, params};

use super::codec::{millis, read_blob, read_enum, read_json};
use super::{Store, StoreError};
use crate::engine::metrics::collect::TicketAttributes;
use crate::engine::metrics::sample::SampleSubject;
use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::engine::metrics::{MetricsDepth, MetricsWindow, Samples};
use crate::model::ids::{CustomerId, PersonId, TicketId, WithId};
use crate::model::person::Profile;
use crate::model::record::RecordKind;
use crate::model::review::Review;
use crate::model::survey::Survey;
use crate::model::time::Period;
use crate::query::protocol::SampleContext;

/// By ticket id, so that neighbouring rows are read together. The index selects the tickets: those finished before the
/// period are not read.
const SELECT_TICKET_FACTS: &str = "SELECT p.ticket, p.data FROM
    (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
    CROSS JOIN past p ON p.ticket = r.ticket";

const SELECT_RECORDS_IN_PERIOD: &str =
    "SELECT id, data FROM kept WHERE kind = ?1 AND at >= ?2 AND at < ?3 AND removed = 0 ORDER BY id";

/// Shifts and attendance this far around a period can overlap it.
const WORK_MARGIN: Days = Days::new(4);

impl Store {
    /// The samples of a period.
    pub fn samples(&self, window: MetricsWindow) -> Result<Samples, StoreError> {
        let mut samples = Samples::new(&window, self.primary_profiles()?, self.customer_tiers()?);
        self.for_each_ticket_fact(window.period, |ticket, past| samples.add_ticket(ticket, &past, &window))?;
        self.for_each_record(RecordKind::Survey, window.period, |survey: WithId<Survey>| {
            let about = survey.ticket.map(|ticket| self.ticket_dimensions(ticket)).transpose()?.flatten();
            samples.add_survey(&survey, about.as_ref(), &window);
            Ok(())
        })?;
        self.for_each_record(RecordKind::Review, window.period, |review: WithId<Review>| {
            samples.add_review(&review, self.ticket_dimensions(review.ticket)?.as_ref(), &window);
            Ok(())
        })?;
        if window.depth == MetricsDepth::Full {
            let zone = window.config.zone;
            let (first, last) =
                (zone.date(window.period.from) - WORK_MARGIN, zone.date(window.period.to) + WORK_MARGIN);
            samples.add_attendance(&self.team_between(first, last)?, &window);
            self.for_each_customer_tenure(|id, since, lost| samples.add_customer(id, since, lost, &window))?;
        }
        Ok(samples.finish(&window))
    }

    /// Calls `take` with the facts of every ticket whose range overlaps a period, by id. Not all of them count in it.
    pub fn for_each_ticket_fact(
        &self,
        period: Period,
        mut take: impl FnMut(TicketId, TicketFacts),
    ) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(SELECT_TICKET_FACTS)?;
        let mut rows = statement.query(params![millis(period.from), millis(period.to)])?;
        while let Some(row) = rows.next()? {
            take(TicketId(row.get(0)?), read_blob(row, 1)?);
        }
        Ok(())
    }

    /// Calls `take` for the records of a kind dated in a period.
    fn for_each_record<T: serde::de::DeserializeOwned>(
        &self,
        kind: RecordKind,
        period: Period,
        mut take: impl FnMut(WithId<T>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(SELECT_RECORDS_IN_PERIOD)?;
        let mut rows = statement.query(params![kind.name(), millis(period.from), millis(period.to)])?;
        while let Some(row) = rows.next()? {
            take(WithId { id: row.get(0)?, it: read_json(row, 1)? })?;
        }
        Ok(())
    }

    /// The dimensions of a ticket.
    fn ticket_dimensions(&self, ticket: TicketId) -> Result<Option<TicketAttributes>, StoreError> {
        let sql = "SELECT channel, category, priority, customer, team FROM ticket WHERE id = ?1 AND removed = 0";
        let mut statement = self.db.prepare_cached(sql)?;
        let about = statement.query_row([ticket.0], |row| {
            Ok(TicketAttributes {
                channel: row.get(0)?,
                category: row.get(1)?,
                priority: read_enum(row, 2)?,
                customer: row.get::<_, Option<i64>>(3)?.map(CustomerId),
                group: row.get(4)?,
            })
        });
        Ok(about.optional()?)
    }

    /// Calls `take` with the start and loss of every customer with a known start.
    fn for_each_customer_tenure(
        &self,
        mut take: impl FnMut(CustomerId, Option<NaiveDate>, Option<NaiveDate>),
    ) -> Result<(), StoreError> {
        let sql = "SELECT id, since, lost FROM customer WHERE since IS NOT NULL AND removed = 0 ORDER BY since, id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let day = |index: usize| -> Result<Option<NaiveDate>, StoreError> {
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

    /// Customer names and comments for drill-down rows other than tickets.
    pub fn drill_down_details(
        &self,
        things: &[SampleSubject],
    ) -> Result<Vec<(SampleSubject, SampleContext)>, StoreError> {
        let mut names = self.db.prepare_cached("SELECT name FROM customer WHERE id = ?1")?;
        let mut name = |id: CustomerId| names.query_row([id.0], |row| row.get::<_, String>(0)).optional();
        let mut known = Vec::with_capacity(things.len());
        for thing in things {
            let of = match thing {
                SampleSubject::Ticket(_) | SampleSubject::WorkDay(_) => continue,
                SampleSubject::Customer(id) => SampleContext { customer: name(*id)?, comment: None },
                SampleSubject::Survey(id) => match self.read_json_record::<Survey>(RecordKind::Survey, *id)? {
                    Some(survey) => SampleContext {
                        customer: survey.customer.map(&mut name).transpose()?.flatten(),
                        comment: survey.comment,
                    },
                    None => SampleContext::default(),
                },
                // Reviewers' comments are shown in Reviews only.
                SampleSubject::Review(_) => SampleContext::default(),
            };
            known.push((*thing, of));
        }
        Ok(known)
    }

    fn read_json_record<T: serde::de::DeserializeOwned>(
        &self,
        kind: RecordKind,
        id: i64,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT data FROM kept WHERE kind = ?1 AND id = ?2")?;
        let mut rows = statement.query(params![kind.name(), id])?;
        Ok(rows.next()?.map(|row| read_json(row, 0)).transpose()?)
    }

    /// The primary profile of all people, including removed ones.
    fn primary_profiles(&self) -> Result<Vec<(PersonId, Profile)>, StoreError> {
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
    fn customer_tiers(&self) -> Result<Vec<(CustomerId, String)>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id, tier FROM customer WHERE tier IS NOT NULL")?;
        let tiers = statement.query_map([], |row| Ok((CustomerId(row.get(0)?), row.get(1)?)))?;
        Ok(tiers.collect::<Result<_, _>>()?)
    }
}
