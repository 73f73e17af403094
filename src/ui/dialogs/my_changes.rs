//! The user's own changes, newest first; any of them can be undone or redone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::outcome_text::describe_transaction;
use crate::events::change::Change;
use crate::events::transaction::Transaction;
use crate::model::ids::Seq;
use crate::model::text::{fit, pad, pad_left, width, wrap};
use crate::query::protocol::{Query, Response};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// The dialog.
pub struct MyChangesDialog {
    /// `None` until loaded.
    transactions: Option<Vec<Transaction>>,
    cursor: Cursor<Seq>,
}

impl MyChangesDialog {
    /// Opens the list and queries the changes.
    pub fn open(view: &View) -> Effect {
        let list = MyChangesDialog { transactions: None, cursor: Cursor::default() };
        Effect::All(vec![Effect::Open(Box::new(list)), query_transactions(view)])
    }

    fn transactions(&self) -> &[Transaction] {
        self.transactions.as_deref().unwrap_or_default()
    }

    fn seqs(&self) -> Vec<Seq> {
        self.transactions().iter().map(|act| act.seq).collect()
    }

    fn selected(&self) -> Option<&Transaction> {
        self.cursor.row(&self.seqs()).map(|row| &self.transactions()[row])
    }
}

fn query_transactions(view: &View) -> Effect {
    Effect::Query(Query::Transactions(view.author.clone()))
}

fn transaction_line(act: &Transaction, chosen: bool, times: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let state = if act.undone { view.t("history-undone") } else { String::new() };
    let room = columns.saturating_sub(times + 4 + width(&state) + 2);
    let what = fit(&describe_transaction(act, view), room);
    let blanks = " ".repeat(room.saturating_sub(width(&what)) + 2);
    // One style under the cursor keeps the row readable.
    let (glyph, mark, style) = match (act.undone, chosen) {
        (true, true) => ("×", theme.text, theme.text.add_modifier(Modifier::CROSSED_OUT)),
        (true, false) => ("×", theme.dim, theme.dim.add_modifier(Modifier::CROSSED_OUT)),
        (false, true) => ("✓", theme.text, theme.text),
        (false, false) => ("✓", theme.good, theme.text),
    };
    let line = Line::from(vec![
        Span::styled(pad_left(&dates::format_moment(act.at, view), times), theme.dim),
        Span::styled(format!("  {glyph} "), mark),
        Span::styled(what, style),
        Span::styled(blanks + &state, theme.dim),
    ]);
    if chosen { theme.highlight_row(line, view.focused) } else { line }
}

impl Pane for MyChangesDialog {
    fn title(&self, view: &View) -> String {
        view.t("acts-title")
    }

    fn badge(&self, _view: &View) -> String {
        self.transactions().len().to_string()
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let turn = self.selected().map(|_| Action::Open);
        turn.into_iter().chain([Action::Undo, Action::Redo]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        let act = self.selected().filter(|_| action == Action::Open)?;
        Some(view.t(if act.undone { "redo-change" } else { "undo-change" }))
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if action == Action::Open {
            return self.selected().map_or(Effect::Handled, |act| Effect::Change(Change::UndoOrRedo(act.seq)));
        }
        let seqs = self.seqs();
        if self.cursor.on_action(action, &seqs) { Effect::Handled } else { Effect::Ignored }
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        match answer {
            Response::Transactions(acts) => {
                // Pin the cursor to its transaction before newer ones come in.
                let before = self.seqs();
                self.cursor.pin(&before);
                self.transactions = Some(acts.clone());
                Effect::Handled
            }
            Response::Delta(_) => query_transactions(view),
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (96, u16::try_from(self.transactions().len()).unwrap_or(u16::MAX).saturating_add(4).clamp(12, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let says = match &self.transactions {
            None => Some("reading"),
            Some(acts) if acts.is_empty() => Some("acts-empty"),
            Some(_) => None,
        };
        if let Some(key) = says {
            for (text, row) in wrap(&view.t(key), columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(pad(&text, columns), view.theme.dim), row);
            }
            return;
        }
        let at = self.cursor.row(&self.seqs()).unwrap_or(0);
        let shown = visible_rows(at, self.transactions().len(), usize::from(area.height));
        let times = self.transactions().iter().map(|act| width(&dates::format_moment(act.at, view))).max().unwrap_or(0);
        for (n, row) in shown.zip(area.rows()) {
            frame.render_widget(transaction_line(&self.transactions()[n], n == at, times, columns, view), row);
        }
    }
}
