//! Second pass over a file: yields each row as a ticket or as rejected.

use std::collections::HashMap;
use std::io::{self, Read, Seek};

use super::decode::Utf8Reader;
use super::import_row::{ImportRow, RejectedRow};
use super::records::{CsvReader, CsvRecord};
use super::{ImportPlan, row};

/// Iterator over the rows of a file.
pub struct TicketReader<'a, F> {
    plan: &'a ImportPlan,
    records: CsvReader<Utf8Reader<F>>,
    record: CsvRecord,
    /// Line of each ticket seen so far.
    seen: HashMap<String, u64>,
}

impl<'a, F: Read + Seek> TicketReader<'a, F> {
    /// Starts at the first row after the header; rewinds `file`.
    pub fn start(plan: &'a ImportPlan, file: F) -> io::Result<TicketReader<'a, F>> {
        let mut records = plan.format.records(file)?;
        let mut record = CsvRecord::default();
        records.read(&mut record)?;
        Ok(TicketReader { plan, records, record, seen: HashMap::new() })
    }

    fn read_row(&mut self) -> ImportRow {
        let line = self.record.line;
        let refused = |reason| ImportRow::Rejected(RejectedRow { line, reason });
        match row::parse_row(self.plan, &self.record) {
            Err(reason) => refused(reason),
            Ok((incoming, suspects)) => match self.seen.get(&incoming.facts.source_id) {
                Some(first) => refused(format!("ticket {} stands already on line {first}", incoming.facts.source_id)),
                None => {
                    self.seen.insert(incoming.facts.source_id.clone(), line);
                    ImportRow::Ticket(Box::new(incoming), suspects)
                }
            },
        }
    }
}

impl<F: Read + Seek> Iterator for TicketReader<'_, F> {
    type Item = io::Result<ImportRow>;

