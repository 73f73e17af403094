//! Setting values, validated while parsing so that the error carries its line.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::Deserialize;

use crate::model::aging::AgingBuckets;
use crate::model::figure::FigureId;
use crate::model::person::{MAX_SKILL_LEVEL, Profile};
use crate::model::scorecard::{MAX_ITEM_WEIGHT, ScorecardItem};
use crate::model::settings::Language;
use crate::model::target::Target;
use crate::model::text::{clean_line, fold};
use crate::model::time::{DateRange, Zone, parse_date_range_verbose, parse_duration, seconds};

/// Valid values of `screen.theme`.
pub const THEME_NAMES: [&str; 3] = ["terminal", "high-contrast", "mono"];

/// Ten years: keeps date arithmetic far from overflow.
const MAX_DURATION: TimeDelta = TimeDelta::days(3650);

/// A duration of at least `LEAST` seconds and at most ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct DurationSetting<const LEAST: i64>(pub TimeDelta);

impl<const LEAST: i64> TryFrom<String> for DurationSetting<LEAST> {
    type Error = String;

    fn try_from(text: String) -> Result<DurationSetting<LEAST>, String> {
        let length = parse_duration(&text)
            .ok_or_else(|| format!("‘{text}’ is not a duration; write 90s, 30m, 4h, 3d or 1h30m"))?;
        if length.num_seconds() < LEAST {
            return Err(format!("‘{text}’ is too short; write at least {LEAST}s"));
        }
        if length > MAX_DURATION {
            return Err(format!("‘{text}’ is too long; write at most {}d", MAX_DURATION.num_days()));
        }
        Ok(DurationSetting(length))
    }
}

/// A whole number from `LEAST` to `MOST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct IntegerSetting<const LEAST: u32, const MOST: u32>(pub u32);

impl<const LEAST: u32, const MOST: u32> TryFrom<i64> for IntegerSetting<LEAST, MOST> {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        match u32::try_from(number) {
            Ok(count) if (LEAST..=MOST).contains(&count) => Ok(IntegerSetting(count)),
            _ => Err(format!("{number} is out of range; write a number from {LEAST} to {MOST}")),
        }
    }
}

/// A fraction; `LEAST` and `MOST` are percent.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct FractionSetting<const LEAST: u32, const MOST: u32>(pub f64);

impl<const LEAST: u32, const MOST: u32> TryFrom<f64> for FractionSetting<LEAST, MOST> {
    type Error = String;

    fn try_from(share: f64) -> Result<Self, String> {
        let (least, most) = (f64::from(LEAST) / 100.0, f64::from(MOST) / 100.0);
        if (least..=most).contains(&share) {
            Ok(FractionSetting(share))
        } else {
            Err(format!("{share} is out of range; write a share from {least} to {most}"))
        }
    }
}

/// Handle time per ticket in minutes, or `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(untagged, expecting = "write a number of minutes from 0.1 to 10080, or \"auto\"")]
pub enum AutoOrMinutes {
    Fixed(MinutesSetting),
    Auto(AutoKeyword),
}

impl AutoOrMinutes {
    pub fn fixed(self) -> Option<f64> {
        match self {
            AutoOrMinutes::Fixed(MinutesSetting(minutes)) => Some(minutes),
            AutoOrMinutes::Auto(_) => None,
        }
    }
}

/// The literal `"auto"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum AutoKeyword {
    #[serde(rename = "auto")]
    Auto,
}

/// Minutes, from 0.1 to 10080 (a week).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct MinutesSetting(pub f64);

impl TryFrom<f64> for MinutesSetting {
    type Error = String;

    fn try_from(minutes: f64) -> Result<MinutesSetting, String> {
        if (0.1..=10_080.0).contains(&minutes) {
            Ok(MinutesSetting(minutes))
        } else {
            Err(format!("{minutes} is out of range; write minutes from 0.1 to 10080"))
        }
    }
}

