//! Recognises the outlet that a source's noun phrase names, by the list of outlets or by the form of the name.

use crate::attribution::newsroom::NewsroomMentions;
use crate::language::{Class, List, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};

/// How a noun phrase names an outlet.
pub(super) enum OutletHead {
    /// The list of outlets has the name, in this row.
    InList(u32),
    /// The form of the name shows that it is an outlet, or the newsroom's configuration lists it.
    ByNameOrConfig,
    /// The noun before the name says that it is an outlet: “the French site Harbourline”. Holds the tokens of the name.
    AfterNoun(TokenRange),
}

impl Tokens<'_> {
    /// The outlet that a phrase names; `None` if its head is not an outlet.
    pub(super) fn outlet_head(&self, core: TokenRange, names: &NewsroomMentions) -> Option<OutletHead> {
        let last_match = self.language.matches_in(core).filter(|m| m.list == List::OUTLET).last();
        if let Some(found) = last_match {
            let rest = found.tokens.end.until(core.end);
            let head = rest.is_empty() || rest.iter().all(|at| self.is(at, Class::OUTLET_WORD | Class::CLITIC));
            let outlet = self.lexicon.outlet(found.row);
            // "said Sun" is a person, "the Sun said" the paper.
            let acronym = self.token(core.start).all_caps();
            let bare = core.len() == 1 && outlet.name.contains(' ') && !acronym;
            let whole = !outlet.ambiguous
                || self.is(core.start, Class::DETERMINER)
                || found.tokens.start == core.start && !bare;
            if head && whole && !self.is_surname(core, found.tokens) {
                return Some(OutletHead::InList(found.row));
            }
        }
        if names.outlet_in(core) {
            return Some(OutletHead::ByNameOrConfig);
        }
        // "NT News", "the Bunbury Mail": a name that ends with a typical word for a newspaper or station.
        let last = core.end.checked_sub(1).filter(|&at| at >= core.start)?;
        let word = |at: TokenIdx| self.capital(at) && self.is(at, Class::OUTLET_WORD);
        // “the Environment Agency” is not an outlet: before such a noun, there must be another word about news.
        let body = self.is(last, Class::BODY_NOUN);
        let titled = core.iter().any(|at| self.is(at, Class::TITLE | Class::HONORIFIC) && at < last);
        let ends = core.len() >= 2
            && word(last)
            && self.capital(last - 1)
            && !self.is(last - 1, Class::DETERMINER)
            && !titled
            && (!body || self.is(last - 1, Class::OUTLET_WORD | Class::REPORTING));
        // "10 News Tampa": the number before the word is the station's channel.
        let station = core.iter().skip(1).any(|at| word(at) && self.kind(at - 1) == TokenKind::Number);
        // "KTVX-TV", "the Harbour-News"
        let joined =
            self.capital(last) && self.text(last).rsplit_once('-').is_some_and(|(_, word)| self.outlet_word(word));
        // "10 News editor Ana Ruiz" is a person.
        let person = || self.person_after_outlet(core, self.name_in(core));
        if ends || station && !person() || joined {
            return Some(OutletHead::ByNameOrConfig);
        }
        let name = self.name_in(core).filter(|name| name.start > core.start)?;
        (self.is(name.start - 1, Class::OUTLET_WORD) && !self.capital(name.start - 1))
            .then_some(OutletHead::AfterNoun(name))
    }

    /// Whether a name in the list of outlets is a person's surname here: "Evan Spiegel", "Rep. Forbes".
    fn is_surname(&self, core: TokenRange, outlet: TokenRange) -> bool {
        outlet.len() == 1
            && outlet.start > core.start
            && self.is(outlet.start - 1, Class::GIVEN_NAME | Class::TITLE | Class::HONORIFIC)
            && self.capital(outlet.start - 1)
    }

    /// Whether a capitalised word is typical of outlets' names: “News”, “TV”.
    fn outlet_word(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase)
            && self.lexicon.classes(self.lexicon.lookup(word)).contains(Class::OUTLET_WORD)
    }

    /// Whether a person's name follows the outlet, so that the person speaks: "CNN's Dana Reed", "Courier reporter Ana Ruiz".
    pub(super) fn person_after_outlet(&self, core: TokenRange, name: Option<TokenRange>) -> bool {
        name.is_some_and(|name| {
            let before = core.start.until(name.start);
            let possessive = before.iter().any(|at| self.is(at, Class::CLITIC));
            name.len() >= 2 && (possessive || before.iter().any(|at| self.is_listed_as(at, "named-role")))
        })
    }
}
