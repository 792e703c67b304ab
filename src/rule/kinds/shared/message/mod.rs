//! Fills the placeholders of a rule's message with words of the draft.

use super::draft::LintedDraft;
use crate::attribution::{SourceClass, TokenAttribution};
use crate::diagnostic::LONGEST_MESSAGE;
use crate::language::{Class, TokenKind};
use crate::text::{TemplatePiece, TokenIdx, TokenRange, template_pieces};

/// The most characters of the draft's words that a message quotes for one placeholder.
const MAX_QUOTED_CHARS: usize = 80;

/// The words for an outlet as the draft writes them, with “the” if it is before them.
pub(crate) fn outlet_words<'d>(draft: &LintedDraft<'d>, outlet: TokenRange) -> &'d str {
    let article = outlet.start > TokenIdx::ZERO && draft.is(outlet.start - 1, Class::DEFINITE);
    draft.words((outlet.start - u32::from(article)).until(outlet.end))
}

/// The words with which a message names a source: the name for a person, the whole description for others, without a comma
/// at the end.
pub(crate) fn source_words<'d>(draft: &LintedDraft<'d>, attribution: &TokenAttribution) -> &'d str {
    let described = attribution.at.source.filter(|_| attribution.class != SourceClass::NamedPerson);
    let source = described.unwrap_or(attribution.at.core);
    let comma = source.len() > 1 && draft.kind(source.end - 1) == TokenKind::Comma;
    draft.words(source.start.until(source.end - u32::from(comma)))
}

/// Fills a message's placeholders: `{text}` with the marked words, the others by name. Long words are cut, and the message
/// is cut after [`LONGEST_MESSAGE`] characters.
///
/// If the message puts the words in quotation marks, they lose their own outer marks, and their inner marks become single
/// ones. If the word is itself a quotation mark, it gets no marks around it.
pub(crate) fn fill_message(template: &str, text: &str, fill: &[(&'static str, String)]) -> String {
    let mut message = String::with_capacity(template.len() + 40);
    let mut before = "";
    let mut pieces = template_pieces(template).peekable();
    while let Some(piece) = pieces.next() {
        let name = match piece {
            TemplatePiece::Placeholder(name) => name,
            TemplatePiece::Text(piece) => {
                message.push_str(piece);
                before = piece;
                continue;
            }
        };
        let opened = std::mem::take(&mut before).ends_with('“');
        let given = fill.iter().find(|(key, _)| *key == name).map(|(_, words)| words.as_str());
        let Some(words) = given.or_else(|| (name == "text").then_some(text)) else { continue };
        let after = match pieces.peek() {
            Some(TemplatePiece::Text(text)) => text.strip_prefix('”').filter(|_| opened),
            _ => None,
        };
        match after {
            Some(after) if !words.is_empty() && words.chars().all(is_mark) => {
                message.truncate(message.len() - '“'.len_utf8());
                message.push_str(words);
                message.push_str(after);
                before = after;
                pieces.next();
            }
            Some(_) => push_cut(&mut message, without_marks(words), true),
            None => push_cut(&mut message, words, false),
        }
    }
    // A message that starts with a placeholder keeps the draft's lower case, because the word may be a name, as in “npm”.
    let lower_case_first = message.chars().next().filter(|first| first.is_lowercase() && !template.starts_with('{'));
    if let Some(first) = lower_case_first {
        message.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    if message.len() > LONGEST_MESSAGE
        && let Some((cut, _)) = message.char_indices().nth(LONGEST_MESSAGE)
    {
        message.truncate(cut);
        message.push('…');
    }
    message
}

/// Whether a character is a quotation mark.
fn is_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '‘' | '’' | '\'')
}

/// The words without a pair of quotation marks that encloses all of them.
fn without_marks(words: &str) -> &str {
    let pairs = [('“', '”'), ('"', '"'), ('‘', '’'), ('\'', '\'')];
    let inside = |(open, close)| words.strip_prefix(open)?.strip_suffix(close).filter(|w| !w.contains([open, close]));
    pairs.into_iter().find_map(inside).unwrap_or(words)
}

/// Adds words to the message with single spaces between them. Words longer than [`MAX_QUOTED_CHARS`] characters are cut, at a space if
/// possible. If the message puts the words in marks, their double quotation marks become single ones.
fn push_cut(message: &mut String, words: &str, in_marks: bool) {
    let start = message.len();
    let mut count = 0;
    for word in words.split_whitespace() {
        let length = word.chars().take(MAX_QUOTED_CHARS + 1).count();
        if count > 0 && count + 1 + length > MAX_QUOTED_CHARS {
            message.push('…');
            return;
        }
        if message.len() > start {
            message.push(' ');
            count += 1;
        }
        for c in word.chars().take(MAX_QUOTED_CHARS) {
            message.push(match c {
                '“' if in_marks => '‘',
                '”' if in_marks => '’',
                '"' if in_marks => '\'',
                c => c,
            });
        }
        if length > MAX_QUOTED_CHARS {
            message.push('…');
            return;
        }
        count += length;
    }
}

#[cfg(test)]
mod tests;
