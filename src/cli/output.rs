//! How results leave the program: data on stdout, as JSON for programs or as a [`Page`] for people; talk on stderr.
//!
//! Whatever is printed here is harmless to a terminal: pages clean their texts, and JSON escapes what a terminal could
//! obey. A reader that goes away (`shiftdesk queue | head -1`) is no failure: the error says so, and the program ends
//! quietly (see [`super::run`]).

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::Failure;
use super::page::Page;
use crate::domain::text::{clean, is_hidden};

/// Columns of a page where stdout is no terminal.
const COLUMNS: usize = 80;

/// In which form a result is wanted.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Form {
    /// Print JSON: stable keys, durations in seconds, rates from 0 to 1
    #[arg(long, conflicts_with = "plain")]
    pub json: bool,
    /// Print one fact a line, without columns, as a screen reader likes it
    #[arg(long)]
    pub plain: bool,
}

/// Prints a result in the form that was asked for.
pub fn print(form: Form, result: &impl Serialize, page: impl FnOnce() -> Page) -> anyhow::Result<()> {
    let text = match form {
        Form { json: true, .. } => return json(result),
        Form { plain: true, .. } => page().plain(),
        _ => page().render(columns()),
    };
    write(&text)
}

/// Prints a page that has no other form: JSON would be nothing but its texts.
pub fn page(form: Form, page: Page) -> anyhow::Result<()> {
    write(&if form.plain { page.plain() } else { page.render(columns()) })
}

/// Prints a value as JSON, for people to read where they look at it, else on one line.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let text =
        if io::stdout().is_terminal() { serde_json::to_string_pretty(value)? } else { serde_json::to_string(value)? };
    write(&(escaped(&text) + "\n"))
}

/// Prints one sentence or one datum.
pub fn line(text: &str) -> anyhow::Result<()> {
    write(&(clean(text).into_owned() + "\n"))
}

/// Writes to stdout, all of it. Unlike `println!` it does not panic when nobody reads any more.
fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Lets something be written to stdout as it is. Bytes that are no `text` are not for a terminal.
pub fn bytes(text: bool, put: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    if !text && out.is_terminal() {
        return Err(Failure::usage("That is no text for a terminal to show; name a file with --out."));
    }
    put(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Tells the person something beside the data. There is nobody to tell when even stderr is closed.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{}", clean(text));
}

/// How wide a page may be.
fn columns() -> usize {
    let out = io::stdout();
    let size = if out.is_terminal() { rustix::termios::tcgetwinsize(&out).ok() } else { None };
    size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0).unwrap_or(COLUMNS)
}

/// JSON in which nothing can move a cursor or turn a line around. What a parser reads is the same: such characters
/// stand only inside strings, where JSON knows them by number too.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}') || is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_its_meaning_and_loses_its_power() {
        let hostile = "a\u{7f}b\u{9b}31mc\u{202e}d\u{e0041}e\u{2028}f\x1bg\nh\u{200d}i";
        let text = escaped(&serde_json::to_string(hostile).unwrap());
        assert!(!text.chars().any(|c| c.is_control() || (is_hidden(c))), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
    }
}
