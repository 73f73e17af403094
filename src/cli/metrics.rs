//! `shiftdesk metrics`: all figures of a period, for the team and by a dimension.

use chrono::NaiveDate;
use serde::Serialize;

use crate::engine::metrics::cut::{By, Cut, Trait};
use crate::engine::metrics::sum::{Figures, Summed};
use crate::engine::metrics::{Depth, Window, flat};
use crate::engine::summary::DurationStats;
use crate::model::figure::{FigureId, Shape};
use crate::model::table;
use crate::model::text::fold;
use crate::model::time::Zone;
use crate::store::worker;
use super::handed::Handed;
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::words::{self, Names};
use super::{Context, typed};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    handed: Handed,
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Break down by agent, profile, channel, category, priority, tier or group
    #[arg(long, value_name = "WHAT", default_value = "agent")]
    by: By,
}

/// JSON of the figures: durations in seconds, shares from 0 to 1, missing values null.
#[derive(Debug, Serialize)]
struct Shown<'a> {
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
    groups: Vec<Group>,
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct Group {
    /// Null if the dimension is not set.
    name: Option<String>,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    reason: &'static str,
    n: usize,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let settings = &context.settings;
    let (from, to, period) = typed::period(args.from.as_deref(), args.to.as_deref(), settings.period_days, context)?;
    let counting = settings.metrics_config();
    let window = Window { period, now: context.now(), counting: &counting, depth: Depth::Whole };
    let metrics = worker::compute_metrics(&store, window)?;
    let left_out = metrics.report.left_out.iter().map(|(reason, n)| LeftOut { reason: reason.reason(), n: *n });
    let shown = Shown {
        schema: 2,
        from,
        to,
        zone: settings.zone,
        csat_credit: counting.credit.name(),
        calendar: counting.calendar.as_ref().map(|calendar| calendar.name()),
        team: &metrics.report.team,
        by: args.by.name(),
        groups: groups(args.by, metrics.samples.groups(args.by, &Cut::team()), &store.person_names()?),
        left_out: left_out.collect(),
    };
    if args.handed.wanted() {
        return args.handed.hand(&flat(&shown), "row", context);
    }
    print(args.form, &shown, || page(&shown))
}

/// One row per figure, of the team and of each group.
fn flat(shown: &Shown) -> table::Table {
    let days = [shown.from.to_string(), shown.to.to_string()];
    let days = [days[0].as_str(), days[1].as_str()];
    let mut table = flat::empty();
    flat::put(&mut table, days, "team", None, shown.team);
    for group in &shown.groups {
        flat::put(&mut table, days, shown.by, group.name.as_deref(), &group.figures);
    }
    table
}

/// Groups by name, unset last; priorities in their own order. Work without a known agent counts for the team only.
fn groups(by: By, groups: Vec<(Trait, Figures)>, names: &Names) -> Vec<Group> {
    let groups = groups.into_iter().filter(|(one, _)| *one != Trait::Agent(None));
    let mut groups: Vec<_> = groups.map(|(one, figures)| Group { name: words::which(&one, names), figures }).collect();
    // Priorities come in their own order.
    if by != By::Priority {
        groups.sort_by_cached_key(|group| (group.name.is_none(), group.name.as_deref().map(fold), group.name.clone()));
    }
    groups
}

fn page(shown: &Shown) -> Page {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let head = format!("Figures · {} to {} · {}", words::day(shown.from), words::day(last), shown.zone);
    let calendar = shown.team.iter().filter_map(|(figure, sum)| match sum {
        Summed::Time { spread, .. } => Some((figure, *spread)),
        _ => None,
    });
    let mut page = Page::new(head).table(times("team", calendar));
    if shown.calendar.is_some() {
        let business = shown.team.iter().filter_map(|(figure, sum)| match sum {
            Summed::Time { business, .. } => Some((figure, (*business)?)),
            _ => None,
        });
        page = page.table(times("in open hours", business));
    }
    page = page.table(others(shown.team)).table(by(shown));
    for left_out in &shown.left_out {
        page = page.line(format!("Of {}: {}.", words::count(left_out.n, "ticket"), left_out.reason));
    }
    if let Some(name) = shown.calendar {
        page = page.line(format!("Open hours are those of the calendar ‘{name}’."));
    }
    page.line(format!("A rating is credited to the {}.", shown.csat_credit))
}

/// Table of durations, in calendar or business time.
fn times(name: &'static str, spreads: impl Iterator<Item = (FigureId, DurationStats)>) -> Table {
    let mut table = Table::new([
        Column::left(name),
        Column::right("median"),
        Column::right("mean"),
        Column::right("p90"),
        Column::left("of"),
    ]);
    for (figure, spread) in spreads {
        table.row([
            Cell::text(words::word(figure.name())),
            words::seconds(spread.median),
            words::seconds(spread.mean),
            words::seconds(spread.p90),
            Cell::text(words::samples(spread.n)),
        ]);
    }
    table
}

/// Table of all figures that are not durations.
fn others(team: &Figures) -> Table {
    let mut table = Table::new([Column::left("team"), Column::left("")]);
    for (figure, sum) in team.iter().filter(|(figure, _)| figure.shape() != Shape::Time) {
        table.row([Cell::text(words::word(figure.name())), Cell::maybe(sum.value().map(|_| told(figure, sum)))]);
    }
    table
}

/// A figure with its sample: `91 % (n 118, 2 provisional)`.
fn told(figure: FigureId, sum: &Summed) -> String {
    let value = words::number(figure, sum.value());
    let asked = |offered: Option<usize>| offered.map(|n| format!(", {n} asked")).unwrap_or_default();
    match sum {
        Summed::Share(share) => {
            let provisional = match share.provisional {
                0 => String::new(),
                n => format!(", {n} provisional"),
            };
            let mean = share.mean.map(|mean| format!(", mean {mean:.2}")).unwrap_or_default();
            format!("{value} ({}{provisional}{mean}{})", words::samples(share.n), asked(share.offered))
        }
        Summed::Balance(balance) => format!(
            "{value} ({}, {} promoters, {} passives, {} detractors{})",
            words::samples(balance.n),
            balance.promoters,
            balance.passives,
            balance.detractors,
            asked(balance.offered)
        ),
        Summed::Mean { n, .. } => format!("{value} ({})", words::samples(*n)),
        Summed::Stock(Some(backlog)) => format!(
            "{}: us {}, customer {}, third party {}",
            backlog.total, backlog.us, backlog.customer, backlog.third_party
        ),
        Summed::Time { .. } | Summed::Count(_) | Summed::Stock(None) => value,
    }
}

/// Columns of the breakdown table.
const COLUMNS: [(FigureId, &str); 9] = [
    (FigureId::Received, "received"),
    (FigureId::Solved, "solved"),
    (FigureId::FirstResponse, "first"),
    (FigureId::ResolutionFull, "resolved"),
    (FigureId::Fcr, "FCR"),
    (FigureId::Csat, "CSAT"),
    (FigureId::Nps, "NPS"),
    (FigureId::Quality, "QC"),
    (FigureId::Backlog, "backlog"),
];

fn by(shown: &Shown) -> Table {
    let mut columns = vec![Column::cut(shown.by, 10)];
    columns.extend(COLUMNS.map(|(_, head)| Column::right(head)));
    let mut table = Table::new(columns);
    for group in &shown.groups {
        let mut row = vec![Cell::maybe(group.name.clone())];
        row.extend(COLUMNS.map(|(figure, _)| words::figure(figure, group.figures.value(figure))));
        table.row(row);
    }
    table
}
