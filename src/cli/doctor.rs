//! `shiftdesk doctor`: checks program, settings, file and terminal, and how to fix each fault.
//!
//! Every check returns a [`Finding`] and none aborts the command. No finding contains customer data, so the output can
//! go into a bug report.

mod content;
mod disk;
mod file;
mod program;
mod report;
mod settings;
mod terminal;

use std::path::Path;

use super::{CliContext, Failure, output};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON, for bug reports
    #[arg(long)]
    json: bool,
}

/// Result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    name: &'static str,
    /// Observed value; may have several lines.
    value: String,
    verdict: Verdict,
}

/// Severity of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Ok,
    /// Not a fault, but worth knowing.
    Note(Advice),
    Fault(Advice),
    /// The file's content is damaged; no setting fixes it.
    Damage(Advice),
}

/// The problem and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Advice {
    problem: String,
    remedy: String,
}

impl Finding {
    fn ok(name: &'static str, value: impl Into<String>) -> Finding {
        Finding { name, value: value.into(), verdict: Verdict::Ok }
    }

    fn note(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Note(Advice { problem: what.into(), remedy: next.into() }), ..self }
    }

    fn fault(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Fault(Advice { problem: what.into(), remedy: next.into() }), ..self }
    }

    fn damage(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Damage(Advice { problem: what.into(), remedy: next.into() }), ..self }
    }

    fn is_fault(&self) -> bool {
        matches!(self.verdict, Verdict::Fault(_) | Verdict::Damage(_))
    }
}

/// Prints every finding.
///
/// # Errors
/// Exit code 7 if the file is damaged, 1 for any other fault. Notes are not faults.
pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let mut findings = program::check();
    let (settings, in_force) = settings::check(context.global.config.as_deref(), &context.db)?;
    findings.extend(settings);
    findings.extend(file::check(&context.db));
    findings.extend(terminal::check(&in_force, &terminal::TerminalEnvironment::from_process()));

    match args.json {
        true => output::print_json(&report::findings_json(&findings))?,
        false => output::print_line(report::findings_text(&findings).trim_end())?,
    }
    match (findings.iter().filter(|finding| finding.is_fault()).count(), exit_code_of(&findings)) {
        (0, _) => Ok(()),
        (1, code) => Err(failure(code, "There is a fault; what to do about it stands beside it.".into())),
        (n, code) => Err(failure(code, format!("There are {n} faults; what to do stands beside each."))),
    }
}

/// Quotes a path for the shell.
fn shell_quote(path: &Path) -> String {
    let path = path.display().to_string();
    let harmless = |c: char| c.is_alphanumeric() || "/._-+,:@".contains(c);
    if path.chars().all(harmless) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

fn exit_code_of(findings: &[Finding]) -> i32 {
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
        assert_eq!((exit_code_of(&mixed), exit_code_of(&mixed[..1])), (7, 1));
        assert_eq!(mixed.iter().filter(|finding| finding.is_fault()).count(), 2);
    }

    #[test]
    fn a_path_can_be_pasted() {
        for (path, shown) in [("/srv/team.db", "/srv/team.db"), ("/a b/$x.db", "'/a b/$x.db'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(shell_quote(Path::new(path)), shown);
        }
    }
}
