//! Metrics of small ticket histories.

use super::*;
use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::events::replay;
use crate::model::event::{Event, EventPayload, OpenedTicket};
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::ticket::Status;
use crate::model::time::from_millis;

/// A ticket opened, answered and solved by `by`, one minute apart.
fn solved(id: i64, by: Option<i64>) -> (TicketId, TicketFacts) {
    let by = Author { person: by.map(PersonId), login: "desk".into() };
    let whats = [
        EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() }),
        EventPayload::Replied { body: "Done".into(), then: None },
        EventPayload::StatusSet { status: Status::Solved },
    ];
    let event = |(n, what): (i64, EventPayload)| Event { seq: Seq(n), at: minute(n), by: by.clone(), what };
    let events: Vec<_> = (1..).zip(whats).map(event).collect();
    (TicketId(id), TicketFacts::from_ticket(&replay::replay_ticket(TicketId(id), &events, None).unwrap(), &[]))
}

fn minute(n: i64) -> Instant {
    from_millis(n * 60_000).unwrap()
}

fn samples(tickets: Vec<(TicketId, TicketFacts)>) -> Samples {
    let period = Period { from: minute(0), to: minute(100) };
    let counting = MetricsConfig::default();
    let window = MetricsWindow { period, now: minute(100), config: &counting, depth: MetricsDepth::Full };
    Samples::from_facts(window, tickets.iter().map(|(id, past)| (*id, past)))
}

#[test]
fn work_of_nobody_known_is_in_the_teams_figures_and_said() {
    let samples = samples(vec![solved(1, None), solved(2, Some(7)), solved(3, None)]);
    assert_eq!(samples.figures(&MetricFilter::whole_team()).n(FigureId::Solved), 3);
    assert_eq!(samples.figures(&MetricFilter::for_agent(PersonId(7))).n(FigureId::Solved), 1);
    let left_out: Vec<_> = samples.excluded().map(|(why, tickets)| (why, tickets.len())).collect();
    assert_eq!(left_out, [(ExclusionReason::NoAgent, 2)], "each ticket once, however many figures it is in");
}

#[test]
fn a_merged_ticket_is_received_and_solved_where_it_goes_on() {
    let event = |n, what| Event { seq: Seq(n), at: minute(n), by: Author::default(), what };
    let opened = EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() });
    let events = [event(1, opened), event(2, EventPayload::MergedInto { ticket: TicketId(2) })];
    let ticket = replay::replay_ticket(TicketId(1), &events, None).unwrap();
    let samples = samples(vec![(ticket.id, TicketFacts::from_ticket(&ticket, &[]))]);
    let figures = samples.figures(&MetricFilter::whole_team());
    assert_eq!((figures.n(FigureId::Received), figures.n(FigureId::Solved)), (0, 0));
    assert_eq!(samples.excluded().map(|(why, _)| why).collect::<Vec<_>>(), [ExclusionReason::Merged]);
}

#[test]
fn a_ticket_that_waits_for_hands_is_not_left_out() {
    let opened = Event {
        seq: Seq(1),
        at: minute(1),
        by: Author::default(),
        what: EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() }),
    };
    let ticket = replay::replay_ticket(TicketId(1), &[opened], None).unwrap();
    let samples = samples(vec![(ticket.id, TicketFacts::from_ticket(&ticket, &[]))]);
    assert_eq!(
        (samples.figures(&MetricFilter::whole_team()).n(FigureId::Received), samples.excluded().count()),
        (1, 0)
    );
}
