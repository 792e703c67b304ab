//! Facts about tokens, from which the model's features are made: the word, a coarse part of speech, and the frame that matched.

use crate::attribution::frame::FrameMatch;
use crate::language::{Class, Form, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};
use std::ops::Range;

/// The facts about a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fact {
    /// Hash of the lower-case word.
    pub(super) word: u32,
    /// Hash of the verb's lemma, or of the word.
    pub(super) lemma: u32,
    /// Hash of the last three letters.
    pub(super) suffix: u32,
    /// Coarse part of speech.
    pub(super) tag: u8,
    /// Class of attribution verb, and whether it takes a clause or a quotation; 0 for every other word.
    pub(super) verb: u8,
    /// Whether the token is inside quotation marks.
    pub(super) quoted: bool,
    /// The frame that has the token in its cue, with the token's part of the cue and how sure the frame is ([`frame_code`]); 0
    /// for no frame.
    pub(super) frame: u8,
    /// Bits: part of a frame's source, part of a frame's content.
    pub(super) role: u8,
}

/// The facts of a paragraph's tokens, with prefix sums that make counting in a range cheap.
#[derive(Debug, Default)]
pub(in crate::attribution) struct ParagraphFacts {
    pub(super) tokens: Vec<Fact>,
    /// The sentences, as ranges of `tokens`.
    pub(super) sentences: Vec<Range<usize>>,
    /// The sentences without the marks at their ends.
    pub(super) trimmed: Vec<Range<usize>>,
    /// Prefix sums: the number of commas, quotation marks, verbs and words of cues before each token. The four counters are
    /// packed into one number. Every edge of every window needs the counts of a range, and one subtraction gives all four. A
    /// counter has 15 bits and wraps to 0 after 32,767; the bit above it is free. The test
    /// `packed_counters_agree_with_a_plain_count` counts the same token by token.
    prefix_sums: Vec<u64>,
}

/// The first tag of words. Smaller tags are the [`TokenKind`]s of other tokens.
const FIRST_WORD_TAG: u8 = 32;
/// Classes of function words, a tag each. A word has the tag of the first class that fits.
const FUNCTION_CLASSES: [Class; 16] = [
    Class::BE,
    Class::HAVE,
    Class::DO,
    Class::MODAL,
    Class::NEGATION,
    Class::THAT,
    Class::PERSONAL,
    Class::OBJECT_PRONOUN,
    Class::POSSESSIVE,
    Class::WH,
    Class::RELATIVE,
    Class::DETERMINER,
    Class::CLITIC,
    Class::COORDINATOR,
    Class::TO,
    Class::OF,
];
/// Classes between function words and content words, a tag each.
const MIDDLE_CLASSES: [Class; 5] = [
    Class::PREPOSITION,
    Class::SUBORDINATOR,
    Class::DAY.union(Class::MONTH).union(Class::TIME),
    Class::NUMBER_WORD,
    Class::ADVERB,
];
/// Classes of nouns in the lexicon, a tag each.
const NOUN_CLASSES: [Class; 3] = [Class::PERSON_NOUN, Class::STATEMENT_NOUN, Class::INSTITUTION_WORD];
const ANY_FUNCTION: Class = union(&FUNCTION_CLASSES);
const ANY_MIDDLE: Class = union(&MIDDLE_CLASSES);
const ANY_NOUNS: Class = union(&NOUN_CLASSES);

/// The union of some classes.
const fn union(groups: &[Class]) -> Class {
    let mut all = Class::empty();
    let mut at = 0;
    while at < groups.len() {
        all = all.union(groups[at]);
        at += 1;
    }
    all
}

/// The tag of a capitalised word that is not the first of its sentence.
const NAME_TAG: u8 = FIRST_WORD_TAG + (FUNCTION_CLASSES.len() + MIDDLE_CLASSES.len()) as u8;
/// The first tag of verb forms.
const FIRST_VERB_TAG: u8 = NAME_TAG + 1;
/// The number of tags of verbs: five forms, times whether the attribution list has the verb, times whether it is also a noun.
const VERB_TAG_COUNT: u8 = 20;
/// The first tag of nouns.
const FIRST_NOUN_TAG: u8 = FIRST_VERB_TAG + VERB_TAG_COUNT;
/// The tag of a capitalised word that is the first of its sentence. Other words have a higher tag, by their ending.
const CAPITALISED_OPENER_TAG: u8 = FIRST_NOUN_TAG + NOUN_CLASSES.len() as u8;
/// Upper bound for tags, a power of two.
pub(super) const TAG_LIMIT: usize = 128;
/// The tag of "that".
pub(super) const THAT_TAG: u8 = FIRST_WORD_TAG + 5;

