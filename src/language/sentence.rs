//! Where sentences end: after `.`, `?`, `!` and what closes with them, but not after "Mr.", initials or "U.S." in mid-sentence.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use std::ops::Range;

/// A sentence with more tokens is cut at its next comma. Nobody writes such sentences.
const LONG: u32 = 150;

/// A sentence never has more tokens than this, marks included. The layers above may compare each token of a sentence with
/// each other one, so this bound keeps their work linear in the draft.
pub(super) const LONGEST: u32 = 2 * LONG + 1;

/// Cuts the tokens of one block into sentences and appends their token ranges.
pub(super) fn split(prose: &str, tokens: &[Token], block: Range<u32>, lexicon: &Lexicon, out: &mut Vec<Range<u32>>) {
    let mut splitter = Splitter { prose, tokens, block: block.clone(), lexicon, closed: 0..0 };
    let mut start = block.start;
    let mut at = block.start;
    while at < block.end {
        let length = at + 1 - start;
        let long = length > LONG && tokens[at as usize].kind() == TokenKind::Comma || length == LONGEST;
        if let Some(end) = splitter.end_after(at).or(long.then_some(at + 1)) {
            // Any number of marks may close with a sentence.
            let end = end.min(start + LONGEST);
            if tokens[start as usize..end as usize].iter().any(|t| t.wordlike()) || out.is_empty() {
                out.push(start..end);
            } else if let Some(last) = out.last_mut().filter(|last| last.end == start && last.start >= block.start) {
                // A lone "…" or a stray mark belongs to the sentence before it.
                if end - last.start <= LONGEST {
                    last.end = end;
                } else {
                    out.push(start..end);
                }
            }
            start = end;
            at = end;
        } else {
            at += 1;
        }
    }
    if start < block.end {
        out.push(start..block.end);
    }
}

struct Splitter<'a> {
    prose: &'a str,
    tokens: &'a [Token],
    block: Range<u32>,
    lexicon: &'a Lexicon,
    /// The run of closing marks that was read last, so that each run is read once.
    closed: Range<u32>,
}

