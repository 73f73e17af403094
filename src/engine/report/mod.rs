//! Management reports: the figures of a day, week, month, quarter or year, with a comparison.
//!
//! One [`Report`] is built from the samples of the period and every format renders it, so formats cannot disagree. Each
//! number comes from the metrics engine ([`Samples::figures`], [`Samples::group_by`], [`Samples::series`]), unrounded.
//! Notes about people are never read.

pub mod charts;
pub mod input;
pub mod period;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::engine::metrics::exclusions::ExclusionReason;
use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::flat_table;
use crate::engine::metrics::summary::{FigureSummary, Figures};
use crate::engine::period_selection::{FigureDifference, figure_difference};
use crate::engine::report::charts::ReportCharts;
use crate::engine::report::input::{ReportInput, ReportRequest};
use crate::engine::report::period::{ReportDays, ReportPeriod};
use crate::engine::targets::{self, TargetState, target_state};
use crate::model::figure::{FigureId, FigureShape};
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::settings::RatingCreditRule;
use crate::model::table::DataTable;
use crate::model::target::{FigureReading, ProfileExpectations, Target};
use crate::model::time::{Instant, Zone};

/// Report file formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    Text,
    Markdown,
    Html,
    Xlsx,
    Json,
}

impl ReportFormat {
    pub const ALL: [ReportFormat; 5] =
        [ReportFormat::Text, ReportFormat::Markdown, ReportFormat::Html, ReportFormat::Xlsx, ReportFormat::Json];

    /// Name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ReportFormat::Text => "text",
            ReportFormat::Markdown => "markdown",
            ReportFormat::Html => "html",
            ReportFormat::Xlsx => "xlsx",
            ReportFormat::Json => "json",
        }
    }

    /// File extension.
    pub fn extension(self) -> &'static str {
        match self {
            ReportFormat::Text => "txt",
            ReportFormat::Markdown => "md",
            other => other.name(),
        }
    }

    /// Format by file extension.
    pub fn from_path(path: &std::path::Path) -> Option<ReportFormat> {
        path.extension()?.to_str()?.to_ascii_lowercase().parse().ok()
    }
}

impl std::str::FromStr for ReportFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<ReportFormat, String> {
        let wanted = text.trim().to_lowercase();
        let found = ReportFormat::ALL.into_iter().find(|form| form.name() == wanted || form.extension() == wanted);
        found.ok_or_else(|| {
            format!(
                "‘{text}’ is no format of a report; there are {}",
                ReportFormat::ALL.map(ReportFormat::name).join(", ")
            )
        })
    }
}

/// Request to write a report to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportFileRequest {
    pub request: ReportRequest,
    pub format: ReportFormat,
    /// Language code.
    pub lang: String,
    /// File path as entered.
    pub path: String,
}

/// All figures of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Team name; may be empty.
    pub title: String,
    pub period: ReportPeriod,
    pub now: Instant,
    pub zone: Zone,
    /// Name of the person the report is about.
    pub person: Option<String>,
    pub credit: RatingCreditRule,
    /// Name of the calendar for business time.
    pub calendar: Option<String>,
    /// Days within which a reopen makes first-contact resolution a miss.
    pub fcr_days: i64,
    /// Figures of the whole team or person.
    pub total: ReportPart,
    pub groups: Vec<ReportGrouping>,
    pub charts: ReportCharts,
    pub excluded: Vec<(ExclusionReason, usize)>,
}

/// Figures by dimension value.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportGrouping {
    pub dimension: Dimension,
    pub parts: Vec<ReportPart>,
}

/// Figures of the whole or of one dimension value.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPart {
    /// Stable key: `team`, `agent:3`, `channel:e-mail`; `channel:` = not set.
    pub key: String,
    /// Display name; for profiles and priorities the stable name. `None` = not set.
    pub name: Option<String>,
    pub figures: Figures,
    /// Figures of the comparison period.
    pub previous: Option<Figures>,
    /// Targets and their states.
    pub targets: BTreeMap<FigureId, (Target, TargetState)>,
}

/// Direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    Better,
    Worse,
    Same,
    /// Changed, without being better or worse.
    Changed,
}

impl Trend {
    /// Stable name; `report-turn-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            Trend::Better => "better",
            Trend::Worse => "worse",
            Trend::Same => "same",
            Trend::Changed => "moved",
        }
    }
}

impl ReportPart {
    pub fn summary(&self, figure: FigureId) -> &FigureSummary {
        self.figures.get(figure)
    }

