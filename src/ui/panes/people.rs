//! The team: who is in, their load and their figures. `Enter` on a number lists its tickets, on a name opens the card.

mod card;
mod cells;
mod columns;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::deal::Which;
use crate::engine::presence::Presence;
use crate::model::ids::PersonId;
use crate::model::text::{fit, pad, width};
use crate::ui::action::Action;
use crate::ui::dialogs::{attend, deal, person};
use crate::ui::looking::Turn;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use self::cells::Look;
use self::columns::{Column, N};

/// The pane. The cursor is on a person and on their name or one of their columns.
#[derive(Default)]
pub struct People {
    cursor: Cursor<PersonId>,
    column: Option<Column>,
    /// Sort column, and whether ascending.
    sorted: Option<(Column, bool)>,
}

impl People {
    fn order(&self, view: &View) -> Vec<PersonId> {
        Look::of(view).order(self.sorted)
    }

    fn item(&self, view: &View) -> Option<PersonId> {
        self.cursor.item(&self.order(view))
    }

    /// The selected person if absent: their tickets need reassigning.
    fn absent(&self, view: &View) -> Option<PersonId> {
        self.item(view).filter(|person| view.board.away.contains_key(person))
    }

    /// Cycles the selected column: descending, ascending, default order.
    fn sort(&mut self) {
        self.sorted = match (self.column, self.sorted) {
            (None, _) => None,
            (Some(column), Some((other, false))) if column == other => Some((column, true)),
            (Some(column), Some((other, true))) if column == other => None,
            (Some(column), _) => Some((column, false)),
        };
    }
}

