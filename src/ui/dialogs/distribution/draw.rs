//! Draws the distribution dialog: proposed assignments, the reason for the selected one, and each person's load.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::reasons;
use crate::engine::desk::TicketRow;
use crate::engine::distribution::reasons::AssignmentReason;
use crate::engine::distribution::{self, Distribution, LoadChange};
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::presentation::numbers;
use crate::ui::view::View;
use crate::ui::widgets::list::visible_rows;
use crate::ui::widgets::state_label;

/// Preferred width, including borders.
pub const PREFERRED_WIDTH: u16 = 118;
/// Minimum width for the loads beside the list.
const SIDE_BY_SIDE_WIDTH: u16 = 92;
/// Width of the loads beside the list.
const LOADS_WIDTH: u16 = 40;
/// Rows of the reason.
const REASON_ROWS: u16 = 3;

/// Preferred height, without borders.
pub fn preferred_rows(lines: usize, people: usize) -> usize {
    let words = usize::from(REASON_ROWS) + 2;
    (lines + 1 + words + people.div_ceil(2) + 2).max(people + 2).clamp(14, 40)
}

/// Data of one draw.
pub struct DistributionDrawing<'a> {
    pub distribution: &'a Distribution,
    pub rows: &'a BTreeMap<TicketId, TicketRow>,
    /// Selected ticket.
    pub selected: Option<TicketId>,
    pub view: &'a View<'a>,
}