    /// Difference from the comparison period in the figure's unit; `None` if either value is unknown.
    pub fn delta(&self, figure: FigureId) -> Option<f64> {
        self.difference(figure).map(|difference| difference.delta)
    }

    fn difference(&self, figure: FigureId) -> Option<FigureDifference> {
        Some(figure_difference(figure, self.figures.value(figure)?, self.previous.as_ref()?.value(figure)?))
    }

    pub fn trend(&self, figure: FigureId) -> Option<Trend> {
        let difference = self.difference(figure)?;
        Some(match difference.better {
            Some(true) => Trend::Better,
            Some(false) => Trend::Worse,
            None if difference.delta == 0.0 => Trend::Same,
            None => Trend::Changed,
        })
    }

    /// Whether both periods have enough samples to compare.
    pub fn has_enough_samples(&self, figure: FigureId) -> bool {
        let enough = |figures: &Figures| figures.n(figure) > 0 && !figures.get(figure).is_low();
        enough(&self.figures) && self.previous.as_ref().is_some_and(enough)
    }

    /// Figures with a value in either period; counts first.
    pub fn known_figures(&self) -> impl Iterator<Item = FigureId> {
        let known = |figure: &FigureId| {
            self.figures.value(*figure).is_some()
                || self.previous.as_ref().is_some_and(|before| before.value(*figure).is_some())
        };
        let counts = |figure: &FigureId| matches!(figure.shape(), FigureShape::Count | FigureShape::Stock);
        let (first, others): (Vec<_>, Vec<_>) = FigureId::ALL.into_iter().partition(counts);
        first.into_iter().chain(others).filter(known)
    }
}

/// Headline figures.
pub const HEADLINE_FIGURES: [FigureId; 9] = [
    FigureId::Received,
    FigureId::Solved,
    FigureId::Backlog,
    FigureId::FirstResponse,
    FigureId::FullResolution,
    FigureId::Fcr,
    FigureId::Csat,
    FigureId::Nps,
    FigureId::SlaFirstResponse,
];

impl Report {
    /// Builds a report.
    pub fn build(source: &ReportInput) -> Report {
        let ReportInput { request: order, samples, config: counting, names, .. } = source;
        let cut = MetricFilter::for_person(order.person);
        let name = order.person.and_then(|person| names.get(&person)).cloned();
        let due = order.person.map(|person| targets_of_person(person, source)).unwrap_or_default();
        let all = ReportPart {
            key: order.person.map_or_else(|| "team".into(), |person| format!("agent:{}", person.0)),
            name: name.clone(),
            figures: samples.figures(&cut),
            previous: source.comparison.map(|beside| beside.figures(&cut)),
            targets: BTreeMap::new(),
        };
        let bys = Dimension::ALL.into_iter().filter(|by| order.dimension.is_none_or(|wanted| wanted == *by));
        // For one person these groups would have a single row.
        let bys = bys.filter(|by| order.person.is_none() || !matches!(by, Dimension::Agent | Dimension::Profile));
        let groups = bys.map(|by| build_grouping(by, &cut, source)).filter(|grouping| grouping.has_named_parts());
        Report {
            title: source.title.to_owned(),
            period: order.period,
            now: source.now,
            zone: counting.zone,
            person: name,
            credit: counting.credit,
            calendar: counting.calendar.as_ref().map(|calendar| calendar.name().to_owned()),
            fcr_days: counting.fcr_window.num_days(),
            total: with_target_states(all, &due),
            groups: groups.collect(),
            charts: ReportCharts::from_input(source, &cut),
            excluded: samples.excluded().map(|(reason, tickets)| (reason, tickets.len())).collect(),
        }
    }

    /// Figures grouped by a dimension.
    pub fn grouping(&self, by: Dimension) -> Option<&ReportGrouping> {
        self.groups.iter().find(|grouping| grouping.dimension == by)
    }

    /// How many people meet the target of a figure, of those with a target and enough samples.
    pub fn target_attainment(&self, figure: FigureId) -> Option<(usize, usize)> {
        let parts = self.grouping(Dimension::Agent)?.parts.iter();
        let states: Vec<TargetState> = parts
            .filter_map(|part| part.targets.get(&figure).map(|(_, state)| *state))
            .filter(|state| matches!(state, TargetState::Stretch | TargetState::Met | TargetState::Missed))
            .collect();
        let met = states.iter().filter(|state| **state != TargetState::Missed).count();
        (!states.is_empty()).then_some((met, states.len()))
    }

