//! Decides which sentences of a draft need a source, and which have one. Knows attributions, but not severities.

mod coverage;
mod settled;
mod weight;

pub(crate) use coverage::{
    Coverage, SentenceCover, covers_token, covers_whole_sentence, has_source, new_clause, source_in_adjacent_sentence,
    source_in_nearby_sentence,
};
pub(crate) use settled::SettledFacts;
pub(crate) use weight::{ClaimCue, Statement, figure, statements, toll};

use crate::attribution::Attributions;
use crate::cancel::Cancel;
use crate::document::Links;
use crate::language::Tokens;
use std::ops::Deref;

/// A draft's tokens, attributions and coverage.
#[derive(Clone, Copy)]
pub(crate) struct Covered<'a> {
    pub(crate) tokens: Tokens<'a>,
    pub(crate) attributions: &'a Attributions,
    pub(crate) coverage: &'a Coverage,
}

impl<'a> Deref for Covered<'a> {
    type Target = Tokens<'a>;

    fn deref(&self) -> &Tokens<'a> {
        &self.tokens
    }
}

/// The input for [`statements`]: everything that decides whether a sentence needs a source.
pub(crate) struct StatementInput<'a> {
    pub(crate) covered: Covered<'a>,
    /// Facts that need no source: those of the newsroom, and those of the draft.
    pub(crate) settled: [&'a SettledFacts; 2],
    pub(crate) links: &'a Links,
    pub(crate) cancel: &'a Cancel,
}

impl<'a> Deref for StatementInput<'a> {
    type Target = Covered<'a>;

    fn deref(&self) -> &Covered<'a> {
        &self.covered
    }
}
