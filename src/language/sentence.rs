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
        if let Some(end) = splitter.end_after(start, at).or(long.then_some(at + 1)) {
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

/// In so many tokens a clause has its verb.
const CLAUSE: u32 = 10;

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

    /// The end of the sentence that begins at `start` (token after its last), when one ends with this token.
    fn end_after(&mut self, start: u32, at: u32) -> Option<u32> {
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
                self.abbreviation_ends(start, at, end).then_some(end)
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

    /// Whether an abbreviation ends the sentence that begins at `start`; `next` is the token behind the marks that close with it.
    ///
    /// "Mr." and "e.g." never do. "U.S." and "Inc." do before a word that often opens a sentence, or where both what is before and
    /// what follows reads as a clause. "p.m." and "etc." do before any capital but that of a day or a time zone.
    fn abbreviation_ends(&self, start: u32, at: u32, next: u32) -> bool {
        let token = self.tokens[at as usize];
        let classes = self.lexicon.classes(token.word());
        let initial = token.width() == 2 && token.capital();
        let never = if initial { !self.lettered(start, at) } else { classes.contains(Class::NEVER_LAST) };
        if never || token.width() == 2 && !initial {
            return false;
        }
        let Some(after) = self.token(next) else { return false };
        match after.kind() {
            TokenKind::QuoteOpen => after.space_before(),
            TokenKind::Word if after.capital() && !after.all_caps() && after.space_before() => {
                let opener = self.lexicon.classes(after.word());
                if classes.contains(Class::MONTH) && !self.has_verb(start..at) {
                    false
                } else if opener.contains(Class::STARTER) {
                    true
                } else if initial {
                    self.opens_clause(next, false)
                } else if token.capital() {
                    self.has_verb(start..at) && self.may_close(at) && self.opens_clause(next, self.names_more(at))
                } else {
                    !opener.intersects(Class::DAY | Class::MONTH | Class::TIME_ZONE)
                }
            }
            _ => false,
        }
    }

    /// "row B.", "Vitamin C.": a letter that says which one, and no initial of a name.
    fn lettered(&self, start: u32, at: u32) -> bool {
        at > start && self.lexicon.classes(self.tokens[at as usize - 1].word()).contains(Class::LETTERED)
    }

    /// "in the U.S.", "Portland, Ore.", "Lund & Co.": no name goes on behind it. "The U.S." alone may begin one.
    fn may_close(&self, at: u32) -> bool {
        let classes = |at: u32| self.lexicon.classes(self.tokens[at as usize].word());
        let is_name = classes(at).intersects(Class::COMPANY | Class::MONTH) || !self.dotted(at);
        let before = |back: u32| at.checked_sub(back).filter(|&before| before >= self.block.start);
        let article = before(1).filter(|&before| classes(before).contains(Class::DEFINITE));
        let placed = before(if article.is_some() { 2 } else { 1 });
        is_name
            || placed.is_some_and(|at| {
                classes(at).contains(Class::PREPOSITION) || self.tokens[at as usize].kind() == TokenKind::Comma
            })
    }

    /// "U.S.", "U.N.", but not "Washington, D.C.": bodies have names that begin so.
    fn names_more(&self, at: u32) -> bool {
        self.dotted(at) && at > self.block.start && self.tokens[at as usize - 1].kind() != TokenKind::Comma
    }

    /// A word that is no part of a name, a small word right behind it, and a verb soon, which may have to be one of saying:
    /// "Local media said".
    fn opens_clause(&self, next: u32, says: bool) -> bool {
        let part_of_a_name = Class::TITLE | Class::INSTITUTION_WORD | Class::COMPANY | Class::DAY | Class::MONTH;
        let alone = !self.lexicon.classes(self.tokens[next as usize].word()).intersects(part_of_a_name);
        let joins = Class::COORDINATOR | Class::PREPOSITION;
        let small = self.token(next + 1).is_some_and(|t| {
            let word = t.kind() == TokenKind::Word && !t.capital() && t.letters();
            word && !self.lexicon.classes(t.word()).intersects(joins)
        });
        let stop = (next..(next + CLAUSE).min(self.block.end))
            .find(|&at| matches!(self.tokens[at as usize].kind(), TokenKind::Stop | TokenKind::Exclaim));
        let clause = next + 1..stop.unwrap_or((next + CLAUSE).min(self.block.end)).max(next + 1);
        let cue = |at: u32| self.lexicon.classes(self.tokens[at as usize].word()).contains(Class::CUE);
        alone && small && if says { clause.take(2).any(cue) } else { self.has_verb(clause) }
    }

    /// "U.S.", "D.C.": letters with a full stop each.
    fn dotted(&self, at: u32) -> bool {
        self.tokens[at as usize].text(self.prose).trim_end_matches('.').contains('.')
    }

    fn has_verb(&self, tokens: Range<u32>) -> bool {
        let verb = Class::VERB | Class::CUE | Class::BE | Class::HAVE | Class::DO | Class::MODAL;
        tokens
            .into_iter()
            .map(|at| self.tokens[at as usize].word())
            .any(|word| self.lexicon.classes(word).intersects(verb) || self.lexicon.form(word).is_some())
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let lexicon = Lexicon::builtin();
        for sentences in [
            // A title never ends one, whatever comes next; a company's name and a country do before a word that opens one.
            &["Sen. An Marrow voted no in Nov.", "He left.", "It rained."][..],
            &["In Oct. Ukraine said yes."],
            &["The vote is in Oct.", "Research shows that dogs dream."],
            // With a small letter, "ill" and "no" are words.
            &["Lund was ill.", "Ada Brook said no.", "Marrow left."],
            &["It was the car wash of Spokane, Wash.", "Local papers said it had been sold."],
            &["The list has no. 5 and No. 6, she said no."],
            &["It began at 9 p.m.", "Local papers said it was late."],
            &["It began at 9 p.m. Monday, and at 10 p.m. Eastern time."],
            &["They sell rope, nets, etc.", "Experts said so."],
            &["They sell rope, e.g. Manila rope."],
            &["He sat in row B.", "Local papers said he left."],
            &["The book of J. Smith said so."],
            &["She lives in the U.S.", "Local papers said she left."],
            &["She met Lund of the U.S. Navy and said yes."],
            &["The yields on U.S. Treasury bonds fell as it rained at the U.S. Capitol last night."],
            &["He spoke in St. Augustine where he was born."],
            &["He works for Crole Inc.", "Research shows that dogs dream."],
            &["He works for Crole Inc. Chairman Ada Lund, who said yes."],
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
        let lexicon = Lexicon::builtin();
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
