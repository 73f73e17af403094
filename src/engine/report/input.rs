//! Parameters of a report and the data it is built from.

use std::collections::BTreeMap;

use crate::engine::metrics::Samples;
use crate::engine::metrics::filter::Dimension;
use crate::engine::report::period::ReportPeriod;
use crate::model::ids::PersonId;
use crate::model::settings::MetricsConfig;
use crate::model::target::ProfileExpectations;
use crate::model::team::Team;
use crate::model::time::Instant;

/// Report parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportRequest {
    pub period: ReportPeriod,
    /// One person, or `None` for the team.
    pub person: Option<PersonId>,
    /// The only dimension to group by; `None` = all.
    pub dimension: Option<Dimension>,
}

/// Input of a report.
pub struct ReportInput<'a> {
    pub request: &'a ReportRequest,
    pub now: Instant,
    pub config: &'a MetricsConfig,
    pub samples: &'a Samples,
    /// Samples of the comparison period.
    pub comparison: Option<&'a Samples>,
    pub team: &'a Team,
    /// Names of current and former people.
    pub names: &'a BTreeMap<PersonId, String>,
    /// Team name.
    pub title: &'a str,
    /// Targets per profile.
    pub expectations: &'a [ProfileExpectations],
}
