//! The table of queue columns: value and sort key of a ticket per column.

use std::cmp::{Ordering, Reverse};
use std::fmt;

use crate::engine::desk::TicketRow;
use crate::model::table::{DataTable, TableCell};
use crate::model::text::fold;
use crate::model::ticket::WaitsOn;
use crate::model::time::Instant;
use crate::query::filter::error::{FilterError, FilterErrorKind};
use crate::query::filter::matching::{EvaluatedTicket, FilterContext, stuck_rule_of};
use crate::query::filter::text_index::{FoldedText, TicketTextPart};

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

/// Sort key; unknown values have none and sort last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey<'a> {
    Number(i64),
    Text(&'a str),
}

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

    /// Parses comma-separated names.
    pub fn parse_list(text: &str) -> Result<Vec<QueueColumn>, FilterError> {
        comma_separated(text)
            .map(|(at, name)| QueueColumn::from_name(name).ok_or_else(|| unknown_column(text, at, name)))
            .collect()
    }

    /// Value for export and JSON.
    pub fn cell(self, row: &TicketRow, moment: &FilterContext) -> TableCell {
        // Values are never taken from the folded text; only sort keys are.
        let text = FoldedText::default();
        let ticket = EvaluatedTicket::new(row, &text, moment);
        let word = |name: Option<&'static str>| TableCell::from(name);
        match self {
            QueueColumn::TimeLeft => ticket.time_left().map_or(TableCell::Empty, TableCell::Duration),
            QueueColumn::DueAt => ticket.due_at().into(),
            QueueColumn::Clock => word(ticket.clock_state().map(|state| state.name())),
            QueueColumn::Id => TableCell::Count(row.id.0),
            QueueColumn::Subject => Some(row.subject.as_str()).filter(|subject| !subject.is_empty()).into(),
            QueueColumn::Status => word(Some(row.status.name())),
            QueueColumn::WaitsOn => word(row.waits_on().map(WaitsOn::name)),
            QueueColumn::Priority => word(Some(row.priority.name())),
            QueueColumn::Customer => row.customer.as_deref().into(),
            QueueColumn::Tier => row.tier.as_deref().into(),
            QueueColumn::Channel => row.channel.as_deref().into(),
            QueueColumn::Category => row.category.as_deref().into(),
            QueueColumn::Tags if row.tags.is_empty() => TableCell::Empty,
            QueueColumn::Tags => TableCell::Text(row.tags.join(", ")),
            QueueColumn::Team => row.group.as_deref().into(),
            QueueColumn::Assignee => row.assignee.and_then(|person| moment.team.name(person)).into(),
            QueueColumn::Age => ticket.elapsed_since(row.created).map_or(TableCell::Empty, TableCell::Duration),
            QueueColumn::Quiet => {
                ticket.elapsed_since(Some(row.last_event)).map_or(TableCell::Empty, TableCell::Duration)
            }
            QueueColumn::UnansweredFor => {
                ticket.elapsed_since(row.waiting_since).map_or(TableCell::Empty, TableCell::Duration)
            }
            QueueColumn::CreatedAt => row.created.into(),
            QueueColumn::FirstReplyAt => row.first_reply.into(),
            QueueColumn::LastEventAt => TableCell::Moment(row.last_event),
            QueueColumn::Replies => row.replies.map_or(TableCell::Empty, |n| TableCell::Count(n.into())),
            QueueColumn::Reopened => TableCell::Count(row.reopened.into()),
            QueueColumn::Reassigned => TableCell::Count(row.reassigned.into()),
            QueueColumn::Escalation => TableCell::Count(row.escalation.into()),
            QueueColumn::PromiseAt => row.promise.into(),
            QueueColumn::Stuck => word(stuck_rule_of(row, moment).map(|rule| rule.name())),
            QueueColumn::Upset => TableCell::YesNo(row.upset),
            QueueColumn::Proactive => TableCell::YesNo(row.proactive),
            QueueColumn::Language => row.language.as_deref().into(),
            QueueColumn::Policy => row.clock.as_ref().map(|clock| &*clock.terms.policy).into(),
            QueueColumn::Source => row.source.as_ref().map(|source| source.name.as_str()).into(),
            QueueColumn::SourceId => row.source.as_ref().map(|source| source.id.as_str()).into(),
        }
    }

    fn sort_key<'a>(self, row: &'a TicketRow, text: &'a FoldedText, moment: &'a FilterContext) -> Option<SortKey<'a>> {
        let ticket = EvaluatedTicket::new(row, text, moment);
        let at = |at: Option<Instant>| at.map(|at| at.timestamp_millis());
        let number = match self {
            QueueColumn::TimeLeft => ticket.time_left().map(|left| left.num_milliseconds()),
            QueueColumn::DueAt => at(ticket.due_at()),
            QueueColumn::Clock => ticket.clock_state().map(|state| state as i64),
            QueueColumn::Id => Some(row.id.0),
            QueueColumn::Status => Some(row.status as i64),
            QueueColumn::WaitsOn => row.waits_on().map(|on| on as i64),
            QueueColumn::Priority => Some(row.priority as i64),
            QueueColumn::Age => ticket.elapsed_since(row.created).map(|age| age.num_milliseconds()),
            QueueColumn::Quiet => ticket.elapsed_since(Some(row.last_event)).map(|quiet| quiet.num_milliseconds()),
            QueueColumn::UnansweredFor => ticket.elapsed_since(row.waiting_since).map(|wait| wait.num_milliseconds()),
            QueueColumn::CreatedAt => at(row.created),
            QueueColumn::FirstReplyAt => at(row.first_reply),
            QueueColumn::LastEventAt => at(Some(row.last_event)),
            QueueColumn::Replies => row.replies.map(i64::from),
            QueueColumn::Reopened => Some(row.reopened.into()),
            QueueColumn::Reassigned => Some(row.reassigned.into()),
            QueueColumn::Escalation => Some(row.escalation.into()),
            QueueColumn::PromiseAt => at(row.promise),
            QueueColumn::Stuck => ticket.stuck_rule().map(|rule| rule as i64),
            QueueColumn::Upset => Some(row.upset.into()),
            QueueColumn::Proactive => Some(row.proactive.into()),
            QueueColumn::Subject => return TicketTextPart::Subject.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Customer => return TicketTextPart::Customer.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Tier => return TicketTextPart::Tier.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Channel => return TicketTextPart::Channel.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Category => return TicketTextPart::Category.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Tags => return TicketTextPart::Tags.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Team => return TicketTextPart::Team.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Assignee => return TicketTextPart::Assignee.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Language => return TicketTextPart::Language.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Policy => return TicketTextPart::Policy.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Source => return TicketTextPart::Source.non_empty_in(text).map(SortKey::Text),
            QueueColumn::SourceId => return TicketTextPart::SourceId.non_empty_in(text).map(SortKey::Text),
        };
        number.map(SortKey::Number)
    }
}

