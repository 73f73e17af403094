//! The backlog by age and by who it waits on. `Enter` on a row lists its tickets.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::aging::BucketCount;
use crate::model::aging::StuckRule;
use crate::model::ids::TicketId;
use crate::model::text::{fit, pad, pad_left, width};
use crate::model::ticket::WaitsOn;
use crate::presentation::numbers;
use crate::ui::action::Action;
use crate::ui::dialogs::ticket_list::TicketListDialog;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;

/// A selectable row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AgingItem {
    Bucket(usize),
    Stuck,
    Ticket(TicketId),
}

/// Minimum bar width; the counts beside it get only what is left.
const MIN_BAR_WIDTH: usize = 10;

#[derive(Default)]
pub struct AgingPane {
    cursor: Cursor<AgingItem>,
}

impl AgingPane {
    fn items(&self, view: &View) -> Vec<AgingItem> {
        let aging = &view.board.aging;
        let stuck = (!aging.stuck.is_empty()).then_some(AgingItem::Stuck);
        let oldest = aging.oldest.iter().map(|(id, _)| AgingItem::Ticket(*id));
        (0..aging.buckets.len()).map(AgingItem::Bucket).chain(stuck).chain(oldest).collect()
    }
}

impl Pane for AgingPane {
    fn title(&self, view: &View) -> String {
        view.t("aging")
    }

