//! `shiftdesk metrics`: every figure of a period, of the team and of what it is told apart by.

use chrono::NaiveDate;
use serde::Serialize;

use super::handed::Handed;
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::words::{self, Names};
use super::{Context, typed};
use crate::domain::figure::Spread;
use crate::domain::metrics::{By, Cut, Depth, FigureId, Figures, Shape, Summed, Trait, Window, flat};
use crate::domain::table;
use crate::domain::text::fold;
use crate::domain::time::Zone;
use crate::store::worker;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    handed: Handed,
    /// The first day [default: as many days back as the settings say]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The day after the last one [default: up to now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// What the figures are told apart by: agent, profile, channel, category, priority, tier, group
    #[arg(long, value_name = "WHAT", default_value = "agent")]
    by: By,
}

/// The figures, as the JSON has them: durations are seconds, shares 0–1, what is missing is null.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    /// Grows when a key changes its meaning.
    schema: u32,
    from: NaiveDate,
    /// Not in the period any more.
    to: NaiveDate,
    zone: Zone,
    /// Who is credited with a rating.
    csat_credit: &'static str,
    /// What business time is counted in.
    calendar: Option<&'a str>,
    team: &'a Figures,
    by: &'static str,
    groups: Vec<Group>,
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct Group {
    /// `null` is what has none.
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
    let counting = settings.counting();
    let window = Window { period, now: context.now(), counting: &counting, depth: Depth::Whole };
    let metrics = worker::metrics(&store, window)?;
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
        groups: groups(args.by, metrics.samples.groups(args.by, &Cut::team()), &store.names()?),
        left_out: left_out.collect(),
    };
    if args.handed.wanted() {
        return args.handed.hand(&flat(&shown), "row", context);
    }
    print(args.form, &shown, || page(&shown))
}

/// Every figure of the team and of each group, one a row.
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

/// By name, what has none at the end; priorities by themselves. Work of nobody known is in the team's figures alone.
fn groups(by: By, groups: Vec<(Trait, Figures)>, names: &Names) -> Vec<Group> {
    let groups = groups.into_iter().filter(|(one, _)| *one != Trait::Agent(None));
    let mut groups: Vec<_> = groups.map(|(one, figures)| Group { name: words::which(&one, names), figures }).collect();
    // Priorities have an order of their own.
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

/// Durations, in calendar or in business time.
fn times(name: &'static str, spreads: impl Iterator<Item = (FigureId, Spread)>) -> Table {
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

/// What is no duration.
fn others(team: &Figures) -> Table {
    let mut table = Table::new([Column::left("team"), Column::left("")]);
    for (figure, sum) in team.iter().filter(|(figure, _)| figure.shape() != Shape::Time) {
        table.row([Cell::text(words::word(figure.name())), Cell::maybe(sum.value().map(|_| told(figure, sum)))]);
    }
    table
}

/// A figure with what it rests on: `91 % (n 118, 2 provisional)`.
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

/// The columns of the table of what the figures are told apart by.
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
