//! Resolves the merged settings file to [`Settings`].

use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;

use super::Settings;
use super::error::ConfigError;
use super::schema::{
    self, AgingSection, CoachingSection, ConcessionsSection, ConfigFile, CoverageSection, CustomersSection,
    DistributionRuleEntry, MetricsSection, ProfileEntry, PromisesSection, QualitySection, RosterSection,
    ScorecardEntry, ScreenSection, SlaPolicyEntry, StaffingSection, TeamSection,
};
use super::settings::ChecklistTemplate;
use super::value::{LineSetting, TeamZone};
use crate::model::aging::StuckRules;
use crate::model::calendar::Calendar;
use crate::model::policy::{PolicySet, SlaPolicy};
use crate::model::review::SamplingConfig;
use crate::model::scorecard::Scorecard;
use crate::model::settings::{DistributionRule, Language};
use crate::model::staffing::{ChannelStaffing, StaffingConfig};
use crate::model::target::ProfileExpectations;
use crate::model::time::{Zone, seconds};

/// System values for settings that are `auto` or `local`.
#[derive(Debug, Clone, Copy)]
pub struct SystemDefaults {
    /// `None` if unknown; UTC is used then.
    pub zone: Option<Zone>,
    pub language: Language,
}

impl SystemDefaults {
    /// Reads the environment and the system configuration.
    pub fn detect() -> SystemDefaults {
        let variable = |name: &str| std::env::var(name).ok();
        SystemDefaults {
            zone: detect_zone(variable, iana_time_zone::get_timezone().ok()),
            language: detect_language(variable),
        }
    }
}

/// `TZ` if it names a known zone, else the system's zone.
fn detect_zone(variable: impl Fn(&str) -> Option<String>, system: Option<String>) -> Option<Zone> {
    let named = variable("TZ").and_then(|tz| tz.trim_start_matches(':').parse().ok());
    named.or_else(|| system?.parse().ok())
}

/// POSIX precedence: `LC_ALL`, `LC_MESSAGES`, `LANG`.
fn detect_language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name).filter(|it| !it.is_empty()));
    match locale.as_deref().map(|locale| locale.split(['_', '.', '@', '-']).next().unwrap_or(locale)) {
        Some("vi") => Language::Vietnamese,
        _ => Language::English,
    }
}

