//! The application: every key and every response of the store goes through here. Side effects are returned as
//! [`Command`]s, so a test can drive the whole UI without a terminal, a file or a thread.

pub mod messages;
pub mod responses;

use std::collections::BTreeMap;

use crossterm::event::{KeyEvent, KeyEventKind};

use super::action::Action;
use super::app_state::AppState;
use super::dialogs;
use super::dialogs::command_palette::OfferedAction;
use super::figure_requests::FigureRequests;
use super::keymap::Key;
use super::pane::{Effect, Pane};
use super::panes::{self, PaneId, Tab, ViewId};
use super::promise_reminder::PromiseReminder;
use super::view::View;
use crate::config::Settings;
use crate::events::change::ChangeRequest;
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::time::Instant;
use crate::query::protocol::Query;
use crate::ui::state::coverage::SetCoverageView;
use crate::ui::state::metrics::SetMetricsView;

pub use crate::ui::app::messages::{Command, Input, StatusMessage, Tone};
/// The application.
pub struct App {
    pub(super) state: AppState,
    pub(super) panes: BTreeMap<PaneId, Box<dyn Pane>>,
    pub(super) dialogs: Vec<Box<dyn Pane>>,
    /// Per dialog, the newest event known when it opened. A change made in the dialog is checked against this.
    dialog_seqs: Vec<Seq>,
    /// The newest event the user had seen at the last key press.
    seen_seq: Seq,
    pub(super) active_view: ViewId,
    /// The active tab of each view; the first if absent.
    active_tabs: BTreeMap<ViewId, usize>,
    focused_panes: BTreeMap<ViewId, PaneId>,
    pub(super) status: Option<StatusMessage>,
    /// Shown in the footer when no status is, until a key is pressed outside a text field.
    pub(super) alert: Option<StatusMessage>,
    promise_reminder: PromiseReminder,
    pub(super) demo: bool,
    /// Read-only view of a past moment.
    pub(super) is_past: bool,
    figure_requests: FigureRequests,
    dirty: bool,
}

impl App {
    /// What is wrong with key bindings from the settings, a sentence each; empty if all can be used.
    pub fn check_keys(bindings: &BTreeMap<String, Vec<String>>) -> Vec<String> {
        super::keymap::Keymap::new(bindings).1
    }

    /// An application without data, and its first commands. `color` is false where the terminal or the user wants
    /// none.
    pub fn new(settings: Settings, author: Author, now: Instant, color: bool) -> (App, Vec<Command>) {
        let (scene, status) = AppState::new(settings, author, now, color);
        let mut app = App {
            state: scene,
            panes: panes::create_panes(),
            dialogs: Vec::new(),
            dialog_seqs: Vec::new(),
            seen_seq: Seq::default(),
            active_view: ViewId::Today,
            active_tabs: BTreeMap::new(),
            focused_panes: BTreeMap::new(),
            status,
            alert: None,
            promise_reminder: PromiseReminder::default(),
            demo: false,
            is_past: false,
            figure_requests: FigureRequests::default(),
            dirty: true,
        };
        // Sent together; neither depends on the other.
        let mut commands = vec![Command::Query(Query::Desk)];
        app.request_figures(&mut commands);
        commands.push(app.staffing_query());
        (app, commands)
    }

    /// Labels the top line as demo data.
    pub fn with_demo_label(mut self) -> App {
        self.demo = true;
        self
    }

    /// Labels the top line as a past moment.
    pub fn with_past_label(mut self) -> App {
        self.is_past = true;
        self
    }

    /// Whether a redraw is needed; resets the flag.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// Does 1–2 ms of background work while idle; false once none is left.
    pub fn run_idle_work(&mut self) -> bool {
        self.state.index_more()
    }

    /// The current settings.
    pub fn settings(&self) -> &Settings {
        &self.state.settings
    }

    /// Applies reloaded settings; `color` as in [`App::new`].
    pub fn set_settings(&mut self, settings: Settings, color: bool) -> Vec<Command> {
        let file = settings.store_config();
        self.status = self.state.set_settings(settings, color);
        self.figure_requests.invalidate_all();
        self.dirty = true;
        vec![Command::Query(Query::Reconfigure(file)), self.staffing_query()]
    }

