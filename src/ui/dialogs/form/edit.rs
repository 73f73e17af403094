//! Forms to edit the fields of one ticket, or the shared fields of several.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::engine::desk::Row;
use crate::events::change::Change;
use crate::model::event::Edit;
use crate::model::survey::Blame;
use crate::model::text::{clean_line, fold};
use crate::model::ticket::Ticket;
use crate::query::protocol::Detail;
use crate::ui::dialogs::ticket_actions::{ActionTarget, ticket_label};
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// Maximum suggestions.
const MOST: usize = 12;

/// The form for one ticket.
pub struct Edits {
    ticket: Ticket,
    called: String,
}

impl Edits {
    pub fn of(detail: &Detail, view: &View) -> Edits {
        Edits { ticket: detail.ticket.clone(), called: ticket_label(detail.ticket.id, view) }
    }
}

/// Values of a field among open tickets, most frequent first.
fn in_use<'a>(view: &View<'a>, of: impl Fn(&'a Row) -> Vec<&'a str>) -> Vec<String> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for value in view.desk.tickets.values().flat_map(of) {
        *counted.entry(clean_line(value).into_owned()).or_default() += 1;
    }
    let mut values: Vec<_> = counted.into_iter().filter(|(value, _)| !value.is_empty()).collect();
    values.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    values.into_iter().take(MOST).map(|(value, _)| value).collect()
}

pub(super) fn channels(view: &View) -> Vec<String> {
    in_use(view, |row| row.channel.as_deref().into_iter().collect())
}

pub(super) fn categories(view: &View) -> Vec<String> {
    let mut all = in_use(view, |row| row.category.as_deref().into_iter().collect());
    let listed = view.settings.checklists.iter().map(|list| list.category.clone());
    for category in listed {
        if !all.iter().any(|one| fold(one) == fold(&category)) {
            all.push(category);
        }
    }
    all
}

fn tags(view: &View) -> Vec<String> {
    in_use(view, |row| row.tags.iter().map(String::as_str).collect())
}

fn languages(view: &View) -> Vec<String> {
    in_use(view, |row| row.language.as_deref().into_iter().collect())
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
pub(super) fn blames(view: &View) -> Vec<String> {
    let named = Blame::ALL.map(|blame| view.t(&format!("blame-{}", blame.name())));
    [view.t("nothing")].into_iter().chain(named).collect()
}

pub(super) fn blame_at(with: Option<Blame>) -> usize {
    with.and_then(|with| Blame::ALL.iter().position(|one| *one == with)).map_or(0, |at| at + 1)
}

pub(super) fn blame(picked: usize) -> Option<Blame> {
    picked.checked_sub(1).and_then(|at| Blame::ALL.get(at)).copied()
}

impl Sheet for Edits {
    fn title(&self, view: &View) -> String {
        view.tt("edit-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let ticket = &self.ticket;
        let text =
            |text: &Option<String>| text.as_deref().map(|text| clean_line(text).into_owned()).unwrap_or_default();
        let stages = ["looking", "buying", "after"].map(|stage| view.t(&format!("stage-{stage}")));
        vec![
            Field::edit("subject", clean_line(&ticket.subject).into_owned()),
            Field::edit("channel", text(&ticket.channel)).proposing(channels(view)),
            Field::edit("category", text(&ticket.category)).proposing(categories(view)),
            Field::edit("tags", ticket.tags.join(", ")).proposing_each(tags(view)),
            Field::edit("language", text(&ticket.language)).proposing(languages(view)),
            Field::edit("stage", text(&ticket.stage)).proposing(stages.into()),
            Field::edit("cause", text(&ticket.cause)),
            Field::pick("dissatisfied", blames(view), blame_at(ticket.blame)),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let (ticket, touched) = (self.ticket.id, |name: &str| filled.touched(name));
        let mut edits = Vec::new();
        if touched("subject") {
            edits.push(Edit::Subject(filled.required("subject", "wrong-subject")?));
        }
        let mut set = |name: &str, edit: fn(Option<String>) -> Edit| {
            if touched(name) {
                edits.push(edit(filled.optional(name)));
            }
        };
        set("channel", Edit::Channel);
        set("category", Edit::Category);
        set("language", Edit::Language);
        set("stage", Edit::Stage);
        set("cause", Edit::Cause);
        if touched("dissatisfied") {
            edits.push(Edit::Dissatisfied(blame(filled.picked("dissatisfied"))));
        }
        if touched("tags") {
            edits.push(Edit::Tags(split_tags(&filled.text("tags"))));
        }
        Ok(edits.into_iter().map(|edit| Change::Edit { ticket, edit }).collect())
    }
}

/// The form for several tickets.
pub struct EditMany {
    aim: ActionTarget,
    called: String,
}

impl EditMany {
    pub fn new(aim: ActionTarget, view: &View) -> EditMany {
        EditMany { called: aim.label(view), aim }
    }
}

impl Sheet for EditMany {
    fn title(&self, view: &View) -> String {
        view.tt("edit-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let rows = self.aim.rows().unwrap_or_default();
        let mut worn: Vec<String> = rows.iter().flat_map(|row| row.tags.clone()).collect();
        worn.sort();
        worn.dedup();
        vec![
            Field::edit("all-category", String::new()).proposing(categories(view)),
            Field::edit("add-tags", String::new()).proposing_each(tags(view)),
            Field::edit("drop-tags", String::new()).proposing_each(worn),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let category = filled.optional("all-category");
        let (add, drop) = (split_tags(&filled.text("add-tags")), split_tags(&filled.text("drop-tags")));
        if category.is_none() && add.is_empty() && drop.is_empty() {
            return Err(filled.wrong("all-category", "write-something", &[]));
        }
        let rows = self.aim.rows().unwrap_or_default();
        let changes = rows.iter().flat_map(|row| {
            let ticket = row.id;
            let mut tags: Vec<String> = row.tags.iter().filter(|tag| !drop.contains(tag)).cloned().collect();
            tags.extend(add.iter().filter(|tag| !row.tags.contains(tag)).cloned());
            let category = category.clone().map(|category| Edit::Category(Some(category)));
            let tags = (tags != row.tags).then_some(Edit::Tags(tags));
            category.into_iter().chain(tags).map(move |edit| Change::Edit { ticket, edit })
        });
        Ok(changes.collect())
    }

    fn several(&self) -> Option<Rc<[Row]>> {
        self.aim.rows()
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
