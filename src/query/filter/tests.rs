//! Filter semantics, and robustness against arbitrary input.

use chrono::TimeDelta;

use crate::engine::desk::{Desk, TicketRow};
use crate::engine::sla::{ClockProgress, ClockTerms, SlaClock};
use crate::model::aging::StuckRules;
use crate::model::ids::{PersonId, SourceRef, TicketId};
use crate::model::person::Person;
use crate::model::policy::{ClockKind, ResolutionMode};
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Instant, from_millis};
use crate::query::filter::ast::TicketFilter;
use crate::query::filter::complete::{Completion, complete};
use crate::query::filter::grammar::{FILTER_FIELDS, FilterField};
use crate::query::filter::matching::FilterContext;
use crate::query::filter::text_index::TextIndex;

fn now() -> Instant {
    from_millis(1_772_442_000_000).unwrap()
}

fn ago(minutes: i64) -> Instant {
    now() - TimeDelta::minutes(minutes)
}

/// A four-hour clock with `left` minutes left.
fn clock(left: i64) -> SlaClock {
    let terms = ClockTerms {
        kind: ClockKind::Resolution,
        started: ago(240 - left),
        policy: "Standard".into(),
        priority: Priority::Normal,
        target: TimeDelta::hours(4),
        mode: ResolutionMode::RequesterWait,
        calendar: None,
        effective_from: ago(240 - left),
        policy_version: 0,
    };
    SlaClock {
        terms,
        progress: ClockProgress::Running {
            due: now() + TimeDelta::minutes(left),
            since: now(),
            left: TimeDelta::minutes(left),
        },
    }
}

fn row(id: i64, subject: &str) -> TicketRow {
    TicketRow { subject: subject.into(), ..TicketRow::blank(TicketId(id), now()) }
}

/// Eight tickets that differ in the filterable fields. The user is Minh (1); Đặng (2) is on the team too.
fn desk() -> Desk {
    let mut desk = Desk::default();
    desk.team.people.insert(PersonId(1), Person::with_name("Trần Minh"));
    desk.team.people.insert(PersonId(2), Person::with_name("Đặng Thu An"));
    let paused = SlaClock { progress: ClockProgress::Paused { left: TimeDelta::minutes(5) }, ..clock(0) };
    let overdue = SlaClock { progress: ClockProgress::Paused { left: TimeDelta::minutes(-5) }, ..clock(0) };
    let rows = [
        TicketRow {
            priority: Priority::Urgent,
            customer: Some("Nguyễn Hoa".into()),
            tier: Some("gold".into()),
            category: Some("refund".into()),
            tags: vec!["vip".into(), "second visit".into()],
            clock: Some(clock(-12)),
            created: Some(ago(3 * 1440 + 60)),
            last_event: ago(1500),
            ..row(1, "Refund (still) missing, after 9 days")
        },
        TicketRow {
            status: Status::Open,
            assignee: Some(PersonId(1)),
            priority: Priority::High,
            channel: Some("e-mail".into()),
            clock: Some(clock(25)),
            created: Some(ago(90)),
            waiting_since: Some(ago(45)),
            replies: Some(2),
            promise: Some(now() + TimeDelta::minutes(30)),
            ..row(2, "Cannot log in after reset")
        },
        TicketRow {
            status: Status::Open,
            assignee: Some(PersonId(2)),
            clock: Some(clock(200)),
            group: Some("Billing EU".into()),
            language: Some("vi".into()),
            reassigned: 3,
            escalation: 2,
            upset: true,
            promise: Some(ago(10)),
            ..row(3, "Đơn hàng giao thiếu một món")
        },
        TicketRow {
            status: Status::Pending,
            assignee: Some(PersonId(2)),
            clock: Some(paused),
            last_event: ago(5 * 1440),
            replies: None,
            ..row(4, "Invoice shows the wrong VAT number")
        },
        TicketRow {
            status: Status::OnHold,
            priority: Priority::Low,
            clock: Some(overdue),
            reopened: 2,
            source: Some(SourceRef { name: "zendesk".into(), id: "99120".into() }),
            ..row(5, "Waiting for the courier")
        },
        TicketRow { proactive: true, category: Some("refund policy".into()), ..row(6, "") },
        TicketRow { status: Status::Solved, ..row(7, "Done: yes or no") },
        TicketRow { status: Status::Open, clock: Some(clock(119)), ..row(12, "A \"quoted\" word, 24\"") },
    ];
    desk.tickets = rows.into_iter().map(|row| (row.id, row)).collect();
    desk
}

