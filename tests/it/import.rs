//! Importing: real exports of other desks against figures that were worked out elsewhere, and odd files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use chrono::{Days, NaiveDateTime, TimeDelta};
use indicatif::ProgressBar;
use serde_json::Value;

use shiftdesk::cli::import::{ImportReport, ImportTarget, import_rows};
use shiftdesk::engine::aging::{AgingTicket, backlog_aging};
use shiftdesk::engine::metrics::exclusions::ExclusionReason;
use shiftdesk::engine::metrics::filter::MetricFilter;
use shiftdesk::engine::metrics::summary::Figures;
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow, Samples, TeamFigures as Metrics};
use shiftdesk::engine::summary::DurationStats;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::exchange::csv::{ImportError, ImportMap, ImportOptions, ImportPlan};
use shiftdesk::model::aging::{AgingBuckets, StuckRules};
use shiftdesk::model::figure::FigureId;
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::person::Author;
use shiftdesk::model::settings::MetricsConfig;
use shiftdesk::model::ticket::{Priority, Status, Ticket};
use shiftdesk::model::time::{Instant, Period, Zone, parse_day, parse_moment, seconds};
use shiftdesk::store::Store;
use shiftdesk::store::read::TicketSelection;

const TECH_SUPPORT: &str = "tickets/tech_support/tech_support.csv";

/// A file of the shared collection, or `None`, with a printed reason, where it is absent.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

pub fn truth(folder: &str) -> Value {
    let path = shared(folder).expect("the truth lies beside the data").join("truth.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn at(text: &str) -> Instant {
    parse_moment(text, Zone::UTC).unwrap()
}

/// A new file in a folder of its own.
pub struct Place {
    folder: tempfile::TempDir,
    pub store: Store,
}

impl Place {
    pub fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(&folder.path().join("team.db"), Arc::default()).unwrap();
        Place { folder, store }
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn import(&mut self, path: &Path, map: &str) -> Result<ImportReport, ImportError> {
        let options = ImportOptions {
            source: None,
            stem: path.file_stem().unwrap().to_string_lossy().into_owned(),
            map: ImportMap::parse(map).unwrap(),
            date_format: None,
            zone: Zone::UTC,
        };
        let mut file = File::open(path).unwrap();
        let plan = ImportPlan::build(&mut file, &options)?;
        let mut report = ImportReport::new(&plan, true, false);
        let desk = ImportTarget {
            store: &mut self.store,
            author: Author::default(),
            now: at("2024-06-01T00:00"),
            dry_run: false,
        };
        import_rows(Some(desk), &plan, &mut file, &ProgressBar::hidden(), &mut report).unwrap();
        Ok(report)
    }

    /// The figures of a stretch of days, judged at its end.
    pub fn figures(&self, first: &str, end: &str) -> (Samples, Metrics) {
        let period = Period::days(Zone::UTC, parse_day(first).unwrap(), parse_day(end).unwrap());
        let now = period.to + Days::new(30);
        let counting = MetricsConfig::default();
        let window = MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Full };
        let samples = self.store.samples(window).unwrap();
        let report = samples.team_figures(period);
        (samples, report)
    }

    fn statuses(&self) -> BTreeMap<&'static str, usize> {
        let mut count = BTreeMap::new();
        for row in self.store.rows(&TicketSelection::All).unwrap() {
            *count.entry(row.status.name()).or_default() += 1;
        }
        count
    }
}

fn counts(report: &ImportReport) -> (u64, u64, u64, u64, usize) {
    (report.rows, report.imported, report.updated, report.unchanged, report.refused.len())
}

fn field(report: &ImportReport, header: &str) -> String {
    report.columns.iter().find(|(one, _)| one == header).map(|(_, field)| field.clone()).unwrap_or_default()
}

#[track_caller]
pub fn close(ours: Option<f64>, truth: &Value, what: &str) {
    let (ours, truth) = (ours.unwrap_or(f64::NAN), truth.as_f64().unwrap_or(f64::NAN));
    assert!((ours - truth).abs() < 1e-6, "{what}: {ours} instead of {truth}");
}

/// First response times by agent, worked out from the file by itself: those before creation left out.
fn first_responses(path: &Path) -> BTreeMap<String, Vec<TimeDelta>> {
    let read = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok();
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut by_agent: BTreeMap<String, Vec<TimeDelta>> = BTreeMap::new();
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        if let (Some(created), Some(replied)) = (read(&row["Created time"]), read(&row["First response time"]))
            && created <= replied
        {
            by_agent.entry(row["Agent Name"].clone()).or_default().push(replied - created);
        }
    }
    by_agent
}

