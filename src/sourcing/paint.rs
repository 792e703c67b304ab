//! Which relation stands behind each word of the copy.

use super::{Behind, Passage};
use crate::attribution::{Attribution, Attributions, Voice};
use crate::document::{Document, Links};
use crate::language::{Language, Paragraph, Role, TokenKind};
use crate::statements::{Cover, Coverage, stands_behind, vouches};
use std::collections::HashMap;
use std::ops::Range;

/// What was found behind a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paint {
    Nothing,
    /// A link in its sentence.
    Link,
    /// A relation, by its number.
    By(u32),
}

/// The passages of each paragraph of copy, in order.
pub(super) fn copy(
    document: &Document,
    language: &Language,
    attributions: &Attributions,
    coverage: &Coverage,
) -> Vec<Vec<Passage>> {
    let mut canvas = Canvas { language, attributions, paint: vec![Paint::Nothing; language.tokens.len()] };
    canvas.sentences(&document.links(), coverage);
    canvas.quotations();
    canvas.relations();
    canvas.signatures(document);
    canvas.marks();
    let copy = language.paragraphs.iter().filter(|paragraph| is_copy(paragraph));
    copy.map(|paragraph| canvas.passages(paragraph)).filter(|passages| !passages.is_empty()).collect()
}

fn is_copy(paragraph: &Paragraph) -> bool {
    paragraph.role == Role::Copy && !paragraph.sentences.is_empty()
}

/// Whether a relation puts its source behind words: who only knew, wanted or did something is not who says so.
fn answers(relation: &Attribution) -> bool {
    stands_behind(relation) && relation.voice != Voice::Silent
}

struct Canvas<'a> {
    language: &'a Language,
    attributions: &'a Attributions,
    /// For each token.
    paint: Vec<Paint>,
}

impl<'a> Canvas<'a> {
    /// What answers for each sentence as a whole.
    fn sentences(&mut self, links: &Links, coverage: &Coverage) {
        let language = self.language;
        let mut lead: Option<Range<u32>> = None;
        for paragraph in language.paragraphs.iter().filter(|paragraph| is_copy(paragraph)) {
            let mut last = None;
            for number in paragraph.sentences.clone() {
                let sentence = language.sentences[number as usize].clone();
                let behind = match coverage.of_sentence(number as usize) {
                    Cover::Here => {
                        let voucher = self.voucher(number as usize);
                        last = voucher.or(last);
                        voucher
                    }
                    // What somebody else only knew or did is not what the one before says.
                    Cover::Carried => {
                        let before = if self.acts(number as usize) { None } else { last };
                        self.speaks(number as usize).or(before)
                    }
                    // That a sentence opens with "it" or "the minister" is enough not to query it, but puts nobody behind it.
                    Cover::TakenUp | Cover::None => None,
                    Cover::Lead => {
                        lead = Some(lead.map_or(sentence.start, |lead| lead.start)..sentence.end);
                        None
                    }
                };
                match behind {
                    Some(relation) => {
                        self.fill(sentence.clone(), Paint::By(relation));
                        if coverage.of_sentence(number as usize) != Cover::Here {
                            self.doubts(number as usize);
                        }
                    }
                    None if links.any_in(&language.prose(sentence.clone())) => self.fill(sentence, Paint::Link),
                    None => {}
                }
            }
            // The paragraph behind the lead is the first to answer for it.
            if last.is_some()
                && let Some(open) = lead.take_if(|lead| lead.start < paragraph.tokens.start)
            {
                let first = paragraph.sentences.clone().find_map(|number| self.voucher(number as usize));
                self.fill(open, first.map_or(Paint::Nothing, Paint::By));
            }
        }
    }

    /// Words that hang on "reportedly" in a sentence that another answers for.
    fn doubts(&mut self, sentence: usize) {
        for (number, relation) in self.numbered(sentence) {
            if !stands_behind(relation) && relation.is_likely() && !relation.nested {
                self.hull(number, relation);
            }
        }
    }

    /// Whole quotations, across the paragraphs that they run on through.
    fn quotations(&mut self) {
        for (number, quotation) in self.language.quotations.iter().enumerate() {
            let Some(relation) = self.attributions.number_of_quotation(number) else { continue };
            if quotation.depth == 1 && answers(&self.attributions.relations[relation as usize]) {
                self.fill(quotation.tokens.clone(), Paint::By(relation));
            }
        }
    }

    /// The words of each relation; what is told inside another's account came through that one, so the wider is laid over.
    fn relations(&mut self) {
        let relations = self.attributions.relations.iter().zip(0_u32..);
        let mut likely: Vec<_> = relations.filter(|(r, _)| answers(r) && r.is_likely()).collect();
        let width = |r: &Attribution| r.at.content.iter().map(|c| c.end - c.start).sum::<u32>();
        likely.sort_by_key(|(r, number)| (!r.nested, width(r), *number));
        for (relation, number) in likely {
            self.hull(number, relation);
        }
    }

