//! Survey import: matches answers with tickets and known answers, and plans the changes.

use std::collections::{BTreeSet, HashMap};

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::TicketEdit;
use crate::model::ids::{CustomerId, PersonId, SourceRef, TicketId, WithId};
use crate::model::rating::Score;
use crate::model::record::{Record, RecordKind};
use crate::model::survey::{DissatisfactionDriver, RatingScale, Survey, SurveyKind};
use crate::model::text::{clean, fold};
use crate::model::time::Instant;

/// An answer as read from a file; tickets, people and customers are not resolved yet.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyImportRow {
    pub line: u64,
    /// Answer ID in the file.
    pub id: String,
    pub kind: SurveyKind,
    /// `None` if unanswered.
    pub score: Option<u8>,
    pub scale: RatingScale,
    /// Time of the answer, else of the request.
    pub at: Instant,
    pub customer: Option<Customer>,
    pub ticket: Option<String>,
    pub agent: Option<String>,
    pub about: Option<String>,
    pub comment: Option<String>,
    pub cause: Option<DissatisfactionDriver>,
}

/// The ticket an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SurveyedTicket {
    pub customer: Option<CustomerId>,
    pub assignee: Option<PersonId>,
    /// Its answers from the same source, by their ID there.
    pub ratings: HashMap<String, ImportedRating>,
    /// Dissatisfaction driver that somebody here recorded.
    pub driver: Option<DissatisfactionDriver>,
}

/// A rating as imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRating {
    pub score: Score,
    pub at: Instant,
    pub comment: String,
}

/// Existing data that answers are matched with.
#[derive(Debug, Clone, Default)]
pub struct SurveyImportContext {
    /// Answers from the same source, by their ID there.
    pub surveys: HashMap<String, WithId<Survey>>,
    /// Tickets by their ID in the file.
    pub tickets: HashMap<String, (TicketId, SurveyedTicket)>,
    /// Team members by folded name.
    pub people: HashMap<String, PersonId>,
}

/// Planned changes and rejected answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SurveyImportPlan {
    pub changes: Vec<Change>,
    pub added: usize,
    /// Ticket ratings among those added.
    pub rated: usize,
    /// Answers whose content changed.
    pub updated: usize,
    pub unchanged: usize,
    pub rejected: Vec<(u64, String)>,
    /// Agents named in the file who are not in the team; they get no credit.
    pub unknown_agents: BTreeSet<String>,
}

/// Plans the import of answers from the source `name`.
pub fn plan_survey_import(answers: Vec<SurveyImportRow>, known: &SurveyImportContext, name: &str) -> SurveyImportPlan {
    let mut plan = SurveyImportPlan::default();
    for answer in answers {
        plan.add_row(answer, known, name);
    }
    plan
}

