//! The laws of the house (see `src/lib.rs`), held by reading the sources: who may name whom, where SQL and the terminal
//! stand, what never stands anywhere. The last tests break each law on purpose, to see that it is noticed.

use std::fs;
use std::path::Path;

/// The rooms, and which others each may name. `main` and `cli` may name all.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("exchange", &["domain"]),
    ("config", &["domain"]),
    ("ui", &["domain", "config"]),
    ("session", &["domain", "config", "store", "exchange", "ui"]),
];

const ROOMS: &[&str] = &["domain", "store", "exchange", "config", "ui", "session", "cli"];

/// What only some rooms may name: the words, where they may stand, and why not elsewhere.
const ONLY_IN: &[(&[&str], &[&str], &str)] = &[
    (&["ratatui", "ratatui_textarea", "tui_input", "crossterm"], &["src/ui/", "src/session/"], "the terminal"),
    (&["rusqlite"], &["src/store/"], "the database"),
    (&["Utc::now", "Local::now", "SystemTime"], &["src/main.rs"], "the clock"),
    (&["Instant::now"], &["src/session/"], "the stopwatch"),
    (&["println!", "print!", "eprintln!", "eprint!"], &[], "printing; use cli::output"),
    (&["dbg!", "todo!", "unimplemented!", ".unwrap()", ".expect("], &[], "what would end the program"),
];

/// What a room knows nothing of, beside the above.
const NEVER_IN: &[(&str, &[&str])] = &[
    ("domain", &["std::fs", "std::io", "std::env", "std::net", "std::process", "std::thread"]),
    ("ui", &["std::fs", "std::net", "std::process", "std::thread"]),
];

/// Where a law is set aside, and why.
const JUSTIFIED: &[(&str, &str, &str)] = &[
    ("src/config/layers.rs", ".expect(", "the defaults are embedded, and a test reads them"),
    ("src/exchange/demo/texts.rs", ".expect(", "the demo's texts are embedded, and a test reads them"),
];

/// So many lines of a file, tests aside, are read in one sitting.
const LONGEST: usize = 450;

#[test]
fn the_house_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    gather(&root.join("src"), root, &mut sources);
    assert!(sources.len() > 40, "the sources are under {}", root.display());
    let faults: Vec<_> = sources.iter().flat_map(|(path, source)| faults(path, source)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    for (path, word, why) in JUSTIFIED {
        let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        assert!(names(&Parts::of(program(&source)).code, word), "{path} no longer has {word} ({why})");
    }
}

/// Every Rust file under `folder`, by its path from `root`.
fn gather(folder: &Path, root: &Path, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, root, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            into.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// What is wrong with one file, each as a line for whoever has to mend it.
fn faults(path: &str, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{path}: {what}"));
    if !source.starts_with("//! ") {
        fault("does not begin with //! and what it is for".into());
    }
    // A file of tests alone is told by its name; whoever lists it does so under `cfg(test)`.
    let program = if path.ends_with("/tests.rs") { "" } else { program(source) };
    let lines = program.lines().count();
    if lines > LONGEST {
        fault(format!("has {lines} lines before its tests; {LONGEST} is the most. Split it where it has two purposes"));
    }
    let parts = Parts::of(program);
    let room = path.strip_prefix("src/").and_then(|inside| inside.split(['/', '.']).next()).unwrap_or_default();
    for (words, places, what) in ONLY_IN {
        let allowed = |word: &str| {
            places.iter().any(|place| path.starts_with(place))
                || JUSTIFIED.iter().any(|(file, justified, _)| *file == path && *justified == word)
        };
        for word in words.iter().filter(|word| !allowed(word) && names(&parts.code, word)) {
            fault(format!("names {word}: {what} belongs to {}", if places.is_empty() { "no file" } else { places[0] }));
        }
    }
    for word in NEVER_IN.iter().filter(|(name, _)| *name == room).flat_map(|(_, words)| *words) {
        if names(&parts.code, word) {
            fault(format!("names {word}, of which {room} knows nothing"));
        }
    }
    if let Some((_, may)) = MAY_NAME.iter().find(|(name, _)| *name == room) {
        for other in ROOMS.iter().filter(|other| **other != room && !may.contains(other)) {
            if names_room(&parts.code, other) {
                fault(format!("names {other}, which {room} may not know"));
            }
        }
    }
    if room != "store" {
        for statement in parts.texts.iter().filter(|text| is_sql(text)) {
            fault(format!("holds SQL: {}", statement.split_whitespace().take(6).collect::<Vec<_>>().join(" ")));
        }
    }
    faults
}

/// The file without its tests, which stand last.
fn program(source: &str) -> &str {
    let tests = source.find("\n#[cfg(test)]\nmod ").map(|at| at + 1);
    &source[..tests.unwrap_or(source.len())]
}

/// Whether the code names `word` by itself, not as a part of a longer one.
fn names(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let open_front = word.starts_with(part);
    let open_end = word.ends_with(part);
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(part);
        let after = code[at + word.len()..].chars().next().is_some_and(part);
        !(open_front && before || open_end && after)
    })
}

