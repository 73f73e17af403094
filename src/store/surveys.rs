//! Survey answers, and what a survey import has to know about the tickets it names.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::codec::{millis, read_json};
use super::event_log::read_ticket_events;
use super::{Store, StoreError, team};
use crate::engine::survey_import::{ImportedRating, SurveyImportContext, SurveyedTicket};
use crate::events::active_events::active_events;
use crate::events::replay;
use crate::model::event::EventPayload;
use crate::model::ids::{TicketId, WithId};
use crate::model::record::RecordKind;
use crate::model::survey::{DissatisfactionDriver, Survey};
use crate::model::text::fold;
use crate::model::ticket::Ticket;
use crate::model::time::Period;

impl Store {
    /// The answers of a period and its unanswered surveys, in time order.
    pub fn surveys(&self, period: Period) -> Result<Vec<WithId<Survey>>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, data FROM kept WHERE kind = ?1 AND removed = 0 AND at >= ?2 AND at < ?3 ORDER BY at, id",
        )?;
        let window = params![RecordKind::Survey.name(), millis(period.from), millis(period.to)];
        let found = statement.query_map(window, |row| Ok(WithId { id: row.get(0)?, it: read_json(row, 1)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// A survey by id.
    pub fn survey(&self, id: i64) -> Result<Option<WithId<Survey>>, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT data FROM kept WHERE kind = ?1 AND id = ?2 AND removed = 0")?;
        let found = statement.query_row(params![RecordKind::Survey.name(), id], |row| read_json(row, 0)).optional()?;
        Ok(found.map(|it| WithId { id, it }))
    }

    /// The tickets with a bad rating in a period, and the recorded driver of dissatisfaction.
    pub fn badly_rated_tickets(
        &self,
        period: Period,
    ) -> Result<Vec<(TicketId, Option<DissatisfactionDriver>)>, StoreError> {
        let mut bad = Vec::new();
        self.for_each_ticket_fact(period, |ticket, past| {
            let mut ratings = past.ratings.iter().filter(|rating| rating.at.is_some_and(|at| period.contains(at)));
            if ratings.any(|rating| !rating.score.is_satisfied()) {
                bad.push((ticket, past.dissatisfaction_driver));
            }
        })?;
        Ok(bad)
    }

    /// Existing data that an import from source `name` is matched against; `named` are the ticket numbers in it.
    pub fn survey_import_context<'a>(
        &self,
        name: &str,
        named: impl Iterator<Item = &'a str>,
    ) -> Result<SurveyImportContext, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let all: Vec<WithId<Survey>> = team::read_records(&db, RecordKind::Survey)?;
        let ours = all.into_iter().filter_map(|survey| {
            let source = survey.source.as_ref().filter(|source| source.name == name)?;
            Some((source.id.clone(), survey))
        });
        let people = team::read_person_names(&db)?.into_iter().map(|(id, person)| (fold(&person), id)).collect();
        let mut known = SurveyImportContext { surveys: ours.collect(), people, tickets: HashMap::new() };
        let sources = read_ticket_sources(&db)?;
        for number in named.collect::<BTreeSet<_>>() {
            if let Some(id) = find_ticket_by_number(&db, &sources, number)? {
                known.tickets.extend(read_survey_ticket(&db, id, name)?.map(|about| (number.to_owned(), (id, about))));
            }
        }
        Ok(known)
    }
}

/// The source systems of tickets, by skip scan over the index.
fn read_ticket_sources(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare_cached(
        "WITH RECURSIVE each(name) AS (
           SELECT min(source) FROM ticket WHERE source IS NOT NULL
           UNION ALL SELECT (SELECT min(source) FROM ticket WHERE source > name) FROM each WHERE name IS NOT NULL)
         SELECT name FROM each WHERE name IS NOT NULL",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The ticket with that id in another system, else with that id here.
fn find_ticket_by_number(db: &Connection, sources: &[String], number: &str) -> Result<Option<TicketId>, StoreError> {
    let mut theirs = db.prepare_cached("SELECT id FROM ticket WHERE source = ?1 AND source_id = ?2 AND removed = 0")?;
    for source in sources {
        if let Some(id) = theirs.query_row([source.as_str(), number], |row| row.get(0)).optional()? {
            return Ok(Some(TicketId(id)));
        }
    }
    let Ok(id) = number.parse::<i64>() else { return Ok(None) };
    let mut ours = db.prepare_cached("SELECT id FROM ticket WHERE id = ?1 AND removed = 0")?;
    Ok(ours.query_row([id], |row| row.get(0)).optional()?.map(TicketId))
}

fn read_survey_ticket(db: &Connection, id: TicketId, name: &str) -> Result<Option<SurveyedTicket>, StoreError> {
    let events = read_ticket_events(db, id)?;
    // Of answers with the same id, the last counts.
    let rated = active_events(&events).filter_map(|event| match &event.what {
        EventPayload::Answered { source, score, at, comment } if source.name == name => {
            Some((source.id.clone(), ImportedRating { score: *score, at: *at, comment: comment.clone() }))
        }
        _ => None,
    });
    let rated = rated.collect();
    let ticket = replay::replay_ticket(id, &events, None);
    let about = |ticket: Ticket| SurveyedTicket {
        customer: ticket.customer,
        assignee: ticket.assignee,
        driver: ticket.dissatisfaction_driver,
        ratings: rated,
    };
    Ok(ticket.map(about))
}
