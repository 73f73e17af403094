//! The figures of the period, of the team or of one person: each with median, mean, p90 and n, and its way of counting.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Sparkline;

use crate::domain::figure::{FEW, Spread};
use crate::domain::metrics::{Cut, FigureId, Figures as Numbers, Shape, Summed};
use crate::domain::person::PersonId;
use crate::domain::text::{pad, pad_left, wrap};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::numbers::{self, NONE};

/// The groups of the table: how long things took, how often they went well, how many.
const GROUPS: [[&str; 4]; 3] = [["median", "mean", "p90", "n"], ["share", "hits", "", "n"], ["", "", "", "n"]];

/// The group that a figure stands in.
fn group(figure: FigureId) -> usize {
    match figure.shape() {
        Shape::Time => 0,
        Shape::Share | Shape::Ratio(_) | Shape::Mean | Shape::Part | Shape::Balance => 1,
        Shape::Count | Shape::Stock => 2,
    }
}

const ROWS: [FigureId; FigureId::COUNT] = FigureId::ALL;

#[derive(Default)]
pub struct Figures {
    cursor: Cursor<FigureId>,
    /// Whose figures: 0 is the team, then everybody by number.
    who: usize,
}

impl Figures {
    fn person(&self, view: &View) -> Option<PersonId> {
        let agents = &view.metrics?.report.agents;
        self.who.checked_sub(1).and_then(|index| agents.get(index)).map(|(id, _)| *id)
    }
}

