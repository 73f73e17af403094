//! The read-only context of a pane: data, settings, theme and texts.

use super::change_tracker::ChangeTracker;
use super::keymap::Keymap;
use super::theme::Theme;
use crate::config::Settings;
use crate::engine::board::Board;
use crate::engine::board::brief::{QueueStatus, queue_status};
use crate::engine::desk::{Desk, TicketRow};
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Author;
use crate::model::time::{Instant, Zone};
use crate::presentation::catalog::{Catalog, CatalogValue};
use crate::query::filter::matching::FilterContext;
use crate::query::filter::text_index::TextIndex;
use crate::query::protocol::MetricsSnapshot;
use crate::ui::state::coverage::CoverageView;
use crate::ui::state::metrics::MetricsView;
use crate::ui::state::profile_figures::ProfileFigures;
use crate::ui::state::staffing::StaffingCache;

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
    pub changes: &'a ChangeTracker,
    /// The figures of the last `settings.period_days`; `None` until loaded.
    pub recent_metrics: Option<&'a MetricsSnapshot>,
    /// The figures of the period selected in Metrics.
    pub selected_metrics: Option<&'a MetricsSnapshot>,
    /// The figures of the comparison period.
    pub comparison_metrics: Option<&'a MetricsSnapshot>,
    /// The figures of the profiles that goals refer to.
    pub profile_figures: &'a ProfileFigures,
    /// State of the Metrics view.
    pub metrics_view: &'a MetricsView,
    /// Staffing results; empty until loaded.
    pub staffing: &'a StaffingCache,
    /// State of the coverage view.
    pub coverage_view: &'a CoverageView,
    pub author: &'a Author,
    pub theme: &'a Theme,
    pub catalog: &'a Catalog,
    pub keymap: &'a Keymap,
    /// Whether the pane has the focus.
    pub focused: bool,
}

impl<'a> View<'a> {
    pub fn zone(&self) -> Zone {
        self.settings.zone
    }

    /// The message of `key`.
    pub fn t(&self, key: &str) -> String {
        self.catalog.get(key)
    }

    /// The message of `key` with its variables filled in.
    pub fn tt(&self, key: &str, values: &[(&str, CatalogValue)]) -> String {
        self.catalog.format(key, values)
    }

    /// An open ticket.
    pub fn open_ticket(&self, id: TicketId) -> Option<&'a TicketRow> {
        self.desk.tickets.get(&id)
    }

    /// The queue status of a ticket now.
    pub fn queue_status(&self, row: &TicketRow) -> QueueStatus {
        queue_status(row, self.now, self.shift_end())
    }

    /// The context that filters and sorting evaluate against.
    pub fn filter_context(&self) -> FilterContext<'a> {
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
    pub fn person_name(&self, person: Option<PersonId>) -> &'a str {
        person.and_then(|person| self.desk.team.name(person)).unwrap_or("–")
    }

    /// Whether the current user is a lead; only leads see notes.
    pub fn viewer_is_lead(&self) -> bool {
        self.author.person.and_then(|me| self.desk.team.people.get(&me)).is_some_and(|me| me.lead)
    }
}
