//! `shiftdesk shift template`: add, remove and list shift templates.

use clap::Subcommand;
use serde::Serialize;

use crate::cli::changes::{self, ConfirmationArgs};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse;
use crate::engine::roster::cell_input as cell;
use crate::events::change::Change;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, ShiftTemplate};
use crate::model::time::{format_clock, parse_clock};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: TemplateCommand,
}

#[derive(Debug, Subcommand)]
enum TemplateCommand {
    /// Add a template
    Add(AddTemplateArgs),
    /// Remove templates; shifts created from them stay
    Remove {
        /// Template names
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List templates
    List(OutputArgs),
}

#[derive(Debug, clap::Args)]
struct AddTemplateArgs {
    /// Template name: Morning
    name: String,
    /// Start time: 8, 8:00 or 22:30
    #[arg(value_parser = parse_clock)]
    from: u32,
    /// End time; at or before the start means the next day
    #[arg(value_parser = parse_clock)]
    to: u32,
    /// Break: 12:00-12:30; repeatable
    #[arg(long = "break", value_name = "FROM-TO", value_parser = parse::parse_hours)]
    breaks: Vec<Hours>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// JSON of a template. Hours are local times; `to` may be on the next day.
#[derive(Debug, Serialize)]
struct TemplateJson<'a> {
    id: i64,
    name: &'a str,
    from: String,
    to: String,
    breaks: Vec<TemplateBreakJson>,
}

#[derive(Debug, Serialize)]
struct TemplateBreakJson {
    from: String,
    to: String,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        TemplateCommand::Add(add) => {
            let mut store = context.open_or_create_store()?;
            let hours = Hours::new(add.from, add.to);
            let breaks = add.breaks.iter().map(|pause| parse::align_break(hours, *pause)).collect();
            let template = ShiftTemplate { name: add.name, hours, breaks };
            let outcome =
                changes::apply_change(context, &mut store, Change::AddRecord(Record::Template(template)), None)?;
            changes::print_confirmation(&store, &outcome, add.answer)
        }
        TemplateCommand::Remove { names, answer } => {
            let templates = context.open_store()?.templates()?;
            let ids =
                names.iter().map(|name| Ok(find_template(&templates, name)?.id)).collect::<anyhow::Result<Vec<_>>>()?;
            changes::remove_records(context, RecordKind::Template, &ids, answer)
        }
        TemplateCommand::List(form) => list(form, context),
    }
}

/// Finds a template by name or prefix.
pub fn find_template<'a>(
    templates: &'a [WithId<ShiftTemplate>],
    name: &str,
) -> anyhow::Result<&'a WithId<ShiftTemplate>> {
    let found = cell::find_template(name, templates);
    found.and_then(|found| templates.iter().find(|template| template.it == *found)).ok_or_else(|| {
        Failure::not_found(format!(
            "There is no shift template named ‘{name}’; `shiftdesk shift template list` shows those there are."
        ))
    })
}

fn list(form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let templates = context.open_store()?.templates()?;
    let shown: Vec<_> = (templates.iter())
        .map(|template| TemplateJson {
            id: template.id,
            name: &template.name,
            from: format_clock(template.hours.from),
            to: format_clock(template.hours.clock_end()),
            breaks: (template.breaks.iter())
                .map(|pause| TemplateBreakJson {
                    from: format_clock(pause.from % (24 * 60)),
                    to: format_clock(pause.clock_end()),
                })
                .collect(),
        })
        .collect();
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::truncatable("name", 12),
            PageColumn::left("hours"),
            PageColumn::truncatable("breaks", 11),
            PageColumn::right("id"),
        ]);
        for template in &templates {
            let breaks: Vec<_> = template.breaks.iter().map(|pause| pause.to_string()).collect();
            table.add_row([
                PageCell::text(&template.name),
                PageCell::text(template.hours.to_string()),
                PageCell::optional(Some(breaks.join(", "))),
                PageCell::number(template.id),
            ]);
        }
        let page = OutputPage::new("Shift templates").table(table);
        match templates.is_empty() {
            true => page.line("There is none yet; `shiftdesk shift template add Morning 8 16` adds one."),
            false => page,
        }
    })
}
