//! Labelled facts about a person, and formatting of presence and workload.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::presence::{Presence, presence_of};
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::text::{clean_line, pad, width, wrap};
use crate::presentation::numbers::NO_VALUE;
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::state_label::StateLabel;

/// Presence as glyph and word.
pub fn presence_mark(is: Presence, view: &View) -> StateLabel {
    let theme = view.theme;
    let word = |key: &str, style: Style| {
        let text = view.t(key);
        // The catalog text includes the glyph.
        StateLabel { glyph: "", style, text }
    };
    match is {
        Presence::In => word("in", theme.good),
        Presence::Break => word("break", theme.text),
        Presence::NotYet => word("not-yet", theme.warn),
        Presence::Away(kind) => word(&format!("away-{}", kind.name()), theme.warn),
        Presence::Later(at) => {
            StateLabel { glyph: "◷", style: theme.dim, text: view.zone().civil(at).format("%H:%M").to_string() }
        }
        Presence::Off => StateLabel { glyph: "·", style: theme.dim, text: view.t("off") },
    }
}

/// Weekly hours with one decimal: `37.5`.
pub fn format_week_hours(minutes: u32) -> String {
    let hours = (f64::from(minutes) / 6.0).round() / 10.0;
    hours.to_string()
}

/// `━━━··`: load relative to capacity, in five cells, rounded up.
pub fn load_bar(load: usize, capacity: usize) -> String {
    const CELLS: usize = 5;
    let full = if capacity == 0 { if load > 0 { CELLS } else { 0 } } else { (load * CELLS).div_ceil(capacity) };
    let full = full.min(CELLS);
    format!("{}{}", "━".repeat(full), "·".repeat(CELLS - full))
}

/// Style of a load: warning from 80 % of capacity, error above 100 %.
pub fn load_style(load: usize, capacity: usize, usual: Style, view: &View) -> Style {
    match () {
        () if load > capacity => view.theme.bad,
        () if load > 0 && load * 5 >= capacity * 4 => view.theme.warn,
        () => usual,
    }
}

/// The facts as lines. Optional ones that are not set are omitted.
pub fn fact_lines(id: PersonId, person: &Person, columns: usize, view: &View) -> Vec<Line<'static>> {
    let facts = person_facts(id, person, view);
    let label = facts.iter().map(|(key, _)| width(&view.t(key))).max().unwrap_or(0);
    let room = columns.saturating_sub(label + 2).max(1);
    let mut lines = Vec::new();
    for (key, (text, style)) in facts {
        for (n, row) in wrap(&text, room).into_iter().enumerate() {
            let head = if n == 0 { view.t(key) } else { String::new() };
            let head = Span::styled(format!("{}  ", pad(&head, label)), view.theme.dim);
            lines.push(Line::from(vec![head, Span::styled(row, style)]));
        }
    }
    lines
}

fn person_facts(id: PersonId, person: &Person, view: &View) -> Vec<(&'static str, (String, Style))> {
    let theme = view.theme;
    let clean = |text: &str| clean_line(text).into_owned();
    let plain = |text: String| (text, theme.text);
    let name = |profile: crate::model::person::Profile| view.t(&format!("profile-{profile}"));
    let profiles: Vec<String> = person.profiles().map(name).collect();
    let maybe = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
    let path = match (maybe(&person.level), maybe(&person.target_level)) {
        (None, None) => None,
        (level, None) => level,
        (level, Some(target)) => Some(format!("{} → {target}", level.unwrap_or_else(|| NO_VALUE.into()))),
    };
    let who = |other: Option<PersonId>| other.and_then(|id| view.desk.team.name(id)).map(clean);
    let mentor = who(person.mentor).map(|mentor| match person.mentor_since {
        Some(since) => {
            view.tt("mentor-since", &[("who", mentor.into()), ("day", dates::format_day(since, view).into())])
        }
        None => mentor,
    });
    let is = presence_mark(presence_of(&view.desk.team, id, view.zone(), view.now), view);
    let load = view.board.load.get(&id).copied().unwrap_or(0);
    let capacity = person.capacity.unwrap_or(view.settings.capacity) as usize;
    let roster = view.desk.team.roster(view.zone(), view.settings.profile_order);
    let week = roster.minutes_in_week(id, view.zone().date(view.now));
    let (rostered, contract) = (format_week_hours(week), person.weekly_minutes.map(format_week_hours));
    let week = match contract {
        Some(contract) => view.tt("hours-of", &[("hours", rostered.into()), ("contract", contract.into())]),
        None => format!("{rostered} h"),
    };
    let over = person.weekly_minutes.is_some_and(|most| roster.minutes_in_week(id, view.zone().date(view.now)) > most);
    let list = |all: &[String]| all.iter().map(|one| clean(one)).collect::<Vec<_>>().join(", ");
    let mut facts = vec![
        ("fact-now", (is.span().content.into_owned(), presence_style(id, view))),
        ("fact-profiles", plain(if profiles.is_empty() { NO_VALUE.into() } else { profiles.join(" + ") })),
        (
            "fact-load",
            (format!("{load}/{capacity} {}", load_bar(load, capacity)), load_style(load, capacity, theme.text, view)),
        ),
        ("fact-week", (if over { format!("▲ {week}") } else { week }, if over { theme.warn } else { theme.text })),
    ];
    let optional = [
        ("fact-next-profile", person.next_profile.map(name)),
        ("fact-level", path),
        ("fact-reports-to", who(person.reports_to)),
        ("fact-mentor", mentor),
        ("fact-wants", maybe(&person.development)),
        ("fact-languages", Some(list(&person.languages))),
        ("fact-channels", Some(list(&person.channels))),
        ("fact-employer", maybe(&person.employer)),
        ("fact-since", person.since.map(|day| dates::format_day(day, view))),
        ("fact-email", maybe(&person.email)),
    ];
    let present = optional.into_iter().filter_map(|(key, text)| Some((key, text.filter(|text| !text.is_empty())?)));
    facts.extend(present.map(|(key, text)| (key, plain(text))));
    facts
}

fn presence_style(id: PersonId, view: &View) -> Style {
    presence_mark(presence_of(&view.desk.team, id, view.zone(), view.now), view).style
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_where_nothing_more_can_be_carried() {
        assert_eq!(load_bar(0, 10), "·····");
        assert_eq!(load_bar(1, 10), "━····", "a little is seen");
        assert_eq!(load_bar(10, 10), "━━━━━");
        assert_eq!(
            (load_bar(99, 10), load_bar(1, 0), load_bar(0, 0)),
            ("━━━━━".into(), "━━━━━".into(), "·····".into())
        );
        assert_eq!(
            (format_week_hours(2250), format_week_hours(2400), format_week_hours(0)),
            ("37.5".into(), "40".into(), "0".into())
        );
    }
}
