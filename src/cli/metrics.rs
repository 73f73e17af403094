//! `shiftdesk metrics`: all figures of a period, for the team and by a dimension.

use chrono::NaiveDate;
use serde::Serialize;

use super::formatting::{self, PersonNames};
use super::list_export::ExportArgs;
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::parse;
use crate::cli::context::CliContext;
use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::summary::{FigureSummary, Figures};
use crate::engine::metrics::{MetricsDepth, MetricsWindow, flat_table};
use crate::engine::summary::DurationStats;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::table;
use crate::model::text::fold;
use crate::model::time::Zone;
use crate::store::worker;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: OutputArgs,
    #[command(flatten)]
    export: ExportArgs,
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Break down by agent, profile, channel, category, priority, tier or group
    #[arg(long, value_name = "WHAT", default_value = "agent")]
    by: Dimension,
}

/// JSON of the figures: durations in seconds, shares from 0 to 1, missing values null.
#[derive(Debug, Serialize)]
struct MetricsJson<'a> {
    /// Incremented when the meaning of a key changes.
    schema: u32,
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    /// Credit rule for ratings.
    csat_credit: &'static str,
    /// Calendar of business time.
    calendar: Option<&'a str>,
    team: &'a Figures,
    by: &'static str,
    groups: Vec<MetricsGroupJson>,
    left_out: Vec<ExclusionJson>,
}

#[derive(Debug, Serialize)]
struct MetricsGroupJson {
    /// Null if the dimension is not set.
    name: Option<String>,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Debug, Serialize)]
struct ExclusionJson {
    reason: &'static str,
    n: usize,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let settings = &context.settings;
    let (from, to, period) =
        parse::parse_period(args.from.as_deref(), args.to.as_deref(), settings.period_days, context)?;
    let counting = settings.metrics_config();
    let window = MetricsWindow { period, now: context.now(), config: &counting, depth: MetricsDepth::Full };
    let metrics = worker::compute_metrics(&store, window)?;
    let left_out = metrics.report.excluded.iter().map(|(reason, n)| ExclusionJson { reason: reason.reason(), n: *n });
    let shown = MetricsJson {
        schema: 2,
        from,
        to,
        zone: settings.zone,
        csat_credit: counting.credit.name(),
        calendar: counting.calendar.as_ref().map(|calendar| calendar.name()),
        team: &metrics.report.team,
        by: args.by.name(),
        groups: metrics_groups(
            args.by,
            metrics.samples.group_by(args.by, &MetricFilter::whole_team()),
            &store.person_names()?,
        ),
        left_out: left_out.collect(),
    };
    if args.export.is_requested() {
        return args.export.export(&figures_table(&shown), "row", context);
    }
    print_result(args.form, &shown, || page(&shown))
}

/// One row per figure, of the team and of each group.
fn figures_table(shown: &MetricsJson) -> table::DataTable {
    let days = [shown.from.to_string(), shown.to.to_string()];
    let days = [days[0].as_str(), days[1].as_str()];
    let mut table = flat_table::empty_table();
    flat_table::append_figures(&mut table, days, "team", None, shown.team);
    for group in &shown.groups {
        flat_table::append_figures(&mut table, days, shown.by, group.name.as_deref(), &group.figures);
    }
    table
}

/// Groups by name, unset last; priorities in their own order. Work without a known agent counts for the team only.
fn metrics_groups(by: Dimension, groups: Vec<(DimensionValue, Figures)>, names: &PersonNames) -> Vec<MetricsGroupJson> {
    let groups = groups.into_iter().filter(|(one, _)| *one != DimensionValue::Agent(None));
    let mut groups: Vec<_> = groups
        .map(|(one, figures)| MetricsGroupJson { name: formatting::dimension_value_name(&one, names), figures })
        .collect();
    // Priorities come in their own order.
    if by != Dimension::Priority {
        groups.sort_by_cached_key(|group| (group.name.is_none(), group.name.as_deref().map(fold), group.name.clone()));
    }
    groups
}

