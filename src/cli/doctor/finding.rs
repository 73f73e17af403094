//! Result of a check: what was observed, how bad it is and what to do.

/// Result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub name: &'static str,
    /// Observed value; may have several lines.
    pub value: String,
    pub verdict: Verdict,
}

impl Finding {
    pub fn ok(name: &'static str, value: impl Into<String>) -> Finding {
        Finding { name, value: value.into(), verdict: Verdict::Ok }
    }

    pub fn note(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Note(Advice { problem: what.into(), remedy: next.into() }), ..self }
    }

    pub fn fault(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Fault(Advice { problem: what.into(), remedy: next.into() }), ..self }
    }

    pub fn damage(self, what: impl Into<String>, next: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Damage(Advice { problem: what.into(), remedy: next.into() }), ..self }
    }

    pub fn is_fault(&self) -> bool {
        matches!(self.verdict, Verdict::Fault(_) | Verdict::Damage(_))
    }
}

/// Severity of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Ok,
    /// Not a fault, but worth knowing.
    Note(Advice),
    Fault(Advice),
    /// The file's content is damaged; no setting fixes it.
    Damage(Advice),
}

/// The problem and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    pub problem: String,
    pub remedy: String,
}
