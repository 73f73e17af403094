//! Formats the findings as text and as JSON.

use serde::Serialize;

use crate::cli::doctor::finding::{Advice, Finding, Verdict};
use crate::model::text::{clean, pad};

/// One aligned row per finding: glyph and word, name, value; below it the problem and the remedy.
pub fn findings_text(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let (glyph, word, advice) = match &finding.verdict {
            Verdict::Ok => ("✓", "ok", None),
            Verdict::Note(advice) => ("·", "note", Some(advice)),
            Verdict::Fault(advice) | Verdict::Damage(advice) => ("✖", "fault", Some(advice)),
        };
        let mut head = format!("{glyph} {}{}", pad(word, 7), pad(finding.name, 15));
        let indent = " ".repeat(crate::model::text::width(&head));
        let advice =
            advice.map(|Advice { problem: what, remedy: next }| format!("\n{what}\n→ {next}")).unwrap_or_default();
        for line in clean(&format!("{}{advice}", finding.value)).lines() {
            out.push_str(&head);
            out.push_str(line);
            out.truncate(out.trim_end().len());
            out.push('\n');
            head.clone_from(&indent);
        }
    }
    out
}

/// JSON report. Stable: keys are only ever added.
#[derive(Debug, Serialize)]
pub struct DoctorReportJson {
    schema: u32,
    /// Whether no check found a fault.
    sound: bool,
    checks: Vec<DoctorCheckJson>,
}

/// JSON of a finding. `next` is the remedy for a fault or a note.
#[derive(Debug, Serialize)]
struct DoctorCheckJson {
    name: &'static str,
    value: String,
    fault: Option<String>,
    note: Option<String>,
    next: Option<String>,
}

/// Builds the JSON report.
pub fn findings_json(findings: &[Finding]) -> DoctorReportJson {
    let text = |text: &str| Some(clean(text).into_owned());
    let check = |finding: &Finding| {
        let (fault, note, next) = match &finding.verdict {
            Verdict::Ok => (None, None, None),
            Verdict::Note(Advice { problem: what, remedy: next }) => (None, text(what), text(next)),
            Verdict::Fault(Advice { problem: what, remedy: next })
            | Verdict::Damage(Advice { problem: what, remedy: next }) => (text(what), None, text(next)),
        };
        DoctorCheckJson { name: finding.name, value: clean(&finding.value).into_owned(), fault, note, next }
    };
    let sound = !findings.iter().any(Finding::is_fault);
    DoctorReportJson { schema: 1, sound, checks: findings.iter().map(check).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings() -> Vec<Finding> {
        vec![
            Finding::ok("SQLite", "3.54.1"),
            Finding::ok("file", "/srv/\u{1b}[2Jteam.db").note("There is none yet.", "The first write makes it."),
            Finding::ok("mode", "0666").fault("Everybody can change it.", "`chmod 600 /srv/team.db`"),
        ]
    }

    #[test]
    fn people_read_glyph_and_word_and_what_to_do() {
        let expected = "\
✓ ok     SQLite         3.54.1
· note   file           /srv/team.db
                        There is none yet.
                        → The first write makes it.
✖ fault  mode           0666
                        Everybody can change it.
                        → `chmod 600 /srv/team.db`
";
        assert_eq!(findings_text(&findings()), expected);
    }

    #[test]
    fn programs_read_null_where_nothing_is_wrong() {
        let of = |findings: &[Finding]| serde_json::to_string(&findings_json(findings)).unwrap();
        assert_eq!(
            of(&findings()[..1]),
            r#"{"schema":1,"sound":true,"checks":[{"name":"SQLite","value":"3.54.1","fault":null,"note":null,"next":null}]}"#
        );
        assert!(of(&findings()[..2]).contains(r#""sound":true"#), "a note is no fault");
        let all = of(&findings());
        assert!(all.contains(r#""sound":false"#) && !all.contains("\\u001b"), "{all}");
        assert!(all.contains(r#""fault":"Everybody can change it.","note":null,"next":"`chmod 600 /srv/team.db`""#));
    }
}
