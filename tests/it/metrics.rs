//! The Metrics view over a generated history: snapshots of its tabs, and every figure opens the samples that it counts.

use chrono::{Days, TimeDelta};

use crate::support::screen::Screen;
use shiftdesk::engine::metrics::drill_down::SampleTally;
use shiftdesk::engine::metrics::filter::{Dimension, MetricFilter};
use shiftdesk::engine::metrics::sample::{Sample, SampleValue};
use shiftdesk::engine::metrics::summary::FigureSummary;
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow};
use shiftdesk::model::customer::Customer;
use shiftdesk::model::event::{EventPayload, OpenedTicket};
use shiftdesk::model::figure::{FigureId, FigureShape};
use shiftdesk::model::ids::{CustomerId, PersonId, TicketId};
use shiftdesk::model::person::{Author, Person, Profile};
use shiftdesk::model::rating::Score;
use shiftdesk::model::record::Record;
use shiftdesk::model::review::{Review, ReviewMark};
use shiftdesk::model::survey::{Survey, SurveyKind};
use shiftdesk::model::ticket::{Priority, Status};
use shiftdesk::model::time::{Instant, Period, Zone};
use shiftdesk::store::Store;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 35), (200, 60)];
const NAMES: [&str; 5] = ["Minh Trần", "Thảo Nguyễn", "Jürgen Groß", "Ana", "李雷"];
const CATEGORIES: [&str; 6] = ["delivery", "refund", "login", "billing", "bug", "how_to"];

/// A baseline, beside the settings of every test; targets, SLA policies and business hours are the defaults.
const SETTINGS: &str = "metrics.baseline = '2026-09-01..2026-10-01'\n";

/// A hundred days of a team of five, generated from a seed.
fn history(store: &mut Store, now: Instant) -> Author {
    let by = Author { person: Some(PersonId(1)), login: "lan".into() };
    let mut random = fastrand::Rng::with_seed(7);
    let mut batch = store.begin_import_batch(by.clone(), now).unwrap();
    let profiles = [Profile::CustomerChampion, Profile::FieldExpert];
    let people: Vec<PersonId> = (NAMES.iter().enumerate())
        .map(|(n, name)| {
            let primary = Some(profiles[n % 2]);
            batch.add_person(&Person { primary, ..Person::with_name(*name) }).unwrap()
        })
        .collect();
    let today = now.date_naive();
    let customers: Vec<CustomerId> = (0..12)
        .map(|n| {
            let since = Some(today - Days::new(200));
            let lost = (n % 6 == 0).then(|| today - Days::new(3 + n));
            let tier = (n % 3 == 0).then(|| "gold".to_owned());
            batch
                .find_or_add_customer(&Customer {
                    name: format!("Customer {n}"),
                    since,
                    lost,
                    tier,
                    ..Customer::default()
                })
                .unwrap()
        })
        .collect();
    let mut tickets: Vec<(TicketId, PersonId, Instant)> = Vec::new();
    for n in 0..420 {
        let at = now - TimeDelta::minutes(random.i64(30..60 * 24 * 100));
        let person = people[random.usize(..people.len())];
        let opened = OpenedTicket {
            subject: format!("Ticket {n}"),
            body: "Help.".into(),
            customer: Some(customers[random.usize(..customers.len())]),
            priority: Priority::ALL[random.usize(..4)],
            assignee: random.bool().then_some(person),
            channel: Some(["email", "chat", "phone"][random.usize(..3)].into()),
            category: (n % 9 > 0).then(|| CATEGORIES[random.usize(0..6).min(random.usize(0..6))].into()),
            ..OpenedTicket::default()
        };
        let mut then = at;
        let mut told = vec![(at, by.clone(), EventPayload::Opened(opened))];
        let mut later = |minutes: i64, by: Author, what: EventPayload| {
            then += TimeDelta::minutes(minutes);
            told.push((then, by, what));
        };
        let own = |person| Author { person: Some(person), login: "desk".into() };
        if n % 13 > 0 {
            let status = (n % 4 == 0).then_some(Status::Solved);
            later(random.i64(1..400), own(person), EventPayload::Replied { body: "Hello.".into(), then: status });
        }
        if n % 5 == 0 {
            later(random.i64(1..900), Author::default(), EventPayload::Asked { body: "And?".into() });
            later(random.i64(1..300), own(people[n % 5]), EventPayload::Replied { body: "So.".into(), then: None });
        }
        if n % 7 == 0 {
            later(5, own(person), EventPayload::StatusSet { status: Status::OnHold });
            later(random.i64(60..4000), own(person), EventPayload::StatusSet { status: Status::Open });
        }
        if n % 11 == 0 {
            later(9, own(person), EventPayload::Upset { recovery: "late".into(), follow_up: None });
        }
        if n % 6 > 0 {
            later(random.i64(1..3000), own(person), EventPayload::StatusSet { status: Status::Solved });
        }
        if n % 17 == 0 {
            later(random.i64(60..9000), own(person), EventPayload::StatusSet { status: Status::Open });
            later(random.i64(60..900), own(people[n % 4]), EventPayload::StatusSet { status: Status::Solved });
        }
        if n % 3 == 0 {
            let score = random.u8(1..=5);
            later(30, Author::default(), EventPayload::Rated(Score { score, out_of: 5 }));
        }
        told.retain(|(at, ..)| *at <= now);
        tickets.push((batch.add_ticket_history(told).unwrap(), person, at));
    }
    for (n, (ticket, agent, at)) in tickets.iter().enumerate() {
        let at = (*at + TimeDelta::hours(2)).min(now - TimeDelta::minutes(1));
        for kind in SurveyKind::ALL.into_iter().filter(|_| n % 4 == 0) {
            let scale = kind.default_scale();
            let survey = Survey {
                kind,
                at,
                score: (n % 16 != 0).then(|| random.u8(scale.from..=scale.to)),
                scale,
                customer: Some(customers[n % customers.len()]),
                ticket: (n % 8 == 0).then_some(*ticket),
                credit: Some(*agent),
                about: None,
                comment: Some("Quick and kind.".into()),
                cause: None,
                source: None,
            };
            batch.add_record(&Record::Survey(survey)).unwrap();
        }
        if n % 10 == 0 {
            let marks =
                vec![ReviewMark { item: "tone".into(), points: Some(random.u32(0..=10)), of: 10, fatal: false }];
            let (card, comment) = ("answers".into(), "Read twice.".into());
            let review = Review { ticket: *ticket, agent: *agent, reviewer: by.clone(), at, card, marks, comment };
            batch.add_record(&Record::Review(review)).unwrap();
        }
    }
    batch.commit().unwrap();
    by
}

