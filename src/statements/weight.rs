//! Computes how much each statement of a draft needs a source, once for all rules about claims.

use super::{SentenceCover, StatementInput, settled};
use crate::language::{Class, Form, Role, TokenKind, Tokens};
use serde::Deserialize;
use smallvec::SmallVec;
use std::ops::Range;

/// Minimum weight of a sentence that rules report. On annotated articles, two of three such findings are right.
const ENOUGH: i32 = 6;
/// Minimum weight that must come from the content of the claim, not from its wording.
const ASSERTED: i32 = 4;
/// Minimum weight for a rule's own severity. With a lower one, one draft in two would have a screen full of findings.
const STRONG: i32 = 14;
/// Maximum weight of judgements, acts, causes and comparisons at which a forecast or superlative is still the main claim.
const IN_PASSING: i32 = 4;
/// Minimum weight at which one of several clauses is a separate claim.
const CLAUSE: i32 = 6;

/// Minimum number of first-person pronouns in a first-person piece.
const MIN_FIRST_PERSON: u32 = 4;
/// Maximum number of tokens per first-person pronoun in a first-person piece.
const TOKENS_PER_FIRST_PERSON: u32 = 150;

/// The kinds of claim that need a source, most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimCue {
    /// Somebody did something wrong.
    Accusation,
    /// People were harmed.
    Casualty,
    /// Somebody counted or estimated.
    Statistic,
    /// Somebody intended or feared something.
    Motive,
    /// Something will happen.
    Prediction,
    /// Something is the greatest, first or best of its kind.
    Superlative,
    /// One thing caused another.
    Causal,
    /// A state, authority or armed group acted, or wants to act.
    Conduct,
    /// The writer judges, compares or generalises.
    Judgement,
}

/// A sentence of copy without an attribution of its own.
pub(crate) struct Statement {
    pub(crate) sentence: Range<u32>,
    pub(crate) cover: SentenceCover,
    /// Whether it is in the first paragraph of the draft.
    pub(crate) lead: bool,
    /// Whether it contains a link.
    pub(crate) linked: bool,
    /// Whether the weight is high enough for the rule's own severity.
    pub(crate) strong: bool,
    /// The claims, as ranges of tokens with their weights; empty if the weight of the statement is too low.
    pub(crate) claims: Box<[(Range<u32>, Asserted)]>,
}

/// The statements of a draft, in order.
pub(crate) fn statements(draft: &StatementInput<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    let personal = personal(draft);
    let mut lead = true;
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy) {
        for number in paragraph.sentences.clone().take_while(|_| !draft.cancel.is_cancelled()) {
            let mut sentence = draft.language.sentences[number as usize].clone();
            sentence.start = sentence.start.max(paragraph.start);
            let cover = draft.coverage.of_sentence(number as usize);
            if cover != SentenceCover::Here && !exempt(draft, &sentence) {
                statements.push(Statement::read(draft, number as usize, sentence, cover, lead, personal));
            }
        }
        lead &= paragraph.sentences.is_empty();
    }
    statements
}

/// Whether the draft is a first-person piece, with “I” or “we” throughout. Its claims are the writer's own.
fn personal(draft: &Tokens<'_>) -> bool {
    let copy = || draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let words: u32 = copy().map(|p| p.tokens.end - p.tokens.start).sum();
    let own = |at: &u32| draft.is(*at, Class::FIRST_PERSON) && !draft.token(*at).quoted();
    let needed = MIN_FIRST_PERSON.max(words / TOKENS_PER_FIRST_PERSON) as usize;
    copy().flat_map(|p| p.tokens.clone()).filter(own).take(needed).count() == needed
}

