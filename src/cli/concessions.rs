//! `shiftdesk concessions`: concessions of a period by reason, agent and customer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::engine::concessions::{ConcessionShare, GrantedConcession, totals_by, totals_by_currency, totals_by_reason};
use crate::model::ids::CustomerId;
use crate::model::time::Zone;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON of the concessions. Amounts are decimal strings.
#[derive(Debug, Serialize)]
struct ConcessionsJson {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    total: Vec<ConcessionSumJson>,
    by_reason: Vec<ConcessionSumJson>,
    by_agent: Vec<ConcessionSumJson>,
    by_customer: Vec<ConcessionSumJson>,
    tickets: Vec<i64>,
}

#[derive(Debug, Serialize)]
struct ConcessionSumJson {
    /// Reason, agent or customer; null for the total and if unknown.
    of: Option<String>,
    currency: String,
    amount: String,
    n: usize,
}

pub fn run(args: &Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let settings = &context.settings;
    let (from, to, period) =
        parse::parse_period(args.from.as_deref(), args.to.as_deref(), settings.period_days, context)?;
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
    let shown = ConcessionsJson {
        from,
        to,
        zone: settings.zone,
        total: total.map(|(currency, total)| sum_json(None, currency, total.amount, total.n)).collect(),
        by_reason: sums_json(totals_by_reason(&given), |reason| Some(reason).filter(|reason| !reason.is_empty())),
        by_agent: sums_json(totals_by(&given, |one| one.granted_by), |agent| {
            agent.map(|agent| formatting::person_name(agent, &names))
        }),
        by_customer: sums_json(totals_by(&given, |one: &GrantedConcession| one.customer), |id| {
            id.and_then(|id| customers.get(&id).cloned())
        }),
        tickets,
    };
    print_result(args.form, &shown, || page(&shown))
}

fn sum_json(of: Option<String>, currency: String, amount: i64, n: usize) -> ConcessionSumJson {
    ConcessionSumJson { of, currency, amount: formatting::format_hundredths(amount), n }
}

fn sums_json<K>(shares: Vec<ConcessionShare<K>>, name: impl Fn(K) -> Option<String>) -> Vec<ConcessionSumJson> {
    shares
        .into_iter()
        .map(|ConcessionShare { key: of, currency, total }| sum_json(name(of), currency, total.amount, total.n))
        .collect()
}

fn page(shown: &ConcessionsJson) -> OutputPage {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let page = OutputPage::new(format!(
        "Concessions · {} to {}",
        formatting::format_date(shown.from),
        formatting::format_date(last)
    ));
    if shown.total.is_empty() {
        return page.line("Nothing was given in this time. `shiftdesk ticket concede` writes down what is.");
    }
    let parts: [(&'static str, &[ConcessionSumJson]); 4] = [
        ("total", &shown.total),
        ("by reason", &shown.by_reason),
        ("by agent", &shown.by_agent),
        ("by customer", &shown.by_customer),
    ];
    parts.into_iter().fold(page, |page, (name, sums)| {
        let mut table = PageTable::new([
            PageColumn::truncatable(name, 12),
            PageColumn::right("amount"),
            PageColumn::left("currency"),
            PageColumn::right("n"),
        ]);
        for sum in sums {
            table.add_row([
                PageCell::optional(sum.of.as_ref()),
                PageCell::text(&sum.amount),
                PageCell::text(&sum.currency),
                PageCell::number(sum.n),
            ]);
        }
        page.table(table)
    })
}
