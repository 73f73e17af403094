//! Parses arguments, runs the command, prints one error sentence and sets the exit code. Holds the only wall clock.

use chrono::SubsecRound;
use clap::Parser;

use shiftdesk::cli::{self, Cli};
use shiftdesk::model::time::Instant;

fn main() {
    // Files are private to the user by default; a team that shares one widens the mode explicitly.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    std::process::exit(cli::run(Cli::parse(), now));
}

/// The wall clock, truncated to the milliseconds that the file stores.
fn now() -> Instant {
    chrono::Utc::now().trunc_subsecs(3)
}
