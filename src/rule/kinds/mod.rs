//! What rules can look for: a file for each kind, with its keys, its phrases and its check.
//!
//! A kind's keys are in a rule's file beside the keys that all rules have. Its check reads tokens, quotations and attributions; it
//! never searches the text on its own, and has no wording. A new kind is a file here and a line in `register_kinds!`.

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
    /// What a linter keeps of a rule's phrases: the numbers of its lists. `()` for a kind without phrases.
    type Phrases: fmt::Debug + Send + Sync;

    /// Adds the rule's phrases to the lexicon.
    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> Self::Phrases;

    /// Indexes phrases that have to be read as a draft is, once the lexicon has all its words.
    fn index_phrases(&self, _phrases: &mut Self::Phrases, _lexicon: &Lexicon) {}

    /// Reports what the rule finds in the draft of `sink`.
    fn run(&self, phrases: &Self::Phrases, sink: &mut FindingSink<'_, '_>);

    /// What is wrong with the keys, or with the rule's message for these keys.
    fn fault(&self, _message: &str) -> Option<KeysFault<'_>> {
        None
    }

    /// What a newsroom can add to its configuration so that a finding goes away.
    #[cfg_attr(not(feature = "lsp"), allow(dead_code, reason = "only editors add entries to lists"))]
    fn addable(&self) -> Option<AddableEntry> {
        None
    }

    /// Whether the rule reads the words to spell-check. They are large: such rules run first, and then the words are dropped.
    fn reads_spelling(&self) -> bool {
        false
    }
}

/// Makes the enum [`Kind`] of a list of kinds, each with its keys.
macro_rules! register_kinds {
    ($($(#[$doc:meta])* $name:ident($keys:ty),)*) => {
        /// What a rule looks for.
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind {
            $($(#[$doc])* $name(Arc<$keys>),)*
        }

        impl Kind {
            /// What is wrong with the keys, or with the rule's message for these keys.
            pub(super) fn fault(&self, message: &str) -> Option<KeysFault<'_>> {
                match self { $(Self::$name(keys) => keys.fault(message),)* }
            }

            /// What a newsroom can add to its configuration so that a finding goes away.
            #[cfg_attr(not(feature = "lsp"), allow(dead_code, reason = "only editors add entries to lists"))]
            pub(crate) fn addable(&self) -> Option<AddableEntry> {
                match self { $(Self::$name(keys) => keys.addable(),)* }
            }

            fn reads_spelling(&self) -> bool {
                match self { $(Self::$name(keys) => keys.reads_spelling(),)* }
            }

            fn compile(&self, lexicon: &mut LexiconBuilder) -> Box<dyn CompiledKind> {
                match self { $(Self::$name(keys) => Box::new(Keyed::new(keys, lexicon)),)* }
            }
        }
    };
}

// In the order in which errors list them.
register_kinds! {
    /// Attributions to a class of source.
    Attribution(attribution::AttributionKeys),
    /// A source that passes on what another source said.
    Chain(chain::ChainKeys),
    /// An outlet that a state controls, without a word that says so.
    Label(label::LabelKeys),
    /// A passive of saying or thinking without its agent.
    Agentless(agentless::AgentlessKeys),
    /// A word that puts a statement in doubt.
    Hedge(hedge::HedgeKeys),
    /// A verb that attributes and takes sides.
    Cue(cue::CueKeys),
    /// A statement of fact that nobody stands behind.
    Claim(claim::ClaimKeys),
    /// Words in quotation marks.
    Quotation(quotation::QuotationKeys),
    /// A person whose words come before a reader knows who that is.
    FirstReference(first_reference::FirstReferenceKeys),
    /// A story that rests on one source.
    SingleSource(single_source::SingleSourceKeys),
    /// A story that leans on sources of one sort.
    Share(share::ShareKeys),
    /// Somebody accused who does not answer.
    NoResponse(no_response::NoResponseKeys),
    /// A headline that asserts what the story only attributes.
    Headline(headline::HeadlineKeys),
    /// One office under two names.
    OfficeVariant(office_variant::OfficeVariantKeys),
    /// The same words quoted in two ways.
    QuoteMismatch(quote_mismatch::QuoteMismatchKeys),
    /// A date that no calendar has.
    Date(date::DateKeys),
    /// A word that is no word.
    Spelling(spelling::SpellingKeys),
    /// A name that the draft spells in two ways.
    NameInconsistency(name_inconsistency::NameInconsistencyKeys),
    /// A word that stands twice.
    DoubledWord(doubled_word::DoubledWordKeys),
    /// A word in letters that look like others.
    LookAlike(look_alike::LookAlikeKeys),
    /// A word in a spelling that the house, or the draft, does not use.
    SpellingVariant(spelling_variant::SpellingVariantKeys),
    /// A verb that does not agree.
    Agreement(agreement::AgreementKeys),
    /// An article before a source that has no name.
    ArticleMisuse(article_misuse::ArticleMisuseKeys),
    /// "a" or "an" against the sound that follows.
    ArticleSound(article_sound::ArticleSoundKeys),
    /// Words in a row.
    Phrase(phrase::PhraseKeys),
    /// Words that the house does not write, with those it writes instead.
    Substitution(substitution::SubstitutionKeys),
    /// Quotation marks and apostrophes of two styles.
    QuoteStyle(quote_style::QuoteStyleKeys),
    /// An image without a credit.
    MissingCredit(missing_credit::MissingCreditKeys),
    /// A credit that names nobody.
    VagueCredit(vague_credit::VagueCreditKeys),
    /// A draft that does not say what it is, whose and when.
    Metadata(metadata::MetadataKeys),
    /// A hyphen between blanks, or two, where a dash is meant.
    Dash(dash::DashKeys),
    /// Something the engine itself sees while it reads a draft; the rule's name says what.
    Engine(engine::EngineKeys),
}

/// A rule with what the lexicon made of its phrases.
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

    /// Reads what has to be read as a draft is, once the lexicon has all its words.
    pub(crate) fn finish(&mut self, lexicon: &Lexicon) {
        self.kind.index_phrases(lexicon);
    }
}

/// A kind's keys and phrases, whatever the kind.
trait CompiledKind: fmt::Debug + Send + Sync {
    fn index_phrases(&mut self, lexicon: &Lexicon);

    fn run(&self, sink: &mut FindingSink<'_, '_>);
}

/// The keys of a rule with its phrases.
#[derive(Debug)]
struct Keyed<K: RuleKind> {
    keys: Arc<K>,
    phrases: K::Phrases,
}

impl<K: RuleKind> Keyed<K> {
    fn new(keys: &Arc<K>, lexicon: &mut LexiconBuilder) -> Self {
        Self { keys: Arc::clone(keys), phrases: keys.add_phrases(lexicon) }
    }
}

impl<K: RuleKind> CompiledKind for Keyed<K> {
    fn index_phrases(&mut self, lexicon: &Lexicon) {
        self.keys.index_phrases(&mut self.phrases, lexicon);
    }

    fn run(&self, sink: &mut FindingSink<'_, '_>) {
        self.keys.run(&self.phrases, sink);
    }
}
