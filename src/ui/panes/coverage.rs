//! Coverage of a day: profiles by half hour (covered, stretched, gap) and who could step in. [`week`] and [`month`] are
//! the other tabs.

mod grid;
pub mod month;
pub mod told;
pub mod week;

use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::engine::coverage::past::Tally;
use crate::engine::coverage::{Row, Slot, State};
use crate::events::change::Change;
use crate::model::person::Profile;
use crate::model::shift::{Hours, Requirement};
use crate::model::text::{fit, width, wrap};
use crate::model::time::{Instant, Period};
use crate::query::protocol::Answer;
use crate::ui::action::Action;
use crate::ui::dialogs::form::requirement::Needed;
use crate::ui::dialogs::{form, requirements, seat, suppose};
use crate::ui::lens::{Look, Shown};
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::when;
use self::grid::Grid;

/// The pane. The cursor is on a profile and a time slot.
pub struct Coverage {
    /// Always shows the actual today, regardless of the day and scenario of the coverage view.
    today: bool,
    profile: Option<Profile>,
    at: Option<Instant>,
}

/// Glyph of a state; the legend below the grid has the words.
pub fn glyph(state: State) -> &'static str {
    match state {
        State::Covered => "●",
        State::Stretched => "◐",
        State::Gap => "✖",
    }
}

pub fn style(state: State, view: &View) -> Style {
    match state {
        State::Covered => view.theme.good,
        State::Stretched => view.theme.warn,
        State::Gap => view.theme.bad.patch(view.theme.strong),
    }
}

/// Marks cells that the what-if scenario changes: underlined, so not by colour alone.
fn marked(style: Style) -> Style {
    style.add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
}

/// Translated profile name.
pub fn profile_name(profile: Profile, view: &View) -> String {
    view.t(&format!("profile-{profile}"))
}

/// Formats minutes as hours: `2.5`.
pub fn hours(minutes: i64) -> String {
    format!("{}", minutes as f64 / 60.0)
}

/// Actions of every coverage tab.
const ON_FACES: [Action; 6] =
    [Action::Suppose, Action::Earlier, Action::Later, Action::Requirements, Action::Requirement, Action::Open];

/// Handles the actions of every tab: change day, what-if scenario, requirements. `None` if not one of them; `step` is
/// in days.
fn on_face(action: Action, step: i64, view: &View) -> Option<Effect> {
    let supposed = view.lens.thought().is_some();
    Some(match action {
        Action::Earlier | Action::Later => {
            let days = if action == Action::Later { step } else { -step };
            let (before, after) = (view.lens.day(view), view.lens.moved(days, view));
            match after == before {
                true => Effect::Say(view.t("coverage-no-further")),
                false => Effect::Look(view.lens.at(after, view)),
            }
        }
        Action::ToNow => Effect::Look(Look::At(None)),
        Action::Suppose => suppose::open(view),
        Action::Requirements => requirements::open(view),
        Action::Save if supposed => match view.lens.supposed(view).as_deref() {
            Some(Ok(supposed)) => match supposed.changes.as_slice() {
                [] => Effect::Say(view.t("nothing-changed")),
                changes => {
                    view.lens.ask();
                    Effect::Change(Change::Many(changes.to_vec()))
                }
            },
            Some(Err(wrong)) => Effect::Say(suppose::words_for(wrong, view)),
            None => return None,
        },
        Action::Back if supposed => Effect::Look(Look::Suppose(None)),
        Action::Back if view.lens.is_elsewhere(view) => Effect::Look(Look::At(None)),
        _ => return None,
    })
}

/// The tab's actions. An active scenario puts saving it first.
fn face_actions(view: &View) -> Vec<Action> {
    let save = view.lens.thought().map(|_| Action::Save);
    let to_now = view.lens.is_elsewhere(view).then_some(Action::ToNow);
    let own = [Action::Open, Action::Suppose].into_iter().chain(to_now);
    let rest = ON_FACES.into_iter().filter(|action| ![Action::Open, Action::Suppose].contains(action));
    save.into_iter().chain(own).chain(rest).collect()
}

/// Shows the active scenario and the keys that save or end it.
fn banner(columns: usize, view: &View) -> Vec<Line<'static>> {
    let Some(thought) = view.lens.thought() else { return Vec::new() };
    let key = |action| view.keys.key(action).map(|key| key.to_string()).unwrap_or_default();
    let (text, style) = match view.lens.supposed(view).as_deref() {
        Some(Err(wrong)) => (format!("{} · {}", thought.text, suppose::words_for(wrong, view)), view.theme.bad),
        _ => (thought.text.clone(), view.theme.mark.patch(view.theme.strong)),
    };
    let text = view.tt("suppose-banner", &[("text", text.into())]);
    let ends = view.tt("suppose-ends", &[("back", key(Action::Back).into()), ("save", key(Action::Save).into())]);
    let room = columns.saturating_sub(width(&ends) + 3);
    let mut lines = Vec::new();
    if width(&text) <= room {
        lines.push(Line::from(vec![Span::styled(text, style), Span::styled(format!(" — {ends}"), view.theme.dim)]));
    } else {
        lines.push(Line::styled(fit(&text, columns), style));
        lines.push(Line::styled(fit(&ends, columns), view.theme.dim));
    }
    lines
}

