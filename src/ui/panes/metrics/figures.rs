//! Every figure of the current filter, one row each: value, sample size, change, target state and trend. Filtered to
//! one person it is that person's page.

use std::cell::RefCell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{cells, person_page};
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::summary::Figures as Numbers;
use crate::engine::targets::target_state;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::target::FigureReading;
use crate::model::text::{fit, pad, pad_left, width};
use crate::presentation::numbers;
use crate::query::protocol::MetricsSlot;
use crate::ui::action::Action;
use crate::ui::dialogs::person::rows;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::figure_rows::{figure_group, footer_lines};
use crate::ui::state::metrics::SetMetricsView;
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};
use crate::ui::widgets::plot;

/// A column right of the figure's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FigureColumn {
    Value,
    Mean,
    P90,
    N,
    Change,
    /// The comparison value.
    Comparison,
    Team,
    Target,
    Trend,
}

impl FigureColumn {
    /// From left to right, with width and drop priority (lowest is dropped first).
    const FOR_FILTER: [(FigureColumn, usize, u8); 8] = [
        (FigureColumn::Value, 9, 9),
        (FigureColumn::Mean, 11, 4),
        (FigureColumn::P90, 9, 6),
        (FigureColumn::N, 7, 8),
        (FigureColumn::Change, 12, 7),
        (FigureColumn::Comparison, 10, 2),
        (FigureColumn::Target, 11, 3),
        (FigureColumn::Trend, 11, 5),
    ];
    const FOR_PERSON: [(FigureColumn, usize, u8); 9] = [
        (FigureColumn::Value, 9, 9),
        (FigureColumn::Mean, 11, 2),
        (FigureColumn::P90, 9, 3),
        (FigureColumn::N, 7, 8),
        (FigureColumn::Team, 10, 7),
        (FigureColumn::Target, 24, 6),
        (FigureColumn::Change, 12, 5),
        (FigureColumn::Comparison, 10, 1),
        (FigureColumn::Trend, 11, 4),
    ];

    fn key(self) -> &'static str {
        match self {
            FigureColumn::Value => "metrics-value",
            FigureColumn::Mean => "mean",
            FigureColumn::P90 => "p90",
            FigureColumn::N => "n",
            FigureColumn::Change => "metrics-delta",
            FigureColumn::Comparison => "metrics-then",
            FigureColumn::Team => "metrics-team",
            FigureColumn::Target => "metrics-target",
            FigureColumn::Trend => "metrics-trend",
        }
    }
}

/// Maximum number of buckets in a trend.
const MAX_TREND_BUCKETS: usize = 31;

/// Minimum and maximum width of the figure names.
const NAME_WIDTH: (usize, usize) = (21, 34);

/// Width of the names, and the columns that fit. `nothing`: there is no comparison.
fn fitting_columns(
    room: usize,
    all: &[(FigureColumn, usize, u8)],
    nothing: bool,
) -> (usize, Vec<(FigureColumn, usize)>) {
    let wanted = |column: FigureColumn| !nothing || !matches!(column, FigureColumn::Change | FigureColumn::Comparison);
    let mut chosen: Vec<_> = all.iter().copied().filter(|(column, ..)| wanted(*column)).collect();
    let wide = |chosen: &[(FigureColumn, usize, u8)]| chosen.iter().map(|(_, width, _)| width).sum::<usize>();
    while wide(&chosen) + NAME_WIDTH.0 > room && chosen.len() > 1 {
        let least = chosen.iter().enumerate().min_by_key(|(_, (.., keep))| *keep).map_or(0, |(at, _)| at);
        chosen.remove(least);
    }
    let name = room.saturating_sub(wide(&chosen)).min(NAME_WIDTH.1);
    // Spare width goes to the trend, up to a month of days.
    let spare = room.saturating_sub(wide(&chosen) + name);
    if let Some((.., width, _)) = chosen.iter_mut().find(|(column, ..)| *column == FigureColumn::Trend) {
        *width = (*width + spare).min(MAX_TREND_BUCKETS + 2);
    }
    (name, chosen.into_iter().map(|(column, width, _)| (column, width)).collect())
}

/// The figures pane, of the current filter or of one person.
pub struct FiguresPane {
    /// Whether this is a person's page.
    is_person_page: bool,
    cursor: Cursor<FigureId>,
    column: FigureColumn,
    /// The columns drawn last, for moving between them.
    drawn_columns: RefCell<Vec<FigureColumn>>,
}

impl FiguresPane {
    pub fn for_filter() -> FiguresPane {
        FiguresPane {
            is_person_page: false,
            cursor: Cursor::default(),
            column: FigureColumn::Value,
            drawn_columns: RefCell::default(),
        }
    }

