//! `shiftdesk quality`: samples of answers, their reviews, what they come to and how far reviewers agree.

mod shown;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use clap::Subcommand;

use self::shown::{Drawn, ShownReview};
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Page};
use super::person::{desk, found};
use super::{Context, Failure, typed, words};
use crate::domain::change::Change;
use crate::domain::desk::Desk;
use crate::domain::dialogue::Detail;
use crate::domain::event::{Author, What};
use crate::domain::history;
use crate::domain::metrics::{Depth, FigureId, Window};
use crate::domain::person::PersonId;
use crate::domain::quality::card::for_ticket;
use crate::domain::quality::queue::{Stand, queue, reviews};
use crate::domain::quality::sample::{Draw, Week};
use crate::domain::quality::{Review, told};
use crate::domain::record::{Numbered, Record, RecordKind};
use crate::domain::roster::rules::monday;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, Period};
use crate::store::{Store, worker};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print the sample of a week, and how each of its answers stands
    Sample {
        /// The week: 2026-W47, or a day of it [default: this week]
        #[arg(long, value_name = "WEEK")]
        week: Option<String>,
        /// Only this agent's
        #[arg(long, value_name = "PERSON")]
        agent: Option<String>,
        /// Draw with another seed than that of the settings
        #[arg(long, value_name = "NUMBER")]
        seed: Option<u64>,
        /// Draw so many of each agent
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=50))]
        size: Option<u16>,
        #[command(flatten)]
        form: Form,
    },
    /// Print what of this week's and last week's samples you can still review
    Queue(Form),
    /// Review an answer: quality review 1187 --mark "greeting=1, solution=3, privacy=x"
    Review(ReviewArgs),
    /// Print reviews whole: one by its number, those of a ticket, or those of some days
    Show {
        /// The number of a review
        id: Option<i64>,
        /// Those of a ticket
        #[arg(long, value_name = "NUMBER", conflicts_with = "id")]
        ticket: Option<i64>,
        /// Of one ticket or all, from this day on [default: as many days back as the settings say]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        #[command(flatten)]
        form: Form,
    },
    /// Print each agent's score and weakest items
    Scores {
        /// The first day [default: as many days back as the settings say]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// The day after the last one [default: up to now]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: Form,
    },
    /// Print how far two reviewers of the same answers agree
    Agreement {
        /// The first day [default: as many days back as the settings say]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// The day after the last one [default: up to now]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: Form,
    },
    /// Take reviews away
    Remove {
        /// Their numbers in `quality show`
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: Answer,
    },
}

