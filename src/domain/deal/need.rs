//! What a ticket asks of whoever takes it, and who can give it.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::desk::Row;
use crate::domain::person::{Person, Profile};
use crate::domain::text::fold;
use crate::domain::ticket::Priority;

/// What is asked for a ticket that fits all its conditions; an empty condition fits every ticket. Of the rules that fit
/// a ticket, the first that names a profile says which one it takes, and the first that names a skill which skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub priorities: Vec<Priority>,
    pub channels: Vec<String>,
    pub categories: Vec<String>,
    /// For tickets that have been passed up at least so far; 0 is every ticket.
    pub escalation: u8,
    pub profile: Option<Profile>,
    /// What they have to be able to do, and how well, from 1 to 5.
    pub skill: Option<(String, u8)>,
}

impl Rule {
    fn fits(&self, row: &Row) -> bool {
        let one_of = |wanted: &[String], has: Option<&str>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.iter().any(|one| alike(one, has)))
        };
        row.escalation >= self.escalation
            && (self.priorities.is_empty() || self.priorities.contains(&row.priority))
            && one_of(&self.channels, row.channel.as_deref())
            && one_of(&self.categories, row.category.as_deref())
    }
}

/// One thing that a ticket asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// The profile, as the first or the second one.
    Profile { profile: Profile },
    /// The skill, at that level or above.
    Skill { skill: String, level: u8 },
    /// The channel, of those who list any.
    Channel { channel: String },
    /// The language, of those who list any.
    Language { language: String },
}

impl Need {
    /// Everything that a ticket asks for, in the order in which it is said.
    pub(super) fn of(row: &Row, rules: &[Rule]) -> Vec<Need> {
        let fitting = || rules.iter().filter(|rule| rule.fits(row));
        let known = |text: &Option<Arc<str>>| text.as_deref().filter(|text| !text.trim().is_empty()).map(str::to_owned);
        let profile = fitting().find_map(|rule| rule.profile).map(|profile| Need::Profile { profile });
        let skill = fitting().find_map(|rule| rule.skill.clone()).map(|(skill, level)| Need::Skill { skill, level });
        let channel = known(&row.channel).map(|channel| Need::Channel { channel });
        let language = known(&row.language).map(|language| Need::Language { language });
        [profile, skill, channel, language].into_iter().flatten().collect()
    }

    /// Whether a person gives what is asked for, or nothing is known against it.
    pub(super) fn met_by(&self, person: &Person) -> bool {
        let among = |known: &[String], one: &str| known.is_empty() || known.iter().any(|other| alike(other, one));
        match self {
            Need::Profile { profile } => person.holds(*profile),
            Need::Skill { skill, level } => self::level(person, skill).is_some_and(|has| has >= *level),
            Need::Channel { channel } => among(&person.channels, channel),
            Need::Language { language } => among(&person.languages, language),
        }
    }
}

/// How well somebody can do something, as it was last seen; `None` if nobody has said.
pub(super) fn level(person: &Person, skill: &str) -> Option<u8> {
    let seen = person.skills.iter().filter(|one| alike(&one.name, skill));
    seen.map(|one| (one.on, one.level)).max().map(|(_, level)| level)
}

/// The same word, whatever its case and accents.
fn alike(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}
