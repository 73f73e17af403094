//! Target values of figures.

use std::collections::BTreeMap;

use crate::model::figure::{BetterDirection, FigureId};
use crate::model::person::Profile;

/// Target and optional stretch value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Seconds, or a share 0–1.
    pub good: f64,
    /// At least as hard to reach as `good`.
    pub stretch: Option<f64>,
}

impl Target {
    /// # Errors
    /// An English sentence if the stretch value is easier than the target.
    pub fn new(figure: FigureId, good: f64, stretch: Option<f64>) -> Result<Target, String> {
        if stretch.is_some_and(|stretch| !figure.meets(stretch, good)) {
            let side = if figure.better_direction() == BetterDirection::Lower { "below" } else { "above" };
            return Err(format!("the stretch value of {figure} is easier than its target; write one {side} it"));
        }
        Ok(Target { good, stretch })
    }
}

/// Value of a figure and its sample count.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FigureReading {
    /// Seconds, a share 0–1, or a score; `None` without samples.
    pub value: Option<f64>,
    pub n: usize,
}

/// Skills and targets required by a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileExpectations {
    pub profile: Profile,
    /// Skill and required level (1 to 5), sorted by name.
    pub skills: Vec<(String, u8)>,
    pub targets: BTreeMap<FigureId, Target>,
}

impl ProfileExpectations {
    /// Expectations for a profile; `None` if not configured.
    pub fn for_profile(profile: Profile, asked: &[ProfileExpectations]) -> Option<&ProfileExpectations> {
        asked.iter().find(|one| one.profile == profile)
    }
}
