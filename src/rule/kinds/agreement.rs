//! The rule kind `agreement`: verbs that do not agree with a singular subject across a plural phrase, or with a verb that
//! they are coordinated with.
//!
//! To avoid false findings, a subject is only looked for where nothing else is likely: at the start of a sentence, or after
//! a comma or a conjunction. No verb, comma or second “and” may come between subject and verb.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Form, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft};
use crate::rule::lists::WordSet;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;
use std::borrow::Cow;

/// Keys of the kind `agreement`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementKeys {
    /// Singular nouns for something between two sides or about something: “the row over”.
    pub between: WordSet,
    /// Singular nouns that take a singular verb whatever follows “of”: “the list of”.
    pub of: WordSet,
}

impl RuleKind for AgreementKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_disagreements(sink, self);
    }
}

/// Reports verbs that do not agree.
fn report_disagreements(sink: &mut FindingSink<'_, '_>, keys: &AgreementKeys) {
    let draft = sink.draft;
    let token_index = draft.token_index();
    for &at in token_index.definite.iter().filter(|&&at| !draft.token(at).quoted()) {
        let Some(sentence) = sentence_of_copy(draft, at) else { continue };
        if let Some((tokens, right)) = subject_disagreement(draft, keys, sentence, at) {
            let verb = tokens.end - 1;
            let whole = tokens.start.until(end_of_verb(draft, tokens.end, sentence.end));
            report(sink, whole, verb, right);
        }
    }
    for &at in token_index.third_persons.iter().filter(|&&at| !draft.token(at).quoted()) {
        let Some(sentence) = sentence_of_copy(draft, at) else { continue };
        if let Some((tokens, right)) = coordinated_disagreement(draft, sentence, at) {
            let verb = tokens.end - 1;
            report(sink, tokens, verb, &right);
        }
    }
}

/// The sentence of a token, if it is copy.
fn sentence_of_copy(draft: &LintedDraft<'_>, at: TokenIdx) -> Option<TokenRange> {
    let sentence = *draft.language.sentences.get(draft.language.sentence_at(at).index())?;
    (sentence.contains(at) && draft.role(sentence.start) == Role::Copy).then_some(sentence)
}

/// Reports `tokens` with a fix that replaces the verb by `right`.
fn report(sink: &mut FindingSink<'_, '_>, tokens: TokenRange, verb: TokenIdx, right: &str) {
    let edits = vec![Edit { span: sink.draft.span(verb.until(verb + 1)), text: right.to_owned() }];
    let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
    let fill = vec![("cue", sink.draft.text(verb).to_owned()), ("fix", right.to_owned())];
    sink.push(tokens, FindingExtras { fill, fixes, ..FindingExtras::default() });
}

/// The most tokens between the two words that must agree.
const MAX_DISTANCE: u32 = 9;

/// Returns the tokens from the article to the verb, and the verb that agrees: “the tension between the US and Russia have”.
fn subject_disagreement<'k>(
    draft: &LintedDraft<'_>,
    keys: &'k AgreementKeys,
    sentence: TokenRange,
    at: TokenIdx,
) -> Option<(TokenRange, &'k str)> {
    let word = |at: TokenIdx| (at < sentence.end).then(|| draft.text(at));
    if !may_start_subject(draft, sentence, at) {
        return None;
    }
    let (head, preposition) = (word(at + 1)?, word(at + 2)?);
    let has_two_sides = keys.between.has(head);
    let between = has_two_sides && preposition == "between";
    let is_about = has_two_sides && matches!(preposition, "over" | "about");
    let is_singular_of = preposition == "of" && keys.of.has(head);
    if !between && !is_about && !is_singular_of {
        return None;
    }
    let mut join_count = 0;
    let mut plural = between;
    for place in (at + 3).until(sentence.end.min(at + 3 + MAX_DISTANCE)) {
        let token = draft.token(place);
        let text = draft.text(place);
        if let Some((_, right)) = PLURAL_VERBS.iter().find(|(wrong, _)| *wrong == text) {
            let is_clear = join_count == u32::from(between) && plural && place > at + 3;
            return (is_clear && !is_inverted(draft, place)).then_some((at.until(place + 1), *right));
        }
        let classes = draft.lexicon.classes(token.word());
        let verb =
            Class::BE | Class::HAVE | Class::DO | Class::MODAL | Class::RELATIVE | Class::WH | Class::SUBORDINATOR;
        if !token.wordlike() && token.kind() != TokenKind::Apostrophe || classes.intersects(verb) || token.quoted() {
            return None;
        }
        let is_joining = matches!(text, "and" | "or");
        // “Between” joins its two sides by “and”. Any other “and” may join a second subject.
        join_count += u32::from(is_joining);
        plural = between || text.ends_with('s');
        if join_count > u32::from(between) {
            return None;
        }
    }
    None
}

