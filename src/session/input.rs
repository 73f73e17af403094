//! Threads that read keys and detect a terminal hang-up.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;

use super::message::SessionMessage;
use super::signals::{self, SIGHUP};
use crate::ui::app::messages::Input;

/// Poll interval for keys and hang-ups.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// How long to wait for the reader to pause.
const PAUSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Reads keys on one thread and watches the terminal on another.
///
/// The reader cannot detect a hang-up itself: at end of file, crossterm 0.29 loops forever (crossterm issue 793).
/// SIGHUP is not enough: only the session leader receives it.
pub fn listen(sender: Sender<SessionMessage>) -> io::Result<Arc<InputGate>> {
    let watcher = sender.clone();
    let gate = Arc::new(InputGate::default());
    let own = gate.clone();
    thread::Builder::new().name("keys".into()).spawn(move || read_keys(&sender, &own))?;
    thread::Builder::new().name("terminal".into()).spawn(move || watch_terminal(&watcher))?;
    Ok(gate)
}

/// Pauses the key reader while `$EDITOR` owns the terminal; two readers would each get some of the keys.
#[derive(Default)]
pub struct InputGate {
    state: Mutex<InputGateState>,
    changed: Condvar,
}

#[derive(Default)]
struct InputGateState {
    closed: bool,
    /// The reader is paused.
    reader_paused: bool,
}

impl InputGate {
    /// Runs `act` while the reader is paused; `None`, without running it, if the reader does not pause in time.
    pub fn while_closed<T>(&self, act: impl FnOnce() -> T) -> Option<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed = true;
        let waited = self.changed.wait_timeout_while(state, PAUSE_TIMEOUT, |state| !state.reader_paused);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let waits = state.reader_paused;
        drop(state);
        let done = waits.then(act);
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = false;
        self.changed.notify_all();
        done
    }

    /// Blocks the reader while the gate is closed.
    fn wait_while_closed(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.closed {
            state.reader_paused = true;
            self.changed.notify_all();
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.reader_paused = false;
    }
}

fn read_keys(sender: &Sender<SessionMessage>, gate: &InputGate) {
    loop {
        gate.wait_while_closed();
        // Poll first: a blocking read could not be paused.
        match event::poll(POLL_INTERVAL) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return signals::request_exit(SIGHUP, sender),
        }
        let message = match event::read() {
            Ok(Event::Key(key)) => SessionMessage::Input(Input::Key(key)),
            Ok(Event::Paste(text)) => SessionMessage::Input(Input::Paste(text)),
            Ok(Event::Resize(..)) => SessionMessage::Resized,
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return signals::request_exit(SIGHUP, sender),
        };
        if sender.send(message).is_err() {
            return;
        }
    }
}

fn watch_terminal(sender: &Sender<SessionMessage>) {
    while !terminal_hung_up() {
        thread::sleep(POLL_INTERVAL);
    }
    signals::request_exit(SIGHUP, sender);
}

/// Whether the terminal on stdin has hung up. Ignores POLLNVAL, which macOS reports for any terminal, and failed polls,
/// which may be temporary.
fn terminal_hung_up() -> bool {
    let stdin = rustix::stdio::stdin();
    let mut asked = [PollFd::new(&stdin, PollFlags::empty())];
    let polled = rustix::event::poll(&mut asked, Some(&Timespec::default())).is_ok();
    let hung_up = polled && asked[0].revents().intersects(PollFlags::HUP | PollFlags::ERR);
    hung_up || rustix::termios::tcgetwinsize(stdin) == Err(Errno::IO)
}
