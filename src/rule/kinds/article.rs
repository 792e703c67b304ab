//! Articles: one too many before a source that has no name, and "a" or "an" by the sound that follows.

use super::{Details, Draft, Sink, sound};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Role, TokenKind};
use crate::rule::kind::{ArticleMisuse, ArticleSound};
use crate::text::lower;
use crate::wordlist::WordList;

/// "told the Russian television": the article asks which one.
pub(super) fn misused(sink: &mut Sink<'_, '_>, keys: &ArticleMisuse) {
    let draft = sink.draft;
    let end = (draft.language.tokens.len() as u32).saturating_sub(2);
    for &at in draft.landmarks().definite.iter().take_while(|&&at| at < end) {
        if draft.token(at).quoted() || !draft.token(at + 1).capital() || draft.role(at) != Role::Copy {
            continue;
        }
        officials(sink, keys, at);
        if !draft.lexicon.classes(draft.token(at + 1).word()).contains(Class::NATIONALITY) {
            continue;
        }
        let noun = draft.text(at + 2);
        if keys.nouns.has(noun) && ends_the_phrase(draft, at + 3, keys) {
            let span = draft.span(at..at + 1);
            let whole = draft.span(at..at + 2);
            let article =
                Edit { span: crate::text::Span::new(span.start, whole.end), text: draft.text(at + 1).to_owned() };
            let fixes = vec![Fix { applicability: Applicability::Suggestion, edits: vec![article] }];
            let fix = format!("{} {noun}", draft.text(at + 1));
            sink.push(at..at + 3, Details { fill: vec![("fix", fix)], fixes, ..Details::default() });
        }
    }
}

