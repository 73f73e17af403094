//! Staffing: arrivals, required people and backlog outlook.
//!
//! [`arrival_history`] counts past arrivals, [`forecast`] predicts them, [`erlang`] and [`requirements`] convert them
//! to people, [`outlook`] compares the backlog with the people present. [`Staffing`] is the result at a moment.

pub mod arrival_history;
pub mod erlang;
pub mod forecast;
pub mod handle_time;
pub mod number_range;
pub mod outlook;
pub mod requirements;
pub mod staffed_hours;

use chrono::NaiveDate;

use crate::engine::desk::Desk;
use crate::engine::staffing::arrival_history::{ArrivalForecast, ArrivalHistory};
use crate::engine::staffing::handle_time::HandleTime;
use crate::engine::staffing::outlook::BacklogOutlook;
use crate::engine::staffing::requirements::StaffingSlot;
use crate::model::ids::TicketId;
use crate::model::staffing::StaffingConfig;
use crate::model::time::Instant;

/// Arrival history and the forecast from it.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingHistory {
    pub arrivals: ArrivalHistory,
    /// `None` if the history is shorter than a week.
    pub forecast: Option<ArrivalForecast>,
}

impl From<ArrivalHistory> for StaffingHistory {
    fn from(flow: ArrivalHistory) -> StaffingHistory {
        let flow = flow.trim_unknown_weeks();
        StaffingHistory { forecast: flow.forecast(), arrivals: flow }
    }
}

/// Staffing results at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    pub handle: Option<HandleTime>,
    /// Hours of the requested day.
    pub day: Vec<StaffingSlot>,
    pub outlook: BacklogOutlook,
}

impl Staffing {
    /// `queue` holds all open tickets in queue order.
    pub fn compute(
        past: &StaffingHistory,
        desk: &Desk,
        queue: &[TicketId],
        config: &StaffingConfig,
        date: NaiveDate,
        now: Instant,
    ) -> Staffing {
        let handle = HandleTime::estimate(config, &desk.team, &past.arrivals);
        let (forecast, of) = (past.forecast.as_ref(), handle.as_ref());
        Staffing {
            day: requirements::staffing_of_day(date, desk, &past.arrivals, forecast, config, of, now),
            outlook: outlook::backlog_outlook(desk, queue, &past.arrivals, forecast, config, of, now),
            handle,
        }
    }
}
