//! State that the panes share, and caches of what is computed from it.

pub mod coverage;
pub mod metrics;
pub mod profile_figures;
pub mod staffing;
