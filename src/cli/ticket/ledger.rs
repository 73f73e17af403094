//! `shiftdesk ticket ledger`: every span of a ticket's SLA clocks, so that the due time can be checked by hand.

use chrono::TimeDelta;
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::formatting;
use crate::cli::lookup::ticket_not_found;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::sla::ledger::{ClockLedger, LedgerSpan, SpanReason};
use crate::engine::sla::{ClockProgress, ClockState};
use crate::model::ids::TicketId;
use crate::model::policy::ClockKind;
use crate::model::time::{Instant, Zone};

/// JSON of a ticket's SLA clocks. Whole seconds, rounded so that they add up.
#[derive(Debug, Serialize)]
struct TicketLedgerJson {
    id: TicketId,
    at: String,
    clocks: Vec<ClockLedgerJson>,
}

#[derive(Debug, Serialize)]
struct ClockLedgerJson {
    kind: &'static str,
    policy: String,
    priority: &'static str,
    mode: Option<&'static str>,
    calendar: Option<String>,
    /// Start of the clock.
    started: String,
    /// When the current terms took effect.
    opened: String,
    ended: Option<String>,
    state: &'static str,
    spans: Vec<LedgerSpanJson>,
    target: i64,
    used: i64,
    /// Negative once the target is exceeded.
    left: i64,
    /// Null while paused, and if the target was met.
    due: Option<String>,
}

#[derive(Debug, Serialize)]
struct LedgerSpanJson {
    from: String,
    to: String,
    running: bool,
    /// `status`, `closed` or `holiday`.
    why: &'static str,
    /// The status, or the name of the holiday.
    name: Option<String>,
    seconds: i64,
    total: i64,
}

pub fn run(id: TicketId, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let detail = store.ticket(id)?.ok_or_else(|| ticket_not_found(id))?;
    let (zone, now) = (context.settings.zone, context.now());
    let shift_end = crate::engine::board::current_shift::current_shift(&store.team(zone.date(now))?, zone, now)
        .map(|shift| shift.ends);
    let ledgers: Vec<(ClockLedger, ClockState)> = (detail.clocks.iter())
        .map(|clock| {
            (crate::engine::sla::ledger::clock_ledger(clock, &detail.ticket, now), clock.state(now, shift_end))
        })
        .collect();
    let shown = TicketLedgerJson {
        id,
        at: zone.rfc3339(now),
        clocks: ledgers.iter().map(|(ledger, state)| clock_json(ledger, *state, zone)).collect(),
    };
    print_result(form, &shown, || {
        let head = format!("Ticket {id} · {} · {}", detail.ticket.subject, formatting::format_timestamp(now, zone));
        let page = OutputPage::new(head);
        if ledgers.is_empty() {
            return page.line("No policy promises anything for it, so it has no clock.");
        }
        ledgers.iter().fold(page, |page, (ledger, state)| add_clock(page, ledger, *state, zone))
    })
}

/// Whole seconds of a running total, rounded towards zero.
fn whole_seconds(total: TimeDelta) -> i64 {
    total.num_seconds()
}

/// Each span with its whole seconds and the running total. Rounding the total, not the spans, keeps the sum consistent.
fn rounded_spans(spans: &[LedgerSpan]) -> impl Iterator<Item = (&LedgerSpan, i64, i64)> {
    spans.iter().scan(0, |before, span| {
        let total = whole_seconds(span.total);
        let added = total - std::mem::replace(before, total);
        Some((span, added, total))
    })
}

