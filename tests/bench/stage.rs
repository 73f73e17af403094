//! The whole screen without a terminal and without a thread: the same keys, the same frames, and only the drawing timed.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::files::{Bench, Desk};
use shiftdesk::model::person::Author;
use shiftdesk::store::Store;
use shiftdesk::store::worker::handle_query;
use shiftdesk::ui::app::App;
use shiftdesk::ui::app::messages::{Command, Input};

/// A terminal that takes every byte and shows none.
#[derive(Debug, Clone, Default)]
struct Nowhere(Rc<Cell<usize>>);

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A screen and the file that it looks at.
pub struct Stage<'a> {
    bench: &'a Bench,
    app: App,
    store: Store,
    terminal: Terminal<CrosstermBackend<Nowhere>>,
}

impl<'a> Stage<'a> {
    /// A screen of that size which has all its numbers and has been drawn once.
    pub fn open(bench: &'a Bench, desk: &Desk, (width, height): (u16, u16)) -> anyhow::Result<Stage<'a>> {
        let author = Author { person: None, login: "bench".into() };
        let (app, wishes) = App::new(bench.settings.clone(), author, bench.now, true);
        let viewport = Viewport::Fixed(Rect { x: 0, y: 0, width, height });
        let terminal = Terminal::with_options(CrosstermBackend::new(Nowhere::default()), TerminalOptions { viewport })?;
        let mut stage = Stage { bench, app, store: bench.store(&desk.path)?, terminal };
        stage.fulfil(wishes);
        stage.draw()?;
        Ok(stage)
    }

    /// Answers what the screen wishes for until it is quiet.
    fn fulfil(&mut self, wishes: Vec<Command>) {
        let mut setting = self.bench.settings.store_config();
        let mut wishes = VecDeque::from(wishes);
        while let Some(wish) = wishes.pop_front() {
            if let Command::Query(ask) = wish {
                let given = handle_query(&mut self.store, ask, &mut setting, self.bench.now);
                wishes.extend(self.app.on_response(given));
            }
        }
    }

    /// Draws what there is to draw, and tells how long that took.
    pub fn draw(&mut self) -> anyhow::Result<Duration> {
        let before = Instant::now();
        let app = &self.app;
        self.terminal.draw(|frame| app.draw(frame))?;
        Ok(before.elapsed())
    }

    /// Presses a key as the pseudo-terminal would bring it, and tells how long the drawing took that follows.
    pub fn press(&mut self, keys: &str) -> anyhow::Result<Duration> {
        let wishes = self.app.on_input(Input::Key(key(keys)));
        self.fulfil(wishes);
        self.draw()
    }
}

/// A key by the bytes that a terminal sends for it.
fn key(bytes: &str) -> KeyEvent {
    match bytes {
        PAGE_DOWN => KeyCode::PageDown.into(),
        ESCAPE => KeyCode::Esc.into(),
        letter => KeyCode::Char(letter.chars().next().unwrap_or(' ')).into(),
    }
}

pub const PAGE_DOWN: &str = "\x1b[6~";
pub const ESCAPE: &str = "\x1b";
