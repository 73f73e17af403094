//! Formats durations, rates, timestamps, events and confirmations for the command line.
//!
//! English only, unlike the UI: scripts and bug reports need the same text everywhere.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{NaiveDate, TimeDelta};

use super::page::PageCell;
use crate::engine::metrics::filter::DimensionValue;
use crate::engine::roster::rules::RosterFlagKind;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::shift::Requirement;
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::ticket::Concession;
use crate::model::time::{Instant, Zone};
use crate::presentation::numbers::{NO_VALUE, format_percent};

/// Names of people by ID.
pub type PersonNames = BTreeMap<PersonId, String>;

/// A person's name, or their ID if they were removed.
pub fn person_name(person: PersonId, names: &PersonNames) -> String {
    names.get(&person).cloned().unwrap_or_else(|| format!("person {}", person.0))
}

/// A stable name as text: `on_hold` is "on hold".
pub fn humanize(name: &str) -> String {
    name.replace('_', " ")
}

/// `45 s`, `22 m`, `1 h 12 m`, `3 d 4 h`: the two largest units, with a minus if negative.
pub fn format_duration(delta: TimeDelta) -> String {
    // Round to the smallest unit shown, as the UI does.
    let exact = (delta.num_milliseconds() as f64 / 1000.0).round() as i64;
    let seconds =
        if exact.abs() >= 60 && exact.abs() < 86_370 { (exact + 30 * exact.signum()) / 60 * 60 } else { exact };
    let sign = if seconds < 0 { "−" } else { "" };
    let text = match seconds.unsigned_abs() {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} m", s / 60),
        s @ 3600..86_400 => format_two_units(s / 3600, "h", s % 3600 / 60, "m"),
        s => format_two_units(s / 86_400, "d", s % 86_400 / 3600, "h"),
    };
    format!("{sign}{text}")
}

fn format_two_units(large: u64, unit: &str, small: u64, part: &str) -> String {
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {part}") }
}

/// Working time in hours, never in days: `40 h`, `37.5 h`, `0.4 h`.
pub fn format_work_hours(delta: TimeDelta) -> String {
    let tenths = (delta.num_minutes() as f64 / 6.0).round() / 10.0;
    format!("{} h", if tenths == 0.0 { 0.0 } else { tenths })
}

/// A mean or median in seconds, formatted with [`format_duration`].
pub fn duration_cell(seconds: Option<f64>) -> PageCell {
    seconds.map_or_else(PageCell::none, |s| {
        PageCell::text(format_duration(TimeDelta::milliseconds((s * 1000.0).round() as i64)))
    })
}

/// Cell with a figure's value: a duration, percentage, score or count, depending on its shape.
pub fn figure_cell(figure: FigureId, value: Option<f64>) -> PageCell {
    PageCell::optional(value.map(|value| format_figure(figure, Some(value))))
}

pub fn format_figure(figure: FigureId, value: Option<f64>) -> String {
    let Some(value) = value else { return NO_VALUE.into() };
    match figure.shape() {
        FigureShape::Time => format_duration(TimeDelta::milliseconds((value * 1000.0).round() as i64)),
        FigureShape::Share | FigureShape::Ratio(_) | FigureShape::Mean | FigureShape::Portion => format_percent(value),
        FigureShape::NetScore => format!("{value:+.1}"),
        FigureShape::Count | FigureShape::Stock => format!("{value:.0}"),
    }
}

/// Name of a dimension value; `None` if not set.
pub fn dimension_value_name(one: &DimensionValue, names: &PersonNames) -> Option<String> {
    match one {
        DimensionValue::Agent(person) => person.map(|person| person_name(person, names)),
        DimensionValue::Profile(profile) => profile.map(|profile| profile.name().to_owned()),
        DimensionValue::Channel(word)
        | DimensionValue::Category(word)
        | DimensionValue::Tier(word)
        | DimensionValue::Group(word) => word.as_deref().map(str::to_owned),
        DimensionValue::Priority(priority) => Some(priority.name().to_owned()),
    }
}

/// Time left on an SLA clock: `0:25`, `−0:12` when breached, `3 d 4 h` from a day on.
pub fn time_left_cell(left: Option<TimeDelta>) -> PageCell {
    let Some(left) = left else { return PageCell::none() };
    let over = left < TimeDelta::zero();
    let minutes = left.num_minutes().unsigned_abs();
    let shown = match minutes {
        0..1440 => format!("{}{}:{:02}", if over { "−" } else { "" }, minutes / 60, minutes % 60),
        _ => format_duration(left),
    };
    PageCell::with_plain_text(shown, format!("{} {}", format_duration(left.abs()), if over { "over" } else { "left" }))
}

/// A rate in percent with its sample size (see [`format_sample_size`]).
pub fn rate_cell(rate: Option<f64>, n: usize) -> PageCell {
    rate.map_or_else(PageCell::none, |rate| {
        PageCell::text(format!("{} ({})", format_percent(rate), format_sample_size(n)))
    })
}

