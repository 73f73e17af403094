//! Role coverage of today: profile by half hour, covered, stretched or gap, and who could step in.

use chrono::Timelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::coverage::{Row, Slot, State};
use crate::domain::person::{PersonId, Profile};
use crate::domain::text::{fit, pad, pad_left, width, wrap};
use crate::domain::time::{Instant, Period};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

/// The pane; its cursor is on a profile and a moment.
#[derive(Default)]
pub struct Coverage {
    profile: Option<Profile>,
    at: Option<Instant>,
}

/// The glyph of a state. The words are in the legend below the grid.
fn glyph(state: State) -> &'static str {
    match state {
        State::Covered => "●",
        State::Stretched => "◐",
        State::Gap => "✖",
    }
}

fn style(state: State, view: &View) -> Style {
    match state {
        State::Covered => view.theme.good,
        State::Stretched => view.theme.warn,
        State::Gap => view.theme.bad.patch(view.theme.strong),
    }
}

impl Coverage {
    /// The slot under the cursor: where the person put it, else the first weak spot from now on, else now.
    fn slot<'a>(&self, view: &View<'a>) -> Option<(&'a Row, &'a Slot)> {
        let rows = &view.board.coverage;
        let chosen = self.profile.and_then(|profile| rows.iter().find(|row| row.profile == profile));
        if let (Some(row), Some(at)) = (chosen, self.at) {
            let slot = row.slots.iter().find(|slot| slot.time.contains(at)).or(row.slots.first());
            return slot.map(|slot| (row, slot));
        }
        first_weak(view).or_else(|| {
            let row = rows.first()?;
            let slot = row.slots.iter().find(|slot| slot.time.to > view.now).or(row.slots.last())?;
            Some((row, slot))
        })
    }

    fn put(&mut self, row: &Row, at: Instant) {
        self.profile = Some(row.profile);
        // The nearest slot that the profile has: not every profile is needed all day.
        let distance = |slot: &&Slot| (slot.time.from - at).num_milliseconds().abs();
        self.at = row.slots.iter().min_by_key(distance).map(|slot| slot.time.from);
    }
}

/// The first gap from now on; if there is none, the first stretch.
fn first_weak<'a>(view: &View<'a>) -> Option<(&'a Row, &'a Slot)> {
    let ahead = || {
        let rows = view.board.coverage.iter();
        rows.flat_map(|row| row.slots.iter().map(move |slot| (row, slot))).filter(|(_, slot)| slot.time.to > view.now)
    };
    let first = |state| ahead().filter(|(_, slot)| slot.state == state).min_by_key(|(_, slot)| slot.time.from);
    first(State::Gap).or_else(|| first(State::Stretched))
}

impl Pane for Coverage {
    fn title(&self, view: &View) -> String {
        view.t("coverage-today")
    }

