//! Figures told apart, held against what others worked out of the same files; and published examples.
//!
//! Where a file's figure rests on another definition, the test says which and what ours is instead:
//! - First responses before creation are left out here and counted there.
//! - What another desk promised was promised there: its promises are in no attainment here.
//! - A ticket closed without the time of its solve was solved when it was closed.

use std::collections::BTreeMap;

use chrono::{Datelike, TimeDelta, Timelike};
use serde_json::Value;

use crate::import::{Place, check_figures, close, shared, truth};
use shiftdesk::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use shiftdesk::engine::metrics::sample::SampleValue as Drawn;
use shiftdesk::engine::metrics::summary::FigureSummary;
use shiftdesk::engine::metrics::time_series::{TimeBucket, bucket_edges};
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow, Samples};
use shiftdesk::engine::summary::DurationStats;
use shiftdesk::model::figure::FigureId;
use shiftdesk::model::ids::WithId;
use shiftdesk::model::settings::MetricsConfig;
use shiftdesk::model::survey::{Survey, SurveyKind};
use shiftdesk::model::time::{Instant, Period, Zone, parse_day, parse_moment};
use shiftdesk::store::read::TicketSelection;

/// What a trait is called in the files.
fn name(one: &DimensionValue) -> String {
    match one {
        DimensionValue::Channel(word)
        | DimensionValue::Category(word)
        | DimensionValue::Tier(word)
        | DimensionValue::Group(word) => word.as_deref().unwrap_or("–").to_owned(),
        DimensionValue::Priority(priority) => priority.name().to_owned(),
        DimensionValue::Agent(_) | DimensionValue::Profile(_) => String::new(),
    }
}

/// How many tickets were received of each, by name.
fn received(samples: &Samples, by: Dimension) -> BTreeMap<String, u64> {
    let groups = samples.group_by(by, &MetricFilter::whole_team());
    groups.iter().map(|(one, figures)| (name(one), figures.n(FigureId::Received) as u64)).collect()
}

/// The same as the truth has it.
fn counted(truth: &Value) -> Vec<(String, u64)> {
    let mut counts: Vec<_> =
        truth.as_object().unwrap().iter().map(|(name, n)| (name.clone(), n.as_u64().unwrap())).collect();
    counts.sort();
    counts
}

#[test]
fn a_year_told_apart_by_channel_priority_topic_month_weekday_and_hour() {
    let Some(path) = shared("tickets/tech_support/tech_support.csv") else { return };
    let truth = truth("tickets/tech_support");
    let mut place = Place::new();
    place.import(&path, "").unwrap();
    let (samples, report) = place.figures("2023-01-01", "2024-02-01");
    let channels = samples.group_by(Dimension::Channel, &MetricFilter::whole_team());
    assert_eq!(channels.len(), 3);
    for (channel, figures) in &channels {
        let name = name(channel);
        check_figures(figures, &truth["per_channel"][&name], &name);
    }
    let topics = received(&samples, Dimension::Category);
    assert_eq!(topics.into_iter().collect::<Vec<_>>(), counted(&truth["by_topic"]), "two spellings are two topics");
    let groups = received(&samples, Dimension::Group);
    assert_eq!(groups.into_iter().collect::<Vec<_>>(), counted(&truth["by_agent_group"]));
    let priorities = received(&samples, Dimension::Priority);
    let told = ["low", "normal", "high"].map(|priority| priorities[priority]);
    assert_eq!(told.map(Value::from), ["Low", "Medium", "High"].map(|name| truth["by_priority"][name].clone()));

    let period = Period::days(Zone::UTC, parse_day("2023-01-01").unwrap(), parse_day("2024-01-01").unwrap());
    let months = samples.series(
        FigureId::Received,
        &MetricFilter::whole_team(),
        &bucket_edges(Zone::UTC, period, TimeBucket::Month),
    );
    let months: Vec<_> = months.iter().map(|month| month.n() as u64).collect();
    let by_month: Vec<_> =
        truth["created_by_month"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).collect();
    assert_eq!(months, by_month);
    let (mut weekdays, mut hours) = ([0_u64; 7], [0_u64; 24]);
    for sample in samples.matching(FigureId::Received, &MetricFilter::whole_team()) {
        weekdays[sample.at.weekday().num_days_from_monday() as usize] += 1;
        hours[sample.at.hour() as usize] += 1;
    }
    for (n, day) in weekdays.iter().enumerate() {
        assert_eq!(&Value::from(*day), &truth["created_by_weekday_mon0"][n.to_string()]);
    }
    for (n, hour) in hours.iter().enumerate() {
        assert_eq!(&Value::from(*hour), &truth["created_by_hour"][n.to_string()]);
    }
    for figure in [FigureId::SlaFirstResponse, FigureId::SlaNextResponse, FigureId::SlaResolution] {
        assert_eq!(report.team.value(figure), None, "{figure}: those promises were another desk’s");
    }
}

