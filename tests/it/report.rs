//! One figure, one number, wherever it is shown; and reports as people and programs get them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::histories::{CHANNELS, PEOPLE, World, how_many, world};
use crate::obvious::{self, Look, Told};
use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use shiftdesk::engine::metrics::summary::{FigureSummary, Figures};
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow, flat_table};
use shiftdesk::engine::period_selection::ComparisonBasis;
use shiftdesk::engine::report::input::ReportRequest;
use shiftdesk::engine::report::period::{ReportPeriod, ReportPeriodKind};
use shiftdesk::engine::report::{Report, ReportFormat};
use shiftdesk::exchange::export;
use shiftdesk::model::figure::{FigureId, FigureShape};
use shiftdesk::model::settings::Language;
use shiftdesk::model::table::TableFormat;
use shiftdesk::model::time::{Period, Zone, parse_day};
use shiftdesk::session::report;
use shiftdesk::store::worker;

/// Figures as a format shows them, by the key of the group and the name of the figure.
type Shown = BTreeMap<(String, String), Told>;

fn order(world: &World) -> ReportRequest {
    let days = [world.period.from, world.period.to].map(|at| Zone::UTC.date(at));
    let frame = ReportPeriod::new(
        ReportPeriodKind::Week,
        (days[0], days[1]),
        ComparisonBasis::PreviousPeriod,
        None,
        Zone::UTC,
        world.now,
    );
    assert_eq!(frame.days.period, world.period);
    ReportRequest { period: frame, person: None, dimension: None }
}

fn written(report: &Report, form: ReportFormat) -> Vec<u8> {
    let mut out = Vec::new();
    report::render_report(report, form, Language::English, &mut out).unwrap();
    out
}

/// The figures of the engine for the team, each person and each channel.
fn expected(world: &World) -> Shown {
    let counting = world.settings.metrics_config();
    let window = MetricsWindow { period: world.period, now: world.now, config: &counting, depth: MetricsDepth::Full };
    let samples = worker::compute_metrics(&world.store, window).unwrap().samples;
    let mut shown = Shown::new();
    let mut put = |key: String, figures: &Figures| {
        for figure in FigureId::ALL {
            shown.insert((key.clone(), figure.name().into()), (figures.value(figure), figures.n(figure)));
        }
    };
    let team = samples.figures(&MetricFilter::whole_team());
    put("team".into(), &team);
    for (by, end) in [(Dimension::Agent, true), (Dimension::Channel, false)] {
        for (one, figures) in samples.group_by(by, &MetricFilter::whole_team()) {
            let key = match &one {
                DimensionValue::Agent(Some(person)) => format!("agent:{}", person.0),
                DimensionValue::Channel(name) => format!("channel:{}", name.as_deref().unwrap_or_default()),
                _ => continue,
            };
            // What a person or a channel has in the table is what it has alone.
            let cut = MetricFilter(vec![one.clone()]);
            assert_eq!(figures, samples.figures(&cut), "{one:?} {end}");
            put(key, &figures);
            opens_up(&samples, &cut, &figures);
        }
    }
    opens_up(&samples, &MetricFilter::whole_team(), &team);
    shown
}

/// Every figure opens as many samples as it counts.
fn opens_up(samples: &shiftdesk::engine::metrics::Samples, cut: &MetricFilter, figures: &Figures) {
    for figure in FigureId::ALL {
        let behind = samples.matching(figure, cut).count();
        let mut things: Vec<_> = samples.matching(figure, cut).map(|sample| sample.subject).collect();
        things.sort();
        things.dedup();
        match figures.get(figure) {
            FigureSummary::Count(n) => assert_eq!(things.len(), n.unwrap_or(0), "{figure} {cut:?}"),
            FigureSummary::Share(share) if matches!(figure.shape(), FigureShape::Ratio(_)) => {
                assert_eq!(things.len(), share.hits, "{figure} {cut:?}");
            }
            sum => assert_eq!(behind, sum.n(), "{figure} {cut:?}"),
        }
    }
}

fn from_json(text: &[u8]) -> Shown {
    let report: Value = serde_json::from_slice(text).unwrap();
    let mut shown = Shown::new();
    let groups = report["groups"].as_array().unwrap().iter().flat_map(|group| group["parts"].as_array().unwrap());
    for part in std::iter::once(&report["all"]).chain(groups) {
        for (figure, sum) in part["figures"].as_object().unwrap() {
            let key = part["key"].as_str().unwrap().to_owned();
            let n = usize::try_from(sum["n"].as_u64().unwrap()).unwrap();
            shown.insert((key, figure.clone()), (sum["value"].as_f64(), n));
        }
    }
    shown
}

