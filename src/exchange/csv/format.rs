//! How the bytes of a file become records: its encoding, delimiter and quote, found from the file itself.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::Encoding;

use super::decode::{self, Decoded};
use super::dialect;
use super::records::{Dialect, Record, Records};

/// How much text is looked at for the delimiter, in bytes.
const SAMPLE: u64 = 256 * 1024;

/// The make of a file.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    pub encoding: &'static Encoding,
    pub dialect: Dialect,
    /// The first line names the delimiter and is no header.
    names_delimiter: bool,
}

impl Format {
    /// Finds the make of `file`.
    pub fn detect(file: &mut (impl Read + Seek)) -> io::Result<Format> {
        let encoding = decode::detect(file)?;
        let mut sample = Vec::new();
        Decoded::new(&mut *file, encoding).take(SAMPLE).read_to_end(&mut sample)?;
        let sample = String::from_utf8_lossy(&sample);
        let (first, rest) = sample.split_once('\n').unwrap_or((&sample, ""));
        let named = dialect::named(first);
        let mut dialect = dialect::sniff(if named.is_some() { rest } else { &sample });
        dialect.delimiter = named.unwrap_or(dialect.delimiter);
        Ok(Format { encoding, dialect, names_delimiter: named.is_some() })
    }

    /// The records of `file` from the first, which is the header.
    pub fn records<F: Read + Seek>(&self, mut file: F) -> io::Result<Records<Decoded<F>>> {
        file.seek(SeekFrom::Start(0))?;
        let mut records = Records::new(Decoded::new(file, self.encoding), self.dialect);
        if self.names_delimiter {
            records.read(&mut Record::default())?;
        }
        Ok(records)
    }
}
