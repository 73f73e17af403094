//! Role coverage of today: profile by half hour, covered, stretched or gap, and who could step in.

mod grid;
mod told;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use self::grid::Grid;
use crate::domain::coverage::{Row, Slot, State};
use crate::domain::person::Profile;
use crate::domain::text::wrap;
use crate::domain::time::Instant;
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
            lines.extend(told::told(row, slot, &grid, columns, left - airy, view));
        }
        put_lines(frame, area, lines);
    }
}

fn put_lines(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}
