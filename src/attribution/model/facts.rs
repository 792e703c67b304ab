//! What the model sees of a token: its word, a coarse part of speech, and what the frames made of it.

use crate::attribution::frame::FrameMatch;
use crate::language::{Class, Form, TokenKind, Tokens};
use std::ops::Range;

/// A token as the model sees it.
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
    /// Class of attribution verb, and what it takes; 0 for every other word.
    pub(super) verb: u8,
    /// Inside quotation marks.
    pub(super) quoted: bool,
    /// 0, or the frame that has the token in its cue, with the token's part and how sure the frame is ([`frame_code`]).
    pub(super) frame: u8,
    /// Bits: part of a frame's source, part of a frame's content.
    pub(super) role: u8,
}

/// A paragraph's facts, with what is asked of them often counted once.
#[derive(Debug, Default)]
pub(in crate::attribution) struct ParagraphFacts {
    pub(super) facts: Vec<Fact>,
    /// Its sentences.
    pub(super) sentences: Vec<Range<usize>>,
    /// The same without the marks at their ends.
    pub(super) trimmed: Vec<Range<usize>>,
    /// Prefix sums: how many commas, quotation marks, verbs and words of cues there are before each token. The four counters are
    /// packed into one number, because counts of ranges are asked for at every edge of every window: one subtraction
    /// gives all four. A counter has 15 bits and starts again at 0 after 32,767; the bit above it is free. The test
    /// `packed_counters_agree_with_a_plain_count` has the same in plain words.
    sums: Vec<u64>,
}

/// Where the tags of words begin; below are the kinds of other tokens.
const WORDS: u8 = 32;
/// Function words; a word's tag is the first class that it has.
const FUNCTION: [Class; 16] = [
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
/// Words between function and content.
const BETWEEN: [Class; 5] = [
    Class::PREPOSITION,
    Class::SUBORDINATOR,
    Class::DAY.union(Class::MONTH).union(Class::TIME),
    Class::NUMBER_WORD,
    Class::ADVERB,
];
/// Nouns that the lexicon knows.
const NOUNS: [Class; 3] = [Class::PERSON_NOUN, Class::STATEMENT_NOUN, Class::INSTITUTION_WORD];
const ANY_FUNCTION: Class = union(&FUNCTION);
const ANY_BETWEEN: Class = union(&BETWEEN);
const ANY_NOUNS: Class = union(&NOUNS);

const fn union(groups: &[Class]) -> Class {
    let mut all = Class::empty();
    let mut at = 0;
    while at < groups.len() {
        all = all.union(groups[at]);
        at += 1;
    }
    all
}

/// A capitalised word inside a sentence.
const NAME: u8 = WORDS + (FUNCTION.len() + BETWEEN.len()) as u8;
/// The first tag of verb forms.
const VERBS: u8 = NAME + 1;
/// Five forms, by two marks: of the attribution list; also a noun.
const VERB_TAGS: u8 = 20;
const NOUN_TAGS: u8 = VERBS + VERB_TAGS;
/// A capitalised word at the head of a sentence.
const OPENING: u8 = NOUN_TAGS + NOUNS.len() as u8;
/// More tags than there are, with those of endings.
pub(super) const TAGS: usize = 128;
/// The tag of "that".
pub(super) const THAT: u8 = WORDS + 5;

impl Fact {
    /// What stands outside a paragraph.
    pub(super) const NOTHING: Self =
        Self { word: 0, lemma: 0, suffix: 0, tag: 0, verb: 0, quoted: false, frame: 0, role: 0 };

    pub(super) const fn is_comma(self) -> bool {
        self.tag == TokenKind::Comma as u8
    }

    pub(super) const fn is_quote(self) -> bool {
        self.tag == TokenKind::QuoteOpen as u8 || self.tag == TokenKind::QuoteClose as u8
    }

    /// A mark at which nothing begins and nothing ends.
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
        self.tag < WORDS && MARKS >> self.tag & 1 == 1
    }

    /// The frame of the token, roughly: 0 for none. The most certain head of a cue has the number of the next frame; the weights were
    /// trained with that.
    pub(super) fn frame_group(self) -> u32 {
        u32::from(self.frame >> 4)
    }

    pub(super) const fn is_verb(self) -> bool {
        let auxiliary = WORDS <= self.tag && self.tag < WORDS + 4;
        auxiliary || VERBS <= self.tag && self.tag < NOUN_TAGS
    }
}

