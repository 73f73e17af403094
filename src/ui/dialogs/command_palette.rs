//! Command palette and help: every action, to look up and to run.

use super::pick_list::{PickListDialog, PickListItem};
use super::ticket_list::TicketListDialog;
use crate::model::ids::{PersonId, TicketId};
use crate::model::text::{clean_line, fold};
use crate::ui::action::{ACTIONS, Action, ActionEntry};
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Maximum people found for the typed text.
const MAX_PEOPLE: usize = 5;

/// The command palette.
pub struct CommandPalette;

impl CommandPalette {
    /// Lists the actions of the top pane (`here`), then global actions, then the others. Typing also finds tickets by
    /// number and people by name.
    pub fn open(title: String, here: &[OfferedAction], view: &View) -> Effect {
        let offered = |entry: &&ActionEntry| here.iter().any(|offer| offer.action == entry.action);
        let anywhere = |entry: &&ActionEntry| !offered(entry) && entry.action.is_global();
        let elsewhere = |entry: &&ActionEntry| !offered(entry) && !entry.action.is_global();
        // In the order of the pane, most useful first.
        let first =
            here.iter().filter_map(|offer| Some((ACTIONS.iter().find(|entry| entry.action == offer.action)?, offer)));
        let items = first
            .map(|(entry, offer)| with_label(offer.label.clone(), action_item(entry, "offered-here", view)))
            .chain(ACTIONS.iter().filter(anywhere).map(|entry| action_item(entry, "offered-anywhere", view)))
            .chain(ACTIONS.iter().filter(elsewhere).map(|entry| action_item(entry, "offered-elsewhere", view)))
            .collect();
        PickListDialog::new(title, items)
            .with_advice(view.t("commands-advice"))
            .with_finder(find_tickets_and_people)
            .with_size(96, 40)
            .open()
    }
}

/// An action of the top pane, with its local label if it has one.
pub struct OfferedAction {
    pub action: Action,
    pub label: Option<String>,
}

/// Applies a local label; the general description would not fit it.
fn with_label(verb: Option<String>, item: PickListItem) -> PickListItem {
    match verb {
        Some(verb) if verb != item.label => {
            let also = format!("{} {}", item.label, item.keywords);
            PickListItem { label: clean_line(&verb).into_owned(), hint: String::new(), keywords: also, ..item }
        }
        _ => item,
    }
}

fn action_item(entry: &'static ActionEntry, group: &str, view: &View) -> PickListItem {
    let action = entry.action;
    let keys: Vec<String> = view.keymap.keys_for(action).map(|key| key.to_string()).collect();
    PickListItem {
        group: view.t(group),
        prefix: keys.join(" "),
        hint: view.t(&format!("about-{action}")),
        keywords: entry.name.into(),
        ..PickListItem::new(view.t(&format!("do-{action}")), move |_: &View| Effect::Dispatch(action))
    }
}

/// The ticket with that number (`12` or `#12`), and people whose name contains the text.
fn find_tickets_and_people(text: &str, view: &View) -> Vec<PickListItem> {
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    let tickets = number.map(TicketId).map(|id| {
        let subject = view.open_ticket(id).map(|row| clean_line(&row.subject).into_owned());
        PickListItem {
            prefix: format!("#{id}"),
            hint: subject.unwrap_or_else(|| view.t("not-in-the-queue")),
            ..PickListItem::new(view.t("do-open"), move |_: &View| Effect::OpenTicket(id))
        }
    });
    let wanted = fold(text);
    let people = view.desk.team.people.iter().filter(|(_, person)| fold(&person.name).contains(&wanted));
    tickets
        .into_iter()
        .chain(people.take(MAX_PEOPLE).map(|(id, person)| person_tickets_item(*id, &person.name, view)))
        .collect()
}

/// The open tickets of a person.
fn person_tickets_item(id: PersonId, name: &str, view: &View) -> PickListItem {
    let has = |ticket: &&TicketId| view.open_ticket(**ticket).is_some_and(|row| row.assignee == Some(id));
    let tickets: Vec<TicketId> = view.board.queue.iter().filter(has).copied().collect();
    let title = view.tt("tickets-of", &[("n", tickets.len().into()), ("who", name.into())]);
    let (hint, formula) = (title.clone(), view.t("formula-load"));
    let open =
        move |view: &View| TicketListDialog::open(title.clone(), formula.clone(), tickets.clone(), Vec::new(), view);
    PickListItem { prefix: view.t("person"), hint, ..PickListItem::new(name, open) }
}
