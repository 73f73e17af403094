//! Glyphs, styles and names that the coverage tabs and dialogs share.

use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::engine::coverage::types::CoverageState;
use crate::model::person::Profile;
use crate::ui::view::View;

/// Glyph of a state; the legend below the grid has the words.
pub fn state_glyph(state: CoverageState) -> &'static str {
    match state {
        CoverageState::Covered => "●",
        CoverageState::Stretched => "◐",
        CoverageState::Gap => "✖",
    }
}

pub fn state_style(state: CoverageState, view: &View) -> Style {
    match state {
        CoverageState::Covered => view.theme.good,
        CoverageState::Stretched => view.theme.warn,
        CoverageState::Gap => view.theme.bad.patch(view.theme.strong),
    }
}

/// Marks cells that the what-if scenario changes: underlined, so not by colour alone.
pub fn changed_style(style: Style) -> Style {
    style.add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
}

/// Translated profile name.
pub fn profile_name(profile: Profile, view: &View) -> String {
    view.t(&format!("profile-{profile}"))
}

/// Formats minutes as hours: `2.5`.
pub fn format_minutes_as_hours(minutes: i64) -> String {
    format!("{}", minutes as f64 / 60.0)
}