struct FilterFixture {
    desk: Desk,
    index: TextIndex,
    stuck: StuckRules,
}

impl FilterFixture {
    fn new() -> FilterFixture {
        let desk = desk();
        FilterFixture { index: TextIndex::for_desk(&desk), desk, stuck: StuckRules::default() }
    }

    fn moment(&self) -> FilterContext<'_> {
        FilterContext {
            now: now(),
            shift_end: Some(now() + TimeDelta::hours(2)),
            stuck: &self.stuck,
            me: Some(PersonId(1)),
            team: &self.desk.team,
        }
    }

    /// Ids of the matching tickets.
    fn fitting(&self, query: &TicketFilter) -> Vec<i64> {
        let moment = self.moment();
        let fits = self.index.rows_with_text(&self.desk).filter(|(row, text)| query.matches(row, text, &moment));
        fits.map(|(row, _)| row.id.0).collect()
    }

    fn find(&self, text: &str) -> Vec<i64> {
        self.fitting(&TicketFilter::parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}")))
    }
}

#[test]
fn every_field_asks_for_what_it_says() {
    let bench = FilterFixture::new();
    for (text, expected) in [
        ("", &[1, 2, 3, 4, 5, 6, 7, 12][..]),
        ("status:open", &[2, 3, 12]),
        ("STATUS:pend,hold", &[4, 5]),
        ("is:on_hold", &[5]),
        ("waits:us", &[1, 2, 3, 6, 12]),
        ("waits:customer,third", &[4, 5]),
        ("waits:nobody", &[7]),
        ("prio:>=high", &[1, 2]),
        ("prio>=high", &[1, 2]),
        ("prio:<normal", &[5]),
        ("prio:≥high", &[1, 2]),
        ("p:u", &[1]),
        ("who:me", &[2]),
        ("who:me,nobody", &[1, 2, 5, 6, 7, 12]),
        ("who:any", &[2, 3, 4]),
        ("who:dang", &[3, 4]),
        ("who:an", &[3, 4]),
        ("who:\"thu an\"", &[3, 4]),
        ("who:ang", &[]),
        ("who:\"me\"", &[]),
        ("from:nguyen", &[1]),
        ("from:\"nguyễn h\"", &[1]),
        ("from:none", &[2, 3, 4, 5, 6, 7, 12]),
        ("tier:gold", &[1]),
        ("cat:refund", &[1, 6]),
        ("cat:=refund", &[1]),
        ("cat:any", &[1, 6]),
        ("tag:vip", &[1]),
        ("tag:=\"second visit\"", &[1]),
        ("tag:visit", &[1]),
        ("chan:e-mail", &[2]),
        ("team:billing", &[3]),
        ("lang:vi", &[3]),
        ("source:zendesk", &[5]),
        ("ref:99120", &[5]),
        ("policy:standard", &[1, 2, 3, 4, 5, 12]),
        ("left:<0", &[1, 5]),
        ("left:<1h", &[1, 2, 5]),
        ("left:<=1h59m", &[1, 2, 5, 12]),
        ("left:none", &[4, 6, 7]),
        ("due:shift", &[1, 2, 12]),
        ("due:>2h", &[3]),
        ("clock:breached", &[1, 5]),
        ("clock:risk", &[2, 12]),
        ("clock:ok,paused", &[3, 4]),
        ("clock:none", &[6, 7]),
        ("age:>3d", &[1]),
        ("age:3d", &[1]),
        ("age:1h", &[2]),
        ("age:none", &[3, 4, 5, 6, 7, 12]),
        ("quiet:>=1d", &[1, 4]),
        ("wait:>30m", &[2]),
        ("stuck:yes", &[1, 3]),
        ("stuck:silent", &[1]),
        ("stuck:reassigned,reopened", &[3]),
        ("esc:yes", &[3]),
        ("esc:>=2", &[3]),
        ("esc:0", &[1, 2, 4, 5, 6, 7, 12]),
        ("promise:<1h", &[2, 3]),
        ("promise:<0", &[3]),
        ("promise:yes", &[2, 3]),
        ("upset:yes", &[3]),
        ("proactive:yes", &[6]),
        ("reopened:>=2", &[5]),
        ("moved:3", &[3]),
        ("replies:>0", &[2]),
        ("replies:none", &[4]),
        ("id:2,#12", &[2, 12]),
        ("id:>6", &[7, 12]),
        ("subject:log", &[2]),
        ("subject:none", &[6]),
        ("nguyen", &[1]),
        ("don hang", &[3]),
        ("#1", &[1, 12]),
        ("99120", &[5]),
        ("fund", &[1, 6]),
        ("\"fund\"", &[]),
        ("\"log in\"", &[2]),
        ("“log in”", &[2]),
        ("refund missing", &[1]),
        ("refund or courier", &[1, 5, 6]),
        ("refund and vip or courier", &[1, 5]),
        ("refund (vip OR courier)", &[1]),
        ("-status:open -who:nobody", &[4]),
        ("-(refund or who:any)", &[5, 7, 12]),
        ("--upset:yes", &[3]),
        ("status:open -tag:vip prio:>=high who:me left:<1h", &[2]),
        ("\"or\"", &[7]),
        ("http://x", &[]),
    ] {
        assert_eq!(bench.find(text), expected, "{text}");
    }
}

