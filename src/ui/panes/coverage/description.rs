//! Coverage in words: the selected slot, what the scenario changes, who could step in, who is seated now, and coming
//! shortfalls.

use ratatui::text::{Line, Span};

use super::grid::CoverageGrid;
use crate::engine::coverage::types::{CoverageSlot, CoverageState, ProfileCoverage, SlotPresence, StepInCandidate};
use crate::engine::what_if::compare::CoverageChange;
use crate::model::ids::PersonId;
use crate::model::text::{fit, pad, width, wrap};
use crate::model::time::{Instant, Period};
use crate::ui::panes::coverage::labels::{profile_name, state_glyph, state_style};
use crate::ui::state::coverage::DayCoverage;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// At most this many candidates are named; the slot's dialog lists all.
const MAX_NAMED_CANDIDATES: usize = 3;

/// Text below the grid of a day.
pub struct CoverageDescription<'a> {
    pub day: &'a DayCoverage,
    pub grid: &'a CoverageGrid,
    pub columns: usize,
    /// Whether the what-if scenario applies.
    pub applies_scenario: bool,
}

impl CoverageDescription<'_> {
    /// Describes the slot and its candidates, then as much of the day as fits.
    pub fn lines(&self, row: &ProfileCoverage, slot: &CoverageSlot, room: usize, view: &View) -> Vec<Line<'static>> {
        let (theme, columns) = (view.theme, self.columns);
        let mut lines: Vec<Line> = wrap(&describe_slot(row, slot, view), columns).into_iter().map(Line::raw).collect();
        if slot.state != CoverageState::Covered {
            let text = self.step_in_text(row, slot, view);
            lines.extend(wrap(&text, columns).into_iter().map(|text| Line::styled(text, theme.dim)));
        }
        if lines.len() > room && room > 0 {
            lines.truncate(room);
            let cut = lines.pop().map(|line| line.to_string()).unwrap_or_default();
            lines.push(Line::styled(fit(&format!("{cut} …"), columns), theme.dim));
        }
        let more = room.saturating_sub(lines.len() + 2);
        lines.extend(self.day_sections(more, view));
        // Show the legend only with room for what it explains.
        if room > lines.len() + 1 {
            lines.extend(vec![Line::default(); room - lines.len() - 1]);
            lines.push(legend_line(columns, view));
        }
        lines.truncate(room);
        lines
    }

    /// Who could step in, with weekly hours and availability.
    fn step_in_text(&self, row: &ProfileCoverage, slot: &CoverageSlot, view: &View) -> String {
        let could = match self.applies_scenario {
            true => view.coverage_view.step_in_candidates(row.profile, slot.time, view),
            false => view
                .desk
                .team
                .roster(view.zone(), view.settings.profile_order)
                .as_of(view.now)
                .step_in_candidates(row.profile, slot.time),
        };
        if could.is_empty() {
            return view.t("nobody-could-step-in");
        }
        let mut named: Vec<_> =
            could.iter().take(MAX_NAMED_CANDIDATES).map(|one| describe_candidate(one, slot.time, view)).collect();
        if could.len() > MAX_NAMED_CANDIDATES {
            named.push(view.tt("and-n-more", &[("n", (could.len() - MAX_NAMED_CANDIDATES).into())]));
        }
        view.tt("could-step-in", &[("who", named.join(", ").into())])
    }

    /// Further sections as far as they fit: scenario changes, presence strip, shortfalls, people alone in two profiles,
    /// current seats.
    fn day_sections(&self, room: usize, view: &View) -> Vec<Line<'static>> {
        let (theme, columns) = (view.theme, self.columns);
        let today = self.day.date == view.zone().date(view.now);
        let sits = |row: &ProfileCoverage| {
            let slot = row.slots.iter().find(|slot| slot.time.contains(view.now))?;
            let who = format_names(&slot.seated, view);
            Some(Line::from(vec![
                Span::styled(format!("{} ", state_glyph(slot.state)), state_style(slot.state, view)),
                Span::styled(pad(&profile_name(row.profile, view), 12), theme.dim),
                Span::styled(fit(&who, columns.saturating_sub(14)), theme.text),
            ]))
        };
        let now: Vec<_> = self.day.rows.iter().filter_map(sits).filter(|_| today).collect();
        let ahead: Vec<_> = shortfalls(self.day, view)
            .into_iter()
            .map(|(state, text)| shortfall_line(state, &text, columns, view))
            .collect();
        let strip = match columns >= 90 {
            true if self.applies_scenario => {
                view.coverage_view.with_team(view, |team| self.grid.people_lines(self.day, team, view))
            }
            true => self.grid.people_lines(self.day, &view.desk.team, view),
            false => Vec::new(),
        };
        let alone = if self.applies_scenario { self.sole_holder_lines(view) } else { Vec::new() };
        let turned = change_lines(self.day, columns, view);
        let ahead_key = if today { "gaps-later-today" } else { "gaps-that-day" };
        let mut lines = Vec::new();
        // The strip also shows the current seats, so it comes first.
        let parts = [
            ("what-if-changes", turned),
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
            let about = if key == "strip" { self.letter_legend(view) } else { String::new() };
            let head = Line::styled(fit(&format!("{}{about}", view.t(key)), columns), theme.dim);
            if part.len() <= left {
                lines.extend([Line::default(), head]);
                lines.extend(part);
            } else if key == "what-if-changes" && left > 1 {
                // Scenario changes were asked for: truncate them rather than drop them.
                let more = view.tt("and-n-more", &[("n", (part.len() + 1 - left).into())]);
                lines.extend([Line::default(), head]);
                lines.extend(part.into_iter().take(left - 1));
                lines.push(Line::styled(format!("  {more}"), theme.dim));
            }
        }
        lines
    }

    /// Legend of the strip's letters.
    fn letter_legend(&self, view: &View) -> String {
        let each =
            self.day.rows.iter().map(|row| {
                format!("{} {}", view.t(&format!("letter-{}", row.profile)), profile_name(row.profile, view))
            });
        format!(": {} ({})", view.t("who-is-in-legend"), each.collect::<Vec<_>>().join(", "))
    }

    /// People who are the only one for both of their profiles.
    fn sole_holder_lines(&self, view: &View) -> Vec<Line<'static>> {
        let from = view.coverage_view.relevant_from(self.day.date, view);
        let alone = view.coverage_view.sole_holders(self.day.date, view);
        let entries = alone.iter().filter_map(|(person, times)| {
            let times: Vec<_> =
                times.iter().filter(|time| time.to > from).map(|time| format_period(*time, view)).collect();
            let pair = profile_pair(*person, view)?;
            let values = [
                ("who", view.person_name(Some(*person)).into()),
                ("one", profile_name(pair[0], view).into()),
                ("other", profile_name(pair[1], view).into()),
                ("times", times.join(", ").into()),
            ];
            let text = view.tt("alone", &values);
            (!times.is_empty()).then(|| Line::styled(fit(&text, self.columns), view.theme.text))
        });
        entries.collect()
    }
}

