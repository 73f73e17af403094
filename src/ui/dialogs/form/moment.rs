//! Parses a day or a future moment: `tomorrow`, `15:00`, `tomorrow 9:00`, `+2h`.

use chrono::{Datelike, Days, NaiveDate};

use crate::model::text::fold;
use crate::model::time::{Instant, parse_clock, parse_day, parse_duration, parse_moment};
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Parses a moment. A time of day is the next such time; a weekday is the next such day, today excluded.
pub fn parse_moment_input(text: &str, view: &View) -> Option<Instant> {
    let (zone, now, text) = (view.zone(), view.now, text.trim());
    if let Some(span) = parse_duration(text.trim_start_matches('+')) {
        return now.checked_add_signed(span);
    }
    if let Ok(minute) = parse_clock(text) {
        let today = zone.date(now);
        let at = zone.at_minute(today, minute);
        return Some(if at > now { at } else { zone.at_minute(today + Days::new(1), minute) });
    }
    if let Some((day, time)) = text.rsplit_once(' ')
        && let (Some(day), Ok(minute)) =
            (parse_day_input(day, view).or_else(|| next_weekday(day, view)), parse_clock(time))
    {
        return Some(zone.at_minute(day, minute));
    }
    // A day without a time is not accepted: it would mean its last second.
    text.contains(':').then(|| parse_moment(text, zone).ok()).flatten()
}

/// The next weekday of that name.
fn next_weekday(name: &str, view: &View) -> Option<NaiveDate> {
    let (name, today) = (fold(name.trim()), view.zone().date(view.now));
    let days = (1..=7).map(|n| today + Days::new(n));
    days.into_iter().find(|day| {
        let english = fold(&day.weekday().to_string());
        fold(&dates::weekday_name(*day, view)) == name || english == name
    })
}

/// Parses a day: `2026-03-02`, or the word for yesterday, today or tomorrow.
pub(super) fn parse_day_input(text: &str, view: &View) -> Option<NaiveDate> {
    let today = view.zone().date(view.now);
    let word = fold(text.trim());
    let is = |key: &str, english: &str| word == english || word == fold(&view.t(key));
    match () {
        () if is("word-yesterday", "yesterday") => Some(today - Days::new(1)),
        () if is("word-today", "today") => Some(today),
        () if is("word-tomorrow", "tomorrow") => Some(today + Days::new(1)),
        () => parse_day(text).ok(),
    }
}
