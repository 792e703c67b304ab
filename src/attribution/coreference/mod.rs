//! Coreference: resolves “the harbour spokesperson Ada Brook”, “Brook”, “the spokeswoman” and “she” to one speaker.
//!
//! Look-ups use hash maps or a bounded number of recent mentions, so the time is linear in the length of the draft.

mod aliases;
mod names;
mod offices;
mod persons;
mod pronouns;

use super::frame::FrameMatch;
use super::newsroom::NewsroomMentions;
use super::source::Description;
use super::{Route, SourceClass, SpeakerRecord, Voice};
use crate::language::{Class, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};
use aliases::{AliasIndex, KnownSpeaker, is_person_class};
use persons::PersonIndex;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// Penalty of a speaker inside another speaker's statement, in tokens of distance.
const NESTED_PENALTY: u32 = 80;
/// The number of latest mentions that a pronoun may refer to.
const MAX_MENTIONS: usize = 50;
/// The number of latest sources that are remembered, so that a second cue of the same source does not create a second speaker.
const MAX_RESOLVED_SOURCES: usize = 8;

/// Resolves sources to speakers, in the order of the draft.
pub(super) struct Resolver<'a> {
    tokens: Tokens<'a>,
    names: &'a NewsroomMentions,
    known: Vec<KnownSpeaker<'a>>,
    persons: PersonIndex<'a>,
    /// Speakers by lower-case surname.
    surnames: AliasIndex,
    /// Speakers by lower-case given name.
    given: AliasIndex,
    /// Speakers by the stem of a role, or the head noun of an organisation's name.
    heads: AliasIndex,
    /// Speakers by all their descriptive words in order, and by acronyms.
    phrases: AliasIndex,
    mentions: VecDeque<Mention>,
    /// The sources resolved last, as first token and speaker. Two cues may share a source, or it may have a relative clause.
    resolved_sources: VecDeque<(TokenIdx, usize)>,
    /// The names that the draft uses as places; computed on first use.
    places: Option<FxHashSet<&'a str>>,
}

/// A mention that a pronoun may refer to.
struct Mention {
    at: TokenIdx,
    referent: Referent,
}

/// The person or organisation that a mention refers to.
enum Referent {
    /// A known speaker; `personal` says whether the words of the mention mean a person.
    Speaker { number: usize, personal: bool },
    /// A person who is mentioned without speaking.
    Person { name: TokenRange, subject: bool },
}

impl<'a> Resolver<'a> {
    pub(super) fn new(tokens: Tokens<'a>, names: &'a NewsroomMentions) -> Self {
        Self {
            tokens,
            names,
            known: Vec::new(),
            persons: PersonIndex::new(tokens),
            surnames: AliasIndex::default(),
            given: AliasIndex::default(),
            heads: AliasIndex::default(),
            phrases: AliasIndex::default(),
            mentions: VecDeque::new(),
            resolved_sources: VecDeque::new(),
            places: None,
        }
    }

    /// The number of the speaker that the source of a match refers to; adds a speaker if none fits. `None` if there is no
    /// source, or if a pronoun cannot be resolved.
    ///
    /// `nested` says that the match is inside the content of another. Its source is then a less likely referent of “he”.
    pub(super) fn resolve(&mut self, matched: &FrameMatch, description: &Description, nested: bool) -> Option<usize> {
        let source = matched.source?;
        if let Some(number) = self.resolved_source_at(source.start) {
            return Some(number);
        }
        self.read_names_until(source.end);
        let number = self.resolve_phrase(source, description)?;
        let named = !self.tokens.is_pronoun(description.core)
            && self.tokens.names_somebody(description.core, description.class);
        self.known[number].nameable |= named;
        self.remember_source(source.start, number);
        // A nested mention counts as about one paragraph further back.
        let at = if nested { source.start.saturating_sub(NESTED_PENALTY) } else { source.start };
        let personal = self.is_personal(description, number);
        self.add_mention(at, Referent::Speaker { number, personal });
        Some(number)
    }

    /// Whether the words of a mention mean a person: “the spokeswoman”, not “the union” that she speaks for.
    fn is_personal(&self, description: &Description, number: usize) -> bool {
        let first = description.core.start;
        if self.tokens.is(first, Class::PERSONAL | Class::RELATIVE)
            || description.core.len() == 1 && self.tokens.is(first, Class::POSSESSIVE)
        {
            return !self.tokens.gender(first).is_empty() || !self.known[number].body;
        }
        is_person_class(description.class)
    }

