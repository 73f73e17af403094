//! Skills: required versus rated levels per person, for succession and for the team.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Months, NaiveDate};

use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::{BEST, Person, Profile, Skill};
use crate::model::target::{Asked, Target};
use crate::model::text::{clean_line, fold};

/// Ratings older than this should be renewed.
const STALE: Months = Months::new(12);

/// A person's skill compared with the required level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub skill: String,
    /// Required level; 0 if not required.
    pub asked: u8,
    /// The profile with the highest requirement; ties go to the first.
    pub by: Option<Profile>,
    /// Rated level; 0 if not rated.
    pub has: u8,
    /// Day of the rating.
    pub on: Option<NaiveDate>,
    /// The rating is older than a year.
    pub stale: bool,
}

impl Held {
    fn of(name: &str, asked: Most, has: Option<&Skill>, today: NaiveDate) -> Held {
        Held {
            skill: has.map_or(name, |skill| &skill.name).to_owned(),
            asked: asked.map_or(0, |(level, _)| level),
            by: asked.map(|(_, profile)| profile),
            has: has.map_or(0, |skill| skill.level),
            on: has.map(|skill| skill.on),
            stale: has.is_some_and(|skill| is_stale(skill.on, today)),
        }
    }

    /// Missing levels; 0 if the requirement is met.
    pub fn gap(&self) -> u8 {
        self.asked.saturating_sub(self.has)
    }

    /// Rated, but below the required level.
    pub fn is_short(&self) -> bool {
        self.has > 0 && self.gap() > 0
    }

    /// Required, but not rated.
    pub fn is_unseen(&self) -> bool {
        self.has == 0 && self.asked > 0
    }
}

/// Number of skills below the required level, and of required skills not rated.
pub fn missing(card: &[Held]) -> (usize, usize) {
    let count = |is: fn(&Held) -> bool| card.iter().filter(|held| is(held)).count();
    (count(Held::is_short), count(Held::is_unseen))
}

/// Whether a rating is older than one year, to the day.
pub fn is_stale(on: NaiveDate, today: NaiveDate) -> bool {
    on.checked_add_months(STALE).is_some_and(|until| until < today)
}

/// A person's skills required by one profile, in the profile's order.
pub fn gaps(person: &Person, asked: &Asked, today: NaiveDate) -> Vec<Held> {
    let held = |(name, level): &(String, u8)| Held::of(name, Some((*level, asked.profile)), person.skill(name), today);
    asked.skills.iter().map(held).collect()
}

/// Highest required level of a skill, and the profile that requires it.
type Most = Option<(u8, Profile)>;

/// Every skill a person has or their profiles require: widest gap first, then by name.
pub fn card(person: &Person, asked: &[Asked], today: NaiveDate) -> Vec<Held> {
    let mut wanted: BTreeMap<String, (&str, Most)> = BTreeMap::new();
    for profile in person.profiles() {
        for (name, level) in Asked::by(profile, asked).into_iter().flat_map(|asked| &asked.skills) {
            let (_, most) = wanted.entry(fold(name)).or_insert((name, None));
            if most.is_none_or(|(most, _)| most < *level) {
                *most = Some((*level, profile));
            }
        }
    }
    for skill in &person.skills {
        wanted.entry(fold(&skill.name)).or_insert((&skill.name, None));
    }
    let held = |(name, asked): &(&str, Most)| Held::of(name, *asked, person.skill(name), today);
    let mut all: Vec<Held> = wanted.values().map(held).collect();
    all.sort_by_cached_key(|held| (std::cmp::Reverse(held.gap()), held.asked == 0, fold(&held.skill)));
    all
}

/// A candidate for a profile they do not hold yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    pub person: PersonId,
    /// It is their planned next profile.
    pub aims: bool,
    /// Skills below the requirement, widest gap first.
    pub lacks: Vec<Held>,
}

impl Successor {
    /// Missing levels in total.
    pub fn levels(&self) -> u32 {
        self.lacks.iter().map(|held| u32::from(held.gap())).sum()
    }
}

/// Candidates for a profile: planned successors first, then fewest missing levels, fewest skills, name. Excludes
/// current holders and people known only from imports.
pub fn successors(people: &BTreeMap<PersonId, Person>, asked: &Asked, today: NaiveDate) -> Vec<Successor> {
    let of_the_team = |person: &&Person| person.primary.is_some() || person.next_profile.is_some();
    let others = people.iter().filter(|(_, person)| !person.holds(asked.profile) && of_the_team(person));
    let mut found: Vec<Successor> = others
        .map(|(id, person)| {
            let mut lacks: Vec<Held> = gaps(person, asked, today).into_iter().filter(|held| held.gap() > 0).collect();
            lacks.sort_by_key(|held| std::cmp::Reverse(held.gap()));
            Successor { person: *id, aims: person.next_profile == Some(asked.profile), lacks }
        })
        .collect();
    let name = |one: &Successor| people.get(&one.person).map(|person| fold(&person.name)).unwrap_or_default();
    found.sort_by_cached_key(|one| (!one.aims, one.levels(), one.lacks.len(), name(one), one.person));
    found
}

