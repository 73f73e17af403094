//! Enters the terminal, draws on it, and restores it however the program ends.
//!
//! Every exit path calls [`restore`]: end of session, panic on any thread, signal, suspend. A frame is sent in one
//! write or not at all, so none is left half drawn.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::panic;
use std::process;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, force_color_output};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::event::{PollFd, PollFlags, Timespec};

use crate::ui::app::App;

/// Rust's exit code of a panic.
const PANIC_EXIT_CODE: i32 = 101;

/// How long [`restore`] waits for a terminal that does not accept output.
const WRITABLE_TIMEOUT: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// How long [`restore`] waits for a frame that is being sent.
const FRAME_TIMEOUT: Duration = Duration::from_millis(500);

/// Whether the terminal is in use by the UI. The first to clear the flag restores it.
static TERMINAL_ACTIVE: AtomicBool = AtomicBool::new(false);

/// Held while a frame is sent, so that the terminal is not restored in the middle of one.
static FRAME_LOCK: Mutex<()> = Mutex::new(());

/// Whether `NO_COLOR` is unset or empty: <https://no-color.org>.
pub fn wants_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The terminal while the UI uses it.
pub struct TerminalScreen {
    terminal: Terminal<CrosstermBackend<FrameBuffer>>,
    frame: FrameBuffer,
    out: File,
    /// The terminal may not show the last frame.
    stale: bool,
}

impl TerminalScreen {
    /// Enters the terminal and installs a panic hook that restores it before printing the message.
    pub fn enter() -> io::Result<TerminalScreen> {
        restore_on_panic();
        // Themes handle NO_COLOR; crossterm's own handling would also drop bold and reverse.
        force_color_output(true);
        let mut out = File::from(rustix::stdio::stdout().try_clone_to_owned()?);
        enter_terminal(&mut out)?;
        let frame = FrameBuffer::default();
        let terminal = Terminal::new(CrosstermBackend::new(frame.clone()))?;
        Ok(TerminalScreen { terminal, frame, out, stale: true })
    }

    /// Enters the terminal again after another process used it.
    pub fn reenter(&mut self) -> io::Result<()> {
        // Restore even if still active: a stop may have changed the modes, and crossterm skips enabling raw mode if it
        // believes that it is on.
        restore();
        self.stale = true;
        enter_terminal(&mut self.out)
    }

    /// Forces a full redraw with the next frame.
    pub fn force_redraw(&mut self) {
        self.stale = true;
    }

    /// Whether a redraw is needed even without changes.
    pub fn needs_redraw(&self) -> bool {
        self.stale
    }

    /// Draws a frame and sends the differences. Does nothing while the terminal is not in use.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        if !TERMINAL_ACTIVE.load(Ordering::Acquire) {
            return Ok(());
        }
        queue!(self.frame, BeginSynchronizedUpdate)?;
        if std::mem::take(&mut self.stale) {
            // Not `Terminal::clear`: it queries the cursor position, and the key reader would receive the reply.
            let size = self.terminal.size()?;
            self.terminal.resize(size.into())?;
        }
        self.terminal.draw(|frame| app.draw(frame))?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        let frame = self.frame.take();
        // Another thread may have restored the terminal meanwhile.
        let _sending = FRAME_LOCK.lock().unwrap_or_else(PoisonError::into_inner);
        if TERMINAL_ACTIVE.load(Ordering::Acquire) { self.out.write_all(&frame) } else { Ok(()) }
    }
}

/// Collects the bytes of one frame. ratatui flushes several times per frame; flush is a no-op here.
#[derive(Debug, Clone, Default)]
struct FrameBuffer(Rc<RefCell<Vec<u8>>>);

impl FrameBuffer {
    fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn enter_terminal(out: &mut impl Write) -> io::Result<()> {
    TERMINAL_ACTIVE.store(true, Ordering::Release);
    let taken = enable_raw_mode().and_then(|()| {
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        out.write_all(&bytes)
    });
    taken.inspect_err(|_| restore())
}

/// Restores the terminal; does nothing if it is restored already. May be called from any thread and does not block for
/// long: nothing is written to a terminal that does not accept output.
pub fn restore() {
    if !TERMINAL_ACTIVE.swap(false, Ordering::AcqRel) {
        return;
    }
    // Let a frame in transit finish, unless the terminal has stopped accepting output.
    let waited = Instant::now();
    let _sending = loop {
        match FRAME_LOCK.try_lock() {
            Err(TryLockError::WouldBlock) if waited.elapsed() < FRAME_TIMEOUT => thread::yield_now(),
            held => break held.ok(),
        }
    };
    let out = rustix::stdio::stdout();
    let mut room = [PollFd::new(&out, PollFlags::OUT)];
    let _ = rustix::event::poll(&mut room, Some(&WRITABLE_TIMEOUT));
    if room[0].revents().contains(PollFlags::OUT) {
        let mut bytes = Vec::new();
        let _ = queue_leave_sequence(&mut bytes);
        let _ = rustix::io::write(out, &bytes);
    }
    let _ = disable_raw_mode();
}

/// Writes the sequence that resets every mode this or a later version may set. Ending the synchronized update must come
/// first, leaving the alternate screen last.
fn queue_leave_sequence(out: &mut impl Write) -> io::Result<()> {
    queue!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        SetAttribute(Attribute::Reset),
        Show,
        LeaveAlternateScreen
    )
}

/// Restores the terminal before a panic message is printed, so that it is readable.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let say = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            restore();
            say(panic);
            let _ = writeln!(
                io::stderr(),
                "shiftdesk has stopped over a fault of its own. What was saved is in the file; please report the lines above."
            );
            // On any thread: the UI cannot continue without it.
            process::exit(PANIC_EXIT_CODE);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_is_left_in_this_order() {
        let mut bytes = Vec::new();
        queue_leave_sequence(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let at = |mark: &str| text.find(mark).unwrap_or_else(|| panic!("{mark:?} is not in {text:?}"));
        let order = ["\x1b[?2026l", "\x1b[?1000l", "\x1b[?1004l", "\x1b[?2004l", "\x1b[0m", "\x1b[?25h", "\x1b[?1049l"];
        assert!(order.map(at).is_sorted());
        assert!(text.starts_with(order[0]) && text.ends_with(order[6]));
    }

    #[test]
    fn a_terminal_that_was_never_taken_is_left_alone() {
        restore();
        assert!(!TERMINAL_ACTIVE.load(Ordering::Acquire));
    }
}
