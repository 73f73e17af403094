//! Moves shifts within the roster: swap, copy, cut and paste.

use std::collections::BTreeSet;

use super::RosterPane;
use super::week::loaded_days;
use crate::engine::roster::cells::RosterCell;
use crate::engine::roster::edit::{self, RosterBlock};
use crate::ui::pane::Effect;
use crate::ui::view::View;

impl RosterPane {
    /// The cut block, while its cells are unchanged.
    pub(super) fn valid_cut_block(&self, view: &View) -> Option<&(RosterBlock, BTreeSet<RosterCell>)> {
        let people = &self.week(view).people;
        self.cut_block.as_ref().filter(|(block, from)| RosterBlock::copy(&view.desk.team, from, people) == *block)
    }

    pub(super) fn swap_with(&mut self, cell: RosterCell, view: &View) -> Effect {
        match self.swap_from.take() {
            None => {
                self.swap_from = Some(cell);
                Effect::Message(view.t("roster-swap-with"))
            }
            Some(other) if other == cell => Effect::Handled,
            Some(other) => {
                let changes = edit::swap(&view.desk.team, other, cell);
                self.submit(changes, view)
            }
        }
    }

    pub(super) fn paste(&mut self, cell: RosterCell, view: &View) -> Effect {
        let (team, people) = (&view.desk.team, &self.week(view).people.clone());
        let (first, last) = loaded_days(view.zone(), view);
        let days = first..=last;
        if let Some((block, from)) = self.valid_cut_block(view) {
            // Keep the cut block until the move is stored: the store may refuse it.
            return match block.move_to(team, from, cell, people, &days) {
                Ok(changes) => self.submit(changes, view),
                Err(n) => Effect::Message(view.tt("roster-no-place", &[("n", n.into())])),
            };
        }
        let Some(block) = self.copied_block.clone() else { return Effect::Message(view.t("roster-nothing-copied")) };
        let (changes, left_out) = block.paste(team, &self.target_cells(view), people, &days);
        if left_out > 0 && self.partial_paste_at.replace(cell) != Some(cell) {
            let key = if changes.is_empty() { "roster-no-place" } else { "roster-partly" };
            return Effect::Message(view.tt(key, &[("n", left_out.into())]));
        }
        self.submit(changes, view)
    }
}
