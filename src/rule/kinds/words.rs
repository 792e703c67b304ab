//! Rules about single words.

use super::{Details, Draft, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Severity};
use crate::language::{Class, Form, Role, TokenKind};
use crate::rule::kind::{DoubledWord, Spelling, Variant};
use crate::spelling::{Misspelling, Tier, WordUse, Words};
use std::ops::Range;

/// Words that no list knows and that a likelier word lies near.
pub(super) fn spelling(sink: &mut Sink<'_, '_>, keys: &Spelling) {
    let draft = sink.draft;
    let places = draft.spelled();
    for slip in draft.slips().iter().filter(|slip| two_words(slip) == keys.run_together) {
        let tokens = places.tokens(slip.index);
        let variant = match slip.tier {
            Tier::High => None,
            Tier::Medium => keys.medium.as_ref(),
            Tier::Low => keys.low.as_ref(),
        };
        report(sink, keys, tokens, variant, slip.certain, slip.suggestions.clone());
    }
    if draft.house.dictionary.has_slips() && !keys.run_together {
        for tokens in (0..places.tokens.len()).map(|index| places.tokens(index)) {
            let text = draft.words(tokens.clone());
            let stem = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
            if let Some(right) = draft.house.dictionary.meant(stem) {
                let right = format!("{right}{}", &text[stem.len()..]);
                report(sink, keys, tokens, keys.house.as_ref(), true, vec![right]);
            }
        }
    }
}

/// The words that no list knows and that a likelier word lies near.
pub(super) fn slips(draft: &Draft<'_>) -> Vec<Misspelling> {
    let known = |word: &str| draft.knows(word) || draft.house.dictionary.meant(word).is_some();
    draft.speller.check(&written(draft), &known)
}

/// The fewest letters of two words run together; "hisself" and "wethe" are rather slips for one word.
const TWO_WORDS: usize = 8;

/// "wherethe": what is missing is a blank.
fn two_words(slip: &Misspelling) -> bool {
    slip.suggestions.first().is_some_and(|words| words.len() > TWO_WORDS && words.contains(' '))
}

/// What somebody said is theirs: inside a quotation the recording decides, not the list.
fn report(
    sink: &mut Sink<'_, '_>,
    keys: &Spelling,
    tokens: Range<u32>,
    variant: Option<&Variant>,
    sure: bool,
    suggestions: Vec<String>,
) {
    let draft = sink.draft;
    let span = draft.span(tokens.clone());
    let quoted = draft.token(tokens.start).quoted();
    let severity = variant.map_or(sink.rule.severity, |variant| variant.severity);
    let in_quotation = in_quotation(sink, keys.quoted.as_ref(), tokens.start, severity);
    let fill = vec![("fix", suggestions.first().cloned().unwrap_or_default())];
    let fixes = suggestions.into_iter().enumerate().map(|(rank, text)| Fix {
        applicability: if sure && !quoted && rank == 0 { Applicability::Safe } else { Applicability::Suggestion },
        edits: vec![Edit { span, text }],
    });
    let fixes = fixes.collect();
    sink.push(tokens, Details { variant: in_quotation.as_ref().or(variant), fill, fixes, related: None });
}

/// The words of a draft that no list knows, in their order.
pub(crate) fn unknown<'d>(draft: &Draft<'d>) -> Vec<&'d str> {
    draft.speller.unknown(&written(draft), &|word| draft.knows(word))
}

/// The words as the speller wants them.
pub(super) fn written<'a, 'd>(draft: &'a Draft<'d>) -> Written<'a, 'd> {
    Written { draft, places: draft.spelled() }
}

/// The words of a draft and where they stand.
pub(super) struct Written<'a, 'd> {
    draft: &'a Draft<'d>,
    places: &'d Spelled,
}

impl<'d> Words<'d> for Written<'_, 'd> {
    fn count(&self) -> usize {
        self.places.tokens.len()
    }

    fn word(&self, index: usize) -> WordUse<'d> {
        let (tokens, marks) = (self.places.tokens(index), self.places.marks[index]);
        let alone = tokens.len() == 1;
        let first = self.draft.token(tokens.start);
        WordUse {
            text: if alone { first.text(&self.draft.document.prose) } else { self.draft.words(tokens) },
            sentence_start: marks & FIRST != 0,
            neighbours_capital: marks & CAPITAL_BESIDE != 0,
            known: self.known(index),
        }
    }

    fn known(&self, index: usize) -> bool {
        self.places.marks[index] & KNOWN != 0
    }

    fn capital(&self, index: usize) -> bool {
        self.places.marks[index] & CAPITAL != 0
    }

    fn unwanted(&self) -> bool {
        self.draft.cancel.is_cancelled()
    }
}

