//! What the panes, dialogs and texts of the plan have in common: numbers of a figure, and glyph, word and colour for how
//! a goal, an action item or an entry of feedback stands.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use ratatui::style::Style;

use super::view::View;
use super::widgets::mark::Mark;
use super::widgets::numbers::{self, NONE};
use super::words::Words;
use crate::domain::dialogue::Metrics;
use crate::domain::event::Seq;
use crate::domain::metrics::Figures;
use crate::domain::person::Profile;
use crate::domain::plan::action::ActionItem;
use crate::domain::plan::feedback::Status;
use crate::domain::plan::figure;
use crate::domain::plan::goal::{Goal, Standing, State, Whose};
use crate::domain::targets::Reading;
use crate::domain::time::Period;

/// What the figure of a goal says now; nothing until the file has answered.
pub fn live(goal: &Goal, view: &View) -> Reading {
    let Some(metrics) = view.metrics else { return Reading::default() };
    figure::live(goal, &metrics.report, |profile| view.profiles.figures(metrics, profile))
}

/// The figures of each profile that a goal is about, worked out once for what the file has told.
#[derive(Default)]
pub struct Profiles {
    /// With the version of the figures that they are of.
    known: RefCell<Option<(Version, BTreeMap<Profile, Figures>)>>,
}

/// The newest event that the figures know, and their period.
type Version = (Seq, Period);

impl Profiles {
    fn figures(&self, metrics: &Metrics, profile: Profile) -> Option<Figures> {
        let version = (metrics.seq, metrics.report.period);
        let mut known = self.known.borrow_mut();
        let (of, figures) = known.get_or_insert_with(|| (version, BTreeMap::new()));
        if *of != version {
            (*of, *figures) = (version, BTreeMap::new());
        }
        Some(figures.entry(profile).or_insert_with(|| metrics.samples.figures(&figure::cut(profile))).clone())
    }
}

/// How a goal stands now.
pub fn standing(goal: &Goal, view: &View) -> Standing {
    goal.stands(live(goal, view), view.zone().date(view.now))
}

/// A number of a figure: `45 m`, `92 %`; of one that this program does not know, nothing.
pub fn amount(figure: &str, value: Option<f64>) -> String {
    figure::known(figure).map_or_else(|| NONE.into(), |figure| numbers::figure(figure, value))
}

/// What a figure is called in a line.
pub fn figure_word(figure: &str, words: &Words) -> String {
    match figure::known(figure) {
        Some(known) if known.can_be_better() => words.get(&format!("measure-{known}")),
        Some(known) => words.get(&format!("figure-{known}")).to_lowercase(),
        None => figure.to_owned(),
    }
}

/// How much of the way is gone: `62 %`, `−10 %`; what is nearly nothing has no sign.
pub fn way(progress: Option<f64>) -> String {
    let whole = |way: f64| match (way * 100.0).round() {
        0.0 => "0 %".to_owned(),
        percent => format!("{percent:.0} %").replace('-', "−"),
    };
    progress.map_or_else(|| NONE.into(), whole)
}

/// How far the figure has gone where that is beyond the target: the bar and the number beside it end there.
pub fn beyond(standing: &Standing, view: &View) -> String {
    let beyond = standing.progress.filter(|way| *way > 1.0);
    beyond.map_or_else(String::new, |beyond| view.tt("goal-beyond-says", &[("way", way(Some(beyond)).into())]))
}

/// What is to be said of a goal that was set: that the figure is there already, that its last day is over.
pub fn remarks(goal: &Goal, standing: &Standing, today: NaiveDate) -> impl Iterator<Item = &'static str> {
    let open = goal.is_open();
    let reached = (open && standing.state == State::Reached).then_some("goal-there-already");
    reached.into_iter().chain((open && goal.due < today).then_some("goal-day-is-over"))
}

/// The glyph of a state of a goal.
pub fn glyph(state: State) -> &'static str {
    match state {
        State::Missed => "✖",
        State::Behind => "▼",
        State::OnTrack => "●",
        State::Reached => "✓",
        State::NoData => "·",
        State::Dropped => "■",
    }
}

pub fn goal_mark(state: State, view: &View) -> Mark {
    let theme = view.theme;
    let style = match state {
        State::Missed => theme.bad,
        State::Behind => theme.warn,
        State::OnTrack => theme.accent,
        State::Reached => theme.good,
        State::NoData | State::Dropped => theme.dim,
    };
    Mark { glyph: glyph(state), style, word: view.t(&format!("goal-{}", state.name())) }
}

pub fn action_mark(item: &ActionItem, today: NaiveDate, view: &View) -> Mark {
    let theme = view.theme;
    let (glyph, style, word): (_, Style, _) = match item.status() {
        "done" => ("✓", theme.good, "action-done"),
        "dropped" => ("■", theme.dim, "action-dropped"),
        _ if item.is_overdue(today) => ("▲", theme.bad, "action-overdue"),
        _ if item.due == today => ("◆", theme.warn, "action-today"),
        _ => ("○", theme.text, "action-open"),
    };
    Mark { glyph, style, word: view.t(word) }
}

pub fn voice_mark(status: Status, view: &View) -> Mark {
    let theme = view.theme;
    let (glyph, style) = match status {
        Status::New => ("○", theme.warn),
        Status::PassedOn => ("▸", theme.accent),
        Status::Answered => ("◂", theme.accent),
        Status::Done => ("✓", theme.good),
        Status::Declined => ("■", theme.dim),
    };
    Mark { glyph, style, word: view.t(&format!("voice-{}", status.name())) }
}

/// Whose figure a goal is about; nothing where it is the team's.
pub fn whose(goal: &Goal, view: &View) -> Option<String> {
    match goal.of {
        Whose::Team => None,
        Whose::Person(person) => Some(view.name(Some(person)).to_owned()),
        Whose::Profile(profile) => Some(view.t(&format!("profile-{}", profile.name()))),
    }
}

/// How far a goal has come as a bar of so many columns, and where a steady pace would be: `━━━━━╸───│───`. What lies
/// beyond both ends is cut off; the number beside it is not.
pub fn bar(standing: &Standing, columns: usize) -> (String, String, Option<usize>) {
    let share = standing.way().unwrap_or(0.0).clamp(0.0, 1.0);
    let full = (share * columns as f64).round() as usize;
    let over = matches!(standing.state, State::Reached | State::Missed | State::Dropped);
    let pace = (!over).then(|| ((standing.pace * columns as f64).round() as usize).min(columns.saturating_sub(1)));
    ("━".repeat(full), "─".repeat(columns - full), pace)
}
