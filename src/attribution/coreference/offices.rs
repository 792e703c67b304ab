//! Resolves sources other than named persons and pronouns: roles, organisations (named or not), groups, and spokespersons.

use super::pronouns::AMBIGUOUS_NAME_PENALTY;
use super::{Referent, Resolver};
use crate::attribution::SourceClass;
use crate::attribution::source::Description;
use crate::language::{Class, TokenKind};
use crate::text::{TokenIdx, TokenRange};
use std::borrow::Cow;

impl<'a> Resolver<'a> {
    /// Resolves a role: "the spokesman", "the official". Unless it is indefinite, it refers to the latest
    /// speaker with that role; otherwise to the organisation that a spokesperson represents, or to a person named with the role.
    /// If none fits, a speaker is added.
    pub(super) fn resolve_role(&mut self, source: TokenRange, description: &Description) -> usize {
        let tokens = self.tokens;
        let core = description.core;
        let noun = tokens.head_noun(core);
        let head = tokens.head_key(noun);
        let gender = if tokens.gender(noun).bits().is_power_of_two() { tokens.gender(noun) } else { Class::empty() };
        let body = if tokens.is(noun, Class::SPOKESPERSON) { self.body_spoken_for(source, core, noun) } else { None };
        let noun_text = tokens.text(noun).to_lowercase();
        let mut words = tokens.descriptive_words(core);
        words.extend(body.into_iter().flat_map(|body| tokens.descriptive_words(body)));
        words.retain(|word| *word != noun_text);
        let indefinite = tokens.is(core.start, Class::INDEFINITE | Class::SEVERAL | Class::NUMBER_WORD);
        let plural = self.is_plural(description);
        let mut found = None;
        if !indefinite {
            found = self.heads.latest_first(&head).find(|&number| {
                let known = &self.known[number];
                known.may_have_gender(gender) && known.plural == plural && known.fits_description(&words, &head)
            });
        }
        if let Some(body) = body {
            found = found.or_else(|| self.resolve_represented_body(source, body));
        }
        if !indefinite && !plural {
            found = found.or_else(|| self.resolve_named_office_holder(&head, &words));
        }
        let number =
            found.unwrap_or_else(|| self.add_speaker(source, description.class, self.without_appositives(source)));
        let known = &mut self.known[number];
        known.person = true;
        known.plural = plural;
        if known.gender.is_empty() || !known.is_named() && !gender.is_empty() {
            known.gender = gender;
        }
        known.describe(words.into_iter().chain([Cow::Owned(head.clone())]));
        self.heads.record(head, number);
        number
    }

