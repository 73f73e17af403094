//! Requirements of a ticket, and who meets them.

use std::sync::Arc;

use serde::Serialize;

use crate::engine::desk::Row;
use crate::model::person::{Person, Profile};
use crate::model::settings::Rule;
use crate::model::text::fold;
use crate::model::ticket::Priority;

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

/// One requirement of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// As primary or secondary profile.
    Profile { profile: Profile },
    /// At this level or above.
    Skill { skill: String, level: u8 },
    /// Applies only to people with known channels.
    Channel { channel: String },
    /// Applies only to people with known languages.
    Language { language: String },
}

impl Need {
    /// All requirements of a ticket, in display order.
    pub(super) fn of(row: &Row, rules: &[Rule]) -> Vec<Need> {
        let fitting = || rules.iter().filter(|rule| rule.fits(row));
        let known = |text: &Option<Arc<str>>| text.as_deref().filter(|text| !text.trim().is_empty()).map(str::to_owned);
        let profile = fitting().find_map(|rule| rule.profile).map(|profile| Need::Profile { profile });
        let skill = fitting().find_map(|rule| rule.skill.clone()).map(|(skill, level)| Need::Skill { skill, level });
        let channel = known(&row.channel).map(|channel| Need::Channel { channel });
        let language = known(&row.language).map(|language| Need::Language { language });
        [profile, skill, channel, language].into_iter().flatten().collect()
    }

    /// Whether a person meets the requirement, or nothing is known against it.
    pub(super) fn met_by(&self, person: &Person) -> bool {
        let among = |known: &[String], one: &str| known.is_empty() || known.iter().any(|other| alike(other, one));
        match self {
            Need::Profile { profile } => person.holds(*profile),
            Need::Skill { skill, level } => crate::engine::deal::need::level(person, skill).is_some_and(|has| has >= *level),
            Need::Channel { channel } => among(&person.channels, channel),
            Need::Language { language } => among(&person.languages, language),
        }
    }
}

/// Latest rated level of a skill; `None` if not rated.
pub(super) fn level(person: &Person, skill: &str) -> Option<u8> {
    let seen = person.skills.iter().filter(|one| alike(&one.name, skill));
    seen.map(|one| (one.on, one.level)).max().map(|(_, level)| level)
}

/// Equal apart from case, accents and surrounding whitespace.
fn alike(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}