/// A person's two profiles; `None` unless they have both.
fn profile_pair(person: PersonId, view: &View) -> Option<[crate::model::person::Profile; 2]> {
    view.coverage_view.with_team(view, |team| {
        let known = team.people.get(&person)?;
        Some([known.primary?, known.second?])
    })
}

/// One line: state glyph and text.
pub fn shortfall_line(state: CoverageState, text: &str, columns: usize, view: &View) -> Line<'static> {
    let mark = Span::styled(format!("{} ", state_glyph(state)), state_style(state, view));
    Line::from(vec![mark, Span::styled(fit(text, columns.saturating_sub(2)), view.theme.text)])
}

/// Glyphs and their meaning, as many as fit.
pub fn legend_line(columns: usize, view: &View) -> Line<'static> {
    let states = CoverageState::ALL.map(|state| (state_glyph(state), state_style(state, view), state.name()));
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

fn format_names(people: &[PersonId], view: &View) -> String {
    let names: Vec<&str> = people.iter().map(|person| view.person_name(Some(*person))).collect();
    if names.is_empty() { view.t("nobody") } else { names.join(", ") }
}

pub fn format_clock(at: Instant, view: &View) -> String {
    view.zone().civil(at).format("%H:%M").to_string()
}

/// Formats a period: `14:00–16:00`. Midnight at the end is 24:00.
pub fn format_period(time: Period, view: &View) -> String {
    let (from, to) = (view.zone().civil(time.from), format_clock(time.to, view));
    let to = if to == "00:00" && view.zone().civil(time.to).date() > from.date() { "24:00".into() } else { to };
    format!("{}–{to}", from.format("%H:%M"))
}