#[test]
fn a_mistake_says_where_and_what() {
    for (text, column, key) in [
        ("status:", 8, "filter-no-value"),
        ("status:open,", 13, "filter-no-value"),
        ("status: open", 8, "filter-no-value"),
        ("prio:>=hgih", 8, "filter-no-word-near"),
        ("status:o", 8, "filter-several"),
        ("status:wonderful", 8, "filter-no-word"),
        ("status:>open", 8, "filter-no-order"),
        ("cat:<refund", 5, "filter-no-order"),
        ("left:>none", 6, "filter-no-order"),
        ("left:<1", 7, "filter-no-span"),
        ("left:soon", 6, "filter-no-span"),
        ("age:>99999999999999999999d", 6, "filter-no-span"),
        ("esc:high", 5, "filter-no-number"),
        ("pirority:high", 1, "filter-no-field-near"),
        ("Đặng xyzzy:1", 6, "filter-no-field"),
        ("您好 (a", 6, "filter-open-parenthesis"),
        ("(", 1, "filter-open-parenthesis"),
        ("a ()", 3, "filter-empty-parenthesis"),
        ("a) b", 2, "filter-close-parenthesis"),
        ("a or", 5, "filter-nothing-beside"),
        ("or a", 1, "filter-nothing-beside"),
        ("a and or b", 7, "filter-nothing-beside"),
        ("a - b", 3, "filter-nothing-after-minus"),
        ("a \"b", 3, "filter-open-quote"),
        ("\" \"", 1, "filter-empty-quote"),
        (&"(".repeat(1000), 33, "filter-too-deep"),
        (&"-".repeat(100_000), 33, "filter-nothing-after-minus"),
    ] {
        let mistake = TicketFilter::parse(text).unwrap_err();
        let shown: String = text.chars().take(40).collect();
        if text.len() < 1000 {
            assert_eq!((mistake.column, mistake.kind.message_key()), (column, key), "{shown}");
        }
        assert!(mistake.column <= 33, "{shown}");
    }
    let near = TicketFilter::parse("prio:>=hgih").unwrap_err();
    let actual = near.kind.message_args();
    assert!(
        actual.contains(&("words", "low, normal, high, urgent".into())) && actual.contains(&("near", "high".into()))
    );
}

#[test]
fn what_is_understood_of_a_mistake_is_all_but_its_term() {
    for (text, rest) in [
        ("who:", Some("")),
        ("status:open who:", Some("status:open")),
        ("who: status:open", Some("status:open")),
        ("(upset:yes or prio:hgih,low) refund", None),
        ("(upset:yes prio:hgih,low) refund", Some("(upset:yes) refund")),
        ("refund \"log i", Some("refund")),
        ("cat:\"lost parcel\",", Some("")),
        ("a or", Some("a")),
        ("a )", None),
        ("a -", Some("a")),
    ] {
        let mistake = TicketFilter::parse(text).unwrap_err();
        assert_eq!(
            TicketFilter::parse_without_term(text, &mistake),
            rest.map(|rest| TicketFilter::parse(rest).unwrap()),
            "{text}"
        );
    }
}

