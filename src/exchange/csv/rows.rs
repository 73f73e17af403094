//! The second reading of a file: row by row, each a ticket or refused.

use std::collections::HashMap;
use std::io::{self, Read, Seek};

use super::decode::Decoded;
use super::records::{Record, Records};
use super::{Entry, Plan, Refused, row};

/// The rows of a file, in order.
pub struct Rows<'a, F> {
    plan: &'a Plan,
    records: Records<Decoded<F>>,
    record: Record,
    /// Every ticket so far, and its line.
    seen: HashMap<String, u64>,
}

impl<'a, F: Read + Seek> Rows<'a, F> {
    /// Begins at the first row after the header, wherever `file` stands.
    pub fn begin(plan: &'a Plan, file: F) -> io::Result<Rows<'a, F>> {
        let mut records = plan.format.records(file)?;
        let mut record = Record::default();
        records.read(&mut record)?;
        Ok(Rows { plan, records, record, seen: HashMap::new() })
    }

    fn entry(&mut self) -> Entry {
        let line = self.record.line;
        let refused = |reason| Entry::Refused(Refused { line, reason });
        match row::read(self.plan, &self.record) {
            Err(reason) => refused(reason),
            Ok((incoming, suspects)) => match self.seen.get(&incoming.facts.source_id) {
                Some(first) => refused(format!("ticket {} stands already on line {first}", incoming.facts.source_id)),
                None => {
                    self.seen.insert(incoming.facts.source_id.clone(), line);
                    Entry::Ticket(Box::new(incoming), suspects)
                }
            },
        }
    }
}

impl<F: Read + Seek> Iterator for Rows<'_, F> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<io::Result<Entry>> {
        loop {
            match self.records.read(&mut self.record) {
                Err(error) => return Some(Err(error)),
                Ok(false) => return None,
                Ok(true) if self.record.is_blank() => {}
                Ok(true) => return Some(Ok(self.entry())),
            }
        }
    }
}
