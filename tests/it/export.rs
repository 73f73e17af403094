//! Exported lists: from the command line and from the screen, to files and pipes.

use std::fs;

use serde_json::{Value, json};

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;

const MONDAY: &str = "2026-03-02T09:00";

/// Two tickets; a spreadsheet would run the subject of the first as a formula.
fn two() -> Shell {
    let desk = Shell::empty();
    desk.ok(&["ticket", "new", "=HYPERLINK(\"http://evil\")", "--customer", "Hoa", "--at", "2026-03-02T07:00"]);
    desk.ok(&["ticket", "new", "Hoàn tiền, gấp | now", "--customer", "+84 912 345 678", "--at", "2026-03-02T08:00"]);
    desk
}

#[test]
fn the_queue_is_written_to_standard_output_in_each_format() {
    let desk = two();
    let queue = |format: &str| desk.ok(&["queue", "--at", MONDAY, "--format", format]);
    let csv = queue("csv");
    let lines: Vec<_> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("id,subject,customer,status,"), "{csv}");
    assert!(lines[1].starts_with("1,\"'=HYPERLINK(\"\"http://evil\"\")\",Hoa,new,us,"), "{csv}");
    assert!(lines[2].starts_with("2,\"Hoàn tiền, gấp | now\",+84 912 345 678,new,us,"), "{csv}");
    assert!(lines[1].contains(",2026-03-02T07:00:00Z,"), "{csv}");
    assert!(queue("tsv").starts_with("id\tsubject\tcustomer\t"));
    assert!(queue("md").contains("| 2 | Hoàn tiền, gấp \\| now |"));
    let json: Value = serde_json::from_str(&queue("json")).unwrap();
    assert_eq!((&json[0]["id"], &json[0]["age"], &json[0]["assignee"]), (&json!(1), &json!(7200), &Value::Null));
    assert_eq!(json.as_array().unwrap().len(), 2);

    let xlsx = desk.command(&["queue", "--at", MONDAY, "--format", "xlsx"]).output().unwrap();
    assert!(xlsx.status.success() && xlsx.stdout.starts_with(b"PK"), "{:?}", xlsx.stderr);
    let limited = desk.ok(&["queue", "--at", MONDAY, "--limit", "1", "--format", "csv"]);
    assert_eq!(limited.lines().count(), 2, "rows beyond the limit are not exported");
    let chosen = ["--columns", "subject,id", "--sort", "-id", "--format", "csv"];
    let chosen = desk.ok(&[&["queue", "--at", MONDAY][..], &chosen].concat());
    assert!(chosen.starts_with("subject,id\r\n\"Hoàn tiền, gấp | now\",2\r\n"), "{chosen}");
    let filtered = desk.ok(&["queue", "--at", MONDAY, "--filter", "age:>=2h", "--format", "tsv", "--columns", "id"]);
    assert_eq!(filtered, "id\n1");
}

#[test]
fn the_queue_goes_to_a_file_that_is_not_overwritten_without_force() {
    let desk = two();
    let path = desk.db().with_file_name("queue.csv");
    let file = path.to_str().unwrap();
    let write = ["queue", "--at", MONDAY, "--out", file];
    assert_eq!(desk.ok(&write), format!("2 tickets written to {file}."));
    let written = fs::read_to_string(&path).unwrap();
    assert_eq!(written.lines().count(), 3);
    let said = desk.fails(2, &write);
    assert!(said.contains("is there already and was left as it is") && said.contains("--force"), "{said}");
    fs::write(&path, "old").unwrap();
    desk.ok(&[&write[..], &["--force"]].concat());
    assert_eq!(fs::read_to_string(&path).unwrap(), written);

    let db = desk.db();
    let said = desk.fails(1, &["queue", "--out", db.to_str().unwrap(), "--format", "csv", "--force"]);
    assert!(said.contains("the team’s file"), "{said}");
    assert_eq!(desk.json(&["queue"]).as_array().unwrap().len(), 2, "the file is as it was");
    let said = desk.fails(2, &["queue", "--out", "queue.ods"]);
    assert!(said.contains("csv, tsv, json, md, xlsx"), "{said}");
    for wrong in [&["queue", "--format", "xls"][..], &["queue", "--force"], &["queue", "--json", "--format", "csv"]] {
        desk.fails(2, wrong);
    }
}

#[test]
fn an_exported_queue_can_be_imported() {
    let desk = two();
    let path = desk.db().with_file_name("queue.csv");
    desk.ok(&["queue", "--at", MONDAY, "--out", path.to_str().unwrap()]);
    let other = Shell::empty();
    other.ok(&["import", path.to_str().unwrap()]);
    let subjects = |desk: &Shell| -> Vec<Value> {
        let queue = desk.json(&["queue", "--status", "all"]);
        let mut subjects: Vec<_> = queue.as_array().unwrap().iter().map(|ticket| ticket["subject"].clone()).collect();
        subjects.sort_by_key(ToString::to_string);
        subjects
    };
    assert_eq!(subjects(&other), subjects(&desk));
}

#[test]
fn the_list_on_the_screen_goes_into_a_file() {
    for (size, language) in [((80, 24), "en"), ((120, 35), "vi")] {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), saturday);
        screen.press("2 w right right");
        let name = format!("export-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
    let mut screen = Screen::new((80, 24), "", saturday);
    screen.press("2 w ctrl-s");
    assert!(screen.foot().contains("5 tickets exported to queue-2026-11-21.csv"), "{}", screen.foot());
    assert_eq!(screen.file("queue-2026-11-21.csv").lines().count(), 6);

    screen.press("w ctrl-s");
    assert!(screen.text().contains("▲ queue-2026-11-21.csv is there already"), "{}", screen.text());
    screen.press("tab ctrl-u").type_text("mine.json").press("enter");
    assert!(screen.foot().contains("5 tickets exported to mine.json"), "{}", screen.foot());
    let json: Value = serde_json::from_str(&screen.file("mine.json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 5, "the file extension sets the format");

    screen.press("/").type_text("minh").press("enter w ctrl-u tab ctrl-u").type_text("minh.md").press("ctrl-s");
    assert!(screen.file("minh.md").lines().skip(2).all(|line| line.contains("| Minh |")), "only the rows shown");
    screen
        .press("esc w tab ctrl-u")
        .type_text("all.csv")
        .press("ctrl-s esc F")
        .type_text("stuck")
        .press("enter w tab ctrl-u");
    screen.type_text("stuck.csv").press("ctrl-s");
    let columns = screen.file("stuck.csv").lines().next().unwrap().to_owned();
    assert_eq!(columns, "left,id,subject,customer,stuck,quiet,assignee", "the columns shown");
    screen.press("w tab ctrl-u ctrl-s");
    assert!(screen.text().contains("▲ Enter a file name."), "{}", screen.text());
}
