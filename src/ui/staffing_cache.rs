//! Computes staffing, once per change version.

use std::rc::Rc;

use super::view::View;
use crate::engine::staffing::handle_time::HandleTime;
use crate::engine::staffing::{Staffing, StaffingHistory};
use crate::ui::state::staffing::StaffingCache;

impl StaffingCache {
    pub fn set_history(&mut self, past: StaffingHistory) {
        *self = StaffingCache { history: Some(past), ..StaffingCache::default() };
    }

    /// `None` until loaded.
    pub fn history(&self) -> Option<&StaffingHistory> {
        self.history.as_ref()
    }

    /// Staffing today; `None` until the history is loaded.
    pub fn staffing(&self, view: &View) -> Option<Rc<Staffing>> {
        let past = self.history.as_ref()?;
        let version = view.changes.version();
        if let Some((computed_for, staffing)) = &*self.staffing.borrow()
            && *computed_for == version
        {
            return Some(staffing.clone());
        }
        let date = view.zone().date(view.now);
        let staffing = Staffing::compute(past, view.desk, &view.board.queue, &view.settings.staffing, date, view.now);
        let staffing = Rc::new(staffing);
        *self.staffing.borrow_mut() = Some((version, staffing.clone()));
        Some(staffing)
    }

    /// Hours of work in the backlog; `None` without a known handle time.
    pub fn backlog_hours(&self, view: &View) -> Option<f64> {
        let (past, settings) = (self.history.as_ref()?, &view.settings.staffing);
        // Ticket changes do not affect the handle time.
        let known = self
            .handle_time
            .get()
            .filter(|(computed_for, _)| view.changes.changed_since(*computed_for).is_some())
            .map(|(_, handle)| handle);
        let handle = known.unwrap_or_else(|| {
            let handle = HandleTime::estimate(settings, &view.desk.team, &past.arrivals);
            self.handle_time.set(Some((view.changes.version(), handle)));
            handle
        })?;
        let tickets = view.desk.tickets.values();
        Some(match settings.channels.iter().any(|channel| channel.handle_minutes.is_some()) {
            false => tickets.len() as f64 * handle.default_minutes / 60.0,
            true => tickets.map(|row| handle.hours_for_channel(settings, row.channel.as_deref())).sum::<f64>() + 0.0,
        })
    }
}
