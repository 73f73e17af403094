//! Reminds once per promise, `promises.warn` before it is due.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::view::View;
use crate::model::ids::TicketId;
use crate::model::text::clean_line;
use crate::model::time::Instant;
use crate::query::protocol::TicketDetail;
use crate::ui::widgets::dates;

/// Promises already announced, and the one whose ticket is being loaded.
#[derive(Debug, Default)]
pub(super) struct PromiseReminder {
    reminded: BTreeSet<(TicketId, Instant)>,
    pending: Option<(TicketId, Instant)>,
}

impl PromiseReminder {
    /// Clears the pending query after an error.
    pub fn clear_pending(&mut self) {
        self.pending = None;
    }

    /// The ticket of the next promise to announce; its details are to be queried. Overdue promises are on the headline
    /// instead.
    pub fn next_due(&mut self, view: &View) -> Option<TicketId> {
        let (now, warn) = (view.now, view.settings.promise_warn);
        if self.pending.is_some() || warn <= TimeDelta::zero() {
            return None;
        }
        let soon =
            view.board.promises().filter(|one| now < one.1 && one.1 - now <= warn && !self.reminded.contains(one));
        let next = soon.min_by_key(|(id, due)| (*due, *id))?;
        self.reminded.insert(next);
        self.pending = Some(next);
        Some(next.0)
    }

    /// The reminder, if the ticket is the pending one and its promise is still open.
    pub fn reminder_text(&mut self, id: TicketId, detail: Option<&TicketDetail>, view: &View) -> Option<String> {
        let (_, due) = self.pending.take_if(|(asked, _)| *asked == id)?;
        let detail = detail?;
        let open = |it: &&crate::model::ticket::Promise| it.ended.is_none() && it.due == due;
        let promise = detail.ticket.promises.iter().find(open)?;
        let customer = detail.customer.as_ref().map(|customer| clean_line(&customer.name).into_owned());
        Some(view.tt(
            "promise-reminder",
            &[
                ("customer", customer.unwrap_or_else(|| view.t("the-customer")).into()),
                ("at", dates::format_moment(due, view).into()),
                ("what", clean_line(&promise.what).into_owned().into()),
                ("id", id.to_string().into()),
            ],
        ))
    }
}
