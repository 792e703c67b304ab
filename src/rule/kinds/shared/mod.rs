//! Code that several kinds of rules share: the draft, the findings and the messages.

pub(crate) mod attributions;
pub(crate) mod draft;
pub(crate) mod identity;
mod keys;
mod message;
pub(crate) mod replacement;
mod run;
mod sink;
mod variant;

pub(crate) use draft::{LintedDraft, SharedAnalyses, SharedSpelling, unknown_words, words_to_spell};
pub(crate) use keys::{AddableEntry, KeysFault, PhraseList, add_list};
pub(crate) use message::{fill_message, outlet_words, source_words};
pub(crate) use run::run_rules;
pub(crate) use sink::{FindingExtras, FindingSink, RuleFindings};
pub(crate) use variant::Variant;
pub(crate) use variant::{in_quotation, more_severe};
