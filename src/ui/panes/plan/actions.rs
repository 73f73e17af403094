//! Action items: earliest due date first, recently ended ones last.

use chrono::Days;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::action_item::ActionItem;
use crate::model::ids::WithId;
use crate::model::record::RecordKind;
use crate::model::text::clean_line;
use crate::ui::action::Action;
use crate::ui::dialogs::plan as acts;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::plan::rows::{INDENT, PaneRows, align_ends, draw_empty_state, draw_expanded};
use crate::ui::plan_format;
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Ended items stay visible for this many days.
const RECENT_DAYS: u64 = 14;

/// The pane. The cursor is on an action item.
#[derive(Default)]
pub struct ActionItemsPane {
    cursor: Cursor<i64>,
}

fn sorted_items<'a>(view: &View<'a>) -> Vec<&'a WithId<ActionItem>> {
    let today = view.zone().date(view.now);
    let fresh = |item: &ActionItem| item.ended.is_none_or(|ended| ended.on + Days::new(RECENT_DAYS) >= today);
    let mut items: Vec<_> = view.desk.team.actions.iter().filter(|item| fresh(item)).collect();
    items.sort_by_key(|item| (item.sort_key(), item.id));
    items
}

fn sorted_ids(view: &View) -> Vec<i64> {
    sorted_items(view).iter().map(|item| item.id).collect()
}

impl ActionItemsPane {
    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<ActionItem>> {
        let id = self.cursor.item(&sorted_ids(view))?;
        sorted_items(view).into_iter().find(|item| item.id == id)
    }
}

impl Pane for ActionItemsPane {
    fn title(&self, view: &View) -> String {
        view.t("plan-actions")
    }

    /// Number of open and overdue items.
    fn badge(&self, view: &View) -> String {
        let today = view.zone().date(view.now);
        let actions = &view.desk.team.actions;
        let late = actions.iter().filter(|item| item.is_overdue(today)).count();
        let open = actions.iter().filter(|item| item.is_open()).count();
        match late {
            0 => view.tt("actions-open", &[("n", open.into())]),
            late => view.tt("actions-late", &[("n", open.into()), ("late", late.into())]),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.selected(view).map(|_| acts::ACTION_ITEM_ACTIONS).into_iter().flatten();
        [Action::NewTicket].into_iter().chain(on).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        acts::action_label(RecordKind::Action, action, self.selected(view).is_some_and(|item| !item.is_open()), view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let ids = sorted_ids(view);
        if self.cursor.on_action(action, &ids) {
            return Effect::Handled;
        }
        self.cursor.pin(&ids);
        match (action, self.selected(view)) {
            (Action::NewTicket, _) => acts::open_new_form(RecordKind::Action, view),
            (_, Some(item)) => acts::run_action_item_action(action, item, view),
            (_, None) => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (items, columns) = (sorted_items(view), usize::from(area.width));
        if items.is_empty() {
            return draw_empty_state("actions-none", frame, area, view);
        }
        let at = self.cursor.row(&sorted_ids(view)).unwrap_or(0);
        let row_lines = |n: usize| {
            let line = item_line(items[n], columns, view);
            vec![if n == at { view.theme.highlight_row(line, view.focused) } else { line }]
        };
        let rest = |n: usize| acts::action_detail_lines(items[n], columns.saturating_sub(INDENT), view);
        if draw_expanded(items.len(), row_lines, rest, frame, area) {
            return;
        }
        let height = usize::from(area.height);
        for (n, place) in visible_rows(at, items.len(), height).zip(area.rows()) {
            row_lines(n).into_iter().for_each(|line| frame.render_widget(line, place));
        }
        // Details of the selected item below the list, if they fit.
        let used = items.len() + 1;
        if height >= used + PaneRows::MIN_DETAILS {
            let more = acts::with_rule_above(acts::action_detail_lines(items[at], columns, view), columns, view);
            for (line, place) in more.into_iter().zip(area.rows().skip(used)) {
                frame.render_widget(line, place);
            }
        }
    }
}

/// Rows that the pane can use.
pub fn pane_rows(columns: usize, view: &View) -> PaneRows {
    let items = sorted_items(view);
    let more = items.iter().map(|item| acts::action_detail_lines(item, columns, view).len() + 2).max();
    PaneRows { list: items.len(), details: more.unwrap_or(0), spacers: 0 }
}

/// `▲ Rewrite the delivery mail          1/3 · Hoa · Thu 19 Nov`.
fn item_line(item: &WithId<ActionItem>, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mark = plan_format::action_item_label(item, view.zone().date(view.now), view);
    let left = Line::from(vec![
        Span::styled(format!("{} ", mark.glyph), mark.style),
        Span::styled(clean_line(&item.title).into_owned(), if item.is_open() { theme.text } else { theme.dim }),
    ]);
    let mut right = Vec::new();
    let (ticked, steps) = item.step_progress();
    if steps > 0 {
        right.push(Span::styled(format!("{ticked}/{steps} · "), theme.dim));
    }
    right.push(Span::styled(format!("{} · ", view.person_name(item.owner)), theme.dim));
    // Show the end date of an ended item, not its due date.
    let day = item.ended.map_or(item.due, |ended| ended.on);
    right.push(Span::styled(dates::format_day(day, view), if item.is_open() { mark.style } else { theme.dim }));
    align_ends(left, right, columns)
}
