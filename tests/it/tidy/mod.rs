//! Checks the architecture by reading the sources (see `src/lib.rs`): imports between layers, import cycles, unique type
//! names, where SQL and the terminal may appear, and what may appear nowhere. Every rule has a test that breaks it on
//! purpose.

mod graph;
mod lexer;

use std::fs;
use std::path::Path;

use graph::Graph;
use lexer::Lexed;

/// Each layer and the layers it may import. `main` and `cli` are on top and may import what is not excluded below.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("events", &["model"]),
    ("engine", &["model", "events"]),
    ("query", &["model", "events", "engine"]),
    ("presentation", &["model", "events", "engine", "query"]),
    ("store", &["model", "events", "engine", "query"]),
    ("exchange", &["model", "events", "engine", "query", "presentation"]),
    ("config", &["model"]),
    ("ui", &["model", "events", "engine", "query", "presentation", "config"]),
    ("session", &["model", "events", "engine", "query", "presentation", "config", "store", "exchange", "ui"]),
    ("cli", &["model", "events", "engine", "query", "presentation", "config", "store", "exchange", "session"]),
];

/// Where a layer may import only one part of another: (from, to, how the paths it may import begin).
const ONLY_THROUGH: &[(&str, &str, &str)] = &[("session", "ui", "src/ui/app")];

/// Words that may appear only under some paths, and what they stand for.
const ONLY_IN: &[(&[&str], &[&str], &str)] = &[
    (&["ratatui", "ratatui_textarea", "tui_input", "crossterm"], &["src/ui/", "src/session/"], "the terminal"),
    (&["rusqlite"], &["src/store/"], "the database"),
    (&["Utc::now", "Local::now", "SystemTime"], &["src/main.rs"], "the wall clock"),
    (&["Instant::now"], &["src/session/"], "the monotonic clock"),
    (&["println!", "print!", "eprintln!", "eprint!"], &[], "printing (use cli::output)"),
    (&["dbg!", "todo!", "unimplemented!"], &[], "unfinished code"),
    (&[".unwrap()", ".expect(", "panic!", "unreachable!"], &[], "ending the program"),
];

/// Words that may not appear in a layer at all, in addition to the above.
const NEVER_IN: &[(&str, &[&str])] = &[
    ("model", IO),
    ("events", IO),
    ("engine", IO),
    ("query", IO),
    ("presentation", IO),
    ("ui", &["std::fs", "std::net", "std::process", "std::thread"]),
];

const IO: &[&str] = &["std::fs", "std::io", "std::env", "std::net", "std::process", "std::thread"];

/// Exceptions: (file, word, reason). A test fails once one is no longer needed.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/config/layers.rs", ".expect(", "the defaults are embedded, and a test parses them"),
    ("src/exchange/demo/texts.rs", ".expect(", "the demo's texts are embedded, and a test parses them"),
];

/// Type names that may be defined more than once, and why. At most 40.
const SHARED_NAMES: &[(&str, &str)] = &[("Args", "clap's arguments of one verb, private to its module")];

/// Lines of a file, tests aside, that can be read in one sitting.
const MAX_LINES: usize = 450;

/// Files in one import cycle.
const MAX_CYCLE: usize = 2;

