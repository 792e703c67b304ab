//! Detects where a draft identifies an unnamed source: by a named member, a link or an issuer.

use super::draft::LintedDraft;
use crate::attribution::{AttributionKind, SourceClass, TokenAttribution};
use crate::language::{Class, Form, List, Match, TokenKind};
use crate::text::{SentenceIdx, TokenIdx, TokenRange};

/// Whether a named person or body speaks, or is listed, after the source: “critics, among them Ada Brook”.
pub(crate) fn has_named_member(draft: &LintedDraft<'_>, attribution: &TokenAttribution, reach: TokenRange) -> bool {
    if attribution.at.source.as_ref().is_some_and(|source| {
        // An aside between source and verb (“critics, among them two judges, say”) is outside the source's tokens.
        let cue = attribution.at.cue.start;
        let rest = attribution.at.core.end.until(if cue > source.end { cue } else { source.end });
        rest.iter().any(|at| draft.is(at, Class::INCLUSION))
    }) {
        return true;
    }
    if reach.end <= draft.sentence(attribution.at.cue.start).end {
        return false;
    }
    let others = attributions_within(draft, reach).filter(|r| r.at.cue.start > attribution.at.cue.start);
    // A speaker whom the draft has quoted before does not count as a member of the group: the minister is not one of “his
    // critics”.
    let at = draft.language.prose(attribution.at.cue).start;
    let is_new_speaker =
        |r: &&TokenAttribution| r.speaker().is_none_or(|number| draft.attributions.speakers[number].first.start > at);
    let mut later =
        others.filter(|r| r.kind == AttributionKind::Speech && r.is_likely()).filter(is_new_speaker).filter(|r| {
            r.class == SourceClass::NamedPerson || r.class == SourceClass::Institution && has_capital(draft, r)
        });
    later.next().is_some()
}

/// Whether the phrase names the body, either before its noun (“Con Edison officials”) or after “at” or “from” (“experts at
/// the Port Board”).
pub(crate) fn names_body(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let core = &attribution.at.core;
    let Some(source) = attribution.at.source else { return false };
    let name = |at: TokenIdx| {
        is_proper_name(draft, source, at) && !draft.is(at, Class::GIVEN_NAME) && !derives_from_name(draft, at)
    };
    // The first word of a sentence always has a capital, so only a word in all capitals is surely a name there.
    let is_acronym = |at: TokenIdx| draft.token(at).all_caps() && draft.text(at).len() > 2;
    // “agency officials”: the draft has already said which agency.
    let known_body = |at: TokenIdx| draft.is(at, Class::BODY_NOUN) && !draft.is(core.start, Class::INDEFINITE);
    // “Brook aides said”: the first word of a sentence is a name if the draft has it elsewhere with a capital.
    let opens_with_name = attribution.class == SourceClass::Collective
        && core.len() > 1
        && core.start == draft.sentence(core.start).start
        && !draft.lexicon.nationality(draft.token(core.start), &draft.document.prose)
        && !draft.is(core.start, Class::INSTITUTION_WORD | Class::BODY_NOUN | Class::DETERMINER | Class::POSSESSIVE)
        && !draft.is(core.start, Class::NUMBER_WORD | Class::STARTER)
        && occurs_with_capital_before(draft, core.start);
    let before = opens_with_name
        || core.start.until(core.end.saturating_sub(1)).iter().any(|at| name(at) || is_acronym(at) || known_body(at));
    let is_belonging = |at: TokenIdx| draft.is(at, Class::BELONGING);
    let after_noun = (core.start + 1).until(source.end.saturating_sub(1)).iter().any(|at| {
        let next = at + 1 + u32::from(draft.is(at + 1, Class::DEFINITE));
        let is_body =
            |at: TokenIdx| draft.token(at).capital() && draft.is(at, Class::INSTITUTION_WORD | Class::COMPANY);
        is_belonging(at)
            && next < source.end
            && (name(next) || next.until(source.end.min(next + 4)).iter().any(is_body))
    });
    before || after_noun
}

/// Whether the word occurs with a capital inside an earlier sentence.
fn occurs_with_capital_before(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let word = draft.text(at);
    // In “Health Department” the word is only a part of a name.
    let is_inside_sentence = |before: TokenIdx| {
        draft.token(before).capital()
            && !draft.token(before + 1).capital()
            && draft.kind(before - 1) == TokenKind::Word
            && !draft.is(before - 1, Class::DETERMINER)
    };
    at.saturating_sub(MAX_MENTION_DISTANCE).max(TokenIdx::new(1)).until(at).iter().any(|before| {
        is_inside_sentence(before) && draft.text(before) == word && draft.sentence(before).start != before
    })
}

