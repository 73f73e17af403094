//! TODO purpose

pub mod report_talk;
pub mod report;
pub mod plain_text;

