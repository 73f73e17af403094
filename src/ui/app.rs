//! The application: every key and every response of the store goes through here. Side effects are returned as
//! [`Command`]s, so a test can drive the whole UI without a terminal, a file or a thread.

mod hear;

use std::collections::BTreeMap;

use crossterm::event::{KeyEvent, KeyEventKind};

use crate::config::Settings;
use crate::events::change::Request;
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::time::Instant;
use crate::query::protocol::Ask;
use super::action::Action;
use super::asking::Asking;
use super::dialogs::commands::Offer;
use super::dialogs;
use super::keymap::Key;
use super::lens::Look;
use super::looking::Turn;
use super::pane::{Effect, Pane};
use super::panes::{self, Tab, PaneId, ViewId};
use super::ring::Ring;
use super::scene::Scene;
use super::view::View;

pub use super::outside::{Input, Said, Tone, Wish};
/// The application.
pub struct App {
    pub(super) scene: Scene,
    pub(super) panes: BTreeMap<PaneId, Box<dyn Pane>>,
    pub(super) stack: Vec<Box<dyn Pane>>,
    /// Per dialog, the newest event known when it opened. A change made in the dialog is checked against this.
    opened_at: Vec<Seq>,
    /// The newest event the user had seen at the last key press.
    seen: Seq,
    pub(super) open: ViewId,
    /// The active tab of each view; the first if absent.
    faces: BTreeMap<ViewId, usize>,
    focus: BTreeMap<ViewId, PaneId>,
    pub(super) said: Option<Said>,
    /// Shown in the footer when no status is, until a key is pressed outside a text field.
    pub(super) alarm: Option<Said>,
    ring: Ring,
    pub(super) demo: bool,
    /// Read-only view of a past moment.
    pub(super) past: bool,
    asking: Asking,
    dirty: bool,
}

impl App {
    /// An application without data, and its first commands. `color` is false where the terminal or the user wants
    /// none.
    pub fn new(settings: Settings, author: Author, now: Instant, color: bool) -> (App, Vec<Wish>) {
        let (scene, said) = Scene::new(settings, author, now, color);
        let mut app = App {
            scene,
            panes: panes::create_panes(),
            stack: Vec::new(),
            opened_at: Vec::new(),
            seen: Seq::default(),
            open: ViewId::Today,
            faces: BTreeMap::new(),
            focus: BTreeMap::new(),
            said,
            alarm: None,
            ring: Ring::default(),
            demo: false,
            past: false,
            asking: Asking::default(),
            dirty: true,
        };
        // Sent together; neither depends on the other.
        let mut commands = vec![Wish::Ask(Ask::Desk)];
        app.ask_figures(&mut commands);
        commands.push(app.of_staffing());
        (app, commands)
    }

    /// Labels the top line as demo data.
    pub fn as_demo(mut self) -> App {
        self.demo = true;
        self
    }

    /// Labels the top line as a past moment.
    pub fn as_past(mut self) -> App {
        self.past = true;
        self
    }

    /// Whether a redraw is needed; resets the flag.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// Does 1–2 ms of background work while idle; false once none is left.
    pub fn use_leisure(&mut self) -> bool {
        self.scene.use_leisure()
    }

    /// The current settings.
    pub fn settings(&self) -> &Settings {
        &self.scene.settings
    }

    /// Applies reloaded settings; `color` as in [`App::new`].
    pub fn set_settings(&mut self, settings: Settings, color: bool) -> Vec<Wish> {
        let file = settings.store_config();
        self.said = self.scene.set_settings(settings, color);
        self.asking.anew();
        self.dirty = true;
        vec![Wish::Ask(Ask::GoBy(file)), self.of_staffing()]
    }