    /// Whether a word that may be an outlet's name is the name of a person in the draft: “Michael Bloomberg … Bloomberg”.
    pub(super) fn is_name_of_person(&mut self, core: TokenRange) -> bool {
        if core.len() != 1 {
            return false;
        }
        self.read_names_until(core.start);
        let name = self.tokens.surname(core);
        self.persons.full_name(&name).or_else(|| self.persons.by_given_name(&name)).is_some()
    }

    /// The class of a speaker that rules use.
    pub(super) fn class_of(&self, number: usize) -> SourceClass {
        self.known[number].rule_class
    }

    /// Whether a name that may be a person's is a country or region, by the lists or because the draft uses it as a place.
    pub(super) fn is_name_of_place(&mut self, description: &Description) -> bool {
        let tokens = self.tokens;
        let Some(name) = description.name else { return false };
        let alone = name.start == description.core.start && name.end == description.core.end;
        let country = tokens.is_country(name);
        if !alone || !country && tokens.is(name.start, Class::GIVEN_NAME | Class::TITLE | Class::HONORIFIC) {
            return false;
        }
        self.read_names_until(name.start);
        let surname = tokens.surname(name);
        self.persons.full_name(&surname).or_else(|| self.persons.by_given_name(&surname)).is_none()
            && (country || self.places.get_or_insert_with(|| tokens.places()).contains(tokens.words(name)))
    }

    /// Whether the draft has words for a speaker that a report can show; “They” after “32 percent said” has none.
    pub(super) fn is_nameable(&self, number: usize) -> bool {
        self.known[number].nameable
    }

    /// The route of a speaker's words if the draft does not say; for a crowd it is unknown.
    pub(super) fn default_route(&self, number: usize) -> Route {
        match self.known[number].speaker.class {
            SourceClass::Collective | SourceClass::VagueGroup | SourceClass::Unknown => Route::Unknown,
            SourceClass::Document | SourceClass::Study | SourceClass::Poll => Route::Document,
            _ => Route::Firsthand,
        }
    }

    /// Counts a statement for a speaker.
    pub(super) fn count_statement(
        &mut self,
        number: usize,
        matched: &FrameMatch,
        voice: Voice,
        route: Route,
        outlet: Option<&str>,
    ) {
        let tokens = self.tokens;
        let speaker = &mut self.known[number].speaker;
        // The outlet counts even if the words are not a statement: “speaking to the Courier, she shared how”.
        if speaker.outlet.is_none() && outlet.is_some() {
            speaker.outlet = outlet.map(str::to_owned);
            speaker.route = route;
        }
        if voice != Voice::Clear {
            return;
        }
        speaker.statements += 1;
        speaker.quoted_words += tokens.quoted_words(&matched.content);
        if speaker.outlet.is_none() && speaker.statements <= 1 {
            speaker.route = route;
        }
    }

    /// Counts a statement that was not clear when [`Self::count_statement`] saw it.
    pub(super) fn count_further_statement(&mut self, number: usize, content: &[TokenRange]) {
        let speaker = &mut self.known[number].speaker;
        speaker.statements += 1;
        speaker.quoted_words += self.tokens.quoted_words(content);
    }

    /// Returns all speakers, those with statements first; the number of speakers with statements; and, by the number of each
    /// speaker, its new position.
    pub(super) fn finish(self) -> (Vec<SpeakerRecord>, usize, Vec<usize>) {
        let all = self.known.into_iter().map(|known| known.speaker).enumerate();
        let (mut speaking, silent): (Vec<_>, Vec<_>) = all.partition(|(_, speaker)| speaker.statements > 0);
        let count = speaking.len();
        speaking.extend(silent);
        let mut order = vec![0; speaking.len()];
        for (position, (number, _)) in speaking.iter().enumerate() {
            order[*number] = position;
        }
        (speaking.into_iter().map(|(_, speaker)| speaker).collect(), count, order)
    }

    /// Whether an outlet's name in these tokens is the newsroom's own or a partner's.
    pub(super) fn is_own_or_partner(&self, tokens: TokenRange) -> bool {
        self.names.own_in(tokens) || self.names.partner_in(tokens)
    }

    /// The speaker of a recently resolved source that starts at this token.
    fn resolved_source_at(&self, start: TokenIdx) -> Option<usize> {
        self.resolved_sources.iter().rev().find(|(other, _)| *other == start).map(|&(_, number)| number)
    }

    /// Remembers the speaker of a source that starts at this token.
    fn remember_source(&mut self, start: TokenIdx, number: usize) {
        if self.resolved_sources.len() == MAX_RESOLVED_SOURCES {
            self.resolved_sources.pop_front();
        }
        self.resolved_sources.push_back((start, number));
    }

