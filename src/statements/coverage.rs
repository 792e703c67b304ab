//! Which words of a draft a source stands behind: in the sentence, by carry-over, or by a hyperlink.

use super::Covered;
use crate::attribution::{Attribution, AttributionKind, Attributions, Frame, PAPER, SURE, SourceClass};
use crate::language::{Class, Role, TokenKind, Tokens};
use std::ops::Range;

/// What stands behind each sentence.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    sentences: Vec<SentenceCover>,
    /// For each paragraph, whether a speaker is heard in it whose words may go on in the next.
    voiced: Vec<bool>,
    /// For each sentence, who is heard in its paragraph before it.
    heard: Vec<Heard>,
}

/// Who is heard in a part of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heard {
    /// Whether anybody stands behind anything.
    pub(crate) anybody: bool,
    /// Whether somebody speaks who may go on; "according to" answers for its own sentence.
    pub(crate) speaker: bool,
    /// Behind which token nothing is attributed any more.
    pub(crate) reach: u32,
}

impl Heard {
    fn and(mut self, relation: &Attribution) -> Self {
        self.anybody = true;
        self.speaker |= relation.frame != Frame::AccordingTo;
        self.reach = relation.at.content.iter().map(|content| content.end).fold(self.reach, u32::max);
        self
    }
}

/// What stands behind a sentence as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SentenceCover {
    /// Nothing.
    #[default]
    None,
    /// An attribution in the sentence.
    Here,
    /// An attribution earlier in the paragraph.
    Carried,
    /// An attribution in the paragraph before, taken up by a pronoun or a definite title.
    TakenUp,
    /// The paragraph after a lead names its source.
    Lead,
}

impl Coverage {
    pub(crate) fn new(tokens: &Tokens<'_>, attributions: &Attributions) -> Self {
        let language = tokens.language;
        let mut sentences = vec![SentenceCover::None; language.sentences.len()];
        let mut before = false;
        let copy = || language.paragraphs.iter().filter(|p| p.role == Role::Copy && !p.sentences.is_empty());
        for paragraph in copy() {
            let mut seen = false;
            for number in paragraph.sentences.clone() {
                let number = number as usize;
                // A new time is a new event: what was said before does not stand behind it.
                seen &= !opens_by_time(tokens, &language.sentences[number]);
                let takes_up = before && opens_by_reference(tokens, &language.sentences[number]);
                sentences[number] = if attributions.in_sentence(number).iter().any(covers_whole_sentence) {
                    seen = true;
                    SentenceCover::Here
                } else if seen {
                    SentenceCover::Carried
                } else if takes_up {
                    SentenceCover::TakenUp
                } else {
                    SentenceCover::None
                };
            }
            before = seen;
        }
        let mut first = copy();
        if let (Some(lead), Some(next)) = (first.next(), first.next()) {
            let sourced = next.sentences.clone().any(|n| sentences[n as usize] == SentenceCover::Here);
            for number in lead.sentences.clone().filter(|_| sourced) {
                if sentences[number as usize] == SentenceCover::None {
                    sentences[number as usize] = SentenceCover::Lead;
                }
            }
        }
        let mut heard = vec![Heard::default(); language.sentences.len()];
        let mut voiced: Vec<bool> = Vec::with_capacity(language.paragraphs.len());
        for paragraph in &language.paragraphs {
            let mut so_far = Heard::default();
            for number in paragraph.sentences.clone() {
                heard[number as usize] = so_far;
                let relations = attributions.in_sentence(number as usize).iter();
                so_far = relations.filter(|relation| has_source(relation)).fold(so_far, Heard::and);
            }
            let speaks = so_far.anybody;
            let goes_on = paragraph.role != Role::Copy
                || language.tokens.get(paragraph.start as usize).is_some_and(|t| t.kind() == TokenKind::QuoteOpen);
            voiced.push(speaks || goes_on && voiced.last().copied().unwrap_or(false));
        }
        Self { sentences, voiced, heard }
    }

    /// Who is heard in a sentence's paragraph before it.
    pub(crate) fn heard_before(&self, sentence: usize) -> Heard {
        self.heard.get(sentence).copied().unwrap_or_default()
    }

    /// Whether a speaker is heard in a paragraph, so that a quotation that opens the next may still be theirs.
    pub(crate) fn voiced(&self, paragraph: usize) -> bool {
        self.voiced.get(paragraph).copied().unwrap_or(false)
    }

    /// What stands behind a sentence.
    pub(crate) fn of_sentence(&self, sentence: usize) -> SentenceCover {
        self.sentences.get(sentence).copied().unwrap_or_default()
    }
}

/// Whether a relation gives a reader somebody: not an agentless passive, not a mere wish.
pub(crate) fn has_source(relation: &Attribution) -> bool {
    relation.kind != AttributionKind::Agentless && relation.class != SourceClass::None
}

