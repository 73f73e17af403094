//! Output of results: data on stdout, as JSON or as an [`OutputPage`]; messages on stderr.
//!
//! Everything printed here is safe for a terminal: pages sanitize their texts, and JSON escapes control characters. A
//! closed pipe (`shiftdesk queue | head -1`) is not a failure (see [`super::run`]).

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::page::OutputPage;
use crate::cli::failure::Failure;
use crate::model::text::{clean, is_hidden};

/// Page width if stdout is not a terminal.
const DEFAULT_WIDTH: usize = 80;

/// Output format options.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct OutputArgs {
    /// Print JSON: stable keys, durations in seconds, shares from 0 to 1
    #[arg(long, conflicts_with = "plain")]
    pub json: bool,
    /// Print one fact per line, for screen readers
    #[arg(long)]
    pub plain: bool,
}

/// Prints a result in the requested format.
pub fn print_result(
    form: OutputArgs,
    result: &impl Serialize,
    page: impl FnOnce() -> OutputPage,
) -> anyhow::Result<()> {
    let text = match form {
        OutputArgs { json: true, .. } => return print_json(result),
        OutputArgs { plain: true, .. } => page().plain(),
        _ => page().render(page_width()),
    };
    write_stdout(&text)
}

/// Prints a page that has no JSON format.
pub fn print_page(form: OutputArgs, page: OutputPage) -> anyhow::Result<()> {
    write_stdout(&if form.plain { page.plain() } else { page.render(page_width()) })
}

/// Prints a value as JSON: pretty on a terminal, else on one line.
pub fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    let text =
        if io::stdout().is_terminal() { serde_json::to_string_pretty(value)? } else { serde_json::to_string(value)? };
    write_stdout(&(escape_json(&text) + "\n"))
}

/// Prints one sentence or value.
pub fn print_line(text: &str) -> anyhow::Result<()> {
    write_stdout(&(clean(text).into_owned() + "\n"))
}

/// Writes to stdout and flushes. Unlike `println!` it does not panic on a closed pipe.
fn write_stdout(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes raw bytes to stdout. Refuses to write binary data (`text` is false) to a terminal.
pub fn write_raw(text: bool, put: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    if !text && out.is_terminal() {
        return Err(Failure::usage("That is no text for a terminal to show; name a file with --out."));
    }
    put(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Prints a message on stderr. Ignores errors: there is nowhere left to report them.
pub fn print_message(text: &str) {
    let _ = writeln!(io::stderr(), "{}", clean(text));
}

/// Width of the terminal, or the default.
fn page_width() -> usize {
    let out = io::stdout();
    let size = if out.is_terminal() { rustix::termios::tcgetwinsize(&out).ok() } else { None };
    size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0).unwrap_or(DEFAULT_WIDTH)
}

/// Escapes control and bidirectional characters. The parsed value is unchanged: they occur only inside strings, where
/// JSON has `\u` escapes.
fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}') || is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
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
        let text = escape_json(&serde_json::to_string(hostile).unwrap());
        assert!(!text.chars().any(|c| c.is_control() || (is_hidden(c))), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
    }
}
