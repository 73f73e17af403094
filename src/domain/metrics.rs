//! The figures of a period: the one engine behind pane, drill-down, report and export.
//!
//! The store hands over the [`Past`] of every ticket that a figure of the period can touch. [`Sample`]s are drawn from
//! it, one for each ticket or reply that counts; a [`Figures`] is nothing but those samples summed up, and a drill-down
//! is the same samples listed. So the two cannot disagree.

mod draw;
mod kept;
mod past;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde::Serialize;

use super::figure::{Spread, rate};
use super::person::PersonId;
use super::ticket::{TicketId, WaitsOn};
use super::time::{Instant, Period};
use kept::{Kept, People};
pub use past::{AtEnd, Past, Window};

/// The figures that open up into tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureId {
    Received,
    Solved,
    FirstResponse,
    Unanswered,
    Response,
    ResolutionFirst,
    ResolutionFull,
    Fcr,
    Cohort,
    Csat,
    Reopen,
    Backlog,
}

impl FigureId {
    pub const ALL: [FigureId; 12] = [
        FigureId::Received,
        FigureId::Solved,
        FigureId::FirstResponse,
        FigureId::Unanswered,
        FigureId::Response,
        FigureId::ResolutionFirst,
        FigureId::ResolutionFull,
        FigureId::Fcr,
        FigureId::Cohort,
        FigureId::Csat,
        FigureId::Reopen,
        FigureId::Backlog,
    ];

    /// The stable name; also the key of the figure's words in the language files.
    pub fn name(self) -> &'static str {
        match self {
            FigureId::Received => "received",
            FigureId::Solved => "solved",
            FigureId::FirstResponse => "first-response",
            FigureId::Unanswered => "unanswered",
            FigureId::Response => "response",
            FigureId::ResolutionFirst => "resolution-first",
            FigureId::ResolutionFull => "resolution-full",
            FigureId::Fcr => "fcr",
            FigureId::Cohort => "cohort",
            FigureId::Csat => "csat",
            FigureId::Reopen => "reopen",
            FigureId::Backlog => "backlog",
        }
    }

    /// Whether its samples are somebody's work. The others may well be nobody's: a ticket waits for hands.
    fn is_work(self) -> bool {
        use FigureId::*;
        match self {
            Solved | FirstResponse | Response | ResolutionFirst | ResolutionFull | Fcr | Csat | Reopen => true,
            Received | Unanswered | Cohort | Backlog => false,
        }
    }
}

/// One ticket, or one reply on it, that a figure counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    pub ticket: TicketId,
    /// Who is credited with it.
    pub by: Option<PersonId>,
    /// The day it belongs to.
    pub at: Instant,
    /// The ticket was given to `by` later than it came: it counts for them, and not for the team, which had it already.
    pub handed: bool,
    pub value: Value,
}

/// What a sample adds to its figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// It is counted.
    One,
    /// For the team and for the person credited, who may have got the ticket later.
    Took {
        team: TimeDelta,
        own: TimeDelta,
    },
    /// It is one of n; a hit or not, and whether that may still change.
    Hit {
        hit: bool,
        provisional: bool,
    },
    /// A rating, with its stars where the scale has them.
    Rated {
        satisfied: bool,
        stars: Option<u8>,
    },
    Waits(WaitsOn),
}

/// Why something that looks like a sample is in no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    FirstReplyBeforeCreation,
    SolveBeforeCreation,
    NoCreationTime,
    NoMessageTimes,
    NoReplyCount,
    NoSolveTime,
    NoRatingTime,
    /// It goes on in another ticket, where it counts.
    Merged,
    /// Somebody's work, but it is not known whose.
    NoAgent,
}

impl LeftOut {
    /// The reason in words, as the JSON has it.
    pub fn reason(self) -> &'static str {
        match self {
            LeftOut::FirstReplyBeforeCreation => "first reply before creation",
            LeftOut::SolveBeforeCreation => "solved before creation",
            LeftOut::NoCreationTime => "no creation time: no first response, resolution time, backlog or aging",
            LeftOut::NoMessageTimes => "imported without the time of every message: no response pairs",
            LeftOut::NoReplyCount => "imported without a count of public replies: no first-contact resolution",
            LeftOut::NoSolveTime => "solved at an unknown time: in no period",
            LeftOut::NoRatingTime => "rated at an unknown time: in no period",
            LeftOut::Merged => "merged into another ticket: counted there",
            LeftOut::NoAgent => "no agent known: in the team’s figures, in nobody’s own",
        }
    }
}

