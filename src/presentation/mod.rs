//! TODO purpose

pub mod plain_text;
pub mod report;
pub mod report_discussion;
