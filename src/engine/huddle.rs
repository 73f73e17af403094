//! The huddle: the one page with which a shift or a week begins, drawn from everything that the file knows and not yet put
//! into words. What lies ahead today is drawn as for a hand-over ([`draft_until`]).

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::board::{Board, BoardConfig};
use crate::engine::desk::Desk;
use crate::engine::goal_figure::{self, Unit};
use crate::engine::handover::Since;
use crate::engine::handover::draft::{Draft, draft_until};
use crate::engine::metrics::sum::Figures;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::action_item::ActionItem;
use crate::model::feedback::{Feedback, Tally, tally};
use crate::model::figure::FigureId;
use crate::model::goal::{Goal, Standing, State};
use crate::model::ids::{PersonId, TicketId};
use crate::model::notice::Notice;
use crate::model::record::Numbered;
use crate::model::target::Reading;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// What was said counts as new for so many days, and what was done as worth a word.
const LATELY: u64 = 7;

/// For what it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The morning: yesterday, and what comes today.
    Day,
    /// The weekly review: the last whole week from Monday to Sunday, as the report of a week has it, held against the one
    /// before.
    Week,
}

impl Form {
    /// The whole civil days that it looks back on, all of them over, and as many before them.
    pub fn periods(self, zone: Zone, now: Instant) -> (Period, Period) {
        let today = zone.date(now);
        let (end, days) = match self {
            Form::Day => (today, 1),
            Form::Week => (today - Days::new(today.weekday().num_days_from_monday().into()), 7),
        };
        let back = |days: u64| zone.midnight(end - Days::new(days));
        (Period { from: back(days), to: back(0) }, Period { from: back(2 * days), to: back(days) })
    }

    /// The last day of which it tells what is due.
    fn ahead(self, today: NaiveDate) -> NaiveDate {
        match self {
            Form::Day => today + Days::new(1),
            Form::Week => today + Days::new(LATELY),
        }
    }
}

/// What the file says of the time that a huddle looks back on.
#[derive(Debug, Clone, PartialEq)]
pub struct LookBack {
    pub form: Form,
    pub period: Period,
    pub figures: Figures,
    /// Those of as many days before.
    pub before: Figures,
}

/// A figure that has become another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    pub figure: FigureId,
    pub now: Reading,
    pub before: Reading,
    pub better: bool,
}

/// A huddle that nobody has put into words yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Huddle {
    pub form: Form,
    /// What lapses, who is away and where coverage is weak until the end of the day; its figures are those of the time
    /// looked back on.
    pub draft: Draft,
    /// Figures that rest on enough on both sides and are not the same.
    pub moves: Vec<Move>,
    /// The open goals and those closed lately, those that need most attention first.
    pub goals: Vec<(Numbered<Goal>, Standing)>,
    /// Who is in now.
    pub here: Vec<PersonId>,
    /// What is to be done by tomorrow, or within the week; what is overdue comes first.
    pub actions: Vec<Numbered<ActionItem>>,
    /// What was done lately: somebody's initiative, to be thanked for.
    pub done: Vec<Numbered<ActionItem>>,
    /// What customers said lately, by theme.
    pub themes: Vec<Tally>,
    /// The entries behind it, newest first.
    pub voice: Vec<Numbered<Feedback>>,
    /// What was said before, and somebody still has to see to.
    pub waiting: usize,
    /// What somebody still has to read: how many have, and how many have to.
    pub notices: Vec<(Numbered<Notice>, usize, usize)>,
    /// Open tickets of customers who are upset.
    pub upset: Vec<TicketId>,
}