pub fn check_figures(figures: &Figures, truth: &Value, who: &str) {
    let n = |figure| Value::from(figures.n(figure));
    assert_eq!(n(FigureId::Received), truth["tickets"], "{who}");
    let solved = &truth["fcr"]["resolved_or_closed"];
    assert_eq!(&n(FigureId::Solved), solved, "{who}");
    for figure in [FigureId::FirstResolution, FigureId::FullResolution] {
        let (spread, truth) = (figures.spread(figure), &truth["resolution_seconds"]);
        assert_eq!(Value::from(spread.n), truth["n"], "{who}");
        close(spread.mean, &truth["mean"], who);
        close(spread.median, &truth["median"], who);
        close(spread.p90, &truth["p90_nearest_rank"], who);
    }
    let (fcr, csat) = (figures.share_summary(FigureId::Fcr), figures.share_summary(FigureId::Csat));
    assert_eq!(&Value::from(fcr.n), solved, "{who}");
    assert_eq!(Value::from(fcr.hits), truth["fcr"]["one_interaction"], "{who}");
    close(fcr.rate(), &truth["fcr"]["fcr"], who);
    close(figures.value(FigureId::SolvedToDate), &truth["resolution_rate"], who);
    assert_eq!(Value::from(csat.n), truth["csat"]["n"], "{who}");
    close(csat.mean, &truth["csat"]["mean"], who);
    close(csat.rate().map(|rate| rate * 100.0), &truth["csat"]["top2_pct"], who);
}

#[test]
fn every_figure_of_a_year_of_tickets_is_the_true_one() {
    let Some(path) = shared(TECH_SUPPORT) else { return };
    let truth = truth("tickets/tech_support");
    let mut place = Place::new();
    let report = place.import(&path, "").unwrap();
    assert_eq!(counts(&report), (2330, 2330, 0, 0, 0));
    assert_eq!((report.source.as_str(), report.zone.as_deref()), ("tech_support", Some("UTC")));
    assert_eq!(field(&report, "First response time"), "first_response");
    let suspect = |field: &str| report.suspect.iter().filter(|suspect| suspect.field == field).count();
    assert_eq!((report.suspect.len(), suspect("first_response"), suspect("closed")), (44, 2, 42));
    assert_eq!(place.statuses(), BTreeMap::from([("closed", 1173), ("open", 418), ("solved", 739)]));

    let (_, metrics) = place.figures("2023-01-01", "2024-02-01");
    check_figures(&metrics.team, &truth["overall"], "team");
    assert_eq!(metrics.agents.len(), 8);
    let names = place.store.person_names().unwrap();
    for (who, figures) in &metrics.agents {
        check_figures(figures, &truth["per_agent"][&names[who]], &names[who]);
    }

    let expected = first_responses(&path);
    let team = DurationStats::from_durations(expected.values().flatten().copied());
    assert_eq!((team.n, metrics.team.spread(FigureId::FirstResponse)), (2310, team));
    for (who, figures) in &metrics.agents {
        assert_eq!(
            figures.spread(FigureId::FirstResponse),
            DurationStats::from_durations(expected[&names[who]].iter().copied()),
            "{}",
            names[who]
        );
    }
    assert_eq!(metrics.team.n(FigureId::Unanswered), 18, "open and never replied to");
    let left_out: BTreeMap<_, _> = metrics.excluded.iter().copied().collect();
    assert_eq!(left_out.get(&ExclusionReason::FirstReplyBeforeCreation), Some(&2));
    assert_eq!(left_out.get(&ExclusionReason::NoSolveTime), None);
}

