//! `shiftdesk coverage`: which profiles have the people that the desk needs, slot by slot.

use chrono::NaiveDate;
use serde::Serialize;

use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, typed, words};
use crate::domain::coverage::{Row, Slot};
use crate::domain::desk::Team;
use crate::domain::person::PersonId;
use crate::domain::time::{Instant, Zone};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    /// The day: 2026-03-02, today or tomorrow
    #[arg(long, value_name = "DAY", default_value = "today")]
    date: String,
}

/// A day's coverage, as the JSON has it.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    date: NaiveDate,
    zone: Zone,
    slot_minutes: u32,
    profiles: Vec<ShownRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ShownRow<'a> {
    profile: &'static str,
    slots: Vec<ShownSlot<'a>>,
}

#[derive(Debug, Serialize)]
struct ShownSlot<'a> {
    from: String,
    need: u32,
    /// How many of those who are in hold the profile, wherever they sit.
    present: u32,
    /// How many of the seats are taken.
    seated: usize,
    state: &'static str,
    /// Who sits in them.
    who: Vec<&'a str>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (zone, slot_minutes) = (context.settings.zone, context.settings.slot_minutes);
    let date = typed::day(&args.date, context)?;
    let team = store.team(date)?;
    let rows = team.roster(zone, context.settings.importance).day(date, slot_minutes);
    let shown = Shown { date, zone, slot_minutes, profiles: rows.iter().map(|row| shown(row, &team, zone)).collect() };
    print(args.form, &shown, || page(&rows, &team, date, zone))
}

fn shown<'a>(row: &Row, team: &'a Team, zone: Zone) -> ShownRow<'a> {
    let slot = |slot: &Slot| ShownSlot {
        from: zone.rfc3339(slot.time.from),
        need: slot.need,
        present: slot.present,
        seated: slot.seated.len(),
        state: slot.state.name(),
        who: names(&slot.seated, team),
    };
    ShownRow { profile: row.profile.name(), slots: row.slots.iter().map(slot).collect() }
}

fn names<'a>(people: &[PersonId], team: &'a Team) -> Vec<&'a str> {
    people.iter().filter_map(|person| team.name(*person)).collect()
}

fn page(rows: &[Row], team: &Team, date: NaiveDate, zone: Zone) -> Page {
    let head = format!("Coverage · {}", words::day(date));
    if rows.is_empty() {
        return Page::new(head).line(
            "Nobody is needed on this day. `shiftdesk requirement add PROFILE FROM TO` says what the desk needs.",
        );
    }
    let mut table = Table::new([
        Column::cut("profile", 12),
        Column::left("from"),
        Column::left("to"),
        Column::right("need"),
        Column::right("in"),
        Column::left("state"),
        Column::cut("seated", 12),
    ]);
    for row in rows {
        for (slot, until) in merged(&row.slots) {
            table.row([
                Cell::text(words::word(row.profile.name())),
                Cell::text(clock(slot.time.from, date, zone)),
                Cell::text(clock(until, date, zone)),
                Cell::number(slot.need),
                Cell::number(slot.present),
                Cell::text(slot.state.name()),
                Cell::maybe(Some(names(&slot.seated, team).join(", "))),
            ]);
        }
    }
    Page::new(head).table(table)
}

/// Slots that follow each other and are alike become one: the first of them, and when the last one ends.
fn merged(slots: &[Slot]) -> Vec<(&Slot, Instant)> {
    let mut runs: Vec<(&Slot, Instant)> = Vec::new();
    for slot in slots {
        let alike = |first: &Slot| {
            (first.need, first.present, first.state, &first.seated)
                == (slot.need, slot.present, slot.state, &slot.seated)
        };
        match runs.last_mut() {
            Some((first, until)) if *until == slot.time.from && alike(first) => *until = slot.time.to,
            _ => runs.push((slot, slot.time.to)),
        }
    }
    runs
}

/// A moment of the day; its end is 24:00.
fn clock(at: Instant, date: NaiveDate, zone: Zone) -> String {
    let civil = zone.civil(at);
    if civil.date() > date { "24:00".into() } else { civil.format("%H:%M").to_string() }
}
