//! Metrics view: figures, breakdown, charts and person page, one file per tab. Shared parts: period, comparison and
//! filter.

pub mod breakdown;
pub mod cells;
pub mod charts;
pub mod comparison;
pub mod figure_rows;
pub mod figures;
pub mod labels;
pub mod person_page;
pub mod pickers;

use ratatui::text::{Line, Span};

use crate::engine::metrics::filter::MetricFilter;
use crate::engine::period_selection::ComparisonBasis;
use crate::query::protocol::MetricsSlot;
use crate::ui::action::Action;
use crate::ui::pane::Effect;
use crate::ui::panes::metrics::labels::{filter_breadcrumb, format_period, sanitize, truncate_line};
use crate::ui::state::metrics::SetMetricsView;
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

/// The team and the filter.
fn metrics_title(view: &View) -> String {
    let team = sanitize(&view.settings.team_name);
    filter_breadcrumb(&view.metrics_view.filter, view).map_or(team.clone(), |crumb| match team.is_empty() {
        true => crumb,
        false => format!("{team} › {crumb}"),
    })
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
