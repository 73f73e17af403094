//! A foreign file comes in: how fast against SQLite's own bare import, how long others wait meanwhile, and in how much
//! memory.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use chrono::TimeDelta;
use fastrand::Rng;

use crate::files::{Bench, installed};
use crate::numbers::{Amount, Times};
use crate::process::Process;
use crate::rows::start::timed;
use crate::table::{Goal, Row};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::event::OpenedTicket;
use shiftdesk::model::ids::TicketId;
use shiftdesk::model::person::Author;
use shiftdesk::store::{Store, StoreError};

/// How often somebody else writes during the import.
const EVERY: Duration = Duration::from_millis(20);

/// What the subjects are made of.
const WORDS: &str = "refund parcel late invoice wrong login reset voucher code broken screen charged twice order missing \
                     delivery address change account locked hoàn tiền đơn hàng giao chậm hóa đơn sai tài khoản bị khóa";

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let count = bench.rounds(200_000, 20_000);
    let folder = bench.scratch("import")?;
    let csv = folder.join("tickets.csv");
    write(&csv, count, bench)?;
    let (mut ours, mut theirs) = <(Times, Times)>::default();
    let sqlite3 = installed("sqlite3");
    for round in 0..bench.rounds(3, 3) {
        let new = |name: &str| folder.join(format!("{name}-{round}.db"));
        ours.push(timed(&mut import(bench, &csv, &new("ours")))?);
        if sqlite3 {
            let bare = format!(".import --csv {} bare", csv.display());
            theirs.push(timed(Command::new("sqlite3").arg(new("theirs")).arg(&bare))?);
        }
        remove(&new("ours"))?;
        remove(&new("theirs"))?;
    }
    let rate = |times: &Times| count as f64 / times.median().as_secs_f64();
    let what = format!("import of a CSV, {count} rows, whole process");
    let first = match sqlite3 {
        true => {
            let reference = format!("`sqlite3 .import` into a bare table: {}", Amount::PerSecond(rate(&theirs)));
            let ratio = Amount::Times(rate(&ours) / rate(&theirs));
            Row::ratio(&what, Amount::PerSecond(rate(&ours)), &reference, ratio, Goal::AtLeast(Amount::Times(0.3)))
        }
        false => Row::missing(&what, "sqlite3 is not installed (Debian package sqlite3)"),
    };
    let (waits, memory) = watched(bench, &csv, &folder.join("watched.db"))?;
    let said = format!("{} writes every {EVERY:?}, median {}", waits.count(), Amount::Time(waits.median()));
    let most = Goal::AtMost(Amount::Time(Duration::from_millis(100)));
    Ok(vec![
        first,
        Row::alone("longest wait of another writer during it", Amount::Time(waits.worst()), most).beside(&said),
        Row::alone("most memory of it", Amount::Bytes(memory), Goal::AtMost(Amount::Bytes(64_000_000))).beside("VmHWM"),
    ])
}

fn import(bench: &Bench, csv: &Path, db: &Path) -> Command {
    let mut command = bench.command(&["import", "--tz", "UTC"]);
    command.arg(csv).arg("--db").arg(db);
    command
}

/// An import during which somebody else writes: how long each of their writes took, and the most memory it had.
fn watched(bench: &Bench, csv: &Path, db: &Path) -> anyhow::Result<(Times, u64)> {
    let mut store = Store::open_or_create(db, bench.settings.sla_rules.clone())?;
    let by = Author { person: None, login: "bench".into() };
    let mut apply = |change| store.apply(&ChangeRequest { change, by: by.clone(), seen_seq: None }, bench.now);
    apply(Change::OpenTicket(OpenedTicket {
        subject: "Written on during the import".into(),
        ..OpenedTicket::default()
    }))?;
    let mut child = import(bench, csv, db).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let process = Process(child.id());
    let (mut waits, mut memory) = (Times::default(), 0);
    let ended = loop {
        let before = Instant::now();
        let body = format!("note {}", waits.count());
        match apply(Change::AddNote { ticket: TicketId(1), body }) {
            // Refused for the long wait, which is counted as it was.
            Ok(_) | Err(StoreError::Busy) => {}
            Err(error) => return Err(error.into()),
        }
        waits.push(before.elapsed());
        memory = memory.max(process.memory("VmHWM").unwrap_or(0));
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        thread::sleep(EVERY.saturating_sub(before.elapsed()));
    };
    ensure!(ended.success(), "The import ended with {ended} while somebody else wrote.");
    Ok((waits, memory))
}

/// Removes a database and what lies beside it.
fn remove(db: &Path) -> anyhow::Result<()> {
    for end in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{end}", db.display()));
        if path.exists() {
            std::fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
    }
    Ok(())
}

/// An export as Zendesk makes it, of invented tickets; the same each time.
fn write(path: &Path, count: usize, bench: &Bench) -> anyhow::Result<()> {
    let file =
        File::create(path).with_context(|| format!("{} cannot be written; is the disk full?", path.display()))?;
    let mut out = BufWriter::new(file);
    let mut rng = Rng::with_seed(7);
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut any = |from: &[&'static str]| from[rng.usize(..from.len())];
    writeln!(
        out,
        "Ticket ID,Subject,Requester,Requester email,Assignee,Group,Ticket Channel,Tags,Priority,Status,Created at,\
         Solved at,Updated at,Satisfaction Score"
    )?;
    let written = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d %H:%M:%S").to_string();
    let mut dice = Rng::with_seed(8);
    for id in 1..=count {
        let subject: Vec<&str> = (0..dice.usize(4..=8)).map(|_| words[dice.usize(..words.len())]).collect();
        let customer = dice.usize(..count / 4 + 1);
        let created = bench.now - TimeDelta::minutes(((count - id) * 2 + 60) as i64);
        let solved = created + TimeDelta::minutes(dice.i64(5..60));
        let done = dice.u32(..100) >= 5;
        let status = if done { any(&["Solved", "Closed"]) } else { any(&["New", "Open", "Pending", "Hold"]) };
        writeln!(
            out,
            "{id},{},Customer {customer},customer{customer}@example.com,{},{},{},{},{},{status},{},{},{},{}",
            subject.join(" "),
            any(&["Lan", "Minh", "Thảo", "Quân", "Hà", "Vy", "Bình", "Châu"]),
            any(&["Billing", "Logistics", "Support"]),
            any(&["Email", "Web", "Phone", "Chat"]),
            any(&["billing", "delivery", "account"]),
            any(&["Low", "Normal", "High", "Urgent"]),
            written(created),
            if done { written(solved) } else { String::new() },
            written(if done { solved } else { created }),
            any(&["Good", "Bad", "Unoffered", "Offered"]),
        )?;
    }
    out.flush().with_context(|| format!("{} cannot be written; is the disk full?", path.display()))
}
