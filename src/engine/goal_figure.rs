//! Figures that goals can use: units, input parsing and current readings.

use crate::engine::metrics::TeamFigures;
use crate::engine::metrics::filter::{DimensionValue, MetricFilter};
use crate::engine::metrics::summary::Figures;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::goal::{Goal, GoalScope, Thousandths, figure_by_name};
use crate::model::person::Profile;
use crate::model::target::FigureReading;
use crate::model::time::parse_duration;

/// Unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureUnit {
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

impl FigureUnit {
    /// Parses user input: `45m`, `2h`; `92 %`, `92` or `0.92`; `35`.
    ///
    /// # Errors
    /// An English sentence with the accepted forms.
    pub fn parse(self, text: &str) -> Result<Thousandths, String> {
        let text = text.trim();
        let number = |text: &str| {
            let text = text.trim().replace(',', ".").replace('−', "-");
            text.parse::<f64>().ok().filter(|number| number.is_finite())
        };
        let read = match self {
            FigureUnit::Time => parse_duration(text).map(|span| span.num_milliseconds() as f64 / 1000.0),
            FigureUnit::Share | FigureUnit::Ratio => match text.strip_suffix('%') {
                Some(percent) => number(percent).map(|percent| percent / 100.0),
                // Values up to 1 are shares, larger ones percent.
                None => number(text).map(|share| if share > 1.0 { share / 100.0 } else { share }),
            },
            FigureUnit::Points | FigureUnit::Count => number(text),
        };
        let fits = |value: &f64| match self {
            FigureUnit::Time => *value >= 0.0,
            FigureUnit::Share => (0.0..=1.0).contains(value),
            FigureUnit::Ratio => (0.0..=10.0).contains(value),
            FigureUnit::Points => (-100.0..=100.0).contains(value),
            FigureUnit::Count => (0.0..=1e9).contains(value),
        };
        read.filter(fits).map(Thousandths::from_f64).ok_or_else(|| match self {
            FigureUnit::Time => format!("‘{text}’ is no duration; write 45m, 2h or 1d"),
            FigureUnit::Share | FigureUnit::Ratio => format!("‘{text}’ is no share; write 92% or 0.92"),
            FigureUnit::Points => format!("‘{text}’ is no score from −100 to 100; write 35"),
            FigureUnit::Count => format!("‘{text}’ is no number of tickets; write 40"),
        })
    }

    /// Formats a value for editing: `45m`, `1h12m`, `92.5%`, `35`.
    pub fn format_editable(self, value: Thousandths) -> String {
        match self {
            FigureUnit::Time => {
                let seconds = (value.0 + 500) / 1000;
                let parts = [(seconds / 3600, 'h'), (seconds % 3600 / 60, 'm'), (seconds % 60, 's')];
                let text: String = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
                if text.is_empty() { "0s".into() } else { text }
            }
            FigureUnit::Share | FigureUnit::Ratio => format!("{}%", value.0 as f64 / 10.0),
            FigureUnit::Points | FigureUnit::Count => value.to_f64().to_string(),
        }
    }
}

/// Figures a goal can be about: those with a direction that `MetricsDepth::Summary` provides, and the backlog. Figures
/// based on roster or customers are excluded because their current value is not loaded.
pub fn goal_figures() -> impl Iterator<Item = FigureId> {
    use FigureId::{Adherence, Churn, Retention};
    let at_a_glance = |figure: &FigureId| !matches!(figure, Adherence | Churn | Retention);
    FigureId::with_targets().filter(at_a_glance).chain([FigureId::Backlog])
}

/// Unit of a figure.
pub fn figure_unit(figure: FigureId) -> FigureUnit {
    match figure.shape() {
        FigureShape::Time => FigureUnit::Time,
        FigureShape::Share | FigureShape::Mean | FigureShape::Portion => FigureUnit::Share,
        FigureShape::Ratio(_) => FigureUnit::Ratio,
        FigureShape::NetScore => FigureUnit::Points,
        FigureShape::Count | FigureShape::Stock => FigureUnit::Count,
    }
}

/// Whether two periods are comparable: the solved-to-date rate of recent tickets is not mature.
pub fn is_comparable(figure: FigureId) -> bool {
    figure.has_better_direction() && figure != FigureId::SolvedToDate
}

/// Tickets received, solved and reopened.
pub fn ticket_flow(figures: &Figures) -> (usize, usize, usize) {
    (figures.n(FigureId::Received), figures.n(FigureId::Solved), figures.share_summary(FigureId::Reopen).hits)
}

/// Number of ratings, and of unsatisfied ones.
pub fn ratings_and_unsatisfied(figures: &Figures) -> (usize, usize) {
    let ratings = figures.share_summary(FigureId::Csat);
    (ratings.n, ratings.n.saturating_sub(ratings.hits))
}

/// Current reading of a goal's figure. `of_profile` returns the figures of a profile.
pub fn goal_reading(
    goal: &Goal,
    report: &TeamFigures,
    of_profile: impl FnOnce(Profile) -> Option<Figures>,
) -> FigureReading {
    let Some(figure) = figure_by_name(&goal.figure) else { return FigureReading::default() };
    match goal.of {
        GoalScope::Team => FigureReading::from_figures(figure, &report.team),
        GoalScope::Person(person) => {
            report.agent(person).map(|own| FigureReading::from_figures(figure, own)).unwrap_or_default()
        }
        GoalScope::Profile(profile) => {
            of_profile(profile).map(|own| FigureReading::from_figures(figure, &own)).unwrap_or_default()
        }
    }
}

/// Filter on a profile.
pub fn profile_filter(profile: Profile) -> MetricFilter {
    MetricFilter(vec![DimensionValue::Profile(Some(profile))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_times_are_read_as_they_are_typed() {
        assert_eq!(FigureUnit::Share.parse("92 %"), Ok(Thousandths(920)));
        assert_eq!(FigureUnit::Share.parse("92,5%"), Ok(Thousandths(925)));
        assert_eq!(FigureUnit::Share.parse("0.92"), Ok(Thousandths(920)));
        assert_eq!(FigureUnit::Share.parse("92"), Ok(Thousandths(920)));
        assert_eq!(FigureUnit::Time.parse("45m"), Ok(Thousandths(2_700_000)));
        for (unit, milli) in [
            (FigureUnit::Share, 925),
            (FigureUnit::Points, -12_500),
            (FigureUnit::Share, 1000),
            (FigureUnit::Time, 4_325_000),
            (FigureUnit::Time, 0),
        ] {
            assert_eq!(unit.parse(&unit.format_editable(Thousandths(milli))), Ok(Thousandths(milli)));
        }
        for (unit, bad) in [
            (FigureUnit::Share, "120"),
            (FigureUnit::Share, "much"),
            (FigureUnit::Share, "-3%"),
            (FigureUnit::Time, "soon"),
        ] {
            assert!(unit.parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn scores_go_below_nothing_and_ratios_beyond_the_whole() {
        assert_eq!(FigureUnit::Points.parse("−12"), Ok(Thousandths(-12_000)));
        assert_eq!(FigureUnit::Ratio.parse("105%"), Ok(Thousandths(1050)));
        assert_eq!(
            (figure_unit(FigureId::Nps), figure_unit(FigureId::ResolutionRate)),
            (FigureUnit::Points, FigureUnit::Ratio)
        );
        assert!(FigureUnit::Points.parse("101").is_err() && FigureUnit::Count.parse("-1").is_err());
        assert!(goal_figures().all(|figure| figure_by_name(figure.name()) == Some(figure)));
    }
}