/// Baseline period such as `2026-01-01..2026-04-01`; empty for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct BaselineSetting(pub Option<DateRange>);

impl TryFrom<String> for BaselineSetting {
    type Error = String;

    fn try_from(text: String) -> Result<BaselineSetting, String> {
        match text.trim() {
            "" => Ok(BaselineSetting(None)),
            text => parse_date_range_verbose(text).map(|days| BaselineSetting(Some(days))),
        }
    }
}

/// One line of sanitized text, possibly empty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct LineSetting(pub String);

impl From<String> for LineSetting {
    fn from(text: String) -> LineSetting {
        LineSetting(clean_line(&text).into_owned())
    }
}

/// IANA time zone, or `local`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum TeamZone {
    /// The system's time zone.
    Local,
    Named(Zone),
}

impl TryFrom<String> for TeamZone {
    type Error = String;

    fn try_from(name: String) -> Result<TeamZone, String> {
        if name == "local" { Ok(TeamZone::Local) } else { name.parse().map(TeamZone::Named) }
    }
}

/// Language of the UI, or `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum LanguageSetting {
    /// The system's language.
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "vi")]
    Vietnamese,
}

impl LanguageSetting {
    /// Resolves `auto` to `machine`.
    pub fn resolve(self, machine: Language) -> Language {
        match self {
            LanguageSetting::Auto => machine,
            LanguageSetting::English => Language::English,
            LanguageSetting::Vietnamese => Language::Vietnamese,
        }
    }
}

/// One of [`THEME_NAMES`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ThemeName(pub String);

impl TryFrom<String> for ThemeName {
    type Error = String;

    fn try_from(name: String) -> Result<ThemeName, String> {
        if THEME_NAMES.contains(&name.as_str()) {
            Ok(ThemeName(name))
        } else {
            Err(format!("‘{name}’ is not a theme; there are {}", THEME_NAMES.join(", ")))
        }
    }
}

/// Boundaries of the aging buckets.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<DurationSetting<1>>")]
pub struct BucketsSetting(pub AgingBuckets);

impl TryFrom<Vec<DurationSetting<1>>> for BucketsSetting {
    type Error = String;

    fn try_from(ages: Vec<DurationSetting<1>>) -> Result<BucketsSetting, String> {
        AgingBuckets::new(ages.into_iter().map(|DurationSetting(age)| age).collect()).map(BucketsSetting)
    }
}

/// Each profile once, most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct ProfileOrderSetting(pub [Profile; 6]);

impl TryFrom<Vec<String>> for ProfileOrderSetting {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<ProfileOrderSetting, String> {
        let order = names.iter().map(|name| name.parse()).collect::<Result<Vec<Profile>, _>>()?;
        for profile in Profile::ALL {
            match order.iter().filter(|one| **one == profile).count() {
                0 => return Err(format!("{profile} is missing; name each of the six profiles once")),
                1 => {}
                _ => return Err(format!("{profile} is named twice; name each of the six profiles once")),
            }
        }
        order.try_into().map(ProfileOrderSetting).map_err(|_| "name each of the six profiles once".into())
    }
}

/// Skills a profile requires, with the minimum level (1 to 5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, i64>")]
pub struct RequiredSkillsSetting(pub Vec<(String, u8)>);

impl TryFrom<BTreeMap<String, i64>> for RequiredSkillsSetting {
    type Error = String;

    fn try_from(written: BTreeMap<String, i64>) -> Result<RequiredSkillsSetting, String> {
        let mut skills: Vec<(String, u8)> = Vec::new();
        for (name, level) in written {
            let name = clean_line(&name).trim().to_owned();
            let level = u8::try_from(level).ok().filter(|level| (1..=MAX_SKILL_LEVEL).contains(level));
            let level =
                level.ok_or_else(|| format!("the level of ‘{name}’ is out of range; write 1 to {MAX_SKILL_LEVEL}"))?;
            if name.is_empty() {
                return Err("a skill has no name; give it one".into());
            }
            if skills.iter().any(|(other, _)| fold(other) == fold(&name)) {
                return Err(format!("‘{name}’ is named twice; leave one of them out"));
            }
            skills.push((name, level));
        }
        Ok(RequiredSkillsSetting(skills))
    }
}