/// Who is seated in the slot, and why seats are empty.
fn describe_slot(row: &ProfileCoverage, slot: &CoverageSlot, view: &View) -> String {
    let (seats, need) = (slot.seated.len(), slot.need as usize);
    let others = describe_needed_elsewhere(slot, view);
    let values = [
        ("time", format_clock(slot.time.from, view).into()),
        ("profile", profile_name(row.profile, view).into()),
        ("seated", seats.into()),
        ("need", need.into()),
        ("others", others.into()),
        ("who", format_names(&slot.seated, view).into()),
    ];
    let key = match (slot.state, seats) {
        (CoverageState::Covered, _) => "slot-covered",
        (CoverageState::Stretched, 0) => "slot-stretched-nobody",
        (CoverageState::Stretched, _) => "slot-stretched",
        (CoverageState::Gap, 0) if slot.present == 0 => "slot-nobody",
        (CoverageState::Gap, 0) => "slot-gap-elsewhere",
        (CoverageState::Gap, _) => "slot-gap",
    };
    view.tt(key, &values)
}

/// People needed in their other profile: "Minh holds it, but is needed as expert".
pub fn describe_needed_elsewhere(slot: &CoverageSlot, view: &View) -> String {
    join_needed_elsewhere(slot, "needed-as", view)
}

fn join_needed_elsewhere(slot: &CoverageSlot, key: &str, view: &View) -> String {
    let entries = slot.elsewhere.iter().map(|(person, profile)| {
        let values =
            [("who", view.person_name(Some(*person)).into()), ("profile", profile_name(*profile, view).into())];
        view.tt(key, &values)
    });
    entries.collect::<Vec<_>>().join("; ")
}

/// Formats a candidate: `Hoa (32 h this week, off today)`.
pub fn describe_candidate(candidate: &StepInCandidate, time: Period, view: &View) -> String {
    let hours = (candidate.minutes_this_week + 30) / 60;
    let values = [
        ("who", view.person_name(Some(candidate.person)).into()),
        ("hours", (hours as usize).into()),
        ("standing", describe_availability(candidate.presence, time, view).into()),
    ];
    view.tt("candidate", &values)
}

/// A candidate's availability in a few words.
pub fn describe_availability(standing: SlotPresence, time: Period, view: &View) -> String {
    let today = view.zone().date(time.from) == view.zone().date(view.now);
    let at = |key: &str, at: Instant| view.tt(key, &[("at", dates::format_moment(at, view).into())]);
    // On the same day the time is enough.
    let near = |key: &str, moment: Instant| match view.zone().date(moment) == view.zone().date(time.from) {
        true => view.tt(key, &[("at", format_clock(moment, view).into())]),
        false => at(key, moment),
    };
    match standing {
        SlotPresence::Unseated => view.t("standing-spare"),
        SlotPresence::Seated(profile) => view.tt("standing-seated", &[("profile", profile_name(profile, view).into())]),
        SlotPresence::OnBreak { until } => near("standing-break", until),
        SlotPresence::Absent { kind, until } => {
            let kind = view.t(&format!("absence-{}", kind.name()));
            let whole = view.zone().midnight(view.zone().date(until)) == until;
            let until = match whole {
                true => dates::format_day(view.zone().date(until) - chrono::Days::new(1), view),
                false if view.zone().date(until) == view.zone().date(time.from) => format_clock(until, view),
                false => dates::format_moment(until, view),
            };
            let key = if whole { "standing-absent-days" } else { "standing-absent" };
            view.tt(key, &[("kind", kind.into()), ("at", until.into())])
        }
        SlotPresence::NotCheckedIn => view.t("standing-not-in"),
        SlotPresence::StartsLater { from } => near("standing-later", from),
        SlotPresence::Ended { since } => near("standing-over", since),
        SlotPresence::NoShift if today => view.t("standing-off-today"),
        SlotPresence::NoShift => view.t("standing-off"),
    }
}

