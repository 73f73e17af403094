//! Skills: required versus rated levels per person, for succession and for the team.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Months, NaiveDate};

use crate::model::ids::PersonId;
use crate::model::person::{MAX_SKILL_LEVEL, Person, Profile, Skill};
use crate::model::target::ProfileExpectations;
use crate::model::text::{clean_line, fold};

/// Ratings older than this should be renewed.
const STALE_AFTER: Months = Months::new(12);

/// A person's skill compared with the required level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillGap {
    pub skill: String,
    /// Required level; 0 if not required.
    pub required: u8,
    /// The profile with the highest requirement; ties go to the first.
    pub required_by: Option<Profile>,
    /// Rated level; 0 if not rated.
    pub level: u8,
    /// Day of the rating.
    pub rated_on: Option<NaiveDate>,
    /// The rating is older than a year.
    pub stale: bool,
}

impl SkillGap {
    fn new(name: &str, asked: HighestRequirement, has: Option<&Skill>, today: NaiveDate) -> SkillGap {
        SkillGap {
            skill: has.map_or(name, |skill| &skill.name).to_owned(),
            required: asked.map_or(0, |(level, _)| level),
            required_by: asked.map(|(_, profile)| profile),
            level: has.map_or(0, |skill| skill.level),
            rated_on: has.map(|skill| skill.on),
            stale: has.is_some_and(|skill| is_stale(skill.on, today)),
        }
    }

    /// Missing levels; 0 if the requirement is met.
    pub fn gap(&self) -> u8 {
        self.required.saturating_sub(self.level)
    }

    /// Rated, but below the required level.
    pub fn is_below_required(&self) -> bool {
        self.level > 0 && self.gap() > 0
    }

    /// Required, but not rated.
    pub fn is_unrated(&self) -> bool {
        self.level == 0 && self.required > 0
    }
}

/// Number of skills below the required level, and of required skills not rated.
pub fn count_gaps(card: &[SkillGap]) -> (usize, usize) {
    let count = |is: fn(&SkillGap) -> bool| card.iter().filter(|held| is(held)).count();
    (count(SkillGap::is_below_required), count(SkillGap::is_unrated))
}

/// Whether a rating is older than one year, to the day.
pub fn is_stale(on: NaiveDate, today: NaiveDate) -> bool {
    on.checked_add_months(STALE_AFTER).is_some_and(|until| until < today)
}

/// A person's skills required by one profile, in the profile's order.
pub fn profile_gaps(person: &Person, asked: &ProfileExpectations, today: NaiveDate) -> Vec<SkillGap> {
    let held =
        |(name, level): &(String, u8)| SkillGap::new(name, Some((*level, asked.profile)), person.skill(name), today);
    asked.skills.iter().map(held).collect()
}

/// Highest required level of a skill, and the profile that requires it.
type HighestRequirement = Option<(u8, Profile)>;

/// Every skill a person has or their profiles require: widest gap first, then by name.
pub fn skill_gaps(person: &Person, asked: &[ProfileExpectations], today: NaiveDate) -> Vec<SkillGap> {
    let mut wanted: BTreeMap<String, (&str, HighestRequirement)> = BTreeMap::new();
    for profile in person.profiles() {
        for (name, level) in
            ProfileExpectations::for_profile(profile, asked).into_iter().flat_map(|asked| &asked.skills)
        {
            let (_, most) = wanted.entry(fold(name)).or_insert((name, None));
            if most.is_none_or(|(most, _)| most < *level) {
                *most = Some((*level, profile));
            }
        }
    }
    for skill in &person.skills {
        wanted.entry(fold(&skill.name)).or_insert((&skill.name, None));
    }
    let held = |(name, asked): &(&str, HighestRequirement)| SkillGap::new(name, *asked, person.skill(name), today);
    let mut all: Vec<SkillGap> = wanted.values().map(held).collect();
    all.sort_by_cached_key(|held| (std::cmp::Reverse(held.gap()), held.required == 0, fold(&held.skill)));
    all
}

/// A candidate for a profile they do not hold yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    pub person: PersonId,
    /// It is their planned next profile.
    pub is_next_profile: bool,
    /// Skills below the requirement, widest gap first.
    pub gaps: Vec<SkillGap>,
}

impl Successor {
    /// Missing levels in total.
    pub fn missing_levels(&self) -> u32 {
        self.gaps.iter().map(|held| u32::from(held.gap())).sum()
    }
}