fn screen(size: (u16, u16), more: &str) -> Screen {
    let mut screen = Screen::new(size, &format!("{more}{SETTINGS}"), history);
    screen.press("5");
    screen
}

fn snapshot(name: &str, screen: &Screen) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, screen.picture());
    });
}

/// The value of a figure recomputed from its samples, independently of the engine.
fn comes_to(figure: FigureId, samples: &[Sample], own: bool) -> Option<f64> {
    let tally = SampleTally::from_samples(samples);
    let share = |hits: usize, n: usize| (n > 0).then(|| hits as f64 / n as f64);
    match figure.shape() {
        FigureShape::Time => {
            let took = |sample: &Sample| match sample.value {
                SampleValue::Duration { own: theirs, .. } if own => theirs,
                SampleValue::Duration { team, .. } => team,
                SampleValue::TotalDuration(span) => span,
                _ => panic!("{figure} has a sample of no time"),
            };
            let mut all: Vec<f64> = samples.iter().map(|one| took(one).num_milliseconds() as f64 / 1000.0).collect();
            all.sort_by(f64::total_cmp);
            let n = all.len();
            (n > 0).then(|| (all[(n - 1) / 2] + all[n / 2]) / 2.0)
        }
        FigureShape::Share => share(tally.hits, tally.samples),
        FigureShape::Portion => {
            let parts = samples.iter().map(|sample| match sample.value {
                SampleValue::Portion { part, whole } => (part.num_milliseconds(), whole.num_milliseconds()),
                _ => panic!("{figure} has a sample of no time"),
            });
            let (part, whole) = parts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (whole > 0).then(|| part as f64 / whole as f64)
        }
        FigureShape::NetScore => {
            let score = |sample: &Sample| match sample.value {
                SampleValue::Nps(_, 9..) => 100.0,
                SampleValue::Nps(_, 0..=6) => -100.0,
                _ => 0.0,
            };
            (tally.samples > 0).then(|| samples.iter().map(score).sum::<f64>() / tally.samples as f64)
        }
        FigureShape::Mean => {
            let points = |sample: &Sample| match sample.value {
                SampleValue::Score(share) => share,
                _ => panic!("{figure} has a sample without points"),
            };
            (tally.samples > 0).then(|| samples.iter().map(points).sum::<f64>() / tally.samples as f64)
        }
        FigureShape::Count | FigureShape::Stock => Some(tally.distinct as f64),
        FigureShape::Ratio(_) => None,
    }
}

