//! Requirements of a ticket, and who meets them.

use std::sync::Arc;

use serde::Serialize;

use crate::engine::desk::TicketRow;
use crate::model::person::{Person, Profile};
use crate::model::settings::DistributionRule;
use crate::model::text::fold;

impl DistributionRule {
    fn matches(&self, row: &TicketRow) -> bool {
        let one_of = |wanted: &[String], has: Option<&str>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.iter().any(|one| is_same_word(one, has)))
        };
        row.escalation >= self.min_escalation
            && (self.priorities.is_empty() || self.priorities.contains(&row.priority))
            && one_of(&self.channels, row.channel.as_deref())
            && one_of(&self.categories, row.category.as_deref())
    }
}

/// One requirement of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum TicketRequirement {
    /// As primary or secondary profile.
    Profile { profile: Profile },
    /// At this level or above.
    Skill { skill: String, level: u8 },
    /// Applies only to people with known channels.
    Channel { channel: String },
    /// Applies only to people with known languages.
    Language { language: String },
}

impl TicketRequirement {
    /// All requirements of a ticket, in display order.
    pub(super) fn for_ticket(row: &TicketRow, rules: &[DistributionRule]) -> Vec<TicketRequirement> {
        let fitting = || rules.iter().filter(|rule| rule.matches(row));
        let known = |text: &Option<Arc<str>>| text.as_deref().filter(|text| !text.trim().is_empty()).map(str::to_owned);
        let profile = fitting().find_map(|rule| rule.profile).map(|profile| TicketRequirement::Profile { profile });
        let skill = fitting()
            .find_map(|rule| rule.skill.clone())
            .map(|(skill, level)| TicketRequirement::Skill { skill, level });
        let channel = known(&row.channel).map(|channel| TicketRequirement::Channel { channel });
        let language = known(&row.language).map(|language| TicketRequirement::Language { language });
        [profile, skill, channel, language].into_iter().flatten().collect()
    }

    /// Whether a person meets the requirement, or nothing is known against it.
    pub(super) fn is_met_by(&self, person: &Person) -> bool {
        let among =
            |known: &[String], one: &str| known.is_empty() || known.iter().any(|other| is_same_word(other, one));
        match self {
            TicketRequirement::Profile { profile } => person.has_profile(*profile),
            TicketRequirement::Skill { skill, level } => {
                crate::engine::distribution::requirements::skill_level(person, skill).is_some_and(|has| has >= *level)
            }
            TicketRequirement::Channel { channel } => among(&person.channels, channel),
            TicketRequirement::Language { language } => among(&person.languages, language),
        }
    }
}

/// Latest rated level of a skill; `None` if not rated.
pub(super) fn skill_level(person: &Person, skill: &str) -> Option<u8> {
    let seen = person.skills.iter().filter(|one| is_same_word(&one.name, skill));
    seen.map(|one| (one.on, one.level)).max().map(|(_, level)| level)
}

/// Equal apart from case, accents and surrounding whitespace.
fn is_same_word(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}
