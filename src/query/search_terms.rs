//! Full-text search terms: parsing and excerpts with highlights.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::text::{clean_line, fit, floor_char_boundary, fold, width};

/// Excerpts use only this many bytes of a text.
const MAX_EXCERPT_SOURCE_BYTES: usize = 64 * 1024;
/// Matches compared to find the best excerpt.
const MAX_COMPARED_MATCHES: usize = 100;

/// Parsed search input: all phrases must occur.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchTerms {
    parts: Vec<SearchPhrase>,
}

/// Consecutive folded words; usually one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPhrase {
    pub words: Vec<String>,
    /// The last word is a prefix: still being typed.
    pub is_prefix: bool,
}

/// Text fragment, and whether it is a match.
pub type ExcerptPiece = (String, bool);

impl SearchTerms {
    /// Parses input. "Quoted" words form a phrase. The last unquoted word is a prefix unless a blank follows. Other
    /// punctuation is ignored.
    pub fn parse(typed: &str) -> SearchTerms {
        let folded = fold(typed);
        let mut parts: Vec<SearchPhrase> = Vec::new();
        let mut open = false;
        for (n, piece) in folded.split(['"', '“', '”']).enumerate() {
            let words = piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned);
            // Odd pieces were quoted.
            if n % 2 == 1 {
                let words: Vec<String> = words.collect();
                if !words.is_empty() {
                    parts.push(SearchPhrase { words, is_prefix: false });
                    open = false;
                }
            } else {
                for word in words {
                    parts.push(SearchPhrase { words: vec![word], is_prefix: false });
                    open = true;
                }
            }
        }
        if let Some(last) = parts.last_mut().filter(|_| open && !folded.ends_with(char::is_whitespace)) {
            last.is_prefix = true;
        }
        SearchTerms { parts }
    }

    pub fn parts(&self) -> &[SearchPhrase] {
        &self.parts
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Excerpt with most of the phrases, one line of at most `columns` columns, with `…` where cut. The beginning if
    /// nothing matches.
    pub fn excerpt(&self, text: &str, columns: usize) -> Vec<ExcerptPiece> {
        let line = clean_line(&text[..floor_char_boundary(text, MAX_EXCERPT_SOURCE_BYTES)]);
        let found = self.find_matches(&line);
        let from = excerpt_start(&line, &found, columns);
        let lead = if from > 0 { "…" } else { "" };
        let shown = fit(&line[from..], columns.saturating_sub(width(lead)));
        // A cut end adds `…`, which is not part of the text.
        let end = from + common_prefix_bytes(&shown, &line[from..]);
        let mut pieces: Vec<ExcerptPiece> = vec![(lead.to_owned(), false)];
        let mut at = from;
        for (_, place) in found.iter().filter(|(_, place)| from <= place.start && place.start < end) {
            // Matches can overlap.
            if place.start < at {
                continue;
            }
            let to = place.end.min(end);
            pieces.push((line[at..place.start].to_owned(), false));
            pieces.push((line[place.start..to].to_owned(), true));
            at = to;
        }
        pieces.push((line[at..end].to_owned(), false));
        pieces.push((shown[end - from..].to_owned(), false));
        pieces.retain(|(text, _)| !text.is_empty());
        pieces
    }

    /// Matches in order: phrase index and byte range.
    fn find_matches(&self, line: &str) -> Vec<(usize, Range<usize>)> {
        let words = words_with_positions(line);
        let mut found = Vec::new();
        for (at, (place, _)) in words.iter().enumerate() {
            for (n, part) in self.parts.iter().enumerate() {
                let here = words.get(at..at + part.words.len());
                let Some((last, here)) = here.and_then(|here| here.split_last()) else { continue };
                let Some((wanted, before)) = part.words.split_last() else { continue };
                let fits = match part.is_prefix {
                    true => last.1.starts_with(wanted.as_str()),
                    false => last.1 == *wanted,
                };
                if fits && here.iter().map(|(_, word)| word).eq(before) {
                    found.push((n, place.start..last.0.end));
                }
            }
        }
        found
    }
}

