//! What stands in the roster and goes elsewhere: swapped, pasted, picked up and put down.

use std::collections::BTreeSet;

use super::Roster;
use super::sheet::loaded;
use crate::domain::roster::cells::Cell;
use crate::domain::roster::edit::{self, Block};
use crate::ui::pane::Effect;
use crate::ui::view::View;

impl Roster {
    /// What was picked up, as long as it still stands where it was.
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
            // It stays picked up until it has gone: the file may refuse it too.
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
