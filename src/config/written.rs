//! TOML schema of a settings file: every setting is optional, unknown keys are errors.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::model::calendar;
use crate::model::person::Profile;
use crate::model::policy::ResolutionMode;
use crate::model::review::Stratum;
use crate::model::settings::Credit;
use crate::model::ticket::Priority;
use super::settings::Color;
use super::value::{Ages, Baseline, Count, Importance, Items, Length, Line, Minutes, Positive, Share, Skills, Targets, TeamZone, Theme, Tongue};

/// One settings file, or several merged. `config.example.toml` documents each setting.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Name of the current user; empty: none.
    pub me: Option<Line>,
    #[serde(default)]
    pub screen: Screen,
    #[serde(default)]
    pub team: Team,
    #[serde(default)]
    pub aging: Aging,
    #[serde(default)]
    pub coverage: Coverage,
    #[serde(default)]
    pub roster: Roster,
    #[serde(default)]
    pub metrics: Metrics,
    #[serde(default)]
    pub customers: Customers,
    #[serde(default)]
    pub staffing: Staffing,
    #[serde(default)]
    pub promises: Promises,
    #[serde(default)]
    pub concessions: Concessions,
    #[serde(default)]
    pub quality: Quality,
    #[serde(default)]
    pub coaching: Coaching,
    #[serde(default)]
    pub keys: BTreeMap<String, Vec<String>>,
    pub calendar: Option<Spanned<Vec<Spanned<calendar::Written>>>>,
    pub sla: Option<Vec<Sla>>,
    pub deal: Option<Vec<Deal>>,
    pub checklist: Option<Vec<Checklist>>,
    pub profile: Option<Vec<Role>>,
    pub scorecard: Option<Vec<Scorecard>>,
}

/// `[screen]`: appearance.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Screen {
    pub language: Option<Tongue>,
    pub theme: Option<Theme>,
    pub color: Option<Color>,
    pub mouse: Option<bool>,
}

/// `[team]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Team {
    pub name: Option<Line>,
    pub timezone: Option<TeamZone>,
    pub capacity: Option<Count<1, 1000>>,
}

/// `[aging]`: age buckets and stuck rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Aging {
    pub buckets: Option<Ages>,
    pub stuck_silent: Option<Length<0>>,
    pub stuck_reassigned: Option<Count<0, 1000>>,
    pub stuck_reopened: Option<Count<0, 1000>>,
}

/// `[coverage]`: slot length and order of profiles for seat assignment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Coverage {
    pub slot_minutes: Option<Count<5, 240>>,
    pub importance: Option<Importance>,
}

/// `[roster]`: limits for roster warnings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Roster {
    pub days_in_row: Option<Count<0, 31>>,
    pub turnaround: Option<Length<0>>,
    pub week_hours: Option<Count<0, 168>>,
    pub weekly_rest: Option<Length<0>>,
    pub break_after: Option<Length<0>>,
}

/// `[metrics]`: how figures are computed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Metrics {
    pub fcr_window: Option<Length<1>>,
    pub csat_credit: Option<Credit>,
    pub calendar: Option<Spanned<Line>>,
    pub period_days: Option<Count<1, 3660>>,
    pub response_floor: Option<Share<0, 100>>,
    pub baseline: Option<Baseline>,
}

/// `[customers]`: when a customer needs attention.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Customers {
    pub silent_days: Option<Count<1, 3660>>,
}

/// `[staffing]`: staffing model parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Staffing {
    pub handle_minutes: Option<Minutes>,
    pub shrinkage: Option<Share<0, 95>>,
    pub occupancy: Option<Share<5, 100>>,
    pub weeks: Option<Count<1, 104>>,
    pub real_time: Option<Vec<Line>>,
    pub within: Option<Length<0>>,
    pub level: Option<Share<1, 99>>,
    pub channel: Option<Vec<Channel>>,
}

/// `[[staffing.channel]]`: overrides for one channel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a channel")]
pub struct Channel {
    pub name: Line,
    pub handle_minutes: Option<Positive>,
    pub patience: Option<Length<1>>,
}

/// `[promises]`: reminders for promises made to customers by people (not SLA targets).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Promises {
    pub warn: Option<Length<0>>,
}

/// `[concessions]`: refunds, credits and gifts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Concessions {
    pub currency: Option<Line>,
}

/// `[[checklist]]`: items for the tickets of a category.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a checklist")]
pub struct Checklist {
    pub category: Line,
    pub items: Vec<Line>,
}

/// `[[profile]]`: skills and targets required of its holders.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a profile")]
pub struct Role {
    pub name: Spanned<Profile>,
    #[serde(default)]
    pub skills: Skills,
    #[serde(default)]
    pub targets: Targets,
}

/// `[quality]`: sampling of replies for QA review.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Quality {
    pub sample: Option<Count<0, 50>>,
    pub seed: Option<Count<0, { u32::MAX }>>,
    pub strata: Option<Vec<Stratum>>,
    pub blind_second: Option<Share<0, 100>>,
}

/// `[coaching]`: days after which feedback, 1:1s and reviews are due.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Coaching {
    pub feedback_days: Option<Count<1, 90>>,
    pub one_on_one_days: Option<Count<1, 365>>,
    pub review_days: Option<Count<1, 730>>,
}

