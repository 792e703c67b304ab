//! The framing of messages in a byte stream: `Content-Length: N`, an empty line, N bytes. Does not parse the messages.
//!
//! Existing crates stop at the first broken header and trust any length, so bylint has its own code.

use std::io::{self, BufRead, Read as _, Write};

/// The most bytes in a message; drafts are shorter.
pub const LONGEST: usize = 1 << 28;

/// The most bytes in a header.
const MAX_HEADER_BYTES: u64 = 1 << 12;

/// The name of the length header, in lower case.
const LENGTH: &str = "content-length:";

/// One message from the stream, or an error in its framing.
#[derive(Debug, PartialEq, Eq)]
pub enum MessageFrame {
    /// The bytes of a message.
    Body(Vec<u8>),
    /// Bytes that are not a valid message, with the reason. The next message may be valid.
    Broken(&'static str),
}

/// A reader for the messages on a stream.
#[derive(Debug)]
pub struct Frames<R> {
    stream: R,
    state: FrameState,
}

/// The state of the reader between two reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameState {
    /// Before a header.
    Header,
    /// After the name of a length header.
    Value,
    /// After an error: searches for the next length header.
    Lost,
}

impl<R: BufRead> Frames<R> {
    /// Creates a reader for this stream.
    pub fn new(stream: R) -> Self {
        Self { stream, state: FrameState::Header }
    }

    /// Reads the next message; `None` at the end of the stream.
    ///
    /// Each error is returned once. The next read searches for the next length header, even in the middle of a line.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn read(&mut self) -> io::Result<Option<MessageFrame>> {
        if self.state == FrameState::Lost && !self.find_length()? {
            return Ok(None);
        }
        let (mut length, mut contradicted, mut headers) = (None, false, false);
        loop {
            let mut line = Vec::new();
            let length_read = self.stream.by_ref().take(MAX_HEADER_BYTES).read_until(b'\n', &mut line)?;
            let is_value = std::mem::replace(&mut self.state, FrameState::Header) == FrameState::Value;
            if length_read == 0 {
                return Ok(None);
            }
            let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
            let value = if is_value { Some(&*line) } else { line.find(LENGTH).map(|at| &line[at + LENGTH.len()..]) };
            if let Some(value) = value {
                match value.trim().parse::<usize>().ok().filter(|&number| number <= LONGEST) {
                    Some(number) => contradicted |= *length.get_or_insert(number) != number,
                    None => return Ok(Some(self.lost("Content-Length is not a number, or is too large"))),
                }
            } else if line.trim().is_empty() {
                if contradicted {
                    return Ok(Some(self.lost("two different Content-Length headers")));
                }
                let Some(length) = length else {
                    if headers {
                        return Ok(Some(self.lost("missing Content-Length header")));
                    }
                    continue;
                };
                let mut body = Vec::new();
                // Memory grows with the bytes that arrive, not with the length in the header.
                let length_read = self.stream.by_ref().take(length as u64).read_to_end(&mut body)?;
                return Ok((length_read == length).then_some(MessageFrame::Body(body)));
            } else if line.starts_with("content-") {
                headers = true;
            } else if length.is_none() {
                return Ok(Some(self.lost("expected a header")));
            }
        }
    }

    /// Enters the error state, and returns the error.
    fn lost(&mut self, why: &'static str) -> MessageFrame {
        self.state = FrameState::Lost;
        MessageFrame::Broken(why)
    }

    /// Skips everything up to and including the name of the next length header; returns whether there is one.
    fn find_length(&mut self) -> io::Result<bool> {
        let name = LENGTH.as_bytes();
        let mut matched = 0;
        loop {
            let bytes = self.stream.fill_buf()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let mut passed = 0;
            for byte in bytes.iter().map(u8::to_ascii_lowercase) {
                passed += 1;
                // The name contains its first letter only once, so after a mismatch only that letter can
                // begin another match.
                matched = if byte == name[matched] { matched + 1 } else { usize::from(byte == name[0]) };
                if matched == name.len() {
                    break;
                }
            }
            self.stream.consume(passed);
            if matched == name.len() {
                self.state = FrameState::Value;
                return Ok(true);
            }
        }
    }
}

/// Writes one message.
///
/// # Errors
/// If the stream cannot be written.
pub fn write(stream: &mut impl Write, message: &serde_json::Value) -> io::Result<()> {
    let text = message.to_string();
    write!(stream, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all(bytes: &[u8]) -> Vec<MessageFrame> {
        // A buffer that ends inside a header.
        let mut frames = Frames::new(BufReader::with_capacity(7, bytes));
        std::iter::from_fn(|| frames.read().expect("a slice can be read")).collect()
    }

    fn body(text: &str) -> MessageFrame {
        MessageFrame::Body(text.into())
    }

    #[test]
    fn written_message_can_be_read() {
        let mut bytes = Vec::new();
        write(&mut bytes, &serde_json::json!({"a": "é"})).expect("a vector can be written");
        assert_eq!(all(&bytes), [body("{\"a\":\"é\"}")]);
    }

    #[test]
    fn broken_header_gives_one_error_and_the_next_message_is_read() {
        let long = "x".repeat(3 * MAX_HEADER_BYTES as usize + 5);
        for broken in [
            "nonsense\r\n",
            "nonsense\r\nmore nonsense\r\n\r\n{}",
            &long,
            "Content-Length: 99999999999\r\n\r\n{}",
            "Content-Length: 99999999999999999999999\r\nContent-Type: x\r\n\r\n{}",
            "Content-Length: -1\r\n",
            "Content-Length: \r\n\r\n",
            "Content-Length: 2 2\r\n\r\n{}",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "Content-Length: 3\r\nContent-Length: 2\r\n\r\n{}",
            "Content-Length: 2\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}",
            "Content-Type: application/json\r\n\r\n{}",
            "{\"content-length\": 1}\r\n{}",
        ] {
            for next in ["Content-Length: 2\r\n\r\n[]", "ccontent-LENGTH:2\r\nContent-Type: x\r\n\r\n[]"] {
                let frames = all(format!("{broken}{next}Content-Length: 1\r\n\r\n1").as_bytes());
                let [MessageFrame::Broken(_), rest @ ..] = &frames[..] else { panic!("{broken:?}: {frames:?}") };
                assert_eq!(rest, [body("[]"), body("1")], "{broken:?}");
            }
            assert!(matches!(all(broken.as_bytes())[..], [MessageFrame::Broken(_)]), "{broken:?}");
        }
    }

    #[test]
    fn text_before_a_header_in_its_line_is_skipped() {
        for rest in ["{}", "\r\n\r\n", "}"] {
            assert_eq!(all(format!("{rest}Content-Length: 2\r\n\r\n[]").as_bytes()), [body("[]")], "{rest:?}");
        }
    }

    #[test]
    fn other_headers_and_a_repeated_length_are_accepted() {
        for second in ["Content-Type: application/vscode-jsonrpc; charset=utf-8", "content-length: 2", "X-Other: 1"] {
            let text = format!("Content-Length: 2\r\n{second}\r\n\r\n[]");
            assert_eq!(all(text.as_bytes()), [body("[]")], "{second}");
        }
    }

    #[test]
    fn incomplete_message_ends_the_stream() {
        assert_eq!(all(b"Content-Length: 20\r\n\r\n[]"), []);
        assert_eq!(all(b"Content-Len"), []);
    }
}
