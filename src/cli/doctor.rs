//! `shiftdesk doctor`: checks program, settings, file and terminal, and how to fix each fault.
//!
//! Every check returns a [`Finding`] and none aborts the command. No finding contains customer data, so the output can
//! go into a bug report.

pub mod content;
pub mod disk;
pub mod file;
pub mod finding;
pub mod program;
pub mod report;
pub mod settings;
pub mod terminal;

use super::output;
use crate::cli::context::CliContext;
use crate::cli::doctor::finding::{Finding, Verdict};
use crate::cli::failure::Failure;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON, for bug reports
    #[arg(long)]
    json: bool,
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
}
