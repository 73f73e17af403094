//! What a pane may look at while it draws or decides: the desk, what is said of it, and how things are called and
//! coloured here.

use crate::config::Settings;
use crate::domain::board::{Board, Queued, queued};
use crate::domain::desk::{Desk, Row};
use crate::domain::dialogue::Metrics;
use crate::domain::event::Author;
use crate::domain::filter::{Index, Moment};
use crate::domain::person::PersonId;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, Zone};

use super::keymap::Keymap;
use super::lens::Lens;
use super::looking::Looking;
use super::plan::Profiles;
use super::staffed::Reckoned;
use super::theme::Theme;
use super::trail::Trail;
use super::words::{Value, Words};

/// Everything that a pane may look at. It borrows from the app and is made anew for every look.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub now: Instant,
    pub settings: &'a Settings,
    pub desk: &'a Desk,
    /// Whether the desk has been read; until then it is empty.
    pub ready: bool,
    pub board: &'a Board,
    /// What the open tickets say, folded.
    pub index: &'a Index,
    /// What of desk, settings and moment has changed, and when: what was worked out of it is to be worked out anew.
    pub trail: &'a Trail,
    /// The figures of the last `settings.period_days`; `None` until the file has answered.
    pub metrics: Option<&'a Metrics>,
    /// The figures of the period that is looked at in Metrics.
    pub looked: Option<&'a Metrics>,
    /// What they are held against.
    pub beside: Option<&'a Metrics>,
    /// The figures of the profiles that goals are about.
    pub profiles: &'a Profiles,
    /// How figures are looked at in Metrics.
    pub looking: &'a Looking,
    /// What is known of staffing; `None` in it until the file has answered.
    pub staffing: &'a Reckoned,
    /// How coverage is looked at.
    pub lens: &'a Lens,
    pub author: &'a Author,
    pub theme: &'a Theme,
    pub words: &'a Words,
    pub keys: &'a Keymap,
    /// Whether the pane that looks has the focus.
    pub focused: bool,
}

impl<'a> View<'a> {
    pub fn zone(&self) -> Zone {
        self.settings.zone
    }

    /// The text under `key`.
    pub fn t(&self, key: &str) -> String {
        self.words.get(key)
    }

    /// The text under `key` with values in their places.
    pub fn tt(&self, key: &str, values: &[(&str, Value)]) -> String {
        self.words.with(key, values)
    }

    /// An open ticket.
    pub fn ticket(&self, id: TicketId) -> Option<&'a Row> {
        self.desk.tickets.get(&id)
    }

    /// How a ticket stands in the queue now.
    pub fn queued(&self, row: &Row) -> Queued {
        queued(row, self.now, self.shift_end())
    }

    /// By what filters and orders judge now.
    pub fn moment(&self) -> Moment<'a> {
        Moment {
            now: self.now,
            shift_end: self.shift_end(),
            stuck: &self.settings.stuck,
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
