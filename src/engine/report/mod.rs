//! What goes upstairs: the figures of a day, a week, a month, a quarter or a year, beside those of another time.
//!
//! One [`Report`] is filled from the samples of the period, and every format renders that one, so no two of them can
//! disagree. Nothing is added up here: each number is the engine's ([`Samples::figures`], [`Samples::groups`],
//! [`Samples::series`]). Nothing is rounded before it is shown, and nothing of it is for leads alone: notes about people
//! are not read.

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
use crate::model::table::Table;
use crate::model::target::{ProfileExpectations, Reading, Target};
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};
use crate::presentation::report_talk::Talk;

/// The words of a language. They stand in files that this room does not know.
pub trait Tongue {
    /// The language by its short name: `en`, `vi`.
    fn lang(&self) -> &'static str;

    /// The text under `key`, with values put in their places.
    fn say(&self, key: &str, values: &[(&str, Given)]) -> String;
}

/// A value that is put into a text.
#[derive(Debug, Clone)]
pub enum Given {
    Text(String),
    /// On which the plural goes.
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

/// What a report can be written as.
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

    /// The name that is typed.
    pub fn name(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Markdown => "markdown",
            Form::Html => "html",
            Form::Xlsx => "xlsx",
            Form::Json => "json",
        }
    }

    /// The ending of a file of it.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Text => "txt",
            Form::Markdown => "md",
            other => other.name(),
        }
    }

    /// The one that the ending of a file stands for.
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

/// What a report is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    pub frame: Frame,
    /// One person's, or the team's.
    pub of: Option<PersonId>,
    /// The only thing that it is told apart by; `None` is all of them.
    pub by: Option<By>,
}

/// A report that a screen wants in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub order: Order,
    pub form: Form,
    /// The language by its short name.
    pub lang: String,
    /// The file, as it was typed.
    pub path: String,
}

/// What a report is filled from.
pub struct Source<'a> {
    pub order: &'a Order,
    pub now: Instant,
    pub counting: &'a Counting,
    pub samples: &'a Samples,
    /// The samples of what it is held against.
    pub beside: Option<&'a Samples>,
    pub team: &'a Team,
    /// The names of all who are or were in it.
    pub names: &'a BTreeMap<PersonId, String>,
    /// What the team is called.
    pub title: &'a str,
    /// The targets of each profile.
    pub asked: &'a [ProfileExpectations],
}

/// The figures of a time, and all that a page about them says.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What the team is called; may be empty.
    pub title: String,
    pub frame: Frame,
    pub now: Instant,
    pub zone: Zone,
    /// The person whom it is about, if it is about one.
    pub of: Option<String>,
    pub credit: Credit,
    /// What business time is counted in.
    pub calendar: Option<String>,
    /// The days within which a reopen spoils a first-contact resolution.
    pub fcr_days: i64,
    /// Of the whole that it is about.
    pub all: Part,
    pub groups: Vec<Grouping>,
    pub charts: Charts,
    pub left_out: Vec<(LeftOut, usize)>,
}

/// The parts of the whole by one trait.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    pub by: By,
    pub parts: Vec<Part>,
}

/// The figures of the whole or of a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The stable name, for programs: `team`, `agent:3`, `channel:e-mail`, `channel:` for what has none.
    pub key: String,
    /// What it is called, in the words of the team; of profiles and priorities the stable name. `None` is what has none.
    pub name: Option<String>,
    pub figures: Figures,
    /// The same of the time that it is held against, if there was any.
    pub before: Option<Figures>,
    /// The targets that are set for it, and how it stands against them.
    pub due: BTreeMap<FigureId, (Target, State)>,
}

/// Whether a figure has become better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Better,
    Worse,
    Same,
    /// More or less, which is neither better nor worse.
    Moved,
}

impl Turn {
    /// The stable name; `report-turn-NAME` in the language files.
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

    /// By how much a figure differs from before, in its own unit; `None` where either is not known.
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

    /// Whether both the figure and what it is held against rest on enough to say that it moved.
    pub fn says_much(&self, figure: FigureId) -> bool {
        let enough = |figures: &Figures| figures.n(figure) > 0 && !figures.of(figure).is_low();
        enough(&self.figures) && self.before.as_ref().is_some_and(enough)
    }

    /// The figures that have any value, now or before; how much there is comes first.
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

/// The figures that a report begins with.
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
    /// Fills a report.
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
        // A person is one agent with one profile.
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

    /// The grouping by a trait.
    pub fn by(&self, by: By) -> Option<&Grouping> {
        self.groups.iter().find(|grouping| grouping.by == by)
    }

    /// Of the people with a target for a figure, and enough samples to judge them: how many meet it, of how many.
    pub fn meeting(&self, figure: FigureId) -> Option<(usize, usize)> {
        let parts = self.by(By::Agent)?.parts.iter();
        let states: Vec<State> = parts
            .filter_map(|part| part.due.get(&figure).map(|(_, state)| *state))
            .filter(|state| matches!(state, State::Stretch | State::Met | State::Short))
            .collect();
        let met = states.iter().filter(|state| **state != State::Short).count();
        (!states.is_empty()).then_some((met, states.len()))
    }

    /// Every figure of the whole and of each part, one a row.
    pub fn flat(&self) -> Table {
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
    /// Whether anything is told apart: not where nothing has the trait.
    fn says_something(&self) -> bool {
        self.parts.iter().any(|part| part.name.is_some())
    }

    /// The parts with the most to them first, where they have no order of their own.
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
    // Work of nobody known is in the team's figures alone.
    let parts = source.samples.groups(by, cut).into_iter().filter(|(one, _)| *one != Trait::Agent(None));
    let mut grouping = Grouping { by, parts: parts.map(part).collect() };
    grouping.sort();
    grouping
}

/// What a part is called, and its end of the stable name.
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

/// The first and the last day of a stretch, of which there may be one alone.
pub fn ends(stretch: &Stretch) -> (NaiveDate, Option<NaiveDate>) {
    let last = stretch.last();
    (stretch.first, (last != stretch.first).then_some(last))
}