#[test]
fn what_is_behind_a_figure_comes_to_the_figure() {
    let screen = screen((80, 24), "");
    let zone: Zone = "Asia/Ho_Chi_Minh".parse().unwrap();
    let counting = shiftdesk::model::settings::MetricsConfig { zone, ..Default::default() };
    let mut looked_at = 0;
    for days in [7, 30, 90] {
        let period = Period::last_days(zone, screen.now, days);
        let window = MetricsWindow { period, now: screen.now, config: &counting, depth: MetricsDepth::Full };
        let samples = screen.store.samples(window).unwrap();
        let groups = Dimension::ALL.into_iter().flat_map(|by| samples.group_by(by, &MetricFilter::whole_team()));
        let cuts: Vec<MetricFilter> =
            groups.map(|(one, _)| MetricFilter::whole_team().with(one)).chain([MetricFilter::whole_team()]).collect();
        for cut in &cuts {
            let figures = samples.figures(cut);
            let own = matches!(
                cut.0.as_slice(),
                [shiftdesk::engine::metrics::filter::DimensionValue::Agent(Some(_))
                    | shiftdesk::engine::metrics::filter::DimensionValue::Profile(Some(_))]
            );
            for figure in FigureId::ALL {
                let behind: Vec<Sample> = samples.matching(figure, cut).collect();
                let (tally, sum) = (SampleTally::from_samples(&behind), figures.get(figure));
                let what = format!("{figure} of {cut:?} in {days} days");
                let counted = match sum {
                    FigureSummary::Share(share) => share.hits,
                    other => other.n(),
                };
                assert_eq!(tally.figure_count(figure), counted, "{what}");
                if !matches!(figure.shape(), FigureShape::Ratio(_) | FigureShape::Portion) {
                    let found = comes_to(figure, &behind, own);
                    let close = match (found, sum.value()) {
                        (Some(a), Some(b)) => (a - b).abs() < 1e-6,
                        (a, b) => a == b,
                    };
                    assert!(close, "{what}: {found:?}, not {:?}", sum.value());
                }
                looked_at += usize::from(!behind.is_empty());
            }
        }
    }
    assert!(looked_at > 500, "{looked_at}");
}

/// The number of samples in the title of the open list.
fn listed(text: &str) -> Option<usize> {
    let numbers = |line: &str| -> Vec<usize> {
        line.replace(',', "").split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect()
    };
    let border = text
        .lines()
        .filter(|line| line.contains('╭'))
        .nth(1)
        .or_else(|| text.lines().find(|line| line.contains('╭')))?;
    let badge = border.rsplit("─ ").next()?;
    numbers(badge).first().copied()
}

#[test]
fn every_figure_of_the_table_opens_into_as_much_as_it_says() {
    let mut screen = screen((120, 35), "");
    let zone: Zone = "Asia/Ho_Chi_Minh".parse().unwrap();
    let period = Period::last_days(zone, screen.now, 30);
    let counting = shiftdesk::model::settings::MetricsConfig { zone, ..Default::default() };
    let window = MetricsWindow { period, now: screen.now, config: &counting, depth: MetricsDepth::Full };
    let samples = screen.store.samples(window).unwrap();
    for figure in FigureId::ALL {
        let n = samples.matching(figure, &MetricFilter::whole_team()).count();
        screen.press("enter");
        let text = screen.text();
        assert_eq!(listed(&text), Some(n), "{figure}\n{text}");
        screen.press("esc down");
    }
}

