//! `shiftdesk customer`: add, edit, import and list customers, follow-ups and churn.

pub mod import;
pub mod list;
pub mod show;

use chrono::NaiveDate;
use clap::Subcommand;

use super::changes::{self, ConfirmationArgs};
use super::output::{self, OutputArgs};
use super::parse;
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::{find_person, load_customer};
use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::ids::CustomerId;
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: CustomerCommand,
}

#[derive(Debug, Subcommand)]
enum CustomerCommand {
    /// List customers: tickets, time with us, repeat contacts, last NPS, bad ratings, last contact, churn risk
    List(list::Args),
    /// Show a customer with their tickets and survey answers
    Show {
        /// Name, its beginning, or the e-mail address
        name: String,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Add a customer
    Add(Box<AddCustomerArgs>),
    /// Edit a customer
    Edit(Box<EditCustomerArgs>),
    /// Import or update customers from a CSV file
    Import(import::Args),
    /// Mark a customer as lost
    Lost {
        /// Name, its beginning, or the e-mail address
        name: String,
        /// Day they left
        #[arg(default_value = "today")]
        day: String,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List customers to contact: follow-ups, unanswered detractors, silent key accounts
    Due(list::DueCustomersArgs),
    /// Show churn and retention of a period
    Churn(list::CustomerChurnArgs),
}

#[derive(Debug, clap::Args)]
struct CustomerFieldArgs {
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long)]
    phone: Option<String>,
    /// Company
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// Tier, which SLA policies can match: gold, vip
    #[arg(long)]
    tier: Option<String>,
    /// Account owner; a customer with an owner is a key account
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Day they became a customer
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Day they left
    #[arg(long, value_name = "DAY")]
    lost: Option<String>,
}

#[derive(Debug, clap::Args)]
struct AddCustomerArgs {
    name: String,
    #[command(flatten)]
    fields: CustomerFieldArgs,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// An empty text ("") clears a field.
#[derive(Debug, clap::Args)]
struct EditCustomerArgs {
    /// Name, its beginning, or the e-mail address
    name: String,
    /// New name
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    #[command(flatten)]
    fields: CustomerFieldArgs,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        CustomerCommand::List(args) => list::run(&args, context),
        CustomerCommand::Show { name, form } => show::run(&name, form, context),
        CustomerCommand::Add(add) => run_add(*add, context),
        CustomerCommand::Edit(edit) => run_edit(*edit, context),
        CustomerCommand::Import(args) => import::run(&args, context),
        CustomerCommand::Lost { name, day, answer } => {
            let day = parse::parse_date(&day, context)?;
            let mut store = context.open_store()?;
            let (id, customer) = load_customer(&store, &name)?;
            save_customer(context, &mut store, id, Customer { lost: Some(day), ..customer }, answer)
        }
        CustomerCommand::Due(args) => list::run_due(&args, context),
        CustomerCommand::Churn(args) => list::run_churn(&args, context),
    }
}

fn save_customer(
    context: &CliContext,
    store: &mut Store,
    id: CustomerId,
    customer: Customer,
    answer: ConfirmationArgs,
) -> anyhow::Result<()> {
    let unknown = customer.lost.is_some() && customer.since.is_none();
    let hint = unknown.then(|| missing_since_hint(&customer.name)).filter(|_| !answer.json);
    let record = Some(Record::Customer(customer));
    let outcome = changes::apply_change(
        context,
        store,
        Change::ReplaceRecord { kind: RecordKind::Customer, id: id.0, record },
        None,
    )?;
    changes::print_confirmation(store, &outcome, answer)?;
    hint.map_or(Ok(()), |hint| output::print_line(&hint))
}

/// Explains that the loss is not counted as churn without `since`.
fn missing_since_hint(name: &str) -> String {
    let name = clean_line(name);
    format!(
        "It is not known since when {name} was a customer, so the loss is in no churn; `shiftdesk customer edit` with --since DAY says it."
    )
}

/// The customer with the given fields set; others are unchanged.
fn apply_fields(
    before: Customer,
    fields: CustomerFieldArgs,
    store: &Store,
    context: &CliContext,
) -> anyhow::Result<Customer> {
    let text =
        |given: Option<String>, before| given.map_or(before, |text| Some(text).filter(|it| !it.trim().is_empty()));
    let day = |given: Option<String>, before: Option<NaiveDate>| match given.as_deref().map(str::trim) {
        None => Ok(before),
        Some("") => Ok(None),
        Some(day) => parse::parse_date(day, context).map(Some),
    };
    let owner = match fields.owner.as_deref().map(str::trim) {
        None => before.owner,
        Some("") => None,
        Some(name) => Some(find_person(store, name)?),
    };
    Ok(Customer {
        name: before.name,
        email: text(fields.email, before.email),
        phone: text(fields.phone, before.phone),
        organization: text(fields.organization, before.organization),
        tier: text(fields.tier, before.tier),
        owner,
        since: day(fields.since, before.since)?,
        lost: day(fields.lost, before.lost)?,
    })
}

fn run_add(add: AddCustomerArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let customer = apply_fields(Customer { name: add.name, ..Customer::default() }, add.fields, &store, context)?;
    let same = store.find_customer(&customer)?.and_then(|id| store.customer(id).transpose()).transpose()?;
    if let Some(same) = same {
        return Err(Failure::usage(format!(
            "{} is in the file already; `shiftdesk customer edit` changes what is known of them.",
            same.name
        )));
    }
    let outcome = changes::apply_change(context, &mut store, Change::AddRecord(Record::Customer(customer)), None)?;
    changes::print_confirmation(&store, &outcome, add.answer)
}

fn run_edit(edit: EditCustomerArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let (id, before) = load_customer(&store, &edit.name)?;
    let mut customer = apply_fields(before, edit.fields, &store, context)?;
    if let Some(name) = edit.rename {
        customer.name = name;
    }
    save_customer(context, &mut store, id, customer, edit.answer)
}
