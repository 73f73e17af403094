//! The customers as a list shows them: what their tickets add up to, whom somebody has to contact, who was lost.
//!
//! Tickets are read once, by the reach of the period; customers are read once, and no more of them kept than are shown.

use std::collections::HashMap;

use chrono::Days;
use rusqlite::{Connection, Row as SqlRow, params};

use super::codec::{instant, json, ms, person_opt};
use super::{Error, Store, project, read, team};
use crate::domain::conceded::Given;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::customers::due::{Due, due};
use crate::domain::customers::order::{First, Place};
use crate::domain::customers::{FollowUp, LastNps, Listed, REPEAT, Signs, Sort, Standing, Sums, Wanted};
use crate::domain::dialogue::Account;
use crate::domain::event::What;
use crate::domain::history;
use crate::domain::metrics::{Counting, Cut, Depth, FigureId, Samples, Share, Summed, Window};
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::survey::{Survey, SurveyKind};
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, Period};

/// What is known of the tickets of customers, by number.
#[derive(Default)]
struct Tickets {
    sums: HashMap<i64, Sums>,
    follow_ups: Vec<FollowUp>,
}

impl Store {
    /// The customers that are wanted, as they stand at `now`.
    pub fn customers(&self, wanted: &Wanted, counting: &Counting, now: Instant) -> Result<Listed, Error> {
        let db = self.db.unchecked_transaction()?;
        let zone = counting.zone;
        let mut tickets = tickets(self, wanted.period, now)?;
        let answers = last_answers(&db, wanted.period)?;
        for (id, answers) in answers.iter().filter(|(_, answers)| answers.bad > 0) {
            tickets.sums.entry(*id).or_default().bad += answers.bad;
        }
        let names = team::names(&db)?;
        // Only who was not heard of for the longest asks for everybody's last word.
        let mut heard = if wanted.sort == Sort::Silent { Some(last_words(&db)?) } else { None };
        let window = Window { period: wanted.period, now, counting, depth: Depth::Glance };
        let mut samples = Samples::default();
        let tonight = zone.midnight(zone.date(now) + Days::new(1));
        let none = Sums::default();
        let mut listed = First::new(wanted.most);
        let (mut all, mut overdue): (usize, Vec<Due>) = (0, Vec::new());
        let mut statement = db.prepare_cached(
            "SELECT id, name, email, phone, organization, tier, owner, since, lost FROM customer WHERE removed = 0",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, customer) = customer(row)?;
            all += 1;
            samples.add_customer(id, customer.since, customer.lost, &window);
            let sums = tickets.sums.get(&id.0).unwrap_or(&none);
            let answer = answers.get(&id.0);
            let nps = answer.and_then(|answer| answer.nps);
            let asks = customer.owner.is_some() || nps.is_some();
            let last = match heard.as_mut() {
                Some(heard) => heard.get(&id.0).copied(),
                None if asks => last_word(&db, id)?,
                None => None,
            };
            let last = last.into_iter().chain(answer.map(|answer| answer.at)).max();
            let repeats = sums.repeats(wanted.period);
            let signs = Signs { customer: &customer, sums, repeats, nps, last };
            if asks || sums.upset {
                overdue.extend(due(id, &signs, &tickets.follow_ups, (now, tonight), wanted.silent));
            }
            if !wanted.filter.fits(&customer) {
                continue;
            }
            let risks = signs.risks(now, wanted.silent);
            if !wanted.filter.takes(&risks) {
                continue;
            }
            let owner = customer.owner.and_then(|owner| names.get(&owner)).map_or("", String::as_str);
            let standing = Standing {
                id,
                tickets: sums.tickets,
                open: sums.open,
                ours: sums.ours(),
                repeats,
                bad: sums.bad,
                nps,
                last,
                risks,
                it: customer.clone(),
            };
            listed.add(Place::of(&standing, owner, wanted.sort, wanted.turned, now), standing);
        }
        overdue.sort_by_key(|due| (due.since, due.customer));
        let of = listed.seen;
        let mut rows = listed.done();
        for row in &mut rows {
            row.last = row.last.into_iter().chain(last_word(&db, row.id)?).max();
        }
        let churn = match *samples.settled(&window).figures(&Cut::team()).of(FigureId::Churn) {
            Summed::Share(churn) => churn,
            _ => Share::default(),
        };
        Ok(Listed { wanted: wanted.clone(), rows, of, all, churn, due: overdue, seq: read::seq(&db)? })
    }

    /// What was given to customers in a period, in order of time. Only tickets that reach into it are looked at.
    pub fn conceded(&self, period: Period) -> Result<Vec<Given>, Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT r.ticket FROM
               (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
               CROSS JOIN event e ON e.subject = 'ticket' AND e.subject_id = r.ticket
             WHERE instr(e.data, 'conceded') > 0",
        )?;
        let tickets = statement.query_map(params![ms(period.from), ms(period.to)], |row| row.get(0).map(TicketId))?;
        let mut given = Vec::new();
        for id in tickets.collect::<Result<Vec<_>, _>>()? {
            let events = project::events_of(&self.db, id)?;
            let customer = history::replay(id, &events, None).and_then(|ticket| ticket.customer);
            given.extend(history::active(&events).filter(|event| period.contains(event.at)).filter_map(|event| {
                let What::Conceded(what) = &event.what else { return None };
                Some(Given { at: event.at, ticket: id, customer, by: event.by.person, what: what.clone() })
            }));
        }
        given.sort_by_key(|one| (one.at, one.ticket));
        Ok(given)
    }

    /// What is known of a customer beside their record.
    pub fn account(&self, id: CustomerId) -> Result<Account, Error> {
        Ok(Account { customer: self.customer(id)?, tickets: self.tickets_of(id)?, surveys: self.surveys_of(id)? })
    }

    /// The answers of a customer, the newest first.
    fn surveys_of(&self, customer: CustomerId) -> Result<Vec<Numbered<Survey>>, Error> {
        // The kind is written out: only so is the index used.
        let mut statement = self.db.prepare_cached(
            "SELECT id, data FROM kept WHERE kind = 'survey' AND removed = 0 AND data ->> 'customer' = ?1
             ORDER BY at DESC, id DESC",
        )?;
        let theirs = statement.query_map([customer.0], |row| Ok(Numbered { id: row.get(0)?, it: json(row, 1)? }))?;
        Ok(theirs.collect::<Result<_, _>>()?)
    }

    /// The tickets of a customer, the newest first.
    fn tickets_of(&self, customer: CustomerId) -> Result<Vec<TicketId>, Error> {
        let mut tickets = project::tickets_of(&self.db, customer.0)?;
        tickets.sort_by_key(|id| std::cmp::Reverse(*id));
        Ok(tickets)
    }

    /// Every customer, by number.
    pub fn whole_customers(&self, mut take: impl FnMut(CustomerId, Customer)) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, email, phone, organization, tier, owner, since, lost FROM customer WHERE removed = 0
             ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, customer) = customer(row)?;
            take(id, customer);
        }
        Ok(())
    }
}

