//! Handle time: from the settings, or estimated from hours worked and tickets solved.

use chrono::Days;

use crate::engine::staffing::arrival_history::ArrivalHistory;
use crate::engine::staffing::staffed_hours::StaffedHours;
use crate::model::staffing::StaffingConfig;
use crate::model::team::Team;
use crate::model::time::Period;

/// Handle time of a ticket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandleTime {
    /// Minutes, for channels without their own setting.
    pub default_minutes: f64,
    /// Basis of the estimate; `None` if configured.
    pub derived_from: Option<HandleTimeBasis>,
}

/// Over the last four weeks: attended hours and solved tickets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandleTimeBasis {
    pub hours: f64,
    pub solved: u32,
}

impl HandleTime {
    /// From the settings, else attended hours × (1 − shrinkage) × maximum occupancy ÷ solved tickets. Assumes maximum
    /// occupancy, so it overestimates on an idle desk. `None` without a roster or without a solved ticket in the last
    /// four weeks.
    pub fn estimate(config: &StaffingConfig, team: &Team, flow: &ArrivalHistory) -> Option<HandleTime> {
        if let Some(usual) = config.handle_minutes {
            return Some(HandleTime { default_minutes: usual, derived_from: None });
        }
        let first = flow.known_from();
        let crew = StaffedHours::from_roster(team, flow.zone, first, flow.end_day - Days::new(1), flow.until);
        let hours = crew.attended_hours(Period::days(flow.zone, first, flow.end_day));
        let solved: u32 = flow.solved.iter().sum();
        (hours > 0.0 && solved > 0).then(|| HandleTime {
            default_minutes: hours * (1.0 - config.shrinkage) * config.max_occupancy * 60.0 / f64::from(solved),
            derived_from: Some(HandleTimeBasis { hours, solved }),
        })
    }

    /// Hours per ticket of a channel.
    pub fn hours_for_channel(&self, config: &StaffingConfig, channel: Option<&str>) -> f64 {
        config.find_channel(channel).and_then(|channel| channel.handle_minutes).unwrap_or(self.default_minutes) / 60.0
    }
}
