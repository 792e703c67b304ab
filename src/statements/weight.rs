//! Computes how much each statement of a draft needs a source, once for all rules about claims.

use super::{SentenceCover, StatementInput, settled};
use crate::language::{Class, Form, Role, TokenKind, Tokens};
use crate::text::{SentenceIdx, TokenIdx, TokenRange};
use serde::Deserialize;
use smallvec::SmallVec;

/// Minimum weight of a sentence that rules report. On annotated articles, two of three such findings are right.
const MIN_REPORTED_WEIGHT: i32 = 6;
/// Minimum weight that must come from the content of the claim, not from its wording.
const MIN_CONTENT_WEIGHT: i32 = 4;
/// Minimum weight for a rule's own severity. With a lower one, one draft in two would have a screen full of findings.
const MIN_STRONG_WEIGHT: i32 = 14;
/// Maximum weight of judgements, acts, causes and comparisons at which a forecast or superlative is still the main claim.
const MAX_OTHER_WEIGHT: i32 = 4;
/// Minimum weight at which one of several clauses is a separate claim.
const MIN_CLAUSE_WEIGHT: i32 = 6;

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
    pub(crate) sentence: TokenRange,
    pub(crate) cover: SentenceCover,
    /// Whether it is in the first paragraph of the draft.
    pub(crate) lead: bool,
    /// Whether it contains a link.
    pub(crate) linked: bool,
    /// Whether the weight is high enough for the rule's own severity.
    pub(crate) strong: bool,
    /// The claims, as ranges of tokens with their weights; empty if the weight of the statement is too low.
    pub(crate) claims: Box<[(TokenRange, ClaimWeights)]>,
}

/// The statements of a draft, in order.
pub(crate) fn statements(draft: &StatementInput<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    let first_person = is_first_person_piece(draft);
    let mut lead = true;
    for paragraph in draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy) {
        for number in paragraph.sentences.iter().take_while(|_| !draft.cancel.is_cancelled()) {
            let mut sentence = draft.language.sentences[number.index()];
            sentence.start = sentence.start.max(paragraph.start);
            let cover = draft.coverage.of_sentence(number);
            if cover != SentenceCover::Here && !needs_no_source(draft, sentence) {
                statements.push(Statement::weigh(draft, number, sentence, cover, lead, first_person));
            }
        }
        lead &= paragraph.sentences.is_empty();
    }
    statements
}

/// Whether the draft is a first-person piece, with “I” or “we” throughout. Its claims are the writer's own.
fn is_first_person_piece(draft: &Tokens<'_>) -> bool {
    let copy = || draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let words: u32 = copy().map(|p| p.tokens.end - p.tokens.start).sum();
    let is_first_person = |at: &TokenIdx| draft.is(*at, Class::FIRST_PERSON) && !draft.token(*at).quoted();
    let needed = MIN_FIRST_PERSON.max(words / TOKENS_PER_FIRST_PERSON) as usize;
    copy().flat_map(|p| p.tokens).filter(is_first_person).take(needed).count() == needed
}

impl Statement {
    fn weigh(
        draft: &StatementInput<'_>,
        number: SentenceIdx,
        sentence: TokenRange,
        cover: SentenceCover,
        lead: bool,
        first_person: bool,
    ) -> Self {
        let parts: SmallVec<[_; 2]> = claiming_parts(draft, sentence)
            .into_iter()
            .map(|piece| (ClaimWeights::new(draft, piece).total(), piece))
            .collect();
        let content_weight = parts.iter().map(|(content_weight, _)| content_weight).sum::<i32>();
        let mut weight = 0;
        let mut claims = Box::default();
        if content_weight >= MIN_CONTENT_WEIGHT {
            let parts: SmallVec<[_; 2]> = parts
                .into_iter()
                .map(|(content_weight, piece)| (content_weight + wording_weight(draft, piece), piece))
                .collect();
            weight =
                parts.iter().map(|(weight, _)| weight).sum::<i32>() - counterweight(draft, sentence, number, cover);
            let strongest = parts.iter().filter(|_| weight >= MIN_REPORTED_WEIGHT).max_by_key(|(weight, _)| weight);
            let clauses = strongest.map(|(_, piece)| claiming_clauses(draft, *piece)).unwrap_or_default();
            claims = clauses.into_iter().map(|clause| (clause, ClaimWeights::new(draft, clause))).collect();
        }
        let linked = draft.links.any_in(draft.language.prose(sentence));
        Self { sentence, cover, lead, linked, strong: weight >= MIN_STRONG_WEIGHT && !first_person, claims }
    }
}

/// Pieces of a sentence. Few sentences have more than two.
type SentencePieces = SmallVec<[TokenRange; 2]>;

