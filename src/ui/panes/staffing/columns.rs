//! Hour columns shared by the week and today sections, and the current hour of the week.

use chrono::Datelike;
use chrono::Timelike;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::staffing::Staffing;
use crate::engine::staffing::arrival_history::{ArrivalForecast, HOURS_PER_DAY};
use crate::model::text::{pad, pad_left, width};
use crate::ui::view::View;

/// Message keys of the row labels.
pub const ROW_KEYS: [&str; 7] = [
    "staffing-forecast",
    "staffing-received",
    "staffing-due",
    "staffing-needed",
    "staffing-rostered",
    "staffing-present",
    "staffing-state",
];

/// An hour below this share of the week's tickets, and with nobody rostered, gets no column.
const MIN_HOUR_SHARE: f64 = 0.01;

/// The hours shown and their column width.
pub struct HourColumns {
    pub label_width: usize,
    /// Hours of day.
    pub hours: Vec<usize>,
    pub hour_width: usize,
    /// Whether hours were cut off before and after.
    is_cut_off: (bool, bool),
}

impl HourColumns {
    /// The hours with arrivals, due tickets or people rostered. If room is short, keeps those around `at`.
    pub fn fit(
        staffing: &Staffing,
        forecast: Option<&ArrivalForecast>,
        at: usize,
        columns: usize,
        view: &View,
    ) -> HourColumns {
        let zone = view.zone();
        let week = |hour: usize| -> f64 {
            forecast.map_or(0.0, |forecast| (0..7).map(|day| forecast.all.hours[day * HOURS_PER_DAY + hour]).sum())
        };
        let least = MIN_HOUR_SHARE * (0..HOURS_PER_DAY).map(week).sum::<f64>();
        let busy = |hour: usize| {
            let week = week(hour);
            let slot = staffing.day.iter().find(|slot| hour_of_day(slot.time.from, zone) == hour);
            (week > 0.0 && week >= least)
                || slot.is_some_and(|slot| slot.rostered_hours > 0.0 || slot.due_count > 0)
                || hour == at
        };
        let first = (0..HOURS_PER_DAY).find(|hour| busy(*hour)).unwrap_or(0);
        let last = (0..HOURS_PER_DAY).rev().find(|hour| busy(*hour)).unwrap_or(HOURS_PER_DAY - 1);
        let mut hours: Vec<usize> = (first..=last).collect();
        let label = ROW_KEYS.iter().map(|key| width(&view.t(key))).max().unwrap_or(0);
        let room = columns.saturating_sub(label + 1);
        let each = (room / hours.len().max(1)).clamp(4, 7);
        let fit = (room / each).max(1);
        // Hours outside that bring some tickets count as cut off.
        let few = |hours: std::ops::Range<usize>| hours.map(week).sum::<f64>() >= 0.05;
        let mut cut = (few(0..first), few(last + 1..HOURS_PER_DAY));
        if hours.len() > fit {
            let start = at.saturating_sub(first + fit / 3).min(hours.len() - fit);
            cut = (cut.0 || start > 0, cut.1 || start + fit < hours.len());
            hours = hours[start..start + fit].to_vec();
        }
        HourColumns { label_width: label, hours, hour_width: each, is_cut_off: cut }
    }

    pub fn header_line(&self, title: &str, view: &View) -> Line<'static> {
        let theme = view.theme;
        let mut line =
            Line::from(Span::styled(pad(title, self.label_width + usize::from(!self.is_cut_off.0)), theme.dim));
        if self.is_cut_off.0 {
            line.push_span(Span::styled("…", theme.dim));
        }
        let (_, current) = current_hour_of_week(view);
        for (place, hour) in self.hours.iter().enumerate() {
            let style = if *hour == current { theme.accent.patch(theme.strong) } else { theme.dim };
            let last = place + 1 == self.hours.len() && self.is_cut_off.1;
            let text = if last { format!("{hour:02}…") } else { format!("{hour:02}") };
            line.push_span(Span::styled(pad_left(&text, self.hour_width), style));
        }
        line
    }

    /// A labelled row with one cell per hour.
    pub fn row_line(&self, label: &str, style: Style, cell: impl Fn(usize) -> (String, Style)) -> Line<'static> {
        let mut line = Line::from(Span::styled(pad(label, self.label_width + 1), style));
        for hour in &self.hours {
            let (text, style) = cell(*hour);
            let text = pad_left(&text, self.hour_width);
            let blank = text.len() - text.trim_start().len();
            // Style the text only, not its padding.
            line.push_span(Span::raw(text[..blank].to_owned()));
            line.push_span(Span::styled(text[blank..].to_owned(), style));
        }
        line
    }
}

/// Hour of day of an instant.
pub fn hour_of_day(at: crate::model::time::Instant, zone: crate::model::time::Zone) -> usize {
    chrono::Timelike::hour(&zone.civil(at)) as usize
}

/// Formats a number in three columns: one decimal below ten, `·` for almost zero.
pub fn format_short(number: f64) -> String {
    match number {
        number if number < 0.05 => "·".into(),
        number if number < 9.95 => format!("{number:.1}"),
        number => format!("{number:.0}"),
    }
}

/// The current weekday (0 is Monday) and hour.
pub fn current_hour_of_week(view: &View) -> (usize, usize) {
    let civil = view.zone().civil(view.now);
    (civil.weekday().num_days_from_monday() as usize, civil.hour() as usize)
}
