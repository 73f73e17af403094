//! Rates over time, one above the other: CSAT and NPS, or SLA attainment. A hollow dot marks a small sample.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::engine::metrics::sample::Sample;
use crate::engine::metrics::summary::FigureSummary;
use crate::model::figure::FigureId;
use crate::model::text::{fit, pad_left, width};
use crate::presentation::numbers;
use crate::query::protocol::MetricsSlot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::cells;
use crate::ui::panes::metrics::charts::chart::{ChartPosition, MetricsChart};
use crate::ui::panes::metrics::labels::format_bucket;
use crate::ui::view::View;
use crate::ui::widgets::plot;

/// Rows are figures, columns are weeks or months.
pub struct RatesChart {
    name: &'static str,
    figures: &'static [FigureId],
}

pub static SATISFACTION: RatesChart = RatesChart { name: "satisfaction", figures: &[FigureId::Csat, FigureId::Nps] };
pub static SLA_ATTAINMENT: RatesChart = RatesChart {
    name: "promises",
    figures: &[FigureId::SlaFirstResponse, FigureId::SlaNextResponse, FigureId::SlaResolution],
};

/// Maximum number of buckets; fewer than days, so that each has enough samples.
const MAX_BUCKETS: usize = 10;

impl RatesChart {
    fn series(&self, figure: FigureId, view: &View) -> std::rc::Rc<crate::ui::state::metrics::FigureSeries> {
        view.metrics_view
            .series(MetricsSlot::Selected, figure, &view.metrics_view.filter, MAX_BUCKETS, view)
            .unwrap_or_default()
    }
}

impl MetricsChart for RatesChart {
    fn name(&self) -> &'static str {
        self.name
    }

    fn grid_size(&self, view: &View) -> ChartPosition {
        let figures = view.metrics_view.figures(MetricsSlot::Selected, &view.metrics_view.filter, view);
        let any = figures.is_some_and(|all| self.figures.iter().any(|figure| all.n(*figure) > 0));
        let columns = self.series(self.figures[0], view).edges.len().saturating_sub(1);
        (if any { self.figures.len() } else { 0 }, columns)
    }

    fn initial_position(&self, view: &View) -> ChartPosition {
        (0, self.grid_size(view).1.saturating_sub(1))
    }

    fn describe(&self, (row, column): ChartPosition, view: &View) -> String {
        let figure = self.figures[row];
        let series = self.series(figure, view);
        let Some(sum) = series.sums.get(column) else { return String::new() };
        let values = [
            ("figure", view.t(&format!("short-{}", figure.name())).into()),
            ("days", format_bucket(series.edges[column], series.edges[column + 1], view).into()),
            ("value", cells::format_value(figure, sum, view).into()),
            ("n", sum.n().into()),
        ];
        view.tt("chart-level-summary", &values)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<ChartPosition>, view: &View) {
        let parts = Layout::vertical(self.figures.iter().map(|_| Constraint::Fill(1))).split(area);
        for (row, (figure, place)) in self.figures.iter().zip(parts.iter()).enumerate() {
            let column = at.filter(|(on, _)| *on == row).map(|(_, column)| column);
            self.draw_figure(frame, *place, *figure, column, view);
        }
    }

    fn open(&self, (row, column): ChartPosition, view: &View) -> Effect {
        let figure = self.figures[row];
        let series = self.series(figure, view);
        let Some((from, to)) = series.edges.get(column).copied().zip(series.edges.get(column + 1).copied()) else {
            return Effect::Handled;
        };
        let fits = move |sample: &Sample| from <= sample.at && sample.at < to;
        let part = Some((format_bucket(from, to, view), &fits as &dyn Fn(&_) -> bool));
        drill_down::open(
            DrillDown { figure, filter: &view.metrics_view.filter, slot: MetricsSlot::Selected, subset: part },
            view,
        )
    }
}

impl RatesChart {
    /// Draws one figure: title with the period's value, dots, and the sample sizes.
    fn draw_figure(&self, frame: &mut Frame, area: Rect, figure: FigureId, at: Option<usize>, view: &View) {
        if area.height < 2 {
            return;
        }
        let theme = view.theme;
        let figures = view.metrics_view.figures(MetricsSlot::Selected, &view.metrics_view.filter, view);
        let whole = figures.as_ref().map(|figures| figures.get(figure));
        let mut head = vec![Span::styled(
            view.t(&format!("figure-{}", figure.name())),
            if at.is_some() { theme.accent } else { theme.text },
        )];
        if let Some(whole) = whole {
            head.push(Span::styled(
                format!("  {}", cells::format_value(figure, whole, view)),
                cells::value_style(whole, view),
            ));
            head.push(Span::styled(format!("  n {}", whole.n()), theme.dim));
        }
        frame.render_widget(Line::from(head), Rect { height: 1, ..area });
        let series = self.series(figure, view);
        let Some((from, to)) = series.edges.first().zip(series.edges.last()) else { return };
        let mark = |sum: &FigureSummary| plot::PlotPoint { value: sum.value(), low_n: sum.is_low() };
        let marks: Vec<plot::PlotPoint> = series.sums.iter().map(mark).collect();
        let scale = plot::PlotScale::for_levels(figure, marks.iter().filter_map(|mark| mark.value));
        let with_n = area.height >= 5;
        let body = Rect { y: area.y + 1, height: area.height - 1 - u16::from(with_n), ..area };
        let plot = plot::Plot { points: &marks, scale, cursor: at, edges: (*from, *to) };
        plot::draw_dots(frame, body, &plot, |value| numbers::format_figure(figure, Some(value)), view);
        if with_n {
            let line = Rect { y: body.bottom(), height: 1, ..plot::plot_area(body) };
            let label = Rect { x: area.x, width: line.x.saturating_sub(area.x + 1), ..line };
            frame.render_widget(Line::styled(pad_left("n", usize::from(label.width)), theme.dim), label);
            for (n, sum) in series.sums.iter().enumerate() {
                let place = plot::column_area(line, n, series.sums.len());
                let text = sum.n().to_string();
                if width(&text) <= usize::from(place.width) {
                    frame.render_widget(Line::styled(fit(&text, usize::from(place.width)), theme.dim), place);
                }
            }
        }
    }
}
