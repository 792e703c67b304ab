//! Rules about quotations: whose words, how late the speaker comes, whether one mouth said them, whether the marks close.

mod judged;
mod said;
mod turn;

use super::identity::body_named;
use super::message::source_words;
use super::{Details, Draft, Ready, Sink, quote_style};
use crate::attribution::{Attribution, Frame, Kind, SourceClass};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, MarkFault, Quotation, QuotationKind, Role, TokenKind};
use crate::rule::kind::{Check, Quotation as Keys};
use crate::statements::{new_clause, stands_behind};
use rustc_hash::FxHashSet;
use said::Said;
use std::collections::HashMap;
use std::ops::Range;

/// How many sentences before a quotation an attribution may stand whose content holds it.
const FAR: usize = 100;

/// So many captions stand between two paragraphs at most.
const CAPTIONS: usize = 3;

/// The most words of a term.
const MOST_REPEATED: u32 = 4;

/// Where each of the short quotations of a draft stands first.
pub(super) struct Terms(HashMap<(u32, String), usize>);

impl Terms {
    fn of(draft: &Draft<'_>) -> Self {
        let mut first = HashMap::new();
        for (number, quotation) in draft.language.quotations.iter().enumerate() {
            if quotation.words <= MOST_REPEATED {
                first.entry((quotation.words, between_marks(draft, quotation))).or_insert(number);
            }
        }
        Self(first)
    }

    /// The first quotation with the words of this one.
    fn first(&self, draft: &Draft<'_>, quotation: &Quotation) -> Option<usize> {
        self.0.get(&(quotation.words, between_marks(draft, quotation))).copied()
    }
}

/// What stands between a quotation's marks, in small letters.
fn between_marks(draft: &Draft<'_>, quotation: &Quotation) -> String {
    let inside = quotation.tokens.start + 1;
    draft.words(inside..quotation.tokens.end.saturating_sub(1).max(inside)).to_lowercase()
}

/// All quotations of the draft's copy, by what the rule asks of them.
pub(super) fn quotations(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Keys) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    for (number, quotation) in quotations.iter().enumerate().take_while(|_| !draft.cancel.is_cancelled()) {
        let role = draft.language.paragraphs[quotation.block as usize].role;
        if !matches!(role, Role::Copy) {
            continue;
        }
        match keys.check {
            Check::Balance => balance(sink, keys, quotation),
            _ if quotation.depth > 1 => {}
            // All at once.
            Check::Speaker => return speakers(sink, keys),
            Check::Late => late(sink, keys, number),
            Check::Nested => nested(sink, number),
            Check::Collective => collective(sink, ready, keys, number),
            Check::Scare => judged::scare(sink, ready, keys, number),
            Check::Altered => judged::altered(sink, number),
            Check::Opinion => judged::opinion(sink, ready, number),
            Check::Turn => turn::turn(sink, number),
            Check::Paragraphs => turn::paragraphs(sink, number),
        }
    }
}

/// A mark without another half, or with one of another kind: that gives way whose kind the draft has less of.
fn balance(sink: &mut Sink<'_, '_>, keys: &Keys, quotation: &Quotation) {
    let draft = sink.draft;
    let Some(mark) = quotation.faulty_mark() else { return };
    let partner = (quotation.fault == Some(MarkFault::Mismatched)).then_some(quotation.tokens.start);
    let fixes = partner.and_then(|open| {
        let mostly = |straight| quote_style::straight(draft) == Some(straight);
        let (at, text) = match (draft.text(open), draft.text(mark)) {
            ("\"", "”") if mostly(false) => (open, "“"),
            ("'", "’") if mostly(false) => (open, "‘"),
            ("“", straight @ "\"") | ("‘", straight @ "'") if mostly(true) => (open, straight),
            (opening, _) => (mark, closing(opening)?),
        };
        let edits = vec![Edit { span: draft.span(at..at + 1), text: text.to_owned() }];
        Some(Fix { applicability: Applicability::Safe, edits })
    });
    let related = partner.map(|open| open..open + 1);
    let variant = keys.mismatched.as_ref().filter(|_| partner.is_some());
    let fixes = fixes.into_iter().collect();
    sink.push(mark..mark + 1, Details { variant, related, fixes, ..Details::default() });
}

