//! Arguments of changes to tickets, and how they are applied.

use std::collections::BTreeSet;

use crate::cli::changes::{self, ConfirmationArgs};
use crate::cli::context::CliContext;
use crate::events::change::Change;
use crate::model::ids::{Seq, TicketId};
use crate::store::Store;

/// Arguments of a change to one or several tickets.
#[derive(Debug, clap::Args)]
pub struct TicketsArgs {
    /// Ticket IDs; several are changed and undone in one step
    #[arg(required = true, value_name = "ID", value_parser = parse_ticket_id)]
    pub ids: Vec<TicketId>,
    #[command(flatten)]
    pub options: TicketChangeArgs,
}

impl TicketsArgs {
    /// Applies one change per ticket, in one transaction.
    pub fn apply(self, context: &CliContext, store: Store, change: impl Fn(TicketId) -> Change) -> anyhow::Result<()> {
        self.apply_all(context, store, |ticket| vec![change(ticket)])
    }

    /// Applies several changes per ticket, in one transaction.
    pub fn apply_all(
        self,
        context: &CliContext,
        store: Store,
        of: impl Fn(TicketId) -> Vec<Change>,
    ) -> anyhow::Result<()> {
        let mut once = BTreeSet::new();
        let ids = self.ids.into_iter().filter(|id| once.insert(*id));
        let mut changes: Vec<Change> = ids.flat_map(of).collect();
        let change = if changes.len() == 1 { changes.swap_remove(0) } else { Change::Batch(changes) };
        self.options.apply(context, store, change)
    }
}

/// Arguments of a change to a single ticket.
#[derive(Debug, clap::Args)]
pub struct TicketArgs {
    /// Ticket ID
    #[arg(value_parser = parse_ticket_id)]
    pub id: TicketId,
    #[command(flatten)]
    pub options: TicketChangeArgs,
}

/// Options of every ticket change.
#[derive(Debug, clap::Args)]
pub struct TicketChangeArgs {
    /// Reject the change if somebody else has set the same field since this event
    #[arg(long, value_name = "EVENT")]
    pub seen: Option<i64>,
    #[command(flatten)]
    pub answer: ConfirmationArgs,
}

impl TicketChangeArgs {
    pub fn apply(self, context: &CliContext, mut store: Store, change: Change) -> anyhow::Result<()> {
        let outcome = changes::apply_change(context, &mut store, change, self.seen.map(Seq))?;
        changes::print_confirmation(&store, &outcome, self.answer)
    }
}

/// Parses a ticket ID, `12` or `#12`.
pub fn parse_ticket_id(text: &str) -> Result<TicketId, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse();
    number.map(TicketId).map_err(|_| format!("‘{text}’ is not a ticket number; write it as 12"))
}
