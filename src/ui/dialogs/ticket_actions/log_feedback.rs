//! Logs customer feedback from a ticket: as a new entry, or linked to an open one.

use crate::model::ids::TicketId;
use crate::model::record::Record;
use crate::model::text::clean_line;
use crate::ui::dialogs::form;
use crate::ui::dialogs::form::plan::feedback::Voice;
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::pane::Effect;
use crate::ui::plan_format;
use crate::ui::view::View;

/// Logs feedback from a ticket: as a new entry, or linked to an open one.
pub fn log_feedback(ticket: TicketId, view: &View) -> Effect {
    let open = view.desk.team.feedback.iter().rev().filter(|one| one.status.is_open());
    let existing: Vec<PickListItem> = open
        .map(|entry| {
            let (mark, entry) = (plan_format::feedback_status_label(entry.status, view), entry.clone());
            let tickets = view.tt("voice-n-tickets", &[("n", entry.tickets.len().into())]);
            let department = clean_line(&entry.department).into_owned();
            let (theme, also) = (entry.theme.clone(), entry.said.clone());
            let pick = move |_: &View| Effect::replace_record(entry.id, Record::Feedback(entry.with_ticket(ticket)));
            PickListItem {
                group: view.t("voice-existing"),
                prefix: mark.glyph.into(),
                hint: format!("{department} · {tickets} · {}", mark.text),
                keywords: also,
                ..PickListItem::new(theme, pick)
            }
        })
        .collect();
    let new = move |view: &View| form::open(Voice::new(Some(ticket)), view);
    if existing.is_empty() {
        return new(view);
    }
    let first = PickListItem { prefix: "+".into(), ..PickListItem::new(view.t("voice-something-new"), new) };
    let title = view.tt("voice-log-title", &[("ticket", ticket_label(ticket, view).into())]);
    PickListDialog::new(title, [first].into_iter().chain(existing).collect()).with_size(84, 18).open()
}
