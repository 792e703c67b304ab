//! The closed set of what rules can look for. A kind's keys stand in the rule's file beside the keys all rules have.

mod words;

pub use super::lists::{Beginnings, Numbered, Pairs, Words, WordsBeside};
pub use super::substitution::{Inside, Instead, Substitution};
pub use words::{
    Agreement, ArticleMisuse, ArticleSound, DoubledWord, LookAlike, NameInconsistency, Spelling, SpellingVariant,
};

use super::lists::each_once;
use crate::attribution::SourceClass;
use crate::diagnostic::Severity;
pub use crate::statements::ClaimCue;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a rule looks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Attributions to a class of source.
    Attribution(Box<Attribution>),
    /// A source that passes on what another source said.
    Chain(Chain),
    /// An outlet that a state controls, without a word that says so.
    Label(Label),
    /// A passive of saying or thinking without its agent.
    Agentless(Agentless),
    /// A word that puts a statement in doubt.
    Hedge(Hedge),
    /// A verb that attributes and takes sides.
    Cue(Cue),
    /// A statement of fact that nobody stands behind.
    Claim(Claim),
    /// Words in quotation marks.
    Quotation(Quotation),
    /// A person whose words come before a reader knows who that is.
    FirstReference(FirstReference),
    /// A story that rests on one source.
    SingleSource(SingleSource),
    /// A story that leans on sources of one sort.
    Share(Share),
    /// Somebody accused who does not answer.
    NoResponse(NoResponse),
    /// A headline that asserts what the story only attributes.
    Headline(Headline),
    /// One office under two names.
    OfficeVariant(OfficeVariant),
    /// The same words quoted in two ways.
    QuoteMismatch(QuoteMismatch),
    /// A date that no calendar has.
    Date(Date),
    /// A word that is no word.
    Spelling(Spelling),
    /// A name that the draft spells in two ways.
    NameInconsistency(NameInconsistency),
    /// A word that stands twice.
    DoubledWord(DoubledWord),
    /// A word in letters that look like others.
    LookAlike(LookAlike),
    /// A word in a spelling that the house, or the draft, does not use.
    SpellingVariant(SpellingVariant),
    /// A verb that does not agree.
    Agreement(Agreement),
    /// An article before a source that has no name.
    ArticleMisuse(ArticleMisuse),
    /// "a" or "an" against the sound that follows.
    ArticleSound(ArticleSound),
    /// Words in a row.
    Phrase(Phrase),
    /// Words that the house does not write, with those it writes instead.
    Substitution(Substitution),
    /// Quotation marks and apostrophes of two styles.
    QuoteStyle(QuoteStyle),
    /// An image without a credit.
    MissingCredit(MissingCredit),
    /// A credit that names nobody.
    VagueCredit(VagueCredit),
    /// A draft that does not say what it is, whose and when.
    Metadata(Metadata),
    /// A hyphen between blanks, or two, where a dash is meant.
    Dash(Dash),
    /// Something the engine itself sees while it reads a draft; the rule's name says what.
    Engine(Engine),
}

