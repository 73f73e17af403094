//! `shiftdesk ticket merge`, `link` and `split`: relations between tickets.

use clap::Subcommand;

use crate::cli::context::CliContext;
use crate::cli::lookup::{find_assignee, ticket_not_found};
use crate::cli::text_input::read_text;
use crate::cli::ticket::args::{TicketArgs, TicketsArgs, parse_ticket_id};
use crate::events::change::Change;
use crate::model::event::OpenedTicket;
use crate::model::ids::TicketId;
use crate::model::ticket::Priority;

#[derive(Debug, Subcommand)]
pub enum TicketRelationCommand {
    /// Merge tickets into another ticket
    Merge {
        #[command(flatten)]
        on: TicketsArgs,
        /// Target ticket ID
        #[arg(value_parser = parse_ticket_id)]
        into: TicketId,
    },
    /// Link tickets to a related ticket
    Link {
        #[command(flatten)]
        on: TicketsArgs,
        /// Related ticket ID
        #[arg(value_parser = parse_ticket_id)]
        to: TicketId,
    },
    /// Split part of a ticket into a new ticket with the same customer, channel and category
    Split {
        #[command(flatten)]
        on: TicketArgs,
        /// Subject of the new ticket
        subject: String,
        /// Message of the customer; - reads stdin
        #[arg(long, value_name = "TEXT|-", default_value = "", hide_default_value = true)]
        body: String,
        /// Priority: low, normal, high or urgent [default: unchanged]
        #[arg(long)]
        priority: Option<Priority>,
        /// Assignee
        #[arg(long, value_name = "PERSON")]
        assign: Option<String>,
    },
}

pub fn run(act: TicketRelationCommand, context: &CliContext) -> anyhow::Result<()> {
    match act {
        TicketRelationCommand::Merge { on, into } => {
            on.apply(context, context.open_store()?, |ticket| Change::Merge { ticket, into })
        }
        TicketRelationCommand::Link { on, to } => {
            on.apply(context, context.open_store()?, |ticket| Change::Link { ticket, to })
        }
        TicketRelationCommand::Split { on, subject, body, priority, assign } => {
            let body = read_text(body)?;
            let store = context.open_store()?;
            let from = store.ticket(on.id)?.ok_or_else(|| ticket_not_found(on.id))?.ticket;
            let opened = OpenedTicket {
                subject,
                body,
                customer: from.customer,
                channel: from.channel,
                category: from.category,
                tags: from.tags,
                language: from.language,
                priority: priority.unwrap_or(from.priority),
                assignee: assign.as_deref().map(|name| find_assignee(&store, name)).transpose()?.flatten(),
                proactive: false,
            };
            on.options.apply(context, store, Change::Split { ticket: on.id, opened })
        }
    }
}
