//! Answers to surveys as the file keeps them, and what it knows of the tickets that a file of them names.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::codec::{json, ms};
use super::{Error, Store, project, team};
use crate::domain::event::What;
use crate::domain::history;
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::survey::plan::{About, Known, Rated};
use crate::domain::survey::{Blame, Survey};
use crate::domain::text::fold;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Period;

impl Store {
    /// The answers of a period, and those that were asked for in it and did not come; in order of time.
    pub fn surveys(&self, period: Period) -> Result<Vec<Numbered<Survey>>, Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, data FROM kept WHERE kind = ?1 AND removed = 0 AND at >= ?2 AND at < ?3 ORDER BY at, id",
        )?;
        let window = params![RecordKind::Survey.name(), ms(period.from), ms(period.to)];
        let found = statement.query_map(window, |row| Ok(Numbered { id: row.get(0)?, it: json(row, 1)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// An answer by its number.
    pub fn survey(&self, id: i64) -> Result<Option<Numbered<Survey>>, Error> {
        let mut statement =
            self.db.prepare_cached("SELECT data FROM kept WHERE kind = ?1 AND id = ?2 AND removed = 0")?;
        let found = statement.query_row(params![RecordKind::Survey.name(), id], |row| json(row, 0)).optional()?;
        Ok(found.map(|it| Numbered { id, it }))
    }

    /// The tickets with a bad rating in a period, and what their customers were dissatisfied with, where it was said.
    pub fn badly_rated(&self, period: Period) -> Result<Vec<(TicketId, Option<Blame>)>, Error> {
        let mut bad = Vec::new();
        self.each_past(period, |ticket, past| {
            let mut given = past.ratings.iter().filter(|rating| rating.at.is_some_and(|at| period.contains(at)));
            if given.any(|rating| !rating.score.satisfied()) {
                bad.push((ticket, past.blame));
            }
        })?;
        Ok(bad)
    }

    /// What bears on the answers of the source `name`, of which some are about the tickets `named`.
    pub fn known_to_surveys<'a>(&self, name: &str, named: impl Iterator<Item = &'a str>) -> Result<Known, Error> {
        let db = self.db.unchecked_transaction()?;
        let all: Vec<Numbered<Survey>> = team::kept(&db, RecordKind::Survey)?;
        let ours = all.into_iter().filter_map(|survey| {
            let source = survey.source.as_ref().filter(|source| source.name == name)?;
            Some((source.id.clone(), survey))
        });
        let people = team::names(&db)?.into_iter().map(|(id, person)| (fold(&person), id)).collect();
        let mut known = Known { surveys: ours.collect(), people, tickets: HashMap::new() };
        let sources = sources(&db)?;
        for number in named.collect::<BTreeSet<_>>() {
            if let Some(id) = ticket_numbered(&db, &sources, number)? {
                known.tickets.extend(about(&db, id, name)?.map(|about| (number.to_owned(), (id, about))));
            }
        }
        Ok(known)
    }
}

/// The desks that tickets came from, found by skipping from one to the next in the index.
fn sources(db: &Connection) -> Result<Vec<String>, Error> {
    let mut statement = db.prepare_cached(
        "WITH RECURSIVE each(name) AS (
           SELECT min(source) FROM ticket WHERE source IS NOT NULL
           UNION ALL SELECT (SELECT min(source) FROM ticket WHERE source > name) FROM each WHERE name IS NOT NULL)
         SELECT name FROM each WHERE name IS NOT NULL",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The ticket that another desk numbers so, else the one that we do.
fn ticket_numbered(db: &Connection, sources: &[String], number: &str) -> Result<Option<TicketId>, Error> {
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

fn about(db: &Connection, id: TicketId, name: &str) -> Result<Option<About>, Error> {
    let events = project::events_of(db, id)?;
    // The last of those with the same number is the one that counts.
    let rated = history::active(&events).filter_map(|event| match &event.what {
        What::Answered { source, score, at, comment } if source.name == name => {
            Some((source.id.clone(), Rated { score: *score, at: *at, comment: comment.clone() }))
        }
        _ => None,
    });
    let rated = rated.collect();
    let ticket = history::replay(id, &events, None);
    let about =
        |ticket: Ticket| About { customer: ticket.customer, assignee: ticket.assignee, blame: ticket.blame, rated };
    Ok(ticket.map(about))
}
