//! What is wrong with a filter, and where: data, so that it can be said in every language.

use std::ops::Range;

use super::grammar::{Field, GRAMMAR};
use crate::domain::columns::COLUMNS;
use crate::domain::text::{fold, width};

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the text that are meant; empty where something is missing.
    pub at: Range<usize>,
    /// The column on the screen at which they begin, counted from 1.
    pub column: usize,
    pub wrong: Wrong,
}

impl Mistake {
    pub fn new(text: &str, at: Range<usize>, wrong: Wrong) -> Mistake {
        let column = width(text.get(..at.start).unwrap_or(text)) + 1;
        Mistake { at, column, wrong }
    }

    /// Whether more letters may mend it: then there is no need to be loud about it.
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

/// What can be wrong. The words are in the language files, under [`Wrong::key`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    NoField {
        text: String,
    },
    NoColumn {
        text: String,
    },
    /// The field wants one of its words.
    NoWord {
        text: String,
        field: &'static Field,
    },
    /// Several of the field's words begin like that.
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
    /// `<` and `>` mean nothing there.
    NoOrder {
        field: &'static Field,
    },
    OpenQuote,
    EmptyQuote,
    OpenParenthesis,
    EmptyParenthesis,
    CloseParenthesis,
    /// `or` and `and` stand between two terms.
    NothingBeside,
    NothingAfterMinus,
    TooDeep,
}

impl Wrong {
    /// The key of its sentence.
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

    /// What goes into its sentence, by name.
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

    /// What was most likely meant. It is worked out only where the mistake is told.
    pub fn near(&self) -> Option<&'static str> {
        match self {
            Wrong::NoField { text } => nearest(text, GRAMMAR.iter().flat_map(Field::names)),
            Wrong::NoColumn { text } => nearest(text, COLUMNS.iter().map(|entry| entry.name)),
            Wrong::NoWord { text, field } => nearest(text, field.words.iter().map(|one| one.word)),
            _ => None,
        }
    }
}

/// The name that `text` was most likely meant to be: it begins like that, or at most two letters are wrong, missing or
/// swapped, and fewer in short ones.
pub fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 32;
    let folded = fold(text);
    let wanted: Vec<char> = folded.chars().take(LONGEST + 1).collect();
    if wanted.len() > LONGEST || wanted.len() < 2 {
        return None;
    }
    let most = (wanted.len() / 2).min(2);
    let apart = |name: &str| {
        let name = fold(name);
        if name.starts_with(&folded) { 0 } else { apart(&wanted, &name) }
    };
    names.map(|name| (apart(name), name)).filter(|(apart, _)| *apart <= most).min().map(|(_, name)| name)
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour.
fn apart(wanted: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=name.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in name.iter().enumerate() {
            let mut least = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(a != b));
            if i > 0 && j > 0 && *a == name[j - 1] && wanted[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[name.len()]
}
