//! Views of the queue, with filter and current ticket count.

use crate::events::change::Change;
use crate::model::record::{RecordKind, SavedView};
use crate::model::text::clean_line;
use crate::query::filter::query::TicketFilter;
use crate::query::listing::counts;
use crate::query::views::{QueueView, SHIPPED, ViewName};
use crate::ui::dialogs::choose::{Choose, Item};
use crate::ui::pane::{Arrange, Effect};
use crate::ui::view::View;

/// Opens the list of views.
pub fn open(view: &View) -> Effect {
    let own = || view.desk.team.views.iter().filter(|(_, saved)| saved.is_of(view.author));
    let all: Vec<QueueView> = own().map(|(_, saved)| saved.into()).chain(SHIPPED.iter().cloned()).collect();
    let queries: Vec<TicketFilter> = all.iter().map(|one| one.query().unwrap_or_default()).collect();
    let found = counts(&queries, view.desk, view.index, &view.moment());
    let mut items: Vec<Item> = all.iter().zip(found).map(|(one, n)| item(one, n, view)).collect();
    let kept = own().count();
    if kept > 0 {
        for (n, item) in items.iter_mut().enumerate() {
            item.group = view.t(if n < kept { "views-own" } else { "views-shipped" });
        }
        items.extend(own().map(|(id, saved)| take_away(*id, saved, view)));
    }
    let rows = u16::try_from(items.len()).unwrap_or(u16::MAX).saturating_add(10).min(30);
    Choose::new(view.t("views-title"), items).with_advice(view.t("views-advice")).with_size(76, rows).open()
}

/// Item that deletes one of the user's own views.
fn take_away(id: i64, saved: &SavedView, view: &View) -> Item {
    let label = view.tt("view-take-away", &[("name", clean_line(&saved.name).into_owned().into())]);
    let change = Change::Replace { kind: RecordKind::View, id, record: None };
    Item { group: view.t("views-own"), ..Item::new(label, move |_: &View| Effect::Change(change.clone())) }
}

/// The display name of a view.
pub fn name(one: &QueueView, view: &View) -> String {
    match &one.name {
        ViewName::Shipped(name) => view.t(&format!("view-{name}")),
        ViewName::Own(name) => name.clone(),
    }
}

/// Item of a view that matches `n` tickets.
fn item(one: &QueueView, n: usize, view: &View) -> Item {
    let chosen = one.clone();
    Item {
        lead: one.query().map_or_else(|_| "–".into(), |_| n.to_string()),
        hint: one.filter.clone().into_owned(),
        also: one.name.as_str().into(),
        ..Item::new(name(one, view), move |_: &View| Effect::Arrange(Arrange::View(chosen.clone())))
    }
}
