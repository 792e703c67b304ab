//! The rule kind `substitution`: finds the phrases of a newsroom's list as whole words in one pass over a draft. The longest
//! phrase at a place counts.

mod keys;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{self, Lexicon, LexiconBuilder, Node, Role, Token, TokenKind, WordTree};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::{opens, with_case};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, KeysFault, LintedDraft};
use crate::text::{TokenIdx, TokenRange};
pub(super) use keys::SubstitutionKeys;
use keys::{Inside, Substitutes};
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
        report_phrases(sink, lists, self);
    }
}

/// A rule's phrases as trees of words. A phrase has at most 200 bytes, so a walk down from each word of a draft takes time
/// linear in the draft, whatever the number of phrases.
#[derive(Debug, Default)]
pub(crate) struct SubstitutionPhrases {
    /// All phrases, in lower case.
    folded: WordTree<PhraseEnds>,
    /// The phrases with capitals, as they are listed.
    cased: WordTree<FirstListed>,
}

/// The phrases that have the same words, ignoring case.
#[derive(Debug, Default)]
struct PhraseEnds {
    /// Phrases that are found in any case.
    any: FirstListed,
    /// Phrases with capitals. Words that are all in capitals match each of them.
    cased: FirstListed,
}

/// The first wrong phrase and the first right one among several.
#[derive(Debug, Default)]
struct FirstListed {
    wrong: Option<Arc<ListedPhrase>>,
    right: Option<Arc<ListedPhrase>>,
}

/// A phrase of the rule's lists.
#[derive(Debug)]
struct ListedPhrase {
    /// The words as they are listed, for a phrase with capitals; `None` if any case matches.
    exact: Option<Box<[Box<str>]>>,
    /// The substitutes; `None` if the phrase is right.
    instead: Option<Box<[String]>>,
}

impl SubstitutionPhrases {
    /// Builds the trees from a rule's lists.
    pub(super) fn new(keys: &SubstitutionKeys, lexicon: &Lexicon) -> Self {
        let mut phrases = Self::default();
        for (phrase, Substitutes(substitutes)) in &keys.swap {
            phrases.add(phrase, Some(substitutes), keys, lexicon);
        }
        for phrase in &keys.avoid {
            phrases.add(phrase, Some(&[]), keys, lexicon);
        }
        // A substitute may contain its phrase. Where the draft already has the substitute, the phrase is right.
        let all_substitutes = keys.swap.values().flat_map(|Substitutes(substitutes)| substitutes);
        for phrase in keys.allow.iter().chain(all_substitutes) {
            phrases.add(phrase, None, keys, lexicon);
        }
        phrases
    }

    /// Adds a phrase. `instead` has its substitutes; `None` for a phrase that is right.
    fn add(&mut self, phrase: &str, instead: Option<&[String]>, keys: &SubstitutionKeys, lexicon: &Lexicon) {
        let tokens = language::tokens(phrase, lexicon);
        let words: Vec<&str> = tokens.iter().map(|token| token.text(phrase)).collect();
        self.end(&words, phrase, instead);
        // An address in a draft is one token, unless it is very long.
        if tokens.len() > 1 && !phrase.contains(' ') && keys.inside.contains(&Inside::Address) {
            self.end(&[phrase], phrase, instead);
        }
    }

    /// Inserts the words of a phrase into the trees.
    fn end(&mut self, words: &[&str], phrase: &str, instead: Option<&[String]>) {
        let cased = phrase.contains(char::is_uppercase);
        let listed = Arc::new(ListedPhrase {
            exact: cased.then(|| words.iter().map(|&word| word.into()).collect()),
            instead: instead.map(Box::from),
        });
        let folded: Vec<String> =
            words.iter().map(|word| normalized(word).flat_map(char::to_lowercase).collect()).collect();
        let ends = self.folded.insert(folded.iter().map(String::as_str));
        if cased {
            ends.cased.add(&listed);
            let words: Vec<String> = words.iter().map(|word| normalized(word).collect()).collect();
            self.cased.insert(words.iter().map(String::as_str)).add(&listed);
        } else {
            ends.any.add(&listed);
        }
    }

    /// The longest phrase that starts with the first of these tokens, and its end. A word in look-alike letters is looked up
    /// as it is written, and then as it reads. `buffer` is overwritten.
    fn longest_match(
        &self,
        draft: &LintedDraft<'_>,
        tokens: TokenRange,
        buffer: &mut String,
    ) -> Option<(&ListedPhrase, TokenIdx)> {
        let (mut folded, mut cased) = (Node::ROOT, Some(Node::ROOT));
        let (mut words, mut has_lower_case) = (false, false);
        let mut longest = None;
        for at in tokens {
            let token = draft.token(at);
            let (as_written, shown) = (token.text(&draft.document.prose), draft.text(at));
            let is_disguised = as_written != shown;
            let step = follow_word(&self.folded, folded, normalized(as_written).flat_map(char::to_lowercase), buffer);
            let again = || follow_word(&self.folded, folded, normalized(shown).flat_map(char::to_lowercase), buffer);
            let Some(next) = step.or_else(|| is_disguised.then(again).flatten()) else { break };
            folded = next;
            cased = cased.and_then(|node| {
                let step = follow_word(&self.cased, node, normalized(as_written), buffer);
                step.or_else(|| {
                    is_disguised.then(|| follow_word(&self.cased, node, normalized(shown), buffer)).flatten()
                })
            });
            words |= token.kind() == TokenKind::Word;
            has_lower_case |= token.kind() == TokenKind::Word && !token.all_caps();
            let Some(ends) = self.folded.end(folded) else { continue };
            let is_all_capitals = words && !has_lower_case;
            let cased = if is_all_capitals { Some(&ends.cased) } else { cased.and_then(|node| self.cased.end(node)) };
            if let Some(phrase) = ends.best_phrase(cased) {
                longest = Some((phrase, at + 1));
            }
        }
        longest
    }
}

