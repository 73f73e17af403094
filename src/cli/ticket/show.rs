//! `shiftdesk ticket show`: a ticket with all details and its full history.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::Context;
use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::words::{self, Names};
use crate::engine::board;
use crate::engine::sla::{self, SlaClock, ClockProgress, ClockState};
use crate::events::replay;
use crate::model::event::Event;
use crate::model::ids::{PersonId, TicketId};
use crate::model::settings::Credit;
use crate::model::ticket::Impossible;
use crate::model::time::{Instant, Zone, parse_moment, seconds};
use crate::query::protocol::Detail;
use super::facts;

/// JSON of a ticket: durations in seconds, timestamps RFC 3339 in the team's time zone, missing values null.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: TicketId,
    /// Newest event of its history, for `--seen`.
    seq: i64,
    source: Option<&'a str>,
    source_id: Option<&'a str>,
    subject: &'a str,
    customer: Option<Customer<'a>>,
    channel: Option<&'a str>,
    category: Option<&'a str>,
    group: Option<&'a str>,
    tags: &'a [String],
    priority: &'static str,
    status: &'static str,
    waits_on: Option<&'static str>,
    assignee: Option<String>,
    proactive: bool,
    created: Option<String>,
    first_response: Option<String>,
    waiting_since: Option<String>,
    first_solved: Option<String>,
    solved: Option<String>,
    solved_by: Option<String>,
    last_event: String,
    replies: Option<u32>,
    reopened: u32,
    reassigned: u32,
    surveys: Option<u32>,
    ratings: Vec<Rating>,
    clocks: Vec<ShownClock<'a>>,
    #[serde(flatten)]
    more: facts::More<'a>,
    extra: &'a BTreeMap<String, String>,
    impossible: Vec<Odd>,
    history: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Customer<'a> {
    name: &'a str,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    organization: Option<&'a str>,
    tier: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Rating {
    at: Option<String>,
    score: u8,
    out_of: u8,
    credit: Option<String>,
}

#[derive(Debug, Serialize)]
struct ShownClock<'a> {
    kind: &'static str,
    policy: &'a str,
    priority: &'static str,
    calendar: Option<&'a str>,
    started: String,
    target: f64,
    due: Option<String>,
    left: Option<f64>,
    ended: Option<String>,
    state: &'static str,
}

/// An impossible value from an imported file.
#[derive(Debug, Serialize)]
struct Odd {
    reason: &'static str,
    at: String,
}

#[derive(Debug, Serialize)]
struct Entry {
    seq: i64,
    at: String,
    /// Name of the person, else the login.
    by: String,
    login: String,
    kind: &'static str,
    /// The event was undone.
    undone: bool,
    data: Map<String, Value>,
}

/// Formats one ticket: its data, the time zone and the credit rule.
struct Sight<'a> {
    detail: &'a Detail,
    zone: Zone,
    /// Credit rule for ratings.
    credit: Credit,
    now: Instant,
}

pub fn run(id: TicketId, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let detail = store.ticket(id)?.ok_or_else(|| super::no_ticket(id))?;
    let (zone, now) = (context.settings.zone, context.now());
    let sight = Sight { detail: &detail, zone, now, credit: context.settings.csat_credit };
    let shift_end = crate::engine::board::shift::current_shift(&store.team(zone.date(now))?, zone, now).map(|shift| shift.ends);
    let clocks: Vec<_> =
        (detail.clocks.iter()).map(|clock| (clock, clock.state(now, shift_end), clock.time_left(now))).collect();
    let shown_clocks = clocks.iter().map(|(clock, state, left)| sight.clock(clock, *state, left.map(seconds)));
    print(form, &sight.shown(shown_clocks.collect()), || {
        let mut table = Table::new([
            Column::left("clock"),
            Column::left("policy"),
            Column::left("target"),
            Column::left("state"),
            Column::right("left"),
        ]);
        let newest: Vec<_> = sla::latest_clocks(&detail.clocks).collect();
        for (clock, state, left) in clocks.iter().filter(|(clock, ..)| newest.contains(clock)) {
            table.row([
                Cell::text(words::word(clock.terms.kind.name())),
                Cell::text(&clock.terms.policy),
                Cell::text(words::span(clock.terms.target)),
                Cell::text(words::word(state.name())),
                words::left(*left),
            ]);
        }
        sight.history(sight.card().table(table).line("History"))
    })
}