/// Keys of the kind `attribution`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Attribution {
    /// The classes of source it is about.
    #[serde(deserialize_with = "each_once")]
    pub source: Vec<SourceClass>,
    /// Words of which the source must have one; patterns as in [`Agentless::phrases`]. Any source will do when there are none.
    #[serde(default)]
    pub words: Vec<String>,
    /// In which part the source stands; both when the file does not say.
    #[serde(default = "Via::all", deserialize_with = "each_once")]
    pub via: Vec<Via>,
    /// What a finding covers.
    #[serde(default)]
    pub span: Cover,
    /// What lets the attribution pass.
    #[serde(default)]
    pub unless: Unless,
    /// Words of a source that let it pass, in lower case: "police".
    #[serde(default)]
    pub accept: Words,
    /// Phrases that let all sources of a draft pass, wherever they stand: "could not verify".
    #[serde(default)]
    pub unless_words: Vec<String>,
    /// Whether it is about pronouns that stand for nobody the draft has named.
    #[serde(default)]
    pub pronouns: bool,
    /// Whether only the first such source of a draft is queried.
    #[serde(default)]
    pub once: bool,
    /// Verbs, in their base form, that let a source pass: what an outlet agrees to is news of the outlet.
    #[serde(default)]
    pub accept_verbs: Words,
    /// Phrases in the frame of an attribution that make an outlet a party to what it speaks of: "in a court filing".
    #[serde(default)]
    pub party: Vec<String>,
    /// For nouns that stand for news media and for much else, the words that may stand before them: "local", of "reports".
    #[serde(default)]
    pub beside: WordsBeside,
    /// For nouns of registers, the words before them that say which public one it is: "court", of "records".
    #[serde(default)]
    pub registers: WordsBeside,
    /// Words of a source that let it pass inside the words of a source with a name: "an internal poll", said the union.
    #[serde(default)]
    pub accept_inside: Words,
    /// For later mentions of a source that the draft has been asked about: the same outlet, or "the officials" again.
    pub later: Option<Variant>,
    /// For an outlet that passes on what somebody with a name said.
    pub quoted: Option<Variant>,
    /// For a source of which the sentence says why it has no name.
    pub explained: Option<Variant>,
    /// For one person whom the next sentences bring in with a name.
    pub introduced: Option<Variant>,
    /// For a source beside which somebody with a name speaks.
    pub nearby: Option<Variant>,
    /// For a source beside which somebody speaks with a name and an office or trade.
    pub described: Option<Variant>,
    /// Whether a group of which the draft says how many spoke is asked for, whatever body or officer it names: "two officials".
    #[serde(default)]
    pub counted: bool,
    /// Last words of a source, in lower case, for those who speak in public or for a body that everybody knows: "prosecutors".
    #[serde(default)]
    pub in_public: Words,
    /// For such a source.
    pub public: Option<Variant>,
    /// For what a crowd thinks, and for what an outlet makes of something.
    pub view: Option<Variant>,
    /// For a source without any description: "sources said".
    pub bare: Option<Variant>,
    /// For an outlet that a state controls.
    pub state: Option<Variant>,
    /// For an outlet that is only the venue: "told the Daily Mail".
    pub venue: Option<Variant>,
    /// For a passer-by or witness without a name.
    pub witness: Option<Variant>,
    /// For a source that is an intelligence service's paper.
    pub intelligence: Option<Variant>,
}

/// The part an outlet plays in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// It vouches for the statement: "according to the Daily Mail".
    Source,
    /// It was spoken to: "told the Daily Mail".
    Venue,
    /// It got hold of what the draft tells: "a video obtained by the Daily Mail".
    Gathering,
}

/// What a finding about an attribution covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// The words that name the source.
    #[default]
    Source,
    /// From the cue to the source, or the other way round.
    SourceAndCue,
}

/// What lets an attribution pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unless {
    /// A member of the group is named within this reach: "critics, among them Ada Brook".
    pub named_member_within: Option<Reach>,
    /// The source is identified within this reach: an institution, an author, a link, a court.
    pub identified_within: Option<Reach>,
    /// The body for which they speak is named in the phrase: "Con Edison officials", "experts from the World Health Organization".
    #[serde(default)]
    pub body_named: bool,
    /// A person with a name and an office speaks within this reach.
    pub officer_within: Option<Reach>,
    /// The draft has spoken of them before: "the doctors".
    #[serde(default)]
    pub taken_up: bool,
    /// The outlet is the newsroom's own, or a partner.
    #[serde(default)]
    pub own: bool,
}

/// How far to look for what a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// The same sentence.
    Sentence,
    /// The same paragraph.
    Paragraph,
    /// The same paragraph and the one after it.
    NextParagraph,
    /// From the sentence before to the next two.
    Around,
}

/// What a rule says differently where a case is graver, or lighter, than the common one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variant {
    /// In place of the rule's severity.
    pub severity: Severity,
    /// What the case is, for the rule's page: it follows the word "if".
    pub when: Option<String>,
    /// In place of the rule's message.
    pub message: Option<String>,
}

