//! The people of the demo: twelve roles with profiles, days off, lunch time and persona.
//!
//! The roles give a fixed daily coverage (see [`super::schedule`]). A larger team repeats them; each squad of twelve
//! has its own requirements, so coverage is the same.

use Profile::{
    Analyst, CustomerChampion as Champion, FieldExpert as Expert, Operationalist, QualityController, Strategist,
};
use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::rng::{RngStream, stream, with_probability};
use super::texts::{CustomerLanguage, NAMES};
use crate::model::handover::HandOver;
use crate::model::ids::PersonId;
use crate::model::person::{Author, Person, Profile, Skill};
use crate::model::text::fold;
use crate::model::time::Instant;

/// Number of roles, and so the minimum team size.
pub const ROLE_COUNT: usize = 12;

/// The lead, who opens the demo.
pub const LEAD: usize = 0;
/// Sick today.
pub const SICK_TODAY: usize = 5;
/// Late today, while enough others of the shift were present.
pub const LATE_TODAY: usize = 2;
/// Works an extra shift on a day off.
pub const STAND_IN: usize = 6;
/// In training today, which leaves the late shift without an expert.
pub const IN_TRAINING: usize = 8;

/// One role.
pub struct DemoRole {
    pub profiles: (Profile, Profile),
    pub on_late_shift: bool,
    /// First of two days off per week, in days after today.
    pub days_off_start: i64,
    /// Start of lunch, in minutes after the shift's start. Lunches of a shift do not overlap.
    pub lunch: u32,
    title: &'static str,
    capacity: u32,
    persona: Persona,
}

/// Average working style.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    /// Relative duration of work (1 = usual).
    pub pace: f64,
    /// Share of tickets solved with one reply.
    pub one_touch_rate: f64,
    /// Share of ratings with 4 or 5 stars.
    pub good_rating_rate: f64,
    /// Change over the last 30 days; positive is better.
    pub trend: f64,
    /// Relative share of assigned tickets, 0 to 1.
    pub assignment_share: f64,
}

const fn persona(pace: f64, touch: f64, charm: f64, drift: f64, share: f64) -> Persona {
    Persona { pace, one_touch_rate: touch, good_rating_rate: charm, trend: drift, assignment_share: share }
}

#[rustfmt::skip]
pub const ROLES: [DemoRole; ROLE_COUNT] = [
    DemoRole { profiles: (QualityController, Operationalist), on_late_shift: false, days_off_start: 5, lunch: 240, title: "Team lead",    capacity: 4,  persona: persona(1.3, 0.60, 0.90, 0.00, 0.15) },
    DemoRole { profiles: (Champion, Expert),                  on_late_shift: false, days_off_start: 1, lunch: 180, title: "Agent",        capacity: 12, persona: persona(0.8, 0.74, 0.93, 0.10, 1.00) },
    DemoRole { profiles: (Champion, Analyst),                 on_late_shift: false, days_off_start: 4, lunch: 300, title: "Agent",        capacity: 10, persona: persona(1.1, 0.66, 0.90, -0.14, 0.80) },
    DemoRole { profiles: (Expert, Champion),                  on_late_shift: false, days_off_start: 2, lunch: 270, title: "Senior agent", capacity: 8,  persona: persona(1.7, 0.58, 0.90, 0.02, 0.75) },
    DemoRole { profiles: (Champion, QualityController),       on_late_shift: false, days_off_start: 5, lunch: 210, title: "Senior agent", capacity: 10, persona: persona(0.6, 0.78, 0.95, 0.05, 0.85) },
    DemoRole { profiles: (Champion, Expert),                  on_late_shift: false, days_off_start: 3, lunch: 330, title: "Agent",        capacity: 10, persona: persona(1.0, 0.68, 0.88, -0.04, 0.90) },
    DemoRole { profiles: (Champion, QualityController),       on_late_shift: true,  days_off_start: 1, lunch: 180, title: "Deputy lead",  capacity: 8,  persona: persona(0.9, 0.70, 0.91, -0.05, 0.70) },
    DemoRole { profiles: (Champion, Operationalist),          on_late_shift: true,  days_off_start: 3, lunch: 210, title: "Agent",        capacity: 10, persona: persona(1.0, 0.64, 0.86, 0.14, 1.00) },
    DemoRole { profiles: (Expert, Champion),                  on_late_shift: true,  days_off_start: 5, lunch: 330, title: "Senior agent", capacity: 8,  persona: persona(1.4, 0.62, 0.92, 0.00, 0.75) },
    DemoRole { profiles: (Operationalist, Champion),          on_late_shift: true,  days_off_start: 2, lunch: 240, title: "Agent",        capacity: 10, persona: persona(1.2, 0.60, 0.87, 0.04, 0.70) },
    DemoRole { profiles: (Strategist, Analyst),               on_late_shift: true,  days_off_start: 4, lunch: 270, title: "Manager",      capacity: 3,  persona: persona(1.5, 0.62, 0.92, 0.00, 0.10) },
    DemoRole { profiles: (Champion, Expert),                  on_late_shift: true,  days_off_start: 0, lunch: 300, title: "Agent",        capacity: 12, persona: persona(0.9, 0.72, 0.89, -0.02, 1.00) },
];

/// The largest team with distinct names.
pub fn max_people() -> usize {
    ROLE_COUNT + NAMES.more.given.len() * NAMES.more.family.len()
}

/// A person's role.
pub fn role_of(person: usize) -> &'static DemoRole {
    &ROLES[person % ROLE_COUNT]
}

