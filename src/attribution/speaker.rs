//! Who speaks: one speaker for "the harbour spokesperson Ada Brook", "Brook", "the spokeswoman" and "she".
//!
//! All look-ups are by hash or among the speakers heard last, so that a draft of any length is read in time that grows
//! with it.

use super::frame::Relation;
use super::known::{Holders, Known, person};
use super::newsroom::Names;
use super::person::Persons;
use super::source::Description;
use super::view::View;
use super::{Kind, Route, SourceClass, Speaker};
use crate::language::{Class, TokenKind};
use std::collections::VecDeque;
use std::ops::Range;

/// How much further back a speaker inside another's statement seems, in tokens.
const NESTED: u32 = 80;
/// How many mentions a pronoun looks back over.
const RECENT: usize = 50;
/// How many sources are kept, so that another cue of theirs gives no second speaker.
const UNDERSTOOD: usize = 8;
/// How much further back one seems whose gender nothing tells, in tokens.
const UNTOLD: u32 = 10;
/// How much further back one seems who did not speak, as a sentence's subject and elsewhere.
const SILENT: u32 = 5;
const ASIDE: u32 = 250;
/// How much further back a name seems of which nothing tells whether it is a person's, where a body is meant.
const PERHAPS: u32 = 40;
/// How far back "they" looks for several speakers before it means one.
const SEVERAL: u32 = 300;

/// The speakers of a draft, in the order in which they are met.
pub(super) struct Speakers<'a> {
    view: View<'a>,
    names: &'a Names,
    known: Vec<Known>,
    persons: Persons<'a>,
    /// By lower-case surname.
    surnames: Holders,
    /// By lower-case given name.
    given: Holders,
    /// By the stem of a role, or the head noun of a body's name.
    heads: Holders,
    /// By all telling words, in order.
    phrases: Holders,
    recent: VecDeque<Mention>,
    /// The sources understood last, by their first token: two cues may share one, or a relative clause belong to it.
    understood: VecDeque<(u32, usize)>,
}

/// Somebody that a pronoun may mean.
struct Mention {
    at: u32,
    who: Who,
}

enum Who {
    /// `somebody`: the words for them were a person's.
    Speaker { number: usize, somebody: bool },
    /// One who has not spoken in this place.
    Person { name: Range<u32>, subject: bool },
}

/// What a pronoun asks of the one it means.
#[derive(Clone, Copy)]
enum Ask {
    One(Class),
    Something,
    Several,
    Untold,
}

impl<'a> Speakers<'a> {
    pub(super) fn new(view: View<'a>, names: &'a Names) -> Self {
        Self {
            view,
            names,
            known: Vec::new(),
            persons: Persons::new(view),
            surnames: Holders::default(),
            given: Holders::default(),
            heads: Holders::default(),
            phrases: Holders::default(),
            recent: VecDeque::new(),
            understood: VecDeque::new(),
        }
    }

    /// The speaker of a relation; makes a new one where none fits. Gives its number.
    ///
    /// `nested`: the relation stands inside what another one attributes; its source does not become the one that "he" means.
    pub(super) fn of(&mut self, relation: &Relation, description: &Description, nested: bool) -> Option<usize> {
        let source = relation.source.clone()?;
        if let Some(number) = self.same_source(source.start) {
            return Some(number);
        }
        self.hear(source.end);
        let number = self.speaker(&source, description)?;
        self.understand(source.start, number);
        // A nested mention counts as one paragraph or so further back.
        let at = if nested { source.start.saturating_sub(NESTED) } else { source.start };
        let somebody = self.somebody(description, number);
        self.remember(at, Who::Speaker { number, somebody });
        Some(number)
    }

    /// Whether the words of a mention are a person's: "the spokeswoman", not "the union" for which she speaks.
    fn somebody(&self, description: &Description, number: usize) -> bool {
        let first = description.core.start;
        if self.view.is(first, Class::PERSONAL | Class::RELATIVE) {
            return !self.view.gender(first).is_empty() || !self.known[number].body;
        }
        person(description.class)
    }

    pub(super) fn class(&self, number: usize) -> SourceClass {
        self.known[number].speaker.class
    }

