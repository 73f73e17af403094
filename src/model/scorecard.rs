//! QA scorecards: items and weights.

use crate::model::review::ReviewMark;
use crate::model::text::fold;

/// Maximum item weight: points stay a single digit.
pub const MAX_ITEM_WEIGHT: u32 = 9;

/// A scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    pub name: String,
    /// Channels it applies to; empty = all. Same for categories.
    pub channels: Vec<String>,
    pub categories: Vec<String>,
    pub items: Vec<ScorecardItem>,
}

/// A scorecard item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorecardItem {
    pub name: String,
    /// Possible points, 1 to [`MAX_ITEM_WEIGHT`].
    pub weight: u32,
    /// Auto-fail: missing it scores the whole review 0.
    pub auto_fail: bool,
    /// Guidance for the reviewer.
    pub guidance: String,
}

impl ScorecardItem {
    /// The item scored with `points`; `None` = N/A.
    pub fn mark(&self, points: Option<u32>) -> ReviewMark {
        ReviewMark {
            item: self.name.clone(),
            points: points.map(|points| points.min(self.weight)),
            of: self.weight,
            fatal: self.auto_fail,
        }
    }
}

impl Scorecard {
    fn matches(&self, channel: Option<&str>, category: Option<&str>) -> bool {
        let one_of = |wanted: &[String], has: Option<&str>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.iter().any(|one| one.eq_ignore_ascii_case(has)))
        };
        one_of(&self.channels, channel) && one_of(&self.categories, category)
    }

    /// Parses `greeting=2, solution=x`; items match by unique prefix.
    ///
    /// # Errors
    /// An English sentence if an item is unknown, repeated or missing, or has too many points.
    pub fn parse_marks(&self, text: &str) -> Result<Vec<ReviewMark>, String> {
        let mut points: Vec<Option<Option<u32>>> = vec![None; self.items.len()];
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| {
                format!("‘{part}’ says no points; write ITEM=POINTS, or ITEM=x where it does not apply.")
            })?;
            let at = self.find_item(name)?;
            let item = &self.items[at];
            let value = match value.trim() {
                "x" | "X" | "-" => None,
                digits => Some(digits.parse().ok().filter(|points| *points <= item.weight).ok_or_else(|| {
                    let (name, most) = (&item.name, item.weight);
                    format!("‘{digits}’ is no mark for ‘{name}’; write 0 to {most}, or x where it does not apply.")
                })?),
            };
            if points[at].replace(value).is_some() {
                return Err(format!("‘{}’ is marked twice; leave one of the marks out.", item.name));
            }
        }
        let missing: Vec<_> = self.items.iter().zip(&points).filter(|(_, points)| points.is_none()).collect();
        if !missing.is_empty() {
            let names: Vec<_> = missing.iter().map(|(item, _)| item.name.as_str()).collect();
            let (card, names) = (&self.name, names.join(", "));
            return Err(format!(
                "The scorecard ‘{card}’ also asks for {names}; mark all of it, with x what does not apply."
            ));
        }
        Ok(self.items.iter().zip(points).map(|(item, points)| item.mark(points.flatten())).collect())
    }

    fn find_item(&self, name: &str) -> Result<usize, String> {
        let wanted = fold(name.trim());
        let whole = self.items.iter().position(|item| fold(&item.name) == wanted);
        let mut begun = (0..self.items.len()).filter(|at| fold(&self.items[*at].name).starts_with(&wanted));
        match (whole, begun.next(), begun.next(), wanted.is_empty()) {
            (Some(at), ..) | (None, Some(at), None, false) => Ok(at),
            _ => {
                let names: Vec<_> = self.items.iter().map(|item| item.name.as_str()).collect();
                let (name, card) = (name.trim(), &self.name);
                Err(format!("‘{name}’ is no item of the scorecard ‘{card}’; there are {}.", names.join(", ")))
            }
        }
    }
}

/// The first scorecard that matches a ticket.
pub fn scorecard_for<'a>(
    cards: &'a [Scorecard],
    channel: Option<&str>,
    category: Option<&str>,
) -> Option<&'a Scorecard> {
    cards.iter().find(|card| card.matches(channel, category))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(channels: &[&str], categories: &[&str]) -> Scorecard {
        let item = |name: &str, weight, fatal| ScorecardItem {
            name: name.into(),
            weight,
            auto_fail: fatal,
            guidance: String::new(),
        };
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Scorecard {
            name: "answers".into(),
            channels: words(channels),
            categories: words(categories),
            items: vec![item("greeting", 1, false), item("solution", 4, false), item("data safe", 2, true)],
        }
    }

    #[test]
    fn the_first_card_that_fits_counts() {
        let cards = [card(&["Phone"], &[]), card(&[], &["billing"]), card(&[], &[])];
        let at = |channel, category| cards.iter().position(|one| Some(one) == scorecard_for(&cards, channel, category));
        assert_eq!(at(Some("phone"), Some("billing")), Some(0));
        assert_eq!(at(Some("chat"), Some("Billing")), Some(1));
        assert_eq!(at(None, None), Some(2));
        assert_eq!(scorecard_for(&cards[..2], None, Some("bug")), None);
    }

    #[test]
    fn marks_are_read_by_the_beginning_of_their_names_and_none_is_forgotten() {
        let card = card(&[], &[]);
        let read =
            |text: &str| card.parse_marks(text).map(|marks| marks.iter().map(|mark| mark.points).collect::<Vec<_>>());
        assert_eq!(read("sol=3, greeting=1,data=x"), Ok(vec![Some(1), Some(3), None]));
        for (text, said) in [
            ("greeting=1,solution=3", "also asks for data safe"),
            ("greeting=2,solution=3,data=0", "write 0 to 1"),
            ("greeting=1,gr=0,solution=3,data=0", "marked twice"),
            ("tone=1", "no item"),
            ("greeting", "says no points"),
            ("", "also asks for greeting, solution, data safe"),
        ] {
            let why = card.parse_marks(text).unwrap_err();
            assert!(why.contains(said), "{text}: {why}");
        }
    }
}
