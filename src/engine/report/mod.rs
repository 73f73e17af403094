//! Management reports: the figures of a day, week, month, quarter or year, with a comparison.
//!
//! One [`Report`] is built from the samples of the period and every format renders it, so formats cannot disagree. Each
//! number comes from the metrics engine ([`Samples::figures`], [`Samples::group_by`], [`Samples::series`]), unrounded.
//! Notes about people are never read.

pub mod charts;
pub mod frame;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::engine::looked::{Difference, difference};
use crate::engine::metrics::cut::{By, Cut, Trait};
use crate::engine::metrics::left_out::LeftOut;
use crate::engine::metrics::sum::{Figures, Summed};
use crate::engine::metrics::{Samples, flat};
use crate::engine::report::charts::{Answers, Charts, Driver, Flow, Step};
use crate::engine::report::frame::{Frame, Kind, Stretch};
use crate::engine::targets::{self, State, judge};
use crate::model::figure::{FigureId, Shape};
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::settings::{Counting, Credit};
use crate::model::table::DataTable;
use crate::model::target::{ProfileExpectations, Reading, Target};
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};
use crate::presentation::report_talk::Talk;

/// Translated texts. The message files belong to another layer.
pub trait Tongue {
    /// Language code: `en`, `vi`.
    fn lang(&self) -> &'static str;

    /// Message `key` with its arguments.
    fn say(&self, key: &str, values: &[(&str, Given)]) -> String;
}

/// Message argument.
#[derive(Debug, Clone)]
pub enum Given {
    Text(String),
    /// Selects the plural form.
    Number(usize),
}

impl From<&str> for Given {
    fn from(text: &str) -> Given {
        Given::Text(text.to_owned())
    }
}

impl From<String> for Given {
    fn from(text: String) -> Given {
        Given::Text(text)
    }
}

impl From<usize> for Given {
    fn from(n: usize) -> Given {
        Given::Number(n)
    }
}

/// Report file formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    Markdown,
    Html,
    Xlsx,
    Json,
}

impl Form {
    pub const ALL: [Form; 5] = [Form::Text, Form::Markdown, Form::Html, Form::Xlsx, Form::Json];

    /// Name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Markdown => "markdown",
            Form::Html => "html",
            Form::Xlsx => "xlsx",
            Form::Json => "json",
        }
    }

    /// File extension.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Text => "txt",
            Form::Markdown => "md",
            other => other.name(),
        }
    }

    /// Format by file extension.
    pub fn of(path: &std::path::Path) -> Option<Form> {
        path.extension()?.to_str()?.to_ascii_lowercase().parse().ok()
    }
}

impl std::str::FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Form, String> {
        let wanted = text.trim().to_lowercase();
        let found = Form::ALL.into_iter().find(|form| form.name() == wanted || form.ending() == wanted);
        found.ok_or_else(|| {
            format!("‘{text}’ is no format of a report; there are {}", Form::ALL.map(Form::name).join(", "))
        })
    }
}

/// Report parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    pub frame: Frame,
    /// One person, or `None` for the team.
    pub of: Option<PersonId>,
    /// The only dimension to group by; `None` = all.
    pub by: Option<By>,
}

/// Request to write a report to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub order: Order,
    pub form: Form,
    /// Language code.
    pub lang: String,
    /// File path as entered.
    pub path: String,
}

/// Input of a report.
pub struct Source<'a> {
    pub order: &'a Order,
    pub now: Instant,
    pub counting: &'a Counting,
    pub samples: &'a Samples,
    /// Samples of the comparison period.
    pub beside: Option<&'a Samples>,
    pub team: &'a Team,
    /// Names of current and former people.
    pub names: &'a BTreeMap<PersonId, String>,
    /// Team name.
    pub title: &'a str,
    /// Targets per profile.
    pub asked: &'a [ProfileExpectations],
}

/// All figures of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Team name; may be empty.
    pub title: String,
    pub frame: Frame,
    pub now: Instant,
    pub zone: Zone,
    /// Name of the person the report is about.
    pub of: Option<String>,
    pub credit: Credit,
    /// Name of the calendar for business time.
    pub calendar: Option<String>,
    /// Days within which a reopen makes first-contact resolution a miss.
    pub fcr_days: i64,
    /// Figures of the whole team or person.
    pub all: Part,
    pub groups: Vec<Grouping>,
    pub charts: Charts,
    pub left_out: Vec<(LeftOut, usize)>,
}

/// Figures by dimension value.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    pub by: By,
    pub parts: Vec<Part>,
}

