//! The verbs of the attribution list.

use super::Grammar;
use crate::language::word_hash::WordHash;

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said (the past, or the past participle if both are spelled the same)
    Past,
    /// spoken
    Participle,
    /// saying
    Ing,
}

/// What an attribution verb implies about its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerbClass {
    /// said, told
    Neutral,
    /// added, continued
    NeutralContinuation,
    /// announced, confirmed
    NeutralAnnounce,
    /// alleged, testified
    NeutralLegal,
    /// urged, demanded
    Urging,
    /// noted, revealed: presents the content as true
    Factive,
    /// claimed: suggests doubt
    Doubting,
    /// admitted: implies guilt
    Admitting,
    /// insisted: adds force to the statement
    Forceful,
    /// slammed
    Attacking,
    /// boasted
    Boasting,
    /// denied
    Denying,
    /// refuted: means that something was proved false
    Refuting,
    /// praised
    Evaluating,
    /// smiled
    Manner,
    /// hinted
    Hinting,
    /// believes
    Thinking,
    /// learned
    Hearing,
    /// shows
    Document,
    /// hopes, plans: wishes and aims
    Wishing,
}

/// A verb of the attribution list.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the list, and any set of them may hold")]
pub struct Verb {
    /// The base form: "say".
    pub lemma: &'static str,
    /// The hashes of the lemma.
    pub lemma_hash: WordHash,
    /// What the verb implies about its content.
    pub class: VerbClass,
    /// A plainer verb to suggest instead; empty if the list has none.
    pub suggest: &'static str,
    /// Whether it takes a that-clause.
    pub takes_that: bool,
    /// Whether it takes a quotation.
    pub takes_quote: bool,
    /// Whether it takes a plain object.
    pub takes_object: bool,
    /// Whether the word is also a noun ("report"). It then needs a subject and content to be a cue.
    pub noun: bool,
    /// Whether the word has an everyday sense ("note the time"). It then needs a that-clause or a quotation to be a cue.
    pub literal: bool,
    /// Whether the list gives it the severity "info": using it is a matter of taste.
    pub mild: bool,
    /// Its grammatical properties.
    pub grammar: Grammar,
}
