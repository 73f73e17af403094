//! `shiftdesk ticket`: opens, shows and changes tickets.

mod care;
mod edit;
mod facts;
mod join;
mod ledger;
mod show;

use std::collections::BTreeSet;
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
    /// Print the working of a ticket's clocks: every span, why it counts or not, and what it adds up to
    Ledger {
        /// The ticket's number
        #[arg(value_parser = ticket_id)]
        id: TicketId,
        #[command(flatten)]
        form: Form,
    },
    /// Give tickets to a person, or to nobody
    Assign {
        #[command(flatten)]
        on: Each,
        /// A name, its beginning, or nobody
        #[arg(value_name = "PERSON|nobody")]
        to: String,
    },
    /// Hand tickets over to somebody, with what they have to know
    Handoff {
        #[command(flatten)]
        on: Each,
        /// A name, its beginning, or nobody
        #[arg(long, value_name = "PERSON|nobody")]
        to: String,
        /// Why somebody else takes it on
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        why: String,
        /// The next step
        #[arg(long, value_name = "TEXT")]
        next: String,
    },
    /// Set the status: new, open, pending, on_hold, solved or closed
    Status {
        #[command(flatten)]
        on: Each,
        /// Its name, or the beginning of it
        status: Status,
    },
    /// Set the priority: low, normal, high or urgent
    Priority {
        #[command(flatten)]
        on: Each,
        /// Its name, or the beginning of it
        priority: Priority,
    },
    /// Set subject, customer, channel and the like
    Edit(edit::Args),
    /// Write a note that only the team sees
    Note {
        #[command(flatten)]
        on: Each,
        /// The text; - reads it from stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    /// Write down a reply that went to the customer
    Reply {
        #[command(flatten)]
        on: Each,
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
        on: Each,
        /// The text; - reads it from stdin
        #[arg(value_name = "TEXT|-")]
        text: String,
    },
    #[command(flatten)]
    Care(care::Act),
    #[command(flatten)]
    Join(join::Act),
}

/// The tickets of a change, and how it answers.
#[derive(Debug, clap::Args)]
struct Each {
    /// The tickets' numbers; several are changed as one, and taken back as one
    #[arg(required = true, value_name = "ID", value_parser = ticket_id)]
    ids: Vec<TicketId>,
    #[command(flatten)]
    how: How,
}

/// The ticket of a change that is made to one alone.
#[derive(Debug, clap::Args)]
struct One {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    id: TicketId,
    #[command(flatten)]
    how: How,
}

/// What every change of a ticket can be told.
#[derive(Debug, clap::Args)]
struct How {
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
    /// Does the same to every ticket, as one act.
    fn make(self, context: &Context, store: Store, change: impl Fn(TicketId) -> Change) -> anyhow::Result<()> {
        self.make_all(context, store, |ticket| vec![change(ticket)])
    }

    /// The same with several changes to each.
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

/// The person of that name; `nobody` is nobody.
fn assignee(store: &Store, name: &str) -> anyhow::Result<Option<PersonId>> {
    if name.eq_ignore_ascii_case("nobody") { Ok(None) } else { one_person(store, name).map(Some) }
}

/// A ticket that is not there.
fn no_ticket(id: TicketId) -> anyhow::Error {
    Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` lists the numbers in use."))
}

/// A ticket's number, `12` or `#12`.
fn ticket_id(text: &str) -> Result<TicketId, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse();
    number.map(TicketId).map_err(|_| format!("‘{text}’ is not a ticket number; write it as 12"))
}

/// The text itself, or for `-` what stdin holds.
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
