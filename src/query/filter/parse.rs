//! Filter parser.

use chrono::TimeDelta;

use crate::model::text::fold;
use crate::query::filter::ast::{
    Comparison, FieldCondition, FilterNode, FilterOperand, SearchText, TicketFilter, TypedDuration,
};
use crate::query::filter::error::{FilterError, FilterErrorKind};
use crate::query::filter::grammar::{FieldValueType, FilterField};

/// Maximum nesting of parentheses and minus signs.
const MAX_DEPTH: usize = 32;

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

impl TicketFilter {
    /// Parses a filter. Empty input matches every ticket.
    pub fn parse(text: &str) -> Result<TicketFilter, FilterError> {
        let mut parser = FilterParser { text, pos: 0, depth: 0 };
        parser.skip_whitespace();
        if parser.rest().is_empty() {
            return Ok(TicketFilter::default());
        }
        let root = parser.parse_or()?;
        match parser.rest() {
            "" => Ok(TicketFilter { root }),
            _ => Err(parser.error(parser.pos..parser.pos + 1, FilterErrorKind::UnmatchedParenthesis)),
        }
    }
}

impl TicketFilter {
    /// Parses the input without the term that contains the error, so that the list stays stable while the term is being
    /// typed. `None` if the rest is invalid too.
    pub fn parse_without_term(text: &str, mistake: &FilterError) -> Option<TicketFilter> {
        let (mut start, mut end, mut quoted) = (0, text.len(), false);
        for (at, c) in text.char_indices() {
            let outside = !quoted && (c.is_whitespace() || matches!(c, '(' | ')'));
            match at < mistake.range.start {
                true if outside => start = at + c.len_utf8(),
                false if outside => {
                    end = at;
                    break;
                }
                _ => {}
            }
            quoted ^= QUOTES.contains(&c);
        }
        TicketFilter::parse(&[&text[..start], &text[end..]].concat()).ok()
    }
}

struct FilterParser<'a> {
    text: &'a str,
    pos: usize,
    depth: usize,
}