#[derive(Debug, clap::Args)]
struct ReviewArgs {
    /// The ticket
    ticket: i64,
    /// A mark for every item of its scorecard: ITEM=POINTS, or ITEM=x where it does not apply
    #[arg(long, value_name = "MARKS", required = true)]
    mark: Vec<String>,
    /// What there is to say about it
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Whose answers they are [default: who replied last]
    #[arg(long, value_name = "PERSON")]
    agent: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let live = desk(context, &store)?;
    // The scores are figures like all others; what was said and found is for reviewers.
    let me = match args.act {
        Act::Scores { .. } => context.author(&store)?,
        _ => reviewer(context, &store, &live)?,
    };
    match args.act {
        Act::Sample { week, agent, seed, size, form } => {
            let week = typed::week(week.as_deref().unwrap_or("today"), context)?;
            let agent = agent.map(|name| found(&name, &store, &live).map(|(id, _)| id)).transpose()?;
            let usual = &context.settings.quality;
            let how =
                Draw { seed: seed.unwrap_or(usual.seed), size: size.map_or(usual.size, usize::from), ..usual.clone() };
            let wanted = Wanted { mondays: vec![week], agent, how, waiting: false, me: me.person };
            sample(&wanted, form, context, &store)
        }
        Act::Queue(form) => {
            let this = monday(context.settings.zone.date(context.now()));
            let mondays = vec![this, this - Days::new(7)];
            let how = context.settings.quality.clone();
            sample(&Wanted { mondays, agent: None, how, waiting: true, me: me.person }, form, context, &store)
        }
        Act::Review(args) => review(args, me, &live, context, store),
        Act::Show { id, ticket, from, form } => {
            show(id, ticket.map(TicketId), from.as_deref(), me, form, context, &store)
        }
        Act::Scores { from, to, form } => {
            let settings = &context.settings;
            let (first, end, period) = typed::period(from.as_deref(), to.as_deref(), settings.period_days, context)?;
            let (reviews, names) = (store.reviews(period)?, store.names()?);
            let counting = settings.counting();
            let window = Window { period, now: context.now(), counting: &counting, depth: Depth::Glance };
            let report = worker::metrics(&store, window)?.report;
            let scores = told::scores(reviews.iter().map(|review| &review.it));
            let figure = |agent| report.agent(agent).map(|figures| figures.of(FigureId::Quality));
            let shown: Vec<_> =
                (scores.iter()).map(|(agent, scored)| shown::scored(*agent, scored, figure(*agent), &names)).collect();
            print(form, &shown, || shown::scores(&shown, first, end))
        }
        Act::Agreement { from, to, form } => {
            let days = context.settings.period_days;
            let (first, end, period) = typed::period(from.as_deref(), to.as_deref(), days, context)?;
            let reviews = store.reviews(period)?;
            let agreed = told::agreement(reviews.iter().map(|review| &review.it));
            let shown = shown::agreement(&agreed, first, end);
            print(form, &shown, || {
                let page = Page::new(format!("Agreement of reviewers · {}", shown::days(first, end)));
                let points = agreed.apart.map(|apart| format!("{:.0} points of 100", apart * 100.0));
                page.facts([
                    ("pairs of reviews", Cell::number(agreed.n)),
                    ("items marked alike", words::share(agreed.share(), agreed.items)),
                    ("scores apart, mean", Cell::maybe(points)),
                ])
            })
        }
        Act::Remove { ids, answer } => {
            drop(store);
            act::remove(context, RecordKind::Review, &ids, answer)
        }
    }
}

/// Whoever runs the program, if they review answers; nobody else gets further.
fn reviewer(context: &Context, store: &Store, live: &Desk) -> anyhow::Result<Author> {
    let author = context.author(store)?;
    if author.person.and_then(|me| live.team.people.get(&me)).is_some_and(reviews) {
        return Ok(author);
    }
    let sentence =
        "Reviews are for quality controllers and leads. Say with --as who you are, or set `me` in your settings.";
    Err(Failure { code: 1, sentence: sentence.into() }.into())
}

/// Which samples are asked for.
struct Wanted {
    mondays: Vec<NaiveDate>,
    agent: Option<PersonId>,
    how: Draw,
    /// Only what `me` can still review.
    waiting: bool,
    me: Option<PersonId>,
}

fn sample(wanted: &Wanted, form: Form, context: &Context, store: &Store) -> anyhow::Result<()> {
    let Wanted { mondays, agent, how, waiting, me } = wanted;
    let (zone, now) = (context.settings.zone, context.now());
    let weeks = mondays.iter().map(|monday| store.solved_in(*monday, zone, now));
    let weeks: Vec<Week> = weeks.collect::<Result<_, _>>()?;
    // Whatever was read at any time since the first of the weeks began.
    let first = mondays.iter().copied().min().unwrap_or(zone.date(now));
    let reviews = store.reviews(Period { from: zone.midnight(first), to: now + TimeDelta::seconds(1) })?;
    let names = store.names()?;
    let entries = queue(&weeks, &reviews, how);
    let drawn: Vec<Drawn> = (entries.iter())
        .filter(|entry| agent.is_none_or(|agent| entry.work.agent == agent))
        .map(|entry| shown::drawn(entry, *me, zone, &names))
        .filter(|drawn| !waiting || drawn.waits())
        .collect();
    print(form, &drawn, || shown::sample(&drawn, mondays, how, *waiting))
}

/// Who sent the public replies of a ticket, in order.
fn repliers(detail: &Detail) -> impl Iterator<Item = PersonId> {
    let replies = history::active(&detail.events).filter(|event| matches!(event.what, What::Replied { .. }));
    replies.filter_map(|event| event.by.person)
}

/// Who is credited with the answers of a ticket: who replied last, else its agent.
fn answered(detail: &Detail) -> Option<PersonId> {
    repliers(detail).last().or(detail.ticket.assignee)
}

