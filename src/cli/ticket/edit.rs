//! `shiftdesk ticket edit`: sets fields of one or several tickets.

use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::find_customer;
use crate::cli::ticket::args::TicketsArgs;
use crate::events::change::Change;
use crate::model::event::TicketEdit;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    on: TicketsArgs,
    /// Subject
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,
    /// Customer, by name or part of it; "" clears it
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// Channel: email, phone, chat…; "" clears it, as for the other fields
    #[arg(long)]
    channel: Option<String>,
    /// Category: billing, login…
    #[arg(long)]
    category: Option<String>,
    /// Tags, replacing the existing ones; repeatable; "" removes all
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Language of the customer: vi, en…
    #[arg(long)]
    language: Option<String>,
    /// Root cause
    #[arg(long, value_name = "TEXT")]
    cause: Option<String>,
    /// Customer journey stage: looking for information, buying, after the sale
    #[arg(long)]
    stage: Option<String>,
    /// Cause of dissatisfaction: agent, process or product; "" clears it
    #[arg(long, value_name = "WITH")]
    dissatisfied: Option<String>,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let customer = match args.customer.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(TicketEdit::Customer(None)),
        Some(name) => Some(TicketEdit::Customer(Some(find_customer(&store, name)?))),
    };
    let dissatisfied = match args.dissatisfied.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(TicketEdit::Dissatisfied(None)),
        Some(with) => Some(TicketEdit::Dissatisfied(Some(with.parse().map_err(Failure::from_parse_error)?))),
    };
    let edits: Vec<TicketEdit> = [
        args.subject.map(TicketEdit::Subject),
        customer,
        args.channel.map(|text| TicketEdit::Channel(Some(text))),
        args.category.map(|text| TicketEdit::Category(Some(text))),
        (!args.tag.is_empty()).then_some(TicketEdit::Tags(args.tag)),
        args.language.map(|text| TicketEdit::Language(Some(text))),
        args.cause.map(|text| TicketEdit::Cause(Some(text))),
        args.stage.map(|text| TicketEdit::Stage(Some(text))),
        dissatisfied,
    ]
    .into_iter()
    .flatten()
    .collect();
    if edits.is_empty() {
        return Err(Failure::usage(
            "Say what is to be set: --subject, --customer, --channel, --category, --tag, --language, --cause, --stage or \
             --dissatisfied.",
        ));
    }
    let all = |ticket| edits.iter().map(|edit| Change::EditTicket { ticket, edit: edit.clone() }).collect();
    args.on.apply_all(context, store, all)
}
