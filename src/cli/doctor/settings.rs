//! Checks the settings files: validity and permissions.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::cli::config::state_name;
use crate::cli::doctor::finding::Finding;
use crate::cli::formatting::shell_quote;
use crate::config::Settings;
use crate::config::error::ConfigError;
use crate::config::layers::{self, ConfigPaths, ConfigSource, SourceKind, SourceState};
use crate::config::resolve::{self, SystemDefaults};
use crate::config::value::TeamZone;
use crate::session;

/// Checks the settings; returns the findings and the settings in force.
pub fn check(own: Option<&Path>, db: &Path) -> Result<(Vec<Finding>, Settings), ConfigError> {
    let places = ConfigPaths::resolve(own, db);
    let (written, sources) = layers::read_layers(&places);
    let zone = written.team.timezone;
    let machine = SystemDefaults::detect();
    let settings = resolve::resolve_settings(written, machine)?;

    let mut findings: Vec<_> = sources.iter().flat_map(|source| check_file(source, db)).collect();
    findings.push(check_keys(&settings));
    findings.push(check_last_good_copies(&places));
    findings.push(check_time_zone(zone, machine, &settings));
    Ok((findings, settings))
}

fn check_file(source: &ConfigSource, db: &Path) -> Vec<Finding> {
    let name = match source.kind {
        SourceKind::User | SourceKind::Explicit => "own settings",
        SourceKind::Team => "team settings",
    };
    let path = source.path.display();
    let found = Finding::ok(name, format!("{path}: {}", state_name(&source.state)));
    let found = match &source.state {
        SourceState::Missing | SourceState::Active => found,
        SourceState::LastGood(fault) | SourceState::Ignored(fault) => {
            found.fault(fault.to_string(), "Put it right; `shiftdesk config check` looks again.")
        }
    };
    let Ok(data) = fs::metadata(&source.path) else { return vec![found] };
    // Group-writable team settings are fine if the database is group-writable too.
    let shared = source.kind == SourceKind::Team && file_mode(db).is_some_and(|mode| mode & 0o020 != 0);
    let (strangers, who, chmod) = match shared {
        true => (0o002, "Everybody on this machine", "o-w"),
        false => (0o022, "Somebody else on this machine", "go-w"),
    };
    let mode = Finding::ok(name, format!("mode {:04o}", data.mode() & 0o7777));
    match data.mode() & strangers {
        0 => vec![found],
        _ => vec![
            found,
            mode.fault(
                format!("{who} can change what the program does for you."),
                format!("`chmod {chmod} {}`", shell_quote(&source.path)),
            ),
        ],
    }
}

fn file_mode(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|data| data.mode())
}

/// Only the UI's keymap can validate key bindings.
fn check_keys(settings: &Settings) -> Finding {
    let wrong = session::check_keys(&settings.key_bindings);
    let found = Finding::ok("keys", format!("{} of your own", settings.key_bindings.len()));
    if wrong.is_empty() {
        return found;
    }
    found.fault(wrong.join("\n"), "Put them right under [keys]; until then the usual keys are in force.")
}

/// Whether last-good copies of the settings can be written.
fn check_last_good_copies(places: &ConfigPaths) -> Finding {
    let found = Finding::ok("last good", "nowhere");
    let Some(copies) = &places.last_good else {
        return found.note("There is no home for copies of sound settings.", "Set HOME.");
    };
    let found = Finding { value: copies.folder().display().to_string(), ..found };
    match copies.check_writable() {
        Ok(()) => found,
        Err(error) => found.fault(
            format!("Copies of sound settings cannot be kept here: {error}."),
            format!("`mkdir -p {path} && chmod u+rwx {path}`", path = shell_quote(copies.folder())),
        ),
    }
}

fn check_time_zone(written: Option<TeamZone>, machine: SystemDefaults, settings: &Settings) -> Finding {
    let found = Finding::ok("time zone", settings.zone.to_string());
    match (written, machine.zone) {
        (Some(TeamZone::Local), None) => found.note(
            "The machine names no time zone, so days begin and shifts run in UTC.",
            "Set `timezone` under [team] in the team's settings, such as \"Asia/Ho_Chi_Minh\".",
        ),
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::cli::doctor::finding::Verdict;

    #[test]
    fn a_file_that_others_can_write_is_a_fault_with_its_chmod() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str, mode| {
            let path = folder.path().join(name);
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            path
        };
        let faults = |whose, mode, db_mode| {
            let (path, db) = (at("settings.toml", mode), at("team.db", db_mode));
            let found = check_file(
                &ConfigSource { kind: whose, path, state: SourceState::Active, holiday_files: Vec::new() },
                &db,
            );
            found.into_iter().filter(Finding::is_fault).collect::<Vec<_>>()
        };
        assert_eq!(faults(SourceKind::User, 0o644, 0o600), []);
        assert_eq!(faults(SourceKind::User, 0o664, 0o660).len(), 1);
        assert_eq!(faults(SourceKind::Team, 0o664, 0o660), []);
        assert_eq!(faults(SourceKind::Team, 0o664, 0o600).len(), 1);
        let [Finding { verdict: Verdict::Fault(advice), .. }] = &faults(SourceKind::Team, 0o666, 0o660)[..] else {
            panic!("one fault")
        };
        assert!(advice.remedy.starts_with("`chmod o-w ") && advice.remedy.ends_with("settings.toml`"), "{advice:?}");
    }
}