fn closing(open: &str) -> Option<&'static str> {
    Some(match open {
        "“" => "”",
        "\"" => "\"",
        "«" => "»",
        "‘" => "’",
        _ => return None,
    })
}

/// A quotation needs somebody who said it: in the sentence, the paragraph, the paragraph before, or where the draft quotes
/// the same words again.
fn speakers(sink: &mut Sink<'_, '_>, keys: &Keys) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    let running = quotations.iter().filter(|quotation| quotation.continues).map(|quotation| quotation.block).collect();
    let mut answered = Vec::new();
    let mut open = Vec::new();
    let numbers = (0..quotations.len()).take_while(|_| !draft.cancel.is_cancelled());
    for number in numbers.filter(|&number| asks(sink, keys, number)) {
        let paragraph = &draft.language.paragraphs[quotations[number].block as usize];
        if has_speaker(sink, number, &paragraph.tokens, &running) { answered.push(number) } else { open.push(number) }
    }
    let mut said = Said::of(draft, if open.is_empty() { &[] } else { &answered });
    for quotation in open.into_iter().map(|number| &quotations[number]) {
        if said.again(draft, quotation) {
            continue;
        }
        // Behind "a", a few words more are a term still: a “health care mentors program”.
        let start = quotation.tokens.start;
        let most = if start > 0 && draft.is(start - 1, Class::INDEFINITE) { Some(TERM) } else { keys.max_words };
        let phrase = quotation.kind != QuotationKind::Sentence;
        let brief = keys.brief.as_ref().filter(|_| phrase || most.is_some_and(|most| quotation.words <= most));
        sink.push(quotation.tokens.clone(), Details { variant: brief, ..Details::default() });
    }
}

/// Whether words in marks are words that somebody said.
fn asks(sink: &Sink<'_, '_>, keys: &Keys, number: usize) -> bool {
    let draft = sink.draft;
    let quotation = &draft.language.quotations[number];
    let block = quotation.block as usize;
    let faulty = matches!(quotation.fault, Some(MarkFault::Unopened | MarkFault::Unclosed));
    let few = quotation.words < keys.min_words.unwrap_or(1);
    let copy = draft.language.paragraphs[block].role == Role::Copy && draft.document.blocks[block].quote_depth == 0;
    // A link on the words says where they stand.
    let linked = || draft.has_link(quotation.tokens.clone());
    let other = || {
        linked()
            || credited(draft, quotation)
            || named_thing(sink, quotation)
            || no_speech(sink, quotation)
            || laid_down(draft, quotation)
    };
    copy && quotation.depth <= 1 && !faulty && !few && !crosshead(draft, quotation) && !other()
}

/// A paragraph that is one quotation without a full stop: a heading between two parts of a story.
fn crosshead(draft: &Draft<'_>, quotation: &Quotation) -> bool {
    let paragraph = &draft.language.paragraphs[quotation.block as usize];
    let open = quotation.tokens.end >= 2 && draft.token(quotation.tokens.end - 2).wordlike();
    paragraph.tokens == quotation.tokens && open
}

/// Whether the markup around a quotation says whose words it holds.
fn credited(draft: &Draft<'_>, quotation: &Quotation) -> bool {
    let credited = &draft.document.credited;
    if credited.is_empty() {
        return false;
    }
    let span = draft.span(quotation.tokens.clone());
    credited[credited.partition_point(|around| around.end <= span.start)..].first().is_some_and(|a| a.contains(span))
}