impl<'a> FilterParser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_whitespace(&mut self) {
        self.pos = self.text.len() - self.rest().trim_start().len();
    }

    /// Consumes up to the first character that `ends`.
    fn take_until(&mut self, ends: fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.pos += taken.len();
        taken
    }

    fn error(&self, at: std::ops::Range<usize>, wrong: FilterErrorKind) -> FilterError {
        FilterError::new(self.text, at, wrong)
    }

    /// `or` or `and` at the current position.
    fn peek_connective(&self) -> Option<&'a str> {
        let rest = self.rest();
        let word = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
        (word.eq_ignore_ascii_case("or") || word.eq_ignore_ascii_case("and")).then_some(word)
    }

    /// Terms joined by `or`.
    fn parse_or(&mut self) -> Result<FilterNode, FilterError> {
        let mut nodes = vec![self.parse_and()?];
        while let Some(word) = self.peek_connective() {
            // `parse_and` has consumed any `and`.
            self.pos += word.len();
            self.skip_whitespace();
            nodes.push(self.parse_and()?);
        }
        if nodes.len() > 1 {
            nodes.sort_by_key(FilterNode::cost);
            return Ok(FilterNode::Any(nodes));
        }
        Ok(nodes.pop().unwrap_or_default())
    }

    /// One or more adjacent terms.
    fn parse_and(&mut self) -> Result<FilterNode, FilterError> {
        let mut nodes = Vec::new();
        let mut joined = false;
        loop {
            if matches!(self.peek(), None | Some(')')) {
                break;
            }
            match self.peek_connective() {
                Some(word) if word.eq_ignore_ascii_case("and") && !nodes.is_empty() && !joined => {
                    self.pos += word.len();
                    joined = true;
                }
                Some(_) => break,
                None => {
                    nodes.push(self.parse_term()?);
                    joined = false;
                }
            }
            self.skip_whitespace();
        }
        if nodes.is_empty() || joined {
            let word = self.peek_connective().unwrap_or_default();
            return Err(self.error(self.pos..self.pos + word.len(), FilterErrorKind::MissingOperand));
        }
        if nodes.len() > 1 {
            nodes.sort_by_key(FilterNode::cost);
            return Ok(FilterNode::All(nodes));
        }
        Ok(nodes.pop().unwrap_or_default())
    }

    fn parse_term(&mut self) -> Result<FilterNode, FilterError> {
        let start = self.pos;
        match self.peek() {
            Some(sign) if MINUS.contains(&sign) => {
                self.pos += sign.len_utf8();
                let left_open = self.peek().is_none_or(|c| c.is_whitespace() || c == ')');
                if left_open {
                    return Err(self.error(start..self.pos, FilterErrorKind::DanglingMinus));
                }
                self.enter_nesting(start)?;
                let node = self.parse_term()?;
                self.depth -= 1;
                Ok(FilterNode::Not(Box::new(node)))
            }
            Some('(') => {
                self.pos += 1;
                self.skip_whitespace();
                if self.peek() == Some(')') {
                    return Err(self.error(start..self.pos + 1, FilterErrorKind::EmptyParenthesis));
                }
                if self.peek().is_none() {
                    return Err(self.error(start..self.pos, FilterErrorKind::UnclosedParenthesis));
                }
                self.enter_nesting(start)?;
                let node = self.parse_or()?;
                self.depth -= 1;
                if self.peek() != Some(')') {
                    return Err(self.error(start..start + 1, FilterErrorKind::UnclosedParenthesis));
                }
                self.pos += 1;
                Ok(node)
            }
            Some(quote) if QUOTES.contains(&quote) => Ok(FilterNode::Phrase(self.parse_quoted()?)),
            _ => self.parse_word(),
        }
    }

    fn enter_nesting(&mut self, start: usize) -> Result<(), FilterError> {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => Err(self.error(start..start + 1, FilterErrorKind::NestedTooDeeply)),
            false => Ok(()),
        }
    }

    /// A quoted phrase.
    fn parse_quoted(&mut self) -> Result<SearchText, FilterError> {
        let start = self.pos;
        self.pos += self.peek().map_or(0, char::len_utf8);
        let inside = self.take_until(|c| QUOTES.contains(&c));
        let Some(quote) = self.peek() else {
            return Err(self.error(start..self.text.len(), FilterErrorKind::UnclosedQuote));
        };
        self.pos += quote.len_utf8();
        let typed = inside.split_whitespace().collect::<Vec<_>>().join(" ");
        match typed.is_empty() {
            true => Err(self.error(start..self.pos, FilterErrorKind::EmptyQuote)),
            false => Ok(SearchText { folded: fold(&typed), input: typed }),
        }
    }

    /// A field with values, or a free-text word.
    fn parse_word(&mut self) -> Result<FilterNode, FilterError> {
        let rest = self.rest();
        let name = &rest[..rest.find(|c: char| !c.is_alphabetic() && c != '_').unwrap_or(rest.len())];
        let behind = &rest[name.len()..];
        let colon = behind.starts_with(':') && !name.is_empty() && !behind.starts_with("://");
        if colon || behind.starts_with(is_comparison_char) {
            if let Some(field) = FilterField::from_name(&fold(name)) {
                self.pos += name.len() + usize::from(colon);
                return self.parse_values(field);
            }
            if colon {
                let wrong = FilterErrorKind::UnknownField { text: name.to_owned() };
                return Err(self.error(self.pos..self.pos + name.len(), wrong));
            }
        }
        let typed = self.take_until(ends_word).to_owned();
        Ok(FilterNode::Substring(SearchText { folded: fold(&typed), input: typed }))
    }

    fn parse_values(&mut self, field: &'static FilterField) -> Result<FilterNode, FilterError> {
        let mut values = Vec::new();
        loop {
            values.push(self.parse_value(field)?);
            if self.peek() != Some(',') {
                return Ok(FilterNode::Field(field, values));
            }
            self.pos += 1;
        }
    }

    fn parse_value(&mut self, field: &'static FilterField) -> Result<FieldCondition, FilterError> {
        let signed = self.pos;
        let op = self.parse_comparison();
        if op.is_ordering() && !field.is_ordered() {
            return Err(self.error(signed..self.pos, FilterErrorKind::NotOrdered { field }));
        }
        let start = self.pos;
        if self.peek().is_some_and(|c| QUOTES.contains(&c)) {
            let wanted = self.parse_quoted()?;
            let want = match field.value_type {
                FieldValueType::Text(_) => FilterOperand::Text { wanted, quoted: true },
                _ => parse_operand(field, &wanted.input).map_err(|wrong| self.error(start..self.pos, wrong))?,
            };
            return Ok(FieldCondition { op, operand: want });
        }
        let typed = self.take_until(ends_value);
        if typed.is_empty() {
            return Err(self.error(start..start, FilterErrorKind::MissingValue { field }));
        }
        let want = parse_operand(field, typed).map_err(|wrong| self.error(start..self.pos, wrong))?;
        // Presence keywords have no order; of keywords only priorities do.
        if op.is_ordering() && matches!(want, FilterOperand::Keyword(..)) && field.value_type != FieldValueType::Keyword
        {
            return Err(self.error(signed..self.pos, FilterErrorKind::NotOrdered { field }));
        }
        Ok(FieldCondition { op, operand: want })
    }

    fn parse_comparison(&mut self) -> Comparison {
        let rest = self.rest();
        let signs = [
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("≤", Comparison::AtMost),
            ("≥", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::More),
            ("=", Comparison::Equal),
        ];
        match signs.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, op)) => {
                self.pos += sign.len();
                op
            }
            None => Comparison::Is,
        }
    }
}

