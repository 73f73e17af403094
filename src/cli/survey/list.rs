//! `shiftdesk survey list`: answers of a period, response rates and causes of dissatisfaction.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::formatting::{self, PersonNames};
use crate::cli::lookup::find_customer;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::engine::survey_stats::{DriverCounts, ResponseCounts};
use crate::model::figure::FigureId;
use crate::model::ids::WithId;
use crate::model::survey::{Survey, SurveyKind};
use crate::model::time::Zone;
use crate::presentation::numbers::NO_VALUE;
use crate::store::{Store, worker};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// First day [default: the period of the settings]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End of the period, exclusive [default: now]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Only this kind: csat, nps or ces
    #[arg(long)]
    kind: Option<SurveyKind>,
    /// Only this customer
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// Only bad answers
    #[arg(long)]
    bad: bool,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON of the answers of a period. Unanswered surveys have no score.
#[derive(Debug, Serialize)]
struct SurveyListJson {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    kinds: Vec<SurveyKindJson>,
    /// Causes of all bad answers of the period, including ticket ratings.
    causes: DriverCounts,
    surveys: Vec<SurveyRowJson>,
}

/// JSON of the summary of a survey kind.
#[derive(Debug, Serialize)]
struct SurveyKindJson {
    kind: &'static str,
    #[serde(skip)]
    figure: FigureId,
    /// −100 to 100 for nps, 0 to 1 for the others; including ticket ratings.
    value: Option<f64>,
    answered: usize,
    asked: usize,
    /// Answered ÷ asked; null if only answers are known.
    response_rate: Option<f64>,
    /// The response rate is too low to be representative.
    biased: bool,
}

#[derive(Debug, Serialize)]
struct SurveyRowJson {
    id: i64,
    kind: &'static str,
    at: String,
    score: Option<u8>,
    scale: String,
    customer: Option<String>,
    ticket: Option<i64>,
    agent: Option<String>,
    about: Option<String>,
    comment: Option<String>,
    cause: Option<&'static str>,
    bad: bool,
}

pub fn run(args: &Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let settings = &context.settings;
    let (from, to, period) =
        parse::parse_period(args.from.as_deref(), args.to.as_deref(), settings.period_days, context)?;
    let all = store.surveys(period)?;
    let counting = settings.metrics_config();
    let window = MetricsWindow { period, now: context.now(), config: &counting, depth: MetricsDepth::Summary };
    let figures = worker::compute_metrics(&store, window)?.report.team;
    let of = |kind: &SurveyKind| {
        let figure = figure_of_kind(*kind);
        let answers = ResponseCounts::from_summed(figures.get(figure));
        (answers.asked > 0).then(|| SurveyKindJson {
            kind: kind.name(),
            figure,
            value: figures.value(figure),
            answered: answers.answered,
            asked: answers.asked,
            response_rate: answers.response_rate(),
            biased: answers.is_below(settings.response_floor),
        })
    };
    let rated = store.badly_rated_tickets(period)?.into_iter().map(|(_, blame)| blame);
    let bad = all.iter().filter(|survey| survey.is_bad() == Some(true)).map(|survey| survey.cause);
    let customer = args.customer.as_deref().map(|name| find_customer(&store, name)).transpose()?;
    let names = store.person_names()?;
    let wanted = |survey: &&WithId<Survey>| {
        args.kind.is_none_or(|kind| survey.kind == kind)
            && customer.is_none_or(|customer| survey.customer == Some(customer))
            && (!args.bad || survey.is_bad() == Some(true))
    };
    let shown = SurveyListJson {
        from,
        to,
        zone: settings.zone,
        kinds: SurveyKind::ALL.iter().filter_map(of).collect(),
        causes: DriverCounts::from_drivers(bad.chain(rated)),
        surveys: all
            .iter()
            .filter(wanted)
            .map(|survey| survey_row(survey, &store, &names, settings.zone))
            .collect::<Result<_, _>>()?,
    };
    print_result(args.form, &shown, || page(&shown))
}