    /// Counts a statement for a speaker.
    pub(super) fn count(&mut self, number: usize, relation: &Relation, route: Route, outlet: Option<&str>) {
        let v = self.view;
        let quoted = relation
            .content
            .iter()
            .map(|c| c.clone().filter(|&at| v.token(at).quoted() && v.token(at).wordlike()).count() as u32);
        let quoted = quoted.sum::<u32>();
        let speaker = &mut self.known[number].speaker;
        if matches!(relation.kind, Kind::Speech | Kind::Thought | Kind::Document) {
            speaker.statements += 1;
        }
        speaker.quoted_words += quoted;
        if speaker.outlet.is_none() && outlet.is_some() {
            speaker.outlet = outlet.map(str::to_owned);
            speaker.route = route;
        } else if speaker.statements <= 1 {
            speaker.route = route;
        }
    }

    pub(super) fn finish(self) -> Vec<Speaker> {
        self.known.into_iter().map(|known| known.speaker).collect()
    }

    /// Whether an outlet's name in these tokens is the newsroom's own or a partner's.
    pub(super) fn firsthand(&self, tokens: Range<u32>) -> bool {
        self.names.own_in(&self.view, tokens.clone()) || self.names.partner_in(&self.view, tokens)
    }

    fn same_source(&self, start: u32) -> Option<usize> {
        self.understood.iter().rev().find(|(other, _)| *other == start).map(|&(_, number)| number)
    }

    fn understand(&mut self, start: u32, number: usize) {
        if self.understood.len() == UNDERSTOOD {
            self.understood.pop_front();
        }
        self.understood.push_back((start, number));
    }

    fn hear(&mut self, end: u32) {
        for person in self.persons.read(end) {
            self.remember(person.name.start, Who::Person { name: person.name, subject: person.subject });
        }
    }

    fn remember(&mut self, at: u32, who: Who) {
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Mention { at, who });
    }

    fn speaker(&mut self, source: &Range<u32>, description: &Description) -> Option<usize> {
        let v = self.view;
        let core = description.core.clone();
        if v.is(core.start, Class::RELATIVE) && core.len() == 1 {
            return self.antecedent(core.start);
        }
        if v.is(core.start, Class::PERSONAL) && !(core.len() > 1 && v.capital(core.start + 1)) {
            return self.pronoun(core.start);
        }
        if let Some(members) = self.members(source) {
            return Some(self.several(source, description, &members));
        }
        if let Some(name) = description.name.clone().filter(|_| description.class == SourceClass::NamedPerson) {
            return Some(self.named(source, &name));
        }
        if matches!(description.class, SourceClass::Role | SourceClass::Anonymous | SourceClass::UnnamedIndividual) {
            return Some(self.role(source, description));
        }
        Some(self.body(source, description))
    }

    /// "the driver, who said": the phrase before the relative pronoun.
    fn antecedent(&mut self, at: u32) -> Option<usize> {
        let v = self.view;
        let sentence = v.sentence(at);
        let end = if at > sentence.start && v.kind(at - 1) == TokenKind::Comma { at - 1 } else { at };
        let source = v.subject_before(end, sentence.start)?;
        if let Some(number) = self.same_source(source.start) {
            return Some(number);
        }
        let description = v.describe(source.clone(), self.names);
        let relative = v.is(description.core.start, Class::RELATIVE | Class::PERSONAL);
        if relative || description.class == SourceClass::Unknown {
            return None;
        }
        let number = self.speaker(&source, &description)?;
        self.understand(source.start, number);
        Some(number)
    }
}

