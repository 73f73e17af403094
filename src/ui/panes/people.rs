//! The people: who is in, how much each one carries, and their figures. Every number opens into its tickets.

mod card;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::deal::Which;
use crate::domain::figure::FEW;
use crate::domain::metrics::{FigureId, Figures};
use crate::domain::person::PersonId;
use crate::domain::text::{fit, pad, pad_left, width};
use crate::ui::action::Action;
use crate::ui::dialogs::deal;
use crate::ui::dialogs::tickets::Tickets;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::numbers;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Profiles,
    In,
    Load,
    First,
    Art,
    Fcr,
    Csat,
    Rate,
    Solved,
    Reopen,
    Trend,
}

impl Column {
    /// The columns from left to right, how wide each is, and how soon it goes when there is no room (9 last).
    const ALL: [(Column, usize, u8); 11] = [
        (Column::Profiles, 22, 1),
        (Column::In, 9, 4),
        (Column::Load, 6, 9),
        (Column::Solved, 6, 2),
        (Column::First, 8, 4),
        (Column::Art, 8, 9),
        (Column::Fcr, 6, 8),
        (Column::Csat, 6, 8),
        (Column::Rate, 6, 6),
        (Column::Reopen, 6, 1),
        (Column::Trend, 10, 7),
    ];

    fn key(self) -> &'static str {
        match self {
            Column::Profiles => "col-profiles",
            Column::In => "col-in",
            Column::Load => "col-load",
            Column::Solved => "col-solved",
            Column::First => "col-first",
            Column::Art => "col-art",
            Column::Fcr => "col-fcr",
            Column::Csat => "col-csat",
            Column::Rate => "col-rate",
            Column::Reopen => "col-reopen",
            Column::Trend => "col-trend",
        }
    }

    /// The figure that the column's numbers open into.
    fn figure(self) -> Option<FigureId> {
        match self {
            Column::First => Some(FigureId::FirstResponse),
            Column::Art => Some(FigureId::Response),
            Column::Fcr => Some(FigureId::Fcr),
            Column::Csat => Some(FigureId::Csat),
            Column::Rate => Some(FigureId::Cohort),
            Column::Solved | Column::Trend => Some(FigureId::Solved),
            Column::Reopen => Some(FigureId::Reopen),
            Column::Profiles | Column::In | Column::Load => None,
        }
    }

    /// Words to the left, numbers to the right.
    fn aligned(self, text: &str, columns: usize) -> String {
        match self {
            Column::Profiles | Column::In | Column::Trend => pad(text, columns),
            _ => pad_left(text, columns),
        }
    }

    /// Whether its cells open into tickets.
    fn opens(self) -> bool {
        self.figure().is_some() || self == Column::Load
    }

    /// The column to the right or to the left that opens into tickets.
    fn next(self, step: isize) -> Column {
        let open: Vec<Column> = Column::ALL.into_iter().map(|(column, ..)| column).filter(|c| c.opens()).collect();
        let at = open.iter().position(|column| *column == self).unwrap_or(0);
        open[at.saturating_add_signed(step).min(open.len() - 1)]
    }

    /// The columns that have room; the one under the cursor is always among them.
    fn fitting(room: usize, under_cursor: Column) -> Vec<(Column, usize)> {
        let mut chosen = Column::ALL.to_vec();
        for (column, _, keep) in &mut chosen {
            if *column == under_cursor {
                *keep = 10;
            }
        }
        while chosen.iter().map(|(_, width, _)| width + 1).sum::<usize>() > room && chosen.len() > 1 {
            let least = chosen.iter().enumerate().min_by_key(|(_, (.., keep))| *keep).map_or(0, |(index, _)| index);
            chosen.remove(least);
        }
        chosen.into_iter().map(|(column, width, _)| (column, width)).collect()
    }
}

/// The pane; its cursor is on a person and one of their numbers.
pub struct People {
    cursor: Cursor<PersonId>,
    column: Column,
}

impl Default for People {
    fn default() -> People {
        People { cursor: Cursor::default(), column: Column::Load }
    }
}

impl People {
    /// Those who are in first, then those who are away today with open tickets, then the others; by name.
    fn order(view: &View) -> Vec<PersonId> {
        let mut people: Vec<_> = view.desk.team.people.iter().collect();
        let rank = |id: PersonId| match () {
            () if view.board.here.contains(&id) => 0,
            () if view.board.away.contains_key(&id) => 1,
            () if on_shift(id, view) => 1,
            () => 2,
        };
        people.sort_by_key(|(id, person)| (rank(**id), crate::domain::text::fold(&person.name)));
        people.into_iter().map(|(id, _)| *id).collect()
    }

    /// The person under the cursor, if they are absent: somebody has to see to their tickets.
    fn absent(&self, view: &View) -> Option<PersonId> {
        self.cursor.item(&People::order(view)).filter(|person| view.board.away.contains_key(person))
    }
}

