//! What another newsroom got hold of, where no verb says that it reported: "a video obtained by the Courier", "the Courier
//! spoke to a guard".

use super::SourceClass;
use super::newsroom::Names;
use super::source::Description;
use super::view::View;
use crate::language::{Class, Grammar, List};
use std::ops::Range;

impl View<'_> {
    /// What outlets gathered, in the order of a sentence: the words that say so, and the outlet.
    pub(super) fn gatherings(
        &self,
        sentence: Range<u32>,
        names: &Names,
        mut found: impl FnMut(Range<u32>, Description),
    ) {
        for at in sentence.clone() {
            if !self.is(at, Class::GATHERING)
                && self.verb(at).is_none_or(|(verb, _)| !verb.grammar.contains(Grammar::SPEAKS_TO))
            {
                continue;
            }
            if self.token(at).quoted() {
                continue;
            }
            if let Some((words, outlet)) =
                self.gathered_by(at, &sentence, names).or_else(|| self.gathers(at, &sentence, names))
            {
                found(words, outlet);
            }
        }
    }

    /// "obtained by the Courier"
    fn gathered_by(&self, at: u32, sentence: &Range<u32>, names: &Names) -> Option<(Range<u32>, Description)> {
        let by = at + 1;
        if !self.is(at, Class::GATHERING) || by >= sentence.end || !self.is(by, Class::BY) {
            return None;
        }
        let outlet = self.describe_venue(self.phrase_after(by + 1, sentence.end)?, names);
        is_outlet(&outlet).then(|| (at..outlet.core.end, outlet))
    }

    /// "The Courier has obtained the letter", "the Courier spoke to a guard"
    fn gathers(&self, at: u32, sentence: &Range<u32>, names: &Names) -> Option<(Range<u32>, Description)> {
        let mut start = at;
        while start > sentence.start && (self.is(start - 1, Class::HAVE) || self.adverb(start - 1)) {
            start -= 1;
        }
        let named =
            self.language.matches_in(sentence.start..start).filter(|m| m.list == List::Outlet).last()?.tokens.clone();
        if named.end != start || self.is(start, Class::NEGATION) {
            return None;
        }
        let end = if self.is(at, Class::GATHERING) { at + 1 } else { at + 2 };
        let object = end < sentence.end && self.opens_noun_phrase(end);
        // "Harbour PA spoke to a guard": the list's name ends another.
        let before = named.start.checked_sub(1).filter(|&at| at >= sentence.start && self.capital(at));
        let part = before.is_some_and(|at| !self.is(at, Class::DEFINITE | Class::STARTER) && !self.adverb(at));
        if part || !object || end == at + 2 && !self.is(at + 1, Class::HEARER) {
            return None;
        }
        let article = named.start > sentence.start && self.is(named.start - 1, Class::DEFINITE);
        let outlet = self.describe(named.start - u32::from(article)..named.end, names);
        is_outlet(&outlet).then(|| (outlet.core.start..end, outlet))
    }
}

fn is_outlet(described: &Description) -> bool {
    matches!(described.class, SourceClass::Outlet | SourceClass::UnnamedOutlet)
}
