//! A draft's tokens with the questions that frames ask of them.

use crate::language::{Class, Form, Language, Lexicon, List, Token, TokenKind, Verb};
use std::ops::Range;

/// Tokens with their lexicon. All positions are token indices.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) prose: &'a str,
    pub(super) language: &'a Language,
    pub(super) lexicon: &'a Lexicon,
}

impl<'a> View<'a> {
    pub(super) fn token(&self, at: u32) -> Token {
        self.language.tokens[at as usize]
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "most words of a draft are asked for, and a call costs more than the answer"
    )]
    pub(super) fn text(&self, at: u32) -> &'a str {
        self.language.text(at, self.prose)
    }

    /// "she", "who", "his": a word that stands for somebody named elsewhere.
    pub(super) fn is_pronoun(&self, core: &Range<u32>) -> bool {
        core.len() == 1 && self.is(core.start, Class::PERSONAL | Class::RELATIVE | Class::POSSESSIVE)
    }

    /// How many words of some content stand inside quotation marks.
    pub(super) fn quoted_words(&self, content: &[Range<u32>]) -> u32 {
        let quoted = |at: &u32| self.token(*at).quoted() && self.token(*at).wordlike();
        content.iter().map(|part| part.clone().filter(quoted).count() as u32).sum()
    }

    pub(super) fn kind(&self, at: u32) -> TokenKind {
        self.token(at).kind()
    }

    pub(super) fn is(&self, at: u32, class: Class) -> bool {
        self.lexicon.classes(self.token(at).word()).intersects(class)
    }

    /// What a word tells of a person's gender: a given name, a title, "he" or "she".
    pub(super) fn gender(&self, at: u32) -> Class {
        self.lexicon.classes(self.token(at).word()) & (Class::MALE | Class::FEMALE)
    }

    pub(super) fn verb(&self, at: u32) -> Option<(&'a Verb, Form)> {
        self.lexicon.verb(self.token(at).word())
    }

    /// The attribution verb that starts at a token, of one word or more, with the token after it.
    pub(super) fn verb_at(&self, at: u32) -> Option<(&'a Verb, Form, u32)> {
        if self.is(at, Class::VERB_HEAD) {
            let from = self.language.matches.partition_point(|m| m.tokens.start < at);
            let here = self.language.matches[from..].iter().take_while(|m| m.tokens.start == at);
            if let Some(found) = here.filter(|m| m.list == List::VERB).last() {
                let (verb, form) = self.lexicon.verb_of_words(found.row);
                // "learn that": the list asks for the clause, the cue is the verb.
                let clause = self.is(found.tokens.end - 1, Class::THAT);
                return Some((verb, form, found.tokens.end - u32::from(clause)));
            }
        }
        self.verb(at).map(|(verb, form)| (verb, form, at + 1))
    }

    pub(super) fn form(&self, at: u32) -> Option<Form> {
        self.lexicon.form(self.token(at).word())
    }

    pub(super) fn word(&self, at: u32) -> bool {
        self.kind(at) == TokenKind::Word
    }

    /// A name: a capitalised word that is not merely the first of its sentence.
    pub(super) fn capital(&self, at: u32) -> bool {
        self.word(at) && self.token(at).capital()
    }

    /// An adverb by the list or by its ending.
    pub(super) fn adverb(&self, at: u32) -> bool {
        if !self.word(at) {
            return false;
        }
        self.is(at, Class::ADVERB)
            || self.text(at).len() > 4 && self.text(at).ends_with("ly") && !self.token(at).capital()
    }

    pub(super) fn auxiliary(&self, at: u32) -> bool {
        self.is(at, Class::BE | Class::HAVE | Class::DO | Class::MODAL) && !self.possessive(at)
    }

    /// The 's of "the club's chairman": behind a noun it is a possessive, unless a form follows that needs a verb ("Cole's
    /// been", "Cole's not", "Cole's saying").
    pub(super) fn possessive(&self, at: u32) -> bool {
        if !self.is(at, Class::CLITIC) || !self.text(at).ends_with('s') {
            return false;
        }
        // "he's", "who's", "that's", "there's"
        let subject = Class::PERSONAL | Class::WH | Class::RELATIVE | Class::DEMONSTRATIVE | Class::EXPLETIVE;
        if at > 0 && self.is(at - 1, subject) {
            return false;
        }
        let next = at + 1;
        let verbal = (next as usize) < self.language.tokens.len()
            && (self.is(next, Class::BE)
                || self.is(next, Class::NEGATION) && !self.is(next, Class::DETERMINER)
                || matches!(self.form(next), Some(Form::Participle | Form::Ing))
                    // "the mayor's warning" is a thing.
                    && !self.is(next, Class::STATEMENT_NOUN)
                    && !self.token(next).capital());
        !verbal
    }

    /// A mark that ends a sentence or clause for good.
    pub(super) fn stop(&self, at: u32) -> bool {
        matches!(self.kind(at), TokenKind::Stop | TokenKind::Exclaim | TokenKind::Break)
    }

    /// A finite verb, as far as its form tells: not a participle behind a noun ("people briefed on the matter").
    pub(super) fn finite(&self, at: u32, end: u32) -> bool {
        if !self.word(at) {
            return false;
        }
        if self.auxiliary(at) {
            return true;
        }
        match self.form(at) {
            Some(Form::Third) => !self.token(at).capital() && at > 0 && !self.nominal_place(at),
            Some(Form::Past) => {
                let says = self.verb(at).is_some_and(|(verb, _)| verb.takes_quote);
                let reduced = at + 1 < end && self.is(at + 1, Class::PREPOSITION) && !says;
                !reduced && !self.nominal_place(at) && !self.token(at).capital()
            }
            // A verb that no list has: "forwarded his e-mails".
            None => {
                let text = self.text(at);
                text.len() > 4
                    && text.ends_with("ed")
                    && !self.token(at).capital()
                    && !self.nominal_place(at)
                    && at + 1 < end
                    && (self.is(at + 1, Class::DETERMINER | Class::POSSESSIVE | Class::OBJECT_PRONOUN)
                        || self.capital(at + 1))
            }
            _ => false,
        }
    }

    /// A verb form, also one that might be a participle: for what follows a subject.
    pub(super) fn verbal(&self, at: u32) -> bool {
        self.word(at)
            && (self.auxiliary(at)
                || matches!(self.form(at), Some(Form::Past | Form::Third))
                    && !self.token(at).capital()
                    && !self.nominal_place(at))
    }

    /// Behind a determiner, possessive or preposition a verb's form is a noun or adjective: "the reports", "of claims".
    fn nominal_place(&self, at: u32) -> bool {
        let before = Class::DETERMINER | Class::POSSESSIVE | Class::PREPOSITION | Class::CLITIC | Class::NUMBER_WORD;
        at > 0 && self.is(at - 1, before)
    }

    /// A word that can open a noun phrase.
    pub(super) fn opens_noun_phrase(&self, at: u32) -> bool {
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

    /// Words of time behind a subject or verb: "on Friday", "last week", "earlier this month".
    pub(super) fn temporal(&self, at: u32) -> bool {
        self.is(at, Class::DAY | Class::MONTH | Class::TIME)
    }

    pub(super) fn sentence(&self, at: u32) -> Range<u32> {
        let number = self.language.sentence_at(at);
        self.language.sentences[number].clone()
    }

    /// The range without punctuation and quotation marks at its ends.
    pub(super) fn trim(&self, mut range: Range<u32>) -> Range<u32> {
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
    fn behind_a_noun_s_is_a_possessive_unless_a_verb_form_follows() {
        let lexicon = Lexicon::builtin().finish();
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
            let view = View { prose: &document.prose, language: &language, lexicon: &lexicon };
            let found = (0..language.tokens.len() as u32).find(|&at| view.is(at, Class::CLITIC)).expect("an 's");
            assert_eq!((view.possessive(found), view.auxiliary(found)), (possessive, !possessive), "{text}");
        }
    }
}