/// `n 118`, or `n 7, low` for few samples.
pub fn format_sample_size(n: usize) -> String {
    if (1..LOW_SAMPLE_COUNT).contains(&n) { format!("n {n}, low") } else { format!("n {n}") }
}

/// `Mon 2 Mar 2026 09:00`, in the time zone.
pub fn format_timestamp(at: Instant, zone: Zone) -> String {
    zone.civil(at).format("%a %-d %b %Y %H:%M").to_string()
}

/// `Mon 2 Mar 2026`.
pub fn format_date(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// `every day`, `Mon–Fri`, `Mon, Wed, Sat`.
pub fn format_weekdays(bits: u8) -> String {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    match bits & Requirement::EVERY_DAY {
        Requirement::EVERY_DAY => "every day".into(),
        0b001_1111 => "Mon–Fri".into(),
        bits => {
            let on = NAMES.iter().enumerate().filter(|(day, _)| bits >> day & 1 == 1);
            on.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The people of the team, sorted by name.
pub fn people_by_name(team: &Team) -> Vec<PersonId> {
    let mut people: Vec<_> = team.people.iter().collect();
    people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
    people.into_iter().map(|(id, _)| *id).collect()
}

/// Describes a roster rule violation, without the final period.
pub fn describe_roster_flag(what: RosterFlagKind) -> String {
    let hours = format_work_hours;
    match what {
        RosterFlagKind::DaysInRow { n, most } => format!("{n} days in a row, {most} are usual"),
        RosterFlagKind::Turnaround { rest, least } => {
            format!("{} of rest before, {} are needed", format_duration(rest), format_duration(least))
        }
        RosterFlagKind::WeekHours { worked, most } => {
            format!("{} in the week, {} above {}", hours(worked), hours(worked - most), hours(most))
        }
        RosterFlagKind::WeeklyRest { rest, least } => {
            format!("the week’s longest rest is {}, {} are needed", hours(rest), hours(least))
        }
        RosterFlagKind::NoBreak { worked, after } => {
            format!("{} without a break, one is due after {}", hours(worked), hours(after))
        }
    }
}

/// `1 ticket`, `3 tickets`.
pub fn format_count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Recipient of an escalation level.
pub fn escalation_target(level: u8) -> &'static str {
    match level {
        0 => "nobody",
        1 => "the lead",
        2 => "the experts",
        _ => "management",
    }
}

/// `12.50 EUR`.
pub fn format_concession(concession: &Concession) -> String {
    format!("{} {}", format_hundredths(concession.amount), concession.currency).trim_end().to_owned()
}

/// `12.50`.
pub fn format_hundredths(amount: i64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

/// "customer champion and field expert".
pub fn profile_names(person: &Person) -> String {
    let hats = [person.primary, person.second];
    hats.into_iter().flatten().map(|profile| humanize(profile.name())).collect::<Vec<_>>().join(" and ")
}

pub fn count_people(n: usize) -> String {
    if n == 1 { "1 person".into() } else { format!("{n} people") }
}

/// Quotes a path for the shell.
pub fn shell_quote(path: &Path) -> String {
    let path = path.display().to_string();
    let harmless = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if path.chars().all(harmless) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_their_two_largest_units() {
        for (seconds, said) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 m"),
            (4320, "1 h 12 m"),
            (7200, "2 h"),
            (86_400, "1 d"),
            (273_600, "3 d 4 h"),
            (-720, "−12 m"),
        ] {
            assert_eq!(format_duration(TimeDelta::seconds(seconds)), said);
        }
    }

    #[test]
    fn time_left_is_a_clock_until_it_is_far() {
        let shown = |minutes| time_left_cell(Some(TimeDelta::minutes(minutes)));
        assert_eq!(shown(25), PageCell::with_plain_text("0:25", "25 m left"));
        assert_eq!(shown(-12), PageCell::with_plain_text("−0:12", "12 m over"));
        assert_eq!(shown(-1500), PageCell::with_plain_text("−1 d 1 h", "1 d 1 h over"));
        assert_eq!(time_left_cell(None), PageCell::none());
    }

    #[test]
    fn nearly_all_is_not_all_and_few_is_said() {
        assert_eq!(
            (format_percent(1.0), format_percent(0.999), format_percent(0.0)),
            ("100 %".into(), "99.9 %".into(), "0 %".into())
        );
        assert_eq!(rate_cell(Some(0.5), 4), PageCell::text("50 % (n 4, low)"));
        assert_eq!(rate_cell(None, 0), PageCell::none());
    }

    #[test]
    fn weekdays_read_as_on_a_roster() {
        assert_eq!(format_weekdays(0b010_0101), "Mon, Wed, Sat");
    }

    #[test]
    fn a_path_can_be_pasted() {
        for (path, shown) in [("/srv/team.db", "/srv/team.db"), ("/a b/$x.db", "'/a b/$x.db'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(shell_quote(Path::new(path)), shown);
        }
    }
}
