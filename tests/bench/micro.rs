//! The sums on their own, and one draw of Today: `cargo bench --bench micro`.
//!
//! These say where time goes when a row of the table gets slower; what a person waits for stands there. Everything is
//! told by the demo and replayed in memory: no file, no terminal.

// A bench that cannot go on says so by panicking.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use chrono::TimeDelta;
use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use shiftdesk::config::{self, Settings};
use shiftdesk::engine::aging::backlog_aging;
use shiftdesk::engine::desk::{Desk, TicketRow};
use shiftdesk::engine::distribution::candidates::DistributionScope;
use shiftdesk::engine::distribution::distribute;
use shiftdesk::engine::metrics::ticket_facts::TicketFacts;
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow, Samples};
use shiftdesk::engine::sla::clocks::ticket_clocks;
use shiftdesk::engine::sla::{PolicyHistory, nearest_clock};
use shiftdesk::events::replay;
use shiftdesk::exchange::demo::{DEFAULT_SEED, Demo, DemoSizes};
use shiftdesk::model::calendar::Calendar;
use shiftdesk::model::event::Event;
use shiftdesk::model::ids::{PersonId, Seq, TicketId};
use shiftdesk::model::person::Author;
use shiftdesk::model::record::Record;
use shiftdesk::model::settings::DistributionConfig;
use shiftdesk::model::shift::{Hours, Shift};
use shiftdesk::model::ticket::Status;
use shiftdesk::model::time::{Instant, Period, Zone, parse_moment};
use shiftdesk::query::filter::ast::TicketFilter;
use shiftdesk::query::filter::matching::FilterContext;
use shiftdesk::query::filter::text_index::TextIndex;
use shiftdesk::query::protocol::{MetricsSlot, MetricsSnapshot, Response};
use shiftdesk::ui::app::App;

const PEOPLE: usize = 20;
const TICKETS: u64 = 10_000;
const OPEN: u64 = 500;

/// So many times the open tickets stand in the large desk: 50,000.
const COPIES: i64 = 100;

/// What the sums are done over.
struct World {
    settings: Settings,
    now: Instant,
    period: Period,
    pasts: Vec<(TicketId, TicketFacts)>,
    /// 500 open tickets.
    desk: Desk,
    /// The same ones a hundred times.
    large: Desk,
}

fn world() -> World {
    let settings = config::load(None, &std::env::temp_dir().join("no such desk.db")).unwrap().settings;
    let now = parse_moment("2026-03-02T10:00", settings.zone).unwrap_or_default();
    let sizes = DemoSizes { people: PEOPLE, tickets: TICKETS, open: OPEN };
    let demo = Demo::new(DEFAULT_SEED, now, settings.zone, sizes, settings.sla_rules.clone());
    let book = PolicyHistory::unchanging(settings.sla_rules.clone());
    let mut desk = Desk::default();
    for record in demo.records() {
        match record {
            Record::Person(person) => {
                let id = desk.team.people.len() as i64 + 1;
                desk.team.people.insert(PersonId(id), person);
            }
            Record::Shift(shift) => desk.team.shifts.push(shift.into()),
            Record::Absence(absence) => desk.team.absences.push(absence.into()),
            Record::Requirement(requirement) => desk.team.requirements.push(requirement.into()),
            _ => {}
        }
    }
    let mut pasts = Vec::new();
    for (id, story) in (1..).zip(demo.tickets()) {
        let event = |(n, (at, by, what))| Event { seq: Seq(n), at, by, what };
        let events: Vec<_> = (1..).zip(story.events).map(event).collect();
        let Some(ticket) = replay::replay_ticket(TicketId(id), &events, None) else { continue };
        let clocks = ticket_clocks(&ticket, &|_, _| None, &book);
        if ticket.status.in_backlog() {
            desk.tickets.insert(ticket.id, TicketRow::from_ticket(&ticket, None, nearest_clock(&clocks).cloned()));
        }
        pasts.push((ticket.id, TicketFacts::from_ticket(&ticket, &clocks)));
    }
    let copy = |n: i64| {
        desk.tickets.values().map(move |row| {
            let id = TicketId(row.id.0 + n * TICKETS as i64);
            (id, TicketRow { id, ..row.clone() })
        })
    };
    let large = Desk { tickets: (0..COPIES).flat_map(copy).collect(), ..desk.clone() };
    let period = Period::last_days(settings.zone, now, 30);
    World { settings, now, period, pasts, desk, large }
}

