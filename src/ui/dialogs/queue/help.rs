//! Filter syntax help: examples and fields to insert.

use crate::query::filter::grammar::{FilterField, FILTER_FIELDS};
use crate::ui::dialogs::choose::{Choose, Item};
use crate::ui::pane::{Arrange, Effect};
use crate::ui::view::View;

/// Syntax examples, described by `filter-way-NAME` in the language files.
pub const WAYS: [(&str, &str); 7] = [
    ("all", "refund hoa"),
    ("exact", "\"log in\""),
    ("or", "(refund or parcel)"),
    ("not", "-tag:vip"),
    ("several", "status:open,new"),
    ("compare", "left:<1h30m"),
    ("whole", "cat:=refund"),
];

/// Lists the syntax and every field; picking a field inserts it into the filter.
pub fn open(view: &View) -> Effect {
    let ways = WAYS.iter().map(|(name, example)| Item {
        group: view.t("filter-ways"),
        hint: view.t(&format!("filter-way-{name}")),
        ..Item::new(example, |_: &View| Effect::Done)
    });
    let items = ways.chain(FILTER_FIELDS.iter().map(|field| item(field, view))).collect();
    Choose::new(view.t("filter-help-title"), items).with_advice(view.t("filter-help-advice")).with_size(96, 44).open()
}

fn item(field: &'static FilterField, view: &View) -> Item {
    Item {
        group: view.t("filter-fields"),
        hint: view.t(&format!("filter-field-{}", field.name)),
        also: field.names().chain(field.keywords.iter().map(|one| one.name)).collect::<Vec<_>>().join(" "),
        ..Item::new(field.example, move |_: &View| Effect::Arrange(Arrange::Term(format!("{}:", field.name))))
    }
}