#[test]
fn the_backlog_of_a_past_day_is_the_true_one() {
    let Some(path) = shared(TECH_SUPPORT) else { return };
    let mut place = Place::new();
    place.import(&path, "").unwrap();
    let names = place.store.person_names().unwrap();
    let buckets: AgingBuckets = "1d,3d,7d,14d,30d".parse().unwrap();
    for then in truth("tickets/tech_support")["backlog"].as_array().unwrap() {
        let day = then["as_of"].as_str().unwrap();
        let backlog = place.store.backlog_at(at(day)).unwrap();
        assert_eq!(Value::from(backlog.len()), then["unresolved"], "{day}");
        let items = backlog.iter().map(|ticket| AgingTicket {
            id: ticket.id,
            created: ticket.created,
            waits_on: ticket.status.waits_on().unwrap(),
            last_event: ticket.last_event,
            reassigned: ticket.reassigned,
            reopened: ticket.reopened,
        });
        let aging = backlog_aging(items, at(day), &buckets, &StuckRules::default());
        let labels = ["0-1d", "1-3d", "3-7d", "7-14d", "14-30d", "30d+"];
        for (bucket, label) in aging.buckets.iter().zip(labels) {
            assert_eq!(
                Value::from(bucket.total),
                *then["unresolved_aging"].get(label).unwrap_or(&0.into()),
                "{day} {label}"
            );
        }
        let mut by_agent: BTreeMap<&str, u64> = BTreeMap::new();
        for ticket in &backlog {
            *by_agent.entry(&names[&ticket.assignee.unwrap()]).or_default() += 1;
        }
        assert_eq!(serde_json::to_value(by_agent).unwrap(), then["unresolved_by_agent"], "{day}");
    }
}

#[test]
fn the_same_file_again_changes_nothing() {
    let Some(path) = shared(TECH_SUPPORT) else { return };
    let mut place = Place::new();
    place.import(&path, "").unwrap();
    let seq = place.store.newest_seq().unwrap();
    assert_eq!(counts(&place.import(&path, "").unwrap()), (2330, 0, 0, 2330, 0));
    assert_eq!(place.store.newest_seq().unwrap(), seq);
}

#[test]
fn without_creation_times_nothing_is_made_of_them() {
    let Some(path) = shared("tickets/kaggle_cst/customer_support_tickets_iso.csv") else { return };
    let mut place = Place::new();
    let report = place.import(&path, "").unwrap();
    assert_eq!(counts(&report), (8469, 8469, 0, 0, 0));
    assert_eq!(field(&report, "Date of Purchase"), "");
    assert_eq!(place.statuses(), BTreeMap::from([("closed", 2769), ("open", 2819), ("pending", 2881)]));
    let says = |start: &str| report.cannot_tell.iter().any(|sentence| sentence.starts_with(start));
    assert!(says("No creation times:") && says("No agents:") && says("No count of public replies:"));
    let (samples, metrics) = place.figures("2023-01-01", "2024-01-01");
    let team = &metrics.team;
    for figure in [FigureId::Received, FigureId::Unanswered, FigureId::Backlog] {
        assert_eq!(team.value(figure), None, "{figure} cannot be known, so it is not 0");
    }
    for figure in [FigureId::FirstResponse, FigureId::FirstResolution, FigureId::Fcr, FigureId::SolvedToDate] {
        assert_eq!((team.n(figure), samples.matching(figure, &MetricFilter::whole_team()).count()), (0, 0), "{figure}");
    }
    let csat = team.share_summary(FigureId::Csat);
    assert_eq!((csat.n, metrics.agents.len()), (2769, 0));
    close(csat.mean, &truth("tickets/kaggle_cst")["csat"]["mean"], "CSAT");
    assert_eq!(place.store.backlog_at(at("2023-12-31")).unwrap(), []);
    assert!(place.store.rows(&TicketSelection::All).unwrap().iter().all(|row| row.created.is_none()));
}

const NYC: &str = "
[columns]
id = \"unique_key\"
created = \"created_date\"
closed = \"closed_date\"
category = \"complaint_type\"
subject = \"descriptor\"
group = \"agency\"
channel = \"open_data_channel_type\"
[status]
\"In Progress\" = \"on_hold\"
";

