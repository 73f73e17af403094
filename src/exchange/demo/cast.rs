//! Who the people of the demo are: twelve parts, each with its profiles, its days off, its lunch and its temper.
//!
//! The parts are written so that a day's coverage comes out as it should (see [`super::rota`]). A larger team plays the
//! same twelve parts several times over, each squad with needs of its own; so what holds for one squad holds for all.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::chance::{Stream, chance, stream};
use super::words::{NAMES, Tongue};
use crate::domain::event::Author;
use crate::domain::handover::HandOver;
use crate::domain::person::{Person, PersonId, Profile, Skill};
use crate::domain::text::fold;
use crate::domain::time::Instant;
use Profile::{
    Analyst, CustomerChampion as Champion, FieldExpert as Expert, Operationalist, QualityController, Strategist,
};

/// How many parts there are, and so the smallest team.
pub const PARTS: usize = 12;

/// The part of the lead, who opens the demo.
pub const LEAD: usize = 0;
/// The part of the one who is sick today.
pub const ILL: usize = 5;
/// The part of the one who came late today; the others of the shift had enough seats filled.
pub const TARDY: usize = 2;
/// The part of the one who stands in on a day off.
pub const STANDS_IN: usize = 6;
/// The part of the one whose hours away leave the late shift without an expert.
pub const AWAY: usize = 8;

/// One part.
pub struct Part {
    pub profiles: (Profile, Profile),
    pub late: bool,
    /// The first of two days off, as days after today; they come again every week.
    pub rests: i64,
    /// When lunch begins, in minutes after the shift did. No two lunches of a shift meet.
    pub lunch: u32,
    title: &'static str,
    capacity: u32,
    temper: Temper,
}

/// How somebody works, on the average.
#[derive(Debug, Clone, Copy)]
pub struct Temper {
    /// How long they take, against the usual time.
    pub pace: f64,
    /// The share of their tickets that one reply settles.
    pub touch: f64,
    /// The share of their ratings that are 4 or 5 stars.
    pub charm: f64,
    /// How far the last 30 days have moved all that: above 0 for the better.
    pub drift: f64,
    /// How readily tickets are dealt to them, from 0 to 1.
    pub share: f64,
}

const fn temper(pace: f64, touch: f64, charm: f64, drift: f64, share: f64) -> Temper {
    Temper { pace, touch, charm, drift, share }
}

#[rustfmt::skip]
pub const CAST: [Part; PARTS] = [
    Part { profiles: (QualityController, Operationalist), late: false, rests: 5, lunch: 240, title: "Team lead",    capacity: 4,  temper: temper(1.3, 0.60, 0.90, 0.00, 0.15) },
    Part { profiles: (Champion, Expert),                  late: false, rests: 1, lunch: 180, title: "Agent",        capacity: 12, temper: temper(0.8, 0.74, 0.93, 0.10, 1.00) },
    Part { profiles: (Champion, Analyst),                 late: false, rests: 4, lunch: 300, title: "Agent",        capacity: 10, temper: temper(1.1, 0.66, 0.90, -0.14, 0.80) },
    Part { profiles: (Expert, Champion),                  late: false, rests: 2, lunch: 270, title: "Senior agent", capacity: 8,  temper: temper(1.7, 0.58, 0.90, 0.02, 0.75) },
    Part { profiles: (Champion, QualityController),       late: false, rests: 5, lunch: 210, title: "Senior agent", capacity: 10, temper: temper(0.6, 0.78, 0.95, 0.05, 0.85) },
    Part { profiles: (Champion, Expert),                  late: false, rests: 3, lunch: 330, title: "Agent",        capacity: 10, temper: temper(1.0, 0.68, 0.88, -0.04, 0.90) },
    Part { profiles: (Champion, QualityController),       late: true,  rests: 1, lunch: 180, title: "Deputy lead",  capacity: 8,  temper: temper(0.9, 0.70, 0.91, -0.05, 0.70) },
    Part { profiles: (Champion, Operationalist),          late: true,  rests: 3, lunch: 210, title: "Agent",        capacity: 10, temper: temper(1.0, 0.64, 0.86, 0.14, 1.00) },
    Part { profiles: (Expert, Champion),                  late: true,  rests: 5, lunch: 330, title: "Senior agent", capacity: 8,  temper: temper(1.4, 0.62, 0.92, 0.00, 0.75) },
    Part { profiles: (Operationalist, Champion),          late: true,  rests: 2, lunch: 240, title: "Agent",        capacity: 10, temper: temper(1.2, 0.60, 0.87, 0.04, 0.70) },
    Part { profiles: (Strategist, Analyst),               late: true,  rests: 4, lunch: 270, title: "Manager",      capacity: 3,  temper: temper(1.5, 0.62, 0.92, 0.00, 0.10) },
    Part { profiles: (Champion, Expert),                  late: true,  rests: 0, lunch: 300, title: "Agent",        capacity: 12, temper: temper(0.9, 0.72, 0.89, -0.02, 1.00) },
];

