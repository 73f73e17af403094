//! The customer list: ticket totals per customer, follow-ups due, churn.
//!
//! Tickets and customers are read once each, and only the listed rows are held in memory.

use std::collections::HashMap;

use chrono::Days;
use rusqlite::{Connection, Row as SqlRow, params};

use super::codec::{millis, read_instant, read_json, read_person_id_opt};
use super::event_log::read_ticket_events;
use super::{Store, StoreError, projection, read, team};
use crate::engine::concessions::GrantedConcession;
use crate::engine::customers::contacts::{DueContact, due_contacts};
use crate::engine::customers::{
    ChurnSignals, CustomerRow, CustomerTotals, LastNps, REPEAT_CONTACT_WINDOW, UpsetFollowUp,
};
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::summary::{FigureSummary, ShareSummary};
use crate::engine::metrics::{MetricsDepth, MetricsWindow, Samples};
use crate::events::active_events::active_events;
use crate::events::replay;
use crate::model::customer::Customer;
use crate::model::event::EventPayload;
use crate::model::figure::FigureId;
use crate::model::ids::{CustomerId, TicketId, WithId};
use crate::model::record::RecordKind;
use crate::model::settings::MetricsConfig;
use crate::model::survey::{Survey, SurveyKind};
use crate::model::time::{Instant, Period};
use crate::query::customer_sort::{CustomerSortKey, TopCustomers};
use crate::query::customers::{CustomerList, CustomerQuery, CustomerSort};
use crate::query::protocol::CustomerDetail;

/// Ticket totals by customer id, and follow-ups of upset customers.
#[derive(Default)]
struct CustomerTicketTotals {
    totals: HashMap<i64, CustomerTotals>,
    follow_ups: Vec<UpsetFollowUp>,
}

