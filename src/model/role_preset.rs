//! Role presets (common pairs of profiles), and parsing of several new people from one line.

use std::fmt;
use std::str::FromStr;

use crate::model::person::{Person, Profile};
use crate::model::text::{clean_line, fold};

/// A common combination of profiles, by its usual name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RolePreset {
    /// Primary customer champion, second field expert.
    Agent,
    /// Primary quality controller, second operationalist; team lead.
    Lead,
    /// Analyst.
    Analyst,
    /// Strategist; team lead.
    Manager,
}

impl RolePreset {
    pub const ALL: [RolePreset; 4] = [RolePreset::Agent, RolePreset::Lead, RolePreset::Analyst, RolePreset::Manager];

    /// Stable name, on the command line; `preset-NAME` in the language files.
    pub fn name(self) -> &'static str {
        match self {
            RolePreset::Agent => "agent",
            RolePreset::Lead => "lead",
            RolePreset::Analyst => "analyst",
            RolePreset::Manager => "manager",
        }
    }

    /// Primary and second profile.
    pub fn profiles(self) -> (Profile, Option<Profile>) {
        match self {
            RolePreset::Agent => (Profile::CustomerChampion, Some(Profile::FieldExpert)),
            RolePreset::Lead => (Profile::QualityController, Some(Profile::Operationalist)),
            RolePreset::Analyst => (Profile::Analyst, None),
            RolePreset::Manager => (Profile::Strategist, None),
        }
    }

    /// Whether the role leads the team.
    pub fn is_lead(self) -> bool {
        matches!(self, RolePreset::Lead | RolePreset::Manager)
    }

    /// A new person with this role.
    pub fn person(self, name: impl Into<String>) -> Person {
        let (primary, second) = self.profiles();
        Person { primary: Some(primary), second, lead: self.is_lead(), ..Person::with_name(name) }
    }
}

impl fmt::Display for RolePreset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RolePreset {
    type Err = String;

    fn from_str(text: &str) -> Result<RolePreset, String> {
        let wanted = fold(text.trim());
        let named = RolePreset::ALL.into_iter().find(|preset| preset.name() == wanted);
        let preset = named.or((wanted == "strategist").then_some(RolePreset::Manager));
        preset.ok_or_else(|| {
            format!("‘{text}’ is not a usual pair; there are {}", RolePreset::ALL.map(RolePreset::name).join(", "))
        })
    }
}

/// Error in a line of new people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleListError {
    /// A role without a name.
    MissingName(String),
    /// The same name twice.
    DuplicateName(String),
    /// No names at all.
    Empty,
}

impl fmt::Display for PeopleListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PeopleListError::MissingName(word) => write!(f, "‘{word}’ has no name before it; write Minh {word}."),
            PeopleListError::DuplicateName(name) => write!(f, "{name} is named twice; give one of them another name."),
            PeopleListError::Empty => f.write_str("Nobody is named; write Minh agent, Lan lead."),
        }
    }
}

/// Parses people from one line: `Minh agent, Trần Thị Hoa, Lan lead`. A name may be followed by a role, one of the
/// words of `presets`; without one, `usual` applies, if given.
///
/// # Errors
/// All errors, in the order of the line.
pub fn parse_people(
    text: &str,
    presets: &[(String, RolePreset)],
    usual: Option<RolePreset>,
) -> Result<Vec<Person>, Vec<PeopleListError>> {
    let (mut people, mut mistakes): (Vec<Person>, _) = (Vec::new(), Vec::new());
    for piece in text.split([',', ';', '\n']).map(|piece| clean_line(piece).trim().to_owned()) {
        if piece.is_empty() {
            continue;
        }
        let (name, preset) = match split_role(&piece, presets) {
            Some(("", _)) => {
                mistakes.push(PeopleListError::MissingName(piece));
                continue;
            }
            Some((name, preset)) => (name, Some(preset)),
            None => (piece.as_str(), usual),
        };
        if people.iter().any(|person| fold(&person.name) == fold(name)) {
            mistakes.push(PeopleListError::DuplicateName(name.to_owned()));
            continue;
        }
        people.push(preset.map_or_else(|| Person::with_name(name), |preset| preset.person(name)));
    }
    match (people.is_empty(), mistakes.is_empty()) {
        (_, false) => Err(mistakes),
        (true, true) => Err(vec![PeopleListError::Empty]),
        (false, true) => Ok(people),
    }
}

/// Splits a name from a trailing role word; the longest word wins.
fn split_role<'a>(piece: &'a str, presets: &[(String, RolePreset)]) -> Option<(&'a str, RolePreset)> {
    let starts = piece.char_indices().filter(|(at, _)| *at == 0 || piece[..*at].ends_with(char::is_whitespace));
    for (at, _) in starts {
        let tail = fold(piece[at..].trim());
        if let Some((_, preset)) = presets.iter().find(|(word, _)| !tail.is_empty() && fold(word) == tail) {
            return Some((piece[..at].trim(), *preset));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::model::role_preset::*;

    fn words() -> Vec<(String, RolePreset)> {
        let mut words: Vec<_> = RolePreset::ALL.map(|preset| (preset.name().to_owned(), preset)).into();
        words.push(("trưởng nhóm".into(), RolePreset::Lead));
        words
    }

    #[test]
    fn a_line_of_names_is_a_team() {
        let team =
            parse_people("Minh agent, Lan lead; Trần Thị Hoa\nAn TRƯỞNG NHÓM,, Đỗ Quân analyst,", &words(), None);
        let shown: Vec<_> = team.unwrap().iter().map(|p| (p.name.clone(), p.primary, p.second, p.lead)).collect();
        use Profile::{Analyst, CustomerChampion, FieldExpert, Operationalist, QualityController};
        let lead = (Some(QualityController), Some(Operationalist), true);
        assert_eq!(
            shown,
            [
                ("Minh".into(), Some(CustomerChampion), Some(FieldExpert), false),
                ("Lan".into(), lead.0, lead.1, lead.2),
                ("Trần Thị Hoa".into(), None, None, false),
                ("An".into(), lead.0, lead.1, lead.2),
                ("Đỗ Quân".into(), Some(Analyst), None, false),
            ]
        );
        let usual = parse_people("Hoa, Lan manager", &words(), Some(RolePreset::Agent)).unwrap();
        assert_eq!((usual[0].primary, usual[1].primary), (Some(CustomerChampion), Some(Profile::Strategist)));
    }

    #[test]
    fn every_mistake_is_told_and_nobody_is_added_then() {
        let wrong = parse_people("agent, Minh, MINH lead, Lan", &words(), None).unwrap_err();
        assert_eq!(
            wrong,
            [PeopleListError::MissingName("agent".into()), PeopleListError::DuplicateName("MINH".into())]
        );
        assert_eq!(parse_people(" , ;", &words(), None), Err(vec![PeopleListError::Empty]));
    }

    #[test]
    fn presets_read_by_their_names() {
        for preset in RolePreset::ALL {
            assert_eq!(preset.name().parse(), Ok(preset));
        }
        assert_eq!("Strategist".parse(), Ok(RolePreset::Manager));
        assert!("boss".parse::<RolePreset>().is_err());
    }

    proptest! {
        #[test]
        fn any_line_is_taken_or_refused(text in "([\\PC\n]|, | agent| trưởng nhóm| lead){0,40}") {
            if let Ok(people) = parse_people(&text, &words(), None) {
                prop_assert!(people.iter().all(|person| !person.name.trim().is_empty()));
            }
        }
    }
}
