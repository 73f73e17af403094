//! Event loop: terminal, clock, signals and store threads.
//!
//! All events arrive on one channel. The UI thread blocks on it, processes every pending message, then draws once if
//! anything changed; when idle it runs small units of idle work. It never waits for the disk: queries go to the store
//! threads, and their responses come back on the same channel.
//!
//! - `terminal`: enter, draw, restore. `input`: keys and hang-up detection. `signals`: termination and suspend.
//! - `message`: what the loop receives.
//! - `clock`: minute ticks. `export`: background file exports. `editor`: text editing in `$EDITOR`. `report`: reports.

mod clock;
mod editor;
mod export;
mod input;
mod message;
pub mod report;
mod signals;
mod terminal;

use std::ffi::c_int;
use std::io;
use std::iter;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{self, Duration};

use anyhow::Context as _;
use clock::SessionClock;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use export::ExportThreads;
use input::InputGate;
use message::SessionMessage;
use terminal::TerminalScreen;

use crate::config::Settings;
use crate::model::person::Author;
use crate::model::time::Instant;
use crate::query::protocol::Response;
use crate::store::Store;
use crate::store::worker::StoreWorker;
use crate::ui::app::App;
use crate::ui::app::messages::{Command, Input};

/// How often to check the settings files for changes.
const SETTINGS_POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Returns the new settings and a notice about problems in them, if the files have changed.
pub type ReloadSettings = Box<dyn FnMut() -> Option<(Settings, Option<String>)>>;

/// Input of [`run`].
pub struct SessionStart {
    pub store: Store,
    pub settings: Settings,
    pub author: Author,
    /// Reads the wall clock.
    pub clock: fn() -> Instant,
    /// Fixed time of `--at`.
    pub fixed_time: Option<Instant>,
    /// Message to show first.
    pub notice: Option<String>,
    /// Whether the data is the demo team.
    pub demo: bool,
    pub reload: ReloadSettings,
}

/// How the session ended.
#[derive(Debug, PartialEq, Eq)]
pub struct SessionOutcome {
    /// The terminating signal; SIGHUP also for a terminal that hung up without one.
    pub signal: Option<c_int>,
    /// Failures reported after the UI closed: changes and exports that were not completed, with the reason.
    pub failures: Vec<String>,
}

impl SessionOutcome {
    /// Process exit code.
    pub fn exit_code(&self) -> i32 {
        self.signal.map_or_else(|| i32::from(!self.failures.is_empty()), signals::exit_code)
    }
}

/// Runs the UI until it ends. Before returning, restores the terminal and waits for pending changes and exports.
///
/// # Errors
/// The terminal cannot be entered or drawn on, or a thread cannot be started.
pub fn run(start: SessionStart) -> anyhow::Result<SessionOutcome> {
    let (sender, messages) = channel();
    let clock = SessionClock::new(start.clock, start.fixed_time);
    let mut store_config = start.settings.store_config();
    store_config.as_of = match start.fixed_time {
        Some(at) if start.store.has_events_after(at)? => Some(at),
        _ => None,
    };
    let past = store_config.as_of.is_some();
    let color = terminal::wants_color();
    let (app, commands) = App::new(start.settings, start.author, clock.now(), color);
    let app = if start.demo { app.with_demo_label() } else { app };
    let mut app = if past { app.with_past_label() } else { app };
    if let Some(notice) = start.notice {
        app.on_input(Input::Notice(notice));
    }
    signals::listen(sender.clone()).context("Signals cannot be listened to")?;
    let screen = TerminalScreen::enter().context("The terminal cannot be used; try another one")?;
    let gate = input::listen(sender.clone()).context("The keyboard cannot be listened to")?;
    let (writers, db) = (ExportThreads::new(sender.clone()), start.store.path().to_owned());
    let answers = move |answer| sender.send(SessionMessage::Response(answer)).is_ok();
    let begun = time::Instant::now();
    let (moment, watch) = (move || clock.now(), move || begun.elapsed());
    let worker =
        StoreWorker::start(start.store, store_config, moment, watch, answers).context("No thread is to be had")?;
    let checked_at = time::Instant::now();
    let mut session = Session {
        app,
        worker,
        exports: writers,
        db,
        screen,
        gate,
        clock,
        color,
        reload: start.reload,
        settings_checked_at: checked_at,
    };
    let signal = session.run_loop(&messages, commands);
    terminal::restore();
    session.worker.join();
    session.exports.join();
    let signal = signal.or_else(hung_up).context("The terminal cannot be drawn on")?;
    Ok(SessionOutcome { signal, failures: messages.try_iter().filter_map(failure_text).collect() })
}

/// Maps a write error of a closed terminal to SIGHUP.
fn hung_up(error: io::Error) -> io::Result<Option<c_int>> {
    use rustix::io::Errno;
    let gone = [Errno::IO, Errno::PIPE, Errno::NXIO].map(Errno::raw_os_error);
    if error.raw_os_error().is_some_and(|code| gone.contains(&code)) { Ok(Some(signals::SIGHUP)) } else { Err(error) }
}

/// The failure of a change or an export, if the message reports one.
fn failure_text(message: SessionMessage) -> Option<String> {
    match message {
        SessionMessage::Response(Response::Applied(_, outcome)) => {
            outcome.err().map(|why| format!("The last change was not made. {why}"))
        }
        SessionMessage::Response(Response::Written(outcome)) => {
            outcome.err().map(|why| format!("The list was not written. {why}"))
        }
        _ => None,
    }
}

