//! The clocks of a service-level agreement: what was promised for a ticket, and how much of it is left.
//!
//! A policy is the first whose conditions fit. Which target and which calendar count is decided when a clock starts and
//! written down with it; a later change of the policy leaves running clocks as they were.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::ticket::{Priority, Status, Ticket};
use super::time::Instant;

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    FirstReply,
    NextReply,
    Resolution,
}

impl ClockKind {
    pub const ALL: [ClockKind; 3] = [ClockKind::FirstReply, ClockKind::NextReply, ClockKind::Resolution];

    pub fn name(self) -> &'static str {
        match self {
            ClockKind::FirstReply => "first_reply",
            ClockKind::NextReply => "next_reply",
            ClockKind::Resolution => "resolution",
        }
    }
}

/// In which states the resolution clock runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionMode {
    /// While the customer waits: new, open, on hold.
    #[default]
    RequesterWait,
    /// While an agent works: new, open.
    AgentWork,
    /// Always.
    Total,
}

impl ResolutionMode {
    fn runs_in(self, status: Status) -> bool {
        match self {
            ResolutionMode::RequesterWait => matches!(status, Status::New | Status::Open | Status::OnHold),
            ResolutionMode::AgentWork => matches!(status, Status::New | Status::Open),
            ResolutionMode::Total => status.in_backlog(),
        }
    }
}

/// A promise, and for which tickets it is made. An empty condition fits every ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: String,
    pub priorities: Vec<Priority>,
    pub channels: Vec<String>,
    pub categories: Vec<String>,
    pub tiers: Vec<String>,
    pub first_reply: Option<TimeDelta>,
    pub next_reply: Option<TimeDelta>,
    pub resolution: Option<TimeDelta>,
    pub mode: ResolutionMode,
    /// The business calendar that the targets count in; `None` is calendar time.
    pub calendar: Option<String>,
}

impl Policy {
    fn fits(&self, ticket: &Ticket, tier: Option<&str>) -> bool {
        let one_of = |wanted: &[String], has: Option<&str>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.iter().any(|one| one.eq_ignore_ascii_case(has)))
        };
        (self.priorities.is_empty() || self.priorities.contains(&ticket.priority))
            && one_of(&self.channels, ticket.channel.as_deref())
            && one_of(&self.categories, ticket.category.as_deref())
            && one_of(&self.tiers, tier)
    }

    fn target(&self, kind: ClockKind) -> Option<TimeDelta> {
        match kind {
            ClockKind::FirstReply => self.first_reply,
            ClockKind::NextReply => self.next_reply,
            ClockKind::Resolution => self.resolution,
        }
    }
}

/// Every policy and calendar of the team.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    pub policies: Vec<Policy>,
    pub calendars: Vec<Calendar>,
}

impl Rules {
    pub fn calendar(&self, name: Option<&str>) -> Option<&Calendar> {
        name.and_then(|name| self.calendars.iter().find(|calendar| calendar.name() == name))
    }
}

/// What was promised when a clock started; it does not change while the clock lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub kind: ClockKind,
    pub started: Instant,
    pub policy: String,
    pub priority: Priority,
    pub target: TimeDelta,
    pub mode: ResolutionMode,
    pub calendar: Option<String>,
}

/// A clock and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub terms: Terms,
    pub run: Run,
}

/// Running clocks have a due instant; paused ones only time left, negative when it is used up; the others have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    Running { due: Instant },
    Paused { left: TimeDelta },
    Met { at: Instant },
    Breached { at: Instant, due: Instant },
}

/// What the screen says of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Breached,
    AtRisk,
    Ok,
    Paused,
    Met,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Breached => "breached",
            State::AtRisk => "at_risk",
            State::Ok => "ok",
            State::Paused => "paused",
            State::Met => "met",
        }
    }
}