#[test]
fn every_file_follows_the_rules() {
    let sources = sources();
    let violations: Vec<_> = sources.iter().flat_map(|(path, source)| violations(path, source)).collect();
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn layers_import_downwards_only() {
    let sources = sources();
    let violations = layer_violations(&Graph::new(&sources).unwrap());
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn no_import_cycle_is_longer_than_two_files() {
    let sources = sources();
    let graph = Graph::new(&sources).unwrap();
    let long: Vec<_> = graph.cycles().into_iter().filter(|cycle| cycle.len() > MAX_CYCLE).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn type_names_are_unique() {
    let sources = sources();
    let graph = Graph::new(&sources).unwrap();
    let mut duplicates = graph.duplicate_types();
    duplicates.retain(|name, _| SHARED_NAMES.iter().all(|(shared, _)| shared != name));
    assert!(duplicates.is_empty(), "{duplicates:#?}");
    assert!(SHARED_NAMES.len() <= 40);
}

#[test]
fn every_exception_is_still_needed() {
    let sources = sources();
    for (path, word, reason) in EXCEPTIONS {
        let source = fs::read_to_string(root().join(path)).unwrap();
        assert!(contains_word(&Lexed::new(program(&source)).code, word), "{path} no longer has {word} ({reason})");
    }
    let graph = Graph::new(&sources).unwrap();
    let duplicates = graph.duplicate_types();
    for (name, reason) in SHARED_NAMES {
        assert!(duplicates.contains_key(name), "{name} is unique by now ({reason})");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under `src` as (path below the root, text).
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    gather(&root().join("src"), root(), &mut sources);
    assert!(sources.len() > 40, "no sources under {}", root().display());
    sources
}

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

/// `src/engine/sla/mod.rs` → `engine`.
fn layer(path: &str) -> &str {
    path.strip_prefix("src/").and_then(|inside| inside.split(['/', '.']).next()).unwrap_or_default()
}

/// What breaks the rules in one file, each as a line for whoever has to fix it.
fn violations(path: &str, source: &str) -> Vec<String> {
    let mut violations = Vec::new();
    let mut report = |what: String| violations.push(format!("{path}: {what}"));
    if !source.starts_with("//! ") {
        report("does not begin with //! and its purpose".into());
    }
    // A file of tests alone is known by its name; its parent lists it under `cfg(test)`.
    let program = if path.ends_with("/tests.rs") { "" } else { program(source) };
    let lines = program.lines().count();
    if lines > MAX_LINES {
        report(format!("has {lines} lines before its tests; {MAX_LINES} is the limit. Split it by responsibility"));
    }
    let lexed = Lexed::new(program);
    for (words, places, what) in ONLY_IN {
        let allowed = |word: &str| {
            places.iter().any(|place| path.starts_with(place))
                || EXCEPTIONS.iter().any(|(file, excepted, _)| *file == path && *excepted == word)
        };
        for word in words.iter().filter(|word| !allowed(word) && contains_word(&lexed.code, word)) {
            let places = if places.is_empty() { "no file" } else { places[0] };
            report(format!("names {word}: {what} belongs to {places}"));
        }
    }
    for word in NEVER_IN.iter().filter(|(name, _)| *name == layer(path)).flat_map(|(_, words)| *words) {
        if contains_word(&lexed.code, word) {
            report(format!("names {word}, which {} may not use", layer(path)));
        }
    }
    if layer(path) != "store" {
        for statement in lexed.texts.iter().filter(|text| is_sql(text)) {
            report(format!("holds SQL: {}", statement.split_whitespace().take(6).collect::<Vec<_>>().join(" ")));
        }
    }
    violations
}

fn layer_violations(graph: &Graph) -> Vec<String> {
    let mut violations = Vec::new();
    for (from, targets) in graph.edges() {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer(from)) else { continue };
        for (to, items) in targets {
            let items = items.into_iter().collect::<Vec<_>>().join(", ");
            let own = layer(from) == layer(to);
            if !own && layer(to) != "lib" && !allowed.contains(&layer(to)) {
                violations.push(format!(
                    "{from} imports {items} from {to}: {} may not import {}",
                    layer(from),
                    layer(to)
                ));
            }
            let through = ONLY_THROUGH.iter().find(|(a, b, _)| *a == layer(from) && *b == layer(to));
            if let Some((_, _, only)) = through.filter(|(_, _, only)| !to.starts_with(only)) {
                violations.push(format!("{from} imports {items} from {to}; of {} only {only} is allowed", layer(to)));
            }
        }
    }
    violations
}

/// The file without its tests, which come last. (`mod tests;` near the top is a declaration, not the tests.)
fn program(source: &str) -> &str {
    let tests = source.match_indices("\n#[cfg(test)]\nmod ").find(|(at, start)| {
        let line = source[at + start.len()..].lines().next().unwrap_or_default();
        line.contains('{')
    });
    &source[..tests.map_or(source.len(), |(at, _)| at + 1)]
}

/// Whether the code has `word` by itself, not as a part of a longer one.
fn contains_word(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let open_front = word.starts_with(part);
    let open_end = word.ends_with(part);
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(part);
        let after = code[at + word.len()..].chars().next().is_some_and(part);
        !(open_front && before || open_end && after)
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

/// A file with that code.
fn with(code: &str) -> String {
    format!("//! For a test.\n\n{code}\n")
}

#[test]
fn every_broken_rule_is_noticed() {
    for (path, code, expected) in [
        ("src/model/x.rs", "use ratatui::Frame;", "names ratatui"),
        ("src/engine/x.rs", "use crossterm::event;", "names crossterm"),
        ("src/presentation/x.rs", "fn f() { std::fs::read(p); }", "names std::fs"),
        ("src/ui/x.rs", "use std::fs;", "names std::fs"),
        ("src/events/x.rs", "fn f() { let now = Utc::now(); }", "names Utc::now"),
        ("src/session/x.rs", "fn f() { Local::now() }", "names Local::now"),
        ("src/store/x.rs", "fn f() { std::time::Instant::now() }", "names Instant::now"),
        ("src/store/x.rs", "use std::time::SystemTime;", "names SystemTime"),
        ("src/store/x.rs", "\n#[cfg(test)]\nmod tests;\n\nfn f() { x.unwrap(); }", "names .unwrap()"),
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
        ("src/config/x.rs", r#"fn f() { panic!("no value") }"#, "names panic!"),
        ("src/engine/x.rs", "fn f() { unreachable!() }", "names unreachable!"),
        ("src/cli/x.rs", "/* a /* b */ c */ fn f<'a>(x: &'a str) { let q = '\"'; y.unwrap(); }", "names .unwrap()"),
    ] {
        let found = violations(path, &with(code));
        assert!(
            found.len() == 1 && found[0].contains(expected),
            "{path}: {code}\nexpected {expected}, found {found:#?}"
        );
    }
}

#[test]
fn every_upward_import_is_noticed() {
    for (path, code) in [
        ("src/store/x.rs", "use crate::ui::Thing;"),
        ("src/store/x.rs", "use crate::{model::Other, ui::Thing};"),
        ("src/exchange/x.rs", "use crate::{\n    model,\n    ui,\n};\nfn f() -> ui::Thing { todo() }"),
        ("src/model/x.rs", "fn f(thing: crate::ui::Thing) {}"),
        ("src/model/x.rs", "use super::super::ui;\nfn f() { vec![ui::Thing]; }"),
        ("src/engine/x.rs", "use crate::presentation as p;\nfn f() { p::Thing::new() }"),
        ("src/session/x.rs", "use crate::ui::Thing;"),
        ("src/cli/x.rs", "use crate::ui::Thing;"),
    ] {
        let sources = [
            (path, code),
            ("src/lib.rs", "pub mod ui;\npub mod model;\npub mod presentation;"),
            ("src/ui/mod.rs", "pub use self::app::*;\npub struct Thing;"),
            ("src/ui/app.rs", "pub struct App;"),
            ("src/model/mod.rs", "pub struct Other;"),
            ("src/presentation/mod.rs", "pub struct Thing;"),
        ];
        let found = layer_violations(&graph_of(&sources));
        assert_eq!(found.len(), 1, "{path}: {code}\n{found:#?}");
    }
    let fine = [
        ("src/session/x.rs", "use crate::ui::App;\nuse crate::model::Other;"),
        ("src/ui/mod.rs", "pub use self::app::App;"),
        ("src/ui/app.rs", "pub struct App;"),
        ("src/model/mod.rs", "pub struct Other;\n#[cfg(test)]\nmod tests { use crate::ui::App; }"),
    ];
    assert_eq!(layer_violations(&graph_of(&fine)), Vec::<String>::new(), "re-exports are followed, tests ignored");
}

#[test]
fn cycles_and_duplicate_names_are_noticed() {
    let ring = [
        ("src/engine/mod.rs", "pub mod a; pub mod b; pub mod c; pub use b::B;"),
        ("src/engine/a.rs", "use super::B;\npub struct A;"),
        ("src/engine/b.rs", "use super::c::C;\npub struct B;"),
        ("src/engine/c.rs", "fn f() { vec![crate::engine::a::A]; }\npub struct C;\npub enum A {}"),
    ];
    let graph = graph_of(&ring);
    assert_eq!(graph.cycles(), [vec!["src/engine/a.rs", "src/engine/b.rs", "src/engine/c.rs"]]);
    assert_eq!(graph.duplicate_types().into_keys().collect::<Vec<_>>(), ["A"]);
    let line = [
        ("src/engine/mod.rs", "pub mod a; pub mod b;"),
        ("src/engine/a.rs", "use super::b::B;\npub struct A;"),
        ("src/engine/b.rs", "pub struct B;\n#[cfg(test)]\nmod tests { use super::super::a::A; }"),
    ];
    assert_eq!(graph_of(&line).cycles(), Vec::<Vec<&str>>::new());
}

fn graph_of(files: &[(&str, &str)]) -> Graph {
    let sources: Vec<_> = files.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned())).collect();
    Graph::new(&sources).unwrap()
}

#[test]
fn a_long_file_and_one_without_a_purpose_are_noticed() {
    let long = with(&"fn f() {}\n".repeat(MAX_LINES));
    assert!(violations("src/ui/x.rs", &long)[0].contains("lines before its tests"));
    let tested = with(&format!("#[cfg(test)]\nmod tests {{\n{}}}", "    fn f() {}\n".repeat(MAX_LINES)));
    assert_eq!(violations("src/ui/x.rs", &tested), Vec::<String>::new(), "tests may be long");
    assert!(violations("src/ui/x.rs", "fn f() {}\n")[0].contains("does not begin with //!"));
}

#[test]
fn what_only_looks_like_a_violation_is_none() {
    for (path, code) in [
        ("src/model/x.rs", "/// No ratatui, no rusqlite, no Utc::now.\nfn f() {}"),
        ("src/model/x.rs", "let ratatuila = \"ratatui\";"),
        ("src/ui/x.rs", "use ratatui::Frame;\nuse crate::config::Settings;"),
        ("src/session/x.rs", "use crossterm::event;\nfn f() { time::Instant::now() }"),
        ("src/cli/x.rs", r#"const S: &str = "Select a file from the folder, then update and set it";"#),
        ("src/cli/x.rs", "fn f() { x.unwrap_or_default().unwrap_or(1); }"),
        (
            "src/cli/x.rs",
            "fn f() { writeln!(out, \"println!\") }\n\n#[cfg(test)]\nmod tests { fn g() { x.unwrap(); } }",
        ),
        ("src/store/x.rs", r#"const Q: &str = "SELECT id FROM ticket";"#),
        ("src/main.rs", "fn now() { chrono::Utc::now() }"),
        ("src/cli/x.rs", r#"fn f() { let a = "a \" // \\"; let b = '\''; let c = 'x'; let d = '\\'; }"#),
    ] {
        assert_eq!(violations(path, &with(code)), Vec::<String>::new(), "{path}: {code}");
    }
}
