//! TOML schema of a settings file: every setting is optional, unknown keys are errors.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::settings::ColorMode;
use super::value::{
    AutoOrMinutes, BaselineSetting, BucketsSetting, DurationSetting, FractionSetting, IntegerSetting, LanguageSetting,
    LineSetting, MinutesSetting, ProfileOrderSetting, RequiredSkillsSetting, ScorecardItemsSetting, TargetsSetting,
    TeamZone, ThemeName,
};
use crate::model::calendar;
use crate::model::person::Profile;
use crate::model::policy::ResolutionMode;
use crate::model::review::Stratum;
use crate::model::settings::RatingCreditRule;
use crate::model::ticket::Priority;

/// One settings file, or several merged. `config.example.toml` documents each setting.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// Name of the current user; empty: none.
    pub me: Option<LineSetting>,
    #[serde(default)]
    pub screen: ScreenSection,
    #[serde(default)]
    pub team: TeamSection,
    #[serde(default)]
    pub aging: AgingSection,
    #[serde(default)]
    pub coverage: CoverageSection,
    #[serde(default)]
    pub roster: RosterSection,
    #[serde(default)]
    pub metrics: MetricsSection,
    #[serde(default)]
    pub customers: CustomersSection,
    #[serde(default)]
    pub staffing: StaffingSection,
    #[serde(default)]
    pub promises: PromisesSection,
    #[serde(default)]
    pub concessions: ConcessionsSection,
    #[serde(default)]
    pub quality: QualitySection,
    #[serde(default)]
    pub coaching: CoachingSection,
    #[serde(default)]
    pub keys: BTreeMap<String, Vec<String>>,
    pub calendar: Option<Spanned<Vec<Spanned<calendar::CalendarConfig>>>>,
    pub sla: Option<Vec<SlaPolicyEntry>>,
    pub deal: Option<Vec<DistributionRuleEntry>>,
    pub checklist: Option<Vec<ChecklistEntry>>,
    pub profile: Option<Vec<ProfileEntry>>,
    pub scorecard: Option<Vec<ScorecardEntry>>,
}

/// `[screen]`: appearance.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ScreenSection {
    pub language: Option<LanguageSetting>,
    pub theme: Option<ThemeName>,
    pub color: Option<ColorMode>,
    pub mouse: Option<bool>,
}

/// `[team]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct TeamSection {
    pub name: Option<LineSetting>,
    pub timezone: Option<TeamZone>,
    pub capacity: Option<IntegerSetting<1, 1000>>,
}

/// `[aging]`: age buckets and stuck rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct AgingSection {
    pub buckets: Option<BucketsSetting>,
    pub stuck_silent: Option<DurationSetting<0>>,
    pub stuck_reassigned: Option<IntegerSetting<0, 1000>>,
    pub stuck_reopened: Option<IntegerSetting<0, 1000>>,
}

/// `[coverage]`: slot length and order of profiles for seat assignment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct CoverageSection {
    pub slot_minutes: Option<IntegerSetting<5, 240>>,
    pub importance: Option<ProfileOrderSetting>,
}

/// `[roster]`: limits for roster warnings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct RosterSection {
    pub days_in_row: Option<IntegerSetting<0, 31>>,
    pub turnaround: Option<DurationSetting<0>>,
    pub week_hours: Option<IntegerSetting<0, 168>>,
    pub weekly_rest: Option<DurationSetting<0>>,
    pub break_after: Option<DurationSetting<0>>,
}

/// `[metrics]`: how figures are computed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MetricsSection {
    pub fcr_window: Option<DurationSetting<1>>,
    pub csat_credit: Option<RatingCreditRule>,
    pub calendar: Option<Spanned<LineSetting>>,
    pub period_days: Option<IntegerSetting<1, 3660>>,
    pub response_floor: Option<FractionSetting<0, 100>>,
    pub baseline: Option<BaselineSetting>,
}

/// `[customers]`: when a customer needs attention.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct CustomersSection {
    pub silent_days: Option<IntegerSetting<1, 3660>>,
}

