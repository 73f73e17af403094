//! Team and days that the text of a what-if scenario refers to.

use chrono::NaiveDate;

use crate::model::team::Team;

/// Context for parsing.
#[derive(Debug, Clone, Copy)]
pub struct WhatIfContext<'a> {
    pub team: &'a Team,
    pub today: NaiveDate,
    /// Center of the loaded range of days.
    pub team_loaded_around: NaiveDate,
    /// Day meant if none is named.
    pub default_day: NaiveDate,
}
