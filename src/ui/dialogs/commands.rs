//! Everything that can be done, to look up and to run: help and command palette are this one dialog.

use super::choose::{Choose, Item};
use super::ticket::Card;
use super::tickets::Tickets;
use crate::domain::person::PersonId;
use crate::domain::text::{clean_line, fold};
use crate::domain::ticket::TicketId;
use crate::ui::action::{Action, Entry, TABLE};
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// So many people are found at most for what is typed; more letters find the others.
const MOST: usize = 5;

/// The dialog's one way in.
pub struct Commands;

impl Commands {
    /// Lists every action: those that the pane in front offers (`here`), those that work anywhere, the others. What is
    /// typed finds tickets by number and people by name as well.
    pub fn open(title: String, here: &[Offer], view: &View) -> Effect {
        let offered = |entry: &&Entry| here.iter().any(|offer| offer.action == entry.action);
        let anywhere = |entry: &&Entry| !offered(entry) && entry.action.anywhere();
        let elsewhere = |entry: &&Entry| !offered(entry) && !entry.action.anywhere();
        // In the order of the pane, which puts the most useful first.
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

/// What the pane in front offers: an action, and what it is called there, where that is not its usual name.
pub struct Offer {
    pub action: Action,
    pub verb: Option<String>,
}

/// An action under another name: what it does elsewhere does not explain it here.
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

/// The ticket of that number, `12` or `#12`, and the people of whose name the text is a part.
fn find(text: &str, view: &View) -> Vec<Item> {
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    let tickets = number.map(TicketId).map(|id| {
        let subject = view.ticket(id).map(|row| clean_line(&row.subject).into_owned());
        Item {
            lead: format!("#{id}"),
            hint: subject.unwrap_or_else(|| view.t("not-in-the-queue")),
            ..Item::new(view.t("do-open"), move |_: &View| Card::open(id))
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
