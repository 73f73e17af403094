//! Demo texts, read once from the embedded `assets/demo/*.toml`.

use std::sync::LazyLock;

use fastrand::Rng;
use serde::Deserialize;

use super::rng::pick;

/// A customer's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CustomerLanguage {
    En,
    Vi,
}

impl CustomerLanguage {
    /// Language code, as in people's profiles.
    pub fn code(self) -> &'static str {
        match self {
            CustomerLanguage::En => "en",
            CustomerLanguage::Vi => "vi",
        }
    }
}

/// A ticket's subject, message and answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoCase {
    pub lang: CustomerLanguage,
    pub subject: String,
    pub body: String,
    /// The reply that solves it.
    pub answer: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoTopic {
    pub category: String,
    /// Relative frequency.
    pub weight: u32,
    pub cases: Vec<DemoCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoTopics {
    #[serde(rename = "topic")]
    pub topics: Vec<DemoTopic>,
    pub proactive: Vec<DemoCase>,
}

/// Sentences for one occasion in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BilingualLines {
    en: Vec<String>,
    vi: Vec<String>,
}

impl BilingualLines {
    /// A random one.
    pub fn pick(&self, tongue: CustomerLanguage, rng: &mut Rng) -> &str {
        let lines = match tongue {
            CustomerLanguage::En => &self.en,
            CustomerLanguage::Vi => &self.vi,
        };
        let line: &String = pick(rng, lines);
        line
    }
}

/// Message texts by occasion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageTexts {
    pub ask: BilingualLines,
    pub hold: BilingualLines,
    pub working: BilingualLines,
    pub triage: BilingualLines,
    pub back: BilingualLines,
    pub nudge: BilingualLines,
    pub again: BilingualLines,
    pub settled: BilingualLines,
    pub silence: BilingualLines,
    pub note: BilingualLines,
    pub handover: BilingualLines,
    pub ill: BilingualLines,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoNames {
    /// The names of the twelve roles, in order.
    pub team: Vec<String>,
    pub more: TwoPartNames,
    pub vietnamese: ThreePartNames,
    pub english: TwoPartNames,
    pub companies: CompanyNames,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoPartNames {
    pub given: Vec<String>,
    pub family: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreePartNames {
    pub family: Vec<String>,
    pub middle: Vec<String>,
    pub given: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyNames {
    pub first: Vec<String>,
    pub second: Vec<String>,
}

pub static NAMES: LazyLock<DemoNames> = LazyLock::new(|| parse_asset(include_str!("../../../assets/demo/names.toml")));
pub static TOPICS: LazyLock<DemoTopics> =
    LazyLock::new(|| parse_asset(include_str!("../../../assets/demo/topics.toml")));
pub static MESSAGES: LazyLock<MessageTexts> =
    LazyLock::new(|| parse_asset(include_str!("../../../assets/demo/talk.toml")));

/// Embedded and parsed by a test, so this cannot fail at run time.
#[expect(clippy::expect_used, reason = "the texts are embedded, and a test reads them")]
fn parse_asset<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the demo's texts are well-formed")
}

/// A random case in a language; every list has cases in both.
pub fn random_case(tongue: CustomerLanguage, cases: &'static [DemoCase], rng: &mut Rng) -> &'static DemoCase {
    let fitting: Vec<_> = cases.iter().filter(|case| case.lang == tongue).collect();
    fitting[rng.usize(..fitting.len())]
}

/// Values of the placeholders in a ticket's texts.
#[derive(Debug, Clone, Copy)]
pub struct TextNumbers {
    days: u32,
    hours: u32,
    order: u32,
    amount: u32,
}

impl TextNumbers {
    pub fn random(rng: &mut Rng) -> TextNumbers {
        let order = rng.u32(20_000..100_000);
        TextNumbers { days: rng.u32(4..13), hours: rng.u32(2..6), order, amount: rng.u32(9..180) }
    }

    /// Replaces the placeholders in a text.
    pub fn fill(self, text: &str, tongue: CustomerLanguage) -> String {
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
                ("amount", CustomerLanguage::En) => filled.push_str(&format!("€{}.90", self.amount)),
                ("amount", CustomerLanguage::Vi) => filled.push_str(&format!("{}.000đ", self.amount * 20)),
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
    use crate::exchange::demo::rng::{RngStream, stream};
    use crate::model::text::{clean, clean_line, width};

    #[test]
    fn every_text_is_there_in_both_languages_and_clean() {
        assert_eq!(NAMES.team.len(), 12);
        assert!(MESSAGES.ill.en[0].contains(&NAMES.team[super::super::team::SICK_TODAY]));
        let numbers = TextNumbers::random(&mut stream(1, RngStream::Cases, 0));
        let cases = || TOPICS.topics.iter().flat_map(|topic| &topic.cases).chain(&TOPICS.proactive);
        for tongue in [CustomerLanguage::En, CustomerLanguage::Vi] {
            let has = |cases: &[DemoCase]| cases.iter().any(|case| case.lang == tongue);
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
