//! The rule kind `article-sound`: “a” and “an” that do not fit the sound after them.

mod sound;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::with_case;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft};
use crate::rule::lists::WordPrefixes;
use crate::text::{TokenIdx, lower};
use serde::Deserialize;

/// Keys of the kind `article-sound`, all in lower case. The sounds of other words are in `rules/lexicon/sounds.tsv`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleSoundKeys {
    /// Prefixes of words that begin with a vowel sound: “hour”.
    #[serde(default)]
    pub vowel: WordPrefixes,
    /// Prefixes of words that begin with a consonant sound: “euro”.
    #[serde(default)]
    pub consonant: WordPrefixes,
    /// Prefixes of words that are pronounced in both ways: “herb”.
    #[serde(default)]
    pub unsure: WordPrefixes,
}

impl RuleKind for ArticleSoundKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_wrong_articles(sink, self);
    }
}

/// Reports articles that do not fit the sound after them: “a hour”, “an European”.
fn report_wrong_articles(sink: &mut FindingSink<'_, '_>, keys: &ArticleSoundKeys) {
    let draft = sink.draft;
    let end = draft.language.all_tokens().end.saturating_sub(1);
    for &at in draft.token_index().indefinite.iter().take_while(|&&at| at < end) {
        let (article, next) = (draft.text(at), draft.token(at + 1));
        let is_an = match article.as_bytes() {
            b"a" | b"A" => false,
            b"an" | b"An" => true,
            _ => continue,
        };
        let is_linted = !matches!(draft.role(at), Role::Credit | Role::Navigation);
        if next.kind() != TokenKind::Word || !next.space_before() || !is_linted {
            continue;
        }
        let function_words =
            Class::PREPOSITION | Class::BE | Class::HAVE | Class::DO | Class::MODAL | Class::COORDINATOR;
        let function_words = function_words | Class::SUBORDINATOR | Class::DETERMINER | Class::PERSONAL;
        let next_sentence_starts = next.capital() && draft.is(at + 1, Class::STARTER);
        if draft.is(at + 1, function_words) || next_sentence_starts || is_in_a_name(draft, at) {
            continue;
        }
        let Some(vowel) = opens_with_vowel(draft, at + 1, keys).filter(|&vowel| vowel != is_an) else { continue };
        let text = with_case(if vowel { "an" } else { "a" }, article.starts_with('A'));
        let is_safe = !draft.token(at).quoted() && noun_can_follow(draft, at + 1);
        let applicability = if is_safe { Applicability::Safe } else { Applicability::Suggestion };
        let fixes =
            vec![Fix { applicability, edits: vec![Edit { span: draft.span(at.until(at + 1)), text: text.clone() }] }];
        let fill = vec![("fix", text), ("first", draft.text(at + 1).to_owned())];
        sink.push(at.until(at + 1), FindingExtras { fill, fixes, ..FindingExtras::default() });
    }
}

/// Whether the word is not an article, but part of a name or a letter: “An Post”, “Gob an Choire”, “Mr An Dang”, “Class A”.
fn is_in_a_name(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at).index());
    let start = sentence.map_or(at, |sentence| sentence.start);
    let is_first_word = start.until(at).iter().all(|before| !draft.token(before).wordlike());
    let next = draft.token(at + 1).capital() && !draft.is(at + 1, Class::NATIONALITY | Class::DAY | Class::MONTH);
    if draft.token(at).capital() {
        // “An Bord” can open a sentence just as “An apple” does.
        return !is_first_word || next && draft.text(at).len() == 2;
    }
    next && at > start && draft.token(at - 1).capital() && draft.token(at).space_before()
}

/// Whether a singular noun can follow an article before this word. In “used a insults” and “to a allow a vote” it cannot.
fn noun_can_follow(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let is_plural = |at: TokenIdx| {
        let text = draft.text(at);
        let stem = text.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i', '\'', '’']));
        stem.is_some_and(|stem| stem.len() > 2 && draft.speller.knows(stem))
    };
    let Some(after) = draft.language.tokens.get(at.index() + 1) else { return !is_plural(at) };
    let word = after.kind() == TokenKind::Word;
    let no_noun_classes = Class::DETERMINER | Class::POSSESSIVE | Class::PERSONAL;
    !is_plural(at) && !(word && (draft.is(at + 1, no_noun_classes) || is_plural(at + 1)))
}

/// Whether a word begins with a vowel sound; `None` if that is unknown.
fn opens_with_vowel(draft: &LintedDraft<'_>, at: TokenIdx, keys: &ArticleSoundKeys) -> Option<bool> {
    let text = draft.text(at);
    let first = text.trim_end_matches('.').split(['-', '\u{2010}', '\u{2011}', '\'', '’']).next()?;
    let bytes = first.as_bytes();
    if !bytes.iter().all(u8::is_ascii_alphabetic) || bytes.is_empty() {
        return None;
    }
    let is_compound = text.len() > first.len() && !text[first.len()..].starts_with(['\'', '’']);
    if bytes.len() == 1 {
        return is_compound.then(|| sound::letter_starts_with_vowel(bytes[0]));
    }
    if bytes.iter().all(u8::is_ascii_uppercase) {
        return sound::abbreviation_starts_with_vowel(first);
    }
    // “MPs” and “eBay” may be read letter by letter, or as their owners like.
    if bytes.len() < 3 || bytes[1..].iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let word = lower(first);
    // “npm” is read letter by letter, too.
    if !word.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        return None;
    }
    if keys.vowel.matches(&word) {
        return Some(true);
    }
    if keys.consonant.matches(&word) {
        return Some(false);
    }
    if keys.unsure.matches(&word) {
        return None;
    }
    // Names of French companies have a silent h.
    let is_foreign_name = word.starts_with('h') && draft.token(at).capital() && !draft.speller.knows(&word);
    if is_foreign_name || !draft.speller.knows(first) { None } else { sound::word_starts_with_vowel(&word) }
}