impl fmt::Display for QueueColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Sort order by columns, most significant first. Empty is queue order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueSort {
    /// Column, and whether it sorts descending.
    pub keys: Vec<(QueueColumn, bool)>,
}

impl QueueSort {
    /// By one column, most urgent first.
    pub fn by_column(column: QueueColumn) -> QueueSort {
        QueueSort { keys: vec![(column, column.sorts_descending())] }
    }

    /// Parses `left,-age`; a minus sorts descending.
    pub fn parse(text: &str) -> Result<QueueSort, FilterError> {
        let read = |(at, name): (usize, &str)| {
            let bare = name.trim_start_matches(['-', '−', '+']);
            let falling = name.starts_with(['-', '−']);
            let at = at + name.len() - bare.len();
            QueueColumn::from_name(bare).map(|column| (column, falling)).ok_or_else(|| unknown_column(text, at, bare))
        };
        Ok(QueueSort { keys: comma_separated(text).map(read).collect::<Result<_, _>>()? })
    }

    /// Stable sort. Each key is computed once; a further column only among tickets that are equal so far.
    pub fn sort<T: Copy>(
        &self,
        tickets: &mut [T],
        of: impl Fn(&T) -> (&TicketRow, &FoldedText),
        moment: &FilterContext,
    ) {
        sort_by_keys(&self.keys, tickets, &of, moment);
    }

