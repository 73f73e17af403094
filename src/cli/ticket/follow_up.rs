//! `shiftdesk ticket escalate`, `promise`, `keep`, `drop`, `concede`, `upset`, `soothe` and `tick`: escalations,
//! promises, concessions, customer recovery and the checklist.

use clap::Subcommand;

use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::ticket_not_found;
use crate::cli::ticket::args::{TicketArgs, TicketsArgs};
use crate::cli::{formatting, parse};
use crate::events::change::Change;
use crate::model::ids::{Seq, TicketId};
use crate::model::ticket::{Concession, Promise};
use crate::store::Store;

#[derive(Debug, Subcommand)]
pub enum TicketFollowUpCommand {
    /// Escalate tickets to the lead, the experts or management, or de-escalate them
    Escalate {
        #[command(flatten)]
        on: TicketsArgs,
        /// Level: 1 or lead, 2 or experts, 3 or management; 0 or down de-escalates
        #[arg(value_parser = parse_escalation_level)]
        level: u8,
        /// Reason
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Record a promise to the customer
    Promise {
        #[command(flatten)]
        on: TicketsArgs,
        /// What was promised
        #[arg(value_name = "TEXT")]
        what: String,
        /// Due: 16:00, tomorrow 9:00, 2h (from now), 2026-03-02T16:00 or a day
        #[arg(long, value_name = "TIME")]
        by: String,
    },
    /// Mark a promise as kept
    Keep {
        #[command(flatten)]
        on: TicketArgs,
        /// Promise ID (see `ticket show`), if there are several
        promise: Option<i64>,
    },
    /// Cancel a promise
    Drop {
        #[command(flatten)]
        on: TicketArgs,
        /// Promise ID (see `ticket show`), if there are several
        promise: Option<i64>,
    },
    /// Log a concession (refund, credit, gift)
    Concede {
        #[command(flatten)]
        on: TicketArgs,
        /// Amount: 12.50
        #[arg(value_parser = parse_hundredths)]
        amount: i64,
        /// Currency: EUR, VND…
        #[arg(long, value_name = "NAME")]
        currency: String,
        /// Reason
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Mark the customer as upset, with a recovery plan
    Upset {
        #[command(flatten)]
        on: TicketsArgs,
        /// Recovery plan
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        recovery: String,
        /// Follow-up time: 16:00, tomorrow 9:00, 2h (from now), 2026-03-02T16:00 or a day
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
    },
    /// Mark the customer as recovered
    Soothe {
        #[command(flatten)]
        on: TicketsArgs,
    },
    /// Check off a checklist item
    Tick {
        #[command(flatten)]
        on: TicketsArgs,
        /// Text of the item
        item: String,
        /// Uncheck the item
        #[arg(long)]
        undo: bool,
    },
}

pub fn run(act: TicketFollowUpCommand, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    match act {
        TicketFollowUpCommand::Escalate { on, level, reason } => {
            on.apply(context, store, |ticket| Change::Escalate { ticket, level, reason: reason.clone() })
        }
        TicketFollowUpCommand::Promise { on, what, by } => {
            let due = parse::parse_future_time(&by, context)?;
            on.apply(context, store, |ticket| Change::AddPromise { ticket, what: what.clone(), due })
        }
        TicketFollowUpCommand::Keep { on, promise } => end_promise(on, promise, true, store, context),
        TicketFollowUpCommand::Drop { on, promise } => end_promise(on, promise, false, store, context),
        TicketFollowUpCommand::Concede { on, amount, currency, reason } => {
            let concession = Concession { amount, currency, reason };
            on.options.apply(context, store, Change::GrantConcession { ticket: on.id, concession })
        }
        TicketFollowUpCommand::Upset { on, recovery, until } => {
            let follow_up = until.map(|text| parse::parse_future_time(&text, context)).transpose()?;
            on.apply(context, store, |ticket| Change::MarkUpset { ticket, recovery: recovery.clone(), follow_up })
        }
        TicketFollowUpCommand::Soothe { on } => on.apply(context, store, |ticket| Change::MarkRecovered { ticket }),
        TicketFollowUpCommand::Tick { on, item, undo } => {
            on.apply(context, store, |ticket| Change::SetChecklistItem { ticket, item: item.clone(), done: !undo })
        }
    }
}

fn end_promise(
    on: TicketArgs,
    promise: Option<i64>,
    kept: bool,
    store: Store,
    context: &CliContext,
) -> anyhow::Result<()> {
    let promise = match promise {
        Some(number) => Seq(number),
        None => open_promise(on.id, &store, context)?,
    };
    on.options.apply(context, store, Change::EndPromise { ticket: on.id, promise, kept })
}

/// The only open promise of a ticket; fails if there are none or several.
fn open_promise(id: TicketId, store: &Store, context: &CliContext) -> anyhow::Result<Seq> {
    let detail = store.ticket(id)?.ok_or_else(|| ticket_not_found(id))?;
    let open: Vec<&Promise> = detail.ticket.promises.iter().filter(|promise| promise.ended.is_none()).collect();
    match &open[..] {
        [promise] => Ok(promise.seq),
        [] => Err(Failure::not_found(format!("Ticket {id} has no promise that is still to be kept."))),
        several => {
            let describe = |promise: &&Promise| {
                let due = formatting::format_timestamp(promise.due, context.settings.zone);
                format!("{} ({}, by {due})", promise.seq.0, promise.what)
            };
            let list = several.iter().map(describe).collect::<Vec<_>>().join(", ");
            Err(Failure::usage(format!("Ticket {id} has several promises to keep; name one: {list}.")))
        }
    }
}

fn parse_escalation_level(text: &str) -> Result<u8, String> {
    let names = [("down", 0), ("lead", 1), ("experts", 2), ("management", 3)];
    let named = names.iter().find(|(name, _)| *name == text.trim().to_lowercase());
    let level = named.map(|(_, level)| *level).or_else(|| text.trim().parse().ok());
    level.ok_or_else(|| format!("‘{text}’ is not a level; it is one of down, lead, experts, management, or 0 to 3"))
}

/// Parses an amount into hundredths.
fn parse_hundredths(text: &str) -> Result<i64, String> {
    let wrong = || format!("‘{text}’ is not an amount; write it as 12.50, without a currency");
    let (whole, part) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return Err(wrong());
    }
    let part = format!("{part:0<2}").parse::<i64>().map_err(|_| wrong())?;
    let whole = whole.parse::<i64>().ok().and_then(|whole| whole.checked_mul(100)?.checked_add(part));
    whole.ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_hundredth_and_never_guessed() {
        assert_eq!(parse_hundredths("12.50"), Ok(1250));
        assert_eq!(parse_hundredths("12,5"), Ok(1250));
        assert_eq!(parse_hundredths("200000"), Ok(20_000_000));
        for bad in ["", "1.234", "1,000.00", "-3", "12 EUR", ".5", "5.", "99999999999999999999"] {
            assert!(parse_hundredths(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn levels_have_names() {
        assert_eq!(
            (parse_escalation_level("Lead"), parse_escalation_level("2"), parse_escalation_level("down")),
            (Ok(1), Ok(2), Ok(0))
        );
        assert!(parse_escalation_level("boss").is_err());
    }
}