/// The words of a draft that are spelled out, each with its clitics, in their order. A long draft has many: they take three bytes each.
#[derive(Default)]
pub(super) struct Spelled {
    /// The lower sixteen bits of the token with which each begins.
    tokens: Vec<u16>,
    /// At `n`, the first word that begins at token 65,536 · (n + 1) or behind it. Few drafts are so long.
    far: Vec<u32>,
    /// What is to be said of each: [`FIRST`], [`CAPITAL_BESIDE`], [`KNOWN`], [`CAPITAL`], and as many times [`CLITIC`] as it has
    /// clitics.
    marks: Vec<u8>,
}

/// It opens a sentence, a heading or a quotation.
const FIRST: u8 = 1;
/// A word beside it has a capital that is not a sentence's first.
const CAPITAL_BESIDE: u8 = 2;
/// A list has it, and it has no clitic.
const KNOWN: u8 = 4;
/// Its first letter is a capital: "iNews" is taken for a name, and has none.
const CAPITAL: u8 = 8;
const CLITIC: u8 = 16;

impl Spelled {
    /// The tokens of a word.
    pub(super) fn tokens(&self, index: usize) -> Range<u32> {
        let token = self.token(index);
        token..token + 1 + u32::from(self.marks[index] / CLITIC)
    }

    /// The first token of a word.
    fn token(&self, index: usize) -> u32 {
        let far = self.far.partition_point(|&first| first as usize <= index);
        (far as u32) << u16::BITS | u32::from(self.tokens[index])
    }

    /// Adds a word that begins behind all others.
    fn push(&mut self, token: u32, marks: u8) {
        debug_assert!(self.far.len() <= (token >> u16::BITS) as usize, "words are added in their order");
        self.far.resize((token >> u16::BITS) as usize, self.tokens.len() as u32);
        self.tokens.push(token as u16);
        self.marks.push(marks);
    }

    /// Takes a token as a clitic of the last word, if it stands right behind it.
    fn takes(&mut self, at: u32) -> bool {
        let behind = self.tokens.len().checked_sub(1).is_some_and(|last| self.tokens(last).end == at);
        let last = self.marks.last_mut().filter(|marks| behind && **marks <= u8::MAX - CLITIC);
        last.map(|marks| *marks = (*marks & !KNOWN) + CLITIC).is_some()
    }
}

/// The words of a draft that are spelled out, in their order.
pub(super) fn spelled(draft: &Draft<'_>) -> Spelled {
    let tokens = draft.language.tokens.len();
    let mut words = Spelled { tokens: Vec::with_capacity(tokens), far: Vec::new(), marks: Vec::with_capacity(tokens) };
    for paragraph in &draft.language.paragraphs {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let sentences = &draft.language.sentences[paragraph.sentences.start as usize..paragraph.sentences.end as usize];
        for sentence in sentences {
            let mut opens = true;
            for at in sentence.clone() {
                let token = draft.token(at);
                if token.kind() == TokenKind::QuoteOpen {
                    opens = true;
                }
                if token.kind() != TokenKind::Word {
                    continue;
                }
                let clitic = !token.space_before() && draft.lexicon.classes(token.word()).contains(Class::CLITIC);
                if !(clitic && words.takes(at)) && plain(draft, at) && !draft.in_foreign_words(at) {
                    let first = if opens || paragraph.role == Role::Heading { FIRST } else { 0 };
                    let beside = if capital_beside(draft, sentence, at) { CAPITAL_BESIDE } else { 0 };
                    let known = if token.word().is_known() { KNOWN } else { 0 };
                    let capital = token.capital() && draft.text(at).starts_with(char::is_uppercase);
                    words.push(at, first | beside | known | if capital { CAPITAL } else { 0 });
                }
                opens = false;
            }
        }
    }
    words
}

