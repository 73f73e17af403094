//! Which samples a ticket adds to the figures of a period, and why some of what it says is in none.

use std::collections::BTreeSet;

use super::{FigureId, LeftOut, Material, Past, Sample, Samples, Value};
use crate::domain::person::PersonId;
use crate::domain::ticket::{Impossible, Ticket};
use crate::domain::time::{Instant, Period};

impl Samples {
    /// Draws every sample of the period.
    pub fn draw(material: &Material) -> Samples {
        let mut samples = Samples::default();
        for past in &material.tickets {
            samples.ticket(past, material);
        }
        samples
    }

    fn push(&mut self, figure: FigureId, ticket: &Ticket, by: Option<PersonId>, at: Instant, value: Value) {
        if by.is_none() && figure.is_work() {
            self.leave_out(ticket, LeftOut::NoAgent);
        }
        self.by_figure.entry(figure).or_default().push(Sample { ticket: ticket.id, by, at, handed: false, value });
    }

    fn leave_out(&mut self, ticket: &Ticket, why: LeftOut) {
        self.left_out.entry(why).or_default().insert(ticket.id);
    }

    fn ticket(&mut self, past: &Past, material: &Material) {
        let (ticket, period) = (&past.ticket, material.period);
        self.arrival(ticket, material);
        self.replies(ticket, period);
        self.solves(ticket, material);
        for rating in &ticket.ratings {
            match rating.at {
                Some(at) if period.contains(at) => {
                    let value = Value::Rated { satisfied: rating.score.satisfied(), stars: rating.score.stars() };
                    self.push(FigureId::Csat, ticket, rating.credit, at, value);
                }
                Some(_) => {}
                None => self.leave_out(ticket, LeftOut::NoRatingTime),
            }
        }
        if let (Some(surveys), true) = (ticket.surveys, ticket.last_solved.is_some_and(|at| period.contains(at))) {
            *self.offered.get_or_insert(0) += surveys as usize;
        }
        if let Some(end) = past.at_end {
            self.push(FigureId::Backlog, ticket, end.assignee, period.to, Value::Waits(end.waits_on));
            if end.unanswered == Some(true) && !ticket.proactive {
                self.push(FigureId::Unanswered, ticket, end.assignee, period.to, Value::One);
            }
        }
    }

    fn arrival(&mut self, ticket: &Ticket, material: &Material) {
        let Some(created) = ticket.created else { return self.leave_out(ticket, LeftOut::NoCreationTime) };
        // Received and solved in the ticket that it goes on in; what was answered in it before was answered.
        if ticket.merged_into.is_some() {
            if material.period.contains(created) {
                self.leave_out(ticket, LeftOut::Merged);
            }
            return;
        }
        let solved = Value::Hit { hit: !ticket.status.in_backlog(), provisional: false };
        let first = ticket.stretches.first().and_then(|stretch| stretch.assignee);
        if material.period.contains(created) {
            self.push(FigureId::Received, ticket, first, created, Value::One);
            self.push(FigureId::Cohort, ticket, first, created, solved);
        }
        // The team receives a ticket once, when it is created; a person when it is first given to them.
        let mut had: BTreeSet<_> = first.into_iter().collect();
        for stretch in ticket.stretches.iter().filter(|stretch| stretch.assigned) {
            let new = stretch.assignee.is_some_and(|person| had.insert(person));
            if new && material.period.contains(stretch.from) {
                for (figure, value) in [(FigureId::Received, Value::One), (FigureId::Cohort, solved)] {
                    let (by, at) = (stretch.assignee, stretch.from);
                    let sample = Sample { ticket: ticket.id, by, at, handed: true, value };
                    self.by_figure.entry(figure).or_default().push(sample);
                }
            }
        }
    }

    fn replies(&mut self, ticket: &Ticket, period: Period) {
        for pair in ticket.responses.iter().filter(|pair| period.contains(pair.replied)) {
            let team = pair.replied - pair.asked;
            let own = pair.assigned.map_or(team, |assigned| pair.replied - assigned);
            if pair.first {
                self.push(FigureId::FirstResponse, ticket, pair.by, pair.replied, Value::Took { team, own });
            }
            if ticket.conversation_known {
                self.push(FigureId::Response, ticket, pair.by, pair.replied, Value::Took { team, own: team });
            } else {
                self.leave_out(ticket, LeftOut::NoMessageTimes);
            }
        }
        for impossible in &ticket.impossible {
            match *impossible {
                Impossible::FirstReplyBeforeCreation(at) if period.contains(at) => {
                    self.leave_out(ticket, LeftOut::FirstReplyBeforeCreation);
                }
                Impossible::SolveBeforeCreation(at) if period.contains(at) => {
                    self.leave_out(ticket, LeftOut::SolveBeforeCreation);
                }
                _ => {}
            }
        }
    }

