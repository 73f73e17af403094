//! Metrics view: figures, breakdown, charts and person page, one file per tab. Shared parts: period, comparison and
//! filter.

pub mod breakdown;
pub mod cells;
pub mod charts;
pub mod comparison;
pub mod figures;
pub mod person_page;
pub mod pickers;

use chrono::{Datelike, Days, NaiveDate};
use ratatui::text::{Line, Span};

use crate::engine::metrics::filter::{DimensionValue, MetricFilter};
use crate::engine::period_selection::ComparisonBasis;
use crate::model::text::{clean_line, fit, width};
use crate::model::time::Period;
use crate::presentation::numbers::NO_VALUE;
use crate::query::protocol::MetricsSlot;
use crate::ui::action::Action;
use crate::ui::metrics_view::SetMetricsView;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Actions of every metrics tab.
const SHARED_ACTIONS: [Action; 6] =
    [Action::Period, Action::Comparison, Action::BusinessTime, Action::Earlier, Action::Later, Action::PersonMetrics];

/// Handles the actions of every tab: period, comparison, business time, filter. `None` if not one of them.
fn handle_shared_action(action: Action, view: &View) -> Option<Effect> {
    let looking = view.metrics_view;
    let looked = looking.period_selection(view.settings);
    let over = |to| Effect::SetMetricsView(SetMetricsView::Period(to));
    Some(match action {
        Action::Earlier | Action::Later => {
            let to = looked.shifted(action == Action::Later);
            if to == looked { Effect::Message(view.t("metrics-no-further")) } else { over(to) }
        }
        Action::ToNow => over(crate::engine::period_selection::PeriodSelection { periods_back: 0, ..looked }),
        Action::Period => pickers::open_period_picker(view),
        Action::Comparison => pickers::open_comparison_picker(view),
        Action::GroupBy => pickers::open_dimension_picker(view),
        Action::PersonMetrics => pickers::open_person_picker(view),
        Action::BusinessTime if view.settings.business_calendar.is_none() => {
            Effect::Message(view.t("metrics-no-calendar"))
        }
        Action::BusinessTime => Effect::SetMetricsView(SetMetricsView::ToggleBusinessTime),
        Action::Back => match looking.filter.0.split_last() {
            Some((_, rest)) => Effect::SetMetricsView(SetMetricsView::Filter(MetricFilter(rest.to_vec()))),
            None if looked.periods_back > 0 => {
                over(crate::engine::period_selection::PeriodSelection { periods_back: 0, ..looked })
            }
            None => return None,
        },
        _ => return None,
    })
}

/// The tab's own actions, then the shared ones.
fn tab_actions(own: &[Action], view: &View) -> Vec<Action> {
    let back = (view.metrics_view.period_selection(view.settings).periods_back > 0).then_some(Action::ToNow);
    own.iter()
        .copied()
        .chain(back)
        .chain(SHARED_ACTIONS)
        .chain([Action::Left, Action::Right])
        .chain(Action::CURSOR_MOVES)
        .collect()
}

/// Name of a dimension value; `–` if not set.
pub fn dimension_value_name(one: &DimensionValue, view: &View) -> String {
    let word = |word: &Option<std::sync::Arc<str>>| word.as_deref().map_or_else(|| NO_VALUE.into(), sanitize);
    match one {
        DimensionValue::Agent(person) => sanitize(view.person_name(*person)),
        DimensionValue::Profile(profile) => {
            profile.map_or_else(|| NO_VALUE.into(), |one| view.t(&format!("profile-{one}")))
        }
        DimensionValue::Channel(one)
        | DimensionValue::Category(one)
        | DimensionValue::Tier(one)
        | DimensionValue::Group(one) => word(one),
        DimensionValue::Priority(priority) => view.t(&format!("priority-{}", priority.name())),
    }
}

fn sanitize(text: &str) -> String {
    clean_line(text).into_owned()
}

/// Breadcrumb of a filter: `Email · Minh`; `None` for the whole team.
pub fn filter_breadcrumb(filter: &MetricFilter, view: &View) -> Option<String> {
    let names: Vec<String> = filter.0.iter().map(|one| dimension_value_name(one, view)).collect();
    (!names.is_empty()).then(|| names.join(" · "))
}

/// The team and the filter.
fn metrics_title(view: &View) -> String {
    let team = sanitize(&view.settings.team_name);
    filter_breadcrumb(&view.metrics_view.filter, view).map_or(team.clone(), |crumb| match team.is_empty() {
        true => crumb,
        false => format!("{team} › {crumb}"),
    })
}

