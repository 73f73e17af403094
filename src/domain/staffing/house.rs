//! By what staffing is reckoned: the settings that it needs, and how long a ticket takes.

use chrono::Days;

use super::crew::Crew;
use super::flow::Flow;
use crate::domain::desk::Team;
use crate::domain::time::Period;

/// The settings of staffing. Shares are above 0 and below 1 where a sum divides by them.
#[derive(Debug, Clone, PartialEq)]
pub struct House {
    /// Minutes that a ticket takes; `None` to work it out.
    pub handle_minutes: Option<f64>,
    pub channels: Vec<Channel>,
    /// Paid time not available for tickets ÷ paid time.
    pub shrinkage: f64,
    /// The share of their time in which people may be busy.
    pub occupancy: f64,
    /// Channels in which customers wait on the line.
    pub real_time: Vec<String>,
    /// Seconds in which a share of `level` is to be answered there.
    pub within: f64,
    pub level: f64,
    /// How many weeks the forecast rests on.
    pub weeks: u32,
}

/// What is different about a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    pub name: String,
    pub handle_minutes: Option<f64>,
    /// After so many seconds on average whoever waits on the line gives up.
    pub patience: Option<f64>,
}

impl House {
    pub fn is_real_time(&self, channel: Option<&str>) -> bool {
        channel.is_some_and(|channel| self.real_time.iter().any(|name| name.eq_ignore_ascii_case(channel)))
    }

    pub fn patience(&self, channel: Option<&str>) -> Option<f64> {
        self.channel(channel)?.patience
    }

    fn channel(&self, channel: Option<&str>) -> Option<&Channel> {
        self.channels.iter().find(|it| channel.is_some_and(|channel| it.name.eq_ignore_ascii_case(channel)))
    }
}

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
