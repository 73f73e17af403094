//! Formats moments and days, as briefly as is unambiguous.

use chrono::{Datelike, NaiveDate};

use crate::model::time::Instant;
use crate::presentation::numbers::format_time_left;
use crate::ui::view::View;

/// A moment: `16:00` today, `Sat 21 Nov 16:00` this year, `21 Nov 2024 16:00` otherwise.
pub fn format_moment(at: Instant, view: &View) -> String {
    let civil = view.zone().civil(at);
    let time = civil.format("%H:%M");
    if civil.date() == view.zone().date(view.now) {
        time.to_string()
    } else {
        format!("{} {time}", format_day(civil.date(), view))
    }
}

/// A moment in nine columns: `16:00` today, `Sun 16:00` within the week, `21 Nov` this year, `11/2024` otherwise.
pub fn format_short_moment(at: Instant, view: &View) -> String {
    let (civil, today) = (view.zone().civil(at), view.zone().date(view.now));
    let (time, away) = (civil.format("%H:%M"), (civil.date() - today).num_days().abs());
    match away {
        0 => time.to_string(),
        1..7 => format!("{} {time}", weekday_name(civil.date(), view)),
        _ if civil.year() == today.year() => format_day_month(civil.date(), view),
        _ => civil.format("%m/%Y").to_string(),
    }
}

/// A moment with its day, today included.
pub fn format_full_moment(at: Instant, view: &View) -> String {
    let civil = view.zone().civil(at);
    format!("{} {}", format_day(civil.date(), view), civil.format("%H:%M"))
}

/// Time until or since a due moment: `0:25 left`, `0:12 over`.
pub fn format_remaining(due: Instant, view: &View) -> String {
    let (key, delta) = if due > view.now { ("n-left", due - view.now) } else { ("n-over", view.now - due) };
    view.tt(key, &[("span", format_time_left(delta).into())])
}

/// A day: `Sat 21 Nov`, with the year if it is not this one.
pub fn format_day(day: NaiveDate, view: &View) -> String {
    if day.year() == view.zone().date(view.now).year() {
        format!("{} {}", weekday_name(day, view), format_day_month(day, view))
    } else {
        view.tt(
            "date-of-year",
            &[("date", format_day_month(day, view).into()), ("year", day.year().to_string().into())],
        )
    }
}

/// `21 Nov`.
fn format_day_month(day: NaiveDate, view: &View) -> String {
    let month = view.t(&format!("month-{}", day.month()));
    view.tt("date", &[("day", day.day().to_string().into()), ("month", month.into())])
}

/// `Sat`.
pub fn weekday_name(day: NaiveDate, view: &View) -> String {
    view.t(&format!("day-{}", day.weekday().number_from_monday()))
}
