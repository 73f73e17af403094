//! Staffing settings.

use chrono::Days;

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

impl House {
    pub fn is_real_time(&self, channel: Option<&str>) -> bool {
        channel.is_some_and(|channel| self.real_time.iter().any(|name| name.eq_ignore_ascii_case(channel)))
    }

    pub fn patience(&self, channel: Option<&str>) -> Option<f64> {
        self.channel(channel)?.patience
    }

    pub fn channel(&self, channel: Option<&str>) -> Option<&Channel> {
        self.channels.iter().find(|it| channel.is_some_and(|channel| it.name.eq_ignore_ascii_case(channel)))
    }
}

/// What is different about a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    pub name: String,
    pub handle_minutes: Option<f64>,
    /// After so many seconds on average whoever waits on the line gives up.
    pub patience: Option<f64>,
}
