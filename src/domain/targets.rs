//! What is good and what is exceptional for each role: a target and a stretch value per figure, and how a figure stands
//! against them.
//!
//! Figures of time are held against their median, rates against the rate. A figure that rests on few samples is not
//! judged: it says so instead.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::figure::{FEW, Spread};
use super::metrics::{FigureId, Figures};
use super::person::{Person, Profile};
use super::skills::Asked;

/// A figure that can have a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    FirstResponse,
    Response,
    ResolutionFirst,
    ResolutionFull,
    Fcr,
    /// Of the tickets received, the share solved by now.
    Resolution,
    Csat,
    Reopen,
}

impl Measure {
    pub const ALL: [Measure; 8] = [
        Measure::FirstResponse,
        Measure::Response,
        Measure::ResolutionFirst,
        Measure::ResolutionFull,
        Measure::Fcr,
        Measure::Resolution,
        Measure::Csat,
        Measure::Reopen,
    ];

    /// The stable name: in the settings and in JSON, where the figures have the same one.
    pub fn name(self) -> &'static str {
        match self {
            Measure::FirstResponse => "first_response",
            Measure::Response => "response",
            Measure::ResolutionFirst => "resolution_first",
            Measure::ResolutionFull => "resolution_full",
            Measure::Fcr => "fcr",
            Measure::Resolution => "resolution_rate",
            Measure::Csat => "csat",
            Measure::Reopen => "reopen",
        }
    }

    /// The figure whose samples it sums up.
    pub fn figure(self) -> FigureId {
        match self {
            Measure::FirstResponse => FigureId::FirstResponse,
            Measure::Response => FigureId::Response,
            Measure::ResolutionFirst => FigureId::ResolutionFirst,
            Measure::ResolutionFull => FigureId::ResolutionFull,
            Measure::Fcr => FigureId::Fcr,
            Measure::Resolution => FigureId::Cohort,
            Measure::Csat => FigureId::Csat,
            Measure::Reopen => FigureId::Reopen,
        }
    }

    /// Whether it is a time in seconds; the others are shares from 0 to 1.
    pub fn is_time(self) -> bool {
        matches!(self, Measure::FirstResponse | Measure::Response | Measure::ResolutionFirst | Measure::ResolutionFull)
    }

    /// Whether less of it is better.
    pub fn lower_is_better(self) -> bool {
        self.is_time() || self == Measure::Reopen
    }

    /// What the figures say of it.
    pub fn read(self, figures: &Figures) -> Reading {
        let time = |spread: &Spread| Reading { value: spread.median, n: spread.n };
        match self {
            Measure::FirstResponse => time(&figures.first_response.spread),
            Measure::Response => time(&figures.response),
            Measure::ResolutionFirst => time(&figures.resolution_first),
            Measure::ResolutionFull => time(&figures.resolution_full),
            Measure::Fcr => Reading { value: figures.fcr.rate, n: figures.fcr.n },
            Measure::Resolution => Reading { value: figures.resolution_rate.cohort, n: figures.received },
            Measure::Csat => Reading { value: figures.csat.rate, n: figures.csat.n },
            Measure::Reopen => Reading { value: figures.reopen.rate, n: figures.reopen.n },
        }
    }

    /// Whether `value` is as good as `asked` or better.
    fn reaches(self, value: f64, asked: f64) -> bool {
        if self.lower_is_better() { value <= asked } else { value >= asked }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Measure {
    type Err = String;

    /// Takes the stable name, also with dashes, and the usual short ones: `frt`, `art`, `rr`.
    fn from_str(text: &str) -> Result<Measure, String> {
        let wanted = text.trim().to_lowercase().replace('-', "_");
        let short = match wanted.as_str() {
            "frt" => Some(Measure::FirstResponse),
            "art" => Some(Measure::Response),
            "rr" => Some(Measure::Resolution),
            _ => None,
        };
        let found = short.or_else(|| Measure::ALL.into_iter().find(|measure| measure.name() == wanted));
        let all = || Measure::ALL.map(Measure::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is not a figure that can have a target; there are {}", all()))
    }
}

/// The value of a figure and how many samples it rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reading {
    /// Seconds, or a share from 0 to 1; `None` without samples.
    pub value: Option<f64>,
    pub n: usize,
}

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
    pub fn new(measure: Measure, good: f64, stretch: Option<f64>) -> Result<Target, String> {
        if stretch.is_some_and(|stretch| !measure.reaches(stretch, good)) {
            let side = if measure.lower_is_better() { "below" } else { "above" };
            return Err(format!("the stretch value of {measure} is easier than its target; write one {side} it"));
        }
        Ok(Target { good, stretch })
    }
}