    pub fn input(&mut self, input: Input) -> Vec<Wish> {
        let mut commands = Vec::new();
        match input {
            Input::Key(key) if key.kind != KeyEventKind::Release => {
                self.dirty = true;
                self.said = None;
                if !self.front().is_some_and(|pane| pane.typing()) {
                    self.alarm = None;
                }
                self.seen = self.opened_at.last().copied().unwrap_or(self.scene.desk.seq);
                let effect = self.key(key);
                self.bring_about(effect, &mut commands);
                self.ask_looked(&mut commands);
                self.ring(&mut commands);
            }
            Input::Key(_) => {}
            Input::Paste(text) => {
                self.dirty = true;
                let effect = self.top(|pane, view| {
                    pane.pasted(&text, view);
                    pane.after_paste(view)
                });
                self.bring_about(effect.unwrap_or(Effect::Done), &mut commands);
            }
            Input::Edited(text) => {
                self.dirty = true;
                self.top(|pane, view| pane.edited(&text, view));
            }
            Input::Tick(now) => {
                // The live set covers the shifts around today: reload it when the date changes.
                let zone = self.scene.settings.zone;
                if zone.date(self.scene.now) != zone.date(now) {
                    commands.push(Wish::Ask(Ask::Desk));
                }
                let hour = |at: Instant| self.scene.settings.zone.civil(at).format("%F %H").to_string();
                let stale = hour(self.scene.now) != hour(now);
                self.scene.tick(now);
                self.dirty = true;
                if stale {
                    self.ask_figures(&mut commands);
                    commands.push(self.of_staffing());
                }
                self.ring(&mut commands);
            }
            Input::Notice(text) => {
                self.said = Some(Said { text, tone: Tone::Bad });
                self.dirty = true;
            }
        }
        commands
    }

    /// Opens a view at the named tab.
    fn show(&mut self, view: ViewId, face: &str) {
        self.go(view);
        self.faces.insert(view, view.tabs().iter().position(|one| one.0 == face).unwrap_or(0));
    }

