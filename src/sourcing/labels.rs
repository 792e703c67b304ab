//! Labels each word of the copy with its source.

use super::{AttributedSpan, SourceTier};
use crate::attribution::{Attributions, TokenAttribution, Voice};
use crate::document::{Document, Links};
use crate::language::{Language, Paragraph, Role, TokenKind};
use crate::statements::{Coverage, SentenceCover, covers_whole_sentence, has_source};
use crate::text::{SentenceIdx, TokenIdx, TokenRange};
use std::collections::HashMap;

/// The source of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WordLabel {
    /// No source.
    Nothing,
    /// A link in the word's sentence.
    Link,
    /// The attribution with this number.
    Attribution(u32),
}

/// The spans of each paragraph of copy, in order; paragraphs without spans are left out.
pub(super) fn label_copy(
    document: &Document,
    language: &Language,
    attributions: &Attributions,
    coverage: &Coverage,
) -> Vec<Vec<AttributedSpan>> {
    let mut labels = CopyLabels { language, attributions, labels: vec![WordLabel::Nothing; language.tokens.len()] };
    labels.label_sentences(&document.links(), coverage);
    labels.label_quotations();
    labels.label_attributions();
    labels.label_signatures(document);
    labels.label_marks();
    let copy = language.paragraphs.iter().filter(|paragraph| is_copy(paragraph));
    copy.map(|paragraph| labels.join_spans(paragraph)).filter(|spans| !spans.is_empty()).collect()
}

fn is_copy(paragraph: &Paragraph) -> bool {
    paragraph.role == Role::Copy && !paragraph.sentences.is_empty()
}

/// Whether the source of an attribution said the attributed words. Somebody who only knew, wanted or did something did not.
fn source_said_content(attribution: &TokenAttribution) -> bool {
    has_source(attribution) && attribution.voice != Voice::Silent
}

/// The labels of a draft's tokens. Later passes override earlier ones.
struct CopyLabels<'a> {
    language: &'a Language,
    attributions: &'a Attributions,
    /// One label per token.
    labels: Vec<WordLabel>,
}

impl<'a> CopyLabels<'a> {
    /// Labels each sentence as a whole, by its cover or its links.
    fn label_sentences(&mut self, links: &Links, coverage: &Coverage) {
        let language = self.language;
        let mut lead: Option<TokenRange> = None;
        for paragraph in language.paragraphs.iter().filter(|paragraph| is_copy(paragraph)) {
            let mut last = None;
            for number in paragraph.sentences {
                let sentence = language.sentences[number.index()];
                let source = match coverage.of_sentence(number) {
                    SentenceCover::Here => {
                        let covering = self.sentence_source(number);
                        last = covering.or(last);
                        covering
                    }
                    // A sentence about what somebody knew or did does not continue the words of the earlier speaker.
                    SentenceCover::Carried => {
                        let earlier = if self.is_about_action(number) { None } else { last };
                        self.overriding_source(number).or(earlier)
                    }
                    // Rules do not report a sentence that opens with “it” or “the minister”, but it has no source.
                    SentenceCover::TakenUp | SentenceCover::None => None,
                    SentenceCover::Lead => {
                        lead = Some(lead.map_or(sentence.start, |lead| lead.start).until(sentence.end));
                        None
                    }
                };
                match source {
                    Some(attribution) => {
                        self.fill(sentence, WordLabel::Attribution(attribution));
                        if coverage.of_sentence(number) != SentenceCover::Here {
                            self.label_hedged(number);
                        }
                    }
                    None if links.any_in(language.prose(sentence)) => self.fill(sentence, WordLabel::Link),
                    None => {}
                }
            }
            // The paragraph after the lead gives its source.
            if last.is_some()
                && let Some(open) = lead.take_if(|lead| lead.start < paragraph.tokens.start)
            {
                let first = paragraph.sentences.iter().find_map(|number| self.sentence_source(number));
                self.fill(open, first.map_or(WordLabel::Nothing, WordLabel::Attribution));
            }
        }
    }

