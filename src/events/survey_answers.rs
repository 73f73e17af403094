//! Survey answers in a ticket's history: which ones count, and who had replied before.

use std::collections::{HashMap, HashSet};

use crate::events::active_events::active_events;
use crate::model::event::{Event, EventPayload};
use crate::model::ids::{PersonId, Seq, SourceRef};
use crate::model::time::Instant;

/// Answers replaced by a later import of the same source, among the events up to `until`.
pub(super) fn superseded_answers(events: &[Event], until: Option<Instant>) -> HashSet<Seq> {
    let answers = |event: &&Event| matches!(event.what, EventPayload::Answered { .. });
    if events.iter().filter(answers).nth(1).is_none() {
        return HashSet::new();
    }
    let mut last: HashMap<&SourceRef, Seq> = HashMap::new();
    let counted = active_events(events).filter(|event| until.is_none_or(|until| event.at <= until));
    let answers = counted.filter_map(|event| match &event.what {
        EventPayload::Answered { source, .. } => Some((source, event.seq)),
        _ => None,
    });
    answers.filter_map(|(source, seq)| last.insert(source, seq)).collect()
}

/// Author of the latest reply at an instant; `replies` are in log order.
pub(super) fn last_replier_at(replies: &[(Instant, PersonId)], at: Instant) -> Option<PersonId> {
    let by_then = replies.iter().filter(|(replied, _)| *replied <= at);
    by_then.max_by_key(|(replied, _)| *replied).map(|(_, by)| *by)
}

#[cfg(test)]
mod tests {
    use crate::events::replay::replay_ticket;
    use crate::events::survey_answers::*;
    use crate::model::event::OpenedTicket;
    use crate::model::ids::TicketId;
    use crate::model::person::Author;
    use crate::model::rating::{Credits, Score};
    use crate::model::ticket::Status;
    use crate::model::time::from_millis;

    fn minute(n: i64) -> Instant {
        from_millis(n * 60_000).unwrap()
    }

    fn event(at: i64, by: i64, what: EventPayload) -> Event {
        Event { seq: Seq(at), at: minute(at), by: Author { person: Some(PersonId(by)), login: "desk".into() }, what }
    }

    fn answered(score: u8, at: i64) -> EventPayload {
        let source = SourceRef { name: "csat".into(), id: "a".into() };
        EventPayload::Answered { score: Score { score, out_of: 5 }, at: minute(at), source, comment: String::new() }
    }

    fn replied() -> EventPayload {
        EventPayload::Replied { body: "Done.".into(), then: None }
    }

    #[test]
    fn an_answer_is_credited_to_whoever_had_a_part_in_it_by_then() {
        let opened = OpenedTicket { subject: "Refund".into(), assignee: Some(PersonId(1)), ..OpenedTicket::default() };
        let mut events = vec![
            event(1, 1, EventPayload::Opened(opened)),
            event(2, 1, replied()),
            // A second reply that no question waits for.
            event(3, 2, replied()),
            event(4, 1, EventPayload::StatusSet { status: Status::Solved }),
            event(10, 3, EventPayload::Assigned { to: Some(PersonId(3)) }),
            event(11, 3, EventPayload::StatusSet { status: Status::Open }),
            event(12, 3, replied()),
            event(13, 3, EventPayload::StatusSet { status: Status::Solved }),
            event(20, 9, answered(2, 5)),
        ];
        let credits = |events: &[Event]| replay_ticket(TicketId(1), events, None).unwrap().ratings[0].credits;
        let one = Some(PersonId(1));
        assert_eq!(credits(&events), Credits { replied: Some(PersonId(2)), solved: one, had: one });
        events[8] = event(20, 9, answered(2, 1));
        assert_eq!(credits(&events), Credits { replied: None, solved: None, had: one });
    }

    #[test]
    fn an_answer_imported_again_counts_once_and_an_undo_restores_the_old_one() {
        let opened = EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() });
        let mut events = vec![event(1, 1, opened), event(2, 1, answered(3, 1)), event(3, 1, answered(5, 1))];
        let scores = |events: &[Event], until| {
            let ticket = replay_ticket(TicketId(1), events, until).unwrap();
            ticket.ratings.iter().map(|rating| rating.score.score).collect::<Vec<_>>()
        };
        assert_eq!(scores(&events, None), [5]);
        assert_eq!(scores(&events, Some(minute(2))), [3]);
        events.push(event(4, 1, EventPayload::Undone { event: Seq(3) }));
        assert_eq!(scores(&events, None), [3]);
    }
}
