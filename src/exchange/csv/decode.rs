//! Detects a file's encoding and decodes it to UTF-8 as a stream.

use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// Detects the encoding: by byte-order mark; UTF-8 if the whole file is valid; else a statistical guess over all bytes.
/// Rewinds `file`.
pub fn detect(file: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    file.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK];
    let mut filled = fill(file, &mut chunk)?;
    let marked = Encoding::for_bom(&chunk[..filled]).map(|(encoding, _)| encoding);
    let found = match marked.or_else(|| detect_utf_16(&chunk[..filled])) {
        Some(encoding) => encoding,
        None => {
            let mut utf_8 = Utf8Check::default();
            while filled > 0 && utf_8.feed(&chunk[..filled]) {
                filled = fill(file, &mut chunk)?;
            }
            if utf_8.valid() { UTF_8 } else { guess(file, &mut chunk)? }
        }
    };
    file.seek(SeekFrom::Start(0))?;
    Ok(found)
}

/// UTF-16 without a byte-order mark: mostly ASCII text has a NUL in every other byte.
fn detect_utf_16(start: &[u8]) -> Option<&'static Encoding> {
    let nuls = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    match start.len() / 4 {
        quarter if odd > quarter && even < quarter / 8 + 1 => Some(UTF_16LE),
        quarter if even > quarter && odd < quarter / 8 + 1 => Some(UTF_16BE),
        _ => None,
    }
}

fn guess(file: &mut (impl Read + Seek), chunk: &mut [u8]) -> io::Result<&'static Encoding> {
    file.seek(SeekFrom::Start(0))?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    loop {
        let filled = fill(file, chunk)?;
        detector.feed(&chunk[..filled], filled == 0);
        if filled == 0 {
            return Ok(detector.guess(None, Utf8Detection::Deny));
        }
    }
}

/// Reads until `chunk` is full or the file ends.
fn fill(file: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match file.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Validates UTF-8 chunk by chunk; a character may span two.
#[derive(Default)]
struct Utf8Check {
    /// Start of a character that the last chunk cut off.
    cut: Vec<u8>,
    broken: bool,
}

impl Utf8Check {
    /// Whether the input so far can be UTF-8.
    fn feed(&mut self, chunk: &[u8]) -> bool {
        self.cut.extend_from_slice(chunk);
        if let Err(error) = std::str::from_utf8(&self.cut) {
            self.broken = error.error_len().is_some();
            self.cut.drain(..error.valid_up_to());
        } else {
            self.cut.clear();
        }
        !self.broken
    }

    fn valid(&self) -> bool {
        !self.broken && self.cut.is_empty()
    }
}

/// Decodes to UTF-8, without byte-order mark and NULs. Invalid sequences become U+FFFD.
pub struct Utf8Reader<R> {
    raw: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    text: String,
    /// Bytes of `text` already returned.
    consumed: usize,
    ended: bool,
}

impl<R: Read> Utf8Reader<R> {
    pub fn new(raw: R, encoding: &'static Encoding) -> Utf8Reader<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Utf8Reader { raw, decoder, chunk: vec![0; CHUNK], text: String::new(), consumed: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let filled = fill(&mut self.raw, &mut self.chunk)?;
        self.ended = filled == 0;
        self.text.clear();
        self.consumed = 0;
        // Decoding stops early only for lack of space, which is reserved here.
        self.text.reserve(self.decoder.max_utf8_buffer_length(filled).unwrap_or(filled * 4 + 16));
        let _ = self.decoder.decode_to_string(&self.chunk[..filled], &mut self.text, self.ended);
        if self.text.contains('\0') {
            self.text.retain(|c| c != '\0');
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.consumed == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let rest = &self.text.as_bytes()[self.consumed..];
        let n = rest.len().min(out.len());
        out[..n].copy_from_slice(&rest[..n]);
        self.consumed += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

    use super::*;

    /// Decodes the bytes; returns the encoding's name and the text.
    fn read(bytes: &[u8]) -> (&'static str, String) {
        let mut file = Cursor::new(bytes);
        let encoding = detect(&mut file).unwrap();
        let mut text = String::new();
        Utf8Reader::new(file, encoding).read_to_string(&mut text).unwrap();
        (encoding.name(), text)
    }

    fn utf_16_bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn a_mark_decides_and_is_taken_away() {
        assert_eq!(read(b"\xef\xbb\xbfId,\xc3\xa9"), ("UTF-8", "Id,é".into()));
        assert_eq!(read(&utf_16_bytes("\u{feff}Id,é", u16::to_le_bytes)), ("UTF-16LE", "Id,é".into()));
        assert_eq!(read(&utf_16_bytes("\u{feff}Id,é", u16::to_be_bytes)), ("UTF-16BE", "Id,é".into()));
    }

    #[test]
    fn without_a_mark_the_bytes_decide() {
        assert_eq!(read(b"Id,plain\0"), ("UTF-8", "Id,plain".into()));
        assert_eq!(read("Id,Hằng".as_bytes()), ("UTF-8", "Id,Hằng".into()));
        assert_eq!(read(&utf_16_bytes("Ticket ID,Subject\n1,é\n", u16::to_le_bytes)).0, "UTF-16LE");
        let western = WINDOWS_1252.encode("Id,Betreff\n1,Rückgabe für Müller – größer\n").0;
        assert_eq!(read(&western), ("windows-1252", "Id,Betreff\n1,Rückgabe für Müller – größer\n".into()));
        let japanese = SHIFT_JIS.encode("番号,件名\n1,返金がまだ届いていません。確認をお願いします。\n").0;
        assert_eq!(read(&japanese).0, "Shift_JIS");
    }

    #[test]
    fn letters_across_chunks_stay_whole() {
        let text = format!("x{}", "ằ".repeat(CHUNK));
        assert_eq!(read(text.as_bytes()), ("UTF-8", text));
        let late = [&vec![b'a'; 3 * CHUNK][..], &WINDOWS_1252.encode("déjà vu").0].concat();
        assert_eq!(read(&late).0, "windows-1252", "the last bytes count as much as the first");
    }

    #[test]
    fn a_cut_letter_at_the_end_is_not_utf_8() {
        assert_ne!(read(b"caf\xc3").0, "UTF-8");
        assert_eq!(read(b"").0, "UTF-8");
    }
}