    pub fn for_person() -> FiguresPane {
        FiguresPane { is_person_page: true, ..FiguresPane::for_filter() }
    }

    /// The filter of the figures; `None` if the team is empty.
    fn metric_filter(&self, view: &View) -> Option<MetricFilter> {
        match self.is_person_page {
            true => person_page::selected_person(view).map(MetricFilter::for_agent),
            false => Some(view.metrics_view.filter.clone()),
        }
    }

    /// A person's page shows only figures with samples or a target.
    fn relevant_figures(&self, figures: &Numbers, view: &View) -> Vec<FigureId> {
        let due = if self.is_person_page { person_page::person_targets(view) } else { Vec::new() };
        let some = |figure: &FigureId| {
            !self.is_person_page || figures.n(*figure) > 0 || due.iter().any(|due| due.figure == *figure)
        };
        FigureId::ALL.into_iter().filter(some).collect()
    }

    fn listed_figures(&self, view: &View) -> Vec<FigureId> {
        let figures =
            self.metric_filter(view).and_then(|filter| view.metrics_view.figures(MetricsSlot::Selected, &filter, view));
        figures.map(|figures| self.relevant_figures(&figures, view)).unwrap_or_default()
    }

    fn move_column(&mut self, step: isize) {
        let shown = self.drawn_columns.borrow();
        let at = shown.iter().position(|column| *column == self.column).unwrap_or(0);
        if let Some(last) = shown.len().checked_sub(1) {
            self.column = shown[at.saturating_add_signed(step).min(last)];
        }
    }
}

impl Pane for FiguresPane {
    fn title(&self, view: &View) -> String {
        match self.is_person_page {
            true => person_page::person_title(view),
            false => super::metrics_title(view),
        }
    }