/// A duration figure of n, with those still unanswered beside it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FirstResponse {
    #[serde(flatten)]
    pub spread: Spread,
    pub unanswered: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fcr {
    pub n: usize,
    pub hits: usize,
    pub rate: Option<f64>,
    /// Hits of which the reopen window has not passed yet.
    pub provisional: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ResolutionRate {
    /// Solved ÷ received in the period; may pass 1.
    pub flow: Option<f64>,
    /// Of those received in the period, the share solved by now.
    pub cohort: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Csat {
    pub n: usize,
    pub satisfied: usize,
    pub rate: Option<f64>,
    /// Mean stars of those ratings that have stars.
    pub mean: Option<f64>,
    /// Surveys offered; `None` where the data do not say.
    pub offered: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reopen {
    /// Distinct tickets solved in the period.
    pub n: usize,
    /// Distinct tickets reopened in it.
    pub reopened: usize,
    pub rate: Option<f64>,
}

/// A stock at the end of the period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Backlog {
    pub total: usize,
    pub us: usize,
    pub customer: usize,
    pub third_party: usize,
}

/// Every figure of a period, of the team or of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    pub received: usize,
    pub solved: usize,
    pub first_response: FirstResponse,
    pub response: Spread,
    pub resolution_first: Spread,
    pub resolution_full: Spread,
    pub fcr: Fcr,
    pub resolution_rate: ResolutionRate,
    pub csat: Csat,
    pub reopen: Reopen,
    pub backlog: Backlog,
}

/// The samples of a period, by figure.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// In the order of [`FigureId::ALL`].
    by_figure: [Vec<Kept>; FigureId::ALL.len()],
    people: People,
    left_out: BTreeMap<LeftOut, BTreeSet<TicketId>>,
    /// Surveys offered, with the person who would be credited; `None` if no ticket of the period says.
    offered: Option<usize>,
}

impl Samples {
    /// The samples of a figure: all of them, or those credited to one person.
    pub fn of(&self, figure: FigureId, who: Option<PersonId>) -> impl Iterator<Item = Sample> {
        self.kept(figure, who).map(|kept| kept.sample(&self.people))
    }

    fn kept(&self, figure: FigureId, who: Option<PersonId>) -> impl Iterator<Item = &Kept> {
        let wanted = who.map(|who| self.people.number(who));
        self.by_figure[figure as usize].iter().filter(move |kept| match wanted {
            None => !kept.handed(),
            Some(number) => number.is_some_and(|number| kept.is_by(number)),
        })
    }

    /// What is in no figure, by reason: how many tickets.
    pub fn left_out(&self) -> impl Iterator<Item = (LeftOut, &BTreeSet<TicketId>)> {
        self.left_out.iter().map(|(reason, tickets)| (*reason, tickets))
    }

    /// Everybody who is credited with anything.
    pub fn credited(&self) -> impl Iterator<Item = PersonId> {
        self.people.all()
    }

    /// The team, and everybody who is credited with anything, by number.
    pub fn report(&self, period: Period) -> Report {
        let mut agents: Vec<Drawn> = self.credited().map(|_| Drawn::of_one()).collect();
        for (figure, samples) in self.by_figure.iter().enumerate() {
            for kept in samples {
                if let Some(agent) = kept.who().and_then(|who| agents.get_mut(who)) {
                    agent.by_figure[figure].push(kept);
                }
            }
        }
        let mut agents: Vec<_> = self.credited().zip(agents.iter().map(Drawn::figures)).collect();
        agents.sort_by_key(|(who, _)| *who);
        Report {
            period,
            team: self.figures(None),
            agents,
            left_out: self.left_out().map(|(reason, tickets)| (reason, tickets.len())).collect(),
        }
    }

    /// The samples summed up, for the team or for one person.
    pub fn figures(&self, who: Option<PersonId>) -> Figures {
        let by_figure = FigureId::ALL.map(|figure| self.kept(figure, who).collect());
        Drawn { by_figure, own: who.is_some(), offered: self.offered.filter(|_| who.is_none()) }.figures()
    }
}

