//! The texts of the demo: read once from `assets/demo/*.toml`, which are part of the program.

use std::sync::LazyLock;

use fastrand::Rng;
use serde::Deserialize;

use super::chance::pick;

/// The language in which a customer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    En,
    Vi,
}

impl Tongue {
    /// As the people's profiles call it.
    pub fn code(self) -> &'static str {
        match self {
            Tongue::En => "en",
            Tongue::Vi => "vi",
        }
    }
}

/// What a ticket is about, as its customer puts it, and the answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub lang: Tongue,
    pub subject: String,
    pub body: String,
    /// What settles it.
    pub answer: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub category: String,
    /// How often it comes, against the others.
    pub weight: u32,
    pub cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topics {
    #[serde(rename = "topic")]
    pub topics: Vec<Topic>,
    pub proactive: Vec<Case>,
}

/// Sentences for one occasion in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    en: Vec<String>,
    vi: Vec<String>,
}

impl Lines {
    /// One of them.
    pub fn one(&self, tongue: Tongue, rng: &mut Rng) -> &str {
        let lines = match tongue {
            Tongue::En => &self.en,
            Tongue::Vi => &self.vi,
        };
        let line: &String = pick(rng, lines);
        line
    }
}

/// What is said in any ticket, by occasion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    pub ask: Lines,
    pub hold: Lines,
    pub working: Lines,
    pub triage: Lines,
    pub back: Lines,
    pub nudge: Lines,
    pub again: Lines,
    pub settled: Lines,
    pub silence: Lines,
    pub note: Lines,
    pub handover: Lines,
    pub ill: Lines,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The twelve of the cast, in its order.
    pub team: Vec<String>,
    pub more: TwoPart,
    pub vietnamese: ThreePart,
    pub english: TwoPart,
    pub companies: Companies,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoPart {
    pub given: Vec<String>,
    pub family: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreePart {
    pub family: Vec<String>,
    pub middle: Vec<String>,
    pub given: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companies {
    pub first: Vec<String>,
    pub second: Vec<String>,
}

pub static NAMES: LazyLock<Names> = LazyLock::new(|| asset(include_str!("../../../assets/demo/names.toml")));
pub static TOPICS: LazyLock<Topics> = LazyLock::new(|| asset(include_str!("../../../assets/demo/topics.toml")));
pub static TALK: LazyLock<Talk> = LazyLock::new(|| asset(include_str!("../../../assets/demo/talk.toml")));

/// The texts are compiled in and read by a test, so a fault in them cannot reach anybody.
#[expect(clippy::expect_used, reason = "the texts are embedded, and a test reads them")]
fn asset<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the demo's texts are well-formed")
}

/// One of the cases in a language; every list of cases has some in both.
pub fn case_in(tongue: Tongue, cases: &'static [Case], rng: &mut Rng) -> &'static Case {
    let fitting: Vec<_> = cases.iter().filter(|case| case.lang == tongue).collect();
    fitting[rng.usize(..fitting.len())]
}

/// The numbers that the texts of one ticket speak of.
#[derive(Debug, Clone, Copy)]
pub struct Numbers {
    days: u32,
    hours: u32,
    order: u32,
    amount: u32,
}

impl Numbers {
    pub fn draw(rng: &mut Rng) -> Numbers {
        let order = rng.u32(20_000..100_000);
        Numbers { days: rng.u32(4..13), hours: rng.u32(2..6), order, amount: rng.u32(9..180) }
    }

    /// Puts the numbers where the text leaves room for them.
    pub fn fill(self, text: &str, tongue: Tongue) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            filled.push_str(before);
            match (name, tongue) {
                ("days", _) => filled.push_str(&self.days.to_string()),
                ("hours", _) => filled.push_str(&self.hours.to_string()),
                ("order", _) => filled.push_str(&self.order.to_string()),
                ("amount", Tongue::En) => filled.push_str(&format!("€{}.90", self.amount)),
                ("amount", Tongue::Vi) => filled.push_str(&format!("{}.000đ", self.amount * 20)),
                _ => {}
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::{clean, clean_line, width};
    use crate::exchange::demo::chance::{Stream, stream};

    #[test]
    fn every_text_is_there_in_both_languages_and_clean() {
        assert_eq!(NAMES.team.len(), 12);
        assert!(TALK.ill.en[0].contains(&NAMES.team[super::super::cast::ILL]));
        let numbers = Numbers::draw(&mut stream(1, Stream::Deck, 0));
        let cases = || TOPICS.topics.iter().flat_map(|topic| &topic.cases).chain(&TOPICS.proactive);
        for tongue in [Tongue::En, Tongue::Vi] {
            let has = |cases: &[Case]| cases.iter().any(|case| case.lang == tongue);
            assert!(has(&TOPICS.proactive) && TOPICS.topics.iter().all(|topic| has(&topic.cases)), "{tongue:?}");
        }
        for case in cases() {
            let [subject, body, answer] =
                [&case.subject, &case.body, &case.answer].map(|text| numbers.fill(text, case.lang));
            assert!(width(&subject) <= 50, "{subject}");
            assert_eq!(clean_line(&subject), subject);
            for text in [&subject, &body, &answer] {
                assert_eq!(&clean(text), text);
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }
}
