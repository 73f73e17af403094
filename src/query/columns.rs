//! The table of queue columns: value and sort key of a ticket per column.

use std::cmp::{Ordering, Reverse};
use std::fmt;

use crate::engine::desk::Row;
use crate::model::table::{Cell, Table};
use crate::model::text::fold;
use crate::model::ticket::WaitsOn;
use crate::model::time::Instant;
use crate::query::filter::fits::{Looked, Moment, stuck_by};
use crate::query::filter::index::{Part, Text};
use crate::query::filter::mistake::{Mistake, Wrong};

/// A column of a ticket list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    Left,
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
    Waiting,
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
pub struct Entry {
    pub column: Column,
    /// Stable name in files, on the command line and in message keys.
    pub name: &'static str,
    /// Names that the filter uses for it, if different.
    pub also: &'static [&'static str],
    /// The most urgent values are the greatest (highest priority, greatest age).
    pub falls: bool,
}

const fn entry(column: Column, name: &'static str, also: &'static [&'static str], falls: bool) -> Entry {
    Entry { column, name, also, falls }
}

/// Every column, in the order of the column chooser.
pub const COLUMNS: &[Entry] = &[
    entry(Column::Left, "left", &[], false),
    entry(Column::DueAt, "due_at", &["due"], false),
    entry(Column::Clock, "clock", &[], false),
    entry(Column::Id, "id", &[], false),
    entry(Column::Subject, "subject", &[], false),
    entry(Column::Status, "status", &[], false),
    entry(Column::WaitsOn, "waits_on", &["waits"], false),
    entry(Column::Priority, "priority", &["prio"], true),
    entry(Column::Customer, "customer", &["from"], false),
    entry(Column::Tier, "tier", &[], false),
    entry(Column::Channel, "channel", &["chan"], false),
    entry(Column::Category, "category", &["cat"], false),
    entry(Column::Tags, "tags", &["tag"], false),
    entry(Column::Team, "team", &["group"], false),
    entry(Column::Assignee, "assignee", &["who"], false),
    entry(Column::Age, "age", &[], true),
    entry(Column::Quiet, "quiet", &[], true),
    entry(Column::Waiting, "waiting", &["wait"], true),
    entry(Column::CreatedAt, "created_at", &["created"], false),
    entry(Column::FirstReplyAt, "first_reply_at", &[], false),
    entry(Column::LastEventAt, "last_event_at", &[], false),
    entry(Column::Replies, "replies", &[], true),
    entry(Column::Reopened, "reopened", &[], true),
    entry(Column::Reassigned, "reassigned", &["moved"], true),
    entry(Column::Escalation, "escalation", &["esc"], true),
    entry(Column::PromiseAt, "promise_at", &["promise"], false),
    entry(Column::Stuck, "stuck", &[], false),
    entry(Column::Upset, "upset", &[], true),
    entry(Column::Proactive, "proactive", &[], true),
    entry(Column::Language, "language", &["lang"], false),
    entry(Column::Policy, "policy", &[], false),
    entry(Column::Source, "source", &[], false),
    entry(Column::SourceId, "source_id", &["ref"], false),
];

/// Columns of an exported list if none were chosen.
pub const HANDED: &[Column] = &[
    Column::Id,
    Column::Subject,
    Column::Customer,
    Column::Status,
    Column::WaitsOn,
    Column::Priority,
    Column::Assignee,
    Column::Channel,
    Column::Category,
    Column::Tags,
    Column::CreatedAt,
    Column::FirstReplyAt,
    Column::LastEventAt,
    Column::DueAt,
    Column::Left,
    Column::Clock,
    Column::Age,
    Column::Replies,
    Column::Source,
    Column::SourceId,
];

/// Sort key; unknown values have none and sort last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    Number(i64),
    Text(&'a str),
}

impl Column {
    fn entry(self) -> Option<&'static Entry> {
        COLUMNS.iter().find(|entry| entry.column == self)
    }

    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// Column with this name or alias.
    pub fn named(name: &str) -> Option<Column> {
        let name = fold(name.trim());
        let found = COLUMNS.iter().find(|entry| entry.name == name || entry.also.contains(&name.as_str()));
        found.map(|entry| entry.column)
    }

    /// Whether descending order puts the most urgent first.
    pub fn falls(self) -> bool {
        self.entry().is_some_and(|entry| entry.falls)
    }

    /// Parses comma-separated names.
    pub fn list(text: &str) -> Result<Vec<Column>, Mistake> {
        parts(text).map(|(at, name)| Column::named(name).ok_or_else(|| unknown(text, at, name))).collect()
    }

    /// Value for export and JSON.
    pub fn cell(self, row: &Row, moment: &Moment) -> Cell {
        // Values are never taken from the folded text; only sort keys are.
        let text = Text::default();
        let ticket = Looked::at(row, &text, moment);
        let word = |name: Option<&'static str>| Cell::from(name);
        match self {
            Column::Left => ticket.left().map_or(Cell::Empty, Cell::Span),
            Column::DueAt => ticket.due().into(),
            Column::Clock => word(ticket.state().map(|state| state.name())),
            Column::Id => Cell::Count(row.id.0),
            Column::Subject => Some(row.subject.as_str()).filter(|subject| !subject.is_empty()).into(),
            Column::Status => word(Some(row.status.name())),
            Column::WaitsOn => word(row.waits_on().map(WaitsOn::name)),
            Column::Priority => word(Some(row.priority.name())),
            Column::Customer => row.customer.as_deref().into(),
            Column::Tier => row.tier.as_deref().into(),
            Column::Channel => row.channel.as_deref().into(),
            Column::Category => row.category.as_deref().into(),
            Column::Tags if row.tags.is_empty() => Cell::Empty,
            Column::Tags => Cell::Text(row.tags.join(", ")),
            Column::Team => row.group.as_deref().into(),
            Column::Assignee => row.assignee.and_then(|person| moment.team.name(person)).into(),
            Column::Age => ticket.since(row.created).map_or(Cell::Empty, Cell::Span),
            Column::Quiet => ticket.since(Some(row.last_event)).map_or(Cell::Empty, Cell::Span),
            Column::Waiting => ticket.since(row.waiting_since).map_or(Cell::Empty, Cell::Span),
            Column::CreatedAt => row.created.into(),
            Column::FirstReplyAt => row.first_reply.into(),
            Column::LastEventAt => Cell::Moment(row.last_event),
            Column::Replies => row.replies.map_or(Cell::Empty, |n| Cell::Count(n.into())),
            Column::Reopened => Cell::Count(row.reopened.into()),
            Column::Reassigned => Cell::Count(row.reassigned.into()),
            Column::Escalation => Cell::Count(row.escalation.into()),
            Column::PromiseAt => row.promise.into(),
            Column::Stuck => word(stuck_by(row, moment).map(|rule| rule.name())),
            Column::Upset => Cell::YesNo(row.upset),
            Column::Proactive => Cell::YesNo(row.proactive),
            Column::Language => row.language.as_deref().into(),
            Column::Policy => row.clock.as_ref().map(|clock| &*clock.terms.policy).into(),
            Column::Source => row.source.as_ref().map(|source| source.name.as_str()).into(),
            Column::SourceId => row.source.as_ref().map(|source| source.id.as_str()).into(),
        }
    }

    fn key<'a>(self, row: &'a Row, text: &'a Text, moment: &'a Moment) -> Option<Key<'a>> {
        let ticket = Looked::at(row, text, moment);
        let at = |at: Option<Instant>| at.map(|at| at.timestamp_millis());
        let number = match self {
            Column::Left => ticket.left().map(|left| left.num_milliseconds()),
            Column::DueAt => at(ticket.due()),
            Column::Clock => ticket.state().map(|state| state as i64),
            Column::Id => Some(row.id.0),
            Column::Status => Some(row.status as i64),
            Column::WaitsOn => row.waits_on().map(|on| on as i64),
            Column::Priority => Some(row.priority as i64),
            Column::Age => ticket.since(row.created).map(|age| age.num_milliseconds()),
            Column::Quiet => ticket.since(Some(row.last_event)).map(|quiet| quiet.num_milliseconds()),
            Column::Waiting => ticket.since(row.waiting_since).map(|wait| wait.num_milliseconds()),
            Column::CreatedAt => at(row.created),
            Column::FirstReplyAt => at(row.first_reply),
            Column::LastEventAt => at(Some(row.last_event)),
            Column::Replies => row.replies.map(i64::from),
            Column::Reopened => Some(row.reopened.into()),
            Column::Reassigned => Some(row.reassigned.into()),
            Column::Escalation => Some(row.escalation.into()),
            Column::PromiseAt => at(row.promise),
            Column::Stuck => ticket.stuck().map(|rule| rule as i64),
            Column::Upset => Some(row.upset.into()),
            Column::Proactive => Some(row.proactive.into()),
            Column::Subject => return Part::Subject.of(text).map(Key::Text),
            Column::Customer => return Part::Customer.of(text).map(Key::Text),
            Column::Tier => return Part::Tier.of(text).map(Key::Text),
            Column::Channel => return Part::Channel.of(text).map(Key::Text),
            Column::Category => return Part::Category.of(text).map(Key::Text),
            Column::Tags => return Part::Tags.of(text).map(Key::Text),
            Column::Team => return Part::Team.of(text).map(Key::Text),
            Column::Assignee => return Part::Assignee.of(text).map(Key::Text),
            Column::Language => return Part::Language.of(text).map(Key::Text),
            Column::Policy => return Part::Policy.of(text).map(Key::Text),
            Column::Source => return Part::Source.of(text).map(Key::Text),
            Column::SourceId => return Part::SourceId.of(text).map(Key::Text),
        };
        number.map(Key::Number)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Sort order by columns, most significant first. Empty is queue order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sort {
    /// Column, and whether it sorts descending.
    pub by: Vec<(Column, bool)>,
}

