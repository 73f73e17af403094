//! Weekly heat map of arrivals: weekdays by hour, darker where more tickets arrive.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::columns::{HourColumns, format_short};
use crate::engine::staffing::arrival_history::{ArrivalForecast, HOURS_PER_DAY};
use crate::model::text::{fit, width};
use crate::ui::panes::staffing::columns::current_hour_of_week;
use crate::ui::view::View;

/// Shades from light to dark; almost zero has none.
const SHADES: [&str; 4] = ["░", "▒", "▓", "█"];

/// Shade index of a number relative to the maximum.
fn shade_index(number: f64, most: f64) -> usize {
    if most > 0.0 { ((number / most * 4.0).ceil() as usize).clamp(1, 4) - 1 } else { 0 }
}

fn shade_style(quarter: usize, view: &View) -> Style {
    match quarter {
        0 => view.theme.dim,
        1 => view.theme.text,
        2 => view.theme.accent,
        _ => view.theme.accent.patch(view.theme.strong),
    }
}

/// Header, one row per weekday, and the legend.
pub fn heat_map_lines(
    forecast: &ArrivalForecast,
    columns: &HourColumns,
    at: (usize, usize),
    view: &View,
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let most = forecast.all.hours.iter().copied().fold(0.0, f64::max);
    let (today, _) = current_hour_of_week(view);
    let mut lines = vec![columns.header_line(&view.t("staffing-week"), view)];
    for day in 0..7 {
        let label = view.t(&format!("day-{}", day + 1));
        let named = if day == today { theme.accent.patch(theme.strong) } else { theme.text };
        lines.push(columns.row_line(&label, named, |hour| {
            let count = forecast.all.hours[day * HOURS_PER_DAY + hour];
            let quarter = shade_index(count, most);
            let shade = if count < 0.05 || columns.hour_width < 5 { "" } else { SHADES[quarter] };
            let under = (day, hour) == at && view.focused;
            let style = if under { theme.selected } else { shade_style(quarter, view) };
            (format!("{shade}{}", format_short(count)), style)
        }));
    }
    // Narrow columns fit the number but no shade: only the style shows the level.
    if columns.hour_width >= 5 {
        let mut legend = Line::from(Span::raw(" ".repeat(columns.label_width + 1)));
        for (place, shade) in SHADES.iter().enumerate() {
            let upto = most * (place + 1) as f64 / 4.0;
            legend.push_span(Span::styled((*shade).to_owned(), shade_style(place, view)));
            legend.push_span(Span::styled(format!(" ≤ {upto:.1}  "), theme.dim));
        }
        legend.push_span(Span::styled(view.t("staffing-an-hour"), theme.dim));
        lines.push(legend);
    }
    lines
}

/// The selected hour in words: tickets expected, and by channel.
pub fn hour_line(
    forecast: &ArrivalForecast,
    (day, hour): (usize, usize),
    columns: usize,
    view: &View,
) -> Line<'static> {
    let place = day * HOURS_PER_DAY + hour;
    let label = view.t(&format!("day-{}", day + 1));
    let count = forecast.all.hours[place];
    let time = format!("{hour:02}–{:02}", hour + 1);
    let values = [
        ("day", label.into()),
        ("time", time.into()),
        ("n", format!("{count:.1}").into()),
        ("weeks", forecast.weeks.into()),
    ];
    let mut text = view.tt("staffing-hour", &values);
    let mut channels: Vec<_> =
        forecast.channels.iter().map(|(name, expected)| (expected.hours[place], name.as_deref())).collect();
    channels.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (count, name) in channels.into_iter().filter(|(count, _)| *count >= 0.05) {
        let more = format!(" · {} {count:.1}", name.unwrap_or("–"));
        // Largest first, as many as fit.
        if width(&text) + width(&more) > columns {
            break;
        }
        text.push_str(&more);
    }
    Line::styled(fit(&text, columns), view.theme.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_reach_up_to_the_most() {
        assert_eq!([0.0, 0.1, 1.0, 1.01, 2.0, 3.5, 4.0].map(|count| shade_index(count, 4.0)), [0, 0, 0, 1, 1, 3, 3]);
        assert_eq!(shade_index(0.0, 0.0), 0);
    }
}