/// The parts of a sentence outside settled facts.
fn unsettled_parts(draft: &StatementInput<'_>, sentence: TokenRange) -> SentencePieces {
    let parts = settled::settled_parts(&draft.settled, draft, sentence);
    let starts = [sentence.start].into_iter().chain(parts.iter().map(|part| part.end));
    let ends = parts.iter().map(|part| part.start).chain([sentence.end]);
    let rest = starts.zip(ends).map(|(start, end)| start.until(end)).filter(|piece| !piece.is_empty());
    // Drops a conjunction that joined the rest to the settled part.
    let without_conjunction = |piece: TokenRange| {
        let piece = if parts.is_empty() { piece } else { trim_punctuation(draft, piece) };
        let joined = piece.len() > 1 && !parts.is_empty() && draft.is(piece.start, Class::COORDINATOR);
        (piece.start + u32::from(joined)).until(piece.end)
    };
    rest.map(without_conjunction).collect()
}

/// The parts of a sentence that make a claim: without settled facts, and without clauses that only say that something is
/// unknown.
fn claiming_parts(draft: &StatementInput<'_>, sentence: TokenRange) -> SentencePieces {
    let mut parts = unsettled_parts(draft, sentence);
    let has_unknown = |tokens: TokenRange| tokens.iter().any(|at| is_said_unknown(draft, tokens, at));
    if has_unknown(sentence) {
        parts = parts
            .iter()
            .flat_map(|piece| clauses_with_verb(draft, *piece))
            .filter(|part| !has_unknown(*part))
            .collect();
    }
    parts
}

/// Whether a sentence needs no source because of its form: short, quoted, a question, an instruction, in the first or second
/// person, or without a verb.
fn needs_no_source(draft: &Tokens<'_>, sentence: TokenRange) -> bool {
    let words = sentence.iter().filter(|&at| draft.token(at).wordlike()).count();
    let quoted = sentence.iter().filter(|&at| draft.token(at).quoted()).count();
    let in_person = sentence.iter().any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON));
    // Only capitals: a headline inside a paragraph.
    let is_all_capitals = !sentence.iter().any(|at| draft.text(at).contains(char::is_lowercase));
    words < 6
        || is_all_capitals
        || !has_verb(draft, sentence)
        || quoted * 2 > sentence.len()
        || in_person
        || is_question(draft, sentence)
        || is_instruction(draft, sentence)
}

/// Whether a sentence is an instruction: “Pick a subject and see”.
fn is_instruction(draft: &Tokens<'_>, sentence: TokenRange) -> bool {
    let mut words = sentence.iter().filter(|&at| draft.token(at).wordlike());
    let Some((verb, object)) = words.next().zip(words.next()) else { return false };
    draft.lexicon.form(draft.token(verb).word()) == Some(Form::Base)
        && draft.is(object, Class::DETERMINER | Class::POSSESSIVE)
}

/// Whether the word at `at` says that something is unknown: “It was not immediately clear who fired”.
fn is_said_unknown(draft: &Tokens<'_>, sentence: TokenRange, at: TokenIdx) -> bool {
    let negated =
        || at.saturating_sub(4).max(sentence.start).until(at).iter().any(|before| draft.is(before, Class::NEGATION));
    // "is unknown" says that something is unknown; "unknown attackers" does not.
    let ends_predicate = || {
        let after = Class::WH | Class::SUBORDINATOR | Class::PREPOSITION | Class::ADVERB;
        at + 1 >= sentence.end || !draft.token(at + 1).wordlike() || draft.is(at + 1, after)
    };
    draft.is(at, Class::OPEN_QUESTION) && ends_predicate() || draft.is(at, Class::EVIDENT) && negated()
}

/// Whether these tokens contain a verb.
fn has_verb(draft: &Tokens<'_>, tokens: TokenRange) -> bool {
    tokens.iter().any(|at| {
        let word = draft.token(at).word();
        draft.lexicon.form(word).is_some()
            || draft.lexicon.classes(word).intersects(Class::BE | Class::HAVE | Class::MODAL)
            || draft.text(at).ends_with("ed")
    })
}

fn is_question(draft: &Tokens<'_>, sentence: TokenRange) -> bool {
    draft.text(sentence.end - 1) == "?"
}

/// The number of words of each class outside quotation marks, at most two per class.
fn count_classes<const N: usize>(draft: &Tokens<'_>, tokens: TokenRange, classes: [Class; N]) -> [i32; N] {
    let any = classes.iter().copied().collect::<Class>();
    let mut counts = [0; N];
    for at in tokens {
        let word_classes = draft.lexicon.classes(draft.token(at).word());
        // Most words have none of these classes.
        if word_classes.intersects(any) && !draft.token(at).quoted() {
            for (count, class) in counts.iter_mut().zip(classes) {
                *count = (*count + i32::from(word_classes.intersects(class))).min(2);
            }
        }
    }
    counts
}

