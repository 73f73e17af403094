//! Chooses the sort column of the queue; picking the current one reverses it.

use crate::query::columns::{QUEUE_COLUMNS, QueueColumn};
use crate::query::sort::QueueSort;
use crate::ui::dialogs::pick_list::{PickListDialog, PickListItem};
use crate::ui::pane::{Effect, QueueArrangement};
use crate::ui::view::View;

/// Opens the list with the cursor on the current column.
pub fn open(now: &QueueSort, view: &View) -> Effect {
    let first = now.keys.first().copied();
    let usual = PickListItem {
        hint: view.t("sort-usual-hint"),
        ..PickListItem::new(view.t("sort-usual"), |_: &View| {
            Effect::ArrangeQueue(QueueArrangement::Sort(QueueSort::default()))
        })
    };
    let items: Vec<PickListItem> =
        [usual].into_iter().chain(QUEUE_COLUMNS.iter().map(|entry| column_item(entry.column, first, view))).collect();
    let at = first.and_then(|(column, _)| QUEUE_COLUMNS.iter().position(|entry| entry.column == column));
    let at = at.map_or(0, |at| at + 1);
    PickListDialog::new(view.t("sort-title"), items)
        .with_advice(view.t("sort-advice"))
        .with_size(76, 30)
        .with_cursor(at)
        .open()
}

fn column_item(column: QueueColumn, first: Option<(QueueColumn, bool)>, view: &View) -> PickListItem {
    let falling = first.filter(|(now, _)| *now == column).map(|(_, falling)| falling);
    let next = match falling {
        Some(falling) => QueueSort { keys: vec![(column, !falling)] },
        None => QueueSort::by_column(column),
    };
    PickListItem {
        prefix: falling.map_or("", |falling| if falling { "↓" } else { "↑" }).into(),
        hint: view.t(&format!("queue-about-{column}")),
        keywords: column.name().into(),
        ..PickListItem::new(view.t(&format!("queue-col-{column}")), move |_: &View| {
            Effect::ArrangeQueue(QueueArrangement::Sort(next.clone()))
        })
    }
}
