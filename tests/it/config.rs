//! `config` and `doctor` as they are typed: what they print, and their exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program with a home of its own and nothing else from the world around the test.
fn shiftdesk(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shiftdesk"))
        .args(["--db", "team.db"])
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .envs([("HOME", home.as_os_str()), ("LANG", "C.UTF-8".as_ref()), ("TZ", "Asia/Ho_Chi_Minh".as_ref())])
        .output()
        .unwrap()
}

fn printed(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

/// The named check of `doctor --json`.
fn check(output: &Output, name: &str) -> serde_json::Value {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    report["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap().clone()
}

#[test]
fn what_config_default_prints_is_sound() {
    let home = tempfile::tempdir().unwrap();
    let example = shiftdesk(home.path(), &["config", "default"]);
    assert_eq!(printed(&example), include_str!("../../config.example.toml"));
    fs::create_dir_all(home.path().join(".config/shiftdesk")).unwrap();
    fs::write(home.path().join(".config/shiftdesk/config.toml"), &example.stdout).unwrap();
    let checked = shiftdesk(home.path(), &["config", "check"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let listed = shiftdesk(home.path(), &["config", "path"]);
    assert!(printed(&listed).contains("own         in force"), "{listed:?}");
    assert!(printed(&listed).contains("team        not there     team.toml"), "{listed:?}");
}

#[test]
fn a_mistake_is_shown_with_its_line_and_stops_nothing() {
    let home = tempfile::tempdir().unwrap();
    let team = home.path().join("team.toml");
    fs::write(&team, "[team]\ntimezone = \"Europe/Berlin\"\n").unwrap();
    assert_eq!(check(&shiftdesk(home.path(), &["doctor", "--json"]), "time zone")["value"], "Europe/Berlin");

    fs::write(&team, "[team]\ntimezone = \"Europe/Bärlin\"\n").unwrap();
    let checked = shiftdesk(home.path(), &["config", "check"]);
    assert_eq!(checked.status.code(), Some(6));
    let said = str::from_utf8(&checked.stderr).unwrap();
    assert!(said.contains("team.toml, line 2, column 12:") && said.contains("^^^^^"), "{said}");

    let doctor = shiftdesk(home.path(), &["doctor", "--json"]);
    assert_eq!(doctor.status.code(), Some(1));
    assert!(check(&doctor, "team settings")["fault"].as_str().unwrap().contains("line 2"));
    assert_eq!(check(&doctor, "time zone")["value"], "Europe/Berlin", "as it was when it was last sound");
    let other = shiftdesk(home.path(), &["person", "add", "Lan"]);
    assert_eq!(other.status.code(), Some(0), "{other:?}");
    assert!(str::from_utf8(&other.stderr).unwrap().contains("when it was last sound"), "{other:?}");

    fs::write(&team, "[keys]\nfly = [\"x\"]\n").unwrap();
    assert_eq!(shiftdesk(home.path(), &["config", "check"]).status.code(), Some(6));
}

#[test]
fn doctor_tells_damage_from_a_fault_and_a_fault_from_none() {
    let home = tempfile::tempdir().unwrap();
    let code = || shiftdesk(home.path(), &["doctor"]).status.code();
    // A machine that is short of space has a fault before anything else.
    let room = check(&shiftdesk(home.path(), &["doctor", "--json"]), "free space");
    if room["fault"].is_null() {
        assert_eq!(code(), Some(0), "{}", printed(&shiftdesk(home.path(), &["doctor"])));
    }
    fs::create_dir(home.path().join("team.db")).unwrap();
    assert_eq!(code(), Some(1));
    fs::remove_dir(home.path().join("team.db")).unwrap();
    fs::write(home.path().join("team.db"), "not what it should be").unwrap();
    assert_eq!(code(), Some(7));
}