/// How a figure stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Exceptional: the stretch value is reached.
    Stretch,
    /// Good: the target is met.
    Met,
    /// The target is not met.
    Short,
    /// Too few samples to judge.
    LowN,
    /// No samples.
    NoData,
}

impl State {
    pub const ALL: [State; 5] = [State::Stretch, State::Met, State::Short, State::LowN, State::NoData];

    /// The stable name, in JSON; `target-NAME` in the language files.
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

/// How a reading stands against a target. Exactly the target is met.
pub fn judge(measure: Measure, target: &Target, reading: Reading) -> State {
    let Some(value) = reading.value else { return State::NoData };
    match target.stretch {
        _ if reading.n < FEW => State::LowN,
        Some(stretch) if measure.reaches(value, stretch) => State::Stretch,
        _ if measure.reaches(value, target.good) => State::Met,
        _ => State::Short,
    }
}

/// A target that somebody has, and which of their profiles sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due {
    pub measure: Measure,
    pub target: Target,
    pub profile: Profile,
}

/// The targets of a person in the order of the figures. Where both profiles set one, the first profile's counts.
pub fn of(person: &Person, asked: &[Asked]) -> Vec<Due> {
    let mut due: BTreeMap<Measure, Due> = BTreeMap::new();
    for profile in person.profiles() {
        for (measure, target) in Asked::by(profile, asked).into_iter().flat_map(|asked| &asked.targets) {
            due.entry(*measure).or_insert(Due { measure: *measure, target: *target, profile });
        }
    }
    due.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_against_what_is_good_and_what_is_exceptional() {
        let time = Target::new(Measure::FirstResponse, 1800.0, Some(900.0)).unwrap();
        let rate = Target::new(Measure::Csat, 0.9, Some(0.95)).unwrap();
        let at = |measure, target: &Target, value: f64, n| judge(measure, target, Reading { value: Some(value), n });
        for (value, state) in [
            (1801.0, State::Short),
            (1800.0, State::Met),
            (901.0, State::Met),
            (900.0, State::Stretch),
            (0.0, State::Stretch),
        ] {
            assert_eq!(at(Measure::FirstResponse, &time, value, 10), state, "{value}");
        }
        for (value, state) in [(0.899, State::Short), (9.0 / 10.0, State::Met), (19.0 / 20.0, State::Stretch)] {
            assert_eq!(at(Measure::Csat, &rate, value, 20), state, "{value}");
        }
        assert_eq!(at(Measure::Csat, &rate, 1.0, 9), State::LowN, "nine are too few to judge");
        assert_eq!(judge(Measure::Csat, &rate, Reading::default()), State::NoData);
        let plain = Target::new(Measure::Reopen, 0.05, None).unwrap();
        assert_eq!(at(Measure::Reopen, &plain, 0.0, 50), State::Met, "there is nothing to stretch to");
        assert_eq!(at(Measure::Reopen, &plain, 0.06, 50), State::Short);
    }

    #[test]
    fn a_stretch_value_is_harder_than_its_target() {
        assert!(Target::new(Measure::Response, 600.0, Some(601.0)).unwrap_err().contains("below"));
        assert!(Target::new(Measure::Csat, 0.9, Some(0.8)).unwrap_err().contains("above"));
        assert!(Target::new(Measure::Csat, 0.9, Some(0.9)).is_ok());
    }

    #[test]
    fn figures_go_by_their_stable_names_and_the_usual_short_ones() {
        for measure in Measure::ALL {
            assert_eq!(measure.name().parse(), Ok(measure));
        }
        assert_eq!("frt".parse(), Ok(Measure::FirstResponse));
        assert_eq!("First-Response".parse(), Ok(Measure::FirstResponse));
        assert!("speed".parse::<Measure>().unwrap_err().contains("csat"));
    }

    #[test]
    fn the_first_profile_goes_before_the_second() {
        let asked = |profile, measure, good| Asked {
            profile,
            skills: Vec::new(),
            targets: BTreeMap::from([(measure, Target { good, stretch: None })]),
        };
        let book = [
            asked(Profile::FieldExpert, Measure::Csat, 0.8),
            asked(Profile::CustomerChampion, Measure::Csat, 0.9),
            asked(Profile::Analyst, Measure::Fcr, 0.7),
        ];
        let person = Person {
            primary: Some(Profile::CustomerChampion),
            second: Some(Profile::FieldExpert),
            ..Person::named("Minh")
        };
        let due = of(&person, &book);
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].target.good, due[0].profile), (0.9, Profile::CustomerChampion));
        assert!(of(&Person::named("An"), &book).is_empty());
    }
}
