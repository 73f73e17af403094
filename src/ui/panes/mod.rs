//! All panes, and the panes and tabs of each view. To add a pane, add its file and a line in each of these lists.

pub mod aging;
pub mod coaching;
pub mod coverage;
pub mod drill_down;
pub mod headline;
pub mod metrics;
pub mod people;
pub mod plan;
pub mod queue;
pub mod reviews;
pub mod roster;
pub mod staffing;

use std::collections::BTreeMap;

use ratatui::layout::{Constraint, Layout, Rect};

use super::action::Action;
use super::pane::Pane;
use super::view::View;

/// Identifies a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaneId {
    Headline,
    Queue,
    Aging,
    Coverage,
    CoverageDay,
    CoverageWeek,
    CoverageMonth,
    People,
    Roster,
    Coaching,
    Reviews,
    Figures,
    Breakdown,
    Charts,
    PersonFigures,
    Staffing,
    Goals,
    Actions,
    Feedback,
    Notices,
}

/// Creates every pane in its initial state.
pub fn create_panes() -> BTreeMap<PaneId, Box<dyn Pane>> {
    let panes: Vec<(PaneId, Box<dyn Pane>)> = vec![
        (PaneId::Headline, Box::new(headline::HeadlinePane::default())),
        (PaneId::Queue, Box::new(queue::QueuePane::default())),
        (PaneId::Aging, Box::new(aging::AgingPane::default())),
        (PaneId::Coverage, Box::new(coverage::CoveragePane::for_today())),
        (PaneId::CoverageDay, Box::new(coverage::CoveragePane::for_any_day())),
        (PaneId::CoverageWeek, Box::new(coverage::week::CoverageWeekPane::default())),
        (PaneId::CoverageMonth, Box::new(coverage::month::CoverageMonthPane::default())),
        (PaneId::People, Box::new(people::PeoplePane::default())),
        (PaneId::Roster, Box::new(roster::RosterPane::default())),
        (PaneId::Coaching, Box::new(coaching::CoachingPane::default())),
        (PaneId::Reviews, Box::new(reviews::ReviewsPane::default())),
        (PaneId::Figures, Box::new(metrics::figures::FiguresPane::for_filter())),
        (PaneId::Breakdown, Box::new(metrics::breakdown::BreakdownPane::default())),
        (PaneId::Charts, Box::new(metrics::charts::ChartsPane::default())),
        (PaneId::PersonFigures, Box::new(metrics::figures::FiguresPane::for_person())),
        (PaneId::Staffing, Box::new(staffing::StaffingPane::default())),
        (PaneId::Goals, Box::new(plan::goals::GoalsPane::default())),
        (PaneId::Actions, Box::new(plan::actions::ActionItemsPane::default())),
        (PaneId::Feedback, Box::new(plan::feedback::FeedbackPane::default())),
        (PaneId::Notices, Box::new(plan::notices::NoticesPane::default())),
    ];
    panes.into_iter().collect()
}

/// The six views, opened by the digit keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewId {
    Today,
    Queue,
    Coverage,
    People,
    Metrics,
    Plan,
}

impl ViewId {
    pub const ALL: [ViewId; 6] =
        [ViewId::Today, ViewId::Queue, ViewId::Coverage, ViewId::People, ViewId::Metrics, ViewId::Plan];

    /// The action that opens the view. Its key and label appear on the top line.
    pub fn action(self) -> Action {
        match self {
            ViewId::Today => Action::Today,
            ViewId::Queue => Action::Queue,
            ViewId::Coverage => Action::Coverage,
            ViewId::People => Action::People,
            ViewId::Metrics => Action::Metrics,
            ViewId::Plan => Action::Plan,
        }
    }

