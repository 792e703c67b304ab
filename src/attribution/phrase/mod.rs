//! Where a source's noun phrase begins and ends, with its appositives, relative clauses and places.

use crate::language::{Class, Form, List, TokenKind, Tokens};
use std::ops::Range;

/// How far a subject may stand from its verb, in tokens; longer ones are rare and bounded to keep long sentences linear.
const REACH: u32 = 60;

impl Tokens<'_> {
    /// The noun phrase that ends before `end`, not reaching before `floor`; `None` when no noun stands there.
    pub(super) fn subject_before(&self, end: u32, floor: u32) -> Option<Range<u32>> {
        let floor = floor.max(end.saturating_sub(REACH));
        let last = self.skip_adverbials_back(end, floor);
        if last <= floor {
            return None;
        }
        if self.kind(last - 1) == TokenKind::Comma {
            return self.with_appositive(last, floor);
        }
        let mut start = self.core_start(last, floor);
        // "under a law experts said": a group behind a singular noun is the subject, the noun is not.
        let lone = last - start >= 3
            && self.is(start, Class::INDEFINITE)
            && self.group_noun(last - 1)
            && self.word(last - 2)
            && !self.is(last - 2, Class::COORDINATOR | Class::PREPOSITION);
        if lone {
            start = last - 1;
        }
        (start..last).any(|at| self.word(at) || self.kind(at) == TokenKind::Number).then_some(start..last)
    }

    fn group_noun(&self, at: u32) -> bool {
        self.language.matches_in(at..at + 1).any(|m| {
            m.list == List::SOURCE
                && matches!(self.lexicon.source(m.row).class, "vague-collective" | "collective-official")
        })
    }

    /// "X, an economist at Y,": the phrase before the appositive, with it; "X, however," without.
    fn with_appositive(&self, end: u32, floor: u32) -> Option<Range<u32>> {
        let comma = end - 1;
        let previous = self.find_back(comma, floor, TokenKind::Comma)?;
        let inside = previous + 1..comma;
        if inside.is_empty() {
            return None;
        }
        if self.aside(inside.clone()) {
            let start = self.core_start(previous, floor);
            return (start < previous).then_some(start..previous);
        }
        if !self.appositive(inside.clone()) {
            return None;
        }
        let mut start = self.core_start(previous, floor);
        // "the club's chairman, Per Lund,": the name ends the phrase.
        if start < previous && self.named(inside.clone()) && self.is(start, Class::DETERMINER | Class::POSSESSIVE) {
            return Some(start..end);
        }
        // "Stevens, 30, of Gainesville, Fla., said": what stands before this comma may be an appositive as well.
        let mut rounds = 0;
        while start > floor + 1 && self.kind(start - 1) == TokenKind::Comma && rounds < 4 {
            let comma = start - 1;
            let segment = start..previous;
            if !self.appositive(segment.clone()) || self.named(segment) {
                break;
            }
            let further = self.core_start(comma, floor);
            if further >= comma {
                break;
            }
            start = further;
            rounds += 1;
        }
        (start < previous).then_some(start..end)
    }

    fn find_back(&self, from: u32, floor: u32, kind: TokenKind) -> Option<u32> {
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

    /// An aside that is no part of the source: "however", "for his part", "on Friday".
    fn aside(&self, range: Range<u32>) -> bool {
        let first = range.start;
        if self.adverb(first) || self.is(first, Class::COORDINATOR | Class::DAY) {
            return true;
        }
        let ing = self.form(first) == Some(Form::Ing) && !self.token(first).capital();
        let preposition =
            self.is(first, Class::PREPOSITION) && !self.capital(first) && !self.is(first, Class::BELONGING);
        ing || preposition || self.is(first, Class::SUBORDINATOR) && !self.is(first, Class::RELATIVE)
    }

    /// What may follow a name between commas: a description, an age, a place, a relative clause.
    fn appositive(&self, range: Range<u32>) -> bool {
        let first = range.start;
        self.kind(first) == TokenKind::Number
            || self
                .is(first, Class::RELATIVE | Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD | Class::TITLE)
            || self.is(first, Class::PREPOSITION)
            || !range.clone().any(|at| self.finite(at, range.end))
    }

    fn named(&self, range: Range<u32>) -> bool {
        range.clone().next().is_some_and(|first| self.capital(first) && !self.is(first, Class::DETERMINER))
            && range.len() >= 2
            && range.clone().take(2).all(|at| self.capital(at))
    }

    /// Skips "on Friday", "last week", "later", "in a statement" between a subject and its verb.
    fn skip_adverbials_back(&self, end: u32, floor: u32) -> u32 {
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
                // "Sunday" alone may be part of a name ("the Mail on Sunday said"); a subject has to be left.
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
    fn core_start(&self, end: u32, floor: u32) -> u32 {
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
                TokenKind::Close => match self.open_of(here, floor) {
                    Some(open) => at = open,
                    None => break,
                },
                // A nickname in marks belongs to a name; a quotation that ends in a comma or stop is what was said.
                TokenKind::QuoteClose if here > floor && at < end && self.word(here - 1) => {
                    match self.quote_open_of(here, floor) {
                        Some(open) => at = open,
                        None => break,
                    }
                }
                TokenKind::Word => match self.step(here, end, floor) {
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
        // A phrase does not begin with what only joins.
        while at < end
            && !self.opens_name(at, end)
            && (self.is(at, Class::COORDINATOR) || self.is(at, Class::PREPOSITION) && !self.token(at).capital())
        {
            at += 1;
        }
        at
    }

    fn step(&self, here: u32, end: u32, floor: u32) -> PhraseStep {
        // "Per Lund", "Will Ash": a given name that is also a small word.
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
            // "people who were briefed said": the clause belongs to the phrase; alone, the pronoun is the subject.
            return if here + 1 == end { PhraseStep::Last } else { PhraseStep::Stop };
        }
        if self.is(here, Class::SUBORDINATOR) && !self.is(here, Class::PREPOSITION)
            || self.is(here, Class::OBJECT_PRONOUN)
        {
            return PhraseStep::Stop;
        }
        // The last word before a verb is a noun, whatever else it may be: "records show".
        if here + 1 < end && self.finite(here, end) {
            return self.relative_before(here, floor).map_or(PhraseStep::Verb, PhraseStep::Jump);
        }
        // "e-mails show officials raised": a plural before a bare verb is its subject.
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

    /// "…,” Long Tran said": behind what was said, two words with capitals are a name.
    fn opens_name(&self, at: u32, end: u32) -> bool {
        let quote = at > 1 && self.kind(at - 1) == TokenKind::QuoteClose && self.kind(at - 2) == TokenKind::Comma;
        quote && at + 1 < end && self.capital(at) && self.capital(at + 1)
    }

    fn adjective_follows(&self, at: u32, end: u32) -> bool {
        at + 2 < end && self.word(at + 1) && !self.finite(at + 1, end) && !self.is(at + 1, Class::DETERMINER)
    }

    fn wordlike(&self, at: u32) -> bool {
        matches!(self.kind(at), TokenKind::Word | TokenKind::Number | TokenKind::Close | TokenKind::QuoteClose)
    }

    /// A relative pronoun with a noun before it, a few words before this verb.
    fn relative_before(&self, verb: u32, floor: u32) -> Option<u32> {
        let from = verb.saturating_sub(6).max(floor + 1);
        (from..verb).rev().find(|&at| {
            self.is(at, Class::RELATIVE)
                && !self.is(at, Class::THAT)
                && self.word(at - 1)
                && !self.is(at - 1, Class::PREPOSITION)
        })
    }

    fn open_of(&self, close: u32, floor: u32) -> Option<u32> {
        let from = close.saturating_sub(16).max(floor);
        (from..close).rev().find(|&at| self.kind(at) == TokenKind::Open)
    }

    fn quote_open_of(&self, close: u32, floor: u32) -> Option<u32> {
        let from = close.saturating_sub(8).max(floor);
        (from..close).rev().find(|&at| self.kind(at) == TokenKind::QuoteOpen)
    }

    /// The noun phrase that starts at `start`, up to `ceiling`: its core, then appositives and relative clauses.
    pub(super) fn phrase_after(&self, start: u32, ceiling: u32) -> Option<Range<u32>> {
        let ceiling = ceiling.min(start + REACH);
        if start >= ceiling || !self.opens_noun_phrase(start) {
            return None;
        }
        if self.is(start, Class::PERSONAL) {
            return Some(start..start + 1);
        }
        let mut end = self.core_end(start, ceiling);
        while end + 1 < ceiling && self.kind(end) == TokenKind::Comma && self.continues_name(end + 1, ceiling) {
            let next = self.segment_end(end + 1, ceiling);
            end = next;
        }
        Some(start..end)
    }

    /// "a", "an"
    fn article_of_one(&self, at: u32) -> bool {
        self.is(at, Class::INDEFINITE) && self.text(at).len() <= 2
    }

    /// Whether a subject and a simple form of its verb differ in number: "an executive order", "several states". The word that
    /// looks like a verb is a noun then.
    pub(super) fn disagree(&self, subject: &Range<u32>, form: Form) -> bool {
        match form {
            Form::Base => self.one(subject),
            Form::Third => self.language.matches_in(subject.clone()).any(|m| {
                m.list == List::SOURCE && m.tokens == *subject && self.lexicon.source(m.row).class == "vague-collective"
            }),
            _ => false,
        }
    }

    /// Whether a noun phrase names one person or thing.
    fn one(&self, phrase: &Range<u32>) -> bool {
        let (first, last) = (phrase.start, phrase.end - 1);
        let several = || phrase.clone().any(|at| self.is(at, Class::OF | Class::COORDINATOR));
        let singular = |at: u32| !self.text(at).ends_with('s');
        phrase.len() == 1
            && self.is(first, Class::PERSONAL)
            && self.is(first, Class::MALE | Class::FEMALE | Class::NEUTER)
            || phrase.len() >= 2 && phrase.clone().all(|at| self.capital(at)) && singular(last)
            || (self.article_of_one(first) || self.is(last, Class::PERSON_NOUN) && singular(last)) && !several()
    }

    /// "(charged under) a law experts (said was old)": a plural behind "a" and its noun begins a clause of its own.
    pub(super) fn behind_its_clause(&self, source: Range<u32>) -> Range<u32> {
        let last = source.end - 1;
        let group = self.language.matches_in(last..source.end).any(|m| m.list == List::SOURCE);
        let inside = |at: &u32| self.word(*at) && !self.is(*at, Class::PREPOSITION | Class::OF | Class::COORDINATOR);
        let article = (source.start..last).rev().take(4).take_while(inside).find(|&at| self.article_of_one(at));
        match article {
            Some(article) if group && article + 1 < last && self.text(last).ends_with('s') => last..source.end,
            _ => source,
        }
    }

    /// "In the town, 32 percent said": what a preposition at the head of the sentence opens is no part of the source.
    pub(super) fn behind_its_setting(&self, source: Range<u32>) -> Range<u32> {
        let opens = source.start > 0
            && self.sentence(source.start).start == source.start - 1
            && self.is(source.start - 1, Class::PREPOSITION);
        let mut commas = source.clone().filter(|&at| self.kind(at) == TokenKind::Comma);
        match (opens, commas.next(), commas.next()) {
            // "Ada Brook, 32," has her age between commas.
            (true, Some(comma), None) if comma + 2 < source.end && self.kind(comma + 1) == TokenKind::Number => {
                comma + 1..source.end
            }
            _ => source,
        }
    }

    /// "Ada Brook (D., Marsh) said": a source that begins inside a bracket begins with what the bracket is about.
    pub(super) fn before_its_bracket(&self, source: Range<u32>) -> Range<u32> {
        let inside = |at: u32| self.kind(at) == TokenKind::Close;
        let Some(close) = source.clone().find(|&at| inside(at) || self.kind(at) == TokenKind::Open) else {
            return source;
        };
        let sentence = self.sentence(source.start).start;
        let open = if inside(close) { self.open_of(close, sentence) } else { None };
        let before = open.and_then(|open| self.subject_before(open, sentence));
        before.map_or(source.clone(), |before| before.start..source.end)
    }

    /// The end of a noun phrase without appositives.
    pub(super) fn core_end(&self, start: u32, ceiling: u32) -> u32 {
        let mut at = start;
        while at < ceiling {
            match self.kind(at) {
                TokenKind::Number
                | TokenKind::Symbol
                | TokenKind::Apostrophe
                | TokenKind::Object
                | TokenKind::Address => {}
                TokenKind::Open => {
                    let Some(close) = (at..(at + 16).min(ceiling)).find(|&t| self.kind(t) == TokenKind::Close) else {
                        break;
                    };
                    at = close;
                }
                TokenKind::Word => {
                    if at > start && self.ends_phrase(at, ceiling) {
                        break;
                    }
                }
                _ => break,
            }
            at += 1;
        }
        at
    }

    fn ends_phrase(&self, at: u32, ceiling: u32) -> bool {
        if self.is(at, Class::WHO) {
            return false;
        }
        if self.is(at, Class::PREPOSITION) {
            let place = at + 1 < ceiling && self.opens_noun_phrase(at + 1) && !self.temporal(at + 1);
            let own = self.is(at, Class::PLACING);
            return !(place && own);
        }
        let and = self.is(at, Class::COORDINATOR);
        if and {
            return !(at + 1 < ceiling && self.opens_noun_phrase(at + 1) && !self.is(at + 1, Class::PERSONAL));
        }
        let after_who = self.is(at - 1, Class::RELATIVE);
        self.is(at, Class::PERSONAL | Class::OBJECT_PRONOUN)
            || self.is(at, Class::SUBORDINATOR)
            || self.temporal(at) && !self.is(at - 1, Class::PREPOSITION | Class::DETERMINER)
            || self.adverb(at)
            || self.finite(at, ceiling) && !after_who
    }

    /// Whether what follows a comma still describes the name before it.
    fn continues_name(&self, at: u32, ceiling: u32) -> bool {
        if self.form(at) == Some(Form::Ing) && !self.token(at).capital() || self.adverb(at) {
            return false;
        }
        let segment = at..self.segment_end(at, ceiling);
        if !self.is(at, Class::RELATIVE) && segment.clone().any(|t| self.verbal(t)) {
            return false;
        }
        self.kind(at) == TokenKind::Number
            || self.is(at, Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD | Class::TITLE)
            || self.is(at, Class::RELATIVE) && !self.is(at, Class::SUBORDINATOR)
            || self.is(at, Class::ORIGIN)
            || self.opens_noun_phrase(at)
                && !self.is(at, Class::PRONOUN)
                && !(at..ceiling.min(at + 8)).any(|t| self.finite(t, ceiling))
    }

    fn segment_end(&self, start: u32, ceiling: u32) -> u32 {
        (start..ceiling)
            .find(|&at| {
                matches!(
                    self.kind(at),
                    TokenKind::Comma
                        | TokenKind::QuoteOpen
                        | TokenKind::QuoteClose
                        | TokenKind::Stop
                        | TokenKind::Exclaim
                        | TokenKind::Colon
                        | TokenKind::Semicolon
                        | TokenKind::Dash
                        | TokenKind::Break
                )
            })
            .unwrap_or(ceiling)
    }
}

enum PhraseStep {
    /// The word belongs to the phrase.
    Take,
    /// The word belongs to it and begins it.
    Last,
    /// A co-ordinator: both sides belong, unless a verb stands further left.
    And,
    /// A relative clause: go on before it.
    Jump(u32),
    /// The phrase begins after this word.
    Stop,
    /// A verb: what is left of it is another clause.
    Verb,
}
