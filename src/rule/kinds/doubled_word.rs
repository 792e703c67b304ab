//! The rule kind `doubled-word`: a word that is repeated by mistake.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Form, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, in_quotation};
use crate::rule::lists::{WordSet, WordsByWord};
use crate::text::TokenIdx;
use serde::Deserialize;

/// Keys of the kind `doubled-word`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DoubledWordKeys {
    /// Words that may be repeated, in lower case.
    #[serde(default)]
    pub allow: WordSet,
    /// Words that may be repeated after some others, which the first one belongs to: “going on on a cliff”.
    #[serde(default)]
    pub allow_after: WordsByWord,
    /// Words that may be repeated at the end of a clause: “what it is, is”.
    #[serde(default)]
    pub allow_last: WordSet,
    /// Words that may be repeated before some others: “looked at at least ten”.
    #[serde(default)]
    pub allow_before: WordsByWord,
    /// The message of a finding in a quotation.
    pub quoted: Option<String>,
}

impl RuleKind for DoubledWordKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_repeated(sink, self);
    }
}

/// Reports repeated words: function words, and verbs of saying.
fn report_repeated(sink: &mut FindingSink<'_, '_>, keys: &DoubledWordKeys) {
    let draft = sink.draft;
    for &at in &draft.token_index().repeated {
        let paragraph = &draft.language.paragraphs[draft.language.paragraph_at(at)];
        let (first, second) = (draft.token(at - 1), draft.token(at));
        let word = draft.text(at);
        // “The the” at the start of a sentence is a mistake; “Duran Duran” is a name.
        if matches!(paragraph.role, Role::Credit | Role::Navigation)
            || at == paragraph.tokens.start
            || second.capital()
            || keys.allow.has_in_any_case(word)
            || is_correct_repetition(sink, keys, at)
            || draft.is_in_non_english(at)
        {
            continue;
        }
        let applicability = match is_function_word(sink, at) {
            true if is_complete_with_one(draft, at) => Applicability::Safe,
            true => Applicability::Suggestion,
            false if is_repeated_saying_verb(sink, at) => Applicability::Suggestion,
            false => continue,
        };
        // The edit deletes the second word. It deletes the first one if markup begins between the two words, which would be
        // broken.
        let after_first = first.end().until(second.end());
        let deleted =
            if draft.document.is_unbroken(after_first) { after_first } else { first.start.until(second.start) };
        let edit = Edit { span: draft.document.span(deleted), text: String::new() };
        let fixes = vec![Fix { applicability, edits: vec![edit] }];
        let variant = in_quotation(draft, keys.quoted.as_ref(), at, sink.rule.severity);
        sink.push(at.until(at + 1), FindingExtras { variant: variant.as_ref(), fixes, ..FindingExtras::default() });
    }
}

/// Whether the sentence is complete with one of the two words. Otherwise another word was meant: “guns the the list” lacks a
/// preposition, and in “not be be seen” the first “be” should be “to”.
fn is_complete_with_one(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let Some(before) = at.checked_sub(2).filter(|&before| draft.kind(before) == TokenKind::Word) else {
        return true;
    };
    if draft.is(at, Class::BE) && draft.is(before, Class::NEGATION) || is_stranded_preposition(draft, before, at) {
        return false;
    }
    if !draft.is(at, Class::DETERMINER | Class::POSSESSIVE) {
        return true;
    }
    let governing_classes = Class::PREPOSITION
        | Class::COORDINATOR
        | Class::SUBORDINATOR
        | Class::THAT
        | Class::WH
        | Class::VERB
        | Class::CUE
        | Class::BE
        | Class::HAVE
        | Class::TO
        | Class::COMPARATIVE
        | Class::ADVERB;
    let text = draft.text(before);
    draft.is(before, governing_classes) || text.len() > 4 && (text.ends_with("ed") || text.ends_with("ing"))
}

/// Whether the first preposition's object is before the clause: “the peace that he has called for for decades”.
fn is_stranded_preposition(draft: &LintedDraft<'_>, verb: TokenIdx, at: TokenIdx) -> bool {
    let start =
        draft.language.sentences.get(draft.language.sentence_at(at).index()).map_or(verb, |sentence| sentence.start);
    draft.is(at, Class::PREPOSITION)
        && draft.lexicon.form(draft.token(verb).word()).is_some()
        && start.until(verb).iter().any(|at| draft.is(at, Class::WH | Class::RELATIVE | Class::THAT))
}

