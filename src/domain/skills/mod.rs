//! What each profile asks of its holders, what people can do, and the gap between the two: of a person, of whoever is to
//! follow them, and of the team.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Months, NaiveDate};

use super::metrics::FigureId;
use super::person::{BEST, Person, PersonId, Profile, Skill};
use super::targets::Target;
use super::text::{clean_line, fold};

/// A level that was seen so long ago should be looked at again.
const STALE: Months = Months::new(12);

/// What a profile asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub profile: Profile,
    /// Each skill and the level from 1 to 5 at which it is asked for, in the order of their names.
    pub skills: Vec<(String, u8)>,
    pub targets: BTreeMap<FigureId, Target>,
}

impl Asked {
    /// What the settings say of a profile; `None` where they say nothing.
    pub fn by(profile: Profile, asked: &[Asked]) -> Option<&Asked> {
        asked.iter().find(|one| one.profile == profile)
    }
}

/// A skill of somebody beside what is asked of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub skill: String,
    /// The level that is asked for; 0 where nobody asks for it.
    pub asked: u8,
    /// The profile that asks for it, the one that asks most; of equals the first.
    pub by: Option<Profile>,
    /// The level that they have; 0 where nobody has said so.
    pub has: u8,
    /// The day on which that was seen.
    pub on: Option<NaiveDate>,
    /// It was seen more than a year ago.
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

    /// How many levels are missing; 0 where what is asked for is there.
    pub fn gap(&self) -> u8 {
        self.asked.saturating_sub(self.has)
    }

    /// It was seen, and is less than what is asked for.
    pub fn is_short(&self) -> bool {
        self.has > 0 && self.gap() > 0
    }

    /// It is asked for, and nobody has said yet how well they can do it.
    pub fn is_unseen(&self) -> bool {
        self.has == 0 && self.asked > 0
    }
}

/// How many skills fall short of what is asked, and how many that are asked for nobody has seen yet.
pub fn missing(card: &[Held]) -> (usize, usize) {
    let count = |is: fn(&Held) -> bool| card.iter().filter(|held| is(held)).count();
    (count(Held::is_short), count(Held::is_unseen))
}

/// Whether what was seen on a day has to be looked at again: after a year, to the day.
pub fn is_stale(on: NaiveDate, today: NaiveDate) -> bool {
    on.checked_add_months(STALE).is_some_and(|until| until < today)
}

/// What one profile asks of a person, in the order in which it asks, and what they have of it.
pub fn gaps(person: &Person, asked: &Asked, today: NaiveDate) -> Vec<Held> {
    let held = |(name, level): &(String, u8)| Held::of(name, Some((*level, asked.profile)), person.skill(name), today);
    asked.skills.iter().map(held).collect()
}

/// The highest level at which a skill is asked for, and by which profile.
type Most = Option<(u8, Profile)>;

/// Everything that a person can do or is asked for by their profiles: the widest gaps first, then by name.
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

/// Somebody who could take on a profile that they do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    pub person: PersonId,
    /// It is the profile that they are to hold one day.
    pub aims: bool,
    /// What they lack, the widest gaps first.
    pub lacks: Vec<Held>,
}

impl Successor {
    /// How many levels they lack in all.
    pub fn levels(&self) -> u32 {
        self.lacks.iter().map(|held| u32::from(held.gap())).sum()
    }
}

/// Who could cover a profile next: those who are to hold it one day first, then those who lack the fewest levels, then
/// the fewest skills, then by name. Who holds it already is not among them, nor who is only known from a foreign file.
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
    /// The highest level at which a profile asks for it; 0 where none does.
    pub asked: u8,
    /// Those who have it at that level, or at all where no profile asks for it; by number.
    pub able: Vec<PersonId>,
    /// How many have it at any level.
    pub seen: usize,
}

impl Reach {
    /// It is asked for, and rests on one person alone.
    pub fn is_on_one(&self) -> bool {
        self.asked > 0 && self.able.len() == 1
    }

    /// It is asked for, and of those who were looked at nobody has it at that level.
    pub fn is_on_nobody(&self) -> bool {
        self.asked > 0 && self.able.is_empty() && self.seen > 0
    }

    /// It is asked for, and nobody has said yet how well anybody can do it.
    pub fn is_unseen(&self) -> bool {
        self.asked > 0 && self.seen == 0
    }
}

/// Every skill that a profile asks for or somebody has, and who has it: those that are asked for first, then by name.
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

/// What is wrong with skills as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// A skill without a level, or with one that is not from 1 to 5.
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

/// Skills as they are typed: `product knowledge 3, empathy 4`.
///
/// # Errors
/// Every mistake, in the order of the text.
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
