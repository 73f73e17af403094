//! Terminal-independent text: catalog, numbers, dates, reports. The only layer that formats for people.

pub mod plain_text;
pub mod report;
pub mod report_discussion;
