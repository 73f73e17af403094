//! `shiftdesk` alone: the screen.

use std::io::{self, IsTerminal};

use super::{Context, Failure, output};
use crate::config::{self, Watch};
use crate::session::{self, Start};
use crate::store::Store;

/// Opens the screen on the team's file, which is made if there is none yet.
pub fn run(context: &Context) -> anyhow::Result<()> {
    // Before a file is made that nobody gets to see.
    needs_terminal()?;
    show(context, context.store_or_new()?, false)
}

/// Opens the screen on a store; `demo` says on it that the team is an invented one. Returns once the person has left
/// it, and not at all if a signal ended it.
pub fn show(context: &Context, store: Store, demo: bool) -> anyhow::Result<()> {
    needs_terminal()?;
    let own = context.common.config.clone();
    let db = context.db.clone();
    let mut watch = Watch::new(own.as_deref(), &db);
    let reload = move || {
        let loaded = watch.changed().then(|| config::load(own.as_deref(), &db))?;
        Some((loaded.settings, loaded.notice))
    };
    let ended = session::run(Start {
        author: context.author(&store)?,
        store,
        settings: context.settings.clone(),
        clock: context.clock,
        fixed: context.fixed,
        notice: context.notice.clone(),
        demo,
        reload: Box::new(reload),
    })?;
    ended.refused.iter().for_each(|why| output::tell(why));
    match ended.exit_code() {
        0 => Ok(()),
        // Neither a signal nor what has just been told is an error to be told once more.
        code => std::process::exit(code),
    }
}

/// The screen needs a terminal at both ends, one that can do more than print lines.
pub fn needs_terminal() -> anyhow::Result<()> {
    let able = std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    if able && io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(
        "shiftdesk needs a terminal. Without one, try `shiftdesk queue --json` or another of the commands in \
         `shiftdesk --help`.",
    ))
}
