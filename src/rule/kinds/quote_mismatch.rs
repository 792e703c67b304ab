//! The rule kind `quote-mismatch`: two quotations of the same words that differ.

use crate::language::{Class, LexiconBuilder, Quotation, Role, TokenKind, is_apostrophe};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft};
use crate::text::TokenIdx;
use rustc_hash::{FxHashMap, FxHasher};
use serde::Deserialize;
use std::cell::OnceCell;
use std::hash::Hasher;

/// Keys of the kind `quote-mismatch`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuoteMismatchKeys {
    /// Quotations with fewer words are not compared.
    pub min_words: u32,
}

impl RuleKind for QuoteMismatchKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_mismatched(sink, self);
    }
}

/// The most earlier quotations that one is compared with. This bounds the work if a draft repeats a refrain.
const MAX_COMPARISONS: usize = 16;

/// The most earlier quotations with the same word that are considered; the latest ones count.
const MAX_CANDIDATES: usize = 64;

/// The most places at which two quotations of the same words may differ.
const MAX_DIFFERENCES: usize = 2;

/// The least similarity at which two words count as one word in two spellings.
const MIN_SIMILARITY: f64 = 0.6;

/// Reports quotations that differ from an earlier one in a word or two that should be the same.
fn report_mismatched(sink: &mut FindingSink<'_, '_>, keys: &QuoteMismatchKeys) {
    let draft = sink.draft;
    let mut earlier: Vec<ComparedWords> = Vec::new();
    let mut index = QuotationsByWord::default();
    for quotation in draft.language.quotations.iter().take_while(|_| !draft.cancel.is_cancelled()) {
        let is_copy = draft.language.paragraphs[quotation.block as usize].role == Role::Copy;
        if !is_copy || quotation.words < keys.min_words {
            continue;
        }
        let words = ComparedWords::from_quotation(draft, quotation);
        let found = similar_quotations(&words, &earlier, &index)
            .into_iter()
            .find_map(|other| first_difference(draft, &earlier[other], &words));
        if let Some((earlier_word, word_here)) = found {
            let fill = vec![("first", draft.text(earlier_word).to_owned())];
            sink.push(
                word_here.until(word_here + 1),
                FindingExtras { fill, related: Some(earlier_word.until(earlier_word + 1)), ..FindingExtras::default() },
            );
        }
        for word in words.long_words() {
            index.add(word, earlier.len());
        }
        earlier.push(words);
    }
}

/// The quotations that have each long word. A draft with many quotations has many entries, so each takes only eight bytes.
#[derive(Default)]
struct QuotationsByWord {
    /// The index of the latest entry of `places` for each word.
    latest: FxHashMap<u32, u32>,
    /// Quotations, each with the index of the entry before for the same word; the first entry has its own index.
    places: Vec<[u32; 2]>,
}

impl QuotationsByWord {
    /// Adds a quotation to those that have a word.
    fn add(&mut self, word: u32, quotation: usize) {
        let own = self.places.len() as u32;
        let before = self.latest.insert(word, own).unwrap_or(own);
        self.places.push([quotation as u32, before]);
    }

    /// The quotations that have a word, the latest first.
    fn quotations_with(&self, word: u32) -> impl Iterator<Item = usize> {
        let earlier = |&at: &u32| Some(self.places[at as usize][1]).filter(|&before| before != at);
        let places = std::iter::successors(self.latest.get(&word).copied(), earlier);
        places.map(|at| self.places[at as usize][0] as usize)
    }
}

/// The words and numbers between a quotation's marks.
struct ComparedWords {
    all: Vec<ComparedWord>,
    /// The number of long words.
    long_count: usize,
    /// The long words as `folded` and their index in `all`, sorted. Computed when another quotation is compared with this
    /// one.
    places: OnceCell<Box<[(u32, u32)]>>,
}

/// A word or number of a quotation.
struct ComparedWord {
    token: TokenIdx,
    /// A hash of a long word that ignores case; 0 for short words. Two words may have the same hash, so the comparison looks
    /// at the words, too.
    folded: u32,
}

impl ComparedWords {
    fn from_quotation(draft: &LintedDraft<'_>, quotation: &Quotation) -> Self {
        let spoken = || quotation.tokens.iter().filter(|&at| draft.token(at).wordlike());
        let mut words = Vec::with_capacity(spoken().count());
        words.extend(spoken().map(|token| ComparedWord { token, folded: fold_hash(draft.text(token)) }));
        let long_count = words.iter().filter(|word| word.folded != 0).count();
        Self { all: words, long_count, places: OnceCell::new() }
    }

    /// The hashes of the long words, by which similar quotations are found.
    fn long_words(&self) -> impl Iterator<Item = u32> {
        self.all.iter().map(|word| word.folded).filter(|&word| word != 0)
    }

    /// The indices in `all` of a long word.
    fn places(&self, word: u32) -> impl Iterator<Item = usize> {
        let sorted = self.places.get_or_init(|| {
            let long = (0_u32..).zip(&self.all).filter(|(_, word)| word.folded != 0);
            let mut places: Vec<(u32, u32)> = long.map(|(place, word)| (word.folded, place)).collect();
            places.sort_unstable();
            places.into_boxed_slice()
        });
        let from = sorted.partition_point(|&(other, _)| other < word);
        sorted[from..].iter().take_while(move |&&(other, _)| other == word).map(|&(_, place)| place as usize)
    }
}

