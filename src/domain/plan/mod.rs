//! What the team wants to reach and what it does for it: goals, action items, the voice of the customer, notices, and the
//! huddle that is drawn from them.

pub mod action;
pub mod feedback;
pub mod figure;
pub mod goal;
pub mod huddle;
pub mod notice;

use chrono::{Days, NaiveDate};

/// The day on which something that is done every so many days is due again; `None` where it has no rhythm.
pub fn next_in(rhythm: Option<u32>, last: NaiveDate) -> Option<NaiveDate> {
    rhythm.filter(|days| *days > 0).and_then(|days| last.checked_add_days(Days::new(u64::from(days))))
}
