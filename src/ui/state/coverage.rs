//! State of the coverage view: day, what-if scenario, and the cache of what is computed for them.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;

use crate::engine::coverage::history::CoverageHistory;
use crate::engine::coverage::types::ProfileCoverage;
use crate::engine::what_if::compare::CoverageChange;
use crate::engine::what_if::{WhatIfChange, WhatIfError, WhatIfResult};
use crate::model::ids::PersonId;
use crate::model::time::Period;

/// A change of the coverage view.
#[derive(Debug, Clone, PartialEq)]
pub enum SetCoverageView {
    /// Selects a day; `None` follows today.
    Date(Option<NaiveDate>),
    /// Selects a day and opens the day tab.
    ShowDay(NaiveDate),
    /// Sets the what-if scenario; `None` clears it.
    Scenario(Option<WhatIfScenario>),
}

/// A what-if scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIfScenario {
    /// As typed.
    pub text: String,
    pub assumptions: Vec<WhatIfChange>,
}

/// Coverage of a day.
#[derive(Debug, PartialEq)]
pub struct DayCoverage {
    pub date: NaiveDate,
    pub rows: Vec<ProfileCoverage>,
    /// Differences caused by the scenario.
    pub changes: Vec<CoverageChange>,
}

/// People who are the only holder of two profiles, and when.
pub type SoleHolders = Rc<[(PersonId, Vec<Period>)]>;

/// Coverage view state.
#[derive(Debug, Default)]
pub struct CoverageView {
    pub(crate) day: Option<NaiveDate>,
    pub(crate) scenario: Option<WhatIfScenario>,
    pub(crate) cache: RefCell<CoverageViewCache>,
    /// The scenario was sent to be saved.
    pub(crate) apply_requested: Cell<bool>,
}

#[derive(Debug, Default)]
pub(crate) struct CoverageViewCache {
    /// Version of the data it was computed from.
    pub(crate) version: u64,
    pub(crate) what_if: Option<Rc<Result<WhatIfResult, WhatIfError>>>,
    pub(crate) days: BTreeMap<NaiveDate, Rc<DayCoverage>>,
    pub(crate) past_weeks: Option<Rc<CoverageHistory>>,
    pub(crate) sole_holders: BTreeMap<NaiveDate, SoleHolders>,
}
