//! Actions on goals, action items, customer feedback and notices, and their dialogs.

pub mod card;
pub mod huddle;
pub mod lines;

pub use self::card::PlanRecordDialog;
pub use self::lines::{action_detail_lines, goal_detail_lines, with_rule_above};

use super::form;
use super::form::plan::action::ToDo;
use super::form::plan::feedback::Voice;
use super::form::plan::goal::SetGoal;
use super::form::plan::notice::PutUp;
use super::form::plan::review::{self, LookAgain};
use super::pick_list::{PickListDialog, PickListItem};
use super::ticket_list::TicketListDialog;
use crate::events::change::Change;
use crate::model::action_item::{ActionItem, ActionOrigin};
use crate::model::feedback::{CustomerFeedbackStatus, Feedback};
use crate::model::goal::Goal;
use crate::model::ids::{TicketId, WithId};
use crate::model::notice::{self, Notice};
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::ui::action::Action;
use crate::ui::pane::Effect;
use crate::ui::plan_format;
use crate::ui::view::View;

/// Actions per record kind, most useful first.
pub const GOAL_ACTIONS: [Action; 5] = [Action::Open, Action::Reply, Action::Mark, Action::Edit, Action::Remove];
pub const ACTION_ITEM_ACTIONS: [Action; 4] = [Action::Open, Action::Mark, Action::Edit, Action::Remove];
pub const FEEDBACK_ACTIONS: [Action; 7] =
    [Action::Open, Action::Mark, Action::Status, Action::Link, Action::Promise, Action::Edit, Action::Remove];
pub const NOTICE_ACTIONS: [Action; 4] = [Action::Open, Action::Mark, Action::Edit, Action::Remove];

/// Runs an action on a goal; `Ignored` if it does not apply to goals.
pub fn run_goal_action(action: Action, goal: &WithId<Goal>, view: &View) -> Effect {
    let close = |reached| Effect::replace_record(goal.id, Record::Goal(goal.close(reached, review::now(goal, view))));
    match action {
        Action::Open => PlanRecordDialog::open(RecordKind::Goal, goal.id),
        Action::Edit => form::open(SetGoal::edit(goal), view),
        Action::Mark | Action::Remove if !goal.is_open() => {
            Effect::replace_record(goal.id, Record::Goal(goal.reopened()))
        }
        Action::Mark => close(true),
        Action::Remove => close(false),
        Action::Reply if !goal.is_open() => Effect::Message(view.t("goal-is-closed")),
        Action::Reply => form::open(LookAgain::new(goal), view),
        _ => Effect::Ignored,
    }
}

/// Runs an action on an action item.
pub fn run_action_item_action(action: Action, item: &WithId<ActionItem>, view: &View) -> Effect {
    let end =
        |done| Effect::replace_record(item.id, Record::Action(item.toggle_closed(done, view.zone().date(view.now))));
    match action {
        Action::Open => PlanRecordDialog::open(RecordKind::Action, item.id),
        Action::Edit => form::open(ToDo::edit(item), view),
        Action::Mark => end(true),
        Action::Remove => end(false),
        _ => Effect::Ignored,
    }
}

/// Runs an action on a feedback entry.
pub fn run_feedback_action(action: Action, entry: &WithId<Feedback>, view: &View) -> Effect {
    let set =
        |status| Effect::replace_record(entry.id, Record::Feedback(entry.with_status(status, view.author, view.now)));
    match action {
        Action::Open => PlanRecordDialog::open(RecordKind::Feedback, entry.id),
        Action::Edit => form::open(Voice::edit(entry), view),
        Action::Mark => match entry.status.next() {
            Some(next) => set(next),
            None => set(CustomerFeedbackStatus::New),
        },
        Action::Remove if entry.status == CustomerFeedbackStatus::Declined => set(CustomerFeedbackStatus::New),
        Action::Remove => set(CustomerFeedbackStatus::Declined),
        Action::Status => choose_status(entry, view),
        Action::Link => choose_linked_ticket(entry, view),
        Action::Promise => form::open(ToDo::new(Some(ActionOrigin::Feedback(entry.id))), view),
        _ => Effect::Ignored,
    }
}

/// Runs an action on a notice.
pub fn run_notice_action(action: Action, notice: &WithId<Notice>, view: &View) -> Effect {
    match action {
        Action::Open => PlanRecordDialog::open(RecordKind::Notice, notice.id),
        Action::Edit => form::open(PutUp::edit(notice), view),
        Action::Mark | Action::Assign => acknowledge(notice, view),
        Action::Remove => {
            Effect::Change(Change::ReplaceRecord { kind: RecordKind::Notice, id: notice.id, record: None })
        }
        _ => Effect::Ignored,
    }
}

