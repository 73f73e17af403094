//! The forms of the plan, and what several of them ask.

pub mod action;
pub mod feedback;
pub mod goal;
pub mod notice;
pub mod review;

use chrono::NaiveDate;

use super::field::FormField;
use super::people_by_name;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::record::Record;
use crate::ui::dialogs::form::moment::parse_day_input;
use crate::ui::view::View;

/// The longest rhythm in days.
const LONGEST: u32 = 366;

/// The record, new or in the place of another one.
fn put(id: Option<i64>, record: Record) -> Vec<Change> {
    vec![match id {
        Some(id) => Change::ReplaceRecord { kind: record.kind(), id, record: Some(record) },
        None => Change::AddRecord(record),
    }]
}

/// Nobody, or one of the team.
fn somebody(name: &'static str, now: Option<PersonId>, view: &View) -> FormField {
    let people = people_by_name(view);
    let at = now.and_then(|now| people.iter().position(|person| *person == now)).map_or(0, |at| at + 1);
    let names = people.iter().map(|person| view.person_name(Some(*person)).to_owned());
    FormField::pick(name, [view.t("nobody")].into_iter().chain(names), at)
}

fn picked_person(filled: &FormValues, name: &str) -> Option<PersonId> {
    let at = filled.picked_index(name).checked_sub(1)?;
    people_by_name(filled.view).get(at).copied()
}

fn rhythm(name: &'static str, now: Option<u32>) -> FormField {
    FormField::line(name, now.map(|days| days.to_string()).unwrap_or_default())
}

fn read_rhythm(filled: &FormValues, name: &'static str) -> Result<Option<u32>, FieldError> {
    filled.number(name, 1, LONGEST)
}

/// A day that may be left open.
fn read_day(filled: &FormValues, name: &'static str) -> Result<Option<NaiveDate>, FieldError> {
    let Some(text) = filled.optional(name) else { return Ok(None) };
    let day = parse_day_input(&text, filled.view);
    day.map(Some).ok_or_else(|| filled.error(name, "wrong-day", &[("text", text.into())]))
}

/// `12 15`, as tickets are typed.
fn numbers(tickets: &[TicketId]) -> String {
    tickets.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn read_tickets(filled: &FormValues, name: &'static str) -> Result<Vec<TicketId>, FieldError> {
    let text = filled.text(name);
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    let mut tickets = Vec::new();
    for part in parts {
        let number = part.trim_start_matches('#').parse().ok().filter(|number| *number > 0).map(TicketId);
        let ticket = number.ok_or_else(|| filled.error(name, "wrong-ticket-number", &[("text", part.into())]))?;
        if !tickets.contains(&ticket) {
            tickets.push(ticket);
        }
    }
    Ok(tickets)
}
