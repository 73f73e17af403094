//! Completions for the filter input: field names, and values known from the desk.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::engine::desk::Row;
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;
use crate::query::filter::grammar::{Field, FieldId, Fixed, GRAMMAR, Takes};
use crate::query::filter::parse::{QUOTES, ends_value, ends_word, is_sign};

/// Maximum number of completions.
const MOST: usize = 60;
/// Values proposed per field for a word without a field name, and the letters it must have.
const MOST_BY_ITSELF: usize = 2;
const LETTERS_BY_ITSELF: usize = 2;
/// Commonly used durations.
const SPANS: [&str; 5] = ["<1h", "<4h", ">=4h", ">=1d", ">=3d"];

/// A replacement for part of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Byte range of the input to replace.
    pub replace: Range<usize>,
    pub text: String,
    pub about: About,
}

/// What to display next to a completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Field(&'static str),
    /// Message key of its description.
    Word(&'static str),
    /// Number of open tickets with this value.
    Known(usize),
    Nothing,
}

/// Field values of open tickets with their counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    known: BTreeMap<FieldId, BTreeMap<Box<str>, Known>>,
    held: BTreeMap<PersonId, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    folded: String,
    n: usize,
}

impl Vocabulary {
    /// Adds a ticket's values.
    pub(super) fn learn(&mut self, row: &Row) {
        for (field, value) in values_of(row) {
            let values = self.known.entry(field).or_default();
            match values.get_mut(value) {
                Some(known) => known.n += 1,
                None => drop(values.insert(value.into(), Known { folded: fold(value), n: 1 })),
            }
        }
        if let Some(person) = row.assignee {
            *self.held.entry(person).or_default() += 1;
        }
    }

    /// Removes a ticket's values.
    pub(super) fn forget(&mut self, row: &Row) {
        for (field, value) in values_of(row) {
            let Some(values) = self.known.get_mut(&field) else { continue };
            match values.get_mut(value) {
                Some(known) if known.n > 1 => known.n -= 1,
                _ => drop(values.remove(value)),
            }
        }
        if let Some(held) = row.assignee.and_then(|person| self.held.get_mut(&person)) {
            *held -= 1;
        }
        self.known.retain(|_, values| !values.is_empty());
        self.held.retain(|_, held| *held > 0);
    }

