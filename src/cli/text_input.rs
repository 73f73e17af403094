//! Reads a text from an argument or from standard input.

use std::io::{self, Read};

use crate::cli::failure::Failure;

/// Maximum length of a text read from stdin, in bytes.
const MAX_STDIN_BYTES: u64 = 1024 * 1024;

/// Returns the text, or for `-` the content of stdin.
pub fn read_text(text: String) -> anyhow::Result<String> {
    if text != "-" {
        return Ok(text);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(MAX_STDIN_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_STDIN_BYTES {
        return Err(Failure::usage("The text on stdin is longer than 1 MiB; shorten it."));
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
}
