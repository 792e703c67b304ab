//! What kind of source a noun phrase names.

use super::SourceClass;
use super::newsroom::NewsroomMentions;
use crate::language::{Class, Form, List, TokenKind, Tokens};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A noun phrase, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Description {
    pub(super) class: SourceClass,
    /// The part that carries the sense: no appositive, relative clause or place.
    pub(super) core: Range<u32>,
    /// The tokens of a proper name in it, if any.
    pub(super) name: Option<Range<u32>>,
    /// Row of the outlet it names, if any.
    pub(super) outlet: Option<u32>,
}

/// The most particles in a row in a name, with some to spare: "de la", "van der".
const PARTICLES: u32 = 8;

/// Words for bodies that speak, among them what a company or a party is called.
const BODIES: Class =
    Class::BODY_NOUN.union(Class::INSTITUTION_WORD).union(Class::OUTLET_WORD).union(Class::COMPANY).union(Class::PARTY);

/// An outlet at the head of a noun phrase.
enum OutletHead {
    /// It stands in the list, in this row.
    NewsroomNames(u32),
    /// Its name, or the newsroom, says that it is one.
    Named,
    /// The word before its name says so: "the French site Harbourline".
    Called(Range<u32>),
}

impl<'a> Tokens<'a> {
    /// Understands a source's noun phrase.
    pub(super) fn describe(&self, source: Range<u32>, names: &NewsroomMentions) -> Description {
        // "Lund's" of "Lund's claim that"
        let owner = source.len() > 1 && self.possessive(source.end - 1);
        let source = source.start..source.end - u32::from(owner);
        let core = self.core(source.clone());
        let name = self.name_in(core.clone());
        let mut found =
            Description { class: SourceClass::Unknown, core: core.clone(), name: name.clone(), outlet: None };
        if names.own_in(source.clone()) && !self.person_after_outlet(&core, name.as_ref()) {
            found.class = SourceClass::OwnNewsroom;
            return found;
        }
        if core.len() == 1 && self.is(core.start, Class::PERSONAL | Class::RELATIVE) {
            found.class =
                if self.is(core.start, Class::FIRST_PERSON) { SourceClass::OwnNewsroom } else { SourceClass::Unknown };
            return found;
        }
        if let Some(outlet) = self.outlet_head(&core, names) {
            found.outlet = match outlet {
                OutletHead::NewsroomNames(row) => Some(row),
                OutletHead::Named => None,
                OutletHead::Called(name) => {
                    found.core = name;
                    None
                }
            };
            found.class = SourceClass::Outlet;
            return found;
        }
        found.class = self
            .social(&core, &source)
            .or_else(|| self.listed(&core, &source))
            .or_else(|| self.by_name(&core, name.as_ref(), source.end))
            .unwrap_or_else(|| self.by_form(&core));
        if let Some(name) = self.named_appositive(&source, &core, found.class) {
            found.class = SourceClass::NamedPerson;
            found.name = Some(name);
        }
        found
    }

    /// Understands the phrase of one spoken to: "CNN's Dana Reed" and "Courier reporter Ana Ruiz" stand for their outlet.
    pub(super) fn describe_addressee(&self, addressee: Range<u32>, names: &NewsroomMentions) -> Description {
        let mut found = self.describe(addressee.clone(), names);
        let name = found.name.clone().filter(|_| matches!(found.class, SourceClass::NamedPerson | SourceClass::Role));
        let Some(name) = name.filter(|name| name.start > found.core.start) else { return found };
        let before = found.core.start..name.start;
        if before.clone().any(|at| self.is(at, Class::COORDINATOR)) {
            return found;
        }
        let listed = self.language.matches_in(before.clone()).filter(|m| m.list == List::OUTLET).last();
        if names.own_in(before) {
            found.class = SourceClass::OwnNewsroom;
        } else if let Some(outlet) = listed {
            found.class = SourceClass::Outlet;
            found.outlet = Some(outlet.row);
        }
        found
    }

