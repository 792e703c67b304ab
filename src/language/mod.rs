//! The English of a draft: tokens, sentences, the quotation map. This layer uses word lists; it has no rules and no sources.

mod boilerplate;
mod class;
mod disguised;
mod house;
mod key;
mod language_id;
mod lexicon;
mod lists;
mod look_alikes;
mod marks;
mod others;
mod quotation;
mod sentence;
mod token;
mod tokenizer;
mod tokens;
mod tree;
mod turns;
mod word_hash;

pub use boilerplate::Role;
pub use house::HouseSpelling;
pub(crate) use key::is_apostrophe;
pub use lexicon::{Class, Form, Grammar, Lexicon, LexiconBuilder, List, Match, Outlet, SourceNoun, Verb, VerbClass};
pub use look_alikes::{Disguise, LookAlike};
pub use others::OthersWords;
pub use quotation::{MarkFault, Quotation, QuotationKind};
pub use token::{Token, TokenKind, WordId};
pub(crate) use tokens::Tokens;
pub(crate) use tree::{Node, Word, WordTree};
pub use word_hash::WordHash;
pub(crate) use word_hash::last_letters;

use crate::cancel::{Cancel, Cancelled, uncancelled};
use crate::document::{Block, BlockKind, Document, InlineKind};
use crate::text::{ProseOffset, ProseRange, SentenceIdx, SentenceRange, TokenIdx, TokenRange};
use quotation::BlockTokens;

/// The language analysis of a draft, computed once: its tokens, sentences, quotations and phrases.
#[derive(Debug)]
pub struct Language {
    /// All tokens, block after block.
    pub tokens: Vec<Token>,
    /// Sentences, as ranges of tokens.
    pub sentences: Vec<TokenRange>,
    /// Quotations, sorted by their first mark; a nested quotation comes after the one around it.
    pub quotations: Vec<Quotation>,
    /// The paragraphs, one for each block of the document.
    pub paragraphs: Vec<Paragraph>,
    /// Phrases of the lexicon that the draft contains, in the order of the draft.
    pub matches: Vec<Match>,
    /// Words that are read as if they were written in ASCII, in the order of the draft.
    pub look_alikes: Vec<LookAlike>,
}

/// Tokenizes a text that is not part of a draft, such as a phrase or a name.
#[must_use]
pub fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenizer::tokenize(text, ProseRange::with_len(text.len()), &[], lexicon, &mut tokens, &mut Vec::new());
    tokens
}

/// A block of the document in tokens and sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The block's tokens, as a range of [`Language::tokens`].
    pub tokens: TokenRange,
    /// The block's sentences, as a range of [`Language::sentences`].
    pub sentences: SentenceRange,
    /// The part that the block plays in a news draft.
    pub role: Role,
    /// The first token after a dateline ("TORONTO (Reuters) -") or after the marker of an item ("1/", "12:05", `[Updated]`). The
    /// block's first token if it has neither.
    pub start: TokenIdx,
}

impl Language {
    /// Analyses a document. Cannot be cancelled.
    #[must_use]
    pub fn read(document: &Document, lexicon: &Lexicon) -> Self {
        uncancelled(|cancel| Self::read_unless_cancelled(document, lexicon, cancel))
    }