/// `running` are the paragraphs at whose end a quotation goes on in the next.
fn has_speaker(sink: &Sink<'_, '_>, number: usize, paragraph: &Range<u32>, running: &FxHashSet<u32>) -> bool {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let tokens = quotation.tokens.clone();
    let overlaps = |range: &Range<u32>| range.start < tokens.end && tokens.start < range.end;
    let first = language.sentence_at(tokens.start);
    let last = language.sentence_at(tokens.end - 1);
    let whole = matches!(quotation.kind, QuotationKind::Sentence);
    let covers = |relation: &Attribution| {
        relation
            .at
            .content
            .iter()
            .any(|c| overlaps(c) && crate::statements::covers(relation, draft, tokens.start.max(c.start)))
    };
    // A credit may stand in the next paragraph.
    let credit = |relation: &&Attribution| relation.frame == Frame::Colon && relation.at.cue.start >= tokens.end;
    if draft.attributions.of_quotation(number).filter(credit).is_some_and(stands_behind) {
        return true;
    }
    // Earlier in the paragraph: the same speaker goes on.
    let earlier = draft.coverage.heard_before(first);
    if earlier.speaker || whole && earlier.anybody {
        return true;
    }
    let reaches = |&sentence: &usize| draft.coverage.heard_before(sentence).reach > tokens.start;
    let mut back = (1..=first).rev().take_while(reaches).map(|sentence| sentence - 1).take(FAR);
    if back.any(|sentence| draft.attributions.in_sentence(sentence).iter().any(covers)) {
        return true;
    }
    let relations = (first..=last + 1)
        .filter(|&s| language.sentences.get(s).is_some_and(|s| s.start < paragraph.end))
        .flat_map(|s| draft.attributions.in_sentence(s).iter().map(move |r| (s, r)));
    for (sentence, relation) in relations.filter(|(_, r)| stands_behind(r)) {
        let near = sentence <= last;
        if covers(relation) || near && relation.frame != Frame::AccordingTo || whole && !near {
            return true;
        }
    }
    // A credit may stand below the paragraph.
    let credit =
        |r: &Attribution| stands_behind(r) && r.is_likely() && matches!(r.frame, Frame::SaidAfter | Frame::SaidBy);
    if draft.attributions.of_quotation(number).is_some_and(credit) {
        return true;
    }
    let mut above = paragraphs_above(draft, quotation.block as usize);
    let introduced = tokens.start > paragraph.start
        && matches!(draft.kind(tokens.start - 1), TokenKind::Colon | TokenKind::Semicolon);
    let carried = introduced || whole && tokens.start == paragraph.start && above.any(|p| introduces(sink, p));
    // The quotation began in the paragraph before.
    let continued = quotation.block > 0 && running.contains(&(quotation.block - 1));
    carried || continued || subject_before(sink, &tokens, first)
}

/// The paragraph before ends in a colon or with a question, or has a speaker who may go on.
fn introduces(sink: &Sink<'_, '_>, paragraph: usize) -> bool {
    let draft = sink.draft;
    let tokens = &draft.language.paragraphs[paragraph].tokens;
    let colon = tokens.end > tokens.start && draft.kind(tokens.end - 1) == TokenKind::Colon;
    let question = !tokens.is_empty() && draft.text(tokens.end - 1) == "?";
    colon || question || draft.coverage.voiced(paragraph)
}

/// The paragraph above, and the nearest one that is no caption: captions between two paragraphs end without a full stop.
fn paragraphs_above(draft: &Draft<'_>, paragraph: usize) -> impl Iterator<Item = usize> {
    let closed = |&p: &usize| {
        let paragraph = &draft.language.paragraphs[p];
        let last = paragraph.tokens.clone().next_back();
        paragraph.role != Role::Caption && last.is_none_or(|at| !draft.token(at).wordlike())
    };
    let above = paragraph.saturating_sub(CAPTIONS)..paragraph;
    above.clone().rev().find(closed).into_iter().chain(above.last())
}