#[test]
fn every_example_of_the_table_is_a_filter() {
    for field in FILTER_FIELDS {
        assert!(TicketFilter::parse(field.example).is_ok(), "{}", field.example);
        assert!(field.example.starts_with(&format!("{}:", field.name)), "{}", field.example);
        for name in field.names() {
            assert_eq!(FilterField::from_name(name).map(|other| other.id), Some(field.id), "{name} means two things");
        }
        for one in field.keywords {
            let known = TicketFilter::parse(&format!("{}:{}", field.name, one.name));
            assert!(known.is_ok(), "{}:{}", field.name, one.name);
        }
    }
}

#[test]
fn the_index_follows_the_desk() {
    use crate::engine::desk::DeskDelta;
    use crate::model::ids::Seq;
    let mut desk = desk();
    let mut index = TextIndex::for_desk(&desk);
    while index.fold_next(&desk, 5) {}
    let mut team = desk.team.clone();
    team.people.insert(PersonId(2), Person::with_name("Bình"));
    for delta in [
        DeskDelta { seq: Seq(1), tickets: vec![(TicketId(2), Some(row(2, "Đổi")))], team: None },
        DeskDelta { seq: Seq(2), tickets: vec![(TicketId(1), None), (TicketId(20), Some(row(20, "x")))], team: None },
        DeskDelta { seq: Seq(3), tickets: vec![], team: Some(team) },
    ] {
        index.fold_next(&desk, 3);
        let news = desk.apply(delta);
        index.apply_changes(&news, &desk);
        let mut rebuilt = TextIndex::for_desk(&desk);
        rebuilt.fold_next(&desk, usize::MAX);
        assert!(index.rows_with_text(&desk).eq(rebuilt.rows_with_text(&desk)));
        index.fold_next(&desk, usize::MAX);
        assert_eq!(index.vocabulary(), rebuilt.vocabulary());
        assert_eq!(index.rows_with_text(&desk).count(), desk.tickets.len());
    }
}

fn proposed(text: &str) -> Vec<String> {
    let desk = desk();
    let mut index = TextIndex::for_desk(&desk);
    index.fold_next(&desk, usize::MAX);
    let caret = text.find('|').unwrap_or(text.len());
    let text = text.replacen('|', "", 1);
    let put = |one: Completion| {
        let mut text = text.clone();
        text.replace_range(one.replace, &one.text);
        text
    };
    complete(&text, caret, index.vocabulary(), &desk.team).into_iter().map(put).collect()
}

#[test]
fn what_could_be_meant_is_proposed() {
    let first = |text: &str| proposed(text).into_iter().next().unwrap_or_default();
    assert_eq!(proposed("").len(), FILTER_FIELDS.len());
    assert_eq!(first("st"), "status:");
    assert_eq!(first("status:open -assi"), "status:open -who:");
    assert_eq!(first("(ca"), "(cat:");
    assert_eq!(proposed("status:o"), ["status:open", "status:on_hold"]);
    assert_eq!(proposed("status:open,p"), ["status:open,pending"]);
    assert_eq!(proposed("status:open"), Vec::<String>::new(), "it stands there already");
    assert_eq!(first("prio:>=u"), "prio:>=urgent");
    assert_eq!(proposed("who:min"), ["who:\"Trần Minh\""]);
    assert_eq!(proposed("who:m"), ["who:me", "who:\"Trần Minh\""]);
    assert_eq!(proposed("who:\"tran"), ["who:\"Trần Minh\""]);
    assert_eq!(proposed("who:dang| left:<1h"), ["who:\"Đặng Thu An\" left:<1h"]);
    assert_eq!(proposed("tag:s"), ["tag:\"second visit\""]);
    assert_eq!(first("left:"), "left:none");
    assert_eq!(proposed("left:<"), ["left:<1h", "left:<4h"]);
    assert_eq!(proposed("refu"), ["cat:refund", "cat:\"refund policy\""], "a word that is a value");
    assert_eq!(proposed("status:open "), Vec::<String>::new());
    assert_eq!(proposed("\"st"), Vec::<String>::new());
    assert!(TicketFilter::parse(&first("chan:e")).is_ok());
}

