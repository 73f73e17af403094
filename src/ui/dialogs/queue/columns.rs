//! Chooses the columns of the queue and their order.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::model::text::{fit, pad, width};
use crate::query::columns::{QUEUE_COLUMNS, QueueColumn};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane, QueueArrangement};
use crate::ui::view::View;
use crate::ui::widgets::list::{step_row, visible_rows};

/// The dialog: every column, visible ones first, and whether it is visible.
pub struct QueueColumnsDialog {
    rows: Vec<(QueueColumn, bool)>,
    cursor: usize,
}

impl QueueColumnsDialog {
    /// Opens the dialog with the visible columns in their order.
    pub fn open(shown: &[QueueColumn]) -> Effect {
        let others = QUEUE_COLUMNS.iter().map(|entry| entry.column).filter(|column| !shown.contains(column));
        let rows = shown.iter().map(|column| (*column, true)).chain(others.map(|column| (column, false))).collect();
        Effect::Open(Box::new(QueueColumnsDialog { rows, cursor: 0 }))
    }

    /// Moves the column under the cursor by `by` rows.
    fn move_column(&mut self, by: isize) {
        if let Some(to) = self.cursor.checked_add_signed(by).filter(|to| *to < self.rows.len()) {
            self.rows.swap(self.cursor, to);
            self.cursor = to;
        }
    }

    fn visible_columns(&self) -> Vec<QueueColumn> {
        self.rows.iter().filter(|(_, shown)| *shown).map(|(column, _)| *column).collect()
    }
}

impl Pane for QueueColumnsDialog {
    fn title(&self, view: &View) -> String {
        view.t("columns-title")
    }

    fn badge(&self, _view: &View) -> String {
        format!("{} / {}", self.visible_columns().len(), self.rows.len())
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Open].into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("columns-take"))
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if action == Action::Open {
            // Without columns the list would be empty.
            let shown = Some(self.visible_columns()).filter(|shown| !shown.is_empty());
            return Effect::All(vec![Effect::Close, Effect::ArrangeQueue(QueueArrangement::Columns(shown))]);
        }
        match step_row(action, self.cursor, self.rows.len()) {
            Some(at) => {
                self.cursor = at;
                Effect::Handled
            }
            None => Effect::Ignored,
        }
    }

    /// These keys are local; the advice above the list names them.
    fn on_key(&mut self, key: KeyEvent, _view: &View) -> Option<Effect> {
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        match key.code {
            KeyCode::Char(' ') => self.rows[self.cursor].1 ^= true,
            KeyCode::Char('K') => self.move_column(-1),
            KeyCode::Char('J') => self.move_column(1),
            KeyCode::Up if shift => self.move_column(-1),
            KeyCode::Down if shift => self.move_column(1),
            KeyCode::Char('0') => {
                return Some(Effect::All(vec![Effect::Close, Effect::ArrangeQueue(QueueArrangement::Columns(None))]));
            }
            _ => return None,
        }
        Some(Effect::Handled)
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (76, 40)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let [head, _, list] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(u16::from(area.height > 8)),
            Constraint::Min(0),
        ])
        .areas(area);
        let columns = usize::from(area.width);
        frame.render_widget(Span::styled(fit(&view.t("columns-advice"), columns), theme.dim), head);
        let called = |column: QueueColumn| view.t(&format!("queue-col-{column}"));
        let label = self.rows.iter().map(|(column, _)| width(&called(*column))).max().unwrap_or(0);
        let visible = visible_rows(self.cursor, self.rows.len(), usize::from(list.height));
        for ((n, (column, shown)), place) in self.rows.iter().enumerate().skip(visible.start).zip(list.rows()) {
            let head = format!("{} {}  ", if *shown { "✓" } else { " " }, pad(&called(*column), label));
            let room = columns.saturating_sub(width(&head));
            let about = pad(&view.t(&format!("queue-about-{column}")), room);
            let line = match n == self.cursor {
                true => Line::styled(head + &about, theme.selected),
                false => {
                    let style = if *shown { theme.text } else { theme.dim };
                    Line::from(vec![Span::styled(head, style), Span::styled(about, theme.dim)])
                }
            };
            frame.render_widget(line, place);
        }
    }
}
