//! What a pane is, and what it can bring about.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::change::Change;
use crate::domain::columns::{Column, Sort};
use crate::domain::dialogue::{Answer, Ask};
use crate::domain::report::Wanted;
use crate::domain::table::Export;
use crate::domain::views::QueueView;

use super::action::Action;
use super::lens::Look;
use super::looking::Turn;
use super::view::View;

/// A part of the screen with a cursor and a mind of its own. A dialog is a pane on a stack above the others.
pub trait Pane {
    /// On the left of the upper border.
    fn title(&self, view: &View) -> String;

    /// On the right of the upper border: how much there is.
    fn badge(&self, _view: &View) -> String {
        String::new()
    }

    /// Whether it stands in a border with its title.
    fn bordered(&self) -> bool {
        true
    }

    /// What can be done here and now, the most useful first. Footer, help and palette read this.
    fn actions(&self, view: &View) -> Vec<Action>;

    /// What an action is called here, where that is not what it is called everywhere.
    fn verb(&self, _action: Action, _view: &View) -> Option<String> {
        None
    }

    /// The only place where a pane's state changes.
    fn on(&mut self, action: Action, view: &View) -> Effect;

    /// Draws inside the border.
    fn draw(&self, frame: &mut Frame, area: Rect, view: &View);

    /// It has come into view.
    fn looked_at(&mut self, _view: &View) -> Effect {
        Effect::Done
    }

    /// A key before it is looked up; for text fields. `None` leaves it to the keymap.
    fn typed(&mut self, _key: KeyEvent, _view: &View) -> Option<Effect> {
        None
    }

    /// Whether letters are text here: then a plain character is never looked up as a key.
    fn typing(&self) -> bool {
        false
    }

    /// Pasted text; for text fields.
    fn pasted(&mut self, _text: &str, _view: &View) {}

    /// What a paste brings about, once its text has been taken.
    fn after_paste(&mut self, _view: &View) -> Effect {
        Effect::Done
    }

    /// What a text has become in the person's editor, after an [`Effect::Edit`].
    fn edited(&mut self, _text: &str, _view: &View) {}

    /// An answer of the file, shown to every pane and dialog.
    fn heard(&mut self, _answer: &Answer, _view: &View) -> Effect {
        Effect::Done
    }

    /// A wish of a dialog as to how the queue is shown.
    fn arranged(&mut self, _how: &Arrange, _view: &View) {}

    /// Of a dialog: the columns and rows that it would like, borders included.
    fn size(&self, _view: &View) -> (u16, u16) {
        (80, 24)
    }
}

/// What a pane wants to happen; data, so that a test can look at it.
pub enum Effect {
    /// It has been seen to.
    Done,
    /// It is not for this pane.
    Pass,
    /// Opens a dialog above.
    Open(Box<dyn Pane>),
    /// Closes this dialog.
    Close,
    /// A line at the foot of the screen.
    Say(String),
    /// A wish to change something.
    Change(Change),
    /// A question to the file.
    Ask(Ask),
    /// A list that is to be written into a file of its own.
    Write(Export),
    /// A report that is to be written into a file.
    Report(Wanted),
    /// Shows the queue like this from now on.
    Arrange(Arrange),
    /// Looks at coverage like this from now on.
    Look(Look),
    /// Looks at the figures of Metrics like this from now on.
    Turn(Turn),
    /// A text that the person wants to go on with in their own editor.
    Edit(String),
    /// Does as if the person had asked for it.
    Do(Action),
    /// Several, in order.
    All(Vec<Effect>),
    Quit,
}

/// How the queue is to be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrange {
    Sort(Sort),
    /// `None` for as many columns as there is room for.
    Columns(Option<Vec<Column>>),
    View(QueueView),
    /// The beginning of a term, put into the filter where the caret is.
    Term(String),
}
