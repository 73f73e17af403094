//! Staffing of the team: forecast, need and schedule by hour, and an outlook for the backlog.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::{Context, typed, words};
use crate::engine::board::brief::queue_order;
use crate::engine::board::shift::current_shift;
use crate::engine::desk::{Desk, Row};
use crate::engine::staffing::flow::{Expected, Flow, HOURS};
use crate::engine::staffing::forecast::{Errors, Held};
use crate::engine::staffing::need::{self, Slot};
use crate::engine::staffing::outlook::{Clear, Outlook};
use crate::engine::staffing::{Past, Staffing};
use crate::model::ids::TicketId;
use crate::model::staffing::House;
use crate::model::time::{Instant, Zone};
use crate::store::worker;

/// JSON of the staffing: tickets and hours of work, missing values null.
#[derive(Debug, Serialize)]
struct Shown {
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
    hours: Vec<Hour>,
    /// Expected tickets by hour of the week, Monday first; null without a forecast.
    week: Option<Vec<Vec<f64>>>,
    error: Option<Off>,
    channels: Vec<Kind>,
    categories: Vec<Kind>,
    backlog: usize,
    backlog_hours: Option<f64>,
    /// Working days; null if the backlog grows or rates are unknown.
    days_to_clear: Option<f64>,
    growing: bool,
    received_a_day: Option<f64>,
    solved_a_day: Option<f64>,
    shift: Option<String>,
    shift_ends: Option<String>,
    cases: Vec<Case>,
}

