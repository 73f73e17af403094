//! Surveys and customers, on the screen and on the command line: answers from files and by hand, churn risk, whom to
//! contact, lost customers, concessions.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::{Value, json};

use crate::import::{shared, truth};
use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::customer::Customer;
use shiftdesk::model::ids::{CustomerId, PersonId};
use shiftdesk::model::person::Author;
use shiftdesk::model::record::Record;
use shiftdesk::model::survey::{DissatisfactionDriver, Survey, SurveyKind};
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);
const HUGE: (u16, u16) = (200, 60);

/// A team of one lead and one agent, with a ticket.
fn desk() -> Shell {
    let shell = Shell::empty();
    shell.ok(&["ticket", "new", "First", "--at", "2026-03-01T08:00"]);
    shell.ok(&["person", "add", "Lan", "--lead"]);
    shell.ok(&["person", "add", "Minh"]);
    shell
}

fn write(shell: &Shell, name: &str, text: &str) -> String {
    let path = shell.db().with_file_name(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn nearly(value: &Value, wanted: &Value) {
    let (value, wanted) = (value.as_f64().unwrap(), wanted.as_f64().unwrap());
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

#[test]
fn the_answers_of_another_company_give_the_score_that_was_worked_out_elsewhere() {
    let Some(file) = shared("tickets/nps_service_appointments/nps.csv") else { return };
    let truth = truth("tickets/nps_service_appointments");
    let visits = file.with_file_name("serviceappointments.csv");
    let (file, visits) = (file.to_str().unwrap(), visits.to_str().unwrap());
    let shell = desk();
    let import = ["survey", "import", file, "--with", visits, "--json"];
    let said = shell.run(&import);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.code, 6, "{}", said.err);
    assert_eq!((&report["rows"], &report["added"]), (&truth["rows"], &truth["overall"]["n"]));
    assert_eq!((&report["renumbered"], &report["repeated"]), (&truth["duplicate_response_ids"], &json!(0)));
    let refused = report["refused"].as_array().unwrap();
    assert_eq!(refused.iter().map(|row| &row["line"]).collect::<Vec<_>>(), [2450, 2882]);
    assert!(refused.iter().all(|row| row["reason"].as_str().unwrap().contains("11.0 is not on the scale")));
    assert_eq!(
        (&report["joined"][0]["on"], &report["joined"][0]["unmatched"]),
        (&json!("serviceappointment_id"), &json!(0))
    );

    let figures = shell.json(&["metrics", "--from", "2022-01-01", "--to", "2023-01-01", "--by", "category"]);
    nearly(&figures["team"]["nps"]["value"], &truth["overall"]["nps"]);
    let groups = figures["groups"].as_array().unwrap();
    for (kind, told) in truth["by_work_type"].as_object().unwrap() {
        let group = groups.iter().find(|group| group["name"] == **kind).unwrap();
        nearly(&group["nps"]["value"], &told["nps"]);
        assert_eq!(group["nps"]["detractors"], told["detractors"]);
    }
    for (month, told) in truth["by_month"].as_object().unwrap() {
        let first: NaiveDate = format!("{month}-01").parse().unwrap();
        let end = (first + chrono::Months::new(1)).to_string();
        let list = shell.json(&["survey", "list", "--from", &first.to_string(), "--to", &end, "--bad"]);
        let nps = &list["kinds"][0];
        assert_eq!((&nps["kind"], &nps["answered"]), (&json!("nps"), &told["n"]));
        nearly(&nps["value"], &told["nps"]);
        assert_eq!(list["causes"]["unsaid"], told["detractors"], "nobody has said yet what they were about");
        assert_eq!(nps["response_rate"], Value::Null, "a file of answers alone does not say how many were asked");
    }

    let again: Value = serde_json::from_str(&shell.run(&import).out).unwrap();
    assert_eq!((&again["added"], &again["updated"], &again["unchanged"]), (&json!(0), &json!(0), &json!(3143)));
    assert!(shell.ok(&["undo"]).contains("3143"));
    let gone = shell.json(&["survey", "list", "--from", "2022-01-01", "--to", "2023-01-01"]);
    assert_eq!(gone["surveys"], json!([]));
}

#[test]
fn who_left_a_company_of_seven_thousand_is_as_it_was_counted_elsewhere() {
    let Some(file) = shared("tickets/telco_churn/telco_churn.csv") else { return };
    let truth = truth("tickets/telco_churn");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let place = |header: &str| headers.iter().position(|one| one == header).unwrap();
    let (id, contract, churn) = (place("customerID"), place("Contract"), place("Churn"));
    let mut text = String::from("Customer ID,Contract,Customer since,Churned\n");
    for row in reader.records() {
        let row = row.unwrap();
        let lost = if &row[churn] == "Yes" { "2026-02-15" } else { "" };
        writeln!(text, "{},{},2020-01-01,{lost}", &row[id], &row[contract]).unwrap();
    }
    let shell = desk();
    let file = write(&shell, "customers.csv", &text);
    let report = shell.json(&["customer", "import", &file]);
    assert_eq!((&report["added"], &report["refused"]), (&truth["customers"], &json!([])));
    assert_eq!(shell.json(&["customer", "import", &file])["unchanged"], truth["customers"]);
    let churn = ["customer", "churn", "--from", "2026-02-01", "--to", "2026-03-01", "--at", "2026-03-10"];
    let told = shell.json(&churn);
    assert_eq!((&told["at_start"], &told["lost"]), (&truth["customers"], &truth["churned"]));
    nearly(&told["rate"], &truth["churn_rate"]);
    for (contract, wanted) in truth["by_contract"].as_object().unwrap() {
        let tiers = told["tiers"].as_array().unwrap();
        let tier = tiers.iter().find(|tier| tier["tier"] == **contract).unwrap();
        assert_eq!((&tier["at_start"], &tier["lost"]), (&wanted["n"], &wanted["churned"]));
        nearly(&tier["rate"], &wanted["rate"]);
    }
    let after = ["customer", "churn", "--from", "2026-03-01", "--to", "2026-04-01", "--at", "2026-04-10"];
    assert_eq!(shell.json(&after)["at_start"], json!(7043 - 1869), "a lost customer is not lost again");
    shell.ok(&["undo"]);
    assert_eq!(shell.json(&churn)["at_start"], json!(0), "one undo reverts the import");
}

#[test]
fn satisfaction_with_a_ticket_rates_it_once_and_what_cannot_be_is_told_row_by_row() {
    let shell = desk();
    shell.ok(&["ticket", "new", "Refund", "--at", "2026-03-01T09:00", "--as", "Minh"]);
    let number = "2".to_owned();
    shell.ok(&["ticket", "reply", &number, "Done.", "--status", "solved", "--at", "2026-03-02T09:00", "--as", "Minh"]);
    let text = format!(
        "Response ID,Ticket ID,CSAT,Date,Comments,Customer,Sent at\n\
         r1,{number},2,2026-03-03 10:00,Too slow,Hoa,\nr2,99,5,2026-03-03 10:00,,,\nr3,{number},6,2026-03-03,,,\n\
         r4,,4,2026-03-04,,New Here,\nr5,,,,,Silent One,2026-03-04\n"
    );
    let file = write(&shell, "csat.csv", &text);
    let trial = shell.run(&["survey", "import", &file, "--dry-run", "--at", "2026-03-10"]);
    assert!(trial.out.contains("was a trial"), "{}", trial.out);
    let strict = shell.run(&["survey", "import", &file, "--strict", "--at", "2026-03-10"]);
    assert!(strict.err.contains("Nothing was written"), "{}", strict.err);
    let said = shell.run(&["survey", "import", &file, "--json", "--at", "2026-03-10", "--as", "Lan"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &report["added"], &report["rated"]), (6, &json!(3), &json!(1)));
    let lines: Vec<_> = report["refused"].as_array().unwrap().iter().map(|row| row["line"].clone()).collect();
    assert_eq!(lines, [json!(3), json!(4)]);
    let ticket = shell.json(&["ticket", "show", &number]);
    assert_eq!(ticket["ratings"][0]["score"], json!(2));
    assert_eq!(ticket["ratings"][0]["credit"], json!("Minh"));
    let march = ["survey", "list", "--from", "2026-03-01", "--to", "2026-04-01", "--at", "2026-03-20"];
    let list = shell.json(&march);
    let csat = &list["kinds"][0];
    assert_eq!((&csat["answered"], &csat["asked"], &csat["value"]), (&json!(2), &json!(3), &json!(0.5)));
    assert_eq!(list["causes"], json!({"agent": 0, "process": 0, "product": 0, "unsaid": 1}));
    shell.ok(&["ticket", "edit", &number, "--dissatisfied", "process", "--as", "Lan"]);
    assert_eq!(shell.json(&march)["causes"]["process"], json!(1));
    assert_eq!(shell.json(&["ticket", "show", &number])["dissatisfied"], json!("process"));
    shell.ok(&["undo", "--as", "Lan"]);

    let again = shell.run(&["survey", "import", &file, "--json", "--at", "2026-03-11", "--as", "Lan"]);
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(3)));
    shell.ok(&["undo", "--as", "Lan"]);
    assert_eq!(shell.json(&["ticket", "show", &number])["ratings"], json!([]));
    assert_eq!(shell.json(&march)["surveys"], json!([]));
}

