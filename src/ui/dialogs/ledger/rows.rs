//! Rows of a ledger: target, one row per span, the sum.
//!
//! Instants have milliseconds, the ledger shows seconds. Instants are truncated to the second before subtracting, so
//! that the displayed lengths and sums add up.

use chrono::{TimeDelta, Timelike};
use ratatui::text::{Line, Span};

use crate::engine::sla::ledger::{ClockLedger, SpanReason};
use crate::engine::sla::{ClockProgress, ClockState, SlaClock};
use crate::model::policy::ClockKind;
use crate::model::text::{clean_line, pad, pad_left, width, wrap};
use crate::model::time::{Instant, seconds};
use crate::presentation::numbers::format_duration;
use crate::query::protocol::TicketDetail;
use crate::ui::view::View;
use crate::ui::widgets::{dates, state_label};

/// Rows of one clock's ledger.
pub struct LedgerRows {
    pub facts: Vec<Line<'static>>,
    pub header: Line<'static>,
    pub spans: Vec<Line<'static>>,
    pub sum: Vec<Line<'static>>,
}

/// Cells of a span before alignment.
struct LedgerCells {
    day: String,
    from: String,
    to: String,
    running: bool,
    counted: String,
    total: String,
    why: String,
}

pub fn ledger_rows(clock: &SlaClock, detail: &TicketDetail, columns: usize, view: &View) -> LedgerRows {
    let ledger = crate::engine::sla::ledger::clock_ledger(clock, &detail.ticket, view.now);
    let exact = needs_seconds(&ledger);
    let (cells, used) = span_cells(&ledger, exact, view);
    let widest = |of: &dyn Fn(&LedgerCells) -> &str, head: &str| {
        let cells = cells.iter().map(|cells| width(of(cells)));
        cells.max().unwrap_or(0).max(width(&view.t(head)))
    };
    let widths = [
        widest(&|cells| &cells.day, "ledger-day"),
        widest(&|cells| &cells.from, "ledger-from"),
        widest(&|cells| &cells.to, "ledger-to"),
        widest(&|cells| &cells.counted, "ledger-counted"),
        widest(&|cells| &cells.total, "ledger-total"),
    ];
    let header = Line::styled(
        format!(
            "{}  {}  {}    {}  {}  {}",
            pad(&view.t("ledger-day"), widths[0]),
            pad(&view.t("ledger-from"), widths[1]),
            pad(&view.t("ledger-to"), widths[2]),
            pad_left(&view.t("ledger-counted"), widths[3]),
            pad_left(&view.t("ledger-total"), widths[4]),
            view.t("ledger-why"),
        ),
        view.theme.dim,
    );
    let spans = cells.iter().flat_map(|cells| span_lines(cells, widths, columns, view)).collect();
    LedgerRows {
        facts: fact_lines(clock, detail, columns, view),
        header,
        spans,
        sum: sum_lines(clock, used, exact, columns, view),
    }
}

/// Whether to show seconds: some instant or the target has a fraction of a minute.
fn needs_seconds(ledger: &ClockLedger) -> bool {
    let odd = |at: Instant| at.second() != 0;
    ledger.spans.iter().any(|span| odd(span.from) || odd(span.to)) || ledger.clock.terms.target.num_seconds() % 60 != 0
}

/// Cells of every span, and the counted total in seconds.
fn span_cells(ledger: &ClockLedger, exact: bool, view: &View) -> (Vec<LedgerCells>, i64) {
    let zone = view.zone();
    let time = |at: Instant| zone.civil(at).format(if exact { "%H:%M:%S" } else { "%H:%M" }).to_string();
    let (mut total, mut last_day, mut cells) = (0, None, Vec::new());
    let ended = ledger.clock.has_ended();
    for (n, span) in ledger.spans.iter().enumerate() {
        let counted = if span.running { span.to.timestamp() - span.from.timestamp() } else { 0 };
        total += counted;
        let (from_day, to_day) = (zone.date(span.from), zone.date(span.to));
        let to = match (to_day - from_day).num_days() {
            0 => time(span.to),
            // Less than a week apart: the weekday is unambiguous.
            1..=6 => format!("{} {}", dates::weekday_name(to_day, view), time(span.to)),
            _ => format!("{} {}", dates::format_day(to_day, view), time(span.to)),
        };
        let why = match &span.reason {
            SpanReason::Status(status) => {
                view.tt("why-status", &[("status", state_label::status(*status, view).text.into())])
            }
            SpanReason::Closed => view.t("why-closed"),
            SpanReason::Holiday(name) => view.tt("why-holiday", &[("name", clean_line(name).into_owned().into())]),
        };
        let until_now = !ended && n + 1 == ledger.spans.len();
        cells.push(LedgerCells {
            day: if last_day.replace(from_day) == Some(from_day) {
                String::new()
            } else {
                dates::format_day(from_day, view)
            },
            from: time(span.from),
            to,
            running: span.running,
            counted: if span.running { format_hours(counted, exact) } else { "–".into() },
            total: format_hours(total, exact),
            why: if until_now { view.tt("why-until-now", &[("why", why.into())]) } else { why },
        });
    }
    (cells, total)
}

