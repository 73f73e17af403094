//! Texts that the metrics tabs share: dimension values, filters, periods and buckets.

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::engine::metrics::filter::{DimensionValue, MetricFilter};
use crate::model::text::{clean_line, fit, width};
use crate::model::time::Period;
use crate::presentation::numbers::NO_VALUE;
use crate::ui::view::View;
use crate::ui::widgets::dates;

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

pub fn sanitize(text: &str) -> String {
    clean_line(text).into_owned()
}

/// Breadcrumb of a filter: `Email · Minh`; `None` for the whole team.
pub fn filter_breadcrumb(filter: &MetricFilter, view: &View) -> Option<String> {
    let names: Vec<String> = filter.0.iter().map(|one| dimension_value_name(one, view)).collect();
    (!names.is_empty()).then(|| names.join(" · "))
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

/// Label of a bucket: a day, or the range of its days.
pub fn format_bucket(from: crate::model::time::Instant, to: crate::model::time::Instant, view: &View) -> String {
    let zone = view.zone();
    let (first, last) = (zone.date(from), zone.date(to - chrono::TimeDelta::milliseconds(1)));
    if first + Days::new(1) > last { dates::format_day(first, view) } else { format_period(Period { from, to }, view) }
}

/// Truncates a line to `columns`.
pub fn truncate_line(line: Line<'static>, columns: usize) -> Line<'static> {
    let mut room = columns;
    let mut cut = Line::default();
    for span in line.spans {
        let text = fit(&span.content, room);
        room -= width(&text).min(room);
        cut.push_span(Span::styled(text, span.style));
    }
    cut
}
