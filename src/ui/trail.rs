//! Change counter for caches: rebuild everything, or refresh these tickets.

use std::collections::BTreeSet;

use crate::model::ids::TicketId;

/// Above this many changed tickets, everything counts as changed.
const MOST: usize = 64;

/// Recent changes.
#[derive(Debug, Default)]
pub struct Trail {
    version: u64,
    /// The version of the last full change.
    whole: u64,
    /// Changed tickets, each with its version.
    touched: Vec<(u64, TicketId)>,
}

impl Trail {
    /// Version that caches compare against; changes with desk, settings and clock.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Marks everything changed.
    pub fn anew(&mut self) {
        self.version += 1;
        self.whole = self.version;
        self.touched.clear();
    }

    /// Marks only these tickets changed.
    pub fn touch(&mut self, tickets: impl IntoIterator<Item = TicketId>) {
        self.version += 1;
        self.touched.extend(tickets.into_iter().map(|id| (self.version, id)));
        if self.touched.len() > MOST {
            self.anew();
        }
    }

    /// The tickets changed after `version`, each once; `None` if everything has.
    pub fn since(&self, version: u64) -> Option<Vec<TicketId>> {
        let newer = self.touched.iter().filter(|(at, _)| *at > version);
        let each: BTreeSet<TicketId> = newer.map(|(_, id)| *id).collect();
        (version >= self.whole).then(|| each.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_few_tickets_from_everything() {
        let mut trail = Trail::default();
        trail.anew();
        let first = trail.version();
        trail.touch([TicketId(1)]);
        let second = trail.version();
        trail.touch([2, 3, 2].map(TicketId));
        assert_eq!(trail.since(first), Some([1, 2, 3].map(TicketId).to_vec()));
        assert_eq!(trail.since(second), Some([2, 3].map(TicketId).to_vec()));
        assert_eq!(trail.since(trail.version()), Some(Vec::new()));
        trail.touch([TicketId(4); MOST]);
        assert_eq!(trail.since(second), None, "too many");
        assert_eq!(trail.since(trail.version()), Some(Vec::new()));
    }
}
