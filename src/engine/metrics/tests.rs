//! Metrics of small ticket histories.

use crate::engine::metrics::*;
use crate::events::replay;
use crate::model::event::{Event, OpenedTicket, EventPayload};
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::ticket::Status;
use crate::model::time::from_millis;

/// A ticket opened, answered and solved by `by`, one minute apart.
fn solved(id: i64, by: Option<i64>) -> (TicketId, Past) {
    let by = Author { person: by.map(PersonId), login: "desk".into() };
    let whats = [
        EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() }),
        EventPayload::Replied { body: "Done".into(), then: None },
        EventPayload::StatusSet { status: Status::Solved },
    ];
    let event = |(n, what): (i64, EventPayload)| Event { seq: Seq(n), at: minute(n), by: by.clone(), what };
    let events: Vec<_> = (1..).zip(whats).map(event).collect();
    (TicketId(id), Past::of(&replay::replay_ticket(TicketId(id), &events, None).unwrap(), &[]))
}

fn minute(n: i64) -> Instant {
    from_millis(n * 60_000).unwrap()
}

fn samples(tickets: Vec<(TicketId, Past)>) -> Samples {
    let period = Period { from: minute(0), to: minute(100) };
    let counting = Counting::default();
    let window = Window { period, now: minute(100), counting: &counting, depth: Depth::Whole };
    Samples::draw(window, tickets.iter().map(|(id, past)| (*id, past)))
}

#[test]
fn work_of_nobody_known_is_in_the_teams_figures_and_said() {
    let samples = samples(vec![solved(1, None), solved(2, Some(7)), solved(3, None)]);
    assert_eq!(samples.figures(&Cut::team()).n(FigureId::Solved), 3);
    assert_eq!(samples.figures(&Cut::agent(PersonId(7))).n(FigureId::Solved), 1);
    let left_out: Vec<_> = samples.left_out().map(|(why, tickets)| (why, tickets.len())).collect();
    assert_eq!(left_out, [(LeftOut::NoAgent, 2)], "each ticket once, however many figures it is in");
}

#[test]
fn a_merged_ticket_is_received_and_solved_where_it_goes_on() {
    let event = |n, what| Event { seq: Seq(n), at: minute(n), by: Author::default(), what };
    let opened = EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() });
    let events = [event(1, opened), event(2, EventPayload::MergedInto { ticket: TicketId(2) })];
    let ticket = replay::replay_ticket(TicketId(1), &events, None).unwrap();
    let samples = samples(vec![(ticket.id, Past::of(&ticket, &[]))]);
    let figures = samples.figures(&Cut::team());
    assert_eq!((figures.n(FigureId::Received), figures.n(FigureId::Solved)), (0, 0));
    assert_eq!(samples.left_out().map(|(why, _)| why).collect::<Vec<_>>(), [LeftOut::Merged]);
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
    let samples = samples(vec![(ticket.id, Past::of(&ticket, &[]))]);
    assert_eq!((samples.figures(&Cut::team()).n(FigureId::Received), samples.left_out().count()), (1, 0));
}
