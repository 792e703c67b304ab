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
    /// said (past, or past participle where the two are alike)
    Past,
    /// spoken
    Participle,
    /// saying
    Ing,
}

/// What an attribution verb says of its content.
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
    /// insisted: claims knowledge of force
    Forceful,
    /// slammed
    Attacking,
    /// boasted
    Boasting,
    /// denied
    Denying,
    /// refuted: true only when falsity is shown
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
    /// say
    pub lemma: &'static str,
    /// The hashes of that.
    pub print: WordHash,
    /// What it says of its content.
    pub class: VerbClass,
    /// A plainer verb, where the list has one.
    pub suggest: &'static str,
    /// It takes a that-clause.
    pub takes_that: bool,
    /// It takes a quotation.
    pub takes_quote: bool,
    /// It takes a plain object.
    pub takes_object: bool,
    /// The word is also a noun ("report"), so it needs a subject and content.
    pub noun: bool,
    /// The word has an everyday sense ("note the time"), so it needs a that-clause or a quotation.
    pub literal: bool,
    /// The list holds it to be a matter of taste.
    pub mild: bool,
    /// What is peculiar to its frames.
    pub grammar: Grammar,
}
