//! `shiftdesk ticket show`: a ticket with all details and its full history.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::details;
use crate::cli::context::CliContext;
use crate::cli::event_text;
use crate::cli::formatting::{self, PersonNames};
use crate::cli::lookup::ticket_not_found;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::sla::{self, ClockProgress, ClockState, SlaClock};
use crate::events::active_events::undone_seqs;
use crate::model::event::Event;
use crate::model::ids::{PersonId, TicketId};
use crate::model::settings::RatingCreditRule;
use crate::model::ticket::ImpossibleTime;
use crate::model::time::{Instant, Zone, parse_moment, seconds};
use crate::query::protocol::TicketDetail;

/// JSON of a ticket: durations in seconds, timestamps RFC 3339 in the team's time zone, missing values null.
#[derive(Debug, Serialize)]
struct TicketJson<'a> {
    id: TicketId,
    /// Newest event of its history, for `--seen`.
    seq: i64,
    source: Option<&'a str>,
    source_id: Option<&'a str>,
    subject: &'a str,
    customer: Option<TicketCustomerJson<'a>>,
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
    ratings: Vec<TicketRatingJson>,
    clocks: Vec<TicketClockJson<'a>>,
    #[serde(flatten)]
    details: details::TicketDetailsJson<'a>,
    extra: &'a BTreeMap<String, String>,
    impossible: Vec<ImpossibleValueJson>,
    history: Vec<TicketEventJson>,
}

#[derive(Debug, Serialize)]
struct TicketCustomerJson<'a> {
    name: &'a str,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    organization: Option<&'a str>,
    tier: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct TicketRatingJson {
    at: Option<String>,
    score: u8,
    out_of: u8,
    credit: Option<String>,
}

#[derive(Debug, Serialize)]
struct TicketClockJson<'a> {
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
struct ImpossibleValueJson {
    reason: &'static str,
    at: String,
}

#[derive(Debug, Serialize)]
struct TicketEventJson {
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
struct TicketPrinter<'a> {
    detail: &'a TicketDetail,
    zone: Zone,
    /// Credit rule for ratings.
    credit: RatingCreditRule,
    now: Instant,
}

pub fn run(id: TicketId, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let detail = store.ticket(id)?.ok_or_else(|| ticket_not_found(id))?;
    let (zone, now) = (context.settings.zone, context.now());
    let sight = TicketPrinter { detail: &detail, zone, now, credit: context.settings.csat_credit };
    let shift_end = crate::engine::board::current_shift::current_shift(&store.team(zone.date(now))?, zone, now)
        .map(|shift| shift.ends);
    let clocks: Vec<_> =
        (detail.clocks.iter()).map(|clock| (clock, clock.state(now, shift_end), clock.time_left(now))).collect();
    let shown_clocks = clocks.iter().map(|(clock, state, left)| sight.clock_json(clock, *state, left.map(seconds)));
    print_result(form, &sight.ticket_json(shown_clocks.collect()), || {
        let mut table = PageTable::new([
            PageColumn::left("clock"),
            PageColumn::left("policy"),
            PageColumn::left("target"),
            PageColumn::left("state"),
            PageColumn::right("left"),
        ]);
        let newest: Vec<_> = sla::latest_clocks(&detail.clocks).collect();
        for (clock, state, left) in clocks.iter().filter(|(clock, ..)| newest.contains(clock)) {
            table.add_row([
                PageCell::text(formatting::humanize(clock.terms.kind.name())),
                PageCell::text(&clock.terms.policy),
                PageCell::text(formatting::format_duration(clock.terms.target)),
                PageCell::text(formatting::humanize(state.name())),
                formatting::time_left_cell(*left),
            ]);
        }
        sight.add_history(sight.summary_page().table(table).line("History"))
    })
}

/// Due time of a running or breached clock.
fn due_at(clock: &SlaClock) -> Option<Instant> {
    match clock.progress {
        ClockProgress::Running { due, .. } | ClockProgress::Breached { due, .. } => Some(due),
        ClockProgress::Paused { .. } | ClockProgress::Met { .. } | ClockProgress::Cancelled { .. } => None,
    }
}