    /// Analyses a document unless the work is cancelled.
    ///
    /// # Errors
    /// Returns [`Cancelled`] as soon as `cancel` says that nobody needs the result any more.
    pub fn read_unless_cancelled(document: &Document, lexicon: &Lexicon, cancel: &Cancel) -> Result<Self, Cancelled> {
        // Few drafts have more than one token in four bytes. Capacity that is never written takes no physical memory.
        let mut tokens = Vec::with_capacity(document.prose.len() / 4);
        let mut addresses: Vec<ProseRange> =
            document.inlines.iter().filter(|i| i.kind == InlineKind::Url).map(|i| i.prose).collect();
        addresses.sort_by_key(|range| (range.start, range.end));
        let mut blocks = Vec::with_capacity(document.blocks.len());
        let mut look_alikes = Vec::new();
        let mut from = 0;
        for (number, block) in document.blocks.iter().enumerate() {
            cancel.check()?;
            let start = TokenIdx::from_usize(tokens.len());
            while addresses.get(from).is_some_and(|range| range.end <= block.prose.start) {
                from += 1;
            }
            let addresses = &addresses[from..];
            tokenizer::tokenize(&document.prose, block.prose, addresses, lexicon, &mut tokens, &mut look_alikes);
            let next = document.blocks.get(number + 1);
            blocks.push(BlockTokens {
                tokens: start.until(TokenIdx::from_usize(tokens.len())),
                runs_on: may_run_on(block, next),
            });
        }
        cancel.check()?;
        let quotations = quotation::map_quotations(&document.prose, &mut tokens, &blocks, lexicon);
        let mut sentences = Vec::with_capacity(tokens.len() / 20);
        let mut paragraphs = Vec::with_capacity(blocks.len());
        let mut matches = Vec::new();
        let mut buffers = lexicon.match_buffers();
        for (block, BlockTokens { tokens: range, .. }) in document.blocks.iter().zip(blocks) {
            cancel.check()?;
            let first = SentenceIdx::from_usize(sentences.len());
            let role = boilerplate::role(document, block, &tokens[range.range()], lexicon);
            let early = paragraphs.len() < boilerplate::EARLY_PARAGRAPHS;
            let start = boilerplate::text_start(&document.prose, &tokens, range, lexicon, early);
            sentence::split(&document.prose, &tokens, range, lexicon, &mut sentences);
            lexicon.matches(&document.prose, &tokens, range, &mut buffers, &mut matches);
            paragraphs.push(Paragraph {
                tokens: range,
                sentences: first.until(SentenceIdx::from_usize(sentences.len())),
                role,
                start,
            });
        }
        Ok(Self { tokens, sentences, quotations, paragraphs, matches, look_alikes })
    }

    /// The English name of the draft's language, if its function words show that it is not in English.
    #[must_use]
    pub fn foreign(&self, document: &Document, lexicon: &Lexicon) -> Option<&'static str> {
        lexicon.languages.foreign_language(&document.prose, &self.tokens)
    }

    /// The matches that lie inside a range of tokens.
    pub fn matches_in(&self, tokens: TokenRange) -> impl Iterator<Item = &Match> {
        let from = self.matches.partition_point(|m| m.tokens.start < tokens.start);
        self.matches[from..]
            .iter()
            .take_while(move |m| m.tokens.start < tokens.end)
            .filter(move |m| m.tokens.end <= tokens.end)
    }

    /// The text of a token. For a word in look-alike letters, the ASCII text that it is read as.
    #[must_use]
    #[inline]
    pub fn text<'a>(&'a self, at: TokenIdx, prose: &'a str) -> &'a str {
        let written = self.tokens[at.index()].text(prose);
        if self.look_alikes.is_empty() { written } else { self.look_alike(at).unwrap_or(written) }
    }

    #[cold]
    fn look_alike(&self, at: TokenIdx) -> Option<&str> {
        let found = self.look_alikes.binary_search_by_key(&at, |found| found.token);
        found.ok().map(|found| &*self.look_alikes[found].text)
    }

    /// The range of all tokens.
    #[must_use]
    pub fn all_tokens(&self) -> TokenRange {
        TokenRange::with_len(self.tokens.len())
    }

    /// The range of all sentences.
    #[must_use]
    pub fn all_sentences(&self) -> SentenceRange {
        SentenceRange::with_len(self.sentences.len())
    }

    /// The tokens in a range.
    #[must_use]
    pub fn tokens_in(&self, range: TokenRange) -> &[Token] {
        &self.tokens[range.range()]
    }

    /// The byte range in the prose that a range of tokens covers.
    #[must_use]
    pub fn prose(&self, tokens: TokenRange) -> ProseRange {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start.index()).map_or(ProseOffset::ZERO, |t| t.start);
            return at.until(at);
        }
        self.tokens[tokens.start.index()].start.until(self.tokens[tokens.end.index() - 1].end())
    }

    /// The index of the outermost quotation that contains a token.
    #[must_use]
    pub fn quotation_at(&self, token: TokenIdx) -> Option<usize> {
        let after = self.quotations.partition_point(|q| q.tokens.start <= token);
        // Quotations nest only a few levels deep, so 64 candidates suffice. The bound keeps hostile drafts linear.
        let near = after.saturating_sub(64)..after;
        self.quotations[near.clone()].iter().position(|q| q.tokens.contains(token)).map(|at| near.start + at)
    }

    /// The index of the paragraph that contains a token.
    #[must_use]
    pub fn paragraph_at(&self, token: TokenIdx) -> usize {
        self.paragraphs.partition_point(|p| p.tokens.end <= token)
    }

    /// The index of the sentence that contains a token.
    #[must_use]
    pub fn sentence_at(&self, token: TokenIdx) -> SentenceIdx {
        SentenceIdx::from_usize(self.sentences.partition_point(|s| s.end <= token))
    }
}