/// The attribute of that name in an opening tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

fn from_html(text: &str) -> Shown {
    let tags = text.split('<').filter(|tag| tag.contains("data-figure=")).map(|tag| tag.split('>').next().unwrap());
    let told = |tag: &str| {
        let get = |name: &str| attribute(tag, name);
        let value = get("data-value").map(|value| value.parse().unwrap());
        let key = (get("data-of").unwrap().to_owned(), get("data-figure").unwrap().to_owned());
        (key, (value, get("data-n").unwrap().parse().unwrap()))
    };
    tags.map(told).collect()
}

/// Rows of the flat list: by, name, figure, value, n.
fn from_rows(rows: impl Iterator<Item = Vec<String>>) -> Shown {
    let number = |person: &str| 1 + ["An", "Bình", "=Chi<b>"].iter().position(|name| *name == person).unwrap();
    rows.filter(|row| matches!(row[2].as_str(), "team" | "agent" | "channel"))
        .map(|row| {
            let key = match (row[2].as_str(), row[3].as_str()) {
                ("team", _) => "team".to_owned(),
                ("agent", name) => format!("agent:{}", number(name)),
                (by, name) => format!("{by}:{name}"),
            };
            ((key, row[4].clone()), (row[5].parse().ok(), row[6].parse::<f64>().unwrap() as usize))
        })
        .collect()
}

fn from_xlsx(bytes: &[u8]) -> Shown {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let sheet = book.worksheet_range("data").unwrap();
    assert_eq!(sheet.rows().next().unwrap().len(), flat_table::COLUMNS.len());
    let text = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    from_rows(sheet.rows().skip(1).map(|row| row.iter().map(text).collect()))
}

fn from_csv(bytes: &[u8]) -> Shown {
    let mut reader = csv::Reader::from_reader(bytes);
    let unguarded = |cell: &str| cell.strip_prefix("'=").map_or_else(|| cell.to_owned(), |rest| format!("={rest}"));
    from_rows(reader.records().map(|row| row.unwrap().iter().map(unguarded).collect()))
}

/// Every number of a format is the engine's, and none of the engine's is missing.
fn same(seed: u64, form: &str, shown: &Shown, expected: &Shown) {
    for (key, told) in expected {
        match shown.get(key) {
            Some(there) => {
                let same = close(there.0, told.0) && there.1 == told.1;
                assert!(same, "seed {seed}: {form}: {key:?}: {there:?}, not {told:?}");
            }
            // A page leaves out the columns in which nobody has anything.
            None => assert!(
                form == "html" && told.0.is_none_or(|value| value == 0.0 || told.1 > 0),
                "seed {seed}: {form}: {key:?} {told:?}"
            ),
        }
    }
}

#[test]
fn a_figure_is_the_same_number_wherever_it_is_shown() {
    for seed in 0..how_many() {
        let world = world(seed);
        let expected = expected(&world);
        let report = report::build_report(&world.store, &world.settings, &order(&world), world.now).unwrap();
        same(seed, "json", &from_json(&written(&report, ReportFormat::Json)), &expected);
        same(seed, "html", &from_html(&String::from_utf8(written(&report, ReportFormat::Html)).unwrap()), &expected);
        same(seed, "xlsx", &from_xlsx(&written(&report, ReportFormat::Xlsx)), &expected);
        let mut csv = Vec::new();
        export::write_table(&report.to_table(), TableFormat::Csv, Zone::UTC, &mut csv).unwrap();
        same(seed, "csv", &from_csv(&csv), &expected);
        // What is in the chart adds up to the number beside it.
        let flow = &report.charts.flow;
        assert_eq!(flow.received.iter().sum::<usize>(), report.total.figures.n(FigureId::Received), "seed {seed}");
        let answers: usize = report.charts.first_response_histogram.0.iter().map(|(_, n)| n).sum();
        assert_eq!(answers, report.total.figures.n(FigureId::FirstResponse), "seed {seed}");
    }
}

