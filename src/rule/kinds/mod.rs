//! The kinds of rules. Each kind has a file with its keys, its phrases and its check.
//!
//! In a rule's file, a kind's keys are next to the keys that all rules have. A kind's check reads tokens, quotations and
//! attributions; it does not search the text by itself and contains no messages. A new kind needs a file here and a line in
//! `register_kinds!`.

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
mod engine;
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

pub(crate) use shared::{
    AddableEntry, LintedDraft, RuleFindings, SharedAnalyses, SharedSpelling, fill_message, run_rules, unknown_words,
};

use super::Rule;
use crate::language::{Lexicon, LexiconBuilder};
use serde::Deserialize;
use shared::{FindingSink, KeysFault};
use std::fmt;
use std::sync::Arc;

/// A kind of rule, implemented by the struct that holds its keys.
pub(crate) trait RuleKind: fmt::Debug + Send + Sync + 'static {
    /// What a linter stores for a rule's phrases: the numbers of its lists in the lexicon. `()` for a kind without phrases.
    type Phrases: fmt::Debug + Send + Sync;

    /// Adds the rule's phrases to the lexicon.
    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> Self::Phrases;

    /// Indexes phrases that must be tokenized like a draft. Called when the lexicon has all its words.
    fn index_phrases(&self, _phrases: &mut Self::Phrases, _lexicon: &Lexicon) {}

    /// Reports what the rule finds in the draft of `sink`.
    fn run(&self, phrases: &Self::Phrases, sink: &mut FindingSink<'_, '_>);

    /// Returns an error in the keys, or in the rule's message for these keys.
    fn fault(&self, _message: &str) -> Option<KeysFault<'_>> {
        None
    }

    /// The entry that a newsroom can add to its configuration so that a finding goes away.
    fn addable(&self) -> Option<AddableEntry> {
        None
    }

    /// Whether the rule reads the words to spell-check. They take much memory, so such rules run first and the words are
    /// dropped.
    fn reads_spelling(&self) -> bool {
        false
    }
}

