//! `shiftdesk` alone: the screen.

use super::Context;

pub fn run(_context: &Context) -> anyhow::Result<()> {
    anyhow::bail!("not built yet")
}
