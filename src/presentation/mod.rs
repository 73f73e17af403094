//! Terminal-independent text: catalog, numbers, dates, reports. The only layer that formats for people.

pub mod catalog;
pub mod goals;
pub mod hand_over_page;
pub mod huddle_page;
pub mod numbers;
pub mod plain_text;
pub mod report;
pub mod report_discussion;
