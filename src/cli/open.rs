//! `shiftdesk` without a subcommand: opens the screen.

use std::io::{self, IsTerminal};

use super::output;
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::config::{self, ConfigWatcher};
use crate::session::{self, SessionStart};
use crate::store::Store;

/// Opens the screen on the team's file, creating it if missing.
pub fn run(context: &CliContext) -> anyhow::Result<()> {
    // Check before creating a file.
    require_terminal()?;
    open_screen(context, context.open_or_create_store()?, false)
}

/// Opens the screen on a store; `demo` marks the team as a sample. Returns when the user quits; exits the process if a
/// signal ended the session.
pub fn open_screen(context: &CliContext, store: Store, demo: bool) -> anyhow::Result<()> {
    require_terminal()?;
    let own = context.global.config.clone();
    let db = context.db.clone();
    let mut watch = ConfigWatcher::new(own.as_deref(), &db);
    let reload = move || {
        let loaded = watch.changed().then(|| config::load(own.as_deref(), &db))?.ok()?;
        Some((loaded.settings, loaded.notice))
    };
    let ended = session::run(SessionStart {
        author: context.author(&store)?,
        store,
        settings: context.settings.clone(),
        clock: context.clock,
        fixed_time: context.fixed_now,
        notice: context.settings_notice.clone(),
        demo,
        reload: Box::new(reload),
    })?;
    ended.failures.iter().for_each(|why| output::print_message(why));
    match ended.exit_code() {
        0 => Ok(()),
        // Signals and rejected changes have been reported: exit without another error message.
        code => std::process::exit(code),
    }
}

/// Requires a terminal on stdin and stdout that supports more than line output.
pub fn require_terminal() -> anyhow::Result<()> {
    let able = std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    if able && io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(
        "shiftdesk needs a terminal. Without one, try `shiftdesk queue --json` or another of the commands in \
         `shiftdesk --help`.",
    ))
}
