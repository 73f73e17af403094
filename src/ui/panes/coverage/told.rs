//! What the grid shows, in words: the slot under the cursor, who could step in, who sits where now, what is weak ahead.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::grid::Grid;
use super::{glyph, style};
use crate::domain::coverage::{Row, Slot, State};
use crate::domain::person::{PersonId, Profile};
use crate::domain::text::{fit, pad, width, wrap};
use crate::domain::time::{Instant, Period};
use crate::ui::view::View;

/// The slot in words: who sits, who is short, who could step in.
pub fn told(row: &Row, slot: &Slot, grid: &Grid, columns: usize, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let profile = view.t(&format!("profile-{}", row.profile));
    let time = view.zone().civil(slot.time.from).format("%H:%M").to_string();
    let seated: Vec<&str> = slot.seated.iter().map(|person| view.name(Some(*person))).collect();
    let (seats, need) = (seated.len(), slot.need as usize);
    let values = [
        ("time", time.as_str().into()),
        ("profile", profile.as_str().into()),
        ("seated", seats.into()),
        ("need", need.into()),
        ("present", (slot.present as usize).into()),
        ("who", if seated.is_empty() { view.t("nobody") } else { seated.join(", ") }.into()),
    ];
    let key = match (slot.state, seats) {
        (State::Covered, _) => "slot-covered",
        (State::Stretched, _) => "slot-stretched",
        (State::Gap, 0) => "slot-nobody",
        (State::Gap, _) => "slot-gap",
    };
    let mut texts: Vec<(String, Style)> =
        wrap(&view.tt(key, &values), columns).into_iter().map(|text| (text, theme.text)).collect();
    if slot.state != State::Covered {
        let helpers = helpers(row.profile, slot.time, view);
        let text = if helpers.is_empty() {
            view.t("nobody-could-step-in")
        } else {
            view.tt("could-step-in", &[("who", helpers.into())])
        };
        texts.extend(wrap(&text, columns).into_iter().map(|text| (text, theme.dim)));
    }
    let mut lines: Vec<Line> = texts.into_iter().map(|(text, style)| Line::styled(text, style)).collect();
    if lines.len() > room && room > 0 {
        lines.truncate(room);
        let cut = lines.pop().map(|line| line.to_string()).unwrap_or_default();
        lines.push(Line::styled(fit(&format!("{cut} …"), columns), theme.dim));
    }
    let more = room.saturating_sub(lines.len() + 2);
    lines.extend(standing(grid, columns, more, view));
    // A legend where there is room for it and for what it explains.
    if room > lines.len() + 1 {
        let mut legend = Line::default();
        let states = [State::Covered, State::Stretched, State::Gap]
            .map(|state| (glyph(state), style(state, view), state.name()));
        for (glyph, style, key) in states.into_iter().chain([("·", theme.dim, "not-needed")]) {
            let word = view.t(key);
            if legend.width() + width(&word) + 2 <= columns {
                legend.push_span(Span::styled(glyph, style));
                legend.push_span(Span::styled(format!(" {word}  "), theme.dim));
            }
        }
        lines.extend(vec![Line::default(); room - lines.len() - 1]);
        lines.push(legend);
    }
    lines.truncate(room);
    lines
}

/// With room to spare: who sits where now, and every weak spell that is still to come.
fn standing(grid: &Grid, columns: usize, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let now = view.board.coverage.iter().filter_map(|row| {
        let slot = row.slots.iter().find(|slot| slot.time.contains(view.now))?;
        let names: Vec<&str> = slot.seated.iter().map(|person| view.name(Some(*person))).collect();
        let who = if names.is_empty() { view.t("nobody") } else { names.join(", ") };
        let profile = pad(&view.t(&format!("profile-{}", row.profile)), 12);
        let line = Line::from(vec![
            Span::styled(format!("{} ", glyph(slot.state)), style(slot.state, view)),
            Span::styled(profile, theme.dim),
            Span::styled(fit(&who, columns.saturating_sub(14)), theme.text),
        ]);
        Some(line)
    });
    let ahead = spells(view).into_iter().map(|(state, text)| {
        let mark = Span::styled(format!("{} ", glyph(state)), style(state, view));
        Line::from(vec![mark, Span::styled(fit(&text, columns.saturating_sub(2)), theme.text)])
    });
    let mut lines = Vec::new();
    let strip = if columns >= 90 { grid.people(view) } else { Vec::new() };
    // Who is in tells who sits where now as well, so it comes first where it fits.
    let parts = [("strip", strip), ("weak-ahead", ahead.collect::<Vec<_>>()), ("now-seated", now.collect())];
    for (key, part) in parts {
        if !part.is_empty() && lines.len() + part.len() + 2 <= room {
            let about = if key == "strip" { format!(": {}", view.t("strip-legend")) } else { String::new() };
            lines.extend([Line::default(), Line::styled(format!("{}{about}", view.t(key)), theme.dim)]);
            lines.extend(part);
        }
    }
    lines
}

/// The stretches of today, from now on, in which a profile is short or stretched; earliest first.
fn spells(view: &View) -> Vec<(State, String)> {
    let clock = |at: Instant| view.zone().civil(at).format("%H:%M").to_string();
    let mut found: Vec<(Instant, State, String)> = Vec::new();
    for row in &view.board.coverage {
        let weak = row.slots.iter().filter(|slot| slot.time.to > view.now).collect::<Vec<_>>();
        let same =
            |a: &&Slot, b: &&Slot| a.state == b.state && a.seated.len() == b.seated.len() && a.time.to == b.time.from;
        for spell in weak.chunk_by(same).filter(|spell| spell[0].state != State::Covered) {
            let (first, last) = (spell[0], spell[spell.len() - 1]);
            let key = if first.state == State::Gap { "spell-gap" } else { "spell-stretched" };
            let text = view.tt(
                key,
                &[
                    ("from", clock(first.time.from).into()),
                    ("to", clock(last.time.to).into()),
                    ("profile", view.t(&format!("profile-{}", row.profile)).into()),
                    ("seated", first.seated.len().into()),
                    ("need", (first.need as usize).into()),
                ],
            );
            found.push((first.time.from, first.state, text));
        }
    }
    found.sort_by_key(|(from, ..)| *from);
    found.into_iter().map(|(_, state, text)| (state, text)).collect()
}

/// Who could step in, with their hours this week.
fn helpers(profile: Profile, time: Period, view: &View) -> String {
    let roster = view.desk.team.roster(view.zone(), view.settings.importance);
    let named = |person: PersonId, minutes: u32| format!("{} ({} h)", view.name(Some(person)), (minutes + 30) / 60);
    let candidates = roster.step_in(profile, time);
    candidates.iter().take(4).map(|c| named(c.person, c.minutes_this_week)).collect::<Vec<_>>().join(", ")
}