/// A span in one row, or several if the reason wraps.
fn span_lines(cells: &LedgerCells, widths: [usize; 5], columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let (glyph, style) = if cells.running { ("●", theme.good) } else { ("‖", theme.dim) };
    let text = if cells.running { theme.text } else { theme.dim };
    let head =
        format!("{}  {}  {}  ", pad(&cells.day, widths[0]), pad(&cells.from, widths[1]), pad(&cells.to, widths[2]));
    let sums = format!(" {}  {}  ", pad_left(&cells.counted, widths[3]), pad_left(&cells.total, widths[4]));
    let taken = width(&head) + 1 + width(&sums);
    let mut why = wrap(&cells.why, columns.saturating_sub(taken)).into_iter();
    let first = why.next().unwrap_or_default();
    let line = Line::from(vec![
        Span::styled(head, text),
        Span::styled(glyph, style),
        Span::styled(sums, text),
        Span::styled(first, text),
    ]);
    [line].into_iter().chain(why.map(|row| Line::styled(" ".repeat(taken) + &row, text))).collect()
}

/// State, target, policy and calendar of the clock.
fn fact_lines(clock: &SlaClock, detail: &TicketDetail, columns: usize, view: &View) -> Vec<Line<'static>> {
    let (terms, theme) = (&clock.terms, view.theme);
    let state = clock.state(view.now, view.shift_end());
    let mark = state_label::sla_state(state, view);
    let at = |key: &str, at: Instant| view.tt(key, &[("at", dates::format_full_moment(at, view).into())]);
    let kind = view.t(&format!("clock-{}", terms.kind.name()));
    let replaced = clock.ended_at().is_some_and(|end| {
        let next = |other: &&SlaClock| (other.terms.kind, other.terms.effective_from) == (terms.kind, end);
        detail.clocks.iter().any(|other| next(&other))
    });
    let moment = match clock.progress {
        ClockProgress::Running { due, .. } => Some(at("clock-due", due)),
        ClockProgress::Paused { .. } => None,
        ClockProgress::Met { at: end } => Some(at("ledger-met", end)),
        ClockProgress::Breached { at: end, due } => {
            Some(format!("{} · {}", at("clock-due", due), at("clock-ended", end)))
        }
        ClockProgress::Cancelled { at: end } => Some(at("clock-ended", end)),
    };
    let word = if state == ClockState::Ok { view.t("clock-ok") } else { mark.text.clone() };
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{kind}  "), theme.strong),
        Span::styled(format!("{} {word}", mark.glyph), mark.style),
        Span::styled(moment.map(|moment| format!("  {moment}")).unwrap_or_default(), theme.text),
    ])];
    let promised = view.tt(
        "ledger-promised",
        &[
            ("target", format_duration(Some(seconds(terms.target))).into()),
            ("policy", clean_line(&terms.policy).into_owned().into()),
            ("priority", view.t(&format!("priority-{}", terms.priority.name())).into()),
        ],
    );
    let counts = match &terms.calendar {
        Some(calendar) => view.tt(
            "ledger-calendar",
            &[("name", clean_line(calendar.name()).into_owned().into()), ("zone", calendar.zone().to_string().into())],
        ),
        None => view.t("ledger-day-and-night"),
    };
    let mode = (terms.kind == ClockKind::Resolution).then(|| view.t(&format!("mode-{}", mode_name(clock))));
    let taken_over = (terms.effective_from > terms.started).then(|| at("ledger-opened", terms.effective_from));
    let handed_on = clock.ended_at().filter(|_| replaced).map(|end| at("ledger-replaced", end));
    let details = [Some(format!("{promised} · {counts}")), mode, taken_over, handed_on].into_iter().flatten();
    lines.extend(details.flat_map(|text| wrap(&text, columns)).map(|row| Line::styled(row, theme.dim)));
    lines
}

fn mode_name(clock: &SlaClock) -> &'static str {
    use crate::model::policy::ResolutionMode;
    match clock.terms.mode {
        ResolutionMode::RequesterWait => "requester_wait",
        ResolutionMode::AgentWork => "agent_work",
        ResolutionMode::Total => "total",
    }
}

/// `used 0:39 + 0:21 left = 1:00 promised`, below a rule.
fn sum_lines(clock: &SlaClock, used: i64, exact: bool, columns: usize, view: &View) -> Vec<Line<'static>> {
    let target = clock.terms.target.num_seconds();
    let (key, rest) = if used > target { ("ledger-over", used - target) } else { ("ledger-left", target - used) };
    let values = [("used", used), ("rest", rest), ("target", target)];
    let values = values.map(|(name, value)| (name, format_hours(value, exact).into()));
    let style = if used > target { view.theme.bad } else { view.theme.strong };
    let rule = Line::styled("─".repeat(columns), view.theme.dim);
    [rule]
        .into_iter()
        .chain(wrap(&view.tt(key, &values), columns).into_iter().map(|row| Line::styled(row, style)))
        .collect()
}

/// `26:05`, or with seconds `26:05:09`.
fn format_hours(seconds: i64, exact: bool) -> String {
    let span = TimeDelta::seconds(seconds);
    let (hours, minutes, rest) = (span.num_hours(), span.num_minutes() % 60, seconds % 60);
    if exact { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{hours}:{minutes:02}") }
}
