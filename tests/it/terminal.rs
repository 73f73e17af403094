//! The real program in a real terminal: it comes, draws, and leaves everything as it was, however it ends.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;
use tempfile::TempDir;

use super::support::pty::{DEADLINE, Pty, command};
use shiftdesk::config::Settings;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::event::OpenedTicket;
use shiftdesk::model::person::Author;
use shiftdesk::model::time::{Instant, from_millis};
use shiftdesk::session::{self, SessionStart};
use shiftdesk::store::Store;

/// A team's file in a folder of its own, which is also the person's home.
struct Home {
    path: PathBuf,
    _folder: Option<TempDir>,
}

impl Home {
    fn new() -> Home {
        let folder = tempfile::tempdir().unwrap();
        let home = Home { path: folder.path().to_owned(), _folder: Some(folder) };
        std::fs::write(home.own(), "").unwrap();
        home
    }

    fn db(&self) -> PathBuf {
        self.path.join("team.db")
    }

    fn own(&self) -> PathBuf {
        self.path.join("own.toml")
    }

    /// `program`, at home here.
    fn command(&self, program: &str) -> CommandBuilder {
        let mut command = command(program);
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, &self.path);
        }
        command.env("SHIFTDESK_DB", self.db());
        command.env("SHIFTDESK_CONFIG", self.own());
        command
    }

    fn shiftdesk(&self) -> CommandBuilder {
        let mut command = self.command(env!("CARGO_BIN_EXE_shiftdesk"));
        command.args(["--at", "2026-03-02T09:00"]);
        command
    }

    /// A shell that runs `script`, in which `$0` is the program.
    fn shell(&self, script: &str) -> CommandBuilder {
        let mut command = self.command("/bin/sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_shiftdesk")]);
        command
    }

    fn store(&self) -> Store {
        Store::open_or_create(&self.db(), Default::default()).unwrap()
    }
}

/// The screen, once the file has been read.
fn opened(command: CommandBuilder) -> Pty {
    let mut pty = Pty::spawn(command, (80, 24));
    pty.wait_for_text("0 open");
    pty
}

/// Leaves by the key for it.
#[track_caller]
fn quit(mut pty: Pty) -> Pty {
    pty.type_in("Q");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_sane();
    pty
}

fn open_ticket(store: &mut Store) {
    let change = Change::OpenTicket(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() });
    store.apply(&ChangeRequest { change, by: Author::default(), seen_seq: None }, moment()).unwrap();
}

/// 2 March 2026, nine o'clock.
fn moment() -> Instant {
    from_millis(1_772_442_000_000).unwrap()
}

#[test]
fn it_opens_shows_where_one_is_and_leaves_without_a_trace() {
    let home = Home::new();
    let pty = opened(home.shiftdesk());
    let text = pty.text();
    let top = text.lines().next().unwrap();
    assert!(top.starts_with("  1 ") && top.ends_with("09:00"), "{text}");
    pty.assert_taken();
    assert!(pty.written.len() < 16_000, "over a slow line every byte counts: {}", pty.written.len());
    assert_eq!(quit(pty).text(), "");
}

#[test]
fn every_signal_that_ends_it_leaves_the_terminal_as_it_was() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let home = Home::new();
        let mut pty = opened(home.shiftdesk());
        pty.signal(signal);
        assert_eq!(pty.exit_code(), code, "{signal:?}");
        pty.assert_sane();
    }
}