    pub fn on_input(&mut self, input: Input) -> Vec<Command> {
        let mut commands = Vec::new();
        match input {
            Input::Key(key) if key.kind != KeyEventKind::Release => {
                self.dirty = true;
                self.status = None;
                if !self.top_pane().is_some_and(|pane| pane.captures_text()) {
                    self.alert = None;
                }
                self.seen_seq = self.dialog_seqs.last().copied().unwrap_or(self.state.desk.seq);
                let effect = self.on_key(key);
                self.apply_effect(effect, &mut commands);
                self.request_metrics(&mut commands);
                self.remind_next_promise(&mut commands);
            }
            Input::Key(_) => {}
            Input::Paste(text) => {
                self.dirty = true;
                let effect = self.with_top_pane(|pane, view| {
                    pane.on_paste(&text, view);
                    pane.after_paste(view)
                });
                self.apply_effect(effect.unwrap_or(Effect::Handled), &mut commands);
            }
            Input::Edited(text) => {
                self.dirty = true;
                self.with_top_pane(|pane, view| pane.on_edited(&text, view));
            }
            Input::ClockTick(now) => {
                // The live set covers the shifts around today: reload it when the date changes.
                let zone = self.state.settings.zone;
                if zone.date(self.state.now) != zone.date(now) {
                    commands.push(Command::Query(Query::Desk));
                }
                let hour = |at: Instant| self.state.settings.zone.civil(at).format("%F %H").to_string();
                let stale = hour(self.state.now) != hour(now);
                self.state.set_now(now);
                self.dirty = true;
                if stale {
                    self.request_figures(&mut commands);
                    commands.push(self.staffing_query());
                }
                self.remind_next_promise(&mut commands);
            }
            Input::Notice(text) => {
                self.status = Some(StatusMessage { text, tone: Tone::Error });
                self.dirty = true;
            }
        }
        commands
    }

    /// Opens a view at the named tab.
    fn show_tab(&mut self, view: ViewId, face: &str) {
        self.switch_view(view);
        self.active_tabs.insert(view, view.tabs().iter().position(|one| one.0 == face).unwrap_or(0));
    }

