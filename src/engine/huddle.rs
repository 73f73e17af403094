//! Contents of the huddle page for the start of a shift or week, before rendering. Today's outlook is drafted like a
//! hand-over ([`draft_hand_over_until`]).

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::board::Board;
use crate::engine::desk::Desk;
use crate::engine::goal_figure::{self, FigureUnit};
use crate::engine::handover::SinceLastHandOver;
use crate::engine::handover::draft::{HandOverDraft, draft_hand_over_until};
use crate::engine::metrics::summary::Figures;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::action_item::ActionItem;
use crate::model::feedback::{Feedback, FeedbackTally, tally_feedback};
use crate::model::figure::FigureId;
use crate::model::goal::{Goal, GoalState, GoalStatus};
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::notice::Notice;
use crate::model::settings::BoardConfig;
use crate::model::target::FigureReading;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Days for which feedback and completed actions count as recent.
const RECENT_DAYS: u64 = 7;

/// Kind of huddle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HuddleKind {
    /// Daily: yesterday and today.
    Day,
    /// Weekly review: last Monday to Sunday, like the weekly report, compared with the week before.
    Week,
}

impl HuddleKind {
    /// The completed civil days it covers, and as many before them.
    pub fn periods(self, zone: Zone, now: Instant) -> (Period, Period) {
        let today = zone.date(now);
        let (end, days) = match self {
            HuddleKind::Day => (today, 1),
            HuddleKind::Week => (today - Days::new(today.weekday().num_days_from_monday().into()), 7),
        };
        let back = |days: u64| zone.midnight(end - Days::new(days));
        (Period { from: back(days), to: back(0) }, Period { from: back(2 * days), to: back(days) })
    }

    /// Last due date to list.
    fn due_until(self, today: NaiveDate) -> NaiveDate {
        match self {
            HuddleKind::Day => today + Days::new(1),
            HuddleKind::Week => today + Days::new(RECENT_DAYS),
        }
    }
}

/// Figures of the period a huddle covers.
#[derive(Debug, Clone, PartialEq)]
pub struct HuddleFigures {
    pub kind: HuddleKind,
    pub period: Period,
    pub figures: Figures,
    /// Figures of the preceding period of the same length.
    pub previous: Figures,
}

/// Change of a figure between the two periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureChange {
    pub figure: FigureId,
    pub now: FigureReading,
    pub previous: FigureReading,
    pub better: bool,
}

/// Contents of a huddle before rendering.
#[derive(Debug, Clone, PartialEq)]
pub struct Huddle {
    pub kind: HuddleKind,
    /// Due clocks, absences and weak coverage until the end of the day; its figures are those of the covered period.
    pub draft: HandOverDraft,
    /// Significant changes with enough samples on both sides.
    pub figure_changes: Vec<FigureChange>,
    /// Open and recently closed goals, those that need most attention first.
    pub goals: Vec<(WithId<Goal>, GoalStatus)>,
    /// People present now.
    pub present: Vec<PersonId>,
    /// Actions due by tomorrow (or within the week), overdue first.
    pub due_actions: Vec<WithId<ActionItem>>,
    /// Recently completed actions, to acknowledge.
    pub completed_actions: Vec<WithId<ActionItem>>,
    /// Recent feedback by theme.
    pub themes: Vec<FeedbackTally>,
    /// Recent feedback entries, newest first.
    pub recent_feedback: Vec<WithId<Feedback>>,
    /// Open feedback entries older than that.
    pub older_open_feedback: usize,
    /// Notices not yet read by all, with the number of readers and recipients.
    pub unread_notices: Vec<(WithId<Notice>, usize, usize)>,
    /// Open tickets of upset customers.
    pub upset_tickets: Vec<TicketId>,
}