/// The largest team that the names suffice for.
pub fn most_people() -> usize {
    PARTS + NAMES.more.given.len() * NAMES.more.family.len()
}

/// The part that somebody plays.
pub fn part(person: usize) -> &'static Part {
    &CAST[person % PARTS]
}

/// The person's number in a new file.
pub fn id(person: usize) -> PersonId {
    PersonId(person as i64 + 1)
}

fn name(person: usize) -> String {
    match person.checked_sub(PARTS) {
        None => NAMES.team[person].clone(),
        Some(more) => {
            let (given, family) = (&NAMES.more.given, &NAMES.more.family);
            format!("{} {}", given[more % given.len()], family[(more / given.len() + more) % family.len()])
        }
    }
}

/// What each part can do, with the level; what is not named nobody has seen yet. Between them they leave the team with
/// nobody who teaches data, and with one person for decisions.
#[rustfmt::skip]
const SKILLS: [&[(&str, u8)]; PARTS] = [
    &[("clear writing", 5), ("coaching", 5), ("empathy", 4), ("process", 4), ("time management", 4), ("data", 3)],
    &[("empathy", 5), ("clear writing", 4), ("product knowledge", 4), ("patience", 4), ("diagnosis", 3)],
    &[("empathy", 4), ("clear writing", 4), ("product knowledge", 3), ("patience", 3), ("data", 4), ("logical thinking", 4)],
    &[("product knowledge", 5), ("diagnosis", 5), ("clear writing", 4), ("empathy", 4), ("patience", 3)],
    &[("empathy", 5), ("clear writing", 5), ("product knowledge", 4), ("patience", 5), ("coaching", 2)],
    &[("empathy", 4), ("clear writing", 3), ("product knowledge", 3), ("patience", 4), ("diagnosis", 2)],
    &[("empathy", 4), ("clear writing", 5), ("coaching", 4), ("product knowledge", 4), ("patience", 4), ("process", 3)],
    &[("empathy", 4), ("clear writing", 3), ("product knowledge", 2), ("patience", 3), ("process", 2)],
    &[("product knowledge", 5), ("diagnosis", 4), ("clear writing", 3), ("empathy", 4), ("patience", 4)],
    &[("process", 5), ("time management", 4), ("data", 4), ("empathy", 3), ("clear writing", 3), ("product knowledge", 3), ("patience", 4)],
    &[("decision making", 5), ("data", 4), ("leadership", 5), ("logical thinking", 4), ("clear writing", 4)],
    &[("empathy", 4), ("clear writing", 3), ("product knowledge", 5), ("patience", 3), ("diagnosis", 4)],
];

/// The newest part, and who helps them.
pub const NEWCOMER: usize = 7;
pub const MENTOR: usize = 6;
/// The part of whose skills one was seen more than a year ago.
const LONG_AGO: usize = 8;

/// What the deputy left when the desk closed: it waits for whoever opens the demo.
pub fn hand_over(closed: Instant) -> HandOver {
    let body = "\
# Hand-over · Late

## From me
- Parcels: the carrier answers again since 21:00. Four customers were promised a word this morning.
- Two callers were put through to us by the shop without their names; if they call again, please note who they are.
- The refund queue was empty at closing.
- Today the late shift has nobody for field expert while Ngọc is in training. Quân has said he could stay.
";
    HandOver {
        at: closed,
        author: Author { person: Some(id(MENTOR)), login: "demo".into() },
        shift: Some("Late".into()),
        body: body.into(),
        named: Vec::new(),
        acknowledged: None,
    }
}

/// What somebody can do, as it was seen some weeks ago.
fn skills(person: usize, today: NaiveDate) -> Vec<Skill> {
    let part = person % PARTS;
    let seen = |n: usize| match n {
        0 if part == LONG_AGO => 430,
        n if part == NEWCOMER => 12 + 11 * (n % 7) as u64,
        n => 12 + 23 * ((part + n) % 7) as u64,
    };
    let skill = |(n, (name, level)): (usize, &(&str, u8))| Skill {
        name: (*name).into(),
        level: *level,
        on: today - Days::new(seen(n)),
    };
    SKILLS[part].iter().enumerate().map(skill).collect()
}