    fn badge(&self, view: &View) -> String {
        if self.is_person_page { person_page::targets_badge(view) } else { String::new() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let own: &[Action] = if self.is_person_page { &[Action::Open, Action::NextPane] } else { &[Action::Open] };
        super::tab_actions(own, view)
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (self.is_person_page && action == Action::NextPane).then(|| view.t("do-next-person"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let rows = self.listed_figures(view);
        if self.cursor.on_action(action, &rows) {
            return Effect::Handled;
        }
        match action {
            Action::Left => self.move_column(-1),
            Action::Right => self.move_column(1),
            Action::NextPane | Action::PreviousPane if self.is_person_page => {
                let next = person_page::adjacent_person(action == Action::NextPane, view);
                return next
                    .map_or(Effect::Handled, |person| Effect::SetMetricsView(SetMetricsView::ShowPerson(person)));
            }
            Action::Open => {
                let Some((figure, filter)) = self.cursor.item(&rows).zip(self.metric_filter(view)) else {
                    return Effect::Handled;
                };
                let (slot, filter) = match self.column {
                    FigureColumn::Change | FigureColumn::Comparison
                        if view.metrics_view.metrics(MetricsSlot::Comparison, view).is_some() =>
                    {
                        (MetricsSlot::Comparison, filter)
                    }
                    FigureColumn::Team => (MetricsSlot::Selected, MetricFilter::whole_team()),
                    _ => (MetricsSlot::Selected, filter),
                };
                return drill_down::open(DrillDown::new(figure, &filter, slot), view);
            }
            Action::Back if self.is_person_page => return Effect::Ignored,
            other => return super::handle_shared_action(other, view).unwrap_or(Effect::Ignored),
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let mut lines = vec![super::status_line(columns, view)];
        let Some(filter) = self.metric_filter(view) else {
            lines.push(Line::styled(view.t("metrics-nobody"), view.theme.dim));
            return draw_lines(frame, area, lines);
        };
        let Some(figures) = view.metrics_view.figures(MetricsSlot::Selected, &filter, view) else {
            lines.push(Line::styled(view.t("reading"), view.theme.dim));
            return draw_lines(frame, area, lines);
        };
        let then = view.metrics_view.figures(MetricsSlot::Comparison, &filter, view);
        let rows = self.relevant_figures(&figures, view);
        let at = self.cursor.row(&rows).unwrap_or(0);
        let all: &[_] = if self.is_person_page { &FigureColumn::FOR_PERSON } else { &FigureColumn::FOR_FILTER };
        let (name, shown) = fitting_columns(
            columns,
            all,
            view.metrics_view.period_for(MetricsSlot::Comparison, view.settings, view.now).is_none(),
        );
        *self.drawn_columns.borrow_mut() = shown.iter().map(|(column, _)| *column).collect();
        if self.is_person_page {
            lines.extend(person_page::credit_lines(columns, view));
        }
        lines.push(self.header_line(name, &shown, view));
        // A person's targets are in the rows.
        let tallies =
            if self.is_person_page { cells::TargetTallies::new() } else { cells::tally_targets(&filter, view) };
        let note = |figure| match self.is_person_page {
            true => None,
            false => {
                cells::describe_targets(figure, &cells::target_summary(figure, &figures, &filter, &tallies, view), view)
            }
        };
        let foot = rows
            .get(at)
            .map(|figure| footer_lines(*figure, &figures, note(*figure), columns, view))
            .unwrap_or_default();
        let height = usize::from(area.height).saturating_sub(lines.len());
        let foot_rows = foot.len().min(if height > rows.len() + 5 { 6 } else { 2 });
        let room = height.saturating_sub(foot_rows);
        // Separate durations, shares and counts if every gap fits.
        let spacing = room >= rows.len() + 4;
        let mut last = None;
        for index in visible_rows(at, rows.len(), room) {
            let figure = rows[index];
            let group = figure_group(figure);
            if spacing && last.is_some_and(|last| last != group) {
                lines.push(Line::default());
            }
            last = Some(group);
            let (then, here) = (then.as_deref(), index == at);
            let row = FigureRow {
                figure,
                figures: &figures,
                comparison: then,
                filter: &filter,
                target_tallies: &tallies,
                is_selected: here,
            };
            lines.push(self.figure_line(&row, name, &shown, view));
        }
        if spacing {
            lines.push(Line::default());
        }
        lines.extend(foot.into_iter().take(if spacing { usize::MAX } else { foot_rows }));
        let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        draw_lines(frame, area, lines);
        let rest = Rect { y: area.y + used + 1, height: area.height.saturating_sub(used + 1), ..area };
        if let Some(figure) = rows.get(at).filter(|_| rest.height >= 7) {
            draw_trend(frame, Rect { height: rest.height.min(14), ..rest }, *figure, &filter, view);
        }
    }
}

/// Inputs of a table row.
struct FigureRow<'a> {
    figure: FigureId,
    figures: &'a Numbers,
    comparison: Option<&'a Numbers>,
    filter: &'a MetricFilter,
    target_tallies: &'a cells::TargetTallies,
    is_selected: bool,
}

impl FiguresPane {
    fn header_line(&self, name: usize, shown: &[(FigureColumn, usize)], view: &View) -> Line<'static> {
        let mut line = Line::styled(" ".repeat(name), view.theme.dim);
        for (column, room) in shown {
            let chosen = view.focused && *column == self.column;
            let text = fit(&view.t(column.key()), room - 1);
            let text = match column {
                FigureColumn::Target if self.is_person_page => format!("  {}", pad(&text, room - 2)),
                FigureColumn::Trend => format!("  {}", pad(&text, room - 2)),
                _ => pad_left(&text, *room),
            };
            line.push_span(Span::styled(text, if chosen { view.theme.accent } else { view.theme.dim }));
        }
        line
    }

    fn figure_line(&self, row: &FigureRow, name: usize, shown: &[(FigureColumn, usize)], view: &View) -> Line<'static> {
        let theme = view.theme;
        let label = cells::figure_name(row.figure, name.saturating_sub(1), view);
        let here = row.is_selected && view.focused;
        let label = Span::styled(pad(&label, name), if here { theme.accent.patch(theme.strong) } else { theme.text });
        let mut line = Line::from(label);
        for (column, room) in shown {
            let (text, style) = self.cell(*column, row, *room, view);
            let text = fit(&text, room - 1);
            let left = *column == FigureColumn::Trend || (*column == FigureColumn::Target && self.is_person_page);
            let (gap, text) = match left {
                true => ("  ".to_owned(), pad(&text, room - 2)),
                false => (" ".repeat(room.saturating_sub(width(&text))), text),
            };
            line.push_span(Span::raw(gap));
            let style = if here && *column == self.column { theme.selected } else { style };
            line.push_span(Span::styled(text, style));
        }
        line
    }

    fn cell(&self, column: FigureColumn, row: &FigureRow, room: usize, view: &View) -> (String, Style) {
        let theme = view.theme;
        let (figure, sum) = (row.figure, row.figures.get(row.figure));
        let then = row.comparison.map(|then| then.get(figure));
        let quiet = if sum.is_low() { theme.dim } else { theme.text };
        match column {
            FigureColumn::Value => (cells::format_value(figure, sum, view), cells::value_style(sum, view)),
            FigureColumn::Mean => (cells::format_mean(sum, view), quiet),
            FigureColumn::P90 => (cells::format_p90(sum, view), quiet),
            FigureColumn::N => (cells::format_sample_size(sum, view), theme.dim),
            FigureColumn::Change => cells::format_change(figure, sum, then, view),
            FigureColumn::Comparison => match then {
                Some(then) => (cells::format_value(figure, then, view), theme.dim),
                None => (numbers::NO_VALUE.into(), theme.dim),
            },
            FigureColumn::Team => {
                match view.metrics_view.figures(MetricsSlot::Selected, &MetricFilter::whole_team(), view) {
                    Some(team) => (cells::format_value(figure, team.get(figure), view), theme.dim),
                    None => (numbers::NO_VALUE.into(), theme.dim),
                }
            }
            FigureColumn::Target if self.is_person_page => {
                match person_page::person_targets(view).iter().find(|due| due.figure == figure) {
                    Some(due) => {
                        let (glyph, word, style) = rows::target_status(
                            target_state(figure, &due.target, FigureReading::from_figures(figure, row.figures)),
                            view,
                        );
                        (format!("{glyph} {word} {}", cells::format_target_bound(figure, &due.target)), style)
                    }
                    None => (String::new(), theme.dim),
                }
            }
            FigureColumn::Target => {
                let summary = cells::target_summary(figure, row.figures, row.filter, row.target_tallies, view);
                cells::format_target_summary(figure, &summary, view)
            }
            FigureColumn::Trend if !figure.has_time_series() => (String::new(), theme.accent),
            FigureColumn::Trend => {
                let series = view.metrics_view.series(MetricsSlot::Selected, figure, row.filter, room - 2, view);
                (series.map(|series| cells::sparkline(figure, &series, view)).unwrap_or_default(), theme.accent)
            }
        }
    }
}

/// Chart of the selected figure over time. Needs spare rows.
fn draw_trend(frame: &mut Frame, area: Rect, figure: FigureId, filter: &MetricFilter, view: &View) {
    if !figure.has_time_series() {
        return;
    }
    let series = view.metrics_view.series(MetricsSlot::Selected, figure, filter, MAX_TREND_BUCKETS, view);
    let Some(series) = series.filter(|series| series.edges.len() >= 3) else { return };
    let title = view.tt("metrics-trend-title", &[("figure", view.t(&format!("figure-{}", figure.name())).into())]);
    frame.render_widget(Line::styled(fit(&title, usize::from(area.width)), view.theme.dim), Rect { height: 1, ..area });
    let marks: Vec<plot::PlotPoint> = series
        .sums
        .iter()
        .map(|sum| plot::PlotPoint { value: cells::display_value(sum, view), low_n: sum.is_low() })
        .collect();
    let values = marks.iter().filter_map(|mark| mark.value);
    let scale = match figure.shape() {
        FigureShape::Time | FigureShape::Count => plot::PlotScale::for_figure(figure, values),
        _ => plot::PlotScale::for_levels(figure, values),
    };
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let edges = (series.edges[0], series.edges[series.edges.len() - 1]);
    let plot = plot::Plot { points: &marks, scale, cursor: None, edges };
    let text = |value: f64| numbers::format_figure(figure, Some(value));
    match figure.shape() {
        FigureShape::Time | FigureShape::Count => plot::draw_bars(frame, body, &plot, text, view),
        _ => plot::draw_dots(frame, body, &plot, text, view),
    }
}

/// Draws lines from the top of an area.
pub fn draw_lines(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
    for (line, place) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(line, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_goes_first() {
        for room in 30..220 {
            for all in [&FigureColumn::FOR_FILTER[..], &FigureColumn::FOR_PERSON[..]] {
                let (name, shown) = fitting_columns(room, all, false);
                let used: usize = name + shown.iter().map(|(_, width)| width).sum::<usize>();
                assert!(used <= room.max(NAME_WIDTH.0 + 9), "{room}: {used}");
                assert!(shown.iter().any(|(column, _)| *column == FigureColumn::Value));
            }
        }
        let (_, shown) = fitting_columns(76, &FigureColumn::FOR_FILTER, false);
        let names: Vec<_> = shown.into_iter().map(|(column, _)| column).collect();
        assert!(names.contains(&FigureColumn::Change) && names.contains(&FigureColumn::N), "{names:?}");
        let (_, shown) = fitting_columns(200, &FigureColumn::FOR_FILTER, true);
        assert!(shown.iter().all(|(column, _)| *column != FigureColumn::Change), "held against nothing");
    }
}
