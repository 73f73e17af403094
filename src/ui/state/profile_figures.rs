//! Figures of each profile that a goal refers to.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::engine::goal_figure;
use crate::engine::metrics::summary::Figures;
use crate::model::ids::Seq;
use crate::model::person::Profile;
use crate::model::time::Period;
use crate::query::protocol::MetricsSnapshot;

/// Figures of each profile that a goal refers to, cached per version of the figures.
#[derive(Default)]
pub struct ProfileFigures {
    /// With the version they were computed from.
    cached: RefCell<Option<(FiguresVersion, BTreeMap<Profile, Figures>)>>,
}

impl ProfileFigures {
    /// The figures of a profile.
    pub(crate) fn figures(&self, metrics: &MetricsSnapshot, profile: Profile) -> Option<Figures> {
        let version = (metrics.seq, metrics.report.period);
        let mut known = self.cached.borrow_mut();
        let (of, figures) = known.get_or_insert_with(|| (version, BTreeMap::new()));
        if *of != version {
            (*of, *figures) = (version, BTreeMap::new());
        }
        Some(
            figures
                .entry(profile)
                .or_insert_with(|| metrics.samples.figures(&goal_figure::profile_filter(profile)))
                .clone(),
        )
    }
}

/// The newest event included in the figures, and their period.
type FiguresVersion = (Seq, Period);
