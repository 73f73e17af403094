//! Team members, and the six profiles they can hold.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::ids::PersonId;
use crate::model::text::fold;

/// A role on the desk. A person has one primary profile and may have a second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Front line, empathy first: takes the first contact.
    CustomerChampion,
    /// Finds causes, spots trends, takes complex tickets.
    FieldExpert,
    /// Owns process fixes.
    Operationalist,
    /// Reviews answers.
    QualityController,
    /// Proposes improvements; owns goals.
    Strategist,
    /// Reads the data and raises hidden problems.
    Analyst,
}

impl Profile {
    pub const ALL: [Profile; 6] = [
        Profile::CustomerChampion,
        Profile::FieldExpert,
        Profile::Operationalist,
        Profile::QualityController,
        Profile::Strategist,
        Profile::Analyst,
    ];

    /// Stable name, in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Profile::CustomerChampion => "customer_champion",
            Profile::FieldExpert => "field_expert",
            Profile::Operationalist => "operationalist",
            Profile::QualityController => "quality_controller",
            Profile::Strategist => "strategist",
            Profile::Analyst => "analyst",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = String;

    /// Accepts the full name or an unambiguous prefix of either word: `expert`, `champ`, `quality controller`.
    fn from_str(text: &str) -> Result<Profile, String> {
        let wanted = text.trim().to_lowercase().replace([' ', '-'], "_");
        let fits =
            |p: &Profile| p.name().starts_with(&wanted) || p.name().split('_').any(|word| word.starts_with(&wanted));
        let mut found = Profile::ALL.into_iter().filter(fits);
        match (found.next(), found.next(), wanted.is_empty()) {
            (Some(profile), None, false) => Ok(profile),
            _ => Err(format!("‘{text}’ is not a profile; the six are {}", Profile::ALL.map(Profile::name).join(", "))),
        }
    }
}

/// Highest skill level.
pub const MAX_SKILL_LEVEL: u8 = 5;

/// Proficiency in a skill, as assessed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    pub name: String,
    /// 1 (beginner) to 5 (can teach it).
    pub level: u8,
    pub on: NaiveDate,
}

/// A member of the team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    pub name: String,
    /// `None` for somebody known only from an import: such a person fills no seat.
    pub primary: Option<Profile>,
    pub second: Option<Profile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Career level: agent, team lead, manager, director.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The career level they aim for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reports_to: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentor: Option<PersonId>,
    /// Start of the mentoring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentor_since: Option<NaiveDate>,
    /// The profile they are being developed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_profile: Option<Profile>,
    /// Development goal, in their own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub development: Option<String>,
    /// Employer, if it is not the team's own company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Skill>,
    /// Maximum number of open tickets; `None` uses the team's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Contracted weekly hours, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly_minutes: Option<u32>,
    /// First day at work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// May see lead-only notes and actions.
    pub lead: bool,
}

impl Person {
    pub fn with_name(name: impl Into<String>) -> Person {
        Person { name: name.into(), ..Person::default() }
    }

    pub fn has_profile(&self, profile: Profile) -> bool {
        self.primary == Some(profile) || self.second == Some(profile)
    }

    /// The primary profile first.
    pub fn profiles(&self) -> impl Iterator<Item = Profile> {
        self.primary.into_iter().chain(self.second)
    }

    /// A skill by name, ignoring case and diacritics.
    pub fn skill(&self, name: &str) -> Option<&Skill> {
        self.skills.iter().find(|skill| fold(&skill.name) == fold(name))
    }

    /// Sets a skill level as assessed on a day; an existing skill keeps its spelling.
    pub fn set_skill(&mut self, name: &str, level: u8, on: NaiveDate) {
        match self.skills.iter_mut().find(|skill| fold(&skill.name) == fold(name)) {
            Some(skill) => (skill.level, skill.on) = (level, on),
            None => self.skills.push(Skill { name: name.to_owned(), level, on }),
        }
    }

    /// Removes a skill; returns whether it existed.
    pub fn remove_skill(&mut self, name: &str) -> bool {
        let before = self.skills.len();
        self.skills.retain(|skill| fold(&skill.name) != fold(name));
        self.skills.len() < before
    }
}

/// Who did something: the team member, and the login used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub person: Option<PersonId>,
    pub login: String,
}

impl Author {
    /// Whether both are the same person, whichever login they used; if either person is unknown, the same login.
    pub fn is_same(&self, other: &Author) -> bool {
        match (self.person, other.person) {
            (Some(one), Some(other)) => one == other,
            _ => self.login == other.login,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_reads_from_the_beginning_of_its_words() {
        assert_eq!("expert".parse(), Ok(Profile::FieldExpert));
        assert_eq!("Quality Controller".parse(), Ok(Profile::QualityController));
        assert_eq!("an".parse(), Ok(Profile::Analyst));
        assert!("c".parse::<Profile>().is_err(), "champion, controller");
        assert!("".parse::<Profile>().is_err());
        for profile in Profile::ALL {
            assert_eq!(profile.name().parse(), Ok(profile));
        }
    }
}
