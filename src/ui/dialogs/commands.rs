//! Command palette and help: every action, to look up and to run.

use crate::model::ids::{PersonId, TicketId};
use crate::model::text::{clean_line, fold};
use crate::ui::action::{Action, Entry, TABLE};
use crate::ui::pane::Effect;
use crate::ui::view::View;
use super::choose::{Choose, Item};
use super::ticket::TicketDialog;
use super::tickets::Tickets;

/// Maximum people found for the typed text.
const MOST: usize = 5;

/// The command palette.
pub struct Commands;

impl Commands {
    /// Lists the actions of the top pane (`here`), then global actions, then the others. Typing also finds tickets by
    /// number and people by name.
    pub fn open(title: String, here: &[Offer], view: &View) -> Effect {
        let offered = |entry: &&Entry| here.iter().any(|offer| offer.action == entry.action);
        let anywhere = |entry: &&Entry| !offered(entry) && entry.action.anywhere();
        let elsewhere = |entry: &&Entry| !offered(entry) && !entry.action.anywhere();
        // In the order of the pane, most useful first.
        let first =
            here.iter().filter_map(|offer| Some((TABLE.iter().find(|entry| entry.action == offer.action)?, offer)));
        let items = first
            .map(|(entry, offer)| offered_as(offer.verb.clone(), item(entry, "offered-here", view)))
            .chain(TABLE.iter().filter(anywhere).map(|entry| item(entry, "offered-anywhere", view)))
            .chain(TABLE.iter().filter(elsewhere).map(|entry| item(entry, "offered-elsewhere", view)))
            .collect();
        Choose::new(title, items).with_advice(view.t("commands-advice")).with_more(find).with_size(96, 40).open()
    }
}

/// An action of the top pane, with its local label if it has one.
pub struct Offer {
    pub action: Action,
    pub verb: Option<String>,
}

/// Applies a local label; the general description would not fit it.
fn offered_as(verb: Option<String>, item: Item) -> Item {
    match verb {
        Some(verb) if verb != item.label => {
            let also = format!("{} {}", item.label, item.also);
            Item { label: clean_line(&verb).into_owned(), hint: String::new(), also, ..item }
        }
        _ => item,
    }
}

fn item(entry: &'static Entry, group: &str, view: &View) -> Item {
    let action = entry.action;
    let keys: Vec<String> = view.keys.keys(action).map(|key| key.to_string()).collect();
    Item {
        group: view.t(group),
        lead: keys.join(" "),
        hint: view.t(&format!("about-{action}")),
        also: entry.name.into(),
        ..Item::new(view.t(&format!("do-{action}")), move |_: &View| Effect::Do(action))
    }
}

/// The ticket with that number (`12` or `#12`), and people whose name contains the text.
fn find(text: &str, view: &View) -> Vec<Item> {
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    let tickets = number.map(TicketId).map(|id| {
        let subject = view.ticket(id).map(|row| clean_line(&row.subject).into_owned());
        Item {
            lead: format!("#{id}"),
            hint: subject.unwrap_or_else(|| view.t("not-in-the-queue")),
            ..Item::new(view.t("do-open"), move |_: &View| TicketDialog::open(id))
        }
    });
    let wanted = fold(text);
    let people = view.desk.team.people.iter().filter(|(_, person)| fold(&person.name).contains(&wanted));
    tickets.into_iter().chain(people.take(MOST).map(|(id, person)| tickets_of(*id, &person.name, view))).collect()
}

/// The open tickets of a person.
fn tickets_of(id: PersonId, name: &str, view: &View) -> Item {
    let has = |ticket: &&TicketId| view.ticket(**ticket).is_some_and(|row| row.assignee == Some(id));
    let tickets: Vec<TicketId> = view.board.queue.iter().filter(has).copied().collect();
    let title = view.tt("tickets-of", &[("n", tickets.len().into()), ("who", name.into())]);
    let (hint, formula) = (title.clone(), view.t("formula-load"));
    let open = move |view: &View| Tickets::open(title.clone(), formula.clone(), tickets.clone(), Vec::new(), view);
    Item { lead: view.t("person"), hint, ..Item::new(name, open) }
}