fn clock_json(ledger: &ClockLedger, state: ClockState, zone: Zone) -> ClockLedgerJson {
    let terms = &ledger.clock.terms;
    let at = |at: Instant| zone.rfc3339(at);
    let entry = |(span, seconds, total): (&LedgerSpan, i64, i64)| {
        let (why, name) = match &span.reason {
            SpanReason::Status(status) => ("status", Some(status.name().to_owned())),
            SpanReason::Closed => ("closed", None),
            SpanReason::Holiday(name) => ("holiday", Some(name.clone())),
        };
        LedgerSpanJson { from: at(span.from), to: at(span.to), running: span.running, why, name, seconds, total }
    };
    let used = whole_seconds(ledger.time_used());
    ClockLedgerJson {
        kind: terms.kind.name(),
        policy: terms.policy.to_string(),
        priority: terms.priority.name(),
        mode: (terms.kind == ClockKind::Resolution).then(|| terms.mode.name()),
        calendar: terms.calendar.as_ref().map(|calendar| calendar.name().to_owned()),
        started: at(terms.started),
        opened: at(terms.effective_from),
        ended: ledger.clock.ended_at().map(at),
        state: state.name(),
        spans: rounded_spans(&ledger.spans).map(entry).collect(),
        target: whole_seconds(terms.target),
        used,
        left: whole_seconds(terms.target) - used,
        due: ledger.due_at().map(at),
    }
}

/// Adds a clock to the page: target, spans, result.
fn add_clock(page: OutputPage, ledger: &ClockLedger, state: ClockState, zone: Zone) -> OutputPage {
    let terms = &ledger.clock.terms;
    let counts = terms.calendar.as_ref().map_or("calendar time".to_owned(), |calendar| calendar.name().to_owned());
    let mut table = PageTable::new([
        PageColumn::left("from"),
        PageColumn::left("to"),
        PageColumn::left("clock"),
        PageColumn::truncatable("because", 8),
        PageColumn::right("counted"),
        PageColumn::right("total"),
    ]);
    for (span, added, total) in rounded_spans(&ledger.spans) {
        table.add_row([
            PageCell::text(format_time(span.from, zone)),
            PageCell::text(format_time(span.to, zone)),
            PageCell::text(if span.running { "runs" } else { "stands" }),
            PageCell::text(match &span.reason {
                SpanReason::Status(status) => formatting::humanize(status.name()),
                SpanReason::Closed => "closed".to_owned(),
                SpanReason::Holiday(name) => name.clone(),
            }),
            if span.running { PageCell::text(format_hms(added)) } else { PageCell::none() },
            PageCell::text(format_hms(total)),
        ]);
    }
    let (target, used) = (whole_seconds(terms.target), whole_seconds(ledger.time_used()));
    let moments = |at: Option<Instant>| PageCell::optional(at.map(|at| format_time(at, zone)));
    let mut facts = vec![
        ("target", PageCell::text(format_hms(target))),
        ("used", PageCell::text(format_hms(used))),
        (if used > target { "over" } else { "left" }, PageCell::text(format_hms((target - used).abs()))),
    ];
    facts.push(match ledger.clock.progress {
        ClockProgress::Paused { .. } if ledger.due_at().is_none() => {
            ("due", PageCell::text("not while the clock stands"))
        }
        ClockProgress::Met { .. } | ClockProgress::Cancelled { .. } => ("ended", moments(ledger.clock.ended_at())),
        _ => ("due", moments(ledger.due_at())),
    });
    if let ClockProgress::Breached { at, .. } = ledger.clock.progress {
        facts.push(("ended", moments(Some(at))));
    }
    let head = format!(
        "{} · {} in {counts} (policy ‘{}’, priority {}) · {}",
        formatting::humanize(terms.kind.name()),
        formatting::format_duration(terms.target),
        terms.policy,
        terms.priority.name(),
        formatting::humanize(state.name()),
    );
    page.line("").line(head).table(table).facts(facts)
}

/// `Mon 2 Mar 09:00:00`. No year: the days of a clock are close together.
fn format_time(at: Instant, zone: Zone) -> String {
    zone.civil(at).format("%a %-d %b %H:%M:%S").to_string()
}

/// Hours, minutes and seconds: `4:00:00`.
fn format_hms(seconds: i64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