/// How much the content of a claim needs a source, by kind of claim. The weights were fitted to the annotations of two
/// editors, and rounded.
pub(crate) struct ClaimWeights {
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

impl ClaimWeights {
    fn new(draft: &Tokens<'_>, tokens: TokenRange) -> Self {
        let [accusation, harm, approximate, people, figure_words, superlative, forecast] = count_classes(
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
        let [comparative, cause, judged, general, adverb, acted] = count_classes(
            draft,
            tokens,
            [Class::COMPARATIVE, Class::CAUSE, Class::JUDGEMENT, Class::GENERAL, Class::ADVERB, Class::CONDUCT],
        );
        let figures = count_figures(draft, tokens);
        let counted = figures.min(1);
        let at_most_one = |count: i32| count.min(1);
        Self {
            accusation: 6 * at_most_one(accusation),
            casualty: 2 * harm + 2 * at_most_one(harm) * counted,
            toll: harm > 0 && tokens.iter().any(|at| toll(draft, tokens, at)),
            statistic: 2 * figures
                + counted * (at_most_one(approximate) + 2 * at_most_one(people))
                + 2 * at_most_one(figure_words),
            superlative: 3 * at_most_one(superlative),
            prediction: at_most_one(forecast),
            rest: at_most_one(comparative)
                + at_most_one(cause)
                + (3 * at_most_one(judged) + judged + 2 * at_most_one(general) + 2 * at_most_one(adverb))
                + (3 * at_most_one(acted) + acted),
        }
    }

    fn total(&self) -> i32 {
        self.accusation + self.casualty + self.statistic + self.superlative + self.prediction + self.rest
    }

    /// Whether a rule about this cue may report the claim. A forecast or superlative does not count if judgements and acts
    /// outweigh it.
    pub(crate) fn may_be_reported_as(&self, cue: ClaimCue) -> bool {
        match cue {
            ClaimCue::Accusation => self.accusation > 0,
            ClaimCue::Casualty => self.toll,
            ClaimCue::Statistic => self.statistic > 0,
            ClaimCue::Motive => false,
            ClaimCue::Prediction => self.prediction > 0 && self.rest <= MAX_OTHER_WEIGHT,
            ClaimCue::Superlative => self.superlative > 0 && self.rest <= MAX_OTHER_WEIGHT,
            ClaimCue::Causal | ClaimCue::Conduct | ClaimCue::Judgement => true,
        }
    }
}

/// Whether the word at `at` names harm near a number: "12 people were killed", "killed at least a dozen".
pub(crate) fn toll(draft: &Tokens<'_>, range: TokenRange, at: TokenIdx) -> bool {
    const NEAR: u32 = 6;
    let nearby = at.saturating_sub(NEAR).max(range.start).until(range.end.min(at + NEAR));
    let is_year = |at: TokenIdx| {
        let four = draft.text(at).len() == 4 && !draft.text(at).contains(',');
        four || at > TokenIdx::ZERO && draft.is(at - 1, Class::MONTH)
    };
    let is_counted = |at: TokenIdx| match draft.kind(at) {
        TokenKind::Number => !is_year(at),
        _ => draft.is(at, Class::NUMBER_WORD) && !draft.is(at, Class::INDEFINITE),
    };
    draft.is(at, Class::HARM) && !draft.token(at).quoted() && nearby.into_iter().any(is_counted)
}

/// The weight of wording that sounds like background information from a source: “has targeted”, “had fled”, “which were”.
fn wording_weight(draft: &Tokens<'_>, tokens: TokenRange) -> i32 {
    let classes = [Class::HAVE, Class::RELATIVE, Class::NATIONALITY, Class::BE, Class::NEGATION];
    let [have, relative, nationality, be, negation] = count_classes(draft, tokens, classes).map(|count| count.min(1));
    let form = |at: TokenIdx| draft.lexicon.form(draft.token(at).word());
    let is_past =
        |at: TokenIdx| matches!(form(at), Some(Form::Past | Form::Participle)) || draft.text(at).ends_with("ed");
    let is_past_perfect = |at: TokenIdx| {
        draft.is(at, Class::HAVE)
            && form(at) == Some(Form::Past)
            && (at + 1).until(tokens.end.min(at + 4)).iter().any(is_past)
    };
    let has_past_perfect = have > 0 && tokens.iter().any(is_past_perfect);
    2 * have + 2 * i32::from(has_past_perfect) + 2 * relative + 2 * nationality + be + negation
}

/// The weight of signs that a sentence needs no source of its own: a procedure, a date, an act in public view, or a source
/// nearby.
fn counterweight(draft: &StatementInput<'_>, sentence: TokenRange, number: SentenceIdx, cover: SentenceCover) -> i32 {
    let classes = [Class::PROCEDURE, Class::MODAL, Class::PERSON_NOUN, Class::STATEMENT_NOUN, Class::DAY];
    let [procedure, modal, person, statement, day] = count_classes(draft, sentence, classes);
    let cover_weight = match cover {
        SentenceCover::None | SentenceCover::Here => 0,
        SentenceCover::Lead => 1,
        SentenceCover::Carried => 2,
        SentenceCover::TakenUp => 3,
    };
    cover_weight
        + 2 * procedure
        + 2 * modal.min(1)
        + 2 * person.min(1)
        + statement.min(1)
        + day.min(1)
        + 2 * i32::from(!draft.attributions.in_sentence(number).is_empty())
        + i32::from(sentence.iter().any(|at| draft.token(at).quoted()))
        + 2 * i32::from(draft.is(sentence.start, Class::PERSONAL | Class::DEMONSTRATIVE))
}

/// The number of figures that somebody must have counted, at most two.
fn count_figures(draft: &Tokens<'_>, range: TokenRange) -> i32 {
    range.iter().filter(|&at| figure(draft, range, at)).take(2).map(|_| 1).sum()
}

/// Whether the token at `at` is a number that somebody must have counted, not a date, age, time or year.
pub(crate) fn figure(draft: &Tokens<'_>, range: TokenRange, at: TokenIdx) -> bool {
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
fn claiming_clauses(draft: &Tokens<'_>, sentence: TokenRange) -> Vec<TokenRange> {
    let parts = clauses_with_verb(draft, sentence);
    if parts.len() < 2 {
        return vec![trim_punctuation(draft, sentence)];
    }
    let total_weight = |tokens: TokenRange| ClaimWeights::new(draft, tokens).total() + wording_weight(draft, tokens);
    let weighed: Vec<_> = parts.into_iter().map(|part| (total_weight(part), part)).collect();
    let strong: Vec<_> =
        weighed.iter().filter(|(weight, _)| *weight >= MIN_CLAUSE_WEIGHT).map(|(_, part)| *part).collect();
    if !strong.is_empty() {
        return strong;
    }
    let sentence_weight = total_weight(sentence);
    let heaviest =
        weighed.into_iter().rev().max_by_key(|(weight, _)| *weight).filter(|(weight, _)| 2 * weight >= sentence_weight);
    vec![heaviest.map_or_else(|| trim_punctuation(draft, sentence), |(_, part)| part)]
}

/// The clauses of a sentence that have a verb, cut at semicolons, dashes, and commas before a conjunction or relative word.
fn clauses_with_verb(draft: &Tokens<'_>, sentence: TokenRange) -> Vec<TokenRange> {
    let is_cut = |at: TokenIdx| {
        let joint = Class::COORDINATOR | Class::SUBORDINATOR | Class::RELATIVE | Class::WH;
        match draft.kind(at) {
            TokenKind::Semicolon | TokenKind::Dash => true,
            TokenKind::Comma => draft.is(at + 1, joint),
            _ => false,
        }
    };
    let inner = (sentence.start + 1).until(sentence.end.saturating_sub(1));
    let mut cuts: Vec<TokenIdx> = inner.iter().filter(|&at| !draft.token(at).quoted() && is_cut(at)).collect();
    cuts.push(sentence.end);
    let mut start = sentence.start;
    let mut parts = Vec::new();
    for cut in cuts {
        let mut part = trim_punctuation(draft, start.until(cut));
        if part.len() > 1 && draft.is(part.start, Class::COORDINATOR) {
            part.start += 1;
        }
        if part.len() >= 4 && has_verb(draft, part) {
            parts.push(part);
        }
        start = cut;
    }
    parts
}

/// The range without punctuation at its ends; a range of only punctuation is returned unchanged.
fn trim_punctuation(draft: &Tokens<'_>, range: TokenRange) -> TokenRange {
    use TokenKind::{Break, Close, Colon, Comma, Dash, Open, QuestionOrExclamation, Semicolon, Stop};
    let is_mark = |at: &TokenIdx| {
        let kind = draft.kind(*at);
        matches!(kind, Break | Close | Colon | Comma | Dash | QuestionOrExclamation | Open | Semicolon | Stop)
    };
    let start = range.iter().find(|at| !is_mark(at)).unwrap_or(range.start);
    let end = range.iter().rev().find(|at| !is_mark(at)).map_or(range.end, |at| at + 1);
    start.until(end)
}