#[test]
fn the_program_prints_the_numbers_of_the_engine() {
    for seed in [1, 2] {
        let world = world(seed);
        let expected = expected(&world);
        let (config, db) = (world.config(), world.store.path().to_owned());
        let at = Zone::UTC.rfc3339(world.now);
        let days = [world.period.from, world.period.to].map(|at| Zone::UTC.date(at).to_string());
        let shell = Shell::empty();
        let asked = ["--from", &days[0], "--to", &days[1], "--at", &at[..19]];
        let file = ["--db", db.to_str().unwrap(), "--config", config.to_str().unwrap()];
        let run = |first: &[&str]| shell.ok(&[first, &asked[..], &file[..]].concat());
        let json: Value = serde_json::from_str(&run(&["metrics", "--json"])).unwrap();
        let team = json["team"].as_object().unwrap();
        assert_eq!(team.len(), FigureId::COUNT);
        for (figure, sum) in team {
            let n = usize::try_from(sum["n"].as_u64().unwrap()).unwrap();
            let told = expected[&("team".into(), figure.clone())];
            assert!(close(told.0, sum["value"].as_f64()) && told.1 == n, "seed {seed}: {figure}");
        }
        let csv = from_csv(run(&["metrics", "--by", "channel", "--format", "csv"]).as_bytes());
        assert!(csv.len() >= 2 * FigureId::COUNT);
        assert!(
            csv.iter().all(|(key, told)| close(expected[key].0, told.0) && expected[key].1 == told.1),
            "seed {seed}"
        );
        same(seed, "html", &from_html(&run(&["report", "week", "--format", "html"])), &expected);
        same(seed, "json", &from_json(run(&["report", "week", "--json"]).as_bytes()), &expected);
    }
}

/// Equal up to rounding.
fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 8.0 * f64::EPSILON * one.abs().max(1.0),
        (one, other) => one == other,
    }
}

/// The figures of the engine and those by the letter of the definitions.
fn disagree(seed: u64, world: &World, look: Look) -> Vec<String> {
    let counting = world.settings.metrics_config();
    let window = MetricsWindow { period: world.period, now: world.now, config: &counting, depth: MetricsDepth::Full };
    let samples = worker::compute_metrics(&world.store, window).unwrap().samples;
    let cut = MetricFilter::for_person(look.who);
    let cut = look.channel.map_or(cut.clone(), |channel| cut.with(DimensionValue::Channel(Some(channel.into()))));
    let engine = samples.figures(&cut);
    let mut wrong = Vec::new();
    let (mut told, spans) = obvious::figures(world, look);
    for (figure, spans) in spans {
        let took: Vec<_> = spans.iter().map(|(from, to)| *to - *from).collect();
        let open: Vec<_> = spans.iter().map(|(from, to)| obvious::office(*from, *to)).collect();
        let FigureSummary::Time { spread, business } = engine.get(figure) else { panic!("{figure} is no time") };
        let business = business.expect("there is a calendar");
        let engines = [spread.mean, spread.p90, business.median, business.mean, business.p90];
        let ((mean, p90), (open_mean, open_p90)) = (obvious::mean_and_p90(took), obvious::mean_and_p90(open.clone()));
        let ours = [mean, p90, obvious::median(open).0, open_mean, open_p90];
        if !ours.iter().zip(&engines).all(|(one, other)| close(*one, *other)) {
            wrong.push(format!("seed {seed}: {figure} of {look:?}: obvious {ours:?}, engine {engines:?}"));
        }
    }
    if look.who.is_none() && look.channel.is_none() {
        told.extend(obvious::promises(world));
    }
    for (figure, (value, n)) in told {
        let (engines, engines_n) = (engine.value(figure), engine.n(figure));
        if !close(value, engines) || n != engines_n {
            wrong.push(format!(
                "seed {seed}: {figure} of {look:?}: obvious {value:?} n {n}, engine {engines:?} n {engines_n}"
            ));
        }
    }
    wrong
}