/// Draws a huddle at `now`. `board` is that of the desk at the same moment; `live` says what the figure of a goal is now.
pub fn huddle(
    desk: &Desk,
    board: &Board,
    house: BoardConfig,
    now: Instant,
    back: LookBack,
    live: impl Fn(&Goal) -> Reading,
) -> Huddle {
    let (zone, team, form) = (house.zone, &desk.team, back.form);
    let today = zone.date(now);
    let lately = zone.midnight(today - Days::new(LATELY));
    let moves = moves(&back);
    let since = Since { last: None, period: back.period, figures: back.figures, named: Vec::new() };
    let tonight = zone.midnight(today + Days::new(1));
    let (voice, older): (Vec<_>, Vec<_>) = team.feedback.iter().rev().cloned().partition(|entry| entry.at >= lately);
    let upset = board.queue.iter().copied().filter(|id| desk.tickets.get(id).is_some_and(|row| row.upset));
    Huddle {
        form,
        draft: draft_until(desk, board, house, now, tonight, since),
        moves,
        goals: goals(team, today, live),
        here: board.present.clone(),
        actions: due(team, form.ahead(today)),
        done: done(team, today),
        themes: tally(&voice, |feedback| &feedback.theme),
        waiting: older.iter().filter(|entry| entry.status.is_open()).count(),
        voice,
        notices: unread(team, today),
        upset: upset.collect(),
    }
}

fn goals(team: &Team, today: NaiveDate, live: impl Fn(&Goal) -> Reading) -> Vec<(Numbered<Goal>, Standing)> {
    let fresh = |goal: &Goal| {
        goal.closed.as_ref().is_none_or(|closed| closed.reached && closed.on + Days::new(LATELY) >= today)
    };
    let shown = team.goals.iter().filter(|goal| fresh(goal));
    let mut goals: Vec<_> = shown.map(|goal| (goal.clone(), goal.stands(live(goal), today))).collect();
    goals.sort_by_key(|(goal, standing)| (standing.state, goal.due, goal.id));
    goals
}

/// The open action items whose last day is not after `until`, in order of it.
fn due(team: &Team, until: NaiveDate) -> Vec<Numbered<ActionItem>> {
    let mut due: Vec<_> = team.actions.iter().filter(|item| item.is_open() && item.due <= until).cloned().collect();
    due.sort_by_key(|item| (item.due, item.id));
    due
}

fn done(team: &Team, today: NaiveDate) -> Vec<Numbered<ActionItem>> {
    let lately = |item: &ActionItem| {
        item.ended.is_some_and(|ended| ended.done && ended.on + Days::new(LATELY) >= today && ended.on <= today)
    };
    team.actions.iter().filter(|item| lately(item)).cloned().collect()
}

fn unread(team: &Team, today: NaiveDate) -> Vec<(Numbered<Notice>, usize, usize)> {
    let holding = team.notices.iter().filter(|notice| notice.holds(today));
    let counted = holding.map(|notice| {
        let (read, all) = notice.count(team);
        (notice.clone(), read, all)
    });
    counted.filter(|(_, read, all)| read < all).collect()
}

/// The figures that moved by at least a point, of percent or of a score, or a twentieth of a time.
fn moves(back: &LookBack) -> Vec<Move> {
    let moved = |figure: FigureId| {
        let (now, before) = (Reading::of(figure, &back.figures), Reading::of(figure, &back.before));
        let (value, was) = (now.value?, before.value?);
        let least = match goal_figure::unit(figure) {
            Unit::Time => was.abs() / 20.0,
            Unit::Share | Unit::Ratio => 0.01,
            Unit::Points | Unit::Count => 1.0,
        };
        let enough = now.n >= LOW_SAMPLE_COUNT && before.n >= LOW_SAMPLE_COUNT && (value - was).abs() >= least && value != was;
        enough.then_some(Move { figure, now, before, better: figure.reaches(value, was) })
    };
    FigureId::ALL.into_iter().filter(|figure| goal_figure::compares(*figure)).filter_map(moved).collect()
}

impl Huddle {
    /// The goals in one of these states.
    pub fn goals_in<'a>(&'a self, states: &'a [State]) -> impl Iterator<Item = &'a (Numbered<Goal>, Standing)> {
        self.goals.iter().filter(move |(_, standing)| states.contains(&standing.state))
    }
}
