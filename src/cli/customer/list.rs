//! `shiftdesk customer list`, `due` and `churn`: customers with their key figures, follow-ups and churn.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::formatting::{self, PersonNames};
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse;
use crate::engine::customers::contacts::{ContactReason, DueContact};
use crate::engine::customers::{ChurnRisk, CustomerRow};
use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::summary::{FigureSummary, Figures, ShareSummary};
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::time::{Instant, Zone, seconds};
use crate::query::customer_filter::CustomerFilter;
use crate::query::customers::{CustomerList, CustomerQuery, CustomerSort};
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
    sort: CustomerSort,
    /// Reverse the order
    #[arg(long)]
    reverse: bool,
    /// Maximum number of customers
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    #[command(flatten)]
    days: PeriodArgs,
    #[command(flatten)]
    form: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub struct PeriodArgs {
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct DueCustomersArgs {
    /// Only your own customers
    #[arg(long)]
    mine: bool,
    #[command(flatten)]
    form: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub struct CustomerChurnArgs {
    #[command(flatten)]
    days: PeriodArgs,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON of the customers. Durations are in seconds.
#[derive(Debug, Serialize)]
struct CustomerListJson {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    /// Customers that match the filter, and all customers.
    of: usize,
    all: usize,
    churn: ChurnJson,
    customers: Vec<CustomerRowJson>,
}

/// JSON of the churn figure.
#[derive(Debug, Serialize)]
struct ChurnJson {
    /// Customers at the start of the period; those without a known `since` do not count.
    at_start: usize,
    lost: usize,
    rate: Option<f64>,
    retention: Option<f64>,
}

impl From<ShareSummary> for ChurnJson {
    fn from(churn: ShareSummary) -> ChurnJson {
        let rate = churn.rate();
        ChurnJson { at_start: churn.n, lost: churn.hits, rate, retention: rate.map(|rate| 1.0 - rate) }
    }
}

#[derive(Debug, Serialize)]
struct CustomerRowJson {
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
    risk_text: String,
}

fn load_customers(
    days: &PeriodArgs,
    wanted: (CustomerSort, bool, CustomerFilter, usize),
    context: &CliContext,
) -> anyhow::Result<(CustomerList, PersonNames, NaiveDate, NaiveDate)> {
    let store = context.open_store()?;
    let settings = &context.settings;
    let (from, to, period) =
        parse::parse_period(days.from.as_deref(), days.to.as_deref(), settings.period_days, context)?;
    let (sort, turned, filter, most) = wanted;
    let silent = TimeDelta::days(settings.silent_days.into());
    let wanted = CustomerQuery { period, sort, reversed: turned, filter, limit: most, silent_after: silent };
    Ok((store.list_customers(&wanted, &settings.metrics_config(), context.now())?, store.person_names()?, from, to))
}

fn current_person(context: &CliContext) -> anyhow::Result<Option<PersonId>> {
    Ok(context.author(&context.open_store()?)?.person)
}

pub fn run(args: &Args, context: &CliContext) -> anyhow::Result<()> {
    let filter =
        CustomerFilter::parse(&args.filter.join(" "), current_person(context)?).map_err(Failure::from_parse_error)?;
    let (listed, names, from, to) = load_customers(&args.days, (args.sort, args.reverse, filter, args.most), context)?;
    let (now, zone) = (context.now(), context.settings.zone);
    let shown = CustomerListJson {
        from,
        to,
        zone,
        of: listed.matching,
        all: listed.total,
        churn: listed.churn.into(),
        customers: listed.rows.iter().map(|standing| customer_row(standing, &names, now, zone)).collect(),
    };
    print_result(args.form, &shown, || page(&shown))
}

fn customer_row(standing: &CustomerRow, names: &PersonNames, now: Instant, zone: Zone) -> CustomerRowJson {
    CustomerRowJson {
        id: standing.id.0,
        name: standing.customer.name.clone(),
        tier: standing.customer.tier.clone(),
        owner: standing.customer.owner.map(|owner| formatting::person_name(owner, names)),
        tickets: standing.tickets,
        open: standing.open,
        with_us: seconds(standing.time_with_us),
        repeats: standing.repeat_contacts,
        nps: standing.nps.map(|nps| nps.score),
        nps_at: standing.nps.map(|nps| zone.rfc3339(nps.at)),
        bad_ratings: standing.bad_ratings,
        days_silent: standing.days_silent(now),
        lost: standing.customer.lost,
        risks: standing.risks.iter().map(|risk| risk.name()).collect(),
        risk_text: standing.risks.iter().map(|risk| describe_risk(*risk)).collect::<Vec<_>>().join(", "),
    }
}

/// Describes a churn risk.
fn describe_risk(risk: ChurnRisk) -> String {
    match risk {
        ChurnRisk::Upset => "upset now".into(),
        ChurnRisk::Detractor(score) => format!("gave {score} of 10"),
        ChurnRisk::BadRatings(n) => formatting::format_count(n, "bad rating"),
        ChurnRisk::RepeatContacts(n) => formatting::format_count(n, "repeat contact"),
        ChurnRisk::Silent(days) => {
            format!("silent for {}", formatting::format_count(usize::try_from(days).unwrap_or(0), "day"))
        }
    }
}

fn describe_churn(churn: &ChurnJson) -> String {
    match churn.rate {
        None => "Of no customer it is known that they were one at its start.".into(),
        Some(rate) => format!(
            "Lost {} of {} at its start: churn {}, retention {}.",
            churn.lost,
            churn.at_start,
            crate::presentation::numbers::format_percent(rate),
            crate::presentation::numbers::format_percent(1.0 - rate)
        ),
    }
}

fn page(shown: &CustomerListJson) -> OutputPage {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let n = match shown.customers.len() {
        n if n == shown.of => n.to_string(),
        n => format!("{n} of {}", shown.of),
    };
    let page = OutputPage::new(format!(
        "Customers · {n} · {} to {}",
        formatting::format_date(shown.from),
        formatting::format_date(last)
    ));
    let page = page.line(describe_churn(&shown.churn));
    if shown.customers.is_empty() {
        return page.line("No customer is so.");
    }
    let mut table = PageTable::new([
        PageColumn::truncatable("customer", 12),
        PageColumn::left("tier"),
        PageColumn::truncatable("owner", 6),
        PageColumn::right("tickets"),
        PageColumn::right("with us"),
        PageColumn::right("repeat"),
        PageColumn::right("NPS"),
        PageColumn::right("bad"),
        PageColumn::right("silent"),
        PageColumn::truncatable("may leave", 9),
    ]);
    for row in &shown.customers {
        table.add_row([
            PageCell::text(&row.name),
            PageCell::optional(row.tier.as_ref()),
            PageCell::optional(row.owner.as_ref()),
            PageCell::number(row.tickets),
            PageCell::text(formatting::format_work_hours(TimeDelta::seconds(row.with_us as i64))),
            PageCell::number(row.repeats),
            row.nps.map_or_else(PageCell::none, PageCell::number),
            PageCell::number(row.bad_ratings),
            row.days_silent.map_or_else(PageCell::none, |days| PageCell::text(format!("{days} d"))),
            PageCell::optional(Some(&row.risk_text)),
        ]);
    }
    page.table(table)
}

/// JSON of a customer to contact.
#[derive(Debug, Serialize)]
struct DueCustomerJson {
    customer: i64,
    name: String,
    owner: Option<String>,
    why: &'static str,
    ticket: Option<i64>,
    score: Option<u8>,
    since: String,
}

pub fn run_due(args: &DueCustomersArgs, context: &CliContext) -> anyhow::Result<()> {
    let days = PeriodArgs { from: None, to: None };
    let (listed, names, ..) =
        load_customers(&days, (CustomerSort::Name, false, CustomerFilter::default(), 1), context)?;
    let me = current_person(context)?;
    if args.mine && me.is_none() {
        return Err(Failure::usage("It is not known who you are, so nothing is yours; say it with --as."));
    }
    let zone = context.settings.zone;
    let ours = listed.contacts_due.iter().filter(|due| !args.mine || due.owner == me);
    let shown: Vec<DueCustomerJson> = ours.map(|due| due_customer_json(due, &names, zone)).collect();
    print_result(args.form, &shown, || {
        let page = OutputPage::new(format!("To contact · {}", shown.len()));
        if shown.is_empty() {
            return page.line("Nobody waits for a word.");
        }
        let mut table = PageTable::new([
            PageColumn::left("since"),
            PageColumn::truncatable("customer", 12),
            PageColumn::truncatable("why", 20),
            PageColumn::truncatable("owner", 6),
        ]);
        for due in &shown {
            let why = match (due.ticket, due.score) {
                (Some(ticket), _) => format!("upset, look again: ticket {ticket}"),
                (_, Some(score)) => format!("gave {score} of 10, nobody talked to them since"),
                _ => "key account, nothing heard since".into(),
            };
            table.add_row([
                PageCell::optional(due.since.get(..10)),
                PageCell::text(&due.name),
                PageCell::text(why),
                PageCell::optional(due.owner.as_ref()),
            ]);
        }
        page.table(table)
    })
}

fn due_customer_json(due: &DueContact, names: &PersonNames, zone: Zone) -> DueCustomerJson {
    let (ticket, score) = match due.reason {
        ContactReason::FollowUp(ticket) => (Some(ticket.0), None),
        ContactReason::Detractor(score) => (None, Some(score)),
        ContactReason::Silent => (None, None),
    };
    DueCustomerJson {
        customer: due.customer.0,
        name: due.name.clone(),
        owner: due.owner.map(|owner| formatting::person_name(owner, names)),
        why: due.reason.name(),
        ticket,
        score,
        since: zone.rfc3339(due.since),
    }
}

/// JSON of the churn of a period, in total and by tier.
#[derive(Debug, Serialize)]
struct ChurnReportJson {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    #[serde(flatten)]
    churn: ChurnJson,
    tiers: Vec<TierChurnJson>,
}

#[derive(Debug, Serialize)]
struct TierChurnJson {
    tier: Option<String>,
    #[serde(flatten)]
    churn: ChurnJson,
}

pub fn run_churn(args: &CustomerChurnArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let settings = &context.settings;
    let (from, to) = (args.days.from.as_deref(), args.days.to.as_deref());
    let (from, to, period) = parse::parse_period(from, to, settings.period_days, context)?;
    let counting = settings.metrics_config();
    let window = MetricsWindow { period, now: context.now(), config: &counting, depth: MetricsDepth::Full };
    let metrics = worker::compute_metrics(&store, window)?;
    let tiers = metrics.samples.group_by(Dimension::Tier, &MetricFilter::whole_team()).into_iter().filter_map(
        |(one, figures)| {
            let tier = match one {
                DimensionValue::Tier(tier) => tier.map(|tier| tier.to_string()),
                _ => None,
            };
            let churn = ChurnJson::from(churn_share(&figures));
            (churn.at_start > 0).then_some(TierChurnJson { tier, churn })
        },
    );
    let shown = ChurnReportJson { from, to, churn: churn_share(&metrics.report.team).into(), tiers: tiers.collect() };
    print_result(args.form, &shown, || {
        let last = to.pred_opt().unwrap_or(to);
        let page =
            OutputPage::new(format!("Churn · {} to {}", formatting::format_date(from), formatting::format_date(last)));
        let mut table = PageTable::new([
            PageColumn::truncatable("tier", 8),
            PageColumn::right("at the start"),
            PageColumn::right("lost"),
            PageColumn::right("churn"),
            PageColumn::right("retention"),
        ]);
        for tier in shown.tiers.iter().filter(|_| shown.tiers.len() > 1) {
            table.add_row(churn_cells(PageCell::optional(tier.tier.as_deref()), &tier.churn));
        }
        table.add_row(churn_cells(PageCell::text("all"), &shown.churn));
        page.table(table)
    })
}

fn churn_share(figures: &Figures) -> ShareSummary {
    match figures.get(FigureId::Churn) {
        FigureSummary::Share(share) => *share,
        _ => ShareSummary::default(),
    }
}

fn churn_cells(tier: PageCell, shown: &ChurnJson) -> [PageCell; 5] {
    let share = |rate: Option<f64>| PageCell::optional(rate.map(|rate| format!("{:.1} %", rate * 100.0)));
    let [start, lost] = [shown.at_start, shown.lost].map(PageCell::number);
    [tier, start, lost, share(shown.rate), share(shown.retention)]
}