/// Figures of the whole or of one dimension value.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Stable key: `team`, `agent:3`, `channel:e-mail`; `channel:` = not set.
    pub key: String,
    /// Display name; for profiles and priorities the stable name. `None` = not set.
    pub name: Option<String>,
    pub figures: Figures,
    /// Figures of the comparison period.
    pub before: Option<Figures>,
    /// Targets and their states.
    pub due: BTreeMap<FigureId, (Target, State)>,
}

/// Direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Better,
    Worse,
    Same,
    /// Changed, without being better or worse.
    Moved,
}

impl Turn {
    /// Stable name; `report-turn-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            Turn::Better => "better",
            Turn::Worse => "worse",
            Turn::Same => "same",
            Turn::Moved => "moved",
        }
    }
}

impl Part {
    pub fn sum(&self, figure: FigureId) -> &Summed {
        self.figures.of(figure)
    }

    /// Difference from the comparison period in the figure's unit; `None` if either value is unknown.
    pub fn delta(&self, figure: FigureId) -> Option<f64> {
        self.difference(figure).map(|difference| difference.by)
    }

    fn difference(&self, figure: FigureId) -> Option<Difference> {
        Some(difference(figure, self.figures.value(figure)?, self.before.as_ref()?.value(figure)?))
    }

    pub fn turn(&self, figure: FigureId) -> Option<Turn> {
        let difference = self.difference(figure)?;
        Some(match difference.better {
            Some(true) => Turn::Better,
            Some(false) => Turn::Worse,
            None if difference.by == 0.0 => Turn::Same,
            None => Turn::Moved,
        })
    }

    /// Whether both periods have enough samples to compare.
    pub fn says_much(&self, figure: FigureId) -> bool {
        let enough = |figures: &Figures| figures.n(figure) > 0 && !figures.of(figure).is_low();
        enough(&self.figures) && self.before.as_ref().is_some_and(enough)
    }

    /// Figures with a value in either period; counts first.
    pub fn known(&self) -> impl Iterator<Item = FigureId> {
        let known = |figure: &FigureId| {
            self.figures.value(*figure).is_some()
                || self.before.as_ref().is_some_and(|before| before.value(*figure).is_some())
        };
        let counts = |figure: &FigureId| matches!(figure.shape(), Shape::Count | Shape::Stock);
        let (first, others): (Vec<_>, Vec<_>) = FigureId::ALL.into_iter().partition(counts);
        first.into_iter().chain(others).filter(known)
    }
}

/// Headline figures.
pub const HEAD: [FigureId; 9] = [
    FigureId::Received,
    FigureId::Solved,
    FigureId::Backlog,
    FigureId::FirstResponse,
    FigureId::ResolutionFull,
    FigureId::Fcr,
    FigureId::Csat,
    FigureId::Nps,
    FigureId::SlaFirst,
];

impl Report {
    /// Builds a report.
    pub fn fill(source: &Source) -> Report {
        let Source { order, samples, counting, names, .. } = source;
        let cut = Cut::whose(order.of);
        let name = order.of.and_then(|person| names.get(&person)).cloned();
        let due = order.of.map(|person| due_of_person(person, source)).unwrap_or_default();
        let all = Part {
            key: order.of.map_or_else(|| "team".into(), |person| format!("agent:{}", person.0)),
            name: name.clone(),
            figures: samples.figures(&cut),
            before: source.beside.map(|beside| beside.figures(&cut)),
            due: BTreeMap::new(),
        };
        let bys = By::ALL.into_iter().filter(|by| order.by.is_none_or(|wanted| wanted == *by));
        // For one person these groups would have a single row.
        let bys = bys.filter(|by| order.of.is_none() || !matches!(by, By::Agent | By::Profile));
        let groups = bys.map(|by| grouping(by, &cut, source)).filter(|grouping| grouping.says_something());
        Report {
            title: source.title.to_owned(),
            frame: order.frame,
            now: source.now,
            zone: counting.zone,
            of: name,
            credit: counting.credit,
            calendar: counting.calendar.as_ref().map(|calendar| calendar.name().to_owned()),
            fcr_days: counting.fcr_window.num_days(),
            all: judged(all, &due),
            groups: groups.collect(),
            charts: Charts::draw(source, &cut),
            left_out: samples.left_out().map(|(reason, tickets)| (reason, tickets.len())).collect(),
        }
    }

    /// Figures grouped by a dimension.
    pub fn by(&self, by: By) -> Option<&Grouping> {
        self.groups.iter().find(|grouping| grouping.by == by)
    }

