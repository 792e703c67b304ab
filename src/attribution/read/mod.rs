//! Reads the attributions of a draft, sentence by sentence, with the model, the frames and the credits after quotations.

mod interpret;
#[cfg(test)]
mod tests;

use super::coreference::Resolver;
use super::credit;
use super::frame::FrameMatch;
use super::model::{self, Decoder};
use super::newsroom::{NewsroomMentions, NewsroomNames};
use super::scratch::ScratchPool;
use super::{Attributions, LIKELY, Newsroom, TokenAttribution, UnclearStatements};
use crate::cancel::{Cancel, Cancelled, uncancelled};
use crate::document::Document;
use crate::language::{Language, Lexicon, Paragraph, Quotation, Role, Tokens};
use interpret::Interpreter;
use std::iter;
use std::num::NonZero;

/// Upper bound for the initial capacity of the list of attributions, which is one per sentence. A large capacity is cheap,
/// because unused capacity takes no memory, while a list that grows exists twice as it is copied.
const MAX_INITIAL_CAPACITY: usize = 1 << 18;

/// Maximum length of a part of a paragraph, in tokens. Longer paragraphs are read in parts.
const MAX_PIECE_TOKENS: u32 = 10_000;

impl Attributions {
    /// Finds all attributions of a draft.
    #[must_use]
    pub fn read(document: &Document, language: &Language, lexicon: &Lexicon, newsroom: &Newsroom) -> Self {
        let newsroom_names = NewsroomNames::new(newsroom);
        let pool = ScratchPool::default();
        uncancelled(|cancel| Self::read_by(document, language, lexicon, &newsroom_names, &pool, cancel))
    }

    /// Finds all attributions of a draft, with prepared names of the newsroom and pooled buffers. Fails if it is cancelled.
    pub(crate) fn read_by(
        document: &Document,
        language: &Language,
        lexicon: &Lexicon,
        newsroom_names: &NewsroomNames,
        pool: &ScratchPool,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        pool.with_decoder(|decoder| Self::read_with(decoder, document, language, lexicon, newsroom_names, cancel))
    }

    fn read_with(
        decoder: &mut Decoder<'_>,
        document: &Document,
        language: &Language,
        lexicon: &Lexicon,
        newsroom_names: &NewsroomNames,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let tokens = Tokens::new(document, language, lexicon);
        let names = NewsroomMentions::find(newsroom_names, &tokens);
        let mut interpreter = Interpreter { tokens, names: &names, speakers: Resolver::new(tokens, &names) };
        let mut attributions = Vec::with_capacity(language.sentences.len().min(MAX_INITIAL_CAPACITY));
        let mut sentences = Vec::with_capacity(language.sentences.len());
        let mut facts = model::ParagraphFacts::default();
        let credits = credit::names_after_quotations(document, tokens);
        let mut credits = credits.into_iter().peekable();
        for piece in language.paragraphs.iter().flat_map(|paragraph| pieces(language, paragraph)) {
            cancel.check()?;
            let attributes = matches!(piece.role, Role::Copy | Role::Heading);
            let read = attributes.then(|| model::ParagraphFeatures::read(tokens, &piece, std::mem::take(&mut facts)));
            let mut number = 0;
            for sentence in piece.sentences {
                let sentence = &language.sentences[sentence.index()];
                if let Some(read) = &read
                    && sentence.end > sentence.start.max(piece.start)
                {
                    let mut found = read.find_matches(decoder, number);
                    while let Some(credit) = credits.next_if(|credit| credit.cue.start < sentence.end) {
                        add_credit(&mut found, credit);
                    }
                    interpreter.interpret_sentence(found, &mut attributions);
                    number += 1;
                }
                sentences.push(attributions.len() as u32);
            }
            facts = read.map_or(facts, |read| read.facts);
        }
        let gathered = interpreter.newsgathering();
        cancel.check()?;
        let (speakers, speaking, order) = interpreter.speakers.finish();
        for attribution in &mut attributions {
            attribution.speaker_number =
                attribution.speaker().and_then(|number| NonZero::new(order[number] as u32 + 1));
        }
        let mut read =
            Self { attributions, speakers, speaking, gathered, sentences, unclear: None, quotations: Vec::new() };
        read.unclear = read.unclear_statements(tokens);
        let number_of =
            |quotation| read.attribution_of_quotation(language, quotation).and_then(|number| NonZero::new(number + 1));
        read.quotations = language.quotations.iter().map(number_of).collect();
        Ok(read)
    }

