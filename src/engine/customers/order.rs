//! Sort keys of customers, computed once per row, and a bounded top-n selection.

use std::cmp::Reverse;

use crate::engine::customers::{Sort, Standing};
use crate::model::text::fold;
use crate::model::time::Instant;

/// Sort key, smallest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Unknown values come last in either direction.
    missing: bool,
    number: i64,
    text: Text,
    name: String,
    id: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Rising(String),
    Falling(Reverse<String>),
}

impl Place {
    /// Sort key of a row; `owner` is the owner's name, `turned` reverses the default order.
    pub fn of(standing: &Standing, owner: &str, sort: Sort, turned: bool, now: Instant) -> Place {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let rises = sort.rises() != turned;
        let number = match sort {
            Sort::Name | Sort::Tier | Sort::Owner => Some(0),
            Sort::Tickets => Some(count(standing.tickets)),
            Sort::Ours => Some(standing.ours.num_milliseconds()),
            Sort::Repeats => Some(count(standing.repeats)),
            Sort::Nps => standing.nps.map(|nps| i64::from(nps.score)),
            Sort::Bad => Some(count(standing.bad)),
            Sort::Silent => standing.last.map(|last| (now - last).num_milliseconds()),
        };
        let name = fold(&standing.it.name);
        let text = match sort {
            Sort::Name => name.clone(),
            Sort::Tier => standing.it.tier.as_deref().map(fold).unwrap_or_default(),
            Sort::Owner => fold(owner),
            _ => String::new(),
        };
        let unsaid = matches!(sort, Sort::Tier | Sort::Owner) && text.is_empty();
        let number_or = number.unwrap_or(0);
        Place {
            missing: number.is_none() || unsaid,
            number: if rises { number_or } else { -number_or },
            text: if rises { Text::Rising(text) } else { Text::Falling(Reverse(text)) },
            name,
            id: standing.id.0,
        }
    }
}

/// Keeps the first `limit` rows in bounded memory.
pub struct First {
    most: usize,
    kept: Vec<(Place, Standing)>,
    /// Number of rows added.
    pub seen: usize,
}

impl First {
    pub fn new(most: usize) -> First {
        First { most: most.max(1), kept: Vec::new(), seen: 0 }
    }

    pub fn add(&mut self, place: Place, standing: Standing) {
        self.seen += 1;
        self.kept.push((place, standing));
        // Truncate at twice the limit only, so that sorting stays rare.
        if self.kept.len() >= self.most * 2 + 64 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.kept.sort_by(|a, b| a.0.cmp(&b.0));
        self.kept.truncate(self.most);
    }

    /// The first rows, in order.
    pub fn done(mut self) -> Vec<Standing> {
        self.cut();
        self.kept.into_iter().map(|(_, standing)| standing).collect()
    }
}
