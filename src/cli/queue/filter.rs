//! Filter, sort order, columns and view of the queue: parses the options, and prints the filter help.

use crate::cli::Failure;
use crate::cli::page::{Cell, Column as PageColumn, Page, Table};
use crate::config::settings::Language;
use crate::engine::desk::Row;
use crate::query::columns::{QUEUE_COLUMNS, QueueColumn, QueueSort};
use crate::query::filter::fits::FilterContext;
use crate::query::filter::grammar::FILTER_FIELDS;
use crate::query::filter::index::FoldedText;
use crate::query::filter::mistake::FilterError;
use crate::query::filter::query::TicketFilter;
use crate::query::views::{QueueView, SHIPPED};
use crate::ui::dialogs::queue::help::WAYS;
use crate::ui::words::Words;

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Asked {
    /// Only matching tickets: 'status:open prio:>=high who:me left:<1h' (see --help-filter)
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Sort order: left,-age; a minus sorts descending
    #[arg(long, value_name = "COLUMNS", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Columns to print: id,subject,left,assignee (see --help-filter)
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<String>,
    /// Built-in view: breaching, unassigned, stuck, escalated, promises, waiting-long, mine or all
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// Print the filter syntax and the columns
    #[arg(long)]
    pub help_filter: bool,
}

/// The parsed options.
#[derive(Debug, Default)]
pub struct Shown {
    /// A ticket has to match all of them.
    queries: Vec<TicketFilter>,
    pub sort: QueueSort,
    /// `None` for the default columns.
    pub columns: Option<Vec<QueueColumn>>,
}

impl Asked {
    pub fn read(&self) -> anyhow::Result<Shown> {
        let view = self.view.as_deref().map(view).transpose()?;
        let mut shown = Shown::default();
        if let Some(view) = view {
            shown.queries.push(view.query().map_err(|mistake| said("--view", &mistake))?);
            shown.sort = view.order().map_err(|mistake| said("--view", &mistake))?;
            shown.columns = view.shown().map_err(|mistake| said("--view", &mistake))?;
        }
        if let Some(text) = &self.filter {
            shown.queries.push(TicketFilter::parse(text).map_err(|mistake| said("--filter", &mistake))?);
        }
        if let Some(text) = &self.sort {
            shown.sort = QueueSort::parse(text).map_err(|mistake| said("--sort", &mistake))?;
        }
        if let Some(text) = &self.columns {
            let columns = QueueColumn::parse_list(text).map_err(|mistake| said("--columns", &mistake))?;
            if columns.is_empty() {
                return Err(Failure::usage("--columns wants names with commas between them, as in id,subject,left."));
            }
            shown.columns = Some(columns);
        }
        Ok(shown)
    }
}

impl Shown {
    pub fn is_filtered(&self) -> bool {
        self.queries.iter().any(|query| !query.is_empty())
    }

    /// Whether a query explicitly names solved or closed tickets.
    pub fn asks_for_done(&self) -> bool {
        self.queries.iter().any(TicketFilter::includes_solved)
    }

    pub fn fits(&self, row: &Row, text: &FoldedText, moment: &FilterContext) -> bool {
        self.queries.iter().all(|query| query.matches(row, text, moment))
    }
}

fn view(name: &str) -> anyhow::Result<&'static QueueView> {
    SHIPPED.iter().find(|view| view.name.as_str() == name).ok_or_else(|| {
        let names: Vec<_> = SHIPPED.iter().map(|view| view.name.as_str()).collect();
        Failure::usage(format!("There is no view ‘{name}’; it is one of {}.", names.join(", ")))
    })
}

fn said(option: &str, mistake: &FilterError) -> anyhow::Error {
    let values = mistake.kind.message_args();
    let values: Vec<_> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
    let what = Words::of(Language::English).with(mistake.kind.message_key(), &values);
    let end = if what.ends_with('?') { "" } else { "." };
    Failure::usage(format!("{option}, column {}: {what}{end}", mistake.column))
}

/// The filter syntax and the columns.
pub fn help() -> Page {
    let words = Words::of(Language::English);
    let mut terms = Table::new([PageColumn::left("term"), PageColumn::cut("meaning", 40)]);
    for (name, example) in WAYS {
        terms.row([Cell::text(example), Cell::text(words.get(&format!("filter-way-{name}")))]);
    }
    let mut fields = Table::new([PageColumn::left("example"), PageColumn::cut("meaning", 40)]);
    for field in FILTER_FIELDS {
        let about = words.get(&format!("filter-field-{}", field.name));
        fields.row([Cell::text(field.example), Cell::text(about)]);
    }
    let others = FILTER_FIELDS.iter().filter(|field| !field.aliases.is_empty());
    let others: Vec<_> = others.map(|field| format!("{} ({})", field.name, field.aliases.join(", "))).collect();
    let mut columns = Table::new([PageColumn::left("column"), PageColumn::cut("what it says", 40)]);
    for entry in QUEUE_COLUMNS {
        columns.row([Cell::text(entry.name), Cell::text(words.get(&format!("queue-about-{}", entry.name)))]);
    }
    Page::new("A filter is terms with blanks between them; a ticket has to fit every one.")
        .table(terms)
        .line("Fields:")
        .table(fields)
        .line(format!("Other names of fields: {}.", others.join("; ")))
        .line("Columns, for --columns and --sort:")
        .table(columns)
}
