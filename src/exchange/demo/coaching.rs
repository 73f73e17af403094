//! Coaching data of the demo: the lead's notes, trainings and QA reviews.
//!
//! Some of it is overdue, so that the lists of due items are not empty.

use chrono::{Days, NaiveDate, TimeDelta};
use fastrand::Rng;

use super::context::DemoContext;
use super::rng::{RngStream, duration_between, stream, with_probability};
use super::team::{self, LEAD, MENTOR, NEWCOMER, ROLE_COUNT};
use crate::engine::quality::review_queue::review_queue;
use crate::engine::quality::sampling::SolvedWeek;
use crate::model::coaching::NoteKind::{
    self, Coaching, Feedback, Incident, Note, OneOnOne, Recognition, Review as Quarterly,
};
use crate::model::coaching::{PersonNote, Training, TrainingCompletion};
use crate::model::person::{Author, Profile};
use crate::model::record::Record;
use crate::model::review::{Review, ReviewMark, SamplingConfig};
use crate::model::scorecard::{Scorecard, ScorecardItem, scorecard_for};

/// The roles of QA reviewers.
const REVIEWERS: [usize; 3] = [LEAD, 4, MENTOR];

const ONE_ON_ONE_TEXT: &str = "How the week went, what is in the way, what comes next.";

/// The lead's notes: days ago, role, kind, text.
const NOTES: [(u64, usize, NoteKind, &str); 17] = [
    (34, 4, Note, "Answers fastest of all and with care. Wants to coach: let her review two answers a week with me."),
    (
        9,
        NEWCOMER,
        Note,
        "Settles in well. Unsure with process cases; sits with the deputy on Tuesdays until the end of the month.",
    ),
    (
        5,
        2,
        Coaching,
        "Two answers about invoices left the second question open. Read the whole message before answering.",
    ),
    (
        2,
        NEWCOMER,
        Coaching,
        "Promised a refund date that the bank decides. Say when we look again, not when it arrives.",
    ),
    (1, 9, Coaching, "Closed a delivery ticket without telling the customer. Show the checklist once more."),
    (12, 11, Coaching, "Too short with a customer who was upset: name what went wrong before the solution."),
    (20, 1, Coaching, "Hand on calls with a note of what was tried; the next one began anew."),
    (7, 1, Recognition, "Stayed an hour for a caller whose shop was down, and wrote the way around for everybody."),
    (16, 4, Recognition, "Her answer on the customs forms is now the team’s template."),
    (28, 4, Recognition, "Took three of the trainee’s hardest tickets without a word."),
    (41, 8, Recognition, "Found the cause of the double bookings from four tickets."),
    (
        18,
        3,
        Feedback,
        "Explains causes so that the front line can use them; could say earlier that something will take days.",
    ),
    (25, LEAD, Feedback, "Would like the roster a week earlier, and fewer meetings on Mondays."),
    (
        30,
        5,
        Incident,
        "A customer’s address stood in an answer to another. Told both, written up; training done again.",
    ),
    (98, 2, Quarterly, "Numbers dip since spring; more invoices than before. Agreed: data course, fewer late shifts."),
    (36, 1, Quarterly, "Strong quarter. Wants senior agent by summer: product knowledge first."),
    (52, 4, Quarterly, "Ready to lead a squad for a month. Coach with me until then."),
];

/// Days since the last two 1:1s per role; none with the lead.
const ONE_ON_ONES: [&[u64]; ROLE_COUNT] = [
    &[],
    &[4, 18],
    &[23, 37],
    &[10, 24],
    &[6, 20],
    &[13, 27],
    &[2, 16],
    &[9, 16],
    &[17, 31],
    &[12, 26],
    &[30],
    &[14, 28],
];

/// Role and days since the quarterly review, for roles without one in [`NOTES`]; the newcomer's first is due.
const QUARTERLY_REVIEWS: [(usize, u64); 7] = [(3, 61), (5, 83), (6, 20), (8, 74), (9, 45), (10, 110), (11, 30)];

fn note(part: usize, kind: NoteKind, on: NaiveDate, body: &str) -> PersonNote {
    let author = Author { person: Some(team::person_id(LEAD)), login: "demo".into() };
    PersonNote { kind, ..PersonNote::plain(team::person_id(part), on, author, body) }
}