#[test]
fn the_backlog_day_by_day_is_that_of_the_moments() {
    let Some(path) = shared("tickets/tech_support/tech_support.csv") else { return };
    let mut place = Place::new();
    place.import(&path, "").unwrap();
    let (samples, _) = place.figures("2023-01-01", "2024-01-01");
    let stocks: BTreeMap<Instant, usize> = samples.daily_backlog().at_day_ends().collect();
    let mut compared = 0;
    for then in truth("tickets/tech_support")["backlog"].as_array().unwrap() {
        let at = parse_moment(then["as_of"].as_str().unwrap(), Zone::UTC).unwrap() + TimeDelta::seconds(1);
        if let Some(total) = stocks.get(&at) {
            assert_eq!(Value::from(*total), then["unresolved"], "{at}");
            compared += 1;
        }
    }
    assert!(compared > 2, "{compared}");
}

#[test]
fn ratings_are_told_apart_where_nothing_else_can_be() {
    let Some(path) = shared("tickets/kaggle_cst/customer_support_tickets_iso.csv") else { return };
    let truth = truth("tickets/kaggle_cst");
    let mut place = Place::new();
    place.import(&path, "").unwrap();
    let (samples, _) = place.figures("2023-01-01", "2024-01-01");
    for (by, truth) in [(Dimension::Category, &truth["csat_by_type"]), (Dimension::Channel, &truth["csat_by_channel"])]
    {
        let groups = samples.group_by(by, &MetricFilter::whole_team());
        assert_eq!(groups.len(), truth.as_object().unwrap().len());
        for (one, figures) in groups {
            let (name, csat) = (name(&one), figures.share_summary(FigureId::Csat));
            assert_eq!(Value::from(csat.n), truth[&name]["n"], "{name}");
            close(csat.mean, &truth[&name]["mean"], &name);
            close(csat.rate().map(|rate| rate * 100.0), &truth[&name]["top2_pct"], &name);
        }
    }
}

/// A call centre's calls: the reply came so many seconds after the call. When a call was solved or rated it does not say,
/// so neither is in any period here.
#[test]
fn calls_are_answered_as_fast_as_they_were() {
    let Some(path) = shared("tickets/pwc_callcenter/call_center.csv") else { return };
    let truth = truth("tickets/pwc_callcenter");
    let mut place = Place::new();
    let mut told = String::from("Ticket ID,Agent Name,Status,Created time,First response time,Source\n");
    for row in csv::Reader::from_path(&path).unwrap().records() {
        let row = row.unwrap();
        let created = parse_moment(&format!("{}T{}", &row[2], &row[3]), Zone::UTC).unwrap();
        let answered = row[7].parse().ok().map(|waited| created + TimeDelta::seconds(waited));
        let answered = answered.map(|at| at.to_rfc3339()).unwrap_or_default();
        told += &format!("{},{},Open,{},{answered},Phone\n", &row[0], &row[1], created.to_rfc3339());
    }
    let file = place.write("calls.csv", &told);
    place.import(&file, "").unwrap();
    let (samples, report) = place.figures("2021-01-01", "2021-04-01");
    let names = place.store.person_names().unwrap();
    let overall = (String::from("team"), &report.team, &truth["overall"]);
    let agents =
        report.agents.iter().map(|(who, figures)| (names[who].clone(), figures, &truth["per_agent"][&names[who]]));
    for (who, figures, truth) in [overall].into_iter().chain(agents) {
        let (answer, told) = (figures.spread(FigureId::FirstResponse), &truth["speed_of_answer_s"]);
        assert_eq!(Value::from(figures.n(FigureId::Received)), truth["calls"], "{who}");
        assert_eq!(Value::from(answer.n), told["n"], "{who}");
        close(answer.mean, &told["mean"], &who);
        close(answer.median, &told["median"], &who);
        close(answer.p90, &told["p90_nearest_rank"], &who);
    }
    assert_eq!(report.agents.len(), truth["per_agent"].as_object().unwrap().len());
    let lost = samples.matching(FigureId::Unanswered, &MetricFilter::whole_team()).count();
    assert_eq!(
        lost as u64,
        5000 - truth["overall"]["answered"].as_u64().unwrap(),
        "abandoned calls were never answered"
    );
}

/// The figures of answers that nobody keeps.
fn answers(kind: SurveyKind, scores: impl IntoIterator<Item = u8>) -> FigureSummary {
    let at = parse_moment("2026-03-02T09:00", Zone::UTC).unwrap();
    let counting = MetricsConfig::default();
    let period = Period { from: at, to: at + TimeDelta::days(1) };
    let window = MetricsWindow { period, now: period.to, config: &counting, depth: MetricsDepth::Full };
    let mut samples = Samples::new(&window, [], []);
    for (id, score) in (1..).zip(scores) {
        let survey = Survey {
            kind,
            at,
            score: Some(score),
            scale: kind.default_scale(),
            customer: None,
            ticket: None,
            credit: None,
            about: None,
            comment: None,
            cause: None,
            source: None,
        };
        samples.add_survey(&WithId { id, it: survey }, None, &window);
    }
    let figure = if kind == SurveyKind::Nps { FigureId::Nps } else { FigureId::Csat };
    *samples.finish(&window).figures(&MetricFilter::whole_team()).get(figure)
}

