//! Arguments → command → one sentence and an exit code on failure. The only wall clock.

use chrono::SubsecRound;
use clap::Parser;
use shiftdesk::cli::{self, Cli};
use shiftdesk::domain::time::Instant;

fn main() {
    // Whatever this program makes is for its user alone; a team that shares a file widens it on purpose.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    std::process::exit(cli::run(Cli::parse(), now));
}

/// The wall clock, to the millisecond: what the file keeps reads back as it was written.
fn now() -> Instant {
    chrono::Utc::now().trunc_subsecs(3)
}