/// A word of letters: no abbreviation, no part of a file's name, and none that a byte which is no UTF-8 cut in two.
fn plain(draft: &Draft<'_>, at: u32) -> bool {
    if !draft.token(at).letters() && draft.text(at).contains('.') {
        return false;
    }
    // Behind most words there is a blank with another word, or a comma or stop with a blank.
    let token = |at: u32| draft.language.tokens.get(at as usize);
    let apart = |at: u32| token(at).is_none_or(|token| token.space_before());
    let ends = token(at + 1).is_none_or(|next| match next.kind() {
        TokenKind::Word => next.space_before(),
        TokenKind::Comma | TokenKind::Stop => apart(at + 2),
        _ => false,
    });
    if ends && (at == 0 || draft.token(at).space_before() && draft.kind(at - 1) != TokenKind::Symbol) {
        return true;
    }
    if cut_up(draft, at) || marked_sic(draft, at) {
        return false;
    }
    let cut = |at: u32| draft.kind(at) == TokenKind::Symbol && draft.text(at) == "\u{1a}";
    let beside = at > 0 && cut(at - 1) || (at as usize + 1) < draft.language.tokens.len() && cut(at + 1);
    let in_file_name = at > 0 && dotted(draft, at - 1) || dotted(draft, at + 1);
    !beside && !in_file_name
}

/// Whether the letters of a word are not all that the writer means by it: "provid[ing]", "f---ing", "s*t", "doesn‘t".
fn cut_up(draft: &Draft<'_>, at: u32) -> bool {
    let joined = |at: u32| draft.language.tokens.get(at as usize).filter(|token| !token.space_before());
    let word = |at: u32| draft.kind(at) == TokenKind::Word;
    let star = |at: u32| draft.kind(at) == TokenKind::Symbol && draft.text(at) == "*";
    // Whether marks that stand in a row, with nothing between them and the letters on both sides, cut a word in two.
    let cut = |marks: Range<u32>, letters: u32| {
        let short = draft.text(letters).len().min(draft.text(at).len()) <= SHORT_CUT;
        let alone = marks.len() == 1;
        marks.into_iter().any(|mark| match draft.kind(mark) {
            TokenKind::Open => draft.text(mark) == "[",
            // "[D]ebate", "(P)oliticians": the first letter was another.
            TokenKind::Close => draft.text(letters).len() == 1,
            TokenKind::Dash => short && draft.text(mark).starts_with('-'),
            // "Shi'ite" is a word with an apostrophe that ends a word elsewhere.
            TokenKind::Quote | TokenKind::QuoteOpen | TokenKind::QuoteClose | TokenKind::Apostrophe => alone,
            _ => star(mark),
        })
    };
    let next =
        (at + 1..at + 2 + LONGEST_CUT).find(|&next| joined(next).is_none_or(|next| next.kind() == TokenKind::Word));
    let behind = next.filter(|&next| joined(next).is_some());
    // "‘t" can be a word of its own.
    let torn = |next: u32| next == at + 1 && draft.text(next).starts_with('‘');
    // "motherf-----!": dashes that join nothing.
    let hidden = behind.is_none() && joined(at + 1).is_some_and(|dash| dash.kind() == TokenKind::Dash) && {
        let text = draft.text(at + 1);
        text.starts_with("--") && text.len() > 2 || joined(at + 2).is_some_and(|dash| dash.kind() == TokenKind::Dash)
    };
    // "Obama¢": bytes of another encoding.
    let broken = joined(at + 1).is_some_and(|sign| sign.kind() == TokenKind::Symbol) && !draft.text(at + 1).is_ascii();
    if hidden || broken {
        return true;
    }
    if behind.is_some_and(|next| torn(next) || cut(at + 1..next, next)) || joined(at + 1).is_some() && star(at + 1) {
        return true;
    }
    if joined(at).is_none() || at == 0 {
        return false;
    }
    let before =
        (at.saturating_sub(1 + LONGEST_CUT)..at).rev().find(|&before| word(before) || joined(before).is_none());
    let before = before.filter(|&before| word(before));
    star(at - 1) || before.is_some_and(|before| cut(before + 1..at, before))
}

/// How many marks stand for letters that are left out, at most.
const LONGEST_CUT: u32 = 6;

/// The most letters that stand beside dashes in a word that is cut up.
const SHORT_CUT: usize = 3;

/// Whether "[sic]" or "(sic)" stands behind a word: it is meant to stand as it was written.
fn marked_sic(draft: &Draft<'_>, at: u32) -> bool {
    let kind = |at: u32| draft.language.tokens.get(at as usize).map(|token| token.kind());
    let mark = at + 1 + u32::from(kind(at + 1) == Some(TokenKind::QuoteClose));
    kind(mark) == Some(TokenKind::Open)
        && kind(mark + 2) == Some(TokenKind::Close)
        && draft.text(mark + 1).eq_ignore_ascii_case("sic")
}