/// A person or body with a name, or a pronoun, is the subject of the words before: the phrase is theirs.
fn subject_before(sink: &Sink<'_, '_>, tokens: &Range<u32>, sentence: usize) -> bool {
    let draft = sink.draft;
    let first = draft.language.sentences[sentence].start;
    let class = |at: u32| draft.lexicon.classes(draft.token(at).word());
    // "… and the forces have": the clause of the quotation, not the one before it.
    let clause = (first + 1..tokens.start).rev().find(|&at| {
        class(at - 1).contains(Class::COORDINATOR)
            && class(at).intersects(Class::DETERMINER | Class::PERSONAL | Class::POSSESSIVE)
    });
    let start = clause.unwrap_or(first);
    let verb = (start..tokens.start)
        .find(|&at| !draft.token(at).quoted() && draft.lexicon.form(draft.token(at).word()).is_some());
    let Some(verb) = verb else { return false };
    (start..verb).any(|at| {
        let token = draft.token(at);
        let name = token.capital()
            && (at > first || !token.word().is_known() || draft.is(at, Class::GIVEN_NAME))
            && token.kind() == TokenKind::Word
            && !class(at).intersects(Class::DAY | Class::MONTH | Class::NATIONALITY);
        name || class(at).intersects(Class::PERSONAL) && !draft.is(at, Class::NEUTER)
    })
}

/// Titles, names and terms stand in marks without anybody saying them.
fn named_thing(sink: &Sink<'_, '_>, quotation: &Quotation) -> bool {
    let draft = sink.draft;
    let inside = quotation.tokens.start + 1..quotation.tokens.end.saturating_sub(1).max(quotation.tokens.start + 1);
    let mut words = inside.filter(|&at| draft.kind(at) == TokenKind::Word);
    let small = |at: u32| {
        draft.text(at).len() <= 4
            && draft
                .lexicon
                .classes(draft.token(at).word())
                .intersects(Class::PREPOSITION | Class::DETERMINER | Class::COORDINATOR | Class::CLITIC)
    };
    let capitals = words.clone().filter(|&at| draft.token(at).capital()).count();
    let title = capitals > 0 && words.all(|at| draft.token(at).capital() || small(at));
    if title && (quotation.kind != QuotationKind::Sentence || capitals >= 3) {
        return true;
    }
    let start = quotation.tokens.start;
    let sentence = draft.language.sentences[draft.language.sentence_at(start)].start;
    (start.saturating_sub(3).max(sentence)..start)
        .any(|at| draft.lexicon.classes(draft.token(at).word()).contains(Class::NAMING))
}

/// "the law prohibits “…”", "its mission is to protect “…”": a phrase from what lays something down.
fn laid_down(draft: &Draft<'_>, quotation: &Quotation) -> bool {
    let start = quotation.tokens.start;
    let sentence = draft.language.sentences[draft.language.sentence_at(start)].start;
    let text = (sentence..start).rev().find(|&at| draft.is(at, Class::NORM) && !draft.token(at).quoted());
    let does = |at: u32| draft.lexicon.form(draft.token(at).word()).is_some() && !draft.is(at, Class::BE);
    let said = |at: u32| does(at) || draft.is(at, Class::TO);
    let phrase = start + 1 < quotation.tokens.end && !draft.token(start + 1).capital();
    phrase && text.is_some_and(|text| (text + 1..start).any(said))
}

/// The most words that several may use alike.
const TERMS: u32 = 2;

/// The longest term, in words.
const TERM: u32 = 5;