/// The longest ending that turns a country's name into that of its people, in bytes: “Valdora”, “Valdoran”.
const MAX_ENDING_BYTES: usize = 3;

/// Whether a word is derived from an earlier name in the draft: “Valdoran” names a place of origin, not a body.
fn derives_from_name(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let word = draft.text(at);
    at.saturating_sub(MAX_MENTION_DISTANCE).until(at).iter().any(|before| {
        let name = draft.text(before);
        let ending = word.len().saturating_sub(name.len());
        draft.token(before).capital()
            && name.len() > MAX_ENDING_BYTES
            && (1..=MAX_ENDING_BYTES).contains(&ending)
            && word.starts_with(name)
    })
}

/// Whether a named person with an office, or a described one, speaks within reach.
pub(crate) fn has_officer(draft: &LintedDraft<'_>, attribution: &TokenAttribution, reach: TokenRange) -> bool {
    attributions_within(draft, reach).any(|other| {
        let source = || other.at.source.unwrap_or_default();
        let has_office = |at: TokenIdx| {
            draft.is(at, Class::TITLE | Class::INSTITUTION_WORD | Class::BODY_NOUN | Class::SPOKESPERSON)
        };
        other.at.cue != attribution.at.cue
            && other.kind == AttributionKind::Speech
            && other.is_likely()
            && other.class == SourceClass::NamedPerson
            && (source().iter().any(has_office) || source().len() > other.at.core.len())
    })
}

/// Whether the draft soon names an unnamed person: “One lawyer says that the sale is void. “It was never signed,” says Ada
/// Brook”. A person who has not spoken before must speak in the next sentences. Either the quotation opens the next
/// sentence, or the words around the name have a telling word of the phrase.
pub(crate) fn is_introduced_later(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let language = draft.language;
    let core = &attribution.at.core;
    let number = language.sentence_at(attribution.at.cue.start);
    // “one expert”, “a bishop”. A person called only “a source” will hardly be named.
    let is_one_person = draft.is(core.start, Class::INDEFINITE | Class::NUMBER_WORD)
        && !draft.text(core.end - 1).ends_with('s')
        && !core.iter().any(|at| draft.is(at, Class::SOURCE_LINE));
    let next = (number + 1).until((number + 3).min(language.all_sentences().end));
    let paragraph = language.paragraph_at(attribution.at.cue.start);
    let opens_next_paragraph = |sentence: SentenceIdx| sentence == language.paragraphs[paragraph].sentences.end;
    let is_near_sentence = |sentence: &SentenceIdx| {
        language.paragraphs[paragraph].sentences.contains(*sentence) || opens_next_paragraph(*sentence)
    };
    let at = language.prose(attribution.at.cue).start;
    let is_new_speaker = |other: &TokenAttribution| {
        other.speaker().is_none_or(|number| draft.attributions.speakers[number].first.start > at)
    };
    // A trade, or a name inside the phrase.
    let is_telling_word = |at: &TokenIdx| {
        let noun = *at + 1 == core.end && draft.is(*at, Class::PERSON_NOUN);
        noun || is_proper_name(draft, *core, *at) && !draft.lexicon.country(draft.text(*at))
    };
    let shares_telling_word = |other: &TokenAttribution| {
        let sentence = language.sentences[language.sentence_at(other.at.core.start).index()];
        let described_tokens = other
            .at
            .core
            .start
            .saturating_sub(MAX_TITLE_TOKENS)
            .max(sentence.start)
            .until(sentence.end.min(other.at.core.end + MAX_ASIDE_TOKENS));
        (*core)
            .iter()
            .filter(is_telling_word)
            .any(|at| described_tokens.iter().any(|other| draft.text(other).eq_ignore_ascii_case(draft.text(at))))
    };
    let starts_with_quotation = |sentence: SentenceIdx| {
        sentence == number + 1 && draft.kind(language.sentences[sentence.index()].start) == TokenKind::QuoteOpen
    };
    is_one_person
        && next.iter().filter(is_near_sentence).any(|sentence| {
            let others = draft.attributions.in_sentence(sentence).iter();
            let mut others = others.filter(|other| {
                other.class == SourceClass::NamedPerson
                    && other.kind == AttributionKind::Speech
                    && other.is_likely()
                    && is_new_speaker(other)
            });
            others.any(|other| starts_with_quotation(sentence) || shares_telling_word(other))
        })
}

/// The number of tokens before a name that may be its title.
const MAX_TITLE_TOKENS: u32 = 4;

/// Whether a named person or body speaks within reach.
pub(crate) fn has_named_speaker(draft: &LintedDraft<'_>, attribution: &TokenAttribution, reach: TokenRange) -> bool {
    attributions_within(draft, reach).any(|other| {
        let is_body = other.class == SourceClass::Institution && has_capital(draft, other);
        other.at.cue != attribution.at.cue
            && matches!(other.kind, AttributionKind::Speech | AttributionKind::Document)
            && other.is_likely()
            && (other.class == SourceClass::NamedPerson || is_body)
    })
}