#[test]
fn a_terminal_that_cannot_show_a_screen_is_refused() {
    for term in ["dumb", ""] {
        let home = Home::new();
        let mut command = home.shiftdesk();
        command.env("TERM", term);
        let mut pty = Pty::spawn(command, (80, 24));
        assert_eq!(pty.exit_code(), 2);
        assert!(pty.text().contains("shiftdesk needs a terminal."), "{}", pty.text());
        assert!(!pty.written.contains(&0x1b), "no escape sequences");
        assert!(!home.db().exists(), "nothing is made that nobody gets to see");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_then_says_what_happened() {
    for thread in ["screen", "store"] {
        let home = Home::new();
        let go = home.path.join("go");
        let mut command = home.command(env::current_exe().unwrap().to_str().unwrap());
        command.args(["--exact", "terminal::a_screen_whose_clock_breaks", "--ignored", "--nocapture"]);
        command.env("SHIFTDESK_TEST_BREAKS_ON", thread);
        command.env("SHIFTDESK_TEST_BREAKS_WHEN", &go);
        let mut pty = opened(command);
        std::fs::write(&go, "").unwrap();
        pty.type_in("j");
        assert_eq!(pty.exit_code(), 101, "on the {thread}'s thread");
        pty.assert_sane();
        for part in ["terminal.rs", "the clock is broken", "shiftdesk has stopped over a fault of its own"] {
            assert!(pty.text().contains(part), "{part:?} is not in\n{}", pty.text());
        }
    }
}

/// Not a test, but the program in the test above: a real session with a clock that panics on the thread and from the
/// moment given to it. So nothing has to be built into the program to make it fail.
#[test]
#[ignore = "is run in a terminal, by the test above"]
fn a_screen_whose_clock_breaks() {
    fn clock() -> Instant {
        let here = if thread::current().name() == Some("store") { "store" } else { "screen" };
        let broken = env::var("SHIFTDESK_TEST_BREAKS_ON").is_ok_and(|wanted| wanted == here)
            && env::var_os("SHIFTDESK_TEST_BREAKS_WHEN").is_some_and(|go| PathBuf::from(go).exists());
        assert!(!broken, "the clock is broken");
        moment()
    }
    if env::var_os("SHIFTDESK_TEST_BREAKS_ON").is_none() {
        return;
    }
    let db = env::var_os("SHIFTDESK_DB").map(PathBuf::from).unwrap();
    let settings: Settings = shiftdesk::config::load(None, &db).unwrap().settings;
    let store = Store::open_or_create(&db, settings.sla_rules.clone()).unwrap();
    let author = Author::default();
    let reload = Box::new(|| None);
    session::run(SessionStart { store, settings, author, clock, fixed_time: None, notice: None, demo: false, reload })
        .unwrap();
}

/// A closed window or a lost connection. Only the leader of the terminal's session is sent SIGHUP then; here that is a
/// shell which does not mind, so the program has to see for itself.
#[test]
fn a_terminal_that_goes_away_takes_the_program_with_it() {
    let home = Home::new();
    let code = home.path.join("code");
    mknodat(CWD, &code, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let mut window = Command::new(env::current_exe().unwrap())
        .args(["--exact", "terminal::a_window_with_a_shell", "--ignored", "--nocapture"])
        .env("SHIFTDESK_TEST_HOME", &home.path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(window.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.is_ok_and(|line| line == "it is open")));
    window.kill().unwrap();
    window.wait().unwrap();
    let (tell, told) = channel();
    thread::spawn(move || tell.send(std::fs::read_to_string(code).unwrap()));
    assert_eq!(told.recv_timeout(DEADLINE).expect("the program outlives its terminal"), "129\n");
}

/// Not a test, but the window of the test above: killed, it closes its end of the terminal without another word.
#[test]
#[ignore = "is run as a program of its own, by the test above"]
fn a_window_with_a_shell() {
    let Some(path) = env::var_os("SHIFTDESK_TEST_HOME") else { return };
    let home = Home { path: path.into(), _folder: None };
    let mut pty = opened(home.shell("trap '' HUP; \"$0\"; echo $? > \"$HOME/code\""));
    // A frame that is still to come would find the terminal gone as well; here nothing must be left to do.
    while !pty.is_silent_for(Duration::from_millis(300)) {}
    println!("\nit is open");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn a_window_may_have_any_size() {
    let home = Home::new();
    let mut pty = opened(home.shiftdesk());
    for (columns, rows) in [(200, 60), (1, 1), (2, 2), (500, 200), (59, 15), (60, 14), (60, 15), (80, 24)] {
        pty.resize(columns, rows);
        match (columns, rows) {
            (60.., 15..) => {
                pty.wait_for("the last line", |screen| {
                    screen.rows(0, columns).last().is_some_and(|line| line.contains("move"))
                });
            }
            (20.., _) => pty.wait_for_text(&format!("Enlarge the window to 60×15 (now {columns}×{rows})")),
            _ => pty.wait_for("a piece of the sentence", |screen| !screen.contents().trim().is_empty()),
        }
    }
    quit(pty);
}

#[test]
fn what_another_program_writes_appears_without_a_key() {
    let home = Home::new();
    let mut pty = opened(home.shiftdesk());
    let mut store = home.store();
    for n in 1..=3 {
        open_ticket(&mut store);
        pty.wait_for_text(&format!("{n} open"));
    }
    quit(pty);
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let home = Home::new();
    let mut pty = opened(home.shiftdesk());
    open_ticket(&mut home.store());
    // The figures come after the ticket, in one frame or in two; wait for both.
    pty.wait_for("the ticket and its figures", |screen| {
        screen.contents().contains("1 open") && screen.contents().contains("Refund")
    });
    // They may come a second time, after a rest of the thread that works them out.
    while !pty.is_silent_for(Duration::from_millis(1500)) {}
    // Long enough for a dozen looks at the file.
    assert!(pty.is_silent_for(Duration::from_millis(400)));
    quit(pty);
}

#[test]
fn settings_are_read_anew_when_their_file_changes() {
    let home = Home::new();
    let mut pty = opened(home.shiftdesk());
    std::fs::write(home.own(), "[screen]\nlanguage = \"vi\"\n").unwrap();
    pty.wait_for("another language", |screen| !screen.contents().contains("Backlog aging"));
    std::fs::write(home.own(), "[screen]\nlanguage = \"en\"\n").unwrap();
    pty.wait_for_text("Backlog aging");
    quit(pty);
}

/// A shell with job control, as people have it: Ctrl-Z goes back to it, `fg` comes back.
#[test]
fn a_stopped_screen_comes_back_whole() {
    let home = Home::new();
    let script =
        "set -m; \"$0\" --at 2026-03-02T09:00; echo stopped; stty -a; read -r line; echo \"got $line\"; fg; echo left";
    let mut pty = opened(home.shell(script));
    pty.type_in("\x1a");
    pty.wait_for("the shell", |screen| !screen.alternate_screen() && screen.contents().contains("stopped"));
    pty.assert_sane();
    open_ticket(&mut home.store());
    pty.type_in("a line\n");
    pty.wait_for("the screen with what has changed meanwhile", |screen| {
        screen.alternate_screen() && screen.contents().contains("1 open")
    });
    pty.assert_taken();
    let pty = quit(pty);
    assert!(pty.text().contains("got a line") && pty.text().contains("left"), "{}", pty.text());
}

/// Run by a terminal itself, a stopped program could not be continued by anybody.
#[test]
fn without_a_shell_it_does_not_stop() {
    let home = Home::new();
    let mut pty = opened(home.shiftdesk());
    pty.type_in("\x1a");
    pty.wait_for_text("There is no shell to go back to");
    pty.assert_taken();
    quit(pty);
}

/// An editor that asks for a line and adds it, and what a person needs to start it.
fn with_editor(home: &Home, command: &mut CommandBuilder) {
    let script = "#!/bin/sh\nstty -a > \"$HOME/modes\"\nls -l \"$1\" > \"$HOME/file\"\necho editing\nread -r line\n\
                  [ \"$line\" = no ] && exit 1\necho \"$line\" >> \"$1\"\n";
    std::fs::write(home.path.join("editor"), script).unwrap();
    command.env("EDITOR", format!("sh {}", home.path.join("editor").display()));
}

/// The path of the file that the editor had, and who may read it.
fn edited(home: &Home) -> (String, PathBuf) {
    let told = std::fs::read_to_string(home.path.join("file")).unwrap();
    let words: Vec<&str> = told.split_whitespace().collect();
    (words[0].chars().take(10).collect(), words.last().unwrap().into())
}

#[test]
fn a_text_is_written_in_the_persons_own_editor() {
    let home = Home::new();
    open_ticket(&mut home.store());
    let mut command = home.shiftdesk();
    with_editor(&home, &mut command);
    let mut pty = Pty::spawn(command, (80, 24));
    pty.wait_for_text("1 open");
    pty.type_in("nfirst\x05");
    pty.wait_for("the editor", |screen| !screen.alternate_screen() && screen.contents().contains("editing"));
    pty.assert_sane();
    pty.type_in("q and the second\n");
    pty.wait_for("the form", |screen| screen.alternate_screen() && screen.contents().contains("q and the second"));
    assert!(pty.screen().bracketed_paste());
    assert!(pty.text().contains("first"), "{}", pty.text());
    let (mode, path) = edited(&home);
    assert_eq!((mode.as_str(), path.exists()), ("-rw-------", false));
    // An editor that is left without saving changes nothing.
    pty.type_in("\x05");
    pty.wait_for("the editor", |screen| !screen.alternate_screen() && screen.contents().contains("editing"));
    pty.type_in("no\n");
    pty.wait_for_text("the text is as it was");
    assert!(pty.text().contains("q and the second") && !edited(&home).1.exists(), "{}", pty.text());
    pty.type_in("\x13");
    pty.wait_for_text("Note added to ticket 1");
    quit(pty);
}

/// Ctrl-Z in the editor goes back to the shell, and `fg` to the editor.
#[test]
fn a_stopped_editor_comes_back_with_its_text() {
    let home = Home::new();
    open_ticket(&mut home.store());
    let script = "set -m; \"$0\" --at 2026-03-02T09:00; echo stopped; read -r line; echo \"got $line\"; fg; echo left";
    let mut command = home.shell(script);
    with_editor(&home, &mut command);
    let mut pty = Pty::spawn(command, (80, 24));
    pty.wait_for_text("1 open");
    pty.type_in("nfirst\x05");
    pty.wait_for_text("editing");
    pty.type_in("\x1a");
    pty.wait_for_text("stopped");
    pty.type_in("a line\n");
    pty.wait_for_text("got a line");
    pty.type_in("the second\n");
    pty.wait_for("the form", |screen| screen.alternate_screen() && screen.contents().contains("the second"));
    assert!(pty.screen().bracketed_paste());
    pty.type_in("\x13");
    pty.wait_for_text("Note added to ticket 1");
    quit(pty);
}