fn is_function_word(sink: &FindingSink<'_, '_>, at: TokenIdx) -> bool {
    let draft = sink.draft;
    let classes = draft.lexicon.classes(draft.token(at).word());
    classes.intersects(
        Class::DETERMINER
            | Class::POSSESSIVE
            | Class::PERSONAL
            | Class::PREPOSITION
            | Class::COORDINATOR
            | Class::SUBORDINATOR
            | Class::BE
            | Class::HAVE
            | Class::DO
            | Class::MODAL
            | Class::THAT,
    )
}

/// Whether a verb of saying is repeated by mistake: “The mayor said said no”. Its subject must not be a clause, as in “what
/// he says says it all” or “all she said said so”.
fn is_repeated_saying_verb(sink: &FindingSink<'_, '_>, at: TokenIdx) -> bool {
    let draft = sink.draft;
    let is_finite = matches!(draft.lexicon.form(draft.token(at).word()), Some(Form::Third | Form::Past));
    let start =
        draft.language.sentences.get(draft.language.sentence_at(at).index()).map_or(at, |sentence| sentence.start);
    let is_clause_subject = |subject: TokenIdx| subject > start && draft.is(subject, Class::PERSONAL);
    is_finite
        && draft.is(at, Class::CUE)
        && at.checked_sub(2).is_some_and(|subject| subject >= start && !is_clause_subject(subject))
        && !start.until(at).iter().any(|at| draft.is(at, Class::WH | Class::RELATIVE))
}

/// Whether the repetition is correct, because the second word belongs to the words after it: “that that law”, “at at least
/// ten”, “what it is, is”.
fn is_correct_repetition(sink: &FindingSink<'_, '_>, keys: &DoubledWordKeys, at: TokenIdx) -> bool {
    let draft = sink.draft;
    let Some(next) = draft.language.tokens.get(at.index() + 1).copied() else { return false };
    let word = draft.text(at);
    // “said that that law was old”: a noun follows the second “that”.
    let noun_follows = draft.is(at, Class::THAT)
        && next.kind() == TokenKind::Word
        && !draft.is(at + 1, Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE)
        && !next.capital();
    let text = draft.text(at + 1);
    let is_listed_phrase = keys.allow_before.words_for(word).is_some_and(|then| then.has(text));
    let clause_ends = matches!(next.kind(), TokenKind::Comma | TokenKind::Stop);
    // “It was after that that they hired him”: the preposition governs the first “that”.
    let is_governed = draft.is(at, Class::THAT) && at > TokenIdx::new(1) && draft.is(at - 2, Class::PREPOSITION);
    is_governed
        || ends_subject_clause(draft, at)
        || noun_follows
        || is_listed_phrase
        || clause_ends && keys.allow_last.has_in_any_case(word)
        || belongs_to_verb_before(draft, keys, at)
}

/// Whether the first verb ends a clause that is the subject of the second: “What it is is late”.
fn ends_subject_clause(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    if !draft.is(at, Class::BE) {
        return false;
    }
    let start =
        draft.language.sentences.get(draft.language.sentence_at(at).index()).map_or(at, |sentence| sentence.start);
    let clause = start.until(at - 1).iter().rev().take_while(|&before| draft.kind(before) == TokenKind::Word);
    let clause: Vec<TokenIdx> = clause.take(MAX_CLAUSE_WORDS).collect();
    // The subject is between the question word and its verb.
    let question =
        clause.iter().position(|&word| draft.is(word, Class::WH | Class::RELATIVE) && !draft.is(word, Class::THAT));
    let verb = Class::BE | Class::HAVE | Class::DO | Class::MODAL;
    question.is_some_and(|length| length > 0 && clause[..length].iter().all(|&word| !draft.is(word, verb)))
}

/// The most words of a clause that are searched for its question word.
const MAX_CLAUSE_WORDS: usize = 8;

/// Whether the first word belongs to the verb before it: “when people see it it persuades them”, “what is going on on the
/// cliff”.
fn belongs_to_verb_before(draft: &LintedDraft<'_>, keys: &DoubledWordKeys, at: TokenIdx) -> bool {
    let Some(before) = at.checked_sub(2).filter(|&before| draft.kind(before) == TokenKind::Word) else {
        return false;
    };
    // “it” and “you” can be the object of one verb and the subject of the next.
    let is_subject_or_object = draft.is(at, Class::PERSONAL) && draft.is(at, Class::OBJECT_PRONOUN);
    let (word, verb) = (draft.text(at), draft.text(before));
    let is_listed_after_verb = keys.allow_after.words_for(word).is_some_and(|verbs| verbs.has_in_any_case(verb));
    is_listed_after_verb || is_subject_or_object && draft.is(before, Class::VERB | Class::CUE)
}
