//! Every figure of the current filter, one row each: value, sample size, change, target state and trend. Filtered to
//! one person it is that person's page.

use std::cell::RefCell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::sum::Figures as Numbers;
use crate::engine::targets::judge;
use crate::model::figure::{FigureId, Shape};
use crate::model::target::Reading;
use crate::model::text::{fit, pad, pad_left, width, wrap};
use crate::query::protocol::Slot;
use crate::ui::action::Action;
use crate::ui::dialogs::person::rows;
use crate::ui::looking::Turn;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::drill::{self, Opened};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::{numbers, plot};
use super::{cells, person};

/// A column right of the figure's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Value,
    Mean,
    P90,
    N,
    Delta,
    /// The comparison value.
    Then,
    Team,
    Target,
    Trend,
}

impl Column {
    /// From left to right, with width and drop priority (lowest is dropped first).
    const OF_CUT: [(Column, usize, u8); 8] = [
        (Column::Value, 9, 9),
        (Column::Mean, 11, 4),
        (Column::P90, 9, 6),
        (Column::N, 7, 8),
        (Column::Delta, 12, 7),
        (Column::Then, 10, 2),
        (Column::Target, 11, 3),
        (Column::Trend, 11, 5),
    ];
    const OF_PERSON: [(Column, usize, u8); 9] = [
        (Column::Value, 9, 9),
        (Column::Mean, 11, 2),
        (Column::P90, 9, 3),
        (Column::N, 7, 8),
        (Column::Team, 10, 7),
        (Column::Target, 24, 6),
        (Column::Delta, 12, 5),
        (Column::Then, 10, 1),
        (Column::Trend, 11, 4),
    ];

    fn key(self) -> &'static str {
        match self {
            Column::Value => "metrics-value",
            Column::Mean => "mean",
            Column::P90 => "p90",
            Column::N => "n",
            Column::Delta => "metrics-delta",
            Column::Then => "metrics-then",
            Column::Team => "metrics-team",
            Column::Target => "metrics-target",
            Column::Trend => "metrics-trend",
        }
    }
}

/// Maximum number of buckets in a trend.
const TREND: usize = 31;

/// Minimum and maximum width of the figure names.
const NAME: (usize, usize) = (21, 34);

/// Width of the names, and the columns that fit. `nothing`: there is no comparison.
fn fitting(room: usize, all: &[(Column, usize, u8)], nothing: bool) -> (usize, Vec<(Column, usize)>) {
    let wanted = |column: Column| !nothing || !matches!(column, Column::Delta | Column::Then);
    let mut chosen: Vec<_> = all.iter().copied().filter(|(column, ..)| wanted(*column)).collect();
    let wide = |chosen: &[(Column, usize, u8)]| chosen.iter().map(|(_, width, _)| width).sum::<usize>();
    while wide(&chosen) + NAME.0 > room && chosen.len() > 1 {
        let least = chosen.iter().enumerate().min_by_key(|(_, (.., keep))| *keep).map_or(0, |(at, _)| at);
        chosen.remove(least);
    }
    let name = room.saturating_sub(wide(&chosen)).min(NAME.1);
    // Spare width goes to the trend, up to a month of days.
    let spare = room.saturating_sub(wide(&chosen) + name);
    if let Some((.., width, _)) = chosen.iter_mut().find(|(column, ..)| *column == Column::Trend) {
        *width = (*width + spare).min(TREND + 2);
    }
    (name, chosen.into_iter().map(|(column, width, _)| (column, width)).collect())
}

/// The figures pane, of the current filter or of one person.
pub struct Figures {
    /// Whether this is a person's page.
    of_person: bool,
    cursor: Cursor<FigureId>,
    column: Column,
    /// The columns drawn last, for moving between them.
    shown: RefCell<Vec<Column>>,
}

impl Figures {
    pub fn of_cut() -> Figures {
        Figures { of_person: false, cursor: Cursor::default(), column: Column::Value, shown: RefCell::default() }
    }

    pub fn of_person() -> Figures {
        Figures { of_person: true, ..Figures::of_cut() }
    }

    /// The filter of the figures; `None` if the team is empty.
    fn cut(&self, view: &View) -> Option<Cut> {
        match self.of_person {
            true => person::who(view).map(Cut::agent),
            false => Some(view.looking.cut.clone()),
        }
    }

