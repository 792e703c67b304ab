//! The house's list of words not to write: found as whole words, the longest phrase at a place, in one walk over a draft.

use super::{Details, Draft, Sink};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{self, Lexicon, Role, Token, TokenKind};
use crate::rule::kind::{Inside, Instead, Substitution};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A rule's phrases as a tree of words. A phrase has at most 200 bytes, so a walk down from each word of a draft takes time
/// in proportion to the draft, however many phrases there are.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    words: FxHashMap<Box<str>, u32>,
    steps: FxHashMap<(u32, u32), u32>,
    /// What ends at a node of the tree.
    ends: FxHashMap<u32, Vec<Phrase>>,
    nodes: u32,
}

#[derive(Debug)]
struct Phrase {
    /// Its words as they are listed; none when any case will do.
    exact: Option<Box<[Box<str>]>>,
    /// Substitutes; `None` where the phrase is right.
    instead: Option<Box<[String]>>,
}

const ROOT: u32 = 0;

impl Phrases {
    /// The tree of a rule's lists.
    pub(super) fn new(keys: &Substitution, lexicon: &Lexicon) -> Self {
        let mut phrases = Self::default();
        for (phrase, Instead(ways)) in &keys.swap {
            phrases.add(phrase, Some(ways), keys, lexicon);
        }
        for phrase in &keys.avoid {
            phrases.add(phrase, Some(&[]), keys, lexicon);
        }
        // Where a substitute stands already, the phrase that it may hold is right.
        let written = keys.swap.values().flat_map(|Instead(ways)| ways);
        for phrase in keys.allow.iter().chain(written) {
            phrases.add(phrase, None, keys, lexicon);
        }
        phrases
    }

    fn add(&mut self, phrase: &str, instead: Option<&[String]>, keys: &Substitution, lexicon: &Lexicon) {
        let tokens = language::tokens(phrase, lexicon);
        let exact = phrase.contains(char::is_uppercase);
        let words = |tokens: &[Token]| tokens.iter().map(|token| token.text(phrase).into()).collect();
        self.end(
            tokens.iter().map(|token| token.text(phrase)),
            Phrase { exact: exact.then(|| words(&tokens)), instead: instead.map(Box::from) },
        );
        // A draft's address is one token, unless it is very long.
        if tokens.len() > 1 && !phrase.contains(' ') && keys.inside.contains(&Inside::Address) {
            let exact = exact.then(|| Box::from([phrase.into()]));
            self.end(std::iter::once(phrase), Phrase { exact, instead: instead.map(Box::from) });
        }
    }

    fn end<'w>(&mut self, words: impl Iterator<Item = &'w str>, phrase: Phrase) {
        let mut folded = String::new();
        let mut node = ROOT;
        for word in words {
            fold(word, &mut folded);
            let next = self.words.len() as u32;
            let word = self.words.get(folded.as_str()).copied().unwrap_or(next);
            if word == next {
                self.words.insert(folded.as_str().into(), word);
            }
            node = *self.steps.entry((node, word)).or_insert_with(|| {
                self.nodes += 1;
                self.nodes
            });
        }
        self.ends.entry(node).or_default().push(phrase);
    }

    /// The longest phrase that starts with the first of these tokens, and where it ends.
    fn longest(&self, draft: &Draft<'_>, tokens: &Range<u32>, folded: &mut String) -> Option<(&Phrase, u32)> {
        let mut node = ROOT;
        let mut longest = None;
        for at in tokens.clone() {
            let Some(step) = self.step(node, draft, at, folded) else { break };
            node = step;
            let found = tokens.start..at + 1;
            // What is listed as it stands here comes before what is listed in small letters, and both before what is right.
            let fitting = self.ends.get(&node).into_iter().flatten().filter(|phrase| phrase.fits(draft, &found));
            if let Some(phrase) = fitting.min_by_key(|phrase| (phrase.instead.is_none(), phrase.exact.is_none())) {
                longest = Some((phrase, at + 1));
            }
        }
        longest
    }

    /// Where a word leads to: as it is written, or else as it reads.
    fn step(&self, node: u32, draft: &Draft<'_>, at: u32, folded: &mut String) -> Option<u32> {
        let mut by = |word: &str| {
            fold(word, folded);
            self.words.get(folded.as_str()).and_then(|&word| self.steps.get(&(node, word))).copied()
        };
        let (written, read) = (draft.token(at).text(&draft.document.prose), draft.text(at));
        by(written).or_else(|| (written != read).then(|| by(read)).flatten())
    }
}