/// The person's id in a new file.
pub fn person_id(person: usize) -> PersonId {
    PersonId(person as i64 + 1)
}

fn name(person: usize) -> String {
    match person.checked_sub(ROLE_COUNT) {
        None => NAMES.team[person].clone(),
        Some(more) => {
            let (given, family) = (&NAMES.more.given, &NAMES.more.family);
            format!("{} {}", given[more % given.len()], family[(more / given.len() + more) % family.len()])
        }
    }
}

/// Skill levels by role; others are not rated yet. The team has nobody who can teach data, and one person only for
/// decision making.
#[rustfmt::skip]
const SKILLS: [&[(&str, u8)]; ROLE_COUNT] = [
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

/// The newcomer and their mentor.
pub const NEWCOMER: usize = 7;
pub const MENTOR: usize = 6;
/// Has one skill that was rated more than a year ago.
const STALE_SKILL: usize = 8;

/// The deputy's hand-over of last night, not acknowledged yet.
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
        author: Author { person: Some(person_id(MENTOR)), login: "demo".into() },
        shift: Some("Late".into()),
        body: body.into(),
        named: Vec::new(),
        acknowledged: None,
    }
}

/// A person's skills, rated some weeks ago.
fn skills(person: usize, today: NaiveDate) -> Vec<Skill> {
    let part = person % ROLE_COUNT;
    let seen = |n: usize| match n {
        0 if part == STALE_SKILL => 430,
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

/// The profile that a role is being developed for.
fn next_profile(part: usize) -> Option<Profile> {
    match part {
        4 => Some(Expert),
        6 => Some(Operationalist),
        9 => Some(Strategist),
        _ => None,
    }
}

/// Current and target level.
fn career_path(part: usize) -> (&'static str, Option<&'static str>) {
    match ROLES[part].title {
        "Agent" if part == NEWCOMER => ("trainee", Some("agent")),
        "Agent" => ("agent", Some("senior agent")),
        "Senior agent" => ("senior agent", (part == 4).then_some("team lead")),
        "Deputy lead" => ("deputy lead", Some("team lead")),
        "Manager" => ("manager", None),
        _ => ("team lead", Some("manager")),
    }
}

/// The complete record of a person.
pub fn person(person: usize, today: NaiveDate) -> Person {
    let part = role_of(person);
    let name = name(person);
    let address = fold(&name).replace(' ', ".");
    let number = person % ROLE_COUNT;
    let (level, target_level) = career_path(number);
    Person {
        primary: Some(part.profiles.0),
        second: Some(part.profiles.1),
        email: Some(format!("{address}@desk.example")),
        title: Some(part.title.into()),
        reports_to: (person != LEAD).then(|| person_id(LEAD)),
        languages: [CustomerLanguage::Vi, CustomerLanguage::En].map(|tongue| tongue.code().into()).into(),
        capacity: Some(part.capacity),
        weekly_minutes: Some(40 * 60),
        level: Some(level.into()),
        target_level: target_level.map(str::to_owned),
        mentor: (number == NEWCOMER).then(|| person_id(person - NEWCOMER + MENTOR)),
        mentor_since: (number == NEWCOMER).then(|| today - Days::new(95)),
        next_profile: next_profile(number),
        skills: skills(person, today),
        since: Some(today - Days::new(if number == NEWCOMER { 100 } else { 1_400 - 97 * number as u64 })),
        lead: number == LEAD,
        ..Person::with_name(name)
    }
}

/// A person's persona. The first twelve are as defined; later ones vary slightly.
pub fn persona_of(person: usize, seed: u64) -> Persona {
    let mut temper = role_of(person).persona;
    if person >= ROLE_COUNT {
        let mut rng = stream(seed, RngStream::Team, person as u64);
        let mut about = |value: f64, by: f64| value + (rng.f64() - 0.5) * by;
        temper.pace = about(temper.pace, 0.6).max(0.4);
        temper.one_touch_rate = about(temper.one_touch_rate, 0.16);
        temper.good_rating_rate = about(temper.good_rating_rate, 0.12).min(0.98);
        temper.trend = about(temper.trend, 0.2);
    }
    temper
}

/// Random stars from 1 to 5; `charm` is the share of 4 and 5.
pub fn random_stars(rng: &mut Rng, good_rating_rate: f64) -> u8 {
    match (with_probability(rng, good_rating_rate), rng.u8(..100)) {
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
        let names: BTreeSet<_> = (0..max_people()).map(name).collect();
        assert_eq!(names.len(), max_people());
    }

    #[test]
    fn everybody_can_do_something_and_what_is_missing_shows() {
        let today = "2026-06-17".parse().unwrap();
        for one in 0..ROLE_COUNT * 2 {
            let person = person(one, today);
            assert!(person.skills.len() >= 5 && person.skills.iter().all(|skill| skill.on < today), "{}", person.name);
            let since = person.since.unwrap();
            assert!(person.skills.iter().all(|skill| since <= skill.on), "nobody was looked at before their first day");
            assert!(
                person.mentor.is_none_or(|mentor| mentor < person_id(one)),
                "whoever is named is in the file already"
            );
        }
        let newest = person(NEWCOMER, today);
        assert!(newest.skill("product knowledge").unwrap().level < 3 && newest.mentor == Some(person_id(MENTOR)));
    }

    #[test]
    fn everybody_holds_two_profiles_and_one_leads() {
        let today = "2026-06-17".parse().unwrap();
        assert_eq!((0..ROLE_COUNT).filter(|one| person(*one, today).lead).count(), 1);
        assert!(ROLES.iter().all(|part| part.profiles.0 != part.profiles.1));
    }
}
