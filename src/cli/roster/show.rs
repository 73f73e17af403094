//! `shiftdesk roster show`: a week of the roster, people by days.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::roster::flags::{RosterFlagJson, load_team_around};
use crate::cli::{formatting, parse};
use crate::engine::roster::cell_input::format_hours;
use crate::engine::roster::cells::{absences_in_cell, shifts_in_cell};
use crate::engine::roster::rules::{RosterFlag, WeekHours, find_flags, week_hours};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::{Zone, format_clock, seconds};
use crate::presentation::numbers::NO_VALUE;

/// JSON of a week.
#[derive(Debug, Serialize)]
struct RosterWeekJson<'a> {
    week: String,
    first: NaiveDate,
    last: NaiveDate,
    people: Vec<RosterPersonJson<'a>>,
    flags: Vec<RosterFlagJson<'a>>,
}

#[derive(Debug, Serialize)]
struct RosterPersonJson<'a> {
    person: &'a str,
    /// Seconds without absences. Overtime is what exceeds the contract or the limit.
    hours: f64,
    overtime: f64,
    days: Vec<RosterDayJson<'a>>,
}

#[derive(Debug, Serialize)]
struct RosterDayJson<'a> {
    day: NaiveDate,
    shifts: Vec<RosterShiftJson<'a>>,
    absences: Vec<RosterAbsenceJson<'a>>,
}

#[derive(Debug, Serialize)]
struct RosterShiftJson<'a> {
    id: i64,
    from: String,
    to: String,
    name: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct RosterAbsenceJson<'a> {
    id: i64,
    kind: &'static str,
    /// Local times; null for an all-day absence.
    from: Option<String>,
    to: Option<String>,
    note: Option<&'a str>,
}

pub fn run(text: &str, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let first = parse::parse_week(text, context)?;
    let last = first + Days::new(6);
    let (zone, rules) = (context.settings.zone, &context.settings.roster_rules);
    let team = load_team_around(context, first, last)?;
    let found = find_flags(&team, zone, rules, first, last);
    let people = formatting::people_by_name(&team);
    let weeks: BTreeMap<PersonId, WeekHours> =
        people.iter().map(|person| (*person, week_hours(&team, zone, rules, *person, first))).collect();
    let shown = RosterWeekJson {
        week: first.format("%G-W%V").to_string(),
        first,
        last,
        people: people.iter().map(|person| person_week_json(*person, weeks[person], &team, (zone, first))).collect(),
        flags: found.iter().map(|flag| RosterFlagJson::new(flag, &team)).collect(),
    };
    print_result(form, &shown, || page(&people, &weeks, &found, &team, first))
}

fn person_week_json<'a>(
    person: PersonId,
    week: WeekHours,
    team: &'a Team,
    (zone, first): (Zone, NaiveDate),
) -> RosterPersonJson<'a> {
    let day = |day: NaiveDate| RosterDayJson {
        day,
        shifts: (shifts_in_cell(team, (person, day)).into_iter())
            .map(|shift| RosterShiftJson {
                id: shift.id,
                from: zone.rfc3339(shift.starts(zone)),
                to: zone.rfc3339(shift.ends(zone)),
                name: shift.name.as_deref(),
            })
            .collect(),
        absences: absences_in_cell(team, (person, day))
            .map(|absence| RosterAbsenceJson {
                id: absence.id,
                kind: absence.kind.name(),
                from: absence.hours.map(|hours| format_clock(hours.from)),
                to: absence.hours.map(|hours| format_clock(hours.clock_end())),
                note: absence.note.as_deref(),
            })
            .collect(),
    };
    RosterPersonJson {
        person: team.name(person).unwrap_or_default(),
        hours: seconds(week.hours),
        overtime: seconds(week.overtime()),
        days: first.iter_days().take(7).map(day).collect(),
    }
}

fn page(
    people: &[PersonId],
    weeks: &BTreeMap<PersonId, WeekHours>,
    found: &[RosterFlag],
    team: &Team,
    first: NaiveDate,
) -> OutputPage {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let columns =
        [PageColumn::truncatable("person", 10)].into_iter().chain(DAYS.map(|day| PageColumn::truncatable(day, 5)));
    let mut table =
        PageTable::new(columns.chain([PageColumn::right("hours"), PageColumn::right("flags")]).collect::<Vec<_>>());
    for person in people {
        let cells = first.iter_days().take(7).map(|day| PageCell::optional(Some(describe_cell(team, (*person, day)))));
        let flagged = found.iter().filter(|flag| flag.person == *person).count();
        let name = PageCell::text(team.name(*person).unwrap_or(NO_VALUE));
        let flags = if flagged == 0 { PageCell::none() } else { PageCell::number(flagged) };
        let hours = PageCell::text(formatting::format_work_hours(weeks[person].hours));
        table.add_row([name].into_iter().chain(cells).chain([hours, flags]).collect::<Vec<_>>());
    }
    let last = first + Days::new(6);
    let head = format!(
        "Roster {} · {} to {}",
        first.format("%G-W%V"),
        formatting::format_date(first),
        formatting::format_date(last)
    );
    let mut page = OutputPage::new(head).table(table);
    if people.is_empty() {
        page = page.line("Nobody is in the team yet; `shiftdesk person add` adds people.");
    }
    for flag in found {
        let who = team.name(flag.person).unwrap_or(NO_VALUE);
        page = page.line(format!(
            "▲ {}, {}: {}.",
            formatting::format_date(flag.day),
            who,
            formatting::describe_roster_flag(flag.kind)
        ));
    }
    page
}

/// Text of a cell: `8–16`, `sick`, `8–12 + 13–17`, `8–16, late 8–9`.
fn describe_cell(team: &Team, cell: (PersonId, NaiveDate)) -> String {
    let whole = absences_in_cell(team, cell).find(|absence| absence.hours.is_none());
    if let Some(absence) = whole {
        return absence.kind.name().to_owned();
    }
    let worked: Vec<_> = shifts_in_cell(team, cell).into_iter().map(|shift| format_hours(shift.hours)).collect();
    let away =
        absences_in_cell(team, cell).filter_map(|it| Some(format!(", {} {}", it.kind.name(), format_hours(it.hours?))));
    format!("{}{}", worked.join(" + "), away.collect::<String>())
}
