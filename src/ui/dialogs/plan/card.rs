//! Dialog of a goal, an action item, a feedback entry or a notice, with its actions. Steps of an action item are ticked
//! off here.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::{
    ACTION_ITEM_ACTIONS, FEEDBACK_ACTIONS, GOAL_ACTIONS, NOTICE_ACTIONS, action_label, lines, run_action_item_action,
    run_feedback_action, run_goal_action, run_notice_action,
};
use crate::events::change::Change;
use crate::model::action_item::ActionItem;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::model::team::Team;
use crate::model::text::clean_line;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::step_row;
use crate::ui::widgets::scroll::Scroll;

/// Dialog of a plan record.
pub struct PlanRecordDialog {
    kind: RecordKind,
    id: i64,
    scroll: Scroll,
    /// Index of the selected step.
    step_cursor: usize,
}

fn find_by_id<T>(all: &[WithId<T>], id: i64) -> Option<&WithId<T>> {
    all.iter().find(|one| one.id == id)
}

impl PlanRecordDialog {
    /// Opens a goal, action item, feedback entry or notice.
    pub fn open(kind: RecordKind, id: i64) -> Effect {
        Effect::Open(Box::new(PlanRecordDialog { kind, id, scroll: Scroll::default(), step_cursor: 0 }))
    }

    /// The action item, if it has steps to select.
    fn item_with_steps<'a>(&self, team: &'a Team) -> Option<&'a WithId<ActionItem>> {
        let item = if self.kind == RecordKind::Action { find_by_id(&team.actions, self.id) } else { None };
        item.filter(|item| !item.steps.is_empty())
    }

    fn rows(&self, columns: usize, view: &View) -> Vec<Line<'static>> {
        let team = &view.desk.team;
        let rows = match self.kind {
            RecordKind::Goal => find_by_id(&team.goals, self.id).map(|it| lines::goal_lines(it, columns, view)),
            RecordKind::Action => find_by_id(&team.actions, self.id).map(|it| {
                let steps = lines::step_lines(it, Some(self.step_cursor), columns, view);
                lines::action_item_lines(it, columns, view).into_iter().chain(steps).collect()
            }),
            RecordKind::Feedback => {
                find_by_id(&team.feedback, self.id).map(|it| lines::feedback_lines(it, columns, view))
            }
            _ => find_by_id(&team.notices, self.id).map(|it| lines::notice_lines(it, columns, view)),
        };
        rows.unwrap_or_else(|| vec![Line::styled(view.t("plan-removed"), view.theme.dim)])
    }

    fn is_closed(&self, team: &Team) -> bool {
        match self.kind {
            RecordKind::Goal => find_by_id(&team.goals, self.id).is_some_and(|goal| !goal.is_open()),
            RecordKind::Action => find_by_id(&team.actions, self.id).is_some_and(|item| !item.is_open()),
            RecordKind::Feedback => find_by_id(&team.feedback, self.id).is_some_and(|one| one.status.next().is_none()),
            _ => false,
        }
    }
}

impl Pane for PlanRecordDialog {
    fn title(&self, view: &View) -> String {
        let team = &view.desk.team;
        match (self.kind, find_by_id(&team.notices, self.id)) {
            (RecordKind::Notice, Some(notice)) => clean_line(&notice.title).into_owned(),
            _ => view.t(&format!("card-{}", self.kind.name())),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let acts: &[Action] = match self.kind {
            RecordKind::Goal => &GOAL_ACTIONS,
            RecordKind::Action => &ACTION_ITEM_ACTIONS,
            RecordKind::Feedback => &FEEDBACK_ACTIONS,
            _ => &NOTICE_ACTIONS,
        };
        let opens = self.kind == RecordKind::Feedback || self.item_with_steps(&view.desk.team).is_some();
        let acts = acts.iter().copied().filter(|action| *action != Action::Open || opens);
        acts.chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match (self.kind, action) {
            (RecordKind::Feedback, Action::Open) => Some(view.t("voice-see-tickets")),
            (RecordKind::Action, Action::Open) => {
                let item = self.item_with_steps(&view.desk.team)?;
                let done = item.steps.get(self.step_cursor).is_some_and(|step| step.done.is_some());
                Some(view.t(if done { "do-untick" } else { "do-tick" }))
            }
            (kind, action) => action_label(kind, action, self.is_closed(&view.desk.team), view),
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let team = &view.desk.team;
        if let Some(item) = self.item_with_steps(team) {
            if let Some(to) = step_row(action, self.step_cursor, item.steps.len()) {
                self.step_cursor = to;
                return Effect::Handled;
            }
            if action == Action::Open {
                let item = Record::Action(item.toggle_step(self.step_cursor, view.zone().date(view.now)));
                return Effect::Change(Change::ReplaceRecord { kind: self.kind, id: self.id, record: Some(item) });
            }
        }
        if self.scroll.on_action(action) {
            return Effect::Handled;
        }
        let done = match self.kind {
            _ if action == Action::Open && self.kind != RecordKind::Feedback => Some(Effect::Handled),
            RecordKind::Goal => find_by_id(&team.goals, self.id).map(|it| run_goal_action(action, it, view)),
            RecordKind::Action => find_by_id(&team.actions, self.id).map(|it| run_action_item_action(action, it, view)),
            RecordKind::Feedback if action == Action::Open => {
                find_by_id(&team.feedback, self.id).map(|it| super::open_linked_tickets(it, view))
            }
            RecordKind::Feedback => find_by_id(&team.feedback, self.id).map(|it| run_feedback_action(action, it, view)),
            _ => find_by_id(&team.notices, self.id).map(|it| run_notice_action(action, it, view)).map(
                |done| match done {
                    // The last unread notice was acknowledged: close the dialog.
                    Effect::Change(_)
                        if action != Action::Remove
                            && super::unread_notices(view).iter().all(|it| it.id == self.id) =>
                    {
                        Effect::All(vec![done, Effect::Close])
                    }
                    done => done,
                },
            ),
        };
        done.unwrap_or(Effect::Ignored)
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows = self.rows(84, view).len();
        (90, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(3).clamp(10, 44))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let rows = self.rows(usize::from(area.width), view);
        if rows.len() <= usize::from(area.height) {
            return self.scroll.draw(frame, area, rows);
        }
        let [text, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(area);
        // Keep the selected step visible.
        if let Some(item) = self.item_with_steps(&view.desk.team) {
            let below = item.steps.len() - self.step_cursor.min(item.steps.len());
            let end = rows.len() - below + 1;
            let skip = end.saturating_sub(usize::from(text.height));
            let shown = rows.into_iter().skip(skip).take(usize::from(text.height)).collect();
            return Scroll::default().draw(frame, text, shown);
        }
        self.scroll.draw_hidden_count(frame, foot, rows.len(), usize::from(text.height), view.theme.accent);
        self.scroll.draw(frame, text, rows);
    }
}
