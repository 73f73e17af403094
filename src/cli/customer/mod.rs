//! `shiftdesk customer`: add, edit, import and list customers, follow-ups and churn.

mod import;
mod list;
mod show;

use chrono::NaiveDate;
use clap::Subcommand;

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::ids::CustomerId;
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::store::Store;
use super::act::{self, Answer};
use super::output::{self, Form};
use super::{Context, Failure, one_customer, one_person, typed};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List customers: tickets, time with us, repeat contacts, last NPS, bad ratings, last contact, churn risk
    List(list::Args),
    /// Show a customer with their tickets and survey answers
    Show {
        /// Name, its beginning, or the e-mail address
        name: String,
        #[command(flatten)]
        form: Form,
    },
    /// Add a customer
    Add(Box<Add>),
    /// Edit a customer
    Edit(Box<Edit>),
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
        answer: Answer,
    },
    /// List customers to contact: follow-ups, unanswered detractors, silent key accounts
    Due(list::DueArgs),
    /// Show churn and retention of a period
    Churn(list::ChurnArgs),
}

#[derive(Debug, clap::Args)]
struct Fields {
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
struct Add {
    name: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    answer: Answer,
}

/// An empty text ("") clears a field.
#[derive(Debug, clap::Args)]
struct Edit {
    /// Name, its beginning, or the e-mail address
    name: String,
    /// New name
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::List(args) => list::run(&args, context),
        Act::Show { name, form } => show::run(&name, form, context),
        Act::Add(add) => run_add(*add, context),
        Act::Edit(edit) => run_edit(*edit, context),
        Act::Import(args) => import::run(&args, context),
        Act::Lost { name, day, answer } => {
            let day = typed::day(&day, context)?;
            let mut store = context.store()?;
            let (id, customer) = known(&store, &name)?;
            replace(context, &mut store, id, Customer { lost: Some(day), ..customer }, answer)
        }
        Act::Due(args) => list::due(&args, context),
        Act::Churn(args) => list::churn(&args, context),
    }
}

fn known(store: &Store, name: &str) -> anyhow::Result<(CustomerId, Customer)> {
    let id = one_customer(store, name)?;
    let gone = || Failure::not_found(format!("There is no customer {} any more.", id.0));
    Ok((id, store.customer(id)?.ok_or_else(gone)?))
}

fn replace(
    context: &Context,
    store: &mut Store,
    id: CustomerId,
    customer: Customer,
    answer: Answer,
) -> anyhow::Result<()> {
    let unknown = customer.lost.is_some() && customer.since.is_none();
    let hint = unknown.then(|| no_churn(&customer.name)).filter(|_| !answer.json);
    let record = Some(Record::Customer(customer));
    let outcome = act::make(context, store, Change::Replace { kind: RecordKind::Customer, id: id.0, record }, None)?;
    act::say(store, &outcome, answer)?;
    hint.map_or(Ok(()), |hint| output::line(&hint))
}

/// Explains that the loss is not counted as churn without `since`.
fn no_churn(name: &str) -> String {
    let name = clean_line(name);
    format!(
        "It is not known since when {name} was a customer, so the loss is in no churn; `shiftdesk customer edit` with --since DAY says it."
    )
}

/// The customer with the given fields set; others are unchanged.
fn with(before: Customer, fields: Fields, store: &Store, context: &Context) -> anyhow::Result<Customer> {
    let text = |given: Option<String>, before| given.map_or(before, |text| Some(text).filter(|it| !it.trim().is_empty()));
    let day = |given: Option<String>, before: Option<NaiveDate>| match given.as_deref().map(str::trim) {
        None => Ok(before),
        Some("") => Ok(None),
        Some(day) => typed::day(day, context).map(Some),
    };
    let owner = match fields.owner.as_deref().map(str::trim) {
        None => before.owner,
        Some("") => None,
        Some(name) => Some(one_person(store, name)?),
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

fn run_add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let customer = with(Customer { name: add.name, ..Customer::default() }, add.fields, &store, context)?;
    let same = store.find_customer(&customer)?.and_then(|id| store.customer(id).transpose()).transpose()?;
    if let Some(same) = same {
        return Err(Failure::usage(format!(
            "{} is in the file already; `shiftdesk customer edit` changes what is known of them.",
            same.name
        )));
    }
    let outcome = act::make(context, &mut store, Change::Add(Record::Customer(customer)), None)?;
    act::say(&store, &outcome, add.answer)
}

fn run_edit(edit: Edit, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let (id, before) = known(&store, &edit.name)?;
    let mut customer = with(before, edit.fields, &store, context)?;
    if let Some(name) = edit.rename {
        customer.name = name;
    }
    replace(context, &mut store, id, customer, edit.answer)
}
