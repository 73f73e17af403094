//! Action items: earliest due date first, recently ended ones last.

use chrono::Days;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::action_item::ActionItem;
use crate::model::record::{Numbered, RecordKind};
use crate::model::text::clean_line;
use crate::ui::action::Action;
use crate::ui::dialogs::plan as acts;
use crate::ui::pane::{Effect, Pane};
use crate::ui::plan;
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::when;
use super::{IN, Need, draw_all, ends, nothing};

/// Ended items stay visible for this many days.
const LATELY: u64 = 14;

/// The pane. The cursor is on an action item.
#[derive(Default)]
pub struct Actions {
    cursor: Cursor<i64>,
}

fn order<'a>(view: &View<'a>) -> Vec<&'a Numbered<ActionItem>> {
    let today = view.zone().date(view.now);
    let fresh = |item: &ActionItem| item.ended.is_none_or(|ended| ended.on + Days::new(LATELY) >= today);
    let mut items: Vec<_> = view.desk.team.actions.iter().filter(|item| fresh(item)).collect();
    items.sort_by_key(|item| (item.order(), item.id));
    items
}

fn ids(view: &View) -> Vec<i64> {
    order(view).iter().map(|item| item.id).collect()
}

impl Actions {
    fn at<'a>(&self, view: &View<'a>) -> Option<&'a Numbered<ActionItem>> {
        let id = self.cursor.item(&ids(view))?;
        order(view).into_iter().find(|item| item.id == id)
    }
}

impl Pane for Actions {
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
        let on = self.at(view).map(|_| acts::ON_ACTION).into_iter().flatten();
        [Action::NewTicket].into_iter().chain(on).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        acts::verb(RecordKind::Action, action, self.at(view).is_some_and(|item| !item.is_open()), view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let ids = ids(view);
        if self.cursor.act(action, &ids) {
            return Effect::Done;
        }
        self.cursor.hold(&ids);
        match (action, self.at(view)) {
            (Action::NewTicket, _) => acts::new(RecordKind::Action, view),
            (_, Some(item)) => acts::on_action(action, item, view),
            (_, None) => Effect::Pass,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (items, columns) = (order(view), usize::from(area.width));
        if items.is_empty() {
            return nothing("actions-none", frame, area, view);
        }
        let at = self.cursor.row(&ids(view)).unwrap_or(0);
        let row_lines = |n: usize| {
            let line = line(items[n], columns, view);
            vec![if n == at { view.theme.under_cursor(line, view.focused) } else { line }]
        };
        let rest = |n: usize| acts::rest_of_action(items[n], columns.saturating_sub(IN), view);
        if draw_all(items.len(), row_lines, rest, frame, area) {
            return;
        }
        let height = usize::from(area.height);
        for (n, place) in page(at, items.len(), height).zip(area.rows()) {
            row_lines(n).into_iter().for_each(|line| frame.render_widget(line, place));
        }
        // Details of the selected item below the list, if they fit.
        let used = items.len() + 1;
        if height >= used + Need::LEAST {
            let more = acts::below_rule(acts::rest_of_action(items[at], columns, view), columns, view);
            for (line, place) in more.into_iter().zip(area.rows().skip(used)) {
                frame.render_widget(line, place);
            }
        }
    }
}

/// Rows that the pane can use.
pub fn need(columns: usize, view: &View) -> Need {
    let items = order(view);
    let more = items.iter().map(|item| acts::rest_of_action(item, columns, view).len() + 2).max();
    Need { list: items.len(), more: more.unwrap_or(0), airy: 0 }
}

/// `▲ Rewrite the delivery mail          1/3 · Hoa · Thu 19 Nov`.
fn line(item: &Numbered<ActionItem>, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mark = plan::action_mark(item, view.zone().date(view.now), view);
    let left = Line::from(vec![
        Span::styled(format!("{} ", mark.glyph), mark.style),
        Span::styled(clean_line(&item.title).into_owned(), if item.is_open() { theme.text } else { theme.dim }),
    ]);
    let mut right = Vec::new();
    let (ticked, steps) = item.ticked();
    if steps > 0 {
        right.push(Span::styled(format!("{ticked}/{steps} · "), theme.dim));
    }
    right.push(Span::styled(format!("{} · ", view.name(item.owner)), theme.dim));
    // Show the end date of an ended item, not its due date.
    let day = item.ended.map_or(item.due, |ended| ended.on);
    right.push(Span::styled(when::day(day, view), if item.is_open() { mark.style } else { theme.dim }));
    ends(left, right, columns)
}