    fn next(&mut self) -> Option<io::Result<ImportRow>> {
        loop {
            match self.records.read(&mut self.record) {
                Err(error) => return Some(Err(error)),
                Ok(false) => return None,
                Ok(true) if self.record.is_blank() => {}
                Ok(true) => return Some(Ok(self.read_row())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::headers::ImportField;
    use super::super::{ImportMap, ImportOptions};
    use super::*;
    use crate::exchange::csv::error::ImportError;
    use crate::exchange::csv::import_row::SuspectValue;
    use crate::model::event::{ImportedTicket, TicketImportRow};
    use crate::model::rating::Score;
    use crate::model::ticket::{Priority, Status};
    use crate::model::time::Zone;

    fn plan(text: &str, map: &str) -> Result<ImportPlan, ImportError> {
        let map = ImportMap::parse(map).unwrap();
        let options = ImportOptions { source: None, stem: "Tệp".into(), map, date_format: None, zone: Zone::UTC };
        ImportPlan::build(&mut Cursor::new(text), &options)
    }

    /// Import result of every row.
    fn entries(text: &str, map: &str) -> Vec<ImportRow> {
        let plan = plan(text, map).unwrap();
        TicketReader::start(&plan, Cursor::new(text)).unwrap().map(Result::unwrap).collect()
    }

    fn incoming(text: &str) -> (TicketImportRow, Vec<SuspectValue>) {
        match entries(text, "").remove(0) {
            ImportRow::Ticket(incoming, suspects) => (*incoming, suspects),
            ImportRow::Rejected(refused) => panic!("{refused:?}"),
        }
    }

    fn facts(text: &str) -> ImportedTicket {
        incoming(text).0.facts
    }

    fn reasons(text: &str, map: &str) -> Vec<(u64, String)> {
        let refused = entries(text, map).into_iter().filter_map(|entry| match entry {
            ImportRow::Rejected(RejectedRow { line, reason }) => Some((line, reason)),
            ImportRow::Ticket(..) => None,
        });
        refused.collect()
    }

    fn question(text: &str, map: &str) -> String {
        match plan(text, map) {
            Err(ImportError::NeedsInput(question)) => question,
            other => panic!("{other:?}"),
        }
    }

    fn taken(text: &str, map: &str) -> String {
        let plan = plan(text, map).unwrap();
        let columns: Vec<_> =
            plan.columns.recognised().into_iter().map(|(header, field)| format!("{header}={field}")).collect();
        columns.join(" ")
    }

    #[test]
    fn the_last_row_decides_the_order_of_all_dates() {
        let head = "ID,Created\n";
        let undecided: String = (1..400).map(|n| format!("{n},0{}/0{}/2024\n", n % 9 + 1, n % 8 + 1)).collect();
        assert!(question(&format!("{head}{undecided}"), "").contains("--dates dmy"));
        let first = |text: &str| facts(text).created.unwrap().to_rfc3339();
        assert!(first(&format!("{head}{undecided}999,31/12/2024\n")).starts_with("2024-02-02"));
        assert!(first(&format!("{head}0,03/04/2024\n{undecided}999,31/12/2024\n")).starts_with("2024-04-03"));
        assert!(first(&format!("{head}1,03/04/2024\n99,12/31/2024\n")).starts_with("2024-03-04"));
        assert!(question(&format!("{head}1,31/12/2024\n2,12/31/2024\n"), "").contains("two ways"));
        assert_eq!(reasons(&format!("{head}1,31/12/2024\n2,12/31/2024\n"), "dates = \"dmy\"").len(), 1);
        // One column decides for another; a date that is the same both ways needs no decision.
        assert!(first("ID,Created,Closed\n1,03/04/2024,13/04/2024\n").starts_with("2024-04-03"));
        assert!(first("ID,Created\n1,04/04/2024\n").starts_with("2024-04-04"));
    }

    #[test]
    fn what_a_first_response_is_shows_in_the_column() {
        let with = |header: &str, cell: &str| format!("ID,Created at,{header}\n1,2024-03-01 10:00,{cell}\n");
        for (header, cell, field, seconds) in [
            ("First response time", "2024-03-01 10:05:30", "first_response", 330),
            ("First response time", "0:05:30", "first_response_after", 330),
            ("First response time", "5m 30s", "first_response_after", 330),
            ("First reply time in minutes", "35", "first_response_after", 2100),
            ("First response time (in hrs)", "01:30:00", "first_response_after", 5400),
            ("First response time (in hrs)", "1.5", "first_response_after", 5400),
            ("time_to_first_agent_reply", "90000", "first_response_after", 90),
            ("First Response At", "1709287500", "first_response", 300),
        ] {
            let text = with(header, cell);
            assert!(taken(&text, "").contains(&format!("{header}={field}")), "{header} {}", taken(&text, ""));
            let facts = facts(&text);
            assert_eq!((facts.first_reply.unwrap() - facts.created.unwrap()).num_seconds(), seconds, "{header} {cell}");
        }
        let plain = with("First response time", "35");
        let plan = plan(&plain, "").unwrap();
        assert!(
            !plan.columns.has_data(ImportField::FirstResponse) && plan.columns.rejected[0].contains("of what unit")
        );
        assert_eq!(facts(&plain).extra["First response time"], "35");
        assert!(taken(&plain, "[units]\n\"First response time\" = \"minutes\"").contains("first_response_after"));
    }

    #[test]
    fn the_better_of_two_columns_is_taken_and_the_other_kept() {
        let freshdesk = "Ticket ID,Subject,Status,Created time,Due by Time,Resolved time,Initial response time,\
                         First response time (in hrs),Agent interactions,Survey results,Type,Status\n\
                         5,a,Waiting on Customer,2024-03-01 10:00:00,2024-03-05 10:00:00,,2024-03-01 10:30:00,-01:00:00,2.0,,,extra\n";
        let (incoming, suspects) = incoming(freshdesk);
        assert_eq!((incoming.facts.source.as_str(), suspects.len()), ("freshdesk", 0));
        assert_eq!((incoming.facts.status, incoming.facts.replies), (Status::Pending, Some(2)));
        assert_eq!(incoming.facts.first_reply.unwrap().to_rfc3339(), "2024-03-01T10:30:00+00:00");
        let extra: Vec<_> = incoming.facts.extra.iter().map(|(header, text)| format!("{header}: {text}")).collect();
        assert_eq!(
            extra,
            [
                "Due by Time: 2024-03-05 10:00:00",
                "First response time (in hrs): -01:00:00",
                "Status: Waiting on Customer",
                "Status (2): extra"
            ]
        );
        // An empty column yields to a filled one.
        let hours =
            "Ticket ID,Created time,Initial response time,First response time (in hrs)\n5,2024-03-01 10:00,,01:00:00\n";
        assert!(facts(hours).first_reply.is_some());
    }

    #[test]
    fn repeated_columns_of_tags_are_joined_and_others_numbered() {
        let facts =
            facts("Issue key,Summary,Labels,Labels,Comment,Comment\nA-1,x,red,\"blue,red\",first,\"second\nline\"\n");
        assert_eq!(facts.tags, ["red", "blue"]);
        assert_eq!((facts.extra["Comment"].as_str(), facts.extra["Comment (2)"].as_str()), ("first", "second\nline"));
    }

    #[test]
    fn what_is_not_told_is_not_invented() {
        let facts_of = facts("ID,Subject,Closed at\n1,a,\n2,b,2024-03-01\n");
        assert_eq!((facts_of.status, facts_of.replies, facts_of.created), (Status::New, None, None));
        let with = |cells: &str| {
            facts(&format!("ID,Created,First response at,Replies\n1,{cells}\n9,2024-03-01 10:00,2024-03-01 11:00,1\n"))
        };
        assert_eq!(with("2024-03-01 10:00,,").replies, Some(0), "the file would have told of a reply");
        assert_eq!(with("2024-03-01 10:00,2024-03-01 11:00,").replies, None, "one at least, but how many?");
        let silent = facts("ID,Created,First response at\n1,2024-03-01 10:00,\n");
        assert_eq!(silent.replies, None, "an empty column tells nothing");
        assert_eq!(facts("ID,Created\n1,0\n2,1709287500\n").created, None);
    }

    #[test]
    fn words_of_the_desk_are_kept_where_ours_say_less() {
        let text = "Ticket ID,Status,Priority\n1,In progress,Critical\n2,Open,P0\n3,on-hold,Low\n";
        let all: Vec<_> = entries(text, "")
            .into_iter()
            .map(|entry| match entry {
                ImportRow::Ticket(incoming, _) => incoming.facts,
                ImportRow::Rejected(refused) => panic!("{refused:?}"),
            })
            .collect();
        assert_eq!((all[0].status, all[0].priority), (Status::Open, Priority::Urgent));
        assert_eq!((all[0].extra["Status"].as_str(), all[0].extra["Priority"].as_str()), ("In progress", "Critical"));
        assert_eq!(
            (all[1].priority, all[1].extra["Priority"].as_str(), all[1].extra.len()),
            (Priority::Normal, "P0", 1)
        );
        assert_eq!((all[2].status, all[2].extra.len()), (Status::OnHold, 0));
        assert!(plan(text, "").unwrap().limitations.iter().any(|sentence| sentence.contains("‘P0’")));
        let unknown = question("Ticket ID,Status\n1,Open\n2,Under repair\n", "");
        assert!(unknown.contains("‘Under repair’") && unknown.contains("[status]\n\"Under repair\" ="), "{unknown}");
    }

    #[test]
    fn ratings_off_the_scale_and_odd_counts_are_suspect_and_left_out() {
        let text = "ID,Status,Agent interactions,Satisfaction rating,Created,First response at,Solved at\n\
                    1,Open,0,7,2024-03-01 10:00,2024-03-01 09:00,2024-03-01 08:00\n2,Open,x,5,,,\n";
        let (incoming, suspects) = incoming(text);
        let fields: Vec<_> = suspects.iter().map(|suspect| (suspect.line, suspect.field)).collect();
        assert_eq!(fields, [(2, "rating"), (2, "first_response"), (2, "solved"), (2, "solved"), (2, "replies")]);
        assert_eq!((incoming.facts.rating, incoming.facts.replies), (None, Some(0)));
        let ImportRow::Ticket(second, suspects) = entries(text, "").remove(1) else { panic!() };
        assert_eq!((second.facts.replies, second.facts.rating), (None, Some(Score { score: 5, out_of: 5 })));
        assert_eq!(suspects[0].field, "replies");
    }

    #[test]
    fn rows_that_cannot_be_read_are_refused_with_line_and_reason() {
        let text = "ID,Subject,Created\n1,a,2024-03-01\n\n,b,2024-03-01\n2\n3,c,soon\n4,d,2024-03-01,extra\n5,e,2024-03-01,,\n\
                    1,f,2024-03-01\n6,\"never closed,2024-03-01\n7,g,2024-03-01\n";
        let refused = reasons(text, "");
        let lines: Vec<_> = refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 6, 7, 9, 10]);
        for ((_, reason), says) in refused.iter().zip(["‘ID’ is empty", "‘soon’", "4 cells", "line 2", "never closed"])
        {
            assert!(reason.contains(says), "{reason}");
        }
    }

    #[test]
    fn a_file_that_tells_no_tickets_apart_is_not_one() {
        for text in ["Name,Mail\nAna,a@example.com\n", "ID\n1\n", "ID,Colour\n1,red\n"] {
            match plan(text, "") {
                Err(ImportError::NotTickets(sentence)) => assert!(sentence.contains("[columns]"), "{sentence}"),
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(plan("", ""), Err(ImportError::NotTickets(_))));
        let wide = "ID,".repeat(3_000);
        for text in ["ID,\"Subject\n1,a\n", &wide] {
            assert!(matches!(plan(text, ""), Err(ImportError::NotTickets(sentence)) if sentence.contains("header")));
        }
        assert!(question("ID,Created\n1,someday\n", "").contains("‘someday’"));
        assert!(question("ID,Subject\n1,a\n", "[columns]\ncreated = \"Born\"").contains("‘Born’"));
        assert_eq!(plan("ID,Subject\n1,a\n", "").unwrap().source, "tep");
    }

    #[test]
    fn people_and_customers_are_named() {
        let (incoming, _) =
            incoming("Ticket ID,Requester,Requester email,Company,Agent\n1,,LAN@example.com,Sao Mai,Unassigned\n");
        let customer = incoming.customer.unwrap();
        assert_eq!((customer.name.as_str(), customer.email.as_deref()), ("lan@example.com", Some("lan@example.com")));
        assert_eq!((customer.organization.as_deref(), incoming.assignee), (Some("Sao Mai"), None));
    }

    #[test]
    fn a_spreadsheets_first_line_may_name_the_delimiter() {
        let text = "sep=;\nID;Subject\n1;a, b\n";
        assert_eq!(facts(text).subject, "a, b");
        assert_eq!(entries(text, "").len(), 1);
    }
}
