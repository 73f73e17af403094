//! Breakdown: figures grouped by person, profile, channel, category, priority, tier or group, side by side. Two marked
//! rows are compared below.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{cells, comparison, figures};
use crate::engine::metrics::filter::{Dimension, DimensionValue};
use crate::engine::metrics::summary::Figures;
use crate::engine::targets::{self, TargetState};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::target::{FigureReading, ProfileExpectations};
use crate::model::text::{fit, fold, pad, pad_left};
use crate::query::protocol::MetricsSlot;
use crate::ui::action::Action;
use crate::ui::dialogs::person::rows;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::drill_down::{self, DrillDown};
use crate::ui::panes::metrics::labels::dimension_value_name;
use crate::ui::state::metrics::{FigureGroups, SetMetricsView};
use crate::ui::view::View;
use crate::ui::widgets::list::{step_row, visible_rows};

/// Figures from left to right, with width and drop priority (lowest is dropped first).
const COLUMNS: [(FigureId, usize, u8); 15] = [
    (FigureId::Received, 9, 7),
    (FigureId::Solved, 8, 9),
    (FigureId::FirstResponse, 12, 8),
    (FigureId::ResponseTime, 12, 6),
    (FigureId::FullResolution, 12, 5),
    (FigureId::Fcr, 10, 7),
    (FigureId::Csat, 10, 9),
    (FigureId::Nps, 9, 3),
    (FigureId::Quality, 10, 4),
    (FigureId::SlaFirstResponse, 12, 4),
    (FigureId::SlaResolution, 10, 3),
    (FigureId::Reopen, 10, 2),
    (FigureId::Upset, 10, 2),
    (FigureId::HoldTime, 12, 1),
    (FigureId::Backlog, 9, 6),
];

/// Minimum and maximum width of the group names.
const NAME_WIDTH: (usize, usize) = (14, 26);

/// The breakdown pane.
#[derive(Default)]
pub struct BreakdownPane {
    /// The selected group, and its row in case it disappears.
    selected_group: Option<DimensionValue>,
    row: usize,
    /// The selected figure; `None` for the name.
    selected_figure: Option<FigureId>,
    sort_order: Option<(FigureId, bool)>,
    /// Groups to compare; at most two.
    marked: Vec<DimensionValue>,
    /// The figures drawn last, for moving between columns.
    drawn_figures: RefCell<Vec<FigureId>>,
    /// Cached order.
    order_cache: RefCell<Option<OrderedGroups>>,
}

/// A dimension value with its figures.
type BreakdownGroup = (DimensionValue, Figures);

/// Groups in display order, with the inputs the order depends on.
#[derive(Debug, Clone)]
struct OrderedGroups {
    groups: FigureGroups,
    sort_order: Option<(FigureId, bool)>,
    business: bool,
    /// Indices of the displayed groups.
    rows: Rc<[usize]>,
}

impl OrderedGroups {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn get(&self, row: usize) -> Option<&BreakdownGroup> {
        self.rows.get(row).and_then(|at| self.groups.get(*at))
    }

    fn iter(&self) -> impl Iterator<Item = &BreakdownGroup> {
        self.rows.iter().filter_map(|at| self.groups.get(*at))
    }
}

impl BreakdownPane {
    /// Groups in display order: by the sorted figure, else most solved first (priorities by rank). Unset values come
    /// last.
    fn ordered_groups(&self, view: &View) -> Option<OrderedGroups> {
        let of = view.metrics_view.groups(
            MetricsSlot::Selected,
            view.metrics_view.group_by,
            &view.metrics_view.filter,
            view,
        )?;
        let (sorted, business) = (self.sort_order, view.metrics_view.business_time);
        let is_this =
            |one: &&OrderedGroups| Rc::ptr_eq(&one.groups, &of) && (one.sort_order, one.business) == (sorted, business);
        if let Some(listed) = self.order_cache.borrow().as_ref().filter(is_this) {
            return Some(listed.clone());
        }
        let (by, turned) = sorted.unwrap_or((FigureId::Solved, false));
        let value = |figures: &Figures| cells::display_value(figures.get(by), view);
        let mut rows: Vec<usize> = (0..of.len()).filter(|at| has_data(&of[*at])).collect();
        rows.sort_by(|a, b| {
            let ((a, x), (b, y)) = (&of[*a], &of[*b]);
            let order = match (value(x), value(y)) {
                (Some(x), Some(y)) if turned => x.total_cmp(&y),
                (Some(x), Some(y)) => y.total_cmp(&x),
                (x, y) => y.is_some().cmp(&x.is_some()),
            };
            let order =
                if sorted.is_none() && view.metrics_view.group_by == Dimension::Priority { b.cmp(a) } else { order };
            is_unset(a).cmp(&is_unset(b)).then(order).then_with(|| compare_names(a, b, view))
        });
        let listed = OrderedGroups { groups: of, sort_order: sorted, business, rows: rows.into() };
        *self.order_cache.borrow_mut() = Some(listed.clone());
        Some(listed)
    }