/// The lead's notes on people.
fn notes(today: NaiveDate) -> impl Iterator<Item = PersonNote> {
    let ago = move |days: u64| today - Days::new(days);
    let individual = NOTES.into_iter().map(move |(days, part, kind, body)| PersonNote {
        // Older feedback was delivered within two days; the first three are still due.
        given: (kind == Coaching && days > 10).then(|| ago(days - 2)),
        from: match (kind, part) {
            (Feedback, LEAD) => Some(team::person_id(9)),
            (Feedback, _) => Some(team::person_id(1)),
            _ => None,
        },
        ..note(part, kind, ago(days), body)
    });
    let talks = ONE_ON_ONES
        .iter()
        .enumerate()
        .flat_map(move |(part, days)| days.iter().map(move |days| note(part, OneOnOne, ago(*days), ONE_ON_ONE_TEXT)));
    let reviews = QUARTERLY_REVIEWS.into_iter().map(move |(part, days)| {
        note(part, Quarterly, ago(days), "The quarter against its goals, and what the next one is for.")
    });
    individual.chain(talks).chain(reviews)
}

/// Name, place, validity in days, profile, and days since completion per role.
type CourseEntry = (&'static str, &'static str, Option<u32>, Option<Profile>, [Option<u64>; ROLE_COUNT]);

#[rustfmt::skip]
const COURSES: [CourseEntry; 4] = [
    ("Customer data and privacy", "https://learn.desk.example/privacy", Some(365), None,
     [Some(200), Some(340), Some(180), Some(370), Some(90), Some(26), Some(120), Some(80), Some(355), Some(140), Some(60), Some(210)]),
    ("De-escalation", "Room 2, with Lan", Some(730), Some(Profile::CustomerChampion),
     [None, Some(400), Some(300), Some(500), Some(410), Some(150), Some(380), None, Some(290), Some(45), None, Some(720)]),
    ("Finding causes", "https://learn.desk.example/causes", None, Some(Profile::FieldExpert),
     [None, Some(30), None, Some(600), None, None, None, None, Some(500), None, None, Some(250)]),
    ("Reviewing answers", "With the deputy, an afternoon", None, Some(Profile::QualityController),
     [Some(700), None, None, None, Some(33), None, Some(300), None, None, None, None, None]),
];

/// Notes and trainings of a team.
pub fn coaching_records(people: usize, today: NaiveDate) -> impl Iterator<Item = Record> {
    let courses = COURSES.iter().map(|(name, place, valid_days, profile, _)| {
        let profiles = profile.iter().copied().collect();
        let (name, place) = ((*name).into(), Some((*place).into()));
        Record::Training(Training { name, place, valid_days: *valid_days, profiles })
    });
    let done = (1..).zip(&COURSES).flat_map(move |(training, (.., done))| {
        (0..people).filter_map(move |person| {
            let on = today - Days::new(done[person % ROLE_COUNT]?);
            Some(Record::Trained(TrainingCompletion { person: team::person_id(person), training, on }))
        })
    });
    notes(today).map(Record::Note).chain(courses).chain(done)
}

/// Review comments by score, lowest first.
const COMMENTS: [&[&str]; 3] = [
    &["The question was another one. Please read it with me.", "The promise cannot be kept by us; say what we can do."],
    &["Good start; the date of the next step is missing.", "Right, but hard to read: two long sentences.", ""],
    &["Nothing to add.", "One for the collection of good answers.", "", ""],
];

