//! Targets per profile: target and stretch value of a figure, and the state against them.
//!
//! Durations are judged by their median, rates by the rate. Figures with few samples are not judged.

use std::collections::BTreeMap;

use crate::engine::metrics::sum::Figures;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::figure::{Better, FigureId};
use crate::model::person::{Person, Profile};
use crate::model::target::{ProfileExpectations, Reading, Target};

impl Reading {
    pub fn of(figure: FigureId, figures: &Figures) -> Reading {
        Reading { value: figures.value(figure), n: figures.n(figure) }
    }
}

/// State of a figure against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Stretch value reached.
    Stretch,
    /// Target met.
    Met,
    /// Target missed.
    Short,
    /// Too few samples.
    LowN,
    /// No samples.
    NoData,
}

impl State {
    pub const ALL: [State; 5] = [State::Stretch, State::Met, State::Short, State::LowN, State::NoData];

    /// Stable name in JSON; `target-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            State::Stretch => "stretch",
            State::Met => "met",
            State::Short => "short",
            State::LowN => "low_n",
            State::NoData => "no_data",
        }
    }
}

/// Compares a reading with a target. A value equal to the target meets it.
pub fn judge(figure: FigureId, target: &Target, reading: Reading) -> State {
    let Some(value) = reading.value else { return State::NoData };
    match target.stretch {
        _ if reading.n < LOW_SAMPLE_COUNT => State::LowN,
        Some(stretch) if figure.reaches(value, stretch) => State::Stretch,
        _ if figure.reaches(value, target.good) => State::Met,
        _ => State::Short,
    }
}

/// A person's target and the profile that sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due {
    pub figure: FigureId,
    pub target: Target,
    pub profile: Profile,
}

/// Targets of a person in figure order; the primary profile takes precedence.
pub fn of(person: &Person, asked: &[ProfileExpectations]) -> Vec<Due> {
    let mut due: BTreeMap<FigureId, Due> = BTreeMap::new();
    for profile in person.profiles() {
        for (figure, target) in ProfileExpectations::for_profile(profile, asked).into_iter().flat_map(|asked| &asked.targets) {
            due.entry(*figure).or_insert(Due { figure: *figure, target: *target, profile });
        }
    }
    due.into_values().collect()
}

#[cfg(test)]
mod tests {
    use crate::engine::targets::*;

    #[test]
    fn a_value_stands_against_what_is_good_and_what_is_exceptional() {
        let time = Target::new(FigureId::FirstResponse, 1800.0, Some(900.0)).unwrap();
        let rate = Target::new(FigureId::Csat, 0.9, Some(0.95)).unwrap();
        let at = |measure, target: &Target, value: f64, n| judge(measure, target, Reading { value: Some(value), n });
        for (value, state) in [
            (1801.0, State::Short),
            (1800.0, State::Met),
            (901.0, State::Met),
            (900.0, State::Stretch),
            (0.0, State::Stretch),
        ] {
            assert_eq!(at(FigureId::FirstResponse, &time, value, 10), state, "{value}");
        }
        for (value, state) in [(0.899, State::Short), (9.0 / 10.0, State::Met), (19.0 / 20.0, State::Stretch)] {
            assert_eq!(at(FigureId::Csat, &rate, value, 20), state, "{value}");
        }
        assert_eq!(at(FigureId::Csat, &rate, 1.0, 9), State::LowN, "nine are too few to judge");
        assert_eq!(judge(FigureId::Csat, &rate, Reading::default()), State::NoData);
        let plain = Target::new(FigureId::Reopen, 0.05, None).unwrap();
        assert_eq!(at(FigureId::Reopen, &plain, 0.0, 50), State::Met, "there is nothing to stretch to");
        assert_eq!(at(FigureId::Reopen, &plain, 0.06, 50), State::Short);
    }

    #[test]
    fn a_stretch_value_is_harder_than_its_target() {
        assert!(Target::new(FigureId::Response, 600.0, Some(601.0)).unwrap_err().contains("below"));
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
        let due = of(&person, &book);
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].target.good, due[0].profile), (0.9, Profile::CustomerChampion));
        assert!(of(&Person::with_name("An"), &book).is_empty());
    }
}