/// Candidates for a profile: planned successors first, then fewest missing levels, fewest skills, name. Excludes
/// current holders and people known only from imports.
pub fn successors(
    people: &BTreeMap<PersonId, Person>,
    asked: &ProfileExpectations,
    today: NaiveDate,
) -> Vec<Successor> {
    let of_the_team = |person: &&Person| person.primary.is_some() || person.next_profile.is_some();
    let others = people.iter().filter(|(_, person)| !person.has_profile(asked.profile) && of_the_team(person));
    let mut found: Vec<Successor> = others
        .map(|(id, person)| {
            let mut lacks: Vec<SkillGap> =
                profile_gaps(person, asked, today).into_iter().filter(|held| held.gap() > 0).collect();
            lacks.sort_by_key(|held| std::cmp::Reverse(held.gap()));
            Successor { person: *id, is_next_profile: person.next_profile == Some(asked.profile), gaps: lacks }
        })
        .collect();
    let name = |one: &Successor| people.get(&one.person).map(|person| fold(&person.name)).unwrap_or_default();
    found.sort_by_cached_key(|one| (!one.is_next_profile, one.missing_levels(), one.gaps.len(), name(one), one.person));
    found
}

/// Who in the team has a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillCoverage {
    pub skill: String,
    /// Highest level required by any profile; 0 if not required.
    pub required: u8,
    /// People at the required level, or rated at all if not required; by id.
    pub able: Vec<PersonId>,
    /// Number of people rated at any level.
    pub rated: usize,
}

impl SkillCoverage {
    /// Required, and exactly one person qualifies.
    pub fn depends_on_one(&self) -> bool {
        self.required > 0 && self.able.len() == 1
    }

    /// Required and rated, but nobody qualifies.
    pub fn nobody_qualifies(&self) -> bool {
        self.required > 0 && self.able.is_empty() && self.rated > 0
    }

    /// Required, but nobody is rated.
    pub fn is_unrated(&self) -> bool {
        self.required > 0 && self.rated == 0
    }
}

/// Every skill required or rated, with who has it: required ones first, then by name.
pub fn skill_coverage(people: &BTreeMap<PersonId, Person>, asked: &[ProfileExpectations]) -> Vec<SkillCoverage> {
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
        SkillCoverage { skill: (*name).to_owned(), required: *asked, able, rated: seen }
    };
    let mut all: Vec<SkillCoverage> = levels.values().map(one).collect();
    all.sort_by_cached_key(|reach| (reach.required == 0, fold(&reach.skill)));
    all
}

/// Error in typed skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkillInputError {
    /// No level, or not from 1 to 5.
    MissingLevel(String),
    /// A level without a skill.
    MissingSkill(String),
    Duplicate(String),
    Empty,
}

impl fmt::Display for SkillInputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SkillInputError::MissingLevel(text) => {
                write!(f, "‘{text}’ has no level from 1 to 5 at its end; write it as product knowledge 3.")
            }
            SkillInputError::MissingSkill(text) => {
                write!(f, "‘{text}’ names no skill; write it as product knowledge 3.")
            }
            SkillInputError::Duplicate(name) => write!(f, "‘{name}’ is named twice; leave one of them out."),
            SkillInputError::Empty => f.write_str("No skill is named; write them as product knowledge 3, empathy 4."),
        }
    }
}

/// Parses typed skills: `product knowledge 3, empathy 4`.
///
/// # Errors
/// Every error, in text order.
pub fn parse_skill_levels(text: &str) -> Result<Vec<(String, u8)>, Vec<SkillInputError>> {
    let (mut skills, mut mistakes): (Vec<(String, u8)>, _) = (Vec::new(), Vec::new());
    for piece in text.split([',', ';', '\n']).map(|piece| clean_line(piece).trim().to_owned()) {
        if piece.is_empty() {
            continue;
        }
        let (name, level) = piece.rsplit_once(char::is_whitespace).unwrap_or(("", &piece));
        let name = name.trim().trim_end_matches([':', '=']).trim_end();
        match level.parse::<u8>() {
            Ok(1..=MAX_SKILL_LEVEL) if name.is_empty() => mistakes.push(SkillInputError::MissingSkill(piece)),
            Ok(_) if skills.iter().any(|(other, _)| fold(other) == fold(name)) => {
                mistakes.push(SkillInputError::Duplicate(name.to_owned()));
            }
            Ok(level @ 1..=MAX_SKILL_LEVEL) => skills.push((name.to_owned(), level)),
            _ => mistakes.push(SkillInputError::MissingLevel(piece)),
        }
    }
    match (skills.is_empty(), mistakes.is_empty()) {
        (_, false) => Err(mistakes),
        (true, true) => Err(vec![SkillInputError::Empty]),
        (false, true) => Ok(skills),
    }
}
