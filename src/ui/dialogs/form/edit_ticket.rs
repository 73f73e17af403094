//! Forms to edit the fields of one ticket, or the shared fields of several.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::event::TicketEdit;
use crate::model::survey::DissatisfactionDriver;
use crate::model::text::{clean_line, fold};
use crate::model::ticket::Ticket;
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::ticket_actions::target::{ActionTarget, ticket_label};
use crate::ui::view::View;

/// Maximum suggestions.
const MAX_SUGGESTIONS: usize = 12;

/// The form for one ticket.
pub struct EditTicketForm {
    ticket: Ticket,
    ticket_label: String,
}

impl EditTicketForm {
    pub fn new(detail: &TicketDetail, view: &View) -> EditTicketForm {
        EditTicketForm { ticket: detail.ticket.clone(), ticket_label: ticket_label(detail.ticket.id, view) }
    }
}

/// Values of a field among open tickets, most frequent first.
fn values_in_use<'a>(view: &View<'a>, of: impl Fn(&'a TicketRow) -> Vec<&'a str>) -> Vec<String> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for value in view.desk.tickets.values().flat_map(of) {
        *counted.entry(clean_line(value).into_owned()).or_default() += 1;
    }
    let mut values: Vec<_> = counted.into_iter().filter(|(value, _)| !value.is_empty()).collect();
    values.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    values.into_iter().take(MAX_SUGGESTIONS).map(|(value, _)| value).collect()
}

pub(super) fn channels_in_use(view: &View) -> Vec<String> {
    values_in_use(view, |row| row.channel.as_deref().into_iter().collect())
}

pub(super) fn categories_in_use(view: &View) -> Vec<String> {
    let mut all = values_in_use(view, |row| row.category.as_deref().into_iter().collect());
    let listed = view.settings.checklists.iter().map(|list| list.category.clone());
    for category in listed {
        if !all.iter().any(|one| fold(one) == fold(&category)) {
            all.push(category);
        }
    }
    all
}

fn tags_in_use(view: &View) -> Vec<String> {
    values_in_use(view, |row| row.tags.iter().map(String::as_str).collect())
}

fn languages_in_use(view: &View) -> Vec<String> {
    values_in_use(view, |row| row.language.as_deref().into_iter().collect())
}

/// Splits typed tags at commas and blanks; each once.
fn split_tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split([',', ' ']).map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|one| one == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// Options for the dissatisfaction driver; the first is none.
pub(super) fn driver_options(view: &View) -> Vec<String> {
    let named = DissatisfactionDriver::ALL.map(|blame| view.t(&format!("blame-{}", blame.name())));
    [view.t("nothing")].into_iter().chain(named).collect()
}

pub(super) fn driver_option(with: Option<DissatisfactionDriver>) -> usize {
    with.and_then(|with| DissatisfactionDriver::ALL.iter().position(|one| *one == with)).map_or(0, |at| at + 1)
}

pub(super) fn driver_at(picked: usize) -> Option<DissatisfactionDriver> {
    picked.checked_sub(1).and_then(|at| DissatisfactionDriver::ALL.get(at)).copied()
}

impl FormSpec for EditTicketForm {
    fn title(&self, view: &View) -> String {
        view.tt("edit-title", &[("ticket", self.ticket_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let ticket = &self.ticket;
        let text =
            |text: &Option<String>| text.as_deref().map(|text| clean_line(text).into_owned()).unwrap_or_default();
        let stages = ["looking", "buying", "after"].map(|stage| view.t(&format!("stage-{stage}")));
        vec![
            FormField::edit_line("subject", clean_line(&ticket.subject).into_owned()),
            FormField::edit_line("channel", text(&ticket.channel)).with_suggestions(channels_in_use(view)),
            FormField::edit_line("category", text(&ticket.category)).with_suggestions(categories_in_use(view)),
            FormField::edit_line("tags", ticket.tags.join(", ")).with_suggestions_each(tags_in_use(view)),
            FormField::edit_line("language", text(&ticket.language)).with_suggestions(languages_in_use(view)),
            FormField::edit_line("stage", text(&ticket.stage)).with_suggestions(stages.into()),
            FormField::edit_line("cause", text(&ticket.cause)),
            FormField::pick("dissatisfied", driver_options(view), driver_option(ticket.dissatisfaction_driver)),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let (ticket, touched) = (self.ticket.id, |name: &str| filled.is_changed(name));
        let mut edits = Vec::new();
        if touched("subject") {
            edits.push(TicketEdit::Subject(filled.required("subject", "wrong-subject")?));
        }
        let mut set = |name: &str, edit: fn(Option<String>) -> TicketEdit| {
            if touched(name) {
                edits.push(edit(filled.optional(name)));
            }
        };
        set("channel", TicketEdit::Channel);
        set("category", TicketEdit::Category);
        set("language", TicketEdit::Language);
        set("stage", TicketEdit::Stage);
        set("cause", TicketEdit::Cause);
        if touched("dissatisfied") {
            edits.push(TicketEdit::Dissatisfied(driver_at(filled.picked_index("dissatisfied"))));
        }
        if touched("tags") {
            edits.push(TicketEdit::Tags(split_tags(&filled.text("tags"))));
        }
        Ok(edits.into_iter().map(|edit| Change::EditTicket { ticket, edit }).collect())
    }
}

/// The form for several tickets.
pub struct EditTicketsForm {
    selection: ActionTarget,
    tickets_label: String,
}

impl EditTicketsForm {
    pub fn new(aim: ActionTarget, view: &View) -> EditTicketsForm {
        EditTicketsForm { tickets_label: aim.label(view), selection: aim }
    }
}

impl FormSpec for EditTicketsForm {
    fn title(&self, view: &View) -> String {
        view.tt("edit-title", &[("ticket", self.tickets_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let rows = self.selection.rows().unwrap_or_default();
        let mut worn: Vec<String> = rows.iter().flat_map(|row| row.tags.clone()).collect();
        worn.sort();
        worn.dedup();
        vec![
            FormField::edit_line("all-category", String::new()).with_suggestions(categories_in_use(view)),
            FormField::edit_line("add-tags", String::new()).with_suggestions_each(tags_in_use(view)),
            FormField::edit_line("drop-tags", String::new()).with_suggestions_each(worn),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let category = filled.optional("all-category");
        let (add, drop) = (split_tags(&filled.text("add-tags")), split_tags(&filled.text("drop-tags")));
        if category.is_none() && add.is_empty() && drop.is_empty() {
            return Err(filled.error("all-category", "write-something", &[]));
        }
        let rows = self.selection.rows().unwrap_or_default();
        let changes = rows.iter().flat_map(|row| {
            let ticket = row.id;
            let mut tags: Vec<String> = row.tags.iter().filter(|tag| !drop.contains(tag)).cloned().collect();
            tags.extend(add.iter().filter(|tag| !row.tags.contains(tag)).cloned());
            let category = category.clone().map(|category| TicketEdit::Category(Some(category)));
            let tags = (tags != row.tags).then_some(TicketEdit::Tags(tags));
            category.into_iter().chain(tags).map(move |edit| Change::EditTicket { ticket, edit })
        });
        Ok(changes.collect())
    }

    fn bulk_rows(&self) -> Option<Rc<[TicketRow]>> {
        self.selection.rows()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_apart_by_commas_and_blanks() {
        assert_eq!(split_tags(" vip, #refund  vip,,late"), ["vip", "refund", "late"]);
        assert!(split_tags(" , ").is_empty());
    }
}
