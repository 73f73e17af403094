//! The invented desks that are measured: made by `shiftdesk demo`, the same bytes each time, in a folder of the target.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, bail, ensure};
use portable_pty::CommandBuilder;

use shiftdesk::config::{self, Settings};
use shiftdesk::model::time::{Instant, parse_moment};
use shiftdesk::store::Store;

/// The program that is measured.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_shiftdesk");

/// The zone of the team; all else in the settings of a run is as the program has it.
pub const ZONE: &str = "Asia/Ho_Chi_Minh";

/// The moment at which the demos stand, and the screens that look at them: a Monday, mid-morning.
pub const MOMENT: &str = "2026-03-02T10:00";

const PEOPLE: &str = "40";

/// What a ticket of the demo takes on the disk, and what the rows need beside the files.
const BYTES_A_TICKET: u64 = 2_900;
const ROOM_BESIDE: u64 = 1_500;

/// The environment of every program that is started: nothing of the machine's own settings.
const ENVIRONMENT: [(&str, &str); 4] =
    [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("TERM", "xterm-256color"), ("USER", "bench"), ("LANG", "C.UTF-8")];

/// One desk: how large it is and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    pub tickets: u64,
    pub open: u64,
    pub path: PathBuf,
}

impl Desk {
    fn new(folder: &Path, tickets: u64, open: u64) -> Desk {
        Desk { tickets, open, path: folder.join(format!("desk-{tickets}-{open}.db")) }
    }

    /// `1 M`, and how many of them are open.
    pub fn name(&self) -> String {
        format!("{}, {} open", short(self.tickets), short(self.open))
    }

    /// The tickets alone.
    pub fn size(&self) -> String {
        short(self.tickets)
    }
}

/// `1 M`, `100 k`, `500`.
fn short(n: u64) -> String {
    match n {
        n if n.is_multiple_of(1_000_000) => format!("{} M", n / 1_000_000),
        n if n.is_multiple_of(1_000) => format!("{} k", n / 1_000),
        n => n.to_string(),
    }
}

/// All that the rows work with.
pub struct Bench {
    pub short: bool,
    /// 10,000 tickets, 5 % open.
    pub small: Desk,
    /// What growth is measured from.
    pub middle: Desk,
    /// The largest history.
    pub large: Desk,
    /// The same history with 5 % of it open.
    pub wide: Desk,
    pub folder: PathBuf,
    pub settings: Settings,
    pub now: Instant,
}

