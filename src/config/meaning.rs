//! Resolves the merged settings file to [`Settings`].

use std::sync::Arc;

use chrono::TimeDelta;

use crate::domain::roster;
use crate::engine::coaching;
use crate::model::aging::StuckRules;
use crate::model::calendar::Calendar;
use crate::model::policy::{Policy, Rules};
use crate::model::review::Draw;
use crate::model::scorecard::Card;
use crate::model::settings::Rule;
use crate::model::staffing::{Channel, House};
use crate::model::target::Asked;
use crate::model::time::{Zone, seconds};
use super::Settings;
use super::settings::{Checklist, Language};
use super::value::{Line, TeamZone};
use super::written::{self, Aging, Coaching, Concessions, Coverage, Customers, Deal, Metrics, Promises, Quality, Role, Roster, Scorecard, Screen, Sla, Staffing, Team, Written};

/// System values for settings that are `auto` or `local`.
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    /// `None` if unknown; UTC is used then.
    pub zone: Option<Zone>,
    pub language: Language,
}

impl Machine {
    /// Reads the environment and the system configuration.
    pub fn ask() -> Machine {
        let variable = |name: &str| std::env::var(name).ok();
        Machine { zone: zone(variable, iana_time_zone::get_timezone().ok()), language: language(variable) }
    }
}

/// `TZ` if it names a known zone, else the system's zone.
fn zone(variable: impl Fn(&str) -> Option<String>, system: Option<String>) -> Option<Zone> {
    let named = variable("TZ").and_then(|tz| tz.trim_start_matches(':').parse().ok());
    named.or_else(|| system?.parse().ok())
}

/// POSIX precedence: `LC_ALL`, `LC_MESSAGES`, `LANG`.
fn language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name).filter(|it| !it.is_empty()));
    match locale.as_deref().map(|locale| locale.split(['_', '.', '@', '-']).next().unwrap_or(locale)) {
        Some("vi") => Language::Vietnamese,
        _ => Language::English,
    }
}

/// Resolves every setting. `written` includes the defaults, so every setting is present.
pub fn settings(written: Written, machine: Machine) -> Settings {
    // Destructured by name, so that a new setting that is not resolved here does not compile.
    let Written {
        me,
        screen,
        team,
        aging,
        coverage,
        roster,
        metrics,
        customers,
        staffing,
        promises,
        concessions,
        quality,
        coaching,
        keys,
        calendar,
        sla,
        deal,
        checklist,
        profile,
        scorecard,
    } = written;
    let Screen { language, theme, color, mouse } = screen;
    let Team { name, timezone, capacity } = team;
    let Aging { buckets, stuck_silent, stuck_reassigned, stuck_reopened } = aging;
    let Coverage { slot_minutes, importance } = coverage;
    let Roster { days_in_row, turnaround, week_hours, weekly_rest, break_after } = roster;
    let Metrics { fcr_window, csat_credit, calendar: counted, period_days, response_floor, baseline } = metrics;
    let Customers { silent_days } = customers;
    let Promises { warn } = promises;
    let Concessions { currency } = concessions;
    let Coaching { feedback_days, one_on_one_days, review_days } = coaching;

    let zone = match set("team.timezone", timezone) {
        TeamZone::Local => machine.zone.unwrap_or(Zone::UTC),
        TeamZone::Named(zone) => zone,
    };
    let calendars = set("calendar", calendar).into_inner();
    let calendars: Vec<Arc<Calendar>> =
        calendars.into_iter().map(|written| Arc::new(Calendar::from((written.into_inner(), zone)))).collect();
    let policies = set("sla", sla).into_iter().map(policy).collect();
    let deal = set("deal", deal).into_iter().map(rule).collect();
    Settings {
        me: Some(set("me", me).0).filter(|name| !name.is_empty()),
        team: set("team.name", name).0,
        zone,
        language: set("screen.language", language).or(machine.language),
        theme: set("screen.theme", theme).0,
        color: set("screen.color", color),
        mouse: set("screen.mouse", mouse),
        capacity: set("team.capacity", capacity).0,
        business: business(set("metrics.calendar", counted).into_inner().0, &calendars),
        rules: Arc::new(Rules { policies, calendars }),
        buckets: set("aging.buckets", buckets).0,
        stuck: StuckRules {
            silent: set("aging.stuck_silent", stuck_silent).0,
            reassigned: set("aging.stuck_reassigned", stuck_reassigned).0,
            reopened: set("aging.stuck_reopened", stuck_reopened).0,
        },
        importance: set("coverage.importance", importance).0,
        slot_minutes: set("coverage.slot_minutes", slot_minutes).0,
        roster: crate::model::roster_rules::Rules {
            days_in_row: set("roster.days_in_row", days_in_row).0,
            turnaround: set("roster.turnaround", turnaround).0,
            week: TimeDelta::hours(set("roster.week_hours", week_hours).0.into()),
            weekly_rest: set("roster.weekly_rest", weekly_rest).0,
            break_after: set("roster.break_after", break_after).0,
        },
        deal,
        fcr_window: set("metrics.fcr_window", fcr_window).0,
        csat_credit: set("metrics.csat_credit", csat_credit),
        period_days: set("metrics.period_days", period_days).0,
        response_floor: set("metrics.response_floor", response_floor).0,
        silent_days: set("customers.silent_days", silent_days).0,
        baseline: set("metrics.baseline", baseline).0,
        staffing: self::staffing(staffing),
        promise_warn: set("promises.warn", warn).0,
        currency: set("concessions.currency", currency).0,
        checklists: set("checklist", checklist).into_iter().map(self::checklist).collect(),
        profiles: set("profile", profile).into_iter().map(role).collect(),
        scorecards: set("scorecard", scorecard).into_iter().map(self::scorecard).collect(),
        quality: self::quality(quality),
        coaching: crate::model::coaching::Rules {
            feedback_days: set("coaching.feedback_days", feedback_days).0,
            one_on_one_days: set("coaching.one_on_one_days", one_on_one_days).0,
            review_days: set("coaching.review_days", review_days).0,
        },
        keys,
    }
}

