//! Contact drivers as a Pareto chart: received tickets by category, cumulative share, and change against the
//! comparison.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::charts::{ContactDriver, contact_drivers};
use crate::engine::metrics::filter::{Dimension, DimensionValue};
use crate::model::figure::FigureId;
use crate::model::text::{fit, pad, pad_left, width};
use crate::presentation::numbers;
use crate::query::protocol::MetricsSlot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::panes::metrics::labels::dimension_value_name;
use crate::ui::view::View;
use crate::ui::widgets::list::visible_rows;

/// Rows are the values of the selected dimension; category if that is people or profiles.
pub struct ContactDriversChart;

fn dimension(view: &View) -> Dimension {
    if matches!(view.metrics_view.group_by, Dimension::Agent | Dimension::Profile) {
        Dimension::Category
    } else {
        view.metrics_view.group_by
    }
}

fn received_counts(slot: MetricsSlot, view: &View) -> Option<Vec<(DimensionValue, usize)>> {
    let groups = view.metrics_view.groups(slot, dimension(view), &view.metrics_view.filter, view)?;
    Some(
        groups
            .iter()
            .map(|(one, figures)| (one.clone(), figures.value(FigureId::Received).unwrap_or(0.0) as usize))
            .collect(),
    )
}

fn sorted_drivers(view: &View) -> Vec<ContactDriver> {
    let before = received_counts(MetricsSlot::Comparison, view);
    contact_drivers(&received_counts(MetricsSlot::Selected, view).unwrap_or_default(), before.as_deref())
}

impl MetricsChart for ContactDriversChart {
    fn name(&self) -> &'static str {
        "drivers"
    }

    fn grid_size(&self, view: &View) -> ChartPosition {
        (sorted_drivers(view).len(), 1)
    }

    fn describe(&self, (row, _): ChartPosition, view: &View) -> String {
        let all = sorted_drivers(view);
        let Some(one) = all.get(row) else { return String::new() };
        let name = dimension_value_name(&one.value, view);
        let share = numbers::format_share(Some(one.cumulative_share));
        let values = [("name", name.into()), ("n", one.n.into()), ("share", share.into())];
        let mut text = view.tt("chart-drivers-summary", &values);
        if let Some(before) = one.previous {
            text.push_str(&format!(" · {}", view.tt("chart-drivers-before", &[("n", before.into())])));
        }
        text
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View) {
        let theme = view.theme;
        let all = sorted_drivers(view);
        let columns = usize::from(area.width);
        let label = all
            .iter()
            .map(|one| width(&dimension_value_name(&one.value, view)))
            .max()
            .unwrap_or(0)
            .clamp(4, columns / 3);
        let most = all.first().map_or(1, |one| one.n.max(1));
        let (number, share, moved) = (6, 7, 8);
        let room = columns.saturating_sub(label + 1 + number + share + moved);
        let head = format!(
            "{}{}{}",
            " ".repeat(label + 1 + room + number),
            pad_left(&fit(&view.t("chart-upto"), share - 1), share),
            pad_left(&fit(&view.t("chart-moved"), moved - 1), moved)
        );
        frame.render_widget(Line::styled(head, theme.dim), Rect { height: area.height.min(1), ..area });
        let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let row = at.map_or(0, |(row, _)| row);
        // Highlight the drivers that make up 80 % of the volume.
        let vital = all.iter().position(|one| one.cumulative_share >= 0.8).map_or(all.len(), |at| at + 1);
        for (index, place) in visible_rows(row, all.len(), usize::from(rows.height)).zip(rows.rows()) {
            let one = &all[index];
            let here = at.is_some() && index == row;
            let bar = (one.n * room / most).max(usize::from(one.n > 0));
            let (text, style) = match one.change() {
                Some(0) => ("=".into(), theme.dim),
                Some(by) if by > 0 => (format!("▲ +{by}"), theme.warn),
                Some(by) => (format!("▼ −{}", -by), theme.dim),
                None => (String::new(), theme.dim),
            };
            let name = pad(&fit(&dimension_value_name(&one.value, view), label), label);
            let glyph = if index < vital { "█" } else { "▒" };
            frame.render_widget(
                Line::from(vec![
                    Span::styled(name, if here { theme.selected } else { theme.text }),
                    Span::raw(" "),
                    Span::styled(pad(&glyph.repeat(bar), room), if here { theme.strong } else { theme.accent }),
                    Span::styled(pad_left(&one.n.to_string(), number), theme.text),
                    Span::styled(pad_left(&numbers::format_share(Some(one.cumulative_share)), share), theme.dim),
                    Span::styled(pad_left(&text, moved), style),
                ]),
                place,
            );
        }
    }

    fn open(&self, (row, _): ChartPosition, view: &View) -> Effect {
        let all = sorted_drivers(view);
        let Some(one) = all.get(row) else { return Effect::Handled };
        let filter = view.metrics_view.filter.with(one.value.clone());
        // A driver without tickets now opens those of the comparison period.
        let slot = if one.n == 0 { MetricsSlot::Comparison } else { MetricsSlot::Selected };
        drill_down::open(DrillDown::new(FigureId::Received, &filter, slot), view)
    }
}
