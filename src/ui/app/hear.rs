//! Handles responses of the store.

use crate::events::change::Request;
use crate::query::protocol::{Answer, Ask, Outcome, Slot};
use crate::ui::dialogs;
use crate::ui::outside::{Said, Tone, Wish};
use crate::ui::pane::Effect;
use crate::ui::panes::ViewId;
use super::App;

impl App {
    /// Handles a response.
    pub fn hear(&mut self, answer: Answer) -> Vec<Wish> {
        let mut commands = Vec::new();
        self.dirty = true;
        let view = self.scene.view(false);
        let mut effects: Vec<_> = self.panes.values_mut().map(|pane| pane.heard(&answer, &view)).collect();
        let dialog_effects: Vec<_> = self.stack.iter_mut().map(|pane| pane.heard(&answer, &view)).collect();
        match answer {
            Answer::Desk(desk) => {
                self.scene.take(*desk);
                self.ask_figures(&mut commands);
                self.ring(&mut commands);
            }
            Answer::Changed(delta) => {
                self.scene.follow(delta);
                self.ask_figures(&mut commands);
                self.ring(&mut commands);
            }
            Answer::Applied(request, outcome) => {
                // Several reasons do not fit into the footer.
                if let Some(why) = outcome.as_ref().as_ref().err().filter(|why| why.lines().count() > 1) {
                    effects.push(dialogs::Lines::refusal(why, &self.scene.view(false)));
                }
                self.said = Some(self.tell(&request, *outcome));
            }
            Answer::Ticket(id, detail) => {
                let words = self.ring.words(id, detail.as_deref(), &self.scene.view(false));
                self.alarm = words.map(|text| Said { text, tone: Tone::Bad }).or(self.alarm.take());
            }
            Answer::Figures(slot @ (Slot::Looked | Slot::Beside), metrics) => {
                // A late response may be for a period that is no longer selected.
                if self.asking.hear(slot, metrics.report.period) {
                    self.scene.take_figures(slot, *metrics);
                }
                self.ask_looked(&mut commands);
            }
            Answer::Figures(Slot::Lately, metrics) => {
                let stale = self.asking.hear_lately(metrics.seq, self.scene.desk.seq);
                self.scene.take_figures(Slot::Lately, *metrics);
                if stale {
                    self.ask_figures(&mut commands);
                }
            }
            Answer::Staffing(past) => self.scene.take_past(*past),
            Answer::Written(outcome) => {
                self.said = Some(match outcome {
                    Ok(written) => {
                        Said { text: dialogs::words_for_file(&written, &self.scene.view(false)), tone: Tone::Done }
                    }
                    Err(text) => Said { text, tone: Tone::Bad },
                });
            }
            Answer::Failed(text) => {
                self.asking.give_up();
                self.ring.give_up();
                self.said = Some(Said { text, tone: Tone::Bad });
            }
            Answer::Rows(..)
            | Answer::Found(..)
            | Answer::Acts(_)
            | Answer::SinceHandOver(_)
            | Answer::LookBack(_)
            | Answer::Solved(_)
            | Answer::Customers(_)
            | Answer::Customer(..)
            | Answer::Behind(_) => {}
        }
        // From the top down, so that closing a dialog does not shift the indexes of those still to handle.
        for (at, effect) in dialog_effects.into_iter().enumerate().rev() {
            self.bring_about_from(at, effect, &mut commands);
        }
        for effect in effects {
            self.bring_about(effect, &mut commands);
        }
        commands
    }

    /// Applies a dialog's effect; `Close` removes that dialog, whatever is above it.
    pub(super) fn bring_about_from(&mut self, at: usize, effect: Effect, commands: &mut Vec<Wish>) {
        match effect {
            Effect::Close if at < self.stack.len() => {
                self.stack.remove(at);
                self.opened_at.remove(at);
            }
            Effect::All(effects) => effects.into_iter().for_each(|one| self.bring_about_from(at, one, commands)),
            other => self.bring_about(other, commands),
        }
    }

    pub(super) fn tell(&self, request: &Request, outcome: Result<Outcome, String>) -> Said {
        match outcome {
            Ok(outcome) => {
                Said { text: dialogs::words_for(request, &outcome, &self.scene.view(false)), tone: Tone::Done }
            }
            Err(text) => Said { text: text.lines().next().unwrap_or_default().to_owned(), tone: Tone::Bad },
        }
    }

    /// Requests the next promise reminder, unless one is still shown.
    pub(super) fn ring(&mut self, commands: &mut Vec<Wish>) {
        if self.alarm.is_none() && !self.past {
            let next = self.ring.next(&self.scene.view(false));
            commands.extend(next.map(|id| Wish::Ask(Ask::Ticket(id))));
        }
    }

    pub(super) fn ask_figures(&mut self, commands: &mut Vec<Wish>) {
        commands.extend(self.asking.lately(&self.scene).map(Wish::Ask));
        self.ask_looked(commands);
    }

    /// Queries Metrics figures only while that view is open.
    pub(super) fn ask_looked(&mut self, commands: &mut Vec<Wish>) {
        if self.open == ViewId::Metrics {
            commands.extend(self.asking.next(&self.scene).into_iter().map(Wish::Ask));
        }
    }
}
