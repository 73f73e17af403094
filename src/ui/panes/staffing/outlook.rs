//! Backlog outlook, forecast error, and the forecast by channel and category.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use crate::engine::staffing::Staffing;
use crate::engine::staffing::arrival_history::{ArrivalForecast, ExpectedArrivals};
use crate::engine::staffing::outlook::{DaysToClear, StaffingCase};
use crate::model::text::{fit, pad, pad_left, width, wrap};
use crate::model::time::Instant;
use crate::presentation::numbers::{NO_VALUE, format_share};
use crate::ui::view::View;

/// Backlog in tickets and hours, days to clear, and the outlook with one person fewer, as rostered and one more.
pub fn backlog_lines(staffing: &Staffing, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let outlook = &staffing.outlook;
    let mut line = Line::from(vec![
        Span::styled(outlook.backlog.to_string(), theme.strong),
        Span::styled(format!(" {}", view.t("open-tickets")), theme.dim),
    ]);
    if let Some(hours) = outlook.work_hours {
        line.push_span(Span::styled(" · ", theme.dim));
        line.push_span(Span::styled(format!("{hours:.1}"), theme.strong));
        line.push_span(Span::styled(format!(" {}", view.t("hours-of-work")), theme.dim));
    }
    line.push_span(match outlook.days_to_clear {
        DaysToClear::Days(_) if outlook.backlog == 0 => Span::raw(""),
        DaysToClear::Days(days) => {
            Span::styled(format!(" · {}", view.tt("staffing-clear", &[("n", format!("{days:.1}").into())])), theme.dim)
        }
        DaysToClear::Growing => Span::styled(format!(" · ▲ {}", view.t("staffing-growing")), theme.warn),
        DaysToClear::Unknown => Span::raw(""),
    });
    if let Some((received, solved)) = outlook.received_per_day.zip(outlook.solved_per_day) {
        let values = [("received", format!("{received:.1}").into()), ("solved", format!("{solved:.1}").into())];
        push_if_room(&mut line, format!(" · {}", view.tt("staffing-rates", &values)), columns, view);
    }
    let Some(handle) = staffing.handle else {
        let lines = wrap(&view.t("staffing-no-handle"), columns);
        return [line].into_iter().chain(lines.into_iter().map(|text| Line::styled(text, theme.dim))).collect();
    };
    let minutes = format!("{:.0}", handle.default_minutes);
    let text = view.tt("staffing-takes", &[("n", minutes.into())]);
    push_if_room(&mut line, format!(" · {text}"), columns, view);
    let mut lines = vec![line];
    let label = CASE_KEYS.iter().map(|key| width(&view.t(key))).max().unwrap_or(0);
    lines.extend(outlook.cases.iter().map(|case| case_line(case, outlook.shift_ends, label, columns, view)));
    lines
}

const CASE_KEYS: [&str; 3] = ["staffing-fewer", "staffing-rostered-now", "staffing-more"];

/// The backlog outlook of one staffing case.
fn case_line(case: &StaffingCase, ends: Option<Instant>, label: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let key = match case.extra_people {
        -1 => CASE_KEYS[0],
        0 => CASE_KEYS[1],
        _ => CASE_KEYS[2],
    };
    let style = if case.extra_people == 0 { theme.text } else { theme.dim };
    let clock = |at: Instant| {
        let (civil, today) = (view.zone().civil(at), view.zone().date(view.now));
        let time = civil.format("%H:%M").to_string();
        if civil.date() == today { time } else { format!("{} {time}", civil.format("%d/%m")) }
    };
    let mut line = Line::from(Span::styled(pad(&view.t(key), label + 2), style));
    if let Some((left, ends)) = case.open_at_shift_end.zip(ends) {
        let time = clock(ends);
        line.push_span(Span::styled(pad_left(&format!("{left:.0}"), 4), theme.strong));
        line.push_span(Span::styled(format!(" {}", view.tt("staffing-open-at", &[("time", time.into())])), theme.dim));
        line.push_span(Span::raw("  "));
    }
    match case.first_breach {
        None => line.push_span(Span::styled(format!("✓ {}", view.t("staffing-no-breach")), theme.dim)),
        Some((id, at)) => {
            let values = [("id", id.0.to_string().into()), ("time", clock(at).into())];
            line.push_span(Span::styled("▲ ", theme.warn));
            line.push_span(Span::styled(view.tt("staffing-breach", &values), theme.text));
            if case.breach_count > 1 {
                let text = format!(" {}", view.tt("staffing-more-breaches", &[("n", (case.breach_count - 1).into())]));
                push_if_room(&mut line, text, columns, view);
            }
        }
    }
    line
}

