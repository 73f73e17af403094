//! The forms of the plan, and what several of them ask.

pub mod action;
pub mod feedback;
pub mod goal;
pub mod notice;
pub mod review;

use chrono::NaiveDate;

use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::record::Record;
use crate::ui::view::View;
use super::everybody;
use super::field::{Field, Filled, Wrong, day_from};

/// The longest rhythm in days.
const LONGEST: u32 = 366;

/// The record, new or in the place of another one.
fn put(id: Option<i64>, record: Record) -> Vec<Change> {
    vec![match id {
        Some(id) => Change::Replace { kind: record.kind(), id, record: Some(record) },
        None => Change::Add(record),
    }]
}

/// Nobody, or one of the team.
fn somebody(name: &'static str, now: Option<PersonId>, view: &View) -> Field {
    let people = everybody(view);
    let at = now.and_then(|now| people.iter().position(|person| *person == now)).map_or(0, |at| at + 1);
    let names = people.iter().map(|person| view.name(Some(*person)).to_owned());
    Field::pick(name, [view.t("nobody")].into_iter().chain(names), at)
}

fn picked_person(filled: &Filled, name: &str) -> Option<PersonId> {
    let at = filled.picked(name).checked_sub(1)?;
    everybody(filled.view).get(at).copied()
}

fn rhythm(name: &'static str, now: Option<u32>) -> Field {
    Field::line(name, now.map(|days| days.to_string()).unwrap_or_default())
}

fn read_rhythm(filled: &Filled, name: &'static str) -> Result<Option<u32>, Wrong> {
    filled.number(name, 1, LONGEST)
}

/// A day that may be left open.
fn read_day(filled: &Filled, name: &'static str) -> Result<Option<NaiveDate>, Wrong> {
    let Some(text) = filled.optional(name) else { return Ok(None) };
    let day = day_from(&text, filled.view);
    day.map(Some).ok_or_else(|| filled.wrong(name, "wrong-day", &[("text", text.into())]))
}

/// `12 15`, as tickets are typed.
fn numbers(tickets: &[TicketId]) -> String {
    tickets.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn read_tickets(filled: &Filled, name: &'static str) -> Result<Vec<TicketId>, Wrong> {
    let text = filled.text(name);
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    let mut tickets = Vec::new();
    for part in parts {
        let number = part.trim_start_matches('#').parse().ok().filter(|number| *number > 0).map(TicketId);
        let ticket = number.ok_or_else(|| filled.wrong(name, "wrong-ticket-number", &[("text", part.into())]))?;
        if !tickets.contains(&ticket) {
            tickets.push(ticket);
        }
    }
    Ok(tickets)
}
