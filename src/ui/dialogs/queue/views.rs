//! The views of the queue: each with what it asks for and how many tickets that is now.

use crate::domain::change::Change;
use crate::domain::listing::count;
use crate::domain::record::{RecordKind, SavedView};
use crate::domain::text::clean_line;
use crate::domain::views::{QueueView, SHIPPED, ViewName};
use crate::ui::dialogs::choose::{Choose, Item};
use crate::ui::pane::{Arrange, Effect};
use crate::ui::view::View;

/// Opens the list of views.
pub fn open(view: &View) -> Effect {
    let own = || view.desk.team.views.iter().filter(|(_, saved)| saved.is_of(view.author));
    let kept = own().map(|(_, saved)| Item { group: view.t("views-own"), ..item(&QueueView::from(saved), view) });
    let shipped = SHIPPED.iter().map(|one| Item { group: view.t("views-shipped"), ..item(one, view) });
    let gone = own().map(|(id, saved)| take_away(*id, saved, view));
    let items: Vec<Item> = match own().next() {
        Some(_) => kept.chain(shipped).chain(gone).collect(),
        None => SHIPPED.iter().map(|one| item(one, view)).collect(),
    };
    let rows = u16::try_from(items.len()).unwrap_or(u16::MAX).saturating_add(10).min(30);
    Choose::new(view.t("views-title"), items).with_advice(view.t("views-advice")).with_size(76, rows).open()
}

/// One of somebody's own that is not wanted any more.
fn take_away(id: i64, saved: &SavedView, view: &View) -> Item {
    let label = view.tt("view-take-away", &[("name", clean_line(&saved.name).into_owned().into())]);
    let change = Change::Replace { kind: RecordKind::View, id, record: None };
    Item { group: view.t("views-own"), ..Item::new(label, move |_: &View| Effect::Change(change.clone())) }
}

/// What a view is called here.
pub fn name(one: &QueueView, view: &View) -> String {
    match &one.name {
        ViewName::Shipped(name) => view.t(&format!("view-{name}")),
        ViewName::Own(name) => name.clone(),
    }
}

fn item(one: &QueueView, view: &View) -> Item {
    let found = one.query().map(|query| count(&query, view.desk, view.index, &view.moment()));
    let chosen = one.clone();
    Item {
        lead: found.map_or_else(|_| "–".into(), |n| n.to_string()),
        hint: one.filter.clone().into_owned(),
        also: one.name.as_str().into(),
        ..Item::new(name(one, view), move |_: &View| Effect::Arrange(Arrange::View(chosen.clone())))
    }
}