    /// The phrase up to its first comma, relative clause or place; what stands before a name stays.
    fn core(&self, source: Range<u32>) -> Range<u32> {
        let end = (source.start + 1..source.end)
            .find(|&at| {
                !self.word(at) && !matches!(self.kind(at), TokenKind::Number | TokenKind::Symbol) && !self.owner(at)
                    || self.is(at, Class::RELATIVE)
                    || matches!(self.form(at), Some(Form::Past | Form::Participle))
                        && at + 1 < source.end
                        && self.is(at + 1, Class::PREPOSITION)
                    || self.acts(at, source.end)
                    || self.is(at, Class::PREPOSITION)
                        && !(self.is(at, Class::OF)
                            && (self.capital_name(at + 1, source.end) && !self.person_of(at, &source)
                                || self.quantity(at - 1)))
                    || self.is(at, Class::COORDINATOR) && self.is((at + 1).min(source.end - 1), Class::PERSONAL)
            })
            .unwrap_or(source.end);
        source.start..end
    }

    /// "an attorney representing the town": a participle with its own object behind the noun.
    fn acts(&self, at: u32, end: u32) -> bool {
        self.form(at) == Some(Form::Ing)
            && !self.is(at - 1, Class::DETERMINER | Class::POSSESSIVE)
            && at + 1 < end
            && self.is(at + 1, Class::DETERMINER | Class::POSSESSIVE)
    }

    /// The part of a phrase that carries the sense, if there is any phrase.
    pub(super) fn core_of(&self, phrase: Range<u32>) -> Option<Range<u32>> {
        (!phrase.is_empty()).then(|| self.core(phrase))
    }

    /// "the Nurses' Association": an apostrophe with more of the phrase behind it.
    fn owner(&self, at: u32) -> bool {
        self.kind(at) == TokenKind::Apostrophe
            && self.language.tokens.get(at as usize + 1).is_some_and(|next| next.kind() == TokenKind::Word)
    }

    /// "one of the sources", "a number of officials": what counts stands behind "of".
    fn quantity(&self, at: u32) -> bool {
        self.is(at, Class::NUMBER_WORD | Class::PRONOUN | Class::QUANTITY)
    }

    fn capital_name(&self, at: u32, end: u32) -> bool {
        at < end && (self.capital(at) || self.is(at, Class::DEFINITE) && at + 1 < end && self.capital(at + 1))
    }

    /// "Ada Brook (of the Department of Ports)": a given name and a surname; what belongs to an outlet stands for it.
    fn person_of(&self, of: u32, source: &Range<u32>) -> bool {
        of >= source.start + 2
            && self.capital(of - 1)
            && self.capital(of - 2)
            && self.is(of - 2, Class::GIVEN_NAME)
            && !self.language.matches_in(of + 1..source.end).any(|m| m.list == List::OUTLET)
    }

    /// The last run of capitalised words of a phrase, without its title or description, with its particles.
    fn name_in(&self, core: Range<u32>) -> Option<Range<u32>> {
        let last = core.end.checked_sub(1).filter(|&at| at >= core.start && self.proper(at))?;
        let described = Class::TITLE | Class::NATIONALITY | Class::CLITIC;
        let mut start = last;
        loop {
            let mut part = start;
            while part > core.start && self.is(part - 1, Class::NAME_PARTICLE) && !self.capital(part - 1) {
                part -= 1;
            }
            if part > core.start && self.proper(part - 1) && !self.is(part - 1, described) {
                start = part - 1;
            } else {
                // "van der Berg" alone begins with its particles.
                return Some(self.behind_office(if part == core.start { part } else { start }..last + 1));
            }
        }
    }

    /// "Marsh County District Attorney Fran Moss": of a long run of capitals, what begins with a given name.
    fn behind_office(&self, name: Range<u32>) -> Range<u32> {
        let near = name.start.max(name.end.saturating_sub(3))..name.end - 1;
        let given = near.rev().find(|&at| name.len() >= 4 && self.is(at, Class::GIVEN_NAME));
        given.unwrap_or(name.start)..name.end
    }

