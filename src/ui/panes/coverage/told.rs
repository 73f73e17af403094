//! What the grid shows, in words: the slot under the cursor, what is otherwise by what is supposed, who could step in, who
//! sits where now, what is weak ahead.

use ratatui::text::{Line, Span};

use super::grid::Grid;
use super::{glyph, profile_name, style};
use crate::domain::coverage::{Candidate, Row, Slot, Standing, State};
use crate::domain::person::PersonId;
use crate::domain::suppose::Turn;
use crate::domain::text::{fit, pad, width, wrap};
use crate::domain::time::{Instant, Period};
use crate::ui::lens::Shown;
use crate::ui::view::View;
use crate::ui::widgets::when;

/// So many who could step in are named; the dialog of the slot has all of them.
const NAMED: usize = 3;

/// What is told of a day.
pub struct Told<'a> {
    pub shown: &'a Shown,
    pub grid: &'a Grid,
    pub columns: usize,
    /// Whether what is supposed counts here.
    pub supposing: bool,
}

impl Told<'_> {
    /// The slot in words: who sits, who is short, who could step in; then as much of the day as there is room for.
    pub fn lines(&self, row: &Row, slot: &Slot, room: usize, view: &View) -> Vec<Line<'static>> {
        let (theme, columns) = (view.theme, self.columns);
        let mut lines: Vec<Line> = wrap(&slot_text(row, slot, view), columns).into_iter().map(Line::raw).collect();
        if slot.state != State::Covered {
            let text = self.helpers(row, slot, view);
            lines.extend(wrap(&text, columns).into_iter().map(|text| Line::styled(text, theme.dim)));
        }
        if lines.len() > room && room > 0 {
            lines.truncate(room);
            let cut = lines.pop().map(|line| line.to_string()).unwrap_or_default();
            lines.push(Line::styled(fit(&format!("{cut} …"), columns), theme.dim));
        }
        let more = room.saturating_sub(lines.len() + 2);
        lines.extend(self.standing(more, view));
        // A legend where there is room for it and for what it explains.
        if room > lines.len() + 1 {
            lines.extend(vec![Line::default(); room - lines.len() - 1]);
            lines.push(legend(columns, view));
        }
        lines.truncate(room);
        lines
    }

    /// Who could step in, with their hours this week and what keeps them.
    fn helpers(&self, row: &Row, slot: &Slot, view: &View) -> String {
        let could = match self.supposing {
            true => view.lens.step_in(row.profile, slot.time, view),
            false => view
                .desk
                .team
                .roster(view.zone(), view.settings.importance)
                .at(view.now)
                .step_in(row.profile, slot.time),
        };
        if could.is_empty() {
            return view.t("nobody-could-step-in");
        }
        let mut named: Vec<_> = could.iter().take(NAMED).map(|one| candidate(one, slot.time, view)).collect();
        if could.len() > NAMED {
            named.push(view.tt("and-n-more", &[("n", (could.len() - NAMED).into())]));
        }
        view.tt("could-step-in", &[("who", named.join(", ").into())])
    }

    /// With room to spare: what is otherwise, who sits where now, and every weak spell that is still to come.
    fn standing(&self, room: usize, view: &View) -> Vec<Line<'static>> {
        let (theme, columns) = (view.theme, self.columns);
        let today = self.shown.date == view.zone().date(view.now);
        let sits = |row: &Row| {
            let slot = row.slots.iter().find(|slot| slot.time.contains(view.now))?;
            let who = names(&slot.seated, view);
            Some(Line::from(vec![
                Span::styled(format!("{} ", glyph(slot.state)), style(slot.state, view)),
                Span::styled(pad(&profile_name(row.profile, view), 12), theme.dim),
                Span::styled(fit(&who, columns.saturating_sub(14)), theme.text),
            ]))
        };
        let now: Vec<_> = self.shown.rows.iter().filter_map(sits).filter(|_| today).collect();
        let ahead: Vec<_> =
            spells(self.shown, view).into_iter().map(|(state, text)| weak(state, &text, columns, view)).collect();
        let strip = match columns >= 90 {
            true if self.supposing => view.lens.with_team(view, |team| self.grid.people(self.shown, team, view)),
            true => self.grid.people(self.shown, &view.desk.team, view),
            false => Vec::new(),
        };
        let alone = if self.supposing { self.alone(view) } else { Vec::new() };
        let turned = turned(self.shown, columns, view);
        let ahead_key = if today { "weak-ahead" } else { "weak-that-day" };
        let mut lines = Vec::new();
        // Who is in tells who sits where now as well, so it comes first where it fits.
        let parts = [
            ("suppose-turns", turned),
            ("strip", strip),
            (ahead_key, ahead),
            ("alone-title", alone),
            ("now-seated", now),
        ];
        for (key, part) in parts {
            if part.is_empty() {
                continue;
            }
            let left = room.saturating_sub(lines.len() + 2);
            let about = if key == "strip" { self.letters(view) } else { String::new() };
            let head = Line::styled(fit(&format!("{}{about}", view.t(key)), columns), theme.dim);
            if part.len() <= left {
                lines.extend([Line::default(), head]);
                lines.extend(part);
            } else if key == "suppose-turns" && left > 1 {
                // What was asked for is not left out for want of room; the last row says how much of it is.
                let more = view.tt("and-n-more", &[("n", (part.len() + 1 - left).into())]);
                lines.extend([Line::default(), head]);
                lines.extend(part.into_iter().take(left - 1));
                lines.push(Line::styled(format!("  {more}"), theme.dim));
            }
        }
        lines
    }

    /// What the letters of the strip stand for.
    fn letters(&self, view: &View) -> String {
        let each =
            self.shown.rows.iter().map(|row| {
                format!("{} {}", view.t(&format!("letter-{}", row.profile)), profile_name(row.profile, view))
            });
        format!(": {} ({})", view.t("strip-legend"), each.collect::<Vec<_>>().join(", "))
    }

    /// Those who are the only one for two profiles at once.
    fn alone(&self, view: &View) -> Vec<Line<'static>> {
        let from = view.lens.from(self.shown.date, view);
        let alone = view.lens.alone(self.shown.date, view);
        let told = alone.iter().filter_map(|(person, times)| {
            let times: Vec<_> = times.iter().filter(|time| time.to > from).map(|time| span(*time, view)).collect();
            let pair = pair_of(*person, view)?;
            let values = [
                ("who", view.name(Some(*person)).into()),
                ("one", profile_name(pair[0], view).into()),
                ("other", profile_name(pair[1], view).into()),
                ("times", times.join(", ").into()),
            ];
            let text = view.tt("alone", &values);
            (!times.is_empty()).then(|| Line::styled(fit(&text, self.columns), view.theme.text))
        });
        told.collect()
    }
}

