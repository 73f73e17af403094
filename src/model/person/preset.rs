//! Role presets (common pairs of profiles), and parsing of several new people from one line.

use std::fmt;
use std::str::FromStr;

use crate::model::person::{Person, Profile};
use crate::model::text::{clean_line, fold};

/// A common combination of profiles, by its usual name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Primary customer champion, second field expert.
    Agent,
    /// Primary quality controller, second operationalist; team lead.
    Lead,
    /// Analyst.
    Analyst,
    /// Strategist; team lead.
    Manager,
}

impl Preset {
    pub const ALL: [Preset; 4] = [Preset::Agent, Preset::Lead, Preset::Analyst, Preset::Manager];

    /// Stable name, on the command line; `preset-NAME` in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Agent => "agent",
            Preset::Lead => "lead",
            Preset::Analyst => "analyst",
            Preset::Manager => "manager",
        }
    }

    /// Primary and second profile.
    pub fn profiles(self) -> (Profile, Option<Profile>) {
        match self {
            Preset::Agent => (Profile::CustomerChampion, Some(Profile::FieldExpert)),
            Preset::Lead => (Profile::QualityController, Some(Profile::Operationalist)),
            Preset::Analyst => (Profile::Analyst, None),
            Preset::Manager => (Profile::Strategist, None),
        }
    }

    /// Whether the role leads the team.
    pub fn leads(self) -> bool {
        matches!(self, Preset::Lead | Preset::Manager)
    }

    /// A new person with this role.
    pub fn person(self, name: impl Into<String>) -> Person {
        let (primary, second) = self.profiles();
        Person { primary: Some(primary), second, lead: self.leads(), ..Person::named(name) }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(text: &str) -> Result<Preset, String> {
        let wanted = fold(text.trim());
        let named = Preset::ALL.into_iter().find(|preset| preset.name() == wanted);
        let preset = named.or((wanted == "strategist").then_some(Preset::Manager));
        preset.ok_or_else(|| {
            format!("‘{text}’ is not a usual pair; there are {}", Preset::ALL.map(Preset::name).join(", "))
        })
    }
}

/// Error in a line of new people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// A role without a name.
    NoName(String),
    /// The same name twice.
    Twice(String),
    /// No names at all.
    Nobody,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::NoName(word) => write!(f, "‘{word}’ has no name before it; write Minh {word}."),
            Mistake::Twice(name) => write!(f, "{name} is named twice; give one of them another name."),
            Mistake::Nobody => f.write_str("Nobody is named; write Minh agent, Lan lead."),
        }
    }
}

/// Parses people from one line: `Minh agent, Trần Thị Hoa, Lan lead`. A name may be followed by a role, one of the
/// words of `presets`; without one, `usual` applies, if given.
///
/// # Errors
/// All errors, in the order of the line.
pub fn several(text: &str, presets: &[(String, Preset)], usual: Option<Preset>) -> Result<Vec<Person>, Vec<Mistake>> {
    let (mut people, mut mistakes): (Vec<Person>, _) = (Vec::new(), Vec::new());
    for piece in text.split([',', ';', '\n']).map(|piece| clean_line(piece).trim().to_owned()) {
        if piece.is_empty() {
            continue;
        }
        let (name, preset) = match split(&piece, presets) {
            Some(("", _)) => {
                mistakes.push(Mistake::NoName(piece));
                continue;
            }
            Some((name, preset)) => (name, Some(preset)),
            None => (piece.as_str(), usual),
        };
        if people.iter().any(|person| fold(&person.name) == fold(name)) {
            mistakes.push(Mistake::Twice(name.to_owned()));
            continue;
        }
        people.push(preset.map_or_else(|| Person::named(name), |preset| preset.person(name)));
    }
    match (people.is_empty(), mistakes.is_empty()) {
        (_, false) => Err(mistakes),
        (true, true) => Err(vec![Mistake::Nobody]),
        (false, true) => Ok(people),
    }
}

/// Splits a name from a trailing role word; the longest word wins.
fn split<'a>(piece: &'a str, presets: &[(String, Preset)]) -> Option<(&'a str, Preset)> {
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

    use crate::model::person::preset::*;

    fn words() -> Vec<(String, Preset)> {
        let mut words: Vec<_> = Preset::ALL.map(|preset| (preset.name().to_owned(), preset)).into();
        words.push(("trưởng nhóm".into(), Preset::Lead));
        words
    }

    #[test]
    fn a_line_of_names_is_a_team() {
        let team = several("Minh agent, Lan lead; Trần Thị Hoa\nAn TRƯỞNG NHÓM,, Đỗ Quân analyst,", &words(), None);
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
        let usual = several("Hoa, Lan manager", &words(), Some(Preset::Agent)).unwrap();
        assert_eq!((usual[0].primary, usual[1].primary), (Some(CustomerChampion), Some(Profile::Strategist)));
    }

    #[test]
    fn every_mistake_is_told_and_nobody_is_added_then() {
        let wrong = several("agent, Minh, MINH lead, Lan", &words(), None).unwrap_err();
        assert_eq!(wrong, [Mistake::NoName("agent".into()), Mistake::Twice("MINH".into())]);
        assert_eq!(several(" , ;", &words(), None), Err(vec![Mistake::Nobody]));
    }

    #[test]
    fn presets_read_by_their_names() {
        for preset in Preset::ALL {
            assert_eq!(preset.name().parse(), Ok(preset));
        }
        assert_eq!("Strategist".parse(), Ok(Preset::Manager));
        assert!("boss".parse::<Preset>().is_err());
    }

    proptest! {
        #[test]
        fn any_line_is_taken_or_refused(text in "([\\PC\n]|, | agent| trưởng nhóm| lead){0,40}") {
            if let Ok(people) = several(&text, &words(), None) {
                prop_assert!(people.iter().all(|person| !person.name.trim().is_empty()));
            }
        }
    }
}