    /// The active tab of the active view.
    pub(super) fn active_tab(&self) -> &'static Tab {
        let faces = self.active_view.tabs();
        &faces[self.active_tabs.get(&self.active_view).map_or(0, |at| at % faces.len())]
    }

    /// Queries arrivals and solves, which are counted per hour.
    fn staffing_query(&self) -> Command {
        Command::Query(Query::Staffing(self.state.settings.staffing.forecast_weeks))
    }

    /// The focused pane, ignoring dialogs.
    pub(super) fn focused_pane(&self) -> PaneId {
        let shown = self.active_tab().1;
        self.focused_panes.get(&self.active_view).copied().filter(|pane| shown.contains(pane)).unwrap_or(shown[0])
    }

    /// The topmost dialog, else the focused pane.
    pub(super) fn top_pane(&self) -> Option<&dyn Pane> {
        match self.dialogs.last() {
            Some(dialog) => Some(dialog.as_ref()),
            None => self.panes.get(&self.focused_pane()).map(AsRef::as_ref),
        }
    }

    /// Calls `act` on the topmost dialog or focused pane.
    fn with_top_pane<T>(&mut self, act: impl FnOnce(&mut dyn Pane, &View) -> T) -> Option<T> {
        let focus = self.focused_pane();
        let pane = match self.dialogs.last_mut() {
            Some(dialog) => dialog,
            None => self.panes.get_mut(&focus)?,
        };
        Some(act(pane.as_mut(), &self.state.view(true)))
    }

    fn on_key(&mut self, key: KeyEvent) -> Effect {
        if let Some(effect) = self.with_top_pane(|pane, view| pane.on_key(key, view)).flatten() {
            return effect;
        }
        let key = Key::from(key);
        let text = key.is_text() && self.top_pane().is_some_and(|pane| pane.captures_text());
        match self.state.keymap.action_in_context(key, &self.top_actions()).filter(|_| !text) {
            Some(action) => self.dispatch(action),
            None => Effect::Handled,
        }
    }

    /// Offers the action to the top pane, then handles it globally.
    fn dispatch(&mut self, action: Action) -> Effect {
        match self.with_top_pane(|pane, view| pane.on(action, view)) {
            Some(Effect::Ignored) | None => self.on_global_action(action),
            Some(effect) => effect,
        }
    }

    fn on_global_action(&mut self, action: Action) -> Effect {
        let in_dialog = !self.dialogs.is_empty();
        match action {
            Action::Quit => Effect::Quit,
            Action::Back if in_dialog => Effect::Close,
            Action::Back if self.active_view != ViewId::Today => self.switch_view(ViewId::Today),
            Action::Back => {
                let key = self.state.keymap.first_key(Action::Quit).map(|key| key.to_string()).unwrap_or_default();
                Effect::Message(self.state.view(false).tt("say-how-to-quit", &[("key", key.into())]))
            }
            Action::Today => self.switch_view(ViewId::Today),
            Action::Queue => self.switch_view(ViewId::Queue),
            Action::Coverage => self.switch_view(ViewId::Coverage),
            Action::People => self.switch_view(ViewId::People),
            Action::Metrics => self.switch_view(ViewId::Metrics),
            Action::Plan => self.switch_view(ViewId::Plan),
            Action::NextPane | Action::PreviousPane if !in_dialog => {
                let shown = self.active_tab().1;
                let at = shown.iter().position(|pane| *pane == self.focused_pane()).unwrap_or(0);
                let step = if action == Action::NextPane { 1 } else { shown.len() - 1 };
                self.focused_panes.insert(self.active_view, shown[(at + step) % shown.len()]);
                Effect::Handled
            }
            Action::NextTab | Action::PreviousTab if !in_dialog => {
                let (faces, at) = (self.active_view.tabs(), self.active_tabs.entry(self.active_view).or_default());
                let step = if action == Action::NextTab { 1 } else { faces.len() - 1 };
                *at = (*at + step) % faces.len();
                self.notify_shown()
            }
            other => dialogs::open_for_action(other, &self.offered_actions(), &self.state.view(true)),
        }
    }

    /// The actions of the top pane.
    fn top_actions(&self) -> Vec<Action> {
        let view = self.state.view(true);
        self.top_pane().map(|pane| pane.actions(&view)).unwrap_or_default()
    }

    /// The actions of the top pane with their local labels.
    fn offered_actions(&self) -> Vec<OfferedAction> {
        let view = self.state.view(true);
        let verb = |action| self.top_pane().and_then(|pane| pane.action_label(action, &view));
        self.top_actions().into_iter().map(|action| OfferedAction { action, label: verb(action) }).collect()
    }

    fn switch_view(&mut self, view: ViewId) -> Effect {
        self.dialogs.clear();
        self.dialog_seqs.clear();
        self.active_view = view;
        self.notify_shown()
    }

    /// Notifies the panes of the active tab that they are visible.
    fn notify_shown(&mut self) -> Effect {
        let (face, view) = (self.active_tab(), self.state.view(false));
        let shown = face.1.iter().filter_map(|id| self.panes.get_mut(id).map(|pane| pane.on_show(&view)));
        Effect::All(shown.collect())
    }

    fn apply_effect(&mut self, effect: Effect, commands: &mut Vec<Command>) {
        match effect {
            Effect::Handled | Effect::Ignored => {}
            Effect::Open(dialog) => {
                self.dialogs.push(dialog);
                // A decision made in the dialog is based on what the user saw before opening it.
                self.dialog_seqs.push(self.seen_seq.min(self.state.desk.seq));
            }
            Effect::OpenTicket(id) => self.apply_effect(dialogs::ticket::TicketDialog::open(id), commands),
            Effect::Close => {
                self.dialogs.pop();
                self.dialog_seqs.pop();
            }
            Effect::Message(text) => self.status = Some(StatusMessage { text, tone: Tone::Info }),
            Effect::Change(change) => {
                let (by, seen) = (self.state.author.clone(), Some(self.seen_seq));
                commands.push(Command::Query(Query::Apply(ChangeRequest { change, by, seen_seq: seen })));
            }
            Effect::Query(ask) => commands.push(Command::Query(ask)),
            Effect::ArrangeQueue(how) => {
                // Dialogs would hide the queue.
                let open = if self.active_tab().1.contains(&PaneId::Queue) { self.active_view } else { ViewId::Queue };
                self.switch_view(open);
                self.focused_panes.insert(self.active_view, PaneId::Queue);
                if let Some(queue) = self.panes.get_mut(&PaneId::Queue) {
                    queue.on_arrange_queue(&how, &self.state.view(true));
                }
            }
            Effect::SetCoverageView(look) => {
                if let SetCoverageView::ShowDay(_) = look {
                    self.show_tab(ViewId::Coverage, "day");
                }
                self.state.set_coverage_view(look);
            }
            Effect::SetMetricsView(turn) => {
                match turn {
                    SetMetricsView::ShowPerson(_) => self.show_tab(ViewId::Metrics, "person"),
                    SetMetricsView::ShowFigures(_) => self.show_tab(ViewId::Metrics, "figures"),
                    _ => {}
                }
                self.state.metrics_view.apply(turn);
            }
            Effect::OpenEditor(text) => commands.push(Command::OpenEditor(text)),
            Effect::WriteExport(export) => commands.push(Command::WriteExport(export)),
            Effect::WriteReport(wanted) => commands.push(Command::WriteReport(wanted)),
            Effect::Dispatch(Action::Redraw) => commands.push(Command::Redraw),
            Effect::Dispatch(action) => {
                let effect = self.dispatch(action);
                self.apply_effect(effect, commands);
            }
            Effect::All(effects) => effects.into_iter().for_each(|effect| self.apply_effect(effect, commands)),
            Effect::Quit => commands.push(Command::Quit),
        }
    }
}
