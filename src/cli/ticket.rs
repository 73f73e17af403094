//! `shiftdesk ticket`: opens, shows and changes tickets.

mod show;

use std::io::{self, Read};

use clap::Subcommand;

use super::act::{self, Answer};
use super::output::{Form, line};
use super::{Context, Failure, one_person};
use crate::domain::change::Change;
use crate::domain::customer::Customer;
use crate::domain::event::{Opened, Seq};
use crate::domain::person::PersonId;
use crate::domain::ticket::{Priority, Status, TicketId};
use crate::store::Store;

/// The longest text that is read from stdin.
const LONGEST: u64 = 1024 * 1024;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Open a ticket; its number alone is printed
    New(New),
    /// Print all that is known of a ticket, with its whole history
    Show {
        /// The ticket's number
        #[arg(value_parser = ticket_id)]
        id: TicketId,
        #[command(flatten)]
        form: Form,
    },
    /// Give a ticket to a person, or to nobody
    Assign {
        #[command(flatten)]
        on: On,
        /// A name, its beginning, or nobody
        #[arg(value_name = "PERSON|nobody")]
        to: String,
    },
    /// Set the status: new, open, pending, on_hold, solved or closed
    Status {
        #[command(flatten)]
        on: On,
        /// Its name, or the beginning of it
        status: Status,
    },
    /// Set the priority: low, normal, high or urgent
    Priority {
        #[command(flatten)]
        on: On,
        /// Its name, or the beginning of it
        priority: Priority,
    },
    /// Write a note that only the team sees
    Note {
        #[command(flatten)]
        on: On,
        /// The text; - reads it from stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    /// Write down a reply that went to the customer
    Reply {
        #[command(flatten)]
        on: On,
        /// The text; - reads it from stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
        /// The status that the reply leaves behind
        #[arg(long, value_name = "STATUS")]
        status: Option<Status>,
    },
    /// Write down that the customer wrote or called again
    Message {
        #[command(flatten)]
        on: On,
        /// The text; - reads it from stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
}

/// What every change of a ticket has to be told.
#[derive(Debug, clap::Args)]
struct On {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    id: TicketId,
    /// Refuse if somebody else has set the same field since this event
    #[arg(long, value_name = "EVENT")]
    seen: Option<i64>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, clap::Args)]
struct New {
    /// What it is about, in a line
    subject: String,
    /// Who asks; added to the file if there is no such customer yet
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// The customer's address, by which they are told apart
    #[arg(long)]
    email: Option<String>,
    /// The way it came: email, phone, chat…
    #[arg(long)]
    channel: Option<String>,
    /// The language that the customer writes in: vi, en…
    #[arg(long)]
    language: Option<String>,
    /// The kind of issue: billing, login…
    #[arg(long)]
    category: Option<String>,
    /// low, normal, high or urgent
    #[arg(long, default_value = "normal")]
    priority: Priority,
    /// Who takes it
    #[arg(long, value_name = "PERSON")]
    assign: Option<String>,
    /// What the customer wrote; - reads it from stdin
    #[arg(long, value_name = "TEXT|-", default_value = "", hide_default_value = true)]
    body: String,
    /// Opened before the customer asked: it has no first response
    #[arg(long)]
    proactive: bool,
    /// A tag; may be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    #[command(flatten)]
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let (on, store, change) = match args.act {
        Act::New(new) => return open(new, context),
        Act::Show { id, form } => return show::run(id, form, context),
        Act::Assign { on, to } => {
            let store = context.store()?;
            let to = assignee(&store, &to)?;
            let ticket = on.id;
            (on, store, Change::Assign { ticket, to })
        }
        Act::Status { on, status } => on.with(context, |ticket| Change::SetStatus { ticket, status })?,
        Act::Priority { on, priority } => on.with(context, |ticket| Change::SetPriority { ticket, priority })?,
        Act::Note { on, text } => {
            let body = read(text)?;
            on.with(context, |ticket| Change::Note { ticket, body })?
        }
        Act::Reply { on, text, status: then } => {
            let body = read(text)?;
            on.with(context, |ticket| Change::Reply { ticket, body, then })?
        }
        Act::Message { on, text } => {
            let body = read(text)?;
            on.with(context, |ticket| Change::Ask { ticket, body })?
        }
    };
    change_ticket(on, store, change, context)
}

impl On {
    fn with(self, context: &Context, change: impl FnOnce(TicketId) -> Change) -> anyhow::Result<(On, Store, Change)> {
        let change = change(self.id);
        Ok((self, context.store()?, change))
    }
}

fn change_ticket(on: On, mut store: Store, change: Change, context: &Context) -> anyhow::Result<()> {
    let outcome = act::make(context, &mut store, change, on.seen.map(Seq))?;
    act::say(&store, &outcome, on.answer)
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
    // Somebody known only by address is called by it.
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

fn assignee(store: &Store, name: &str) -> anyhow::Result<Option<PersonId>> {
    if name.eq_ignore_ascii_case("nobody") { Ok(None) } else { one_person(store, name).map(Some) }
}

/// A ticket's number, `12` or `#12`.
fn ticket_id(text: &str) -> Result<TicketId, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse();
    number.map(TicketId).map_err(|_| format!("‘{text}’ is not a ticket number; write it as 12"))
}

/// The text itself, or for `-` what stdin holds.
fn read(text: String) -> anyhow::Result<String> {
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
