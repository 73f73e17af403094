//! The terminal: entered, drawn on, and left as it was found, however the program ends.
//!
//! Every way out calls [`restore`]: the end of the session, a panic on any thread, a signal, a suspend. What happens in
//! between never leaves half a frame behind, since a frame is sent in one piece or not at all.

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

/// The exit code of a panic, as Rust has it.
const PANICKED: i32 = 101;

/// How long a way out waits for a terminal that takes no more bytes.
const PATIENCE: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// How long a way out waits for a frame that is being sent.
const LONGEST_FRAME: Duration = Duration::from_millis(500);

/// Whether the terminal is ours. Whoever takes it back first does the restoring.
static OURS: AtomicBool = AtomicBool::new(false);

/// Held while a frame is sent, so that the terminal is not given back in the middle of one.
static SENDING: Mutex<()> = Mutex::new(());

/// Whether the terminal can show colour and the person wants any: <https://no-color.org>.
pub fn wants_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Frame>>,
    frame: Frame,
    out: File,
    /// The terminal may show something else than what was last sent.
    stale: bool,
}

impl Screen {
    /// Takes the terminal over. From here on a panic gives it back before it says what happened.
    pub fn enter() -> io::Result<Screen> {
        restore_on_panic();
        // Themes decide on colour; crossterm's own way of leaving it out would take bold and reverse with it.
        force_color_output(true);
        let mut out = File::from(rustix::stdio::stdout().try_clone_to_owned()?);
        take_over(&mut out)?;
        let frame = Frame::default();
        let terminal = Terminal::new(CrosstermBackend::new(frame.clone()))?;
        Ok(Screen { terminal, frame, out, stale: true })
    }

    /// Takes the terminal over once more, after somebody else has had it.
    pub fn enter_again(&mut self) -> io::Result<()> {
        // Even where it was not given back: whoever stopped us may have changed its modes, and raw mode is only set
        // by those who believe that it is not.
        restore();
        self.stale = true;
        take_over(&mut self.out)
    }

    /// Has the next frame drawn whole.
    pub fn forget(&mut self) {
        self.stale = true;
    }

    /// Whether it has to be drawn even though nothing new is to be shown.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Sends what is new on the screen. Does nothing while the terminal is not ours.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        if !OURS.load(Ordering::Acquire) {
            return Ok(());
        }
        queue!(self.frame, BeginSynchronizedUpdate)?;
        if std::mem::take(&mut self.stale) {
            // Not `Terminal::clear`: it asks the terminal where the cursor is, and the answer would go to the keys.
            let size = self.terminal.size()?;
            self.terminal.resize(size.into())?;
        }
        self.terminal.draw(|frame| app.draw(frame))?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        let frame = self.frame.take();
        // Another thread may have given the terminal back while the frame was drawn: then it is not sent.
        let _sending = SENDING.lock().unwrap_or_else(PoisonError::into_inner);
        if OURS.load(Ordering::Acquire) { self.out.write_all(&frame) } else { Ok(()) }
    }
}

/// The bytes of the frame that is being drawn. ratatui flushes several times in a frame; here that means nothing.
#[derive(Debug, Clone, Default)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Frame {
    fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn take_over(out: &mut impl Write) -> io::Result<()> {
    OURS.store(true, Ordering::Release);
    let taken = enable_raw_mode().and_then(|()| {
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        out.write_all(&bytes)
    });
    taken.inspect_err(|_| restore())
}

/// Gives the terminal back as it was found; does nothing if it has been given back already. Any thread may call it, and
/// none waits long: a terminal that takes no bytes, or is gone, gets none.
pub fn restore() {
    if !OURS.swap(false, Ordering::AcqRel) {
        return;
    }
    // A frame that is on its way is let through, unless the terminal takes no more of it.
    let waited = Instant::now();
    let _sending = loop {
        match SENDING.try_lock() {
            Err(TryLockError::WouldBlock) if waited.elapsed() < LONGEST_FRAME => thread::yield_now(),
            held => break held.ok(),
        }
    };
    let out = rustix::stdio::stdout();
    let mut room = [PollFd::new(&out, PollFlags::OUT)];
    let _ = rustix::event::poll(&mut room, Some(&PATIENCE));
    if room[0].revents().contains(PollFlags::OUT) {
        let mut bytes = Vec::new();
        let _ = leave(&mut bytes);
        let _ = rustix::io::write(out, &bytes);
    }
    let _ = disable_raw_mode();
}

/// Undoes all that this program, or a version of it to come, ever switches on. First of all the terminal must show
/// again what it is told; last of all it must show what was there before.
fn leave(out: &mut impl Write) -> io::Result<()> {
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

/// Has a panic give the terminal back first, so that its words can be read.
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
            // Whichever thread it was: without it nobody would serve the screen.
            process::exit(PANICKED);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_is_left_in_this_order() {
        let mut bytes = Vec::new();
        leave(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let at = |mark: &str| text.find(mark).unwrap_or_else(|| panic!("{mark:?} is not in {text:?}"));
        let order = ["\x1b[?2026l", "\x1b[?1000l", "\x1b[?1004l", "\x1b[?2004l", "\x1b[0m", "\x1b[?25h", "\x1b[?1049l"];
        assert!(order.map(at).is_sorted());
        assert!(text.starts_with(order[0]) && text.ends_with(order[6]));
    }

    #[test]
    fn a_terminal_that_was_never_taken_is_left_alone() {
        restore();
        assert!(!OURS.load(Ordering::Acquire));
    }
}
