//! Quotations without a speaker.

use super::QuotationKeys;
use super::not_speech::{
    MAX_MARKED_TERM_WORDS, has_credit, is_crosshead, is_not_speech, is_quoted_rule, is_title_or_term,
};
use super::said::QuotedWords;
use crate::attribution::{Frame, TokenAttribution};
use crate::language::{Class, MarkFault, QuotationKind, Role, TokenKind};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft};
use crate::statements::has_source;
use crate::text::{SentenceIdx, TokenIdx, TokenRange};
use rustc_hash::FxHashSet;

/// The most sentences between a quotation and an attribution whose content includes it.
const MAX_SENTENCES_BACK: usize = 100;

/// The most captions between two paragraphs.
const MAX_CAPTIONS: usize = 3;

/// Reports quotations without a speaker. The speaker may be in the sentence, the paragraph or the paragraph before, or where
/// the draft quotes the same words again.
pub(super) fn report_without_speaker(sink: &mut FindingSink<'_, '_>, keys: &QuotationKeys) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    let continued_blocks =
        quotations.iter().filter(|quotation| quotation.continues).map(|quotation| quotation.block).collect();
    let mut answered = Vec::new();
    let mut open = Vec::new();
    let numbers = (0..quotations.len()).take_while(|_| !draft.cancel.is_cancelled());
    for number in numbers.filter(|&number| needs_speaker(sink, keys, number)) {
        let paragraph = &draft.language.paragraphs[quotations[number].block as usize];
        if has_speaker(sink, number, paragraph.tokens, &continued_blocks) {
            answered.push(number);
        } else {
            open.push(number);
        }
    }
    let mut quoted_words = QuotedWords::collect(draft, if open.is_empty() { &[] } else { &answered });
    for quotation in open.into_iter().map(|number| &quotations[number]) {
        if quoted_words.has_or_insert(draft, quotation) {
            continue;
        }
        // After “a”, a few more words may still be a term: a “health care mentors program”.
        let start = quotation.tokens.start;
        let max_words = if start > TokenIdx::ZERO && draft.is(start - 1, Class::INDEFINITE) {
            Some(MAX_MARKED_TERM_WORDS)
        } else {
            keys.max_words
        };
        let is_phrase = quotation.kind != QuotationKind::Sentence;
        let brief = keys
            .brief
            .as_ref()
            .filter(|_| is_phrase || max_words.is_some_and(|max_words| quotation.words <= max_words));
        sink.push(quotation.tokens, FindingExtras { variant: brief, ..FindingExtras::default() });
    }
}

/// Whether a quotation must have a speaker, because its words are speech.
fn needs_speaker(sink: &FindingSink<'_, '_>, keys: &QuotationKeys, number: usize) -> bool {
    let draft = sink.draft;
    let quotation = &draft.language.quotations[number];
    let block = quotation.block as usize;
    let is_faulty = matches!(quotation.fault, Some(MarkFault::Unopened | MarkFault::Unclosed));
    let has_few_words = quotation.words < keys.min_words.unwrap_or(1);
    let is_copy = draft.language.paragraphs[block].role == Role::Copy && draft.document.blocks[block].quote_depth == 0;
    // A link on the words leads to their source.
    let is_linked = || draft.has_link(quotation.tokens);
    let is_other_text = || {
        is_linked()
            || has_credit(draft, quotation)
            || is_title_or_term(sink, quotation)
            || is_not_speech(sink, quotation)
            || is_quoted_rule(draft, quotation)
    };
    is_copy
        && quotation.depth <= 1
        && !is_faulty
        && !has_few_words
        && !is_crosshead(draft, quotation)
        && !is_other_text()
}