fn customer(row: &SqlRow) -> rusqlite::Result<(CustomerId, Customer)> {
    let day = |index| row.get::<_, Option<String>>(index).map(|day| day.and_then(|day| day.parse().ok()));
    let customer = Customer {
        name: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        organization: row.get(4)?,
        tier: row.get(5)?,
        owner: person_opt(row, 6)?,
        since: day(7)?,
        lost: day(8)?,
    };
    Ok((CustomerId(row.get(0)?), customer))
}

/// What the tickets that reach into a period add up to, and those whose customers are upset.
fn tickets(store: &Store, period: Period, now: Instant) -> Result<Tickets, Error> {
    let mut found = Tickets::default();
    let reach = Period { from: period.from - REPEAT, to: period.to.max(now) };
    let mut angered = Vec::new();
    store.each_past(reach, |ticket, past| {
        let Some(customer) = past.customer else { return };
        found.sums.entry(customer.0).or_default().add(&past, period, now);
        if past.angered {
            angered.push((ticket, customer));
        }
    })?;
    for (ticket, customer) in angered {
        let replayed = history::replay(ticket, &project::events_of(&store.db, ticket)?, None);
        let Some(upset) = replayed.and_then(|ticket| ticket.upset) else { continue };
        found.sums.entry(customer.0).or_default().upset = true;
        found.follow_ups.push(FollowUp { ticket, customer, at: upset.follow_up });
    }
    Ok(found)
}

/// When a customer last answered anything, and what they last said of recommending us.
struct Last {
    at: Instant,
    nps: Option<LastNps>,
    /// How often they were dissatisfied in a period.
    bad: usize,
}

/// The answers of every customer; those who were dissatisfied are counted within the period.
fn last_answers(db: &Connection, period: Period) -> Result<HashMap<i64, Last>, Error> {
    let mut statement = db.prepare_cached("SELECT data FROM kept WHERE kind = ?1 AND removed = 0 ORDER BY at, id")?;
    let surveys = statement.query_map([RecordKind::Survey.name()], |row| json::<Survey>(row, 0))?;
    let mut last: HashMap<i64, Last> = HashMap::new();
    for survey in surveys {
        let survey = survey?;
        let (Some(customer), Some(score)) = (survey.customer, survey.score) else { continue };
        let one = last.entry(customer.0).or_insert(Last { at: survey.at, nps: None, bad: 0 });
        one.at = survey.at;
        let dissatisfied = survey.kind == SurveyKind::Csat && survey.is_bad() == Some(true);
        one.bad += usize::from(dissatisfied && period.contains(survey.at));
        if survey.kind == SurveyKind::Nps {
            one.nps = Some(LastNps { score, at: survey.at });
        }
    }
    Ok(last)
}

/// When something last happened in a ticket of a customer.
fn last_word(db: &Connection, id: CustomerId) -> Result<Option<Instant>, Error> {
    let mut statement = db.prepare_cached("SELECT last_event_at FROM ticket WHERE customer = ?1 AND removed = 0")?;
    let mut rows = statement.query([id.0])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        last = last.max(Some(instant(row, 0)?));
    }
    Ok(last)
}

/// The same for everybody.
fn last_words(db: &Connection) -> Result<HashMap<i64, Instant>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT customer, last_event_at FROM ticket NOT INDEXED WHERE customer IS NOT NULL AND removed = 0",
    )?;
    let mut rows = statement.query([])?;
    let mut last: HashMap<i64, Instant> = HashMap::new();
    while let Some(row) = rows.next()? {
        let at = instant(row, 1)?;
        let one = last.entry(row.get(0)?).or_insert(at);
        *one = at.max(*one);
    }
    Ok(last)
}
