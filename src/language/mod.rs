//! The English of a draft: tokens, sentences, the quotation map. This layer uses word lists; it has no rules and no sources.

mod boilerplate;
mod class;
mod disguised;
mod house;
mod key;
mod language_id;
mod lexicon;
mod lists;
mod look_alikes;
mod marks;
mod others;
mod quotation;
mod sentence;
mod token;
mod tokenizer;
mod tokens;
mod tree;
mod turns;
mod word_hash;

pub use boilerplate::Role;
pub use house::HouseSpelling;
pub(crate) use key::is_apostrophe;
pub use lexicon::{Class, Form, Grammar, Lexicon, LexiconBuilder, List, Match, Outlet, SourceNoun, Verb, VerbClass};
pub use look_alikes::{Disguise, LookAlike};
pub use others::OthersWords;
pub use quotation::{MarkFault, Quotation, QuotationKind};
pub use token::{Token, TokenKind, WordId};
pub(crate) use tokens::Tokens;
pub(crate) use tree::{Node, Word, WordTree};
pub use word_hash::WordHash;
pub(crate) use word_hash::last_letters;

use crate::cancel::{Cancel, Cancelled, uncancelled};
use crate::document::{Block, BlockKind, Document, InlineKind};
use quotation::BlockTokens;
use std::ops::Range;

/// The language analysis of a draft, computed once: its tokens, sentences, quotations and phrases.
#[derive(Debug)]
pub struct Language {
    /// All tokens, block after block.
    pub tokens: Vec<Token>,
    /// Sentences, as ranges of tokens.
    pub sentences: Vec<Range<u32>>,
    /// Quotations, sorted by their first mark; a nested quotation comes after the one around it.
    pub quotations: Vec<Quotation>,
    /// The paragraphs, one for each block of the document.
    pub paragraphs: Vec<Paragraph>,
    /// Phrases of the lexicon that the draft contains, in the order of the draft.
    pub matches: Vec<Match>,
    /// Words that are read as if they were written in ASCII, in the order of the draft.
    pub look_alikes: Vec<LookAlike>,
}

/// Tokenizes a text that is not part of a draft, such as a phrase or a name.
#[must_use]
pub fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenizer::tokenize(text, 0..text.len() as u32, &[], lexicon, &mut tokens, &mut Vec::new());
    tokens
}

/// A block of the document in tokens and sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The block's tokens, as a range of [`Language::tokens`].
    pub tokens: Range<u32>,
    /// The block's sentences, as a range of [`Language::sentences`].
    pub sentences: Range<u32>,
    /// The part that the block plays in a news draft.
    pub role: Role,
    /// The first token after a dateline ("TORONTO (Reuters) -") or after the marker of an item ("1/", "12:05", `[Updated]`). The
    /// block's first token if it has neither.
    pub start: u32,
}

impl Language {
    /// Analyses a document. Cannot be cancelled.
    #[must_use]
    pub fn read(document: &Document, lexicon: &Lexicon) -> Self {
        uncancelled(|cancel| Self::read_unless_cancelled(document, lexicon, cancel))
    }

