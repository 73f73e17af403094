//! `shiftdesk shift template`: add, remove and list shift templates.

use clap::Subcommand;
use serde::Serialize;

use crate::cli::act::{self, Answer};
use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::{Context, Failure, typed};
use crate::engine::roster::typed as cell;
use crate::events::change::Change;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Hours, Template};
use crate::model::time::{clock, parse_clock};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a template
    Add(Add),
    /// Remove templates; shifts created from them stay
    Remove {
        /// Template names
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        #[command(flatten)]
        answer: Answer,
    },
    /// List templates
    List(Form),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Template name: Morning
    name: String,
    /// Start time: 8, 8:00 or 22:30
    #[arg(value_parser = parse_clock)]
    from: u32,
    /// End time; at or before the start means the next day
    #[arg(value_parser = parse_clock)]
    to: u32,
    /// Break: 12:00-12:30; repeatable
    #[arg(long = "break", value_name = "FROM-TO", value_parser = typed::span)]
    breaks: Vec<Hours>,
    #[command(flatten)]
    answer: Answer,
}

/// JSON of a template. Hours are local times; `to` may be on the next day.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: i64,
    name: &'a str,
    from: String,
    to: String,
    breaks: Vec<ShownBreak>,
}

#[derive(Debug, Serialize)]
struct ShownBreak {
    from: String,
    to: String,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(add) => {
            let mut store = context.store_or_new()?;
            let hours = Hours::new(add.from, add.to);
            let breaks = add.breaks.iter().map(|pause| typed::within(hours, *pause)).collect();
            let template = Template { name: add.name, hours, breaks };
            let outcome = act::make(context, &mut store, Change::Add(Record::Template(template)), None)?;
            act::say(&store, &outcome, add.answer)
        }
        Act::Remove { names, answer } => {
            let templates = context.store()?.templates()?;
            let ids = names.iter().map(|name| Ok(named(&templates, name)?.id)).collect::<anyhow::Result<Vec<_>>>()?;
            act::remove(context, RecordKind::Template, &ids, answer)
        }
        Act::List(form) => list(form, context),
    }
}

/// Finds a template by name or prefix.
pub fn named<'a>(templates: &'a [Numbered<Template>], name: &str) -> anyhow::Result<&'a Numbered<Template>> {
    let found = cell::find_template(name, templates);
    found.and_then(|found| templates.iter().find(|template| template.it == *found)).ok_or_else(|| {
        Failure::not_found(format!(
            "There is no shift template named ‘{name}’; `shiftdesk shift template list` shows those there are."
        ))
    })
}

fn list(form: Form, context: &Context) -> anyhow::Result<()> {
    let templates = context.store()?.templates()?;
    let shown: Vec<_> = (templates.iter())
        .map(|template| Shown {
            id: template.id,
            name: &template.name,
            from: clock(template.hours.from),
            to: clock(template.hours.until()),
            breaks: (template.breaks.iter())
                .map(|pause| ShownBreak { from: clock(pause.from % (24 * 60)), to: clock(pause.until()) })
                .collect(),
        })
        .collect();
    print(form, &shown, || {
        let mut table = Table::new([
            Column::cut("name", 12),
            Column::left("hours"),
            Column::cut("breaks", 11),
            Column::right("id"),
        ]);
        for template in &templates {
            let breaks: Vec<_> = template.breaks.iter().map(|pause| pause.to_string()).collect();
            table.row([
                Cell::text(&template.name),
                Cell::text(template.hours.to_string()),
                Cell::maybe(Some(breaks.join(", "))),
                Cell::number(template.id),
            ]);
        }
        let page = Page::new("Shift templates").table(table);
        match templates.is_empty() {
            true => page.line("There is none yet; `shiftdesk shift template add Morning 8 16` adds one."),
            false => page,
        }
    })
}