    /// The view's tabs; most views have one. Each tab lists its panes in focus order.
    pub fn tabs(self) -> &'static [Tab] {
        match self {
            ViewId::Today => {
                &[Tab("", &[PaneId::Queue, PaneId::Aging, PaneId::Coverage, PaneId::People, PaneId::Headline])]
            }
            ViewId::Queue => &[Tab("", &[PaneId::Queue])],
            ViewId::Coverage => &[
                Tab("day", &[PaneId::CoverageDay]),
                Tab("week", &[PaneId::CoverageWeek]),
                Tab("month", &[PaneId::CoverageMonth]),
                Tab("staffing", &[PaneId::Staffing]),
            ],
            ViewId::People => &[
                Tab("team", &[PaneId::People]),
                Tab("roster", &[PaneId::Roster]),
                Tab("care", &[PaneId::Coaching]),
                Tab("reviews", &[PaneId::Reviews]),
            ],
            ViewId::Plan => &[
                Tab("plan", &[PaneId::Goals, PaneId::Actions]),
                Tab("voice", &[PaneId::Feedback]),
                Tab("notices", &[PaneId::Notices]),
            ],
            ViewId::Metrics => &[
                Tab("figures", &[PaneId::Figures]),
                Tab("apart", &[PaneId::Breakdown]),
                Tab("charts", &[PaneId::Charts]),
                Tab("person", &[PaneId::PersonFigures]),
                Tab("aging", &[PaneId::Aging]),
            ],
        }
    }

    /// The area of each pane of a tab.
    pub fn pane_areas(self, face: &Tab, area: Rect, view: &View) -> Vec<(PaneId, Rect)> {
        match self {
            ViewId::Today => today_areas(area, view),
            ViewId::Plan if face.1.len() > 1 => {
                // Side by side only where names are not truncated.
                let halves = [Constraint::Fill(1), Constraint::Fill(1)];
                let [goals, actions] = match area.width >= 140 {
                    true => Layout::horizontal(halves).areas(area),
                    false => {
                        Layout::vertical([Constraint::Length(plan::goals_pane_height(area, view)), Constraint::Fill(1)])
                            .areas(area)
                    }
                };
                vec![(PaneId::Goals, goals), (PaneId::Actions, actions)]
            }
            ViewId::Plan | ViewId::Queue | ViewId::Coverage | ViewId::People | ViewId::Metrics => {
                face.1.iter().map(|pane| (*pane, area)).collect()
            }
        }
    }
}

/// A tab of a view: its name (`face-NAME` in the message catalog) and its panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tab(pub &'static str, pub &'static [PaneId]);

/// Headline on top; below it queue over people on the left, aging over coverage on the right. Each pane gets the rows
/// it can fill; the remainder goes to the queue and to coverage.
fn today_areas(area: Rect, view: &View) -> Vec<(PaneId, Rect)> {
    let spacing = u16::from(area.height >= 32);
    let [head, _, area] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(spacing), Constraint::Min(0)]).areas(area);
    let right = (area.width * 41 / 100).clamp(34, 76);
    let [left, right] = Layout::horizontal([Constraint::Min(0), Constraint::Length(right)]).areas(area);
    let people = u16::try_from(view.desk.team.people.len()).unwrap_or(u16::MAX).saturating_add(3);
    let people = people.clamp(5, (area.height * 45 / 100).max(5));
    // A tall screen lists the oldest tickets below the bars.
    let oldest = (area.height.saturating_sub(36) / 2).min(12);
    let aging = (u16::try_from(view.settings.aging_buckets.count()).unwrap_or(6) + 3 + oldest).min(area.height / 2);
    let [queue, people] = Layout::vertical([Constraint::Min(0), Constraint::Length(people)]).areas(left);
    let [aging, coverage] = Layout::vertical([Constraint::Length(aging), Constraint::Min(0)]).areas(right);
    vec![
        (PaneId::Headline, head),
        (PaneId::Queue, queue),
        (PaneId::Aging, aging),
        (PaneId::Coverage, coverage),
        (PaneId::People, people),
    ]
}
