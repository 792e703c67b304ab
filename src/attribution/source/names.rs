//! Finds the names in a source's noun phrase: where each begins and ends, and which are countries or places.

use crate::attribution::SourceClass;
use crate::language::{Class, List, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};
use rustc_hash::FxHashSet;

/// Maximum number of consecutive particles in a name: "de la", "van der". Real names have fewer.
const MAX_PARTICLES: u32 = 8;

impl<'a> Tokens<'a> {
    /// Whether a name begins here: with a capitalised word, or with “the” and a capitalised word.
    pub(super) fn capital_name(&self, at: TokenIdx, end: TokenIdx) -> bool {
        at < end && (self.capital(at) || self.is(at, Class::DEFINITE) && at + 1 < end && self.capital(at + 1))
    }

    /// Whether the name before “of” is a person's, with a given name and a surname: "Ada Brook (of the Department of Ports)".
    /// If an outlet follows “of”, it is the source and not the person.
    pub(super) fn person_of(&self, of: TokenIdx, source: TokenRange) -> bool {
        of >= source.start + 2
            && self.capital(of - 1)
            && self.capital(of - 2)
            && self.is(of - 2, Class::GIVEN_NAME)
            && !self.language.matches_in((of + 1).until(source.end)).any(|m| m.list == List::OUTLET)
    }

    /// The name at the end of a phrase: the last run of capitalised words, with particles and without title or description.
    pub(super) fn name_in(&self, core: TokenRange) -> Option<TokenRange> {
        let last = core.end.checked_sub(1).filter(|&at| at >= core.start && self.may_be_in_name(at))?;
        let described = Class::TITLE | Class::NATIONALITY | Class::CLITIC;
        let mut start = last;
        loop {
            let mut part = start;
            while part > core.start && self.is(part - 1, Class::NAME_PARTICLE) && !self.capital(part - 1) {
                part -= 1;
            }
            if part > core.start && self.may_be_in_name(part - 1) && !self.is(part - 1, described) {
                start = part - 1;
            } else {
                // Particles belong to the name if it begins with them: "van der Berg".
                return Some(self.without_office((if part == core.start { part } else { start }).until(last + 1)));
            }
        }
    }

    /// The part of a long run of capitalised words that begins with a given name: “Fran Moss” in "Marsh County District
    /// Attorney Fran Moss".
    fn without_office(&self, name: TokenRange) -> TokenRange {
        let near = name.start.max(name.end.saturating_sub(3)).until(name.end - 1);
        let given = near.iter().rev().find(|&at| name.len() >= 4 && self.is(at, Class::GIVEN_NAME));
        given.unwrap_or(name.start).until(name.end)
    }

    /// The end of the name that begins at a capitalised word: "Jan van der Berg".
    pub(in crate::attribution) fn name_end(&self, start: TokenIdx, ceiling: TokenIdx) -> TokenIdx {
        let mut at = start;
        loop {
            let end = at.until(ceiling).iter().find(|&at| !self.may_be_in_name(at)).unwrap_or(ceiling);
            let near = ceiling.min(end + MAX_PARTICLES);
            let next = end.until(near).iter().find(|&at| !self.is(at, Class::NAME_PARTICLE)).unwrap_or(near);
            if next == end || next == ceiling || !self.may_be_in_name(next) {
                return end;
            }
            at = next;
        }
    }

    /// Whether a word may be part of a name.
    pub(in crate::attribution) fn may_be_in_name(&self, at: TokenIdx) -> bool {
        let not_in_name = Class::DETERMINER | Class::PRONOUN | Class::PREPOSITION | Class::DAY | Class::MONTH;
        if self.capital(at) {
            // "Per Lund", "April Stone": a given name that is also a function word or a month.
            let next = || self.language.tokens.get(at.index() + 1).is_some_and(|next| next.capital());
            // "…,” May Lund said": right after a quotation, a capitalised word does not follow a month.
            let after_quote = || {
                at > TokenIdx::ZERO
                    && self.kind(at - 1) == TokenKind::QuoteClose
                    && !self.is(at, not_in_name.difference(Class::DAY | Class::MONTH))
            };
            return !self.is(at, not_in_name) || (self.is(at, Class::GIVEN_NAME) || after_quote()) && next();
        }
        let hyphened = self.word(at) && !self.token(at).letters();
        let parts = if hyphened { self.text(at).split_once('-') } else { None };
        parts.is_some_and(|(particle, name)| self.is_name_particle(particle) && name.starts_with(char::is_uppercase))
    }

    /// Whether a word is a particle of names, such as "al" in "al-Hadi".
    pub(in crate::attribution) fn is_name_particle(&self, word: &str) -> bool {
        self.lexicon.classes(self.lexicon.lookup(word)).contains(Class::NAME_PARTICLE)
    }

    /// Whether a name is that of a country.
    pub(in crate::attribution) fn is_country(&self, name: TokenRange) -> bool {
        self.lexicon.country(self.words(name))
    }

    /// The names that a draft uses as places: “in Valdora”, “Valdora's president”.
    pub(in crate::attribution) fn places(&self) -> FxHashSet<&'a str> {
        let count = self.language.all_tokens().end;
        let mut places = FxHashSet::default();
        let mut at = TokenIdx::ZERO;
        while at < count {
            if !self.token(at).capital() || !self.may_be_in_name(at) {
                at += 1;
                continue;
            }
            let name = at.until(self.name_end(at, count));
            at = name.end.max(at + 1);
            let apostrophe = name.end < count && self.kind(name.end) == TokenKind::Apostrophe;
            let owns = apostrophe || name.end < count && self.is(name.end, Class::CLITIC);
            let inside = name.start > TokenIdx::ZERO && self.is(name.start - 1, Class::INSIDE) && !owns;
            let state = owns && name.end + 1 < count && self.is(name.end + 1, Class::STATEHOOD);
            if inside || state {
                places.insert(self.words(name));
            }
        }
        places
    }

    /// The name between commas after a description: "Her spokesman, Ian Reid,".
    pub(super) fn named_appositive(
        &self,
        source: TokenRange,
        core: TokenRange,
        class: SourceClass,
    ) -> Option<TokenRange> {
        let one = match class {
            SourceClass::Role
            | SourceClass::Anonymous
            | SourceClass::UnnamedIndividual
            | SourceClass::Unknown
            | SourceClass::Institution => true,
            // "One of the officials, Ana Ruiz,"
            SourceClass::Collective | SourceClass::VagueGroup => {
                self.is(core.start, Class::INDEFINITE) && core.len() > 1 && self.is(core.start + 1, Class::OF)
            }
            _ => false,
        };
        if !one {
            return None;
        }
        let commas = core.end.until(source.end).iter().filter(|&at| self.kind(at) == TokenKind::Comma);
        commas.map(|comma| comma + 1).find_map(|start| {
            let end = self.name_end(start, source.end);
            let title = start.until(end).iter().rev().find(|&at| self.is(at, Class::TITLE | Class::HONORIFIC));
            let name = title.map_or(start, |at| at + 1).until(end);
            // "The club, Selby Town," is not a person.
            let body = self.body_noun(core.end - 1) && title.is_none() && !self.is(name.start, Class::GIVEN_NAME);
            (end - start >= 2 && !name.is_empty() && !body).then_some(name)
        })
    }
}
