//! Handles responses of the store.

use super::App;
use crate::events::change::ChangeRequest;
use crate::query::protocol::{ChangeOutcome, MetricsSlot, Query, Response};
use crate::ui::app::messages::{Command, StatusMessage, Tone};
use crate::ui::dialogs;
use crate::ui::pane::Effect;
use crate::ui::panes::ViewId;

impl App {
    /// Handles a response.
    pub fn on_response(&mut self, answer: Response) -> Vec<Command> {
        let mut commands = Vec::new();
        self.dirty = true;
        let view = self.state.view(false);
        let mut effects: Vec<_> = self.panes.values_mut().map(|pane| pane.on_response(&answer, &view)).collect();
        let dialog_effects: Vec<_> = self.dialogs.iter_mut().map(|pane| pane.on_response(&answer, &view)).collect();
        match answer {
            Response::Desk(desk) => {
                self.state.set_desk(*desk);
                self.request_figures(&mut commands);
                self.remind_next_promise(&mut commands);
            }
            Response::Delta(delta) => {
                self.state.apply_delta(delta);
                self.request_figures(&mut commands);
                self.remind_next_promise(&mut commands);
            }
            Response::Applied(request, outcome) => {
                // Several reasons do not fit into the footer.
                if let Some(why) = outcome.as_ref().as_ref().err().filter(|why| why.lines().count() > 1) {
                    effects.push(dialogs::ValidationErrorsDialog::open(why, &self.state.view(false)));
                }
                self.status = Some(self.outcome_message(&request, *outcome));
            }
            Response::Ticket(id, detail) => {
                let words = self.promise_reminder.reminder_text(id, detail.as_deref(), &self.state.view(false));
                self.alert = words.map(|text| StatusMessage { text, tone: Tone::Error }).or(self.alert.take());
            }
            Response::Figures(slot @ (MetricsSlot::Selected | MetricsSlot::Comparison), metrics) => {
                // A late response may be for a period that is no longer selected.
                if self.figure_requests.on_figures(slot, metrics.report.period) {
                    self.state.set_figures(slot, *metrics);
                }
                self.request_metrics(&mut commands);
            }
            Response::Figures(MetricsSlot::Recent, metrics) => {
                let stale = self.figure_requests.on_recent(metrics.seq, self.state.desk.seq);
                self.state.set_figures(MetricsSlot::Recent, *metrics);
                if stale {
                    self.request_figures(&mut commands);
                }
            }
            Response::Staffing(past) => self.state.set_staffing_history(*past),
            Response::Written(outcome) => {
                self.status = Some(match outcome {
                    Ok(written) => StatusMessage {
                        text: dialogs::describe_written_file(&written, &self.state.view(false)),
                        tone: Tone::Success,
                    },
                    Err(text) => StatusMessage { text, tone: Tone::Error },
                });
            }
            Response::Failed(text) => {
                self.figure_requests.clear_in_flight();
                self.promise_reminder.clear_pending();
                self.status = Some(StatusMessage { text, tone: Tone::Error });
            }
            Response::TicketRows(..)
            | Response::SearchResults(..)
            | Response::Transactions(_)
            | Response::SinceHandOver(_)
            | Response::HuddleFigures(_)
            | Response::SolvedByWeek(_)
            | Response::Customers(_)
            | Response::Customer(..)
            | Response::SampleContexts(_) => {}
        }
        // From the top down, so that closing a dialog does not shift the indexes of those still to handle.
        for (at, effect) in dialog_effects.into_iter().enumerate().rev() {
            self.apply_dialog_effect(at, effect, &mut commands);
        }
        for effect in effects {
            self.apply_effect(effect, &mut commands);
        }
        commands
    }

    /// Applies a dialog's effect; `Close` removes that dialog, whatever is above it.
    pub(super) fn apply_dialog_effect(&mut self, at: usize, effect: Effect, commands: &mut Vec<Command>) {
        match effect {
            Effect::Close if at < self.dialogs.len() => {
                self.dialogs.remove(at);
                self.dialog_seqs.remove(at);
            }
            Effect::All(effects) => effects.into_iter().for_each(|one| self.apply_dialog_effect(at, one, commands)),
            other => self.apply_effect(other, commands),
        }
    }

    pub(super) fn outcome_message(
        &self,
        request: &ChangeRequest,
        outcome: Result<ChangeOutcome, String>,
    ) -> StatusMessage {
        match outcome {
            Ok(outcome) => StatusMessage {
                text: dialogs::describe_outcome(request, &outcome, &self.state.view(false)),
                tone: Tone::Success,
            },
            Err(text) => StatusMessage { text: text.lines().next().unwrap_or_default().to_owned(), tone: Tone::Error },
        }
    }

    /// Requests the next promise reminder, unless one is still shown.
    pub(super) fn remind_next_promise(&mut self, commands: &mut Vec<Command>) {
        if self.alert.is_none() && !self.is_past {
            let next = self.promise_reminder.next_due(&self.state.view(false));
            commands.extend(next.map(|id| Command::Query(Query::Ticket(id))));
        }
    }

    pub(super) fn request_figures(&mut self, commands: &mut Vec<Command>) {
        commands.extend(self.figure_requests.request_recent(&self.state).map(Command::Query));
        self.request_metrics(commands);
    }

    /// Queries Metrics figures only while that view is open.
    pub(super) fn request_metrics(&mut self, commands: &mut Vec<Command>) {
        if self.active_view == ViewId::Metrics {
            commands.extend(self.figure_requests.request_metrics(&self.state).into_iter().map(Command::Query));
        }
    }
}
