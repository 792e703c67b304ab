//! Decides the class of a source: by the list of source nouns, by its name, or by the form of its noun.

use super::Description;
use crate::attribution::SourceClass;
use crate::language::{Class, List, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};

/// Nouns for organisations that can speak, including words for companies and parties.
const ORGANISATION_NOUNS: Class =
    Class::BODY_NOUN.union(Class::INSTITUTION_WORD).union(Class::OUTLET_WORD).union(Class::COMPANY).union(Class::PARTY);

impl Tokens<'_> {
    /// Whether a word is in a phrase of the list of source nouns that has this class.
    pub(super) fn is_listed_as(&self, at: TokenIdx, class: &str) -> bool {
        self.language
            .matches_in(at.until(at + 1))
            .any(|m| m.list == List::SOURCE && self.lexicon.source(m.row).class == class)
    }

    /// [`SourceClass::SocialMedia`] if the core mentions posts or users and the source names a platform: "posts circulating on
    /// social media".
    pub(super) fn social_media_class(&self, core: TokenRange, source: TokenRange) -> Option<SourceClass> {
        let has_class = |range: TokenRange, class: &str| {
            self.language.matches_in(range).any(|m| m.list == List::SOURCE && self.lexicon.source(m.row).class == class)
        };
        let posts = core.iter().any(|at| self.is(at, Class::POST));
        (posts && has_class(source, "social")).then_some(SourceClass::SocialMedia)
    }

    /// The class by the list of source nouns: that of the listed phrase which the core ends with, or else of another one in it.
    pub(super) fn class_by_list(&self, core: TokenRange, source: TokenRange) -> Option<SourceClass> {
        let matches = || self.language.matches_in(core).filter(|m| m.list == List::SOURCE);
        let at_head = matches().filter(|m| m.tokens.end == core.end).min_by_key(|m| m.tokens.start);
        let beyond_core = || {
            // "sources close to", "people familiar with": the listed phrase extends beyond the core.
            let here = self.language.matches_in(core.start.until(source.end)).filter(|m| m.list == List::SOURCE);
            here.filter(|m| m.tokens.start < core.end && m.tokens.end > core.end).last()
        };
        let ends_with_preposition = || {
            matches().find(|m| {
                self.lexicon.source(m.row).class == "anonymous" && self.is(m.tokens.end - 1, Class::PREPOSITION)
            })
        };
        // "a person familiar (with the accounts)": a description instead of a name.
        let last = core.end - 1;
        let beside = last > core.start && self.is(last, Class::BESIDE);
        if beside && self.is(last - 1, Class::PERSON_NOUN | Class::PEOPLE) {
            return Some(SourceClass::Anonymous);
        }
        // "a source close (to the talks)": an adjective after the noun.
        let before_adjective = || {
            matches()
                .filter(|m| {
                    self.lexicon.source(m.row).class == "anonymous"
                        && core.end - m.tokens.end == 1
                        && self.is(m.tokens.end, Class::BESIDE)
                })
                .last()
        };
        // "the chairman of the joint chiefs": a single person, although the listed phrase is plural.
        if self.is_office_of_group(core) {
            return Some(if self.is(core.start, Class::INDEFINITE) {
                SourceClass::Anonymous
            } else {
                SourceClass::Role
            });
        }
        let found = beyond_core().or(at_head).or_else(ends_with_preposition).or_else(before_adjective)?;
        let class = self.lexicon.source(found.row).class;
        let before = core.start.until(found.tokens.start);
        self.class_of_listed(class, core, before)
    }

    /// Whether the core is a noun for one person, followed by "of" and the people that this person leads.
    fn is_office_of_group(&self, core: TokenRange) -> bool {
        let Some(of) = core.iter().find(|&at| self.is(at, Class::OF)) else { return false };
        let noun = of.checked_sub(1).filter(|&at| at >= core.start);
        noun.is_some_and(|at| {
            let office = self.is(at, Class::PERSON_NOUN | Class::TITLE | Class::SPOKESPERSON)
                || self.is_listed_as(at, "named-role");
            office && !self.is(at, Class::QUANTITY | Class::NUMBER_WORD | Class::PRONOUN) && !self.plural_form(at)
        })
    }

    /// The source class for a class of the list; `before` are the words of the core before the listed phrase.
    fn class_of_listed(&self, class: &str, core: TokenRange, before: TokenRange) -> Option<SourceClass> {
        let indefinite = self.is(core.start, Class::INDEFINITE | Class::SEVERAL);
        let named = before.iter().any(|at| self.capital(at) && at > core.start && !self.is_nationality(at));
        Some(match class {
            "anonymous" => SourceClass::Anonymous,
            "unnamed-individual" => SourceClass::UnnamedIndividual,
            "collective-official" => SourceClass::Collective,
            "vague-collective" => SourceClass::VagueGroup,
            "vague-one" if indefinite => SourceClass::Anonymous,
            "named-role" if indefinite && !self.is_spokesperson(core) => SourceClass::Anonymous,
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

    /// Whether a word says which country somebody or something is from: "Russian", "US".
    pub(super) fn is_nationality(&self, at: TokenIdx) -> bool {
        self.lexicon.nationality(self.token(at), self.prose)
    }

    /// Whether the core ends with a word for a spokesperson. A spokesperson speaks for an institution, even without a name.
    fn is_spokesperson(&self, core: TokenRange) -> bool {
        core.end > core.start && self.is(core.end - 1, Class::SPOKESPERSON)
    }

    /// The class by the name at the end of the core; `None` if there is no name. `end` is the end of the whole source.
    pub(super) fn class_by_name(
        &self,
        core: TokenRange,
        name: Option<TokenRange>,
        end: TokenIdx,
    ) -> Option<SourceClass> {
        let name = name?;
        // "House Democrats", "Americans"
        if self.is(name.end - 1, Class::PARTY) || self.is_demonym(name.end - 1) {
            return Some(SourceClass::Institution);
        }
        if !self.is_country(name) && self.is_plural_sentence_opener(core, name) {
            return Some(SourceClass::VagueGroup);
        }
        // "France said", "Northgrain, the company that runs the store, said". But "Jordan" and "Chad" are also given names.
        let alone = name.start == core.start || self.is(core.start, Class::DEFINITE) && name.start == core.start + 1;
        let somebody = self.is(name.start, Class::GIVEN_NAME);
        if alone && !somebody && (self.is_country(name) || self.is_described_as_body(core.end, end)) {
            return Some(SourceClass::Institution);
        }
        let institution = name.iter().any(|at| {
            self.is(at, Class::COMPANY | Class::INSTITUTION_WORD) || name.len() == 1 && self.token(at).all_caps()
        }) || self.is(core.start, Class::DEFINITE)
            && !core.iter().any(|at| self.is(at, Class::TITLE) || self.is_listed_as(at, "named-role"));
        Some(if institution { SourceClass::Institution } else { SourceClass::NamedPerson })
    }

    /// Whether the core is a plural noun that is capitalised only because it is the first word of its sentence: "Women",
    /// "Traders who rent a stall". It must be a noun for persons, or "who" must follow it, which does not follow a name without
    /// a comma.
    fn is_plural_sentence_opener(&self, core: TokenRange, name: TokenRange) -> bool {
        let at = core.start;
        let language = self.language;
        core.len() == 1
            && name.len() == 1
            && language.sentences[language.sentence_at(at).index()].start == at
            && !self.is(at, Class::GIVEN_NAME)
            && (self.is_plural_person_noun(at)
                || self.plural_form(at)
                    && language
                        .tokens
                        .get(at.index() + 1)
                        .is_some_and(|next| self.lexicon.classes(next.word()).contains(Class::WHO)))
    }

    /// Whether a word is a plural noun for persons: "women", "traders".
    fn is_plural_person_noun(&self, at: TokenIdx) -> bool {
        let person = |word: &str| {
            let classes = self.lexicon.classes(self.lexicon.lookup(&word.to_lowercase()));
            classes.intersects(Class::PERSON_NOUN | Class::PLAIN_PERSON)
        };
        self.is(at, Class::PEOPLE) || self.text(at).strip_suffix('s').is_some_and(person)
    }

    /// Whether a word is the plural of a nationality: "Americans", "Germans".
    fn is_demonym(&self, at: TokenIdx) -> bool {
        let one = self.text(at).strip_suffix('s');
        one.is_some_and(|one| self.lexicon.classes(self.lexicon.lookup(one)).contains(Class::NATIONALITY))
    }

    /// Whether the description after a name says that it is an organisation: ", the company that owns the store,".
    fn is_described_as_body(&self, comma: TokenIdx, end: TokenIdx) -> bool {
        comma + 2 < end
            && self.kind(comma) == TokenKind::Comma
            && self.is(comma + 1, Class::DETERMINER)
            && self.core_of((comma + 1).until(end)).is_some_and(|mut core| {
                // "the head of the company", "an economist and former member of the club"
                let ends_noun = |&at: &TokenIdx| self.is(at, Class::OF | Class::COORDINATOR);
                core.end = core.iter().find(ends_noun).unwrap_or(core.end);
                core.len() > 1 && self.body_noun(core.end - 1)
            })
    }

    /// Whether a lower-case word is a noun for an organisation: "company", "club", "agency".
    pub(in crate::attribution) fn body_noun(&self, at: TokenIdx) -> bool {
        !self.capital(at) && self.is(at, Class::BODY_NOUN | Class::INSTITUTION_WORD | Class::OUTLET_WORD)
    }

    /// The class that reports show for a source. It differs from the class that rules use for some institutions: documents
    /// (“Lund's letter”), and persons whose noun is in no list (“a plumber”, “a dozen delegates”).
    pub(in crate::attribution) fn reported_class(&self, description: &Description) -> SourceClass {
        let core = &description.core;
        if description.class != SourceClass::Institution || core.is_empty() {
            return description.class;
        }
        let noun = self.head_noun(*core);
        let document_class = |class: &str| match class {
            "document" => Some(SourceClass::Document),
            "study" => Some(SourceClass::Study),
            "poll" => Some(SourceClass::Poll),
            _ => None,
        };
        let list_matches = self
            .language
            .matches_in(core.start.until(noun + 1))
            .filter(|m| m.list == List::SOURCE && m.tokens.end == noun + 1);
        if let Some(class) = list_matches.filter_map(|m| document_class(self.lexicon.source(m.row).class)).last() {
            return class;
        }
        if self.is(noun, Class::WRITING) && !self.capital(noun) {
            return SourceClass::Document;
        }
        // "one of the delegates"
        let one = core.len() > 1 && self.is(core.start, Class::INDEFINITE) && self.is(core.start + 1, Class::OF);
        // "a plumber": a source that is "a" and a noun in no list is usually a person.
        if self.is(core.start, Class::INDEFINITE) && !one && self.may_be_person(noun) {
            return SourceClass::UnnamedIndividual;
        }
        let crowd = self.plural_form(noun) && !self.capital(noun) && !one;
        if crowd && !self.is(noun, ORGANISATION_NOUNS) || self.is_demonym(noun) {
            SourceClass::VagueGroup
        } else {
            description.class
        }
    }

    /// The class by the last word of the core, for a source that neither the list nor its name decides.
    pub(super) fn class_by_form(&self, core: TokenRange) -> SourceClass {
        let Some(last) = core.end.checked_sub(1).filter(|&at| at >= core.start) else { return SourceClass::Unknown };
        let person = self.text(last).to_ascii_lowercase();
        let indefinite = self.is(core.start, Class::INDEFINITE);
        if self.is(last, Class::PERSON_NOUN) && indefinite {
            return SourceClass::Anonymous;
        }
        // "an Australian radio station", "a small website"
        let station = || last > core.start && self.is(last - 1, Class::OUTLET_WORD);
        // "Norwegian television"
        if last > core.start && self.is(last, Class::MEDIUM) && self.is_nationality(last - 1) {
            return SourceClass::UnnamedOutlet;
        }
        let medium = self.is(last, Class::OUTLET_WORD) && !self.is(last, Class::STATEMENT_NOUN | Class::POST);
        if indefinite && medium && (self.is(last, Class::MEDIUM) || station()) {
            return SourceClass::UnnamedOutlet;
        }
        // "the woman": a person without an office.
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

    /// Whether a lower-case singular noun is neither an organisation nor a document.
    fn may_be_person(&self, noun: TokenIdx) -> bool {
        let documents = Class::STATEMENT_NOUN | Class::POST | Class::WRITING | Class::REPORTING | Class::MEDIUM;
        self.word(noun)
            && !self.capital(noun)
            && !self.plural_form(noun)
            && !self.is(noun, documents | ORGANISATION_NOUNS)
    }
}
