//! Finds phrases which say that an outlet obtained or heard something, without a verb of reporting: “a video obtained by the
//! Courier”, “the Courier spoke to a guard”.

use super::SourceClass;
use super::newsroom::NewsroomMentions;
use super::source::Description;
use crate::language::{Class, Form, Grammar, List, Tokens};
use crate::text::{TokenIdx, TokenRange};

/// Maximum length of an outlet's name in the list, in tokens.
const MAX_OUTLET_NAME: u32 = 8;

impl Tokens<'_> {
    /// Calls `found` with each such phrase of a sentence, in order, and with its outlet.
    pub(super) fn newsgathering_phrases(
        &self,
        sentence: TokenRange,
        names: &NewsroomMentions,
        mut found: impl FnMut(TokenRange, Description),
    ) {
        // All verbs of the attribution list are in the class `CUE`.
        let triggers = Class::GATHERING | Class::CUE;
        for at in sentence.iter().filter(|&at| self.is(at, triggers) && !self.token(at).quoted()) {
            let Some(end) = self.gathering_verb(at, sentence) else { continue };
            let phrase = self
                .passive_newsgathering(at, sentence, names)
                .or_else(|| self.active_newsgathering(at.until(end), sentence, names));
            if let Some((words, outlet)) = phrase.filter(|(_, outlet)| is_outlet(outlet)) {
                found(words, outlet);
            }
        }
    }

    /// The end of a verb of newsgathering at `at`: "obtained", "obtained and examined", "spoke to".
    fn gathering_verb(&self, at: TokenIdx, sentence: TokenRange) -> Option<TokenIdx> {
        if self.is(at, Class::GATHERING) {
            // "obtained and examined"
            let second = at + 2 < sentence.end && self.is(at + 1, Class::AND) && self.is(at + 2, Class::GATHERING);
            return Some(if second { at + 3 } else { at + 1 });
        }
        let (verb, form) = self.verb(at)?;
        let spoke = verb.grammar.contains(Grammar::SPEAKS_TO) && matches!(form, Form::Past | Form::Participle);
        (spoke && at + 1 < sentence.end && self.is(at + 1, Class::HEARER)).then_some(at + 2)
    }

    /// Finds the passive, whose outlet follows the verb: "obtained by the Courier". Returns the phrase and the outlet.
    fn passive_newsgathering(
        &self,
        at: TokenIdx,
        sentence: TokenRange,
        names: &NewsroomMentions,
    ) -> Option<(TokenRange, Description)> {
        let by = at + 1;
        if by >= sentence.end || !self.is(by, Class::BY) {
            return None;
        }
        let outlet = self.describe_addressee(self.phrase_after(by + 1, sentence.end)?, names);
        Some((at.until(outlet.core.end), outlet))
    }

    /// Finds the active, whose outlet comes before the verb: "The Courier has obtained the letter", "the Courier spoke to a
    /// guard". Returns the phrase and the outlet.
    fn active_newsgathering(
        &self,
        verb: TokenRange,
        sentence: TokenRange,
        names: &NewsroomMentions,
    ) -> Option<(TokenRange, Description)> {
        if verb.end >= sentence.end || !self.opens_noun_phrase(verb.end) {
            return None;
        }
        let group =
            sentence.start.until(verb.start).iter().rev().take_while(|&at| self.is(at, Class::HAVE) || self.adverb(at));
        let start = group.last().unwrap_or(verb.start);
        let near = start.saturating_sub(MAX_OUTLET_NAME).max(sentence.start).until(start);
        let outlets = self.language.matches_in(near).filter(|m| m.list == List::OUTLET && m.tokens.end == start);
        let name = outlets.map(|m| m.tokens).min_by_key(|tokens| tokens.start)?;
        // "Harbour PA spoke to a guard": the name in the list is the end of a longer name.
        let before = name.start.checked_sub(1).filter(|&at| at >= sentence.start && self.capital(at));
        if before.is_some_and(|at| !self.is(at, Class::DEFINITE | Class::STARTER) && !self.adverb(at)) {
            return None;
        }
        let article = name.start > sentence.start && self.is(name.start - 1, Class::DEFINITE);
        let outlet = self.describe((name.start - u32::from(article)).until(name.end), names);
        Some((outlet.core.start.until(verb.end), outlet))
    }
}

/// Whether a description is that of an outlet, with or without a name.
fn is_outlet(described: &Description) -> bool {
    matches!(described.class, SourceClass::Outlet | SourceClass::UnnamedOutlet)
}