/// The hash of a long word that ignores case and the shape of apostrophes; 0 for short words.
fn fold_hash(word: &str) -> u32 {
    let letters = if word.is_ascii() { word.len() } else { word.chars().count() };
    if letters <= 3 {
        return 0;
    }
    let mut hasher = FxHasher::default();
    if word.is_ascii() {
        word.bytes().for_each(|byte| hasher.write_u32(byte.to_ascii_lowercase().into()));
    } else {
        word.chars().map(apostrophe).flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
    }
    // On 32-bit systems, the hasher's result has only 32 bits.
    let hash = hasher.finish();
    (hash ^ hash >> 32) as u32 | 1
}

/// The earlier quotations that share all but a few long words with this one, the latest first.
fn similar_quotations(words: &ComparedWords, earlier: &[ComparedWords], index: &QuotationsByWord) -> Vec<usize> {
    let mut near: Vec<usize> = Vec::new();
    for word in words.long_words() {
        near.extend(index.quotations_with(word).take(MAX_CANDIDATES));
    }
    near.sort_unstable_by(|a, b| b.cmp(a));
    let is_similar =
        |group: &&[usize]| group.len() + MAX_DIFFERENCES >= words.long_count.min(earlier[group[0]].long_count);
    near.chunk_by(|a, b| a == b).filter(is_similar).take(MAX_COMPARISONS).map(|group| group[0]).collect()
}

/// The first place at which two quotations differ, if one is the same as the other, or as a part of it, except at one or two
/// places.
fn first_difference(
    draft: &LintedDraft<'_>,
    first: &ComparedWords,
    second: &ComparedWords,
) -> Option<(TokenIdx, TokenIdx)> {
    let (short, whole) = if first.all.len() <= second.all.len() { (first, second) } else { (second, first) };
    let found = offsets(short, whole).into_iter().find_map(|from| {
        let window = whole.all.get(from..from + short.all.len())?;
        first_difference_at(draft, &short.all, window)
    });
    // The word of the earlier quotation comes first.
    found.map(|(a, b)| if a < b { (a, b) } else { (b, a) })
}

/// The indices in the longer quotation at which the shorter one may begin: both have a long word at the same place there.
fn offsets(short: &ComparedWords, whole: &ComparedWords) -> Vec<usize> {
    let mut offsets: Vec<usize> = Vec::new();
    for (place, word) in short.all.iter().map(|word| word.folded).enumerate().filter(|&(_, word)| word != 0) {
        offsets.extend(whole.places(word).take(MAX_COMPARISONS).filter_map(|position| position.checked_sub(place)));
    }
    offsets.sort_unstable();
    offsets.dedup();
    offsets.truncate(MAX_COMPARISONS);
    offsets
}

/// The first place at which two sequences of the same length differ. They may differ at one or two places, each with two
/// spellings of a word, two numbers, or two function words.
fn first_difference_at(
    draft: &LintedDraft<'_>,
    first: &[ComparedWord],
    second: &[ComparedWord],
) -> Option<(TokenIdx, TokenIdx)> {
    let same = |a: TokenIdx, b: TokenIdx| same_word(draft.text(a), draft.text(b));
    let mut differences = first.iter().zip(second).map(|(a, b)| (a.token, b.token)).filter(|&(a, b)| !same(a, b));
    let found = differences.next()?;
    let next = differences.next();
    let few_differences = differences.next().is_none() && (next.is_none() || first.len() >= 5);
    (few_differences && [Some(found), next].into_iter().flatten().all(|(a, b)| should_be_equal(draft, a, b)))
        .then_some(found)
}

/// Whether two words are the same, ignoring case and the shape of apostrophes.
fn same_word(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    let folded = |word: &str| -> Vec<char> { word.chars().map(apostrophe).flat_map(char::to_lowercase).collect() };
    folded(a) == folded(b)
}

/// Replaces an apostrophe of any shape by the straight one.
fn apostrophe(c: char) -> char {
    if is_apostrophe(c) { '\'' } else { c }
}

/// Whether two words are likely versions of one: two numbers, two function words, or two similar spellings.
fn should_be_equal(draft: &LintedDraft<'_>, a: TokenIdx, b: TokenIdx) -> bool {
    let is_number = |at: TokenIdx| draft.kind(at) == TokenKind::Number;
    let is_function_word = |at: TokenIdx| draft.is(at, Class::PREPOSITION | Class::DEFINITE | Class::INDEFINITE);
    let (first, second) = (draft.text(a).to_lowercase(), draft.text(b).to_lowercase());
    let is_respelling =
        first.len() > 3 && second.len() > 3 && strsim::normalized_levenshtein(&first, &second) >= MIN_SIMILARITY;
    is_number(a) && is_number(b) || is_function_word(a) && is_function_word(b) || is_respelling
}
