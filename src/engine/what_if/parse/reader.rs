//! Token reader for scenario sentences, and recognition of people.

use crate::engine::what_if::Wrong;
use crate::engine::what_if::parse::Moment;
use crate::engine::what_if::words::{AND, FILL};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;

/// Maximum words of a name or phrase.
const LONGEST: usize = 5;

/// A word, lower-cased and folded; an empty one is a clause break.
pub struct Word {
    pub raw: String,
    pub folded: String,
}

pub fn words(text: &str) -> Vec<Word> {
    let spaced = text.replace([',', ';', '&', '+'], " , ").replace("'s ", " is ").replace("’s ", " is ");
    let word = |raw: &str| {
        let raw = raw.trim_matches(['.', '!', '?', '"', '“', '”', '(', ')']).to_lowercase();
        let folded = if raw == "," { String::new() } else { fold(&raw) };
        Word { raw, folded }
    };
    let words = spaced.split_whitespace().map(word);
    words.filter(|word| !word.folded.is_empty() || word.raw == ",").collect()
}

/// Read position.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub words: &'a [Word],
    pub at: usize,
    pub moment: &'a Moment<'a>,
}

impl<'a> Reader<'a> {
    pub fn new(words: &'a [Word], moment: &'a Moment<'a>) -> Reader<'a> {
        Reader { words, at: 0, moment }
    }

    pub fn is_done(&self) -> bool {
        self.at >= self.words.len()
    }

    pub fn at_break(&self) -> bool {
        self.is_done() || self.words[self.at].folded.is_empty() || self.ahead(AND).is_some()
    }

    pub fn take_break(&mut self) -> bool {
        if self.words.get(self.at).is_some_and(|word| word.folded.is_empty()) {
            self.at += 1;
            return true;
        }
        self.take(AND)
    }

    /// The next `n` words joined; `None` if they include a break.
    pub fn next(&self, n: usize) -> Option<String> {
        let words = self.words.get(self.at..self.at + n)?;
        let whole = words.iter().all(|word| !word.folded.is_empty());
        whole.then(|| words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// Word count of the longest phrase that matches here.
    pub fn ahead(&self, phrases: &[&str]) -> Option<usize> {
        (1..=LONGEST).rev().find(|n| self.next(*n).is_some_and(|text| phrases.contains(&text.as_str())))
    }

    pub fn take(&mut self, phrases: &[&str]) -> bool {
        let ahead = self.ahead(phrases);
        self.at += ahead.unwrap_or(0);
        ahead.is_some()
    }

    /// Consumes the longest text that `mean` accepts.
    pub fn longest<T>(&mut self, mean: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (n, found) =
            (1..=LONGEST).rev().find_map(|n| self.next(n).and_then(|text| mean(&text)).map(|found| (n, found)))?;
        self.at += n;
        Some(found)
    }

    pub fn word(&self) -> String {
        self.words.get(self.at).map(|word| word.raw.clone()).unwrap_or_default()
    }

    pub fn name(&self, person: PersonId) -> String {
        self.moment.team.name(person).unwrap_or_default().to_owned()
    }

    /// One or more people. `alone`: only days may follow, so a name followed by anything else starts a new clause.
    pub fn people(&mut self, alone: bool) -> Result<Vec<PersonId>, Wrong> {
        let mut people = vec![self.person()?];
        loop {
            let before = self.at;
            let apart = self.take_break();
            match self.person() {
                Ok(person) if apart => {
                    // "without Minh, Lan is sick": Lan starts a new clause.
                    let begins = alone && !self.at_break() && !self.is_day();
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

    pub fn is_day(&self) -> bool {
        let mut ahead = *self;
        ahead.take(FILL);
        ahead.day().is_some()
    }

    /// The person whose name, or a prefix of it or of one of its words, comes next; longest match.
    pub fn person(&mut self) -> Result<PersonId, Wrong> {
        if self.at_break() {
            return Err(Wrong::Nobody { text: self.word() });
        }
        for n in (1..=LONGEST).rev() {
            let Some(text) = self.next(n) else { continue };
            let raw: Vec<&str> = self.words[self.at..self.at + n].iter().map(|word| word.raw.as_str()).collect();
            match named(self.moment.team, &raw.join(" "), &text).as_slice() {
                [] => {}
                [one] => {
                    self.at += n;
                    return Ok(*one);
                }
                several => {
                    let names = several.iter().map(|id| self.name(*id)).collect();
                    return Err(Wrong::Several { text: raw.join(" "), names });
                }
            }
        }
        Err(Wrong::Nobody { text: self.word() })
    }
}

/// Name predicate: original and folded name.
type Fits<'a> = &'a dyn Fn(&str, &str) -> bool;

/// People matching a name: exact, then folded, then prefix, then prefix of a word.
fn named(team: &Team, raw: &str, folded: &str) -> Vec<PersonId> {
    let people: Vec<_> = team.people.iter().map(|(id, person)| (*id, person.name.to_lowercase())).collect();
    let those = |fits: Fits| -> Vec<PersonId> {
        people.iter().filter(|(_, name)| fits(name, &fold(name))).map(|(id, _)| *id).collect()
    };
    let ways: [Fits; 4] = [
        &|name, _| name == raw,
        &|_, name| name == folded,
        &|_, name| name.starts_with(folded) && folded.chars().count() > 1,
        &|_, name| folded.chars().count() > 1 && name.split(' ').any(|word| word.starts_with(folded)),
    ];
    ways.into_iter().map(those).find(|found| !found.is_empty()).unwrap_or_default()
}