    /// Adds a mention for each person that is named before `end`.
    fn read_names_until(&mut self, end: TokenIdx) {
        for person in self.persons.read_until(end) {
            self.add_mention(person.name.start, Referent::Person { name: person.name, subject: person.subject });
        }
    }

    /// Adds a mention, and removes the oldest if there are too many.
    fn add_mention(&mut self, at: TokenIdx, referent: Referent) {
        if self.mentions.len() == MAX_MENTIONS {
            self.mentions.pop_front();
        }
        self.mentions.push_back(Mention { at, referent });
    }

    /// Resolves a described noun phrase to a speaker, by the kind of phrase: pronoun, list, name, role or organisation.
    fn resolve_phrase(&mut self, source: TokenRange, description: &Description) -> Option<usize> {
        let tokens = self.tokens;
        let core = description.core;
        if tokens.is(core.start, Class::RELATIVE) && core.len() == 1 {
            return self.resolve_relative(core.start);
        }
        // "he", and the "his" of "his claim that"
        let alone = core.len() == 1 && tokens.is(core.start, Class::POSSESSIVE);
        if alone || tokens.is(core.start, Class::PERSONAL) && !(core.len() > 1 && tokens.capital(core.start + 1)) {
            return self.resolve_pronoun(core.start);
        }
        if let Some(members) = self.members_of_list(source) {
            return Some(self.resolve_group(source, description, &members));
        }
        // "Nora Israel left. Israel said": a country's name that is also a person's.
        let person = |name: TokenRange| {
            description.class == SourceClass::NamedPerson
                || tokens.is_country(name) && self.persons.full_name(&tokens.surname(name)).is_some()
        };
        if let Some(name) = description.name.filter(|&name| person(name)) {
            let given = || self.persons.by_given_name(&tokens.surname(name));
            if let Some(full) = (name.len() == 1).then(given).flatten() {
                return Some(self.resolve_name(full, full));
            }
            return Some(self.resolve_name(source, name));
        }
        if matches!(description.class, SourceClass::Role | SourceClass::Anonymous | SourceClass::UnnamedIndividual) {
            return Some(self.resolve_role(source, description));
        }
        Some(self.resolve_body(source, description))
    }

    /// Resolves a relative pronoun to the phrase before it: "the driver, who said".
    fn resolve_relative(&mut self, at: TokenIdx) -> Option<usize> {
        let tokens = self.tokens;
        let sentence = tokens.sentence(at);
        let end = if at > sentence.start && tokens.kind(at - 1) == TokenKind::Comma { at - 1 } else { at };
        let source = tokens.subject_before(end, sentence.start)?;
        if let Some(number) = self.resolved_source_at(source.start) {
            return Some(number);
        }
        let description = tokens.describe(source, self.names);
        let relative = tokens.is(description.core.start, Class::RELATIVE | Class::PERSONAL);
        let several = matches!(description.class, SourceClass::Collective | SourceClass::VagueGroup);
        let personal = several || is_person_class(description.class) || !tokens.is(at, Class::WHO);
        if relative || !personal || description.class == SourceClass::Unknown {
            return None;
        }
        let number = self.resolve_phrase(source, &description)?;
        self.known[number].nameable |= tokens.names_somebody(description.core, description.class);
        self.remember_source(source.start, number);
        Some(number)
    }

    /// Adds a speaker and returns its number; `shown` are the words that reports show.
    fn add_speaker(&mut self, source: TokenRange, class: SourceClass, shown: TokenRange) -> usize {
        let tokens = self.tokens;
        self.known.push(KnownSpeaker {
            speaker: SpeakerRecord {
                name: tokens.words(shown).to_owned(),
                class,
                route: Route::Unknown,
                outlet: None,
                statements: 0,
                quoted_words: 0,
                first: tokens.language.prose(tokens.trim(source)),
            },
            given: String::new(),
            surname: String::new(),
            words: Vec::new(),
            gender: Class::empty(),
            plural: false,
            rule_class: class,
            nameable: is_person_class(class),
            person: is_person_class(class),
            body: false,
        });
        self.known.len() - 1
    }

    /// The source up to its first comma.
    fn without_appositives(&self, source: TokenRange) -> TokenRange {
        let tokens = self.tokens;
        let source = tokens.trim(source);
        let end = source.iter().find(|&at| tokens.kind(at) == TokenKind::Comma);
        source.start.until(end.unwrap_or(source.end))
    }
}
