//! What could be meant by what is being typed: fields by their names, and the values that the desk knows.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grammar::{Field, FieldId, Fixed, GRAMMAR, Takes};
use super::parse::{QUOTES, ends_value, ends_word, is_sign};
use crate::domain::desk::Desk;
use crate::domain::text::fold;

/// So many proposals are made at most; more letters find the others.
const MOST: usize = 60;
/// So many values of each field are proposed for a word that stands by itself, from so many letters on.
const MOST_BY_ITSELF: usize = 2;
const LETTERS_BY_ITSELF: usize = 2;
/// Durations that are asked for often.
const SPANS: [&str; 5] = ["<1h", "<4h", ">=4h", ">=1d", ">=3d"];

/// Something to put in the place of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the text that it takes the place of.
    pub replace: Range<usize>,
    pub text: String,
    pub about: About,
}

/// What is to be said of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Field(&'static str),
    /// The key of a few words on it.
    Word(&'static str),
    /// A value, and how many open tickets have it.
    Known(usize),
    Nothing,
}

/// The values that the desk knows, the most usual first.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    known: BTreeMap<FieldId, Vec<Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    value: String,
    folded: String,
    n: usize,
}

impl Vocabulary {
    pub fn of(desk: &Desk) -> Vocabulary {
        let mut counts: BTreeMap<FieldId, BTreeMap<&str, usize>> = BTreeMap::new();
        let people = counts.entry(FieldId::Who).or_default();
        for person in desk.team.people.values() {
            people.entry(&person.name).or_default();
        }
        for row in desk.tickets.values() {
            let texts = [
                (FieldId::Who, row.assignee.and_then(|person| desk.team.name(person))),
                (FieldId::From, row.customer.as_deref()),
                (FieldId::Tier, row.tier.as_deref()),
                (FieldId::Category, row.category.as_deref()),
                (FieldId::Channel, row.channel.as_deref()),
                (FieldId::Team, row.group.as_deref()),
                (FieldId::Language, row.language.as_deref()),
                (FieldId::Source, row.source.as_ref().map(|source| source.name.as_str())),
                (FieldId::Policy, row.clock.as_ref().map(|clock| clock.terms.policy.as_str())),
            ];
            let tags = row.tags.iter().map(|tag| (FieldId::Tag, Some(tag.as_str())));
            for (field, text) in texts.into_iter().chain(tags) {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    *counts.entry(field).or_default().entry(text).or_default() += 1;
                }
            }
        }
        let sorted = |values: BTreeMap<&str, usize>| {
            let mut known: Vec<_> = values
                .into_iter()
                .map(|(value, n)| Known { value: value.to_owned(), folded: fold(value), n })
                .collect();
            known.sort_by(|a, b| (b.n, &a.folded).cmp(&(a.n, &b.folded)));
            known
        };
        Vocabulary { known: counts.into_iter().map(|(field, values)| (field, sorted(values))).collect() }
    }

    /// The values of a field one of whose words begins with `folded`.
    fn of_field<'a>(&'a self, field: FieldId, folded: &'a str) -> impl Iterator<Item = &'a Known> {
        let begins = move |known: &&Known| {
            let whole = &known.folded;
            let starts = |at: usize| whole[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            whole.match_indices(folded).any(|(at, _)| starts(at))
        };
        self.known.get(&field).into_iter().flatten().filter(begins)
    }
}

/// What could stand where the caret is, the likeliest first. `caret` counts bytes.
pub fn complete(text: &str, caret: usize, vocabulary: &Vocabulary) -> Vec<Completion> {
    let caret = text.floor_char_boundary(caret);
    let Some(token) = Token::at(text, caret) else { return Vec::new() };
    let mut proposals = match token.field {
        Some((field, value)) => values(text, &token, field, value, vocabulary),
        None => names(text, &token, vocabulary),
    };
    proposals.truncate(MOST);
    // What stands there already is no proposal.
    if let [one] = &proposals[..]
        && text[one.replace.clone()] == one.text
    {
        proposals.clear();
    }
    proposals
}

/// The term in which the caret stands, without its minus signs.
struct Token {
    start: usize,
    caret: usize,
    end: usize,
    /// The field that it names, and where the value begins in which the caret stands.
    field: Option<(&'static Field, usize)>,
}

impl Token {
    /// `None` within exact words.
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

/// The values of a field that begin like what stands between `start` and the caret.
fn values(text: &str, token: &Token, field: &'static Field, start: usize, vocabulary: &Vocabulary) -> Vec<Completion> {
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
    let known = vocabulary.of_field(field.id, &folded).map(|known| Completion {
        replace: replace.clone(),
        text: written(field, &known.value),
        about: About::Known(known.n),
    });
    // A word with a sign before it is only meant where words have an order.
    let words = words.filter(|_| sign == 0 || field.takes == Takes::Words);
    words.chain(samples).chain(known).take(MOST).collect()
}

/// The fields that begin like what is typed, and the values for which it could be the beginning of a term.
fn names(text: &str, token: &Token, vocabulary: &Vocabulary) -> Vec<Completion> {
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
            vocabulary.of_field(field.id, &folded).take(MOST_BY_ITSELF).map(|known| Completion {
                replace: replace.clone(),
                text: format!("{}:{}", field.name, written(field, &known.value)),
                about: About::Known(known.n),
            })
        }));
    }
    proposals
}

/// A value as it has to be typed.
fn written(field: &Field, value: &str) -> String {
    // There is no way to type a quotation mark; what stands before it finds the value too.
    let value = value.split(QUOTES).find(|part| !part.trim().is_empty()).unwrap_or_default().trim();
    let plain = !value.contains(ends_value) && !value.starts_with(is_sign) && field.word(&fold(value)).is_none();
    if plain { value.to_owned() } else { format!("\"{value}\"") }
}

/// The key of what a word means.
fn key(fixed: Fixed) -> &'static str {
    use crate::domain::aging::StuckRule::*;
    use crate::domain::sla::State::*;
    use crate::domain::ticket::{Priority, Status, WaitsOn};
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