/// The dot of "robots.txt": no blank on either side and a small letter behind it.
fn dotted(draft: &Draft<'_>, at: u32) -> bool {
    let near = |at: u32| draft.language.tokens.get(at as usize);
    let (Some(dot), Some(next)) = (near(at), near(at + 1)) else { return false };
    dot.kind() == TokenKind::Stop
        && !dot.space_before()
        && next.kind() == TokenKind::Word
        && !next.space_before()
        && !next.capital()
}

fn capital_beside(draft: &Draft<'_>, sentence: &Range<u32>, at: u32) -> bool {
    let name = |other: u32| draft.token(other).capital();
    at > sentence.start + 1 && name(at - 1)
        || at + 1 < sentence.end && draft.token(at + 1).space_before() && name(at + 1)
}

/// The same word twice in a row: function words in the same case, or any word with a line's end between.
pub(super) fn doubled(sink: &mut Sink<'_, '_>, keys: &DoubledWord) {
    let draft = sink.draft;
    for &at in &draft.landmarks().again {
        let paragraph = &draft.language.paragraphs[draft.language.paragraph_at(at)];
        let (first, second) = (draft.token(at - 1), draft.token(at));
        let word = draft.text(at);
        // "The the" slips at a sentence's head; "Duran Duran" is a name.
        if matches!(paragraph.role, Role::Credit | Role::Navigation)
            || at == paragraph.tokens.start
            || second.capital()
            || keys.allow.has_in_any_case(word)
            || twice_by_right(sink, keys, at)
            || draft.in_foreign_words(at)
        {
            continue;
        }
        let applicability = match function_word(sink, at) {
            true if fits_once(draft, at) => Applicability::Safe,
            true => Applicability::Suggestion,
            false if said_twice(sink, at) => Applicability::Suggestion,
            false => continue,
        };
        // The second goes, or the first where the second has marks of its own, which would be torn.
        let behind = first.end()..second.end();
        let struck = if draft.document.is_unbroken(behind.clone()) { behind } else { first.start..second.start };
        let edit = Edit { span: draft.document.span(struck), text: String::new() };
        let fixes = vec![Fix { applicability, edits: vec![edit] }];
        let variant = in_quotation(sink, keys.quoted.as_ref(), at, sink.rule.severity);
        sink.push(at..at + 1, Details { variant: variant.as_ref(), fixes, ..Details::default() });
    }
}

/// What a finding says instead if the word is quoted.
fn in_quotation(sink: &Sink<'_, '_>, message: Option<&String>, at: u32, severity: Severity) -> Option<Variant> {
    let message = message.filter(|_| sink.draft.token(at).quoted())?;
    Some(Variant { severity, when: None, message: Some(message.clone()) })
}

/// Whether the sentence is whole with one of the two words, so that no other word was meant for the second: "guns the the list" lacks a
/// preposition, "not be be seen" an infinitive's.
fn fits_once(draft: &Draft<'_>, at: u32) -> bool {
    let Some(before) = at.checked_sub(2).filter(|&before| draft.kind(before) == TokenKind::Word) else {
        return true;
    };
    if draft.is(at, Class::BE) && draft.is(before, Class::NEGATION) || stranded(draft, before, at) {
        return false;
    }
    if !draft.is(at, Class::DETERMINER | Class::POSSESSIVE) {
        return true;
    }
    let governs = Class::PREPOSITION
        | Class::COORDINATOR
        | Class::SUBORDINATOR
        | Class::THAT
        | Class::WH
        | Class::VERB
        | Class::CUE
        | Class::BE
        | Class::HAVE
        | Class::TO
        | Class::COMPARATIVE
        | Class::ADVERB;
    let text = draft.text(before);
    draft.is(before, governs) || text.len() > 4 && (text.ends_with("ed") || text.ends_with("ing"))
}

/// "the peace that he has called for for decades": behind a verb, the object of the first preposition stands before the clause.
fn stranded(draft: &Draft<'_>, verb: u32, at: u32) -> bool {
    let start = draft.language.sentences.get(draft.language.sentence_at(at)).map_or(verb, |sentence| sentence.start);
    draft.is(at, Class::PREPOSITION)
        && draft.lexicon.form(draft.token(verb).word()).is_some()
        && (start..verb).any(|at| draft.is(at, Class::WH | Class::RELATIVE | Class::THAT))
}

fn function_word(sink: &Sink<'_, '_>, at: u32) -> bool {
    let draft = sink.draft;
    let classes = draft.lexicon.classes(draft.token(at).word());
    classes.intersects(
        Class::DETERMINER
            | Class::POSSESSIVE
            | Class::PERSONAL
            | Class::PREPOSITION
            | Class::COORDINATOR
            | Class::SUBORDINATOR
            | Class::BE
            | Class::HAVE
            | Class::DO
            | Class::MODAL
            | Class::THAT,
    )
}

