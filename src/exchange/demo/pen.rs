//! Writes the history of one ticket, event by event, in the words of its customer and its agents.

use chrono::TimeDelta;
use fastrand::Rng;

use super::Told;
use super::cast::{self, LEAD, Temper};
use super::chance::{between, chance, long_tail, times};
use super::scene::Scene;
use super::words::{Case, Lines, Numbers, TALK, Topic};
use crate::domain::customer::CustomerId;
use crate::domain::event::{Author, Edit, Opened, What};
use crate::domain::person::PersonId;
use crate::domain::survey::Blame;
use crate::domain::ticket::{Priority, Score, Status};
use crate::domain::time::{Instant, Period};

/// The beginning of a ticket.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    pub at: Instant,
    pub customer: CustomerId,
    pub topic: &'static Topic,
    pub case: &'static Case,
    pub channel: &'static str,
    pub priority: Priority,
    /// Who opened it before the customer asked.
    pub proactive: Option<usize>,
}

/// What is needed to go on with a ticket that has been begun.
pub struct Pen<'a> {
    pub scene: &'a Scene,
    pub rng: Rng,
    pub start: Start,
    numbers: Numbers,
    told: Vec<Told>,
}

impl<'a> Pen<'a> {
    pub fn open(scene: &'a Scene, mut rng: Rng, start: Start) -> Pen<'a> {
        let (tongue, numbers) = (start.case.lang, Numbers::draw(&mut rng));
        let opened = Opened {
            subject: numbers.fill(&start.case.subject, tongue),
            body: numbers.fill(&start.case.body, tongue),
            customer: Some(start.customer),
            channel: Some(start.channel.into()),
            category: Some(start.topic.category.clone()),
            priority: start.priority,
            language: Some(tongue.code().into()),
            proactive: start.proactive.is_some(),
            ..Opened::default()
        };
        let mut pen = Pen { scene, rng, start, numbers, told: Vec::with_capacity(8) };
        match start.proactive {
            Some(by) => pen.staff(start.at, by, What::Opened(opened)),
            None => pen.customer(start.at, What::Opened(opened)),
        }
        pen
    }

    pub fn done(self) -> Vec<Told> {
        self.told
    }

    /// When the last thing happened.
    pub fn last(&self) -> Instant {
        self.told.last().map_or(self.start.at, |(at, ..)| *at)
    }

    fn tell(&mut self, at: Instant, person: Option<PersonId>, login: &str, what: What) {
        let at = at.max(self.last());
        self.told.push((at, Author { person, login: login.into() }, what));
    }

    fn staff(&mut self, at: Instant, by: usize, what: What) {
        self.tell(at, Some(cast::id(by)), "demo", what);
    }

    fn customer(&mut self, at: Instant, what: What) {
        self.tell(at, None, "customer", what);
    }

    /// What happens by itself.
    fn program(&mut self, at: Instant, what: What) {
        self.tell(at, None, "shiftdesk", what);
    }

    fn say(&mut self, lines: &Lines) -> String {
        let tongue = self.start.case.lang;
        self.numbers.fill(lines.one(tongue, &mut self.rng), tongue)
    }

    pub fn assign(&mut self, at: Instant, to: usize, by: usize) {
        self.staff(at, by, What::Assigned { to: Some(cast::id(to)) });
    }

    /// A message to the customer, and whose move it is then; `None` if it stays ours.
    pub fn reply(&mut self, at: Instant, by: usize, lines: &Lines, then: Option<Status>) {
        let body = self.say(lines);
        self.staff(at, by, What::Replied { body, then });
    }

    /// The message that settles it.
    pub fn solve(&mut self, at: Instant, by: usize) {
        let body = self.numbers.fill(&self.start.case.answer, self.start.case.lang);
        self.staff(at, by, What::Replied { body, then: Some(Status::Solved) });
    }

    /// The message that settles what has come back.
    pub fn solve_again(&mut self, at: Instant, by: usize) {
        self.reply(at, by, &TALK.settled, Some(Status::Solved));
    }

    pub fn ask(&mut self, at: Instant, lines: &Lines) {
        let body = self.say(lines);
        self.customer(at, What::Asked { body });
    }

    pub fn note(&mut self, at: Instant, by: usize, lines: &Lines) {
        let body = self.say(lines);
        self.staff(at, by, What::Noted { body });
    }

    pub fn set_priority(&mut self, at: Instant, by: usize, priority: Priority) {
        self.staff(at, by, What::PrioritySet { priority });
    }

    /// Solved without a message.
    pub fn give_up(&mut self, at: Instant, by: usize) {
        self.note(at, by, &TALK.silence);
        self.staff(at, by, What::StatusSet { status: Status::Solved });
    }

    pub fn survey(&mut self, at: Instant) {
        self.program(at, What::Surveyed);
    }

    pub fn rate(&mut self, at: Instant, stars: u8) {
        self.customer(at, What::Rated(Score { score: stars, out_of: 5 }));
    }

    pub fn blame(&mut self, at: Instant, by: usize, blame: Blame) {
        self.staff(at, by, What::Edited(Edit::Dissatisfied(Some(blame))));
    }

    pub fn close(&mut self, at: Instant) {
        self.program(at, What::StatusSet { status: Status::Closed });
    }

    /// How somebody works at a moment: the last 30 days have changed them a little.
    pub fn temper(&self, person: usize, at: Instant) -> Temper {
        let mut temper = self.scene.tempers[person];
        let days = (self.scene.now - at).num_hours() as f64 / 24.0;
        let moved = temper.drift * (0.5 - (days / 30.0).min(1.0));
        temper.pace *= 1.0 - 2.0 * moved;
        temper.charm = (temper.charm + moved).min(0.98);
        temper
    }

    /// How long a job takes somebody that usually takes `usual`.
    pub fn taking(&mut self, usual: TimeDelta, person: usize, at: Instant) -> TimeDelta {
        let urgency = match self.start.priority {
            Priority::Urgent => 0.35,
            Priority::High => 0.6,
            Priority::Normal => 1.0,
            Priority::Low => 1.5,
        };
        let channel = match self.start.channel {
            "phone" => 0.2,
            "chat" => 0.25,
            _ => 1.0,
        };
        let pace = self.temper(person, at).pace;
        long_tail(&mut self.rng, times(usual, urgency * channel * pace))
    }

    /// When customers write who would write at `at`: hardly at night.
    pub fn awake(&mut self, at: Instant) -> Instant {
        let from = self.scene.rota.open_from(at);
        if from == at { at } else { from + between(&mut self.rng, TimeDelta::zero(), TimeDelta::hours(2)) }
    }

    /// Somebody at work at a moment.
    pub fn someone(&mut self, at: Instant) -> Option<usize> {
        self.scene.someone(&mut self.rng, at)
    }

    /// Who deals tickets out at a moment: the lead, else whoever takes it.
    pub fn dealer(&self, at: Instant, to: usize) -> usize {
        if self.scene.rota.at_work(LEAD, at) { LEAD } else { to }
    }

    /// A moment in a period at which `person` is at work, or else anybody who is not ill today.
    pub fn moment(&mut self, period: Period, person: Option<usize>) -> Option<(Instant, usize)> {
        (period.from < period.to).then_some(())?;
        (0..40).find_map(|_| {
            let at = super::chance::within(&mut self.rng, period);
            let who = match person {
                Some(person) => self.scene.rota.at_work(person, at).then_some(person),
                None => self.someone(at).filter(|who| who % cast::PARTS != cast::ILL),
            };
            who.map(|who| (at, who))
        })
    }

    /// Now and then a word among colleagues.
    pub fn perhaps_note(&mut self, at: Instant, by: usize) {
        if chance(&mut self.rng, 0.15) {
            self.note(at, by, &TALK.note);
        }
    }
}