#[test]
fn a_map_opens_any_file() {
    let Some(path) = shared("tickets/nyc311/nyc311_2024-05.csv") else { return };
    let truth = truth("tickets/nyc311");
    let mut place = Place::new();
    assert!(
        matches!(place.import(&path, ""), Err(ImportError::NotTickets(sentence)) if sentence.contains("‘unique_key’"))
    );
    let report = place.import(&path, NYC).unwrap();
    assert_eq!(counts(&report), (1000, 1000, 0, 0, 0));
    assert_eq!(place.statuses(), BTreeMap::from([("closed", 677), ("on_hold", 293), ("open", 30)]));
    let rows = place.store.rows(&TicketSelection::All).unwrap();
    let category = |name: &str| rows.iter().filter(|row| row.category.as_deref() == Some(name)).count();
    for (name, n) in truth["top_complaints"].as_object().unwrap() {
        assert_eq!(&Value::from(category(name)), n, "{name}");
    }
    let solved = rows.iter().filter(|row| row.solved.is_some()).count();
    assert_eq!(solved, 677, "a closing time without a solving time ends the ticket");
    let kept = |ticket: i64| place.store.ticket(TicketId(ticket)).unwrap().unwrap().ticket.extra;
    assert_eq!(kept(1)["agency_name"], "Department of Transportation");
}

#[test]
fn dates_that_could_be_two_days_are_asked_for() {
    let Some(path) = shared("tickets/jira_export_en/Jira.csv") else { return };
    let mut place = Place::new();
    let Err(ImportError::NeedsInput(question)) = place.import(&path, "") else { panic!("it was guessed") };
    assert!(question.contains("‘Created’") && question.contains("--dates dmy"), "{question}");
    let report = place.import(&path, "dates = \"dmy\"").unwrap();
    assert_eq!((counts(&report), report.source.as_str()), ((51, 51, 0, 0, 0), "jira"));
    // "verifyy" is this team's own word; the status category beside it says what it is.
    assert_eq!(place.statuses(), BTreeMap::from([("new", 37), ("open", 3), ("solved", 11)]));
    let rows = place.store.rows(&TicketSelection::All).unwrap();
    let created = rows.iter().filter_map(|row| row.created);
    let truth = truth("tickets/jira_export_en");
    assert_eq!(created.clone().min(), Some(at(truth["created_min"].as_str().unwrap())));
    assert_eq!(created.max(), Some(at(truth["created_max"].as_str().unwrap())));
}

