//! How far the forecast of staffing is off, beside the plain one that everybody knows: the same hour, mean of the last four
//! weeks. Over weeks that were not seen, each foretold from the thirteen before it; the share of what came (WAPE).
//!
//! The arrivals are the ones of the bench's own desks, and of real ones where `../shared/data` is there: the calls of a
//! bank by the day, the tickets of a technical support by the hour and by the day.

use std::path::Path;

use anyhow::Context as _;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::files::Bench;
use crate::numbers::Amount;
use crate::table::{Goal, Row};
use shiftdesk::engine::staffing::arrival_history::ArrivalHistory;
use shiftdesk::engine::staffing::forecast::{WeekCounts, forecast_errors, forecast_next_week, naive_forecast};

/// Weeks that are foretold, and weeks that each forecast rests on.
const HELD: usize = 26;
const WEEKS: usize = 13;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let zone = bench.settings.zone;
    let flow = ArrivalHistory::new(zone, zone.date(bench.now), bench.now, (HELD + WEEKS) as u32);
    let own = bench.store(&bench.middle.path)?.ticket_flow(flow)?.trim_unknown_weeks();
    rows.extend(row(&format!("forecast by the hour, {}", bench.middle.name()), &own.all.weeks));
    for (name, file, columns, first, hours) in [
        ("calls a day of a bank", "anonymous_bank_1999/daily_metrics.csv", ["date", "total_calls"], "1999-01-04", 1),
        ("tickets an hour of a support", "tech_support/tech_support.csv", ["Created time", ""], "2023-01-02", 24),
        ("tickets a day of a support", "tech_support/tech_support.csv", ["Created time", ""], "2023-01-02", 1),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/tickets").join(file);
        let what = format!("forecast of {name}");
        rows.extend(match path.exists() {
            true => row(&what, &real(&path, columns, first.parse()?, hours)?),
            false => Some(Row::missing(&what, "the data are not there")),
        });
    }
    Ok(rows)
}

/// `None` where there are too few weeks to hold any out.
fn row(what: &str, weeks: &[WeekCounts]) -> Option<Row> {
    let (mut ours, mut theirs, mut seen) = <(Vec<f64>, Vec<f64>, Vec<f64>)>::default();
    let first = weeks.len().saturating_sub(HELD).max(4);
    for at in first..weeks.len() {
        let before = &weeks[at.saturating_sub(WEEKS)..at];
        ours.extend(forecast_next_week(before)?);
        theirs.extend(naive_forecast(before)?);
        seen.extend(weeks[at].iter().copied().map(f64::from));
    }
    let (ours, theirs) = (forecast_errors(&ours, &seen).wape?, forecast_errors(&theirs, &seen).wape?);
    let name = format!("mean of four weeks: {:.1} %", theirs * 100.0);
    let held = format!("{} weeks held out", weeks.len() - first);
    Some(Row::ratio(what, Amount::Share(ours), &name, Amount::Times(ours / theirs), Goal::times(1.0)).beside(&held))
}

/// Whole weeks of a file of real arrivals: a day's count, or one for each row.
fn real(path: &Path, [when, count]: [&str; 2], monday: NaiveDate, per_day: usize) -> anyhow::Result<Vec<WeekCounts>> {
    let mut reader = csv::Reader::from_path(path)?;
    let heads = reader.headers()?.clone();
    let place = |name: &str| heads.iter().position(|head| head == name);
    let (when, count) = (place(when).context("The time is not a column.")?, place(count));
    let mut weeks = vec![vec![0; 7 * per_day]; 51];
    for record in reader.records() {
        let record = record?;
        let at = match record[when].parse::<NaiveDate>() {
            Ok(day) => day.and_hms_opt(0, 0, 0).context("A day begins at midnight.")?,
            Err(_) => NaiveDateTime::parse_from_str(&record[when], "%Y-%m-%d %H:%M:%S%.f")?,
        };
        let back = (at.date() - monday).num_days().div_euclid(7);
        if let Some(week) = usize::try_from(back).ok().and_then(|week| weeks.get_mut(week)) {
            let hour = if per_day == 24 { at.hour() as usize } else { 0 };
            let slot = at.weekday().num_days_from_monday() as usize * per_day + hour;
            week[slot] += count.map_or(Ok(1), |place| record[place].parse())?;
        }
    }
    Ok(weeks)
}