impl Splitter<'_> {
    fn token(&self, at: u32) -> Option<Token> {
        (at < self.block.end).then(|| self.tokens[at as usize])
    }

    /// The end of the sentence (token after its last), when one ends with this token.
    fn end_after(&mut self, at: u32) -> Option<u32> {
        let token = self.tokens[at as usize];
        match token.kind() {
            TokenKind::Break => Some(at + 1),
            TokenKind::Stop | TokenKind::Exclaim | TokenKind::Ellipsis => {
                let end = self.closers(at + 1);
                let quoted = end > at + 1;
                self.starts(token, end, quoted).then_some(end)
            }
            TokenKind::Word if self.abbreviated(token) => {
                let end = self.closers(at + 1);
                self.abbreviation_ends(token, end).then_some(end)
            }
            _ => None,
        }
    }

    /// Skips the marks that close with a sentence.
    fn closers(&mut self, from: u32) -> u32 {
        if self.closed.contains(&from) {
            return self.closed.end;
        }
        let mut at = from;
        while let Some(token) = self.token(at) {
            let closes = match token.kind() {
                TokenKind::QuoteClose
                | TokenKind::Close
                | TokenKind::Stop
                | TokenKind::Exclaim
                | TokenKind::Ellipsis => !token.space_before(),
                _ => false,
            };
            if !closes {
                break;
            }
            at += 1;
        }
        self.closed = from..at;
        at
    }

    fn starts(&self, end_mark: Token, next: u32, quoted: bool) -> bool {
        let Some(token) = self.token(next) else { return false };
        let opens = match token.kind() {
            TokenKind::Word => token.capital() && (token.space_before() || self.run_together(next)),
            TokenKind::Number | TokenKind::QuoteOpen | TokenKind::Open | TokenKind::Address | TokenKind::Apostrophe => {
                token.space_before()
            }
            TokenKind::Dash | TokenKind::Symbol | TokenKind::Object => {
                token.space_before() && end_mark.kind() != TokenKind::Ellipsis
            }
            _ => false,
        };
        if !opens {
            return false;
        }
        // "Is it?" Cole asked. The question ends inside, the sentence does not.
        !(quoted && end_mark.kind() == TokenKind::Exclaim && self.attribution_follows(next))
    }

    /// `vote.Former`: a blank is missing after a full stop, as scraped text has it.
    fn run_together(&self, next: u32) -> bool {
        let before = next.checked_sub(2).map(|at| self.tokens[at as usize]);
        let word = self.tokens[next as usize].text(self.prose);
        before.is_some_and(|t| {
            t.kind() == TokenKind::QuoteClose || t.kind() == TokenKind::Word && t.width() > 2 && !t.all_caps()
        }) && word.len() > 1
            && !self.tokens[next as usize].all_caps()
    }

    /// A short subject and an attribution verb, or the verb first.
    fn attribution_follows(&self, next: u32) -> bool {
        (next..(next + 7).min(self.block.end)).any(|at| {
            let token = self.tokens[at as usize];
            token.kind() == TokenKind::Word
                && !token.quoted()
                && self.lexicon.verb(token.word()).is_some_and(|(verb, _)| verb.takes_quote)
                && (next..at).all(|before| {
                    !matches!(self.tokens[before as usize].kind(), TokenKind::Stop | TokenKind::QuoteOpen)
                })
        })
    }

    fn abbreviated(&self, token: Token) -> bool {
        !token.letters() && token.text(self.prose).ends_with('.')
    }

    /// "U.S." and "Inc." end a sentence only when a word follows that often opens one; "Mr." and initials never do.
    fn abbreviation_ends(&self, token: Token, next: u32) -> bool {
        let classes = self.lexicon.classes(token.word());
        let initial = token.width() == 2;
        if classes.contains(Class::NEVER_LAST) || initial {
            return false;
        }
        let Some(after) = self.token(next) else { return false };
        match after.kind() {
            TokenKind::QuoteOpen => after.space_before(),
            TokenKind::Word => {
                let starter = self.lexicon.classes(after.word()).contains(Class::STARTER);
                after.capital() && !after.all_caps() && starter && after.space_before()
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let lexicon = Lexicon::builtin().finish();
        for sentences in [
            // A title never ends one, whatever comes next; a company's name and a country do before a word that opens one.
            &["Sen. An Marrow voted no in Nov. He left.", "It rained."][..],
            &["The mill was sold to Crole Inc.", "The price was not told."],
            &["Crole Inc. Ltd. of Lorne bought it."],
            &["She grew up in the U.S.", "Her brother did not."],
            &["The U.S. Navy left."],
            &["“Is it shut?” Cole asked."],
        ] {
            let text = sentences.join(" ");
            let document = Document::parse(&Source::new("a.txt", text.into_bytes()), Format::Plain);
            let language = Language::read(&document, &lexicon);
            let prose = |tokens| {
                let range = language.prose(tokens);
                &document.prose[range.start as usize..range.end as usize]
            };
            let read: Vec<_> = language.sentences.iter().cloned().map(prose).collect();
            assert_eq!(read, sentences);
        }
    }

    #[test]
    fn no_text_makes_a_sentence_longer_than_the_bound() {
        let lexicon = Lexicon::builtin().finish();
        for unit in [
            "?", "!", "…", ". ", "?!", ".\"", "?)", "”", "! (", "? (", "… — ", "? \"", "@a. (", "::: ", "word ", "x, ",
            "a? ", "Mr. ", "U.S. ",
        ] {
            for head in ["", "Yes. ", "It is shut"] {
                let text = format!("{head}{}", unit.repeat(2000));
                let document = Document::parse(&Source::new("a.txt", text.into_bytes()), Format::Plain);
                let language = Language::read(&document, &lexicon);
                let longest = language.sentences.iter().map(|sentence| sentence.end - sentence.start).max();
                assert!(longest <= Some(super::LONGEST), "{longest:?} tokens of {head:?} and {unit:?}");
                assert!(language.sentences.is_sorted_by(|one, next| one.end <= next.start), "{head:?} and {unit:?}");
            }
        }
    }
}