/// Keys of the kind `chain`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Chain {
    /// How many sources may stand between the newsroom and a statement: 1 lets a source speak for itself.
    pub max_depth: u8,
    /// For a source with a name or a title behind the one that passes it on.
    pub identified: Option<Variant>,
    /// For a group behind an outlet.
    pub group: Option<Variant>,
    /// For somebody without a name who passes on what another said.
    pub unnamed: Option<Variant>,
}

/// Keys of the kind `label`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Label {
    /// Words that say that a state owns or controls an outlet; patterns as in [`Agentless::phrases`].
    pub labels: Vec<String>,
    /// What `{descriptor}` is for an outlet for which the list of outlets has no description.
    #[serde(default)]
    pub descriptor: String,
    /// Words for a state and those who rule it. With a word of `ties` beside it, such a word is a label as well, and so is the
    /// name of a country.
    #[serde(default)]
    pub powers: Words,
    /// Words for what a power has to do with an outlet: "funded", "mouthpiece".
    #[serde(default)]
    pub ties: Words,
    /// Endings of words that label an outlet whatever stands before them: "-backed".
    #[serde(default)]
    pub endings: Vec<String>,
    /// Whether public broadcasters with newsrooms of their own need such a word too.
    #[serde(default)]
    pub public_broadcasters: bool,
}

/// Keys of the kind `agentless`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Agentless {
    /// Words in a row, in lower case: `a|b` is either, `a?` may be missing.
    pub phrases: Vec<String>,
    /// What may follow and name the agent, or make the passive no report: "by", "reported to".
    #[serde(default)]
    pub unless_followed_by: Vec<String>,
}

/// Keys of the kind `hedge`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hedge {
    /// The words, in lower case; several words may stand in one entry.
    pub words: Vec<String>,
    /// Whether it is about words that a source covers (true), or about those that none covers.
    pub covered: bool,
    /// Words of doubt that may be the writer's own reading of what is in view.
    #[serde(default)]
    pub own_reading: Words,
    /// Words for a case in court and those who bring it, in lower case: in a paragraph that has one of them the reader knows who
    /// alleges.
    #[serde(default)]
    pub case: Words,
    /// For the writer's own reading, beside a source or a case, and where the next paragraph names a source.
    pub mild: Option<Variant>,
    /// For a clause with an accusation or with deaths in it.
    pub accusation: Option<Variant>,
}

/// Keys of the kind `cue`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cue {
    /// Classes of the word list `verbs`.
    #[serde(default, deserialize_with = "each_once")]
    pub classes: Vec<String>,
    /// Lemmas beside those classes.
    #[serde(default)]
    pub words: Words,
    /// Lemmas of those classes that pass.
    #[serde(default)]
    pub allow: Words,
    /// Nouns that, as the verb's subject, let it pass: evidence may refute.
    #[serde(default)]
    pub subject_not: Words,
    /// Whether a neutral verb is offered.
    #[serde(default)]
    pub suggest: bool,
    /// What `{fix}` is for a verb for which the list of verbs has no neutral one; "said" if empty.
    #[serde(default)]
    pub neutral: String,
    /// Messages for verbs of some of the classes, in place of the rule's own.
    #[serde(default)]
    pub messages: BTreeMap<String, String>,
    /// For the milder verbs: those whose severity in the word list is `info`.
    pub mild: Option<Variant>,
}

/// Keys of the kind `claim`.
///
/// Whether a sentence is queried is weighed by all cues together; which of the rules of this kind queries it, by these keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Claim {
    /// What, said without a source, makes a claim of this rule.
    #[serde(deserialize_with = "each_once")]
    pub cues: Vec<ClaimCue>,
    /// Phrases that make one by themselves, and are what is marked; patterns as in [`Agentless::phrases`].
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Phrases of which a clause must have one for the rule to query it by its weight.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Which sentences it is about.
    #[serde(default)]
    pub place: Place,
    /// Phrases for a period over which somebody counts; patterns as in [`Agentless::phrases`].
    #[serde(default)]
    pub periods: Vec<String>,
    /// For a figure over such a period, with no source near.
    pub measured: Option<Variant>,
    /// For claims that are less likely to need a source.
    pub mild: Option<Variant>,
}

