//! Survey import: matches answers with tickets and known answers, and plans the changes.

use std::collections::{BTreeSet, HashMap};

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::Edit;
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::survey::{Blame, Scale, Survey, SurveyKind};
use crate::model::text::{clean, fold};
use crate::model::ticket::Source;
use crate::model::ticket::rating::Score;
use crate::model::time::Instant;

/// An answer as read from a file; tickets, people and customers are not resolved yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    pub line: u64,
    /// Answer ID in the file.
    pub id: String,
    pub kind: SurveyKind,
    /// `None` if unanswered.
    pub score: Option<u8>,
    pub scale: Scale,
    /// Time of the answer, else of the request.
    pub at: Instant,
    pub customer: Option<Customer>,
    pub ticket: Option<String>,
    pub agent: Option<String>,
    pub about: Option<String>,
    pub comment: Option<String>,
    pub cause: Option<Blame>,
}

/// The ticket an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    pub customer: Option<CustomerId>,
    pub assignee: Option<PersonId>,
    /// Its answers from the same source, by their ID there.
    pub rated: HashMap<String, Rated>,
    /// Dissatisfaction driver that somebody here recorded.
    pub blame: Option<Blame>,
}

/// A rating as imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    pub score: Score,
    pub at: Instant,
    pub comment: String,
}

/// Existing data that answers are matched with.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Answers from the same source, by their ID there.
    pub surveys: HashMap<String, Numbered<Survey>>,
    /// Tickets by their ID in the file.
    pub tickets: HashMap<String, (TicketId, About)>,
    /// Team members by folded name.
    pub people: HashMap<String, PersonId>,
}

/// Planned changes and rejected answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    pub changes: Vec<Change>,
    pub added: usize,
    /// Ticket ratings among those added.
    pub rated: usize,
    /// Answers whose content changed.
    pub updated: usize,
    pub same: usize,
    pub refused: Vec<(u64, String)>,
    /// Agents named in the file who are not in the team; they get no credit.
    pub strangers: BTreeSet<String>,
}

/// Plans the import of answers from the source `name`.
pub fn plan(answers: Vec<Answered>, known: &Known, name: &str) -> Plan {
    let mut plan = Plan::default();
    for answer in answers {
        plan.take(answer, known, name);
    }
    plan
}

impl Plan {
    fn take(&mut self, answer: Answered, known: &Known, name: &str) {
        let about = match &answer.ticket {
            None => None,
            Some(ticket) => match known.tickets.get(ticket) {
                Some(found) => Some(found),
                None => {
                    let why = format!("there is no ticket {ticket}; import the tickets first, or leave the number out");
                    return self.refused.push((answer.line, why));
                }
            },
        };
        let source = Source { name: name.to_owned(), id: answer.id.clone() };
        let agent = answer.agent.as_ref().filter(|agent| !agent.trim().is_empty());
        let credit = agent.and_then(|agent| known.people.get(&fold(agent.trim()))).copied();
        if let (Some(agent), None) = (agent, credit) {
            self.strangers.insert(agent.trim().to_owned());
        }
        if let (SurveyKind::Csat, Some((ticket, about))) = (answer.kind, about) {
            match answer.score {
                Some(score) => return self.rate(*ticket, about, answer, score, source, known),
                // An older export does not remove a later answer.
                None if about.rated.contains_key(&answer.id) => {
                    self.same += 1;
                    return;
                }
                None => {}
            }
        }
        let survey = Survey {
            kind: answer.kind,
            at: answer.at,
            score: answer.score,
            scale: answer.scale,
            customer: about.and_then(|(_, about)| about.customer),
            ticket: about.map(|(ticket, _)| *ticket),
            credit: credit.or(about.and_then(|(_, about)| about.assignee)),
            about: answer.about,
            comment: answer.comment,
            cause: answer.cause,
            source: Some(source),
        };
        match known.surveys.get(&answer.id) {
            None => {
                self.added += 1;
                self.changes.push(match answer.customer.filter(|_| survey.customer.is_none()) {
                    Some(customer) => Change::SurveyOf { customer, survey },
                    None => Change::Add(Record::Survey(survey)),
                });
            }
            Some(before) => self.renew(before, survey),
        }
    }

    /// A ticket rating; replaces the survey stored while it was unanswered.
    fn rate(&mut self, ticket: TicketId, about: &About, answer: Answered, score: u8, source: Source, known: &Known) {
        let score = Score { score, out_of: answer.scale.to };
        let rated = Rated { score, at: answer.at, comment: clean(&answer.comment.unwrap_or_default()).into_owned() };
        let (before, asked) = (about.rated.get(&answer.id), known.surveys.get(&answer.id));
        // A driver recorded here takes precedence.
        let cause = answer.cause.or(asked.and_then(|asked| asked.cause));
        let cause = cause.filter(|_| about.blame.is_none() && !score.satisfied());
        let same = before == Some(&rated);
        if same && asked.is_none() && cause.is_none() {
            self.same += 1;
            return;
        }
        if !same {
            let Rated { score, at, comment } = rated;
            self.changes.push(Change::Rate { ticket, score, at, source, comment });
        }
        let gone = asked.map(|asked| Change::Replace { kind: RecordKind::Survey, id: asked.id, record: None });
        let blamed = cause.map(|cause| Change::Edit { ticket, edit: Edit::Dissatisfied(Some(cause)) });
        self.changes.extend(gone.into_iter().chain(blamed));
        match (before, asked) {
            (None, None) => (self.added, self.rated) = (self.added + 1, self.rated + 1),
            _ => self.updated += 1,
        }
    }

