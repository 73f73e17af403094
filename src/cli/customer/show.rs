//! `shiftdesk customer show`: a customer with their tickets and survey answers.

use serde::Serialize;

use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::{Context, words};
use crate::engine::desk::Row;
use crate::model::customer::Customer;
use crate::model::time::Zone;
use crate::query::protocol::Account;
use crate::store::read::TicketSelection;
use super::known;

/// Tickets and answers on the page; the JSON has all.
const SHOWN: usize = 20;

/// JSON of a customer.
#[derive(Debug, Serialize)]
struct Shown {
    id: i64,
    #[serde(flatten)]
    customer: Customer,
    /// Name of the owner; `owner` is the ID.
    owned_by: Option<String>,
    tickets: Vec<Ticket>,
    surveys: Vec<Answer>,
}

#[derive(Debug, Serialize)]
struct Ticket {
    id: i64,
    subject: String,
    status: &'static str,
    created: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: i64,
    kind: &'static str,
    at: String,
    score: Option<u8>,
    comment: Option<String>,
    cause: Option<&'static str>,
}

pub fn run(name: &str, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let zone = context.settings.zone;
    let (id, customer) = known(&store, name)?;
    let Account { tickets, surveys, .. } = store.customer_account(id)?;
    let mut rows = store.rows(&TicketSelection::Ids(tickets))?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    let names = store.person_names()?;
    let shown = Shown {
        id: id.0,
        owned_by: customer.owner.map(|owner| words::who(owner, &names)),
        customer,
        tickets: rows.iter().map(|row| ticket(row, zone)).collect(),
        surveys: surveys
            .iter()
            .map(|survey| Answer {
                id: survey.id,
                kind: survey.kind.name(),
                at: zone.rfc3339(survey.at),
                score: survey.score,
                comment: survey.comment.clone(),
                cause: survey.cause.map(|cause| cause.name()),
            })
            .collect(),
    };
    print(form, &shown, || page(&shown))
}

fn ticket(row: &Row, zone: Zone) -> Ticket {
    Ticket {
        id: row.id.0,
        subject: row.title().to_owned(),
        status: row.status.name(),
        created: row.created.map(|at| zone.rfc3339(at)),
    }
}

fn page(shown: &Shown) -> Page {
    let customer = &shown.customer;
    let day = |day: Option<chrono::NaiveDate>| Cell::maybe(day.map(words::day));
    let mut page = Page::new(customer.name.clone()).facts([
        ("tier", Cell::maybe(customer.tier.as_ref())),
        ("owner", Cell::maybe(shown.owned_by.as_ref())),
        ("e-mail", Cell::maybe(customer.email.as_ref())),
        ("phone", Cell::maybe(customer.phone.as_ref())),
        ("organization", Cell::maybe(customer.organization.as_ref())),
        ("since", day(customer.since)),
        ("lost", day(customer.lost)),
    ]);
    let mut tickets = Table::new([
        Column::right("ticket"),
        Column::left("status"),
        Column::left("created"),
        Column::cut("subject", 20),
    ]);
    for ticket in shown.tickets.iter().take(SHOWN) {
        tickets.row([
            Cell::number(ticket.id),
            Cell::text(words::word(ticket.status)),
            Cell::maybe(ticket.created.as_ref().and_then(|at| at.get(..10))),
            Cell::text(&ticket.subject),
        ]);
    }
    let mut answers = Table::new([
        Column::right("answer"),
        Column::left("kind"),
        Column::left("when"),
        Column::right("score"),
        Column::left("cause"),
        Column::cut("comment", 20),
    ]);
    for answer in shown.surveys.iter().take(SHOWN) {
        answers.row([
            Cell::number(answer.id),
            Cell::text(answer.kind),
            Cell::maybe(answer.at.get(..10)),
            answer.score.map_or_else(|| Cell::both(words::NONE, "no answer"), Cell::number),
            Cell::maybe(answer.cause),
            Cell::maybe(answer.comment.as_ref()),
        ]);
    }
    for (table, n, what) in [(tickets, shown.tickets.len(), "ticket"), (answers, shown.surveys.len(), "answer")] {
        if table.is_empty() {
            page = page.line(format!("No {what}s."));
            continue;
        }
        page = page.table(table);
        if n > SHOWN {
            page = page.line(format!("And {} more.", words::count(n - SHOWN, what)));
        }
    }
    page
}
