//! Filter errors with their position, as data for translation.

use std::ops::Range;

use crate::model::text::{fold, nearest, width};
use crate::query::columns::COLUMNS;
use crate::query::filter::grammar::{Field, GRAMMAR};

/// A parse error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Byte range of the error; empty where something is missing.
    pub at: Range<usize>,
    /// Screen column of the range, from 1.
    pub column: usize,
    pub wrong: Wrong,
}

impl Mistake {
    pub fn new(text: &str, at: Range<usize>, wrong: Wrong) -> Mistake {
        let column = width(text.get(..at.start).unwrap_or(text)) + 1;
        Mistake { at, column, wrong }
    }

    /// Whether more input may complete the filter, so the error should not be prominent yet.
    pub fn is_unfinished(&self) -> bool {
        matches!(
            self.wrong,
            Wrong::NoValue { .. }
                | Wrong::Several { .. }
                | Wrong::OpenQuote
                | Wrong::OpenParenthesis
                | Wrong::NothingBeside
                | Wrong::NothingAfterMinus
        )
    }
}

/// Kind of error; the message key is [`FilterErrorKind::message_key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    NoField {
        text: String,
    },
    NoColumn {
        text: String,
    },
    /// The field accepts keywords only.
    NoWord {
        text: String,
        field: &'static Field,
    },
    /// Several keywords of the field start like this.
    Several {
        text: String,
        field: &'static Field,
    },
    NoSpan {
        text: String,
    },
    NoNumber {
        text: String,
    },
    NoValue {
        field: &'static Field,
    },
    /// The field does not support `<` and `>`.
    NoOrder {
        field: &'static Field,
    },
    OpenQuote,
    EmptyQuote,
    OpenParenthesis,
    EmptyParenthesis,
    CloseParenthesis,
    /// `or` or `and` without a term on both sides.
    NothingBeside,
    NothingAfterMinus,
    TooDeep,
}

impl Wrong {
    /// Key of the message.
    pub fn key(&self) -> &'static str {
        let near = self.near().is_some();
        match self {
            Wrong::NoField { .. } if near => "filter-no-field-near",
            Wrong::NoField { .. } => "filter-no-field",
            Wrong::NoColumn { .. } if near => "filter-no-column-near",
            Wrong::NoColumn { .. } => "filter-no-column",
            Wrong::NoWord { .. } if near => "filter-no-word-near",
            Wrong::NoWord { .. } => "filter-no-word",
            Wrong::Several { .. } => "filter-several",
            Wrong::NoSpan { .. } => "filter-no-span",
            Wrong::NoNumber { .. } => "filter-no-number",
            Wrong::NoValue { .. } => "filter-no-value",
            Wrong::NoOrder { .. } => "filter-no-order",
            Wrong::OpenQuote => "filter-open-quote",
            Wrong::EmptyQuote => "filter-empty-quote",
            Wrong::OpenParenthesis => "filter-open-parenthesis",
            Wrong::EmptyParenthesis => "filter-empty-parenthesis",
            Wrong::CloseParenthesis => "filter-close-parenthesis",
            Wrong::NothingBeside => "filter-nothing-beside",
            Wrong::NothingAfterMinus => "filter-nothing-after-minus",
            Wrong::TooDeep => "filter-too-deep",
        }
    }

    /// Arguments of the message.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let near = self.near().unwrap_or_default().to_owned();
        let words = |field: &Field, begin: &str| {
            let words = field.words.iter().map(|one| one.word).filter(|word| word.starts_with(begin));
            words.collect::<Vec<_>>().join(", ")
        };
        match self {
            Wrong::NoField { text } | Wrong::NoColumn { text } => vec![("text", text.clone()), ("near", near)],
            Wrong::NoWord { text, field } => vec![
                ("text", text.clone()),
                ("field", field.name.to_owned()),
                ("words", words(field, "")),
                ("near", near),
            ],
            Wrong::Several { text, field } => vec![("text", text.clone()), ("words", words(field, &fold(text)))],
            Wrong::NoSpan { text } | Wrong::NoNumber { text } => vec![("text", text.clone())],
            Wrong::NoValue { field } => vec![("field", field.name.to_owned()), ("example", field.example.to_owned())],
            Wrong::NoOrder { field } => vec![("field", field.name.to_owned())],
            _ => Vec::new(),
        }
    }

    /// Closest valid name; computed only for display.
    pub fn near(&self) -> Option<&'static str> {
        match self {
            Wrong::NoField { text } => nearest(text, GRAMMAR.iter().flat_map(Field::names)),
            Wrong::NoColumn { text } => nearest(text, COLUMNS.iter().map(|entry| entry.name)),
            Wrong::NoWord { text, field } => nearest(text, field.words.iter().map(|one| one.word)),
            _ => None,
        }
    }
}