/// A file's name, a line of code, words of another language: "package.json", “Del otro lado del puente”.
fn no_speech(sink: &Sink<'_, '_>, quotation: &Quotation) -> bool {
    let draft = sink.draft;
    let words = || quotation.tokens.clone().filter(|&at| draft.token(at).wordlike());
    let code = |at: u32| {
        let inside = at + 1 < quotation.tokens.end && !draft.token(at + 1).space_before();
        draft.kind(at) == TokenKind::Address
            || draft.text(at).contains(['.', '_', '@'])
            || inside && draft.token(at + 1).wordlike()
            || inside && matches!(draft.text(at + 1), "." | "@" | "_" | "/" | "[") && at + 2 < quotation.tokens.end - 1
    };
    let known = |at: &u32| draft.token(*at).word().is_known() || draft.speller.knows(draft.text(*at));
    let strange = words().filter(|at| !known(at)).count();
    has_article(sink, quotation) || quotation.words <= 3 && words().any(code) || strange * 2 > words().count()
}

/// the “common but differentiated responsibilities”: a term that has its article.
fn has_article(sink: &Sink<'_, '_>, quotation: &Quotation) -> bool {
    let start = quotation.tokens.start;
    quotation.words <= TERM && start > 0 && sink.draft.is(start - 1, Class::DEFINITE)
}

/// A long quotation whose speaker comes only behind it.
fn late(sink: &mut Sink<'_, '_>, keys: &Keys, number: usize) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let tokens = quotation.tokens.clone();
    let behind = |r: &&Attribution| {
        matches!(r.frame, Frame::SaidAfter | Frame::SaidBy)
            && r.at.cue.start >= tokens.end
            && r.at.content.iter().any(|c| c.end >= tokens.end && c.start <= tokens.start)
    };
    let Some(relation) = draft.attributions.of_quotation(number).filter(behind) else { return };
    let paragraph = &language.paragraphs[quotation.block as usize];
    if tokens.start > paragraph.start + 1 {
        // Something before it in the paragraph may have named the speaker.
        if draft.coverage.heard_before(language.sentence_at(tokens.start)).anybody {
            return;
        }
    }
    let sentences = language.sentence_at(tokens.end - 1) - language.sentence_at(tokens.start) + 1;
    let many = sentences as u32 > keys.max_sentences.unwrap_or(u32::MAX);
    if !(many || quotation.words > keys.max_words.unwrap_or(u32::MAX)) {
        return;
    }
    let stop = (tokens.start + 1..tokens.end).find(|&at| {
        matches!(
            draft.kind(at),
            TokenKind::Comma
                | TokenKind::Stop
                | TokenKind::Exclaim
                | TokenKind::Dash
                | TokenKind::Semicolon
                | TokenKind::Colon
        )
    });
    let speaker = source_words(draft, relation).to_owned();
    let fill = vec![("speaker", speaker)];
    let related = relation.at.source.clone().map(|_| relation.at.core.clone());
    sink.push(
        tokens.start..stop.unwrap_or(tokens.end).min(tokens.start + 16),
        Details { fill, related, ..Details::default() },
    );
}

/// Quoted words beside one person in another person's account.
fn nested(sink: &mut Sink<'_, '_>, number: usize) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let at = quotation.tokens.start;
    let relations = draft.attributions.in_sentence(language.sentence_at(at));
    let inside = |r: &Attribution| {
        r.at.cue.end <= at
            && at - r.at.cue.end <= 8
            && matches!(r.kind, Kind::Speech | Kind::Thought)
            && r.at.content.iter().any(|c| c.contains(&at))
    };
    let told = |r: &&Attribution| inside(r) && person(r) && r.frame != Frame::Participle;
    let Some(inner) = relations.iter().filter(told).max_by_key(|r| r.at.cue.start) else { return };
    // "with a spokesman repeating that": a clause of its own.
    if inner.at.core.start > 0 && draft.is(inner.at.core.start - 1, Class::PREPOSITION) {
        return;
    }
    let outer = relations.iter().find(|r| {
        r.at.cue.end <= inner.at.cue.start
            && matches!(r.frame, Frame::SaidThat | Frame::Told)
            && r.kind == Kind::Speech
            && r.is_likely()
            // A clause between commas may end what is read as said; the account goes on.
            && r.at.content.iter().any(|c| c.start <= inner.at.head)
            && r.speaker() != inner.speaker()
            && stands_behind(r)
            && !new_clause(draft, r.at.cue.end, inner)
            // "In his speech announcing the vote, Brook said" is Brook's own account.
            && !(r.at.core.start > 0 && draft.is(r.at.core.start - 1, Class::PREPOSITION))
    });
    let Some(outer) = outer else { return };
    let as_saying = (outer.at.cue.end..at)
        .any(|t| draft.is(t, Class::AS) && draft.lexicon.verb(draft.token(t + 1).word()).is_some());
    if draft.pronoun(inner) || as_saying || repeats(sink, number) {
        return;
    }
    let speaker = source_words(draft, outer).to_owned();
    let related = Some(outer.at.core.start.min(outer.at.cue.start)..outer.at.cue.end);
    sink.push(quotation.tokens.clone(), Details { fill: vec![("speaker", speaker)], related, ..Details::default() });
}