/// `[[scorecard]]`: QA scorecard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a scorecard")]
pub struct Scorecard {
    pub name: Spanned<Line>,
    #[serde(default)]
    pub channels: Vec<Line>,
    #[serde(default)]
    pub categories: Vec<Line>,
    pub items: Items,
}

/// `[[sla]]`: SLA policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a policy")]
pub struct Sla {
    pub name: Spanned<Line>,
    #[serde(default)]
    pub priorities: Vec<Priority>,
    #[serde(default)]
    pub channels: Vec<Line>,
    #[serde(default)]
    pub categories: Vec<Line>,
    #[serde(default)]
    pub tiers: Vec<Line>,
    pub first_reply: Option<Length<1>>,
    pub next_reply: Option<Length<1>>,
    pub resolution: Option<Length<1>>,
    #[serde(default)]
    pub mode: ResolutionMode,
    /// Calendar name; empty or absent: calendar time.
    pub calendar: Option<Spanned<Line>>,
}

/// `[[deal]]`: rule for who may receive which tickets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a rule")]
pub struct Deal {
    pub name: Spanned<Line>,
    #[serde(default)]
    pub priorities: Vec<Priority>,
    #[serde(default)]
    pub channels: Vec<Line>,
    #[serde(default)]
    pub categories: Vec<Line>,
    pub escalation: Option<Count<0, 3>>,
    pub profile: Option<Profile>,
    pub skill: Option<Skill>,
}

/// A skill with its minimum level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a skill with its level: { name = \"billing\", level = 2 }")]
pub struct Skill {
    pub name: Line,
    pub level: Option<Count<1, 5>>,
}

impl Sla {
    /// Name of the calendar that targets count in; `None` for calendar time.
    pub fn calendar(&self) -> Option<&str> {
        self.calendar.as_ref().map(|name| name.as_ref().0.as_str()).filter(|name| !name.is_empty())
    }
}

impl Written {
    /// Merges this file over a lower layer, setting by setting; a list replaces a list.
    pub fn over(self, under: Written) -> Written {
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
        } = self;
        let mut all_keys = under.keys;
        all_keys.extend(keys);
        Written {
            me: me.or(under.me),
            screen: Screen {
                language: screen.language.or(under.screen.language),
                theme: screen.theme.or(under.screen.theme),
                color: screen.color.or(under.screen.color),
                mouse: screen.mouse.or(under.screen.mouse),
            },
            team: Team {
                name: team.name.or(under.team.name),
                timezone: team.timezone.or(under.team.timezone),
                capacity: team.capacity.or(under.team.capacity),
            },
            aging: Aging {
                buckets: aging.buckets.or(under.aging.buckets),
                stuck_silent: aging.stuck_silent.or(under.aging.stuck_silent),
                stuck_reassigned: aging.stuck_reassigned.or(under.aging.stuck_reassigned),
                stuck_reopened: aging.stuck_reopened.or(under.aging.stuck_reopened),
            },
            coverage: Coverage {
                slot_minutes: coverage.slot_minutes.or(under.coverage.slot_minutes),
                importance: coverage.importance.or(under.coverage.importance),
            },
            roster: Roster {
                days_in_row: roster.days_in_row.or(under.roster.days_in_row),
                turnaround: roster.turnaround.or(under.roster.turnaround),
                week_hours: roster.week_hours.or(under.roster.week_hours),
                weekly_rest: roster.weekly_rest.or(under.roster.weekly_rest),
                break_after: roster.break_after.or(under.roster.break_after),
            },
            customers: Customers { silent_days: customers.silent_days.or(under.customers.silent_days) },
            metrics: Metrics {
                fcr_window: metrics.fcr_window.or(under.metrics.fcr_window),
                csat_credit: metrics.csat_credit.or(under.metrics.csat_credit),
                calendar: metrics.calendar.or(under.metrics.calendar),
                period_days: metrics.period_days.or(under.metrics.period_days),
                response_floor: metrics.response_floor.or(under.metrics.response_floor),
                baseline: metrics.baseline.or(under.metrics.baseline),
            },
            staffing: Staffing {
                handle_minutes: staffing.handle_minutes.or(under.staffing.handle_minutes),
                shrinkage: staffing.shrinkage.or(under.staffing.shrinkage),
                occupancy: staffing.occupancy.or(under.staffing.occupancy),
                weeks: staffing.weeks.or(under.staffing.weeks),
                real_time: staffing.real_time.or(under.staffing.real_time),
                within: staffing.within.or(under.staffing.within),
                level: staffing.level.or(under.staffing.level),
                channel: staffing.channel.or(under.staffing.channel),
            },
            promises: Promises { warn: promises.warn.or(under.promises.warn) },
            concessions: Concessions { currency: concessions.currency.or(under.concessions.currency) },
            quality: Quality {
                sample: quality.sample.or(under.quality.sample),
                seed: quality.seed.or(under.quality.seed),
                strata: quality.strata.or(under.quality.strata),
                blind_second: quality.blind_second.or(under.quality.blind_second),
            },
            coaching: Coaching {
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
