//! `shiftdesk ticket merge`, `link` and `split`: relations between tickets.

use clap::Subcommand;

use crate::cli::Context;
use crate::events::change::Change;
use crate::model::event::Opened;
use crate::model::ids::TicketId;
use crate::model::ticket::Priority;
use super::{Each, One, assignee, no_ticket, read, ticket_id};

#[derive(Debug, Subcommand)]
pub enum Act {
    /// Merge tickets into another ticket
    Merge {
        #[command(flatten)]
        on: Each,
        /// Target ticket ID
        #[arg(value_parser = ticket_id)]
        into: TicketId,
    },
    /// Link tickets to a related ticket
    Link {
        #[command(flatten)]
        on: Each,
        /// Related ticket ID
        #[arg(value_parser = ticket_id)]
        to: TicketId,
    },
    /// Split part of a ticket into a new ticket with the same customer, channel and category
    Split {
        #[command(flatten)]
        on: One,
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

pub fn run(act: Act, context: &Context) -> anyhow::Result<()> {
    match act {
        Act::Merge { on, into } => on.make(context, context.store()?, |ticket| Change::Merge { ticket, into }),
        Act::Link { on, to } => on.make(context, context.store()?, |ticket| Change::Link { ticket, to }),
        Act::Split { on, subject, body, priority, assign } => {
            let body = read(body)?;
            let store = context.store()?;
            let from = store.ticket(on.id)?.ok_or_else(|| no_ticket(on.id))?.ticket;
            let opened = Opened {
                subject,
                body,
                customer: from.customer,
                channel: from.channel,
                category: from.category,
                tags: from.tags,
                language: from.language,
                priority: priority.unwrap_or(from.priority),
                assignee: assign.as_deref().map(|name| assignee(&store, name)).transpose()?.flatten(),
                proactive: false,
            };
            on.how.make(context, store, Change::Split { ticket: on.id, opened })
        }
    }
}
