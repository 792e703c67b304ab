//! Detects sources that look unnamed, but whose name is next to them.

use super::is_definite;
use crate::attribution::TokenAttribution;
use crate::language::{Class, Form, List, TokenKind};
use crate::rule::kinds::shared::LintedDraft;
use crate::rule::kinds::shared::attributions::is_unnamed_person;
use crate::text::{TokenIdx, TokenRange};

/// Whether the name of an unnamed source is next to the phrase (“Ada Brook, an adviser to the board, said”, “one critic, the
/// former mayor Ada Brook, said”), or the phrase describes somebody else (“she is a critic of the plan”).
pub(super) fn has_name_nearby(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let (core, cue) = (attribution.at.core, attribution.at.cue.start);
    if !is_unnamed_person(attribution) || core.is_empty() || is_definite(draft, core) {
        return false;
    }
    let sentence = draft.sentence(core.start);
    let name = |at: TokenIdx| {
        let other_classes = Class::DAY | Class::MONTH | Class::DETERMINER | Class::PERSONAL | Class::NATIONALITY;
        draft.token(at).capital() && draft.kind(at) == TokenKind::Word && !draft.is(at, other_classes)
    };
    let is_mark = |at: TokenIdx| matches!(draft.kind(at), TokenKind::Comma | TokenKind::Dash);
    let is_predicate = core.start > sentence.start && draft.is(core.start - 1, Class::BE) && core.end <= cue;
    // “It is unusual for an official to comment”: nobody comments.
    let is_hypothetical = core.start > sentence.start
        && draft.is(core.start - 1, Class::PREPOSITION)
        && core.end < attribution.at.head
        && draft.is(attribution.at.head - 1, Class::TO);
    // “According to Insider”: a word with a capital inside a sentence is a name.
    let is_name = core.len() == 1 && core.start > sentence.start + 1 && name(core.start);
    // The cue follows directly after the comma or dash that ends an aside.
    let has_aside = cue > core.end && is_mark(cue - 1);
    let name_before = has_aside && core.start > sentence.start + 1 && is_mark(core.start - 1) && name(core.start - 2);
    let name_after = has_aside
        && core.end.until(cue - 1).iter().any(|at| name(at) && name(at + 1) && core.end.until(at).iter().any(is_mark));
    // “But Ada Brook, a lawyer in Hull said”: the comma after the aside is missing.
    let comma_left_out = cue == attribution.at.source.map_or(core.end, |source| source.end)
        && core.start > sentence.start + 2
        && is_mark(core.start - 1)
        && name(core.start - 2)
        && name(core.start - 3)
        && !draft.is(core.start - 3, Class::PREPOSITION | Class::ADVERB)
        && (core.start - 3 == sentence.start
            || core.start - 4 == sentence.start && draft.is(sentence.start, Class::COORDINATOR));
    is_predicate || is_hypothetical || is_name || name_before || name_after || comma_left_out
}

/// Whether the phrase names an outlet: “reports by the Courier”, “the BBC's breakfast show”. Also true if the word for an
/// outlet only describes the next noun, as in “told a daily news briefing”.
pub(super) fn names_outlet(draft: &LintedDraft<'_>, phrase: TokenRange) -> bool {
    let has_listed_outlet = draft.language.matches_in(phrase).any(|m| m.list == List::OUTLET);
    let next = draft.language.tokens.get(phrase.end.index());
    let noun = next.is_some_and(|next| next.kind() == TokenKind::Word && !next.capital());
    let describes_noun = !phrase.is_empty() && draft.is(phrase.end - 1, Class::OUTLET_WORD) && noun && {
        let function_words =
            Class::PREPOSITION | Class::COORDINATOR | Class::SUBORDINATOR | Class::ADVERB | Class::RELATIVE;
        let clause_words =
            Class::THAT | Class::WH | Class::TIME | Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE;
        let is_verb = draft.lexicon.form(draft.token(phrase.end).word()).is_some_and(|form| form != Form::Ing);
        !is_verb && !draft.is(phrase.end, function_words | clause_words | Class::BE | Class::HAVE | Class::MODAL)
    };
    has_listed_outlet || describes_noun
}

/// Whether something was said to the press in general: “told the media”.
pub(super) fn is_told_to_the_press(draft: &LintedDraft<'_>, venue: TokenRange) -> bool {
    let function_words = Class::DEFINITE | Class::PREPOSITION | Class::TO;
    let words = venue.iter().filter(|&at| draft.token(at).wordlike() && !draft.is(at, function_words)).count();
    words == 1 && !venue.iter().any(|at| draft.is(at, Class::INDEFINITE))
}