#[derive(Debug, Serialize)]
struct Hour {
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
struct Off {
    #[serde(flatten)]
    ours: Wrong,
    plain: Wrong,
    days: Wrong,
    plain_days: Wrong,
    /// Expected WAPE of random variation alone.
    chance_wape: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Wrong {
    mae: f64,
    wape: Option<f64>,
    rmse: f64,
}

#[derive(Debug, Serialize)]
struct Kind {
    name: Option<String>,
    /// Expected tickets per week.
    week: f64,
    error: Option<Off>,
}

#[derive(Debug, Serialize)]
struct Case {
    people: i32,
    /// Open tickets at the end of the shift.
    left: Option<f64>,
    first_to_lapse: Option<i64>,
    lapses_at: Option<String>,
    lapsing: usize,
}

pub fn run(form: Form, date: Option<&str>, weeks: Option<u32>, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (zone, now) = (context.settings.zone, context.now());
    let today = zone.date(now);
    let date = typed::day(date.unwrap_or("today"), context)?;
    let config = House { weeks: weeks.unwrap_or(context.settings.staffing.weeks), ..context.settings.staffing.clone() };
    let desk = match context.past(&store)? {
        Some(at) => store.desk_at(zone, at)?,
        None => store.desk(zone, now)?,
    };
    let past = worker::compute_staffing(&store, Flow::new(zone, today, now, config.weeks))?;
    let mut rows: Vec<&Row> = desk.tickets.values().collect();
    rows.sort_by_cached_key(|row| queue_order(row));
    let queue: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    let mut staffing = Staffing::of(&past, &desk, &queue, &config, today, now);
    // The forecast for a past day uses only what was known before it.
    let then = (date < today)
        .then(|| worker::compute_staffing(&store, Flow::new(zone, date, now, config.weeks)))
        .transpose()?;
    let of_day = then.as_ref().unwrap_or(&past);
    if date != today {
        let desk = Desk { team: store.team(date)?, ..desk.clone() };
        let (flow, forecast) = (&of_day.flow, of_day.forecast.as_ref());
        staffing.day = need::day(date, &desk, flow, forecast, &config, staffing.handle.as_ref(), now);
    }
    let shift = current_shift(&desk.team, zone, now).and_then(|shift| shift.name);
    let shown = shown(&staffing, of_day, &config, date, shift);
    print(form, &shown, || page(&shown, &staffing, of_day, date, now))
}

fn shown(staffing: &Staffing, past: &Past, config: &House, date: NaiveDate, shift: Option<String>) -> Shown {
    let zone = past.flow.zone;
    let Outlook { backlog, hours, clear, received_a_day, solved_a_day, shift_ends, cases } = &staffing.outlook;
    let forecast = past.forecast.as_ref();
    Shown {
        schema: 1,
        date,
        zone,
        weeks: forecast.map(|forecast| forecast.weeks),
        handle_minutes: staffing.handle.map(|handle| handle.usual),
        handle_from: staffing.handle.map(|handle| if handle.from.is_some() { "worked" } else { "settings" }),
        shrinkage: config.shrinkage,
        occupancy_ceiling: config.occupancy,
        hours: staffing.day.iter().map(|slot| hour(slot, zone)).collect(),
        week: forecast.map(|forecast| forecast.all.hours.chunks(HOURS).map(<[f64]>::to_vec).collect()),
        error: forecast.and_then(|forecast| forecast.all.held).map(off),
        channels: forecast.map_or_else(Vec::new, |forecast| kinds(&forecast.channels)),
        categories: forecast.map_or_else(Vec::new, |forecast| kinds(&forecast.categories)),
        backlog: *backlog,
        backlog_hours: *hours,
        days_to_clear: match clear {
            Clear::Days(days) => Some(*days),
            Clear::Growing | Clear::Unknown => None,
        },
        growing: *clear == Clear::Growing,
        received_a_day: *received_a_day,
        solved_a_day: *solved_a_day,
        shift,
        shift_ends: shift_ends.map(|at| zone.rfc3339(at)),
        cases: cases
            .iter()
            .map(|case| Case {
                people: case.more,
                left: case.left,
                first_to_lapse: case.lapses.map(|(id, _)| id.0),
                lapses_at: case.lapses.map(|(_, at)| zone.rfc3339(at)),
                lapsing: case.lapsing,
            })
            .collect(),
    }
}

fn hour(slot: &Slot, zone: Zone) -> Hour {
    Hour {
        from: zone.rfc3339(slot.time.from),
        to: zone.rfc3339(slot.time.to),
        forecast: slot.forecast,
        arrived: slot.arrived,
        due: slot.due,
        needed_hours: slot.needed_in_all(),
        real_time_people: slot.real_time,
        rostered_hours: slot.rostered,
        available_hours: slot.there,
        present_hours: slot.present,
        state: slot.state().name(),
    }
}

fn off(held: Held) -> Off {
    let wrong = |Errors { mae, wape, rmse }| Wrong { mae, wape, rmse };
    Off {
        ours: wrong(held.ours),
        plain: wrong(held.plain),
        days: wrong(held.days),
        plain_days: wrong(held.plain_days),
        chance_wape: held.chance,
    }
}

/// Most frequent first.
fn kinds(kinds: &BTreeMap<Option<String>, Expected>) -> Vec<Kind> {
    let kind = |(name, expected): (&Option<String>, &Expected)| Kind {
        name: name.clone(),
        week: expected.hours.iter().sum(),
        error: expected.held.map(off),
    };
    let mut kinds: Vec<_> = kinds.iter().map(kind).collect();
    kinds.sort_by(|a, b| b.week.total_cmp(&a.week).then_with(|| a.name.cmp(&b.name)));
    kinds
}

fn page(shown: &Shown, staffing: &Staffing, past: &Past, date: NaiveDate, now: Instant) -> Page {
    let zone = shown.zone;
    let mut page = Page::new(format!("Staffing · {}", words::day(date))).table(hours(staffing, zone, now));
    page = page.facts(backlog(shown, staffing, zone));
    if !shown.cases.is_empty() && shown.handle_minutes.is_some() {
        page = page.table(cases(staffing, zone));
    }
    let Some(forecast) = &past.forecast else {
        return page.line("There is no forecast yet: it takes a whole week of tickets.");
    };
    let weeks = words::count(forecast.weeks, "week");
    page = page.table(kinds_table(shown)).line(format!(
        "Forecast from {weeks}. Off: how far the forecast of last week was, in shares of what came, without having seen \
         it; plain: the same hour, mean of the last four weeks."
    ));
    if let Some(chance) = forecast.all.held.and_then(|held| held.chance) {
        page = page.line(format!("By the hour, chance alone is off by {}.", crate::engine::summary::format_percent(chance)));
    }
    page
}

fn hours(staffing: &Staffing, zone: Zone, now: Instant) -> Table {
    let mut table = Table::new([
        Column::left("hour"),
        Column::right("forecast"),
        Column::right("came"),
        Column::right("due"),
        Column::right("needed h"),
        Column::right("rostered h"),
        Column::right("away h"),
        Column::right("present h"),
        Column::left("state"),
    ]);
    let busy = |slot: &&Slot| {
        let needed = slot.needed_in_all().is_some_and(|needed| needed >= 0.05);
        slot.rostered > 0.0 || slot.due > 0 || needed || slot.time.contains(now)
    };
    for slot in staffing.day.iter().filter(busy) {
        table.row([
            Cell::text(zone.civil(slot.time.from).format("%H:%M").to_string()),
            tenths(slot.forecast),
            slot.arrived.map_or_else(Cell::none, Cell::number),
            Cell::number(slot.due),
            tenths(slot.needed_in_all()),
            tenths(Some(slot.rostered)),
            tenths(Some(slot.rostered - slot.there)),
            tenths(slot.present),
            Cell::text(slot.state().name()),
        ]);
    }
    table
}

fn backlog(shown: &Shown, staffing: &Staffing, zone: Zone) -> Vec<(&'static str, Cell)> {
    let handle = staffing.handle.map(|handle| match handle.from {
        None => format!("{:.1} min, by the settings", handle.usual),
        Some(from) => format!(
            "{:.1} min ({:.0} h × {} × {} ÷ {} solved)",
            handle.usual,
            from.hours,
            crate::engine::summary::format_percent(1.0 - shown.shrinkage),
            crate::engine::summary::format_percent(shown.occupancy_ceiling),
            from.solved
        ),
    });
    let rates = staffing.outlook.received_a_day.zip(staffing.outlook.solved_a_day);
    let rates = rates.map(|(received, solved)| format!(" ({received:.1} come, {solved:.1} are solved a working day)"));
    let clear = match staffing.outlook.clear {
        Clear::Days(_) if shown.backlog == 0 => Some("nothing to clear".into()),
        Clear::Days(days) => Some(format!("{days:.1}{}", rates.unwrap_or_default())),
        Clear::Growing => Some(format!("growing{}", rates.unwrap_or_default())),
        Clear::Unknown => None,
    };
    let work = shown.backlog_hours.map(|hours| format!(" · {hours:.1} h of work")).unwrap_or_default();
    vec![
        ("backlog", Cell::text(words::count(shown.backlog, "ticket") + &work)),
        ("days to clear", Cell::maybe(clear)),
        ("a ticket takes", Cell::maybe(handle)),
        ("shift ends", Cell::maybe(staffing.outlook.shift_ends.map(|at| words::moment(at, zone)))),
    ]
}

fn cases(staffing: &Staffing, zone: Zone) -> Table {
    let mut table = Table::new([
        Column::left("until the shift ends"),
        Column::right("open then"),
        Column::left("first promise to lapse"),
        Column::right("lapsing in two weeks"),
    ]);
    for case in &staffing.outlook.cases {
        let lapses = case.lapses.map(|(id, at)| format!("{} at {}", id.0, words::moment(at, zone)));
        table.row([
            Cell::text(match case.more {
                -1 => "one person fewer",
                0 => "as rostered",
                _ => "one person more",
            }),
            case.left.map_or_else(Cell::none, |left| Cell::text(format!("{left:.0}"))),
            Cell::maybe(lapses),
            Cell::number(case.lapsing),
        ]);
    }
    table
}

fn kinds_table(shown: &Shown) -> Table {
    let mut table = Table::new([
        Column::cut("expected in a week", 12),
        Column::right("tickets"),
        Column::right("off, by hour"),
        Column::right("plain"),
        Column::right("off, by day"),
        Column::right("plain"),
    ]);
    let wape = |wrong: Option<&Wrong>| Cell::maybe(wrong.and_then(|wrong| wrong.wape).map(crate::engine::summary::format_percent));
    let mut row = |name: String, week: f64, error: Option<&Off>| {
        table.row([
            Cell::text(name),
            Cell::text(format!("{week:.1}")),
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

fn tenths(number: Option<f64>) -> Cell {
    number.map_or_else(Cell::none, |number| Cell::text(format!("{number:.1}")))
}