    /// Resolves a role to a person who was named with it and has not spoken: "Judge Ola Trane left. The judge said".
    fn resolve_named_office_holder(&mut self, head: &str, words: &[Cow<'a, str>]) -> Option<usize> {
        let tokens = self.tokens;
        let named = self.mentions.iter().rev().find_map(|mention| match &mention.referent {
            Referent::Person { name, .. } => {
                let around = self.with_description(*name);
                let described = tokens.descriptive_words(around);
                let fits = words.is_empty() || words.iter().any(|word| described.contains(word));
                let has_role = fits && tokens.roles(around, *name).iter().any(|role| role == head);
                has_role.then_some((around, *name))
            }
            Referent::Speaker { .. } => None,
        });
        named.map(|(around, name)| self.resolve_name(around, name))
    }

    /// The phrase for the organisation that a spokesperson represents: "a spokeswoman for the union", "a hospital spokesperson".
    fn body_spoken_for(&self, source: TokenRange, core: TokenRange, noun: TokenIdx) -> Option<TokenRange> {
        let tokens = self.tokens;
        let next = noun + 1;
        let follows = next < source.end && tokens.is(next, Class::PREPOSITION);
        let phrase = tokens.core_of(if follows { (next + 1).until(source.end) } else { core.start.until(noun) })?;
        // “the Russian spokesman”: a nationality alone does not say whom he represents.
        let names_body = phrase.iter().any(|at| {
            tokens.word(at)
                && !tokens.is(at, Class::DETERMINER | Class::POSSESSIVE)
                && !tokens.lexicon.nationality(tokens.token(at), tokens.prose)
        });
        names_body.then_some(phrase)
    }

    /// The one speaker for an organisation and its spokesperson, added if it is new; `None` for a person's spokesperson, or if the
    /// phrase has no descriptive words.
    fn resolve_represented_body(&mut self, source: TokenRange, phrase: TokenRange) -> Option<usize> {
        let tokens = self.tokens;
        let words = tokens.descriptive_words(phrase);
        if words.is_empty() {
            return None;
        }
        let found = self.same_body(phrase, &words);
        let surname = words
            .last()
            .is_some_and(|last| self.surnames.latest_first(last).any(|n| self.known[n].person && !self.known[n].body));
        if found.is_some() || surname {
            return found;
        }
        // The organisation is new, and the spokesperson is its first mention.
        let number = self.add_speaker(source, SourceClass::Role, self.without_appositives(source));
        self.known[number].body = true;
        self.index_body(number, phrase, words);
        Some(number)
    }

    /// Resolves a source that is not a pronoun, a person's name or a role to an organisation or group; adds a speaker if none fits.
    pub(super) fn resolve_body(&mut self, source: TokenRange, description: &Description) -> usize {
        let tokens = self.tokens;
        let core = description.core;
        let long = self.long_form(core).or_else(|| self.appositive_name(source, core));
        let phrase = long.unwrap_or(core);
        let words = tokens.descriptive_words(phrase);
        let plural = self.is_plural(description);
        if let Some(number) = self.described_person(phrase, &words) {
            return number;
        }
        let found = if words.is_empty() { None } else { self.same_body(phrase, &words) };
        let found = found.filter(|&number| self.known[number].plural == plural);
        let number = found.unwrap_or_else(|| {
            let shown = long.unwrap_or_else(|| self.without_appositives(source));
            let number = self.add_speaker(source, description.class, shown);
            self.known[number].speaker.class = tokens.reported_class(description);
            number
        });
        let known = &mut self.known[number];
        known.plural = plural;
        known.body |= !plural;
        self.index_body(number, phrase, words);
        number
    }

    /// The named person to whom a noun such as “the skipper” referred before, although it is not in a list of roles.
    fn described_person(&self, phrase: TokenRange, words: &[Cow<'a, str>]) -> Option<usize> {
        let tokens = self.tokens;
        let noun = tokens.head_noun(phrase);
        if !tokens.is(phrase.start, Class::DEFINITE)
            || (phrase.start + 1).until(phrase.end).iter().any(|at| tokens.capital(at))
        {
            return None;
        }
        let head = tokens.head_key(noun);
        let rest: Vec<_> = words.iter().filter(|word| **word != head).cloned().collect();
        self.heads.latest_first(&head).find(|&number| {
            let known = &self.known[number];
            known.is_named() && !known.body && known.fits_description(&rest, &head)
        })
    }

    /// Adds the aliases of an organisation: its words, its acronym and its head noun.
    fn index_body(&mut self, number: usize, phrase: TokenRange, words: Vec<Cow<'a, str>>) {
        let tokens = self.tokens;
        let generic = self.tokens.is(tokens.head_noun(phrase), Class::BODY_NOUN) && words.len() == 1;
        let key = words.join(" ");
        let head = tokens.head_key(tokens.head_noun(phrase));
        // “The company” alone can refer to any organisation, so it is not an alias of one.
        if !generic {
            self.phrases.record(key, number);
        }
        let capitals =
            phrase.iter().filter(|&at| tokens.capital(at) && !tokens.is(at, Class::DETERMINER | Class::COMPANY));
        let initials: String = capitals.filter_map(|at| tokens.text(at).chars().next()).collect();
        if initials.len() >= 3 {
            self.phrases.record(initials.to_lowercase(), number);
        }
        self.known[number].describe(words);
        self.heads.record(head, number);
    }

    /// The long form of an abbreviation that the draft has explained, such as “HWU”.
    fn long_form(&self, core: TokenRange) -> Option<TokenRange> {
        let tokens = self.tokens;
        let last = core.end - 1;
        let short = core.len() == 1 || core.len() == 2 && tokens.is(core.start, Class::DEFINITE);
        if short && tokens.word(last) && tokens.token(last).all_caps() {
            self.persons.long_form(tokens.text(last))
        } else {
            None
        }
    }

    /// The name of an organisation after its description: "The company, Northgrain," "the company that runs it, Northgrain,".
    fn appositive_name(&self, source: TokenRange, core: TokenRange) -> Option<TokenRange> {
        let tokens = self.tokens;
        if !tokens.body_noun(core.end - 1) || (core.start + 1).until(core.end).iter().any(|at| tokens.capital(at)) {
            return None;
        }
        let comma = core.end.until(source.end).iter().find(|&at| tokens.kind(at) == TokenKind::Comma)?;
        let end = tokens.name_end(comma + 1, source.end);
        let closed = end == source.end || tokens.kind(end) == TokenKind::Comma;
        (end > comma + 1 && closed).then_some((comma + 1).until(end))
    }

    /// The known organisation that a phrase refers to. It has the same words, or the same head noun if the phrase has no name.
    /// A general noun alone ("the company") refers to the latest organisation.
    fn same_body(&self, phrase: TokenRange, words: &[Cow<'a, str>]) -> Option<usize> {
        let tokens = self.tokens;
        if let Some(number) = self.phrases.latest_first(&words.join(" ")).next() {
            return Some(number);
        }
        let noun = tokens.head_noun(phrase);
        let head = tokens.head_key(noun);
        let has_own_name = phrase.iter().any(|at| tokens.capital(at) && at > phrase.start && at != noun);
        if has_own_name {
            return None;
        }
        let rest: Vec<_> = words.iter().filter(|word| **word != head).cloned().collect();
        let known = self.heads.latest_first(&head).find(|&number| {
            let known = &self.known[number];
            known.body && known.fits_description(&rest, &head) && !known.plural
        });
        if known.is_some() || !rest.is_empty() || !tokens.is(noun, Class::BODY_NOUN) {
            return known;
        }
        self.latest_body(phrase.start, tokens.is(noun, Class::OUTLET_WORD))
    }

    /// The latest organisation with a name. Outlets count only if `outlet` is set: for “the agency”, but not for “the company”.
    /// A mention whose words mean a person, such as a spokesperson, counts as further away.
    fn latest_body(&self, at: TokenIdx, outlet: bool) -> Option<usize> {
        let bodies = self.mentions.iter().filter_map(|mention| match mention.referent {
            Referent::Speaker { number, personal } => {
                let known = &self.known[number];
                let allowed = outlet || known.speaker.class != SourceClass::Outlet;
                let fits = allowed && known.body && !known.plural && known.speaker.name.contains(char::is_uppercase);
                fits.then_some((
                    mention.at.until(at).len() as u32 + if personal { AMBIGUOUS_NAME_PENALTY } else { 0 },
                    number,
                ))
            }
            Referent::Person { .. } => None,
        });
        bodies.min_by_key(|&(far, _)| far).map(|(_, number)| number)
    }

    /// Whether a source means several persons.
    fn is_plural(&self, description: &Description) -> bool {
        let tokens = self.tokens;
        let core = description.core;
        let noun = tokens.head_noun(core);
        matches!(description.class, SourceClass::Collective | SourceClass::VagueGroup)
            || description.name.is_none() && tokens.plural_form(noun) && !tokens.singular_count(core.start)
    }
}
