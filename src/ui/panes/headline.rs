//! The headline of Today: tickets that breach before the shift ends, unassigned and open tickets, CSAT and first
//! response. `Enter` on a number lists its tickets.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::figure::FigureId;
use crate::model::ids::TicketId;
use crate::presentation::numbers as figures;
use crate::ui::action::Action;
use crate::ui::dialogs::ticket_list::TicketListDialog;
use crate::ui::dialogs::{handover, plan};
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

/// A selectable number of the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HeadlineItem {
    HandOver,
    Notices,
    Breaching,
    Promises,
    Unassigned,
    Open,
    Csat,
    FirstResponse,
}

/// The items to show: promises only if some are due, notices only if unread, a hand-over only while one waits.
fn headline_items(view: &View) -> Vec<HeadlineItem> {
    let all = [
        HeadlineItem::HandOver,
        HeadlineItem::Notices,
        HeadlineItem::Breaching,
        HeadlineItem::Promises,
        HeadlineItem::Unassigned,
        HeadlineItem::Open,
        HeadlineItem::Csat,
        HeadlineItem::FirstResponse,
    ];
    let tells = |number: &HeadlineItem| match number {
        HeadlineItem::HandOver => handover::unacknowledged(view).is_some(),
        HeadlineItem::Notices => !plan::unread_notices(view).is_empty(),
        HeadlineItem::Promises => !view.board.headline.promises.is_empty(),
        _ => true,
    };
    all.into_iter().filter(tells).collect()
}

pub struct HeadlinePane {
    selected: HeadlineItem,
}

impl Default for HeadlinePane {
    fn default() -> HeadlinePane {
        HeadlinePane { selected: HeadlineItem::Breaching }
    }
}

impl Pane for HeadlinePane {
    fn title(&self, view: &View) -> String {
        view.t("do-today")
    }