/// Reviews of the samples: most of last week's, and the first of this week's.
pub fn reviews(weeks: &[SolvedWeek], cards: &[Scorecard], how: &SamplingConfig, scene: &DemoContext) -> Vec<Review> {
    let mut reviews = Vec::new();
    let newest = weeks.iter().map(|week| week.monday).max();
    for entry in review_queue(weeks, &[], how) {
        let work = entry.ticket;
        let mut rng = stream(scene.seed, RngStream::Reviews, work.ticket.0.unsigned_abs());
        let odds = if Some(entry.monday) == newest { 0.35 } else { 0.92 };
        let Some(card) = scorecard_for(cards, work.channel.as_deref(), work.category.as_deref()) else { continue };
        if !with_probability(&mut rng, odds) {
            continue;
        }
        let readers: Vec<usize> = REVIEWERS.into_iter().filter(|part| team::person_id(*part) != work.agent).collect();
        let first = rng.usize(..readers.len());
        let both = entry.needs_second_review && with_probability(&mut rng, 0.75);
        let marks = marks(card, work.has_bad_rating, &mut rng);
        for (nth, reader) in [first, (first + 1) % readers.len()].into_iter().take(1 + usize::from(both)).enumerate() {
            let at = work.at + duration_between(&mut rng, TimeDelta::hours(5), TimeDelta::hours(30));
            let Some(at) = scene.schedule.next_at_work(readers[reader], at) else { continue };
            let marks = if nth == 0 { marks.clone() } else { second_opinion(&marks, &mut rng) };
            if at >= scene.now {
                continue;
            }
            let mut review = Review {
                ticket: work.ticket,
                agent: work.agent,
                reviewer: Author { person: Some(team::person_id(readers[reader])), login: "demo".into() },
                at,
                card: card.name.clone(),
                marks,
                comment: String::new(),
            };
            let comments = COMMENTS[match review.score() {
                Some(score) if score >= 0.9 => 2,
                Some(score) if score >= 0.6 => 1,
                _ => 0,
            }];
            review.comment = comments[rng.usize(..comments.len())].into();
            reviews.push(review);
        }
    }
    reviews.sort_by_key(|review| (review.at, review.ticket));
    reviews
}

fn marks(card: &Scorecard, bad: bool, rng: &mut Rng) -> Vec<ReviewMark> {
    let well = if bad { 0.55 } else { 0.84 };
    let mut mark = |item: &ScorecardItem| {
        let missed = if item.auto_fail { with_probability(rng, 0.03) } else { !with_probability(rng, well) };
        let points = if missed { rng.u32(..item.weight) } else { item.weight };
        let applies = item.auto_fail || item.weight > 1 || with_probability(rng, 0.9);
        item.mark(applies.then_some(points))
    };
    card.items.iter().map(&mut mark).collect()
}

/// A second reviewer's marks: mostly the same.
fn second_opinion(marks: &[ReviewMark], rng: &mut Rng) -> Vec<ReviewMark> {
    let anew = |mark: &ReviewMark| {
        let other = !mark.fatal && with_probability(rng, 0.2);
        let points = mark.points.map(|points| if points == mark.of { points - 1 } else { points + 1 });
        ReviewMark { points: if other { points } else { mark.points }, ..mark.clone() }
    };
    marks.iter().map(anew).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::coaching::{CoachingTaskKind, due_coaching_tasks};
    use crate::model::coaching::CoachingRules;
    use crate::model::ids::WithId;
    use crate::model::team::Team;

    #[test]
    fn something_of_every_kind_is_due_and_not_everything() {
        let today: NaiveDate = "2026-06-17".parse().unwrap();
        let mut team = Team::default();
        team.people.extend((0..ROLE_COUNT).map(|person| (team::person_id(person), team::person(person, today))));
        for (id, record) in (1..).zip(coaching_records(ROLE_COUNT, today)) {
            match record {
                Record::Note(it) => team.notes.push(WithId { id, it }),
                Record::Training(it) => team.trainings.push(WithId { id: team.trainings.len() as i64 + 1, it }),
                Record::Trained(it) => team.trained.push(WithId { id, it }),
                other => panic!("{other:?}"),
            }
        }
        for kind in NoteKind::ALL {
            assert!(team.notes.iter().any(|note| note.kind == kind), "{kind}");
        }
        assert!(team.notes.iter().all(|note| note.from != Some(note.person)));
        let due =
            due_coaching_tasks(&team, today, &CoachingRules { feedback_days: 3, one_on_one_days: 14, review_days: 90 });
        for owed in [CoachingTaskKind::OneOnOne.name(), CoachingTaskKind::Review.name(), "feedback", "training"] {
            assert!(due.iter().any(|due| due.kind.name() == owed && due.is_overdue(today)), "{owed}");
        }
        assert!(due.iter().any(|due| !due.is_overdue(today)));
        let calm = team.people.keys().filter(|id| !due.iter().any(|due| due.person == **id && due.is_overdue(today)));
        assert!(calm.count() >= 4, "{due:?}");
    }
}
