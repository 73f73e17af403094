//! `shiftdesk metrics`: every figure of a period, of the team and of each person.

use chrono::NaiveDate;
use serde::Serialize;

use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::words::{self, Names};
use super::{Context, typed};
use crate::domain::figure::Spread;
use crate::domain::metrics::{Figures, Report};
use crate::domain::time::Zone;
use crate::store::worker;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    /// The first day [default: as many days back as the settings say]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The day after the last one [default: up to now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

/// The figures, as the JSON has them: durations are seconds, rates 0–1, what is missing is null.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    /// Grows when a key changes its meaning.
    schema: u32,
    from: NaiveDate,
    /// Not in the period any more.
    to: NaiveDate,
    zone: Zone,
    team: &'a Figures,
    agents: Vec<Agent<'a>>,
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct Agent<'a> {
    name: String,
    #[serde(flatten)]
    figures: &'a Figures,
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
    let report = worker::metrics(&store, period, settings.fcr_window, context.now())?.report;
    let agents = agents(&report, &store.names()?);
    let left_out = report.left_out.iter().map(|(reason, n)| LeftOut { reason: reason.reason(), n: *n }).collect();
    let shown = Shown { schema: 1, from, to, zone: settings.zone, team: &report.team, agents, left_out };
    print(args.form, &shown, || page(&shown))
}

/// Everybody with figures of their own, by name.
fn agents<'a>(report: &'a Report, names: &Names) -> Vec<Agent<'a>> {
    let agent = |(person, figures): &'a (_, Figures)| Agent { name: words::who(*person, names), figures };
    let mut agents: Vec<_> = report.agents.iter().map(agent).collect();
    agents.sort_by_cached_key(|agent| (crate::domain::text::fold(&agent.name), agent.name.clone()));
    agents
}

fn page(shown: &Shown) -> Page {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let head = format!("Figures · {} to {} · {}", words::day(shown.from), words::day(last), shown.zone);
    let mut page = Page::new(head).table(durations(shown.team)).facts(team(shown.team)).table(people(&shown.agents));
    for left_out in &shown.left_out {
        page = page.line(format!("Left out: {}, {}.", words::count(left_out.n, "ticket"), left_out.reason));
    }
    page
}

fn durations(team: &Figures) -> Table {
    let mut table = Table::new([
        Column::left("team"),
        Column::right("median"),
        Column::right("mean"),
        Column::right("p90"),
        Column::left("of"),
    ]);
    for (name, spread) in [
        ("first response", &team.first_response.spread),
        ("response", &team.response),
        ("first resolution", &team.resolution_first),
        ("full resolution", &team.resolution_full),
    ] {
        table.row([
            Cell::text(name),
            words::seconds(spread.median),
            words::seconds(spread.mean),
            words::seconds(spread.p90),
            Cell::text(words::samples(spread.n)),
        ]);
    }
    table
}

fn team(team: &Figures) -> Vec<(&'static str, Cell)> {
    let rate = |rate: Option<f64>| Cell::maybe(rate.map(words::percent));
    let (fcr, csat, backlog) = (&team.fcr, &team.csat, &team.backlog);
    let provisional = if fcr.provisional > 0 { format!(", {} provisional", fcr.provisional) } else { String::new() };
    let stars = csat.mean.map(|mean| format!(", {mean:.2} stars")).unwrap_or_default();
    let offered = csat.offered.map(|offered| format!(", {offered} asked")).unwrap_or_default();
    let with = |rate: Option<f64>, n: usize, more: String| {
        Cell::maybe(rate.map(|rate| format!("{} ({}{more})", words::percent(rate), words::samples(n))))
    };
    vec![
        ("received", Cell::number(team.received)),
        ("solved", Cell::number(team.solved)),
        ("unanswered", Cell::number(team.first_response.unanswered)),
        ("solved of received", rate(team.resolution_rate.flow)),
        (
            "of those received",
            Cell::maybe(team.resolution_rate.cohort.map(|rate| format!("{} solved by now", words::percent(rate)))),
        ),
        ("first-contact resolution", with(fcr.rate, fcr.n, provisional)),
        ("satisfaction", with(csat.rate, csat.n, stars + &offered)),
        ("reopened", words::share(team.reopen.rate, team.reopen.n)),
        (
            "backlog",
            Cell::text(format!(
                "{}: us {}, customer {}, third party {}",
                backlog.total, backlog.us, backlog.customer, backlog.third_party
            )),
        ),
    ]
}

fn people(agents: &[Agent]) -> Table {
    let mut table = Table::new([
        Column::cut("name", 10),
        Column::right("received"),
        Column::right("solved"),
        Column::right("first resp."),
        Column::right("response"),
        Column::right("FCR"),
        Column::right("CSAT"),
        Column::right("backlog"),
    ]);
    let median = |spread: &Spread| words::seconds(spread.median);
    let rate = |rate: Option<f64>| Cell::maybe(rate.map(words::percent));
    for Agent { name, figures } in agents {
        table.row([
            Cell::text(name),
            Cell::number(figures.received),
            Cell::number(figures.solved),
            median(&figures.first_response.spread),
            median(&figures.response),
            rate(figures.fcr.rate),
            rate(figures.csat.rate),
            Cell::number(figures.backlog.total),
        ]);
    }
    table
}
