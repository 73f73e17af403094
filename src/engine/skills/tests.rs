//! Skill gaps, successors and team coverage on fixed cases.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-21";

fn person(name: &str, primary: Profile, skills: &[(&str, u8, &str)]) -> Person {
    let skill = |(name, level, on): &(&str, u8, &str)| Skill { name: (*name).into(), level: *level, on: day(on) };
    Person { primary: Some(primary), skills: skills.iter().map(skill).collect(), ..Person::with_name(name) }
}

fn asks(profile: Profile, skills: &[(&str, u8)]) -> ProfileExpectations {
    let skills = skills.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect();
    ProfileExpectations { profile, skills, targets: BTreeMap::new() }
}

fn expert() -> ProfileExpectations {
    asks(Profile::FieldExpert, &[("diagnosis", 4), ("product knowledge", 5)])
}

#[test]
fn a_gap_is_what_is_asked_less_what_is_there() {
    let minh =
        person("Minh", Profile::FieldExpert, &[("Product Knowledge", 3, "2026-10-01"), ("chess", 5, "2020-01-01")]);
    let all = profile_gaps(&minh, &expert(), day(TODAY));
    let shown: Vec<_> = all.iter().map(|held| (held.skill.as_str(), held.required, held.level, held.gap())).collect();
    assert_eq!(shown, [("diagnosis", 4, 0, 4), ("Product Knowledge", 5, 3, 2)]);
    assert_eq!((all[0].rated_on, all[0].stale), (None, false), "what nobody has seen is not stale");
    let card = skill_gaps(&minh, &[expert()], day(TODAY));
    let names: Vec<_> = card.iter().map(|held| held.skill.as_str()).collect();
    assert_eq!(names, ["diagnosis", "Product Knowledge", "chess"], "the widest gap first, what nobody asks for last");
    assert_eq!(count_gaps(&card), (1, 1), "one is short, one was never seen");
    assert!(card[2].stale && card[2].gap() == 0 && card[2].required_by.is_none());
}

#[test]
fn of_two_profiles_the_one_that_asks_more_counts() {
    let mut minh = person("Minh", Profile::CustomerChampion, &[("product knowledge", 4, TODAY)]);
    minh.second = Some(Profile::FieldExpert);
    let book = [expert(), asks(Profile::CustomerChampion, &[("Product knowledge", 3), ("empathy", 1)])];
    let card = skill_gaps(&minh, &book, day(TODAY));
    let product = card.iter().find(|held| fold(&held.skill) == "product knowledge").unwrap();
    assert_eq!((product.required, product.required_by, product.gap()), (5, Some(Profile::FieldExpert), 1));
    assert_eq!(card.len(), 3);
}

#[test]
fn a_level_is_stale_a_year_and_a_day_later() {
    for (on, stale) in [("2025-11-21", false), ("2025-11-20", true), ("2026-11-21", false)] {
        assert_eq!(is_stale(day(on), day(TODAY)), stale, "{on}");
    }
    assert!(!is_stale(day("2024-02-29"), day("2025-02-28")));
}

#[test]
fn who_is_to_follow_comes_before_who_is_nearest() {
    let mut far = person("Far", Profile::Analyst, &[]);
    far.next_profile = Some(Profile::FieldExpert);
    let people: BTreeMap<PersonId, Person> = [
        person("Holder", Profile::FieldExpert, &[]),
        person("Near", Profile::CustomerChampion, &[("diagnosis", 4, TODAY), ("product knowledge", 4, TODAY)]),
        far,
        person("Ready", Profile::CustomerChampion, &[("diagnosis", 5, TODAY), ("product knowledge", 5, TODAY)]),
        person("Few", Profile::CustomerChampion, &[("diagnosis", 4, TODAY), ("product knowledge", 2, TODAY)]),
        person("Many", Profile::CustomerChampion, &[("diagnosis", 2, TODAY), ("product knowledge", 4, TODAY)]),
        Person::with_name("Imported"),
    ]
    .into_iter()
    .zip(1..)
    .map(|(person, id)| (PersonId(id), person))
    .collect();
    let found = successors(&people, &expert(), day(TODAY));
    let shown: Vec<_> =
        found.iter().map(|one| (people[&one.person].name.as_str(), one.missing_levels(), one.gaps.len())).collect();
    assert_eq!(shown, [("Far", 9, 2), ("Ready", 0, 0), ("Near", 1, 1), ("Few", 3, 1), ("Many", 3, 2)]);
    assert!(found[0].is_next_profile && !found[1].is_next_profile);
    assert_eq!(found[4].gaps[0].skill, "diagnosis", "the widest gap first");
}