/// Error of last week's forecast beside the naive forecast and chance.
pub fn forecast_error_lines(forecast: &ArrivalForecast, columns: usize, view: &View) -> Vec<Line<'static>> {
    let text = format_forecast_error("staffing-error", forecast, view);
    wrap(&text, columns).into_iter().map(|text| Line::styled(text, view.theme.dim)).collect()
}

/// The same on one line.
pub fn short_forecast_error(forecast: &ArrivalForecast, columns: usize, view: &View) -> Vec<Line<'static>> {
    vec![Line::styled(fit(&format_forecast_error("staffing-error-short", forecast, view), columns), view.theme.dim)]
}

fn format_forecast_error(key: &str, forecast: &ArrivalForecast, view: &View) -> String {
    let Some(held) = forecast.all.holdout else { return view.t("staffing-no-error") };
    let values = [
        ("hour", format_share(held.model.wape).into()),
        ("plain", format_share(held.naive.wape).into()),
        ("chance", format_share(held.random_wape).into()),
        ("day", format_share(held.model_daily.wape).into()),
        ("plain_day", format_share(held.naive_daily.wape).into()),
    ];
    view.tt(key, &values)
}

/// Weekly arrivals by channel and category with their daily forecast error, side by side where they fit.
pub fn channel_and_category_lines(
    forecast: &ArrivalForecast,
    columns: usize,
    room: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let gap = 4;
    let half = (columns.saturating_sub(gap) / 2).min(60);
    let heads = ["staffing-a-week", "staffing-off", "staffing-plain"].map(|key| view.t(key));
    let wide = heads.clone().map(|head| width(&head).max(6) + 2);
    let name = half.saturating_sub(wide.iter().sum());
    let row = |first: &str, cells: &[String; 3]| {
        let cells: String = cells.iter().zip(wide).map(|(cell, wide)| pad_left(cell, wide)).collect();
        format!("{}{cells}", pad(&fit(first, name), name))
    };
    let side = |title: &str, kinds: &BTreeMap<Option<String>, ExpectedArrivals>| {
        let mut kinds: Vec<_> = kinds.iter().map(|(name, it)| (it.hours.iter().sum::<f64>(), name, it)).collect();
        kinds.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let body = kinds.into_iter().map(|(week, name, it)| {
            let wape = |errors: Option<Option<f64>>| errors.map_or_else(|| NO_VALUE.into(), format_share);
            let cells = [
                format!("{week:.1}"),
                wape(it.holdout.map(|held| held.model_daily.wape)),
                wape(it.holdout.map(|held| held.naive_daily.wape)),
            ];
            row(name.as_deref().unwrap_or(NO_VALUE), &cells)
        });
        [row(title, &heads)].into_iter().chain(body).collect::<Vec<String>>()
    };
    let channels = side(&view.t("staffing-channels"), &forecast.channels);
    let categories = side(&view.t("staffing-categories"), &forecast.categories);
    let all = channels.len().max(categories.len());
    let shown = if all > room { room - 1 } else { all };
    let blank = String::new();
    let mut lines: Vec<Line> = (0..shown)
        .map(|at| {
            let left = pad(channels.get(at).unwrap_or(&blank), half + gap);
            let style = if at == 0 { view.theme.dim } else { view.theme.text };
            Line::styled(format!("{left}{}", categories.get(at).unwrap_or(&blank)), style)
        })
        .collect();
    if all > shown {
        lines.push(Line::styled(view.tt("staffing-and-more", &[("n", (all - shown).into())]), view.theme.dim));
    }
    lines
}

fn push_if_room(line: &mut Line<'static>, text: String, columns: usize, view: &View) {
    if line.width() + width(&text) <= columns {
        line.push_span(Span::styled(text, view.theme.dim));
    }
}