/// Who is to hold which profile one day.
fn next_profile(part: usize) -> Option<Profile> {
    match part {
        4 => Some(Expert),
        6 => Some(Operationalist),
        9 => Some(Strategist),
        _ => None,
    }
}

/// Where somebody stands, and where they want to stand next.
fn path(part: usize) -> (&'static str, Option<&'static str>) {
    match CAST[part].title {
        "Agent" if part == NEWCOMER => ("trainee", Some("agent")),
        "Agent" => ("agent", Some("senior agent")),
        "Senior agent" => ("senior agent", (part == 4).then_some("team lead")),
        "Deputy lead" => ("deputy lead", Some("team lead")),
        "Manager" => ("manager", None),
        _ => ("team lead", Some("manager")),
    }
}

/// Everything that the file says of a person.
pub fn person(person: usize, today: NaiveDate) -> Person {
    let part = part(person);
    let name = name(person);
    let address = fold(&name).replace(' ', ".");
    let number = person % PARTS;
    let (level, target_level) = path(number);
    Person {
        primary: Some(part.profiles.0),
        second: Some(part.profiles.1),
        email: Some(format!("{address}@desk.example")),
        title: Some(part.title.into()),
        reports_to: (person != LEAD).then(|| id(LEAD)),
        languages: [Tongue::Vi, Tongue::En].map(|tongue| tongue.code().into()).into(),
        capacity: Some(part.capacity),
        weekly_minutes: Some(40 * 60),
        level: Some(level.into()),
        target_level: target_level.map(str::to_owned),
        mentor: (number == NEWCOMER).then(|| id(person - NEWCOMER + MENTOR)),
        mentor_since: (number == NEWCOMER).then(|| today - Days::new(95)),
        next_profile: next_profile(number),
        skills: skills(person, today),
        since: Some(today - Days::new(if number == NEWCOMER { 100 } else { 1_400 - 97 * number as u64 })),
        lead: number == LEAD,
        ..Person::named(name)
    }
}

/// How somebody works. The first twelve are as they are written; who plays a part after them is a little different.
pub fn temper_of(person: usize, seed: u64) -> Temper {
    let mut temper = part(person).temper;
    if person >= PARTS {
        let mut rng = stream(seed, Stream::Team, person as u64);
        let mut about = |value: f64, by: f64| value + (rng.f64() - 0.5) * by;
        temper.pace = about(temper.pace, 0.6).max(0.4);
        temper.touch = about(temper.touch, 0.16);
        temper.charm = about(temper.charm, 0.12).min(0.98);
        temper.drift = about(temper.drift, 0.2);
    }
    temper
}

/// A rating from 1 to 5 stars, of somebody whose ratings are good for the given share.
pub fn stars(rng: &mut Rng, charm: f64) -> u8 {
    match (chance(rng, charm), rng.u8(..100)) {
        (true, ..70) => 5,
        (true, _) => 4,
        (false, ..45) => 3,
        (false, 45..70) => 2,
        (false, _) => 1,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nobody_shares_a_name_however_large_the_team() {
        let names: BTreeSet<_> = (0..most_people()).map(name).collect();
        assert_eq!(names.len(), most_people());
    }

    #[test]
    fn everybody_can_do_something_and_what_is_missing_shows() {
        let today = "2026-06-17".parse().unwrap();
        for one in 0..PARTS * 2 {
            let person = person(one, today);
            assert!(person.skills.len() >= 5 && person.skills.iter().all(|skill| skill.on < today), "{}", person.name);
            let since = person.since.unwrap();
            assert!(person.skills.iter().all(|skill| since <= skill.on), "nobody was looked at before their first day");
            assert!(person.mentor.is_none_or(|mentor| mentor < id(one)), "whoever is named is in the file already");
        }
        let newest = person(NEWCOMER, today);
        assert!(newest.skill("product knowledge").unwrap().level < 3 && newest.mentor == Some(id(MENTOR)));
    }

    #[test]
    fn everybody_holds_two_profiles_and_one_leads() {
        let today = "2026-06-17".parse().unwrap();
        assert_eq!((0..PARTS).filter(|one| person(*one, today).lead).count(), 1);
        assert!(CAST.iter().all(|part| part.profiles.0 != part.profiles.1));
    }
}
