//! Finds URLs and email addresses in the text: `https://…`, `www.…`, `desk@example.com`.

use super::chars;
use super::prose::OBJECT;
use super::{Inline, InlineKind};
use crate::text::ProseOffset;

/// Characters that a URL may contain, but not at its end.
const TRAILING_CHARS: &str = ".,;:!?'\"*_~)]}’”»";

/// The URLs and email addresses in a text, as inlines, in order.
pub(super) fn find_urls(prose: &str) -> Vec<Inline> {
    let mut found: Vec<Inline> = Vec::new();
    let (mut at, mut last_end) = (0, 0);
    let bytes = prose.as_bytes();
    while let Some(i) = chars::find_any(bytes, at, *b":@.") {
        let range = match bytes[i] {
            b':' if prose[i..].starts_with("://") => url_with_scheme(prose, last_end, i),
            b'@' => email_address(prose, last_end, i),
            b'.' if prose[last_end..i].ends_with("www") => url_with_www(prose, last_end, i),
            _ => None,
        };
        if let Some((start, end)) = range {
            found.push(Inline {
                kind: InlineKind::Url,
                prose: ProseOffset::from_usize(start).until(ProseOffset::from_usize(end)),
            });
            last_end = end;
        }
        at = last_end.max(i + 1);
    }
    found
}

fn url_with_scheme(prose: &str, last_end: usize, at: usize) -> Option<(usize, usize)> {
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let len = prose.as_bytes()[last_end..at].iter().rev().take_while(|byte| is_scheme(byte)).count();
    if len == 0 {
        return None;
    }
    let end = url_end(prose, at + 3);
    (end > at + 3).then_some((at - len, end))
}

fn url_with_www(prose: &str, last_end: usize, at: usize) -> Option<(usize, usize)> {
    let start = at - 3;
    if prose[last_end..start].ends_with(|c: char| c.is_alphanumeric() || c == '/') {
        return None;
    }
    let end = url_end(prose, at + 1);
    (end > at + 1).then_some((start, end))
}

fn email_address(prose: &str, last_end: usize, at: usize) -> Option<(usize, usize)> {
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-');
    let is_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let len = prose.as_bytes()[last_end..at].iter().rev().take_while(|byte| is_local(byte)).count();
    let domain = &prose[at + 1..];
    let domain = domain[..domain.bytes().take_while(is_domain).count()].trim_end_matches(['.', '-']);
    (len > 0 && domain.contains('.')).then(|| (at - len, at + 1 + domain.len()))
}

/// The end of a URL: the next white space or character that URLs do not contain, without the sentence's punctuation.
fn url_end(prose: &str, at: usize) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '|' | OBJECT);
    let rest = &prose[at..];
    let mut address = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let count = |bracket| address.bytes().filter(|&byte| byte == bracket).count();
    let (opened, mut closed) = (count(b'('), count(b')'));
    while let Some(last) = address.chars().next_back().filter(|&c| TRAILING_CHARS.contains(c)) {
        // A bracket that opens in the URL also closes in it.
        if last == ')' && opened >= closed {
            break;
        }
        closed -= usize::from(last == ')');
        address = &address[..address.len() - last.len_utf8()];
    }
    at + address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_end_before_the_punctuation_of_the_sentence() {
        for (text, urls) in [
            ("See https://example.com/a_(b). Then", vec!["https://example.com/a_(b)"]),
            ("(www.example.com) and http://a.b/c?d=e, f", vec!["www.example.com", "http://a.b/c?d=e"]),
            ("Write to news.desk@example.co.uk.", vec!["news.desk@example.co.uk"]),
            ("as @handle and a@b said: //x", vec![]),
            ("awwww.x then www. and ://", vec![]),
            ("“https://example.com/a,” he said", vec!["https://example.com/a"]),
            ("a://b://c", vec!["a://b://c"]),
        ] {
            let found: Vec<_> = find_urls(text).iter().map(|url| &text[url.prose.range()]).collect();
            assert_eq!(found, urls, "{text}");
        }
    }
}
