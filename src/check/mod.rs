//! What each kind of rule asks of the analysis: one file for kinds that look at the same thing.
//!
//! A check reads tokens, quotations and attributions; it never searches the text on its own, and holds no wording.

mod agreement;
mod article;
mod attribution;
mod chain;
mod claim;
mod date;
mod foreign;
mod headline;
mod identity;
mod image;
mod introduction;
mod landmark;
mod look_alike;
mod message;
mod metadata;
mod names;
mod phrase;
mod quotation;
mod quote_match;
mod quote_style;
mod response;
mod sound;
mod story;
mod substitution;
mod variants;
mod wording;
mod words;

pub(crate) use message::filled;
pub(crate) use words::unknown;

use crate::attribution::Attribution;
use crate::cancel::{Cancel, Cancelled};
use crate::diagnostic::{Finding, Fix, Label, Severity};
use crate::document::{Document, Links};
use crate::language::{Class, Lexicon, OthersWords};
use crate::rule::kind::Variant;
use crate::rule::{Kind, Rule};
use crate::spelling::{Dictionary, DictionarySet, Misspelling, Speller};
use crate::statements::{Covered, SettledFacts, Statement, StatementInput, statements};
use crate::text::Span;
use landmark::Landmarks;
use std::cell::OnceCell;
use std::ops::{Deref, Range};
use std::sync::Arc;
use words::Spelled;

/// A draft with all that was read of it.
#[derive(Clone, Copy)]
pub(crate) struct Draft<'a> {
    pub(crate) document: &'a Document,
    pub(crate) covered: Covered<'a>,
    pub(crate) speller: &'a Speller,
    pub(crate) house: &'a DictionarySet,
    /// The words that the newsroom's names and the draft's own front matter bring.
    pub(crate) learned: [&'a Dictionary; 2],
    /// What needs no source, by the newsroom and by the draft.
    pub(crate) settled: [&'a SettledFacts; 2],
    /// What several rules ask for, read when the first of them does.
    pub(crate) shared: &'a Shared,
    /// The same for rules about spelling.
    pub(crate) spellings: &'a Spellings,
    /// Whether anybody still waits for what is found. What goes on for long asks it, and may stop where it is.
    pub(crate) cancel: &'a Cancel,
}

/// What is asked of a token is asked of the draft.
impl<'a> Deref for Draft<'a> {
    type Target = Covered<'a>;

    fn deref(&self) -> &Covered<'a> {
        &self.covered
    }
}

/// What several rules ask of one draft.
#[derive(Default)]
pub(crate) struct Shared {
    statements: OnceCell<Vec<Statement>>,
    landmarks: OnceCell<Landmarks>,
    links: OnceCell<Links>,
    terms: OnceCell<quotation::Terms>,
    others: OnceCell<OthersWords>,
    straight: OnceCell<Option<bool>>,
}

/// What several rules about spelling ask of one draft.
#[derive(Default)]
pub(crate) struct Spellings {
    spelled: OnceCell<Spelled>,
    slips: OnceCell<Vec<Misspelling>>,
    foreign: OnceCell<Vec<Range<u32>>>,
}

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
            Kind::NameInconsistency(_) => (Some(lexicon.add_rule_phrases(names::known_variants())), None),
            Kind::SpellingVariant(_) => (Some(lexicon.add_rule_phrases(variants::forms())), None),
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

/// How many findings of one rule with one severity a draft may have at least. More are not read by anybody.
const MOST: usize = 10_000;

/// For so many bytes of a draft one more may be found, so that long drafts may have more.
const BYTES_EACH: usize = 64;

/// How many findings of one rule with one severity a draft of so many bytes may have.
pub(crate) fn most(bytes: usize) -> usize {
    MOST.max(bytes / BYTES_EACH)
}

/// What rules found in a draft.
#[derive(Default)]
pub(crate) struct Found {
    /// The findings.
    pub(crate) findings: Vec<Finding>,
    /// Where findings were left out, as one finding for each rule and severity.
    pub(crate) left_out: Vec<Finding>,
}

/// Runs rules over a draft. Those about spelling go first: what they alone share is large, and is dropped behind them.
///
/// Whoever waited for it no longer does where it is an error.
pub(crate) fn run<'r>(draft: &Draft<'_>, rules: impl Iterator<Item = &'r Ready>) -> Result<Found, Cancelled> {
    let mut found = Found::default();
    let about_spelling = |ready: &&Ready| matches!(ready.rule.kind, Kind::Spelling(_) | Kind::NameInconsistency(_));
    let (spelling, others): (Vec<_>, Vec<_>) = rules.partition(about_spelling);
    let spellings = Spellings::default();
    let draft_of_words = Draft { spellings: &spellings, ..*draft };
    for ready in spelling {
        run_one(&draft_of_words, ready, &mut found);
        draft.cancel.check()?;
    }
    drop(spellings);
    for ready in others {
        run_one(draft, ready, &mut found);
        draft.cancel.check()?;
    }
    Ok(found)
}