/// Valid and invalid fragments of filters.
const PIECES: [&str; 48] = [
    "status:",
    "open",
    "pending,",
    "prio",
    ">=",
    "high",
    ":",
    "who:",
    "me",
    "left:<",
    "1h",
    "30m",
    "-15m",
    "0",
    "age:>",
    "3d",
    "cat:",
    "refund",
    "\"",
    "“",
    "(",
    ")",
    "-",
    "−",
    "or",
    "and",
    " ",
    " ",
    " ",
    ",",
    "=",
    "≤",
    "tag:x",
    "id:",
    "#12",
    "99999999999999999999",
    "promise:",
    "shift",
    "due:",
    "Nguyễn",
    "Đ",
    "e\u{301}",
    "漢",
    "🧑‍🚀",
    "\u{202e}",
    "\u{0}",
    "ﬁ",
    "İ",
];

fn random_text(random: &mut fastrand::Rng) -> String {
    let mut text = String::new();
    for _ in 0..random.usize(0..7) {
        match random.u8(..16) {
            0 => text.push(random.char(..)),
            1 => text.push(random.char(' '..='~')),
            _ => text.push_str(PIECES[random.usize(..PIECES.len())]),
        }
    }
    text
}

/// Feeds half a million texts to everything that parses them.
fn type_at_random(seed: u64) {
    let bench = FilterFixture::new();
    let moment = bench.moment();
    let mut index = TextIndex::for_desk(&bench.desk);
    index.fold_next(&bench.desk, usize::MAX);
    let rows: Vec<_> = bench.index.rows_with_text(&bench.desk).take(3).collect();
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut filters, mut proposals) = (0, 0);
    for n in 0..500_000 {
        let text = random_text(&mut random);
        match TicketFilter::parse(&text) {
            Ok(query) => {
                filters += 1;
                let (row, said) = rows[n % rows.len()];
                query.matches(row, said, &moment);
            }
            Err(mistake) => {
                assert!(text.get(mistake.range.clone()).is_some(), "{text:?} {mistake:?}");
                assert!(mistake.column <= 2 * text.len() + 1, "{text:?} {mistake:?}");
            }
        }
        // Completions and error suggestions are the most expensive.
        if n % 16 == 0 {
            let caret = random.usize(0..=text.len() + 1);
            for one in complete(&text, caret, index.vocabulary(), &bench.desk.team) {
                proposals += 1;
                assert!(text.get(one.replace).is_some(), "{text:?} {caret}");
            }
            if let Err(mistake) = TicketFilter::parse(&text) {
                assert!(mistake.kind.message_key().starts_with("filter-"));
                mistake.kind.message_args();
                TicketFilter::parse_without_term(&text, &mistake);
            }
        }
    }
    assert!(filters > 100_000 && proposals > 50_000, "{filters} {proposals}");
}

#[test]
fn nothing_that_can_be_typed_does_harm() {
    type_at_random(7);
}

#[test]
fn nothing_else_that_can_be_typed_does_harm() {
    type_at_random(8);
}

#[test]
fn a_minus_is_the_complement_and_a_filter_reads_back_as_it_is_written() {
    let bench = FilterFixture::new();
    let all = bench.find("");
    let mut random = fastrand::Rng::with_seed(11);
    let mut seen = 0;
    for _ in 0..20_000 {
        let (text, other) = (random_text(&mut random), random_text(&mut random));
        let Ok(query) = TicketFilter::parse(&text) else { continue };
        let found = bench.fitting(&query);
        let written = query.to_string();
        assert_eq!(TicketFilter::parse(&written), Ok(query.clone()), "{text:?} as {written:?}");
        if query.is_empty() {
            continue;
        }
        seen += 1;
        let rest: Vec<i64> = all.iter().copied().filter(|id| !found.contains(id)).collect();
        assert_eq!(bench.find(&format!("-({text})")), rest, "{text:?}");
        assert_eq!(bench.find(&format!("{text} ({text})")), found, "{text:?}");
        assert_eq!(bench.find(&format!("({text}) or {text}")), found, "{text:?}");
        if let Ok(second) = TicketFilter::parse(&other)
            && !second.is_empty()
        {
            let second = bench.fitting(&second);
            let both: Vec<i64> = found.iter().copied().filter(|id| second.contains(id)).collect();
            assert_eq!(bench.find(&format!("({text}) ({other})")), both, "{text:?} {other:?}");
            let either: Vec<i64> = all.iter().copied().filter(|id| found.contains(id) || second.contains(id)).collect();
            assert_eq!(bench.find(&format!("({text}) or ({other})")), either, "{text:?} {other:?}");
        }
    }
    assert!(seen > 2_000, "{seen}");
}
