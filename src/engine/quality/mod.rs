//! QA reviews: sampling ([`sampling`]), review queue ([`review_queue`]), results and reviewer agreement ([`results`]).

pub mod told;
pub mod sample;
pub mod queue;