impl Statement {
    fn read(
        draft: &StatementInput<'_>,
        number: usize,
        sentence: Range<u32>,
        cover: SentenceCover,
        lead: bool,
        personal: bool,
    ) -> Self {
        let open: SmallVec<[_; 2]> =
            claimed(draft, &sentence).into_iter().map(|piece| (Asserted::by(draft, &piece).total(), piece)).collect();
        let asserted = open.iter().map(|(asserted, _)| asserted).sum::<i32>();
        let mut weight = 0;
        let mut claims = Box::default();
        if asserted >= ASSERTED {
            let open: SmallVec<[_; 2]> =
                open.into_iter().map(|(asserted, piece)| (asserted + tells(draft, &piece), piece)).collect();
            weight = open.iter().map(|(weight, _)| weight).sum::<i32>() - answers(draft, &sentence, number, cover);
            let strongest = open.iter().filter(|_| weight >= ENOUGH).max_by_key(|(weight, _)| weight);
            let clauses = strongest.map(|(_, piece)| clauses(draft, piece)).unwrap_or_default();
            claims = clauses.into_iter().map(|clause| (clause.clone(), Asserted::by(draft, &clause))).collect();
        }
        let linked = draft.links.any_in(&draft.language.prose(sentence.clone()));
        Self { sentence, cover, lead, linked, strong: weight >= STRONG && !personal, claims }
    }
}

/// Pieces of a sentence. Few sentences have more than two.
type SentencePieces = SmallVec<[Range<u32>; 2]>;

/// The parts of a sentence outside settled facts.
fn unsettled(draft: &StatementInput<'_>, sentence: &Range<u32>) -> SentencePieces {
    let parts = settled::parts(&draft.settled, draft, sentence);
    let starts = [sentence.start].into_iter().chain(parts.iter().map(|part| part.end));
    let ends = parts.iter().map(|part| part.start).chain([sentence.end]);
    let rest = starts.zip(ends).map(|(start, end)| start..end).filter(|piece| !piece.is_empty());
    // Drops a conjunction that joined the rest to the settled part.
    let apart = |piece: Range<u32>| {
        let piece = if parts.is_empty() { piece } else { trimmed(draft, piece) };
        let joined = piece.len() > 1 && !parts.is_empty() && draft.is(piece.start, Class::COORDINATOR);
        piece.start + u32::from(joined)..piece.end
    };
    rest.map(apart).collect()
}

/// The parts of a sentence that make a claim: without settled facts, and without clauses that only say that something is
/// unknown.
fn claimed(draft: &StatementInput<'_>, sentence: &Range<u32>) -> SentencePieces {
    let mut open = unsettled(draft, sentence);
    let untold = |tokens: &Range<u32>| tokens.clone().any(|at| untold(draft, tokens, at));
    if untold(sentence) {
        open = open.iter().flat_map(|piece| parts(draft, piece)).filter(|part| !untold(part)).collect();
    }
    open
}

/// Whether a sentence needs no source because of its form: short, quoted, a question, an instruction, in the first or second
/// person, or without a verb.
fn exempt(draft: &Tokens<'_>, sentence: &Range<u32>) -> bool {
    let words = sentence.clone().filter(|&at| draft.token(at).wordlike()).count();
    let quoted = sentence.clone().filter(|&at| draft.token(at).quoted()).count();
    let in_person = sentence.clone().any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON));
    // Only capitals: a headline inside a paragraph.
    let shouts = !sentence.clone().any(|at| draft.text(at).contains(char::is_lowercase));
    words < 6
        || shouts
        || !predicates(draft, sentence)
        || quoted * 2 > sentence.len()
        || in_person
        || question(draft, sentence)
        || tells_to(draft, sentence)
}

/// Whether a sentence is an instruction: “Pick a subject and see”.
fn tells_to(draft: &Tokens<'_>, sentence: &Range<u32>) -> bool {
    let mut words = sentence.clone().filter(|&at| draft.token(at).wordlike());
    let Some((verb, object)) = words.next().zip(words.next()) else { return false };
    draft.lexicon.form(draft.token(verb).word()) == Some(Form::Base)
        && draft.is(object, Class::DETERMINER | Class::POSSESSIVE)
}