/// Whether a quotation has a speaker. `continued_blocks` has the paragraphs at whose end a quotation continues in the next.
fn has_speaker(
    sink: &FindingSink<'_, '_>,
    number: usize,
    paragraph: TokenRange,
    continued_blocks: &FxHashSet<u32>,
) -> bool {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let tokens = quotation.tokens;
    let first = language.sentence_at(tokens.start);
    let last = language.sentence_at(tokens.end - 1);
    let is_sentence = matches!(quotation.kind, QuotationKind::Sentence);
    let covers = |attribution: &TokenAttribution| {
        attribution.at.content.iter().any(|c| {
            c.overlaps(tokens) && crate::statements::covers_token(attribution, draft, tokens.start.max(c.start))
        })
    };
    // The credit of the words may be in the next paragraph.
    let credit =
        |attribution: &&TokenAttribution| attribution.frame == Frame::Colon && attribution.at.cue.start >= tokens.end;
    if draft.attributions.of_quotation(number).filter(credit).is_some_and(has_source) {
        return true;
    }
    // The same speaker may continue from earlier in the paragraph.
    let earlier = draft.coverage.heard_before(first);
    if earlier.speaker || is_sentence && earlier.anybody {
        return true;
    }
    let reaches_quotation = |&sentence: &SentenceIdx| draft.coverage.heard_before(sentence).reach > tokens.start;
    let mut sentences_back = SentenceIdx::new(1)
        .until(first + 1)
        .iter()
        .rev()
        .take_while(reaches_quotation)
        .map(|sentence| sentence - 1)
        .take(MAX_SENTENCES_BACK);
    if sentences_back.any(|sentence| draft.attributions.in_sentence(sentence).iter().any(covers)) {
        return true;
    }
    let attributions = first
        .until(last + 2)
        .iter()
        .filter(|&s| language.sentences.get(s.index()).is_some_and(|s| s.start < paragraph.end))
        .flat_map(|s| draft.attributions.in_sentence(s).iter().map(move |r| (s, r)));
    for (sentence, attribution) in attributions.filter(|(_, r)| has_source(r)) {
        let is_near = sentence <= last;
        if covers(attribution) || is_near && attribution.frame != Frame::AccordingTo || is_sentence && !is_near {
            return true;
        }
    }
    // The credit may also be below the paragraph.
    let credit =
        |r: &TokenAttribution| has_source(r) && r.is_likely() && matches!(r.frame, Frame::SaidAfter | Frame::SaidBy);
    if draft.attributions.of_quotation(number).is_some_and(credit) {
        return true;
    }
    let mut above = paragraphs_above(draft, quotation.block as usize);
    let is_introduced = tokens.start > paragraph.start
        && matches!(draft.kind(tokens.start - 1), TokenKind::Colon | TokenKind::Semicolon);
    let is_carried =
        is_introduced || is_sentence && tokens.start == paragraph.start && above.any(|p| may_introduce(sink, p));
    // The quotation began in the paragraph before.
    let is_continued = quotation.block > 0 && continued_blocks.contains(&(quotation.block - 1));
    is_carried || is_continued || has_subject_before(sink, tokens, first)
}

/// Whether a paragraph ends with a colon or a question, or has a speaker who may continue.
fn may_introduce(sink: &FindingSink<'_, '_>, paragraph: usize) -> bool {
    let draft = sink.draft;
    let tokens = &draft.language.paragraphs[paragraph].tokens;
    let ends_with_colon = tokens.end > tokens.start && draft.kind(tokens.end - 1) == TokenKind::Colon;
    let ends_with_question = !tokens.is_empty() && draft.text(tokens.end - 1) == "?";
    ends_with_colon || ends_with_question || draft.coverage.voiced(paragraph)
}

/// The paragraph above, and the nearest one that is not a caption. A caption between two paragraphs ends without a full
/// stop.
fn paragraphs_above(draft: &LintedDraft<'_>, paragraph: usize) -> impl Iterator<Item = usize> {
    let is_not_caption = |&p: &usize| {
        let paragraph = &draft.language.paragraphs[p];
        let last = paragraph.tokens.iter().next_back();
        paragraph.role != Role::Caption && last.is_none_or(|at| !draft.token(at).wordlike())
    };
    let above = paragraph.saturating_sub(MAX_CAPTIONS)..paragraph;
    above.clone().rev().find(is_not_caption).into_iter().chain(above.last())
}

/// Whether a named person or body, or a pronoun, is the subject of the words before the quotation, so that the phrase is
/// theirs.
fn has_subject_before(sink: &FindingSink<'_, '_>, tokens: TokenRange, sentence: SentenceIdx) -> bool {
    let draft = sink.draft;
    let first = draft.language.sentences[sentence.index()].start;
    let class = |at: TokenIdx| draft.lexicon.classes(draft.token(at).word());
    // “… and the forces have”: only the clause of the quotation counts.
    let clause = (first + 1).until(tokens.start).iter().rev().find(|&at| {
        class(at - 1).contains(Class::COORDINATOR)
            && class(at).intersects(Class::DETERMINER | Class::PERSONAL | Class::POSSESSIVE)
    });
    let start = clause.unwrap_or(first);
    let verb = start
        .until(tokens.start)
        .iter()
        .find(|&at| !draft.token(at).quoted() && draft.lexicon.form(draft.token(at).word()).is_some());
    let Some(verb) = verb else { return false };
    start.until(verb).iter().any(|at| {
        let token = draft.token(at);
        let name = token.capital()
            && (at > first || !token.word().is_known() || draft.is(at, Class::GIVEN_NAME))
            && token.kind() == TokenKind::Word
            && !class(at).intersects(Class::DAY | Class::MONTH | Class::NATIONALITY);
        name || class(at).intersects(Class::PERSONAL) && !draft.is(at, Class::NEUTER)
    })
}
