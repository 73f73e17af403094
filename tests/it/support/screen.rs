//! The whole screen over a real file, without a terminal and without a thread: keys go in by name, the file answers in
//! line until nobody asks any more, and what a person would see comes out as text.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::Path;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

use shiftdesk::config::{self, Settings};
use shiftdesk::exchange::export::file::{OverwritePolicy, save_table};
use shiftdesk::model::ids::Seq;
use shiftdesk::model::person::Author;
use shiftdesk::model::table::TableExport;
use shiftdesk::model::time::{Instant, parse_moment};
use shiftdesk::query::protocol::{ExportedFile, Query, Response};
use shiftdesk::store::Store;
use shiftdesk::store::worker::handle_query;
use shiftdesk::ui::action::{ACTIONS, Action};
use shiftdesk::ui::app::App;
use shiftdesk::ui::app::messages::{Command, Input};

/// What the settings of every test say; the rest is as the program has it.
pub const SETTINGS: &str = "[team]\ntimezone = 'Asia/Ho_Chi_Minh'\n";

/// A Saturday, two minutes past nine.
pub const NOW: &str = "2026-11-21T09:02";

/// A screen and the file that it looks at.
pub struct Screen {
    pub app: App,
    pub store: Store,
    pub now: Instant,
    pub author: Author,
    settings: Settings,
    size: (u16, u16),
    seq: Seq,
    /// Whether `Wish::Quit` has come.
    pub quit: bool,
    folder: TempDir,
}

/// The settings of a test, with some more of its own.
pub fn settings(folder: &Path, more: &str) -> Settings {
    let own = folder.join("config.toml");
    std::fs::write(&own, format!("{more}\n{SETTINGS}")).unwrap();
    let loaded = config::load(Some(&own), &folder.join("team.db")).unwrap();
    assert_eq!(loaded.notice, None);
    loaded.settings
}