impl Clock {
    /// Where the clock stands at `now`, in a shift that ends at `shift_end`.
    pub fn state(&self, now: Instant, shift_end: Option<Instant>, rules: &Rules) -> State {
        match self.run {
            Run::Met { .. } => State::Met,
            Run::Breached { .. } => State::Breached,
            // What was used up before the pause stays used up.
            Run::Paused { left } if left < TimeDelta::zero() => State::Breached,
            Run::Paused { .. } => State::Paused,
            Run::Running { due } if due <= now => State::Breached,
            Run::Running { due } => {
                let short = self.left(now, rules).is_some_and(|left| left * 4 <= self.terms.target);
                if short || shift_end.is_some_and(|end| due < end) { State::AtRisk } else { State::Ok }
            }
        }
    }

    /// What is left of the target, in the clock's own time; negative once it is used up. `None` when it has ended.
    pub fn left(&self, now: Instant, rules: &Rules) -> Option<TimeDelta> {
        match self.run {
            Run::Paused { left } => Some(left),
            Run::Running { due } => Some(match rules.calendar(self.terms.calendar.as_deref()) {
                Some(calendar) if now <= due => calendar.business(now, due),
                Some(calendar) => -calendar.business(due, now),
                None => due - now,
            }),
            Run::Met { .. } | Run::Breached { .. } => None,
        }
    }

    /// When it ended, met or breached.
    pub fn ended(&self) -> Option<Instant> {
        match self.run {
            Run::Met { at } | Run::Breached { at, .. } => Some(at),
            Run::Running { .. } | Run::Paused { .. } => None,
        }
    }

    pub fn has_ended(&self) -> bool {
        self.ended().is_some()
    }

    /// The instant at which the time is used up, while the clock runs.
    pub fn due(&self) -> Option<Instant> {
        match self.run {
            Run::Running { due } => Some(due),
            _ => None,
        }
    }
}

/// The clock of a ticket that runs out first; a paused one only where none runs. `None` if all have ended.
pub fn nearest(clocks: &[Clock]) -> Option<&Clock> {
    let running = clocks.iter().filter(|clock| clock.due().is_some()).min_by_key(|clock| clock.due());
    running.or_else(|| clocks.iter().find(|clock| matches!(clock.run, Run::Paused { .. })))
}

/// The newest clock of each kind: what there is to say of a ticket now.
pub fn newest(clocks: &[Clock]) -> impl Iterator<Item = &Clock> {
    let newest =
        |kind| clocks.iter().filter(move |clock| clock.terms.kind == kind).max_by_key(|clock| clock.terms.started);
    ClockKind::ALL.into_iter().filter_map(newest)
}

/// The clocks of a ticket. `before` are those that were written down earlier: a clock of the same kind, start and
/// priority keeps its terms, whatever the policies say today. One that has ended keeps them whatever becomes of the
/// priority, too.
pub fn clocks(ticket: &Ticket, tier: Option<&str>, rules: &Rules, before: &[Clock]) -> Vec<Clock> {
    let Some(created) = ticket.created else { return Vec::new() };
    let policy = rules.policies.iter().find(|policy| policy.fits(ticket, tier));
    let terms = |kind: ClockKind, started: Instant, over: bool| {
        let same = || before.iter().filter(move |clock| (clock.terms.kind, clock.terms.started) == (kind, started));
        let ended = same().find(|clock| over && clock.has_ended());
        let kept = ended.or_else(|| same().find(|clock| clock.terms.priority == ticket.priority));
        kept.map(|clock| clock.terms.clone()).or_else(|| {
            let policy = policy?;
            Some(Terms {
                kind,
                started,
                policy: policy.name.clone(),
                priority: ticket.priority,
                target: policy.target(kind)?,
                mode: policy.mode,
                calendar: policy.calendar.clone(),
            })
        })
    };
    let mut clocks = Vec::new();
    for pair in &ticket.responses {
        let kind = if pair.first { ClockKind::FirstReply } else { ClockKind::NextReply };
        // What was judged when it ended stays judged, whatever calendars and policies say today.
        let judged = before.iter().find(|clock| {
            (clock.terms.kind, clock.terms.started, clock.ended()) == (kind, pair.asked, Some(pair.replied))
        });
        let now = || terms(kind, pair.asked, true).map(|terms| ended(terms, pair.replied, rules));
        clocks.extend(judged.cloned().or_else(now));
    }
    if let Some(asked) = ticket.waiting_since.filter(|_| ticket.status.in_backlog()) {
        let first = ticket.replies == Some(0) && !ticket.proactive;
        let kind = if first { ClockKind::FirstReply } else { ClockKind::NextReply };
        clocks.extend(terms(kind, asked, false).map(|terms| running(terms, asked, rules)));
    }
    // Solved without the reply that was promised: a promise that had lapsed by then stays broken, one that had not is off.
    if let (Some(asked), Some(solved)) = (ticket.waiting_since, ticket.solved()) {
        let kind = if ticket.replies == Some(0) { ClockKind::FirstReply } else { ClockKind::NextReply };
        let judged = terms(kind, asked, true).map(|terms| ended(terms, solved, rules));
        clocks.extend(judged.filter(|clock| matches!(clock.run, Run::Breached { .. })));
    }
    let over = !ticket.status.in_backlog();
    clocks.extend(terms(ClockKind::Resolution, created, over).map(|terms| resolution(terms, ticket, rules)));
    clocks
}