    /// The active tab of the active view.
    pub(super) fn face(&self) -> &'static Tab {
        let faces = self.open.tabs();
        &faces[self.faces.get(&self.open).map_or(0, |at| at % faces.len())]
    }

    /// Queries arrivals and solves, which are counted per hour.
    fn of_staffing(&self) -> Wish {
        Wish::Ask(Ask::Staffing(self.scene.settings.staffing.weeks))
    }

    /// The focused pane, ignoring dialogs.
    pub(super) fn focused(&self) -> PaneId {
        let shown = self.face().1;
        self.focus.get(&self.open).copied().filter(|pane| shown.contains(pane)).unwrap_or(shown[0])
    }

    /// The topmost dialog, else the focused pane.
    pub(super) fn front(&self) -> Option<&dyn Pane> {
        match self.stack.last() {
            Some(dialog) => Some(dialog.as_ref()),
            None => self.panes.get(&self.focused()).map(AsRef::as_ref),
        }
    }

    /// Calls `act` on the topmost dialog or focused pane.
    fn top<T>(&mut self, act: impl FnOnce(&mut dyn Pane, &View) -> T) -> Option<T> {
        let focus = self.focused();
        let pane = match self.stack.last_mut() {
            Some(dialog) => dialog,
            None => self.panes.get_mut(&focus)?,
        };
        Some(act(pane.as_mut(), &self.scene.view(true)))
    }

    fn key(&mut self, key: KeyEvent) -> Effect {
        if let Some(effect) = self.top(|pane, view| pane.typed(key, view)).flatten() {
            return effect;
        }
        let key = Key::from(key);
        let text = key.is_text() && self.front().is_some_and(|pane| pane.typing());
        match self.scene.keys.action_among(key, &self.front_actions()).filter(|_| !text) {
            Some(action) => self.act(action),
            None => Effect::Done,
        }
    }

    /// Offers the action to the top pane, then handles it globally.
    fn act(&mut self, action: Action) -> Effect {
        match self.top(|pane, view| pane.on(action, view)) {
            Some(Effect::Pass) | None => self.own(action),
            Some(effect) => effect,
        }
    }

    fn own(&mut self, action: Action) -> Effect {
        let in_dialog = !self.stack.is_empty();
        match action {
            Action::Quit => Effect::Quit,
            Action::Back if in_dialog => Effect::Close,
            Action::Back if self.open != ViewId::Today => self.go(ViewId::Today),
            Action::Back => {
                let key = self.scene.keys.key(Action::Quit).map(|key| key.to_string()).unwrap_or_default();
                Effect::Say(self.scene.view(false).tt("say-how-to-quit", &[("key", key.into())]))
            }
            Action::Today => self.go(ViewId::Today),
            Action::Queue => self.go(ViewId::Queue),
            Action::Coverage => self.go(ViewId::Coverage),
            Action::People => self.go(ViewId::People),
            Action::Metrics => self.go(ViewId::Metrics),
            Action::Plan => self.go(ViewId::Plan),
            Action::NextPane | Action::PreviousPane if !in_dialog => {
                let shown = self.face().1;
                let at = shown.iter().position(|pane| *pane == self.focused()).unwrap_or(0);
                let step = if action == Action::NextPane { 1 } else { shown.len() - 1 };
                self.focus.insert(self.open, shown[(at + step) % shown.len()]);
                Effect::Done
            }
            Action::NextFace | Action::PreviousFace if !in_dialog => {
                let (faces, at) = (self.open.tabs(), self.faces.entry(self.open).or_default());
                let step = if action == Action::NextFace { 1 } else { faces.len() - 1 };
                *at = (*at + step) % faces.len();
                self.looked_at()
            }
            other => dialogs::for_action(other, &self.offers(), &self.scene.view(true)),
        }
    }

    /// The actions of the top pane.
    fn front_actions(&self) -> Vec<Action> {
        let view = self.scene.view(true);
        self.front().map(|pane| pane.actions(&view)).unwrap_or_default()
    }

    /// The actions of the top pane with their local labels.
    fn offers(&self) -> Vec<Offer> {
        let view = self.scene.view(true);
        let verb = |action| self.front().and_then(|pane| pane.verb(action, &view));
        self.front_actions().into_iter().map(|action| Offer { action, verb: verb(action) }).collect()
    }

    fn go(&mut self, view: ViewId) -> Effect {
        self.stack.clear();
        self.opened_at.clear();
        self.open = view;
        self.looked_at()
    }

    /// Notifies the panes of the active tab that they are visible.
    fn looked_at(&mut self) -> Effect {
        let (face, view) = (self.face(), self.scene.view(false));
        let shown = face.1.iter().filter_map(|id| self.panes.get_mut(id).map(|pane| pane.looked_at(&view)));
        Effect::All(shown.collect())
    }

    fn bring_about(&mut self, effect: Effect, commands: &mut Vec<Wish>) {
        match effect {
            Effect::Done | Effect::Pass => {}
            Effect::Open(dialog) => {
                self.stack.push(dialog);
                // A decision made in the dialog is based on what the user saw before opening it.
                self.opened_at.push(self.seen.min(self.scene.desk.seq));
            }
            Effect::Close => {
                self.stack.pop();
                self.opened_at.pop();
            }
            Effect::Say(text) => self.said = Some(Said { text, tone: Tone::Told }),
            Effect::Change(change) => {
                let (by, seen) = (self.scene.author.clone(), Some(self.seen));
                commands.push(Wish::Ask(Ask::Apply(Request { change, by, seen })));
            }
            Effect::Ask(ask) => commands.push(Wish::Ask(ask)),
            Effect::Arrange(how) => {
                // Dialogs would hide the queue.
                let open = if self.face().1.contains(&PaneId::Queue) { self.open } else { ViewId::Queue };
                self.go(open);
                self.focus.insert(self.open, PaneId::Queue);
                if let Some(queue) = self.panes.get_mut(&PaneId::Queue) {
                    queue.arranged(&how, &self.scene.view(true));
                }
            }
            Effect::Look(look) => {
                if let Look::Day(_) = look {
                    self.show(ViewId::Coverage, "day");
                }
                self.scene.look(look);
            }
            Effect::Turn(turn) => {
                match turn {
                    Turn::Person(_) => self.show(ViewId::Metrics, "person"),
                    Turn::Figures(_) => self.show(ViewId::Metrics, "figures"),
                    _ => {}
                }
                self.scene.looking.take(turn);
            }
            Effect::Edit(text) => commands.push(Wish::Edit(text)),
            Effect::Write(export) => commands.push(Wish::Write(export)),
            Effect::Report(wanted) => commands.push(Wish::Report(wanted)),
            Effect::Do(Action::Redraw) => commands.push(Wish::Redraw),
            Effect::Do(action) => {
                let effect = self.act(action);
                self.bring_about(effect, commands);
            }
            Effect::All(effects) => effects.into_iter().for_each(|effect| self.bring_about(effect, commands)),
            Effect::Quit => commands.push(Wish::Quit),
        }
    }
}
