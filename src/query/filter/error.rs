//! Filter errors with their position, as data for translation.

use std::ops::Range;

use crate::model::text::{closest_name, fold, width};
use crate::query::columns::QUEUE_COLUMNS;
use crate::query::filter::grammar::{FILTER_FIELDS, FilterField};

/// A parse error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// Byte range of the error; empty where something is missing.
    pub range: Range<usize>,
    /// Screen column of the range, from 1.
    pub column: usize,
    pub kind: FilterErrorKind,
}

impl FilterError {
    pub fn new(text: &str, at: Range<usize>, wrong: FilterErrorKind) -> FilterError {
        let column = width(text.get(..at.start).unwrap_or(text)) + 1;
        FilterError { range: at, column, kind: wrong }
    }

    /// Whether more input may complete the filter, so the error should not be prominent yet.
    pub fn is_unfinished(&self) -> bool {
        matches!(
            self.kind,
            FilterErrorKind::MissingValue { .. }
                | FilterErrorKind::AmbiguousKeyword { .. }
                | FilterErrorKind::UnclosedQuote
                | FilterErrorKind::UnclosedParenthesis
                | FilterErrorKind::MissingOperand
                | FilterErrorKind::DanglingMinus
        )
    }
}

/// Kind of error; the message key is [`FilterErrorKind::message_key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterErrorKind {
    UnknownField {
        text: String,
    },
    UnknownColumn {
        text: String,
    },
    /// The field accepts keywords only.
    UnknownKeyword {
        text: String,
        field: &'static FilterField,
    },
    /// Several keywords of the field start like this.
    AmbiguousKeyword {
        text: String,
        field: &'static FilterField,
    },
    InvalidDuration {
        text: String,
    },
    InvalidNumber {
        text: String,
    },
    MissingValue {
        field: &'static FilterField,
    },
    /// The field does not support `<` and `>`.
    NotOrdered {
        field: &'static FilterField,
    },
    UnclosedQuote,
    EmptyQuote,
    UnclosedParenthesis,
    EmptyParenthesis,
    UnmatchedParenthesis,
    /// `or` or `and` without a term on both sides.
    MissingOperand,
    DanglingMinus,
    NestedTooDeeply,
}

impl FilterErrorKind {
    /// Key of the message.
    pub fn message_key(&self) -> &'static str {
        let near = self.suggestion().is_some();
        match self {
            FilterErrorKind::UnknownField { .. } if near => "filter-no-field-near",
            FilterErrorKind::UnknownField { .. } => "filter-no-field",
            FilterErrorKind::UnknownColumn { .. } if near => "filter-no-column-near",
            FilterErrorKind::UnknownColumn { .. } => "filter-no-column",
            FilterErrorKind::UnknownKeyword { .. } if near => "filter-no-word-near",
            FilterErrorKind::UnknownKeyword { .. } => "filter-no-word",
            FilterErrorKind::AmbiguousKeyword { .. } => "filter-several",
            FilterErrorKind::InvalidDuration { .. } => "filter-no-span",
            FilterErrorKind::InvalidNumber { .. } => "filter-no-number",
            FilterErrorKind::MissingValue { .. } => "filter-no-value",
            FilterErrorKind::NotOrdered { .. } => "filter-no-order",
            FilterErrorKind::UnclosedQuote => "filter-open-quote",
            FilterErrorKind::EmptyQuote => "filter-empty-quote",
            FilterErrorKind::UnclosedParenthesis => "filter-open-parenthesis",
            FilterErrorKind::EmptyParenthesis => "filter-empty-parenthesis",
            FilterErrorKind::UnmatchedParenthesis => "filter-close-parenthesis",
            FilterErrorKind::MissingOperand => "filter-nothing-beside",
            FilterErrorKind::DanglingMinus => "filter-nothing-after-minus",
            FilterErrorKind::NestedTooDeeply => "filter-too-deep",
        }
    }

    /// Arguments of the message.
    pub fn message_args(&self) -> Vec<(&'static str, String)> {
        let near = self.suggestion().unwrap_or_default().to_owned();
        let words = |field: &FilterField, begin: &str| {
            let words = field.keywords.iter().map(|one| one.name).filter(|word| word.starts_with(begin));
            words.collect::<Vec<_>>().join(", ")
        };
        match self {
            FilterErrorKind::UnknownField { text } | FilterErrorKind::UnknownColumn { text } => {
                vec![("text", text.clone()), ("near", near)]
            }
            FilterErrorKind::UnknownKeyword { text, field } => vec![
                ("text", text.clone()),
                ("field", field.name.to_owned()),
                ("words", words(field, "")),
                ("near", near),
            ],
            FilterErrorKind::AmbiguousKeyword { text, field } => {
                vec![("text", text.clone()), ("words", words(field, &fold(text)))]
            }
            FilterErrorKind::InvalidDuration { text } | FilterErrorKind::InvalidNumber { text } => {
                vec![("text", text.clone())]
            }
            FilterErrorKind::MissingValue { field } => {
                vec![("field", field.name.to_owned()), ("example", field.example.to_owned())]
            }
            FilterErrorKind::NotOrdered { field } => vec![("field", field.name.to_owned())],
            _ => Vec::new(),
        }
    }

    /// Closest valid name; computed only for display.
    pub fn suggestion(&self) -> Option<&'static str> {
        match self {
            FilterErrorKind::UnknownField { text } => {
                closest_name(text, FILTER_FIELDS.iter().flat_map(FilterField::names))
            }
            FilterErrorKind::UnknownColumn { text } => closest_name(text, QUEUE_COLUMNS.iter().map(|entry| entry.name)),
            FilterErrorKind::UnknownKeyword { text, field } => {
                closest_name(text, field.keywords.iter().map(|one| one.name))
            }
            _ => None,
        }
    }
}
