//! Texts of goals: figure values, progress and remarks.

use chrono::NaiveDate;

use crate::model::goal::{Goal, GoalState, GoalStatus};
use crate::presentation::catalog::Catalog;
use crate::presentation::numbers::{self, NO_VALUE};

/// Formats a value of a figure: `45 m`, `92 %`; `–` for an unknown figure.
pub fn format_figure_value(figure: &str, value: Option<f64>) -> String {
    crate::model::goal::figure_by_name(figure)
        .map_or_else(|| NO_VALUE.into(), |figure| numbers::format_figure(figure, value))
}

/// The name of a figure inside a sentence.
pub fn figure_label(figure: &str, words: &Catalog) -> String {
    match crate::model::goal::figure_by_name(figure) {
        Some(known) if known.has_better_direction() => words.get(&format!("measure-{known}")),
        Some(known) => words.get(&format!("figure-{known}")).to_lowercase(),
        None => figure.to_owned(),
    }
}

/// Formats progress: `62 %`, `−10 %`; rounded zero has no sign.
pub fn format_progress(progress: Option<f64>) -> String {
    let whole = |way: f64| match (way * 100.0).round() {
        0.0 => "0 %".to_owned(),
        percent => format!("{percent:.0} %").replace('-', "−"),
    };
    progress.map_or_else(|| NO_VALUE.into(), whole)
}

/// Message keys of remarks on a goal: already reached, or past its last day.
pub fn goal_remark_keys(goal: &Goal, standing: &GoalStatus, today: NaiveDate) -> impl Iterator<Item = &'static str> {
    let open = goal.is_open();
    let reached = (open && standing.state == GoalState::Reached).then_some("goal-there-already");
    reached.into_iter().chain((open && goal.due < today).then_some("goal-day-is-over"))
}

/// The glyph of a goal state.
pub fn goal_glyph(state: GoalState) -> &'static str {
    match state {
        GoalState::Missed => "✖",
        GoalState::Behind => "▼",
        GoalState::OnTrack => "●",
        GoalState::Reached => "✓",
        GoalState::NoData => "·",
        GoalState::Dropped => "■",
    }
}

/// Progress as a bar: filled part, rest, and the column of a steady pace, as in `━━━━━╸───│───`. Clamped to 0–100 %;
/// the number beside it is not.
pub fn progress_bar(standing: &GoalStatus, columns: usize) -> (String, String, Option<usize>) {
    let share = standing.displayed_progress().unwrap_or(0.0).clamp(0.0, 1.0);
    let full = (share * columns as f64).round() as usize;
    let over = matches!(standing.state, GoalState::Reached | GoalState::Missed | GoalState::Dropped);
    let pace = (!over).then(|| ((standing.pace * columns as f64).round() as usize).min(columns.saturating_sub(1)));
    ("━".repeat(full), "─".repeat(columns - full), pace)
}