    /// Labels attributions without a source, such as “reportedly”, in a sentence covered from outside.
    fn label_hedged(&mut self, sentence: SentenceIdx) {
        for (number, attribution) in self.numbered_in_sentence(sentence) {
            if !has_source(attribution) && attribution.is_likely() && !attribution.nested {
                self.label_attribution(number, attribution);
            }
        }
    }

    /// Labels each quotation as a whole, even over several paragraphs.
    fn label_quotations(&mut self) {
        for (number, quotation) in self.language.quotations.iter().enumerate() {
            let Some(attribution) = self.attributions.number_of_quotation(number) else { continue };
            if quotation.depth == 1 && source_said_content(&self.attributions.attributions[attribution as usize]) {
                self.fill(quotation.tokens, WordLabel::Attribution(attribution));
            }
        }
    }

    /// Labels the words of each attribution: nested ones first, then narrow before wide. The words of a nested attribution came
    /// through the one around it, so the wider one must come last to override it.
    fn label_attributions(&mut self) {
        let attributions = self.attributions.attributions.iter().zip(0_u32..);
        let mut likely: Vec<_> = attributions.filter(|(r, _)| source_said_content(r) && r.is_likely()).collect();
        let content_length = |r: &TokenAttribution| r.at.content.iter().map(|c| c.end - c.start).sum::<u32>();
        likely.sort_by_key(|(r, number)| (!r.nested, content_length(r), *number));
        for (attribution, number) in likely {
            self.label_attribution(number, attribution);
        }
    }

    /// Labels block quotes that have a signature below them (“— Ana Ruiz, engineer”), if the person is a speaker elsewhere in
    /// the draft.
    fn label_signatures(&mut self, document: &Document) {
        let attributions = self.attributions.attributions.iter().enumerate().rev();
        let attribution_by_name: HashMap<&str, u32> = attributions
            .filter_map(|(number, attribution)| {
                let speaker = self.attributions.speaking().get(self.attributions.speaker_of(attribution)?)?;
                (has_source(attribution) && attribution.is_likely()).then_some((speaker.name.as_str(), number as u32))
            })
            .collect();
        let blocks = document.blocks.iter().zip(&self.language.paragraphs);
        for ((quote, above), (block, paragraph)) in blocks.clone().zip(blocks.skip(1)) {
            let quoted = block.quote_depth > 0 && block.quote_depth == quote.quote_depth && is_copy(above);
            let dash = self.language.tokens.get(paragraph.tokens.start.index());
            let Some(dash) = dash.filter(|token| quoted && token.kind() == TokenKind::Dash) else { continue };
            let name = document.text(dash.end().until(block.prose.end));
            let name = name.split([',', '\n']).next().unwrap_or(name).trim();
            if let Some(&attribution) = attribution_by_name.get(name) {
                self.fill(above.tokens.start.until(paragraph.tokens.end), WordLabel::Attribution(attribution));
            }
        }
    }

    /// Labels an attribution from its first to its last word, including source and cue. If these are in several paragraphs, it
    /// labels each part separately.
    fn label_attribution(&mut self, number: u32, attribution: &TokenAttribution) {
        let at = &attribution.at;
        let parts = || at.content.iter().chain([&at.cue]).chain(&at.source);
        let start = parts().map(|part| part.start).min().unwrap_or(at.head);
        let end = parts().map(|part| part.end).max().unwrap_or(at.head);
        let paragraph = self.language.paragraph_at(at.head);
        let in_one_paragraph =
            self.language.paragraphs.get(paragraph).is_some_and(|p| p.tokens.start <= start && end <= p.tokens.end);
        if in_one_paragraph {
            self.fill(start.until(end), WordLabel::Attribution(number));
        } else {
            parts().for_each(|part| self.fill(*part, WordLabel::Attribution(number)));
        }
    }

    /// Gives punctuation the label of the word before it; opening marks get that of the word after.
    fn label_marks(&mut self) {
        for sentence in &self.language.sentences {
            let is_opening_mark = |at: TokenIdx| {
                matches!(
                    self.language.tokens[at.index()].kind(),
                    TokenKind::Open | TokenKind::QuoteOpen | TokenKind::Quote
                )
            };
            let is_word = |at: TokenIdx| self.language.tokens[at.index()].wordlike();
            let mut nearest_label = None;
            for at in sentence.iter().rev() {
                if is_word(at) {
                    nearest_label = Some(self.labels[at.index()]);
                } else if is_opening_mark(at) {
                    self.labels[at.index()] = nearest_label.unwrap_or(WordLabel::Nothing);
                }
            }
            let mut nearest_label = None;
            for at in *sentence {
                if is_word(at) {
                    nearest_label = Some(self.labels[at.index()]);
                } else if !is_opening_mark(at)
                    && let Some(nearest_label) = nearest_label
                {
                    self.labels[at.index()] = nearest_label;
                }
            }
        }
    }

