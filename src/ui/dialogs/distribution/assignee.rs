//! Choice of another assignee: all people with their resulting load and the reasons for or against.

use std::cell::RefCell;
use std::rc::Rc;

use super::reasons;
use crate::engine::desk::TicketRow;
use crate::engine::distribution::Distribution;
use crate::engine::distribution::reasons::{AssignmentBlocker, AssignmentReason};
use crate::model::ids::{PersonId, TicketId};
use crate::model::text::{clean_line, fit, fold};
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Opens the list for a ticket: eligible people by relative load, then those a rule excludes.
pub fn choose_assignee(
    deal: &Rc<RefCell<Distribution>>,
    ticket: TicketId,
    row: Option<&TicketRow>,
    view: &View,
) -> Effect {
    let known = deal.borrow();
    let to = known.assignment_of(ticket).filter(|line| line.accepted).map(|line| line.to);
    let mut people: Vec<_> = known
        .assignable_people()
        .map(|person| {
            let bars: Vec<AssignmentBlocker> = known.blockers(ticket, person);
            let (carries, can) = load_with_ticket(&known, person, Some(person) == to);
            (
                sort_group(&bars),
                u64::from(carries) * 1000 / u64::from(can.max(1)),
                fold(view.person_name(Some(person))),
                person,
                bars,
            )
        })
        .collect();
    people.sort_by(|one, other| (one.0, one.1, &one.2, one.3).cmp(&(other.0, other.1, &other.2, other.3)));
    let at = people.iter().position(|(.., person, _)| Some(*person) == to).unwrap_or(0);
    let rows = u16::try_from(people.len() + 7).unwrap_or(u16::MAX).clamp(11, 24);
    let items = people.into_iter().map(|(.., person, bars)| {
        let chosen = Rc::clone(deal);
        let give = move |_: &View| {
            chosen.borrow_mut().assign(ticket, person);
            Effect::Handled
        };
        let (carries, can) = load_with_ticket(&known, person, Some(person) == to);
        let group = if bars.is_empty() { "distribute-may" } else { "distribute-may-not" };
        let hint = person_hint(&known, ticket, person, &bars, Some(person) == to, view);
        PickListItem {
            group: view.t(group),
            prefix: format!("{carries}/{can}"),
            hint,
            ..PickListItem::new(view.person_name(Some(person)), give)
        }
    });
    let subject = row.map(|row| fit(&clean_line(row.title()), 40)).unwrap_or_default();
    let title = view.tt("distribute-to-whom", &[("ticket", format!("#{ticket} {subject}").into())]);
    PickListDialog::new(title, items.collect()).with_size(84, rows).with_cursor(at).open()
}

/// A person's load including the ticket, and their capacity.
fn load_with_ticket(deal: &Distribution, person: PersonId, has_it: bool) -> (u32, u32) {
    deal.load(person).map_or((0, 0), |load| (load.after + u32::from(!has_it), load.capacity))
}

/// Sort group: eligible, present but excluded, not present.
fn sort_group(bars: &[AssignmentBlocker]) -> usize {
    match bars {
        [] => 0,
        [AssignmentBlocker::OffShift | AssignmentBlocker::Away { .. }, ..] => 2,
        _ => 1,
    }
}

/// Obstacles, or else the reasons in favour.
fn person_hint(
    deal: &Distribution,
    ticket: TicketId,
    person: PersonId,
    bars: &[AssignmentBlocker],
    has_it: bool,
    view: &View,
) -> String {
    // Omit reasons that the list itself shows: manual choice and comparison with others.
    let own = |reason: &AssignmentReason| {
        use AssignmentReason::{Best, BetterFull, ByHand, Even, Only};
        !matches!(reason, ByHand | Only | BetterFull { .. } | Even { .. } | Best { .. })
    };
    let why: Vec<AssignmentReason> = deal.reasons(ticket, person).into_iter().filter(own).collect();
    let text =
        if bars.is_empty() { reasons::format_reasons(&why, view) } else { reasons::format_obstacles(bars, view) };
    let now = has_it.then(|| view.t("distribute-suggested"));
    now.into_iter().chain([text]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
