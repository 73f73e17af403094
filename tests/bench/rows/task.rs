//! The queue as a program of the command line, against taskwarrior with the same tickets.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::files::{Bench, Desk, MOMENT, installed};
use crate::numbers::{Amount, Times};
use crate::rows::start::timed;
use crate::table::{Goal, Row};
use shiftdesk::engine::desk::TicketRow as Ticket;
use shiftdesk::model::ticket::Priority;
use shiftdesk::model::time::Instant;
use shiftdesk::store::read::TicketSelection;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let desk = &bench.middle;
    let what = format!("`shiftdesk queue --limit 50`, {}", desk.name());
    if !installed("task") {
        return Ok(vec![Row::missing(&what, "task is not installed (Debian package taskwarrior)")]);
    }
    let folder = bench.scratch("task")?;
    tell(bench, desk, &folder)?;
    let (mut ours, mut theirs) = <(Times, Times)>::default();
    // The first is not counted: taskwarrior tidies its files then.
    for round in 0..=bench.rounds(5, 3) {
        let path = desk.path.to_string_lossy();
        let queue = timed(&mut bench.command(&["queue", "--limit", "50", "--at", MOMENT, "--db", &path]))?;
        let next = timed(&mut task(&folder))?;
        if round > 0 {
            ours.push(queue);
            theirs.push(next);
        }
    }
    let (ours, theirs) = (ours.median(), theirs.median());
    let faster = Amount::Times(theirs.as_secs_f64() / ours.as_secs_f64());
    let reference = format!("`task next limit:50`: {}", Amount::Time(theirs));
    let goal = Goal::AtLeast(Amount::Times(50.0));
    Ok(vec![Row::ratio(&format!("{what}: so many times faster"), Amount::Time(ours), &reference, faster, goal)])
}

fn task(folder: &Path) -> Command {
    let mut command = Command::new("task");
    command.args(["next", "limit:50"]).env("TASKRC", folder.join("taskrc")).env("TASKDATA", folder);
    command
}

/// Writes the tickets into taskwarrior's own two files: what is open is pending, what is solved is completed.
fn tell(bench: &Bench, desk: &Desk, folder: &Path) -> anyhow::Result<()> {
    let (mut pending, mut completed) = (String::new(), String::new());
    for row in bench.store(&desk.path)?.rows(&TicketSelection::All)? {
        let into = if row.status.in_backlog() { &mut pending } else { &mut completed };
        line(into, &row).context("A task cannot be written down.")?;
    }
    let settings =
        format!("data.location={}\nconfirmation=off\nnews.version=2.6.0\nverbose=nothing\n", folder.display());
    for (name, text) in [("pending.data", pending), ("completed.data", completed), ("taskrc", settings)] {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written; is the disk full?", path.display()))?;
    }
    Ok(())
}

/// One task, as taskwarrior 2 keeps it.
fn line(into: &mut String, row: &Ticket) -> std::fmt::Result {
    let plain: String = row.subject.chars().filter(|c| !matches!(c, '"' | '[' | ']' | '\\' | '&')).collect();
    let seconds = |at: Instant| at.timestamp();
    let entry = seconds(row.created.unwrap_or(row.last_event));
    write!(into, "[description:\"{plain}\" entry:\"{entry}\" modified:\"{}\"", seconds(row.last_event))?;
    let status = if row.status.in_backlog() { "pending" } else { "completed" };
    write!(into, " status:\"{status}\" uuid:\"00000000-0000-4000-8000-{:012}\"", row.id.0)?;
    if let Some(category) = &row.category {
        write!(into, " project:\"{}\"", category.replace(['"', ' '], ""))?;
    }
    match row.priority {
        Priority::Urgent | Priority::High => write!(into, " priority:\"H\"")?,
        Priority::Normal => write!(into, " priority:\"M\"")?,
        Priority::Low => write!(into, " priority:\"L\"")?,
    }
    if let Some(due) = row.clock.as_ref().and_then(|clock| clock.due_at()).filter(|_| row.status.in_backlog()) {
        write!(into, " due:\"{}\"", seconds(due))?;
    }
    if !row.status.in_backlog() {
        write!(into, " end:\"{}\"", seconds(row.solved.unwrap_or(row.last_event)))?;
    }
    writeln!(into, "]")
}