    /// "— Ana Ruiz, engineer" under a block quote: the quote is hers, if the draft names her as a speaker elsewhere too.
    fn signatures(&mut self, document: &Document) {
        let relations = self.attributions.relations.iter().enumerate().rev();
        let known: HashMap<&str, u32> = relations
            .filter_map(|(number, relation)| {
                let speaker = self.attributions.speaking().get(self.attributions.speaker_of(relation)?)?;
                (stands_behind(relation) && relation.is_likely()).then_some((speaker.name.as_str(), number as u32))
            })
            .collect();
        let blocks = document.blocks.iter().zip(&self.language.paragraphs);
        for ((quote, above), (block, paragraph)) in blocks.clone().zip(blocks.skip(1)) {
            let quoted = block.quote_depth > 0 && block.quote_depth == quote.quote_depth && is_copy(above);
            let dash = self.language.tokens.get(paragraph.tokens.start as usize);
            let Some(dash) = dash.filter(|token| quoted && token.kind() == TokenKind::Dash) else { continue };
            let name = document.text(dash.end()..block.prose.end);
            let name = name.split([',', '\n']).next().unwrap_or(name).trim();
            if let Some(&relation) = known.get(name) {
                self.fill(above.tokens.start..paragraph.tokens.end, Paint::By(relation));
            }
        }
    }

    /// From the first to the last word of a relation, source and cue included, where these stand in one paragraph.
    fn hull(&mut self, number: u32, relation: &Attribution) {
        let at = &relation.at;
        let parts = || at.content.iter().chain([&at.cue]).chain(&at.source);
        let start = parts().map(|part| part.start).min().unwrap_or(at.head);
        let end = parts().map(|part| part.end).max().unwrap_or(at.head);
        let paragraph = self.language.paragraph_at(at.head);
        let within =
            self.language.paragraphs.get(paragraph).is_some_and(|p| p.tokens.start <= start && end <= p.tokens.end);
        if within {
            self.fill(start..end, Paint::By(number));
        } else {
            parts().for_each(|part| self.fill(part.clone(), Paint::By(number)));
        }
    }

    /// Marks go with the word before them, opening ones with the word behind.
    fn marks(&mut self) {
        for sentence in &self.language.sentences {
            let opens = |at: u32| {
                matches!(
                    self.language.tokens[at as usize].kind(),
                    TokenKind::Open | TokenKind::QuoteOpen | TokenKind::Quote
                )
            };
            let word = |at: u32| self.language.tokens[at as usize].wordlike();
            let mut near = None;
            for at in sentence.clone().rev() {
                if word(at) {
                    near = Some(self.paint[at as usize]);
                } else if opens(at) {
                    self.paint[at as usize] = near.unwrap_or(Paint::Nothing);
                }
            }
            let mut near = None;
            for at in sentence.clone() {
                if word(at) {
                    near = Some(self.paint[at as usize]);
                } else if !opens(at)
                    && let Some(near) = near
                {
                    self.paint[at as usize] = near;
                }
            }
        }
    }

    fn passages(&self, paragraph: &Paragraph) -> Vec<Passage> {
        let mut passages: Vec<Passage> = Vec::new();
        for at in paragraph.start..paragraph.tokens.end {
            let token = self.language.tokens[at as usize];
            let (behind, speaker, unclear, probably) = match self.paint[at as usize] {
                Paint::Nothing => (Behind::Nobody, None, false, None),
                Paint::Link => (Behind::Document, None, false, None),
                Paint::By(number) => {
                    let attributions = self.attributions;
                    let relation = &attributions.relations[number as usize];
                    let unclear = attributions.is_unclear(relation);
                    let behind = match Behind::of(relation, &attributions.speakers) {
                        Behind::Firsthand if unclear => Behind::Anonymous,
                        behind => behind,
                    };
                    (behind, attributions.speaker_of(relation), unclear, attributions.probable_speaker(relation))
                }
            };
            let words = usize::from(token.wordlike());
            match passages.last_mut() {
                // What has no words of its own goes with what stands beside it.
                Some(last) if words == 0 && token.kind() == TokenKind::Break => last.prose.end = token.end(),
                Some(last)
                    if (last.behind, last.speaker, last.unclear, last.probably)
                        == (behind, speaker, unclear, probably) =>
                {
                    (last.prose.end, last.words) = (token.end(), last.words + words);
                }
                Some(last) if last.words == 0 => {
                    *last = Passage { prose: last.prose.start..token.end(), behind, speaker, unclear, probably, words };
                }
                _ => passages.push(Passage {
                    prose: token.start..token.end(),
                    behind,
                    speaker,
                    unclear,
                    probably,
                    words,
                }),
            }
        }
        passages
    }

    /// The relation that answers for a whole sentence: what stands inside another's account last.
    fn voucher(&self, sentence: usize) -> Option<u32> {
        let vouching =
            self.numbered(sentence).into_iter().filter(|(_, relation)| vouches(relation) && answers(relation));
        vouching.min_by_key(|(number, relation)| (relation.nested, *number)).map(|(number, _)| number)
    }

    /// The relation in a sentence that is heard before what was carried over from the one before.
    fn speaks(&self, sentence: usize) -> Option<u32> {
        let heard = self.numbered(sentence).into_iter().filter(|(_, r)| answers(r) && r.is_likely());
        heard.min_by_key(|(number, relation)| (relation.nested, *number)).map(|(number, _)| number)
    }

    /// Whether a sentence is about what somebody knew, wanted or did.
    fn acts(&self, sentence: usize) -> bool {
        let silent = |r: &Attribution| stands_behind(r) && r.is_likely() && r.voice == Voice::Silent;
        self.numbered(sentence).into_iter().any(|(_, relation)| silent(relation))
    }

    /// The relations of a sentence with their numbers.
    fn numbered(&self, sentence: usize) -> Vec<(u32, &'a Attribution)> {
        self.attributions.numbers(sentence).map(|n| (n, &self.attributions.relations[n as usize])).collect()
    }

    fn fill(&mut self, tokens: Range<u32>, paint: Paint) {
        self.paint[tokens.start as usize..tokens.end as usize].fill(paint);
    }
}