    /// The end of the name that begins at a capitalised word: "Jan van der Berg".
    pub(super) fn name_end(&self, start: u32, ceiling: u32) -> u32 {
        let mut at = start;
        loop {
            let end = (at..ceiling).find(|&at| !self.proper(at)).unwrap_or(ceiling);
            let near = ceiling.min(end + PARTICLES);
            let next = (end..near).find(|&at| !self.is(at, Class::NAME_PARTICLE)).unwrap_or(near);
            if next == end || next == ceiling || !self.proper(next) {
                return end;
            }
            at = next;
        }
    }

    pub(super) fn proper(&self, at: u32) -> bool {
        let no_name = Class::DETERMINER | Class::PRONOUN | Class::PREPOSITION | Class::DAY | Class::MONTH;
        if self.capital(at) {
            // "Per Lund", "April Stone": a given name that is also a small word or a month.
            let next = || self.language.tokens.get(at as usize + 1).is_some_and(|next| next.capital());
            // "…,” May Lund said": no month has a capital word behind it there.
            let behind_quote = || {
                at > 0
                    && self.kind(at - 1) == TokenKind::QuoteClose
                    && !self.is(at, no_name.difference(Class::DAY | Class::MONTH))
            };
            return !self.is(at, no_name) || (self.is(at, Class::GIVEN_NAME) || behind_quote()) && next();
        }
        let hyphened = self.word(at) && !self.token(at).letters();
        let parts = if hyphened { self.text(at).split_once('-') } else { None };
        parts.is_some_and(|(particle, name)| self.particle(particle) && name.starts_with(char::is_uppercase))
    }

    /// "al" of "al-Hadi".
    pub(super) fn particle(&self, word: &str) -> bool {
        self.lexicon.classes(self.lexicon.lookup(word)).contains(Class::NAME_PARTICLE)
    }

    /// An outlet's name at the head of the phrase.
    fn outlet_head(&self, core: &Range<u32>, names: &NewsroomMentions) -> Option<OutletHead> {
        let listed = self.language.matches_in(core.clone()).filter(|m| m.list == List::OUTLET).last();
        if let Some(found) = listed {
            let rest = found.tokens.end..core.end;
            let head = rest.is_empty() || rest.clone().all(|at| self.is(at, Class::OUTLET_WORD | Class::CLITIC));
            let outlet = self.lexicon.outlet(found.row);
            // "said Sun" is a person, "the Sun said" the paper.
            let acronym = self.token(core.start).all_caps();
            let bare = core.len() == 1 && outlet.name.contains(' ') && !acronym;
            let whole = !outlet.ambiguous
                || self.is(core.start, Class::DETERMINER)
                || found.tokens.start == core.start && !bare;
            if head && whole && !self.behind_given_name(core, &found.tokens) {
                return Some(OutletHead::NewsroomNames(found.row));
            }
        }
        if names.outlet_in(core.clone()) {
            return Some(OutletHead::Named);
        }
        // "NT News", "the Bunbury Mail": a name that ends as newspapers and stations do.
        let last = core.end.checked_sub(1).filter(|&at| at >= core.start)?;
        let word = |at: u32| self.capital(at) && self.is(at, Class::OUTLET_WORD);
        // "the Environment Agency" is none: the word before such a noun has to speak of news as well.
        let body = self.is(last, Class::BODY_NOUN);
        let titled = core.clone().any(|at| self.is(at, Class::TITLE | Class::HONORIFIC) && at < last);
        let ends = core.len() >= 2
            && word(last)
            && self.capital(last - 1)
            && !self.is(last - 1, Class::DETERMINER)
            && !titled
            && (!body || self.is(last - 1, Class::OUTLET_WORD | Class::REPORTING));
        // "10 News Tampa": a number before the word is a station's channel.
        let station = core.clone().skip(1).any(|at| word(at) && self.kind(at - 1) == TokenKind::Number);
        // "KTVX-TV", "the Harbour-News"
        let joined =
            self.capital(last) && self.text(last).rsplit_once('-').is_some_and(|(_, word)| self.outlet_word(word));
        // "10 News editor Ana Ruiz" is a person.
        let person = || self.person_after_outlet(core, self.name_in(core.clone()).as_ref());
        if ends || station && !person() || joined {
            return Some(OutletHead::Named);
        }
        let name = self.name_in(core.clone()).filter(|name| name.start > core.start)?;
        (self.is(name.start - 1, Class::OUTLET_WORD) && !self.capital(name.start - 1))
            .then_some(OutletHead::Called(name))
    }

