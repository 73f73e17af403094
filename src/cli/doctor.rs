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

use super::{Context, Failure};

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

    let printed = if args.json { report::json(&findings)? } else { report::text(&findings) };
    std::io::Write::write_all(&mut std::io::stdout().lock(), printed.as_bytes())?;
    match (findings.iter().filter(|finding| finding.is_fault()).count(), worst(&findings)) {
        (0, _) => Ok(()),
        (1, code) => Err(failure(code, "There is a fault; what to do about it stands beside it.".into())),
        (n, code) => Err(failure(code, format!("There are {n} faults; what to do stands beside each."))),
    }
}

fn worst(findings: &[Finding]) -> i32 {
    if findings.iter().any(|finding| matches!(finding.verdict, Verdict::Damage(_))) { 7 } else { 1 }
}

fn failure(code: i32, sentence: String) -> anyhow::Error {
    Failure { code, sentence }.into()
}