/// Defines the enum [`Kind`] from a list of kinds and the types of their keys.
macro_rules! register_kinds {
    ($($(#[$doc:meta])* $name:ident($keys:ty),)*) => {
        /// The kind of a rule, with its keys.
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind {
            $($(#[$doc])* $name(Arc<$keys>),)*
        }

        impl Kind {
            /// Returns an error in the keys, or in the rule's message for these keys.
            pub(super) fn fault(&self, message: &str) -> Option<KeysFault<'_>> {
                match self { $(Self::$name(keys) => keys.fault(message),)* }
            }

            /// The entry that a newsroom can add to its configuration so that a finding goes away.
            #[must_use]
            pub fn addable(&self) -> Option<AddableEntry> {
                match self { $(Self::$name(keys) => keys.addable(),)* }
            }

            fn reads_spelling(&self) -> bool {
                match self { $(Self::$name(keys) => keys.reads_spelling(),)* }
            }

            fn compile(&self, lexicon: &mut LexiconBuilder) -> Box<dyn CompiledKind> {
                match self { $(Self::$name(keys) => Box::new(KindWithPhrases::new(keys, lexicon)),)* }
            }
        }
    };
}

// In the order in which error messages list them.
register_kinds! {
    /// Attributions to some classes of source.
    Attribution(attribution::AttributionKeys),
    /// A source that passes on what another source said.
    Chain(chain::ChainKeys),
    /// A state-controlled outlet that the draft does not describe as such.
    Label(label::LabelKeys),
    /// A passive of saying or thinking without an agent.
    Agentless(agentless::AgentlessKeys),
    /// A word that puts a statement in doubt.
    Hedge(hedge::HedgeKeys),
    /// A verb that attributes and takes sides.
    Cue(cue::CueKeys),
    /// A statement of fact without a source.
    Claim(claim::ClaimKeys),
    /// Words in quotation marks.
    Quotation(quotation::QuotationKeys),
    /// A person who is quoted before the draft says who that is.
    FirstReference(first_reference::FirstReferenceKeys),
    /// A story with only one source.
    SingleSource(single_source::SingleSourceKeys),
    /// A story with too high a share of one sort of source.
    Share(share::ShareKeys),
    /// A person or body that is accused and does not answer.
    NoResponse(no_response::NoResponseKeys),
    /// A headline that asserts what the story only attributes.
    Headline(headline::HeadlineKeys),
    /// One office under two names.
    OfficeVariant(office_variant::OfficeVariantKeys),
    /// The same quotation in two versions.
    QuoteMismatch(quote_mismatch::QuoteMismatchKeys),
    /// A date that does not exist.
    Date(date::DateKeys),
    /// A misspelled word.
    Spelling(spelling::SpellingKeys),
    /// A name that the draft spells in two ways.
    NameInconsistency(name_inconsistency::NameInconsistencyKeys),
    /// A repeated word.
    DoubledWord(doubled_word::DoubledWordKeys),
    /// A word with letters that look like other letters.
    LookAlike(look_alike::LookAlikeKeys),
    /// A word in a spelling variant that the newsroom, or the rest of the draft, does not use.
    SpellingVariant(spelling_variant::SpellingVariantKeys),
    /// A verb that does not agree with its subject.
    Agreement(agreement::AgreementKeys),
    /// An article before a source that has no name.
    ArticleMisuse(article_misuse::ArticleMisuseKeys),
    /// “a” or “an” before the wrong sound.
    ArticleSound(article_sound::ArticleSoundKeys),
    /// Phrases.
    Phrase(phrase::PhraseKeys),
    /// Words that the newsroom does not use, with their replacements.
    Substitution(substitution::SubstitutionKeys),
    /// Quotation marks and apostrophes of mixed styles.
    QuoteStyle(quote_style::QuoteStyleKeys),
    /// An image without a credit.
    MissingCredit(missing_credit::MissingCreditKeys),
    /// A credit that names nobody.
    VagueCredit(vague_credit::VagueCreditKeys),
    /// A draft whose front matter lacks the title, author or date.
    Metadata(metadata::MetadataKeys),
    /// One hyphen between spaces, or two hyphens, in the place of a dash.
    Dash(dash::DashKeys),
    /// Something that the engine itself detects while it reads a draft. The rule's name says what.
    Engine(engine::EngineKeys),
}

/// A rule with its phrases compiled into the lexicon.
#[derive(Debug)]
pub(crate) struct CompiledRule {
    pub(crate) rule: Arc<Rule>,
    kind: Box<dyn CompiledKind>,
}

impl CompiledRule {
    /// Adds a rule's phrases to the lexicon.
    pub(crate) fn new(rule: Arc<Rule>, lexicon: &mut LexiconBuilder) -> Self {
        let kind = rule.kind.compile(lexicon);
        Self { rule, kind }
    }

    /// Indexes phrases that must be tokenized like a draft. Call it when the lexicon has all its words.
    pub(crate) fn finish(&mut self, lexicon: &Lexicon) {
        self.kind.index_phrases(lexicon);
    }
}

/// A kind's keys and phrases, as a trait object that hides which kind it is.
trait CompiledKind: fmt::Debug + Send + Sync {
    fn index_phrases(&mut self, lexicon: &Lexicon);

    fn run(&self, sink: &mut FindingSink<'_, '_>);
}

/// The keys and the phrases of a rule.
#[derive(Debug)]
struct KindWithPhrases<K: RuleKind> {
    keys: Arc<K>,
    phrases: K::Phrases,
}

impl<K: RuleKind> KindWithPhrases<K> {
    fn new(keys: &Arc<K>, lexicon: &mut LexiconBuilder) -> Self {
        Self { keys: Arc::clone(keys), phrases: keys.add_phrases(lexicon) }
    }
}

impl<K: RuleKind> CompiledKind for KindWithPhrases<K> {
    fn index_phrases(&mut self, lexicon: &Lexicon) {
        self.keys.index_phrases(&mut self.phrases, lexicon);
    }

    fn run(&self, sink: &mut FindingSink<'_, '_>) {
        self.keys.run(&self.phrases, sink);
    }
}
