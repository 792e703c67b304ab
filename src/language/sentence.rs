//! Splits blocks into sentences. A sentence ends after `.`, `?` or `!` and the closing marks that follow, but not after "Mr.",
//! initials, or "U.S." inside a sentence.

use super::lexicon::{Class, Lexicon};
use super::token::{Token, TokenKind};
use crate::text::{TokenIdx, TokenRange};

/// A sentence with more tokens than this is cut at its next comma. Real sentences are shorter.
const CUT_AT_COMMA_AFTER: u32 = 150;

/// The maximum number of tokens in a sentence, marks included. Modules that use sentences may compare each of their tokens with
/// every other; this bound keeps that linear in the length of the draft.
pub(super) const MAX_SENTENCE_TOKENS: u32 = 2 * CUT_AT_COMMA_AFTER + 1;

/// Splits the tokens of one block into sentences and appends their token ranges to `out`.
pub(super) fn split(prose: &str, tokens: &[Token], block: TokenRange, lexicon: &Lexicon, out: &mut Vec<TokenRange>) {
    let mut splitter = Splitter { prose, tokens, block, lexicon, last_closers: TokenRange::default() };
    let mut start = block.start;
    let mut at = block.start;
    while at < block.end {
        let length = at + 1 - start;
        let long = length > CUT_AT_COMMA_AFTER && tokens[at.index()].kind() == TokenKind::Comma
            || length == MAX_SENTENCE_TOKENS;
        if let Some(end) = splitter.end_after(start, at).or(long.then_some(at + 1)) {
            // A sentence may end with any number of closing marks.
            let end = end.min(start + MAX_SENTENCE_TOKENS);
            if tokens[start.index()..end.index()].iter().any(|t| t.wordlike()) || out.is_empty() {
                out.push(start.until(end));
            } else if let Some(last) = out.last_mut().filter(|last| last.end == start && last.start >= block.start) {
                // A lone "…" or a stray mark belongs to the sentence before it.
                if end - last.start <= MAX_SENTENCE_TOKENS {
                    last.end = end;
                } else {
                    out.push(start.until(end));
                }
            }
            start = end;
            at = end;
        } else {
            at += 1;
        }
    }
    if start < block.end {
        out.push(start.until(block.end));
    }
}

/// A clause is expected to have its verb within this many tokens.
const VERB_WITHIN: u32 = 10;

/// The state of splitting a block into sentences.
struct Splitter<'a> {
    prose: &'a str,
    tokens: &'a [Token],
    block: TokenRange,
    lexicon: &'a Lexicon,
    /// The run of closing marks that was read last. It is stored so that each run is read only once.
    last_closers: TokenRange,
}