#[test]
fn an_answer_by_hand_is_kept_with_its_cause() {
    let shell = desk();
    let add = |args: &[&str]| shell.json(&[&["survey", "add"], args].concat())["id"].clone();
    let bad = add(&["--nps", "3", "--customer", "Hoa", "--comment", "never again", "--when", "2026-03-02T10:00"]);
    let good = add(&["--ces", "7", "--customer", "Hoa", "--agent", "Minh", "--when", "2026-03-02T11:00"]);
    shell.ok(&["survey", "cause", &bad.to_string(), "product"]);
    assert!(shell.fails(2, &["survey", "cause", &good.to_string(), "agent"]).contains("no bad one"));
    let off = shell.fails(1, &["survey", "add", "--nps", "11"]);
    assert!(off.contains("not on the scale from 0 to 10"), "{off}");
    shell.fails(2, &["survey", "add", "--nps", "9", "--ces", "3"]);
    let list = shell.json(&["survey", "list", "--from", "2026-03-02", "--to", "2026-03-03"]);
    let rows = list["surveys"].as_array().unwrap();
    let told = |row: &Value| (row["kind"].clone(), row["customer"].clone(), row["cause"].clone(), row["agent"].clone());
    assert_eq!(told(&rows[0]), (json!("nps"), json!("Hoa"), json!("product"), Value::Null));
    assert_eq!(told(&rows[1]), (json!("ces"), json!("Hoa"), Value::Null, json!("Minh")));
    let hoa = shell.json(&["customer", "show", "Hoa"]);
    assert_eq!(hoa["surveys"].as_array().unwrap().len(), 2, "both are of the one Hoa");
}

