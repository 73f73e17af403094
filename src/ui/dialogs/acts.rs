//! What can be done to a ticket: give it to somebody, set its status or its priority, write on it.

use super::choose::{Choose, Item};
use super::form;
use super::form::words::{Kind, Words};
use super::ticket::Card;
use crate::domain::change::Change;
use crate::domain::person::{Person, PersonId};
use crate::domain::text::{clean_line, fit, fold};
use crate::domain::ticket::{Priority, Status, TicketId};
use crate::ui::action::Action;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::mark;

/// Opens the dialog in which `action` is done to a ticket; passes what is no act on a ticket.
pub fn for_ticket(action: Action, id: TicketId, view: &View) -> Effect {
    match action {
        Action::Open => Card::open(id),
        Action::Assign => assign(id, view),
        Action::Status => status(id, view),
        Action::Priority => priority(id, view),
        Action::Note => form::open(Words::new(id, Kind::Note, view), view),
        Action::Reply => form::open(Words::new(id, Kind::Reply, view), view),
        Action::Message => form::open(Words::new(id, Kind::Message, view), view),
        _ => Effect::Pass,
    }
}

/// A ticket as titles name it: its number, and its subject where it is at hand.
pub fn called(id: TicketId, view: &View) -> String {
    match view.ticket(id) {
        Some(row) => format!("#{id} {}", fit(&clean_line(&row.subject), 40)),
        None => format!("#{id}"),
    }
}

/// Everybody, those who are in before those who are not, in each group the one with the most room first.
fn assign(id: TicketId, view: &View) -> Effect {
    let holder = view.ticket(id).map(|row| row.assignee);
    let mut people: Vec<_> = view.desk.team.people.iter().collect();
    people.sort_by_cached_key(|(person, about)| {
        let (has, can) = load(**person, about, view);
        (!view.board.here.contains(person), has * 1000 / can.max(1), fold(&about.name))
    });
    let mut items: Vec<Item> = people
        .into_iter()
        .map(|(person, about)| Item {
            hint: about_person(*person, about, holder, view),
            ..person_item(id, *person, about, view)
        })
        .collect();
    let mut nobody =
        Item::new(view.t("nobody"), move |_: &View| Effect::Change(Change::Assign { ticket: id, to: None }));
    nobody.group = view.t("or-else");
    nobody.hint = if holder == Some(None) { view.t("as-it-is") } else { String::new() };
    items.push(nobody);
    Choose::new(view.tt("assign-title", &[("ticket", called(id, view).into())]), items).with_size(76, 22).open()
}

fn person_item(id: TicketId, person: PersonId, about: &Person, view: &View) -> Item {
    let (has, can) = load(person, about, view);
    let group = if view.board.here.contains(&person) { "in-now" } else { "not-in-now" };
    let assign = move |_: &View| Effect::Change(Change::Assign { ticket: id, to: Some(person) });
    Item { group: view.t(group), lead: format!("{has}/{can}"), ..Item::new(&about.name, assign) }
}

fn about_person(person: PersonId, about: &Person, holder: Option<Option<PersonId>>, view: &View) -> String {
    let has_it = (holder == Some(Some(person))).then(|| view.t("has-it"));
    let away = view.board.away.get(&person).map(|kind| view.t(&format!("away-{}", kind.name())));
    let profiles =
        [about.primary, about.second].into_iter().flatten().map(|p| view.t(&format!("profile-{}", p.name())));
    let parts: Vec<String> = has_it.into_iter().chain(away).chain(profiles).collect();
    parts.join(" · ")
}

/// How many open tickets somebody has, and how many they can carry.
fn load(person: PersonId, about: &Person, view: &View) -> (usize, usize) {
    let has = view.board.load.get(&person).copied().unwrap_or(0);
    (has, about.capacity.unwrap_or(view.settings.capacity) as usize)
}

fn status(id: TicketId, view: &View) -> Effect {
    let now = view.ticket(id).map(|row| row.status);
    // Somebody's ticket cannot be new.
    let assigned = view.ticket(id).is_some_and(|row| row.assignee.is_some());
    let offered: Vec<Status> = Status::ALL.into_iter().filter(|one| *one != Status::New || !assigned).collect();
    let item = |status: &Status| {
        let status = *status;
        let mark = mark::status(status, view);
        let set = move |_: &View| Effect::Change(Change::SetStatus { ticket: id, status });
        let as_it_is = if now == Some(status) { view.t("as-it-is") + " · " } else { String::new() };
        let hint = as_it_is + &view.t(&format!("about-status-{}", status.name()));
        Item { lead: mark.glyph.into(), hint, ..Item::new(&mark.word, set) }
    };
    let at = now.and_then(|now| offered.iter().position(|status| *status == now)).unwrap_or(0);
    let title = view.tt("status-title", &[("ticket", called(id, view).into())]);
    Choose::new(title, offered.iter().map(item).collect()).at_row(at).open()
}

fn priority(id: TicketId, view: &View) -> Effect {
    let now = view.ticket(id).map(|row| row.priority);
    let mut order = Priority::ALL;
    order.reverse();
    let items = order.map(|priority| {
        let mark = mark::priority(priority, view);
        let set = move |_: &View| Effect::Change(Change::SetPriority { ticket: id, priority });
        let hint = if now == Some(priority) { view.t("as-it-is") } else { String::new() };
        Item { lead: mark.glyph.into(), hint, ..Item::new(&mark.word, set) }
    });
    let at = order.iter().position(|priority| *priority == now.unwrap_or_default()).unwrap_or(0);
    let title = view.tt("priority-title", &[("ticket", called(id, view).into())]);
    Choose::new(title, items.into()).at_row(at).open()
}
