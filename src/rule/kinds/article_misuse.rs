//! The rule kind `article-misuse`: an article before a source that has no name.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, Variant};
use crate::rule::lists::WordSet;
use crate::text::TokenIdx;
use crate::wordlist::WordList;
use serde::Deserialize;

/// Keys of the kind `article-misuse`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleMisuseKeys {
    /// Nouns that take no article after a nationality: “television”.
    pub nouns: WordSet,
    /// Words that may follow such a noun without saying which one is meant.
    pub before: WordSet,
    /// Nouns for unnamed people: "officials".
    pub people: WordSet,
    /// The case of “the” before two nationalities and such people.
    pub officials: Option<Variant>,
}

impl RuleKind for ArticleMisuseKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_misused(sink, self);
    }
}

/// Reports an article for which readers will ask which broadcaster is meant: “told the Russian television”.
fn report_misused(sink: &mut FindingSink<'_, '_>, keys: &ArticleMisuseKeys) {
    let draft = sink.draft;
    let end = draft.language.all_tokens().end.saturating_sub(2);
    for &at in draft.token_index().definite.iter().take_while(|&&at| at < end) {
        if draft.token(at).quoted() || !draft.token(at + 1).capital() || draft.role(at) != Role::Copy {
            continue;
        }
        report_officials(sink, keys, at);
        if !draft.lexicon.classes(draft.token(at + 1).word()).contains(Class::NATIONALITY) {
            continue;
        }
        let noun = draft.text(at + 2);
        if keys.nouns.has(noun) && ends_the_phrase(draft, at + 3, keys) {
            let span = draft.span(at.until(at + 1));
            let whole = draft.span(at.until(at + 2));
            let article =
                Edit { span: crate::text::Span::new(span.start, whole.end), text: draft.text(at + 1).to_owned() };
            let fixes = vec![Fix { applicability: Applicability::Suggestion, edits: vec![article] }];
            let fix = format!("{} {noun}", draft.text(at + 1));
            sink.push(at.until(at + 3), FindingExtras { fill: vec![("fix", fix)], fixes, ..FindingExtras::default() });
        }
    }
}

/// Reports an article that seems to mean all officials of two countries: “The US and Ukrainian officials”.
fn report_officials(sink: &mut FindingSink<'_, '_>, keys: &ArticleMisuseKeys, at: TokenIdx) {
    let draft = sink.draft;
    // The lexicon reads “US” as “us”.
    let is_abbreviation = |at: TokenIdx| draft.token(at).all_caps() && is_listed_nationality(draft.text(at));
    let is_nationality = |at: TokenIdx| draft.is(at, Class::NATIONALITY) || is_abbreviation(at);
    let Some(after) = draft.language.tokens.get(at.index() + 5) else { return };
    let has_two_nationalities =
        draft.token(at + 1).capital() && draft.text(at + 2) == "and" && draft.token(at + 3).capital();
    let are_people = keys.people.has(draft.text(at + 4));
    let says_which = draft.lexicon.classes(after.word()).intersects(Class::RELATIVE | Class::PREPOSITION);
    // The article of “the Taliban” belongs to the name. A word that no list has may be the name of a people.
    let may_be_a_people = |at: TokenIdx| is_nationality(at) || !draft.speller.knows(draft.text(at));
    if has_two_nationalities && are_people && !says_which && may_be_a_people(at + 1) && is_nationality(at + 3) {
        let first = draft.text(at + 1);
        let edits = vec![Edit { span: draft.span(at.until(at + 2)), text: first.to_owned() }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let fill = vec![("fix", format!("{first} {}", draft.words((at + 2).until(at + 5))))];
        sink.push(at.until(at + 5), FindingExtras { variant: keys.officials.as_ref(), fill, fixes, related: None });
    }
}

/// Whether the list of nationalities has exactly this word.
fn is_listed_nationality(word: &str) -> bool {
    let list = WordList::get("nationalities").expect("the list is in rules/lexicon");
    list.rows(["adjective"]).any(|[adjective]| adjective == word)
}

/// Whether nothing after the noun says which one is meant: neither a name nor a noun nor “which”.
fn ends_the_phrase(draft: &LintedDraft<'_>, next: TokenIdx, keys: &ArticleMisuseKeys) -> bool {
    let Some(&token) = draft.language.tokens.get(next.index()) else { return true };
    match token.kind() {
        TokenKind::Stop | TokenKind::QuestionOrExclamation | TokenKind::Semicolon | TokenKind::Colon => true,
        TokenKind::Comma => draft.language.tokens.get(next.index() + 1).is_none_or(|after| {
            let classes = draft.lexicon.classes(after.word());
            !after.capital() && !classes.contains(Class::RELATIVE)
        }),
        TokenKind::Word => !token.capital() && keys.before.has(draft.text(next)),
        _ => false,
    }
}
