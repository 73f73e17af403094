//! Filter parser.

use chrono::TimeDelta;

use crate::model::text::fold;
use crate::query::filter::grammar::{Field, Takes};
use crate::query::filter::mistake::{Mistake, Wrong};
use crate::query::filter::query::{Node, Op, Query, Span, Value, Want, Wanted};

/// Maximum nesting of parentheses and minus signs.
const DEEPEST: usize = 32;

/// Delimiters of a quoted phrase; some keyboards insert curly quotes.
pub(super) const QUOTES: [char; 3] = ['"', '“', '”'];

/// Ends a free-text word.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || QUOTES.contains(&c)
}

/// Ends a field value.
pub(super) fn ends_value(c: char) -> bool {
    ends_word(c) || c == ','
}

const MINUS: [char; 2] = ['-', '−'];

impl Query {
    /// Parses a filter. Empty input matches every ticket.
    pub fn parse(text: &str) -> Result<Query, Mistake> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        parser.blanks();
        if parser.rest().is_empty() {
            return Ok(Query::default());
        }
        let root = parser.any()?;
        match parser.rest() {
            "" => Ok(Query { root }),
            _ => Err(parser.wrong(parser.at..parser.at + 1, Wrong::CloseParenthesis)),
        }
    }
}

impl Query {
    /// Parses the input without the term that contains the error, so that the list stays stable while the term is being
    /// typed. `None` if the rest is invalid too.
    pub fn but(text: &str, mistake: &Mistake) -> Option<Query> {
        let (mut start, mut end, mut quoted) = (0, text.len(), false);
        for (at, c) in text.char_indices() {
            let outside = !quoted && (c.is_whitespace() || matches!(c, '(' | ')'));
            match at < mistake.at.start {
                true if outside => start = at + c.len_utf8(),
                false if outside => {
                    end = at;
                    break;
                }
                _ => {}
            }
            quoted ^= QUOTES.contains(&c);
        }
        Query::parse(&[&text[..start], &text[end..]].concat()).ok()
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Consumes up to the first character that `ends`.
    fn until(&mut self, ends: fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn wrong(&self, at: std::ops::Range<usize>, wrong: Wrong) -> Mistake {
        Mistake::new(self.text, at, wrong)
    }

    /// `or` or `and` at the current position.
    fn joint(&self) -> Option<&'a str> {
        let rest = self.rest();
        let word = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
        (word.eq_ignore_ascii_case("or") || word.eq_ignore_ascii_case("and")).then_some(word)
    }

    /// Terms joined by `or`.
    fn any(&mut self) -> Result<Node, Mistake> {
        let mut nodes = vec![self.all()?];
        while let Some(word) = self.joint() {
            // `parse_and` has consumed any `and`.
            self.at += word.len();
            self.blanks();
            nodes.push(self.all()?);
        }
        if nodes.len() > 1 {
            nodes.sort_by_key(Node::cost);
            return Ok(Node::Any(nodes));
        }
        Ok(nodes.pop().unwrap_or_default())
    }

    /// One or more adjacent terms.
    fn all(&mut self) -> Result<Node, Mistake> {
        let mut nodes = Vec::new();
        let mut joined = false;
        loop {
            if matches!(self.next(), None | Some(')')) {
                break;
            }
            match self.joint() {
                Some(word) if word.eq_ignore_ascii_case("and") && !nodes.is_empty() && !joined => {
                    self.at += word.len();
                    joined = true;
                }
                Some(_) => break,
                None => {
                    nodes.push(self.term()?);
                    joined = false;
                }
            }
            self.blanks();
        }
        if nodes.is_empty() || joined {
            let word = self.joint().unwrap_or_default();
            return Err(self.wrong(self.at..self.at + word.len(), Wrong::NothingBeside));
        }
        if nodes.len() > 1 {
            nodes.sort_by_key(Node::cost);
            return Ok(Node::All(nodes));
        }
        Ok(nodes.pop().unwrap_or_default())
    }

    fn term(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        match self.next() {
            Some(sign) if MINUS.contains(&sign) => {
                self.at += sign.len_utf8();
                let left_open = self.next().is_none_or(|c| c.is_whitespace() || c == ')');
                if left_open {
                    return Err(self.wrong(start..self.at, Wrong::NothingAfterMinus));
                }
                self.deeper(start)?;
                let node = self.term()?;
                self.depth -= 1;
                Ok(Node::Not(Box::new(node)))
            }
            Some('(') => {
                self.at += 1;
                self.blanks();
                if self.next() == Some(')') {
                    return Err(self.wrong(start..self.at + 1, Wrong::EmptyParenthesis));
                }
                if self.next().is_none() {
                    return Err(self.wrong(start..self.at, Wrong::OpenParenthesis));
                }
                self.deeper(start)?;
                let node = self.any()?;
                self.depth -= 1;
                if self.next() != Some(')') {
                    return Err(self.wrong(start..start + 1, Wrong::OpenParenthesis));
                }
                self.at += 1;
                Ok(node)
            }
            Some(quote) if QUOTES.contains(&quote) => Ok(Node::Words(self.quoted()?)),
            _ => self.word(),
        }
    }

    fn deeper(&mut self, start: usize) -> Result<(), Mistake> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err(self.wrong(start..start + 1, Wrong::TooDeep)),
            false => Ok(()),
        }
    }

    /// A quoted phrase.
    fn quoted(&mut self) -> Result<Wanted, Mistake> {
        let start = self.at;
        self.at += self.next().map_or(0, char::len_utf8);
        let inside = self.until(|c| QUOTES.contains(&c));
        let Some(quote) = self.next() else {
            return Err(self.wrong(start..self.text.len(), Wrong::OpenQuote));
        };
        self.at += quote.len_utf8();
        let typed = inside.split_whitespace().collect::<Vec<_>>().join(" ");
        match typed.is_empty() {
            true => Err(self.wrong(start..self.at, Wrong::EmptyQuote)),
            false => Ok(Wanted { folded: fold(&typed), typed }),
        }
    }

    /// A field with values, or a free-text word.
    fn word(&mut self) -> Result<Node, Mistake> {
        let rest = self.rest();
        let name = &rest[..rest.find(|c: char| !c.is_alphabetic() && c != '_').unwrap_or(rest.len())];
        let behind = &rest[name.len()..];
        let colon = behind.starts_with(':') && !name.is_empty() && !behind.starts_with("://");
        if colon || behind.starts_with(is_sign) {
            if let Some(field) = Field::named(&fold(name)) {
                self.at += name.len() + usize::from(colon);
                return self.values(field);
            }
            if colon {
                let wrong = Wrong::NoField { text: name.to_owned() };
                return Err(self.wrong(self.at..self.at + name.len(), wrong));
            }
        }
        let typed = self.until(ends_word).to_owned();
        Ok(Node::Letters(Wanted { folded: fold(&typed), typed }))
    }

    fn values(&mut self, field: &'static Field) -> Result<Node, Mistake> {
        let mut values = Vec::new();
        loop {
            values.push(self.value(field)?);
            if self.next() != Some(',') {
                return Ok(Node::Field(field, values));
            }
            self.at += 1;
        }
    }

    fn value(&mut self, field: &'static Field) -> Result<Value, Mistake> {
        let signed = self.at;
        let op = self.op();
        if op.is_order() && !field.is_ordered() {
            return Err(self.wrong(signed..self.at, Wrong::NoOrder { field }));
        }
        let start = self.at;
        if self.next().is_some_and(|c| QUOTES.contains(&c)) {
            let wanted = self.quoted()?;
            let want = match field.takes {
                Takes::Text(_) => Want::Text { wanted, quoted: true },
                _ => unquoted(field, &wanted.typed).map_err(|wrong| self.wrong(start..self.at, wrong))?,
            };
            return Ok(Value { op, want });
        }
        let typed = self.until(ends_value);
        if typed.is_empty() {
            return Err(self.wrong(start..start, Wrong::NoValue { field }));
        }
        let want = unquoted(field, typed).map_err(|wrong| self.wrong(start..self.at, wrong))?;
        // Presence keywords have no order; of keywords only priorities do.
        if op.is_order() && matches!(want, Want::Fixed(..)) && field.takes != Takes::Words {
            return Err(self.wrong(signed..self.at, Wrong::NoOrder { field }));
        }
        Ok(Value { op, want })
    }

    fn op(&mut self) -> Op {
        let rest = self.rest();
        let signs = [
            ("<=", Op::AtMost),
            (">=", Op::AtLeast),
            ("≤", Op::AtMost),
            ("≥", Op::AtLeast),
            ("<", Op::Less),
            (">", Op::More),
            ("=", Op::Equal),
        ];
        match signs.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, op)) => {
                self.at += sign.len();
                op
            }
            None => Op::Is,
        }
    }
}