impl Fact {
    /// The facts of a position outside the paragraph.
    pub(super) const NOTHING: Self =
        Self { word: 0, lemma: 0, suffix: 0, tag: 0, verb: 0, quoted: false, frame: 0, role: 0 };

    pub(super) const fn is_comma(self) -> bool {
        self.tag == TokenKind::Comma as u8
    }

    pub(super) const fn is_quote(self) -> bool {
        self.tag == TokenKind::QuoteOpen as u8 || self.tag == TokenKind::QuoteClose as u8
    }

    /// Whether the token is a mark. No cue, source or content begins or ends with one.
    pub(super) fn is_mark(self) -> bool {
        use TokenKind::{Break, Colon, Comma, Dash, Quote, QuoteClose, QuoteOpen, Semicolon, Stop};
        const fn bit(kind: TokenKind) -> u32 {
            1 << kind as u32
        }
        const MARKS: u32 = bit(Comma)
            | bit(QuoteOpen)
            | bit(QuoteClose)
            | bit(Stop)
            | bit(Quote)
            | bit(Break)
            | bit(Semicolon)
            | bit(Colon)
            | bit(Dash);
        self.tag < FIRST_WORD_TAG && MARKS >> self.tag & 1 == 1
    }

    /// The number of the frame, without the token's part and the frame's confidence; 0 for none. One code overflows: a head
    /// that is not its cue's first word, in a frame with the highest confidence, has the number of the next frame. The weights
    /// were trained with that.
    pub(super) fn frame_group(self) -> u32 {
        u32::from(self.frame >> 4)
    }

    pub(super) const fn is_verb(self) -> bool {
        let auxiliary = FIRST_WORD_TAG <= self.tag && self.tag < FIRST_WORD_TAG + 4;
        auxiliary || FIRST_VERB_TAG <= self.tag && self.tag < FIRST_NOUN_TAG
    }
}

/// Bits of one counter in a prefix sum, including the free bit above it.
const COUNTER_BITS: u32 = 16;
/// The packed counters of a single token, by its tag. Frames are added separately.
static COUNTERS_BY_TAG: [u64; TAG_LIMIT] = {
    let mut counters = [0; TAG_LIMIT];
    let mut tag = 0;
    while tag < TAG_LIMIT {
        let fact = Fact { tag: tag as u8, ..Fact::NOTHING };
        counters[tag] = fact.is_comma() as u64
            | (fact.is_quote() as u64) << COUNTER_BITS
            | (fact.is_verb() as u64) << (2 * COUNTER_BITS);
        tag += 1;
    }
    counters
};
/// The bits of the four counters, without the free bits.
const COUNTER_MASK: u64 = 0x7fff_7fff_7fff_7fff;

impl ParagraphFacts {
    /// Removes all facts, and keeps the allocated memory.
    pub(super) fn clear(&mut self) {
        let Self { tokens, sentences, trimmed, prefix_sums } = self;
        tokens.clear();
        sentences.clear();
        trimmed.clear();
        prefix_sums.clear();
    }

    /// Computes the trimmed sentences and the prefix sums. Call it when all facts are complete.
    pub(super) fn finish(&mut self) {
        for at in 0..self.sentences.len() {
            let sentence = self.sentences[at].clone();
            self.trimmed.push(self.trim(sentence.clone()).unwrap_or(sentence.start..sentence.start + 1));
        }
        let mut sum = 0;
        self.prefix_sums.push(sum);
        self.prefix_sums.extend(self.tokens.iter().map(|fact| {
            let ones =
                COUNTERS_BY_TAG[usize::from(fact.tag) % TAG_LIMIT] | u64::from(fact.frame > 0) << (3 * COUNTER_BITS);
            sum = (sum + ones) & COUNTER_MASK;
            sum
        }));
    }

