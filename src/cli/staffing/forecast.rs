//! Staffing of the team: forecast, need and schedule by hour, and an outlook for the backlog.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::{formatting, parse};
use crate::engine::board::brief::queue_order;
use crate::engine::board::current_shift::current_shift;
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::staffing::arrival_history::{ArrivalHistory, ExpectedArrivals, HOURS_PER_DAY};
use crate::engine::staffing::forecast::{ForecastErrors, HoldoutEvaluation};
use crate::engine::staffing::outlook::{BacklogOutlook, DaysToClear};
use crate::engine::staffing::requirements::{self, StaffingSlot};
use crate::engine::staffing::{Staffing, StaffingHistory};
use crate::model::ids::TicketId;
use crate::model::staffing::StaffingConfig;
use crate::model::time::{Instant, Zone};
use crate::store::worker;

/// JSON of the staffing: tickets and hours of work, missing values null.
#[derive(Debug, Serialize)]
struct StaffingJson {
    schema: u32,
    date: NaiveDate,
    zone: Zone,
    /// Weeks of history behind the forecast; null without a forecast.
    weeks: Option<usize>,
    handle_minutes: Option<f64>,
    /// `settings`, `worked` or null.
    handle_from: Option<&'static str>,
    shrinkage: f64,
    occupancy_ceiling: f64,
    hours: Vec<StaffingHourJson>,
    /// Expected tickets by hour of the week, Monday first; null without a forecast.
    week: Option<Vec<Vec<f64>>>,
    error: Option<ForecastErrorJson>,
    channels: Vec<ForecastGroupJson>,
    categories: Vec<ForecastGroupJson>,
    backlog: usize,
    backlog_hours: Option<f64>,
    /// Working days; null if the backlog grows or rates are unknown.
    days_to_clear: Option<f64>,
    growing: bool,
    received_a_day: Option<f64>,
    solved_a_day: Option<f64>,
    shift: Option<String>,
    shift_ends: Option<String>,
    cases: Vec<StaffingScenarioJson>,
}

#[derive(Debug, Serialize)]
struct StaffingHourJson {
    from: String,
    to: String,
    forecast: Option<f64>,
    arrived: Option<u32>,
    due: u32,
    needed_hours: Option<f64>,
    /// The part of the need that is for real-time channels, in people.
    real_time_people: Option<u32>,
    rostered_hours: f64,
    /// Rostered hours less known absences.
    available_hours: f64,
    present_hours: Option<f64>,
    state: &'static str,
}