/// Whether the word at `at` says that something is unknown: “It was not immediately clear who fired”.
fn untold(draft: &Tokens<'_>, sentence: &Range<u32>, at: u32) -> bool {
    let negated = || (at.saturating_sub(4).max(sentence.start)..at).any(|before| draft.is(before, Class::NEGATION));
    // "is unknown" says that something is unknown; "unknown attackers" does not.
    let predicate = || {
        let after = Class::WH | Class::SUBORDINATOR | Class::PREPOSITION | Class::ADVERB;
        at + 1 >= sentence.end || !draft.token(at + 1).wordlike() || draft.is(at + 1, after)
    };
    draft.is(at, Class::OPEN_QUESTION) && predicate() || draft.is(at, Class::EVIDENT) && negated()
}

/// Whether these tokens contain a verb.
fn predicates(draft: &Tokens<'_>, tokens: &Range<u32>) -> bool {
    tokens.clone().any(|at| {
        let word = draft.token(at).word();
        draft.lexicon.form(word).is_some()
            || draft.lexicon.classes(word).intersects(Class::BE | Class::HAVE | Class::MODAL)
            || draft.text(at).ends_with("ed")
    })
}

fn question(draft: &Tokens<'_>, sentence: &Range<u32>) -> bool {
    draft.text(sentence.end - 1) == "?"
}

/// The number of words of each class outside quotation marks, at most two per class.
fn tally<const N: usize>(draft: &Tokens<'_>, tokens: &Range<u32>, classes: [Class; N]) -> [i32; N] {
    let any = classes.iter().copied().collect::<Class>();
    let mut counts = [0; N];
    for at in tokens.clone() {
        let here = draft.lexicon.classes(draft.token(at).word());
        // Most words have none of these classes.
        if here.intersects(any) && !draft.token(at).quoted() {
            for (count, class) in counts.iter_mut().zip(classes) {
                *count = (*count + i32::from(here.intersects(class))).min(2);
            }
        }
    }
    counts
}

/// How much the content of a claim needs a source, by kind of claim. The weights were fitted to the annotations of two
/// editors, and rounded.
pub(crate) struct Asserted {
    accusation: i32,
    casualty: i32,
    /// Whether the casualties are counted.
    toll: bool,
    statistic: i32,
    superlative: i32,
    prediction: i32,
    /// Causes, acts, comparisons and judgements, which have no rule of their own.
    rest: i32,
}

impl Asserted {
    fn by(draft: &Tokens<'_>, tokens: &Range<u32>) -> Self {
        let [accusation, harm, approximate, people, worded, superlative, forecast] = tally(
            draft,
            tokens,
            [
                Class::ACCUSATION,
                Class::HARM,
                Class::APPROXIMATE,
                Class::PEOPLE,
                Class::FIGURE,
                Class::SUPERLATIVE,
                Class::FORECAST,
            ],
        );
        let [comparative, cause, judged, general, adverb, acted] = tally(
            draft,
            tokens,
            [Class::COMPARATIVE, Class::CAUSE, Class::JUDGEMENT, Class::GENERAL, Class::ADVERB, Class::CONDUCT],
        );
        let figures = figures(draft, tokens);
        let counted = figures.min(1);
        let once = |count: i32| count.min(1);
        Self {
            accusation: 6 * once(accusation),
            casualty: 2 * harm + 2 * once(harm) * counted,
            toll: harm > 0 && tokens.clone().any(|at| toll(draft, tokens, at)),
            statistic: 2 * figures + counted * (once(approximate) + 2 * once(people)) + 2 * once(worded),
            superlative: 3 * once(superlative),
            prediction: once(forecast),
            rest: once(comparative)
                + once(cause)
                + (3 * once(judged) + judged + 2 * once(general) + 2 * once(adverb))
                + (3 * once(acted) + acted),
        }
    }

