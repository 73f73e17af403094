//! Distribution dialog: proposes who takes which ticket and why, shows the resulting loads, and lets the lead adjust
//! each assignment before all are applied as one transaction.
//!
//! The proposal is based on the desk as of opening. Its change states those assumptions, so that an assignment of a
//! ticket reassigned meanwhile is rejected.

pub mod assignee;
pub mod draw;
pub mod reasons;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::engine::desk::TicketRow;
use crate::engine::distribution::candidates::DistributionScope;
use crate::engine::distribution::{self, Distribution};
use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::ticket::WaitsOn;
use crate::query::protocol::Response;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;

/// Opens the proposal, or shows that there is nothing to distribute.
pub fn open(which: DistributionScope, view: &View) -> Effect {
    if !view.ready {
        return Effect::Message(view.t("reading"));
    }
    let deal = distribution::distribute(view.desk, view.now, which, view.settings.distribution_config());
    if deal.is_empty() {
        return Effect::Message(nothing_to_distribute(which, view));
    }
    let rows = deal.tickets().filter_map(|id| Some((id, view.open_ticket(id)?.clone()))).collect();
    let deal = Rc::new(RefCell::new(deal));
    Effect::Open(Box::new(DistributionDialog {
        distribution: deal,
        rows,
        cursor: Cursor::default(),
        pending_change: None,
    }))
}

/// Message that there is nothing to distribute, with a hint at an absent person's tickets.
fn nothing_to_distribute(which: DistributionScope, view: &View) -> String {
    let waits = |person: PersonId| {
        let ours = |row: &&TicketRow| row.assignee == Some(person) && row.waits_on() == Some(WaitsOn::Us);
        view.desk.tickets.values().filter(ours).count()
    };
    let name = |person: PersonId| view.person_name(Some(person));
    if let DistributionScope::HeldBy(person) = which {
        return view.tt("distribute-nothing-of", &[("who", name(person).into())]);
    }
    let absent = view.board.absent.keys().map(|person| (waits(*person), *person)).filter(|(n, _)| *n > 0).max();
    match (absent, view.keymap.first_key(Action::Distribute)) {
        (Some((n, person)), Some(key)) => view.tt(
            "distribute-nothing-but",
            &[("who", name(person).into()), ("n", n.into()), ("key", key.to_string().into())],
        ),
        _ => view.t("distribute-nothing"),
    }
}

/// Distribution dialog.
struct DistributionDialog {
    /// Shared with the choice list of another assignee.
    distribution: Rc<RefCell<Distribution>>,
    /// The tickets as of opening.
    rows: BTreeMap<TicketId, TicketRow>,
    cursor: Cursor<TicketId>,
    /// The submitted change, until its response arrives.
    pending_change: Option<Change>,
}

impl DistributionDialog {
    fn ids(&self) -> Vec<TicketId> {
        self.distribution.borrow().tickets().collect()
    }

    fn selected_ticket(&self) -> Option<TicketId> {
        self.cursor.item(&self.ids())
    }

    fn apply(&mut self, view: &View) -> Effect {
        self.pending_change = self.distribution.borrow().to_change();
        match &self.pending_change {
            Some(change) => Effect::Change(change.clone()),
            None => Effect::Message(view.t("distribute-none-included")),
        }
    }
}

impl Pane for DistributionDialog {
    fn title(&self, view: &View) -> String {
        let what = match self.distribution.borrow().scope {
            DistributionScope::Unassigned => view.t("distribute-unassigned"),
            DistributionScope::HeldBy(person) => {
                view.tt("distribute-of", &[("who", view.person_name(Some(person)).into())])
            }
        };
        format!("{} · {what}", view.t("distribute-title"))
    }

    fn badge(&self, view: &View) -> String {
        let deal = self.distribution.borrow();
        view.tt("distribute-badge", &[("n", deal.assigned_count().into()), ("m", deal.tickets().count().into())])
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Distribute, Action::Open, Action::Remove].into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        let deal = self.distribution.borrow();
        match action {
            Action::Distribute => Some(view.tt("distribute-assign", &[("n", deal.assigned_count().into())])),
            Action::Open => Some(view.t("distribute-other")),
            Action::Remove => {
                let dropped =
                    self.selected_ticket().and_then(|id| deal.assignment_of(id)).is_some_and(|line| !line.accepted);
                Some(view.t(if dropped { "distribute-include" } else { "do-drop" }))
            }
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        // No edits while the change is pending.
        if self.pending_change.is_some() && ![Action::Quit, Action::Redraw].contains(&action) {
            return Effect::Message(view.t("saving"));
        }
        let ids = self.ids();
        if self.cursor.on_action(action, &ids) {
            return Effect::Handled;
        }
        self.cursor.pin(&ids);
        match (action, self.cursor.item(&ids)) {
            (Action::Distribute | Action::Save, _) => self.apply(view),
            (Action::Open, Some(id)) => assignee::choose_assignee(&self.distribution, id, self.rows.get(&id), view),
            (Action::Remove, Some(id)) => {
                self.distribution.borrow_mut().toggle_accepted(id);
                Effect::Handled
            }
            _ => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        match answer {
            Response::Delta(delta) => self.distribution.borrow_mut().mark_outdated(&delta.tickets),
            // The status line shows why it was rejected; the proposal stays open.
            Response::Applied(request, outcome) if self.pending_change.as_ref() == Some(&request.change) => {
                self.pending_change = None;
                if outcome.is_ok() {
                    return Effect::Close;
                }
            }
            _ => {}
        }
        Effect::Handled
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let deal = self.distribution.borrow();
        let tickets = deal.tickets().count() + usize::from(!deal.unassigned.is_empty());
        let rows = draw::preferred_rows(tickets, deal.loads().len());
        (draw::PREFERRED_WIDTH, u16::try_from(rows + 2).unwrap_or(u16::MAX))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        draw::DistributionDrawing {
            distribution: &self.distribution.borrow(),
            rows: &self.rows,
            selected: self.selected_ticket(),
            view,
        }
        .draw(frame, area);
    }
}