    /// A known answer: values set here take precedence.
    fn renew(&mut self, before: &Numbered<Survey>, survey: Survey) {
        let survey = Survey {
            customer: before.customer.or(survey.customer),
            credit: before.credit.or(survey.credit),
            cause: before.cause.or(survey.cause),
            // Times have millisecond precision, like the stored answer's.
            ..survey
        };
        if survey == before.it {
            self.same += 1;
            return;
        }
        self.updated += 1;
        let record = Some(Record::Survey(survey));
        self.changes.push(Change::Replace { kind: RecordKind::Survey, id: before.id, record });
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::survey_import::*;
    use crate::model::time::from_millis;

    fn answer(id: &str, kind: SurveyKind, score: Option<u8>) -> Answered {
        Answered {
            line: 2,
            id: id.into(),
            kind,
            score,
            scale: kind.scale(),
            at: from_millis(60_000).unwrap(),
            customer: None,
            ticket: None,
            agent: None,
            about: None,
            comment: None,
            cause: None,
        }
    }

    fn added(plan: &Plan) -> Survey {
        match &plan.changes[..] {
            [Change::Add(Record::Survey(survey))] => survey.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_same_answer_is_taken_once_and_what_was_said_of_it_here_stays() {
        let nps = |score| answer("a", SurveyKind::Nps, score);
        let mut known = Known::default();
        let first = plan(vec![nps(Some(3))], &known, "nps");
        let survey = Survey { cause: Some(Blame::Process), ..added(&first) };
        known.surveys.insert("a".into(), Numbered { id: 7, it: survey });
        let again = plan(vec![nps(Some(3))], &known, "nps");
        assert_eq!((again.same, again.changes.len()), (1, 0));
        let newer = plan(vec![nps(Some(8))], &known, "nps");
        let [Change::Replace { id: 7, record: Some(Record::Survey(survey)), .. }] = &newer.changes[..] else {
            panic!("{newer:?}")
        };
        assert_eq!((newer.updated, survey.score, survey.cause), (1, Some(8), Some(Blame::Process)));
    }

    #[test]
    fn satisfaction_with_a_ticket_rates_it_and_an_unknown_ticket_is_refused() {
        let of = |ticket: &str| Answered { ticket: Some(ticket.into()), ..answer("a", SurveyKind::Csat, Some(4)) };
        let mut known = Known::default();
        assert_eq!(plan(vec![of("12")], &known, "f").refused.len(), 1);
        known.tickets.insert("12".into(), (TicketId(3), About::default()));
        let rated = plan(vec![of("12")], &known, "f");
        assert!(matches!(&rated.changes[..], [Change::Rate { ticket: TicketId(3), .. }]), "{rated:?}");
        let was =
            Rated { score: Score { score: 4, out_of: 5 }, at: from_millis(60_000).unwrap(), comment: String::new() };
        let about = About { rated: [("a".to_owned(), was)].into(), ..About::default() };
        known.tickets.insert("12".into(), (TicketId(3), about));
        assert_eq!((plan(vec![of("12")], &known, "f").same, rated.rated), (1, 1));
        let unanswered = Answered { score: None, ..of("12") };
        assert_eq!(plan(vec![unanswered], &known, "f").same, 1, "an older export takes nothing back");
        let worse = Answered { score: Some(2), cause: Some(Blame::Agent), ..of("12") };
        let corrected = plan(vec![worse], &known, "f");
        assert!(
            matches!(
                &corrected.changes[..],
                [
                    Change::Rate { score: Score { score: 2, .. }, .. },
                    Change::Edit { edit: Edit::Dissatisfied(Some(Blame::Agent)), .. }
                ]
            ),
            "{corrected:?}"
        );
        assert_eq!((corrected.updated, corrected.same), (1, 0));
    }

    #[test]
    fn an_answer_takes_the_place_of_the_question_that_waited_for_it() {
        let of = |score| Answered { ticket: Some("12".into()), ..answer("a", SurveyKind::Csat, score) };
        let mut known = Known::default();
        known.tickets.insert("12".into(), (TicketId(3), About::default()));
        let asked = added(&plan(vec![of(None)], &known, "f"));
        known.surveys.insert("a".into(), Numbered { id: 7, it: asked });
        let rated = plan(vec![of(Some(5))], &known, "f");
        assert!(
            matches!(&rated.changes[..], [Change::Rate { .. }, Change::Replace { id: 7, record: None, .. }]),
            "{rated:?}"
        );
        assert_eq!((rated.updated, rated.added), (1, 0));
    }

    #[test]
    fn an_agent_whom_nobody_knows_is_told_and_not_credited() {
        let by = |agent: &str| Answered { agent: Some(agent.into()), ..answer("a", SurveyKind::Nps, Some(9)) };
        let known = Known { people: [(fold("Minh"), PersonId(4))].into(), ..Known::default() };
        assert_eq!(added(&plan(vec![by(" minh")], &known, "f")).credit, Some(PersonId(4)));
        let stranger = plan(vec![by("v00LVX")], &known, "f");
        assert_eq!((added(&stranger).credit, stranger.strangers.len()), (None, 1));
    }
}
