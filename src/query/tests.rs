//! Columns, sort orders and the export table on a few tickets.

use chrono::TimeDelta;

use crate::engine::desk::TicketRow;
use crate::model::aging::StuckRules;
use crate::model::ids::{PersonId, SourceRef, TicketId};
use crate::model::person::Person;
use crate::model::table::TableCell;
use crate::model::team::Team;
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Instant, from_millis};
use crate::query::column_values::queue_table;
use crate::query::columns::{QUEUE_COLUMNS, QueueColumn};
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::matching::FilterContext;
use crate::query::sort::QueueSort;

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
fn tickets_are_sorted() {
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
fn an_unknown_name_is_reported_with_its_position() {
    let wrong = QueueSort::parse("left, -agge").unwrap_err();
    assert_eq!((wrong.column, wrong.kind.suggestion()), (8, Some("age")));
    assert_eq!(QueueColumn::parse_list("id,,who ").unwrap(), [QueueColumn::Id, QueueColumn::Assignee]);
    assert!(QueueColumn::parse_list("id,nonsense").is_err());
}

#[test]
fn a_table_has_a_cell_per_column_of_every_ticket() {
    let (team, stuck) = (team(), StuckRules::default());
    let moment = FilterContext { now: now(), shift_end: None, stuck: &stuck, me: None, team: &team };
    let all: Vec<QueueColumn> = QUEUE_COLUMNS.iter().map(|entry| entry.column).collect();
    let whole = queue_table(&rows(), &all, &moment);
    assert!(whole.rows.iter().all(|row| row.len() == whole.columns.len()));
    let some = QueueColumn::parse_list("id,assignee,age,tags,source_id,upset,stuck,replies,subject").unwrap();
    let table = queue_table(&rows()[2..], &some, &moment);
    let text = |text: &str| TableCell::Text(text.into());
    let (no, none) = (TableCell::YesNo(false), TableCell::Empty);
    let zero = TableCell::Count(0);
    let first =
        [TableCell::Count(3), text("Đặng Minh"), none.clone(), none.clone(), none.clone(), no.clone(), none.clone()];
    let second = [
        TableCell::Count(4),
        none.clone(),
        TableCell::Duration(TimeDelta::hours(7)),
        text("vip, 2nd"),
        text("K-1"),
        no,
        none.clone(),
    ];
    assert_eq!(table.rows[0][..7], first);
    assert_eq!(table.rows[1][..7], second);
    assert_eq!(table.rows[0][7..], [zero, none]);
}
