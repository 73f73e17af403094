//! Figures that goals can use: units, input parsing and current readings.

use serde::{Deserialize, Serialize};

use crate::engine::metrics::Report;
use crate::engine::metrics::cut::{Cut, Trait};
use crate::engine::metrics::sum::Figures;
use crate::model::figure::{FigureId, Shape};
use crate::model::goal::{Goal, Milli, Whose};
use crate::model::person::Profile;
use crate::model::target::Reading;
use crate::model::time::parse_duration;

/// Unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Time,
    /// 0–1.
    Share,
    /// 0 or more; can exceed 1.
    Ratio,
    /// −100 to 100.
    Points,
    /// Tickets.
    Count,
}

impl Unit {
    /// Parses user input: `45m`, `2h`; `92 %`, `92` or `0.92`; `35`.
    ///
    /// # Errors
    /// An English sentence with the accepted forms.
    pub fn parse(self, text: &str) -> Result<Milli, String> {
        let text = text.trim();
        let number = |text: &str| {
            let text = text.trim().replace(',', ".").replace('−', "-");
            text.parse::<f64>().ok().filter(|number| number.is_finite())
        };
        let read = match self {
            Unit::Time => parse_duration(text).map(|span| span.num_milliseconds() as f64 / 1000.0),
            Unit::Share | Unit::Ratio => match text.strip_suffix('%') {
                Some(percent) => number(percent).map(|percent| percent / 100.0),
                // Values up to 1 are shares, larger ones percent.
                None => number(text).map(|share| if share > 1.0 { share / 100.0 } else { share }),
            },
            Unit::Points | Unit::Count => number(text),
        };
        let fits = |value: &f64| match self {
            Unit::Time => *value >= 0.0,
            Unit::Share => (0.0..=1.0).contains(value),
            Unit::Ratio => (0.0..=10.0).contains(value),
            Unit::Points => (-100.0..=100.0).contains(value),
            Unit::Count => (0.0..=1e9).contains(value),
        };
        read.filter(fits).map(Milli::of).ok_or_else(|| match self {
            Unit::Time => format!("‘{text}’ is no duration; write 45m, 2h or 1d"),
            Unit::Share | Unit::Ratio => format!("‘{text}’ is no share; write 92% or 0.92"),
            Unit::Points => format!("‘{text}’ is no score from −100 to 100; write 35"),
            Unit::Count => format!("‘{text}’ is no number of tickets; write 40"),
        })
    }

    /// Formats a value for editing: `45m`, `1h12m`, `92.5%`, `35`.
    pub fn typed(self, value: Milli) -> String {
        match self {
            Unit::Time => {
                let seconds = (value.0 + 500) / 1000;
                let parts = [(seconds / 3600, 'h'), (seconds % 3600 / 60, 'm'), (seconds % 60, 's')];
                let text: String = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
                if text.is_empty() { "0s".into() } else { text }
            }
            Unit::Share | Unit::Ratio => format!("{}%", value.0 as f64 / 10.0),
            Unit::Points | Unit::Count => value.value().to_string(),
        }
    }
}

/// Figures a goal can be about: those with a direction that `MetricsDepth::Summary` provides, and the backlog. Figures
/// based on roster or customers are excluded because their current value is not loaded.
pub fn all() -> impl Iterator<Item = FigureId> {
    use FigureId::{Adherence, Churn, Retention};
    let at_a_glance = |figure: &FigureId| !matches!(figure, Adherence | Churn | Retention);
    FigureId::with_targets().filter(at_a_glance).chain([FigureId::Backlog])
}

/// Figure by stable name; `None` if unknown.
pub fn known(name: &str) -> Option<FigureId> {
    name.parse().ok()
}

/// Unit of a figure.
pub fn unit(figure: FigureId) -> Unit {
    match figure.shape() {
        Shape::Time => Unit::Time,
        Shape::Share | Shape::Mean | Shape::Part => Unit::Share,
        Shape::Ratio(_) => Unit::Ratio,
        Shape::Balance => Unit::Points,
        Shape::Count | Shape::Stock => Unit::Count,
    }
}

/// Whether two periods are comparable: the solved-to-date rate of recent tickets is not mature.
pub fn compares(figure: FigureId) -> bool {
    figure.can_be_better() && figure != FigureId::Cohort
}

/// Tickets received, solved and reopened.
pub fn flow(figures: &Figures) -> (usize, usize, usize) {
    (figures.n(FigureId::Received), figures.n(FigureId::Solved), figures.share(FigureId::Reopen).hits)
}

/// Number of ratings, and of unsatisfied ones.
pub fn unhappy(figures: &Figures) -> (usize, usize) {
    let ratings = figures.share(FigureId::Csat);
    (ratings.n, ratings.n.saturating_sub(ratings.hits))
}

/// Current reading of a goal's figure. `of_profile` returns the figures of a profile.
pub fn live(goal: &Goal, report: &Report, of_profile: impl FnOnce(Profile) -> Option<Figures>) -> Reading {
    let Some(figure) = known(&goal.figure) else { return Reading::default() };
    match goal.of {
        Whose::Team => Reading::of(figure, &report.team),
        Whose::Person(person) => report.agent(person).map(|own| Reading::of(figure, own)).unwrap_or_default(),
        Whose::Profile(profile) => of_profile(profile).map(|own| Reading::of(figure, &own)).unwrap_or_default(),
    }
}

/// Filter on a profile.
pub fn cut(profile: Profile) -> Cut {
    Cut(vec![Trait::Profile(Some(profile))])
}

#[cfg(test)]
mod tests {
    use crate::engine::goal_figure::*;

    #[test]
    fn shares_and_times_are_read_as_they_are_typed() {
        assert_eq!(Unit::Share.parse("92 %"), Ok(Milli(920)));
        assert_eq!(Unit::Share.parse("92,5%"), Ok(Milli(925)));
        assert_eq!(Unit::Share.parse("0.92"), Ok(Milli(920)));
        assert_eq!(Unit::Share.parse("92"), Ok(Milli(920)));
        assert_eq!(Unit::Time.parse("45m"), Ok(Milli(2_700_000)));
        for (unit, milli) in
            [(Unit::Share, 925), (Unit::Points, -12_500), (Unit::Share, 1000), (Unit::Time, 4_325_000), (Unit::Time, 0)]
        {
            assert_eq!(unit.parse(&unit.typed(Milli(milli))), Ok(Milli(milli)));
        }
        for (unit, bad) in [(Unit::Share, "120"), (Unit::Share, "much"), (Unit::Share, "-3%"), (Unit::Time, "soon")] {
            assert!(unit.parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn scores_go_below_nothing_and_ratios_beyond_the_whole() {
        assert_eq!(Unit::Points.parse("−12"), Ok(Milli(-12_000)));
        assert_eq!(Unit::Ratio.parse("105%"), Ok(Milli(1050)));
        assert_eq!((unit(FigureId::Nps), unit(FigureId::Resolution)), (Unit::Points, Unit::Ratio));
        assert!(Unit::Points.parse("101").is_err() && Unit::Count.parse("-1").is_err());
        assert!(all().all(|figure| known(figure.name()) == Some(figure)));
    }
}
