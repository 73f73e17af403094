//! `shiftdesk ticket`: create, show and change tickets.

pub mod args;
pub mod details;
pub mod edit;
pub mod follow_up;
pub mod ledger;
pub mod relations;
pub mod show;

use clap::Subcommand;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_line};
use crate::cli::context::CliContext;
use crate::cli::lookup::find_assignee;
use crate::cli::text_input::read_text;
use crate::cli::ticket::args::{TicketsArgs, parse_ticket_id};
use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::OpenedTicket;
use crate::model::ids::TicketId;
use crate::model::ticket::{Priority, Status};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: TicketCommand,
}

#[derive(Debug, Subcommand)]
enum TicketCommand {
    /// Create a ticket and print its ID
    New(NewTicketArgs),
    /// Show a ticket with its full history
    Show {
        /// Ticket ID
        #[arg(value_parser = parse_ticket_id)]
        id: TicketId,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Show the SLA clock ledger of a ticket: every span, why it counts or not, and the running total
    Ledger {
        /// Ticket ID
        #[arg(value_parser = parse_ticket_id)]
        id: TicketId,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Assign tickets to a person, or unassign them
    Assign {
        #[command(flatten)]
        on: TicketsArgs,
        /// Name, its beginning, or nobody
        #[arg(value_name = "PERSON|nobody")]
        to: String,
    },
    /// Hand tickets over to somebody, with the next step
    Handoff {
        #[command(flatten)]
        on: TicketsArgs,
        /// Name, its beginning, or nobody
        #[arg(long, value_name = "PERSON|nobody")]
        to: String,
        /// Reason
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        why: String,
        /// Next step
        #[arg(long, value_name = "TEXT")]
        next: String,
    },
    /// Set the status: new, open, pending, on_hold, solved or closed
    Status {
        #[command(flatten)]
        on: TicketsArgs,
        /// Name, or its beginning
        status: Status,
    },
    /// Set the priority: low, normal, high or urgent
    Priority {
        #[command(flatten)]
        on: TicketsArgs,
        /// Name, or its beginning
        priority: Priority,
    },
    /// Edit fields of tickets
    Edit(edit::Args),
    /// Add an internal note
    Note {
        #[command(flatten)]
        on: TicketsArgs,
        /// Text; - reads stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    /// Log a public reply to the customer
    Reply {
        #[command(flatten)]
        on: TicketsArgs,
        /// Text; - reads stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
        /// New status
        #[arg(long, value_name = "STATUS")]
        status: Option<Status>,
    },
    /// Log a message from the customer
    Message {
        #[command(flatten)]
        on: TicketsArgs,
        /// Text; - reads stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    #[command(flatten)]
    FollowUp(follow_up::TicketFollowUpCommand),
    #[command(flatten)]
    Relation(relations::TicketRelationCommand),
}

#[derive(Debug, clap::Args)]
struct NewTicketArgs {
    /// Subject
    subject: String,
    /// Customer; added if unknown
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// E-mail address that identifies the customer
    #[arg(long)]
    email: Option<String>,
    /// Channel: email, phone, chat…
    #[arg(long)]
    channel: Option<String>,
    /// Language of the customer: vi, en…
    #[arg(long)]
    language: Option<String>,
    /// Category: billing, login…
    #[arg(long)]
    category: Option<String>,
    /// Priority: low, normal, high or urgent
    #[arg(long, default_value = "normal")]
    priority: Priority,
    /// Assignee
    #[arg(long, value_name = "PERSON")]
    assign: Option<String>,
    /// Message of the customer; - reads stdin
    #[arg(long, value_name = "TEXT|-", default_value = "", hide_default_value = true)]
    body: String,
    /// Opened before the customer asked; has no first response
    #[arg(long)]
    proactive: bool,
    /// Tag; repeatable
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        TicketCommand::New(new) => create_ticket(new, context),
        TicketCommand::Show { id, form } => show::run(id, form, context),
        TicketCommand::Ledger { id, form } => ledger::run(id, form, context),
        TicketCommand::Assign { on, to } => {
            let store = context.open_store()?;
            let to = find_assignee(&store, &to)?;
            on.apply(context, store, |ticket| Change::Assign { ticket, to })
        }
        TicketCommand::Handoff { on, to, why, next } => {
            let store = context.open_store()?;
            let to = find_assignee(&store, &to)?;
            on.apply(context, store, |ticket| Change::HandOffTicket {
                ticket,
                to,
                why: why.clone(),
                next: next.clone(),
            })
        }
        TicketCommand::Status { on, status } => {
            on.apply(context, context.open_store()?, |ticket| Change::SetStatus { ticket, status })
        }
        TicketCommand::Priority { on, priority } => {
            on.apply(context, context.open_store()?, |ticket| Change::SetPriority { ticket, priority })
        }
        TicketCommand::Edit(edit) => edit::run(edit, context),
        TicketCommand::Note { on, text } => {
            let body = read_text(text)?;
            on.apply(context, context.open_store()?, |ticket| Change::AddNote { ticket, body: body.clone() })
        }
        TicketCommand::Reply { on, text, status: then } => {
            let body = read_text(text)?;
            on.apply(context, context.open_store()?, |ticket| Change::Reply { ticket, body: body.clone(), then })
        }
        TicketCommand::Message { on, text } => {
            let body = read_text(text)?;
            on.apply(context, context.open_store()?, |ticket| Change::AddCustomerMessage { ticket, body: body.clone() })
        }
        TicketCommand::FollowUp(act) => follow_up::run(act, context),
        TicketCommand::Relation(act) => relations::run(act, context),
    }
}

fn create_ticket(new: NewTicketArgs, context: &CliContext) -> anyhow::Result<()> {
    let body = read_text(new.body)?;
    let mut store = context.open_or_create_store()?;
    let opened = OpenedTicket {
        subject: new.subject,
        body,
        customer: None,
        channel: new.channel,
        category: new.category,
        tags: new.tag,
        language: new.language,
        priority: new.priority,
        assignee: new.assign.as_deref().map(|name| find_assignee(&store, name)).transpose()?.flatten(),
        proactive: new.proactive,
    };
    // Without a name, the e-mail address is the name.
    let change = match new.customer.or_else(|| new.email.clone()) {
        Some(name) => {
            let customer = Customer { name, email: new.email, ..Customer::default() };
            Change::OpenTicketForCustomer { customer, opened }
        }
        None => Change::OpenTicket(opened),
    };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    if new.answer.json {
        return changes::print_confirmation(&store, &outcome, new.answer);
    }
    print_line(&changes::changed_id(&outcome).to_string())
}
