//! Coverage: which sentences have a source, in the sentence itself or by carry-over.

use super::Covered;
use crate::attribution::{AttributionKind, Attributions, CLEAR_DOCUMENT, Frame, SURE, SourceClass, TokenAttribution};
use crate::language::{Class, Role, TokenKind, Tokens};
use crate::text::{SentenceIdx, TokenIdx, TokenRange};

/// The cover of each sentence, and the sources before it.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    sentences: Vec<SentenceCover>,
    /// For each paragraph, whether it has a speaker whose words may continue in the next paragraph.
    has_speaker: Vec<bool>,
    /// For each sentence, the sources before it in its paragraph.
    preceding_sources: Vec<PrecedingSources>,
}

/// The sources in a part of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PrecedingSources {
    /// Whether any attribution has a source.
    pub(crate) anybody: bool,
    /// Whether there is a speaker whose words may continue; “according to” covers only its own sentence.
    pub(crate) speaker: bool,
    /// The end of the last content, in tokens.
    pub(crate) reach: TokenIdx,
}

impl PrecedingSources {
    fn with(mut self, attribution: &TokenAttribution) -> Self {
        self.anybody = true;
        self.speaker |= attribution.frame != Frame::AccordingTo;
        self.reach = attribution.at.content.iter().map(|content| content.end).fold(self.reach, TokenIdx::max);
        self
    }
}

/// The way in which a source covers a sentence as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SentenceCover {
    /// No source covers the sentence.
    #[default]
    None,
    /// An attribution in the sentence.
    Here,
    /// An attribution earlier in the paragraph.
    Carried,
    /// An attribution in the previous paragraph, to which a pronoun or a definite title refers back.
    TakenUp,
    /// The sentence is in the lead, and the paragraph after it names the source.
    Lead,
}

impl Coverage {
    pub(crate) fn new(tokens: &Tokens<'_>, attributions: &Attributions) -> Self {
        let language = tokens.language;
        let mut sentences = vec![SentenceCover::None; language.sentences.len()];
        let mut previous_has_source = false;
        let copy_paragraphs = || language.paragraphs.iter().filter(|p| p.role == Role::Copy && !p.sentences.is_empty());
        for paragraph in copy_paragraphs() {
            let mut has_source_so_far = false;
            for number in paragraph.sentences {
                // A new time begins a new event, which the earlier attribution does not cover.
                has_source_so_far &= !opens_by_time(tokens, language.sentences[number.index()]);
                let refers_back = previous_has_source && opens_by_reference(tokens, language.sentences[number.index()]);
                sentences[number.index()] = if attributions.in_sentence(number).iter().any(covers_whole_sentence) {
                    has_source_so_far = true;
                    SentenceCover::Here
                } else if has_source_so_far {
                    SentenceCover::Carried
                } else if refers_back {
                    SentenceCover::TakenUp
                } else {
                    SentenceCover::None
                };
            }
            previous_has_source = has_source_so_far;
        }
        let mut paragraphs = copy_paragraphs();
        if let (Some(lead), Some(next)) = (paragraphs.next(), paragraphs.next()) {
            let next_has_source = next.sentences.iter().any(|n| sentences[n.index()] == SentenceCover::Here);
            for number in lead.sentences.iter().filter(|_| next_has_source) {
                if sentences[number.index()] == SentenceCover::None {
                    sentences[number.index()] = SentenceCover::Lead;
                }
            }
        }
        let mut preceding_sources = vec![PrecedingSources::default(); language.sentences.len()];
        let mut has_speaker: Vec<bool> = Vec::with_capacity(language.paragraphs.len());
        for paragraph in &language.paragraphs {
            let mut preceding = PrecedingSources::default();
            for number in paragraph.sentences {
                preceding_sources[number.index()] = preceding;
                let here = attributions.in_sentence(number).iter();
                preceding = here.filter(|attribution| has_source(attribution)).fold(preceding, PrecedingSources::with);
            }
            let has_any_source = preceding.anybody;
            let may_continue = paragraph.role != Role::Copy
                || language.tokens.get(paragraph.start.index()).is_some_and(|t| t.kind() == TokenKind::QuoteOpen);
            has_speaker.push(has_any_source || may_continue && has_speaker.last().copied().unwrap_or(false));
        }
        Self { sentences, has_speaker, preceding_sources }
    }

    /// The sources before a sentence in its paragraph.
    pub(crate) fn heard_before(&self, sentence: SentenceIdx) -> PrecedingSources {
        self.preceding_sources.get(sentence.index()).copied().unwrap_or_default()
    }

    /// Whether a paragraph has a speaker, so that a quotation at the start of the next paragraph may be theirs.
    pub(crate) fn voiced(&self, paragraph: usize) -> bool {
        self.has_speaker.get(paragraph).copied().unwrap_or(false)
    }

    /// The cover of a sentence.
    pub(crate) fn of_sentence(&self, sentence: SentenceIdx) -> SentenceCover {
        self.sentences.get(sentence.index()).copied().unwrap_or_default()
    }
}

/// Whether an attribution has a source; an agentless passive does not.
pub(crate) fn has_source(attribution: &TokenAttribution) -> bool {
    attribution.kind != AttributionKind::Agentless && attribution.class != SourceClass::None
}