/// Whether a relation answers for a whole statement: an object of criticism, a side taken or a doubtful reading does not.
pub(crate) fn covers_whole_sentence(relation: &Attribution) -> bool {
    let sure = if relation.is_paper() { PAPER } else { SURE };
    has_source(relation)
        && relation.form.max(relation.confidence) >= sure
        && !matches!(relation.kind, AttributionKind::Wish | AttributionKind::Stance)
}

/// Whether somebody speaks, or a paper is cited, in the sentence before or behind, of the same paragraph.
pub(crate) fn source_in_adjacent_sentence(draft: &Covered<'_>, sentence: usize) -> bool {
    let paragraph = draft.language.paragraph_at(draft.language.sentences[sentence].start);
    let sentences = &draft.language.paragraphs[paragraph].sentences;
    let near = [sentence.checked_sub(1), Some(sentence + 1)];
    let mut near = near.into_iter().flatten().filter(|&near| sentences.contains(&(near as u32)));
    near.any(|near| tells(draft, near))
}

/// Whether somebody speaks, or a paper is cited, in a sentence.
fn tells(draft: &Covered<'_>, sentence: usize) -> bool {
    let tells = |r: &Attribution| {
        has_source(r) && r.is_likely() && matches!(r.kind, AttributionKind::Speech | AttributionKind::Document)
    };
    draft.attributions.in_sentence(sentence).iter().any(tells)
}

/// Whether somebody speaks, or a paper is cited, in the sentence before or behind, be it in another paragraph.
pub(crate) fn source_in_nearby_sentence(draft: &Covered<'_>, sentence: usize) -> bool {
    let near = [sentence.checked_sub(1), Some(sentence + 1).filter(|&next| next < draft.language.sentences.len())];
    near.into_iter().flatten().any(|near| tells(draft, near))
}

/// Whether a token lies in what a relation attributes.
pub(crate) fn covers_token(relation: &Attribution, tokens: &Tokens<'_>, token: u32) -> bool {
    has_source(relation)
        && relation.at.content.iter().any(|content| {
            content.contains(&token) && !(relation.frame == Frame::AccordingTo && second_clause(tokens, content, token))
        })
}

/// Behind ", and" or "and" with a subject and verb of its own, "according to" may no longer hold.
fn second_clause(tokens: &Tokens<'_>, content: &Range<u32>, token: u32) -> bool {
    (content.start + 1..token).rev().take(24).any(|at| {
        tokens.is(at, Class::COORDINATOR)
            && tokens.word(at)
            && tokens.is(at + 1, Class::DETERMINER | Class::PERSONAL)
            && (at + 2..token.min(at + 6)).any(|at| tokens.is(at, Class::HAVE | Class::BE | Class::MODAL))
    })
}

/// How many tokens of a clause may stand before its cue: a name with what stands between commas behind it.
const SUBJECT: u32 = 15;

/// Whether a clause with a speaker of its own begins between a place and a relation behind it: behind a semicolon, or behind
/// "but" or "while", or behind a comma and "and".
pub(crate) fn new_clause(draft: &Tokens<'_>, from: u32, relation: &Attribution) -> bool {
    let to =
        relation.at.source.as_ref().map_or(relation.at.cue.start, |source| source.start.min(relation.at.cue.start));
    let open = |at: &u32| !matches!(draft.kind(*at), TokenKind::QuoteOpen | TokenKind::QuoteClose);
    let comma = |at: u32| (from..at).rev().find(open).is_some_and(|at| draft.kind(at) == TokenKind::Comma);
    let near = relation.at.cue.start.saturating_sub(SUBJECT).max(from)..relation.at.cue.start;
    (from..to).any(|at| draft.kind(at) == TokenKind::Semicolon)
        || near.into_iter().any(|at| {
            draft.is(at, Class::CONTRAST)
                || draft.is(at, Class::COORDINATOR) && comma(at) && !draft.is(at + 1, Class::THAT)
                || at + 1 == to && draft.is(at, Class::SUBORDINATOR) && comma(at)
        })
}

/// "Earlier this month, …", "On Friday, …": a phrase of time, then a comma.
fn opens_by_time(tokens: &Tokens<'_>, sentence: &Range<u32>) -> bool {
    let comma = sentence.clone().take(6).find(|&at| tokens.kind(at) == TokenKind::Comma);
    comma.is_some_and(|end| (sentence.start..end).any(|at| tokens.temporal(at)))
}

/// A sentence that opens with a pronoun, or with "the" or "that" and a noun, goes on about what stood before.
fn opens_by_reference(tokens: &Tokens<'_>, sentence: &Range<u32>) -> bool {
    let (first, second) = (sentence.start, sentence.start + 1);
    let person = || {
        (second as usize) < tokens.language.tokens.len()
            && !tokens.token(second).capital()
            && tokens.is(second, Class::PERSON_NOUN | Class::TITLE)
    };
    tokens.kind(first) == TokenKind::QuoteOpen
        || tokens.is(first, Class::PERSONAL | Class::DEMONSTRATIVE | Class::POSSESSIVE)
        || tokens.is(first, Class::DEFINITE) && person()
}
