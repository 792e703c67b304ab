//! What kind of source a noun phrase names.

use super::SourceClass;
use super::newsroom::Names;
use super::view::View;
use crate::language::{Class, Form, List, TokenKind};
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

/// An outlet at the head of a noun phrase.
enum Head {
    /// It stands in the list, in this row.
    Listed(u32),
    /// Its name, or the newsroom, says that it is one.
    Named,
}

impl View<'_> {
    /// Understands a source's noun phrase.
    pub(super) fn describe(&self, source: Range<u32>, names: &Names) -> Description {
        let core = self.core(source.clone());
        let name = self.name_in(core.clone());
        let mut found =
            Description { class: SourceClass::Unknown, core: core.clone(), name: name.clone(), outlet: None };
        if names.own_in(self, source.clone()) && !self.person_after_outlet(&core, name.as_ref()) {
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
                Head::Listed(row) => Some(row),
                Head::Named => None,
            };
            found.class = SourceClass::Outlet;
            return found;
        }
        found.class = self
            .social(&core, &source)
            .or_else(|| self.listed(&core, &source))
            .or_else(|| self.by_name(&core, name.as_ref()))
            .unwrap_or_else(|| self.by_form(&core));
        if let Some(name) = self.named_appositive(&source, &core, found.class) {
            found.class = SourceClass::NamedPerson;
            found.name = Some(name);
        }
        found
    }

    /// The phrase up to its first comma, relative clause or place; what stands before a name stays.
    fn core(&self, source: Range<u32>) -> Range<u32> {
        let end = (source.start + 1..source.end)
            .find(|&at| {
                !self.word(at) && !matches!(self.kind(at), TokenKind::Number | TokenKind::Symbol)
                    || self.is(at, Class::RELATIVE)
                    || self.form(at) == Some(Form::Past) && at + 1 < source.end && self.is(at + 1, Class::PREPOSITION)
                    || self.is(at, Class::PREPOSITION)
                        && !(self.is(at, Class::OF) && (self.capital_name(at + 1, source.end) || self.quantity(at - 1)))
                    || self.is(at, Class::COORDINATOR) && self.is((at + 1).min(source.end - 1), Class::PERSONAL)
            })
            .unwrap_or(source.end);
        source.start..end
    }

    /// "one of the sources", "a number of officials": what counts stands behind "of".
    fn quantity(&self, at: u32) -> bool {
        self.is(at, Class::NUMBER_WORD | Class::PRONOUN | Class::QUANTITY)
    }

    fn capital_name(&self, at: u32, end: u32) -> bool {
        at < end && (self.capital(at) || self.is(at, Class::DEFINITE) && at + 1 < end && self.capital(at + 1))
    }

    /// The last run of capitalised words of a phrase, without its title or description.
    fn name_in(&self, core: Range<u32>) -> Option<Range<u32>> {
        let last = core.end.checked_sub(1).filter(|&at| at >= core.start && self.proper(at))?;
        let mut start = last;
        while start > core.start
            && (self.proper(start - 1) && !self.is(start - 1, Class::TITLE | Class::NATIONALITY | Class::CLITIC))
        {
            start -= 1;
        }
        Some(start..last + 1)
    }

    fn proper(&self, at: u32) -> bool {
        self.capital(at)
            && !self.is(at, Class::DETERMINER | Class::PRONOUN | Class::PREPOSITION | Class::DAY | Class::MONTH)
    }

    /// An outlet's name at the head of the phrase.
    fn outlet_head(&self, core: &Range<u32>, names: &Names) -> Option<Head> {
        let listed = self.language.matches_in(core.clone()).filter(|m| m.list == List::Outlet).last();
        if let Some(found) = listed {
            let rest = found.tokens.end..core.end;
            let head = rest.is_empty() || rest.clone().all(|at| self.is(at, Class::OUTLET_WORD | Class::CLITIC));
            let whole = found.tokens.start == core.start
                || self.is(core.start, Class::DETERMINER)
                || !self.lexicon.outlet(found.row).ambiguous;
            if head && whole {
                return Some(Head::Listed(found.row));
            }
        }
        if names.outlet_in(self, core.clone()) {
            return Some(Head::Named);
        }
        // "NT News", "the Bunbury Mail": a name that ends as newspapers and stations do.
        let last = core.end.checked_sub(1).filter(|&at| at >= core.start)?;
        let word = |at: u32| self.capital(at) && self.is(at, Class::OUTLET_WORD);
        let ends = core.len() >= 2 && word(last) && self.capital(last - 1) && !self.is(last - 1, Class::DETERMINER);
        // "10 News Tampa": a number before the word is a station's channel.
        let station = core.clone().skip(1).any(|at| word(at) && self.kind(at - 1) == TokenKind::Number);
        (ends || station).then_some(Head::Named)
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
            .any(|m| m.list == List::Source && self.lexicon.source(m.row).class == class)
    }

    /// "posts circulating on social media", "users on TikTok": a post or its writers, on a platform.
    fn social(&self, core: &Range<u32>, source: &Range<u32>) -> Option<SourceClass> {
        let listed = |range: Range<u32>, class: &str| {
            self.language.matches_in(range).any(|m| m.list == List::Source && self.lexicon.source(m.row).class == class)
        };
        let posts = core.clone().any(|at| self.is(at, Class::POST));
        (posts && listed(source.clone(), "social")).then_some(SourceClass::SocialMedia)
    }

    /// The class of the listed phrase that the core ends with, or that it holds nearest to its end.
    fn listed(&self, core: &Range<u32>, source: &Range<u32>) -> Option<SourceClass> {
        let matches = || self.language.matches_in(core.clone()).filter(|m| m.list == List::Source);
        let at_head = matches().filter(|m| m.tokens.end == core.end).min_by_key(|m| m.tokens.start);
        let across = || {
            // "sources close to", "people familiar with": the listed phrase runs on behind the core.
            let here = self.language.matches_in(core.start..source.end).filter(|m| m.list == List::Source);
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
        let found = across().or(at_head).or_else(friend).or_else(behind)?;
        let class = self.lexicon.source(found.row).class;
        let before = core.start..found.tokens.start;
        self.class_of(class, core, before)
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

    fn by_name(&self, core: &Range<u32>, name: Option<&Range<u32>>) -> Option<SourceClass> {
        let name = name?;
        let institution = name.clone().any(|at| {
            self.is(at, Class::COMPANY | Class::INSTITUTION_WORD) || name.len() == 1 && self.token(at).all_caps()
        }) || self.is(core.start, Class::DEFINITE)
            && !core.clone().any(|at| self.is(at, Class::TITLE) || self.listed_as(at, "named-role"));
        Some(if institution { SourceClass::Institution } else { SourceClass::NamedPerson })
    }

    fn by_form(&self, core: &Range<u32>) -> SourceClass {
        let Some(last) = core.end.checked_sub(1).filter(|&at| at >= core.start) else { return SourceClass::Unknown };
        let person = self.text(last).to_ascii_lowercase();
        let indefinite = self.is(core.start, Class::INDEFINITE);
        if self.is(last, Class::PERSON_NOUN) && indefinite {
            return SourceClass::Anonymous;
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

    /// "Her spokesman, Ian Reid,": a name between commas behind a description.
    fn named_appositive(&self, source: &Range<u32>, core: &Range<u32>, class: SourceClass) -> Option<Range<u32>> {
        if !matches!(
            class,
            SourceClass::Role
                | SourceClass::Anonymous
                | SourceClass::UnnamedIndividual
                | SourceClass::Unknown
                | SourceClass::Institution
        ) {
            return None;
        }
        let commas = (core.end..source.end).filter(|&at| self.kind(at) == TokenKind::Comma);
        commas.map(|comma| comma + 1).find_map(|start| {
            let end = (start..source.end).find(|&at| !self.proper(at)).unwrap_or(source.end);
            (end - start >= 2).then_some(start..end)
        })
    }
}
