//! `shiftdesk survey`: add, import, list and remove survey answers.

pub mod import;
pub mod list;

pub(super) use import::import_failure;

use clap::Subcommand;

use super::changes::{self, ConfirmationArgs};
use super::parse;
use crate::cli::context::CliContext;
use crate::cli::failure::{Failure, NOT_FOUND, exit_code};
use crate::cli::lookup::{find_customer, find_person, record_not_found};
use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::ids::TicketId;
use crate::model::record::{Record, RecordKind};
use crate::model::survey::{DissatisfactionDriver, RatingScale, Survey, SurveyKind};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: SurveyCommand,
}

#[derive(Debug, Subcommand)]
enum SurveyCommand {
    /// Import answers from a CSV file
    Import(import::Args),
    /// Add a survey answer
    Add(Box<AddSurveyArgs>),
    /// List answers of a period, response rates and causes of dissatisfaction
    List(list::Args),
    /// Set the cause of a bad answer: agent, process or product
    Cause {
        /// Survey ID (see `survey list`)
        id: i64,
        /// Cause: agent, process or product
        cause: DissatisfactionDriver,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Remove answers
    Remove {
        /// Survey IDs (see `survey list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, clap::Args)]
#[group(id = "asked", required = true, multiple = false, args = ["nps", "csat", "ces"])]
struct AddSurveyArgs {
    /// NPS score (would recommend us), 0-10
    #[arg(long, value_name = "SCORE")]
    nps: Option<u8>,
    /// CSAT score (satisfaction), 1-5
    #[arg(long, value_name = "SCORE")]
    csat: Option<u8>,
    /// CES score (ease), 1-7
    #[arg(long, value_name = "SCORE")]
    ces: Option<u8>,
    /// Scale, if not the default: 1-5
    #[arg(long, value_name = "FROM-TO")]
    scale: Option<RatingScale>,
    /// Customer who answered; added if unknown
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// Ticket it is about
    #[arg(long, value_name = "ID")]
    ticket: Option<i64>,
    /// Credited agent [default: the ticket's assignee]
    #[arg(long, value_name = "PERSON")]
    agent: Option<String>,
    /// Topic: a product, a kind of work
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// Comment of the customer
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Cause of dissatisfaction: agent, process or product
    #[arg(long)]
    cause: Option<DissatisfactionDriver>,
    /// Time of the answer: 8:05 (today), or 2026-03-02T08:05 [default: now]
    #[arg(long, value_name = "MOMENT")]
    when: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        SurveyCommand::Import(args) => import::run(&args, context),
        SurveyCommand::Add(add) => run_add(*add, context),
        SurveyCommand::List(args) => list::run(&args, context),
        SurveyCommand::Cause { id, cause, answer } => set_cause(id, cause, answer, context),
        SurveyCommand::Remove { ids, answer } => changes::remove_records(context, RecordKind::Survey, &ids, answer),
    }
}

fn run_add(add: AddSurveyArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let scores = [(SurveyKind::Nps, add.nps), (SurveyKind::Csat, add.csat), (SurveyKind::Ces, add.ces)];
    let Some((kind, score)) = scores.into_iter().find_map(|(kind, score)| Some((kind, score?))) else {
        return Err(Failure::usage("Say what they answered: --nps, --csat or --ces, with the score."));
    };
    let ticket = match add.ticket {
        None => None,
        Some(id) => {
            let ticket = store.ticket(TicketId(id))?.filter(|detail| !detail.ticket.removed);
            Some(
                ticket
                    .ok_or_else(|| Failure::not_found(format!("There is no ticket {id}; `queue` lists them.")))?
                    .ticket,
            )
        }
    };
    let credit = match &add.agent {
        Some(name) => Some(find_person(&store, name)?),
        None => ticket.as_ref().and_then(|ticket| ticket.assignee),
    };
    let mut survey = Survey {
        kind,
        at: add.when.as_deref().map_or(Ok(context.now()), |when| parse::parse_past_time(when, context))?,
        score: Some(score),
        scale: add.scale.unwrap_or(kind.default_scale()),
        customer: ticket.as_ref().and_then(|ticket| ticket.customer),
        ticket: ticket.as_ref().map(|ticket| ticket.id),
        credit,
        about: add.about,
        comment: add.comment,
        cause: add.cause,
        source: None,
    };
    let change = match add.customer.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        None => Change::AddRecord(Record::Survey(survey)),
        Some(name) => match find_customer(&store, name) {
            Ok(known) => {
                survey.customer = Some(known);
                Change::AddRecord(Record::Survey(survey))
            }
            Err(error) if exit_code(&error) == NOT_FOUND => Change::AddSurveyForCustomer {
                customer: Customer { name: name.to_owned(), ..Customer::default() },
                survey,
            },
            Err(error) => return Err(error),
        },
    };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, add.answer)
}

fn set_cause(
    id: i64,
    cause: DissatisfactionDriver,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let before = store.survey(id)?.ok_or_else(|| record_not_found(RecordKind::Survey, id))?.it;
    if before.is_bad() != Some(true) {
        return Err(Failure::usage(format!(
            "Answer {id} is no bad one; a cause is only said of what a dissatisfied customer answered."
        )));
    }
    let record = Some(Record::Survey(Survey { cause: Some(cause), ..before }));
    let change = Change::ReplaceRecord { kind: RecordKind::Survey, id, record };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, answer)
}
