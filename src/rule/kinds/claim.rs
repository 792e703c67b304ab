//! The rule kind `claim`: statements of fact without a source.

use crate::language::{Class, LexiconBuilder, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, Variant, add_list};
use crate::rule::lists::each_once;
use crate::statements::ClaimCue;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;

use crate::statements::{SentenceCover, source_in_nearby_sentence};
use crate::statements::{Statement, figure, toll};

/// Keys of the kind `claim`.
///
/// All cues of a sentence together decide whether it is reported. These keys decide which rule of this kind reports it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClaimKeys {
    /// The cues of the claims that the rule is about.
    #[serde(deserialize_with = "each_once")]
    pub cues: Vec<ClaimCue>,
    /// Phrase patterns that make a claim by themselves; a finding marks them.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Phrases of which a clause must have one.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The sentences that the rule is about.
    #[serde(default)]
    pub place: ClaimPlace,
    /// Phrase patterns for a period over which somebody counts.
    #[serde(default)]
    pub periods: Vec<String>,
    /// Severity and message for a rough figure over such a period without a source nearby.
    pub measured: Option<Variant>,
    /// Severity and message for claims that are less likely to need a source.
    pub mild: Option<Variant>,
}

/// The sentences that a rule about claims looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimPlace {
    /// Sentences without an attribution of their own and without a link.
    #[default]
    Anywhere,
    /// Sentences of the first paragraph, even if the next paragraph names a source.
    Lead,
    /// Sentences that have only a link.
    Linked,
}

impl ClaimKeys {
    /// The most serious cue of the rule, and the number of its cues. Rules are compared by it.
    #[must_use]
    pub(crate) fn rank(&self) -> (Option<ClaimCue>, usize) {
        (self.cues.iter().min().copied(), self.cues.len())
    }
}

/// The phrase lists of a rule of the kind `claim`.
#[derive(Debug)]
pub(crate) struct ClaimPhrases {
    /// Phrases of which a clause must have one; `None` if it needs none.
    pub(super) needs: PhraseList,
    /// Phrases that make a claim by themselves.
    pub(super) phrases: PhraseList,
    /// Phrases for a period over which somebody counts.
    pub(super) periods: PhraseList,
}

impl RuleKind for ClaimKeys {
    type Phrases = ClaimPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> ClaimPhrases {
        ClaimPhrases {
            needs: add_list(lexicon, &self.needs),
            phrases: add_list(lexicon, &self.phrases),
            periods: add_list(lexicon, &self.periods),
        }
    }

    fn run(&self, lists: &ClaimPhrases, sink: &mut FindingSink<'_, '_>) {
        report_claims(sink, lists, self);
    }
}

/// Reports the claims in the statements that the rule looks at.
fn report_claims(sink: &mut FindingSink<'_, '_>, lists: &ClaimPhrases, keys: &ClaimKeys) {
    for statement in sink.draft.statements().iter().filter(|statement| lacks_support(statement, keys.place)) {
        report_claim(sink, lists, keys, statement);
    }
}

/// Whether a statement lacks the support that the rule asks for at this place.
fn lacks_support(statement: &Statement, place: ClaimPlace) -> bool {
    match place {
        ClaimPlace::Anywhere => !statement.linked,
        ClaimPlace::Lead => {
            statement.lead && matches!(statement.cover, SentenceCover::None | SentenceCover::Lead) && !statement.linked
        }
        ClaimPlace::Linked => statement.linked,
    }
}

/// Reports the clauses of a statement that make a claim of this rule, and the first of the rule's phrases.
fn report_claim(sink: &mut FindingSink<'_, '_>, lists: &ClaimPhrases, keys: &ClaimKeys, statement: &Statement) {
    let draft = sink.draft;
    for (clause, weights) in &statement.claims {
        let has_needed_phrase = lists.needs.is_none() || draft.has_phrase(lists.needs, *clause);
        let Some(cue) =
            keys.cues.iter().copied().filter(|&cue| has_needed_phrase && weights.may_be_reported_as(cue)).min()
        else {
            continue;
        };
        let is_serious = match cue {
            ClaimCue::Accusation if lists.needs.is_some() => accuses(draft, lists, statement, *clause),
            ClaimCue::Casualty => is_estimated_toll(draft, statement, *clause),
            _ => statement.strong,
        };
        let measured = keys
            .measured
            .as_ref()
            .filter(|_| cue == ClaimCue::Statistic && is_measured(draft, lists, statement, *clause));
        let variant = measured.or(keys.mild.as_ref().filter(|_| !is_serious));
        let related = clause.iter().find(|&at| makes_claim(draft, cue, *clause, at)).map(|at| at.until(at + 1));
        sink.push(*clause, FindingExtras { variant, related, ..FindingExtras::default() });
    }
    if !keys.phrases.is_empty() && matches!(statement.cover, SentenceCover::None | SentenceCover::Lead) {
        let mut phrases = draft.phrases_in(lists.phrases, statement.sentence);
        if let Some(found) = phrases.find(|found| !draft.token(found.tokens.start).quoted()) {
            let related = Some(found.tokens);
            sink.push(found.tokens, FindingExtras { related, ..FindingExtras::default() });
        }
    }
}

