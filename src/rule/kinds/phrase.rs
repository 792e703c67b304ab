//! Set phrases with a word that is wrong, or one too many.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Role};
use crate::rule::apart;
use crate::rule::kind::{Pattern, Phrase, Words};
use crate::rule::kinds::Ready;
use crate::rule::kinds::shared::replacement::{opens, with_case};
use crate::rule::kinds::shared::{Details, Draft, Sink};
use crate::statements::{Cover, covers};

/// The phrases that a rule's patterns look for, with the words around them.
pub(super) fn phrases(keys: &Phrase) -> Vec<String> {
    let whole =
        |pattern: &Pattern| [&pattern.before, &pattern.find, &pattern.after].map(|words| apart(words)).join(" ");
    keys.patterns.iter().map(whole).collect()
}

/// The marked words of each phrase found.
pub(super) fn phrases_found(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Phrase) {
    let draft = sink.draft;
    for found in draft.phrases(ready.phrases) {
        let pattern = &keys.patterns[found.row as usize];
        let start = (found.tokens.start + length(&pattern.before)).min(found.tokens.end - 1);
        let tokens = start..found.tokens.end.saturating_sub(length(&pattern.after)).max(start + 1);
        let linted = matches!(draft.role(start), Role::Copy | Role::Caption | Role::Heading);
        if !linted || draft.token(start).quoted() || kept(sink, found.tokens.start, found.tokens.end, pattern) {
            continue;
        }
        if keys.own_words && !writers_own(draft, start) || excused(draft, ready, start) {
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
        sink.push(tokens, Details { variant, fill, fixes: fixes.into_iter().collect(), related: None });
    }
}

/// Whether nobody is reported to have said these words, and the writer does not say them as "I" or "we".
fn writers_own(draft: &Draft<'_>, at: u32) -> bool {
    let sentence = draft.language.sentence_at(at);
    let attributed = draft.attributions.in_sentence(sentence);
    let reported = attributed.iter().any(|relation| covers(relation, draft, at));
    let carried = matches!(draft.coverage.of_sentence(sentence), Cover::Carried | Cover::TakenUp);
    let mut words = draft.language.sentences[sentence].clone();
    let in_person =
        words.any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON) && !draft.token(at).quoted());
    !reported && !carried && !in_person
}

/// Whether the sentence has one of the phrases that let a finding pass.
fn excused(draft: &Draft<'_>, ready: &Ready, at: u32) -> bool {
    let sentence = draft.language.sentences[draft.language.sentence_at(at)].clone();
    draft.has_phrase(ready.unless, sentence)
}

/// Whether a word beside the phrase makes it right.
fn kept(sink: &Sink<'_, '_>, start: u32, end: u32, pattern: &Pattern) -> bool {
    let draft = sink.draft;
    let is =
        |at: u32, words: &Words| (at as usize) < draft.language.tokens.len() && words.has_in_any_case(draft.text(at));
    is(end, &pattern.unless_before) || start > 0 && is(start - 1, &pattern.unless_after)
}

fn length(words: &str) -> u32 {
    apart(words).split_whitespace().count() as u32
}
