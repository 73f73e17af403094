//! The real program in a real pseudo-terminal, with a stamp on every piece that it writes.
//!
//! A thread stamps what it reads at once; all else looks at the stamps, so that neither reading the screen nor waiting
//! for silence counts as the program's time.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

use crate::process::Process;

/// After so long a silence whatever was drawn is whole.
const SILENCE: Duration = Duration::from_millis(30);

/// How long anything may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(60);

/// What ends a frame, and what begins one.
const FRAME: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// A program and its terminal.
pub struct Screen {
    chunks: Receiver<(Instant, Vec<u8>)>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    parser: Parser,
    /// The end of what was written, long enough for the mark of a frame that came in two pieces.
    tail: Vec<u8>,
    /// A frame has begun and not ended.
    within: bool,
    started: Instant,
    /// How many bytes have come.
    pub bytes: usize,
    // The other end must stay open as long as the program lives.
    _master: Box<dyn MasterPty + Send>,
}

/// One repaint.
#[derive(Debug, Clone, Copy)]
pub struct Painted {
    /// From the key to the last byte.
    pub took: Duration,
    pub bytes: usize,
}

impl Screen {
    /// Starts the program in a terminal of so many columns and rows.
    pub fn open(command: CommandBuilder, (columns, rows): (u16, u16)) -> anyhow::Result<Screen> {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).context("There is no pseudo-terminal to be had")?;
        let mut source = pair.master.try_clone_reader()?;
        let (tell, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n @ 1..) = source.read(&mut buffer) {
                if tell.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer()?;
        let (Some(height), Some(width)) = (NonZero::new(rows), NonZero::new(columns)) else {
            bail!("A terminal of {columns}×{rows} cannot be.")
        };
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).context("The program cannot be started in a terminal")?;
        Ok(Screen {
            chunks,
            writer,
            child,
            parser: Parser::new(height, width, 0),
            tail: Vec::new(),
            within: false,
            started,
            bytes: 0,
            _master: pair.master,
        })
    }

    /// The program's process.
    pub fn process(&self) -> Process {
        Process(self.child.process_id().unwrap_or_default())
    }

    /// Reads on; the stamp of what came, or nothing if it was silent for so long.
    fn read(&mut self, patience: Duration) -> anyhow::Result<Option<Instant>> {
        let (stamp, chunk) = match self.chunks.recv_timeout(patience) {
            Ok(read) => read,
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                bail!("The program has ended by itself; the last that it showed:\n{}", self.text())
            }
        };
        self.bytes += chunk.len();
        self.parser.process(&chunk);
        self.tail.extend(&chunk);
        let last = |mark: &str| self.tail.windows(mark.len()).rposition(|part| part == mark.as_bytes());
        match (last(FRAME.0), last(FRAME.1)) {
            (None, None) => {}
            (begun, ended) => self.within = begun > ended,
        }
        self.tail.drain(..self.tail.len().saturating_sub(FRAME.0.len() - 1));
        Ok(Some(stamp))
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Reads until a whole frame is as wanted; the stamp of its last piece.
    pub fn until(&mut self, what: &str, met: impl Fn(&str) -> bool) -> anyhow::Result<Instant> {
        let end = Instant::now() + PATIENCE;
        loop {
            let Some(stamp) = self.read(end.saturating_duration_since(Instant::now()))? else {
                bail!("The screen never showed {what} in {PATIENCE:?}. It shows:\n{}", self.text())
            };
            if !self.within && met(&self.text()) {
                return Ok(stamp);
            }
        }
    }

    /// The same, as the time since the start.
    pub fn since_start(&mut self, what: &str, met: impl Fn(&str) -> bool) -> anyhow::Result<Duration> {
        Ok(self.until(what, met)? - self.started)
    }

    /// Reads until the program is silent.
    pub fn settle(&mut self, silence: Duration) -> anyhow::Result<()> {
        while self.read(silence)?.is_some() {}
        Ok(())
    }

    /// Presses keys, and waits for the repaint; `None` if there is none.
    pub fn press(&mut self, keys: &str) -> anyhow::Result<Option<Painted>> {
        let (before, pressed) = (self.bytes, Instant::now());
        self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush()).context("A key cannot be sent")?;
        let Some(mut last) = self.read(Duration::from_secs(2))? else { return Ok(None) };
        while let Some(stamp) = self.read(SILENCE)? {
            last = stamp;
        }
        Ok(Some(Painted { took: last - pressed, bytes: self.bytes - before }))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nothing that it was to do is left undone; whether it still lives does not matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The queue has its rows, and aging and coverage their numbers.
pub fn has_data(text: &str) -> bool {
    text.contains("more below") && text.contains("4–24 h") && text.contains(" us ") && text.contains(['●', '✖'])
}

/// All that, and the people have their figures: until those are there, each of them is a dash.
pub fn is_full(text: &str) -> bool {
    let people = text.lines().skip_while(|line| !line.contains("People ·"));
    has_data(text) && people.filter(|line| line.contains(" %")).count() >= 3
}
