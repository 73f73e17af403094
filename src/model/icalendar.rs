//! iCalendar content lines (RFC 5545): unfold, parse, escape and fold. Callers interpret the properties.

use std::ops::Range;

use crate::model::text::clean_line;

/// An unfolded line, and its byte range in the file.
pub struct UnfoldedLine {
    pub bytes: Range<usize>,
    pub text: String,
}

/// Splits a file into unfolded lines.
pub fn unfold_lines(text: &str) -> Vec<UnfoldedLine> {
    let mut lines: Vec<UnfoldedLine> = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let bytes = at..at + raw.trim_end_matches(['\r', '\n']).len();
        let content = &text[bytes.clone()];
        at += raw.len();
        match (content.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(line)) if !content.trim().is_empty() => {
                line.text.push_str(rest);
                line.bytes.end = bytes.end;
            }
            _ => lines.push(UnfoldedLine { bytes, text: content.trim_start_matches('\u{feff}').to_owned() }),
        }
    }
    lines
}

/// `NAME;PARAMETER=VALUE:VALUE`.
pub struct IcalProperty {
    pub name: String,
    /// In upper case, as written.
    pub parameters: Vec<String>,
    pub value: String,
}

impl IcalProperty {
    /// Parses a line.
    ///
    /// # Errors
    /// If it is not `NAME:VALUE`.
    pub fn parse(line: &str) -> Result<IcalProperty, String> {
        // Colons and semicolons within quotation marks belong to a parameter.
        let mut quoted = false;
        let mut parts = vec![0];
        let colon = line.char_indices().find_map(|(at, c)| {
            match c {
                '"' => quoted = !quoted,
                ';' if !quoted => parts.push(at + 1),
                ':' if !quoted => return Some(at),
                _ => {}
            }
            None
        });
        let colon = colon.ok_or("this is not a line of an iCalendar file, which is NAME:VALUE")?;
        let ends = parts.iter().skip(1).map(|start| start - 1).chain([colon]);
        let mut parts = parts.iter().zip(ends).map(|(start, end)| line[*start..end].trim().to_ascii_uppercase());
        let name = parts.next().unwrap_or_default();
        Ok(IcalProperty { name, parameters: parts.collect(), value: line[colon + 1..].to_owned() })
    }

    /// A parameter's value, in upper case and without quotation marks.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let value = |parameter: &str| Some(parameter.strip_prefix(name)?.strip_prefix('=')?.len());
        let found = self.parameters.iter().find_map(|it| value(it).map(|length| &it[it.len() - length..]));
        found.map(|value| value.trim_matches('"'))
    }
}

/// Removes iCalendar escapes and joins the text to one line.
pub fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c) => text.push(c),
                None => {}
            },
            c => text.push(c),
        }
    }
    clean_line(&text).into_owned()
}

/// Escapes a text value.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean_line(text).chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Folds a line at 75 bytes and ends it.
pub fn fold_line(line: &str) -> String {
    const LONGEST: usize = 75;
    let mut out = String::with_capacity(line.len() + 2);
    let mut room = LONGEST;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LONGEST - 1;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = format!("Nguyễn, Hằng; \\ {}", "ằ".repeat(60));
        let file = fold_line(&format!("SUMMARY;X=\"a:b\":{}", escape(&text)));
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
        let read = unfold_lines(&file);
        assert_eq!(read.len(), 1);
        let property = IcalProperty::parse(&read[0].text).unwrap();
        assert_eq!((property.name.as_str(), property.parameter("X")), ("SUMMARY", Some("A:B")));
        assert_eq!(unescape(&property.value), text);
        assert!(IcalProperty::parse("no colon").is_err());
    }
}
