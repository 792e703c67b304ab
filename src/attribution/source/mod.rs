//! Describes the noun phrase of a source: its core, name, class and outlet.

mod classes;
mod names;
mod outlets;

use super::SourceClass;
use super::newsroom::NewsroomMentions;
use crate::language::{Class, Form, List, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};
use outlets::OutletHead;

/// The description of a noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Description {
    pub(super) class: SourceClass,
    /// The phrase without appositive, relative clause or place.
    pub(super) core: TokenRange,
    /// The tokens of the proper name in the phrase, if any.
    pub(super) name: Option<TokenRange>,
    /// The row of the outlet that the phrase names, if the list of outlets has it.
    pub(super) outlet: Option<u32>,
}

impl Tokens<'_> {
    /// Describes the noun phrase of a source.
    pub(super) fn describe(&self, source: TokenRange, names: &NewsroomMentions) -> Description {
        // "Lund's" of "Lund's claim that"
        let possessive = source.len() > 1 && self.possessive(source.end - 1);
        let source = source.start.until(source.end - u32::from(possessive));
        let core = self.core(source);
        let name = self.name_in(core);
        let mut found = Description { class: SourceClass::Unknown, core, name, outlet: None };
        if names.own_in(source) && !self.person_after_outlet(core, name) {
            found.class = SourceClass::OwnNewsroom;
            return found;
        }
        if core.len() == 1 && self.is(core.start, Class::PERSONAL | Class::RELATIVE) {
            found.class =
                if self.is(core.start, Class::FIRST_PERSON) { SourceClass::OwnNewsroom } else { SourceClass::Unknown };
            return found;
        }
        if let Some(outlet) = self.outlet_head(core, names) {
            found.outlet = match outlet {
                OutletHead::InList(row) => Some(row),
                OutletHead::ByNameOrConfig => None,
                OutletHead::AfterNoun(name) => {
                    found.core = name;
                    None
                }
            };
            found.class = SourceClass::Outlet;
            return found;
        }
        found.class = self
            .social_media_class(core, source)
            .or_else(|| self.class_by_list(core, source))
            .or_else(|| self.class_by_name(core, name, source.end))
            .unwrap_or_else(|| self.class_by_form(core));
        if let Some(name) = self.named_appositive(source, core, found.class) {
            found.class = SourceClass::NamedPerson;
            found.name = Some(name);
        }
        found
    }

    /// Describes the noun phrase of an addressee. “CNN's Dana Reed” and “Courier reporter Ana Ruiz” count as their outlet.
    pub(super) fn describe_addressee(&self, addressee: TokenRange, names: &NewsroomMentions) -> Description {
        let mut found = self.describe(addressee, names);
        let name = found.name.filter(|_| matches!(found.class, SourceClass::NamedPerson | SourceClass::Role));
        let Some(name) = name.filter(|name| name.start > found.core.start) else { return found };
        let before = found.core.start.until(name.start);
        if before.iter().any(|at| self.is(at, Class::COORDINATOR)) {
            return found;
        }
        let outlet_match = self.language.matches_in(before).filter(|m| m.list == List::OUTLET).last();
        if names.own_in(before) {
            found.class = SourceClass::OwnNewsroom;
        } else if let Some(outlet) = outlet_match {
            found.class = SourceClass::Outlet;
            found.outlet = Some(outlet.row);
        }
        found
    }

    /// The core of a phrase: the phrase up to its first comma, relative clause or place.
    fn core(&self, source: TokenRange) -> TokenRange {
        let end = (source.start + 1)
            .until(source.end)
            .iter()
            .find(|&at| {
                !self.word(at)
                    && !matches!(self.kind(at), TokenKind::Number | TokenKind::Symbol)
                    && !self.is_possessive_apostrophe(at)
                    || self.is(at, Class::RELATIVE)
                    || matches!(self.form(at), Some(Form::Past | Form::Participle))
                        && at + 1 < source.end
                        && self.is(at + 1, Class::PREPOSITION)
                    || self.is_participle_with_object(at, source.end)
                    || self.is(at, Class::PREPOSITION)
                        && !(self.is(at, Class::OF)
                            && (self.capital_name(at + 1, source.end) && !self.person_of(at, source)
                                || self.is_quantity(at - 1)))
                    || self.is(at, Class::COORDINATOR) && self.is((at + 1).min(source.end - 1), Class::PERSONAL)
            })
            .unwrap_or(source.end);
        source.start.until(end)
    }

    /// Whether a word is a participle with its own object: "an attorney representing the town".
    fn is_participle_with_object(&self, at: TokenIdx, end: TokenIdx) -> bool {
        self.form(at) == Some(Form::Ing)
            && !self.is(at - 1, Class::DETERMINER | Class::POSSESSIVE)
            && at + 1 < end
            && self.is(at + 1, Class::DETERMINER | Class::POSSESSIVE)
    }

    /// The core of a phrase; `None` if the phrase has no tokens.
    pub(super) fn core_of(&self, phrase: TokenRange) -> Option<TokenRange> {
        (!phrase.is_empty()).then(|| self.core(phrase))
    }

    /// Whether a token is a possessive apostrophe with a word after it: "the Nurses' Association".
    fn is_possessive_apostrophe(&self, at: TokenIdx) -> bool {
        self.kind(at) == TokenKind::Apostrophe
            && self.language.tokens.get(at.index() + 1).is_some_and(|next| next.kind() == TokenKind::Word)
    }

    /// Whether a word counts a noun that follows “of”: "one of the sources", "a number of officials".
    fn is_quantity(&self, at: TokenIdx) -> bool {
        self.is(at, Class::NUMBER_WORD | Class::PRONOUN | Class::QUANTITY)
    }
}