/// Label of an action on a record kind, where it differs from the general label.
pub fn action_label(kind: RecordKind, action: Action, closed: bool, view: &View) -> Option<String> {
    let key = match (kind, action) {
        (_, Action::Open) => "plan-read",
        (RecordKind::Goal, Action::NewTicket) => "goal-new",
        (RecordKind::Goal, Action::Reply) => "goal-look",
        (RecordKind::Goal | RecordKind::Action, Action::Mark | Action::Remove) if closed => "plan-reopen",
        (RecordKind::Goal, Action::Mark) => "goal-close",
        (RecordKind::Goal | RecordKind::Action, Action::Remove) => "plan-drop",
        (RecordKind::Action, Action::NewTicket) => "action-new",
        (RecordKind::Action, Action::Mark) => "action-finish",
        (RecordKind::Feedback, Action::NewTicket) => "voice-log",
        (RecordKind::Feedback, Action::Mark) if closed => "plan-reopen",
        (RecordKind::Feedback, Action::Mark) => "voice-next-step",
        (RecordKind::Feedback, Action::Remove) => "voice-decline",
        (RecordKind::Feedback, Action::Link) => "voice-link",
        (RecordKind::Feedback, Action::Promise) => "action-new",
        (RecordKind::Notice, Action::NewTicket) => "notice-new",
        (RecordKind::Notice, Action::Mark) => "notice-read-it",
        (RecordKind::Notice, Action::Remove) => "notice-remove",
        _ => return None,
    };
    Some(view.t(key))
}

/// Opens the form for a new record of a kind.
pub fn open_new_form(kind: RecordKind, view: &View) -> Effect {
    match kind {
        RecordKind::Goal => form::open(SetGoal::new(), view),
        RecordKind::Action => form::open(ToDo::new(None), view),
        RecordKind::Feedback => form::open(Voice::new(None), view),
        RecordKind::Notice => form::open(PutUp::new(), view),
        _ => Effect::Ignored,
    }
}

/// Records that the current user has read a notice.
fn acknowledge(notice: &WithId<Notice>, view: &View) -> Effect {
    let Some(me) = view.author.person else { return Effect::Message(view.t("notice-who-are-you")) };
    match notice.acknowledge(me, view.now) {
        Some(_) => Effect::Change(Change::AcknowledgeNotice { notice: notice.id, at: view.now }),
        None => Effect::Message(view.t("notice-read-already")),
    }
}

/// Notices the current user has not acknowledged.
pub fn unread_notices<'a>(view: &View<'a>) -> Vec<&'a WithId<Notice>> {
    let (team, today) = (&view.desk.team, view.zone().date(view.now));
    view.author.person.map_or_else(Vec::new, |me| notice::unread_notices(&team.notices, me, team, today).collect())
}

/// Opens the oldest unread notice.
pub fn open_next_unread(view: &View) -> Effect {
    match unread_notices(view).first() {
        Some(notice) => PlanRecordDialog::open(RecordKind::Notice, notice.id),
        None => Effect::Message(view.t("notices-all-read")),
    }
}

/// Opens the list of statuses for a feedback entry.
fn choose_status(entry: &WithId<Feedback>, view: &View) -> Effect {
    let item = |status: CustomerFeedbackStatus| {
        let (mark, entry) = (plan_format::feedback_status_label(status, view), entry.clone());
        let set = move |view: &View| {
            Effect::replace_record(entry.id, Record::Feedback(entry.with_status(status, view.author, view.now)))
        };
        PickListItem {
            prefix: mark.glyph.into(),
            hint: view.t(&format!("about-voice-{}", status.name())),
            ..PickListItem::new(&mark.text, set)
        }
    };
    let at = CustomerFeedbackStatus::ALL.iter().position(|status| *status == entry.status).unwrap_or(0);
    let title = view.tt("voice-status-title", &[("theme", clean_line(&entry.theme).into_owned().into())]);
    PickListDialog::new(title, CustomerFeedbackStatus::ALL.map(item).into()).with_cursor(at).open()
}

/// Chooses another ticket to link to a feedback entry.
fn choose_linked_ticket(entry: &WithId<Feedback>, view: &View) -> Effect {
    let title = view.tt("voice-link-title", &[("theme", clean_line(&entry.theme).into_owned().into())]);
    let (known, entry) = (entry.tickets.iter().copied().collect(), entry.clone());
    let pick = std::rc::Rc::new(move |ticket: TicketId| {
        Effect::replace_record(entry.id, Record::Feedback(entry.with_ticket(ticket)))
    });
    super::ticket_actions::choose_ticket(title, view.t("voice-link-advice"), known, pick, view)
}

/// Opens the tickets linked to a feedback entry.
fn open_linked_tickets(entry: &Feedback, view: &View) -> Effect {
    match entry.tickets.as_slice() {
        [] => Effect::Message(view.t("voice-no-tickets")),
        ids => {
            let title = view.tt("voice-tickets", &[("theme", clean_line(&entry.theme).into_owned().into())]);
            TicketListDialog::open(title, view.t("formula-voice"), ids.to_vec(), Vec::new(), view)
        }
    }
}