    /// "Evan Spiegel", "Rep. Forbes": the listed name is a person's surname.
    fn behind_given_name(&self, core: &Range<u32>, outlet: &Range<u32>) -> bool {
        outlet.len() == 1
            && outlet.start > core.start
            && self.is(outlet.start - 1, Class::GIVEN_NAME | Class::TITLE | Class::HONORIFIC)
            && self.capital(outlet.start - 1)
    }

    fn outlet_word(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase)
            && self.lexicon.classes(self.lexicon.lookup(word)).contains(Class::OUTLET_WORD)
    }

    /// "CNN's Dana Reed", "Courier reporter Ana Ruiz": the person speaks, not the outlet.
    fn person_after_outlet(&self, core: &Range<u32>, name: Option<&Range<u32>>) -> bool {
        name.is_some_and(|name| {
            let before = core.start..name.start;
            let possessive = before.clone().any(|at| self.is(at, Class::CLITIC));
            name.len() >= 2 && (possessive || before.clone().any(|at| self.listed_as(at, "named-role")))
        })
    }

    fn listed_as(&self, at: u32, class: &str) -> bool {
        self.language
            .matches_in(at..at + 1)
            .any(|m| m.list == List::SOURCE && self.lexicon.source(m.row).class == class)
    }

    /// "posts circulating on social media", "users on TikTok": a post or its writers, on a platform.
    fn social(&self, core: &Range<u32>, source: &Range<u32>) -> Option<SourceClass> {
        let listed = |range: Range<u32>, class: &str| {
            self.language.matches_in(range).any(|m| m.list == List::SOURCE && self.lexicon.source(m.row).class == class)
        };
        let posts = core.clone().any(|at| self.is(at, Class::POST));
        (posts && listed(source.clone(), "social")).then_some(SourceClass::SocialMedia)
    }

    /// The class of the listed phrase that the core ends with, or that it holds nearest to its end.
    fn listed(&self, core: &Range<u32>, source: &Range<u32>) -> Option<SourceClass> {
        let matches = || self.language.matches_in(core.clone()).filter(|m| m.list == List::SOURCE);
        let at_head = matches().filter(|m| m.tokens.end == core.end).min_by_key(|m| m.tokens.start);
        let across = || {
            // "sources close to", "people familiar with": the listed phrase runs on behind the core.
            let here = self.language.matches_in(core.start..source.end).filter(|m| m.list == List::SOURCE);
            here.filter(|m| m.tokens.start < core.end && m.tokens.end > core.end).last()
        };
        let friend = || {
            matches().find(|m| {
                self.lexicon.source(m.row).class == "anonymous" && self.is(m.tokens.end - 1, Class::PREPOSITION)
            })
        };
        // "a person familiar (with the accounts)": what is said of them stands for a name.
        let last = core.end - 1;
        let beside = last > core.start && self.is(last, Class::BESIDE);
        if beside && self.is(last - 1, Class::PERSON_NOUN | Class::PEOPLE) {
            return Some(SourceClass::Anonymous);
        }
        // "a source close (to the talks)": an adjective behind the noun.
        let behind = || {
            matches()
                .filter(|m| {
                    self.lexicon.source(m.row).class == "anonymous"
                        && core.end - m.tokens.end == 1
                        && self.is(m.tokens.end, Class::BESIDE)
                })
                .last()
        };
        // "the chairman of the joint chiefs": one of several holds the office.
        if self.one_of_office(core) {
            return Some(if self.is(core.start, Class::INDEFINITE) {
                SourceClass::Anonymous
            } else {
                SourceClass::Role
            });
        }
        let found = across().or(at_head).or_else(friend).or_else(behind)?;
        let class = self.lexicon.source(found.row).class;
        let before = core.start..found.tokens.start;
        self.class_of(class, core, before)
    }

    /// A noun for one person, with "of" and those they head behind it.
    fn one_of_office(&self, core: &Range<u32>) -> bool {
        let Some(of) = core.clone().find(|&at| self.is(at, Class::OF)) else { return false };
        let noun = of.checked_sub(1).filter(|&at| at >= core.start);
        noun.is_some_and(|at| {
            let office = self.is(at, Class::PERSON_NOUN | Class::TITLE | Class::SPOKESPERSON)
                || self.listed_as(at, "named-role");
            office && !self.is(at, Class::QUANTITY | Class::NUMBER_WORD | Class::PRONOUN) && !self.plural_form(at)
        })
    }

    fn class_of(&self, class: &str, core: &Range<u32>, before: Range<u32>) -> Option<SourceClass> {
        let indefinite = self.is(core.start, Class::INDEFINITE | Class::SEVERAL);
        let named = before.clone().any(|at| self.capital(at) && at > core.start && !self.country(at));
        Some(match class {
            "anonymous" => SourceClass::Anonymous,
            "unnamed-individual" => SourceClass::UnnamedIndividual,
            "collective-official" => SourceClass::Collective,
            "vague-collective" => SourceClass::VagueGroup,
            "vague-one" if indefinite => SourceClass::Anonymous,
            "named-role" if indefinite && !self.spokes(core) => SourceClass::Anonymous,
            "named-role" | "named-roles" | "vague-one" => SourceClass::Role,
            "document" if named => return None,
            "document" => SourceClass::Document,
            "study" => SourceClass::Study,
            "poll" => SourceClass::Poll,
            "outlet-generic" => SourceClass::UnnamedOutlet,
            "social" => SourceClass::SocialMedia,
            "official-body" | "metonym" => SourceClass::Institution,
            _ => return None,
        })
    }

    /// "Russian", "US": says where from, not who.
    fn country(&self, at: u32) -> bool {
        self.lexicon.nationality(self.token(at), self.prose)
    }

    /// A spokesperson speaks for an institution, named or not.
    fn spokes(&self, core: &Range<u32>) -> bool {
        core.end > core.start && self.is(core.end - 1, Class::SPOKESPERSON)
    }

    fn by_name(&self, core: &Range<u32>, name: Option<&Range<u32>>, end: u32) -> Option<SourceClass> {
        let name = name?;
        // "House Democrats", "Americans"
        if self.is(name.end - 1, Class::PARTY) || self.is_demonym(name.end - 1) {
            return Some(SourceClass::Institution);
        }
        if !self.is_country(name) && self.plural_opening(core, name) {
            return Some(SourceClass::VagueGroup);
        }
        // "France said", "Northgrain, the company that runs the store, said"; "Jordan" and "Chad" are given names as well.
        let alone = name.start == core.start || self.is(core.start, Class::DEFINITE) && name.start == core.start + 1;
        let somebody = self.is(name.start, Class::GIVEN_NAME);
        if alone && !somebody && (self.is_country(name) || self.called_a_body(core.end, end)) {
            return Some(SourceClass::Institution);
        }
        let institution = name.clone().any(|at| {
            self.is(at, Class::COMPANY | Class::INSTITUTION_WORD) || name.len() == 1 && self.token(at).all_caps()
        }) || self.is(core.start, Class::DEFINITE)
            && !core.clone().any(|at| self.is(at, Class::TITLE) || self.listed_as(at, "named-role"));
        Some(if institution { SourceClass::Institution } else { SourceClass::NamedPerson })
    }

    /// "Women", "Traders who rent a stall": a noun in the plural has its capital from the sentence that it opens. It is one for persons,
    /// or has "who" behind it, as no name has without a comma.
    fn plural_opening(&self, core: &Range<u32>, name: &Range<u32>) -> bool {
        let at = core.start;
        let language = self.language;
        core.len() == 1
            && name.len() == 1
            && language.sentences[language.sentence_at(at)].start == at
            && !self.is(at, Class::GIVEN_NAME)
            && (self.persons(at)
                || self.plural_form(at)
                    && language
                        .tokens
                        .get(at as usize + 1)
                        .is_some_and(|next| self.lexicon.classes(next.word()).contains(Class::WHO)))
    }

    /// "women", "traders": a noun for persons in the plural.
    fn persons(&self, at: u32) -> bool {
        let person = |word: &str| {
            let classes = self.lexicon.classes(self.lexicon.lookup(&word.to_lowercase()));
            classes.intersects(Class::PERSON_NOUN | Class::PLAIN_PERSON)
        };
        self.is(at, Class::PEOPLE) || self.text(at).strip_suffix('s').is_some_and(person)
    }

    /// "Americans", "Germans": the plural of a word that says where somebody is from.
    fn is_demonym(&self, at: u32) -> bool {
        let one = self.text(at).strip_suffix('s');
        one.is_some_and(|one| self.lexicon.classes(self.lexicon.lookup(one)).contains(Class::NATIONALITY))
    }

    /// A country's name.
    pub(super) fn is_country(&self, name: &Range<u32>) -> bool {
        self.lexicon.country(self.words(name.clone()))
    }

    /// The names that a draft uses for places: "in Valdora", "Valdora's president".
    pub(super) fn places(&self) -> FxHashSet<&'a str> {
        let count = self.language.tokens.len() as u32;
        let mut places = FxHashSet::default();
        let mut at = 0;
        while at < count {
            if !self.token(at).capital() || !self.proper(at) {
                at += 1;
                continue;
            }
            let name = at..self.name_end(at, count);
            at = name.end.max(at + 1);
            let apostrophe = name.end < count && self.kind(name.end) == TokenKind::Apostrophe;
            let owns = apostrophe || name.end < count && self.is(name.end, Class::CLITIC);
            let inside = name.start > 0 && self.is(name.start - 1, Class::INSIDE) && !owns;
            let state = owns && name.end + 1 < count && self.is(name.end + 1, Class::STATEHOOD);
            if inside || state {
                places.insert(self.words(name));
            }
        }
        places
    }

    /// ", the company that owns the store,": what stands between commas behind a name says that it is a body's.
    fn called_a_body(&self, comma: u32, end: u32) -> bool {
        comma + 2 < end
            && self.kind(comma) == TokenKind::Comma
            && self.is(comma + 1, Class::DETERMINER)
            && self.core_of(comma + 1..end).is_some_and(|mut core| {
                // "the head of the company", "an economist and former member of the club"
                let behind = |&at: &u32| self.is(at, Class::OF | Class::COORDINATOR);
                core.end = core.clone().find(behind).unwrap_or(core.end);
                core.len() > 1 && self.body_noun(core.end - 1)
            })
    }

    /// "company", "club", "agency".
    pub(super) fn body_noun(&self, at: u32) -> bool {
        !self.capital(at) && self.is(at, Class::BODY_NOUN | Class::INSTITUTION_WORD | Class::OUTLET_WORD)
    }

    /// What a reader would call a source that rules take for a body: a paper, though it says whose ("Lund's letter"), one person or
    /// several, though no list has their noun ("a plumber", "a dozen delegates").
    pub(super) fn class_at_a_glance(&self, description: &Description) -> SourceClass {
        let core = &description.core;
        if description.class != SourceClass::Institution || core.is_empty() {
            return description.class;
        }
        let noun = self.head_noun(core.clone());
        let paper = |class: &str| match class {
            "document" => Some(SourceClass::Document),
            "study" => Some(SourceClass::Study),
            "poll" => Some(SourceClass::Poll),
            _ => None,
        };
        let listed = self
            .language
            .matches_in(core.start..noun + 1)
            .filter(|m| m.list == List::SOURCE && m.tokens.end == noun + 1);
        if let Some(class) = listed.filter_map(|m| paper(self.lexicon.source(m.row).class)).last() {
            return class;
        }
        if self.is(noun, Class::WRITING) && !self.capital(noun) {
            return SourceClass::Document;
        }
        // "one of the delegates"
        let one = core.len() > 1 && self.is(core.start, Class::INDEFINITE) && self.is(core.start + 1, Class::OF);
        // "a plumber": of nouns that no list has, those behind "a" that speak are persons.
        if self.is(core.start, Class::INDEFINITE) && !one && self.may_be_person(noun) {
            return SourceClass::UnnamedIndividual;
        }
        let crowd = self.plural_form(noun) && !self.capital(noun) && !one;
        if crowd && !self.is(noun, BODIES) || self.is_demonym(noun) {
            SourceClass::VagueGroup
        } else {
            description.class
        }
    }

    fn by_form(&self, core: &Range<u32>) -> SourceClass {
        let Some(last) = core.end.checked_sub(1).filter(|&at| at >= core.start) else { return SourceClass::Unknown };
        let person = self.text(last).to_ascii_lowercase();
        let indefinite = self.is(core.start, Class::INDEFINITE);
        if self.is(last, Class::PERSON_NOUN) && indefinite {
            return SourceClass::Anonymous;
        }
        // "an Australian radio station", "a small website"
        let station = || last > core.start && self.is(last - 1, Class::OUTLET_WORD);
        // "Norwegian television"
        if last > core.start && self.is(last, Class::MEDIUM) && self.country(last - 1) {
            return SourceClass::UnnamedOutlet;
        }
        let medium = self.is(last, Class::OUTLET_WORD) && !self.is(last, Class::STATEMENT_NOUN | Class::POST);
        if indefinite && medium && (self.is(last, Class::MEDIUM) || station()) {
            return SourceClass::UnnamedOutlet;
        }
        // "the woman": a person, but nobody's office.
        if self.is(last, Class::PLAIN_PERSON) {
            SourceClass::UnnamedIndividual
        } else if self.is(last, Class::PERSON_NOUN) {
            SourceClass::Role
        } else if person.ends_with("ing") {
            SourceClass::Unknown
        } else {
            SourceClass::Institution
        }
    }

    /// Whether a noun in the singular is neither a body's nor a paper's.
    fn may_be_person(&self, noun: u32) -> bool {
        let papers = Class::STATEMENT_NOUN | Class::POST | Class::WRITING | Class::REPORTING | Class::MEDIUM;
        self.word(noun) && !self.capital(noun) && !self.plural_form(noun) && !self.is(noun, papers | BODIES)
    }

    /// "Her spokesman, Ian Reid,": a name between commas behind a description.
    fn named_appositive(&self, source: &Range<u32>, core: &Range<u32>, class: SourceClass) -> Option<Range<u32>> {
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
        let commas = (core.end..source.end).filter(|&at| self.kind(at) == TokenKind::Comma);
        commas.map(|comma| comma + 1).find_map(|start| {
            let end = self.name_end(start, source.end);
            let title = (start..end).rev().find(|&at| self.is(at, Class::TITLE | Class::HONORIFIC));
            let name = title.map_or(start, |at| at + 1)..end;
            // "The club, Selby Town," is no person.
            let body = self.body_noun(core.end - 1) && title.is_none() && !self.is(name.start, Class::GIVEN_NAME);
            (end - start >= 2 && !name.is_empty() && !body).then_some(name)
        })
    }
}
