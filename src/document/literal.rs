//! Literal words: URLs without a scheme, file names, entities that are not decoded, formulas. Rules read them as prose, but
//! fixes must not change a letter of them.

use super::chars::entity_len;
use super::prose::OBJECT;
use std::ops::Range;

/// Characters that may surround a URL in a sentence.
const SURROUNDING_CHARS: &[char] =
    &['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_', '(', ')', '[', ']', '{', '}', '‘', '’'];

/// The ranges of the literal words in a text, in any order; they may overlap.
pub(super) fn find_literals(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '|' | OBJECT));
    let mut at = 0;
    for part in parts {
        let start = at;
        // The parts follow each other, with one character between them.
        at = start + part.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        // Most words contain none of these characters.
        if !part.bytes().any(|byte| matches!(byte, b'.' | b':' | b'/' | b'\\' | b'@' | b'#')) {
            continue;
        }
        let word = part.trim_matches(SURROUNDING_CHARS);
        if is_url(word) || is_path(part) {
            found.push(start..start + part.len());
        }
    }
    find_entities(text, &mut found);
    find_formulas(text, &mut found);
    found
}

/// Whether a word is a URL (`example.com/news`, `tel:…`, `doi:…`), an email address, a handle, a hashtag, or a file name.
fn is_url(word: &str) -> bool {
    if !word.contains(['.', ':', '/', '\\', '@', '#']) {
        return false;
    }
    if word.contains('@') || word.starts_with('#') || has_scheme(word) || is_path(word) {
        return true;
    }
    let host = &word[..word.find(['/', '\\', '?', ':', '#']).unwrap_or(word.len())];
    is_dotted_name(host) || word.rsplit(['/', '\\']).next().is_some_and(is_dotted_name)
}

/// Whether a word starts with a URL scheme (`tel:…`, `urn:…`): letters, then a colon that no blank follows.
fn has_scheme(word: &str) -> bool {
    let Some((scheme, rest)) = word.split_once(':') else { return false };
    let is_scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let is_scheme = scheme.len() > 1 && scheme.bytes().all(is_scheme_byte);
    is_scheme && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.is_empty()
}

/// Whether a word is a path: `/home/desk`, `./desk`, `docs/desk/notes` or `C:\desk`, but not `and/or`.
fn is_path(word: &str) -> bool {
    let has_root = ["/", "./", "../", "~/"].iter().any(|root| word.len() > root.len() && word.starts_with(root));
    has_root || word.contains('\\') || word.matches('/').nth(1).is_some()
}

/// Whether a word is a domain or file name (`example.com`, `report.pdf`): labels separated by dots, with a last label that
/// looks like a top-level domain or a file extension.
fn is_dotted_name(word: &str) -> bool {
    let is_label_char = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let Some((name, last)) = word.rsplit_once('.') else { return false };
    let has_one_case = |is_case: fn(&u8) -> bool| {
        last.bytes().all(|byte| is_case(&byte) || byte.is_ascii_digit()) && last.bytes().any(|byte| is_case(&byte))
    };
    let is_ending = last.len() > 1 && (has_one_case(u8::is_ascii_lowercase) || has_one_case(u8::is_ascii_uppercase));
    is_ending && name.split('.').all(|label| !label.is_empty() && label.chars().all(is_label_char))
}

/// Adds entities that are not decoded, such as `&quot;` in plain text.
fn find_entities(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, _) in text.match_indices('&') {
        if let Some(len) = entity_len(&text.as_bytes()[at..]) {
            found.push(at..at + len);
        }
    }
}

/// Adds formulas: `$…$` and `$$…$$`.
///
/// For single marks, no space may follow the first or precede the last, and no digit may follow the last; so `from $5 to $6`
/// is not a formula.
fn find_formulas(text: &str, found: &mut Vec<Range<usize>>) {
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(start) = text[at..].find('$').map(|i| at + i) {
        let end = start + text[start..].bytes().take_while(|&byte| byte == b'$').count();
        at = end;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let marks = end - start;
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let may_close = marks == 2 || !is_space(before);
        if let Some((from, _)) = open.take_if(|(_, opened)| *opened == marks && may_close)
            && !after.is_some_and(|c| c.is_ascii_digit())
        {
            found.push(from..end);
        } else if marks == 2 || marks == 1 && !is_space(after) && !before.is_some_and(char::is_alphanumeric) {
            open = Some((start, marks));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_files_entities_and_formulas_are_found_in_prose() {
        for (text, literal) in [
            ("See x.example/goverment now.", vec!["x.example/goverment"]),
            ("(goverment.com, www.a.org.)", vec!["(goverment.com,", "www.a.org.)"]),
            ("doi:10.1/a, tel:b and urn:c:d.", vec!["doi:10.1/a,", "tel:b", "urn:c:d."]),
            ("In ./a/b, ../c, /home/d, docs/e/f and C:\\g.", vec!["./a/b,", "../c,", "/home/d,", "docs/e/f", "C:\\g."]),
            ("@goverment and #goverment", vec!["@goverment", "#goverment"]),
            ("goverment_2.pdf, NOTES.TXT, a/b.md", vec!["goverment_2.pdf,", "NOTES.TXT,", "a/b.md"]),
            ("He and/or she, at 5:30 p.m. in the U.S., i.e. here: it fell.The end, $5.", vec![]),
            ("&quot;a&quot; &#8220; AT&T; b & c; &d", vec!["&quot;", "&quot;", "&#8220;", "&T;"]),
            ("$a b$, $$ c $$ and US$5 to A$6", vec!["$a b$", "$$ c $$"]),
            ("from $5 to $6, or $7 a share", vec![]),
        ] {
            let found: Vec<_> = find_literals(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, literal, "{text}");
        }
    }
}