#[test]
fn answers_and_reviews_are_listed_with_what_everybody_may_know_of_them() {
    let mut screen = screen((120, 35), "");
    let nps = FigureId::ALL.iter().position(|figure| *figure == FigureId::Nps).unwrap();
    screen.press(&"down ".repeat(nps));
    let text = screen.press("enter").text();
    assert!(
        text.contains("Net promoter score") && text.contains("Customer ") && text.contains("Quick and kind."),
        "{text}"
    );
    screen.press("esc");
    let quality = FigureId::ALL.iter().position(|figure| *figure == FigureId::Quality).unwrap();
    screen.press(&"down ".repeat(quality - nps));
    let text = screen.press("enter").text();
    assert!(text.contains("QA review") && text.contains(" %"), "{text}");
    assert!(!text.contains("Read twice."), "what a reviewer wrote is for reviewers\n{text}");
    // From a review to its ticket.
    assert!(screen.press("enter").text().contains("Ticket "), "{}", screen.text());
}

#[test]
fn other_periods_are_chosen_and_compared() {
    let mut screen = screen((120, 35), "");
    assert!(screen.text().contains("23 Oct – 21 Nov · vs 23 Sep – 22 Oct"), "{}", screen.text());
    assert!(screen.press("<").text().contains("23 Sep – 22 Oct · vs 24 Aug – 22 Sep"), "{}", screen.text());
    assert!(screen.press("0").text().contains("23 Oct – 21 Nov · vs"));
    screen.press(">");
    assert_eq!(screen.foot(), "There is no period after the current one.");
    screen.press("D").type_text("this week").press("enter");
    assert!(screen.text().contains("16 Nov – 21 Nov · vs 9 Nov – 14 Nov"), "{}", screen.text());
    assert!(screen.text().contains("9 Nov – 14 Nov up to "), "as much of the other week: {}", screen.text());
    for (typed, said) in [("october", "Type FIRST..END"), ("2026-11-01..2026-10-01", "ends before it begins")] {
        let text = screen.press("D").type_text(typed).text();
        assert!(text.contains(said), "{typed}\n{text}");
        screen.press("esc");
    }
    screen.press("D").type_text("2026-09-01..2026-09-11").press("enter");
    assert!(screen.text().contains("1 Sep – 10 Sep · vs 22 Aug – 31 Aug"), "{}", screen.text());
    screen.press("=").type_text("baseline").press("enter");
    assert!(screen.text().contains("1 Sep – 10 Sep · vs 1 Sep – 30 Sep"), "{}", screen.text());
    screen.press("=").type_text("no comparison").press("enter");
    let text = screen.text();
    assert!(text.contains("no comparison") && !text.contains("▲ = better"), "{text}");
    assert!(screen.press("B").text().contains("business time of office"), "{}", screen.text());
}

#[test]
fn a_row_narrows_what_is_looked_at_and_esc_widens_it_again() {
    let mut screen = screen((120, 35), "");
    screen.press("] t").type_text("channel").press("enter");
    assert!(screen.text().contains("chat") && screen.text().contains("email"), "{}", screen.text());
    // The group with the most solved tickets is first.
    let first = screen.text().lines().nth(5).unwrap().split_whitespace().nth(1).unwrap().to_owned();
    let text = screen.press("enter").text();
    assert!(text.contains(&format!("Team › {first}")), "{text}");
    screen.press("] t").type_text("person").press("enter").press("enter");
    let text = screen.text();
    assert!(text.contains(&format!("Team › {first} · ")), "{text}");
    assert!(!screen.press("esc").text().contains(&format!("{first} · ")), "{}", screen.text());
    let text = screen.press("esc").text();
    assert!(!text.contains('›') && text.contains("Team"), "{text}");
}

#[test]
fn the_team_says_how_many_meet_their_target_and_one_person_how_they_stand() {
    let mut screen = screen((120, 35), "");
    let row = |text: &str| text.lines().find(|line| line.contains("First response time")).unwrap().to_owned();
    let text = screen.text();
    let judged = row(&text).split_whitespace().find_map(|word| word.split_once('/')).map(|(_, m)| m.to_owned());
    let judged = judged.unwrap_or_else(|| panic!("{text}"));
    assert!(text.contains(&format!(" of {judged} people meet their target: champion ≤ ")), "{text}");
    // Drilled down to one person, the row agrees with that person's page.
    let text = screen.press("] enter").text();
    assert!(text.contains("Team › ") && !text.contains("people meet"), "{text}");
    let stands = |text: &str| text.lines().filter(|line| line.contains('≤') || line.contains('≥')).count();
    let page = screen.press("] ] ]").text();
    assert!(stands(&text) > 0 && stands(&text) == stands(&page), "{text}\n{page}");
}