    /// A person's page shows only figures with samples or a target.
    fn rows(&self, figures: &Numbers, view: &View) -> Vec<FigureId> {
        let due = if self.of_person { person::due(view) } else { Vec::new() };
        let some = |figure: &FigureId| {
            !self.of_person || figures.n(*figure) > 0 || due.iter().any(|due| due.figure == *figure)
        };
        FigureId::ALL.into_iter().filter(some).collect()
    }

    fn listed(&self, view: &View) -> Vec<FigureId> {
        let figures = self.cut(view).and_then(|filter| view.looking.figures(Slot::Looked, &filter, view));
        figures.map(|figures| self.rows(&figures, view)).unwrap_or_default()
    }

    fn sideways(&mut self, step: isize) {
        let shown = self.shown.borrow();
        let at = shown.iter().position(|column| *column == self.column).unwrap_or(0);
        if let Some(last) = shown.len().checked_sub(1) {
            self.column = shown[at.saturating_add_signed(step).min(last)];
        }
    }
}

impl Pane for Figures {
    fn title(&self, view: &View) -> String {
        match self.of_person {
            true => person::title(view),
            false => super::title(view),
        }
    }

    fn badge(&self, view: &View) -> String {
        if self.of_person { person::badge(view) } else { String::new() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let own: &[Action] = if self.of_person { &[Action::Open, Action::NextPane] } else { &[Action::Open] };
        super::face_actions(own, view)
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        (self.of_person && action == Action::NextPane).then(|| view.t("do-next-person"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let rows = self.listed(view);
        if self.cursor.act(action, &rows) {
            return Effect::Done;
        }
        match action {
            Action::Left => self.sideways(-1),
            Action::Right => self.sideways(1),
            Action::NextPane | Action::PreviousPane if self.of_person => {
                let next = person::next(action == Action::NextPane, view);
                return next.map_or(Effect::Done, |person| Effect::Turn(Turn::Person(person)));
            }
            Action::Open => {
                let Some((figure, filter)) = self.cursor.item(&rows).zip(self.cut(view)) else { return Effect::Done };
                let (slot, filter) = match self.column {
                    Column::Delta | Column::Then if view.looking.metrics(Slot::Beside, view).is_some() => {
                        (Slot::Beside, filter)
                    }
                    Column::Team => (Slot::Looked, Cut::team()),
                    _ => (Slot::Looked, filter),
                };
                return drill::open(Opened::whole(figure, &filter, slot), view);
            }
            Action::Back if self.of_person => return Effect::Pass,
            other => return super::on_face(other, view).unwrap_or(Effect::Pass),
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let mut lines = vec![super::head(columns, view)];
        let Some(filter) = self.cut(view) else {
            lines.push(Line::styled(view.t("metrics-nobody"), view.theme.dim));
            return put(frame, area, lines);
        };
        let Some(figures) = view.looking.figures(Slot::Looked, &filter, view) else {
            lines.push(Line::styled(view.t("reading"), view.theme.dim));
            return put(frame, area, lines);
        };
        let then = view.looking.figures(Slot::Beside, &filter, view);
        let rows = self.rows(&figures, view);
        let at = self.cursor.row(&rows).unwrap_or(0);
        let all: &[_] = if self.of_person { &Column::OF_PERSON } else { &Column::OF_CUT };
        let (name, shown) = fitting(columns, all, view.looking.wanted(Slot::Beside, view.settings, view.now).is_none());
        *self.shown.borrow_mut() = shown.iter().map(|(column, _)| *column).collect();
        if self.of_person {
            lines.extend(person::lines(columns, view));
        }
        lines.push(self.header(name, &shown, view));
        // A person's targets are in the rows.
        let tallies = if self.of_person { cells::Meetings::new() } else { cells::meetings(&filter, view) };
        let note = |figure| match self.of_person {
            true => None,
            false => cells::targets(figure, &cells::stands(figure, &figures, &filter, &tallies, view), view),
        };
        let foot = rows.get(at).map(|figure| foot(*figure, &figures, note(*figure), columns, view)).unwrap_or_default();
        let height = usize::from(area.height).saturating_sub(lines.len());
        let foot_rows = foot.len().min(if height > rows.len() + 5 { 6 } else { 2 });
        let room = height.saturating_sub(foot_rows);
        // Separate durations, shares and counts if every gap fits.
        let spacing = room >= rows.len() + 4;
        let mut last = None;
        for index in page(at, rows.len(), room) {
            let figure = rows[index];
            let group = group(figure);
            if spacing && last.is_some_and(|last| last != group) {
                lines.push(Line::default());
            }
            last = Some(group);
            let (then, here) = (then.as_deref(), index == at);
            let row = Row { figure, figures: &figures, then, cut: &filter, meetings: &tallies, here };
            lines.push(self.line(&row, name, &shown, view));
        }
        if spacing {
            lines.push(Line::default());
        }
        lines.extend(foot.into_iter().take(if spacing { usize::MAX } else { foot_rows }));
        let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        put(frame, area, lines);
        let rest = Rect { y: area.y + used + 1, height: area.height.saturating_sub(used + 1), ..area };
        if let Some(figure) = rows.get(at).filter(|_| rest.height >= 7) {
            course(frame, Rect { height: rest.height.min(14), ..rest }, *figure, &filter, view);
        }
    }
}

/// Inputs of a table row.
struct Row<'a> {
    figure: FigureId,
    figures: &'a Numbers,
    then: Option<&'a Numbers>,
    cut: &'a Cut,
    meetings: &'a cells::Meetings,
    here: bool,
}

impl Figures {
    fn header(&self, name: usize, shown: &[(Column, usize)], view: &View) -> Line<'static> {
        let mut line = Line::styled(" ".repeat(name), view.theme.dim);
        for (column, room) in shown {
            let chosen = view.focused && *column == self.column;
            let text = fit(&view.t(column.key()), room - 1);
            let text = match column {
                Column::Target if self.of_person => format!("  {}", pad(&text, room - 2)),
                Column::Trend => format!("  {}", pad(&text, room - 2)),
                _ => pad_left(&text, *room),
            };
            line.push_span(Span::styled(text, if chosen { view.theme.accent } else { view.theme.dim }));
        }
        line
    }

    fn line(&self, row: &Row, name: usize, shown: &[(Column, usize)], view: &View) -> Line<'static> {
        let theme = view.theme;
        let label = cells::name(row.figure, name.saturating_sub(1), view);
        let here = row.here && view.focused;
        let label = Span::styled(pad(&label, name), if here { theme.accent.patch(theme.strong) } else { theme.text });
        let mut line = Line::from(label);
        for (column, room) in shown {
            let (text, style) = self.cell(*column, row, *room, view);
            let text = fit(&text, room - 1);
            let left = *column == Column::Trend || (*column == Column::Target && self.of_person);
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

    fn cell(&self, column: Column, row: &Row, room: usize, view: &View) -> (String, Style) {
        let theme = view.theme;
        let (figure, sum) = (row.figure, row.figures.of(row.figure));
        let then = row.then.map(|then| then.of(figure));
        let quiet = if sum.is_low() { theme.dim } else { theme.text };
        match column {
            Column::Value => (cells::number(figure, sum, view), cells::style(sum, view)),
            Column::Mean => (cells::mean(sum, view), quiet),
            Column::P90 => (cells::p90(sum, view), quiet),
            Column::N => (cells::n(sum, view), theme.dim),
            Column::Delta => cells::delta(figure, sum, then, view),
            Column::Then => match then {
                Some(then) => (cells::number(figure, then, view), theme.dim),
                None => (numbers::NONE.into(), theme.dim),
            },
            Column::Team => match view.looking.figures(Slot::Looked, &Cut::team(), view) {
                Some(team) => (cells::number(figure, team.of(figure), view), theme.dim),
                None => (numbers::NONE.into(), theme.dim),
            },
            Column::Target if self.of_person => match person::due(view).iter().find(|due| due.figure == figure) {
                Some(due) => {
                    let (glyph, word, style) =
                        rows::state(judge(figure, &due.target, Reading::of(figure, row.figures)), view);
                    (format!("{glyph} {word} {}", cells::wanted(figure, &due.target)), style)
                }
                None => (String::new(), theme.dim),
            },
            Column::Target => {
                let stands = cells::stands(figure, row.figures, row.cut, row.meetings, view);
                cells::met(figure, &stands, view)
            }
            Column::Trend if !figure.has_course() => (String::new(), theme.accent),
            Column::Trend => {
                let series = view.looking.series(Slot::Looked, figure, row.cut, room - 2, view);
                (series.map(|series| cells::trend(figure, &series, view)).unwrap_or_default(), theme.accent)
            }
        }
    }
}

/// Row group: 0 durations, 1 shares and scores, 2 counts.
fn group(figure: FigureId) -> u8 {
    match figure.shape() {
        Shape::Time => 0,
        Shape::Share | Shape::Ratio(_) | Shape::Mean | Shape::Part | Shape::Balance => 1,
        Shape::Count | Shape::Stock => 2,
    }
}

/// Formula, warnings and notes of the selected figure.
fn foot(
    figure: FigureId,
    figures: &Numbers,
    targets: Option<String>,
    columns: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let formula = wrap(&view.t(&format!("formula-{}", figure.name())), columns);
    let mut lines: Vec<Line> = formula.into_iter().map(|text| Line::styled(text, theme.accent)).collect();
    let notes = cells::notes(figure, figures, view);
    let warnings: Vec<&str> = notes.iter().filter(|(_, bad)| *bad).map(|(text, _)| text.as_str()).collect();
    lines.extend(wrap(&warnings.join(" · "), columns).into_iter().map(|text| Line::styled(text, theme.warn)));
    let mut remarks: Vec<String> = notes.iter().filter(|(_, bad)| !*bad).map(|(text, _)| text.clone()).collect();
    remarks.extend(targets);
    lines.extend(wrap(&remarks.join(" · "), columns).into_iter().map(|text| Line::styled(text, theme.dim)));
    lines.retain(|line| line.width() > 0);
    lines
}

/// Chart of the selected figure over time. Needs spare rows.
fn course(frame: &mut Frame, area: Rect, figure: FigureId, filter: &Cut, view: &View) {
    if !figure.has_course() {
        return;
    }
    let series = view.looking.series(Slot::Looked, figure, filter, TREND, view);
    let Some(series) = series.filter(|series| series.edges.len() >= 3) else { return };
    let title = view.tt("metrics-course", &[("figure", view.t(&format!("figure-{}", figure.name())).into())]);
    frame.render_widget(Line::styled(fit(&title, usize::from(area.width)), view.theme.dim), Rect { height: 1, ..area });
    let marks: Vec<plot::Mark> =
        series.sums.iter().map(|sum| plot::Mark { value: cells::value(sum, view), quiet: sum.is_low() }).collect();
    let values = marks.iter().filter_map(|mark| mark.value);
    let scale = match figure.shape() {
        Shape::Time | Shape::Count => plot::Scale::of(figure, values),
        _ => plot::Scale::of_levels(figure, values),
    };
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let edges = (series.edges[0], series.edges[series.edges.len() - 1]);
    let plot = plot::Plot { marks: &marks, scale, at: None, edges };
    let text = |value: f64| numbers::figure(figure, Some(value));
    match figure.shape() {
        Shape::Time | Shape::Count => plot::bars(frame, body, &plot, text, view),
        _ => plot::dots(frame, body, &plot, text, view),
    }
}

/// Draws lines from the top of an area.
pub fn put(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
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
            for all in [&Column::OF_CUT[..], &Column::OF_PERSON[..]] {
                let (name, shown) = fitting(room, all, false);
                let used: usize = name + shown.iter().map(|(_, width)| width).sum::<usize>();
                assert!(used <= room.max(NAME.0 + 9), "{room}: {used}");
                assert!(shown.iter().any(|(column, _)| *column == Column::Value));
            }
        }
        let (_, shown) = fitting(76, &Column::OF_CUT, false);
        let names: Vec<_> = shown.into_iter().map(|(column, _)| column).collect();
        assert!(names.contains(&Column::Delta) && names.contains(&Column::N), "{names:?}");
        let (_, shown) = fitting(200, &Column::OF_CUT, true);
        assert!(shown.iter().all(|(column, _)| *column != Column::Delta), "held against nothing");
    }
}