/// The attributions whose cue is within reach.
fn attributions_within<'d>(draft: &LintedDraft<'d>, reach: TokenRange) -> impl Iterator<Item = &'d TokenAttribution> {
    let attributions = draft.attributions;
    let sentences =
        draft.language.sentence_at(reach.start).until(draft.language.sentence_at(reach.end.saturating_sub(1)) + 1);
    let candidates = sentences.iter().flat_map(|sentence| attributions.in_sentence(sentence));
    candidates.filter(move |attribution| reach.contains(attribution.at.cue.start))
}

/// Whether the words for the source include a capital.
fn has_capital(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    attribution.at.core.iter().any(|at| draft.token(at).capital())
}

/// Whether a name, a link or an issuer within reach says which document, study, poll or account it is.
pub(crate) fn is_identified(draft: &LintedDraft<'_>, attribution: &TokenAttribution, reach: TokenRange) -> bool {
    let Some(source) = attribution.at.source else { return false };
    // “a survey by Harbour Polls”: the phrase goes on after the tokens of the source.
    let tokens = draft.language.all_tokens().end;
    let has_issuer_word = source.end + 1 < tokens && draft.is(source.end, Class::ISSUER);
    let issuer = has_issuer_word && {
        let name = source.end + 1 + u32::from(draft.is(source.end + 1, Class::DEFINITE));
        name < tokens && is_proper_name(draft, source, name)
    };
    issuer
        || is_mentioned_before(draft, attribution)
        || has_link_nearby(draft, source, reach)
        || phrase_identifies(draft, attribution, source)
        || has_named_author(draft, attribution, source, reach)
        || names_issuer(draft, source, reach)
        || attribution.class == SourceClass::Poll && has_pollster_nearby(draft, source, reach)
}

/// The most tokens before “the report” at which it may have been introduced.
const MAX_MENTION_DISTANCE: u32 = 2000;

/// The most tokens before a source at which a mention of a part of its phrase is enough.
const NEAR_MENTION_DISTANCE: u32 = 60;

/// Whether the draft has mentioned the source before, as “the report” implies. If something was missing, it was reported
/// there.
pub(crate) fn is_mentioned_before(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let core = &attribution.at.core;
    if !draft.is(core.start, Class::DEFINITE) {
        return false;
    }
    let noun = core.end - 1;
    let word = draft.token(noun).word();
    let before = core.start.saturating_sub(MAX_MENTION_DISTANCE).until(core.start);
    let is_outlet = |m: &Match| m.list == List::OUTLET;
    // “the tender documents” after “a tender”.
    let near = core.start.saturating_sub(NEAR_MENTION_DISTANCE).until(core.start);
    let named = |noun: &str| near.iter().any(|at| draft.text(at).eq_ignore_ascii_case(noun));
    let is_noun = |at: TokenIdx| draft.token(at).wordlike() && !draft.is(at, Class::DETERMINER | Class::NATIONALITY);
    let has_recent_part = (core.start + 1).until(core.end).iter().any(|at| is_noun(at) && named(draft.text(at)));
    // “the paper” after “The Times” is a newspaper.
    let means_newspaper = draft.is(noun, Class::OUTLET_WORD) && draft.language.matches_in(before).any(is_outlet);
    means_newspaper || has_recent_part || word.is_known() && before.iter().any(|at| draft.token(at).word() == word)
}

/// The most tokens of an aside between a source and its verb.
const MAX_ASIDE_TOKENS: u32 = 16;

/// Whether there is a link within reach and one in the source's own sentence.
fn has_link_nearby(draft: &LintedDraft<'_>, source: TokenRange, reach: TokenRange) -> bool {
    let sentence = draft.sentence(source.start);
    draft.has_link(reach) && draft.has_link(sentence)
}

/// Whether the source's own phrase identifies it. Any name does, except that of a platform, because it does not name an
/// account. “Their”, “court” and a date do so, too.
fn phrase_identifies(draft: &LintedDraft<'_>, attribution: &TokenAttribution, source: TokenRange) -> bool {
    let is_platform = |at: TokenIdx| {
        let mut listed = draft.language.matches_in(source).filter(|m| m.list == List::SOURCE);
        listed.any(|m| m.tokens.contains(at) && draft.lexicon.source(m.row).class == "social")
    };
    let is_described = attribution.at.core.end < source.end;
    // “A report to the board, published in May, said”: the aside after the phrase has the date.
    let aside = source.end.until(attribution.at.cue.start.min(source.end + MAX_ASIDE_TOKENS));
    if aside.into_iter().any(|at| draft.is(at, Class::MONTH)) {
        return true;
    }
    source.iter().any(|at| {
        is_proper_name(draft, source, at) && !is_platform(at)
            || draft.is(at, Class::POSSESSIVE | Class::PAPER)
            || draft.is(at, Class::DEMONSTRATIVE) && !draft.is(at, Class::THAT)
            || draft.is(at, Class::CLITIC) && draft.is(source.start, Class::DEFINITE)
            || is_described && (draft.kind(at) == TokenKind::Number || draft.is(at, Class::MONTH))
    })
}