fn person(relation: &Attribution) -> bool {
    matches!(relation.class, SourceClass::NamedPerson | SourceClass::Role | SourceClass::Anonymous)
}

/// The same words stood in marks before: they are a term of the draft by now.
fn repeats(sink: &Sink<'_, '_>, number: usize) -> bool {
    let draft = sink.draft;
    let here = &draft.language.quotations[number];
    here.words <= MOST_REPEATED && {
        let first = draft.shared.terms.get_or_init(|| Terms::of(draft)).first(draft, here);
        first.is_some_and(|first| first < number)
    }
}

/// The same words in several mouths.
fn collective(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Keys, number: usize) {
    let draft = sink.draft;
    let language = draft.language;
    let quotation = &language.quotations[number];
    let sentence = language.sentence_at(quotation.tokens.start);
    let Some(relation) = draft.attributions.of_quotation(number) else { return };
    let both = relation
        .at
        .source
        .clone()
        .is_some_and(|s| draft.is(s.start, Class::PLURAL) && !draft.is(s.start, Class::PERSONAL));
    let group = matches!(relation.class, SourceClass::Collective | SourceClass::VagueGroup)
        || plural_people(sink, relation)
        || both;
    // What "critics call an “unprecedented” step" is one word of many.
    let term = quotation.kind == QuotationKind::Term && relation.class == SourceClass::VagueGroup;
    // "One of the officials" is one mouth, and a body speaks in its own name.
    let one = relation.at.core.len() > 1
        && draft.is(relation.at.core.start, Class::INDEFINITE)
        && draft.is(relation.at.core.start + 1, Class::OF);
    if !group
        || term
        || one
        || body_named(draft, relation)
        || has_article(sink, quotation)
        || laid_down(draft, quotation)
        || draft.speaks_as(relation, &keys.subject_not)
        || draft.has_phrase(ready.unless, language.sentences[sentence].clone())
    {
        return;
    }
    // A word or two in marks may be anybody's, and who "they" and "the senators" are was told before.
    let told =
        draft.is(relation.at.core.start, Class::PERSONAL | Class::RELATIVE | Class::DEFINITE | Class::DEMONSTRATIVE);
    let brief = keys.brief.as_ref().filter(|_| quotation.words <= TERMS || told);
    let officials = brief.or(keys.officials.as_ref().filter(|_| relation.class == SourceClass::Collective));
    let source = source_words(draft, relation).to_owned();
    let related = relation.at.source.clone().map(|_| relation.at.core.clone());
    sink.push(
        quotation.tokens.clone(),
        Details { variant: officials, fill: vec![("source", source)], related, ..Details::default() },
    );
}

fn plural_people(sink: &Sink<'_, '_>, relation: &Attribution) -> bool {
    let last = relation.at.core.end.saturating_sub(1).max(relation.at.core.start);
    let text = sink.draft.text(last);
    matches!(relation.class, SourceClass::UnnamedIndividual | SourceClass::Anonymous)
        && (text.ends_with('s') || sink.draft.is(last, Class::PEOPLE))
}