    fn total(&self) -> i32 {
        self.accusation + self.casualty + self.statistic + self.superlative + self.prediction + self.rest
    }

    /// Whether a rule about this cue may report the claim. A forecast or superlative does not count if judgements and acts
    /// outweigh it.
    pub(crate) fn leads(&self, cue: ClaimCue) -> bool {
        match cue {
            ClaimCue::Accusation => self.accusation > 0,
            ClaimCue::Casualty => self.toll,
            ClaimCue::Statistic => self.statistic > 0,
            ClaimCue::Motive => false,
            ClaimCue::Prediction => self.prediction > 0 && self.rest <= IN_PASSING,
            ClaimCue::Superlative => self.superlative > 0 && self.rest <= IN_PASSING,
            ClaimCue::Causal | ClaimCue::Conduct | ClaimCue::Judgement => true,
        }
    }
}

/// Whether the word at `at` names harm near a number: "12 people were killed", "killed at least a dozen".
pub(crate) fn toll(draft: &Tokens<'_>, range: &Range<u32>, at: u32) -> bool {
    const NEAR: u32 = 6;
    let near = at.saturating_sub(NEAR).max(range.start)..range.end.min(at + NEAR);
    let year = |at: u32| {
        let four = draft.text(at).len() == 4 && !draft.text(at).contains(',');
        four || at > 0 && draft.is(at - 1, Class::MONTH)
    };
    let number = |at: u32| match draft.kind(at) {
        TokenKind::Number => !year(at),
        _ => draft.is(at, Class::NUMBER_WORD) && !draft.is(at, Class::INDEFINITE),
    };
    draft.is(at, Class::HARM) && !draft.token(at).quoted() && near.into_iter().any(number)
}

/// The weight of wording that sounds like background information from a source: “has targeted”, “had fled”, “which were”.
fn tells(draft: &Tokens<'_>, tokens: &Range<u32>) -> i32 {
    let classes = [Class::HAVE, Class::RELATIVE, Class::NATIONALITY, Class::BE, Class::NEGATION];
    let [have, relative, nationality, be, negation] = tally(draft, tokens, classes).map(|count| count.min(1));
    let form = |at: u32| draft.lexicon.form(draft.token(at).word());
    let past = |at: u32| matches!(form(at), Some(Form::Past | Form::Participle)) || draft.text(at).ends_with("ed");
    let before_last = |at: u32| {
        draft.is(at, Class::HAVE) && form(at) == Some(Form::Past) && (at + 1..tokens.end.min(at + 4)).any(past)
    };
    let perfect = have > 0 && tokens.clone().any(before_last);
    2 * have + 2 * i32::from(perfect) + 2 * relative + 2 * nationality + be + negation
}

/// The weight of signs that a sentence needs no source of its own: a procedure, a date, an act in public view, or a source
/// nearby.
fn answers(draft: &StatementInput<'_>, sentence: &Range<u32>, number: usize, cover: SentenceCover) -> i32 {
    let classes = [Class::PROCEDURE, Class::MODAL, Class::PERSON_NOUN, Class::STATEMENT_NOUN, Class::DAY];
    let [procedure, modal, person, statement, day] = tally(draft, sentence, classes);
    let near = match cover {
        SentenceCover::None | SentenceCover::Here => 0,
        SentenceCover::Lead => 1,
        SentenceCover::Carried => 2,
        SentenceCover::TakenUp => 3,
    };
    near + 2 * procedure
        + 2 * modal.min(1)
        + 2 * person.min(1)
        + statement.min(1)
        + day.min(1)
        + 2 * i32::from(!draft.attributions.in_sentence(number).is_empty())
        + i32::from(sentence.clone().any(|at| draft.token(at).quoted()))
        + 2 * i32::from(draft.is(sentence.start, Class::PERSONAL | Class::DEMONSTRATIVE))
}

