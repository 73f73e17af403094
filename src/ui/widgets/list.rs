//! A cursor that holds on to a thing, not to a row number, and the page of a list that shows it.

use std::ops::Range;

use crate::ui::action::Action;

/// Rows that a page key passes.
const PAGE: usize = 10;

/// The thing under the cursor. If it leaves the list, the cursor stays on the row where it was.
#[derive(Debug, Clone)]
pub struct Cursor<T> {
    on: Option<T>,
    row: usize,
}

impl<T> Default for Cursor<T> {
    fn default() -> Cursor<T> {
        Cursor { on: None, row: 0 }
    }
}

impl<T: Copy + PartialEq> Cursor<T> {
    /// The row of `items` that the cursor is on; `None` if there is none.
    pub fn row(&self, items: &[T]) -> Option<usize> {
        let last = items.len().checked_sub(1)?;
        let held = self.on.and_then(|on| items.iter().position(|item| *item == on));
        Some(held.unwrap_or(self.row.min(last)))
    }

    /// The thing under the cursor.
    pub fn item(&self, items: &[T]) -> Option<T> {
        self.row(items).map(|row| items[row])
    }

    /// Holds on to what it is on. Until a person has done something, the cursor is on the first row, whatever that is.
    pub fn hold(&mut self, items: &[T]) {
        if let Some(row) = self.row(items) {
            self.put(row, items);
        }
    }

    /// Goes to a thing that is about to come into the list.
    pub fn seek(&mut self, thing: T) {
        self.on = Some(thing);
    }

    /// Moves as the action says; false if it is no movement.
    pub fn act(&mut self, action: Action, items: &[T]) -> bool {
        let to = step(action, self.row(items).unwrap_or(0), items.len());
        if let Some(row) = to {
            self.put(row, items);
        }
        to.is_some()
    }

    pub fn put(&mut self, row: usize, items: &[T]) {
        self.row = row;
        self.on = items.get(row).copied();
    }
}

/// Where a move takes a cursor at `row` among `len` rows; `None` if `action` is no move.
pub fn step(action: Action, row: usize, len: usize) -> Option<usize> {
    let last = len.saturating_sub(1);
    let to = match action {
        Action::Up => row.saturating_sub(1),
        Action::Down => row + 1,
        Action::PageUp => row.saturating_sub(PAGE),
        Action::PageDown => row + PAGE,
        Action::Top => 0,
        Action::Bottom => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// The rows to draw where `height` fit. Lists turn pages, so a step within a page redraws two rows and no more.
pub fn page(row: usize, len: usize, height: usize) -> Range<usize> {
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
        assert!(cursor.act(Action::Down, &[10, 20, 30]));
        assert_eq!(cursor.item(&[20, 10, 30]), Some(20));
        assert_eq!(cursor.row(&[5, 10, 20]), Some(2));
        assert_eq!(cursor.item(&[10, 30]), Some(30), "it is gone: the row stays");
        assert_eq!(cursor.item(&[]), None);
        assert!(!cursor.act(Action::Open, &[10]));
    }

    #[test]
    fn a_page_is_full_and_holds_the_cursor() {
        assert_eq!(page(0, 3, 10), 0..3);
        assert_eq!(page(9, 25, 10), 0..10);
        assert_eq!(page(10, 25, 10), 10..20);
        assert_eq!(page(24, 25, 10), 15..25, "the last page is full too");
        assert_eq!(page(0, 0, 0), 0..0);
        for row in 0..25 {
            assert!(page(row, 25, 7).contains(&row));
        }
    }
}
