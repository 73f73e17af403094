//! Message catalogs in two languages: `assets/lang/*.ftl`, embedded.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::model::settings::Language;

const ENGLISH: &str = include_str!("../../assets/lang/en.ftl");
const VIETNAMESE: &str = include_str!("../../assets/lang/vi.ftl");

type FluentMessages = FluentBundle<FluentResource>;

/// The catalog of one language, with English as fallback.
pub struct Catalog {
    language: Language,
    bundles: Vec<FluentMessages>,
}

impl Catalog {
    pub fn for_language(language: Language) -> Catalog {
        let english = load_bundle("en", ENGLISH);
        let bundles = match language {
            Language::English => vec![english],
            Language::Vietnamese => vec![load_bundle("vi", VIETNAMESE), english],
        };
        Catalog { language, bundles }
    }

    /// The message of `key`; the key itself if missing.
    pub fn get(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// The message of `key` with its variables filled in.
    pub fn format(&self, key: &str, values: &[(&str, CatalogValue)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                CatalogValue::Text(text) => args.set(*name, FluentValue::String(Cow::Borrowed(text.as_ref()))),
                CatalogValue::Number(number) => args.set(*name, FluentValue::from(*number)),
            }
        }
        let found = self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        });
        found.unwrap_or_else(|| key.to_owned())
    }
}

impl Translator for Catalog {
    fn lang(&self) -> &'static str {
        self.language.code()
    }

    fn translate(&self, key: &str, values: &[(&str, MessageArg)]) -> String {
        let value = |given: &MessageArg| match given {
            MessageArg::Text(text) => CatalogValue::Text(Cow::Owned(text.clone())),
            MessageArg::Number(n) => CatalogValue::Number(*n),
        };
        let values: Vec<_> = values.iter().map(|(name, given)| (*name, value(given))).collect();
        self.format(key, &values)
    }
}

/// A value of a message variable.
#[derive(Debug, Clone, PartialEq)]
pub enum CatalogValue<'a> {
    Text(Cow<'a, str>),
    Number(usize),
}

impl<'a> From<&'a str> for CatalogValue<'a> {
    fn from(text: &'a str) -> CatalogValue<'a> {
        CatalogValue::Text(text.into())
    }
}

impl From<String> for CatalogValue<'_> {
    fn from(text: String) -> Self {
        CatalogValue::Text(text.into())
    }
}

impl From<usize> for CatalogValue<'_> {
    fn from(number: usize) -> Self {
        CatalogValue::Number(number)
    }
}

