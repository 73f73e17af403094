//! Tests that exports are read back by other programs' readers.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};

use super::super::formula_guard::unescape_formula;
use super::*;
use crate::model::table::TableCell;
use crate::model::text::{clean, clean_line};
use crate::model::time::parse_moment;

fn hanoi() -> Zone {
    "Asia/Ho_Chi_Minh".parse().unwrap()
}

fn written(table: &DataTable, format: TableFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_table(table, format, hanoi(), &mut bytes).unwrap();
    bytes
}

fn text(table: &DataTable, format: TableFormat) -> String {
    String::from_utf8(written(table, format)).unwrap()
}

/// One cell of each kind, and a difficult text.
fn some() -> DataTable {
    let at = parse_moment("2026-03-02T09:00:00Z", Zone::UTC).unwrap();
    let row = |subject: &str, n: i64| {
        vec![
            TableCell::Count(n),
            TableCell::Text(subject.to_owned()),
            TableCell::Number(0.5),
            TableCell::Moment(at),
            TableCell::Duration(TimeDelta::milliseconds(-90_500)),
            TableCell::YesNo(true),
            TableCell::Empty,
        ]
    };
    let columns = vec!["id", "subject", "rate", "created_at", "left", "vip", "solved_at"];
    DataTable { columns, rows: vec![row("Hoàn tiền, \"gấp\"\n\x1b[31m| now \\", 12), row("=1+1", -3)] }
}

fn subjects(texts: &[&str]) -> DataTable {
    let rows = texts.iter().map(|text| vec![TableCell::Text((*text).to_owned()), TableCell::Count(1)]).collect();
    DataTable { columns: vec!["subject", "n"], rows }
}

#[test]
fn each_format_has_its_shape() {
    assert_eq!(
        text(&some(), TableFormat::Csv),
        "id,subject,rate,created_at,left,vip,solved_at\r\n\
         12,\"Hoàn tiền, \"\"gấp\"\"\n| now \\\",0.5,2026-03-02T16:00:00+07:00,-90,true,\r\n\
         -3,'=1+1,0.5,2026-03-02T16:00:00+07:00,-90,true,\r\n"
    );
    assert_eq!(
        text(&some(), TableFormat::Tsv),
        "id\tsubject\trate\tcreated_at\tleft\tvip\tsolved_at\n\
         12\tHoàn tiền, \"gấp\" | now \\\t0.5\t2026-03-02T16:00:00+07:00\t-90\ttrue\t\n\
         -3\t'=1+1\t0.5\t2026-03-02T16:00:00+07:00\t-90\ttrue\t\n"
    );
    assert_eq!(
        text(&some(), TableFormat::Json),
        "[\n\
         {\"id\":12,\"subject\":\"Hoàn tiền, \\\"gấp\\\"\\n| now \\\\\",\"rate\":0.5,\
         \"created_at\":\"2026-03-02T16:00:00+07:00\",\"left\":-90,\"vip\":true,\"solved_at\":null},\n\
         {\"id\":-3,\"subject\":\"=1+1\",\"rate\":0.5,\
         \"created_at\":\"2026-03-02T16:00:00+07:00\",\"left\":-90,\"vip\":true,\"solved_at\":null}\n]\n"
    );
    assert_eq!(
        text(&some(), TableFormat::Markdown),
        "| id | subject | rate | created_at | left | vip | solved_at |\n\
         | ---: | --- | ---: | --- | ---: | --- | --- |\n\
         | 12 | Hoàn tiền, \"gấp\"<br>\\| now \\\\ | 0.5 | 2026-03-02T16:00:00+07:00 | -90 | true |  |\n\
         | -3 | =1+1 | 0.5 | 2026-03-02T16:00:00+07:00 | -90 | true |  |\n"
    );
}

