//! Where terminal, clock, signals and the store's threads meet: the loop.
//!
//! One channel brings everything that can happen. The screen's thread sleeps on it, takes all that is there, and then
//! draws once if anything changed; while nothing happens, nothing is written, and what will be asked for later is prepared
//! a moment at a time. It never waits for the file: what the screen wishes for goes to the store's threads, and the answers
//! come back on the same channel.
//!
//! - `terminal`: entering, drawing, and giving back. `input`: keys, and a terminal that goes away.
//! - `signals`: ends and stops. `clock`: the minute. `export`: lists that are written into files. `editor`: texts in
//!   the person's own editor.

mod clock;
mod editor;
mod export;
mod input;
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
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::config::Settings;
use crate::domain::dialogue::Answer;
use crate::domain::event::Author;
use crate::domain::time::Instant;
use crate::store::Store;
use crate::store::worker::Worker;
use crate::ui::app::{App, Input, Wish};
use clock::Clock;
use export::Writers;
use input::Gate;
use terminal::Screen;

/// How often the settings are looked at.
const SETTINGS_EVERY: Duration = Duration::from_secs(2);

/// Looks whether the settings have changed: if so, the new ones, and what to tell the person about them.
pub type Reload = Box<dyn FnMut() -> Option<(Settings, Option<String>)>>;

/// What a session begins with.
pub struct Start {
    pub store: Store,
    pub settings: Settings,
    pub author: Author,
    /// The wall clock.
    pub clock: fn() -> Instant,
    /// The moment at which the clock stands still, if it does.
    pub fixed: Option<Instant>,
    /// What to say first.
    pub notice: Option<String>,
    /// The team is an invented one.
    pub demo: bool,
    pub reload: Reload,
}

/// How a session ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// The signal that ended it; SIGHUP also where the terminal went away without one.
    pub signal: Option<c_int>,
    /// What was asked for at the very end and has not been done, and why: nobody could read it on the screen.
    pub refused: Vec<String>,
}

impl Ended {
    /// The exit code that it stands for.
    pub fn exit_code(&self) -> i32 {
        self.signal.map_or_else(|| i32::from(!self.refused.is_empty()), signals::exit_code)
    }
}

/// Whatever can happen.
enum Message {
    Input(Input),
    Answer(Answer),
    Resized,
    Signal(c_int),
}

/// Shows the screen until it is left. The terminal is given back before this returns, and every change that was asked
/// for has been tried.
///
/// # Errors
/// The terminal cannot be taken over, or a thread cannot be started.
pub fn run(start: Start) -> anyhow::Result<Ended> {
    let (tell, messages) = channel();
    let clock = Clock::new(start.clock, start.fixed);
    let mut setting = start.settings.for_the_file();
    setting.as_of = match start.fixed {
        Some(at) if start.store.knows_later(at)? => Some(at),
        _ => None,
    };
    let past = setting.as_of.is_some();
    let color = terminal::wants_color();
    let (app, wishes) = App::new(start.settings, start.author, clock.now(), color);
    let app = if start.demo { app.as_demo() } else { app };
    let mut app = if past { app.as_past() } else { app };
    if let Some(notice) = start.notice {
        app.input(Input::Notice(notice));
    }
    signals::listen(tell.clone()).context("Signals cannot be listened to")?;
    let screen = Screen::enter().context("The terminal cannot be used; try another one")?;
    let gate = input::listen(tell.clone()).context("The keyboard cannot be listened to")?;
    let (writers, db) = (Writers::new(tell.clone()), start.store.path().to_owned());
    let answers = move |answer| tell.send(Message::Answer(answer)).is_ok();
    let begun = time::Instant::now();
    let (moment, watch) = (move || clock.now(), move || begun.elapsed());
    let worker = Worker::start(start.store, setting, moment, watch, answers).context("No thread is to be had")?;
    let looked = time::Instant::now();
    let mut session = Session { app, worker, writers, db, screen, gate, clock, color, reload: start.reload, looked };
    let signal = session.live(&messages, wishes);
    terminal::restore();
    session.worker.finish();
    session.writers.finish();
    let signal = signal.or_else(hung_up).context("The terminal cannot be drawn on")?;
    Ok(Ended { signal, refused: messages.try_iter().filter_map(refusal).collect() })
}

/// A terminal that cannot be written to because it is gone has hung up, which is no failure.
fn hung_up(error: io::Error) -> io::Result<Option<c_int>> {
    use rustix::io::Errno;
    let gone = [Errno::IO, Errno::PIPE, Errno::NXIO].map(Errno::raw_os_error);
    if error.raw_os_error().is_some_and(|code| gone.contains(&code)) { Ok(Some(signals::SIGHUP)) } else { Err(error) }
}

/// Why a change was not made or a list not written, if that is the message.
fn refusal(message: Message) -> Option<String> {
    match message {
        Message::Answer(Answer::Applied(_, outcome)) => {
            outcome.err().map(|why| format!("The last change was not made. {why}"))
        }
        Message::Answer(Answer::Written(outcome)) => {
            outcome.err().map(|why| format!("The list was not written. {why}"))
        }
        _ => None,
    }
}

