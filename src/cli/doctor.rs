//! `shiftdesk doctor`: whether program, settings, file and terminal are sound, and what to do about each fault.
//!
//! Every check is a [`Finding`]; nothing that a check comes across ends the command. None of them holds a word of a
//! customer, so the whole output can go into a report of a fault.

mod content;
mod disk;
mod file;
mod program;
mod report;
mod settings;
mod terminal;

use std::path::Path;

use super::{Context, Failure, output};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON, for reports of faults
    #[arg(long)]
    json: bool,
}

/// What a check came across.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    name: &'static str,
    /// What is the case; may have several lines.
    value: String,
    verdict: Verdict,
}

/// Whether it is as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Ok,
    /// Nothing is wrong, but it is good to know.
    Note(Advice),
    Fault(Advice),
    /// A fault of the file's content: the one that cannot be put right by a setting.
    Damage(Advice),
}

/// What is the matter, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Advice {
    what: String,
    next: String,
}

impl Finding {
    fn ok(name: &'static str, value: impl Into<String>) -> Finding {
        Finding { name, value: value.into(), verdict: Verdict::Ok }
    }

    fn note(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Note(Advice { what: what.into(), next: next.into() }), ..self }
    }

    fn fault(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Fault(Advice { what: what.into(), next: next.into() }), ..self }
    }

    fn damage(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Damage(Advice { what: what.into(), next: next.into() }), ..self }
    }

    fn is_fault(&self) -> bool {
        matches!(self.verdict, Verdict::Fault(_) | Verdict::Damage(_))
    }
}

/// Prints every finding.
///
/// # Errors
/// Exit code 7 if the file is damaged, 1 for any other fault. A note is none.
pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let mut findings = program::check();
    let (settings, in_force) = settings::check(context.common.config.as_deref(), &context.db);
    findings.extend(settings);
    findings.extend(file::check(&context.db));
    findings.extend(terminal::check(&in_force, &terminal::Surroundings::real()));

    match args.json {
        true => output::json(&report::json(&findings))?,
        false => output::line(report::text(&findings).trim_end())?,
    }
    match (findings.iter().filter(|finding| finding.is_fault()).count(), worst(&findings)) {
        (0, _) => Ok(()),
        (1, code) => Err(failure(code, "There is a fault; what to do about it stands beside it.".into())),
        (n, code) => Err(failure(code, format!("There are {n} faults; what to do stands beside each."))),
    }
}

/// A path as it can be pasted into a shell, after `chmod` and its like.
fn pasted(path: &Path) -> String {
    let path = path.display().to_string();
    let harmless = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if path.chars().all(harmless) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

fn worst(findings: &[Finding]) -> i32 {
    if findings.iter().any(|finding| matches!(finding.verdict, Verdict::Damage(_))) { 7 } else { 1 }
}

fn failure(code: i32, sentence: String) -> anyhow::Error {
    Failure { code, sentence }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_has_an_exit_code_of_its_own() {
        let found = |name| Finding::ok(name, "");
        let mixed = [found("a").fault("", ""), found("b").damage("", ""), found("c").note("", "")];
        assert_eq!((worst(&mixed), worst(&mixed[..1])), (7, 1));
        assert_eq!(mixed.iter().filter(|finding| finding.is_fault()).count(), 2);
    }

    #[test]
    fn a_path_can_be_pasted() {
        for (path, shown) in [("/srv/team.db", "/srv/team.db"), ("/a b/$x.db", "'/a b/$x.db'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(pasted(Path::new(path)), shown);
        }
    }
}
