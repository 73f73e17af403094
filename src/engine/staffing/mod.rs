//! Staffing: arrivals, required people and backlog outlook.
//!
//! [`arrival_history`] counts past arrivals, [`forecast`] predicts them, [`erlang`] and [`requirements`] convert them
//! to people, [`outlook`] compares the backlog with the people present. [`Staffing`] is the result at a moment.

pub mod bounds;
pub mod crew;
pub mod erlang;
pub mod flow;
pub mod forecast;
pub mod house;
pub mod need;
pub mod outlook;

use chrono::NaiveDate;

use crate::engine::desk::Desk;
use crate::engine::staffing::flow::{Flow, Forecast};
use crate::engine::staffing::house::Handle;
use crate::engine::staffing::need::Slot;
use crate::engine::staffing::outlook::Outlook;
use crate::model::ids::TicketId;
use crate::model::staffing::House;
use crate::model::time::Instant;

/// Arrival history and the forecast from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    pub flow: Flow,
    /// `None` if the history is shorter than a week.
    pub forecast: Option<Forecast>,
}

impl From<Flow> for Past {
    fn from(flow: Flow) -> Past {
        let flow = flow.settled();
        Past { forecast: flow.forecast(), flow }
    }
}

/// Staffing results at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    pub handle: Option<Handle>,
    /// Hours of the requested day.
    pub day: Vec<Slot>,
    pub outlook: Outlook,
}

impl Staffing {
    /// `queue` holds all open tickets in queue order.
    pub fn of(past: &Past, desk: &Desk, queue: &[TicketId], house: &House, date: NaiveDate, now: Instant) -> Staffing {
        let handle = Handle::of(house, &desk.team, &past.flow);
        let (forecast, of) = (past.forecast.as_ref(), handle.as_ref());
        Staffing {
            day: need::day(date, desk, &past.flow, forecast, house, of, now),
            outlook: outlook::outlook(desk, queue, &past.flow, forecast, house, of, now),
            handle,
        }
    }
}