    fn selected_row(&self, groups: &OrderedGroups) -> usize {
        let held = self.selected_group.as_ref().and_then(|on| groups.iter().position(|(one, _)| one == on));
        held.unwrap_or(self.row.min(groups.len().saturating_sub(1)))
    }

    fn select_row(&mut self, row: usize, groups: &OrderedGroups) {
        self.row = row;
        self.selected_group = groups.get(row).map(|(one, _)| one.clone());
    }

    fn move_column(&mut self, step: isize) {
        let shown = self.drawn_figures.borrow();
        let all: Vec<Option<FigureId>> = [None].into_iter().chain(shown.iter().copied().map(Some)).collect();
        let at = all.iter().position(|column| *column == self.selected_figure).unwrap_or(0);
        self.selected_figure = all[at.saturating_add_signed(step).min(all.len() - 1)];
    }

    fn toggle_mark(&mut self, one: &DimensionValue) {
        match self.marked.iter().position(|other| other == one) {
            Some(at) => drop(self.marked.remove(at)),
            None => {
                // A third mark replaces the oldest.
                if self.marked.len() == 2 {
                    self.marked.remove(0);
                }
                self.marked.push(one.clone());
            }
        }
    }
}

/// The row of the unset value is hidden if it holds only dashes and zeros.
fn has_data((one, figures): &BreakdownGroup) -> bool {
    let some = |figure: FigureId| figures.value(figure).is_some_and(|value| value != 0.0);
    !is_unset(one) || COLUMNS.iter().any(|(figure, ..)| some(*figure))
}

fn is_unset(one: &DimensionValue) -> bool {
    matches!(
        one,
        DimensionValue::Agent(None)
            | DimensionValue::Profile(None)
            | DimensionValue::Channel(None)
            | DimensionValue::Category(None)
            | DimensionValue::Tier(None)
            | DimensionValue::Group(None)
    )
}

fn compare_names(a: &DimensionValue, b: &DimensionValue, view: &View) -> Ordering {
    fold(&dimension_value_name(a, view)).cmp(&fold(&dimension_value_name(b, view))).then_with(|| a.cmp(b))
}

/// State against the group's own target: a person's profiles, or the profile itself.
pub fn target_state(one: &DimensionValue, figure: FigureId, figures: &Figures, view: &View) -> Option<TargetState> {
    let profiles = &view.settings.profile_requirements;
    let target = match one {
        DimensionValue::Agent(Some(PersonId(id))) => {
            let person = view.desk.team.people.get(&PersonId(*id))?;
            targets::targets_of_person(person, profiles).into_iter().find(|due| due.figure == figure)?.target
        }
        DimensionValue::Profile(Some(profile)) => {
            *ProfileExpectations::for_profile(*profile, profiles)?.targets.get(&figure)?
        }
        _ => return None,
    };
    Some(targets::target_state(figure, &target, FigureReading::from_figures(figure, figures)))
}

/// Target state and value: `▼ 18 m`.
fn figure_span(one: &DimensionValue, figure: FigureId, figures: &Figures, view: &View) -> Span<'static> {
    let (theme, sum) = (view.theme, figures.get(figure));
    let state = target_state(one, figure, figures, view)
        .filter(|state| !matches!(state, TargetState::LowN | TargetState::NoData));
    let (glyph, mut style) = match state {
        Some(state) => {
            let (glyph, _, style) = rows::target_status(state, view);
            (format!("{glyph} "), style)
        }
        None => (String::new(), theme.text),
    };
    if sum.value().is_none() || sum.is_low() {
        style = theme.dim;
    }
    let low = if sum.is_low() { "~" } else { "" };
    Span::styled(format!("{glyph}{low}{}", cells::format_value(figure, sum, view)), style)
}

