//! Staffing settings.

use chrono::Days;

/// Shares are above 0 and below 1 where a formula divides by them.
#[derive(Debug, Clone, PartialEq)]
pub struct House {
    /// Handle time in minutes; `None` = estimate it.
    pub handle_minutes: Option<f64>,
    pub channels: Vec<Channel>,
    /// Paid time not available for tickets ÷ paid time.
    pub shrinkage: f64,
    /// Maximum occupancy.
    pub occupancy: f64,
    /// Channels in which customers wait on the line.
    pub real_time: Vec<String>,
    /// Service level of real-time channels: `service_level` of the calls answered within these seconds.
    pub within: f64,
    pub level: f64,
    /// Weeks the forecast is based on.
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

/// Settings of one channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    pub name: String,
    pub handle_minutes: Option<f64>,
    /// Mean seconds until a waiting customer hangs up.
    pub patience: Option<f64>,
}
