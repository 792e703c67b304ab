//! What each kind of rule asks of the analysis: one file for kinds that look at the same thing.
//!
//! A check reads tokens, quotations and attributions; it never searches the text on its own, and holds no wording.

mod agentless;
mod agreement;
mod article_misuse;
mod article_sound;
mod attribution;
mod chain;
mod claim;
mod cue;
mod dash;
mod date;
mod doubled_word;
mod first_reference;
mod headline;
mod hedge;
mod label;
mod look_alike;
mod metadata;
mod missing_credit;
mod name_inconsistency;
mod no_response;
mod office_variant;
mod phrase;
mod quotation;
mod quote_mismatch;
mod quote_style;
mod share;
pub(crate) mod shared;
mod single_source;
mod spelling;
mod spelling_variant;
mod substitution;
mod vague_credit;

pub(crate) use shared::{Draft, Found, Shared, Spellings, filled, run, unknown};

use crate::language::Lexicon;
use crate::rule::{Kind, Rule};
use shared::Sink;
use std::sync::Arc;

/// A rule with the numbers that the lexicon gave its phrases.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) rule: Arc<Rule>,
    /// The list of the phrases it looks for.
    phrases: Option<u32>,
    /// The list of the phrases that let a finding pass.
    unless: Option<u32>,
    /// The list of the phrases without which there is no finding.
    needs: Option<u32>,
    /// The house's own phrases, of which there may be very many.
    substitution: substitution::Phrases,
}

impl Ready {
    /// Adds a rule's phrases to the lexicon.
    pub(crate) fn new(rule: Arc<Rule>, lexicon: &mut Lexicon) -> Self {
        let mut add = |phrases: &[String]| lexicon.add_rule_phrases(phrases.iter().map(String::as_str));
        let needs = match &rule.kind {
            Kind::Claim(keys) if !keys.needs.is_empty() => Some(add(&keys.needs)),
            Kind::Attribution(keys) if !keys.words.is_empty() => Some(add(&keys.words)),
            _ => None,
        };
        let (phrases, unless) = match &rule.kind {
            Kind::Label(label) => (Some(add(&label.labels)), None),
            Kind::Agentless(keys) => (Some(add(&keys.phrases)), Some(add(&keys.unless_followed_by))),
            Kind::Attribution(keys) => (Some(add(&keys.party)), Some(add(&keys.unless_words))),
            Kind::Hedge(hedge) => (Some(add(&hedge.words)), None),
            Kind::Claim(keys) => (Some(add(&keys.phrases)), Some(add(&keys.periods))),
            Kind::Quotation(keys) => (Some(add(&keys.opinions)), Some(add(&keys.unless_words))),
            Kind::MissingCredit(keys) => (Some(add(&keys.credits)), Some(add(&keys.exempt))),
            Kind::VagueCredit(keys) => (Some(add(&keys.vague)), None),
            Kind::NoResponse(keys) => (None, Some(add(&keys.answers))),
            Kind::Headline(keys) => (Some(add(&keys.asserts)), Some(add(&keys.unless))),
            Kind::Phrase(keys) => (Some(add(&phrase::phrases(keys))), Some(add(&keys.unless_in_sentence))),
            Kind::NameInconsistency(_) => (Some(lexicon.add_rule_phrases(name_inconsistency::known_variants())), None),
            Kind::SpellingVariant(_) => (Some(lexicon.add_rule_phrases(spelling_variant::forms())), None),
            _ => (None, None),
        };
        Self { rule, phrases, unless, needs, substitution: substitution::Phrases::default() }
    }

    /// Reads what has to be read as a draft is, once the lexicon has all its words.
    pub(crate) fn finish(&mut self, lexicon: &Lexicon) {
        if let Kind::Substitution(keys) = &self.rule.kind {
            self.substitution = substitution::Phrases::new(keys, lexicon);
        }
    }
}

/// Hands the findings of a rule to a sink.
pub(crate) fn look(sink: &mut Sink<'_, '_>, ready: &Ready) {
    match &ready.rule.kind {
        Kind::Attribution(keys) => attribution::sources(sink, ready, keys),
        Kind::Chain(keys) => chain::chains(sink, keys),
        Kind::Label(keys) => label::labels(sink, ready, keys),
        Kind::Agentless(_) => agentless::agentless(sink, ready),
        Kind::Hedge(keys) => hedge::hedges(sink, ready, keys),
        Kind::Cue(keys) => cue::cues(sink, keys),
        Kind::Claim(keys) => claim::claims(sink, ready, keys),
        Kind::Quotation(keys) => quotation::quotations(sink, ready, keys),
        Kind::SingleSource(keys) => single_source::single_source(sink, keys),
        Kind::Share(keys) => share::share(sink, keys),
        Kind::NoResponse(_) => no_response::accused(sink, ready),
        Kind::Headline(_) => headline::asserted(sink, ready),
        Kind::FirstReference(keys) => first_reference::unintroduced(sink, keys),
        Kind::OfficeVariant(keys) => office_variant::offices(sink, keys),
        Kind::QuoteMismatch(keys) => quote_mismatch::mismatched(sink, keys),
        Kind::Date(keys) => date::dates(sink, keys),
        Kind::Spelling(keys) => spelling::spelling(sink, keys),
        Kind::NameInconsistency(keys) => {
            name_inconsistency::inconsistent(sink, keys);
            name_inconsistency::variants(sink, ready, keys);
        }
        Kind::LookAlike(keys) => look_alike::found(sink, keys),
        Kind::SpellingVariant(keys) => spelling_variant::mixed(sink, ready, keys),
        Kind::Agreement(keys) => agreement::disagreeing(sink, keys),
        Kind::ArticleMisuse(keys) => article_misuse::misused(sink, keys),
        Kind::ArticleSound(keys) => article_sound::sounds(sink, keys),
        Kind::Phrase(keys) => phrase::phrases_found(sink, ready, keys),
        Kind::Substitution(keys) => substitution::found(sink, &ready.substitution, keys),
        Kind::MissingCredit(_) => missing_credit::missing(sink, ready),
        Kind::VagueCredit(_) => vague_credit::vague(sink, ready),
        Kind::Metadata(keys) => metadata::missing(sink, keys),
        Kind::Dash(keys) => dash::hyphens(sink, keys),
        Kind::QuoteStyle(keys) => quote_style::mixed(sink, keys),
        Kind::DoubledWord(keys) => doubled_word::doubled(sink, keys),
        // What the engine sees itself, it reports itself.
        Kind::Engine(_) => {}
    }
}