/// JSON of the forecast error on the held-out last week, compared with a plain forecast: the mean of the same hour over
/// four weeks.
#[derive(Debug, Serialize)]
struct ForecastErrorJson {
    #[serde(flatten)]
    ours: ErrorMeasuresJson,
    plain: ErrorMeasuresJson,
    days: ErrorMeasuresJson,
    plain_days: ErrorMeasuresJson,
    /// Expected WAPE of random variation alone.
    chance_wape: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ErrorMeasuresJson {
    mae: f64,
    wape: Option<f64>,
    rmse: f64,
}

#[derive(Debug, Serialize)]
struct ForecastGroupJson {
    name: Option<String>,
    /// Expected tickets per week.
    week: f64,
    error: Option<ForecastErrorJson>,
}

#[derive(Debug, Serialize)]
struct StaffingScenarioJson {
    people: i32,
    /// Open tickets at the end of the shift.
    left: Option<f64>,
    first_to_lapse: Option<i64>,
    lapses_at: Option<String>,
    lapsing: usize,
}

pub fn run(form: OutputArgs, date: Option<&str>, weeks: Option<u32>, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (zone, now) = (context.settings.zone, context.now());
    let today = zone.date(now);
    let date = parse::parse_date(date.unwrap_or("today"), context)?;
    let config = StaffingConfig {
        forecast_weeks: weeks.unwrap_or(context.settings.staffing.forecast_weeks),
        ..context.settings.staffing.clone()
    };
    let desk = match context.as_of(&store)? {
        Some(at) => store.desk_at(zone, at)?,
        None => store.desk(zone, now)?,
    };
    let past = worker::compute_staffing(&store, ArrivalHistory::new(zone, today, now, config.forecast_weeks))?;
    let mut rows: Vec<&TicketRow> = desk.tickets.values().collect();
    rows.sort_by_cached_key(|row| queue_order(row));
    let queue: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    let mut staffing = Staffing::compute(&past, &desk, &queue, &config, today, now);
    // The forecast for a past day uses only what was known before it.
    let then = (date < today)
        .then(|| worker::compute_staffing(&store, ArrivalHistory::new(zone, date, now, config.forecast_weeks)))
        .transpose()?;
    let of_day = then.as_ref().unwrap_or(&past);
    if date != today {
        let desk = Desk { team: store.team(date)?, ..desk.clone() };
        let (flow, forecast) = (&of_day.arrivals, of_day.forecast.as_ref());
        staffing.day =
            requirements::staffing_of_day(date, &desk, flow, forecast, &config, staffing.handle.as_ref(), now);
    }
    let shift = current_shift(&desk.team, zone, now).and_then(|shift| shift.name);
    let shown = staffing_json(&staffing, of_day, &config, date, shift);
    print_result(form, &shown, || page(&shown, &staffing, of_day, date, now))
}

fn staffing_json(
    staffing: &Staffing,
    past: &StaffingHistory,
    config: &StaffingConfig,
    date: NaiveDate,
    shift: Option<String>,
) -> StaffingJson {
    let zone = past.arrivals.zone;
    let BacklogOutlook {
        backlog,
        work_hours: hours,
        days_to_clear: clear,
        received_per_day: received_a_day,
        solved_per_day: solved_a_day,
        shift_ends,
        cases,
    } = &staffing.outlook;
    let forecast = past.forecast.as_ref();
    StaffingJson {
        schema: 1,
        date,
        zone,
        weeks: forecast.map(|forecast| forecast.weeks),
        handle_minutes: staffing.handle.map(|handle| handle.default_minutes),
        handle_from: staffing.handle.map(|handle| if handle.derived_from.is_some() { "worked" } else { "settings" }),
        shrinkage: config.shrinkage,
        occupancy_ceiling: config.max_occupancy,
        hours: staffing.day.iter().map(|slot| hour_json(slot, zone)).collect(),
        week: forecast.map(|forecast| forecast.all.hours.chunks(HOURS_PER_DAY).map(<[f64]>::to_vec).collect()),
        error: forecast.and_then(|forecast| forecast.all.holdout).map(forecast_error_json),
        channels: forecast.map_or_else(Vec::new, |forecast| forecast_groups(&forecast.channels)),
        categories: forecast.map_or_else(Vec::new, |forecast| forecast_groups(&forecast.categories)),
        backlog: *backlog,
        backlog_hours: *hours,
        days_to_clear: match clear {
            DaysToClear::Days(days) => Some(*days),
            DaysToClear::Growing | DaysToClear::Unknown => None,
        },
        growing: *clear == DaysToClear::Growing,
        received_a_day: *received_a_day,
        solved_a_day: *solved_a_day,
        shift,
        shift_ends: shift_ends.map(|at| zone.rfc3339(at)),
        cases: cases
            .iter()
            .map(|case| StaffingScenarioJson {
                people: case.extra_people,
                left: case.open_at_shift_end,
                first_to_lapse: case.first_breach.map(|(id, _)| id.0),
                lapses_at: case.first_breach.map(|(_, at)| zone.rfc3339(at)),
                lapsing: case.breach_count,
            })
            .collect(),
    }
}

fn hour_json(slot: &StaffingSlot, zone: Zone) -> StaffingHourJson {
    StaffingHourJson {
        from: zone.rfc3339(slot.time.from),
        to: zone.rfc3339(slot.time.to),
        forecast: slot.forecast,
        arrived: slot.arrived,
        due: slot.due_count,
        needed_hours: slot.total_hours_needed(),
        real_time_people: slot.real_time_people,
        rostered_hours: slot.rostered_hours,
        available_hours: slot.attended_hours,
        present_hours: slot.present_hours,
        state: slot.state().name(),
    }
}

fn forecast_error_json(held: HoldoutEvaluation) -> ForecastErrorJson {
    let wrong = |ForecastErrors { mae, wape, rmse }| ErrorMeasuresJson { mae, wape, rmse };
    ForecastErrorJson {
        ours: wrong(held.model),
        plain: wrong(held.naive),
        days: wrong(held.model_daily),
        plain_days: wrong(held.naive_daily),
        chance_wape: held.random_wape,
    }
}

/// Most frequent first.
fn forecast_groups(kinds: &BTreeMap<Option<String>, ExpectedArrivals>) -> Vec<ForecastGroupJson> {
    let kind = |(name, expected): (&Option<String>, &ExpectedArrivals)| ForecastGroupJson {
        name: name.clone(),
        week: expected.hours.iter().sum(),
        error: expected.holdout.map(forecast_error_json),
    };
    let mut kinds: Vec<_> = kinds.iter().map(kind).collect();
    kinds.sort_by(|a, b| b.week.total_cmp(&a.week).then_with(|| a.name.cmp(&b.name)));
    kinds
}

fn page(
    shown: &StaffingJson,
    staffing: &Staffing,
    past: &StaffingHistory,
    date: NaiveDate,
    now: Instant,
) -> OutputPage {
    let zone = shown.zone;
    let mut page = OutputPage::new(format!("Staffing · {}", formatting::format_date(date)))
        .table(hours_table(staffing, zone, now));
    page = page.facts(backlog_facts(shown, staffing, zone));
    if !shown.cases.is_empty() && shown.handle_minutes.is_some() {
        page = page.table(scenarios_table(staffing, zone));
    }
    let Some(forecast) = &past.forecast else {
        return page.line("There is no forecast yet: it takes a whole week of tickets.");
    };
    let weeks = formatting::format_count(forecast.weeks, "week");
    page = page.table(forecast_table(shown)).line(format!(
        "Forecast from {weeks}. Off: how far the forecast of last week was, in shares of what came, without having seen \
         it; plain: the same hour, mean of the last four weeks."
    ));
    if let Some(chance) = forecast.all.holdout.and_then(|held| held.random_wape) {
        page = page.line(format!(
            "By the hour, chance alone is off by {}.",
            crate::presentation::numbers::format_percent(chance)
        ));
    }
    page
}

fn hours_table(staffing: &Staffing, zone: Zone, now: Instant) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::left("hour"),
        PageColumn::right("forecast"),
        PageColumn::right("came"),
        PageColumn::right("due"),
        PageColumn::right("needed h"),
        PageColumn::right("rostered h"),
        PageColumn::right("away h"),
        PageColumn::right("present h"),
        PageColumn::left("state"),
    ]);
    let busy = |slot: &&StaffingSlot| {
        let needed = slot.total_hours_needed().is_some_and(|needed| needed >= 0.05);
        slot.rostered_hours > 0.0 || slot.due_count > 0 || needed || slot.time.contains(now)
    };
    for slot in staffing.day.iter().filter(busy) {
        table.add_row([
            PageCell::text(zone.civil(slot.time.from).format("%H:%M").to_string()),
            decimal_cell(slot.forecast),
            slot.arrived.map_or_else(PageCell::none, PageCell::number),
            PageCell::number(slot.due_count),
            decimal_cell(slot.total_hours_needed()),
            decimal_cell(Some(slot.rostered_hours)),
            decimal_cell(Some(slot.rostered_hours - slot.attended_hours)),
            decimal_cell(slot.present_hours),
            PageCell::text(slot.state().name()),
        ]);
    }
    table
}

