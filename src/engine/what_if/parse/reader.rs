//! The words of a sentence one after the other, and the people whom they name.

use crate::engine::what_if::Wrong;
use crate::engine::what_if::parse::Moment;
use crate::engine::what_if::words::{AND, FILL};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;

/// No name and no phrase has more words than this.
const LONGEST: usize = 5;

/// A word as it was typed, in lower case, and folded; a break between two clauses is empty.
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

/// Where in the sentence the reading is.
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

    /// The next `n` words as one text, unless a break is among them.
    pub fn next(&self, n: usize) -> Option<String> {
        let words = self.words.get(self.at..self.at + n)?;
        let whole = words.iter().all(|word| !word.folded.is_empty());
        whole.then(|| words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// The longest of the phrases that comes next, by its number of words.
    pub fn ahead(&self, phrases: &[&str]) -> Option<usize> {
        (1..=LONGEST).rev().find(|n| self.next(*n).is_some_and(|text| phrases.contains(&text.as_str())))
    }

    pub fn take(&mut self, phrases: &[&str]) -> bool {
        let ahead = self.ahead(phrases);
        self.at += ahead.unwrap_or(0);
        ahead.is_some()
    }

    /// The longest text ahead that means something.
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

    /// One or several people. `alone`: nothing but days follows, so whatever comes after the last of them is not theirs.
    pub fn people(&mut self, alone: bool) -> Result<Vec<PersonId>, Wrong> {
        let mut people = vec![self.person()?];
        loop {
            let before = self.at;
            let apart = self.take_break();
            match self.person() {
                Ok(person) if apart => {
                    // "without Minh, Lan is sick": Lan begins a clause of her own.
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

    /// The person whose name, or its beginning, or that of one of its words comes next; the longest that fits.
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

/// Whether a name, as it is written and folded, is meant.
type Fits<'a> = &'a dyn Fn(&str, &str) -> bool;

/// Those who are called like that: by the whole name as it was typed, by the whole name whatever its marks, by its
/// beginning, by the beginning of one of its words.
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