/// How the loop goes on after a message: until the break, which tells the signal, if any, that brought it.
type Flow = ControlFlow<Option<c_int>>;

struct Session {
    app: App,
    worker: Worker,
    writers: Writers,
    /// The team’s file.
    db: PathBuf,
    screen: Screen,
    gate: Arc<Gate>,
    clock: Clock,
    color: bool,
    reload: Reload,
    /// When the settings were last looked at.
    looked: time::Instant,
}

impl Session {
    /// The loop. Returns the signal that ended it, if one did.
    fn live(&mut self, messages: &Receiver<Message>, wishes: Vec<Wish>) -> io::Result<Option<c_int>> {
        let mut flow = self.grant(wishes);
        loop {
            if let ControlFlow::Break(signal) = flow {
                return Ok(signal);
            }
            if self.app.take_dirty() || self.screen.is_stale() {
                self.screen.draw(&self.app)?;
            }
            // While there is something to prepare, it only looks whether anything has come.
            let patience = if self.app.use_leisure() { Duration::ZERO } else { self.patience() };
            flow = match messages.recv_timeout(patience) {
                Ok(message) => self.turn(iter::once(message).chain(messages.try_iter())),
                Err(RecvTimeoutError::Timeout) => self.turn(iter::empty()),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            };
        }
    }

    /// Takes all that has come, and sees whether the minute or the settings have changed meanwhile.
    fn turn(&mut self, mut messages: impl Iterator<Item = Message>) -> Flow {
        messages.try_for_each(|message| self.take(message))?;
        if let Some(now) = self.clock.turned() {
            let wishes = self.app.input(Input::Tick(now));
            self.grant(wishes)?;
        }
        if self.looked.elapsed() >= SETTINGS_EVERY {
            self.looked = time::Instant::now();
            if let Some((settings, notice)) = (self.reload)() {
                let mut wishes = self.app.set_settings(settings, self.color);
                wishes.extend(notice.map(|notice| self.app.input(Input::Notice(notice))).unwrap_or_default());
                self.grant(wishes)?;
            }
        }
        Flow::Continue(())
    }

    /// How long nothing can happen unless a message comes.
    fn patience(&self) -> Duration {
        let settings = SETTINGS_EVERY.saturating_sub(self.looked.elapsed());
        self.clock.until_next().map_or(settings, |minute| minute.min(settings))
    }

    fn take(&mut self, message: Message) -> Flow {
        match message {
            Message::Input(Input::Key(key)) if is_ctrl_z(key) => self.suspend(),
            Message::Input(input) => {
                let wishes = self.app.input(input);
                self.grant(wishes)
            }
            Message::Answer(answer) => {
                let wishes = self.app.hear(answer);
                self.grant(wishes)
            }
            Message::Resized => self.redraw(),
            Message::Signal(signals::SIGTSTP) => self.suspend(),
            Message::Signal(signals::SIGCONT) => self.resume(),
            Message::Signal(signal) => Flow::Break(Some(signal)),
        }
    }

    fn grant(&mut self, wishes: Vec<Wish>) -> Flow {
        wishes.into_iter().try_for_each(|wish| match wish {
            Wish::Ask(ask) => {
                self.worker.ask(ask);
                Flow::Continue(())
            }
            Wish::Write(export) => {
                self.writers.write(export);
                Flow::Continue(())
            }
            Wish::Report(wanted) => {
                let settings = self.app.settings().clone();
                self.writers.report(wanted, self.db.clone(), settings, self.clock.now());
                Flow::Continue(())
            }
            Wish::Edit(text) => self.edit(&text),
            Wish::Redraw => self.redraw(),
            Wish::Quit => Flow::Break(None),
        })
    }

    /// Gives the terminal to the person's editor, and its text back to where it came from.
    fn edit(&mut self, text: &str) -> Flow {
        let edited = editor::edit(text, &self.gate);
        self.resume()?;
        let input = edited.map_or_else(Input::Notice, Input::Edited);
        let wishes = self.app.input(input);
        self.grant(wishes)
    }

    fn redraw(&mut self) -> Flow {
        self.screen.forget();
        Flow::Continue(())
    }

    /// Gives the terminal back and stops, until a shell continues the program and [`Session::resume`] takes over.
    fn suspend(&mut self) -> Flow {
        if signals::has_shell() {
            terminal::restore();
            signals::stop();
            return Flow::Continue(());
        }
        let notice = "There is no shell to go back to, so the program goes on.";
        let wishes = self.app.input(Input::Notice(notice.into()));
        self.grant(wishes)
    }

    fn resume(&mut self) -> Flow {
        match self.screen.enter_again() {
            Ok(()) => Flow::Continue(()),
            // The terminal went away while we were stopped.
            Err(_) => Flow::Break(Some(signals::SIGHUP)),
        }
    }
}

/// In raw mode the key for stopping a program comes as a key; it belongs to the shell, whatever the keymap says.
fn is_ctrl_z(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('z') && key.modifiers == KeyModifiers::CONTROL && key.is_press()
}
