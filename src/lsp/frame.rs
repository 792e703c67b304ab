//! Messages on a stream of bytes: `Content-Length: N`, a blank line, N bytes. Knows nothing of what they say.
//!
//! Framed here and not by a crate: what is at hand gives up at the first broken header and takes any length at its word.

use std::io::{self, BufRead, Read as _, Write};

/// Longer messages are not read: no draft is as long.
pub const LONGEST: usize = 1 << 28;

/// Longer headers are none.
const LONGEST_HEADER: u64 = 1 << 12;

const LENGTH: &str = "content-length:";

/// What stood next on the stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// The bytes of a message.
    Body(Vec<u8>),
    /// No message could be made out here, for this reason; the next may be sound.
    Broken(&'static str),
}

/// Reads the next message; `None` at the end of the stream.
///
/// After a broken header it goes on at the next one, wherever in a line that starts.
///
/// # Errors
/// When the stream cannot be read.
pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if stream.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if let Some(at) = line.find(LENGTH) {
            let number = line[at + LENGTH.len()..].trim().parse::<usize>().ok();
            match number.filter(|&number| number <= LONGEST) {
                Some(number) => length = Some(number),
                None => return Ok(Some(Frame::Broken("the length is no number, or larger than any draft"))),
            }
        } else if line.trim().is_empty() {
            let Some(length) = length else { continue };
            let mut body = Vec::new();
            // The memory is taken as the bytes come, not as they are promised.
            let read = stream.by_ref().take(length as u64).read_to_end(&mut body)?;
            return Ok((read == length).then_some(Frame::Body(body)));
        } else if length.is_none() && !line.starts_with("content-") {
            return Ok(Some(Frame::Broken("a header is expected")));
        }
    }
}

/// Writes one message.
///
/// # Errors
/// When the stream cannot be written.
pub fn write(stream: &mut impl Write, message: &serde_json::Value) -> io::Result<()> {
    let text = message.to_string();
    write!(stream, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<Frame> {
        std::iter::from_fn(|| read(&mut bytes).expect("a slice can be read")).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut bytes = Vec::new();
        write(&mut bytes, &serde_json::json!({"a": "é"})).expect("a vector can be written");
        assert_eq!(all(&bytes), [Frame::Body("{\"a\":\"é\"}".into())]);
    }

    #[test]
    fn after_a_broken_header_the_next_message_is_read() {
        for broken in ["nonsense\r\n", "Content-Length: 99999999999\r\n\r\n{}", "Content-Length: -1\r\n", "{\"a\":1}"] {
            let frames = all(format!("{broken}Content-Length: 2\r\n\r\n[]").as_bytes());
            assert_eq!(frames.last(), Some(&Frame::Body("[]".into())), "{broken:?}: {frames:?}");
            assert!(broken.starts_with('{') || matches!(frames[0], Frame::Broken(_)), "{broken:?}");
        }
    }

    #[test]
    fn a_second_header_is_no_fault() {
        let text = "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n[]";
        assert_eq!(all(text.as_bytes()), [Frame::Body("[]".into())]);
    }

    #[test]
    fn half_a_message_is_the_end() {
        assert_eq!(all(b"Content-Length: 20\r\n\r\n[]"), []);
    }
}