/// Builds a huddle at `now`. `board` must be computed for the same desk and moment; `live` returns the current reading
/// of a goal.
pub fn build_huddle(
    desk: &Desk,
    board: &Board,
    config: BoardConfig,
    now: Instant,
    back: HuddleFigures,
    live: impl Fn(&Goal) -> FigureReading,
) -> Huddle {
    let (zone, team, form) = (config.zone, &desk.team, back.kind);
    let today = zone.date(now);
    let lately = zone.midnight(today - Days::new(RECENT_DAYS));
    let moves = figure_changes(&back);
    let since =
        SinceLastHandOver { last: None, period: back.period, figures: back.figures, mentioned_tickets: Vec::new() };
    let tonight = zone.midnight(today + Days::new(1));
    let (voice, older): (Vec<_>, Vec<_>) = team.feedback.iter().rev().cloned().partition(|entry| entry.at >= lately);
    let upset = board.queue.iter().copied().filter(|id| desk.tickets.get(id).is_some_and(|row| row.upset));
    Huddle {
        kind: form,
        draft: draft_hand_over_until(desk, board, config, now, tonight, since),
        figure_changes: moves,
        goals: relevant_goals(team, today, live),
        present: board.present.clone(),
        due_actions: due_actions(team, form.due_until(today)),
        completed_actions: completed_actions(team, today),
        themes: tally_feedback(&voice, |feedback| &feedback.theme),
        older_open_feedback: older.iter().filter(|entry| entry.status.is_open()).count(),
        recent_feedback: voice,
        unread_notices: unread_notices(team, today),
        upset_tickets: upset.collect(),
    }
}

fn relevant_goals(
    team: &Team,
    today: NaiveDate,
    live: impl Fn(&Goal) -> FigureReading,
) -> Vec<(WithId<Goal>, GoalStatus)> {
    let fresh = |goal: &Goal| {
        goal.closed.as_ref().is_none_or(|closed| closed.reached && closed.on + Days::new(RECENT_DAYS) >= today)
    };
    let shown = team.goals.iter().filter(|goal| fresh(goal));
    let mut goals: Vec<_> = shown.map(|goal| (goal.clone(), goal.status_on(live(goal), today))).collect();
    goals.sort_by_key(|(goal, standing)| (standing.state, goal.due, goal.id));
    goals
}

/// Open action items due by `until`, by due date.
fn due_actions(team: &Team, until: NaiveDate) -> Vec<WithId<ActionItem>> {
    let mut due: Vec<_> = team.actions.iter().filter(|item| item.is_open() && item.due <= until).cloned().collect();
    due.sort_by_key(|item| (item.due, item.id));
    due
}

fn completed_actions(team: &Team, today: NaiveDate) -> Vec<WithId<ActionItem>> {
    let lately = |item: &ActionItem| {
        item.ended.is_some_and(|ended| ended.done && ended.on + Days::new(RECENT_DAYS) >= today && ended.on <= today)
    };
    team.actions.iter().filter(|item| lately(item)).cloned().collect()
}

fn unread_notices(team: &Team, today: NaiveDate) -> Vec<(WithId<Notice>, usize, usize)> {
    let holding = team.notices.iter().filter(|notice| notice.is_active(today));
    let counted = holding.map(|notice| {
        let (read, all) = notice.read_count(team);
        (notice.clone(), read, all)
    });
    counted.filter(|(_, read, all)| read < all).collect()
}

/// Figures that changed by at least one point or 5 % of a duration.
fn figure_changes(back: &HuddleFigures) -> Vec<FigureChange> {
    let moved = |figure: FigureId| {
        let (now, before) =
            (FigureReading::from_figures(figure, &back.figures), FigureReading::from_figures(figure, &back.previous));
        let (value, was) = (now.value?, before.value?);
        let least = match goal_figure::figure_unit(figure) {
            FigureUnit::Time => was.abs() / 20.0,
            FigureUnit::Share | FigureUnit::Ratio => 0.01,
            FigureUnit::Points | FigureUnit::Count => 1.0,
        };
        let enough =
            now.n >= LOW_SAMPLE_COUNT && before.n >= LOW_SAMPLE_COUNT && (value - was).abs() >= least && value != was;
        enough.then_some(FigureChange { figure, now, previous: before, better: figure.meets(value, was) })
    };
    FigureId::ALL.into_iter().filter(|figure| goal_figure::is_comparable(*figure)).filter_map(moved).collect()
}

impl Huddle {
    /// Goals in one of the given states.
    pub fn goals_in<'a>(&'a self, states: &'a [GoalState]) -> impl Iterator<Item = &'a (WithId<Goal>, GoalStatus)> {
        self.goals.iter().filter(move |(_, standing)| states.contains(&standing.state))
    }
}
