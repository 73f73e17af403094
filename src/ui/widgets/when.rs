//! Moments and days as the screen writes them: no more of them than is needed to know which one is meant.

use chrono::{Datelike, NaiveDate};

use crate::domain::time::Instant;
use crate::ui::view::View;

/// A moment: `16:00` today, `Sat 21.11. 16:00` this year, `21.11.2024 16:00` otherwise.
pub fn moment(at: Instant, view: &View) -> String {
    let civil = view.zone().civil(at);
    let time = civil.format("%H:%M");
    if civil.date() == view.zone().date(view.now) {
        time.to_string()
    } else {
        format!("{} {time}", day(civil.date(), view))
    }
}

/// A day: `Sat 21.11.`, and with its year where that is another one.
pub fn day(day: NaiveDate, view: &View) -> String {
    if day.year() == view.zone().date(view.now).year() {
        format!("{} {}", weekday(day, view), day.format("%-d.%-m."))
    } else {
        day.format("%-d.%-m.%Y").to_string()
    }
}

/// `Sat`.
pub fn weekday(day: NaiveDate, view: &View) -> String {
    view.t(&format!("day-{}", day.weekday().number_from_monday()))
}