/// "The US and Ukrainian officials": of all officials of two countries, which ones?
fn officials(sink: &mut Sink<'_, '_>, keys: &ArticleMisuse, at: u32) {
    let draft = sink.draft;
    // "US" is read as "us" is.
    let abbreviated = |at: u32| draft.token(at).all_caps() && known_country(draft.text(at));
    let nationality = |at: u32| draft.is(at, Class::NATIONALITY) || abbreviated(at);
    let Some(after) = draft.language.tokens.get(at as usize + 5) else { return };
    let two = draft.token(at + 1).capital() && draft.text(at + 2) == "and" && draft.token(at + 3).capital();
    let people = keys.people.has(draft.text(at + 4));
    let told_which = draft.lexicon.classes(after.word()).intersects(Class::RELATIVE | Class::PREPOSITION);
    // The article of "the Taliban" belongs to the name. What no list has may be the name of a people.
    let a_people = |at: u32| nationality(at) || !draft.speller.knows(draft.text(at));
    if two && people && !told_which && a_people(at + 1) && nationality(at + 3) {
        let first = draft.text(at + 1);
        let edits = vec![Edit { span: draft.span(at..at + 2), text: first.to_owned() }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let fill = vec![("fix", format!("{first} {}", draft.words(at + 2..at + 5)))];
        sink.push(at..at + 5, Details { variant: keys.officials.as_ref(), fill, fixes, related: None });
    }
}

/// Whether the list of nationalities has a word just so.
fn known_country(word: &str) -> bool {
    let list = WordList::get("nationalities").expect("the list stands in rules/lexicon");
    list.rows(["adjective"]).any(|[adjective]| adjective == word)
}

/// Nothing behind the noun says which one: no name, no noun, no "which".
fn ends_the_phrase(draft: &Draft<'_>, next: u32, keys: &ArticleMisuse) -> bool {
    let Some(&token) = draft.language.tokens.get(next as usize) else { return true };
    match token.kind() {
        TokenKind::Stop | TokenKind::Exclaim | TokenKind::Semicolon | TokenKind::Colon => true,
        TokenKind::Comma => draft.language.tokens.get(next as usize + 1).is_none_or(|after| {
            let classes = draft.lexicon.classes(after.word());
            !after.capital() && !classes.contains(Class::RELATIVE)
        }),
        TokenKind::Word => !token.capital() && keys.before.has(draft.text(next)),
        _ => false,
    }
}

/// "a hour", "an European": the article goes by the sound of what follows.
pub(super) fn sounds(sink: &mut Sink<'_, '_>, keys: &ArticleSound) {
    let draft = sink.draft;
    let end = (draft.language.tokens.len() as u32).saturating_sub(1);
    for &at in draft.landmarks().indefinite.iter().take_while(|&&at| at < end) {
        let (article, next) = (draft.text(at), draft.token(at + 1));
        let said = match article.as_bytes() {
            b"a" | b"A" => false,
            b"an" | b"An" => true,
            _ => continue,
        };
        let linted = !matches!(draft.role(at), Role::Credit | Role::Navigation);
        if next.kind() != TokenKind::Word || !next.space_before() || !linted {
            continue;
        }
        let closed = Class::PREPOSITION | Class::BE | Class::HAVE | Class::DO | Class::MODAL | Class::COORDINATOR;
        let closed = closed | Class::SUBORDINATOR | Class::DETERMINER | Class::PERSONAL;
        let sentence_runs_in = next.capital() && draft.is(at + 1, Class::STARTER);
        if draft.is(at + 1, closed) || sentence_runs_in || in_a_name(draft, at) {
            continue;
        }
        let Some(vowel) = opens_with_vowel(draft, at + 1, keys).filter(|&vowel| vowel != said) else { continue };
        let text = super::phrase::with_case(if vowel { "an" } else { "a" }, article.starts_with('A'));
        let sure = !draft.token(at).quoted() && opens_a_phrase(draft, at + 1);
        let applicability = if sure { Applicability::Safe } else { Applicability::Suggestion };
        let fixes = vec![Fix { applicability, edits: vec![Edit { span: draft.span(at..at + 1), text: text.clone() }] }];
        let fill = vec![("fix", text), ("first", draft.text(at + 1).to_owned())];
        sink.push(at..at + 1, Details { fill, fixes, ..Details::default() });
    }
}

/// "An Post", "Gob an Choire", "Mr An Dang", "Class A": it is no article, but part of a name or a letter.
fn in_a_name(draft: &Draft<'_>, at: u32) -> bool {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at));
    let start = sentence.map_or(at, |sentence| sentence.start);
    let opens = (start..at).all(|before| !draft.token(before).wordlike());
    let next = draft.token(at + 1).capital() && !draft.is(at + 1, Class::NATIONALITY | Class::DAY | Class::MONTH);
    if draft.token(at).capital() {
        // "An Bord" opens a sentence as "An apple" does.
        return !opens || next && draft.text(at).len() == 2;
    }
    next && at > start && draft.token(at - 1).capital() && draft.token(at).space_before()
}

/// Whether a singular noun can follow an article before this word: not in "used a insults", "to a allow a vote".
fn opens_a_phrase(draft: &Draft<'_>, at: u32) -> bool {
    let plural = |at: u32| {
        let text = draft.text(at);
        let stem = text.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i', '\'', '’']));
        stem.is_some_and(|stem| stem.len() > 2 && draft.speller.knows(stem))
    };
    let Some(after) = draft.language.tokens.get(at as usize + 1) else { return !plural(at) };
    let word = after.kind() == TokenKind::Word;
    let other = Class::DETERMINER | Class::POSSESSIVE | Class::PERSONAL;
    !plural(at) && !(word && (draft.is(at + 1, other) || plural(at + 1)))
}

/// Whether a word opens with the sound of a vowel; `None` where that cannot be told.
fn opens_with_vowel(draft: &Draft<'_>, at: u32, keys: &ArticleSound) -> Option<bool> {
    let text = draft.text(at);
    let first = text.trim_end_matches('.').split(['-', '\u{2010}', '\u{2011}', '\'', '’']).next()?;
    let bytes = first.as_bytes();
    if !bytes.iter().all(u8::is_ascii_alphabetic) || bytes.is_empty() {
        return None;
    }
    let joined = text.len() > first.len() && !text[first.len()..].starts_with(['\'', '’']);
    if bytes.len() == 1 {
        return joined.then(|| sound::of_letter(bytes[0]));
    }
    if bytes.iter().all(u8::is_ascii_uppercase) {
        return sound::of_abbreviation(first);
    }
    // "MPs" and "eBay" are read letter by letter, or as their owners like.
    if bytes.len() < 3 || bytes[1..].iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let word = lower(first);
    // "npm" is read letter by letter too.
    if !word.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        return None;
    }
    if keys.vowel.begin(&word) {
        return Some(true);
    }
    if keys.consonant.begin(&word) {
        return Some(false);
    }
    if keys.unsure.begin(&word) {
        return None;
    }
    // Names of French houses keep their h silent.
    let foreign = word.starts_with('h') && draft.token(at).capital() && !draft.speller.knows(&word);
    if foreign || !draft.speller.knows(first) { None } else { sound::of_word(&word) }
}
