//! Imports tickets from a CSV export of any help desk.
//!
//! A file is read twice. The first pass ([`ImportPlan::build`]) detects its [`format`] (encoding, delimiter, quote),
//! scans every column ([`column_scan`]) and maps [`columns`] to fields by known headers ([`headers`]), a [`map`] file
//! and content. Anything ambiguous is asked before a row is written. The second pass ([`TicketReader`]) yields one
//! [`ImportRow`] at a time and holds only one row in memory.

pub mod column_scan;
pub mod columns;
pub mod dates;
pub mod decode;
pub mod dialect;
pub mod error;
pub mod format;
pub mod headers;
pub mod import_row;
pub mod map;
pub mod plan;
pub mod records;
pub mod row;
pub mod table;
pub mod ticket_reader;
pub mod values;
pub mod vocabulary;

pub use error::ImportError;
pub use import_row::{ImportRow, RejectedRow, SuspectValue};
pub use map::ImportMap;
pub use plan::{ImportOptions, ImportPlan};
pub use ticket_reader::TicketReader;