    /// One row per figure of the whole and of each part.
    pub fn to_table(&self) -> DataTable {
        let ReportDays { first, end, .. } = self.period.days;
        let days = [first.to_string(), end.to_string()];
        let days = [days[0].as_str(), days[1].as_str()];
        let mut table = flat_table::empty_table();
        flat_table::append_figures(
            &mut table,
            days,
            if self.person.is_some() { "agent" } else { "team" },
            self.person.as_deref(),
            &self.total.figures,
        );
        for grouping in &self.groups {
            for part in &grouping.parts {
                flat_table::append_figures(
                    &mut table,
                    days,
                    grouping.dimension.name(),
                    part.name.as_deref(),
                    &part.figures,
                );
            }
        }
        table
    }
}

impl ReportGrouping {
    /// Whether any row has a value for the dimension.
    fn has_named_parts(&self) -> bool {
        self.parts.iter().any(|part| part.name.is_some())
    }

    /// Sorts by the dimension's own order, else by tickets received, descending.
    fn sort(&mut self) {
        match self.dimension {
            Dimension::Agent | Dimension::Profile => self.parts.sort_by_cached_key(|part| {
                (part.name.is_none(), part.name.as_deref().map(crate::model::text::fold), part.name.clone())
            }),
            Dimension::Priority => self.parts.reverse(),
            _ => self
                .parts
                .sort_by_key(|part| (part.name.is_none(), std::cmp::Reverse(part.figures.n(FigureId::Received)))),
        }
    }
}

fn build_grouping(by: Dimension, cut: &MetricFilter, source: &ReportInput) -> ReportGrouping {
    let before = source.comparison.map(|beside| beside.group_by(by, cut)).unwrap_or_default();
    let before: BTreeMap<DimensionValue, Figures> = before.into_iter().collect();
    let part = |(one, figures): (DimensionValue, Figures)| {
        let due = match &one {
            DimensionValue::Agent(Some(person)) => targets_of_person(*person, source),
            DimensionValue::Profile(Some(profile)) => targets_of_profile(*profile, source),
            _ => BTreeMap::new(),
        };
        let (name, which) = part_name_and_key(&one, source.names);
        let key = format!("{}:{}", by.name(), which);
        let part = ReportPart { key, name, figures, previous: before.get(&one).cloned(), targets: BTreeMap::new() };
        with_target_states(part, &due)
    };
    // Work without a known agent counts in the team's figures only.
    let parts = source.samples.group_by(by, cut).into_iter().filter(|(one, _)| *one != DimensionValue::Agent(None));
    let mut grouping = ReportGrouping { dimension: by, parts: parts.map(part).collect() };
    grouping.sort();
    grouping
}

/// Display name and key suffix of a part.
fn part_name_and_key(one: &DimensionValue, names: &BTreeMap<PersonId, String>) -> (Option<String>, String) {
    let word = |word: Option<&str>| (word.map(str::to_owned), word.unwrap_or_default().to_owned());
    match one {
        DimensionValue::Agent(None) => word(None),
        DimensionValue::Agent(Some(person)) => {
            let name = names.get(person).cloned().unwrap_or_else(|| person.0.to_string());
            (Some(name), person.0.to_string())
        }
        DimensionValue::Profile(profile) => word(profile.map(Profile::name)),
        DimensionValue::Channel(name)
        | DimensionValue::Category(name)
        | DimensionValue::Tier(name)
        | DimensionValue::Group(name) => word(name.as_deref()),
        DimensionValue::Priority(priority) => word(Some(priority.name())),
    }
}

fn targets_of_person(person: PersonId, source: &ReportInput) -> BTreeMap<FigureId, Target> {
    let person = source.team.people.get(&person);
    let due = person.map(|person| targets::targets_of_person(person, source.expectations)).unwrap_or_default();
    due.into_iter().map(|due| (due.figure, due.target)).collect()
}

fn targets_of_profile(profile: Profile, source: &ReportInput) -> BTreeMap<FigureId, Target> {
    ProfileExpectations::for_profile(profile, source.expectations)
        .map(|asked| asked.targets.clone())
        .unwrap_or_default()
}

fn with_target_states(part: ReportPart, due: &BTreeMap<FigureId, Target>) -> ReportPart {
    let state = |(figure, target): (&FigureId, &Target)| {
        let reading = FigureReading::from_figures(*figure, &part.figures);
        (*figure, (*target, target_state(*figure, target, reading)))
    };
    let due = due.iter().map(state).collect();
    ReportPart { targets: due, ..part }
}

/// First and last day; `None` for the last if it is a single day.
pub fn first_and_last_day(stretch: &ReportDays) -> (NaiveDate, Option<NaiveDate>) {
    let last = stretch.last();
    (stretch.first, (last != stretch.first).then_some(last))
}