/// The samples of the team, or of one person.
struct Drawn<'a> {
    /// In the order of [`FigureId::ALL`].
    by_figure: [Vec<&'a Kept>; FigureId::ALL.len()],
    /// They are one person's: what they got late counts from when they got it.
    own: bool,
    offered: Option<usize>,
}

impl Drawn<'_> {
    fn of_one<'a>() -> Drawn<'a> {
        Drawn { by_figure: Default::default(), own: true, offered: None }
    }

    fn of(&self, figure: FigureId) -> &[&Kept] {
        &self.by_figure[figure as usize]
    }

    fn count(&self, figure: FigureId) -> usize {
        self.of(figure).len()
    }

    /// How many tickets the samples of which `counts` is true are of.
    fn tickets(&self, figure: FigureId, counts: impl Fn(&Kept) -> bool) -> usize {
        let mut tickets: Vec<_> = self.of(figure).iter().filter(|s| counts(s)).map(|s| s.ticket()).collect();
        tickets.sort_unstable();
        tickets.dedup();
        tickets.len()
    }

    fn hits(&self, figure: FigureId) -> usize {
        self.of(figure).iter().filter(|sample| hit(sample)).count()
    }

    fn spread(&self, figure: FigureId) -> Spread {
        Spread::of(self.of(figure).iter().filter_map(|kept| match kept.value() {
            Value::Took { team, own } => Some(if self.own { own } else { team }),
            _ => None,
        }))
    }

    fn figures(&self) -> Figures {
        let any = |_: &Kept| true;
        let (received, solved) = (self.tickets(FigureId::Received, any), self.tickets(FigureId::Solved, any));
        let reopened = self.tickets(FigureId::Reopen, any);
        let provisional = |kept: &&&Kept| matches!(kept.value(), Value::Hit { hit: true, provisional: true });
        let fcr = (self.hits(FigureId::Fcr), self.count(FigureId::Fcr));
        Figures {
            received,
            solved,
            first_response: FirstResponse {
                spread: self.spread(FigureId::FirstResponse),
                unanswered: self.count(FigureId::Unanswered),
            },
            response: self.spread(FigureId::Response),
            resolution_first: self.spread(FigureId::ResolutionFirst),
            resolution_full: self.spread(FigureId::ResolutionFull),
            fcr: Fcr {
                n: fcr.1,
                hits: fcr.0,
                rate: rate(fcr.0, fcr.1),
                provisional: self.of(FigureId::Fcr).iter().filter(provisional).count(),
            },
            resolution_rate: ResolutionRate {
                flow: rate(self.tickets(FigureId::Solved, hit), received),
                cohort: rate(self.hits(FigureId::Cohort), self.count(FigureId::Cohort)),
            },
            csat: self.csat(),
            reopen: Reopen { n: solved, reopened, rate: rate(reopened, solved) },
            backlog: self.backlog(),
        }
    }

    fn csat(&self) -> Csat {
        let rated = self.of(FigureId::Csat).iter().filter_map(|kept| match kept.value() {
            Value::Rated { satisfied, stars } => Some((satisfied, stars)),
            _ => None,
        });
        let ratings: Vec<(bool, Option<u8>)> = rated.collect();
        let satisfied = ratings.iter().filter(|(satisfied, _)| *satisfied).count();
        let stars: Vec<f64> = ratings.iter().filter_map(|(_, stars)| stars.map(f64::from)).collect();
        Csat {
            n: ratings.len(),
            satisfied,
            rate: rate(satisfied, ratings.len()),
            mean: (!stars.is_empty()).then(|| stars.iter().sum::<f64>() / stars.len() as f64),
            offered: self.offered,
        }
    }

    fn backlog(&self) -> Backlog {
        let mut backlog = Backlog::default();
        for sample in self.of(FigureId::Backlog) {
            backlog.total += 1;
            match sample.value() {
                Value::Waits(WaitsOn::Us) => backlog.us += 1,
                Value::Waits(WaitsOn::Customer) => backlog.customer += 1,
                Value::Waits(WaitsOn::ThirdParty) => backlog.third_party += 1,
                _ => {}
            }
        }
        backlog
    }
}

fn hit(kept: &Kept) -> bool {
    matches!(kept.value(), Value::Hit { hit: true, .. })
}

/// A team's figures beside everybody's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub period: Period,
    pub team: Figures,
    pub agents: Vec<(PersonId, Figures)>,
    pub left_out: Vec<(LeftOut, usize)>,
}