/// The number of figures that somebody must have counted, at most two.
fn figures(draft: &Tokens<'_>, range: &Range<u32>) -> i32 {
    range.clone().filter(|&at| figure(draft, range, at)).take(2).map(|_| 1).sum()
}

/// Whether the token at `at` is a number that somebody must have counted, not a date, age, time or year.
pub(crate) fn figure(draft: &Tokens<'_>, range: &Range<u32>, at: u32) -> bool {
    let token = draft.token(at);
    if token.kind() != TokenKind::Number || token.quoted() {
        return false;
    }
    let text = draft.text(at);
    let scale = at + 1 < range.end && draft.is(at + 1, Class::SCALE | Class::PEOPLE);
    text.contains('%') || text.starts_with(['$', '£', '€']) || text.contains(',') && !text.ends_with(',') || scale
}

/// The clauses that make the claim: all clauses heavy enough to be a claim alone; else the heaviest, if it has at least half
/// of the sentence's weight; else the whole sentence.
fn clauses(draft: &Tokens<'_>, sentence: &Range<u32>) -> Vec<Range<u32>> {
    let parts = parts(draft, sentence);
    if parts.len() < 2 {
        return vec![trimmed(draft, sentence.clone())];
    }
    let weigh = |tokens: &Range<u32>| Asserted::by(draft, tokens).total() + tells(draft, tokens);
    let weighed: Vec<_> = parts.into_iter().map(|part| (weigh(&part), part)).collect();
    let strong: Vec<_> = weighed.iter().filter(|(weight, _)| *weight >= CLAUSE).map(|(_, part)| part.clone()).collect();
    if !strong.is_empty() {
        return strong;
    }
    let whole = weigh(sentence);
    let heaviest =
        weighed.into_iter().rev().max_by_key(|(weight, _)| *weight).filter(|(weight, _)| 2 * weight >= whole);
    vec![heaviest.map_or_else(|| trimmed(draft, sentence.clone()), |(_, part)| part)]
}

/// The clauses of a sentence that have a verb, cut at semicolons, dashes, and commas before a conjunction or relative word.
fn parts(draft: &Tokens<'_>, sentence: &Range<u32>) -> Vec<Range<u32>> {
    let joins = |at: u32| {
        let joint = Class::COORDINATOR | Class::SUBORDINATOR | Class::RELATIVE | Class::WH;
        match draft.kind(at) {
            TokenKind::Semicolon | TokenKind::Dash => true,
            TokenKind::Comma => draft.is(at + 1, joint),
            _ => false,
        }
    };
    let inner = sentence.start + 1..sentence.end.saturating_sub(1);
    let mut cuts: Vec<u32> = inner.filter(|&at| !draft.token(at).quoted() && joins(at)).collect();
    cuts.push(sentence.end);
    let mut start = sentence.start;
    let mut parts = Vec::new();
    for cut in cuts {
        let mut part = trimmed(draft, start..cut);
        if part.len() > 1 && draft.is(part.start, Class::COORDINATOR) {
            part.start += 1;
        }
        if part.len() >= 4 && predicates(draft, &part) {
            parts.push(part);
        }
        start = cut;
    }
    parts
}

/// The range without punctuation at its ends; a range of only punctuation is returned unchanged.
fn trimmed(draft: &Tokens<'_>, range: Range<u32>) -> Range<u32> {
    use TokenKind::{Break, Close, Colon, Comma, Dash, Exclaim, Open, Semicolon, Stop};
    let mark = |at: &u32| {
        let kind = draft.kind(*at);
        matches!(kind, Break | Close | Colon | Comma | Dash | Exclaim | Open | Semicolon | Stop)
    };
    let start = range.clone().find(|at| !mark(at)).unwrap_or(range.start);
    let end = range.clone().rev().find(|at| !mark(at)).map_or(range.end, |at| at + 1);
    start..end
}
