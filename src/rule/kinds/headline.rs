//! The rule kind that holds a headline against the story below it.

use crate::language::{Role, TokenKind};
use crate::rule::kinds::Ready;
use crate::rule::kinds::shared::{Details, Draft, Sink};
use crate::statements::covers;
use crate::text::lower;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many letters two forms of a word share at least: "stole" and "stolen", "poisoned" and "poisoning".
const STEM: usize = 5;

/// A headline that asserts in the newsroom's name what the story only lets others say.
pub(super) fn asserted(sink: &mut Sink<'_, '_>, ready: &Ready) {
    let draft = sink.draft;
    let mut assertions: Vec<(Range<u32>, String)> = Vec::new();
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Heading) {
        let tokens = paragraph.tokens.clone();
        if tokens.is_empty() || hedged(draft, ready, &tokens) {
            continue;
        }
        let Some(assertion) = draft.phrases_in(ready.phrases, tokens.clone()).next() else { continue };
        let word = draft.text(assertion.tokens.start).to_lowercase();
        assertions.push((tokens, word.get(..STEM).unwrap_or(&word).to_owned()));
    }
    if assertions.is_empty() {
        return;
    }
    let story = Story::read(draft, assertions.iter().map(|(_, stem)| stem.as_str()));
    for (tokens, stem) in &assertions {
        if let Some(Told::Attributed(place)) = story.0.get(stem.as_str()) {
            sink.push(tokens.clone(), Details { related: Some(*place..place + 1), ..Details::default() });
        }
    }
}

/// Whether the headline itself names a source, asks, or quotes.
fn hedged(draft: &Draft<'_>, ready: &Ready, tokens: &Range<u32>) -> bool {
    let marks = |at: u32| {
        let kind = draft.kind(at);
        kind == TokenKind::Colon || draft.token(at).quoted() || draft.text(at) == "?"
    };
    let sentences = draft.language.sentence_at(tokens.start)..=draft.language.sentence_at(tokens.end - 1);
    let sourced = sentences.into_iter().any(|number| !draft.attributions.in_sentence(number).is_empty());
    sourced || tokens.clone().any(marks) || draft.has_phrase(ready.unless, tokens.clone())
}

/// What the story tells of each word that a headline asserts, by its stem: all headlines are looked up in one reading.
struct Story<'s>(FxHashMap<&'s str, Told>);

/// How the story tells what a word says.
enum Told {
    Nowhere,
    /// Only by others, at this token first.
    Attributed(u32),
    /// By itself, too.
    AsFact,
}

impl<'s> Story<'s> {
    fn read(draft: &Draft<'_>, stems: impl Iterator<Item = &'s str>) -> Self {
        let mut told: FxHashMap<&str, Told> = stems.map(|stem| (stem, Told::Nowhere)).collect();
        let lengths: BTreeSet<usize> = told.keys().map(|stem| stem.len()).collect();
        for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy) {
            for at in paragraph.tokens.clone().filter(|&at| draft.kind(at) == TokenKind::Word) {
                let word = lower(draft.text(at));
                for stem in lengths.iter().filter_map(|&len| word.get(..len)) {
                    if let Some(so_far) = told.get_mut(stem) {
                        so_far.and(draft, at);
                    }
                }
            }
        }
        Self(told)
    }
}

impl Told {
    /// Takes in one more place.
    fn and(&mut self, draft: &Draft<'_>, at: u32) {
        if matches!(self, Self::AsFact) {
            return;
        }
        let relations = draft.attributions.in_sentence(draft.language.sentence_at(at));
        if !draft.token(at).quoted() && !relations.iter().any(|r| covers(r, draft, at)) {
            *self = Self::AsFact;
        } else if matches!(self, Self::Nowhere) {
            *self = Self::Attributed(at);
        }
    }
}