impl Sort {
    /// By one column, most urgent first.
    pub fn by(column: Column) -> Sort {
        Sort { by: vec![(column, column.falls())] }
    }

    /// Parses `left,-age`; a minus sorts descending.
    pub fn parse(text: &str) -> Result<Sort, Mistake> {
        let read = |(at, name): (usize, &str)| {
            let bare = name.trim_start_matches(['-', '−', '+']);
            let falling = name.starts_with(['-', '−']);
            let at = at + name.len() - bare.len();
            Column::named(bare).map(|column| (column, falling)).ok_or_else(|| unknown(text, at, bare))
        };
        Ok(Sort { by: parts(text).map(read).collect::<Result<_, _>>()? })
    }

    /// Stable sort. Each key is computed once; a further column only among tickets that are equal so far.
    pub fn sort<T: Copy>(&self, tickets: &mut [T], of: impl Fn(&T) -> (&Row, &Text), moment: &Moment) {
        put_in_order(&self.by, tickets, &of, moment);
    }

    pub fn compare(&self, a: (&Row, &Text), b: (&Row, &Text), moment: &Moment) -> Ordering {
        let mut columns = self
            .by
            .iter()
            .map(|(column, falling)| compared(column.key(a.0, a.1, moment), column.key(b.0, b.1, moment), *falling));
        columns.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

fn put_in_order<T: Copy>(by: &[(Column, bool)], tickets: &mut [T], of: &impl Fn(&T) -> (&Row, &Text), moment: &Moment) {
    let Some(((column, falling), rest)) = by.split_first() else { return };
    let were = tickets.to_vec();
    let key = |(at, ticket)| {
        let (row, text) = of(ticket);
        (column.key(row, text, moment), at)
    };
    let mut keyed: Vec<(Option<Key>, usize)> = were.iter().enumerate().map(key).collect();
    keyed.sort_by(|(a, _), (b, _)| compared(*a, *b, *falling));
    for (place, (_, at)) in tickets.iter_mut().zip(&keyed) {
        *place = were[*at];
    }
    let mut from = 0;
    for alike in keyed.chunk_by(|(a, _), (b, _)| a == b) {
        put_in_order(rest, &mut tickets[from..from + alike.len()], of, moment);
        from += alike.len();
    }
}

/// Unknown values come last in either direction.
fn compared(a: Option<Key>, b: Option<Key>, falling: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if falling => Reverse(a).cmp(&Reverse(b)),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.by.iter().enumerate().try_for_each(|(n, (column, falling))| {
            write!(f, "{}{}{column}", if n > 0 { "," } else { "" }, if *falling { "-" } else { "" })
        })
    }
}

/// Export table of these columns.
pub fn table<'a>(rows: impl IntoIterator<Item = &'a Row>, columns: &[Column], moment: &Moment) -> Table {
    Table {
        columns: columns.iter().map(|column| column.name()).collect(),
        rows: rows.into_iter().map(|row| columns.iter().map(|column| column.cell(row, moment)).collect()).collect(),
    }
}