/// Whether a quotation may continue from a block into the next one: both must be paragraphs at the same depth.
fn may_run_on(block: &Block, next: Option<&Block>) -> bool {
    next.is_some_and(|next| {
        block.kind == BlockKind::Paragraph
            && next.kind == BlockKind::Paragraph
            && (block.quote_depth, block.list_depth) == (next.quote_depth, next.list_depth)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use crate::text::Source;

    /// The paragraphs of a draft, each as "role: sentence | sentence", with `‹…›` around quoted tokens.
    fn paragraphs(draft: &str) -> Vec<String> {
        let (document, language) = read(draft);
        let describe = |paragraph: &Paragraph| {
            let sentences = language.sentences[paragraph.sentences.range()].iter();
            let sentences: Vec<_> = sentences.map(|tokens| mark_quoted(&document, &language, *tokens)).collect();
            format!("{:?}: {}", paragraph.role, sentences.join(" | "))
        };
        language.paragraphs.iter().map(describe).collect()
    }

    fn mark_quoted(document: &Document, language: &Language, sentence: TokenRange) -> String {
        let mut shown = String::new();
        let mut prose_end = language.prose(sentence).start;
        let mut in_quotation = false;
        for token in language.tokens_in(sentence) {
            if in_quotation && !token.quoted() {
                shown.push('›');
            }
            shown.push_str(document.text(prose_end.until(token.start)));
            if !in_quotation && token.quoted() {
                shown.push('‹');
            }
            shown.push_str(document.text(token.start.until(token.end())));
            (prose_end, in_quotation) = (token.end(), token.quoted());
        }
        if in_quotation {
            shown.push('›');
        }
        shown
    }

    /// The quotations of a draft, each as "words | kind", with the depth unless it is 1, and whether it continues or has a fault.
    fn quotations(draft: &str) -> Vec<String> {
        let (document, language) = read(draft);
        let describe = |quotation: &Quotation| {
            let words = document.text(language.prose(quotation.tokens));
            let mut notes = vec![format!("{:?}", quotation.kind)];
            notes.extend((quotation.depth != 1).then(|| format!("depth {}", quotation.depth)));
            notes.extend(quotation.continues.then(|| "continues".to_owned()));
            notes.extend(quotation.fault.map(|fault| format!("{fault:?}")));
            format!("{words} | {}", notes.join(", "))
        };
        language.quotations.iter().map(describe).collect()
    }

    fn read(draft: &str) -> (Document, Language) {
        let document = Document::parse(&Source::new("draft.md", draft.into()), Format::Markdown);
        let language = Language::read(&document, &Lexicon::builtin());
        (document, language)
    }

    #[test]
    fn paragraphs_have_a_role_and_sentences_with_their_quoted_words() {
        for (draft, expected) in [
            ("The gate is shut. It will open in May.", &["Copy: The gate is shut. | It will open in May."][..]),
            ("Is it shut? Yes! It was late…", &["Copy: Is it shut? | Yes! | It was late…"]),
            ("Mr. Lund met Dr. Brook at 5 p.m. He left.", &["Copy: Mr. Lund met Dr. Brook at 5 p.m. | He left."]),
            ("It grew by 3.5 percent. No. 6 is shut.", &["Copy: It grew by 3.5 percent. | No. 6 is shut."]),
            ("She said: “Is it shut?” He left.", &["Copy: She said: ‹“Is it shut?”› | He left."]),
            ("“Is it shut?” she asked. “It is.”", &["Copy: ‹“Is it shut?”› she asked. | ‹“It is.”›"]),
            ("“It is shut. It is old,” she said.", &["Copy: ‹“It is shut.› | ‹It is old,”› she said."]),
            ("“It is shut.\n\n“It is old,” she said.", &["Copy: ‹“It is shut.›", "Copy: ‹“It is old,”› she said."]),
            ("“It is shut.\n\nIt is old, she said.", &["Copy: ‹“It is shut.›", "Copy: It is old, she said."]),
            ("# Brook: ‘The gate is shut’", &["Heading: Brook: ‹‘The gate is shut’›"]),
            ("> It is shut. It is old.", &["Copy: It is shut. | It is old."]),
            ("- It is shut.\n- It is old.", &["Copy: It is shut.", "Copy: It is old."]),
            (
                "| Gate | Wall |\n|---|---|\n| Shut | “Old” |",
                &["Cell: Gate", "Cell: Wall", "Cell: Shut", "Cell: ‹“Old”›"],
            ),
            ("![The gate on Friday](a.jpg)", &["Caption: The gate on Friday"]),
            ("Photo by Ana Ruiz", &["Credit: Photo by Ana Ruiz"]),
            ("[Read more about the gate](https://a.test)", &["Navigation: Read more about the gate"]),
        ] {
            assert_eq!(paragraphs(draft), expected, "{draft}");
        }
    }

    #[test]
    fn quotations_have_a_kind_a_depth_and_the_faults_of_their_marks() {
        for (draft, expected) in [
            ("“It is shut. It is old,” she said.", &["“It is shut. It is old,” | Sentence"][..]),
            ("He called it “a gift to the bank”.", &["“a gift to the bank” | Phrase"]),
            ("The ‘gate’ and the “green line” are old.", &["‘gate’ | Term", "“green line” | Term"]),
            ("“It is shut,” she said, “and old.”", &["“It is shut,” | Sentence", "“and old.” | Term"]),
            ("\"It is shut,\" she said. \"We wait.\"", &["\"It is shut,\" | Sentence", "\"We wait.\" | Sentence"]),
            ("'It is shut,' she said.", &["'It is shut,' | Sentence"]),
            ("«It is shut,» she said.", &["«It is shut,» | Sentence"]),
            ("The boys' boat isn't Lund's.", &[]),
            ("The wall is 6' 2\" high.", &[]),
            (
                "“He said ‘it is old’ to me.”",
                &["“He said ‘it is old’ to me.” | Sentence", "‘it is old’ | Phrase, depth 2"],
            ),
            (
                "“It is shut.\n\n“It is old,” he said.",
                &["“It is shut. | Sentence, continues", "“It is old,” | Sentence"],
            ),
            ("“It is shut.\n\nIt is old, he said.", &["“It is shut. | Sentence, Unclosed"]),
            ("“It is shut,\" she said.", &["“It is shut,\" | Sentence, Mismatched"]),
            ("It is shut,” she said.", &["” | Term, Unopened"]),
        ] {
            assert_eq!(quotations(draft), expected, "{draft}");
        }
    }
}
