//! The same words, quoted twice, and not alike.

use super::{Details, Draft, Sink};
use crate::language::{Class, Quotation, Role, TokenKind};
use crate::rule::kind::QuoteMismatch;
use std::collections::HashMap;

/// So many earlier quotations with the same word are compared: a refrain is not compared with itself for ever.
const COMPARED: usize = 16;

/// From this likeness on two words are one word in two spellings.
const ALIKE: f64 = 0.6;

/// Quotations that differ from an earlier one in a word or two that must have been the same.
pub(super) fn mismatched(sink: &mut Sink<'_, '_>, keys: &QuoteMismatch) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    let mut earlier: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, quotation) in quotations.iter().enumerate() {
        let copy = draft.language.paragraphs[quotation.block as usize].role == Role::Copy;
        if !copy || quotation.words < keys.min_words {
            continue;
        }
        let words = words(draft, quotation);
        let mut near: Vec<usize> =
            long(draft, &words).filter_map(|word| earlier.get(&word)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        for other in near.into_iter().rev().take(COMPARED) {
            let others = self::words(draft, &quotations[other]);
            let Some((there, here)) = differs(draft, &others, &words) else { continue };
            let fill = vec![("first", draft.text(there).to_owned())];
            sink.push(here..here + 1, Details { fill, related: Some(there..there + 1), ..Details::default() });
            break;
        }
        for word in long(draft, &words) {
            earlier.entry(word).or_default().push(number);
        }
    }
}

/// The words and numbers between the marks.
fn words(draft: &Draft<'_>, quotation: &Quotation) -> Vec<u32> {
    let word = |at: &u32| matches!(draft.token(*at).kind, TokenKind::Word | TokenKind::Number);
    quotation.tokens.clone().filter(word).collect()
}

/// The words by which a quotation is found again.
fn long<'w>(draft: &'w Draft<'_>, words: &'w [u32]) -> impl Iterator<Item = String> + 'w {
    words.iter().map(|&at| draft.text(at)).filter(|text| text.len() > 3).map(str::to_lowercase)
}

/// Where two quotations part that are the same but for a place or two, or the one of which is such a part of the other.
fn differs(draft: &Draft<'_>, first: &[u32], second: &[u32]) -> Option<(u32, u32)> {
    let (short, whole) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    let found = offsets(draft, short, whole).into_iter().find_map(|from| {
        let window = whole.get(from..from + short.len())?;
        parting(draft, short, window)
    });
    // Of the pair, the word of the first quotation comes first.
    found.map(|(a, b)| if a < b { (a, b) } else { (b, a) })
}

/// From which words of the longer quotation on the shorter may stand in it: where both have a long word in common.
fn offsets(draft: &Draft<'_>, short: &[u32], whole: &[u32]) -> Vec<usize> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, &at) in whole.iter().enumerate().filter(|&(_, &at)| draft.text(at).len() > 3) {
        places.entry(draft.text(at).to_lowercase()).or_default().push(place);
    }
    let mut offsets: Vec<usize> = Vec::new();
    for (place, &at) in short.iter().enumerate() {
        let there = places.get(&draft.text(at).to_lowercase()).into_iter().flatten().take(COMPARED);
        offsets.extend(there.filter_map(|there| there.checked_sub(place)));
    }
    offsets.sort_unstable();
    offsets.dedup();
    offsets.truncate(COMPARED);
    offsets
}

/// Where two stretches of as many words part, when all else is the same: one place or two, each with a word in two
/// spellings, two numbers, or two small words.
fn parting(draft: &Draft<'_>, first: &[u32], second: &[u32]) -> Option<(u32, u32)> {
    let same = |a: u32, b: u32| draft.text(a).to_lowercase() == draft.text(b).to_lowercase();
    let mut apart = first.iter().zip(second).map(|(&a, &b)| (a, b)).filter(|&(a, b)| !same(a, b));
    let found = apart.next()?;
    let next = apart.next();
    let few = apart.next().is_none() && (next.is_none() || first.len() >= 5);
    (few && [Some(found), next].into_iter().flatten().all(|(a, b)| must_be_one(draft, a, b))).then_some(found)
}

fn must_be_one(draft: &Draft<'_>, a: u32, b: u32) -> bool {
    let number = |at: u32| draft.token(at).kind == TokenKind::Number;
    let small = |at: u32| draft.is(at, Class::PREPOSITION | Class::DEFINITE | Class::INDEFINITE);
    let (first, second) = (draft.text(a).to_lowercase(), draft.text(b).to_lowercase());
    let spelled = first.len() > 3 && second.len() > 3 && strsim::normalized_levenshtein(&first, &second) >= ALIKE;
    number(a) && number(b) || small(a) && small(b) || spelled
}