impl Screen {
    /// A screen of that size over a new file, which `fill` has filled. `more` are settings before those of every test.
    pub fn new(size: (u16, u16), more: &str, fill: impl FnOnce(&mut Store, Instant) -> Author) -> Screen {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path(), more);
        let now = parse_moment(NOW, settings.zone).unwrap();
        let mut store = Store::open_or_create(&folder.path().join("team.db"), settings.sla_rules.clone()).unwrap();
        let author = fill(&mut store, now);
        let (app, wishes) = App::new(settings.clone(), author.clone(), now, true);
        let mut screen = Screen { app, store, now, author, settings, size, seq: Seq(0), quit: false, folder };
        screen.fulfil(wishes);
        screen
    }

    /// Answers what the screen wishes for, and what it wishes for then, until it is quiet.
    fn fulfil(&mut self, wishes: Vec<Command>) {
        let mut wishes = VecDeque::from(wishes);
        while let Some(wish) = wishes.pop_front() {
            match wish {
                Command::Query(ask) => {
                    self.answer(ask).into_iter().for_each(|answer| wishes.extend(self.app.on_response(answer)))
                }
                Command::WriteExport(export) => {
                    let answer = Response::Written(self.write(&export));
                    wishes.extend(self.app.on_response(answer));
                }
                Command::WriteReport(wanted) => {
                    let path = self.folder.path().join(&wanted.path);
                    let (db, now) = (self.store.path().to_owned(), self.now);
                    let written = shiftdesk::session::report::export_report(&db, &self.settings, &wanted, &path, now);
                    let folder = format!("{}/", self.folder.path().display());
                    let short = |text: String| text.replace(&folder, "");
                    let written = written.map(|it| ExportedFile { path: short(it.path), ..it }).map_err(short);
                    wishes.extend(self.app.on_response(Response::Written(written)));
                }
                Command::Quit => self.quit = true,
                Command::Redraw => {}
                // The person's editor: it makes everything loud.
                Command::OpenEditor(text) => wishes.extend(self.app.on_input(Input::Edited(text.to_uppercase()))),
            }
        }
    }

    /// Writes a list as the session does, into the folder of the test.
    fn write(&self, export: &TableExport) -> Result<ExportedFile, String> {
        let path = self.folder.path().join(&export.path);
        let written = save_table(&export.table, export.format, export.zone, &path, OverwritePolicy::Never);
        let short = |text: String| text.replace(&format!("{}/", self.folder.path().display()), "");
        match written {
            Ok(()) => Ok(ExportedFile { rows: Some(export.table.rows.len()), path: export.path.clone() }),
            Err(error) => Err(short(error.to_string())),
        }
    }

    /// What was written into a file of that name.
    pub fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// What the store's thread would say: the answer, and after a change what has changed.
    fn answer(&mut self, ask: Query) -> Vec<Response> {
        let mut setting = self.settings.store_config();
        let given = handle_query(&mut self.store, ask, &mut setting, self.now);
        if let Response::Desk(desk) = &given {
            self.seq = desk.seq;
        }
        let delta = self.store.delta(self.seq, self.settings.zone, self.now).unwrap();
        self.seq = delta.as_ref().map_or(self.seq, |delta| delta.seq);
        [given].into_iter().chain(delta.map(Response::Delta)).collect()
    }

    /// What the store's thread tells of its own accord: what somebody else has changed.
    pub fn hear_changes(&mut self) {
        if let Some(delta) = self.store.delta(self.seq, self.settings.zone, self.now).unwrap() {
            self.seq = delta.seq;
            let wishes = self.app.on_response(Response::Delta(delta));
            self.fulfil(wishes);
        }
    }

    /// Presses keys by their names, with blanks between them.
    pub fn press(&mut self, keys: &str) -> &mut Screen {
        keys.split_whitespace().for_each(|name| self.key(key(name)));
        self
    }

    /// Types a text, letter by letter.
    pub fn type_text(&mut self, text: &str) -> &mut Screen {
        text.chars().for_each(|letter| self.key(KeyCode::Char(letter).into()));
        self
    }

    fn key(&mut self, key: KeyEvent) {
        let wishes = self.app.on_input(Input::Key(key));
        self.fulfil(wishes);
    }

    /// Marks some tickets in the queue, and no others, and does something to them.
    pub fn act_on(&mut self, action: Action, ids: &[i64]) -> &mut Screen {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let key = ACTIONS.iter().find(|entry| entry.action == action).unwrap().keys[0];
        self.press("esc esc esc 2 / ctrl-u").type_text(&format!("id:{}", ids.join(","))).press("enter *").press(key)
    }

    /// The clock moves on.
    pub fn tick(&mut self, minutes: i64) -> &mut Screen {
        self.now += chrono::TimeDelta::minutes(minutes);
        let wishes = self.app.on_input(Input::ClockTick(self.now));
        self.fulfil(wishes);
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Screen {
        let wishes = self.app.on_input(Input::Paste(text.into()));
        self.fulfil(wishes);
        self
    }

    /// The screen as it is drawn, and where the terminal's cursor stands.
    fn drawn(&self) -> (Buffer, Option<(u16, u16)>) {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        let shown = terminal.backend().cursor_visible();
        let at = shown.then(|| terminal.backend().cursor_position());
        (terminal.backend().buffer().clone(), at.map(|at| (at.x, at.y)))
    }

    /// The letters on the screen.
    pub fn text(&self) -> String {
        text(&self.drawn().0)
    }

    /// The letters, and in a last line the terminal's cursor and a sum over all styles: a change of colour alone shows
    /// there.
    pub fn picture(&self) -> String {
        let (buffer, caret) = self.drawn();
        let mut styles = Sum::default();
        buffer.content.iter().for_each(|cell| write!(styles, "{:?}", cell.style()).unwrap());
        let caret = caret.map_or("no caret".into(), |(x, y)| format!("caret {x},{y}"));
        format!("{}\n{caret} · styles {:016x}", text(&buffer), styles.0)
    }

    /// The line at the foot.
    pub fn foot(&self) -> String {
        self.text().lines().last().unwrap_or_default().trim().to_owned()
    }
}

fn text(buffer: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered > 0 {
                covered -= 1;
                continue;
            }
            line.push_str(symbol);
            covered = shiftdesk::model::text::width(symbol).saturating_sub(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// FNV-1a: the same on every machine and with every compiler.
struct Sum(u64);

impl Default for Sum {
    fn default() -> Sum {
        Sum(0xcbf2_9ce4_8422_2325)
    }
}

impl std::fmt::Write for Sum {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

/// A key by the name that the settings use.
fn key(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.strip_prefix("ctrl-") {
        Some(rest) => (KeyModifiers::CONTROL, rest),
        None => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "f1" => KeyCode::F(1),
        letter => KeyCode::Char(letter.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}
