//! `shiftdesk customer list`, `due` and `churn`: customers with their key figures, follow-ups and churn.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::words::{self, Names};
use crate::cli::{Context, Failure, typed};
use crate::engine::customers::due::{Due, Why};
use crate::engine::customers::filter::Filter;
use crate::engine::customers::{Listed, Risk, Sort, Standing, Wanted};
use crate::engine::metrics::cut::{By, Cut, Trait};
use crate::engine::metrics::sum::{Figures, Share, Summed};
use crate::engine::metrics::{Depth, Window};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::time::{Instant, Zone, seconds};
use crate::store::worker;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words of a filter: mine (yours to look after), key (with an owner), risk (may leave), lost (has left), tier:gold, or any \
part of a name, address or organization; all of them have to fit.")]
pub struct Args {
    /// Filter terms (see below)
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Sort by name, tier, owner, tickets, hours, repeats, nps, bad or silent
    #[arg(long, default_value = "tickets")]
    sort: Sort,
    /// Reverse the order
    #[arg(long)]
    reverse: bool,
    /// Maximum number of customers
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    form: Form,
}

#[derive(Debug, clap::Args)]
pub struct Days {
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct DueArgs {
    /// Only your own customers
    #[arg(long)]
    mine: bool,
    #[command(flatten)]
    form: Form,
}

#[derive(Debug, clap::Args)]
pub struct ChurnArgs {
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    form: Form,
}

/// JSON of the customers. Durations are in seconds.
#[derive(Debug, Serialize)]
struct Shown {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    /// Customers that match the filter, and all customers.
    of: usize,
    all: usize,
    churn: ShownChurn,
    customers: Vec<Row>,
}

/// JSON of the churn figure.
#[derive(Debug, Serialize)]
struct ShownChurn {
    /// Customers at the start of the period; those without a known `since` do not count.
    at_start: usize,
    lost: usize,
    rate: Option<f64>,
    retention: Option<f64>,
}

impl From<Share> for ShownChurn {
    fn from(churn: Share) -> ShownChurn {
        let rate = churn.rate();
        ShownChurn { at_start: churn.n, lost: churn.hits, rate, retention: rate.map(|rate| 1.0 - rate) }
    }
}

#[derive(Debug, Serialize)]
struct Row {
    id: i64,
    name: String,
    tier: Option<String>,
    owner: Option<String>,
    tickets: usize,
    open: usize,
    /// Seconds their tickets waited on us in the period.
    with_us: f64,
    repeats: usize,
    nps: Option<u8>,
    nps_at: Option<String>,
    bad_ratings: usize,
    days_silent: Option<i64>,
    lost: Option<NaiveDate>,
    risks: Vec<&'static str>,
    #[serde(skip)]
    why: String,
}

fn listed(
    days: &Days,
    wanted: (Sort, bool, Filter, usize),
    context: &Context,
) -> anyhow::Result<(Listed, Names, NaiveDate, NaiveDate)> {
    let store = context.store()?;
    let settings = &context.settings;
    let (from, to, period) = typed::period(days.from.as_deref(), days.to.as_deref(), settings.period_days, context)?;
    let (sort, turned, filter, most) = wanted;
    let silent = TimeDelta::days(settings.silent_days.into());
    let wanted = Wanted { period, sort, turned, filter, most, silent };
    Ok((store.list_customers(&wanted, &settings.metrics_config(), context.now())?, store.person_names()?, from, to))
}

fn me(context: &Context) -> anyhow::Result<Option<PersonId>> {
    Ok(context.author(&context.store()?)?.person)
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let filter = Filter::parse(&args.filter.join(" "), me(context)?).map_err(Failure::said)?;
    let (listed, names, from, to) = listed(&args.days, (args.sort, args.reverse, filter, args.most), context)?;
    let (now, zone) = (context.now(), context.settings.zone);
    let shown = Shown {
        from,
        to,
        zone,
        of: listed.of,
        all: listed.all,
        churn: listed.churn.into(),
        customers: listed.rows.iter().map(|standing| row(standing, &names, now, zone)).collect(),
    };
    print(args.form, &shown, || page(&shown))
}

fn row(standing: &Standing, names: &Names, now: Instant, zone: Zone) -> Row {
    Row {
        id: standing.id.0,
        name: standing.it.name.clone(),
        tier: standing.it.tier.clone(),
        owner: standing.it.owner.map(|owner| words::who(owner, names)),
        tickets: standing.tickets,
        open: standing.open,
        with_us: seconds(standing.ours),
        repeats: standing.repeats,
        nps: standing.nps.map(|nps| nps.score),
        nps_at: standing.nps.map(|nps| zone.rfc3339(nps.at)),
        bad_ratings: standing.bad,
        days_silent: standing.silent(now),
        lost: standing.it.lost,
        risks: standing.risks.iter().map(|risk| risk.name()).collect(),
        why: standing.risks.iter().map(|risk| because(*risk)).collect::<Vec<_>>().join(", "),
    }
}

/// Describes a churn risk.
fn because(risk: Risk) -> String {
    match risk {
        Risk::Upset => "upset now".into(),
        Risk::Detractor(score) => format!("gave {score} of 10"),
        Risk::BadRatings(n) => words::count(n, "bad rating"),
        Risk::Repeats(n) => words::count(n, "repeat contact"),
        Risk::Silent(days) => format!("silent for {}", words::count(usize::try_from(days).unwrap_or(0), "day")),
    }
}

fn lost(churn: &ShownChurn) -> String {
    match churn.rate {
        None => "Of no customer it is known that they were one at its start.".into(),
        Some(rate) => format!(
            "Lost {} of {} at its start: churn {}, retention {}.",
            churn.lost,
            churn.at_start,
            crate::engine::summary::format_percent(rate),
            crate::engine::summary::format_percent(1.0 - rate)
        ),
    }
}

fn page(shown: &Shown) -> Page {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let n = match shown.customers.len() {
        n if n == shown.of => n.to_string(),
        n => format!("{n} of {}", shown.of),
    };
    let page = Page::new(format!("Customers · {n} · {} to {}", words::day(shown.from), words::day(last)));
    let page = page.line(lost(&shown.churn));
    if shown.customers.is_empty() {
        return page.line("No customer is so.");
    }
    let mut table = Table::new([
        Column::cut("customer", 12),
        Column::left("tier"),
        Column::cut("owner", 6),
        Column::right("tickets"),
        Column::right("with us"),
        Column::right("repeat"),
        Column::right("NPS"),
        Column::right("bad"),
        Column::right("silent"),
        Column::cut("may leave", 9),
    ]);
    for row in &shown.customers {
        table.row([
            Cell::text(&row.name),
            Cell::maybe(row.tier.as_ref()),
            Cell::maybe(row.owner.as_ref()),
            Cell::number(row.tickets),
            Cell::text(words::hours_of_work(TimeDelta::seconds(row.with_us as i64))),
            Cell::number(row.repeats),
            row.nps.map_or_else(Cell::none, Cell::number),
            Cell::number(row.bad_ratings),
            row.days_silent.map_or_else(Cell::none, |days| Cell::text(format!("{days} d"))),
            Cell::maybe(Some(&row.why)),
        ]);
    }
    page.table(table)
}

/// JSON of a customer to contact.
#[derive(Debug, Serialize)]
struct ShownDue {
    customer: i64,
    name: String,
    owner: Option<String>,
    why: &'static str,
    ticket: Option<i64>,
    score: Option<u8>,
    since: String,
}

pub fn due(args: &DueArgs, context: &Context) -> anyhow::Result<()> {
    let days = Days { from: None, to: None };
    let (listed, names, ..) = listed(&days, (Sort::Name, false, Filter::default(), 1), context)?;
    let me = me(context)?;
    if args.mine && me.is_none() {
        return Err(Failure::usage("It is not known who you are, so nothing is yours; say it with --as."));
    }
    let zone = context.settings.zone;
    let ours = listed.due.iter().filter(|due| !args.mine || due.owner == me);
    let shown: Vec<ShownDue> = ours.map(|due| shown_due(due, &names, zone)).collect();
    print(args.form, &shown, || {
        let page = Page::new(format!("To contact · {}", shown.len()));
        if shown.is_empty() {
            return page.line("Nobody waits for a word.");
        }
        let mut table = Table::new([
            Column::left("since"),
            Column::cut("customer", 12),
            Column::cut("why", 20),
            Column::cut("owner", 6),
        ]);
        for due in &shown {
            let why = match (due.ticket, due.score) {
                (Some(ticket), _) => format!("upset, look again: ticket {ticket}"),
                (_, Some(score)) => format!("gave {score} of 10, nobody talked to them since"),
                _ => "key account, nothing heard since".into(),
            };
            table.row([
                Cell::maybe(due.since.get(..10)),
                Cell::text(&due.name),
                Cell::text(why),
                Cell::maybe(due.owner.as_ref()),
            ]);
        }
        page.table(table)
    })
}

fn shown_due(due: &Due, names: &Names, zone: Zone) -> ShownDue {
    let (ticket, score) = match due.why {
        Why::FollowUp(ticket) => (Some(ticket.0), None),
        Why::Detractor(score) => (None, Some(score)),
        Why::Silent => (None, None),
    };
    ShownDue {
        customer: due.customer.0,
        name: due.name.clone(),
        owner: due.owner.map(|owner| words::who(owner, names)),
        why: due.why.name(),
        ticket,
        score,
        since: zone.rfc3339(due.since),
    }
}

/// JSON of the churn of a period, in total and by tier.
#[derive(Debug, Serialize)]
struct AllChurn {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    #[serde(flatten)]
    churn: ShownChurn,
    tiers: Vec<TierChurn>,
}

#[derive(Debug, Serialize)]
struct TierChurn {
    tier: Option<String>,
    #[serde(flatten)]
    churn: ShownChurn,
}

pub fn churn(args: &ChurnArgs, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let settings = &context.settings;
    let (from, to) = (args.days.from.as_deref(), args.days.to.as_deref());
    let (from, to, period) = typed::period(from, to, settings.period_days, context)?;
    let counting = settings.metrics_config();
    let window = Window { period, now: context.now(), counting: &counting, depth: Depth::Whole };
    let metrics = worker::compute_metrics(&store, window)?;
    let tiers = metrics.samples.groups(By::Tier, &Cut::team()).into_iter().filter_map(|(one, figures)| {
        let tier = match one {
            Trait::Tier(tier) => tier.map(|tier| tier.to_string()),
            _ => None,
        };
        let churn = ShownChurn::from(share(&figures));
        (churn.at_start > 0).then_some(TierChurn { tier, churn })
    });
    let shown = AllChurn { from, to, churn: share(&metrics.report.team).into(), tiers: tiers.collect() };
    print(args.form, &shown, || {
        let last = to.pred_opt().unwrap_or(to);
        let page = Page::new(format!("Churn · {} to {}", words::day(from), words::day(last)));
        let mut table = Table::new([
            Column::cut("tier", 8),
            Column::right("at the start"),
            Column::right("lost"),
            Column::right("churn"),
            Column::right("retention"),
        ]);
        for tier in shown.tiers.iter().filter(|_| shown.tiers.len() > 1) {
            table.row(cells(Cell::maybe(tier.tier.as_deref()), &tier.churn));
        }
        table.row(cells(Cell::text("all"), &shown.churn));
        page.table(table)
    })
}

fn share(figures: &Figures) -> Share {
    match figures.of(FigureId::Churn) {
        Summed::Share(share) => *share,
        _ => Share::default(),
    }
}

fn cells(tier: Cell, shown: &ShownChurn) -> [Cell; 5] {
    let share = |rate: Option<f64>| Cell::maybe(rate.map(|rate| format!("{:.1} %", rate * 100.0)));
    let [start, lost] = [shown.at_start, shown.lost].map(Cell::number);
    [tier, start, lost, share(shown.rate), share(shown.retention)]
}
