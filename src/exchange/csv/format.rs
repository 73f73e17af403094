//! Detected file format: encoding, delimiter and quote.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::Encoding;

use super::decode::{self, Utf8Reader};
use super::dialect;
use super::records::{CsvDialect, CsvReader, CsvRecord};

/// Bytes sampled to detect the delimiter.
const SAMPLE_BYTES: u64 = 256 * 1024;

/// How the bytes of a file become records.
#[derive(Debug, Clone, Copy)]
pub struct CsvFormat {
    pub encoding: &'static Encoding,
    pub dialect: CsvDialect,
    /// The first line declares the delimiter (`sep=;`) and is not the header.
    has_delimiter_line: bool,
}

impl CsvFormat {
    /// Detects the format of `file`.
    pub fn detect(file: &mut (impl Read + Seek)) -> io::Result<CsvFormat> {
        let encoding = decode::detect(file)?;
        let mut sample = Vec::new();
        Utf8Reader::new(&mut *file, encoding).take(SAMPLE_BYTES).read_to_end(&mut sample)?;
        let sample = String::from_utf8_lossy(&sample);
        let (first, rest) = sample.split_once('\n').unwrap_or((&sample, ""));
        let named = dialect::declared_delimiter(first);
        let mut dialect = dialect::sniff(if named.is_some() { rest } else { &sample });
        dialect.delimiter = named.unwrap_or(dialect.delimiter);
        Ok(CsvFormat { encoding, dialect, has_delimiter_line: named.is_some() })
    }

    /// Reads records from the header on.
    pub fn records<F: Read + Seek>(&self, mut file: F) -> io::Result<CsvReader<Utf8Reader<F>>> {
        file.seek(SeekFrom::Start(0))?;
        let mut records = CsvReader::new(Utf8Reader::new(file, self.encoding), self.dialect);
        if self.has_delimiter_line {
            records.read(&mut CsvRecord::default())?;
        }
        Ok(records)
    }
}