/// Whether a clause accuses a named person or a body: its verb is one of the rule's, in the active voice. Clauses with a
/// date, a doubt, a denial or a condition do not count.
fn accuses(draft: &LintedDraft<'_>, lists: &ClaimPhrases, statement: &Statement, clause: TokenRange) -> bool {
    matches!(statement.cover, SentenceCover::None | SentenceCover::Lead)
        && !has_year_or_month(draft, statement.sentence)
        && !is_doubted(draft, clause)
        && draft.phrases_in(lists.needs, clause).any(|m| has_subject(draft, clause, m.tokens.start))
}

/// Whether the subject before the verb is a name, or a definite noun for a person or body: “the mayor”, “the firm”.
fn has_subject(draft: &LintedDraft<'_>, clause: TokenRange, verb: TokenIdx) -> bool {
    let skipped_classes = Class::HAVE | Class::ADVERB;
    let is_before_verb = |at: TokenIdx| draft.is(at, skipped_classes) || draft.text(at).ends_with("ly");
    let Some(last) = clause.start.until(verb).iter().rev().find(|&at| !is_before_verb(at)) else { return false };
    // “Lund, the mayor, embezzled”: the name is before the first of the commas.
    let name = if draft.kind(last) == TokenKind::Comma {
        let comma = clause.start.until(last).iter().rev().find(|&at| draft.kind(at) == TokenKind::Comma);
        comma.and_then(|at| at.checked_sub(1)).unwrap_or(last)
    } else {
        last
    };
    let token = draft.token(name);
    let is_name = token.capital()
        && token.kind() == TokenKind::Word
        && !draft.is(name, Class::DAY | Class::MONTH | Class::PERSONAL | Class::DETERMINER | Class::COORDINATOR);
    let noun = Class::BODY_NOUN | Class::INSTITUTION_WORD | Class::PERSON_NOUN | Class::TITLE | Class::OUTLET_WORD;
    let is_definite = |at: TokenIdx| draft.is(at, Class::DEFINITE | Class::POSSESSIVE);
    let is_definite_noun =
        name > clause.start && clause.start.max(name.saturating_sub(3)).until(name).iter().any(is_definite);
    is_name
        || is_definite_noun
            && (draft.is(name, noun) || draft.text(name).ends_with("or") || draft.text(name).ends_with("er"))
}

/// Whether words of doubt show that the clause does not accuse anybody: “if”, “not”, “could”, “allegations that”.
fn is_doubted(draft: &LintedDraft<'_>, clause: TokenRange) -> bool {
    let doubt_classes = Class::NEGATION | Class::MODAL | Class::STATEMENT_NOUN | Class::WH | Class::FIRST_PERSON;
    clause
        .iter()
        .any(|at| draft.is(at, doubt_classes) || draft.is(at, Class::SUBORDINATOR) && !draft.is(at, Class::PREPOSITION))
}

/// Whether the sentence has a year or a month: such an event is on record.
fn has_year_or_month(draft: &LintedDraft<'_>, sentence: TokenRange) -> bool {
    sentence.iter().any(|at| {
        let text = draft.text(at);
        let year = draft.kind(at) == TokenKind::Number
            && text.len() == 4
            && (text.starts_with("19") || text.starts_with("20"));
        year || draft.is(at, Class::MONTH)
    })
}

/// The most tokens between a figure and its period.
const MAX_PERIOD_DISTANCE: u32 = 10;

/// The most tokens before a figure at which a word can make it a rough one.
const MAX_ROUNDING_DISTANCE: u32 = 3;