/// Plural verbs, each with its singular.
const PLURAL_VERBS: &[(&str, &str)] = &[("have", "has"), ("are", "is"), ("were", "was"), ("do", "does")];

/// Whether a subject may begin here: no word before it can govern it or be joined to it.
fn may_start_subject(draft: &LintedDraft<'_>, sentence: TokenRange, at: TokenIdx) -> bool {
    if at == sentence.start {
        return true;
    }
    let before = draft.token(at - 1);
    let classes = draft.lexicon.classes(before.word());
    match before.kind() {
        TokenKind::Comma => ends_introduction(draft, sentence, at - 1),
        TokenKind::Word => {
            classes.contains(Class::THAT)
                || matches!(draft.text(at - 1), "because" | "but" | "while" | "although" | "if")
        }
        _ => false,
    }
}

/// Whether a comma ends an introduction (“In recent months,”) and is not part of a list.
fn ends_introduction(draft: &LintedDraft<'_>, sentence: TokenRange, comma: TokenIdx) -> bool {
    let first = draft.lexicon.classes(draft.token(sentence.start).word());
    let introduces = Class::PREPOSITION | Class::SUBORDINATOR | Class::ADVERB;
    first.intersects(introduces) && sentence.start.until(comma).iter().all(|at| draft.kind(at) != TokenKind::Comma)
}

/// Whether the verb belongs to the words after it: “do they”.
fn is_inverted(draft: &LintedDraft<'_>, verb: TokenIdx) -> bool {
    draft.language.tokens.get(verb.index() + 1).is_some_and(|next| {
        draft.lexicon.classes(next.word()).intersects(Class::PERSONAL | Class::DETERMINER) && draft.text(verb) == "do"
    })
}

/// The end of the verb with a participle after it, so that a finding marks all of it.
fn end_of_verb(draft: &LintedDraft<'_>, from: TokenIdx, end: TokenIdx) -> TokenIdx {
    let has_participle = from < end && draft.kind(from) == TokenKind::Word && draft.text(from).ends_with("ed");
    from + u32::from(has_participle)
}

/// Returns the tokens up to a second verb without the ending of the first, and the right form: “tries to invade Ukraine or
/// try to”, “if she touches the wall or drain the canal”.
fn coordinated_disagreement(
    draft: &LintedDraft<'_>,
    sentence: TokenRange,
    at: TokenIdx,
) -> Option<(TokenRange, String)> {
    if draft.token(at).capital() {
        return None;
    }
    let first = draft.text(at);
    let base = base_form(first)?;
    let conditional =
        at.saturating_sub(4).max(sentence.start).until(at).iter().any(|before| draft.text(before) == "if");
    // “Call ahead to see if it opens and ask how”: both verbs are instructions. Also “if you come through talks and gain”.
    let is_addressee = |at: TokenIdx| {
        draft.is(at, Class::SECOND_PERSON) || draft.is(at, Class::PERSONAL) && draft.is(at, Class::PLURAL)
    };
    if is_instruction(draft, sentence) || sentence.start.until(at).iter().any(is_addressee) || is_plural_noun(draft, at)
    {
        return None;
    }
    for place in (at + 2).until(sentence.end.saturating_sub(1).min(at + 2 + 2 * MAX_DISTANCE)) {
        if separates_verbs(draft, place) {
            return None;
        }
        if !matches!(draft.text(place - 1), "or" | "and") {
            continue;
        }
        let (word, next) = (draft.text(place), draft.token(place + 1));
        let is_repeated_verb = word == base && draft.text(place + 1) == "to" && draft.text(at + 1) == "to";
        let object = Class::DETERMINER | Class::POSSESSIVE | Class::OBJECT_PRONOUN;
        let verb = conditional
            && place <= at + MAX_DISTANCE
            && draft.text(at + 1) != "to"
            && next.space_before()
            && draft.lexicon.classes(next.word()).intersects(object)
            && is_base_verb(draft, place);
        if is_repeated_verb || verb {
            return Some((at.until(place + 1), third_person(word)));
        }
        if !is_repeated_verb && conditional && place > at + MAX_DISTANCE {
            return None;
        }
    }
    None
}