/// Pronouns.
impl Speakers<'_> {
    fn pronoun(&mut self, at: u32) -> Option<usize> {
        let v = self.view;
        if v.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON) {
            return None;
        }
        if v.is(at, Class::PLURAL) {
            // One person goes by "they" only if nothing plural fits, and if nothing tells of "he" or "she".
            return self.nearest(at, Ask::Several, SEVERAL).or_else(|| self.nearest(at, Ask::Untold, SEVERAL));
        }
        if v.is(at, Class::NEUTER) {
            return self.nearest(at, Ask::Something, u32::MAX);
        }
        let gender = v.gender(at);
        if gender.is_empty() { None } else { self.nearest(at, Ask::One(gender), u32::MAX) }
    }

    fn nearest(&mut self, at: u32, ask: Ask, reach: u32) -> Option<usize> {
        let before = self.recent.iter().filter(|mention| mention.at < at);
        let fitting = before.filter_map(|mention| {
            let further = self.fits(&mention.who, ask)?;
            Some((at - mention.at + further, mention))
        });
        // Of two that are as near, the one met later.
        let best = fitting.filter(|(far, _)| *far <= reach).min_by_key(|(far, m)| (*far, u32::MAX - m.at));
        match &best?.1.who {
            Who::Speaker { number, .. } => Some(*number),
            Who::Person { name, .. } => {
                let name = name.clone();
                Some(self.named(&name.clone(), &name))
            }
        }
    }

    /// How much further back than it stands one seems who fits; `None` for one who does not.
    fn fits(&self, who: &Who, ask: Ask) -> Option<u32> {
        match (who, ask) {
            (Who::Speaker { number, somebody }, ask) => {
                let known = &self.known[*number];
                match ask {
                    Ask::One(gender) if *somebody && !known.plural && known.may_be(gender) => {
                        Some(if known.gender.is_empty() { UNTOLD } else { 0 })
                    }
                    Ask::Something if known.body && !known.plural => Some(if *somebody { PERHAPS } else { 0 }),
                    Ask::Several if known.plural => Some(0),
                    // A body is "they" less often than it is "it".
                    Ask::Several if known.body => Some(PERHAPS),
                    Ask::Untold if *somebody && known.gender.is_empty() => Some(0),
                    _ => None,
                }
            }
            (Who::Person { name, subject }, Ask::One(gender)) => {
                let told = self.gender_of(name);
                let untold = *subject && told.is_empty();
                (told == gender || untold)
                    .then_some(if *subject { SILENT } else { ASIDE } + if untold { UNTOLD } else { 0 })
            }
            (Who::Person { name, subject: true }, Ask::Untold) => self.gender_of(name).is_empty().then_some(SILENT),
            (Who::Person { .. }, _) => None,
        }
    }

    fn gender_of(&self, name: &Range<u32>) -> Class {
        let v = self.view;
        if !v.bare(name) {
            return v.told_gender(name, name);
        }
        let titled = name.start.saturating_sub(1)..name.end;
        let told = v.told_gender(&titled, name);
        let full = || self.persons.full_name(&v.surname(name));
        if told.is_empty() { full().map_or(told, |full| v.told_gender(&full, &full)) } else { told }
    }
}

