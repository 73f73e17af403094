//! By what staffing is reckoned: the settings that it needs, and how long a ticket takes.

use chrono::Days;

use crate::engine::staffing::crew::Crew;
use crate::engine::staffing::flow::Flow;
use crate::model::staffing::House;
use crate::model::team::Team;
use crate::model::time::Period;

/// How long a ticket takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handle {
    /// In minutes, of a channel that says nothing else.
    pub usual: f64,
    /// What it was worked out from; `None` if the settings say it.
    pub from: Option<Worked>,
}

/// Of the last four weeks: hours for which people were there, and tickets that were solved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worked {
    pub hours: f64,
    pub solved: u32,
}

impl Handle {
    /// What the settings say, else hours there × (1 − shrinkage) × occupancy ÷ tickets solved: the time that a ticket
    /// would take if people had been as busy as they may be. It is no measurement, and errs where the desk was idle.
    /// `None` without a roster of the last four weeks or without a ticket solved in them.
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

    /// The hours that a ticket of a channel takes.
    pub fn hours(&self, house: &House, channel: Option<&str>) -> f64 {
        house.channel(channel).and_then(|channel| channel.handle_minutes).unwrap_or(self.usual) / 60.0
    }
}
