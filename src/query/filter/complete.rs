//! Completions for the filter input: field names, and values known from the desk.

use std::ops::Range;

use crate::model::team::Team;
use crate::model::text::{ceil_char_boundary, floor_char_boundary, fold};
use crate::query::filter::grammar::{FILTER_FIELDS, FieldValueType, FilterField, KeywordMeaning};
use crate::query::filter::parse::{QUOTES, ends_value, ends_word, is_comparison_char};
use crate::query::filter::vocabulary::Vocabulary;

/// Maximum number of completions.
const MAX_COMPLETIONS: usize = 60;
/// Values proposed per field for a word without a field name, and the letters it must have.
const MAX_VALUES_PER_FIELD: usize = 2;
const MIN_LETTERS_FOR_VALUES: usize = 2;
/// Commonly used durations.
const DURATION_EXAMPLES: [&str; 5] = ["<1h", "<4h", ">=4h", ">=1d", ">=3d"];

/// A replacement for part of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Byte range of the input to replace.
    pub replace: Range<usize>,
    pub text: String,
    pub hint: CompletionHint,
}

/// What to display next to a completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionHint {
    Field(&'static str),
    /// Message key of its description.
    Keyword(&'static str),
    /// Number of open tickets with this value.
    TicketCount(usize),
    NoHint,
}

/// Completions at the caret (a byte offset), most likely first.
pub fn complete(text: &str, caret: usize, vocabulary: &Vocabulary, team: &Team) -> Vec<Completion> {
    let caret = floor_char_boundary(text, caret);
    let Some(token) = TermAtCaret::find(text, caret) else { return Vec::new() };
    let mut proposals = match token.field {
        Some((field, value)) => complete_value(text, &token, field, value, (vocabulary, team)),
        None => complete_field_name(text, &token, (vocabulary, team)),
    };
    proposals.truncate(MAX_COMPLETIONS);
    // The only completion equals the input.
    if let [one] = &proposals[..]
        && text[one.replace.clone()] == one.text
    {
        proposals.clear();
    }
    proposals
}

/// The term at the caret, without leading minus signs.
struct TermAtCaret {
    start: usize,
    caret: usize,
    end: usize,
    /// The field it names, and the byte offset of the value at the caret.
    field: Option<(&'static FilterField, usize)>,
}

impl TermAtCaret {
    /// `None` inside a quoted phrase.
    fn find(text: &str, caret: usize) -> Option<TermAtCaret> {
        let (mut start, mut value, mut quoted) = (0, 0, false);
        for (at, c) in text[..caret].char_indices() {
            match c {
                c if QUOTES.contains(&c) => quoted = !quoted,
                _ if quoted => {}
                ',' => value = at + 1,
                c if ends_word(c) => start = at + c.len_utf8(),
                _ => {}
            }
        }
        start += text[start..caret].len() - text[start..caret].trim_start_matches(['-', '−']).len();
        let head = &text[start..caret];
        if head.starts_with(QUOTES) {
            return None;
        }
        let rest = &text[caret..];
        let end = match quoted {
            true => rest.find(QUOTES).map_or(text.len(), |at| ceil_char_boundary(rest, at + 1) + caret),
            false => caret + rest.find(ends_value).unwrap_or(rest.len()),
        };
        let name = &head[..head.find(|c: char| !c.is_alphabetic() && c != '_').unwrap_or(head.len())];
        let behind = &head[name.len()..];
        let names = behind.starts_with(':') || behind.starts_with(is_comparison_char);
        let first = start + name.len() + usize::from(behind.starts_with(':'));
        let field = FilterField::from_name(&fold(name)).filter(|_| names).map(|field| (field, first.max(value)));
        Some(TermAtCaret { start, caret, end, field })
    }
}

/// Values of a field that start with the text between `start` and the caret.
fn complete_value(
    text: &str,
    token: &TermAtCaret,
    field: &'static FilterField,
    start: usize,
    (vocabulary, team): (&Vocabulary, &Team),
) -> Vec<Completion> {
    let typed = &text[start..token.caret];
    let sign = typed.len() - typed.trim_start_matches(is_comparison_char).len();
    let bare = start + sign;
    let folded = fold(typed[sign..].trim_start_matches(QUOTES));
    let replace = bare..token.end;
    let words = field.keywords.iter().filter(|one| one.name.starts_with(&folded)).map(|one| Completion {
        replace: replace.clone(),
        text: one.name.to_owned(),
        hint: CompletionHint::Keyword(keyword_message_key(one.meaning)),
    });
    let samples: &[&str] = if field.value_type == FieldValueType::Duration { &DURATION_EXAMPLES } else { &[] };
    let samples = samples.iter().filter(|sample| sample.starts_with(typed) && sample.len() > typed.len());
    let samples = samples.map(|sample| Completion {
        replace: start..token.end,
        text: (*sample).to_owned(),
        hint: CompletionHint::NoHint,
    });
    let known =
        vocabulary.matching_values(field.id, &folded, team, MAX_COMPLETIONS).into_iter().map(|(value, n)| Completion {
            replace: replace.clone(),
            text: quote_if_needed(field, &value),
            hint: CompletionHint::TicketCount(n),
        });
    // Keywords after a comparison sign only make sense for ordered keywords.
    let words = words.filter(|_| sign == 0 || field.value_type == FieldValueType::Keyword);
    words.chain(samples).chain(known).take(MAX_COMPLETIONS).collect()
}

/// Field names, and values of any field, that start with the input.
fn complete_field_name(text: &str, token: &TermAtCaret, (vocabulary, team): (&Vocabulary, &Team)) -> Vec<Completion> {
    let head = &text[token.start..token.caret];
    let begun = token.start > 0 && text[..token.start].ends_with(['-', '−']);
    let whole = text.trim().is_empty() || begun;
    if head.is_empty() && !whole || !head.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Vec::new();
    }
    let folded = fold(head);
    let replace = token.start..token.end;
    let proposed = |field: &FilterField| Completion {
        replace: replace.clone(),
        text: format!("{}:", field.name),
        hint: CompletionHint::Field(field.name),
    };
    let by_name = |field: &&FilterField| field.name.starts_with(&folded);
    let by_alias =
        |field: &&FilterField| !by_name(field) && field.aliases.iter().any(|alias| alias.starts_with(&folded));
    let mut proposals: Vec<_> = FILTER_FIELDS.iter().filter(by_name).map(proposed).collect();
    proposals.extend(FILTER_FIELDS.iter().filter(by_alias).map(proposed));
    if folded.chars().count() >= MIN_LETTERS_FOR_VALUES {
        let fields = FILTER_FIELDS.iter().filter(|field| matches!(field.value_type, FieldValueType::Text(_)));
        proposals.extend(fields.flat_map(|field| {
            vocabulary.matching_values(field.id, &folded, team, MAX_VALUES_PER_FIELD).into_iter().map(|(value, n)| {
                Completion {
                    replace: replace.clone(),
                    text: format!("{}:{}", field.name, quote_if_needed(field, &value)),
                    hint: CompletionHint::TicketCount(n),
                }
            })
        }));
    }
    proposals
}

/// The value as typed in a filter, quoted if necessary.
fn quote_if_needed(field: &FilterField, value: &str) -> String {
    // Quotation marks cannot be typed inside a phrase; the part before one still finds the value.
    let value = value.split(QUOTES).find(|part| !part.trim().is_empty()).unwrap_or_default().trim();
    let plain =
        !value.contains(ends_value) && !value.starts_with(is_comparison_char) && field.keyword(&fold(value)).is_none();
    if plain { value.to_owned() } else { format!("\"{value}\"") }
}

/// Message key of a keyword.
fn keyword_message_key(fixed: KeywordMeaning) -> &'static str {
    use crate::engine::sla::ClockState::*;
    use crate::model::aging::StuckRule::*;
    use crate::model::ticket::{Priority, Status, WaitsOn};
    match fixed {
        KeywordMeaning::Status(Status::New) => "about-status-new",
        KeywordMeaning::Status(Status::Open) => "about-status-open",
        KeywordMeaning::Status(Status::Pending) => "about-status-pending",
        KeywordMeaning::Status(Status::OnHold) => "about-status-on_hold",
        KeywordMeaning::Status(Status::Solved) => "about-status-solved",
        KeywordMeaning::Status(Status::Closed) => "about-status-closed",
        KeywordMeaning::WaitsOn(Some(WaitsOn::Us)) => "filter-word-us",
        KeywordMeaning::WaitsOn(Some(WaitsOn::Customer)) => "filter-word-customer",
        KeywordMeaning::WaitsOn(Some(WaitsOn::ThirdParty)) => "filter-word-third",
        KeywordMeaning::WaitsOn(None) => "filter-word-nobody",
        KeywordMeaning::Priority(Priority::Low) => "priority-low",
        KeywordMeaning::Priority(Priority::Normal) => "priority-normal",
        KeywordMeaning::Priority(Priority::High) => "priority-high",
        KeywordMeaning::Priority(Priority::Urgent) => "priority-urgent",
        KeywordMeaning::Clock(Breached) => "clock-breached",
        KeywordMeaning::Clock(AtRisk) => "clock-at_risk",
        KeywordMeaning::Clock(Ok) => "clock-ok",
        KeywordMeaning::Clock(Off) => "clock-off",
        KeywordMeaning::Clock(Paused) => "clock-paused",
        KeywordMeaning::Clock(Met) => "clock-met",
        KeywordMeaning::Stuck(Silent) => "stuck-silent",
        KeywordMeaning::Stuck(Reassigned) => "stuck-reassigned",
        KeywordMeaning::Stuck(Reopened) => "stuck-reopened",
        KeywordMeaning::Me => "filter-word-me",
        KeywordMeaning::No => "filter-word-no",
        KeywordMeaning::Yes => "filter-word-yes",
        KeywordMeaning::BeforeShiftEnd => "filter-word-shift",
    }
}