/// Whether the loop continues; a break carries the terminating signal, if any.
type LoopFlow = ControlFlow<Option<c_int>>;

struct Session {
    app: App,
    worker: StoreWorker,
    exports: ExportThreads,
    /// Path of the team's database.
    db: PathBuf,
    screen: TerminalScreen,
    gate: Arc<InputGate>,
    clock: SessionClock,
    color: bool,
    reload: ReloadSettings,
    /// When the settings files were last checked.
    settings_checked_at: time::Instant,
}

impl Session {
    /// Runs the loop and returns the terminating signal, if any.
    fn run_loop(&mut self, messages: &Receiver<SessionMessage>, commands: Vec<Command>) -> io::Result<Option<c_int>> {
        let mut flow = self.execute(commands);
        loop {
            if let ControlFlow::Break(signal) = flow {
                return Ok(signal);
            }
            if self.app.take_dirty() || self.screen.needs_redraw() {
                self.screen.draw(&self.app)?;
            }
            // Do not block while idle work remains.
            let patience = if self.app.run_idle_work() { Duration::ZERO } else { self.idle_timeout() };
            flow = match messages.recv_timeout(patience) {
                Ok(message) => self.process(iter::once(message).chain(messages.try_iter())),
                Err(RecvTimeoutError::Timeout) => self.process(iter::empty()),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            };
        }
    }

    /// Processes the messages, then checks for a new minute and for changed settings.
    fn process(&mut self, mut messages: impl Iterator<Item = SessionMessage>) -> LoopFlow {
        messages.try_for_each(|message| self.handle_message(message))?;
        if let Some(now) = self.clock.tick() {
            let commands = self.app.on_input(Input::ClockTick(now));
            self.execute(commands)?;
        }
        if self.settings_checked_at.elapsed() >= SETTINGS_POLL_INTERVAL {
            self.settings_checked_at = time::Instant::now();
            if let Some((settings, notice)) = (self.reload)() {
                let mut commands = self.app.set_settings(settings, self.color);
                commands.extend(notice.map(|notice| self.app.on_input(Input::Notice(notice))).unwrap_or_default());
                self.execute(commands)?;
            }
        }
        LoopFlow::Continue(())
    }

    /// Time until the next tick or settings check.
    fn idle_timeout(&self) -> Duration {
        let settings = SETTINGS_POLL_INTERVAL.saturating_sub(self.settings_checked_at.elapsed());
        self.clock.until_next().map_or(settings, |minute| minute.min(settings))
    }

    fn handle_message(&mut self, message: SessionMessage) -> LoopFlow {
        match message {
            SessionMessage::Input(Input::Key(key)) if is_ctrl_z(key) => self.suspend(),
            SessionMessage::Input(input) => {
                let commands = self.app.on_input(input);
                self.execute(commands)
            }
            SessionMessage::Response(answer) => {
                let commands = self.app.on_response(answer);
                self.execute(commands)
            }
            SessionMessage::Resized => self.redraw(),
            SessionMessage::Signal(signals::SIGTSTP) => self.suspend(),
            SessionMessage::Signal(signals::SIGCONT) => self.resume(),
            SessionMessage::Signal(signal) => LoopFlow::Break(Some(signal)),
        }
    }

    fn execute(&mut self, commands: Vec<Command>) -> LoopFlow {
        commands.into_iter().try_for_each(|command| match command {
            Command::Query(query) => {
                self.worker.send(query);
                LoopFlow::Continue(())
            }
            Command::WriteExport(export) => {
                self.exports.export_table(export);
                LoopFlow::Continue(())
            }
            Command::WriteReport(wanted) => {
                let settings = self.app.settings().clone();
                self.exports.export_report(wanted, self.db.clone(), settings, self.clock.now());
                LoopFlow::Continue(())
            }
            Command::OpenEditor(text) => self.edit(&text),
            Command::Redraw => self.redraw(),
            Command::Quit => LoopFlow::Break(None),
        })
    }

    /// Runs the editor on a text and sends the result to the form.
    fn edit(&mut self, text: &str) -> LoopFlow {
        let edited = editor::edit(text, &self.gate);
        self.resume()?;
        let input = edited.map_or_else(Input::Notice, Input::Edited);
        let commands = self.app.on_input(input);
        self.execute(commands)
    }

    fn redraw(&mut self) -> LoopFlow {
        self.screen.force_redraw();
        LoopFlow::Continue(())
    }

    /// Restores the terminal and stops the process; [`Session::resume`] runs when the shell continues it.
    fn suspend(&mut self) -> LoopFlow {
        if signals::has_shell() {
            terminal::restore();
            signals::stop_process();
            return LoopFlow::Continue(());
        }
        let notice = "There is no shell to go back to, so the program goes on.";
        let commands = self.app.on_input(Input::Notice(notice.into()));
        self.execute(commands)
    }

    fn resume(&mut self) -> LoopFlow {
        match self.screen.reenter() {
            Ok(()) => LoopFlow::Continue(()),
            // The terminal hung up while the process was stopped.
            Err(_) => LoopFlow::Break(Some(signals::SIGHUP)),
        }
    }
}

/// In raw mode Ctrl-Z arrives as a key; it always suspends, whatever the keymap says.
fn is_ctrl_z(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('z') && key.modifiers == KeyModifiers::CONTROL && key.is_press()
}

/// What is wrong with key bindings from the settings, a sentence each; empty if all can be used.
pub fn check_keys(bindings: &std::collections::BTreeMap<String, Vec<String>>) -> Vec<String> {
    App::check_keys(bindings)
}
