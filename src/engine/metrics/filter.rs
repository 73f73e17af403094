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
pub enum Dimension {
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

impl Dimension {
    pub const ALL: [Dimension; 7] = [
        Dimension::Agent,
        Dimension::Profile,
        Dimension::Channel,
        Dimension::Category,
        Dimension::Priority,
        Dimension::Tier,
        Dimension::Group,
    ];

    /// Stable name for the command line and JSON; `by-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Agent => "agent",
            Dimension::Profile => "profile",
            Dimension::Channel => "channel",
            Dimension::Category => "category",
            Dimension::Priority => "priority",
            Dimension::Tier => "tier",
            Dimension::Group => "group",
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Dimension {
    type Err = String;

    fn from_str(text: &str) -> Result<Dimension, String> {
        let wanted = text.trim().to_lowercase();
        let found = Dimension::ALL.into_iter().find(|by| by.name() == wanted);
        let all = || Dimension::ALL.map(Dimension::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is nothing that figures are told apart by; there are {}", all()))
    }
}

/// Dimension value; `None` = not set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DimensionValue {
    Agent(Option<PersonId>),
    Profile(Option<Profile>),
    Channel(Option<Arc<str>>),
    Category(Option<Arc<str>>),
    Priority(Priority),
    Tier(Option<Arc<str>>),
    Group(Option<Arc<str>>),
}

impl DimensionValue {
    pub fn dimension(&self) -> Dimension {
        match self {
            DimensionValue::Agent(_) => Dimension::Agent,
            DimensionValue::Profile(_) => Dimension::Profile,
            DimensionValue::Channel(_) => Dimension::Channel,
            DimensionValue::Category(_) => Dimension::Category,
            DimensionValue::Priority(_) => Dimension::Priority,
            DimensionValue::Tier(_) => Dimension::Tier,
            DimensionValue::Group(_) => Dimension::Group,
        }
    }
}

/// Conjunction of dimension values; empty = the whole team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct MetricFilter(pub Vec<DimensionValue>);

impl MetricFilter {
    pub fn whole_team() -> MetricFilter {
        MetricFilter::default()
    }

    pub fn for_agent(person: PersonId) -> MetricFilter {
        MetricFilter(vec![DimensionValue::Agent(Some(person))])
    }

    /// Filter on one person, or no filter.
    pub fn for_person(person: Option<PersonId>) -> MetricFilter {
        person.map_or_else(MetricFilter::whole_team, MetricFilter::for_agent)
    }

    /// Adds a condition.
    pub fn with(&self, one: DimensionValue) -> MetricFilter {
        MetricFilter(self.0.iter().cloned().chain([one]).collect())
    }

    /// The person this filter selects.
    pub fn person(&self) -> Option<PersonId> {
        self.0.iter().find_map(|one| match one {
            DimensionValue::Agent(person) => *person,
            _ => None,
        })
    }

    /// Whether the filter selects people: durations then start at assignment, and reassigned tickets count.
    pub(super) fn is_individual(&self) -> bool {
        self.0.iter().any(|one| matches!(one, DimensionValue::Agent(Some(_)) | DimensionValue::Profile(_)))
    }
}

/// Dimension values of a ticket, survey answer or customer, except people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct SampleAttributes {
    pub channel: Option<Arc<str>>,
    pub category: Option<Arc<str>>,
    pub priority: Option<Priority>,
    pub tier: Option<Arc<str>>,
    pub group: Option<Arc<str>>,
}

impl SampleAttributes {
    pub fn matches(&self, one: &DimensionValue) -> bool {
        match one {
            DimensionValue::Channel(channel) => self.channel == *channel,
            DimensionValue::Category(category) => self.category == *category,
            DimensionValue::Priority(priority) => self.priority == Some(*priority),
            DimensionValue::Tier(tier) => self.tier == *tier,
            DimensionValue::Group(group) => self.group == *group,
            DimensionValue::Agent(_) | DimensionValue::Profile(_) => true,
        }
    }

    /// Value of a dimension; `None` for people, and for the priority of a subject that is not a ticket.
    pub fn value_of(&self, by: Dimension) -> Option<DimensionValue> {
        match by {
            Dimension::Channel => Some(DimensionValue::Channel(self.channel.clone())),
            Dimension::Category => Some(DimensionValue::Category(self.category.clone())),
            Dimension::Priority => self.priority.map(DimensionValue::Priority),
            Dimension::Tier => Some(DimensionValue::Tier(self.tier.clone())),
            Dimension::Group => Some(DimensionValue::Group(self.group.clone())),
            Dimension::Agent | Dimension::Profile => None,
        }
    }
}

/// Interns attribute sets: thousands of tickets share a few hundred.
#[derive(Debug, Clone, Default)]
pub(super) struct AttributeSetIndex {
    indices: HashMap<SampleAttributes, u32>,
    all: Vec<SampleAttributes>,
}

impl AttributeSetIndex {
    pub fn intern(&mut self, facet: SampleAttributes) -> u32 {
        if let Some(number) = self.indices.get(&facet) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(facet.clone());
        self.indices.insert(facet, number);
        number
    }

    pub fn all(&self) -> &[SampleAttributes] {
        &self.all
    }
}
