//! The findings as people and programs read them.

use serde_json::json;

use super::{Advice, Finding, Verdict};
use crate::domain::text::{clean, pad};

/// Aligned: a glyph and a word, what was looked at, what is the case; below it, what to do.
pub fn text(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let (glyph, word, advice) = match &finding.verdict {
            Verdict::Ok => ("✓", "ok", None),
            Verdict::Note(advice) => ("·", "note", Some(advice)),
            Verdict::Fault(advice) | Verdict::Damage(advice) => ("✖", "fault", Some(advice)),
        };
        let mut head = format!("{glyph} {}{}", pad(word, 7), pad(finding.name, 15));
        let indent = " ".repeat(crate::domain::text::width(&head));
        let advice = advice.map(|Advice { what, next }| format!("\n{what}\n→ {next}")).unwrap_or_default();
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

/// One object. Keys are only ever added; `fault` is null unless something is wrong.
pub fn json(findings: &[Finding]) -> serde_json::Result<String> {
    let text = |text: &str| clean(text).into_owned();
    let check = |finding: &Finding| {
        let (fault, note, next) = match &finding.verdict {
            Verdict::Ok => (None, None, None),
            Verdict::Note(Advice { what, next }) => (None, Some(text(what)), Some(text(next))),
            Verdict::Fault(Advice { what, next }) | Verdict::Damage(Advice { what, next }) => {
                (Some(text(what)), None, Some(text(next)))
            }
        };
        json!({ "name": finding.name, "value": text(&finding.value), "fault": fault, "note": note, "next": next })
    };
    let sound = !findings.iter().any(Finding::is_fault);
    let checks: Vec<_> = findings.iter().map(check).collect();
    Ok(serde_json::to_string_pretty(&json!({ "schema": 1, "sound": sound, "checks": checks }))? + "\n")
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
        assert_eq!(text(&findings()), expected);
    }

    #[test]
    fn programs_read_null_where_nothing_is_wrong() {
        let value: serde_json::Value = serde_json::from_str(&json(&findings()).unwrap()).unwrap();
        assert_eq!((&value["schema"], &value["sound"]), (&json!(1), &json!(false)));
        assert_eq!(
            value["checks"][0],
            json!({ "name": "SQLite", "value": "3.54.1", "fault": null, "note": null, "next": null })
        );
        assert_eq!(value["checks"][1]["fault"], json!(null));
        assert_eq!(value["checks"][2]["next"], "`chmod 600 /srv/team.db`");
        let notes_only: serde_json::Value = serde_json::from_str(&json(&findings()[..2]).unwrap()).unwrap();
        assert_eq!(notes_only["sound"], true);
    }
}
