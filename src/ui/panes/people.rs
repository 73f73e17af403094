//! The team: who is in, their load and their figures. `Enter` on a number lists its tickets, on a name opens the card.

pub mod columns;
pub mod preview;
pub mod table;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::columns::{PeopleColumn, SAMPLE_SIZE_WIDTH};
use self::table::PeopleTable;
use crate::engine::distribution::candidates::DistributionScope;
use crate::engine::presence::Presence;
use crate::model::ids::PersonId;
use crate::model::text::{fit, pad, width};
use crate::ui::action::Action;
use crate::ui::dialogs::{attendance, distribution, person};
use crate::ui::pane::{Effect, Pane};
use crate::ui::state::metrics::SetMetricsView;
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// The pane. The cursor is on a person and on their name or one of their columns.
#[derive(Default)]
pub struct PeoplePane {
    cursor: Cursor<PersonId>,
    column: Option<PeopleColumn>,
    /// Sort column, and whether ascending.
    sort_order: Option<(PeopleColumn, bool)>,
}

impl PeoplePane {
    fn sorted_people(&self, view: &View) -> Vec<PersonId> {
        PeopleTable::new(view).sorted_people(self.sort_order)
    }

    fn selected_person(&self, view: &View) -> Option<PersonId> {
        self.cursor.item(&self.sorted_people(view))
    }

    /// The selected person if absent: their tickets need reassigning.
    fn selected_absent_person(&self, view: &View) -> Option<PersonId> {
        self.selected_person(view).filter(|person| view.board.absent.contains_key(person))
    }

    /// Cycles the selected column: descending, ascending, default order.
    fn cycle_sort(&mut self) {
        self.sort_order = match (self.column, self.sort_order) {
            (None, _) => None,
            (Some(column), Some((other, false))) if column == other => Some((column, true)),
            (Some(column), Some((other, true))) if column == other => None,
            (Some(column), _) => Some((column, false)),
        };
    }
}

