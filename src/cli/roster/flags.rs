//! `shiftdesk roster flags`: lists the rule violations of a period.

use chrono::Days;
use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::formatting;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::roster::rules::{RosterFlag, RosterFlagKind, find_flags};
use crate::model::team::Team;
use crate::model::time::seconds;
use crate::presentation::numbers::NO_VALUE;

/// JSON of a rule violation. Durations are in seconds.
#[derive(Debug, Serialize)]
pub struct RosterFlagJson<'a> {
    person: &'a str,
    day: NaiveDate,
    rule: &'static str,
    /// Actual value: consecutive days, or seconds of rest or work.
    value: f64,
    /// The rule's maximum or minimum.
    limit: f64,
}

impl<'a> RosterFlagJson<'a> {
    pub fn new(flag: &RosterFlag, team: &'a Team) -> RosterFlagJson<'a> {
        let (value, limit) = match flag.kind {
            RosterFlagKind::DaysInRow { n, most } => (f64::from(n), f64::from(most)),
            RosterFlagKind::Turnaround { rest, least } | RosterFlagKind::WeeklyRest { rest, least } => {
                (seconds(rest), seconds(least))
            }
            RosterFlagKind::WeekHours { worked, most } => (seconds(worked), seconds(most)),
            RosterFlagKind::NoBreak { worked, after } => (seconds(worked), seconds(after)),
        };
        let person = team.name(flag.person).unwrap_or_default();
        RosterFlagJson { person, day: flag.day, rule: flag.kind.name(), value, limit }
    }
}

/// Loads the team with enough surrounding days for the rules.
pub fn load_team_around(context: &CliContext, first: NaiveDate, last: NaiveDate) -> anyhow::Result<Team> {
    const MARGIN: u64 = 45;
    Ok(context.open_store()?.team_between(first - Days::new(MARGIN), last + Days::new(MARGIN))?)
}

/// Prints the violations from the first to the last day, both inclusive.
pub fn run((first, last): (NaiveDate, NaiveDate), form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let team = load_team_around(context, first, last)?;
    let found = find_flags(&team, context.settings.zone, &context.settings.roster_rules, first, last);
    let shown: Vec<_> = found.iter().map(|flag| RosterFlagJson::new(flag, &team)).collect();
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::left("day"),
            PageColumn::truncatable("person", 12),
            PageColumn::left("rule"),
            PageColumn::truncatable("what", 30),
        ]);
        for flag in &found {
            table.add_row([
                PageCell::text(formatting::format_date(flag.day)),
                PageCell::text(team.name(flag.person).unwrap_or(NO_VALUE)),
                PageCell::text(formatting::humanize(flag.kind.name())),
                PageCell::text(formatting::describe_roster_flag(flag.kind)),
            ]);
        }
        let page = OutputPage::new(format!(
            "Flagged · {} to {}",
            formatting::format_date(first),
            formatting::format_date(last)
        ))
        .table(table);
        if found.is_empty() { page.line("Nothing is flagged on these days.") } else { page }
    })
}