/// Due time of a running or breached clock.
fn due(clock: &SlaClock) -> Option<Instant> {
    match clock.progress {
        ClockProgress::Running { due, .. } | ClockProgress::Breached { due, .. } => Some(due),
        ClockProgress::Paused { .. } | ClockProgress::Met { .. } | ClockProgress::Cancelled { .. } => None,
    }
}

fn odd(impossible: &Impossible) -> (&'static str, Instant) {
    match impossible {
        Impossible::FirstReplyBeforeCreation(at) => ("first reply before creation", *at),
        Impossible::SolveBeforeCreation(at) => ("solved before creation", *at),
    }
}

impl Sight<'_> {
    fn names(&self) -> &Names {
        &self.detail.names
    }

    fn who(&self, person: Option<PersonId>) -> Option<String> {
        person.map(|person| words::who(person, self.names()))
    }

    fn by(&self, event: &Event) -> String {
        self.who(event.by.person).unwrap_or_else(|| event.by.login.clone())
    }

    fn at(&self, at: Option<Instant>) -> Option<String> {
        at.map(|at| self.zone.rfc3339(at))
    }

    fn clock<'b>(&self, clock: &'b SlaClock, state: ClockState, left: Option<f64>) -> ShownClock<'b> {
        let terms = &clock.terms;
        ShownClock {
            kind: terms.kind.name(),
            policy: &terms.policy,
            priority: terms.priority.name(),
            calendar: terms.calendar.as_ref().map(|calendar| calendar.name()),
            started: self.zone.rfc3339(terms.started),
            target: seconds(terms.target),
            due: self.at(due(clock)),
            left,
            ended: self.at(clock.ended_at()),
            state: state.name(),
        }
    }

    fn shown<'b>(&'b self, clocks: Vec<ShownClock<'b>>) -> Shown<'b> {
        let (ticket, detail) = (&self.detail.ticket, self.detail);
        let rating = |rating: &crate::model::ticket::rating::Rating| Rating {
            at: self.at(rating.at),
            score: rating.score.score,
            out_of: rating.score.out_of,
            credit: self.who(self.credit.of(rating.credits)),
        };
        let undone = replay::undone(&detail.events);
        let entry = |event: &Event| Entry {
            seq: event.seq.0,
            at: self.zone.rfc3339(event.at),
            by: self.by(event),
            login: event.by.login.clone(),
            kind: event.what.kind(),
            undone: undone.contains(&event.seq),
            data: self.data(event),
        };
        Shown {
            id: ticket.id,
            seq: detail.events.last().map_or(0, |event| event.seq.0),
            source: ticket.source.as_ref().map(|source| source.name.as_str()),
            source_id: ticket.source.as_ref().map(|source| source.id.as_str()),
            subject: &ticket.subject,
            customer: detail.customer.as_ref().map(|customer| Customer {
                name: &customer.name,
                email: customer.email.as_deref(),
                phone: customer.phone.as_deref(),
                organization: customer.organization.as_deref(),
                tier: customer.tier.as_deref(),
            }),
            channel: ticket.channel.as_deref(),
            category: ticket.category.as_deref(),
            group: ticket.group.as_deref(),
            tags: &ticket.tags,
            priority: ticket.priority.name(),
            status: ticket.status.name(),
            waits_on: ticket.status.waits_on().map(|on| on.name()),
            assignee: self.who(ticket.assignee),
            proactive: ticket.proactive,
            created: self.at(ticket.created),
            first_response: self.at(ticket.first_reply_at),
            waiting_since: self.at(ticket.waiting_since),
            first_solved: self.at(ticket.first_solved),
            solved: self.at(ticket.solved()),
            solved_by: self.who(ticket.solved_by),
            last_event: self.zone.rfc3339(ticket.last_event),
            replies: ticket.replies,
            reopened: ticket.reopened,
            reassigned: ticket.reassigned,
            surveys: ticket.surveys,
            ratings: ticket.ratings.iter().map(rating).collect(),
            clocks,
            more: facts::more(ticket, self.names(), self.zone),
            extra: &ticket.extra,
            impossible: (ticket.impossible.iter().map(odd))
                .map(|(reason, at)| Odd { reason, at: self.zone.rfc3339(at) })
                .collect(),
            history: detail.events.iter().map(entry).collect(),
        }
    }

    /// Payload of an event without its kind: people and the customer by name, timestamps in the team's time zone.
    fn data(&self, event: &Event) -> Map<String, Value> {
        let Ok(Value::Object(mut data)) = serde_json::to_value(&event.what) else { return Map::new() };
        data.remove("kind");
        for (key, value) in &mut data {
            let readable = match (key.as_str(), &*value) {
                ("to" | "assignee", Value::Number(id)) => self.who(id.as_i64().map(PersonId)),
                ("customer", Value::Number(_)) => self.detail.customer.as_ref().map(|customer| customer.name.clone()),
                (
                    "created" | "first_reply" | "solved" | "closed" | "updated" | "due" | "follow_up" | "waiting_since",
                    Value::String(at),
                ) => parse_moment(at, self.zone).ok().map(|at| self.zone.rfc3339(at)),
                _ => None,
            };
            if let Some(readable) = readable {
                *value = readable.into();
            }
        }
        data
    }

    fn card(&self) -> Page {
        let (ticket, zone) = (&self.detail.ticket, self.zone);
        let moment = |at: Option<Instant>| Cell::maybe(at.map(|at| words::moment(at, zone)));
        let ago = |at: Option<Instant>| {
            Cell::maybe(at.map(|at| format!("{}, {} ago", words::moment(at, zone), words::span(self.now - at))))
        };
        let state = match ticket.status.waits_on() {
            Some(on) => format!("{}, waits on {}", words::word(ticket.status.name()), words::word(on.name())),
            None => ticket.status.name().to_owned(),
        };
        let customer = self.detail.customer.as_ref().map(|customer| {
            let more = [&customer.email, &customer.phone, &customer.organization, &customer.tier];
            let more = more.into_iter().flatten().map(String::as_str);
            [customer.name.as_str()].into_iter().chain(more).collect::<Vec<_>>().join(" · ")
        });
        let mut lines = vec![
            ("status", Cell::text(state)),
            ("priority", Cell::text(ticket.priority.name())),
            ("who", Cell::maybe(self.who(ticket.assignee))),
            ("customer", Cell::maybe(customer)),
            ("channel", Cell::maybe(ticket.channel.as_ref())),
            ("category", Cell::maybe(ticket.category.as_ref())),
            ("created", ago(ticket.created)),
            ("first response", moment(ticket.first_reply_at)),
            ("waiting since", ago(ticket.waiting_since.filter(|_| ticket.status.in_backlog()))),
            ("solved", moment(ticket.solved())),
        ];
        let maybe = [
            ("group", ticket.group.clone()),
            ("tags", (!ticket.tags.is_empty()).then(|| ticket.tags.join(", "))),
            ("from", ticket.source.as_ref().map(|source| format!("{} {}", source.name, source.id))),
            ("reopened", (ticket.reopened > 0).then(|| words::count(ticket.reopened as usize, "time"))),
            ("reassigned", (ticket.reassigned > 0).then(|| words::count(ticket.reassigned as usize, "time"))),
        ];
        lines.extend(maybe.into_iter().filter_map(|(name, text)| Some((name, Cell::text(text?)))));
        lines.extend(facts::said(ticket, self.names(), zone));
        for rating in &ticket.ratings {
            lines.push(("rated", Cell::text(format!("{} of {}", rating.score.score, rating.score.out_of))));
        }
        for (reason, at) in ticket.impossible.iter().map(odd) {
            lines.push(("cannot be", Cell::text(format!("{reason}: {}", words::moment(at, zone)))));
        }
        let subject = Some(&ticket.subject).filter(|subject| !subject.is_empty());
        let head = format!("Ticket {} · {}", ticket.id, subject.map_or("no subject", String::as_str));
        let page = Page::new(head).facts(lines);
        if ticket.extra.is_empty() {
            return page;
        }
        let mut table = Table::new([Column::cut("column", 12), Column::cut("value", 12)]);
        for (name, value) in &ticket.extra {
            table.row([Cell::text(name), Cell::maybe(Some(value))]);
        }
        page.line("As the file said").table(table)
    }

    /// Adds the events, oldest first: time, author, description and text.
    fn history(&self, page: Page) -> Page {
        let undone = replay::undone(&self.detail.events);
        self.detail.events.iter().fold(page, |page, event| {
            let moment = words::moment(event.at, self.zone);
            let gone = if undone.contains(&event.seq) { " (taken back)" } else { "" };
            let line = format!("{moment} · {} · {}{gone}", self.by(event), words::did(&event.what, self.names()));
            let page = page.line(line);
            match words::body(&event.what) {
                Some(body) => page.text(body),
                None => page,
            }
        })
    }
}
