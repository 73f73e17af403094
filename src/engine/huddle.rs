//! Contents of the huddle page for the start of a shift or week, before rendering. Today's outlook is drafted like a
//! hand-over ([`draft_hand_over_until`]).

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
use crate::model::record::WithId;
use crate::model::target::Reading;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Days for which feedback and completed actions count as recent.
const LATELY: u64 = 7;

/// Kind of huddle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Daily: yesterday and today.
    Day,
    /// Weekly review: last Monday to Sunday, like the weekly report, compared with the week before.
    Week,
}

impl Form {
    /// The completed civil days it covers, and as many before them.
    pub fn periods(self, zone: Zone, now: Instant) -> (Period, Period) {
        let today = zone.date(now);
        let (end, days) = match self {
            Form::Day => (today, 1),
            Form::Week => (today - Days::new(today.weekday().num_days_from_monday().into()), 7),
        };
        let back = |days: u64| zone.midnight(end - Days::new(days));
        (Period { from: back(days), to: back(0) }, Period { from: back(2 * days), to: back(days) })
    }

    /// Last due date to list.
    fn ahead(self, today: NaiveDate) -> NaiveDate {
        match self {
            Form::Day => today + Days::new(1),
            Form::Week => today + Days::new(LATELY),
        }
    }
}

/// Figures of the period a huddle covers.
#[derive(Debug, Clone, PartialEq)]
pub struct LookBack {
    pub form: Form,
    pub period: Period,
    pub figures: Figures,
    /// Figures of the preceding period of the same length.
    pub before: Figures,
}

/// Change of a figure between the two periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    pub figure: FigureId,
    pub now: Reading,
    pub before: Reading,
    pub better: bool,
}

/// Contents of a huddle before rendering.
#[derive(Debug, Clone, PartialEq)]
pub struct Huddle {
    pub form: Form,
    /// Due clocks, absences and weak coverage until the end of the day; its figures are those of the covered period.
    pub draft: Draft,
    /// Significant changes with enough samples on both sides.
    pub moves: Vec<Move>,
    /// Open and recently closed goals, those that need most attention first.
    pub goals: Vec<(WithId<Goal>, Standing)>,
    /// People present now.
    pub here: Vec<PersonId>,
    /// Actions due by tomorrow (or within the week), overdue first.
    pub actions: Vec<WithId<ActionItem>>,
    /// Recently completed actions, to acknowledge.
    pub done: Vec<WithId<ActionItem>>,
    /// Recent feedback by theme.
    pub themes: Vec<Tally>,
    /// Recent feedback entries, newest first.
    pub voice: Vec<WithId<Feedback>>,
    /// Open feedback entries older than that.
    pub waiting: usize,
    /// Notices not yet read by all, with the number of readers and recipients.
    pub notices: Vec<(WithId<Notice>, usize, usize)>,
    /// Open tickets of upset customers.
    pub upset: Vec<TicketId>,
}

/// Builds a huddle at `now`. `board` must be computed for the same desk and moment; `live` returns the current reading
/// of a goal.
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

fn goals(team: &Team, today: NaiveDate, live: impl Fn(&Goal) -> Reading) -> Vec<(WithId<Goal>, Standing)> {
    let fresh = |goal: &Goal| {
        goal.closed.as_ref().is_none_or(|closed| closed.reached && closed.on + Days::new(LATELY) >= today)
    };
    let shown = team.goals.iter().filter(|goal| fresh(goal));
    let mut goals: Vec<_> = shown.map(|goal| (goal.clone(), goal.stands(live(goal), today))).collect();
    goals.sort_by_key(|(goal, standing)| (standing.state, goal.due, goal.id));
    goals
}

/// Open action items due by `until`, by due date.
fn due(team: &Team, until: NaiveDate) -> Vec<WithId<ActionItem>> {
    let mut due: Vec<_> = team.actions.iter().filter(|item| item.is_open() && item.due <= until).cloned().collect();
    due.sort_by_key(|item| (item.due, item.id));
    due
}

fn done(team: &Team, today: NaiveDate) -> Vec<WithId<ActionItem>> {
    let lately = |item: &ActionItem| {
        item.ended.is_some_and(|ended| ended.done && ended.on + Days::new(LATELY) >= today && ended.on <= today)
    };
    team.actions.iter().filter(|item| lately(item)).cloned().collect()
}

fn unread(team: &Team, today: NaiveDate) -> Vec<(WithId<Notice>, usize, usize)> {
    let holding = team.notices.iter().filter(|notice| notice.holds(today));
    let counted = holding.map(|notice| {
        let (read, all) = notice.count(team);
        (notice.clone(), read, all)
    });
    counted.filter(|(_, read, all)| read < all).collect()
}

/// Figures that changed by at least one point or 5 % of a duration.
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
    /// Goals in one of the given states.
    pub fn goals_in<'a>(&'a self, states: &'a [State]) -> impl Iterator<Item = &'a (WithId<Goal>, Standing)> {
        self.goals.iter().filter(move |(_, standing)| states.contains(&standing.state))
    }
}
