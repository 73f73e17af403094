//! Surveys: CSAT, NPS and CES answers.
//!
//! A rating of a known ticket is an event of that ticket; a [`Survey`] is a standalone answer.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::ids::{CustomerId, PersonId, SourceRef, TicketId};
use crate::model::rating::Score;
use crate::model::time::Instant;

/// Type of survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyKind {
    /// Customer satisfaction: 1–5, or bad and good.
    Csat,
    /// Net promoter score: 0–10.
    Nps,
    /// Customer effort score: 1–7, or 1–5.
    Ces,
}

impl SurveyKind {
    pub const ALL: [SurveyKind; 3] = [SurveyKind::Csat, SurveyKind::Nps, SurveyKind::Ces];

    pub fn name(self) -> &'static str {
        match self {
            SurveyKind::Csat => "csat",
            SurveyKind::Nps => "nps",
            SurveyKind::Ces => "ces",
        }
    }

    /// Whether the scale suits this kind: NPS groups need 0–10 or 1–10.
    pub fn accepts_scale(self, scale: RatingScale) -> bool {
        self != SurveyKind::Nps || (scale.to == 10 && scale.from <= 1)
    }

    /// Default scale.
    pub fn default_scale(self) -> RatingScale {
        match self {
            SurveyKind::Csat => RatingScale { from: 1, to: 5 },
            SurveyKind::Nps => RatingScale { from: 0, to: 10 },
            SurveyKind::Ces => RatingScale { from: 1, to: 7 },
        }
    }
}

impl fmt::Display for SurveyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SurveyKind {
    type Err = String;

    fn from_str(text: &str) -> Result<SurveyKind, String> {
        let wanted = text.trim().to_lowercase();
        let found = SurveyKind::ALL.into_iter().find(|kind| kind.name() == wanted);
        found.ok_or_else(|| format!("‘{text}’ is no kind of survey; there are csat, nps and ces"))
    }
}

/// Lowest and highest possible score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingScale {
    pub from: u8,
    pub to: u8,
}

impl fmt::Display for RatingScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.from, self.to)
    }
}

impl FromStr for RatingScale {
    type Err = String;

    fn from_str(text: &str) -> Result<RatingScale, String> {
        let ends = text.trim().split_once(['-', '–']);
        let ends = ends.and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
        match ends {
            Some((from, to)) if from < to => Ok(RatingScale { from, to }),
            _ => Err(format!("‘{text}’ is not a scale; write it as 0-10")),
        }
    }
}

impl RatingScale {
    pub fn contains(self, score: u8) -> bool {
        (self.from..=self.to).contains(&score)
    }
}

/// What a dissatisfied customer was dissatisfied with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DissatisfactionDriver {
    Agent,
    Process,
    Product,
}

impl DissatisfactionDriver {
    pub const ALL: [DissatisfactionDriver; 3] =
        [DissatisfactionDriver::Agent, DissatisfactionDriver::Process, DissatisfactionDriver::Product];

    pub fn name(self) -> &'static str {
        match self {
            DissatisfactionDriver::Agent => "agent",
            DissatisfactionDriver::Process => "process",
            DissatisfactionDriver::Product => "product",
        }
    }
}

impl FromStr for DissatisfactionDriver {
    type Err = String;

    fn from_str(text: &str) -> Result<DissatisfactionDriver, String> {
        let wanted = text.trim().to_lowercase();
        let found = DissatisfactionDriver::ALL.into_iter().find(|blame| blame.name() == wanted);
        found.ok_or_else(|| format!("‘{text}’ is no cause of dissatisfaction; there are agent, process and product"))
    }
}

/// A survey sent to a customer, and the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    pub kind: SurveyKind,
    /// Time of the answer; if unanswered, of the request.
    pub at: Instant,
    /// `None` if unanswered.
    pub score: Option<u8>,
    pub scale: RatingScale,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// The person credited with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<PersonId>,
    /// Topic named by a file (kind of work, product). Counts as the category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<DissatisfactionDriver>,
    /// Source file and answer ID; the same answer is imported once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// NPS group of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NpsGroup {
    /// 9 or 10.
    Promoter,
    /// 7 or 8.
    Passive,
    /// 0 to 6.
    Detractor,
}

impl NpsGroup {
    /// By the rule for 0–10; a 1–10 scale is not rescaled.
    pub fn from_score(score: u8) -> NpsGroup {
        match score {
            9.. => NpsGroup::Promoter,
            7 | 8 => NpsGroup::Passive,
            _ => NpsGroup::Detractor,
        }
    }
}

impl Survey {
    /// Whether the answer is good: a promoter, or satisfied by [`Score::is_satisfied`].
    pub fn is_good(&self) -> Option<bool> {
        let score = self.score?;
        Some(match (self.kind, self.scale.to) {
            (SurveyKind::Nps, _) => NpsGroup::from_score(score) == NpsGroup::Promoter,
            (_, out_of) => Score { score, out_of }.is_satisfied(),
        })
    }

    /// Whether the answer is bad, so that its cause should be recorded: a detractor, or not satisfied.
    pub fn is_bad(&self) -> Option<bool> {
        match self.kind {
            SurveyKind::Nps => Some(NpsGroup::from_score(self.score?) == NpsGroup::Detractor),
            SurveyKind::Csat | SurveyKind::Ces => self.is_good().map(|good| !good),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_is_a_detractor_and_nine_a_promoter() {
        let camps: Vec<_> = (0..=10).map(NpsGroup::from_score).collect();
        assert!(camps[..=6].iter().all(|camp| *camp == NpsGroup::Detractor));
        assert!(camps[7..=8].iter().all(|camp| *camp == NpsGroup::Passive));
        assert!(camps[9..].iter().all(|camp| *camp == NpsGroup::Promoter));
    }
}
