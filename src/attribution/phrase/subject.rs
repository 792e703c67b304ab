//! Finds the subject of a verb: the noun phrase that ends before it, with its appositives and relative clauses.

use super::MAX_PHRASE;
use crate::language::{Class, Form, List, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};

impl Tokens<'_> {
    /// The noun phrase that ends before `end` and does not start before `floor`; `None` if there is no noun.
    pub(in crate::attribution) fn subject_before(&self, end: TokenIdx, floor: TokenIdx) -> Option<TokenRange> {
        let floor = floor.max(end.saturating_sub(MAX_PHRASE));
        let last = self.skip_adverbials_back(end, floor);
        if last <= floor {
            return None;
        }
        if self.kind(last - 1) == TokenKind::Comma {
            return self.with_appositive(last, floor);
        }
        let mut start = self.core_start(last, floor);
        // "under a law experts said": the subject is the group, without the singular noun before it.
        let lone = last - start >= 3
            && self.is(start, Class::INDEFINITE)
            && self.group_noun(last - 1)
            && self.word(last - 2)
            && !self.is(last - 2, Class::COORDINATOR | Class::PREPOSITION);
        if lone {
            start = last - 1;
        }
        start
            .until(last)
            .iter()
            .any(|at| self.word(at) || self.kind(at) == TokenKind::Number)
            .then_some(start.until(last))
    }

    /// Whether a word is a noun for a group, by the list of sources: “experts”, “officials”.
    fn group_noun(&self, at: TokenIdx) -> bool {
        self.language.matches_in(at.until(at + 1)).any(|m| {
            m.list == List::SOURCE
                && matches!(self.lexicon.source(m.row).class, "vague-collective" | "collective-official")
        })
    }

    /// The subject that ends with the comma before `end`: “X, an economist at Y,” with its appositive, but “X, however,” without
    /// the aside.
    fn with_appositive(&self, end: TokenIdx, floor: TokenIdx) -> Option<TokenRange> {
        let comma = end - 1;
        let previous = self.find_back(comma, floor, TokenKind::Comma)?;
        let inside = (previous + 1).until(comma);
        if inside.is_empty() {
            return None;
        }
        if self.is_aside(inside) {
            let start = self.core_start(previous, floor);
            return (start < previous).then_some(start.until(previous));
        }
        if !self.is_appositive(inside) {
            return None;
        }
        let mut start = self.core_start(previous, floor);
        // "the club's chairman, Per Lund,": the name ends the phrase.
        if start < previous && self.starts_with_name(inside) && self.is(start, Class::DETERMINER | Class::POSSESSIVE) {
            return Some(start.until(end));
        }
        // “Stevens, 30, of Gainesville, Fla., said”: the part before this comma may be an appositive as well.
        let mut rounds = 0;
        while start > floor + 1 && self.kind(start - 1) == TokenKind::Comma && rounds < 4 {
            let comma = start - 1;
            let segment = start.until(previous);
            if !self.is_appositive(segment) || self.starts_with_name(segment) {
                break;
            }
            let further = self.core_start(comma, floor);
            if further >= comma {
                break;
            }
            start = further;
            rounds += 1;
        }
        (start < previous).then_some(start.until(end))
    }

    /// The last token of a kind before `from`; `None` if a quotation mark, semicolon, dash or colon comes first.
    fn find_back(&self, from: TokenIdx, floor: TokenIdx, kind: TokenKind) -> Option<TokenIdx> {
        let mut at = from;
        while at > floor {
            at -= 1;
            let here = self.kind(at);
            if here == kind {
                return Some(at);
            }
            if matches!(
                here,
                TokenKind::QuoteClose
                    | TokenKind::QuoteOpen
                    | TokenKind::Semicolon
                    | TokenKind::Dash
                    | TokenKind::Colon
            ) {
                return None;
            }
        }
        None
    }

    /// Whether the words between commas are an aside that does not belong to the source: “however”, “for his part”, “on Friday”.
    fn is_aside(&self, range: TokenRange) -> bool {
        let first = range.start;
        if self.adverb(first) || self.is(first, Class::COORDINATOR | Class::DAY) {
            return true;
        }
        let ing = self.form(first) == Some(Form::Ing) && !self.token(first).capital();
        let preposition =
            self.is(first, Class::PREPOSITION) && !self.capital(first) && !self.is(first, Class::BELONGING);
        ing || preposition || self.is(first, Class::SUBORDINATOR) && !self.is(first, Class::RELATIVE)
    }

    /// Whether the words between commas can describe a name: a description, an age, a place or a relative clause.
    fn is_appositive(&self, range: TokenRange) -> bool {
        let first = range.start;
        self.kind(first) == TokenKind::Number
            || self
                .is(first, Class::RELATIVE | Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD | Class::TITLE)
            || self.is(first, Class::PREPOSITION)
            || !range.iter().any(|at| self.finite(at, range.end))
    }

    /// Whether a range begins with two capitalised words and not with a determiner.
    fn starts_with_name(&self, range: TokenRange) -> bool {
        range.iter().next().is_some_and(|first| self.capital(first) && !self.is(first, Class::DETERMINER))
            && range.len() >= 2
            && range.iter().take(2).all(|at| self.capital(at))
    }

    /// The position before adverbs and phrases of time that come between a subject and its verb: "later", "last week", "on
    /// Friday".
    fn skip_adverbials_back(&self, end: TokenIdx, floor: TokenIdx) -> TokenIdx {
        let opens_time =
            Class::TIME_OPENER | Class::PLACING | Class::DEFINITE | Class::INDEFINITE | Class::DEMONSTRATIVE;
        let mut at = end;
        loop {
            let before = at;
            while at > floor
                && (self.adverb(at - 1) || self.is(at - 1, Class::NEGATION) && !self.is(at - 1, Class::DETERMINER))
            {
                at -= 1;
            }
            if at > floor && self.temporal(at - 1) && self.word(at - 1) {
                let mut start = at - 1;
                while start > floor
                    && (self.temporal(start - 1)
                        || self.kind(start - 1) == TokenKind::Number
                        || self.is(start - 1, opens_time))
                {
                    start -= 1;
                }
                // Something must remain as the subject, because “Sunday” may be part of a name: “the Mail on Sunday said”.
                if start > floor && self.kind(start - 1) != TokenKind::Comma {
                    at = start;
                }
            }
            if at == before {
                return at;
            }
        }
    }

    /// The start of the noun phrase that ends before `end`.
    fn core_start(&self, end: TokenIdx, floor: TokenIdx) -> TokenIdx {
        let mut at = end;
        let mut after_and = None;
        while at > floor {
            let here = at - 1;
            match self.kind(here) {
                TokenKind::Number
                | TokenKind::Symbol
                | TokenKind::Apostrophe
                | TokenKind::Object
                | TokenKind::Address => at = here,
                TokenKind::Close => match self.opening_bracket(here, floor) {
                    Some(open) => at = open,
                    None => break,
                },
                // A nickname in quotation marks belongs to a name. A quotation that ends in a comma or stop is content.
                TokenKind::QuoteClose if here > floor && at < end && self.word(here - 1) => {
                    match self.opening_quotation_mark(here, floor) {
                        Some(open) => at = open,
                        None => break,
                    }
                }
                TokenKind::Word => match self.phrase_step(here, end, floor) {
                    PhraseStep::Take => at = here,
                    PhraseStep::Last => return here,
                    PhraseStep::And => {
                        after_and.get_or_insert(at);
                        at = here;
                    }
                    PhraseStep::Jump(to) => at = to,
                    PhraseStep::Stop => break,
                    PhraseStep::Verb => return after_and.unwrap_or(at),
                },
                _ => break,
            }
        }
        // A phrase does not begin with a conjunction or a preposition.
        while at < end
            && !self.opens_name(at, end)
            && (self.is(at, Class::COORDINATOR) || self.is(at, Class::PREPOSITION) && !self.token(at).capital())
        {
            at += 1;
        }
        at
    }

    /// Decides, going back from `end`, whether the word at `here` belongs to the noun phrase.
    fn phrase_step(&self, here: TokenIdx, end: TokenIdx, floor: TokenIdx) -> PhraseStep {
        // "Per Lund", "Will Ash": a given name that is also a function word.
        if self.capital(here) && here + 1 < end && self.capital(here + 1) && self.is(here, Class::GIVEN_NAME) {
            return PhraseStep::Take;
        }
        if self.opens_name(here, end) {
            return PhraseStep::Take;
        }
        if self.is(here, Class::PERSONAL) {
            return if here + 1 == end { PhraseStep::Last } else { PhraseStep::Stop };
        }
        if self.is(here, Class::RELATIVE) {
            // The pronoun is the subject if it is right before the verb: "who said". Otherwise the phrase begins after it.
            return if here + 1 == end { PhraseStep::Last } else { PhraseStep::Stop };
        }
        if self.is(here, Class::SUBORDINATOR) && !self.is(here, Class::PREPOSITION)
            || self.is(here, Class::OBJECT_PRONOUN)
        {
            return PhraseStep::Stop;
        }
        // The last word before a verb is a noun, even if it may be a verb elsewhere: "records show".
        if here + 1 < end && self.finite(here, end) {
            return self.relative_before(here, floor).map_or(PhraseStep::Verb, PhraseStep::Jump);
        }
        // "e-mails show officials raised": a base form after a plural is a verb.
        let bare = self.form(here) == Some(Form::Base) && self.verb(here).is_some_and(|(verb, _)| !verb.noun);
        if bare && here + 1 < end && here > floor && self.text(here - 1).ends_with('s') && self.word(here - 1) {
            return PhraseStep::Verb;
        }
        if self.is(here, Class::DETERMINER | Class::POSSESSIVE) {
            let joined = here > floor && self.is(here - 1, Class::PREPOSITION | Class::COORDINATOR);
            let more = here > floor && self.is(here - 1, Class::DETERMINER | Class::NUMBER_WORD);
            return if joined || more { PhraseStep::Take } else { PhraseStep::Last };
        }
        if self.is(here, Class::COORDINATOR) {
            return if here > floor && self.wordlike(here - 1) { PhraseStep::And } else { PhraseStep::Stop };
        }
        if self.is(here, Class::PREPOSITION) {
            let noun = here > floor && self.wordlike(here - 1) && !self.adverb(here - 1) && !self.finite(here - 1, end);
            return if noun { PhraseStep::Take } else { PhraseStep::Stop };
        }
        if self.adverb(here) && !self.adjective_follows(here, end) { PhraseStep::Stop } else { PhraseStep::Take }
    }

    /// Whether a name begins here: two capitalised words after a quotation that ends in a comma (“…,” Long Tran said).
    fn opens_name(&self, at: TokenIdx, end: TokenIdx) -> bool {
        let quote = at > TokenIdx::new(1)
            && self.kind(at - 1) == TokenKind::QuoteClose
            && self.kind(at - 2) == TokenKind::Comma;
        quote && at + 1 < end && self.capital(at) && self.capital(at + 1)
    }

    /// Whether an adjective or noun may follow an adverb, so that the adverb belongs to the phrase.
    fn adjective_follows(&self, at: TokenIdx, end: TokenIdx) -> bool {
        at + 2 < end && self.word(at + 1) && !self.finite(at + 1, end) && !self.is(at + 1, Class::DETERMINER)
    }

    /// Whether a token is a word or a number, or closes a bracket or quotation.
    fn wordlike(&self, at: TokenIdx) -> bool {
        matches!(self.kind(at), TokenKind::Word | TokenKind::Number | TokenKind::Close | TokenKind::QuoteClose)
    }

    /// The position of a relative pronoun that has a noun before it and is at most six words before this verb.
    fn relative_before(&self, verb: TokenIdx, floor: TokenIdx) -> Option<TokenIdx> {
        let from = verb.saturating_sub(6).max(floor + 1);
        from.until(verb).iter().rev().find(|&at| {
            self.is(at, Class::RELATIVE)
                && !self.is(at, Class::THAT)
                && self.word(at - 1)
                && !self.is(at - 1, Class::PREPOSITION)
        })
    }

    /// The opening quotation mark for a closing one, at most eight tokens before it.
    fn opening_quotation_mark(&self, close: TokenIdx, floor: TokenIdx) -> Option<TokenIdx> {
        let from = close.saturating_sub(8).max(floor);
        from.until(close).iter().rev().find(|&at| self.kind(at) == TokenKind::QuoteOpen)
    }

    /// Whether a subject and a simple form of its verb differ in number: “an executive order”, “several states”. If so, the
    /// word that looks like a verb is a noun.
    pub(in crate::attribution) fn disagrees_in_number(&self, subject: TokenRange, form: Form) -> bool {
        match form {
            Form::Base => self.is_singular_phrase(subject),
            Form::Third => self.language.matches_in(subject).any(|m| {
                m.list == List::SOURCE && m.tokens == subject && self.lexicon.source(m.row).class == "vague-collective"
            }),
            _ => false,
        }
    }

    /// Whether a noun phrase is singular.
    fn is_singular_phrase(&self, phrase: TokenRange) -> bool {
        let (first, last) = (phrase.start, phrase.end - 1);
        let several = || phrase.iter().any(|at| self.is(at, Class::OF | Class::COORDINATOR));
        let singular = |at: TokenIdx| !self.text(at).ends_with('s');
        phrase.len() == 1
            && self.is(first, Class::PERSONAL)
            && self.is(first, Class::MALE | Class::FEMALE | Class::NEUTER)
            || phrase.len() >= 2 && phrase.iter().all(|at| self.capital(at)) && singular(last)
            || (self.indefinite_article(first) || self.is(last, Class::PERSON_NOUN) && singular(last)) && !several()
    }
}

/// A decision about one word when a noun phrase is read backwards.
enum PhraseStep {
    /// The word belongs to the phrase.
    Take,
    /// The word belongs to the phrase and is its first word.
    Last,
    /// A coordinator: both sides belong to the phrase, unless a verb comes further left.
    And,
    /// A relative clause: continue before this position.
    Jump(TokenIdx),
    /// The phrase begins after this word.
    Stop,
    /// A verb: the words to its left belong to another clause.
    Verb,
}
