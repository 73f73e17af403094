//! The table of queue columns.

use std::fmt;

use crate::model::text::fold;

/// A column of a ticket list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QueueColumn {
    TimeLeft,
    DueAt,
    Clock,
    Id,
    Subject,
    Status,
    WaitsOn,
    Priority,
    Customer,
    Tier,
    Channel,
    Category,
    Tags,
    Team,
    Assignee,
    Age,
    Quiet,
    UnansweredFor,
    CreatedAt,
    FirstReplyAt,
    LastEventAt,
    Replies,
    Reopened,
    Reassigned,
    Escalation,
    PromiseAt,
    Stuck,
    Upset,
    Proactive,
    Language,
    Policy,
    Source,
    SourceId,
}

/// Definition of a column.
#[derive(Debug)]
pub struct QueueColumnSpec {
    pub column: QueueColumn,
    /// Stable name in files, on the command line and in message keys.
    pub name: &'static str,
    /// Names that the filter uses for it, if different.
    pub aliases: &'static [&'static str],
    /// The most urgent values are the greatest (highest priority, greatest age).
    pub sorts_descending: bool,
}

const fn column_spec(
    column: QueueColumn,
    name: &'static str,
    also: &'static [&'static str],
    falls: bool,
) -> QueueColumnSpec {
    QueueColumnSpec { column, name, aliases: also, sorts_descending: falls }
}

/// Every column, in the order of the column chooser.
pub const QUEUE_COLUMNS: &[QueueColumnSpec] = &[
    column_spec(QueueColumn::TimeLeft, "left", &[], false),
    column_spec(QueueColumn::DueAt, "due_at", &["due"], false),
    column_spec(QueueColumn::Clock, "clock", &[], false),
    column_spec(QueueColumn::Id, "id", &[], false),
    column_spec(QueueColumn::Subject, "subject", &[], false),
    column_spec(QueueColumn::Status, "status", &[], false),
    column_spec(QueueColumn::WaitsOn, "waits_on", &["waits"], false),
    column_spec(QueueColumn::Priority, "priority", &["prio"], true),
    column_spec(QueueColumn::Customer, "customer", &["from"], false),
    column_spec(QueueColumn::Tier, "tier", &[], false),
    column_spec(QueueColumn::Channel, "channel", &["chan"], false),
    column_spec(QueueColumn::Category, "category", &["cat"], false),
    column_spec(QueueColumn::Tags, "tags", &["tag"], false),
    column_spec(QueueColumn::Team, "team", &["group"], false),
    column_spec(QueueColumn::Assignee, "assignee", &["who"], false),
    column_spec(QueueColumn::Age, "age", &[], true),
    column_spec(QueueColumn::Quiet, "quiet", &[], true),
    column_spec(QueueColumn::UnansweredFor, "waiting", &["wait"], true),
    column_spec(QueueColumn::CreatedAt, "created_at", &["created"], false),
    column_spec(QueueColumn::FirstReplyAt, "first_reply_at", &[], false),
    column_spec(QueueColumn::LastEventAt, "last_event_at", &[], false),
    column_spec(QueueColumn::Replies, "replies", &[], true),
    column_spec(QueueColumn::Reopened, "reopened", &[], true),
    column_spec(QueueColumn::Reassigned, "reassigned", &["moved"], true),
    column_spec(QueueColumn::Escalation, "escalation", &["esc"], true),
    column_spec(QueueColumn::PromiseAt, "promise_at", &["promise"], false),
    column_spec(QueueColumn::Stuck, "stuck", &[], false),
    column_spec(QueueColumn::Upset, "upset", &[], true),
    column_spec(QueueColumn::Proactive, "proactive", &[], true),
    column_spec(QueueColumn::Language, "language", &["lang"], false),
    column_spec(QueueColumn::Policy, "policy", &[], false),
    column_spec(QueueColumn::Source, "source", &[], false),
    column_spec(QueueColumn::SourceId, "source_id", &["ref"], false),
];

/// Columns of an exported list if none were chosen.
pub const DEFAULT_EXPORT_COLUMNS: &[QueueColumn] = &[
    QueueColumn::Id,
    QueueColumn::Subject,
    QueueColumn::Customer,
    QueueColumn::Status,
    QueueColumn::WaitsOn,
    QueueColumn::Priority,
    QueueColumn::Assignee,
    QueueColumn::Channel,
    QueueColumn::Category,
    QueueColumn::Tags,
    QueueColumn::CreatedAt,
    QueueColumn::FirstReplyAt,
    QueueColumn::LastEventAt,
    QueueColumn::DueAt,
    QueueColumn::TimeLeft,
    QueueColumn::Clock,
    QueueColumn::Age,
    QueueColumn::Replies,
    QueueColumn::Source,
    QueueColumn::SourceId,
];

impl QueueColumn {
    fn spec(self) -> Option<&'static QueueColumnSpec> {
        QUEUE_COLUMNS.iter().find(|entry| entry.column == self)
    }

    pub fn name(self) -> &'static str {
        self.spec().map_or("", |entry| entry.name)
    }

    /// Column with this name or alias.
    pub fn from_name(name: &str) -> Option<QueueColumn> {
        let name = fold(name.trim());
        let found = QUEUE_COLUMNS.iter().find(|entry| entry.name == name || entry.aliases.contains(&name.as_str()));
        found.map(|entry| entry.column)
    }

    /// Whether descending order puts the most urgent first.
    pub fn sorts_descending(self) -> bool {
        self.spec().is_some_and(|entry| entry.sorts_descending)
    }
}

impl fmt::Display for QueueColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_alias_finds_its_column() {
        for entry in QUEUE_COLUMNS {
            assert_eq!(QueueColumn::from_name(entry.name), Some(entry.column), "{}", entry.name);
            for also in entry.aliases {
                assert_eq!(QueueColumn::from_name(also), Some(entry.column), "{also}");
            }
            assert_eq!(entry.column.name(), entry.name);
        }
    }
}