impl Pane for People {
    fn title(&self, view: &View) -> String {
        view.tt("people-days", &[("n", (view.settings.period_days as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        if view.focused { view.t(&format!("{}-long", self.column.key())) } else { String::new() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let deal = self.absent(view).map(|_| Action::Deal);
        let acts = [Action::Open, Action::Person, Action::Absence, Action::Shift, Action::Left, Action::Right];
        deal.into_iter().chain(acts).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        let theirs = (action == Action::Deal).then(|| self.absent(view)).flatten();
        theirs.map(|_| view.t("deal-theirs"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let people = People::order(view);
        if self.cursor.act(action, &people) {
            return Effect::Done;
        }
        match (action, self.cursor.item(&people)) {
            (Action::Left, _) => self.column = self.column.next(-1),
            (Action::Right, _) => self.column = self.column.next(1),
            (Action::Deal, Some(person)) if self.absent(view) == Some(person) => {
                return deal::open(Which::Of(person), view);
            }
            (Action::Open, Some(person)) => return open(self.column, person, view),
            _ => return Effect::Pass,
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let people = People::order(view);
        if people.is_empty() {
            let key = view.keys.key(Action::Person).map(|key| key.to_string()).unwrap_or_default();
            return frame.render_widget(Line::styled(view.tt("people-empty", &[("key", key.into())]), theme.dim), area);
        }
        let columns = usize::from(area.width);
        let longest = people.iter().map(|id| width(view.name(Some(*id)))).max().unwrap_or(0);
        let name = longest.clamp(4, (columns / 5).max(9));
        let shown = Column::fitting(columns.saturating_sub(name), self.column);
        let mut header = Line::styled(" ".repeat(name), theme.dim);
        for (column, room) in &shown {
            let chosen = self.column == *column && view.focused;
            let text = column.aligned(&view.t(column.key()), *room);
            header.push_span(Span::raw(" "));
            header.push_span(Span::styled(text, if chosen { theme.accent } else { theme.dim }));
        }
        frame.render_widget(header, Rect { height: 1, ..area });
        let mut orphans = orphans(view);
        let crowded = usize::from(area.height) < people.len() + 1;
        let foot = u16::from((!orphans.is_empty() || crowded) && usize::from(area.height) >= people.len().min(4) + 2);
        let height = usize::from(area.height.saturating_sub(1 + foot));
        let row = self.cursor.row(&people).unwrap_or(0);
        let visible = page(row, people.len(), height);
        if foot == 1 && visible.len() < people.len() {
            let more = view.tt("people-more", &[("n", (people.len() - visible.len()).into())]);
            orphans = if orphans.is_empty() { more } else { format!("{orphans} · {more}") };
        }
        let trends = trends(&people, view);
        for (y, index) in (area.y + 1..).zip(visible) {
            let id = people[index];
            let here = index == row && view.focused;
            let cells = Cells::of(id, view);
            let away = view.board.away.contains_key(&id) || view.board.shift.is_some() && !on_shift(id, view);
            let style = if away { theme.dim } else { theme.text };
            let mut line = Line::styled(pad(view.name(Some(id)), name), if away { theme.dim } else { theme.strong });
            if here {
                line = line.patch_style(theme.accent);
            }
            for (column, room) in &shown {
                let (text, tone) = cells.cell(*column, trends.get(&id), style, view);
                let mut span = Span::styled(column.aligned(&text, *room), tone);
                if here && self.column == *column {
                    span = span.patch_style(theme.selected);
                }
                line.push_span(Span::raw(" "));
                line.push_span(span);
            }
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        let below = area.y + 2 + u16::try_from(people.len()).unwrap_or(u16::MAX);
        let rest = Rect { y: below, height: area.bottom().saturating_sub(below.saturating_add(foot)), ..area };
        if let Some(id) = people.get(row).filter(|_| view.focused && rest.height >= 6) {
            card::draw(frame, rest, *id, view);
        }
        if foot == 1 {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            frame.render_widget(Line::styled(fit(&orphans, columns), theme.warn), last);
        }
    }
}

fn on_shift(person: PersonId, view: &View) -> bool {
    view.desk.team.shifts.iter().any(|shift| shift.person == person && shift.covers(view.zone(), view.now))
}

/// The open tickets of people who are away today: somebody should take them.
fn orphans(view: &View) -> String {
    let left: Vec<String> = view
        .board
        .away
        .keys()
        .filter_map(|person| {
            let n = *view.board.load.get(person)?;
            Some(view.tt("tickets-of", &[("n", n.into()), ("who", view.name(Some(*person)).into())]))
        })
        .collect();
    if left.is_empty() { String::new() } else { view.tt("have-no-one", &[("what", left.join(", ").into())]) }
}

/// Solved tickets in ten equal parts of the period, for each person.
fn trends(people: &[PersonId], view: &View) -> BTreeMap<PersonId, String> {
    const PARTS: usize = 10;
    let Some(metrics) = view.metrics else { return BTreeMap::new() };
    let period = metrics.report.period;
    let length = (period.to - period.from).num_milliseconds().max(1);
    let mut counts: BTreeMap<PersonId, [f64; PARTS]> = people.iter().map(|id| (*id, [0.0; PARTS])).collect();
    for sample in metrics.samples.of(FigureId::Solved, None) {
        if let Some(parts) = sample.by.and_then(|by| counts.get_mut(&by)) {
            let part = (sample.at - period.from).num_milliseconds() * PARTS as i64 / length;
            parts[usize::try_from(part).unwrap_or(0).min(PARTS - 1)] += 1.0;
        }
    }
    counts.into_iter().map(|(id, parts)| (id, numbers::bars(&parts))).collect()
}

/// What one person's row says.
struct Cells<'a> {
    person: PersonId,
    figures: Option<&'a Figures>,
}

impl<'a> Cells<'a> {
    fn of(person: PersonId, view: &View<'a>) -> Cells<'a> {
        let agents = view.metrics.map(|metrics| &metrics.report.agents);
        let figures = agents.and_then(|agents| agents.iter().find(|(id, _)| *id == person)).map(|(_, figures)| figures);
        Cells { person, figures }
    }

    /// The text of a cell and its colour; few samples are dim.
    fn cell(&self, column: Column, trend: Option<&String>, style: Style, view: &View) -> (String, Style) {
        let theme = view.theme;
        let weighed = |n: usize| if n < FEW { theme.dim } else { style };
        let Some(figures) = self.figures else {
            return match column {
                Column::Profiles | Column::In | Column::Load => self.standing(column, style, view),
                Column::Trend => (String::new(), style),
                _ => (numbers::NONE.into(), theme.dim),
            };
        };
        let first = figures.first_response.spread;
        match column {
            Column::First => (numbers::took(first.median), weighed(first.n)),
            Column::Art => (numbers::took(figures.response.median), weighed(figures.response.n)),
            Column::Fcr => (numbers::percent(figures.fcr.rate), weighed(figures.fcr.n)),
            Column::Csat => (numbers::percent(figures.csat.rate), weighed(figures.csat.n)),
            Column::Rate => (numbers::percent(figures.resolution_rate.cohort), weighed(figures.received)),
            Column::Solved => (figures.solved.to_string(), style),
            Column::Reopen => (numbers::percent(figures.reopen.rate), weighed(figures.reopen.n)),
            Column::Trend => (trend.cloned().unwrap_or_default(), theme.accent),
            Column::Profiles | Column::In | Column::Load => self.standing(column, style, view),
        }
    }

    /// What is so now, whatever the figures say.
    fn standing(&self, column: Column, style: Style, view: &View) -> (String, Style) {
        let theme = view.theme;
        let person = view.desk.team.people.get(&self.person);
        match column {
            Column::Profiles => {
                let profiles = person.into_iter().flat_map(|p| [p.primary, p.second]).flatten();
                let names: Vec<_> = profiles.map(|profile| view.t(&format!("profile-{profile}"))).collect();
                (names.join(" + "), theme.dim)
            }
            Column::In => match view.board.away.get(&self.person) {
                Some(kind) => (view.t(&format!("away-{}", kind.name())), theme.warn),
                None if view.board.here.contains(&self.person) => (view.t("in"), theme.good),
                None if on_shift(self.person, view) => (view.t("break"), style),
                None => (self.next_shift(view), theme.dim),
            },
            _ => {
                let load = view.board.load.get(&self.person).copied().unwrap_or(0);
                let capacity = person.and_then(|p| p.capacity).unwrap_or(view.settings.capacity) as usize;
                let tone = if load > capacity {
                    theme.bad
                } else if load * 5 >= capacity * 4 {
                    theme.warn
                } else {
                    style
                };
                (format!("{load}/{capacity}"), tone)
            }
        }
    }

    /// When the person comes today, if their shift is still to come.
    fn next_shift(&self, view: &View) -> String {
        let zone = view.zone();
        let today = zone.date(view.now);
        let mine = view.desk.team.shifts.iter().filter(|shift| shift.person == self.person && shift.day == today);
        let next = mine.map(|shift| shift.starts(zone)).filter(|starts| *starts > view.now).min();
        next.map_or_else(|| view.t("off"), |starts| zone.civil(starts).format("%H:%M").to_string())
    }
}

/// The tickets behind a cell.
fn open(column: Column, person: PersonId, view: &View) -> Effect {
    match column.figure() {
        Some(figure) => super::drill::figure(figure, Some(person), view),
        None => {
            let title = format!("{} · {}", view.t("col-load-long"), view.name(Some(person)));
            let theirs = view.board.first_of(person, usize::MAX);
            Tickets::open(title, view.t("formula-load"), theirs, Vec::new(), view)
        }
    }
}