impl Bench {
    /// Reads the settings and names the files; nothing is made yet.
    pub fn new(short: bool) -> anyhow::Result<Bench> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(if short { "bench-short" } else { "bench" });
        fs::create_dir_all(&folder).with_context(|| {
            format!("The folder {} cannot be made; give the target another place", folder.display())
        })?;
        let own = folder.join("config.toml");
        fs::write(&own, format!("[team]\ntimezone = '{ZONE}'\n"))
            .with_context(|| format!("{} cannot be written; see to its folder", own.display()))?;
        let settings = config::load(Some(&own), &folder.join("none.db")).unwrap().settings;
        let now = parse_moment(MOMENT, settings.zone).map_err(anyhow::Error::msg)?;
        let desk = |tickets, open| Desk::new(&folder, tickets, open);
        let small = desk(10_000, 500);
        let (middle, large, wide) = match short {
            true => (small.clone(), desk(30_000, 500), desk(30_000, 1_500)),
            false => (desk(100_000, 5_000), desk(1_000_000, 5_000), desk(1_000_000, 50_000)),
        };
        Ok(Bench { short, small, middle, large, wide, folder, settings, now })
    }

    /// Makes the files that are not there yet, two at a time.
    pub fn make_files(&self) -> anyhow::Result<()> {
        let mut missing: Vec<&Desk> = Vec::new();
        for desk in [&self.wide, &self.large, &self.middle, &self.small] {
            if !desk.path.exists() && !missing.contains(&desk) {
                missing.push(desk);
            }
        }
        let tickets: u64 = missing.iter().map(|desk| desk.tickets).sum();
        let needed = tickets * BYTES_A_TICKET + self.large.tickets * ROOM_BESIDE;
        let free = free_space(&self.folder)?;
        ensure!(
            free > needed,
            "The files take {} MB and {} has {} MB left. Make room there, set CARGO_TARGET_DIR to a larger disk, or \
             try the short form: cargo bench --bench table -- --short",
            needed / 1_000_000,
            self.folder.display(),
            free / 1_000_000
        );
        for pair in missing.chunks(2) {
            eprintln!("making {}", pair.iter().map(|desk| desk.name()).collect::<Vec<_>>().join(" and "));
            let made: Vec<_> = thread::scope(|scope| {
                let started: Vec<_> = pair.iter().map(|desk| scope.spawn(|| self.make(desk))).collect();
                started.into_iter().map(thread::ScopedJoinHandle::join).collect()
            });
            for made in made {
                made.map_err(|_| anyhow::anyhow!("A file could not be made; see above."))??;
            }
        }
        Ok(())
    }

    fn make(&self, desk: &Desk) -> anyhow::Result<()> {
        let (tickets, open) = (desk.tickets.to_string(), desk.open.to_string());
        let mut command = self.command(&["demo", "--no-open", "--people", PEOPLE, "--at", MOMENT]);
        command.args(["--tickets", &tickets, "--open", &open, "--out"]).arg(&desk.path);
        run(&mut command).map(drop)
    }

    /// Removes the files, unless they are to be kept.
    pub fn clear(&self) -> anyhow::Result<()> {
        fs::remove_dir_all(&self.folder)
            .with_context(|| format!("{} cannot be removed; do it by hand", self.folder.display()))
    }

    /// A new empty folder inside ours.
    pub fn scratch(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
        }
        fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(folder)
    }

    /// The settings of the run.
    pub fn config(&self) -> PathBuf {
        self.folder.join("config.toml")
    }

    /// The program on a command line, at home in our folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).arg("--config").arg(self.config()).env_clear().envs(ENVIRONMENT).env("HOME", &self.folder);
        command.stdin(Stdio::null());
        command
    }

    /// The screen on a desk, at the moment at which it was made.
    pub fn screen(&self, desk: &Desk) -> CommandBuilder {
        let mut command = self.screen_now(desk);
        command.args(["--at", MOMENT]);
        command
    }

    /// The screen on a desk, with the clock going.
    pub fn screen_now(&self, desk: &Desk) -> CommandBuilder {
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        ENVIRONMENT.iter().for_each(|(name, value)| command.env(name, value));
        command.env("HOME", &self.folder);
        command.arg("--db");
        command.arg(&desk.path);
        command.arg("--config");
        command.arg(self.config());
        command
    }

    /// The file through the library.
    pub fn store(&self, path: &Path) -> anyhow::Result<Store> {
        Store::open(path, self.settings.sla_rules.clone())
            .with_context(|| format!("{} cannot be opened", path.display()))
    }

    /// What has to be said beside growth: in a short history more tickets are more a day, not more days.
    pub fn busier(&self) -> &'static str {
        if self.short { "its days are three times as busy" } else { "" }
    }

    /// So many rounds, or fewer in the short form.
    pub fn rounds(&self, full: usize, short: usize) -> usize {
        if self.short { short } else { full }
    }
}

fn free_space(folder: &Path) -> anyhow::Result<u64> {
    let stat = rustix::fs::statvfs(folder).with_context(|| format!("{} cannot be looked at", folder.display()))?;
    Ok(stat.f_bavail * stat.f_frsize)
}

/// Runs a program to its end; what it printed. One that fails is an error with its own words.
pub fn run(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("{name} cannot be started; see whether it is installed"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{name} ended with {}: {}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program of the machine is, if it is there.
pub fn installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}
