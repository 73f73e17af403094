//! What a file of answers comes to: which of them are new, which the file here knows already, which rate a ticket, and
//! which cannot be taken.

use std::collections::{BTreeSet, HashMap};

use super::{Blame, Scale, Survey, SurveyKind};
use crate::domain::change::Change;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::person::PersonId;
use crate::domain::record::{Numbered, Record, RecordKind};
use crate::domain::text::fold;
use crate::domain::ticket::{Score, Source, TicketId};
use crate::domain::time::Instant;

/// An answer as a foreign file has it: tickets, people and customers by name, not yet by number.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    pub line: u64,
    /// Its number in the file.
    pub id: String,
    pub kind: SurveyKind,
    /// `None` where no answer has come.
    pub score: Option<u8>,
    pub scale: Scale,
    /// When it was given, else when it was asked for.
    pub at: Instant,
    pub customer: Option<Customer>,
    pub ticket: Option<String>,
    pub agent: Option<String>,
    pub about: Option<String>,
    pub comment: Option<String>,
    pub cause: Option<Blame>,
}

/// A ticket that an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    pub customer: Option<CustomerId>,
    pub assignee: Option<PersonId>,
    /// The answers that it has from files of surveys, by number.
    pub rated: BTreeSet<String>,
}

/// What the file here knows.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The answers of the same source, by their numbers there.
    pub surveys: HashMap<String, Numbered<Survey>>,
    /// Tickets as the foreign file names them.
    pub tickets: HashMap<String, (TicketId, About)>,
    /// The team by folded name.
    pub people: HashMap<String, PersonId>,
}

/// What is to be done with the answers, and what is not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    pub changes: Vec<Change>,
    pub added: usize,
    /// Ratings of tickets among those added.
    pub rated: usize,
    /// Answers that the file tells otherwise than before.
    pub updated: usize,
    pub same: usize,
    pub refused: Vec<(u64, String)>,
    /// Agents that the file names and the team does not know; nobody is credited with their answers.
    pub strangers: BTreeSet<String>,
}

/// Decides on every answer of the source `name`.
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
        if let (SurveyKind::Csat, Some(score), Some((ticket, about))) = (answer.kind, answer.score, about) {
            if about.rated.contains(&answer.id) {
                self.same += 1;
                return;
            }
            let score = Score { score, out_of: answer.scale.to };
            let comment = answer.comment.unwrap_or_default();
            self.changes.push(Change::Rate { ticket: *ticket, score, at: answer.at, source, comment });
            self.added += 1;
            self.rated += 1;
            return;
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

    /// An answer that is here already: what somebody here has said of it stands.
    fn renew(&mut self, before: &Numbered<Survey>, survey: Survey) {
        let survey = Survey {
            customer: before.customer.or(survey.customer),
            credit: before.credit.or(survey.credit),
            cause: before.cause.or(survey.cause),
            // A moment of the file is kept to the millisecond, as the one before was.
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
    use super::*;
    use crate::domain::time::from_millis;

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
        known.tickets.insert("12".into(), (TicketId(3), About { rated: ["a".to_owned()].into(), ..About::default() }));
        assert_eq!((plan(vec![of("12")], &known, "f").same, rated.rated), (1, 1));
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