#[test]
fn a_list_without_rows_has_its_columns() {
    let none = DataTable { columns: vec!["id", "subject"], rows: Vec::new() };
    assert_eq!(text(&none, TableFormat::Csv), "id,subject\r\n");
    assert_eq!(text(&none, TableFormat::Tsv), "id\tsubject\n");
    assert_eq!(text(&none, TableFormat::Json), "[]\n");
    assert_eq!(text(&none, TableFormat::Markdown), "| id | subject |\n| --- | --- |\n");
    assert_eq!(sheet(&none).len(), 1);
}

#[test]
fn numbers_that_are_none_are_missing() {
    let odd =
        DataTable { columns: vec!["x"], rows: [f64::NAN, f64::INFINITY].map(|x| vec![TableCell::Number(x)]).to_vec() };
    assert_eq!(text(&odd, TableFormat::Csv), "x\r\n\"\"\r\n\"\"\r\n");
    assert_eq!(text(&odd, TableFormat::Json), "[\n{\"x\":null},\n{\"x\":null}\n]\n");
    assert!(sheet(&odd)[1..].iter().all(|row| {
        row.iter().all(|cell| matches!(cell, Data::String(text) if text.is_empty()) || *cell == Data::Empty)
    }));
}

/// The rows of the sheet, header first.
fn sheet(table: &DataTable) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(written(table, TableFormat::Xlsx))).unwrap();
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).unwrap();
    assert!(formulas.used_cells().next().is_none(), "{formulas:?}");
    book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn a_spreadsheet_gets_the_values_themselves() {
    let rows = sheet(&some());
    let names: Vec<_> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(names, some().columns);
    let first = &rows[1];
    assert_eq!(first[0], Data::Float(12.0));
    assert_eq!(first[1], Data::String("Hoàn tiền, \"gấp\"\n| now \\".into()));
    assert_eq!(first[2], Data::Float(0.5));
    let Data::DateTime(at) = first[3] else { panic!("{:?}", first[3]) };
    let civil = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(16, 0, 0).unwrap();
    assert_eq!(at.as_datetime(), Some(civil), "as the team's clocks show it");
    assert_eq!((&first[4], &first[5]), (&Data::Float(-90.0), &Data::Bool(true)));
    assert_eq!(rows[2][1], Data::String("=1+1".into()), "a text, and no formula");
}

#[test]
fn what_a_spreadsheet_cannot_hold_is_still_there() {
    let ancient = parse_moment("1800-03-02T09:00:00Z", Zone::UTC).unwrap();
    let long = "é🙂".repeat(20_000);
    let row = vec![TableCell::Count(i64::MAX), TableCell::Moment(ancient), TableCell::Text(long.clone())];
    let rows = sheet(&DataTable { columns: vec!["n", "at", "text"], rows: vec![row] });
    assert_eq!(rows[1][0], Data::String(i64::MAX.to_string()));
    assert!(rows[1][1].to_string().starts_with("1800-03-02T"), "{}", rows[1][1]);
    let cut = rows[1][2].to_string();
    let units = cut.encode_utf16().count();
    assert!((32_765..=32_767).contains(&units) && cut.ends_with('…'), "{units}");
    assert!(long.starts_with(cut.trim_end_matches('…')));
    for fits in ["a".repeat(32_767), format!("{}🙂", "a".repeat(32_765))] {
        assert_eq!(sheet(&subjects(&[&fits]))[1][0], Data::String(fits));
    }
}

/// Reads CSV or TSV with another reader; returns the first column, unescaped.
fn read_back(bytes: &[u8], delimiter: u8) -> Vec<String> {
    let quoting = delimiter == b',';
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).from_reader(bytes);
    assert_eq!(reader.headers().unwrap(), ["subject", "n"].as_slice());
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            assert_eq!((record.len(), &record[1]), (2, "1"), "{record:?}");
            unescape_formula(&record[0]).to_owned()
        })
        .collect()
}

