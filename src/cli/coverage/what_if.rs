//! What-if scenarios: prints how coverage would change, and saves nothing.

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::coverage::slot_text::{describe_seated, format_time_range, person_name, person_names};
use crate::cli::failure::Failure;
use crate::cli::formatting;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::OutputPage;
use crate::engine::coverage::types::{CoverageSlot, CoverageState};
use crate::engine::desk::SHIFT_DAYS_AHEAD;
use crate::engine::what_if::compare::{CoverageChange, compare_coverage};
use crate::engine::what_if::parse::context::WhatIfContext;
use crate::engine::what_if::parse::parse_what_if;
use crate::engine::what_if::{WhatIfChange, WhatIfError, apply_what_if};
use crate::model::ids::PersonId;
use crate::model::settings::Language;
use crate::model::team::Team;
use crate::model::time::Zone;
use crate::presentation::catalog::Catalog;

/// JSON of a scenario's effect.
#[derive(Debug, Serialize)]
struct WhatIfJson<'a> {
    what_if: &'a str,
    zone: Zone,
    slot_minutes: u32,
    /// Days compared.
    days: Vec<NaiveDate>,
    /// Number of named days after `known_to`, which are not compared.
    days_left_out: usize,
    /// Last day of the loaded schedule; later shifts of a person who leaves are not considered.
    known_to: NaiveDate,
    /// A day of the week that `week_minutes_*` are for.
    week_of: NaiveDate,
    changes: Vec<CoverageChangeJson<'a>>,
    people: Vec<WhatIfPersonJson<'a>>,
}

/// JSON of an interval whose coverage would change. A state is null if the profile is not required then.
#[derive(Debug, Serialize)]
struct CoverageChangeJson<'a> {
    profile: &'static str,
    from: String,
    to: String,
    before: Option<&'static str>,
    after: Option<&'static str>,
    need: u32,
    seated_before: usize,
    seated_after: usize,
    who_after: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct WhatIfPersonJson<'a> {
    person: &'a str,
    open_tickets: usize,
    week_minutes_before: u32,
    week_minutes_after: u32,
}

pub fn run(text: &str, date: NaiveDate, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (zone, now) = (context.settings.zone, context.now());
    let (importance, slot_minutes) = (context.settings.profile_order, context.settings.slot_minutes);
    let today = zone.date(now);
    let team = store.team(date)?;
    let wrong = |wrong: WhatIfError| Failure::usage(describe_error(&wrong));
    let list = parse_what_if(text, &WhatIfContext { team: &team, today, team_loaded_around: date, default_day: date })
        .map_err(wrong)?;
    let supposed = apply_what_if(&team, &list).map_err(wrong)?;
    let known_to = date + Days::new(SHIFT_DAYS_AHEAD);
    let (days, beyond): (Vec<_>, Vec<_>) = affected_days(&list, date).into_iter().partition(|day| *day <= known_to);
    let week_of = list.iter().find_map(WhatIfChange::day).filter(|day| days.contains(day)).unwrap_or(date);
    let mut turns = Vec::new();
    for day in &days {
        let rows = |team: &Team| team.roster(zone, importance).as_of(now).coverage_of_day(*day, slot_minutes);
        turns.extend(compare_coverage(
            &rows(&team),
            &rows(&supposed.team),
            if *day == today { now } else { zone.midnight(*day) },
        ));
    }
    let desk = store.desk(zone, now)?;
    let load = crate::engine::board::open_tickets_per_person(&desk);
    let week = |team: &Team, person| team.roster(zone, importance).minutes_in_week(person, week_of);
    let mut people: Vec<PersonId> = list.iter().flat_map(WhatIfChange::people).collect();
    people.sort_unstable();
    people.dedup();
    let people = people.into_iter().map(|person| WhatIfPersonJson {
        person: person_name(person, &team),
        open_tickets: load.get(&person).copied().unwrap_or(0),
        week_minutes_before: week(&team, person),
        week_minutes_after: week(&supposed.team, person),
    });
    let shown = WhatIfJson {
        what_if: text,
        zone,
        slot_minutes,
        changes: turns.iter().map(|turn| coverage_change_json(turn, &supposed.team, zone)).collect(),
        people: people.collect(),
        days,
        days_left_out: beyond.len(),
        known_to,
        week_of,
    };
    print_result(form, &shown, || page(&turns, &shown, &list, &supposed.team, today))
}

/// The days a scenario affects plus the requested day, sorted, without duplicates.
fn affected_days(list: &[WhatIfChange], date: NaiveDate) -> Vec<NaiveDate> {
    let named = list.iter().flat_map(|one| match one {
        WhatIfChange::Absence { first, last, .. } => first.iter_days().take_while(|day| day <= last).collect(),
        WhatIfChange::AddShift { day, .. }
        | WhatIfChange::ChangeShift { day, .. }
        | WhatIfChange::SwapShifts { day, .. } => vec![*day],
        WhatIfChange::LeaveTeam { from, .. } => from.iter_days().take(7).collect(),
        WhatIfChange::AddProfile { .. } | WhatIfChange::AddRequirement { .. } => {
            date.iter_days().take(7).collect::<Vec<_>>()
        }
    });
    let mut days: Vec<NaiveDate> = named.collect();
    // A night shift reaches into the next day.
    let nights = list.iter().filter_map(|one| match one {
        WhatIfChange::AddShift { day, shift, .. } if shift.hours.to > 24 * 60 => Some(*day + Days::new(1)),
        _ => None,
    });
    days.extend(nights);
    days.push(date);
    days.sort_unstable();
    days.dedup();
    days
}