#[test]
fn the_engine_agrees_with_the_letter_of_the_definitions() {
    let mut wrong = Vec::new();
    for seed in 0..how_many() {
        let world = world(seed);
        let people = PEOPLE.iter().map(|person| Look { who: Some(*person), channel: None });
        let channels = CHANNELS.iter().map(|channel| Look { who: None, channel: Some(channel) });
        for look in std::iter::once(Look::default()).chain(people).chain(channels) {
            wrong.extend(disagree(seed, &world, look));
        }
    }
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_report_is_a_page_that_nothing_hostile_gets_through() {
    let desk = Shell::empty();
    desk.ok(&["person", "add", "<script>alert(1)</script>"]);
    desk.ok(&[
        "ticket",
        "new",
        "Refund",
        "--category",
        "\"><img src=x onerror=alert(1)>",
        "--channel",
        "a&b",
        "--at",
        "2026-03-03T09:00",
    ]);
    let week = ["report", "week", "--date", "2026-03-03", "--at", "2026-03-09T09:00"];
    let html = desk.ok(&[&week[..], &["--format", "html"]].concat());
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("a&b"), "{html}");
    assert!(html.contains("&quot;&gt;&lt;img") && html.contains("a&amp;b"));
    let tags = html.split('<').filter_map(|tag| tag.split('>').next());
    let fetching = |tag: &&str| [" src=", " href=", "link ", "script"].iter().any(|one| tag.contains(one));
    let fetched: Vec<_> = tags.filter(|tag| fetching(tag) && !tag.contains("&lt;")).collect();
    assert!(fetched.is_empty(), "the page fetches nothing: {fetched:?}");
    let style = html.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    for needed in
        ["@media print", "prefers-color-scheme: dark", "size: A4", "role=\"img\" aria-label=\"", "scope=\"row\""]
    {
        assert!(html.contains(needed), "{needed}");
    }
    let vietnamese = desk.ok(&[&week[..], &["--format", "html", "--lang", "vi"]].concat());
    assert!(vietnamese.starts_with("<!DOCTYPE html>\n<html lang=\"vi\">"));
    assert!(vietnamese.contains("Báo cáo tuần") && !vietnamese.contains("Weekly report"));
    for language in ["en", "vi"] {
        for form in ["text", "markdown", "html"] {
            let page = desk.ok(&[&week[..], &["--format", form, "--lang", language]].concat());
            let missing = page
                .split_whitespace()
                .find(|word| word.contains("report-") || word.contains("formula-") || word.contains("figure-"));
            let missing = missing.filter(|word| !word.contains("data-figure"));
            assert_eq!(missing, None, "every message is defined in {language}, {form}");
        }
    }
    let markdown = desk.ok(&[&week[..], &["--format", "md", "--by", "category"]].concat());
    assert!(markdown.contains("\\<img src=x") && !markdown.contains("| <img"), "{markdown}");
}

#[test]
fn a_report_goes_to_a_file_that_is_never_replaced_unasked() {
    let desk = Shell::empty();
    desk.ok(&["ticket", "new", "Refund", "--at", "2026-03-03T09:00"]);
    let path = desk.db().with_file_name("week.html");
    let week = ["report", "week", "--date", "2026-03-03", "--at", "2026-03-09T09:00", "--out", path.to_str().unwrap()];
    assert_eq!(desk.ok(&week), format!("Report written to {}.", path.display()));
    let first = fs::read_to_string(&path).unwrap();
    assert!(first.contains("data-figure=\"received\" data-of=\"team\" data-value=\"1\" data-n=\"1\""), "{first}");
    let said = desk.fails(2, &week);
    assert!(said.contains("is there already") && said.contains("--force"), "{said}");
    desk.ok(&[&week[..], &["--force"]].concat());
    assert_eq!(fs::read_to_string(&path).unwrap(), first, "the same day says the same");
    for wrong in [
        &["report", "fortnight"][..],
        &["report", "week", "--out", "week.pdf"],
        &["report", "week", "--date", "2099-01-01"],
        &["report", "week", "--compare", "lately"],
        &["report", "week", "--from", "2026-03-03"],
        &["report", "day", "--lang", "de"],
    ] {
        desk.fails(2, wrong);
    }
    desk.fails(3, &["report", "week", "--of", "Nobody"]);
    let running = desk.ok(&["report", "week", "--date", "2026-03-03", "--at", "2026-03-04T09:00"]);
    assert!(running.contains("Not complete yet"), "{running}");
    // The last complete month.
    let json = desk.json(&["report", "month", "--at", "2026-04-15T09:00"]);
    assert_eq!((&json["period"]["from"], &json["period"]["to"]), (&"2026-03-01".into(), &"2026-04-01".into()));
    assert_eq!(json["all"]["figures"]["received"]["value"], 1.0);
}

