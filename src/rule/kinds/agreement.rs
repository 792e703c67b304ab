//! Verbs that do not agree: with a subject in the singular across a phrase in the plural, or with the verb they stand beside.
//!
//! Subjects are found where nothing else can be one: at a sentence's head, behind a comma or a conjunction, with no verb, comma
//! or second "and" on the way.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Form, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft};
use crate::rule::lists::WordSet;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;

/// Keys of the kind `agreement`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementKeys {
    /// Nouns in the singular for what stands between two sides, or is about something: "the row over".
    pub between: WordSet,
    /// Nouns in the singular that stay singular whatever "of" brings: "the list of".
    pub of: WordSet,
}

impl RuleKind for AgreementKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        disagreeing(sink, self);
    }
}

fn disagreeing(sink: &mut FindingSink<'_, '_>, keys: &AgreementKeys) {
    let draft = sink.draft;
    let token_index = draft.token_index();
    for &at in token_index.definite.iter().filter(|&&at| !draft.token(at).quoted()) {
        let Some(sentence) = sentence_of_copy(draft, at) else { continue };
        if let Some((tokens, right)) = across(draft, keys, &sentence, at) {
            let verb = tokens.end - 1;
            let whole = tokens.start..end_of_verb(draft, tokens.end, sentence.end);
            push(sink, whole, verb, right);
        }
    }
    for &at in token_index.third_persons.iter().filter(|&&at| !draft.token(at).quoted()) {
        let Some(sentence) = sentence_of_copy(draft, at) else { continue };
        if let Some((tokens, right)) = beside(draft, &sentence, at) {
            let verb = tokens.end - 1;
            push(sink, tokens, verb, &right);
        }
    }
}

fn sentence_of_copy(draft: &LintedDraft<'_>, at: u32) -> Option<Range<u32>> {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at))?.clone();
    (sentence.contains(&at) && draft.role(sentence.start) == Role::Copy).then_some(sentence)
}

fn push(sink: &mut FindingSink<'_, '_>, tokens: Range<u32>, verb: u32, right: &str) {
    let edits = vec![Edit { span: sink.draft.span(verb..verb + 1), text: right.to_owned() }];
    let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
    let fill = vec![("cue", sink.draft.text(verb).to_owned()), ("fix", right.to_owned())];
    sink.push(tokens, FindingExtras { fill, fixes, ..FindingExtras::default() });
}

/// The longest phrase that is looked across, in tokens.
const REACH: u32 = 9;

/// "the tension between the US and Russia have": from the article to the verb, and the verb that agrees.
fn across<'k>(
    draft: &LintedDraft<'_>,
    keys: &'k AgreementKeys,
    sentence: &Range<u32>,
    at: u32,
) -> Option<(Range<u32>, &'k str)> {
    let word = |at: u32| (at < sentence.end).then(|| draft.text(at));
    if !opens_a_subject(draft, sentence, at) {
        return None;
    }
    let (head, preposition) = (word(at + 1)?, word(at + 2)?);
    let sides = keys.between.has(head);
    let between = sides && preposition == "between";
    let over = sides && matches!(preposition, "over" | "about");
    let of = preposition == "of" && keys.of.has(head);
    if !between && !over && !of {
        return None;
    }
    let mut joined = 0;
    let mut plural = between;
    for place in at + 3..sentence.end.min(at + 3 + REACH) {
        let token = draft.token(place);
        let text = draft.text(place);
        if let Some((_, right)) = VERBS.iter().find(|(wrong, _)| *wrong == text) {
            let settled = joined == u32::from(between) && plural && place > at + 3;
            return (settled && !inverted(draft, place)).then_some((at..place + 1, *right));
        }
        let classes = draft.lexicon.classes(token.word());
        let verb =
            Class::BE | Class::HAVE | Class::DO | Class::MODAL | Class::RELATIVE | Class::WH | Class::SUBORDINATOR;
        if !token.wordlike() && token.kind() != TokenKind::Apostrophe || classes.intersects(verb) || token.quoted() {
            return None;
        }
        let joins = matches!(text, "and" | "or");
        // Only the two sides of "between" may be joined: any other "and" may join a second subject.
        joined += u32::from(joins);
        plural = between || text.ends_with('s');
        if joined > u32::from(between) {
            return None;
        }
    }
    None
}

/// A plural form and the singular that agrees.
const VERBS: &[(&str, &str)] = &[("have", "has"), ("are", "is"), ("were", "was"), ("do", "does")];

/// Whether a subject may begin here: nothing before it can govern it or be joined to it.
fn opens_a_subject(draft: &LintedDraft<'_>, sentence: &Range<u32>, at: u32) -> bool {
    if at == sentence.start {
        return true;
    }
    let before = draft.token(at - 1);
    let classes = draft.lexicon.classes(before.word());
    match before.kind() {
        TokenKind::Comma => opening_comma(draft, sentence, at - 1),
        TokenKind::Word => {
            classes.contains(Class::THAT)
                || matches!(draft.text(at - 1), "because" | "but" | "while" | "although" | "if")
        }
        _ => false,
    }
}

/// A comma behind an introduction ("In recent months,"), not one of a list.
fn opening_comma(draft: &LintedDraft<'_>, sentence: &Range<u32>, comma: u32) -> bool {
    let first = draft.lexicon.classes(draft.token(sentence.start).word());
    let introduces = Class::PREPOSITION | Class::SUBORDINATOR | Class::ADVERB;
    first.intersects(introduces) && (sentence.start..comma).all(|at| draft.kind(at) != TokenKind::Comma)
}