#[test]
fn every_odd_file_is_taken_or_refused_in_a_sentence() {
    let Some(folder) = shared("csv") else { return };
    let mut folders = vec![folder];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            seen += 1;
            match Place::new().import(&path, "") {
                Ok(report) => assert_eq!(report.rows, report.imported + report.refused.len() as u64),
                Err(ImportError::NeedsInput(said) | ImportError::NotTickets(said)) => {
                    assert!(said.contains('.'), "{}", path.display())
                }
                Err(ImportError::Io(error)) => panic!("{}: {error}", path.display()),
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn broken_rows_are_refused_one_by_one() {
    let Some(folder) = shared("csv/pollock_polluted/csv") else { return };
    let map = "[columns]\nid = \"URL\"\nsubject = \"ProductType\"\n";
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match Place::new().import(&path, map) {
            Ok(report) => assert_eq!(report.rows, report.imported + report.refused.len() as u64, "{}", path.display()),
            Err(ImportError::NeedsInput(said) | ImportError::NotTickets(said)) => {
                assert!(said.contains('‘'), "{}", path.display())
            }
            Err(ImportError::Io(error)) => panic!("{}: {error}", path.display()),
        }
    }
}

#[test]
fn a_newer_export_keeps_what_was_changed_here() {
    let mut place = Place::new();
    let older = place.write(
        "desk.csv",
        "Ticket ID,Subject,Status,Priority,Agent,Created at\n\
         1,Refund,Open,Low,Ana,2024-03-01 10:00\n2,Login,Open,Low,Ana,2024-03-01 11:00\n",
    );
    place.import(&older, "").unwrap();
    let ana: PersonId = place.store.find_person("Ana").unwrap().unwrap();
    let change = Change::SetPriority { ticket: TicketId(1), priority: Priority::Urgent };
    let request = ChangeRequest { change, seen_seq: None, by: Author { person: Some(ana), login: "ana".into() } };
    place.store.apply(&request, at("2024-03-01 12:00")).unwrap();

    let newer = place.write(
        "desk.csv",
        "Ticket ID,Subject,Status,Priority,Agent,Created at,Solved at\n\
         1,Refund,Solved,High,Bo,2024-03-01 10:00,2024-03-02 10:00\n2,Login,Open,Low,Ana,2024-03-01 11:00,\n\
         3,New one,New,,,2024-03-02 09:00,\n",
    );
    let report = place.import(&newer, "").unwrap();
    assert_eq!(counts(&report), (3, 1, 1, 1, 0));
    let local: Vec<_> = report.local.iter().map(|kept| (kept.ticket, kept.source_id.as_str(), kept.field)).collect();
    assert_eq!(local, [(1, "1", "priority")]);
    let ticket = place.store.ticket(TicketId(1)).unwrap().unwrap().ticket;
    assert_eq!((ticket.priority, ticket.status), (Priority::Urgent, Status::Solved));
    assert_eq!(place.store.person_names().unwrap()[&ticket.assignee.unwrap()], "Bo");
    assert_eq!(counts(&place.import(&newer, "").unwrap()), (3, 0, 0, 3, 0));
}

/// One ticket, imported open, then touched here on 5 March, then told of anew.
fn told_anew(change: Change, newer: &str) -> (Place, Ticket) {
    let mut place = Place::new();
    const HEAD: &str = "Ticket ID,Status,Agent,Created at,First response at,Solved at,Replies,Satisfaction rating";
    let older = place.write("desk.csv", &format!("{HEAD}\n1,Open,Ana,2024-03-01 10:00,,,0,\n"));
    place.import(&older, "").unwrap();
    let request = ChangeRequest { change, seen_seq: None, by: Author { person: None, login: "ana".into() } };
    place.store.apply(&request, at("2024-03-05 10:00")).unwrap();
    let newer = place.write("desk.csv", &format!("{HEAD}\n1,{newer}\n"));
    assert_eq!(counts(&place.import(&newer, "").unwrap()), (1, 0, 1, 0, 0));
    let ticket = place.store.ticket(TicketId(1)).unwrap().unwrap().ticket;
    (place, ticket)
}

#[test]
fn a_status_set_here_hides_neither_a_later_reply_nor_a_rating() {
    let solve = Change::SetStatus { ticket: TicketId(1), status: Status::Solved };
    let newer = "Solved,Ana,2024-03-01 10:00,2024-03-06 10:00,2024-03-07 10:00,1,5";
    let (place, ticket) = told_anew(solve, newer);
    assert_eq!((ticket.status, ticket.last_solved), (Status::Solved, Some(at("2024-03-05 10:00"))), "as set here");
    assert_eq!((ticket.first_reply_at, ticket.replies), (Some(at("2024-03-06 10:00")), Some(1)));
    let team = place.figures("2024-03-01", "2024-04-01").1.team;
    assert_eq!((team.n(FigureId::Csat), team.n(FigureId::FirstResponse)), (1, 1));
}

#[test]
fn the_first_reply_is_the_first_wherever_it_was_sent() {
    let reply = Change::Reply { ticket: TicketId(1), body: "Done".into(), then: None };
    let (place, ticket) = told_anew(reply, "Open,Ana,2024-03-01 10:00,2024-03-06 10:00,,2,");
    assert_eq!((ticket.first_reply_at, ticket.replies), (Some(at("2024-03-05 10:00")), Some(2)));
    let first = place.figures("2024-03-01", "2024-04-01").1.team.spread(FigureId::FirstResponse);
    assert_eq!((first.n, first.mean), (1, Some(4.0 * 86_400.0)));
}

#[test]
fn a_message_noted_here_does_not_reopen_what_was_solved_after_it() {
    let ask = Change::AddCustomerMessage { ticket: TicketId(1), body: "Well?".into() };
    let (_, ticket) = told_anew(ask, "Solved,Ana,2024-03-01 10:00,2024-03-02 10:00,2024-03-07 10:00,2,");
    assert_eq!((ticket.status, ticket.reopened), (Status::Solved, 0));
    let ask = Change::AddCustomerMessage { ticket: TicketId(1), body: "Again!".into() };
    let (_, ticket) = told_anew(ask, "Solved,Ana,2024-03-01 10:00,2024-03-02 10:00,2024-03-03 10:00,2,");
    assert_eq!((ticket.status, ticket.reopened), (Status::Open, 1), "solved before it");
}

/// A file during whose reading somebody else works on the desk.
struct Shared {
    file: File,
    other: Store,
    written: u32,
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let change = Change::AddNote { ticket: TicketId(1), body: "meanwhile".into() };
        let request = ChangeRequest { change, seen_seq: None, by: Author::default() };
        self.other.apply(&request, at("2024-06-01T00:00")).unwrap();
        self.written += 1;
        self.file.read(buffer)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn nobody_waits_for_a_trial() {
    let mut place = Place::new();
    let head = "Ticket ID,Subject,Created at\n";
    let first = place.write("desk.csv", &format!("{head}1,Refund,2024-03-01 10:00\n"));
    place.import(&first, "").unwrap();
    let rows: String = (2..20_000).map(|n| format!("{n},Refund,2024-03-01 10:00\n")).collect();
    let path = place.write("desk.csv", &format!("{head}1,Refund,2024-03-01 10:00\n{rows}2,Login,2024-03-01 10:00\n"));
    let mut file = File::open(&path).unwrap();
    let options = ImportOptions {
        source: None,
        stem: "desk".into(),
        map: ImportMap::default(),
        date_format: None,
        zone: Zone::UTC,
    };
    let plan = ImportPlan::build(&mut file, &options).unwrap();
    let mut report = ImportReport::new(&plan, true, true);
    let other = Store::open(&place.folder.path().join("team.db"), Arc::default()).unwrap();
    let mut shared = Shared { file, other, written: 0 };
    let desk =
        ImportTarget { store: &mut place.store, author: Author::default(), now: at("2024-06-01T00:00"), dry_run: true };
    import_rows(Some(desk), &plan, &mut shared, &ProgressBar::hidden(), &mut report).unwrap();
    assert_eq!(counts(&report), (20_000, 19_998, 0, 1, 1), "the row that comes twice is refused");
    assert!(shared.written > 1, "read in pieces");
    assert_eq!(place.statuses().values().sum::<usize>(), 1, "and nothing was written");
}

#[test]
fn a_zendesk_export_tells_first_replies_in_minutes() {
    let mut place = Place::new();
    let path = place.write(
        "export.csv",
        "\u{feff}Id,Requester,Requester email,Assignee,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Solved at,\
         Resolution time,Satisfaction Score,Reopens,Replies,First reply time in minutes\r\n\
         7,Lan,LAN@example.com,Ana,Hello,vip billing,Solved,Urgent,Mail,Question,2024-03-01 10:00,2024-03-01 13:00,3,Good,0,1,35\r\n\
         8,Lan,lan@example.com,-,Again,,Hold,-,Mail,Question,2024-03-02 10:00,,,Offered,,0,\r\n",
    );
    let report = place.import(&path, "").unwrap();
    assert_eq!((counts(&report), report.source.as_str()), ((2, 2, 0, 0, 0), "zendesk"));
    assert_eq!(field(&report, "First reply time in minutes"), "first_response_after");
    assert_eq!(report.kept, ["Resolution time"], "rounded hours beside the moment itself");
    let ticket = place.store.ticket(TicketId(1)).unwrap().unwrap().ticket;
    let pair = ticket.first_response().unwrap();
    assert_eq!(
        (seconds(pair.replied - pair.asked), ticket.tags.as_slice()),
        (2100.0, &["vip".into(), "billing".into()][..])
    );
    let other = place.store.ticket(TicketId(2)).unwrap().unwrap().ticket;
    assert_eq!((other.customer, other.status, other.replies), (ticket.customer, Status::OnHold, Some(0)));
    assert_eq!((other.surveys, ticket.surveys, ticket.ratings.len()), (Some(1), Some(1), 1));
}

/// The program itself.
struct Program {
    folder: tempfile::TempDir,
}

impl Program {
    /// Runs `shiftdesk import` in the folder; the exit code, stdout and stderr.
    fn import(&self, file: &str, args: &[&str]) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_shiftdesk"))
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env_remove("SHIFTDESK_DB")
            .env_remove("SHIFTDESK_CONFIG")
            .args(["import", file, "--db", "team.db"])
            .args(args)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
    }

    fn with(file: &str, text: &str) -> Program {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
        Program { folder }
    }

    fn json(&self, file: &str, args: &[&str]) -> (i32, Value) {
        let (code, out, err) = self.import(file, &[args, &["--json"]].concat());
        (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}")))
    }

    fn has_file(&self) -> bool {
        self.folder.path().join("team.db").exists()
    }
}

const ODD_ROWS: &str = "Ticket ID,Subject,Status,Created at\n1,a,Open,2024-03-01 10:00\n,b,Open,2024-03-01 10:00\n\
                        1,again,Open,2024-03-01 10:00\n4,c,Open,tomorrow\n5,d,Open,2024-03-01 10:00,x\n6,e,Open\n\
                        7,f,Open,1901-01-01\n";

#[test]
fn refused_rows_are_named_and_the_rest_goes_in() {
    let program = Program::with("desk.csv", ODD_ROWS);
    let (code, json) = program.json("desk.csv", &["--tz", "Asia/Ho_Chi_Minh"]);
    assert_eq!((code, &json["rows"], &json["imported"]), (6, &7.into(), &2.into()));
    let refused: Vec<_> = json["refused"].as_array().unwrap().iter().map(|row| row["line"].as_u64().unwrap()).collect();
    assert_eq!(refused, [3, 4, 5, 6, 8]);
    assert!(json["refused"][1]["reason"].as_str().unwrap().contains("line 2"));
    assert_eq!((&json["zone"], &json["columns"]["Created at"]), (&"Asia/Ho_Chi_Minh".into(), &"created".into()));
    let (code, out, err) = program.import("desk.csv", &[]);
    assert!(
        code == 6 && out.contains("line 5: ‘tomorrow’ in ‘Created at’ is not a time") && err.contains("5 of 7"),
        "{out}"
    );
}

#[test]
fn strict_and_trial_write_nothing() {
    let program = Program::with("desk.csv", ODD_ROWS);
    let (code, json) = program.json("desk.csv", &["--strict"]);
    assert_eq!((code, &json["rows"], &json["imported"]), (6, &7.into(), &0.into()));
    assert_eq!(json["refused"].as_array().unwrap().len(), 5);
    let (code, json) = program.json("desk.csv", &["--dry-run"]);
    assert_eq!((code, &json["imported"], &json["dry_run"]), (6, &2.into(), &true.into()));
    assert!(!program.has_file());
    std::fs::write(program.folder.path().join("good.csv"), "ID,Subject\n1,a\n2,b\n").unwrap();
    program.import("good.csv", &[]);
    std::fs::write(program.folder.path().join("good.csv"), "ID,Subject\n1,a\n2,c\n3,d\n").unwrap();
    for _ in 0..2 {
        let (code, json) = program.json("good.csv", &["--dry-run"]);
        assert_eq!(
            (code, &json["imported"], &json["updated"], &json["unchanged"]),
            (0, &1.into(), &1.into(), &1.into())
        );
    }
}

#[test]
fn what_cannot_be_known_is_a_question_and_exit_code_2() {
    let program = Program::with("desk.csv", "ID,Subject,Status,Created\n1,a,Under repair,03/04/2024\n");
    std::fs::write(program.folder.path().join("map.toml"), "[status]\n\"Under repair\" = \"on_hold\"\n").unwrap();
    std::fs::write(program.folder.path().join("bad.toml"), "[columns]\nidentity = \"ID\"\n").unwrap();
    for (args, says) in [
        (&["--tz", "UTC"][..], "--dates dmy"),
        (&["--dates", "dmy"][..], "\"Under repair\" = \"open\""),
        (&["--dates", "dym"][..], "dmy, mdy or ymd"),
        (&["--tz", "Mars"][..], "time zone"),
        (&["--map", "bad.toml"][..], "line 2"),
    ] {
        let (code, _, err) = program.import("desk.csv", args);
        assert!(code == 2 && err.contains(says), "{args:?}: {code} {err}");
    }
    assert!(!program.has_file());
    let (code, json) = program.json("desk.csv", &["--dates", "dmy", "--map", "map.toml"]);
    assert_eq!((code, &json["imported"], &json["dates"]), (0, &1.into(), &"dmy".into()));
}

#[test]
fn files_that_are_none_are_refused_in_a_sentence() {
    let program = Program::with("empty.csv", "");
    std::fs::write(program.folder.path().join("header.csv"), "Ticket ID,Subject\n").unwrap();
    std::fs::write(program.folder.path().join("binary.csv"), [0u8, 159, 146, 150, 0, 255, 10, 13]).unwrap();
    let (code, _, err) = program.import("empty.csv", &[]);
    assert!(code == 6 && err.contains("empty"), "{err}");
    let (code, _, err) = program.import("binary.csv", &[]);
    assert!(code == 6 && err.contains("[columns]"), "{err}");
    let (code, _, err) = program.import("nowhere.csv", &[]);
    assert!(code == 3 && err.contains("nowhere.csv"), "{err}");
    let (code, json) = program.json("header.csv", &[]);
    assert_eq!((code, &json["rows"]), (0, &0.into()));
}
