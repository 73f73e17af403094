//! Ways of looking at the queue that a lead comes back to: a filter, an order and columns under one name.

use std::borrow::Cow;

use crate::model::person::Author;
use crate::model::record::SavedView;
use crate::query::columns::{Column, Sort};
use crate::query::filter::mistake::Mistake;
use crate::query::filter::query::Query;

/// A way of looking at the queue. All of it is text, so that one of somebody's own can be kept and shared as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    pub name: ViewName,
    /// In the language of [`Query`]; empty is every ticket.
    pub filter: Cow<'static, str>,
    /// As [`Sort`] has it; empty is the order of the queue.
    pub sort: Cow<'static, str>,
    /// Names with commas between them; empty is as many as there is room for.
    pub columns: Cow<'static, str>,
}

/// What a view is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewName {
    /// One that comes with the program; the language files say what it is called, under `view-NAME`.
    Shipped(&'static str),
    /// One of somebody's own, as they call it.
    Own(String),
}

impl ViewName {
    /// As the command line takes it.
    pub fn as_str(&self) -> &str {
        match self {
            ViewName::Shipped(name) => name,
            ViewName::Own(name) => name,
        }
    }
}

const fn shipped(name: &'static str, filter: &'static str, sort: &'static str, columns: &'static str) -> QueueView {
    QueueView {
        name: ViewName::Shipped(name),
        filter: Cow::Borrowed(filter),
        sort: Cow::Borrowed(sort),
        columns: Cow::Borrowed(columns),
    }
}

/// The views that come with the program, in the order in which a shift asks for them.
pub const SHIPPED: &[QueueView] = &[
    shipped("breaching", "due:shift", "due_at", ""),
    shipped("unassigned", "who:nobody", "", ""),
    shipped("stuck", "stuck:yes", "-quiet", "left,id,subject,customer,stuck,quiet,assignee"),
    shipped("escalated", "esc:yes", "-escalation,left", "left,id,subject,customer,escalation,assignee"),
    shipped("promises", "promise:<1d", "promise_at", "promise_at,id,subject,customer,assignee"),
    shipped("waiting-long", "waits:customer quiet:>=3d", "-quiet", "id,subject,customer,quiet,assignee"),
    shipped("mine", "who:me", "", ""),
    shipped("all", "", "", ""),
];

impl From<&SavedView> for QueueView {
    fn from(saved: &SavedView) -> QueueView {
        QueueView {
            name: ViewName::Own(saved.name.clone()),
            filter: saved.filter.clone().into(),
            sort: saved.sort.clone().into(),
            columns: saved.columns.clone().into(),
        }
    }
}

impl SavedView {
    /// Whether it is `author`'s: the person's, wherever they sit; of a login without a person, the login's.
    pub fn is_of(&self, author: &Author) -> bool {
        match self.owner.person {
            Some(person) => author.person == Some(person),
            None => author.person.is_none() && author.login == self.owner.login,
        }
    }
}

impl QueueView {
    pub fn query(&self) -> Result<Query, Mistake> {
        Query::parse(&self.filter)
    }

    pub fn order(&self) -> Result<Sort, Mistake> {
        Sort::parse(&self.sort)
    }

    /// `None` for as many columns as there is room for.
    pub fn shown(&self) -> Result<Option<Vec<Column>>, Mistake> {
        Column::list(&self.columns).map(|columns| Some(columns).filter(|columns| !columns.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use crate::query::views::*;

    #[test]
    fn every_shipped_view_can_be_read() {
        for view in SHIPPED {
            let name = view.name.as_str();
            assert!(view.query().is_ok() && view.order().is_ok(), "{name}");
            assert_eq!(view.shown().unwrap().is_none(), view.columns.is_empty(), "{name}");
            assert_eq!(SHIPPED.iter().filter(|other| other.name == view.name).count(), 1, "{name}");
        }
    }
}
