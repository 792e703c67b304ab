//! Features of a token that may be part of a cue.

use super::facts::{Fact, THAT_TAG};
use super::templates::CueTemplate;

/// Facts about a token that depend on tokens more than two away.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TokenContext {
    /// The tag of the nearest mark before the token; 0 if it is more than [`MARK_REACH`] tokens away.
    left: u8,
    /// The tag of the nearest mark after the token, with the same limit.
    right: u8,
    /// Whether "that" follows within [`THAT_REACH`] tokens.
    that: bool,
}

/// Maximum distance of a mark from its token, in tokens.
const MARK_REACH: usize = 12;
/// Maximum distance of "that" from its token, in tokens.
const THAT_REACH: usize = 5;

impl TokenContext {
    /// Fills `around` with the context of each token of a sentence.
    pub(super) fn all(facts: &[Fact], around: &mut Vec<Self>) {
        around.clear();
        around.reserve(facts.len());
        let mut mark: Option<(usize, u8)> = None;
        for (at, fact) in facts.iter().enumerate() {
            let left = mark.filter(|&(before, _)| at - before <= MARK_REACH).map_or(0, |(_, tag)| tag);
            around.push(Self { left, right: 0, that: false });
            // Set what follows in the contexts of the tokens before.
            if fact.is_mark() {
                let from = mark.map_or(0, |(before, _)| before).max(at.saturating_sub(MARK_REACH));
                around[from..at].iter_mut().for_each(|before| before.right = fact.tag);
                mark = Some((at, fact.tag));
            }
            if fact.tag == THAT_TAG {
                around[at.saturating_sub(THAT_REACH)..at].iter_mut().for_each(|before| before.that = true);
            }
        }
    }
}

/// A token of a sentence, its neighbours and its context.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenFeatures {
    here: Fact,
    /// The neighbours: one and two tokens before, one and two tokens after. Empty facts outside the sentence.
    l1: Fact,
    l2: Fact,
    r1: Fact,
    r2: Fact,
    around: TokenContext,
    /// Bits: the token is the first of its sentence; it is the second.
    position: u32,
}

impl TokenFeatures {
    /// A single token of a sentence. Computes the context of the whole sentence, so use [`Self::with_context`] for all tokens.
    pub(super) fn at(facts: &[Fact], at: usize) -> Self {
        let mut around = Vec::new();
        TokenContext::all(facts, &mut around);
        Self::with_context(facts, around[at], at)
    }

    /// A token of a sentence with its precomputed context.
    #[inline]
    pub(super) fn with_context(facts: &[Fact], around: TokenContext, at: usize) -> Self {
        let fact = |d: isize| at.checked_add_signed(d).and_then(|i| facts.get(i)).copied().unwrap_or_default();
        let position = u32::from(at == 0) | u32::from(at == 1) << 1;
        Self { here: fact(0), l1: fact(-1), l2: fact(-2), r1: fact(1), r2: fact(2), around, position }
    }

    /// Passes each feature of the token to `see`: its template and its hash. A mark has only the first four features.
    ///
    /// The templates were chosen by leaving out one at a time and measuring the result on a quarter of the training articles.
    ///
    /// Inlined, since a call of `see` for each feature would cost more than most features.
    #[inline]
    pub(super) fn features(&self, mut see: impl FnMut(CueTemplate, u32)) {
        use CueTemplate as T;
        let Self { here, l1, l2, r1, r2, around, position } = *self;
        let mut emit = |template: CueTemplate, a, b| see(template, template.hash(a, b));
        emit(T::Tag, tag(here), 0);
        emit(T::NeighbourTags, tag(l1) << 8 | tag(r1), tag(here));
        emit(T::Frame, u32::from(here.frame), 1);
        emit(T::Bias, 0, 0);
        // A mark may be part of a cue, but the other features only help for words.
        if here.is_mark() {
            return;
        }
        let roles = u32::from(here.role) | u32::from(l1.role) << 2 | u32::from(r1.role) << 4;
        let quoted = u32::from(here.quoted) | u32::from(l1.quoted) << 1 | u32::from(r1.quoted) << 2;
        emit(T::Lemma, here.lemma, tag(here));
        emit(T::Suffix, here.suffix, tag(here));
        emit(T::VerbClass, u32::from(here.verb), tag(here));
        emit(T::Word, here.word, u32::from(here.quoted));
        emit(T::NextWord, r1.word, 0);
        emit(T::SecondWordBefore, l2.word, 0);
        emit(T::SecondWordAfter, r2.word, 0);
        emit(T::PreviousWordAndLemma, l1.word, here.lemma);
        emit(T::LemmaAndNextWord, here.lemma, r1.word);
        emit(T::LemmaAndNextTag, here.lemma, tag(r1));
        emit(T::LemmaAndTagsBefore, tag(l1) << 8 | tag(l2), here.lemma);
        emit(T::LemmaAndTagsAfter, tag(r1) << 8 | tag(r2), here.lemma);
        emit(T::PreviousTag, tag(l1), tag(here));
        emit(T::NextTag, tag(r1), tag(here));
        emit(T::TagsBefore, tag(l1) << 8 | tag(l2), tag(here));
        emit(T::TagsAfter, tag(r1) << 8 | tag(r2), tag(here));
        emit(T::PreviousLemma, l1.lemma, tag(here));
        emit(T::NextLemma, r1.lemma, tag(here));
        emit(T::SecondWordBeforeAndWord, l2.word, here.word);
        emit(T::WordAndSecondWordAfter, here.word, r2.word);
        emit(T::FrameAndLemma, u32::from(here.frame), here.lemma);
        emit(T::PreviousFrame, u32::from(l1.frame), tag(here));
        emit(T::NextFrame, u32::from(r1.frame), tag(here));
        emit(T::Roles, roles, tag(here));
        emit(T::RoleAndLemma, u32::from(here.role), here.lemma);
        emit(T::Quoted, quoted, tag(here));
        emit(T::Position, position, tag(here));
        emit(T::Marks, u32::from(around.left) << 8 | u32::from(around.right), tag(here));
        emit(T::MarkBeforeAndLemma, u32::from(around.left), here.lemma);
        emit(T::ThatAndLemma, u32::from(around.that), here.lemma);
        emit(T::ThatAndTags, u32::from(around.that), tag(here) << 8 | tag(l1));
    }
}

/// The tag of a token as a value of a feature.
fn tag(fact: Fact) -> u32 {
    u32::from(fact.tag)
}