/// Characters of comparison operators.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '≤' | '≥')
}

/// Interprets a value for its field.
fn unquoted(field: &'static Field, typed: &str) -> Result<Want, Wrong> {
    let folded = fold(typed);
    let text = || typed.to_owned();
    // Text fields match their keywords in full only: `who:an` is An, not `any`.
    let whole = matches!(field.takes, Takes::Text(_));
    let known = field.word(&folded).filter(|one| !whole || one.word == folded || one.also.contains(&&*folded));
    if let Some(word) = known {
        return Ok(Want::Fixed(word.word, word.fixed));
    }
    match field.takes {
        Takes::Text(_) => Ok(Want::Text { wanted: Wanted { folded, typed: text() }, quoted: false }),
        Takes::Span => span(typed).map(Want::Span).ok_or_else(|| Wrong::NoSpan { text: text() }),
        Takes::Number => {
            let digits = typed.strip_prefix('#').unwrap_or(typed);
            digits.parse().map(Want::Number).map_err(|_| Wrong::NoNumber { text: text() })
        }
        Takes::Words => {
            let several = field.words.iter().any(|one| one.word.starts_with(&folded));
            let text = text();
            Err(if several { Wrong::Several { text, field } } else { Wrong::NoWord { text, field } })
        }
    }
}

/// Parses `45m`, `1h30m`, `2d`, `1w`, `-15m`, and 0 without a unit.
fn span(typed: &str) -> Option<Span> {
    const UNITS: [(char, i64); 5] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];
    // 100 years: keeps sums from overflowing.
    const LONGEST: i64 = 36_500 * 86_400;
    let body = typed.strip_prefix(MINUS).unwrap_or(typed);
    let (mut total, mut smallest, mut rest) = (0i64, i64::MAX, body);
    if !body.is_empty() && body.chars().all(|c| c == '0') {
        (smallest, rest) = (60, "");
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..digits].parse().ok()?;
        let letter = rest[digits..].chars().next()?;
        let (_, seconds) = UNITS.into_iter().find(|(unit, _)| letter.eq_ignore_ascii_case(unit))?;
        total = number.checked_mul(seconds)?.checked_add(total).filter(|sum| *sum <= LONGEST)?;
        smallest = smallest.min(seconds);
        rest = &rest[digits + letter.len_utf8()..];
    }
    let sign = if body.len() < typed.len() { -1 } else { 1 };
    let known = smallest != i64::MAX;
    known.then(|| Span {
        typed: typed.to_owned(),
        delta: TimeDelta::seconds(sign * total),
        unit: TimeDelta::seconds(smallest),
    })
}