impl Splitter<'_> {
    fn token(&self, at: TokenIdx) -> Option<Token> {
        (at < self.block.end).then(|| self.tokens[at.index()])
    }

    /// If the sentence that begins at `start` ends with token `at`, the index of the token after its last one.
    fn end_after(&mut self, start: TokenIdx, at: TokenIdx) -> Option<TokenIdx> {
        let token = self.tokens[at.index()];
        match token.kind() {
            TokenKind::Break => Some(at + 1),
            TokenKind::Stop | TokenKind::QuestionOrExclamation | TokenKind::Ellipsis => {
                let end = self.skip_closers(at + 1);
                let has_closers = end > at + 1;
                self.next_sentence_starts(token, end, has_closers).then_some(end)
            }
            TokenKind::Word if self.is_abbreviation(token) => {
                let end = self.skip_closers(at + 1);
                self.abbreviation_ends(start, at, end).then_some(end)
            }
            _ => None,
        }
    }

    /// Skips the closing marks at the end of a sentence. Returns the index of the token after them.
    fn skip_closers(&mut self, from: TokenIdx) -> TokenIdx {
        if self.last_closers.contains(from) {
            return self.last_closers.end;
        }
        let mut at = from;
        while let Some(token) = self.token(at) {
            let closes = match token.kind() {
                TokenKind::QuoteClose
                | TokenKind::Close
                | TokenKind::Stop
                | TokenKind::QuestionOrExclamation
                | TokenKind::Ellipsis => !token.space_before(),
                _ => false,
            };
            if !closes {
                break;
            }
            at += 1;
        }
        self.last_closers = from.until(at);
        at
    }

    /// Whether a new sentence starts at `next`, after `end_mark` and any closing marks.
    fn next_sentence_starts(&self, end_mark: Token, next: TokenIdx, has_closers: bool) -> bool {
        let Some(token) = self.token(next) else { return false };
        let opens = match token.kind() {
            TokenKind::Word => token.capital() && (token.space_before() || self.lacks_space_before(next)),
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
        // "Is it?" Cole asked. The question ends inside the quotation, but the sentence continues.
        !(has_closers && end_mark.kind() == TokenKind::QuestionOrExclamation && self.attribution_follows(next))
    }

    /// Whether a space is missing after a full stop, as in scraped text: `vote.Former`.
    fn lacks_space_before(&self, next: TokenIdx) -> bool {
        let before = next.checked_sub(2).map(|at| self.tokens[at.index()]);
        let word = self.tokens[next.index()].text(self.prose);
        before.is_some_and(|t| {
            t.kind() == TokenKind::QuoteClose || t.kind() == TokenKind::Word && t.width() > 2 && !t.all_caps()
        }) && word.len() > 1
            && !self.tokens[next.index()].all_caps()
    }

    /// Whether an attribution verb follows within seven tokens, before or after a short subject.
    fn attribution_follows(&self, next: TokenIdx) -> bool {
        next.until((next + 7).min(self.block.end)).iter().any(|at| {
            let token = self.tokens[at.index()];
            token.kind() == TokenKind::Word
                && !token.quoted()
                && self.lexicon.verb(token.word()).is_some_and(|(verb, _)| verb.takes_quote)
                && next
                    .until(at)
                    .iter()
                    .all(|before| !matches!(self.tokens[before.index()].kind(), TokenKind::Stop | TokenKind::QuoteOpen))
        })
    }

    fn is_abbreviation(&self, token: Token) -> bool {
        !token.letters() && token.text(self.prose).ends_with('.')
    }

    /// Whether an abbreviation ends the sentence that begins at `start`. `next` is the token after the closing marks.
    ///
    /// "Mr." and "e.g." never end a sentence. "U.S." and "Inc." end one before a word that often opens a sentence, or if the
    /// words before them and the words after them both read as a clause. "p.m." and "etc." end one before any capitalised word
    /// except a day, a month or a time zone. None of them ends one before a word in capitals only.
    fn abbreviation_ends(&self, start: TokenIdx, at: TokenIdx, next: TokenIdx) -> bool {
        let token = self.tokens[at.index()];
        let classes = self.lexicon.classes(token.word());
        let initial = token.width() == 2 && token.capital();
        let never = if initial { !self.is_letter_label(start, at) } else { classes.contains(Class::NEVER_LAST) };
        if never || token.width() == 2 && !initial {
            return false;
        }
        let Some(after) = self.token(next) else { return false };
        match after.kind() {
            TokenKind::QuoteOpen => after.space_before(),
            TokenKind::Word if after.capital() && !after.all_caps() && after.space_before() => {
                let opener = self.lexicon.classes(after.word());
                if classes.contains(Class::MONTH) && !self.has_verb(start.until(at)) {
                    false
                } else if opener.contains(Class::STARTER) {
                    true
                } else if initial {
                    self.opens_clause(next, false)
                } else if token.capital() {
                    self.has_verb(start.until(at))
                        && self.may_end_name(at)
                        && self.opens_clause(next, self.may_begin_name(at))
                } else {
                    !opener.intersects(Class::DAY | Class::MONTH | Class::TIME_ZONE)
                }
            }
            _ => false,
        }
    }

    /// Whether a single letter is a label rather than an initial: "row B.", "Vitamin C."
    fn is_letter_label(&self, start: TokenIdx, at: TokenIdx) -> bool {
        at > start && self.lexicon.classes(self.tokens[at.index() - 1].word()).contains(Class::LETTERED)
    }

    /// Whether an abbreviation may be the end of a name or a place: "in the U.S.", "Portland, Ore.", "Lund & Co." A "U.S." with
    /// no preposition or comma before it may begin a longer name.
    fn may_end_name(&self, at: TokenIdx) -> bool {
        let classes = |at: TokenIdx| self.lexicon.classes(self.tokens[at.index()].word());
        let ends_name = classes(at).intersects(Class::COMPANY | Class::MONTH) || !self.is_dotted(at);
        let before = |back: u32| at.checked_sub(back).filter(|&before| before >= self.block.start);
        let article = before(1).filter(|&before| classes(before).contains(Class::DEFINITE));
        let before_name = before(if article.is_some() { 2 } else { 1 });
        ends_name
            || before_name.is_some_and(|at| {
                classes(at).contains(Class::PREPOSITION) || self.tokens[at.index()].kind() == TokenKind::Comma
            })
    }

    /// Whether the name of a body may begin with this abbreviation: "U.S." and "U.N.", but not "D.C." in "Washington, D.C."
    fn may_begin_name(&self, at: TokenIdx) -> bool {
        self.is_dotted(at) && at > self.block.start && self.tokens[at.index() - 1].kind() != TokenKind::Comma
    }

    /// Whether a clause begins at `next`, as in "Local media said": its first word is not part of a name, the second is in lower
    /// case, and a verb follows soon. With `needs_cue`, the second or third word must be a cue.
    fn opens_clause(&self, next: TokenIdx, needs_cue: bool) -> bool {
        let part_of_a_name = Class::TITLE | Class::INSTITUTION_WORD | Class::COMPANY | Class::DAY | Class::MONTH;
        let is_not_in_a_name = !self.lexicon.classes(self.tokens[next.index()].word()).intersects(part_of_a_name);
        let joins = Class::COORDINATOR | Class::PREPOSITION;
        let lower_case_follows = self.token(next + 1).is_some_and(|t| {
            let is_word = t.kind() == TokenKind::Word && !t.capital() && t.letters();
            is_word && !self.lexicon.classes(t.word()).intersects(joins)
        });
        let stop = next
            .until((next + VERB_WITHIN).min(self.block.end))
            .iter()
            .find(|&at| matches!(self.tokens[at.index()].kind(), TokenKind::Stop | TokenKind::QuestionOrExclamation));
        let clause = (next + 1).until(stop.unwrap_or((next + VERB_WITHIN).min(self.block.end)).max(next + 1));
        let cue = |at: TokenIdx| self.lexicon.classes(self.tokens[at.index()].word()).contains(Class::CUE);
        is_not_in_a_name
            && lower_case_follows
            && if needs_cue { clause.iter().take(2).any(cue) } else { self.has_verb(clause) }
    }

    /// Whether a token consists of several letters with a full stop each: "U.S.", "D.C."
    fn is_dotted(&self, at: TokenIdx) -> bool {
        self.tokens[at.index()].text(self.prose).trim_end_matches('.').contains('.')
    }

    /// Whether a range of tokens contains a word that may be a verb.
    fn has_verb(&self, tokens: TokenRange) -> bool {
        let verb = Class::VERB | Class::CUE | Class::BE | Class::HAVE | Class::DO | Class::MODAL;
        tokens
            .into_iter()
            .map(|at| self.tokens[at.index()].word())
            .any(|word| self.lexicon.classes(word).intersects(verb) || self.lexicon.form(word).is_some())
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn sentences_end_at_full_stops_that_are_not_part_of_a_name() {
        let lexicon = Lexicon::builtin();
        for sentences in [
            // A title never ends a sentence. A company's name and a country do, before a word that often opens a sentence.
            &["Sen. An Marrow voted no in Nov.", "He left.", "It rained."][..],
            &["In Oct. Ukraine said yes."],
            &["The vote is in Oct.", "Research shows that dogs dream."],
            // In lower case, "ill" and "no" are words.
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
                &document.prose[range.range()]
            };
            let read: Vec<_> = language.sentences.iter().copied().map(prose).collect();
            assert_eq!(read, sentences);
        }
    }

    #[test]
    fn no_sentence_is_longer_than_the_bound() {
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
                assert!(longest <= Some(super::MAX_SENTENCE_TOKENS), "{longest:?} tokens of {head:?} and {unit:?}");
                assert!(language.sentences.is_sorted_by(|one, next| one.end <= next.start), "{head:?} and {unit:?}");
            }
        }
    }
}
