//! What the model sees of a token that may be part of a cue.

use super::facts::{Fact, THAT};
use super::templates::CueTemplate;

/// What stands further off on both sides of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TokenContext {
    /// The tags of the nearest marks; 0 where none is within reach.
    left: u8,
    right: u8,
    /// Whether "that" follows soon.
    that: bool,
}

/// How far a mark may stand off, in tokens.
const MARK: usize = 12;
/// How far "that" may.
const SOON: usize = 5;

impl TokenContext {
    /// What stands around each token of a sentence.
    pub(super) fn all(facts: &[Fact], around: &mut Vec<Self>) {
        around.clear();
        around.reserve(facts.len());
        let mut mark: Option<(usize, u8)> = None;
        for (at, fact) in facts.iter().enumerate() {
            let left = mark.filter(|&(before, _)| at - before <= MARK).map_or(0, |(_, tag)| tag);
            around.push(Self { left, right: 0, that: false });
            // Those before are told what follows them.
            if fact.is_mark() {
                let from = mark.map_or(0, |(before, _)| before).max(at.saturating_sub(MARK));
                around[from..at].iter_mut().for_each(|before| before.right = fact.tag);
                mark = Some((at, fact.tag));
            }
            if fact.tag == THAT {
                around[at.saturating_sub(SOON)..at].iter_mut().for_each(|before| before.that = true);
            }
        }
    }
}

/// A token of a sentence and what stands around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenFeatures {
    here: Fact,
    /// One and two tokens before it, one and two behind it; nothing outside the sentence.
    l1: Fact,
    l2: Fact,
    r1: Fact,
    r2: Fact,
    around: TokenContext,
    /// Whether it is the sentence's first token, or its second.
    place: u32,
}

impl TokenFeatures {
    /// Sees a token of a sentence alone: what stands further off is looked for anew.
    pub(super) fn at(facts: &[Fact], at: usize) -> Self {
        let mut around = Vec::new();
        TokenContext::all(facts, &mut around);
        Self::with_context(facts, around[at], at)
    }

    pub(super) fn with_context(facts: &[Fact], around: TokenContext, at: usize) -> Self {
        let fact = |d: isize| at.checked_add_signed(d).and_then(|i| facts.get(i)).copied().unwrap_or_default();
        let place = u32::from(at == 0) | u32::from(at == 1) << 1;
        Self { here: fact(0), l1: fact(-1), l2: fact(-2), r1: fact(1), r2: fact(2), around, place }
    }

    /// All its features: each a template and the hash of what it saw.
    ///
    /// Which templates earn their place was measured on a quarter of the training articles, leaving out one after another.
    pub(super) fn features(&self, mut see: impl FnMut(CueTemplate, u32)) {
        use CueTemplate as T;
        let Self { here, l1, l2, r1, r2, around, place } = *self;
        let mut put = |template: CueTemplate, a, b| see(template, template.hash(a, b));
        put(T::Tag, tag(here), 0);
        put(T::NeighbourTags, tag(l1) << 8 | tag(r1), tag(here));
        put(T::Frame, u32::from(here.frame), 1);
        put(T::Bias, 0, 0);
        // A mark is part of a cue now and then, never its sense.
        if here.is_mark() {
            return;
        }
        let roles = u32::from(here.role) | u32::from(l1.role) << 2 | u32::from(r1.role) << 4;
        let quoted = u32::from(here.quoted) | u32::from(l1.quoted) << 1 | u32::from(r1.quoted) << 2;
        put(T::Lemma, here.lemma, tag(here));
        put(T::Suffix, here.suffix, tag(here));
        put(T::VerbClass, u32::from(here.verb), tag(here));
        put(T::Word, here.word, u32::from(here.quoted));
        put(T::NextWord, r1.word, 0);
        put(T::SecondWordBefore, l2.word, 0);
        put(T::SecondWordBehind, r2.word, 0);
        put(T::PreviousWordAndLemma, l1.word, here.lemma);
        put(T::LemmaAndNextWord, here.lemma, r1.word);
        put(T::LemmaAndNextTag, here.lemma, tag(r1));
        put(T::LemmaAndTagsBefore, tag(l1) << 8 | tag(l2), here.lemma);
        put(T::LemmaAndTagsBehind, tag(r1) << 8 | tag(r2), here.lemma);
        put(T::PreviousTag, tag(l1), tag(here));
        put(T::NextTag, tag(r1), tag(here));
        put(T::TagsBefore, tag(l1) << 8 | tag(l2), tag(here));
        put(T::TagsBehind, tag(r1) << 8 | tag(r2), tag(here));
        put(T::PreviousLemma, l1.lemma, tag(here));
        put(T::NextLemma, r1.lemma, tag(here));
        put(T::SecondWordBeforeAndWord, l2.word, here.word);
        put(T::WordAndSecondWordBehind, here.word, r2.word);
        put(T::FrameAndLemma, u32::from(here.frame), here.lemma);
        put(T::PreviousFrame, u32::from(l1.frame), tag(here));
        put(T::NextFrame, u32::from(r1.frame), tag(here));
        put(T::Roles, roles, tag(here));
        put(T::RoleAndLemma, u32::from(here.role), here.lemma);
        put(T::Quoted, quoted, tag(here));
        put(T::Position, place, tag(here));
        put(T::Marks, u32::from(around.left) << 8 | u32::from(around.right), tag(here));
        put(T::MarkBeforeAndLemma, u32::from(around.left), here.lemma);
        put(T::ThatAndLemma, u32::from(around.that), here.lemma);
        put(T::ThatAndTags, u32::from(around.that), tag(here) << 8 | tag(l1));
    }
}

fn tag(fact: Fact) -> u32 {
    u32::from(fact.tag)
}
