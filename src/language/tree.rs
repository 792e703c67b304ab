//! A prefix tree over sequences of words. A newsroom may list very many of them. This module has no tokens and does not know what
//! the sequences mean.

use rustc_hash::FxHashMap;
use std::collections::HashMap;

/// A prefix tree of word sequences. A walk from the root takes one look-up for each word, however many sequences begin alike.
#[derive(Clone, Debug)]
pub(crate) struct WordTree<T> {
    /// The number of each word.
    words: HashMap<Box<str>, Word>,
    /// The edges: the next node for a node and a word.
    edges: FxHashMap<(Node, Word), Node>,
    /// The values of the sequences that end at a node.
    values: FxHashMap<Node, T>,
}

/// The number of a word in a [`WordTree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Word(u32);

/// A node of a [`WordTree`]. It represents the words on the path from the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Node(u32);

impl Node {
    /// The node at which every walk begins.
    pub(crate) const ROOT: Self = Self(0);
}

impl<T> Default for WordTree<T> {
    fn default() -> Self {
        Self { words: HashMap::new(), edges: FxHashMap::default(), values: FxHashMap::default() }
    }
}

impl<T> WordTree<T> {
    /// Whether the tree has no sequences.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a sequence of words. A new sequence is added with the default value.
    pub(crate) fn insert<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) -> &mut T
    where
        T: Default,
    {
        let mut node = Node::ROOT;
        for word in words {
            let next = Word(self.words.len() as u32);
            let word = match self.words.get(word) {
                Some(&known) => known,
                None => *self.words.entry(word.into()).or_insert(next),
            };
            let next = Node(self.edges.len() as u32 + 1);
            node = *self.edges.entry((node, word)).or_insert(next);
        }
        self.values.entry(node).or_default()
    }

    /// The number of a word, if a sequence contains the word.
    pub(crate) fn word(&self, letters: &str) -> Option<Word> {
        self.words.get(letters).copied()
    }

    /// The next node of a walk, if a sequence continues with this word.
    pub(crate) fn step(&self, from: Node, word: Word) -> Option<Node> {
        self.edges.get(&(from, word)).copied()
    }

    /// The value of the sequence that ends at a node.
    pub(crate) fn end(&self, at: Node) -> Option<&T> {
        self.values.get(&at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_with_a_common_beginning_have_separate_values() {
        let mut tree: WordTree<u32> = WordTree::default();
        for (number, words) in (1..).zip(["the mill", "the mill closed", "mill", "the mill"]) {
            *tree.insert(words.split(' ')) += number;
        }
        let found = |words: &str| {
            let node = words.split(' ').try_fold(Node::ROOT, |node, word| tree.step(node, tree.word(word)?));
            node.and_then(|node| tree.end(node)).copied()
        };
        for (words, end) in [("the mill", 5), ("the mill closed", 2), ("mill", 3)] {
            assert_eq!(found(words), Some(end), "{words}");
        }
        for words in ["the", "closed", "the the mill", "mill closed", "mills"] {
            assert_eq!(found(words), None, "{words}");
        }
        assert!(!tree.is_empty() && WordTree::<()>::default().is_empty());
    }
}
