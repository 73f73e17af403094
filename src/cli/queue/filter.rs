//! Filter, sort order, columns and view of the queue: parses the options, and prints the filter help.

use crate::cli::failure::Failure;
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::desk::TicketRow;
use crate::model::settings::Language;
use crate::presentation::catalog::Catalog;
use crate::query::columns::{QUEUE_COLUMNS, QueueColumn};
use crate::query::filter::ast::TicketFilter;
use crate::query::filter::error::FilterError;
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::grammar::{FILTER_FIELDS, SYNTAX_EXAMPLES};
use crate::query::filter::matching::FilterContext;
use crate::query::sort::QueueSort;
use crate::query::views::{BUILT_IN_VIEWS, QueueView};

#[derive(Debug, Clone, Default, clap::Args)]
pub struct QueueFilterArgs {
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
pub struct QueueQuery {
    /// A ticket has to match all of them.
    queries: Vec<TicketFilter>,
    pub sort: QueueSort,
    /// `None` for the default columns.
    pub columns: Option<Vec<QueueColumn>>,
}

impl QueueFilterArgs {
    pub fn parse(&self) -> anyhow::Result<QueueQuery> {
        let view = self.view.as_deref().map(find_view).transpose()?;
        let mut shown = QueueQuery::default();
        if let Some(view) = view {
            shown.queries.push(view.parse_filter().map_err(|mistake| query_error("--view", &mistake))?);
            shown.sort = view.parse_sort().map_err(|mistake| query_error("--view", &mistake))?;
            shown.columns = view.parse_columns().map_err(|mistake| query_error("--view", &mistake))?;
        }
        if let Some(text) = &self.filter {
            shown.queries.push(TicketFilter::parse(text).map_err(|mistake| query_error("--filter", &mistake))?);
        }
        if let Some(text) = &self.sort {
            shown.sort = QueueSort::parse(text).map_err(|mistake| query_error("--sort", &mistake))?;
        }
        if let Some(text) = &self.columns {
            let columns = QueueColumn::parse_list(text).map_err(|mistake| query_error("--columns", &mistake))?;
            if columns.is_empty() {
                return Err(Failure::usage("--columns wants names with commas between them, as in id,subject,left."));
            }
            shown.columns = Some(columns);
        }
        Ok(shown)
    }
}

impl QueueQuery {
    pub fn is_filtered(&self) -> bool {
        self.queries.iter().any(|query| !query.is_empty())
    }

    /// Whether a query explicitly names solved or closed tickets.
    pub fn includes_done(&self) -> bool {
        self.queries.iter().any(TicketFilter::includes_solved)
    }

    pub fn matches(&self, row: &TicketRow, text: &FoldedText, moment: &FilterContext) -> bool {
        self.queries.iter().all(|query| query.matches(row, text, moment))
    }
}

fn find_view(name: &str) -> anyhow::Result<&'static QueueView> {
    BUILT_IN_VIEWS.iter().find(|view| view.name.as_str() == name).ok_or_else(|| {
        let names: Vec<_> = BUILT_IN_VIEWS.iter().map(|view| view.name.as_str()).collect();
        Failure::usage(format!("There is no view ‘{name}’; it is one of {}.", names.join(", ")))
    })
}

fn query_error(option: &str, mistake: &FilterError) -> anyhow::Error {
    let values = mistake.kind.message_args();
    let values: Vec<_> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
    let what = Catalog::for_language(Language::English).format(mistake.kind.message_key(), &values);
    let end = if what.ends_with('?') { "" } else { "." };
    Failure::usage(format!("{option}, column {}: {what}{end}", mistake.column))
}

/// The filter syntax and the columns.
pub fn help() -> OutputPage {
    let words = Catalog::for_language(Language::English);
    let mut terms = PageTable::new([PageColumn::left("term"), PageColumn::truncatable("meaning", 40)]);
    for (name, example) in SYNTAX_EXAMPLES {
        terms.add_row([PageCell::text(example), PageCell::text(words.get(&format!("filter-way-{name}")))]);
    }
    let mut fields = PageTable::new([PageColumn::left("example"), PageColumn::truncatable("meaning", 40)]);
    for field in FILTER_FIELDS {
        let about = words.get(&format!("filter-field-{}", field.name));
        fields.add_row([PageCell::text(field.example), PageCell::text(about)]);
    }
    let others = FILTER_FIELDS.iter().filter(|field| !field.aliases.is_empty());
    let others: Vec<_> = others.map(|field| format!("{} ({})", field.name, field.aliases.join(", "))).collect();
    let mut columns = PageTable::new([PageColumn::left("column"), PageColumn::truncatable("what it says", 40)]);
    for entry in QUEUE_COLUMNS {
        columns
            .add_row([PageCell::text(entry.name), PageCell::text(words.get(&format!("queue-about-{}", entry.name)))]);
    }
    OutputPage::new("A filter is terms with blanks between them; a ticket has to fit every one.")
        .table(terms)
        .line("Fields:")
        .table(fields)
        .line(format!("Other names of fields: {}.", others.join("; ")))
        .line("Columns, for --columns and --sort:")
        .table(columns)
}
