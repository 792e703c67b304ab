//! Parses a single HTML tag: its name, end and attributes.

use std::ops::Range;

/// Finds the ends of tags in one text, for increasing offsets, in time linear in the text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TagEnds {
    /// Before this offset, quotation marks do not pair; tags there end at the next `>`.
    unpaired: usize,
    /// Whether the rest of the text contains no `>`.
    none_left: bool,
}

impl TagEnds {
    /// The offset after the `>` of the tag that starts at `at`.
    pub(super) fn end(&mut self, text: &str, at: usize) -> Option<usize> {
        if self.none_left {
            return None;
        }
        if at >= self.unpaired {
            match quoted_end(text.as_bytes(), at + 1) {
                Ok(end) => return Some(end),
                Err(searched) => self.unpaired = searched,
            }
        }
        let end = text[at..].find('>').map(|i| at + i + 1);
        self.none_left = end.is_none();
        end
    }
}

/// The name of the start or end tag that `text` starts with.
pub(super) fn name(text: &str) -> Option<&str> {
    let name = text.strip_prefix("</").or_else(|| text.strip_prefix('<'))?;
    let len = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &name[..len])
}

/// The range of an attribute's value in a tag, without its quotation marks.
pub(super) fn attribute(tag: &str, wanted: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let end_of_run = |from: usize, is_in_run: fn(u8) -> bool| {
        bytes[from..].iter().position(|&byte| !is_in_run(byte)).map_or(bytes.len(), |i| from + i)
    };
    let mut at = 1 + name(tag)?.len();
    loop {
        let start = end_of_run(at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        // By the HTML standard, a `=` at the start of a name is part of the name.
        let end =
            end_of_run((start + 1).min(bytes.len()), |byte| !byte.is_ascii_whitespace() && !b"=/>".contains(&byte));
        if start >= bytes.len() || bytes[start] == b'>' {
            return None;
        }
        let mut value = end..end;
        at = end_of_run(end, |byte| byte.is_ascii_whitespace());
        if bytes.get(at) == Some(&b'=') {
            at = end_of_run(at + 1, |byte| byte.is_ascii_whitespace());
            value = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let len = bytes[at + 1..].iter().position(|&byte| byte == quote).unwrap_or(bytes.len() - at - 1);
                    at + 1..at + 1 + len
                }
                _ => at..end_of_run(at, |byte| !byte.is_ascii_whitespace() && byte != b'>'),
            };
            at = value.end + usize::from(bytes.get(value.end).is_some_and(|byte| b"\"'".contains(byte)));
        }
        if tag[start..end].eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
}

/// The offset after the next `>` outside quotation marks; `Err` with the offset where the search stopped if there is none.
fn quoted_end(bytes: &[u8], from: usize) -> Result<usize, usize> {
    let mut quote = None;
    let mut last = b' ';
    for (i, &byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return Ok(i + 1),
            (None, b'<') => return Err(i),
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    Err(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_outside_quotation_marks() {
        for (tag, end) in [
            ("<a>b", Some(3)),
            ("<a href='>'>b", Some(12)),
            ("<a title=\"a > b\" c>b", Some(19)),
            ("<a title=\"a>b</a>\n", Some(12)),
            ("<a don't>b", Some(9)),
            ("<a ", None),
        ] {
            assert_eq!(TagEnds::default().end(tag, 0), end, "{tag}");
        }
    }

    #[test]
    fn attributes_are_found_in_every_notation() {
        for (tag, value) in [
            ("<a href=\"x y\">", Some("x y")),
            ("<A\nHREF = 'x'>", Some("x")),
            ("<a class=b href=x/y>", Some("x/y")),
            ("<a data-href=b href>", Some("")),
            ("<a title=\"x\"href=\"y\">", Some("y")),
            ("<a title=\"href=b\">", None),
            ("<a", None),
            ("<a href=\"x", Some("x")),
            ("<a / = href=x>", Some("x")),
        ] {
            assert_eq!(attribute(tag, "href").map(|range| &tag[range]), value, "{tag}");
        }
    }
}
