//! Filter syntax help: examples and fields to insert.

use crate::query::filter::grammar::{FILTER_FIELDS, FilterField, SYNTAX_EXAMPLES};
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::pane::{Effect, QueueArrangement};
use crate::ui::view::View;

/// Lists the syntax and every field; picking a field inserts it into the filter.
pub fn open(view: &View) -> Effect {
    let ways = SYNTAX_EXAMPLES.iter().map(|(name, example)| PickListItem {
        group: view.t("filter-ways"),
        hint: view.t(&format!("filter-way-{name}")),
        ..PickListItem::new(example, |_: &View| Effect::Handled)
    });
    let items = ways.chain(FILTER_FIELDS.iter().map(|field| field_item(field, view))).collect();
    PickListDialog::new(view.t("filter-help-title"), items)
        .with_advice(view.t("filter-help-advice"))
        .with_size(96, 44)
        .open()
}

fn field_item(field: &'static FilterField, view: &View) -> PickListItem {
    PickListItem {
        group: view.t("filter-fields"),
        hint: view.t(&format!("filter-field-{}", field.name)),
        keywords: field.names().chain(field.keywords.iter().map(|one| one.name)).collect::<Vec<_>>().join(" "),
        ..PickListItem::new(field.example, move |_: &View| {
            Effect::ArrangeQueue(QueueArrangement::InsertTerm(format!("{}:", field.name)))
        })
    }
}