    pub fn compare(
        &self,
        a: (&TicketRow, &FoldedText),
        b: (&TicketRow, &FoldedText),
        moment: &FilterContext,
    ) -> Ordering {
        let mut columns = self.keys.iter().map(|(column, falling)| {
            compare_keys(column.sort_key(a.0, a.1, moment), column.sort_key(b.0, b.1, moment), *falling)
        });
        columns.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

fn sort_by_keys<T: Copy>(
    by: &[(QueueColumn, bool)],
    tickets: &mut [T],
    of: &impl Fn(&T) -> (&TicketRow, &FoldedText),
    moment: &FilterContext,
) {
    let Some(((column, falling), rest)) = by.split_first() else { return };
    let were = tickets.to_vec();
    let key = |(at, ticket)| {
        let (row, text) = of(ticket);
        (column.sort_key(row, text, moment), at)
    };
    let mut keyed: Vec<(Option<SortKey>, usize)> = were.iter().enumerate().map(key).collect();
    keyed.sort_by(|(a, _), (b, _)| compare_keys(*a, *b, *falling));
    for (place, (_, at)) in tickets.iter_mut().zip(&keyed) {
        *place = were[*at];
    }
    let mut from = 0;
    for alike in keyed.chunk_by(|(a, _), (b, _)| a == b) {
        sort_by_keys(rest, &mut tickets[from..from + alike.len()], of, moment);
        from += alike.len();
    }
}

/// Unknown values come last in either direction.
fn compare_keys(a: Option<SortKey>, b: Option<SortKey>, falling: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if falling => Reverse(a).cmp(&Reverse(b)),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

impl fmt::Display for QueueSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keys.iter().enumerate().try_for_each(|(n, (column, falling))| {
            write!(f, "{}{}{column}", if n > 0 { "," } else { "" }, if *falling { "-" } else { "" })
        })
    }
}

/// Export table of these columns.
pub fn queue_table<'a>(
    rows: impl IntoIterator<Item = &'a TicketRow>,
    columns: &[QueueColumn],
    moment: &FilterContext,
) -> DataTable {
    DataTable {
        columns: columns.iter().map(|column| column.name()).collect(),
        rows: rows.into_iter().map(|row| columns.iter().map(|column| column.cell(row, moment)).collect()).collect(),
    }
}

/// Non-empty comma-separated parts with their byte offsets.
fn comma_separated(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let placed = text.split(',').map(move |part| {
        let at = next + part.len() - part.trim_start().len();
        next += part.len() + 1;
        (at, part.trim())
    });
    placed.filter(|(_, part)| !part.is_empty())
}