    fn solves(&mut self, ticket: &Ticket, material: &Material) {
        let period = material.period;
        let first_solver = ticket.stretches.iter().find(|stretch| stretch.solve).and_then(|stretch| stretch.by);
        let mut last_solver = None;
        for stretch in &ticket.stretches {
            if stretch.solve {
                last_solver = stretch.by;
            }
            if !period.contains(stretch.from) {
                continue;
            }
            if stretch.solve {
                // What was never seen to come is in no rate of what came.
                let value = Value::Hit { hit: ticket.created.is_some(), provisional: false };
                self.push(FigureId::Solved, ticket, stretch.by, stretch.from, value);
            }
            if stretch.reopen {
                self.push(FigureId::Reopen, ticket, last_solver, stretch.from, Value::One);
            }
        }
        if !ticket.status.in_backlog() && ticket.last_solved.is_none() && ticket.merged_into.is_none() {
            self.leave_out(ticket, LeftOut::NoSolveTime);
        }
        for (figure, solved, by) in [
            (FigureId::ResolutionFirst, ticket.first_solved, first_solver),
            (FigureId::ResolutionFull, ticket.last_solved, ticket.solved_by),
        ] {
            if let (Some(at), Some(created)) = (solved.filter(|at| period.contains(*at)), ticket.created) {
                let took = at - created;
                self.push(figure, ticket, by, at, Value::Took { team: took, own: took });
            }
        }
        if let Some(at) = ticket.last_solved.filter(|at| period.contains(*at)) {
            match ticket.replies {
                None => self.leave_out(ticket, LeftOut::NoReplyCount),
                Some(0) => {}
                Some(replies) => {
                    let back = ticket
                        .last_reopened
                        .is_some_and(|reopened| at <= reopened && reopened - at <= material.fcr_window);
                    let hit = replies == 1 && !back;
                    let provisional = hit && material.now - at < material.fcr_window;
                    self.push(FigureId::Fcr, ticket, ticket.solved_by, at, Value::Hit { hit, provisional });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Author, Event, Opened, Seq, What};
    use crate::domain::history;
    use crate::domain::ticket::{Status, TicketId};
    use crate::domain::time::from_millis;

    /// A ticket that was opened, replied to and solved by whoever `by` says, each a minute after the other.
    fn solved(id: i64, by: Option<i64>) -> Past {
        let by = Author { person: by.map(PersonId), login: "desk".into() };
        let whats = [
            What::Opened(Opened { subject: "Refund".into(), ..Opened::default() }),
            What::Replied { body: "Done".into(), then: None },
            What::StatusSet { status: Status::Solved },
        ];
        let event = |(n, what): (i64, What)| Event { seq: Seq(n), at: minute(n), by: by.clone(), what };
        let events: Vec<_> = (1..).zip(whats).map(event).collect();
        Past { ticket: history::replay(TicketId(id), &events, None).unwrap(), at_end: None }
    }

    fn minute(n: i64) -> Instant {
        from_millis(n * 60_000).unwrap()
    }

    fn samples(tickets: Vec<Past>) -> Samples {
        let period = Period { from: minute(0), to: minute(100) };
        let fcr_window = chrono::TimeDelta::days(7);
        Samples::draw(&Material { period, now: minute(100), fcr_window, tickets })
    }

    #[test]
    fn work_of_nobody_known_is_in_the_teams_figures_and_said() {
        let samples = samples(vec![solved(1, None), solved(2, Some(7)), solved(3, None)]);
        assert_eq!(samples.figures(None).solved, 3);
        assert_eq!(samples.figures(Some(PersonId(7))).solved, 1);
        let left_out: Vec<_> = samples.left_out().map(|(why, tickets)| (why, tickets.len())).collect();
        assert_eq!(left_out, [(LeftOut::NoAgent, 2)], "each ticket once, however many figures it is in");
    }

    #[test]
    fn a_merged_ticket_is_received_and_solved_where_it_goes_on() {
        let event = |n, what| Event { seq: Seq(n), at: minute(n), by: Author::default(), what };
        let opened = What::Opened(Opened { subject: "Refund".into(), ..Opened::default() });
        let events = [event(1, opened), event(2, What::MergedInto { ticket: TicketId(2) })];
        let ticket = history::replay(TicketId(1), &events, None).unwrap();
        let samples = samples(vec![Past { ticket, at_end: None }]);
        let figures = samples.figures(None);
        assert_eq!((figures.received, figures.solved), (0, 0));
        assert_eq!(samples.left_out().map(|(why, _)| why).collect::<Vec<_>>(), [LeftOut::Merged]);
    }

    #[test]
    fn a_ticket_that_waits_for_hands_is_not_left_out() {
        let opened = Event {
            seq: Seq(1),
            at: minute(1),
            by: Author::default(),
            what: What::Opened(Opened { subject: "Refund".into(), ..Opened::default() }),
        };
        let ticket = history::replay(TicketId(1), &[opened], None).unwrap();
        let samples = samples(vec![Past { ticket, at_end: None }]);
        assert_eq!((samples.figures(None).received, samples.left_out().count()), (1, 0));
    }
}
