//! Staffing settings.

/// Shares are above 0 and below 1 where a formula divides by them.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingConfig {
    /// Handle time in minutes; `None` = estimate it.
    pub handle_minutes: Option<f64>,
    pub channels: Vec<ChannelStaffing>,
    /// Paid time not available for tickets ÷ paid time.
    pub shrinkage: f64,
    /// Maximum occupancy.
    pub max_occupancy: f64,
    /// Channels in which customers wait on the line.
    pub real_time_channels: Vec<String>,
    /// Service level of real-time channels: `service_level` of the calls answered within these seconds.
    pub answer_within_seconds: f64,
    pub service_level: f64,
    /// Weeks the forecast is based on.
    pub forecast_weeks: u32,
}

impl StaffingConfig {
    pub fn is_real_time(&self, channel: Option<&str>) -> bool {
        channel.is_some_and(|channel| self.real_time_channels.iter().any(|name| name.eq_ignore_ascii_case(channel)))
    }

    pub fn patience_seconds(&self, channel: Option<&str>) -> Option<f64> {
        self.find_channel(channel)?.patience_seconds
    }

    pub fn find_channel(&self, channel: Option<&str>) -> Option<&ChannelStaffing> {
        self.channels.iter().find(|it| channel.is_some_and(|channel| it.name.eq_ignore_ascii_case(channel)))
    }
}

/// Settings of one channel.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelStaffing {
    pub name: String,
    pub handle_minutes: Option<f64>,
    /// Mean seconds until a waiting customer hangs up.
    pub patience_seconds: Option<f64>,
}