fn unknown_column(text: &str, at: usize, name: &str) -> FilterError {
    FilterError::new(text, at..at + name.len(), FilterErrorKind::UnknownColumn { text: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::model::aging::StuckRules;
    use crate::model::ids::PersonId;
    use crate::model::person::Person;
    use crate::model::team::Team;

    use crate::model::ids::TicketId;
    use crate::model::ticket::{Priority, Status};
    use crate::model::ids::SourceRef;
    use crate::model::time::from_millis;

    fn now() -> Instant {
        from_millis(1_772_442_000_000).unwrap()
    }

    fn team() -> Team {
        let mut team = Team::default();
        team.people.insert(PersonId(1), Person::with_name("Đặng Minh"));
        team
    }

    fn rows() -> Vec<TicketRow> {
        let ago = |hours| now() - TimeDelta::hours(hours);
        let blank = |id, hours| TicketRow::blank(TicketId(id), ago(hours));
        vec![
            TicketRow { priority: Priority::High, created: Some(ago(5)), customer: Some("Ân".into()), ..blank(1, 1) },
            TicketRow { created: Some(ago(90)), customer: Some("an b".into()), ..blank(2, 30) },
            TicketRow { priority: Priority::High, assignee: Some(PersonId(1)), status: Status::Open, ..blank(3, 2) },
            TicketRow {
                customer: Some("Zoë".into()),
                created: Some(ago(7)),
                tags: vec!["vip".into(), "2nd".into()],
                source: Some(SourceRef { name: "jira".into(), id: "K-1".into() }),
                ..blank(4, 3)
            },
        ]
    }

    #[test]
    fn every_name_stands_for_one_column() {
        for entry in QUEUE_COLUMNS {
            assert_eq!(QueueColumn::from_name(entry.name), Some(entry.column), "{}", entry.name);
            for also in entry.aliases {
                assert_eq!(QueueColumn::from_name(also), Some(entry.column), "{also}");
            }
            assert_eq!(entry.column.name(), entry.name);
        }
    }

    #[test]
    fn tickets_are_put_in_order() {
        let (team, stuck) = (team(), StuckRules::default());
        let moment = FilterContext { now: now(), shift_end: None, stuck: &stuck, me: None, team: &team };
        let rows = rows();
        let texts: Vec<FoldedText> = rows.iter().map(|row| FoldedText::from_row(row, &team)).collect();
        let sorted = |text: &str| {
            let mut tickets: Vec<_> = rows.iter().zip(&texts).collect();
            QueueSort::parse(text).unwrap().sort(&mut tickets, |(row, text)| (row, text), &moment);
            tickets.iter().map(|(row, _)| row.id.0).collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("", [1, 2, 3, 4]),
            ("-id", [4, 3, 2, 1]),
            ("age", [1, 4, 2, 3]),
            ("-age", [2, 4, 1, 3]),
            ("customer", [1, 2, 4, 3]),
            ("-customer", [4, 2, 1, 3]),
            ("-prio,-age", [1, 3, 2, 4]),
            (" who , -quiet", [3, 2, 4, 1]),
            ("stuck", [2, 1, 3, 4]),
        ] {
            assert_eq!(sorted(text), expected, "{text}");
        }
        let read = QueueSort::parse("left,-prio,-due").unwrap();
        assert_eq!(QueueSort::parse(&read.to_string()), Ok(read));
        assert_eq!(QueueSort::by_column(QueueColumn::Age).to_string(), "-age");
    }

    #[test]
    fn a_name_that_is_none_is_said_with_its_place() {
        let wrong = QueueSort::parse("left, -agge").unwrap_err();
        assert_eq!((wrong.column, wrong.kind.suggestion()), (8, Some("age")));
        assert_eq!(QueueColumn::parse_list("id,,who ").unwrap(), [QueueColumn::Id, QueueColumn::Assignee]);
        assert!(QueueColumn::parse_list("id,nonsense").is_err());
    }

    #[test]
    fn a_table_has_a_cell_for_every_column_of_every_ticket() {
        let (team, stuck) = (team(), StuckRules::default());
        let moment = FilterContext { now: now(), shift_end: None, stuck: &stuck, me: None, team: &team };
        let all: Vec<QueueColumn> = QUEUE_COLUMNS.iter().map(|entry| entry.column).collect();
        let whole = queue_table(&rows(), &all, &moment);
        assert!(whole.rows.iter().all(|row| row.len() == whole.columns.len()));
        let some = QueueColumn::parse_list("id,assignee,age,tags,source_id,upset,stuck,replies,subject").unwrap();
        let told = queue_table(&rows()[2..], &some, &moment);
        let text = |text: &str| TableCell::Text(text.into());
        let (no, none) = (TableCell::YesNo(false), TableCell::Empty);
        let zero = TableCell::Count(0);
        let first = [
            TableCell::Count(3),
            text("Đặng Minh"),
            none.clone(),
            none.clone(),
            none.clone(),
            no.clone(),
            none.clone(),
        ];
        let second = [
            TableCell::Count(4),
            none.clone(),
            TableCell::Duration(TimeDelta::hours(7)),
            text("vip, 2nd"),
            text("K-1"),
            no,
            none.clone(),
        ];
        assert_eq!(told.rows[0][..7], first);
        assert_eq!(told.rows[1][..7], second);
        assert_eq!(told.rows[0][7..], [zero, none]);
    }
}