/// "so have", "do they": the verb belongs to what follows.
fn inverted(draft: &LintedDraft<'_>, verb: u32) -> bool {
    draft.language.tokens.get(verb as usize + 1).is_some_and(|next| {
        draft.lexicon.classes(next.word()).intersects(Class::PERSONAL | Class::DETERMINER) && draft.text(verb) == "do"
    })
}

/// Takes the participle or adverb behind the verb along, so that the editor sees the whole.
fn end_of_verb(draft: &LintedDraft<'_>, from: u32, end: u32) -> u32 {
    let participle = from < end && draft.kind(from) == TokenKind::Word && draft.text(from).ends_with("ed");
    from + u32::from(participle)
}

/// "tries to invade Ukraine or try to", "if she touches the wall or drain the canal": the second verb has lost the ending of the
/// first.
fn beside(draft: &LintedDraft<'_>, sentence: &Range<u32>, at: u32) -> Option<(Range<u32>, String)> {
    if draft.token(at).capital() {
        return None;
    }
    let first = draft.text(at);
    let base = base(first)?;
    let conditional = (at.saturating_sub(4).max(sentence.start)..at).any(|before| draft.text(before) == "if");
    // "Call ahead to see if it opens and ask how": who is told to call is told to ask. And "if you come through talks and gain".
    let addressed =
        |at: u32| draft.is(at, Class::SECOND_PERSON) || draft.is(at, Class::PERSONAL) && draft.is(at, Class::PLURAL);
    if tells_to(draft, sentence) || (sentence.start..at).any(addressed) || noun(draft, at) {
        return None;
    }
    for place in at + 2..sentence.end.saturating_sub(1).min(at + 2 + 2 * REACH) {
        if breaks_off(draft, place) {
            return None;
        }
        if !matches!(draft.text(place - 1), "or" | "and") {
            continue;
        }
        let (word, next) = (draft.text(place), draft.token(place + 1));
        let again = word == base && draft.text(place + 1) == "to" && draft.text(at + 1) == "to";
        let object = Class::DETERMINER | Class::POSSESSIVE | Class::OBJECT_PRONOUN;
        let verb = conditional
            && place <= at + REACH
            && draft.text(at + 1) != "to"
            && next.space_before()
            && draft.lexicon.classes(next.word()).intersects(object)
            && bare_verb(draft, place);
        if again || verb {
            return Some((at..place + 1, third(word)));
        }
        if !again && conditional && place > at + REACH {
            return None;
        }
    }
    None
}

/// A sentence that begins with a verb's base form, behind no subject: an instruction.
fn tells_to(draft: &LintedDraft<'_>, sentence: &Range<u32>) -> bool {
    let first = sentence.clone().find(|&at| draft.token(at).wordlike());
    first.is_some_and(|at| {
        let verb = Class::VERB | Class::CUE | Class::VERB_HEAD;
        draft.lexicon.form(draft.token(at).word()) == Some(Form::Base)
            || draft.is(at, verb) && draft.lexicon.form(draft.token(at).word()).is_none()
    })
}

/// "sends links to add", "through talks with": behind a verb or a preposition, the word is a noun in the plural.
fn noun(draft: &LintedDraft<'_>, at: u32) -> bool {
    let before = Class::PREPOSITION | Class::HAVE | Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD;
    at > 0
        && (draft.is(at - 1, before)
            || draft.lexicon.form(draft.token(at - 1).word()) == Some(Form::Third)
            || draft.lexicon.form(draft.token(at - 1).word()) == Some(Form::Base) && !draft.token(at - 1).capital())
}

/// Whether the two verbs cannot share a subject any more behind this token.
fn breaks_off(draft: &LintedDraft<'_>, at: u32) -> bool {
    let token = draft.token(at);
    let other = Class::MODAL | Class::DO | Class::RELATIVE | Class::SUBORDINATOR | Class::WH;
    token.quoted()
        || matches!(token.kind(), TokenKind::Semicolon | TokenKind::Colon | TokenKind::Dash)
        || draft.lexicon.classes(token.word()).intersects(other)
}

/// A word that can be a verb without an ending and is nothing else the lists know.
fn bare_verb(draft: &LintedDraft<'_>, at: u32) -> bool {
    let token = draft.token(at);
    let word = draft.text(at);
    let form = draft.lexicon.form(token.word());
    let plain = Class::VERB | Class::CUE | Class::CONDUCT | Class::VERB_HEAD | Class::FORECAST | Class::ACCUSATION;
    token.kind() == TokenKind::Word
        && !token.capital()
        && word.len() >= 3
        && form.is_none_or(|form| form == Form::Base)
        && draft.lexicon.classes(token.word()).difference(plain).is_empty()
        && !["s", "ed", "ing", "ly", "en"].iter().any(|ending| word.ends_with(ending))
        && !NO_VERBS.contains(&word)
}

/// What stands between "or" and an article without being a verb.
const NO_VERBS: &[&str] =
    &["even", "maybe", "perhaps", "rather", "indeed", "else", "half", "just", "only", "twice", "quite", "not"];

/// The base of a verb in the third person: "try" of "tries", "want" of "wants".
fn base(third: &str) -> Option<Cow<'_, str>> {
    match third.strip_suffix("ies") {
        Some(stem) => Some(Cow::Owned(format!("{stem}y"))),
        None => third.strip_suffix('s').filter(|stem| stem.len() >= 3 && !stem.ends_with('s')).map(Cow::Borrowed),
    }
}

/// The third person of a verb: "tries" of "try".
fn third(base: &str) -> String {
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end));
    format!("{base}{}", if hisses { "es" } else { "s" })
}
