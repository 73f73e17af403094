//! `shiftdesk clock`: calculates business time over any calendar, with every interval counted.

use std::path::PathBuf;

use chrono::{TimeDelta, Timelike};
use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::config::calendars;
use crate::model::calendar::{Calendar, CalendarSpan, ClosedReason};
use crate::model::time::{Instant, Period, Zone, parse_duration, parse_moment};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ClockCommand,
}

#[derive(Debug, Subcommand)]
enum ClockCommand {
    /// Calculate the business time between two times
    #[command(after_help = MOMENTS, after_long_help = CLOCKS)]
    Between(ClockBetweenArgs),
    /// Calculate when an amount of business time has elapsed
    #[command(after_help = CONVENTIONS, after_long_help = CONVENTIONS_LONG)]
    Due(ClockDueArgs),
}

const MOMENTS: &str = "\
A moment is 2026-03-02T09:00, with or without seconds, in the calendar’s time zone, or it has an offset or Z of its own; \
a day alone is its last second. --help says more.";

const CLOCKS: &str = "\
A moment is 2026-03-02T09:00, with or without seconds, in the calendar’s time zone, or it has an offset or Z of its own; \
a day alone is its last second. A time that the clocks skip is read as much later as they skip; of a time that they show \
twice, the first is meant. TO before FROM gives a sum below zero.

Hours last as long as the time between their two ends: on a day on which the clocks change, a desk that never closes is \
open for 23 or 25 hours, and a night from 22:00 to 06:00 has seven or nine.

Hours belong to the day on which they start. A holiday replaces the hours that start on it; those of the evening before \
still run into it.";

const CONVENTIONS: &str = "\
Two conventions are in use for a deadline that falls exactly on closing time: it is due at closing time (--convention \
close, as everywhere in shiftdesk), or at the next opening (--convention open). --help says more.";

const CONVENTIONS_LONG: &str = "\
Two conventions are in use for a deadline that falls exactly on closing time. Of a desk that is open from 9 to 17, eight \
hours from Monday 9:00 on are over

  close: on Monday at 17:00, the first moment at which they have passed. So it is everywhere in shiftdesk.
  open:  on Tuesday at 9:00, the first moment from then on at which somebody is there.

In the same way, no time at all from Sunday noon on is over on Sunday noon, or on Monday at 9:00. Every other deadline \
is the same in both, and a clock that starts while the desk is closed, or as it closes, begins to run when it opens.

A moment is 2026-03-02T09:00, with or without seconds, in the calendar’s time zone, or it has an offset or Z of its own; \
a day alone is its last second. Hours last as long as the time between their two ends, also when the clocks change.";

/// Selects the calendar.
#[derive(Debug, clap::Args)]
struct CalendarArgs {
    /// File with one calendar, or a list of calendars as in the settings [default: the team's settings]
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Name of the calendar, if there are several
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

#[derive(Debug, clap::Args)]
struct ClockBetweenArgs {
    #[command(flatten)]
    form: OutputArgs,
    #[command(flatten)]
    which: CalendarArgs,
    /// Start
    from: String,
    /// End
    to: String,
}

#[derive(Debug, clap::Args)]
struct ClockDueArgs {
    #[command(flatten)]
    form: OutputArgs,
    #[command(flatten)]
    which: CalendarArgs,
    /// Start of the clock
    from: String,
    /// Amount of business time: whole seconds, or a duration such as 4h
    #[arg(allow_hyphen_values = true)]
    seconds: String,
    /// When a deadline exactly at closing time is due
    #[arg(long, value_enum, default_value_t = DeadlineConvention::Close)]
    convention: DeadlineConvention,
}

/// When a deadline exactly at closing time is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
enum DeadlineConvention {
    /// At closing time
    Close,
    /// At the next opening
    Open,
}

/// JSON of a business-time calculation: whole seconds, timestamps in UTC.
#[derive(Debug, Serialize)]
struct BusinessTimeJson<'a> {
    calendar: &'a str,
    zone: Zone,
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    seconds: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    convention: Option<DeadlineConvention>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    stretches: Vec<BusinessIntervalJson<'a>>,
}