/// Bits of one counter in a sum, with the free bit above it.
const COUNT: u32 = 16;
/// What a token with each tag counts, but for frames.
static ONES: [u64; TAGS] = {
    let mut ones = [0; TAGS];
    let mut tag = 0;
    while tag < TAGS {
        let fact = Fact { tag: tag as u8, ..Fact::NOTHING };
        ones[tag] = fact.is_comma() as u64 | (fact.is_quote() as u64) << COUNT | (fact.is_verb() as u64) << (2 * COUNT);
        tag += 1;
    }
    ones
};
/// The bits of the four numbers.
const COUNTS: u64 = 0x7fff_7fff_7fff_7fff;

impl ParagraphFacts {
    /// Forgets all it has seen, and keeps the room for it.
    pub(super) fn clear(&mut self) {
        let Self { facts, sentences, trimmed, sums } = self;
        facts.clear();
        sentences.clear();
        trimmed.clear();
        sums.clear();
    }

    /// Counts, once all facts stand.
    pub(super) fn finish(&mut self) {
        for at in 0..self.sentences.len() {
            let sentence = self.sentences[at].clone();
            self.trimmed.push(self.trim(sentence.clone()).unwrap_or(sentence.start..sentence.start + 1));
        }
        let mut sum = 0;
        self.sums.push(sum);
        self.sums.extend(self.facts.iter().map(|fact| {
            let ones = ONES[usize::from(fact.tag) % TAGS] | u64::from(fact.frame > 0) << (3 * COUNT);
            sum = (sum + ones) & COUNTS;
            sum
        }));
    }

    /// Commas, quotation marks, verbs and words of cues in a range of at most 32,767 tokens.
    pub(super) fn count(&self, range: Range<usize>) -> [u32; 4] {
        let found = self.counted(range);
        [0, 1, 2, 3].map(|n| (found >> (n * COUNT)) as u32 & ((1 << (COUNT - 1)) - 1))
    }

    /// The same in seven bits, lowest first: commas, quotation marks and verbs up to 3, in two bits each, and whether there is
    /// any word of a cue.
    pub(super) fn few(&self, range: Range<usize>) -> u32 {
        const MOST: u64 = 0x0001_0003_0003_0003;
        const ANY: u64 = 0x0001_0000_0000_0000;
        let found = self.counted(range);
        // `COUNTS - MOST + ANY` adds to each counter what it needs to reach its free bit if it is above its limit. Where that
        // bit is set, all bits below it are set, so that cutting to `MOST` leaves the limit.
        let larger = (found + (COUNTS - MOST + ANY)) & !COUNTS;
        let few = (found | (larger - (larger >> (COUNT - 1)))) & MOST;
        (few | few >> (COUNT - 2) | few >> (2 * COUNT - 4) | few >> (3 * COUNT - 6)) as u32 & 0x7f
    }

    fn counted(&self, range: Range<usize>) -> u64 {
        // The free bit above each counter is set first, so that a counter borrows from it and not from the next counter.
        ((self.sums[range.end] | !COUNTS) - self.sums[range.start]) & COUNTS
    }

    /// The range without the marks at its ends; `None` when nothing is left. What lies outside the paragraph is cut off.
    pub(super) fn trim(&self, mut range: Range<usize>) -> Option<Range<usize>> {
        range.end = range.end.min(self.facts.len());
        while range.start < range.end && self.facts[range.start].is_mark() {
            range.start += 1;
        }
        while range.start < range.end && self.facts[range.end - 1].is_mark() {
            range.end -= 1;
        }
        (range.start < range.end).then_some(range)
    }
}

