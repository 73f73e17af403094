//! The real program in a folder of its own, told what to do as in a shell.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A file and a home that are gone after the test.
pub struct Shell {
    folder: tempfile::TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shell {
    /// Nothing is there yet.
    pub fn empty() -> Shell {
        Shell { folder: tempfile::tempdir().unwrap() }
    }

    /// The desk's file, wherever it lies when nobody names one.
    pub fn db(&self) -> PathBuf {
        self.folder.path().join("data/shiftdesk/team.db")
    }

    /// The program, at home in the folder and with nothing of the machine's own settings.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shiftdesk"));
        let home = self.folder.path();
        command.args(args).env_clear().current_dir(home).env("HOME", home).env("USER", "desk").env("TERM", "xterm");
        for (name, folder) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state"), ("CACHE", "cache")] {
            command.env(format!("XDG_{name}_HOME"), home.join(folder));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Said {
        Said::of(self.command(args).output().unwrap())
    }

    /// Runs what has to work; what it printed, without the last line end.
    pub fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
        said.out.trim_end().to_owned()
    }

    /// Runs what has to work and print JSON; `--json` is added.
    pub fn json(&self, args: &[&str]) -> Value {
        let out = self.ok(&[args, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|why| panic!("{args:?}: {why}: {out}"))
    }

    /// Runs what has to fail with `code`, with a sentence and nothing on stdout; the sentence.
    pub fn fails(&self, code: i32, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, code, "{args:?}: {said:?}");
        assert_eq!(said.out, "", "{args:?}");
        assert!(said.err.len() > 20, "{args:?}: {said:?}");
        said.err
    }
}

impl Said {
    pub fn of(output: Output) -> Said {
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
