//! Queue views: a named filter, sort order and columns.

use std::borrow::Cow;

use crate::model::person::Author;
use crate::model::saved_view::SavedView;
use crate::query::columns::QueueColumn;
use crate::query::filter::ast::TicketFilter;
use crate::query::filter::error::FilterError;
use crate::query::sort::QueueSort;

/// A queue view. All parts are text, so that a saved view can be stored and shared as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    pub name: ViewName,
    /// In the syntax of [`TicketFilter`]; empty matches every ticket.
    pub filter: Cow<'static, str>,
    /// In the syntax of [`QueueSort`]; empty is queue order.
    pub sort: Cow<'static, str>,
    /// Comma-separated column names; empty shows as many as fit.
    pub columns: Cow<'static, str>,
}

/// Name of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewName {
    /// Built in; the language files have its display name under `view-NAME`.
    BuiltIn(&'static str),
    /// Saved by a user, under their own name for it.
    Saved(String),
}

impl ViewName {
    /// Name on the command line.
    pub fn as_str(&self) -> &str {
        match self {
            ViewName::BuiltIn(name) => name,
            ViewName::Saved(name) => name,
        }
    }
}

const fn built_in(name: &'static str, filter: &'static str, sort: &'static str, columns: &'static str) -> QueueView {
    QueueView {
        name: ViewName::BuiltIn(name),
        filter: Cow::Borrowed(filter),
        sort: Cow::Borrowed(sort),
        columns: Cow::Borrowed(columns),
    }
}

/// Built-in views, in the order in which a shift needs them.
pub const BUILT_IN_VIEWS: &[QueueView] = &[
    built_in("breaching", "due:shift", "due_at", ""),
    built_in("unassigned", "who:nobody", "", ""),
    built_in("stuck", "stuck:yes", "-quiet", "left,id,subject,customer,stuck,quiet,assignee"),
    built_in("escalated", "esc:yes", "-escalation,left", "left,id,subject,customer,escalation,assignee"),
    built_in("promises", "promise:<1d", "promise_at", "promise_at,id,subject,customer,assignee"),
    built_in("waiting-long", "waits:customer quiet:>=3d", "-quiet", "id,subject,customer,quiet,assignee"),
    built_in("mine", "who:me", "", ""),
    built_in("all", "", "", ""),
];

impl From<&SavedView> for QueueView {
    fn from(saved: &SavedView) -> QueueView {
        QueueView {
            name: ViewName::Saved(saved.name.clone()),
            filter: saved.filter.clone().into(),
            sort: saved.sort.clone().into(),
            columns: saved.columns.clone().into(),
        }
    }
}

impl SavedView {
    /// Whether `author` owns it: the same person on any login; without a person, the same login.
    pub fn is_owned_by(&self, author: &Author) -> bool {
        match self.owner.person {
            Some(person) => author.person == Some(person),
            None => author.person.is_none() && author.login == self.owner.login,
        }
    }
}

impl QueueView {
    pub fn parse_filter(&self) -> Result<TicketFilter, FilterError> {
        TicketFilter::parse(&self.filter)
    }

    pub fn parse_sort(&self) -> Result<QueueSort, FilterError> {
        QueueSort::parse(&self.sort)
    }

    /// `None` shows as many columns as fit.
    pub fn parse_columns(&self) -> Result<Option<Vec<QueueColumn>>, FilterError> {
        QueueColumn::parse_list(&self.columns).map(|columns| Some(columns).filter(|columns| !columns.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_view_can_be_read() {
        for view in BUILT_IN_VIEWS {
            let name = view.name.as_str();
            assert!(view.parse_filter().is_ok() && view.parse_sort().is_ok(), "{name}");
            assert_eq!(view.parse_columns().unwrap().is_none(), view.columns.is_empty(), "{name}");
            assert_eq!(BUILT_IN_VIEWS.iter().filter(|other| other.name == view.name).count(), 1, "{name}");
        }
    }
}