    /// Counts the statements whose speaker is unclear; `None` if there are none.
    fn unclear_statements(&self, tokens: Tokens<'_>) -> Option<UnclearStatements> {
        let mut unclear = self.attributions.iter().filter(|attribution| self.is_unclear(attribution));
        let first = unclear.next()?;
        let words = |attribution: &TokenAttribution| tokens.quoted_words(&attribution.at.content);
        let start =
            UnclearStatements { statements: 1, quoted_words: words(first), first: tokens.language.prose(first.at.cue) };
        Some(unclear.fold(start, |sum, attribution| UnclearStatements {
            statements: sum.statements + 1,
            quoted_words: sum.quoted_words + words(attribution),
            ..sum
        }))
    }

    /// The index of the attribution of a quotation. Among the attributions in the quotation's sentences whose content contains
    /// its opening mark, it is the one with the highest confidence.
    fn attribution_of_quotation(&self, language: &Language, quotation: &Quotation) -> Option<u32> {
        let open = quotation.tokens.start;
        let last = language.sentence_at(quotation.tokens.end.saturating_sub(1).max(open));
        // A credit after the quotation is a sentence of its own.
        let end = self.numbers(last + 1).end.max(self.numbers(last).end);
        let numbers = self.numbers(language.sentence_at(open)).start..end;
        let attribution = |&number: &u32| &self.attributions[number as usize];
        numbers
            .filter(|number| attribution(number).at.content.iter().any(|content| content.contains(open)))
            .max_by_key(|number| attribution(number).confidence)
    }
}

/// Adds a credit and removes other attributions of its quotation, unless one of them is likely and has a source.
fn add_credit(found: &mut Vec<FrameMatch>, credit: FrameMatch) {
    let overlaps_credit = |matched: &FrameMatch| {
        matched
            .content
            .iter()
            .any(|content| credit.content[0].start < content.end && content.start < credit.content[0].end)
    };
    if found.iter().any(|matched| matched.source.is_some() && matched.confidence >= LIKELY && overlaps_credit(matched))
    {
        return;
    }
    found.retain(|matched| !overlaps_credit(matched));
    found.push(credit);
}

/// Cuts a paragraph into parts of whole sentences with at most [`MAX_PIECE_TOKENS`] tokens, unless a single sentence is longer.
/// This limits the memory for features. Only paragraphs that are longer than almost all stories have more than one part.
fn pieces<'l>(language: &'l Language, paragraph: &'l Paragraph) -> impl Iterator<Item = Paragraph> + 'l {
    let mut rest = paragraph.clone();
    let mut done = false;
    iter::from_fn(move || {
        if done {
            return None;
        }
        let sentences = &language.sentences[rest.sentences.range()];
        let fit = sentences.partition_point(|sentence| sentence.end - rest.tokens.start <= MAX_PIECE_TOKENS).max(1);
        done = fit >= sentences.len();
        let mut piece = rest.clone();
        if !done {
            piece.sentences.end = piece.sentences.start + fit as u32;
            piece.tokens.end = sentences[fit - 1].end;
            rest.sentences.start = piece.sentences.end;
            rest.tokens.start = piece.tokens.end;
            rest.start = rest.start.max(rest.tokens.start);
        }
        Some(piece)
    })
}
