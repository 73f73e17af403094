//! Targets per profile: target and stretch value of a figure, and the state against them.
//!
//! Durations are judged by their median, rates by the rate. Figures with few samples are not judged.

use std::collections::BTreeMap;

use crate::engine::metrics::summary::Figures;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::figure::FigureId;
use crate::model::person::{Person, Profile};
use crate::model::target::{FigureReading, ProfileExpectations, Target};

impl FigureReading {
    pub fn from_figures(figure: FigureId, figures: &Figures) -> FigureReading {
        FigureReading { value: figures.value(figure), n: figures.n(figure) }
    }
}

/// State of a figure against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetState {
    /// Stretch value reached.
    Stretch,
    /// Target met.
    Met,
    /// Target missed.
    Missed,
    /// Too few samples.
    LowN,
    /// No samples.
    NoData,
}

impl TargetState {
    pub const ALL: [TargetState; 5] =
        [TargetState::Stretch, TargetState::Met, TargetState::Missed, TargetState::LowN, TargetState::NoData];

    /// Stable name in JSON; `target-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            TargetState::Stretch => "stretch",
            TargetState::Met => "met",
            TargetState::Missed => "short",
            TargetState::LowN => "low_n",
            TargetState::NoData => "no_data",
        }
    }
}

/// Compares a reading with a target. A value equal to the target meets it.
pub fn target_state(figure: FigureId, target: &Target, reading: FigureReading) -> TargetState {
    let Some(value) = reading.value else { return TargetState::NoData };
    match target.stretch {
        _ if reading.n < LOW_SAMPLE_COUNT => TargetState::LowN,
        Some(stretch) if figure.meets(value, stretch) => TargetState::Stretch,
        _ if figure.meets(value, target.good) => TargetState::Met,
        _ => TargetState::Missed,
    }
}

/// A person's target and the profile that sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonTarget {
    pub figure: FigureId,
    pub target: Target,
    pub profile: Profile,
}

/// Targets of a person in figure order; the primary profile takes precedence.
pub fn targets_of_person(person: &Person, asked: &[ProfileExpectations]) -> Vec<PersonTarget> {
    let mut due: BTreeMap<FigureId, PersonTarget> = BTreeMap::new();
    for profile in person.profiles() {
        for (figure, target) in
            ProfileExpectations::for_profile(profile, asked).into_iter().flat_map(|asked| &asked.targets)
        {
            due.entry(*figure).or_insert(PersonTarget { figure: *figure, target: *target, profile });
        }
    }
    due.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_against_what_is_good_and_what_is_exceptional() {
        let time = Target::new(FigureId::FirstResponse, 1800.0, Some(900.0)).unwrap();
        let rate = Target::new(FigureId::Csat, 0.9, Some(0.95)).unwrap();
        let at = |measure, target: &Target, value: f64, n| {
            target_state(measure, target, FigureReading { value: Some(value), n })
        };
        for (value, state) in [
            (1801.0, TargetState::Missed),
            (1800.0, TargetState::Met),
            (901.0, TargetState::Met),
            (900.0, TargetState::Stretch),
            (0.0, TargetState::Stretch),
        ] {
            assert_eq!(at(FigureId::FirstResponse, &time, value, 10), state, "{value}");
        }
        for (value, state) in
            [(0.899, TargetState::Missed), (9.0 / 10.0, TargetState::Met), (19.0 / 20.0, TargetState::Stretch)]
        {
            assert_eq!(at(FigureId::Csat, &rate, value, 20), state, "{value}");
        }
        assert_eq!(at(FigureId::Csat, &rate, 1.0, 9), TargetState::LowN, "nine are too few to judge");
        assert_eq!(target_state(FigureId::Csat, &rate, FigureReading::default()), TargetState::NoData);
        let plain = Target::new(FigureId::Reopen, 0.05, None).unwrap();
        assert_eq!(at(FigureId::Reopen, &plain, 0.0, 50), TargetState::Met, "there is nothing to stretch to");
        assert_eq!(at(FigureId::Reopen, &plain, 0.06, 50), TargetState::Missed);
    }

    #[test]
    fn a_stretch_value_is_harder_than_its_target() {
        assert!(Target::new(FigureId::ResponseTime, 600.0, Some(601.0)).unwrap_err().contains("below"));
        assert!(Target::new(FigureId::Csat, 0.9, Some(0.8)).unwrap_err().contains("above"));
        assert!(Target::new(FigureId::Csat, 0.9, Some(0.9)).is_ok());
    }

    #[test]
    fn the_first_profile_goes_before_the_second() {
        let asked = |profile, measure, good| ProfileExpectations {
            profile,
            skills: Vec::new(),
            targets: BTreeMap::from([(measure, Target { good, stretch: None })]),
        };
        let book = [
            asked(Profile::FieldExpert, FigureId::Csat, 0.8),
            asked(Profile::CustomerChampion, FigureId::Csat, 0.9),
            asked(Profile::Analyst, FigureId::Fcr, 0.7),
        ];
        let person = Person {
            primary: Some(Profile::CustomerChampion),
            second: Some(Profile::FieldExpert),
            ..Person::with_name("Minh")
        };
        let due = targets_of_person(&person, &book);
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].target.good, due[0].profile), (0.9, Profile::CustomerChampion));
        assert!(targets_of_person(&Person::with_name("An"), &book).is_empty());
    }
}