fn quality(written: Quality) -> Draw {
    let Quality { sample, seed, strata, blind_second } = written;
    Draw {
        size: set("quality.sample", sample).0 as usize,
        seed: set("quality.seed", seed).0.into(),
        strata: set("quality.strata", strata),
        second: set("quality.blind_second", blind_second).0,
    }
}

fn scorecard(written: Scorecard) -> Card {
    Card {
        name: written.name.into_inner().0,
        channels: lines(written.channels),
        categories: lines(written.categories),
        items: written.items.0,
    }
}

/// The calendar with that name, or the first one if the name is empty.
fn business(name: String, calendars: &[Arc<Calendar>]) -> Option<Arc<Calendar>> {
    calendars.iter().find(|calendar| name.is_empty() || calendar.name() == name).cloned()
}

fn staffing(written: Staffing) -> House {
    let Staffing { handle_minutes, shrinkage, occupancy, weeks, real_time, within, level, channel } = written;
    let meant = |written: written::Channel| Channel {
        name: written.name.0,
        handle_minutes: written.handle_minutes.map(|minutes| minutes.0),
        patience: written.patience.map(|patience| seconds(patience.0)),
    };
    House {
        handle_minutes: set("staffing.handle_minutes", handle_minutes).given(),
        channels: set("staffing.channel", channel).into_iter().map(meant).collect(),
        shrinkage: set("staffing.shrinkage", shrinkage).0,
        occupancy: set("staffing.occupancy", occupancy).0,
        real_time: lines(set("staffing.real_time", real_time)),
        within: seconds(set("staffing.within", within).0),
        level: set("staffing.level", level).0,
        weeks: set("staffing.weeks", weeks).0,
    }
}

/// The value of a setting. Panics only if `config.example.toml` lacks it, which a test rules out.
fn set<T>(name: &str, value: Option<T>) -> T {
    value.unwrap_or_else(|| panic!("config.example.toml does not set {name}"))
}

fn lines(lines: Vec<Line>) -> Vec<String> {
    lines.into_iter().map(|Line(line)| line).collect()
}

fn checklist(written: written::Checklist) -> Checklist {
    let items = written.items.into_iter().map(|Line(item)| item).filter(|item| !item.is_empty());
    Checklist { category: written.category.0, items: items.collect() }
}

fn role(written: Role) -> Asked {
    Asked { profile: written.name.into_inner(), skills: written.skills.0, targets: written.targets.0 }
}

fn policy(written: Sla) -> Policy {
    let calendar = written.calendar().map(str::to_owned);
    Policy {
        name: written.name.into_inner().0,
        priorities: written.priorities,
        channels: lines(written.channels),
        categories: lines(written.categories),
        tiers: lines(written.tiers),
        first_reply: written.first_reply.map(|length| length.0),
        next_reply: written.next_reply.map(|length| length.0),
        resolution: written.resolution.map(|length| length.0),
        mode: written.mode,
        calendar,
    }
}

fn rule(written: Deal) -> Rule {
    Rule {
        name: written.name.into_inner().0,
        priorities: written.priorities,
        channels: lines(written.channels),
        categories: lines(written.categories),
        // Validated to be at most 3.
        escalation: written.escalation.map_or(0, |most| u8::try_from(most.0).unwrap_or(u8::MAX)),
        profile: written.profile,
        skill: written.skill.map(|skill| {
            let level = skill.level.map_or(1, |level| u8::try_from(level.0).unwrap_or(u8::MAX));
            (skill.name.0, level)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_decides() {
        let of = |set: &[(&str, &str)]| {
            language(|name| set.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[]), Language::English);
        assert_eq!(of(&[("LANG", "vi_VN.UTF-8")]), Language::Vietnamese);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "vi")]), Language::Vietnamese);
        assert_eq!(of(&[("LC_ALL", "C.UTF-8"), ("LANG", "vi_VN")]), Language::English);
        assert_eq!(of(&[("LC_MESSAGES", "vi_VN"), ("LANG", "en_US.UTF-8")]), Language::Vietnamese);
        assert_eq!(of(&[("LANG", "virtual")]), Language::English);
    }

    #[test]
    fn tz_goes_before_what_the_system_is_set_to() {
        let of = |tz: Option<&str>, system: Option<&str>| {
            zone(|_| tz.map(str::to_owned), system.map(str::to_owned)).map(|zone| zone.to_string())
        };
        assert_eq!(of(Some(":Asia/Ho_Chi_Minh"), Some("Europe/Berlin")).unwrap(), "Asia/Ho_Chi_Minh");
        assert_eq!(of(Some("UTC+7:00"), Some("Europe/Berlin")).unwrap(), "Europe/Berlin", "not a name: the system's");
        assert_eq!(of(None, Some("Europe/Berlin")).unwrap(), "Europe/Berlin");
        assert_eq!(of(None, Some("nonsense")), None);
    }
}
