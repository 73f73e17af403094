//! JSON and pages of QA samples, reviews, scores and agreement.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::formatting::{self, PersonNames};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::quality::results::{AgentReviewScores, ReviewerAgreement};
use crate::engine::quality::review_queue::{ReviewQueueEntry, ReviewState};
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::review::{Review, SamplingConfig};
use crate::model::time::Zone;

/// `Sat 24 Oct 2026 to Sat 21 Nov 2026`; `end` is exclusive.
pub fn format_period(first: NaiveDate, end: NaiveDate) -> String {
    format!("{} to {}", formatting::format_date(first), formatting::format_date(end.pred_opt().unwrap_or(end)))
}

/// JSON of a sampled ticket.
#[derive(Debug, Serialize)]
pub struct SampledAnswerJson {
    /// `2026-W47`.
    week: String,
    agent: String,
    ticket: TicketId,
    subject: String,
    channel: Option<String>,
    category: Option<String>,
    priority: &'static str,
    bad_rating: bool,
    /// Needs a second review.
    second: bool,
    /// to_review, second_reader or done; yours for your own answers.
    state: &'static str,
    /// Null while the user may not see it.
    score: Option<f64>,
    solved: String,
}

impl SampledAnswerJson {
    /// Whether the user can still review it.
    pub fn is_reviewable(&self) -> bool {
        ["to_review", "second_reader"].contains(&self.state)
    }
}

pub fn sampled_answer_json(
    entry: &ReviewQueueEntry,
    me: Option<PersonId>,
    zone: Zone,
    names: &PersonNames,
) -> SampledAnswerJson {
    let state = match entry.state_for(me) {
        ReviewState::Done => "done",
        _ if me == Some(entry.ticket.agent) => "yours",
        ReviewState::Open => "to_review",
        ReviewState::NeedsSecondReview => "second_reader",
    };
    SampledAnswerJson {
        week: entry.monday.format("%G-W%V").to_string(),
        agent: formatting::person_name(entry.ticket.agent, names),
        ticket: entry.ticket.ticket,
        subject: entry.ticket.subject.clone(),
        channel: entry.ticket.channel.clone(),
        category: entry.ticket.category.clone(),
        priority: entry.ticket.priority.name(),
        bad_rating: entry.ticket.has_bad_rating,
        second: entry.needs_second_review,
        state,
        score: entry.visible_score(me),
        solved: zone.rfc3339(entry.ticket.at),
    }
}

pub fn sample_page(
    drawn: &[SampledAnswerJson],
    mondays: &[NaiveDate],
    how: &SamplingConfig,
    waiting: bool,
) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::left("week"),
        PageColumn::truncatable("agent", 8),
        PageColumn::right("ticket"),
        PageColumn::truncatable("subject", 10),
        PageColumn::left("channel"),
        PageColumn::left("rating"),
        PageColumn::left("state"),
        PageColumn::right("score"),
    ]);
    for one in drawn {
        table.add_row([
            PageCell::text(&one.week),
            PageCell::text(&one.agent),
            PageCell::number(one.ticket),
            PageCell::text(&one.subject),
            PageCell::optional(one.channel.as_ref()),
            if one.bad_rating { PageCell::text("bad") } else { PageCell::none() },
            PageCell::text(formatting::humanize(one.state)),
            PageCell::optional(one.score.map(crate::presentation::numbers::format_percent)),
        ]);
    }
    let weeks: Vec<_> = mondays.iter().map(|monday| monday.format("%G-W%V").to_string()).collect();
    let weeks = weeks.join(", ");
    let head = match waiting {
        true => format!("To review · {weeks} · {}", formatting::format_count(drawn.len(), "answer")),
        false => format!("Sample of {weeks} · {} of each agent, seed {}", how.size, how.seed),
    };
    let page = OutputPage::new(head).table(table);
    match (drawn.is_empty(), waiting) {
        (true, true) => page.line("There is nothing left to review."),
        (true, false) => page.line("Nobody solved a ticket in that week."),
        _ => page,
    }
}

/// JSON of a review.
#[derive(Debug, Serialize)]
pub struct ReviewJson {
    id: i64,
    ticket: TicketId,
    agent: String,
    reviewer: String,
    at: String,
    scorecard: String,
    /// Earned ÷ possible points, 0 to 1; 0 if an auto-fail item was missed.
    score: Option<f64>,
    marks: Vec<ReviewMarkJson>,
    comment: String,
    #[serde(skip)]
    reviewed_at: String,
}

#[derive(Debug, Serialize)]
struct ReviewMarkJson {
    item: String,
    /// Null if N/A.
    points: Option<u32>,
    of: u32,
    fatal: bool,
}

