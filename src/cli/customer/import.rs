//! `shiftdesk customer import`: adds and updates customers from a CSV file in one transaction.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::cli::changes::apply_change;
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::formatting;
use crate::cli::import::spool;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable as Shown};
use crate::cli::survey::import_failure;
use crate::engine::customer_import::{CustomerImportContext, plan_customer_import};
use crate::events::change::Change;
use crate::exchange::csv::RejectedRow;
use crate::exchange::csv::dates::DateFormat;
use crate::exchange::csv::table::CsvTable;
use crate::exchange::customers::parse_customers;
use crate::model::text::{fit, fold};

/// Rejected rows on the page; the JSON has all.
const MAX_ROWS_SHOWN: usize = 20;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The columns are name, email, phone, organization, tier, owner, since and lost, in any order; name or email is needed. A \
customer is known by the e-mail address, else by the name. What a row leaves empty stays as it is; whoever is not in the \
file stays, too. One undo takes it all back. Exit code 6: some rows were refused, and the rest is in.")]
pub struct Args {
    /// CSV file; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Date format: dmy, mdy, ymd, or a pattern such as "%d.%m.%Y"
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateFormat>,
    /// Print what would happen, without writing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON result of an import.
#[derive(Debug, Serialize)]
struct CustomerImportJson {
    dry_run: bool,
    /// Rows read, without the header.
    rows: usize,
    added: usize,
    updated: usize,
    unchanged: usize,
    refused: Vec<RejectedRow>,
    #[serde(serialize_with = "as_map")]
    columns: Vec<(String, &'static str)>,
}

fn as_map<S: Serializer>(pairs: &[(String, &'static str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(header, field)| (header, field)))
}

pub fn run(args: &Args, context: &CliContext) -> anyhow::Result<()> {
    let explained = |error| import_failure(error, &args.file);
    let table = CsvTable::read(spool::open(&args.file)?).map_err(explained)?;
    let read = parse_customers(&table, args.dates.as_ref()).map_err(explained)?;
    let mut store = context.open_store()?;
    let mut known = CustomerImportContext::default();
    known.people.extend(store.person_names()?.into_iter().map(|(id, name)| (fold(&name), id)));
    store.for_each_customer(|id, customer| known.add(id, customer))?;
    let mut plan = plan_customer_import(read.rows, &known);
    plan.rejected.extend(read.rejected);
    plan.rejected.sort();
    let refused = plan.rejected.into_iter().map(|(line, reason)| RejectedRow { line, reason: fit(&reason, 300) });
    let report = CustomerImportJson {
        dry_run: args.dry_run,
        rows: table.rows.len() + table.rejected.len(),
        added: plan.added,
        updated: plan.updated,
        unchanged: plan.unchanged,
        refused: refused.collect(),
        columns: read.columns,
    };
    if !plan.changes.is_empty() && !args.dry_run {
        apply_change(context, &mut store, Change::Batch(plan.changes), None)?;
    }
    print_result(args.form, &report, || page(&report))?;
    match report.refused.len() {
        0 => Ok(()),
        n => Err(Failure::invalid(format!(
            "{n} of {} rows were refused; what is wrong with each is said above.",
            report.rows
        ))),
    }
}

fn page(report: &CustomerImportJson) -> OutputPage {
    let CustomerImportJson { added, updated, unchanged, refused, .. } = report;
    let trial = if report.dry_run { " This was a trial: nothing was written." } else { "" };
    let mut page = OutputPage::new(format!(
        "{}: {added} added, {updated} updated, {unchanged} unchanged, {} refused.{trial}",
        formatting::format_count(report.rows, "row"),
        refused.len()
    ));
    let mut columns = Shown::new([PageColumn::truncatable("column", 12), PageColumn::left("taken as")]);
    for (header, field) in &report.columns {
        columns.add_row([PageCell::text(header), PageCell::text(field)]);
    }
    page = page.table(columns);
    if !refused.is_empty() {
        let mut table = Shown::new([PageColumn::right("line"), PageColumn::truncatable("refused because", 30)]);
        for one in refused.iter().take(MAX_ROWS_SHOWN) {
            table.add_row([PageCell::number(one.line), PageCell::text(&one.reason)]);
        }
        page = page.table(table);
        if refused.len() > MAX_ROWS_SHOWN {
            page = page.line(format!("And {} more; --json lists all.", refused.len() - MAX_ROWS_SHOWN));
        }
    }
    page
}