fn run_one(draft: &Draft<'_>, ready: &Ready, found: &mut Found) {
    let most = most(draft.document.prose.len());
    let mut sink = Sink { draft, rule: &ready.rule, found, left: [most; 3], left_out: [None; 3] };
    look(&mut sink, ready);
    let severities = [Severity::Info, Severity::Warning, Severity::Error];
    for (severity, span) in severities.into_iter().zip(sink.left_out) {
        found.left_out.extend(span.map(|span| left_out(&ready.rule, severity, span, most)));
    }
}

/// Says where findings of a rule were left out. It has the place of the first of them.
pub(crate) fn left_out(rule: &Rule, severity: Severity, span: Span, most: usize) -> Finding {
    Finding {
        rule: rule.name.clone(),
        severity,
        confidence: rule.confidence,
        message: format!(
            "More than {most} findings of `{}` in this draft: the rest, from here on, are not listed",
            rule.name
        ),
        span,
        label: Finding::MORE_FOLLOW.into(),
        labels: Vec::new(),
        note: rule.instead.clone(),
        fixes: Vec::new(),
    }
}

/// Hands the findings of a rule to a sink.
fn look(sink: &mut Sink<'_, '_>, ready: &Ready) {
    match &ready.rule.kind {
        Kind::Attribution(keys) => attribution::sources(sink, ready, keys),
        Kind::Chain(keys) => chain::chains(sink, keys),
        Kind::Label(keys) => attribution::labels(sink, ready, keys),
        Kind::Agentless(_) => wording::agentless(sink, ready),
        Kind::Hedge(keys) => wording::hedges(sink, ready, keys),
        Kind::Cue(keys) => wording::cues(sink, keys),
        Kind::Claim(keys) => claim::claims(sink, ready, keys),
        Kind::Quotation(keys) => quotation::quotations(sink, ready, keys),
        Kind::SingleSource(keys) => story::single_source(sink, keys),
        Kind::Share(keys) => story::share(sink, keys),
        Kind::NoResponse(_) => response::accused(sink, ready),
        Kind::Headline(_) => headline::asserted(sink, ready),
        Kind::FirstReference(keys) => introduction::unintroduced(sink, keys),
        Kind::OfficeVariant(keys) => story::offices(sink, keys),
        Kind::QuoteMismatch(keys) => quote_match::mismatched(sink, keys),
        Kind::Date(keys) => date::dates(sink, keys),
        Kind::Spelling(keys) => words::spelling(sink, keys),
        Kind::NameInconsistency(keys) => {
            names::inconsistent(sink, keys);
            names::variants(sink, ready, keys);
        }
        Kind::LookAlike(keys) => look_alike::found(sink, keys),
        Kind::SpellingVariant(keys) => variants::mixed(sink, ready, keys),
        Kind::Agreement(keys) => agreement::disagreeing(sink, keys),
        Kind::ArticleMisuse(keys) => article::misused(sink, keys),
        Kind::ArticleSound(keys) => article::sounds(sink, keys),
        Kind::Phrase(keys) => phrase::phrases_found(sink, ready, keys),
        Kind::Substitution(keys) => substitution::found(sink, &ready.substitution, keys),
        Kind::MissingCredit(_) => image::missing(sink, ready),
        Kind::VagueCredit(_) => image::vague(sink, ready),
        Kind::Metadata(keys) => metadata::missing(sink, keys),
        Kind::Dash(keys) => quote_style::hyphens(sink, keys),
        Kind::QuoteStyle(keys) => quote_style::mixed(sink, keys),
        Kind::DoubledWord(keys) => words::doubled(sink, keys),
        // What the engine sees itself, it reports itself.
        Kind::Engine(_) => {}
    }
}