pub fn review_json(review: &WithId<Review>, zone: Zone, names: &PersonNames) -> ReviewJson {
    let by = &review.reviewer;
    ReviewJson {
        id: review.id,
        ticket: review.ticket,
        agent: formatting::person_name(review.agent, names),
        reviewer: by.person.map_or_else(|| by.login.clone(), |by| formatting::person_name(by, names)),
        at: zone.rfc3339(review.at),
        scorecard: review.card.clone(),
        score: review.score(),
        marks: (review.marks.iter())
            .map(|mark| ReviewMarkJson { item: mark.item.clone(), points: mark.points, of: mark.of, fatal: mark.fatal })
            .collect(),
        comment: review.comment.clone(),
        reviewed_at: formatting::format_timestamp(review.at, zone),
    }
}

pub fn reviews_page(shown: &[ReviewJson]) -> OutputPage {
    let page = OutputPage::new(format!("Reviews · {}", shown.len()));
    if shown.is_empty() {
        return page.line("There are none; `shiftdesk quality queue` lists what is to be reviewed.");
    }
    shown.iter().fold(page, |page, one| {
        let marks = one.marks.iter().map(|mark| {
            let points = mark.points.map_or("x".to_owned(), |points| points.to_string());
            format!("{} {points}/{}", mark.item, mark.of)
        });
        let page = page.facts([
            ("review", PageCell::text(format!("{} of ticket {}, by {}", one.id, one.ticket, one.agent))),
            ("reviewer", PageCell::text(format!("{}, {}", one.reviewer, one.reviewed_at))),
            ("score", PageCell::optional(one.score.map(crate::presentation::numbers::format_percent))),
            ("marks", PageCell::text(marks.collect::<Vec<_>>().join(", "))),
        ]);
        if one.comment.is_empty() { page } else { page.text(&one.comment) }
    })
}

/// JSON of an agent's QA score.
#[derive(Debug, Serialize)]
pub struct AgentScoreJson {
    agent: String,
    n: usize,
    /// 0 to 1.
    mean: Option<f64>,
    /// Reviews with a missed auto-fail item.
    failed: usize,
    /// Weakest first.
    items: Vec<ItemScoreJson>,
    #[serde(skip)]
    weakest_items: String,
}

#[derive(Debug, Serialize)]
struct ItemScoreJson {
    item: String,
    earned: u32,
    possible: u32,
}

pub fn agent_score_json(
    agent: PersonId,
    scored: &AgentReviewScores,
    figure: Option<&FigureSummary>,
    names: &PersonNames,
) -> AgentScoreJson {
    let item = |(item, earned, possible): &(String, u32, u32)| ItemScoreJson {
        item: item.clone(),
        earned: *earned,
        possible: *possible,
    };
    let weak = scored
        .weakest_items()
        .take(3)
        .map(|(name, share)| format!("{name} {}", crate::presentation::numbers::format_percent(share)));
    AgentScoreJson {
        weakest_items: weak.collect::<Vec<_>>().join(", "),
        agent: formatting::person_name(agent, names),
        n: figure.map_or(0, FigureSummary::n),
        mean: figure.and_then(FigureSummary::value),
        failed: scored.auto_failed,
        items: scored.items.iter().map(item).collect(),
    }
}

pub fn scores_page(shown: &[AgentScoreJson], first: NaiveDate, end: NaiveDate) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::truncatable("agent", 8),
        PageColumn::right("score"),
        PageColumn::left("n"),
        PageColumn::right("failed"),
        PageColumn::truncatable("weakest", 20),
    ]);
    for one in shown {
        table.add_row([
            PageCell::text(&one.agent),
            PageCell::optional(one.mean.map(crate::presentation::numbers::format_percent)),
            PageCell::text(formatting::format_sample_size(one.n)),
            if one.failed == 0 { PageCell::none() } else { PageCell::number(one.failed) },
            PageCell::optional(Some(&one.weakest_items).filter(|weak| !weak.is_empty())),
        ]);
    }
    let page = OutputPage::new(format!("Scores · {}", format_period(first, end))).table(table);
    if shown.is_empty() { page.line("Nothing was reviewed in these days.") } else { page }
}

/// JSON of the agreement between reviewers.
#[derive(Debug, Serialize)]
pub struct AgreementJson {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    /// Pairs of reviews of the same answer.
    n: usize,
    items: usize,
    alike: usize,
    /// 0 to 1.
    share: Option<f64>,
    /// Mean absolute difference between the two scores, 0 to 1.
    apart: Option<f64>,
}

pub fn agreement_json(agreed: &ReviewerAgreement, from: NaiveDate, to: NaiveDate) -> AgreementJson {
    let ReviewerAgreement { pairs: n, items, agreeing_items: alike, mean_score_difference: apart } = *agreed;
    AgreementJson { from, to, n, items, alike, share: agreed.agreement_rate(), apart }
}