    fn badge(&self, view: &View) -> String {
        let aging = &view.board.aging;
        match aging.oldest.first() {
            None => aging.total.to_string(),
            Some((_, age)) => {
                let age = numbers::format_age(*age);
                view.tt("aging-badge", &[("n", aging.total.into()), ("age", age.into())])
            }
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on_ticket = matches!(self.cursor.item(&self.items(view)), Some(AgingItem::Ticket(_)));
        let acts: &[Action] = if on_ticket { &Action::TICKET_ACTIONS } else { &[Action::Open] };
        acts.iter().copied().chain(Action::CURSOR_MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let items = self.items(view);
        if self.cursor.on_action(action, &items) {
            return Effect::Handled;
        }
        match (action, self.cursor.item(&items)) {
            (Action::Open, Some(AgingItem::Bucket(index))) => open_bucket(index, view),
            (Action::Open, Some(AgingItem::Stuck)) => open_stuck(view),
            (Action::Open, Some(AgingItem::Ticket(id))) => Effect::OpenTicket(id),
            (action, Some(AgingItem::Ticket(id))) if Action::TICKET_ACTIONS.contains(&action) => {
                crate::ui::dialogs::ticket_actions::run_ticket_action(action, id, view)
            }
            _ => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let aging = &view.board.aging;
        let items = self.items(view);
        let at = self.cursor.row(&items);
        let columns = usize::from(area.width);
        let top = aging.buckets.iter().map(|bucket| bucket.total).max().unwrap_or(0);
        let labels = aging.buckets.iter().map(|bucket| width(&bucket.label)).max().unwrap_or(0);
        let shares = WaitsOnColumns::fit(&aging.buckets, columns.saturating_sub(labels + 1 + 5 + MIN_BAR_WIDTH), view);
        let bar_room = columns.saturating_sub(labels + 1 + 5 + shares.width());
        let mut lines: Vec<Line> = Vec::new();
        for (index, bucket) in aging.buckets.iter().enumerate() {
            let mut line = Line::styled(format!("{} ", pad_left(&bucket.label, labels)), view.theme.dim);
            line.spans.extend(bar_spans(bucket, index, top, bar_room, view));
            line.spans.extend(shares.spans(bucket, view));
            lines.push(highlight_line(line, at == Some(index), columns, view));
        }
        let stuck = match aging.stuck.len() {
            0 => String::new(),
            n => format!("▲ {}", view.tt("n-stuck", &[("n", n.into())])),
        };
        // The stuck count takes precedence over the legend.
        let mut legend = Line::default();
        for (glyph, key) in [("█", "us"), ("▓", "customer-short"), ("░", "third-short")] {
            let text = format!("{glyph} {}  ", view.t(key));
            if legend.width() + width(&text) + width(&stuck) <= columns {
                legend.push_span(Span::styled(text, view.theme.dim));
            }
        }
        if !stuck.is_empty() {
            let style =
                if at == Some(aging.buckets.len()) && view.focused { view.theme.selected } else { view.theme.warn };
            legend.push_span(Span::raw(" ".repeat(columns.saturating_sub(legend.width() + width(&stuck)))));
            legend.push_span(Span::styled(stuck, style));
        }
        lines.push(legend);
        let rest = usize::from(area.height).saturating_sub(lines.len());
        if rest >= 3 {
            lines.extend(self.oldest_lines(rest, columns, at.map(|row| items[row]), view));
        }
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
    }
}

impl AgingPane {
    /// The oldest tickets, with the rule that marks a stuck one. Needs spare rows.
    fn oldest_lines(&self, rows: usize, columns: usize, at: Option<AgingItem>, view: &View) -> Vec<Line<'static>> {
        let aging = &view.board.aging;
        let mut lines = vec![Line::default(), Line::styled(view.t("oldest"), view.theme.dim)];
        for (id, age) in aging.oldest.iter().take(rows.saturating_sub(2)) {
            let Some(row) = view.open_ticket(*id) else { continue };
            let rule = aging.stuck.binary_search_by_key(id, |(stuck, _)| *stuck).ok().map(|at| aging.stuck[at].1);
            let why = rule.map(|rule| format!("▲ {}", view.t(stuck_rule_key(rule)))).unwrap_or_default();
            let head = format!("{} {} ", pad_left(&numbers::format_age(*age), 5), pad_left(&id.to_string(), 6));
            let who = pad(&fit(view.person_name(row.assignee), 10), 10);
            let room = columns.saturating_sub(width(&head) + 11 + width(&why) + usize::from(!why.is_empty()));
            let mut line = Line::from(vec![
                Span::styled(head, view.theme.dim),
                Span::styled(pad(row.title(), room), view.theme.text),
                Span::styled(format!(" {who}"), view.theme.text),
            ]);
            if !why.is_empty() {
                line.push_span(Span::styled(format!(" {why}"), view.theme.warn));
            }
            lines.push(highlight_line(line, at == Some(AgingItem::Ticket(*id)), columns, view));
        }
        lines
    }
}

fn highlight_line(line: Line<'static>, on: bool, columns: usize, view: &View) -> Line<'static> {
    if !(on && view.focused) {
        return line;
    }
    let gap = " ".repeat(columns.saturating_sub(line.width()));
    let mut line = line;
    line.push_span(Span::raw(gap));
    view.theme.highlight_row(line, true)
}

/// Green for young, yellow for older, red for oldest buckets; the label states the age.
fn bucket_style(index: usize, view: &View) -> Style {
    let bounds = view.board.aging.buckets.len();
    match index * 3 / bounds.max(1) {
        0 => view.theme.good,
        1 => view.theme.warn,
        _ => view.theme.bad,
    }
}

fn bar_spans(bucket: &BucketCount, index: usize, top: usize, room: usize, view: &View) -> Vec<Span<'static>> {
    let cells = |n: usize| (n * room).checked_div(top).unwrap_or(0);
    let full = cells(bucket.total).max(usize::from(bucket.total > 0));
    let us = (bucket.us * full).div_ceil(bucket.total.max(1)).min(full);
    let customer = (bucket.customer * full).div_ceil(bucket.total.max(1)).min(full - us);
    let third = full - us - customer;
    let style = bucket_style(index, view);
    vec![
        Span::styled("█".repeat(us), style),
        Span::styled("▓".repeat(customer), view.theme.dim),
        Span::styled("░".repeat(third), view.theme.dim),
        Span::raw(" ".repeat(room.saturating_sub(full))),
    ]
}

/// Reads one of a bucket's three counts.
type BucketCountFn = fn(&BucketCount) -> usize;

/// Counts by who is waited on, right of the bar: as many of the three as fit.
struct WaitsOnColumns {
    parts: Vec<(&'static str, BucketCountFn, usize)>,
}

impl WaitsOnColumns {
    fn fit(buckets: &[BucketCount], room: usize, view: &View) -> WaitsOnColumns {
        let all: [(&'static str, BucketCountFn); 3] =
            [("us", |b| b.us), ("customer-short", |b| b.customer), ("third-short", |b| b.third_party)];
        let mut parts = Vec::new();
        let mut used = 0;
        for (key, of) in all {
            let most = buckets.iter().map(of).max().unwrap_or(0);
            let columns = width(&view.t(key)) + 1 + width(&most.to_string());
            if most > 0 && used + columns + 2 <= room {
                used += columns + 2;
                parts.push((key, of, columns));
            }
        }
        WaitsOnColumns { parts }
    }

    fn width(&self) -> usize {
        self.parts.iter().map(|(.., columns)| columns + 2).sum()
    }

    fn spans(&self, bucket: &BucketCount, view: &View) -> Vec<Span<'static>> {
        let theme = view.theme;
        let total = if bucket.total > 0 { theme.strong } else { theme.dim };
        let mut spans = vec![Span::styled(pad_left(&bucket.total.to_string(), 5), total)];
        for (key, of, columns) in &self.parts {
            let n = of(bucket);
            let text = if n == 0 { String::new() } else { format!("{} {n}", view.t(key)) };
            let style = if *key == "us" { theme.text } else { theme.dim };
            spans.push(Span::styled(format!("  {}", pad(&text, *columns)), style));
        }
        spans
    }
}

fn stuck_rule_key(rule: StuckRule) -> &'static str {
    match rule {
        StuckRule::Silent => "stuck-silent",
        StuckRule::Reassigned => "stuck-reassigned",
        StuckRule::Reopened => "stuck-reopened",
    }
}

/// Lists the tickets of a bucket: those that wait on us first, then oldest first.
fn open_bucket(index: usize, view: &View) -> Effect {
    let buckets = &view.settings.aging_buckets;
    let mut rows: Vec<_> = view
        .desk
        .tickets
        .values()
        .filter(|row| {
            row.created
                .is_some_and(|created| buckets.index((view.now - created).max(chrono::TimeDelta::zero())) == index)
        })
        .collect();
    rows.sort_by_key(|row| (row.waits_on() != Some(WaitsOn::Us), row.created, row.id));
    let label = view.board.aging.buckets.get(index).map(|bucket| bucket.label.clone()).unwrap_or_default();
    let title = format!("{} {label}", view.t("aging"));
    let unknown = view.board.aging.unknown_age;
    let left_out = (unknown > 0).then(|| view.tt("left-out-no-age", &[("n", unknown.into())]));
    TicketListDialog::open(
        title,
        view.t("formula-aging"),
        rows.iter().map(|row| row.id).collect(),
        left_out.into_iter().collect(),
        view,
    )
}

fn open_stuck(view: &View) -> Effect {
    let ids = view.board.aging.stuck.iter().map(|(id, _)| *id).collect();
    let stuck = &view.settings.stuck_rules;
    let formula = view.tt(
        "formula-stuck",
        &[
            ("hours", (stuck.silent.num_hours().max(0) as usize).into()),
            ("reassigned", (stuck.reassigned as usize).into()),
            ("reopened", (stuck.reopened as usize).into()),
        ],
    );
    TicketListDialog::open(view.t("stuck"), formula, ids, Vec::new(), view)
}