impl Coverage {
    /// The compact pane of Today.
    pub fn of_today() -> Coverage {
        Coverage { today: true, profile: None, at: None }
    }

    /// The pane of the coverage view: any day, with the scenario applied.
    pub fn of_any_day() -> Coverage {
        Coverage { today: false, ..Coverage::of_today() }
    }

    fn date(&self, view: &View) -> NaiveDate {
        if self.today { view.zone().date(view.now) } else { view.lens.day(view) }
    }

    fn shown(&self, view: &View) -> Rc<Shown> {
        let date = self.date(view);
        match self.today {
            true => Rc::new(Shown { date, rows: view.board.coverage.clone(), turns: Vec::new() }),
            false => view.lens.shown(date, view),
        }
    }

    /// The selected slot: the user's choice, else the first shortfall from now on, else the current slot.
    fn slot<'a>(&self, shown: &'a Shown, view: &View) -> Option<(&'a Row, &'a Slot)> {
        let rows = &shown.rows;
        let chosen = self.profile.and_then(|profile| rows.iter().find(|row| row.profile == profile));
        if let (Some(row), Some(at)) = (chosen, self.at) {
            let slot = row.slots.iter().find(|slot| slot.time.contains(at)).or(row.slots.first());
            return slot.map(|slot| (row, slot));
        }
        first_weak(shown, view).or_else(|| {
            let row = rows.first()?;
            let slot = row.slots.iter().find(|slot| slot.time.to > view.now).or(row.slots.last())?;
            Some((row, slot))
        })
    }

    fn put(&mut self, row: &Row, at: Instant) {
        self.profile = Some(row.profile);
        // Profiles have different hours: take the nearest slot.
        let distance = |slot: &&Slot| (slot.time.from - at).num_milliseconds().abs();
        self.at = row.slots.iter().min_by_key(distance).map(|slot| slot.time.from);
    }

    /// Opens the requirement form, prefilled with the profile and interval under the cursor.
    fn requirement(&self, shown: &Shown, view: &View) -> Effect {
        let begun = self.slot(shown, view).map(|(row, slot)| {
            let hours = spell_hours(row, slot, shown.date, view);
            let weekdays = 1 << shown.date.weekday().num_days_from_monday();
            Requirement { profile: row.profile, weekdays, hours, need: 1 }
        });
        form::open(begun.map_or_else(Needed::new, Needed::like), view)
    }
}

/// The interval around a slot in which the profile's state stays the same.
pub fn spell(row: &Row, slot: &Slot) -> Period {
    row.spells().map(|spell| spell.time).find(|time| time.contains(slot.time.from)).unwrap_or(slot.time)
}

/// The same interval as minutes of the day.
pub fn spell_hours(row: &Row, slot: &Slot, date: NaiveDate, view: &View) -> Hours {
    let zone = view.zone();
    let time = spell(row, slot);
    let minute = |at: Instant| {
        let civil = zone.civil(at);
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        u32::try_from((civil - midnight).num_minutes()).unwrap_or(0)
    };
    let from = minute(time.from).min(24 * 60 - 1);
    Hours { from, to: minute(time.to).max(from + 1) }
}

/// The first gap from now on, else the first stretched slot.
fn first_weak<'a>(shown: &'a Shown, view: &View) -> Option<(&'a Row, &'a Slot)> {
    let from = view.lens.from(shown.date, view);
    let ahead = || {
        let rows = shown.rows.iter();
        rows.flat_map(|row| row.slots.iter().map(move |slot| (row, slot))).filter(|(_, slot)| slot.time.to > from)
    };
    let first = |state| ahead().filter(|(_, slot)| slot.state == state).min_by_key(|(_, slot)| slot.time.from);
    first(State::Gap).or_else(|| first(State::Stretched))
}

/// Border badge: total gap and stretched hours.
fn weak_badge<'a>(rows: impl Iterator<Item = &'a Row> + Clone, view: &View) -> String {
    let sum = rows.clone().map(Row::tally).fold(Tally::default(), Tally::plus);
    match (rows.count(), sum.gap.num_minutes(), sum.stretched.num_minutes()) {
        (0, ..) => String::new(),
        (_, 0, 0) => view.t("all-covered"),
        (_, gap, stretched) => {
            view.tt("coverage-badge", &[("gaps", hours(gap).into()), ("stretched", hours(stretched).into())])
        }
    }
}

impl Pane for Coverage {
    fn title(&self, view: &View) -> String {
        let date = self.date(view);
        match date == view.zone().date(view.now) {
            true => view.t("coverage-today"),
            false => view.tt("coverage-on", &[("day", when::day(date, view).into())]),
        }
    }

