//! The house's list of words not to write: found as whole words, the longest phrase at a place, in one walk over a draft.

mod keys;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{self, Lexicon, LexiconBuilder, Node, Role, Token, TokenKind, WordTree};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::{opens, with_case};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, KeysFault, LintedDraft};
pub(super) use keys::SubstitutionKeys;
use keys::{Inside, Substitutes};
use std::ops::Range;
use std::sync::Arc;

impl RuleKind for SubstitutionKeys {
    type Phrases = SubstitutionPhrases;

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) -> SubstitutionPhrases {
        SubstitutionPhrases::default()
    }

    fn index_phrases(&self, lists: &mut SubstitutionPhrases, lexicon: &Lexicon) {
        *lists = SubstitutionPhrases::new(self, lexicon);
    }

    fn fault(&self, message: &str) -> Option<KeysFault<'_>> {
        self.find_fault(message)
    }

    fn run(&self, lists: &SubstitutionPhrases, sink: &mut FindingSink<'_, '_>) {
        found(sink, lists, self);
    }
}

/// A rule's phrases as trees of words. A phrase has at most 200 bytes, so a walk down from each word of a draft takes time
/// in proportion to the draft, however many phrases there are.
#[derive(Debug, Default)]
pub(crate) struct SubstitutionPhrases {
    /// In small letters.
    folded: WordTree<PhraseEnds>,
    /// Those that have a case of their own, as they are listed.
    cased: WordTree<FirstListed>,
}

/// The phrases of the same words, whatever their case.
#[derive(Debug, Default)]
struct PhraseEnds {
    /// What any case will do for.
    any: FirstListed,
    /// What has a case of its own: words that stand all in capitals are any of them.
    cased: FirstListed,
}

/// Of several phrases the first to be swapped or avoided, and the first that is right.
#[derive(Debug, Default)]
struct FirstListed {
    wrong: Option<Arc<ListedPhrase>>,
    right: Option<Arc<ListedPhrase>>,
}

#[derive(Debug)]
struct ListedPhrase {
    /// Its words as they are listed; none when any case will do.
    exact: Option<Box<[Box<str>]>>,
    /// Substitutes; `None` where the phrase is right.
    instead: Option<Box<[String]>>,
}

impl SubstitutionPhrases {
    /// The tree of a rule's lists.
    pub(super) fn new(keys: &SubstitutionKeys, lexicon: &Lexicon) -> Self {
        let mut phrases = Self::default();
        for (phrase, Substitutes(ways)) in &keys.swap {
            phrases.add(phrase, Some(ways), keys, lexicon);
        }
        for phrase in &keys.avoid {
            phrases.add(phrase, Some(&[]), keys, lexicon);
        }
        // Where a substitute stands already, the phrase that it may hold is right.
        let written = keys.swap.values().flat_map(|Substitutes(ways)| ways);
        for phrase in keys.allow.iter().chain(written) {
            phrases.add(phrase, None, keys, lexicon);
        }
        phrases
    }

    fn add(&mut self, phrase: &str, instead: Option<&[String]>, keys: &SubstitutionKeys, lexicon: &Lexicon) {
        let tokens = language::tokens(phrase, lexicon);
        let words: Vec<&str> = tokens.iter().map(|token| token.text(phrase)).collect();
        self.end(&words, phrase, instead);
        // A draft's address is one token, unless it is very long.
        if tokens.len() > 1 && !phrase.contains(' ') && keys.inside.contains(&Inside::Address) {
            self.end(&[phrase], phrase, instead);
        }
    }

    fn end(&mut self, words: &[&str], phrase: &str, instead: Option<&[String]>) {
        let cased = phrase.contains(char::is_uppercase);
        let listed = Arc::new(ListedPhrase {
            exact: cased.then(|| words.iter().map(|&word| word.into()).collect()),
            instead: instead.map(Box::from),
        });
        let folded: Vec<String> = words.iter().map(|word| plain(word).flat_map(char::to_lowercase).collect()).collect();
        let ends = self.folded.insert(folded.iter().map(String::as_str));
        if cased {
            ends.cased.add(&listed);
            let words: Vec<String> = words.iter().map(|word| plain(word).collect()).collect();
            self.cased.insert(words.iter().map(String::as_str)).add(&listed);
        } else {
            ends.any.add(&listed);
        }
    }

