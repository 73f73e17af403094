//! Due coaching tasks, derived from notes and trainings.

use super::*;
use crate::model::coaching::{Training, TrainingCompletion};
use crate::model::ids::WithId;
use crate::model::person::{Author, Profile};

const RULES: CoachingRules = CoachingRules { feedback_days: 3, one_on_one_days: 14, review_days: 90 };
const MINH: PersonId = PersonId(2);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-21")
}

fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

fn team() -> Team {
    let lead = Person { lead: true, primary: Some(Profile::Strategist), ..Person::with_name("Lan") };
    let minh = Person { primary: Some(Profile::CustomerChampion), since: Some(ago(100)), ..Person::with_name("Minh") };
    let people = [(PersonId(1), lead), (MINH, minh), (PersonId(3), Person::with_name("known from a file"))].into();
    Team { people, ..Team::default() }
}

fn note(id: i64, kind: NoteKind, on: NaiveDate) -> WithId<PersonNote> {
    let author = Author { person: Some(PersonId(1)), login: "desk".into() };
    WithId { id, it: PersonNote { kind, ..PersonNote::plain(MINH, on, author, "x") } }
}

fn with(notes: Vec<WithId<PersonNote>>) -> Team {
    Team { notes, ..team() }
}

fn owed(team: &Team) -> Vec<(CoachingTaskKind, i64)> {
    due_coaching_tasks(team, today(), &RULES)
        .into_iter()
        .map(|due| (due.kind, (due.due - today()).num_days()))
        .collect()
}

#[test]
fn the_clock_of_coaching_runs_from_the_behaviour_and_stops_when_it_is_said() {
    let mut one = note(1, NoteKind::Coaching, ago(2));
    assert_eq!(feedback_status(&one, &RULES), Some(FeedbackStatus::Due { by: today() + Days::new(1) }));
    let open = with(vec![one.clone(), note(2, NoteKind::Coaching, ago(9)), note(3, NoteKind::Note, ago(9))]);
    let feedback: Vec<_> = owed(&open).into_iter().filter(|(owed, _)| owed.name() == "feedback").collect();
    assert_eq!(feedback, [(CoachingTaskKind::Feedback { note: 2 }, -6), (CoachingTaskKind::Feedback { note: 1 }, 1)]);
    one.it.given = Some(today());
    assert_eq!(feedback_status(&one, &RULES), Some(FeedbackStatus::Delivered { after: 2 }));
    assert!(owed(&with(vec![one])).iter().all(|(owed, _)| owed.name() != "feedback"));
}

#[test]
fn talks_are_due_from_the_last_one_or_from_the_first_day() {
    let never = owed(&team());
    assert_eq!(
        never,
        [(CoachingTaskKind::OneOnOne, -86), (CoachingTaskKind::Review, -10)],
        "since they joined, and of nobody else"
    );
    let lately = with(vec![note(1, NoteKind::OneOnOne, ago(8)), note(2, NoteKind::Review, ago(40))]);
    assert_eq!(owed(&lately), [(CoachingTaskKind::OneOnOne, 6)]);
    let planned = with(vec![note(1, NoteKind::OneOnOne, today() + Days::new(3)), note(2, NoteKind::Review, ago(91))]);
    assert_eq!(
        owed(&planned),
        [(CoachingTaskKind::OneOnOne, -86), (CoachingTaskKind::Review, -1)],
        "what is to come has not been"
    );
    let mut unknown = team();
    unknown.people.get_mut(&MINH).unwrap().since = None;
    assert_eq!(owed(&unknown), [(CoachingTaskKind::OneOnOne, 0), (CoachingTaskKind::Review, 0)]);
}

#[test]
fn trainings_are_lacking_expire_and_are_for_some_alone() {
    let training = |id, valid_days, profiles: &[Profile]| WithId {
        id,
        it: Training { name: format!("{id}"), place: None, valid_days, profiles: profiles.into() },
    };
    let done = |training, days| WithId { id: 0, it: TrainingCompletion { person: MINH, training, on: ago(days) } };
    let mut team = team();
    team.trainings = vec![
        training(1, None, &[]),
        training(2, Some(365), &[Profile::CustomerChampion]),
        training(3, Some(30), &[]),
        training(4, None, &[Profile::Analyst]),
        training(5, Some(10), &[]),
    ];
    team.trained = vec![done(1, 900), done(2, 350), done(3, 31), done(3, 60)];
    let stands: Vec<_> =
        required_trainings(&team, MINH, today()).into_iter().map(|(id, _, learnt)| (id, learnt)).collect();
    assert_eq!(
        stands,
        [
            (1, TrainingStatus::Valid(None)),
            (2, TrainingStatus::Expiring(today() + Days::new(15))),
            (3, TrainingStatus::Expired(today())),
            (5, TrainingStatus::Missing)
        ]
    );
    let care = coaching_status(&team, MINH, today(), &RULES);
    assert_eq!((care.missing_trainings, care.expiring_trainings), (2, 1));
    assert!(
        !due_coaching_tasks(&team, today(), &RULES).iter().any(|due| due.person == PersonId(3)),
        "nobody's from a file"
    );
    // A completion on the day of expiry counts.
    team.trained.push(done(3, 0));
    assert_eq!(
        training_status(&team, MINH, 3, today()),
        (Some(today()), TrainingStatus::Expiring(today() + Days::new(30)))
    );
}

#[test]
fn recognition_counts_for_a_quarter() {
    let all = [0, 90, 91].map(|days| note(days as i64, NoteKind::Recognition, ago(days)));
    assert_eq!(coaching_status(&with(all.into()), MINH, today(), &RULES).recognitions, 2);
}

#[test]
fn kinds_are_read_as_they_are_typed_and_old_notes_are_plain() {
    for kind in NoteKind::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
    }
    assert_eq!(("1:1".parse(), "praise".parse::<NoteKind>().is_err()), (Ok(NoteKind::OneOnOne), true));
    assert_eq!("rev".parse(), Ok(NoteKind::Review));
    assert!("re".parse::<NoteKind>().is_err(), "review, recognition");
    let old = r#"{"person":2,"on":"2026-11-01","author":{"person":1,"login":"desk"},"body":"x"}"#;
    let note: PersonNote = serde_json::from_str(old).unwrap();
    assert_eq!((note.kind, note.given, note.from, note.ticket), (NoteKind::Note, None, None, None));
    assert_eq!(serde_json::to_string(&note).unwrap(), old, "and are written as they were");
}