impl Pane for Figures {
    fn title(&self, view: &View) -> String {
        let who = self.person(view).map_or_else(|| view.settings.team.clone(), |id| view.name(Some(id)).to_owned());
        view.tt("figures-of", &[("who", who.into()), ("n", (view.settings.period_days as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        let people = view.metrics.map_or(0, |metrics| metrics.report.agents.len());
        if people == 0 { String::new() } else { view.t("figures-switch") }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Open, Action::Left, Action::Right].into_iter().chain(Action::MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if self.cursor.act(action, &ROWS) {
            return Effect::Done;
        }
        let people = view.metrics.map_or(0, |metrics| metrics.report.agents.len());
        match action {
            Action::Right => self.who = (self.who + 1) % (people + 1),
            Action::Left => self.who = (self.who + people) % (people + 1),
            Action::Back if self.who > 0 => self.who = 0,
            Action::Open => {
                let figure = self.cursor.item(&ROWS).unwrap_or(ROWS[0]);
                return super::drill::figure(figure, self.person(view), view);
            }
            _ => return Effect::Pass,
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let Some(metrics) = view.metrics else {
            return frame.render_widget(Line::styled(view.t("reading"), theme.dim), area);
        };
        let who = self.person(view);
        let report = &metrics.report;
        let numbers = match who {
            Some(person) => report.agents.iter().find(|(id, _)| *id == person).map_or(&report.team, |(_, f)| f),
            None => &report.team,
        };
        let columns = usize::from(area.width);
        let each = if columns >= 78 { 11 } else { 9 };
        let name = columns.saturating_sub(4 * each).min(34);
        let row = self.cursor.row(&ROWS).unwrap_or(0);
        let mut lines = Vec::new();
        let mut at = 0;
        let mut index = 0;
        for (number, head) in GROUPS.into_iter().enumerate() {
            let titles = head.map(|key| if key.is_empty() { String::new() } else { view.t(key) });
            let head = titles.iter().map(|title| Span::styled(pad_left(title, each), theme.dim));
            lines.push(Line::from_iter([Span::raw(" ".repeat(name))].into_iter().chain(head)));
            for figure in ROWS.iter().filter(|figure| group(**figure) == number) {
                let label = pad(&view.t(&format!("figure-{}", figure.name())), name);
                let mut line = Line::from(Span::styled(label, theme.text));
                line.spans.extend(told(*figure, numbers, each, view));
                if index == row {
                    at = lines.len();
                    line = if view.focused { theme.under_cursor(line, true) } else { line };
                }
                index += 1;
                lines.push(line);
            }
        }
        let figure = ROWS[row];
        let mut notes: Vec<Line> = vec![Line::default()];
        notes.extend(styled(&view.t(&format!("formula-{}", figure.name())), columns, theme.accent));
        for (reason, n) in &report.left_out {
            let text = format!("▲ {n} {}", view.t(&format!("left-out-{}", reason.name())));
            notes.extend(styled(&text, columns, theme.dim));
        }
        let height = usize::from(area.height);
        let table = height.saturating_sub(notes.len().min(4)).max(2).min(lines.len());
        let visible = page(at, lines.len(), table);
        let mut y = area.y;
        for line in lines.drain(visible).chain(notes).take(height) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
            y += 1;
        }
        let rest = Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area };
        charts(frame, rest, who, view);
    }
}

/// With room to spare: what came and what was solved, day by day.
fn charts(frame: &mut Frame, area: Rect, who: Option<PersonId>, view: &View) {
    if area.height < 6 {
        return;
    }
    let halves = Layout::vertical([Constraint::Fill(1), Constraint::Length(1), Constraint::Fill(1)]).split(area);
    for (figure, key, half) in
        [(FigureId::Received, "per-day-received", halves[0]), (FigureId::Solved, "per-day-solved", halves[2])]
    {
        let days = per_day(figure, who, view);
        let most = days.iter().copied().max().unwrap_or(0);
        let label = view.tt(key, &[("n", (most as usize).into())]);
        frame.render_widget(Line::styled(label, view.theme.dim), Rect { height: 1, ..half });
        let columns = (area.width / u16::try_from(days.len().max(1)).unwrap_or(u16::MAX)).max(1);
        let wide: Vec<u64> = days
            .iter()
            .flat_map(|n| (0..columns).map(move |c| if c + 1 < columns || columns == 1 { *n } else { 0 }))
            .collect();
        let bars = Sparkline::default().data(wide).max(most.max(1)).style(view.theme.accent);
        frame.render_widget(bars, Rect { y: half.y + 1, height: half.height.saturating_sub(1).min(8), ..half });
    }
}

/// How many samples of a figure fall on each civil day of the period.
fn per_day(figure: FigureId, who: Option<PersonId>, view: &View) -> Vec<u64> {
    let Some(metrics) = view.metrics else { return Vec::new() };
    let (zone, period) = (view.zone(), metrics.report.period);
    let first = zone.date(period.from);
    let days = (zone.date(period.to) - first).num_days().max(0) as usize + 1;
    let mut counts = vec![0; days];
    for sample in metrics.samples.of(figure, &Cut::whose(who)) {
        let day = usize::try_from((zone.date(sample.at) - first).num_days()).unwrap_or(0);
        counts[day.min(days - 1)] += 1;
    }
    counts
}

fn styled(text: &str, columns: usize, style: ratatui::style::Style) -> impl Iterator<Item = Line<'static>> {
    wrap(text, columns).into_iter().map(move |text| Line::styled(text, style))
}

/// The four numbers of a figure; a rate stands where the median would, beside its hits.
fn told(figure: FigureId, figures: &Numbers, each: usize, view: &View) -> Vec<Span<'static>> {
    let theme = view.theme;
    let sum = figures.of(figure);
    let n = sum.n().to_string();
    let one = numbers::figure(figure, sum.value());
    let cells = match sum {
        Summed::Time { spread, .. } => self::spread(spread),
        Summed::Share(share) => {
            let hits = share.mean.map_or_else(|| share.hits.to_string(), |mean| format!("{mean:.2} ★"));
            [one, hits, String::new(), n]
        }
        Summed::Balance(_) | Summed::Mean { .. } => [one, String::new(), String::new(), n],
        Summed::Count(_) | Summed::Stock(_) => [String::new(), String::new(), String::new(), one],
    };
    let n = cells[3].parse().unwrap_or(0);
    let style = if n < FEW { theme.dim } else { theme.strong };
    let styles = [style, theme.text, theme.text, theme.dim];
    cells.iter().zip(styles).map(|(cell, style)| Span::styled(pad_left(cell, each), style)).collect()
}

fn spread(spread: &Spread) -> [String; 4] {
    if spread.n == 0 {
        return [NONE.into(), NONE.into(), NONE.into(), "0".into()];
    }
    [numbers::took(spread.median), numbers::took(spread.mean), numbers::took(spread.p90), spread.n.to_string()]
}
