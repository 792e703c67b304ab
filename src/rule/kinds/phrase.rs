//! The rule kind `phrase`: set phrases with a wrong or a superfluous word.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::{opens, with_case};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, Variant, add_list};
use crate::rule::lists::WordSet;
use crate::rule::split_clitics;
use crate::statements::{SentenceCover, covers_token};
use crate::text::TokenIdx;
use serde::Deserialize;

/// Keys of the kind `phrase`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PhraseKeys {
    /// The patterns to find.
    pub patterns: Vec<Pattern>,
    /// The case of patterns that are a matter of taste.
    pub mild: Option<Variant>,
    /// Whether only the writer's own words count. Words attributed to a source pass, and so does a sentence in which the
    /// writer says “I” or “we”.
    #[serde(default)]
    pub own_words: bool,
    /// Phrase patterns that let a finding in the same sentence pass.
    #[serde(default)]
    pub unless_in_sentence: Vec<String>,
}

/// A sequence of words in lower case, in three parts; `a|b` means either word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pattern {
    /// The words that a finding marks.
    pub find: String,
    /// The words before them.
    #[serde(default)]
    pub before: String,
    /// The words after them.
    #[serde(default)]
    pub after: String,
    /// Words that make the phrase right if they come before it.
    #[serde(default)]
    pub unless_after: WordSet,
    /// Words that make the phrase right if they come after it.
    #[serde(default)]
    pub unless_before: WordSet,
    /// The replacement for the marked words.
    pub fix: Option<String>,
    /// Whether the pattern is a matter of taste.
    #[serde(default)]
    pub mild: bool,
}

/// The phrase lists of a rule of the kind `phrase`.
#[derive(Debug)]
pub(crate) struct PatternPhrases {
    /// The patterns, with the words around them.
    pub(super) patterns: PhraseList,
    /// Phrases that let a finding in the same sentence pass.
    pub(super) unless_in_sentence: PhraseList,
}

impl RuleKind for PhraseKeys {
    type Phrases = PatternPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PatternPhrases {
        PatternPhrases {
            patterns: add_list(lexicon, &whole_phrases(self)),
            unless_in_sentence: add_list(lexicon, &self.unless_in_sentence),
        }
    }

    fn run(&self, lists: &PatternPhrases, sink: &mut FindingSink<'_, '_>) {
        report_phrases(sink, lists, self);
    }
}

/// The phrases of a rule's patterns, including the words around the marked ones.
fn whole_phrases(keys: &PhraseKeys) -> Vec<String> {
    let whole = |pattern: &Pattern| {
        [&pattern.before, &pattern.find, &pattern.after].map(|words| split_clitics(words)).join(" ")
    };
    keys.patterns.iter().map(whole).collect()
}

/// Reports the marked words of each phrase in the draft.
fn report_phrases(sink: &mut FindingSink<'_, '_>, lists: &PatternPhrases, keys: &PhraseKeys) {
    let draft = sink.draft;
    for found in draft.phrases(lists.patterns) {
        let pattern = &keys.patterns[found.row as usize];
        let start = (found.tokens.start + word_count(&pattern.before)).min(found.tokens.end - 1);
        let tokens = start.until(found.tokens.end.saturating_sub(word_count(&pattern.after)).max(start + 1));
        let is_linted = matches!(draft.role(start), Role::Copy | Role::Caption | Role::Heading);
        if !is_linted
            || draft.token(start).quoted()
            || is_right_in_context(sink, found.tokens.start, found.tokens.end, pattern)
        {
            continue;
        }
        if keys.own_words && !is_writers_own(draft, start) || is_excused(draft, lists, start) {
            continue;
        }
        let variant = keys.mild.as_ref().filter(|_| pattern.mild);
        let needs_capital = draft.token(start).capital() && (!draft.token(start).all_caps() || opens(draft, start));
        let fix = pattern.fix.as_ref().map(|fix| with_case(fix, needs_capital));
        let fill = fix.iter().map(|fix| ("fix", fix.clone())).collect();
        let fixes = fix.map(|text| Fix {
            applicability: Applicability::Suggestion,
            edits: vec![Edit { span: draft.span(tokens), text }],
        });
        sink.push(tokens, FindingExtras { variant, fill, fixes: fixes.into_iter().collect(), related: None });
    }
}

/// Whether the words are attributed to nobody, and the writer does not say “I” or “we” in the sentence.
fn is_writers_own(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let sentence = draft.language.sentence_at(at);
    let attributed = draft.attributions.in_sentence(sentence);
    let is_reported = attributed.iter().any(|attribution| covers_token(attribution, draft, at));
    let is_carried = matches!(draft.coverage.of_sentence(sentence), SentenceCover::Carried | SentenceCover::TakenUp);
    let words = draft.language.sentences[sentence.index()];
    let is_in_person =
        words.iter().any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON) && !draft.token(at).quoted());
    !is_reported && !is_carried && !is_in_person
}

/// Whether the sentence has one of the phrases that let a finding pass.
fn is_excused(draft: &LintedDraft<'_>, lists: &PatternPhrases, at: TokenIdx) -> bool {
    let sentence = draft.sentence(at);
    draft.has_phrase(lists.unless_in_sentence, sentence)
}

/// Whether a word next to the phrase makes it right.
fn is_right_in_context(sink: &FindingSink<'_, '_>, start: TokenIdx, end: TokenIdx, pattern: &Pattern) -> bool {
    let draft = sink.draft;
    let is_one_of = |at: TokenIdx, words: &WordSet| {
        at.index() < draft.language.tokens.len() && words.has_in_any_case(draft.text(at))
    };
    is_one_of(end, &pattern.unless_before) || start > TokenIdx::ZERO && is_one_of(start - 1, &pattern.unless_after)
}

/// The number of tokens of a pattern's part.
fn word_count(words: &str) -> u32 {
    split_clitics(words).split_whitespace().count() as u32
}