fn figure_of_kind(kind: SurveyKind) -> FigureId {
    match kind {
        SurveyKind::Csat => FigureId::Csat,
        SurveyKind::Nps => FigureId::Nps,
        SurveyKind::Ces => FigureId::Ces,
    }
}

fn survey_row(
    survey: &WithId<Survey>,
    store: &Store,
    names: &PersonNames,
    zone: Zone,
) -> anyhow::Result<SurveyRowJson> {
    let customer = survey.customer.map(|id| store.customer(id)).transpose()?.flatten();
    Ok(SurveyRowJson {
        id: survey.id,
        kind: survey.kind.name(),
        at: zone.rfc3339(survey.at),
        score: survey.score,
        scale: format!("{}-{}", survey.scale.from, survey.scale.to),
        customer: customer.map(|customer| customer.name),
        ticket: survey.ticket.map(|id| id.0),
        agent: survey.credit.map(|person| formatting::person_name(person, names)),
        about: survey.about.clone(),
        comment: survey.comment.clone(),
        cause: survey.cause.map(|cause| cause.name()),
        bad: survey.is_bad() == Some(true),
    })
}

fn page(shown: &SurveyListJson) -> OutputPage {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let mut page = OutputPage::new(format!(
        "Surveys · {} to {}",
        formatting::format_date(shown.from),
        formatting::format_date(last)
    ));
    let mut kinds = PageTable::new([
        PageColumn::left("asked"),
        PageColumn::right("figure"),
        PageColumn::right("answers"),
        PageColumn::left("of those asked"),
    ]);
    for kind in &shown.kinds {
        let rate = match kind.response_rate {
            None => PageCell::with_plain_text(NO_VALUE, "not known: the answers alone are"),
            Some(rate) if kind.biased => PageCell::text(format!(
                "{} of {} answered, so few that they may not speak for the others",
                crate::presentation::numbers::format_percent(rate),
                kind.asked
            )),
            Some(rate) => PageCell::text(format!(
                "{} of {} answered",
                crate::presentation::numbers::format_percent(rate),
                kind.asked
            )),
        };
        let value = kind.value.map(|_| formatting::format_figure(kind.figure, kind.value));
        kinds.add_row([
            PageCell::text(kind.kind),
            PageCell::optional(value),
            PageCell::text(formatting::format_sample_size(kind.answered)),
            rate,
        ]);
    }
    if !kinds.is_empty() {
        page = page.table(kinds);
    }
    let DriverCounts { agent, process, product, unsaid } = shown.causes;
    if shown.causes.total() > 0 {
        page = page.line(format!(
            "Of {}: the agent {agent}, the process {process}, the product {product}, not said {unsaid}.",
            formatting::format_count(shown.causes.total(), "bad answer")
        ));
    }
    if shown.surveys.is_empty() {
        return page.line("No answers. `shiftdesk survey import FILE` brings some in, `survey add` writes one down.");
    }
    let mut table = PageTable::new([
        PageColumn::right("id"),
        PageColumn::left("when"),
        PageColumn::left("kind"),
        PageColumn::right("score"),
        PageColumn::truncatable("customer", 8),
        PageColumn::truncatable("about", 6),
        PageColumn::left("cause"),
        PageColumn::truncatable("comment", 10),
    ]);
    for row in &shown.surveys {
        let score = row.score.map(|score| format!("{}{score}", if row.bad { "▼ " } else { "" }));
        table.add_row([
            PageCell::number(row.id),
            PageCell::text(row.at.get(..10).unwrap_or(&row.at)),
            PageCell::text(row.kind),
            score.map_or_else(|| PageCell::with_plain_text(NO_VALUE, "no answer"), PageCell::text),
            PageCell::optional(row.customer.as_ref()),
            PageCell::optional(row.about.as_ref()),
            PageCell::optional(row.cause),
            PageCell::optional(row.comment.as_ref()),
        ]);
    }
    page.table(table)
}
