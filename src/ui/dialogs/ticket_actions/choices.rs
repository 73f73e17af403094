//! Choice lists for ticket actions: assignee, status, priority, outcome of a promise, recovery of an upset customer.

use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::text::clean_line;
use crate::model::ticket::{Priority, Status};
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::form;
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::dialogs::ticket_actions::target::{ActionTarget, ticket_label};
use crate::ui::dialogs::ticket_actions::workload::{load_and_capacity, people_by_load};
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::{dates, state_label};

/// Chooses an assignee.
pub fn choose_assignee(aim: &ActionTarget, view: &View) -> Effect {
    let title = view.tt("assign-title", &[("ticket", aim.label(view).into())]);
    let holder = aim.common_value(|row| row.assignee, view);
    let give = |to: Option<PersonId>| {
        let (aim, title) = (aim.clone(), title.clone());
        move |_: &View| aim.apply(&title, |ticket| Change::Assign { ticket, to })
    };
    let mut items: Vec<PickListItem> = people_by_load(view)
        .into_iter()
        .map(|(person, about)| {
            let (has, can) = load_and_capacity(person, about, view);
            let group = if view.board.present.contains(&person) { "in-now" } else { "not-in-now" };
            PickListItem {
                group: view.t(group),
                prefix: format!("{has}/{can}"),
                hint: person_hint(person, about, holder, view),
                ..PickListItem::new(&about.name, give(Some(person)))
            }
        })
        .collect();
    let hint = if holder == Some(None) { view.t("as-it-is") } else { String::new() };
    items.push(PickListItem { group: view.t("or-else"), hint, ..PickListItem::new(view.t("nobody"), give(None)) });
    PickListDialog::new(title.clone(), items).with_size(76, 22).open()
}

fn person_hint(person: PersonId, about: &Person, holder: Option<Option<PersonId>>, view: &View) -> String {
    let has_it = (holder == Some(Some(person))).then(|| view.t("has-it"));
    let away = view.board.absent.get(&person).map(|kind| view.t(&format!("away-{}", kind.name())));
    let profiles =
        [about.primary, about.second].into_iter().flatten().map(|p| view.t(&format!("profile-{}", p.name())));
    let parts: Vec<String> = has_it.into_iter().chain(away).chain(profiles).collect();
    parts.join(" · ")
}

pub fn choose_status(aim: &ActionTarget, view: &View) -> Effect {
    let title = view.tt("status-title", &[("ticket", aim.label(view).into())]);
    let now = aim.common_value(|row| row.status, view);
    // An assigned ticket cannot be new.
    let free = aim.common_value(|row| row.assignee.is_none(), view).unwrap_or(matches!(aim, ActionTarget::One(_)));
    let offered: Vec<Status> = Status::ALL.into_iter().filter(|one| *one != Status::New || free).collect();
    let item = |status: &Status| {
        let status = *status;
        let mark = state_label::status(status, view);
        let (aim, title) = (aim.clone(), title.clone());
        let set = move |_: &View| aim.apply(&title, |ticket| Change::SetStatus { ticket, status });
        let as_it_is = if now == Some(status) { view.t("as-it-is") + " · " } else { String::new() };
        let hint = as_it_is + &view.t(&format!("about-status-{}", status.name()));
        PickListItem { prefix: mark.glyph.into(), hint, ..PickListItem::new(&mark.text, set) }
    };
    let at = now.and_then(|now| offered.iter().position(|status| *status == now)).unwrap_or(0);
    PickListDialog::new(title.clone(), offered.iter().map(item).collect()).with_cursor(at).open()
}

pub fn choose_priority(aim: &ActionTarget, view: &View) -> Effect {
    let title = view.tt("priority-title", &[("ticket", aim.label(view).into())]);
    let now = aim.common_value(|row| row.priority, view);
    let mut order = Priority::ALL;
    order.reverse();
    let items = order.map(|priority| {
        let mark = state_label::priority(priority, view);
        let (aim, title) = (aim.clone(), title.clone());
        let set = move |_: &View| aim.apply(&title, |ticket| Change::SetPriority { ticket, priority });
        let hint = if now == Some(priority) { view.t("as-it-is") } else { String::new() };
        PickListItem { prefix: mark.glyph.into(), hint, ..PickListItem::new(&mark.text, set) }
    });
    let at = order.iter().position(|priority| *priority == now.unwrap_or_default()).unwrap_or(0);
    PickListDialog::new(title.clone(), items.into()).with_cursor(at).open()
}

/// Ends an open promise or adds one; without open promises, opens the form for a new one.
pub fn choose_promise_outcome(detail: &TicketDetail, view: &View) -> Effect {
    let ticket = detail.ticket.id;
    let mut open: Vec<_> = detail.ticket.promises.iter().filter(|promise| promise.ended.is_none()).collect();
    open.sort_by_key(|promise| (promise.due, promise.seq));
    if open.is_empty() {
        return form::open(form::promise::PromiseForm::new(ticket, view), view);
    }
    let ends = |kept: bool| {
        let (glyph, group) = if kept { ("✓", "promise-kept") } else { ("✖", "promise-drop") };
        open.iter().map(move |promise| {
            let seq = promise.seq;
            let end = move |_: &View| Effect::Change(Change::EndPromise { ticket, promise: seq, kept });
            PickListItem {
                group: view.t(group),
                prefix: glyph.into(),
                hint: format!(
                    "◷ {} · {}",
                    dates::format_moment(promise.due, view),
                    dates::format_remaining(promise.due, view)
                ),
                keywords: view.t(group),
                ..PickListItem::new(clean_line(&promise.what), end)
            }
        })
    };
    let again = PickListItem {
        group: view.t("or-else"),
        prefix: "+".into(),
        ..PickListItem::new(view.t("promise-another"), move |view: &View| {
            form::open(form::promise::PromiseForm::new(ticket, view), view)
        })
    };
    let items = ends(true).chain(ends(false)).chain([again]).collect();
    let title = view.tt("promises-title", &[("ticket", ticket_label(ticket, view).into())]);
    PickListDialog::new(title, items).with_size(76, 18).open()
}

/// Marks an upset customer as recovered or still upset; if the customer is not upset, opens the form to record it.
pub fn choose_upset_outcome(detail: &TicketDetail, view: &View) -> Effect {
    let ticket = detail.ticket.id;
    if detail.ticket.upset.is_none() {
        return form::open(form::upset::UpsetForm::new(detail, view), view);
    }
    let soothed = PickListItem {
        prefix: "✓".into(),
        hint: view.t("about-recovered"),
        ..PickListItem::new(view.t("recovered"), move |_: &View| Effect::Change(Change::MarkRecovered { ticket }))
    };
    let sheet = detail.clone();
    let still = PickListItem {
        prefix: "!".into(),
        hint: view.t("about-still-upset"),
        ..PickListItem::new(view.t("still-upset"), move |view: &View| {
            form::open(form::upset::UpsetForm::new(&sheet, view), view)
        })
    };
    let title = view.tt("upset-title", &[("ticket", ticket_label(ticket, view).into())]);
    PickListDialog::new(title, vec![soothed, still]).with_size(76, 10).open()
}
