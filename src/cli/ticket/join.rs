//! `shiftdesk ticket merge`, `link`, `split`: what tickets have to do with each other.

use clap::Subcommand;

use super::{Each, One, assignee, no_ticket, read, ticket_id};
use crate::cli::Context;
use crate::domain::change::Change;
use crate::domain::event::Opened;
use crate::domain::ticket::{Priority, TicketId};

#[derive(Debug, Subcommand)]
pub enum Act {
    /// Let tickets go on in another one
    Merge {
        #[command(flatten)]
        on: Each,
        /// The ticket in which they go on
        #[arg(value_parser = ticket_id)]
        into: TicketId,
    },
    /// Say that tickets have to do with another one
    Link {
        #[command(flatten)]
        on: Each,
        /// The other one
        #[arg(value_parser = ticket_id)]
        to: TicketId,
    },
    /// Make a part of a ticket a ticket of its own, of the same customer, channel and category
    Split {
        #[command(flatten)]
        on: One,
        /// What the new one is about, in a line
        subject: String,
        /// What the customer wrote about it; - reads it from stdin
        #[arg(long, value_name = "TEXT|-", default_value = "", hide_default_value = true)]
        body: String,
        /// low, normal, high or urgent [default: as it was]
        #[arg(long)]
        priority: Option<Priority>,
        /// Who takes it
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