impl Phrase {
    /// Whether the case is right; the words are.
    fn fits(&self, draft: &Draft<'_>, range: &Range<u32>) -> bool {
        let Some(exact) = &self.exact else { return true };
        let tokens = &draft.language.tokens[range.start as usize..range.end as usize];
        let same = |(at, word): (u32, &str)| {
            let written = draft.token(at).text(&draft.document.prose);
            plain(written).eq(plain(word)) || plain(draft.text(at)).eq(plain(word))
        };
        range.clone().zip(exact.iter().map(|word| &**word)).all(same) || in_capitals(tokens)
    }
}

/// The phrases of a draft that the house writes otherwise.
pub(super) fn found(sink: &mut Sink<'_, '_>, phrases: &Phrases, keys: &Substitution) {
    let draft = sink.draft;
    let mut folded = String::new();
    for paragraph in &draft.language.paragraphs {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let Range { start: mut at, end } = paragraph.tokens.clone();
        while at < end {
            let Some((phrase, behind)) = phrases.longest(draft, &(at..end), &mut folded) else {
                at += 1;
                continue;
            };
            let range = at..behind;
            if let Some(ways) = &phrase.instead
                && looked_at(draft, &range, &keys.inside)
            {
                report(sink, range.clone(), phrase, ways, keys.safe);
            }
            at = range.end;
        }
    }
}

fn report(sink: &mut Sink<'_, '_>, range: Range<u32>, phrase: &Phrase, ways: &[String], safe: bool) {
    let draft = sink.draft;
    let tokens = &draft.language.tokens[range.start as usize..range.end as usize];
    let capitals = in_capitals(tokens) && !phrase.exact.as_ref().is_some_and(|words| words.iter().all(|w| shouted(w)));
    let capital = tokens[0].capital() && phrase.exact.is_none() || opens(draft, range.start);
    let ways: Vec<String> = ways
        .iter()
        .map(|way| match (capitals, capital) {
            (true, _) => way.to_uppercase(),
            (false, true) => super::phrase::with_case(way, true),
            (false, false) => way.clone(),
        })
        .collect();
    let prose = draft.language.prose(range.clone());
    // "Internet" for "internet" is right where a sentence opens.
    if ways.first().is_some_and(|way| way == draft.document.text(prose.clone())) {
        return;
    }
    let fill = ways.first().map(|way| ("fix", way.clone())).into_iter().collect();
    let span = draft.span(range.clone());
    // What somebody said is theirs to the letter, and markup inside a phrase, which makes it longer, would be lost.
    let whole = span.len() == prose.len() && !tokens.iter().any(|token| token.quoted());
    let fixes = ways.into_iter().enumerate().filter(|_| whole).map(|(rank, text)| Fix {
        applicability: if safe && rank == 0 { Applicability::Safe } else { Applicability::Suggestion },
        edits: vec![Edit { span, text }],
    });
    let fixes = fixes.collect();
    sink.push(range, Details { fill, fixes, ..Details::default() });
}

/// Whether the words are the newsroom's own, or stand where the rule looks too.
fn looked_at(draft: &Draft<'_>, range: &Range<u32>, inside: &[Inside]) -> bool {
    let tokens = &draft.language.tokens[range.start as usize..range.end as usize];
    let stands = [
        (Inside::Quotation, tokens.iter().any(|token| token.quoted())),
        (Inside::Address, tokens.iter().any(|token| token.kind() == TokenKind::Address)),
    ];
    stands.into_iter().all(|(place, stands)| !stands || inside.contains(&place))
}

/// Whether a word opens its sentence, a quotation or a heading.
fn opens(draft: &Draft<'_>, at: u32) -> bool {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at));
    sentence.is_some_and(|sentence| !(sentence.start..at).any(|before| draft.token(before).wordlike()))
}

fn in_capitals(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| token.kind() == TokenKind::Word).peekable();
    words.peek().is_some() && words.all(|token| token.all_caps())
}

fn shouted(word: &str) -> bool {
    !word.contains(char::is_lowercase)
}

/// A word's letters with straight apostrophes and plain hyphens.
fn plain(word: &str) -> impl Iterator<Item = char> {
    word.chars().map(|c| match c {
        '’' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    })
}

fn fold(word: &str, folded: &mut String) {
    folded.clear();
    folded.extend(plain(word).flat_map(char::to_lowercase));
}
