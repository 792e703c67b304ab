//! Set phrases with a word that is wrong, or one too many.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, LexiconBuilder, Role};
use crate::rule::apart;
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::{opens, with_case};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, Variant, add_list};
use crate::rule::lists::WordSet;
use crate::statements::{SentenceCover, covers_token};
use serde::Deserialize;

/// Keys of the kind `phrase`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PhraseKeys {
    /// What to find.
    pub patterns: Vec<Pattern>,
    /// For the patterns that are a matter of taste.
    pub mild: Option<Variant>,
    /// Whether it is about the writer's own words alone: what a source is reported to have said passes, and so does a
    /// sentence in which the writer speaks as "I" or "we".
    #[serde(default)]
    pub own_words: bool,
    /// Phrases that, in the same sentence, let a finding pass; phrase patterns.
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
    pub unless_after: WordSet,
    /// Words that, behind all this, make it right.
    #[serde(default)]
    pub unless_before: WordSet,
    /// What to write instead of what is marked.
    pub fix: Option<String>,
    /// Whether it is a matter of taste.
    #[serde(default)]
    pub mild: bool,
}

/// The phrase lists of a rule of the kind `phrase`.
#[derive(Debug)]
pub(crate) struct PatternPhrases {
    /// The patterns, with the words around them.
    pub(super) patterns: PhraseList,
    /// Phrases that, in the same sentence, let a finding pass.
    pub(super) unless_in_sentence: PhraseList,
}

impl RuleKind for PhraseKeys {
    type Phrases = PatternPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PatternPhrases {
        PatternPhrases {
            patterns: add_list(lexicon, &phrases(self)),
            unless_in_sentence: add_list(lexicon, &self.unless_in_sentence),
        }
    }

    fn run(&self, lists: &PatternPhrases, sink: &mut FindingSink<'_, '_>) {
        phrases_found(sink, lists, self);
    }
}

/// The phrases that a rule's patterns look for, with the words around them.
fn phrases(keys: &PhraseKeys) -> Vec<String> {
    let whole =
        |pattern: &Pattern| [&pattern.before, &pattern.find, &pattern.after].map(|words| apart(words)).join(" ");
    keys.patterns.iter().map(whole).collect()
}

/// The marked words of each phrase found.
fn phrases_found(sink: &mut FindingSink<'_, '_>, lists: &PatternPhrases, keys: &PhraseKeys) {
    let draft = sink.draft;
    for found in draft.phrases(lists.patterns) {
        let pattern = &keys.patterns[found.row as usize];
        let start = (found.tokens.start + length(&pattern.before)).min(found.tokens.end - 1);
        let tokens = start..found.tokens.end.saturating_sub(length(&pattern.after)).max(start + 1);
        let linted = matches!(draft.role(start), Role::Copy | Role::Caption | Role::Heading);
        if !linted || draft.token(start).quoted() || kept(sink, found.tokens.start, found.tokens.end, pattern) {
            continue;
        }
        if keys.own_words && !writers_own(draft, start) || excused(draft, lists, start) {
            continue;
        }
        let variant = keys.mild.as_ref().filter(|_| pattern.mild);
        let capital = draft.token(start).capital() && (!draft.token(start).all_caps() || opens(draft, start));
        let fix = pattern.fix.as_ref().map(|fix| with_case(fix, capital));
        let fill = fix.iter().map(|fix| ("fix", fix.clone())).collect();
        let fixes = fix.map(|text| Fix {
            applicability: Applicability::Suggestion,
            edits: vec![Edit { span: draft.span(tokens.clone()), text }],
        });
        sink.push(tokens, FindingExtras { variant, fill, fixes: fixes.into_iter().collect(), related: None });
    }
}

/// Whether nobody is reported to have said these words, and the writer does not say them as "I" or "we".
fn writers_own(draft: &LintedDraft<'_>, at: u32) -> bool {
    let sentence = draft.language.sentence_at(at);
    let attributed = draft.attributions.in_sentence(sentence);
    let reported = attributed.iter().any(|relation| covers_token(relation, draft, at));
    let carried = matches!(draft.coverage.of_sentence(sentence), SentenceCover::Carried | SentenceCover::TakenUp);
    let mut words = draft.language.sentences[sentence].clone();
    let in_person =
        words.any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON) && !draft.token(at).quoted());
    !reported && !carried && !in_person
}

/// Whether the sentence has one of the phrases that let a finding pass.
fn excused(draft: &LintedDraft<'_>, lists: &PatternPhrases, at: u32) -> bool {
    let sentence = draft.language.sentences[draft.language.sentence_at(at)].clone();
    draft.has_phrase(lists.unless_in_sentence, sentence)
}

/// Whether a word beside the phrase makes it right.
fn kept(sink: &FindingSink<'_, '_>, start: u32, end: u32, pattern: &Pattern) -> bool {
    let draft = sink.draft;
    let is =
        |at: u32, words: &WordSet| (at as usize) < draft.language.tokens.len() && words.has_in_any_case(draft.text(at));
    is(end, &pattern.unless_before) || start > 0 && is(start - 1, &pattern.unless_after)
}

fn length(words: &str) -> u32 {
    apart(words).split_whitespace().count() as u32
}