    /// Analyses a document unless the work is cancelled.
    ///
    /// # Errors
    /// Returns [`Cancelled`] as soon as `cancel` says that nobody needs the result any more.
    pub fn read_unless_cancelled(document: &Document, lexicon: &Lexicon, cancel: &Cancel) -> Result<Self, Cancelled> {
        // Few drafts have more than one token in four bytes. Capacity that is never written takes no physical memory.
        let mut tokens = Vec::with_capacity(document.prose.len() / 4);
        let mut addresses: Vec<Range<u32>> =
            document.inlines.iter().filter(|i| i.kind == InlineKind::Url).map(|i| i.prose.clone()).collect();
        addresses.sort_by_key(|range| (range.start, range.end));
        let mut blocks = Vec::with_capacity(document.blocks.len());
        let mut look_alikes = Vec::new();
        let mut from = 0;
        for (number, block) in document.blocks.iter().enumerate() {
            cancel.check()?;
            let start = tokens.len() as u32;
            while addresses.get(from).is_some_and(|range| range.end <= block.prose.start) {
                from += 1;
            }
            let addresses = &addresses[from..];
            tokenizer::tokenize(
                &document.prose,
                block.prose.clone(),
                addresses,
                lexicon,
                &mut tokens,
                &mut look_alikes,
            );
            let next = document.blocks.get(number + 1);
            blocks.push(BlockTokens { tokens: start..tokens.len() as u32, runs_on: may_run_on(block, next) });
        }
        cancel.check()?;
        let quotations = quotation::map_quotations(&document.prose, &mut tokens, &blocks, lexicon);
        let mut sentences = Vec::with_capacity(tokens.len() / 20);
        let mut paragraphs = Vec::with_capacity(blocks.len());
        let mut matches = Vec::new();
        let mut buffers = lexicon.match_buffers();
        for (block, BlockTokens { tokens: range, .. }) in document.blocks.iter().zip(blocks) {
            cancel.check()?;
            let first = sentences.len() as u32;
            let role = boilerplate::role(document, block, &tokens[range.start as usize..range.end as usize], lexicon);
            let early = paragraphs.len() < boilerplate::EARLY_PARAGRAPHS;
            let start = boilerplate::text_start(&document.prose, &tokens, range.clone(), lexicon, early);
            sentence::split(&document.prose, &tokens, range.clone(), lexicon, &mut sentences);
            lexicon.matches(&document.prose, &tokens, range.clone(), &mut buffers, &mut matches);
            paragraphs.push(Paragraph { tokens: range, sentences: first..sentences.len() as u32, role, start });
        }
        Ok(Self { tokens, sentences, quotations, paragraphs, matches, look_alikes })
    }

    /// The English name of the draft's language, if its function words show that it is not in English.
    #[must_use]
    pub fn foreign(&self, document: &Document, lexicon: &Lexicon) -> Option<&'static str> {
        lexicon.languages.foreign_language(&document.prose, &self.tokens)
    }

    /// The matches that lie inside a range of tokens.
    pub fn matches_in(&self, tokens: Range<u32>) -> impl Iterator<Item = &Match> {
        let from = self.matches.partition_point(|m| m.tokens.start < tokens.start);
        self.matches[from..]
            .iter()
            .take_while(move |m| m.tokens.start < tokens.end)
            .filter(move |m| m.tokens.end <= tokens.end)
    }

    /// The text of a token. For a word in look-alike letters, the ASCII text that it is read as.
    #[must_use]
    #[inline]
    pub fn text<'a>(&'a self, at: u32, prose: &'a str) -> &'a str {
        let written = self.tokens[at as usize].text(prose);
        if self.look_alikes.is_empty() { written } else { self.look_alike(at).unwrap_or(written) }
    }

    #[cold]
    fn look_alike(&self, at: u32) -> Option<&str> {
        let found = self.look_alikes.binary_search_by_key(&at, |found| found.token);
        found.ok().map(|found| &*self.look_alikes[found].text)
    }

    /// The byte range in the prose that a range of tokens covers.
    #[must_use]
    pub fn prose(&self, tokens: Range<u32>) -> Range<u32> {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start as usize).map_or(0, |t| t.start);
            return at..at;
        }
        self.tokens[tokens.start as usize].start..self.tokens[tokens.end as usize - 1].end()
    }

    /// The index of the outermost quotation that contains a token.
    #[must_use]
    pub fn quotation_at(&self, token: u32) -> Option<usize> {
        let after = self.quotations.partition_point(|q| q.tokens.start <= token);
        // Quotations nest only a few levels deep, so 64 candidates suffice. The bound keeps hostile drafts linear.
        let near = after.saturating_sub(64)..after;
        self.quotations[near.clone()].iter().position(|q| q.tokens.contains(&token)).map(|at| near.start + at)
    }

    /// The index of the paragraph that contains a token.
    #[must_use]
    pub fn paragraph_at(&self, token: u32) -> usize {
        self.paragraphs.partition_point(|p| p.tokens.end <= token)
    }

    /// The index of the sentence that contains a token.
    #[must_use]
    pub fn sentence_at(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.end <= token)
    }
}

/// Whether a quotation may continue from a block into the next one: both must be paragraphs at the same depth.
fn may_run_on(block: &Block, next: Option<&Block>) -> bool {
    next.is_some_and(|next| {
        block.kind == BlockKind::Paragraph
            && next.kind == BlockKind::Paragraph
            && (block.quote_depth, block.list_depth) == (next.quote_depth, next.list_depth)
    })
}