fn backlog_facts(shown: &StaffingJson, staffing: &Staffing, zone: Zone) -> Vec<(&'static str, PageCell)> {
    let handle = staffing.handle.map(|handle| match handle.derived_from {
        None => format!("{:.1} min, by the settings", handle.default_minutes),
        Some(from) => format!(
            "{:.1} min ({:.0} h × {} × {} ÷ {} solved)",
            handle.default_minutes,
            from.hours,
            crate::presentation::numbers::format_percent(1.0 - shown.shrinkage),
            crate::presentation::numbers::format_percent(shown.occupancy_ceiling),
            from.solved
        ),
    });
    let rates = staffing.outlook.received_per_day.zip(staffing.outlook.solved_per_day);
    let rates = rates.map(|(received, solved)| format!(" ({received:.1} come, {solved:.1} are solved a working day)"));
    let clear = match staffing.outlook.days_to_clear {
        DaysToClear::Days(_) if shown.backlog == 0 => Some("nothing to clear".into()),
        DaysToClear::Days(days) => Some(format!("{days:.1}{}", rates.unwrap_or_default())),
        DaysToClear::Growing => Some(format!("growing{}", rates.unwrap_or_default())),
        DaysToClear::Unknown => None,
    };
    let work = shown.backlog_hours.map(|hours| format!(" · {hours:.1} h of work")).unwrap_or_default();
    vec![
        ("backlog", PageCell::text(formatting::format_count(shown.backlog, "ticket") + &work)),
        ("days to clear", PageCell::optional(clear)),
        ("a ticket takes", PageCell::optional(handle)),
        (
            "shift ends",
            PageCell::optional(staffing.outlook.shift_ends.map(|at| formatting::format_timestamp(at, zone))),
        ),
    ]
}