    /// Joins the labelled tokens of a paragraph into spans.
    fn join_spans(&self, paragraph: &Paragraph) -> Vec<AttributedSpan> {
        let mut spans: Vec<AttributedSpan> = Vec::new();
        for at in paragraph.start.until(paragraph.tokens.end) {
            let token = self.language.tokens[at.index()];
            let (tier, speaker, unclear, probably) = match self.labels[at.index()] {
                WordLabel::Nothing => (SourceTier::Nobody, None, false, None),
                WordLabel::Link => (SourceTier::Document, None, false, None),
                WordLabel::Attribution(number) => {
                    let attributions = self.attributions;
                    let attribution = &attributions.attributions[number as usize];
                    let unclear = attributions.is_unclear(attribution);
                    let tier = match SourceTier::of_attribution(attribution, &attributions.speakers) {
                        SourceTier::Firsthand if unclear => SourceTier::Anonymous,
                        tier => tier,
                    };
                    (tier, attributions.speaker_of(attribution), unclear, attributions.probable_speaker(attribution))
                }
            };
            let words = usize::from(token.wordlike());
            match spans.last_mut() {
                // A line break is part of the span before it.
                Some(last) if words == 0 && token.kind() == TokenKind::Break => last.prose.end = token.end(),
                Some(last)
                    if (last.tier, last.speaker, last.unclear, last.probably) == (tier, speaker, unclear, probably) =>
                {
                    (last.prose.end, last.words) = (token.end(), last.words + words);
                }
                Some(last) if last.words == 0 => {
                    *last = AttributedSpan {
                        prose: last.prose.start.until(token.end()),
                        tier,
                        speaker,
                        unclear,
                        probably,
                        words,
                    };
                }
                _ => spans.push(AttributedSpan {
                    prose: token.start.until(token.end()),
                    tier,
                    speaker,
                    unclear,
                    probably,
                    words,
                }),
            }
        }
        spans
    }

    /// The number of the attribution that covers a whole sentence; nested ones only if there is no other.
    fn sentence_source(&self, sentence: SentenceIdx) -> Option<u32> {
        let covering = self
            .numbered_in_sentence(sentence)
            .into_iter()
            .filter(|(_, attribution)| covers_whole_sentence(attribution) && source_said_content(attribution));
        covering.min_by_key(|(number, attribution)| (attribution.nested, *number)).map(|(number, _)| number)
    }

    /// The number of the attribution in a sentence that takes precedence over one carried over from an earlier sentence.
    fn overriding_source(&self, sentence: SentenceIdx) -> Option<u32> {
        let speaking =
            self.numbered_in_sentence(sentence).into_iter().filter(|(_, r)| source_said_content(r) && r.is_likely());
        speaking.min_by_key(|(number, attribution)| (attribution.nested, *number)).map(|(number, _)| number)
    }

    /// Whether a sentence tells what somebody knew, wanted or did, without words of theirs.
    fn is_about_action(&self, sentence: SentenceIdx) -> bool {
        let is_silent = |r: &TokenAttribution| has_source(r) && r.is_likely() && r.voice == Voice::Silent;
        self.numbered_in_sentence(sentence).into_iter().any(|(_, attribution)| is_silent(attribution))
    }

    /// The attributions of a sentence with their numbers.
    fn numbered_in_sentence(&self, sentence: SentenceIdx) -> Vec<(u32, &'a TokenAttribution)> {
        self.attributions.numbers(sentence).map(|n| (n, &self.attributions.attributions[n as usize])).collect()
    }

    fn fill(&mut self, tokens: TokenRange, label: WordLabel) {
        self.labels[tokens.range()].fill(label);
    }
}
