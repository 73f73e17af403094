//! The people of the team and the six profiles that a person can hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A person's number in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// What somebody is for on the desk. A person has one primary profile and may have a second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Front line, empathy first: takes the first contact.
    CustomerChampion,
    /// Finds causes and spots trends; takes what is complex.
    FieldExpert,
    /// Owns process fixes.
    Operationalist,
    /// Reviews answers.
    QualityController,
    /// Steps back and proposes improvement; owner of goals.
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

    /// The stable name, in files, JSON and on the command line.
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

    /// Takes the full name or an unambiguous beginning of either word: `expert`, `champ`, `quality controller`.
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

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    /// `None` for somebody known only from an imported file: such a person fills no seat.
    pub primary: Option<Profile>,
    pub second: Option<Profile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports_to: Option<PersonId>,
    /// How many open tickets this person can carry at once; `None` is the team's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Contracted hours a week, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_minutes: Option<u32>,
    /// May see lead-only notes and acts.
    #[serde(default)]
    pub lead: bool,
}

impl Person {
    pub fn named(name: impl Into<String>) -> Person {
        Person {
            name: name.into(),
            primary: None,
            second: None,
            email: None,
            title: None,
            reports_to: None,
            capacity: None,
            weekly_minutes: None,
            lead: false,
        }
    }

    pub fn holds(&self, profile: Profile) -> bool {
        self.primary == Some(profile) || self.second == Some(profile)
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
