//! The coverage grid: profiles by hour at the finest resolution that fits, and people in the same columns.

use std::collections::BTreeMap;

use chrono::{TimeDelta, Timelike};
use ratatui::text::{Line, Span};

use crate::engine::coverage::types::ProfileCoverage;
use crate::engine::what_if::compare::CoverageChange;
use crate::model::ids::{PersonId, WithId};
use crate::model::person::Profile;
use crate::model::shift::{Absence, Shift};
use crate::model::team::Team;
use crate::model::text::{fit, pad, pad_left, width};
use crate::model::time::{Instant, Period};
use crate::ui::panes::coverage::labels::{changed_style, state_glyph, state_style};
use crate::ui::state::coverage::DayCoverage;
use crate::ui::view::View;

/// The hours shown and the width of each.
pub struct CoverageGrid {
    label_width: usize,
    /// Start of each hour shown.
    hours: Vec<Instant>,
    /// Glyphs per hour: one (the worst slot) or one per slot.
    glyphs_per_hour: usize,
    gap: usize,
}

impl CoverageGrid {
    /// Fits the hours in which anybody is needed; `None` if nobody is.
    pub fn fit(shown: &DayCoverage, columns: usize, view: &View) -> Option<CoverageGrid> {
        let slots = || shown.rows.iter().flat_map(|row| &row.slots);
        let first = slots().map(|slot| slot.time.from).min()?;
        let last = slots().map(|slot| slot.time.to).max()?;
        let start = first - TimeDelta::minutes(i64::from(view.zone().civil(first).minute()));
        let hour = TimeDelta::hours(1);
        let mut hours: Vec<_> =
            std::iter::successors(Some(start), |at| Some(*at + hour)).take_while(|at| *at < last).collect();
        let names = shown.rows.iter().map(|row| width(&view.t(&format!("profile-{}", row.profile))));
        let label = names.max().unwrap_or(0).min(if columns < 60 { 11 } else { 20 });
        let room = columns.saturating_sub(label + 4);
        let per_hour = (60 / view.settings.slot_minutes.max(1)).clamp(1, 4) as usize;
        let shapes = [(per_hour, 6), (per_hour, 4), (per_hour, 2), (per_hour, 1), (1, 1), (1, 0)];
        let (cells, gap) =
            shapes.into_iter().find(|(cells, gap)| hours.len() * (cells + gap) <= room).unwrap_or((1, 0));
        // Still too narrow: drop past hours first.
        let fit = room / (cells + gap).max(1);
        if hours.len() > fit {
            let past = hours.iter().filter(|at| **at + hour <= view.now).count();
            hours.drain(..past.min(hours.len() - fit.min(hours.len())));
            hours.truncate(fit);
        }
        Some(CoverageGrid { label_width: label, hours, glyphs_per_hour: cells, gap })
    }