/// Words of a line with their byte range, folded.
fn words_with_positions(line: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, letter) in line.char_indices().chain([(line.len(), ' ')]) {
        match (from, letter.is_alphanumeric()) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                words.push((start..at, fold(&line[start..at])));
                from = None;
            }
            _ => {}
        }
    }
    words
}

/// Start of the excerpt that contains the most distinct phrases, with some context before the first.
fn excerpt_start(line: &str, found: &[(usize, Range<usize>)], columns: usize) -> usize {
    if width(line) <= columns {
        return 0;
    }
    let found = &found[..found.len().min(MAX_COMPARED_MATCHES)];
    let before = columns / 4;
    let reach = |from: usize| {
        // A character takes at most four bytes, so matches further away cannot be visible.
        let near = found.iter().filter(|(_, place)| from <= place.start && place.end - from <= 4 * columns);
        let within = near.filter(|(_, place)| width(&line[from..place.end]) + before < columns);
        let parts: BTreeSet<usize> = within.map(|(part, _)| *part).collect();
        parts.len()
    };
    // On a tie the first one, or the beginning of the text.
    let best = found.iter().map(|(_, place)| place.start).max_by_key(|from| (reach(*from), Reverse(*from)));
    let Some(best) = best.filter(|best| reach(0) < reach(*best)) else { return 0 };
    let blanks = line[..best].match_indices(' ').map(|(at, _)| at + 1).filter(|at| width(&line[*at..best]) <= before);
    blanks.min().unwrap_or(best)
}

/// Length in bytes of the common prefix.
fn common_prefix_bytes(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    same.map(|(letter, _)| letter.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(words: &[&str], begins: bool) -> SearchPhrase {
        SearchPhrase { words: words.iter().map(|word| (*word).to_owned()).collect(), is_prefix: begins }
    }

    /// The excerpt with matches in brackets.
    fn shown(wanted: &str, text: &str, columns: usize) -> String {
        let pieces = SearchTerms::parse(wanted).excerpt(text, columns);
        let all: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert!(width(&all) <= columns, "{all}");
        pieces.into_iter().map(|(text, hit)| if hit { format!("[{text}]") } else { text }).collect()
    }

    #[test]
    fn signs_have_no_meaning_and_the_last_word_may_go_on() {
        let parts = |typed: &str| SearchTerms::parse(typed).parts;
        assert_eq!(parts("Hoàn tiền"), [part(&["hoan"], false), part(&["tien"], true)]);
        assert_eq!(parts("refund \"not yet\" "), [part(&["refund"], false), part(&["not", "yet"], false)]);
        assert_eq!(parts("a-b* (c"), [part(&["a"], false), part(&["b"], false), part(&["c"], true)]);
        assert!(SearchTerms::parse(" -\" ").is_empty());
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_was_written() {
        assert_eq!(shown("hoan ti", "Chờ Hoàn tiền, hoàn TIỀN!", 80), "Chờ [Hoàn] [tiền], [hoàn] [TIỀN]!");
        assert_eq!(shown("\"not yet\"", "not now, not yet", 80), "not now, [not yet]");
        assert_eq!(shown("fund", "A refund\nfund", 80), "A refund [fund]", "words, not parts of them");
        assert_eq!(shown("x", "nothing here", 80), "nothing here");
    }

    #[test]
    fn a_long_text_is_shown_where_the_words_are() {
        let text = "It began with a parcel that never came, and so I asked for a refund of all that I had paid you.";
        assert_eq!(shown("refund", text, 40), "…for a [refund] of all that I had paid yo…");
        assert_eq!(
            shown("parcel ref", text, 70),
            "…began with a [parcel] that never came, and so I asked for a [refund] of …"
        );
        assert_eq!(shown("began", text, 20), "It [began] with a par…");
        let long = "a refund ".repeat(100_000);
        assert_eq!(shown("refund", &long, 20), "a [refund] a [refund] a…");
        for columns in 0..60 {
            shown("refund 你", "很长的一段话 refund 你好 more of it and more of it", columns);
        }
    }
}