fn sums(c: &mut Criterion) {
    let World { settings, now, period, pasts, desk, large } = world();
    let counting = settings.metrics_config();
    let window = MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Summary };
    let drawn = || Samples::from_facts(window, pasts.iter().map(|(id, past)| (*id, past)));
    c.bench_function("aging of 50,000", |b| {
        b.iter(|| {
            backlog_aging(
                large.tickets.values().filter_map(TicketRow::aging_item),
                now,
                &settings.aging_buckets,
                &settings.stuck_rules,
            )
        });
    });
    c.bench_function("coverage of a day, 20 people", |b| {
        let roster = desk.team.roster(settings.zone, settings.profile_order);
        b.iter(|| roster.coverage_of_day(settings.zone.date(now), settings.slot_minutes));
    });
    c.bench_function("samples of 30 days, 10,000 tickets", |b| b.iter(drawn));
    let samples = drawn();
    c.bench_function("figures of everybody from them", |b| b.iter(|| samples.team_figures(window.period)));
    let hands = all_hands(&desk, &settings, now);
    let house = DistributionConfig { capacity: 100, ..settings.distribution_config() };
    c.bench_function("deal of 500 among 20", |b| {
        b.iter(|| distribute(&hands, now, DistributionScope::Unassigned, house))
    });
    c.bench_function("business time: due in 40 h", |b| {
        let calendar = office(settings.zone);
        b.iter(|| calendar.due_at(black_box(now), TimeDelta::hours(40)));
    });
    c.bench_function("filter: parse", |b| {
        b.iter(|| TicketFilter::parse(black_box("refund prio:>=high -who:me left:<1h")))
    });
    c.bench_function("filter: index of 50,000", |b| b.iter(|| TextIndex::for_desk(&large)));
    let index = TextIndex::for_desk(&large);
    let moment = FilterContext { now, shift_end: None, stuck: &settings.stuck_rules, me: None, team: &large.team };
    for text in ["hoan tien", "refund prio:>=high left:<8h"] {
        let query = TicketFilter::parse(text).unwrap_or_default();
        c.bench_function(&format!("filter: ‘{text}’ over 50,000"), |b| {
            b.iter(|| index.rows_with_text(&large).filter(|(row, text)| query.matches(row, text, &moment)).count());
        });
    }
}

/// Everybody is on shift, and nobody has any of the tickets.
fn all_hands(desk: &Desk, settings: &Settings, now: Instant) -> Desk {
    let mut desk = desk.clone();
    desk.team.absences.clear();
    let day = settings.zone.date(now);
    let shift = |person| Shift { person, day, hours: Hours::new(0, 0), name: None, breaks: Vec::new() };
    desk.team.shifts = desk.team.people.keys().copied().map(shift).map(Into::into).collect();
    desk.team.people.values_mut().for_each(|person| person.capacity = None);
    for row in desk.tickets.values_mut() {
        (row.assignee, row.status) = (None, Status::Open);
    }
    desk
}

/// Monday to Friday, nine to five, with an hour at noon.
fn office(zone: Zone) -> Calendar {
    let day = || vec![Hours::new(9 * 60, 12 * 60), Hours::new(13 * 60, 17 * 60)];
    let week = std::array::from_fn(|n| if n < 5 { day() } else { Vec::new() });
    Calendar::new("office".into(), zone, week, Default::default()).unwrap_or_else(|_| Calendar::always_open(zone))
}

fn draws(c: &mut Criterion) {
    let World { settings, now, period, pasts, large, .. } = world();
    let counting = settings.metrics_config();
    let window = MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Summary };
    let samples = Samples::from_facts(window, pasts.iter().map(|(id, past)| (*id, past)));
    let metrics = MetricsSnapshot { report: samples.team_figures(window.period), samples, seq: Seq(1) };
    let (mut app, _) = App::new(settings, Author::default(), now, true);
    app.on_response(Response::Desk(Box::new(large)));
    app.on_response(Response::Figures(MetricsSlot::Recent, Box::new(metrics)));
    for (width, height) in [(120, 35), (200, 60)] {
        let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
        c.bench_function(&format!("draw of Today, {width}×{height}, 50,000 open"), |b| {
            b.iter(|| terminal.draw(|frame| app.draw(frame)).map(drop));
        });
    }
}

criterion_group!(benches, sums, draws);
criterion_main!(benches);
