//! TODO purpose

pub mod told;
pub mod sample;
pub mod queue;