/// The error message, from the English catalog.
fn describe_error(wrong: &WhatIfError) -> String {
    let value = |(name, value): (&'static str, String)| match name {
        "profile" => (name, formatting::humanize(&value).into()),
        _ => (name, value.into()),
    };
    Catalog::for_language(Language::English)
        .format(wrong.key(), &wrong.values().into_iter().map(value).collect::<Vec<_>>())
}

fn coverage_change_json<'a>(turn: &CoverageChange, team: &'a Team, zone: Zone) -> CoverageChangeJson<'a> {
    let seated = |slot: &Option<CoverageSlot>| slot.as_ref().map_or(0, |slot| slot.seated.len());
    CoverageChangeJson {
        profile: turn.profile.name(),
        from: zone.rfc3339(turn.time.from),
        to: zone.rfc3339(turn.time.to),
        before: turn.state_before.map(|state| state.name()),
        after: turn.state_after.map(|state| state.name()),
        need: turn.slot_after.as_ref().or(turn.slot_before.as_ref()).map_or(0, |slot| slot.need),
        seated_before: seated(&turn.slot_before),
        seated_after: seated(&turn.slot_after),
        who_after: turn.slot_after.as_ref().map(|slot| person_names(&slot.seated, team)).unwrap_or_default(),
    }
}

fn page(
    turns: &[CoverageChange],
    shown: &WhatIfJson,
    list: &[WhatIfChange],
    team: &Team,
    today: NaiveDate,
) -> OutputPage {
    let WhatIfJson { zone, days, known_to, .. } = shown;
    let mut page = OutputPage::new(format!("What if: {}", shown.what_if));
    let same_week = shown.week_of.iso_week() == today.iso_week();
    let when = if same_week {
        "this week".into()
    } else {
        format!("in the week of {}", formatting::format_date(shown.week_of))
    };
    for person in &shown.people {
        let hours = |minutes: u32| (minutes + 30) / 60;
        let (before, after) = (hours(person.week_minutes_before), hours(person.week_minutes_after));
        let week = if before == after { format!("{before} h") } else { format!("{before} → {after} h") };
        page = page.line(format!("{}: {} open tickets, {week} {when}.", person.person, person.open_tickets));
    }
    for gone in list {
        if let WhatIfChange::LeaveTeam { person, from } = gone {
            let (name, from, last) =
                (person_name(*person, team), formatting::format_date(*from), formatting::format_date(*known_to));
            page = page.line(format!("Without {name}: their shifts from {from} to {last} are gone, later ones stay."));
        }
    }
    for day in turns.chunk_by(|a, b| zone.date(a.time.from) == zone.date(b.time.from)) {
        let date = zone.date(day[0].time.from);
        let lines: Vec<_> = day.iter().map(|turn| describe_change(turn, team, date, *zone)).collect();
        page = page.line(format!("{}:", formatting::format_date(date))).text(&lines.join("\n"));
    }
    let last = days.last().copied().unwrap_or_default();
    let compared = match days.len() {
        1 => formatting::format_date(last),
        n => format!("the {n} days up to {}", formatting::format_date(last)),
    };
    if shown.days_left_out > 0 {
        let (n, known_to) = (shown.days_left_out, formatting::format_date(*known_to));
        page = page.line(format!(
            "Left out: {n} more days, for the roster is looked at up to {known_to}; --date says from when."
        ));
    }
    page.line(match turns {
        [] => format!("Coverage stays the same on {compared}. Nothing was changed."),
        _ => format!("Compared: {compared}. Nothing was changed."),
    })
}

/// "field expert 14:00–16:00: covered → gap, nobody who is in holds it".
fn describe_change(turn: &CoverageChange, team: &Team, date: NaiveDate, zone: Zone) -> String {
    let state = |state: Option<CoverageState>| state.map_or("not needed", CoverageState::name);
    let time = format_time_range(turn.time.from, turn.time.to, date, zone);
    let (before, after) = (state(turn.state_before), state(turn.state_after));
    let why = turn.slot_after.as_ref().map(|slot| match (slot.state, slot.present) {
        (CoverageState::Covered, _) => describe_seated(slot, team),
        (_, 0) => "nobody who is in holds it".to_owned(),
        _ => {
            let (who, seats) = (describe_seated(slot, team), slot.seated.len());
            let who = if who.is_empty() { who } else { format!(": {who}") };
            format!("{seats} of {} seated{who}", slot.need)
        }
    });
    let why = why.map(|why| format!(", {why}")).unwrap_or_default();
    format!("{} {time}: {before} → {after}{why}", formatting::humanize(turn.profile.name()))
}