/// Which sentences a rule about claims looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Those that nothing stands behind, be it a source or a link.
    #[default]
    Anywhere,
    /// Those of the first paragraph; that the next one names a source is no excuse.
    Lead,
    /// Those that only a link stands behind.
    Linked,
}

impl Claim {
    /// What it is about at its gravest, and how much else.
    #[must_use]
    pub(crate) fn rank(&self) -> (Option<ClaimCue>, usize) {
        (self.cues.iter().min().copied(), self.cues.len())
    }
}

/// Keys of the kind `quotation`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quotation {
    /// What is asked of a quotation.
    pub check: Check,
    /// How many quoted sentences may stand before the speaker does.
    pub max_sentences: Option<u32>,
    /// How many quoted words may stand before the speaker does; of a quotation without one, up to how many words it is brief.
    pub max_words: Option<u32>,
    /// Shorter quotations pass.
    pub min_words: Option<u32>,
    /// Words that make speaking in unison believable: "joint statement", "chanted"; for other checks, words in the sentence
    /// that let a quotation pass.
    #[serde(default)]
    pub unless_words: Vec<String>,
    /// Nouns that let a quotation pass where they say who speaks: lawyers speak with one voice for whom they stand.
    #[serde(default)]
    pub subject_not: Words,
    /// Words that praise or attack; patterns as in [`Agentless::phrases`].
    #[serde(default)]
    pub opinions: Vec<String>,
    /// For words put into the mouths of unnamed officials.
    pub officials: Option<Variant>,
    /// For a few words in marks, which may be a term.
    pub brief: Option<Variant>,
    /// For a mark of another kind than the one that opened the quotation.
    pub mismatched: Option<Variant>,
}

/// What is asked of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// It has a speaker.
    Speaker,
    /// Its speaker comes early.
    Late,
    /// Its words are those of the person they stand beside.
    Nested,
    /// One person said it.
    Collective,
    /// Its marks close what they opened.
    Balance,
    /// It is more than a word or two that nobody is said to have used.
    Scare,
    /// Nothing was left out of it or put into it.
    Altered,
    /// Whoever judges in it has a name.
    Opinion,
    /// Another speaker is named before his words.
    Turn,
    /// It stays open where the next paragraph goes on with it.
    Paragraphs,
}

/// Keys of the kind `single-source`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SingleSource {
    /// Shorter drafts pass.
    pub min_words: u32,
    /// Drafts with fewer attributions pass.
    pub min_statements: u32,
}

/// Keys of the kind `first-reference`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FirstReference {
    /// Names that need no introduction, as they stand in copy.
    pub known: Words,
}

/// Keys of the kind `share`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Share {
    /// The classes of source that are counted; those of the route when there are none.
    #[serde(default, deserialize_with = "each_once")]
    pub source: Vec<SourceClass>,
    /// Whether all that came through other outlets is counted.
    #[serde(default)]
    pub secondhand: bool,
    /// More than so many of a hundred statements are too many.
    pub max_percent: u32,
    /// Drafts with fewer attributions pass.
    pub min_statements: u32,
}

/// Keys of the kind `no-response`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NoResponse {
    /// Phrases that tell of an answer, or of an attempt to get one; patterns as in [`Agentless::phrases`].
    pub answers: Vec<String>,
}

/// Keys of the kind `headline`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Headline {
    /// What makes a headline an assertion that somebody has to answer for; patterns as in [`Agentless::phrases`].
    pub asserts: Vec<String>,
    /// Phrases that give it a source, or a doubt.
    pub unless: Vec<String>,
}

/// Keys of the kind `office-variant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OfficeVariant {
    /// Pairs of words for one office, in lower case.
    pub pairs: Pairs,
}

/// Keys of the kind `quote-mismatch`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuoteMismatch {
    /// Shorter quotations pass.
    pub min_words: u32,
}

/// Keys of the kind `date`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Date {
    /// The days of the week from Monday on: words in lower case, `a|b` is either.
    pub days: Numbered,
    /// The months from January on, likewise.
    pub months: Numbered,
    /// For a day that its month does not have.
    pub impossible: Option<Variant>,
}