    fn bordered(&self) -> bool {
        false
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        vec![Action::Open, Action::Left, Action::Right]
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let list = |ids: &[TicketId], title: &str, formula: &str| {
            TicketListDialog::open(view.t(title), view.t(formula), ids.to_vec(), Vec::new(), view)
        };
        let head = &view.board.headline;
        let numbers = headline_items(view);
        let at = numbers.iter().position(|number| *number == self.selected).unwrap_or(0);
        match (action, numbers[at]) {
            (Action::Left | Action::Up, _) => self.selected = numbers[at.saturating_sub(1)],
            (Action::Right | Action::Down, _) => self.selected = numbers[(at + 1).min(numbers.len() - 1)],
            (Action::Open, HeadlineItem::HandOver) => return handover::open(view),
            (Action::Open, HeadlineItem::Notices) => return plan::open_next_unread(view),
            (Action::Open, HeadlineItem::Breaching) => return list(&head.breaching, "breaching", "formula-breaching"),
            (Action::Open, HeadlineItem::Promises) => {
                return list(&head.promises, "promises-due", "formula-promises");
            }
            (Action::Open, HeadlineItem::Unassigned) => {
                return list(&head.unassigned, "unassigned-list", "formula-unassigned");
            }
            (Action::Open, HeadlineItem::Open) => return list(&view.board.queue, "queue", "formula-open"),
            (Action::Open, HeadlineItem::Csat) => {
                return super::drill_down::open_recent_figure(FigureId::Csat, None, view);
            }
            (Action::Open, HeadlineItem::FirstResponse) => {
                return super::drill_down::open_recent_figure(FigureId::FirstResponse, None, view);
            }
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    /// Draws as many items as fit, the first ones first, spaced as widely as they allow.
    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let room = usize::from(area.width);
        let mut line = Line::default();
        let numbers = headline_items(view);
        let at = numbers.iter().position(|number| *number == self.selected).unwrap_or(0);
        let items: Vec<_> = numbers.iter().map(|number| item_spans(*number, room, view)).collect();
        let widths: Vec<usize> = items.iter().map(|spans| spans.iter().map(Span::width).sum()).collect();
        let all = |gap: usize| widths.iter().sum::<usize>() + gap * widths.len().saturating_sub(1);
        let gap = if room < 100 { 2 } else { (3..=5).rev().find(|gap| all(*gap) <= room).unwrap_or(3) };
        for (index, (mut spans, columns)) in items.into_iter().zip(widths).enumerate() {
            // Drop the hours of work before dropping the open tickets.
            if line.width() + columns + gap > room && numbers[index] == HeadlineItem::Open {
                spans.truncate(OPEN_SPANS_WITHOUT_HOURS);
            }
            if line.width() + spans.iter().map(Span::width).sum::<usize>() + gap > room {
                break;
            }
            if index > 0 {
                line.push_span(Span::raw(" ".repeat(gap)));
            }
            if view.focused && index == at {
                spans = spans.into_iter().map(|span| span.patch_style(view.theme.selected)).collect();
            }
            line.spans.extend(spans);
        }
        frame.render_widget(line, area);
    }
}

/// From `LONG_NOTICE_COLUMNS` on, unread notices are spelled out; below `SHORT_NOTICE_COLUMNS` only their number is
/// shown.
const LONG_NOTICE_COLUMNS: usize = 150;
const SHORT_NOTICE_COLUMNS: usize = 110;

/// Spans of the open-tickets item without the hours of work.
const OPEN_SPANS_WITHOUT_HOURS: usize = 2;

/// The item with glyph and words; dimmed when its count is zero.
fn item_spans(number: HeadlineItem, room: usize, view: &View) -> Vec<Span<'static>> {
    let theme = view.theme;
    let head = &view.board.headline;
    let alarm = |glyph: &'static str, n: usize, words: String, loud: Style| {
        let quiet = |style: Style| if n == 0 { theme.dim } else { style };
        vec![
            Span::styled(if n == 0 { "✓ " } else { glyph }, quiet(loud)),
            Span::styled(n.to_string(), quiet(loud.patch(theme.strong))),
            Span::styled(format!(" {words}"), quiet(theme.text)),
        ]
    };
    let weighed = |n: usize| if n < LOW_SAMPLE_COUNT { theme.dim } else { theme.strong };
    let team = view.recent_metrics.map(|metrics| &metrics.report.team);
    match number {
        HeadlineItem::HandOver => {
            let key = view.keymap.first_key(Action::HandOver).map(|key| key.to_string()).unwrap_or_default();
            vec![
                Span::styled("◆ ", theme.accent),
                Span::styled(view.t("handover-one-waits"), theme.strong),
                Span::styled(format!(" {key}"), theme.accent),
            ]
        }
        HeadlineItem::Notices => {
            let key = view.keymap.first_key(Action::Notices).map(|key| key.to_string()).unwrap_or_default();
            let n = plan::unread_notices(view).len();
            // Shorten the notices first: the urgent numbers need the room.
            let words = match room {
                ..SHORT_NOTICE_COLUMNS => n.to_string(),
                SHORT_NOTICE_COLUMNS..LONG_NOTICE_COLUMNS => view.tt("notices-wait-short", &[("n", n.into())]),
                LONG_NOTICE_COLUMNS.. => view.tt("notices-wait", &[("n", n.into())]),
            };
            vec![
                Span::styled("✎ ", theme.accent),
                Span::styled(words, theme.strong),
                Span::styled(format!("  {key}"), theme.accent),
            ]
        }
        HeadlineItem::Breaching => {
            let ends = view.shift_end().map(|at| view.zone().civil(at).format("%H:%M").to_string());
            let words = match ends {
                Some(time) => view.tt("breach-before", &[("time", time.into()), ("over", head.breached_count.into())]),
                None => view.t("breached"),
            };
            alarm("▲ ", head.breaching.len(), words, theme.bad)
        }
        HeadlineItem::Promises => {
            let words = match view.shift_end().map(|at| view.zone().civil(at).format("%H:%M").to_string()) {
                Some(time) => view.tt("promises-before", &[("n", head.promises.len().into()), ("time", time.into())]),
                None => view.tt("promises-overdue", &[("n", head.promises.len().into())]),
            };
            alarm("◷ ", head.promises.len(), words, if head.overdue_count > 0 { theme.bad } else { theme.warn })
        }
        HeadlineItem::Unassigned => alarm("○ ", head.unassigned.len(), view.t("unassigned"), theme.warn),
        HeadlineItem::Open => {
            let mut spans = vec![
                Span::styled(head.open.to_string(), theme.strong),
                Span::styled(format!(" {}", view.t("open-tickets")), theme.dim),
            ];
            // Hours are known only once a handle time is.
            if let Some(hours) = view.staffing.backlog_hours(view) {
                spans.push(Span::styled(" · ", theme.dim));
                spans.push(Span::styled(format!("{hours:.1}"), theme.strong));
                spans.push(Span::styled(format!(" {}", view.t("hours-of-work")), theme.dim));
            }
            spans
        }
        HeadlineItem::Csat => {
            let Some(csat) = team.map(|team| team.share_summary(FigureId::Csat)) else { return Vec::new() };
            vec![
                Span::styled("CSAT ", theme.dim),
                Span::styled(figures::format_share(csat.rate()), weighed(csat.n)),
                Span::styled(format!(" n {}", csat.n), theme.dim),
            ]
        }
        HeadlineItem::FirstResponse => {
            let Some(first) = team.map(|team| team.spread(FigureId::FirstResponse)) else { return Vec::new() };
            vec![
                Span::styled(format!("{} ", view.t("first-response")), theme.dim),
                Span::styled(figures::format_duration(first.median), weighed(first.n)),
                Span::styled(format!(" p90 {}", figures::format_duration(first.p90)), theme.dim),
            ]
        }
    }
}
