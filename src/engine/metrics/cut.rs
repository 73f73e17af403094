//! Filter on metric dimensions.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::ticket::Priority;

/// Dimensions that figures can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// Credited person.
    Agent,
    /// Primary profile of the credited person.
    Profile,
    Channel,
    Category,
    Priority,
    /// Customer tier.
    Tier,
    /// Group or team from an import.
    Group,
}

impl By {
    pub const ALL: [By; 7] = [By::Agent, By::Profile, By::Channel, By::Category, By::Priority, By::Tier, By::Group];

    /// Stable name for the command line and JSON; `by-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            By::Agent => "agent",
            By::Profile => "profile",
            By::Channel => "channel",
            By::Category => "category",
            By::Priority => "priority",
            By::Tier => "tier",
            By::Group => "group",
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(text: &str) -> Result<By, String> {
        let wanted = text.trim().to_lowercase();
        let found = By::ALL.into_iter().find(|by| by.name() == wanted);
        let all = || By::ALL.map(By::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is nothing that figures are told apart by; there are {}", all()))
    }
}

/// Dimension value; `None` = not set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trait {
    Agent(Option<PersonId>),
    Profile(Option<Profile>),
    Channel(Option<Arc<str>>),
    Category(Option<Arc<str>>),
    Priority(Priority),
    Tier(Option<Arc<str>>),
    Group(Option<Arc<str>>),
}

impl Trait {
    pub fn by(&self) -> By {
        match self {
            Trait::Agent(_) => By::Agent,
            Trait::Profile(_) => By::Profile,
            Trait::Channel(_) => By::Channel,
            Trait::Category(_) => By::Category,
            Trait::Priority(_) => By::Priority,
            Trait::Tier(_) => By::Tier,
            Trait::Group(_) => By::Group,
        }
    }
}

/// Conjunction of dimension values; empty = the whole team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Cut(pub Vec<Trait>);

impl Cut {
    pub fn team() -> Cut {
        Cut::default()
    }

    pub fn agent(person: PersonId) -> Cut {
        Cut(vec![Trait::Agent(Some(person))])
    }

    /// Filter on one person, or no filter.
    pub fn whose(person: Option<PersonId>) -> Cut {
        person.map_or_else(Cut::team, Cut::agent)
    }

    /// Adds a condition.
    pub fn and(&self, one: Trait) -> Cut {
        Cut(self.0.iter().cloned().chain([one]).collect())
    }

    /// The person this filter selects.
    pub fn person(&self) -> Option<PersonId> {
        self.0.iter().find_map(|one| match one {
            Trait::Agent(person) => *person,
            _ => None,
        })
    }

    /// Whether the filter selects people: durations then start at assignment, and reassigned tickets count.
    pub(super) fn is_own(&self) -> bool {
        self.0.iter().any(|one| matches!(one, Trait::Agent(Some(_)) | Trait::Profile(_)))
    }
}

/// Dimension values of a ticket, survey answer or customer, except people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Facet {
    pub channel: Option<Arc<str>>,
    pub category: Option<Arc<str>>,
    pub priority: Option<Priority>,
    pub tier: Option<Arc<str>>,
    pub group: Option<Arc<str>>,
}

impl Facet {
    pub fn has(&self, one: &Trait) -> bool {
        match one {
            Trait::Channel(channel) => self.channel == *channel,
            Trait::Category(category) => self.category == *category,
            Trait::Priority(priority) => self.priority == Some(*priority),
            Trait::Tier(tier) => self.tier == *tier,
            Trait::Group(group) => self.group == *group,
            Trait::Agent(_) | Trait::Profile(_) => true,
        }
    }

    /// Value of a dimension; `None` for people, and for the priority of a subject that is not a ticket.
    pub fn by(&self, by: By) -> Option<Trait> {
        match by {
            By::Channel => Some(Trait::Channel(self.channel.clone())),
            By::Category => Some(Trait::Category(self.category.clone())),
            By::Priority => self.priority.map(Trait::Priority),
            By::Tier => Some(Trait::Tier(self.tier.clone())),
            By::Group => Some(Trait::Group(self.group.clone())),
            By::Agent | By::Profile => None,
        }
    }
}

/// Interns attribute sets: thousands of tickets share a few hundred.
#[derive(Debug, Clone, Default)]
pub(super) struct Facets {
    numbers: HashMap<Facet, u32>,
    all: Vec<Facet>,
}

impl Facets {
    pub fn number(&mut self, facet: Facet) -> u32 {
        if let Some(number) = self.numbers.get(&facet) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(facet.clone());
        self.numbers.insert(facet, number);
        number
    }

    pub fn all(&self) -> &[Facet] {
        &self.all
    }
}
