//! Parses dates, times, periods, hours and weekdays from command-line arguments.

use chrono::{Days, NaiveDate, TimeDelta, Weekday};

use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::engine::roster::rules::monday;
use crate::model::shift::{Hours, Requirement};
use crate::model::time::{Instant, Period, parse_clock, parse_day, parse_duration, parse_moment};

/// Parses a day: `2026-03-02`, `yesterday`, `today` or `tomorrow`.
pub fn parse_date(text: &str, context: &CliContext) -> anyhow::Result<NaiveDate> {
    let today = context.settings.zone.date(context.now());
    match text.trim() {
        "yesterday" => Ok(today - Days::new(1)),
        "today" => Ok(today),
        "tomorrow" => Ok(today + Days::new(1)),
        day => parse_day(day).map_err(|why| Failure::usage(format!("{why}, or yesterday, today or tomorrow."))),
    }
}

/// Parses a week, `2026-W48` or any day in it, into its Monday.
pub fn parse_week(text: &str, context: &CliContext) -> anyhow::Result<NaiveDate> {
    let named = text.trim().split_once("-W").and_then(|(year, week)| {
        NaiveDate::from_isoywd_opt(
            year.parse().ok().filter(|year| (1..=9998).contains(year))?,
            week.parse().ok()?,
            Weekday::Mon,
        )
    });
    match named {
        Some(monday) => Ok(monday),
        None => parse_date(text, context)
            .map(monday)
            .map_err(|_| Failure::usage(format!("‘{text}’ is not a week; write 2026-W48, or a day of it."))),
    }
}

/// Parses a time that is not in the future: `8:05` (today), `2026-03-02T08:05`.
pub fn parse_past_time(text: &str, context: &CliContext) -> anyhow::Result<Instant> {
    let (zone, now) = (context.settings.zone, context.now());
    let at = match parse_clock(text) {
        Ok(minute) => zone.at_minute(zone.date(now), minute),
        Err(_) => parse_moment(text, zone).map_err(|why| Failure::usage(format!("{why}, or 8:05 of today.")))?,
    };
    match at > now {
        true => Err(Failure::usage(format!("‘{}’ is still to come; name a time that has been.", text.trim()))),
        false => Ok(at),
    }
}

/// Parses a future time: `16:00` (its next occurrence), `tomorrow 9:00`, `2h` from now, a timestamp or a day.
pub fn parse_future_time(text: &str, context: &CliContext) -> anyhow::Result<Instant> {
    match resolve_time(text, context)? {
        at if at <= context.now() => {
            Err(Failure::usage(format!("‘{}’ is over already; name a time to come.", text.trim())))
        }
        at => Ok(at),
    }
}

fn resolve_time(text: &str, context: &CliContext) -> anyhow::Result<Instant> {
    let (zone, now) = (context.settings.zone, context.now());
    let today = zone.date(now);
    let text = text.trim();
    let on = |day: NaiveDate, clock: &str| parse_clock(clock).map(|minute| zone.at_minute(day, minute));
    if let Some((day, time)) = text.split_once(' ').filter(|(day, _)| ["today", "tomorrow"].contains(day)) {
        let day = if day == "today" { today } else { today + Days::new(1) };
        return on(day, time).map_err(Failure::from_parse_error);
    }
    if text == "today" || text == "tomorrow" {
        return Ok(zone.midnight(parse_date(text, context)? + Days::new(1)) - TimeDelta::seconds(1));
    }
    if let Some(at) = parse_duration(text).and_then(|span| now.checked_add_signed(span)) {
        return Ok(at);
    }
    match on(today, text) {
        Ok(at) if at < now => on(today + Days::new(1), text).map_err(Failure::from_parse_error),
        Ok(at) => Ok(at),
        Err(_) => parse_moment(text, zone).map_err(|why| Failure::usage(format!("{why}, 16:00, or 2h from now on."))),
    }
}

/// Parses a period `[from, to)` of whole civil days. `from` defaults to `days` civil days before the end, `to` to now.
pub fn parse_period(
    from: Option<&str>,
    to: Option<&str>,
    days: u32,
    context: &CliContext,
) -> anyhow::Result<(NaiveDate, NaiveDate, Period)> {
    let (zone, now) = (context.settings.zone, context.now());
    let from = from.map(|text| parse_date(text, context)).transpose()?;
    let to = to.map(|text| parse_date(text, context)).transpose()?;
    // A period up to now ends with today, the last civil day.
    let end = to.unwrap_or(zone.date(now) + Days::new(1));
    let back = Days::new(u64::from(days.max(1)));
    let first = from.or(end.checked_sub_days(back)).unwrap_or(NaiveDate::MIN);
    if end <= first {
        return Err(reversed_range_error(first));
    }
    let until = if to.is_some() { zone.midnight(end) } else { now };
    Ok((first, end, Period { from: zone.midnight(first), to: until }))
}