/// Names.
impl Speakers<'_> {
    fn named(&mut self, source: &Range<u32>, name: &Range<u32>) -> usize {
        let v = self.view;
        let surname = v.surname(name);
        let gender = v.told_gender(source, name);
        // "Mr. Brook" has a title where "Ada Brook" has a given name.
        let first = !v.bare(name) && !v.is(name.start, Class::HONORIFIC);
        let given = if first { v.text(name.start).to_lowercase() } else { String::new() };
        let number = self
            .bearer(&given, &surname, gender)
            .or_else(|| self.first_name(name))
            .or_else(|| self.office(source, name))
            .unwrap_or_else(|| self.introduce(source, name, &surname));
        self.met(number, source, name, &given, &surname, gender);
        number
    }

    /// The latest speaker of a surname whom neither given name nor title tells apart.
    fn bearer(&self, given: &str, surname: &str, gender: Class) -> Option<usize> {
        let fits = |&number: &usize| {
            let known = &self.known[number];
            known.may_be(gender) && (given.is_empty() || known.given.is_empty() || known.goes_by(given))
        };
        let same = |number: &usize| !given.is_empty() && self.known[*number].given == given;
        self.surnames.of(surname).find(same).or_else(|| self.surnames.of(surname).find(fits))
    }

    /// "Ada said": a given name alone.
    fn first_name(&self, name: &Range<u32>) -> Option<usize> {
        let v = self.view;
        if name.len() > 1 || !v.is(name.start, Class::GIVEN_NAME) {
            return None;
        }
        self.given.of(&v.text(name.start).to_lowercase()).next()
    }

    /// "The mayor said … Mayor Ada Brook said": one who was known by the office alone.
    fn office(&self, source: &Range<u32>, name: &Range<u32>) -> Option<usize> {
        let v = self.view;
        let title = name.start.checked_sub(1).filter(|&at| at >= source.start && v.is(at, Class::TITLE))?;
        let head = v.lexicon.role_stem(v.text(title));
        let gender = v.told_gender(source, name);
        let words = v.telling_words(source.start..title);
        self.heads.of(&head).find(|&number| {
            let known = &self.known[number];
            !known.named()
                && known.speaker.class == SourceClass::Role
                && !known.body
                && known.may_be(gender)
                && known.described_by(&words, &head)
        })
    }

    /// A new speaker with a name; a bare surname is shown with the full name that the draft gave before.
    fn introduce(&mut self, source: &Range<u32>, name: &Range<u32>, surname: &str) -> usize {
        let v = self.view;
        let full = if v.bare(name) { self.persons.full_name(surname) } else { None };
        let number = self.add(source, SourceClass::NamedPerson, full.clone().unwrap_or_else(|| name.clone()));
        let known = &mut self.known[number];
        // "Northgrid said", "Marsh Rovers said": words that are no known name may be a body's as well.
        let title = name.start > source.start && v.is(name.start - 1, Class::TITLE | Class::HONORIFIC);
        known.body = full.is_none() && !title && !v.has_given_name(name) && !v.is(name.start, Class::GIVEN_NAME);
        if let Some(full) = full {
            let around = self.around(&full);
            let (given, gender) = (v.text(full.start).to_lowercase(), v.told_gender(&around, &full));
            self.met(number, &around, &full, &given, surname, gender);
        }
        number
    }

    /// A name with the title before it and what stands between commas behind it.
    fn around(&self, name: &Range<u32>) -> Range<u32> {
        let v = self.view;
        let sentence = v.sentence(name.start);
        let floor = sentence.start.max(name.start.saturating_sub(4));
        let mut start = name.start;
        while start > floor && v.word(start - 1) && !v.is(start - 1, Class::PREPOSITION | Class::COORDINATOR) {
            start -= 1;
        }
        let mut end = name.end;
        if end < sentence.end && v.kind(end) == TokenKind::Comma {
            let ceiling = sentence.end.min(end + 12);
            end = (end + 1..ceiling).find(|&at| !v.word(at)).unwrap_or(ceiling);
        }
        start..end
    }

    fn met(
        &mut self,
        number: usize,
        source: &Range<u32>,
        name: &Range<u32>,
        given: &str,
        surname: &str,
        gender: Class,
    ) {
        let v = self.view;
        let shown = self.shown(name.clone());
        let roles = v.roles(source, name);
        let before = v.telling_words(source.start.min(name.start)..name.start);
        let behind = v.telling_words(name.end..source.end.max(name.end));
        let known = &mut self.known[number];
        if !known.named() {
            known.speaker.name.clone_from(&shown);
            known.speaker.class = SourceClass::NamedPerson;
        }
        // A surname alone: what might have been a body's name is a person's.
        if v.bare(name) && !known.given.is_empty() {
            known.body = false;
        }
        known.person = true;
        surname.clone_into(&mut known.surname);
        if known.given.len() < given.len() {
            given.clone_into(&mut known.given);
        }
        if known.gender.is_empty() {
            known.gender = gender;
        }
        if shown.len() > known.speaker.name.len() {
            known.speaker.name = shown;
        }
        known.describe(roles.iter().cloned().chain(before).chain(behind));
        if !known.given.is_empty() {
            self.given.heard(known.given.clone(), number);
        }
        self.surnames.heard(surname.to_owned(), number);
        for role in roles {
            self.heads.heard(role, number);
        }
    }
}

/// Lists: "Ada Brook and Tom Hale".
impl Speakers<'_> {
    /// The persons of a list, by name; `None` for anything else.
    fn members(&self, source: &Range<u32>) -> Option<Vec<Range<u32>>> {
        let v = self.view;
        let mut parts = Vec::new();
        let mut start = source.start;
        let mut joined = false;
        for at in source.start..source.end.min(source.start + 40) {
            let and = v.is(at, Class::AND);
            if and || v.kind(at) == TokenKind::Comma {
                joined |= and;
                if start < at {
                    parts.push(start..at);
                }
                start = at + 1;
            }
        }
        parts.push(start..source.end);
        if !joined || parts.len() < 2 {
            return None;
        }
        parts.into_iter().map(|part| self.member(part)).collect()
    }

    fn member(&self, part: Range<u32>) -> Option<Range<u32>> {
        let v = self.view;
        if part.is_empty() {
            return None;
        }
        let description = v.describe(part, self.names);
        let name = description.name.filter(|_| description.class == SourceClass::NamedPerson)?;
        let surname = v.surname(&name);
        let known = self.surnames.of(&surname).next().is_some() || self.persons.full_name(&surname).is_some();
        (v.has_given_name(&name) || known).then_some(name)
    }

    fn several(&mut self, source: &Range<u32>, description: &Description, members: &[Range<u32>]) -> usize {
        let v = self.view;
        let mut surnames: Vec<_> = members.iter().map(|name| v.surname(name)).collect();
        surnames.sort();
        let key = surnames.join(" + ");
        if let Some(number) = self.phrases.of(&key).next() {
            return number;
        }
        let number = self.add(source, description.class, v.trim(source.clone()));
        self.known[number].plural = true;
        self.phrases.heard(key, number);
        number
    }
}