/// `[staffing]`: staffing model parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct StaffingSection {
    pub handle_minutes: Option<AutoOrMinutes>,
    pub shrinkage: Option<FractionSetting<0, 95>>,
    pub occupancy: Option<FractionSetting<5, 100>>,
    pub weeks: Option<IntegerSetting<1, 104>>,
    pub real_time: Option<Vec<LineSetting>>,
    pub within: Option<DurationSetting<0>>,
    pub level: Option<FractionSetting<1, 99>>,
    pub channel: Option<Vec<StaffingChannelEntry>>,
}

/// `[[staffing.channel]]`: overrides for one channel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a channel")]
pub struct StaffingChannelEntry {
    pub name: LineSetting,
    pub handle_minutes: Option<MinutesSetting>,
    pub patience: Option<DurationSetting<1>>,
}

/// `[promises]`: reminders for promises made to customers by people (not SLA targets).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct PromisesSection {
    pub warn: Option<DurationSetting<0>>,
}

/// `[concessions]`: refunds, credits and gifts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ConcessionsSection {
    pub currency: Option<LineSetting>,
}

/// `[[checklist]]`: items for the tickets of a category.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a checklist")]
pub struct ChecklistEntry {
    pub category: LineSetting,
    pub items: Vec<LineSetting>,
}

/// `[[profile]]`: skills and targets required of its holders.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a profile")]
pub struct ProfileEntry {
    pub name: Spanned<Profile>,
    #[serde(default)]
    pub skills: RequiredSkillsSetting,
    #[serde(default)]
    pub targets: TargetsSetting,
}

/// `[quality]`: sampling of replies for QA review.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct QualitySection {
    pub sample: Option<IntegerSetting<0, 50>>,
    pub seed: Option<IntegerSetting<0, { u32::MAX }>>,
    pub strata: Option<Vec<Stratum>>,
    pub blind_second: Option<FractionSetting<0, 100>>,
}

/// `[coaching]`: days after which feedback, 1:1s and reviews are due.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct CoachingSection {
    pub feedback_days: Option<IntegerSetting<1, 90>>,
    pub one_on_one_days: Option<IntegerSetting<1, 365>>,
    pub review_days: Option<IntegerSetting<1, 730>>,
}

/// `[[scorecard]]`: QA scorecard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a scorecard")]
pub struct ScorecardEntry {
    pub name: Spanned<LineSetting>,
    #[serde(default)]
    pub channels: Vec<LineSetting>,
    #[serde(default)]
    pub categories: Vec<LineSetting>,
    pub items: ScorecardItemsSetting,
}

/// `[[sla]]`: SLA policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a policy")]
pub struct SlaPolicyEntry {
    pub name: Spanned<LineSetting>,
    #[serde(default)]
    pub priorities: Vec<Priority>,
    #[serde(default)]
    pub channels: Vec<LineSetting>,
    #[serde(default)]
    pub categories: Vec<LineSetting>,
    #[serde(default)]
    pub tiers: Vec<LineSetting>,
    pub first_reply: Option<DurationSetting<1>>,
    pub next_reply: Option<DurationSetting<1>>,
    pub resolution: Option<DurationSetting<1>>,
    #[serde(default)]
    pub mode: ResolutionMode,
    /// Calendar name; empty or absent: calendar time.
    pub calendar: Option<Spanned<LineSetting>>,
}

/// `[[deal]]`: rule for who may receive which tickets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a rule")]
pub struct DistributionRuleEntry {
    pub name: Spanned<LineSetting>,
    #[serde(default)]
    pub priorities: Vec<Priority>,
    #[serde(default)]
    pub channels: Vec<LineSetting>,
    #[serde(default)]
    pub categories: Vec<LineSetting>,
    pub escalation: Option<IntegerSetting<0, 3>>,
    pub profile: Option<Profile>,
    pub skill: Option<SkillLevelEntry>,
}

/// A skill with its minimum level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a skill with its level: { name = \"billing\", level = 2 }")]
pub struct SkillLevelEntry {
    pub name: LineSetting,
    pub level: Option<IntegerSetting<1, 5>>,
}

