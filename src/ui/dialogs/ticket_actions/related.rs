//! Related tickets: merge, link, and open one from the other.

use std::collections::BTreeSet;

use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fold};
use crate::model::ticket::LinkKind;
use crate::presentation::numbers::format_age;
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::dialogs::ticket_actions::target::{ActionTarget, ticket_label};
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::state_label;

/// Maximum number of search matches.
const MAX_MATCHES: usize = 8;

/// Effect of picking a ticket.
pub type OnTicketPicked = std::rc::Rc<dyn Fn(TicketId) -> Effect>;

/// Chooses the ticket to merge this one into.
pub fn choose_merge_target(aim: ActionTarget, detail: &TicketDetail, view: &View) -> Effect {
    let title = view.tt("merge-title", &[("ticket", aim.label(view).into())]);
    let of_customer = detail.other_tickets.iter().filter(|row| row.status.in_backlog()).cloned().collect();
    choose_merge_target_from(aim, title, of_customer, "of-the-customer", view)
}

/// Chooses the ticket to merge several into: one of them, or another.
pub fn choose_bulk_merge_target(aim: ActionTarget, view: &View) -> Effect {
    let title = view.tt("merge-title", &[("ticket", aim.label(view).into())]);
    let themselves = aim.rows().map(|rows| rows.to_vec()).unwrap_or_default();
    choose_merge_target_from(aim, title, themselves, "one-of-them", view)
}

fn choose_merge_target_from(
    aim: ActionTarget,
    title: String,
    proposed: Vec<TicketRow>,
    group: &str,
    view: &View,
) -> Effect {
    let own: BTreeSet<TicketId> = match &aim {
        ActionTarget::One(id) => [*id].into(),
        ActionTarget::Many(_) => BTreeSet::new(),
    };
    let heading = title.clone();
    let pick = std::rc::Rc::new(move |into: TicketId| match &aim {
        ActionTarget::One(ticket) => Effect::Change(Change::Merge { ticket: *ticket, into }),
        ActionTarget::Many(rows) => {
            let others = rows.iter().filter(|row| row.id != into);
            let changes = others.map(|row| Change::Merge { ticket: row.id, into }).collect();
            super::BulkPreviewDialog::open(heading.clone(), rows.clone(), changes)
        }
    });
    choose_from(title, view.t("merge-advice"), proposed, group, own, pick, view)
}

/// Chooses a ticket to link.
pub fn choose_link_target(detail: &TicketDetail, view: &View) -> Effect {
    let ticket = detail.ticket.id;
    let linked = detail.ticket.links.iter().map(|(id, _)| *id);
    let excluded: BTreeSet<TicketId> = linked.chain([ticket]).collect();
    let title = view.tt("link-title", &[("ticket", ticket_label(ticket, view).into())]);
    let pick = std::rc::Rc::new(move |to: TicketId| Effect::Change(Change::Link { ticket, to }));
    choose_from(title, view.t("link-advice"), detail.other_tickets.clone(), "of-the-customer", excluded, pick, view)
}

/// Chooses any ticket except those in `out`.
pub fn choose_ticket(
    title: String,
    advice: String,
    excluded: BTreeSet<TicketId>,
    pick: OnTicketPicked,
    view: &View,
) -> Effect {
    choose_from(title, advice, Vec::new(), "", excluded, pick, view)
}

/// Choice list: the proposed tickets, and search of open tickets by id, subject or customer. Excludes those in `out`.
fn choose_from(
    title: String,
    advice: String,
    proposed: Vec<TicketRow>,
    group: &str,
    excluded: BTreeSet<TicketId>,
    pick: OnTicketPicked,
    view: &View,
) -> Effect {
    let proposed: Vec<TicketRow> = proposed.into_iter().filter(|row| !excluded.contains(&row.id)).collect();
    let known: BTreeSet<TicketId> = proposed.iter().map(|row| row.id).collect();
    let items = proposed
        .iter()
        .map(|row| PickListItem { group: view.t(group), ..ticket_item(row, pick.clone(), view) })
        .collect();
    let find = move |text: &str, view: &View| {
        let number: Option<TicketId> = text.strip_prefix('#').unwrap_or(text).parse().ok().map(TicketId);
        let number = number.filter(|id| !excluded.contains(id) && !known.contains(id));
        let by_number = number.map(|id| match view.open_ticket(id) {
            Some(row) => ticket_item(row, pick.clone(), view),
            None => {
                let pick = pick.clone();
                let picked = move |_: &View| pick(id);
                PickListItem { prefix: format!("#{id}"), ..PickListItem::new(view.t("not-in-the-queue"), picked) }
            }
        });
        let words = fold(text);
        let fits = |row: &&TicketRow| {
            let searched = fold(&format!("{} {}", row.subject, row.customer.as_deref().unwrap_or_default()));
            words.split_whitespace().all(|word| searched.contains(word))
        };
        let open =
            view.board.queue.iter().filter(|id| Some(**id) != number && !excluded.contains(id) && !known.contains(id));
        let by_words = open.filter_map(|id| view.open_ticket(*id)).filter(fits).take(MAX_MATCHES);
        by_number.into_iter().chain(by_words.map(|row| ticket_item(row, pick.clone(), view))).collect()
    };
    PickListDialog::new(title, items).with_advice(advice).with_finder(find).with_size(92, 22).open()
}