/// Parses `from` and an exclusive `to` into first and last day, both inclusive; a week by default.
pub fn parse_date_range(from: &str, to: Option<&str>, context: &CliContext) -> anyhow::Result<(NaiveDate, NaiveDate)> {
    const WEEK: u32 = 7;
    let first = parse_date(from, context)?;
    let end = to.map_or(Ok(first + Days::new(u64::from(WEEK))), |to| parse_date(to, context))?;
    if end <= first {
        return Err(reversed_range_error(first));
    }
    Ok((first, end - Days::new(1)))
}

fn reversed_range_error(first: NaiveDate) -> anyhow::Error {
    Failure::usage(format!(
        "The days end before they begin: --to is the day after the last one, so it lies after {first}."
    ))
}

/// Parses hours, `12:00-12:30`; an end at or before the start is on the next day.
pub fn parse_hours(text: &str) -> Result<Hours, String> {
    let (from, to) = text
        .split_once(['-', '–'])
        .ok_or_else(|| format!("‘{text}’ is not a stretch of hours; write it as 12:00-12:30"))?;
    Ok(Hours::new(parse_clock(from)?, parse_clock(to)?))
}

/// Places a break within its shift: in a night shift, a break that starts before the shift is after midnight.
pub fn align_break(shift: Hours, pause: Hours) -> Hours {
    const DAY: u32 = 24 * 60;
    if pause.from < shift.from { Hours { from: pause.from + DAY, to: pause.to + DAY } } else { pause }
}

/// Parses weekdays into bits, Monday first: `mon-fri`, `sat,sun`, `fri-mon`, `every`.
pub fn parse_weekdays(text: &str) -> Result<u8, String> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let unknown = |part: &str| format!("‘{part}’ is not a weekday; write mon-fri, or sat,sun, or every");
    let number = |part: &str| {
        let wanted = part.trim().to_lowercase();
        let found = NAMES.iter().position(|name| wanted.len() >= 3 && name.starts_with(&wanted));
        found.ok_or_else(|| unknown(part))
    };
    if text.trim().eq_ignore_ascii_case("every") {
        return Ok(Requirement::EVERY_DAY);
    }
    text.split(',').try_fold(0, |bits, part| {
        let (first, last) = match part.split_once(['-', '–']) {
            Some((first, last)) => (number(first)?, number(last)?),
            None => (number(part)?, number(part)?),
        };
        // Ranges wrap around at Sunday.
        let days = (last + 7 - first) % 7;
        Ok((0..=days).fold(bits, |bits, day| bits | 1 << ((first + day) % 7)))
    })
}

/// Parses a review interval into days: `7d`, `2w`, or a number of days.
pub fn parse_interval_days(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let days = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(days), _) => number(days),
        (_, Some(weeks)) => number(weeks).and_then(|weeks| weeks.checked_mul(7)),
        _ => number(text),
    };
    days.filter(|days| (1..=366).contains(days))
        .ok_or_else(|| format!("‘{text}’ is no rhythm; write 7d, 2w or a number of days up to 366"))
}

/// The given day, or today.
pub fn parse_date_or_today(text: Option<&str>, context: &CliContext) -> anyhow::Result<NaiveDate> {
    parse_date(text.unwrap_or("today"), context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_read_as_typed() {
        assert_eq!(parse_weekdays("mon-fri"), Ok(0b001_1111));
        assert_eq!(parse_weekdays("Sat, Sunday"), Ok(0b110_0000));
        assert_eq!(parse_weekdays("fri-mon"), Ok(0b111_0001));
        assert_eq!(parse_weekdays("every"), Ok(0b111_1111));
        for bad in ["", "m", "moon", "mon-", "1-5"] {
            assert!(parse_weekdays(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_break_of_a_night_shift_lies_after_midnight() {
        let night = Hours::new(22 * 60, 6 * 60);
        assert_eq!(align_break(night, parse_hours("2:00-2:30").unwrap()), Hours { from: 26 * 60, to: 26 * 60 + 30 });
        assert_eq!(
            align_break(night, parse_hours("23:45-0:15").unwrap()),
            Hours { from: 23 * 60 + 45, to: 24 * 60 + 15 }
        );
        let day = Hours::new(8 * 60, 16 * 60);
        assert_eq!(align_break(day, parse_hours("12-12:30").unwrap()), Hours { from: 720, to: 750 });
    }
}