#[test]
fn key_accounts_and_customers_to_contact_are_listed() {
    let shell = desk();
    shell.ok(&["customer", "add", "Acme", "--owner", "Minh", "--tier", "gold", "--since", "2025-01-01"]);
    shell.ok(&["customer", "add", "Hoa"]);
    assert!(shell.fails(2, &["customer", "add", "Hoa"]).contains("in the file already"));
    shell.ok(&["survey", "add", "--nps", "2", "--customer", "Hoa", "--when", "2026-03-05T10:00"]);
    shell.ok(&["ticket", "new", "Broken", "--customer", "Acme", "--at", "2026-01-02T10:00"]);
    let due = |at: &str, more: &[&str]| {
        let told = shell.json(&[&["customer", "due", "--at", at], more].concat());
        let why = |due: &Value| format!("{} {}", due["name"].as_str().unwrap(), due["why"].as_str().unwrap());
        told.as_array().unwrap().iter().map(why).collect::<Vec<_>>()
    };
    assert_eq!(due("2026-03-02T09:00", &[]), ["Hoa detractor"], "the account has been silent for 59 days");
    assert_eq!(due("2026-03-06T09:00", &[]), ["Acme silent", "Hoa detractor"]);
    assert_eq!(due("2026-03-06T09:00", &["--mine", "--as", "Minh"]), ["Acme silent"]);
    shell.ok(&["ticket", "new", "Sorry", "--customer", "Hoa", "--proactive", "--at", "2026-03-06T10:00"]);
    assert_eq!(due("2026-03-07T09:00", &[]), ["Acme silent"], "somebody talked to Hoa");
    let list = shell.json(&["customer", "list", "mine", "--as", "Minh", "--at", "2026-03-07T09:00"]);
    let acme = &list["customers"][0];
    assert_eq!((&list["of"], &acme["name"], &acme["risks"]), (&json!(1), &json!("Acme"), &json!(["silent"])));
    assert_eq!((&acme["owner"], &acme["tier"], &acme["days_silent"]), (&json!("Minh"), &json!("gold"), &json!(63)));
    shell.ok(&["customer", "lost", "Acme", "2026-03-07"]);
    assert!(due("2026-03-08T09:00", &[]).is_empty(), "lost customers need no contact");
    let wrong = shell.fails(1, &["customer", "edit", "Acme", "--lost", "2024-01-01"]);
    assert!(wrong.contains("before they came"), "{wrong}");
    shell.ok(&["customer", "edit", "Acme", "--owner", "", "--lost", ""]);
    assert_eq!(shell.json(&["customer", "show", "Acme"])["owned_by"], Value::Null);
}