/// Targets of a profile, by figure.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(try_from = "BTreeMap<String, TargetEntry>")]
pub struct TargetsSetting(pub BTreeMap<FigureId, Target>);

/// A target with an optional stretch value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a target and, if you like, a stretch value: { target = \"30m\" }")]
pub struct TargetEntry {
    target: TargetAmount,
    stretch: Option<TargetAmount>,
}

/// A duration such as `30m`, or a percentage.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a time such as \"30m\", or percent such as 90")]
enum TargetAmount {
    Time(DurationSetting<1>),
    Percent(f64),
}

impl TargetAmount {
    /// Converts to the unit of the figure: seconds, or a fraction from 0 to 1.
    fn in_unit_of(&self, figure: FigureId) -> Result<f64, String> {
        match self {
            TargetAmount::Time(length) if figure.is_time() => Ok(seconds(length.0)),
            TargetAmount::Percent(percent) if !figure.is_time() && (0.0..=100.0).contains(percent) => {
                Ok(percent / 100.0)
            }
            _ if figure.is_time() => Err(format!("{figure} is a time; write it as \"30m\"")),
            _ => Err(format!("{figure} is a share; write it in percent, from 0 to 100, as 90")),
        }
    }
}

impl TryFrom<BTreeMap<String, TargetEntry>> for TargetsSetting {
    type Error = String;

    fn try_from(written: BTreeMap<String, TargetEntry>) -> Result<TargetsSetting, String> {
        let mut targets = BTreeMap::new();
        for (name, goal) in written {
            let figure: FigureId = name.parse()?;
            if !figure.has_better_direction() {
                return Err(format!("{figure} only says how much there is; it cannot have a target"));
            }
            let stretch = goal.stretch.map(|stretch| stretch.in_unit_of(figure)).transpose()?;
            let target = Target::new(figure, goal.target.in_unit_of(figure)?, stretch)?;
            if targets.insert(figure, target).is_some() {
                return Err(format!("{figure} has two targets, one under another name; leave one of them out"));
            }
        }
        Ok(TargetsSetting(targets))
    }
}

/// Scorecard items, uniquely named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<ScorecardItemEntry>")]
pub struct ScorecardItemsSetting(pub Vec<ScorecardItem>);

/// A scorecard item in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an item: { item = \"solution\", weight = 3 }")]
pub struct ScorecardItemEntry {
    item: LineSetting,
    weight: Option<IntegerSetting<1, MAX_ITEM_WEIGHT>>,
    #[serde(default)]
    fatal: bool,
    about: Option<LineSetting>,
}

impl TryFrom<Vec<ScorecardItemEntry>> for ScorecardItemsSetting {
    type Error = String;

    fn try_from(written: Vec<ScorecardItemEntry>) -> Result<ScorecardItemsSetting, String> {
        let mut items: Vec<ScorecardItem> = Vec::new();
        for look in written {
            let name = look.item.0.trim().to_owned();
            if name.is_empty() || name.contains([',', '=']) {
                return Err("an item needs a name, without commas and equals signs".into());
            }
            if items.iter().any(|other| fold(&other.name) == fold(&name)) {
                return Err(format!("‘{name}’ is named twice; leave one of them out"));
            }
            let about = look.about.map(|about| about.0).unwrap_or_default();
            items.push(ScorecardItem {
                name,
                weight: look.weight.map_or(1, |weight| weight.0),
                auto_fail: look.fatal,
                guidance: about,
            });
        }
        if items.is_empty() {
            Err("a scorecard needs one item at least".into())
        } else {
            Ok(ScorecardItemsSetting(items))
        }
    }
}
