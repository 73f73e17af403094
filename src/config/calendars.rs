//! Reads business calendars from any TOML file; holds the embedded holidays of Vietnam.

use std::path::Path;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::de::{DeTable, Deserializer, Error};

use super::error::ConfigError;
use super::layers::{self, HolidayFileError};
use super::resolve::SystemDefaults;
use super::schema::{ConfigFile, TeamSection};
use super::value::TeamZone;
use crate::model::calendar::{self, Calendar};
use crate::model::time::Zone;

/// Public holidays of Vietnam, 2025 to 2027, as iCalendar.
pub const VIETNAM_HOLIDAYS_ICS: &str = include_str!("../../assets/demo/vietnam.ics");

/// Reads one calendar at the top level of a file, or the `[[calendar]]` list of a settings file. The zone is the
/// calendar's own, else that of the file's `[team]`, else `team`.
pub fn read_calendars(path: &Path, db: &Path, team: Zone) -> Result<Vec<Calendar>, ConfigError> {
    let text = layers::read_referenced_file(path, db)?;
    let wrong = |error: Error| ConfigError::at_span(path, &text, error.span().unwrap_or(0..0), error.message());
    let mut read_holidays = |ics: &Path| layers::read_referenced_file(ics, db);
    let mut table = DeTable::parse(&text).map_err(wrong)?;
    let (named, calendars) = if table.get_ref().contains_key("calendar") {
        let written = layers::apply_layer(path, &text, &ConfigFile::default(), &mut read_holidays)?;
        let listed = written.calendar.map(|list| list.into_inner()).unwrap_or_default();
        (written.team.timezone, listed.into_iter().map(|calendar| calendar.into_inner()).collect())
    } else if table.get_ref().contains_key("name") {
        let team = table.get_mut().remove("team");
        let team = team.map(|team| TeamSection::deserialize(team.into_deserializer())).transpose().map_err(wrong)?;
        let mut one = calendar::CalendarConfig::deserialize(Deserializer::from(table)).map_err(wrong)?;
        layers::add_holidays(&mut one, path, &mut read_holidays).map_err(|unread| match unread {
            HolidayFileError::Invalid(fault) => fault,
            HolidayFileError::Unreadable(why) => ConfigError::at_span(path, &text, 0..0, &why),
        })?;
        (team.and_then(|team| team.timezone), vec![one])
    } else {
        return Err(ConfigError::for_file(
            path,
            "holds no calendar: neither a [[calendar]] nor the name of one at its top.",
        ));
    };
    let zone = match named {
        None => team,
        Some(TeamZone::Named(zone)) => zone,
        Some(TeamZone::Local) => SystemDefaults::detect().zone.unwrap_or(Zone::UTC),
    };
    Ok(calendars.into_iter().map(|written| Calendar::from((written, zone))).collect())
}

#[cfg(test)]
mod tests {
    use super::super::ics;
    use super::*;

    fn of(text: &str) -> Result<Vec<Calendar>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.toml");
        std::fs::write(&path, text).unwrap();
        std::fs::write(folder.path().join("vn.ics"), VIETNAM_HOLIDAYS_ICS).unwrap();
        read_calendars(&path, Path::new("none.db"), "Asia/Ho_Chi_Minh".parse().unwrap())
            .map_err(|fault| fault.to_string())
    }

    #[test]
    fn one_calendar_or_a_list_of_them_is_read_in_its_zone() {
        let zones = |text: &str| {
            let calendars = of(text).unwrap();
            calendars.iter().map(|it| format!("{} {}", it.name(), it.zone())).collect::<Vec<_>>()
        };
        assert_eq!(zones("name = \"a\"\nmonday = [\"8-12\"]"), ["a Asia/Ho_Chi_Minh"]);
        assert_eq!(zones("name = \"a\"\ntimezone = \"UTC\""), ["a UTC"]);
        assert_eq!(zones("name = \"a\"\n[team]\ntimezone = \"Europe/Berlin\""), ["a Europe/Berlin"]);
        assert_eq!(
            zones(
                "[team]\ntimezone = \"Europe/Berlin\"\n[[calendar]]\nname = \"a\"\n[[calendar]]\nname = \"b\"\ntimezone = \"UTC\""
            ),
            ["a Europe/Berlin", "b UTC"]
        );
        assert_eq!(zones(layers::DEFAULT_CONFIG).len(), 1);
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_stands() {
        for (text, line, why) in [
            ("name = \"a\"\nmonday = [\"x\"]", "line 2, column 10", "‘x’"),
            ("name = \"a\"\nholidays_ics = [\"de.ics\"]", "line 1", "de.ics is not there"),
            ("name = \"a\"\n[team]\nx = 1", "line 3, column 1", "unknown field `x`"),
            ("[[calendar]]\nname = \"a\"\n[[calendar]]\nname = \"a\"", "line 3", "already a calendar"),
            ("me = \"Lan\"", "c.toml", "holds no calendar"),
            ("name = ", "line 1", ""),
        ] {
            let said = of(text).unwrap_err();
            assert!(said.contains(line) && said.contains(why), "{said}");
        }
    }

    #[test]
    fn vietnams_holidays_are_right() {
        let days = ics::parse_holidays(VIETNAM_HOLIDAYS_ICS).unwrap();
        let on = |day: &str| days.get(&day.parse().unwrap()).map(String::as_str);
        for year in ["2025", "2026", "2027"] {
            assert_eq!(on(&format!("{year}-01-01")), Some("Tết Dương lịch"));
            assert_eq!(on(&format!("{year}-04-30")), Some("Ngày Giải phóng miền Nam"));
            assert_eq!(on(&format!("{year}-05-01")), Some("Quốc tế Lao động"));
            assert_eq!(on(&format!("{year}-09-02")), Some("Quốc khánh"));
        }
        for new_year in ["2025-01-29", "2026-02-17", "2027-02-06"] {
            assert_eq!(on(new_year), Some("Tết Nguyên đán"));
        }
        for kings in ["2025-04-07", "2026-04-26", "2027-04-16"] {
            assert_eq!(on(kings), Some("Giỗ Tổ Hùng Vương"));
        }
        let calendar = &of("name = \"a\"\nmonday = [\"8-17\"]\nholidays_ics = [\"vn.ics\"]").unwrap()[0];
        assert!(calendar.hours_on("2026-02-16".parse().unwrap()).is_empty());

        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/calendar/holidays/VN_COMMON.json");
        let known = match std::fs::read_to_string(&path) {
            Ok(json) => serde_json::from_str::<serde_json::Value>(&json).unwrap(),
            Err(why) => return println!("skipped: {} cannot be read: {why}", path.display()),
        };
        for (day, name) in &days {
            assert!(known.get(day.to_string()).is_some(), "{day} {name} is in no other list");
        }
    }
}
