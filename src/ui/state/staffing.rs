//! Staffing history and the cache of the results computed from it.

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use crate::engine::staffing::handle_time::HandleTime;
use crate::engine::staffing::{Staffing, StaffingHistory};

/// Staffing history and the results computed from it.
#[derive(Default)]
pub struct StaffingCache {
    pub(crate) history: Option<StaffingHistory>,
    /// With the change version it was computed from.
    pub(crate) staffing: RefCell<Option<(u64, Rc<Staffing>)>>,
    pub(crate) handle_time: Cell<Option<(u64, Option<HandleTime>)>>,
}