fn page(shown: &MetricsJson) -> OutputPage {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let head = format!(
        "Figures · {} to {} · {}",
        formatting::format_date(shown.from),
        formatting::format_date(last),
        shown.zone
    );
    let calendar = shown.team.iter().filter_map(|(figure, sum)| match sum {
        FigureSummary::Time { spread, .. } => Some((figure, *spread)),
        _ => None,
    });
    let mut page = OutputPage::new(head).table(duration_table("team", calendar));
    if shown.calendar.is_some() {
        let business = shown.team.iter().filter_map(|(figure, sum)| match sum {
            FigureSummary::Time { business, .. } => Some((figure, (*business)?)),
            _ => None,
        });
        page = page.table(duration_table("in open hours", business));
    }
    page = page.table(other_figures_table(shown.team)).table(breakdown_table(shown));
    for left_out in &shown.left_out {
        page = page.line(format!("Of {}: {}.", formatting::format_count(left_out.n, "ticket"), left_out.reason));
    }
    if let Some(name) = shown.calendar {
        page = page.line(format!("Open hours are those of the calendar ‘{name}’."));
    }
    page.line(format!("A rating is credited to the {}.", shown.csat_credit))
}

/// Table of durations, in calendar or business time.
fn duration_table(name: &'static str, spreads: impl Iterator<Item = (FigureId, DurationStats)>) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::left(name),
        PageColumn::right("median"),
        PageColumn::right("mean"),
        PageColumn::right("p90"),
        PageColumn::left("of"),
    ]);
    for (figure, spread) in spreads {
        table.add_row([
            PageCell::text(formatting::humanize(figure.name())),
            formatting::duration_cell(spread.median),
            formatting::duration_cell(spread.mean),
            formatting::duration_cell(spread.p90),
            PageCell::text(formatting::format_sample_size(spread.n)),
        ]);
    }
    table
}

/// Table of all figures that are not durations.
fn other_figures_table(team: &Figures) -> PageTable {
    let mut table = PageTable::new([PageColumn::left("team"), PageColumn::left("")]);
    for (figure, sum) in team.iter().filter(|(figure, _)| figure.shape() != FigureShape::Time) {
        table.add_row([
            PageCell::text(formatting::humanize(figure.name())),
            PageCell::optional(sum.value().map(|_| format_with_sample(figure, sum))),
        ]);
    }
    table
}

/// A figure with its sample: `91 % (n 118, 2 provisional)`.
fn format_with_sample(figure: FigureId, sum: &FigureSummary) -> String {
    let value = formatting::format_figure(figure, sum.value());
    let asked = |offered: Option<usize>| offered.map(|n| format!(", {n} asked")).unwrap_or_default();
    match sum {
        FigureSummary::Share(share) => {
            let provisional = match share.provisional {
                0 => String::new(),
                n => format!(", {n} provisional"),
            };
            let mean = share.mean.map(|mean| format!(", mean {mean:.2}")).unwrap_or_default();
            format!("{value} ({}{provisional}{mean}{})", formatting::format_sample_size(share.n), asked(share.offered))
        }
        FigureSummary::NetScore(balance) => format!(
            "{value} ({}, {} promoters, {} passives, {} detractors{})",
            formatting::format_sample_size(balance.n),
            balance.promoters,
            balance.passives,
            balance.detractors,
            asked(balance.offered)
        ),
        FigureSummary::Mean { n, .. } => format!("{value} ({})", formatting::format_sample_size(*n)),
        FigureSummary::Stock(Some(backlog)) => format!(
            "{}: us {}, customer {}, third party {}",
            backlog.total, backlog.us, backlog.customer, backlog.third_party
        ),
        FigureSummary::Time { .. } | FigureSummary::Count(_) | FigureSummary::Stock(None) => value,
    }
}

/// Columns of the breakdown table.
const BREAKDOWN_COLUMNS: [(FigureId, &str); 9] = [
    (FigureId::Received, "received"),
    (FigureId::Solved, "solved"),
    (FigureId::FirstResponse, "first"),
    (FigureId::FullResolution, "resolved"),
    (FigureId::Fcr, "FCR"),
    (FigureId::Csat, "CSAT"),
    (FigureId::Nps, "NPS"),
    (FigureId::Quality, "QC"),
    (FigureId::Backlog, "backlog"),
];

fn breakdown_table(shown: &MetricsJson) -> PageTable {
    let mut columns = vec![PageColumn::truncatable(shown.by, 10)];
    columns.extend(BREAKDOWN_COLUMNS.map(|(_, head)| PageColumn::right(head)));
    let mut table = PageTable::new(columns);
    for group in &shown.groups {
        let mut row = vec![PageCell::optional(group.name.clone())];
        row.extend(BREAKDOWN_COLUMNS.map(|(figure, _)| formatting::figure_cell(figure, group.figures.value(figure))));
        table.add_row(row);
    }
    table
}