/// "The mayor said said no": a verb of saying whose subject is no clause ("what he says says it all", "all she said said so").
fn said_twice(sink: &Sink<'_, '_>, at: u32) -> bool {
    let draft = sink.draft;
    let told = matches!(draft.lexicon.form(draft.token(at).word()), Some(Form::Third | Form::Past));
    let start = draft.language.sentences.get(draft.language.sentence_at(at)).map_or(at, |sentence| sentence.start);
    let within_a_clause = |subject: u32| subject > start && draft.is(subject, Class::PERSONAL);
    told && draft.is(at, Class::CUE)
        && at.checked_sub(2).is_some_and(|subject| subject >= start && !within_a_clause(subject))
        && !(start..at).any(|at| draft.is(at, Class::WH | Class::RELATIVE))
}

/// "that that law", "at at least ten", "what it is, is": the second word belongs to what follows.
fn twice_by_right(sink: &Sink<'_, '_>, keys: &DoubledWord, at: u32) -> bool {
    let draft = sink.draft;
    let Some(next) = draft.language.tokens.get(at as usize + 1).copied() else { return false };
    let word = draft.text(at);
    // "said that that law was old": a noun follows the second.
    let noun = draft.is(at, Class::THAT)
        && next.kind() == TokenKind::Word
        && !draft.is(at + 1, Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE)
        && !next.capital();
    let text = draft.text(at + 1);
    let phrase = keys.allow_before.of(word).is_some_and(|then| then.has(text));
    let ends = matches!(next.kind(), TokenKind::Comma | TokenKind::Stop);
    // "It was after that that they hired him": the first is what the preposition governs.
    let governed = draft.is(at, Class::THAT) && at > 1 && draft.is(at - 2, Class::PREPOSITION);
    governed
        || ends_a_question(draft, at)
        || noun
        || phrase
        || ends && keys.allow_last.has_in_any_case(word)
        || goes_with_the_verb(draft, keys, at)
}

/// "What it is is late": the first verb ends a clause that is the subject of the second.
fn ends_a_question(draft: &Draft<'_>, at: u32) -> bool {
    if !draft.is(at, Class::BE) {
        return false;
    }
    let start = draft.language.sentences.get(draft.language.sentence_at(at)).map_or(at, |sentence| sentence.start);
    let clause = (start..at - 1).rev().take_while(|&before| draft.kind(before) == TokenKind::Word);
    let clause: Vec<u32> = clause.take(LONGEST_CLAUSE).collect();
    // The subject stands between the question word and its verb.
    let question =
        clause.iter().position(|&word| draft.is(word, Class::WH | Class::RELATIVE) && !draft.is(word, Class::THAT));
    let verb = Class::BE | Class::HAVE | Class::DO | Class::MODAL;
    question.is_some_and(|length| length > 0 && clause[..length].iter().all(|&word| !draft.is(word, verb)))
}

/// The most words of a clause that is looked through for its question word.
const LONGEST_CLAUSE: usize = 8;

/// "when people see it it persuades them", "what is going on on the cliff": the first word belongs to the verb before it.
fn goes_with_the_verb(draft: &Draft<'_>, keys: &DoubledWord, at: u32) -> bool {
    let Some(before) = at.checked_sub(2).filter(|&before| draft.kind(before) == TokenKind::Word) else {
        return false;
    };
    // "it" and "you" can be both what one verb governs and what governs the next.
    let either = draft.is(at, Class::PERSONAL) && draft.is(at, Class::OBJECT_PRONOUN);
    let (word, verb) = (draft.text(at), draft.text(before));
    let taken_along = keys.allow_after.of(word).is_some_and(|verbs| verbs.has_in_any_case(verb));
    taken_along || either && draft.is(before, Class::VERB | Class::CUE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_far_down_a_long_draft_is_found_where_it_stands() {
        let places = [0, 7, 65_535, 65_536, 65_537, 65_536 * 4, 65_536 * 4 + 9];
        let mut words = Spelled::default();
        for place in places {
            words.push(place, FIRST);
        }
        assert!(words.takes(places[6] + 1) && !words.takes(places[6] + 3));
        let found: Vec<_> = (0..places.len()).map(|index| words.tokens(index)).collect();
        let mut expected = places.map(|place| place..place + 1);
        expected[6].end += 1;
        assert_eq!(found, expected);
    }
}