    fn badge(&self, view: &View) -> String {
        weak_badge(self.shown(view).rows.iter(), view)
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let acts = [Action::Absence, Action::Shift, Action::Left, Action::Right].into_iter().chain(Action::MOVES);
        match self.today {
            true => [Action::Open, Action::Requirement, Action::Requirements].into_iter().chain(acts).collect(),
            false => face_actions(view).into_iter().chain(acts).collect(),
        }
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        face_verb(action, "verb-who", view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if !self.today {
            if matches!(action, Action::Earlier | Action::Later | Action::ToNow) {
                // Reset the selection on the new day.
                (self.profile, self.at) = (None, None);
            }
            // `Back` ends the scenario before it resets the selection, as the banner says.
            let own = action == Action::Back && self.at.is_some() && view.lens.thought().is_none();
            if let Some(effect) = on_face(action, 1, view).filter(|_| !own) {
                return effect;
            }
        }
        let shown = self.shown(view);
        match action {
            Action::Requirement => return self.requirement(&shown, view),
            Action::Requirements => return requirements::open(view),
            _ => {}
        }
        let rows = &shown.rows;
        let Some((row, slot)) = self.slot(&shown, view) else { return Effect::Pass };
        let at = rows.iter().position(|one| one.profile == row.profile).unwrap_or(0);
        let within = row.slots.iter().position(|one| one.time == slot.time).unwrap_or(0);
        match action {
            Action::Open => return seat::open(row.profile, slot.time, !self.today, view),
            Action::Up => self.put(&rows[at.saturating_sub(1)], slot.time.from),
            Action::Down => self.put(&rows[(at + 1).min(rows.len() - 1)], slot.time.from),
            Action::Left => self.put(row, row.slots[within.saturating_sub(1)].time.from),
            Action::Right => self.put(row, row.slots[(within + 1).min(row.slots.len() - 1)].time.from),
            Action::Top | Action::PageUp => self.put(&rows[0], slot.time.from),
            Action::Bottom | Action::PageDown => self.put(&rows[rows.len() - 1], slot.time.from),
            Action::Back if self.at.is_some() => (self.profile, self.at) = (None, None),
            _ => return Effect::Pass,
        }
        Effect::Done
    }

    fn heard(&mut self, answer: &Answer, view: &View) -> Effect {
        if self.today { Effect::Done } else { made_so(answer, view) }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let shown = self.shown(view);
        let mut lines = if self.today { Vec::new() } else { banner(columns, view) };
        let Some(grid) = Grid::of(&shown, columns, view) else {
            lines.extend(empty(columns, view));
            return put_lines(frame, area, lines);
        };
        let chosen = self.slot(&shown, view);
        lines.push(grid.header(view));
        for row in &shown.rows {
            let cursor =
                chosen.filter(|(one, _)| one.profile == row.profile && view.focused).map(|(_, slot)| slot.time);
            lines.push(grid.line(row, cursor, &shown, view));
        }
        let left = usize::from(area.height).saturating_sub(lines.len());
        if let Some((row, slot)) = chosen.filter(|_| left > 0) {
            let spacing = usize::from(left >= 3);
            lines.extend(vec![Line::default(); spacing]);
            let description = told::Told { shown: &shown, grid: &grid, columns, supposing: !self.today };
            lines.extend(description.lines(row, slot, left - spacing, view));
        }
        put_lines(frame, area, lines);
    }
}

/// Label of an action on a coverage tab; `open` is the key for opening a cell.
fn face_verb(action: Action, open: &str, view: &View) -> Option<String> {
    match action {
        Action::Open => Some(view.t(open)),
        Action::Save => Some(view.t("verb-make-it-so")),
        _ => None,
    }
}

/// Ends the scenario once the store has applied it.
fn made_so(answer: &Answer, view: &View) -> Effect {
    match answer {
        Answer::Applied(request, outcome) if matches!(request.change, Change::Many(_)) && view.lens.was_asked() => {
            if outcome.is_ok() {
                Effect::Look(Look::Suppose(None))
            } else {
                Effect::Done
            }
        }
        Answer::Failed(_) => {
            view.lens.was_asked();
            Effect::Done
        }
        _ => Effect::Done,
    }
}

/// Explains that nobody is needed and how to add a requirement.
fn empty(columns: usize, view: &View) -> Vec<Line<'static>> {
    let key = view.keys.key(Action::Requirement).map(|key| key.to_string()).unwrap_or_default();
    let text = match view.desk.team.requirements.is_empty() {
        true => view.tt("coverage-empty", &[("key", key.into())]),
        false => view.tt("coverage-not-that-day", &[("key", key.into())]),
    };
    wrap(&text, columns).into_iter().map(|text| Line::styled(text, view.theme.dim)).collect()
}

fn put_lines(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}
