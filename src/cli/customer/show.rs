//! `shiftdesk customer show`: a customer with their tickets and survey answers.

use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::formatting;
use crate::cli::lookup::load_customer;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::desk::TicketRow;
use crate::model::customer::Customer;
use crate::model::time::Zone;
use crate::presentation::numbers::NO_VALUE;
use crate::query::protocol::CustomerDetail;
use crate::store::read::TicketSelection;

/// Tickets and answers on the page; the JSON has all.
const MAX_ROWS_SHOWN: usize = 20;

/// JSON of a customer.
#[derive(Debug, Serialize)]
struct CustomerJson {
    id: i64,
    #[serde(flatten)]
    customer: Customer,
    /// Name of the owner; `owner` is the ID.
    owned_by: Option<String>,
    tickets: Vec<CustomerTicketJson>,
    surveys: Vec<CustomerSurveyJson>,
}

#[derive(Debug, Serialize)]
struct CustomerTicketJson {
    id: i64,
    subject: String,
    status: &'static str,
    created: Option<String>,
}

#[derive(Debug, Serialize)]
struct CustomerSurveyJson {
    id: i64,
    kind: &'static str,
    at: String,
    score: Option<u8>,
    comment: Option<String>,
    cause: Option<&'static str>,
}

pub fn run(name: &str, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let zone = context.settings.zone;
    let (id, customer) = load_customer(&store, name)?;
    let CustomerDetail { tickets, surveys, .. } = store.customer_account(id)?;
    let mut rows = store.rows(&TicketSelection::Ids(tickets))?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    let names = store.person_names()?;
    let shown = CustomerJson {
        id: id.0,
        owned_by: customer.owner.map(|owner| formatting::person_name(owner, &names)),
        customer,
        tickets: rows.iter().map(|row| ticket_json(row, zone)).collect(),
        surveys: surveys
            .iter()
            .map(|survey| CustomerSurveyJson {
                id: survey.id,
                kind: survey.kind.name(),
                at: zone.rfc3339(survey.at),
                score: survey.score,
                comment: survey.comment.clone(),
                cause: survey.cause.map(|cause| cause.name()),
            })
            .collect(),
    };
    print_result(form, &shown, || page(&shown))
}

fn ticket_json(row: &TicketRow, zone: Zone) -> CustomerTicketJson {
    CustomerTicketJson {
        id: row.id.0,
        subject: row.title().to_owned(),
        status: row.status.name(),
        created: row.created.map(|at| zone.rfc3339(at)),
    }
}

fn page(shown: &CustomerJson) -> OutputPage {
    let customer = &shown.customer;
    let day = |day: Option<chrono::NaiveDate>| PageCell::optional(day.map(formatting::format_date));
    let mut page = OutputPage::new(customer.name.clone()).facts([
        ("tier", PageCell::optional(customer.tier.as_ref())),
        ("owner", PageCell::optional(shown.owned_by.as_ref())),
        ("e-mail", PageCell::optional(customer.email.as_ref())),
        ("phone", PageCell::optional(customer.phone.as_ref())),
        ("organization", PageCell::optional(customer.organization.as_ref())),
        ("since", day(customer.since)),
        ("lost", day(customer.lost)),
    ]);
    let mut tickets = PageTable::new([
        PageColumn::right("ticket"),
        PageColumn::left("status"),
        PageColumn::left("created"),
        PageColumn::truncatable("subject", 20),
    ]);
    for ticket in shown.tickets.iter().take(MAX_ROWS_SHOWN) {
        tickets.add_row([
            PageCell::number(ticket.id),
            PageCell::text(formatting::humanize(ticket.status)),
            PageCell::optional(ticket.created.as_ref().and_then(|at| at.get(..10))),
            PageCell::text(&ticket.subject),
        ]);
    }
    let mut answers = PageTable::new([
        PageColumn::right("answer"),
        PageColumn::left("kind"),
        PageColumn::left("when"),
        PageColumn::right("score"),
        PageColumn::left("cause"),
        PageColumn::truncatable("comment", 20),
    ]);
    for answer in shown.surveys.iter().take(MAX_ROWS_SHOWN) {
        answers.add_row([
            PageCell::number(answer.id),
            PageCell::text(answer.kind),
            PageCell::optional(answer.at.get(..10)),
            answer.score.map_or_else(|| PageCell::with_plain_text(NO_VALUE, "no answer"), PageCell::number),
            PageCell::optional(answer.cause),
            PageCell::optional(answer.comment.as_ref()),
        ]);
    }
    for (table, n, what) in [(tickets, shown.tickets.len(), "ticket"), (answers, shown.surveys.len(), "answer")] {
        if table.is_empty() {
            page = page.line(format!("No {what}s."));
            continue;
        }
        page = page.table(table);
        if n > MAX_ROWS_SHOWN {
            page = page.line(format!("And {} more.", formatting::format_count(n - MAX_ROWS_SHOWN, what)));
        }
    }
    page
}