/// Whether the code reaches into another room, by its whole path, out of a list, or from above.
fn names_room(code: &str, room: &str) -> bool {
    let dense = code.split_whitespace().collect::<Vec<_>>().join(" ").replace(":: ", "::").replace(" ::", "::");
    if names(&dense, &format!("crate::{room}")) || names(&dense, &format!("super::{room}")) {
        return true;
    }
    dense.match_indices("crate::{").any(|(at, opening)| {
        // The names right inside the braces, whatever deeper braces hold.
        let mut depth = 1;
        let mut list = String::new();
        for c in dense[at + opening.len()..].chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 1 => list.push(c),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        list.split(',').any(|name| name.trim().split("::").next() == Some(room))
    })
}

fn is_sql(text: &str) -> bool {
    let text = format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    let has = |words: &[&str]| words.iter().all(|word| text.contains(word));
    [
        &[" SELECT ", " FROM "][..],
        &[" INSERT INTO "],
        &[" INSERT OR "],
        &[" UPDATE ", " SET "],
        &[" DELETE FROM "],
        &[" PRAGMA "],
        &[" CREATE TABLE "],
    ]
    .iter()
    .any(|words| has(words))
}

/// A source taken apart: the code without comments and texts, and the texts.
struct Parts {
    code: String,
    texts: Vec<String>,
}

impl Parts {
    fn of(source: &str) -> Parts {
        let mut parts = Parts { code: String::new(), texts: Vec::new() };
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            let word_before = parts.code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
            rest = match c {
                '/' if rest.starts_with("//") => &rest[rest.find('\n').unwrap_or(rest.len())..],
                '/' if rest.starts_with("/*") => parts.comment(rest),
                '"' => parts.text(rest, 0),
                'r' if !word_before && hashes(&rest[1..]).is_some() => {
                    let hashes = hashes(&rest[1..]).unwrap_or(0);
                    parts.text(&rest[1 + hashes..], hashes + 1)
                }
                '\'' => parts.letter(rest),
                c => {
                    parts.code.push(c);
                    &rest[c.len_utf8()..]
                }
            };
        }
        parts
    }

    /// Skips a comment, and those inside it.
    fn comment<'a>(&mut self, rest: &'a str) -> &'a str {
        let mut depth = 0;
        let mut at = 0;
        while at < rest.len() {
            let (step, deeper) = match &rest.as_bytes()[at..] {
                [b'/', b'*', ..] => (2, 1),
                [b'*', b'/', ..] => (2, -1),
                _ => (1, 0),
            };
            at += step;
            depth += deeper;
            if depth == 0 {
                break;
            }
        }
        self.code.push(' ');
        &rest[at..]
    }

    /// Takes a text, which begins with a quotation mark. `raw` is 0 for an ordinary one, else one more than its hashes.
    fn text<'a>(&mut self, rest: &'a str, raw: usize) -> &'a str {
        let inside = &rest[1..];
        let end = format!("\"{}", "#".repeat(raw.saturating_sub(1)));
        let mut escaped = false;
        let length = inside.char_indices().find_map(|(at, c)| {
            let ends = !escaped && inside[at..].starts_with(&end);
            escaped = raw == 0 && c == '\\' && !escaped;
            ends.then_some(at)
        });
        let length = length.unwrap_or(inside.len());
        self.texts.push(inside[..length].to_owned());
        self.code.push_str("\"\"");
        inside.get(length + end.len()..).unwrap_or_default()
    }

    /// Skips a character such as `'"'`; a lifetime is code.
    fn letter<'a>(&mut self, rest: &'a str) -> &'a str {
        let inside = &rest[1..];
        let length = match inside.strip_prefix('\\') {
            // The character after the backslash is part of it, even where it is a quotation mark.
            Some(escape) => escape.char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
            None => inside.chars().next().map(char::len_utf8).filter(|length| inside[*length..].starts_with('\'')),
        };
        self.code.push('\'');
        length.map_or(inside, |length| &inside[length + 1..])
    }
}

/// How many hashes stand before the quotation mark of a raw text; `None` if it is none.
fn hashes(rest: &str) -> Option<usize> {
    let count = rest.chars().take_while(|c| *c == '#').count();
    rest[count..].starts_with('"').then_some(count)
}

/// A file whose program is `code`.
fn with(code: &str) -> String {
    format!("//! For a test.\n\n{code}\n")
}

