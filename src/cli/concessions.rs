//! `shiftdesk concessions`: concessions of a period by reason, agent and customer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::engine::concessions::{GrantedConcession, ConcessionShare, totals_by, totals_by_reason, totals_by_currency};
use crate::model::ids::CustomerId;
use crate::model::time::Zone;
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, typed, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// JSON of the concessions. Amounts are decimal strings.
#[derive(Debug, Serialize)]
struct Shown {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    total: Vec<Sum>,
    by_reason: Vec<Sum>,
    by_agent: Vec<Sum>,
    by_customer: Vec<Sum>,
    tickets: Vec<i64>,
}

#[derive(Debug, Serialize)]
struct Sum {
    /// Reason, agent or customer; null for the total and if unknown.
    of: Option<String>,
    currency: String,
    amount: String,
    n: usize,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let settings = &context.settings;
    let (from, to, period) = typed::period(args.from.as_deref(), args.to.as_deref(), settings.period_days, context)?;
    let given = store.concessions(period)?;
    let names = store.person_names()?;
    let mut customers: BTreeMap<CustomerId, String> = BTreeMap::new();
    for id in given.iter().filter_map(|one| one.customer) {
        if let Some(customer) = store.customer(id)? {
            customers.insert(id, customer.name);
        }
    }
    let total = totals_by_currency(&given).into_iter();
    let mut tickets: Vec<i64> = given.iter().map(|one| one.ticket.0).collect();
    tickets.sort_unstable();
    tickets.dedup();
    let shown = Shown {
        from,
        to,
        zone: settings.zone,
        total: total.map(|(currency, total)| sum(None, currency, total.amount, total.n)).collect(),
        by_reason: sums(totals_by_reason(&given), |reason| Some(reason).filter(|reason| !reason.is_empty())),
        by_agent: sums(totals_by(&given, |one| one.granted_by), |agent| agent.map(|agent| words::who(agent, &names))),
        by_customer: sums(totals_by(&given, |one: &GrantedConcession| one.customer), |id| id.and_then(|id| customers.get(&id).cloned())),
        tickets,
    };
    print(args.form, &shown, || page(&shown))
}

fn sum(of: Option<String>, currency: String, amount: i64, n: usize) -> Sum {
    Sum { of, currency, amount: words::hundredths(amount), n }
}

fn sums<K>(shares: Vec<ConcessionShare<K>>, name: impl Fn(K) -> Option<String>) -> Vec<Sum> {
    shares.into_iter().map(|ConcessionShare { key: of, currency, total }| sum(name(of), currency, total.amount, total.n)).collect()
}

fn page(shown: &Shown) -> Page {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let page = Page::new(format!("Concessions · {} to {}", words::day(shown.from), words::day(last)));
    if shown.total.is_empty() {
        return page.line("Nothing was given in this time. `shiftdesk ticket concede` writes down what is.");
    }
    let parts: [(&'static str, &[Sum]); 4] = [
        ("total", &shown.total),
        ("by reason", &shown.by_reason),
        ("by agent", &shown.by_agent),
        ("by customer", &shown.by_customer),
    ];
    parts.into_iter().fold(page, |page, (name, sums)| {
        let mut table =
            Table::new([Column::cut(name, 12), Column::right("amount"), Column::left("currency"), Column::right("n")]);
        for sum in sums {
            table.row([
                Cell::maybe(sum.of.as_ref()),
                Cell::text(&sum.amount),
                Cell::text(&sum.currency),
                Cell::number(sum.n),
            ]);
        }
        page.table(table)
    })
}
