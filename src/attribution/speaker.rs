//! Who speaks: one speaker for "the harbour spokesperson Ada Brook", "Brook", "the spokeswoman" and "she".

use super::frame::Relation;
use super::newsroom::Names;
use super::source::Description;
use super::view::View;
use super::{Kind, Route, SourceClass, Speaker};
use crate::language::{Class, TokenKind};
use std::ops::Range;

/// How much further back a speaker inside another's statement seems, in tokens.
const NESTED: u32 = 80;

/// The speakers of a draft, in the order in which they are met.
pub(super) struct Speakers<'a> {
    view: View<'a>,
    names: &'a Names,
    known: Vec<Known>,
    /// The last source that was understood, by its first token: two cues may share one.
    latest: Option<(u32, usize)>,
}

struct Known {
    speaker: Speaker,
    /// Lower-case last word of the name.
    surname: String,
    /// Lower-case words that describe: role nouns.
    role: String,
    gender: Class,
    plural: bool,
    /// The token of the last mention, for the nearest fitting speaker.
    last: u32,
}

impl<'a> Speakers<'a> {
    pub(super) fn new(view: View<'a>, names: &'a Names) -> Self {
        Self { view, names, known: Vec::new(), latest: None }
    }

    /// The speaker of a relation; makes a new one where none fits. Gives its number and class.
    ///
    /// `nested`: the relation stands inside what another one attributes; its source does not become the one that "he" means.
    pub(super) fn of(&mut self, relation: &Relation, description: &Description, nested: bool) -> Option<usize> {
        let source = relation.source.clone()?;
        let v = self.view;
        let core = description.core.clone();
        if let Some((start, number)) = self.latest
            && start == source.start
        {
            return Some(number);
        }
        let found = if core.len() == 1 && v.is(core.start, Class::PERSONAL | Class::RELATIVE) {
            self.pronoun(core.start)
        } else if let Some(name) = &description.name
            && description.class == SourceClass::NamedPerson
        {
            self.named(name)
        } else if matches!(description.class, SourceClass::Role | SourceClass::UnnamedIndividual) {
            self.role(&core)
        } else {
            self.same_words(&core)
        };
        let number = match found {
            Some(number) => number,
            None if v.is(core.start, Class::PERSONAL | Class::RELATIVE) => return None,
            None => self.add(source.clone(), description),
        };
        self.latest = Some((source.start, number));
        self.update(number, source, description, nested);
        Some(number)
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

    fn named(&self, name: &Range<u32>) -> Option<usize> {
        let v = self.view;
        let surname = v.text(self.last_name(name)).to_lowercase();
        self.known.iter().position(|known| !known.surname.is_empty() && known.surname == surname)
    }

    fn last_name(&self, name: &Range<u32>) -> u32 {
        let last = name.end - 1;
        if name.len() > 1 && self.view.is(last, Class::NAME_SUFFIX) { last - 1 } else { last }
    }

    /// "the spokesman": the speaker last described by that word, else the nearest person, if the phrase is definite.
    fn role(&self, core: &Range<u32>) -> Option<usize> {
        let v = self.view;
        let head = v.lexicon.role_stem(v.text(core.end - 1));
        let matching = self
            .known
            .iter()
            .enumerate()
            .filter(|(_, k)| k.role.split(' ').any(|word| v.lexicon.role_stem(word) == head));
        matching.max_by_key(|(_, k)| k.last).map(|(number, _)| number)
    }

    fn same_words(&self, core: &Range<u32>) -> Option<usize> {
        let key = self.words(core);
        self.known.iter().position(|known| known.surname.is_empty() && !known.role.is_empty() && known.role == key)
    }

    fn pronoun(&self, at: u32) -> Option<usize> {
        let v = self.view;
        let fits = |known: &Known| {
            if v.is(at, Class::PLURAL) {
                return known.plural || !matches!(known.speaker.class, SourceClass::NamedPerson);
            }
            let person = matches!(
                known.speaker.class,
                SourceClass::NamedPerson | SourceClass::Role | SourceClass::Anonymous | SourceClass::UnnamedIndividual
            );
            if v.is(at, Class::NEUTER) {
                return !person && !known.plural;
            }
            let gender = v.gender(at);
            v.is(at, Class::WHO) || !gender.is_empty() && person && !known.plural && (gender | known.gender) == gender
        };
        // A known gender that fits stands over a nearer one that is unknown, within the last few sentences.
        let near = self.known.iter().enumerate().filter(|(_, known)| fits(known) && known.last < at);
        near.max_by_key(|(_, known)| known.last).map(|(number, _)| number)
    }

    fn add(&mut self, source: Range<u32>, description: &Description) -> usize {
        let v = self.view;
        let core = description.core.clone();
        let name = description.name.clone().filter(|_| description.class == SourceClass::NamedPerson);
        let surname = name.as_ref().map(|n| v.text(self.last_name(n)).to_lowercase()).unwrap_or_default();
        let last = core.end.saturating_sub(1).max(core.start);
        let plural = matches!(description.class, SourceClass::Collective | SourceClass::VagueGroup)
            || v.text(last).ends_with('s') && name.is_none() && !v.is(core.start, Class::PERSONAL);
        let shown = name.clone().unwrap_or_else(|| v.trim(source.clone()));
        self.known.push(Known {
            speaker: Speaker {
                name: self.shown(shown),
                class: description.class,
                route: Route::Unknown,
                outlet: None,
                statements: 0,
                quoted_words: 0,
                first: v.language.prose(v.trim(source)),
            },
            surname,
            role: String::new(),
            gender: Class::empty(),
            plural,
            last: 0,
        });
        self.known.len() - 1
    }

    fn shown(&self, tokens: Range<u32>) -> String {
        let range = self.view.language.prose(tokens);
        self.view.prose[range.start as usize..range.end as usize].to_owned()
    }

    fn update(&mut self, number: usize, source: Range<u32>, description: &Description, nested: bool) {
        let v = self.view;
        let role = match &description.name {
            Some(_) if description.class == SourceClass::NamedPerson => self.description_words(&source, description),
            _ => self.words(&description.core),
        };
        let name = description.name.clone().filter(|_| description.class == SourceClass::NamedPerson);
        let gender = name.as_ref().map_or(Class::empty(), |name| self.gender(&source, name));
        let fuller = name.clone().map(|name| self.shown(name));
        let known = &mut self.known[number];
        if !nested || known.last == 0 {
            // A nested mention counts as one paragraph or so further back.
            known.last = known.last.max(if nested { source.start.saturating_sub(NESTED) } else { source.start });
        }
        known.gender |= gender;
        let pronoun = v.is(description.core.start, Class::PERSONAL | Class::RELATIVE) && description.core.len() == 1;
        if !pronoun && !role.is_empty() {
            if !known.role.is_empty() && !known.surname.is_empty() {
                known.role.push(' ');
                known.role.push_str(&role);
            } else if known.role.is_empty() {
                known.role = role;
            }
        }
        if let Some(fuller) = fuller
            && !known.surname.is_empty()
            && fuller.len() > known.speaker.name.len()
        {
            known.speaker.name = fuller;
        }
    }

    /// The lower-case nouns around a name: "Kremlin spokesperson", "an economist".
    fn description_words(&self, source: &Range<u32>, description: &Description) -> String {
        let v = self.view;
        let name = description.name.clone().unwrap_or(source.end..source.end);
        let words = source.clone().take(24).filter(|at| !name.contains(at) && v.word(*at));
        let nouns = words.filter(|&at| {
            !v.is(at, Class::DETERMINER | Class::PREPOSITION | Class::RELATIVE | Class::CLITIC | Class::COORDINATOR)
        });
        nouns.map(|at| v.text(at).to_lowercase()).collect::<Vec<_>>().join(" ")
    }

    fn words(&self, core: &Range<u32>) -> String {
        let v = self.view;
        let words =
            core.clone().filter(|&at| v.kind(at) == TokenKind::Word && !v.is(at, Class::DETERMINER | Class::CLITIC));
        words.map(|at| v.text(at).to_lowercase()).collect::<Vec<_>>().join(" ")
    }

    /// A title or given name that tells; never guessed from anything else.
    fn gender(&self, source: &Range<u32>, name: &Range<u32>) -> Class {
        let v = self.view;
        for at in source.start..name.end {
            if v.is(at, Class::HONORIFIC) {
                return v.gender(at);
            }
        }
        let first = v.gender(name.start);
        if name.len() >= 2 && first.bits().is_power_of_two() { first } else { Class::empty() }
    }

    /// Whether an outlet's name in these tokens is the newsroom's own or a partner's.
    pub(super) fn firsthand(&self, tokens: Range<u32>) -> bool {
        self.names.own_in(&self.view, tokens.clone()) || self.names.partner_in(&self.view, tokens)
    }
}