impl Pane for People {
    fn title(&self, view: &View) -> String {
        view.tt("people-days", &[("n", (view.settings.period_days as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        match (view.focused, self.column) {
            (true, Some(column)) if column.measure().is_some() => {
                let long = view.t(&format!("{}-long", column.key()));
                format!("{long} · ▼ {}", view.t("short-of-target"))
            }
            (true, Some(column)) => view.t(&format!("{}-long", column.key())),
            _ => String::new(),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let deal = self.absent(view).map(|_| Action::Deal);
        let note = person::leads(view).then_some(Action::Note);
        let sort = self.column.map(|_| Action::Sort);
        let on = self.item(view).map(|_| [Action::Open, Action::Tickets, Action::Edit]).into_iter().flatten();
        let acts = [Action::Person, Action::Skills].into_iter().chain(sort);
        let page = self.item(view).map(|_| Action::Page);
        let more = [Action::CheckIn, Action::CheckOut, Action::Absence, Action::Shift, Action::Left, Action::Right];
        deal.into_iter().chain(on).chain(note).chain(acts).chain(page).chain(more).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        match (action, self.column) {
            (Action::Deal, _) => self.absent(view).map(|_| view.t("deal-theirs")),
            (Action::Page, _) => Some(view.t("do-their-figures")),
            (Action::Open, None) => Some(view.t("do-card")),
            (Action::Open, Some(column)) if column.figure().is_none() && column != Column::Load => {
                Some(view.t("do-card"))
            }
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let people = self.order(view);
        if self.cursor.act(action, &people) {
            return Effect::Done;
        }
        // Keep the cursor on the person acted on, even if the order changes.
        if self.cursor.item(&people).is_some() && !action.anywhere() {
            self.cursor.hold(&people);
        }
        match (action, self.cursor.item(&people)) {
            (Action::Left, _) => self.column = Column::next(self.column, -1),
            (Action::Right, _) => self.column = Column::next(self.column, 1),
            (Action::Sort, _) => {
                self.cursor.hold(&people);
                self.sort();
            }
            (Action::Deal, Some(person)) if self.absent(view) == Some(person) => {
                return deal::open(Which::Of(person), view);
            }
            (Action::Open, Some(person)) => return open(self.column, person, view),
            (Action::Page, Some(person)) => return Effect::Turn(Turn::Person(person)),
            (Action::CheckIn, Some(person)) => return attend::check_in(person, view),
            (Action::CheckOut, Some(person)) => return attend::check_out(person, view),
            (Action::Edit | Action::Note | Action::Tickets, Some(person)) => return person::act(action, person, view),
            _ => return Effect::Pass,
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let look = Look::of(view);
        let people = look.order(self.sorted);
        if people.is_empty() {
            let key = view.keys.key(Action::Person).map(|key| key.to_string()).unwrap_or_default();
            return frame.render_widget(Line::styled(view.tt("people-empty", &[("key", key.into())]), theme.dim), area);
        }
        let columns = usize::from(area.width);
        let longest = people.iter().map(|id| width(view.name(Some(*id)))).max().unwrap_or(0);
        let name = longest.clamp(4, (columns / 5).max(9));
        let shown = columns::fitting(columns.saturating_sub(name), self.column, person::leads(view));
        frame.render_widget(self.header(name, &shown, view), Rect { height: 1, ..area });
        let mut orphans = cells::orphans(view);
        let crowded = usize::from(area.height) < people.len() + 1;
        let foot = u16::from((!orphans.is_empty() || crowded) && usize::from(area.height) >= people.len().min(4) + 2);
        let height = usize::from(area.height.saturating_sub(1 + foot));
        let row = self.cursor.row(&people).unwrap_or(0);
        let visible = page(row, people.len(), height);
        if foot == 1 && visible.len() < people.len() {
            let more = view.tt("people-more", &[("n", (people.len() - visible.len()).into())]);
            orphans = if orphans.is_empty() { more } else { format!("{orphans} · {more}") };
        }
        let trends = cells::trends(&people, view);
        for (y, index) in (area.y + 1..).zip(visible) {
            let id = people[index];
            let here = index == row && view.focused;
            let line = self.line(&look, id, here, (name, &shown), trends.get(&id), view);
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

impl People {
    fn header(&self, name: usize, shown: &[(Column, usize)], view: &View) -> Line<'static> {
        let theme = view.theme;
        let mut header = Line::styled(" ".repeat(name), theme.dim);
        for (column, room) in shown {
            let chosen = self.column == Some(*column) && view.focused;
            let arrow = match self.sorted {
                Some((sorted, turned)) if sorted == *column => {
                    if turned {
                        "↑"
                    } else {
                        "↓"
                    }
                }
                _ => "",
            };
            let text = format!("{arrow}{}", view.t(column.key()));
            // Align the header with the figure, not with the n behind it.
            let behind = if column.has_n() && *room > N { room.saturating_sub(column.width()) } else { 0 };
            let text = column.aligned(&fit(&text, room - behind), room - behind);
            header.push_span(Span::raw(" "));
            header.push_span(Span::styled(text, if chosen { theme.accent } else { theme.dim }));
            header.push_span(Span::raw(" ".repeat(behind)));
        }
        header
    }

    fn line(
        &self,
        look: &Look,
        id: PersonId,
        here: bool,
        (name, shown): (usize, &[(Column, usize)]),
        trend: Option<&String>,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let there = matches!(look.presence(id), Presence::In | Presence::Break | Presence::NotYet);
        let quiet = !there && (view.board.shift.is_some() || matches!(look.presence(id), Presence::Away(_)));
        let style = if quiet { theme.dim } else { theme.text };
        let mut who = Span::styled(pad(view.name(Some(id)), name), if quiet { theme.dim } else { theme.strong });
        if here {
            who = who.patch_style(if self.column.is_none() { theme.selected } else { theme.accent });
        }
        let mut line = Line::from(who);
        let cells = look.cells(id);
        for (column, room) in shown {
            let cell = cells.cell(*column, trend, style);
            let behind = if column.has_n() { room.saturating_sub(column.width()) } else { 0 };
            let mut span = Span::styled(column.aligned(&cell.text, room - behind), cell.style);
            if here && self.column == Some(*column) {
                span = span.patch_style(theme.selected);
            }
            line.push_span(Span::raw(" "));
            line.push_span(span);
            if behind > 0 {
                let n = cell.n.filter(|n| *n > 0).map(|n| format!(" n {n}")).unwrap_or_default();
                line.push_span(Span::styled(pad(&n, behind), theme.dim));
            }
        }
        line
    }
}

/// Opens the tickets behind a number, or the person's card.
fn open(column: Option<Column>, id: PersonId, view: &View) -> Effect {
    match column {
        Some(Column::Load) => person::tickets(id, view),
        Some(Column::Gaps) => person::skills::Skills::open(id),
        Some(column) => match column.figure() {
            Some(figure) => super::drill::figure(figure, Some(id), view),
            None => person::Card::open(id),
        },
        None => person::Card::open(id),
    }
}
