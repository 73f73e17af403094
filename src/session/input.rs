//! Threads that read keys and detect a terminal hang-up.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;

use crate::ui::app::Input;
use super::Message;
use super::signals::{self, SIGHUP};

/// Poll interval for keys and hang-ups.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long to wait for the reader to pause.
const AWAY_WITHIN: Duration = Duration::from_secs(2);

/// Reads keys on one thread and watches the terminal on another.
///
/// The reader cannot detect a hang-up itself: at end of file, crossterm 0.29 loops forever (crossterm issue 793).
/// SIGHUP is not enough: only the session leader receives it.
pub fn listen(sender: Sender<Message>) -> io::Result<Arc<Gate>> {
    let watcher = sender.clone();
    let gate = Arc::new(Gate::default());
    let own = gate.clone();
    thread::Builder::new().name("keys".into()).spawn(move || read(&sender, &own))?;
    thread::Builder::new().name("terminal".into()).spawn(move || watch(&watcher))?;
    Ok(gate)
}

/// Pauses the key reader while `$EDITOR` owns the terminal; two readers would each get some of the keys.
#[derive(Default)]
pub struct Gate {
    state: Mutex<Pass>,
    changed: Condvar,
}

#[derive(Default)]
struct Pass {
    closed: bool,
    /// The reader is paused.
    waits: bool,
}

impl Gate {
    /// Runs `act` while the reader is paused; `None`, without running it, if the reader does not pause in time.
    pub fn while_closed<T>(&self, act: impl FnOnce() -> T) -> Option<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed = true;
        let waited = self.changed.wait_timeout_while(state, AWAY_WITHIN, |state| !state.waits);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let waits = state.waits;
        drop(state);
        let done = waits.then(act);
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = false;
        self.changed.notify_all();
        done
    }

    /// Blocks the reader while the gate is closed.
    fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.closed {
            state.waits = true;
            self.changed.notify_all();
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waits = false;
    }
}

fn read(sender: &Sender<Message>, gate: &Gate) {
    loop {
        gate.pass();
        // Poll first: a blocking read could not be paused.
        match event::poll(LOOK_EVERY) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return signals::end(SIGHUP, sender),
        }
        let message = match event::read() {
            Ok(Event::Key(key)) => Message::Input(Input::Key(key)),
            Ok(Event::Paste(text)) => Message::Input(Input::Paste(text)),
            Ok(Event::Resize(..)) => Message::Resized,
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return signals::end(SIGHUP, sender),
        };
        if sender.send(message).is_err() {
            return;
        }
    }
}

fn watch(sender: &Sender<Message>) {
    while !gone() {
        thread::sleep(LOOK_EVERY);
    }
    signals::end(SIGHUP, sender);
}

/// Whether the terminal on stdin has hung up. Ignores POLLNVAL, which macOS reports for any terminal, and failed polls,
/// which may be temporary.
fn gone() -> bool {
    let stdin = rustix::stdio::stdin();
    let mut asked = [PollFd::new(&stdin, PollFlags::empty())];
    let polled = rustix::event::poll(&mut asked, Some(&Timespec::default())).is_ok();
    let hung_up = polled && asked[0].revents().intersects(PollFlags::HUP | PollFlags::ERR);
    hung_up || rustix::termios::tcgetwinsize(stdin) == Err(Errno::IO)
}
