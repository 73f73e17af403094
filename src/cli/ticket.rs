//! `shiftdesk ticket`: create, show and change tickets.

mod details;
mod edit;
mod follow_up;
mod ledger;
mod relations;
mod show;

use std::collections::BTreeSet;
use std::io::{self, Read};

use clap::Subcommand;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_line};
use super::{CliContext, Failure, find_person};
use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::OpenedTicket;
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::ticket::{Priority, Status};
use crate::store::Store;

/// Maximum length of a text read from stdin, in bytes.
const MAX_STDIN_BYTES: u64 = 1024 * 1024;

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

/// Arguments of a change to one or several tickets.
#[derive(Debug, clap::Args)]
struct TicketsArgs {
    /// Ticket IDs; several are changed and undone in one step
    #[arg(required = true, value_name = "ID", value_parser = parse_ticket_id)]
    ids: Vec<TicketId>,
    #[command(flatten)]
    options: TicketChangeArgs,
}

/// Arguments of a change to a single ticket.
#[derive(Debug, clap::Args)]
struct TicketArgs {
    /// Ticket ID
    #[arg(value_parser = parse_ticket_id)]
    id: TicketId,
    #[command(flatten)]
    options: TicketChangeArgs,
}

/// Options of every ticket change.
#[derive(Debug, clap::Args)]
struct TicketChangeArgs {
    /// Reject the change if somebody else has set the same field since this event
    #[arg(long, value_name = "EVENT")]
    seen: Option<i64>,
    #[command(flatten)]
    answer: ConfirmationArgs,
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
            let to = parse_assignee(&store, &to)?;
            on.apply(context, store, |ticket| Change::Assign { ticket, to })
        }
        TicketCommand::Handoff { on, to, why, next } => {
            let store = context.open_store()?;
            let to = parse_assignee(&store, &to)?;
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

impl TicketsArgs {
    /// Applies one change per ticket, in one transaction.
    fn apply(self, context: &CliContext, store: Store, change: impl Fn(TicketId) -> Change) -> anyhow::Result<()> {
        self.apply_all(context, store, |ticket| vec![change(ticket)])
    }

    /// Applies several changes per ticket, in one transaction.
    fn apply_all(self, context: &CliContext, store: Store, of: impl Fn(TicketId) -> Vec<Change>) -> anyhow::Result<()> {
        let mut once = BTreeSet::new();
        let ids = self.ids.into_iter().filter(|id| once.insert(*id));
        let mut changes: Vec<Change> = ids.flat_map(of).collect();
        let change = if changes.len() == 1 { changes.swap_remove(0) } else { Change::Batch(changes) };
        self.options.apply(context, store, change)
    }
}

impl TicketChangeArgs {
    fn apply(self, context: &CliContext, mut store: Store, change: Change) -> anyhow::Result<()> {
        let outcome = changes::apply_change(context, &mut store, change, self.seen.map(Seq))?;
        changes::print_confirmation(&store, &outcome, self.answer)
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
        assignee: new.assign.as_deref().map(|name| parse_assignee(&store, name)).transpose()?.flatten(),
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

/// Finds the person; `nobody` is `None`.
fn parse_assignee(store: &Store, name: &str) -> anyhow::Result<Option<PersonId>> {
    if name.eq_ignore_ascii_case("nobody") { Ok(None) } else { find_person(store, name).map(Some) }
}

/// The error for an unknown ticket.
fn ticket_not_found(id: TicketId) -> anyhow::Error {
    Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` lists the numbers in use."))
}

/// Parses a ticket ID, `12` or `#12`.
fn parse_ticket_id(text: &str) -> Result<TicketId, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse();
    number.map(TicketId).map_err(|_| format!("‘{text}’ is not a ticket number; write it as 12"))
}

/// Returns the text, or for `-` the content of stdin.
pub(super) fn read_text(text: String) -> anyhow::Result<String> {
    if text != "-" {
        return Ok(text);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(MAX_STDIN_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_STDIN_BYTES {
        return Err(Failure::usage("The text on stdin is longer than 1 MiB; shorten it."));
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
}
