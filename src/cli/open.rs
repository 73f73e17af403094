//! `shiftdesk` alone: the screen.

use std::io::{self, IsTerminal};

use super::{Context, Failure};

/// Opens the screen, where there is one.
pub fn run(context: &Context) -> anyhow::Result<()> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if dumb || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::usage(
            "shiftdesk needs a terminal. Without one, try `shiftdesk queue --json` or another of the commands in \
             `shiftdesk --help`.",
        ));
    }
    let _ = context;
    anyhow::bail!("The screen is not built yet; `shiftdesk --help` lists what works without one.")
}