#[test]
fn two_people_stand_side_by_side() {
    let mut screen = screen((120, 35), "");
    let text = screen.press("] space down space").text();
    assert!(text.contains("first better") && text.matches("◆ ").count() == 2, "{text}");
    let mut small = Screen::new((80, 24), SETTINGS, history);
    let text = small.press("5 ] space down space").text();
    assert!(text.matches(" more").count() >= 1, "what has no room is counted: {text}");
}

#[test]
fn a_bar_opens_into_the_tickets_that_it_stands_for() {
    let mut screen = screen((80, 24), "");
    screen.press("] ]");
    for chart in ["Received and solved", "Time distribution", "Arrivals by hour", "Satisfaction", "Contact reasons"] {
        let text = screen.text();
        let line =
            text.lines().find(|line| line.contains(chart)).unwrap_or_else(|| panic!("{chart}\n{text}")).to_owned();
        let told = format!("{line} {}", text.lines().nth(4).unwrap());
        let text = screen.press("enter").text();
        let n = listed(&text).unwrap_or_else(|| panic!("{chart}\n{text}"));
        let said = told.replace("n ", "");
        let word = |mark: &str| said.contains(mark);
        assert!(
            word(&format!(" {n} ")) || word(&format!("received {n}")) || word(&format!("{n} received")),
            "{told}: {n}\n{text}"
        );
        screen.press("esc tab");
    }
    // SLA attainment and targets open too: the tickets of a week, and a person's page.
    assert!(
        screen.press("tab home down enter").text().contains("replies are credited to their author"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_figures_that_are_asked_for_are_asked_for_once() {
    use shiftdesk::config;
    use shiftdesk::query::protocol::{MetricsSlot, Query};
    use shiftdesk::ui::app::App;
    use shiftdesk::ui::app::messages::{Command, Input};
    let folder = tempfile::tempdir().unwrap();
    let settings = config::load(None, &folder.path().join("team.db")).unwrap().settings;
    let now = shiftdesk::model::time::from_millis(1_772_442_000_000).unwrap();
    let (mut app, wishes) = App::new(settings, Author::default(), now, false);
    let places = |wishes: &[Command]| -> Vec<MetricsSlot> {
        let slot = |wish: &Command| if let Command::Query(Query::Figures(slot, _)) = wish { Some(*slot) } else { None };
        wishes.iter().filter_map(slot).collect()
    };
    assert_eq!(places(&wishes), [MetricsSlot::Recent], "nobody looks at Metrics yet");
    let mut press = |letter: char| {
        let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char(letter));
        places(&app.on_input(Input::Key(key)))
    };
    assert_eq!(press('5'), [MetricsSlot::Selected, MetricsSlot::Comparison]);
    assert_eq!(press('j'), [], "the queries are pending");
    assert_eq!(press('<'), [MetricsSlot::Selected, MetricsSlot::Comparison], "other days");
    assert_eq!(press('k'), []);
}

#[test]
fn the_faces_of_metrics() {
    for size in SIZES {
        for language in ["en", "vi"] {
            let mut screen = screen(size, &format!("screen.language = '{language}'\n"));
            for face in ["figures", "apart", "charts", "person", "aging"] {
                snapshot(&format!("metrics-{face}-{}x{}-{language}", size.0, size.1), &screen);
                screen.press("]");
            }
        }
    }
    let mut plain = screen((120, 35), "screen.color = 'never'\n");
    plain.press("] ]");
    snapshot("metrics-charts-120x35-plain", &plain);
    let mut empty = Screen::new((80, 24), SETTINGS, |_, _| Author::default());
    empty.press("5");
    for face in ["figures", "apart", "charts", "person", "aging"] {
        snapshot(&format!("metrics-empty-{face}"), &empty);
        empty.press("]");
    }
}
