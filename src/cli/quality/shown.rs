//! JSON and pages of QA samples, reviews, scores and agreement.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::words::{self, Names};
use crate::engine::metrics::sum::Summed;
use crate::engine::quality::queue::{Entry, Stand};
use crate::engine::quality::told::{Agreement, Scored};
use crate::model::ids::{PersonId, TicketId};
use crate::model::record::Numbered;
use crate::model::review::{Draw, Review};
use crate::model::time::Zone;

/// `Sat 24 Oct 2026 to Sat 21 Nov 2026`; `end` is exclusive.
pub fn days(first: NaiveDate, end: NaiveDate) -> String {
    format!("{} to {}", words::day(first), words::day(end.pred_opt().unwrap_or(end)))
}

/// JSON of a sampled ticket.
#[derive(Debug, Serialize)]
pub struct Drawn {
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

impl Drawn {
    /// Whether the user can still review it.
    pub fn waits(&self) -> bool {
        ["to_review", "second_reader"].contains(&self.state)
    }
}

pub fn drawn(entry: &Entry, me: Option<PersonId>, zone: Zone, names: &Names) -> Drawn {
    let state = match entry.stand(me) {
        Stand::Done => "done",
        _ if me == Some(entry.work.agent) => "yours",
        Stand::Open => "to_review",
        Stand::Second => "second_reader",
    };
    Drawn {
        week: entry.monday.format("%G-W%V").to_string(),
        agent: words::who(entry.work.agent, names),
        ticket: entry.work.ticket,
        subject: entry.work.subject.clone(),
        channel: entry.work.channel.clone(),
        category: entry.work.category.clone(),
        priority: entry.work.priority.name(),
        bad_rating: entry.work.bad,
        second: entry.second,
        state,
        score: entry.score(me),
        solved: zone.rfc3339(entry.work.at),
    }
}

pub fn sample(drawn: &[Drawn], mondays: &[NaiveDate], how: &Draw, waiting: bool) -> Page {
    let mut table = Table::new([
        Column::left("week"),
        Column::cut("agent", 8),
        Column::right("ticket"),
        Column::cut("subject", 10),
        Column::left("channel"),
        Column::left("rating"),
        Column::left("state"),
        Column::right("score"),
    ]);
    for one in drawn {
        table.row([
            Cell::text(&one.week),
            Cell::text(&one.agent),
            Cell::number(one.ticket),
            Cell::text(&one.subject),
            Cell::maybe(one.channel.as_ref()),
            if one.bad_rating { Cell::text("bad") } else { Cell::none() },
            Cell::text(words::word(one.state)),
            Cell::maybe(one.score.map(crate::engine::summary::format_percent)),
        ]);
    }
    let weeks: Vec<_> = mondays.iter().map(|monday| monday.format("%G-W%V").to_string()).collect();
    let weeks = weeks.join(", ");
    let head = match waiting {
        true => format!("To review · {weeks} · {}", words::count(drawn.len(), "answer")),
        false => format!("Sample of {weeks} · {} of each agent, seed {}", how.size, how.seed),
    };
    let page = Page::new(head).table(table);
    match (drawn.is_empty(), waiting) {
        (true, true) => page.line("There is nothing left to review."),
        (true, false) => page.line("Nobody solved a ticket in that week."),
        _ => page,
    }
}

/// JSON of a review.
#[derive(Debug, Serialize)]
pub struct ShownReview {
    id: i64,
    ticket: TicketId,
    agent: String,
    reviewer: String,
    at: String,
    scorecard: String,
    /// Earned ÷ possible points, 0 to 1; 0 if an auto-fail item was missed.
    score: Option<f64>,
    marks: Vec<ShownMark>,
    comment: String,
    #[serde(skip)]
    when: String,
}

#[derive(Debug, Serialize)]
struct ShownMark {
    item: String,
    /// Null if N/A.
    points: Option<u32>,
    of: u32,
    fatal: bool,
}

pub fn review(review: &Numbered<Review>, zone: Zone, names: &Names) -> ShownReview {
    let by = &review.reviewer;
    ShownReview {
        id: review.id,
        ticket: review.ticket,
        agent: words::who(review.agent, names),
        reviewer: by.person.map_or_else(|| by.login.clone(), |by| words::who(by, names)),
        at: zone.rfc3339(review.at),
        scorecard: review.card.clone(),
        score: review.score(),
        marks: (review.marks.iter())
            .map(|mark| ShownMark { item: mark.item.clone(), points: mark.points, of: mark.of, fatal: mark.fatal })
            .collect(),
        comment: review.comment.clone(),
        when: words::moment(review.at, zone),
    }
}

pub fn reviews(shown: &[ShownReview]) -> Page {
    let page = Page::new(format!("Reviews · {}", shown.len()));
    if shown.is_empty() {
        return page.line("There are none; `shiftdesk quality queue` lists what is to be reviewed.");
    }
    shown.iter().fold(page, |page, one| {
        let marks = one.marks.iter().map(|mark| {
            let points = mark.points.map_or("x".to_owned(), |points| points.to_string());
            format!("{} {points}/{}", mark.item, mark.of)
        });
        let page = page.facts([
            ("review", Cell::text(format!("{} of ticket {}, by {}", one.id, one.ticket, one.agent))),
            ("reviewer", Cell::text(format!("{}, {}", one.reviewer, one.when))),
            ("score", Cell::maybe(one.score.map(crate::engine::summary::format_percent))),
            ("marks", Cell::text(marks.collect::<Vec<_>>().join(", "))),
        ]);
        if one.comment.is_empty() { page } else { page.text(&one.comment) }
    })
}

/// JSON of an agent's QA score.
#[derive(Debug, Serialize)]
pub struct ShownScore {
    agent: String,
    n: usize,
    /// 0 to 1.
    mean: Option<f64>,
    /// Reviews with a missed auto-fail item.
    failed: usize,
    /// Weakest first.
    items: Vec<ShownItem>,
    #[serde(skip)]
    weak: String,
}

#[derive(Debug, Serialize)]
struct ShownItem {
    item: String,
    earned: u32,
    possible: u32,
}

pub fn scored(agent: PersonId, scored: &Scored, figure: Option<&Summed>, names: &Names) -> ShownScore {
    let item = |(item, earned, possible): &(String, u32, u32)| ShownItem {
        item: item.clone(),
        earned: *earned,
        possible: *possible,
    };
    let weak = scored.weak().take(3).map(|(name, share)| format!("{name} {}", crate::engine::summary::format_percent(share)));
    ShownScore {
        weak: weak.collect::<Vec<_>>().join(", "),
        agent: words::who(agent, names),
        n: figure.map_or(0, Summed::n),
        mean: figure.and_then(Summed::value),
        failed: scored.failed,
        items: scored.items.iter().map(item).collect(),
    }
}

pub fn scores(shown: &[ShownScore], first: NaiveDate, end: NaiveDate) -> Page {
    let mut table = Table::new([
        Column::cut("agent", 8),
        Column::right("score"),
        Column::left("n"),
        Column::right("failed"),
        Column::cut("weakest", 20),
    ]);
    for one in shown {
        table.row([
            Cell::text(&one.agent),
            Cell::maybe(one.mean.map(crate::engine::summary::format_percent)),
            Cell::text(words::samples(one.n)),
            if one.failed == 0 { Cell::none() } else { Cell::number(one.failed) },
            Cell::maybe(Some(&one.weak).filter(|weak| !weak.is_empty())),
        ]);
    }
    let page = Page::new(format!("Scores · {}", days(first, end))).table(table);
    if shown.is_empty() { page.line("Nothing was reviewed in these days.") } else { page }
}

/// JSON of the agreement between reviewers.
#[derive(Debug, Serialize)]
pub struct ShownAgreement {
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

pub fn agreement(agreed: &Agreement, from: NaiveDate, to: NaiveDate) -> ShownAgreement {
    let Agreement { n, items, alike, apart } = *agreed;
    ShownAgreement { from, to, n, items, alike, share: agreed.share(), apart }
}
