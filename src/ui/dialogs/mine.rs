//! The user's own changes, newest first; any of them can be undone or redone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::events::change::Change;
use crate::events::transaction::Act;
use crate::model::ids::Seq;
use crate::model::text::{fit, pad, pad_left, width, wrap};
use crate::query::protocol::{Answer, Ask};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::when;
use super::done::words_for_act;

/// The dialog.
pub struct Mine {
    /// `None` until loaded.
    acts: Option<Vec<Act>>,
    cursor: Cursor<Seq>,
}

impl Mine {
    /// Opens the list and queries the changes.
    pub fn open(view: &View) -> Effect {
        let list = Mine { acts: None, cursor: Cursor::default() };
        Effect::All(vec![Effect::Open(Box::new(list)), ask(view)])
    }

    fn acts(&self) -> &[Act] {
        self.acts.as_deref().unwrap_or_default()
    }

    fn seqs(&self) -> Vec<Seq> {
        self.acts().iter().map(|act| act.seq).collect()
    }

    fn act(&self) -> Option<&Act> {
        self.cursor.row(&self.seqs()).map(|row| &self.acts()[row])
    }
}

fn ask(view: &View) -> Effect {
    Effect::Ask(Ask::Acts(view.author.clone()))
}

fn line(act: &Act, chosen: bool, times: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let state = if act.undone { view.t("taken-back") } else { String::new() };
    let room = columns.saturating_sub(times + 4 + width(&state) + 2);
    let what = fit(&words_for_act(act, view), room);
    let blanks = " ".repeat(room.saturating_sub(width(&what)) + 2);
    // One style under the cursor keeps the row readable.
    let (glyph, mark, style) = match (act.undone, chosen) {
        (true, true) => ("×", theme.text, theme.text.add_modifier(Modifier::CROSSED_OUT)),
        (true, false) => ("×", theme.dim, theme.dim.add_modifier(Modifier::CROSSED_OUT)),
        (false, true) => ("✓", theme.text, theme.text),
        (false, false) => ("✓", theme.good, theme.text),
    };
    let line = Line::from(vec![
        Span::styled(pad_left(&when::moment(act.at, view), times), theme.dim),
        Span::styled(format!("  {glyph} "), mark),
        Span::styled(what, style),
        Span::styled(blanks + &state, theme.dim),
    ]);
    if chosen { theme.under_cursor(line, view.focused) } else { line }
}

impl Pane for Mine {
    fn title(&self, view: &View) -> String {
        view.t("acts-title")
    }

    fn badge(&self, _view: &View) -> String {
        self.acts().len().to_string()
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let turn = self.act().map(|_| Action::Open);
        turn.into_iter().chain([Action::Undo, Action::Redo]).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        let act = self.act().filter(|_| action == Action::Open)?;
        Some(view.t(if act.undone { "do-it-again" } else { "take-it-back" }))
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if action == Action::Open {
            return self.act().map_or(Effect::Done, |act| Effect::Change(Change::Turn(act.seq)));
        }
        let seqs = self.seqs();
        if self.cursor.act(action, &seqs) { Effect::Done } else { Effect::Pass }
    }

    fn heard(&mut self, answer: &Answer, view: &View) -> Effect {
        match answer {
            Answer::Acts(acts) => {
                // Pin the cursor to its transaction before newer ones come in.
                let before = self.seqs();
                self.cursor.hold(&before);
                self.acts = Some(acts.clone());
                Effect::Done
            }
            Answer::Changed(_) => ask(view),
            _ => Effect::Done,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (96, u16::try_from(self.acts().len()).unwrap_or(u16::MAX).saturating_add(4).clamp(12, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let says = match &self.acts {
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
        let shown = page(at, self.acts().len(), usize::from(area.height));
        let times = self.acts().iter().map(|act| width(&when::moment(act.at, view))).max().unwrap_or(0);
        for (n, row) in shown.zip(area.rows()) {
            frame.render_widget(line(&self.acts()[n], n == at, times, columns, view), row);
        }
    }
}