fn scenarios_table(staffing: &Staffing, zone: Zone) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::left("until the shift ends"),
        PageColumn::right("open then"),
        PageColumn::left("first promise to lapse"),
        PageColumn::right("lapsing in two weeks"),
    ]);
    for case in &staffing.outlook.cases {
        let lapses =
            case.first_breach.map(|(id, at)| format!("{} at {}", id.0, formatting::format_timestamp(at, zone)));
        table.add_row([
            PageCell::text(match case.extra_people {
                -1 => "one person fewer",
                0 => "as rostered",
                _ => "one person more",
            }),
            case.open_at_shift_end.map_or_else(PageCell::none, |left| PageCell::text(format!("{left:.0}"))),
            PageCell::optional(lapses),
            PageCell::number(case.breach_count),
        ]);
    }
    table
}

fn forecast_table(shown: &StaffingJson) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::truncatable("expected in a week", 12),
        PageColumn::right("tickets"),
        PageColumn::right("off, by hour"),
        PageColumn::right("plain"),
        PageColumn::right("off, by day"),
        PageColumn::right("plain"),
    ]);
    let wape = |wrong: Option<&ErrorMeasuresJson>| {
        PageCell::optional(wrong.and_then(|wrong| wrong.wape).map(crate::presentation::numbers::format_percent))
    };
    let mut row = |name: String, week: f64, error: Option<&ForecastErrorJson>| {
        table.add_row([
            PageCell::text(name),
            PageCell::text(format!("{week:.1}")),
            wape(error.map(|off| &off.ours)),
            wape(error.map(|off| &off.plain)),
            wape(error.map(|off| &off.days)),
            wape(error.map(|off| &off.plain_days)),
        ]);
    };
    let all = shown.week.iter().flatten().flatten().sum();
    row("all".into(), all, shown.error.as_ref());
    for (what, kinds) in [("channel", &shown.channels), ("category", &shown.categories)] {
        for kind in kinds {
            let name = kind.name.as_deref().map_or_else(|| format!("no {what}"), |name| format!("{what} {name}"));
            row(name, kind.week, kind.error.as_ref());
        }
    }
    table
}

fn decimal_cell(number: Option<f64>) -> PageCell {
    number.map_or_else(PageCell::none, |number| PageCell::text(format!("{number:.1}")))
}
