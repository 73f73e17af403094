//! SLA policy history: which policies and calendars applied when, read from the log.

use std::sync::Arc;

use rusqlite::Connection;

use super::event_log::append_event;
use super::policy_history::PolicyHistoryCache;
use super::{Store, StoreError, projection};
use crate::engine::sla::PolicyHistory;
use crate::events::transaction::EventSubject;
use crate::model::event::EventPayload;
use crate::model::ids::TicketId;
use crate::model::person::Author;
use crate::model::policy::PolicySet;
use crate::model::time::Instant;

impl Store {
    /// Activates the store's SLA policies: running clocks get new terms, finished ones keep their outcome. No effect if
    /// they are current already.
    pub fn activate_policies(&mut self, by: &Author, now: Instant) -> Result<(), StoreError> {
        let (rules, history) = (self.policies.clone(), self.policy_history.clone());
        let book = history.load(&self.db)?;
        if is_current(&book, &rules) {
            return Ok(());
        }
        let tx = self.begin_write()?;
        activate(&tx, book, &rules, by, now)?;
        tx.commit()?;
        Ok(())
    }
}

fn is_current(book: &PolicyHistory, rules: &PolicySet) -> bool {
    // An empty configuration does not remove existing policies.
    rules.is_empty() || book.latest().is_some_and(|newest| **newest == *rules)
}

/// The policy history for a write. Policies new to this file are activated with it. Known older ones are not, or two
/// people with different settings would keep switching everybody's clocks; only opening a screen does that.
pub fn policies_for_write(
    db: &Connection,
    cache: &PolicyHistoryCache,
    rules: &PolicySet,
    by: &Author,
    now: Instant,
) -> Result<Arc<PolicyHistory>, StoreError> {
    let book = cache.load(db)?;
    if is_current(&book, rules) || book.contains(rules) { Ok(book) } else { activate(db, book, rules, by, now) }
}

fn activate(
    db: &Connection,
    book: Arc<PolicyHistory>,
    rules: &PolicySet,
    by: &Author,
    now: Instant,
) -> Result<Arc<PolicyHistory>, StoreError> {
    // The subject column needs a value; policies belong to no ticket.
    append_event(
        db,
        EventSubject::Ticket(TicketId(0)),
        now,
        by,
        EventPayload::RulesSet(Box::new(rules.clone())),
        None,
    )?;
    // Not cached yet: the transaction may roll back.
    let mut book = PolicyHistory::clone(&book);
    book.activate(now, Arc::new(rules.clone()));
    let mut statement = db.prepare("SELECT id FROM ticket WHERE open = 1")?;
    let open = statement.query_map([], |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<Vec<_>, _>>()?;
    for id in open {
        projection::refresh_ticket(db, id, &book)?;
    }
    Ok(Arc::new(book))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::engine::sla::ClockProgress;
    use crate::events::change::{Change, ChangeRequest};
    use crate::model::event::OpenedTicket;
    use crate::model::policy::{ResolutionMode, SlaPolicy};
    use crate::model::time::{Zone, from_millis};

    fn minute(n: i64) -> Instant {
        from_millis(n * 60_000).unwrap()
    }

    fn rules(minutes: i64) -> Arc<PolicySet> {
        let policy = SlaPolicy {
            name: "any".into(),
            priorities: Vec::new(),
            channels: Vec::new(),
            categories: Vec::new(),
            tiers: Vec::new(),
            first_reply: Some(TimeDelta::minutes(minutes)),
            next_reply: None,
            resolution: None,
            mode: ResolutionMode::default(),
            calendar: None,
        };
        Arc::new(PolicySet { policies: vec![policy], calendars: Vec::new() })
    }

    #[test]
    fn other_policies_move_what_runs_and_everybody_hears_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let mut store = Store::open_or_create(&path, rules(60)).unwrap();
        let change = Change::OpenTicket(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() });
        store.apply(&ChangeRequest { change, by: Author::default(), seen_seq: None }, minute(0)).unwrap();
        let seen = store.newest_seq().unwrap();

        let mut other = Store::open(&path, rules(90)).unwrap();
        other.activate_policies(&Author::default(), minute(10)).unwrap();
        other.activate_policies(&Author::default(), minute(20)).unwrap();
        assert_eq!(other.newest_seq().unwrap().0, seen.0 + 1, "once");

        let delta = store.delta(seen, Zone::UTC, minute(20)).unwrap().unwrap();
        let row = delta.tickets[0].1.as_ref().unwrap();
        assert_eq!(row.clock.as_ref().unwrap().due_at(), Some(minute(90)));
        let clocks = store.ticket(TicketId(1)).unwrap().unwrap().clocks;
        assert_eq!(
            clocks[0].progress,
            ClockProgress::Cancelled { at: minute(10) },
            "the clock that ran is kept as it was"
        );
        assert_eq!(clocks.len(), 2);
    }
}