/// Characters of comparison operators.
pub(super) fn is_comparison_char(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '≤' | '≥')
}

/// Interprets a value for its field.
fn parse_operand(field: &'static FilterField, typed: &str) -> Result<FilterOperand, FilterErrorKind> {
    let folded = fold(typed);
    let text = || typed.to_owned();
    // Text fields match their keywords in full only: `who:an` is An, not `any`.
    let whole = matches!(field.value_type, FieldValueType::Text(_));
    let known = field.keyword(&folded).filter(|one| !whole || one.name == folded || one.aliases.contains(&&*folded));
    if let Some(word) = known {
        return Ok(FilterOperand::Keyword(word.name, word.meaning));
    }
    match field.value_type {
        FieldValueType::Text(_) => {
            Ok(FilterOperand::Text { wanted: SearchText { folded, input: text() }, quoted: false })
        }
        FieldValueType::Duration => parse_typed_duration(typed)
            .map(FilterOperand::Duration)
            .ok_or_else(|| FilterErrorKind::InvalidDuration { text: text() }),
        FieldValueType::Number => {
            let digits = typed.strip_prefix('#').unwrap_or(typed);
            digits.parse().map(FilterOperand::Number).map_err(|_| FilterErrorKind::InvalidNumber { text: text() })
        }
        FieldValueType::Keyword => {
            let several = field.keywords.iter().any(|one| one.name.starts_with(&folded));
            let text = text();
            Err(if several {
                FilterErrorKind::AmbiguousKeyword { text, field }
            } else {
                FilterErrorKind::UnknownKeyword { text, field }
            })
        }
    }
}

/// Parses `45m`, `1h30m`, `2d`, `1w`, `-15m`, and 0 without a unit.
fn parse_typed_duration(typed: &str) -> Option<TypedDuration> {
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
    known.then(|| TypedDuration {
        input: typed.to_owned(),
        duration: TimeDelta::seconds(sign * total),
        unit: TimeDelta::seconds(smallest),
    })
}