#[test]
fn concessions_are_added_up_by_currency() {
    let shell = desk();
    for (n, amount, currency, reason) in
        [(1, "10.50", "EUR", "late"), (1, "2", "EUR", "Late"), (1, "50000", "VND", "broken")]
    {
        let n = n.to_string();
        shell.ok(&[
            "ticket",
            "concede",
            &n,
            amount,
            "--currency",
            currency,
            "--reason",
            reason,
            "--at",
            "2026-03-02T10:00",
            "--as",
            "Minh",
        ]);
    }
    shell.ok(&[
        "ticket",
        "concede",
        "1",
        "99",
        "--currency",
        "EUR",
        "--reason",
        "late",
        "--at",
        "2026-04-02T10:00",
        "--as",
        "Minh",
    ]);
    let march = ["concessions", "--from", "2026-03-01", "--to", "2026-04-01", "--at", "2026-05-01"];
    let told = shell.json(&march);
    assert_eq!(
        told["total"],
        json!([
            {"of": null, "currency": "EUR", "amount": "12.50", "n": 2},
            {"of": null, "currency": "VND", "amount": "50000.00", "n": 1},
        ])
    );
    assert_eq!(told["by_reason"][0], json!({"of": "late", "currency": "EUR", "amount": "12.50", "n": 2}));
    assert_eq!(told["by_agent"][0]["of"], json!("Minh"));
    for _ in 0..2 {
        shell.ok(&["undo", "--as", "Minh"]);
    }
    assert_eq!(shell.json(&march)["total"].as_array().unwrap().len(), 1, "an undone concession is not counted");
}

