//! `shiftdesk ticket`: create, show and change tickets.

mod care;
mod edit;
mod facts;
mod join;
mod ledger;
mod show;

use std::collections::BTreeSet;
use std::io::{self, Read};

use clap::Subcommand;

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::Opened;
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::ticket::{Priority, Status};
use crate::store::Store;
use super::act::{self, Answer};
use super::output::{Form, line};
use super::{Context, Failure, one_person};

/// Maximum length of a text read from stdin, in bytes.
const LONGEST: u64 = 1024 * 1024;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Create a ticket and print its ID
    New(New),
    /// Show a ticket with its full history
    Show {
        /// Ticket ID
        #[arg(value_parser = ticket_id)]
        id: TicketId,
        #[command(flatten)]
        form: Form,
    },
    /// Show the SLA clock ledger of a ticket: every span, why it counts or not, and the running total
    Ledger {
        /// Ticket ID
        #[arg(value_parser = ticket_id)]
        id: TicketId,
        #[command(flatten)]
        form: Form,
    },
    /// Assign tickets to a person, or unassign them
    Assign {
        #[command(flatten)]
        on: Each,
        /// Name, its beginning, or nobody
        #[arg(value_name = "PERSON|nobody")]
        to: String,
    },
    /// Hand tickets over to somebody, with the next step
    Handoff {
        #[command(flatten)]
        on: Each,
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
        on: Each,
        /// Name, or its beginning
        status: Status,
    },
    /// Set the priority: low, normal, high or urgent
    Priority {
        #[command(flatten)]
        on: Each,
        /// Name, or its beginning
        priority: Priority,
    },
    /// Edit fields of tickets
    Edit(edit::Args),
    /// Add an internal note
    Note {
        #[command(flatten)]
        on: Each,
        /// Text; - reads stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    /// Log a public reply to the customer
    Reply {
        #[command(flatten)]
        on: Each,
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
        on: Each,
        /// Text; - reads stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    #[command(flatten)]
    Care(care::Act),
    #[command(flatten)]
    Join(join::Act),
}

/// Arguments of a change to one or several tickets.
#[derive(Debug, clap::Args)]
struct Each {
    /// Ticket IDs; several are changed and undone in one step
    #[arg(required = true, value_name = "ID", value_parser = ticket_id)]
    ids: Vec<TicketId>,
    #[command(flatten)]
    how: How,
}

/// Arguments of a change to a single ticket.
#[derive(Debug, clap::Args)]
struct One {
    /// Ticket ID
    #[arg(value_parser = ticket_id)]
    id: TicketId,
    #[command(flatten)]
    how: How,
}

/// Options of every ticket change.
#[derive(Debug, clap::Args)]
struct How {
    /// Reject the change if somebody else has set the same field since this event
    #[arg(long, value_name = "EVENT")]
    seen: Option<i64>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, clap::Args)]
struct New {
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
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::New(new) => open(new, context),
        Act::Show { id, form } => show::run(id, form, context),
        Act::Ledger { id, form } => ledger::run(id, form, context),
        Act::Assign { on, to } => {
            let store = context.store()?;
            let to = assignee(&store, &to)?;
            on.make(context, store, |ticket| Change::Assign { ticket, to })
        }
        Act::Handoff { on, to, why, next } => {
            let store = context.store()?;
            let to = assignee(&store, &to)?;
            on.make(context, store, |ticket| Change::HandOff { ticket, to, why: why.clone(), next: next.clone() })
        }
        Act::Status { on, status } => on.make(context, context.store()?, |ticket| Change::SetStatus { ticket, status }),
        Act::Priority { on, priority } => {
            on.make(context, context.store()?, |ticket| Change::SetPriority { ticket, priority })
        }
        Act::Edit(edit) => edit::run(edit, context),
        Act::Note { on, text } => {
            let body = read(text)?;
            on.make(context, context.store()?, |ticket| Change::Note { ticket, body: body.clone() })
        }
        Act::Reply { on, text, status: then } => {
            let body = read(text)?;
            on.make(context, context.store()?, |ticket| Change::Reply { ticket, body: body.clone(), then })
        }
        Act::Message { on, text } => {
            let body = read(text)?;
            on.make(context, context.store()?, |ticket| Change::Ask { ticket, body: body.clone() })
        }
        Act::Care(act) => care::run(act, context),
        Act::Join(act) => join::run(act, context),
    }
}

impl Each {
    /// Applies one change per ticket, in one transaction.
    fn make(self, context: &Context, store: Store, change: impl Fn(TicketId) -> Change) -> anyhow::Result<()> {
        self.make_all(context, store, |ticket| vec![change(ticket)])
    }

    /// Applies several changes per ticket, in one transaction.
    fn make_all(self, context: &Context, store: Store, of: impl Fn(TicketId) -> Vec<Change>) -> anyhow::Result<()> {
        let mut once = BTreeSet::new();
        let ids = self.ids.into_iter().filter(|id| once.insert(*id));
        let mut changes: Vec<Change> = ids.flat_map(of).collect();
        let change = if changes.len() == 1 { changes.swap_remove(0) } else { Change::Many(changes) };
        self.how.make(context, store, change)
    }
}

impl How {
    fn make(self, context: &Context, mut store: Store, change: Change) -> anyhow::Result<()> {
        let outcome = act::make(context, &mut store, change, self.seen.map(Seq))?;
        act::say(&store, &outcome, self.answer)
    }
}

fn open(new: New, context: &Context) -> anyhow::Result<()> {
    let body = read(new.body)?;
    let mut store = context.store_or_new()?;
    let opened = Opened {
        subject: new.subject,
        body,
        customer: None,
        channel: new.channel,
        category: new.category,
        tags: new.tag,
        language: new.language,
        priority: new.priority,
        assignee: new.assign.as_deref().map(|name| assignee(&store, name)).transpose()?.flatten(),
        proactive: new.proactive,
    };
    // Without a name, the e-mail address is the name.
    let change = match new.customer.or_else(|| new.email.clone()) {
        Some(name) => {
            let customer = Customer { name, email: new.email, ..Customer::default() };
            Change::OpenFor { customer, opened }
        }
        None => Change::Open(opened),
    };
    let outcome = act::make(context, &mut store, change, None)?;
    if new.answer.json {
        return act::say(&store, &outcome, new.answer);
    }
    line(&act::number(&outcome).to_string())
}

/// Finds the person; `nobody` is `None`.
fn assignee(store: &Store, name: &str) -> anyhow::Result<Option<PersonId>> {
    if name.eq_ignore_ascii_case("nobody") { Ok(None) } else { one_person(store, name).map(Some) }
}

/// The error for an unknown ticket.
fn no_ticket(id: TicketId) -> anyhow::Error {
    Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` lists the numbers in use."))
}

/// Parses a ticket ID, `12` or `#12`.
fn ticket_id(text: &str) -> Result<TicketId, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse();
    number.map(TicketId).map_err(|_| format!("‘{text}’ is not a ticket number; write it as 12"))
}

/// Returns the text, or for `-` the content of stdin.
pub(super) fn read(text: String) -> anyhow::Result<String> {
    if text != "-" {
        return Ok(text);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::usage("The text on stdin is longer than 1 MiB; shorten it."));
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
}