/// Who in the team has a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    pub skill: String,
    /// Highest level required by any profile; 0 if not required.
    pub asked: u8,
    /// People at the required level, or rated at all if not required; by id.
    pub able: Vec<PersonId>,
    /// Number of people rated at any level.
    pub seen: usize,
}

impl Reach {
    /// Required, and exactly one person qualifies.
    pub fn is_on_one(&self) -> bool {
        self.asked > 0 && self.able.len() == 1
    }

    /// Required and rated, but nobody qualifies.
    pub fn is_on_nobody(&self) -> bool {
        self.asked > 0 && self.able.is_empty() && self.seen > 0
    }

    /// Required, but nobody is rated.
    pub fn is_unseen(&self) -> bool {
        self.asked > 0 && self.seen == 0
    }
}

/// Every skill required or rated, with who has it: required ones first, then by name.
pub fn reach(people: &BTreeMap<PersonId, Person>, asked: &[Asked]) -> Vec<Reach> {
    let mut levels: BTreeMap<String, (&str, u8)> = BTreeMap::new();
    for (name, level) in asked.iter().flat_map(|asked| &asked.skills) {
        let (_, most) = levels.entry(fold(name)).or_insert((name, 0));
        *most = (*most).max(*level);
    }
    for skill in people.values().flat_map(|person| &person.skills) {
        levels.entry(fold(&skill.name)).or_insert((&skill.name, 0));
    }
    let one = |(name, asked): &(&str, u8)| {
        let able = |person: &Person| person.skill(name).is_some_and(|skill| skill.level >= (*asked).max(1));
        let able = people.iter().filter(|(_, person)| able(person)).map(|(id, _)| *id).collect();
        let seen = people.values().filter(|person| person.skill(name).is_some()).count();
        Reach { skill: (*name).to_owned(), asked: *asked, able, seen }
    };
    let mut all: Vec<Reach> = levels.values().map(one).collect();
    all.sort_by_cached_key(|reach| (reach.asked == 0, fold(&reach.skill)));
    all
}

/// Error in typed skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No level, or not from 1 to 5.
    NoLevel(String),
    /// A level without a skill.
    NoSkill(String),
    Twice(String),
    Nothing,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::NoLevel(text) => {
                write!(f, "‘{text}’ has no level from 1 to 5 at its end; write it as product knowledge 3.")
            }
            Mistake::NoSkill(text) => write!(f, "‘{text}’ names no skill; write it as product knowledge 3."),
            Mistake::Twice(name) => write!(f, "‘{name}’ is named twice; leave one of them out."),
            Mistake::Nothing => f.write_str("No skill is named; write them as product knowledge 3, empathy 4."),
        }
    }
}

/// Parses typed skills: `product knowledge 3, empathy 4`.
///
/// # Errors
/// Every error, in text order.
pub fn rated(text: &str) -> Result<Vec<(String, u8)>, Vec<Mistake>> {
    let (mut skills, mut mistakes): (Vec<(String, u8)>, _) = (Vec::new(), Vec::new());
    for piece in text.split([',', ';', '\n']).map(|piece| clean_line(piece).trim().to_owned()) {
        if piece.is_empty() {
            continue;
        }
        let (name, level) = piece.rsplit_once(char::is_whitespace).unwrap_or(("", &piece));
        let name = name.trim().trim_end_matches([':', '=']).trim_end();
        match level.parse::<u8>() {
            Ok(1..=BEST) if name.is_empty() => mistakes.push(Mistake::NoSkill(piece)),
            Ok(_) if skills.iter().any(|(other, _)| fold(other) == fold(name)) => {
                mistakes.push(Mistake::Twice(name.to_owned()));
            }
            Ok(level @ 1..=BEST) => skills.push((name.to_owned(), level)),
            _ => mistakes.push(Mistake::NoLevel(piece)),
        }
    }
    match (skills.is_empty(), mistakes.is_empty()) {
        (_, false) => Err(mistakes),
        (true, true) => Err(vec![Mistake::Nothing]),
        (false, true) => Ok(skills),
    }
}