/// What the scenario changes on a day, one line per interval.
pub fn change_lines(shown: &DayCoverage, columns: usize, view: &View) -> Vec<Line<'static>> {
    let entries = shown.changes.iter().map(|turn| {
        let state = turn.state_after.unwrap_or(CoverageState::Covered);
        shortfall_line(state, &describe_coverage_change(turn, view), columns, view)
    });
    entries.collect()
}

/// Describes a change: "expert 14:00–16:00: covered → gap, nobody holds it".
pub fn describe_coverage_change(turn: &CoverageChange, view: &View) -> String {
    let state = |state: Option<CoverageState>| view.t(state.map_or("not-needed", CoverageState::name));
    let reason = match &turn.slot_after {
        None => String::new(),
        Some(slot) => format!(", {}", describe_slot_reason(slot, view)),
    };
    let values = [
        ("profile", profile_name(turn.profile, view).into()),
        ("time", format_period(turn.time, view).into()),
        ("before", state(turn.state_before).into()),
        ("after", state(turn.state_after).into()),
        ("reason", reason.into()),
    ];
    view.tt("coverage-change", &values)
}

/// Reason for a slot's state.
pub fn describe_slot_reason(slot: &CoverageSlot, view: &View) -> String {
    match slot.state {
        CoverageState::Covered => format_names(&slot.seated, view),
        CoverageState::Stretched => describe_needed_elsewhere(slot, view),
        CoverageState::Gap if slot.present == 0 => view.t("nobody-holds-it"),
        CoverageState::Gap => {
            view.tt("n-of-m-seats", &[("n", slot.seated.len().into()), ("m", (slot.need as usize).into())])
        }
    }
}

/// Intervals of a day in which a profile is short or stretched, earliest first; today only from now on.
pub fn shortfalls(shown: &DayCoverage, view: &View) -> Vec<(CoverageState, String)> {
    let from = view.coverage_view.relevant_from(shown.date, view);
    let ahead: Vec<ProfileCoverage> = (shown.rows.iter())
        .map(|row| {
            let slots = row.slots.iter().filter(|slot| slot.time.to > from).cloned().collect();
            ProfileCoverage { profile: row.profile, slots }
        })
        .collect();
    let weak = ahead.iter().flat_map(ProfileCoverage::spans);
    let mut weak: Vec<_> = weak.filter(|spell| spell.first_slot.state != CoverageState::Covered).collect();
    weak.sort_by_key(|spell| spell.time.from);
    let entries = weak.into_iter().map(|spell| {
        let key = if spell.first_slot.state == CoverageState::Gap { "spell-gap" } else { "spell-stretched" };
        let text = view.tt(
            key,
            &[
                ("from", format_clock(spell.time.from, view).into()),
                ("to", format_period(spell.time, view).split('–').next_back().unwrap_or_default().to_owned().into()),
                ("profile", profile_name(spell.profile, view).into()),
                ("seated", spell.first_slot.seated.len().into()),
                ("need", (spell.first_slot.need as usize).into()),
                ("others", join_needed_elsewhere(spell.first_slot, "needed-as-short", view).into()),
            ],
        );
        (spell.first_slot.state, text)
    });
    entries.collect()
}