#[test]
fn every_broken_law_is_noticed() {
    for (path, code, expected) in [
        ("src/domain/x.rs", "use ratatui::Frame;", "names ratatui"),
        ("src/domain/x.rs", "use crossterm::event;", "names crossterm"),
        ("src/domain/x.rs", "fn f() { std::fs::read(p); }", "names std::fs"),
        ("src/ui/x.rs", "use std::fs;", "names std::fs"),
        ("src/domain/x.rs", "fn f() { let now = Utc::now(); }", "names Utc::now"),
        ("src/session/x.rs", "fn f() { Local::now() }", "names Local::now"),
        ("src/store/x.rs", "fn f() { std::time::Instant::now() }", "names Instant::now"),
        ("src/store/x.rs", "use std::time::SystemTime;", "names SystemTime"),
        ("src/store/x.rs", "use crate::ui::Pane;", "names ui"),
        ("src/store/x.rs", "use crate::{domain::desk::Desk, config};", "names config"),
        ("src/ui/x.rs", "use crate::store::worker::Ask;", "names store"),
        ("src/ui/mod.rs", "use super::exchange::csv;", "names exchange"),
        ("src/exchange/x.rs", "use crate::\n    store\n    ::Store;", "names store"),
        ("src/exchange/x.rs", "use crate::{\n    domain::{event, desk},\n    store,\n};", "names store"),
        ("src/config/x.rs", "use crate::ui;", "names ui"),
        ("src/session/x.rs", "use crate::cli::Context;", "names cli"),
        ("src/cli/x.rs", "use rusqlite::Connection;", "names rusqlite"),
        ("src/cli/x.rs", "use ratatui::Frame;", "names ratatui"),
        ("src/cli/x.rs", r#"const Q: &str = "SELECT id FROM ticket";"#, "holds SQL"),
        ("src/cli/x.rs", r##"const Q: &str = r#"UPDATE "ticket" SET id = 1"#;"##, "holds SQL"),
        ("src/ui/x.rs", "const Q: &str = \"\n  PRAGMA\n  user_version\";", "holds SQL"),
        ("src/main.rs", r#"const Q: &str = "INSERT INTO event VALUES (1)";"#, "holds SQL"),
        ("src/cli/x.rs", r#"fn f() { println!("x"); }"#, "names println!"),
        ("src/cli/x.rs", "fn f() { dbg!(1); }", "names dbg!"),
        ("src/cli/x.rs", "fn f() { todo!() }", "names todo!"),
        ("src/cli/x.rs", "fn f() { x.unwrap(); }", "names .unwrap()"),
        ("src/cli/x.rs", r#"fn f() { x.expect("why"); }"#, "names .expect("),
        ("src/cli/x.rs", "/* a /* b */ c */ fn f<'a>(x: &'a str) { let q = '\"'; y.unwrap(); }", "names .unwrap()"),
    ] {
        let found = faults(path, &with(code));
        assert!(
            found.len() == 1 && found[0].contains(expected),
            "{path}: {code}\nexpected {expected}, found {found:#?}"
        );
    }
}

#[test]
fn a_long_file_and_one_without_a_purpose_are_noticed() {
    let long = with(&"fn f() {}\n".repeat(LONGEST));
    assert!(faults("src/ui/x.rs", &long)[0].contains("lines before its tests"));
    let tested = with(&format!("#[cfg(test)]\nmod tests {{\n{}}}", "    fn f() {}\n".repeat(LONGEST)));
    assert_eq!(faults("src/ui/x.rs", &tested), Vec::<String>::new(), "tests may be long");
    assert!(faults("src/ui/x.rs", "fn f() {}\n")[0].contains("does not begin with //!"));
}

#[test]
fn what_only_looks_like_a_fault_is_none() {
    for (path, code) in [
        ("src/domain/x.rs", "/// No ratatui, no rusqlite, no Utc::now.\nfn f() {}"),
        ("src/domain/x.rs", "use super::store_of_words;\nlet ratatuila = \"ratatui\";"),
        ("src/ui/x.rs", "use ratatui::Frame;\nuse crate::config::Settings;"),
        ("src/session/x.rs", "use crate::store::Store;\nuse crossterm::event;\nfn f() { time::Instant::now() }"),
        ("src/cli/x.rs", r#"const S: &str = "Select a file from the folder, then update and set it";"#),
        ("src/cli/x.rs", "fn f() { x.unwrap_or_default().unwrap_or(1); }"),
        ("src/cli/x.rs", "fn f() { super::output::print(1) }"),
        (
            "src/cli/x.rs",
            "fn f() { writeln!(out, \"println!\") }\n\n#[cfg(test)]\nmod tests { fn g() { x.unwrap(); } }",
        ),
        ("src/store/x.rs", r#"const Q: &str = "SELECT id FROM ticket";"#),
        ("src/main.rs", "fn now() { chrono::Utc::now() }"),
        ("src/cli/x.rs", r#"fn f() { let a = "a \" // \\"; let b = '\''; let c = 'x'; let d = '\\'; }"#),
    ] {
        assert_eq!(faults(path, &with(code)), Vec::<String>::new(), "{path}: {code}");
    }
}