/// Resolves every setting. `written` includes the defaults, so every setting is present.
///
/// # Errors
/// If `config.example.toml` lacks a setting, which a test rules out.
pub fn resolve_settings(written: ConfigFile, machine: SystemDefaults) -> Result<Settings, ConfigError> {
    // Destructured by name, so that a new setting that is not resolved here does not compile.
    let ConfigFile {
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
    let ScreenSection { language, theme, color, mouse } = screen;
    let TeamSection { name, timezone, capacity } = team;
    let AgingSection { buckets, stuck_silent, stuck_reassigned, stuck_reopened } = aging;
    let CoverageSection { slot_minutes, importance } = coverage;
    let RosterSection { days_in_row, turnaround, week_hours, weekly_rest, break_after } = roster;
    let MetricsSection { fcr_window, csat_credit, calendar: counted, period_days, response_floor, baseline } = metrics;
    let CustomersSection { silent_days } = customers;
    let PromisesSection { warn } = promises;
    let ConcessionsSection { currency } = concessions;
    let CoachingSection { feedback_days, one_on_one_days, review_days } = coaching;

    let zone = match required("team.timezone", timezone)? {
        TeamZone::Local => machine.zone.unwrap_or(Zone::UTC),
        TeamZone::Named(zone) => zone,
    };
    let calendars = required("calendar", calendar)?.into_inner();
    let calendars: Vec<Arc<Calendar>> =
        calendars.into_iter().map(|written| Arc::new(Calendar::from((written.into_inner(), zone)))).collect();
    let policies = required("sla", sla)?.into_iter().map(policy).collect();
    let deal = required("deal", deal)?.into_iter().map(distribution_rule).collect();
    Ok(Settings {
        me: Some(required("me", me)?.0).filter(|name| !name.is_empty()),
        team_name: required("team.name", name)?.0,
        zone,
        language: required("screen.language", language)?.resolve(machine.language),
        theme: required("screen.theme", theme)?.0,
        color: required("screen.color", color)?,
        mouse: required("screen.mouse", mouse)?,
        capacity: required("team.capacity", capacity)?.0,
        business_calendar: business_calendar(required("metrics.calendar", counted)?.into_inner().0, &calendars),
        sla_rules: Arc::new(PolicySet { policies, calendars }),
        aging_buckets: required("aging.buckets", buckets)?.0,
        stuck_rules: StuckRules {
            silent: required("aging.stuck_silent", stuck_silent)?.0,
            reassigned: required("aging.stuck_reassigned", stuck_reassigned)?.0,
            reopened: required("aging.stuck_reopened", stuck_reopened)?.0,
        },
        profile_order: required("coverage.importance", importance)?.0,
        slot_minutes: required("coverage.slot_minutes", slot_minutes)?.0,
        roster_rules: crate::model::roster_rules::RosterRules {
            max_days_in_row: required("roster.days_in_row", days_in_row)?.0,
            min_turnaround: required("roster.turnaround", turnaround)?.0,
            max_week: TimeDelta::hours(required("roster.week_hours", week_hours)?.0.into()),
            min_weekly_rest: required("roster.weekly_rest", weekly_rest)?.0,
            break_after: required("roster.break_after", break_after)?.0,
        },
        distribution_rules: deal,
        fcr_window: required("metrics.fcr_window", fcr_window)?.0,
        csat_credit: required("metrics.csat_credit", csat_credit)?,
        period_days: required("metrics.period_days", period_days)?.0,
        response_floor: required("metrics.response_floor", response_floor)?.0,
        silent_days: required("customers.silent_days", silent_days)?.0,
        baseline: required("metrics.baseline", baseline)?.0,
        staffing: self::staffing(staffing)?,
        promise_warn: required("promises.warn", warn)?.0,
        currency: required("concessions.currency", currency)?.0,
        checklists: required("checklist", checklist)?.into_iter().map(self::checklist).collect(),
        profile_requirements: required("profile", profile)?.into_iter().map(profile_requirements).collect(),
        scorecards: required("scorecard", scorecard)?.into_iter().map(self::scorecard).collect(),
        review_sampling: self::quality(quality)?,
        coaching_rules: crate::model::coaching::CoachingRules {
            feedback_days: required("coaching.feedback_days", feedback_days)?.0,
            one_on_one_days: required("coaching.one_on_one_days", one_on_one_days)?.0,
            review_days: required("coaching.review_days", review_days)?.0,
        },
        key_bindings: keys,
    })
}

fn quality(written: QualitySection) -> Result<SamplingConfig, ConfigError> {
    let QualitySection { sample, seed, strata, blind_second } = written;
    Ok(SamplingConfig {
        size: required("quality.sample", sample)?.0 as usize,
        seed: required("quality.seed", seed)?.0.into(),
        strata: required("quality.strata", strata)?,
        second_review_share: required("quality.blind_second", blind_second)?.0,
    })
}

fn scorecard(written: ScorecardEntry) -> Scorecard {
    Scorecard {
        name: written.name.into_inner().0,
        channels: line_texts(written.channels),
        categories: line_texts(written.categories),
        items: written.items.0,
    }
}

/// The calendar with that name, or the first one if the name is empty.
fn business_calendar(name: String, calendars: &[Arc<Calendar>]) -> Option<Arc<Calendar>> {
    calendars.iter().find(|calendar| name.is_empty() || calendar.name() == name).cloned()
}

fn staffing(written: StaffingSection) -> Result<StaffingConfig, ConfigError> {
    let StaffingSection { handle_minutes, shrinkage, occupancy, weeks, real_time, within, level, channel } = written;
    let meant = |written: schema::StaffingChannelEntry| ChannelStaffing {
        name: written.name.0,
        handle_minutes: written.handle_minutes.map(|minutes| minutes.0),
        patience_seconds: written.patience.map(|patience| seconds(patience.0)),
    };
    Ok(StaffingConfig {
        handle_minutes: required("staffing.handle_minutes", handle_minutes)?.fixed(),
        channels: required("staffing.channel", channel)?.into_iter().map(meant).collect(),
        shrinkage: required("staffing.shrinkage", shrinkage)?.0,
        max_occupancy: required("staffing.occupancy", occupancy)?.0,
        real_time_channels: line_texts(required("staffing.real_time", real_time)?),
        answer_within_seconds: seconds(required("staffing.within", within)?.0),
        service_level: required("staffing.level", level)?.0,
        forecast_weeks: required("staffing.weeks", weeks)?.0,
    })
}

/// The value of a setting.
///
/// # Errors
/// If neither a settings file nor `config.example.toml` sets it.
fn required<T>(name: &str, value: Option<T>) -> Result<T, ConfigError> {
    value.ok_or_else(|| ConfigError::for_file(Path::new("config.example.toml"), &format!("does not set {name}.")))
}

fn line_texts(lines: Vec<LineSetting>) -> Vec<String> {
    lines.into_iter().map(|LineSetting(line)| line).collect()
}

fn checklist(written: schema::ChecklistEntry) -> ChecklistTemplate {
    let items = written.items.into_iter().map(|LineSetting(item)| item).filter(|item| !item.is_empty());
    ChecklistTemplate { category: written.category.0, items: items.collect() }
}

fn profile_requirements(written: ProfileEntry) -> ProfileExpectations {
    ProfileExpectations { profile: written.name.into_inner(), skills: written.skills.0, targets: written.targets.0 }
}

fn policy(written: SlaPolicyEntry) -> SlaPolicy {
    let calendar = written.calendar_name().map(str::to_owned);
    SlaPolicy {
        name: written.name.into_inner().0,
        priorities: written.priorities,
        channels: line_texts(written.channels),
        categories: line_texts(written.categories),
        tiers: line_texts(written.tiers),
        first_reply: written.first_reply.map(|length| length.0),
        next_reply: written.next_reply.map(|length| length.0),
        resolution: written.resolution.map(|length| length.0),
        mode: written.mode,
        calendar,
    }
}

fn distribution_rule(written: DistributionRuleEntry) -> DistributionRule {
    DistributionRule {
        name: written.name.into_inner().0,
        priorities: written.priorities,
        channels: line_texts(written.channels),
        categories: line_texts(written.categories),
        // Validated to be at most 3.
        min_escalation: written.escalation.map_or(0, |most| u8::try_from(most.0).unwrap_or(u8::MAX)),
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
            detect_language(|name| set.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned()))
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
            detect_zone(|_| tz.map(str::to_owned), system.map(str::to_owned)).map(|zone| zone.to_string())
        };
        assert_eq!(of(Some(":Asia/Ho_Chi_Minh"), Some("Europe/Berlin")).unwrap(), "Asia/Ho_Chi_Minh");
        assert_eq!(of(Some("UTC+7:00"), Some("Europe/Berlin")).unwrap(), "Europe/Berlin", "not a name: the system's");
        assert_eq!(of(None, Some("Europe/Berlin")).unwrap(), "Europe/Berlin");
        assert_eq!(of(None, Some("nonsense")), None);
    }
}
