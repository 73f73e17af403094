//! The only ratatui.