/// Reads the facts of a range of tokens, the first of a sentence at its head.
pub(super) fn read(v: Tokens<'_>, tokens: Range<u32>, out: &mut Vec<Fact>) {
    out.extend(tokens.clone().map(|at| {
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

/// A frame with the part of its cue that a token is (bits: not the first word; the head) and how sure it is (0 to 3). 0 is no
/// frame, so numbers start at 1.
fn frame_code(frame: u8, part: u8, sure: u8) -> u8 {
    1 + frame * 16 + part * 4 + sure
}

/// Marks what the frames found; `base` is the paragraph's first token.
pub(super) fn mark(found: &[FrameMatch], base: u32, facts: &mut [Fact]) {
    let mut each = |range: Range<u32>, set: &dyn Fn(&mut Fact, u32)| {
        for at in range {
            if let Some(fact) = at.checked_sub(base).and_then(|i| facts.get_mut(i as usize)) {
                set(fact, at);
            }
        }
    };
    for relation in found {
        let sure = match relation.confidence {
            90.. => 3,
            75.. => 2,
            60.. => 1,
            _ => 0,
        };
        each(relation.cue.clone(), &|fact, at| {
            let part = u8::from(at != relation.cue.start) + 2 * u8::from(at == relation.head);
            fact.frame = frame_code(relation.frame as u8, part, sure);
        });
        if let Some(source) = &relation.source {
            each(source.clone(), &|fact, _| fact.role |= 1);
        }
        for content in &relation.content {
            each(content.clone(), &|fact, _| fact.role |= 2);
        }
    }
}

/// A coarse part of speech, by the lexicon, the case and the ending.
fn tag(v: Tokens<'_>, at: u32, opens: bool) -> u8 {
    let kind = v.kind(at);
    if kind != TokenKind::Word {
        return kind as u8;
    }
    let classes = v.lexicon.classes(v.token(at).word());
    // Most words have no class of a group.
    let first = |groups: &[Class], all: Class| {
        classes.intersects(all).then(|| groups.iter().position(|&group| classes.intersects(group)))?.map(|n| n as u8)
    };
    let capital = v.token(at).capital();
    if let Some(n) = first(&FUNCTION, ANY_FUNCTION) {
        return WORDS + n;
    }
    if let Some(n) = first(&BETWEEN, ANY_BETWEEN) {
        return WORDS + FUNCTION.len() as u8 + n;
    }
    if capital && !opens {
        return NAME;
    }
    if let Some(form) = v.form(at) {
        let noun = v.verb(at).is_some_and(|(verb, _)| verb.noun);
        return VERBS + number(form) + 5 * u8::from(classes.contains(Class::CUE)) + 10 * u8::from(noun);
    }
    if let Some(n) = first(&NOUNS, ANY_NOUNS) {
        return NOUN_TAGS + n;
    }
    if capital {
        return OPENING;
    }
    v.lexicon.ending(v.text(at)).map_or(OPENING + 1, |n| OPENING + 2 + n as u8)
}

fn number(form: Form) -> u8 {
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
    fn each_ending_has_a_tag_of_its_own() {
        let endings = WordList::get("endings").expect("the list is there").rows(["ending"]).count();
        assert!(usize::from(OPENING) + 2 + endings <= TAGS, "{endings}");
    }

    /// What [`ParagraphFacts::count`] counts, token by token.
    fn plain_count(facts: &[Fact]) -> [u32; 4] {
        let count = |is: fn(&Fact) -> bool| facts.iter().filter(|fact| is(fact)).count() as u32;
        [count(|f| f.is_comma()), count(|f| f.is_quote()), count(|f| f.is_verb()), count(|f| f.frame > 0)]
    }

    #[test]
    fn packed_counters_agree_with_a_plain_count() {
        let mark = |kind: TokenKind| Fact { tag: kind as u8, ..Fact::default() };
        let word = |frame: u8| Fact { tag: WORDS + 3, frame, ..Fact::default() };
        let mut seen = ParagraphFacts::default();
        seen.facts.extend([mark(TokenKind::Comma); 5]);
        seen.facts.extend([
            mark(TokenKind::QuoteOpen),
            mark(TokenKind::QuoteClose),
            word(0),
            word(1),
            word(9),
            word(9),
        ]);
        seen.finish();
        assert_eq!(seen.few(0..0), 0);
        let all = 0..seen.facts.len();
        for start in all.clone() {
            for end in start..=all.end {
                assert_eq!(seen.count(start..end), plain_count(&seen.facts[start..end]), "{start}..{end}");
                let [commas, quotes, verbs, frames] = plain_count(&seen.facts[start..end]);
                let apart = commas.min(3) | quotes.min(3) << 2 | verbs.min(3) << 4 | frames.min(1) << 6;
                assert_eq!(seen.few(start..end), apart, "{start}..{end}");
            }
        }
        assert_eq!(seen.few(all), 0b1_11_10_11);
    }
}