    pub fn header_line(&self, view: &View) -> Line<'static> {
        let mut line =
            Line::styled(format!("{} {} ", " ".repeat(self.label_width), view.t("need-short")), view.theme.dim);
        let now = view.zone().civil(view.now);
        // A label needs three columns: skip some where hours are narrower.
        let every = match self.glyphs_per_hour + self.gap {
            1 => 3,
            2 => 2,
            _ => 1,
        };
        let mut skip = 0usize;
        for (index, at) in self.hours.iter().enumerate() {
            let civil = view.zone().civil(*at);
            let current = civil.date() == now.date() && civil.hour() == now.hour();
            let style = if current { view.theme.accent.patch(view.theme.strong) } else { view.theme.dim };
            let room = self.glyphs_per_hour + self.gap;
            if index % every == 0 {
                let text = format!("{:02}", civil.hour());
                let text = if every == 1 { pad(&text, room) } else { text };
                skip = width(&text).saturating_sub(room);
                line.push_span(Span::styled(text, style));
            } else if skip >= room {
                skip -= room;
            } else {
                line.push_span(Span::raw(" ".repeat(room - skip)));
                skip = 0;
            }
        }
        line
    }

    pub fn profile_line(
        &self,
        row: &ProfileCoverage,
        cursor: Option<Period>,
        shown: &DayCoverage,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let need = row.slots.iter().map(|slot| slot.need).max().unwrap_or(0);
        let name = view.t(&format!("profile-{}", row.profile));
        let mut line = Line::from(vec![
            Span::styled(pad(&name, self.label_width), theme.text),
            Span::styled(format!(" {} ", pad_left(&need.to_string(), 2)), theme.dim),
        ]);
        for cells in self.glyph_periods() {
            for time in cells {
                let worst = row
                    .slots
                    .iter()
                    .filter(|slot| slot.time.from < time.to && time.from < slot.time.to)
                    .max_by_key(|slot| slot.state);
                let mut span = match worst {
                    Some(slot) => Span::styled(state_glyph(slot.state), state_style(slot.state, view)),
                    None => Span::styled("·", theme.dim),
                };
                let turned = |turn: &&CoverageChange| {
                    turn.profile == row.profile && turn.time.from < time.to && time.from < turn.time.to
                };
                if shown.changes.iter().any(|turn| turned(&turn)) {
                    span.style = changed_style(span.style);
                }
                if cursor.is_some_and(|cursor| cursor.from < time.to && time.from < cursor.to) {
                    span = span.patch_style(theme.selected);
                }
                line.push_span(span);
            }
            line.push_span(Span::raw(" ".repeat(self.gap)));
        }
        line
    }

    /// The period of each glyph, by hour.
    fn glyph_periods(&self) -> impl Iterator<Item = impl Iterator<Item = Period>> {
        let step = TimeDelta::minutes(60) / i32::try_from(self.glyphs_per_hour).unwrap_or(1);
        let cell = move |hour: Instant, n: usize| {
            let from = hour + step * i32::try_from(n).unwrap_or(0);
            Period { from, to: from + step }
        };
        self.hours.iter().map(move |hour| (0..self.glyphs_per_hour).map(move |n| cell(*hour, n)))
    }

    /// Everybody on shift that day: the seat they fill, a break, an absence, or present without a seat.
    pub fn people_lines(&self, shown: &DayCoverage, team: &Team, view: &View) -> Vec<Line<'static>> {
        let theme = view.theme;
        let zone = view.zone();
        let Some(day) = self.hours.first().zip(self.hours.last()) else { return Vec::new() };
        let day = Period { from: *day.0, to: *day.1 + TimeDelta::hours(1) };
        let mut shifts: BTreeMap<PersonId, Vec<&Shift>> = BTreeMap::new();
        for shift in team.shifts.iter().filter(|s| s.starts(zone) < day.to && day.from < s.ends(zone)) {
            shifts.entry(shift.person).or_default().push(shift);
        }
        let mut people: Vec<_> = shifts.into_iter().collect();
        people.sort_by_key(|(id, shifts)| (shifts.iter().map(|shift| shift.starts(zone)).min(), *id));
        let line = |(id, shifts): (PersonId, Vec<&Shift>)| {
            let absences: Vec<&WithId<Absence>> = team.absences.iter().filter(|absence| absence.person == id).collect();
            let mut line = Line::from(Span::styled(
                pad(&fit(view.person_name(Some(id)), self.label_width), self.label_width),
                theme.text,
            ));
            line.push_span(Span::raw("    "));
            for cells in self.glyph_periods() {
                for time in cells {
                    let works = shifts.iter().any(|shift| shift.starts(zone) < time.to && time.from < shift.ends(zone));
                    let rests = shifts
                        .iter()
                        .flat_map(|shift| shift.breaks.iter().map(|b| (shift.day, *b)))
                        .any(|(day, b)| zone.at_minute(day, b.from) < time.to && time.from < zone.at_minute(day, b.to));
                    let away = absences.iter().any(|absence| absence.overlaps(zone, time.from, time.to));
                    line.push_span(match (works, away, rests, seat_of(id, time, shown)) {
                        (false, ..) => Span::styled(" ", theme.dim),
                        (_, true, ..) => Span::styled("✖", theme.warn),
                        (.., Some(profile)) => Span::styled(profile_letter(profile, view), theme.good),
                        (_, _, true, None) => Span::styled("·", theme.dim),
                        _ => Span::styled("–", theme.text),
                    });
                }
                line.push_span(Span::raw(" ".repeat(self.gap)));
            }
            line
        };
        people.into_iter().map(line).collect()
    }
}

/// The profile whose seat a person fills within a period.
fn seat_of(person: PersonId, time: Period, shown: &DayCoverage) -> Option<Profile> {
    let sits = |row: &&ProfileCoverage| {
        let slots = row.slots.iter().filter(|slot| slot.time.from < time.to && time.from < slot.time.to);
        slots.into_iter().any(|slot| slot.seated.contains(&person))
    };
    shown.rows.iter().find(sits).map(|row| row.profile)
}

/// A profile's letter; unique per profile.
fn profile_letter(profile: Profile, view: &View) -> String {
    view.t(&format!("letter-{profile}"))
}