    /// How many people meet the target of a figure, of those with a target and enough samples.
    pub fn meeting(&self, figure: FigureId) -> Option<(usize, usize)> {
        let parts = self.by(By::Agent)?.parts.iter();
        let states: Vec<State> = parts
            .filter_map(|part| part.due.get(&figure).map(|(_, state)| *state))
            .filter(|state| matches!(state, State::Stretch | State::Met | State::Short))
            .collect();
        let met = states.iter().filter(|state| **state != State::Short).count();
        (!states.is_empty()).then_some((met, states.len()))
    }

    /// One row per figure of the whole and of each part.
    pub fn flat(&self) -> DataTable {
        let Stretch { first, end, .. } = self.frame.stretch;
        let days = [first.to_string(), end.to_string()];
        let days = [days[0].as_str(), days[1].as_str()];
        let mut table = flat::empty();
        flat::put(
            &mut table,
            days,
            if self.of.is_some() { "agent" } else { "team" },
            self.of.as_deref(),
            &self.all.figures,
        );
        for grouping in &self.groups {
            for part in &grouping.parts {
                flat::put(&mut table, days, grouping.by.name(), part.name.as_deref(), &part.figures);
            }
        }
        table
    }
}

impl Grouping {
    /// Whether any row has a value for the dimension.
    fn says_something(&self) -> bool {
        self.parts.iter().any(|part| part.name.is_some())
    }

    /// Sorts by the dimension's own order, else by tickets received, descending.
    fn sort(&mut self) {
        match self.by {
            By::Agent | By::Profile => self.parts.sort_by_cached_key(|part| {
                (part.name.is_none(), part.name.as_deref().map(crate::model::text::fold), part.name.clone())
            }),
            By::Priority => self.parts.reverse(),
            _ => self
                .parts
                .sort_by_key(|part| (part.name.is_none(), std::cmp::Reverse(part.figures.n(FigureId::Received)))),
        }
    }
}

fn grouping(by: By, cut: &Cut, source: &Source) -> Grouping {
    let before = source.beside.map(|beside| beside.groups(by, cut)).unwrap_or_default();
    let before: BTreeMap<Trait, Figures> = before.into_iter().collect();
    let part = |(one, figures): (Trait, Figures)| {
        let due = match &one {
            Trait::Agent(Some(person)) => due_of_person(*person, source),
            Trait::Profile(Some(profile)) => due_of_profile(*profile, source),
            _ => BTreeMap::new(),
        };
        let (name, which) = called(&one, source.names);
        let key = format!("{}:{}", by.name(), which);
        let part = Part { key, name, figures, before: before.get(&one).cloned(), due: BTreeMap::new() };
        judged(part, &due)
    };
    // Work without a known agent counts in the team's figures only.
    let parts = source.samples.groups(by, cut).into_iter().filter(|(one, _)| *one != Trait::Agent(None));
    let mut grouping = Grouping { by, parts: parts.map(part).collect() };
    grouping.sort();
    grouping
}

/// Display name and key suffix of a part.
fn called(one: &Trait, names: &BTreeMap<PersonId, String>) -> (Option<String>, String) {
    let word = |word: Option<&str>| (word.map(str::to_owned), word.unwrap_or_default().to_owned());
    match one {
        Trait::Agent(None) => word(None),
        Trait::Agent(Some(person)) => {
            let name = names.get(person).cloned().unwrap_or_else(|| person.0.to_string());
            (Some(name), person.0.to_string())
        }
        Trait::Profile(profile) => word(profile.map(Profile::name)),
        Trait::Channel(name) | Trait::Category(name) | Trait::Tier(name) | Trait::Group(name) => word(name.as_deref()),
        Trait::Priority(priority) => word(Some(priority.name())),
    }
}

fn due_of_person(person: PersonId, source: &Source) -> BTreeMap<FigureId, Target> {
    let person = source.team.people.get(&person);
    let due = person.map(|person| targets::of(person, source.asked)).unwrap_or_default();
    due.into_iter().map(|due| (due.figure, due.target)).collect()
}

fn due_of_profile(profile: Profile, source: &Source) -> BTreeMap<FigureId, Target> {
    ProfileExpectations::for_profile(profile, source.asked).map(|asked| asked.targets.clone()).unwrap_or_default()
}

fn judged(part: Part, due: &BTreeMap<FigureId, Target>) -> Part {
    let state = |(figure, target): (&FigureId, &Target)| {
        let reading = Reading::of(*figure, &part.figures);
        (*figure, (*target, judge(*figure, target, reading)))
    };
    let due = due.iter().map(state).collect();
    Part { due, ..part }
}

/// First and last day; `None` for the last if it is a single day.
pub fn ends(stretch: &Stretch) -> (NaiveDate, Option<NaiveDate>) {
    let last = stretch.last();
    (stretch.first, (last != stretch.first).then_some(last))
}
