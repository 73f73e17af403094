//! Distribution dialog: proposes who takes which ticket and why, shows the resulting loads, and lets the lead adjust
//! each assignment before all are applied as one transaction.
//!
//! The proposal is based on the desk as of opening. Its change states those assumptions, so that an assignment of a
//! ticket reassigned meanwhile is rejected.

mod draw;
mod receiver;
mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::engine::deal::{self, Deal, Which};
use crate::engine::desk::Row;
use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::ticket::WaitsOn;
use crate::query::protocol::Answer;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;

/// Opens the proposal, or shows that there is nothing to distribute.
pub fn open(which: Which, view: &View) -> Effect {
    if !view.ready {
        return Effect::Say(view.t("reading"));
    }
    let deal = deal::deal(view.desk, view.now, which, view.settings.for_the_deal());
    if deal.is_empty() {
        return Effect::Say(nothing(which, view));
    }
    let rows = deal.tickets().filter_map(|id| Some((id, view.ticket(id)?.clone()))).collect();
    let deal = Rc::new(RefCell::new(deal));
    Effect::Open(Box::new(DealOut { deal, rows, cursor: Cursor::default(), asked: None }))
}

/// Message that there is nothing to distribute, with a hint at an absent person's tickets.
fn nothing(which: Which, view: &View) -> String {
    let waits = |person: PersonId| {
        let ours = |row: &&Row| row.assignee == Some(person) && row.waits_on() == Some(WaitsOn::Us);
        view.desk.tickets.values().filter(ours).count()
    };
    let name = |person: PersonId| view.name(Some(person));
    if let Which::Of(person) = which {
        return view.tt("deal-nothing-of", &[("who", name(person).into())]);
    }
    let absent = view.board.away.keys().map(|person| (waits(*person), *person)).filter(|(n, _)| *n > 0).max();
    match (absent, view.keys.key(Action::Deal)) {
        (Some((n, person)), Some(key)) => view
            .tt("deal-nothing-but", &[("who", name(person).into()), ("n", n.into()), ("key", key.to_string().into())]),
        _ => view.t("deal-nothing"),
    }
}

/// Distribution dialog.
struct DealOut {
    /// Shared with the choice list of another assignee.
    deal: Rc<RefCell<Deal>>,
    /// The tickets as of opening.
    rows: BTreeMap<TicketId, Row>,
    cursor: Cursor<TicketId>,
    /// The submitted change, until its response arrives.
    asked: Option<Change>,
}

impl DealOut {
    fn ids(&self) -> Vec<TicketId> {
        self.deal.borrow().tickets().collect()
    }

    fn on_cursor(&self) -> Option<TicketId> {
        self.cursor.item(&self.ids())
    }

    fn make(&mut self, view: &View) -> Effect {
        self.asked = self.deal.borrow().change();
        match &self.asked {
            Some(change) => Effect::Change(change.clone()),
            None => Effect::Say(view.t("deal-none-kept")),
        }
    }
}

impl Pane for DealOut {
    fn title(&self, view: &View) -> String {
        let what = match self.deal.borrow().which {
            Which::Unassigned => view.t("deal-unassigned"),
            Which::Of(person) => view.tt("deal-of", &[("who", view.name(Some(person)).into())]),
        };
        format!("{} · {what}", view.t("deal-title"))
    }

    fn badge(&self, view: &View) -> String {
        let deal = self.deal.borrow();
        view.tt("deal-badge", &[("n", deal.count().into()), ("m", deal.tickets().count().into())])
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Deal, Action::Open, Action::Drop].into_iter().chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        let deal = self.deal.borrow();
        match action {
            Action::Deal => Some(view.tt("deal-make", &[("n", deal.count().into())])),
            Action::Open => Some(view.t("deal-other")),
            Action::Drop => {
                let dropped = self.on_cursor().and_then(|id| deal.line(id)).is_some_and(|line| !line.kept);
                Some(view.t(if dropped { "deal-keep" } else { "do-drop" }))
            }
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        // No edits while the change is pending.
        if self.asked.is_some() && ![Action::Quit, Action::Redraw].contains(&action) {
            return Effect::Say(view.t("saving"));
        }
        let ids = self.ids();
        if self.cursor.act(action, &ids) {
            return Effect::Done;
        }
        self.cursor.hold(&ids);
        match (action, self.cursor.item(&ids)) {
            (Action::Deal | Action::Save, _) => self.make(view),
            (Action::Open, Some(id)) => receiver::open(&self.deal, id, self.rows.get(&id), view),
            (Action::Drop, Some(id)) => {
                self.deal.borrow_mut().toggle(id);
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        match answer {
            Answer::Changed(delta) => self.deal.borrow_mut().overtake(&delta.tickets),
            // The status line shows why it was rejected; the proposal stays open.
            Answer::Applied(request, outcome) if self.asked.as_ref() == Some(&request.change) => {
                self.asked = None;
                if outcome.is_ok() {
                    return Effect::Close;
                }
            }
            _ => {}
        }
        Effect::Done
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let deal = self.deal.borrow();
        let tickets = deal.tickets().count() + usize::from(!deal.left.is_empty());
        let rows = draw::rows_wanted(tickets, deal.loads().len());
        (draw::COLUMNS, u16::try_from(rows + 2).unwrap_or(u16::MAX))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        draw::Drawing { deal: &self.deal.borrow(), rows: &self.rows, on: self.on_cursor(), view }.draw(frame, area);
    }
}