#[test]
fn a_breakdown_has_the_same_groups_in_a_report_and_in_the_metrics() {
    let desk = Shell::empty();
    desk.ok(&["person", "add", "An", "--primary", "analyst"]);
    desk.ok(&["person", "add", "Bo"]);
    for (who, priority) in [("An", "high"), ("Bo", "low"), ("An", "urgent"), ("Bo", "normal")] {
        let to = ["--assign", who, "--priority", priority, "--category", priority, "--at", "2026-03-03T09:00"];
        desk.ok(&[&["ticket", "new", "Refund"][..], &to].concat());
    }
    for ticket in ["1", "2"] {
        let who = if ticket == "1" { "An" } else { "Bo" };
        desk.ok(&["ticket", "reply", ticket, "Done", "--status", "solved", "--as", who, "--at", "2026-03-03T10:00"]);
    }
    let of_metrics = |by: &str| {
        let days = ["--from", "2026-03-02", "--to", "2026-03-09", "--at", "2026-03-09T09:00"];
        let metrics = desk.json(&[&["metrics", "--by", by][..], &days].concat());
        let groups = metrics["groups"].as_array().unwrap().iter();
        groups.map(|group| (group["name"].clone(), group["solved"]["value"].clone())).collect::<Vec<_>>()
    };
    let of_report = |by: &str| {
        let week = ["--date", "2026-03-03", "--at", "2026-03-09T09:00"];
        let report = desk.json(&[&["report", "week", "--by", by][..], &week].concat());
        let parts = report["groups"][0]["parts"].as_array().unwrap().iter();
        parts.map(|part| (part["name"].clone(), part["figures"]["solved"]["value"].clone())).collect::<Vec<_>>()
    };
    let profiles = [("analyst".into(), 1.into()), (Value::Null, 1.into())];
    let whole = |told: Vec<(Value, Value)>| {
        told.into_iter().map(|(name, n)| (name, Value::from(n.as_f64().unwrap() as i64))).collect::<Vec<_>>()
    };
    assert_eq!(whole(of_metrics("profile")), profiles, "nobody without a profile is left out");
    assert_eq!(whole(of_report("profile")), profiles);
    let names = |told: Vec<(Value, Value)>| told.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(of_metrics("priority")), ["low", "normal", "high", "urgent"]);
    assert_eq!(names(of_report("priority")), ["urgent", "high", "normal", "low"]);
    // Categories that are gone since are among the contact reasons.
    let day = ["report", "day", "--date", "2026-03-04", "--at", "2026-03-05T09:00"];
    desk.ok(&["ticket", "new", "Log in", "--category", "login", "--at", "2026-03-04T09:00"]);
    let drivers = desk.json(&day[..]);
    let told = drivers["charts"]["categories"].as_array().unwrap().iter();
    let told: Vec<_> =
        told.map(|one| (one["name"].as_str().unwrap(), one["n"].as_u64(), one["before"].as_u64())).collect();
    assert_eq!(told[..2], [("login", Some(1), Some(0)), ("high", Some(0), Some(1))]);
    assert_eq!(told.len(), 5);
    for (words, said) in [
        (&["--compare", "baseline"][..], "name no days as the baseline"),
        (&["--compare", "2026-01-31..2026-01-01"], "ends before it begins"),
        (&["--compare", "lately"], "year-ago"),
    ] {
        let wrong = desk.fails(2, &[&day[..], words].concat());
        assert!(wrong.contains(said), "{wrong}");
    }
    let held = desk.json(&[&day[..], &["--compare", "2026-01-01..2026-02-01"]].concat());
    assert_eq!((&held["beside"]["from"], &held["beside"]["to"]), (&"2026-01-01".into(), &"2026-02-01".into()));
    let year = |word: &str| desk.json(&[&day[..], &["--compare", word]].concat())["beside"]["from"].clone();
    assert_eq!((year("year-ago"), year("year")), ("2025-03-05".into(), "2025-03-05".into()));
}

#[test]
fn the_screen_writes_reports() {
    let mut screen = Screen::new((120, 35), "", saturday);
    screen.press("%");
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("report-form-120x35", screen.picture());
    });
    // The month, as Markdown.
    screen.press("right tab");
    assert!(screen.text().contains("report-month-2026-10-01.html"), "{}", screen.text());
    screen.press("tab tab tab tab right").press("ctrl-s");
    assert!(screen.foot().contains("Report written to report-month-2026-10-01.md"), "{}", screen.foot());
    assert!(screen.file("report-month-2026-10-01.md").starts_with("# "));
    let day = parse_day("2026-10-01").unwrap();
    assert!(Period::days(Zone::UTC, day, day).from < screen.now);
}