/// Whether a study or poll has a named author: “researchers found …, Brook wrote”.
fn has_named_author(
    draft: &LintedDraft<'_>,
    attribution: &TokenAttribution,
    source: TokenRange,
    reach: TokenRange,
) -> bool {
    if !matches!(attribution.class, SourceClass::Poll | SourceClass::Study) {
        return false;
    }
    let is_acting_name = |at: TokenIdx| {
        is_proper_name(draft, source, at) && draft.lexicon.form(draft.token(at + 1).word()) == Some(Form::Past)
    };
    let is_author = |r: &TokenAttribution| r.at.cue != attribution.at.cue && r.class == SourceClass::NamedPerson;
    source.end.until(reach.end.saturating_sub(1)).iter().any(is_acting_name)
        || attribution.class == SourceClass::Study && attributions_within(draft, reach).any(is_author)
}

/// Whether an issuer is named: “by the Port Authority”. Outside the source's phrase, the name has to be that of a body.
fn names_issuer(draft: &LintedDraft<'_>, source: TokenRange, reach: TokenRange) -> bool {
    let is_body =
        |at: TokenIdx| is_proper_name(draft, source, at) && draft.is(at, Class::INSTITUTION_WORD | Class::COMPANY);
    // “a transcript released by the paper”: the draft has already said which paper.
    let after_noun = (source.start + 1).until(source.end.saturating_sub(1));
    let is_issued = after_noun.iter().any(|at| {
        let is_past = matches!(draft.lexicon.form(draft.token(at - 1).word()), Some(Form::Past | Form::Participle));
        is_past && draft.is(at, Class::ISSUER) && draft.is(at + 1, Class::DEFINITE)
    });
    // “a statement from the board”: the draft has already said which board.
    let was_mentioned = |at: TokenIdx| {
        let word = draft.token(at).word();
        let before = source.start.saturating_sub(MAX_MENTION_DISTANCE).until(source.start);
        word.is_known() && before.into_iter().any(|at| draft.token(at).word() == word)
    };
    let from = (source.start + 1)
        .until(source.end.saturating_sub(2))
        .iter()
        .any(|at| draft.is(at, Class::ISSUER) && draft.is(at + 1, Class::DEFINITE) && was_mentioned(at + 2));
    is_issued
        || from
        || reach
            .iter()
            .any(|at| draft.is(at, Class::ISSUER) && (at + 1).until(reach.end.min(at + 4)).iter().any(is_body))
}

/// Whether the paragraph, or text within reach, says whose poll it is or how many people answered: “Polls show …. In a
/// Courier poll of 1,200 voters …”.
fn has_pollster_nearby(draft: &LintedDraft<'_>, source: TokenRange, reach: TokenRange) -> bool {
    let paragraph = draft.language.paragraphs[draft.language.paragraph_at(source.start)].tokens;
    let near = paragraph.start.max(source.start.saturating_sub(NEAR_MENTION_DISTANCE)).until(reach.end);
    let opens_sentence = |at: TokenIdx| draft.sentence(at).start == at;
    let has_owner = |at: TokenIdx| at > near.start && is_proper_name(draft, source, at - 1) && !opens_sentence(at - 1);
    // "a poll of 1,200 voters", "a poll of some 1,200 voters"
    let number = |at: TokenIdx| draft.kind(at) == TokenKind::Number;
    let sample = |at: TokenIdx| draft.is(at, Class::OF) && (at + 1).until(near.end.min(at + 3)).iter().any(number);
    let other = near.iter().filter(|at| !source.contains(*at) && draft.is(*at, Class::POLL));
    other.into_iter().any(|at| has_owner(at) || at + 1 < near.end && sample(at + 1))
}

/// Whether a token is a name, but not a nationality, and not the first word of the source's sentence.
fn is_proper_name(draft: &LintedDraft<'_>, source: TokenRange, at: TokenIdx) -> bool {
    let token = draft.token(at);
    token.capital()
        && token.kind() == TokenKind::Word
        && at != draft.sentence(source.start).start
        && !draft.lexicon.nationality(token, &draft.document.prose)
        && !draft.is(at, Class::DAY | Class::MONTH | Class::PERSONAL | Class::DETERMINER)
}