impl SurveyImportPlan {
    fn add_row(&mut self, answer: SurveyImportRow, known: &SurveyImportContext, name: &str) {
        let about = match &answer.ticket {
            None => None,
            Some(ticket) => match known.tickets.get(ticket) {
                Some(found) => Some(found),
                None => {
                    let why = format!("there is no ticket {ticket}; import the tickets first, or leave the number out");
                    return self.rejected.push((answer.line, why));
                }
            },
        };
        let source = SourceRef { name: name.to_owned(), id: answer.id.clone() };
        let agent = answer.agent.as_ref().filter(|agent| !agent.trim().is_empty());
        let credit = agent.and_then(|agent| known.people.get(&fold(agent.trim()))).copied();
        if let (Some(agent), None) = (agent, credit) {
            self.unknown_agents.insert(agent.trim().to_owned());
        }
        if let (SurveyKind::Csat, Some((ticket, about))) = (answer.kind, about) {
            match answer.score {
                Some(score) => return self.add_rating(*ticket, about, answer, score, source, known),
                // An older export does not remove a later answer.
                None if about.ratings.contains_key(&answer.id) => {
                    self.unchanged += 1;
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
                    Some(customer) => Change::AddSurveyForCustomer { customer, survey },
                    None => Change::AddRecord(Record::Survey(survey)),
                });
            }
            Some(before) => self.update_survey(before, survey),
        }
    }

    /// A ticket rating; replaces the survey stored while it was unanswered.
    fn add_rating(
        &mut self,
        ticket: TicketId,
        about: &SurveyedTicket,
        answer: SurveyImportRow,
        score: u8,
        source: SourceRef,
        known: &SurveyImportContext,
    ) {
        let score = Score { score, out_of: answer.scale.to };
        let rated =
            ImportedRating { score, at: answer.at, comment: clean(&answer.comment.unwrap_or_default()).into_owned() };
        let (before, asked) = (about.ratings.get(&answer.id), known.surveys.get(&answer.id));
        // A driver recorded here takes precedence.
        let cause = answer.cause.or(asked.and_then(|asked| asked.cause));
        let cause = cause.filter(|_| about.driver.is_none() && !score.is_satisfied());
        let same = before == Some(&rated);
        if same && asked.is_none() && cause.is_none() {
            self.unchanged += 1;
            return;
        }
        if !same {
            let ImportedRating { score, at, comment } = rated;
            self.changes.push(Change::Rate { ticket, score, at, source, comment });
        }
        let gone = asked.map(|asked| Change::ReplaceRecord { kind: RecordKind::Survey, id: asked.id, record: None });
        let blamed = cause.map(|cause| Change::EditTicket { ticket, edit: TicketEdit::Dissatisfied(Some(cause)) });
        self.changes.extend(gone.into_iter().chain(blamed));
        match (before, asked) {
            (None, None) => (self.added, self.rated) = (self.added + 1, self.rated + 1),
            _ => self.updated += 1,
        }
    }

    /// A known answer: values set here take precedence.
    fn update_survey(&mut self, before: &WithId<Survey>, survey: Survey) {
        let survey = Survey {
            customer: before.customer.or(survey.customer),
            credit: before.credit.or(survey.credit),
            cause: before.cause.or(survey.cause),
            // Times have millisecond precision, like the stored answer's.
            ..survey
        };
        if survey == before.it {
            self.unchanged += 1;
            return;
        }
        self.updated += 1;
        let record = Some(Record::Survey(survey));
        self.changes.push(Change::ReplaceRecord { kind: RecordKind::Survey, id: before.id, record });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::from_millis;

    fn answer(id: &str, kind: SurveyKind, score: Option<u8>) -> SurveyImportRow {
        SurveyImportRow {
            line: 2,
            id: id.into(),
            kind,
            score,
            scale: kind.default_scale(),
            at: from_millis(60_000).unwrap(),
            customer: None,
            ticket: None,
            agent: None,
            about: None,
            comment: None,
            cause: None,
        }
    }

    fn added(plan: &SurveyImportPlan) -> Survey {
        match &plan.changes[..] {
            [Change::AddRecord(Record::Survey(survey))] => survey.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_same_answer_is_taken_once_and_what_was_said_of_it_here_stays() {
        let nps = |score| answer("a", SurveyKind::Nps, score);
        let mut known = SurveyImportContext::default();
        let first = plan_survey_import(vec![nps(Some(3))], &known, "nps");
        let survey = Survey { cause: Some(DissatisfactionDriver::Process), ..added(&first) };
        known.surveys.insert("a".into(), WithId { id: 7, it: survey });
        let again = plan_survey_import(vec![nps(Some(3))], &known, "nps");
        assert_eq!((again.unchanged, again.changes.len()), (1, 0));
        let newer = plan_survey_import(vec![nps(Some(8))], &known, "nps");
        let [Change::ReplaceRecord { id: 7, record: Some(Record::Survey(survey)), .. }] = &newer.changes[..] else {
            panic!("{newer:?}")
        };
        assert_eq!((newer.updated, survey.score, survey.cause), (1, Some(8), Some(DissatisfactionDriver::Process)));
    }

    #[test]
    fn satisfaction_with_a_ticket_rates_it_and_an_unknown_ticket_is_refused() {
        let of =
            |ticket: &str| SurveyImportRow { ticket: Some(ticket.into()), ..answer("a", SurveyKind::Csat, Some(4)) };
        let mut known = SurveyImportContext::default();
        assert_eq!(plan_survey_import(vec![of("12")], &known, "f").rejected.len(), 1);
        known.tickets.insert("12".into(), (TicketId(3), SurveyedTicket::default()));
        let rated = plan_survey_import(vec![of("12")], &known, "f");
        assert!(matches!(&rated.changes[..], [Change::Rate { ticket: TicketId(3), .. }]), "{rated:?}");
        let was = ImportedRating {
            score: Score { score: 4, out_of: 5 },
            at: from_millis(60_000).unwrap(),
            comment: String::new(),
        };
        let about = SurveyedTicket { ratings: [("a".to_owned(), was)].into(), ..SurveyedTicket::default() };
        known.tickets.insert("12".into(), (TicketId(3), about));
        assert_eq!((plan_survey_import(vec![of("12")], &known, "f").unchanged, rated.rated), (1, 1));
        let unanswered = SurveyImportRow { score: None, ..of("12") };
        assert_eq!(
            plan_survey_import(vec![unanswered], &known, "f").unchanged,
            1,
            "an older export takes nothing back"
        );
        let worse = SurveyImportRow { score: Some(2), cause: Some(DissatisfactionDriver::Agent), ..of("12") };
        let corrected = plan_survey_import(vec![worse], &known, "f");
        assert!(
            matches!(
                &corrected.changes[..],
                [
                    Change::Rate { score: Score { score: 2, .. }, .. },
                    Change::EditTicket { edit: TicketEdit::Dissatisfied(Some(DissatisfactionDriver::Agent)), .. }
                ]
            ),
            "{corrected:?}"
        );
        assert_eq!((corrected.updated, corrected.unchanged), (1, 0));
    }

    #[test]
    fn an_answer_takes_the_place_of_the_question_that_waited_for_it() {
        let of = |score| SurveyImportRow { ticket: Some("12".into()), ..answer("a", SurveyKind::Csat, score) };
        let mut known = SurveyImportContext::default();
        known.tickets.insert("12".into(), (TicketId(3), SurveyedTicket::default()));
        let asked = added(&plan_survey_import(vec![of(None)], &known, "f"));
        known.surveys.insert("a".into(), WithId { id: 7, it: asked });
        let rated = plan_survey_import(vec![of(Some(5))], &known, "f");
        assert!(
            matches!(&rated.changes[..], [Change::Rate { .. }, Change::ReplaceRecord { id: 7, record: None, .. }]),
            "{rated:?}"
        );
        assert_eq!((rated.updated, rated.added), (1, 0));
    }

    #[test]
    fn an_agent_whom_nobody_knows_is_told_and_not_credited() {
        let by = |agent: &str| SurveyImportRow { agent: Some(agent.into()), ..answer("a", SurveyKind::Nps, Some(9)) };
        let known =
            SurveyImportContext { people: [(fold("Minh"), PersonId(4))].into(), ..SurveyImportContext::default() };
        assert_eq!(added(&plan_survey_import(vec![by(" minh")], &known, "f")).credit, Some(PersonId(4)));
        let stranger = plan_survey_import(vec![by("v00LVX")], &known, "f");
        assert_eq!((added(&stranger).credit, stranger.unknown_agents.len()), (None, 1));
    }
}
