//! A read-only view of a draft's tokens, with the grammatical checks that attribution, statements and rules share.

use super::{Class, Form, Language, Lexicon, List, Match, Role, Token, TokenKind, Verb};
use crate::document::Document;
use crate::text::{TokenIdx, TokenRange};

/// The maximum length in tokens of the line below a post that names its author and date.
const POST_TAIL: u32 = 24;

/// A draft's tokens with their text and the lexicon. All positions are token indices.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'a> {
    pub(crate) prose: &'a str,
    pub(crate) language: &'a Language,
    pub(crate) lexicon: &'a Lexicon,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(document: &'a Document, language: &'a Language, lexicon: &'a Lexicon) -> Self {
        Self { prose: &document.prose, language, lexicon }
    }

    #[inline]
    pub(crate) fn token(&self, at: TokenIdx) -> Token {
        self.language.tokens[at.index()]
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "most words of a draft are asked for, and a call costs more than the answer"
    )]
    pub(crate) fn text(&self, at: TokenIdx) -> &'a str {
        self.language.text(at, self.prose)
    }

    /// The prose of a range of tokens, as it is written in the draft.
    pub(crate) fn words(&self, tokens: TokenRange) -> &'a str {
        let prose = self.language.prose(tokens);
        &self.prose[prose.range()]
    }

    /// The matches of a list of a rule's phrases, in the order of the draft; none for `None`.
    pub(crate) fn phrases(&self, list: Option<u32>) -> impl Iterator<Item = &'a Match> {
        let list = list.map(List::rule);
        self.language.matches.iter().filter(move |m| Some(m.list) == list)
    }

    /// The matches of a list of a rule's phrases inside a range of tokens.
    pub(crate) fn phrases_in(&self, list: Option<u32>, tokens: TokenRange) -> impl Iterator<Item = &'a Match> {
        let list = list.map(List::rule);
        self.language.matches_in(tokens).filter(move |m| Some(m.list) == list)
    }

    /// Whether a range of tokens contains a phrase of a rule's list.
    pub(crate) fn has_phrase(&self, list: Option<u32>, tokens: TokenRange) -> bool {
        self.phrases_in(list, tokens).next().is_some()
    }

    /// The role of the paragraph that contains a token.
    pub(crate) fn role(&self, at: TokenIdx) -> Role {
        self.language.paragraphs[self.language.paragraph_at(at)].role
    }

    /// Whether the paragraph of a token is an embedded social-media post: it ends with a line such as "— Ada Brook (@adabrook)".
    pub(crate) fn is_post(&self, at: TokenIdx) -> bool {
        let tokens = self.language.paragraphs[self.language.paragraph_at(at)].tokens;
        let tail = tokens.end.saturating_sub(POST_TAIL).max(tokens.start).until(tokens.end);
        let handle =
            |at: TokenIdx| self.text(at).starts_with('@') && at > tail.start && self.kind(at - 1) == TokenKind::Open;
        let dash = |at: TokenIdx| self.kind(at) == TokenKind::Dash;
        tail.iter().find(|&at| dash(at)).is_some_and(|from| from.until(tail.end).iter().any(handle))
    }

    /// Whether a range is a single pronoun for somebody named elsewhere: "she", "who", "his".
    pub(crate) fn is_pronoun(&self, core: TokenRange) -> bool {
        core.len() == 1 && self.is(core.start, Class::PERSONAL | Class::RELATIVE | Class::POSSESSIVE)
    }

    /// The number of words of a content that are inside quotation marks.
    pub(crate) fn quoted_words(&self, content: &[TokenRange]) -> u32 {
        let quoted = |at: &TokenIdx| self.token(*at).quoted() && self.token(*at).wordlike();
        content.iter().map(|part| part.iter().filter(quoted).count() as u32).sum()
    }

    #[inline]
    pub(crate) fn kind(&self, at: TokenIdx) -> TokenKind {
        self.token(at).kind()
    }

    /// Whether a word has one of these classes.
    pub(crate) fn is(&self, at: TokenIdx, class: Class) -> bool {
        self.lexicon.classes(self.token(at).word()).intersects(class)
    }

    /// The gender that a given name, a title, "he" or "she" shows: [`Class::MALE`], [`Class::FEMALE`], both or neither.
    pub(crate) fn gender(&self, at: TokenIdx) -> Class {
        self.lexicon.classes(self.token(at).word()) & (Class::MALE | Class::FEMALE)
    }

    pub(crate) fn verb(&self, at: TokenIdx) -> Option<(&'a Verb, Form)> {
        self.lexicon.verb(self.token(at).word())
    }

    /// The attribution verb of one or more words that starts at a token, its form, and the index of the token after it.
    pub(crate) fn verb_at(&self, at: TokenIdx) -> Option<(&'a Verb, Form, TokenIdx)> {
        if self.is(at, Class::VERB_HEAD) {
            let from = self.language.matches.partition_point(|m| m.tokens.start < at);
            let here = self.language.matches[from..].iter().take_while(|m| m.tokens.start == at);
            if let Some(found) = here.filter(|m| m.list == List::VERB).last() {
                let (verb, form) = self.lexicon.verb_of_words(found.row);
                // "learn that": the listed phrase includes "that", but only the verb is the cue.
                let clause = self.is(found.tokens.end - 1, Class::THAT);
                return Some((verb, form, found.tokens.end - u32::from(clause)));
            }
        }
        self.verb(at).map(|(verb, form)| (verb, form, at + 1))
    }

    pub(crate) fn form(&self, at: TokenIdx) -> Option<Form> {
        self.lexicon.form(self.token(at).word())
    }

    /// Whether a token is a word.
    pub(crate) fn word(&self, at: TokenIdx) -> bool {
        self.kind(at) == TokenKind::Word
    }

    /// Whether a token is a word with a capital. The first word of a sentence has one, too.
    pub(crate) fn capital(&self, at: TokenIdx) -> bool {
        self.word(at) && self.token(at).capital()
    }

    /// Whether a token is an adverb, by the list or by its ending "-ly".
    pub(crate) fn adverb(&self, at: TokenIdx) -> bool {
        if !self.word(at) {
            return false;
        }
        self.is(at, Class::ADVERB)
            || self.text(at).len() > 4 && self.text(at).ends_with("ly") && !self.token(at).capital()
    }

    /// Whether a token is a form of "be", "have" or "do", or a modal verb.
    pub(crate) fn auxiliary(&self, at: TokenIdx) -> bool {
        self.is(at, Class::BE | Class::HAVE | Class::DO | Class::MODAL) && !self.possessive(at)
    }

    /// Whether a token is a possessive 's, as in "the club's chairman". After a noun, 's is a possessive unless the next word
    /// needs an auxiliary ("Cole's been", "Cole's not", "Cole's saying").
    pub(crate) fn possessive(&self, at: TokenIdx) -> bool {
        if !self.is(at, Class::CLITIC) || !self.text(at).ends_with('s') {
            return false;
        }
        // "he's", "who's", "that's", "there's"
        let subject = Class::PERSONAL | Class::WH | Class::RELATIVE | Class::DEMONSTRATIVE | Class::EXPLETIVE;
        if at > TokenIdx::ZERO && self.is(at - 1, subject) {
            return false;
        }
        let next = at + 1;
        let verbal = next.index() < self.language.tokens.len()
            && (self.is(next, Class::BE)
                || self.is(next, Class::NEGATION) && !self.is(next, Class::DETERMINER)
                || matches!(self.form(next), Some(Form::Participle | Form::Ing))
                    // In "the mayor's warning", the word is a noun.
                    && !self.is(next, Class::STATEMENT_NOUN)
                    && !self.token(next).capital());
        !verbal
    }

    /// Whether a token is a mark that ends a sentence: a full stop, "?", "!" or a hard line break.
    pub(crate) fn stop(&self, at: TokenIdx) -> bool {
        matches!(self.kind(at), TokenKind::Stop | TokenKind::QuestionOrExclamation | TokenKind::Break)
    }

    /// Whether a token is a finite verb by its form and neighbours, rather than a participle after a noun ("people briefed on the
    /// matter").
    pub(crate) fn finite(&self, at: TokenIdx, end: TokenIdx) -> bool {
        if !self.word(at) {
            return false;
        }
        if self.auxiliary(at) {
            return true;
        }
        match self.form(at) {
            Some(Form::Third) => !self.token(at).capital() && at > TokenIdx::ZERO && !self.is_nominal(at),
            Some(Form::Past) => {
                let says = self.verb(at).is_some_and(|(verb, _)| verb.takes_quote);
                let reduced = at + 1 < end && self.is(at + 1, Class::PREPOSITION) && !says;
                !reduced && !self.is_nominal(at) && !self.token(at).capital()
            }
            // A verb that is in no list: "forwarded his e-mails".
            None => {
                let text = self.text(at);
                text.len() > 4
                    && text.ends_with("ed")
                    && !self.token(at).capital()
                    && !self.is_nominal(at)
                    && at + 1 < end
                    && (self.is(at + 1, Class::DETERMINER | Class::POSSESSIVE | Class::OBJECT_PRONOUN)
                        || self.capital(at + 1))
            }
            _ => false,
        }
    }

    /// Whether a token may be the verb after a subject: an auxiliary, or a past or third-person form. A past form may turn out to
    /// be a participle.
    pub(crate) fn verbal(&self, at: TokenIdx) -> bool {
        self.word(at)
            && (self.auxiliary(at)
                || matches!(self.form(at), Some(Form::Past | Form::Third))
                    && !self.token(at).capital()
                    && !self.is_nominal(at))
    }

    /// Whether a verb form is a noun or adjective here, because a determiner, possessive or preposition is before it: "the
    /// reports", "of claims".
    fn is_nominal(&self, at: TokenIdx) -> bool {
        let before = Class::DETERMINER | Class::POSSESSIVE | Class::PREPOSITION | Class::CLITIC | Class::NUMBER_WORD;
        at > TokenIdx::ZERO && self.is(at - 1, before)
    }

    /// Whether a token can open a noun phrase.
    pub(crate) fn opens_noun_phrase(&self, at: TokenIdx) -> bool {
        match self.kind(at) {
            TokenKind::Number | TokenKind::Address => true,
            TokenKind::Word => {
                if self.token(at).capital()
                    || self.is(at, Class::DETERMINER | Class::POSSESSIVE | Class::PRONOUN | Class::NUMBER_WORD)
                {
                    return true;
                }
                !self.adverb(at)
                    && !self.auxiliary(at)
                    && !self.is(
                        at,
                        Class::PREPOSITION | Class::SUBORDINATOR | Class::COORDINATOR | Class::CLITIC | Class::NEGATION,
                    )
                    && !matches!(self.form(at), Some(Form::Ing))
            }
            _ => false,
        }
    }

    /// Whether a token is a word of time: "Friday", "May", "week".
    pub(crate) fn temporal(&self, at: TokenIdx) -> bool {
        self.is(at, Class::DAY | Class::MONTH | Class::TIME)
    }

    /// The tokens of the sentence that contains a token.
    pub(crate) fn sentence(&self, at: TokenIdx) -> TokenRange {
        let number = self.language.sentence_at(at);
        self.language.sentences[number.index()]
    }

    /// Shortens a range so that no comma, stop, colon, semicolon, dash or line break is at its ends.
    pub(crate) fn trim(&self, mut range: TokenRange) -> TokenRange {
        let loose = |kind| {
            matches!(
                kind,
                TokenKind::Comma
                    | TokenKind::Stop
                    | TokenKind::Colon
                    | TokenKind::Semicolon
                    | TokenKind::Dash
                    | TokenKind::Break
            )
        };
        while range.start < range.end && loose(self.kind(range.start)) {
            range.start += 1;
        }
        while range.start < range.end && loose(self.kind(range.end - 1)) {
            range.end -= 1;
        }
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::text::Source;

    #[test]
    fn apostrophe_s_is_possessive_after_a_noun_unless_a_verb_form_follows() {
        let lexicon = Lexicon::builtin();
        for (text, possessive) in [
            ("Catalyst's claims were misleading.", true),
            ("The club’s chairman left.", true),
            ("The mayor's warning that the sea would rise was late.", true),
            ("It's claimed that the sea will rise.", false),
            ("That's what Lund claims.", false),
            ("There's a claim that the sea will rise.", false),
            ("Cole's saying that the sea will rise.", false),
            ("Cole's been told.", false),
            ("Cole's not told the union.", false),
        ] {
            let document = Document::parse(&Source::new("draft.md", text.as_bytes().to_vec()), Format::Markdown);
            let language = Language::read(&document, &lexicon);
            let cursor = Tokens::new(&document, &language, &lexicon);
            let found = language.all_tokens().iter().find(|&at| cursor.is(at, Class::CLITIC)).expect("an 's");
            assert_eq!((cursor.possessive(found), cursor.auxiliary(found)), (possessive, !possessive), "{text}");
        }
    }
}
