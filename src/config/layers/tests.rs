//! Merging of valid and invalid settings files.

use proptest::prelude::*;

use super::super::resolve::{SystemDefaults, resolve_settings};
use super::super::settings::ColorMode;
use super::super::{Settings, describe_faults};
use super::*;
use crate::model::person::Profile;
use crate::model::review::Stratum;
use crate::model::settings::Language;
use crate::model::time::Zone;

/// An empty home directory in which tests write files.
struct Home {
    folder: tempfile::TempDir,
    places: ConfigPaths,
}

impl Home {
    fn new() -> Home {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let files = vec![(SourceKind::User, at("own.toml")), (SourceKind::Team, at("team.toml"))];
        let places = ConfigPaths { files, db: at("team.db"), last_good: Some(LastGoodCopies::new(at("last-good"))) };
        Home { folder, places }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn read(&self) -> (Settings, Option<String>) {
        let (written, sources) = read_layers(&self.places);
        let machine = SystemDefaults { zone: Some(Zone::UTC), language: Language::English };
        (resolve_settings(written, machine), describe_faults(&sources))
    }
}

/// Holiday reader for tests without holiday files.
fn none(ics: &Path) -> Result<String, ConfigError> {
    Err(ConfigError::for_file(ics, "is not there."))
}

/// The error of a file merged over the defaults.
fn fault(text: &str) -> String {
    apply_layer(Path::new("a.toml"), text, &defaults(), &mut none).unwrap_err().to_string()
}

#[test]
fn the_example_sets_everything_and_means_the_defaults() {
    let (settings, notice) = Home::new().read();
    assert_eq!(notice, None);
    assert_eq!((settings.me, settings.team_name.as_str(), settings.capacity), (None, "Team", 10));
    assert_eq!(settings.aging_buckets, Default::default());
    assert_eq!(settings.stuck_rules, Default::default());
    assert_eq!(settings.profile_order, Profile::ALL);
    let hours = |length: Option<chrono::TimeDelta>| length.unwrap().num_minutes() as f64 / 60.0;
    let targets = |policy: &crate::model::policy::SlaPolicy| {
        (policy.name.clone(), hours(policy.first_reply), hours(policy.next_reply), hours(policy.resolution))
    };
    let promised: Vec<_> = settings.sla_rules.policies.iter().map(targets).collect();
    let expected = [("urgent", 0.5, 1.0, 4.0), ("high", 1.0, 2.0, 8.0), ("usual", 4.0, 8.0, 72.0)];
    assert_eq!(promised, expected.map(|(name, first, next, solve)| (name.to_owned(), first, next, solve)));
    assert!(settings.sla_rules.policies.iter().all(|policy| policy.calendar.is_none()));
    assert!(settings.sla_rules.calendar(Some("office")).is_some());
    let rules: Vec<_> = settings.distribution_rules.iter().map(|rule| (rule.name.as_str(), rule.profile)).collect();
    let (expert, champion) = (Some(Profile::FieldExpert), Some(Profile::CustomerChampion));
    assert_eq!(rules, [("passed up", expert), ("causes", expert), ("first contact", champion)]);
    assert_eq!(
        (settings.distribution_rules[0].min_escalation, settings.distribution_rules[1].categories.len()),
        (1, 1)
    );
    let staffing = &settings.staffing;
    assert_eq!((staffing.handle_minutes, staffing.shrinkage, staffing.max_occupancy), (None, 0.3, 0.85));
    assert_eq!((staffing.forecast_weeks, staffing.service_level, staffing.answer_within_seconds), (13, 0.8, 20.0));
    assert!(staffing.real_time_channels.is_empty() && staffing.channels.is_empty());
    let asked: Vec<_> = settings.profile_requirements.iter().map(|asked| asked.profile).collect();
    assert_eq!(asked, Profile::ALL);
    assert!(settings.profile_requirements.iter().all(|asked| asked.skills.len() >= 3));
    let champion = &settings.profile_requirements[0].targets[&crate::model::figure::FigureId::FirstResponse];
    assert_eq!((champion.good, champion.stretch), (3600.0, Some(1800.0)));
    assert_eq!(
        (settings.review_sampling.size, settings.review_sampling.seed, settings.review_sampling.second_review_share),
        (3, 1, 0.1)
    );
    assert_eq!(settings.review_sampling.strata, [Stratum::Channel, Stratum::Category, Stratum::Rating]);
    let cards: Vec<_> = settings.scorecards.iter().map(|card| (card.name.as_str(), card.items.len())).collect();
    assert_eq!(cards, [("calls", 6), ("answers", 6)]);
    assert!(settings.scorecards.iter().all(|card| card.items.iter().filter(|item| item.auto_fail).count() == 1));
    let coaching = settings.coaching_rules;
    assert_eq!((coaching.feedback_days, coaching.one_on_one_days, coaching.review_days), (3, 14, 90));
    assert!(DEFAULT_CONFIG.lines().all(|line| line.chars().count() <= 120));
}

#[test]
fn the_team_goes_before_the_person_and_both_before_the_defaults() {
    let home = Home::new();
    home.write(
        "own.toml",
        "me = \"Lan\"\n[team]\nname = \"Mine\"\ncapacity = 7\n[keys]\nopen = [\"o\"]\nquit = [\"q\"]",
    );
    home.write(
        "team.toml",
        "[team]\nname = \"Ours\"\ntimezone = \"Asia/Ho_Chi_Minh\"\n[keys]\nquit = [\"Q\"]\n\
         [[calendar]]\nname = \"nights\"\nmonday = [\"22-6\"]\n\
         [[sla]]\nname = \"all\"\nfirst_reply = \"2h\"\ncalendar = \"nights\"\n",
    );
    let (settings, notice) = home.read();
    assert_eq!(notice, None);
    assert_eq!((settings.me.as_deref(), settings.team_name.as_str(), settings.capacity), (Some("Lan"), "Ours", 7));
    assert_eq!((settings.color, settings.slot_minutes), (ColorMode::Auto, 30));
    assert_eq!(settings.key_bindings["open"], ["o"]);
    assert_eq!(settings.key_bindings["quit"], ["Q"]);
    assert_eq!(settings.sla_rules.policies.len(), 1, "a list replaces a list");
    let nights = settings.sla_rules.calendar(Some("nights")).unwrap();
    assert_eq!(nights.zone().to_string(), "Asia/Ho_Chi_Minh");
    assert!(settings.sla_rules.calendar(Some("office")).is_none());
}

#[test]
fn staffing_is_read_channel_by_channel() {
    let home = Home::new();
    home.write("own.toml", "[staffing]\nhandle_minutes = 12\nreal_time = [\"phone\"]\n");
    home.write("team.toml", "[staffing]\nchannel = [{ name = \"Phone\", handle_minutes = 6.5, patience = \"2m\" }]\n");
    let (settings, notice) = home.read();
    assert_eq!(notice, None);
    let house = settings.staffing;
    assert_eq!((house.handle_minutes, house.shrinkage), (Some(12.0), 0.3));
    assert!(house.is_real_time(Some("PHONE")) && !house.is_real_time(None));
    assert_eq!((house.patience_seconds(Some("phone")), house.patience_seconds(Some("email"))), (Some(120.0), None));
    assert_eq!(house.channels[0].handle_minutes, Some(6.5));
}

#[test]
fn what_is_wrong_is_shown_in_its_line() {
    for (text, line, column, carets, why) in [
        ("[screen]\ntehme = \"mono\"", 2, 1, 5, "unknown field `tehme`, expected one of"),
        ("[screen]\ntheme = \"mnoo\"", 2, 9, 6, "‘mnoo’ is not a theme; there are terminal"),
        ("[screen]\ncolor = \"often\"", 2, 9, 7, "unknown variant `often`"),
        ("[screen]\nlanguage = \"de\"", 2, 12, 4, "unknown variant `de`"),
        ("[team]\ntimezone = \"Asia/Hanoi\"", 2, 12, 12, "‘Asia/Hanoi’ is not a time zone"),
        ("[team]\ncapacity = 0", 2, 12, 1, "from 1 to 1000"),
        ("[team]\ncapacity = -5", 2, 12, 2, "from 1 to 1000"),
        ("team = 1", 1, 8, 1, "expected a table"),
        ("[aging]\nstuck_silent = \"3x\"", 2, 16, 4, "‘3x’ is not a duration; write 90s"),
        ("[aging]\nbuckets = [\"1d\", \"4h\"]", 2, 11, 12, "do not ascend"),
        ("[aging]\nbuckets = []", 2, 11, 2, "do not ascend"),
        ("[metrics]\nfcr_window = \"0s\"", 2, 14, 4, "at least 1s"),
        ("[metrics]\nfcr_window = \"99999d\"", 2, 14, 8, "at most 3650d"),
        ("[staffing]\nhandle_minutes = \"long\"", 2, 18, 6, "write a number of minutes from 0.1 to 10080, or"),
        ("[staffing]\nshrinkage = 1", 2, 13, 1, "from 0 to 0.95"),
        ("[staffing]\nchannel = [{ name = \"phone\", patience = \"0s\" }]", 2, 41, 4, "at least 1s"),
        ("[coverage]\nslot_minutes = 4", 2, 16, 1, "from 5 to 240"),
        ("[coverage]\nimportance = [\"analist\"]", 2, 14, 11, "‘analist’ is not a profile; the six are"),
        ("[coverage]\nimportance = [\"analyst\"]", 2, 14, 11, "customer_champion is missing"),
        ("[[calendar]]\nname = \"a\"\nmonday = [\"8-12\", \"11-13\"]", 3, 10, 17, "overlap"),
        ("[[calendar]]\nname = \"a\"\n[[calendar]]\nname = \"a\"", 3, 1, 12, "already a calendar ‘a’"),
        ("[[sla]]\nname = \"a\"\npriorities = [\"hihg\"]", 3, 15, 6, "unknown variant `hihg`"),
        ("[[sla]]\nname = \"a\"\n[[sla]]\nname = \"a\"", 4, 8, 3, "already a promise ‘a’"),
        ("[[sla]]\nname = \"a\"\ncalendar = \"moon\"", 3, 12, 6, "no [[calendar]] is named ‘moon’; there are office"),
        ("[[deal]]\nname = \"a\"\nprofile = \"expert\"", 3, 11, 8, "unknown variant `expert`, expected one of"),
        ("[[deal]]\nname = \"a\"\nskill = { level = 9 }", 3, 19, 1, "from 1 to 5"),
        ("[[deal]]\nname = \"a\"\nskill = \"billing\"", 3, 9, 9, "expected a skill with its level: { name"),
        ("[[deal]]\nname = \"a\"\n[[deal]]\nname = \"a\"", 4, 8, 3, "already a rule ‘a’"),
        ("[[profile]]\nname = \"expert\"", 2, 8, 8, "unknown variant `expert`, expected one of"),
        ("[[profile]]\nname = \"analyst\"\nskils = {}", 3, 1, 5, "unknown field `skils`"),
        (
            "[[profile]]\nname = \"analyst\"\n[[profile]]\nname = \"analyst\"",
            4,
            8,
            9,
            "already a [[profile]] ‘analyst’",
        ),
        (
            "[[profile]]\nname = \"analyst\"\nskills = { sql = 6 }",
            3,
            10,
            11,
            "the level of ‘sql’ is out of range; write 1 to 5",
        ),
        (
            "[[profile]]\nname = \"analyst\"\ntargets = { speed = { target = 9 } }",
            3,
            11,
            26,
            "‘speed’ is not a figure; there are first_response",
        ),
        (
            "[[profile]]\nname = \"analyst\"\ntargets = { csat = { target = \"9m\" } }",
            3,
            11,
            28,
            "csat is a share; write it in percent",
        ),
        (
            "[[profile]]\nname = \"analyst\"\ntargets = { frt = { target = 30 } }",
            3,
            11,
            25,
            "first_response is a time; write it as \"30m\"",
        ),
        (
            "[[profile]]\nname = \"analyst\"\ntargets = { csat = { target = 90, stretch = 80 } }",
            3,
            11,
            40,
            "the stretch value of csat is easier than its target; write one above it",
        ),
        ("[keys]\nquit = \"q\"", 2, 8, 3, "expected a sequence"),
        ("me = \"Lan", 1, 10, 1, "invalid basic string"),
        ("me = \"a\"\nme = \"b\"", 2, 1, 2, "duplicate key"),
    ] {
        let shown = fault(text);
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(lines[0], format!("a.toml, line {line}, column {column}:"), "{shown}");
        assert_eq!(lines[3], format!("  | {}{}", " ".repeat(column - 1), "^".repeat(carets)), "{shown}");
        assert!(lines[4].contains(why), "{shown}");
    }
}

#[test]
fn a_calendar_that_another_file_counts_in_cannot_be_taken_away() {
    let home = Home::new();
    home.write("own.toml", "[[sla]]\nname = \"all\"\ncalendar = \"office\"\n");
    home.write("team.toml", "[team]\nname = \"Ours\"\n[[calendar]]\nname = \"nights\"\n");
    let (settings, notice) = home.read();
    let notice = notice.unwrap();
    assert!(notice.contains("team.toml, line 3,") && notice.contains("the promise ‘all’ counts in"), "{notice}");
    assert!(notice.ends_with("the file is left out and the other settings are in force."), "{notice}");
    assert_eq!(settings.team_name, "Team", "the whole file or nothing of it");
    home.write("team.toml", "calendar = []");
    assert!(home.read().1.unwrap().contains("1 | calendar = []"));
}

#[test]
fn a_file_that_breaks_counts_as_it_last_was() {
    let home = Home::new();
    home.write("own.toml", "me = \"Lan\"");
    assert_eq!(home.read().1, None);
    for broken in ["me = \"Mai\nx", "me = 7", "\u{feff}me = [", "a.b.c"] {
        home.write("own.toml", broken);
        let (settings, notice) = home.read();
        let notice = notice.unwrap();
        assert_eq!(settings.me.as_deref(), Some("Lan"));
        assert!(notice.contains("own.toml, line ") && notice.ends_with("when it was last sound."), "{notice}");
    }
    home.write("own.toml", "me = \"Mai\"");
    assert_eq!(home.read().0.me.as_deref(), Some("Mai"));
    fs::remove_file(home.folder.path().join("own.toml")).unwrap();
    assert_eq!(home.read().0.me, None, "a file that was taken away is not missed");
}

#[test]
fn holidays_come_from_files_beside_the_settings() {
    let home = Home::new();
    let event = |day: &str, name: &str| {
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{day}\nSUMMARY:{name}\nEND:VEVENT\nEND:VCALENDAR\n")
    };
    home.write(
        "team.toml",
        "[[calendar]]\nname = \"a\"\nmonday = [\"8-12\"]\nholidays_ics = [\"vn.ics\", \"own.ics\"]\n",
    );
    let closed = |settings: &Settings| {
        let at = crate::model::time::parse_moment("2026-02-16T09:00", Zone::UTC).unwrap();
        format!("{:?}", settings.sla_rules.calendar(Some("a")).and_then(|it| it.closed_because(at)))
    };
    let (_, notice) = home.read();
    let notice = notice.unwrap();
    assert!(notice.contains("team.toml, line 1,") && notice.contains("vn.ics is not there"), "{notice}");

    home.write("vn.ics", &event("20260216", "Tết"));
    home.write("own.ics", &event("20260216", "Team day"));
    let (settings, notice) = home.read();
    assert_eq!((closed(&settings).as_str(), notice), ("Some(SpecialDate(\"Tết, Team day\"))", None));
    let (_, sources) = read_layers(&home.places);
    assert_eq!(sources[1].holiday_files, ["vn.ics", "own.ics"].map(|name| home.folder.path().join(name)));

    home.write("own.ics", &event("2026", "Team day"));
    let (settings, notice) = home.read();
    let notice = notice.unwrap();
    assert!(notice.contains("own.ics, line 3,") && notice.ends_with("when it was last sound."), "{notice}");
    assert_eq!(closed(&settings), "Some(SpecialDate(\"Tết, Team day\"))", "as both files last were");
}

#[test]
fn without_a_copy_the_rest_is_in_force() {
    let mut home = Home::new();
    home.places.last_good = None;
    home.write("own.toml", "me = 7");
    home.write("team.toml", "[team]\nname = \"Ours\"");
    let (settings, notice) = home.read();
    assert_eq!((settings.me, settings.team_name.as_str()), (None, "Ours"));
    assert!(notice.unwrap().contains("the file is left out"));
}

#[test]
fn what_is_no_file_of_settings_is_said_and_not_read() {
    let home = Home::new();
    let own = home.folder.path().join("own.toml");
    let said = || home.read().1.unwrap();
    fs::create_dir(&own).unwrap();
    assert!(said().contains("own.toml is not a file of settings"), "{}", said());
    fs::remove_dir(&own).unwrap();
    fs::write(&own, b"# caf\xe9\nme = \"Lan\"\n").unwrap();
    assert!(said().contains("line 1, column 6") && said().contains("save it as UTF-8"), "{}", said());
    fs::write(&own, vec![b'#'; 2 << 20]).unwrap();
    assert!(said().contains("at most 1 MB"), "{}", said());
    fs::remove_file(&own).unwrap();
    home.write("team.db", "not for us to read");
    fs::hard_link(&home.places.db, &own).unwrap();
    assert!(said().contains("is the team's database"), "{}", said());
    let mut home = home;
    home.places.files = vec![(SourceKind::Explicit, "/nowhere/at/all.toml".into())];
    assert!(home.read().1.unwrap().contains("/nowhere/at/all.toml is not there"));
}

#[test]
fn the_team_file_lies_beside_the_database() {
    let of = |own: Option<&str>, db: &str| {
        let places = ConfigPaths::resolve(own.map(Path::new), Path::new(db));
        places.files.into_iter().map(|(_, path)| path.display().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of(Some("my.toml"), "/srv/team.db"), ["my.toml", "/srv/team.toml"]);
    assert_eq!(of(Some("my.toml"), "team"), ["my.toml", "team.toml"]);
    assert_eq!(of(Some("my.toml"), "/srv/team.toml"), ["my.toml"], "the database itself is never read");
    assert_eq!(of(Some("/srv/team.toml"), "/srv/team.db"), ["/srv/team.toml"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    /// Deleting or inserting one character either parses or is reported with its line; it never panics.
    #[test]
    fn any_slip_of_the_finger_is_taken_or_shown(
        at in 0..DEFAULT_CONFIG.chars().count(),
        typed in prop_oneof![Just(None), any::<char>().prop_map(Some), "[]\\[\"'=.,{}#\n\r\t\u{0}0-9a-z]".prop_map(|it| it.chars().next())],
    ) {
        let mut text: Vec<char> = DEFAULT_CONFIG.chars().collect();
        match typed {
            None => drop(text.remove(at)),
            Some(c) => text.insert(at, c),
        }
        let text: String = text.into_iter().collect();
        match apply_layer(Path::new("a.toml"), &text, &defaults(), &mut none) {
            Ok(written) => drop(resolve_settings(written, SystemDefaults { zone: Some(Zone::UTC), language: Language::English })),
            Err(fault) => {
                let fault = fault.to_string();
                prop_assert!(fault.contains("line ") && fault.contains('^'), "{fault}");
            }
        }
    }
}
