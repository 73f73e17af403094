//! `shiftdesk notice`: notices for the team or a profile, and who has read them.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use crate::cli::act::{self, Answer};
use crate::cli::output::{self, Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::ticket::read;
use crate::cli::words::{self, Names, word};
use crate::cli::{Context, Failure, typed};
use crate::events::change::Change;
use crate::model::notice::Notice;
use crate::model::person::Profile;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::team::Team;
use crate::model::text::clean;
use crate::model::time::Zone;
use crate::presentation::plain_text::plain;
use super::{one, team, write};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a notice; without an end date, a policy or procedure
    Add {
        title: String,
        /// Text in Markdown; - reads stdin
        body: String,
        /// Last day [default: until further notice]
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
        /// Only people with this profile have to read it
        #[arg(long, value_name = "PROFILE")]
        to: Option<Profile>,
        #[command(flatten)]
        answer: Answer,
    },
    /// List notices, and how many of the required readers have read them
    List {
        /// Include expired notices
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        form: Form,
    },
    /// Show a notice
    Show {
        /// Notice ID (see `notice list`)
        id: i64,
    },
    /// Acknowledge a notice
    Read {
        /// Notice ID (see `notice list`)
        id: i64,
        #[command(flatten)]
        answer: Answer,
    },
}

/// JSON of a notice.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: i64,
    title: &'a str,
    body: &'a str,
    by: String,
    at: String,
    until: Option<NaiveDate>,
    to: Option<&'static str>,
    /// Required readers who have read it, and all required readers.
    read: usize,
    asked: usize,
    read_by: Vec<ShownRead>,
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ShownRead {
    person: String,
    at: String,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add { title, body, until, to, answer } => add(title, body, until, to, answer, context),
        Act::List { all, form } => list(all, form, context),
        Act::Show { id } => show(id, context),
        Act::Read { id, answer } => acknowledge(id, answer, context),
    }
}

fn add(
    title: String,
    body: String,
    until: Option<String>,
    to: Option<Profile>,
    answer: Answer,
    context: &Context,
) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let notice = Notice {
        title,
        body: read(body)?,
        by: context.author(&store)?,
        at: context.now(),
        until: until.map(|day| typed::day(&day, context)).transpose()?,
        to,
        read: Vec::new(),
    };
    write(&mut store, context, None, Record::Notice(notice), answer)
}

fn acknowledge(id: i64, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    one(team(&store, context)?.notices, RecordKind::Notice, id)?;
    if context.author(&store)?.person.is_none() {
        return Err(Failure::usage(
            "Nobody knows who you are, so nobody would know who has read it; say it with --as NAME.",
        ));
    }
    let change = Change::Acknowledge { notice: id, at: context.now() };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, answer)
}

fn show(id: i64, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let notice = one(team(&store, context)?.notices, RecordKind::Notice, id)?;
    output::line(clean(&format!("{}\n\n{}", notice.title, plain(&notice.body))).trim_end())
}

fn shown<'a>(notice: &'a Numbered<Notice>, team: &Team, zone: Zone, names: &Names) -> Shown<'a> {
    let who = |id| words::who(id, names);
    let (read, asked) = notice.count(team);
    Shown {
        id: notice.id,
        title: &notice.title,
        body: &notice.body,
        by: notice.by.person.map_or_else(|| notice.by.login.clone(), who),
        at: zone.rfc3339(notice.at),
        until: notice.until,
        to: notice.to.map(Profile::name),
        read,
        asked,
        read_by: notice.read.iter().map(|it| ShownRead { person: who(it.by), at: zone.rfc3339(it.at) }).collect(),
        missing: notice.asked(team).filter(|id| !notice.has_read(*id)).map(who).collect(),
    }
}

fn list(all: bool, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (team, names, zone) = (team(&store, context)?, store.person_names()?, context.settings.zone);
    let today = zone.date(context.now());
    let mut notices: Vec<_> = team.notices.iter().filter(|notice| all || notice.holds(today)).collect();
    notices.sort_by_key(|notice| std::cmp::Reverse((notice.at, notice.id)));
    let shown: Vec<_> = notices.iter().map(|notice| shown(notice, &team, zone, &names)).collect();
    print(form, &shown, || {
        let page = Page::new("Notices");
        if shown.is_empty() {
            return page.line("There is nothing to read; `shiftdesk notice add` puts something up.");
        }
        let mut table = Table::new([
            Column::right("id"),
            Column::cut("title", 12),
            Column::cut("by", 6),
            Column::left("until"),
            Column::cut("for", 8),
            Column::right("read"),
            Column::cut("not yet", 8),
        ]);
        for notice in &shown {
            table.row([
                Cell::number(notice.id),
                Cell::text(notice.title),
                Cell::text(&notice.by),
                Cell::text(notice.until.map_or_else(|| "further notice".into(), |day| day.to_string())),
                Cell::text(notice.to.map_or_else(|| "everybody".into(), word)),
                Cell::text(format!("{} of {}", notice.read, notice.asked)),
                Cell::maybe(Some(notice.missing.join(", "))),
            ]);
        }
        page.table(table)
    })
}
