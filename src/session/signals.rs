//! Forwards signals to the event loop. A second termination signal exits at once.

use std::ffi::c_int;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use nix::unistd::{Pid, getppid, getsid};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::message::SessionMessage;
use super::terminal::restore;

pub use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP};
/// Termination signals.
const TERMINATION_SIGNALS: [c_int; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// Time limit of an orderly exit, which a database lock or a blocked terminal may delay.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// Signals that the terminal's keys send to the whole foreground process group.
const TERMINAL_SIGNALS: [c_int; 4] = [SIGINT, SIGQUIT, SIGTSTP, SIGCONT];

/// Set while a child process owns the terminal; signals from its keys are meant for the child.
static CHILD_OWNS_TERMINAL: AtomicBool = AtomicBool::new(false);

/// Runs `act` while a child process owns the terminal.
pub fn with_child_terminal<T>(act: impl FnOnce() -> T) -> T {
    CHILD_OWNS_TERMINAL.store(true, Ordering::Release);
    let done = act();
    CHILD_OWNS_TERMINAL.store(false, Ordering::Release);
    done
}

/// Exit code of a process terminated by a signal, by shell convention.
pub fn exit_code(signal: c_int) -> i32 {
    128 + signal
}

/// Starts the signal thread.
pub fn listen(sender: Sender<SessionMessage>) -> io::Result<()> {
    let mut signals = Signals::new(TERMINATION_SIGNALS.iter().chain(&[SIGTSTP, SIGCONT]))?;
    let work = move || {
        let mut ending = false;
        for signal in &mut signals {
            if CHILD_OWNS_TERMINAL.load(Ordering::Acquire) && TERMINAL_SIGNALS.contains(&signal) {
                continue;
            }
            if !TERMINATION_SIGNALS.contains(&signal) {
                let _ = sender.send(SessionMessage::Signal(signal));
            } else if ending {
                exit_now(signal);
            } else {
                ending = true;
                request_exit(signal, &sender);
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(work)?;
    Ok(())
}

/// Asks the loop to exit as if `signal` had arrived, and forces the exit after [`SHUTDOWN_TIMEOUT`], because the loop
/// may be blocked writing to the terminal.
pub fn request_exit(signal: c_int, sender: &Sender<SessionMessage>) {
    let _ = sender.send(SessionMessage::Signal(signal));
    let _ = thread::Builder::new().spawn(move || {
        thread::sleep(SHUTDOWN_TIMEOUT);
        exit_now(signal)
    });
}

fn exit_now(signal: c_int) -> ! {
    restore();
    process::exit(exit_code(signal))
}

/// Stops the process until it is continued. The terminal must have been restored.
pub fn stop_process() {
    let _ = kill_process(getpid(), Signal::STOP);
}

/// Whether a parent shell can continue this process after a stop. A process started directly by a terminal or by `ssh`
/// would stay stopped.
///
/// A session or parent outside this PID namespace (as for a container's first process) has id 0.
pub fn has_shell() -> bool {
    let parent = getppid();
    parent.as_raw() > 0 && getsid(Some(parent)).is_ok_and(|theirs| getsid(None::<Pid>) == Ok(theirs))
}
