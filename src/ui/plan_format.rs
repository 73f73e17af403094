//! Shared formatting of the plan views: figure values, and state labels of goals, action items and feedback.

use chrono::NaiveDate;
use ratatui::style::Style;

use super::view::View;
use super::widgets::state_label::StateLabel;
use crate::engine::goal_figure;
use crate::model::action_item::ActionItem;
use crate::model::feedback::CustomerFeedbackStatus;
use crate::model::goal::{Goal, GoalScope, GoalState, GoalStatus};
use crate::model::target::FigureReading;
use crate::presentation::goals::{format_progress, goal_glyph};

/// The current value of a goal's figure; empty until figures are loaded.
pub fn live_reading(goal: &Goal, view: &View) -> FigureReading {
    let Some(metrics) = view.recent_metrics else { return FigureReading::default() };
    goal_figure::goal_reading(goal, &metrics.report, |profile| view.profile_figures.figures(metrics, profile))
}

/// The current standing of a goal.
pub fn goal_standing(goal: &Goal, view: &View) -> GoalStatus {
    goal.status_on(live_reading(goal, view), view.zone().date(view.now))
}

/// Progress beyond the target, which the bar does not show.
pub fn format_overshoot(standing: &GoalStatus, view: &View) -> String {
    let beyond = standing.progress.filter(|way| *way > 1.0);
    beyond.map_or_else(String::new, |beyond| {
        view.tt("goal-beyond-says", &[("way", format_progress(Some(beyond)).into())])
    })
}

pub fn goal_state_label(state: GoalState, view: &View) -> StateLabel {
    let theme = view.theme;
    let style = match state {
        GoalState::Missed => theme.bad,
        GoalState::Behind => theme.warn,
        GoalState::OnTrack => theme.accent,
        GoalState::Reached => theme.good,
        GoalState::NoData | GoalState::Dropped => theme.dim,
    };
    StateLabel { glyph: goal_glyph(state), style, text: view.t(&format!("goal-{}", state.name())) }
}

pub fn action_item_label(item: &ActionItem, today: NaiveDate, view: &View) -> StateLabel {
    let theme = view.theme;
    let (glyph, style, word): (_, Style, _) = match item.status() {
        "done" => ("✓", theme.good, "action-done"),
        "dropped" => ("■", theme.dim, "action-dropped"),
        _ if item.is_overdue(today) => ("▲", theme.bad, "action-overdue"),
        _ if item.due == today => ("◆", theme.warn, "action-today"),
        _ => ("○", theme.text, "action-open"),
    };
    StateLabel { glyph, style, text: view.t(word) }
}

pub fn feedback_status_label(status: CustomerFeedbackStatus, view: &View) -> StateLabel {
    let theme = view.theme;
    let (glyph, style) = match status {
        CustomerFeedbackStatus::New => ("○", theme.warn),
        CustomerFeedbackStatus::PassedOn => ("▸", theme.accent),
        CustomerFeedbackStatus::Answered => ("◂", theme.accent),
        CustomerFeedbackStatus::Done => ("✓", theme.good),
        CustomerFeedbackStatus::Declined => ("■", theme.dim),
    };
    StateLabel { glyph, style, text: view.t(&format!("voice-{}", status.name())) }
}

/// The person or profile of a goal; `None` for the team.
pub fn goal_owner_name(goal: &Goal, view: &View) -> Option<String> {
    match goal.of {
        GoalScope::Team => None,
        GoalScope::Person(person) => Some(view.person_name(Some(person)).to_owned()),
        GoalScope::Profile(profile) => Some(view.t(&format!("profile-{}", profile.name()))),
    }
}