fn ticket_item(row: &TicketRow, pick: OnTicketPicked, view: &View) -> PickListItem {
    let id = row.id;
    PickListItem {
        prefix: format!("#{id}"),
        hint: ticket_hint(row, view),
        ..PickListItem::new(clean_line(row.title()), move |_: &View| pick(id))
    }
}

/// `● open · 3 d · Hoa Nguyễn · Minh`.
fn ticket_hint(row: &TicketRow, view: &View) -> String {
    let mark = state_label::status(row.status, view);
    let old = row.created.map(|created| format_age(view.now - created));
    let customer = row.customer.as_deref().map(|name| clean_line(name).into_owned());
    let who = row.assignee.map(|person| view.person_name(Some(person)).to_owned());
    let parts: Vec<String> =
        [Some(format!("{} {}", mark.glyph, mark.text)), old, customer, who].into_iter().flatten().collect();
    parts.join(" · ")
}

/// Merged and linked tickets, each once, with the relation.
pub fn related_tickets(detail: &TicketDetail, view: &View) -> Vec<(TicketId, String)> {
    let ticket = &detail.ticket;
    let merged = ticket.merged_into.map(|id| (id, view.t("merged-into")));
    let absorbed = ticket.merged_from.iter().map(|id| (*id, view.t("merged-from")));
    let links = ticket.links.iter().map(|(id, how)| {
        let key = match how {
            LinkKind::Related => "link-related",
            LinkKind::SplitInto => "link-split-into",
            LinkKind::SplitFrom => "link-split-from",
        };
        (*id, view.t(key))
    });
    let mut seen = BTreeSet::new();
    merged.into_iter().chain(absorbed).chain(links).filter(|(id, _)| seen.insert(*id)).collect()
}

/// Opens a related ticket or another ticket of the customer; a choice list if there are several.
pub fn open_related_ticket(detail: &TicketDetail, view: &View) -> Effect {
    let relations = related_tickets(detail, view);
    let row = |id: TicketId| detail.other_tickets.iter().find(|row| row.id == id).or(view.open_ticket(id));
    let open: OnTicketPicked = std::rc::Rc::new(Effect::OpenTicket);
    let related_items = relations.iter().map(|(id, how)| {
        let id = *id;
        let plain = || PickListItem {
            prefix: format!("#{id}"),
            ..PickListItem::new(view.t("not-in-the-queue"), move |_: &View| Effect::OpenTicket(id))
        };
        let item = row(id).map_or_else(plain, |row| ticket_item(row, open.clone(), view));
        PickListItem {
            hint: format!("{how} · {}", item.hint).trim_end_matches(" · ").to_owned(),
            group: view.t("linked-and-merged"),
            ..item
        }
    });
    let others = detail.other_tickets.iter().filter(|row| relations.iter().all(|(id, _)| *id != row.id));
    let others =
        others.map(|row| PickListItem { group: view.t("of-the-customer"), ..ticket_item(row, open.clone(), view) });
    let items: Vec<PickListItem> = related_items.chain(others).collect();
    match items.as_slice() {
        [] => Effect::Handled,
        [only] => (only.on_pick)(view),
        _ => {
            let title = view.tt("related-title", &[("ticket", ticket_label(detail.ticket.id, view).into())]);
            PickListDialog::new(title, items).with_size(92, 22).open()
        }
    }
}
