//! Staffing: how much work comes, how many people it needs, and how the backlog stands against them.
//!
//! [`flow`] counts what came; [`forecast`] says what will; [`erlang`] and [`need`] make people of it; [`outlook`] holds
//! the backlog against those who are there. [`Staffing`] is all of it at a moment.

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

/// What the file knows of the past, and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    pub flow: Flow,
    /// `None` if the file does not go back a whole week.
    pub forecast: Option<Forecast>,
}

impl From<Flow> for Past {
    fn from(flow: Flow) -> Past {
        let flow = flow.settled();
        Past { forecast: flow.forecast(), flow }
    }
}

/// All that is said of staffing at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    pub handle: Option<Handle>,
    /// The hours of the day that was asked for.
    pub day: Vec<Slot>,
    pub outlook: Outlook,
}

impl Staffing {
    /// `queue` is every open ticket in the order of the queue.
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
