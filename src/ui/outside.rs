//! What reaches the screen from outside, and what it wants of the world there.

use crossterm::event::KeyEvent;

use crate::domain::dialogue::Ask;
use crate::domain::report::Wanted;
use crate::domain::table::Export;
use crate::domain::time::Instant;

/// What reaches the screen from outside, beside the answers of the file.
#[derive(Debug, Clone)]
pub enum Input {
    Key(KeyEvent),
    Paste(String),
    /// What a text has become in the person's editor.
    Edited(String),
    /// The clock has moved on.
    Tick(Instant),
    /// Something to be said until the next key, such as what is wrong with the settings.
    Notice(String),
}

/// What the screen wants of the world outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    Ask(Ask),
    /// Write a list into a file; answered with [`Answer::Written`].
    Write(Export),
    /// Write a report into a file; answered with [`Answer::Written`].
    Report(Wanted),
    /// Let the person edit a text in their own editor; what comes of it is [`Input::Edited`].
    Edit(String),
    /// Draw everything anew; the terminal may show something else.
    Redraw,
    Quit,
}

/// A line at the foot of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub tone: Tone,
}

/// How a line at the foot is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What was asked for has been done.
    Done,
    /// An answer, or why nothing was done.
    Told,
    /// Something went wrong; it stays until a key is pressed.
    Bad,
}