/// Whether a sentence begins with a verb in its base form: then it is an instruction.
fn is_instruction(draft: &LintedDraft<'_>, sentence: TokenRange) -> bool {
    let first = sentence.iter().find(|&at| draft.token(at).wordlike());
    first.is_some_and(|at| {
        let verb = Class::VERB | Class::CUE | Class::VERB_HEAD;
        draft.lexicon.form(draft.token(at).word()) == Some(Form::Base)
            || draft.is(at, verb) && draft.lexicon.form(draft.token(at).word()).is_none()
    })
}

/// Whether the word is a plural noun, because it is after a verb or a preposition: “sends links to add”, “through talks
/// with”.
fn is_plural_noun(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let before = Class::PREPOSITION | Class::HAVE | Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD;
    at > TokenIdx::ZERO
        && (draft.is(at - 1, before)
            || draft.lexicon.form(draft.token(at - 1).word()) == Some(Form::Third)
            || draft.lexicon.form(draft.token(at - 1).word()) == Some(Form::Base) && !draft.token(at - 1).capital())
}

/// Whether the two verbs cannot share a subject if this token is between them.
fn separates_verbs(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let token = draft.token(at);
    let clause_classes = Class::MODAL | Class::DO | Class::RELATIVE | Class::SUBORDINATOR | Class::WH;
    token.quoted()
        || matches!(token.kind(), TokenKind::Semicolon | TokenKind::Colon | TokenKind::Dash)
        || draft.lexicon.classes(token.word()).intersects(clause_classes)
}

/// Whether a word can be a verb in its base form and, by the lists, nothing else.
fn is_base_verb(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let token = draft.token(at);
    let word = draft.text(at);
    let form = draft.lexicon.form(token.word());
    let base_classes =
        Class::VERB | Class::CUE | Class::CONDUCT | Class::VERB_HEAD | Class::FORECAST | Class::ACCUSATION;
    token.kind() == TokenKind::Word
        && !token.capital()
        && word.len() >= 3
        && form.is_none_or(|form| form == Form::Base)
        && draft.lexicon.classes(token.word()).difference(base_classes).is_empty()
        && !["s", "ed", "ing", "ly", "en"].iter().any(|ending| word.ends_with(ending))
        && !OTHER_WORDS.contains(&word)
}

/// Words other than verbs that occur between “or” and an article.
const OTHER_WORDS: &[&str] =
    &["even", "maybe", "perhaps", "rather", "indeed", "else", "half", "just", "only", "twice", "quite", "not"];

/// The base form of a verb in the third person: “try” for “tries”, “want” for “wants”.
fn base_form(third: &str) -> Option<Cow<'_, str>> {
    match third.strip_suffix("ies") {
        Some(stem) => Some(Cow::Owned(format!("{stem}y"))),
        None => third.strip_suffix('s').filter(|stem| stem.len() >= 3 && !stem.ends_with('s')).map(Cow::Borrowed),
    }
}

/// The third person of a verb: “tries” for “try”.
fn third_person(base: &str) -> String {
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        return format!("{stem}ies");
    }
    let needs_es = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end));
    format!("{base}{}", if needs_es { "es" } else { "s" })
}