fn impossible_value(impossible: &ImpossibleTime) -> (&'static str, Instant) {
    match impossible {
        ImpossibleTime::FirstReplyBeforeCreation(at) => ("first reply before creation", *at),
        ImpossibleTime::SolveBeforeCreation(at) => ("solved before creation", *at),
    }
}

impl TicketPrinter<'_> {
    fn names(&self) -> &PersonNames {
        &self.detail.names
    }

    fn person_name(&self, person: Option<PersonId>) -> Option<String> {
        person.map(|person| formatting::person_name(person, self.names()))
    }

    fn author_name(&self, event: &Event) -> String {
        self.person_name(event.by.person).unwrap_or_else(|| event.by.login.clone())
    }

    fn rfc3339(&self, at: Option<Instant>) -> Option<String> {
        at.map(|at| self.zone.rfc3339(at))
    }

    fn clock_json<'b>(&self, clock: &'b SlaClock, state: ClockState, left: Option<f64>) -> TicketClockJson<'b> {
        let terms = &clock.terms;
        TicketClockJson {
            kind: terms.kind.name(),
            policy: &terms.policy,
            priority: terms.priority.name(),
            calendar: terms.calendar.as_ref().map(|calendar| calendar.name()),
            started: self.zone.rfc3339(terms.started),
            target: seconds(terms.target),
            due: self.rfc3339(due_at(clock)),
            left,
            ended: self.rfc3339(clock.ended_at()),
            state: state.name(),
        }
    }

    fn ticket_json<'b>(&'b self, clocks: Vec<TicketClockJson<'b>>) -> TicketJson<'b> {
        let (ticket, detail) = (&self.detail.ticket, self.detail);
        let rating = |rating: &crate::model::rating::Rating| TicketRatingJson {
            at: self.rfc3339(rating.at),
            score: rating.score.score,
            out_of: rating.score.out_of,
            credit: self.person_name(self.credit.credited_person(rating.credits)),
        };
        let undone = undone_seqs(&detail.events);
        let entry = |event: &Event| TicketEventJson {
            seq: event.seq.0,
            at: self.zone.rfc3339(event.at),
            by: self.author_name(event),
            login: event.by.login.clone(),
            kind: event.what.kind(),
            undone: undone.contains(&event.seq),
            data: self.event_data(event),
        };
        TicketJson {
            id: ticket.id,
            seq: detail.events.last().map_or(0, |event| event.seq.0),
            source: ticket.source.as_ref().map(|source| source.name.as_str()),
            source_id: ticket.source.as_ref().map(|source| source.id.as_str()),
            subject: &ticket.subject,
            customer: detail.customer.as_ref().map(|customer| TicketCustomerJson {
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
            assignee: self.person_name(ticket.assignee),
            proactive: ticket.proactive,
            created: self.rfc3339(ticket.created),
            first_response: self.rfc3339(ticket.first_reply_at),
            waiting_since: self.rfc3339(ticket.waiting_since),
            first_solved: self.rfc3339(ticket.first_solved),
            solved: self.rfc3339(ticket.solved_at()),
            solved_by: self.person_name(ticket.solved_by),
            last_event: self.zone.rfc3339(ticket.last_event),
            replies: ticket.replies,
            reopened: ticket.reopened,
            reassigned: ticket.reassigned,
            surveys: ticket.surveys,
            ratings: ticket.ratings.iter().map(rating).collect(),
            clocks,
            details: details::ticket_details_json(ticket, self.names(), self.zone),
            extra: &ticket.extra,
            impossible: (ticket.impossible_times.iter().map(impossible_value))
                .map(|(reason, at)| ImpossibleValueJson { reason, at: self.zone.rfc3339(at) })
                .collect(),
            history: detail.events.iter().map(entry).collect(),
        }
    }

    /// Payload of an event without its kind: people and the customer by name, timestamps in the team's time zone.
    fn event_data(&self, event: &Event) -> Map<String, Value> {
        let Ok(Value::Object(mut data)) = serde_json::to_value(&event.what) else { return Map::new() };
        data.remove("kind");
        for (key, value) in &mut data {
            let readable = match (key.as_str(), &*value) {
                ("to" | "assignee", Value::Number(id)) => self.person_name(id.as_i64().map(PersonId)),
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

    fn summary_page(&self) -> OutputPage {
        let (ticket, zone) = (&self.detail.ticket, self.zone);
        let moment = |at: Option<Instant>| PageCell::optional(at.map(|at| formatting::format_timestamp(at, zone)));
        let ago = |at: Option<Instant>| {
            PageCell::optional(at.map(|at| {
                format!(
                    "{}, {} ago",
                    formatting::format_timestamp(at, zone),
                    formatting::format_duration(self.now - at)
                )
            }))
        };
        let state = match ticket.status.waits_on() {
            Some(on) => {
                format!("{}, waits on {}", formatting::humanize(ticket.status.name()), formatting::humanize(on.name()))
            }
            None => ticket.status.name().to_owned(),
        };
        let customer = self.detail.customer.as_ref().map(|customer| {
            let more = [&customer.email, &customer.phone, &customer.organization, &customer.tier];
            let more = more.into_iter().flatten().map(String::as_str);
            [customer.name.as_str()].into_iter().chain(more).collect::<Vec<_>>().join(" · ")
        });
        let mut lines = vec![
            ("status", PageCell::text(state)),
            ("priority", PageCell::text(ticket.priority.name())),
            ("who", PageCell::optional(self.person_name(ticket.assignee))),
            ("customer", PageCell::optional(customer)),
            ("channel", PageCell::optional(ticket.channel.as_ref())),
            ("category", PageCell::optional(ticket.category.as_ref())),
            ("created", ago(ticket.created)),
            ("first response", moment(ticket.first_reply_at)),
            ("waiting since", ago(ticket.waiting_since.filter(|_| ticket.status.in_backlog()))),
            ("solved", moment(ticket.solved_at())),
        ];
        let maybe = [
            ("group", ticket.group.clone()),
            ("tags", (!ticket.tags.is_empty()).then(|| ticket.tags.join(", "))),
            ("from", ticket.source.as_ref().map(|source| format!("{} {}", source.name, source.id))),
            ("reopened", (ticket.reopened > 0).then(|| formatting::format_count(ticket.reopened as usize, "time"))),
            (
                "reassigned",
                (ticket.reassigned > 0).then(|| formatting::format_count(ticket.reassigned as usize, "time")),
            ),
        ];
        lines.extend(maybe.into_iter().filter_map(|(name, text)| Some((name, PageCell::text(text?)))));
        lines.extend(details::ticket_facts(ticket, self.names(), zone));
        for rating in &ticket.ratings {
            lines.push(("rated", PageCell::text(format!("{} of {}", rating.score.score, rating.score.out_of))));
        }
        for (reason, at) in ticket.impossible_times.iter().map(impossible_value) {
            lines.push(("cannot be", PageCell::text(format!("{reason}: {}", formatting::format_timestamp(at, zone)))));
        }
        let subject = Some(&ticket.subject).filter(|subject| !subject.is_empty());
        let head = format!("Ticket {} · {}", ticket.id, subject.map_or("no subject", String::as_str));
        let page = OutputPage::new(head).facts(lines);
        if ticket.extra.is_empty() {
            return page;
        }
        let mut table = PageTable::new([PageColumn::truncatable("column", 12), PageColumn::truncatable("value", 12)]);
        for (name, value) in &ticket.extra {
            table.add_row([PageCell::text(name), PageCell::optional(Some(value))]);
        }
        page.line("As the file said").table(table)
    }

    /// Adds the events, oldest first: time, author, description and text.
    fn add_history(&self, page: OutputPage) -> OutputPage {
        let undone = undone_seqs(&self.detail.events);
        self.detail.events.iter().fold(page, |page, event| {
            let moment = formatting::format_timestamp(event.at, self.zone);
            let gone = if undone.contains(&event.seq) { " (taken back)" } else { "" };
            let line = format!(
                "{moment} · {} · {}{gone}",
                self.author_name(event),
                event_text::describe_event(&event.what, self.names())
            );
            let page = page.line(line);
            match event_text::event_body(&event.what) {
                Some(body) => page.text(body),
                None => page,
            }
        })
    }
}