#[test]
fn published_examples_come_out_as_published() {
    let Some(path) = shared("metrics/published_examples.json") else { return };
    let told: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut compared = 0;
    for example in told["examples"].as_array().unwrap() {
        let n = |key: &str| example[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let scores = match (n("responses"), n("positive"), n("promoter_pct"), n("passive_pct"), n("detractor_pct")) {
            (Some(all), Some(good), ..) => (SurveyKind::Csat, [vec![5; good], vec![3; all - good]].concat()),
            (_, _, Some(promoters), Some(passives), Some(detractors)) => {
                (SurveyKind::Nps, [vec![9; promoters], vec![8; passives], vec![6; detractors]].concat())
            }
            _ => continue,
        };
        let per_cent = if scores.0 == SurveyKind::Csat { 100.0 } else { 1.0 };
        let sum = answers(scores.0, scores.1);
        close(sum.value().map(|value| value * per_cent), &example["expect"], &example["metric"].to_string());
        compared += 1;
    }
    assert_eq!(compared, 3);
}

#[test]
fn five_thousand_reviews_are_as_satisfied_as_they_say() {
    let Some(path) = shared("tickets/vietnamese_texts/phone_reviews_vi.csv") else { return };
    let truth = truth("tickets/vietnamese_texts");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let scores: Vec<u8> = reader.records().map(|row| row.unwrap()[1].parse().unwrap()).collect();
    let FigureSummary::Share(csat) = answers(SurveyKind::Csat, scores) else { panic!("a share") };
    assert_eq!(Value::from(csat.n), truth["csat"]["n"]);
    close(csat.mean, &truth["csat"]["mean"], "mean");
    close(csat.rate().map(|rate| rate * 100.0), &truth["csat"]["top2_pct"], "top two");
}

const INCIDENTS: &str = "
[columns]
id = \"number\"
created = \"opened_at\"
solved = \"resolved_at\"
closed = \"closed_at\"
status = \"incident_state\"
channel = \"contact_type\"
category = \"category\"
priority = \"priority\"
group = \"assignment_group\"
assignee = \"assigned_to\"
[status]
\"New\" = \"new\"
\"Active\" = \"open\"
\"Awaiting User Info\" = \"pending\"
\"Awaiting Problem\" = \"on_hold\"
\"Awaiting Vendor\" = \"on_hold\"
\"Awaiting Evidence\" = \"on_hold\"
\"Resolved\" = \"solved\"
\"Closed\" = \"closed\"
[priority]
\"1 - Critical\" = \"urgent\"
\"2 - High\" = \"high\"
\"3 - Moderate\" = \"normal\"
\"4 - Low\" = \"low\"
";

/// A log with a row for every change, of which the last row of each incident is taken. 64 were closed without the time
/// of a solve; here they were solved when they were closed, so the times are compared without them.
#[test]
fn a_log_of_changes_comes_to_what_its_last_rows_say() {
    let Some(path) = shared("tickets/servicenow_uci/incident_event_log_first2000incidents.csv") else { return };
    let truth = truth("tickets/servicenow_uci");
    let mut place = Place::new();
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let head = reader.headers().unwrap().clone();
    let (mut last, mut solved) = (BTreeMap::new(), BTreeMap::new());
    for row in reader.records() {
        let row = row.unwrap();
        solved.insert(row[0].to_owned(), &row[34] != "?" && !row[34].is_empty());
        last.insert(row[0].to_owned(), row);
    }
    let mut log = csv::Writer::from_writer(Vec::new());
    log.write_record(&head).unwrap();
    last.values().for_each(|row| log.write_record(row).unwrap());
    let file = place.write("incidents.csv", &String::from_utf8(log.into_inner().unwrap()).unwrap());
    place.import(&file, INCIDENTS).unwrap();
    let rows = place.store.rows(&TicketSelection::All).unwrap();
    assert_eq!(rows.len() as u64, truth["incidents"].as_u64().unwrap());
    let numbers: BTreeMap<_, _> = rows.iter().map(|row| (row.id, row.source.as_ref().unwrap().id.clone())).collect();
    let (samples, report) = place.figures("2016-02-01", "2018-01-01");
    assert_eq!(report.team.n(FigureId::FullResolution), 2000);
    let took = samples
        .matching(FigureId::FullResolution, &MetricFilter::whole_team())
        .filter(|one| solved[&numbers[&one.ticket.unwrap()]]);
    let spread = DurationStats::from_durations(took.map(|one| match one.value {
        Drawn::Duration { team, .. } => team,
        _ => panic!("a duration"),
    }));
    let told = &truth["resolution_seconds"];
    assert_eq!(Value::from(spread.n), told["n"]);
    close(spread.mean, &told["mean"], "mean");
    close(spread.median, &told["median"], "median");
    close(spread.p90, &told["p90_nearest_rank"], "p90");
    let priorities = received(&samples, Dimension::Priority);
    for (ours, theirs) in
        [("urgent", "1 - Critical"), ("high", "2 - High"), ("normal", "3 - Moderate"), ("low", "4 - Low")]
    {
        assert_eq!(Value::from(priorities[ours]), truth["priority_last"][theirs], "{ours}");
    }
}
