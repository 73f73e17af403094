//! A program in a terminal that a test can look at: a real pseudo-terminal behind it, and a parser that keeps the
//! screen. Nothing here sleeps; the deadline only keeps a test from waiting for ever.

use std::ffi::OsStr;
use std::fmt::Debug;
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{Parser, Screen};

/// How long anything may take before it counts as hanging.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A program and its terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<Vec<u8>>,
    ended: Receiver<ExitStatus>,
    pid: Pid,
    parser: Parser,
    /// The modes of the terminal before the program had it.
    found: String,
    /// Everything that the program has written.
    pub written: Vec<u8>,
}

/// A command line with nothing of this process's environment but where to find programs.
pub fn command(program: impl AsRef<OsStr>) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    for (name, value) in [("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color"), ("USER", "lan"), ("TZ", "UTC")] {
        command.env(name, value);
    }
    command
}

impl Pty {
    pub fn spawn(command: CommandBuilder, (columns, rows): (u16, u16)) -> Pty {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let found = modes(pair.master.as_ref());
        let mut child = pair.slave.spawn_command(command).unwrap();
        // The program must have the only open end, or its going would not be seen.
        drop(pair.slave);
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let mut source = pair.master.try_clone_reader().unwrap();
        let (tell, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n @ 1..) = source.read(&mut buffer) {
                if tell.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (tell, ended) = channel();
        thread::spawn(move || tell.send(child.wait().unwrap()));
        Pty {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            chunks,
            ended,
            pid: Pid::from_raw(pid).unwrap(),
            parser: Parser::new(some(rows), some(columns), 0),
            found,
            written: Vec::new(),
        }
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Reads until the screen is as wanted.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, met: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !met(self.parser.screen()) {
            if !self.read(end.saturating_duration_since(Instant::now())) {
                panic!("never seen: {what}; the screen is\n{}", self.text());
            }
        }
    }

    #[track_caller]
    pub fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Reads one piece of output; false if none came in time, or none will ever come.
    fn read(&mut self, patience: Duration) -> bool {
        let Ok(chunk) = self.chunks.recv_timeout(patience) else { return false };
        self.parser.process(&chunk);
        self.written.extend(chunk);
        true
    }

    /// Reads on, and tells whether nothing more was written for so long.
    pub fn is_silent_for(&mut self, long: Duration) -> bool {
        !self.read(long)
    }

    pub fn type_in(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.screen_mut().set_size(some(rows), some(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Reads to the end and tells the exit code.
    #[track_caller]
    pub fn exit_code(&mut self) -> u32 {
        let end = Instant::now() + DEADLINE;
        while self.read(end.saturating_duration_since(Instant::now())) {}
        match self.ended.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(status) => {
                assert_eq!(status.signal(), None, "killed by a signal");
                status.exit_code()
            }
            Err(_) => self.give_up(),
        }
    }

    fn give_up(&self) -> ! {
        let _ = kill_process(self.pid, Signal::KILL);
        panic!("the program does not end; the screen is\n{}", self.text())
    }

    /// The terminal is as it was found: its modes, the screen of whoever had it before, the cursor, no odd manners.
    #[track_caller]
    pub fn assert_sane(&self) {
        assert_eq!(modes(self.master.as_ref()), self.found, "the modes");
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the other screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes come as keys");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!self.is_between_frames("\x1b[?2026h", "\x1b[?2026l"), "the terminal shows what it is told");
    }

    /// The terminal is the program's.
    #[track_caller]
    pub fn assert_taken(&self) {
        assert_ne!(modes(self.master.as_ref()), self.found, "the modes");
        let screen = self.screen();
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
    }

    /// Whether what the first mark opens has not been closed by the second.
    fn is_between_frames(&self, opens: &str, closes: &str) -> bool {
        let written = String::from_utf8_lossy(&self.written);
        written.rfind(opens) > written.rfind(closes)
    }
}

fn some(n: u16) -> NonZero<u16> {
    NonZero::new(n).expect("a terminal has a size")
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn modes(master: &dyn MasterPty) -> String {
    let termios: Option<Box<dyn Debug>> = master.get_termios().map(|termios| Box::new(termios) as Box<dyn Debug>);
    format!("{:?}", termios.expect("a terminal has modes"))
}