/// Roles and bodies.
impl Speakers<'_> {
    /// "the spokesman", "the official": the latest of that role, if the phrase is definite.
    fn role(&mut self, source: &Range<u32>, description: &Description) -> usize {
        let v = self.view;
        let core = description.core.clone();
        let noun = v.head_noun(core.clone());
        let head = v.lexicon.role_stem(v.text(noun));
        let gender = if v.gender(noun).bits().is_power_of_two() { v.gender(noun) } else { Class::empty() };
        let voice = v.is(noun, Class::SPOKESPERSON);
        let institution = if voice { self.spoken_for(source, &core, noun) } else { None };
        let words: Vec<_> =
            v.telling_words(core.clone()).into_iter().filter(|w| *w != v.text(noun).to_lowercase()).collect();
        let indefinite = v.is(core.start, Class::INDEFINITE | Class::SEVERAL | Class::NUMBER_WORD);
        let plural = self.plural(description);
        let found = match institution {
            Some(number) => Some(number),
            None if indefinite => None,
            None => {
                let held = self.heads.of(&head).find(|&number| {
                    let known = &self.known[number];
                    known.may_be(gender) && known.plural == plural && known.described_by(&words, &head)
                });
                held.or_else(|| self.silent_holder(&head))
            }
        };
        let number = found.unwrap_or_else(|| self.add(source, description.class, v.trim(source.clone())));
        let known = &mut self.known[number];
        known.person = true;
        known.plural = plural;
        if known.gender.is_empty() || !known.named() && !gender.is_empty() {
            known.gender = gender;
        }
        known.describe(words.into_iter().chain([head.clone()]));
        self.heads.heard(head, number);
        number
    }

    /// "Judge Ola Trane left. The judge said": one of that title who has been named and has not spoken.
    fn silent_holder(&mut self, head: &str) -> Option<usize> {
        let v = self.view;
        let named = self.recent.iter().rev().find_map(|mention| match &mention.who {
            Who::Person { name, .. } => {
                let around = self.around(name);
                v.roles(&around, name).iter().any(|role| role == head).then(|| (around, name.clone()))
            }
            Who::Speaker { .. } => None,
        });
        named.map(|(around, name)| self.named(&around, &name))
    }

    /// The body that a spokesperson without a name speaks for: "a spokeswoman for the union", "a hospital spokesperson".
    fn spoken_for(&mut self, source: &Range<u32>, core: &Range<u32>, noun: u32) -> Option<usize> {
        let v = self.view;
        let behind = noun + 1;
        let phrase = if behind < source.end && v.is(behind, Class::PREPOSITION) {
            behind + 1..source.end
        } else {
            core.start..noun
        };
        let phrase = v.core_of(phrase)?;
        let words = v.telling_words(phrase.clone());
        if words.is_empty() {
            return None;
        }
        let found = self.same_body(&phrase, &words);
        let surname = words
            .last()
            .is_some_and(|last| self.surnames.of(last).any(|n| self.known[n].person && !self.known[n].body));
        if found.is_some() || surname {
            return found;
        }
        // The body has not spoken before: its voice is the first that is heard of it.
        let number = self.add(source, SourceClass::Role, v.trim(source.clone()));
        self.known[number].body = true;
        self.index_body(number, &phrase, words);
        Some(number)
    }

    fn body(&mut self, source: &Range<u32>, description: &Description) -> usize {
        let v = self.view;
        let core = description.core.clone();
        let long = self.long_form(&core);
        let phrase = long.clone().unwrap_or_else(|| core.clone());
        let words = v.telling_words(phrase.clone());
        let plural = self.plural(description);
        if let Some(number) = self.holder(&phrase, &words) {
            return number;
        }
        let found = if words.is_empty() { None } else { self.same_body(&phrase, &words) };
        let found = found.filter(|&number| self.known[number].plural == plural);
        let number = found.unwrap_or_else(|| {
            let shown = long.unwrap_or_else(|| v.trim(source.clone()));
            self.add(source, description.class, shown)
        });
        let known = &mut self.known[number];
        known.plural = plural;
        known.body |= !plural;
        self.index_body(number, &phrase, words);
        number
    }

    /// "the skipper": a person with a name who has been called so, though no list knows the word for a role.
    fn holder(&self, phrase: &Range<u32>, words: &[String]) -> Option<usize> {
        let v = self.view;
        let noun = v.head_noun(phrase.clone());
        if !v.is(phrase.start, Class::DEFINITE) || (phrase.start + 1..phrase.end).any(|at| v.capital(at)) {
            return None;
        }
        let head = v.lexicon.role_stem(v.text(noun));
        let rest: Vec<_> = words.iter().filter(|word| **word != head).cloned().collect();
        self.heads.of(&head).find(|&number| {
            let known = &self.known[number];
            known.named() && !known.body && known.described_by(&rest, &head)
        })
    }

    fn index_body(&mut self, number: usize, phrase: &Range<u32>, words: Vec<String>) {
        let v = self.view;
        let generic = self.view.is(v.head_noun(phrase.clone()), Class::BODY_NOUN) && words.len() == 1;
        let key = words.join(" ");
        let head = v.lexicon.role_stem(v.text(v.head_noun(phrase.clone())));
        // "the company" means another body as soon as one has been named.
        if !generic {
            self.phrases.heard(key, number);
        }
        let capitals = phrase.clone().filter(|&at| v.capital(at) && !v.is(at, Class::DETERMINER | Class::COMPANY));
        let initials: String = capitals.filter_map(|at| v.text(at).chars().next()).collect();
        if initials.len() >= 3 {
            self.phrases.heard(initials.to_lowercase(), number);
        }
        self.known[number].describe(words);
        self.heads.heard(head, number);
    }

    /// "HWU" where the draft has said what that is.
    fn long_form(&self, core: &Range<u32>) -> Option<Range<u32>> {
        let v = self.view;
        let last = core.end - 1;
        let short = core.len() == 1 || core.len() == 2 && v.is(core.start, Class::DEFINITE);
        if short && v.word(last) && v.token(last).all_caps() { self.persons.long_form(v.text(last)) } else { None }
    }

    /// The same words, the same head noun without a name of its own, or any body for "the company".
    fn same_body(&self, phrase: &Range<u32>, words: &[String]) -> Option<usize> {
        let v = self.view;
        if let Some(number) = self.phrases.of(&words.join(" ")).next() {
            return Some(number);
        }
        let noun = v.head_noun(phrase.clone());
        let head = v.lexicon.role_stem(v.text(noun));
        let own = phrase.clone().any(|at| v.capital(at) && at > phrase.start && at != noun);
        if own {
            return None;
        }
        let rest: Vec<_> = words.iter().filter(|word| **word != head).cloned().collect();
        let known = self.heads.of(&head).find(|&number| {
            let known = &self.known[number];
            known.body && known.described_by(&rest, &head) && !known.plural
        });
        if known.is_some() || !rest.is_empty() || !v.is(noun, Class::BODY_NOUN) {
            return known;
        }
        self.latest_body(phrase.start)
    }

    /// The body named last, for "the company"; a name that may be a person's seems further back.
    fn latest_body(&self, at: u32) -> Option<usize> {
        let bodies = self.recent.iter().filter_map(|mention| match mention.who {
            Who::Speaker { number, somebody } => {
                let known = &self.known[number];
                let fits = known.body && !known.plural && known.speaker.name.contains(char::is_uppercase);
                fits.then_some((at.saturating_sub(mention.at) + if somebody { PERHAPS } else { 0 }, number))
            }
            Who::Person { .. } => None,
        });
        bodies.min_by_key(|&(far, _)| far).map(|(_, number)| number)
    }

    fn plural(&self, description: &Description) -> bool {
        let v = self.view;
        let core = description.core.clone();
        let noun = v.head_noun(core.clone());
        matches!(description.class, SourceClass::Collective | SourceClass::VagueGroup)
            || description.name.is_none() && v.text(noun).ends_with('s') && !v.text(noun).ends_with("ss")
    }

    fn add(&mut self, source: &Range<u32>, class: SourceClass, shown: Range<u32>) -> usize {
        let v = self.view;
        self.known.push(Known {
            speaker: Speaker {
                name: self.shown(shown),
                class,
                route: Route::Unknown,
                outlet: None,
                statements: 0,
                quoted_words: 0,
                first: v.language.prose(v.trim(source.clone())),
            },
            given: String::new(),
            surname: String::new(),
            words: Vec::new(),
            gender: Class::empty(),
            plural: false,
            person: person(class),
            body: false,
        });
        self.known.len() - 1
    }

    fn shown(&self, tokens: Range<u32>) -> String {
        let range = self.view.language.prose(tokens);
        self.view.prose[range.start as usize..range.end as usize].to_owned()
    }
}
