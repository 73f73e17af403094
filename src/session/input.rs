//! The thread that reads keys, and the one that notices when there is nobody left to press any.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;

use super::Message;
use super::signals::{self, SIGHUP};
use crate::ui::app::Input;

/// How often the terminal is asked whether it is still there.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long the reader may take to come away from the keyboard.
const AWAY_WITHIN: Duration = Duration::from_secs(2);

/// Reads keys on one thread and watches the terminal on another.
///
/// The reader cannot watch for itself: when the terminal goes away, crossterm 0.29 reads the end of file again and
/// again and never returns (crossterm issue 793). SIGHUP does not always come either: only the leader of the terminal's
/// session is sent one.
pub fn listen(tell: Sender<Message>) -> io::Result<Arc<Gate>> {
    let watcher = tell.clone();
    let gate = Arc::new(Gate::default());
    let own = gate.clone();
    thread::Builder::new().name("keys".into()).spawn(move || read(&tell, &own))?;
    thread::Builder::new().name("terminal".into()).spawn(move || watch(&watcher))?;
    Ok(gate)
}

/// Keeps the reader from the keyboard while the terminal is somebody else's: two who read share the keys at random.
#[derive(Default)]
pub struct Gate {
    state: Mutex<Pass>,
    changed: Condvar,
}

#[derive(Default)]
struct Pass {
    closed: bool,
    /// The reader stands before the closed gate, and reads nothing.
    waits: bool,
}

impl Gate {
    /// Does something while nobody reads the keyboard; `None`, and nothing is done, if the reader does not come away
    /// from it.
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

    /// Waits while the gate is closed.
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

fn read(tell: &Sender<Message>, gate: &Gate) {
    loop {
        gate.pass();
        // Not straight into the read, which nothing but a key ends.
        match event::poll(LOOK_EVERY) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return signals::end(SIGHUP, tell),
        }
        let message = match event::read() {
            Ok(Event::Key(key)) => Message::Input(Input::Key(key)),
            Ok(Event::Paste(text)) => Message::Input(Input::Paste(text)),
            Ok(Event::Resize(..)) => Message::Resized,
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return signals::end(SIGHUP, tell),
        };
        if tell.send(message).is_err() {
            return;
        }
    }
}

fn watch(tell: &Sender<Message>) {
    while !gone() {
        thread::sleep(LOOK_EVERY);
    }
    signals::end(SIGHUP, tell);
}

/// Whether the terminal behind stdin has been hung up. Only what says so for certain counts: macOS reports POLLNVAL of
/// any terminal, and a poll may fail for a while.
fn gone() -> bool {
    let stdin = rustix::stdio::stdin();
    let mut asked = [PollFd::new(&stdin, PollFlags::empty())];
    let polled = rustix::event::poll(&mut asked, Some(&Timespec::default())).is_ok();
    let hung_up = polled && asked[0].revents().intersects(PollFlags::HUP | PollFlags::ERR);
    hung_up || rustix::termios::tcgetwinsize(stdin) == Err(Errno::IO)
}