    fn badge(&self, view: &View) -> String {
        let step = f64::from(view.settings.slot_minutes) / 60.0;
        let (gaps, stretched) = view.board.weak_spots();
        let hours = |slots: usize| format!("{}", slots as f64 * step);
        match (view.board.coverage.is_empty(), gaps, stretched) {
            (true, ..) => String::new(),
            (_, 0, 0) => view.t("all-covered"),
            _ => view.tt("coverage-badge", &[("gaps", hours(gaps).into()), ("stretched", hours(stretched).into())]),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts = [Action::Absence, Action::Shift, Action::Requirement, Action::Left, Action::Right];
        acts.into_iter().chain(Action::MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let rows = &view.board.coverage;
        let Some((row, slot)) = self.slot(view) else { return Effect::Pass };
        let at = rows.iter().position(|one| one.profile == row.profile).unwrap_or(0);
        let within = row.slots.iter().position(|one| one.time == slot.time).unwrap_or(0);
        match action {
            Action::Up => self.put(&rows[at.saturating_sub(1)], slot.time.from),
            Action::Down => self.put(&rows[(at + 1).min(rows.len() - 1)], slot.time.from),
            Action::Left => self.put(row, row.slots[within.saturating_sub(1)].time.from),
            Action::Right => self.put(row, row.slots[(within + 1).min(row.slots.len() - 1)].time.from),
            Action::Top | Action::PageUp => self.put(&rows[0], slot.time.from),
            Action::Bottom | Action::PageDown => self.put(&rows[rows.len() - 1], slot.time.from),
            Action::Back if self.at.is_some() => *self = Coverage::default(),
            _ => return Effect::Pass,
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let Some(grid) = Grid::of(view, columns) else {
            let key = view.keys.key(Action::Requirement).map(|key| key.to_string()).unwrap_or_default();
            let text = view.tt("coverage-empty", &[("key", key.into())]);
            let lines = wrap(&text, columns).into_iter().map(|text| Line::styled(text, theme.dim));
            return put_lines(frame, area, lines.collect());
        };
        let chosen = self.slot(view);
        let mut lines = vec![grid.header(view)];
        for row in &view.board.coverage {
            let cursor =
                chosen.filter(|(one, _)| one.profile == row.profile && view.focused).map(|(_, slot)| slot.time);
            lines.push(grid.line(row, cursor, view));
        }
        let left = usize::from(area.height).saturating_sub(lines.len());
        if let Some((row, slot)) = chosen.filter(|_| left > 0) {
            let airy = usize::from(left >= 3);
            lines.extend(vec![Line::default(); airy]);
            lines.extend(told(row, slot, columns, left - airy, view));
        }
        put_lines(frame, area, lines);
    }
}

fn put_lines(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// The hours that are shown and how wide each of them is.
struct Grid {
    label: usize,
    /// The first moment of each hour shown.
    hours: Vec<Instant>,
    /// Glyphs for an hour: one (the worse half) or one for each slot of it.
    cells: usize,
    gap: usize,
}

impl Grid {
    /// From the first to the last hour in which anybody is needed; `None` if nobody is. As fine as the room allows.
    fn of(view: &View, columns: usize) -> Option<Grid> {
        let slots = || view.board.coverage.iter().flat_map(|row| &row.slots);
        let first = slots().map(|slot| slot.time.from).min()?;
        let last = slots().map(|slot| slot.time.to).max()?;
        let start = first - chrono::TimeDelta::minutes(i64::from(view.zone().civil(first).minute()));
        let hour = chrono::TimeDelta::hours(1);
        let mut hours: Vec<_> =
            std::iter::successors(Some(start), |at| Some(*at + hour)).take_while(|at| *at < last).collect();
        let names = view.board.coverage.iter().map(|row| width(&view.t(&format!("profile-{}", row.profile))));
        let label = names.max().unwrap_or(0).min(if columns < 60 { 11 } else { 20 });
        let room = columns.saturating_sub(label + 4);
        let per_hour = (60 / view.settings.slot_minutes.max(1)).clamp(1, 4) as usize;
        let shapes = [(per_hour, 2), (per_hour, 1), (1, 1), (1, 0)];
        let (cells, gap) =
            shapes.into_iter().find(|(cells, gap)| hours.len() * (cells + gap) <= room).unwrap_or((1, 0));
        // Narrower still: what is past goes first.
        let fit = room / (cells + gap).max(1);
        if hours.len() > fit {
            let past = hours.iter().filter(|at| **at + hour <= view.now).count();
            hours.drain(..past.min(hours.len() - fit.min(hours.len())));
            hours.truncate(fit);
        }
        Some(Grid { label, hours, cells, gap })
    }

    fn header(&self, view: &View) -> Line<'static> {
        let mut line = Line::styled(format!("{} {} ", " ".repeat(self.label), view.t("need-short")), view.theme.dim);
        let now = view.zone().civil(view.now);
        // Two digits and a blank need three columns: of narrower hours only some are written.
        let every = match self.cells + self.gap {
            1 => 3,
            2 => 2,
            _ => 1,
        };
        let mut skip = 0usize;
        for (index, at) in self.hours.iter().enumerate() {
            let civil = view.zone().civil(*at);
            let current = civil.date() == now.date() && civil.hour() == now.hour();
            let style = if current { view.theme.accent.patch(view.theme.strong) } else { view.theme.dim };
            let room = self.cells + self.gap;
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

    fn line(&self, row: &Row, cursor: Option<Period>, view: &View) -> Line<'static> {
        let theme = view.theme;
        let need = row.slots.iter().map(|slot| slot.need).max().unwrap_or(0);
        let name = view.t(&format!("profile-{}", row.profile));
        let mut line = Line::from(vec![
            Span::styled(pad(&name, self.label), theme.text),
            Span::styled(format!(" {} ", pad_left(&need.to_string(), 2)), theme.dim),
        ]);
        let step = chrono::TimeDelta::minutes(60) / i32::try_from(self.cells).unwrap_or(1);
        for hour in &self.hours {
            for n in 0..self.cells {
                let from = *hour + step * i32::try_from(n).unwrap_or(0);
                let time = Period { from, to: from + step };
                let worst = row
                    .slots
                    .iter()
                    .filter(|slot| slot.time.from < time.to && time.from < slot.time.to)
                    .max_by_key(|slot| slot.state);
                let mut span = match worst {
                    Some(slot) => Span::styled(glyph(slot.state), style(slot.state, view)),
                    None => Span::styled("·", theme.dim),
                };
                if cursor.is_some_and(|cursor| cursor.from < time.to && time.from < cursor.to) {
                    span = span.patch_style(theme.selected);
                }
                line.push_span(span);
            }
            line.push_span(Span::raw(" ".repeat(self.gap)));
        }
        line
    }
}

/// The slot in words: who sits, who is short, who could step in.
fn told(row: &Row, slot: &Slot, columns: usize, room: usize, view: &View) -> Vec<Line<'static>> {
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
    let more = room.saturating_sub(lines.len() + 2);
    lines.extend(standing(columns, more, view));
    // A legend where there is room for it and for what it explains.
    if room > lines.len() + 1 {
        let mut legend = Line::default();
        for (state, key) in [(State::Covered, "covered"), (State::Stretched, "stretched"), (State::Gap, "gap")] {
            legend.push_span(Span::styled(glyph(state), style(state, view)));
            legend.push_span(Span::styled(format!(" {}  ", view.t(key)), theme.dim));
        }
        legend.push_span(Span::styled(format!("· {}", view.t("not-needed")), theme.dim));
        lines.extend(vec![Line::default(); room - lines.len() - 1]);
        lines.push(legend);
    }
    lines.truncate(room);
    lines
}

/// With room to spare: who sits where now, and every weak spell that is still to come.
fn standing(columns: usize, room: usize, view: &View) -> Vec<Line<'static>> {
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
    for (key, part) in [("now-seated", now.collect::<Vec<_>>()), ("weak-ahead", ahead.collect())] {
        if !part.is_empty() && lines.len() + part.len() + 2 <= room {
            lines.extend([Line::default(), Line::styled(view.t(key), theme.dim)]);
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