impl Store {
    /// The customers that match `wanted`, as of `now`.
    pub fn list_customers(
        &self,
        wanted: &CustomerQuery,
        counting: &MetricsConfig,
        now: Instant,
    ) -> Result<CustomerList, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let zone = counting.zone;
        let mut tickets = sum_customer_tickets(self, wanted.period, now)?;
        let answers = read_last_answers(&db, wanted.period)?;
        for (id, answers) in answers.iter().filter(|(_, answers)| answers.dissatisfied > 0) {
            tickets.totals.entry(*id).or_default().bad_ratings += answers.dissatisfied;
        }
        let names = team::read_person_names(&db)?;
        // Only sorting by last contact needs everybody's.
        let mut contacts = if wanted.sort == CustomerSort::DaysSilent { Some(read_last_contacts(&db)?) } else { None };
        let window = MetricsWindow { period: wanted.period, now, config: counting, depth: MetricsDepth::Summary };
        let mut samples = Samples::default();
        let tonight = zone.midnight(zone.date(now) + Days::new(1));
        let none = CustomerTotals::default();
        let mut listed = TopCustomers::new(wanted.limit);
        let (mut all, mut overdue): (usize, Vec<DueContact>) = (0, Vec::new());
        let mut statement = db.prepare_cached(
            "SELECT id, name, email, phone, organization, tier, owner, since, lost FROM customer WHERE removed = 0",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, customer) = parse_customer_row(row)?;
            all += 1;
            samples.add_customer(id, customer.since, customer.lost, &window);
            let sums = tickets.totals.get(&id.0).unwrap_or(&none);
            let answer = answers.get(&id.0);
            let nps = answer.and_then(|answer| answer.nps);
            let asks = customer.owner.is_some() || nps.is_some();
            let last = match contacts.as_mut() {
                Some(contacts) => contacts.get(&id.0).copied(),
                None if asks => read_last_contact(&db, id)?,
                None => None,
            };
            let last = last.into_iter().chain(answer.map(|answer| answer.at)).max();
            let repeats = sums.repeat_contacts(wanted.period);
            let signs =
                ChurnSignals { customer: &customer, totals: sums, repeat_contacts: repeats, nps, last_contact: last };
            if asks || sums.upset {
                overdue.extend(due_contacts(id, &signs, &tickets.follow_ups, (now, tonight), wanted.silent_after));
            }
            if !wanted.filter.matches(&customer) {
                continue;
            }
            let risks = signs.churn_risks(now, wanted.silent_after);
            if !wanted.filter.matches_risks(&risks) {
                continue;
            }
            let owner = customer.owner.and_then(|owner| names.get(&owner)).map_or("", String::as_str);
            let standing = CustomerRow {
                id,
                tickets: sums.tickets,
                open: sums.open,
                time_with_us: sums.time_with_us(),
                repeat_contacts: repeats,
                bad_ratings: sums.bad_ratings,
                nps,
                last_contact: last,
                risks,
                customer: customer.clone(),
            };
            listed.add(CustomerSortKey::new(&standing, owner, wanted.sort, wanted.reversed, now), standing);
        }
        overdue.sort_by_key(|due| (due.since, due.customer));
        let of = listed.total;
        let mut rows = listed.into_rows();
        for row in &mut rows {
            row.last_contact = row.last_contact.into_iter().chain(read_last_contact(&db, row.id)?).max();
        }
        let churn = match *samples.finish(&window).figures(&MetricFilter::whole_team()).get(FigureId::Churn) {
            FigureSummary::Share(churn) => churn,
            _ => ShareSummary::default(),
        };
        Ok(CustomerList {
            query: wanted.clone(),
            rows,
            matching: of,
            total: all,
            churn,
            contacts_due: overdue,
            seq: read::newest_seq(&db)?,
        })
    }

    /// Concessions granted in a period, in time order. Reads only tickets with facts in that period.
    pub fn concessions(&self, period: Period) -> Result<Vec<GrantedConcession>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT r.ticket FROM
               (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
               CROSS JOIN event e ON e.subject = 'ticket' AND e.subject_id = r.ticket
             WHERE instr(e.data, 'conceded') > 0",
        )?;
        let tickets =
            statement.query_map(params![millis(period.from), millis(period.to)], |row| row.get(0).map(TicketId))?;
        let mut granted = Vec::new();
        for id in tickets.collect::<Result<Vec<_>, _>>()? {
            let events = read_ticket_events(&self.db, id)?;
            let customer = replay::replay_ticket(id, &events, None).and_then(|ticket| ticket.customer);
            granted.extend(active_events(&events).filter(|event| period.contains(event.at)).filter_map(|event| {
                let EventPayload::Conceded(what) = &event.what else { return None };
                Some(GrantedConcession {
                    at: event.at,
                    ticket: id,
                    customer,
                    granted_by: event.by.person,
                    concession: what.clone(),
                })
            }));
        }
        granted.sort_by_key(|one| (one.at, one.ticket));
        Ok(granted)
    }

    /// A customer's record, tickets and survey answers.
    pub fn customer_account(&self, id: CustomerId) -> Result<CustomerDetail, StoreError> {
        Ok(CustomerDetail {
            customer: self.customer(id)?,
            tickets: self.tickets_of_customer(id)?,
            surveys: self.surveys_of_customer(id)?,
        })
    }

    /// A customer's survey answers, newest first.
    fn surveys_of_customer(&self, customer: CustomerId) -> Result<Vec<WithId<Survey>>, StoreError> {
        // The kind is a literal: the partial index is used only then.
        let mut statement = self.db.prepare_cached(
            "SELECT id, data FROM kept WHERE kind = 'survey' AND removed = 0 AND data ->> 'customer' = ?1
             ORDER BY at DESC, id DESC",
        )?;
        let theirs = statement.query_map([customer.0], |row| Ok(WithId { id: row.get(0)?, it: read_json(row, 1)? }))?;
        Ok(theirs.collect::<Result<_, _>>()?)
    }

    /// The ids of a customer's tickets, newest first.
    fn tickets_of_customer(&self, customer: CustomerId) -> Result<Vec<TicketId>, StoreError> {
        let mut tickets = projection::ticket_ids_of_customer(&self.db, customer.0)?;
        tickets.sort_by_key(|id| std::cmp::Reverse(*id));
        Ok(tickets)
    }

    /// Calls `take` for every customer, by id.
    pub fn for_each_customer(&self, mut take: impl FnMut(CustomerId, Customer)) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, email, phone, organization, tier, owner, since, lost FROM customer WHERE removed = 0
             ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, customer) = parse_customer_row(row)?;
            take(id, customer);
        }
        Ok(())
    }
}