fn due(terms: &Terms, from: Instant, amount: TimeDelta, rules: &Rules) -> Instant {
    // A calendar that never opens for ten years promises nothing that could lapse.
    let never = from + TimeDelta::days(3650);
    match rules.calendar(terms.calendar.as_deref()) {
        Some(calendar) => calendar.due(from, amount).unwrap_or(never),
        None => from + amount,
    }
}

fn running(terms: Terms, from: Instant, rules: &Rules) -> Clock {
    let due = due(&terms, from, terms.target, rules);
    Clock { terms, run: Run::Running { due } }
}

fn ended(terms: Terms, at: Instant, rules: &Rules) -> Clock {
    let due = due(&terms, terms.started, terms.target, rules);
    Clock { terms, run: if at <= due { Run::Met { at } } else { Run::Breached { at, due } } }
}

/// The resolution clock runs through the stretches whose status lets it. A reopen lets it go on where it stood.
fn resolution(terms: Terms, ticket: &Ticket, rules: &Rules) -> Clock {
    let elapsed = |from: Instant, to: Instant| match rules.calendar(terms.calendar.as_deref()) {
        Some(calendar) => calendar.business(from, to),
        None => to - from,
    };
    let mut left = terms.target;
    let mut lapsed = None;
    let ends = ticket.stretches.iter().skip(1).map(|next| Some(next.from)).chain([None]);
    for (stretch, end) in ticket.stretches.iter().zip(ends) {
        if !terms.mode.runs_in(stretch.status) {
            continue;
        }
        let Some(end) = end else { break };
        let used = elapsed(stretch.from, end);
        if lapsed.is_none() && used > left {
            lapsed = Some(due(&terms, stretch.from, left, rules));
        }
        left -= used;
    }
    let run = match (ticket.status.in_backlog(), ticket.stretches.last()) {
        (true, Some(last)) if terms.mode.runs_in(ticket.status) => {
            Run::Running { due: lapsed.unwrap_or_else(|| due(&terms, last.from, left, rules)) }
        }
        (false, _) => {
            let at = ticket.last_solved.unwrap_or(terms.started);
            lapsed.map_or(Run::Met { at }, |due| Run::Breached { at, due })
        }
        _ => Run::Paused { left },
    };
    Clock { terms, run }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Author, Event, Opened, Seq, What};
    use crate::domain::history;
    use crate::domain::ticket::TicketId;
    use crate::domain::time::from_millis;

    fn minute(n: i64) -> Instant {
        from_millis(n * 60_000).unwrap()
    }

    /// Half an hour for the first reply and two hours for the solve where it is urgent, a day for both elsewhere.
    fn rules() -> Rules {
        let policy = |name: &str, priorities: Vec<Priority>, reply: i64, solve: i64| Policy {
            name: name.into(),
            priorities,
            channels: Vec::new(),
            categories: Vec::new(),
            tiers: Vec::new(),
            first_reply: Some(TimeDelta::minutes(reply)),
            next_reply: Some(TimeDelta::minutes(reply)),
            resolution: Some(TimeDelta::minutes(solve)),
            mode: ResolutionMode::default(),
            calendar: None,
        };
        let policies = vec![policy("urgent", vec![Priority::Urgent], 30, 120), policy("any", Vec::new(), 1440, 1440)];
        Rules { policies, calendars: Vec::new() }
    }

    /// The clocks after a story, each event at its minute, written down after every one of them as the file does it.
    fn after(story: Vec<(i64, What)>) -> Vec<Clock> {
        let event =
            |(n, (at, what)): (i64, (i64, What))| Event { seq: Seq(n), at: minute(at), by: Author::default(), what };
        let events: Vec<_> = (1..).zip(story).map(event).collect();
        (1..=events.len()).fold(Vec::new(), |before, n| {
            let ticket = history::replay(TicketId(1), &events[..n], None).unwrap();
            clocks(&ticket, None, &rules(), &before)
        })
    }

    fn opened(proactive: bool) -> What {
        What::Opened(Opened { subject: "Refund".into(), proactive, ..Opened::default() })
    }

    #[test]
    fn a_clock_that_has_ended_is_not_judged_by_a_later_priority() {
        let replied = What::Replied { body: "Done".into(), then: Some(Status::Solved) };
        let urgent = What::PrioritySet { priority: Priority::Urgent };
        let clocks = after(vec![(0, opened(false)), (180, replied), (200, urgent)]);
        let runs: Vec<_> = clocks.iter().map(|clock| (clock.terms.kind, clock.run)).collect();
        let met = Run::Met { at: minute(180) };
        assert_eq!(runs, [(ClockKind::FirstReply, met), (ClockKind::Resolution, met)]);
    }

    #[test]
    fn a_clock_that_runs_again_goes_by_the_priority_of_now() {
        let solved = What::StatusSet { status: Status::Solved };
        let urgent = What::PrioritySet { priority: Priority::Urgent };
        let open = What::StatusSet { status: Status::Open };
        let clocks = after(vec![(0, opened(true)), (60, solved), (70, urgent), (100, open)]);
        let due = clocks.iter().map(|clock| (clock.terms.kind, clock.due())).collect::<Vec<_>>();
        assert_eq!(due, [(ClockKind::Resolution, Some(minute(160)))], "an hour of the two is used up");
    }

    #[test]
    fn a_ticket_that_staff_opened_has_no_first_reply_to_wait_for() {
        let clocks = after(vec![(0, opened(true)), (10, What::Asked { body: "What is that?".into() })]);
        let kinds: Vec<_> = clocks.iter().map(|clock| clock.terms.kind).collect();
        assert_eq!(kinds, [ClockKind::NextReply, ClockKind::Resolution]);
    }

    #[test]
    fn every_reply_that_ended_a_clock_is_kept_as_it_was_judged() {
        let replied = || What::Replied { body: "Done".into(), then: None };
        let asked = || What::Asked { body: "And?".into() };
        let story = vec![(0, opened(false)), (10, replied()), (20, asked()), (1_500, replied()), (1_600, asked())];
        let clocks = after(story);
        let runs: Vec<_> = clocks.iter().map(|clock| (clock.terms.kind, clock.run)).collect();
        let expected = [
            (ClockKind::FirstReply, Run::Met { at: minute(10) }),
            (ClockKind::NextReply, Run::Breached { at: minute(1_500), due: minute(1_460) }),
            (ClockKind::NextReply, Run::Running { due: minute(3_040) }),
            (ClockKind::Resolution, Run::Running { due: minute(1_440) }),
        ];
        assert_eq!(runs, expected);
        let shown: Vec<_> = newest(&clocks).map(|clock| clock.run).collect();
        assert_eq!(shown, [expected[0].1, expected[2].1, expected[3].1]);

        let ticket_now = |rules: &Rules| {
            let events: Vec<_> = [(0, opened(false)), (10, replied())]
                .into_iter()
                .zip(1..)
                .map(|((at, what), n)| Event { seq: Seq(n), at: minute(at), by: Author::default(), what })
                .collect();
            self::clocks(&history::replay(TicketId(1), &events, None).unwrap(), None, rules, &clocks[..1])
        };
        let mut stricter = rules();
        stricter.policies[1].first_reply = Some(TimeDelta::minutes(1));
        assert_eq!(ticket_now(&stricter)[0].run, Run::Met { at: minute(10) }, "the policy came later");
    }
}
