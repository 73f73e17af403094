//! The ring: once for each promise to a customer, shortly before it is due.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::view::View;
use crate::domain::dialogue::Detail;
use crate::domain::text::clean_line;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::ui::widgets::when;

/// Which promises have been rung for, and the one whose words the file was asked for.
#[derive(Debug, Default)]
pub(super) struct Ring {
    rung: BTreeSet<(TicketId, Instant)>,
    asked: Option<(TicketId, Instant)>,
}

impl Ring {
    /// The file did not answer; the next promise does not wait for it.
    pub fn give_up(&mut self) {
        self.asked = None;
    }

    /// The ticket of the next promise to ring for, once each; its words are to be asked for. What has lapsed already
    /// is on the head line, and rings no more.
    pub fn next(&mut self, view: &View) -> Option<TicketId> {
        let (now, warn) = (view.now, view.settings.promise_warn);
        if self.asked.is_some() || warn <= TimeDelta::zero() {
            return None;
        }
        let soon = view.board.promises().filter(|one| now < one.1 && one.1 - now <= warn && !self.rung.contains(one));
        let next = soon.min_by_key(|(id, due)| (*due, *id))?;
        self.rung.insert(next);
        self.asked = Some(next);
        Some(next.0)
    }

    /// The sentence, if the ticket is the one that was asked for and the promise still stands.
    pub fn words(&mut self, id: TicketId, detail: Option<&Detail>, view: &View) -> Option<String> {
        let (_, due) = self.asked.take_if(|(asked, _)| *asked == id)?;
        let detail = detail?;
        let open = |it: &&crate::domain::ticket::Promise| it.ended.is_none() && it.due == due;
        let promise = detail.ticket.promises.iter().find(open)?;
        let customer = detail.customer.as_ref().map(|customer| clean_line(&customer.name).into_owned());
        Some(view.tt(
            "promise-rings",
            &[
                ("customer", customer.unwrap_or_else(|| view.t("the-customer")).into()),
                ("at", when::moment(due, view).into()),
                ("what", clean_line(&promise.what).into_owned().into()),
                ("id", id.to_string().into()),
            ],
        ))
    }
}