/// Saturday's desk, with a key account without contact, a detractor, and a lost customer.
fn saturday_with_customers(store: &mut Store, now: Instant) -> Author {
    let lan = saturday(store, now);
    let today = (now + TimeDelta::hours(7)).date_naive();
    let mut does = |change: Change| {
        store.apply(&ChangeRequest { change, by: lan.clone(), seen_seq: None }, now).unwrap();
    };
    let customer =
        |name: &str| Customer { name: name.into(), since: Some(today - Days::new(400)), ..Customer::default() };
    for one in [
        Customer { owner: Some(PersonId(1)), tier: Some("gold".into()), ..customer("Bergmann Maschinen GmbH") },
        customer("Đặng Thị Thu Hà"),
        Customer { lost: Some(today - Days::new(9)), ..customer("Left Long Ago") },
    ] {
        does(Change::AddRecord(Record::Customer(one)));
    }
    let survey = |customer: i64, score: Option<u8>, days: u64, comment: &str| Survey {
        kind: SurveyKind::Nps,
        at: now - TimeDelta::days(days as i64),
        score,
        scale: SurveyKind::Nps.default_scale(),
        customer: Some(CustomerId(customer)),
        ticket: None,
        credit: Some(PersonId(2)),
        about: None,
        comment: Some(comment.to_owned()).filter(|text| !text.is_empty()),
        cause: None,
        source: None,
    };
    let hurt = store.search_customers("Đặng Thị Thu Hà", 1).unwrap()[0].0.0;
    let mut does = |change: Change| {
        store.apply(&ChangeRequest { change, by: lan.clone(), seen_seq: None }, now).unwrap();
    };
    for one in [survey(hurt, Some(3), 4, "Chờ quá lâu"), survey(1, Some(9), 2, "Quick!"), survey(hurt, None, 30, "")]
    {
        does(Change::AddRecord(Record::Survey(one)));
    }
    lan
}

/// Snapshots the screen after `keys`, in each size and language.
fn pictures(name: &str, sizes: &[(u16, u16)], keys: &str) {
    for (size, language) in sizes.iter().flat_map(|size| [(*size, "en"), (*size, "vi")]) {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), saturday_with_customers);
        screen.press(keys);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

#[test]
fn the_customers_and_whom_to_contact() {
    pictures("customers", &[SMALL, LARGE, HUGE], "@");
    pictures("customers-due", &[SMALL, LARGE], "@ tab");
    pictures("customer", &[SMALL, LARGE], "@ enter");
    pictures("edit-customer", &[SMALL], "@ e");
}

#[test]
fn a_customer_is_filtered_sorted_and_edited_in_place() {
    let mut screen = Screen::new(LARGE, "", saturday_with_customers);
    screen.press("@");
    assert!(screen.text().contains("Hoa Nguyễn") && !screen.text().contains("Left Long Ago"), "{}", screen.text());
    screen.press("/").type_text("lost").press("enter");
    assert!(screen.text().contains("Left Long Ago") && !screen.text().contains("Hoa Nguyễn"), "{}", screen.text());
    screen.press("esc /").type_text("mine").press("enter");
    assert!(screen.text().contains("Bergmann") && !screen.text().contains("Thu Hà"), "{}", screen.text());
    screen.press("e tab backspace backspace backspace backspace").type_text("platinum").press("ctrl-s");
    let id = screen.store.search_customers("Bergmann", 1).unwrap()[0].0;
    assert_eq!(screen.store.customer(id).unwrap().unwrap().tier.as_deref(), Some("platinum"));
    assert!(screen.text().contains("platinum"), "{}", screen.text());
    screen.press("u");
    assert_eq!(screen.store.customer(id).unwrap().unwrap().tier.as_deref(), Some("gold"));
    // The columns go from the tickets to the left: owner, tier, name.
    screen.press("esc left left left left o");
    let text = screen.text();
    assert!(text.find("Bergmann").unwrap() < text.find("Hoa Ng").unwrap(), "{text}");
}

#[test]
fn what_a_bad_answer_was_about_is_said_where_it_is_read() {
    let mut screen = Screen::new(LARGE, "", saturday_with_customers);
    screen.press("@ /").type_text("thu ha").press("enter enter");
    assert!(screen.text().contains("Chờ quá lâu"), "{}", screen.text());
    screen.press("enter right right ctrl-s");
    let id = screen.store.search_customers("Đặng Thị Thu Hà", 1).unwrap()[0].0;
    let told = screen.store.customer_account(id).unwrap().surveys;
    assert_eq!(
        told.iter().map(|survey| survey.cause).collect::<Vec<_>>(),
        [Some(DissatisfactionDriver::Process), None]
    );
    assert!(screen.text().contains("the process"), "{}", screen.text());
}
