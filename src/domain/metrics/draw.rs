//! Which samples a ticket adds to the figures of a period, and why some of what it says is in none.

use super::{FigureId, Kept, LeftOut, Past, Sample, Samples, Value, Window};
use crate::domain::person::PersonId;
use crate::domain::ticket::{Impossible, Stretch, TicketId};
use crate::domain::time::{Instant, Period};

impl Samples {
    /// Draws every sample of a period.
    pub fn draw<'a>(window: Window, pasts: impl IntoIterator<Item = (TicketId, &'a Past)>) -> Samples {
        let mut samples = Samples::default();
        for (ticket, past) in pasts {
            samples.add(ticket, past, &window);
        }
        samples
    }

    /// Draws the samples of one ticket.
    pub fn add(&mut self, ticket: TicketId, past: &Past, window: &Window) {
        let period = window.period;
        // What has no time of its own is told of with the day on which the ticket came or was last touched.
        let touched = past.created.is_none_or(|at| period.contains(at)) || period.contains(past.last_event);
        self.arrival(ticket, past, period);
        self.replies(ticket, past, period);
        self.solves(ticket, past, window, touched);
        for rating in &past.ratings {
            match rating.at {
                Some(at) if period.contains(at) => {
                    let value = Value::Rated { satisfied: rating.score.satisfied(), stars: rating.score.stars() };
                    self.push(FigureId::Csat, ticket, rating.credit, at, value);
                }
                Some(_) => {}
                None if touched => self.leave_out(ticket, LeftOut::NoRatingTime),
                None => {}
            }
        }
        if let (Some(surveys), true) = (past.surveys, past.last_solved.is_some_and(|at| period.contains(at))) {
            *self.offered.get_or_insert(0) += surveys as usize;
        }
        if let Some(end) = past.at_end(period.to) {
            self.push(FigureId::Backlog, ticket, end.assignee, period.to, Value::Waits(end.waits_on));
            if end.unanswered == Some(true) && !past.proactive {
                self.push(FigureId::Unanswered, ticket, end.assignee, period.to, Value::One);
            }
        }
    }

    /// In no more room than they need: a screen keeps them as long as it is open.
    pub fn settled(mut self) -> Samples {
        self.by_figure.iter_mut().for_each(Vec::shrink_to_fit);
        self
    }

    fn push(&mut self, figure: FigureId, ticket: TicketId, by: Option<PersonId>, at: Instant, value: Value) {
        if by.is_none() && figure.is_work() {
            self.leave_out(ticket, LeftOut::NoAgent);
        }
        self.keep(figure, Sample { ticket, by, at, handed: false, value });
    }

    fn keep(&mut self, figure: FigureId, sample: Sample) {
        self.by_figure[figure as usize].push(Kept::of(sample, &mut self.people));
    }

    fn leave_out(&mut self, ticket: TicketId, why: LeftOut) {
        self.left_out.entry(why).or_default().insert(ticket);
    }

    fn arrival(&mut self, ticket: TicketId, past: &Past, period: Period) {
        let Some(created) = past.created else { return self.leave_out(ticket, LeftOut::NoCreationTime) };
        // Received and solved in the ticket that it goes on in; what was answered in it before was answered.
        if past.merged {
            if period.contains(created) {
                self.leave_out(ticket, LeftOut::Merged);
            }
            return;
        }
        let solved = Value::Hit { hit: !past.status.in_backlog(), provisional: false };
        let first = past.stretches.first().and_then(|stretch| stretch.assignee);
        if period.contains(created) {
            self.push(FigureId::Received, ticket, first, created, Value::One);
            self.push(FigureId::Cohort, ticket, first, created, solved);
        }
        // The team receives a ticket once, when it is created; a person when it is first given to them.
        let given = |stretch: &&Stretch| stretch.assigned && stretch.assignee.is_some();
        for (n, stretch) in past.stretches.iter().enumerate().filter(|(_, stretch)| given(stretch)) {
            let by = stretch.assignee;
            let had = by == first || past.stretches[..n].iter().filter(given).any(|earlier| earlier.assignee == by);
            if !had && period.contains(stretch.from) {
                for (figure, value) in [(FigureId::Received, Value::One), (FigureId::Cohort, solved)] {
                    self.keep(figure, Sample { ticket, by, at: stretch.from, handed: true, value });
                }
            }
        }
    }

    fn replies(&mut self, ticket: TicketId, past: &Past, period: Period) {
        for pair in past.responses.iter().filter(|pair| period.contains(pair.replied)) {
            let team = pair.replied - pair.asked;
            let own = pair.assigned.map_or(team, |assigned| pair.replied - assigned);
            if pair.first {
                self.push(FigureId::FirstResponse, ticket, pair.by, pair.replied, Value::Took { team, own });
            }
            if past.conversation_known {
                self.push(FigureId::Response, ticket, pair.by, pair.replied, Value::Took { team, own: team });
            } else {
                self.leave_out(ticket, LeftOut::NoMessageTimes);
            }
        }
        for impossible in &past.impossible {
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

    fn solves(&mut self, ticket: TicketId, past: &Past, window: &Window, touched: bool) {
        let period = window.period;
        let first_solver = past.stretches.iter().find(|stretch| stretch.solve).and_then(|stretch| stretch.by);
        let mut last_solver = None;
        for stretch in &past.stretches {
            if stretch.solve {
                last_solver = stretch.by;
            }
            if !period.contains(stretch.from) {
                continue;
            }
            if stretch.solve {
                // What was never seen to come is in no rate of what came.
                let value = Value::Hit { hit: past.created.is_some(), provisional: false };
                self.push(FigureId::Solved, ticket, stretch.by, stretch.from, value);
            }
            if stretch.reopen {
                self.push(FigureId::Reopen, ticket, last_solver, stretch.from, Value::One);
            }
        }
        if touched && !past.status.in_backlog() && past.last_solved.is_none() && !past.merged {
            self.leave_out(ticket, LeftOut::NoSolveTime);
        }
        for (figure, solved, by) in [
            (FigureId::ResolutionFirst, past.first_solved, first_solver),
            (FigureId::ResolutionFull, past.last_solved, past.solved_by),
        ] {
            if let (Some(at), Some(created)) = (solved.filter(|at| period.contains(*at)), past.created) {
                let took = at - created;
                self.push(figure, ticket, by, at, Value::Took { team: took, own: took });
            }
        }
        if let Some(at) = past.last_solved.filter(|at| period.contains(*at)) {
            match past.replies {
                None => self.leave_out(ticket, LeftOut::NoReplyCount),
                Some(0) => {}
                Some(replies) => {
                    let back =
                        past.last_reopened.is_some_and(|reopened| at <= reopened && reopened - at <= window.fcr_window);
                    let hit = replies == 1 && !back;
                    let provisional = hit && window.now - at < window.fcr_window;
                    self.push(FigureId::Fcr, ticket, past.solved_by, at, Value::Hit { hit, provisional });
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
    use crate::domain::ticket::Status;
    use crate::domain::time::from_millis;

    /// A ticket that was opened, replied to and solved by whoever `by` says, each a minute after the other.
    fn solved(id: i64, by: Option<i64>) -> (TicketId, Past) {
        let by = Author { person: by.map(PersonId), login: "desk".into() };
        let whats = [
            What::Opened(Opened { subject: "Refund".into(), ..Opened::default() }),
            What::Replied { body: "Done".into(), then: None },
            What::StatusSet { status: Status::Solved },
        ];
        let event = |(n, what): (i64, What)| Event { seq: Seq(n), at: minute(n), by: by.clone(), what };
        let events: Vec<_> = (1..).zip(whats).map(event).collect();
        (TicketId(id), Past::of(&history::replay(TicketId(id), &events, None).unwrap()))
    }

    fn minute(n: i64) -> Instant {
        from_millis(n * 60_000).unwrap()
    }

    fn samples(tickets: Vec<(TicketId, Past)>) -> Samples {
        let period = Period { from: minute(0), to: minute(100) };
        let fcr_window = chrono::TimeDelta::days(7);
        let window = Window { period, now: minute(100), fcr_window };
        Samples::draw(window, tickets.iter().map(|(id, past)| (*id, past)))
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
        let samples = samples(vec![(ticket.id, Past::of(&ticket))]);
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
        let samples = samples(vec![(ticket.id, Past::of(&ticket))]);
        assert_eq!((samples.figures(None).received, samples.left_out().count()), (1, 0));
    }
}