/// Non-empty comma-separated parts with their byte offsets.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let placed = text.split(',').map(move |part| {
        let at = next + part.len() - part.trim_start().len();
        next += part.len() + 1;
        (at, part.trim())
    });
    placed.filter(|(_, part)| !part.is_empty())
}

fn unknown(text: &str, at: usize, name: &str) -> Mistake {
    Mistake::new(text, at..at + name.len(), Wrong::NoColumn { text: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::query::columns::*;
    use crate::model::aging::StuckRules;
    use crate::model::team::Team;
    use crate::model::person::Person;
    use crate::model::ids::PersonId;

    use crate::model::ticket::{Priority, Source, Status};
    use crate::model::ids::TicketId;
    use crate::model::time::from_millis;

    fn now() -> Instant {
        from_millis(1_772_442_000_000).unwrap()
    }

    fn team() -> Team {
        let mut team = Team::default();
        team.people.insert(PersonId(1), Person::named("Đặng Minh"));
        team
    }

    fn rows() -> Vec<Row> {
        let ago = |hours| now() - TimeDelta::hours(hours);
        let blank = |id, hours| Row::blank(TicketId(id), ago(hours));
        vec![
            Row { priority: Priority::High, created: Some(ago(5)), customer: Some("Ân".into()), ..blank(1, 1) },
            Row { created: Some(ago(90)), customer: Some("an b".into()), ..blank(2, 30) },
            Row { priority: Priority::High, assignee: Some(PersonId(1)), status: Status::Open, ..blank(3, 2) },
            Row {
                customer: Some("Zoë".into()),
                created: Some(ago(7)),
                tags: vec!["vip".into(), "2nd".into()],
                source: Some(Source { name: "jira".into(), id: "K-1".into() }),
                ..blank(4, 3)
            },
        ]
    }

    #[test]
    fn every_name_stands_for_one_column() {
        for entry in COLUMNS {
            assert_eq!(Column::named(entry.name), Some(entry.column), "{}", entry.name);
            for also in entry.also {
                assert_eq!(Column::named(also), Some(entry.column), "{also}");
            }
            assert_eq!(entry.column.name(), entry.name);
        }
    }

    #[test]
    fn tickets_are_put_in_order() {
        let (team, stuck) = (team(), StuckRules::default());
        let moment = Moment { now: now(), shift_end: None, stuck: &stuck, me: None, team: &team };
        let rows = rows();
        let texts: Vec<Text> = rows.iter().map(|row| Text::of(row, &team)).collect();
        let sorted = |text: &str| {
            let mut tickets: Vec<_> = rows.iter().zip(&texts).collect();
            Sort::parse(text).unwrap().sort(&mut tickets, |(row, text)| (row, text), &moment);
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
        let read = Sort::parse("left,-prio,-due").unwrap();
        assert_eq!(Sort::parse(&read.to_string()), Ok(read));
        assert_eq!(Sort::by(Column::Age).to_string(), "-age");
    }

    #[test]
    fn a_name_that_is_none_is_said_with_its_place() {
        let wrong = Sort::parse("left, -agge").unwrap_err();
        assert_eq!((wrong.column, wrong.wrong.near()), (8, Some("age")));
        assert_eq!(Column::list("id,,who ").unwrap(), [Column::Id, Column::Assignee]);
        assert!(Column::list("id,nonsense").is_err());
    }

    #[test]
    fn a_table_has_a_cell_for_every_column_of_every_ticket() {
        let (team, stuck) = (team(), StuckRules::default());
        let moment = Moment { now: now(), shift_end: None, stuck: &stuck, me: None, team: &team };
        let all: Vec<Column> = COLUMNS.iter().map(|entry| entry.column).collect();
        let whole = table(&rows(), &all, &moment);
        assert!(whole.rows.iter().all(|row| row.len() == whole.columns.len()));
        let some = Column::list("id,assignee,age,tags,source_id,upset,stuck,replies,subject").unwrap();
        let told = table(&rows()[2..], &some, &moment);
        let text = |text: &str| Cell::Text(text.into());
        let (no, none) = (Cell::YesNo(false), Cell::Empty);
        let zero = Cell::Count(0);
        let first =
            [Cell::Count(3), text("Đặng Minh"), none.clone(), none.clone(), none.clone(), no.clone(), none.clone()];
        let second = [
            Cell::Count(4),
            none.clone(),
            Cell::Span(TimeDelta::hours(7)),
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
