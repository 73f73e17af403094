//! Views of the queue, with filter and current ticket count.

use crate::events::change::Change;
use crate::model::record::RecordKind;
use crate::model::saved_view::SavedView;
use crate::model::text::clean_line;
use crate::query::filter::ast::TicketFilter;
use crate::query::ticket_list::count_matches;
use crate::query::views::{BUILT_IN_VIEWS, QueueView, ViewName};
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::pane::{Effect, QueueArrangement};
use crate::ui::view::View;

/// Opens the list of views.
pub fn open(view: &View) -> Effect {
    let own = || view.desk.team.views.iter().filter(|(_, saved)| saved.is_owned_by(view.author));
    let all: Vec<QueueView> = own().map(|(_, saved)| saved.into()).chain(BUILT_IN_VIEWS.iter().cloned()).collect();
    let queries: Vec<TicketFilter> = all.iter().map(|one| one.parse_filter().unwrap_or_default()).collect();
    let found = count_matches(&queries, view.desk, view.index, &view.filter_context());
    let mut items: Vec<PickListItem> = all.iter().zip(found).map(|(one, n)| view_item(one, n, view)).collect();
    let kept = own().count();
    if kept > 0 {
        for (n, item) in items.iter_mut().enumerate() {
            item.group = view.t(if n < kept { "views-own" } else { "views-shipped" });
        }
        items.extend(own().map(|(id, saved)| delete_item(*id, saved, view)));
    }
    let rows = u16::try_from(items.len()).unwrap_or(u16::MAX).saturating_add(10).min(30);
    PickListDialog::new(view.t("views-title"), items).with_advice(view.t("views-advice")).with_size(76, rows).open()
}

/// Item that deletes one of the user's own views.
fn delete_item(id: i64, saved: &SavedView, view: &View) -> PickListItem {
    let label = view.tt("view-delete", &[("name", clean_line(&saved.name).into_owned().into())]);
    let change = Change::ReplaceRecord { kind: RecordKind::View, id, record: None };
    PickListItem {
        group: view.t("views-own"),
        ..PickListItem::new(label, move |_: &View| Effect::Change(change.clone()))
    }
}

/// The display name of a view.
pub fn view_name(one: &QueueView, view: &View) -> String {
    match &one.name {
        ViewName::BuiltIn(name) => view.t(&format!("view-{name}")),
        ViewName::Saved(name) => name.clone(),
    }
}

/// Item of a view that matches `n` tickets.
fn view_item(one: &QueueView, n: usize, view: &View) -> PickListItem {
    let chosen = one.clone();
    PickListItem {
        prefix: one.parse_filter().map_or_else(|_| "–".into(), |_| n.to_string()),
        hint: one.filter.clone().into_owned(),
        keywords: one.name.as_str().into(),
        ..PickListItem::new(view_name(one, view), move |_: &View| {
            Effect::ArrangeQueue(QueueArrangement::View(chosen.clone()))
        })
    }
}
