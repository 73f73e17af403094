//! Formats who is seated in a coverage slot, and when.

use chrono::NaiveDate;

use crate::cli::formatting;
use crate::engine::coverage::types::CoverageSlot;
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};
use crate::presentation::numbers::NO_VALUE;

/// Name of a person; `–` if they were removed.
pub fn person_name(person: PersonId, team: &Team) -> &str {
    team.name(person).unwrap_or(NO_VALUE)
}

/// Names of the people who are still in the team.
pub fn person_names<'a>(people: &[PersonId], team: &'a Team) -> Vec<&'a str> {
    people.iter().filter_map(|person| team.name(*person)).collect()
}

/// Names of the people seated in a slot; if stretched, also the holders needed in their other profile.
pub fn describe_seated(slot: &CoverageSlot, team: &Team) -> String {
    let elsewhere = slot.elsewhere.iter().filter(|_| slot.seated.len() < slot.need as usize);
    let elsewhere = elsewhere.map(|(person, profile)| {
        format!("({} is needed as {})", person_name(*person, team), formatting::humanize(profile.name()))
    });
    let seated = person_names(&slot.seated, team).join(", ");
    [seated].into_iter().filter(|names| !names.is_empty()).chain(elsewhere).collect::<Vec<_>>().join(" ")
}

/// Local time of day; the end of the day is 24:00.
pub fn format_time_of_day(at: Instant, date: NaiveDate, zone: Zone) -> String {
    let civil = zone.civil(at);
    if civil.date() > date { "24:00".into() } else { civil.format("%H:%M").to_string() }
}

/// `14:00–16:00`.
pub fn format_time_range(from: Instant, to: Instant, date: NaiveDate, zone: Zone) -> String {
    format!("{}–{}", format_time_of_day(from, date, zone), format_time_of_day(to, date, zone))
}
