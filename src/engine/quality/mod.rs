//! QA reviews: sampling ([`sampling`]), review queue ([`review_queue`]), results and reviewer agreement ([`results`]).

pub mod results;
pub mod review_queue;
pub mod sampling;