    /// The number of commas, quotation marks, verbs and words of cues in a range of at most 32,767 tokens.
    pub(super) fn count(&self, range: Range<usize>) -> [u32; 4] {
        let found = self.packed_counts(range);
        [0, 1, 2, 3].map(|n| (found >> (n * COUNTER_BITS)) as u32 & ((1 << (COUNTER_BITS - 1)) - 1))
    }

    /// The counts of a range in seven bits, lowest first: commas, quotation marks and verbs, two bits each and at most 3, then
    /// one bit for whether there is any word of a cue.
    pub(super) fn capped_counts(&self, range: Range<usize>) -> u32 {
        // The largest value of each counter in the result.
        const LIMITS: u64 = 0x0001_0003_0003_0003;
        // A count of one word of a cue.
        const CUE_BIT: u64 = 0x0001_0000_0000_0000;
        let found = self.packed_counts(range);
        // Adding `COUNTER_MASK - LIMITS + CUE_BIT` sets the free bit of each counter above its limit, and that of the cue counter
        // unless it is 0. If a free bit is set, the next line sets all bits below it, so that the mask `LIMITS` leaves the limit.
        let larger = (found + (COUNTER_MASK - LIMITS + CUE_BIT)) & !COUNTER_MASK;
        let few = (found | (larger - (larger >> (COUNTER_BITS - 1)))) & LIMITS;
        (few | few >> (COUNTER_BITS - 2) | few >> (2 * COUNTER_BITS - 4) | few >> (3 * COUNTER_BITS - 6)) as u32 & 0x7f
    }

    /// The counts of a range, packed like the prefix sums.
    fn packed_counts(&self, range: Range<usize>) -> u64 {
        // Set the free bit above each counter first, so that a counter borrows from it and not from the next counter.
        ((self.prefix_sums[range.end] | !COUNTER_MASK) - self.prefix_sums[range.start]) & COUNTER_MASK
    }

    /// The range without the marks at its ends, cut to the paragraph; `None` if nothing is left.
    pub(super) fn trim(&self, mut range: Range<usize>) -> Option<Range<usize>> {
        range.end = range.end.min(self.tokens.len());
        while range.start < range.end && self.tokens[range.start].is_mark() {
            range.start += 1;
        }
        while range.start < range.end && self.tokens[range.end - 1].is_mark() {
            range.end -= 1;
        }
        (range.start < range.end).then_some(range)
    }
}

/// Appends the facts of a range of tokens to `out`. The first token of the range counts as the first of a sentence.
pub(super) fn read_facts(v: Tokens<'_>, tokens: TokenRange, out: &mut Vec<Fact>) {
    out.extend(tokens.iter().map(|at| {
        let print = v.lexicon.word_hash(v.token(at), v.prose);
        let verb = v.verb(at).map(|(verb, _)| verb);
        Fact {
            word: print.word,
            lemma: verb.map_or(print.word, |verb| verb.lemma_hash.word),
            suffix: print.suffix,
            tag: tag(v, at, at == tokens.start),
            verb: verb.map_or(0, |verb| {
                1 + verb.class as u8 * 4 + u8::from(verb.takes_that) * 2 + u8::from(verb.takes_quote)
            }),
            quoted: v.token(at).quoted(),
            frame: 0,
            role: 0,
        }
    }));
}

/// The code of a frame, a token's part of its cue (bits: not the first word; the head) and how sure the frame is (0 to 3). Codes
/// start at 1, because 0 means no frame.
fn frame_code(frame: u8, part: u8, certainty: u8) -> u8 {
    1 + frame * 16 + part * 4 + certainty
}

/// Records the frames' matches in the facts of their tokens; `base` is the paragraph's first token.
pub(super) fn mark_frame_matches(found: &[FrameMatch], base: TokenIdx, facts: &mut [Fact]) {
    let mut each = |range: TokenRange, set: &dyn Fn(&mut Fact, TokenIdx)| {
        for at in range {
            if let Some(fact) = at.distance_from(base).and_then(|i| facts.get_mut(i as usize)) {
                set(fact, at);
            }
        }
    };
    for matched in found {
        let certainty = match matched.confidence {
            90.. => 3,
            75.. => 2,
            60.. => 1,
            _ => 0,
        };
        each(matched.cue, &|fact, at| {
            let part = u8::from(at != matched.cue.start) + 2 * u8::from(at == matched.head);
            fact.frame = frame_code(matched.frame as u8, part, certainty);
        });
        if let Some(source) = &matched.source {
            each(*source, &|fact, _| fact.role |= 1);
        }
        for content in &matched.content {
            each(*content, &|fact, _| fact.role |= 2);
        }
    }
}