#[derive(Debug, Serialize)]
struct BusinessIntervalJson<'a> {
    from: String,
    to: String,
    open: bool,
    /// Why it is closed: `hours` or `holiday`.
    reason: Option<&'static str>,
    /// The holiday's name.
    holiday: Option<&'a str>,
    /// Counted seconds; 0 while closed.
    seconds: i64,
    /// Running total at its end.
    total: i64,
    #[serde(skip)]
    interval: Period,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        ClockCommand::Between(ClockBetweenArgs { form, which, from, to }) => {
            let calendar = load_calendar(which, context)?;
            let (from, to) = (parse_calendar_moment(&from, &calendar)?, parse_calendar_moment(&to, &calendar)?);
            let backwards = to < from;
            let stretches = count_intervals(&calendar, from.min(to), from.max(to), if backwards { -1 } else { 1 });
            let seconds = stretches.last().map_or(0, |last| last.total);
            let sum = BusinessTimeJson {
                to: Some(rfc3339_utc(to)),
                ..business_time_json(&calendar, from, seconds, stretches)
            };
            print_result(form, &sum, || {
                let page = page(&calendar, &sum, from);
                let page = if backwards { page.line("TO lies before FROM, so the sum is below zero.") } else { page };
                page.line(format!("Business time: {}.", format_seconds(seconds)))
            })
        }
        ClockCommand::Due(ClockDueArgs { form, which, from, seconds, convention }) => {
            let calendar = load_calendar(which, context)?;
            let from = parse_calendar_moment(&from, &calendar)?;
            let amount = parse_amount(&seconds)?;
            let due = calendar.due_at(from, amount).and_then(|due| match convention {
                DeadlineConvention::Close => Some(due),
                DeadlineConvention::Open => calendar.next_open(due),
            });
            let due = due.ok_or_else(|| {
                Failure::invalid(format!(
                    "The calendar ‘{}’ is not open for {} in the ten years from then on. Look at its hours.",
                    calendar.name(),
                    format_seconds(amount.num_seconds())
                ))
            })?;
            let stretches = count_intervals(&calendar, from, due, 1);
            let sum = business_time_json(&calendar, from, amount.num_seconds(), stretches);
            let sum = BusinessTimeJson { convention: Some(convention), due: Some(rfc3339_utc(due)), ..sum };
            print_result(form, &sum, || {
                let clock = format_clock_time(due, calendar.zone(), true, None);
                page(&calendar, &sum, from)
                    .line(format!("Due {clock}, after {}.", format_seconds(amount.num_seconds())))
            })
        }
    }
}

fn business_time_json<'a>(
    calendar: &'a Calendar,
    from: Instant,
    seconds: i64,
    stretches: Vec<BusinessIntervalJson<'a>>,
) -> BusinessTimeJson<'a> {
    let (name, zone) = (calendar.name(), calendar.zone());
    BusinessTimeJson {
        calendar: name,
        zone,
        from: rfc3339_utc(from),
        to: None,
        seconds,
        convention: None,
        due: None,
        stretches,
    }
}

/// Loads the selected calendar.
fn load_calendar(which: CalendarArgs, context: &CliContext) -> anyhow::Result<Calendar> {
    let (mut calendars, place) = match &which.calendar {
        None => {
            let calendars = context.settings.sla_rules.calendars.iter().map(|calendar| Calendar::clone(calendar));
            (calendars.collect::<Vec<_>>(), "The settings".to_owned())
        }
        Some(path) => {
            let read = calendars::read_calendars(path, &context.db, context.settings.zone);
            let refused = |why: String| if path.exists() { Failure::invalid(why) } else { Failure::not_found(why) };
            (read.map_err(|fault| refused(fault.to_string()))?, path.display().to_string())
        }
    };
    let names: Vec<_> = calendars.iter().map(|calendar| format!("‘{}’", calendar.name())).collect();
    let names = names.join(", ");
    if let Some(name) = which.name {
        calendars.retain(|calendar| calendar.name() == name);
        let there = if names.is_empty() { "none".to_owned() } else { names };
        return calendars
            .pop()
            .ok_or_else(|| Failure::not_found(format!("{place}: no calendar ‘{name}’, only {there}.")));
    }
    match (calendars.pop(), calendars.len()) {
        (Some(one), 0) => Ok(one),
        (None, _) => {
            Err(Failure::not_found(format!("{place}: no calendar. Name a file that has one with --calendar.")))
        }
        _ => Err(Failure::usage(format!("{place}: several calendars, {names}. Choose one with --name."))),
    }
}