#[test]
fn what_rests_on_one_person_is_known() {
    let people: BTreeMap<PersonId, Person> = [
        person("A", Profile::FieldExpert, &[("diagnosis", 4, TODAY), ("sql", 2, TODAY)]),
        person("B", Profile::FieldExpert, &[("diagnosis", 3, TODAY), ("SQL", 1, TODAY)]),
    ]
    .into_iter()
    .zip(1..)
    .map(|(person, id)| (PersonId(id), person))
    .collect();
    let book = [expert(), asks(Profile::CustomerChampion, &[("diagnosis", 2)])];
    let all = skill_coverage(&people, &book);
    let one = |name: &str| all.iter().find(|reach| reach.skill == name).unwrap();
    assert_eq!((one("diagnosis").required, one("diagnosis").able.as_slice()), (4, &[PersonId(1)][..]));
    assert!(one("diagnosis").depends_on_one());
    assert!(
        one("product knowledge").is_unrated() && !one("product knowledge").nobody_qualifies(),
        "nobody was looked at"
    );
    let weak = person("C", Profile::FieldExpert, &[("product knowledge", 1, TODAY)]);
    let weak = skill_coverage(&BTreeMap::from([(PersonId(3), weak)]), &book);
    assert!(weak.iter().any(|reach| reach.skill == "product knowledge" && reach.nobody_qualifies()));
    let sql = one("sql");
    assert_eq!((sql.required, sql.able.len(), sql.depends_on_one()), (0, 2, false));
    assert_eq!(all.last().unwrap().skill, "sql", "what nobody asks for comes last");
}

#[test]
fn skills_are_typed_with_their_level_at_the_end() {
    assert_eq!(
        parse_skill_levels("product knowledge 3, Thấu cảm: 4;sql 1,"),
        Ok(vec![("product knowledge".into(), 3), ("Thấu cảm".into(), 4), ("sql".into(), 1)])
    );
    let wrong = parse_skill_levels("empathy, sql 6, 3, sql 2, SQL 3").unwrap_err();
    assert_eq!(
        wrong,
        [
            SkillInputError::MissingLevel("empathy".into()),
            SkillInputError::MissingLevel("sql 6".into()),
            SkillInputError::MissingSkill("3".into()),
            SkillInputError::Duplicate("SQL".into())
        ]
    );
    assert_eq!(parse_skill_levels(" "), Err(vec![SkillInputError::Empty]));
}

#[test]
fn a_skill_that_is_rated_again_stands_once() {
    let mut minh = person("Minh", Profile::Analyst, &[("SQL", 1, "2025-01-01")]);
    minh.set_skill("sql", 3, day(TODAY));
    minh.set_skill("charts", 2, day(TODAY));
    assert_eq!(minh.skills.len(), 2);
    assert_eq!((minh.skills[0].name.as_str(), minh.skills[0].level, minh.skills[0].on), ("SQL", 3, day(TODAY)));
    assert!(minh.remove_skill("Sql") && !minh.remove_skill("sql"));
}

proptest! {
    #[test]
    fn any_text_is_taken_or_refused(text in "([\\PC\n]| [0-9]|, ){0,40}") {
        if let Ok(skills) = parse_skill_levels(&text) {
            prop_assert!(skills.iter().all(|(name, level)| !name.trim().is_empty() && (1..=MAX_SKILL_LEVEL).contains(level)));
        }
    }
}