impl<'a> Draft<'a> {
    /// The statements that no attribution covers.
    fn statements(&self) -> &'a [Statement] {
        self.shared.statements.get_or_init(|| {
            statements(&StatementInput {
                covered: self.covered,
                settled: self.settled,
                links: self.links(),
                cancel: self.cancel,
            })
        })
    }

    /// Where rules about single words begin.
    fn landmarks(&self) -> &'a Landmarks {
        self.shared.landmarks.get_or_init(|| Landmarks::of(self))
    }

    /// The words that look like slips, by place.
    fn slips(&self) -> &'a [Misspelling] {
        self.spellings.slips.get_or_init(|| words::slips(self))
    }

    /// The words that are spelled out, in their order.
    fn spelled(&self) -> &'a Spelled {
        self.spellings.spelled.get_or_init(|| words::spelled(self))
    }

    /// Whether a word is right whatever the spelling lists say: it stands in another list, or the newsroom or the draft's
    /// front matter has it.
    fn knows(&self, word: &str) -> bool {
        self.lexicon.lookup(word).is_known()
            || self.house.dictionary.knows(word)
            || self.learned.iter().any(|learned| learned.knows(word))
    }

    /// Whether a word stands in emphasis that marks it as one of another language.
    fn in_foreign_words(&self, at: u32) -> bool {
        let foreign = self.spellings.foreign.get_or_init(|| foreign::emphasised(self));
        if foreign.is_empty() {
            return false;
        }
        let start = self.language.prose(at..at + 1).start;
        let next = foreign.partition_point(|words| words.end <= start);
        foreign.get(next).is_some_and(|words| words.start <= start)
    }

    /// Whether a source is but a pronoun: "she", "who".
    fn pronoun(&self, relation: &Attribution) -> bool {
        relation.at.core.len() == 1 && self.is(relation.at.core.start, Class::PERSONAL | Class::RELATIVE)
    }

    fn span(&self, tokens: Range<u32>) -> Span {
        self.document.span(self.language.prose(tokens))
    }

    fn links(&self) -> &'a Links {
        self.shared.links.get_or_init(|| self.document.links())
    }

    fn has_link(&self, tokens: Range<u32>) -> bool {
        self.links().any_in(&self.language.prose(tokens))
    }
}

/// Takes a rule's findings and fills in its words.
struct Sink<'a, 'd> {
    draft: &'a Draft<'d>,
    rule: &'a Rule,
    found: &'a mut Found,
    /// How many findings it still takes of each severity.
    left: [usize; 3],
    /// Where the first finding of each severity stands that it did not take.
    left_out: [Option<Span>; 3],
}

/// What a finding says of its place.
#[derive(Default)]
struct Details<'a> {
    variant: Option<&'a Variant>,
    /// Words for the placeholders of the rule's message.
    fill: Vec<(&'static str, String)>,
    /// Tokens of a second place that explains the finding.
    related: Option<Range<u32>>,
    fixes: Vec<Fix>,
}

impl Sink<'_, '_> {
    fn push(&mut self, tokens: Range<u32>, details: Details<'_>) {
        let words = self.draft.words(tokens.clone());
        self.push_at(self.draft.span(tokens), words, details);
    }

    /// Reports a stretch of the source whose words, for the message, are these.
    fn push_at(&mut self, span: Span, words: &str, details: Details<'_>) {
        if span.is_empty() {
            return;
        }
        let rule = self.rule;
        let severity = details.variant.map_or(rule.severity, |v| v.severity);
        let left = &mut self.left[severity as usize];
        if *left == 0 {
            let first = self.left_out[severity as usize].get_or_insert(span);
            *first = span.min(*first);
            return;
        }
        *left -= 1;
        let template = details.variant.and_then(|v| v.message.as_ref()).unwrap_or(&rule.message);
        let labels = details.related.map(|related| Label {
            span: self.draft.span(related),
            text: rule.related.clone().unwrap_or_else(|| rule.label.clone()),
        });
        let mut fixes = details.fixes;
        // What is read of a draft is not quite in its order: an image's description comes after the paragraph around it.
        for fix in &mut fixes {
            fix.edits.sort_unstable_by_key(|edit| edit.span);
        }
        self.found.findings.push(Finding {
            rule: rule.name.clone(),
            severity,
            confidence: rule.confidence,
            message: filled(template, words, &details.fill),
            span,
            label: rule.label.clone(),
            labels: labels.into_iter().filter(|label| !label.span.is_empty()).collect(),
            note: rule.instead.clone(),
            fixes,
        });
    }
}

/// Severity that a variant gives, for checks that pick among several.
fn graver<'v>(a: Option<&'v Variant>, b: Option<&'v Variant>) -> Option<&'v Variant> {
    let weight = |v: Option<&Variant>| v.map_or(Severity::Info, |v| v.severity);
    if b.is_some() && (a.is_none() || weight(b) > weight(a)) { b } else { a }
}
