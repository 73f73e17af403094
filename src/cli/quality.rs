//! `shiftdesk quality`: QA samples, reviews, scores and reviewer agreement.

pub mod output;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use clap::Subcommand;

use self::output::{ReviewJson, SampledAnswerJson};
use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell};
use super::{formatting, parse};
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::person::member::find_member;
use crate::engine::desk::Desk;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::engine::quality::results;
use crate::engine::quality::review_queue::{ReviewState, can_review, review_queue};
use crate::engine::quality::sampling::SolvedWeek;
use crate::engine::roster::rules::monday;
use crate::events::active_events::active_events;
use crate::events::change::Change;
use crate::model::event::EventPayload;
use crate::model::figure::FigureId;
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::review::{Review, SamplingConfig};
use crate::model::scorecard::scorecard_for;
use crate::model::time::{Instant, Period};
use crate::query::protocol::TicketDetail;
use crate::store::{Store, worker};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: QualityCommand,
}

#[derive(Debug, Subcommand)]
enum QualityCommand {
    /// List the sample of a week with review states
    Sample {
        /// Week: 2026-W47, or a day in it [default: this week]
        #[arg(long, value_name = "WEEK")]
        week: Option<String>,
        /// Only this agent
        #[arg(long, value_name = "PERSON")]
        agent: Option<String>,
        /// Sampling seed [default: from the settings]
        #[arg(long, value_name = "NUMBER")]
        seed: Option<u64>,
        /// Sample size per agent [default: from the settings]
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=50))]
        size: Option<u16>,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// List what you can still review of this and last week's samples
    Queue(OutputArgs),
    /// Review a ticket: quality review 1187 --mark "greeting=1, solution=3, privacy=x"
    Review(ReviewArgs),
    /// Show reviews in full: by ID, by ticket, or of a period
    Show {
        /// Review ID
        id: Option<i64>,
        /// Only this ticket
        #[arg(long, value_name = "NUMBER", conflicts_with = "id")]
        ticket: Option<i64>,
        /// Only from this day [default: the period of the settings]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// List each agent's QA score and weakest items
    Scores {
        /// First day [default: the period of the settings]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// End of the period, exclusive [default: now]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Show how far two reviewers of the same answer agree
    Agreement {
        /// First day [default: the period of the settings]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// End of the period, exclusive [default: now]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Remove reviews
    Remove {
        /// Review IDs (see `quality show`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, clap::Args)]
struct ReviewArgs {
    /// Ticket ID
    ticket: i64,
    /// A mark for every scorecard item: ITEM=POINTS, or ITEM=x for N/A
    #[arg(long, value_name = "MARKS", required = true)]
    mark: Vec<String>,
    /// Comment
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Reviewed agent [default: who replied last]
    #[arg(long, value_name = "PERSON")]
    agent: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let live = load_desk(context, &store)?;
    // Scores are open to everybody, like all figures; everything else is for reviewers.
    let me = match args.command {
        QualityCommand::Scores { .. } => context.author(&store)?,
        _ => require_reviewer(context, &store, &live)?,
    };
    match args.command {
        QualityCommand::Sample { week, agent, seed, size, form } => {
            let week = parse::parse_week(week.as_deref().unwrap_or("today"), context)?;
            let agent = agent.map(|name| find_member(&name, &store, &live).map(|(id, _)| id)).transpose()?;
            let usual = &context.settings.review_sampling;
            let how = SamplingConfig {
                seed: seed.unwrap_or(usual.seed),
                size: size.map_or(usual.size, usize::from),
                ..usual.clone()
            };
            let wanted = SampleQuery { mondays: vec![week], agent, sampling: how, only_open: false, me: me.person };
            print_sample(&wanted, form, context, &store)
        }
        QualityCommand::Queue(form) => {
            let this = monday(context.settings.zone.date(context.now()));
            let mondays = vec![this, this - Days::new(7)];
            let how = context.settings.review_sampling.clone();
            print_sample(
                &SampleQuery { mondays, agent: None, sampling: how, only_open: true, me: me.person },
                form,
                context,
                &store,
            )
        }
        QualityCommand::Review(args) => save_review(args, me, &live, context, store),
        QualityCommand::Show { id, ticket, from, form } => {
            show(id, ticket.map(TicketId), from.as_deref(), me, form, context, &store)
        }
        QualityCommand::Scores { from, to, form } => {
            let settings = &context.settings;
            let (first, end, period) =
                parse::parse_period(from.as_deref(), to.as_deref(), settings.period_days, context)?;
            let (reviews, names) = (store.reviews(period)?, store.person_names()?);
            let counting = settings.metrics_config();
            let window = MetricsWindow { period, now: context.now(), config: &counting, depth: MetricsDepth::Summary };
            let report = worker::compute_metrics(&store, window)?.report;
            let scores = results::scores_by_agent(reviews.iter().map(|review| &review.it));
            let figure = |agent| report.agent(agent).map(|figures| figures.get(FigureId::Quality));
            let shown: Vec<_> = (scores.iter())
                .map(|(agent, scored)| output::agent_score_json(*agent, scored, figure(*agent), &names))
                .collect();
            print_result(form, &shown, || output::scores_page(&shown, first, end))
        }
        QualityCommand::Agreement { from, to, form } => {
            let days = context.settings.period_days;
            let (first, end, period) = parse::parse_period(from.as_deref(), to.as_deref(), days, context)?;
            let reviews = store.reviews(period)?;
            let agreed = results::reviewer_agreement(reviews.iter().map(|review| &review.it));
            let shown = output::agreement_json(&agreed, first, end);
            print_result(form, &shown, || {
                let page = OutputPage::new(format!("Agreement of reviewers · {}", output::format_period(first, end)));
                let points =
                    agreed.mean_score_difference.map(|difference| format!("{:.0} points of 100", difference * 100.0));
                page.facts([
                    ("pairs of reviews", PageCell::number(agreed.pairs)),
                    ("items marked alike", formatting::rate_cell(agreed.agreement_rate(), agreed.items)),
                    ("scores apart, mean", PageCell::optional(points)),
                ])
            })
        }
        QualityCommand::Remove { ids, answer } => {
            drop(store);
            changes::remove_records(context, RecordKind::Review, &ids, answer)
        }
    }
}

/// The current user; fails unless they may review.
fn require_reviewer(context: &CliContext, store: &Store, live: &Desk) -> anyhow::Result<Author> {
    let author = context.author(store)?;
    if author.person.and_then(|me| live.team.people.get(&me)).is_some_and(can_review) {
        return Ok(author);
    }
    let sentence =
        "Reviews are for quality controllers and leads. Say with --as who you are, or set `me` in your settings.";
    Err(Failure { code: 1, sentence: sentence.into() }.into())
}

/// Selection of samples to print.
struct SampleQuery {
    mondays: Vec<NaiveDate>,
    agent: Option<PersonId>,
    sampling: SamplingConfig,
    /// Only answers that `me` can still review.
    only_open: bool,
    me: Option<PersonId>,
}

fn print_sample(wanted: &SampleQuery, form: OutputArgs, context: &CliContext, store: &Store) -> anyhow::Result<()> {
    let SampleQuery { mondays, agent, sampling: how, only_open: waiting, me } = wanted;
    let (zone, now) = (context.settings.zone, context.now());
    let weeks = mondays.iter().map(|monday| store.solved_work_of_week(*monday, zone, now));
    let weeks: Vec<SolvedWeek> = weeks.collect::<Result<_, _>>()?;
    // Reviews of any time since the first week began.
    let first = mondays.iter().copied().min().unwrap_or(zone.date(now));
    let reviews = store.reviews(Period { from: zone.midnight(first), to: now + TimeDelta::seconds(1) })?;
    let names = store.person_names()?;
    let entries = review_queue(&weeks, &reviews, how);
    let drawn: Vec<SampledAnswerJson> = (entries.iter())
        .filter(|entry| agent.is_none_or(|agent| entry.ticket.agent == agent))
        .map(|entry| output::sampled_answer_json(entry, *me, zone, &names))
        .filter(|drawn| !waiting || drawn.is_reviewable())
        .collect();
    print_result(form, &drawn, || output::sample_page(&drawn, mondays, how, *waiting))
}

/// Authors of a ticket's public replies, in order.
fn repliers(detail: &TicketDetail) -> impl Iterator<Item = PersonId> {
    let replies = active_events(&detail.events).filter(|event| matches!(event.what, EventPayload::Replied { .. }));
    replies.filter_map(|event| event.by.person)
}

/// The agent credited with a ticket's answers: the last to reply, else the assignee.
fn credited_agent(detail: &TicketDetail) -> Option<PersonId> {
    repliers(detail).last().or(detail.ticket.assignee)
}

fn save_review(
    args: ReviewArgs,
    me: Author,
    live: &Desk,
    context: &CliContext,
    mut store: Store,
) -> anyhow::Result<()> {
    let ticket = TicketId(args.ticket);
    let detail = store.ticket(ticket)?.ok_or_else(|| Failure::not_found(format!("There is no ticket {ticket}.")))?;
    let agent = match &args.agent {
        Some(name) => find_member(name, &store, live)?.0,
        None => credited_agent(&detail).ok_or_else(|| {
            Failure::usage(format!("Nobody of the team has replied on ticket {ticket}; say with --agent whose it is."))
        })?,
    };
    if repliers(&detail).any(|who| me.person == Some(who)) {
        let sentence = format!("You have replied on ticket {ticket} yourself; let somebody review it who has not.");
        return Err(Failure { code: 1, sentence }.into());
    }
    let (channel, category) = (detail.ticket.channel.as_deref(), detail.ticket.category.as_deref());
    let card = scorecard_for(&context.settings.scorecards, channel, category).ok_or_else(|| {
        Failure::usage(format!(
            "No scorecard fits ticket {ticket}; add a [[scorecard]] without conditions to the team’s settings."
        ))
    })?;
    let marks = card.parse_marks(&args.mark.join(",")).map_err(Failure::usage)?;
    let before = live
        .team
        .reviews
        .iter()
        .find(|review| review.ticket == ticket && review.agent == agent && review.reviewer.person == me.person);
    let record = Record::Review(Review {
        ticket,
        agent,
        reviewer: me,
        // An edited review stays in its original period.
        at: before.map_or(context.now(), |before| before.at),
        card: card.name.clone(),
        marks,
        comment: args.comment.or(before.map(|before| before.it.comment.clone())).unwrap_or_default(),
    });
    let change = match before {
        Some(before) => Change::ReplaceRecord { kind: RecordKind::Review, id: before.id, record: Some(record) },
        None => Change::AddRecord(record),
    };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, args.answer)
}

/// The answers of this and last week's samples that `me` has to review as second reader.
fn second_reader_answers(
    me: Option<PersonId>,
    reviews: &[WithId<Review>],
    context: &CliContext,
    store: &Store,
) -> anyhow::Result<BTreeSet<(TicketId, PersonId)>> {
    let (zone, now) = (context.settings.zone, context.now());
    let this = monday(zone.date(now));
    let weeks = [this, this - Days::new(7)].into_iter().map(|monday| store.solved_work_of_week(monday, zone, now));
    let weeks: Vec<SolvedWeek> = weeks.collect::<Result<_, _>>()?;
    let entries = review_queue(&weeks, reviews, &context.settings.review_sampling);
    let second = entries.iter().filter(|entry| {
        me != Some(entry.ticket.agent) && matches!(entry.state_for(me), ReviewState::NeedsSecondReview)
    });
    Ok(second.map(|entry| (entry.ticket.ticket, entry.ticket.agent)).collect())
}

fn show(
    id: Option<i64>,
    ticket: Option<TicketId>,
    from: Option<&str>,
    me: Author,
    form: OutputArgs,
    context: &CliContext,
    store: &Store,
) -> anyhow::Result<()> {
    // A review selected by its ID or ticket may be of any time.
    let (_, _, mut period) = parse::parse_period(from, None, context.settings.period_days, context)?;
    if from.is_none() && (id.is_some() || ticket.is_some()) {
        period.from = Instant::UNIX_EPOCH;
    }
    period.to += TimeDelta::seconds(1);
    let mut reviews = store.reviews(period)?;
    let waiting = second_reader_answers(me.person, &reviews, context, store)?;
    reviews.retain(|review| id.is_none_or(|id| review.id == id) && ticket.is_none_or(|of| review.ticket == of));
    if let (Some(id), []) = (id, reviews.as_slice()) {
        let sentence = format!("There is no review {id}; `shiftdesk quality show` lists those of the last weeks.");
        return Err(Failure::not_found(sentence));
    }
    // The second reader must not see the first review.
    let listed = reviews.len();
    reviews.retain(|review| !waiting.contains(&(review.ticket, review.agent)));
    let blind = listed - reviews.len();
    if blind > 0 {
        let which = formatting::format_count(blind, "review");
        crate::cli::output::print_message(&format!("You are the second reader of {which}: review first, then look."));
    }
    let names = store.person_names()?;
    let shown: Vec<ReviewJson> =
        reviews.iter().rev().map(|review| output::review_json(review, context.settings.zone, &names)).collect();
    print_result(form, &shown, || output::reviews_page(&shown))
}