/// Row of the list.
enum DistributionRow<'a> {
    Assigned(&'a distribution::Assignment),
    Heading,
    Unassigned(&'a distribution::UnassignedTicket),
}

/// Column widths of the list; 0 hides the column.
struct DistributionWidths {
    id: usize,
    subject: usize,
    priority: usize,
    age: usize,
    assignee: usize,
}

impl DistributionDrawing<'_> {
    pub fn draw(&self, frame: &mut Frame, area: Rect) {
        let loads = self.loads();
        if area.width >= SIDE_BY_SIDE_WIDTH {
            let [left, _, right] =
                Layout::horizontal([Constraint::Min(0), Constraint::Length(3), Constraint::Length(LOADS_WIDTH)])
                    .areas(area);
            // Place the reason directly below the list.
            let lines = u16::try_from(self.list_rows().len() + 1).unwrap_or(u16::MAX);
            let most = left.height.saturating_sub(REASON_ROWS + 2);
            let [list, _, why] =
                Layout::vertical([Constraint::Length(lines.min(most)), Constraint::Length(1), Constraint::Min(0)])
                    .areas(left);
            self.draw_list(frame, list);
            self.draw_reason(frame, why);
            return self.draw_loads(frame, right, &loads, 1);
        }
        let most = u16::try_from(loads.len().div_ceil(2)).unwrap_or(u16::MAX).min(area.height / 4);
        let [list, _, why, _, below] = Layout::vertical([
            Constraint::Min(0),
            Constraint::Length(1),
            Constraint::Length(REASON_ROWS),
            Constraint::Length(1),
            Constraint::Length(most + 1),
        ])
        .areas(area);
        self.draw_list(frame, list);
        self.draw_reason(frame, why);
        self.draw_loads(frame, below, &loads, 2);
    }

    /// Loads sorted by name.
    fn loads(&self) -> Vec<LoadChange> {
        let mut loads = self.distribution.loads();
        loads.sort_by_cached_key(|load| (fold(self.view.person_name(Some(load.person))), load.person));
        loads
    }

    /// Assignments, then unassigned tickets under a heading.
    fn list_rows(&self) -> Vec<DistributionRow<'_>> {
        let heading = (!self.distribution.unassigned.is_empty()).then_some(DistributionRow::Heading);
        let left = self.distribution.unassigned.iter().map(DistributionRow::Unassigned);
        self.distribution.assignments.iter().map(DistributionRow::Assigned).chain(heading).chain(left).collect()
    }

    fn draw_list(&self, frame: &mut Frame, area: Rect) {
        let drawn = self.list_rows();
        let widths = self.widths(usize::from(area.width));
        let [head, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        frame.render_widget(widths.header(self.view), head);
        let id = |row: &DistributionRow| match row {
            DistributionRow::Assigned(line) => Some(line.ticket),
            DistributionRow::Unassigned(left) => Some(left.ticket),
            DistributionRow::Heading => None,
        };
        let at = drawn.iter().position(|row| self.selected.is_some() && id(row) == self.selected).unwrap_or(0);
        let shown = visible_rows(at, drawn.len(), usize::from(list.height));
        for (n, place) in shown.zip(list.rows()) {
            let line = match &drawn[n] {
                DistributionRow::Heading => {
                    let text =
                        self.view.tt("distribute-not-assigned", &[("n", self.distribution.unassigned.len().into())]);
                    Line::styled(fit(&text, usize::from(area.width)), self.view.theme.warn)
                }
                DistributionRow::Assigned(line) => {
                    self.row_line(line.ticket, self.assignee_mark(line), line.accepted, &widths)
                }
                DistributionRow::Unassigned(left) => {
                    let nobody = ("✖", self.view.t("nobody"), self.view.theme.warn);
                    self.row_line(left.ticket, nobody, true, &widths)
                }
            };
            let chosen = n == at && id(&drawn[n]).is_some();
            let line = if chosen { self.view.theme.highlight_row(line, self.view.focused) } else { line };
            frame.render_widget(line, place);
        }
    }

    /// Glyph, text and style of the assignee.
    fn assignee_mark(&self, line: &distribution::Assignment) -> (&'static str, String, Style) {
        let (theme, name) = (self.view.theme, clean_line(self.view.person_name(Some(line.to))).into_owned());
        match line {
            distribution::Assignment { outdated: true, .. } => ("▲", self.view.t("distribute-changed"), theme.warn),
            distribution::Assignment { accepted: false, .. } => ("–", self.view.t("distribute-left-out"), theme.dim),
            line if line.reasons.iter().any(|reason| matches!(reason, AssignmentReason::Despite { .. })) => {
                ("▲", name, theme.warn)
            }
            distribution::Assignment { manual: true, .. } => ("⇒", name, theme.accent),
            _ => ("→", name, theme.text),
        }
    }

    fn row_line(
        &self,
        id: TicketId,
        (sign, who, style): (&str, String, Style),
        kept: bool,
        widths: &DistributionWidths,
    ) -> Line<'static> {
        let theme = self.view.theme;
        let body = if kept { theme.text } else { theme.dim };
        let row = self.rows.get(&id);
        let title = row.map_or_else(String::new, |row| clean_line(row.title()).into_owned());
        let age = row.and_then(|row| row.created).map(|created| numbers::format_age(self.view.now - created));
        let priority = state_label::priority(row.map(|row| row.priority).unwrap_or_default(), self.view);
        let flag = if kept { priority.style } else { theme.dim };
        let mut line = Line::from(vec![
            Span::styled(pad(priority.glyph, 2), flag),
            Span::styled(pad_left(&id.to_string(), widths.id) + "  ", theme.dim),
            Span::styled(pad(&title, widths.subject) + "  ", body),
        ]);
        if widths.priority > 0 {
            line.push_span(Span::styled(pad(&priority.text, widths.priority) + "  ", flag));
        }
        line.push_span(Span::styled(pad_left(&age.unwrap_or_else(|| numbers::NO_VALUE.into()), widths.age), theme.dim));
        line.push_span(Span::styled(format!("  {sign} {}", pad(&who, widths.assignee)), style));
        line
    }

    fn widths(&self, columns: usize) -> DistributionWidths {
        let id = self.rows.keys().map(|id| id.to_string().len()).max().unwrap_or(1).max(2);
        let names = self.distribution.assignments.iter().map(|line| width(self.view.person_name(Some(line.to))));
        let words = ["nobody", "distribute-left-out", "distribute-changed"].map(|key| width(&self.view.t(key)));
        let who = names.chain(words).max().unwrap_or(0).min(if columns >= 66 { 18 } else { 11 });
        let priority = if columns >= 66 { 8 } else { 0 };
        let rest = 2 + id + 2 + 2 + if priority > 0 { priority + 2 } else { 0 } + 5 + 4 + who;
        DistributionWidths { id, subject: columns.saturating_sub(rest), priority, age: 5, assignee: who }
    }

    /// Draws the reason for the selected assignment.
    fn draw_reason(&self, frame: &mut Frame, area: Rect) {
        let (theme, view) = (self.view.theme, self.view);
        let Some(id) = self.selected else { return };
        let (head, text) = match (
            self.distribution.assignment_of(id),
            self.distribution.unassigned.iter().find(|left| left.ticket == id),
        ) {
            (Some(line), _) if line.outdated => (format!("#{id}"), view.t("distribute-why-changed")),
            (Some(line), _) if !line.accepted => (format!("#{id}"), view.t("distribute-why-left-out")),
            (Some(line), _) => {
                let name = clean_line(view.person_name(Some(line.to))).into_owned();
                (format!("#{id} → {name}"), reasons::format_reasons(&line.reasons, view))
            }
            (None, Some(left)) => {
                (format!("#{id} → {}", view.t("nobody")), reasons::format_shortage(&left.shortage, view))
            }
            (None, None) => return,
        };
        let columns = usize::from(area.width);
        frame.render_widget(Span::styled(fit(&head, columns), theme.strong), area);
        let below = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
        let mut lines = wrap(&text, columns);
        let room = usize::from(below.height);
        if lines.len() > room && room > 0 {
            // Fold the overflow into the last row, with an ellipsis.
            let rest = lines.split_off(room - 1).join(" ");
            lines.push(fit(&rest, columns));
        }
        let about = fit(&self.ticket_summary(id), columns);
        let lines = lines.into_iter().map(|text| Span::styled(text, theme.text));
        for (line, place) in lines.chain([Span::styled(about, theme.dim)]).zip(below.rows()) {
            frame.render_widget(line, place);
        }
    }

    /// Customer, category, channel, language and time left of a ticket.
    fn ticket_summary(&self, id: TicketId) -> String {
        let Some(row) = self.rows.get(&id) else { return String::new() };
        let left = self
            .view
            .queue_status(row)
            .time_left
            .map(|left| self.view.tt("distribute-time-left", &[("left", numbers::format_time_left(left).into())]));
        let known = [&row.customer, &row.category, &row.channel, &row.language];
        let parts = known.into_iter().flatten().map(|text| clean_line(text).into_owned()).chain(left);
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Draws each person's load before and after, in `across` columns.
    fn draw_loads(&self, frame: &mut Frame, area: Rect, loads: &[LoadChange], across: usize) {
        let (theme, view) = (self.view.theme, self.view);
        let [head, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        let room = usize::from(list.height) * across;
        let mut title = view.t("distribute-loads");
        let to = self
            .selected
            .and_then(|id| self.distribution.assignment_of(id))
            .filter(|line| line.accepted)
            .map(|line| line.to);
        let at = loads.iter().position(|load| Some(load.person) == to).unwrap_or(0);
        let shown = visible_rows(at, loads.len(), room);
        if shown.len() < loads.len() {
            title = format!("{title} · {}", view.tt("people-more", &[("n", (loads.len() - shown.len()).into())]));
        }
        frame.render_widget(Span::styled(fit(&title, usize::from(area.width)), theme.dim), head);
        let gap = 3;
        let columns = (usize::from(list.width) + gap) / across.max(1) - gap;
        let scale = LoadColumns::new(&loads[shown.clone()], columns, view);
        for (n, load) in loads[shown].iter().enumerate() {
            let (down, right) = (n / across, n % across);
            let x = list.x + u16::try_from(right * (columns + gap)).unwrap_or(0);
            let y = list.y + u16::try_from(down).unwrap_or(0);
            let place = Rect { x, y, width: u16::try_from(columns).unwrap_or(0), height: 1 };
            frame.render_widget(scale.line(*load, Some(load.person) == to, view), place.intersection(list));
        }
    }
}

impl DistributionWidths {
    fn header(&self, view: &View) -> Line<'static> {
        let mut text = format!("  {}  {}  ", pad_left("id", self.id), pad(&view.t("subject"), self.subject));
        if self.priority > 0 {
            text.push_str(&(pad(&view.t("label-priority"), self.priority) + "  "));
        }
        text.push_str(&pad_left(&view.t("age"), self.age));
        text.push_str(&format!("  {}", pad(&view.t("distribute-to"), self.assignee + 2)));
        Line::styled(text, view.theme.dim)
    }
}

