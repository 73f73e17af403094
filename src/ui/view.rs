//! The read-only context of a pane: data, settings, theme and texts.

use crate::config::Settings;
use crate::engine::board::Board;
use crate::engine::board::brief::{QueueStatus, queue_status};
use crate::engine::desk::{Desk, Row};
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Author;
use crate::model::time::{Instant, Zone};
use crate::query::filter::fits::FilterContext;
use crate::query::filter::index::TextIndex;
use crate::query::protocol::Metrics;
use super::keymap::Keymap;
use super::lens::Lens;
use super::looking::Looking;
use super::plan::Profiles;
use super::staffed::Reckoned;
use super::theme::Theme;
use super::trail::Trail;
use super::words::{Value, Words};

/// Everything a pane can read. Borrows from the app; created for each draw or action.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub now: Instant,
    pub settings: &'a Settings,
    pub desk: &'a Desk,
    /// Whether the desk is loaded; until then it is empty.
    pub ready: bool,
    pub board: &'a Board,
    /// Case- and accent-folded text of the open tickets, for search.
    pub index: &'a TextIndex,
    /// Version that caches compare against.
    pub trail: &'a Trail,
    /// The figures of the last `settings.period_days`; `None` until loaded.
    pub metrics: Option<&'a Metrics>,
    /// The figures of the period selected in Metrics.
    pub looked: Option<&'a Metrics>,
    /// The figures of the comparison period.
    pub beside: Option<&'a Metrics>,
    /// The figures of the profiles that goals refer to.
    pub profiles: &'a Profiles,
    /// State of the Metrics view.
    pub looking: &'a Looking,
    /// Staffing results; empty until loaded.
    pub staffing: &'a Reckoned,
    /// State of the coverage view.
    pub lens: &'a Lens,
    pub author: &'a Author,
    pub theme: &'a Theme,
    pub words: &'a Words,
    pub keys: &'a Keymap,
    /// Whether the pane has the focus.
    pub focused: bool,
}

impl<'a> View<'a> {
    pub fn zone(&self) -> Zone {
        self.settings.zone
    }

    /// The message of `key`.
    pub fn t(&self, key: &str) -> String {
        self.words.get(key)
    }

    /// The message of `key` with its variables filled in.
    pub fn tt(&self, key: &str, values: &[(&str, Value)]) -> String {
        self.words.with(key, values)
    }

    /// An open ticket.
    pub fn ticket(&self, id: TicketId) -> Option<&'a Row> {
        self.desk.tickets.get(&id)
    }

    /// The queue status of a ticket now.
    pub fn queued(&self, row: &Row) -> QueueStatus {
        queue_status(row, self.now, self.shift_end())
    }

    /// The context that filters and sorting evaluate against.
    pub fn moment(&self) -> FilterContext<'a> {
        FilterContext {
            now: self.now,
            shift_end: self.shift_end(),
            stuck: &self.settings.stuck_rules,
            me: self.author.person,
            team: &self.desk.team,
        }
    }

    pub fn shift_end(&self) -> Option<Instant> {
        self.board.shift.as_ref().map(|shift| shift.ends)
    }

    /// A person's name; `–` for nobody.
    pub fn name(&self, person: Option<PersonId>) -> &'a str {
        person.and_then(|person| self.desk.team.name(person)).unwrap_or("–")
    }
}