fn parse_calendar_moment(text: &str, calendar: &Calendar) -> anyhow::Result<Instant> {
    let at = parse_moment(text, calendar.zone()).map_err(Failure::from_parse_error)?;
    match at.nanosecond() {
        0 => Ok(at),
        _ => Err(Failure::usage(format!("‘{text}’ has a part of a second; the sums are in whole ones."))),
    }
}

fn parse_amount(text: &str) -> anyhow::Result<TimeDelta> {
    let seconds = text.trim().parse().ok().and_then(TimeDelta::try_seconds);
    let amount = seconds.or_else(|| parse_duration(text)).filter(|amount| *amount >= TimeDelta::zero());
    amount.ok_or_else(|| {
        Failure::usage(format!("‘{text}’ is not an amount of time; write whole seconds from 0 on, or 4h30m."))
    })
}

/// The intervals with their counted seconds; `sign` is -1 if the end is before the start.
fn count_intervals(calendar: &Calendar, from: Instant, to: Instant, sign: i64) -> Vec<BusinessIntervalJson<'_>> {
    let mut total = 0;
    let count = |CalendarSpan { period: time, closed }| {
        let (reason, holiday) = match closed {
            None => (None, None),
            Some(ClosedReason::OutsideHours) => (Some("hours"), None),
            Some(ClosedReason::SpecialDate(name)) => (Some("holiday"), Some(name)),
        };
        let open = closed.is_none();
        let seconds = if open { sign * (time.to - time.from).num_seconds() } else { 0 };
        total += seconds;
        BusinessIntervalJson {
            from: rfc3339_utc(time.from),
            to: rfc3339_utc(time.to),
            open,
            reason,
            holiday,
            seconds,
            total,
            interval: time,
        }
    };
    calendar.open_and_closed_spans(from, to).into_iter().map(count).collect()
}

fn page(calendar: &Calendar, sum: &BusinessTimeJson, from: Instant) -> OutputPage {
    let zone = calendar.zone();
    let ends = || sum.stretches.iter().flat_map(|stretch| [stretch.interval.from, stretch.interval.to]);
    let precise = ends().any(|at| at.second() != 0);
    let clock = |at| format_clock_time(at, zone, precise, Some(from));
    let mut table = PageTable::new([
        PageColumn::left("from"),
        PageColumn::left("to"),
        PageColumn::truncatable("why", 16),
        PageColumn::right("seconds"),
        PageColumn::right("total"),
    ]);
    for stretch in &sum.stretches {
        let why = match (stretch.reason, stretch.holiday) {
            (None, _) => "open".to_owned(),
            (Some(_), None) => "closed hours".to_owned(),
            (Some(_), Some(name)) => name.to_owned(),
        };
        table.add_row([
            PageCell::text(clock(stretch.interval.from)),
            PageCell::text(clock(stretch.interval.to)),
            PageCell::text(why),
            PageCell::number(stretch.seconds),
            PageCell::number(stretch.total),
        ]);
    }
    let head =
        format!("Business time · {} · {zone} · from {}", calendar.name(), format_clock_time(from, zone, true, None));
    OutputPage::new(head).table(table)
}

/// Local time, with seconds if `precise`; with the UTC offset unless it equals the one at `usual`.
fn format_clock_time(at: Instant, zone: Zone, precise: bool, usual: Option<Instant>) -> String {
    let offset = |at| zone.civil(at) - at.naive_utc();
    let form = if precise { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M" };
    let clock = zone.civil(at).format(form).to_string();
    if usual.is_some_and(|usual| offset(usual) == offset(at)) {
        return clock;
    }
    let written = zone.rfc3339(at);
    let offset = written.rfind(['+', '-']).filter(|sign| *sign > 10).map_or("UTC", |sign| &written[sign..]);
    format!("{clock} {offset}")
}

/// `9000 s, which is 2 h 30 m`. No days: a working day has no fixed length.
fn format_seconds(seconds: i64) -> String {
    let all = seconds.unsigned_abs();
    let parts = [(all / 3600, "h"), (all / 60 % 60, "m"), (all % 60, "s")];
    let parts: Vec<_> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    let sign = if seconds < 0 { "−" } else { "" };
    match all {
        0..60 => format!("{sign}{all} s"),
        _ => format!("{sign}{all} s, which is {sign}{}", parts.join(" ")),
    }
}

fn rfc3339_utc(at: Instant) -> String {
    Zone::UTC.rfc3339(at)
}