    /// Up to `most` values of a field with a word that starts with `folded`, most frequent first, with their counts.
    fn of_field(&self, field: FieldId, folded: &str, team: &Team, most: usize) -> Vec<(String, usize)> {
        let begins = |whole: &str| {
            let starts = |at: usize| whole[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            whole.match_indices(folded).any(|(at, _)| starts(at))
        };
        if field == FieldId::Who {
            let mut people: BTreeMap<&str, usize> = BTreeMap::new();
            for (id, person) in &team.people {
                *people.entry(&person.name).or_default() += self.held.get(id).copied().unwrap_or(0);
            }
            let folded = people.into_iter().map(|(name, n)| (Reverse(n), fold(name), name));
            let mut found: Vec<_> = folded.filter(|(_, folded, _)| begins(folded)).collect();
            found.sort();
            return found.into_iter().take(most).map(|(n, _, name)| (name.to_owned(), n.0)).collect();
        }
        let known = self.known.get(&field).into_iter().flatten();
        let found = known.filter(|(_, known)| begins(&known.folded));
        let mut found: Vec<_> = found.map(|(value, known)| (Reverse(known.n), &known.folded, value)).collect();
        if most < found.len() {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        found.into_iter().map(|(n, _, value)| (value.to_string(), n.0)).collect()
    }
}

/// A ticket's values in text fields.
fn values_of(row: &Row) -> impl Iterator<Item = (FieldId, &str)> {
    let texts = [
        (FieldId::From, row.customer.as_deref()),
        (FieldId::Tier, row.tier.as_deref()),
        (FieldId::Category, row.category.as_deref()),
        (FieldId::Channel, row.channel.as_deref()),
        (FieldId::Team, row.group.as_deref()),
        (FieldId::Language, row.language.as_deref()),
        (FieldId::Source, row.source.as_ref().map(|source| source.name.as_str())),
        (FieldId::Policy, row.clock.as_ref().map(|clock| &*clock.terms.policy)),
    ];
    let texts = texts.into_iter().filter_map(|(field, text)| Some((field, text?)));
    let tags = row.tags.iter().map(|tag| (FieldId::Tag, tag.as_str()));
    texts.chain(tags).filter(|(_, text)| !text.is_empty())
}

/// Completions at the caret (a byte offset), most likely first.
pub fn complete(text: &str, caret: usize, vocabulary: &Vocabulary, team: &Team) -> Vec<Completion> {
    let caret = text.floor_char_boundary(caret);
    let Some(token) = Token::at(text, caret) else { return Vec::new() };
    let mut proposals = match token.field {
        Some((field, value)) => values(text, &token, field, value, (vocabulary, team)),
        None => names(text, &token, (vocabulary, team)),
    };
    proposals.truncate(MOST);
    // The only completion equals the input.
    if let [one] = &proposals[..]
        && text[one.replace.clone()] == one.text
    {
        proposals.clear();
    }
    proposals
}

/// The term at the caret, without leading minus signs.
struct Token {
    start: usize,
    caret: usize,
    end: usize,
    /// The field it names, and the byte offset of the value at the caret.
    field: Option<(&'static Field, usize)>,
}

impl Token {
    /// `None` inside a quoted phrase.
    fn at(text: &str, caret: usize) -> Option<Token> {
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
            true => rest.find(QUOTES).map_or(text.len(), |at| rest.ceil_char_boundary(at + 1) + caret),
            false => caret + rest.find(ends_value).unwrap_or(rest.len()),
        };
        let name = &head[..head.find(|c: char| !c.is_alphabetic() && c != '_').unwrap_or(head.len())];
        let behind = &head[name.len()..];
        let names = behind.starts_with(':') || behind.starts_with(is_sign);
        let first = start + name.len() + usize::from(behind.starts_with(':'));
        let field = Field::named(&fold(name)).filter(|_| names).map(|field| (field, first.max(value)));
        Some(Token { start, caret, end, field })
    }
}

/// Values of a field that start with the text between `start` and the caret.
fn values(
    text: &str,
    token: &Token,
    field: &'static Field,
    start: usize,
    (vocabulary, team): (&Vocabulary, &Team),
) -> Vec<Completion> {
    let typed = &text[start..token.caret];
    let sign = typed.len() - typed.trim_start_matches(is_sign).len();
    let bare = start + sign;
    let folded = fold(typed[sign..].trim_start_matches(QUOTES));
    let replace = bare..token.end;
    let words = field.words.iter().filter(|one| one.word.starts_with(&folded)).map(|one| Completion {
        replace: replace.clone(),
        text: one.word.to_owned(),
        about: About::Word(key(one.fixed)),
    });
    let samples: &[&str] = if field.takes == Takes::Span { &SPANS } else { &[] };
    let samples = samples.iter().filter(|sample| sample.starts_with(typed) && sample.len() > typed.len());
    let samples = samples.map(|sample| Completion {
        replace: start..token.end,
        text: (*sample).to_owned(),
        about: About::Nothing,
    });
    let known = vocabulary.of_field(field.id, &folded, team, MOST).into_iter().map(|(value, n)| Completion {
        replace: replace.clone(),
        text: written(field, &value),
        about: About::Known(n),
    });
    // Keywords after a comparison sign only make sense for ordered keywords.
    let words = words.filter(|_| sign == 0 || field.takes == Takes::Words);
    words.chain(samples).chain(known).take(MOST).collect()
}

/// Field names, and values of any field, that start with the input.
fn names(text: &str, token: &Token, (vocabulary, team): (&Vocabulary, &Team)) -> Vec<Completion> {
    let head = &text[token.start..token.caret];
    let begun = token.start > 0 && text[..token.start].ends_with(['-', '−']);
    let whole = text.trim().is_empty() || begun;
    if head.is_empty() && !whole || !head.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Vec::new();
    }
    let folded = fold(head);
    let replace = token.start..token.end;
    let proposed = |field: &Field| Completion {
        replace: replace.clone(),
        text: format!("{}:", field.name),
        about: About::Field(field.name),
    };
    let by_name = |field: &&Field| field.name.starts_with(&folded);
    let by_alias = |field: &&Field| !by_name(field) && field.aliases.iter().any(|alias| alias.starts_with(&folded));
    let mut proposals: Vec<_> = GRAMMAR.iter().filter(by_name).map(proposed).collect();
    proposals.extend(GRAMMAR.iter().filter(by_alias).map(proposed));
    if folded.chars().count() >= LETTERS_BY_ITSELF {
        let fields = GRAMMAR.iter().filter(|field| matches!(field.takes, Takes::Text(_)));
        proposals.extend(fields.flat_map(|field| {
            vocabulary.of_field(field.id, &folded, team, MOST_BY_ITSELF).into_iter().map(|(value, n)| Completion {
                replace: replace.clone(),
                text: format!("{}:{}", field.name, written(field, &value)),
                about: About::Known(n),
            })
        }));
    }
    proposals
}

/// The value as typed in a filter, quoted if necessary.
fn written(field: &Field, value: &str) -> String {
    // Quotation marks cannot be typed inside a phrase; the part before one still finds the value.
    let value = value.split(QUOTES).find(|part| !part.trim().is_empty()).unwrap_or_default().trim();
    let plain = !value.contains(ends_value) && !value.starts_with(is_sign) && field.word(&fold(value)).is_none();
    if plain { value.to_owned() } else { format!("\"{value}\"") }
}

/// Message key of a keyword.
fn key(fixed: Fixed) -> &'static str {
    use crate::model::aging::StuckRule::*;
    use crate::engine::sla::State::*;
    use crate::model::ticket::{Priority, Status, WaitsOn};
    match fixed {
        Fixed::Status(Status::New) => "about-status-new",
        Fixed::Status(Status::Open) => "about-status-open",
        Fixed::Status(Status::Pending) => "about-status-pending",
        Fixed::Status(Status::OnHold) => "about-status-on_hold",
        Fixed::Status(Status::Solved) => "about-status-solved",
        Fixed::Status(Status::Closed) => "about-status-closed",
        Fixed::Waits(Some(WaitsOn::Us)) => "filter-word-us",
        Fixed::Waits(Some(WaitsOn::Customer)) => "filter-word-customer",
        Fixed::Waits(Some(WaitsOn::ThirdParty)) => "filter-word-third",
        Fixed::Waits(None) => "filter-word-nobody",
        Fixed::Priority(Priority::Low) => "priority-low",
        Fixed::Priority(Priority::Normal) => "priority-normal",
        Fixed::Priority(Priority::High) => "priority-high",
        Fixed::Priority(Priority::Urgent) => "priority-urgent",
        Fixed::Clock(Breached) => "clock-breached",
        Fixed::Clock(AtRisk) => "clock-at_risk",
        Fixed::Clock(Ok) => "clock-ok",
        Fixed::Clock(Off) => "clock-off",
        Fixed::Clock(Paused) => "clock-paused",
        Fixed::Clock(Met) => "clock-met",
        Fixed::Stuck(Silent) => "stuck-silent",
        Fixed::Stuck(Reassigned) => "stuck-reassigned",
        Fixed::Stuck(Reopened) => "stuck-reopened",
        Fixed::Me => "filter-word-me",
        Fixed::No => "filter-word-no",
        Fixed::Yes => "filter-word-yes",
        Fixed::Shift => "filter-word-shift",
    }
}