fn check_hostile(texts: &[&str]) {
    let table = subjects(texts);
    let bytes = written(&table, TableFormat::Csv);
    let cleaned: Vec<_> = texts.iter().map(|text| clean(text).into_owned()).collect();
    assert_eq!(read_back(&bytes, b','), cleaned);
    let lines: Vec<_> = texts.iter().map(|text| clean_line(text).into_owned()).collect();
    assert_eq!(read_back(&written(&table, TableFormat::Tsv), b'\t'), lines);

    let json: Value = serde_json::from_slice(&written(&table, TableFormat::Json)).unwrap();
    let expected: Vec<_> = cleaned.iter().map(|text| json!({ "subject": text, "n": 1 })).collect();
    assert_eq!(json, Value::Array(expected));

    for format in TableFormat::ALL.into_iter().filter(|format| format.is_text()) {
        let harmless = |c: char| !c.is_control() || matches!(c, '\n' | '\t') || c == '\r' && format == TableFormat::Csv;
        assert!(text(&table, format).chars().all(harmless), "{format}");
    }
    let markdown = text(&table, TableFormat::Markdown);
    assert_eq!(markdown.lines().count(), texts.len() + 2, "one line a row");
    for line in markdown.lines() {
        let bare = line.replace("\\\\", "").replace("\\|", "");
        assert_eq!(bare.matches('|').count(), 3, "{line}");
    }
    for (row, text) in sheet(&table)[1..].iter().zip(&cleaned) {
        assert_eq!(row[0].to_string(), *text);
        assert_eq!(row[1], Data::Float(1.0));
    }
}

#[test]
fn hostile_texts_come_back_as_they_were_and_are_no_formulas() {
    check_hostile(&[
        "",
        "plain",
        "a,b;c\td",
        "\"",
        "\"\"",
        "'",
        "''=x",
        " =1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        "+84 912 345 678",
        "-5",
        "＝1",
        "a\r\nb\rc\nd",
        "\n",
        "\u{feff}=1",
        "\u{202e}=1",
        "\x1b]0;t\x07=1",
        "a|b\\|c\\",
        "[x](http://evil) <img src=x> `a` &lt; *b*",
        "_x0041_",
        "trailing ",
    ]);
}

#[test]
fn no_cell_begins_a_formula() {
    for text in ["=1", " =1", "\u{a0}=1", "\t=1", "\r=1", "\n=1", "\"=1", "＝1", "\u{200b}=1", "\u{feff}@x", "\0-x"] {
        for (format, delimiter) in [(TableFormat::Csv, b','), (TableFormat::Tsv, b'\t')] {
            let bytes = written(&subjects(&[text]), format);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .quoting(format == TableFormat::Csv)
                .from_reader(&bytes[..]);
            let record = reader.records().next().unwrap().unwrap();
            assert!(record[0].starts_with('\''), "{text:?} is written as {:?}", &record[0]);
        }
    }
}

#[test]
fn naughty_strings_come_back_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/strings");
    for name in ["blns/blns.json", "terminal_escapes.json"] {
        let json: Value = match std::fs::read_to_string(folder.join(name)) {
            Ok(json) => serde_json::from_str(&json).unwrap(),
            Err(why) => return println!("skipped: {name} cannot be read: {why}"),
        };
        let entries = json.as_array().or(json["cases"].as_array()).unwrap();
        let texts: Vec<_> = entries.iter().filter_map(|entry| entry["text"].as_str().or(entry.as_str())).collect();
        assert!(texts.len() > 10);
        check_hostile(&texts);
    }
}

#[test]
fn a_format_is_told_by_its_name_or_by_the_ending_of_a_file() {
    for format in TableFormat::ALL {
        assert_eq!(format.name().parse(), Ok(format));
        assert_eq!(TableFormat::from_path(Path::new(&format!("a.b.{}", format.name().to_uppercase()))), Some(format));
    }
    assert_eq!(TableFormat::from_path(Path::new("queue")), None);
    assert!("xls".parse::<TableFormat>().unwrap_err().contains("csv, tsv, json, md, xlsx"));
}