    /// The longest phrase that starts with the first of these tokens, and where it ends. A word in look-alike letters is looked
    /// for as it is written, else as it reads. `buffer` is written over.
    fn longest(
        &self,
        draft: &LintedDraft<'_>,
        tokens: &Range<u32>,
        buffer: &mut String,
    ) -> Option<(&ListedPhrase, u32)> {
        let (mut folded, mut cased) = (Node::ROOT, Some(Node::ROOT));
        let (mut words, mut small) = (false, false);
        let mut longest = None;
        for at in tokens.clone() {
            let token = draft.token(at);
            let (written, read) = (token.text(&draft.document.prose), draft.text(at));
            let reads_otherwise = written != read;
            let step = step_in(&self.folded, folded, plain(written).flat_map(char::to_lowercase), buffer);
            let again = || step_in(&self.folded, folded, plain(read).flat_map(char::to_lowercase), buffer);
            let Some(next) = step.or_else(|| reads_otherwise.then(again).flatten()) else { break };
            folded = next;
            cased = cased.and_then(|node| {
                let step = step_in(&self.cased, node, plain(written), buffer);
                step.or_else(|| reads_otherwise.then(|| step_in(&self.cased, node, plain(read), buffer)).flatten())
            });
            words |= token.kind() == TokenKind::Word;
            small |= token.kind() == TokenKind::Word && !token.all_caps();
            let Some(ends) = self.folded.end(folded) else { continue };
            let capitals = words && !small;
            let cased = if capitals { Some(&ends.cased) } else { cased.and_then(|node| self.cased.end(node)) };
            if let Some(phrase) = ends.fitting(cased) {
                longest = Some((phrase, at + 1));
            }
        }
        longest
    }
}

/// Where a word leads to in a tree. `buffer` is written over.
fn step_in<T>(tree: &WordTree<T>, node: Node, word: impl Iterator<Item = char>, buffer: &mut String) -> Option<Node> {
    buffer.clear();
    buffer.extend(word);
    tree.step(node, tree.word(buffer)?)
}

impl PhraseEnds {
    /// The phrase that words with this case stand for. What is listed as it stands here comes before what is listed in small
    /// letters, and both before what is right.
    fn fitting<'p>(&'p self, cased: Option<&'p FirstListed>) -> Option<&'p ListedPhrase> {
        let wrong = cased.and_then(|first| first.wrong.as_deref()).or(self.any.wrong.as_deref());
        wrong.or_else(|| cased.and_then(|first| first.right.as_deref())).or(self.any.right.as_deref())
    }
}

impl FirstListed {
    fn add(&mut self, phrase: &Arc<ListedPhrase>) {
        let place = if phrase.instead.is_some() { &mut self.wrong } else { &mut self.right };
        place.get_or_insert_with(|| phrase.clone());
    }
}

/// The phrases of a draft that the house writes otherwise.
fn found(sink: &mut FindingSink<'_, '_>, phrases: &SubstitutionPhrases, keys: &SubstitutionKeys) {
    let draft = sink.draft;
    let mut buffer = String::new();
    for paragraph in draft.language.paragraphs.iter().take_while(|_| !draft.cancel.is_cancelled()) {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let Range { start: mut at, end } = paragraph.tokens.clone();
        while at < end {
            let Some((phrase, behind)) = phrases.longest(draft, &(at..end), &mut buffer) else {
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

fn report(sink: &mut FindingSink<'_, '_>, range: Range<u32>, phrase: &ListedPhrase, ways: &[String], safe: bool) {
    let draft = sink.draft;
    let tokens = &draft.language.tokens[range.start as usize..range.end as usize];
    let capitals = in_capitals(tokens) && !phrase.exact.as_ref().is_some_and(|words| words.iter().all(|w| shouted(w)));
    let capital = tokens[0].capital() && phrase.exact.is_none() || opens(draft, range.start);
    let ways: Vec<String> = ways
        .iter()
        .map(|way| match (capitals, capital) {
            (true, _) => way.to_uppercase(),
            (false, true) => with_case(way, true),
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
    sink.push(range, FindingExtras { fill, fixes, ..FindingExtras::default() });
}

/// Whether the words are the newsroom's own, or stand where the rule looks too.
fn looked_at(draft: &LintedDraft<'_>, range: &Range<u32>, inside: &[Inside]) -> bool {
    let tokens = &draft.language.tokens[range.start as usize..range.end as usize];
    let stands = [
        (Inside::Quotation, tokens.iter().any(|token| token.quoted())),
        (Inside::Address, tokens.iter().any(|token| token.kind() == TokenKind::Address)),
    ];
    stands.into_iter().all(|(place, stands)| !stands || inside.contains(&place))
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
