//! Signals become messages to the loop. The second one that asks for an end does not wait for the loop any more.

use std::ffi::c_int;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use nix::unistd::{Pid, getppid, getsid};
use rustix::process::{Signal, getpid, kill_process};
pub use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP};
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Message;
use super::terminal::restore;

/// The signals that ask for an end.
const ENDS: [c_int; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// How long an orderly end may take: a write that waits for another program, a terminal that takes no bytes.
const GRACE: Duration = Duration::from_secs(2);

/// The signals that a terminal sends for a key.
const KEYS: [c_int; 4] = [SIGINT, SIGQUIT, SIGTSTP, SIGCONT];

/// Somebody else has the terminal: what its keys send is meant for them, and comes to us as well.
static AWAY: AtomicBool = AtomicBool::new(false);

/// Does something during which the terminal is somebody else's.
pub fn while_away<T>(act: impl FnOnce() -> T) -> T {
    AWAY.store(true, Ordering::Release);
    let done = act();
    AWAY.store(false, Ordering::Release);
    done
}

/// The exit code of a program that a signal has ended, as shells have it.
pub fn exit_code(signal: c_int) -> i32 {
    128 + signal
}

/// Listens on a thread of its own.
pub fn listen(tell: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new(ENDS.iter().chain(&[SIGTSTP, SIGCONT]))?;
    let work = move || {
        let mut ending = false;
        for signal in &mut signals {
            if AWAY.load(Ordering::Acquire) && KEYS.contains(&signal) {
                continue;
            }
            if !ENDS.contains(&signal) {
                let _ = tell.send(Message::Signal(signal));
            } else if ending {
                end_now(signal);
            } else {
                ending = true;
                end(signal, &tell);
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(work)?;
    Ok(())
}

/// Asks the loop to end as if `signal` had come, and sees to it that the program does: the loop may hang in a write to
/// a terminal that takes nothing.
pub fn end(signal: c_int, tell: &Sender<Message>) {
    let _ = tell.send(Message::Signal(signal));
    let _ = thread::Builder::new().spawn(move || {
        thread::sleep(GRACE);
        end_now(signal)
    });
}

fn end_now(signal: c_int) -> ! {
    restore();
    process::exit(exit_code(signal))
}

/// Stops the program until somebody continues it. The terminal must have been given back.
pub fn stop() {
    let _ = kill_process(getpid(), Signal::STOP);
}

/// Whether a shell waits behind this program to take the terminal and continue it later. A program that a terminal or
/// `ssh` runs directly has none, and stopped it would be stopped for good.
///
/// A session that lies outside of this process namespace (a container's first programs have such) is number 0, and so is
/// a parent there.
pub fn has_shell() -> bool {
    let parent = getppid();
    parent.as_raw() > 0 && getsid(Some(parent)).is_ok_and(|theirs| getsid(None::<Pid>) == Ok(theirs))
}