/// The two profiles of somebody.
fn pair_of(person: PersonId, view: &View) -> Option<[crate::domain::person::Profile; 2]> {
    view.lens.with_team(view, |team| {
        let known = team.people.get(&person)?;
        Some([known.primary?, known.second?])
    })
}

/// A weak spell in a row of its own.
pub fn weak(state: State, text: &str, columns: usize, view: &View) -> Line<'static> {
    let mark = Span::styled(format!("{} ", glyph(state)), style(state, view));
    Line::from(vec![mark, Span::styled(fit(text, columns.saturating_sub(2)), view.theme.text)])
}

/// The glyphs and what they mean, as much as there is room for.
pub fn legend(columns: usize, view: &View) -> Line<'static> {
    let states = State::ALL.map(|state| (glyph(state), style(state, view), state.name()));
    let mut legend = Line::default();
    for (glyph, style, key) in states.into_iter().chain([("·", view.theme.dim, "not-needed")]) {
        let word = view.t(key);
        if legend.width() + width(&word) + 2 <= columns {
            legend.push_span(Span::styled(glyph, style));
            legend.push_span(Span::styled(format!(" {word}  "), view.theme.dim));
        }
    }
    legend
}

fn names(people: &[PersonId], view: &View) -> String {
    let names: Vec<&str> = people.iter().map(|person| view.name(Some(*person))).collect();
    if names.is_empty() { view.t("nobody") } else { names.join(", ") }
}

pub fn clock(at: Instant, view: &View) -> String {
    view.zone().civil(at).format("%H:%M").to_string()
}

/// `14:00–16:00`; the end of the day is 24:00.
pub fn span(time: Period, view: &View) -> String {
    let (from, to) = (view.zone().civil(time.from), clock(time.to, view));
    let to = if to == "00:00" && view.zone().civil(time.to).date() > from.date() { "24:00".into() } else { to };
    format!("{}–{to}", from.format("%H:%M"))
}

/// The slot under the cursor: who sits, and why not enough do.
fn slot_text(row: &Row, slot: &Slot, view: &View) -> String {
    let (seats, need) = (slot.seated.len(), slot.need as usize);
    let others = needed_elsewhere(slot, view);
    let values = [
        ("time", clock(slot.time.from, view).into()),
        ("profile", profile_name(row.profile, view).into()),
        ("seated", seats.into()),
        ("need", need.into()),
        ("others", others.into()),
        ("who", names(&slot.seated, view).into()),
    ];
    let key = match (slot.state, seats) {
        (State::Covered, _) => "slot-covered",
        (State::Stretched, 0) => "slot-stretched-nobody",
        (State::Stretched, _) => "slot-stretched",
        (State::Gap, 0) if slot.present == 0 => "slot-nobody",
        (State::Gap, 0) => "slot-gap-elsewhere",
        (State::Gap, _) => "slot-gap",
    };
    view.tt(key, &values)
}

/// Those who hold the profile and are needed in their other one: "Minh holds it, but is needed as expert".
pub fn needed_elsewhere(slot: &Slot, view: &View) -> String {
    needed(slot, "needed-as", view)
}

