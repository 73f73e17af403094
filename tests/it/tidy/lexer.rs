//! Just enough lexing to tell code from comments and strings.

/// A source file split into code (comments removed, string contents blanked) and its string literals.
pub struct Lexed {
    pub code: String,
    pub texts: Vec<String>,
}

impl Lexed {
    pub fn new(source: &str) -> Lexed {
        let mut parts = Lexed { code: String::new(), texts: Vec::new() };
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            let word_before = parts.code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
            rest = match c {
                '/' if rest.starts_with("//") => &rest[rest.find('\n').unwrap_or(rest.len())..],
                '/' if rest.starts_with("/*") => parts.comment(rest),
                '"' => parts.text(rest, 0),
                'r' if !word_before && hashes(&rest[1..]).is_some() => {
                    let hashes = hashes(&rest[1..]).unwrap_or(0);
                    parts.text(&rest[1 + hashes..], hashes + 1)
                }
                '\'' => parts.letter(rest),
                c => {
                    parts.code.push(c);
                    &rest[c.len_utf8()..]
                }
            };
        }
        parts
    }

    /// Skips a comment, nested ones included.
    fn comment<'a>(&mut self, rest: &'a str) -> &'a str {
        let mut depth = 0;
        let mut at = 0;
        while at < rest.len() {
            let (step, deeper) = match &rest.as_bytes()[at..] {
                [b'/', b'*', ..] => (2, 1),
                [b'*', b'/', ..] => (2, -1),
                _ => (1, 0),
            };
            at += step;
            depth += deeper;
            if depth == 0 {
                break;
            }
        }
        self.code.push(' ');
        &rest[at..]
    }

    /// Reads a string literal. `raw` is 0 for an ordinary one, else one more than the number of its hashes.
    fn text<'a>(&mut self, rest: &'a str, raw: usize) -> &'a str {
        let inside = &rest[1..];
        let end = format!("\"{}", "#".repeat(raw.saturating_sub(1)));
        let mut escaped = false;
        let length = inside.char_indices().find_map(|(at, c)| {
            let ends = !escaped && inside[at..].starts_with(&end);
            escaped = raw == 0 && c == '\\' && !escaped;
            ends.then_some(at)
        });
        let length = length.unwrap_or(inside.len());
        self.texts.push(inside[..length].to_owned());
        self.code.push_str("\"\"");
        inside.get(length + end.len()..).unwrap_or_default()
    }

    /// Skips a character literal such as `'"'`; a lifetime is code.
    fn letter<'a>(&mut self, rest: &'a str) -> &'a str {
        let inside = &rest[1..];
        let length = match inside.strip_prefix('\\') {
            // The character after the backslash is part of it, even where it is a quotation mark.
            Some(escape) => escape.char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
            None => inside.chars().next().map(char::len_utf8).filter(|length| inside[*length..].starts_with('\'')),
        };
        self.code.push('\'');
        length.map_or(inside, |length| &inside[length + 1..])
    }
}

/// The number of hashes before the opening quote of a raw string; `None` if this is none.
fn hashes(rest: &str) -> Option<usize> {
    let count = rest.chars().take_while(|c| *c == '#').count();
    rest[count..].starts_with('"').then_some(count)
}
