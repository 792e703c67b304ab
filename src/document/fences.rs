//! Finds the front matter at the top of a draft, and its notation. Does not know the meaning of its keys.

use crate::text::{Span, lines};
use std::ops::Range;

const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// The notation of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Yaml,
    Toml,
    Json,
    /// `Title: The pier`, one key per line, up to a blank line.
    Header,
    /// A program, or a notation that bylint does not read.
    Other,
}

/// The place of the front matter, and of its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FrontMatterBlock {
    pub(super) notation: Notation,
    /// The whole block, including its fences.
    pub(super) span: Span,
    /// The keys, without the fences.
    pub(super) body: Range<usize>,
}

/// Finds the front matter at `start`, or after blank lines. Fenced front matter may also come after comments.
///
/// `is_header_key` tells whether a key is one that sites use.
pub(super) fn find_front_matter(
    text: &str,
    start: usize,
    is_header_key: impl Fn(&str) -> bool,
) -> Option<FrontMatterBlock> {
    let (open, has_comments) = skip_comments(text, start);
    let fenced = find_fenced(text, start, open, has_comments);
    if fenced.is_some() || has_comments {
        return fenced;
    }
    find_json(text, open).or_else(|| find_header(text, open, is_header_key))
}

/// The start of the line at which front matter may begin, and whether a comment comes before it.
fn skip_comments(text: &str, start: usize) -> (usize, bool) {
    let mut at = start;
    while let Some((_, close)) = next_comment(text, at) {
        at = close;
    }
    let blank = text.len() - text[at..].trim_start_matches(BLANK).len();
    (text[at..blank].rfind(['\n', '\r']).map_or(at, |i| at + i + 1), at > start)
}

/// The spans of the comments between `start` and the front matter, which begins at `end`.
pub(super) fn comments(text: &str, start: usize, end: usize) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut at = start;
    while let Some((open, close)) = next_comment(&text[..end], at) {
        comments.push(Span::new(open, close));
        at = close;
    }
    comments
}

/// The start and end of the comment at `at`, or after blanks.
fn next_comment(text: &str, at: usize) -> Option<(usize, usize)> {
    let open = text.len() - text[at..].trim_start_matches(BLANK).len();
    let close = [("<!--", "-->"), ("{/*", "*/}")].iter().find_map(|(mark, end)| {
        let inside = text[open..].strip_prefix(mark)?;
        Some(open + mark.len() + inside.find(end)? + end.len())
    });
    Some((open, close?))
}

/// Finds front matter between `---`, `+++` or `;;;`. A word right after the first `---` names the notation.
///
/// Without a closing fence there is no front matter: the first `---` is a thematic break (a line between paragraphs).
fn find_fenced(text: &str, start: usize, open: usize, has_comments: bool) -> Option<FrontMatterBlock> {
    let mut lines = lines(text, open);
    let (_, first) = lines.next()?;
    let (notation, fence) = parse_opening_fence(first.trim_end())?;
    let (close, last) = lines.find(|(_, line)| {
        let line = line.trim_end();
        line == fence || line == "..." && notation == Notation::Yaml
    })?;
    let body = open + first.len()..close;
    let keys = &text[body.clone()];
    let may_be_thematic_break = open > start || keys.starts_with(['\n', '\r']);
    if notation == Notation::Yaml
        && may_be_thematic_break
        && (!starts_with_key(keys) || has_comments && keys.trim().is_empty())
    {
        return None;
    }
    Some(FrontMatterBlock { notation, span: Span::new(open, close + last.trim_end().len()), body })
}

fn parse_opening_fence(line: &str) -> Option<(Notation, &'static str)> {
    match line {
        "---" => return Some((Notation::Yaml, "---")),
        "+++" => return Some((Notation::Toml, "+++")),
        ";;;" => return Some((Notation::Json, ";;;")),
        _ => {}
    }
    let word = line.strip_prefix("---")?;
    let notation = match word.trim_start() {
        "yaml" | "yml" => Notation::Yaml,
        "toml" => Notation::Toml,
        "json" => Notation::Json,
        _ if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()) => Notation::Other,
        _ => return None,
    };
    Some((notation, "---"))
}

/// Whether the first line that is not blank is a key or a comment, or there is no such line. Otherwise the fences are
/// thematic breaks.
fn starts_with_key(body: &str) -> bool {
    let Some((_, first)) = lines(body, 0).find(|(_, line)| !line.trim().is_empty()) else { return true };
    let key = first.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t', '\r', '\n']));
    first.starts_with('#') || key.is_some_and(|(key, _)| !key.trim().contains(char::is_whitespace))
}

/// Finds a JSON object at `open`; its closing brace must end a line.
fn find_json(text: &str, open: usize) -> Option<FrontMatterBlock> {
    let rest = &text[open..];
    let key = rest.strip_prefix('{')?.trim_start().strip_prefix('"')?;
    if !key[string_len(key)?..].trim_start().starts_with(':') {
        return None;
    }
    let (mut depth, mut at) = (0, 0);
    let len = loop {
        at += rest[at..].find(['{', '}', '[', ']', '"'])? + 1;
        match rest.as_bytes()[at - 1] {
            b'{' | b'[' => depth += 1,
            b'"' => at += string_len(&rest[at..])?,
            _ => depth -= 1,
        }
        if depth == 0 {
            break at;
        }
    };
    let (_, after) = lines(text, open + len).next().unwrap_or((0, ""));
    let span = Span::new(open, open + len);
    after.trim().is_empty().then_some(FrontMatterBlock { notation: Notation::Json, span, body: span.range() })
}

/// The length of a JSON string after its opening quotation mark, including the closing one.
fn string_len(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += rest[at..].find(['"', '\\'])? + 1;
        if rest.as_bytes()[at - 1] == b'"' {
            return Some(at);
        }
        at += rest[at..].chars().next()?.len_utf8();
    }
}

/// Finds lines of keys with values, up to a blank line. At least two of the keys must be keys that sites use.
fn find_header(text: &str, open: usize, is_header_key: impl Fn(&str) -> bool) -> Option<FrontMatterBlock> {
    let mut end = open;
    let mut known_keys = 0;
    for (at, line) in lines(text, open) {
        if line.trim().is_empty() {
            break;
        }
        // A value continues in indented lines.
        if !(line.starts_with([' ', '\t']) && at > open) {
            let (key, _) = header_line(line)?;
            known_keys += usize::from(is_header_key(key));
        }
        end = at + line.trim_end().len();
    }
    (known_keys >= 2).then(|| FrontMatterBlock {
        notation: Notation::Header,
        span: Span::new(open, end),
        body: open..end,
    })
}

/// Splits a header line into key and value.
pub(super) fn header_line(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.bytes().all(is_key_byte);
    let is_separated = value.trim().is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_separated).then(|| (key, value.trim()))
}