/// The node to which a word leads from `node`. `buffer` is overwritten.
fn follow_word<T>(
    tree: &WordTree<T>,
    node: Node,
    word: impl Iterator<Item = char>,
    buffer: &mut String,
) -> Option<Node> {
    buffer.clear();
    buffer.extend(word);
    tree.step(node, tree.word(buffer)?)
}

impl PhraseEnds {
    /// The phrase that matches words with this case. Wrong phrases come before right ones, and phrases with capitals before
    /// those in lower case.
    fn best_phrase<'p>(&'p self, cased: Option<&'p FirstListed>) -> Option<&'p ListedPhrase> {
        let wrong = cased.and_then(|first| first.wrong.as_deref()).or(self.any.wrong.as_deref());
        wrong.or_else(|| cased.and_then(|first| first.right.as_deref())).or(self.any.right.as_deref())
    }
}

impl FirstListed {
    /// Adds a phrase, unless there is one of its sort.
    fn add(&mut self, phrase: &Arc<ListedPhrase>) {
        let place = if phrase.instead.is_some() { &mut self.wrong } else { &mut self.right };
        place.get_or_insert_with(|| phrase.clone());
    }
}

/// Reports the phrases of a draft that the newsroom avoids.
fn report_phrases(sink: &mut FindingSink<'_, '_>, phrases: &SubstitutionPhrases, keys: &SubstitutionKeys) {
    let draft = sink.draft;
    let mut buffer = String::new();
    for paragraph in draft.language.paragraphs.iter().take_while(|_| !draft.cancel.is_cancelled()) {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let TokenRange { start: mut at, end } = paragraph.tokens;
        while at < end {
            let Some((phrase, phrase_end)) = phrases.longest_match(draft, at.until(end), &mut buffer) else {
                at += 1;
                continue;
            };
            let range = at.until(phrase_end);
            if let Some(substitutes) = &phrase.instead
                && is_searched(draft, range, &keys.inside)
            {
                report(sink, range, phrase, substitutes, keys.safe);
            }
            at = range.end;
        }
    }
}

/// Reports a phrase with its substitutes in the case of the words that it replaces.
fn report(
    sink: &mut FindingSink<'_, '_>,
    range: TokenRange,
    phrase: &ListedPhrase,
    substitutes: &[String],
    safe: bool,
) {
    let draft = sink.draft;
    let tokens = draft.language.tokens_in(range);
    let is_all_capitals =
        is_all_caps(tokens) && !phrase.exact.as_ref().is_some_and(|words| words.iter().all(|w| has_no_lower_case(w)));
    let needs_capital = tokens[0].capital() && phrase.exact.is_none() || opens(draft, range.start);
    let substitutes: Vec<String> = substitutes
        .iter()
        .map(|way| match (is_all_capitals, needs_capital) {
            (true, _) => way.to_uppercase(),
            (false, true) => with_case(way, true),
            (false, false) => way.clone(),
        })
        .collect();
    let prose = draft.language.prose(range);
    // “Internet” for “internet” is right at the start of a sentence.
    if substitutes.first().is_some_and(|way| way == draft.document.text(prose)) {
        return;
    }
    let fill = substitutes.first().map(|way| ("fix", way.clone())).into_iter().collect();
    let span = draft.span(range);
    // Quoted words must not be changed. Markup within a phrase, which makes its span longer, would be lost.
    let is_unbroken_and_unquoted = span.len() == prose.len() && !tokens.iter().any(|token| token.quoted());
    let fixes = substitutes.into_iter().enumerate().filter(|_| is_unbroken_and_unquoted).map(|(rank, text)| Fix {
        applicability: if safe && rank == 0 { Applicability::Safe } else { Applicability::Suggestion },
        edits: vec![Edit { span, text }],
    });
    let fixes = fixes.collect();
    sink.push(range, FindingExtras { fill, fixes, ..FindingExtras::default() });
}

/// Whether the words are the newsroom's own, or at a place where the rule looks, too.
fn is_searched(draft: &LintedDraft<'_>, range: TokenRange, inside: &[Inside]) -> bool {
    let tokens = draft.language.tokens_in(range);
    let is_inside = [
        (Inside::Quotation, tokens.iter().any(|token| token.quoted())),
        (Inside::Address, tokens.iter().any(|token| token.kind() == TokenKind::Address)),
    ];
    is_inside.into_iter().all(|(place, is_inside)| !is_inside || inside.contains(&place))
}

/// Whether all words among the tokens are in capitals, and there is a word.
fn is_all_caps(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| token.kind() == TokenKind::Word).peekable();
    words.peek().is_some() && words.all(|token| token.all_caps())
}

fn has_no_lower_case(word: &str) -> bool {
    !word.contains(char::is_lowercase)
}

/// The characters of a word, with straight apostrophes and plain hyphens.
fn normalized(word: &str) -> impl Iterator<Item = char> {
    word.chars().map(|c| match c {
        '’' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    })
}
