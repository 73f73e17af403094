//! The write path: changes, their validation, events, and the replay of events to state.

pub mod active_events;
pub mod change;
pub mod change_context;
pub mod record_validation;
pub mod replay;
pub mod sanitize;
pub mod sla_attributes;
pub mod survey_answers;
pub mod transaction;
pub mod validation;
