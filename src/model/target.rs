//! Target values of figures.

use std::collections::BTreeMap;
use std::fmt;

use chrono::Months;
use chrono::NaiveDate;

use crate::model::figure::{Better, FigureId};
use crate::model::person::Profile;

/// What is good, and what is exceptional.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Seconds, or a share from 0 to 1.
    pub good: f64,
    /// At least as hard to reach as what is good.
    pub stretch: Option<f64>,
}

impl Target {
    /// # Errors
    /// A sentence, where the stretch value is easier to reach than the target.
    pub fn new(figure: FigureId, good: f64, stretch: Option<f64>) -> Result<Target, String> {
        if stretch.is_some_and(|stretch| !figure.reaches(stretch, good)) {
            let side = if figure.better() == Better::Less { "below" } else { "above" };
            return Err(format!("the stretch value of {figure} is easier than its target; write one {side} it"));
        }
        Ok(Target { good, stretch })
    }
}

/// The value of a figure and how many samples it rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reading {
    /// Seconds, a share from 0 to 1, or a score; `None` without samples.
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