fn parse_customer_row(row: &SqlRow) -> rusqlite::Result<(CustomerId, Customer)> {
    let day = |index| row.get::<_, Option<String>>(index).map(|day| day.and_then(|day| day.parse().ok()));
    let customer = Customer {
        name: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        organization: row.get(4)?,
        tier: row.get(5)?,
        owner: read_person_id_opt(row, 6)?,
        since: day(7)?,
        lost: day(8)?,
    };
    Ok((CustomerId(row.get(0)?), customer))
}

/// Totals of the tickets with facts in a period, and those with upset customers.
fn sum_customer_tickets(store: &Store, period: Period, now: Instant) -> Result<CustomerTicketTotals, StoreError> {
    let mut found = CustomerTicketTotals::default();
    let reach = Period { from: period.from - REPEAT_CONTACT_WINDOW, to: period.to.max(now) };
    let mut angered = Vec::new();
    store.for_each_ticket_fact(reach, |ticket, past| {
        let Some(customer) = past.customer else { return };
        found.totals.entry(customer.0).or_default().add(&past, period, now);
        if past.was_upset {
            angered.push((ticket, customer));
        }
    })?;
    for (ticket, customer) in angered {
        let replayed = replay::replay_ticket(ticket, &read_ticket_events(&store.db, ticket)?, None);
        let Some(upset) = replayed.and_then(|ticket| ticket.upset) else { continue };
        found.totals.entry(customer.0).or_default().upset = true;
        found.follow_ups.push(UpsetFollowUp { ticket, customer, at: upset.follow_up });
    }
    Ok(found)
}

/// A customer's last survey answer and last NPS score.
struct LastAnswer {
    at: Instant,
    nps: Option<LastNps>,
    /// Dissatisfied answers in the period.
    dissatisfied: usize,
}

/// The last answer of every customer; dissatisfied ones are counted in `period`.
fn read_last_answers(db: &Connection, period: Period) -> Result<HashMap<i64, LastAnswer>, StoreError> {
    let mut statement = db.prepare_cached("SELECT data FROM kept WHERE kind = ?1 AND removed = 0 ORDER BY at, id")?;
    let surveys = statement.query_map([RecordKind::Survey.name()], |row| read_json::<Survey>(row, 0))?;
    let mut last: HashMap<i64, LastAnswer> = HashMap::new();
    for survey in surveys {
        let survey = survey?;
        let (Some(customer), Some(score)) = (survey.customer, survey.score) else { continue };
        let one = last.entry(customer.0).or_insert(LastAnswer { at: survey.at, nps: None, dissatisfied: 0 });
        one.at = survey.at;
        let dissatisfied = survey.kind == SurveyKind::Csat && survey.is_bad() == Some(true);
        one.dissatisfied += usize::from(dissatisfied && period.contains(survey.at));
        if survey.kind == SurveyKind::Nps {
            one.nps = Some(LastNps { score, at: survey.at });
        }
    }
    Ok(last)
}

/// When something last happened on a customer's tickets.
fn read_last_contact(db: &Connection, id: CustomerId) -> Result<Option<Instant>, StoreError> {
    let mut statement = db.prepare_cached("SELECT last_event_at FROM ticket WHERE customer = ?1 AND removed = 0")?;
    let mut rows = statement.query([id.0])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        last = last.max(Some(read_instant(row, 0)?));
    }
    Ok(last)
}

/// The same for all customers.
fn read_last_contacts(db: &Connection) -> Result<HashMap<i64, Instant>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT customer, last_event_at FROM ticket NOT INDEXED WHERE customer IS NOT NULL AND removed = 0",
    )?;
    let mut rows = statement.query([])?;
    let mut last: HashMap<i64, Instant> = HashMap::new();
    while let Some(row) = rows.next()? {
        let at = read_instant(row, 1)?;
        let one = last.entry(row.get(0)?).or_insert(at);
        *one = at.max(*one);
    }
    Ok(last)
}
