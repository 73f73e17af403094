//! What has changed since somebody last looked: who has worked something out of the desk looks up here whether all of it
//! is to be worked out anew, or a few tickets are to be looked at.

use std::collections::BTreeSet;

use crate::domain::ticket::TicketId;

/// So many tickets are kept; more than that are as good as everything.
const MOST: usize = 64;

/// The newest changes.
#[derive(Debug, Default)]
pub struct Trail {
    version: u64,
    /// The version at which everything changed last.
    whole: u64,
    /// Each ticket that has changed since, and the version from which on it has.
    touched: Vec<(u64, TicketId)>,
}

impl Trail {
    /// Another one whenever desk, settings or moment have changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Everything may be another now.
    pub fn anew(&mut self) {
        self.version += 1;
        self.whole = self.version;
        self.touched.clear();
    }

    /// These tickets may be others now, and nothing else.
    pub fn touch(&mut self, tickets: impl IntoIterator<Item = TicketId>) {
        self.version += 1;
        self.touched.extend(tickets.into_iter().map(|id| (self.version, id)));
        if self.touched.len() > MOST {
            self.anew();
        }
    }

    /// The tickets that have changed since a version, each once; `None` if everything has.
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