fn review(args: ReviewArgs, me: Author, live: &Desk, context: &Context, mut store: Store) -> anyhow::Result<()> {
    let ticket = TicketId(args.ticket);
    let detail = store.ticket(ticket)?.ok_or_else(|| Failure::not_found(format!("There is no ticket {ticket}.")))?;
    let agent = match &args.agent {
        Some(name) => found(name, &store, live)?.0,
        None => answered(&detail).ok_or_else(|| {
            Failure::usage(format!("Nobody of the team has replied on ticket {ticket}; say with --agent whose it is."))
        })?,
    };
    if repliers(&detail).any(|who| me.person == Some(who)) {
        let sentence = format!("You have replied on ticket {ticket} yourself; let somebody review it who has not.");
        return Err(Failure { code: 1, sentence }.into());
    }
    let (channel, category) = (detail.ticket.channel.as_deref(), detail.ticket.category.as_deref());
    let card = for_ticket(&context.settings.scorecards, channel, category).ok_or_else(|| {
        Failure::usage(format!(
            "No scorecard fits ticket {ticket}; add a [[scorecard]] without conditions to the team’s settings."
        ))
    })?;
    let marks = card.read(&args.mark.join(",")).map_err(Failure::usage)?;
    let before = live
        .team
        .reviews
        .iter()
        .find(|review| review.ticket == ticket && review.agent == agent && review.reviewer.person == me.person);
    let record = Record::Review(Review {
        ticket,
        agent,
        reviewer: me,
        // What is changed stays in the period in which it was made.
        at: before.map_or(context.now(), |before| before.at),
        card: card.name.clone(),
        marks,
        comment: args.comment.or(before.map(|before| before.it.comment.clone())).unwrap_or_default(),
    });
    let change = match before {
        Some(before) => Change::Replace { kind: RecordKind::Review, id: before.id, record: Some(record) },
        None => Change::Add(record),
    };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, args.answer)
}

/// The answers of this week's and last week's samples that somebody is to read as the second one.
fn second(
    me: Option<PersonId>,
    reviews: &[Numbered<Review>],
    context: &Context,
    store: &Store,
) -> anyhow::Result<BTreeSet<(TicketId, PersonId)>> {
    let (zone, now) = (context.settings.zone, context.now());
    let this = monday(zone.date(now));
    let weeks = [this, this - Days::new(7)].into_iter().map(|monday| store.solved_in(monday, zone, now));
    let weeks: Vec<Week> = weeks.collect::<Result<_, _>>()?;
    let entries = queue(&weeks, reviews, &context.settings.quality);
    let second =
        entries.iter().filter(|entry| me != Some(entry.work.agent) && matches!(entry.stand(me), Stand::Second));
    Ok(second.map(|entry| (entry.work.ticket, entry.work.agent)).collect())
}

fn show(
    id: Option<i64>,
    ticket: Option<TicketId>,
    from: Option<&str>,
    me: Author,
    form: Form,
    context: &Context,
    store: &Store,
) -> anyhow::Result<()> {
    // By its number or its ticket a review is found whenever it was made.
    let (_, _, mut period) = typed::period(from, None, context.settings.period_days, context)?;
    if from.is_none() && (id.is_some() || ticket.is_some()) {
        period.from = Instant::UNIX_EPOCH;
    }
    period.to += TimeDelta::seconds(1);
    let mut reviews = store.reviews(period)?;
    let waiting = second(me.person, &reviews, context, store)?;
    reviews.retain(|review| id.is_none_or(|id| review.id == id) && ticket.is_none_or(|of| review.ticket == of));
    if let (Some(id), []) = (id, reviews.as_slice()) {
        let sentence = format!("There is no review {id}; `shiftdesk quality show` lists those of the last weeks.");
        return Err(Failure::not_found(sentence));
    }
    // The second reader of an answer finds on their own.
    let listed = reviews.len();
    reviews.retain(|review| !waiting.contains(&(review.ticket, review.agent)));
    let blind = listed - reviews.len();
    if blind > 0 {
        let which = words::count(blind, "review");
        crate::cli::output::tell(&format!("You are the second reader of {which}: review first, then look."));
    }
    let names = store.names()?;
    let shown: Vec<ShownReview> =
        reviews.iter().rev().map(|review| shown::review(review, context.settings.zone, &names)).collect();
    print(form, &shown, || shown::reviews(&shown))
}
