//! The desk's words and sums: what a ticket, a person, a shift and a figure are, and how each number is worked out.
//!
//! Nothing here knows a terminal, a database, a file or a clock: every moment is an argument, so every sum can be
//! tested by a story with expected numbers.

pub mod act;
pub mod aging;
pub mod attendance;
pub mod board;
pub mod calendar;
pub mod change;
pub mod charts;
pub mod cleaned;
pub mod coaching;
pub mod columns;
pub mod conceded;
pub mod coverage;
pub mod customer;
pub mod customers;
pub mod deal;
pub mod desk;
pub mod dialogue;
pub mod event;
pub mod figure;
pub mod filter;
pub mod handover;
pub mod history;
pub mod icalendar;
pub mod listing;
pub mod looked;
pub mod metrics;
pub mod person;
pub mod plan;
pub mod quality;
pub mod record;
pub mod report;
pub mod roster;
pub mod shift;
pub mod skills;
pub mod sla;
pub mod spans;
pub mod staffing;
pub mod suppose;
pub mod survey;
pub mod table;
pub mod targets;
pub mod text;
pub mod ticket;
pub mod time;
pub mod views;
pub mod wanted;