/// Whether a clause has a rough figure for a recent period and no source is nearby: “cruises brought nearly 30,000 visitors
/// this year”. Somebody must have counted the visitors.
fn is_measured(draft: &LintedDraft<'_>, lists: &ClaimPhrases, statement: &Statement, clause: TokenRange) -> bool {
    let number = draft.language.sentence_at(statement.sentence.start);
    // “nearly 30,000”, “many millions”: those who count give exact numbers; those who repeat them round them.
    let is_rounded = |at: TokenIdx| {
        let before = at.saturating_sub(MAX_ROUNDING_DISTANCE).max(clause.start).until(at);
        before.into_iter().any(|at| draft.is(at, Class::APPROXIMATE | Class::SEVERAL | Class::GENERAL))
    };
    let is_count = |at: TokenIdx| figure(draft, clause, at) || draft.is(at, Class::FIGURE) && !draft.token(at).quoted();
    let is_rounded_count = |at: TokenIdx| is_count(at) && is_rounded(at);
    let period = draft.phrases_in(lists.periods, clause).map(|period| period.tokens.start);
    let nearby = |period: TokenIdx| {
        let start = period.saturating_sub(MAX_PERIOD_DISTANCE).max(clause.start);
        start.until(clause.end.min(period + MAX_PERIOD_DISTANCE))
    };
    let has_count = period.into_iter().any(|period| nearby(period).iter().any(is_rounded_count));
    // “would save $40 million a year”, “who make $40,000 a year”: these are not counts.
    let is_earning = |at: TokenIdx| {
        draft.is(at, Class::EARNING)
            && (draft.text(at).ends_with("ing") || at > clause.start && draft.is(at - 1, Class::RELATIVE))
    };
    let is_hypothetical = clause.iter().any(|at| draft.is(at, Class::MODAL) || is_earning(at));
    statement.cover == SentenceCover::None
        && has_count
        && !has_year_or_month(draft, statement.sentence)
        && !is_hypothetical
        && !source_in_nearby_sentence(draft, number)
}

/// Whether a clause has an estimated toll of a recent event: “at least 12 people were killed”.
fn is_estimated_toll(draft: &LintedDraft<'_>, statement: &Statement, clause: TokenRange) -> bool {
    let has_count = |at: TokenIdx| {
        let next = draft.language.tokens.get(at.index() + 1).map(|token| token.kind());
        let is_number =
            |at: TokenIdx| draft.kind(at) == TokenKind::Number || draft.is(at, Class::NUMBER_WORD | Class::FIGURE);
        draft.is(at, Class::APPROXIMATE)
            && next.is_some()
            && (at + 1).until(clause.end.min(at + 3)).iter().any(is_number)
    };
    matches!(statement.cover, SentenceCover::None | SentenceCover::Lead)
        && !has_year_or_month(draft, statement.sentence)
        && clause.iter().any(has_count)
        && !is_toll_in_passing(draft, statement.sentence, clause)
}

/// Whether the toll is in a subordinate clause or is a running total: “the storm that killed 12”, “since the blast killed
/// 12”, “the virus has killed thousands”. Then the sentence is about something else, or the toll is well known.
fn is_toll_in_passing(draft: &LintedDraft<'_>, sentence: TokenRange, clause: TokenRange) -> bool {
    let Some(harm) = clause.iter().find(|&at| toll(draft, clause, at)) else { return false };
    let opens_clause = |at: TokenIdx| {
        let relative = draft.is(at, Class::RELATIVE | Class::WH) && !draft.is(at, Class::THAT | Class::DETERMINER);
        // “More than 12” does not open a clause.
        !draft.is(at, Class::COMPARATIVE) && (relative || draft.is(at, Class::SUBORDINATOR | Class::THAT))
    };
    let is_running_total = harm > clause.start
        && draft.is(harm - 1, Class::HAVE)
        && draft.lexicon.form(draft.token(harm).word()).is_some()
        && (harm + 1 == clause.end || !draft.is(harm + 1, Class::PREPOSITION));
    is_running_total || sentence.start.until(harm).iter().any(opens_clause)
}

/// Whether a word is what makes the clause a claim of this sort.
fn makes_claim(draft: &LintedDraft<'_>, cue: ClaimCue, clause: TokenRange, at: TokenIdx) -> bool {
    let class = match cue {
        ClaimCue::Accusation => Class::ACCUSATION,
        ClaimCue::Casualty => return toll(draft, clause, at),
        ClaimCue::Statistic => return figure(draft, clause, at) || draft.is(at, Class::FIGURE),
        ClaimCue::Prediction => Class::FORECAST,
        ClaimCue::Superlative => Class::SUPERLATIVE,
        ClaimCue::Motive | ClaimCue::Causal | ClaimCue::Conduct | ClaimCue::Judgement => return false,
    };
    draft.is(at, class) && !draft.token(at).quoted()
}