/// Width of the names, and the figures that fit; the selected one always stays.
fn fitting_figures(room: usize, under_cursor: Option<FigureId>) -> (usize, Vec<(FigureId, usize)>) {
    let mut chosen = COLUMNS.to_vec();
    for (figure, _, keep) in &mut chosen {
        if Some(*figure) == under_cursor {
            *keep = 10;
        }
    }
    let wide = |chosen: &[(FigureId, usize, u8)]| chosen.iter().map(|(_, width, _)| width).sum::<usize>();
    while wide(&chosen) + NAME_WIDTH.0 > room && chosen.len() > 1 {
        let least = chosen.iter().enumerate().min_by_key(|(_, (.., keep))| *keep).map_or(0, |(at, _)| at);
        chosen.remove(least);
    }
    let name = room.saturating_sub(wide(&chosen)).min(NAME_WIDTH.1);
    (name, chosen.into_iter().map(|(figure, width, _)| (figure, width)).collect())
}

impl Pane for BreakdownPane {
    fn title(&self, view: &View) -> String {
        format!("{} · {}", super::metrics_title(view), view.t(&format!("by-{}", view.metrics_view.group_by.name())))
    }

    fn badge(&self, view: &View) -> String {
        self.ordered_groups(view).map(|groups| groups.len().to_string()).unwrap_or_default()
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        super::tab_actions(&[Action::Open, Action::GroupBy, Action::Mark, Action::Sort], view)
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Open if self.selected_figure.is_none() => Some(view.t("do-narrow")),
            Action::Mark => Some(view.t("do-compare")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let Some(groups) = self.ordered_groups(view) else {
            return super::handle_shared_action(action, view).unwrap_or(Effect::Ignored);
        };
        let at = self.selected_row(&groups);
        if let Some(row) = step_row(action, at, groups.len()) {
            self.select_row(row, &groups);
            return Effect::Handled;
        }
        match (action, groups.get(at)) {
            (Action::Left, _) => self.move_column(-1),
            (Action::Right, _) => self.move_column(1),
            (Action::Sort, _) => {
                self.select_row(at, &groups);
                let by = self.selected_figure.unwrap_or(FigureId::Solved);
                self.sort_order = match self.sort_order {
                    Some((sorted, false)) if sorted == by => Some((by, true)),
                    Some((sorted, true)) if sorted == by => None,
                    _ => Some((by, false)),
                };
            }
            (Action::Mark, Some((one, _))) => {
                self.toggle_mark(one);
                self.select_row(at, &groups);
            }
            (Action::Back, _) if !self.marked.is_empty() => self.marked.clear(),
            (Action::PersonMetrics, Some((DimensionValue::Agent(Some(person)), _))) => {
                return Effect::SetMetricsView(SetMetricsView::ShowPerson(*person));
            }
            (Action::Open, Some((one, _))) => {
                let filter = view.metrics_view.filter.with(one.clone());
                return match self.selected_figure {
                    Some(figure) => drill_down::open(DrillDown::new(figure, &filter, MetricsSlot::Selected), view),
                    None if view.metrics_view.filter.0.contains(one) => Effect::Handled,
                    None => Effect::SetMetricsView(SetMetricsView::ShowFigures(filter)),
                };
            }
            (other, _) => return super::handle_shared_action(other, view).unwrap_or(Effect::Ignored),
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let mut lines = vec![super::status_line(columns, view)];
        let Some(groups) = self.ordered_groups(view) else {
            lines.push(Line::styled(view.t("reading"), theme.dim));
            return figures::draw_lines(frame, area, lines);
        };
        if groups.len() == 0 {
            lines.push(Line::styled(view.t("metrics-no-groups"), theme.dim));
            return figures::draw_lines(frame, area, lines);
        }
        let (name, shown) = fitting_figures(columns, self.selected_figure);
        *self.drawn_figures.borrow_mut() = shown.iter().map(|(figure, _)| *figure).collect();
        lines.push(self.header_line(name, &shown, view));
        let marked: Vec<&BreakdownGroup> =
            self.marked.iter().filter_map(|one| groups.iter().find(|(other, _)| other == one)).collect();
        let compared = match marked.as_slice() {
            [a, b] => comparison::comparison_lines(
                (&dimension_value_name(&a.0, view), &a.1),
                (&dimension_value_name(&b.0, view), &b.1),
                columns,
                view,
            ),
            _ => Vec::new(),
        };
        let at = self.selected_row(&groups);
        let height = usize::from(area.height).saturating_sub(lines.len() + 1);
        // With spare rows, compare the selected group with the whole.
        let spare = compared.is_empty() && height >= groups.len() + 5;
        let all = view.metrics_view.figures(MetricsSlot::Selected, &view.metrics_view.filter, view).filter(|_| spare);
        let compared = match all.zip(groups.get(at)) {
            Some((all, (one, theirs))) => comparison::comparison_lines(
                (&dimension_value_name(one, view), theirs),
                (&super::metrics_title(view), &all),
                columns,
                view,
            ),
            None => compared,
        };
        let below = compared.len().min(if spare { height - groups.len() - 1 } else { height * 2 / 3 });
        let room = height.saturating_sub(below + usize::from(below > 0)).max(1);
        // Rows that do not fit are counted in an extra row.
        let cut = |all: usize, room: usize| if all > room { room.saturating_sub(1).max(1) } else { all };
        let more = |all: usize, shown: usize| {
            let text = view.tt("metrics-n-more", &[("n", (all - shown).into())]);
            (all > shown).then(|| Line::styled(text, theme.dim))
        };
        let listed = cut(groups.len(), room);
        for index in visible_rows(at, groups.len(), listed) {
            if let Some(group) = groups.get(index) {
                lines.push(self.group_line(group, index == at, name, &shown, view));
            }
        }
        lines.extend(more(groups.len(), listed).filter(|_| room > 1));
        if below > 0 {
            lines.push(Line::default());
            // The first line is the heading.
            let (all, visible) = (compared.len(), cut(compared.len(), below));
            lines.extend(compared.into_iter().take(visible));
            lines.extend(more(all, visible));
        }
        let legend = fit(&view.t("metrics-legend"), columns);
        if usize::from(area.height) > lines.len() {
            lines.push(Line::styled(legend, theme.dim));
        }
        figures::draw_lines(frame, area, lines);
    }
}

impl BreakdownPane {
    fn header_line(&self, name: usize, shown: &[(FigureId, usize)], view: &View) -> Line<'static> {
        let theme = view.theme;
        let mut line =
            Line::styled(pad(&view.t(&format!("by-{}", view.metrics_view.group_by.name())), name), theme.dim);
        for (figure, room) in shown {
            let arrow = match self.sort_order {
                Some((sorted, true)) if sorted == *figure => "↑",
                Some((sorted, false)) if sorted == *figure => "↓",
                _ => "",
            };
            let text = fit(&format!("{arrow}{}", view.t(&format!("short-{}", figure.name()))), room - 1);
            let chosen = view.focused && self.selected_figure == Some(*figure);
            let text = pad_left(&text, *room);
            line.push_span(Span::styled(text, if chosen { theme.accent } else { theme.dim }));
        }
        line
    }

    fn group_line(
        &self,
        (one, numbers): &BreakdownGroup,
        here: bool,
        name: usize,
        shown: &[(FigureId, usize)],
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let mark = if self.marked.contains(one) { "◆ " } else { "" };
        let label = pad(&fit(&format!("{mark}{}", dimension_value_name(one, view)), name.saturating_sub(1)), name);
        let here = here && view.focused;
        let style = match (here, self.selected_figure) {
            (true, None) => theme.selected,
            (true, Some(_)) => theme.accent,
            _ if !mark.is_empty() => theme.mark,
            _ => theme.text,
        };
        let mut line = Line::from(Span::styled(label, style));
        for (figure, room) in shown {
            let number = figure_span(one, *figure, numbers, view);
            line.push_span(Span::raw(" ".repeat(room.saturating_sub(number.width()))));
            let chosen = here && self.selected_figure == Some(*figure);
            line.push_span(if chosen { number.style(theme.selected) } else { number });
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_goes_first_and_what_is_under_the_cursor_never() {
        for room in 30..240 {
            let (name, shown) = fitting_figures(room, Some(FigureId::HoldTime));
            let used = name + shown.iter().map(|(_, width)| width).sum::<usize>();
            assert!(used <= room && shown.iter().any(|(figure, _)| *figure == FigureId::HoldTime), "{room}: {used}");
        }
        assert!(fitting_figures(76, None).1.len() >= 5);
    }

    #[test]
    fn two_are_compared_and_a_third_takes_the_place_of_the_first() {
        let one = |n: i64| DimensionValue::Agent(Some(PersonId(n)));
        let mut pane = BreakdownPane::default();
        [1, 2, 3].into_iter().for_each(|n| pane.toggle_mark(&one(n)));
        assert_eq!(pane.marked, [one(2), one(3)]);
        pane.toggle_mark(&one(2));
        assert_eq!(pane.marked, [one(3)]);
    }
}
