//! Moves shifts within the roster: swap, copy, cut and paste.

use std::collections::BTreeSet;

use crate::engine::roster::cells::Cell;
use crate::engine::roster::edit::{self, Block};
use crate::ui::pane::Effect;
use crate::ui::view::View;
use super::Roster;
use super::sheet::loaded;

impl Roster {
    /// The cut block, while its cells are unchanged.
    pub(super) fn taken(&self, view: &View) -> Option<&(Block, BTreeSet<Cell>)> {
        let people = &self.sheet(view).people;
        self.taken.as_ref().filter(|(block, from)| Block::copy(&view.desk.team, from, people) == *block)
    }

    pub(super) fn swapped(&mut self, cell: Cell, view: &View) -> Effect {
        match self.swap.take() {
            None => {
                self.swap = Some(cell);
                Effect::Say(view.t("roster-swap-with"))
            }
            Some(other) if other == cell => Effect::Done,
            Some(other) => {
                let changes = edit::swap(&view.desk.team, other, cell);
                self.act(changes, view)
            }
        }
    }

    pub(super) fn paste(&mut self, cell: Cell, view: &View) -> Effect {
        let (team, people) = (&view.desk.team, &self.sheet(view).people.clone());
        let (first, last) = loaded(view.zone(), view);
        let days = first..=last;
        if let Some((block, from)) = self.taken(view) {
            // Keep the cut block until the move is stored: the store may refuse it.
            return match block.moved(team, from, cell, people, &days) {
                Ok(changes) => self.act(changes, view),
                Err(n) => Effect::Say(view.tt("roster-no-place", &[("n", n.into())])),
            };
        }
        let Some(block) = self.copied.clone() else { return Effect::Say(view.t("roster-nothing-copied")) };
        let (changes, left_out) = block.paste(team, &self.targets(view), people, &days);
        if left_out > 0 && self.partly.replace(cell) != Some(cell) {
            let key = if changes.is_empty() { "roster-no-place" } else { "roster-partly" };
            return Effect::Say(view.tt(key, &[("n", left_out.into())]));
        }
        self.act(changes, view)
    }
}
