//! Shows several validation errors.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::model::text::{clean_line, wrap};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::Scroll;

/// The dialog.
pub struct ValidationErrorsDialog {
    title: String,
    /// Heading.
    heading: String,
    lines: Vec<String>,
    scroll: Scroll,
}

impl ValidationErrorsDialog {
    /// Opens the errors of a rejected transaction: a heading line, then a line per error.
    pub fn open(text: &str, view: &View) -> Effect {
        let mut lines = text.lines().map(|line| clean_line(line).into_owned()).filter(|line| !line.is_empty());
        Effect::Open(Box::new(ValidationErrorsDialog {
            title: view.t("refused-title"),
            heading: lines.next().unwrap_or_default(),
            lines: lines.collect(),
            scroll: Scroll::default(),
        }))
    }
}

impl Pane for ValidationErrorsDialog {
    fn title(&self, _view: &View) -> String {
        self.title.clone()
    }

    fn badge(&self, _view: &View) -> String {
        self.lines.len().to_string()
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        Action::CURSOR_MOVES.into()
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        match action {
            Action::Open => Effect::Close,
            _ if self.scroll.on_action(action) => Effect::Handled,
            Action::Back | Action::Quit | Action::Redraw => Effect::Ignored,
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows: usize = self.lines.iter().map(|line| wrap(line, 88).len()).sum();
        (96, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(5).clamp(8, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let head = wrap(&self.heading, columns);
        let rows = u16::try_from(head.len()).unwrap_or(1).min(area.height);
        let [top, between, list] =
            Layout::vertical([Constraint::Length(rows), Constraint::Length(1), Constraint::Min(0)]).areas(area);
        for (text, row) in head.into_iter().zip(top.rows()) {
            frame.render_widget(Line::styled(text, view.theme.strong), row);
        }
        let rows = self.lines.iter().flat_map(|line| {
            let rows = wrap(line, columns.saturating_sub(2)).into_iter().enumerate();
            rows.map(|(n, row)| {
                let glyph = Span::styled(if n == 0 { "▲ " } else { "  " }, view.theme.bad);
                Line::from(vec![glyph, Span::styled(row, view.theme.text)])
            })
        });
        let rows: Vec<_> = rows.collect();
        self.scroll.draw_hidden_count(frame, between, rows.len(), usize::from(list.height), view.theme.accent);
        self.scroll.draw(frame, list, rows);
    }
}
