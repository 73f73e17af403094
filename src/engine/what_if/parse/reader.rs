//! Token reader for scenario sentences, and recognition of people.

use crate::engine::what_if::WhatIfError;
use crate::engine::what_if::parse::context::WhatIfContext;
use crate::engine::what_if::vocabulary::{CONJUNCTIONS, FILLER_WORDS};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;

/// Maximum words of a name or phrase.
const MAX_PHRASE_WORDS: usize = 5;

/// A word, lower-cased and folded; an empty one is a clause break.
pub struct SentenceWord {
    pub raw: String,
    pub folded: String,
}

pub fn split_words(text: &str) -> Vec<SentenceWord> {
    let spaced = text.replace([',', ';', '&', '+'], " , ").replace("'s ", " is ").replace("’s ", " is ");
    let word = |raw: &str| {
        let raw = raw.trim_matches(['.', '!', '?', '"', '“', '”', '(', ')']).to_lowercase();
        let folded = if raw == "," { String::new() } else { fold(&raw) };
        SentenceWord { raw, folded }
    };
    let words = spaced.split_whitespace().map(word);
    words.filter(|word| !word.folded.is_empty() || word.raw == ",").collect()
}

/// Read position.
#[derive(Clone, Copy)]
pub struct SentenceReader<'a> {
    pub words: &'a [SentenceWord],
    pub at: usize,
    pub context: &'a WhatIfContext<'a>,
}

impl<'a> SentenceReader<'a> {
    pub fn new(words: &'a [SentenceWord], moment: &'a WhatIfContext<'a>) -> SentenceReader<'a> {
        SentenceReader { words, at: 0, context: moment }
    }

    pub fn is_done(&self) -> bool {
        self.at >= self.words.len()
    }

    pub fn at_break(&self) -> bool {
        self.is_done() || self.words[self.at].folded.is_empty() || self.match_phrase(CONJUNCTIONS).is_some()
    }

    pub fn accept_break(&mut self) -> bool {
        if self.words.get(self.at).is_some_and(|word| word.folded.is_empty()) {
            self.at += 1;
            return true;
        }
        self.accept(CONJUNCTIONS)
    }

    /// The next `n` words joined; `None` if they include a break.
    pub fn peek(&self, n: usize) -> Option<String> {
        let words = self.words.get(self.at..self.at + n)?;
        let whole = words.iter().all(|word| !word.folded.is_empty());
        whole.then(|| words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// Word count of the longest phrase that matches here.
    pub fn match_phrase(&self, phrases: &[&str]) -> Option<usize> {
        (1..=MAX_PHRASE_WORDS).rev().find(|n| self.peek(*n).is_some_and(|text| phrases.contains(&text.as_str())))
    }

    pub fn accept(&mut self, phrases: &[&str]) -> bool {
        let ahead = self.match_phrase(phrases);
        self.at += ahead.unwrap_or(0);
        ahead.is_some()
    }

    /// Consumes the longest text that `mean` accepts.
    pub fn accept_longest<T>(&mut self, mean: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (n, found) = (1..=MAX_PHRASE_WORDS)
            .rev()
            .find_map(|n| self.peek(n).and_then(|text| mean(&text)).map(|found| (n, found)))?;
        self.at += n;
        Some(found)
    }

    pub fn current_word(&self) -> String {
        self.words.get(self.at).map(|word| word.raw.clone()).unwrap_or_default()
    }

    pub fn person_name(&self, person: PersonId) -> String {
        self.context.team.name(person).unwrap_or_default().to_owned()
    }

    /// One or more people. `alone`: only days may follow, so a name followed by anything else starts a new clause.
    pub fn parse_people(&mut self, alone: bool) -> Result<Vec<PersonId>, WhatIfError> {
        let mut people = vec![self.parse_person()?];
        loop {
            let before = self.at;
            let after_break = self.accept_break();
            match self.parse_person() {
                Ok(person) if after_break => {
                    // "without Minh, Lan is sick": Lan starts a new clause.
                    let begins = alone && !self.at_break() && !self.is_day_ahead();
                    if begins {
                        self.at = before;
                        return Ok(people);
                    }
                    people.push(person);
                }
                _ => {
                    self.at = before;
                    return Ok(people);
                }
            }
        }
    }

    pub fn is_day_ahead(&self) -> bool {
        let mut ahead = *self;
        ahead.accept(FILLER_WORDS);
        ahead.parse_single_day().is_some()
    }

    /// The person whose name, or a prefix of it or of one of its words, comes next; longest match.
    pub fn parse_person(&mut self) -> Result<PersonId, WhatIfError> {
        if self.at_break() {
            return Err(WhatIfError::UnknownPerson { text: self.current_word() });
        }
        for n in (1..=MAX_PHRASE_WORDS).rev() {
            let Some(text) = self.peek(n) else { continue };
            let raw: Vec<&str> = self.words[self.at..self.at + n].iter().map(|word| word.raw.as_str()).collect();
            match find_people(self.context.team, &raw.join(" "), &text).as_slice() {
                [] => {}
                [one] => {
                    self.at += n;
                    return Ok(*one);
                }
                several => {
                    let names = several.iter().map(|id| self.person_name(*id)).collect();
                    return Err(WhatIfError::AmbiguousPerson { text: raw.join(" "), names });
                }
            }
        }
        Err(WhatIfError::UnknownPerson { text: self.current_word() })
    }
}

/// Name predicate: original and folded name.
type NameMatcher<'a> = &'a dyn Fn(&str, &str) -> bool;

/// People matching a name: exact, then folded, then prefix, then prefix of a word.
fn find_people(team: &Team, raw: &str, folded: &str) -> Vec<PersonId> {
    let people: Vec<_> = team.people.iter().map(|(id, person)| (*id, person.name.to_lowercase())).collect();
    let those = |fits: NameMatcher| -> Vec<PersonId> {
        people.iter().filter(|(_, name)| fits(name, &fold(name))).map(|(id, _)| *id).collect()
    };
    let ways: [NameMatcher; 4] = [
        &|name, _| name == raw,
        &|_, name| name == folded,
        &|_, name| name.starts_with(folded) && folded.chars().count() > 1,
        &|_, name| folded.chars().count() > 1 && name.split(' ').any(|word| word.starts_with(folded)),
    ];
    ways.into_iter().map(those).find(|found| !found.is_empty()).unwrap_or_default()
}
