//! Messages of the event loop.

use std::ffi::c_int;

use crate::query::protocol::Response;
use crate::ui::app::messages::Input;

/// Events of the loop.
pub enum SessionMessage {
    Input(Input),
    Response(Response),
    Resized,
    Signal(c_int),
}
