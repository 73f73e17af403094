//! A list cursor that follows an item instead of a row number, and the visible part of a list.

use std::ops::Range;

use crate::ui::action::Action;

/// Rows moved by a page key.
const PAGE_ROWS: usize = 10;

/// The item under the cursor. If it leaves the list, the cursor stays on its row.
#[derive(Debug, Clone)]
pub struct Cursor<T> {
    held: Option<T>,
    row: usize,
}

impl<T> Default for Cursor<T> {
    fn default() -> Cursor<T> {
        Cursor { held: None, row: 0 }
    }
}

impl<T: Copy + PartialEq> Cursor<T> {
    /// The row of `items` under the cursor; `None` if the list is empty.
    pub fn row(&self, items: &[T]) -> Option<usize> {
        let last = items.len().checked_sub(1)?;
        let held = self.held.and_then(|on| items.iter().position(|item| *item == on));
        Some(held.unwrap_or(self.row.min(last)))
    }

    /// The item under the cursor.
    pub fn item(&self, items: &[T]) -> Option<T> {
        self.row(items).map(|row| items[row])
    }

    /// Pins the cursor to its item. Until the user acts, it stays on the first row, whatever that is.
    pub fn pin(&mut self, items: &[T]) {
        if let Some(row) = self.row(items) {
            self.set_row(row, items);
        }
    }

    /// Moves to an item that is about to appear in the list.
    pub fn set_item(&mut self, thing: T) {
        self.held = Some(thing);
    }

    /// Applies a cursor movement; false for other actions.
    pub fn on_action(&mut self, action: Action, items: &[T]) -> bool {
        let to = step_row(action, self.row(items).unwrap_or(0), items.len());
        if let Some(row) = to {
            self.set_row(row, items);
        }
        to.is_some()
    }

    pub fn set_row(&mut self, row: usize, items: &[T]) {
        self.row = row;
        self.held = items.get(row).copied();
    }
}

/// The row after a cursor movement; `None` for other actions.
pub fn step_row(action: Action, row: usize, len: usize) -> Option<usize> {
    let last = len.saturating_sub(1);
    let to = match action {
        Action::Up => row.saturating_sub(1),
        Action::Down => row + 1,
        Action::PageUp => row.saturating_sub(PAGE_ROWS),
        Action::PageDown => row + PAGE_ROWS,
        Action::Top => 0,
        Action::Bottom => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// The rows to draw in `height`. Lists turn pages, so that a step within a page redraws only two rows.
pub fn visible_rows(row: usize, len: usize, height: usize) -> Range<usize> {
    let height = height.max(1);
    let start = (row / height * height).min(len.saturating_sub(height));
    start..len.min(start + height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_with_its_thing() {
        let mut cursor = Cursor::default();
        assert!(cursor.on_action(Action::Down, &[10, 20, 30]));
        assert_eq!(cursor.item(&[20, 10, 30]), Some(20));
        assert_eq!(cursor.row(&[5, 10, 20]), Some(2));
        assert_eq!(cursor.item(&[10, 30]), Some(30), "it is gone: the row stays");
        assert_eq!(cursor.item(&[]), None);
        assert!(!cursor.on_action(Action::Open, &[10]));
    }

    #[test]
    fn a_page_is_full_and_holds_the_cursor() {
        assert_eq!(visible_rows(0, 3, 10), 0..3);
        assert_eq!(visible_rows(9, 25, 10), 0..10);
        assert_eq!(visible_rows(10, 25, 10), 10..20);
        assert_eq!(visible_rows(24, 25, 10), 15..25, "the last page is full too");
        assert_eq!(visible_rows(0, 0, 0), 0..0);
        for row in 0..25 {
            assert!(visible_rows(row, 25, 7).contains(&row));
        }
    }
}
