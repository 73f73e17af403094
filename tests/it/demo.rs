//! The demo file: it holds what is documented, and no other file is harmed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use shiftdesk::config;
use shiftdesk::engine::attendance::attendance_summary;
use shiftdesk::engine::board::current_shift::current_shift;
use shiftdesk::engine::board::headline::headline;
use shiftdesk::engine::coverage::types::CoverageState;
use shiftdesk::engine::desk::TicketRow;
use shiftdesk::engine::metrics::filter::MetricFilter;
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow};
use shiftdesk::model::figure::FigureId;
use shiftdesk::model::person::Profile;
use shiftdesk::model::settings::MetricsConfig;
use shiftdesk::model::ticket::WaitsOn;
use shiftdesk::model::time::{Instant, Period, Zone, parse_moment};
use shiftdesk::store::Store;
use shiftdesk::store::worker::compute_metrics;

const NOW: &str = "2026-06-17T09:12";

fn zone() -> Zone {
    "Asia/Ho_Chi_Minh".parse().unwrap()
}

fn now() -> Instant {
    parse_moment(NOW, zone()).unwrap()
}

/// Runs `shiftdesk demo` with a home of its own, at [`NOW`].
fn demo(home: &Path, args: &[&str]) -> Output {
    fs::write(home.join("own.toml"), "[team]\ntimezone = \"Asia/Ho_Chi_Minh\"\n").unwrap();
    Command::new(env!("CARGO_BIN_EXE_shiftdesk"))
        .args(["demo", "--no-open", "--at", NOW])
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("XDG_DATA_HOME", home)
        .env("SHIFTDESK_CONFIG", home.join("own.toml"))
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_file_holds_what_is_promised() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("made");
    let file = folder.join("team.db");
    let line = said(&demo(home.path(), &["--out", file.to_str().unwrap()]));
    assert!(line.contains(": 12 people, 3500 tickets, 60 open, "), "{line}");
    assert_eq!(names(&folder), ["team.db"], "nothing is left beside it");

    let rules = config::load(Some(&home.path().join("own.toml")), &file).unwrap().settings.sla_rules;
    let store = Store::open(&file, rules).unwrap();
    assert_eq!(store.quick_check().unwrap(), Vec::<String>::new());
    let desk = store.desk(zone(), now()).unwrap();
    assert_eq!((desk.team.people.len(), desk.tickets.len()), (12, 60));
    let waiting = |row: &&TicketRow| row.waits_on() == Some(WaitsOn::Us);
    assert_eq!(desk.tickets.values().filter(waiting).count(), 36);

    let shift = current_shift(&desk.team, zone(), now()).unwrap();
    assert_eq!((shift.name.as_deref(), shift.rostered, shift.present), (Some("Early"), 6, 5));
    let head = headline(&desk, now(), Some(shift.ends));
    assert_eq!((head.breached_count, head.breaching.len(), head.unassigned.len()), (2, 4, 6));

    let rows = desk.team.roster(zone(), Profile::ALL).coverage_of_day(zone().date(now()), 30);
    let slots = |state| rows.iter().flat_map(|row| &row.slots).filter(|slot| slot.state == state).count();
    assert_eq!((slots(CoverageState::Gap), slots(CoverageState::Stretched)), (4, 2));

    let period = Period::last_days(zone(), now(), 30);
    let counting = MetricsConfig { zone: zone(), ..MetricsConfig::default() };
    let window = MetricsWindow { period, now: now(), config: &counting, depth: MetricsDepth::Full };
    let team = compute_metrics(&store, window).unwrap().report.team;
    assert!((900..1_300).contains(&team.n(FigureId::Received)), "{}", team.n(FigureId::Received));
    assert!(team.n(FigureId::Csat) > 150, "{:?}", team.get(FigureId::Csat));
    let lead = store.find_person("Lan").unwrap().unwrap();
    assert!(desk.team.people[&lead].lead);

    let whole = compute_metrics(&store, window).unwrap().samples;
    let mut known = 0;
    for person in desk.team.people.keys() {
        let told = attendance_summary(&desk.team, zone(), *person, period, now()).and_then(|tally| tally.adherence());
        let day_by_day = whole.figures(&MetricFilter::for_agent(*person)).value(FigureId::Adherence);
        assert_eq!(told.is_some(), day_by_day.is_some());
        if let Some((told, day_by_day)) = told.zip(day_by_day) {
            assert!((told - day_by_day).abs() < 1e-9, "{person:?}: {told} in one go, {day_by_day} day by day");
            known += 1;
        }
    }
    assert!(known > 5, "{known}");
}

#[test]
fn a_file_that_is_there_is_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("made");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("mine.db");
    fs::write(&file, "something else").unwrap();
    let refused = demo(home.path(), &["--tickets", "500", "--out", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("never writes over a file"), "{refused:?}");
    assert_eq!(fs::read(&file).unwrap(), b"something else");
    assert_eq!(names(&folder), ["mine.db"]);
}

#[test]
fn without_a_name_it_has_a_place_of_its_own_and_is_made_anew() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("shiftdesk");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("team.db"), "the real team").unwrap();
    let first = said(&demo(home.path(), &["--tickets", "500", "--seed", "3"]));
    assert!(first.contains("demo.db: 12 people, 500 tickets, 25 open, "), "{first}");
    let second = said(&demo(home.path(), &["--tickets", "600"]));
    assert!(second.contains(" 600 tickets, 30 open, "), "{second}");
    assert_eq!(names(&folder), ["demo.db", "team.db"]);
    assert_eq!(fs::read(folder.join("team.db")).unwrap(), b"the real team");
    let store = Store::open(&folder.join("demo.db"), Arc::default()).unwrap();
    assert_eq!(store.counts().unwrap()[0], ("tickets", 600));
}
