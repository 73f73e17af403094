//! `shiftdesk survey list`: answers of a period, response rates and causes of dissatisfaction.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::words::{self, Names};
use crate::cli::{Context, one_customer, typed};
use crate::engine::metrics::{Depth, Window};
use crate::engine::survey_tally::{Answers, Causes};
use crate::model::figure::FigureId;
use crate::model::record::Numbered;
use crate::model::survey::{Survey, SurveyKind};
use crate::model::time::Zone;
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
    form: Form,
}

/// JSON of the answers of a period. Unanswered surveys have no score.
#[derive(Debug, Serialize)]
struct Shown {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    kinds: Vec<Kind>,
    /// Causes of all bad answers of the period, including ticket ratings.
    causes: Causes,
    surveys: Vec<Row>,
}

/// JSON of the summary of a survey kind.
#[derive(Debug, Serialize)]
struct Kind {
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
struct Row {
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

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let settings = &context.settings;
    let (from, to, period) = typed::period(args.from.as_deref(), args.to.as_deref(), settings.period_days, context)?;
    let all = store.surveys(period)?;
    let counting = settings.metrics_config();
    let window = Window { period, now: context.now(), counting: &counting, depth: Depth::Glance };
    let figures = worker::compute_metrics(&store, window)?.report.team;
    let of = |kind: &SurveyKind| {
        let figure = figure(*kind);
        let answers = Answers::of(figures.of(figure));
        (answers.asked > 0).then(|| Kind {
            kind: kind.name(),
            figure,
            value: figures.value(figure),
            answered: answers.answered,
            asked: answers.asked,
            response_rate: answers.rate(),
            biased: answers.is_doubtful(settings.response_floor),
        })
    };
    let rated = store.badly_rated_tickets(period)?.into_iter().map(|(_, blame)| blame);
    let bad = all.iter().filter(|survey| survey.is_bad() == Some(true)).map(|survey| survey.cause);
    let customer = args.customer.as_deref().map(|name| one_customer(&store, name)).transpose()?;
    let names = store.person_names()?;
    let wanted = |survey: &&Numbered<Survey>| {
        args.kind.is_none_or(|kind| survey.kind == kind)
            && customer.is_none_or(|customer| survey.customer == Some(customer))
            && (!args.bad || survey.is_bad() == Some(true))
    };
    let shown = Shown {
        from,
        to,
        zone: settings.zone,
        kinds: SurveyKind::ALL.iter().filter_map(of).collect(),
        causes: Causes::of(bad.chain(rated)),
        surveys: all
            .iter()
            .filter(wanted)
            .map(|survey| row(survey, &store, &names, settings.zone))
            .collect::<Result<_, _>>()?,
    };
    print(args.form, &shown, || page(&shown))
}

fn figure(kind: SurveyKind) -> FigureId {
    match kind {
        SurveyKind::Csat => FigureId::Csat,
        SurveyKind::Nps => FigureId::Nps,
        SurveyKind::Ces => FigureId::Ces,
    }
}

fn row(survey: &Numbered<Survey>, store: &Store, names: &Names, zone: Zone) -> anyhow::Result<Row> {
    let customer = survey.customer.map(|id| store.customer(id)).transpose()?.flatten();
    Ok(Row {
        id: survey.id,
        kind: survey.kind.name(),
        at: zone.rfc3339(survey.at),
        score: survey.score,
        scale: format!("{}-{}", survey.scale.from, survey.scale.to),
        customer: customer.map(|customer| customer.name),
        ticket: survey.ticket.map(|id| id.0),
        agent: survey.credit.map(|person| words::who(person, names)),
        about: survey.about.clone(),
        comment: survey.comment.clone(),
        cause: survey.cause.map(|cause| cause.name()),
        bad: survey.is_bad() == Some(true),
    })
}

fn page(shown: &Shown) -> Page {
    let last = shown.to.pred_opt().unwrap_or(shown.to);
    let mut page = Page::new(format!("Surveys · {} to {}", words::day(shown.from), words::day(last)));
    let mut kinds = Table::new([
        Column::left("asked"),
        Column::right("figure"),
        Column::right("answers"),
        Column::left("of those asked"),
    ]);
    for kind in &shown.kinds {
        let rate = match kind.response_rate {
            None => Cell::both(words::NONE, "not known: the answers alone are"),
            Some(rate) if kind.biased => Cell::text(format!(
                "{} of {} answered, so few that they may not speak for the others",
                crate::engine::summary::format_percent(rate),
                kind.asked
            )),
            Some(rate) => Cell::text(format!("{} of {} answered", crate::engine::summary::format_percent(rate), kind.asked)),
        };
        let value = kind.value.map(|_| words::number(kind.figure, kind.value));
        kinds.row([Cell::text(kind.kind), Cell::maybe(value), Cell::text(words::samples(kind.answered)), rate]);
    }
    if !kinds.is_empty() {
        page = page.table(kinds);
    }
    let Causes { agent, process, product, unsaid } = shown.causes;
    if shown.causes.n() > 0 {
        page = page.line(format!(
            "Of {}: the agent {agent}, the process {process}, the product {product}, not said {unsaid}.",
            words::count(shown.causes.n(), "bad answer")
        ));
    }
    if shown.surveys.is_empty() {
        return page.line("No answers. `shiftdesk survey import FILE` brings some in, `survey add` writes one down.");
    }
    let mut table = Table::new([
        Column::right("id"),
        Column::left("when"),
        Column::left("kind"),
        Column::right("score"),
        Column::cut("customer", 8),
        Column::cut("about", 6),
        Column::left("cause"),
        Column::cut("comment", 10),
    ]);
    for row in &shown.surveys {
        let score = row.score.map(|score| format!("{}{score}", if row.bad { "▼ " } else { "" }));
        table.row([
            Cell::number(row.id),
            Cell::text(row.at.get(..10).unwrap_or(&row.at)),
            Cell::text(row.kind),
            score.map_or_else(|| Cell::both(words::NONE, "no answer"), Cell::text),
            Cell::maybe(row.customer.as_ref()),
            Cell::maybe(row.about.as_ref()),
            Cell::maybe(row.cause),
            Cell::maybe(row.comment.as_ref()),
        ]);
    }
    page.table(table)
}