/// Whether an attribution covers a whole sentence. A wish, a stance (taking a side) and an uncertain attribution do not.
pub(crate) fn covers_whole_sentence(attribution: &TokenAttribution) -> bool {
    let required_confidence = if attribution.has_document_source() { CLEAR_DOCUMENT } else { SURE };
    has_source(attribution)
        && attribution.form.max(attribution.confidence) >= required_confidence
        && !matches!(attribution.kind, AttributionKind::Wish | AttributionKind::Stance)
}

/// Whether a speaker or document is cited in the sentence before or after, in the same paragraph.
pub(crate) fn source_in_adjacent_sentence(draft: &Covered<'_>, sentence: SentenceIdx) -> bool {
    let paragraph = draft.language.paragraph_at(draft.language.sentences[sentence.index()].start);
    let sentences = &draft.language.paragraphs[paragraph].sentences;
    let neighbours = [sentence.checked_sub(1), Some(sentence + 1)];
    let mut neighbours = neighbours.into_iter().flatten().filter(|&neighbour| sentences.contains(neighbour));
    neighbours.any(|neighbour| has_clear_source(draft, neighbour))
}

/// Whether a speaker or document is cited in a sentence.
fn has_clear_source(draft: &Covered<'_>, sentence: SentenceIdx) -> bool {
    let is_clear_source = |r: &TokenAttribution| {
        has_source(r) && r.is_likely() && matches!(r.kind, AttributionKind::Speech | AttributionKind::Document)
    };
    draft.attributions.in_sentence(sentence).iter().any(is_clear_source)
}

/// Whether a speaker or document is cited in the sentence before or after, even in another paragraph.
pub(crate) fn source_in_nearby_sentence(draft: &Covered<'_>, sentence: SentenceIdx) -> bool {
    let neighbours =
        [sentence.checked_sub(1), Some(sentence + 1).filter(|&next| next < draft.language.all_sentences().end)];
    neighbours.into_iter().flatten().any(|neighbour| has_clear_source(draft, neighbour))
}

/// Whether a token is part of the content of an attribution.
pub(crate) fn covers_token(attribution: &TokenAttribution, tokens: &Tokens<'_>, token: TokenIdx) -> bool {
    has_source(attribution)
        && attribution.at.content.iter().any(|content| {
            content.contains(token)
                && !(attribution.frame == Frame::AccordingTo && is_in_second_clause(tokens, *content, token))
        })
}

/// Whether a token of a content is in a second clause: after “and” with its own subject and verb. “According to” may not apply
/// there.
fn is_in_second_clause(tokens: &Tokens<'_>, content: TokenRange, token: TokenIdx) -> bool {
    (content.start + 1).until(token).iter().rev().take(24).any(|at| {
        tokens.is(at, Class::COORDINATOR)
            && tokens.word(at)
            && tokens.is(at + 1, Class::DETERMINER | Class::PERSONAL)
            && (at + 2).until(token.min(at + 6)).iter().any(|at| tokens.is(at, Class::HAVE | Class::BE | Class::MODAL))
    })
}

/// Maximum number of tokens of a clause before its cue: a name with a description between commas.
const MAX_SUBJECT_TOKENS: u32 = 15;

/// Whether a clause with its own speaker begins between `from` and a later attribution: after a semicolon, after “but”
/// or “while”, or after a comma and “and”.
pub(crate) fn new_clause(draft: &Tokens<'_>, from: TokenIdx, attribution: &TokenAttribution) -> bool {
    let to = attribution
        .at
        .source
        .as_ref()
        .map_or(attribution.at.cue.start, |source| source.start.min(attribution.at.cue.start));
    let is_not_quote = |at: &TokenIdx| !matches!(draft.kind(*at), TokenKind::QuoteOpen | TokenKind::QuoteClose);
    let follows_comma = |at: TokenIdx| {
        from.until(at).iter().rev().find(is_not_quote).is_some_and(|at| draft.kind(at) == TokenKind::Comma)
    };
    let before_cue =
        attribution.at.cue.start.saturating_sub(MAX_SUBJECT_TOKENS).max(from).until(attribution.at.cue.start);
    from.until(to).iter().any(|at| draft.kind(at) == TokenKind::Semicolon)
        || before_cue.into_iter().any(|at| {
            draft.is(at, Class::CONTRAST)
                || draft.is(at, Class::COORDINATOR) && follows_comma(at) && !draft.is(at + 1, Class::THAT)
                || at + 1 == to && draft.is(at, Class::SUBORDINATOR) && follows_comma(at)
        })
}

/// Whether a sentence opens with a phrase of time and a comma: "Earlier this month, …", "On Friday, …".
fn opens_by_time(tokens: &Tokens<'_>, sentence: TokenRange) -> bool {
    let comma = sentence.iter().take(6).find(|&at| tokens.kind(at) == TokenKind::Comma);
    comma.is_some_and(|end| sentence.start.until(end).iter().any(|at| tokens.temporal(at)))
}

/// Whether a sentence refers back: it opens with a quotation, a pronoun, a demonstrative, or “the” and a noun for a
/// person.
fn opens_by_reference(tokens: &Tokens<'_>, sentence: TokenRange) -> bool {
    let (first, second) = (sentence.start, sentence.start + 1);
    let has_person_noun = || {
        second.index() < tokens.language.tokens.len()
            && !tokens.token(second).capital()
            && tokens.is(second, Class::PERSON_NOUN | Class::TITLE)
    };
    tokens.kind(first) == TokenKind::QuoteOpen
        || tokens.is(first, Class::PERSONAL | Class::DEMONSTRATIVE | Class::POSSESSIVE)
        || tokens.is(first, Class::DEFINITE) && has_person_noun()
}