/// The tag of a token: for a word, a coarse part of speech by the lexicon, its case and its ending.
fn tag(v: Tokens<'_>, at: TokenIdx, opens: bool) -> u8 {
    let kind = v.kind(at);
    if kind != TokenKind::Word {
        return kind as u8;
    }
    let classes = v.lexicon.classes(v.token(at).word());
    // Most words have none of the classes.
    let first = |groups: &[Class], all: Class| {
        classes.intersects(all).then(|| groups.iter().position(|&group| classes.intersects(group)))?.map(|n| n as u8)
    };
    let capital = v.token(at).capital();
    if let Some(n) = first(&FUNCTION_CLASSES, ANY_FUNCTION) {
        return FIRST_WORD_TAG + n;
    }
    if let Some(n) = first(&MIDDLE_CLASSES, ANY_MIDDLE) {
        return FIRST_WORD_TAG + FUNCTION_CLASSES.len() as u8 + n;
    }
    if capital && !opens {
        return NAME_TAG;
    }
    if let Some(form) = v.form(at) {
        let noun = v.verb(at).is_some_and(|(verb, _)| verb.noun);
        return FIRST_VERB_TAG + form_number(form) + 5 * u8::from(classes.contains(Class::CUE)) + 10 * u8::from(noun);
    }
    if let Some(n) = first(&NOUN_CLASSES, ANY_NOUNS) {
        return FIRST_NOUN_TAG + n;
    }
    if capital {
        return CAPITALISED_OPENER_TAG;
    }
    v.lexicon.ending(v.text(at)).map_or(CAPITALISED_OPENER_TAG + 1, |n| CAPITALISED_OPENER_TAG + 2 + n as u8)
}

/// The number of a verb form among the tags of verbs.
fn form_number(form: Form) -> u8 {
    match form {
        Form::Base => 0,
        Form::Third => 1,
        Form::Past => 2,
        Form::Participle => 3,
        Form::Ing => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordlist::WordList;

    #[test]
    fn every_ending_fits_below_the_tag_limit() {
        let endings = WordList::get("endings").expect("the list is there").rows(["ending"]).count();
        assert!(usize::from(CAPITALISED_OPENER_TAG) + 2 + endings <= TAG_LIMIT, "{endings}");
    }

    /// The counts of [`ParagraphFacts::count`], counted token by token.
    fn plain_count(facts: &[Fact]) -> [u32; 4] {
        let count = |is: fn(&Fact) -> bool| facts.iter().filter(|fact| is(fact)).count() as u32;
        [count(|f| f.is_comma()), count(|f| f.is_quote()), count(|f| f.is_verb()), count(|f| f.frame > 0)]
    }

    #[test]
    fn packed_counters_agree_with_a_plain_count() {
        let mark = |kind: TokenKind| Fact { tag: kind as u8, ..Fact::default() };
        let word = |frame: u8| Fact { tag: FIRST_WORD_TAG + 3, frame, ..Fact::default() };
        let mut facts = ParagraphFacts::default();
        facts.tokens.extend([mark(TokenKind::Comma); 5]);
        facts.tokens.extend([
            mark(TokenKind::QuoteOpen),
            mark(TokenKind::QuoteClose),
            word(0),
            word(1),
            word(9),
            word(9),
        ]);
        facts.finish();
        assert_eq!(facts.capped_counts(0..0), 0);
        let all = 0..facts.tokens.len();
        for start in all.clone() {
            for end in start..=all.end {
                assert_eq!(facts.count(start..end), plain_count(&facts.tokens[start..end]), "{start}..{end}");
                let [commas, quotes, verbs, frames] = plain_count(&facts.tokens[start..end]);
                let expected = commas.min(3) | quotes.min(3) << 2 | verbs.min(3) << 4 | frames.min(1) << 6;
                assert_eq!(facts.capped_counts(start..end), expected, "{start}..{end}");
            }
        }
        assert_eq!(facts.capped_counts(all), 0b1_11_10_11);
    }
}