/// Column widths of the loads.
struct LoadColumns {
    name: usize,
    digits: usize,
    bar: usize,
}

impl LoadColumns {
    fn new(loads: &[LoadChange], columns: usize, view: &View) -> LoadColumns {
        let largest = loads.iter().map(|load| load.before.max(load.after).max(load.capacity)).max().unwrap_or(0);
        let digits = largest.to_string().len().max(2);
        let longest = loads.iter().map(|load| width(view.person_name(Some(load.person)))).max().unwrap_or(0);
        // `before → after /capacity` with spaces.
        let numbers = digits + 3 + digits + 1 + digits + 2;
        let name = longest.min(columns.saturating_sub(numbers + 6)).min(14);
        LoadColumns { name, digits, bar: columns.saturating_sub(name + 1 + numbers).min(20) }
    }

    fn line(&self, load: LoadChange, chosen: bool, view: &View) -> Line<'static> {
        let theme = view.theme;
        let LoadChange { person, before, after, capacity } = load;
        let over = after > capacity;
        let moved = before != after;
        let name = if chosen { theme.accent.patch(theme.strong) } else { theme.text };
        let number = if over {
            theme.bad
        } else if moved {
            theme.strong
        } else {
            theme.dim
        };
        let was = if moved {
            format!("{} → ", pad_left(&before.to_string(), self.digits))
        } else {
            " ".repeat(self.digits + 3)
        };
        let mut spans = vec![
            Span::styled(pad(&clean_line(view.person_name(Some(person))), self.name) + " ", name),
            Span::styled(was, theme.dim),
            Span::styled(pad_left(&after.to_string(), self.digits), number),
            Span::styled(pad(&format!("/{capacity}"), self.digits + 1) + " ", theme.dim),
        ];
        spans.extend(self.bar(before, after, capacity, view));
        spans.extend(over.then(|| Span::styled("▲", theme.bad)));
        Line::from(spans)
    }

    /// Bar segments: unchanged, added, removed, free.
    fn bar(&self, before: u32, after: u32, capacity: u32, view: &View) -> [Span<'static>; 4] {
        let theme = view.theme;
        let most = capacity.max(before).max(after).max(1) as usize;
        let cell = |n: u32| (n as usize * self.bar + most / 2) / most;
        let (low, high, all) =
            (cell(before.min(after)), cell(before.max(after)), cell(capacity.max(before).max(after)));
        // Show any change as at least one cell.
        let high = if before != after { high.max(low + 1) } else { high };
        let (comes, goes) = if after > before { (high - low, 0) } else { (0, high - low) };
        [
            Span::styled("█".repeat(low), theme.dim),
            Span::styled("▓".repeat(comes), if after > capacity { theme.bad } else { theme.accent }),
            Span::styled("░".repeat(goes), theme.good),
            Span::styled("·".repeat(all.saturating_sub(high)), theme.dim),
        ]
    }
}