fn needed(slot: &Slot, key: &str, view: &View) -> String {
    let told = slot.elsewhere.iter().map(|(person, profile)| {
        let values = [("who", view.name(Some(*person)).into()), ("profile", profile_name(*profile, view).into())];
        view.tt(key, &values)
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Somebody who could step in: `Hoa (32 h this week, off today)`.
pub fn candidate(candidate: &Candidate, time: Period, view: &View) -> String {
    let hours = (candidate.minutes_this_week + 30) / 60;
    let values = [
        ("who", view.name(Some(candidate.person)).into()),
        ("hours", (hours as usize).into()),
        ("standing", standing(candidate.standing, time, view).into()),
    ];
    view.tt("candidate", &values)
}

/// Where somebody is, in a few words.
pub fn standing(standing: Standing, time: Period, view: &View) -> String {
    let today = view.zone().date(time.from) == view.zone().date(view.now);
    let at = |key: &str, at: Instant| view.tt(key, &[("at", when::moment(at, view).into())]);
    // Of the same day the hour is enough.
    let near = |key: &str, moment: Instant| match view.zone().date(moment) == view.zone().date(time.from) {
        true => view.tt(key, &[("at", clock(moment, view).into())]),
        false => at(key, moment),
    };
    match standing {
        Standing::Spare => view.t("standing-spare"),
        Standing::Seated(profile) => view.tt("standing-seated", &[("profile", profile_name(profile, view).into())]),
        Standing::OnBreak { until } => near("standing-break", until),
        Standing::Absent { kind, until } => {
            let kind = view.t(&format!("absence-{}", kind.name()));
            let whole = view.zone().midnight(view.zone().date(until)) == until;
            let until = match whole {
                true => when::day(view.zone().date(until) - chrono::Days::new(1), view),
                false if view.zone().date(until) == view.zone().date(time.from) => clock(until, view),
                false => when::moment(until, view),
            };
            let key = if whole { "standing-absent-days" } else { "standing-absent" };
            view.tt(key, &[("kind", kind.into()), ("at", until.into())])
        }
        Standing::NotIn => view.t("standing-not-in"),
        Standing::Later { from } => near("standing-later", from),
        Standing::Over { since } => near("standing-over", since),
        Standing::Off if today => view.t("standing-off-today"),
        Standing::Off => view.t("standing-off"),
    }
}

/// What is otherwise on a day by what is supposed, a row for each stretch.
pub fn turned(shown: &Shown, columns: usize, view: &View) -> Vec<Line<'static>> {
    let told = shown.turns.iter().map(|turn| {
        let state = turn.after.unwrap_or(State::Covered);
        weak(state, &turn_text(turn, view), columns, view)
    });
    told.collect()
}

/// "expert 14:00–16:00: covered → gap, nobody holds it".
pub fn turn_text(turn: &Turn, view: &View) -> String {
    let state = |state: Option<State>| view.t(state.map_or("not-needed", State::name));
    let reason = match &turn.slot {
        None => String::new(),
        Some(slot) => format!(", {}", reason(slot, view)),
    };
    let values = [
        ("profile", profile_name(turn.profile, view).into()),
        ("time", span(turn.time, view).into()),
        ("before", state(turn.before).into()),
        ("after", state(turn.after).into()),
        ("reason", reason.into()),
    ];
    view.tt("turn", &values)
}

/// Why a slot is as it is, in a few words.
pub fn reason(slot: &Slot, view: &View) -> String {
    match slot.state {
        State::Covered => names(&slot.seated, view),
        State::Stretched => needed_elsewhere(slot, view),
        State::Gap if slot.present == 0 => view.t("nobody-holds-it"),
        State::Gap => view.tt("n-of-m-seats", &[("n", slot.seated.len().into()), ("m", (slot.need as usize).into())]),
    }
}

/// The stretches of a day in which a profile is short or stretched, of today from now on; earliest first.
pub fn spells(shown: &Shown, view: &View) -> Vec<(State, String)> {
    let from = view.lens.from(shown.date, view);
    let ahead: Vec<Row> = (shown.rows.iter())
        .map(|row| {
            let slots = row.slots.iter().filter(|slot| slot.time.to > from).cloned().collect();
            Row { profile: row.profile, slots }
        })
        .collect();
    let weak = ahead.iter().flat_map(Row::spells);
    let mut weak: Vec<_> = weak.filter(|spell| spell.first.state != State::Covered).collect();
    weak.sort_by_key(|spell| spell.time.from);
    let told = weak.into_iter().map(|spell| {
        let key = if spell.first.state == State::Gap { "spell-gap" } else { "spell-stretched" };
        let text = view.tt(
            key,
            &[
                ("from", clock(spell.time.from, view).into()),
                ("to", span(spell.time, view).split('–').next_back().unwrap_or_default().to_owned().into()),
                ("profile", profile_name(spell.profile, view).into()),
                ("seated", spell.first.seated.len().into()),
                ("need", (spell.first.need as usize).into()),
                ("others", needed(spell.first, "needed-as-short", view).into()),
            ],
        );
        (spell.first.state, text)
    });
    told.collect()
}