/// Keys of the kind `phrase`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Phrase {
    /// What to find.
    pub patterns: Vec<Pattern>,
    /// For the patterns that are a matter of taste.
    pub mild: Option<Variant>,
    /// Whether it is about the writer's own words alone: what a source is reported to have said passes, and so does a
    /// sentence in which the writer speaks as "I" or "we".
    #[serde(default)]
    pub own_words: bool,
    /// Phrases that, in the same sentence, let a finding pass; patterns as in [`Agentless::phrases`].
    #[serde(default)]
    pub unless_in_sentence: Vec<String>,
}

/// Words in a row, in lower case: `a|b` is either.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pattern {
    /// What is marked.
    pub find: String,
    /// What stands before it.
    #[serde(default)]
    pub before: String,
    /// What stands behind it.
    #[serde(default)]
    pub after: String,
    /// Words that, ahead of all this, make it right.
    #[serde(default)]
    pub unless_after: Words,
    /// Words that, behind all this, make it right.
    #[serde(default)]
    pub unless_before: Words,
    /// What to write instead of what is marked.
    pub fix: Option<String>,
    /// Whether it is a matter of taste.
    #[serde(default)]
    pub mild: bool,
}

/// Keys of the kind `quote-style`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteStyle {
    /// The style that the house has settled on.
    #[serde(default)]
    pub style: Style,
    /// For straight marks where curly ones are the style.
    pub straight: Option<Variant>,
}

/// Which marks a draft keeps to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Whichever the draft itself uses most.
    #[default]
    Majority,
    /// Printer's marks: “ ” ’
    Curly,
    /// Typewriter marks: " '
    Straight,
}

/// Keys of the kind `missing-credit`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingCredit {
    /// What makes a credit, in the image's own text or beside it; patterns as in [`Agentless::phrases`].
    pub credits: Vec<String>,
    /// Words in an image's own text that say that it needs none.
    pub exempt: Vec<String>,
}

/// Keys of the kind `vague-credit`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VagueCredit {
    /// What is no author if nothing else stands in the credit; patterns as in [`Agentless::phrases`].
    pub vague: Vec<String>,
}

/// Keys of the kind `metadata`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// What front matter must have.
    #[serde(deserialize_with = "each_once")]
    pub required: Vec<Field>,
}

/// Something that front matter may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// A title; a heading above the text will do as well.
    Title,
    /// Who wrote it.
    Author,
    /// When it appeared, or will.
    Date,
}

/// Keys of the kind `dash`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dash {
    /// What to write instead.
    pub dash: String,
}

/// Keys of the kind `engine`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Engine {
    /// For a file that is no text, so that nothing of it is read.
    pub unread: Option<Variant>,
    /// The message for a suppression that names no rule.
    pub no_rule: Option<String>,
    /// The message for a suppression of an unknown rule; `{text}` is its name.
    pub unknown_rule: Option<String>,
    /// The message for a suppression of an unknown rule if `{fix}` was probably meant.
    pub unknown_rule_near: Option<String>,
    /// The message for a suppression whose end is not a date.
    pub no_date: Option<String>,
    /// The message for a comment whose first word is not a directive; `{text}` is the word.
    pub unknown_directive: Option<String>,
    /// The message for an end directive without a start; `{text}` is the word.
    pub nothing_to_end: Option<String>,
    /// The help, in place of `instead`, for a comment whose first word is not a directive.
    pub instead_unknown_directive: Option<String>,
    /// The help, in place of `instead`, for an end directive without a start.
    pub instead_nothing_to_end: Option<String>,
    /// The help, in place of `instead`, for an entry of the front matter.
    pub instead_in_front_matter: Option<String>,
    /// The message for an unknown key under `bylint` in the front matter; `{text}` is the key.
    pub unknown_key: Option<String>,
    /// The message for `facts` in the front matter that has keys in place of statements.
    pub facts_with_keys: Option<String>,
}

impl Via {
    fn all() -> Vec<Self> {
        vec![Self::Source, Self::Venue, Self::Gathering]
    }
}
