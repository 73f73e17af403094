//! Hostile text from customers: control sequences, stacked combining marks, characters of every width. Nothing harmful
//! reaches the terminal, and the columns stay aligned.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::screen::Screen;
use shiftdesk::model::event::{ImportedTicket, TicketImportRow};
use shiftdesk::model::person::Author;
use shiftdesk::model::text::width;
use shiftdesk::model::ticket::Status;

/// All texts of the collections beside the checkout; `None` if the collections are missing.
fn collected() -> Option<Vec<String>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/strings");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    let mut texts = Vec::new();
    for file in ["blns/blns.json", "terminal_escapes.json", "width_cases.json", "unicode/vietnamese_normalization.json"]
    {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        gather(&serde_json::from_str(&text).unwrap(), &mut texts);
    }
    assert!(texts.len() > 600, "{}", texts.len());
    Some(texts)
}

fn gather(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| gather(value, into)),
        Value::Object(values) => values.values().for_each(|value| gather(value, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A screen with one ticket per text, which is its subject and customer; all are assigned to Lan.
fn screen(texts: &[String], size: (u16, u16)) -> Screen {
    Screen::new(size, "", |store, now| {
        let mut batch = store.begin_import_batch(Author::default(), now).unwrap();
        for (n, text) in texts.iter().enumerate() {
            let facts = ImportedTicket {
                source: "hostile".into(),
                source_id: n.to_string(),
                subject: text.clone(),
                body: text.clone(),
                status: Status::Open,
                created: Some(now),
                ..ImportedTicket::default()
            };
            let customer = shiftdesk::model::customer::Customer { name: text.clone(), ..Default::default() };
            batch.import(TicketImportRow { facts, customer: Some(customer), assignee: Some("Lan".into()) }).unwrap();
        }
        batch.commit().unwrap();
        Author { person: store.find_person("Lan").unwrap(), login: "lan".into() }
    })
}

#[test]
fn columns_stay_where_they_are_whatever_customers_write() {
    let Some(texts) = collected() else { return };
    for size in [(80, 24), (200, 60)] {
        let mut screen = screen(&texts, size);
        screen.press("2");
        let mut pages = 0;
        for _ in 0..texts.len() / 10 + 1 {
            let shown = screen.text();
            let lines: Vec<&str> = shown.lines().collect();
            let head = lines.iter().find(|line| line.contains(" subject")).unwrap();
            let assignee = width(&head[..head.find(" assignee").unwrap()]) + 1;
            let rows = lines.iter().skip_while(|line| !line.contains(" subject")).skip(1);
            for row in rows.take_while(|line| line.starts_with('│') && !line.contains(" more below")) {
                let Some(at) = row.rfind("Lan") else { continue };
                assert_eq!(width(&row[..at]), assignee, "{size:?}\n{head}\n{row}");
                pages += 1;
            }
            screen.press("pgdn");
        }
        assert!(pages >= texts.len(), "every ticket was on a page: {pages}");
    }
}

#[test]
fn nothing_but_letters_reaches_a_cell() {
    let Some(texts) = collected() else { return };
    let mut screen = screen(&texts, (120, 35));
    for _ in 0..texts.len() {
        screen.press("enter");
        for text in [screen.text(), {
            screen.press("esc down");
            screen.text()
        }] {
            let odd = text.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(odd, None, "{text}");
        }
    }
}