fn load_bundle(language: &str, text: &str) -> FluentMessages {
    let language: Option<LanguageIdentifier> = language.parse().ok();
    let mut bundle = FluentMessages::new(language.into_iter().collect());
    // Terminals would show Unicode isolation marks as characters.
    bundle.set_use_isolating(false);
    // A test checks both files; invalid entries are skipped here and show as their key.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(sound, _)| sound);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Translated texts. The message files belong to another layer.
pub trait Translator {
    /// Language code: `en`, `vi`.
    fn lang(&self) -> &'static str;

    /// Message `key` with its arguments.
    fn translate(&self, key: &str, values: &[(&str, MessageArg)]) -> String;
}

/// Message argument.
#[derive(Debug, Clone)]
pub enum MessageArg {
    Text(String),
    /// Selects the plural form.
    Number(usize),
}

impl From<&str> for MessageArg {
    fn from(text: &str) -> MessageArg {
        MessageArg::Text(text.to_owned())
    }
}

impl From<String> for MessageArg {
    fn from(text: String) -> MessageArg {
        MessageArg::Text(text)
    }
}

impl From<usize> for MessageArg {
    fn from(n: usize) -> MessageArg {
        MessageArg::Number(n)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use crate::model::text::width;
    use crate::presentation::catalog::*;
    use crate::ui::action::ACTIONS;

    fn keys(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn both_languages_are_sound_and_have_the_same_keys() {
        for text in [ENGLISH, VIETNAMESE] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok_and(|r| r.entries().count() >= keys(text).len()));
        }
        for text in [ENGLISH, VIETNAMESE] {
            let mut seen = BTreeSet::new();
            let heads = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            let twice = heads.filter_map(|line| line.split_once(" =")).find(|(key, _)| !seen.insert(*key));
            assert_eq!(twice, None, "a key that stands twice hides one of its texts");
        }
        let (english, vietnamese) = (keys(ENGLISH), keys(VIETNAMESE));
        assert_eq!(english.symmetric_difference(&vietnamese).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn every_action_has_words_for_which_the_narrowest_help_has_room() {
        for language in [Language::English, Language::Vietnamese] {
            let (words, keys) = (Catalog::for_language(language), keys(ENGLISH));
            for entry in ACTIONS {
                for (start, most) in [("do", 12), ("about", 48)] {
                    let key = format!("{start}-{}", entry.name);
                    assert!(keys.contains(key.as_str()), "{key}");
                    assert!(width(&words.get(&key)) <= most, "{}", words.get(&key));
                }
            }
        }
    }

    #[test]
    fn every_row_of_the_queues_tables_has_words_for_which_there_is_room() {
        use crate::query::columns::QUEUE_COLUMNS;
        use crate::query::filter::grammar::FILTER_FIELDS;
        use crate::query::filter::grammar::SYNTAX_EXAMPLES;
        use crate::query::views::BUILT_IN_VIEWS;
        let fields = FILTER_FIELDS.iter().map(|field| (format!("filter-field-{}", field.name), 50));
        let ways = SYNTAX_EXAMPLES.iter().map(|(name, _)| (format!("filter-way-{name}"), 50));
        let columns = QUEUE_COLUMNS
            .iter()
            .flat_map(|entry| [(format!("queue-col-{}", entry.name), 12), (format!("queue-about-{}", entry.name), 50)]);
        let views = BUILT_IN_VIEWS.iter().map(|view| (format!("view-{}", view.name.as_str()), 28));
        let rows: Vec<_> = fields.chain(ways).chain(columns).chain(views).collect();
        for language in [Language::English, Language::Vietnamese] {
            let (words, keys) = (Catalog::for_language(language), keys(ENGLISH));
            for (key, most) in &rows {
                assert!(keys.contains(key.as_str()), "{key}");
                assert!(width(&words.get(key)) <= *most, "{}", words.get(key));
            }
        }
    }

    #[test]
    fn every_mistake_in_a_filter_has_words_and_all_of_its_values_in_them() {
        use crate::query::columns::QueueColumn;
        use crate::query::filter::ast::TicketFilter;
        let filters = [
            "prioo:high",
            "xyzzy:1",
            "prio:hgih",
            "prio:9",
            "status:o",
            "left:1",
            "esc:x",
            "prio:",
            "cat:<a",
            "\"a",
            "\"\"",
            "(a",
            "()",
            "a)",
            "or",
            "-",
        ];
        let mut wrong: Vec<_> = filters.iter().filter_map(|text| TicketFilter::parse(text).err()).collect();
        wrong.extend(TicketFilter::parse(&"(".repeat(99)).err());
        wrong.extend(["agge", "xyzzy"].iter().filter_map(|text| QueueColumn::parse_list(text).err()));
        assert_eq!(wrong.len(), filters.len() + 3);
        for language in [Language::English, Language::Vietnamese] {
            let words = Catalog::for_language(language);
            for mistake in &wrong {
                let (key, values) = (mistake.kind.message_key(), mistake.kind.message_args());
                let values: Vec<_> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
                let message = words.format(key, &values);
                assert!(message != key && !message.contains('{'), "{message}");
            }
        }
    }

    /// The keys that the sources under `folder` request by literal.
    fn asked_for(folder: &Path, asked: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked_for(&path, asked);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let calls = [".t(", ".tt("].into_iter().flat_map(|call| text.split(call).skip(1));
            let keys = calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
            // This file contains the calls as string literals.
            let sound = |key: &&str| key.starts_with(|c: char| c.is_ascii_lowercase());
            asked.extend(keys.filter(sound).map(str::to_owned));
        }
    }

    #[test]
    fn every_key_that_the_screen_asks_for_has_words() {
        let mut asked = BTreeSet::new();
        asked_for(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut asked);
        let keys = keys(ENGLISH);
        let missing: Vec<_> = asked.iter().filter(|key| !keys.contains(key.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new());
        assert!(asked.len() > 50);
    }
}