/// Formats a period by its days, last one included: `23 Oct – 21 Nov`.
pub fn format_period(period: Period, view: &View) -> String {
    let zone = view.zone();
    let first = zone.date(period.from);
    // A period that ends at midnight does not include that day.
    let last = zone.date(period.to - chrono::TimeDelta::milliseconds(1)).max(first);
    let same_year = first.year() == last.year() && last.year() == zone.date(view.now).year();
    let one = |day: NaiveDate| {
        let text = view.tt(
            "date",
            &[("day", day.day().to_string().into()), ("month", view.t(&format!("month-{}", day.month())).into())],
        );
        match same_year {
            true => text,
            false => view.tt("date-of-year", &[("date", text.into()), ("year", day.year().to_string().into())]),
        }
    };
    if first == last { one(first) } else { format!("{} – {}", one(first), one(last)) }
}

/// Line above every tab: period, comparison, time counting, and how current the figures are.
fn status_line(columns: usize, view: &View) -> Line<'static> {
    let (theme, looking) = (view.theme, view.metrics_view);
    let looked = looking.period_selection(view.settings);
    let wanted = looking.period_for(MetricsSlot::Selected, view.settings, view.now);
    let shown = view.selected_metrics.map(|metrics| metrics.report.period);
    let mut spans =
        vec![Span::styled(wanted.map(|period| format_period(period, view)).unwrap_or_default(), theme.strong)];
    let beside = looking.period_for(MetricsSlot::Comparison, view.settings, view.now);
    let against = match (looked.compare_to, beside) {
        (ComparisonBasis::Nothing, _) => view.t("metrics-no-comparison"),
        (ComparisonBasis::Baseline, None) => view.t("metrics-no-baseline"),
        (_, None) => view.t("metrics-no-comparison"),
        (_, Some(period)) => {
            let end = view.zone().civil(period.to).time();
            let values = [("days", format_period(period, view).into()), ("at", end.format("%H:%M").to_string().into())];
            // A running period is compared with the same elapsed part, which may end within a day.
            let part = end != chrono::NaiveTime::MIN;
            view.tt(if part { "metrics-comparison-part" } else { "metrics-comparison" }, &values)
        }
    };
    spans.push(Span::styled(format!(" · {against}"), theme.dim));
    let calendar = view.settings.business_calendar.as_ref().filter(|_| looking.business_time);
    let counted = match calendar {
        Some(calendar) => view.tt("metrics-business", &[("name", sanitize(calendar.name()).into())]),
        None => view.t("metrics-calendar"),
    };
    spans.push(Span::styled(format!(" · {counted}"), if calendar.is_some() { theme.accent } else { theme.dim }));
    // Until a requested period arrives, the previous one stays on screen and is named.
    let late = match (shown, wanted) {
        (Some(shown), Some(wanted)) if shown.from != wanted.from || (shown.to - wanted.to).abs() > PERIOD_TOLERANCE => {
            Some(view.tt("metrics-still", &[("days", format_period(shown, view).into())]))
        }
        (Some(shown), Some(_)) if view.selected_metrics.is_some_and(|metrics| metrics.seq < view.desk.seq) => {
            Some(view.tt("metrics-as-of", &[("at", dates::format_moment(shown.to, view).into())]))
        }
        _ => None,
    };
    spans.extend(late.map(|late| Span::styled(format!(" · {late}"), theme.warn)));
    truncate_line(Line::from(spans), columns)
}

/// The end of a running period may lag behind now by this much.
const PERIOD_TOLERANCE: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// Truncates a line to `columns`.
fn truncate_line(line: Line<'static>, columns: usize) -> Line<'static> {
    let mut room = columns;
    let mut cut = Line::default();
    for span in line.spans {
        let text = fit(&span.content, room);
        room -= width(&text).min(room);
        cut.push_span(Span::styled(text, span.style));
    }
    cut
}

/// Label of a bucket: a day, or the range of its days.
fn format_bucket(from: crate::model::time::Instant, to: crate::model::time::Instant, view: &View) -> String {
    let zone = view.zone();
    let (first, last) = (zone.date(from), zone.date(to - chrono::TimeDelta::milliseconds(1)));
    if first + Days::new(1) > last { dates::format_day(first, view) } else { format_period(Period { from, to }, view) }
}
