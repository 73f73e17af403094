//! Chooses the sort column of the queue; picking the current one reverses it.

use crate::query::columns::{QUEUE_COLUMNS, QueueColumn, QueueSort};
use crate::ui::dialogs::choose::{Choose, Item};
use crate::ui::pane::{Arrange, Effect};
use crate::ui::view::View;

/// Opens the list with the cursor on the current column.
pub fn open(now: &QueueSort, view: &View) -> Effect {
    let first = now.keys.first().copied();
    let usual = Item {
        hint: view.t("sort-usual-hint"),
        ..Item::new(view.t("sort-usual"), |_: &View| Effect::Arrange(Arrange::Sort(QueueSort::default())))
    };
    let items: Vec<Item> =
        [usual].into_iter().chain(QUEUE_COLUMNS.iter().map(|entry| item(entry.column, first, view))).collect();
    let at = first.and_then(|(column, _)| QUEUE_COLUMNS.iter().position(|entry| entry.column == column));
    let at = at.map_or(0, |at| at + 1);
    Choose::new(view.t("sort-title"), items).with_advice(view.t("sort-advice")).with_size(76, 30).at_row(at).open()
}

fn item(column: QueueColumn, first: Option<(QueueColumn, bool)>, view: &View) -> Item {
    let falling = first.filter(|(now, _)| *now == column).map(|(_, falling)| falling);
    let next = match falling {
        Some(falling) => QueueSort { keys: vec![(column, !falling)] },
        None => QueueSort::by_column(column),
    };
    Item {
        lead: falling.map_or("", |falling| if falling { "↓" } else { "↑" }).into(),
        hint: view.t(&format!("queue-about-{column}")),
        also: column.name().into(),
        ..Item::new(view.t(&format!("queue-col-{column}")), move |_: &View| {
            Effect::Arrange(Arrange::Sort(next.clone()))
        })
    }
}
