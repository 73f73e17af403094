//! Change counter for caches: rebuild everything, or refresh these tickets.

use std::collections::BTreeSet;

use crate::model::ids::TicketId;

/// Above this many changed tickets, everything counts as changed.
const MAX_TRACKED: usize = 64;

/// Recent changes.
#[derive(Debug, Default)]
pub struct ChangeTracker {
    version: u64,
    /// The version of the last full change.
    all_changed_at: u64,
    /// Changed tickets, each with its version.
    changed_tickets: Vec<(u64, TicketId)>,
}

impl ChangeTracker {
    /// Version that caches compare against; changes with desk, settings and clock.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Marks everything changed.
    pub fn invalidate_all(&mut self) {
        self.version += 1;
        self.all_changed_at = self.version;
        self.changed_tickets.clear();
    }

    /// Marks only these tickets changed.
    pub fn invalidate(&mut self, tickets: impl IntoIterator<Item = TicketId>) {
        self.version += 1;
        self.changed_tickets.extend(tickets.into_iter().map(|id| (self.version, id)));
        if self.changed_tickets.len() > MAX_TRACKED {
            self.invalidate_all();
        }
    }

    /// The tickets changed after `version`, each once; `None` if everything has.
    pub fn changed_since(&self, version: u64) -> Option<Vec<TicketId>> {
        let newer = self.changed_tickets.iter().filter(|(at, _)| *at > version);
        let each: BTreeSet<TicketId> = newer.map(|(_, id)| *id).collect();
        (version >= self.all_changed_at).then(|| each.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_few_tickets_from_everything() {
        let mut trail = ChangeTracker::default();
        trail.invalidate_all();
        let first = trail.version();
        trail.invalidate([TicketId(1)]);
        let second = trail.version();
        trail.invalidate([2, 3, 2].map(TicketId));
        assert_eq!(trail.changed_since(first), Some([1, 2, 3].map(TicketId).to_vec()));
        assert_eq!(trail.changed_since(second), Some([2, 3].map(TicketId).to_vec()));
        assert_eq!(trail.changed_since(trail.version()), Some(Vec::new()));
        trail.invalidate([TicketId(4); MAX_TRACKED]);
        assert_eq!(trail.changed_since(second), None, "too many");
        assert_eq!(trail.changed_since(trail.version()), Some(Vec::new()));
    }
}