impl Pane for PeoplePane {
    fn title(&self, view: &View) -> String {
        view.tt("people-days", &[("n", (view.settings.period_days as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        match (view.focused, self.column) {
            (true, Some(column)) if column.comparable_figure().is_some() => {
                let long = view.t(&format!("{}-long", column.key()));
                format!("{long} · ▼ {}", view.t("short-of-target"))
            }
            (true, Some(column)) => view.t(&format!("{}-long", column.key())),
            _ => String::new(),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let deal = self.selected_absent_person(view).map(|_| Action::Distribute);
        let note = view.viewer_is_lead().then_some(Action::Note);
        let sort = self.column.map(|_| Action::Sort);
        let on = self
            .selected_person(view)
            .map(|_| [Action::Open, Action::PersonTickets, Action::Edit])
            .into_iter()
            .flatten();
        let acts = [Action::NewPerson, Action::Skills].into_iter().chain(sort);
        let page = self.selected_person(view).map(|_| Action::PersonMetrics);
        let more =
            [Action::CheckIn, Action::CheckOut, Action::NewAbsence, Action::NewShift, Action::Left, Action::Right];
        deal.into_iter().chain(on).chain(note).chain(acts).chain(page).chain(more).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match (action, self.column) {
            (Action::Distribute, _) => self.selected_absent_person(view).map(|_| view.t("distribute-person")),
            (Action::PersonMetrics, _) => Some(view.t("do-their-figures")),
            (Action::Open, None) => Some(view.t("do-card")),
            (Action::Open, Some(column)) if column.figure().is_none() && column != PeopleColumn::Load => {
                Some(view.t("do-card"))
            }
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let people = self.sorted_people(view);
        if self.cursor.on_action(action, &people) {
            return Effect::Handled;
        }
        // Keep the cursor on the person acted on, even if the order changes.
        if self.cursor.item(&people).is_some() && !action.is_global() {
            self.cursor.pin(&people);
        }
        match (action, self.cursor.item(&people)) {
            (Action::Left, _) => self.column = PeopleColumn::neighbour(self.column, -1),
            (Action::Right, _) => self.column = PeopleColumn::neighbour(self.column, 1),
            (Action::Sort, _) => {
                self.cursor.pin(&people);
                self.cycle_sort();
            }
            (Action::Distribute, Some(person)) if self.selected_absent_person(view) == Some(person) => {
                return distribution::open(DistributionScope::HeldBy(person), view);
            }
            (Action::Open, Some(person)) => return open_cell(self.column, person, view),
            (Action::PersonMetrics, Some(person)) => return Effect::SetMetricsView(SetMetricsView::ShowPerson(person)),
            (Action::CheckIn, Some(person)) => return attendance::check_in(person, view),
            (Action::CheckOut, Some(person)) => return attendance::check_out(person, view),
            (Action::Edit | Action::Note | Action::PersonTickets, Some(person)) => {
                return person::run_person_action(action, person, view);
            }
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let look = PeopleTable::new(view);
        let people = look.sorted_people(self.sort_order);
        if people.is_empty() {
            let key = view.keymap.first_key(Action::NewPerson).map(|key| key.to_string()).unwrap_or_default();
            return frame.render_widget(Line::styled(view.tt("people-empty", &[("key", key.into())]), theme.dim), area);
        }
        let columns = usize::from(area.width);
        let longest = people.iter().map(|id| width(view.person_name(Some(*id)))).max().unwrap_or(0);
        let name = longest.clamp(4, (columns / 5).max(9));
        let shown = columns::fitting_columns(columns.saturating_sub(name), self.column, view.viewer_is_lead());
        frame.render_widget(self.header_line(name, &shown, view), Rect { height: 1, ..area });
        let mut orphans = table::describe_tickets_of_absent(view);
        let crowded = usize::from(area.height) < people.len() + 1;
        let foot = u16::from((!orphans.is_empty() || crowded) && usize::from(area.height) >= people.len().min(4) + 2);
        let height = usize::from(area.height.saturating_sub(1 + foot));
        let row = self.cursor.row(&people).unwrap_or(0);
        let visible = visible_rows(row, people.len(), height);
        if foot == 1 && visible.len() < people.len() {
            let more = view.tt("people-more", &[("n", (people.len() - visible.len()).into())]);
            orphans = if orphans.is_empty() { more } else { format!("{orphans} · {more}") };
        }
        let trends = table::solved_sparklines(&people, view);
        for (y, index) in (area.y + 1..).zip(visible) {
            let id = people[index];
            let here = index == row && view.focused;
            let line = self.person_line(&look, id, here, (name, &shown), trends.get(&id), view);
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        let below = area.y + 2 + u16::try_from(people.len()).unwrap_or(u16::MAX);
        let rest = Rect { y: below, height: area.bottom().saturating_sub(below.saturating_add(foot)), ..area };
        if let Some(id) = people.get(row).filter(|_| view.focused && rest.height >= 6) {
            preview::draw_preview(frame, rest, *id, view);
        }
        if foot == 1 {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            frame.render_widget(Line::styled(fit(&orphans, columns), theme.warn), last);
        }
    }
}

impl PeoplePane {
    fn header_line(&self, name: usize, shown: &[(PeopleColumn, usize)], view: &View) -> Line<'static> {
        let theme = view.theme;
        let mut header = Line::styled(" ".repeat(name), theme.dim);
        for (column, room) in shown {
            let chosen = self.column == Some(*column) && view.focused;
            let arrow = match self.sort_order {
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
            let behind = if column.shows_sample_size() && *room > SAMPLE_SIZE_WIDTH {
                room.saturating_sub(column.width())
            } else {
                0
            };
            let text = column.align(&fit(&text, room - behind), room - behind);
            header.push_span(Span::raw(" "));
            header.push_span(Span::styled(text, if chosen { theme.accent } else { theme.dim }));
            header.push_span(Span::raw(" ".repeat(behind)));
        }
        header
    }

    fn person_line(
        &self,
        look: &PeopleTable,
        id: PersonId,
        here: bool,
        (name, shown): (usize, &[(PeopleColumn, usize)]),
        trend: Option<&String>,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let there = matches!(look.presence(id), Presence::In | Presence::Break | Presence::NotYet);
        let quiet = !there && (view.board.shift.is_some() || matches!(look.presence(id), Presence::Away(_)));
        let style = if quiet { theme.dim } else { theme.text };
        let mut who = Span::styled(pad(view.person_name(Some(id)), name), if quiet { theme.dim } else { theme.strong });
        if here {
            who = who.patch_style(if self.column.is_none() { theme.selected } else { theme.accent });
        }
        let mut line = Line::from(who);
        let cells = look.row(id);
        for (column, room) in shown {
            let cell = cells.cell(*column, trend, style);
            let behind = if column.shows_sample_size() { room.saturating_sub(column.width()) } else { 0 };
            let mut span = Span::styled(column.align(&cell.text, room - behind), cell.style);
            if here && self.column == Some(*column) {
                span = span.patch_style(theme.selected);
            }
            line.push_span(Span::raw(" "));
            line.push_span(span);
            if behind > 0 {
                let n = cell.sample_size.filter(|n| *n > 0).map(|n| format!(" n {n}")).unwrap_or_default();
                line.push_span(Span::styled(pad(&n, behind), theme.dim));
            }
        }
        line
    }
}

/// Opens the tickets behind a number, or the person's card.
fn open_cell(column: Option<PeopleColumn>, id: PersonId, view: &View) -> Effect {
    match column {
        Some(PeopleColumn::Load) => person::open_tickets(id, view),
        Some(PeopleColumn::SkillGaps) => person::skills::PersonSkillsDialog::open(id),
        Some(column) => match column.figure() {
            Some(figure) => super::drill_down::open_recent_figure(figure, Some(id), view),
            None => person::PersonDialog::open(id),
        },
        None => person::PersonDialog::open(id),
    }
}
