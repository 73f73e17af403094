//! Handle time: from the settings, or estimated from hours worked and tickets solved.

use chrono::Days;

use crate::engine::staffing::crew::Crew;
use crate::engine::staffing::flow::Flow;
use crate::model::staffing::House;
use crate::model::team::Team;
use crate::model::time::Period;

/// Handle time of a ticket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handle {
    /// Minutes, for channels without their own setting.
    pub usual: f64,
    /// Basis of the estimate; `None` if configured.
    pub from: Option<Worked>,
}

/// Over the last four weeks: attended hours and solved tickets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worked {
    pub hours: f64,
    pub solved: u32,
}

impl Handle {
    /// From the settings, else attended hours × (1 − shrinkage) × maximum occupancy ÷ solved tickets. Assumes maximum
    /// occupancy, so it overestimates on an idle desk. `None` without a roster or without a solved ticket in the last
    /// four weeks.
    pub fn of(house: &House, team: &Team, flow: &Flow) -> Option<Handle> {
        if let Some(usual) = house.handle_minutes {
            return Some(Handle { usual, from: None });
        }
        let first = flow.known_from();
        let crew = Crew::of(team, flow.zone, first, flow.day - Days::new(1), flow.until);
        let hours = crew.there(Period::days(flow.zone, first, flow.day));
        let solved: u32 = flow.solved.iter().sum();
        (hours > 0.0 && solved > 0).then(|| Handle {
            usual: hours * (1.0 - house.shrinkage) * house.occupancy * 60.0 / f64::from(solved),
            from: Some(Worked { hours, solved }),
        })
    }

    /// Hours per ticket of a channel.
    pub fn hours(&self, house: &House, channel: Option<&str>) -> f64 {
        house.channel(channel).and_then(|channel| channel.handle_minutes).unwrap_or(self.usual) / 60.0
    }
}