impl SlaPolicyEntry {
    /// Name of the calendar that targets count in; `None` for calendar time.
    pub fn calendar_name(&self) -> Option<&str> {
        self.calendar.as_ref().map(|name| name.as_ref().0.as_str()).filter(|name| !name.is_empty())
    }
}

impl ConfigFile {
    /// Merges this file over a lower layer, setting by setting; a list replaces a list.
    pub fn merge_over(self, under: ConfigFile) -> ConfigFile {
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
        } = self;
        let mut all_keys = under.keys;
        all_keys.extend(keys);
        ConfigFile {
            me: me.or(under.me),
            screen: ScreenSection {
                language: screen.language.or(under.screen.language),
                theme: screen.theme.or(under.screen.theme),
                color: screen.color.or(under.screen.color),
                mouse: screen.mouse.or(under.screen.mouse),
            },
            team: TeamSection {
                name: team.name.or(under.team.name),
                timezone: team.timezone.or(under.team.timezone),
                capacity: team.capacity.or(under.team.capacity),
            },
            aging: AgingSection {
                buckets: aging.buckets.or(under.aging.buckets),
                stuck_silent: aging.stuck_silent.or(under.aging.stuck_silent),
                stuck_reassigned: aging.stuck_reassigned.or(under.aging.stuck_reassigned),
                stuck_reopened: aging.stuck_reopened.or(under.aging.stuck_reopened),
            },
            coverage: CoverageSection {
                slot_minutes: coverage.slot_minutes.or(under.coverage.slot_minutes),
                importance: coverage.importance.or(under.coverage.importance),
            },
            roster: RosterSection {
                days_in_row: roster.days_in_row.or(under.roster.days_in_row),
                turnaround: roster.turnaround.or(under.roster.turnaround),
                week_hours: roster.week_hours.or(under.roster.week_hours),
                weekly_rest: roster.weekly_rest.or(under.roster.weekly_rest),
                break_after: roster.break_after.or(under.roster.break_after),
            },
            customers: CustomersSection { silent_days: customers.silent_days.or(under.customers.silent_days) },
            metrics: MetricsSection {
                fcr_window: metrics.fcr_window.or(under.metrics.fcr_window),
                csat_credit: metrics.csat_credit.or(under.metrics.csat_credit),
                calendar: metrics.calendar.or(under.metrics.calendar),
                period_days: metrics.period_days.or(under.metrics.period_days),
                response_floor: metrics.response_floor.or(under.metrics.response_floor),
                baseline: metrics.baseline.or(under.metrics.baseline),
            },
            staffing: StaffingSection {
                handle_minutes: staffing.handle_minutes.or(under.staffing.handle_minutes),
                shrinkage: staffing.shrinkage.or(under.staffing.shrinkage),
                occupancy: staffing.occupancy.or(under.staffing.occupancy),
                weeks: staffing.weeks.or(under.staffing.weeks),
                real_time: staffing.real_time.or(under.staffing.real_time),
                within: staffing.within.or(under.staffing.within),
                level: staffing.level.or(under.staffing.level),
                channel: staffing.channel.or(under.staffing.channel),
            },
            promises: PromisesSection { warn: promises.warn.or(under.promises.warn) },
            concessions: ConcessionsSection { currency: concessions.currency.or(under.concessions.currency) },
            quality: QualitySection {
                sample: quality.sample.or(under.quality.sample),
                seed: quality.seed.or(under.quality.seed),
                strata: quality.strata.or(under.quality.strata),
                blind_second: quality.blind_second.or(under.quality.blind_second),
            },
            coaching: CoachingSection {
                feedback_days: coaching.feedback_days.or(under.coaching.feedback_days),
                one_on_one_days: coaching.one_on_one_days.or(under.coaching.one_on_one_days),
                review_days: coaching.review_days.or(under.coaching.review_days),
            },
            keys: all_keys,
            calendar: calendar.or(under.calendar),
            sla: sla.or(under.sla),
            deal: deal.or(under.deal),
            checklist: checklist.or(under.checklist),
            profile: profile.or(under.profile),
            scorecard: scorecard.or(under.scorecard),
        }
    }
}
